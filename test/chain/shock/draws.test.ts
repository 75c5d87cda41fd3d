import fc from 'fast-check';
import { expect, it } from 'vitest';
import { intervalOf, latinHypercube } from '../../../src/chain/index.js';

it('draws once from each part of a range, and the same for the same seed', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer(), (draws, seed) => {
      const sets = latinHypercube([0.5, [10, 20]], draws, seed);
      expect(sets.map(([fixed]) => fixed)).toEqual(new Array(draws).fill(0.5));
      const parts = sets.map(([, value]) => Math.floor(((value! - 10) / 10) * draws)).sort((a, b) => a - b);
      expect(parts).toEqual(Array.from({ length: draws }, (_, part) => part));
      expect(latinHypercube([0.5, [10, 20]], draws, seed)).toEqual(sets);
    }),
  );
});

it('gives the middle of the values, by type-7 quantiles', () => {
  // 1 … 21: the 5th and 95th percentiles stand at 1 + 0.05 × 20 and 1 + 0.95 × 20.
  const interval = intervalOf(Array.from({ length: 21 }, (_, i) => 21 - i));
  expect(interval.low).toBeCloseTo(2, 12);
  expect(interval.median).toBe(11);
  expect(interval.high).toBeCloseTo(20, 12);
  expect(intervalOf([7])).toEqual({ low: 7, median: 7, high: 7, level: 0.9 });
  expect(() => intervalOf([])).toThrow(RangeError);
});
