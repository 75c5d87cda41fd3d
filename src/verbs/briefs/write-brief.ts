// One brief of any kind out of an open workspace, by settings that can be kept and used again.
import { type BriefDocument, briefLexicon, type Remarks, withRemarks } from '../../brief/index.js';
import type { RecommendationWeights } from '../../foresee/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import type { Workspace } from '../../store/index.js';
import {
  type ConventionOptions,
  type FigureTableAsked,
  type HeldLayoutOptions,
  writeHeldLayout,
} from '../layout/index.js';
import { openCodes, openLexicons } from '../lexicons.js';
import { writeChallengeBrief } from '../match/index.js';
import { openRulebooks } from '../rulebooks.js';
import { writeChain } from './chain.js';
import { writeCluster } from './cluster.js';
import { writeFirm } from './firm.js';
import { workspaceRecord } from './firm-records.js';
import { writeLadder } from './ladder.js';
import { writeLedger } from './ledger.js';
import { assessMaterial, heldIn, namingOf } from './material.js';
import { writeMonthly } from './monthly.js';
import { placeOf } from './place.js';
import { requireNotes, type Writing } from './writing.js';

interface Common {
  title?: string | undefined;
  remarks?: Remarks | undefined;
}

interface Judging {
  /** ISO day; today where it is not given. */
  on?: string | undefined;
  /** Unverified rulebooks too. */
  drafts?: boolean | undefined;
}

/** The table of a layout brief, its conventions and its list, as the page of layout asks for them. */
interface LayoutAsked
  extends Partial<
    Given<
      Pick<ConventionOptions, 'profile' | 'threshold' | 'atThreshold' | 'density' | 'proximity' | 'parts'>
    >
  > {
  area: string;
  of: { table: string } | FigureTableAsked;
  at?: number | undefined;
  horizon?: number | undefined;
  dropSmall?: number | undefined;
  weights?: Partial<Given<RecommendationWeights>> | undefined;
  count?: number | undefined;
  leastHolders?: number | undefined;
  /** False leaves out the neighbours that the workspace keeps. */
  neighbours?: boolean | undefined;
  prefer?: 'emerging' | 'future' | undefined;
}

type Given<T> = { [Key in keyof T]: T[Key] | undefined };

/** What a brief is to be about. Nothing here names a file: all of it is in the workspace. */
export type BriefSettings = Common &
  (
    | { kind: 'ledger' }
    | { kind: 'monthly'; area: string; period: string }
    | { kind: 'cluster'; cluster: string; period: string; against?: readonly string[] | undefined }
    | { kind: 'chain'; chain: string; table?: string | undefined; home?: string | undefined }
    | ({ kind: 'ladder'; area: string; since?: string | undefined; until?: string | undefined } & Judging)
    | ({ kind: 'firm'; firm: string } & Judging)
    | { kind: 'challenge'; challenge: string; on?: string | undefined }
    | ({ kind: 'layout' } & LayoutAsked)
  );

export type BriefKind = BriefSettings['kind'];

/** Candidates that the brief of a task lists. */
const CANDIDATES = 12;

/** Kinds with places of their own for remarks. */
const OWN_REMARKS: ReadonlySet<BriefKind> = new Set(['monthly', 'cluster']);

/**
 * @param where How messages name the workspace.
 * @throws UserError where the subject is not there, or nothing can be said of it
 */
export async function writeBrief(
  workspace: Workspace,
  settings: BriefSettings,
  writing: Writing,
  where = workspace.dir,
): Promise<BriefDocument> {
  const { lexicons } = await openLexicons(workspace.dir);
  const document = await written(workspace, lexicons, settings, writing);
  if ('period' in settings || settings.kind === 'ledger')
    requireNotes(document, where, 'period' in settings ? settings.period : undefined);
  else if (document.footnotes.length === 0)
    throw new UserError({
      zh: `工作区 ${where} 里关于“${subjectOf(settings)}”的数据不足以成文，请先导入`,
      en: `workspace ${where} holds too little on “${subjectOf(settings)}” to write of; import some first`,
    });
  return settings.remarks === undefined || OWN_REMARKS.has(settings.kind)
    ? document
    : withRemarks(document, settings.remarks);
}

async function written(
  workspace: Workspace,
  lexicons: Record<string, unknown>,
  settings: BriefSettings,
  writing: Writing,
): Promise<BriefDocument> {
  const { teller, today, lang } = writing;
  const title = settings.title === undefined ? {} : { title: settings.title };
  const common = { ...title, ...(settings.remarks === undefined ? {} : { remarks: settings.remarks }) };
  const step = stepsOf(writing);
  switch (settings.kind) {
    case 'ledger': {
      const documents = await workspace.readings();
      if (documents.length === 0)
        throw new UserError({
          zh: '工作区里还没有页面，请先读入政策页面',
          en: 'the workspace holds no pages yet: read some in first',
        });
      const ledger = writeLedger(documents, lexicons, writing);
      return settings.title === undefined ? ledger : { ...ledger, title: settings.title };
    }
    case 'monthly': {
      step({ zh: '取数', en: 'taking the figures' });
      const held = await heldIn(workspace, lexicons);
      step({ zh: '成文', en: 'writing' });
      return writeMonthly(held, { ...common, area: settings.area, period: settings.period }, writing);
    }
    case 'cluster': {
      step({ zh: '取数', en: 'taking the figures' });
      const held = await heldIn(workspace, lexicons);
      step({ zh: '成文', en: 'writing' });
      const asked = { ...common, period: settings.period, against: settings.against ?? [] };
      return writeCluster(settings.cluster, held, asked, writing);
    }
    case 'chain': {
      const { table, home } = settings;
      const asked = {
        ...title,
        ...(table === undefined ? {} : { table }),
        ...(home === undefined ? {} : { home }),
      };
      return writeChain(settings.chain, workspace, lexicons, asked, writing);
    }
    case 'ladder':
    case 'firm': {
      step({ zh: '取数', en: 'taking the figures' });
      const set = await openRulebooks(workspace.dir);
      const on = settings.on ?? today;
      const judging = { ...title, on, drafts: settings.drafts ?? false };
      const held = await heldIn(workspace, lexicons);
      const material = await assessMaterial(held, workspace);
      const naming = namingOf(set, await openCodes(lexicons), briefLexicon(lexicons.brief));
      if (settings.kind === 'firm') {
        const record = await workspaceRecord(workspace, settings.firm, naming);
        step({ zh: '预审', en: 'checking' });
        return writeFirm(record, material, set, judging, writing);
      }
      const { since, until } = settings;
      const between = {
        ...(since === undefined ? {} : { since }),
        ...(until === undefined ? {} : { until }),
      };
      const place = placeOf(settings.area, held);
      return writeLadder(workspace, place, naming, material, set, { ...judging, ...between }, writing);
    }
    case 'challenge': {
      const asked = { ...title, top: CANDIDATES, workspace: workspace.dir, today, lang };
      const { on } = settings;
      const options = { ...asked, ...(on === undefined ? {} : { on }) };
      return writeChallengeBrief(settings.challenge, workspace, lexicons, options, teller);
    }
    case 'layout': {
      step({ zh: '测算与回测', en: 'working it out, and testing it on the past' });
      const options = { ...layoutOptions(settings), ...title, today };
      return writeHeldLayout(settings.area, settings.of, workspace, lexicons, options, lang);
    }
  }
}

function layoutOptions({
  horizon,
  weights,
  neighbours,
  prefer,
  ...rest
}: LayoutAsked): Omit<HeldLayoutOptions, 'today'> {
  const { at, dropSmall, count, leastHolders, profile = 'atlas' } = rest;
  const { threshold, atThreshold, density, proximity, parts } = rest;
  const given = { at, dropSmall, count, leastHolders, threshold, atThreshold, density, proximity, parts };
  return {
    ...present(given),
    profile,
    ...(horizon !== undefined && { horizon: [horizon] }),
    ...(weights !== undefined && { weight: present(weights) }),
    ...(neighbours === false && { neighbours: false as const }),
    ...(prefer !== undefined && { tags: prefer }),
  };
}

/** What is given, of what may be. */
function present<T extends object>(settings: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}

function stepsOf({ teller }: Writing): (now: Bilingual) => void {
  const progress = teller.progress({ zh: '写简报', en: 'Writing the brief' }, 1);
  return (now) => progress.step(now);
}

/** What the brief is about, in the words of its settings; null for the whole workspace. */
export function subjectOf(settings: BriefSettings): string | null {
  switch (settings.kind) {
    case 'ledger':
      return null;
    case 'monthly':
    case 'ladder':
    case 'layout':
      return settings.area;
    case 'cluster':
      return settings.cluster;
    case 'chain':
      return settings.chain;
    case 'firm':
      return settings.firm;
    case 'challenge':
      return settings.challenge;
  }
}

/** The period, or the day of judging, that the brief is of. */
export function timeOf(settings: BriefSettings): string | null {
  if ('period' in settings) return settings.period;
  if (settings.kind === 'layout') return settings.at === undefined ? null : String(settings.at);
  return 'on' in settings ? (settings.on ?? null) : null;
}
