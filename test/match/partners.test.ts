import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchPartners, type PairValue } from '../../src/match/index.js';

describe('partners', () => {
  const pair = (
    large: number,
    small: number,
    worthToLarge: number | null,
    worthToSmall: number | null,
  ): PairValue => ({
    large,
    small,
    worthToLarge,
    worthToSmall,
  });
  // Large 0 likes small 0, large 1 likes small 1; the small ones like them the other way round.
  const crossed = [pair(0, 0, 0.9, 0.1), pair(0, 1, 0.2, 0.8), pair(1, 0, 0.3, 0.7), pair(1, 1, 0.8, 0.2)];

  it('whoever proposes has its first choice, and the other side is told what that costs it', () => {
    const { matches, worseOff, blocking } = matchPartners({
      largePlaces: [1, 1],
      smallPlaces: [1, 1],
      pairs: crossed,
      proposing: 'large',
    });
    expect(matches.map(({ large, small }) => [large, small])).toEqual([
      [0, 0],
      [1, 1],
    ]);
    expect(matches[0]).toMatchObject({ rankForLarge: 1, rankForSmall: 2 });
    expect(
      worseOff.map(({ side, index, bestRank, bestRankOtherwise }) => [
        side,
        index,
        bestRank,
        bestRankOtherwise,
      ]),
    ).toEqual([
      ['small', 0, 2, 1],
      ['small', 1, 2, 1],
    ]);
    expect(blocking).toBe(0);
  });

  it('a side that would not have the other is not forced to; who stays alone is told why', () => {
    const { matches, worseOff } = matchPartners({
      largePlaces: [2, 0],
      smallPlaces: [1, 1],
      pairs: [pair(0, 0, 0.5, 0.5), pair(0, 1, 0.5, null), pair(1, 1, 0.9, 0.9)],
      proposing: 'large',
    });
    expect(matches.map(({ large, small }) => [large, small])).toEqual([[0, 0]]);
    expect(worseOff.map(({ side, index, reason }) => [side, index, reason.en])).toEqual([
      ['large', 0, 'of 2 acceptable ones 1 have others that they like better, or do not accept it'],
      ['small', 1, 'of 1 acceptable ones 1 have others that they like better, or do not accept it'],
    ]);
  });

  it('is stable whoever proposes (property)', () => {
    const worth = fc.option(fc.integer({ min: 0, max: 5 }), { nil: null });
    const places = fc.array(fc.nat(2), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(
        places,
        places,
        fc.array(fc.tuple(worth, worth), { minLength: 9, maxLength: 9 }),
        fc.constantFrom('large' as const, 'small' as const),
        (largePlaces, smallPlaces, worths, proposing) => {
          const pairs = worths.map(([a, b], at) => pair(Math.floor(at / 3), at % 3, a, b));
          expect(matchPartners({ largePlaces, smallPlaces, pairs, proposing }).blocking).toBe(0);
        },
      ),
    );
  });
});
