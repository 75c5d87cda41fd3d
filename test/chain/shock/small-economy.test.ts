// The inventory model on an economy small enough to follow by hand.
import { expect, it } from 'vitest';
import {
  type IoTable,
  inventoryTable,
  LeontiefSystem,
  runInventoryModel,
  runScenario,
  type ShockEvent,
  stabilityOf,
} from '../../../src/chain/index.js';

/** Miller & Blair's two industries; `more` changes the table. */
function twoIndustries(more: Partial<IoTable> = {}): IoTable {
  return {
    title: 'Miller & Blair',
    year: null,
    unit: '1',
    industries: ['agriculture', 'manufacturing'].map((name, i) => ({
      code: String(i + 1),
      name,
      nameEn: null,
      region: 'north',
    })),
    intermediate: Float64Array.of(150, 500, 200, 100),
    importedIntermediate: null,
    finalUses: [
      {
        code: 'f',
        name: 'households',
        kind: 'households',
        region: 'north',
        values: Float64Array.of(350, 1700),
        imported: null,
      },
    ],
    imports: null,
    inflows: null,
    discrepancy: null,
    valueAdded: [],
    output: Float64Array.of(1000, 2000),
    ...more,
  };
}

const capacityOut = (industry: number, share: number, duration = 5) =>
  ({
    kind: 'capacity',
    start: 1,
    duration,
    out: new Map([[industry, share]]),
    recoveryDays: 1,
    shape: 'linear',
  }) satisfies ShockEvent;

it('takes capacity from an industry that has no value added, and so no capital', () => {
  // Agriculture uses 600 + 400 = 1000, all of its output.
  const table = inventoryTable(twoIndustries({ intermediate: Float64Array.of(600, 50, 400, 100) }));
  expect(table.capital[0]).toBe(0);
  const run = runInventoryModel(table, [capacityOut(0, 0.4)], {}, { days: 10 });
  expect(run.production.every(Number.isFinite)).toBe(true);
  expect(run.capacity[1 * 2]! / run.normal[0]!).toBeCloseTo(0.6, 2);
});

it('refuses inventories that are not one for each sector, and builders that make nothing', () => {
  const table = inventoryTable(twoIndustries());
  expect(() => runInventoryModel(table, [], { inventoryDays: [30] })).toThrow(/1 个数，表中有 2 个部门/);
  expect(() => runInventoryModel(table, [], { inventoryDays: [30, -1] })).toThrow(/第 2 个数为 -1/);
  const rebuild = (sector: number): ShockEvent => ({
    kind: 'rebuild',
    start: 1,
    duration: 1,
    capitalLost: new Map([[0, 0.1]]),
    rebuildDays: 10,
    builders: new Map([[sector, 1]]),
    factor: 1,
  });
  expect(() => runInventoryModel(table, [rebuild(7)])).toThrow(/重建部门 7 没有产出/);
  const idle = { ...table, output: Float64Array.of(1000, 0) };
  expect(() => runInventoryModel(idle, [rebuild(1)])).toThrow(/没有产出/);
});

it('mends at once where mending takes less than a day, instead of giving capacity beyond what there was', () => {
  const table = inventoryTable(twoIndustries());
  const quick: ShockEvent = { ...capacityOut(0, 0.5), recoveryDays: 0.4, shape: 'convex' };
  const { capacity, normal } = runInventoryModel(table, [quick], {}, { days: 20 });
  // Out on days 1 to 7, as BoARIO counts; nothing is lost from day 8 on.
  const shares = Array.from({ length: 20 }, (_, day) => capacity[day * 2]! / normal[0]!);
  expect(shares.slice(1, 8).every((share) => share < 0.6)).toBe(true);
  expect(shares.slice(8).every((share) => share >= 1 && share < 1.05)).toBe(true);
});

it('does not call a lasting fall of demand, or a lasting outage, a collapse', () => {
  const table = inventoryTable(twoIndustries());
  const less = (duration: number): ShockEvent[] => [
    {
      kind: 'demand',
      start: 1,
      duration,
      factor: new Map([
        [0, 0.3],
        [1, 0.3],
      ]),
    },
  ];
  const verdict = (events: ShockEvent[], days: number) =>
    stabilityOf(table, runInventoryModel(table, events, {}, { days }), events);
  // Production follows demand to 30 % and stays: nothing can be said until demand is back.
  const lasting = verdict(less(500), 200);
  expect(lasting.end).toBeLessThan(0.5);
  expect(lasting).toMatchObject({ verdict: 'mending', mendedOn: null });
  expect(verdict(less(20), 200)).toMatchObject({ verdict: 'recovers', mendedOn: 21 });
  const outage = [capacityOut(0, 0.7, 500), capacityOut(1, 0.7, 500)];
  expect(verdict(outage, 200)).toMatchObject({ verdict: 'mending', mendedOn: null });
});

it('adds up builders of one sector, and refuses one that means several', () => {
  const system = new LeontiefSystem(twoIndustries());
  const rebuild = (builders: Record<string, number>) =>
    runScenario(system, {
      name: 'flood',
      kind: 'dynamic',
      days: 20,
      parameters: {},
      capitalToValueAdded: 4,
      events: [
        { kind: 'rebuild', start: 1, duration: 1, loss: { '1': 0.1 }, rebuildDays: 10, builders, factor: 1 },
      ],
    });
  expect(rebuild({ '2': 0.4, manufacturing: 0.6 }).byIndustry).toEqual(
    rebuild({ manufacturing: 1 }).byIndustry,
  );
  expect(() => rebuild({ north: 1 })).toThrow(/north”对应 2 个部门/);
});

it('says what it sets apart in the table: imports above final use leave no final demand', () => {
  const system = new LeontiefSystem(twoIndustries({ imports: Float64Array.of(400, 0) }));
  const result = runScenario(system, {
    name: 'outage',
    kind: 'dynamic',
    days: 5,
    parameters: {},
    capitalToValueAdded: 4,
    events: [
      { kind: 'capacity', start: 1, duration: 1, loss: { '1': 0.1 }, recoveryDays: 1, shape: 'linear' },
    ],
  });
  expect(result.treatments).toContainEqual({
    industry: 'north agriculture',
    kind: 'negativeFinalDemand',
    value: -50,
  });
});
