/** One series of levels through time, measured as a table row by row: growth, its turn, single months, mean over years. */
import { type Bilingual, comparePeriods, type Period, parsePeriod, printPeriod } from '../model/index.js';
import { endMonth, growthRate, meanYearlyGrowth, monthOnMonth, singleMonths, yearEarlier } from './growth.js';
import { COMPUTED_LABEL } from './origin.js';
import type { Percent } from './percent.js';
import type { MeasureRules } from './rules.js';
import { type Turn, turnOf } from './turning.js';

export interface SeriesRow {
  /** In the notation of periods. */
  period: string;
  value: number | null;
  /** The base re-stated for the units reporting now. */
  base?: number | null;
  /** The rate the publisher gives. */
  published?: number | null;
  vintage?: string | null;
}

export type GrowthOrigin = 'published' | 'comparable' | 'computed';

export interface MeasuredRow {
  period: string;
  value: number | null;
  growth: Percent | null;
  /** `published`: the publisher's rate; `comparable`: over the re-stated base; `computed`: over the level a year earlier. */
  origin: GrowthOrigin | null;
  label: Bilingual | null;
  /** What the published levels alone would give, where a published or comparable rate stands against it. */
  naive: Percent | null;
  /** Against the period before of the same kind: the month before, the quarter before, the year before. */
  turn: Turn | null;
  /** Of a cumulative series: the month, or January and February. */
  single: { period: string; value: number | null; why: Bilingual | null } | null;
  /** Of a seasonally adjusted monthly series only. */
  monthOnMonth: Percent | null;
}

export interface MeasuredSeries {
  rows: MeasuredRow[];
  /** Of a yearly series: mean growth between its first and last year. */
  mean: { from: string; to: string; growth: Percent; label: Bilingual } | null;
  notes: Bilingual[];
}

const PUBLISHED: Bilingual = { zh: '公布的增速', en: 'growth as published' };
const COMPARABLE: Bilingual = { zh: '按可比口径基数计算', en: 'over the base re-stated on comparable scope' };

/** Rows come out by period. A period that stands twice keeps its last row, and is named. */
export function measureSeries(
  rows: readonly SeriesRow[],
  rules: MeasureRules,
  series: { seasonallyAdjusted?: boolean } = {},
): MeasuredSeries {
  const notes: Bilingual[] = [];
  const byPeriod = new Map<string, { row: SeriesRow; period: Period }>();
  for (const row of rows) {
    const period = parsePeriod(row.period);
    if (period === null) throw new RangeError(`no period: ${row.period}`);
    const key = printPeriod(period);
    if (byPeriod.has(key)) {
      notes.push({
        zh: `${key} 有多行，取最后一行`,
        en: `${key} stands in several rows; the last one counts`,
      });
    }
    byPeriod.set(key, { row, period });
  }
  const dated = [...byPeriod.values()].sort((a, b) => comparePeriods(a.period, b.period));
  const months = new Map<string, { single: MeasuredRow['single']; monthOnMonth: Percent | null }>();
  const cumulative = dated.filter(({ row }) => endMonth(row.period)?.cumulative === true);
  const singles = singleMonths(
    cumulative.map(({ row }) => ({
      month: endMonth(row.period)!.month,
      value: row.value,
      vintage: row.vintage ?? null,
    })),
  );
  for (const [i, { row }] of cumulative.entries())
    months.set(row.period, { single: singles[i]!, monthOnMonth: null });
  if (series.seasonallyAdjusted === true) {
    const monthly = dated.filter(({ row }) => endMonth(row.period)?.cumulative === false);
    const adjusted = monthOnMonth(
      monthly.map(({ row }) => ({ month: endMonth(row.period)!.month, value: row.value })),
      { seasonallyAdjusted: true },
    );
    if (adjusted.ok) {
      for (const [i, { row }] of monthly.entries()) {
        months.set(row.period, { single: null, monthOnMonth: adjusted.points[i]!.growth });
      }
    }
  }
  const measured: MeasuredRow[] = [];
  const growths = new Map<string, number>();
  for (const { row, period } of dated) {
    const earlier = yearEarlier(period);
    const before = earlier === null ? null : (byPeriod.get(printPeriod(earlier))?.row.value ?? null);
    const naive = row.value === null || before === null ? null : growthRate(row.value, before);
    const restated = row.base ?? null;
    const [growth, origin, label] =
      row.published !== null && row.published !== undefined
        ? ([row.published as Percent, 'published', PUBLISHED] as const)
        : restated !== null && row.value !== null
          ? ([growthRate(row.value, restated), 'comparable', COMPARABLE] as const)
          : ([naive, 'computed', COMPUTED_LABEL] as const);
    const key = printPeriod(period);
    if (growth !== null) growths.set(key, growth);
    const previous = growths.get(periodBefore(period) ?? '');
    measured.push({
      period: key,
      value: row.value,
      growth,
      origin: growth === null ? null : origin,
      label: growth === null ? null : label,
      naive: origin === 'computed' ? null : naive,
      turn: growth === null || previous === undefined ? null : turnOf(previous, growth, rules.turning),
      single: months.get(row.period)?.single ?? null,
      monthOnMonth: months.get(row.period)?.monthOnMonth ?? null,
    });
  }
  return { rows: measured, mean: yearlyMean(dated), notes };
}

/** The period a bulletin compares a rate with: 1—4月 with 1—3月, a month, quarter or year with the one before. */
function periodBefore(period: Period): string | null {
  switch (period.kind) {
    case 'year':
      return printPeriod({ kind: 'year', year: period.year - 1 });
    case 'quarter':
      return printPeriod(
        period.quarter === 1
          ? { kind: 'quarter', year: period.year - 1, quarter: 4 }
          : { kind: 'quarter', year: period.year, quarter: period.quarter - 1 },
      );
    case 'month':
      return printPeriod(
        period.month === 1
          ? { kind: 'month', year: period.year - 1, month: 12 }
          : { kind: 'month', year: period.year, month: period.month - 1 },
      );
    case 'months':
      return period.from.month === 1 && period.to.month > 1 && period.from.year === period.to.year
        ? printPeriod({ ...period, to: { year: period.to.year, month: period.to.month - 1 } })
        : null;
    default:
      return null;
  }
}

function yearlyMean(dated: readonly { row: SeriesRow; period: Period }[]): MeasuredSeries['mean'] {
  const years = dated.flatMap(({ row, period }) =>
    period.kind === 'year' && row.value !== null ? [{ year: period.year, value: row.value }] : [],
  );
  const [first, last] = [years[0], years.at(-1)];
  if (first === undefined || last === undefined || last.year - first.year < 2) return null;
  const growth = meanYearlyGrowth(first.value, last.value, last.year - first.year);
  return growth === null
    ? null
    : { from: String(first.year), to: String(last.year), growth, label: COMPUTED_LABEL };
}
