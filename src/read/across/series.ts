/** Figures of one thing over comparable periods. Scope, kind, unit and comparator never mix within a series. */
import type { Fact, Statement } from './consolidate.js';
import { groupBy } from './grouping.js';
import { compareText } from './pages.js';
import { type Frequency, type MonthSpan, monthSpan } from './periods.js';

export interface SeriesPoint {
  period: string;
  span: MonthSpan;
  fact: Fact;
  /** The best supported statement; `fact.statements` holds the others. */
  statement: Statement;
}

export interface FigureSeries {
  id: string;
  indicator: string;
  unit: string;
  kind: Fact['kind'];
  scope: Fact['scope'];
  comparator: string | null;
  frequency: Frequency;
  /** Oldest first, two at least. */
  points: SeriesPoint[];
}

/** The longest series first. */
export function series(facts: readonly Fact[]): FigureSeries[] {
  const points = facts.flatMap((fact): SeriesPoint[] => {
    const span = monthSpan(fact.period);
    const statement = fact.statements[0];
    if (span === null || statement === undefined || fact.kind === 'target' || fact.ambiguous) return [];
    return [{ period: fact.period!, span, fact, statement }];
  });
  const byThing = groupBy(points, (p) => `${thing(p.fact)}|${comparable(p.fact, p.span)}`);
  return [...byThing]
    .filter(([, points]) => new Set(points.map((p) => p.span.to)).size > 1)
    .map(([id, points]): FigureSeries => {
      points.sort((a, b) => a.span.to - b.span.to || a.span.from - b.span.from);
      const { indicator, unit, kind, scope, comparator } = points.at(-1)!.fact;
      return { id, indicator, unit, kind, scope, comparator, frequency: points[0]!.span.frequency, points };
    })
    .sort((a, b) => b.points.length - a.points.length || compareText(a.id, b.id));
}

/** What a fact is about, apart from when. */
export function thing(fact: Fact): string {
  const { indicator, unit, kind, region, industry, group, comparator } = fact.key;
  return [indicator, unit, kind, region, industry, group, comparator].join('|');
}

/**
 * Which periods may stand in one line. Amounts of a part of the year compare with the same part of other years
 * only; rates of 1—2月, 1—3月 … are published to be read one after the other.
 */
function comparable(fact: Fact, span: MonthSpan): string {
  const months = span.to - span.from + 1;
  const sameStart = span.from % 12 === 0;
  switch (span.frequency) {
    case 'cumulative':
    case 'half':
      return fact.kind === 'growth' && sameStart ? 'to-date' : `${span.from % 12}+${months}`;
    case 'years':
      return `${months} months`;
    default:
      return span.frequency;
  }
}
