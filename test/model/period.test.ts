import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  comparePeriods,
  comparePeriodTexts,
  monthKey,
  monthOfKey,
  type Period,
  parsePeriod,
  periodDays,
  periodLabel,
  periodMonths,
  periodTextLabel,
  printPeriod,
  sdmxPeriod,
} from '../../src/model/period.js';

const CASES: [notation: string, zh: string, en: string, start: string, end: string, sdmx: string][] = [
  ['2022', '2022年', '2022', '2022-01-01', '2022-12-31', '2022'],
  ['2022-H1', '2022年上半年', 'H1 2022', '2022-01-01', '2022-06-30', '2022-S1'],
  ['2021-H2', '2021年下半年', 'H2 2021', '2021-07-01', '2021-12-31', '2021-S2'],
  ['2024-Q1', '2024年一季度', 'Q1 2024', '2024-01-01', '2024-03-31', '2024-Q1'],
  ['2023-Q4', '2023年四季度', 'Q4 2023', '2023-10-01', '2023-12-31', '2023-Q4'],
  ['2024-02', '2024年2月', 'February 2024', '2024-02-01', '2024-02-29', '2024-02'],
  ['2025-06-30', '2025年6月30日', '30 June 2025', '2025-06-30', '2025-06-30', '2025-06-30'],
  ['2022-01/2022-04', '2022年1—4月', 'January–April 2022', '2022-01-01', '2022-04-30', '2022-01-01/P4M'],
  [
    '2021-11/2022-02',
    '2021年11月—2022年2月',
    'November 2021–February 2022',
    '2021-11-01',
    '2022-02-28',
    '2021-11-01/P4M',
  ],
  ['2012/2021', '2012—2021年', '2012–2021', '2012-01-01', '2021-12-31', '2012-01-01/P10Y'],
  ['asof:2020', '截至2020年', 'as of 2020', '2020-12-31', '2020-12-31', '2020'],
  ['asof:2022-09', '截至2022年9月', 'as of September 2022', '2022-09-30', '2022-09-30', '2022-09'],
  ['asof:2023-03-01', '截至2023年3月1日', 'as of 1 March 2023', '2023-03-01', '2023-03-01', '2023-03-01'],
];

describe('the period notation', () => {
  it.each(CASES)('%s', (notation, zh, en, start, end, sdmx) => {
    const period = parsePeriod(notation)!;
    expect(printPeriod(period)).toBe(notation);
    expect(periodLabel(period, 'zh')).toBe(zh);
    expect(periodLabel(period, 'en')).toBe(en);
    expect(periodDays(period)).toEqual({ start, end });
    expect(sdmxPeriod(period)).toBe(sdmx);
  });

  it.each([
    '',
    '22',
    '2022-13',
    '2022-00',
    '2022-H3',
    '2022-Q5',
    '2022-1',
    '2023-02-29',
    '2022-04/2022-01',
    '2021/2012',
    'asof:',
    'asof:2022-13',
    'asof:2022-H1',
    '2022 ',
    '2022年',
  ])('refuses %j', (text) => {
    expect(parsePeriod(text)).toBeNull();
    expect(periodTextLabel(text, 'zh')).toBe(text);
  });

  it('counts months so that a year earlier is twelve less', () => {
    expect(monthKey({ year: 2022, month: 4 }) - monthKey({ year: 2021, month: 4 })).toBe(12);
    expect(monthOfKey(monthKey({ year: 2022, month: 12 }))).toEqual({ year: 2022, month: 12 });
    expect(periodMonths(parsePeriod('2022-Q3')!)).toEqual({
      start: monthKey({ year: 2022, month: 7 }),
      end: monthKey({ year: 2022, month: 9 }),
    });
  });

  it('orders by when a period ends, the longer before the shorter', () => {
    const shuffled = ['2022-12', 'asof:2022-12', '2022', '2021', '2012/2021', '2022-Q4', '2022-01/2022-11'];
    expect(shuffled.sort(comparePeriodTexts)).toEqual([
      '2012/2021',
      '2021',
      '2022-01/2022-11',
      '2022',
      '2022-Q4',
      '2022-12',
      'asof:2022-12',
    ]);
    expect(comparePeriodTexts(null, '2022')).toBeLessThan(0);
    expect(comparePeriodTexts('早前', '2022')).toBeLessThan(0);
    expect(comparePeriodTexts(null, null)).toBe(0);
  });

  const year = fc.integer({ min: 1900, max: 2199 });
  const month = fc.integer({ min: 1, max: 12 });
  const day = fc.integer({ min: 1, max: 28 });
  const period: fc.Arbitrary<Period> = fc.oneof(
    fc.record({ kind: fc.constant('year' as const), year }),
    fc.record({ kind: fc.constant('half' as const), year, half: fc.integer({ min: 1, max: 2 }) }),
    fc.record({ kind: fc.constant('quarter' as const), year, quarter: fc.integer({ min: 1, max: 4 }) }),
    fc.record({ kind: fc.constant('month' as const), year, month }),
    fc.record({ kind: fc.constant('day' as const), year, month, day }),
    fc.tuple(year, month, fc.integer({ min: 0, max: 30 })).map(([y, m, more]) => ({
      kind: 'months' as const,
      from: { year: y, month: m },
      to: monthOfKey(monthKey({ year: y, month: m }) + more),
    })),
    fc
      .tuple(year, fc.integer({ min: 0, max: 15 }))
      .map(([y, more]) => ({ kind: 'years' as const, from: y, to: y + more })),
    fc.record({ kind: fc.constant('asof' as const), year, month, day }),
  );

  it('prints what it parses, and starts before it ends', () => {
    fc.assert(
      fc.property(period, (p) => {
        expect(parsePeriod(printPeriod(p))).toEqual(p);
        const { start, end } = periodDays(p);
        expect(start <= end).toBe(true);
      }),
    );
  });

  it('is a total order', () => {
    fc.assert(
      fc.property(period, period, period, (a, b, c) => {
        expect(Math.sign(comparePeriods(a, b)) + Math.sign(comparePeriods(b, a))).toBe(0);
        expect(comparePeriods(a, b) === 0).toBe(printPeriod(a) === printPeriod(b));
        if (comparePeriods(a, b) <= 0 && comparePeriods(b, c) <= 0) {
          expect(comparePeriods(a, c)).toBeLessThanOrEqual(0);
        }
      }),
    );
  });
});
