/** What became of the lists that the same rules would have given in the past: how much to believe one of today. */
import { type Bilingual, UserError, uniformStream } from '../model/index.js';
import type { PanelYear } from './back-test.js';
import { percentileInterval } from './discrimination.js';
import { type ForesightOptions, foresight } from './foresight.js';
import type { Interval } from './interval.js';
import { presenceCells } from './presence.js';
import { bestOf, orLowest, type RecommendationOptions, recommendationScores } from './recommendation.js';
import type { RegionActivityTable } from './table.js';

export type ListRule = 'recommendation' | 'withoutDifferentiation' | 'density' | 'ubiquity' | 'advantage';
const RULES: readonly ListRule[] = [
  'recommendation',
  'withoutDifferentiation',
  'density',
  'ubiquity',
  'advantage',
];

export interface ListTest {
  horizon: number;
  count: number;
  pairs: { from: number; to: number }[];
  /** Share of the listed activities that the region had `horizon` years later, by each rule of making the list. */
  rules: { rule: ListRule; hitRate: number; interval: Interval; aheadOfChance: Interval }[];
  /** Share of all candidates: a list drawn by lot. */
  chance: number;
  candidates: number;
  /** Candidates by the term of fit, in five steps from 0 to 1: what became of them. The interval is Wilson's (1927). */
  byFit: {
    low: number;
    high: number;
    candidates: number;
    entries: number;
    rate: number;
    interval: Interval;
  }[];
  level: number;
  verdict: Bilingual;
  /** Of the region asked for: its list of each past year, and what the region had by the end. */
  lists?: { from: number; to: number; activities: { activity: string; entered: boolean }[] }[];
}

export interface ListTestOptions extends RecommendationOptions, ForesightOptions {
  rounds?: number;
  seed?: number;
  level?: number;
  /** A region whose past lists are told. */
  listsOf?: string;
}

/**
 * What became of the lists that the same rules would have given in the years of a panel. Risk and priority are of today and are
 * left out. Intervals by drawing whole regions anew. Throws `UserError` where no two years are the horizon apart.
 */
export function testLists(
  panel: readonly PanelYear[],
  horizon: number,
  options: ListTestOptions = {},
): ListTest {
  const { rounds = 200, seed = 1, level = 0.95, count = 10, leastHolders = 2 } = options;
  const { risk: _, priority: __, neighbours, listsOf, ...kept } = options;
  const told: NonNullable<ListTest['lists']> = [];
  const pairs: ListTest['pairs'] = [];
  const regions = new Map<string, number>();
  const hits: number[][] = [];
  const cases: { fit: number; entered: number }[] = [];
  const perRegion = (name: string): number[] => {
    const known = regions.get(name);
    if (known !== undefined) return hits[known]!;
    regions.set(name, regions.size);
    // Hits and tries of each rule, then entries and candidates.
    const fresh = new Array<number>(2 * RULES.length + 2).fill(0);
    hits.push(fresh);
    return fresh;
  };
  for (const { year, table } of panel) {
    const later = panel.find((other) => other.year === year + horizon);
    if (later === undefined) continue;
    pairs.push({ from: year, to: later.year });
    const m = table.activities.length;
    const now = foresight(table, { ...kept, keepProximity: null });
    const scores = recommendationScores(table, now, {
      ...kept,
      ...(neighbours && { neighbours: knownNeighbours(table, neighbours) }),
    });
    const then = foresight(later.table, { ...kept, keepProximity: null, outlook: false });
    const hasThen = presenceCells(then.presence);
    const regionThen = new Map(later.table.regions.map((name, i) => [name, i]));
    const activityThen = new Map(later.table.activities.map((name, i) => [name, i]));
    for (let r = 0; r < table.regions.length; r++) {
      const there = regionThen.get(table.regions[r]!);
      if (there === undefined) continue;
      const own = perRegion(table.regions[r]!);
      const entered = (p: number): number => {
        const q = activityThen.get(table.activities[p]!);
        return q === undefined ? 0 : hasThen[there * later.table.activities.length + q]!;
      };
      const candidates = Int32Array.from({ length: m }, (_, p) => p).filter(
        (p) => !scores.has[r * m + p] && now.presence.ubiquity[p]! >= leastHolders,
      );
      const density = now.density!.subarray(r * m, (r + 1) * m).map(orLowest);
      const lists: Int32Array[] = [
        scores.lists[r]!,
        scores.ownLists[r]!,
        bestOf(candidates, density, count),
        bestOf(candidates, Float64Array.from(now.presence.ubiquity), count),
        bestOf(candidates, scores.advantage.subarray(r * m, (r + 1) * m), count),
      ];
      if (table.regions[r] === listsOf)
        told.push({
          from: year,
          to: later.year,
          activities: Array.from(lists[0]!, (p) => ({
            activity: table.activities[p]!,
            entered: entered(p) === 1,
          })),
        });
      lists.forEach((list, i) => {
        for (const p of list) own[2 * i]! += entered(p);
        own[2 * i + 1]! += list.length;
      });
      for (const p of candidates) {
        const came = entered(p);
        own[2 * RULES.length]! += came;
        own[2 * RULES.length + 1]! += 1;
        cases.push({ fit: scores.terms.fit[r * m + p]!, entered: came });
      }
    }
  }
  if (pairs.length === 0)
    throw new UserError({
      zh: `面板中没有相隔 ${horizon} 年的两年`,
      en: `no two years of the panel are ${horizon} apart`,
    });
  const rates = (draw: readonly number[]): Float64Array => {
    const sums = new Float64Array(2 * RULES.length + 2);
    for (const g of draw)
      hits[g]!.forEach((value, i) => {
        sums[i]! += value;
      });
    return Float64Array.from({ length: RULES.length + 1 }, (_, i) => sums[2 * i]! / sums[2 * i + 1]!);
  };
  const whole = rates(hits.map((_, g) => g));
  const draws = Array.from({ length: rounds }, (_, round) => {
    const random = uniformStream(seed, round);
    return rates(hits.map(() => Math.floor(random() * hits.length)));
  });
  const chance = whole[RULES.length]!;
  const rules = RULES.map((rule, i) => ({
    rule,
    hitRate: whole[i]!,
    interval: percentileInterval(
      Float64Array.from(draws, (own) => own[i]!),
      level,
    ),
    aheadOfChance: percentileInterval(
      Float64Array.from(draws, (own) => own[i]! - own[RULES.length]!),
      level,
    ),
  }));
  return {
    horizon,
    count,
    pairs,
    rules,
    chance,
    candidates: hits.reduce((sum, own) => sum + own[2 * RULES.length + 1]!, 0),
    byFit: fifths(cases),
    level,
    verdict: listVerdict(rules, chance, horizon, count, level),
    ...(listsOf !== undefined && { lists: told }),
  };
}

/** What became of candidates of such a fit; null where there were none. */
export function entryRateAt(test: ListTest, fit: number | null): ListTest['byFit'][number] | null {
  if (fit === null) return null;
  return test.byFit.find(({ low, high }) => fit >= low && (fit < high || high === 1)) ?? null;
}

function listVerdict(
  rules: ListTest['rules'],
  chance: number,
  horizon: number,
  count: number,
  level: number,
): Bilingual {
  const percent = (share: number) => `${(100 * share).toFixed(1)}%`;
  const own = rules[0]!;
  const plain = rules.slice(2).reduce((a, b) => (b.hitRate > a.hitRate ? b : a));
  const name = RULE_NAMES[plain.rule];
  const head = {
    zh: `往年按同样办法列出的 ${count} 个行业，${horizon} 年后有 ${percent(own.hitRate)} 成为该地区的优势行业；随机挑选为 ${percent(chance)}，最好的单一规则“${name.zh}”为 ${percent(plain.hitRate)}。`,
    en: `Of the ${count} activities that the same method would have listed in past years the regions had ${percent(own.hitRate)} ${horizon} years later; by lot it is ${percent(chance)}, by the best single rule, ${name.en}, ${percent(plain.hitRate)}. `,
  };
  const at = `${Math.round(100 * level)}%`;
  if (own.aheadOfChance.low > 0 && plain.hitRate > own.hitRate)
    return {
      zh: `${head.zh}清单优于随机（${at} 水平），但命中不如这条简单规则：它顾及差异化与前景，只为命中则不必用它。`,
      en: `${head.en}The list is better than chance (${at}) but comes true less often than that plain rule: it minds differentiation and prospects; for hits alone it is not needed.`,
    };
  if (own.aheadOfChance.low > 0)
    return {
      zh: `${head.zh}清单优于随机（${at} 水平），仍有 ${percent(1 - own.hitRate)} 没有成为现实：用来缩小讨论范围，不代替论证。`,
      en: `${head.en}The list is better than chance (${at}), and still ${percent(1 - own.hitRate)} did not come true: use it to narrow a discussion, not to replace one.`,
    };
  return {
    zh: `${head.zh}在 ${at} 水平上不能说清单优于随机：此数据上不宜据此推荐。`,
    en: `${head.en}At the ${at} level the list cannot be told from chance: do not recommend by it on these data.`,
  };
}

export const RULE_NAMES: Record<ListRule, Bilingual> = {
  recommendation: { zh: '本清单', en: 'this list' },
  withoutDifferentiation: { zh: '本清单（不计差异化）', en: 'this list without differentiation' },
  density: { zh: '只看关联密度', en: 'density alone' },
  ubiquity: { zh: '只看普遍性', en: 'ubiquity alone' },
  advantage: { zh: '只看现有比较优势', en: 'RCA now alone' },
};

function fifths(cases: readonly { fit: number; entered: number }[]): ListTest['byFit'] {
  return [0, 1, 2, 3, 4].flatMap((step) => {
    const own = cases.filter(({ fit }) => Math.min(4, Math.floor(5 * fit)) === step);
    if (own.length === 0) return [];
    const entries = own.reduce((sum, { entered }) => sum + entered, 0);
    return [
      {
        low: step / 5,
        high: (step + 1) / 5,
        candidates: own.length,
        entries,
        rate: entries / own.length,
        interval: wilson(entries, own.length),
      },
    ];
  });
}

/** 95 % score interval of a share. Wilson (1927), JASA 22. */
function wilson(successes: number, trials: number): Interval {
  const z = 1.959963984540054;
  const share = successes / trials;
  const middle = (share + (z * z) / (2 * trials)) / (1 + (z * z) / trials);
  const half =
    (z / (1 + (z * z) / trials)) *
    Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** In a year of a panel some regions may be missing. */
function knownNeighbours(
  table: RegionActivityTable,
  given: ReadonlyMap<string, readonly string[]>,
): Map<string, string[]> {
  const known = new Set(table.regions);
  return new Map(
    [...given]
      .filter(([name]) => known.has(name))
      .map(([name, near]) => [name, near.filter((other) => known.has(other))]),
  );
}
