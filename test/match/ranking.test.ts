import { describe, expect, it } from 'vitest';
import { labelledSet, ndcg } from '../../bench/match/labelled.mjs';
import { CandidateSearch, FIT_WEIGHTS, type FitWeights } from '../../src/match/index.js';

describe('ranking quality on the labelled synthetic set', () => {
  const { firms, tasks } = labelledSet({ seed: 20260604, firms: 1500, tasks: 80 });
  const search = new CandidateSearch(firms.map(({ provider }) => provider));
  const mean = (weights: FitWeights) => {
    const values = tasks.flatMap(({ challenge, grades }) => {
      const { candidates } = search.find(challenge, { count: 20, weights });
      return (
        ndcg(
          candidates.map(({ provider }) => provider),
          grades,
        ) ?? []
      );
    });
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };

  it('has a floor, and is above that of the text term alone', () => {
    const ours = mean(FIT_WEIGHTS);
    expect(ours).toBeGreaterThan(0.55);
    expect(ours).toBeGreaterThan(mean({ text: 1, industry: 0, record: 0, titles: 0, area: 0 }));
  });

  it('nDCG by hand: grades 3, 0, 1 ranked second, first, third', () => {
    const grades = Uint8Array.from([3, 0, 1]);
    const gained = 7 / Math.log2(3) + 1 / 2;
    const best = 7 + 1 / Math.log2(3);
    expect(ndcg([1, 0, 2], grades)).toBeCloseTo(gained / best, 12);
  });
});
