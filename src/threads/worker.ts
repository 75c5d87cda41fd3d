import { parentPort, workerData } from 'node:worker_threads';
import { UserError } from '../model/index.js';
import { type Task, type TaskName, tasks } from './tasks.js';

const { task, input } = workerData as { task: TaskName; input: unknown };
const run = told(() => (tasks as Record<string, Task<unknown, unknown, unknown>>)[task]!.prepare(input));
parentPort!.on('message', ({ number, part }: { number: number; part: unknown }) => {
  told(() => parentPort!.postMessage({ number, output: run!(part) }));
});

/** What is thrown crosses without its class: what the user can mend goes as its two messages. */
function told<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    parentPort!.postMessage({ refused: { zh: error.zh, en: error.en } });
    return undefined;
  }
}
