/** Periods as spans of months, so that 2022-01/2022-06 and 2022-H1 are one period and like is set beside like. */

export type Frequency = 'year' | 'half' | 'quarter' | 'month' | 'cumulative' | 'years' | 'asof';

export interface MonthSpan {
  frequency: Frequency;
  /** Months since year 0: year * 12 + month − 1, both ends included. */
  from: number;
  to: number;
}

/** Null for what is no period in the product's notation. */
export function monthSpan(period: string | null): MonthSpan | null {
  if (period === null) return null;
  const asof = period.startsWith('asof:');
  const [first, last, ...rest] = (asof ? period.slice(5) : period).split('/');
  const from = part(first);
  const to = last === undefined ? from : part(last);
  if (from === null || to === null || rest.length > 0 || to.to < from.from) return null;
  const span = { from: from.from, to: to.to };
  return { ...span, frequency: asof ? 'asof' : frequencyOf(span, last !== undefined) };
}

/** The last day of the span. */
export function endOfSpan(span: MonthSpan): string {
  const year = Math.floor(span.to / 12);
  const month = (span.to % 12) + 1;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!;
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${days}`;
}

function frequencyOf(span: { from: number; to: number }, written: boolean): Frequency {
  const months = span.to - span.from + 1;
  const startsAt = span.from % 12;
  if (months === 12 && startsAt === 0) return 'year';
  if (months % 12 === 0 && startsAt === 0) return 'years';
  if (months === 6 && startsAt % 6 === 0) return 'half';
  if (months === 3 && startsAt % 3 === 0) return 'quarter';
  if (months === 1) return 'month';
  return written && months < 12 ? 'cumulative' : 'years';
}

const PART = /^(\d{4})(?:-(?:H([12])|Q([1-4])|(\d{2})(?:-\d{2})?))?$/;

function part(text: string | undefined): { from: number; to: number } | null {
  const match = PART.exec(text ?? '');
  if (match === null) return null;
  const january = Number(match[1]) * 12;
  if (match[2] !== undefined) return months(january + (Number(match[2]) - 1) * 6, 6);
  if (match[3] !== undefined) return months(january + (Number(match[3]) - 1) * 3, 3);
  if (match[4] === undefined) return months(january, 12);
  const month = Number(match[4]);
  return month >= 1 && month <= 12 ? months(january + month - 1, 1) : null;
}

function months(from: number, count: number): { from: number; to: number } {
  return { from, to: from + count - 1 };
}
