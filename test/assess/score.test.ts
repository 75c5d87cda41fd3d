import { describe, expect, it } from 'vitest';
import { judgement, type Scoring } from '../../src/assess/index.js';
import { firm, options, rulebook } from './small.js';

const table = (scoring: Scoring, most = 20) =>
  rulebook({
    parameters: [{ id: 'lead', name: { zh: '引领值', en: 'lead' }, unit: '%', value: null }],
    scores: [
      {
        id: 's',
        name: { zh: '得分', en: 'score' },
        parts: [{ id: 'p', name: { zh: '部分', en: 'part' }, most: 100 }],
        entries: [{ id: 'e', part: 'p', name: { zh: '项', en: 'entry' }, clause: '一', most, scoring }],
      },
    ],
    pass: { score: 's', atLeast: 10 },
  });
const points = (
  scoring: Scoring,
  form: Record<string, unknown>,
  parameters = new Map<string, number>(),
  most = 20,
) => {
  const judged = judgement(table(scoring, most), firm(form), options({ parameters }));
  const { low, high } = judged.scores[0]!.interval;
  return [low, high, judged.state];
};
const share = { item: 'rdExpense', per: 'revenue', basis: 'lastYear' } as const;
const rd = (percent: number) => ({ rdExpense: { '2025': percent * 10 }, revenue: { '2025': 1000 } });

describe('points', () => {
  const bands: Scoring = {
    quantity: share,
    unit: '%',
    bands: [
      { from: 5, points: 20 },
      { from: 3, below: 5, points: 15 },
      { from: 2, below: 3, points: 10 },
      { below: 2, points: 0 },
    ],
  };
  it.each([
    [5, 20],
    [4.99, 15],
    [3, 15],
    [2.99, 10],
    [2, 10],
    [1.99, 0],
    [0, 0],
  ])('of bands: %d %% is %d', (percent, expected) => {
    expect(points(bands, rd(percent)).slice(0, 2)).toEqual([expected, expected]);
  });
  it('of bands: what is not known may be any of them', () => {
    expect(points(bands, {})).toEqual([0, 20, 'unknown']);
  });
  it('of bands: of a sum that is known in part, those it can still reach', () => {
    const sums: Scoring = {
      quantity: { item: 'rdExpense', basis: 'sumOfTwoYears' },
      unit: '万元',
      bands: [
        { over: 500, points: 20 },
        { over: 100, to: 500, points: 12 },
        { to: 100, points: 4 },
      ],
    };
    expect(points(sums, { rdExpense: { '2025': 100 } })).toEqual([4, 20, 'unknown']);
    expect(points(sums, { rdExpense: { '2025': 101 } })).toEqual([12, 20, 'met']);
    expect(points(sums, { rdExpense: { '2024': 400, '2025': 100 } })).toEqual([12, 12, 'met']);
    expect(points(sums, { rdExpense: { '2024': 400, '2025': 101 } })).toEqual([20, 20, 'met']);
  });

  const first: Scoring = {
    first: [
      { when: { item: 'patents', atLeast: 1, unit: '项' }, points: 20 },
      { when: { item: 'held', atLeast: 1, unit: '项' }, points: 5 },
      { points: 0 },
    ],
  };
  it.each([
    [{ patents: 1 }, [20, 20]],
    [{ patents: 0, held: 3 }, [5, 5]],
    [{ patents: 0, held: 0 }, [0, 0]],
    [{ held: 3 }, [5, 20]],
    [{ patents: 0 }, [0, 5]],
    [{}, [0, 20]],
  ])('of the first that holds: %j', (form, expected) => {
    expect(points(first, form).slice(0, 2)).toEqual(expected);
  });
  it('of the first that holds: what a firm did not declare waits for a person', () => {
    const declared: Scoring = { first: [{ when: { declared: 'key', is: true }, points: 20 }, { points: 5 }] };
    expect(points(declared, {})).toEqual([5, 20, 'manualReview']);
  });

  it('of all that hold, no more than the cap', () => {
    const sum: Scoring = {
      sum: [
        { when: { item: 'patents', atLeast: 1, unit: '项' }, points: 3 },
        { when: { item: 'held', atLeast: 1, unit: '项' }, points: 3 },
        { when: { flag: 'key', is: true }, points: 3 },
      ],
      cap: 5,
    };
    expect(points(sum, { patents: 1, held: 1, key: true }).slice(0, 2)).toEqual([5, 5]);
    expect(points(sum, { patents: 1, held: 0, key: false }).slice(0, 2)).toEqual([3, 3]);
    expect(points(sum, { patents: 1 }).slice(0, 2)).toEqual([3, 5]);
  });

  it('for every full step', () => {
    const every: Scoring = { quantity: { item: 'years' }, unit: '年', every: 2, points: 1, cap: 5 };
    const of = (years: number) => points(every, { years })[0];
    expect([0, 1, 2, 3, 4, 10, 11, 30].map(of)).toEqual([0, 0, 1, 1, 2, 5, 5, 5]);
    expect(points(every, {}).slice(0, 2)).toEqual([0, 5]);
  });

  it('linear, less being better: base 3.9, lead 2.2, weight 8', () => {
    const linear: Scoring = { quantity: { item: 'years' }, unit: '年', base: 3.9, lead: 2.2, weight: 8 };
    const of = (years: number) => points(linear, { years })[0];
    expect(of(3.05)).toBeCloseTo(4, 10);
    expect([of(2), of(4)]).toEqual([8, 0]);
    expect(points(linear, {}).slice(0, 2)).toEqual([0, 8]);
  });
  it('linear, from an official table that is loaded or not', () => {
    const linear: Scoring = {
      quantity: { item: 'years' },
      unit: '年',
      base: 0,
      lead: { parameter: 'lead' },
      weight: 8,
    };
    expect(points(linear, { years: 5 })).toEqual([0, 20, 'unknown']);
    expect(points(linear, { years: 5 }, new Map([['lead', 10]])).slice(0, 2)).toEqual([4, 4]);
    const weight: Scoring = { ...linear, lead: 10, weight: { parameter: 'lead' } };
    expect(points(weight, { years: 5 }, new Map([['lead', 6]])).slice(0, 2)).toEqual([3, 3]);
  });

  it('of the best way', () => {
    const best: Scoring = {
      bestOf: [bands, { quantity: { item: 'years' }, unit: '年', every: 1, points: 1, cap: 12 }],
    };
    expect(points(best, { ...rd(2), years: 12 }).slice(0, 2)).toEqual([12, 12]);
    expect(points(best, { ...rd(5) }).slice(0, 2)).toEqual([20, 20]);
    expect(points(best, { ...rd(2) }).slice(0, 2)).toEqual([10, 12]);
  });

  it('for a person to give: open, and waiting for one', () => {
    expect(points({ manual: true }, {})).toEqual([0, 20, 'manualReview']);
    expect(points({ manual: true }, {}, new Map(), 9)).toEqual([0, 9, 'unmet']);
  });

  it('one of each year is refused', () => {
    expect(() => points({ ...bands, quantity: { ...share, basis: 'eachOfTwoYears' } }, {})).toThrow(/评分/);
  });
});
