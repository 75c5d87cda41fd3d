/**
 * A rulebook and a subject into a verdict: every criterion with what was wanted and found, and how they come together. A
 * pre-check by what is known, never a promise.
 */
import { allOf, type CriterionState, UserError } from '../model/index.js';
import { dutiesOf } from './calendar.js';
import { isDraft, type RulebookQuestion } from './choose.js';
import {
  type ConditionNode,
  type CriterionOutcome,
  compileCondition,
  evaluate,
  type JudgingContext,
  leavesOf,
  type Outcome,
} from './condition.js';
import { gapsOf } from './gaps.js';
import type { ItemCatalogue } from './items.js';
import type { JudgingDay } from './quantity.js';
import type { Application, Criterion, Level, Rulebook } from './rulebook.js';
import type { ChosenRulebook, RulebookSet } from './rulebook-set.js';
import { type CompiledScore, compileScore, type ScoreOutcome, scoreOf } from './score.js';
import type { Subject } from './subject.js';
import type { JudgedCriterion, JudgedScore, Verdict } from './verdict.js';
import {
  actualOf,
  both,
  criterionReason,
  entryWords,
  joined,
  periodOf,
  reasonOf,
  telling,
  type Wording,
  wantedOf,
  wordingOf,
} from './words.js';

export interface JudgeOptions {
  /** ISO day of judging. */
  on: string;
  application: Application;
  items: ItemCatalogue;
  /** The rulebook by which the level of another title is told on that day; null where there is none. */
  levelRulebook?: (title: string) => Rulebook | null;
  /** Why this rulebook, for the verdict. */
  whyChosen?: Verdict['rulebook']['whyChosen'];
  /** Values that the rulebook leaves to an official table, loaded by the user; they go before its own. */
  parameters?: ReadonlyMap<string, number>;
  /** Judge by a draft: the verdict says so. */
  drafts?: boolean;
  /** A draft of a province is laid on the rulebook: its rules are computed too, and the verdict says so. */
  draftLaid?: boolean;
}

interface CompiledCriterion {
  criterion: Criterion;
  condition: ConditionNode;
  applies: ConditionNode | null;
  unless: ConditionNode | null;
}

/** A rulebook made ready to judge many subjects by. */
export interface CompiledRulebook {
  rulebook: Rulebook;
  items: ItemCatalogue;
  criteria: Map<string, CompiledCriterion>;
  scores: Map<string, CompiledScore>;
  pass: ConditionNode | null;
  levels: { level: Level; condition: ConditionNode }[];
  /** Never checked against its source: judged by only when asked for, and then every rule is computed. */
  draft: boolean;
}

/** What judging comes to before it is put into words. */
export interface Judgement {
  compiled: CompiledRulebook;
  subject: Subject;
  day: JudgingDay;
  options: JudgeOptions;
  /** Rules that nobody has checked were computed. */
  draft: boolean;
  state: CriterionState;
  /** One for each criterion, in the order of the rulebook. */
  criteria: CriterionOutcome[];
  gates: CriterionOutcome[];
  scores: ScoreOutcome[];
  pass: Outcome | null;
  level: { low: Level | null; high: Level | null; open: CriterionState } | null;
  levels: { level: Level; outcome: Outcome }[];
}

const compiled = new WeakMap<Rulebook, WeakMap<ItemCatalogue, CompiledRulebook>>();

/**
 * The same rulebook and catalogue are made ready once. Throws a UserError where the rulebook cannot mean anything: items
 * that the catalogue lacks, units that do not go together, criteria that rest on each other in a circle.
 */
export function compileRulebook(rulebook: Rulebook, items: ItemCatalogue): CompiledRulebook {
  const known = compiled.get(rulebook)?.get(items);
  if (known) return known;
  const at = (id: string) => `${rulebook.id} ${id}`;
  const criteria = new Map(
    rulebook.criteria.map((criterion) => [
      criterion.id,
      {
        criterion,
        condition: compileCondition(criterion.condition, items, at(criterion.id)),
        applies: criterion.applies ? compileCondition(criterion.applies, items, at(criterion.id)) : null,
        unless: criterion.unless
          ? compileCondition(criterion.unless.condition, items, at(criterion.id))
          : null,
      },
    ]),
  );
  const made: CompiledRulebook = {
    rulebook,
    items,
    criteria,
    scores: new Map(rulebook.scores.map((table) => [table.id, compileScore(table, items, rulebook.id)])),
    pass: rulebook.pass === null ? null : compileCondition(rulebook.pass, items, at('pass')),
    levels: rulebook.levels.map((level) => ({
      level,
      condition: compileCondition(level.condition, items, at(level.id)),
    })),
    draft: isDraft(rulebook),
  };
  const byItems = compiled.get(rulebook) ?? new WeakMap<ItemCatalogue, CompiledRulebook>();
  byItems.set(items, made);
  compiled.set(rulebook, byItems);
  return made;
}

/** Judges, without words. By a draft nothing is computed unless drafts are asked for: all is for a person to review. */
export function judgement(rulebook: Rulebook, subject: Subject, options: JudgeOptions): Judgement {
  const made = compileRulebook(rulebook, options.items);
  return made.draft && !options.drafts
    ? withheld(made, subject, options)
    : new Judging(made, subject, options).judge();
}

function withheld(made: CompiledRulebook, subject: Subject, options: JudgeOptions): Judgement {
  const criteria = made.rulebook.criteria.map(
    ({ id, claimed = false }): CriterionOutcome => ({
      id,
      state: 'manualReview',
      why: 'draft',
      outcome: null,
      exception: null,
      applies: null,
      claimed,
    }),
  );
  return {
    compiled: made,
    subject,
    day: dayOf(options.on),
    options,
    draft: true,
    state: 'manualReview',
    criteria,
    gates: criteria.filter(({ id }) => made.rulebook.gates.includes(id)),
    scores: [],
    pass: null,
    level: null,
    levels: [],
  };
}

function dayOf(iso: string): JudgingDay {
  return { iso, year: Number(iso.slice(0, 4)) };
}

/** What a subject comes to by a rulebook on a day. */
export function judge(rulebook: Rulebook, subject: Subject, options: JudgeOptions): Verdict {
  return verdictOf(judgement(rulebook, subject, options));
}

export interface AssessOptions {
  title: string;
  on: string;
  application: Application;
  /** GB/T 2260 code; that of the subject where it is not given. */
  area?: string | null;
  parameters?: ReadonlyMap<string, number>;
  drafts?: boolean;
}

/**
 * Chooses the rulebook of a title and judges by it. Throws a UserError where none counts, saying what there is.
 */
export function assess(
  set: RulebookSet,
  subject: Subject,
  { title, on, application, area = subject.area, parameters, drafts = false }: AssessOptions,
): Verdict {
  const { rulebook, draft, why } = shownRulebook(set, { title, on, application, area, drafts });
  return judge(rulebook, subject, {
    on,
    application,
    items: set.items,
    drafts,
    draftLaid: draft,
    whyChosen: why,
    levelRulebook: levelRulebookOf(set, { on, application, area, drafts }),
    ...(parameters && { parameters }),
  });
}

/** A draft where nothing else counts: it is shown, and nothing is computed by it. */
export function shownRulebook(set: RulebookSet, question: RulebookQuestion): ChosenRulebook {
  try {
    return set.choose(question);
  } catch (error) {
    if (!(error instanceof UserError) || question.drafts) throw error;
    let choice: ChosenRulebook | null = null;
    try {
      choice = set.choose({ ...question, drafts: true });
    } catch {
      throw error;
    }
    if (!isDraft(choice.rulebook)) throw error;
    return choice;
  }
}

/** The rulebooks of a set by which levels of other titles are told; null where none counts. */
export function levelRulebookOf(
  set: RulebookSet,
  question: { on: string; application: Application; area: string | null; drafts?: boolean },
): (title: string) => Rulebook | null {
  const known = new Map<string, Rulebook | null>();
  return (title) => {
    const before = known.get(title);
    if (before !== undefined) return before;
    let rulebook: Rulebook | null = null;
    try {
      rulebook = set.choose({ ...question, title }).rulebook;
    } catch (error) {
      // No rulebook for the level: the condition on it is unknown, and its reason says so.
      if (!(error instanceof UserError)) throw error;
    }
    known.set(title, rulebook);
    return rulebook;
  };
}

class Judging implements JudgingContext {
  readonly subject: Subject;
  readonly day: JudgingDay;
  readonly application: Application;
  readonly #made: CompiledRulebook;
  readonly #draft: boolean;
  readonly #options: JudgeOptions;
  readonly #criteria = new Map<string, CriterionOutcome>();
  readonly #open = new Set<string>();
  readonly #scores = new Map<string, ScoreOutcome>();
  readonly #parameters: ReadonlyMap<string, number | null>;

  constructor(made: CompiledRulebook, subject: Subject, options: JudgeOptions) {
    this.subject = subject;
    this.day = dayOf(options.on);
    this.application = options.application;
    this.#made = made;
    this.#draft = made.draft || ((options.drafts && options.draftLaid) ?? false);
    this.#options = options;
    const parameters = new Map<string, number | null>(
      made.rulebook.parameters.map((parameter) => [parameter.id, parameter.value]),
    );
    for (const [id, value] of options.parameters ?? []) parameters.set(id, value);
    this.#parameters = parameters;
  }

  judge(): Judgement {
    const { rulebook, pass, levels } = this.#made;
    const criteria = rulebook.criteria.map(({ id }) => this.criterion(id));
    const gates = rulebook.gates.map((id) => this.criterion(id));
    const passed = pass === null ? null : evaluate(pass, this);
    const graded = levels.map(({ level, condition }) => ({ level, outcome: evaluate(condition, this) }));
    const gate = allOf(gates);
    const level = graded.length > 0 ? levelOf(gate, graded) : null;
    return {
      compiled: this.#made,
      subject: this.subject,
      day: this.day,
      options: this.#options,
      draft: this.#draft,
      state: allOf([
        ...gates,
        ...(passed ? [passed] : []),
        ...(level && passed === null ? [{ state: levelState(level) }] : []),
      ]),
      criteria,
      gates,
      scores: rulebook.scores.map(({ id }) => this.score(id)),
      pass: passed,
      level,
      levels: graded,
    };
  }

  criterion(id: string): CriterionOutcome {
    const known = this.#criteria.get(id);
    if (known) return known;
    const made = this.#made.criteria.get(id);
    if (!made || this.#open.has(id))
      throw new UserError({
        zh: `${this.#made.rulebook.id}：条件“${id}”${made ? '绕了一圈又引用自己' : '不存在'}`,
        en: `${this.#made.rulebook.id}: the criterion ${id} ${made ? 'rests on itself in a circle' : 'does not exist'}`,
      });
    this.#open.add(id);
    const outcome = this.#judgeCriterion(made);
    this.#open.delete(id);
    this.#criteria.set(id, outcome);
    return outcome;
  }

  #judgeCriterion({ criterion, condition, applies, unless }: CompiledCriterion): CriterionOutcome {
    const settled = (
      state: CriterionState,
      why: CriterionOutcome['why'],
      rest: Partial<CriterionOutcome> = {},
    ): CriterionOutcome => ({
      id: criterion.id,
      state,
      why,
      outcome: null,
      exception: null,
      applies: null,
      claimed: criterion.claimed ?? false,
      ...rest,
    });
    if (criterion.only !== undefined && criterion.only !== this.application)
      return settled('notApplicable', 'otherApplication');
    if (!this.#draft && (criterion.confidence === 'MEM' || criterion.confidence === 'CONFLICT'))
      return settled('manualReview', 'unverified');
    const scope = applies === null ? null : evaluate(applies, this);
    if (scope?.state === 'unmet') return settled('notApplicable', 'notApplying', { applies: scope });
    const outcome = evaluate(condition, this);
    const rest = { outcome, applies: scope };
    if (outcome.state === 'met' || outcome.state === 'notApplicable')
      return settled(outcome.state, 'condition', rest);
    const exception = unless === null ? null : evaluate(unless, this);
    if (exception?.state === 'met') return settled('met', 'exception', { ...rest, exception });
    if (scope?.state === 'unknown' || scope?.state === 'manualReview')
      return settled(scope.state, 'scopeOpen', { ...rest, exception });
    return settled(outcome.state, 'condition', { ...rest, exception });
  }

  score(table: string): ScoreOutcome {
    const known = this.#scores.get(table);
    if (known) return known;
    const made = this.#made.scores.get(table);
    if (!made || this.#open.has(`score ${table}`))
      throw new UserError({
        zh: `${this.#made.rulebook.id}：评分表“${table}”${made ? '绕了一圈又引用自己' : '不存在'}`,
        en: `${this.#made.rulebook.id}: the score table ${table} ${made ? 'rests on itself in a circle' : 'does not exist'}`,
      });
    this.#open.add(`score ${table}`);
    const score = scoreOf(made, this, this.#parameters);
    this.#open.delete(`score ${table}`);
    this.#scores.set(table, score);
    return score;
  }

  levels(title: string): { levels: (Level | null)[]; open: CriterionState } | null {
    const rulebook = this.#options.levelRulebook?.(title) ?? null;
    if (rulebook === null) return null;
    const made = compileRulebook(rulebook, this.#options.items);
    if (made.draft && !this.#options.drafts) return null;
    const { levelRulebook } = this.#options;
    const { level } = new Judging(made, this.subject, {
      ...this.#options,
      draftLaid: false,
      // A title whose level rests on itself has none.
      levelRulebook: (other) => (other === title ? null : (levelRulebook?.(other) ?? null)),
    }).judge();
    if (level === null) return null;
    const { levels } = rulebook;
    const from = level.high === null ? levels.length : levels.indexOf(level.high);
    const to = level.low === null ? levels.length : levels.indexOf(level.low);
    const between: (Level | null)[] = levels.slice(from, level.low === null ? undefined : to + 1);
    return { levels: level.low === null ? [...between, null] : between, open: level.open };
  }
}

/**
 * Highest surely met and highest not surely unmet; levels stand from the highest down. Gates that are not surely met
 * leave no level certain.
 */
function levelOf(
  gate: CriterionState,
  graded: readonly { level: Level; outcome: Outcome }[],
): NonNullable<Judgement['level']> {
  const passes = gate === 'met' || gate === 'notApplicable';
  const surely = graded.findIndex(({ outcome }) => outcome.state === 'met');
  const maybe = graded.findIndex(
    ({ outcome }) => outcome.state !== 'unmet' && outcome.state !== 'notApplicable',
  );
  if (gate === 'unmet') return { low: null, high: null, open: 'unmet' };
  const open = graded.slice(maybe < 0 ? 0 : maybe, surely < 0 ? undefined : surely);
  const states = [...(passes ? [] : [gate]), ...open.map(({ outcome }) => outcome.state)];
  return {
    low: passes ? (graded[surely]?.level ?? null) : null,
    high: graded[maybe]?.level ?? null,
    open: states.includes('unknown')
      ? 'unknown'
      : states.includes('manualReview')
        ? 'manualReview'
        : 'unknown',
  };
}

function levelState(level: NonNullable<Judgement['level']>): CriterionState {
  if (level.low === level.high) return level.low === null ? 'unmet' : 'met';
  return level.open;
}

/** Names the state of a rulebook and of what is laid on it. */
export function versionOf({ source }: Rulebook): string {
  const hashes = [source.sha256, ...source.overlays.map(({ sha256 }) => sha256)];
  return hashes.map((hash) => hash.slice(0, 12)).join('+');
}

/** A judgement in words. */
export function verdictOf(judged: Judgement): Verdict {
  const { compiled: made, subject, day, options } = judged;
  const { rulebook } = made;
  const wording = wordingOf(rulebook, day);
  return {
    title: rulebook.title,
    subject: subject.name,
    on: options.on,
    application: options.application,
    rulebook: {
      id: rulebook.id,
      version: versionOf(rulebook),
      whyChosen: options.whyChosen ?? both(`指定用 ${rulebook.id}`, `${rulebook.id} was asked for`),
      confidence: rulebook.confidence,
      checked: rulebook.checked,
      draft: judged.draft,
    },
    state: judged.state,
    level:
      judged.level === null ? null : { low: levelName(judged.level.low), high: levelName(judged.level.high) },
    reason: verdictReason(judged, wording),
    criteria: judged.criteria.map((outcome) => judgedCriterion(outcome, subject, wording)),
    scores: judged.scores.map((score) => judgedScore(score, wording)),
    gaps: gapsOf(judged),
    duties: dutiesOf(rulebook, subject, options.on),
  };
}

function levelName(level: Level | null) {
  return level === null ? null : { id: level.id, name: level.name };
}

function judgedCriterion(outcome: CriterionOutcome, subject: Subject, wording: Wording): JudgedCriterion {
  const criterion = wording.criteria.get(outcome.id)!;
  const { outcome: found } = outcome;
  const leaves = found === null ? [] : leavesOf(found);
  return {
    id: outcome.id,
    clause: criterion.clause,
    text: criterion.text,
    state: outcome.state,
    wanted: found === null ? criterion.text : wantedOf(found.node, wording, found.node.kind !== 'quantity'),
    actual: found === null ? null : actualOf(found, wording),
    period: found === null ? null : periodOf(found, wording.day),
    sources: sourcesOf(leaves, subject),
    reason: criterionReason(outcome, wording),
    exception: outcome.why === 'exception' ? criterion.unless!.text : null,
    confidence: criterion.confidence,
    parts:
      leaves.length < 2
        ? []
        : leaves.map((leaf) => ({
            wanted: wantedOf(leaf.node, wording),
            actual: actualOf(leaf, wording),
            period: periodOf(leaf, wording.day),
            state: leaf.state,
          })),
  };
}

function sourcesOf(leaves: readonly Outcome[], subject: Subject): string[] {
  const { origin } = subject;
  if (origin.size === 0) return [];
  const sources = new Set<string>();
  for (const leaf of leaves) {
    const readings = [
      ...(leaf.readings ?? []),
      ...(leaf.measured?.values.flatMap((value) => value.readings) ?? []),
    ];
    for (const { item, year, value } of readings) {
      if (value === null) continue;
      const source = origin.get(`${item.id}@${year}`) ?? origin.get(item.id);
      if (source !== undefined) sources.add(source);
    }
    const whole =
      leaf.node.kind === 'industry'
        ? origin.get('industry')
        : leaf.node.kind === 'holds' || leaf.node.kind === 'lacks'
          ? origin.get('titles')
          : leaf.node.kind === 'award'
            ? origin.get('awards')
            : undefined;
    if (whole !== undefined) sources.add(whole);
  }
  return [...sources];
}

function judgedScore(score: ScoreOutcome, wording: Wording): JudgedScore {
  return {
    id: score.table.id,
    name: score.table.name,
    ...score.interval,
    parts: score.table.parts.map(({ id, name, most }) => ({ id, name, ...score.parts.get(id)!, most })),
    entries: score.entries.map((each) => ({
      id: each.entry.id,
      part: each.entry.part,
      name: each.entry.name,
      clause: each.entry.clause,
      ...each.interval,
      most: each.entry.most,
      ...entryWords(each, wording),
    })),
  };
}

/** Criteria and conditions that decide the state of the verdict. */
export function decisive(judged: Judgement): Outcome[] {
  const found: Outcome[] = [];
  const seen = new Set<string>();
  const visit = (outcome: Outcome) => {
    if (outcome.criterion) {
      if (seen.has(outcome.criterion.id)) return;
      seen.add(outcome.criterion.id);
      found.push(outcome);
    } else if (outcome.parts && outcome.node.kind !== 'not') telling(outcome).forEach(visit);
    else found.push(outcome);
  };
  for (const gate of judged.gates)
    if (gate.state === judged.state)
      visit({ node: { kind: 'criterion', id: gate.id }, state: gate.state, criterion: gate });
  if (judged.pass?.state === judged.state) visit(judged.pass);
  return found;
}

function verdictReason(judged: Judgement, wording: Wording): Verdict['reason'] {
  const { state, level, compiled: made } = judged;
  const draft = judged.draft
    ? both('【草案，规则未经核对】', '[draft: the rules have not been checked] ')
    : both('', '');
  const named = joined(
    decisive(judged).map((outcome) => {
      if (!outcome.criterion) return reasonOf(outcome, wording);
      const criterion = wording.criteria.get(outcome.criterion.id)!;
      return both(
        `${criterion.text.zh}（${criterion.clause}）`,
        `${criterion.text.en} (${criterion.clause})`,
      );
    }),
    '；',
    '; ',
  );
  const graded = level && made.pass === null;
  const levels = graded
    ? level.low === level.high
      ? both(level.low?.name.zh ?? '未达任何等级', level.low?.name.en ?? 'no level is reached')
      : both(
          `在“${level.low?.name.zh ?? '未达任何等级'}”与“${level.high?.name.zh ?? '未达任何等级'}”之间`,
          `between ${level.low?.name.en ?? 'no level'} and ${level.high?.name.en ?? 'no level'}`,
        )
    : null;
  if (judged.draft && !judged.options.drafts)
    return both(
      '规则是草案，未核实，不据以判断；要看草案的结果，请加 --drafts',
      'the rules are an unverified draft and not judged by; add --drafts to see what they would give',
    );
  const text = (() => {
    switch (state) {
      case 'met':
        return levels
          ? both(`按所给数据预审为：${levels.zh}`, `by the data given, a pre-check comes to: ${levels.en}`)
          : both(
              '按所给数据，各项条件均已达到；这是预审，不是认定',
              'by the data given every condition is met; this is a pre-check, not a recognition',
            );
      case 'unmet':
        return named.zh === '' && levels ? levels : both(`未达到：${named.zh}`, `not met: ${named.en}`);
      case 'unknown':
        return both(
          `资料不足，尚不能判定${levels ? `（${levels.zh}）` : ''}${named.zh ? `：${named.zh}` : ''}`,
          `not enough is known${levels ? ` (${levels.en})` : ''}${named.en ? `: ${named.en}` : ''}`,
        );
      case 'manualReview':
        return both(
          `可由数据核对的条件均已达到；尚须声明或人工核实${levels ? `（${levels.zh}）` : ''}${named.zh ? `：${named.zh}` : ''}`,
          `what data can tell is met; still to be declared or verified by a person${levels ? ` (${levels.en})` : ''}${named.en ? `: ${named.en}` : ''}`,
        );
      default:
        return both('本规则不适用', 'the rules do not apply');
    }
  })();
  return both(`${draft.zh}${text.zh}`, `${draft.en}${text.en}`);
}
