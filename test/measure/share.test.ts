import { beforeAll, expect, test } from 'vitest';
import { changeInPoints, gapInPoints, type MeasureRules, shareOf, shares } from '../../src/measure/index.js';
import { figure, rulesOfMeasures } from './figures.js';

let rules: MeasureRules;
beforeAll(async () => {
  rules = await rulesOfMeasures();
});

test('shares and their change in points', () => {
  const rows = shares(
    [
      { name: '甲', value: 33 },
      { name: '乙', value: 67 },
    ],
    [
      { name: '甲', value: 30 },
      { name: '乙', value: 70 },
    ],
  );
  expect(rows.map((row) => [row.share, row.change])).toEqual([
    [33, 3],
    [67, -3],
  ]);
  expect(() =>
    shares([
      { name: '甲', value: 1 },
      { name: '甲', value: 1 },
    ]),
  ).toThrow(RangeError);
});

const national = {
  indicator: '制造业增加值占GDP比重',
  unit: '%',
  kind: 'share' as const,
};

test('T4: shares of two releases are not taken from each other', () => {
  const before = figure({ ...national, value: 27.7, period: '2022', released: '2023-03-01' });
  const now = figure({ ...national, value: 26.2, period: '2023', released: '2024-07-05' });
  const change = changeInPoints(now, before, rules);
  expect(change.ok).toBe(false);
  if (!change.ok) expect(change.why.zh).toContain('发布日期不同');
  const one = changeInPoints(now, { ...before, released: now.released }, rules);
  expect(one.ok && one.figure).toMatchObject({ value: -1.5, unit: '个百分点', kind: 'difference' });
});

test('the gap to the nation, in points', () => {
  const own = figure({ ...national, value: 30.5, period: '2021', area: '东部地区', released: '2022-09-23' });
  const nation = figure({ ...national, value: 27.4, period: '2021', released: '2022-09-23' });
  const gap = gapInPoints(own, nation, rules);
  expect(gap.ok && gap.figure).toMatchObject({ value: 3.1, unit: '个百分点', comparator: '比全国' });
  expect(gapInPoints(own, { ...nation, period: '2020' }, rules).ok).toBe(false);
  expect(gapInPoints({ ...own, unit: '个百分点' }, nation, rules).ok).toBe(false);
});

test('parts and wholes of other scope, prices or units have no share', () => {
  const part = figure({
    indicator: '规模以上工业增加值',
    value: 20,
    unit: '元',
    period: '2021',
    area: '西部地区',
  });
  const whole = figure({ indicator: '规模以上工业增加值', value: 100, unit: '元', period: '2021' });
  const share = shareOf(part, whole, rules);
  expect(share.ok && share.figure).toMatchObject({ value: 20, unit: '%', kind: 'share' });
  const all = shareOf(part, { ...whole, indicator: '全部工业增加值' }, rules);
  expect(!all.ok && all.why.zh).toContain('口径不同');
  expect(shareOf(part, { ...whole, unit: '家' }, rules).ok).toBe(false);
  expect(
    shareOf({ ...part, priceBasis: 'comparable' }, { ...whole, priceBasis: 'comparable' }, rules).ok,
  ).toBe(false);
  expect(shareOf(part, { ...whole, period: '2020' }, rules).ok).toBe(false);
});
