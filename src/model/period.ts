/**
 * The period a figure speaks of, in the notation of docs/formats.md: `2022`, `2022-H1`, `2024-Q1`, `2022-04`,
 * `2022-01/2022-04` (cumulative), `2012/2021` (several years), `asof:2022-09` (a stock at the end of that month);
 * deadlines may also be a day, `2025-06-30`.
 */

import { type Lang, UserError } from './failure.js';
import { compareText } from './order.js';

export type Period =
  | { kind: 'year'; year: number }
  | { kind: 'half'; year: number; half: number }
  | { kind: 'quarter'; year: number; quarter: number }
  | { kind: 'month'; year: number; month: number }
  | { kind: 'day'; year: number; month: number; day: number }
  | { kind: 'months'; from: Month; to: Month }
  | { kind: 'years'; from: number; to: number }
  | { kind: 'asof'; year: number; month?: number; day?: number };

export interface Month {
  year: number;
  month: number;
}

const POINT = /^(\d{4})(?:-(?:H([12])|Q([1-4])|(\d{2})(?:-(\d{2}))?))?$/;
const AS_OF = /^asof:(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const MONTHS = /^(\d{4})-(\d{2})\/(\d{4})-(\d{2})$/;
const YEARS = /^(\d{4})\/(\d{4})$/;

/** Null where the text is not in the notation: month 13, 30 February, a range that runs backwards. */
export function parsePeriod(text: string): Period | null {
  const point = POINT.exec(text);
  if (point) {
    const year = Number(point[1]);
    if (point[2]) return { kind: 'half', year, half: Number(point[2]) };
    if (point[3]) return { kind: 'quarter', year, quarter: Number(point[3]) };
    if (!point[4]) return { kind: 'year', year };
    const month = Number(point[4]);
    if (!point[5]) return isMonth(month) ? { kind: 'month', year, month } : null;
    const day = Number(point[5]);
    return isDay(year, month, day) ? { kind: 'day', year, month, day } : null;
  }
  const asOf = AS_OF.exec(text);
  if (asOf) {
    const year = Number(asOf[1]);
    if (!asOf[2]) return { kind: 'asof', year };
    const month = Number(asOf[2]);
    if (!asOf[3]) return isMonth(month) ? { kind: 'asof', year, month } : null;
    const day = Number(asOf[3]);
    return isDay(year, month, day) ? { kind: 'asof', year, month, day } : null;
  }
  const months = MONTHS.exec(text);
  if (months) {
    const from = { year: Number(months[1]), month: Number(months[2]) };
    const to = { year: Number(months[3]), month: Number(months[4]) };
    if (!isMonth(from.month) || !isMonth(to.month) || monthKey(from) > monthKey(to)) return null;
    return { kind: 'months', from, to };
  }
  const years = YEARS.exec(text);
  if (years) {
    const from = Number(years[1]);
    const to = Number(years[2]);
    return from <= to ? { kind: 'years', from, to } : null;
  }
  return null;
}

/** A day that a user names, `2023-03-01`. Throws a UserError for anything else, 30 February among it. */
export function parseIsoDay(text: string): string {
  if (parsePeriod(text)?.kind === 'day') return text;
  throw new UserError({
    zh: `日期无法识别：${text}，应写作 2023-03-01。`,
    en: `Not a date: ${text}. Write it as 2023-03-01.`,
  });
}

/** The inverse of `parsePeriod`. */
export function printPeriod(period: Period): string {
  switch (period.kind) {
    case 'year':
      return four(period.year);
    case 'half':
      return `${four(period.year)}-H${period.half}`;
    case 'quarter':
      return `${four(period.year)}-Q${period.quarter}`;
    case 'month':
      return isoMonth(period);
    case 'day':
      return `${isoMonth(period)}-${two(period.day)}`;
    case 'months':
      return `${isoMonth(period.from)}/${isoMonth(period.to)}`;
    case 'years':
      return `${four(period.from)}/${four(period.to)}`;
    case 'asof': {
      const { year, month, day } = period;
      if (month === undefined) return `asof:${four(year)}`;
      return `asof:${isoMonth({ year, month })}${day === undefined ? '' : `-${two(day)}`}`;
    }
  }
}

/**
 * The one notation of a span of time that has several: 2022-H1 of 2022-01/2022-06, 2022 of 2022-01/2022-12 and 2022/2022,
 * asof:2022-12 of asof:2022 and asof:2022-12-31. A text outside the notation is its own.
 */
export function canonicalPeriod(text: string): string {
  const period = parsePeriod(text);
  return period === null ? text : printPeriod(canonical(period));
}

function canonical(period: Period): Period {
  if (period.kind === 'asof') {
    const { year, month = 12, day } = period;
    return day === undefined || day === daysIn(year, month)
      ? { kind: 'asof', year, month }
      : { kind: 'asof', year, month, day };
  }
  if (period.kind === 'day') return period;
  const { start, end } = periodMonths(period);
  const from = monthOfKey(start);
  const to = monthOfKey(end);
  const count = end - start + 1;
  if (count === 1) return { kind: 'month', ...from };
  if (count === 3 && from.month % 3 === 1)
    return { kind: 'quarter', year: from.year, quarter: (from.month + 2) / 3 };
  if (count === 6 && from.month % 6 === 1)
    return { kind: 'half', year: from.year, half: (from.month + 5) / 6 };
  if (from.month === 1 && to.month === 12)
    return count === 12 ? { kind: 'year', year: from.year } : { kind: 'years', from: from.year, to: to.year };
  return { kind: 'months', from, to };
}

/** Months since year 0: consecutive months differ by one, the same month a year earlier by twelve. */
export function monthKey(month: Month): number {
  return month.year * 12 + month.month - 1;
}

export function monthOfKey(key: number): Month {
  return { year: Math.floor(key / 12), month: (key % 12) + 1 };
}

/** First and last month, as month keys; a stock (`asof`) stands in its last month only. */
export function periodMonths(period: Period): { start: number; end: number } {
  const year = (first: number, last = first) => ({
    start: monthKey({ year: first, month: 1 }),
    end: monthKey({ year: last, month: 12 }),
  });
  switch (period.kind) {
    case 'year':
      return year(period.year);
    case 'years':
      return year(period.from, period.to);
    case 'half':
      return monthsFrom(monthKey({ year: period.year, month: period.half * 6 - 5 }), 6);
    case 'quarter':
      return monthsFrom(monthKey({ year: period.year, month: period.quarter * 3 - 2 }), 3);
    case 'month':
    case 'day':
      return monthsFrom(monthKey(period), 1);
    case 'months':
      return { start: monthKey(period.from), end: monthKey(period.to) };
    case 'asof':
      return monthsFrom(monthKey({ year: period.year, month: period.month ?? 12 }), 1);
  }
}

/** First and last day as ISO dates; of a stock, the day it is counted at. */
export function periodDays(period: Period): { start: string; end: string } {
  if (period.kind === 'day') {
    const day = printPeriod(period);
    return { start: day, end: day };
  }
  const { start, end } = periodMonths(period);
  const last = monthOfKey(end);
  if (period.kind === 'asof') {
    const day = `${isoMonth(last)}-${two(period.day ?? daysIn(last.year, last.month))}`;
    return { start: day, end: day };
  }
  return {
    start: `${isoMonth(monthOfKey(start))}-01`,
    end: `${isoMonth(last)}-${two(daysIn(last.year, last.month))}`,
  };
}

const KIND_ORDER: Period['kind'][] = ['years', 'year', 'half', 'quarter', 'months', 'month', 'day', 'asof'];

/** Orders by the last day, then the longer before the shorter: the latest comes last. Zero only for equal periods. */
export function comparePeriods(a: Period, b: Period): number {
  const left = periodDays(a);
  const right = periodDays(b);
  return (
    compareText(left.end, right.end) ||
    compareText(left.start, right.start) ||
    KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) ||
    compareText(printPeriod(a), printPeriod(b))
  );
}

/** Orders notations; what is not in the notation comes first, in code-point order. */
export function comparePeriodTexts(a: string | null, b: string | null): number {
  const left = a === null ? null : parsePeriod(a);
  const right = b === null ? null : parsePeriod(b);
  if (left && right) return comparePeriods(left, right);
  if (left || right) return left ? 1 : -1;
  return compareText(a ?? '', b ?? '');
}

const HALF_ZH = ['上半年', '下半年'];
const QUARTER_ZH = ['一季度', '二季度', '三季度', '四季度'];
/** January first. */
export const MONTHS_EN = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** As a reader says it: 2022年上半年, H1 2022. */
export function periodLabel(period: Period, lang: Lang): string {
  return lang === 'en' ? labelEn(period) : labelZh(period);
}

/** The label of a notation; a text outside the notation is its own label. */
export function periodTextLabel(text: string, lang: Lang): string {
  const period = parsePeriod(text);
  return period ? periodLabel(period, lang) : text;
}

function labelZh(period: Period): string {
  switch (period.kind) {
    case 'year':
      return `${period.year}年`;
    case 'half':
      return `${period.year}年${HALF_ZH[period.half - 1]}`;
    case 'quarter':
      return `${period.year}年${QUARTER_ZH[period.quarter - 1]}`;
    case 'month':
      return `${period.year}年${period.month}月`;
    case 'day':
      return `${period.year}年${period.month}月${period.day}日`;
    case 'years':
      return period.from === period.to ? `${period.from}年` : `${period.from}—${period.to}年`;
    case 'months': {
      const { from, to } = period;
      if (from.year !== to.year) return `${from.year}年${from.month}月—${to.year}年${to.month}月`;
      return from.month === to.month
        ? `${from.year}年${from.month}月`
        : `${from.year}年${from.month}—${to.month}月`;
    }
    case 'asof': {
      const { year, month, day } = period;
      if (month === undefined) return `截至${year}年`;
      return `截至${year}年${month}月${day === undefined ? '' : `${day}日`}`;
    }
  }
}

function labelEn(period: Period): string {
  switch (period.kind) {
    case 'year':
      return `${period.year}`;
    case 'half':
      return `H${period.half} ${period.year}`;
    case 'quarter':
      return `Q${period.quarter} ${period.year}`;
    case 'month':
      return `${MONTHS_EN[period.month - 1]} ${period.year}`;
    case 'day':
      return `${period.day} ${MONTHS_EN[period.month - 1]} ${period.year}`;
    case 'years':
      return period.from === period.to ? `${period.from}` : `${period.from}–${period.to}`;
    case 'months': {
      const { from, to } = period;
      const first = MONTHS_EN[from.month - 1];
      const last = MONTHS_EN[to.month - 1];
      if (from.year !== to.year) return `${first} ${from.year}–${last} ${to.year}`;
      return from.month === to.month ? `${first} ${from.year}` : `${first}–${last} ${from.year}`;
    }
    case 'asof': {
      const { year, month, day } = period;
      if (month === undefined) return `as of ${year}`;
      const named = `${MONTHS_EN[month - 1]} ${year}`;
      return `as of ${day === undefined ? named : `${day} ${named}`}`;
    }
  }
}

/**
 * SDMX 2.1 TIME_PERIOD (section 2, "Time"): calendar year, month and day as they are, half-years as `S`, quarters as
 * `Q`, other ranges as start date and duration. A stock has the period it is counted at; that it is a stock is said
 * by the indicator, so this mapping has no inverse.
 */
export function sdmxPeriod(period: Period): string {
  switch (period.kind) {
    case 'half':
      return `${four(period.year)}-S${period.half}`;
    case 'months':
      return `${isoMonth(period.from)}-01/P${monthKey(period.to) - monthKey(period.from) + 1}M`;
    case 'years':
      return `${four(period.from)}-01-01/P${period.to - period.from + 1}Y`;
    case 'asof':
      return printPeriod(period).slice('asof:'.length);
    default:
      return printPeriod(period);
  }
}

function monthsFrom(start: number, count: number): { start: number; end: number } {
  return { start, end: start + count - 1 };
}

function isMonth(month: number): boolean {
  return month >= 1 && month <= 12;
}

function isDay(year: number, month: number, day: number): boolean {
  return isMonth(month) && day >= 1 && day <= daysIn(year, month);
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isoMonth(month: Month): string {
  return `${four(month.year)}-${two(month.month)}`;
}

function four(year: number): string {
  return String(year).padStart(4, '0');
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
