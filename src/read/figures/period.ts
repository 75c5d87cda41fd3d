// Which period a number is of: the one it stands beside, the one that governs, or the one the page is about.
import type { Article } from '../article.js';
import type { Reading } from './kind.js';
import type { Quantity } from './quantity.js';
import type { Carry, Page } from './state.js';
import { type Anchor, asOf, findTimes, type TimeExpression } from './time.js';

interface Placed {
  period: string | null;
  text?: string;
  role?: 'from' | 'to';
  inferred?: boolean;
}

const TO =
  /^(?:[，,]?(?:增长|增加|提高|提升|上升|上涨|下降|降|降低|延长|转|减少|调整|优化|变化|变|发展|扩大|增|升|跃升|攀升|回升|回落|收窄|缩小|改善|跃|突破|加快|放缓|缩短|压减|拓展|改|升级)?(?:到|至|为)(?:了)?|[，,]?到(?:20\d\d年)?的)/;

/** The period of a number, and which end of a pair it is. */
export function placeInTime(
  quantity: Quantity,
  reading: Reading,
  group: readonly Quantity[],
  lead: string,
  text: string,
  times: readonly TimeExpression[],
  carry: Carry,
  page: Page,
): Placed {
  const leftText = text.slice(Math.max(0, group[0]!.start - 24), group[0]!.start);
  const rightText = text.slice(group.at(-1)!.end, group.at(-1)!.end + 14);
  const attached = times.find(
    (t) =>
      t.end <= quantity.start &&
      (t.role !== 'comparison' || /^(?:同期)?的/.test(text.slice(t.end, t.end + 3))) &&
      quantity.unitClass !== 'times' &&
      /^(?:同期)?(?:的|末的?|底的?|为|时的?)?(?:增长|下降)?(?:约|近|超)?$/.test(
        text.slice(t.end, quantity.start),
      ) &&
      quantity.start - t.end <= 6,
  );
  const governing = carry.period;
  const from = /(?:由|从)[^，。；,;]{0,16}$/.test(leftText) && TO.test(rightText);
  const earlier = text.slice(Math.max(0, group[0]!.start - 40), group[0]!.start);
  const to =
    !from &&
    /(?:由|从)[^，。；;]{0,30}[\d.％%成亿万元家个吨]+[^，。；;\d]{0,10}(?:到|至|为)(?:了)?(?:20\d\d年的?|目前的?|当前的?)?(?:增长|下降|上升)?(?:近|约|超过?)?$/.test(
      earlier,
    );
  const bracket =
    inBrackets(text, Math.max(0, quantity.start - 40), quantity.start) && /(?:去年|上年)同期/.test(lead);
  if (from || to) {
    const sameTime = attached?.role === 'comparison' && /^[去上]年$/.test(attached.text) && governing?.period;
    const own = sameTime ? shiftYear(sameTime, -1) : (attached?.period ?? null);
    const ends = governing?.range;
    const fallback = from
      ? (ends?.from ?? previousYear(governing, times, quantity))
      : (ends?.to ?? governing?.period ?? null);
    return {
      period: own ?? fallback ?? defaultPeriod(page),
      role: from ? 'from' : 'to',
      ...(attached ? { text: attached.text } : governing ? { text: governing.text } : {}),
    };
  }
  if (attached?.text.match(/^[去上]年$/) && governing?.period && attached.role === 'comparison') {
    return { period: shiftYear(governing.period, -1), text: `${attached.text}同期` };
  }
  if (attached?.period) return { period: attached.period, text: attached.text };
  if (bracket)
    return { period: governing?.period ? shiftYear(governing.period, -1) : null, text: '去年同期' };
  if (
    governing &&
    isStock(quantity, reading) &&
    !carry.periodIsSaid &&
    page.period === null &&
    isPast(governing.period, page.anchor)
  ) {
    return { period: defaultPeriod(page), inferred: true };
  }
  if (governing) {
    const consecutive = quantity.unitClass === 'years';
    const end =
      governing.range && (consecutive || quantity.unitClass === 'rank')
        ? governing.range.to
        : governing.period;
    return {
      period: consecutive && end && !end.startsWith('asof:') ? `asof:${end}` : end,
      text: governing.text,
    };
  }
  return { period: defaultPeriod(page), inferred: true };
}

/** How many there are is told as of now, where a sentence names no time of its own. */
function isStock(quantity: Quantity, reading: Reading): boolean {
  return reading.kind === 'count' && quantity.unitClass === 'count';
}

function previousYear(
  governing: TimeExpression | null,
  times: readonly TimeExpression[],
  quantity: Quantity,
): string | null {
  const comparison = times.findLast((t) => t.role === 'comparison' && t.end <= quantity.start);
  if (!governing?.period) return comparison?.period ?? null;
  if (comparison?.period && /\d/.test(comparison.text)) return comparison.period;
  return comparison ? shiftYear(governing.period, -1) : governing.period;
}

function shiftYear(period: string, by: number): string {
  return period.replace(/\b(?:19|20)\d{2}\b/g, (year) => String(Number(year) + by));
}

function defaultPeriod(page: Page): string | null {
  return (
    page.period ??
    (page.anchor
      ? asOf(page.anchor).replace(/-\d{2}$/, (day) =>
          /^asof:\d{4}-\d{2}-\d{2}$/.test(asOf(page.anchor!)) ? '' : day,
        )
      : null)
  );
}

/** A release about one period carries it through the page; a speech does not. */
export function carriesOver(period: TimeExpression | null, page: Page): boolean {
  return period !== null && page.period !== null && period.period === page.period;
}

export function pagePeriod(article: Article, anchor: Anchor | null): string | null {
  const title = findTimes(article.title.replace(/\s+/g, ''), anchor).find(
    (t) => t.role === 'governs' && t.period !== null && !t.range,
  );
  return title?.period && !/\d{4}-\d{2}-\d{2}/.test(title.period) ? title.period : null;
}

/** A time that governs holds until the next one; 累计 is said within a period or, after a flow, as of now. */
export function govern(carry: Carry, times: readonly TimeExpression[], from: number, page: Page): void {
  for (const said of times) {
    const t = ofPage(said, page);
    if (t.role !== 'governs' || t.period === null || inBrackets(page.article.text, from, t.start)) continue;
    if (t.text === '全年' && /^\d{4}$/.test(carry.period?.period ?? '')) continue;
    if (t.text === '累计' && carry.period?.period?.startsWith('asof:')) continue;
    // a month told within a longer period is an aside: the next sentence goes on with the period
    const aside = /^\d{4}-\d{2}$/.test(t.period) && isWithin(t.period, carry.period?.period ?? null);
    carry.main = aside ? (carry.main ?? carry.period) : null;
    carry.period = t;
    carry.periodIsSaid = true;
  }
}

/** 当月 and 累计 on the release of a period are of that period, not of the day it came out. */
function ofPage(t: TimeExpression, page: Page): TimeExpression {
  const month = page.period === null ? null : lastMonth(page.period);
  if (month === null || (page.anchor !== null && month > monthOf(page.anchor))) return t;
  if (t.text === '累计') return { ...t, period: `asof:${month}` };
  return t.text === '当月' || t.text === '本月' ? { ...t, period: month } : t;
}

/** No release is of a month to come: 2025年五项任务 is the title of a plan. */
function monthOf({ year, month }: Anchor): string {
  return `${year}-${String(month ?? 12).padStart(2, '0')}`;
}

function lastMonth(period: string): string | null {
  const [, year, part] = /(\d{4})(?:-(H[12]|Q[1-4]|\d{2}))?$/.exec(period) ?? [];
  if (!year) return null;
  const ends: Record<string, string> = { H1: '06', H2: '12', Q1: '03', Q2: '06', Q3: '09', Q4: '12' };
  return `${year}-${part === undefined ? '12' : (ends[part] ?? part)}`;
}

/** 2024-09 lies within 2024-01/2024-09, 2024-H2 and 2024. */
function isWithin(month: string, period: string | null): boolean {
  if (period === null || period.startsWith('asof:') || /^\d{4}-\d{2}$/.test(period)) return false;
  return period.startsWith(month.slice(0, 4));
}

export function isPast(period: string | null, anchor: Anchor | null): boolean {
  const year = Number(/\d{4}/.exec(period ?? '')?.[0]);
  return anchor !== null && year < anchor.year;
}

/** Whether a bracket opened since `from` is still open at `at`; brackets further back than a long clause are closed. */
function inBrackets(text: string, from: number, at: number): boolean {
  for (let i = at - 1; i >= Math.max(from, at - BRACKET_REACH); i--) {
    if (text[i] === '）' || text[i] === ')') return false;
    if (text[i] === '（' || text[i] === '(') return true;
  }
  return false;
}
const BRACKET_REACH = 80;

export function withoutTimes(
  text: string,
  start: number,
  end: number,
  times: readonly TimeExpression[],
): string {
  let out = '';
  let at = start;
  for (const t of times) {
    if (t.start < at || t.end > end) continue;
    // a comparison stays: 比2017年的 says what the number is measured against
    if (t.role === 'comparison') continue;
    out += text.slice(at, t.start);
    at = t.end;
  }
  return out + text.slice(at, end);
}
