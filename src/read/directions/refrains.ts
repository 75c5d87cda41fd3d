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
    for (const match of text.slice(paragraph.start, paragraph.end).matchAll(COUNTED)) {
      const count = countOf(match[1]!);
      const after = paragraph.start + match.index + match[0].length;
      if (count < 2 || count > 12 || after < reached || g.counted.test(match[2]!)) continue;
      const found = refrain(heads, firstFrom(heads, after - match[2]!.length), match[2]!, count, covered);
      if (found === null) continue;
      const items = itemsOf(found.items);
      const acting = items.filter(
        ({ title, extent }) =>
          ['action', 'nominal'].includes(lookOf(text, title, g)) ||
          measuresOf(text, { start: title.end, end: extent.end, committed: true }, g).length > 0,
      );
      if (acting.length * 2 < count) continue;
      const counted = match[0].slice(0, match[0].length - match[2]!.length + found.word.length);
      const group = counted.replace(/[“"]/gu, '');
      lists.push({ kind: 'parallel', group, items, start: items[0]!.extent.start, size: count });
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

/** As many heads as were counted, each opening or ending with the word, the longest reading of it first. */
function refrain(
  heads: readonly Head[],
  from: number,
  words: string,
  count: number,
  covered: (offset: number) => boolean,
): { items: Head[]; word: string } | null {
  for (let length = words.length; length >= 1; length--) {
    const word = words.slice(0, length);
    const items: Head[] = [];
    let last = from;
    for (let i = from; i < Math.min(heads.length, from + REACH) && items.length <= count; i++) {
      const head = heads[i]!;
      const before = items.at(-1);
      if (before !== undefined && (i - last > GAP || head.start - before.start > GAP_CHARACTERS)) break;
      const carries =
        (length > 1 && head.words.startsWith(word)) ||
        (head.words.length <= SHORT_TITLE &&
          (head.words.endsWith(word) ||
            (length > 1 && (before === undefined || i === last + 1) && head.words.includes(word))));
      if (!carries || head.words.length <= length || covered(head.start)) continue;
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
