// Tasks and their steps, out of tables and into the workspace.
import { UserError } from '../../model/index.js';
import {
  type ChallengesImported,
  importChallengeSteps,
  importChallenges,
  type KeptChallenge,
  type Reject,
  type Workspace,
} from '../../store/index.js';
import type { ChallengesRead } from './challenge-table.js';
import type { MatchReject } from './match-table.js';
import { readSteps } from './step-table.js';
import { openLives } from './task-lives.js';

export interface KeepAsked {
  released?: string;
  publisher?: string;
  synthetic?: boolean;
  /** As the user calls the file, where that is not its path. */
  name?: string;
}

export function keepChallenges(
  workspace: Workspace,
  file: string,
  { challenges, rejects }: ChallengesRead,
  options: KeepAsked,
): Promise<ChallengesImported> {
  return importChallenges(
    workspace,
    file,
    {
      challenges: challenges.map(({ challenge, qualifies, places, row }): KeptChallenge => {
        const { id, title, kind, direction, publisher, published, applyUntil } = challenge;
        return {
          ...{ id, title, kind, direction, publisher, published, applyUntil },
          record: { ...challenge, qualifies, places },
          sheet: null,
          row: row?.row ?? 0,
        };
      }),
      rejects: rejects.map(keptReject),
    },
    {
      mapping: null,
      released: options.released ?? null,
      publisher: options.publisher ?? null,
      synthetic: options.synthetic ?? false,
      ...(options.name === undefined ? {} : { name: options.name }),
    },
  );
}

/** A reject as the workspace keeps it. */
export function keptReject({ file, row, column, value, expected, record, zh, en }: MatchReject): Reject {
  return {
    ...{ file, row, column, value, record },
    zh: `${zh}；应为：${expected.zh}`,
    en: `${en}; expected: ${expected.en}`,
  };
}

/** Steps of a file that do not stand yet, held against the rules one after another. */
export async function newSteps(workspace: Workspace, file: string, encoding: string | null) {
  const standing = await workspace.challengeEntries();
  const lives = await openLives(workspace);
  if (lives.ids().length === 0)
    throw new UserError({
      zh: `工作区 ${workspace.dir} 里没有任务，进展无处可记。先导入：ballast import 任务表 --as challenges`,
      en: `The workspace ${workspace.dir} holds no task to which steps could belong. Import some: ballast import FILE --as challenges`,
    });
  const known = new Set(
    standing.flatMap(({ steps }) =>
      steps.map(({ challenge, lead, to, on }) => `${challenge} ${lead} ${to} ${on}`),
    ),
  );
  return readSteps(file, lives, { encoding, known });
}

/** Adds new steps of a file, and keeps the rows that were refused, to be mended. */
export function keepNewSteps(
  workspace: Workspace,
  file: string,
  {
    steps,
    unchanged,
    rejects,
  }: Pick<Awaited<ReturnType<typeof newSteps>>, 'steps' | 'unchanged'> & {
    rejects: readonly Reject[];
  },
  options: KeepAsked,
): Promise<ChallengesImported> {
  return importChallengeSteps(
    workspace,
    file,
    { steps, unchanged, rejects },
    {
      mapping: null,
      released: options.released ?? null,
      publisher: options.publisher ?? null,
      synthetic: options.synthetic ?? false,
      ...(options.name === undefined ? {} : { name: options.name }),
    },
  );
}

/** The steps of a file, added where they do not stand yet; how many there were. */
export async function keepSteps(workspace: Workspace, file: string): Promise<number> {
  const { steps } = await newSteps(workspace, file, null);
  if (steps.length > 0) await workspace.addChallengeSteps(steps);
  return steps.length;
}
