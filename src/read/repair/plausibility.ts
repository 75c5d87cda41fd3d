/**
 * How plausible it is that one character follows another in Chinese prose: natural logarithms of probabilities of a
 * model that knows characters, how often they begin and end words, and who follows whom inside words.
 */
import type { RepairLexicon } from './lexicon.js';

/** What stands between words, with its share; ASCII forms count as the full-width ones. */
const MARKS: Record<string, number> = {
  '，': 0.33,
  '。': 0.13,
  '、': 0.12,
  '；': 0.02,
  '：': 0.02,
  '“': 0.03,
  '”': 0.03,
  '《': 0.01,
  '》': 0.01,
  '（': 0.02,
  '）': 0.02,
  '？': 0.004,
  '！': 0.004,
  '—': 0.005,
  '…': 0.002,
  '·': 0.002,
  ' ': 0.01,
  '\n': 0.05,
  '%': 0.02,
  '.': 0.01,
  '+': 0.002,
  '-': 0.003,
  '〔': 0.0005,
  '〕': 0.0005,
  '「': 0.0005,
  '」': 0.0005,
  '0': 0.12,
  A: 0.03,
};
const FOLDED: Record<string, string> = {
  ',': '，',
  ';': '；',
  ':': '：',
  '(': '（',
  ')': '）',
  '!': '！',
  '"': '“',
  "'": '“',
  '‘': '“',
  '’': '”',
  '％': '%',
  '\u3000': ' ',
  '\t': ' ',
  '–': '-',
  '[': '（',
  ']': '）',
};
/** How often a line ends behind a mark; behind any other one it seldom does. */
const LINE_ENDS: Record<string, number> = {
  '。': 0.4,
  '；': 0.1,
  '：': 0.1,
  '？': 0.2,
  '！': 0.3,
  '”': 0.1,
  '）': 0.05,
  '》': 0.03,
};
const OPENING = /[“《（〔「]/;
const STOPPING = /[，。、；：？！]/;
const LINE_GOES_ON = 0.001;
/** Chance that a word is followed by something that is no Chinese character, and that such a thing is by another. */
const AFTER_WORD = 0.17;
const AFTER_MARK = 0.2;
const ODD = 2e-6;
const RARE_HAN = 1.5e-7;
/** Answers kept; cleared when full, so that memory stays bounded on any text. */
const MEMORY = 100_000;
const WORD_PAIR = 2 ** -4;

interface Character {
  frequency: number;
  begins: number;
  ends: number;
}

interface Tables {
  characters: ReadonlyMap<string, Character>;
  inside: ReadonlyMap<string, number>;
  /** Words of three characters or more by each character in them, and where in the word it stands. */
  longWords: ReadonlyMap<string, readonly { word: string; at: number }[]>;
  words: number;
}

export class Plausibility {
  readonly #tables: Tables;
  readonly #memory = new Map<number, number>();
  /** Maps a character to the one the model knows it by: itself, or traditional to simplified. */
  readonly fold: (char: string) => string;

  constructor(tables: Tables, fold: (char: string) => string = (char) => char) {
    this.#tables = tables;
    this.fold = fold;
  }

  static of(lexicon: RepairLexicon): Plausibility {
    const characters = new Map<string, Character>();
    const inside = new Map<string, number>();
    const lines = lexicon.characters.split('\n').filter((line) => line !== '');
    let total = 0;
    for (const [level, line] of lines.entries())
      for (const match of line.matchAll(/(\D)(\d)(\d)/g)) {
        const character = {
          frequency: 2 ** -level,
          begins: (Number(match[2]) + 0.5) / 10,
          ends: (Number(match[3]) + 0.5) / 10,
        };
        total += character.frequency;
        characters.set(match[1]!, character);
      }
    let words = 0;
    for (const character of characters.values()) {
      character.frequency /= total;
      words += character.frequency * character.begins;
    }
    for (const line of lexicon.pairs.split('\n')) {
      const first = line[0];
      if (first === undefined) continue;
      let share = 0;
      for (let i = 1; i < line.length; i++) {
        const char = line[i]!;
        if (char >= '0' && char <= '9') share = 2 ** -Number(char);
        else inside.set(first + char, share);
      }
    }
    for (const word of lexicon.words)
      for (let i = 1; i < word.length; i++) {
        const pair = word.slice(i - 1, i + 1);
        inside.set(pair, Math.max(inside.get(pair) ?? 0, WORD_PAIR));
      }
    const longWords = new Map<string, { word: string; at: number }[]>();
    for (const word of new Set(lexicon.words)) {
      if (word.length < 3) continue;
      for (let at = 0; at < word.length; at++) {
        const list = longWords.get(word[at]!);
        if (list === undefined) longWords.set(word[at]!, [{ word, at }]);
        else list.push({ word, at });
      }
    }
    return new Plausibility({ characters, inside, longWords, words });
  }

  folding(fold: (char: string) => string): Plausibility {
    return new Plausibility(this.#tables, fold);
  }

  /** log P(next | previous); '' stands for the edge of a line. */
  follows(previous: string, next: string): number {
    const key =
      (previous === '' ? 0 : previous.charCodeAt(0)) * 0x10000 + (next === '' ? 0 : next.charCodeAt(0));
    let known = this.#memory.get(key);
    if (known === undefined) {
      known = this.#compute(previous, next);
      if (this.#memory.size >= MEMORY) this.#memory.clear();
      this.#memory.set(key, known);
    }
    return known;
  }

  #compute(previous: string, next: string): number {
    const a = normal(this.fold(previous));
    const b = normal(this.fold(next));
    const known = this.#tables.characters.get(a);
    const target = this.#tables.characters.get(b);
    const aIsHan = known !== undefined || isHan(a);
    const bIsHan = target !== undefined || isHan(b);
    if (!bIsHan) {
      const share = MARKS[b] ?? ODD;
      if (aIsHan) return Math.log((known?.ends ?? 0.5) * AFTER_WORD * share);
      if (OPENING.test(a) && !/[0A“《（]/.test(b)) return Math.log(1e-5);
      if (STOPPING.test(a) && STOPPING.test(b)) return Math.log(1e-5);
      if (b === '\n') return Math.log(LINE_ENDS[a] ?? LINE_GOES_ON);
      return Math.log(a === b && (a === '0' || a === 'A') ? 0.5 : AFTER_MARK * share);
    }
    const frequency = target?.frequency ?? RARE_HAN;
    const starts = (frequency * (target?.begins ?? 0.5)) / this.#tables.words;
    if (!aIsHan) return Math.log((1 - AFTER_MARK) * starts * 0.98 + frequency * 0.02);
    const ends = known?.ends ?? 0.5;
    const inside = this.#tables.inside.get(a + b) ?? 0;
    return Math.log((1 - ends) * inside * 0.9 + ends * (1 - AFTER_WORD) * starts * 0.9 + frequency * 0.02);
  }

  /** Chance that a word ends between two characters that stand together. */
  border(previous: string, next: string): number {
    const known = this.#tables.characters.get(this.fold(previous));
    const target = this.#tables.characters.get(this.fold(next));
    if (known === undefined || target === undefined) return 1;
    const apart = known.ends * ((target.frequency * target.begins) / this.#tables.words);
    const together = (1 - known.ends) * (this.#tables.inside.get(this.fold(previous) + this.fold(next)) ?? 0);
    return apart / (apart + together);
  }

  /**
   * By how much the longest known word around a character is longer than a pair; 0 where there is none. All three in
   * the form the model knows characters by.
   */
  wordAround(left: string, char: string, right: string): number {
    const words = this.#tables.longWords.get(char);
    if (words === undefined) return 0;
    const text = left + char + right;
    let longest = 2;
    for (const { word, at } of words)
      if (word.length > longest && at <= left.length && text.startsWith(word, left.length - at))
        longest = word.length;
    return longest - 2;
  }

  /** In how many of its uses a character begins a word, and ends one. */
  edges(char: string): { begins: number; ends: number } {
    return this.#tables.characters.get(this.fold(char)) ?? { begins: 0.5, ends: 0.5 };
  }

  /** log P of a text that stands between two characters, the step onto `after` included. */
  between(before: string, text: string, after: string): number {
    let sum = 0;
    let previous = before;
    for (const char of text) {
      sum += this.follows(previous, char);
      previous = char;
    }
    return sum + this.follows(previous, after);
  }
}

function isHan(char: string): boolean {
  return char >= '\u3400' && char <= '\u9fff';
}

function normal(char: string): string {
  if (char === '') return '\n';
  if (char >= '0' && char <= '9') return '0';
  if ((char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z')) return 'A';
  return FOLDED[char] ?? char;
}
