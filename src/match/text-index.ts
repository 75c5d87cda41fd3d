/**
 * Search over short Chinese texts in several fields: character pairs, ranked by BM25F (Robertson & Zaragoza 2009), each
 * score explained word by word.
 */

export interface TextField {
  name: string;
  /** How much a word counts here against one in a field of weight 1. */
  weight: number;
}

/** Words of a query that a text holds, and what they add to its score. */
export interface MatchedWords {
  words: string;
  points: number;
  fields: string[];
}

export interface TextQuery {
  /** Term numbers with how often the query has them. */
  terms: { term: number; weight: number }[];
  /** The score of a text that has every word of the query as often as one can ask. */
  ideal: number;
  /** Words of the query that no text has. */
  absent: string[];
  pieces: readonly string[];
}

/** Saturation of repeated words, and how far long texts are held back. */
const K1 = 1.2;
const B = 0.6;

const RUNS = /\p{Script=Han}+|[\p{L}\p{N}]+(?:[-.+/][\p{L}\p{N}]+)*/gu;
const HAN = /^\p{Script=Han}/u;

/**
 * Search terms of a text: pairs of neighbouring Han characters (a lone one stands for itself), and words of letters and
 * digits whole, in half-width and lower case.
 */
export function searchTerms(text: string): string[] {
  const terms: string[] = [];
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(RUNS)) {
    const signs = [...run];
    if (!HAN.test(run) || signs.length === 1) terms.push(run);
    else for (let at = 0; at + 1 < signs.length; at++) terms.push(signs[at]! + signs[at + 1]!);
  }
  return terms;
}

/** Texts made ready: postings of term t from `start[t]` to `start[t + 1]`, texts rising. */
interface Postings {
  size: number;
  fields: readonly TextField[];
  terms: Map<string, number>;
  start: Uint32Array;
  text: Uint32Array;
  /** Saturated weight of the term in the text, 0 to 1. */
  impact: Float32Array;
  /** Bit f: the term stands in field f. */
  where: Uint8Array;
  idf: Float64Array;
}

/** Texts, and then terms, between which the work may pause. */
const STRETCH = 1_000;
const TERMS_STRETCH = 20_000;

function* postingsOf(
  texts: readonly (readonly string[])[],
  fields: readonly TextField[],
): Generator<undefined, Postings> {
  if (fields.length > 8) throw new RangeError(`${fields.length} fields, 8 at most`);
  const known = new Map<string, number>();
  const lengths = fields.map(() => 0);
  // First pass: terms of each text with their counts by field, in one long list.
  const entries = new Entries();
  const fieldLength = fields.map(() => new Uint32Array(texts.length));
  for (const [at, parts] of texts.entries()) {
    if (at % STRETCH === 0) yield;
    for (let field = 0; field < fields.length; field++) {
      const terms = searchTerms(parts[field] ?? '');
      lengths[field]! += terms.length;
      fieldLength[field]![at] = terms.length;
      for (const word of terms) {
        let term = known.get(word);
        if (term === undefined) {
          term = known.size;
          known.set(word, term);
        }
        entries.add(term, at, field);
      }
    }
  }
  yield;
  const { term: entryTerm, text: entryText, field: entryField } = entries.columns();
  const count = known.size;
  const mean = lengths.map((sum) => sum / Math.max(1, texts.length));
  // Entries by term keep the order of texts: postings of one text stand beside one another.
  const from = new Uint32Array(count + 1);
  for (const term of entryTerm) from[term + 1]!++;
  for (let term = 0; term < count; term++) from[term + 1]! += from[term]!;
  const place = from.slice();
  const order = new Uint32Array(entryTerm.length);
  for (let entry = 0; entry < entryTerm.length; entry++) order[place[entryTerm[entry]!]!++] = entry;
  yield;
  const start = new Uint32Array(count + 1);
  const text = new Uint32Array(entryTerm.length);
  const impact = new Float32Array(entryTerm.length);
  const where = new Uint8Array(entryTerm.length);
  const idf = new Float64Array(count);
  let at = 0;
  for (let term = 0; term < count; term++) {
    if (term % TERMS_STRETCH === 0) yield;
    start[term] = at;
    for (let k = from[term]!; k < from[term + 1]!; ) {
      const one = entryText[order[k]!]!;
      let weight = 0;
      let fieldsHere = 0;
      for (; k < from[term + 1]! && entryText[order[k]!] === one; k++) {
        const field = entryField[order[k]!]!;
        weight +=
          fields[field]!.weight / (1 - B + (B * fieldLength[field]![one]!) / Math.max(1e-9, mean[field]!));
        fieldsHere |= 1 << field;
      }
      text[at] = one;
      impact[at] = weight / (K1 + weight);
      where[at++] = fieldsHere;
    }
    const holders = at - start[term]!;
    idf[term] = Math.log(1 + (texts.length - holders + 0.5) / (holders + 0.5));
  }
  start[count] = at;
  return {
    size: texts.length,
    fields,
    terms: known,
    start,
    text: text.slice(0, at),
    impact: impact.slice(0, at),
    where: where.slice(0, at),
    idf,
  };
}

/** Which term stands in which text and field, one after another, in lists that grow. */
class Entries {
  #count = 0;
  #term = new Uint32Array(1 << 16);
  #text = new Uint32Array(1 << 16);
  #field = new Uint8Array(1 << 16);

  add(term: number, text: number, field: number): void {
    if (this.#count === this.#term.length) this.#grow();
    this.#term[this.#count] = term;
    this.#text[this.#count] = text;
    this.#field[this.#count++] = field;
  }

  columns() {
    return {
      term: this.#term.subarray(0, this.#count),
      text: this.#text.subarray(0, this.#count),
      field: this.#field.subarray(0, this.#count),
    };
  }

  #grow(): void {
    const [term, text, field] = [this.#term, this.#text, this.#field];
    const room = 2 * this.#count;
    this.#term = new Uint32Array(room);
    this.#term.set(term);
    this.#text = new Uint32Array(room);
    this.#text.set(text);
    this.#field = new Uint8Array(room);
    this.#field.set(field);
  }
}

function atOnce<Result>(work: Generator<undefined, Result>): Result {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}

export class TextIndex {
  readonly size: number;
  readonly #fields: readonly TextField[];
  readonly #terms: ReadonlyMap<string, number>;
  readonly #start: Uint32Array;
  readonly #text: Uint32Array;
  readonly #impact: Float32Array;
  readonly #where: Uint8Array;
  readonly #idf: Float64Array;

  /**
   * Over texts by field, all of one order of fields (8 at most); O(characters). Throws `RangeError` for more fields.
   */
  constructor(texts: readonly (readonly string[])[], fields: readonly TextField[], made?: Postings) {
    const postings = made ?? atOnce(postingsOf(texts, fields));
    this.size = postings.size;
    this.#fields = postings.fields;
    this.#terms = postings.terms;
    this.#start = postings.start;
    this.#text = postings.text;
    this.#impact = postings.impact;
    this.#where = postings.where;
    this.#idf = postings.idf;
  }

  /** As the constructor, but others get their turn meanwhile: `pause` is awaited after every stretch of the work. */
  static async open(
    texts: readonly (readonly string[])[],
    fields: readonly TextField[],
    pause: () => Promise<void>,
  ): Promise<TextIndex> {
    const work = postingsOf(texts, fields);
    for (;;) {
      const { done, value } = work.next();
      if (done) return new TextIndex(texts, fields, value);
      await pause();
    }
  }

  query(words: string): TextQuery {
    const counts = new Map<string, number>();
    const pieces = searchTerms(words);
    for (const piece of pieces) counts.set(piece, (counts.get(piece) ?? 0) + 1);
    const terms: TextQuery['terms'] = [];
    const absent: string[] = [];
    let ideal = 0;
    let missing = 0;
    for (const [piece, times] of counts) {
      const term = this.#terms.get(piece);
      const repeated = 1 + Math.log(times);
      if (term === undefined) {
        absent.push(piece);
        missing += repeated;
      } else {
        const weight = repeated * this.#idf[term]!;
        terms.push({ term, weight });
        ideal += weight;
      }
    }
    // Most pairs that no text has span the end of one word and the beginning of the next: they count half a word.
    const usual = terms.length > 0 ? ideal / terms.length : Math.log(1 + (this.size + 0.5) / 0.5);
    ideal += (missing * usual) / 2;
    return { terms, ideal, absent, pieces };
  }

  /** Adds the score of every text to `scores`, and gives the texts that have any; `scores` is n long, zero where untouched. */
  score({ terms }: TextQuery, scores: Float64Array, touched: Uint32Array): number {
    let count = 0;
    for (const { term, weight } of terms) {
      const end = this.#start[term + 1]!;
      for (let k = this.#start[term]!; k < end; k++) {
        const one = this.#text[k]!;
        if (scores[one] === 0) touched[count++] = one;
        scores[one] = scores[one]! + weight * this.#impact[k]!;
      }
    }
    return count;
  }

  /** Which words of the query the text has, neighbouring pairs put together again, those that add most first. */
  explain({ terms, pieces }: TextQuery, text: number): MatchedWords[] {
    const found = new Map<string, { points: number; where: number }>();
    const weights = new Map(terms.map(({ term, weight }) => [term, weight]));
    for (const piece of new Set(pieces)) {
      const term = this.#terms.get(piece);
      if (term === undefined) continue;
      const k = this.#posting(term, text);
      if (k >= 0) found.set(piece, { points: weights.get(term)! * this.#impact[k]!, where: this.#where[k]! });
    }
    const phrases = new Map<string, { points: number; where: number }>();
    const told = new Set<string>();
    for (let at = 0; at < pieces.length; at++) {
      if (!found.has(pieces[at]!)) continue;
      let words = pieces[at]!;
      const parts = [pieces[at]!];
      // 高扭 扭矩 -> 高扭矩, as long as the next pair begins where this one ends.
      while (
        at + 1 < pieces.length &&
        found.has(pieces[at + 1]!) &&
        HAN.test(words) &&
        HAN.test(pieces[at + 1]!) &&
        [...pieces[at]!].length === 2 &&
        [...pieces[at]!][1] === [...pieces[at + 1]!][0]
      ) {
        at++;
        words += [...pieces[at]!].slice(1).join('');
        parts.push(pieces[at]!);
      }
      const fresh = parts.filter((part) => !told.has(part));
      for (const part of fresh) told.add(part);
      if (fresh.length === 0) continue;
      phrases.set(words, {
        points: fresh.reduce((sum, part) => sum + found.get(part)!.points, 0),
        where: parts.reduce((all, part) => all | found.get(part)!.where, 0),
      });
    }
    return [...phrases]
      .map(([words, { points, where }]) => ({
        words,
        points,
        fields: this.#fields.filter((_, field) => where & (1 << field)).map(({ name }) => name),
      }))
      .sort((a, b) => b.points - a.points || (a.words < b.words ? -1 : 1));
  }

  #posting(term: number, text: number): number {
    let [low, high] = [this.#start[term]!, this.#start[term + 1]! - 1];
    while (low <= high) {
      const middle = (low + high) >> 1;
      const one = this.#text[middle]!;
      if (one === text) return middle;
      if (one < text) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}
