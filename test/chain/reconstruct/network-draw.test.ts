import { describe, expect, it } from 'vitest';
import {
  drawNetwork,
  expectedDegrees,
  expectedNetwork,
  expectedStrengths,
  type FirmStrengths,
  gravityModel,
  linkProbability,
  sectorStripes,
  splitByTable,
} from '../../../src/chain/index.js';

const N = 12;
const firms: FirmStrengths = {
  ids: Array.from({ length: N }, (_, i) => `${i}`),
  sectors: ['0', '1'],
  sectorOf: Int32Array.from({ length: N }, (_, i) => i % 2),
  // Sizes over four orders of magnitude, so that bins differ.
  sales: Float64Array.from({ length: N }, (_, i) => 10 ** (4 - i / 3)),
  purchases: Float64Array.from({ length: N }, (_, i) => 10 ** (4 - ((i * 5) % N) / 3)),
};
const flows = { flows: Float64Array.from([2, 1, 1, 3]), inputs: Float64Array.from([3, 4]) };
const { stripes } = sectorStripes(firms, splitByTable(firms.purchases, firms.sectorOf, flows));
const model = gravityModel(stripes, { total: 30, spread: 'suppliers' });

describe('networks drawn from a gravity model', () => {
  it('each pair is linked as often as its probability says', () => {
    const draws = 4000;
    const seen = new Float64Array(N * N);
    for (let draw = 0; draw < draws; draw++) {
      const { outStart, outBuyer } = drawNetwork(model, firms, 17, draw);
      for (let i = 0; i < N; i++)
        for (let e = outStart[i]!; e < outStart[i + 1]!; e++) seen[i * N + outBuyer[e]!]!++;
    }
    let squares = 0;
    let pairs = 0;
    const { supplierStart, supplier, supplierSize, buyerStart, buyer, buyerSize, trade } = stripes;
    for (let k = 0; k < trade.length; k++)
      for (let s = supplierStart[k]!; s < supplierStart[k + 1]!; s++)
        for (let b = buyerStart[k]!; b < buyerStart[k + 1]!; b++) {
          const count = seen[supplier[s]! * N + buyer[b]!]!;
          if (supplier[s] === buyer[b]) {
            expect(count).toBe(0);
            continue;
          }
          const p = linkProbability(model.density[k]!, supplierSize[s]!, buyerSize[b]!);
          const z = (count - draws * p) / Math.sqrt(draws * p * (1 - p));
          expect(Math.abs(z)).toBeLessThan(4.5);
          squares += z * z;
          pairs++;
        }
    // χ² with as many degrees of freedom as pairs: mean `pairs`, variance 2 · pairs.
    expect(pairs).toBe(N * (N - 1));
    expect(Math.abs(squares - pairs)).toBeLessThan(4 * Math.sqrt(2 * pairs));
  });

  it('links, degrees and strengths are expected', () => {
    const draws = 4000;
    const sums = {
      links: 0,
      out: new Float64Array(N),
      sales: new Float64Array(N),
      purchases: new Float64Array(N),
    };
    const squares = new Float64Array(N);
    for (let draw = 0; draw < draws; draw++) {
      const { outStart, outStrength, inStrength } = drawNetwork(model, firms, 3, draw);
      sums.links += outStart[N]!;
      for (let i = 0; i < N; i++) {
        sums.out[i]! += outStart[i + 1]! - outStart[i]!;
        sums.sales[i]! += outStrength[i]!;
        sums.purchases[i]! += inStrength[i]!;
        squares[i]! += outStrength[i]! ** 2;
      }
    }
    expect(Math.abs(sums.links / draws - 30)).toBeLessThan((5 * Math.sqrt(30)) / Math.sqrt(draws));
    const degrees = expectedDegrees(model);
    const strengths = expectedStrengths(stripes);
    for (let i = 0; i < N; i++) {
      expect(Math.abs(sums.out[i]! / draws - degrees.out[i]!)).toBeLessThan(
        5 * Math.sqrt(degrees.out[i]! / draws) + 1e-3,
      );
      const mean = sums.sales[i]! / draws;
      const error = Math.sqrt(Math.max(0, squares[i]! / draws - mean ** 2) / draws);
      expect(Math.abs(mean - strengths.sales[i]!)).toBeLessThan(5 * error + 1e-9);
    }
  });

  it('the network of maximum entropy has the strengths exactly', () => {
    const { outStrength, inStrength, outBuyer } = expectedNetwork(model, firms);
    const { sales, purchases } = expectedStrengths(stripes);
    expect(outBuyer).toHaveLength(N * (N - 1));
    for (let i = 0; i < N; i++) {
      expect(outStrength[i]! / sales[i]!).toBeCloseTo(1, 9);
      expect(inStrength[i]! / purchases[i]!).toBeCloseTo(1, 9);
    }
    // Sales of a sector and purchases of it are 2 : 1 and 1 : 3 of costs, brought to the lesser of both sides.
    expect(stripes.trade[0]! + stripes.trade[1]!).toBeCloseTo(
      sales.reduce((sum, value) => sum + value, 0),
      6,
    );
  });

  it('the same seed and number give the same network, others another', () => {
    const draw = (seed: number, number: number) => {
      const { outBuyer, outStart } = drawNetwork(model, firms, seed, number);
      return `${outStart}|${outBuyer}`;
    };
    expect(draw(1, 2)).toBe(draw(1, 2));
    expect(draw(1, 2)).not.toBe(draw(1, 3));
    expect(draw(1, 2)).not.toBe(draw(2, 2));
  });

  it('a link carries what is expected of the pair and as much again as the density leaves', () => {
    const { outStart, outBuyer, outWeight } = drawNetwork(model, firms, 5, 0);
    const dense = expectedNetwork(model, firms);
    for (let i = 0; i < N; i++)
      for (let e = outStart[i]!; e < outStart[i + 1]!; e++) {
        const at = [...dense.outBuyer.subarray(dense.outStart[i]!, dense.outStart[i + 1]!)].indexOf(
          outBuyer[e]!,
        );
        const expected = dense.outWeight[dense.outStart[i]! + at]!;
        expect(outWeight[e]).toBeCloseTo(expected + 1 / model.density[i % 2]!, 8);
      }
  });
});
