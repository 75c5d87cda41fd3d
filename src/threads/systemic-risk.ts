import { availableParallelism } from 'node:os';
import {
  type CascadeModel,
  cascadeLayout,
  joinedRisk,
  type StopRule,
  type SystemicRisk,
} from '../chain/index.js';
import { type InThreads, inThreads } from './pool.js';

/** Firms of a part: long enough to keep a thread busy, short enough for progress and cancel. */
const LARGEST_PART = 2000;
const LEAST_PARTS = 50;

/** The index of each of `firms` (numbers in the network) closed alone, over all threads on one memory. */
export async function riskInThreads(
  model: CascadeModel,
  firms: Uint32Array,
  stop: StopRule,
  { threads = availableParallelism(), onProgress, ...rest }: InThreads = {},
): Promise<SystemicRisk> {
  const size = Math.max(1, Math.min(LARGEST_PART, Math.ceil(firms.length / LEAST_PARTS)));
  const parts: Uint32Array[] = [];
  for (let from = 0; from < firms.length; from += size) parts.push(firms.slice(from, from + size));
  const layout = cascadeLayout(model, Math.max(1, Math.min(threads, parts.length)));
  const done = await inThreads('cascades', { layout, stop }, parts, {
    threads,
    ...(onProgress && {
      onProgress: (parts: number) => onProgress(Math.min(parts * size, firms.length), firms.length),
    }),
    ...rest,
  });
  return joinedRisk(done);
}
