/** Periods as spans of months, so that 2022-01/2022-06 and 2022-H1 are one period and like is set beside like. */
import { parsePeriod, periodMonths } from '../../model/index.js';

export type Frequency = 'year' | 'half' | 'quarter' | 'month' | 'cumulative' | 'years' | 'asof';

export interface MonthSpan {
  frequency: Frequency;
  /** Month keys, both ends included. */
  from: number;
  to: number;
}

/** Null for what is no period in the product's notation. */
export function monthSpan(text: string | null): MonthSpan | null {
  const period = text === null ? null : parsePeriod(text);
  if (period === null) return null;
  const { start: from, end: to } = periodMonths(period);
  return { from, to, frequency: period.kind === 'asof' ? 'asof' : frequencyOf(from, to) };
}

function frequencyOf(from: number, to: number): Frequency {
  const months = to - from + 1;
  const first = from % 12;
  if (months === 12 && first === 0) return 'year';
  if (months >= 12) return 'years';
  if (months === 6 && first % 6 === 0) return 'half';
  if (months === 3 && first % 3 === 0) return 'quarter';
  return months === 1 ? 'month' : 'cumulative';
}
