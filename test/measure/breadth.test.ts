import { expect, test } from 'vitest';
import { breadth, diffusionIndex, purchasingManagersIndex } from '../../src/measure/index.js';
import { describeWith, sharedRows } from './reference.js';

test('36 of 41 industries grow', () => {
  const growths = [...Array<number>(36).fill(2.5), 0, -1, -2, -3, -4];
  expect(breadth(growths, { zh: '个大类行业', en: 'divisions' })).toMatchObject({
    growing: 36,
    flat: 1,
    falling: 4,
    said: { zh: '41个大类行业中36个增长，增长面为87.8%' },
  });
  expect(breadth([null, Number.NaN])).toMatchObject({ breadth: null, missing: 2, said: null });
});

describeWith('reference/measure', 'reference: diffusion', () => {
  test('diffusion_ref to 1e-10', () => {
    const rows = sharedRows('reference/measure/diffusion_ref.csv');
    const indices = new Map(
      rows.map((row) => [
        row.item!,
        diffusionIndex({ up: Number(row.up), same: Number(row.same), down: Number(row.down) }),
      ]),
    );
    for (const row of rows) expect(indices.get(row.item!)).toBeCloseTo(Number(row.di), 10);
    const pmi = purchasingManagersIndex({
      newOrders: indices.get('new_orders')!,
      output: indices.get('production')!,
      employment: indices.get('employment')!,
      supplierDelivery: indices.get('supplier_delivery')!,
      rawInventory: indices.get('raw_inventory')!,
    });
    expect(pmi).toBeCloseTo(Number(rows[0]!.pmi), 10);
  });
});

test('a diffusion index needs answers', () => {
  expect(diffusionIndex({ up: 30, same: 45, down: 25 })).toBe(52.5);
  expect(() => diffusionIndex({ up: 0, same: 0, down: 0 })).toThrow(RangeError);
});
