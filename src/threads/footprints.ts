import { availableParallelism } from 'node:os';
import {
  checkTable,
  FOOTPRINT_TOLERANCE,
  type Footprints,
  footprintParts,
  footprintSides,
  footprints,
  footprintsOf,
  type IoTable,
  REFINED_FROM,
  refinedSystem,
  type SatelliteAccounts,
} from '../chain/index.js';
import { type InThreads, inThreads } from './pool.js';
import { shared } from './shared-memory.js';

/**
 * Footprints of a table of any size: by factors below `refinedFrom` industries, else by refined solves on threads. Flows on a
 * SharedArrayBuffer are not copied; others are, once. Where a refined solve does not reach its tolerance, factors do.
 */
export async function footprintsInThreads(
  table: IoTable,
  accounts: SatelliteAccounts,
  {
    tolerance = FOOTPRINT_TOLERANCE,
    refinedFrom = REFINED_FROM,
    ...options
  }: InThreads & { tolerance?: number; refinedFrom?: number } = {},
): Promise<Footprints> {
  if (table.industries.length < refinedFrom) return footprints(table, accounts);
  checkTable(table);
  const sides = footprintSides(table, accounts);
  const parts = footprintParts(sides, tolerance);
  const threads = Math.min(options.threads ?? availableParallelism(), parts.length);
  const system = refinedSystem({ ...table, intermediate: shared(table.intermediate) }, threads);
  const solutions = await inThreads('refinedSolves', system, parts, { ...options, threads });
  return footprintsOf(table, accounts, sides, parts, solutions) ?? footprints(table, accounts);
}
