import { describe, expect, it } from 'vitest';
import { footprints, refinedFootprints } from '../../../src/chain/io/footprint.js';
import type { IoTable, SatelliteAccounts } from '../../../src/chain/io/table.js';
import { largestDifference } from '../../measure/reference.js';
import {
  millerBlair,
  plainInverse,
  plainProduct,
  plainUnitMinus,
  randomMultiRegional,
  twoRegionsThatExport,
} from './plain.js';

/** The accounts as pymrio writes them: the inverse, final demand block-diagonal by product, blocks at home set to 0. */
function byDefinition(table: IoTable, { values, stressors }: SatelliteAccounts, r: number) {
  const n = table.output.length;
  const p = n / r;
  const k = stressors.length;
  const a = table.intermediate.map((z, at) => z / table.output[at % n]!);
  const s = values.map((value, at) => value / table.output[at % n]!);
  const spread = new Float64Array(n * n);
  table.finalUses.forEach(({ values: use, region }) => {
    const c = Number(region);
    for (let i = 0; i < n; i++) spread[i * n + c * p + (i % p)]! += use[i]!;
  });
  const x = plainProduct(n, n, n, plainInverse(plainUnitMinus(a, n), n), spread);
  const traded = x.map((value, at) =>
    Math.floor(Math.floor(at / n) / p) === Math.floor((at % n) / p) ? 0 : value,
  );
  const sum = (matrix: Float64Array, i: number) =>
    matrix.subarray(i * n, (i + 1) * n).reduce((t, v) => t + v, 0);
  return {
    consumption: plainProduct(k, n, n, s, x),
    imports: plainProduct(k, n, n, s, traded),
    production: s.map((value, at) => value * sum(x, at % n)),
    exports: s.map((value, at) => value * sum(traded, at % n)),
    multipliers: plainProduct(k, n, n, s, plainInverse(plainUnitMinus(a, n), n)),
  };
}

describe('footprints', () => {
  it('by consumption, production, import and export, against the inverse written out', () => {
    const { table, accounts } = randomMultiRegional(4, 5, 3);
    const ours = footprints(table, accounts);
    const plain = byDefinition(table, accounts, 4);
    const size = Math.max(...plain.consumption);
    for (const account of ['consumption', 'production', 'imports', 'exports'] as const)
      expect(largestDifference(ours[account], plain[account]) / size).toBeLessThan(1e-13);
    expect(largestDifference(ours.multipliers, plain.multipliers)).toBeLessThan(1e-11);
    expect(ours.accuracy.residual).toBeLessThan(1e-13);
  });

  it('adds up: consumption = production = what arises, imports = exports in the world', () => {
    const { table, accounts } = randomMultiRegional(3, 6, 2);
    const ours = footprints(table, accounts);
    const sums = (values: Float64Array) =>
      [0, 1].map((s) => values.subarray(s * 18, (s + 1) * 18).reduce((t, v) => t + v, 0));
    const arises = sums(accounts.values);
    for (const s of [0, 1]) {
      expect(sums(ours.consumption)[s]! / arises[s]!).toBeCloseTo(1, 12);
      expect(sums(ours.production)[s]! / arises[s]!).toBeCloseTo(1, 12);
      expect(sums(ours.imports)[s]! / sums(ours.exports)[s]!).toBeCloseTo(1, 12);
    }
  });

  it('one region: labour of 300 and 500 on 1000 and 2000 of output, nothing traded', () => {
    const accounts = {
      stressors: [{ code: 'jobs', name: 'jobs', unit: '人' }],
      values: Float64Array.of(300, 500),
      direct: null,
    };
    const ours = footprints(millerBlair(), accounts);
    // M = (0.30, 0.25)·L = (0.4422, 0.3795) times final demand of 350 and 1700.
    expect(ours.multipliers[0]!).toBeCloseTo(0.3 * 1.25412541 + 0.25 * 0.2640264, 7);
    expect(ours.consumption[0]! + ours.consumption[1]!).toBeCloseTo(800, 9);
    expect([...ours.imports, ...ours.exports]).toEqual([0, 0, 0, 0]);
  });

  it.each([
    ['factors', footprints],
    ['refined solves', refinedFootprints],
  ])('final use of no region of the table is demand of the rest of the world: by hand, %s', (_, trace) => {
    const { table, accounts } = twoRegionsThatExport();
    const ours = trace(table, accounts);
    // x = L·Y: (45, 60) for 甲, (26, 88) for 乙, (29, 52) for what goes abroad; S = (0.5, 0.1).
    const close = (values: Float64Array, expected: number[]) => {
      expect(values).toHaveLength(expected.length);
      expected.forEach((value, at) => {
        expect(values[at]!).toBeCloseTo(value, 7);
      });
    };
    close(ours.multipliers, [11 / 15, 13 / 60]);
    close(ours.consumption, [28.5, 21.8]);
    close(ours.restOfWorld!, [19.7]);
    close(ours.production, [50, 20]);
    close(ours.imports, [6, 13]);
    close(ours.exports, [27.5, 11.2]);
    expect(ours.treatments.map(({ kind }) => kind)).toEqual(['demandOfRestOfWorld']);
    expect(ours.treatments[0]!.message.zh).toMatch(/“export\/出口”.*境外.*不含/);
  });

  it('a region less: what it bought is what the rest of the world buys, product by product', () => {
    const { table, accounts } = randomMultiRegional(4, 5, 3);
    const whole = footprints(table, accounts);
    // The first region's demand becomes nobody's; what it made stays.
    const open = {
      ...table,
      finalUses: table.finalUses.map((use, c) => (c === 0 ? { ...use, region: null } : use)),
    };
    const ours = footprints(open, accounts);
    for (let s = 0; s < 3; s++) {
      const [from, p] = [s * 20, 5];
      expect(
        largestDifference(
          ours.restOfWorld!.subarray(s * p, (s + 1) * p),
          whole.consumption.subarray(from, from + p),
        ),
      ).toBeLessThan(1e-10);
      expect(Math.max(...ours.consumption.subarray(from, from + p))).toBe(0);
    }
    expect(largestDifference(ours.production, whole.production)).toBeLessThan(1e-10);
    expect(whole.restOfWorld).toBeNull();
    expect(whole.treatments).toEqual([]);
  });

  it('refuses accounts that do not fit', () => {
    const { table, accounts } = randomMultiRegional(2, 3, 1);
    expect(() => footprints(table, { ...accounts, values: new Float64Array(5) })).toThrow(/1 项 × 6/);
    const values = accounts.values.slice();
    values[2] = Number.NaN;
    expect(() => footprints(table, { ...accounts, values })).toThrow(/不是有限的数/);
    const foreign = { ...table, finalUses: table.finalUses.map((use) => ({ ...use, region: 'X' })) };
    expect(() => footprints(foreign, accounts)).toThrow(/X/);
  });
});
