import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type Bilingual, UserError } from '../model/index.js';
import type { TaskInput, TaskName, TaskOutput, TaskPart } from './tasks.js';

/** A half-open range of items. */
export interface Cut {
  from: number;
  to: number;
}

/** Ranges that cover 0 … n, at most `size` items each. */
export function cut(n: number, size: number): Cut[] {
  const parts: Cut[] = [];
  for (let from = 0; from < n; from += size) parts.push({ from, to: Math.min(n, from + size) });
  return parts;
}

export interface InThreads {
  /** Default: as many as the machine has. */
  threads?: number;
  /** Called after each part with how many are done. */
  onProgress?: (done: number, of: number) => void;
  signal?: AbortSignal;
}

interface Done<Name extends TaskName> {
  number: number;
  output: TaskOutput<Name>;
}

/**
 * The outputs of `parts`, in their order. Each thread prepares the input once and takes the next part when it is free.
 * Arrays on SharedArrayBuffer are not copied. Throws RangeError for less than one thread, what a part threw, or the reason of the signal; no thread
 * outlives the call.
 */
export async function inThreads<Name extends TaskName>(
  task: Name,
  input: TaskInput<Name>,
  parts: readonly TaskPart<Name>[],
  { threads = availableParallelism(), onProgress, signal }: InThreads = {},
): Promise<TaskOutput<Name>[]> {
  if (!(threads >= 1)) throw new RangeError(`${threads} threads; at least 1 is expected`);
  signal?.throwIfAborted();
  const outputs: TaskOutput<Name>[] = new Array(parts.length);
  let next = 0;
  let done = 0;
  const workers = Array.from(
    { length: Math.min(threads, parts.length) },
    () => new Worker(new URL('./worker.js', import.meta.url), { workerData: { task, input } }),
  );
  // Takes the listeners off a signal that outlives the call.
  const ended = new AbortController();
  const stop = () => Promise.all(workers.map((worker) => worker.terminate()));
  try {
    await Promise.all(
      workers.map(
        (worker) =>
          new Promise<void>((resolve, reject) => {
            signal?.addEventListener('abort', () => reject(signal.reason), {
              once: true,
              signal: ended.signal,
            });
            const give = () => {
              if (next >= parts.length) return resolve();
              const number = next++;
              worker.postMessage({ number, part: parts[number] });
            };
            worker.on('message', (message: Done<Name> | { refused: Bilingual }) => {
              if ('refused' in message) return reject(new UserError(message.refused));
              outputs[message.number] = message.output;
              onProgress?.(++done, parts.length);
              give();
            });
            worker.once('error', reject);
            worker.once('exit', (code) => reject(new Error(`a thread ended with code ${code}`)));
            give();
          }),
      ),
    );
  } finally {
    ended.abort();
    await stop();
  }
  return outputs;
}
