// Overlapping marks of a text, cut into stretches that carry the same marks.

export interface Mark {
  start: number;
  end: number;
  kind: MarkKind;
  /** Place in the list of its kind. */
  index: number;
}

export const MARK_KINDS = ['direction', 'measure', 'figure', 'target', 'person', 'repair'] as const;
export type MarkKind = (typeof MARK_KINDS)[number] | 'cited';

export interface Stretch {
  start: number;
  end: number;
  marks: Mark[];
}

/** The stretches of `from`–`to`, in order, each with the marks that cover it; empty marks are left out. */
export function stretches(from: number, to: number, marks: readonly Mark[]): Stretch[] {
  const here = marks.filter(({ start, end }) => start < end && start < to && end > from);
  const cuts = [
    ...new Set([from, to, ...here.flatMap(({ start, end }) => [Math.max(from, start), Math.min(to, end)])]),
  ].sort((a, b) => a - b);
  return cuts.slice(0, -1).map((start, i) => {
    const end = cuts[i + 1]!;
    return { start, end, marks: here.filter((mark) => mark.start <= start && mark.end >= end) };
  });
}
