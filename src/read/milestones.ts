// Dated commitments without a number: 今年下半年将陆续出台…, 年底前完成…, 到2025年基本建成….
import type { Span, Target } from '../model/index.js';
import type { Article } from './article.js';
import { type CutClause, cutSentences } from './directions/clauses.js';
import type { DirectionsLexicon } from './directions/index.js';
import { endOf, type Grammar, grammarOf } from './directions/lexicon.js';
import { readClause } from './directions/measures.js';
import { type Anchor, findTimes, type TimeExpression } from './figures/time.js';

/** A number that counts or measures; years, ordinals and names with digits have no unit behind them. */
const QUANTITY =
  /(?:\d|[一二两三四五六七八九十百])(?:\.\d+)?\s*[多余]?(?:[万亿千]+\s*)?(?:%|％|个(?!方面|重点|领域)|家|项|亿|万|元|吨|户|条|座|辆|台|套|种|倍|成(?:以|左|$)|名|人)/u;
const SHORT_SUBJECT = 3;

/** Targets of type milestone, in order. Without an anchor only absolute years resolve. */
export function readMilestones(
  article: Article,
  anchor: { date: string } | null,
  lexicon: DirectionsLexicon,
): Target[] {
  const g = grammarOf(lexicon);
  const day = anchorOf(anchor);
  const targets: Target[] = [];
  for (const paragraph of article.paragraphs) {
    if (paragraph.role === 'question' || paragraph.role === 'speaker' || paragraph.role === 'heading')
      continue;
    for (const sentence of cutSentences(article.text, paragraph.start, paragraph.end))
      targets.push(...milestonesOf(article.text, sentence, day, g));
  }
  return targets;
}

function milestonesOf(
  text: string,
  sentence: readonly CutClause[],
  anchor: Anchor | null,
  g: Grammar,
): Target[] {
  const out: Target[] = [];
  const from = sentence[0]!.start;
  const whole = text.slice(from, sentence.at(-1)!.end);
  const times = findTimes(maskNames(whole), anchor).filter(
    (time) => time.period !== null && !/目前|如今|现已|至今|迄今|累计/u.test(time.text),
  );
  if (times.length === 0) return out;
  let governing: { time: TimeExpression; at: number } | null = null;
  let pending: number | null = null;
  let next = 0;
  for (const [index, clause] of sentence.entries()) {
    while (next < times.length && from + times[next]!.start < clause.start) next++;
    const inside: TimeExpression[] = [];
    for (; next < times.length && from + times[next]!.end <= clause.end; next++) inside.push(times[next]!);
    const ahead = inside.find(
      (time) =>
        time.role === 'deadline' ||
        isPlanAhead(time, text, clause) ||
        isMonthAhead(time, text.slice(from + time.end, from + time.end + 2)),
    );
    if (ahead !== undefined) {
      governing = { time: ahead, at: from + ahead.start };
      pending = null;
    } else if (inside.length > 0) governing = null;
    const words = withoutTimes(text, clause, inside, from);
    if (/^(?:力争|争取|确保|到|在|于|至|前|底|末|内|[，,\s])*$/u.test(words)) {
      pending = clause.start;
      continue;
    }
    if (QUANTITY.test(words) || g.milestoneEvent.test(words) || isReported(words, g)) {
      pending = null;
      continue;
    }
    const time = governing?.time ?? soon(inside, words, anchor, g);
    if (time === null || (governing !== null && !g.milestoneVerb.test(words))) continue;
    const deadline = deadlineOf(time, anchor);
    if (deadline === null) continue;
    const before = sentence[index - 1];
    const bare = governing === null && subjectLength(words, g) < SHORT_SUBJECT && before !== undefined;
    const goal = /^[^的]{6,40}(?:的[^的]{2,30})?(?=的(?:目标|任务|愿景|蓝图))/u.exec(
      text.slice(clause.start, clause.end),
    );
    const span = {
      start: bare ? before.start : (pending ?? clause.start),
      end: goal === null ? clause.end : clause.start + goal[0].length,
    };
    pending = null;
    out.push({
      textSpan: text.slice(span.start, span.end),
      ...span,
      type: 'milestone',
      indicator: bare ? objectOf(text, before, g) + deed(words, g) : plain(words),
      value: null,
      unit: null,
      deadline,
      bound: null,
    });
  }
  return out;
}

/** Years in the names of papers are no dates: 《…行动方案（2025—2027年）》. */
function maskNames(words: string): string {
  return words.replace(/《[^《》]{0,80}》/gu, (name) => '《'.repeat(name.length));
}

function withoutTimes(text: string, clause: Span, times: readonly TimeExpression[], offset: number): string {
  let words = '';
  let at = clause.start;
  for (const time of times) {
    words += text.slice(at, offset + time.start);
    at = offset + time.end;
  }
  return words + text.slice(at, clause.end);
}

/** “十四五”时期…必须保持…: a plan's years, with a commitment. */
function isPlanAhead(time: TimeExpression, text: string, clause: Span): boolean {
  return (
    time.range !== undefined &&
    time.text.includes('五') &&
    /必须|要|将|力争|确保/u.test(text.slice(clause.start, clause.end))
  );
}

/** 6月底前: a month without a year is read as the last such month, but 前 looks forward. */
function isMonthAhead(time: TimeExpression, right: string): boolean {
  return /^[\d十一二三四五六七八九]{1,2}月/u.test(time.text) && /^(?:之|以)?前/u.test(right);
}

/** 今年将出台…: a period that is not over, and a deed that can be ticked off. */
function soon(
  times: readonly TimeExpression[],
  words: string,
  anchor: Anchor | null,
  g: Grammar,
): TimeExpression | null {
  if (!g.datedDeed.test(words)) return null;
  return (
    times.find((time) => {
      if (time.period === null || time.role === 'comparison' || /-\d\d-\d\d$/.test(time.period)) return false;
      const deadline = deadlineOf(time, anchor);
      return deadline !== null && (anchor === null || Number(deadline.slice(0, 4)) >= anchor.year);
    }) ?? null
  );
}

function isReported(words: string, g: Grammar): boolean {
  return /已经?|曾|同比|环比|截至/u.test(words) || words.replace(g.exceptions, '').includes('了');
}

/** What stands before the modal of a deed. */
function subjectLength(words: string, g: Grammar): number {
  const found = g.datedDeed.exec(words);
  if (found === null) return words.length;
  const behind = words.length - found.index - found[0].length;
  return Math.max(found.index, behind);
}

function deed(words: string, g: Grammar): string {
  const found = g.datedDeed.exec(words);
  if (found === null) return '';
  const verbs = g.lexicon.milestones.dated.filter((verb) => found[0].endsWith(verb));
  return verbs.sort((a, b) => b.length - a.length)[0] ?? '';
}

/** 我们正在抓紧编制X规划 → X规划. */
function objectOf(text: string, clause: Span, g: Grammar): string {
  const words = text.slice(clause.start, clause.end);
  const reading = readClause(text, clause, g);
  if (reading.kind === 'action')
    return text.slice(Math.max(reading.start, endOf(g.actionAt, text, reading.start)), clause.end);
  const underWay = /(?:正在|正)/u.exec(words);
  if (underWay === null) return words;
  const at = underWay.index + underWay[0].length;
  const end = endOf(g.actionAt, words, at);
  return end > 0 ? words.slice(end) : words.slice(at);
}

function plain(words: string): string {
  return words
    .replace(/(?<!即)(?:将|拟|必须|计划于?|要(?!求|素|点))(?:在|于)?/u, '')
    .replace(/^(?:力争|争取|确保|到|在|于|至|前|底|末|内|我们|我国|全省|全市|[，,、\s])+/u, '');
}

/** A deadline at the end of a year is that year; one that seems past and names no year is next year's. */
function deadlineOf(time: TimeExpression, anchor: Anchor | null): string | null {
  if (time.period === null) return null;
  const period = time.period.replace(/^asof:/, '').replace(/^(\d{4})-12$/, '$1');
  if (time.range !== undefined) return period;
  const end = period.includes('/') ? period.slice(period.indexOf('/') + 1) : period;
  const year = Number(end.slice(0, 4));
  const named = /\d{4}|[今去明后前本当]年|五/u.test(time.text);
  return !named && anchor !== null && year < anchor.year ? `${anchor.year}${end.slice(4)}` : end;
}

function anchorOf(anchor: { date: string } | null): Anchor | null {
  const match = anchor === null ? null : /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?/.exec(anchor.date);
  if (match === null) return null;
  return {
    year: Number(match[1]),
    month: match[2] === undefined ? null : Number(match[2]),
    day: match[3] === undefined ? null : Number(match[3]),
  };
}
