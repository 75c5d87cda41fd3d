import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kDensity, localisation, type Point } from '../../src/measure/duranton-overman.js';
import { describeWith, largestDifference, sharedRows } from './reference.js';

describeWith('reference/measure', 'K-density against the reference', () => {
  const points = () =>
    sharedRows('reference/measure/do_points.csv').map(({ x, y }) => ({ x: Number(x), y: Number(y) }));
  const reference = () => sharedRows('reference/measure/do_kdensity_ref.csv');

  it('exactly, with every distance kept', () => {
    const theirs = reference();
    const ours = kDensity(
      points(),
      theirs.map((row) => Number(row.d)),
      { binWidth: null },
    );
    expect(ours.bandwidth).toBeCloseTo(Number(theirs[0]!.bandwidth), 9);
    expect(
      largestDifference(
        ours.density,
        theirs.map((row) => Number(row.K_reflect)),
      ),
    ).toBeLessThan(1e-9);
  });

  // Bins of 1 km under a kernel of 7 km: the kernel's variance grows by at most 1/6 in 51.
  it('binned, to a thousandth of its height', () => {
    const theirs = reference();
    const ours = kDensity(
      points(),
      theirs.map((row) => Number(row.d)),
      { bandwidth: Number(theirs[0]!.bandwidth) },
    );
    const height = Math.max(...ours.density);
    expect(
      largestDifference(
        ours.density,
        theirs.map((row) => Number(row.K_reflect)),
      ),
    ).toBeLessThan(1e-3 * height);
    expect(kDensity(points(), [0]).bandwidth).toBeCloseTo(ours.bandwidth, 1);
  });
});

const steps = (to: number, by = 1) => Array.from({ length: to / by + 1 }, (_, i) => i * by);

describe('K-density', () => {
  it('is the kernel itself for one distance repeated', () => {
    // Corners of an equilateral triangle of side 100: three distances of 100.
    const points = [
      { x: 0, y: 0 },
      { x: 100, y: 0 },
      { x: 50, y: 50 * Math.sqrt(3) },
    ];
    const { density } = kDensity(points, [100, 110], { binWidth: null, bandwidth: 10 });
    expect(density[0]).toBeCloseTo(1 / (10 * Math.sqrt(2 * Math.PI)), 12);
    expect(density[1]! / density[0]!).toBeCloseTo(Math.exp(-0.5), 12);
  });

  it('integrates to 1, is nowhere negative, and does not care where the plane begins', () => {
    const coordinate = fc.double({ min: -200, max: 200, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.record({ x: coordinate, y: coordinate }), { minLength: 5, maxLength: 25 }),
        (points) => {
          fc.pre(points.some(({ x }) => Math.abs(x - points[0]!.x) > 1));
          const grid = steps(1200, 2);
          const { density } = kDensity(points, grid, { bandwidth: 20 });
          expect(Math.min(...density)).toBeGreaterThanOrEqual(0);
          const integral = 2 * (density.reduce((sum, k) => sum + k, 0) - density[0]! / 2);
          expect(integral).toBeCloseTo(1, 3);
          const moved = kDensity(
            points.map(({ x, y }) => ({ x: 500 - x, y: y + 7 })),
            grid,
            { bandwidth: 20 },
          );
          expect(largestDifference(moved.density, density)).toBeLessThan(1e-9);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('measures along the great circle: Beijing to Shanghai is 1 067 km', () => {
    const cities: Point[] = [
      { x: 116.4074, y: 39.9042 },
      { x: 121.4737, y: 31.2304 },
      { x: 121.4737, y: 31.2304 },
    ];
    const { density } = kDensity(cities, [1060, 1067, 1074], { metric: 'sphere', bandwidth: 3 });
    expect(density[1]!).toBeGreaterThan(density[0]!);
    expect(density[1]!).toBeGreaterThan(density[2]!);
  });
});

describe('localisation', () => {
  // 400 sites on a lattice of 20 × 20 with a step of 10 km; an industry in one corner, and one on every fourth site.
  const sites = Array.from({ length: 400 }, (_, i) => ({ x: (i % 20) * 10, y: Math.floor(i / 20) * 10 }));
  const corner = sites.flatMap(({ x, y }, i) => (x < 50 && y < 50 ? [i] : []));
  const spread = sites.flatMap(({ x, y }, i) => (x % 40 === 0 && y % 40 === 0 ? [i] : []));

  it('finds the cluster, at short distances only', () => {
    const found = localisation(sites, corner, steps(150, 5), { draws: 200 });
    expect(found.localisationIndex).toBeGreaterThan(0.05);
    expect(found.localised[4]).toBeGreaterThan(0);
    expect(found.localised[25]).toBe(0);
    expect(found.dispersionIndex).toBe(0);
    expect(found.globalCoverage.high).toBeGreaterThanOrEqual(0.95);
    for (const [d] of found.distances.entries()) {
      expect(found.global.high[d]!).toBeGreaterThanOrEqual(found.local.high[d]!);
      expect(found.global.low[d]!).toBeLessThanOrEqual(found.local.low[d]!);
    }
  });

  it('finds plants that keep their distance dispersed', () => {
    const found = localisation(sites, spread, steps(30, 5), { draws: 200 });
    expect(found.localisationIndex).toBe(0);
    expect(found.dispersionIndex).toBeGreaterThan(0);
  });

  it('says nothing of industries drawn at random, but for the share that the bands leave out', () => {
    let localised = 0;
    for (let seed = 0; seed < 40; seed++) {
      const industry = [...sites.keys()].sort((a, b) => hash(a, seed) - hash(b, seed)).slice(0, 25);
      if (localisation(sites, industry, steps(100, 10), { draws: 100, seed }).localisationIndex > 0)
        localised++;
    }
    expect(localised).toBeLessThanOrEqual(6);
  });

  it('is the same for the same seed and another for another', () => {
    const once = localisation(sites, corner, steps(50, 10), { draws: 50, seed: 3 });
    expect(localisation(sites, corner, steps(50, 10), { draws: 50, seed: 3 })).toEqual(once);
    expect(localisation(sites, corner, steps(50, 10), { draws: 50, seed: 4 }).local).not.toEqual(once.local);
  });

  it('refuses what would run for hours, and says why', () => {
    const many = Array.from({ length: 5001 }, (_, i) => ({ x: i, y: 0 }));
    expect(() => localisation(many, [...many.keys()], [0])).toThrow(/5001 个点超过上限 5000/);
  });
});

function hash(value: number, seed: number): number {
  let z = Math.imul(value + 1, 0x9e3779b9) ^ Math.imul(seed + 1, 0x85ebca6b);
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}
