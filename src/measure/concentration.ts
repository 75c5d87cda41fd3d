/** How unevenly an industry lies over areas, and how far an area's mix of industries is from the country's. */

import type { Definition } from '../model/index.js';
import { type Activity, activityTotals, areaRow, industryColumn, sharesOf } from './activity.js';

/** CR_n: the sum of the n largest of the shares, in (0, 1]. Bain (1951). With fewer than n shares, all of them. */
export function concentrationRatio(shares: ArrayLike<number>, n: number): number {
  const largest = Float64Array.from(shares).sort().reverse();
  let sum = 0;
  for (let i = 0; i < Math.min(n, largest.length); i++) sum += largest[i]!;
  return sum;
}

/** Σ s², in [1/n, 1]; shares in parts of 1 (of 10 000 where percent is squared). Herfindahl (1950), Hirschman (1945). */
export function herfindahl(shares: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < shares.length; i++) sum += shares[i]! ** 2;
  return sum;
}

/** ½ Σ |s - x|, in [0, 1): what part of the industry would have to move to lie as the reference does. Hoover (1936). */
export function hoover(shares: ArrayLike<number>, reference: ArrayLike<number>): number {
  return distance(shares, reference) / 2;
}

/** Σ s ln(s / x), 0 where s = x; a share of 0 adds 0. Theil (1967). Infinite where something lies where the reference has nothing. */
export function theilLocational(shares: ArrayLike<number>, reference: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < shares.length; i++) {
    const share = shares[i]!;
    if (share > 0) sum += share * Math.log(share / reference[i]!);
    else if (Number.isNaN(share)) return Number.NaN;
  }
  return sum;
}

/**
 * Locational Gini in [0, 1): one minus twice the area under the Lorenz curve of s against x, areas ordered by s / x.
 * Krugman (1991) halves it, to [0, ½): see `locationalGiniKrugman`. Areas in which the reference has nothing are left out.
 */
export function locationalGini(shares: ArrayLike<number>, reference: ArrayLike<number>): number {
  const order = Array.from({ length: shares.length }, (_, i) => i).filter((i) => reference[i] !== 0);
  order.sort((a, b) => shares[a]! / reference[a]! - shares[b]! / reference[b]!);
  let cumulative = 0;
  let twiceArea = 0;
  for (const i of order) {
    twiceArea += (2 * cumulative + shares[i]!) * reference[i]!;
    cumulative += shares[i]!;
  }
  return 1 - twiceArea;
}

/** The locational Gini in the range [0, ½) of Krugman (1991). */
export function locationalGiniKrugman(shares: ArrayLike<number>, reference: ArrayLike<number>): number {
  return locationalGini(shares, reference) / 2;
}

/** Σ |a_k - b_k| between two mixes of industries, in [0, 2]: 0 the same, 2 nothing in common. Krugman (1991). */
export function krugman(mix: ArrayLike<number>, reference: ArrayLike<number>): number {
  return distance(mix, reference);
}

/** 1 / Σ mix · LQ, in (0, 1]: 1 where the area's mix is the country's. Hachman index. */
export function hachman(mix: ArrayLike<number>, reference: ArrayLike<number>): number {
  let sum = 0;
  for (let k = 0; k < mix.length; k++) if (mix[k] !== 0) sum += mix[k]! ** 2 / reference[k]!;
  return 1 / sum;
}

/** -Σ s ln s, in [0, ln n]: 0 one industry only. Shannon (1948). */
export function entropy(shares: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < shares.length; i++) if (shares[i] !== 0) sum -= shares[i]! * Math.log(shares[i]!);
  return sum;
}

export interface IndustryConcentration {
  industry: string;
  /** Over areas, of the shares s_r. */
  hhi: number;
  /** Range [0, 1). */
  gini: number;
  /** Range [0, ½). */
  giniKrugman: number;
  cr4: number;
  theil: number;
  hoover: number;
}

export interface AreaSpecialisation {
  area: string;
  /** Over industries, of the area's mix. */
  hhi: number;
  /** Against all areas, the area itself among them. */
  krugman: number;
  /** Against all other areas. */
  krugmanLeaveOneOut: number;
  hachman: number;
  entropy: number;
  /** Σ mix ln(mix / country's mix). */
  theil: number;
}

/**
 * Each industry's spread over the areas against that of all activity. NaN throughout for an industry in which nothing is
 * done, or less than nothing somewhere.
 */
export function industryConcentrations(activity: Activity): IndustryConcentration[] {
  const totals = activityTotals(activity);
  const reference = sharesOf(totals.areas);
  return activity.industries.map((industry, i) => {
    const shares = sharesOf(industryColumn(activity, i));
    const gini = locationalGini(shares, reference);
    return {
      industry,
      hhi: herfindahl(shares),
      gini,
      giniKrugman: gini / 2,
      cr4: concentrationRatio(shares, 4),
      theil: theilLocational(shares, reference),
      hoover: hoover(shares, reference),
    };
  });
}

/** Each area's mix of industries against the country's, and against the rest of the country. NaN for an empty area. */
export function areaSpecialisations(activity: Activity): AreaSpecialisation[] {
  const totals = activityTotals(activity);
  const country = sharesOf(totals.industries);
  return activity.areas.map((area, a) => {
    const row = areaRow(activity, a);
    const mix = sharesOf(row);
    const rest = sharesOf(totals.industries.map((value, k) => value - row[k]!));
    return {
      area,
      hhi: herfindahl(mix),
      krugman: krugman(mix, country),
      krugmanLeaveOneOut: krugman(mix, rest),
      hachman: hachman(mix, country),
      entropy: entropy(mix),
      theil: theilLocational(mix, country),
    };
  });
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += Math.abs(a[i]! - b[i]!);
  return sum;
}

const pure = '1';

export const CONCENTRATION_DEFINITIONS = {
  hhi: {
    name: { zh: '赫芬达尔指数', en: 'Herfindahl index' },
    definition: {
      zh: '比重的平方和。行业：各地区所占比重；地区：各行业所占比重。取值 1/n 到 1',
      en: 'sum of squared shares: of an industry, the shares of the areas in it; of an area, the shares of industries in it. From 1/n to 1',
    },
    formula: 'Σ s²',
    unit: pure,
    source: 'Herfindahl 1950; Hirschman 1945',
  },
  gini: {
    name: { zh: '区位基尼系数（0 到 1）', en: 'locational Gini (0 to 1)' },
    definition: {
      zh: '行业分布对全部活动分布的洛伦兹曲线，按区位商排序；取值 0 到 1。克鲁格曼（1991）的口径为其一半，见 giniKrugman',
      en: 'from the Lorenz curve of the industry over all activity, areas in order of LQ; in [0, 1). Krugman (1991) takes half of it: giniKrugman',
    },
    formula: '1 - Σ (S_i + S_{i-1}) (X_i - X_{i-1})',
    unit: pure,
    source: 'Hoover 1936; Krugman 1991',
  },
  giniKrugman: {
    name: { zh: '区位基尼系数（0 到 0.5）', en: 'locational Gini (0 to 0.5)' },
    definition: { zh: 'gini 的一半', en: 'half of gini' },
    formula: 'gini / 2',
    unit: pure,
    source: 'Krugman 1991',
  },
  cr4: {
    name: { zh: '前四位地区集中度', en: 'four-area concentration ratio' },
    definition: {
      zh: '该行业最大的四个地区所占比重之和',
      en: 'what the four areas with most of the industry have of it together',
    },
    formula: 'Σ of the 4 largest s_r',
    unit: pure,
    source: 'Bain 1951',
  },
  theil: {
    name: { zh: '区位泰尔指数', en: 'locational Theil index' },
    definition: {
      zh: '行业分布对全部活动分布的相对熵；0 为相同',
      en: "relative entropy of the industry's distribution against that of all activity; 0 where they are the same",
    },
    formula: 'Σ_r s_r ln(s_r / x_r)',
    unit: pure,
    source: 'Theil 1967',
  },
  hoover: {
    name: { zh: '胡佛指数', en: 'Hoover index' },
    definition: {
      zh: '要使行业分布与全部活动分布一致，须迁移的比重',
      en: 'the part of the industry that would have to move to lie as all activity does',
    },
    formula: '½ Σ_r |s_r - x_r|',
    unit: pure,
    source: 'Hoover 1936',
  },
  krugman: {
    name: { zh: '克鲁格曼专业化指数', en: 'Krugman specialisation index' },
    definition: {
      zh: '该地区行业结构与全部地区（含本地区）行业结构之差的绝对值之和；取值 0 到 2',
      en: "sum of absolute differences between the area's mix of industries and that of all areas, itself included; in [0, 2]",
    },
    formula: 'Σ_k |e_rk / e_r - e_k / e|',
    unit: pure,
    source: 'Krugman 1991',
  },
  krugmanLeaveOneOut: {
    name: { zh: '克鲁格曼专业化指数（对其余地区）', en: 'Krugman index against the rest' },
    definition: {
      zh: '同上，但与除本地区外的其余地区比较；大地区用前一口径会被低估',
      en: 'the same against all other areas; the plain form understates large areas',
    },
    formula: 'Σ_k |e_rk / e_r - (e_k - e_rk) / (e - e_r)|',
    unit: pure,
    source: 'Krugman 1991, with the area left out of the reference',
  },
  hachman: {
    name: { zh: '哈奇曼指数', en: 'Hachman index' },
    definition: {
      zh: '行业结构与全部地区的相似程度；1 为相同',
      en: "how alike the area's mix and the mix of all areas are; 1 where they are the same",
    },
    formula: '1 / Σ_k (e_rk / e_r) LQ_rk',
    unit: pure,
    source: 'Hachman index (Bureau of Economic and Business Research, University of Utah)',
  },
} as const satisfies Record<string, Definition>;
