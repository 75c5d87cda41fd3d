// ballast import FILE --as challenges, challenge-entries, capabilities, large-firms …: what is matched, into the workspace.
import type { Bilingual } from '../../model/index.js';
import {
  type ChallengesImported,
  loadCodes,
  type MarketImported,
  type MarketKind,
} from '../../store/index.js';
import {
  keepChallenges,
  keepMarket,
  keepNewSteps,
  keptReject,
  type MatchReject,
  newSteps,
  openItems,
  readChallenges,
  readMarket,
  rejectLine,
} from '../../verbs/index.js';
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
  const what = { zh: '任务', en: 'tasks' };
  const line = taken(file, what, read.challenges.length, kept, read.rejects.length);
  return tell('challenges', file, line, kept, read.rejects, options, terminal);
}

/** What firms can do, what both sides of a match offer, finance products and needs. */
export async function importMarketTable(
  file: string,
  kind: MarketKind,
  options: KeepOptions,
  terminal: Terminal,
): Promise<number> {
  const known = { codes: await loadCodes(), items: await openItems(options.workspace) };
  const read = await readMarket(file, kind, known, options);
  let kept: MarketImported | null = null;
  if (!options.dryRun) {
    const workspace = await openWorkspace(options.workspace, terminal);
    try {
      kept = await keepMarket(workspace, read, options);
    } finally {
      await workspace.close();
    }
  }
  for (const notice of read.notices) terminal.note(notice);
  const line = taken(file, { zh: '可用', en: 'usable' }, read.rows.length, kept, read.rejects.length);
  return tell(kind, file, line, kept, read.rejects, options, terminal);
}

function taken(
  file: string,
  what: Bilingual,
  count: number,
  kept: ChallengesImported | MarketImported | null,
  refused: number,
): Bilingual {
  if (kept?.knownAs != null)
    return {
      zh: `${file}：这个文件已在第 ${kept.knownAs} 次导入中收入，没有改动`,
      en: `${file}: this file was taken in by import ${kept.knownAs}; nothing was changed`,
    };
  return {
    zh: `${file}：${what.zh} ${count} 项${kept === null ? '（未写入）' : `，收入 ${kept.accepted}，其中修订 ${kept.revised}，已有 ${kept.unchanged}`}，退回 ${refused}`,
    en: `${file}: ${count} ${what.en}${kept === null ? ' (nothing was written)' : `, ${kept.accepted} taken in, ${kept.revised} of them revisions, ${kept.unchanged} known`}, ${refused} refused`,
  };
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
    if (!options.dryRun)
      await keepNewSteps(workspace, file, { ...read, rejects: read.rejects.map(keptReject) }, options);
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
