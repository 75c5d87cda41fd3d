/**
 * The wide form of the World Input–Output Database, releases 2013 and 2016: a row an industry of a country with
 * IndustryCode, IndustryDescription, Country, RNr and Year before its flows; a column AUS1 … ROW61 for each industry and
 * final use of a country, numbered as RNr; TOT. Rows of country TOT hold taxes, adjustments, value added and output.
 * Timmer, Dietzenbacher, Los, Stehrer & de Vries (2015), Review of International Economics 23.
 */
import { assemble, type OutlayRow, type UseColumn } from './assemble.js';
import type { IoGrid } from './grid.js';
import { type ColumnRole, columnRole, plainLabel, rowRole } from './labels.js';
import { edgeNames } from './names.js';
import { type IoReading, NotATable, type ReadIoOptions } from './reading.js';

const HEADINGS = ['industrycode', 'industrydescription', 'country', 'rnr', 'year'] as const;

/** Final uses stand after the industries, in this order in every release. */
const FINAL_USES = ['CONS_h', 'CONS_np', 'CONS_g', 'GFCF', 'INVEN'] as const;

/** One table a year; none where the heads are others. */
export function readWiod(grid: IoGrid, options: ReadIoOptions): IoReading[] {
  const at = new Map<string, number>();
  for (let column = 0; column < Math.min(grid.width, 12); column++) {
    const heading = plainLabel(grid.text(0, column));
    if ((HEADINGS as readonly string[]).includes(heading) && !at.has(heading)) at.set(heading, column);
  }
  const [code, country, number] = [at.get('industrycode'), at.get('country'), at.get('rnr')];
  if (code === undefined || country === undefined || number === undefined) return [];
  const year = at.get('year');
  const rowsOf = new Map<number | null, number[]>();
  for (let row = 1; row < grid.height; row++) {
    if (grid.text(row, country) === '') continue;
    const of = year === undefined || Number.isNaN(grid.number(row, year)) ? null : grid.number(row, year);
    const rows = rowsOf.get(of);
    if (rows) rows.push(row);
    else rowsOf.set(of, [row]);
  }
  const sides = { code, country, number, name: at.get('industrydescription') ?? code };
  return [...rowsOf].map(([of, rows]) => tableOf(grid, sides, rows, of, options));
}

interface Sides {
  code: number;
  name: number;
  country: number;
  number: number;
}

function tableOf(
  grid: IoGrid,
  sides: Sides,
  rows: readonly number[],
  year: number | null,
  options: ReadIoOptions,
): IoReading {
  const industryRows = rows.filter((row) => plainLabel(grid.text(row, sides.country)) !== 'tot');
  const numbers = new Set(industryRows.map((row) => grid.number(row, sides.number)));
  const last = Math.max(...numbers);
  const columnOf = new Map<string, number>();
  const beyond: UseColumn[] = [];
  for (let column = Math.max(...Object.values(sides)) + 1; column < grid.width; column++) {
    const head = grid.text(0, column);
    const [, region, digits] = /^([A-Za-z]{2,4})_?(\d{1,3})$/.exec(head.trim()) ?? [];
    if (region !== undefined && numbers.has(Number(digits))) {
      columnOf.set(`${region.toUpperCase()}|${Number(digits)}`, column);
      continue;
    }
    if (region !== undefined) {
      const use = FINAL_USES[Number(digits) - last - 1];
      const role = use === undefined ? null : columnRole([use]);
      beyond.push({ column, ...edgeNames([use ?? head], role), region: region.toUpperCase(), role });
    } else if (head !== '' && plainLabel(head) !== 'year') {
      const role: ColumnRole | null = plainLabel(head) === 'tot' ? { role: 'output' } : columnRole([head]);
      beyond.push({ column, ...edgeNames([head], role), region: null, role });
    }
  }
  const industries = industryRows.map((row) => ({
    code: grid.text(row, sides.code),
    name: grid.text(row, sides.name),
    nameEn: null,
    region: grid.text(row, sides.country).toUpperCase(),
  }));
  const columns = industryRows.map((row, at) => {
    const key = `${industries[at]!.region}|${grid.number(row, sides.number)}`;
    const column = columnOf.get(key);
    if (column === undefined) throw lacks(grid, row, key.replace('|', ''));
    columnOf.delete(key);
    return column;
  });
  for (const [key, column] of columnOf) {
    throw new NotATable({
      zh: `“${grid.name}”：列 ${grid.address(0, column)}（${key.replace('|', '')}）没有对应的行，中间使用不是方阵。`,
      en: `“${grid.name}”: column ${grid.address(0, column)} (${key.replace('|', '')}) has no row; the flows are no square.`,
    });
  }
  const below: OutlayRow[] = rows
    .filter((row) => plainLabel(grid.text(row, sides.country)) === 'tot')
    .map((row) => {
      const labels = [grid.text(row, sides.name), grid.text(row, sides.code)];
      const role = rowRole(labels);
      return { row, ...edgeNames(labels, role), role };
    });
  const parts = {
    layout: 'wiod' as const,
    title: year === null ? grid.name : `WIOT ${year}`,
    year,
    unit: 'million USD',
    industries,
    columns,
    domestic: industryRows,
    imported: [],
    beyond,
    below,
  };
  return assemble(grid, parts, options);
}

function lacks(grid: IoGrid, row: number, column: string): NotATable {
  return new NotATable({
    zh: `“${grid.name}”第 ${row + 1} 行：没有 ${column} 列，中间使用不是方阵。`,
    en: `“${grid.name}”, row ${row + 1}: there is no column ${column}; the flows are no square.`,
  });
}
