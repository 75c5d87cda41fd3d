// Who could solve which task, with reasons; and, where wanted, a shortlist without overlap.
import {
  bestShortlist,
  type CandidateList,
  CandidateSearch,
  FIT_WEIGHTS,
  type FitWeights,
  type Offer,
  type Shortlist,
} from '../../match/index.js';
import { areaStem, type Bilingual, UserError } from '../../model/index.js';
import type { Teller } from '../teller.js';
import type { AskedChallenge, ChallengesRead } from './challenge-table.js';
import type { MatchReject } from './match-table.js';
import type { Nearness } from './nearness.js';
import type { ProvidersRead } from './provider-table.js';
import { nobodyHolds, type Qualification, type Qualifying } from './qualification.js';

/** A task with its candidates. */
export interface MatchedChallenge extends AskedChallenge {
  list: CandidateList;
  /** By candidate: what the rules say of it, where the task asks for any. */
  qualifications: Qualification[][];
}

export interface Matched {
  on: string;
  weights: FitWeights;
  firms: ProvidersRead;
  challenges: MatchedChallenge[];
  shortlist: Shortlist | null;
  rejects: MatchReject[];
  notes: Bilingual[];
}

/** Tasks of the workspace as they were asked. */
export function challengesOf(kept: readonly { record: Readonly<Record<string, unknown>> }[]): ChallengesRead {
  const challenges = kept.map(({ record }): AskedChallenge => {
    const { qualifies, places, ...challenge } = record as unknown as AskedChallenge['challenge'] & {
      qualifies: string[];
      places: number | null;
    };
    return { challenge, qualifies, places, row: null };
  });
  return { file: '', challenges, rejects: [], notices: [] };
}

export interface SolversAsked {
  /** Candidates for each task. */
  top: number;
  weights?: FitWeights;
  /** Share of the need below which it is a gap. */
  leastCover?: number;
  shortlist?: boolean;
  /** Shortlisted where a task does not say. */
  places?: number;
  nearness?: Nearness | null;
  /** Only firms of this area. */
  area?: { code: string; name: string } | null;
  on: string;
  qualifying: Qualifying;
}

/** Candidates of every task, and the shortlist where it is asked for. Rows of tasks that contradict themselves are refused. */
export async function findSolvers(
  asked: ChallengesRead,
  firms: ProvidersRead,
  settings: SolversAsked,
  teller: Teller,
): Promise<Matched> {
  const { qualifying } = settings;
  const weights = settings.weights ?? FIT_WEIGHTS;
  const area = settings.area ?? null;
  const notes: Bilingual[] = [...asked.notices, ...firms.notices];
  const rejects = [...asked.rejects, ...firms.rejects];
  const closeness = settings.nearness?.closeness;
  if (settings.nearness != null) notes.push(...nearnessNotes(settings.nearness));
  const held = new Set(firms.firms.flatMap(({ provider }) => provider.titles));
  const providers = firms.firms.map(({ provider }) => provider);
  const usable = asked.challenges.filter((one) => fits(one, area, held, qualifying, rejects, asked.file));
  const search = new CandidateSearch(providers);
  const progress = teller.progress({ zh: '为任务找企业', en: 'finding firms for tasks' }, usable.length);
  const verdicts = new Map<string, Qualification>();
  const judged = (provider: number, title: string) => {
    const key = `${provider} ${title}`;
    let found = verdicts.get(key);
    if (found === undefined) {
      found = qualifying.judge(firms.firms[provider]!.subject, title);
      verdicts.set(key, found);
    }
    return found;
  };
  const challenges: MatchedChallenge[] = [];
  for (const one of usable) {
    const titles = one.qualifies.map((name) => qualifying.titleOf(name)!);
    const filter = (provider: number): Bilingual | null => {
      const has = providers[provider]!.area;
      if (area !== null && (has === null || !inside(has, area.code)))
        return { zh: `不在 ${area.name}`, en: `not in ${area.name}` };
      for (const title of titles)
        if (judged(provider, title).state === 'unmet')
          return { zh: `按规则不够${title}`, en: `does not fit the rulebook of ${title}` };
      return null;
    };
    try {
      const list = search.find(one.challenge, {
        count: settings.top,
        weights,
        filter,
        ...(settings.leastCover !== undefined && { leastCover: settings.leastCover }),
        ...(closeness !== undefined && { closeness }),
      });
      challenges.push({
        ...one,
        list,
        qualifications: list.candidates.map(({ provider }) => titles.map((title) => judged(provider, title))),
      });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      rejects.push({
        ...{ file: asked.file, sheet: null, row: one.row?.row ?? null, column: '需求', value: null },
        ...{ zh: error.zh, en: error.en },
        expected: { zh: '需求的文字', en: 'words of what is needed' },
      });
    }
    progress.step(one.challenge.id);
  }
  progress.end();
  const shortlist = settings.shortlist ? shortlistOf(challenges, firms, settings.places ?? 5, notes) : null;
  return { on: settings.on, weights, firms, challenges, shortlist, rejects, notes };
}

/** A task whose filters nobody could ever pass is refused, with the reason. */
export function fits(
  { challenge, qualifies, row }: AskedChallenge,
  area: { code: string; name: string } | null,
  held: ReadonlySet<string>,
  qualifying: Qualifying,
  rejects: MatchReject[],
  file: string,
): boolean {
  const before = rejects.length;
  const refuse = (column: string, value: string, reason: Bilingual, expected: Bilingual) =>
    rejects.push({ file, sheet: null, row: row?.row ?? null, column, value, ...reason, expected });
  if (
    area !== null &&
    challenge.area !== null &&
    !inside(area.code, challenge.area) &&
    !inside(challenge.area, area.code)
  )
    refuse(
      '地区',
      challenge.area,
      {
        zh: `任务要求的地区与 --area ${area.name} 没有交集，没有企业能同时满足`,
        en: `the area of the task and --area ${area.name} have nothing in common: no firm can be in both`,
      },
      { zh: '相互包含的地区', en: 'areas of which one contains the other' },
    );
  for (const title of challenge.titles) {
    const nobody = nobodyHolds(title, held, qualifying);
    if (nobody !== null) refuse('称号', title, nobody.reason, nobody.expected);
  }
  for (const title of qualifies)
    if (qualifying.titleOf(title) === null)
      refuse(
        '够格称号',
        title,
        { zh: '没有这个称号的规则', en: 'there is no rulebook of this title' },
        { zh: qualifying.titles().join('、'), en: qualifying.titles().join(', ') },
      );
  return rejects.length === before;
}

/** 440300 lies in 440000; everything in 000000. */
export function inside(code: string, area: string): boolean {
  return code.startsWith(areaStem(area));
}

/** Solvers for all tasks together, within the places of both and one firm of a group for a task. */
export function shortlistOf(
  challenges: readonly MatchedChallenge[],
  { firms }: ProvidersRead,
  places: number,
  notes: Bilingual[],
): Shortlist {
  const offers = challenges.flatMap(({ list }, task) =>
    list.gap === null
      ? list.candidates
          .filter(({ score }) => score > 0)
          .map(({ provider, score }): Offer => ({ task, solver: provider, score }))
      : [],
  );
  const gaps = challenges.filter(({ list }) => list.gap !== null).length;
  if (gaps > 0)
    notes.push({
      zh: `${gaps} 项任务是缺口，不排入围名单`,
      en: `${gaps} tasks are gaps, and nobody is shortlisted for them`,
    });
  const groups = new Map<string, number[]>();
  for (const [at, { provider }] of firms.entries())
    if (provider.group !== null) groups.set(provider.group, [...(groups.get(provider.group) ?? []), at]);
  const shortlist = bestShortlist({
    offers,
    taskPlaces: challenges.map((one) => one.places ?? places),
    solverPlaces: firms.map(({ provider }) => provider.places),
    conflicts: [...groups.values()].filter((members) => members.length > 1),
  });
  notes.push(
    shortlist.optimal
      ? {
          zh: `入围名单得分合计 ${shortlist.score.toFixed(3)}，已是最大`,
          en: `the shortlist has a sum of scores of ${shortlist.score.toFixed(3)}, the largest there is`,
        }
      : {
          zh: `入围名单得分合计 ${shortlist.score.toFixed(3)}，上限 ${shortlist.bound.toFixed(3)}：同集团企业过多，未证明最优`,
          en: `the shortlist has a sum of scores of ${shortlist.score.toFixed(3)}, ${shortlist.bound.toFixed(3)} at most: not proved the best, as many firms share groups`,
        },
  );
  return shortlist;
}

function nearnessNotes({ note, unknown }: Nearness): Bilingual[] {
  if (unknown.length === 0) return [note];
  return [
    note,
    {
      zh: `投入产出表中 ${unknown.length} 个行业对不上 GB/T 4754 大类，不计相邻：${unknown.join('、')}`,
      en: `${unknown.length} industries of the table stand for no division of GB/T 4754 and are near to nothing: ${unknown.join(', ')}`,
    },
  ];
}
