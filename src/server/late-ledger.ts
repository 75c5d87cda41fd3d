// Lines of the ledger that a faulty disk did not take: what they tell of was done, so they are written as soon as it does.
import { DiskFault } from '../store/index.js';

type Write = () => Promise<void>;

export class LateLedger {
  /** In the order in which they were to be written. */
  readonly #late: Write[] = [];
  readonly #everyMs: number;
  #turn: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(everyMs = 2000) {
    this.#everyMs = everyMs;
  }

  /** Written when it returns, unless the disk is at fault; then later, with all that waits. */
  write(line: Write): Promise<void> {
    const turn = this.#turn.then(async () => {
      await this.#catchUp();
      if (this.#late.length === 0) {
        try {
          return await line();
        } catch (error) {
          if (!(error instanceof DiskFault)) throw error;
        }
      }
      this.#late.push(line);
      this.#tryLater();
    });
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  /** Tries a last time. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#turn;
    await this.#catchUp();
  }

  async #catchUp(): Promise<void> {
    while (this.#late.length > 0) {
      try {
        await this.#late[0]!();
      } catch {
        return;
      }
      this.#late.shift();
    }
  }

  #tryLater(): void {
    if (this.#timer !== undefined || this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#turn = this.#turn.then(async () => {
        await this.#catchUp();
        if (this.#late.length > 0) this.#tryLater();
      });
    }, this.#everyMs);
    this.#timer.unref();
  }
}
