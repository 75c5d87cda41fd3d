import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type FirmStrengths,
  gravityModel,
  knownPurchases,
  linkProbability,
  type Stripes,
  sectorStripes,
  singleStripe,
} from '../../../src/chain/index.js';
import { uniform } from '../../../src/model/index.js';

/** Σ p over pairs, one by one. */
function linksOneByOne(stripes: Stripes, k: number, density: number): number {
  const { supplierStart, supplier, supplierSize, buyerStart, buyer, buyerSize } = stripes;
  let links = 0;
  for (let s = supplierStart[k]!; s < supplierStart[k + 1]!; s++)
    for (let b = buyerStart[k]!; b < buyerStart[k + 1]!; b++)
      if (supplier[s] !== buyer[b]) links += linkProbability(density, supplierSize[s]!, buyerSize[b]!);
  return links;
}

function economy(n: number, sectors: number, seed: number): { firms: FirmStrengths; stripes: Stripes } {
  const random = uniform(seed);
  const pareto = () => random() ** (-1 / 1.1);
  const sales = Float64Array.from({ length: n }, pareto);
  const firms = {
    ids: Array.from({ length: n }, (_, i) => `${i}`),
    sectors: Array.from({ length: sectors }, (_, k) => `${k}`),
    sectorOf: Int32Array.from({ length: n }, (_, i) => i % sectors),
    sales,
    purchases: sales.map((value) => value * (0.5 + random())),
  };
  const [buyer, sector, amount]: number[][] = [[], [], []];
  for (let j = 0; j < n; j++)
    for (let g = 0; g < sectors; g++)
      if (random() < 0.5) {
        buyer!.push(j);
        sector!.push(g);
        amount!.push(firms.purchases[j]! * random());
      }
  return { firms, stripes: sectorStripes(firms, knownPurchases(sectors, buyer!, sector!, amount!)).stripes };
}

describe('density of a gravity model', () => {
  it('equal firms link with the same probability, links over pairs', () => {
    // Four suppliers and five buyers of equal size, 6 of 20 pairs: y e / (1 + y e) = 0.3, e = 1/20 of the trade.
    const firms = {
      ids: Array.from('abcdefghi'),
      sectors: ['1', '2'],
      sectorOf: Int32Array.from([0, 0, 0, 0, 1, 1, 1, 1, 1]),
      sales: Float64Array.from([5, 5, 5, 5, 0, 0, 0, 0, 0]),
      purchases: Float64Array.from([0, 0, 0, 0, 4, 4, 4, 4, 4]),
    };
    const { stripes } = singleStripe(firms);
    const { density, expectedLinks } = gravityModel(stripes, { total: 6, spread: 'one' });
    expect(density[0]).toBeCloseTo(3 / 7, 12);
    expect(expectedLinks[0]).toBeCloseTo(6, 10);
  });

  it('each stripe has the links wanted, whatever the sizes', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0.001, max: 0.95, noNaN: true }),
        (seed, part) => {
          const { stripes } = economy(24, 3, seed);
          const most = Array.from(stripes.trade, (_, k) => linksOneByOne(stripes, k, 1e300));
          const wanted = most.map((count) => part * count);
          const { density } = gravityModel(stripes, { byStripe: wanted });
          for (const [k, count] of wanted.entries())
            expect(linksOneByOne(stripes, k, density[k]!) / count).toBeCloseTo(1, 9);
        },
      ),
      { numRuns: 60, seed: 3 },
    );
  });

  it('one z for all: densities in proportion to the trade of stripes', () => {
    const { stripes } = economy(30, 3, 5);
    const { density, expectedLinks } = gravityModel(stripes, { total: 100, spread: 'one' });
    expect(expectedLinks.reduce((sum, links) => sum + links, 0)).toBeCloseTo(100, 8);
    for (const [k, y] of density.entries())
      expect(y / stripes.trade[k]!).toBeCloseTo(density[0]! / stripes.trade[0]!, 12);
  });

  it('shared by suppliers: the same mean degree, what a full stripe cannot take goes to the others', () => {
    const { stripes } = economy(30, 3, 5);
    const { expectedLinks } = gravityModel(stripes, { total: 90, spread: 'suppliers' });
    for (const links of expectedLinks) expect(links).toBeCloseTo(30, 8);
    // One buyer of the second product: five suppliers cannot have three customers each.
    const small: FirmStrengths = {
      ids: Array.from({ length: 20 }, (_, i) => `${i}`),
      sectors: ['0', '1'],
      sectorOf: Int32Array.from({ length: 20 }, (_, i) => (i < 10 ? 0 : i < 15 ? 1 : 0)),
      sales: new Float64Array(20).fill(1),
      purchases: new Float64Array(20).fill(1),
    };
    const all = [...small.ids.keys()];
    const bought = knownPurchases(2, [...all, 0], [...all.map(() => 0), 1], [...all.map(() => 1), 5]);
    const model = gravityModel(sectorStripes(small, bought).stripes, { total: 60, spread: 'suppliers' });
    expect(model.expectedLinks[1]).toBeCloseTo(4.5, 8);
    expect(model.expectedLinks[0]).toBeCloseTo(55.5, 8);
  });

  it('bins of sizes change the links by less than 4e-5 of them', () => {
    const { stripes } = economy(3000, 2, 11);
    const wanted = [9000, 6000];
    const { density } = gravityModel(stripes, { byStripe: wanted });
    for (const [k, links] of wanted.entries())
      expect(Math.abs(linksOneByOne(stripes, k, density[k]!) / links - 1)).toBeLessThan(4e-5);
  });

  it('says how many pairs may trade where more links are wanted', () => {
    const { stripes } = economy(12, 2, 1);
    expect(() => gravityModel(stripes, { total: 1000, spread: 'one' })).toThrow(/1000/);
    expect(() => gravityModel(stripes, { total: 1000, spread: 'suppliers' })).toThrow(/1000/);
    expect(() => gravityModel(stripes, { total: 0, spread: 'one' })).toThrow(/大于 0/);
    expect(() => gravityModel(stripes, { total: Number.NaN, spread: 'suppliers' })).toThrow(/NaN/);
  });
});
