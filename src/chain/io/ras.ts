/** RAS: the table nearest to a known one that has the wanted margins; with negative cells as GRAS. */
import { type Definition, UserError } from '../../model/index.js';

export interface Balanced {
  /** m × n, row-major, with the wanted margins. */
  matrix: Float64Array;
  /** Multipliers of rows (r) and columns (s): x_ij = r_i·a_ij·s_j for a_ij ≥ 0, a_ij / (r_i·s_j) for a_ij < 0. */
  rowMultipliers: Float64Array;
  columnMultipliers: Float64Array;
  iterations: number;
  /** Largest |margin − wanted| over the largest wanted margin. */
  residual: number;
  converged: boolean;
}

export interface RasOptions {
  /** Residual at which it stops. */
  tolerance?: number;
  iterations?: number;
}

/**
 * Balances `matrix` (rows × columns) to `rowSums` and `columnSums`. Without negative cells this is RAS (Stone 1961; Bacharach
 * 1970); cells below 0 keep their sign as in GRAS (Junius & Oosterhaven 2003, with the correction of Lenzen, Wood & Gallego
 * 2007). Cells of 0 stay 0. Throws UserError where the margins cannot be met: sums that differ, a row or column of zeros with
 * a wanted sum, or one without positive cells that should come to more than nothing.
 */
export function ras(
  matrix: Float64Array,
  rowSums: Float64Array,
  columnSums: Float64Array,
  { tolerance = 1e-10, iterations = 10_000 }: RasOptions = {},
): Balanced {
  const m = rowSums.length;
  const n = columnSums.length;
  if (matrix.length !== m * n)
    throw new UserError({
      zh: `矩阵有 ${matrix.length} 个元素，应为 ${m} × ${n}`,
      en: `the matrix has ${matrix.length} cells, expected ${m} × ${n}`,
    });
  const size = Math.max(
    rowSums.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    columnSums.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
    Number.MIN_VALUE,
  );
  const rowTotal = rowSums.reduce((sum, value) => sum + value, 0);
  const columnTotal = columnSums.reduce((sum, value) => sum + value, 0);
  if (!(Math.abs(rowTotal - columnTotal) <= 1e-6 * size))
    throw new UserError({
      zh: `行合计之和 ${rowTotal} 与列合计之和 ${columnTotal} 不等，无法平衡`,
      en: `row sums make ${rowTotal} and column sums ${columnTotal}: they must be equal`,
    });
  const rows = Array.from({ length: m }, (_, i) => Array.from({ length: n }, (_, j) => i * n + j));
  const columns = Array.from({ length: n }, (_, j) => Array.from({ length: m }, (_, i) => i * n + j));
  checkLines(matrix, rows, rowSums, size, { zh: '行', en: 'row' });
  checkLines(matrix, columns, columnSums, size, { zh: '列', en: 'column' });
  const r = new Float64Array(m).fill(1);
  const s = new Float64Array(n).fill(1);
  const cell = (i: number, j: number) => {
    const a = matrix[i * n + j]!;
    return a >= 0 ? a * r[i]! * s[j]! : a / (r[i]! * s[j]!);
  };
  let residual = Number.POSITIVE_INFINITY;
  let step = 0;
  while (step < iterations && residual > tolerance) {
    step++;
    for (let i = 0; i < m; i++) {
      let positive = 0;
      let negative = 0;
      for (let j = 0; j < n; j++) {
        const a = matrix[i * n + j]!;
        if (a >= 0) positive += a * s[j]!;
        else negative -= a / s[j]!;
      }
      r[i] = multiplier(positive, negative, rowSums[i]!);
    }
    for (let j = 0; j < n; j++) {
      let positive = 0;
      let negative = 0;
      for (let i = 0; i < m; i++) {
        const a = matrix[i * n + j]!;
        if (a >= 0) positive += a * r[i]!;
        else negative -= a / r[i]!;
      }
      s[j] = multiplier(positive, negative, columnSums[j]!);
    }
    residual = 0;
    for (let i = 0; i < m; i++) {
      let sum = 0;
      for (let j = 0; j < n; j++) sum += cell(i, j);
      residual = Math.max(residual, Math.abs(sum - rowSums[i]!) / size);
    }
  }
  return {
    matrix: Float64Array.from(matrix, (_, at) => cell(Math.floor(at / n), at % n)),
    rowMultipliers: r,
    columnMultipliers: s,
    iterations: step,
    residual,
    converged: residual <= tolerance,
  };
}

/** The positive root of positive·r − negative / r = wanted. */
function multiplier(positive: number, negative: number, wanted: number): number {
  if (positive === 0 && negative === 0) return 1;
  if (negative === 0) return wanted / positive;
  if (positive === 0) return -negative / wanted;
  const root = Math.sqrt(wanted * wanted + 4 * positive * negative);
  // Of the two ways to write the root, the one without cancellation.
  return wanted >= 0 ? (wanted + root) / (2 * positive) : (2 * negative) / (root - wanted);
}

function checkLines(
  matrix: Float64Array,
  lines: readonly number[][],
  sums: Float64Array,
  size: number,
  what: { zh: string; en: string },
): void {
  lines.forEach((cells, at) => {
    const wanted = sums[at]!;
    const positive = cells.some((cell) => matrix[cell]! > 0);
    const negative = cells.some((cell) => matrix[cell]! < 0);
    const odd = cells.find((cell) => !Number.isFinite(matrix[cell]!));
    if (odd !== undefined || !Number.isFinite(wanted))
      throw new UserError({
        zh: `第 ${at + 1} ${what.zh}有不是有限数的值`,
        en: `${what.en} ${at + 1} holds a value that is no finite number`,
      });
    // A sum of 0 cannot be met by positive cells alone but as a limit: multipliers go to 0.
    const can = Math.abs(wanted) <= 1e-12 * size ? !negative || positive : wanted > 0 ? positive : negative;
    if (!can)
      throw new UserError({
        zh: `第 ${at + 1} ${what.zh}的合计应为 ${wanted}，但该${what.zh}没有同号的元素，无法平衡`,
        en: `${what.en} ${at + 1} should come to ${wanted}, but holds no cell of that sign`,
      });
  });
}

export const RAS_DEFINITIONS = {
  ras: {
    name: { zh: 'RAS 平衡法', en: 'RAS' },
    definition: {
      zh: '与原表最接近（信息损失最小）、行列合计符合要求的表；有负元素时为 GRAS',
      en: 'the table with the wanted margins that loses least information against the known one; GRAS with negative cells',
    },
    formula: 'x_ij = r_i a_ij s_j',
    unit: 'as the table',
    source: 'Stone 1961; Bacharach 1970; Junius & Oosterhaven 2003; Lenzen, Wood & Gallego 2007',
  },
} as const satisfies Record<string, Definition>;
