// How far two lists of values agree about the same firms.

/** Pearson's correlation; null where one of the lists does not vary. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  const n = a.length;
  let [meanA, meanB] = [0, 0];
  for (let i = 0; i < n; i++) {
    meanA += a[i]! / n;
    meanB += b[i]! / n;
  }
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : null;
}

/** Spearman's correlation of ranks, equal values sharing the mean of their ranks. */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number | null {
  return correlation(meanRanks(a), meanRanks(b));
}

/** Rank of each value, the largest 1, equal ones the mean of their ranks: 7, 5, 5 → 1, 2.5, 2.5. */
export function meanRanks(values: ArrayLike<number>): Float64Array {
  const sorted = Float64Array.from(values).sort();
  return Float64Array.from(
    values,
    (value) => sorted.length - (below(sorted, value) + upTo(sorted, value) - 1) / 2,
  );
}

/** Rank of each value: 1 and how many are larger. 7, 5, 5 → 1, 2, 2. O(n log n). */
export function competitionRanks(values: ArrayLike<number>): Uint32Array {
  const sorted = Float64Array.from(values).sort();
  return Uint32Array.from(values, (value) => 1 + sorted.length - upTo(sorted, value));
}

/** Numbers of the k largest values; of equal ones the first. */
export function largest(values: ArrayLike<number>, k: number): number[] {
  return Array.from(values, (_, i) => i)
    .sort((i, j) => values[j]! - values[i]! || i - j)
    .slice(0, k);
}

/** Part of the k largest of `a` that are among the k largest of `b`. */
export function topShared(a: ArrayLike<number>, b: ArrayLike<number>, k: number): number {
  const [topA, topB] = [largest(a, k), new Set(largest(b, k))];
  return topA.length === 0 ? 1 : topA.filter((i) => topB.has(i)).length / topA.length;
}

/** How many of the ascending values are less than `value`, and how many are at most it. */
function below(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function upTo(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
