import { parentPort, workerData } from 'node:worker_threads';
import { type Task, type TaskName, tasks } from './tasks.js';

const { task, input } = workerData as { task: TaskName; input: unknown };
const run = (tasks as Record<string, Task<unknown, unknown, unknown>>)[task]!.prepare(input);
parentPort!.on('message', ({ number, part }: { number: number; part: unknown }) => {
  parentPort!.postMessage({ number, output: run(part) });
});
