/**
 * The database of this process, lent to a thread of it: the thread reads and parses, every statement runs here, in the turn
 * of the one writer. What a thread that ends had not committed is undone.
 */
import type { MessagePort } from 'node:worker_threads';
import { type Bilingual, UserError } from '../model/index.js';
import { type Cell, type DatabaseUse, Transaction } from './database.js';

type Asked =
  | { id: number; op: 'rows' | 'writer' | 'inside'; sql: string; values: readonly Cell[] }
  | { id: number; op: 'append'; table: string; rows: readonly (readonly (Cell | Uint8Array)[])[] }
  | { id: number; op: 'begin' | 'aside' | 'commit' | 'rollback' | 'checkpoint' };
type Answered = { id: number; rows: unknown[] } | { id: number; failed: Failed };

interface Failed {
  said: Bilingual | null;
  message: string;
}

/** Rows that cross at once: a larger part would hold up the process while it is taken over. */
const PART = 2000;

interface Under {
  transaction: Transaction;
  end: () => void;
  undo: (reason: unknown) => void;
  over: Promise<void>;
}

class Undone extends Error {}

export interface Loan {
  /** Undoes what is under way and takes no more; false where it is being committed. Resolves when all is as before. */
  end(): Promise<boolean>;
}

/**
 * Serves the thread at the other end of `port`.
 *
 * @param settle puts in order what is left of a loan that was ended amid its work
 */
export function lendDatabase(database: DatabaseUse, port: MessagePort, settle: () => Promise<void>): Loan {
  let under: Under | null = null;
  let isEnded = false;
  let isCommitting = false;
  let hasWritten = false;
  const running = new AbortController();

  const open = (kind: 'begin' | 'aside') =>
    new Promise<void>((opened, failed) => {
      const run = (kind === 'begin' ? database.transaction : database.aside).bind(database);
      const over = run(
        (transaction) =>
          new Promise<void>((end, undo) => {
            if (isEnded) return undo(new Undone());
            under = { transaction, end, undo, over };
            opened();
          }),
      );
      over.then(() => undefined, failed);
    });

  async function answer(asked: Asked): Promise<unknown[]> {
    switch (asked.op) {
      case 'rows':
        return database.rows(asked.sql, asked.values);
      case 'writer':
        hasWritten = true;
        return database.rowsOfWriter(asked.sql, asked.values, running.signal);
      case 'inside':
        return under!.transaction.rows(asked.sql, asked.values);
      case 'append':
        await under!.transaction.append(asked.table, asked.rows);
        return [];
      case 'begin':
      case 'aside':
        await open(asked.op);
        return [];
      case 'commit': {
        const { end, over } = under!;
        isCommitting = true;
        under = null;
        end();
        try {
          await over;
        } finally {
          isCommitting = false;
        }
        return [];
      }
      case 'rollback': {
        const { undo, over } = under!;
        under = null;
        undo(new Undone());
        await over.catch(() => undefined);
        return [];
      }
      case 'checkpoint':
        await database.checkpoint();
        return [];
    }
  }

  port.on('message', async (asked: Asked) => {
    if (isEnded) return;
    let answered: Answered;
    try {
      answered = { id: asked.id, rows: await answer(asked) };
    } catch (error) {
      const said = error instanceof UserError ? { zh: error.zh, en: error.en } : null;
      answered = { id: asked.id, failed: { said, message: (error as Error).message } };
    }
    port.postMessage(answered);
  });
  const end = async () => {
    if (isCommitting) return false;
    if (isEnded) return true;
    isEnded = true;
    running.abort();
    if (under !== null) {
      database.interrupt();
      under.undo(new Undone());
      await under.over.catch(() => undefined);
    }
    // What it was ended with is told, not that its remains could not be put in order.
    if (hasWritten) await settle().catch(() => undefined);
    port.close();
    return true;
  };
  port.once('close', () => void end().catch(() => undefined));
  return { end };
}

/** The database as a thread has it that it was lent to. */
export class BorrowedDatabase implements DatabaseUse {
  readonly notices: readonly Bilingual[] = [];
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, { resolve: (rows: unknown[]) => void; reject: (e: Error) => void }>();
  /** One transaction at a time. */
  #turn: Promise<unknown> = Promise.resolve();
  #next = 0;

  constructor(port: MessagePort) {
    this.#port = port;
    port.on('message', (answered: Answered) => {
      const waiting = this.#waiting.get(answered.id);
      this.#waiting.delete(answered.id);
      if ('rows' in answered) waiting?.resolve(answered.rows);
      else
        waiting?.reject(
          answered.failed.said === null
            ? new Error(answered.failed.message)
            : new UserError(answered.failed.said),
        );
    });
  }

  rows<Row>(sql: string, values: readonly Cell[] = []): Promise<Row[]> {
    return this.#ask<Row>({ op: 'rows', sql, values });
  }

  rowsOfWriter<Row>(sql: string, values: readonly Cell[] = []): Promise<Row[]> {
    return this.#ask<Row>({ op: 'writer', sql, values });
  }

  transaction<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.#inTransaction('begin', work);
  }

  aside<Result>(work: (transaction: Transaction) => Promise<Result>): Promise<Result> {
    return this.#inTransaction('aside', work);
  }

  async checkpoint(): Promise<void> {
    await this.#ask({ op: 'checkpoint' });
  }

  async close(): Promise<void> {
    this.#port.close();
  }

  columns(): Promise<never> {
    throw new Error('a thread reads the database that it was lent by rows');
  }

  interrupt(): void {
    throw new Error('a thread does not interrupt the database that it was lent');
  }

  whileStill(): Promise<boolean> {
    throw new Error('a thread does not hold up the database that it was lent');
  }

  version(): string {
    throw new Error('a thread keeps nothing that hangs on the state of tables');
  }

  noteChanges(): void {
    throw new Error('changes are counted where they are committed');
  }

  noteChangeOfAll(): void {
    this.noteChanges();
  }

  #inTransaction<Result>(
    op: 'begin' | 'aside',
    work: (transaction: Transaction) => Promise<Result>,
  ): Promise<Result> {
    const turn = this.#turn.then(async () => {
      await this.#ask({ op });
      try {
        const result = await work(
          new Transaction({
            rows: (sql, values) => this.#ask({ op: 'inside', sql, values }),
            append: async (table, rows) => {
              for (let from = 0; from < rows.length; from += PART)
                await this.#ask({ op: 'append', table, rows: rows.slice(from, from + PART) });
            },
          }),
        );
        await this.#ask({ op: 'commit' });
        return result;
      } catch (error) {
        await this.#ask({ op: 'rollback' }).catch(() => undefined);
        throw error;
      }
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  #ask<Row>(asked: Record<string, unknown>): Promise<Row[]> {
    const id = this.#next++;
    return new Promise<Row[]>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (rows: unknown[]) => void, reject });
      this.#port.postMessage({ id, ...asked });
    });
  }
}
