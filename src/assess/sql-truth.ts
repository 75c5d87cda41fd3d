/** The five states of a condition as SQL: three truths, and what is to be said of those that are open. */
import { constant, type Expression, FALSE, joined, type Layers, OPEN, sql, TRUE } from './sql-expression.js';

export interface Truth {
  /** TRUE where it is met, FALSE where it is unmet, NULL where it is unknown or for a person. */
  holds: Expression;
  /** Where `holds` is NULL: is it for a person, and not for want of data? An expression is never NULL. */
  manual: 'never' | 'always' | Expression;
  /** Where it is not applicable, whatever `holds` says; neutral in every roll-up. An expression is never NULL. */
  neutral: 'never' | 'always' | Expression;
}

export const MANUAL: Truth = { holds: OPEN, manual: 'always', neutral: 'never' };
export const NOT_APPLICABLE: Truth = { holds: OPEN, manual: 'never', neutral: 'always' };

export function known(holds: Expression): Truth {
  return { holds, manual: 'never', neutral: 'never' };
}

export function negated(truth: Truth): Truth {
  return { ...truth, holds: sql`(NOT ${truth.holds})` };
}

/** Of `all` unmet, then unknown, then for a person, then met; of `any` met, then unknown, then for a person, then unmet. */
export function rolledUp(states: readonly Truth[], join: 'all' | 'any', layers: Layers): Truth {
  const applying = states.filter(({ neutral }) => neutral !== 'always');
  if (applying.length === 0) return NOT_APPLICABLE;
  if (applying.length === 1) return applying[0]!;
  const plain = applying.every(({ manual, neutral }) => manual === 'never' && neutral === 'never');
  const parts = plain ? applying : applying.map((truth) => defined(truth, layers));
  const sides = parts.map(({ holds, neutral }) => {
    if (typeof neutral === 'string') return holds;
    return join === 'all' ? sql`(${neutral} OR ${holds})` : sql`(NOT ${neutral} AND ${holds})`;
  });
  const everywhere = parts.flatMap(({ neutral }) => (typeof neutral === 'string' ? [] : [neutral]));
  return {
    holds: sql`(${joined(sides, join === 'all' ? ' AND ' : ' OR ')})`,
    manual: noneUnknown(parts),
    neutral: everywhere.length < parts.length ? 'never' : sql`(${joined(everywhere, ' AND ')})`,
  };
}

/** As columns, to be used more than once. */
export function defined({ holds, manual, neutral }: Truth, layers: Layers): Truth {
  return {
    holds: layers.define(holds),
    manual: typeof manual === 'string' ? manual : layers.define(manual),
    neutral: typeof neutral === 'string' ? neutral : layers.define(neutral),
  };
}

/** Whether what is open together is so for a person alone. */
export function noneUnknown(parts: readonly Truth[]): Truth['manual'] {
  if (parts.every(({ manual }) => manual === 'never')) return 'never';
  const unknown = parts.filter(({ manual, neutral }) => manual !== 'always' && neutral !== 'always');
  return unknown.length === 0 ? 'always' : sql`(NOT (${joined(unknown.map(isUnknown), ' OR ')}))`;
}

/** One is unknown of those up to the first that is met. */
export function unknownBefore(truths: readonly Truth[], layers: Layers): Expression {
  return truths.reduceRight<Expression>(
    (rest, truth) => sql`(NOT ${isMet(truth)} AND (${isUnknown(truth)} OR ${layers.define(rest)}))`,
    FALSE,
  );
}

export function isMet({ holds, neutral }: Truth): Expression {
  return applying(neutral, sql`coalesce(${holds}, FALSE)`);
}

export function isUnmet({ holds, neutral }: Truth): Expression {
  return applying(neutral, sql`coalesce(NOT ${holds}, FALSE)`);
}

export function isUnknown({ holds, manual, neutral }: Truth): Expression {
  if (manual === 'always') return FALSE;
  return applying(
    neutral,
    manual === 'never' ? sql`(${holds} IS NULL)` : sql`(${holds} IS NULL AND NOT ${manual})`,
  );
}

export function isManual({ holds, manual, neutral }: Truth): Expression {
  if (manual === 'never') return FALSE;
  return applying(
    neutral,
    manual === 'always' ? sql`(${holds} IS NULL)` : sql`(${holds} IS NULL AND ${manual})`,
  );
}

export function isNotApplicable({ neutral }: Pick<Truth, 'neutral'>): Expression {
  return neutral === 'never' ? FALSE : neutral === 'always' ? TRUE : neutral;
}

function applying(neutral: Truth['neutral'], test: Expression): Expression {
  if (neutral === 'always') return FALSE;
  return neutral === 'never' ? test : sql`(NOT ${neutral} AND ${test})`;
}

/** In the order of the codes that `stateSql` gives. */
export const STATES = ['met', 'unmet', 'unknown', 'manualReview', 'notApplicable'] as const;

/** State as a number, by its place in `STATES`. */
export function stateSql({ holds, manual, neutral }: Truth): Expression {
  if (neutral === 'always') return constant('4');
  const open =
    manual === 'never'
      ? constant('2')
      : manual === 'always'
        ? constant('3')
        : sql`CASE WHEN ${manual} THEN 3 ELSE 2 END`;
  const apart = neutral === 'never' ? constant('') : sql`WHEN ${neutral} THEN 4 `;
  return sql`CASE ${apart}WHEN ${holds} THEN 0 WHEN NOT ${holds} THEN 1 ELSE ${open} END`;
}
