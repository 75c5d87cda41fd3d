// The answer as tables: a workbook, or a folder of CSV with the whole as JSON beside them.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCsv } from 'hucre/csv';
import { type CellValue, writeXlsx } from 'hucre/xlsx';
import { UserError } from '../../model/index.js';
import { inertCell, writeWhole } from '../../store/index.js';
import type { ForeseeRun } from '../../verbs/index.js';
import { activityLines, areaLines, cellLines } from './foresee-json.js';

/** A sheet of a workbook holds no more rows than these. */
const XLSX_ROWS = 1_048_575;

export interface SheetOfAnswer {
  name: string;
  headings: string[];
  rows: CellValue[][];
}

/** Files that were written. */
export async function writeAnswer(
  out: string,
  sheets: readonly SheetOfAnswer[],
  json: unknown,
): Promise<string[]> {
  if (/\.xlsx$/i.test(out)) {
    for (const { name, rows } of sheets)
      if (rows.length > XLSX_ROWS)
        throw new UserError({
          zh: `${name} 有 ${rows.length} 行，一张工作表放不下；--out 改为文件夹，写成 CSV`,
          en: `${name} has ${rows.length} rows, more than a sheet holds; name a folder with --out for CSV`,
        });
    const workbook = await writeXlsx({
      sheets: sheets.map(({ name, headings, rows }) => ({
        name,
        rows: [headings, ...rows.map((row) => row.map(safe))],
        freezePane: { rows: 1 },
      })),
    });
    await writeWhole(out, workbook);
    return [out];
  }
  await mkdir(out, { recursive: true });
  const files: string[] = [];
  for (const { name, headings, rows } of sheets) {
    const file = join(out, `${name}.csv`);
    await writeWhole(file, writeCsv([headings, ...rows.map((row) => row.map(safe))], { bom: true }));
    files.push(file);
  }
  const file = join(out, 'answer.json');
  await writeWhole(file, `${JSON.stringify(json, null, 2)}\n`);
  return [...files, file];
}

export function foreseeSheets(run: ForeseeRun): SheetOfAnswer[] {
  const areas = areaLines(run);
  const cells = [...cellLines(run)];
  return [
    {
      name: 'areas',
      headings: [
        'area',
        'total',
        'diversity',
        'eci',
        'rank',
        'rank_low',
        'rank_high',
        'fitness',
        'fitness_rank',
        'coi',
        'exogenous',
        'covered',
      ],
      rows: areas.map((one) => [
        one.area,
        one.total,
        one.diversity,
        one.eci,
        one.rank,
        one.interval?.rank[0] ?? null,
        one.interval?.rank[1] ?? null,
        one.fitness,
        one.fitnessRank,
        one.coi,
        one.exogenous?.complexity ?? null,
        one.exogenous?.covered ?? null,
      ]),
    },
    {
      name: 'activities',
      headings: ['activity', 'total', 'ubiquity', 'pci', 'rank', 'complexity', 'exogenous_pci'],
      rows: activityLines(run).map((one) => [
        one.activity,
        one.total,
        one.ubiquity,
        one.pci,
        one.rank,
        one.complexity,
        one.exogenousPci,
      ]),
    },
    {
      name: 'cells',
      headings: ['area', 'activity', 'value', 'rca', 'present', 'density', 'distance', 'cog'],
      rows: cells.map((one) => [
        one.area,
        one.activity,
        one.value,
        one.rca,
        one.present ? 1 : 0,
        one.density,
        one.distance,
        one.cog,
      ]),
    },
  ];
}

function safe(value: CellValue): CellValue {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' ? inertCell(value) : value;
}
