import { expect, test } from 'vitest';
import { uniformStream } from '../../src/model/index.js';
import { xoshiro128 } from '../../src/model/random.js';

test('the first words of xoshiro128** from the state 1, 2, 3, 4', () => {
  // 2 · 5 = 10, turned by 7 bits 1280, times 9: 11520; then b = 1 ^ 3 ^ 2 = 0, and so on.
  const next = xoshiro128([1, 2, 3, 4]);
  expect([next(), next(), next(), next()]).toEqual([11520, 0, 5927040, 70819200]);
});

test('streams: the same for the same seed and number, others unrelated, spread evenly', () => {
  const draws = (seed: number, number: number, count: number) => {
    const random = uniformStream(seed, number);
    return Array.from({ length: count }, random);
  };
  expect(draws(1, 2, 5)).toEqual(draws(1, 2, 5));
  const many = 20_000;
  const streams = [draws(1, 0, many), draws(1, 1, many), draws(2, 0, many), draws(2, 1, many)];
  for (const [at, stream] of streams.entries()) {
    expect(stream.every((value) => value > 0 && value < 1)).toBe(true);
    // Ten bins: χ² with nine degrees of freedom, 33.7 at one in ten thousand.
    const bins = new Array(10).fill(0);
    for (const value of stream) bins[Math.floor(10 * value)]++;
    expect(bins.reduce((sum, count) => sum + (count - many / 10) ** 2 / (many / 10), 0)).toBeLessThan(33.7);
    for (const other of streams.slice(at + 1)) {
      const product = stream.reduce((sum, value, i) => sum + (value - 0.5) * (other[i]! - 0.5), 0) / many;
      expect(Math.abs(product * 12)).toBeLessThan(4 / Math.sqrt(many));
    }
  }
});
