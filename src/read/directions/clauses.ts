// Cuts a range of TEXT into sentences and clauses, leaving short quotations and brackets whole.
import type { Span } from '../../model/index.js';

export interface CutClause extends Span {
  /** The mark that ends it, '' at the end of the range. */
  mark: string;
}

const PAIRS: Record<string, [close: string, reach: number]> = {
  '（': ['）', 120],
  '(': [')', 120],
  '“': ['”', 40],
  '《': ['》', 60],
  '「': ['」', 40],
  '【': ['】', 60],
};
const PLAIN = 0;
const ENDS_SENTENCE = 1;
const ENDS_CLAUSE = 2;
const OPENS = 3;
/** What a character does, by its code: this loop runs over every character of a page many times. */
const CLASS = new Uint8Array(0x10000);
for (const char of '。！？!?\n') CLASS[char.charCodeAt(0)] = ENDS_SENTENCE;
for (const char of '，,；;：:') CLASS[char.charCodeAt(0)] = ENDS_CLAUSE;
for (const char of Object.keys(PAIRS)) CLASS[char.charCodeAt(0)] = OPENS;

export function cutSentences(text: string, start: number, end: number): CutClause[][] {
  const sentences: CutClause[][] = [];
  let clauses: CutClause[] = [];
  let from = start;
  const push = (to: number, mark: string) => {
    let a = from;
    let b = to;
    while (a < b && /[\s”’」』）)]/.test(text[a]!)) a++;
    while (b > a && /\s/.test(text[b - 1]!)) b--;
    if (b > a) clauses.push({ start: a, end: b, mark });
    from = to + 1;
  };
  for (let i = start; i < end; i++) {
    const does = CLASS[text.charCodeAt(i)]!;
    if (does === PLAIN) continue;
    if (does === OPENS) {
      const [close, reach] = PAIRS[text[i]!]!;
      const closed = closing(text, i, Math.min(end, i + reach), close);
      if (closed > 0) i = closed;
    } else if (does === ENDS_SENTENCE) {
      push(i, text[i]!);
      if (clauses.length > 0) sentences.push(clauses);
      clauses = [];
    } else if (!isInsideNumber(text, i)) push(i, text[i]!);
  }
  push(end, '');
  if (clauses.length > 0) sentences.push(clauses);
  return sentences;
}

function closing(text: string, open: number, limit: number, close: string): number {
  for (let i = open + 1; i < limit; i++) {
    if (text[i] === close) return i;
    if (text[i] === '\n') return -1;
  }
  return -1;
}

function isInsideNumber(text: string, i: number): boolean {
  const digit = (c: string | undefined) => c !== undefined && c >= '0' && c <= '9';
  return (text[i] === ',' || text[i] === ':') && digit(text[i - 1]) && digit(text[i + 1]);
}

/** Letters and digits only, for comparing wordings. */
export function core(text: string): string {
  return text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');
}

/** Share of character pairs two wordings have in common (Dice 1945), 0 to 1. */
export function likeness(a: string, b: string): number {
  const pairs = (text: string) => {
    const plain = core(text);
    const counts = new Map<string, number>();
    for (let i = 0; i + 1 < plain.length; i++) {
      const pair = plain.slice(i, i + 2);
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
    return counts;
  };
  const [left, right] = [pairs(a), pairs(b)];
  let common = 0;
  let total = 0;
  for (const [pair, count] of left) {
    common += Math.min(count, right.get(pair) ?? 0);
    total += count;
  }
  for (const count of right.values()) total += count;
  return total === 0 ? Number(core(a) === core(b)) : (2 * common) / total;
}
