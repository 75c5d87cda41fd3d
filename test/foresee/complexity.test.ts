import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  correlation,
  economicComplexity,
  fitnessComplexity,
  presenceParts,
  profileOf,
  reflections,
} from '../../src/foresee/index.js';
import { matrix, presences } from './tables.js';

const ATLAS = profileOf('atlas').conventions;

describe('economic complexity', () => {
  it('by hand: three regions on a ladder', () => {
    // M = [111, 110, 100]: W = D⁻¹ M U⁻¹ Mᵀ has rows [11 5 2]/18, [5 5 2]/12, [1 1 1]/3; λ = 1, (13 ± √73)/36 … from
    // trace 11/18 + 5/12 + 1/3 = 49/36 and determinant 1/36: λ² − (13/36) λ + 1/36 = 0.
    const own = economicComplexity(matrix('111', '110', '100'), ATLAS);
    const root = Math.sqrt((13 / 36) ** 2 - 4 / 36);
    expect(own.spectrum!.second).toBeCloseTo((13 / 36 + root) / 2, 12);
    expect(own.spectrum!.third).toBeCloseTo((13 / 36 - root) / 2, 12);
    const [a, b, c] = own.eci;
    expect(a! > b! && b! > c!).toBe(true);
    const [x, y, z] = own.pci;
    expect(x! < y! && y! < z!).toBe(true);
    expect(a! + b! + c!).toBeCloseTo(0, 12);
    expect((a! ** 2 + b! ** 2 + c! ** 2) / 3).toBeCloseTo(1, 12);
  });

  it('K is an eigenvector of D⁻¹ M U⁻¹ Mᵀ, and ECI the mean PCI on its scale', () => {
    fc.assert(
      fc.property(presences, (presence) => {
        const own = economicComplexity(presence, { ...ATLAS, parts: 'largest', pciScale: 'eci' });
        if (own.refusal) return;
        const { start, activity, activityStart, region, diversity } = presence;
        const means = (from: Int32Array, members: Int32Array, values: Float64Array) =>
          Float64Array.from({ length: from.length - 1 }, (_, i) => {
            let sum = 0;
            for (let k = from[i]!; k < from[i + 1]!; k++) sum += values[members[k]!]!;
            return sum / (from[i + 1]! - from[i]!);
          });
        const there = means(activityStart, region, own.unitEci);
        const back = means(start, activity, there);
        const mean = means(start, activity, own.pci);
        for (let r = 0; r < diversity.length; r++) {
          expect(back[r]!).toBeCloseTo(own.spectrum!.second * own.unitEci[r]!, 8);
          expect(own.eci[r]!).toBeCloseTo(mean[r]!, 6);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('regions that are alike leave fewer vectors than regions', () => {
    const own = economicComplexity(
      matrix('11000000', '11000001', '10110100', '10000001', '10000000', '10000011', '10110100'),
      { ...ATLAS, pciScale: 'eci' },
    );
    expect(own.eci[2]).toBeCloseTo(own.eci[6]!, 12);
    const [a, , , , e] = own.unitEci;
    // R4 has P0 alone and R0 P1 too: K_R0 is the mean of Q_P0, which is K_R4, and Q_P1.
    expect(own.unitPci[0]).toBeCloseTo(e!, 12);
    expect((own.unitPci[0]! + own.unitPci[1]!) / 2).toBeCloseTo(a!, 12);
    // P1 is had by R0 and R1: their mean K is λ₂ Q_P1.
    const mean = (own.unitEci[0]! + own.unitEci[1]!) / 2;
    expect(mean).toBeCloseTo(own.spectrum!.second * own.unitPci[1]!, 10);
  });

  it('does not depend on the order of regions and activities, nor on which side is smaller', () => {
    const rows = ['1101100', '0111010', '1010011', '1100001', '0011110'];
    const own = economicComplexity(matrix(...rows), ATLAS);
    const turned = economicComplexity(matrix(...[...rows].reverse()), ATLAS);
    own.eci.forEach((value, r) => {
      expect(turned.eci[rows.length - 1 - r]).toBeCloseTo(value, 10);
    });
    const sides = economicComplexity(
      matrix(...[...rows[0]!].map((_, p) => rows.map((row) => row[p]).join(''))),
      { ...ATLAS, sign: { high: ['P0'], low: ['P1'] } },
    );
    expect(Math.abs(correlation(sides.pci, own.eci))).toBeCloseTo(1, 10);
    expect(sides.pci[0]!).toBeGreaterThan(sides.pci[1]!);
  });

  it('the method of reflections draws towards the same order', () => {
    const presence = matrix('1111110', '1111100', '1110000', '1100011', '1000001');
    const own = economicComplexity(presence, ATLAS);
    expect(Math.abs(correlation(reflections(presence, 60).regions, own.eci))).toBeGreaterThan(0.9999);
  });

  it('scales and signs by name', () => {
    const presence = matrix('1111110', '1111100', '1110000', '1100011', '1000001');
    const by = (changes: Parameters<typeof profileOf>[1]) =>
      economicComplexity(presence, profileOf('atlas', changes).conventions);
    const plain = by({});
    expect(by({ deviation: 'sample' }).eci[0]! / plain.eci[0]!).toBeCloseTo(Math.sqrt(4 / 5), 12);
    // Each region stands in seven rows: Σ is seven times as large, and 35 − 1 is divided by.
    expect(by({ deviation: 'longRows' }).eci[0]! / plain.eci[0]!).toBeCloseTo(Math.sqrt(34 / 35), 12);
    const sum = by({ eciScale: 'sumOne' }).eci.reduce((all, own) => all + own, 0);
    expect(Math.abs(sum)).toBeCloseTo(1, 10);
    const high = by({ sign: { high: ['P0'], low: ['P5'] } });
    expect(high.pci[0]!).toBeGreaterThan(high.pci[5]!);
    expect(() => by({ sign: { high: ['nothing'], low: ['P5'] } })).toThrow(/nothing/);
    const apart = by({ sign: 'separate' });
    expect(correlation(apart.pci, presence.ubiquity)).toBeLessThan(0);
    expect(correlation(apart.eci, presence.diversity)).toBeGreaterThan(0);
  });

  it('refuses an M in parts and names them; ranks the largest where asked', () => {
    const presence = matrix('1100000', '1110000', '0110000', '0001100', '0001010', '0000000');
    const own = economicComplexity(presence, ATLAS);
    expect(own.refusal!.en).toMatch(/2 parts.*3 regions: R0, R1, R2.*2 regions: R3, R4/);
    expect(own.refusal!.zh).toMatch(/R3/);
    expect(own.loneRegions).toEqual(['R5']);
    expect(own.loneActivities).toEqual(['P6']);
    expect(own.eci.every(Number.isNaN)).toBe(true);
    const largest = economicComplexity(presence, { ...ATLAS, parts: 'largest' });
    expect(largest.refusal).toBeNull();
    expect(Number.isNaN(largest.eci[0]!)).toBe(false);
    expect(Number.isNaN(largest.eci[3]!)).toBe(true);
    expect(largest.parts.map((part) => part.ranked)).toEqual([true, false]);
    expect(largest.doubts[0]!.en).toMatch(/R3, R4/);
  });

  it('refuses what cannot be told apart', () => {
    expect(economicComplexity(matrix('11', '11'), ATLAS).refusal!.en).toMatch(/cannot be told apart/);
    // A ring of regions: the second eigenvalue is double.
    expect(economicComplexity(matrix('1100', '0110', '0011', '1001'), ATLAS).refusal!.en).toMatch(/equal/);
    expect(economicComplexity(matrix('00', '00'), ATLAS).refusal!.en).toMatch(/no region has any activity/);
  });

  it('a connected M has one part', () => {
    fc.assert(
      fc.property(presences, (presence) => {
        const { parts, loneRegions, loneActivities } = presenceParts(presence);
        expect(parts.length).toBe(1);
        expect(parts[0]!.regions.length + loneRegions.length).toBe(presence.regions.length);
        expect(parts[0]!.activities.length + loneActivities.length).toBe(presence.activities.length);
      }),
      { numRuns: 50 },
    );
  });
});

describe('fitness', () => {
  it('by hand: one round', () => {
    // M = [11, 10]: F~ = (2, 1), mean 1.5; Q~ = (1/2, 1), mean 0.75.
    const own = fitnessComplexity(matrix('11', '10'), 1);
    expect(Array.from(own.fitness)).toEqual([4 / 3, 2 / 3]);
    expect(own.complexity[0]).toBeCloseTo(2 / 3, 12);
    expect(own.complexity[1]).toBeCloseTo(4 / 3, 12);
    expect(own.rounds).toBe(1);
    expect(own.changes[0]).toBeCloseTo(Math.log10(1.5), 12);
  });

  it('means are 1, what nobody has is unknown, and a ladder is doubted', () => {
    const ladder = matrix('111110', '111100', '111000', '110000', '100000');
    const own = fitnessComplexity(ladder, 500);
    expect(own.fitness.reduce((sum, value) => sum + value, 0) / 5).toBeCloseTo(1, 10);
    expect(own.complexity[5]).toBeNaN();
    expect(own.smallestFitness).toBeLessThan(1e-6);
    expect(own.doubts[0]!.en).toMatch(/lost their meaning/);
    expect(fitnessComplexity(ladder, 3).doubts).toEqual([]);
    expect(() => fitnessComplexity(ladder, 0)).toThrow(RangeError);
    expect(() => fitnessComplexity(matrix('00', '00'))).toThrow(/没有任何地区/);
  });
});
