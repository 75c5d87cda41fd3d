/** What is doubtful in a ranking by complexity, in one list. */
import type { Bilingual } from '../model/index.js';
import type { Standing } from './foresight.js';
import { ranks, withoutSmallest } from './ranking.js';
import { type DuplicateRule, listed, type RegionActivityTable } from './table.js';

export interface Diagnosis {
  /** Among the first by ECI, those that belong to the smallest part of the regions by total: names, by rank. */
  tinyLeaders: string[];
  /** Activities that a single region has: they place that region and nothing else. */
  heldByOne: string[];
  /** Regions that have a single activity. */
  holdingOne: string[];
  refusals: Bilingual[];
  doubts: Bilingual[];
}

export interface DiagnosisOptions {
  /** How many of the first by ECI are looked at. Default 10. */
  leaders?: number;
  /** Which part of the regions, from the smallest, counts as tiny. Default 0.4. */
  tinyShare?: number;
}

/**
 * Refusals and doubts of a standing: no or little eigengap, parts without links, tiny regions at the head of the order
 * (the binary M gives an island of one product the voice of a nation), thin support, fitness that has run to 0, rows that were rejected.
 */
export function diagnosis(
  table: RegionActivityTable,
  { complexity, fitness, presence, profile }: Standing,
  { leaders = 10, tinyShare = 0.4 }: DiagnosisOptions = {},
): Diagnosis {
  const eci = ranks(complexity.eci);
  const large = withoutSmallest(table.regionTotals, tinyShare);
  const tinyLeaders = Array.from(table.regions.keys())
    .filter((r) => eci[r]! <= leaders && large[r] === 0)
    .sort((a, b) => eci[a]! - eci[b]!)
    .map((r) => table.regions[r]!);
  const heldByOne = table.activities.filter((_, p) => presence.ubiquity[p] === 1);
  const holdingOne = table.regions.filter((_, r) => presence.diversity[r] === 1);
  const doubts: Bilingual[] = [...complexity.doubts, ...fitness.doubts];
  if (tinyLeaders.length > 0)
    doubts.push({
      zh: `复杂度前 ${leaders} 位中有 ${tinyLeaders.length} 个属于规模最小的 ${percent(tinyShare)}：${tinyLeaders.join('、')}；次序由小地区主导，应先按规模筛选`,
      en: `of the first ${leaders} by complexity ${tinyLeaders.length} are among the smallest ${percent(tinyShare)}: ${tinyLeaders.join(', ')}; small regions lead the order, filter by size first`,
    });
  if (heldByOne.length > 0)
    doubts.push({
      zh: `${heldByOne.length} 个行业只有一个地区具有优势${listed('：', heldByOne)}`,
      en: `${heldByOne.length} activities are had by a single region${listed(': ', heldByOne)}`,
    });
  if (holdingOne.length > 0)
    doubts.push({
      zh: `${holdingOne.length} 个地区只有一个优势行业${listed('：', holdingOne)}`,
      en: `${holdingOne.length} regions have a single activity${listed(': ', holdingOne)}`,
    });
  const lone = [...complexity.loneRegions, ...complexity.loneActivities];
  if (lone.length > 0)
    doubts.push({
      zh: `未参与排序（没有任何优势）${listed('：', lone)}`,
      en: `not ranked, for nothing reaches the threshold there${listed(': ', lone)}`,
    });
  const { rejected, duplicates, duplicateRule } = table.report;
  if (duplicates.length > 0 && duplicateRule !== profile.conventions.duplicates)
    doubts.push({
      zh: `${duplicates.length} 对地区与行业出现多次，制表时按“${DUPLICATES[duplicateRule].zh}”处理，而口径 ${profile.name} 为“${DUPLICATES[profile.conventions.duplicates].zh}”`,
      en: `${duplicates.length} pairs of region and activity stand more than once; the table took ${DUPLICATES[duplicateRule].en}, the profile ${profile.name} asks for ${DUPLICATES[profile.conventions.duplicates].en}`,
    });
  if (rejected.length > 0)
    doubts.push({
      zh: `${rejected.length} 行数据被拒收，未计入`,
      en: `${rejected.length} rows were rejected and do not count`,
    });
  return {
    tinyLeaders,
    heldByOne,
    holdingOne,
    refusals: complexity.refusal ? [complexity.refusal] : [],
    doubts,
  };
}

const DUPLICATES: Record<DuplicateRule, Bilingual> = {
  sum: { zh: '相加', en: 'their sum' },
  first: { zh: '取第一行', en: 'the first row' },
};

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10}%`;
}
