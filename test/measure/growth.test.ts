import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  chainLinkedVolumes,
  cumulativeGrowth,
  growthOf,
  growthRate,
  impliedBase,
  type MeasureRules,
  meanGrowthOf,
  monthOnMonth,
  sameMonthLastYear,
  singleMonths,
  twoYearMean,
} from '../../src/measure/index.js';
import { monthKey } from '../../src/model/index.js';
import { figure, rulesOfMeasures } from './figures.js';
import { describeWith, sharedRows } from './reference.js';

let rules: MeasureRules;
beforeAll(async () => {
  rules = await rulesOfMeasures();
});

describe('the worked cases of published growth', () => {
  const profits = figure({
    indicator: '规模以上工业企业利润总额',
    value: 27298.3e8,
    unit: '元',
    quote: '27298.3亿元',
    period: '2018-01/2018-05',
    released: '2018-06-27',
    priceBasis: 'current',
  });
  const yearBefore = {
    ...profits,
    id: 'before',
    value: 29047.6e8,
    period: '2017-01/2017-05',
    released: '2017-06-27',
  };
  const rate = figure({
    value: 16.5,
    unit: '%',
    kind: 'growth',
    period: '2018-01/2018-05',
    released: '2018-06-27',
  });

  test('T1: the published rate stands against the ratio of published levels, and shows the base it was reckoned on', () => {
    const answer = growthOf({ value: profits, base: yearBefore, published: rate }, rules);
    if (!answer.ok) throw new Error(answer.why.en);
    expect(answer.origin).toBe('published');
    expect(answer.figure.value).toBe(16.5);
    expect(answer.naive).toBeCloseTo(-6.02, 2);
    expect(answer.cautions[0]?.en).toContain('-6.0');
    expect(answer.impliedBase!.value / 1e8).toBeCloseTo(23432.0, 1);
    expect(100 * (1 - answer.impliedBase!.value / yearBefore.value)).toBeCloseTo(19.3, 1);
  });

  test('T1: without a published rate two releases are not divided', () => {
    const answer = growthOf({ value: profits, base: yearBefore }, rules);
    expect(answer.ok).toBe(false);
    if (!answer.ok) expect(answer.why.zh).toContain('发布日期不同');
    const insisted = growthOf({ value: profits, base: yearBefore, acrossReleases: true }, rules);
    if (!insisted.ok) throw new Error(insisted.why.en);
    expect(insisted.label).toEqual({
      zh: '按公布数计算，未作可比口径调整',
      en: 'computed from published levels, not comparable-adjusted',
    });
    expect(insisted.cautions).not.toHaveLength(0);
    expect(insisted.figure.source).toMatchObject({ kind: 'formula', inputs: [profits.id, 'before'] });
  });

  test('T2: current prices against a rate at comparable prices', () => {
    const value = figure({
      value: 405442e8,
      unit: '元',
      period: '2024',
      released: '2025-07-11',
      priceBasis: 'current',
    });
    const base = figure({
      value: 39.9e12,
      unit: '元',
      period: '2023',
      released: '2024-07-05',
      priceBasis: 'current',
    });
    const published = figure({
      value: 5.7,
      unit: '%',
      kind: 'growth',
      period: '2024',
      priceBasis: 'comparable',
    });
    const answer = growthOf({ value, base, published }, rules);
    if (!answer.ok) throw new Error(answer.why.en);
    expect(answer.figure.value).toBe(5.7);
    expect(answer.naive).toBeCloseTo(1.6, 1);
    expect(
      growthOf({ value, base: { ...base, released: value.released, priceBasis: 'comparable' } }, rules).ok,
    ).toBe(false);
  });

  test('T3: nominal mean yearly growth is not the real one', () => {
    const first = figure({ value: 20.9e12, unit: '元', period: '2012', released: '2022-06-14' });
    const last = figure({ value: 37.3e12, unit: '元', period: '2021', released: '2022-06-14' });
    const computed = meanGrowthOf({ first, last }, rules);
    if (!computed.ok) throw new Error(computed.why.en);
    expect(computed.figure.value).toBeCloseTo(6.65, 2);
    expect(computed.figure).toMatchObject({ period: '2012/2021', priceBasis: 'current', comparator: '年均' });
    expect(computed.label.zh).toContain('未作可比口径调整');
    const published = figure({
      value: 6.3,
      unit: '%',
      kind: 'growth',
      period: '2012/2021',
      priceBasis: 'comparable',
    });
    const answer = meanGrowthOf({ first, last, published }, rules);
    expect(answer.ok && answer.figure.value).toBe(6.3);
    expect(answer.ok && answer.cautions[0]?.en).toContain('6.65');
  });

  test('T5 and T7: a base that follows from a level and a rate is derived, and says so', () => {
    const clusters = figure({ indicator: '集群产值', value: 6.2e12, unit: '元', period: '2022-H1' });
    const base = impliedBase(clusters, figure({ value: 6.1, unit: '%', kind: 'growth', period: '2022-H1' }));
    if (!base.ok) throw new Error(base.why.en);
    expect(base.figure.value / 1e12).toBeCloseTo(5.84, 2);
    expect(base.figure.period).toBe('2021-H1');
    expect(base.label.zh).toContain('不是公布数');
    const revenue = figure({ indicator: '营业收入', value: 85.68e12, unit: '元', period: '2018-01/2018-10' });
    const seven = impliedBase(
      revenue,
      figure({ value: 9.3, unit: '%', kind: 'growth', period: '2018-01/2018-10' }),
    );
    expect(seven.ok && seven.figure.value / 1e12).toBeCloseTo(78.39, 2);
    expect(seven.ok && seven.figure.period).toBe('2017-01/2017-10');
  });

  test('what has no meaning is refused', () => {
    const share = figure({ value: 27.7, unit: '%', kind: 'share', period: '2022' });
    expect(growthOf({ value: share, base: { ...share, period: '2021' } }, rules).ok).toBe(false);
    expect(growthOf({ value: profits, base: { ...yearBefore, period: '2016-01/2016-05' } }, rules).ok).toBe(
      false,
    );
    expect(growthOf({ value: profits }, rules).ok).toBe(false);
    expect(growthRate(5, 0)).toBeNull();
    expect(growthRate(5, -3)).toBeNull();
  });
});

describe('months', () => {
  const month = (text: string) => monthKey({ year: Number(text.slice(0, 4)), month: Number(text.slice(5)) });

  test('the same month last year is found by the calendar, whatever is missing', () => {
    const points = ['2021-01', '2021-02', '2021-04', '2022-01', '2022-02', '2022-03', '2022-04'].map(
      (text, i) => ({
        month: month(text),
        value: [100, 110, 130, 105, 121, 140, 143][i]!,
      }),
    );
    expect(
      sameMonthLastYear(points).map((point) => point.growth && Math.round(point.growth * 10) / 10),
    ).toEqual([null, null, null, 5, 10, null, 10]);
    expect(cumulativeGrowth(points).map((point) => point.growth !== null)).toEqual([
      false,
      false,
      false,
      true,
      true,
      false,
      false,
    ]);
  });

  test('single months: January and February stay together, vintages do not mix', () => {
    const single = singleMonths([
      { month: month('2022-02'), value: 200, vintage: 'a' },
      { month: month('2022-03'), value: 320, vintage: 'a' },
      { month: month('2022-04'), value: 440, vintage: 'b' },
      { month: month('2022-06'), value: 700, vintage: 'b' },
    ]);
    expect(single.map(({ period, value }) => [period, value])).toEqual([
      ['2022-01/2022-02', 200],
      ['2022-03', 120],
      ['2022-04', null],
      ['2022-06', null],
    ]);
    expect(single[2]?.why?.zh).toContain('不是同一版');
  });

  test('month on month of an unadjusted series is refused', () => {
    const points = [
      { month: 1, value: 100 },
      { month: 2, value: 101 },
    ];
    expect(monthOnMonth(points, { seasonallyAdjusted: false }).ok).toBe(false);
    const adjusted = monthOnMonth(points, { seasonallyAdjusted: true });
    expect(adjusted.ok && adjusted.points[1]?.growth).toBeCloseTo(1, 10);
  });

  test('two-year mean: 9.6 % after 2.8 % is 6.1 %', () => {
    expect(twoYearMean(9.6, 2.8)).toBeCloseTo(6.1455, 3);
  });

  test('single months add up to the cumulative figure', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 12, maxLength: 12 }), (values) => {
        let total = 0;
        const points = values.map((value, i) => {
          total += value;
          return { month: month('2022-01') + i, value: total };
        });
        expect(singleMonths(points).map((one) => one.value)).toEqual(values);
      }),
    );
  });
});

describeWith('reference/measure', 'reference: growth, chain-linked volumes', () => {
  test('growth_ref to 1e-10', () => {
    const input = sharedRows('reference/measure/growth_input.csv');
    const reference = sharedRows('reference/measure/growth_ref.csv');
    const names = [...new Set(input.map((row) => row.industry!))];
    for (const name of names) {
      const rows = input.filter((row) => row.industry === name);
      const points = rows.map((row) => ({
        month: monthKey({ year: 2022, month: Number(row.month) }),
        value: Number(row.value),
        base: Number(row.base_comparable),
      }));
      const expected = reference.filter((row) => row.industry === name);
      const own = sameMonthLastYear(points);
      const cumulative = cumulativeGrowth(points);
      for (const [i, row] of expected.entries()) {
        expect(Math.abs(own[i]!.growth! - Number(row.yoy_comparable))).toBeLessThan(1e-10);
        expect(own[i]!.basis).toBe('comparable');
        expect(Math.abs(cumulative[i]!.growth! - Number(row.cum_yoy_comparable))).toBeLessThan(1e-10);
        expect(
          Math.abs(
            growthRate(Number(rows[i]!.value), Number(rows[i]!.base_published))! -
              Number(row.yoy_nominal_published),
          ),
        ).toBeLessThan(1e-10);
      }
    }
  });

  test('chain_link_ref to 1e-10', () => {
    const rows = sharedRows('reference/measure/chain_link_ref.csv');
    const years = rows.map((row) => ({
      prices: [Number(row.p1), Number(row.p2), Number(row.p3)],
      quantities: [Number(row.q1), Number(row.q2), Number(row.q3)],
    }));
    const expected = rows.map((row) => Number(row.chain_laspeyres));
    for (const [i, value] of chainLinkedVolumes(years).entries())
      expect(Math.abs(value - expected[i]!)).toBeLessThan(1e-10);
  });
});
