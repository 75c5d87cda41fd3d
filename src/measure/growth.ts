/**
 * Growth: same period last year, cumulative, means over years, month on month, single months out of cumulative ones.
 * A published rate is a fact and wins; one worked out here says so. Months meet by the calendar, never by their place
 * in the list, so that a missing month makes a gap and not a wrong neighbour.
 */
import {
  type Bilingual,
  type Definition,
  type Figure,
  monthKey,
  monthOfKey,
  type Period,
  parsePeriod,
  printPeriod,
} from '../model/index.js';
import { comparability, obstacleText } from './comparability.js';
import {
  COMPUTED_LABEL,
  type Computed,
  computedFigure,
  DERIVED_LABEL,
  type Refusal,
  refused,
} from './origin.js';
import { type Percent, percent } from './percent.js';
import type { MeasureRules } from './rules.js';

/** 100 (value / base - 1); null where the base is not above zero, for which a rate says nothing (profits after losses). */
export function growthRate(value: number, base: number): Percent | null {
  const rate = 100 * (value / base - 1);
  return base > 0 && Number.isFinite(rate) ? percent(rate) : null;
}

/** Geometric mean of the rates of two years, on the base of two years before: 2021 over 2019. NBS practice of 2021. */
export function twoYearMean(latest: number, yearBefore: number): Percent | null {
  const factor = (1 + latest / 100) * (1 + yearBefore / 100);
  return latest >= -100 && yearBefore >= -100 ? percent(100 * (Math.sqrt(factor) - 1)) : null;
}

/** Mean yearly growth between two levels `years` apart: 20.9 to 37.3 in nine years is 6.65 % a year. */
export function meanYearlyGrowth(first: number, last: number, years: number): Percent | null {
  const rate = 100 * ((last / first) ** (1 / years) - 1);
  return first > 0 && last >= 0 && years > 0 && Number.isFinite(rate) ? percent(rate) : null;
}

export interface MonthPoint {
  /** Months since year 0, as `monthKey` counts them. */
  month: number;
  value: number | null;
  /** The same month a year earlier for the units reporting now (可比口径), where the table has it. */
  base?: number | null;
}

export interface GrowthPoint {
  month: number;
  growth: Percent | null;
  /** Where the base comes from: re-stated in the table, or the value the series had a year earlier. */
  basis: 'comparable' | 'published' | null;
}

/** Same month last year. A re-stated base is preferred to the value of a year earlier. Rows come out in the order given. */
export function sameMonthLastYear(points: readonly MonthPoint[]): GrowthPoint[] {
  const values = valuesByMonth(points);
  return points.map((point) => {
    const restated = point.base ?? null;
    const base = restated ?? values.get(point.month - 12) ?? null;
    const growth = point.value === null || base === null ? null : growthRate(point.value, base);
    return {
      month: point.month,
      growth,
      basis: growth === null ? null : restated === null ? 'published' : 'comparable',
    };
  });
}

/** Growth of the year so far: sum of the months over the sum of their bases. Null from the first missing month on. */
export function cumulativeGrowth(points: readonly MonthPoint[]): GrowthPoint[] {
  const values = valuesByMonth(points);
  const bases = new Map(
    points.flatMap(({ month, base }) =>
      base === null || base === undefined ? [] : [[month, base] as const],
    ),
  );
  return points.map(({ month }) => {
    const first = month - (month % 12);
    let [value, base] = [0, 0];
    let published = false;
    for (let m = first; m <= month; m++) {
      const here = values.get(m);
      const before = bases.get(m) ?? values.get(m - 12);
      if (here === undefined || before === undefined) return { month, growth: null, basis: null };
      if (!bases.has(m)) published = true;
      value += here;
      base += before;
    }
    const growth = growthRate(value, base);
    return { month, growth, basis: growth === null ? null : published ? 'published' : 'comparable' };
  });
}

/** Month on month, of a seasonally adjusted series only: of any other it shows the calendar and not the economy. */
export function monthOnMonth(
  points: readonly MonthPoint[],
  series: { seasonallyAdjusted: boolean },
): { ok: true; points: GrowthPoint[] } | Refusal {
  if (!series.seasonallyAdjusted) {
    return refused(
      '环比只对季节调整后的序列计算；请先做季节调整',
      'month on month is computed from a seasonally adjusted series only; adjust it first',
    );
  }
  const values = valuesByMonth(points);
  return {
    ok: true,
    points: points.map(({ month, value }) => {
      const before = values.get(month - 1);
      const growth = value === null || before === undefined ? null : growthRate(value, before);
      return { month, growth, basis: growth === null ? null : 'published' };
    }),
  };
}

export interface CumulativePoint {
  /** Last month of 1—N月. */
  month: number;
  value: number | null;
  /** State of revision the value belongs to; months subtract only within one. */
  vintage?: string | null;
}

export interface SingleMonth {
  /** `2022-03`, or `2022-01/2022-02` where January has no figure of its own. */
  period: string;
  value: number | null;
  why: Bilingual | null;
}

/**
 * Single months out of cumulative figures: 1—3月 less 1—2月. January and February stay together where January is not
 * reported, as in industrial statistics. Null with the reason where the month before is missing, is of another
 * vintage, or was higher (left to the caller to judge: profits may fall, output may not).
 */
export function singleMonths(points: readonly CumulativePoint[]): SingleMonth[] {
  const byMonth = new Map(points.map((point) => [point.month, point]));
  return points.map((point) => {
    const { year, month } = monthOfKey(point.month);
    const own = printPeriod({ kind: 'month', year, month });
    if (point.value === null) {
      return { period: own, value: null, why: { zh: '本期没有数', en: 'no figure for the period' } };
    }
    if (month === 1) return { period: own, value: point.value, why: null };
    const before = byMonth.get(point.month - 1);
    if (month === 2 && (before === undefined || before.value === null)) {
      const both = printPeriod({ kind: 'months', from: { year, month: 1 }, to: { year, month: 2 } });
      return { period: both, value: point.value, why: null };
    }
    if (before === undefined || before.value === null) {
      return {
        period: own,
        value: null,
        why: { zh: '缺上月累计数', en: 'the cumulative figure of the month before is missing' },
      };
    }
    if ((before.vintage ?? null) !== (point.vintage ?? null)) {
      return {
        period: own,
        value: null,
        why: {
          zh: `与上月累计数不是同一版数据（${before.vintage ?? '未写'}、${point.vintage ?? '未写'}），相减会把修订算成当月`,
          en: `the month before is of another vintage (${before.vintage ?? 'none'}, ${point.vintage ?? 'none'}): a difference would count the revision as output`,
        },
      };
    }
    return { period: own, value: point.value - before.value, why: null };
  });
}

/**
 * Chain-linked volume index, first year 100: each year's quantities and the year before's at the prices of the year
 * before (annual overlap, Laspeyres). Not additive: parts of a chained total do not sum to it. System of National
 * Accounts 2008, 15.41 ff. Throws a RangeError where years differ in length or a year has no value.
 */
export function chainLinkedVolumes(
  years: readonly { prices: readonly number[]; quantities: readonly number[] }[],
): number[] {
  const index: number[] = [];
  for (const [t, { prices, quantities }] of years.entries()) {
    if (t === 0) {
      index.push(100);
      continue;
    }
    const before = years[t - 1]!;
    if (prices.length !== before.prices.length || quantities.length !== prices.length) {
      throw new RangeError(
        `year ${t} has ${quantities.length} quantities and ${prices.length} prices, the year before ${before.prices.length}`,
      );
    }
    const now = quantities.reduce((total, q, i) => total + before.prices[i]! * q, 0);
    const then = before.quantities.reduce((total, q, i) => total + before.prices[i]! * q, 0);
    if (!(then > 0)) throw new RangeError(`year ${t - 1} has no value at its own prices`);
    index.push(index[t - 1]! * (now / then));
  }
  return index;
}

/** The period a year earlier; null for spans of several years. */
export function yearEarlier(period: Period): Period | null {
  switch (period.kind) {
    case 'years':
      return null;
    case 'months':
      return {
        kind: 'months',
        from: { year: period.from.year - 1, month: period.from.month },
        to: { year: period.to.year - 1, month: period.to.month },
      };
    default:
      return { ...period, year: period.year - 1 };
  }
}

export interface GrowthQuestion {
  value: Figure;
  /** The level of the same period a year earlier. */
  base?: Figure;
  /** The rate the publisher gives for it. */
  published?: Figure;
  /** Reckon although the two were released on different days; the result says so. */
  acrossReleases?: boolean;
}

export interface GrowthAnswer extends Computed {
  origin: 'published' | 'computed';
  /** Where both are there: what the published levels would give, and how far that is from the published rate. */
  naive: Percent | null;
  /** Where a rate is published: the base on which it was reckoned. */
  impliedBase: Figure | null;
}

/**
 * Growth over the same period last year. The published rate where there is one; else one computed from levels that agree
 * in unit, prices, scope and release, labelled as such. Refused with the reason where they do not agree.
 */
export function growthOf(question: GrowthQuestion, rules: MeasureRules): GrowthAnswer | Refusal {
  const { value, base, published } = question;
  const naive = base === undefined ? null : growthRate(value.value, base.value);
  if (published !== undefined) {
    if (published.kind !== 'growth' || published.unit !== '%') {
      return refused('给出的增速不是以%计的增速', 'the rate given is no growth in per cent');
    }
    if (published.period !== value.period) {
      return refused(
        `增速的时期（${published.period ?? '未写'}）不是水平的时期（${value.period ?? '未写'}）`,
        `the rate is of ${published.period ?? 'no period'}, the level of ${value.period ?? 'none'}`,
      );
    }
    const cautions: Bilingual[] = [];
    if (naive !== null && Math.abs(naive - published.value) > 0.05) {
      cautions.push({
        zh: `两期公布数直接相比为${naive.toFixed(1)}%，与公布增速${published.value}%不同：基数已按可比口径重算，以公布增速为准`,
        en: `the two published levels give ${naive.toFixed(1)} %, the publisher ${published.value} %: its base is re-stated on comparable scope, and its rate stands`,
      });
    }
    const implied = impliedBase(value, published);
    return {
      ok: true,
      figure: published,
      origin: 'published',
      label: { zh: '公布的增速', en: 'growth as published' },
      cautions,
      naive,
      impliedBase: implied.ok ? implied.figure : null,
    };
  }
  if (base === undefined) {
    return refused(
      '没有公布的增速，也没有上年同期数',
      'neither a published rate nor the level of a year earlier is given',
    );
  }
  const period = value.period === null ? null : parsePeriod(value.period);
  const earlier = period === null ? null : yearEarlier(period);
  if (earlier === null) return refused('没有可以对比的时期', 'the period has no counterpart a year earlier');
  if (base.period !== printPeriod(earlier)) {
    return refused(
      `上年同期应为 ${printPeriod(earlier)}，给出的是 ${base.period ?? '未写'}`,
      `the same period a year earlier is ${printPeriod(earlier)}, not ${base.period ?? 'unknown'}`,
    );
  }
  if (value.kind !== 'level' && value.kind !== 'count') {
    return refused(
      '只有水平和个数才能算增速；两个比重之差用百分点',
      'growth is of levels and counts; shares differ by points',
    );
  }
  const { obstacles, cautions } = comparability(value, base, rules, [
    'period',
    ...(question.acrossReleases === true ? (['release'] as const) : []),
  ]);
  if (obstacles.length > 0) return { ok: false, why: obstacleText(obstacles) };
  if (naive === null)
    return refused('基数不大于零，增速没有意义', 'the base is not above zero: a rate says nothing');
  return {
    ok: true,
    origin: 'computed',
    figure: computedFigure(
      value,
      { value: naive, unit: '%', kind: 'growth', comparator: '同比' },
      { formula: '100 × (V / B - 1)', method: 'growth.sameperiod', inputs: [value, base] },
    ),
    label: COMPUTED_LABEL,
    cautions: [
      ...cautions.map((obstacle) => obstacle.why),
      ...(question.acrossReleases === true && value.released !== base.released
        ? [
            {
              zh: '两期数发布日期不同，其间可能有修订',
              en: 'the two were released on different days; revisions may lie between',
            },
          ]
        : []),
    ],
    naive,
    impliedBase: null,
  };
}

/** The base a published rate was reckoned on: 6.2 万亿元 and 6.1 % make 5.84 万亿元. Derived, and labelled so. */
export function impliedBase(value: Figure, growth: Figure): Computed | Refusal {
  if (growth.unit !== '%' || growth.value <= -100) {
    return refused('增速不以%计或不大于-100%', 'the rate is not in per cent, or not above -100 %');
  }
  const period = value.period === null ? null : parsePeriod(value.period);
  const earlier = period === null ? null : yearEarlier(period);
  return {
    ok: true,
    figure: computedFigure(
      value,
      {
        value: value.value / (1 + growth.value / 100),
        period: earlier === null ? null : printPeriod(earlier),
      },
      { formula: 'V / (1 + g / 100)', method: 'growth.impliedBase', inputs: [value, growth] },
    ),
    label: DERIVED_LABEL,
    cautions:
      growth.priceBasis === 'comparable' && value.priceBasis !== 'comparable'
        ? [
            {
              zh: '增速按可比价，水平按现价：基数是可比价意义上的',
              en: 'the rate is at comparable prices, the level at current ones',
            },
          ]
        : [],
  };
}

/** Mean yearly growth between two levels. The published rate wins; a computed one is nominal unless both are at comparable prices. */
export function meanGrowthOf(
  question: { first: Figure; last: Figure; published?: Figure; acrossReleases?: boolean },
  rules: MeasureRules,
): GrowthAnswer | Refusal {
  const { first, last, published } = question;
  const [from, to] = [first, last].map((figure) =>
    figure.period === null ? null : parsePeriod(figure.period),
  );
  if (from?.kind !== 'year' || to?.kind !== 'year' || to.year <= from.year) {
    return refused(
      '年均增速要两个年份，后一个在后',
      'a mean yearly rate needs two years, the later one last',
    );
  }
  const naive = meanYearlyGrowth(first.value, last.value, to.year - from.year);
  const { obstacles, cautions } = comparability(first, last, rules, [
    'period',
    ...(question.acrossReleases === true || published !== undefined ? (['release'] as const) : []),
  ]);
  if (published === undefined && obstacles.length > 0) return { ok: false, why: obstacleText(obstacles) };
  if (naive === null) return refused('首末两年的数不能求年均增速', 'the two levels have no mean rate');
  const nominal = first.priceBasis !== 'comparable' || last.priceBasis !== 'comparable';
  if (published !== undefined) {
    return {
      ok: true,
      figure: published,
      origin: 'published',
      label: { zh: '公布的年均增速', en: 'mean yearly growth as published' },
      cautions:
        Math.abs(naive - published.value) > 0.05
          ? [
              {
                zh: `按公布数推得名义年均${naive.toFixed(2)}%，公布的是${published.value}%（不变价）：不可混用`,
                en: `the levels give ${naive.toFixed(2)} % a year in nominal terms, the publisher ${published.value} % at constant prices: not to be mixed`,
              },
            ]
          : [],
      naive,
      impliedBase: null,
    };
  }
  return {
    ok: true,
    origin: 'computed',
    figure: computedFigure(
      last,
      {
        value: naive,
        unit: '%',
        kind: 'growth',
        comparator: '年均',
        period: printPeriod({ kind: 'years', from: from.year, to: to.year }),
        priceBasis: nominal ? 'current' : 'comparable',
      },
      { formula: '100 × ((V_T / V_0)^(1 / T) - 1)', method: 'growth.mean', inputs: [first, last] },
    ),
    label: COMPUTED_LABEL,
    cautions: cautions.map((obstacle) => obstacle.why),
    naive,
    impliedBase: null,
  };
}

function valuesByMonth(points: readonly MonthPoint[]): Map<number, number> {
  return new Map(points.flatMap(({ month, value }) => (value === null ? [] : [[month, value] as const])));
}

/** Key of the month a monthly or cumulative (1—N月) period ends with; null for anything else. */
export function endMonth(text: string): { month: number; cumulative: boolean } | null {
  const period = parsePeriod(text);
  if (period?.kind === 'month') return { month: monthKey(period), cumulative: false };
  if (period?.kind === 'months' && period.from.month === 1 && period.from.year === period.to.year) {
    return { month: monthKey(period.to), cumulative: true };
  }
  return null;
}

const NBS = '国家统计局《主要统计指标解释》';

export const GROWTH_DEFINITIONS = {
  samePeriod: {
    name: { zh: '同比增速', en: 'growth over the same period last year' },
    definition: {
      zh: '本期数比上年同期可比口径基数的增长幅度；公布的增速优先，由水平推算的标明“按公布数计算，未作可比口径调整”',
      en: 'change of the period over the re-stated base of the same period last year; a published rate wins, one from levels is labelled',
    },
    formula: 'g_t = 100 × (V_t / B_t - 1)',
    unit: '%',
    source: NBS,
  },
  cumulative: {
    name: { zh: '累计同比增速', en: 'cumulative growth' },
    definition: {
      zh: '年初至本月合计比上年同期合计的增长幅度',
      en: 'growth of the months of the year so far over the same months last year',
    },
    formula: 'G_t = 100 × (Σ_{m≤t} V_m / Σ_{m≤t} B_m - 1)',
    unit: '%',
    source: NBS,
  },
  twoYearMean: {
    name: { zh: '两年平均增速', en: 'two-year mean growth' },
    definition: {
      zh: '以两年前同期为基数的几何平均增速',
      en: 'geometric mean of the rates of two years, on the base of two years before',
    },
    formula: '100 × (√((1 + g_t / 100)(1 + g_{t-1} / 100)) - 1)',
    unit: '%',
    source: '国家统计局，2021年各月新闻稿附注',
  },
  mean: {
    name: { zh: '年均增速', en: 'mean yearly growth' },
    definition: {
      zh: '首末两年水平之间的几何平均增速；现价水平得名义增速',
      en: 'geometric mean rate between two levels; nominal where they are at current prices',
    },
    formula: '100 × ((V_T / V_0)^(1 / T) - 1)',
    unit: '%',
    source: NBS,
  },
  monthOnMonth: {
    name: { zh: '环比增速', en: 'growth over the month before' },
    definition: {
      zh: '季节调整后的序列比上月的增长幅度；未调整的序列不算',
      en: 'change over the month before of a seasonally adjusted series, and of no other',
    },
    formula: '100 × (A_t / A_{t-1} - 1)',
    unit: '%',
    source: NBS,
  },
  singleMonth: {
    name: { zh: '当月数', en: 'single month' },
    definition: {
      zh: '同一版数据内相邻两期累计数之差；1—2月合并',
      en: 'difference of neighbouring cumulative figures of one vintage; January and February together',
    },
    formula: 'V_t = YTD_t - YTD_{t-1}',
    unit: '与原数同 as the series',
    source: NBS,
  },
  chainLinked: {
    name: { zh: '链式物量指数', en: 'chain-linked volume index' },
    definition: {
      zh: '逐年以上年价格计算的物量变动连乘，首年为100；各部分不可加',
      en: 'product of yearly volume changes at the prices of the year before, first year 100; parts do not add up',
    },
    formula: 'I_t = I_{t-1} × Σ p_{t-1} q_t / Σ p_{t-1} q_{t-1}',
    unit: '首年 first year = 100',
    source: 'System of National Accounts 2008, 15.41',
  },
} satisfies Record<string, Definition>;
