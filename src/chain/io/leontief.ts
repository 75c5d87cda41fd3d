/** The system (I − A)·x = f of one table: factored once, solved many times, with residual and condition. */
import { type Definition, UserError } from '../../model/index.js';
import { DenseFactors, denseProduct, SingularMatrix } from '../kernels/dense.js';
import { checkTable, industryLabel, technicalCoefficients } from './coefficients.js';
import type { IoTable } from './table.js';
import type { Treatment } from './treatment.js';

/** How far a result can be trusted. */
export interface Accuracy {
  /** ‖(I − A)·x − b‖∞ / ‖b‖∞, or for an inverse ‖(I − A)·L − I‖max. */
  residual: number;
  /** Estimate of κ₁(I − A); about log₁₀ of it of sixteen digits are lost. */
  condition: number;
}

export interface SpectralRadius {
  /** Largest modulus of an eigenvalue of A. */
  value: number;
  /** |A·v − value·v| / |v| of the vector found, in the largest norm. */
  residual: number;
  iterations: number;
}

const ITERATIONS = 2000;
const SETTLED = 1e-13;

export class LeontiefSystem {
  readonly table: IoTable;
  readonly n: number;
  /** A, n × n. */
  readonly coefficients: Float64Array;
  /** x, n. */
  readonly output: Float64Array;
  /** f = x − A·x, n: final use net of imports and inflows, so that x = L·f holds to the last digit. */
  readonly finalDemand: Float64Array;
  readonly treatments: readonly Treatment[];
  readonly #factors: DenseFactors;
  #inverse: Float64Array | null = null;
  #inverseResidual: number | null = null;
  #condition: number | null = null;
  #spectralRadius: SpectralRadius | null = null;
  #columnSums: Float64Array | null = null;
  #rowSums: Float64Array | null = null;
  #diagonal: Float64Array | null = null;
  #ghoshRowSums: Float64Array | null = null;

  /**
   * Throws UserError where the table is malformed, or where the economy of the table cannot reproduce itself: spectral
   * radius of A at or above 1 (Hawkins & Simon 1949), when no series L = I + A + A² + … exists.
   */
  constructor(table: IoTable) {
    checkTable(table);
    this.table = table;
    this.n = table.industries.length;
    this.output = table.output;
    this.coefficients = technicalCoefficients(table);
    this.finalDemand = this.output.slice();
    multiply(this.coefficients, this.output).forEach((used, i) => {
      this.finalDemand[i]! -= used;
    });
    this.treatments = treatmentsOf(table, this.coefficients, this.finalDemand);
    this.#factors = factored(table, this.coefficients);
    if (!productive(this.#factors, this.coefficients)) throw notProductive(table, this.coefficients);
  }

  /** L·f, f n × columns. */
  solve(f: Float64Array, columns = 1): Float64Array {
    return this.#factors.solve(f, columns);
  }

  /** s·L, s rows × n. */
  solveRows(s: Float64Array, rows = 1): Float64Array {
    return this.#factors.solveRows(s, rows);
  }

  /** 完全需要系数 L = (I − A)⁻¹, n × n; computed once. Leontief (1936); Miller & Blair (2009), eq. 2.9. */
  inverse(): Float64Array {
    this.#inverse ??= this.#factors.inverse();
    return this.#inverse;
  }

  /** l_jj, n; without keeping the inverse where it is not there yet. */
  inverseDiagonal(): Float64Array {
    const { n } = this;
    const l = this.#inverse;
    this.#diagonal ??= l
      ? Float64Array.from({ length: n }, (_, j) => l[j * n + j]!)
      : this.#factors.inverseDiagonal();
    return this.#diagonal;
  }

  /** 1ᵀL by one solve, n: output by all industries for a unit of final demand of each. */
  columnSums(): Float64Array {
    this.#columnSums ??= this.solveRows(new Float64Array(this.n).fill(1));
    return this.#columnSums;
  }

  /** L·1 by one solve, n. */
  rowSums(): Float64Array {
    this.#rowSums ??= this.solve(new Float64Array(this.n).fill(1));
    return this.#rowSums;
  }

  /** G·1 with G = x̂⁻¹·L·x̂, by the solve L·x, n; 1 for an industry without output. */
  ghoshRowSums(): Float64Array {
    this.#ghoshRowSums ??= this.solve(this.output).map((sum, i) =>
      this.output[i]! > 0 ? sum / this.output[i]! : 1,
    );
    return this.#ghoshRowSums;
  }

  /** Spectral radius of A by power iteration on L, whose largest eigenvalue is 1 / (1 − ρ). */
  spectralRadius(): SpectralRadius {
    this.#spectralRadius ??= this.coefficients.some((a) => a < 0)
      ? powerIteration(
          (v) => multiply(this.coefficients, v).map((value, i) => value + v[i]!),
          (r) => r - 1,
          this.coefficients,
        )
      : powerIteration(
          (v) => this.solve(v),
          (r) => 1 - 1 / r,
          this.coefficients,
        );
    return this.#spectralRadius;
  }

  condition(): number {
    this.#condition ??= this.#factors.condition();
    return this.#condition;
  }

  /** Of the solution x of (I − A)·x = b, ‖(I − A)·x − b‖∞ / ‖b‖∞. */
  residual(x: Float64Array, b: Float64Array): number {
    let most = 0;
    let size = 0;
    multiply(this.coefficients, x).forEach((used, i) => {
      most = Math.max(most, Math.abs(x[i]! - used - b[i]!));
      size = Math.max(size, Math.abs(b[i]!));
    });
    return size > 0 ? most / size : most;
  }

  /** Of the inverse, ‖(I − A)·L − I‖max; of the solves of this system, the residual of L·f. */
  accuracy(): Accuracy {
    if (this.#inverse && this.#inverseResidual === null)
      this.#inverseResidual = inverseResidual(this.coefficients, this.#inverse, this.n);
    return {
      residual: this.#inverseResidual ?? this.residual(this.solve(this.finalDemand), this.finalDemand),
      condition: this.condition(),
    };
  }
}

/** 完全需要系数 L = (I − A)⁻¹. Throws as LeontiefSystem does. */
export function leontiefInverse(table: IoTable): Float64Array {
  return new LeontiefSystem(table).inverse();
}

/**
 * 完全供给系数 G = (I − B)⁻¹ = x̂⁻¹·L·x̂, n × n. An industry without output has a row and column of the unit matrix.
 * Ghosh (1958); Miller & Blair (2009), eq. 12.7.
 */
export function ghoshInverse(system: LeontiefSystem): Float64Array {
  const { n, output } = system;
  const l = system.inverse();
  const g = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      g[i * n + j] = i === j ? l[i * n + j]! : output[i]! > 0 ? (l[i * n + j]! * output[j]!) / output[i]! : 0;
  return g;
}

/** M·v, M n × n row-major. */
export function multiply(matrix: Float64Array, vector: Float64Array): Float64Array {
  const n = vector.length;
  const product = new Float64Array(n);
  for (let i = 0, at = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += matrix[at++]! * vector[j]!;
    product[i] = sum;
  }
  return product;
}

/** v·M, M n × n row-major. */
export function multiplyRow(vector: Float64Array, matrix: Float64Array): Float64Array {
  const n = vector.length;
  const product = new Float64Array(n);
  for (let i = 0, at = 0; i < n; i++) {
    const factor = vector[i]!;
    for (let j = 0; j < n; j++) product[j]! += factor * matrix[at++]!;
  }
  return product;
}

/** I − A, n × n. */
export function unitMinus(a: Float64Array, n: number): Float64Array {
  const m = a.map((value) => -value);
  for (let i = 0; i < n; i++) m[i * n + i]! += 1;
  return m;
}

function factored(table: IoTable, a: Float64Array): DenseFactors {
  try {
    return new DenseFactors(unitMinus(a, table.industries.length), table.industries.length);
  } catch (error) {
    if (error instanceof SingularMatrix) throw notProductive(table, a);
    if (error instanceof RangeError)
      throw new UserError({
        zh: `${table.title}：${table.industries.length} 个部门的稠密求解放不进 4 GB 内存`,
        en: `${table.title}: a dense solve of ${table.industries.length} industries does not fit in 4 GB`,
      });
    throw error;
  }
}

/**
 * Whether A ≥ 0 has a spectral radius below 1: exactly when (I − A)·x = 1 has a solution x > 0 (Berman & Plemmons 1994,
 * ch. 6, I27). With negative coefficients the radius itself is looked at.
 */
export function productive(factors: DenseFactors, a: Float64Array): boolean {
  const { n } = factors;
  if (!a.some((value) => value < 0)) {
    const x = factors.solve(new Float64Array(n).fill(1));
    return x.every((value) => value > 0 && Number.isFinite(value));
  }
  const size = powerIteration(
    (v) => multiply(a, v).map((value, i) => value + v[i]!),
    (r) => r - 1,
    a,
  );
  return size.value < 1;
}

function powerIteration(
  step: (v: Float64Array) => Float64Array,
  radius: (eigenvalue: number) => number,
  a: Float64Array,
): SpectralRadius {
  const n = Math.sqrt(a.length);
  let v: Float64Array = new Float64Array(n).fill(1 / n);
  let value = 0;
  let iterations = 0;
  for (; iterations < ITERATIONS; ) {
    iterations++;
    const next = step(v);
    const size = next.reduce((sum, x) => sum + Math.abs(x), 0);
    v = next.map((x) => x / size);
    const found = radius(size);
    const settled = Math.abs(found - value) <= SETTLED * Math.max(1, Math.abs(found));
    value = found;
    if (settled) break;
  }
  let most = 0;
  let largest = 0;
  multiply(a, v).forEach((image, i) => {
    most = Math.max(most, Math.abs(image - value * v[i]!));
    largest = Math.max(largest, Math.abs(v[i]!));
  });
  return { value: Math.max(0, value), residual: most / largest, iterations };
}

function inverseResidual(a: Float64Array, l: Float64Array, n: number): number {
  const product = denseProduct(n, n, n, a, l);
  let most = 0;
  for (let i = 0, at = 0; i < n; i++)
    for (let j = 0; j < n; j++, at++)
      most = Math.max(most, Math.abs(l[at]! - product[at]! - (i === j ? 1 : 0)));
  return most;
}

function notProductive(table: IoTable, a: Float64Array): UserError {
  const n = table.industries.length;
  const sums = multiplyRow(new Float64Array(n).fill(1), a);
  const above = [...sums.keys()].filter((j) => sums[j]! >= 1).sort((i, j) => sums[j]! - sums[i]!);
  const list = above
    .slice(0, 5)
    .map((j) => `${industryLabel(table.industries[j]!)} ${sums[j]!.toFixed(4)}`)
    .join('; ');
  return new UserError({
    zh: `${table.title}：直接消耗系数矩阵的谱半径不小于 1，列昂惕夫逆不存在或没有经济含义（霍金斯–西蒙条件不成立）。中间投入不少于总产出的部门：${list || '无'}。请检查总产出与流量的单位和口径`,
    en: `${table.title}: the spectral radius of the technical coefficients is 1 or more, so the Leontief inverse does not exist or means nothing (the Hawkins–Simon condition fails). Industries whose inputs reach their output: ${list || 'none'}. Check units and coverage of output and flows`,
  });
}

function treatmentsOf(table: IoTable, a: Float64Array, finalDemand: Float64Array): Treatment[] {
  const { industries, output, intermediate } = table;
  const n = industries.length;
  const codes = (where: (i: number) => boolean) =>
    industries.filter((_, i) => where(i)).map(({ code }) => code);
  const treatments: Treatment[] = [];
  const add = (kind: Treatment['kind'], which: string[], zh: string, en: string) => {
    if (which.length > 0) treatments.push({ kind, industries: which, message: { zh, en } });
  };
  add(
    'zeroOutput',
    codes((i) => output[i] === 0),
    '总产出为 0：系数取 0，乘数与位置为 1，提取损失为 0',
    'no output: coefficients are 0, multiplier and position 1, extraction loss 0',
  );
  const spent = new Float64Array(n);
  const negative = new Uint8Array(n);
  for (let i = 0, at = 0; i < n; i++)
    for (let j = 0; j < n; j++, at++) {
      if (output[j] === 0) spent[j]! += Math.abs(intermediate[at]!);
      if (a[at]! < 0) negative[j] = 1;
    }
  add(
    'inputsWithoutOutput',
    codes((j) => spent[j]! > 0),
    '有投入而总产出为 0：其投入计入最终使用',
    'inputs but no output: their inputs are taken as final use',
  );
  add(
    'negativeCoefficient',
    codes((j) => negative[j] === 1),
    '直接消耗系数有负值：照用，谱半径由幂法判断，逆矩阵可能有负元素',
    'negative technical coefficients: used as they are; the spectral radius decides, and the inverse may hold negative cells',
  );
  const sums = multiplyRow(new Float64Array(n).fill(1), a);
  add(
    'inputsAboveOutput',
    codes((j) => sums[j]! >= 1),
    '中间投入不少于总产出（增加值不为正）：照用',
    'inputs reach the output (no positive value added): used as they are',
  );
  add(
    'negativeFinalDemand',
    codes((i) => finalDemand[i]! < 0),
    '最终使用净额（最终使用减进口）为负：照用；以最终使用为权数时负值取 0',
    'final use net of imports is negative: used as it is; as a weight it counts as 0',
  );
  return treatments;
}

export const LEONTIEF_DEFINITIONS = {
  leontiefInverse: {
    name: { zh: '完全需要系数（列昂惕夫逆）', en: 'Leontief inverse' },
    definition: {
      zh: '生产单位最终产品 j 所需的产品 i 的总产出；完全消耗系数为其减去单位矩阵',
      en: 'output of i for a unit of final demand of j; total input coefficients are this less the unit matrix',
    },
    formula: 'L = (I − A)⁻¹',
    unit: '1',
    source: 'Leontief 1936; Miller & Blair 2009, eq. 2.9',
  },
  ghoshInverse: {
    name: { zh: '完全供给系数（高斯逆）', en: 'Ghosh inverse' },
    definition: {
      zh: '部门 i 单位初始投入推动的部门 j 的总投入；完全分配系数为其减去单位矩阵',
      en: 'input value of j per unit of primary input of i; total allocation coefficients are this less the unit matrix',
    },
    formula: 'G = (I − B)⁻¹ = x̂⁻¹ L x̂',
    unit: '1',
    source: 'Ghosh 1958; Miller & Blair 2009, eq. 12.7',
  },
  spectralRadius: {
    name: { zh: '谱半径', en: 'spectral radius' },
    definition: {
      zh: '直接消耗系数矩阵特征值的最大模；小于 1 时经济可再生产',
      en: 'largest modulus of an eigenvalue of the technical coefficients; below 1 the economy reproduces itself',
    },
    formula: 'ρ(A) = max |λ|',
    unit: '1',
    source: 'Hawkins & Simon 1949',
  },
  residual: {
    name: { zh: '残差', en: 'residual' },
    definition: {
      zh: '逆矩阵或方程组代回后的最大误差',
      en: 'largest error when the inverse or solution is put back',
    },
    formula: '‖(I − A)·L − I‖max, or ‖(I − A)·x − b‖∞ / ‖b‖∞',
    unit: '1',
    source: 'Higham 2002, ch. 7',
  },
  condition: {
    name: { zh: '条件数估计', en: 'condition estimate' },
    definition: {
      zh: '1-范数条件数的估计（下界），其常用对数约为丢失的位数',
      en: 'estimate (lower bound) of the 1-norm condition number; its decimal logarithm is about the digits lost',
    },
    formula: 'κ₁ = ‖I − A‖₁ ‖(I − A)⁻¹‖₁',
    unit: '1',
    source: 'Hager 1984; Higham 1988',
  },
} as const satisfies Record<string, Definition>;
