/** Conditions as SQL over the wide table. `evaluate` is the oracle. */
import { titleKey } from './choose.js';
import { type ConditionNode, sectionOf } from './condition.js';
import type { Level } from './rulebook.js';
import { awardColumn, INDUSTRY, itemColumn, titleColumn } from './sql-column.js';
import { constant, type Expression, FALSE, joined, literal, OPEN, sql, TRUE } from './sql-expression.js';
import { boundsSql, overEdge, type QuantityScope, quantitySql, underEdge } from './sql-quantity.js';
import type { SqlPoints, SqlScore } from './sql-score.js';
import { known, MANUAL, negated, rolledUp, type Truth } from './sql-truth.js';

/** Levels of a rulebook by number, the highest 0; one more than there are levels is none. */
export interface SqlLevels {
  levels: readonly Level[];
  /** Surely at least this. */
  low: Expression;
  /** Perhaps this, surely nothing higher. */
  high: Expression;
  /** Where they differ. */
  manual: Truth['manual'];
}

export interface ConditionScope extends QuantityScope {
  criterion(id: string): { truth: Truth; claimed: boolean };
  score(table: string): SqlScore;
  /** Null where no rulebook says. */
  levels(title: string): SqlLevels | null;
}

export function conditionSql(node: ConditionNode, scope: ConditionScope): Truth {
  const { layers } = scope;
  switch (node.kind) {
    case 'quantity':
      return known(boundsSql(quantitySql(node.quantity, scope), node.bounds));
    case 'oneOf': {
      const column = scope.column(itemColumn(node.item.id, 'VARCHAR'));
      return known(sql`(${column} IN (${joined(node.choices.map(literal), ', ')}))`);
    }
    case 'flag':
    case 'declared': {
      const column = scope.column(itemColumn(node.item.id, 'BOOLEAN'));
      const holds = node.is ? column : sql`(NOT ${column})`;
      return { ...known(holds), manual: node.kind === 'flag' ? 'never' : 'always' };
    }
    case 'industry': {
      const inside = standsIn(node.codes, scope);
      if (node.except.length === 0) return known(inside);
      return known(layers.define(sql`(${inside} AND NOT ${standsIn(node.except, scope)})`));
    }
    case 'holds':
    case 'lacks': {
      const held = node.titles.map((title) => scope.column(titleColumn(titleKey(title))));
      const any = sql`(${joined(held, ' OR ')})`;
      return known(node.kind === 'holds' ? any : sql`(NOT ${any})`);
    }
    case 'award':
      return known(scope.column(awardColumn(node)));
    case 'level': {
      const levels = scope.levels(node.title);
      return levels === null ? known(OPEN) : levelSql(node, levels);
    }
    case 'score': {
      const score = scope.score(node.table);
      const { low, high, manual }: SqlPoints = node.part === null ? score : score.parts.get(node.part)!;
      const { atLeast, over, atMost, below } = node.bounds;
      const side = (
        first: Expression,
        operator: string,
        edge: Expression,
        second: Expression,
        join: string,
      ) =>
        sql`(${first} ${constant(operator)} ${edge} ${constant(join)} CASE WHEN ${second} ${constant(operator)} ${edge} THEN NULL ELSE FALSE END)`;
      // Met at the worse end; unmet where not even the better end will do.
      const sides = [
        ...(atLeast === undefined ? [] : [side(low, '>=', underEdge(atLeast), high, 'OR')]),
        ...(over === undefined ? [] : [side(low, '>', overEdge(over), high, 'OR')]),
        ...(atMost === undefined ? [] : [side(high, '<=', overEdge(atMost), low, 'OR')]),
        ...(below === undefined ? [] : [side(high, '<', underEdge(below), low, 'OR')]),
      ];
      return { ...known(sides.length === 0 ? TRUE : sql`(${joined(sides, ' AND ')})`), manual };
    }
    case 'manual':
      return MANUAL;
    case 'criterion':
      return scope.criterion(node.id).truth;
    case 'not':
      return negated(conditionSql(node.of, scope));
    case 'all':
      return rolledUp(
        node.of.map((each) => conditionSql(each, scope)),
        'all',
        layers,
      );
    case 'any':
      return rolledUp(
        node.of.map((each) => claimedOrNot(each, scope)),
        'any',
        layers,
      );
  }
}

/** A shortcut is for the firm to claim: what is not known of it is not claimed. */
function claimedOrNot(node: ConditionNode, scope: ConditionScope): Truth {
  if (node.kind !== 'criterion') return conditionSql(node, scope);
  const { truth, claimed } = scope.criterion(node.id);
  return claimed ? { ...truth, holds: sql`coalesce(${truth.holds}, FALSE)`, manual: 'never' } : truth;
}

/** Met where every level that it may be is one of them, unmet where none is. */
function levelSql(node: Extract<ConditionNode, { kind: 'level' }>, levels: SqlLevels): Truth {
  const wanted = levels.levels.reduce(
    (bits, { id, name }, at) =>
      bits + (node.levels.includes(id) || node.levels.includes(name.zh) ? 2 ** at : 0),
    0,
  );
  const all = 2 ** (levels.levels.length + 1) - 1;
  const possible = sql`((2::BIGINT << ${levels.low}) - (1::BIGINT << ${levels.high}))`;
  const outside = sql`(${possible} & ${constant(String(all - wanted))})`;
  const inside = sql`(${possible} & ${constant(String(wanted))})`;
  return {
    ...known(sql`CASE WHEN ${outside} = 0 THEN TRUE WHEN ${inside} = 0 THEN FALSE END`),
    manual: levels.manual,
  };
}

/**
 * Whether the subject's code of GB/T 4754 begins with one of several; NULL where it is coarser than they are. A code is a
 * range of classes, 39 those from 3900 to 3999, and a letter: integers compare many times faster than text.
 */
function standsIn(prefixes: readonly string[], scope: ConditionScope): Expression {
  const { layers } = scope;
  const code = scope.column(INDUSTRY);
  const digits = layers.define(
    sql`substr(${code}, CASE WHEN ascii(${code}) BETWEEN 65 AND 90 THEN 2 ELSE 1 END, 4)`,
  );
  const first = layers.define(sql`TRY_CAST(rpad(${digits}, 4, '0') AS SMALLINT)`);
  const last = layers.define(sql`TRY_CAST(rpad(${digits}, 4, '9') AS SMALLINT)`);
  const section = layers.define(sectionSql(code, digits, first));
  const inside: Expression[] = [];
  const around: Expression[] = [];
  for (const prefix of prefixes) {
    const rule = prefix.replace(/^[A-Za-z]/, '');
    const letter = rule.length < prefix.length ? prefix[0]!.toUpperCase() : sectionOf(rule);
    const same = letter === null ? FALSE : sql`${section} = ${asciiOf(letter)}`;
    if (rule === '') {
      inside.push(same);
      continue;
    }
    const from = constant(rule.padEnd(4, '0'));
    const to = constant(rule.padEnd(4, '9'));
    inside.push(sql`(${first} >= ${from} AND ${last} <= ${to})`);
    // A letter alone is a range of all classes.
    around.push(sql`(${first} <= ${from} AND ${last} >= ${to} AND (${last} - ${first} < 9999 OR ${same}))`);
  }
  const open = around.length === 0 ? FALSE : joined(around, ' OR ');
  return layers.define(
    sql`CASE WHEN ${joined(inside, ' OR ')} THEN TRUE WHEN ${first} IS NULL THEN NULL WHEN ${first} = ${last} OR NOT (${open}) THEN FALSE END`,
  );
}

function asciiOf(letter: string): Expression {
  return constant(String(letter.charCodeAt(0)));
}

/** The letter of a code as a number: its own, or that of its division; 0 for none. */
function sectionSql(code: Expression, digits: Expression, first: Expression): Expression {
  const divisions = Array.from({ length: 100 }, (_, division) =>
    sectionOf(String(division).padStart(2, '0')),
  );
  const sections = [...new Set(divisions)].filter((section) => section !== null);
  const cases = sections.map((section) => {
    const from = constant(String(divisions.indexOf(section) * 100));
    const to = constant(String(divisions.lastIndexOf(section) * 100 + 99));
    return sql`WHEN ${first} BETWEEN ${from} AND ${to} THEN ${asciiOf(section)}`;
  });
  return sql`CASE WHEN ascii(${code}) BETWEEN 65 AND 90 THEN ascii(${code}) WHEN length(${digits}) < 2 THEN 0 ${joined(cases, ' ')} WHEN ${code} IS NOT NULL THEN 0 END`;
}
