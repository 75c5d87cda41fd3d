import { beforeAll, expect, test } from 'vitest';
import { comparability, type MeasureRules } from '../../src/measure/index.js';
import { figure, rulesOfMeasures } from './figures.js';

let rules: MeasureRules;
beforeAll(async () => {
  rules = await rulesOfMeasures();
});

const one = figure({
  indicator: '营业收入',
  value: 10,
  unit: '元',
  period: '2022',
  scope: '规模以上工业企业实现营业收入10元。',
  released: '2023-01-31',
  priceBasis: 'current',
});

test('equal in everything: nothing in the way', () => {
  expect(comparability(one, { ...one, value: 11 }, rules)).toEqual({ obstacles: [], cautions: [] });
});

test('another scope, price basis or release is in the way', () => {
  const aspects = (other: Partial<typeof one>) =>
    comparability(one, { ...one, ...other }, rules).obstacles.map((obstacle) => obstacle.aspect);
  expect(aspects({ scope: '全部工业企业实现营业收入10元。' })).toEqual(['scope']);
  expect(aspects({ priceBasis: 'comparable' })).toEqual(['priceBasis']);
  expect(aspects({ released: '2023-04-18' })).toEqual(['release']);
  expect(aspects({ unit: '家' })).toEqual(['unit']);
  expect(aspects({ period: '2021', area: { code: null, name: '西部' } })).toEqual(['area', 'period']);
});

test('what one of them does not say is a caution', () => {
  const { obstacles, cautions } = comparability(
    one,
    { ...one, scope: null, priceBasis: null, released: null },
    rules,
  );
  expect(obstacles).toEqual([]);
  expect(cautions.map((caution) => caution.aspect)).toEqual(['priceBasis', 'scope', 'release']);
});

test("the indicator's own words come before those of the sentence around it", () => {
  const named = { ...one, indicator: '规上工业营业收入', scope: '全部工业增长，规上工业营业收入10元。' };
  expect(comparability(named, { ...named, scope: null }, rules).obstacles).toEqual([]);
});
