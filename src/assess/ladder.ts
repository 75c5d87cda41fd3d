/**
 * Many firms on the ladder of titles: how many stand on each rung, by area and industry; who could rise next and what
 * holds the others back; whose title is about to lapse; who moved between two days. From titles with their dates and
 * from verdicts, which come from the caller: pure, no clock.
 */
import type { Bilingual, CriterionState } from '../model/index.js';
import { titleKey } from './choose.js';
import { isHeld } from './condition.js';
import type { Criterion, Rulebook } from './rulebook.js';
import type { HeldTitle, Subject } from './subject.js';
import type { JudgedCriterion, Verdict } from './verdict.js';

/** A rung, and the titles that stand on it. */
export interface Rung {
  id: string;
  name: Bilingual;
  /** As rulebooks are asked for, with the words of registers. A firm with one of them stands on the rung. */
  titles: readonly { title: string; names: readonly string[] }[];
}

/**
 * 优质中小企业梯度 from the base up: 工信部企业〔2026〕2号 has three rungs, of which the first takes in 创新型 and 科技型 firms;
 * 制造业单项冠军 (工信部政法〔2023〕138号) is the next title of a little giant.
 */
export const FIRM_LADDER: readonly Rung[] = [
  {
    id: 'innovative',
    name: { zh: '科技和创新型中小企业', en: 'Innovative and technology-based SMEs' },
    titles: [
      { title: '创新型', names: ['创新型中小企业', '科技和创新型中小企业', '科技和创新型'] },
      { title: '科技型', names: ['科技型中小企业'] },
    ],
  },
  {
    id: 'specialised',
    name: { zh: '专精特新中小企业', en: 'Specialised SMEs (专精特新)' },
    titles: [
      {
        title: '专精特新',
        names: ['专精特新中小企业', '省级专精特新中小企业', '专精特新企业', '省专精特新'],
      },
    ],
  },
  {
    id: 'littleGiant',
    name: { zh: '专精特新“小巨人”企业', en: 'Little giants (小巨人)' },
    titles: [
      {
        title: '小巨人',
        names: ['专精特新“小巨人”企业', '“小巨人”企业', '国家级专精特新“小巨人”企业', '重点“小巨人”企业'],
      },
    ],
  },
  {
    id: 'champion',
    name: { zh: '制造业单项冠军企业', en: 'Single-product champions' },
    titles: [
      {
        title: '单项冠军',
        names: ['制造业单项冠军', '制造业单项冠军企业', '单项冠军企业', '国家级制造业单项冠军企业'],
      },
    ],
  },
];

/** Titles as they were written, to the rungs they stand on: many firms write the same few. */
const rungsOf = new WeakMap<
  readonly Rung[],
  { keys: Map<string, number>; written: Map<string, number | null> }
>();

/** The rung on which a title stands; null for titles beside the ladder (高新技术企业). */
export function rungOf(title: string, rungs: readonly Rung[] = FIRM_LADDER): number | null {
  let known = rungsOf.get(rungs);
  if (known === undefined) {
    const keys = new Map<string, number>();
    for (const [rung, { titles }] of rungs.entries())
      for (const one of titles)
        for (const name of [one.title, ...one.names])
          if (!keys.has(titleKey(name))) keys.set(titleKey(name), rung);
    known = { keys, written: new Map() };
    rungsOf.set(rungs, known);
  }
  const before = known.written.get(title);
  if (before !== undefined) return before;
  const rung = known.keys.get(titleKey(title)) ?? null;
  known.written.set(title, rung);
  return rung;
}

/** The title of the ladder that registers write in some way, as rulebooks are asked for; itself where it is none. */
export function ladderTitle(title: string, rungs: readonly Rung[] = FIRM_LADDER): string {
  const rung = rungOf(title, rungs);
  const written = titleKey(title);
  const found =
    rung === null
      ? undefined
      : rungs[rung]!.titles.find((one) =>
          [one.title, ...one.names].some((name) => titleKey(name) === written),
        );
  return found?.title ?? title;
}

/** Where one firm stands on a day. */
export interface Standing {
  /** Index of the highest rung held; -1 for none; null where nothing is known of its titles. */
  highest: number | null;
  /** One entry a rung: the title held there, the one that runs longest. */
  held: (HeldTitle | null)[];
}

export function standingOf(
  { titles }: Pick<Subject, 'titles'>,
  on: string,
  rungs: readonly Rung[] = FIRM_LADDER,
): Standing {
  const held: (HeldTitle | null)[] = rungs.map(() => null);
  if (titles === null) return { highest: null, held };
  for (const title of titles) {
    const rung = rungOf(title.title, rungs);
    if (rung === null || !isHeld(title, on)) continue;
    const known = held[rung];
    if (known === null || known === undefined || ends(title) > ends(known)) held[rung] = title;
  }
  return { highest: held.findLastIndex((one) => one !== null), held };
}

/** Open ends sort behind every day. */
function ends({ to }: Pick<HeldTitle, 'to'>): string {
  return to ?? '9999-12-31';
}

export interface LadderCount {
  firms: number;
  /** Firms of which no titles are known. */
  unknown: number;
  /** Firms that are known to hold none of these titles. */
  none: number;
  /** `holders`: firms that hold a title of the rung; `highest`: those for which it is the highest. */
  rungs: { holders: number; highest: number; undated: number }[];
}

/** Counts by rung on a day. A firm that holds titles of two rungs is a holder on both and the highest on one. */
export function ladderCounts(
  firms: readonly Pick<Subject, 'titles'>[],
  on: string,
  rungs: readonly Rung[] = FIRM_LADDER,
): LadderCount {
  const count: LadderCount = {
    firms: firms.length,
    unknown: 0,
    none: 0,
    rungs: rungs.map(() => ({ holders: 0, highest: 0, undated: 0 })),
  };
  for (const firm of firms) {
    const { highest, held } = standingOf(firm, on, rungs);
    if (highest === null) {
      count.unknown++;
      continue;
    }
    if (highest < 0) count.none++;
    else count.rungs[highest]!.highest++;
    for (const [r, title] of held.entries()) {
      if (title === null) continue;
      count.rungs[r]!.holders++;
      if (title.to === null) count.rungs[r]!.undated++;
    }
  }
  return count;
}

/** Counts by what `keyOf` says of a firm, most holders first; firms of which it says nothing come under null, last. */
export function ladderCountsBy<Firm extends Pick<Subject, 'titles'>>(
  firms: readonly Firm[],
  on: string,
  keyOf: (firm: Firm) => string | null,
  rungs: readonly Rung[] = FIRM_LADDER,
): { key: string | null; count: LadderCount }[] {
  const groups = new Map<string | null, Firm[]>();
  for (const firm of firms) {
    const key = keyOf(firm);
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [firm]);
    else list.push(firm);
  }
  const titled = ({ rungs: all }: LadderCount) => all.reduce((sum, { highest }) => sum + highest, 0);
  return [...groups]
    .map(([key, list]) => ({ key, count: ladderCounts(list, on, rungs) }))
    .sort(
      (a, b) =>
        Number(a.key === null) - Number(b.key === null) ||
        titled(b.count) - titled(a.count) ||
        b.count.firms - a.count.firms ||
        ((a.key ?? '') < (b.key ?? '') ? -1 : 1),
    );
}

export interface Judged {
  verdict: Verdict;
  rulebook: Rulebook;
}

/** What one firm comes to by the rulebook of a title, in ids of criteria. */
export interface CaseStates {
  rulebook: Rulebook;
  state: CriterionState;
  /** What an unmet verdict turns on: see `blocking`. */
  unmet: readonly string[];
  /** Data that are missing, and what only a person can say. */
  unknown: readonly string[];
  manual: readonly string[];
  /** Sum of the unmet gaps, each as a share of its threshold; of a gap that cannot be counted 1. */
  distance: number;
}

/** One firm and the title on the rung above. What is open is to be cleared before it can be told. */
export interface RiseCase extends CaseStates {
  firm: number;
  /** The rung it would rise to. */
  rung: number;
  title: string;
}

/**
 * Of each firm the title next above its highest one, judged by `statesOf` (null where no rulebook is in force), nearest
 * first: fewest unmet criteria, then least distance, then least missing. Of several titles on one rung the nearest
 * counts. Firms on the top rung, and those of which no titles are known, have none.
 *
 * @param statesOf Takes the place of a firm.
 */
export function riseCases(
  firms: readonly Pick<Subject, 'titles'>[],
  on: string,
  statesOf: (firm: number, title: string) => CaseStates | null,
  rungs: readonly Rung[] = FIRM_LADDER,
): RiseCase[] {
  const cases: RiseCase[] = [];
  for (const [firm, subject] of firms.entries()) {
    const { highest } = standingOf(subject, on, rungs);
    if (highest === null || highest + 1 >= rungs.length) continue;
    const rung = highest + 1;
    const tried = rungs[rung]!.titles.flatMap(({ title }): RiseCase[] => {
      const states = statesOf(firm, title);
      if (states === null) return [];
      // What is still open of a verdict that is met (a shortcut that nobody claimed) changes nothing.
      const cleared = states.state === 'met' ? { unknown: [], manual: [] } : {};
      return [{ ...states, ...cleared, firm, rung, title }];
    });
    const best = tried.sort(nearestFirst)[0];
    if (best !== undefined) cases.push(best);
  }
  return cases.sort(nearestFirst);
}

/**
 * The unmet criteria that a verdict turns on: those with a gap. A criterion that another way round makes good (one of
 * several shortcuts) has none.
 */
export function blocking(verdict: Verdict): JudgedCriterion[] {
  if (verdict.state !== 'unmet') return [];
  const unmet = verdict.criteria.filter(({ state }) => state === 'unmet');
  const gaps = new Set(
    verdict.gaps.flatMap(({ criterion, state }) => (state === 'unmet' ? [criterion] : [])),
  );
  const turning = unmet.filter(({ id }) => gaps.has(id));
  return turning.length > 0 ? turning : unmet;
}

function nearestFirst(a: RiseCase, b: RiseCase): number {
  return (
    Number(b.state === 'met') - Number(a.state === 'met') ||
    a.unmet.length - b.unmet.length ||
    a.distance - b.distance ||
    a.unknown.length - b.unknown.length ||
    a.manual.length - b.manual.length ||
    b.rung - a.rung ||
    a.firm - b.firm
  );
}

/** One criterion, and how many firms of a rung it holds back from the next title. */
export interface HeldBack {
  rung: number;
  title: string;
  criterion: Criterion;
  /** Firms that do not meet it. */
  unmet: number;
  /** Of these, firms that meet all else that can be computed: this alone stands between them and the title. */
  alone: number;
  /** Firms whose data do not say. */
  unknown: number;
  /** Firms that were judged for the title. */
  of: number;
}

/** What holds firms back most, by criterion: rung by rung from the top, most firms first. */
export function heldBack(cases: readonly RiseCase[]): HeldBack[] {
  const found = new Map<string, HeldBack>();
  const judged = new Map<string, number>();
  const entry = ({ rung, title, rulebook }: RiseCase, id: string) => {
    const key = `${rung} ${title} ${id}`;
    const known = found.get(key);
    if (known !== undefined) return known;
    const criterion = rulebook.criteria.find((one) => one.id === id)!;
    const made: HeldBack = { rung, title, criterion, unmet: 0, alone: 0, unknown: 0, of: 0 };
    found.set(key, made);
    return made;
  };
  for (const one of cases) {
    const key = `${one.rung} ${one.title}`;
    judged.set(key, (judged.get(key) ?? 0) + 1);
    for (const criterion of one.unmet) {
      const held = entry(one, criterion);
      held.unmet++;
      if (one.unmet.length === 1) held.alone++;
    }
    for (const criterion of one.unknown) entry(one, criterion).unknown++;
  }
  for (const one of found.values()) one.of = judged.get(`${one.rung} ${one.title}`) ?? 0;
  return [...found.values()].sort(
    (a, b) =>
      b.rung - a.rung ||
      b.unmet - a.unmet ||
      b.alone - a.alone ||
      b.unknown - a.unknown ||
      (a.criterion.id < b.criterion.id ? -1 : 1),
  );
}

export interface Lapse {
  firm: number;
  rung: number;
  held: HeldTitle;
  /** Last day of validity. */
  to: string;
  /** Days from the day of judging; negative where it has lapsed. */
  days: number;
}

/**
 * Titles of the ladder whose validity ends from `since` to `until`, soonest first, and that no later entry of the same
 * rung carries on.
 */
export function lapses(
  firms: readonly Pick<Subject, 'titles'>[],
  on: string,
  { since, until }: { since: string; until: string },
  rungs: readonly Rung[] = FIRM_LADDER,
): Lapse[] {
  const found: Lapse[] = [];
  for (const [firm, { titles }] of firms.entries()) {
    for (const [rung] of rungs.entries()) {
      const all = (titles ?? []).filter(({ title }) => rungOf(title, rungs) === rung);
      const last = all.sort((a, b) => (ends(a) < ends(b) ? 1 : -1))[0];
      if (last?.to == null || last.to < since || last.to > until) continue;
      found.push({ firm, rung, held: last, to: last.to, days: daysBetween(on, last.to) });
    }
  }
  return found.sort((a, b) => (a.to < b.to ? -1 : a.to > b.to ? 1 : b.rung - a.rung || a.firm - b.firm));
}

export interface Movement {
  /** Firms whose titles are known; the others move nowhere. */
  firms: number;
  /** One entry a rung: who gained it, who lost it, who kept it. */
  rungs: { before: number; after: number; gained: number[]; lost: number[]; kept: number }[];
  /** Firms by highest rung before (row) and after (column); 0 is none, rung r is r + 1. */
  flows: number[][];
  rose: number[];
  fell: number[];
}

/** Who stands elsewhere on `to` than on `from`. By the dates of the titles as they are known now. */
export function movement(
  firms: readonly Pick<Subject, 'titles'>[],
  from: string,
  to: string,
  rungs: readonly Rung[] = FIRM_LADDER,
): Movement {
  const moved: Movement = {
    firms: 0,
    rungs: rungs.map(() => ({ before: 0, after: 0, gained: [], lost: [], kept: 0 })),
    flows: Array.from({ length: rungs.length + 1 }, () => new Array<number>(rungs.length + 1).fill(0)),
    rose: [],
    fell: [],
  };
  for (const [firm, subject] of firms.entries()) {
    const before = standingOf(subject, from, rungs);
    const after = standingOf(subject, to, rungs);
    if (before.highest === null || after.highest === null) continue;
    moved.firms++;
    moved.flows[before.highest + 1]![after.highest + 1]!++;
    if (after.highest > before.highest) moved.rose.push(firm);
    if (after.highest < before.highest) moved.fell.push(firm);
    for (const [r, entry] of moved.rungs.entries()) {
      const [then, now] = [before.held[r] !== null, after.held[r] !== null];
      if (then) entry.before++;
      if (now) entry.after++;
      if (then && now) entry.kept++;
      else if (now) entry.gained.push(firm);
      else if (then) entry.lost.push(firm);
    }
  }
  return moved;
}

/** The rung that the indicator of a figure or target counts: 专精特新中小企业数量; null where it counts none of them. */
export function rungOfIndicator(indicator: string, rungs: readonly Rung[] = FIRM_LADDER): number | null {
  const written = titleKey(indicator).replace(/(数量|家数|总数|总量|数|个数)$/, '');
  const all = rungs.flatMap(({ titles }, rung) =>
    titles.flatMap(({ title, names }) => [title, ...names].map((name) => ({ rung, name: titleKey(name) }))),
  );
  // 专精特新“小巨人”企业 is no 专精特新企业: the whole name decides, else the longest that is in it.
  const exact = all.find(({ name }) => name === written);
  if (exact !== undefined) return exact.rung;
  const inside = all
    .filter(({ name }) => name.length > 2 && written.includes(name))
    .sort((a, b) => b.rung - a.rung || b.name.length - a.name.length)[0];
  return inside?.rung ?? null;
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
