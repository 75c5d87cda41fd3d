import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bandFaults } from '../../src/assess/bands.js';
import type { Band } from '../../src/assess/index.js';

const holds = ({ from, over, to, below }: Band, value: number): boolean =>
  (from === undefined || value >= from) &&
  (over === undefined || value > over) &&
  (to === undefined || value <= to) &&
  (below === undefined || value < below);

const edge = fc.integer({ min: -4, max: 4 });
const side = (low: 'from' | 'to', high: 'over' | 'below') =>
  fc.oneof(
    fc.constant({}),
    edge.map((value) => ({ [low]: value })),
    edge.map((value) => ({ [high]: value })),
  );
const band: fc.Arbitrary<Band> = fc
  .tuple(side('from', 'over'), side('to', 'below'))
  .map(([low, high]) => ({ ...low, ...high, points: 0 }));

/** Edges are whole numbers, so that these stand for every value there is. */
const values = Array.from({ length: 21 }, (_, index) => -5 + index / 2);

describe('bands', () => {
  test('are faultless where every value lies in exactly one, and none is empty', () => {
    let faultless = 0;
    const check = (bands: Band[], nonNegative: boolean) => {
      const lowest = values.find((value) => bands.some((one) => holds(one, value))) ?? 0;
      const possible = nonNegative ? values.filter((value) => value >= Math.min(0, lowest)) : values;
      const once =
        possible.every((value) => bands.filter((one) => holds(one, value)).length === 1) &&
        values.every((value) => bands.filter((one) => holds(one, value)).length <= 1) &&
        bands.every((one) => values.some((value) => holds(one, value)));
      const faults = bandFaults(bands, '%', nonNegative);
      expect(faults.length === 0, JSON.stringify({ bands, nonNegative, faults })).toBe(once);
      if (once) faultless++;
    };
    fc.assert(fc.property(fc.array(band, { minLength: 1, maxLength: 4 }), fc.boolean(), check), {
      numRuns: 3000,
      seed: 7,
    });
    // A line cut at random edges, in random order, is one of those without a fault; then one edge of it is moved.
    const cuts = fc.uniqueArray(fc.record({ at: edge, upper: fc.boolean() }), {
      selector: ({ at }) => at,
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(cuts, fc.integer(), fc.option(fc.nat(3)), (edges, turn, moved) => {
        const sorted = [...edges].sort((a, b) => a.at - b.at);
        const bands: Band[] = [...sorted, null].map((high, index) => {
          const low = index === 0 ? null : sorted[index - 1]!;
          return {
            ...(low && (low.upper ? { from: low.at } : { over: low.at })),
            ...(high && (high.upper ? { below: high.at } : { to: high.at })),
            points: index,
          };
        });
        const spoilt = moved === null ? undefined : bands[moved % bands.length];
        if (spoilt?.from !== undefined) spoilt.from += 1;
        else if (spoilt?.over !== undefined) spoilt.over -= 1;
        const at = ((turn % bands.length) + bands.length) % bands.length;
        check([...bands.slice(at), ...bands.slice(0, at)], false);
      }),
      { numRuns: 1000, seed: 8 },
    );
    expect(faultless).toBeGreaterThan(300);
  });

  test('say where the gap and the overlap lie', () => {
    const reasons = (bands: Band[]) => bandFaults(bands, '%', true).map(({ reason }) => reason);
    expect(
      reasons([
        { from: 5, points: 2 },
        { over: 1, below: 3, points: 1 },
        { to: 1, points: 0 },
      ]),
    ).toEqual([
      {
        zh: '第 2 档与第 1 档之间有空档：3 %以上、不足 5 %没有分数',
        en: 'gap between bands 2 and 1: no points for 3 % and more, below 5 %',
      },
    ]);
    expect(
      reasons([
        { from: 5, points: 1 },
        { to: 5, points: 0 },
      ])[0]!.en,
    ).toBe('band 1 (5 % and more) overlaps band 2 (up to 5 %)');
    expect(reasons([{ over: 0, points: 1 }])[0]!.zh).toBe('0 %以下没有分档');
    expect(reasons([{ from: 0, points: 1 }])).toEqual([]);
  });
});
