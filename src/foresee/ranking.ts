/** Ranks, and how alike two orders are. */

/** Ranks from 1 for the largest, ties sharing their mean; NaN where the value is. */
export function ranks(values: ArrayLike<number>): Float64Array {
  const order = new Int32Array(values.length);
  let count = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) order[count++] = i;
  const placed = order.subarray(0, count).sort((a, b) => values[b]! - values[a]! || a - b);
  const out = new Float64Array(values.length).fill(Number.NaN);
  for (let from = 0; from < count; ) {
    let to = from + 1;
    while (to < count && values[placed[to]!] === values[placed[from]!]) to++;
    for (let k = from; k < to; k++) out[placed[k]!] = (from + to + 1) / 2;
    from = to;
  }
  return out;
}

/** Pearson's correlation over the places where both have a value; NaN where one of them does not vary. */
export function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let n = 0;
  let meanX = 0;
  let meanY = 0;
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i]! + y[i]!)) continue;
    n++;
    meanX += x[i]!;
    meanY += y[i]!;
  }
  meanX /= n;
  meanY /= n;
  let xx = 0;
  let yy = 0;
  let xy = 0;
  for (let i = 0; i < x.length; i++) {
    if (Number.isNaN(x[i]! + y[i]!)) continue;
    const dx = x[i]! - meanX;
    const dy = y[i]! - meanY;
    xx += dx * dx;
    yy += dy * dy;
    xy += dx * dy;
  }
  return xy / Math.sqrt(xx * yy);
}

/** Spearman's ρ: the correlation of ranks, over the places where both have a value. */
export function rankCorrelation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const both = Array.from({ length: x.length }, (_, i) => !Number.isNaN(x[i]! + y[i]!));
  const of = (values: ArrayLike<number>) =>
    ranks(Float64Array.from(both, (has, i) => (has ? values[i]! : Number.NaN)));
  return correlation(of(x), of(y));
}

export interface Spread {
  mean: number;
  /** Σ (x − mean)². */
  squares: number;
  /** How many values are not NaN. */
  count: number;
}

export function spreadOf(values: ArrayLike<number>): Spread {
  let count = 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++)
    if (!Number.isNaN(values[i]!)) {
      sum += values[i]!;
      count++;
    }
  const mean = sum / count;
  let squares = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) squares += (values[i]! - mean) ** 2;
  return { mean, squares, count };
}

/** Marks all but the smallest `share` of the values, rounded down; of equal values the later ones count as smaller. */
export function withoutSmallest(values: ArrayLike<number>, share: number): Uint8Array {
  const order = Int32Array.from({ length: values.length }, (_, i) => i).sort(
    (a, b) => values[b]! - values[a]! || a - b,
  );
  const marks = new Uint8Array(values.length);
  for (const i of order.subarray(0, values.length - Math.floor(share * values.length))) marks[i] = 1;
  return marks;
}
