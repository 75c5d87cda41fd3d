/** Backward and forward linkages in each named convention, with weights and coefficients of variation. */
import type { Definition } from '../../model/index.js';
import type { LeontiefSystem } from './leontief.js';
import { valueAddedOf } from './multipliers.js';

/** What the mean in the denominator is weighted by; plain as Rasmussen has it. */
export type LinkageWeights = 'none' | 'finalDemand' | 'output';

export interface Linkages {
  /** 影响力系数 F_j, n. */
  backward: Float64Array;
  /** 感应度系数 (i), from rows of the Leontief inverse, n. */
  forwardLeontief: Float64Array;
  /** 感应度系数 (ii), from rows of the Ghosh inverse, n. */
  forwardGhosh: Float64Array;
}

/**
 * Rasmussen's indices of dispersion: column sums of L, row sums of L and row sums of G, each over its mean.
 * F_j = Σ_i l_ij / Σ_j w_j Σ_i l_ij with w = 1/n, or the structure of final demand or of output (Liu Qiyun 2002); with
 * `finalDemand` the Ghosh rows are weighted by value added, the exogenous side of their model. Negative weights count as 0.
 * Rasmussen (1956); Jones (1976) for the Ghosh rows; Miller & Blair (2009), § 12.2.
 *
 * For A = [[0.15, 0.25], [0.20, 0.05]]: F = (1.0222, 0.9778), rows of L (1.0667, 0.9333).
 */
export function linkages(system: LeontiefSystem, weights: LinkageWeights = 'none'): Linkages {
  const even = new Float64Array(system.n).fill(1);
  const demand = weights === 'none' ? even : weights === 'output' ? system.output : system.finalDemand;
  const supply =
    weights === 'none' ? even : weights === 'output' ? system.output : valueAddedOf(system.table);
  return {
    backward: overMean(system.columnSums(), demand),
    forwardLeontief: overMean(system.rowSums(), demand),
    forwardGhosh: overMean(system.ghoshRowSums(), supply),
  };
}

function overMean(sums: Float64Array, weights: Float64Array): Float64Array {
  let weighed = 0;
  let total = 0;
  sums.forEach((sum, i) => {
    const weight = Math.max(0, weights[i]!);
    weighed += weight * sum;
    total += weight;
  });
  // A table without any final demand or value added has no such weights: the plain mean stands in.
  if (total === 0) return overMean(sums, new Float64Array(sums.length).fill(1));
  const mean = weighed / total;
  return sums.map((sum) => sum / mean);
}

export interface LinkageVariation {
  /** V_j = sd_i(l_ij) / mean_i(l_ij), n: low where the pull of j is spread over many industries. */
  backward: Float64Array;
  /** V_i over the row of L, n. */
  forwardLeontief: Float64Array;
  /** V_i over the row of G, n. */
  forwardGhosh: Float64Array;
}

/** Coefficients of variation of columns and rows of the inverse, with n − 1. Rasmussen (1956); Hazari (1970). */
export function linkageVariation(system: LeontiefSystem): LinkageVariation {
  const { n, output } = system;
  const l = system.inverse();
  const variation = (cell: (k: number, i: number) => number) =>
    Float64Array.from({ length: n }, (_, i) => {
      let sum = 0;
      for (let k = 0; k < n; k++) sum += cell(k, i);
      const mean = sum / n;
      let squares = 0;
      for (let k = 0; k < n; k++) squares += (cell(k, i) - mean) ** 2;
      return Math.sqrt(squares / (n - 1)) / mean;
    });
  return {
    backward: variation((k, i) => l[k * n + i]!),
    forwardLeontief: variation((k, i) => l[i * n + k]!),
    forwardGhosh: variation((k, i) =>
      i === k ? l[i * n + i]! : output[i]! > 0 ? (l[i * n + k]! * output[k]!) / output[i]! : 0,
    ),
  };
}

export type KeySector = 'key' | 'backward' | 'forward' | 'weak';

/**
 * 关键产业: pulls and pushes above the mean (key), pulls only (backward), pushes only (forward), neither (weak).
 * Hirschman (1958); Miller & Blair (2009), § 12.2.5.
 */
export function keySectors(backward: Float64Array, forward: Float64Array): KeySector[] {
  return Array.from(backward, (pull, i) =>
    pull > 1 ? (forward[i]! > 1 ? 'key' : 'backward') : forward[i]! > 1 ? 'forward' : 'weak',
  );
}

export const LINKAGE_DEFINITIONS = {
  backwardLinkage: {
    name: { zh: '影响力系数', en: 'backward linkage' },
    definition: {
      zh: '列昂惕夫逆第 j 列之和与各列之和（加权）平均值之比；大于 1 表示对各部门的拉动高于平均',
      en: 'sum of column j of the Leontief inverse over the (weighted) mean of all columns; above 1, it pulls more than average',
    },
    formula: 'F_j = Σ_i l_ij / Σ_j w_j Σ_i l_ij, w_j = 1/n',
    unit: '1',
    source: 'Rasmussen 1956; weights: 刘起运 2002',
  },
  forwardLinkageLeontief: {
    name: { zh: '感应度系数（列昂惕夫逆行和）', en: 'forward linkage (rows of the Leontief inverse)' },
    definition: {
      zh: '列昂惕夫逆第 i 行之和与各行之和（加权）平均值之比',
      en: 'sum of row i of the Leontief inverse over the (weighted) mean of all rows',
    },
    formula: 'E_i = Σ_j l_ij / Σ_i w_i Σ_j l_ij, w_i = 1/n',
    unit: '1',
    source: 'Rasmussen 1956',
  },
  forwardLinkageGhosh: {
    name: { zh: '感应度系数（高斯逆行和）', en: 'forward linkage (rows of the Ghosh inverse)' },
    definition: {
      zh: '高斯逆第 i 行之和与各行之和（加权）平均值之比；大于 1 表示对下游的推动高于平均',
      en: 'sum of row i of the Ghosh inverse over the (weighted) mean of all rows; above 1, it pushes more than average',
    },
    formula: 'R_i = Σ_j g_ij / Σ_i w_i Σ_j g_ij, w_i = 1/n',
    unit: '1',
    source: 'Jones 1976',
  },
  backwardVariation: {
    name: { zh: '影响力变异系数', en: 'variation of the backward linkage' },
    definition: {
      zh: '列昂惕夫逆第 j 列的标准差（n−1）与均值之比；低表示拉动分布均匀',
      en: 'standard deviation (n − 1) over mean of column j of the Leontief inverse; low where the pull is spread',
    },
    formula: 'V_j = sd_i(l_ij) / mean_i(l_ij)',
    unit: '1',
    source: 'Rasmussen 1956; Hazari 1970',
  },
  forwardVariation: {
    name: { zh: '感应度变异系数', en: 'variation of the forward linkage' },
    definition: {
      zh: '高斯逆第 i 行的标准差（n−1）与均值之比',
      en: 'standard deviation (n − 1) over mean of row i of the Ghosh inverse',
    },
    formula: 'V_i = sd_j(g_ij) / mean_j(g_ij)',
    unit: '1',
    source: 'Rasmussen 1956; Hazari 1970',
  },
  keySector: {
    name: { zh: '关键产业分类', en: 'key sector' },
    definition: {
      zh: 'key：影响力与感应度（高斯逆）均大于 1；backward：仅影响力；forward：仅感应度；weak：均不大于 1',
      en: 'key: backward and forward (Ghosh) above 1; backward: only the first; forward: only the second; weak: neither',
    },
    formula: 'F_j > 1, R_j > 1',
    unit: '1',
    source: 'Hirschman 1958; Miller & Blair 2009, § 12.2',
  },
} as const satisfies Record<string, Definition>;
