// A thread that works on the workspace which the server lends it: made when it is asked, ended when nobody asks any more.
import { MessageChannel } from 'node:worker_threads';
import type { UserError } from '../../model/index.js';
import type { Workspace } from '../../store/index.js';
import { type Asking, ThreadRoom } from '../../threads/index.js';
import type { LentThreadData } from './borrowed.js';

/** Heap of a thread: a table of some million cells. */
const MEGABYTES = 1024;
/** A thread that nobody asks any more gives its room back. */
const IDLE_MS = 60_000;

/** Somebody else stopped what he had asked of the same thread, and the thread with it. */
class StoppedByOther extends Error {}

/** Asks again where it was ended for the sake of somebody else. */
async function answered<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoppedByOther)) throw error;
    }
  }
}

/** One thread that is made when it is asked, and made anew after it was stopped. */
export class LentRoom {
  readonly #workspace: Workspace;
  readonly #entry: URL;
  readonly #tooMuch: () => UserError;
  #room: ThreadRoom | null = null;
  /** Threads that were ended because somebody no longer wanted what he had asked for. */
  readonly #stopped = new WeakSet<ThreadRoom>();
  #asked = 0;
  #idle: NodeJS.Timeout | undefined;

  /**
   * @param entry module that calls `answerInThread`
   * @param tooMuch what is said where its memory does not suffice
   */
  constructor(workspace: Workspace, entry: URL, tooMuch: () => UserError) {
    this.#workspace = workspace;
    this.#entry = entry;
    this.#tooMuch = tooMuch;
  }

  /** Asks what needs no workspace. */
  ask<Result>(name: string, asked: unknown, options: Asking): Promise<Result> {
    return answered(() => this.#once<Result>(name, asked, options));
  }

  /** Asks what works on the workspace: the thread gets `asked` with the `port` over which it is lent. */
  askLent<Result>(name: string, asked: object, options: Asking): Promise<Result> {
    return answered(async () => {
      const { port1, port2 } = new MessageChannel();
      const loan = this.#workspace.lend(port1);
      try {
        return await this.#once<Result>(
          name,
          { ...asked, port: port2 },
          { ...options, transfer: [port2], beforeStop: () => loan.end() },
        );
      } finally {
        await loan.end();
      }
    });
  }

  /** The thread ends with what was asked of it where that is stopped: a reader cannot be told to. */
  async #once<Result>(
    name: string,
    asked: unknown,
    options: Asking & { beforeStop?: () => Promise<boolean> },
  ): Promise<Result> {
    const { signal, onProgress, transfer, beforeStop } = options;
    signal?.throwIfAborted();
    clearTimeout(this.#idle);
    if (this.#room === null || this.#room.ended) {
      const data: LentThreadData = { workspace: this.#workspace.dir };
      this.#room = new ThreadRoom(this.#entry, data, MEGABYTES);
    }
    const room = this.#room;
    this.#asked++;
    let stopped: unknown = null;
    const stop = async () => {
      if (beforeStop !== undefined && !(await beforeStop())) return;
      stopped = signal!.reason;
      this.#stopped.add(room);
      await room.close();
    };
    signal?.addEventListener('abort', stop, { once: true });
    try {
      return await room.ask<Result>(name, asked, {
        ...(onProgress && { onProgress }),
        ...(transfer && { transfer }),
      });
    } catch (error) {
      if (stopped !== null) throw stopped;
      if (this.#stopped.has(room)) throw new StoppedByOther();
      if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') throw this.#tooMuch();
      throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
      if (--this.#asked === 0) {
        this.#idle = setTimeout(() => this.#room?.retire(), IDLE_MS);
        this.#idle.unref();
      }
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const room = this.#room;
    this.#room = null;
    await room?.close();
  }
}
