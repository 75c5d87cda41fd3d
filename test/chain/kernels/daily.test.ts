import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DailyPasses } from '../../../src/chain/kernels/daily.js';

/** The sums as they are written, in plain loops. */
function plain(passes: DailyPasses, n: number, sectorStart: Int32Array) {
  const { flows, quota, weight, share } = passes;
  const m = sectorStart.length - 1;
  const asked = new Float64Array(n);
  const delivered = new Float64Array(m * n);
  const supply = new Float64Array(m * n);
  for (let s = 0; s < m; s++)
    for (let i = sectorStart[s]!; i < sectorStart[s + 1]!; i++)
      for (let j = 0; j < n; j++) {
        asked[i]! += weight[i]! * flows[i * n + j]! * quota[s * n + j]!;
        delivered[s * n + j]! += flows[i * n + j]! * share[i]!;
        supply[s * n + j]! += flows[i * n + j]! * weight[i]!;
      }
  return { asked, delivered, supply };
}

it('passes over the flows as plain loops do, for any number of industries and suppliers of a product', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 6 }),
      fc.nat(),
      (sizes, seed) => {
        const sectorStart = Int32Array.from([0, ...sizes]).map(
          ((sum) => (size) => {
            sum += size;
            return sum;
          })(0),
        );
        const n = sectorStart.at(-1)!;
        const passes = new DailyPasses(n, sectorStart);
        let state = seed;
        for (const values of [passes.flows, passes.quota, passes.weight, passes.share])
          for (let at = 0; at < values.length; at++) {
            state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
            values[at] = state / 2 ** 32;
          }
        const expected = plain(passes, n, sectorStart);
        passes.orders();
        passes.supplies();
        for (const name of ['asked', 'delivered', 'supply'] as const)
          for (let at = 0; at < expected[name].length; at++)
            expect(passes[name][at]).toBeCloseTo(expected[name][at]!, 10);
      },
    ),
    { numRuns: 40 },
  );
});
