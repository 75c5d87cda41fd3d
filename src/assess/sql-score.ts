/** Score tables as SQL: two bounds, which differ where what is not known decides. `scoreOf` is the oracle. */
import type { ConditionNode } from './condition.js';
import type { Band, Parameter } from './rulebook.js';
import type { CompiledScore, ScoringNode } from './score.js';
import { constant, double, type Expression, joined, type Layers, sql } from './sql-expression.js';
import { overEdge, type QuantityScope, quantitySql, type SqlInterval, underEdge } from './sql-quantity.js';
import { defined, known, noneUnknown, type Truth, unknownBefore } from './sql-truth.js';

export interface SqlPoints {
  low: Expression;
  high: Expression;
  /** Where they differ: is it for a person alone, and not for want of data? */
  manual: Truth['manual'];
}

export interface SqlScore extends SqlPoints {
  parts: ReadonlyMap<string, SqlPoints>;
}

export interface ScoreScope extends QuantityScope {
  /** Null where it is not loaded. */
  parameters: ReadonlyMap<string, number | null>;
  condition(node: ConditionNode): Truth;
}

export function scoreSql(score: CompiledScore, scope: ScoreScope): SqlScore {
  const { layers } = scope;
  const entries = score.entries.map(({ entry, node }) => {
    const points = pointsSql(node, entry.most, scope);
    return { part: entry.part, ...atMost(points, entry.most, layers) };
  });
  const parts = new Map<string, SqlPoints>();
  for (const part of score.table.parts) {
    const own = entries.filter((entry) => entry.part === part.id);
    const sum = total(own, layers);
    parts.set(part.id, own.length === 0 ? sum : atMost(sum, part.most, layers));
  }
  return { ...total([...parts.values()], layers), manual: openFor(entries, layers), parts };
}

function atMost(points: SqlPoints, most: number, layers: Layers): SqlPoints {
  const clipped = (end: Expression) => layers.define(sql`least(${end}, ${double(most)})`);
  return { low: clipped(points.low), high: clipped(points.high), manual: points.manual };
}

function total(of: readonly SqlPoints[], layers: Layers): SqlPoints {
  if (of.length === 0) return { low: double(0), high: double(0), manual: 'never' };
  const sum = (end: 'low' | 'high') =>
    layers.define(
      joined(
        of.map((points) => points[end]),
        ' + ',
      ),
    );
  return { low: sum('low'), high: sum('high'), manual: openFor(of, layers) };
}

/** Whether those that are open are so for a person alone. */
function openFor(of: readonly SqlPoints[], layers: Layers): Truth['manual'] {
  if (of.every(({ manual }) => manual === 'never')) return 'never';
  return noneUnknown(
    of.map(({ low, high, manual }) =>
      defined({ ...known(sql`CASE WHEN ${low} < ${high} THEN NULL ELSE TRUE END`), manual }, layers),
    ),
  );
}

function pointsSql(node: ScoringNode, most: number, scope: ScoreScope): SqlPoints {
  const { layers } = scope;
  const points = (low: Expression, high: Expression, manual: Truth['manual'] = 'never'): SqlPoints => ({
    low: layers.define(low),
    high: layers.define(high),
    manual,
  });
  switch (node.kind) {
    case 'manual':
      return points(double(0), double(most), 'always');
    case 'bands': {
      const { point, least } = read(node, scope);
      const rising = [...node.bands].sort(
        (a, b) => lowerEdge(a) - lowerEdge(b) || (a.over === undefined ? -1 : 1),
      );
      const bound = (pick: (...points: number[]) => number) => {
        const from = (place: number) => pick(...rising.slice(place).map((band) => band.points));
        const open =
          least === null
            ? double(from(0))
            : sql`CASE ${bandsOf(rising, least, from)} ELSE ${double(from(0))} END`;
        return sql`CASE ${bandsOf(rising, point, (place) => rising[place]!.points)} ELSE ${open} END`;
      };
      return points(bound(Math.min), bound(Math.max));
    }
    case 'every': {
      const { point, least } = read(node, scope);
      const cap = double(node.cap);
      const steps = (end: Expression) =>
        sql`greatest(0e0, least(${cap}, ${double(node.points)} * floor(${end} / ${double(node.every)} + 1e-9)))`;
      return points(
        whereKnown(point, steps(point), least ? steps(least) : double(0)),
        whereKnown(point, steps(point), cap),
      );
    }
    case 'linear': {
      const { point, least } = read(node, scope);
      const base = parameterOf(node.base, scope);
      const lead = parameterOf(node.lead, scope);
      const full = parameterOf(node.weight, scope);
      if (base === null || lead === null || full === null || base === lead)
        return points(double(0), double(most));
      const weight = double(full);
      const share = (end: Expression) =>
        sql`${weight} * greatest(0e0, least(1e0, (${end} - ${double(base)}) / ${double(lead - base)}))`;
      const rising = base < lead;
      return points(
        whereKnown(point, share(point), least && rising ? share(least) : double(0)),
        whereKnown(point, share(point), least && !rising ? share(least) : weight),
      );
    }
    case 'first': {
      const ways = node.ways.map(({ when, points }) => ({
        truth: when === null ? null : conditionTruth(when, scope),
        points: double(points),
      }));
      // NULL is passed over by least and greatest: an open condition goes both ways.
      const bound = (pick: 'least' | 'greatest') =>
        ways.reduceRight<Expression>((rest, { truth, points }) => {
          if (truth === null) return points;
          const open = sql`CASE WHEN ${truth.holds} IS NULL THEN ${points} END`;
          return sql`CASE WHEN ${truth.holds} THEN ${points} ELSE ${constant(pick)}(${rest}, ${open}) END`;
        }, double(0));
      return points(
        bound('least'),
        bound('greatest'),
        firstManual(
          ways.map(({ truth }) => truth),
          layers,
        ),
      );
    }
    case 'sum': {
      const ways = node.ways.map(({ when, points }) => ({ truth: conditionTruth(when, scope), points }));
      const bound = (open: 'TRUE' | 'FALSE') => {
        const won = ways.map(
          ({ truth, points }) =>
            sql`CASE WHEN coalesce(${truth.holds}, ${constant(open)}) THEN ${double(points)} ELSE 0e0 END`,
        );
        return won.length === 0 ? double(0) : sql`least(${double(node.cap)}, ${joined(won, ' + ')})`;
      };
      const truths = ways.map(({ truth }) => truth);
      return points(bound('FALSE'), bound('TRUE'), noneUnknown(truths));
    }
    case 'bestOf': {
      const ways = node.ways.map((way) => pointsSql(way, most, scope));
      const best = (end: 'low' | 'high') =>
        layers.define(
          sql`greatest(${joined(
            ways.map((way) => way[end]),
            ', ',
          )})`,
        );
      const low = best('low');
      return points(
        low,
        best('high'),
        openFor(
          ways.map(({ high, manual }) => ({ low, high, manual })),
          layers,
        ),
      );
    }
  }
}

/** None is unknown of those that come before the first that holds. */
function firstManual(truths: readonly (Truth | null)[], layers: Layers): Truth['manual'] {
  if (truths.every((truth) => truth === null || truth.manual === 'never')) return 'never';
  return sql`(NOT ${unknownBefore(
    truths.filter((truth) => truth !== null),
    layers,
  )})`;
}

/** What does not apply earns nothing. */
function conditionTruth(node: ConditionNode, scope: ScoreScope): Truth {
  const { neutral, ...truth } = defined(scope.condition(node), scope.layers);
  if (neutral === 'always') return known(constant('FALSE'));
  if (neutral === 'never') return { ...truth, neutral };
  return defined(
    { ...truth, holds: sql`(NOT ${neutral} AND ${truth.holds})`, neutral: 'never' },
    scope.layers,
  );
}

function read(node: Extract<ScoringNode, { factor: number }>, scope: ScoreScope): SqlInterval {
  const { point, least } = quantitySql(node.quantity, scope).each[0]!;
  if (node.factor === 1) return { point, least };
  const scaled = (end: Expression) => scope.layers.define(sql`${end} * ${double(node.factor)}`);
  return { point: scaled(point), least: least && scaled(least) };
}

/** From the highest band down, by lower edges alone: bands cover every value once. */
function bandsOf(rising: readonly Band[], value: Expression, points: (place: number) => number): Expression {
  const cases = rising.map((band, place) => {
    const reached =
      band.over !== undefined
        ? sql`${value} > ${overEdge(band.over)}`
        : band.from !== undefined
          ? sql`${value} >= ${underEdge(band.from)}`
          : sql`${value} IS NOT NULL`;
    return sql`WHEN ${reached} THEN ${double(points(place))}`;
  });
  return joined(cases.reverse(), ' ');
}

function lowerEdge(band: Band): number {
  return band.from ?? band.over ?? Number.NEGATIVE_INFINITY;
}

function whereKnown(point: Expression, known: Expression, open: Expression): Expression {
  return sql`CASE WHEN ${point} IS NULL THEN ${open} ELSE ${known} END`;
}

function parameterOf(value: number | Parameter, scope: ScoreScope): number | null {
  return typeof value === 'number' ? value : (scope.parameters.get(value.parameter) ?? null);
}
