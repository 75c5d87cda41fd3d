/** Periods as spans of months, by which like is set beside like. */
import { canonicalPeriod, parsePeriod, periodMonths } from '../../model/index.js';

export type Frequency = 'year' | 'half' | 'quarter' | 'month' | 'cumulative' | 'years' | 'asof';

export interface MonthSpan {
  frequency: Frequency;
  /** Month keys, both ends included. */
  from: number;
  to: number;
}

/** Null for what is no period in the product's notation. */
export function monthSpan(text: string | null): MonthSpan | null {
  const period = text === null ? null : parsePeriod(canonicalPeriod(text));
  if (period === null) return null;
  const { start: from, end: to } = periodMonths(period);
  const { kind } = period;
  if (kind === 'months') return { from, to, frequency: to - from < 12 ? 'cumulative' : 'years' };
  return { from, to, frequency: kind === 'day' ? 'month' : kind };
}
