import { describe, expect, it } from 'vitest';
import {
  decomposeChange,
  decompositionResidual,
  outputDecomposition,
  type Period,
} from '../../../src/chain/io/structural-decomposition.js';
import { millerBlair, randomTable } from './plain.js';

describe('structural decomposition', () => {
  const factors = [
    [2, 3],
    [5, 4],
    [1, 7],
    [6, 2],
  ] as const;
  const product = (periods: readonly Period[]) =>
    Float64Array.of(periods.reduce((value: number, period, f) => value * factors[f]![period]!, 1));

  it('full average: the mean over all orders, written out', () => {
    const orders = (items: number[]): number[][] =>
      items.length === 0
        ? [[]]
        : items.flatMap((item) =>
            orders(items.filter((other) => other !== item)).map((rest) => [item, ...rest]),
          );
    const all = orders([0, 1, 2, 3]);
    const mean = [0, 0, 0, 0];
    for (const order of all) {
      const periods: Period[] = [0, 0, 0, 0];
      for (const f of order) {
        const before = product(periods)[0]!;
        periods[f] = 1;
        mean[f]! += (product(periods)[0]! - before) / all.length;
      }
    }
    decomposeChange(4, product).forEach((effect, f) => {
      expect(effect[0]!).toBeCloseTo(mean[f]!, 9);
    });
  });

  it('two factors: both methods are the mid-point weights', () => {
    const two = (periods: readonly Period[]) =>
      Float64Array.of(factors[0][periods[0]!]! * factors[1][periods[1]!]!);
    for (const method of ['average', 'polar'] as const) {
      const [first, second] = decomposeChange(2, two, method);
      expect(first![0]!).toBeCloseTo(1 * 4.5, 12);
      expect(second![0]!).toBeCloseTo(-1 * 2.5, 12);
    }
  });

  it('polar: effects add up to the change', () => {
    const effects = decomposeChange(4, product, 'polar');
    expect(effects.reduce((sum, effect) => sum + effect[0]!, 0)).toBeCloseTo(
      3 * 4 * 7 * 2 - 2 * 5 * 1 * 6,
      9,
    );
  });

  it('polar: up to 30 factors, and says so above', () => {
    const sum = (periods: readonly Period[]) =>
      Float64Array.of(periods.reduce((total: number, period, f) => total + period * (f + 1), 0));
    decomposeChange(30, sum, 'polar').forEach((effect, f) => {
      expect(effect[0]!).toBeCloseTo(f + 1, 9);
    });
    expect(() => decomposeChange(31, sum, 'polar')).toThrow(/最多 30 个因素，现有 31 个/);
  });

  it('output of two tables', () => {
    for (const method of ['average', 'polar'] as const) {
      const parts = outputDecomposition(randomTable(8, 0.5, 1), randomTable(8, 0.6, 2), method);
      expect(decompositionResidual(parts)).toBeLessThan(1e-12);
    }
    const same = outputDecomposition(millerBlair(), millerBlair());
    expect(Math.max(...same.technology.map(Math.abs), ...same.level.map(Math.abs))).toBe(0);
  });

  it('refuses tables of different industries', () => {
    expect(() => outputDecomposition(millerBlair(), randomTable(3, 0.5))).toThrow(/部门不同/);
    // The same codes in another order of regions.
    const of = (region: string) => {
      const table = millerBlair();
      return { ...table, industries: table.industries.map((industry) => ({ ...industry, region })) };
    };
    expect(() => outputDecomposition(of('北'), of('南'))).toThrow(/部门不同：北 .* 与 南 /);
  });
});
