import { describe, expect, it } from 'vitest';
import {
  competitionRanks,
  correlation,
  ensembleRanks,
  largest,
  meanRanks,
  rankCorrelation,
  rankStability,
  topShared,
} from '../../../src/chain/index.js';

describe('agreement of two lists', () => {
  it('ranks, with equal values', () => {
    expect([...meanRanks([5, 7, 5, 1])]).toEqual([2.5, 1, 2.5, 4]);
    expect([...competitionRanks([5, 7, 5, 1])]).toEqual([2, 1, 2, 4]);
    expect(largest([5, 7, 5, 1], 3)).toEqual([1, 0, 2]);
  });

  it('correlations of values and of ranks', () => {
    // About the means Σ xy = 2, Σ x² = Σ y² = 5.
    expect(correlation([1, 2, 3, 4], [1, 3, 4, 2])).toBeCloseTo(0.4, 12);
    expect(rankCorrelation([1, 2, 3, 100], [1, 4, 9, 16])).toBe(1);
    expect(rankCorrelation([1, 2, 3], [9, 4, 1])).toBeCloseTo(-1, 12);
    expect(correlation([1, 1, 1], [1, 2, 3])).toBeNull();
  });

  it('top lists', () => {
    expect(topShared([9, 8, 7, 1], [9, 1, 7, 8], 2)).toBe(0.5);
  });
});

describe('what an ensemble says of each firm', () => {
  // Three firms on five networks; the second is first in two of them.
  const esri = [
    [0.5, 0.4, 0.1],
    [0.5, 0.6, 0.1],
    [0.6, 0.4, 0.1],
    [0.4, 0.6, 0.1],
    [0.5, 0.3, 0.3],
  ].map((values) => Float64Array.from(values));

  it('mean, interval, ranks and the chance of being first', () => {
    const ranks = ensembleRanks(esri, { level: 0.5, top: 1 });
    expect(ranks.mean[0]).toBeCloseTo(0.5, 12);
    expect(ranks.mean[1]).toBeCloseTo(0.46, 12);
    // Quartiles of .4 .5 .5 .5 .6 and of .3 .4 .4 .6 .6.
    expect([ranks.low[0], ranks.high[0]]).toEqual([0.5, 0.5]);
    expect([ranks.low[1], ranks.high[1]]).toEqual([0.4, 0.6]);
    expect([...ranks.rank]).toEqual([1, 2, 3]);
    expect([...ranks.topProbability]).toEqual([0.6, 0.4, 0]);
    // Ranks 1 2 1 2 1 and 2 1 2 1 2 and 3 3 3 3 2.
    expect([...ranks.rankMedian]).toEqual([1, 2, 3]);
    expect([ranks.rankLow[1], ranks.rankHigh[1]]).toEqual([1, 2]);
    // sd of .4 .5 .5 .5 .6 is √.005, over √5.
    expect(ranks.standardError[0]).toBeCloseTo(Math.sqrt(0.005 / 5), 12);
  });

  it('one network has ranks and no error; none is refused', () => {
    const ranks = ensembleRanks(esri.slice(0, 1));
    expect([...ranks.standardError]).toEqual([0, 0, 0]);
    expect([...ranks.rankHigh]).toEqual([1, 2, 3]);
    expect(() => ensembleRanks([])).toThrow(RangeError);
  });

  it('halves that share no network are held against each other', () => {
    const stability = rankStability(esri, 1);
    expect(stability.map(({ networks }) => networks)).toEqual([2, 4]);
    // Of two: (.5 .4 .1) and (.5 .6 .1); of four: (1.1 .8 .2) and (.9 1.2 .2).
    expect(stability[0]).toMatchObject({ rankCorrelation: 0.5, topShared: 0 });
    expect(stability[1]).toMatchObject({ rankCorrelation: 0.5, topShared: 0 });
    expect(rankStability(esri.slice(0, 1), 1)).toEqual([]);
  });
});
