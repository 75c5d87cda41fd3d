/** Quantities of rulebooks as SQL over the wide table: a point where everything is known. `measure` is the oracle. */
import {
  type CompiledQuantity,
  growthYears,
  isAverage,
  isGrowth,
  isSum,
  type JudgingDay,
  tolerance,
  yearsOf,
} from './quantity.js';
import type { Bounds, Item } from './rulebook.js';
import { type Column, itemColumn, numberColumn } from './sql-column.js';
import { constant, double, type Expression, joined, type Layers, sql, TRUE } from './sql-expression.js';

export interface SqlInterval {
  /** NULL where something is not known. */
  point: Expression;
  /** Where the point is NULL the number lies between this and infinity; null where nothing is known of it then. */
  least: Expression | null;
}

/** One interval, or one a year of which all or any are asked. */
export interface SqlQuantity {
  join: 'one' | 'all' | 'any';
  each: SqlInterval[];
}

export interface QuantityScope {
  day: JudgingDay;
  layers: Layers;
  /** Notes that the column is needed, and names it. */
  column(column: Column): Expression;
}

export function quantitySql(quantity: CompiledQuantity, scope: QuantityScope): SqlQuantity {
  const { item, per, basis, join } = quantity;
  const { day, layers } = scope;
  const one = (point: Expression, least: Expression | null = null): SqlQuantity => ({
    join,
    each: [{ point: layers.define(point), least: least && layers.define(least) }],
  });
  if (basis === 'yearsSince') return one(yearsSince(item, scope));
  if (basis === 'asOf') return one(overYears(item, per, [null], scope));
  const years = yearsOf(basis, day);
  if (isSum(basis)) {
    const known = years.map((year) => sql`coalesce(${amount(item, year, scope)}, 0e0)`);
    return one(
      overYears(item, per, years, scope),
      per === null && item.nonNegative ? joined(known, ' + ') : null,
    );
  }
  if (isAverage(basis)) {
    const yearly = years.map((year) => layers.define(overYears(item, per, [year], scope)));
    return one(sql`(${joined(yearly, ' + ')}) / ${double(years.length)}`);
  }
  if (isGrowth(basis)) return one(growthOf(item, basis, growthYears(basis, day), scope));
  return {
    join,
    each: years.map((year) => ({ point: layers.define(overYears(item, per, [year], scope)), least: null })),
  };
}

function amount(item: Item, year: number | null, scope: QuantityScope): Expression {
  return scope.column(numberColumn(item.id, item.shape === 'yearly' ? year : null));
}

/** A sum, or the ratio of two in %. A denominator of 0 or below is none. */
function overYears(
  item: Item,
  per: Item | null,
  years: readonly (number | null)[],
  scope: QuantityScope,
): Expression {
  const add = (of: Item) => {
    const values = years.map((year) => amount(of, year, scope));
    return values.length === 1 ? values[0]! : scope.layers.define(joined(values, ' + '));
  };
  const whole = add(item);
  if (per === null) return whole;
  const denominator = add(per);
  return sql`CASE WHEN ${denominator} > 0e0 THEN 100e0 * ${whole} / ${denominator} END`;
}

/** In %. Bases of 0 or below, and a root of what is negative, are none. */
function growthOf(item: Item, basis: string, years: readonly number[], scope: QuantityScope): Expression {
  const values = years.map((year) => amount(item, year, scope));
  const span = years.at(-1)! - years[0]!;
  const bases = values.slice(0, -1).map((value) => sql`${value} > 0e0`);
  const last = values.at(-1)!;
  if (basis === 'averageGrowthOverTwoYears') {
    const yearly = values.slice(1).map((value, at) => sql`(${value} / ${values[at]!} - 1e0)`);
    const growth = sql`100e0 * (${joined(yearly, ' + ')}) / ${double(yearly.length)}`;
    return sql`CASE WHEN ${joined(bases, ' AND ')} THEN ${growth} END`;
  }
  const ratio = sql`${last} / ${values[0]!}`;
  if (span === 1) return sql`CASE WHEN ${bases[0]!} THEN 100e0 * (${ratio} - 1e0) END`;
  const rooted = span === 2 ? sql`sqrt(${ratio})` : sql`pow(${ratio}, ${double(1 / span)})`;
  return sql`CASE WHEN ${bases[0]!} AND ${last} >= 0e0 THEN 100e0 * (${rooted} - 1e0) END`;
}

function yearsSince(item: Item, scope: QuantityScope): Expression {
  const date = scope.column(itemColumn(item.id, 'DATE'));
  const { year, iso } = scope.day;
  const monthDay = constant(String(Number(iso.slice(5, 7)) * 100 + Number(iso.slice(8, 10))));
  const short = sql`(month(${date}) * 100 + day(${date}) > ${monthDay})::INTEGER`;
  return sql`(${constant(String(year))} - year(${date}) - ${short})::DOUBLE`;
}

/** TRUE, FALSE, or NULL where what is not known decides. */
export function boundsSql(quantity: SqlQuantity, bounds: Bounds): Expression {
  const years = quantity.each.map((interval) => withinSql(interval, bounds));
  if (years.length === 1) return years[0]!;
  return sql`(${joined(years, quantity.join === 'any' ? ' OR ' : ' AND ')})`;
}

/** TRUE, FALSE, or NULL where what is not known decides. */
export function withinSql({ point, least }: SqlInterval, bounds: Bounds): Expression {
  // Over a lower edge even so: over it whatever is added. Over an upper edge even so: over it for good.
  const lower = (operator: string, edge: Expression) =>
    least
      ? sql`(${least} ${constant(operator)} ${edge} OR ${point} ${constant(operator)} ${edge})`
      : sql`(${point} ${constant(operator)} ${edge})`;
  const upper = (operator: string, edge: Expression) =>
    least
      ? sql`(${least} ${constant(operator)} ${edge} AND ${point} ${constant(operator)} ${edge})`
      : sql`(${point} ${constant(operator)} ${edge})`;
  const { atLeast, over, atMost, below } = bounds;
  const sides = [
    ...(atLeast === undefined ? [] : [lower('>=', underEdge(atLeast))]),
    ...(over === undefined ? [] : [lower('>', overEdge(over))]),
    ...(atMost === undefined ? [] : [upper('<=', overEdge(atMost))]),
    ...(below === undefined ? [] : [upper('<', underEdge(below))]),
  ];
  if (sides.length === 0) return TRUE;
  return sides.length === 1 ? sides[0]! : sql`(${joined(sides, ' AND ')})`;
}

export function underEdge(bound: number): Expression {
  return double(bound - tolerance(bound));
}

export function overEdge(bound: number): Expression {
  return double(bound + tolerance(bound));
}
