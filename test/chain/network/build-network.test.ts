import { describe, expect, it } from 'vitest';
import { buildSupplyNetwork, inputClasses } from '../../../src/chain/index.js';

const firms = [
  { id: 'a', sector: 'steel' },
  { id: 'b', sector: 'cars' },
  { id: 'c', sector: 'steel' },
];

describe('from rows to a network', () => {
  it('rows in both directions, suppliers of a firm by sector, strengths', () => {
    const { network } = buildSupplyNetwork(firms, [
      { supplier: 'b', buyer: 'c', weight: 5 },
      { supplier: 'c', buyer: 'b', weight: 2 },
      { supplier: 'a', buyer: 'c', weight: 3 },
      { supplier: 'a', buyer: 'b', weight: 1 },
    ]);
    expect(network.sectors).toEqual(['steel', 'cars']);
    expect([...network.outStart]).toEqual([0, 2, 3, 4]);
    expect([...network.outBuyer]).toEqual([1, 2, 2, 1]);
    expect([...network.outWeight]).toEqual([1, 3, 5, 2]);
    expect([...network.inStart]).toEqual([0, 0, 2, 4]);
    expect([...network.inSupplier]).toEqual([0, 2, 0, 1]);
    expect([...network.inWeight]).toEqual([1, 2, 3, 5]);
    expect([...network.outStrength]).toEqual([4, 5, 2]);
    expect([...network.inStrength]).toEqual([0, 3, 8]);
  });

  it('adds up links of the same pair, and leaves out and reports what cannot be used', () => {
    const { network, treatments } = buildSupplyNetwork(
      [...firms, { id: 'a', sector: 'cars' }, { id: '', sector: 'x' }, { id: 'd', sector: '' }],
      [
        { supplier: 'a', buyer: 'b', weight: 1 },
        { supplier: 'a', buyer: 'b', weight: 2.5 },
        { supplier: 'a', buyer: 'z', weight: 1 },
        { supplier: 'd', buyer: 'b', weight: 1 },
        { supplier: 'a', buyer: 'c', weight: -1 },
        { supplier: 'a', buyer: 'c', weight: Number.POSITIVE_INFINITY },
        { supplier: 'a', buyer: 'c', weight: Number.NaN, written: '5万', row: 70 },
        { supplier: 'b', buyer: 'b', weight: 4 },
        { supplier: 'b', buyer: 'c', weight: 0 },
      ],
    );
    expect([...network.outWeight]).toEqual([3.5]);
    expect(treatments).toMatchObject({
      firmRows: 6,
      linkRows: 9,
      linksMerged: 1,
      selfLoops: { count: 1, weight: 4, treatment: 'dropped', firstRows: [8] },
      zeroLinks: { count: 1, firstRows: [9] },
    });
    expect(treatments.firmsRefused.map(({ row, column, value }) => [row, column, value])).toEqual([
      [4, 'id', 'a'],
      [5, 'id', ''],
      [6, 'sector', ''],
    ]);
    expect(treatments.linksRefused.map(({ row, column, value }) => [row, column, value])).toEqual([
      [3, 'buyer', 'z'],
      [4, 'supplier', 'd'],
      [5, 'weight', '-1'],
      [6, 'weight', 'Infinity'],
      [70, 'weight', '5万'],
    ]);
  });

  it('keeps a firm that sells to itself where told to', () => {
    const { network, treatments } = buildSupplyNetwork(firms, [{ supplier: 'b', buyer: 'b', weight: 4 }], {
      selfLoops: 'keep',
    });
    expect([...network.outBuyer]).toEqual([1]);
    expect(treatments.selfLoops).toMatchObject({ count: 1, treatment: 'kept' });
  });

  it('no firms, no links', () => {
    const { network } = buildSupplyNetwork([], []);
    expect(network.ids).toEqual([]);
    expect([...network.outStart]).toEqual([0]);
  });

  it('more links than the first room holds', () => {
    const links = Array.from({ length: 3000 }, (_, e) => ({ supplier: 'a', buyer: 'b', weight: e % 2 }));
    const { network, treatments } = buildSupplyNetwork(firms, links);
    expect([...network.outWeight]).toEqual([1500]);
    expect(treatments.linksMerged).toBe(1499);
  });
});

describe('classes of inputs', () => {
  const { network } = buildSupplyNetwork(firms, [{ supplier: 'a', buyer: 'b', weight: 1 }]);
  const row = (supplierSector: string, buyerSector: string, value: number) => ({
    supplierSector,
    buyerSector,
    class: value,
  });

  it('a pair that a link needs and no row gives stops, and names it', () => {
    expect(() => inputClasses(network, [row('cars', 'steel', 2)])).toThrow('steel→cars');
  });

  it('or takes the class for missing pairs, and is reported', () => {
    const { classes, treatments } = inputClasses(network, [row('cars', 'steel', 2)], { missing: 1 });
    expect([...classes.classes]).toEqual([1, 1, 2, 1]);
    expect(treatments).toMatchObject({
      missing: [{ supplierSector: 'steel', buyerSector: 'cars' }],
      missingClass: 1,
      missingUnneeded: 2,
    });
  });

  it('rows of no class, contradicting rows and rows of other sectors are reported', () => {
    const { classes, treatments } = inputClasses(network, [
      row('steel', 'cars', 2),
      row('steel', 'cars', 1),
      row('steel', 'steel', 3),
      row('wood', 'steel', 1),
    ]);
    expect([...classes.classes]).toEqual([0, 2, 0, 0]);
    expect(treatments.refused.map(({ row, value }) => [row, value])).toEqual([
      [2, '1'],
      [3, '3'],
    ]);
    expect(treatments.unusedRows).toBe(1);
    expect(treatments.missing).toEqual([]);
  });
});
