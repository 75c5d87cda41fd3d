import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Activity, activityOf } from '../../src/measure/activity.js';
import { dynamicShiftShare, shiftShare } from '../../src/measure/shift-share.js';
import { describeWith, sharedRows } from './reference.js';

const PARTS = ['national', 'industryMix', 'regionalShift'] as const;

describeWith('reference/measure', 'shift–share against the reference', () => {
  it('every cell, classic and Esteban-Marquillas', () => {
    const theirs = sharedRows('reference/measure/shiftshare_ref.csv');
    const table = (column: string) =>
      activityOf(
        theirs.map((row) => ({ area: row.region!, industry: row.industry!, value: Number(row[column]) })),
      );
    const { cells } = shiftShare(table('base'), table('final'));
    for (const [at, row] of theirs.entries()) {
      const own = cells[at]!;
      expect([own.area, own.industry]).toEqual([row.region, row.industry]);
      expect(own.national).toBeCloseTo(Number(row.national), 9);
      expect(own.industryMix).toBeCloseTo(Number(row.industry_mix), 9);
      expect(own.regionalShift).toBeCloseTo(Number(row.regional_shift), 9);
      if (row.homothetic_base !== '') expect(own.homotheticBase).toBeCloseTo(Number(row.homothetic_base), 9);
      if (row.em_competitive !== '') expect(own.competitive).toBeCloseTo(Number(row.em_competitive), 9);
      if (row.em_allocation !== '') expect(own.allocation).toBeCloseTo(Number(row.em_allocation), 9);
    }
  });
});

describe('shift–share', () => {
  const panel = fc
    .tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 2, max: 5 }))
    .chain(([areas, industries]) =>
      fc.array(
        fc
          .array(fc.oneof(fc.constant(0), fc.double({ min: 1, max: 1000, noNaN: true })), {
            minLength: areas * industries,
            maxLength: areas * industries,
          })
          .map((values): Activity => {
            // One area has some of everything, so that every industry has a growth.
            for (let k = 0; k < industries; k++) values[k] = Math.max(values[k]!, 1);
            return {
              areas: Array.from({ length: areas }, (_, i) => `A${i}`),
              industries: Array.from({ length: industries }, (_, i) => `I${i}`),
              values: Float64Array.from(values),
            };
          }),
        { minLength: 2, maxLength: 4 },
      ),
    );

  it('parts add up to the change, cell by cell, and mix and shift to 0 over all', () => {
    fc.assert(
      fc.property(panel, (tables) => {
        const { cells, industryGrowth } = shiftShare(tables[0]!, tables[1]!);
        const size = cells.reduce((sum, cell) => sum + cell.base + cell.final, 0);
        for (const cell of cells) {
          expect(Math.abs(PARTS.reduce((sum, part) => sum + cell[part], 0) - cell.change)).toBeLessThan(
            1e-9 * size,
          );
          expect(Math.abs(cell.competitive + cell.allocation - cell.regionalShift)).toBeLessThan(1e-9 * size);
        }
        const sum = (part: (typeof PARTS)[number]) => cells.reduce((total, cell) => total + cell[part], 0);
        expect(Math.abs(sum('industryMix'))).toBeLessThan(1e-9 * size);
        expect(Math.abs(sum('regionalShift'))).toBeLessThan(1e-9 * size);
        expect(industryGrowth).toHaveLength(tables[0]!.industries.length);
      }),
    );
  });

  it('dynamic parts add up to the change over the whole span', () => {
    fc.assert(
      fc.property(panel, (tables) => {
        const size = tables.reduce((sum, table) => sum + table.values.reduce((a, b) => a + b, 0), 0);
        for (const cell of dynamicShiftShare(tables)) {
          expect(Math.abs(cell.final - cell.base - cell.change)).toBeLessThan(1e-9 * size);
          expect(Math.abs(PARTS.reduce((sum, part) => sum + cell[part], 0) - cell.change)).toBeLessThan(
            1e-9 * size,
          );
        }
      }),
    );
  });

  it('by hand: 100 grow to 130 where the country grows by 10 % and the industry by 20 %', () => {
    const table = (own: number, elsewhere: number, other: number) =>
      activityOf([
        { area: 'A', industry: 'I', value: own },
        { area: 'B', industry: 'I', value: elsewhere },
        { area: 'B', industry: 'J', value: other },
      ]);
    const [cell] = shiftShare(table(100, 100, 200), table(130, 110, 200)).cells;
    expect(cell).toMatchObject({ change: 30 });
    expect(cell!.national).toBeCloseTo(10, 9);
    expect(cell!.industryMix).toBeCloseTo(10, 9);
    expect(cell!.regionalShift).toBeCloseTo(10, 9);
    // With the country's mix A would have had 100 · 200 / 400 = 50 in I: (50)(0.30 - 0.20) = 5.
    expect(cell!.competitive).toBeCloseTo(5, 9);
    expect(cell!.allocation).toBeCloseTo(5, 9);
  });

  it('refuses tables of different shape, an empty base, and an industry out of nothing', () => {
    const one = activityOf([{ area: 'A', industry: 'I', value: 1 }]);
    const none = activityOf([{ area: 'A', industry: 'I', value: 0 }]);
    expect(() => shiftShare(one, activityOf([{ area: 'B', industry: 'I', value: 1 }]))).toThrow(/不一致/);
    expect(() => shiftShare(none, one)).toThrow(/基期合计为 0/);
    const wide = (value: number) =>
      activityOf([
        { area: 'A', industry: 'I', value: 1 },
        { area: 'A', industry: 'J', value },
      ]);
    expect(() => shiftShare(wide(0), wide(5))).toThrow(/“J”/);
    expect(() => dynamicShiftShare([one])).toThrow(/两期/);
  });
});
