import { describe, expect, it } from 'vitest';
import { largestEigenpair } from '../../src/foresee/eigenpair.js';
import { economicComplexity, presenceOfRows, profileOf } from '../../src/foresee/index.js';
import { uniform } from '../../src/model/index.js';

describe('the largest eigenpair', () => {
  it('by hand, beside a known vector', () => {
    // [[2, 1], [1, 2]]: 3 along (1, 1), 1 along (1, −1).
    const times = (x: Float64Array, y: Float64Array) => {
      y[0] = 2 * x[0]! + x[1]!;
      y[1] = x[0]! + 2 * x[1]!;
    };
    const first = largestEigenpair(2, times, []);
    expect(first.value).toBeCloseTo(3, 12);
    expect(first.vector[0]! / first.vector[1]!).toBeCloseTo(1, 12);
    const second = largestEigenpair(2, times, [first.vector]);
    expect(second.value).toBeCloseTo(1, 12);
    expect(second.vector[0]! / second.vector[1]!).toBeCloseTo(-1, 12);
  });

  it('of random symmetric matrices: a residual of 0, and no larger value along any other vector', () => {
    const random = uniform(17);
    for (const n of [3, 10, 40]) {
      const a = new Float64Array(n * n);
      for (let i = 0; i < n; i++)
        for (let j = 0; j <= i; j++) {
          a[i * n + j] = random() - 0.5;
          a[j * n + i] = a[i * n + j]!;
        }
      const times = (x: Float64Array, y: Float64Array) => {
        for (let i = 0; i < n; i++) {
          let sum = 0;
          for (let j = 0; j < n; j++) sum += a[i * n + j]! * x[j]!;
          y[i] = sum;
        }
      };
      const { value, vector } = largestEigenpair(n, times, []);
      const y = new Float64Array(n);
      times(vector, y);
      for (let i = 0; i < n; i++) expect(y[i]!).toBeCloseTo(value * vector[i]!, 10);
      for (let round = 0; round < 200; round++) {
        const x = Float64Array.from({ length: n }, () => random() - 0.5);
        times(x, y);
        const ratio =
          x.reduce((sum, own, i) => sum + own * y[i]!, 0) / x.reduce((sum, own) => sum + own * own, 0);
        expect(ratio).toBeLessThanOrEqual(value + 1e-12);
      }
    }
  });

  it('a chain of regions, whose eigenvalues are cos²(kπ / 2n): found where the gap is small and restarts are needed', () => {
    const n = 280;
    const presence = presenceOfRows(
      Array.from({ length: n }, (_, r) => `R${r}`),
      Array.from({ length: n + 1 }, (_, p) => `P${p}`),
      Int32Array.from({ length: n + 1 }, (_, r) => 2 * r),
      Int32Array.from({ length: 2 * n }, (_, k) => (k >> 1) + (k & 1)),
    );
    const { spectrum, doubts, eci } = economicComplexity(presence, profileOf('atlas').conventions);
    expect(spectrum!.second).toBeCloseTo(Math.cos(Math.PI / (2 * n)) ** 2, 12);
    expect(spectrum!.third).toBeCloseTo(Math.cos(Math.PI / n) ** 2, 10);
    expect(doubts[0]!.en).toMatch(/eigengap .* only 0\.0000/);
    const turn = eci[0]! > eci[1]! ? 1 : -1;
    for (let r = 1; r < n; r++) expect(turn * (eci[r - 1]! - eci[r]!)).toBeGreaterThan(0);
  });
});
