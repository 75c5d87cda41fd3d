// What many verdicts come to: counts by title and state, by area and industry, what holds firms back, near misses.
import { type Criterion, type Rulebook, STATES } from '../assess/index.js';
import { type CriterionState, compareText } from '../model/index.js';
import type { JudgedFirms } from './judge-firms.js';
import type { FirmHead } from './workspace-firms.js';

export type StateCounts = Record<CriterionState, number>;

/** A criterion that firms do not meet, by the rulebook that asks for it. */
export interface HoldingBack {
  rulebook: Rulebook;
  criterion: Criterion;
  /** Firms whose unmet verdict turns on it; of these, those that it alone stands in the way of. */
  unmet: number;
  alone: number;
  /** Firms whose data do not say. */
  unknown: number;
}

export interface TitleSummary {
  title: string;
  states: StateCounts;
  /** Most firms first. */
  holdingBack: HoldingBack[];
  /** Firms that one criterion alone stands in the way of, the nearest first, by place of the firm. */
  nearMisses: number[];
}

export interface GroupSummary {
  /** GB/T 2260 code of the prefecture, or division of GB/T 4754; null where it is not known. */
  key: string | null;
  firms: number;
  /** One a title. */
  states: StateCounts[];
}

export interface FirmsSummary {
  firms: number;
  titles: TitleSummary[];
  areas: GroupSummary[];
  industries: GroupSummary[];
}

/** `areaOf` gives the area that counts for a firm. */
export function summaryOf(
  judged: JudgedFirms,
  subjects: readonly FirmHead[],
  areaOf: (subject: FirmHead) => string | null,
): FirmsSummary {
  return {
    firms: subjects.length,
    titles: judged.titles.map((_, title) => titleSummary(judged, title)),
    areas: grouped(judged, subjects, (subject) => prefectureOf(areaOf(subject))),
    industries: grouped(judged, subjects, ({ industry }) => divisionOf(industry)),
  };
}

/** 330106 stands in 330100. */
function prefectureOf(area: string | null): string | null {
  return area === null ? null : `${area.slice(0, 4)}00`;
}

/** C3484 stands in 34; a letter alone stays one. */
function divisionOf(industry: string | null): string | null {
  return industry === null ? null : (/\d{2}/.exec(industry)?.[0] ?? industry);
}

function noStates(): StateCounts {
  return { met: 0, unmet: 0, unknown: 0, manualReview: 0, notApplicable: 0 };
}

function titleSummary(judged: JudgedFirms, title: number): TitleSummary {
  const states = noStates();
  const found = new Map<Rulebook, Map<string, { unmet: number; alone: number; unknown: number }>>();
  const near: { firm: number; distance: number }[] = [];
  for (let firm = 0; firm < judged.firms; firm++) {
    const state = judged.state(firm, title);
    states[state]++;
    const { chosen } = judged.choice(firm, title);
    // What is still open of a verdict that is met changes nothing.
    if (chosen === null || state === 'met') continue;
    let counts = found.get(chosen.rulebook);
    if (counts === undefined) {
      counts = new Map(chosen.rulebook.criteria.map(({ id }) => [id, { unmet: 0, alone: 0, unknown: 0 }]));
      found.set(chosen.rulebook, counts);
    }
    const unmet = judged.criteria(firm, title, 'turn');
    for (const id of unmet) counts.get(id)!.unmet++;
    for (const id of judged.criteria(firm, title, 'unknown')) counts.get(id)!.unknown++;
    if (unmet.length !== 1) continue;
    counts.get(unmet[0]!)!.alone++;
    near.push({ firm, distance: judged.distance(firm, title) });
  }
  return {
    title: judged.titles[title]!,
    states,
    holdingBack: [...found]
      .flatMap(([rulebook, counts]) =>
        rulebook.criteria.map((criterion) => ({ rulebook, criterion, ...counts.get(criterion.id)! })),
      )
      .filter(({ unmet, unknown }) => unmet > 0 || unknown > 0)
      .sort((a, b) => b.unmet - a.unmet || b.alone - a.alone || b.unknown - a.unknown),
    nearMisses: near.sort((a, b) => a.distance - b.distance || a.firm - b.firm).map(({ firm }) => firm),
  };
}

function grouped(
  judged: JudgedFirms,
  subjects: readonly FirmHead[],
  keyOf: (subject: FirmHead) => string | null,
): GroupSummary[] {
  const groups = new Map<string | null, GroupSummary>();
  for (const [firm, subject] of subjects.entries()) {
    const key = keyOf(subject);
    let group = groups.get(key);
    if (group === undefined) {
      group = { key, firms: 0, states: judged.titles.map(noStates) };
      groups.set(key, group);
    }
    group.firms++;
    for (const [title, states] of group.states.entries()) states[judged.state(firm, title)]++;
  }
  return [...groups.values()].sort(
    (a, b) =>
      Number(a.key === null) - Number(b.key === null) ||
      b.firms - a.firms ||
      compareText(a.key ?? '', b.key ?? ''),
  );
}

/** States that any firm has, in the order of `STATES`. */
export function statesSeen(counts: StateCounts): { state: CriterionState; count: number }[] {
  return STATES.map((state) => ({ state, count: counts[state] })).filter(({ count }) => count > 0);
}
