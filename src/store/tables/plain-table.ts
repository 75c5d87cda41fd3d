/** A file as one plain table, column names and rows, for commands that are told which column is what. */
import { UserError } from '../../model/index.js';
import { GridView } from './grid-view.js';
import { findLayout, type Layout } from './layout.js';
import type { TablesLexicon } from './lexicon.js';
import type { Sheet } from './sheet.js';
import { type ReadSheetsOptions, readSheets, type TableBytes } from './sheets.js';
import { noTable } from './tidy-table.js';
import { writtenNumber } from './written-number.js';

export interface PlainTable {
  file: string;
  sheet: string;
  columns: string[];
  /** Numbers as numbers, also where they were written as text; marks of absence and blank cells as null. */
  rows: (string | number | null)[][];
  /** Of each row, where it stands in the sheet, from 1. */
  rowNumbers: number[];
}

export interface ReadTableOptions extends ReadSheetsOptions {
  lexicon: TablesLexicon;
  /** Columns whose cells stay as they are written: codes such as 0011 are names, not numbers. */
  names?: readonly string[];
}

/** The first table of the sheet named, or of the first visible sheet that holds one. */
export async function readTable(input: string | TableBytes, options: ReadTableOptions): Promise<PlainTable> {
  const file = typeof input === 'string' ? input : input.name;
  for await (const sheet of readSheets(input, options)) {
    if (options.sheet == null && sheet.hidden) continue;
    const layout = findLayout(sheet, options.lexicon);
    if (layout) return tableOf(file, sheet, layout, options);
  }
  throw noTable(file, options.sheet ?? null);
}

async function tableOf(
  file: string,
  sheet: Sheet,
  layout: Layout,
  { lexicon, names = [] }: ReadTableOptions,
): Promise<PlainTable> {
  const table: PlainTable = {
    file,
    sheet: sheet.name,
    columns: namesOf(layout),
    rows: [],
    rowNumbers: [],
  };
  const texts = layout.columns.map(
    ({ role }, at) =>
      (role !== 'value' && role !== 'period' && role !== 'ignore' && role !== 'ordinal') ||
      names.includes(table.columns[at]!),
  );
  const take = (part: Sheet, from: number, to: number) => {
    const view = new GridView(part, lexicon);
    for (let row = from; row <= to; row++) {
      if (view.isBlankRow(row)) continue;
      table.rows.push(layout.columns.map(({ index }, at) => cellOf(view, row, index, texts[at]!, lexicon)));
      table.rowNumbers.push(part.rowNumber(row));
    }
  };
  take(layout.transposed ? sheet.transposed() : sheet, layout.body.from, layout.body.to);
  if (sheet.rest) for await (const part of sheet.rest) take(part, 0, part.height - 1);
  return table;
}

function cellOf(
  view: GridView,
  row: number,
  column: number,
  asText: boolean,
  lexicon: TablesLexicon,
): string | number | null {
  const value = view.shown(row, column);
  if (value === null) return null;
  if (typeof value === 'number') return asText ? String(value) : value;
  const text = view.words(row, column);
  if (text === '') return null;
  if (asText || typeof value !== 'string') return text;
  const written = writtenNumber(value, lexicon);
  if (written.kind === 'missing' || written.kind === 'blank') return null;
  return written.kind === 'number' && written.unit === null ? written.value : text;
}

/** Headings of several rows joined by ` / `; repeated ones numbered, so that each name is one column. */
function namesOf(layout: Layout): string[] {
  const seen = new Map<string, number>();
  return layout.columns.map((column) => {
    const name = column.heading.length > 0 ? column.heading.join(' / ') : column.letters;
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

/** The column of a name, as the user wrote it on the command line. */
export function columnNamed(table: PlainTable, name: string): number {
  const found = table.columns.findIndex((column) => column === name || column.trim() === name.trim());
  if (found >= 0) return found;
  throw new UserError({
    zh: `${table.file} 工作表“${table.sheet}”：没有“${name}”这一列。现有：${table.columns.join('、')}。`,
    en: `${table.file}, sheet “${table.sheet}”: there is no column “${name}”. It has ${table.columns.join(', ')}.`,
  });
}
