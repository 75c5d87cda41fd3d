import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  partOfTable,
  populationAdvantage,
  presenceCells,
  presenceOfAdvantage,
  regionActivityTable,
  revealedComparativeAdvantage,
  symmetricAdvantage,
} from '../../src/foresee/index.js';
import { row, rowsOfTables } from './tables.js';

describe('a table of regions and activities', () => {
  it('adds up rows of one pair and says so; the first alone where asked', () => {
    const rows = [row('A', 'x', 1), row('B', 'y', 4), row('A', 'x', 2), row('A', 'y', 3), row('A', 'x', 5)];
    const summed = regionActivityTable(rows);
    expect(Array.from(summed.values)).toEqual([8, 3, 4]);
    expect(summed.report.duplicates).toEqual([{ region: 'A', activity: 'x', rows: 3 }]);
    expect(summed.report.duplicateRule).toBe('sum');
    expect(Array.from(regionActivityTable(rows, { duplicates: 'first' }).values)).toEqual([1, 3, 4]);
  });

  it('rejects negative and non-finite values by row, and names what is empty', () => {
    const { regions, activities, report } = regionActivityTable([
      row('A', 'x', 1),
      row('A', 'y', 2),
      row('B', 'x', 3),
      row('B', 'y', -4),
      row('C', 'x', 0),
      row('C', 'z', Number.NaN),
      row('B', 'w', Number.POSITIVE_INFINITY),
    ]);
    expect(regions).toEqual(['A', 'B']);
    expect(activities).toEqual(['x', 'y']);
    expect(report.emptyRegions).toEqual(['C']);
    expect(report.emptyActivities).toEqual(['z', 'w']);
    expect(report.rejected.map(({ row, region, activity }) => [row, region, activity])).toEqual([
      [4, 'B', 'y'],
      [6, 'C', 'z'],
      [7, 'B', 'w'],
    ]);
    expect(report.rejected[0]!.reason.en).toMatch(/-4 is negative/);
  });

  it('refuses a table of one column or one row, naming what was empty', () => {
    expect(() => regionActivityTable([row('A', 'x', 1), row('B', 'x', 2), row('B', 'y', 0)])).toThrow(
      /行业 1 个.*y/,
    );
    expect(() => regionActivityTable([])).toThrow(/地区 0 个/);
    expect(() =>
      regionActivityTable([row('A', 'x', 1e308), row('B', 'y', 1e308), row('A', 'y', 1e308)]),
    ).toThrow(/范围/);
  });

  it('a part of a table has its own totals', () => {
    const table = regionActivityTable([
      row('A', 'x', 1),
      row('A', 'y', 2),
      row('B', 'x', 3),
      row('B', 'y', 4),
      row('C', 'z', 9),
    ]);
    const part = partOfTable(table, (r) => r < 2);
    expect(part.regions).toEqual(['A', 'B']);
    expect(part.report.emptyActivities).toEqual(['z']);
    expect(part.total).toBe(10);
    expect(Array.from(part.regionTotals)).toEqual([3, 7]);
  });
});

describe('specialisation', () => {
  // A has 30 of x and 70 of y, B 10 and 90: of all 200, x is 40, so RCA of A in x is 0.3 / 0.2 = 1.5.
  const table = () =>
    regionActivityTable([row('A', 'x', 30), row('A', 'y', 70), row('B', 'x', 10), row('B', 'y', 90)]);

  it('by hand', () => {
    const rca = revealedComparativeAdvantage(table());
    [1.5, 0.875, 0.5, 1.125].forEach((value, k) => {
      expect(rca[k]).toBeCloseTo(value, 12);
    });
    expect(symmetricAdvantage(rca)[0]).toBeCloseTo(0.2, 12);
    // Of x, A has three quarters, with a quarter of the people: 3.
    const rpop = populationAdvantage(
      table(),
      new Map([
        ['A', 10],
        ['B', 30],
      ]),
    );
    expect(rpop[0]).toBeCloseTo(3, 12);
    expect(rpop[3]).toBeCloseTo(90 / 160 / 0.75, 12);
    expect(() => populationAdvantage(table(), new Map([['A', 10]]))).toThrow(/人口.*B/);
  });

  it('the threshold itself is in or out, by convention, and rounding comes first', () => {
    const equal = regionActivityTable([
      row('A', 'x', 1),
      row('A', 'y', 1),
      row('B', 'x', 1),
      row('B', 'y', 1),
    ]);
    const rca = revealedComparativeAdvantage(equal);
    const rule = { threshold: 1, atThreshold: 'present', decimals: null } as const;
    expect(presenceOfAdvantage(equal, [rca], rule).activity.length).toBe(4);
    expect(presenceOfAdvantage(equal, [rca], { ...rule, atThreshold: 'absent' }).activity.length).toBe(0);
    const nearly = rca.map(() => 0.996);
    expect(presenceOfAdvantage(equal, [nearly], rule).activity.length).toBe(0);
    expect(presenceOfAdvantage(equal, [nearly], { ...rule, decimals: 2 }).activity.length).toBe(4);
    expect(presenceOfAdvantage(equal, [nearly, rca], rule).activity.length).toBe(4);
    expect(() => presenceOfAdvantage(equal, [rca], { ...rule, threshold: 0 })).toThrow(/大于 0/);
  });

  it('Σ_p (X_.p / X) RCA = 1 and Σ_r (X_r. / X) RCA = 1, and with ≥ 1 nobody is left without anything', () => {
    fc.assert(
      fc.property(rowsOfTables, (rows) => {
        const own = regionActivityTable(rows);
        const rca = revealedComparativeAdvantage(own);
        const byRegion = new Float64Array(own.regions.length);
        const byActivity = new Float64Array(own.activities.length);
        for (let r = 0; r < own.regions.length; r++)
          for (let k = own.start[r]!; k < own.start[r + 1]!; k++) {
            byRegion[r]! += (own.activityTotals[own.activity[k]!]! / own.total) * rca[k]!;
            byActivity[own.activity[k]!]! += (own.regionTotals[r]! / own.total) * rca[k]!;
          }
        for (const sum of [...byRegion, ...byActivity]) expect(sum).toBeCloseTo(1, 10);
        const presence = presenceOfAdvantage(own, [rca.map((value) => value + 1e-12)], {
          threshold: 1,
          atThreshold: 'present',
          decimals: null,
        });
        expect(Math.min(...presence.diversity, ...presence.ubiquity)).toBeGreaterThanOrEqual(1);
        const cells = presenceCells(presence);
        expect(cells.reduce((sum, cell) => sum + cell, 0)).toBe(presence.activity.length);
      }),
      { numRuns: 100 },
    );
  });
});
