/** Connections that read what is committed while the one writer writes: a few, lent in turn. */
import type { DuckDBConnection } from '@duckdb/node-api';

/** Each query runs on all processors already; more at once take memory and bring no speed. */
const MOST = 3;

export class Readers {
  readonly #connect: () => Promise<DuckDBConnection>;
  readonly #free: DuckDBConnection[] = [];
  readonly #waiting: (() => void)[] = [];
  #lent = 0;
  #isPaused = false;
  #isClosed = false;
  #drained: (() => void) | null = null;

  constructor(connect: () => Promise<DuckDBConnection>) {
    this.#connect = connect;
  }

  async lend<Result>(work: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    while (this.#isPaused || this.#lent >= MOST) {
      if (this.#isClosed) throw new Error('the workspace is closed');
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    this.#lent++;
    try {
      const connection = this.#free.pop() ?? (await this.#connect());
      try {
        return await work(connection);
      } finally {
        this.#free.push(connection);
      }
    } finally {
      this.#lent--;
      if (this.#lent === 0) this.#drained?.();
      this.#waiting.shift()?.();
    }
  }

  /** Runs `work` while nobody reads; gives up where those who do take longer than `patience` (milliseconds). */
  async pause(patience: number, work: () => Promise<void>): Promise<boolean> {
    this.#isPaused = true;
    try {
      if (this.#lent > 0) {
        let timer: NodeJS.Timeout | undefined;
        const isDrained = await Promise.race([
          new Promise<boolean>((resolve) => {
            this.#drained = () => resolve(true);
          }),
          new Promise<boolean>((resolve) => {
            timer = setTimeout(() => resolve(false), patience);
          }),
        ]);
        clearTimeout(timer);
        this.#drained = null;
        if (!isDrained) return false;
      }
      await work();
      return true;
    } finally {
      this.#isPaused = false;
      for (const go of this.#waiting.splice(0)) go();
    }
  }

  /** Waits for those who read, and closes. Nobody is let in afterwards. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isPaused = true;
    for (const go of this.#waiting.splice(0)) go();
    await new Promise<void>((resolve) => {
      this.#drained = resolve;
      if (this.#lent === 0) resolve();
    });
    for (const connection of this.#free.splice(0)) connection.closeSync();
  }
}
