import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestShortlist, leastCostAssignment, type ShortlistRequest } from '../../src/match/index.js';

const REFERENCE = '../shared/reference/measure/';

const numbers = (name: string) =>
  readFileSync(`${REFERENCE}${name}`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number));

/** Of all ways to give each row another column. */
function leastByTrial(costs: number[][]): number {
  const [rows, columns] = [costs.length, costs[0]!.length];
  if (rows > columns) return leastByTrial(costs[0]!.map((_, column) => costs.map((line) => line[column]!)));
  const from = (row: number, used: number): number => {
    if (row === rows) return 0;
    let least = Number.POSITIVE_INFINITY;
    for (let column = 0; column < columns; column++)
      if (!(used & (1 << column)))
        least = Math.min(least, costs[row]![column]! + from(row + 1, used | (1 << column)));
    return least;
  };
  return from(0, 0);
}

describe('one to one', () => {
  it.skipIf(!existsSync(REFERENCE)).each(['lap_20x20', 'lap_10x30'])(
    'is the optimum that SciPy finds: %s (skipped where ../shared is absent)',
    (name) => {
      const costs = numbers(`${name}_cost.csv`);
      const expected = numbers(`${name}_opt.csv`).slice(1);
      const found = leastCostAssignment(costs);
      const sum = (pairs: number[][]) =>
        pairs.reduce((total, [row, column]) => total + costs[row!]![column!]!, 0);
      expect(sum(found.map(({ row, column }) => [row, column]))).toBeCloseTo(sum(expected), 12);
      expect(found.map(({ row, column }) => [row, column])).toEqual(
        expected.map(([row, column]) => [row, column]),
      );
    },
  );

  it('is the least of all ways', () => {
    const small = fc
      .record({ rows: fc.integer({ min: 1, max: 5 }), columns: fc.integer({ min: 1, max: 6 }) })
      .chain(({ rows, columns }) =>
        fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: columns, maxLength: columns }), {
          minLength: rows,
          maxLength: rows,
        }),
      );
    fc.assert(
      fc.property(small, (costs) => {
        const found = leastCostAssignment(costs);
        expect(found.reduce((sum, { row, column }) => sum + costs[row]![column]!, 0)).toBe(
          leastByTrial(costs),
        );
      }),
      { numRuns: 200 },
    );
  });

  it('leaves out what is forbidden, and matches as many as can be', () => {
    const no = Number.POSITIVE_INFINITY;
    expect(
      leastCostAssignment([
        [no, 1],
        [no, 5],
        [no, no],
      ]),
    ).toEqual([{ row: 0, column: 1 }]);
    expect(
      leastCostAssignment([
        [1, 2],
        [1, no],
      ]),
    ).toEqual([
      { row: 0, column: 1 },
      { row: 1, column: 0 },
    ]);
  });

  it('refuses what is no matrix of numbers', () => {
    expect(() => leastCostAssignment([[1, 2], [3]])).toThrow('第 2 行');
    expect(() => leastCostAssignment([[1, Number.NaN]])).toThrow('第 2 列');
  });
});

/** Of all subsets of offers that keep the places and the conflicts. */
function bestByTrial({ offers, taskPlaces, solverPlaces, conflicts = [] }: ShortlistRequest): number {
  let best = 0;
  for (let set = 0; set < 1 << offers.length; set++) {
    const chosen = offers.filter((_, at) => set & (1 << at));
    const within = (places: readonly number[], side: 'task' | 'solver') =>
      places.every((most, one) => chosen.filter((offer) => offer[side] === one).length <= most);
    const apart = taskPlaces.every((_, task) =>
      conflicts.every(
        (group) => chosen.filter((offer) => offer.task === task && group.includes(offer.solver)).length <= 1,
      ),
    );
    if (apart && within(taskPlaces, 'task') && within(solverPlaces, 'solver'))
      best = Math.max(
        best,
        chosen.reduce((sum, { score }) => sum + score, 0),
      );
  }
  return best;
}

describe('with places and conflicts', () => {
  const request = fc.record({
    pairs: fc.uniqueArray(fc.tuple(fc.nat(2), fc.nat(3)), {
      maxLength: 9,
      selector: ([task, solver]) => 4 * task + solver,
    }),
    scores: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 9, maxLength: 9 }),
    taskPlaces: fc.array(fc.nat(2), { minLength: 3, maxLength: 3 }),
    solverPlaces: fc.array(fc.nat(2), { minLength: 4, maxLength: 4 }),
    conflicts: fc.constantFrom(
      [],
      [[0, 1]],
      [[0, 1, 2]],
      [
        [0, 1],
        [1, 3],
      ],
    ),
  });

  it('is the best of all choices', () => {
    fc.assert(
      fc.property(request, ({ pairs, scores, taskPlaces, solverPlaces, conflicts }) => {
        const offers = pairs.map(([task, solver], at) => ({ task, solver, score: scores[at]! }));
        const asked = { offers, taskPlaces, solverPlaces, conflicts };
        const found = bestShortlist(asked);
        expect(found.optimal).toBe(true);
        expect(found.score).toBe(bestByTrial(asked));
      }),
      { numRuns: 300 },
    );
  });

  it('two firms of one group do not both solve one task', () => {
    const offers = [
      { task: 0, solver: 0, score: 9 },
      { task: 0, solver: 1, score: 8 },
      { task: 0, solver: 2, score: 3 },
    ];
    const asked = { offers, taskPlaces: [2], solverPlaces: [1, 1, 1] };
    expect(bestShortlist(asked).chosen.map(({ solver }) => solver)).toEqual([0, 1]);
    expect(bestShortlist({ ...asked, conflicts: [[0, 1]] }).chosen.map(({ solver }) => solver)).toEqual([
      0, 2,
    ]);
  });

  it('a place of zero takes nobody; half a place is refused', () => {
    const offers = [{ task: 0, solver: 0, score: 1 }];
    expect(bestShortlist({ offers, taskPlaces: [0], solverPlaces: [1] }).chosen).toEqual([]);
    expect(() => bestShortlist({ offers, taskPlaces: [0.5], solverPlaces: [1] })).toThrow('0.5');
  });
});
