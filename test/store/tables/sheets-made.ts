/** Spreadsheets as bureaus make them, built in the test: rows in, bytes out; and the ways to read them. */
import { type CellValue, writeXlsx } from 'hucre/xlsx';
import {
  loadCodes,
  loadLexicons,
  readTidyTables,
  type TidyTable,
  tablesLexicon,
} from '../../../src/store/index.js';

export const lexicon = tablesLexicon(await loadLexicons());
const codes = await loadCodes();

export interface MadeSheet {
  name?: string;
  rows: CellValue[][];
  /** A1:C1 … */
  merges?: string[];
  /** Number formats by cell, B2 -> 0.0%. */
  formats?: Record<string, string>;
  hiddenRows?: number[];
  hiddenColumns?: number[];
  hidden?: boolean;
}

export async function workbook(...sheets: MadeSheet[]): Promise<Uint8Array> {
  return writeXlsx({
    sheets: sheets.map((sheet, at) => ({
      name: sheet.name ?? `Sheet${at + 1}`,
      rows: sheet.rows,
      hidden: sheet.hidden ?? false,
      merges: (sheet.merges ?? []).map((range) => {
        const [from, to] = range.split(':') as [string, string];
        const [start, end] = [place(from), place(to)];
        return { startRow: start.row, startCol: start.column, endRow: end.row, endCol: end.column };
      }),
      cells: new Map(
        Object.entries(sheet.formats ?? {}).map(([address, numFmt]) => {
          const { row, column } = place(address);
          return [
            `${row},${column}`,
            { value: sheet.rows[row]![column]!, type: 'number' as const, style: { numFmt } },
          ];
        }),
      ),
      columns: Array.from({ length: Math.max(...sheet.rows.map((row) => row.length)) }, (_, column) => ({
        hidden: sheet.hiddenColumns?.includes(column) ?? false,
      })),
      rowDefs: new Map((sheet.hiddenRows ?? []).map((row) => [row, { hidden: true }])),
    })),
  });
}

function place(address: string): { row: number; column: number } {
  const match = /^([A-Z]+)(\d+)$/.exec(address)!;
  let column = 0;
  for (const letter of match[1]!) column = column * 26 + letter.charCodeAt(0) - 64;
  return { row: Number(match[2]) - 1, column: column - 1 };
}

export const options = {
  lexicon,
  today: '2025-06-30',
  area: (text: string, question: { on?: string }) => codes.areas.resolve(text, question),
  industry: (text: string) => codes.industries.resolve(text),
};

export async function tidy(bytes: Uint8Array | string, name = '测试.xlsx', extra = {}): Promise<TidyTable[]> {
  const content = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  return readTidyTables({ name, bytes: content }, { ...options, ...extra });
}

/** The one table of a sheet of rows. */
export async function tidySheet(sheet: MadeSheet | CellValue[][], extra = {}): Promise<TidyTable> {
  const tables = await tidy(
    await workbook(Array.isArray(sheet) ? { rows: sheet } : sheet),
    '测试.xlsx',
    extra,
  );
  if (tables.length !== 1) throw new Error(`${tables.length} tables`);
  return tables[0]!;
}

/** Values as short lines: area | industry | indicator | period | kind | value unit. */
export function lines(table: TidyTable): string[] {
  return table.rows.map((row) =>
    [
      row.enterprise ?? row.area?.name ?? '',
      row.industry?.name ?? '',
      row.indicator ?? '',
      row.period ?? '',
      row.kind,
      row.value === null ? `(${row.mark})` : `${row.value}${row.unit ?? ''}`,
    ].join('|'),
  );
}
