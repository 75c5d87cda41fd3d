import { describe, expect, it } from 'vitest';
import {
  FESTIVAL_WEEK,
  festivalDays,
  festivalRegressor,
  mergeJanuaryFebruary,
  springFestival,
  stlWithFestival,
} from '../../src/measure/spring-festival.js';
import { stl } from '../../src/measure/stl.js';

/** As published in the yearly notices on public holidays; 2033 to 2034 has the rare leap month 11. */
const KNOWN = `1990-01-27 1991-02-15 1992-02-04 1993-01-23 1994-02-10 1995-01-31 1996-02-19 1997-02-07 1998-01-28 1999-02-16
  2000-02-05 2001-01-24 2002-02-12 2003-02-01 2004-01-22 2005-02-09 2006-01-29 2007-02-18 2008-02-07 2009-01-26
  2010-02-14 2011-02-03 2012-01-23 2013-02-10 2014-01-31 2015-02-19 2016-02-08 2017-01-28 2018-02-16 2019-02-05
  2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26 2029-02-13
  2030-02-03 2031-01-23 2032-02-11 2033-01-31 2034-02-19 2035-02-08 2036-01-28 2037-02-15 2038-02-04 2039-01-24
  2040-02-12 2041-02-01 2042-01-22 2043-02-10 2044-01-30 2045-02-17 2046-02-06 2047-01-26 2048-02-14 2049-02-02 2050-01-23`;

describe('the day of the Spring Festival', () => {
  it.each(KNOWN.split(/\s+/).filter((day) => day !== ''))('%s', (iso) => {
    const [year, month, day] = iso.split('-').map(Number);
    expect(springFestival(year!)).toEqual({ month, day });
  });

  it('1954: a new moon five minutes before midnight', () => {
    expect(springFestival(1954)).toEqual({ month: 2, day: 3 });
  });

  it('is refused outside 1900 to 2100', () => {
    expect(() => springFestival(1899)).toThrow(/1899/);
    expect(() => springFestival(2000.5)).toThrow(/2000.5/);
  });
});

describe('days of the festival by month', () => {
  it('2022: the eve in January, the seven days from 1 February in February', () => {
    expect([...festivalDays({ year: 2022, month: 1 }, 3)]).toEqual([1, 7, 0]);
  });

  it('2023 (22 January) all in January; a window of 20 days before and after 2021 (12 February) reaches into March', () => {
    expect([...festivalDays({ year: 2023, month: 1 }, 2)]).toEqual([8, 0]);
    expect([...festivalDays({ year: 2021, month: 1 }, 3, { first: -20, last: 20 })]).toEqual([9, 28, 4]);
  });

  it('every year has the whole window, and the regressor nothing outside January and February', () => {
    const days = festivalDays({ year: 1990, month: 1 }, 61 * 12);
    const regressor = festivalRegressor({ year: 1990, month: 1 }, 61 * 12);
    for (let year = 0; year < 61; year++) {
      const own = days.subarray(year * 12, year * 12 + 12);
      expect(own.reduce((sum, value) => sum + value, 0)).toBe(FESTIVAL_WEEK.last - FESTIVAL_WEEK.first + 1);
      expect([...regressor.subarray(year * 12 + 2, year * 12 + 12)].every((value) => value === 0)).toBe(true);
    }
    let january = 0;
    for (let at = 0; at < regressor.length; at += 12) january += regressor[at]!;
    expect(january).toBeCloseTo(0, 9);
  });

  it('refuses a window that cannot be', () => {
    expect(() => festivalDays({ year: 2020, month: 1 }, 12, { first: 3, last: 1 })).toThrow(/3…1/);
  });
});

describe('seasonal adjustment with the festival', () => {
  const start = { year: 2004, month: 1 };
  const months = 192;
  const effect = festivalRegressor(start, months).map((value) => -0.2 * value);
  const truth = Float64Array.from(effect, (_, at) => 4 + 0.005 * at + 0.1 * Math.sin((Math.PI * at) / 6));
  const noise = (at: number) => 0.004 * Math.sin(at * at * 1.7);
  const y = truth.map((value, at) => value + effect[at]! + noise(at));

  it('finds an effect of -20 % and takes it out', () => {
    const parts = stlWithFestival(y, start, { seasonalWindow: 'periodic' });
    expect(parts.coefficient).toBeCloseTo(-0.2, 2);
    const sum = parts.seasonal.map(
      (s, at) => s + parts.trend[at]! + parts.remainder[at]! + parts.festival[at]!,
    );
    for (const [at, value] of sum.entries()) expect(value).toBeCloseTo(y[at]!, 9);
  });

  it('leaves a tenth of the remainder that STL alone leaves in January and February', () => {
    const winter = (remainder: Float64Array) =>
      Math.sqrt(remainder.reduce((total, value, at) => (at % 12 < 2 ? total + value * value : total), 0));
    const plain = stl(y, { period: 12, seasonalWindow: 'periodic' });
    const festival = stlWithFestival(y, start, { seasonalWindow: 'periodic' });
    expect(winter(festival.remainder)).toBeLessThan(winter(plain.remainder) / 10);
  });

  it('robust loops do not throw the festival away as an outlier', () => {
    const parts = stlWithFestival(y, start, { seasonalWindow: 'periodic', robust: true });
    expect(parts.coefficient).toBeCloseTo(-0.2, 2);
    expect(parts.rounds).toBeLessThan(20);
  });
});

describe('January and February as one', () => {
  it('adds flows, takes February of rates, drops a month alone at either end', () => {
    const values = [9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 100, 20];
    const merged = mergeJanuaryFebruary([...values, 7], { year: 2019, month: 12 }, 'sum');
    expect(merged.periods[0]).toBe('2019-12');
    expect(merged.periods[1]).toBe('2020-01/2020-02');
    expect(merged.values[1]).toBe(3);
    expect(merged.periods.at(-1)).toBe('2021-01/2021-02');
    expect(merged.values.at(-1)).toBe(27);
    expect(mergeJanuaryFebruary(values, { year: 2019, month: 12 }, 'february').values[1]).toBe(2);
    expect(mergeJanuaryFebruary([5, 6], { year: 2020, month: 2 }, 'sum').periods).toEqual(['2020-03']);
  });

  it('takes the two published together where January is missing', () => {
    expect([...mergeJanuaryFebruary([Number.NaN, 30, 17], { year: 2020, month: 1 }, 'sum').values]).toEqual([
      30, 17,
    ]);
  });
});
