import { beforeAll, describe, expect, test } from 'vitest';
import {
  doubled,
  fallNarrowed,
  fallWidened,
  faster,
  flat,
  type MeasureRules,
  run,
  slower,
  steadied,
  turnedNegative,
  turnedPositive,
  turnOf,
} from '../../src/measure/index.js';
import { rulesOfMeasures } from './figures.js';

let rules: MeasureRules['turning'];
beforeAll(async () => {
  rules = (await rulesOfMeasures()).turning;
});

test.each([
  [5.8, 6.0, '加快', 0.2],
  [6.0, 5.9, '回落', -0.1],
  [5.9, 5.9, '持平', 0],
  [5.9, 5.94, '持平', 0],
  [5.94, 5.96, '加快', 0.1],
  [-1.2, 0.3, '由负转正', 1.5],
  [-1.2, 0, '加快', 1.2],
  [0.3, -0.2, '由正转负', -0.5],
  [-3.0, -1.5, '降幅收窄', 1.5],
  [-1.5, -3.0, '降幅扩大', -1.5],
  [-1.5, -1.5, '持平', 0],
  [0.2, -0.04, '回落', -0.2],
])('%s then %s is %s', (previous, current, zh, change) => {
  expect(turnOf(previous, current, rules)).toMatchObject({ zh, change });
});

test('each word holds on its own condition only', () => {
  expect(faster(5.8, 5.8, rules)).toBeNull();
  expect(slower(5.8, 5.8, rules)).toBeNull();
  expect(flat(5.8, 5.9, rules)).toBeNull();
  expect(turnedPositive(-1, 0, rules)).toBeNull();
  expect(turnedNegative(1, 0, rules)).toBeNull();
  expect(fallNarrowed(-1, 1, rules)).toBeNull();
  expect(fallWidened(-1, -0.5, rules)).toBeNull();
  expect(doubled(99.9, rules)).toBeNull();
  expect(doubled(100, rules)?.zh).toBe('翻番');
  expect(turnOf(Number.NaN, 1, rules)).toBeNull();
});

test('企稳: a fall, then two periods within 0.3 point', () => {
  expect(steadied([6.0, 5.0, 5.2], rules)).toMatchObject({ zh: '企稳', change: 0.2 });
  expect(steadied([6.0, 5.0, 5.4], rules)).toBeNull();
  expect(steadied([5.1, 5.0, 5.0], rules)).toBeNull();
});

describe('连续n个月', () => {
  const months = (rates: (number | null)[]) => rates.map((growth, i) => ({ month: 24000 + i, growth }));

  test('counts back from the last month', () => {
    expect(run(months([-1, 2, 3, 4]), 'growth', rules, { cumulative: false })).toMatchObject({
      months: 3,
      zh: '连续3个月增长',
    });
    expect(run(months([1, 2, 3, 4]), 'faster', rules, { cumulative: false })?.months).toBe(3);
    expect(run(months([-1, -2, -3]), 'fall', rules, { cumulative: false })?.months).toBe(3);
    expect(run(months([5, 4, 3]), 'slower', rules, { cumulative: false })?.zh).toBe('连续2个月回落');
  });

  test('not on cumulative rates, not across a missing month, not for one month', () => {
    expect(run(months([1, 2, 3]), 'growth', rules, { cumulative: true })).toBeNull();
    expect(run(months([1, 2, null, 4]), 'growth', rules, { cumulative: false })).toBeNull();
    expect(
      run([...months([1, 2]), { month: 24003, growth: 4 }], 'growth', rules, { cumulative: false }),
    ).toBeNull();
    expect(run([], 'growth', rules, { cumulative: false })).toBeNull();
  });
});
