/** XLS, XLSB, HTML and XML tables under an .xls name: the forms that @e965/xlsx reads. */
import { read, SSF, type WorkBook } from '@e965/xlsx';
import { UserError } from '../../model/index.js';
import { cellKey, Sheet, type SheetValue } from './sheet.js';
import { isPercentFormat, passwordProtected, trimmedRows } from './workbook.js';
import { serialDay } from './written-period.js';
import { damaged } from './zip-directory.js';

interface DenseCell {
  t: string;
  v?: unknown;
  w?: string;
  z?: string | number;
}

/** `content`: bytes of a binary workbook, or text of an HTML or XML one. */
export function readOldWorkbook(file: string, content: Uint8Array | string): Sheet[] {
  const workbook = opened(file, content);
  const epoch = workbook.Workbook?.WBProps?.date1904 ? 1462 : 0;
  return workbook.SheetNames.map((name, at) => {
    const source = workbook.Sheets[name]!;
    const dense = ((source as Record<string, unknown>)['!data'] ?? []) as (DenseCell | undefined)[][];
    const percentCells = new Set<number>();
    const rows: SheetValue[][] = [];
    for (let row = 0; row < dense.length; row++) {
      const values: SheetValue[] = [];
      for (let column = 0; column < (dense[row]?.length ?? 0); column++) {
        const cell = dense[row]![column];
        values.push(cell === undefined ? null : sheetValue(cell, epoch));
        if (cell?.t === 'n' && typeof cell.z === 'string' && isPercentFormat(cell.z))
          percentCells.add(cellKey(row, column));
      }
      rows.push(values);
    }
    const hiddenRows = (source['!rows'] ?? []).flatMap((row, index) => (row?.hidden ? [index] : []));
    const hiddenColumns = (source['!cols'] ?? []).flatMap((column, index) => (column?.hidden ? [index] : []));
    return new Sheet({
      name,
      rows: trimmedRows(file, name, rows as never),
      merges: (source['!merges'] ?? []).map(({ s, e }) => ({ top: s.r, left: s.c, bottom: e.r, right: e.c })),
      hidden: (workbook.Workbook?.Sheets?.[at]?.Hidden ?? 0) !== 0,
      hiddenRows: new Set(hiddenRows),
      hiddenColumns: new Set(hiddenColumns),
      percentCells,
    });
  });
}

function opened(file: string, content: Uint8Array | string): WorkBook {
  const options = { dense: true, cellFormula: false, cellHTML: false, cellNF: true, cellText: true };
  try {
    const workbook =
      typeof content === 'string'
        ? read(content, { ...options, type: 'string' as const, raw: true })
        : read(content, { ...options, type: 'buffer' as const });
    if (workbook.SheetNames.length === 0) throw damaged(file, 'Workbook');
    return workbook;
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { message } = error as Error;
    if (/password|encrypt/i.test(message)) throw passwordProtected(file);
    throw damaged(file, message.slice(0, 120));
  }
}

function sheetValue(cell: DenseCell, epoch: number): SheetValue {
  const value = cell.v;
  if (cell.t === 'e') return cell.w ?? '#VALUE!';
  if (typeof value === 'number') {
    if (typeof cell.z === 'string' && SSF.is_date(cell.z)) return serialDay(value + epoch) ?? value;
    return value;
  }
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value;
  if (value instanceof Date) return value;
  return null;
}
