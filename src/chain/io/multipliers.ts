/** Multipliers: output, value added, income, employment; type I, and type II with households inside. */
import type { Definition } from '../../model/index.js';
import { DenseFactors, SingularMatrix } from '../kernels/dense.js';
import { type LeontiefSystem, productive, unitMinus } from './leontief.js';
import { type FinalUseKind, type IoTable, isValueAdded } from './table.js';
import type { Treatment } from './treatment.js';

export interface Multipliers {
  /** What the multiplier counts for a unit of final demand of each industry, s·L, n. */
  simple: Float64Array;
  /** simple / direct effect s, n; NaN where an industry has no direct effect. */
  typeI: Float64Array;
  /** With households inside, n; null where the table cannot be closed. */
  total: Float64Array | null;
  /** total / direct effect, n. */
  typeII: Float64Array | null;
}

/** 产出乘数, n: output of all industries for a unit of final demand of j. Miller & Blair (2009), eq. 6.1. */
export function outputMultipliers(system: LeontiefSystem): Float64Array {
  return system.columnSums();
}

/**
 * Multipliers of a quantity that rides on output, `direct` a unit of output each (jobs, income, value added), n.
 * simple = s·L; type I = simple / s; with `closed` the same with households inside. Miller & Blair (2009), § 6.2.
 */
export function multipliersOf(
  system: LeontiefSystem,
  direct: Float64Array,
  closed: HouseholdClosure | null = null,
): Multipliers {
  const simple = system.solveRows(direct);
  const total = closed?.solveRows(direct) ?? null;
  const over = (effect: Float64Array) =>
    effect.map((value, j) => (direct[j]! !== 0 ? value / direct[j]! : Number.NaN));
  return { simple, typeI: over(simple), total, typeII: total && over(total) };
}

/** Value added of each industry, n: the row of totals, or the sum of its parts; outlays that only balance a column are none. */
export function valueAddedOf({ valueAdded, output }: IoTable): Float64Array {
  const total = valueAdded.find(({ kind }) => kind === 'total');
  if (total) return total.values;
  const sum = new Float64Array(output.length);
  for (const row of valueAdded)
    if (isValueAdded(row)) for (let j = 0; j < sum.length; j++) sum[j]! += row.values[j]!;
  return sum;
}

/** Whether the table has rows of value added at all; without them `valueAddedOf` is 0 and says nothing. */
export function hasValueAdded({ valueAdded }: IoTable): boolean {
  return valueAdded.some(isValueAdded);
}

/** Compensation of employees of each industry, n, over all its rows; null where the table has none. */
export function compensationOf({ valueAdded, output }: IoTable): Float64Array | null {
  const rows = valueAdded.filter(({ kind }) => kind === 'compensation');
  if (rows.length === 0) return null;
  return output.map((_, j) => rows.reduce((sum, { values }) => sum + values[j]!, 0));
}

/** Amounts per unit of output; 0 where there is no output. */
export function perOutput(values: Float64Array, output: Float64Array): Float64Array {
  return values.map((value, j) => (output[j]! > 0 ? value / output[j]! : 0));
}

/** Final uses that households make; `consumption` holds the government's too. */
export const HOUSEHOLD_KINDS: ReadonlySet<FinalUseKind> = new Set<FinalUseKind>([
  'ruralHouseholds',
  'urbanHouseholds',
  'households',
]);

/**
 * The system with households as one more industry: they sell labour (compensation / output) and buy consumption
 * (household use of each product / all compensation). Miller & Blair (2009), eqs. 2.23–2.27, § 6.2.2.
 */
export class HouseholdClosure {
  readonly #factors: DenseFactors;
  readonly #n: number;

  private constructor(factors: DenseFactors, n: number) {
    this.#factors = factors;
    this.#n = n;
  }

  /** The closed system, or why there is none. */
  static of(system: LeontiefSystem): HouseholdClosure | Treatment {
    const { table, n, coefficients } = system;
    const compensation = compensationOf(table);
    const households = table.finalUses.filter(({ kind }) => HOUSEHOLD_KINDS.has(kind));
    if (!compensation || households.length === 0)
      return {
        kind: 'noClosure',
        industries: [],
        message: {
          zh: '表中没有劳动者报酬或居民消费，不能把居民纳入内生部门，II 型乘数为空',
          en: 'the table has no compensation of employees or no household consumption: households cannot be closed in, type II multipliers are null',
        },
      };
    const income = compensation.reduce((sum, value) => sum + value, 0);
    if (!(income > 0))
      return {
        kind: 'noClosure',
        industries: [],
        message: {
          zh: `表中劳动者报酬合计为 ${income}，居民没有可支出的收入，不能把居民纳入内生部门，II 型乘数为空`,
          en: `compensation of employees adds up to ${income} in the table, so that households have no income to spend: they cannot be closed in, type II multipliers are null`,
        },
      };
    const size = n + 1;
    const closed = new Float64Array(size * size);
    const earned = perOutput(compensation, table.output);
    for (let i = 0; i < n; i++) {
      closed.set(coefficients.subarray(i * n, (i + 1) * n), i * size);
      closed[i * size + n] = households.reduce((sum, { values }) => sum + values[i]!, 0) / income;
    }
    closed.set(earned, n * size);
    try {
      const factors = new DenseFactors(unitMinus(closed, size), size);
      if (productive(factors, closed)) return new HouseholdClosure(factors, n);
    } catch (error) {
      if (!(error instanceof SingularMatrix)) throw error;
    }
    return {
      kind: 'closureNotProductive',
      industries: [],
      message: {
        zh: '居民内生后谱半径不小于 1（居民消费超过劳动者报酬所能支撑），II 型乘数为空',
        en: 'with households closed in the spectral radius is 1 or more (they consume more than compensation carries): type II multipliers are null',
      },
    };
  }

  /** s·L of the closed system over the industries alone, n. */
  solveRows(direct: Float64Array): Float64Array {
    const side = new Float64Array(this.#n + 1);
    side.set(direct);
    return this.#factors.solveRows(side).slice(0, this.#n);
  }
}

export const MULTIPLIER_DEFINITIONS = {
  outputMultiplier: {
    name: { zh: '产出乘数', en: 'output multiplier' },
    definition: {
      zh: '部门 j 增加一单位最终使用所带动的全部部门总产出',
      en: 'output of all industries for one more unit of final demand of j',
    },
    formula: 'm_j = Σ_i l_ij',
    unit: '1',
    source: 'Miller & Blair 2009, eq. 6.1',
  },
  outputMultiplierTypeII: {
    name: { zh: '产出乘数（居民内生）', en: 'output multiplier, households inside' },
    definition: {
      zh: '居民作为内生部门时各产业部门的产出之和（不含居民部门）',
      en: 'output of the industries with households as one more industry (households themselves not counted)',
    },
    formula: 'm̄_j = Σ_{i≤n} l̄_ij',
    unit: '1',
    source: 'Miller & Blair 2009, § 6.2.2',
  },
  valueAddedMultiplier: {
    name: { zh: '增加值乘数', en: 'value-added multiplier' },
    definition: {
      zh: '部门 j 增加一单位最终使用所带动的全部部门增加值',
      en: 'value added in all industries for one more unit of final demand of j',
    },
    formula: 'Σ_i v_i l_ij, v_i = VA_i / x_i',
    unit: '1',
    source: 'Miller & Blair 2009, § 6.2',
  },
  incomeMultiplier: {
    name: { zh: '劳动者报酬乘数', en: 'income multiplier' },
    definition: {
      zh: '部门 j 增加一单位最终使用所带动的劳动者报酬；I 型为其与直接报酬系数之比，II 型为居民内生时之比',
      en: 'compensation for one more unit of final demand of j; type I over its direct coefficient, type II with households inside',
    },
    formula: 'Σ_i h_i l_ij; typeI = Σ_i h_i l_ij / h_j; typeII = Σ_i h_i l̄_ij / h_j',
    unit: '1',
    source: 'Miller & Blair 2009, § 6.2.2',
  },
  employmentMultiplier: {
    name: { zh: '就业乘数', en: 'employment multiplier' },
    definition: {
      zh: '部门 j 增加一单位最终使用所带动的就业人数',
      en: 'jobs in all industries for one more unit of final demand of j',
    },
    formula: 'Σ_i e_i l_ij, e_i = jobs_i / x_i',
    unit: 'jobs per unit of money',
    source: 'Miller & Blair 2009, § 6.2.3',
  },
} as const satisfies Record<string, Definition>;
