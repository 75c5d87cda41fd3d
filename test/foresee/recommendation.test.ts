import { describe, expect, it } from 'vitest';
import {
  entryRateAt,
  foresight,
  RECOMMENDATION_WEIGHTS,
  type RegionActivityRow,
  recommendationScores,
  recommendations,
  regionActivityTable,
  testLists,
} from '../../src/foresee/index.js';
import { UserError } from '../../src/model/index.js';

/** M by rows of marks; what is present has 10, what is marked small 1. */
function tableOf(marks: Record<string, string>) {
  const rows: RegionActivityRow[] = Object.entries(marks).flatMap(([region, line]) =>
    [...line].map((mark, p) => ({
      region,
      activity: `p${p}`,
      value: mark === '#' ? 10 : mark === '+' ? 1 : 0,
    })),
  );
  return regionActivityTable(rows);
}

const MARKS = {
  a: '###...#.',
  b: '##.##...',
  c: '#.###..#',
  d: '...####.',
  e: '..#.####',
};
const table = tableOf(MARKS);
const result = foresight(table, { keepProximity: 'double' });

describe('recommendations', () => {
  it('lists candidates alone: what the region lacks and two others have', () => {
    const scores = recommendationScores(table, result, { count: 3 });
    table.regions.forEach((_, r) => {
      for (const p of scores.lists[r]!) {
        expect(scores.has[r * table.activities.length + p]).toBe(0);
        expect(result.presence.ubiquity[p]).toBeGreaterThanOrEqual(2);
      }
    });
  });

  it('makes the score of the terms by their weights, each in its place from 0 to 1', () => {
    const { recommendations: list, weights } = recommendations(table, result, 'a');
    expect(weights).toEqual(RECOMMENDATION_WEIGHTS);
    for (const one of list) {
      const known = Object.values(one.terms).filter(({ score, weight }) => score !== null && weight > 0);
      const sum = known.reduce((all, { score, weight }) => all + weight * score!, 0);
      const whole = known.reduce((all, { weight }) => all + weight, 0);
      expect(one.score).toBeCloseTo(sum / whole, 12);
      expect(one.terms.risk.score).toBeNull();
    }
    expect(list.map(({ rank }) => rank)).toEqual(list.map((_, i) => i + 1));
  });

  it('follows density alone where only fit counts', () => {
    const only = { fit: 1, base: 0, gain: 0, neighbours: 0, differentiation: 0, risk: 0, priority: 0 };
    const { recommendations: list } = recommendations(table, result, 'd', { weights: only });
    const densities = list.map(({ density }) => density);
    expect(densities).toEqual([...densities].sort((x, y) => y - x));
    expect(list[0]!.terms.fit.score).toBe(1);
  });

  it('counts as crowded what neighbours have or would list, and moves it down', () => {
    const neighbours = new Map([
      ['a', ['b', 'c']],
      ['b', ['a']],
      ['c', ['a']],
    ]);
    const options = { neighbours, count: 2, weights: { differentiation: 5 } };
    const { recommendations: list, neighbours: near } = recommendations(table, result, 'a', options);
    expect(near).toEqual(['b', 'c']);
    const full = recommendations(table, result, 'a', { ...options, count: 8 });
    for (const one of full.recommendations) {
      const p = Number(one.activity.slice(1));
      expect(one.heldBy).toEqual(['b', 'c'].filter((name) => MARKS[name as 'b'][p] === '#'));
      expect(one.terms.differentiation.score).toBeCloseTo(
        1 - (one.heldBy.length + one.wantedBy.length) / 2,
        12,
      );
    }
    // p3 and p4 are with both neighbours, so that they cannot lead a list in which that counts most.
    expect(list.map(({ activity }) => activity)).not.toContain('p4');
  });

  it('lowers what its chains expose and lifts what has priority', () => {
    const plain = recommendations(table, result, 'a', { count: 8 }).recommendations;
    const first = plain[0]!.activity;
    const last = plain.at(-1)!.activity;
    const risky = recommendations(table, result, 'a', {
      count: 8,
      risk: new Map(plain.map(({ activity }) => [activity, activity === first ? 0.9 : 0.1])),
      weights: { risk: 10 },
    });
    expect(risky.recommendations.at(-1)!.activity).toBe(first);
    const wanted = recommendations(table, result, 'a', {
      count: 8,
      priority: new Set([last]),
      weights: { priority: 10 },
    });
    expect(wanted.recommendations[0]!.activity).toBe(last);
  });

  it('names what to stand on and what to build by proximity', () => {
    const [first] = recommendations(table, result, 'b').recommendations;
    for (const { activity } of first!.standsOn) expect(MARKS.b[Number(activity.slice(1))]).toBe('#');
    for (const { activity } of first!.toBuild) expect(MARKS.b[Number(activity.slice(1))]).not.toBe('#');
    const proximities = first!.standsOn.map(({ proximity }) => proximity);
    expect(proximities).toEqual([...proximities].sort((x, y) => y - x));
  });

  it.each([
    [{ weights: { fit: -1 } }, 'weight fit'],
    [{ neighbours: new Map([['a', ['nowhere']]]) }, 'nowhere'],
    [{ count: 0 }, '1 or more'],
  ])('refuses %j', (options, words) => {
    try {
      recommendations(table, result, 'a', options);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).en).toContain(words);
    }
  });

  it('refuses a region that is not there', () => {
    expect(() => recommendations(table, result, 'z')).toThrow(UserError);
  });
});

describe('testLists', () => {
  const later = tableOf({ ...MARKS, a: '####..#.', b: '#####...', d: '..#####.' });
  const panel = [
    { year: 2020, table },
    { year: 2023, table: later },
  ];

  it('counts the listed that came true, beside all candidates', () => {
    const test = testLists(panel, 3, { count: 2, rounds: 50 });
    expect(test.pairs).toEqual([{ from: 2020, to: 2023 }]);
    const scores = recommendationScores(table, result, { count: 2 });
    const then = foresight(later);
    const m = later.activities.length;
    const has = (r: number, p: number) => {
      const q = later.activities.indexOf(table.activities[p]!);
      const { start, activity } = then.presence;
      return activity.subarray(start[r]!, start[r + 1]!).includes(q) ? 1 : 0;
    };
    let hits = 0;
    let tries = 0;
    scores.lists.forEach((list, r) => {
      for (const p of list) hits += has(r, p);
      tries += list.length;
    });
    expect(m).toBe(8);
    expect(test.rules[0]!.hitRate).toBeCloseTo(hits / tries, 12);
    const seen = test.byFit.reduce((sum, { candidates }) => sum + candidates, 0);
    expect(seen).toBe(test.candidates);
    const entries = test.byFit.reduce((sum, own) => sum + own.entries, 0);
    expect(entries / seen).toBeCloseTo(test.chance, 12);
    expect(entryRateAt(test, 1)!.high).toBe(1);
    expect(entryRateAt(test, null)).toBeNull();
  });

  it('refuses a horizon that no two years have', () => {
    expect(() => testLists(panel, 2)).toThrow(UserError);
  });
});
