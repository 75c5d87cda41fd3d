// What stood until an import brought it anew.
import type { Transaction } from './database.js';

/** Rows that stand under one of `keys` become older vintages of what the import `id` brings; `key` is the SQL of a row's key. */
export async function markRevised(
  transaction: Transaction,
  table: string,
  key: string,
  keys: readonly string[],
  id: number,
): Promise<void> {
  if (keys.length === 0) return;
  await transaction.rows('CREATE TEMP TABLE revised_keys (key VARCHAR)');
  await transaction.append(
    'revised_keys',
    keys.map((one) => [one]),
  );
  await transaction.rows(
    `UPDATE ${table} SET revised_by = ${id} WHERE revised_by IS NULL AND ${key} IN (SELECT key FROM revised_keys)`,
  );
  await transaction.rows('DROP TABLE revised_keys');
}
