/** Criteria: a measure against a threshold, and what can be said of it. Zero is a value; missing data is no verdict. */
import type { Bilingual } from './failure.js';

export type CriterionState = 'met' | 'unmet' | 'unknown' | 'manualReview' | 'notApplicable';

export interface Criterion {
  /** Name of the measure, also that of its threshold. */
  measure: string;
  label: Bilingual;
  /** Null where the data for it is missing, or only a person can say. */
  value: number | null;
  comparison: '≥' | '>' | '≤' | null;
  threshold: number | null;
  state: CriterionState;
}

/** A criterion on a value; a value that is missing, or no number, makes it unknown. */
export function criterionOf(
  measure: string,
  label: Bilingual,
  value: number | null | undefined,
  comparison: '≥' | '>' | '≤',
  threshold: number,
): Criterion {
  const known = value === null || value === undefined || Number.isNaN(value) ? null : value;
  const holds =
    known !== null &&
    (comparison === '≥' ? known >= threshold : comparison === '>' ? known > threshold : known <= threshold);
  return {
    measure,
    label,
    value: known,
    comparison,
    threshold,
    state: known === null ? 'unknown' : holds ? 'met' : 'unmet',
  };
}

/** All together: one unmet decides, then one unknown, then one for a person to judge. */
export function allOf(criteria: readonly Pick<Criterion, 'state'>[]): CriterionState {
  const has = (state: CriterionState) => criteria.some((criterion) => criterion.state === state);
  if (has('unmet')) return 'unmet';
  if (has('unknown')) return 'unknown';
  if (has('manualReview')) return 'manualReview';
  return has('met') ? 'met' : 'notApplicable';
}
