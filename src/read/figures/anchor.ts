// When the page's event took place: what 今年, 上半年 and 目前 are resolved against, and whether to believe the page date.
import type { EventDate } from '../../model/index.js';
import type { Article } from '../article.js';
import type { Anchor } from './time.js';

export interface PageTime {
  eventDates: EventDate[];
  anchor: Anchor | null;
  publishedTrust: 'ok' | 'suspect' | undefined;
}

interface DayMention {
  start: number;
  year: number | null;
  month: number;
  day: number;
  end?: { month: number; day: number };
  planned: boolean;
  what: string;
}

/** Days between event and page beyond which a day and a page date contradict each other. */
const MAX_DELAY_DAYS = 60;
const DAY_MS = 86_400_000;
const LEAD_PARAGRAPHS = 3;
const EVENT_END =
  /发布会|大会|会议|论坛|座谈会|推进会|通气会|博览会|峰会|研讨会|展览会|吹风会|动员会|现场会|对接会|调研|签约|启动仪式|开幕式|开幕|常务会/;
const LONGEST_EVENT = 40;

/** The name of the event in a sentence: what stands before 发布会 or 大会, back to the last mark; '' where there is none. */
function eventIn(sentence: string): string {
  const end = EVENT_END.exec(sentence);
  if (!end) return '';
  const before = sentence.slice(Math.max(0, end.index - LONGEST_EVENT), end.index);
  const from =
    Math.max(...['，', '。', '；', '、', ',', ';', ' ', '\u3000'].map((mark) => before.lastIndexOf(mark))) +
    1;
  return before.slice(from) + end[0];
}

/**
 * Event dates of the article, the first of which anchors relative periods; the year inferred from the text where the
 * page date is absent or contradicts it.
 */
export function readPageTime(article: Article, published: string | null): PageTime {
  const days = findDays(article);
  const publishedDate = published ? parseIso(published) : null;
  const lastYear = lastFullYear(article.text);
  const saysThisYear = /今年|本年|上半年|今后|下半年/.test(article.text);
  const first = days.find((day) => !day.planned) ?? days[0];
  let trust: PageTime['publishedTrust'] = published ? 'ok' : undefined;

  let year: number | null = null;
  let evidence: string | undefined;
  if (first) {
    if (first.year !== null) {
      year = first.year;
      if (
        publishedDate &&
        !isNear(publishedDate, first, first.year) &&
        contradictsText(publishedDate, lastYear)
      ) {
        trust = 'suspect';
      }
    } else if (publishedDate) {
      const near = [
        publishedDate.getUTCFullYear(),
        publishedDate.getUTCFullYear() - 1,
        publishedDate.getUTCFullYear() + 1,
      ].find((y) => isNear(publishedDate, first, y));
      if (near !== undefined) {
        year = near;
      } else {
        trust = 'suspect';
        year = lastYear === null ? null : saysThisYear ? lastYear + 1 : lastYear;
        evidence = evidenceOf(lastYear, saysThisYear, published!);
        if (year === null) {
          year =
            [0, -1]
              .map((d) => publishedDate.getUTCFullYear() + d)
              .find((y) => dayOf(first, y) <= publishedDate.getTime()) ?? null;
          trust = 'ok';
          evidence = undefined;
        }
      }
    } else if (lastYear !== null) {
      year = saysThisYear ? lastYear + 1 : lastYear;
      evidence = evidenceOf(lastYear, saysThisYear, null);
    }
  } else if (
    publishedDate &&
    lastYear !== null &&
    saysThisYear &&
    publishedDate.getUTCFullYear() - lastYear >= 3
  ) {
    trust = 'suspect';
    year = lastYear + 1;
    evidence = evidenceOf(lastYear, saysThisYear, published!);
  }

  const eventDates: EventDate[] = [];
  const anchorDay = first;
  if (anchorDay && year !== null) {
    const ordered = [anchorDay, ...days.filter((day) => day !== anchorDay)];
    for (const day of ordered) {
      const y = day.year ?? year;
      const date = iso(y, day.month, day.day);
      if (!isRealDay(y, day.month, day.day) || eventDates.some((event) => event.date === date)) continue;
      eventDates.push({
        date,
        ...(day.end ? { end: iso(y, day.end.month, day.end.day) } : {}),
        what: day.what || article.title,
        ...(day.year === null && evidence ? { yearInferred: true, evidence } : {}),
      });
      if (eventDates.length === 4) break;
    }
  }
  if (eventDates.length === 0 && publishedDate && trust === 'ok') {
    eventDates.push({ date: published!, what: article.title });
  }
  const head = eventDates[0];
  const anchor: Anchor | null = head
    ? {
        year: Number(head.date.slice(0, 4)),
        month: Number(head.date.slice(5, 7)),
        day: Number(head.date.slice(8, 10)),
      }
    : year !== null
      ? { year, month: null, day: null }
      : lastYear !== null
        ? { year: saysThisYear ? lastYear + 1 : lastYear, month: null, day: null }
        : null;
  return { eventDates, anchor, publishedTrust: trust };
}

function contradictsText(published: Date, lastYear: number | null): boolean {
  return lastYear === null || published.getUTCFullYear() - lastYear >= 2;
}

function evidenceOf(lastYear: number | null, saysThisYear: boolean, published: string | null): string {
  const parts = [lastYear === null ? '正文没有写明年份' : `正文提到的最近一个完整年份是${lastYear}年`];
  if (saysThisYear) parts.push('正文说“今年”');
  if (published) parts.push(`页面日期${published}与正文不符`);
  return parts.join('；');
}

/** Days named in the opening paragraphs (8月12日, 2021年7月16日, 8月28日至31日). */
function findDays(article: Article): DayMention[] {
  const days: DayMention[] = [];
  for (const paragraph of article.paragraphs.slice(0, LEAD_PARAGRAPHS + 3)) {
    if (paragraph.index >= LEAD_PARAGRAPHS && days.length > 0) break;
    const text = article.text.slice(paragraph.start, paragraph.end);
    const pattern =
      /(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:(?:至|到|-|—|–|~|～)+(?:(\d{1,2})月)?(\d{1,2})日)?/g;
    for (const match of text.matchAll(pattern)) {
      const month = Number(match[2]);
      const day = Number(match[3]);
      if (month < 1 || month > 12 || day < 1 || day > 31) continue;
      // Dates of laws, documents and past history in brackets anchor nothing.
      const left = text.slice(Math.max(0, match.index - 12), match.index);
      const right = text.slice(match.index + match[0].length, match.index + match[0].length + 16);
      if (/(?:自|从|截至|截止|截止到|于)$/.test(left) && /^(?:起|止|印发|施行|实施|前)/.test(right)) continue;
      if (/(?:截至|截止)$/.test(left)) continue;
      const sentence = article.paragraphs[paragraph.index]!.sentences.find(
        (s) => s.start <= paragraph.start + match.index && paragraph.start + match.index < s.end,
      );
      const sentenceText = sentence ? article.text.slice(sentence.start, sentence.end) : text;
      days.push({
        start: paragraph.start + match.index,
        year: match[1] ? Number(match[1]) : null,
        month,
        day,
        ...(match[5] ? { end: { month: match[4] ? Number(match[4]) : month, day: Number(match[5]) } } : {}),
        planned: /(?:将于|定于|拟于|将在)$/.test(left) && !match[1],
        what: eventIn(sentenceText),
      });
    }
  }
  return days;
}

/** The latest year of which the text speaks as past or present: targets, names and document numbers do not count. */
function lastFullYear(text: string): number | null {
  let latest: number | null = null;
  for (const match of text.matchAll(/(?<![\d〔[第])((?:19|20)\d{2})年(?!版|底前|前|度?(?:目标|规划))/g)) {
    const left = text.slice(Math.max(0, match.index - 3), match.index);
    if (/(?<!年|年度|\d)(?:到|至|力争)$/.test(left)) continue;
    const year = Number(match[1]);
    if (latest === null || year > latest) latest = year;
  }
  return latest;
}

function isNear(published: Date, day: DayMention, year: number): boolean {
  const delay = (published.getTime() - dayOf(day, year)) / DAY_MS;
  return delay <= MAX_DELAY_DAYS && delay >= (day.planned ? -200 : -3);
}

function dayOf(day: { month: number; day: number }, year: number): number {
  return Date.UTC(year, day.month - 1, day.day);
}

function parseIso(text: string): Date | null {
  const date = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return Number.isNaN(date.getTime()) ? null : date;
}

function isRealDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

const iso = (y: number, m: number, d: number) =>
  `${y}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
