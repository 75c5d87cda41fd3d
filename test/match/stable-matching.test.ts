import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestRanks, blockingPairs, deferredAcceptance, type Party } from '../../src/match/index.js';

const side = (size: number, others: number) =>
  fc.array(
    fc.record({
      preferences: fc.shuffledSubarray([...Array(others).keys()]),
      places: fc.nat(3),
    }),
    { minLength: size, maxLength: size },
  );

describe('deferred acceptance', () => {
  it('of Gale and Shapley: the two stable matchings of two and two', () => {
    // A likes X, B likes Y; X likes B, Y likes A: whoever proposes has its first choice.
    const firms: Party[] = [
      { preferences: [0, 1], places: 1 },
      { preferences: [1, 0], places: 1 },
    ];
    const suppliers: Party[] = [
      { preferences: [1, 0], places: 1 },
      { preferences: [0, 1], places: 1 },
    ];
    const byFirms = deferredAcceptance(firms, suppliers);
    expect(byFirms.partners).toEqual([[0], [1]]);
    expect(bestRanks(firms, byFirms.partners)).toEqual([0, 0]);
    expect(bestRanks(suppliers, byFirms.receivers)).toEqual([1, 1]);
    const bySuppliers = deferredAcceptance(suppliers, firms);
    expect(bySuppliers.receivers).toEqual([[1], [0]]);
  });

  it('no pair would break it: every pair of small cases is looked at', () => {
    fc.assert(
      fc.property(side(5, 4), side(4, 5), (proposers, receivers) => {
        const matching = deferredAcceptance(proposers, receivers);
        expect(blockingPairs(proposers, receivers, matching)).toEqual([]);
        for (const [p, partners] of matching.partners.entries()) {
          expect(partners.length).toBeLessThanOrEqual(proposers[p]!.places);
          for (const r of partners) expect(matching.receivers[r]).toContain(p);
        }
        for (const [r, partners] of matching.receivers.entries())
          expect(partners.length).toBeLessThanOrEqual(receivers[r]!.places);
      }),
      { numRuns: 500 },
    );
  });

  it('no proposer does better in any stable matching: all matchings of three and three are tried', () => {
    const single = (size: number) =>
      fc.array(fc.record({ preferences: fc.shuffledSubarray([0, 1, 2]), places: fc.constant(1) }), {
        minLength: size,
        maxLength: size,
      });
    fc.assert(
      fc.property(single(3), single(3), (proposers, receivers) => {
        const best = bestRanks(proposers, deferredAcceptance(proposers, receivers).partners);
        for (const partners of matchings(proposers, receivers)) {
          const held = receivers.map((_, r) => partners.flatMap((list, p) => (list.includes(r) ? [p] : [])));
          if (blockingPairs(proposers, receivers, { partners, receivers: held }).length > 0) continue;
          for (const [p, rank] of bestRanks(proposers, partners).entries())
            expect(best[p] ?? Infinity).toBeLessThanOrEqual(rank ?? Infinity);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('finds the pair that would break another matching', () => {
    const two: Party[] = [
      { preferences: [0, 1], places: 1 },
      { preferences: [0, 1], places: 1 },
    ];
    expect(blockingPairs(two, two, { partners: [[1], [0]], receivers: [[1], [0]] })).toEqual([[0, 0]]);
  });

  it('refuses contradictory lists', () => {
    expect(() =>
      deferredAcceptance([{ preferences: [0, 0], places: 1 }], [{ preferences: [], places: 1 }]),
    ).toThrow('重复');
    expect(() => deferredAcceptance([{ preferences: [], places: -1 }], [])).toThrow('-1');
  });
});

/** Every way to match where both find the other acceptable. */
function* matchings(
  proposers: readonly Party[],
  receivers: readonly Party[],
  from = 0,
  used = new Set<number>(),
): Generator<number[][]> {
  if (from === proposers.length) {
    yield [];
    return;
  }
  for (const rest of matchings(proposers, receivers, from + 1, used)) yield [[], ...rest];
  for (const r of proposers[from]!.preferences) {
    if (used.has(r) || !receivers[r]!.preferences.includes(from)) continue;
    used.add(r);
    for (const rest of matchings(proposers, receivers, from + 1, used)) yield [[r], ...rest];
    used.delete(r);
  }
}
