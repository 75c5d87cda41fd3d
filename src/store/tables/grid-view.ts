/** A sheet with its merged cells filled, and what each cell holds at first sight. */
import type { TablesLexicon } from './lexicon.js';
import { cellKey, cellOfKey, FORMULA_ERROR, type Sheet, type SheetValue } from './sheet.js';
import { plainWord, shownWords } from './words.js';
import { type WrittenNumber, writtenNumber } from './written-number.js';
import { isPeriodWord } from './written-period.js';
import { writtenUnit } from './written-unit.js';

/** `year`: a whole number that may be a year; `error`: a formula without result. */
export type CellClass = 'blank' | 'number' | 'year' | 'missing' | 'date' | 'period' | 'error' | 'text';

/** A merge larger than this is a background, not a heading. */
const LARGEST_MERGE = 200_000;

export class GridView {
  readonly sheet: Sheet;
  readonly height: number;
  readonly width: number;
  readonly #lexicon: TablesLexicon;
  readonly #master = new Map<number, number>();
  readonly #classes = new Map<number, CellClass>();

  constructor(sheet: Sheet, lexicon: TablesLexicon) {
    this.sheet = sheet;
    this.height = sheet.height;
    this.width = sheet.width;
    this.#lexicon = lexicon;
    for (const { top, left, bottom, right } of sheet.merges) {
      const lastRow = Math.min(bottom, this.height - 1);
      const lastColumn = Math.min(right, this.width - 1);
      if ((lastRow - top + 1) * (lastColumn - left + 1) > LARGEST_MERGE) continue;
      for (let row = top; row <= lastRow; row++) {
        for (let column = left; column <= lastColumn; column++) {
          if (row !== top || column !== left) this.#master.set(cellKey(row, column), cellKey(top, left));
        }
      }
    }
  }

  get merged(): boolean {
    return this.#master.size > 0;
  }

  /** The cell is covered by another: its value is not its own. */
  isCovered(row: number, column: number): boolean {
    return this.#master.has(cellKey(row, column));
  }

  /** The value that the sheet shows here: of a merged cell, that of its first one. */
  shown(row: number, column: number): SheetValue {
    const master = this.#master.get(cellKey(row, column));
    return master === undefined ? this.sheet.value(row, column) : this.sheet.value(...cellOfKey(master));
  }

  /** As written, with its indentation. */
  text(row: number, column: number): string {
    const value = this.shown(row, column);
    return typeof value === 'string' ? value : this.#textOf(value, row, column);
  }

  /** On one line, for headings and labels. */
  words(row: number, column: number): string {
    return shownWords(this.text(row, column));
  }

  plain(row: number, column: number): string {
    return plainWord(this.text(row, column));
  }

  classOf(row: number, column: number): CellClass {
    const own = this.sheet.value(row, column);
    if (typeof own === 'number') return isYear(own) ? 'year' : 'number';
    if (own === null && this.#master.size === 0) return 'blank';
    const key = cellKey(row, column);
    const had = this.#classes.get(key);
    if (had !== undefined) return had;
    const found = classOfValue(this.shown(row, column), this.#lexicon);
    this.#classes.set(key, found);
    return found;
  }

  isBlankRow(row: number): boolean {
    for (let column = 0; column < this.width; column++) {
      if (this.classOf(row, column) !== 'blank') return false;
    }
    return true;
  }

  #textOf(value: SheetValue, row: number, column: number): string {
    if (value === null) return '';
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
    return this.sheet.cell(row, column).text || String(value);
  }
}

export function classOfValue(value: SheetValue, lexicon: TablesLexicon): CellClass {
  if (value === null) return 'blank';
  if (typeof value === 'number') return isYear(value) ? 'year' : 'number';
  if (value instanceof Date) return 'date';
  if (typeof value === 'boolean') return 'text';
  const trimmed = value.trim();
  if (trimmed === '') return 'blank';
  if (FORMULA_ERROR.test(trimmed)) return 'error';
  if (isCode(trimmed)) return 'text';
  const written: WrittenNumber = writtenNumber(value, lexicon);
  switch (written.kind) {
    case 'blank':
      return 'blank';
    case 'missing':
      return 'missing';
    case 'number':
      if (/^[12]\d{3}$/.test(trimmed) && isYear(written.value)) return 'year';
      if (written.unit === null)
        return isPeriodWord(value) && /[年月季Qq/-]/.test(value) ? 'period' : 'number';
      if (isPeriodWord(value)) return 'period';
      return writtenUnit(written.unit, lexicon) ? 'number' : 'text';
    case 'text':
      return isPeriodWord(value) ? 'period' : 'text';
  }
}

export function isYear(value: number): boolean {
  return Number.isInteger(value) && value >= 1900 && value <= 2100;
}

/** Unified social credit codes (GB 32100-2015); the last letter of some reads like a unit. */
const CREDIT_CODE = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/i;

/** Signs that name something: leading zeros, more digits than a quantity has, a credit code. */
function isCode(text: string): boolean {
  return /^0\d+$/.test(text) || /^\d{15,}$/.test(text) || CREDIT_CODE.test(text);
}
