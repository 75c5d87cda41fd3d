import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { activityOf } from '../../src/measure/activity.js';
import {
  areaWeights,
  coagglomeration,
  ellisonGlaeser,
  locationalCorrelation,
  type Plant,
  plantConcentrations,
} from '../../src/measure/ellison-glaeser.js';
import { describeWith, largestDifference, sharedRows } from './reference.js';

const REFERENCE = 'reference/measure';

describeWith(REFERENCE, 'Ellison–Glaeser and its kin against the reference', () => {
  const plants = (): Plant[] =>
    sharedRows(`${REFERENCE}/conc_plants.csv`).map(({ industry, region, employment }) => ({
      industry: industry!,
      area: region!,
      size: Number(employment),
    }));
  const matrix = () => {
    const rows = sharedRows(`${REFERENCE}/conc_matrix.csv`);
    return activityOf(
      rows.flatMap(({ region, ...row }) =>
        Object.entries(row).map(([industry, value]) => ({ area: region!, industry, value: Number(value) })),
      ),
    );
  };
  const square = (file: string) =>
    sharedRows(`${REFERENCE}/${file}`).flatMap(({ industry: _, ...row }) => Object.values(row).map(Number));

  it('γ, Maurel–Sédillot, null variance and t, from the plants', () => {
    const ours = new Map(plantConcentrations(plants()).map((own) => [own.industry, own]));
    for (const theirs of sharedRows(`${REFERENCE}/conc_industry_ref.csv`)) {
      const own = ours.get(theirs.industry!)!;
      expect(own.plants).toBe(Number(theirs.n_plants));
      expect(own.plantHerfindahl).toBeCloseTo(Number(theirs.plant_HHI), 9);
      expect(own.rawConcentration).toBeCloseTo(Number(theirs.G_raw), 9);
      expect(own.gamma).toBeCloseTo(Number(theirs.EG_gamma), 9);
      expect(own.maurelSedillot).toBeCloseTo(Number(theirs.MS_gamma), 9);
      expect(own.nullVariance).toBeCloseTo(Number(theirs.varG_null), 9);
      expect(own.t).toBeCloseTo(Number(theirs.EG_tstat), 9);
    }
    expect(plantConcentrations(plants(), areaWeights(matrix()))[0]!.gamma).toBeCloseTo(
      ours.get('I1')!.gamma,
      12,
    );
  });

  it('coagglomeration', () => {
    expect(largestDifference(coagglomeration(matrix()), square('conc_coagglomeration_ref.csv'))).toBeLessThan(
      1e-9,
    );
  });

  it('locational correlation of employment', () => {
    expect(
      largestDifference(locationalCorrelation(matrix()), square('conc_LC_employment_ref.csv')),
    ).toBeLessThan(1e-9);
  });
});

describe('Ellison–Glaeser', () => {
  it('by hand: two plants of one size in one of two equal areas', () => {
    // G = ½, Σx² = ½, H = ½: γ = (½ - ¼) / (½ · ½) = 1: as concentrated as can be.
    const { gamma, rawConcentration, nullMean } = ellisonGlaeser([1, 0], [0.5, 0.5], [0.5, 0.5]);
    expect(rawConcentration).toBeCloseTo(0.5, 12);
    expect(nullMean).toBeCloseTo(0.25, 12);
    expect(gamma).toBeCloseTo(1, 12);
  });

  it('mean and variance of G are those of random choice: every way two plants can fall, counted', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 2, maxLength: 4 }),
        fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 2, maxLength: 4 }),
        (areaSizes, plantSizes) => {
          const part = (values: number[]) => values.map((value) => value / values.reduce((a, b) => a + b, 0));
          const x = part(areaSizes);
          const z = part(plantSizes);
          const { nullMean, nullVariance } = ellisonGlaeser(x, x, z);
          let mean = 0;
          let square = 0;
          for (let way = 0; way < x.length ** z.length; way++) {
            const s = x.map(() => 0);
            let chance = 1;
            for (let j = 0, rest = way; j < z.length; j++, rest = Math.floor(rest / x.length)) {
              const place = rest % x.length;
              chance *= x[place]!;
              s[place]! += z[j]!;
            }
            const g = s.reduce((sum, share, r) => sum + (share - x[r]!) ** 2, 0);
            mean += chance * g;
            square += chance * g * g;
          }
          expect(nullMean).toBeCloseTo(mean, 9);
          expect(nullVariance).toBeCloseTo(square - mean ** 2, 9);
        },
      ),
      { numRuns: 50 },
    );
  });

  it('has no γ for one plant, and leaves plants of size 0 out of the count', () => {
    const [one] = plantConcentrations([
      { industry: 'I', area: 'A', size: 5 },
      { industry: 'I', area: 'B', size: 0 },
      { industry: 'J', area: 'B', size: 7 },
    ]);
    expect(one!.plants).toBe(1);
    expect(Number.isFinite(one!.gamma)).toBe(false);
  });

  it('refuses negative sizes and areas that the reference lacks', () => {
    expect(() => plantConcentrations([{ industry: 'I', area: 'A', size: -1 }])).toThrow(/A, I/);
    expect(() => plantConcentrations([{ industry: 'I', area: 'A', size: 1 }], new Map([['B', 1]]))).toThrow(
      /^A：/,
    );
  });
});
