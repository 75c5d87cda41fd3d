// Rows of area, activity, value and perhaps year: out of a file, or out of a table that the workspace keeps.
import { existsSync } from 'node:fs';
import { UserError } from '../../model/index.js';
import type { LayoutCell, LayoutColumns, StoredLayoutTable } from '../../store/index.js';
import { columnsOf } from '../columns-file.js';
import { type RefusedCell, TableInput } from '../table-input.js';

/** Columns of the table, by their headings. */
export interface TableColumns {
  area: string;
  activity: string;
  value: string;
  year?: string;
  sheet?: string;
}

export interface LayoutRows {
  /** File or table, as the user calls it. */
  from: string;
  sheet: string;
  columns: LayoutColumns;
  /** Rows of the file, those that cannot be used among them. */
  rowCount: number;
  cells: readonly LayoutCell[];
  refused: readonly RefusedCell[];
}

export async function readLayoutRows(file: string, options: TableColumns): Promise<LayoutRows> {
  const input = await openTable(file, options);
  const columns = {
    area: input.column(options.area),
    activity: input.column(options.activity),
    value: input.column(options.value),
    year: options.year === undefined ? null : input.column(options.year),
  };
  const cells: LayoutCell[] = [];
  for (const row of input.rows) {
    const area = input.name(row, columns.area);
    const activity = input.name(row, columns.activity);
    const value = input.amount(row, columns.value);
    const year = columns.year === null ? null : yearOf(input, row, columns.year);
    if (area === null || activity === null || value === null || year === undefined) continue;
    cells.push({ area, activity, year, value, row: row.number });
  }
  if (cells.length === 0) throw input.nothingLeft();
  return {
    from: file,
    sheet: input.table.sheet,
    columns: {
      area: options.area,
      activity: options.activity,
      value: options.value,
      year: options.year ?? null,
    },
    rowCount: input.rows.length,
    cells,
    refused: input.refused,
  };
}

/** What the workspace keeps, under the name it has there. */
export function keptRows(table: StoredLayoutTable & { cells: readonly LayoutCell[] }): LayoutRows {
  const { name, sheet, columns, rows, cells } = table;
  return { from: name, sheet: sheet ?? '', columns, rowCount: rows, cells, refused: [] };
}

/** What is no table to the reader may have lines all the same: then the column that it lacks is named. */
async function openTable(file: string, options: TableColumns): Promise<TableInput> {
  const names = [
    options.area,
    options.activity,
    options.value,
    ...(options.year === undefined ? [] : [options.year]),
  ];
  if (new Set(names).size < names.length)
    throw new UserError({
      zh: `地区、行业、数值、年份应是不同的列；给出的是 ${names.join('、')}`,
      en: `areas, activities, values and years must be different columns; given are ${names.join(', ')}`,
    });
  try {
    return await TableInput.open(file, options.sheet, undefined, [options.area, options.activity]);
  } catch (error) {
    if (error instanceof UserError && /\.(csv|tsv|txt)$/i.test(file) && existsSync(file))
      for await (const _ of columnsOf(
        file,
        names.map((name) => ({ names: [name] })),
      ))
        break;
    throw error;
  }
}

/** Undefined, and refused, where the cell names no year. */
function yearOf(input: TableInput, row: TableInput['rows'][number], column: number): number | undefined {
  const cell = row.cells[column] ?? null;
  const found = /^(\d{4})\s*年?$/.exec(cell === null ? '' : String(cell).trim());
  if (found !== null) return Number(found[1]);
  input.refuse(row, column, { zh: '不是年份（应如 2024）', en: 'is no year (such as 2024)' });
  return undefined;
}
