// A table with a line of column names on top, row by row, for files too long to be held as a table.
import { UserError } from '../model/index.js';
import { readSheets, type Sheet, type SheetValue } from '../store/index.js';

/** A column that is wanted, by any of its names, the first the best; matched without regard to case and blanks. */
export interface WantedColumn {
  names: readonly string[];
  optional?: boolean;
}

/** The cells wanted of a row, and where the row stands in the file. */
export interface NumberedRow {
  row: number;
  cells: SheetValue[];
}

/** Rows handed on at once; all of a large file together would double its memory. */
const CHUNK = 10_000;

/** The cells wanted of each row, in the order wanted, with the row's number in the file; absent columns give null. */
export async function* columnsOf(
  file: string,
  wanted: readonly WantedColumn[],
  signal?: AbortSignal,
): AsyncGenerator<NumberedRow[]> {
  for await (const sheet of readSheets(file, signal ? { signal } : {})) {
    if (sheet.hidden) continue;
    const head = firstRow(sheet);
    if (head < 0) continue;
    const places = wanted.map((column) => placeOf(file, sheet, head, column));
    const rowsOf = function* (part: Sheet, from: number) {
      for (let first = from; first < part.height; first += CHUNK) {
        const rows: NumberedRow[] = [];
        for (let row = first; row < Math.min(part.height, first + CHUNK); row++) {
          const cells = places.map((place) => (place < 0 ? null : part.value(row, place)));
          if (cells.some((cell) => cell !== null)) rows.push({ row: part.rowNumber(row), cells });
        }
        yield rows;
      }
    };
    yield* rowsOf(sheet, head + 1);
    if (sheet.rest) for await (const part of sheet.rest) yield* rowsOf(part, 0);
    return;
  }
  throw new UserError({ zh: `${file}：没有内容`, en: `${file}: nothing in it` });
}

export function cellText(value: SheetValue): string {
  if (value === null) return '';
  return value instanceof Date ? value.toISOString().slice(0, 10) : String(value).trim();
}

/** The number a cell says, thousands separators allowed; NaN where it says none. */
export function cellNumber(value: SheetValue): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return Number.NaN;
  const text = value.trim();
  if (text === '') return Number.NaN;
  const number = Number(text);
  if (!Number.isNaN(number)) return number;
  if (/^[+-]?inf$/i.test(text))
    return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^[+-]?\d{1,3}([,，]\d{3})+(\.\d+)?$/.test(text) ? Number(text.replace(/[,，]/g, '')) : Number.NaN;
}

function firstRow(sheet: Sheet): number {
  for (let row = 0; row < sheet.height; row++)
    for (let column = 0; column < sheet.width; column++) if (sheet.value(row, column) !== null) return row;
  return -1;
}

function placeOf(
  file: string,
  sheet: Sheet,
  head: number,
  { names, optional = false }: WantedColumn,
): number {
  const has = Array.from({ length: sheet.width }, (_, column) => cellText(sheet.value(head, column)));
  const plain = (name: string) => name.replace(/[\s_]/g, '').toLowerCase();
  for (const name of names) {
    const found = has.findIndex((given) => plain(given) === plain(name));
    if (found >= 0) return found;
  }
  if (optional) return -1;
  const list = has.filter((name) => name !== '');
  throw new UserError({
    zh: `${file} 第 ${sheet.rowNumber(head)} 行：没有“${names[0]}”列（也可写作 ${names.slice(1).join('、') || '——'}）。现有：${list.join('、')}`,
    en: `${file}, row ${sheet.rowNumber(head)}: there is no column "${names[0]}"${names.length > 1 ? ` (or ${names.slice(1).join(', ')})` : ''}. It has ${list.join(', ')}`,
  });
}
