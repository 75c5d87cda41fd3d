// Numbered lists: how far each item reaches, what its title is, and whether the list is one of lines of work.
import type { Span } from '../../model/index.js';
import type { Article, ArticleParagraph } from '../article.js';
import { cutSentences } from './clauses.js';
import { endOf, type Grammar } from './lexicon.js';
import { isOutline, type Marker, rankOf } from './markers.js';
import { measuresOf, readClause } from './measures.js';
import { covering, firstFrom } from './spans.js';

export interface Item {
  ordinal: number | null;
  title: Span;
  /** From the mark to where the item ends. */
  extent: Span;
  implicitOrdinal: boolean;
  /** Its title names a part of a paper; it is a line of work only where it holds no list. */
  section?: boolean;
}

export interface WorkList {
  kind: 'numbered' | 'enumerated' | 'parallel' | 'headings' | 'single';
  group: string;
  items: Item[];
  /** Where the words that open the list begin. */
  start: number;
  /** Members the page gave the list, lines of work or not. */
  size: number;
}

export interface Numbered {
  lists: WorkList[];
  /** Every item of an outline, lines of work or not: what an inner list is called after. */
  outline: Item[];
  /** Sections that tell how things stand, or by what principles. */
  reported: (offset: number) => boolean;
}

/** The numbered lists of an article that hold lines of work. */
export function numberedLists(article: Article, runs: readonly Marker[][], g: Grammar): Numbered {
  const members = runs.flat().sort((a, b) => a.start - b.start);
  const outlines = members.filter((marker) => isOutline(marker.kind) && marker.opensParagraph);
  const lists: WorkList[] = [];
  const outline: Item[] = [];
  for (const run of runs) {
    const items = run.map((marker, index) => itemOf(article, run, index, marker, members, outlines, g));
    if (isOutline(run[0]!.kind)) outline.push(...items);
    for (const members of bySection(run, items, outlines)) {
      const kept = judge(article, run, members, g);
      if (kept.length === 0) continue;
      const { start } = members[0]!.extent;
      lists.push({ kind: 'numbered', group: '', items: kept, start, size: members.length });
    }
  }
  const inOrder = [...lists].sort((a, b) => a.start - b.start);
  const holdsList = ({ extent }: Item) => {
    const inner = inOrder[firstFrom(inOrder, extent.start + 1)];
    return inner !== undefined && inner.start < extent.end;
  };
  const reports = outline.filter(({ title }) => g.reporting.test(article.text.slice(title.start, title.end)));
  const reported = covering(reports.map(({ extent, title }) => ({ start: title.end, end: extent.end })));
  const kept = lists
    .filter((list) => !reported(list.start))
    .map((list) => ({ ...list, items: list.items.filter((item) => !item.section || !holdsList(item)) }))
    .filter((list) => list.items.length > 0);
  return { lists: kept, outline, reported };
}

/** An outline may be numbered through its sections; each section then holds a list of its own. */
function bySection(run: readonly Marker[], items: readonly Item[], outlines: readonly Marker[]): Item[][] {
  const rank = rankOf(run[0]!.kind);
  if (!isOutline(run[0]!.kind) || !run.every(({ opensParagraph }) => opensParagraph)) return [[...items]];
  const lists: Item[][] = [];
  let at = firstFrom(outlines, run[0]!.start);
  let crossed = true;
  for (const [index, item] of items.entries()) {
    for (; at < outlines.length && outlines[at]!.start < run[index]!.start; at++)
      crossed ||= rankOf(outlines[at]!.kind) < rank;
    if (crossed) lists.push([item]);
    else lists.at(-1)!.push(item);
    crossed = false;
  }
  return lists;
}

function itemOf(
  article: Article,
  run: readonly Marker[],
  index: number,
  marker: Marker,
  members: readonly Marker[],
  outlines: readonly Marker[],
  g: Grammar,
): Item {
  const end =
    isOutline(marker.kind) && marker.opensParagraph
      ? endOfOutlineItem(article, run, index, members)
      : endOfSpokenItem(article, run, index, members, outlines, g);
  return {
    ordinal: marker.ordinal,
    title: titleOf(article, marker, end, g),
    extent: { start: marker.start, end },
    implicitOrdinal: false,
  };
}

/** An item of an outline reaches to the next mark of its level or a higher one, or to a heading that has no mark. */
function endOfOutlineItem(
  article: Article,
  run: readonly Marker[],
  index: number,
  members: readonly Marker[],
): number {
  const marker = run[index]!;
  const rank = rankOf(marker.kind);
  let limit = article.text.length;
  for (let i = firstFrom(members, marker.start + 1); i < members.length; i++) {
    const other = members[i]!;
    if (isOutline(other.kind) && rankOf(other.kind) <= rank) {
      limit = other.start;
      break;
    }
  }
  const own = article.paragraphs[marker.paragraph]!;
  const tight = index === run.length - 1 && run.every((m, i) => m.paragraph === run[0]!.paragraph + i);
  for (let i = marker.paragraph + 1; i < article.paragraphs.length; i++) {
    const paragraph = article.paragraphs[i]!;
    if (paragraph.start >= limit) break;
    if (paragraph.role === 'speaker' || paragraph.role === 'question') return paragraph.start;
    if (tight && !opensWithMark(members, paragraph) && own.role !== 'heading') return paragraph.start;
    if (paragraph.role === 'heading' && own.role === 'heading' && !opensWithMark(members, paragraph))
      return paragraph.start;
  }
  return limit;
}

function opensWithMark(members: readonly Marker[], paragraph: ArticleParagraph): boolean {
  return members[firstFrom(members, paragraph.start)]?.start === paragraph.start;
}

/** A spoken item reaches to the next one; the last as far as its paragraph, or its section where items fill several. */
function endOfSpokenItem(
  article: Article,
  run: readonly Marker[],
  index: number,
  members: readonly Marker[],
  outlines: readonly Marker[],
  g: Grammar,
): number {
  const marker = run[index]!;
  const outline = outlines[firstFrom(outlines, marker.start + 1)]?.start ?? Number.POSITIVE_INFINITY;
  const next = run[index + 1] ?? nextOfRank(members, marker);
  if (next !== undefined && (index < run.length - 1 || next.paragraph === marker.paragraph))
    return Math.min(next.start, outline);
  const paragraph = article.paragraphs[marker.paragraph]!;
  const within = endInParagraph(article, marker, paragraph, g);
  const spacious = run.some((m, i) => {
    const following = run[i + 1];
    return following !== undefined && following.paragraph - m.paragraph > 1;
  });
  if (!spacious || within < paragraph.end) return Math.min(within, outline);
  let end = paragraph.end;
  for (let i = marker.paragraph + 1; i < article.paragraphs.length; i++) {
    const following = article.paragraphs[i]!;
    if (following.role !== 'body' && following.role !== 'answer') break;
    if (following.start >= outline || endOf(g.closingAt, article.text, following.start) > 0) break;
    if (opensWithMark(members, following)) break;
    end = following.end;
  }
  return Math.min(end, outline);
}

/** The next mark of the same level or a higher one: it opens another list. */
function nextOfRank(members: readonly Marker[], marker: Marker): Marker | undefined {
  for (let i = firstFrom(members, marker.start + 1); i < members.length; i++) {
    const other = members[i]!;
    if (other.paragraph !== marker.paragraph) return undefined;
    if (rankOf(other.kind) <= rankOf(marker.kind)) return other;
  }
  return undefined;
}

/** The last item ends where its paragraph turns to what lies ahead, to a new speaker's words, or to a close. */
function endInParagraph(article: Article, marker: Marker, paragraph: ArticleParagraph, g: Grammar): number {
  const { text } = article;
  const { sentences } = paragraph;
  for (let i = firstFrom(sentences, marker.start + 1); i < sentences.length; i++) {
    const sentence = sentences[i]!;
    if (endOf(g.closingAt, text, sentence.start) > 0 || endOf(g.futureFrameAt, text, sentence.start) > 0)
      return sentence.start;
    const first = sentence.clauses[0]!;
    const words = text.slice(first.start, first.end);
    if (words.length <= 24 && g.speechEnd.test(words) && !/^[他她]/u.test(words)) return sentence.start;
  }
  return paragraph.end;
}

const TITLE_OPENING = /^(?:[\s，,、：:“"]|的?(?:工作|任务|举措|措施)(?:就?是))+/u;
const TITLE_MODAL =
  /^(?:需要|旨在|重在|在于|就是|要|将|我们要|我们将|必须|应当?|是|主要是|重点是|要在|还要|要重点|要更加|将重点)(?![素点求务])/u;
const HEAD_LIMIT = 40;
const TITLE_REACH = 200;

/** The head phrase of an item, without its mark and without 工作是, 要, 旨在. */
function titleOf(article: Article, marker: Marker, end: number, g: Grammar): Span {
  const { text } = article;
  const paragraph = article.paragraphs[marker.paragraph]!;
  const limit = Math.min(end, paragraph.end, marker.body + TITLE_REACH);
  let start = marker.body;
  for (let step = 0; step < 4; step++) {
    const rest = text.slice(start, Math.min(limit, start + 16));
    const opening = TITLE_OPENING.exec(rest)?.[0].length ?? 0;
    const keepsQuote = rest.slice(0, opening).endsWith('“') ? 1 : 0;
    const modal = TITLE_MODAL.exec(rest.slice(opening - keepsQuote))?.[0].length ?? 0;
    if (opening - keepsQuote + modal === 0) break;
    start += opening - keepsQuote + modal;
  }
  const sentence = cutSentences(text, start, limit)[0];
  const first = sentence?.[0];
  if (sentence === undefined || first === undefined) return { start, end: start };
  const last = sentence.at(-1)!;
  const wholeSentence =
    isOutline(marker.kind) &&
    marker.opensParagraph &&
    last.end - first.start <= HEAD_LIMIT &&
    !sentence.some((clause) => clause.mark === '：' || clause.mark === ':' || clause.mark === '；');
  const whole: Span = { start: first.start, end: wholeSentence ? last.end : first.end };
  if (wholeSentence || sentence.length === 1) return bare(text, whole, g);
  const reading = readClause(text, first, g);
  const topic = /^(?:在|关于)(.{2,24}?)(?:方面|上)?$/u.exec(text.slice(whole.start, whole.end));
  if (reading.kind === 'leadIn' && topic !== null) {
    const from = whole.start + topic[0].indexOf(topic[1]!);
    return { start: from, end: from + topic[1]!.length };
  }
  if (reading.kind === 'leadIn' && endOf(g.focusAt, text, first.start) < 0) {
    const action = sentence.find((clause) => readClause(text, clause, g).kind === 'action');
    if (action !== undefined) return bare(text, action, g);
  }
  return bare(text, whole, g);
}

/** Without a bracket at the end that names who is responsible, and up to a wide space. */
function bare(text: string, span: Span, g: Grammar): Span {
  const words = text.slice(span.start, span.end);
  const gap = words.search(/[\u3000]| {2}/u);
  const bracket = words.search(/[（(【[]/u);
  let end = gap > 0 ? span.start + gap : span.end;
  if (bracket > 0 && g.responsibility.test(words.slice(bracket))) end = Math.min(end, span.start + bracket);
  return { start: span.start, end };
}

type Look = 'action' | 'nominal' | 'past' | 'background' | 'section' | 'other';

export function lookOf(text: string, title: Span, g: Grammar): Look {
  const words = text.slice(title.start, title.end);
  if (g.background.test(words) || g.formality.test(words) || g.reporting.test(words)) return 'background';
  if (g.sectionTitle.test(words)) return 'section';
  const reading = readClause(text, title, g);
  if (reading.past) return 'past';
  if (reading.kind === 'action' || reading.kind === 'focus') return 'action';
  if (reading.kind !== 'copula' && endOf(g.focusAt, text, title.start) > 0) return 'action';
  if (g.slogan.test(words)) return 'action';
  if (g.state.test(words)) return 'other';
  return words.length <= 24 && g.nominalTitle.test(words) ? 'nominal' : 'other';
}

const CONTEXT = 120;

/** The items that are lines of work; none where the list tells of results, reasons or rules. */
function judge(article: Article, run: readonly Marker[], items: readonly Item[], g: Grammar): Item[] {
  const { text } = article;
  const named = items.filter((item) => item.title.end > item.title.start);
  const outline = isOutline(run[0]!.kind);
  const start = run[0]!.start;
  const paragraph = article.paragraphs[run[0]!.paragraph]!;
  const before = lastSentence(text.slice(Math.max(0, start - CONTEXT), start), start === paragraph.start);
  const planned = g.plan.test(before) || before.search(g.announced) >= 0;
  const looks = named.map((item) => {
    const look = lookOf(text, item.title, g);
    return look === 'other' && !outline && planned && isWatchword(text, item, g) ? 'action' : look;
  });
  const work = looks.filter((look) => look === 'action' || look === 'nominal').length;
  const weighed = looks.filter((look) => look !== 'background' && look !== 'section').length;
  if (work === 0 || work * 2 < weighed) return [];
  if (!outline && looks.filter((look) => look === 'action').length * 2 < named.length) return [];
  if (named.filter((item) => reportsPast(text, item, g)).length * 2 > named.length) return [];
  if (run[0]!.kind === 'hand' && !g.plan.test(before)) return [];
  if (!outline && g.achievement.test(before) && !g.plan.test(before)) return [];
  if (!outline) return named;
  return named.filter((item, i) => {
    const look = looks[i]!;
    if (look === 'background' || endOf(g.cognitiveAt, text, item.title.start) > 0) return false;
    if (look === 'section' || run[0]!.kind === 'part') item.section = true;
    return look !== 'past' && look !== 'other';
  });
}

const WATCHWORD = 6;

/** 一是敢投，建立…清单: a word or two that only what follows explains. */
function isWatchword(text: string, { title, extent }: Item, g: Grammar): boolean {
  return (
    title.end - title.start <= WATCHWORD &&
    !g.state.test(text.slice(title.start, title.end)) &&
    measuresOf(text, { start: title.end, end: Math.min(extent.end, title.end + 200), committed: true }, g)
      .length > 0
  );
}

/** The sentence just before the list. */
export function lastSentence(words: string, listOpensParagraph: boolean): string {
  const trimmed = words.replace(/[。；;：:，,\s]+$/u, '');
  const cut = Math.max(trimmed.lastIndexOf('。'), listOpensParagraph ? -1 : trimmed.lastIndexOf('\n'));
  return trimmed.slice(cut + 1);
}

/** More of the item's clauses report than intend. */
function reportsPast(text: string, item: Item, g: Grammar): boolean {
  let past = 0;
  let intended = 0;
  const sentences = cutSentences(text, item.title.start, Math.min(item.extent.end, item.title.start + 400));
  for (const clause of sentences.flat()) {
    const reading = readClause(text, clause, g);
    if (reading.past) past++;
    else if (reading.kind === 'action') intended++;
  }
  return past > intended;
}
