// The firms of an area on the ladder of titles, out of the workspace.
import {
  type Application,
  type CaseStates,
  FIRM_LADDER,
  lapses,
  type RulebookSet,
  riseCases,
} from '../../assess/index.js';
import { type BriefDocument, ladderBrief, ladderTold, type Material } from '../../brief/index.js';
import { type Area, type Bilingual, parseIsoDay, UserError } from '../../model/index.js';
import type { Workspace } from '../../store/index.js';
import { DayOfJudging } from '../day-of-judging.js';
import { judgeFirms } from '../judge-firms.js';
import type { Naming } from './firm-records.js';
import { LadderFirms } from './ladder-firms.js';
import { engineOptions, type Writing } from './writing.js';

export interface LadderSettings {
  /** ISO day of judging. */
  on: string;
  /** Movement since that day; the same day a year before where it is not given. */
  since?: string;
  /** Titles that lapse until that day are listed; half a year where it is not given. */
  until?: string;
  drafts?: boolean;
  title?: string;
}

/** Where the brief is about: an area, and the codes that firms of it begin with. */
export interface LadderPlace {
  area: Area;
  stems: readonly string[];
}

const STEPS = 5;

export async function writeLadder(
  workspace: Workspace,
  { area, stems }: LadderPlace,
  naming: Naming,
  material: Omit<Material, 'area'>,
  set: RulebookSet,
  options: LadderSettings,
  writing: Writing,
): Promise<BriefDocument> {
  const on = parseIsoDay(options.on);
  const since = options.since === undefined ? yearBefore(on) : parseIsoDay(options.since);
  const until = options.until === undefined ? halfYearAfter(on) : parseIsoDay(options.until);
  if (since >= on || until <= on)
    throw new UserError({
      zh: `--since（${since}）应早于判断日 ${on}，--until（${until}）应晚于它`,
      en: `--since (${since}) must be before the day of judging ${on}, --until (${until}) after it`,
    });
  const progress = writing.teller.progress({ zh: '企业梯度', en: 'the ladder of firms' }, STEPS);
  progress.step({ zh: '取企业', en: 'taking the firms' });
  const found = await LadderFirms.open(workspace, stems, naming);
  const { heads, registers, isListed, placeless } = found;
  if (heads.length === 0)
    throw new UserError({
      zh: `工作区里没有${area.name}的企业（共 ${found.all} 家）。先导入：ballast import 名单 --as enterprises、--as titles、--as firm-items`,
      en: `the workspace has no firms of ${area.name} (${found.all} in all). Import some: ballast import LIST --as enterprises, --as titles, --as firm-items`,
    });
  const day = new DayOfJudging(set, { on, drafts: options.drafts ?? false });
  const subjects = heads.map(({ subject }) => subject);
  progress.step({ zh: `预审 ${heads.length} 家`, en: `checking ${heads.length} firms` });
  const applying = await onLadder(found, [...heads.keys()], day, 'new');
  const cases = riseCases(subjects, on, (firm, title) => applying(firm, title));
  progress.step({ zh: '复核将到期的', en: 'reviewing those about to lapse' });
  const lapsing = [
    ...new Set(lapses(subjects, on, { since: on, until }, FIRM_LADDER).map(({ firm }) => firm)),
  ].sort((a, b) => a - b);
  const places = new Map(lapsing.map((firm, at) => [firm, at]));
  const reviewed = await onLadder(found, lapsing, day, 'review');
  progress.step({ zh: '成文', en: 'writing' });
  const told = await found.inFull(ladderTold({ cases, subjects, on, since, until, rungs: FIRM_LADDER }));
  const firms = heads.map((head, place) => told.get(place) ?? head);
  progress.end();
  const notes: Bilingual[] = [
    ...(isListed
      ? [
          {
            zh: '称号名单视为完整：名单里没有的企业按没有该称号计。',
            en: 'The lists of titles are taken as complete: a firm that none of them names counts as holding none.',
          },
        ]
      : []),
    ...(placeless === 0
      ? []
      : [
          {
            zh: `另有 ${placeless} 家企业没有地区，未计入。`,
            en: `${placeless} more firms have no area and do not count.`,
          },
        ]),
  ];
  return ladderBrief(
    {
      ...material,
      area,
      on,
      since,
      until,
      firms,
      rungs: FIRM_LADDER,
      registers,
      cases,
      review: (firm, title) => reviewed(places.get(firm)!, title)?.state ?? null,
      judge: (subject, title, application) => day.judge(subject, title, application)?.verdict ?? null,
      rulebooks: day.used,
      items: set.items,
      notes: () => [...notes, ...day.refusals],
    },
    engineOptions(writing, options.title),
  );
}

/** What some of the firms come to, by place among them and title of the ladder; null where no rulebook is in force, or only a draft. */
async function onLadder(
  firms: LadderFirms,
  places: readonly number[],
  day: DayOfJudging,
  application: Application,
): Promise<(firm: number, title: string) => CaseStates | null> {
  const titles = FIRM_LADDER.flatMap((rung) => rung.titles.map(({ title }) => title));
  const judged = await judgeFirms(firms.toJudge(places), titles, day, application);
  return (firm, title) => {
    const at = titles.indexOf(title);
    if (day.counting(title, application, day.areaOf(firms.heads[places[firm]!]!.subject)) === null)
      return null;
    const { choice, ...states } = judged.states(firm, at);
    return { ...states, rulebook: choice.chosen!.rulebook };
  };
}

function yearBefore(day: string): string {
  const before = `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
  return before.endsWith('-02-29') ? `${before.slice(0, 4)}-02-28` : before;
}

function halfYearAfter(day: string): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + 6, 0)).getUTCDate();
  return new Date(Date.UTC(year, month + 5, Math.min(date, last))).toISOString().slice(0, 10);
}
