// A thread that stays: it is asked one thing after another, keeps what it has made, and can be told to stop with one of them.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type MessagePort, parentPort, Worker } from 'node:worker_threads';
import { type Bilingual, UserError } from '../model/index.js';

export interface Asking {
  signal?: AbortSignal;
  onProgress?: (share: number | null, note?: Bilingual) => void;
  /** What goes over to the thread with the question. */
  transfer?: readonly (MessagePort | ArrayBuffer)[];
}

export interface Answering {
  signal: AbortSignal;
  progress(share: number | null, note?: Bilingual): void;
}

type ToRoom = { id: number; name: string; asked: unknown } | { id: number; stop: true };
type FromRoom =
  | { id: number; result: unknown }
  | { id: number; share: number | null; note: Bilingual | undefined }
  | { id: number; fault: Fault };

/** What is thrown crosses without its class. */
interface Fault {
  kind: 'user' | 'refused' | 'defect';
  message: string;
  stack: string | undefined;
  /** What it holds of its own: status, code, the two messages. */
  own: Record<string, unknown>;
}

/** What a thread refused with a status of its own: `own` is what it held. */
export class RoomRefusal extends Error {
  readonly own: Readonly<Record<string, unknown>>;
  constructor(message: string, own: Record<string, unknown>) {
    super(message);
    this.own = own;
  }
}

export class ThreadRoom {
  readonly #worker: Worker;
  readonly #asked = new Map<
    number,
    Asking & { resolve: (result: unknown) => void; reject: (error: unknown) => void }
  >();
  #next = 0;
  #ended: Error | null = null;
  #isRetired = false;

  /**
   * @param entry module that calls `answerInThread`
   * @param megabytes the most that its heap may take
   */
  constructor(entry: URL, workerData: unknown, megabytes: number) {
    this.#worker = new Worker(builtEntry(entry), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: megabytes },
    });
    this.#worker.unref();
    this.#worker.on('message', (message: FromRoom) => this.#take(message));
    this.#worker.once('error', (error) => this.#end(error));
    this.#worker.once('exit', (code) => this.#end(new Error(`a thread ended with code ${code}`)));
  }

  get ended(): boolean {
    return this.#ended !== null;
  }

  /** Throws what the thread threw: `UserError` as itself, `RoomRefusal` for what has a status, else an Error; the reason of the signal where it was told to stop. */
  ask<Result>(name: string, asked: unknown, options: Asking = {}): Promise<Result> {
    const { signal } = options;
    signal?.throwIfAborted();
    if (this.#ended !== null) return Promise.reject(this.#ended);
    const id = this.#next++;
    return new Promise<Result>((resolve, reject) => {
      const stop = () => {
        this.#asked.delete(id);
        this.#worker.postMessage({ id, stop: true } satisfies ToRoom);
        this.#rest();
        reject(signal!.reason);
      };
      signal?.addEventListener('abort', stop, { once: true });
      const settled = () => signal?.removeEventListener('abort', stop);
      this.#asked.set(id, {
        ...options,
        resolve: (result) => {
          settled();
          resolve(result as Result);
        },
        reject: (error) => {
          settled();
          reject(error);
        },
      });
      // The process stays while somebody waits for an answer.
      this.#worker.ref();
      this.#worker.postMessage({ id, name, asked } satisfies ToRoom, [...(options.transfer ?? [])]);
    });
  }

  onEnd(told: () => void): void {
    this.#worker.once('exit', told);
  }

  /** Closes as soon as nobody waits for an answer. */
  retire(): void {
    this.#isRetired = true;
    if (this.#asked.size === 0) void this.close();
  }

  async close(): Promise<void> {
    this.#end(new Error('the thread was closed'));
    await this.#worker.terminate();
  }

  #rest(): void {
    if (this.#asked.size > 0) return;
    this.#worker.unref();
    if (this.#isRetired) void this.close();
  }

  #take(message: FromRoom): void {
    const asked = this.#asked.get(message.id);
    if (asked === undefined) return;
    if ('share' in message) {
      asked.onProgress?.(message.share, message.note);
      return;
    }
    this.#asked.delete(message.id);
    this.#rest();
    if ('result' in message) asked.resolve(message.result);
    else asked.reject(thrown(message.fault));
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const { reject } of this.#asked.values()) reject(this.#ended);
    this.#asked.clear();
  }
}

function thrown({ kind, message, stack, own }: Fault): Error {
  if (kind === 'user') return new UserError({ zh: String(own.zh), en: String(own.en) });
  if (kind === 'refused') return new RoomRefusal(message, own);
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}

/** In the thread: answers what is asked by name, each as it comes. */
export function answerInThread(
  answers: Readonly<Record<string, (asked: never, answering: Answering) => unknown>>,
): void {
  const port = parentPort!;
  const running = new Map<number, AbortController>();
  const tell = (message: FromRoom) => port.postMessage(message);
  port.on('message', async (message: ToRoom) => {
    const { id } = message;
    if ('stop' in message) {
      running.get(id)?.abort(new Error('stopped'));
      return;
    }
    const stopping = new AbortController();
    running.set(id, stopping);
    try {
      const answer = answers[message.name] as ((asked: unknown, answering: Answering) => unknown) | undefined;
      if (answer === undefined) throw new Error(`the thread knows no ${message.name}`);
      const result = await answer(message.asked, {
        signal: stopping.signal,
        progress: (share, note) => tell({ id, share, note }),
      });
      tell({ id, result });
    } catch (error) {
      tell({ id, fault: faultOf(error) });
    } finally {
      running.delete(id);
    }
  });
}

function faultOf(error: unknown): Fault {
  const found = error instanceof Error ? error : new Error(String(error));
  const own = { ...found } as Record<string, unknown>;
  if (found instanceof UserError)
    return { kind: 'user', message: found.message, stack: undefined, own: { zh: found.zh, en: found.en } };
  if (typeof own.status === 'number')
    return { kind: 'refused', message: found.message, stack: undefined, own };
  return { kind: 'defect', message: found.message, stack: found.stack, own: {} };
}

/** Threads run what was built; a program that runs from its sources takes the same file of its last build. */
function builtEntry(entry: URL): URL {
  const file = fileURLToPath(entry);
  if (existsSync(file)) return entry;
  return new URL(entry.href.replace(/\/src\/(?!.*\/src\/)/, '/dist/'));
}
