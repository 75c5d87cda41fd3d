import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DenseFactors, denseProduct, SingularMatrix } from '../../../src/chain/kernels/dense.js';
import { largestDifference } from '../../measure/reference.js';
import { plainInverse, plainProduct, seeded } from '../io/plain.js';

const matrixOf = (rows: number, columns: number, seed: number, diagonal = 0) => {
  const random = seeded(seed);
  return Float64Array.from(
    { length: rows * columns },
    (_, at) => random() - 0.5 + (Math.floor(at / columns) === at % columns ? diagonal : 0),
  );
};

describe('dense systems', () => {
  it('product against the sum written out, at every edge of the tiles', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer(),
        (m, n, k, seed) => {
          const [a, b] = [matrixOf(m, k, seed), matrixOf(k, n, seed + 1)];
          expect(largestDifference(denseProduct(m, n, k, a, b), plainProduct(m, n, k, a, b))).toBeLessThan(
            1e-12,
          );
        },
      ),
      { numRuns: 40 },
    );
  });

  it('product deeper and wider than one packed block', () => {
    const [m, n, k] = [7, 521, 261];
    const [a, b] = [matrixOf(m, k, 1), matrixOf(k, n, 2)];
    expect(largestDifference(denseProduct(m, n, k, a, b), plainProduct(m, n, k, a, b))).toBeLessThan(1e-11);
  });

  it.each([1, 2, 3, 63, 64, 65, 150])('inverse of order %i, with pivoting', (n) => {
    const matrix = matrixOf(n, n, n, 0.1);
    const factors = new DenseFactors(matrix, n);
    const plain = plainInverse(matrix, n);
    const size = plain.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    expect(largestDifference(factors.inverse(), plain) / size).toBeLessThan(1e-10);
    const sides = matrixOf(n, 5, 9);
    const x = factors.solve(sides, 5);
    expect(largestDifference(plainProduct(n, 5, n, matrix, x), sides)).toBeLessThan(1e-9);
    const rows = matrixOf(5, n, 9);
    const y = factors.solveRows(rows, 5);
    expect(largestDifference(plainProduct(5, n, n, y, matrix), rows)).toBeLessThan(1e-9);
  });

  it('more right-hand sides than are solved at once', () => {
    const n = 12;
    const matrix = matrixOf(n, n, 4, 3);
    const factors = new DenseFactors(matrix, n);
    const sides = matrixOf(n, 70, 5);
    expect(largestDifference(plainProduct(n, 70, n, matrix, factors.solve(sides, 70)), sides)).toBeLessThan(
      1e-11,
    );
    const rows = matrixOf(70, n, 5);
    expect(largestDifference(plainProduct(70, n, n, factors.solveRows(rows, 70), matrix), rows)).toBeLessThan(
      1e-11,
    );
  });

  it('a singular matrix names the column', () => {
    expect(() => new DenseFactors(Float64Array.of(1, 2, 2, 4), 2)).toThrow(SingularMatrix);
  });

  it('condition estimate: between a third of κ₁ and κ₁', () => {
    for (const n of [2, 10, 60]) {
      const matrix = matrixOf(n, n, n + 7, 0.3);
      const norm = (m: Float64Array) =>
        Math.max(
          ...Array.from({ length: n }, (_, j) =>
            m.reduce((s, v, at) => s + (at % n === j ? Math.abs(v) : 0), 0),
          ),
        );
      const exact = norm(matrix) * norm(plainInverse(matrix, n));
      const estimate = new DenseFactors(matrix, n).condition();
      expect(estimate).toBeLessThanOrEqual(exact * (1 + 1e-9));
      expect(estimate).toBeGreaterThan(exact / 3);
    }
  });
});
