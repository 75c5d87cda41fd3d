// Rows of area, activity, value and perhaps year, as the measures of foresight take them: one table a year.
import { type PanelYear, type RegionActivityTable, regionActivityTable } from '../../foresee/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import type { LayoutRows } from './layout-rows.js';

/** Rows of one pair and year that were added up, or all but the first dropped. */
export interface RepeatedPair {
  area: string;
  activity: string;
  year: number | null;
  rows: number[];
}

export interface ReadTable {
  input: LayoutRows;
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

/** `at`: the year to measure; null or none for the latest. Throws `UserError` for a year that is not there. */
export function regionTables(
  input: LayoutRows,
  { at, duplicates }: { at?: number | null | undefined; duplicates: 'sum' | 'first' },
): ReadTable {
  const file = input.from;
  const byYear = new Map<number | null, { region: string; activity: string; value: number }[]>();
  const places = new Map<string, number[]>();
  for (const { area, activity, year, value, row } of input.cells) {
    const rows = byYear.get(year);
    const own = { region: area, activity, value };
    if (rows === undefined) byYear.set(year, [own]);
    else rows.push(own);
    const key = keyOf(year, area, activity);
    const known = places.get(key);
    if (known === undefined) places.set(key, [row]);
    else known.push(row);
  }
  const repeated: RepeatedPair[] = [];
  for (const [key, rows] of places)
    if (rows.length > 1) {
      const [year, area, activity] = JSON.parse(key) as [number | null, string, string];
      repeated.push({ area, activity, year, rows });
    }
  const read = (year: number | null) => regionActivityTable(byYear.get(year)!, { duplicates });
  const years = [...byYear.keys()].filter((year) => year !== null).sort((a, b) => a - b);
  const panel: PanelYear[] = [];
  const leftYears: ReadTable['leftYears'] = [];
  const wanted = input.columns.year === null ? null : (at ?? years.at(-1)!);
  if (wanted !== null && !byYear.has(wanted))
    throw new UserError({
      zh: `${file}“${input.columns.year}”列没有 ${wanted} 年；有 ${years.join('、')}`,
      en: `${file}, column "${input.columns.year}": there is no year ${wanted}; it has ${years.join(', ')}`,
    });
  for (const year of years) {
    try {
      panel.push({ year, table: read(year) });
    } catch (error) {
      if (!(error instanceof UserError) || year === wanted) throw withFile(file, error);
      leftYears.push({ year, reason: { zh: error.zh, en: error.en } });
    }
  }
  let table = panel.find(({ year }) => year === wanted)?.table;
  try {
    table ??= read(null);
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

function keyOf(year: number | null, area: string, activity: string): string {
  return JSON.stringify([year, area, activity]);
}
