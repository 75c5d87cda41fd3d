/**
 * What if: values changed and judged again; and the smallest set of numbers that, changed, would leave nothing unmet or
 * unknown. A search by repair: take a part that does not hold, change one number just enough for it, judge again.
 */
import { type Bilingual, parsePeriod, UserError } from '../model/index.js';
import type { ConditionNode, CriterionOutcome, Outcome } from './condition.js';
import type { ItemCatalogue } from './items.js';
import { type Judgement, type JudgeOptions, judgement, verdictOf } from './judge.js';
import {
  type CompiledQuantity,
  growthYears,
  isAverage,
  isGrowth,
  isSum,
  itemValue,
  within,
} from './quantity.js';
import type { Bounds, Item, Rulebook } from './rulebook.js';
import type { ScoringNode, ScoringOutcome } from './score.js';
import type { Subject } from './subject.js';
import type { Verdict } from './verdict.js';
import { amount, both, reasonOf, wordingOf } from './words.js';

/** A value set to another; null takes it away. */
export interface Change {
  item: string;
  /** Of yearly items. */
  year: number | null;
  value: number | boolean | string | null;
}

/**
 * A change as a user writes it: `revenue@2025=6000`, `ip.class1=5`, `keyField=true`, `rdInstitution=省部级`, `revenue@2025=`
 * to take a value away. Throws a UserError for an item that is none, or a value that does not fit it.
 */
export function parseChange(text: string, items: ItemCatalogue): Change {
  const found = /^([^@=]+)(?:@(\d{4}))?=(.*)$/.exec(text.trim());
  const item = found ? items.get(found[1]!.trim()) : undefined;
  const refuse = (zh: string, en: string) =>
    new UserError({ zh: `改动无法识别：${text}：${zh}`, en: `Not a change: ${text}: ${en}` });
  if (!found)
    throw refuse('应写作 revenue@2025=6000 或 ip.class1=5', 'write revenue@2025=6000 or ip.class1=5');
  if (!item) throw refuse(`指标目录里没有“${found[1]}”`, `the catalogue has no ${found[1]}`);
  const year = found[2] === undefined ? null : Number(found[2]);
  if ((item.shape === 'yearly') !== (year !== null))
    throw year === null
      ? refuse(`“${item.name.zh}”须写明年份`, `${item.name.en} needs a year`)
      : refuse(`“${item.name.zh}”不按年份`, `${item.name.en} has no year`);
  const written = found[3]!.trim();
  if (written === '') return { item: item.id, year, value: null };
  const value = valueFrom(written, item);
  if (value === null)
    throw refuse(
      `“${written}”不是“${item.name.zh}”的值${item.choices.length > 0 ? `（${item.choices.join('、')}）` : ''}`,
      `${written} is no value of ${item.name.en}${item.choices.length > 0 ? ` (${item.choices.join(', ')})` : ''}`,
    );
  return { item: item.id, year, value };
}

function valueFrom(written: string, item: Item): number | boolean | string | null {
  switch (item.shape) {
    case 'flag':
      return written === 'true' ? true : written === 'false' ? false : null;
    case 'choice':
      return item.choices.includes(written) ? written : null;
    case 'date':
      return parsePeriod(written)?.kind === 'day' ? written : null;
    case 'text':
      return written;
    default: {
      const number = Number(written);
      return Number.isFinite(number) && !(item.nonNegative && number < 0) ? number : null;
    }
  }
}

/** The subject with values changed; what was refused of them is forgotten, and they say that they are supposed. */
export function withChanges(subject: Subject, changes: readonly Change[]): Subject {
  const single = new Map(subject.single);
  const yearly = new Map([...subject.yearly].map(([item, years]) => [item, new Map(years)]));
  const origin = new Map(subject.origin);
  for (const { item, year, value } of changes) {
    origin.set(year === null ? item : `${item}@${year}`, '假设值');
    if (year === null) {
      if (value === null) single.delete(item);
      else single.set(item, value);
      continue;
    }
    const years = yearly.get(item) ?? new Map<number, number>();
    if (typeof value === 'number') years.set(year, value);
    else years.delete(year);
    yearly.set(item, years);
  }
  const changed = (fault: { item: string; year: number | null }) =>
    changes.some(({ item, year }) => item === fault.item && year === fault.year);
  return { ...subject, single, yearly, origin, faults: subject.faults.filter((fault) => !changed(fault)) };
}

export interface WhatIf {
  before: Verdict;
  after: Verdict;
  /** Criteria whose state is another now. */
  moved: { criterion: string; before: string; after: string }[];
}

/** The verdict before and after changes. Throws as `judge` does. */
export function whatIf(
  rulebook: Rulebook,
  subject: Subject,
  changes: readonly Change[],
  options: JudgeOptions,
): WhatIf {
  const before = verdictOf(judgement(rulebook, subject, options));
  const after = verdictOf(judgement(rulebook, withChanges(subject, changes), options));
  return {
    before,
    after,
    moved: before.criteria.flatMap(({ id, state }, at) => {
      const now = after.criteria[at]!.state;
      return now === state ? [] : [{ criterion: id, before: state, after: now }];
    }),
  };
}

export interface NumberChange {
  item: string;
  name: Bilingual;
  year: number | null;
  unit: string;
  /** Null where it was not known. */
  from: number | null;
  to: number;
  /** Computed by an official platform: it cannot be set, only reached. */
  official: boolean;
  text: Bilingual;
}

export interface SmallestChange {
  /**
   * `none`: nothing is unmet or unknown as it is. `found`: these numbers would do. `impossible`: no change of numbers can,
   * for what `blockers` says. `beyond`: not with so few changes, or not found within the effort allowed.
   */
  outcome: 'none' | 'found' | 'impossible' | 'beyond';
  changes: NumberChange[];
  /** With the changes made: met, or still waiting for a person. Null where none were found. */
  state: 'met' | 'manualReview' | null;
  /** What no number can mend: titles, declarations, industry, judgement. */
  blockers: { criterion: string; reason: Bilingual }[];
  text: Bilingual;
}

export interface SmallestChangeOptions extends JudgeOptions {
  /** Most numbers that may change; 8 where it is not stated. */
  most?: number;
}

/** Judgements after which the search gives up. */
const EFFORT = 20_000;

/**
 * The fewest numbers whose change would leave nothing unmet or unknown, each changed just enough. Only numbers are changed;
 * values move towards the bound they miss, and years before the last count as facts only by their rule: a sum may be
 * made up in any of its years, growth in its last. Throws as `judge` does.
 */
export function smallestChange(
  rulebook: Rulebook,
  subject: Subject,
  { most = 8, ...options }: SmallestChangeOptions,
): SmallestChange {
  const search = new Search(rulebook, subject, options);
  return search.run(most);
}

interface Move {
  item: Item;
  year: number | null;
  value: number;
}

type Key = string;
const keyOf = ({ item, year }: { item: Item; year: number | null }): Key => `${item.id}@${year ?? ''}`;

class Search {
  #effort = 0;
  #spent = false;
  readonly #rulebook: Rulebook;
  readonly #subject: Subject;
  readonly #options: JudgeOptions;
  #seen = new Map<string, number>();

  constructor(rulebook: Rulebook, subject: Subject, options: JudgeOptions) {
    this.#rulebook = rulebook;
    this.#subject = subject;
    this.#options = options;
  }

  run(most: number): SmallestChange {
    const start = this.#judge(new Map());
    if (qualifies(start))
      return this.#done(
        'none',
        [],
        start,
        [],
        both('按所给数据，无须改动', 'nothing need change by the data given'),
      );
    const blockers = blockersOf(start);
    if (blockers.length > 0)
      return this.#done(
        'impossible',
        [],
        null,
        blockers,
        both(
          '改动数值不能使其达到：有非数值的条件未满足或不明',
          'no change of numbers can do it: a condition that is not of numbers is unmet or unknown',
        ),
      );
    if (demandsOf(start).length === 0)
      return this.#done(
        'impossible',
        [],
        null,
        [],
        both(
          '这部规则只定等级，没有是否通过之分：改动数值后看等级即可',
          'these rules only grade: change values and see the level',
        ),
      );
    for (let depth = 1; depth <= most && !this.#spent; depth++) {
      this.#seen = new Map();
      const found = this.#repair(new Map(), depth, 3 * depth);
      if (found === null) continue;
      const least = this.#relaxed(found);
      const changes = [...least.values()].map((move) => this.#told(move));
      return this.#done(
        'found',
        changes,
        this.#judge(least),
        [],
        both(
          `至少须改动 ${changes.length} 项数值：${changes.map(({ text }) => text.zh).join('；')}`,
          `at least ${changes.length} number${changes.length > 1 ? 's' : ''} must change: ${changes.map(({ text }) => text.en).join('; ')}`,
        ),
      );
    }
    return this.#done(
      'beyond',
      [],
      null,
      [],
      this.#spent
        ? both(
            `试算 ${EFFORT} 次仍未找到可行的改动`,
            `no set of changes was found within ${EFFORT} judgements`,
          )
        : both(`改动 ${most} 项以内的数值不能使其达到`, `no change of ${most} numbers or fewer does it`),
    );
  }

  #done(
    outcome: SmallestChange['outcome'],
    changes: NumberChange[],
    judged: Judgement | null,
    blockers: SmallestChange['blockers'],
    text: Bilingual,
  ): SmallestChange {
    const state = judged?.state === 'met' || judged?.state === 'manualReview' ? judged.state : null;
    return { outcome, changes, state, blockers, text };
  }

  #judge(moves: ReadonlyMap<Key, Move>): Judgement {
    this.#effort++;
    if (this.#effort >= EFFORT) this.#spent = true;
    const changes = [...moves.values()].map(({ item, year, value }) => ({ item: item.id, year, value }));
    return judgement(this.#rulebook, withChanges(this.#subject, changes), this.#options);
  }

  /** Depth-first, no more than so many numbers; a number that was changed may be changed further. */
  #repair(moves: ReadonlyMap<Key, Move>, left: number, steps: number): Map<Key, Move> | null {
    const judged = this.#judge(moves);
    if (qualifies(judged)) return new Map(moves);
    if (steps === 0 || this.#spent) return null;
    for (const move of movesFor(judged)) {
      const key = keyOf(move);
      const before = moves.get(key);
      if (before === undefined && left === 0) continue;
      if (before !== undefined && before.value === move.value) continue;
      const next = new Map(moves).set(key, move);
      const name = [...next.entries()]
        .map(([each, { value }]) => `${each}=${value}`)
        .sort()
        .join(' ');
      const room = left - (before === undefined ? 1 : 0);
      if ((this.#seen.get(name) ?? -1) >= room) continue;
      this.#seen.set(name, room);
      const found = this.#repair(next, room, steps - 1);
      if (found) return found;
    }
    return null;
  }

  /** Each number no further from what it is than needed: the search takes points in full where fewer would do. */
  #relaxed(found: ReadonlyMap<Key, Move>): Map<Key, Move> {
    const moves = new Map(found);
    for (const [key, move] of found) {
      const from = itemValue(this.#subject, move.item, move.year);
      const others = new Map(moves);
      others.delete(key);
      const nearer = allMoves(this.#judge(others))
        .filter((each) => keyOf(each) === key)
        .sort((a, b) => Math.abs(a.value - (from ?? 0)) - Math.abs(b.value - (from ?? 0)));
      for (const candidate of nearer) {
        if (Math.abs(candidate.value - (from ?? 0)) >= Math.abs(move.value - (from ?? 0))) break;
        const tried = new Map(moves).set(key, candidate);
        if (qualifies(this.#judge(tried))) {
          moves.set(key, candidate);
          break;
        }
      }
    }
    return moves;
  }

  #told({ item, year, value }: Move): NumberChange {
    const from = itemValue(this.#subject, item, year);
    const unit = item.unit ?? '';
    const to = amount(value, unit);
    const was = from === null ? both('不明', 'unknown') : amount(from, unit);
    const when = year === null ? both('', '') : both(`${year} 年`, ` of ${year}`);
    return {
      item: item.id,
      name: item.name,
      year,
      unit,
      from,
      to: value,
      official: item.official,
      text: both(
        `${when.zh}${item.name.zh} ${was.zh} → ${to.zh}${item.official ? '（官方平台计算，不能自定）' : ''}`,
        `${item.name.en}${when.en}: ${was.en} → ${to.en}${item.official ? ' (computed by the official platform)' : ''}`,
      ),
    };
  }
}

/** Nothing unmet and nothing unknown; what waits for a person is no number. */
function qualifies({ state }: Judgement): boolean {
  return state === 'met' || state === 'manualReview';
}

const isOpen = (outcome: { state: string }) => outcome.state === 'unmet' || outcome.state === 'unknown';

/** Parts of which each must be mended. */
function demandsOf(judged: Judgement): Outcome[] {
  const gates = judged.gates.map(
    (gate): Outcome => ({ node: { kind: 'criterion', id: gate.id }, state: gate.state, criterion: gate }),
  );
  const split = (outcome: Outcome): Outcome[] => {
    if (!isOpen(outcome)) return [];
    if (outcome.node.kind === 'all') return outcome.parts!.flatMap(split);
    const inner = outcome.criterion?.outcome;
    const { criterion } = outcome;
    if (
      criterion &&
      inner &&
      !criterion.exception &&
      criterion.why === 'condition' &&
      inner.node.kind === 'all'
    )
      return split(inner);
    return [outcome];
  };
  return [...gates, ...(judged.pass ? [judged.pass] : [])].flatMap(split);
}

/** Changes that mend the part which leaves the least choice. */
function movesFor(judged: Judgement): Move[] {
  const demands = demandsOf(judged).map((demand) => mends(demand, judged));
  return (
    demands.reduce<Move[] | null>(
      (least, moves) => (least === null || moves.length < least.length ? moves : least),
      null,
    ) ?? []
  );
}

function allMoves(judged: Judgement): Move[] {
  return demandsOf(judged).flatMap((demand) => mends(demand, judged, true));
}

/** What is not of numbers and must be mended: no change of numbers can do it. */
function blockersOf(judged: Judgement): SmallestChange['blockers'] {
  const wording = wordingOf(judged.compiled.rulebook, judged.day);
  return demandsOf(judged)
    .filter((demand) => !mendable(demand, judged))
    .map((demand) => ({
      criterion: demand.criterion?.id ?? 'pass',
      reason: reasonOf(demand, wording),
    }));
}

/** Whether numbers could mend a part at all: every part of an `all`, any of an `any`. */
function mendable(outcome: Outcome, judged: Judgement): boolean {
  if (!isOpen(outcome)) return true;
  const { node } = outcome;
  if (node.kind === 'all') return outcome.parts!.every((part) => mendable(part, judged));
  if (node.kind === 'any') return outcome.parts!.some((part) => isOpen(part) && mendable(part, judged));
  if (node.kind === 'criterion') {
    const { outcome: inner, exception } = outcome.criterion!;
    return (
      (inner !== null &&
        outcome.criterion!.why === 'condition' &&
        isOpen(inner) &&
        mendable(inner, judged)) ||
      (exception !== null && isOpen(exception) && mendable(exception, judged))
    );
  }
  if (node.kind === 'quantity') return movable(node.quantity);
  return node.kind === 'score' && mends(outcome, judged).length > 0;
}

function movable({ item, basis }: CompiledQuantity): boolean {
  return basis !== 'yearsSince' && (item.shape === 'yearly' || item.shape === 'single');
}

/**
 * Single changes that mend a part, or bring it nearer.
 * @param every Every step of points, not only the full ones.
 */
function mends(outcome: Outcome, judged: Judgement, every = false): Move[] {
  if (!isOpen(outcome)) return [];
  const { node } = outcome;
  switch (node.kind) {
    case 'quantity':
      return quantityMoves(node.quantity, node.bounds, judged);
    case 'criterion':
      return criterionMoves(outcome.criterion!, judged, every);
    case 'any':
      return outcome.parts!.flatMap((part) => (mendable(part, judged) ? mends(part, judged, every) : []));
    case 'all': {
      const parts = outcome.parts!.filter(isOpen).map((part) => mends(part, judged, every));
      if (every) return parts.flat();
      return (
        parts.reduce<Move[] | null>(
          (least, moves) => (least === null || moves.length < least.length ? moves : least),
          null,
        ) ?? []
      );
    }
    case 'score':
      return scoreMoves(node, judged, every);
    default:
      return [];
  }
}

function criterionMoves(criterion: CriterionOutcome, judged: Judgement, every: boolean): Move[] {
  const { outcome, exception, why } = criterion;
  if (why !== 'condition') return [];
  return [outcome, exception].flatMap((each) => (each === null ? [] : mends(each, judged, every)));
}

/** Counts are whole; amounts have cents of their unit. */
const WHOLE = new Set(['项', '人', '位', '个', '家', '件', '名', '级', '年', '次', '']);

/** The nearest value that can be written down on the side of a bound. */
function written(value: number, item: Item, up: boolean, strict: boolean): number {
  const step = WHOLE.has(item.unit ?? '') ? 1 : 0.01;
  const steps = value / step;
  const near = Math.round(steps);
  const exact = Math.abs(steps - near) < 1e-6;
  const at = exact ? near + (strict ? (up ? 1 : -1) : 0) : up ? Math.ceil(steps) : Math.floor(steps);
  return Number((at * step).toFixed(2));
}

/** Changes of one number that bring a quantity within its bounds, values moving towards the bound only. */
function quantityMoves(quantity: CompiledQuantity, bounds: Bounds, judged: Judgement): Move[] {
  if (!movable(quantity)) return [];
  const measured = quantity.measure(judged.subject, judged.day);
  const moves: Move[] = [];
  const bad = measured.values.filter((value) => within(value.interval, bounds) !== 'met');
  // Each year must be mended in the end: begin with the first. Any year will do: try all.
  for (const value of measured.join === 'any' ? bad : bad.slice(0, 1)) {
    const tooLow =
      Math.max(bounds.atLeast ?? -Infinity, bounds.over ?? -Infinity) > value.interval.low ||
      (bounds.over !== undefined && bounds.over >= value.interval.low);
    const up = tooLow && (bounds.atLeast ?? bounds.over) !== undefined;
    const bound = up ? (bounds.atLeast ?? bounds.over!) : (bounds.atMost ?? bounds.below);
    if (bound === undefined) continue;
    const strict = up ? bounds.atLeast === undefined : bounds.atMost === undefined;
    moves.push(...oneNumberMoves(quantity, value.years, bound, up, strict, judged));
  }
  return moves;
}

function oneNumberMoves(
  { item, per, basis }: CompiledQuantity,
  years: readonly number[],
  bound: number,
  up: boolean,
  strict: boolean,
  judged: Judgement,
): Move[] {
  const { subject, day } = judged;
  const moves: Move[] = [];
  const read = (of: Item, year: number | null) => itemValue(subject, of, year);
  const add = (of: Item, year: number | null, value: number, rising: boolean) => {
    if (!Number.isFinite(value)) return;
    const to = written(value, of, rising, strict);
    const from = read(of, year);
    if (of.nonNegative && to < 0) return;
    if (from !== null && (rising ? to <= from : to >= from)) return;
    moves.push({ item: of, year: of.shape === 'yearly' ? year : null, value: to });
  };
  const at: (number | null)[] = years.length === 0 ? [null] : [...years];
  if (isGrowth(basis)) {
    const ends = growthYears(basis, day);
    const values = ends.map((year) => read(item, year));
    const last = ends.at(-1)!;
    const known = values.slice(0, -1);
    const gap = ends.slice(0, -1).find((_, index) => known[index] === null);
    if (gap !== undefined) {
      const end = values.at(-1);
      if (end !== null && end !== undefined && basis !== 'averageGrowthOverTwoYears')
        add(item, gap, end / (1 + bound / 100) ** (last - ends[0]!), !up);
      return moves;
    }
    const [first = 0, second = 0] = known as number[];
    if (first <= 0) return moves;
    const needed =
      basis === 'averageGrowthOverTwoYears'
        ? second * (2 + (2 * bound) / 100 - second / first)
        : first * (1 + bound / 100) ** (last - ends[0]!);
    add(item, last, needed, up);
    return moves;
  }
  const sumOf = (of: Item, except: number | null | undefined): number | null =>
    at.reduce<number | null>((sum, year) => {
      if (sum === null || year === except) return sum;
      const value = read(of, year);
      return value === null ? (per === null && of.nonNegative && isSum(basis) ? sum : null) : sum + value;
    }, 0);
  if (isAverage(basis)) {
    const ratio = (year: number | null): number | null => {
      const part = read(item, year);
      if (per === null) return part;
      const whole = read(per, year);
      return part === null || whole === null || whole <= 0 ? null : (100 * part) / whole;
    };
    for (const year of at) {
      const others = at.filter((each) => each !== year).map(ratio);
      if (others.includes(null)) continue;
      const needed = bound * at.length - (others as number[]).reduce((sum, value) => sum + value, 0);
      if (per === null) add(item, year, needed, up);
      else {
        const whole = read(per, year);
        if (whole !== null && whole > 0) add(item, year, (needed / 100) * whole, up);
      }
    }
    return moves;
  }
  // Of several years the last first: it is the easiest to tell apart from what the books say.
  for (const year of [...at].reverse()) {
    const others = sumOf(item, year ?? undefined);
    const rest = year === null ? 0 : others;
    if (per === null) {
      if (rest !== null) add(item, year, bound - rest, up);
      continue;
    }
    const whole = sumOf(per, undefined);
    if (whole !== null && whole > 0 && rest !== null) add(item, year, (bound / 100) * whole - rest, up);
    const part = sumOf(item, undefined);
    const otherWhole = year === null ? 0 : sumOf(per, year);
    const known = read(per, year);
    // The whole is never made smaller to make a share larger, but it may be what is missing.
    if (part !== null && otherWhole !== null && bound > 0 && (known === null || !up))
      add(per, year, (100 * part) / bound - otherWhole, known === null ? !up : true);
  }
  return moves;
}

function scoreMoves(node: ConditionNode & { kind: 'score' }, judged: Judgement, every: boolean): Move[] {
  const score = judged.scores.find(({ table }) => table.id === node.table)!;
  const seeksMore = node.bounds.atLeast !== undefined || node.bounds.over !== undefined;
  if (!seeksMore) return [];
  return score.entries.flatMap(({ entry, outcome, interval }) =>
    (node.part === null || entry.part === node.part) && interval.low < entry.most
      ? pointMoves(outcome, judged, every)
      : [],
  );
}

/** Changes of one number that bring more points for an entry: the most of them, or every step. */
function pointMoves(outcome: ScoringOutcome, judged: Judgement, every: boolean): Move[] {
  const has = outcome.interval.low;
  const node: ScoringNode = outcome.node;
  switch (node.kind) {
    case 'bands': {
      const better = node.bands.filter((band) => band.points > has).sort((a, b) => b.points - a.points);
      return (every ? better : better.slice(0, 1)).flatMap((band) =>
        quantityMoves(node.quantity, bandBounds(band, node.factor), judged),
      );
    }
    case 'every': {
      const steps = Math.ceil(node.cap / node.points);
      const wanted = every ? Array.from({ length: steps }, (_, at) => at + 1) : [steps];
      return wanted
        .filter((step) => step * node.points > has)
        .flatMap((step) =>
          quantityMoves(node.quantity, { atLeast: (step * node.every) / node.factor }, judged),
        );
    }
    case 'linear': {
      if (typeof node.base !== 'number' || typeof node.lead !== 'number') return [];
      const lead = node.lead / node.factor;
      return quantityMoves(
        node.quantity,
        node.lead > node.base ? { atLeast: lead } : { atMost: lead },
        judged,
      );
    }
    case 'first':
    case 'sum': {
      const ways = outcome
        .conditions!.filter(
          (way) => way.outcome !== null && isOpen(way.outcome) && (node.kind === 'sum' || way.points > has),
        )
        .sort((a, b) => b.points - a.points);
      return ways.flatMap((way) =>
        mendable(way.outcome!, judged) ? mends(way.outcome!, judged, every) : [],
      );
    }
    case 'bestOf':
      return outcome.ways!.flatMap((way) => pointMoves(way, judged, every));
    case 'manual':
      return [];
  }
}

/** Bounds of a band in the unit of the value. */
function bandBounds(
  band: { from?: number; over?: number; to?: number; below?: number },
  factor: number,
): Bounds {
  return {
    ...(band.from !== undefined && { atLeast: band.from / factor }),
    ...(band.over !== undefined && { over: band.over / factor }),
    ...(band.to !== undefined && { atMost: band.to / factor }),
    ...(band.below !== undefined && { below: band.below / factor }),
  };
}
