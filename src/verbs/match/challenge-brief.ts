// A task with its candidates, out of files or of the workspace, as one brief.
import { basename } from 'node:path';
import { titleNames } from '../../assess/index.js';
import { type BriefDocument, briefLexicon, challengeBrief, type OfferedFirm } from '../../brief/index.js';
import { bestShortlist, type FitWeights } from '../../match/index.js';
import { measureRules } from '../../measure/index.js';
import { type Lang, nearestNames, UserError } from '../../model/index.js';
import {
  hashFile,
  loadChallengeRules,
  loadCodes,
  loadMeasureRules,
  type StoredSource,
  type Workspace,
} from '../../store/index.js';
import { openRulebooks } from '../rulebooks.js';
import { STATE_WORDS } from '../state-words.js';
import type { Teller } from '../teller.js';
import { workspaceFirms } from '../workspace-firms.js';
import { readChallenges } from './challenge-table.js';
import { challengesOf, findSolvers } from './find-solvers.js';
import type { Nearness } from './nearness.js';
import { firmsForMatching, type ProvidersRead, readProviders, workspaceProviders } from './provider-table.js';
import { Qualifying } from './qualification.js';
import { TaskLives } from './step-table.js';
import { rulesOrNull } from './task-lives.js';

export interface ChallengeBriefAsked {
  /** File of tasks; without it those of the workspace. */
  challenges?: string;
  firms?: string;
  top: number;
  places?: number;
  weights?: FitWeights;
  nearness?: Nearness | null;
  on?: string;
  synthetic?: boolean;
  title?: string;
  /** Folder of the workspace, for its rulebooks and messages. */
  workspace: string;
  today: string;
  lang: Lang;
}

/** `workspace` is null where both tasks and firms come from files. */
export async function writeChallengeBrief(
  id: string,
  workspace: Workspace | null,
  lexicons: Record<string, unknown>,
  options: ChallengeBriefAsked,
  teller: Teller,
): Promise<BriefDocument> {
  const on = options.on ?? options.today;
  const codes = await loadCodes();
  const sources = workspace === null ? [] : await workspace.sources();
  const stored = workspace === null ? [] : await workspace.challenges();
  const asked =
    options.challenges === undefined ? challengesOf(stored) : await readChallenges(options.challenges, codes);
  const one = asked.challenges.find(({ challenge }) => challenge.id === id);
  if (one === undefined) {
    const ids = asked.challenges.map(({ challenge }) => ({ name: challenge.id }));
    const near = nearestNames(id, ids)
      .map(({ name }) => name)
      .join('、');
    const where = options.challenges ?? `${options.workspace}`;
    throw new UserError({
      zh: `${where} 里没有任务“${id}”${near === '' ? '。先导入：ballast import 任务表 --as challenges' : `（是否为 ${near}）`}`,
      en: `there is no task “${id}” in ${where}${near === '' ? '. Import some: ballast import FILE --as challenges' : ` (perhaps ${near})`}`,
    });
  }
  const set = await openRulebooks(options.workspace);
  // Values of firms are asked for by rules alone.
  const known = one.qualifies.length === 0 ? firmsForMatching : workspaceFirms;
  const firms =
    options.firms === undefined
      ? await workspaceProviders(
          needed(workspace),
          await known(needed(workspace), titleNames(set.rulebooks)),
          on,
        )
      : await readProviders(options.firms, codes);
  const { top, places: usualPlaces, weights, nearness } = options;
  const matched = await findSolvers(
    { ...asked, challenges: [one], rejects: [] },
    { ...firms, rejects: [] },
    {
      ...{ top, on, qualifying: new Qualifying(set, on), nearness: nearness ?? null },
      ...(weights !== undefined && { weights }),
    },
    teller,
  );
  const [found] = matched.challenges;
  if (found === undefined) {
    const { zh, en } = matched.rejects[0]!;
    throw new UserError({ zh: `${id}：${zh}`, en: `${id}: ${en}` });
  }
  const { candidates } = found.list;
  const places = one.places ?? usualPlaces ?? 5;
  const groups = new Map<string, number[]>();
  for (const [at, { provider }] of candidates.entries()) {
    const { group } = firms.firms[provider]!.provider;
    if (group !== null) groups.set(group, [...(groups.get(group) ?? []), at]);
  }
  const { chosen } = bestShortlist({
    offers: candidates
      .map(({ score }, solver) => ({ task: 0, solver, score }))
      .filter(({ score }) => score > 0),
    taskPlaces: [places],
    solverPlaces: candidates.map(() => 1),
    conflicts: [...groups.values()].filter((members) => members.length > 1),
  });
  const kept = stored.find((other) => other.id === id);
  const taskFile = await fileOf(options.challenges ?? kept?.file ?? asked.file, sources);
  const offered = await offeredFirms(firms, options.firms ?? null, workspace, sources);
  const steps = workspace === null ? [] : await workspace.challengeEntries();
  const lives = new TaskLives(
    [{ id, record: { ...one.challenge } as unknown as Record<string, unknown> }],
    steps.filter(({ challenge }) => challenge === id),
    await loadChallengeRules(),
  );
  const marked = new Set(sources.flatMap((source) => (source.synthetic ? [source.sha256] : [])));
  const files = [taskFile, ...new Map(offered.map(({ file }) => [file.sha256, file])).values()];
  if (options.synthetic) for (const { sha256 } of files) marked.add(sha256);
  return challengeBrief(
    {
      challenge: lives.challenge(id),
      file: taskFile,
      row: one.row?.row ?? kept?.row ?? 1,
      firms: offered,
      looked: firms.firms.length,
      list: found.list,
      weights: matched.weights,
      shortlist: chosen.map(({ solver }) => solver),
      places,
      qualifications: found.qualifications.map((row) =>
        row.map(({ title, state, reason }) => ({
          zh: `${title}：${STATE_WORDS[state].zh}，${reason.zh}`,
          en: `${title}: ${STATE_WORDS[state].en}, ${reason.en}`,
        })),
      ),
      life: {
        state: lives.state(id),
        steps: lives.ownSteps(id),
        entries: lives.entries(id),
        rules: rulesOrNull(lives, id, on),
      },
      notes: matched.notes,
      lexicon: briefLexicon(lexicons.brief),
      rules: measureRules(await loadMeasureRules()),
      synthetic: marked,
      titles: new Map([
        ...files.map(({ file, sha256 }) => [sha256, { title: basename(file), outlet: null, file }] as const),
        ...sources.map(
          (one) =>
            [
              one.sha256,
              { title: one.title ?? basename(one.file), outlet: one.publisher, file: one.file },
            ] as const,
        ),
      ]),
    },
    {
      lang: options.lang,
      today: options.today,
      ...(options.title === undefined ? {} : { title: options.title }),
    },
  );
}

function needed(workspace: Workspace | null): Workspace {
  if (workspace !== null) return workspace;
  throw new UserError({
    zh: '没有工作区：请用 --firms 给出企业表',
    en: 'there is no workspace: name a table of firms with --firms',
  });
}

/** A file on disk, or of an import by the name that it had. */
async function fileOf(file: string, sources: readonly StoredSource[]) {
  const known = sources.find((source) => source.file === file);
  const hash = known?.sha256 ?? (await hashFile(file)).hash;
  return { file, sha256: hash, sheet: null, released: known?.released ?? null };
}

/** Rows of the file, or of the registers that the workspace took in. */
async function offeredFirms(
  { firms }: ProvidersRead,
  file: string | null,
  workspace: Workspace | null,
  sources: readonly StoredSource[],
): Promise<OfferedFirm[]> {
  if (file !== null) {
    const whole = await fileOf(file, []);
    return firms.map(({ provider, origin }) => ({
      provider,
      file: whole,
      row: Number(/#(\d+)$/.exec(origin)?.[1] ?? 1),
    }));
  }
  const register = new Map(
    (await workspace!.enterprises()).flatMap((entry) =>
      [entry.creditCode, entry.name].flatMap((key) => (key === null ? [] : [[key, entry] as const])),
    ),
  );
  const nowhere = { file: workspace!.dir, sha256: workspace!.dir, sheet: null, released: null };
  return firms.map(({ provider }) => {
    const entry = register.get(provider.id) ?? register.get(provider.name);
    const source = sources.find(({ importId }) => importId === entry?.importId);
    return {
      provider,
      file:
        entry === undefined || source === undefined
          ? nowhere
          : { file: source.file, sha256: source.sha256, sheet: entry.sheet, released: source.released },
      row: entry?.row ?? 1,
    };
  });
}
