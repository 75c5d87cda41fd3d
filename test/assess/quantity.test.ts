import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Basis, Quantity } from '../../src/assess/index.js';
import { compileQuantity, fullYears, tolerance, within } from '../../src/assess/quantity.js';
import { firm, items, stateOf } from './small.js';

const day = { iso: '2026-05-01', year: 2026 };
const values = (quantity: Quantity, form: Record<string, unknown>) =>
  compileQuantity(quantity, items, 'test')
    .measure(firm(form), day)
    .values.map(({ interval }) =>
      interval.low === interval.high ? interval.low : [interval.low, interval.high],
    );

const revenue = { '2021': 800, '2022': 1000, '2023': 1000, '2024': 1200, '2025': 1210 };
const rdExpense = { '2023': 20, '2024': 60, '2025': 30 };

describe('what a number comes to, last year being 2025', () => {
  it.each<[Quantity, (number | number[])[]]>([
    [{ item: 'revenue', basis: 'lastYear' }, [1210]],
    [{ item: 'revenue', basis: 'eachOfTwoYears' }, [1200, 1210]],
    [{ item: 'revenue', basis: 'eitherOfTwoYears' }, [1200, 1210]],
    [{ item: 'revenue', basis: 'sumOfThreeYears' }, [3410]],
    [{ item: 'revenue', basis: 'sumOfFiveYears' }, [5210]],
    [{ item: 'revenue', basis: 'averageOfTwoYears' }, [1205]],
    // 30 of 1210; 60 of 1200 is 5 %.
    [{ item: 'rdExpense', per: 'revenue', basis: 'lastYear' }, [3000 / 1210]],
    [{ item: 'rdExpense', per: 'revenue', basis: 'eachOfTwoYears' }, [5, 3000 / 1210]],
    // Of sums: 110 of 3410; of the yearly ratios: (2 + 5 + 2.479) / 3.
    [{ item: 'rdExpense', per: 'revenue', basis: 'sumOfThreeYears' }, [11000 / 3410]],
    [{ item: 'rdExpense', per: 'revenue', basis: 'averageOfThreeYears' }, [(2 + 5 + 3000 / 1210) / 3]],
  ])('%j', (quantity, expected) => {
    const found = values(quantity, { revenue, rdExpense });
    expect(found).toHaveLength(expected.length);
    found.forEach((value, at) => {
      expect(value).toBeCloseTo(expected[at] as number, 10);
    });
  });

  it('compound growth is not average growth', () => {
    // 1000 → 1200 → 1210: √1.21 − 1 = 10 %; (20 % + 0.8333 %) / 2 = 10.41667 %.
    expect(values({ item: 'revenue', basis: 'compoundGrowthOverTwoYears' }, { revenue })[0]).toBeCloseTo(
      10,
      10,
    );
    expect(values({ item: 'revenue', basis: 'averageGrowthOverTwoYears' }, { revenue })[0]).toBeCloseTo(
      (20 + 100 / 120) / 2,
      10,
    );
    expect(values({ item: 'revenue', basis: 'growthOverOneYear' }, { revenue })[0]).toBeCloseTo(10 / 12, 10);
    // 1000 → 1210 over three years.
    expect(values({ item: 'revenue', basis: 'compoundGrowthOverThreeYears' }, { revenue })[0]).toBeCloseTo(
      100 * (1.21 ** (1 / 3) - 1),
      10,
    );
  });

  it('compound growth asks for its two ends only, average growth for all three years', () => {
    const ends = { '2023': 1000, '2025': 1210 };
    expect(
      values({ item: 'revenue', basis: 'compoundGrowthOverTwoYears' }, { revenue: ends })[0],
    ).toBeCloseTo(10, 10);
    expect(values({ item: 'revenue', basis: 'averageGrowthOverTwoYears' }, { revenue: ends })).toEqual([
      [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY],
    ]);
  });

  it('full years turn on the day', () => {
    expect(fullYears('2012-05-01', '2026-04-30')).toBe(13);
    expect(fullYears('2012-05-01', '2026-05-01')).toBe(14);
    expect(fullYears('2024-02-29', '2025-02-28')).toBe(0);
    expect(fullYears('2024-02-29', '2025-03-01')).toBe(1);
  });
});

describe('what is missing', () => {
  const anything = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  it('makes a sum of what cannot be negative at least what is known of it', () => {
    expect(values({ item: 'rdExpense', basis: 'sumOfTwoYears' }, { rdExpense: { '2025': 700 } })).toEqual([
      [700, Number.POSITIVE_INFINITY],
    ]);
    expect(values({ item: 'netProfit', basis: 'sumOfTwoYears' }, { netProfit: { '2025': 700 } })).toEqual([
      anything,
    ]);
    const atLeast = (bound: number) =>
      stateOf(
        { item: 'rdExpense', basis: 'sumOfTwoYears', atLeast: bound, unit: '万元' },
        { rdExpense: { '2025': 700 } },
      );
    expect([atLeast(700), atLeast(701)]).toEqual(['met', 'unknown']);
    const atMost = (bound: number) =>
      stateOf(
        { item: 'rdExpense', basis: 'sumOfTwoYears', atMost: bound, unit: '万元' },
        { rdExpense: { '2025': 700 } },
      );
    expect([atMost(699), atMost(700)]).toEqual(['unmet', 'unknown']);
  });

  it('leaves everything else open', () => {
    expect(values({ item: 'revenue', basis: 'lastYear' }, {})).toEqual([anything]);
    expect(
      values(
        { item: 'rdExpense', per: 'revenue', basis: 'sumOfTwoYears' },
        { rdExpense, revenue: { '2025': 9 } },
      ),
    ).toEqual([anything]);
    expect(values({ item: 'registered', basis: 'yearsSince' }, {})).toEqual([anything]);
  });

  it('never takes another year in its place, and says which there are', () => {
    const { lacks } = compileQuantity({ item: 'revenue', basis: 'lastYear' }, items, '').measure(
      firm({ revenue: { '2024': 1, '2026': 2 } }),
      day,
    ).values[0]!;
    expect(lacks).toMatchObject([{ kind: 'missing', year: 2025, others: [2024, 2026] }]);
  });

  it('never passes on a ratio to nothing, or on growth from nothing', () => {
    const share: Quantity = { item: 'rdExpense', per: 'revenue', basis: 'lastYear' };
    expect(values(share, { rdExpense: { '2025': 5 }, revenue: { '2025': 0 } })).toEqual([anything]);
    const growth = (from: number, to: number, basis: Basis = 'growthOverOneYear') =>
      values({ item: 'netProfit', basis }, { netProfit: { '2023': from, '2024': from, '2025': to } });
    expect(growth(0, 5)).toEqual([anything]);
    expect(growth(-3, 5)).toEqual([anything]);
    expect(growth(3, -5, 'compoundGrowthOverTwoYears')).toEqual([anything]);
    expect(growth(4, -5)[0] as number).toBeCloseTo(-225, 10);
  });
});

describe('bounds', () => {
  it('以上 and 以下 take the number in, 超过 and 不足 leave it out', () => {
    const point = { low: 3, high: 3 };
    expect(within(point, { atLeast: 3 })).toBe('met');
    expect(within(point, { atMost: 3 })).toBe('met');
    expect(within(point, { over: 3 })).toBe('unmet');
    expect(within(point, { below: 3 })).toBe('unmet');
  });

  it('a share computed as 3 % is 3 %', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.constantFrom(1, 3, 5, 7, 9, 11, 13, 30, 55),
        (whole, percent) => {
          const value = (100 * ((whole * percent) / 100)) / whole;
          expect(within({ low: value, high: value }, { atLeast: percent })).toBe('met');
          expect(within({ low: value, high: value }, { over: percent })).toBe('unmet');
          expect(within({ low: value, high: value }, { below: percent })).toBe('unmet');
        },
      ),
    );
  });

  it('an interval is met only as a whole', () => {
    const span = fc
      .tuple(fc.integer({ min: -50, max: 50 }), fc.nat(40))
      .map(([low, width]) => ({ low, high: low + width }));
    const bounds = fc.record(
      {
        atLeast: fc.integer({ min: -60, max: 60 }),
        over: fc.integer({ min: -60, max: 60 }),
        atMost: fc.integer({ min: -60, max: 60 }),
        below: fc.integer({ min: -60, max: 60 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(span, bounds, fc.double({ min: 0, max: 1, noNaN: true }), (interval, limits, at) => {
        const value = interval.low + at * (interval.high - interval.low);
        const state = within(interval, limits);
        const point = within({ low: value, high: value }, limits);
        expect(point).not.toBe('unknown');
        if (state !== 'unknown') expect(point).toBe(state);
      }),
    );
    expect(tolerance(5000)).toBe(5e-6);
  });
});

describe('rules that cannot mean anything are refused', () => {
  it.each<[Quantity, RegExp]>([
    [{ item: 'turnover', basis: 'lastYear' }, /turnover/],
    [{ item: 'revenue' }, /营业收入/],
    [{ item: 'revenue', basis: 'asOf' }, /营业收入/],
    [{ item: 'patents', basis: 'growthOverOneYear' }, /发明专利/],
    [{ item: 'rdExpense', per: 'revenue', basis: 'growthOverOneYear' }, /研发费用/],
    [{ item: 'registered' }, /注册日期/],
    [{ item: 'revenue', basis: 'yearsSince' }, /营业收入/],
  ])('%j', (quantity, message) => {
    expect(() => compileQuantity(quantity, items, 'test')).toThrow(message);
  });

  it('per cent is not percentage points', () => {
    expect(() =>
      stateOf({ item: 'revenue', basis: 'growthOverOneYear', atLeast: 5, unit: '个百分点' }, { revenue }),
    ).toThrow(/个百分点/);
    expect(() => stateOf({ item: 'revenue', basis: 'lastYear', atLeast: 5, unit: '%' }, { revenue })).toThrow(
      /%/,
    );
  });
  it('a bound in 亿元 is read in 万元', () => {
    const state = (amount: number) =>
      stateOf(
        { item: 'revenue', basis: 'lastYear', atLeast: 0.07, unit: '亿元' },
        { revenue: { '2025': amount } },
      );
    expect([state(700), state(699)]).toEqual(['met', 'unmet']);
  });
});
