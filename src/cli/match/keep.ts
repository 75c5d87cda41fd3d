// ballast import FILE --as challenges and --as challenge-entries: tasks and their steps, into the workspace.
import type { Bilingual } from '../../model/index.js';
import { type ChallengesImported, loadCodes } from '../../store/index.js';
import { keepChallenges, type MatchReject, newSteps, readChallenges, rejectLine } from '../../verbs/index.js';
import { EXIT, type Terminal } from '../terminal.js';
import { openWorkspace } from '../workspace.js';
import { rejectsJson } from './match-sheets.js';

export interface KeepOptions {
  sheet?: string;
  encoding?: string;
  released?: string;
  publisher?: string;
  synthetic?: boolean;
  dryRun?: boolean;
  json?: boolean;
  workspace: string;
}

export async function importChallengeTable(
  file: string,
  options: KeepOptions,
  terminal: Terminal,
): Promise<number> {
  const read = await readChallenges(file, await loadCodes(), options);
  let kept: ChallengesImported | null = null;
  if (!options.dryRun) {
    const workspace = await openWorkspace(options.workspace, terminal);
    try {
      kept = await keepChallenges(workspace, file, read, options);
    } finally {
      await workspace.close();
    }
  }
  for (const notice of read.notices) terminal.note(notice);
  const line: Bilingual =
    kept?.knownAs != null
      ? {
          zh: `${file}：这个文件已在第 ${kept.knownAs} 次导入中收入，没有改动`,
          en: `${file}: this file was taken in by import ${kept.knownAs}; nothing was changed`,
        }
      : {
          zh: `${file}：任务 ${read.challenges.length} 项${kept === null ? '（未写入）' : `，收入 ${kept.accepted}，其中修订 ${kept.revised}，已有 ${kept.unchanged}`}，退回 ${read.rejects.length}`,
          en: `${file}: ${read.challenges.length} tasks${kept === null ? ' (nothing was written)' : `, ${kept.accepted} taken in, ${kept.revised} of them revisions, ${kept.unchanged} known`}, ${read.rejects.length} refused`,
        };
  return tell('challenges', file, line, kept, read.rejects, options, terminal);
}

/** Steps that the rules allow are added; those that stand already are not added twice. */
export async function importStepTable(
  file: string,
  options: KeepOptions,
  terminal: Terminal,
): Promise<number> {
  const workspace = await openWorkspace(options.workspace, terminal);
  try {
    const read = await newSteps(workspace, file, options.encoding ?? null);
    if (!options.dryRun && read.steps.length > 0) await workspace.addChallengeSteps(read.steps);
    const line: Bilingual = {
      zh: `${file}：进展 ${read.steps.length} 步${options.dryRun ? '（未写入）' : '，已追加'}，已有 ${read.unchanged}，退回 ${read.rejects.length}`,
      en: `${file}: ${read.steps.length} steps${options.dryRun ? ' (nothing was written)' : ' added'}, ${read.unchanged} known, ${read.rejects.length} refused`,
    };
    const counts = { accepted: read.steps.length, unchanged: read.unchanged };
    return tell(
      'challenge-entries',
      file,
      line,
      options.dryRun ? null : counts,
      read.rejects,
      options,
      terminal,
    );
  } finally {
    await workspace.close();
  }
}

function tell(
  kind: string,
  file: string,
  line: Bilingual,
  kept: object | null,
  rejects: readonly MatchReject[],
  { json }: KeepOptions,
  terminal: Terminal,
): number {
  if (json)
    terminal.json({
      schema: 'ballast.import/1',
      kind,
      file,
      ...(kept === null ? { dryRun: true } : kept),
      rejected: rejects.length,
      rejects: rejectsJson(rejects, terminal.lang).slice(0, 50),
    });
  else
    terminal.print(
      [
        line,
        ...rejects
          .slice(0, 5)
          .map(rejectLine)
          .map(({ zh, en }) => ({ zh: `  × ${zh}`, en: `  × ${en}` })),
      ]
        .map((one) => terminal.say(one))
        .join('\n'),
    );
  return rejects.length > 0 ? EXIT.badInput : EXIT.done;
}
