/**
 * The Spring Festival in monthly series: on which day it falls, how many of its days lie in each month, and two ways to
 * keep it from being taken for trend or season: a regressor, or January and February as one.
 */
import { type Month, monthKey, monthOfKey, UserError } from '../model/index.js';
import { type StlOptions, type StlResult, stl } from './stl.js';

const FIRST_YEAR = 1900;
const LAST_YEAR = 2100;

/**
 * The day of the lunar new year, 1900 to 2100, by the rule of the calendar (GB/T 33661-2017): months begin on the day of
 * the new moon at 120° E; the winter solstice lies in month 11; where thirteen months lie between two solstice months,
 * the first without a principal solar term is the leap month; the new year is month 1. Positions of sun and moon by
 * Meeus (1998), chapters 25 and 49, right to a few minutes of time. Throws `UserError` outside these years.
 */
export function springFestival(year: number): { month: 1 | 2; day: number } {
  if (!Number.isInteger(year) || year < FIRST_YEAR || year > LAST_YEAR)
    throw new UserError({
      zh: `春节日期只算 ${FIRST_YEAR}—${LAST_YEAR} 年，得到 ${year}`,
      en: `the Spring Festival is computed for ${FIRST_YEAR} to ${LAST_YEAR}, not ${year}`,
    });
  const { month, day } = gregorian(lunarNewYear(year));
  return { month: month as 1 | 2, day };
}

function lunarNewYear(year: number): number {
  const solsticeMonth = lunationWithSolstice(year - 1);
  const monthsBetween = lunationWithSolstice(year) - solsticeMonth;
  const withoutTerm = (month: number) => !hasPrincipalTerm(newMoonDay(month), newMoonDay(month + 1));
  const leapBefore =
    monthsBetween === 13 && (withoutTerm(solsticeMonth + 1) || withoutTerm(solsticeMonth + 2));
  return newMoonDay(solsticeMonth + (leapBefore ? 3 : 2));
}

/** The number of the lunation, counted from the new moon of 6 January 2000, in which the sun reaches 270° that year. */
function lunationWithSolstice(year: number): number {
  const lastDay = julianDay(year, 12, 31);
  let solstice = julianDay(year, 12, 19);
  while (Math.floor(sunLongitude(endOfDay(solstice)) / 30) < 9 && solstice < lastDay) solstice++;
  let lunation = Math.round((solstice - 2451550) / SYNODIC_MONTH) + 1;
  while (newMoonDay(lunation) > solstice) lunation--;
  return lunation;
}

/** Whether the sun crosses a multiple of 30° on one of the days from `first` on and before `end`. */
function hasPrincipalTerm(first: number, end: number): boolean {
  const sign = (day: number) => Math.floor(sunLongitude(endOfDay(day)) / 30);
  return sign(first - 1) !== sign(end - 1);
}

const SYNODIC_MONTH = 29.530588861;

/** Midnight at 120° E that ends the day, as a Julian date in universal time. */
function endOfDay(day: number): number {
  return day + 0.5 - 8 / 24;
}

/** The day at 120° E of the k-th new moon after that of 6 January 2000. */
function newMoonDay(k: number): number {
  return Math.floor(newMoon(k) + 0.5 + 8 / 24);
}

const RADIANS = Math.PI / 180;

/** Julian date in universal time, Meeus (1998), chapter 49. */
function newMoon(k: number): number {
  const t = k / 1236.85;
  const e = 1 - 0.002516 * t - 0.0000074 * t * t;
  const sun = RADIANS * (2.5534 + 29.1053567 * k - 0.0000014 * t * t);
  const moon = RADIANS * (201.5643 + 385.81693528 * k + 0.0107582 * t * t + 0.00001238 * t ** 3);
  const latitude = RADIANS * (160.7108 + 390.67050284 * k - 0.0016118 * t * t - 0.00000227 * t ** 3);
  const node = RADIANS * (124.7746 - 1.56375588 * k + 0.0020672 * t * t + 0.00000215 * t ** 3);
  const mean =
    2451550.09766 + SYNODIC_MONTH * k + 0.00015437 * t * t - 0.00000015 * t ** 3 + 0.00000000073 * t ** 4;
  const { sin } = Math;
  const correction =
    -0.4072 * sin(moon) +
    0.17241 * e * sin(sun) +
    0.01608 * sin(2 * moon) +
    0.01039 * sin(2 * latitude) +
    0.00739 * e * sin(moon - sun) -
    0.00514 * e * sin(moon + sun) +
    0.00208 * e * e * sin(2 * sun) -
    0.00111 * sin(moon - 2 * latitude) -
    0.00057 * sin(moon + 2 * latitude) +
    0.00056 * e * sin(2 * moon + sun) -
    0.00042 * sin(3 * moon) +
    0.00042 * e * sin(sun + 2 * latitude) +
    0.00038 * e * sin(sun - 2 * latitude) -
    0.00024 * e * sin(2 * moon - sun) -
    0.00017 * sin(node);
  return mean + correction - terrestrialLead(mean);
}

/** Apparent longitude of the sun in degrees, Meeus (1998), chapter 25, low accuracy: 0.01°, or a quarter of an hour. */
function sunLongitude(universal: number): number {
  const t = (universal + terrestrialLead(universal) - 2451545) / 36525;
  const mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t;
  const anomaly = RADIANS * (357.52911 + 35999.05029 * t - 0.0001537 * t * t);
  const centre =
    (1.914602 - 0.004817 * t - 0.000014 * t * t) * Math.sin(anomaly) +
    (0.019993 - 0.000101 * t) * Math.sin(2 * anomaly) +
    0.000289 * Math.sin(3 * anomaly);
  const apparent = mean + centre - 0.00569 - 0.00478 * Math.sin(RADIANS * (125.04 - 1934.136 * t));
  return ((apparent % 360) + 360) % 360;
}

/** What terrestrial time is ahead of universal time, in days: about a minute in these two centuries. */
function terrestrialLead(julian: number): number {
  const t = (julian - 2451545) / 36525;
  return (64 + 60 * t + (t < 0 ? 15 * t : 35 * t * t)) / 86400;
}

/** Julian day number of a Gregorian day (Meeus 1998, chapter 7). */
function julianDay(year: number, month: number, day: number): number {
  return Date.UTC(year, month - 1, day) / 86_400_000 + 2440588;
}

function gregorian(day: number): { year: number; month: number; day: number } {
  const date = new Date((day - 2440588) * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** Days around the new year that count as festival: from `first` to `last`, where 0 is the day itself, -1 its eve. */
export interface FestivalWindow {
  first: number;
  last: number;
}

/** From the eve to the seventh day, the eight days off of 2025. */
export const FESTIVAL_WEEK: FestivalWindow = { first: -1, last: 6 };

/** How many days of the festival lie in each of `months` consecutive months. */
export function festivalDays(
  start: Month,
  months: number,
  window: FestivalWindow = FESTIVAL_WEEK,
): Float64Array {
  checkWindow(window);
  const first = monthKey(start);
  const out = new Float64Array(months);
  for (let year = start.year; year <= monthOfKey(first + months).year + 1; year++) {
    if (year > LAST_YEAR) break;
    const day = lunarNewYearOf(year);
    for (let offset = window.first; offset <= window.last; offset++) {
      const at = monthKey(gregorian(day + offset)) - first;
      if (at >= 0 && at < months) out[at]!++;
    }
  }
  return out;
}

function lunarNewYearOf(year: number): number {
  const { month, day } = springFestival(year);
  return julianDay(year, month, day);
}

function checkWindow({ first, last }: FestivalWindow): void {
  if (!Number.isInteger(first) || !Number.isInteger(last) || first > last || first < -45 || last > 45)
    throw new UserError({
      zh: `春节窗口 ${first}…${last} 无效：须为 -45 到 45 之间的整数，前不大于后`,
      en: `the festival window ${first}…${last} cannot be: whole numbers from -45 to 45, the first not above the last`,
    });
}

/**
 * The regressor: the part of the festival's days that lies in each month, less the mean of that part over 1990 to 2050
 * for months of the same name. Centred like this it holds what moves only; what every January has is left to the season.
 */
export function festivalRegressor(
  start: Month,
  months: number,
  window: FestivalWindow = FESTIVAL_WEEK,
): Float64Array {
  const length = window.last - window.first + 1;
  const known = festivalDays({ year: 1990, month: 1 }, 61 * 12, window);
  const mean = Float64Array.from({ length: 12 }, (_, month) => {
    let sum = 0;
    for (let at = month; at < known.length; at += 12) sum += known[at]!;
    return sum / 61;
  });
  const first = monthKey(start);
  return festivalDays(start, months, window).map((days, at) => (days - mean[(first + at) % 12]!) / length);
}

export interface FestivalStl extends StlResult {
  /** What the whole festival does to a month it lies in, in the series' own unit (logarithm where it was passed one). */
  coefficient: number;
  /** coefficient × regressor: taken out before the last decomposition. y = festival + seasonal + trend + remainder. */
  festival: Float64Array;
  rounds: number;
}

/**
 * STL with the festival's effect estimated beside it, so that the remainder holds nothing that goes with the regressor.
 * Without outer loops STL is linear and the coefficient is x'R(y) / x'R(x), R being what STL leaves as remainder: two
 * decompositions. With them that is where the search begins, for the weights of a series that still has the festival
 * would throw it out as a row of outliers; steps follow until the coefficient stands still. Hastie and Tibshirani
 * (1990), on backfitting. Throws `UserError` as `stl` does.
 */
export function stlWithFestival(
  y: ArrayLike<number>,
  start: Month,
  options: Omit<StlOptions, 'period'>,
  window: FestivalWindow = FESTIVAL_WEEK,
): FestivalStl {
  const regressor = festivalRegressor(start, y.length, window);
  const linear = { ...options, period: 12, robust: false, outer: 0, inner: options.inner ?? 2 };
  const leftOfRegressor = stl(regressor, linear).remainder;
  const step = (remainder: Float64Array, weights?: Float64Array): number => {
    let effect = 0;
    let room = 0;
    for (const [at, value] of regressor.entries()) {
      const weight = weights?.[at] ?? 1;
      effect += weight * value * remainder[at]!;
      room += weight * value * leftOfRegressor[at]!;
    }
    return room > 0 ? effect / room : 0;
  };
  let coefficient = step(stl(y, linear).remainder);
  for (let rounds = 1; ; rounds++) {
    const without = Float64Array.from(regressor, (value, at) => y[at]! - coefficient * value);
    const parts = stl(without, { ...options, period: 12 });
    const move = step(parts.remainder, parts.weights);
    if (Math.abs(move) <= 1e-6 * Math.abs(coefficient) || rounds === MOST_ROUNDS) {
      return { ...parts, coefficient, festival: regressor.map((value) => coefficient * value), rounds };
    }
    coefficient += move;
  }
}

const MOST_ROUNDS = 50;

export interface MergedSeries {
  /** Eleven values a year. */
  values: Float64Array;
  /** `2020-01/2020-02`, `2020-03`, … */
  periods: string[];
}

/**
 * January and February as one value, so that the festival always lies within it: eleven values a year, for a
 * decomposition of period 11. `how`: flows are added up; rates and stocks take February's, which for cumulative growth is
 * that of both months. A month alone at the start (February) or the end (January) is dropped. Where only both together
 * are published, January is NaN and February holds the two.
 */
export function mergeJanuaryFebruary(
  values: ArrayLike<number>,
  start: Month,
  how: 'sum' | 'february',
): MergedSeries {
  const out: number[] = [];
  const periods: string[] = [];
  const first = monthKey(start);
  for (let at = 0; at < values.length; at++) {
    const { year, month } = monthOfKey(first + at);
    const iso = (m: number) => `${String(year).padStart(4, '0')}-${String(m).padStart(2, '0')}`;
    if (month === 1 || (month === 2 && at === 0)) continue;
    if (month === 2) {
      const january = values[at - 1]!;
      out.push(how === 'sum' && !Number.isNaN(january) ? january + values[at]! : values[at]!);
      periods.push(`${iso(1)}/${iso(2)}`);
    } else {
      out.push(values[at]!);
      periods.push(iso(month));
    }
  }
  return { values: Float64Array.from(out), periods };
}
