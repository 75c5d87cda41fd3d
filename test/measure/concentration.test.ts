import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Activity, activityOf, activityTotals, areaRow, sharesOf } from '../../src/measure/activity.js';
import {
  areaSpecialisations,
  concentrationRatio,
  entropy,
  hachman,
  herfindahl,
  hoover,
  industryConcentrations,
  krugman,
  locationalGini,
  locationalGiniKrugman,
  theilLocational,
} from '../../src/measure/concentration.js';
import {
  locationQuotients,
  standardisedLocationQuotients,
  symmetricLocationQuotients,
} from '../../src/measure/location-quotient.js';
import { describeWith, largestDifference, sharedRows } from './reference.js';

/** A file with areas down and industries across. */
function wide(file: string): Activity {
  const rows = sharedRows(file);
  const [first = '', ...industries] = Object.keys(rows[0]!);
  return activityOf(
    rows.flatMap((row) =>
      industries.map((industry) => ({ area: row[first]!, industry, value: Number(row[industry]) })),
    ),
    'kept',
  );
}

const REFERENCE = 'reference/measure';
/** The reference has twelve digits. */
const EXACT = 1e-9;

describeWith(REFERENCE, 'concentration against the reference', () => {
  const activity = () => wide(`${REFERENCE}/conc_matrix.csv`);

  it('location quotients, plain and symmetric', () => {
    const quotients = locationQuotients(activity());
    expect(largestDifference(quotients, wide(`${REFERENCE}/conc_lq_ref.csv`).values)).toBeLessThan(EXACT);
    expect(
      largestDifference(symmetricLocationQuotients(quotients), wide(`${REFERENCE}/conc_slq_ref.csv`).values),
    ).toBeLessThan(EXACT);
  });

  it('industries: regional HHI, Gini in [0, 1), Hoover, Theil', () => {
    const theirs = sharedRows(`${REFERENCE}/conc_industry_ref.csv`);
    for (const [i, ours] of industryConcentrations(activity()).entries()) {
      expect(ours.industry).toBe(theirs[i]!.industry);
      expect(ours.hhi).toBeCloseTo(Number(theirs[i]!.regional_HHI), 9);
      expect(ours.gini).toBeCloseTo(Number(theirs[i]!.locational_gini_0_1), 9);
      expect(ours.hoover).toBeCloseTo(Number(theirs[i]!.hoover_half_abs), 9);
      expect(ours.theil).toBeCloseTo(Number(theirs[i]!.theil_locational), 9);
    }
  });

  it('EconGeo: the Gini in [0, ½), and what it rounds', () => {
    const theirs = sharedRows(`${REFERENCE}/conc_econgeo_industry.csv`);
    for (const [i, ours] of industryConcentrations(activity()).entries()) {
      expect(ours.giniKrugman).toBeCloseTo(Number(theirs[i]!['Loc.Gini']), 12);
      expect(ours.gini).toBeCloseTo(Number(theirs[i]!['Hoover.Gini']), 3);
      expect(100 * ours.hoover).toBeCloseTo(Number(theirs[i]!['Hoover.index']), 2);
    }
  });

  it('areas: Krugman plain and leave-one-out, HHI, Theil, entropy', () => {
    const theirs = sharedRows(`${REFERENCE}/conc_region_ref.csv`);
    for (const [r, ours] of areaSpecialisations(activity()).entries()) {
      expect(ours.area).toBe(theirs[r]!.region);
      expect(ours.krugman).toBeCloseTo(Number(theirs[r]!.krugman), 9);
      expect(ours.krugmanLeaveOneOut).toBeCloseTo(Number(theirs[r]!.krugman_leave_one_out), 9);
      expect(ours.hhi).toBeCloseTo(Number(theirs[r]!.hhi), 9);
      expect(ours.theil).toBeCloseTo(Number(theirs[r]!.theil_spec), 9);
      expect(ours.entropy).toBeCloseTo(Number(theirs[r]!.entropy_ln), 9);
    }
  });

  it('EconGeo on the other table: HHI, Krugman, Hachman', () => {
    const theirs = sharedRows(`${REFERENCE}/econgeo_region_2023.csv`);
    for (const [r, ours] of areaSpecialisations(wide(`${REFERENCE}/eco_matrix_2023.csv`)).entries()) {
      expect(ours.hhi).toBeCloseTo(Number(theirs[r]!.hhi), 9);
      expect(ours.krugman).toBeCloseTo(Number(theirs[r]!.krugman), 9);
      expect(ours.hachman).toBeCloseTo(Number(theirs[r]!.hachman), 9);
    }
  });
});

describe('by hand', () => {
  // Two areas, two industries: A has 30 and 70, B has 10 and 90.
  const activity = activityOf([
    { area: 'A', industry: 'textiles', value: 30 },
    { area: 'A', industry: 'other', value: 70 },
    { area: 'B', industry: 'textiles', value: 10 },
    { area: 'B', industry: 'other', value: 90 },
  ]);

  it('LQ of textiles in A: 0.30 / 0.20', () => {
    expect(locationQuotients(activity)[0]).toBeCloseTo(1.5, 12);
    expect(symmetricLocationQuotients(locationQuotients(activity))[0]).toBeCloseTo(0.2, 12);
    // 1.5 and 0.5: one mean, one standard deviation of √½.
    expect(standardisedLocationQuotients(locationQuotients(activity), 2)[0]).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it('textiles: three quarters in A, which is half of everything', () => {
    const [textiles] = industryConcentrations(activity);
    expect(textiles!.hhi).toBeCloseTo(0.75 ** 2 + 0.25 ** 2, 12);
    expect(textiles!.hoover).toBeCloseTo(0.25, 12);
    expect(textiles!.gini).toBeCloseTo(0.25, 12);
    expect(textiles!.theil).toBeCloseTo(0.75 * Math.log(1.5) + 0.25 * Math.log(0.5), 12);
    expect(concentrationRatio([0.5, 0.1, 0.4], 2)).toBeCloseTo(0.9, 12);
  });

  it('A against all: |0.3 - 0.2| + |0.7 - 0.8|; against B alone twice that', () => {
    const [a] = areaSpecialisations(activity);
    expect(a!.krugman).toBeCloseTo(0.2, 12);
    expect(a!.krugmanLeaveOneOut).toBeCloseTo(0.4, 12);
  });

  it('sums what is given twice, refuses what is negative, and keeps it when asked', () => {
    const cell = { area: 'A', industry: 'textiles', value: 3 };
    expect(activityOf([cell, cell]).values[0]).toBe(6);
    const negative = [cell, { area: 'B', industry: 'textiles', value: -1 }];
    expect(() => activityOf(negative)).toThrow(/-1/);
    expect(() => activityOf([{ ...cell, value: Number.NaN }], 'kept')).toThrow(/NaN/);
    const kept = activityOf(negative, 'kept');
    expect(activityTotals(kept).total).toBe(2);
    expect(industryConcentrations(kept)[0]).toMatchObject({
      hhi: Number.NaN,
      gini: Number.NaN,
      cr4: Number.NaN,
    });
  });

  it('has no quotient where an area or an industry has nothing', () => {
    const sparse = activityOf([
      { area: 'A', industry: 'textiles', value: 5 },
      { area: 'A', industry: 'none', value: 0 },
      { area: 'B', industry: 'textiles', value: 0 },
    ]);
    expect([...locationQuotients(sparse)]).toEqual([1, Number.NaN, Number.NaN, Number.NaN]);
    expect(industryConcentrations(sparse)[1]!.hhi).toBeNaN();
    expect(areaSpecialisations(sparse)[1]!.krugman).toBeNaN();
  });
});

/** Tables without empty areas or industries. */
const tables = fc
  .tuple(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 2, max: 6 }))
  .chain(([areas, industries]) =>
    fc
      .array(fc.oneof(fc.constant(0), fc.double({ min: 0.5, max: 1000, noNaN: true })), {
        minLength: areas * industries,
        maxLength: areas * industries,
      })
      .map(
        (values): Activity => ({
          areas: Array.from({ length: areas }, (_, i) => `A${i}`),
          industries: Array.from({ length: industries }, (_, i) => `I${i}`),
          values: Float64Array.from(values),
        }),
      ),
  )
  .filter((table) => {
    const totals = activityTotals(table);
    return totals.areas.every((sum) => sum > 0) && totals.industries.every((sum) => sum > 0);
  });

describe('always', () => {
  it('LQs average 1, weighted by the areas or by the industries, and scale with nothing', () => {
    fc.assert(
      fc.property(tables, fc.double({ min: 0.01, max: 100, noNaN: true }), (table, factor) => {
        const quotients = locationQuotients(table);
        const { areas, industries } = activityTotals(table);
        const x = sharesOf(areas);
        const w = sharesOf(industries);
        for (const [i] of table.industries.entries())
          expect(x.reduce((sum, share, r) => sum + share * quotients[r * w.length + i]!, 0)).toBeCloseTo(
            1,
            9,
          );
        for (const [r] of table.areas.entries())
          expect(w.reduce((sum, share, i) => sum + share * quotients[r * w.length + i]!, 0)).toBeCloseTo(
            1,
            9,
          );
        const scaled = { ...table, values: table.values.map((value) => value * factor) };
        expect(largestDifference(locationQuotients(scaled), quotients)).toBeLessThan(
          1e-9 * Math.max(...quotients),
        );
      }),
    );
  });

  it('indices keep to their ranges and order', () => {
    fc.assert(
      fc.property(tables, (table) => {
        for (const own of industryConcentrations(table)) {
          expect(own.hhi).toBeGreaterThanOrEqual(1 / table.areas.length - 1e-12);
          expect(own.hhi).toBeLessThanOrEqual(1 + 1e-12);
          expect(own.gini).toBeGreaterThanOrEqual(own.hoover - 1e-12);
          expect(own.gini).toBeLessThan(1);
          expect(own.hoover).toBeGreaterThanOrEqual(0);
          expect(own.theil).toBeGreaterThanOrEqual(-1e-12);
          // Pinsker's inequality.
          expect(own.theil).toBeGreaterThanOrEqual(2 * own.hoover ** 2 - 1e-9);
        }
        for (const own of areaSpecialisations(table)) {
          expect(own.krugman).toBeGreaterThanOrEqual(0);
          expect(own.krugman).toBeLessThanOrEqual(2 + 1e-12);
          if (!Number.isNaN(own.krugmanLeaveOneOut))
            expect(own.krugmanLeaveOneOut).toBeGreaterThanOrEqual(own.krugman - 1e-9);
          expect(own.hachman).toBeLessThanOrEqual(1 + 1e-12);
          expect(own.entropy).toBeLessThanOrEqual(Math.log(table.industries.length) + 1e-12);
        }
      }),
    );
  });

  it('all of them vanish where the industry lies as everything does', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 50, noNaN: true }), { minLength: 2, maxLength: 9 }),
        (sizes) => {
          const x = sharesOf(sizes);
          for (const index of [hoover, krugman, locationalGini, locationalGiniKrugman, theilLocational])
            expect(index(x, x)).toBeCloseTo(0, 12);
          expect(hachman(x, x)).toBeCloseTo(1, 12);
          expect(entropy(x) + Math.log(herfindahl(x))).toBeGreaterThanOrEqual(-1e-12);
        },
      ),
    );
  });

  it('splitting an area in two of its own mix changes neither Gini, Hoover nor Theil', () => {
    fc.assert(
      fc.property(tables, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (table, part) => {
        const row = areaRow(table, 0);
        const split: Activity = {
          areas: [...table.areas, 'half'],
          industries: table.industries,
          values: Float64Array.from([
            ...row.map((value) => value * part),
            ...table.values.slice(row.length),
            ...row.map((value) => value * (1 - part)),
          ]),
        };
        const before = industryConcentrations(table);
        for (const [i, after] of industryConcentrations(split).entries()) {
          expect(after.gini).toBeCloseTo(before[i]!.gini, 9);
          expect(after.hoover).toBeCloseTo(before[i]!.hoover, 9);
          expect(after.theil).toBeCloseTo(before[i]!.theil, 9);
        }
      }),
    );
  });
});
