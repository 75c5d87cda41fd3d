// A table of area, activity, value and perhaps year, as the measures of foresight take it: one table a year.
import { existsSync } from 'node:fs';
import { type PanelYear, type RegionActivityTable, regionActivityTable } from '../../foresee/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import { columnsOf } from '../columns-file.js';
import { TableInput } from '../table-input.js';

export interface TableOptions {
  area: string;
  activity: string;
  value: string;
  year?: string;
  at?: number;
  sheet?: string;
}

/** Rows of one pair and year that were added up, or all but the first dropped. */
export interface RepeatedPair {
  area: string;
  activity: string;
  year: number | null;
  rows: number[];
}

export interface ReadTable {
  input: TableInput;
  /** The year that is measured; null without a column of years. */
  year: number | null;
  /** Of that year, or of all rows. */
  table: RegionActivityTable;
  /** All years, rising; empty without a column of years. */
  panel: PanelYear[];
  /** Years whose table is too small to be measured, and why. */
  leftYears: { year: number; reason: Bilingual }[];
  repeated: RepeatedPair[];
  /** First row of the file in which a pair of the measured year stands. */
  rowOf: (area: string, activity: string, year?: number) => number | null;
}

interface ReadRow {
  region: string;
  activity: string;
  value: number;
}

/** What is no table to the reader may have lines all the same: then the column that it lacks is named. */
async function openTable(file: string, options: TableOptions): Promise<TableInput> {
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

export async function readRegionTable(
  file: string,
  options: TableOptions,
  duplicates: 'sum' | 'first',
): Promise<ReadTable> {
  const input = await openTable(file, options);
  const columns = {
    area: input.column(options.area),
    activity: input.column(options.activity),
    value: input.column(options.value),
    year: options.year === undefined ? null : input.column(options.year),
  };
  const byYear = new Map<number | null, ReadRow[]>();
  const places = new Map<string, number[]>();
  for (const row of input.rows) {
    const region = input.name(row, columns.area);
    const activity = input.name(row, columns.activity);
    const value = input.amount(row, columns.value);
    const year = columns.year === null ? null : yearOf(input, row, columns.year);
    if (region === null || activity === null || value === null || year === undefined) continue;
    const rows = byYear.get(year);
    if (rows === undefined) byYear.set(year, [{ region, activity, value }]);
    else rows.push({ region, activity, value });
    const key = keyOf(year, region, activity);
    const known = places.get(key);
    if (known === undefined) places.set(key, [row.number]);
    else known.push(row.number);
  }
  if (byYear.size === 0) throw input.nothingLeft();
  const repeated: RepeatedPair[] = [];
  for (const [key, rows] of places)
    if (rows.length > 1) {
      const [year, area, activity] = JSON.parse(key) as [number | null, string, string];
      repeated.push({ area, activity, year, rows });
    }
  const read = (rows: readonly ReadRow[]) => regionActivityTable(rows, { duplicates });
  const years = [...byYear.keys()].filter((year) => year !== null).sort((a, b) => a - b);
  const panel: PanelYear[] = [];
  const leftYears: ReadTable['leftYears'] = [];
  const wanted = options.year === undefined ? null : (options.at ?? years.at(-1)!);
  if (wanted !== null && !byYear.has(wanted))
    throw new UserError({
      zh: `${file}“${options.year}”列没有 ${wanted} 年；有 ${years.join('、')}`,
      en: `${file}, column "${options.year}": there is no year ${wanted}; it has ${years.join(', ')}`,
    });
  for (const year of years) {
    try {
      panel.push({ year, table: read(byYear.get(year)!) });
    } catch (error) {
      if (!(error instanceof UserError) || year === wanted) throw withFile(file, error);
      leftYears.push({ year, reason: { zh: error.zh, en: error.en } });
    }
  }
  let table = panel.find(({ year }) => year === wanted)?.table;
  try {
    table ??= read(byYear.get(null)!);
  } catch (error) {
    throw withFile(file, error);
  }
  return {
    input,
    year: wanted,
    table,
    panel,
    leftYears,
    repeated,
    rowOf: (area, activity, year) => places.get(keyOf(year ?? wanted, area, activity))?.[0] ?? null,
  };
}

function withFile(file: string, error: unknown): unknown {
  return error instanceof UserError
    ? new UserError({ zh: `${file}：${error.zh}`, en: `${file}: ${error.en}` })
    : error;
}

/** Undefined, and refused, where the cell names no year. */
function yearOf(input: TableInput, row: TableInput['rows'][number], column: number): number | undefined {
  const cell = row.cells[column] ?? null;
  const found = /^(\d{4})\s*年?$/.exec(cell === null ? '' : String(cell).trim());
  if (found !== null) return Number(found[1]);
  input.refuse(row, column, { zh: '不是年份（应如 2024）', en: 'is no year (such as 2024)' });
  return undefined;
}

function keyOf(year: number | null, area: string, activity: string): string {
  return JSON.stringify([year, area, activity]);
}
