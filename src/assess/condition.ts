/** Conditions made ready to judge many subjects by, and what they come to on one: a state, with all that was looked at. */
import { allOf, type CriterionState, UserError } from '../model/index.js';
import { titleKey } from './choose.js';
import type { ItemCatalogue } from './items.js';
import {
  type CompiledQuantity,
  compileQuantity,
  factorBetween,
  type Interval,
  itemOf,
  type JudgingDay,
  type Lack,
  type Measured,
  measuredState,
  missing,
  type Reading,
  within,
} from './quantity.js';
import type { Application, Bounds, Condition, Item, Level } from './rulebook.js';
import type { Award, HeldTitle, Subject } from './subject.js';
import { inUnit } from './units.js';

export type ConditionNode =
  | {
      kind: 'quantity';
      quantity: CompiledQuantity;
      /** As the rule writes them, in its unit. */
      written: Bounds;
      unit: string;
      /** The same in the unit of the value. */
      bounds: Bounds;
    }
  | { kind: 'oneOf'; item: Item; choices: string[] }
  | { kind: 'industry'; codes: string[]; except: string[] }
  | { kind: 'flag' | 'declared'; item: Item; is: boolean }
  | { kind: 'holds' | 'lacks'; titles: string[]; keys: ReadonlySet<string> }
  | { kind: 'award'; level: string; rankAtMost: number | null; withinYears: number }
  | { kind: 'level'; title: string; levels: string[] }
  | { kind: 'score'; table: string; part: string | null; bounds: Bounds }
  | { kind: 'manual' }
  | { kind: 'criterion'; id: string }
  | { kind: 'not'; of: ConditionNode }
  | { kind: 'all' | 'any'; of: ConditionNode[] };

export interface Outcome {
  node: ConditionNode;
  state: CriterionState;
  /** Of a quantity. */
  measured?: Measured;
  /** Of items, flags, titles and awards: what was found. */
  readings?: Reading[];
  lacks?: Lack[];
  /** The industry of the subject; titles or awards that count. */
  found?: string;
  titles?: HeldTitle[];
  awards?: Award[];
  /** Of a score. */
  interval?: Interval;
  /** Of a reference to a criterion. */
  criterion?: CriterionOutcome;
  /** Of a level of another title: from the highest it may be to the lowest, null for none; empty where nobody says. */
  levels?: (Level | null)[];
  /** Of `not`, `all` and `any`. */
  parts?: Outcome[];
  /** A shortcut that nobody claims: it counts as unmet in its `any`. */
  unclaimed?: boolean;
}

/** What a criterion comes to; its own state may be another than that of its condition. */
export interface CriterionOutcome {
  id: string;
  state: CriterionState;
  /** Null where it was not looked at: not for this application or subject, or known from memory only. */
  outcome: Outcome | null;
  exception: Outcome | null;
  /** Whether it is for this subject, where the rule says for whom it is. */
  applies: Outcome | null;
  why: 'condition' | 'exception' | 'otherApplication' | 'notApplying' | 'scopeOpen' | 'unverified' | 'draft';
  claimed: boolean;
}

export interface ScoreOutcomeLike {
  interval: Interval;
  parts: ReadonlyMap<string, Interval>;
  /** Whether something is unknown, or only for a person to give, in the table or in one of its parts. */
  open(part: string | null): 'unknown' | 'manualReview' | null;
}

/** What a condition is judged in. */
export interface JudgingContext {
  subject: Subject;
  day: JudgingDay;
  application: Application;
  criterion(id: string): CriterionOutcome;
  score(table: string): ScoreOutcomeLike;
  /** Levels of another title that the subject may have, highest first; null where no rulebook says. */
  levels(title: string): { levels: (Level | null)[]; open: CriterionState } | null;
}

/**
 * A condition made ready. Throws a UserError where it cannot mean anything.
 * @param where Rulebook and criterion, for the message.
 */
export function compileCondition(condition: Condition, items: ItemCatalogue, where: string): ConditionNode {
  if ('all' in condition || 'any' in condition) {
    const [kind, of] =
      'all' in condition ? (['all', condition.all] as const) : (['any', condition.any] as const);
    return { kind, of: of.map((each) => compileCondition(each, items, where)) };
  }
  if ('not' in condition) return { kind: 'not', of: compileCondition(condition.not, items, where) };
  if ('criterion' in condition) return { kind: 'criterion', id: condition.criterion };
  if ('manual' in condition) return { kind: 'manual' };
  if ('score' in condition) {
    const { score, part = null, ...bounds } = condition;
    return { kind: 'score', table: score, part, bounds };
  }
  if ('level' in condition)
    return { kind: 'level', title: condition.level.title, levels: condition.level.oneOf };
  if ('award' in condition) {
    const { level, rankAtMost = null, withinYears } = condition.award;
    if (AWARD_LEVELS.indexOf(level) < 0)
      throw new UserError({
        zh: `${where}：奖励级别“${level}”应为 ${AWARD_LEVELS.join('、')} 之一`,
        en: `${where}: the award level ${level} is none of ${AWARD_LEVELS.join(', ')}`,
      });
    return { kind: 'award', level, rankAtMost, withinYears };
  }
  if ('holds' in condition) return titlesNode('holds', condition.holds);
  if ('lacks' in condition) return titlesNode('lacks', condition.lacks);
  if ('declared' in condition)
    return { kind: 'declared', item: itemOf(items, condition.declared, where), is: condition.is };
  if ('flag' in condition)
    return { kind: 'flag', item: itemOf(items, condition.flag, where), is: condition.is };
  if ('industry' in condition)
    return { kind: 'industry', codes: condition.industry, except: condition.except ?? [] };
  if ('oneOf' in condition)
    return { kind: 'oneOf', item: itemOf(items, condition.item, where), choices: condition.oneOf };
  const { item, per, basis, unit, ...written } = condition;
  const quantity = compileQuantity(
    { item, ...(per !== undefined && { per }), ...(basis !== undefined && { basis }) },
    items,
    where,
  );
  const factor = factorBetween(unit, quantity.unit, where);
  const bounds = Object.fromEntries(
    Object.entries(written).map(([side, bound]) => [side, inUnit(bound, factor)]),
  ) as Bounds;
  return { kind: 'quantity', quantity, written, unit, bounds };
}

function titlesNode(kind: 'holds' | 'lacks', titles: string[]): ConditionNode {
  return { kind, titles, keys: new Set(titles.map(titleKey)) };
}

/** One decides for `any`: met, then unknown, then one for a person to judge; what does not apply is neutral. */
export function anyOf(outcomes: readonly { state: CriterionState }[]): CriterionState {
  const has = (state: CriterionState) => outcomes.some((outcome) => outcome.state === state);
  if (has('met')) return 'met';
  if (has('unknown')) return 'unknown';
  if (has('manualReview')) return 'manualReview';
  return has('unmet') ? 'unmet' : 'notApplicable';
}

/** What a condition comes to. */
export function evaluate(node: ConditionNode, context: JudgingContext): Outcome {
  const { subject, day } = context;
  switch (node.kind) {
    case 'quantity': {
      const measured = node.quantity.measure(subject, day);
      return { node, state: measuredState(measured, node.bounds), measured };
    }
    case 'oneOf': {
      const value = subject.single.get(node.item.id);
      if (typeof value !== 'string') return absent(node, node.item, 'unknown', subject);
      return {
        node,
        state: node.choices.includes(value) ? 'met' : 'unmet',
        readings: [{ item: node.item, year: null, value }],
      };
    }
    case 'flag':
    case 'declared': {
      const value = subject.single.get(node.item.id);
      if (typeof value !== 'boolean')
        return absent(node, node.item, node.kind === 'flag' ? 'unknown' : 'manualReview', subject);
      return {
        node,
        state: value === node.is ? 'met' : 'unmet',
        readings: [{ item: node.item, year: null, value: String(value) }],
      };
    }
    case 'industry': {
      if (subject.industry === null) return { node, state: 'unknown' };
      const code = subject.industry;
      const inside = standsIn(code, node.codes);
      const outside = standsIn(code, node.except);
      const state =
        inside === 'unmet' || outside === 'met'
          ? 'unmet'
          : inside === 'unknown' || outside === 'unknown'
            ? 'unknown'
            : 'met';
      return { node, state, found: code };
    }
    case 'holds':
    case 'lacks': {
      if (subject.titles === null) return { node, state: 'unknown' };
      const titles = subject.titles.filter((held) => node.keys.has(titleKey(held.title)));
      const valid = titles.filter((held) => isHeld(held, day.iso));
      return { node, state: valid.length > 0 === (node.kind === 'holds') ? 'met' : 'unmet', titles };
    }
    case 'award': {
      if (subject.awards === null) return { node, state: 'unknown' };
      const counting = subject.awards.filter((award) => isRecent(award, node, day.iso));
      const placed = counting.filter(
        (award) => node.rankAtMost === null || (award.rank !== null && award.rank <= node.rankAtMost),
      );
      if (placed.length > 0) return { node, state: 'met', awards: placed };
      const open = counting.filter((award) => award.rank === null);
      return { node, state: open.length > 0 ? 'unknown' : 'unmet', awards: counting };
    }
    case 'level': {
      const found = context.levels(node.title);
      if (found === null) return { node, state: 'unknown', levels: [] };
      const hits = found.levels.filter(
        (level) => level !== null && (node.levels.includes(level.name.zh) || node.levels.includes(level.id)),
      ).length;
      const state = hits === found.levels.length ? 'met' : hits === 0 ? 'unmet' : found.open;
      return { node, state, levels: found.levels };
    }
    case 'score': {
      const score = context.score(node.table);
      const interval = node.part === null ? score.interval : score.parts.get(node.part)!;
      const state = within(interval, node.bounds);
      return {
        node,
        state: state === 'unknown' ? (score.open(node.part) ?? 'unknown') : state,
        interval,
      };
    }
    case 'manual':
      return { node, state: 'manualReview' };
    case 'criterion': {
      const criterion = context.criterion(node.id);
      return { node, state: criterion.state, criterion };
    }
    case 'not': {
      const part = evaluate(node.of, context);
      const state = part.state === 'met' ? 'unmet' : part.state === 'unmet' ? 'met' : part.state;
      return { node, state, parts: [part] };
    }
    case 'all': {
      const parts = node.of.map((each) => evaluate(each, context));
      return { node, state: allOf(parts), parts };
    }
    case 'any': {
      const parts = node.of.map((each) => claimedOrNot(evaluate(each, context)));
      return { node, state: anyOf(parts), parts };
    }
  }
}

/** A shortcut is for the firm to claim: what is not known of it is not claimed. */
function claimedOrNot(outcome: Outcome): Outcome {
  if (!outcome.criterion?.claimed) return outcome;
  if (outcome.state === 'met' || outcome.state === 'unmet' || outcome.state === 'notApplicable')
    return outcome;
  return { ...outcome, state: 'unmet', unclaimed: true };
}

function absent(node: ConditionNode, item: Item, state: CriterionState, subject: Subject): Outcome {
  return {
    node,
    state,
    readings: [{ item, year: null, value: null }],
    lacks: [missing(subject, item, null)],
  };
}

/** Held on a day: from and to belong to it, and an end that is not stated is open. */
export function isHeld(held: HeldTitle, on: string): boolean {
  return (held.from === null || held.from <= on) && (held.to === null || on <= held.to);
}

/** Highest first. */
export const AWARD_LEVELS = ['国家级', '省部级', '市级'];

/** The same day some years earlier; 29 February goes to 28 February. */
export function yearsBefore(day: string, years: number): string {
  const moved = `${String(Number(day.slice(0, 4)) - years).padStart(4, '0')}${day.slice(4)}`;
  return moved.endsWith('-02-29') && !isLeap(Number(moved.slice(0, 4)))
    ? `${moved.slice(0, 4)}-02-28`
    : moved;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function isRecent(award: Award, node: { level: string; withinYears: number }, on: string): boolean {
  const level = AWARD_LEVELS.indexOf(award.level);
  return (
    level >= 0 &&
    level <= AWARD_LEVELS.indexOf(node.level) &&
    award.date <= on &&
    award.date >= yearsBefore(on, node.withinYears)
  );
}

/** First and last division of each section of GB/T 4754-2017. */
const SECTIONS: [section: string, first: number, last: number][] = [
  ['A', 1, 5],
  ['B', 6, 12],
  ['C', 13, 43],
  ['D', 44, 46],
  ['E', 47, 50],
  ['F', 51, 52],
  ['G', 53, 60],
  ['H', 61, 62],
  ['I', 63, 65],
  ['J', 66, 69],
  ['K', 70, 70],
  ['L', 71, 72],
  ['M', 73, 75],
  ['N', 76, 79],
  ['O', 80, 82],
  ['P', 83, 83],
  ['Q', 84, 85],
  ['R', 86, 90],
  ['S', 91, 96],
  ['T', 97, 97],
];

/** Section letter of a code of two digits or more; null where there is no such division. */
export function sectionOf(digits: string): string | null {
  const division = Number(digits.slice(0, 2));
  return digits.length < 2
    ? null
    : (SECTIONS.find(([, first, last]) => first <= division && division <= last)?.[0] ?? null);
}

/**
 * Whether a code of GB/T 4754 begins with one of several, with or without their letters. A code that is coarser than the
 * rule (C where the rule says C39) leaves it open.
 */
export function standsIn(code: string, prefixes: readonly string[]): 'met' | 'unmet' | 'unknown' {
  const own = partsOfCode(code);
  let open = false;
  for (const prefix of prefixes) {
    const rule = partsOfCode(prefix);
    if (rule.digits === '' ? own.section === rule.section : own.digits.startsWith(rule.digits)) return 'met';
    if (own.digits === '' ? own.section === rule.section : rule.digits.startsWith(own.digits)) open = true;
  }
  return open ? 'unknown' : 'unmet';
}

function partsOfCode(code: string): { section: string | null; digits: string } {
  const digits = code.replace(/^[A-Za-z]/, '');
  const letter = digits.length < code.length ? code[0]!.toUpperCase() : null;
  return { section: letter ?? sectionOf(digits), digits };
}

/** All quantities, flags and other leaves below an outcome, those of referenced criteria not included. */
export function leavesOf(outcome: Outcome): Outcome[] {
  return outcome.parts ? outcome.parts.flatMap(leavesOf) : [outcome];
}
