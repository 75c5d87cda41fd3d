import { beforeAll, describe, expect, test } from 'vitest';
import { clusterFrame, compareClusters, type Frame, type MeasureRules } from '../../src/measure/index.js';
import { rulesOfMeasures } from './figures.js';

let rules: MeasureRules;
beforeAll(async () => {
  rules = await rulesOfMeasures();
});

const sample = { draws: 500, seed: 7, concentration: 30 };
const name = (zh: string) => ({ zh, en: zh });

/** Two abilities with one indicator each. */
const small: Frame = {
  abilities: [
    {
      id: 'a',
      name: name('甲'),
      weight: 3,
      indicators: [{ id: 'x', name: name('x'), unit: '家', better: 'more', weight: 1 }],
    },
    {
      id: 'b',
      name: name('乙'),
      weight: 1,
      indicators: [{ id: 'y', name: name('y'), unit: '家', better: 'less', weight: 1 }],
    },
  ],
  normalisation: 'minMax',
  missing: 'renormalise',
  leastCoverage: 0.6,
};

describe('a worked example', () => {
  // x: 10, 5, 0 → 100, 50, 0; y, less is better: 4, 2, 0 → 0, 50, 100. Scores: 75, 50, 25.
  const clusters = [
    { name: 'P', values: { x: 10, y: 4 } },
    { name: 'Q', values: { x: 5, y: 2 } },
    { name: 'R', values: { x: 0, y: 0 } },
  ];

  test('scores and ranks', () => {
    const result = compareClusters(clusters, small, sample);
    expect(result.clusters.map((one) => [one.name, one.score, one.rank])).toEqual([
      ['P', 75, 1],
      ['Q', 50, 2],
      ['R', 25, 3],
    ]);
    expect(result.weights).toEqual([
      { ability: 'a', weight: 0.75, indicators: [{ id: 'x', weight: 1 }] },
      { ability: 'b', weight: 0.25, indicators: [{ id: 'y', weight: 1 }] },
    ]);
  });

  test('equal weights turn every pair around', () => {
    const { flips, ranges } = compareClusters(clusters, small, sample).sensitivity;
    expect(flips).toHaveLength(2);
    expect(flips[0]).toMatchObject({ above: 'P', below: 'Q' });
    expect(flips[0]!.flip!.to).toBeCloseTo(0.5, 12);
    expect(ranges[0]).toMatchObject({ name: 'P', best: 1 });
    expect(ranges[0]!.first).toBeGreaterThan(0.95);
  });

  test('the same seed draws the same', () => {
    expect(compareClusters(clusters, small, sample)).toEqual(compareClusters(clusters, small, sample));
  });

  test.each(['zScore', 'rank'] as const)('%s keeps the order', (normalisation) => {
    const result = compareClusters(clusters, { ...small, normalisation }, sample);
    expect(result.clusters.map((one) => one.name)).toEqual(['P', 'Q', 'R']);
  });
});

describe('missing data', () => {
  const clusters = [
    { name: 'P', values: { x: 10, y: 4 } },
    { name: 'Q', values: { x: 5, y: null } },
    { name: 'R', values: { y: 0 } },
  ];

  test('what is there takes the weight; too little is not scored', () => {
    const result = compareClusters(clusters, small, sample);
    expect(result.clusters.map((one) => [one.name, one.score, one.coverage, one.missing])).toEqual([
      ['P', 75, 1, []],
      ['Q', 0, 0.75, ['y']],
      ['R', null, 0.25, ['x']],
    ]);
    expect(result.clusters[2]!.why!.zh).toContain('25%');
    expect(result.sensitivity.flips[0]!.flip).toBeNull();
  });

  test('by the other rule a gap refuses', () => {
    const result = compareClusters(clusters, { ...small, missing: 'refuse' }, sample);
    expect(result.clusters.filter((one) => one.score === null).map((one) => one.name)).toEqual(['Q', 'R']);
  });
});

describe('the five abilities', () => {
  test('weights are set by the user, unknown names are refused', () => {
    const frame = clusterFrame(rules, { abilities: { innovation: 40 }, normalisation: 'rank' });
    expect(frame.abilities.map((ability) => [ability.name.zh, ability.weight])).toEqual([
      ['协同创新网络', 40],
      ['先进制造能力', 20],
      ['优质市场主体', 20],
      ['产业生态', 20],
      ['治理能力', 20],
    ]);
    expect(() => clusterFrame(rules, { abilities: { luck: 1 } })).toThrow(RangeError);
    expect(() =>
      compareClusters(
        [{ name: 'P', values: { output: 1 } }],
        clusterFrame(rules, { abilities: { manufacturing: -1 } }),
        sample,
      ),
    ).toThrow(RangeError);
  });

  test('an ability nobody has data on is left out, and named', () => {
    const result = compareClusters(
      [
        { name: 'P', values: { output: 2, littleGiants: 1 } },
        { name: 'Q', values: { output: 1, littleGiants: 3 } },
      ],
      clusterFrame(rules),
      sample,
    );
    expect(result.weights.map((one) => one.ability)).toEqual(['manufacturing', 'enterprises']);
    expect(result.cautions).toHaveLength(3);
    expect(result.clusters.every((one) => one.score === 50 && one.rank === 1)).toBe(true);
  });
});

test('weight on abilities without data alone, or no data at all, ranks nobody and says why', () => {
  const bare = compareClusters([{ name: 'P', values: {} }], small, sample);
  expect(bare.clusters).toMatchObject([{ name: 'P', score: null, rank: null }]);
  expect(bare.cautions).toHaveLength(2);
  const only = {
    ...small,
    abilities: small.abilities.map((one) => ({ ...one, weight: one.id === 'a' ? 1 : 0 })),
  };
  const other = compareClusters([{ name: 'P', values: { y: 4 } }], only, sample);
  expect(other.clusters).toMatchObject([{ name: 'P', score: null, rank: null }]);
  expect(other.cautions).toHaveLength(1);
});
