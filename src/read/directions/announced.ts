// Counts that a page announces (五个方面, 八项举措), and lists that stand in the announcing sentence itself.
import type { Span } from '../../model/index.js';
import type { Article } from '../article.js';
import { cutSentences } from './clauses.js';
import { countOf, type Grammar } from './lexicon.js';
import { type Item, lookOf, type WorkList } from './lists.js';
import { readClause } from './measures.js';
import { firstFrom } from './spans.js';

/** A number of lines of work that the page says it names. */
export interface AnnouncedCount extends Span {
  textSpan: string;
  count: number;
  /** `group` of the directions it announces; null where no list was found that it could mean. */
  group: string | null;
  /** How many of that list's directions were read; null where no list was found. */
  found: number | null;
}

export function announcedCounts(article: Article, g: Grammar): AnnouncedCount[] {
  const out: AnnouncedCount[] = [];
  for (const paragraph of article.paragraphs) {
    if (paragraph.role === 'question') continue;
    const words = article.text.slice(paragraph.start, paragraph.end);
    for (const match of words.matchAll(g.announced)) {
      const count = countOf(match[1]!);
      if (count < 2 || count > 60) continue;
      const start = paragraph.start + match.index;
      out.push({ start, end: start + match[0].length, textSpan: match[0], count, group: null, found: null });
    }
  }
  return out;
}

const BEFORE = 400;
const AFTER = 2000;

/** `从A、B、C等5个方面` and `以下3方面工作：A；B；C`: one list a count at most. */
export function enumeratedLists(article: Article, counts: readonly AnnouncedCount[], g: Grammar): WorkList[] {
  const lists: WorkList[] = [];
  for (const announced of counts) {
    const spans = itemsBefore(article, announced, g) ?? itemsAfter(article, announced, g);
    if (spans === null) continue;
    const items = spans.map(
      (extent, index): Item => ({
        ordinal: index + 1,
        title: headOf(article.text, extent, g),
        extent,
        implicitOrdinal: false,
      }),
    );
    lists.push({
      kind: 'enumerated',
      group: announced.textSpan,
      items,
      start: items[0]!.extent.start,
      size: items.length,
    });
  }
  return lists;
}

function headOf(text: string, extent: Span, g: Grammar): Span {
  const first = cutSentences(text, extent.start, extent.end)[0]?.[0] ?? extent;
  const reading = readClause(text, first, g);
  return reading.kind === 'action' || reading.kind === 'focus'
    ? { start: reading.start, end: reading.end }
    : { start: first.start, end: first.end };
}

function itemsBefore(article: Article, announced: AnnouncedCount, g: Grammar): Span[] | null {
  const { text } = article;
  let from = Math.max(0, announced.start - BEFORE);
  for (let i = announced.start - 1; i >= from; i--) {
    if ('。！？\n'.includes(text[i]!)) {
      from = i + 1;
      break;
    }
  }
  const to =
    announced.start - (/(?:等|这|共|等这|的)$/u.exec(text.slice(from, announced.start))?.[0].length ?? 0);
  const openers = [...text.slice(from, to).matchAll(g.opener)].map(
    (match) => from + match.index + match[0].length,
  );
  for (const opener of openers.reverse()) {
    const pieces = cutList(text, { start: opener, end: to }, announced.count, g);
    if (pieces !== null) return pieces;
  }
  return null;
}

/** As many pieces as were announced, at least half of them actions; null where the words do not fall so. */
function cutList(text: string, range: Span, count: number, g: Grammar): Span[] | null {
  let pieces = cutAt(text, range, '、，,；;');
  if (pieces.length === count - 1) {
    const last = pieces.at(-1)!;
    const joint = /(?:以及|和|及|与)(?=.{3})/gu;
    for (const match of text.slice(last.start, last.end).matchAll(joint)) {
      const second = { start: last.start + match.index + match[0].length, end: last.end };
      if (!isAction(text, second, g)) continue;
      pieces = [...pieces.slice(0, -1), { start: last.start, end: last.start + match.index }, second];
      break;
    }
  }
  if (pieces.length > count) {
    const merged: Span[] = [];
    for (const piece of pieces) {
      const last = merged.at(-1);
      if (last !== undefined && !isAction(text, piece, g)) last.end = piece.end;
      else merged.push({ ...piece });
    }
    pieces = merged;
  }
  if (pieces.length !== count) return null;
  return pieces.filter((piece) => isAction(text, piece, g)).length * 2 >= count ? pieces : null;
}

/** 以下3方面工作：… and “五大行动”，即…. */
const LIST_OPENING = /^[^。！？\n，,；;：:]{0,12}(?:[：:]|[，,]?(?:即|包括|分别是|分别为|具体是|也就是))\s?/u;

function itemsAfter(article: Article, announced: AnnouncedCount, g: Grammar): Span[] | null {
  const { text } = article;
  const window = text.slice(announced.end, announced.end + AFTER);
  const lead = LIST_OPENING.exec(window);
  if (lead === null) return null;
  const from = announced.end + lead[0].length;
  const stop = /[。！？\n]/u.exec(window.slice(lead[0].length));
  const range = { start: from, end: from + (stop === null ? window.length - lead[0].length : stop.index) };
  for (const marks of ['；;', '，,', '、']) {
    const pieces = cutAt(text, range, marks);
    if (pieces.length < 2) continue;
    if (pieces.length !== announced.count) return null;
    return pieces.filter((piece) => isAction(text, piece, g)).length * 2 >= pieces.length ? pieces : null;
  }
  return null;
}

function cutAt(text: string, range: Span, marks: string): Span[] {
  const pieces: Span[] = [];
  let start = range.start;
  let quoted = 0;
  for (let i = range.start; i <= range.end; i++) {
    const char = text[i];
    if (char === '“' || char === '（' || char === '《') quoted++;
    else if ((char === '”' || char === '）' || char === '》') && quoted > 0) quoted--;
    if (i < range.end && (quoted > 0 || !marks.includes(char!))) continue;
    if (i > start) pieces.push({ start, end: i });
    start = i + 1;
  }
  return pieces;
}

function isAction(text: string, piece: Span, g: Grammar): boolean {
  const look = lookOf(text, piece, g);
  return look === 'action' || look === 'nominal';
}

export interface ReadList {
  group: string;
  start: number;
  size: number;
}

/** Says of each count which list it means: one of its size close by, else one that follows and nobody else counted, else one of its size. */
export function linkCounts(counts: readonly AnnouncedCount[], lists: readonly ReadList[]): AnnouncedCount[] {
  const inOrder = [...lists].sort((a, b) => a.start - b.start);
  const bySize = new Map<number, ReadList>();
  for (const list of inOrder) if (!bySize.has(list.size)) bySize.set(list.size, list);
  const near = counts.map((announced) => {
    const close: ReadList[] = [];
    for (let i = firstFrom(inOrder, announced.start - BEFORE); i < inOrder.length; i++) {
      if (inOrder[i]!.start > announced.start + BEFORE) break;
      close.push(inOrder[i]!);
    }
    return close.sort((a, b) => Math.abs(a.start - announced.start) - Math.abs(b.start - announced.start));
  });
  const exact = counts.map(({ count }, i) => near[i]!.find((list) => list.size === count));
  const claimed = new Set(exact);
  return counts.map((announced, i) => {
    const list =
      exact[i] ??
      near[i]!.find(
        (candidate) =>
          !claimed.has(candidate) &&
          candidate.start >= announced.end &&
          candidate.start - announced.end <= 80,
      ) ??
      bySize.get(announced.count);
    return list === undefined ? announced : { ...announced, group: list.group, found: list.size };
  });
}
