import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  coOccurrences,
  correlationProximities,
  distances,
  economicComplexity,
  foresight,
  Outlook,
  opportunityPci,
  opportunityValues,
  type Presence,
  presenceCells,
  profileOf,
  proximities,
  proximityTotals,
  regionActivityTable,
  relatedness,
  revealedComparativeAdvantage,
  sophistication,
} from '../../src/foresee/index.js';
import { matrix, presences, rowsOfTables } from './tables.js';

/** Density and gain by their definitions, cell by cell. */
function plainOutlook(presence: Presence, phi: Float64Array, pci: Float64Array, ownTerm: boolean) {
  const m = presence.activities.length;
  const cells = presenceCells(presence);
  const totals = Array.from({ length: m }, (_, p) => {
    let sum = 0;
    for (let q = 0; q < m; q++) sum += phi[q * m + p]!;
    return sum;
  });
  const density: number[] = [];
  const gain: number[] = [];
  for (let r = 0; r < presence.regions.length; r++)
    for (let p = 0; p < m; p++) {
      let near = 0;
      let ahead = 0;
      for (let q = 0; q < m; q++) {
        const has = cells[r * m + q]!;
        near += has * phi[q * m + p]!;
        if (!has && Number.isFinite(pci[q]!)) ahead += (phi[p * m + q]! / totals[q]!) * pci[q]!;
      }
      density.push(near / totals[p]!);
      gain.push(
        cells[r * m + p]
          ? 0
          : Number.isNaN(pci[p]!)
            ? Number.NaN
            : ownTerm
              ? ahead - (near / totals[p]!) * pci[p]!
              : ahead,
      );
    }
  return { density, gain, totals };
}

describe('the product space', () => {
  it('by hand', () => {
    // P0 in all three regions, P1 in two, P2 in one: φ01 = 2/3, φ02 = 1/3, φ12 = 1/2.
    const phi = proximities(matrix('111', '110', '100'));
    expect(Array.from(phi)).toEqual([1, 2 / 3, 1 / 3, 2 / 3, 1, 1 / 2, 1 / 3, 1 / 2, 1]);
    expect(Array.from(proximities(matrix('11', '10'), 0))).toEqual([0, 1 / 2, 1 / 2, 0]);
    expect(Array.from(coOccurrences(matrix('111', '110', '100')))).toEqual([3, 2, 1, 2, 2, 1, 1, 1, 1]);
    // R2 has P0 alone: near P1 it has φ01 of 2/3 + 1 + 1/2.
    const presence = matrix('111', '110', '100');
    const totals = proximityTotals(presence, null, { proximityDiagonal: 1 });
    const conventions = { ...profileOf('atlas').conventions };
    const { density } = new Outlook({ presence, proximity: null, conventions, pci: null, totals }).block(
      0,
      3,
    );
    expect(density[7]).toBeCloseTo(2 / 3 / (13 / 6), 12);
    expect(distances(density)[7]).toBeCloseTo(1 - 2 / 3 / (13 / 6), 12);
    // Without itself, of 2/3 + 1/2.
    const leaveOut = new Outlook({
      presence,
      proximity: null,
      conventions: { ...conventions, density: 'leaveOneOut' },
      pci: null,
      totals,
    }).block(0, 3);
    expect(leaveOut.density[7]).toBeCloseTo(2 / 3 / (7 / 6), 12);
    expect(leaveOut.density[6]).toBe(0);
  });

  it('density and gain are those of the definitions, whole and in blocks, with φ made or given', () => {
    fc.assert(
      fc.property(
        presences,
        fc.boolean(),
        fc.constantFrom(0, 1) as fc.Arbitrary<0 | 1>,
        (presence, ownTerm, diagonal) => {
          const conventions = profileOf('atlas', {
            opportunityGainOwnTerm: ownTerm,
            proximityDiagonal: diagonal,
            parts: 'largest',
          }).conventions;
          const complexity = economicComplexity(presence, conventions);
          if (complexity.refusal) return;
          const pci = opportunityPci(complexity, conventions);
          const phi = proximities(presence, diagonal);
          const totals = proximityTotals(presence, null, conventions);
          const m = presence.activities.length;
          const plain = plainOutlook(presence, phi, pci.pci, ownTerm);
          const same = (ours: ArrayLike<number>, theirs: ArrayLike<number>) => {
            for (let i = 0; i < theirs.length; i++)
              if (Number.isNaN(theirs[i]!)) expect(ours[i]).toBeNaN();
              else expect(ours[i]).toBeCloseTo(theirs[i]!, 10);
          };
          same(totals, plain.totals);
          const outlook = new Outlook({ presence, proximity: null, conventions, pci, totals });
          const whole = outlook.block(0, m);
          same(whole.density, plain.density);
          same(whole.gain!, plain.gain);
          const given = new Outlook({ presence, proximity: phi, conventions, pci, totals }).block(0, m);
          expect(given).toEqual(whole);
          if (m > 8) {
            const second = outlook.block(8, m);
            expect(Array.from(second.density.subarray(0, m - 8))).toEqual(
              Array.from(whole.density.subarray(8, m)),
            );
            expect(Array.from(second.gain!.subarray(m - 8))).toEqual(
              Array.from(whole.gain!).flatMap((value, at) => (at >= m && at % m >= 8 ? [value] : [])),
            );
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('more regions than a word of bits, more activities than a panel', () => {
    const rows = Array.from({ length: 131 }, (_, r) =>
      Array.from({ length: 21 }, (_, p) => ((r * 7 + p * 5 + ((r * p) % 11)) % 3 === 0 ? '1' : '0')).join(''),
    );
    const presence = matrix(...rows);
    const m = 21;
    const cells = presenceCells(presence);
    const counts = coOccurrences(presence);
    for (let p = 0; p < m; p++)
      for (let q = 0; q < m; q++) {
        let both = 0;
        for (let r = 0; r < 131; r++) both += cells[r * m + p]! & cells[r * m + q]!;
        expect(counts[p * m + q]).toBe(both);
      }
  });

  it('density lies in [0, 1], distance is what is left, and who has everything has density 1', () => {
    fc.assert(
      fc.property(rowsOfTables, (rows) => {
        const own = foresight(regionActivityTable(rows));
        const m = own.activities.length;
        own.density!.forEach((value, at) => {
          if (Number.isNaN(value)) return;
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThan(1 + 1e-12);
          if (own.presence.diversity[Math.floor(at / m)] === m) expect(value).toBeCloseTo(1, 12);
        });
        if (own.complexity.refusal) expect(own.opportunityValue).toBeNull();
      }),
      { numRuns: 50 },
    );
  });

  it('opportunity value by hand', () => {
    const presence = matrix('10', '01');
    const density = Float64Array.of(0.6, 0.4, 0.3, 0.7);
    // R0 lacks P1: 0.4 · 2; R1 lacks P0: 0.3 · −1.
    const values = opportunityValues(presence, density, Float64Array.of(-1, 2), 'raw');
    expect(values[0]).toBeCloseTo(0.8, 12);
    expect(values[1]).toBeCloseTo(-0.3, 12);
    expect(Array.from(opportunityValues(presence, density, Float64Array.of(-1, 2), 'standard'))).toEqual([
      1, -1,
    ]);
  });

  it('correlation of advantage as proximity', () => {
    const table = regionActivityTable(
      [
        [4, 1, 0, 2],
        [1, 3, 2, 2],
        [0, 2, 5, 2],
      ].flatMap((values, r) => values.map((value, p) => ({ region: `R${r}`, activity: `P${p}`, value }))),
    );
    const rca = revealedComparativeAdvantage(table);
    const dense = new Float64Array(12);
    table.regions.forEach((_, r) => {
      for (let k = table.start[r]!; k < table.start[r + 1]!; k++) dense[r * 4 + table.activity[k]!] = rca[k]!;
    });
    const column = (p: number) => [dense[p]!, dense[4 + p]!, dense[8 + p]!];
    const mean = (x: number[]) => x.reduce((a, b) => a + b, 0) / x.length;
    const corr = (x: number[], y: number[]) => {
      const [a, b] = [x.map((v) => v - mean(x)), y.map((v) => v - mean(y))];
      const dot = (s: number[], t: number[]) => s.reduce((sum, v, i) => sum + v * t[i]!, 0);
      return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
    };
    const phi = correlationProximities(table, rca);
    for (let p = 0; p < 4; p++)
      for (let q = 0; q < 4; q++) expect(phi[p * 4 + q]).toBeCloseTo((1 + corr(column(p), column(q))) / 2, 9);
    const own = foresight(table, {
      profile: profileOf('atlas', { proximity: 'correlation' }),
      keepProximity: 'double',
    });
    expect(Array.from(own.proximity!)).toEqual(Array.from(phi));
  });
});

describe('relatedness', () => {
  it('by hand', () => {
    // Together: P0 and P1 twice, P0 and P2 once, P1 and P2 once. s = (3, 3, 2), T = 8.
    const presence = matrix('111', '110', '100');
    expect(relatedness(presence, 'association')[1]).toBeCloseTo(2 / 8 / ((3 / 8) * (3 / 8)), 12);
    expect(relatedness(presence, 'cosine')[1]).toBeCloseTo(2 / 3, 12);
    expect(relatedness(presence, 'jaccard')[1]).toBeCloseTo(2 / 4, 12);
    expect(relatedness(presence, 'probability')[1]).toBeCloseTo(2 / ((3 / 8) * (3 / 5) * 2 * 4), 12);
    // n = (3, 2, 1) of 3 regions: μ of P1 and P2 is 2/3, σ² = 2/3 · 1/3 · 2/2.
    expect(relatedness(presence, 'zScore')[1]).toBeNaN();
    expect(relatedness(presence, 'zScore')[5]).toBeCloseTo((1 - 2 / 3) / Math.sqrt(2 / 9), 12);
  });
});

describe('sophistication', () => {
  it('by hand', () => {
    // Half of A is x, all of B is y: PRODY of y is (0.5 · 10 + 1 · 40) / 1.5 = 30.
    const table = regionActivityTable([
      { region: 'A', activity: 'x', value: 5 },
      { region: 'A', activity: 'y', value: 5 },
      { region: 'B', activity: 'y', value: 9 },
    ]);
    const { prody, expy } = sophistication(
      table,
      new Map([
        ['A', 10],
        ['B', 40],
      ]),
    );
    expect(prody[0]).toBeCloseTo(10, 12);
    expect(prody[1]).toBeCloseTo(30, 12);
    expect(expy[0]).toBeCloseTo(20, 12);
    expect(expy[1]).toBeCloseTo(30, 12);
    expect(() => sophistication(table, new Map([['A', 10]]))).toThrow(/收入.*B/);
  });
});
