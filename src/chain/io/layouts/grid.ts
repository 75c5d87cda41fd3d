/** A sheet of cells as the layouts read it: numbers in typed arrays, words where heads and labels stand. */
import { columnLetters } from '../../../model/index.js';

export type GridValue = string | number | boolean | Date | null;

/** What any reader of files gives: rows and columns count from 0. */
export interface GridSource {
  readonly name: string;
  readonly height: number;
  readonly width: number;
  value(row: number, column: number): GridValue;
}

/** Heads stand in the first rows and columns; elsewhere only the words of cells that hold no number are kept. */
const HEAD_ROWS = 24;
const HEAD_COLUMNS = 16;

/** Rows as narrow as this are kept as plain arrays, which take less room than typed ones of their own. */
const NARROW = 64;

const BLANK = /^(?:|-|–|—|…|na|n\/a|nan|null)$/i;
const NUMBER = /^[+-]?(?:\d{1,3}(?:[,，]\d{3})+|\d*)(?:\.\d*)?(?:e[+-]?\d{1,3})?$/i;

export class IoGrid {
  readonly name: string;
  width = 0;
  readonly #numbers: (Float64Array | number[])[] = [];
  readonly #heads: GridValue[][] = [];
  /** Codes and names come back in thousands of rows. */
  readonly #same = new Map<string, string>();
  readonly #words = new Map<number, Map<number, string>>();

  constructor(name: string) {
    this.name = name;
  }

  /** A grid of one sheet; the further parts of a large sheet are added with `append`. */
  static of(source: GridSource): IoGrid {
    const grid = new IoGrid(source.name);
    grid.append(source);
    return grid;
  }

  get height(): number {
    return this.#numbers.length;
  }

  append(source: GridSource): void {
    this.width = Math.max(this.width, source.width);
    for (let row = 0; row < source.height; row++) {
      const at = this.#numbers.length;
      const kept = at < HEAD_ROWS ? source.width : Math.min(HEAD_COLUMNS, source.width);
      const { width } = source;
      const numbers = (width < NARROW ? new Array<number>(width) : new Float64Array(width)).fill(Number.NaN);
      const head: GridValue[] = [];
      for (let column = 0; column < source.width; column++) {
        const value = source.value(row, column);
        let said: GridValue = value;
        if (typeof value === 'number') {
          // Infinity is no figure; it is reported as a word is.
          if (Number.isFinite(value)) numbers[column] = withoutNoise(value);
          said = Number.isFinite(value) ? null : this.#interned(String(value));
          if (said !== null && column >= kept) this.#keep(at, column, said);
        } else if (typeof value === 'string') {
          const number = writtenAmount(value);
          numbers[column] = number;
          // A number that prints as it was written needs no words beside it; `001` does.
          if (String(number) === value) said = null;
          else if (column < kept) said = this.#interned(value);
          else if (Number.isNaN(number) && !BLANK.test(value.trim())) this.#keep(at, column, value);
        }
        if (column < kept) head.push(said);
      }
      this.#numbers.push(numbers);
      this.#heads.push(head);
    }
  }

  #interned(words: string): string {
    const known = this.#same.get(words);
    if (known !== undefined) return known;
    this.#same.set(words, words);
    return words;
  }

  #keep(row: number, column: number, words: string): void {
    let line = this.#words.get(row);
    if (!line) {
      line = new Map();
      this.#words.set(row, line);
    }
    line.set(column, words);
  }

  /** NaN where the cell holds no number. */
  number(row: number, column: number): number {
    return this.#numbers[row]?.[column] ?? Number.NaN;
  }

  /** What the cell says, trimmed; '' where it is blank. A code `001` keeps its zeros. */
  text(row: number, column: number): string {
    const head = this.#heads[row]?.[column] ?? null;
    if (head !== null) return head instanceof Date ? head.toISOString().slice(0, 10) : String(head).trim();
    const words = this.#words.get(row)?.get(column);
    if (words !== undefined) return words.trim();
    const number = this.number(row, column);
    return Number.isNaN(number) ? '' : String(number);
  }

  /** Neither a number nor a mark that there is none (`NA`, `-`): words where a number belongs. */
  isWords(row: number, column: number): boolean {
    return Number.isNaN(this.number(row, column)) && !BLANK.test(this.text(row, column));
  }

  /** `B7`, as spreadsheets count. */
  address(row: number, column: number): string {
    return `${columnLetters(column)}${row + 1}`;
  }

  range(top: number, left: number, bottom: number, right: number): string {
    return `${this.address(top, left)}:${this.address(bottom, right)}`;
  }
}

/** NaN for anything but a number. Brackets of accountants and thousands separators are read. */
export function writtenAmount(text: string): number {
  const bare = text.trim();
  if (bare === '') return Number.NaN;
  const bracketed = /^\((.+)\)$/.exec(bare);
  const numeral = bracketed ? `-${bracketed[1]}` : bare;
  if (!NUMBER.test(numeral) || !/\d/.test(numeral)) return Number.NaN;
  const number = Number(numeral.replace(/[,，]/g, ''));
  return Number.isFinite(number) ? number : Number.NaN;
}

/** Fifteen significant digits, as spreadsheets keep: 936147.7899999998 is 936147.79. */
function withoutNoise(value: number): number {
  return Number.isSafeInteger(value) ? value : Number(value.toPrecision(15));
}

/** Share of figures that settles how many decimals a table is written to; some may be computed from others. */
const TYPICAL = 0.95;

/** Decimals to which values are written: as many as nearly all of them need, of a sample spread over all; zeros aside. */
export function writtenDecimals(...parts: readonly Float64Array[]): number {
  const SAMPLE = 20_000;
  const counts: number[] = [];
  let total = 0;
  for (const part of parts) {
    const step = Math.max(1, Math.floor(part.length / SAMPLE));
    for (let at = 0; at < part.length; at += step) {
      if (part[at] === 0 || !Number.isFinite(part[at])) continue;
      const decimals = decimalsOf(part[at]!);
      counts[decimals] = (counts[decimals] ?? 0) + 1;
      total++;
    }
  }
  let covered = 0;
  for (let decimals = 0; decimals < counts.length; decimals++) {
    covered += counts[decimals] ?? 0;
    if (covered >= TYPICAL * total) return decimals;
  }
  return 0;
}

function decimalsOf(value: number): number {
  if (Number.isInteger(value)) return 0;
  const [mantissa = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (mantissa.split('.')[1]?.length ?? 0) - Number(exponent));
}
