import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocationCoefficients } from '../../../src/chain/io/coefficients.js';
import { type ExtractionKind, extractGroup, partialLosses } from '../../../src/chain/io/extraction.js';
import { LeontiefSystem } from '../../../src/chain/io/leontief.js';
import { largestDifference } from '../../measure/reference.js';
import { millerBlair, plainInverse, plainProduct, plainUnitMinus, randomTable } from './plain.js';

/** The extraction done as it is defined: coefficients changed, everything solved anew. */
function byDefinition(
  system: LeontiefSystem,
  group: number[],
  share: number,
  kind: ExtractionKind,
): Float64Array {
  const { n, output } = system;
  const inGroup = (i: number) => group.includes(i);
  if (kind === 'forward') {
    const b = allocationCoefficients(system.table);
    const primary = output.map((x, j) => x - output.reduce((sum, xi, i) => sum + xi * b[i * n + j]!, 0));
    const left = b.map((value, at) => (inGroup(Math.floor(at / n)) ? value * (1 - share) : value));
    const after = plainProduct(1, n, n, primary, plainInverse(plainUnitMinus(left, n), n));
    return output.map((x, j) => x - after[j]!);
  }
  const left = system.coefficients.map((value, at) => {
    const gone = inGroup(at % n) || (kind === 'total' && inGroup(Math.floor(at / n)));
    return gone ? value * (1 - share) : value;
  });
  const demand = system.finalDemand.map((f, i) => (kind === 'total' && inGroup(i) ? f * (1 - share) : f));
  const after = plainProduct(n, 1, n, plainInverse(plainUnitMinus(left, n), n), demand);
  return output.map((x, j) => x - after[j]!);
}

describe('hypothetical extraction', () => {
  it('a worked example: half of the first industry gone', () => {
    const system = new LeontiefSystem(millerBlair());
    // A* = [[0.075, 0.125], [0.1, 0.05]], f* = (175, 1700): x* = ((175·0.95 + 1700·0.125)/d, …), d = 0.925·0.95 − 0.0125.
    const d = 0.925 * 0.95 - 0.125 * 0.1;
    const first = (175 * 0.95 + 1700 * 0.125) / d;
    const second = (1700 * 0.925 + 175 * 0.1) / d;
    expect(extractGroup(system, [0], 0.5).loss).toBeCloseTo(3000 - first - second, 9);
    expect(partialLosses(system, 0.5)[0]!).toBeCloseTo(3000 - first - second, 9);
  });

  it('groups and shares in closed form, as the definition solves them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 12 }),
        fc.integer(),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        fc.constantFrom<ExtractionKind>('total', 'backward', 'forward'),
        fc.integer({ min: 1, max: 4 }),
        (n, seed, share, kind, size) => {
          const system = new LeontiefSystem(randomTable(n, 0.6, seed));
          const group = Array.from({ length: Math.min(size, n) }, (_, k) => (k * 5 + (seed & 3)) % n);
          const distinct = [...new Set(group)];
          const ours = extractGroup(system, distinct, share, kind).byIndustry;
          const total = system.output.reduce((sum, x) => sum + x, 0);
          expect(largestDifference(ours, byDefinition(system, distinct, share, kind)) / total).toBeLessThan(
            1e-10,
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('every industry in turn, a share of each', () => {
    const system = new LeontiefSystem(randomTable(9, 0.7));
    for (const share of [0.1, 0.5, 1]) {
      const alone = Float64Array.from({ length: 9 }, (_, j) => extractGroup(system, [j], share).loss);
      expect(largestDifference(partialLosses(system, share), alone)).toBeLessThan(1e-9);
    }
  });

  it('refuses a share above the whole, no group and a group that repeats', () => {
    const system = new LeontiefSystem(millerBlair());
    expect(() => extractGroup(system, [0], 1.2)).toThrow(/1.2/);
    expect(() => extractGroup(system, [])).toThrow();
    expect(() => extractGroup(system, [1, 1])).toThrow();
  });
});
