// Lists whose items repeat a word that the page counted: 三个聚焦, 四个坚持, 三张牌, 五大行动.
import type { Span } from '../../model/index.js';
import type { Article } from '../article.js';
import { cutSentences } from './clauses.js';
import { countOf, type Grammar } from './lexicon.js';
import { type Item, lookOf, type WorkList } from './lists.js';
import { measuresOf } from './measures.js';
import { firstFrom } from './spans.js';

/** The opening clause of a sentence, or of what follows ； or ：. */
interface Head extends Span {
  words: string;
  paragraphEnd: number;
}

const COUNTED =
  /(?=[\d二两三四五六七八九十])(?<![第\d〇零一二三四五六七八九十百])(\d{1,2}|[二两三四五六七八九十]{1,2})(?:个|大|项|张|条|场|把)?[“"]?(\p{Script=Han}{1,4})/gu;
/** 三抓三促: every item opens with the one word and holds the other. */
const COUNTED_TWICE = /([二两三四五六七八九十])(\p{Script=Han})\1(\p{Script=Han})/gu;
/** Heads looked at after a count, and the widest gap between two items, in heads and in characters. */
const REACH = 80;
const GAP = 25;
const GAP_CHARACTERS = 1500;
const SHORT_TITLE = 16;

export function refrainLists(article: Article, covered: (offset: number) => boolean, g: Grammar): WorkList[] {
  const { text } = article;
  const heads = headsIn(article);
  const lists: WorkList[] = [];
  let reached = 0;
  for (const paragraph of article.paragraphs) {
    if (paragraph.role === 'question') continue;
    const words = text.slice(paragraph.start, paragraph.end);
    for (const counted of countedIn(words, g)) {
      const after = paragraph.start + counted.end;
      if (after < reached) continue;
      const found = refrain(heads, firstFrom(heads, paragraph.start + counted.start + 1), counted, covered);
      if (found === null) continue;
      const items = itemsOf(found.items);
      const acting = items.filter(
        ({ title, extent }) =>
          ['action', 'nominal'].includes(lookOf(text, title, g)) ||
          measuresOf(text, { start: title.end, end: extent.end, committed: true }, g).length > 0,
      );
      if (acting.length * 2 < items.length) continue;
      const group = `${counted.number}${found.word}`.replace(/[“"]/gu, '');
      lists.push({
        kind: 'parallel',
        group,
        items,
        start: items[0]!.extent.start,
        size: items.length,
      });
      reached = items.at(-1)!.extent.end;
    }
  }
  return lists;
}

function headsIn(article: Article): Head[] {
  const heads: Head[] = [];
  for (const { role, start, end } of article.paragraphs) {
    if (role === 'question' || role === 'speaker') continue;
    for (const sentence of cutSentences(article.text, start, end)) {
      for (const [index, clause] of sentence.entries()) {
        if (index > 0 && !'；;：:'.includes(sentence[index - 1]!.mark)) continue;
        const words = article.text.slice(clause.start, clause.end).replace(/^[“"\s]+|[”"』」\s]+$/gu, '');
        heads.push({ start: clause.start, end: clause.end, words, paragraphEnd: end });
      }
    }
  }
  return heads;
}

interface Counted {
  start: number;
  end: number;
  count: number;
  /** 四个, 五大: the count as written. */
  number: string;
  /** Readings of the counted word, the longest first. */
  readings: { word: string; carries: (words: string, follows: boolean) => boolean }[];
}

function countedIn(words: string, g: Grammar): Counted[] {
  const out: Counted[] = [];
  const push = (match: RegExpExecArray, number: string, readings: Counted['readings']) => {
    const count = countOf(match[1]!);
    const end = match.index + match[0].length;
    if (count >= 2 && count <= 12) out.push({ start: match.index, end, count, number, readings });
  };
  for (const match of words.matchAll(COUNTED)) {
    const counted = match[2]!;
    if (g.counted.test(counted)) continue;
    const number = match[0].slice(0, match[0].length - counted.length);
    push(
      match,
      number,
      Array.from({ length: counted.length }, (_, cut) => readingOf(counted.slice(0, counted.length - cut))),
    );
  }
  for (const match of words.matchAll(COUNTED_TWICE)) {
    const [whole, , opening, inside] = match;
    const carries = (head: string) => head.startsWith(opening!) && head.includes(inside!);
    push(match, '', [{ word: whole, carries }]);
  }
  return out;
}

/** The word opens a head or, where the head is short, ends it or stands in each head of a row. */
function readingOf(word: string): Counted['readings'][number] {
  const long = word.length > 1;
  return {
    word,
    carries: (head, follows) =>
      head.length > word.length &&
      ((long && head.startsWith(word)) ||
        (head.length <= SHORT_TITLE && (head.endsWith(word) || (long && follows && head.includes(word))))),
  };
}

/** As many heads as were counted that carry the word. */
function refrain(
  heads: readonly Head[],
  from: number,
  { count, readings }: Counted,
  covered: (offset: number) => boolean,
): { items: Head[]; word: string } | null {
  for (const { word, carries } of readings) {
    const items: Head[] = [];
    let last = from;
    for (let i = from; i < Math.min(heads.length, from + REACH) && items.length <= count; i++) {
      const head = heads[i]!;
      const before = items.at(-1);
      if (before !== undefined && (i - last > GAP || head.start - before.start > GAP_CHARACTERS)) break;
      if (!carries(head.words, before === undefined || i === last + 1) || covered(head.start)) continue;
      items.push(head);
      last = i;
    }
    if (items.length === count) return { items, word };
  }
  return null;
}

function itemsOf(heads: readonly Head[]): Item[] {
  return heads.map((head, index) => ({
    ordinal: index + 1,
    title: { start: head.start, end: head.end },
    extent: { start: head.start, end: heads[index + 1]?.start ?? head.paragraphEnd },
    implicitOrdinal: true,
  }));
}
