/** What was promised, by when, and how far it has come by the latest figure of the same thing. */
import {
  type Bilingual,
  type Bound,
  compareText,
  type FigureKind,
  parsePeriod,
  periodDays,
  type ReadDocument,
  spokenOn,
  type Target,
} from '../../model/index.js';
import type { Fact, Statement } from './consolidate.js';
import { groupBy } from './grouping.js';
import { type FactKey, Normaliser } from './indicator.js';
import { type AcrossLexicon, acrossLexicon } from './lexicon.js';
import { type DuplicateGroup, nearDuplicates, representatives } from './near-duplicates.js';
import { type Citation, CitedPage, inTimeOrder } from './pages.js';
import { type MonthSpan, monthSpan } from './periods.js';

/** One target with every page that states it. */
export interface StatedTarget {
  type: Target['type'];
  textSpan: string;
  indicator: string;
  value: number | null;
  unit: string | null;
  deadline: string | null;
  bound: Bound | null;
  /** What the number would be if it were a fact; null for milestones and where the page leaves it open. */
  baseKind: FigureKind | null;
  key: Pick<FactKey, 'indicator' | 'unit' | 'region' | 'industry' | 'group'>;
  said: string | null;
  citations: Citation[];
}

export type TargetState = 'met' | 'open' | 'pastDue' | 'unknown';

/** `unsaid`: the words allow both, as 近10000家 of a target of 10000. */
export type Reach = 'reached' | 'short' | 'unsaid';

export interface TargetProgress {
  target: StatedTarget;
  state: TargetState;
  /** Last day of the deadline. */
  due: string | null;
  daysLeft: number | null;
  observed: { fact: Fact; statement: Statement } | null;
  /** What the words of the latest figure say of the target; null without a comparable figure. */
  reach: Reach | null;
  /** Target minus observed, in the target's unit; null without a comparable figure. */
  gap: number | null;
  why: Bilingual;
}

export interface TargetOptions {
  lexicon?: AcrossLexicon;
  duplicates?: readonly DuplicateGroup[];
}

/** The targets of all pages, one entry for one promise, the earliest deadline first. */
export function statedTargets(
  documents: readonly ReadDocument[],
  options: TargetOptions = {},
): StatedTarget[] {
  const copies = representatives(options.duplicates ?? nearDuplicates(documents));
  const ordered = inTimeOrder(documents);
  const normaliser = new Normaliser(
    options.lexicon ?? acrossLexicon({}),
    ordered.flatMap((d) => d.observations.flatMap((o) => o.scope.industry ?? [])),
  );
  const found = new Map<string, StatedTarget>();
  for (const document of ordered) {
    const page = new CitedPage(document);
    for (const target of document.targets) {
      const observation = document.observations.find(
        (o) => o.kind === 'target' && o.start >= target.start && o.end <= target.end,
      );
      const full =
        observation === undefined
          ? null
          : normaliser.key({ ...observation, kind: observation.baseKind ?? 'target' });
      const key = full ?? {
        indicator: normaliser.indicator(target.indicator, 'any'),
        unit: normaliser.unit(target.unit ?? ''),
        region: normaliser.region(null),
        industry: '',
        group: '',
      };
      const id =
        target.type === 'milestone'
          ? `milestone|${target.indicator}|${target.deadline}`
          : [
              key.indicator,
              key.unit,
              key.region,
              key.industry,
              key.group,
              target.deadline,
              target.value,
            ].join('|');
      const known = found.get(id);
      const citation = page.cite(target);
      if (known !== undefined) {
        if ((copies.get(document.sha256) ?? document.sha256) === document.sha256)
          known.citations.push(citation);
        continue;
      }
      found.set(id, {
        type: target.type,
        textSpan: target.textSpan,
        indicator: target.indicator,
        value: target.value,
        unit: target.unit,
        deadline: target.deadline,
        bound: target.bound,
        baseKind: observation?.baseKind ?? null,
        key: {
          indicator: normaliser.indicator(target.indicator, 'any'),
          unit: key.unit,
          region: key.region,
          industry: key.industry,
          group: key.group,
        },
        said: spokenOn(document),
        citations: [citation],
      });
    }
  }
  return [...found.values()].sort(
    (a, b) =>
      compareText(dueDay(a.deadline) ?? '9999', dueDay(b.deadline) ?? '9999') ||
      compareText(a.indicator, b.indicator),
  );
}

/** `today`: ISO date. Figures said after `today` do not count. */
export function targetProgress(
  targets: readonly StatedTarget[],
  facts: readonly Fact[],
  today: string,
  lexicon: AcrossLexicon = acrossLexicon({}),
): TargetProgress[] {
  const normaliser = new Normaliser(lexicon, []);
  const byIndicator = groupBy(
    facts.filter((f) => f.kind !== 'target' && !f.ambiguous),
    (f) => normaliser.indicator(f.indicator, 'any'),
  );
  const adds = (text: string) => lexicon.additions.some((word) => text.includes(word));
  return targets.map((target) => {
    const sameName = (byIndicator.get(target.key.indicator) ?? []).filter(
      (fact) =>
        adds(target.textSpan + target.indicator) ===
        adds(fact.indicator + fact.statements[0]!.mentions[0]!.clause),
    );
    return progress(target, sameName, today);
  });
}

function progress(target: StatedTarget, sameName: readonly Fact[], today: string): TargetProgress {
  const due = dueDay(target.deadline);
  const daysLeft = due === null ? null : daysBetween(today, due);
  const base = { target, due, daysLeft };
  const past = due !== null && due < today;
  if (target.type === 'milestone' || target.value === null) {
    const why = past
      ? {
          zh: '期限已过，所读页面没有说明是否办成',
          en: 'deadline has passed; no page read says whether it was done',
        }
      : due === null
        ? { zh: '没有写明期限', en: 'no deadline is given' }
        : { zh: '期限未到', en: 'not due yet' };
    return {
      ...base,
      state: due === null || past ? 'unknown' : 'open',
      observed: null,
      reach: null,
      gap: null,
      why,
    };
  }
  const deadline = monthSpan(target.deadline);
  const candidates = sameName
    .filter((fact) => comparableTo(target, fact, deadline))
    .flatMap((fact) => {
      const statement = fact.statements.find((s) => (s.mentions[0]!.said ?? '') <= today);
      return statement === undefined ? [] : [{ fact, statement, span: monthSpan(fact.period)! }];
    })
    .sort((a, b) => b.span.to - a.span.to || compareText(a.fact.id, b.fact.id));
  const latest = candidates[0];
  if (latest === undefined) {
    const why = { zh: '所读页面没有同口径的实际数', en: 'no page read gives a comparable actual figure' };
    return {
      ...base,
      state: past || due === null ? 'unknown' : 'open',
      observed: null,
      reach: null,
      gap: null,
      why,
    };
  }
  const { statement } = latest;
  const covers = deadline !== null && latest.span.to >= deadline.to;
  const reach = reachOf(target, statement);
  const settled = {
    ...base,
    observed: { fact: latest.fact, statement },
    reach,
    gap: target.value - statement.value,
  };
  if (reach === 'reached' && (target.bound !== 'under' || covers)) {
    const inTime =
      deadline === null ||
      candidates.some((c) => c.span.to <= deadline.to && reachOf(target, c.statement) === 'reached');
    const why = inTime
      ? { zh: '最新数已达到目标', en: 'the latest figure reaches the target' }
      : { zh: '达到目标的数晚于期限', en: 'the figure that reaches it is later than the deadline' };
    return { ...settled, state: 'met', why };
  }
  if (reach === 'unsaid') {
    const why = {
      zh: `最新数只说「${statement.textSpan}」，是否达到目标不能断定`,
      en: `the latest figure says only ${statement.textSpan}: whether the target is reached cannot be told`,
    };
    return { ...settled, state: due === null || past ? 'unknown' : 'open', why };
  }
  if (due === null)
    return { ...settled, state: 'unknown', why: { zh: '没有写明期限', en: 'no deadline is given' } };
  if (!past) return { ...settled, state: 'open', why: { zh: '期限未到', en: 'not due yet' } };
  const why = covers
    ? { zh: '期限内的实际数低于目标', en: 'the figure for the deadline falls short' }
    : {
        zh: '期限已过，最新数早于期限',
        en: 'past its deadline; the latest figure is older than the deadline',
      };
  return { ...settled, state: 'pastDue', why };
}

/**
 * Whether what a statement says reaches a target. An exact figure is taken at its value, whatever its rounding; of 近,
 * 约, 超过 only what their words leave no doubt of: 近10000家 may be 9000, 7万多家 may be 8万家.
 */
function reachOf(target: StatedTarget, statement: Statement): Reach {
  const goal = target.value!;
  const worded = statement.bound !== null || statement.approx;
  const [low, high] = worded ? [statement.low, statement.high] : [statement.value, statement.value];
  if (target.bound === 'under') return high <= goal ? 'reached' : low > goal ? 'short' : 'unsaid';
  if (low >= goal) return 'reached';
  return high > goal || (high === goal && (statement.bound === 'near' || statement.bound === 'about'))
    ? 'unsaid'
    : 'short';
}

/** Rates and amounts of a year are held against the year promised; stocks and counts against any day. */
function comparableTo(target: StatedTarget, fact: Fact, deadline: MonthSpan | null): boolean {
  const span = monthSpan(fact.period);
  if (span === null || fact.key.unit !== target.key.unit) return false;
  if (target.baseKind !== null && fact.kind !== target.baseKind) return false;
  if (fact.kind === 'difference') return false;
  const { region, industry, group } = target.key;
  if (fact.key.region !== region || (industry !== '' && fact.key.industry !== industry)) return false;
  if (group !== '' && fact.key.group !== '' && fact.key.group !== group) return false;
  if (fact.kind === 'growth')
    return deadline !== null && span.from >= deadline.from && span.to <= deadline.to;
  if (fact.kind === 'level' || fact.kind === 'share')
    return span.frequency === 'asof' || span.frequency === 'year';
  return true;
}

function dueDay(deadline: string | null): string | null {
  const period = deadline === null ? null : parsePeriod(deadline);
  return period === null ? null : periodDays(period).end;
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}
