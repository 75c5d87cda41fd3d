/** Fitness of regions and complexity of activities by Tacchella's iteration. */
import { type Bilingual, UserError } from '../model/index.js';
import type { Presence } from './presence.js';

export interface Fitness {
  /** F_r, mean 1 over the regions that have something; 0 for those that have nothing. */
  fitness: Float64Array;
  /** Q_p, mean 1; NaN for activities that nobody has. */
  complexity: Float64Array;
  /** Rounds done. */
  rounds: number;
  /** Largest change of log₁₀ F in each round: falls to 0 where the iteration settles. */
  changes: number[];
  /** Regions whose rank changed in the last round. */
  ranksMoved: number;
  smallestFitness: number;
  doubts: Bilingual[];
}

/** Below this fitness the values themselves have lost their meaning and only the order can be read. */
const LEAST_FITNESS = 1e-6;

/**
 * F⁰ = Q⁰ = 1; in each of `rounds` rounds F_r = Σ_p M_rp Q_p and Q_p = 1 / Σ_r (M_rp / F_r), both from the values before,
 * then each divided by its mean. On nested tables F of the simplest regions falls to 0 and never settles: a fixed number of
 * rounds is stored with the result, ranks or log F are read, and `doubts` says where values have lost their meaning.
 * Tacchella, Cristelli, Caldarelli, Gabrielli and Pietronero (2012), Scientific Reports 2:723; Pugliese, Zaccaria and
 * Pietronero (2016) on its convergence. Throws RangeError for less than one round.
 */
export function fitnessComplexity(presence: Presence, rounds = 20): Fitness {
  if (!(rounds >= 1)) throw new RangeError(`${rounds} rounds; at least 1 is expected`);
  const { start, activity, diversity, ubiquity } = presence;
  const n = diversity.length;
  const m = ubiquity.length;
  const populated = diversity.reduce((count, own) => count + (own > 0 ? 1 : 0), 0);
  const wanted = ubiquity.reduce((count, own) => count + (own > 0 ? 1 : 0), 0);
  if (populated === 0)
    throw new UserError({
      zh: '没有任何地区具有任何行业，无法计算适合度',
      en: 'no region has any activity; fitness is not defined',
    });
  let fitness = Float64Array.from(diversity, (own) => (own > 0 ? 1 : 0));
  let complexity = Float64Array.from(ubiquity, (own) => (own > 0 ? 1 : 0));
  const changes: number[] = [];
  let before = fitness;
  for (let round = 0; round < rounds; round++) {
    const nextFitness = new Float64Array(n);
    const burden = new Float64Array(m);
    let sum = 0;
    for (let r = 0; r < n; r++) {
      const inverse = 1 / fitness[r]!;
      let own = 0;
      for (let k = start[r]!; k < start[r + 1]!; k++) {
        const p = activity[k]!;
        own += complexity[p]!;
        burden[p]! += inverse;
      }
      nextFitness[r] = own;
      sum += own;
    }
    const mean = sum / populated;
    for (let r = 0; r < n; r++) nextFitness[r]! /= mean;
    let all = 0;
    for (let p = 0; p < m; p++) if (ubiquity[p]! > 0) all += burden[p] = 1 / burden[p]!;
    for (let p = 0; p < m; p++) burden[p]! *= wanted / all;
    let change = 0;
    for (let r = 0; r < n; r++)
      if (diversity[r]! > 0) change = Math.max(change, Math.abs(Math.log10(nextFitness[r]! / fitness[r]!)));
    changes.push(change);
    before = fitness;
    fitness = nextFitness;
    complexity = burden;
  }
  for (let p = 0; p < m; p++) if (ubiquity[p] === 0) complexity[p] = Number.NaN;
  let smallestFitness = Number.POSITIVE_INFINITY;
  for (let r = 0; r < n; r++) if (diversity[r]! > 0) smallestFitness = Math.min(smallestFitness, fitness[r]!);
  const doubts: Bilingual[] = [];
  if (smallestFitness < LEAST_FITNESS)
    doubts.push({
      zh: `最小适合度为 ${smallestFitness.toExponential(1)}，低于 ${LEAST_FITNESS}：数值已失去意义，只宜看位次（迭代 ${rounds} 轮）`,
      en: `the smallest fitness is ${smallestFitness.toExponential(1)}, below ${LEAST_FITNESS}: the values have lost their meaning, read the ranks (${rounds} rounds)`,
    });
  return {
    fitness,
    complexity,
    rounds,
    changes,
    ranksMoved: moved(before, fitness),
    smallestFitness,
    doubts,
  };
}

function moved(before: Float64Array, after: Float64Array): number {
  const order = (values: Float64Array) =>
    Int32Array.from(values.keys()).sort((a, b) => values[b]! - values[a]! || a - b);
  const was = order(before);
  const is = order(after);
  return is.reduce((count, region, place) => count + (region === was[place] ? 0 : 1), 0);
}
