/** The beginning of a table file: enough to know what its columns are. */
import { open, stat } from 'node:fs/promises';
import { readSheets, type Sheet, type TableBytes } from './tables/index.js';
import type { Workspace } from './workspace.js';

export async function firstSheet(input: string | TableBytes, sheet: string | null): Promise<Sheet> {
  for await (const found of readSheets(input, { sheet })) return found;
  throw new Error('readSheets gives a sheet or throws');
}

/** The first rows of a Parquet file, as delimited text. */
export async function parquetHead(workspace: Workspace, file: string): Promise<Uint8Array> {
  const rows = await workspace.query<Record<string, unknown>>(
    `SELECT COLUMNS(*)::VARCHAR FROM read_parquet('${file.replaceAll("'", "''")}') LIMIT 300`,
  );
  const cell = (value: unknown) => `"${String(value ?? '').replaceAll('"', '""')}"`;
  const columns = Object.keys(rows[0] ?? {});
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return Buffer.from(lines.map((line) => line.map(cell).join(',')).join('\n'));
}

export function wholeLines(head: Uint8Array): Uint8Array {
  const end = head.lastIndexOf(0x0a);
  return end < 0 ? head : head.subarray(0, end + 1);
}

export async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.alloc(Math.min(1 << 16, (await stat(file)).size));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
