/**
 * Numbers that a rule asks for, out of the items of a subject. A number is an interval: a point where all that it is made
 * of is known, wider where something is missing, so that a missing value can never look like a pass or a failure.
 */
import { type Bilingual, type CriterionState, UserError } from '../model/index.js';
import type { ItemCatalogue } from './items.js';
import type { Basis, Bounds, Item, Quantity } from './rulebook.js';
import type { Subject } from './subject.js';
import { unitFactor } from './units.js';

/** Both ends belong to it where they are finite. */
export interface Interval {
  low: number;
  high: number;
}

/** The day of judging: ISO day and its year. */
export interface JudgingDay {
  iso: string;
  year: number;
}

/** A value that was looked up; null where it is not known. */
export interface Reading {
  item: Item;
  year: number | null;
  value: number | string | null;
}

/** Why a number is not known. */
export type Lack =
  /** No value of that year; `others` are the years of which there is one, none of which may stand in. */
  | { kind: 'missing'; item: Item; year: number | null; others: number[]; fault: Bilingual | null }
  /** A ratio to 0 or to less. */
  | { kind: 'denominator'; item: Item; years: number[]; value: number }
  /** Growth from a base of 0 or below, or to a negative value where a root is drawn. */
  | { kind: 'base'; item: Item; year: number; value: number };

export interface MeasuredValue {
  /** Empty for what has no year. */
  years: number[];
  interval: Interval;
  readings: Reading[];
  lacks: Lack[];
}

/** One value, or one for every year that counts: all of them must meet the bound, or any. */
export interface Measured {
  join: 'one' | 'all' | 'any';
  values: MeasuredValue[];
}

export interface CompiledQuantity {
  item: Item;
  per: Item | null;
  basis: Basis;
  /** Of the number that comes out. */
  unit: string;
  join: Measured['join'];
  measure(subject: Subject, day: JudgingDay): Measured;
}

export const ANYTHING: Interval = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };

/**
 * Two numbers this near are the same: 3 % computed from 150 of 5000 is 3. Relative to the bound, absolute below 1, so
 * that it is one constant per bound; the SQL subtracts or adds the same constant.
 */
export function tolerance(bound: number): number {
  return 1e-9 * Math.max(1, Math.abs(bound));
}

export function atLeast(value: number, bound: number): boolean {
  return value >= bound - tolerance(bound);
}

export function over(value: number, bound: number): boolean {
  return value > bound + tolerance(bound);
}

export function atMost(value: number, bound: number): boolean {
  return value <= bound + tolerance(bound);
}

export function below(value: number, bound: number): boolean {
  return value < bound - tolerance(bound);
}

/** Met when the whole interval keeps the bounds, unmet when none of it does, otherwise unknown. */
export function within(interval: Interval, bounds: Bounds): 'met' | 'unmet' | 'unknown' {
  const highEnough = (value: number) =>
    (bounds.atLeast === undefined || atLeast(value, bounds.atLeast)) &&
    (bounds.over === undefined || over(value, bounds.over));
  const lowEnough = (value: number) =>
    (bounds.atMost === undefined || atMost(value, bounds.atMost)) &&
    (bounds.below === undefined || below(value, bounds.below));
  if (highEnough(interval.low) && lowEnough(interval.high)) return 'met';
  return highEnough(interval.high) && lowEnough(interval.low) ? 'unknown' : 'unmet';
}

/** How the years of a number together keep the bounds. */
export function measuredState(measured: Measured, bounds: Bounds): CriterionState {
  const states = measured.values.map((value) => within(value.interval, bounds));
  if (measured.join === 'any')
    return states.includes('met') ? 'met' : states.includes('unknown') ? 'unknown' : 'unmet';
  return states.includes('unmet') ? 'unmet' : states.includes('unknown') ? 'unknown' : 'met';
}

/** Years back from the last full one, first to last. */
const SPANS: Record<Exclude<Basis, 'asOf' | 'thisYear' | 'yearsSince'>, number> = {
  lastYear: 1,
  eachOfTwoYears: 2,
  eachOfThreeYears: 3,
  eitherOfTwoYears: 2,
  anyOfThreeYears: 3,
  sumOfTwoYears: 2,
  sumOfThreeYears: 3,
  sumOfFiveYears: 5,
  averageOfTwoYears: 2,
  averageOfThreeYears: 3,
  growthOverOneYear: 2,
  compoundGrowthOverTwoYears: 3,
  averageGrowthOverTwoYears: 3,
  compoundGrowthOverThreeYears: 4,
};

const JOINS: Partial<Record<Basis, Measured['join']>> = {
  eachOfTwoYears: 'all',
  eachOfThreeYears: 'all',
  eitherOfTwoYears: 'any',
  anyOfThreeYears: 'any',
};

export function isSum(basis: Basis): boolean {
  return basis.startsWith('sumOf');
}

export function isAverage(basis: Basis): boolean {
  return basis === 'averageOfTwoYears' || basis === 'averageOfThreeYears';
}

export function isGrowth(basis: Basis): boolean {
  return basis.includes('rowthOver');
}

/** The years that a basis looks at, first to last; none for what is taken as of the day. */
export function yearsOf(basis: Basis, day: JudgingDay): number[] {
  if (basis === 'asOf' || basis === 'yearsSince') return [];
  if (basis === 'thisYear') return [day.year];
  const span = SPANS[basis];
  return Array.from({ length: span }, (_, at) => day.year - span + at);
}

/** The years whose values a growth is computed from: all of them, or the two ends. */
export function growthYears(basis: Basis, day: JudgingDay): number[] {
  const years = yearsOf(basis, day);
  return basis === 'averageGrowthOverTwoYears' ? years : [years[0]!, years.at(-1)!];
}

/**
 * What a number in one unit is to be multiplied by to stand in another. Throws a UserError where the two are of different
 * kinds: per cent and percentage points are.
 */
export function factorBetween(from: string, to: string, where: string): number {
  const factor = unitFactor(from, to);
  if (factor !== null) return factor;
  throw new UserError({
    zh: `${where}：条件的单位“${from}”与数据的单位“${to}”不是一类，不能比较`,
    en: `${where}: the unit of the condition, ${from}, is of another kind than that of the value, ${to}`,
  });
}

/** Unit of what a quantity comes to. */
function unitOf(quantity: Quantity, basis: Basis, item: Item): string {
  if (quantity.per !== undefined || isGrowth(basis)) return '%';
  return basis === 'yearsSince' ? '年' : (item.unit ?? '');
}

export function itemOf(items: ItemCatalogue, id: string, where: string): Item {
  const item = items.get(id);
  if (item) return item;
  throw new UserError({
    zh: `${where}：指标目录里没有“${id}”`,
    en: `${where}: the catalogue of items has no ${id}`,
  });
}

/**
 * A quantity made ready to be read off many subjects. Throws a UserError where the rule cannot mean anything: an item that
 * the catalogue lacks, growth of a single value, a yearly item without a basis.
 * @param where Rulebook and criterion, for the message.
 */
export function compileQuantity(quantity: Quantity, items: ItemCatalogue, where: string): CompiledQuantity {
  const item = itemOf(items, quantity.item, where);
  const per = quantity.per === undefined ? null : itemOf(items, quantity.per, where);
  if (quantity.basis === undefined && item.shape === 'yearly')
    throw new UserError({
      zh: `${where}：“${item.name.zh}”是逐年的，须写明按哪些年计（basis）`,
      en: `${where}: ${item.name.en} is yearly, so the basis must say which years count`,
    });
  const basis = quantity.basis ?? 'asOf';
  const fits =
    basis === 'yearsSince'
      ? item.shape === 'date' && per === null
      : [item, ...(per ? [per] : [])].every((each) =>
          each.shape === 'yearly'
            ? basis !== 'asOf'
            : each.shape === 'single' && (basis === 'asOf' || basis === 'lastYear' || basis === 'thisYear'),
        ) && !(per && isGrowth(basis));
  if (!fits)
    throw new UserError({
      zh: `${where}：“${item.name.zh}”不能按 ${basis} 计`,
      en: `${where}: ${item.name.en} cannot be taken by ${basis}`,
    });
  const join = JOINS[basis] ?? 'one';
  const measure = measureOf(item, per, basis);
  return {
    item,
    per,
    basis,
    unit: unitOf(quantity, basis, item),
    join,
    measure: (subject, day) => ({ join, values: measure(subject, day) }),
  };
}

type Measure = (subject: Subject, day: JudgingDay) => MeasuredValue[];

function measureOf(item: Item, per: Item | null, basis: Basis): Measure {
  if (basis === 'yearsSince') return (subject, day) => [yearsSince(subject, item, day)];
  if (basis === 'asOf') return (subject) => [overYears(subject, item, per, [null])];
  if (isSum(basis))
    return (subject, day) => [
      per ? overYears(subject, item, per, yearsOf(basis, day)) : sumOf(subject, item, yearsOf(basis, day)),
    ];
  if (isAverage(basis)) return (subject, day) => [averageOf(subject, item, per, yearsOf(basis, day))];
  if (isGrowth(basis)) return (subject, day) => [growthOf(subject, item, basis, growthYears(basis, day))];
  return (subject, day) => yearsOf(basis, day).map((year) => overYears(subject, item, per, [year]));
}

/** What stands for an item: of a single one its value, whatever the year; null where it is not known. */
export function itemValue(subject: Subject, item: Item, year: number | null): number | null {
  if (item.shape === 'yearly') return year === null ? null : (subject.yearly.get(item.id)?.get(year) ?? null);
  const value = subject.single.get(item.id);
  return typeof value === 'number' ? value : null;
}

/** Why a value is not there: the years that are, or that it was given and refused. */
export function missing(subject: Subject, item: Item, year: number | null): Lack {
  const at = item.shape === 'yearly' ? year : null;
  const others =
    item.shape === 'yearly' ? [...(subject.yearly.get(item.id)?.keys() ?? [])].sort((a, b) => a - b) : [];
  const fault = subject.faults.find((each) => each.item === item.id && (at === null || each.year === at));
  return { kind: 'missing', item, year: at, others, fault: fault?.reason ?? null };
}

class Reader {
  readonly readings: Reading[] = [];
  readonly lacks: Lack[] = [];
  readonly #subject: Subject;
  constructor(subject: Subject) {
    this.#subject = subject;
  }
  read(item: Item, year: number | null): number | null {
    const value = itemValue(this.#subject, item, year);
    this.readings.push({ item, year: item.shape === 'yearly' ? year : null, value });
    if (value === null) this.lacks.push(missing(this.#subject, item, year));
    return value;
  }
  /** A point, or anything where it is not known. Years that count are none that stand in for others. */
  value(value: number | null, years: readonly (number | null)[]): MeasuredValue {
    for (const lack of this.lacks)
      if (lack.kind === 'missing') lack.others = lack.others.filter((year) => !years.includes(year));
    return {
      years: years.filter((year) => year !== null),
      interval: value === null || Number.isNaN(value) ? ANYTHING : { low: value, high: value },
      readings: this.readings,
      lacks: this.lacks,
    };
  }
}

/** The value of one year, or the ratio of two sums in %. */
function overYears(
  subject: Subject,
  item: Item,
  per: Item | null,
  years: readonly (number | null)[],
): MeasuredValue {
  const reader = new Reader(subject);
  const add = (of: Item) =>
    years.reduce<number | null>((sum, year) => {
      const value = reader.read(of, year);
      return sum === null || value === null ? null : sum + value;
    }, 0);
  const whole = add(item);
  if (per === null) return reader.value(whole, years);
  const denominator = add(per);
  if (denominator !== null && denominator <= 0) {
    reader.lacks.push({
      kind: 'denominator',
      item: per,
      years: years.filter((year) => year !== null),
      value: denominator,
    });
    return reader.value(null, years);
  }
  return reader.value(whole === null || denominator === null ? null : (100 * whole) / denominator, years);
}

/** A sum of what cannot be negative is at least the sum of what is known of it. */
function sumOf(subject: Subject, item: Item, years: readonly number[]): MeasuredValue {
  const reader = new Reader(subject);
  let known = 0;
  for (const year of years) known += reader.read(item, year) ?? 0;
  const sum = reader.value(reader.lacks.length === 0 ? known : null, years);
  if (reader.lacks.length > 0 && item.nonNegative)
    sum.interval = { low: known, high: Number.POSITIVE_INFINITY };
  return sum;
}

/** Mean of the yearly values, or of the yearly ratios in %. */
function averageOf(subject: Subject, item: Item, per: Item | null, years: readonly number[]): MeasuredValue {
  const yearly = years.map((year) => overYears(subject, item, per, [year]));
  for (const { lacks } of yearly)
    for (const lack of lacks)
      if (lack.kind === 'missing') lack.others = lack.others.filter((year) => !years.includes(year));
  const known = yearly.every((each) => each.interval.low === each.interval.high);
  const mean = yearly.reduce((sum, each) => sum + each.interval.low, 0) / years.length;
  return {
    years: [...years],
    interval: known ? { low: mean, high: mean } : ANYTHING,
    readings: yearly.flatMap((each) => each.readings),
    lacks: yearly.flatMap((each) => each.lacks),
  };
}

/** Growth in %: over one year, compound over several (an nth root of the ratio of the ends), or the mean of the yearly ones. */
function growthOf(subject: Subject, item: Item, basis: Basis, years: readonly number[]): MeasuredValue {
  const reader = new Reader(subject);
  const values = years.map((year) => reader.read(item, year));
  const span = years.at(-1)! - years[0]!;
  const compound = basis !== 'averageGrowthOverTwoYears';
  values.forEach((value, at) => {
    const last = at === values.length - 1;
    if (value !== null && (last ? compound && span > 1 && value < 0 : value <= 0))
      reader.lacks.push({ kind: 'base', item, year: years[at]!, value });
  });
  if (reader.lacks.length > 0) return reader.value(null, years);
  const known = values as number[];
  const growth = compound
    ? (known.at(-1)! / known[0]!) ** (1 / span) - 1
    : known.slice(1).reduce((sum, value, at) => sum + (value / known[at]! - 1), 0) / (known.length - 1);
  return reader.value(100 * growth, years);
}

/** Full years between two ISO days: 2012-05-01 to 2026-04-30 is 13. */
export function fullYears(from: string, to: string): number {
  return Number(to.slice(0, 4)) - Number(from.slice(0, 4)) - (to.slice(5) < from.slice(5) ? 1 : 0);
}

function yearsSince(subject: Subject, item: Item, day: JudgingDay): MeasuredValue {
  const date = subject.single.get(item.id);
  const known = typeof date === 'string';
  const years = known ? fullYears(date, day.iso) : null;
  return {
    years: [],
    interval: years === null ? ANYTHING : { low: years, high: years },
    readings: [{ item, year: null, value: known ? date : null }],
    lacks: known ? [] : [missing(subject, item, null)],
  };
}
