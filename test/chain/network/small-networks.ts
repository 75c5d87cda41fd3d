// Small networks for tests: from a list of links, and at random.
import fc from 'fast-check';
import { buildSupplyNetwork, type SupplyNetwork } from '../../../src/chain/index.js';

/** Firms 0 … n−1 of the sectors given (default: each its own), links [supplier, buyer, weight = 1]. */
export function networkOf(
  n: number,
  links: readonly (readonly [number, number, number?])[],
  sectors: readonly string[] = Array.from({ length: n }, (_, i) => `s${i}`),
): SupplyNetwork {
  return buildSupplyNetwork(
    Array.from({ length: n }, (_, i) => ({ id: String(i), sector: sectors[i]! })),
    links.map(([supplier, buyer, weight = 1]) => ({
      supplier: String(supplier),
      buyer: String(buyer),
      weight,
    })),
    { selfLoops: 'keep' },
  ).network;
}

/** Up to `most` firms in three sectors, self-loops, two-way links and firms without links among them. */
export function anyNetwork(most = 9, links = 3): fc.Arbitrary<SupplyNetwork> {
  return fc.integer({ min: 2, max: most }).chain((n) => {
    const firm = fc.integer({ min: 0, max: n - 1 });
    return fc
      .tuple(
        fc.array(fc.tuple(firm, firm, fc.integer({ min: 1, max: 9 })), { maxLength: links * n }),
        fc.array(fc.integer({ min: 0, max: 2 }), { minLength: n, maxLength: n }),
      )
      .map(([rows, sectors]) =>
        networkOf(
          n,
          rows,
          sectors.map((k) => `k${k}`),
        ),
      );
  });
}
