/**
 * The database of a process as a thread of it reads it that has copies of some tables beside it: what is asked of those alone
 * is answered in the thread, all else by the process that lent the database.
 */
import type { MessagePort } from 'node:worker_threads';
import type { Bilingual } from '../model/index.js';
import type { Cell, DatabaseUse } from './database.js';
import { FIRMS } from './firm-tables.js';
import { BorrowedDatabase } from './lent-database.js';
import type { CopiesOfTables } from './table-files.js';

export class CopiedTables implements DatabaseUse {
  readonly notices: readonly Bilingual[] = [];
  readonly #lent: BorrowedDatabase;
  readonly #tables: CopiesOfTables;
  readonly #copied: readonly string[];
  /** Everything else that a query may name. */
  readonly #others: RegExp;
  /** One connection answers one query after another. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(
    lent: BorrowedDatabase,
    tables: CopiesOfTables,
    copied: readonly string[],
    all: readonly string[],
  ) {
    this.#lent = lent;
    this.#tables = tables;
    this.#copied = copied;
    this.#others = new RegExp(`\\b(?:${all.filter((one) => !copied.includes(one)).join('|')})\\b`);
  }

  /** `copied`: names of the tables that `tables` has. */
  static async over(
    port: MessagePort,
    tables: CopiesOfTables,
    copied: readonly string[],
  ): Promise<CopiedTables> {
    const lent = new BorrowedDatabase(port);
    const all = await lent.rows<{ name: string }>(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_catalog <> '${FIRMS}'`,
    );
    return new CopiedTables(
      lent,
      tables,
      copied,
      all.map(({ name }) => name),
    );
  }

  rows<Row>(sql: string, values: readonly Cell[] = []): Promise<Row[]> {
    return this.#isHere(sql)
      ? this.#inTurn(() => this.#tables.query<Row>(sql, values))
      : this.#lent.rows<Row>(sql, values);
  }

  columns(sql: string): ReturnType<DatabaseUse['columns']> {
    return this.#inTurn(() => this.#tables.columns(sql));
  }

  /** The copies do not change. */
  version(): string {
    return '';
  }

  rowsOfWriter(): Promise<never> {
    throw new Error('copies of tables are read only');
  }

  transaction(): Promise<never> {
    throw new Error('copies of tables are read only');
  }

  aside(): Promise<never> {
    throw new Error('copies of tables are read only');
  }

  checkpoint(): Promise<never> {
    throw new Error('copies of tables are read only');
  }

  whileStill(): Promise<never> {
    throw new Error('copies of tables are read only');
  }

  interrupt(): void {
    throw new Error('a thread does not interrupt the database that it was lent');
  }

  noteChangeOfAll(): void {
    this.noteChanges();
  }

  noteChanges(): void {
    throw new Error('copies of tables are read only');
  }

  close(): Promise<void> {
    return this.#lent.close();
  }

  /** What the list of firms makes for itself is the thread's own, whatever the process has under that name. */
  #isHere(sql: string): boolean {
    return (
      sql.includes(FIRMS) || (this.#copied.some((table) => sql.includes(table)) && !this.#others.test(sql))
    );
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}
