// Answers of the verb match as a workbook of several tables, or the first of them as CSV.
import { extname } from 'node:path';
import { writeCsv } from 'hucre/csv';
import { type CellValue, writeXlsx } from 'hucre/xlsx';
import { type Bilingual, type Lang, UserError } from '../../model/index.js';
import { inertCell, writeWhole } from '../../store/index.js';
import type { MatchReject } from '../../verbs/index.js';

export interface SheetTable {
  name: Bilingual;
  columns: readonly { title: Bilingual; width?: number }[];
  rows: readonly (readonly (string | number | null)[])[];
}

const FORMATS = ['.xlsx', '.csv', '.json'];

/** Refused before any work is done. */
export function checkOut(out: string | undefined): void {
  if (out !== undefined && !FORMATS.includes(extname(out).toLowerCase()))
    throw new UserError({
      zh: `--out 写成 ${FORMATS.join('、')} 之一：${out}`,
      en: `--out is one of ${FORMATS.join(', ')}: ${out}`,
    });
}

/** Whole or not there; the same answer gives the same bytes. */
export async function writeAnswer(
  out: string,
  tables: readonly SheetTable[],
  json: unknown,
  lang: Lang,
  day: string,
): Promise<void> {
  const type = extname(out).toLowerCase();
  const safe = (cell: string | number | null): CellValue =>
    typeof cell === 'string' ? (inertCell(cell) as string) : cell;
  if (type === '.json') await writeWhole(out, `${JSON.stringify(json, null, 2)}\n`);
  else if (type === '.csv') {
    const { columns, rows } = tables[0]!;
    await writeWhole(
      out,
      writeCsv([columns.map(({ title }) => title[lang]), ...rows.map((row) => row.map(safe))], { bom: true }),
    );
  } else {
    const stamp = new Date(`${day}T00:00:00Z`);
    await writeWhole(
      out,
      await writeXlsx({
        properties: { created: stamp, modified: stamp },
        sheets: tables.map(({ name, columns, rows }) => ({
          name: name[lang],
          columns: columns.map(({ width }) => ({ width: width ?? 16 })),
          rows: [columns.map(({ title }) => title[lang]), ...rows.map((row) => row.map(safe))],
          freezePane: { rows: 1 },
        })),
      }),
    );
  }
}

export function rejectSheet(rejects: readonly MatchReject[], lang: Lang): SheetTable[] {
  if (rejects.length === 0) return [];
  return [
    {
      name: { zh: '退回', en: 'Rejects' },
      columns: [
        { title: { zh: '文件', en: 'File' }, width: 30 },
        { title: { zh: '工作表', en: 'Sheet' } },
        { title: { zh: '行', en: 'Row' }, width: 8 },
        { title: { zh: '列', en: 'Column' } },
        { title: { zh: '值', en: 'Value' } },
        { title: { zh: '原因', en: 'Reason' }, width: 40 },
        { title: { zh: '应为', en: 'Expected' }, width: 40 },
      ],
      rows: rejects.map(({ file, sheet, row, column, value, expected, ...reason }) => [
        file,
        sheet,
        row,
        column,
        value,
        reason[lang],
        expected[lang],
      ]),
    },
  ];
}

export function rejectsJson(rejects: readonly MatchReject[], lang: Lang) {
  return rejects.map(({ file, sheet, row, column, value, expected, zh, en }) => ({
    ...{ file, sheet, row, column, value },
    reason: { zh, en }[lang],
    expected: expected[lang],
  }));
}
