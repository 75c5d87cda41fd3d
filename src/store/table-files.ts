/** Parts of tables as files, so that a thread of its own can read them while the one process that has the workspace goes on. */
import { rm } from 'node:fs/promises';
import { type Cell, inMemory, rowsOf } from './database.js';
import type { QueryColumns } from './query-rows.js';
import type { Workspace } from './workspace.js';

/** Which columns and rows of a table are wanted: a query. */
export type TablesWanted = Readonly<Record<string, string>>;

/** Files by name of table. */
export type TableFiles = Readonly<Record<string, string>>;

/** Rows of a query over tables. */
export interface Tables {
  query<Row>(sql: string, values?: readonly Cell[]): Promise<Row[]>;
}

/** Tables of files. */
export interface CopiesOfTables extends Tables {
  /** By column. Integers of 64 bits come as bigint. */
  columns(sql: string): Promise<QueryColumns>;
}

/** Writes the tables to files of their own; `place` gives each of them a path. */
export async function writeTableFiles(
  workspace: Workspace,
  wanted: TablesWanted,
  place: (table: string) => string,
): Promise<TableFiles> {
  const files: Record<string, string> = {};
  try {
    for (const [table, sql] of Object.entries(wanted)) {
      files[table] = place(table);
      await workspace.copyOut(sql, files[table], 'FORMAT parquet, COMPRESSION uncompressed');
    }
    return files;
  } catch (error) {
    await removeTableFiles(files);
    throw error;
  }
}

export async function removeTableFiles(files: TableFiles): Promise<void> {
  for (const file of Object.values(files)) await rm(file, { force: true });
}

/** The tables of such files for the length of `work`. */
export function withTableFiles<Result>(
  files: TableFiles,
  work: (tables: CopiesOfTables) => Promise<Result>,
  memory = '400MB',
): Promise<Result> {
  return inMemory(async (connection) => {
    // Beside a server that is to stay within its own bounds.
    await connection.run(`SET memory_limit = '${memory}'`);
    await connection.run('SET threads = 1');
    for (const [table, file] of Object.entries(files))
      await connection.run(
        `CREATE VIEW ${table} AS SELECT * FROM read_parquet('${file.replaceAll("'", "''")}')`,
      );
    return work({
      query: (sql, values = []) => rowsOf(connection, sql, values),
      columns: async (sql) => (await connection.runAndReadAll(sql)).getColumnsObjectJS(),
    });
  });
}
