import { beforeAll, expect, test } from 'vitest';
import { type MeasureRules, type TrackedTarget, trackTarget } from '../../src/measure/index.js';
import { rulesOfMeasures } from './figures.js';

let rules: MeasureRules['targets'];
beforeAll(async () => {
  rules = (await rulesOfMeasures()).targets;
});

const target: TrackedTarget = {
  indicator: '专精特新中小企业数量',
  value: 100_000,
  unit: '家',
  kind: 'count',
  deadline: '2025',
  bound: 'over',
};

test('an even pace from 40 000 to 100 000 in five years is 20.1 % a year', () => {
  const track = trackTarget(
    target,
    [
      { period: '2020', value: 40_000 },
      { period: '2022', value: 70_000 },
    ],
    rules,
  );
  expect(track).toMatchObject({ state: 'onTrack', gap: 30_000 });
  expect(track.expected).toBeCloseTo(40_000 * 2.5 ** (2 / 5), -1);
  expect(track.requiredYearlyRate).toBeCloseTo(100 * ((10 / 7) ** (1 / 3) - 1), 1);
  expect(track.observedYearlyRate).toBeCloseTo(100 * (Math.sqrt(7 / 4) - 1), 1);
  expect(track.why.zh).toContain('今后每年需12.6%');
});

test('behind the pace is late, and so is a deadline that has come', () => {
  const slow = [
    { period: '2020', value: 40_000 },
    { period: '2022', value: 50_000 },
  ];
  expect(trackTarget(target, slow, rules).state).toBe('late');
  const past = trackTarget(target, [{ period: '2025', value: 99_000 }], rules);
  expect(past).toMatchObject({ state: 'late', gap: 1000 });
  expect(past.why.zh).toContain('已到');
});

test('met, also before the deadline', () => {
  expect(trackTarget(target, [{ period: '2023', value: 103_000 }], rules).state).toBe('met');
  expect(trackTarget({ ...target, bound: 'under' }, [{ period: '2023', value: 103_000 }], rules).state).toBe(
    'unknown',
  );
});

test('unknown says why', () => {
  expect(trackTarget(target, [], rules).why.en).toContain('nothing has been observed');
  expect(trackTarget(target, [{ period: '2022', value: 5, unit: '%' }], rules).why.zh).toContain('对不上');
  expect(trackTarget({ ...target, deadline: null }, [], rules).why.zh).toContain('期限');
  expect(trackTarget({ ...target, value: null }, [], rules).why.zh).toContain('数值');
  const one = trackTarget(target, [{ period: '2022', value: 70_000 }], rules);
  expect(one.state).toBe('unknown');
  expect(one.requiredYearlyRate).toBeCloseTo(12.6, 1);
});

test('shares move by points; an upper limit is kept from above', () => {
  const share: TrackedTarget = { ...target, unit: '%', kind: 'share', value: 30, deadline: '2025' };
  const track = trackTarget(
    share,
    [
      { period: '2020', value: 20 },
      { period: '2023', value: 26 },
    ],
    rules,
  );
  expect(track.state).toBe('onTrack');
  expect(track.requiredPointsAYear).toBeCloseTo(2, 2);
  expect(track.requiredYearlyRate).toBeNull();
  const energy: TrackedTarget = { ...share, value: 10, bound: 'under' };
  expect(
    trackTarget(
      energy,
      [
        { period: '2020', value: 20 },
        { period: '2023', value: 12 },
      ],
      rules,
    ).state,
  ).toBe('onTrack');
  expect(
    trackTarget(
      energy,
      [
        { period: '2020', value: 20 },
        { period: '2023', value: 18 },
      ],
      rules,
    ).state,
  ).toBe('late');
});

test('a growth target is met by the growth of its own year', () => {
  const growth: TrackedTarget = {
    ...target,
    unit: '%',
    kind: 'growth',
    value: 5,
    deadline: '2023',
    bound: 'about',
  };
  expect(trackTarget(growth, [{ period: '2023', value: 4.8 }], rules).state).toBe('met');
  expect(trackTarget(growth, [{ period: '2023', value: 4.6 }], rules).state).toBe('late');
  expect(trackTarget(growth, [{ period: '2023-H1', value: 5.5 }], rules).state).toBe('onTrack');
  expect(trackTarget(growth, [{ period: '2022', value: 9 }], rules).state).toBe('unknown');
});

test('a mean rate over years is not judged by one year', () => {
  const mean: TrackedTarget = {
    ...target,
    indicator: '研发经费年均增速',
    unit: '%',
    kind: 'growth',
    value: 7,
    deadline: '2025',
  };
  expect(trackTarget(mean, [{ period: '2025', value: 9 }], rules).state).toBe('unknown');
  expect(trackTarget(mean, [{ period: '2020/2025', value: 7.4 }], rules).state).toBe('met');
});
