/** A query over rows that are handed in, in a database of its own in memory. */
import { appendRows, type Cell, inMemory } from './database.js';

/** By name of column, a cell a row. Integers of 64 bits come as bigint. */
export type QueryColumns = Readonly<Record<string, readonly unknown[]>>;

/** Rows that are handed over at once. */
const BATCH = 10_000;

/**
 * @param table `create` makes the table `name`; the cells of the rows are in the order of its columns.
 * @returns Of each query its columns, in the order of the rows it gives.
 */
export function queryRows(
  table: { name: string; create: string; rows: Iterable<readonly Cell[]> },
  queries: readonly string[],
): Promise<QueryColumns[]> {
  return inMemory(async (connection) => {
    await connection.run(table.create);
    let batch: (readonly Cell[])[] = [];
    for (const row of table.rows) {
      if (batch.push(row) < BATCH) continue;
      await appendRows(connection, table.name, batch);
      batch = [];
    }
    await appendRows(connection, table.name, batch);
    const found: QueryColumns[] = [];
    for (const query of queries) {
      const reader = await connection.runAndReadAll(query);
      found.push(reader.getColumnsObjectJS());
    }
    return found;
  });
}
