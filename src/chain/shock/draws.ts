/** Uncertain inputs of a scenario as draws, and what comes out as intervals. */
import { uniform } from '../../model/index.js';

/** A number, or the range in which it lies, every value alike. */
export type Uncertain = number | readonly [low: number, high: number];

/**
 * `draws` sets of values for `inputs`, as a Latin hypercube: every range is cut in as many parts as there are draws, and
 * each part is drawn from once. The same seed gives the same draws. McKay, Beckman & Conover (1979), Technometrics 21(2).
 */
export function latinHypercube(inputs: readonly Uncertain[], draws: number, seed: number): number[][] {
  const random = uniform(seed);
  const columns = inputs.map((input) => {
    if (typeof input === 'number') return new Array<number>(draws).fill(input);
    const [low, high] = input;
    const parts = Array.from(
      { length: draws },
      (_, part) => low + ((part + random()) / draws) * (high - low),
    );
    for (let i = draws - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [parts[i], parts[j]] = [parts[j]!, parts[i]!];
    }
    return parts;
  });
  return Array.from({ length: draws }, (_, draw) => columns.map((column) => column[draw]!));
}

export interface Interval {
  low: number;
  median: number;
  high: number;
  /** Part of the draws between low and high. */
  level: number;
}

/** The middle `level` of the values, with type-7 quantiles (Hyndman & Fan 1996). Throws RangeError without values. */
export function intervalOf(values: ArrayLike<number>, level = 0.9): Interval {
  if (values.length === 0) throw new RangeError('an interval of no values');
  const sorted = Float64Array.from(values).sort();
  const quantile = (q: number) => {
    const at = q * (sorted.length - 1);
    const below = Math.floor(at);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below]! + (at - below) * (sorted[above]! - sorted[below]!);
  };
  return { low: quantile((1 - level) / 2), median: quantile(0.5), high: quantile((1 + level) / 2), level };
}
