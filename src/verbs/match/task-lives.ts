// The lives of the tasks that a workspace keeps, and what is due in them.
import { type ChallengeRules, type ChallengeState, stateOf, testDue } from '../../match/index.js';
import { UserError } from '../../model/index.js';
import { loadChallengeRules, type Workspace } from '../../store/index.js';
import { TaskLives } from './step-table.js';

export async function openLives(workspace: Workspace): Promise<TaskLives> {
  return new TaskLives(
    await workspace.challenges(),
    await workspace.challengeEntries(),
    await loadChallengeRules(),
  );
}

/** The day by which an application must be tested, while it is not. */
export function dueOf(lives: TaskLives, id: string, lead: string | null, on: string): string | null {
  const entry = lives.entries(id).find((one) => one.lead === lead);
  if (entry === undefined || ENDED.has(stateOf(entry)) || stateOf(entry) === 'tested') return null;
  return testDue(entry, lives.rules(id, on));
}

const ENDED: ReadonlySet<ChallengeState> = new Set(['won', 'finished', 'terminated']);

/** Rules of a task on a day; null where none are in force. */
export function rulesOrNull(lives: TaskLives, id: string, on: string): ChallengeRules | null {
  try {
    return lives.rules(id, on);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return null;
  }
}
