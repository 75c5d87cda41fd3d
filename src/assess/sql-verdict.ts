/**
 * A rulebook as SQL: every firm of a wide table judged at once, with the state of every criterion kept in bit masks.
 * `judge` says the same of one firm, with reasons, and is the oracle of the tests.
 */
import { type CriterionState, UserError } from '../model/index.js';
import { type CompiledRulebook, compileRulebook, type JudgeOptions } from './judge.js';
import type { JudgingDay } from './quantity.js';
import type { Rulebook } from './rulebook.js';
import type { Column } from './sql-column.js';
import { type ConditionScope, conditionSql, type SqlLevels } from './sql-condition.js';
import {
  constant,
  double,
  type Expression,
  identifier,
  joined,
  Layers,
  literal,
  sql,
} from './sql-expression.js';
import { type ScoreScope, type SqlScore, scoreSql } from './sql-score.js';
import {
  defined,
  isManual,
  isMet,
  isNotApplicable,
  isUnknown,
  isUnmet,
  MANUAL,
  NOT_APPLICABLE,
  rolledUp,
  STATES,
  stateSql,
  type Truth,
  unknownBefore,
} from './sql-truth.js';
import { shortfallSql, turningMasks, waysTo } from './sql-turning.js';

/** Bits of one mask: a BIGINT has 63 without its sign. */
export const MASK_BITS = 62;

export interface SqlOptions {
  /**
   * Further columns: masks `turn0` and so on, of the unmet criteria that an unmet verdict turns on (those with a gap), and
   * `distance`, the sum of how far each is off as a share of its threshold, 1 where that cannot be counted.
   */
  turning?: boolean;
}

export interface VerdictSql {
  /** What the wide table must hold, apart from its `id`. */
  columns: Column[];
  /** By place of their bit: mask ⌊place / 62⌋, bit place mod 62. */
  criteria: readonly string[];
  /**
   * A query that gives a row a firm: `id`; `state`, a place in `STATES`; masks `fail0`, `unknown0`, `manual0`,
   * `notApplicable0` and so on, a bit a criterion, where a criterion of none of them is met; `levelLow` and `levelHigh`
   * where the rulebook grades, NULL for no level; of each score table `scoreLow:ID` and `scoreHigh:ID`.
   * @param relation The wide table, or a query in brackets.
   */
  query(relation: string): string;
}

/** Several rulebooks in one pass, so that what they share is read and computed once. */
export interface VerdictsSql {
  columns: Column[];
  /** By rulebook id, as in `VerdictSql`. */
  criteria: ReadonlyMap<string, readonly string[]>;
  /** As in `VerdictSql`, every column but `id` after the id of its rulebook: `little-giant-2026.state`. */
  query(relation: string): string;
}

/** Throws a UserError where a rule cannot mean anything, as the judge does. */
export function verdictSql(
  rulebook: Rulebook,
  options: JudgeOptions,
  { turning = false }: SqlOptions = {},
): VerdictSql {
  const { columns, criteria, query } = compiled([rulebook], options, turning, () => '');
  return { columns, criteria: criteria.get(rulebook.id)!, query };
}

/** As `verdictSql`, all with the same options. */
export function verdictsSql(
  rulebooks: readonly Rulebook[],
  options: JudgeOptions,
  { turning = false }: SqlOptions = {},
): VerdictsSql {
  return compiled(rulebooks, options, turning, ({ id }) => `${id}.`);
}

function compiled(
  rulebooks: readonly Rulebook[],
  options: JudgeOptions,
  turning: boolean,
  prefix: (rulebook: Rulebook) => string,
): VerdictsSql {
  const layers = new Layers();
  const columns = new Map<string, Column>();
  const selected = rulebooks.flatMap((rulebook) =>
    verdictColumns(rulebook, options, turning, layers, columns).map(
      ([name, value]) => `${value.sql} AS ${identifier(`${prefix(rulebook)}${name}`)}`,
    ),
  );
  return {
    columns: [...columns.values()],
    criteria: new Map(rulebooks.map(({ id, criteria }) => [id, criteria.map((criterion) => criterion.id)])),
    query: (relation) => `SELECT id, ${selected.join(',\n  ')}\nFROM ${layers.over(relation)} AS judged`,
  };
}

function verdictColumns(
  rulebook: Rulebook,
  options: JudgeOptions,
  turning: boolean,
  layers: Layers,
  columns: Map<string, Column>,
): [name: string, value: Expression][] {
  const made = compileRulebook(rulebook, options.items);
  if (made.draft && !options.drafts) return withheld(rulebook, turning, layers);
  const compilation = new Compilation(made, options, layers, columns);
  const masks = masksOf(
    rulebook.criteria.map(({ id }) => compilation.criterion(id).truth),
    layers,
  );
  const levels = compilation.graded();
  const together = allTogether(made);
  const state =
    together === null
      ? stateSql(compilation.outcome(levels))
      : stateOf(
          rulebook.criteria.map(({ id }) => together.has(id)),
          masks,
        );
  const selected: [string, Expression][] = [['state', sql`(${state})::UTINYINT`]];
  for (const [at, mask] of masks.entries())
    for (const kind of KINDS) selected.push([`${kind}${at}`, mask[kind]]);
  if (levels !== null)
    selected.push(['levelLow', levelName(levels, levels.low)], ['levelHigh', levelName(levels, levels.high)]);
  for (const { id } of rulebook.scores) {
    const { low, high } = compilation.score(id);
    selected.push([`scoreLow:${id}`, low], [`scoreHigh:${id}`, high]);
  }
  if (turning) selected.push(...compilation.turning(state, masks));
  return selected;
}

/** Nothing is computed by a draft that is not asked for: all is for a person to review. */
function withheld(
  { criteria, levels, scores }: Rulebook,
  turning: boolean,
  layers: Layers,
): [string, Expression][] {
  const masks = masksOf(
    criteria.map(() => MANUAL),
    layers,
  );
  const ends = (name: string) => [`${name}Low`, `${name}High`];
  return [
    ['state', constant(`${STATES.indexOf('manualReview')}::UTINYINT`)],
    ...masks.flatMap((mask, at) => KINDS.map((kind): [string, Expression] => [`${kind}${at}`, mask[kind]])),
    ...(levels.length === 0 ? [] : ends('level')).map((name): [string, Expression] => [
      name,
      constant('NULL::VARCHAR'),
    ]),
    ...scores.flatMap(({ id }) =>
      ends('score').map((name): [string, Expression] => [`${name}:${id}`, constant('NULL::DOUBLE')]),
    ),
    ...(turning
      ? [
          ...masks.map((_, at): [string, Expression] => [`turn${at}`, constant('0::BIGINT')]),
          ['distance', constant('0e0')] satisfies [string, Expression],
        ]
      : []),
  ];
}

/** The criteria of a rulebook that asks for all of some and nothing else; null where it asks for more. */
function allTogether({ rulebook, pass }: CompiledRulebook): ReadonlySet<string> | null {
  if (pass === null || pass.kind !== 'all') return null;
  const referred = pass.of.flatMap((node) => (node.kind === 'criterion' ? [node.id] : []));
  return referred.length < pass.of.length ? null : new Set([...rulebook.gates, ...referred]);
}

function levelName({ levels }: SqlLevels, place: Expression): Expression {
  const cases = levels.map(({ id }, at) => sql`WHEN ${constant(String(at))} THEN ${literal(id)}`);
  return sql`CASE ${place} ${joined(cases, ' ')} END`;
}

/** What it needs of a firm. */
export function columnsOf(rulebook: Rulebook, options: JudgeOptions): Column[] {
  return verdictSql(rulebook, options).columns;
}

/** State of a criterion by the masks of a row; `masks` as the query gives them, by kind. */
export function stateAt(
  place: number,
  masks: Record<'fail' | 'unknown' | 'manual' | 'notApplicable', readonly bigint[]>,
): CriterionState {
  const has = (kind: keyof typeof masks) =>
    ((masks[kind][Math.floor(place / MASK_BITS)]! >> BigInt(place % MASK_BITS)) & 1n) === 1n;
  if (has('notApplicable')) return 'notApplicable';
  if (has('fail')) return 'unmet';
  if (has('unknown')) return 'unknown';
  return has('manual') ? 'manualReview' : 'met';
}

const KINDS = ['fail', 'unknown', 'manual', 'notApplicable'] as const;
type Masks = Record<(typeof KINDS)[number], Expression>;

/** Two bits a criterion in one word, whether it is unmet and whether it is open: one look at each instead of two. */
const WORD_BITS = MASK_BITS / 2;

function masksOf(truths: readonly Truth[], layers: Layers): Masks[] {
  const masks: Masks[] = [];
  for (let from = 0; from === 0 || from < truths.length; from += MASK_BITS) {
    const parts = [from, from + WORD_BITS].map((start) =>
      wordOf(truths.slice(start, start + WORD_BITS), layers),
    );
    const mask = (kind: keyof Masks) => {
      const words = parts.flatMap((part, at) => {
        const word = part[kind];
        if (word === null) return [];
        return [at === 0 ? word : sql`((${word}) << ${constant(String(WORD_BITS))})`];
      });
      return words.length === 0 ? constant('0::BIGINT') : layers.define(joined(words, ' | '));
    };
    masks.push({
      fail: mask('fail'),
      unknown: mask('unknown'),
      manual: mask('manual'),
      notApplicable: mask('notApplicable'),
    });
  }
  return masks;
}

function wordOf(truths: readonly Truth[], layers: Layers): Record<keyof Masks, Expression | null> {
  const bitsOf = (test: (truth: Truth) => boolean) =>
    truths.reduce((bits, truth, place) => (test(truth) ? bits | (1n << BigInt(place)) : bits), 0n);
  const each = (test: (truth: Truth) => boolean, value: (truth: Truth, bit: bigint) => Expression) =>
    truths.flatMap((truth, place) => (test(truth) ? [value(truth, 1n << BigInt(place))] : []));
  const apart = ({ manual, neutral }: Truth) => typeof manual !== 'string' && neutral !== 'always';
  const number = (bits: bigint) => constant(`${bits}::BIGINT`);
  const words = each(
    ({ neutral }) => neutral !== 'always',
    ({ holds, neutral }, bit) => {
      const outside =
        neutral === 'never' ? constant('') : sql`WHEN ${isNotApplicable({ neutral })} THEN 0::BIGINT `;
      const open = number(bit << BigInt(WORD_BITS));
      return sql`CASE ${outside}WHEN ${holds} THEN 0::BIGINT WHEN ${holds} IS NULL THEN ${open} ELSE ${number(bit)} END`;
    },
  );
  const word = words.length === 0 ? null : layers.define(joined(words, ' | '));
  // Where it depends on the firm whether what is open is for a person, the bit is set in both and taken out of one.
  const manualBits = each(
    apart,
    (truth, bit) => sql`CASE WHEN ${isManual(truth)} THEN ${number(bit)} ELSE 0 END`,
  );
  const persons = manualBits.length === 0 ? null : layers.define(joined(manualBits, ' | '));
  const open = word && layers.define(sql`(${word} >> ${constant(String(WORD_BITS))})`);
  const among = (bits: bigint) => (open === null || bits === 0n ? null : sql`(${open} & ${number(bits)})`);
  const unknown = among(bitsOf(({ manual }) => manual !== 'always'));
  const always = among(bitsOf(({ manual }) => manual === 'always'));
  const neutral = each(
    (truth) => truth.neutral !== 'never',
    (truth, bit) => sql`CASE WHEN ${isNotApplicable(truth)} THEN ${number(bit)} ELSE 0 END`,
  );
  return {
    fail: word && sql`(${word} & ${number((1n << BigInt(WORD_BITS)) - 1n)})`,
    unknown: unknown && persons ? sql`(${unknown} & ~${persons})` : unknown,
    manual: persons && always ? sql`(${persons} | ${always})` : (persons ?? always),
    notApplicable: neutral.length === 0 ? null : sql`(${joined(neutral, ' | ')})`,
  };
}

/** State of all of some criteria together, by their bits. */
function stateOf(among: readonly boolean[], masks: readonly Masks[]): Expression {
  const wanted = masks.map((_, at) =>
    among
      .slice(at * MASK_BITS, (at + 1) * MASK_BITS)
      .reduce((bits, member, place) => (member ? bits | (1n << BigInt(place)) : bits), 0n),
  );
  const bits = (at: number) => constant(`${wanted[at]}::BIGINT`);
  const some = (kind: keyof Masks) =>
    joined(
      masks.map((mask, at) => sql`(${mask[kind]} & ${bits(at)}) <> 0`),
      ' OR ',
    );
  const none = joined(
    masks.map(({ notApplicable }, at) => sql`(${notApplicable} & ${bits(at)}) = ${bits(at)}`),
    ' AND ',
  );
  return sql`CASE WHEN ${some('fail')} THEN 1 WHEN ${some('unknown')} THEN 2 WHEN ${some('manual')} THEN 3 WHEN ${none} THEN 4 ELSE 0 END`;
}

class Compilation implements ConditionScope, ScoreScope {
  readonly day: JudgingDay;
  readonly parameters: ReadonlyMap<string, number | null>;
  readonly #made: CompiledRulebook;
  readonly #draft: boolean;
  readonly #options: JudgeOptions;
  readonly #columns: Map<string, Column>;
  readonly #open = new Set<unknown>();
  readonly #criteria = new Map<string, { truth: Truth; claimed: boolean }>();
  readonly #scores = new Map<string, SqlScore>();
  readonly #levels = new Map<string, SqlLevels | null>();

  constructor(
    made: CompiledRulebook,
    options: JudgeOptions,
    readonly layers: Layers,
    columns: Map<string, Column>,
  ) {
    this.#made = made;
    this.#options = options;
    this.#columns = columns;
    this.#draft = made.draft || (options.drafts === true && options.draftLaid === true);
    this.day = { iso: options.on, year: Number(options.on.slice(0, 4)) };
    const parameters = new Map(made.rulebook.parameters.map(({ id, value }) => [id, value]));
    for (const [id, value] of options.parameters ?? []) parameters.set(id, value);
    this.parameters = parameters;
  }

  column(column: Column): Expression {
    this.#columns.set(column.name, column);
    return constant(identifier(column.name));
  }

  condition(node: Parameters<typeof conditionSql>[0]): Truth {
    return conditionSql(node, this);
  }

  criterion(id: string): { truth: Truth; claimed: boolean } {
    const known = this.#criteria.get(id);
    if (known !== undefined) return known;
    const compiled = {
      truth: this.#once(id, this.#made.criteria, () => defined(this.#truthOf(id), this.layers)),
      claimed: this.#made.criteria.get(id)!.criterion.claimed === true,
    };
    this.#criteria.set(id, compiled);
    return compiled;
  }

  /** Refuses what does not exist, and what rests on itself. */
  #once<Result>(id: string, among: ReadonlyMap<string, unknown>, work: () => Result): Result {
    if (!among.has(id) || this.#open.has(among.get(id)))
      throw new UserError({
        zh: `${this.#made.rulebook.id}：“${id}”${among.has(id) ? '绕了一圈又引用自己' : '不存在'}`,
        en: `${this.#made.rulebook.id}: ${id} ${among.has(id) ? 'rests on itself in a circle' : 'does not exist'}`,
      });
    this.#open.add(among.get(id));
    const result = work();
    this.#open.delete(among.get(id));
    return result;
  }

  #truthOf(id: string): Truth {
    const { criterion, condition, applies, unless } = this.#made.criteria.get(id)!;
    const { only, confidence } = criterion;
    if (only !== undefined && only !== this.#options.application) return NOT_APPLICABLE;
    if (!this.#draft && (confidence === 'MEM' || confidence === 'CONFLICT')) return MANUAL;
    const own = conditionSql(condition, this);
    // What is not known of an exception is not claimed.
    const truth =
      unless === null ? own : { ...own, holds: sql`(${isMet(conditionSql(unless, this))} OR ${own.holds})` };
    return applies === null ? truth : this.#within(truth, conditionSql(applies, this));
  }

  /** Where it is open whom a criterion is for, so is the criterion, unless it is met. */
  #within(truth: Truth, scope: Truth): Truth {
    const own = defined(truth, this.layers);
    const applies = defined(scope, this.layers);
    const open = this.layers.define(sql`(${isUnknown(applies)} OR ${isManual(applies)})`);
    const outside = this.layers.define(isUnmet(applies));
    return defined(
      {
        holds: sql`CASE WHEN ${open} AND NOT ${isMet(own)} THEN NULL ELSE ${own.holds} END`,
        manual: sql`CASE WHEN ${open} THEN ${isManual(applies)} ELSE ${isManual(own)} END`,
        neutral: sql`(${outside} OR ${isNotApplicable(own)})`,
      },
      this.layers,
    );
  }

  score(id: string): SqlScore {
    const known = this.#scores.get(id);
    if (known !== undefined) return known;
    const { scores } = this.#made;
    const score = this.#once(id, scores, () => scoreSql(scores.get(id)!, this));
    this.#scores.set(id, score);
    return score;
  }

  levels(title: string): SqlLevels | null {
    const known = this.#levels.get(title);
    if (known !== undefined) return known;
    const levels = this.#levelsOf(title);
    this.#levels.set(title, levels);
    return levels;
  }

  #levelsOf(title: string): SqlLevels | null {
    const { levelRulebook, items, drafts } = this.#options;
    const rulebook = levelRulebook?.(title) ?? null;
    if (rulebook === null) return null;
    const made = compileRulebook(rulebook, items);
    if (made.draft && !drafts) return null;
    const options: JudgeOptions = {
      ...this.#options,
      draftLaid: false,
      // A title whose level rests on itself has none.
      levelRulebook: (other) => (other === title ? null : (levelRulebook?.(other) ?? null)),
    };
    return new Compilation(made, options, this.layers, this.#columns).graded();
  }

  graded(): SqlLevels | null {
    const { rulebook, levels } = this.#made;
    if (levels.length === 0) return null;
    const { layers } = this;
    const gate = defined(this.#gate(), layers);
    const graded = levels.map(({ condition }) => defined(conditionSql(condition, this), layers));
    const none = constant(String(levels.length));
    const first = (test: (truth: Truth) => Expression) =>
      joined(
        graded.map((truth, place) => sql`WHEN ${test(truth)} THEN ${constant(String(place))}`),
        ' ',
      );
    const passed = layers.define(sql`(${isMet(gate)} OR ${isNotApplicable(gate)})`);
    const maybe = (truth: Truth) => sql`NOT (${isUnmet(truth)} OR ${isNotApplicable(truth)})`;
    const mixed = [gate, ...graded].some(({ manual }) => manual !== 'never');
    return {
      levels: rulebook.levels,
      low: layers.define(sql`CASE WHEN NOT ${passed} THEN ${none} ${first(isMet)} ELSE ${none} END`),
      high: layers.define(sql`CASE WHEN ${isUnmet(gate)} THEN ${none} ${first(maybe)} ELSE ${none} END`),
      manual: mixed
        ? layers.define(sql`(NOT ${isUnknown(gate)} AND NOT ${unknownBefore(graded, layers)})`)
        : 'never',
    };
  }

  outcome(levels: SqlLevels | null): Truth {
    const { pass } = this.#made;
    const parts = [this.#gate()];
    if (pass !== null) parts.push(conditionSql(pass, this));
    else if (levels !== null) parts.push(gradeTruth(levels));
    return defined(rolledUp(parts, 'all', this.layers), this.layers);
  }

  turning(state: Expression, masks: readonly Masks[]): [string, Expression][] {
    const { criteria, pass, rulebook } = this.#made;
    const { layers } = this;
    const ids = rulebook.criteria.map(({ id }) => id);
    const turns = turningMasks(
      ids,
      MASK_BITS,
      {
        ways: waysTo(rulebook.gates, pass, this),
        fails: masks.map(({ fail }) => layers.define(fail)),
        unmet: layers.define(sql`(${layers.define(state)} = 1)`),
      },
      (expression) => layers.define(expression),
    );
    const off = ids.map((id, place) => {
      const turn = turns[Math.floor(place / MASK_BITS)]!;
      const bit = constant(`${1n << BigInt(place % MASK_BITS)}::BIGINT`);
      const short = shortfallSql(criteria.get(id)!.condition, this);
      return sql`CASE WHEN (${turn} & ${bit}) = 0 THEN 0e0 ELSE ${short === null ? double(1) : sql`coalesce(${short}, 1e0)`} END`;
    });
    return [
      ...turns.map((mask, at): [string, Expression] => [`turn${at}`, mask]),
      ['distance', off.length === 0 ? double(0) : joined(off, ' + ')],
    ];
  }

  #gate(): Truth {
    return rolledUp(
      this.#made.rulebook.gates.map((id) => this.criterion(id).truth),
      'all',
      this.layers,
    );
  }
}

/** Met where a level is certain, unmet where there is certainly none. */
function gradeTruth({ levels, low, high, manual }: SqlLevels): Truth {
  const none = constant(String(levels.length));
  return { holds: sql`CASE WHEN ${low} = ${high} THEN ${low} < ${none} END`, manual, neutral: 'never' };
}
