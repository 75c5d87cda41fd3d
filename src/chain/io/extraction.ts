/** Hypothetical extraction in closed form: what an economy loses when industries, or a share of them, are gone. */
import { type Definition, UserError } from '../../model/index.js';
import { DenseFactors } from '../kernels/dense.js';
import { type LeontiefSystem, multiply } from './leontief.js';

export interface ExtractionLosses {
  /** Purchases, sales and final demand of j are gone: T_j = x_j·Σ_i l_ij / l_jj, n, in money. */
  total: Float64Array;
  /** Purchases only (column of A): x_j·(Σ_i l_ij − 1) / l_jj, n. */
  backward: Float64Array;
  /** Sales only (row of B, Ghosh model): x_j·(Σ_k g_jk − 1) / g_jj, n. */
  forward: Float64Array;
}

/**
 * Output lost by extracting each industry alone, with one factorisation: column sums of L, row sums of G and the diagonal
 * of L are all that is needed. Dietzenbacher, van der Linden & Steenge (1993); Dietzenbacher & Lahr (2013); Miller & Blair
 * (2009), § 12.2.6. Losses of total extraction include the industry's own output.
 *
 * For Z = [[150, 500], [200, 100]], x = (1000, 2000): total (1210.53, 2588.24), backward (413.16, 805.88).
 */
export function extractionLosses(system: LeontiefSystem): ExtractionLosses {
  const { output } = system;
  const columns = system.columnSums();
  const rows = system.ghoshRowSums();
  const own = system.inverseDiagonal();
  return {
    total: output.map((x, j) => (x * columns[j]!) / own[j]!),
    backward: output.map((x, j) => (x * (columns[j]! - 1)) / own[j]!),
    forward: output.map((x, j) => (x * (rows[j]! - 1)) / own[j]!),
  };
}

export interface GroupExtraction {
  /** Output lost by all, in money. */
  loss: number;
  /** Output lost by each industry, n. */
  byIndustry: Float64Array;
}

export type ExtractionKind = 'total' | 'backward' | 'forward';

/**
 * Output lost when the share θ of a group S of industries is gone, 0 < θ ≤ 1. `total`: rows, columns and final demand of S
 * shrink by θ; `backward`: columns of A in S; `forward`: rows of B in S, in the Ghosh model. By the identity of Woodbury on
 * L, with k = |S|: k right-hand sides and a system of k (2k for `total`). For θ = 1 the loss is 1ᵀL_{·S}(L_SS)⁻¹x_S.
 * Dietzenbacher & Lahr (2013), Economic Systems Research 25(3); Miller & Blair (2009), § 12.2.6.
 */
export function extractGroup(
  system: LeontiefSystem,
  group: readonly number[],
  share = 1,
  kind: ExtractionKind = 'total',
): GroupExtraction {
  checkShare(share);
  if (group.length === 0 || new Set(group).size !== group.length)
    throw new UserError({
      zh: '提取的部门为空或有重复',
      en: 'the industries to extract are none, or repeat',
    });
  const byIndustry =
    kind === 'total'
      ? totalOf(system, group, share)
      : kind === 'backward'
        ? backwardOf(system, group, share)
        : forwardOf(system, group, share);
  return { loss: byIndustry.reduce((sum, value) => sum + value, 0), byIndustry };
}

/** Columns S of L, n × k. */
function inverseColumns({ n, solve }: Solving, group: readonly number[]): Float64Array {
  const k = group.length;
  const units = new Float64Array(n * k);
  group.forEach((i, c) => {
    units[i * k + c] = 1;
  });
  return solve(units, k);
}

interface Solving {
  n: number;
  solve(f: Float64Array, columns: number): Float64Array;
}

/** x − x* = θ·(L_·S − E_S)·[(1 − θ)·I + θ·L_SS]⁻¹·x_S. */
function backwardOf(system: LeontiefSystem, group: readonly number[], share: number): Float64Array {
  const { n, output } = system;
  const k = group.length;
  const columns = inverseColumns({ n, solve: (f, c) => system.solve(f, c) }, group);
  const core = new Float64Array(k * k);
  group.forEach((i, r) => {
    for (let c = 0; c < k; c++) core[r * k + c] = share * columns[i * k + c]! + (r === c ? 1 - share : 0);
  });
  const weights = new DenseFactors(core, k).solve(Float64Array.from(group, (i) => output[i]!));
  const loss = combine(columns, weights, n, k);
  group.forEach((i, c) => {
    loss[i]! -= weights[c]!;
  });
  return loss.map((value) => share * value);
}

/** x − x* in the Ghosh model = θ·x_Sᵀ·[(1 − θ)·I + θ·G_SS]⁻¹·(G_S· − E_Sᵀ), with g_ij = l_ij·x_j / x_i. */
function forwardOf(system: LeontiefSystem, group: readonly number[], share: number): Float64Array {
  const { n, output } = system;
  const k = group.length;
  const units = new Float64Array(k * n);
  group.forEach((i, r) => {
    units[r * n + i] = 1;
  });
  const rows = system.solveRows(units, k);
  // x_S·G_SS = (L_SS scaled by x): with y = x̂·w the system reads yᵀ·[(1 − θ)·I + θ·L_SS] = 1ᵀ before the columns are scaled.
  const core = new Float64Array(k * k);
  group.forEach((_, r) => {
    group.forEach((j, c) => {
      core[r * k + c] = share * rows[r * n + j]! + (r === c ? 1 - share : 0);
    });
  });
  const weights = new DenseFactors(core, k).solveRows(new Float64Array(k).fill(1));
  const loss = new Float64Array(n);
  group.forEach((i, r) => {
    for (let j = 0; j < n; j++)
      loss[j]! += share * weights[r]! * (rows[r * n + j]! - (i === j ? 1 : 0)) * output[j]!;
  });
  return loss;
}

/**
 * A* = A with rows and columns of S times (1 − θ), f* likewise. I − A* = I − A + θ·U·Vᵀ with U = [A_·S, E_S] and
 * Vᵀ = [E_Sᵀ; A_S· − A_SS·E_Sᵀ], so x* = y − θ·L·U·(I + θ·Vᵀ·L·U)⁻¹·Vᵀ·y with y = L·f*.
 */
function totalOf(system: LeontiefSystem, group: readonly number[], share: number): Float64Array {
  const { n, output, finalDemand, coefficients } = system;
  const k = group.length;
  const columns = inverseColumns({ n, solve: (f, c) => system.solve(f, c) }, group);
  const within = new Float64Array(n);
  group.forEach((i) => {
    within[i] = 1;
  });
  const y = output.slice();
  group.forEach((i, c) => {
    for (let r = 0; r < n; r++) y[r]! -= share * columns[r * k + c]! * finalDemand[i]!;
  });
  /** Rows of S of A, without their cells in S. */
  const outside = (v: (i: number) => number) =>
    group.map((i) => {
      let sum = 0;
      for (let j = 0; j < n; j++) if (!within[j]) sum += coefficients[i * n + j]! * v(j);
      return sum;
    });
  const size = 2 * k;
  // L·U = [L_·S − E_S, L_·S], n × 2k.
  const lu = (row: number, c: number) =>
    c < k ? columns[row * k + c]! - (row === group[c] ? 1 : 0) : columns[row * k + c - k]!;
  const core = new Float64Array(size * size);
  for (let c = 0; c < size; c++) {
    const below = outside((j) => lu(j, c));
    group.forEach((i, r) => {
      core[r * size + c] = share * lu(i, c) + (r === c ? 1 : 0);
      core[(k + r) * size + c] = share * below[r]! + (k + r === c ? 1 : 0);
    });
  }
  const side = new Float64Array(size);
  const below = outside((j) => y[j]!);
  group.forEach((i, r) => {
    side[r] = y[i]!;
    side[k + r] = below[r]!;
  });
  const weights = new DenseFactors(core, size).solve(side);
  return Float64Array.from({ length: n }, (_, row) => {
    let correction = 0;
    for (let c = 0; c < size; c++) correction += lu(row, c) * weights[c]!;
    return output[row]! - y[row]! + share * correction;
  });
}

function combine(columns: Float64Array, weights: Float64Array, n: number, k: number): Float64Array {
  const sum = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let c = 0; c < k; c++) sum[i]! += columns[i * k + c]! * weights[c]!;
  return sum;
}

/** Output lost when every industry in turn loses the share θ of its purchases, sales and final demand, n. */
export function partialLosses(system: LeontiefSystem, share: number): Float64Array {
  checkShare(share);
  const { n, output, finalDemand, coefficients } = system;
  const columns = system.columnSums();
  const diagonal = system.inverseDiagonal();
  const used = multiply(coefficients, output);
  return Float64Array.from({ length: n }, (_, j) => {
    const own = diagonal[j]!;
    const a = coefficients[j * n + j]!;
    const y = output[j]! - share * own * finalDemand[j]!;
    // The row of A outside j on L·U and on y, by A·L = L − I and A·y = y − f*.
    const sales = (value: number, net: number) => value - net - a * value;
    const core = [
      1 + share * (own - 1),
      share * own,
      share * sales(own - 1, a),
      1 + share * sales(own, 1),
    ] as const;
    const side = [y, used[j]! - share * (own - 1) * finalDemand[j]! - a * y] as const;
    const determinant = core[0] * core[3] - core[1] * core[2];
    const w0 = (side[0] * core[3] - core[1] * side[1]) / determinant;
    const w1 = (core[0] * side[1] - core[2] * side[0]) / determinant;
    return share * (columns[j]! * finalDemand[j]! + (columns[j]! - 1) * w0 + columns[j]! * w1);
  });
}

function checkShare(share: number): void {
  if (!(share > 0 && share <= 1))
    throw new UserError({
      zh: `提取份额 ${share} 应大于 0、不超过 1`,
      en: `the share extracted, ${share}, must be above 0 and at most 1`,
    });
}

export const EXTRACTION_DEFINITIONS = {
  extractionTotal: {
    name: { zh: '假设提取总损失', en: 'total extraction loss' },
    definition: {
      zh: '去掉部门 j 的购买、销售与最终使用后，全部部门减少的总产出（含其自身）',
      en: 'output lost by all (j itself counted) when purchases, sales and final demand of j are gone',
    },
    formula: 'T_j = x_j Σ_i l_ij / l_jj',
    unit: 'money of the table',
    source: 'Dietzenbacher & Lahr 2013; Miller & Blair 2009, § 12.2.6',
  },
  extractionBackward: {
    name: { zh: '后向提取损失', en: 'backward extraction loss' },
    definition: {
      zh: '部门 j 不再购买国内中间投入时全部部门减少的总产出',
      en: 'output lost by all when j buys no intermediate inputs from the table',
    },
    formula: 'x_j (Σ_i l_ij − 1) / l_jj',
    unit: 'money of the table',
    source: 'Dietzenbacher & van der Linden 1997',
  },
  extractionForward: {
    name: { zh: '前向提取损失', en: 'forward extraction loss' },
    definition: {
      zh: '部门 j 不再销售中间产品（含自用）时减少的总投入（高斯模型）',
      en: 'input value lost when j sells no intermediate products, in the Ghosh model',
    },
    formula: 'x_j (Σ_k g_jk − 1) / g_jj',
    unit: 'money of the table',
    source: 'Dietzenbacher & van der Linden 1997',
  },
} as const satisfies Record<string, Definition>;
