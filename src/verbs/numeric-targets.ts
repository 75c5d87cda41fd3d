// Numeric targets as pages state them, ready to be held against what was observed.
import type { TrackedTarget } from '../measure/index.js';
import type { FigureKind, ReadDocument } from '../model/index.js';

export interface NumericTarget {
  target: TrackedTarget;
  quote: string;
  /** Span in the text of the page. */
  start: number;
  end: number;
}

/** The numeric targets of a page, with what the number would be if it were a fact. */
export function numericTargets(document: ReadDocument): NumericTarget[] {
  return document.targets
    .filter((target) => target.type === 'numeric')
    .map(({ indicator, value, unit, deadline, bound, start, end, textSpan }) => {
      const stated = document.observations.find(
        (one) => one.kind === 'target' && one.start >= start && one.end <= end,
      );
      const kind: FigureKind = stated?.baseKind ?? (unit === '%' ? 'share' : 'level');
      return { target: { indicator, value, unit, deadline, bound, kind }, quote: textSpan, start, end };
    });
}
