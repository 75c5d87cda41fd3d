/** Figures of one thing over comparable periods. Scope, kind, unit and comparator never mix within a series. */
import { compareText } from '../../model/index.js';
import type { Fact, Statement } from './consolidate.js';
import { groupBy } from './grouping.js';
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
  const placed = facts.flatMap((fact) => {
    const span = monthSpan(fact.period);
    const statement = fact.statements[0];
    if (span === null || statement === undefined || fact.kind === 'target' || fact.ambiguous) return [];
    const point: SeriesPoint = { period: fact.period!, span, fact, statement };
    return comparable(fact, span).map((line) => ({ id: `${thing(fact)}|${line}`, point }));
  });
  const byThing = groupBy(placed, (p) => p.id);
  const drawn = new Set<string>();
  return [...byThing]
    .map(([id, members]): FigureSeries => {
      const points = members.map((m) => m.point);
      points.sort((a, b) => a.span.to - b.span.to || a.span.from - b.span.from);
      const { indicator, unit, kind, scope, comparator } = points.at(-1)!.fact;
      return { id, indicator, unit, kind, scope, comparator, frequency: points[0]!.span.frequency, points };
    })
    .filter(({ points }) => {
      const same = points.map((p) => p.fact.id).join();
      if (drawn.has(same) || points[0]!.span.to === points.at(-1)!.span.to) return false;
      drawn.add(same);
      return true;
    })
    .sort((a, b) => b.points.length - a.points.length || compareText(a.id, b.id));
}

/** What a fact is about, apart from when. */
export function thing(fact: Fact): string {
  const { indicator, unit, kind, region, industry, group, comparator } = fact.key;
  return [indicator, unit, kind, region, industry, group, comparator].join('|');
}

/**
 * In which lines a period may stand. Amounts of a part of the year compare with the same part of other years only;
 * rates of 1—2月, 一季度, 上半年 … are published to be read one after the other.
 */
function comparable(fact: Fact, span: MonthSpan): string[] {
  const months = span.to - span.from + 1;
  const partOfYear = `${span.from % 12}+${months}`;
  const toDate = fact.kind === 'growth' && span.from % 12 === 0 ? ['to-date'] : [];
  switch (span.frequency) {
    case 'cumulative':
    case 'half':
      return toDate.length > 0 ? toDate : [partOfYear];
    case 'quarter':
      return [...toDate, 'quarter'];
    case 'years':
      return [`${months} months`];
    default:
      return [span.frequency];
  }
}
