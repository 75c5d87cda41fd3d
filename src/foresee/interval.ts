/** Intervals: percentiles of what was drawn, and quantiles of the normal law. */

export interface Interval {
  low: number;
  high: number;
}

/** The middle `level` of the values, between order statistics; NaN for none. */
export function percentiles(values: readonly number[], level: number): Interval {
  const sorted = Float64Array.from(values).sort();
  const at = (part: number): number => {
    if (sorted.length === 0) return Number.NaN;
    const place = part * (sorted.length - 1);
    const low = Math.floor(place);
    const high = Math.min(low + 1, sorted.length - 1);
    return sorted[low]! + (place - low) * (sorted[high]! - sorted[low]!);
  };
  return { low: at((1 - level) / 2), high: at((1 + level) / 2) };
}

/** The quantile of the normal law with so much in the middle: 1.96 for 0.95. By bisection of the error function's series. */
export function normalQuantile(level: number): number {
  let low = 0;
  let high = 40;
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (middleOfNormal(middle) < level) low = middle;
    else high = middle;
  }
  return low;
}

/** P(|Z| < z): the series 2 φ(z) Σ z^(2k+1) / (1 · 3 · 5 … (2k+1)). */
function middleOfNormal(z: number): number {
  if (z > 12) return 1;
  let term = z;
  let sum = z;
  for (let k = 1; term > 1e-18 * sum; k++) {
    term *= (z * z) / (2 * k + 1);
    sum += term;
  }
  return (2 * sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
}
