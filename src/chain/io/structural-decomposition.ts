/** Structural decomposition: how much of a change each factor made. */
import { type Definition, UserError } from '../../model/index.js';
import { industryLabel } from './coefficients.js';
import { LeontiefSystem } from './leontief.js';
import type { IoTable } from './table.js';

/** 0 takes a factor from the earlier period, 1 from the later. */
export type Period = 0 | 1;

/** Above this many factors the full average asks for too many evaluations (2^k). */
const MOST_FACTORS = 12;
/** Factors are bits of a signed 32-bit number. */
const MOST_FACTORS_POLAR = 30;

/**
 * The contribution of each of k factors to y(1, …, 1) − y(0, …, 0), k arrays as long as `evaluate` gives; they add up to
 * the change. `average` is the mean over all k! orders in which the factors may change, taken over the 2^k combinations;
 * `polar` the mean of the first and the last order alone, which comes close and needs 2k evaluations.
 * Dietzenbacher & Los (1998), Economic Systems Research 10(4). Throws UserError for more than 12 factors with `average`,
 * more than 30 with `polar`.
 */
export function decomposeChange(
  factors: number,
  evaluate: (periods: readonly Period[]) => Float64Array,
  method: 'average' | 'polar' = 'average',
): Float64Array[] {
  const at = (bits: number) =>
    evaluate(Array.from({ length: factors }, (_, f) => ((bits >> f) & 1) as Period));
  if (method === 'polar') {
    if (factors > MOST_FACTORS_POLAR)
      throw new UserError({
        zh: `两极平均分解最多 ${MOST_FACTORS_POLAR} 个因素，现有 ${factors} 个；请合并因素`,
        en: `the polar average takes at most ${MOST_FACTORS_POLAR} factors, not ${factors}; put factors together`,
      });
    const all = (1 << factors) - 1;
    // Front: factors before f already changed; back: factors after f already changed.
    const front = Array.from({ length: factors + 1 }, (_, f) => at((1 << f) - 1));
    const back = Array.from({ length: factors + 1 }, (_, f) => at(all & ~((1 << f) - 1)));
    return Array.from({ length: factors }, (_, f) =>
      front[0]!.map((_, i) => (front[f + 1]![i]! - front[f]![i]! + back[f]![i]! - back[f + 1]![i]!) / 2),
    );
  }
  if (factors > MOST_FACTORS)
    throw new UserError({
      zh: `${factors} 个因素的全平均分解需要 2^${factors} 次计算，最多 ${MOST_FACTORS} 个；请用两极平均`,
      en: `the full average of ${factors} factors takes 2^${factors} evaluations, at most ${MOST_FACTORS} factors; use the polar average`,
    });
  const values = Array.from({ length: 1 << factors }, (_, bits) => at(bits));
  const factorial = (k: number): number => (k <= 1 ? 1 : k * factorial(k - 1));
  return Array.from({ length: factors }, (_, f) => {
    const effect = new Float64Array(values[0]!.length);
    for (let bits = 0; bits < values.length; bits++) {
      if ((bits >> f) & 1) continue;
      const changed = bits.toString(2).replaceAll('0', '').length;
      const weight = (factorial(changed) * factorial(factors - 1 - changed)) / factorial(factors);
      const [with_, without] = [values[bits | (1 << f)]!, values[bits]!];
      for (let i = 0; i < effect.length; i++) effect[i]! += weight * (with_[i]! - without[i]!);
    }
    return effect;
  });
}

export interface OutputDecomposition {
  /** Change of output, n. */
  change: Float64Array;
  /** By the technical coefficients, n. */
  technology: Float64Array;
  /** By the mix of products in final demand, n. */
  mix: Float64Array;
  /** By the level of final demand, n. */
  level: Float64Array;
}

/**
 * Change of output between two tables of the same industries, Δx = x₁ − x₀ with x = L·b·y: technology L, mix b of final
 * demand net of imports, level y. Both tables at the same prices, or prices are part of the answer. Miller & Blair (2009),
 * § 13.1; averaged as Dietzenbacher & Los (1998). Throws UserError where industries differ.
 */
export function outputDecomposition(
  earlier: IoTable,
  later: IoTable,
  method: 'average' | 'polar' = 'average',
): OutputDecomposition {
  const differs = earlier.industries.findIndex(
    ({ code, region }, i) => code !== later.industries[i]?.code || region !== later.industries[i].region,
  );
  const named = ({ industries }: IoTable) => {
    const at = industries[differs];
    return at ? industryLabel(at) : industries.length;
  };
  if (differs >= 0 || earlier.industries.length !== later.industries.length)
    throw new UserError({
      zh: `两张表的部门不同：${named(earlier)} 与 ${named(later)}；请先合并到同一分类`,
      en: `the industries of the two tables differ: ${named(earlier)} and ${named(later)}; bring them to one classification first`,
    });
  const systems = [new LeontiefSystem(earlier), new LeontiefSystem(later)] as const;
  const levels = systems.map(({ finalDemand }) => finalDemand.reduce((sum, value) => sum + value, 0));
  const mixes = systems.map(({ finalDemand }, p) => finalDemand.map((value) => value / levels[p]!));
  const [technology, mix, level] = decomposeChange(
    3,
    ([l, b, y]) => systems[l!]!.solve(mixes[b!]!.map((share) => share * levels[y!]!)),
    method,
  );
  return {
    change: later.output.map((value, i) => value - earlier.output[i]!),
    technology: technology!,
    mix: mix!,
    level: level!,
  };
}

/** Largest |Σ effects − change| over the largest change. */
export function decompositionResidual({ change, technology, mix, level }: OutputDecomposition): number {
  let most = 0;
  let size = 0;
  change.forEach((value, i) => {
    most = Math.max(most, Math.abs(technology[i]! + mix[i]! + level[i]! - value));
    size = Math.max(size, Math.abs(value));
  });
  return size > 0 ? most / size : most;
}

export const DECOMPOSITION_DEFINITIONS = {
  technology: {
    name: { zh: '技术效应', en: 'technology effect' },
    definition: {
      zh: '直接消耗系数变化引起的产出变化',
      en: 'change of output by the technical coefficients',
    },
    formula: 'mean over orders of ΔL·b·y',
    unit: 'money of the table',
    source: 'Dietzenbacher & Los 1998',
  },
  mix: {
    name: { zh: '最终需求结构效应', en: 'mix effect' },
    definition: {
      zh: '最终需求产品结构变化引起的产出变化',
      en: 'change of output by the mix of final demand',
    },
    formula: 'mean over orders of L·Δb·y',
    unit: 'money of the table',
    source: 'Dietzenbacher & Los 1998',
  },
  level: {
    name: { zh: '最终需求规模效应', en: 'level effect' },
    definition: { zh: '最终需求总量变化引起的产出变化', en: 'change of output by the level of final demand' },
    formula: 'mean over orders of L·b·Δy',
    unit: 'money of the table',
    source: 'Dietzenbacher & Los 1998',
  },
} as const satisfies Record<string, Definition>;
