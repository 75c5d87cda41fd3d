import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type InequalityUnit,
  inequalityOverTime,
  theilL,
  theilT,
  weightedGini,
  williamson,
} from '../../src/measure/theil.js';
import { describeWith, sharedRows } from './reference.js';

describeWith('reference/measure', 'inequality against the reference', () => {
  it('T, L, their parts, Williamson and Gini', () => {
    const units = sharedRows('reference/measure/theil_input.csv').map(({ province, population, income }) => ({
      group: province!,
      weight: Number(population),
      value: Number(income),
    }));
    const [theirs] = sharedRows('reference/measure/theil_ref.csv');
    const t = theilT(units);
    const l = theilL(units);
    expect(t.total).toBeCloseTo(Number(theirs!.theil_T), 9);
    expect(t.between).toBeCloseTo(Number(theirs!.T_between), 9);
    expect(t.within).toBeCloseTo(Number(theirs!.T_within), 9);
    expect(l.total).toBeCloseTo(Number(theirs!.theil_L), 9);
    expect(l.between).toBeCloseTo(Number(theirs!.L_between), 9);
    expect(l.within).toBeCloseTo(Number(theirs!.L_within), 9);
    expect(williamson(units)).toBeCloseTo(Number(theirs!.williamson_cv), 9);
    expect(weightedGini(units)).toBeCloseTo(Number(theirs!.gini_popweighted), 9);
  });
});

const units = fc.array(
  fc.record({
    group: fc.constantFrom('east', 'central', 'west'),
    weight: fc.double({ min: 0.5, max: 100, noNaN: true }),
    value: fc.double({ min: 0.5, max: 1000, noNaN: true }),
  }),
  { minLength: 1, maxLength: 20 },
);

describe('inequality', () => {
  it('by hand: one of two equal units has everything', () => {
    const all: InequalityUnit[] = [
      { group: 'a', weight: 1, value: 1 },
      { group: 'b', weight: 1, value: 0 },
    ];
    expect(theilT(all).total).toBeCloseTo(Math.LN2, 12);
    expect(theilT(all).within).toBe(0);
    expect(theilL(all).total).toBe(Number.POSITIVE_INFINITY);
    expect(williamson(all)).toBeCloseTo(1, 12);
    expect(weightedGini(all)).toBeCloseTo(0.5, 12);
  });

  it('between and within add up, and neither is negative', () => {
    fc.assert(
      fc.property(units, (all) => {
        for (const index of [theilT(all), theilL(all)]) {
          expect(index.between + index.within).toBeCloseTo(index.total, 10);
          expect(index.between).toBeGreaterThanOrEqual(-1e-12);
          for (const group of index.groups) expect(group.within).toBeGreaterThanOrEqual(-1e-12);
        }
      }),
    );
  });

  it('does not change with the units of money or people, nor when a unit is cut in two alike halves', () => {
    fc.assert(
      fc.property(units, fc.double({ min: 0.01, max: 100, noNaN: true }), (all, factor) => {
        const measured = (of: readonly InequalityUnit[]) => [
          theilT(of).total,
          theilL(of).total,
          williamson(of),
          weightedGini(of),
        ];
        const before = measured(all);
        const scaled = all.map((unit) => ({
          ...unit,
          value: unit.value * factor,
          weight: unit.weight / factor,
        }));
        const halves = all.flatMap((unit) => {
          const half = { ...unit, value: unit.value / 2, weight: unit.weight / 2 };
          return [half, half];
        });
        for (const after of [measured(scaled), measured(halves)])
          for (const [i, value] of after.entries()) expect(value).toBeCloseTo(before[i]!, 8);
      }),
    );
  });

  it.each([
    [[{ group: 'a', weight: 0, value: 1 }], /权重/],
    [[{ group: 'a', weight: 1, value: -1 }], /-1/],
    [[{ group: 'a', weight: 1, value: 0 }], /合计为 0/],
  ])('refuses %j', (all, message) => {
    expect(() => theilT(all)).toThrow(message);
  });
});

describe('over time', () => {
  const row = (period: string, area: string, value: number) => ({
    period,
    area,
    value,
    weight: 1,
    group: 'west',
  });
  const split = [{ area: '重庆', from: '四川', since: '1997-03' }];

  it('takes the younger area out for as long as the older one’s figure holds it, and says so', () => {
    const { periods, history } = inequalityOverTime(
      [
        ...['1994', '1995', '1996', '1997'].map((year, i) => row(year, '云南', 1000 * 1.15 ** i)),
        row('1994', '四川', 2800),
        row('1994', '重庆', 800),
        row('1995', '四川', 3500),
        row('1995', '重庆', 1100),
        row('1996', '四川', 3000),
        row('1996', '重庆', 1300),
        row('1997', '四川', 3300),
        row('1997', '重庆', 1500),
      ],
      split,
    );
    expect(history).toEqual([
      { ...split[0], separateFrom: 1996, seenIn: 'table', leftOut: ['1994', '1995'] },
    ]);
    expect(periods.map((period) => period.areas)).toEqual([2, 2, 3, 3]);
    expect(periods[2]!.entered).toEqual(['重庆']);
    // 1996 on the map of 1995: 云南 1322.5 beside 四川 with 重庆, 4300, one weight each.
    const [small, large] = [1322.5 / 5622.5, 4300 / 5622.5];
    expect(periods[2]!.onEarlierAreas!.areas).toBe(2);
    expect(periods[2]!.onEarlierAreas!.theilT.total).toBeCloseTo(
      small * Math.log(2 * small) + large * Math.log(2 * large),
      12,
    );
    expect(periods.map((period) => period.onEarlierAreas === null)).toEqual([true, true, false, true]);
  });

  it('adds the weights of an area that is taken back, and bridges nothing where one is missing', () => {
    const people = (period: string, area: string, value: number, weight: number) => ({
      ...row(period, area, value),
      weight,
    });
    const before = [people('1996', '云南', 10, 4), people('1996', '四川', 30, 11)];
    const { periods } = inequalityOverTime(
      [
        ...before,
        people('1997', '云南', 10, 4),
        people('1997', '四川', 20, 8),
        people('1997', '重庆', 10, 3),
      ],
      split,
    );
    expect(periods[1]!.onEarlierAreas!.theilT.total).toBeCloseTo(periods[0]!.theilT.total, 12);
    const { periods: gone } = inequalityOverTime([
      ...before,
      people('1997', '四川', 20, 8),
      people('1997', '重庆', 10, 3),
    ]);
    expect(gone[1]).toMatchObject({ entered: ['重庆'], left: ['云南'], onEarlierAreas: null });
  });

  it('keeps to the founding where the table does not show the cut', () => {
    const { history } = inequalityOverTime([row('1996', '四川', 3000), row('1996', '重庆', 1300)], split);
    expect(history[0]).toMatchObject({ separateFrom: 1997, seenIn: 'founding', leftOut: ['1996'] });
  });

  it('leaves out nothing of areas without a split', () => {
    const { periods, history } = inequalityOverTime(
      [row('1950', 'A', 1), row('1951', 'A', 1), row('1951', 'B', 2)],
      split,
    );
    expect(history).toEqual([]);
    expect(periods[1]).toMatchObject({ areas: 2, entered: ['B'], left: [] });
  });
});

describeWith('data/series', 'provincial GDP, 1952 to 2022', () => {
  const EAST = '北京天津河北上海江苏浙江福建山东广东海南';
  const CENTRAL = '山西安徽江西河南湖北湖南';
  const NORTHEAST = '辽宁吉林黑龙江';
  const panel = () =>
    sharedRows('data/series/province_gdp_1952_2022.csv')
      .filter((row) => Number(row.gdp_100m_yuan) > 0)
      .map((row) => {
        const area = row.region!.replace(/(省|市|壮族自治区|回族自治区|维吾尔自治区|自治区)$/, '');
        const group = EAST.includes(area)
          ? 'east'
          : CENTRAL.includes(area)
            ? 'central'
            : NORTHEAST.includes(area)
              ? 'northeast'
              : 'west';
        return { period: row.year!, area, group, weight: 1, value: Number(row.gdp_100m_yuan) };
      })
      .filter((row) => row.area !== '中国')
      .sort((a, b) => Number(a.period) - Number(b.period));

  it('decomposes every year by regions; 重庆 is within 四川 up to 1995, 海南 absent before 1988', () => {
    const { periods, history } = inequalityOverTime(panel(), [
      { area: '重庆', from: '四川', since: '1997-03-14' },
      { area: '海南', from: '广东', since: '1988-04-13' },
    ]);
    expect(periods).toHaveLength(71);
    for (const { theilT: t } of periods) expect(t.between + t.within).toBeCloseTo(t.total, 12);
    expect(history.map(({ area, separateFrom, seenIn }) => ({ area, separateFrom, seenIn }))).toEqual([
      { area: '重庆', separateFrom: 1996, seenIn: 'table' },
      { area: '海南', separateFrom: 1988, seenIn: 'founding' },
    ]);
    expect(history[0]!.leftOut).toHaveLength(18);
    expect(history[1]!.leftOut).toEqual(['1987']);
    const of = (year: string) => periods.find(({ period }) => period === year)!;
    expect(of('1988').entered).toEqual(['海南']);
    expect(of('1996').entered).toEqual(['重庆']);
    expect(of('2022').areas).toBe(31);
  });

  it('the four regions of 2022: the east has just over half', () => {
    const year = panel().filter(({ period }) => period === '2022');
    const { groups } = theilT(year);
    expect(groups.find(({ group }) => group === 'east')!.valueShare).toBeCloseTo(0.517, 2);
    expect(groups.reduce((sum, group) => sum + group.valueShare, 0)).toBeCloseTo(1, 12);
  });
});
