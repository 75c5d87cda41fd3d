/**
 * Open-challenge tasks (揭榜挂帅) and their like as data: what is asked, who takes it up, and how far it has come.
 * The rules they go by are dated parameters (`codes/challenge-rules.yaml`).
 */
import { type Bilingual, UserError } from '../model/index.js';

/**
 * 揭榜挂帅; 产业基础再造; 重大技术装备 (首台套, 首批次, 首版次); services of 创新中心 and of 共性技术平台; and what a large firm
 * publishes for small ones.
 */
export type ChallengeKind =
  | 'openChallenge'
  | 'industrialBase'
  | 'firstSet'
  | 'innovationCentre'
  | 'commonTechnology'
  | 'largeFirm';

export interface ChallengeIndicator {
  number: number;
  name: string;
  comparison: '≥' | '≤' | '=' | '>' | '<';
  target: number;
  unit: string;
  /** How it is tested, and by whom. */
  testMethod: string;
}

export interface Challenge {
  id: string;
  kind: ChallengeKind;
  /** 领域 and 方向. */
  field: string;
  direction: string;
  title: string;
  /** What is needed, in words: what solvers are searched by. */
  need: string;
  indicators: ChallengeIndicator[];
  /** 万元; null where it is not stated. */
  budget: number | null;
  publisher: string;
  /** ISO days: last day of applications; day of publication, which chooses the rules. */
  applyUntil: string | null;
  published: string | null;
  /** GB/T 4754-2017 codes of those it concerns. */
  industries: string[];
  /** GB/T 2260 code where solvers must be; null for anywhere. */
  area: string | null;
  /** Titles of which a solver must hold one; empty for none. */
  titles: string[];
  /** 首台套 counts by set or by batch. */
  counted: 'set' | 'batch' | null;
}

export const CHALLENGE_STATES = [
  'draft',
  'published',
  'applied',
  'recommended',
  'shortlisted',
  'inProgress',
  'midCheck',
  'tested',
  'won',
  'finished',
  'terminated',
] as const;
export type ChallengeState = (typeof CHALLENGE_STATES)[number];

export const STATE_NAMES: Readonly<Record<ChallengeState, Bilingual>> = {
  draft: { zh: '起草', en: 'draft' },
  published: { zh: '已发榜', en: 'published' },
  applied: { zh: '已申报', en: 'applied' },
  recommended: { zh: '已推荐', en: 'recommended' },
  shortlisted: { zh: '入围揭榜', en: 'shortlisted' },
  inProgress: { zh: '攻关中', en: 'in progress' },
  midCheck: { zh: '中期检查', en: 'mid-check' },
  tested: { zh: '已测评', en: 'tested' },
  won: { zh: '揭榜优胜', en: 'won' },
  finished: { zh: '已完成', en: 'finished' },
  terminated: { zh: '已终止', en: 'terminated' },
};

/** Where a task may go from each state. A won or finished one, and a terminated one, stays. */
export const NEXT_STATES: Readonly<Record<ChallengeState, readonly ChallengeState[]>> = {
  draft: ['published', 'terminated'],
  published: ['applied', 'terminated'],
  applied: ['recommended', 'terminated'],
  recommended: ['shortlisted', 'terminated'],
  shortlisted: ['inProgress', 'terminated'],
  inProgress: ['midCheck', 'tested', 'terminated'],
  midCheck: ['inProgress', 'tested', 'terminated'],
  tested: ['won', 'finished', 'terminated'],
  won: [],
  finished: [],
  terminated: [],
};

/** Whoever applies for a challenge, and how far this application has come. */
export interface Entry {
  challenge: string;
  lead: string;
  partners: string[];
  recommendedBy: string | null;
  steps: EntryStep[];
}

export interface EntryStep {
  to: ChallengeState;
  /** Who did it, and on which ISO day. */
  by: string;
  on: string;
  /** Paper, report or list that shows it. */
  evidence: string | null;
  note: string | null;
  /** At a test: the value reached, by number of the indicator. */
  measured?: Record<number, number>;
}

/** Rules for challenges that were published between two days. */
export interface ChallengeRules {
  id: string;
  from: string;
  /** First day no longer; null while they stand. */
  to: string | null;
  kinds: ChallengeKind[];
  /** Where they stand. */
  document: string;
  confidence: 'V2' | 'V1' | 'MEM' | 'DER';
  /** Partners beside the lead at most. */
  mostPartners: number | null;
  /** Shortlisted applications of a direction at most. */
  mostShortlisted: number | null;
  /** Months from the day of the shortlist to the test. */
  mostMonths: number | null;
  /** Applications that a recommending body may put forward for a direction. */
  mostRecommended: number | null;
}

/** The rules for a challenge by its kind and its day of publication (or `on` while it is a draft). */
export function rulesFor(challenge: Challenge, rules: readonly ChallengeRules[], on: string): ChallengeRules {
  const day = challenge.published ?? on;
  const found = rules.filter(
    ({ kinds, from, to }) => kinds.includes(challenge.kind) && from <= day && (to === null || day < to),
  );
  if (found.length === 0)
    throw new UserError({
      zh: `${day} 没有适用于“${challenge.title}”的规则（类别 ${challenge.kind}）`,
      en: `no rules of ${day} fit “${challenge.title}” (kind ${challenge.kind})`,
    });
  return found.sort((a, b) => (a.from < b.from ? 1 : -1))[0]!;
}

export function stateOf(entry: Entry): ChallengeState {
  return entry.steps.at(-1)?.to ?? 'published';
}

/**
 * The entry after one more step. Refused, with the rule that it breaks: a step that does not follow on the last, one
 * before it in time, more partners, shortlisted or recommended ones than the rules allow, applications after the last
 * day, and a win without every indicator measured and reached. `others` are the other entries of the same direction.
 */
export function advanced(
  entry: Entry,
  step: EntryStep,
  challenge: Challenge,
  rules: ChallengeRules,
  others: readonly Entry[],
): Entry {
  const state = stateOf(entry);
  const refuse = (zh: string, en: string) =>
    new UserError({ zh: `${entry.lead}：${zh}`, en: `${entry.lead}: ${en}` });
  if (!NEXT_STATES[state].includes(step.to)) {
    const ways = NEXT_STATES[state];
    throw refuse(
      `“${STATE_NAMES[state].zh}”之后不能是“${STATE_NAMES[step.to].zh}”${ways.length > 0 ? `，可以是${ways.map((way) => STATE_NAMES[way].zh).join('、')}` : '，已经结束'}`,
      `“${STATE_NAMES[step.to].en}” cannot follow “${STATE_NAMES[state].en}”${ways.length > 0 ? `; it may be ${ways.map((way) => STATE_NAMES[way].en).join(', ')}` : ', which is the end'}`,
    );
  }
  const before = entry.steps.at(-1);
  if (before && step.on < before.on)
    throw refuse(
      `${step.on} 早于上一步的 ${before.on}`,
      `${step.on} is before the step before it, of ${before.on}`,
    );
  const { mostPartners, mostShortlisted, mostRecommended, document } = rules;
  if (step.to === 'applied') {
    if (mostPartners !== null && entry.partners.length > mostPartners)
      throw refuse(
        `联合体参与单位 ${entry.partners.length} 家，不得超过 ${mostPartners} 家（${document}）`,
        `${entry.partners.length} partners, ${mostPartners} at most (${document})`,
      );
    if (challenge.applyUntil !== null && step.on > challenge.applyUntil)
      throw refuse(
        `申报截止 ${challenge.applyUntil}，这里是 ${step.on}`,
        `applications ended on ${challenge.applyUntil}, this is ${step.on}`,
      );
  }
  const reached = (to: ChallengeState) => others.filter((other) => other.steps.some((one) => one.to === to));
  if (step.to === 'recommended' && mostRecommended !== null) {
    const same = reached('recommended').filter((other) => other.recommendedBy === entry.recommendedBy);
    if (same.length >= mostRecommended)
      throw refuse(
        `${entry.recommendedBy ?? '推荐单位'} 在此方向已推荐 ${same.length} 家，不得超过 ${mostRecommended} 家（${document}）`,
        `${entry.recommendedBy ?? 'this body'} has put forward ${same.length} for this direction, ${mostRecommended} at most (${document})`,
      );
  }
  if (
    step.to === 'shortlisted' &&
    mostShortlisted !== null &&
    reached('shortlisted').length >= mostShortlisted
  )
    throw refuse(
      `此方向入围揭榜单位已有 ${reached('shortlisted').length} 家，不得超过 ${mostShortlisted} 家（${document}）`,
      `${reached('shortlisted').length} are shortlisted for this direction, ${mostShortlisted} at most (${document})`,
    );
  if (step.to === 'won') {
    const open = indicatorsOf(challenge, entry).filter(({ state: one }) => one !== 'met');
    if (open.length > 0)
      throw refuse(
        `指标 ${open.map(({ indicator }) => indicator.number).join('、')} 未测或未达到，不能评为优胜`,
        `indicators ${open.map(({ indicator }) => indicator.number).join(', ')} are not measured or not reached: it cannot win`,
      );
  }
  return { ...entry, steps: [...entry.steps, step] };
}

/** Each indicator with what the last test measured. */
export function indicatorsOf(
  challenge: Challenge,
  entry: Entry,
): { indicator: ChallengeIndicator; measured: number | null; state: 'met' | 'unmet' | 'unknown' }[] {
  const measured: Record<number, number> = Object.assign({}, ...entry.steps.map((step) => step.measured));
  return challenge.indicators.map((indicator) => {
    const value = measured[indicator.number];
    if (value === undefined) return { indicator, measured: null, state: 'unknown' };
    const { comparison, target } = indicator;
    const holds =
      comparison === '≥'
        ? value >= target
        : comparison === '≤'
          ? value <= target
          : comparison === '>'
            ? value > target
            : comparison === '<'
              ? value < target
              : value === target;
    return { indicator, measured: value, state: holds ? 'met' : 'unmet' };
  });
}

/** The day by which work must be tested, from the step onto the shortlist; null before it or without a limit. */
export function testDue(entry: Entry, rules: ChallengeRules): string | null {
  const listed = entry.steps.find((step) => step.to === 'shortlisted');
  if (!listed || rules.mostMonths === null) return null;
  const [year, month, day] = listed.on.split('-').map(Number) as [number, number, number];
  const months = year * 12 + (month - 1) + rules.mostMonths;
  const [dueYear, dueMonth] = [Math.floor(months / 12), (months % 12) + 1];
  const last = new Date(Date.UTC(dueYear, dueMonth, 0)).getUTCDate();
  return `${dueYear}-${String(dueMonth).padStart(2, '0')}-${String(Math.min(day, last)).padStart(2, '0')}`;
}
