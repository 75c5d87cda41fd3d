// Searching spans that stand in order.

/** Index of the first span that starts at `offset` or later. */
export function firstFrom(spans: readonly { start: number }[], offset: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
