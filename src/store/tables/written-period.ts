/**
 * Periods in every form tables use -> the notation of model/period.ts: 2024年8月, 1—8月, 202408, 8月累计, 2024Q3,
 * 前三季度, Aug-24, dates of a spreadsheet and their serial numbers.
 */
import { type Period, parsePeriod, printPeriod } from '../../model/index.js';
import { halfWidth } from './words.js';

/** What the table says elsewhere: its year (title, heading above), its month. */
export interface PeriodContext {
  year?: number | null;
  /** The period of the table: what 本月, 累计 and 上年同期 count from. */
  period?: Period | null;
}

const FIRST_YEAR = 1900;
const LAST_YEAR = 2100;

const HAN_DIGITS: Record<string, number> = {
  〇: 0,
  零: 0,
  一: 1,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const MONTH_NAMES = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** 二〇二四年八月 -> 2024年8月, 十二月 -> 12月. Only before 年, 月, 季. */
function arabic(text: string): string {
  return text
    .replace(/[〇零一二三四五六七八九]{4}(?=年)/g, (digits) => [...digits].map((d) => HAN_DIGITS[d]).join(''))
    .replace(/十[一二]?(?=月)/g, (month) => String(10 + (HAN_DIGITS[month[1] ?? '〇'] ?? 0)))
    .replace(/[一二三四五六七八九](?=月|季)/g, (digit) => String(HAN_DIGITS[digit]));
}

function even(text: string): string {
  return arabic(halfWidth(text))
    .replace(/[\s,，]/g, '')
    .replace(/^截[至止]/, '截')
    .replace(/[—–－―~～至到]+/g, '-')
    .replace(/份(?=$|[-累同末止])/g, '')
    .toLowerCase();
}

const YEAR = '((?:19|20)\\d{2})年?度?';
const FORMS: [RegExp, (match: RegExpExecArray, context: PeriodContext) => Period | null][] = [
  [/^((?:19|20)\d{2})(?:年度?|年全年|全年)?$/, (m) => year(m[1])],
  [/^((?:19|20)\d{2})年?末$/, (m) => asOf(m[1])],
  [/^((?:19|20)\d{2})[-/]((?:19|20)\d{2})年?$/, (m) => years(m[1], m[2])],
  [/^((?:19|20)\d{2})年-((?:19|20)\d{2})年$/, (m) => years(m[1], m[2])],
  [/^((?:19|20)\d{2})(?:年|[-/.m])(\d{1,2})月?$/, (m) => month(m[1], m[2])],
  [/^((?:19|20)\d{2})(0[1-9]|1[0-2])$/, (m) => month(m[1], m[2])],
  [/^((?:19|20)\d{2})(?:年|[-/.])(\d{1,2})(?:月|[-/.])(\d{1,2})日?$/, (m) => day(m[1], m[2], m[3])],
  [/^((?:19|20)\d{2})(0[1-9]|1[0-2])([0-3]\d)$/, (m) => day(m[1], m[2], m[3])],
  [/^((?:19|20)\d{2})[-/](\d{1,2})[-/](\d{1,2})[t ]?\d{2}:\d{2}(?::\d{2})?$/, (m) => day(m[1], m[2], m[3])],
  [/^截?((?:19|20)\d{2})(?:年|[-/.])(\d{1,2})月?(?:底|末|止)$/, (m) => asOf(m[1], m[2])],
  [/^截((?:19|20)\d{2})年(\d{1,2})月(?:底|末|止)?$/, (m) => asOf(m[1], m[2])],
  [new RegExp(`^${YEAR}[-/.]?(\\d{1,2})月?-(\\d{1,2})月?(?:累计)?$`), (m) => months(m[1], m[2], m[3])],
  [new RegExp(`^${YEAR}[-/.]?(\\d{1,2})月?(?:止)?累计$`), (m) => months(m[1], '1', m[2])],
  [
    /^((?:19|20)\d{2})年?(\d{1,2})月-((?:19|20)\d{2})年?(\d{1,2})月$/,
    (m) => spanOfMonths(m[1], m[2], m[3], m[4]),
  ],
  [/^((?:19|20)\d{2})-(\d{2})\/((?:19|20)\d{2})-(\d{2})$/, (m) => spanOfMonths(m[1], m[2], m[3], m[4])],
  [
    new RegExp(`^${YEAR}-?(?:q|第)?([1-4])(?:季度?|q)?$`),
    (m) => (/q|季|第/.test(m[0]) ? quarter(m[1], m[2]) : null),
  ],
  [/^q([1-4])-?((?:19|20)\d{2})$/, (m) => quarter(m[2], m[1])],
  [new RegExp(`^${YEAR}前([1-4])季度?$`), (m) => months(m[1], '1', String(Number(m[2]) * 3))],
  [new RegExp(`^${YEAR}前(\\d{1,2})个?月$`), (m) => months(m[1], '1', m[2])],
  [new RegExp(`^${YEAR}-?(?:上半年|h1|s1)$`), (m) => half(m[1], 1)],
  [new RegExp(`^${YEAR}-?(?:下半年|h2|s2)$`), (m) => half(m[1], 2)],
  [/^(\d{2})年(\d{1,2})月$/, (m) => month(shortYear(m[1]), m[2])],
  [/^(\d{2})年$/, (m) => year(shortYear(m[1]))],
  [/^([a-z]{3})[a-z]{0,6}\.?[-/']?(\d{2}|\d{4})$/, (m) => named(m[1], m[2])],
  [/^(\d{2}|\d{4})[-/']?([a-z]{3})[a-z]{0,6}\.?$/, (m) => named(m[2], m[1])],
  [/^"?十([一二三四五])五"?(?:时期|期间)?$/, (m) => plan(m[1])],
  // Without a year: the table's own.
  [/^(\d{1,2})月$/, (m, c) => month(c.year, m[1])],
  [/^m(\d{1,2})$/, (m, c) => month(c.year, m[1])],
  [/^(\d{1,2})月?-(\d{1,2})月(?:累计)?$/, (m, c) => months(c.year, m[1], m[2])],
  [/^(\d{1,2})月(?:止)?累计$/, (m, c) => months(c.year, '1', m[1])],
  [/^(\d{1,2})月(?:底|末)$/, (m, c) => asOf(c.year, m[1])],
  [/^前(\d{1,2})个?月$/, (m, c) => months(c.year, '1', m[1])],
  [/^(?:第)?([1-4])季度?$/, (m, c) => quarter(c.year, m[1])],
  [/^q([1-4])$/, (m, c) => quarter(c.year, m[1])],
  [/^前([1-4])季度?$/, (m, c) => months(c.year, '1', String(Number(m[1]) * 3))],
  [/^(?:上半年|h1)$/, (_, c) => half(c.year, 1)],
  [/^(?:下半年|h2)$/, (_, c) => half(c.year, 2)],
  [/^(?:全年|年度)$/, (_, c) => year(c.year)],
  [/^年末$/, (_, c) => asOf(c.year)],
];

const LONGEST = 24;

/** Null where the words are no period, or one whose year is not known. */
export function writtenPeriod(text: string, context: PeriodContext = {}): Period | null {
  if (text.length > LONGEST || text.trim() === '') return null;
  const notation = parsePeriod(text.trim());
  if (notation && inRange(notation)) return notation;
  const words = even(text).replace(/^[“”"]|[“”"]$/g, '');
  for (const [form, read] of FORMS) {
    const match = form.exec(words);
    if (!match) continue;
    const period = read(match, context);
    if (period) return period;
  }
  return null;
}

/** Whether the words are a period once the year is known. */
export function isPeriodWord(text: string): boolean {
  return writtenPeriod(text, { year: 2024 }) !== null;
}

/** The day of a serial number: 1 is 1 January 1900, and 60 the day that 1900 did not have. */
export function serialDay(serial: number): Date | null {
  if (!Number.isFinite(serial) || serial < 1 || serial > 80_000) return null;
  const days = Math.floor(serial) - (serial >= 60 ? 1 : 0);
  return new Date(Date.UTC(1899, 11, 31) + days * 86_400_000);
}

/** A date cell as a month where all dates of its row or column stand on the first or last day of one. */
export function datePeriod(date: Date, asMonth: boolean): Period {
  const point = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1 };
  return asMonth ? { kind: 'month', ...point } : { kind: 'day', ...point, day: date.getUTCDate() };
}

export function isMonthEdge(date: Date): boolean {
  const next = new Date(date.getTime() + 86_400_000);
  return date.getUTCDate() === 1 || next.getUTCDate() === 1;
}

export interface FoundPeriod {
  period: Period;
  start: number;
  end: number;
}

const INSIDE =
  /(?:(?:19|20)\d{2}年?(?:\d{1,2}月?份?[-—–～~至]\d{1,2}月份?|前?[一二三1-3]季度|第[一二三四1-4]季度|[一二三四]季度|上半年|下半年|\d{1,2}月(?:末|底)?|度|全年)?(?:累计)?)|(?:\d{1,2}[-—–～~至]\d{1,2}月份?)|(?:前\d{1,2}个月)|(?:\d{1,2}月份?(?:累计)?)|(?:前[一二三1-3]季度)|(?:上半年|下半年)/g;

/** The first period inside words: a title, a heading 2024年1-8月工业增加值. Longest first at each place. */
export function periodInside(text: string, context: PeriodContext = {}): FoundPeriod | null {
  const words = halfWidth(text.slice(0, 200));
  for (const match of words.matchAll(INSIDE)) {
    const before = words[match.index - 1];
    const after = words[match.index + match[0].length];
    if (before !== undefined && /[\d.]/.test(before)) continue;
    if (after !== undefined && /[\d.%]/.test(after) && /\d$/.test(match[0])) continue;
    const period = writtenPeriod(match[0], context);
    if (period) return { period, start: match.index, end: match.index + match[0].length };
  }
  return null;
}

export function yearOf(period: Period | null | undefined): number | null {
  if (!period) return null;
  return period.kind === 'months' ? period.to.year : period.kind === 'years' ? null : period.year;
}

/** The month up to which a period runs, where it runs by months. */
export function monthOf(period: Period): number | null {
  switch (period.kind) {
    case 'month':
    case 'day':
      return period.month;
    case 'months':
      return period.to.month;
    case 'asof':
      return period.month ?? null;
    case 'quarter':
      return period.quarter * 3;
    case 'half':
      return period.half * 6;
    default:
      return null;
  }
}

/** The same period one year earlier. */
export function yearBefore(period: Period): Period {
  switch (period.kind) {
    case 'months':
      return {
        kind: 'months',
        from: { ...period.from, year: period.from.year - 1 },
        to: { ...period.to, year: period.to.year - 1 },
      };
    case 'years':
      return { ...period, from: period.from - 1, to: period.to - 1 };
    default:
      return { ...period, year: period.year - 1 };
  }
}

/** 2024-08 or 2024-01/2024-08 as the month alone. */
export function singleOf(period: Period): Period {
  return period.kind === 'months' ? { kind: 'month', ...period.to } : period;
}

/** 2024-08 as January to August; a quarter and a half-year as the months from January on. */
export function cumulativeOf(period: Period): Period {
  const until = monthOf(period);
  const of = yearOf(period);
  if (until === null || of === null || period.kind === 'asof') return period;
  return until === 12 && period.kind !== 'month' && period.kind !== 'months'
    ? { kind: 'year', year: of }
    : { kind: 'months', from: { year: of, month: 1 }, to: { year: of, month: until } };
}

/** The end of a period as a stock. */
export function stockOf(period: Period): Period {
  const of = yearOf(period);
  if (period.kind === 'asof' || of === null) return period;
  const until = monthOf(period);
  return until === null ? { kind: 'asof', year: of } : { kind: 'asof', year: of, month: until };
}

function inRange(period: Period): boolean {
  const of = period.kind === 'years' ? period.from : (yearOf(period) ?? FIRST_YEAR);
  return of >= FIRST_YEAR && of <= LAST_YEAR;
}

type Part = string | number | null | undefined;

/** Through the notation, which knows what months and days there are. */
function checked(period: Period): Period | null {
  const known = parsePeriod(printPeriod(period));
  return known && inRange(known) ? known : null;
}

function number(part: Part): number | null {
  return part === null || part === undefined || part === '' ? null : Number(part);
}

function year(of: Part): Period | null {
  const known = number(of);
  return known === null ? null : checked({ kind: 'year', year: known });
}

function years(from: Part, to: Part): Period | null {
  return Number(from) < Number(to) ? checked({ kind: 'years', from: Number(from), to: Number(to) }) : null;
}

function month(of: Part, at: Part): Period | null {
  const known = number(of);
  return known === null ? null : checked({ kind: 'month', year: known, month: Number(at) });
}

function months(of: Part, from: Part, to: Part): Period | null {
  const known = number(of);
  if (known === null) return null;
  const [first, last] = [Number(from), Number(to)];
  if (first === last) return month(known, first);
  return checked({ kind: 'months', from: { year: known, month: first }, to: { year: known, month: last } });
}

function spanOfMonths(year1: Part, from: Part, year2: Part, to: Part): Period | null {
  return checked({
    kind: 'months',
    from: { year: Number(year1), month: Number(from) },
    to: { year: Number(year2), month: Number(to) },
  });
}

function day(of: Part, at: Part, on: Part): Period | null {
  return checked({ kind: 'day', year: Number(of), month: Number(at), day: Number(on) });
}

function quarter(of: Part, at: Part): Period | null {
  const known = number(of);
  return known === null ? null : checked({ kind: 'quarter', year: known, quarter: Number(at) });
}

function half(of: Part, at: number): Period | null {
  const known = number(of);
  return known === null ? null : checked({ kind: 'half', year: known, half: at });
}

function asOf(of: Part, at?: Part): Period | null {
  const known = number(of);
  if (known === null) return null;
  const until = number(at);
  return checked(
    until === null ? { kind: 'asof', year: known } : { kind: 'asof', year: known, month: until },
  );
}

function named(name: Part, of: Part): Period | null {
  const at = MONTH_NAMES.indexOf(String(name));
  if (at < 0) return null;
  return month(String(of).length === 2 ? shortYear(String(of)) : of, at + 1);
}

function shortYear(of: Part): number {
  const short = Number(of);
  return short < 70 ? 2000 + short : 1900 + short;
}

/** 十四五 is 2021 to 2025; the first plan began in 1953, the tenth in 2001. */
function plan(of: Part): Period | null {
  const ordinal = HAN_DIGITS[String(of)];
  return ordinal === undefined ? null : years(2001 + ordinal * 5, 2005 + ordinal * 5);
}
