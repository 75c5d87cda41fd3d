/**
 * Finds a phrase in many Chinese texts: an index of the pairs of characters that each text holds narrows the search, the
 * texts themselves decide. Width, case, blanks and quotation marks make no difference: 专精特新小巨人 finds 专精特新“小巨人”.
 */

export interface PhraseHit {
  /** Range of the text as it was entered. */
  start: number;
  end: number;
}

export interface PhraseFound {
  /** In the order of entering, from 0. */
  entry: number;
  /** Of all the phrases, in the order of the text. */
  hits: PhraseHit[];
}

interface Folded {
  text: string;
  /** Where each character of `text` stands in the text as entered. */
  at: Int32Array;
}

/** No longer phrase makes sense, and its search must not cost more. */
export const LONGEST_PHRASE = 100;

export class PhraseIndex {
  readonly #texts: Folded[] = [];
  /** Entries by pair of characters, ascending. */
  readonly #pairs = new Map<number, number[]>();

  add(text: string): void {
    const entry = this.#texts.length;
    const folded = fold(text);
    this.#texts.push(folded);
    const seen = new Set<number>();
    for (let i = 0; i + 1 < folded.text.length; i++) {
      const pair = pairAt(folded.text, i);
      if (seen.has(pair)) continue;
      seen.add(pair);
      const list = this.#pairs.get(pair);
      if (list === undefined) this.#pairs.set(pair, [entry]);
      else list.push(entry);
    }
  }

  /** Texts that hold every one of the phrases, which are what blanks part. Nothing asked for finds nothing. */
  search(asked: string): PhraseFound[] {
    const phrases = phrasesOf(asked);
    if (phrases.length === 0) return [];
    let entries: number[] | null = null;
    for (const phrase of phrases) {
      const holding = this.#holding(phrase);
      entries = entries === null ? holding : intersection(entries, holding);
    }
    const found: PhraseFound[] = [];
    for (const entry of entries!) {
      const folded = this.#texts[entry]!;
      const all = phrases.map((phrase) => hitsIn(folded, phrase));
      if (all.some((hits) => hits.length === 0)) continue;
      found.push({ entry, hits: all.flat().sort((a, b) => a.start - b.start || a.end - b.end) });
    }
    return found;
  }

  #holding(phrase: string): number[] {
    if (phrase.length === 1) return this.#texts.map((_, i) => i);
    let holding: number[] | null = null;
    for (let i = 0; i + 1 < phrase.length; i++) {
      const list = this.#pairs.get(pairAt(phrase, i));
      if (list === undefined) return [];
      holding = holding === null ? list : intersection(holding, list);
    }
    return holding!;
  }
}

export function phrasesOf(asked: string): string[] {
  return [
    ...new Set(
      asked
        .slice(0, LONGEST_PHRASE)
        .split(/\s+/)
        .map((word) => fold(word).text),
    ),
  ].filter((phrase) => phrase !== '');
}

const SILENT = /[\s“”‘’"'《》〈〉「」『』\u200b\ufeff]/;

function fold(text: string): Folded {
  const at = new Int32Array(text.length);
  let folded = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (SILENT.test(char)) continue;
    const plain = char.normalize('NFKC').toLowerCase();
    at[folded.length] = i;
    folded += plain.length === 1 ? plain : char;
  }
  return { text: folded, at: at.subarray(0, folded.length) };
}

function hitsIn({ text, at }: Folded, phrase: string): PhraseHit[] {
  const hits: PhraseHit[] = [];
  for (let from = text.indexOf(phrase); from >= 0; from = text.indexOf(phrase, from + phrase.length))
    hits.push({ start: at[from]!, end: at[from + phrase.length - 1]! + 1 });
  return hits;
}

const pairAt = (text: string, i: number) => text.charCodeAt(i) * 65536 + text.charCodeAt(i + 1);

/** Of two ascending lists. */
function intersection(a: readonly number[], b: readonly number[]): number[] {
  const both: number[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const difference = a[i]! - b[j]!;
    if (difference === 0) both.push(a[i]!);
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return both;
}
