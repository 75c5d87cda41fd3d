// ballast brief challenge ID: what its options ask of the brief of a task.
import type { BriefDocument } from '../../brief/index.js';
import { loadCodes, type Workspace } from '../../store/index.js';
import { writeChallengeBrief } from '../../verbs/index.js';
import type { Terminal } from '../terminal.js';
import { nearnessBy } from './nearness.js';
import { fitWeights } from './weights.js';

export interface ChallengeBriefOptions {
  /** File of tasks; without it those of the workspace. */
  challenges?: string;
  firms?: string;
  top: number;
  places?: number;
  weights?: string;
  io?: string;
  on?: string;
  synthetic?: boolean;
  title?: string;
  workspace: string;
}

/** `workspace` is null where both tasks and firms come from files. */
export async function writeChallenge(
  id: string,
  workspace: Workspace | null,
  lexicons: Record<string, unknown>,
  { weights, io, ...options }: ChallengeBriefOptions & { today: string },
  terminal: Terminal,
): Promise<BriefDocument> {
  const nearness = io === undefined ? null : await nearnessBy(io, options.workspace, await loadCodes());
  return writeChallengeBrief(
    id,
    workspace,
    lexicons,
    {
      ...options,
      nearness,
      lang: terminal.lang,
      ...(weights !== undefined && { weights: fitWeights(weights) }),
    },
    terminal,
  );
}
