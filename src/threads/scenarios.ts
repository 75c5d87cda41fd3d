import type { IoTable, Scenario, ScenarioResult, ScenarioRun } from '../chain/index.js';
import { type InThreads, inThreads } from './pool.js';

/** Scenarios on one table, each on a thread of its own where there are several; as `runScenario` gives them. */
export function scenariosInThreads(
  table: IoTable,
  scenarios: readonly Scenario[],
  run: Pick<ScenarioRun, 'draws' | 'seed' | 'level'>,
  options: InThreads = {},
): Promise<ScenarioResult[]> {
  return inThreads('scenarios', { table, run }, scenarios, options);
}
