import { availableParallelism } from 'node:os';
import {
  type Foresight,
  type ForesightOptions,
  foresight,
  foresightOf,
  keptProximity,
  OUTLOOK_PANEL,
  outlookRequest,
  type RegionActivityTable,
  standingOf,
} from '../foresee/index.js';
import { cut, type InThreads, inThreads } from './pool.js';
import { shared } from './shared-memory.js';

/** Activities from which threads pay for their start, and the least of a part. */
const THREADS_FROM = 2000;
const LEAST_PART = 32 * OUTLOOK_PANEL;

/** All measures of one table, density and gain over all threads. The same result with any number of threads. */
export async function foresightInThreads(
  table: RegionActivityTable,
  options: ForesightOptions = {},
  { threads = availableParallelism(), ...rest }: InThreads = {},
): Promise<Foresight> {
  const m = table.activities.length;
  if (threads === 1 || m < THREADS_FROM || options.outlook === false) return foresight(table, options);
  const standing = standingOf(table, options);
  const asked = outlookRequest(table, standing, options);
  const request = { ...asked, proximity: asked.proximity && shared(asked.proximity) };
  const keep = keptProximity(m, options, true);
  const blocks = await inThreads('outlooks', { request, keep }, cut(m, LEAST_PART), { threads, ...rest });
  return foresightOf(standing, blocks, keep);
}

/** All measures of each table, years of a panel say, over all threads; in their order. */
export function foresightsInThreads(
  tables: readonly RegionActivityTable[],
  options: ForesightOptions = {},
  inThread: InThreads = {},
): Promise<Foresight[]> {
  return inThreads('foresights', options, tables, inThread);
}
