/** A sheet as every reader gives it: a grid of values, what is merged, what is hidden. Rows and columns count from 0. */
import { columnLetters, UserError } from '../../model/index.js';

export type SheetValue = string | number | boolean | Date | null;

export interface SheetCell {
  value: SheetValue;
  /** As the sheet shows it: percent cells with their sign, numbers without the noise of binary fractions. */
  text: string;
  /** `#REF!`, `#DIV/0!` …: the formula of this cell had no result. */
  formulaError?: string;
}

export interface Merge {
  top: number;
  left: number;
  bottom: number;
  right: number;
}

export interface SheetParts {
  name: string;
  rows: SheetValue[][];
  merges?: readonly Merge[];
  hidden?: boolean;
  hiddenRows?: ReadonlySet<number>;
  hiddenColumns?: ReadonlySet<number>;
  /** Columns that are shown in per cent as a whole. */
  percentColumns?: ReadonlySet<number>;
  /** Single cells shown in per cent, by `cellKey`. */
  percentCells?: ReadonlySet<number>;
  /** Indents set by style instead of blanks, by `cellKey`. */
  indents?: ReadonlyMap<number, number>;
  /** Row of the sheet at which `rows` begins: further parts of a large sheet begin below its head. */
  firstRow?: number;
  /** The rows below, of a sheet too large to be held. To be taken once. */
  rest?: AsyncIterable<Sheet> | null;
}

export const FORMULA_ERROR = /^#(?:NULL!|DIV\/0!|VALUE!|REF!|NAME\?|NUM!|GETTING_DATA|SPILL!|CALC!|FIELD!)$/;
/** Wider than any real sheet, so that row and column fit one number. */
const KEY_WIDTH = 20_000;

export function cellKey(row: number, column: number): number {
  return row * KEY_WIDTH + column;
}

export function cellOfKey(key: number): [row: number, column: number] {
  return [Math.floor(key / KEY_WIDTH), key % KEY_WIDTH];
}

export class Sheet {
  readonly name: string;
  readonly hidden: boolean;
  readonly merges: readonly Merge[];
  readonly hiddenRows: ReadonlySet<number>;
  readonly hiddenColumns: ReadonlySet<number>;
  readonly firstRow: number;
  readonly width: number;
  readonly rest: AsyncIterable<Sheet> | null;
  readonly #rows: SheetValue[][];
  readonly #percentColumns: ReadonlySet<number>;
  readonly #percentCells: ReadonlySet<number>;
  readonly #indents: ReadonlyMap<number, number>;

  constructor(parts: SheetParts) {
    this.name = parts.name;
    this.hidden = parts.hidden ?? false;
    this.merges = parts.merges ?? [];
    this.hiddenRows = parts.hiddenRows ?? new Set();
    this.hiddenColumns = parts.hiddenColumns ?? new Set();
    this.firstRow = parts.firstRow ?? 0;
    this.rest = parts.rest ?? null;
    this.#rows = parts.rows;
    this.#percentColumns = parts.percentColumns ?? new Set();
    this.#percentCells = parts.percentCells ?? new Set();
    this.#indents = parts.indents ?? new Map();
    let width = 0;
    for (const row of parts.rows) if (row.length > width) width = row.length;
    this.width = width;
  }

  /** Number of rows held here; a large sheet has more in `rest`. */
  get height(): number {
    return this.#rows.length;
  }

  value(row: number, column: number): SheetValue {
    return this.#rows[row]?.[column] ?? null;
  }

  isPercent(row: number, column: number): boolean {
    return this.#percentColumns.has(column) || this.#percentCells.has(cellKey(row, column));
  }

  indent(row: number, column: number): number {
    return this.#indents.get(cellKey(row, column)) ?? 0;
  }

  cell(row: number, column: number): SheetCell {
    const value = this.value(row, column);
    const text = valueText(value, this.isPercent(row, column));
    return typeof value === 'string' && FORMULA_ERROR.test(value)
      ? { value: null, text, formulaError: value }
      : { value, text };
  }

  /** Row of the whole sheet, counted from 1 as spreadsheets show it. */
  rowNumber(row: number): number {
    return this.firstRow + row + 1;
  }

  /** `B7`: where a cell of this part stands in the sheet. */
  address(row: number, column: number): string {
    return `${columnLetters(column)}${this.rowNumber(row)}`;
  }

  /** The sheet with all but some of its cells blank, at the same places. Of a sheet that is held whole. */
  masked(keeps: (row: number, column: number) => boolean): Sheet {
    const rows = this.#rows.map((row, at) => row.map((value, column) => (keeps(at, column) ? value : null)));
    const width = this.width;
    const kept = Array.from({ length: width }, (_, column) => column).filter((column) =>
      rows.some((row) => (row[column] ?? null) !== null),
    );
    const right = (kept.at(-1) ?? 0) + 1;
    return new Sheet({
      name: this.name,
      rows: rows.map((row) => row.slice(0, right)),
      merges: this.merges.filter(({ top, left }) => keeps(top, left)),
      hidden: this.hidden,
      hiddenRows: this.hiddenRows,
      hiddenColumns: this.hiddenColumns,
      percentColumns: this.#percentColumns,
      percentCells: this.#percentCells,
      indents: this.#indents,
      firstRow: this.firstRow,
    });
  }

  /** Rows and columns exchanged; addresses have to be exchanged back by whoever prints them. */
  transposed(): Sheet {
    const rows: SheetValue[][] = Array.from({ length: this.width }, (_, column) =>
      Array.from({ length: this.height }, (_, row) => this.value(row, column)),
    );
    const percent = new Set<number>();
    const indents = new Map<number, number>();
    for (let row = 0; row < this.height; row++) {
      for (let column = 0; column < this.width; column++) {
        if (this.isPercent(row, column)) percent.add(cellKey(column, row));
        const indent = this.indent(row, column);
        if (indent > 0) indents.set(cellKey(column, row), indent);
      }
    }
    return new Sheet({
      name: this.name,
      rows,
      merges: this.merges.map(({ top, left, bottom, right }) => ({
        top: left,
        left: top,
        bottom: right,
        right: bottom,
      })),
      hidden: this.hidden,
      hiddenRows: this.hiddenColumns,
      hiddenColumns: this.hiddenRows,
      percentCells: percent,
      indents,
    });
  }
}

/** As a sheet shows a value, and as a footnote quotes it. */
export function valueText(value: SheetValue, percent = false): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  return percent ? `${cleanNumber(value * 100)}%` : String(cleanNumber(value));
}

/** Fifteen significant digits, as spreadsheets keep: 936147.7899999998 is 936147.79. */
export function cleanNumber(value: number): number {
  // What prints short has no noise; to print it again would cost most of the time of a large import.
  if (Number.isSafeInteger(value) || String(value).length <= 16) return value;
  return Number(value.toPrecision(15));
}

/** A sheet may have so many columns with content. */
export const MOST_COLUMNS = 4_096;

export function tooWide(file: string, sheet: string, row: number, columns: number): UserError {
  return new UserError({
    zh: `${file} 工作表“${sheet}”第 ${row} 行：有 ${columns} 列，应不超过 ${MOST_COLUMNS} 列。请把横排的数据改为竖排，或拆成几张表。`,
    en: `${file}, sheet “${sheet}”, row ${row}: ${columns} columns; at most ${MOST_COLUMNS} are expected. Put the data in rows instead of columns, or split the sheet.`,
  });
}
