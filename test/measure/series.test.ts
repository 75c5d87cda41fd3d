import { beforeAll, describe, expect, test } from 'vitest';
import { type MeasureRules, measureSeries } from '../../src/measure/index.js';
import { rulesOfMeasures } from './figures.js';

let rules: MeasureRules;
beforeAll(async () => {
  rules = await rulesOfMeasures();
});

test('a published rate wins, a re-stated base comes next, levels last and labelled', () => {
  const { rows } = measureSeries(
    [
      { period: '2017-01/2017-05', value: 29047.6 },
      { period: '2018-01/2018-05', value: 27298.3, published: 16.5 },
      { period: '2017-01/2017-06', value: 100 },
      { period: '2018-01/2018-06', value: 110, base: 104 },
      { period: '2017-01/2017-07', value: 100 },
      { period: '2018-01/2018-07', value: 110 },
    ],
    rules,
  );
  const of = (period: string) => rows.find((row) => row.period === period)!;
  expect(of('2018-01/2018-05')).toMatchObject({ growth: 16.5, origin: 'published' });
  expect(of('2018-01/2018-05').naive).toBeCloseTo(-6.02, 2);
  expect(of('2018-01/2018-06').origin).toBe('comparable');
  expect(of('2018-01/2018-06').growth).toBeCloseTo(5.77, 2);
  expect(of('2018-01/2018-07')).toMatchObject({
    origin: 'computed',
    label: { zh: '按公布数计算，未作可比口径调整' },
  });
});

test('cumulative rates turn against the month before; single months come out of them', () => {
  const { rows } = measureSeries(
    [
      { period: '2022-01/2022-02', value: 110, published: 7.5 },
      { period: '2022-01/2022-03', value: 170, published: 6.5 },
      { period: '2022-01/2022-04', value: null, published: 4.0 },
      { period: '2022-01/2022-05', value: 290, published: 3.3 },
    ],
    rules,
  );
  expect(rows.map((row) => row.turn?.zh ?? null)).toEqual([null, '回落', '回落', '回落']);
  expect(rows.map((row) => row.single?.value ?? null)).toEqual([110, 60, null, null]);
  expect(rows[0]!.single?.period).toBe('2022-01/2022-02');
});

describe('years', () => {
  test('mean growth of levels is labelled', () => {
    const { mean } = measureSeries(
      [
        { period: '2012', value: 20.9 },
        { period: '2021', value: 37.3 },
      ],
      rules,
    );
    expect(mean).toMatchObject({ from: '2012', to: '2021', label: { zh: '按公布数计算，未作可比口径调整' } });
    expect(mean!.growth).toBeCloseTo(6.65, 2);
  });

  test('a period that stands twice is named', () => {
    const { notes, rows } = measureSeries(
      [
        { period: '2021', value: 1 },
        { period: '2021', value: 2 },
      ],
      rules,
    );
    expect(notes).toHaveLength(1);
    expect(rows).toHaveLength(1);
    expect(() => measureSeries([{ period: '去年', value: 1 }], rules)).toThrow(RangeError);
  });

  test('month on month only where the series is adjusted', () => {
    const rows = [
      { period: '2022-01', value: 100 },
      { period: '2022-02', value: 102 },
    ];
    expect(measureSeries(rows, rules).rows[1]!.monthOnMonth).toBeNull();
    expect(measureSeries(rows, rules, { seasonallyAdjusted: true }).rows[1]!.monthOnMonth).toBeCloseTo(2, 10);
  });
});
