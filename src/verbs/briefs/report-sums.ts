// Sums of firms' reports for a brief: the engine's query, run by the store, its rows handed to the engine.
import { type BriefLexicon, type MonthRange, type Reported, reportItems } from '../../brief/index.js';
import {
  type MeasureRules,
  type ReportFile,
  type ReportPlace,
  type ReportSum,
  type ReportSumsRequest,
  reportFigures,
  reportFilesSql,
  reportSumOf,
  reportSumsSql,
  unplacedSql,
} from '../../measure/index.js';
import { type Area, type AreaCodes, areaStem, type IndustryCodes } from '../../model/index.js';
import type { AcrossLexicon } from '../../read/index.js';
import type { StoredCluster, Workspace } from '../../store/index.js';
import { clusterMembers } from '../cluster-members.js';

export interface SumsAsked {
  /** What the sums are about. */
  area: Area;
  /** Beginnings of its codes; [''] for the nation. */
  stems: readonly string[];
  parts: readonly Area[];
  ranges: readonly MonthRange[];
  divisions?: readonly string[];
  firms?: readonly string[];
}

export interface SumsHeld {
  lexicon: BriefLexicon;
  across: AcrossLexicon;
  rules: MeasureRules;
  industries: IndustryCodes;
}

/** Null where no reports were imported that can be added up. */
export async function reportedOf(
  workspace: Workspace,
  asked: SumsAsked,
  { lexicon, across, rules, industries }: SumsHeld,
): Promise<Reported | null> {
  const known = await workspace.query<{ id: number; item: string; unit: string | null }>(
    'SELECT id, item, unit FROM report_items ORDER BY id',
  );
  const items = reportItems(known, { lexicon, across });
  if (items.length === 0) return null;
  const areaDigits = digitsOf(asked.parts);
  const request: ReportSumsRequest = {
    items,
    ranges: asked.ranges,
    areas: asked.stems,
    areaDigits,
    divisions: asked.divisions ?? null,
    firms: asked.firms ?? null,
  };
  const rows = await workspace.query<Record<keyof ReportSum, unknown>>(reportSumsSql(request));
  const files = await workspace.query<ReportFile>(reportFilesSql(request));
  const [unplaced] = await workspace.query<{ firms: number; withoutArea: number; withoutIndustry: number }>(
    unplacedSql(),
  );
  const place: ReportPlace = {
    area: asked.area,
    parts: new Map(
      asked.parts.flatMap((part) => (part.code === null ? [] : [[part.code.slice(0, areaDigits), part]])),
    ),
    divisions: new Map(industries.list('division').map(({ code, name }) => [code, name])),
    sections: lexicon.sections.map(({ code, zh }) => {
      const own = industries.divisions(code).map(Number);
      return { code, name: zh, from: Math.min(...own), to: Math.max(...own) };
    }),
  };
  return { ...reportFigures(rows.map(reportSumOf), items, place, files, rules), ...unplaced! };
}

/**
 * The firms of a cluster: those whose entry in the register names it (所属集群); else those of its area in the industries
 * that the list of clusters gives it (行业代码, or a leading industry that is in GB/T 4754). Null where neither says.
 */
export async function clusterFirms(
  workspace: Workspace,
  cluster: StoredCluster,
  { areas, industries }: { areas: AreaCodes; industries: IndustryCodes },
): Promise<Pick<SumsAsked, 'stems' | 'firms' | 'divisions' | 'parts'> | null> {
  const parts = (stem: string) =>
    areas
      .list(stem.length <= 2 ? 'prefecture' : 'county')
      .filter(({ code }) => code.startsWith(stem))
      .map(({ code, name }) => ({ code, name }));
  const members = (await clusterMembers(workspace, cluster.name)).map(({ id }) => id);
  const stem = stemOf({ code: cluster.areaCode, name: cluster.area ?? '' });
  if (members.length > 0) return { stems: [''], firms: members, parts: stem === null ? [] : parts(stem) };
  if (stem === null || stem === '') return null;
  const given = INDUSTRY_COLUMNS.flatMap((column) => namesOf(cluster.other[column]));
  const divisions = (given.length > 0 ? given : namesOf(cluster.industry)).flatMap((text) => {
    const found = industries.resolve(text.replace(/^[A-Z](?=\d)/, ''));
    return found.status === 'resolved' && found.system === 'GB/T 4754'
      ? industries.divisions(found.code)
      : [];
  });
  return divisions.length === 0 ? null : { stems: [stem], divisions, parts: parts(stem) };
}

const INDUSTRY_COLUMNS = ['行业代码', '行业'];

function namesOf(cell: string | number | null | undefined): string[] {
  return String(cell ?? '')
    .split(/[、,，;；]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** Digits that tell the parts apart: provinces by two, prefectures by four, counties by six. */
function digitsOf(parts: readonly Area[]): 2 | 4 | 6 {
  const codes = parts.flatMap(({ code }) => code ?? []);
  if (codes.length > 0 && codes.every((code) => code.endsWith('0000'))) return 2;
  return codes.length > 0 && codes.every((code) => code.endsWith('00')) ? 4 : 6;
}

/** The beginning that all codes within an area share: 43 of a province, '' of the nation. */
export function stemOf({ code }: Area): string | null {
  return code === null || !/^\d{6}$/.test(code) ? null : areaStem(code);
}
