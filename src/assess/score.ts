/**
 * Score tables: points between two bounds. An entry of which something is unknown, or that only a person can give, ranges
 * from its least to its most, so that a total is certain only as far as its entries are.
 */
import { UserError } from '../model/index.js';
import {
  type ConditionNode,
  compileCondition,
  evaluate,
  type JudgingContext,
  type Outcome,
  type ScoreOutcomeLike,
} from './condition.js';
import type { ItemCatalogue } from './items.js';
import {
  atLeast,
  atMost,
  below,
  type CompiledQuantity,
  compileQuantity,
  factorBetween,
  type Interval,
  type Measured,
  over,
} from './quantity.js';
import type { Band, Parameter, Quantity, ScoreEntry, ScoreTable, Scoring } from './rulebook.js';

type Open = 'unknown' | 'manualReview' | null;

export type ScoringNode =
  | { kind: 'bands'; quantity: CompiledQuantity; factor: number; unit: string; bands: Band[] }
  | { kind: 'first'; ways: { when: ConditionNode | null; points: number }[] }
  | { kind: 'sum'; ways: { when: ConditionNode; points: number }[]; cap: number }
  | {
      kind: 'every';
      quantity: CompiledQuantity;
      factor: number;
      unit: string;
      every: number;
      points: number;
      cap: number;
    }
  | {
      kind: 'linear';
      quantity: CompiledQuantity;
      factor: number;
      unit: string;
      base: number | Parameter;
      lead: number | Parameter;
      weight: number | Parameter;
    }
  | { kind: 'bestOf'; ways: ScoringNode[] }
  | { kind: 'manual' };

export interface ScoringOutcome {
  node: ScoringNode;
  interval: Interval;
  open: Open;
  measured?: Measured;
  /** Of `first`: those looked at until one held; of `sum`: all. */
  conditions?: { outcome: Outcome | null; points: number }[];
  /** Of a linear one whose values nobody has loaded. */
  missing?: string[];
  /** Of `bestOf`. */
  ways?: ScoringOutcome[];
}

export interface CompiledScore {
  table: ScoreTable;
  entries: { entry: ScoreEntry; node: ScoringNode }[];
}

export interface EntryOutcome {
  entry: ScoreEntry;
  outcome: ScoringOutcome;
  interval: Interval;
}

export interface ScoreOutcome extends ScoreOutcomeLike {
  table: ScoreTable;
  parts: Map<string, Interval>;
  entries: EntryOutcome[];
}

/**
 * A score table made ready. Throws a UserError where it cannot mean anything, points for each of several years among it.
 * @param where Rulebook, for the message.
 */
export function compileScore(table: ScoreTable, items: ItemCatalogue, where: string): CompiledScore {
  return {
    table,
    entries: table.entries.map((entry) => {
      if (!table.parts.some((part) => part.id === entry.part))
        throw new UserError({
          zh: `${where}：评分项 ${entry.id} 所属的“${entry.part}”不在评分表 ${table.id} 中`,
          en: `${where}: the part ${entry.part} of entry ${entry.id} is not in the score table ${table.id}`,
        });
      return { entry, node: compileScoring(entry.scoring, items, `${where} ${table.id}.${entry.id}`) };
    }),
  };
}

function compileScoring(scoring: Scoring, items: ItemCatalogue, where: string): ScoringNode {
  if ('manual' in scoring) return { kind: 'manual' };
  if ('bestOf' in scoring)
    return { kind: 'bestOf', ways: scoring.bestOf.map((each) => compileScoring(each, items, where)) };
  if ('first' in scoring)
    return {
      kind: 'first',
      ways: scoring.first.map(({ when, points }) => ({
        when: when === undefined ? null : compileCondition(when, items, where),
        points,
      })),
    };
  if ('sum' in scoring)
    return {
      kind: 'sum',
      cap: scoring.cap,
      ways: scoring.sum.map(({ when, points }) => ({ when: compileCondition(when, items, where), points })),
    };
  const read = scoredQuantity(scoring.quantity, scoring.unit, items, where);
  if ('bands' in scoring) return { kind: 'bands', ...read, bands: scoring.bands };
  if ('every' in scoring)
    return { kind: 'every', ...read, every: scoring.every, points: scoring.points, cap: scoring.cap };
  return { kind: 'linear', ...read, base: scoring.base, lead: scoring.lead, weight: scoring.weight };
}

function scoredQuantity(
  quantity: Quantity,
  unit: string,
  items: ItemCatalogue,
  where: string,
): { quantity: CompiledQuantity; factor: number; unit: string } {
  const compiled = compileQuantity(quantity, items, where);
  if (compiled.join !== 'one')
    throw new UserError({
      zh: `${where}：评分要一个数，不能按“每年”或“任一年”（${compiled.basis}）`,
      en: `${where}: points need one number, not one of each year (${compiled.basis})`,
    });
  return { quantity: compiled, factor: factorBetween(compiled.unit, unit, where), unit };
}

/**
 * The points of a table.
 * @param parameters Values that the rulebook leaves to an official table, by id; null where they are not loaded.
 */
export function scoreOf(
  score: CompiledScore,
  context: JudgingContext,
  parameters: ReadonlyMap<string, number | null>,
): ScoreOutcome {
  const entries = score.entries.map(({ entry, node }) => {
    const outcome = pointsOf(node, context, parameters);
    const { low, high } = outcome.interval;
    return {
      entry,
      outcome,
      interval: { low: Math.min(low, entry.most), high: Math.min(high, entry.most) },
    };
  });
  const parts = new Map<string, Interval>();
  for (const part of score.table.parts) {
    const own = entries.filter((each) => each.entry.part === part.id);
    parts.set(part.id, {
      low: Math.min(part.most, total(own, 'low')),
      high: Math.min(part.most, total(own, 'high')),
    });
  }
  const sums = [...parts.values()].map((interval) => ({ interval }));
  return {
    table: score.table,
    interval: { low: total(sums, 'low'), high: total(sums, 'high') },
    parts,
    entries,
    open: (part) => {
      const open = entries.filter(
        (each) => (part === null || each.entry.part === part) && each.interval.low < each.interval.high,
      );
      if (open.length === 0) return null;
      return open.every((each) => each.outcome.open === 'manualReview') ? 'manualReview' : 'unknown';
    },
  };
}

function total(of: readonly { interval: Interval }[], end: 'low' | 'high'): number {
  return of.reduce((sum, { interval }) => sum + interval[end], 0);
}

function pointsOf(
  node: ScoringNode,
  context: JudgingContext,
  parameters: ReadonlyMap<string, number | null>,
): ScoringOutcome {
  const settle = (interval: Interval, open: Open, rest: Partial<ScoringOutcome> = {}): ScoringOutcome => ({
    node,
    interval,
    open: interval.low < interval.high ? open : null,
    ...rest,
  });
  switch (node.kind) {
    case 'manual':
      return settle({ low: 0, high: Number.POSITIVE_INFINITY }, 'manualReview');
    case 'bands': {
      const { measured, value } = read(node, context);
      const possible = node.bands.filter((band) => touches(band, value)).map((band) => band.points);
      return settle(spread(possible), 'unknown', { measured });
    }
    case 'every': {
      const { measured, value } = read(node, context);
      const steps = (end: number) =>
        Number.isFinite(end)
          ? Math.max(0, Math.min(node.cap, node.points * Math.floor(end / node.every + 1e-9)))
          : end > 0
            ? node.cap
            : 0;
      return settle({ low: steps(value.low), high: steps(value.high) }, 'unknown', { measured });
    }
    case 'linear': {
      const { measured, value } = read(node, context);
      const [base, lead, weight] = [node.base, node.lead, node.weight].map((each) =>
        parameterOf(each, parameters),
      ) as [number | null, number | null, number | null];
      if (base === null || lead === null || weight === null || base === lead) {
        const lacking = [node.base, node.lead, node.weight].flatMap((each) =>
          typeof each !== 'number' && parameterOf(each, parameters) === null ? [each.parameter] : [],
        );
        return settle({ low: 0, high: Number.POSITIVE_INFINITY }, 'unknown', { measured, missing: lacking });
      }
      const share = (end: number) => Math.max(0, Math.min(1, (end - base) / (lead - base)));
      const ends = [share(value.low), share(value.high)].map((each) => weight * each);
      return settle({ low: Math.min(...ends), high: Math.max(...ends) }, 'unknown', { measured });
    }
    case 'first': {
      const conditions: { outcome: Outcome | null; points: number }[] = [];
      const possible: number[] = [];
      for (const way of node.ways) {
        const outcome = way.when === null ? null : evaluate(way.when, context);
        conditions.push({ outcome, points: way.points });
        if (outcome?.state === 'unmet' || outcome?.state === 'notApplicable') continue;
        possible.push(way.points);
        if (outcome === null || outcome.state === 'met')
          return settle(spread(possible), openOf(conditions), { conditions });
      }
      return settle(spread([...possible, 0]), openOf(conditions), { conditions });
    }
    case 'sum': {
      const conditions = node.ways.map((way) => ({
        outcome: evaluate(way.when, context),
        points: way.points,
      }));
      const sum = (states: string[]) =>
        Math.min(
          node.cap,
          conditions.reduce((all, each) => all + (states.includes(each.outcome.state) ? each.points : 0), 0),
        );
      return settle(
        { low: sum(['met']), high: sum(['met', 'unknown', 'manualReview']) },
        openOf(conditions),
        { conditions },
      );
    }
    case 'bestOf': {
      const ways = node.ways.map((way) => pointsOf(way, context, parameters));
      const low = Math.max(...ways.map((way) => way.interval.low));
      const high = Math.max(...ways.map((way) => way.interval.high));
      const open = ways.filter((way) => way.interval.high > low);
      return settle(
        { low, high },
        open.every((way) => way.open === 'manualReview') ? 'manualReview' : 'unknown',
        { ways },
      );
    }
  }
}

/** In the unit of the bands. */
function read(
  node: { quantity: CompiledQuantity; factor: number },
  context: JudgingContext,
): { measured: Measured; value: Interval } {
  const measured = node.quantity.measure(context.subject, context.day);
  const { low, high } = measured.values[0]!.interval;
  return { measured, value: { low: low * node.factor, high: high * node.factor } };
}

/** Whether some value of the interval lies in the band. */
function touches(band: Band, { low, high }: Interval): boolean {
  return (
    (band.from === undefined || atLeast(high, band.from)) &&
    (band.over === undefined || over(high, band.over)) &&
    (band.to === undefined || atMost(low, band.to)) &&
    (band.below === undefined || below(low, band.below))
  );
}

function spread(points: readonly number[]): Interval {
  return points.length === 0 ? { low: 0, high: 0 } : { low: Math.min(...points), high: Math.max(...points) };
}

function openOf(conditions: readonly { outcome: Outcome | null }[]): Open {
  const states = conditions.map((each) => each.outcome?.state);
  if (states.includes('unknown')) return 'unknown';
  return states.includes('manualReview') ? 'manualReview' : null;
}

function parameterOf(
  value: number | Parameter,
  parameters: ReadonlyMap<string, number | null>,
): number | null {
  return typeof value === 'number' ? value : (parameters.get(value.parameter) ?? null);
}
