/**
 * What an unmet verdict turns on, as SQL: the unmet criteria that have a gap, and how far they are off. `gapsOf` and
 * `shortfall` are the oracle.
 */
import type { ConditionNode } from './condition.js';
import type { Bounds } from './rulebook.js';
import { type ConditionScope, conditionSql } from './sql-condition.js';
import { constant, double, type Expression, FALSE, joined, sql, TRUE } from './sql-expression.js';
import { quantitySql, type SqlInterval, withinSql } from './sql-quantity.js';
import { isUnknown, isUnmet, type Truth } from './sql-truth.js';

/** By criterion, where the way from the pass rule down to it is open; those that no way leads to are absent. */
export function waysTo(
  gates: readonly string[],
  pass: ConditionNode | null,
  scope: ConditionScope,
): Map<string, Expression> {
  const ways = new Map<string, Expression[]>(gates.map((id) => [id, [TRUE]]));
  const openAt = (truth: Truth) => scope.layers.define(sql`(${isUnmet(truth)} OR ${isUnknown(truth)})`);
  const visit = (node: ConditionNode, way: Expression[]) => {
    if (node.kind === 'criterion') {
      const all = way.length === 0 ? TRUE : scope.layers.define(sql`(${joined(way, ' AND ')})`);
      ways.set(node.id, [...(ways.get(node.id) ?? []), all]);
      return;
    }
    if (node.kind !== 'all' && node.kind !== 'any') return;
    const through = [...way, openAt(conditionSql(node, scope))];
    const isClaimed = (part: ConditionNode) => part.kind === 'criterion' && scope.criterion(part.id).claimed;
    const own = node.of.filter((part) => !isClaimed(part));
    for (const part of own) visit(part, through);
    const shortcuts = node.of.filter(isClaimed);
    if (shortcuts.length === 0) return;
    // Shortcuts that nobody claims are no gaps while there is another way.
    const others = own.map((part) => openAt(conditionSql(part, scope)));
    const alone =
      node.kind === 'all' || others.length === 0
        ? through
        : [...through, scope.layers.define(sql`(NOT (${joined(others, ' OR ')}))`)];
    for (const part of shortcuts) visit(part, alone);
  };
  if (pass !== null) visit(pass, []);
  return new Map(
    [...ways].map(([id, all]) => [
      id,
      all.some((way) => way === TRUE) ? TRUE : scope.layers.define(sql`(${joined(all, ' OR ')})`),
    ]),
  );
}

/** By how much an unmet condition is off, as a share of its threshold; null where it has no number. Reads well only where it is unmet. */
export function shortfallSql(node: ConditionNode, scope: ConditionScope): Expression | null {
  if (node.kind !== 'quantity' && node.kind !== 'score') return null;
  const threshold = thresholdOf(node.bounds);
  if (threshold === null || threshold === 0) return null;
  const short = node.kind === 'score' ? scoreShort(node, scope) : quantityShort(node, scope);
  return short && sql`abs(${short} / ${double(threshold)})`;
}

/** The bound that a gap is a share of; null where there is none. */
export function thresholdOf({ atLeast, over, atMost, below }: Bounds): number | null {
  return atLeast ?? over ?? atMost ?? below ?? null;
}

function scoreShort(
  { table, part, bounds }: Extract<ConditionNode, { kind: 'score' }>,
  scope: ConditionScope,
): Expression | null {
  const wanted = Math.max(bounds.atLeast ?? -Infinity, bounds.over ?? -Infinity);
  if (!Number.isFinite(wanted)) return null;
  const score = scope.score(table);
  const { high } = part === null ? score : score.parts.get(part)!;
  return sql`(${double(wanted)} - ${high})`;
}

/** Of several years the one that misses most where all are asked, least where any will do. */
function quantityShort(
  { quantity, bounds }: Extract<ConditionNode, { kind: 'quantity' }>,
  scope: ConditionScope,
): Expression {
  const { each, join } = quantitySql(quantity, scope);
  const misses = each.map((interval) => {
    const miss = missBy(interval, bounds);
    // Years that keep the bounds, and those that are not known, miss by nothing.
    return join === 'all'
      ? sql`CASE WHEN NOT ${withinSql(interval, bounds)} THEN ${miss} ELSE 0e0 END`
      : miss;
  });
  if (misses.length === 1) return misses[0]!;
  return sql`${constant(join === 'any' ? 'least' : 'greatest')}(${joined(misses, ', ')})`;
}

function missBy({ point, least }: SqlInterval, bounds: Bounds): Expression {
  const low = least === null ? point : sql`coalesce(${point}, ${least})`;
  const lower = Math.max(bounds.atLeast ?? -Infinity, bounds.over ?? -Infinity);
  const upper = Math.min(bounds.atMost ?? Infinity, bounds.below ?? Infinity);
  const sides = [
    ...(Number.isFinite(lower) ? [sql`coalesce(${double(lower)} - ${point}, 0e0)`] : []),
    ...(Number.isFinite(upper) ? [sql`coalesce(${low} - ${double(upper)}, 0e0)`] : []),
  ];
  return sql`greatest(${joined([double(0), ...sides], ', ')})`;
}

/** Where a verdict that is unmet turns on nothing that can be told, all that is unmet counts. */
export function turningMasks(
  criteria: readonly string[],
  maskBits: number,
  {
    ways,
    fails,
    unmet,
  }: { ways: ReadonlyMap<string, Expression>; fails: readonly Expression[]; unmet: Expression },
  define: (expression: Expression) => Expression,
): Expression[] {
  const reached = fails.map((fail, at) => {
    // Criteria with the same way share a look at it.
    const groups = new Map<string, { way: Expression; bits: bigint }>();
    for (const [place, id] of criteria.slice(at * maskBits, (at + 1) * maskBits).entries()) {
      const way = ways.get(id) ?? FALSE;
      const group = groups.get(way.sql) ?? { way, bits: 0n };
      group.bits |= 1n << BigInt(place);
      groups.set(way.sql, group);
    }
    groups.delete(FALSE.sql);
    const words = [...groups.values()].map(({ way, bits }) =>
      way === TRUE
        ? constant(`${bits}::BIGINT`)
        : sql`CASE WHEN ${way} THEN ${constant(`${bits}::BIGINT`)} ELSE 0::BIGINT END`,
    );
    return define(words.length === 0 ? constant('0::BIGINT') : sql`(${fail} & (${joined(words, ' | ')}))`);
  });
  const none = define(
    joined(
      reached.map((mask) => sql`${mask} = 0`),
      ' AND ',
    ),
  );
  return reached.map((mask, at) =>
    define(sql`CASE WHEN NOT ${unmet} THEN 0::BIGINT WHEN ${none} THEN ${fails[at]!} ELSE ${mask} END`),
  );
}
