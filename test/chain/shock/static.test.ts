import { expect, it } from 'vitest';
import {
  extractionShock,
  type IoTable,
  importStop,
  LeontiefSystem,
  priceShock,
  quantityShock,
} from '../../../src/chain/index.js';
import { UserError } from '../../../src/model/index.js';

/** Miller & Blair's two industries: Z = [[150, 500], [200, 100]], f = (350, 1700), x = (1000, 2000). */
function twoIndustries(more: Partial<IoTable> = {}): IoTable {
  return {
    title: 'Miller & Blair',
    year: null,
    unit: '1',
    industries: [
      { code: '1', name: 'agriculture', nameEn: null, region: null },
      { code: '2', name: 'manufacturing', nameEn: null, region: null },
    ],
    intermediate: Float64Array.of(150, 500, 200, 100),
    importedIntermediate: null,
    finalUses: [
      {
        code: 'f',
        name: 'households',
        kind: 'households',
        region: null,
        values: Float64Array.of(350, 1700),
        imported: null,
      },
    ],
    imports: null,
    inflows: null,
    discrepancy: null,
    valueAdded: [{ code: 'v', name: 'value added', kind: 'total', values: Float64Array.of(650, 1400) }],
    output: Float64Array.of(1000, 2000),
    ...more,
  };
}

it('moves output as final demand moves: f to (600, 1500) needs x = (1247.5, 1841.6)', () => {
  const system = new LeontiefSystem(twoIndustries());
  const { output, totals, residual } = quantityShock(system, Float64Array.of(250, -200));
  expect(1000 + output[0]!).toBeCloseTo(1247.52, 1);
  expect(2000 + output[1]!).toBeCloseTo(1841.58, 1);
  expect(totals.outputShare).toBeCloseTo((output[0]! + output[1]!) / 3000, 12);
  expect(residual).toBeLessThan(1e-12);
});

it('passes costs on: 10 % dearer labour in agriculture raises prices by Δv·L', () => {
  const system = new LeontiefSystem(twoIndustries());
  // Δv = (0.065, 0); L = [[1.25412541, 0.330033], [0.2640264, 1.12211221]].
  const { price, households } = priceShock(system, Float64Array.of(0.065, 0));
  expect(price[0]).toBeCloseTo(0.065 * 1.25412541, 8);
  expect(price[1]).toBeCloseTo(0.065 * 0.330033, 8);
  expect(households).toBeCloseTo((350 * price[0]! + 1700 * price[1]!) / 2050, 12);
});

it('loses 1210.526 when agriculture is gone, and in between for a part of it', () => {
  const system = new LeontiefSystem(twoIndustries());
  expect(extractionShock(system, [0], 1).totals.output).toBeCloseTo(-1210.526, 3);
  const half = -extractionShock(system, [0], 0.5).totals.output;
  expect(half).toBeGreaterThan(500);
  expect(half).toBeLessThan(1210.526);
});

it('brackets an import stop: who stands still, what is in the price, what home must make', () => {
  // Of what industry 2 uses of product 1, 100 of 500 are imported; nothing else is.
  const system = new LeontiefSystem(
    twoIndustries({
      intermediate: Float64Array.of(150, 400, 200, 100),
      importedIntermediate: Float64Array.of(0, 100, 0, 0),
    }),
  );
  const stop = importStop(system, Float64Array.of(1, 0));
  expect([...stop.bound]).toEqual([0, 0.2]);
  expect([...stop.boundBy]).toEqual([-1, 0]);
  const a = [0.15, 0.2, 0.2, 0.05];
  const determinant = (1 - a[0]!) * (1 - a[3]!) - a[1]! * a[2]!;
  // The imported content of a unit of product j is 0.05 l_2j.
  expect(stop.content[0]).toBeCloseTo((0.05 * a[2]!) / determinant, 12);
  expect(stop.content[1]).toBeCloseTo((0.05 * (1 - a[0]!)) / determinant, 12);
  expect(stop.replacement.output[0]).toBeCloseTo((100 * (1 - a[3]!)) / determinant, 9);
  expect(() => importStop(new LeontiefSystem(twoIndustries()), Float64Array.of(1, 0))).toThrow(UserError);
});

it('knows no value added where the table has no rows of it, or only outlays that balance its columns', () => {
  const change = Float64Array.of(250, -200);
  const known = quantityShock(new LeontiefSystem(twoIndustries()), change);
  expect(known.totals.valueAdded).toBeCloseTo(0.65 * known.output[0]! + 0.7 * known.output[1]!, 9);
  const imports = {
    code: 'm',
    name: 'imports',
    kind: 'imports' as const,
    values: Float64Array.of(650, 1400),
  };
  for (const valueAdded of [[], [imports]]) {
    const unknown = quantityShock(new LeontiefSystem(twoIndustries({ valueAdded })), change);
    expect(unknown.valueAdded).toBeNull();
    expect(unknown.totals.valueAdded).toBeNull();
    expect(unknown.output).toEqual(known.output);
  }
});
