// Searching spans that stand in order.
import type { Span } from '../../model/index.js';

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

/** Whether an offset lies in one of the spans, which may nest and overlap. */
export function covering(spans: readonly Span[]): (offset: number) => boolean {
  const merged: Span[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ start: span.start, end: span.end });
  }
  return (offset) => {
    const span = merged[firstFrom(merged, offset + 1) - 1];
    return span !== undefined && offset < span.end;
  };
}
