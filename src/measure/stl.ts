/**
 * Seasonal adjustment by STL (Cleveland, Cleveland, McRae and Terpenning 1990) with the loops of the authors' Fortran as
 * R's `stl` calls it, and the classical decomposition by moving averages.
 */
import { type Definition, UserError } from '../model/index.js';

export interface StlOptions {
  /** Observations in a cycle: 12 months, 11 where January and February are one. At least 2. */
  period: number;
  /** Span of the seasonal smoother in cycles, odd, at least 7 by the authors' advice; or the mean of each season. */
  seasonalWindow: number | 'periodic';
  /** Spans in observations. By default the smallest odd numbers not below 1.5 period / (1 - 1.5 / seasonalWindow) and period. */
  trendWindow?: number;
  lowPassWindow?: number;
  /** Degree of the local fit: 0 or 1. Defaults 0, 1, and that of the trend. */
  seasonalDegree?: 0 | 1;
  trendDegree?: 0 | 1;
  lowPassDegree?: 0 | 1;
  /** Fit at every n-th point and draw lines between. By default a tenth of the window, rounded up. */
  seasonalJump?: number;
  trendJump?: number;
  lowPassJump?: number;
  /** Weigh outliers down: 1 inner and 15 outer loops instead of 2 and 0. */
  robust?: boolean;
  inner?: number;
  outer?: number;
}

/** What was used: the options with every default filled in. */
export type StlParameters = Required<StlOptions>;

export interface Decomposition {
  seasonal: Float64Array;
  trend: Float64Array;
  remainder: Float64Array;
}

export interface StlResult extends Decomposition {
  /** Robustness weights, 1 without outer loops. */
  weights: Float64Array;
  parameters: StlParameters;
}

/**
 * y = seasonal + trend + remainder. `y` has no gaps and covers at least two cycles; a multiplicative series is passed as
 * its logarithm. Throws `UserError` on gaps, on too short a series and on parameters that cannot be.
 */
export function stl(y: ArrayLike<number>, options: StlOptions): StlResult {
  const n = y.length;
  const p = stlParameters(options, n);
  checkSeries(y, p.period);
  const series = Float64Array.from(y);
  const seasonalSpan = p.seasonalWindow === 'periodic' ? 10 * n + 1 : p.seasonalWindow;
  const loess: Record<'seasonal' | 'trend' | 'lowPass', Loess> = {
    seasonal: { span: seasonalSpan, degree: p.seasonalDegree, jump: p.seasonalJump },
    trend: { span: p.trendWindow, degree: p.trendDegree, jump: p.trendJump },
    lowPass: { span: p.lowPassWindow, degree: p.lowPassDegree, jump: p.lowPassJump },
  };

  const seasonal = new Float64Array(n);
  const trend = new Float64Array(n);
  const weights = new Float64Array(n).fill(1);
  const room = workspace(n, p.period);
  for (let outer = 0; ; outer++) {
    innerLoops(series, p, loess, outer > 0 ? weights : null, seasonal, trend, room);
    if (outer === p.outer) break;
    robustnessWeights(series, seasonal, trend, weights);
  }
  if (p.seasonalWindow === 'periodic') averageBySeason(seasonal, p.period);
  const remainder = series.map((value, i) => value - seasonal[i]! - trend[i]!);
  return { seasonal, trend, remainder, weights, parameters: p };
}

/** The options for a series of this length, every default filled in as R does. */
export function stlParameters(options: StlOptions, length: number): StlParameters {
  const { period, seasonalWindow, robust = false } = options;
  wholeNumber('period', period, 2);
  const windowOf = (name: string, value: number, least: number): number => {
    wholeNumber(name, value, least);
    if (value % 2 === 0)
      throw new UserError({
        zh: `STL 参数 ${name} 须为奇数，得到 ${value}`,
        en: `STL: ${name} must be odd, not ${value}`,
      });
    return value;
  };
  if (seasonalWindow !== 'periodic') windowOf('seasonalWindow', seasonalWindow, 3);
  const spread = seasonalWindow === 'periodic' ? 1 : 1 - 1.5 / seasonalWindow;
  const trendWindow = windowOf('trendWindow', options.trendWindow ?? oddFrom((1.5 * period) / spread), 3);
  const lowPassWindow = windowOf('lowPassWindow', options.lowPassWindow ?? oddFrom(period), 3);
  const trendDegree = options.trendDegree ?? 1;
  const filled: StlParameters = {
    period,
    seasonalWindow,
    trendWindow,
    lowPassWindow,
    seasonalDegree: options.seasonalDegree ?? 0,
    trendDegree,
    lowPassDegree: options.lowPassDegree ?? trendDegree,
    // Periodic is a window of ten series' length: fitted at the ends of each season's own series only.
    seasonalJump:
      options.seasonalJump ?? (seasonalWindow === 'periodic' ? length + 1 : Math.ceil(seasonalWindow / 10)),
    trendJump: options.trendJump ?? Math.ceil(trendWindow / 10),
    lowPassJump: options.lowPassJump ?? Math.ceil(lowPassWindow / 10),
    robust,
    inner: options.inner ?? (robust ? 1 : 2),
    outer: options.outer ?? (robust ? 15 : 0),
  };
  for (const name of ['seasonalJump', 'trendJump', 'lowPassJump', 'inner'] as const)
    wholeNumber(name, filled[name], 1);
  wholeNumber('outer', filled.outer, 0);
  return filled;
}

function wholeNumber(name: string, value: number, least: number): void {
  if (!Number.isInteger(value) || value < least)
    throw new UserError({
      zh: `STL 参数 ${name} 须为不小于 ${least} 的整数，得到 ${value}`,
      en: `STL: ${name} must be a whole number of at least ${least}, not ${value}`,
    });
}

function oddFrom(least: number): number {
  const whole = Math.ceil(least);
  return whole % 2 === 0 ? whole + 1 : whole;
}

function checkSeries(y: ArrayLike<number>, period: number): void {
  for (let i = 0; i < y.length; i++)
    if (!Number.isFinite(y[i]!))
      throw new UserError({
        zh: `序列第 ${i + 1} 个值缺失或不是数（${y[i]}），季节调整要求连续无缺`,
        en: `value ${i + 1} of the series is missing or no number (${y[i]}); seasonal adjustment needs a series without gaps`,
      });
  if (y.length < 2 * period)
    throw new UserError({
      zh: `序列只有 ${y.length} 个值，至少需要两个完整周期（${2 * period} 个）`,
      en: `the series has ${y.length} values; at least two whole cycles (${2 * period}) are needed`,
    });
}

interface Loess {
  span: number;
  degree: 0 | 1;
  jump: number;
}

interface Workspace {
  detrended: Float64Array;
  /** The smoothed cycle-subseries, one cycle longer at each end. */
  cycles: Float64Array;
  averaged: Float64Array;
  averagedTwice: Float64Array;
  lowPass: Float64Array;
  subseries: Float64Array;
  subweights: Float64Array;
  smoothed: Float64Array;
  kernel: Float64Array;
}

function workspace(n: number, period: number): Workspace {
  const long = n + 2 * period;
  const room = () => new Float64Array(long);
  return {
    detrended: room(),
    cycles: room(),
    averaged: room(),
    averagedTwice: room(),
    lowPass: room(),
    subseries: room(),
    subweights: room(),
    smoothed: room(),
    kernel: room(),
  };
}

function innerLoops(
  y: Float64Array,
  p: StlParameters,
  loess: Record<'seasonal' | 'trend' | 'lowPass', Loess>,
  weights: Float64Array | null,
  seasonal: Float64Array,
  trend: Float64Array,
  room: Workspace,
): void {
  const n = y.length;
  const { period } = p;
  const { detrended, cycles, averaged, averagedTwice, lowPass, kernel } = room;
  for (let loop = 0; loop < p.inner; loop++) {
    for (let i = 0; i < n; i++) detrended[i] = y[i]! - trend[i]!;
    smoothCycles(detrended, n, period, loess.seasonal, weights, room);
    const long = n + 2 * period;
    movingAverage(cycles, long, period, averaged);
    movingAverage(averaged, long - period + 1, period, averagedTwice);
    movingAverage(averagedTwice, n + 2, 3, averaged);
    smooth(averaged, n, loess.lowPass, null, lowPass, kernel);
    for (let i = 0; i < n; i++) {
      seasonal[i] = cycles[period + i]! - lowPass[i]!;
      detrended[i] = y[i]! - seasonal[i]!;
    }
    smooth(detrended, n, loess.trend, weights, trend, kernel);
  }
}

/** Smooths each season's own series and carries it one cycle beyond both ends. */
function smoothCycles(
  y: Float64Array,
  n: number,
  period: number,
  loess: Loess,
  weights: Float64Array | null,
  { cycles, subseries, subweights, smoothed, kernel }: Workspace,
): void {
  for (let season = 0; season < period; season++) {
    const length = Math.floor((n - 1 - season) / period) + 1;
    for (let i = 0; i < length; i++) {
      subseries[i] = y[i * period + season]!;
      if (weights) subweights[i] = weights[i * period + season]!;
    }
    const by = weights ? subweights : null;
    smooth(subseries, length, loess, by, smoothed, kernel);
    const right = Math.min(loess.span, length);
    const left = Math.max(1, length - loess.span + 1);
    const first = fitAt(subseries, length, loess, 0, 1, right, by, kernel);
    const last = fitAt(subseries, length, loess, length + 1, left, length, by, kernel);
    cycles[season] = Number.isNaN(first) ? smoothed[0]! : first;
    for (let i = 0; i < length; i++) cycles[(i + 1) * period + season] = smoothed[i]!;
    cycles[(length + 1) * period + season] = Number.isNaN(last) ? smoothed[length - 1]! : last;
  }
}

function movingAverage(x: Float64Array, n: number, span: number, out: Float64Array): void {
  let sum = 0;
  for (let i = 0; i < span; i++) sum += x[i]!;
  out[0] = sum / span;
  for (let i = 1; i <= n - span; i++) {
    sum += x[i + span - 1]! - x[i - 1]!;
    out[i] = sum / span;
  }
}

/** Loess at every `jump`-th point and lines between. Cost n/jump × span. */
function smooth(
  y: Float64Array,
  n: number,
  loess: Loess,
  weights: Float64Array | null,
  out: Float64Array,
  kernel: Float64Array,
): void {
  if (n < 2) {
    out[0] = y[0]!;
    return;
  }
  const { span } = loess;
  const jump = Math.min(loess.jump, n - 1);
  const half = Math.floor((span + 1) / 2);
  const fitPoint = (x: number, left: number, right: number): void => {
    const value = fitAt(y, n, loess, x, left, right, weights, kernel);
    out[x - 1] = Number.isNaN(value) ? y[x - 1]! : value;
  };
  let left = 1;
  let right = Math.min(span, n);
  for (let x = 1; x <= n; x += jump) {
    if (span < n && jump === 1) {
      if (x > half && right !== n) {
        left++;
        right++;
      }
    } else if (span < n) {
      left = x < half ? 1 : x >= n - half + 1 ? n - span + 1 : x - half + 1;
      right = left + span - 1;
    }
    fitPoint(x, left, right);
  }
  if (jump === 1) return;
  const lineTo = (from: number, to: number): void => {
    const slope = (out[to - 1]! - out[from - 1]!) / (to - from);
    for (let x = from + 1; x < to; x++) out[x - 1] = out[from - 1]! + slope * (x - from);
  };
  for (let x = 1; x <= n - jump; x += jump) lineTo(x, x + jump);
  const lastFitted = Math.floor((n - 1) / jump) * jump + 1;
  if (lastFitted !== n) {
    // The authors' code fits the last point on the neighbourhood of the point before it.
    fitPoint(n, left, right);
    lineTo(lastFitted, n);
  }
}

/** The local fit at x over the points left…right (counted from 1); NaN where all weights are 0. */
function fitAt(
  y: Float64Array,
  n: number,
  { span, degree }: Loess,
  x: number,
  left: number,
  right: number,
  weights: Float64Array | null,
  kernel: Float64Array,
): number {
  let reach = Math.max(x - left, right - x);
  if (span > n) reach += Math.floor((span - n) / 2);
  const far = 0.999 * reach;
  const near = 0.001 * reach;
  let total = 0;
  for (let j = left; j <= right; j++) {
    const away = Math.abs(j - x);
    let weight = 0;
    if (away <= far) {
      weight = away <= near ? 1 : (1 - (away / reach) ** 3) ** 3;
      if (weights) weight *= weights[j - 1]!;
      total += weight;
    }
    kernel[j - 1] = weight;
  }
  if (total <= 0) return Number.NaN;
  for (let j = left; j <= right; j++) kernel[j - 1]! /= total;
  if (reach > 0 && degree > 0) {
    let centre = 0;
    for (let j = left; j <= right; j++) centre += kernel[j - 1]! * j;
    let variance = 0;
    for (let j = left; j <= right; j++) variance += kernel[j - 1]! * (j - centre) ** 2;
    // Below this spread a slope means nothing, and the level alone is fitted.
    if (Math.sqrt(variance) > 0.001 * (n - 1)) {
      const slope = (x - centre) / variance;
      for (let j = left; j <= right; j++) kernel[j - 1]! *= slope * (j - centre) + 1;
    }
  }
  let value = 0;
  for (let j = left; j <= right; j++) value += kernel[j - 1]! * y[j - 1]!;
  return value;
}

/**
 * Bisquare weights on six times the median absolute remainder. The authors' Fortran, and so R, asks its partial sort for
 * the two middle places in the wrong order and gets another value when n is even; the median is meant, and taken here.
 */
function robustnessWeights(
  y: Float64Array,
  seasonal: Float64Array,
  trend: Float64Array,
  out: Float64Array,
): void {
  const n = y.length;
  const distance = y.map((value, i) => Math.abs(value - seasonal[i]! - trend[i]!));
  const sorted = distance.slice().sort();
  const middle = Math.floor(n / 2);
  const reach = 3 * (sorted[middle]! + sorted[n - middle - 1]!);
  for (let i = 0; i < n; i++) {
    const away = distance[i]!;
    out[i] = away <= 0.001 * reach ? 1 : away <= 0.999 * reach ? (1 - (away / reach) ** 2) ** 2 : 0;
  }
}

function averageBySeason(seasonal: Float64Array, period: number): void {
  for (let season = 0; season < period; season++) {
    let sum = 0;
    let count = 0;
    for (let i = season; i < seasonal.length; i += period, count++) sum += seasonal[i]!;
    for (let i = season; i < seasonal.length; i += period) seasonal[i] = sum / count;
  }
}

/**
 * Classical decomposition: trend by a centred moving average of one cycle, seasonal figure by the mean of each season's
 * ratios to the trend (differences, where additive), brought to mean 1 (0). The trend, and so the remainder, is NaN in
 * the first and last half cycle. Kendall and Stuart (1983); the loops of R's `decompose`.
 */
export function classicalDecomposition(
  y: ArrayLike<number>,
  period: number,
  type: 'additive' | 'multiplicative',
): Decomposition {
  checkSeries(y, period);
  const n = y.length;
  const half = Math.floor(period / 2);
  const trend = new Float64Array(n).fill(Number.NaN);
  for (let i = half; i < n - half; i++) {
    let sum = 0;
    for (let j = i - half; j <= i + half; j++)
      sum += period % 2 === 0 && (j === i - half || j === i + half) ? y[j]! / 2 : y[j]!;
    trend[i] = sum / period;
  }
  const multiplicative = type === 'multiplicative';
  const figure = Float64Array.from({ length: period }, (_, season) => {
    let sum = 0;
    let count = 0;
    for (let i = season; i < n; i += period) {
      if (Number.isNaN(trend[i]!)) continue;
      sum += multiplicative ? y[i]! / trend[i]! : y[i]! - trend[i]!;
      count++;
    }
    return sum / count;
  });
  const mean = figure.reduce((sum, value) => sum + value, 0) / period;
  const seasonal = Float64Array.from({ length: n }, (_, i) =>
    multiplicative ? figure[i % period]! / mean : figure[i % period]! - mean,
  );
  const remainder = Float64Array.from({ length: n }, (_, i) =>
    multiplicative ? y[i]! / seasonal[i]! / trend[i]! : y[i]! - seasonal[i]! - trend[i]!,
  );
  return { seasonal, trend, remainder };
}

export const SEASONAL_DEFINITIONS = {
  stl: {
    name: { zh: 'STL 季节调整', en: 'seasonal adjustment by STL' },
    definition: {
      zh: '用局部加权回归把序列分为季节、趋势与余项；季节调整值为原值减（乘法为除以）季节项',
      en: 'the series as season, trend and remainder by locally weighted regression; the adjusted series is the series without the season',
    },
    formula: 'y = seasonal + trend + remainder',
    unit: 'as given',
    source: 'Cleveland, Cleveland, McRae & Terpenning 1990',
  },
  classical: {
    name: { zh: '古典分解', en: 'classical decomposition' },
    definition: {
      zh: '用一个周期的中心移动平均作趋势，各季与趋势之比（差）的平均作季节项',
      en: "trend by a centred moving average of one cycle; season by the mean of each season's ratio to (difference from) it",
    },
    formula: 'y = trend + seasonal + remainder, or their product',
    unit: 'as given',
    source: 'Kendall & Stuart 1983',
  },
} as const satisfies Record<string, Definition>;
