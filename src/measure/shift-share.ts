/** Shift–share: what of an area's change is the country's, its mix of industries', and its own. */
import { type Definition, UserError } from '../model/index.js';
import { type Activity, activityTotals } from './activity.js';

export interface ShiftShareCell {
  area: string;
  industry: string;
  base: number;
  final: number;
  change: number;
  /** base × g: had it grown as everything did. */
  national: number;
  /** base × (g_k - g): what the industry did better or worse than everything. */
  industryMix: number;
  /** base × (g_rk - g_k): what it did here better or worse than the industry elsewhere and here together. */
  regionalShift: number;
  /** What the cell would have held if the area had the country's mix: E_r. E_.k / E. */
  homotheticBase: number;
  /** homothetic base × (g_rk - g_k): the shift without the area's specialisation. */
  competitive: number;
  /** (base - homothetic base)(g_rk - g_k): whether the area is specialised in what it does well. */
  allocation: number;
}

export interface ShiftShare {
  cells: ShiftShareCell[];
  /** g: growth of everything, as a ratio (0.05 for 5 %). */
  growth: number;
  industryGrowth: { industry: string; growth: number }[];
}

/**
 * Classic shift–share (Dunn 1960) with the competitive part divided as by Esteban-Marquillas (1972). Per cell:
 * change = national + industryMix + regionalShift, and regionalShift = competitive + allocation.
 *
 * Both tables have the same areas and industries in the same order. A cell that starts from nothing has no growth of its
 * own: all of its final value is regional shift, and all of that allocation (homothetic growth is not defined for it,
 * competitive is 0). Throws `UserError` where the tables differ in shape, the base is nothing in all, or an industry
 * starts from nothing everywhere and ends with something.
 */
export function shiftShare(base: Activity, final: Activity): ShiftShare {
  checkSameShape(base, final);
  const before = activityTotals(base);
  const after = activityTotals(final);
  if (before.total === 0)
    throw new UserError({
      zh: '基期合计为 0，无法分解',
      en: 'the base period adds up to 0: nothing to decompose',
    });
  const growth = after.total / before.total - 1;
  const industryGrowth = base.industries.map((industry, k) => {
    if (before.industries[k] === 0 && after.industries[k]! > 0)
      throw new UserError({
        zh: `行业“${industry}”基期各地区均为 0，末期不为 0，没有增速，无法分解；请并入其他行业`,
        en: `industry ${industry} is 0 everywhere in the base and not in the end: it has no growth; merge it into another`,
      });
    return {
      industry,
      growth: before.industries[k] === 0 ? 0 : after.industries[k]! / before.industries[k]! - 1,
    };
  });
  const count = base.industries.length;
  const cells: ShiftShareCell[] = [];
  for (const [r, area] of base.areas.entries())
    for (const [k, industry] of base.industries.entries()) {
      const start = base.values[r * count + k]!;
      const end = final.values[r * count + k]!;
      const change = end - start;
      const industryRate = industryGrowth[k]!.growth;
      const regionalShift = change - start * industryRate;
      const homotheticBase = (before.areas[r]! * before.industries[k]!) / before.total;
      const competitive = start === 0 ? 0 : homotheticBase * (change / start - industryRate);
      cells.push({
        area,
        industry,
        base: start,
        final: end,
        change,
        national: start * growth,
        industryMix: start * (industryRate - growth),
        regionalShift,
        homotheticBase,
        competitive,
        allocation: regionalShift - competitive,
      });
    }
  return { cells, growth, industryGrowth };
}

export type DynamicShiftShareCell = Omit<ShiftShareCell, 'homotheticBase'>;

/**
 * Dynamic shift–share (Barff and Knight 1988): the parts of every step from one table to the next, added up, so that a
 * long span does not hang on the mix of its first year. At least two tables of one shape, in order of time.
 */
export function dynamicShiftShare(tables: readonly Activity[]): DynamicShiftShareCell[] {
  const first = tables[0];
  if (!first || tables.length < 2)
    throw new UserError({
      zh: '动态分解至少需要两期数据',
      en: 'dynamic shift–share needs at least two periods',
    });
  const sums: DynamicShiftShareCell[] = shiftShare(first, first).cells.map(
    ({ homotheticBase: _, ...cell }) => cell,
  );
  for (let t = 1; t < tables.length; t++)
    for (const [at, step] of shiftShare(tables[t - 1]!, tables[t]!).cells.entries()) {
      const sum = sums[at]!;
      sum.final = step.final;
      sum.change += step.change;
      sum.national += step.national;
      sum.industryMix += step.industryMix;
      sum.regionalShift += step.regionalShift;
      sum.competitive += step.competitive;
      sum.allocation += step.allocation;
    }
  return sums;
}

function checkSameShape(a: Activity, b: Activity): void {
  const same = (left: string[], right: string[]) =>
    left.length === right.length && left.every((name, i) => name === right[i]);
  if (!same(a.areas, b.areas) || !same(a.industries, b.industries))
    throw new UserError({
      zh: '两期数据的地区或行业不一致',
      en: 'the tables of the two periods differ in their areas or industries',
    });
}

const GROWTH_NOTE = {
  zh: '按所给数值计算，未作可比口径调整',
  en: 'from the values given, not comparable-adjusted',
};

export const SHIFT_SHARE_DEFINITIONS = {
  national: {
    name: { zh: '全国增长份额', en: 'national share' },
    definition: {
      zh: `若与全部活动同速增长，应有的增量（${GROWTH_NOTE.zh}）`,
      en: `the change had it grown as all activity did (${GROWTH_NOTE.en})`,
    },
    formula: 'E_rk g',
    unit: 'as given',
    source: 'Dunn 1960',
  },
  industryMix: {
    name: { zh: '产业结构份额', en: 'industry mix' },
    definition: {
      zh: `因行业增速与全部活动增速之差而多（少）得的增量（${GROWTH_NOTE.zh}）`,
      en: `the change due to the industry growing faster or slower than all activity (${GROWTH_NOTE.en})`,
    },
    formula: 'E_rk (g_k - g)',
    unit: 'as given',
    source: 'Dunn 1960',
  },
  regionalShift: {
    name: { zh: '区域份额', en: 'regional shift' },
    definition: {
      zh: `因该地区该行业增速与行业增速之差而多（少）得的增量；行业分类较粗时不等于竞争力（${GROWTH_NOTE.zh}）`,
      en: `the change due to the industry growing faster or slower here than in all areas; with coarse industries it is no measure of competitiveness (${GROWTH_NOTE.en})`,
    },
    formula: 'E_rk (g_rk - g_k)',
    unit: 'as given',
    source: 'Dunn 1960',
  },
  competitive: {
    name: { zh: '净竞争份额', en: 'competitive effect' },
    definition: {
      zh: '按全国行业结构推算的基数（同构基数）计算的区域份额',
      en: "the regional shift on the base the area would have with the country's mix (homothetic base)",
    },
    formula: "E'_rk (g_rk - g_k), E'_rk = E_r E_k / E",
    unit: 'as given',
    source: 'Esteban-Marquillas 1972',
  },
  allocation: {
    name: { zh: '配置份额', en: 'allocation effect' },
    definition: {
      zh: '该地区是否专业化于其增长较快的行业',
      en: 'whether the area is specialised in the industries it does well in',
    },
    formula: "(E_rk - E'_rk)(g_rk - g_k)",
    unit: 'as given',
    source: 'Esteban-Marquillas 1972',
  },
  dynamic: {
    name: { zh: '动态偏离份额', en: 'dynamic shift–share' },
    definition: { zh: '逐期分解后相加', en: 'the parts of each period, added up' },
    formula: 'Σ_t of each part',
    unit: 'as given',
    source: 'Barff & Knight 1988',
  },
} as const satisfies Record<string, Definition>;
