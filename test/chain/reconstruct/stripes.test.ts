import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  expectedStrengths,
  type FirmStrengths,
  type IoTable,
  knownPurchases,
  type Stripes,
  sectorFlows,
  sectorStripes,
  singleStripe,
  splitByTable,
} from '../../../src/chain/index.js';

function firms(sectorOf: number[], sales: number[], purchases: number[]): FirmStrengths {
  return {
    ids: sectorOf.map((_, i) => `F${i}`),
    sectors: Array.from({ length: Math.max(...sectorOf) + 1 }, (_, k) => `S${k}`),
    sectorOf: Int32Array.from(sectorOf),
    sales: Float64Array.from(sales),
    purchases: Float64Array.from(purchases),
  };
}

/** Expected trade by pair, summed over stripes. */
function pairs({
  firms: n,
  trade,
  supplierStart,
  supplier,
  supplierSize,
  buyerStart,
  buyer,
  buyerSize,
}: Stripes) {
  const e = Array.from({ length: n }, () => new Float64Array(n));
  for (let k = 0; k < trade.length; k++)
    for (let s = supplierStart[k]!; s < supplierStart[k + 1]!; s++)
      for (let b = buyerStart[k]!; b < buyerStart[k + 1]!; b++)
        if (supplier[s] !== buyer[b]) e[supplier[s]!]![buyer[b]!]! += supplierSize[s]! * buyerSize[b]!;
  return e;
}

describe('stripes of suppliers of one product and of those who buy it', () => {
  it('shares what a buyer takes of a sector in proportion to what its firms sell', () => {
    // Two mills (30 and 10 sold) and two bakers who buy 25 and 15 of flour: 30 × 25 / 40 = 18.75 and so on.
    const given = firms([0, 0, 1, 1], [30, 10, 0, 0], [0, 0, 25, 15]);
    const { stripes, treatments } = sectorStripes(given, knownPurchases(2, [2, 3], [0, 0], [25, 15]));
    const e = pairs(stripes);
    expect(e[0]![2]).toBeCloseTo(18.75, 12);
    expect(e[0]![3]).toBeCloseTo(11.25, 12);
    expect(e[1]![2]).toBeCloseTo(6.25, 12);
    expect(e[1]![3]).toBeCloseTo(3.75, 12);
    expect(treatments.balance).toEqual([
      { stripe: 'S0', sales: 40, purchases: 40, trade: 40 },
      { stripe: 'S1', sales: 0, purchases: 0, trade: 0 },
    ]);
  });

  it('no firm supplies itself, and strengths are still what they were', () => {
    // Three firms of one sector that sell to each other.
    const given = firms([0, 0, 0], [5, 3, 2], [2, 4, 4]);
    const { stripes, treatments } = singleStripe(given);
    const e = pairs(stripes);
    const rows = e.map((row) => row.reduce((sum, value) => sum + value, 0));
    const columns = [0, 1, 2].map((j) => e.reduce((sum, row) => sum + row[j]!, 0));
    for (const [i, value] of [5, 3, 2].entries()) expect(rows[i]).toBeCloseTo(value, 9);
    for (const [j, value] of [2, 4, 4].entries()) expect(columns[j]).toBeCloseTo(value, 9);
    expect(treatments.ownSupply).toEqual([]);
    expect(treatments.residual).toBeLessThan(1e-9);
  });

  it('sales and purchases that differ come to the lesser, or to the geometric mean', () => {
    const given = firms([0, 1], [90, 0], [0, 40]);
    const bought = knownPurchases(2, [1], [0], [40]);
    expect(sectorStripes(given, bought).stripes.trade[0]).toBe(40);
    expect(sectorStripes(given, bought, { balance: 'geometric' }).stripes.trade[0]).toBe(60);
    const least = expectedStrengths(sectorStripes(given, bought).stripes);
    expect([...least.sales]).toEqual([40, 0]);
    expect([...least.purchases]).toEqual([0, 40]);
  });

  it('what a firm could only trade with itself is left out and told', () => {
    // F0 makes all but nothing of the product is bought by another: 8 of 10 by itself.
    const given = firms([0, 0, 1], [9, 1, 0], [8, 0, 2]);
    const { stripes, treatments } = sectorStripes(given, knownPurchases(2, [0, 2], [0, 0], [8, 2]));
    expect(treatments.ownSupply).toHaveLength(1);
    expect(treatments.ownSupply[0]).toMatchObject({ firm: 0, stripe: 'S0' });
    const e = pairs(stripes);
    expect(e[0]![0]).toBe(0);
    const { sales, purchases } = expectedStrengths(stripes);
    expect(sales[0]! + sales[1]!).toBeCloseTo(purchases[0]! + purchases[2]!, 9);
    expect(sales.every((value, i) => value <= given.sales[i]! * (1 + 1e-9))).toBe(true);
    // A sole maker that is also the only buyer trades with nobody.
    const alone = sectorStripes(firms([0], [5], [5]), knownPurchases(1, [0], [0], [5]));
    expect(alone.stripes.trade[0]).toBe(0);
  });

  it('keeps strengths whatever they are, up to what no one else can take', () => {
    const amounts = fc.array(fc.double({ min: 0.01, max: 1e6, noNaN: true }), {
      minLength: 3,
      maxLength: 12,
    });
    fc.assert(
      fc.property(amounts, amounts, (sales, purchases) => {
        const n = Math.min(sales.length, purchases.length);
        const given = firms(new Array(n).fill(0), sales.slice(0, n), purchases.slice(0, n));
        const { stripes, treatments } = singleStripe(given);
        const { sales: sold, purchases: bought } = expectedStrengths(stripes);
        const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
        const trade = stripes.trade[0]!;
        expect(Math.abs(sum(sold) - trade)).toBeLessThanOrEqual(1e-6 * trade);
        expect(Math.abs(sum(bought) - trade)).toBeLessThanOrEqual(1e-6 * trade);
        const cut = new Set(treatments.ownSupply.map(({ firm }) => firm));
        for (const [values, within] of [
          [given.sales, sold],
          [given.purchases, bought],
        ] as const) {
          // Of the firms that gave nothing up, all keep the same part of what they had.
          const kept = [...values.keys()].filter((i) => !cut.has(i)).map((i) => within[i]! / values[i]!);
          for (const part of kept) {
            expect(part).toBeLessThanOrEqual(1 + 1e-6);
            expect(Math.abs(part - kept[0]!)).toBeLessThanOrEqual(1e-6);
          }
        }
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});

describe('flows between the sectors of firms', () => {
  const industry = (code: string, region: string | null = null) => ({
    code,
    name: `n${code}`,
    nameEn: null,
    region,
  });
  const table: IoTable = {
    title: 'made',
    year: 2020,
    unit: '万元',
    industries: [industry('01'), industry('02'), industry('03')],
    // 01 sells 10 to 02 and 30 to 03, 02 sells 20 to 01.
    intermediate: Float64Array.from([0, 10, 30, 20, 0, -2, 0, 40, 0]),
    importedIntermediate: null,
    finalUses: [
      {
        code: 'F',
        name: 'final',
        kind: 'households',
        region: null,
        values: Float64Array.from([60, 80, 5]),
        imported: null,
      },
    ],
    imports: null,
    inflows: null,
    discrepancy: null,
    valueAdded: [],
    output: Float64Array.from([100, 100, 45]),
  };

  it('splits costs by the column of the buyer, also over industries without firms', () => {
    const flows = sectorFlows(
      table,
      ['A', 'B'],
      new Map([
        ['A', '01'],
        ['B', '02'],
      ]),
    );
    expect([...flows.flows]).toEqual([0, 10, 20, 0]);
    expect([...flows.inputs]).toEqual([20, 50]);
    expect(flows.intermediateShare[0]).toBeCloseTo(0.4, 12);
    expect(flows.intermediateShare[1]).toBeCloseTo(0.2, 12);
    expect(flows.withoutFirms).toEqual(['03']);
    // A firm of 02 with costs 100 buys 100 × 10 / 50 = 20 of 01; the 80 of 03 come from outside.
    const found: [number, number, number][] = [];
    const split = splitByTable(Float64Array.from([50, 100]), Int32Array.from([0, 1]), flows);
    for (const g of [0, 1]) split.each(g, (buyer, amount) => found.push([g, buyer, amount]));
    expect(found).toEqual([
      [0, 1, 20],
      [1, 0, 50],
    ]);
  });

  it('counts the negative flows that it takes as 0', () => {
    expect(sectorFlows(table, ['02', '03']).negativeFlows).toBe(1);
    expect(sectorFlows(table, ['02', '03']).flows[1]).toBe(0);
  });

  it('names the sector that has no industry, and the code that several regions have', () => {
    expect(() => sectorFlows(table, ['A'])).toThrow(/A/);
    const two = { ...table, industries: [industry('01', 'X'), industry('01', 'Y'), industry('03', 'X')] };
    expect(() => sectorFlows(two, ['01'])).toThrow('X/01');
    expect(sectorFlows(two, ['A'], new Map([['A', 'Y/01']])).industryNumber[0]).toBe(0);
  });
});
