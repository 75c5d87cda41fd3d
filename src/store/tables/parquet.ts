/** Parquet files as sheets, through DuckDB: a row of column names, then the rows. */
import { UserError } from '../../model/index.js';
import { inMemory } from '../database.js';
import { Sheet, type SheetValue } from './sheet.js';

const PART_ROWS = 50_000;

/** Small files whole; of larger ones the rest is read part by part, as the caller asks for it. */
export async function readParquet(
  name: string,
  file: string,
  onRows: (rows: number) => void,
  signal: AbortSignal | null,
): Promise<Sheet> {
  const sheet = name.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
  const source = `read_parquet('${file.replaceAll("'", "''")}')`;
  const ask = async (sql: string): Promise<{ names: string[]; rows: SheetValue[][] }> => {
    try {
      return await inMemory(async (connection) => {
        const reader = await connection.runAndReadAll(sql);
        return { names: reader.columnNames(), rows: reader.getRowsJS().map((row) => row.map(sheetValue)) };
      });
    } catch (error) {
      throw new UserError({
        zh: `${name}：不是可读的 Parquet 文件（${(error as Error).message.slice(0, 160)}）。`,
        en: `${name}: no readable Parquet file (${(error as Error).message.slice(0, 160)}).`,
      });
    }
  };
  const part = (from: number) => ask(`SELECT * FROM ${source} LIMIT ${PART_ROWS} OFFSET ${from}`);
  const first = await part(0);
  const head: SheetValue[][] = [first.names, ...first.rows];
  onRows(head.length);
  if (first.rows.length < PART_ROWS) return new Sheet({ name: sheet, rows: head });
  const rest = async function* (): AsyncGenerator<Sheet> {
    for (let from = PART_ROWS; ; from += PART_ROWS) {
      signal?.throwIfAborted();
      const { rows } = await part(from);
      if (rows.length === 0) return;
      onRows(from + rows.length + 1);
      yield new Sheet({ name: sheet, rows, firstRow: from + 1 });
    }
  };
  return new Sheet({ name: sheet, rows: head, rest: rest() });
}

/** Decimals and large integers come as text and keep all their digits. */
function sheetValue(value: unknown): SheetValue {
  if (value === null || value === undefined) return null;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean') return value;
  if (value instanceof Date) return value;
  return typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype
    ? JSON.stringify(value)
    : String(value);
}
