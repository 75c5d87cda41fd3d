/** Dates as pages print them, read as the day in China (UTC+8). */

export interface PageDate {
  /** ISO date in China. */
  date: string;
  /** The characters it was read from. */
  start: number;
  end: number;
  /** A clock time stands beside it: the mark of a publication line. */
  timed: boolean;
}

const NUMERIC =
  /(?<!\d)((?:19|20)\d{2})\s{0,2}(?:[-/.]|年)\s{0,2}(\d{1,2})\s{0,2}(?:[-/.]|月)\s{0,2}(\d{1,2})(?!\d)\s{0,2}日?(?:[t\s,，]{0,4}(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d{1,6})?\s{0,2}(z|gmt|utc|[+-]\d{2}:?\d{2})?)?/gi;
/** 2023 03/02 10:57, where year, day and clock stand in boxes of their own. */
const BOXED = /(?<!\d)((?:19|20)\d{2})\s{1,3}(\d{1,2})\s?\/\s?(\d{1,2})\s{1,3}(\d{1,2}):(\d{2})/g;
const ENGLISH =
  /(?<!\d)(\d{1,2})\s{1,2}(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\s{1,2}((?:19|20)\d{2})(?:\s{1,2}(\d{1,2}):(\d{2})(?::(\d{2}))?\s{0,2}(z|gmt|utc|[+-]\d{4})?)?/gi;
const CHINESE =
  /[二一][〇零○九八][〇零○一二三四五六七八九]{2}年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日/g;
const COMPACT = /^((?:19|20)\d{2})(\d{2})(\d{2})(?:\d{6})?$/;
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** All full dates in a text, in order. */
export function findDates(text: string): PageDate[] {
  const found: PageDate[] = [];
  const push = (match: RegExpMatchArray, date: string | null, timed: boolean) => {
    if (date !== null)
      found.push({ date, start: match.index!, end: match.index! + match[0].trimEnd().length, timed });
  };
  for (const m of text.matchAll(NUMERIC))
    push(m, inChina(+m[1]!, +m[2]!, +m[3]!, m[4], m[5], m[7]), m[4] !== undefined);
  if (found.length === 0)
    for (const m of text.matchAll(BOXED)) push(m, inChina(+m[1]!, +m[2]!, +m[3]!, m[4], m[5]), true);
  if (/[a-z]{3} /i.test(text))
    for (const m of text.matchAll(ENGLISH))
      push(
        m,
        inChina(+m[3]!, MONTHS.indexOf(m[2]!.toLowerCase()) + 1, +m[1]!, m[4], m[5], m[7]),
        m[4] !== undefined,
      );
  if (text.includes('年'))
    for (const m of text.matchAll(CHINESE))
      push(m, inChina(chineseYear(m[0]), chineseNumber(m[1]!), chineseNumber(m[2]!)), false);
  return found.sort((a, b) => a.start - b.start);
}

/** A date that stands alone in a metadata field, 20230302 included. */
export function readDate(text: string): string | null {
  const compact = COMPACT.exec(text.trim());
  if (compact) return inChina(+compact[1]!, +compact[2]!, +compact[3]!);
  return findDates(text)[0]?.date ?? null;
}

function inChina(
  year: number,
  month: number,
  day: number,
  hour?: string,
  minute?: string,
  zone?: string,
): string | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  let at = Date.UTC(year, month - 1, day, Number(hour ?? 0), Number(minute ?? 0));
  if (zone !== undefined) at += (8 * 60 - zoneMinutes(zone)) * 60_000;
  return new Date(at).toISOString().slice(0, 10);
}

function zoneMinutes(zone: string): number {
  const m = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  return m === null ? 0 : (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3]));
}

function chineseYear(text: string): number {
  let year = 0;
  for (const c of text.slice(0, 4))
    year = year * 10 + (/[〇零○]/.test(c) ? 0 : '一二三四五六七八九'.indexOf(c) + 1);
  return year;
}

function chineseNumber(text: string): number {
  const digit = (c: string | undefined) =>
    c === undefined || c === '' ? 0 : '一二三四五六七八九'.indexOf(c) + 1;
  const ten = text.indexOf('十');
  if (ten < 0) return digit(text[0]);
  return (ten === 0 ? 1 : digit(text[0])) * 10 + digit(text[ten + 1]);
}
