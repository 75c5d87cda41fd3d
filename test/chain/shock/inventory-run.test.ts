import { expect, it } from 'vitest';
import { inventoryTable, runInventoryModel, type ShockEvent } from '../../../src/chain/index.js';
import type { IoTable } from '../../../src/chain/io/table.js';
import { describeWith, sharedRows } from '../../measure/reference.js';

describeWith('reference/ario', 'the inventory model against BoARIO 0.6.3', () => {
  const table = inventoryTable(referenceTable());
  const capitalLost = new Map([
    [0, 0.3],
    [1, 0.15],
  ]);
  const event = { start: 5, duration: 5, capitalLost };
  const events: Record<string, ShockEvent> = {
    recovery: { kind: 'recovery', ...event, recoveryDays: 60, shape: 'linear' },
    rebuild: {
      kind: 'rebuild',
      ...event,
      rebuildDays: 60,
      builders: new Map([
        [2, 0.6],
        [3, 0.4],
      ]),
      factor: 1,
    },
  };
  const sets = {
    default: { inventoryDays: 90, inventoryRestorationDays: 60 },
    collapse: { inventoryDays: 10, inventoryRestorationDays: 20 },
  };
  for (const [set, parameters] of Object.entries(sets))
    for (const [order, orders] of [
      ['alt', 'capacity'],
      ['noalt', 'fixed'],
    ] as const)
      for (const kind of ['recovery', 'rebuild'])
        it(`repeats ${set}, orders ${orders}, ${kind}: 365 days × 12 industries`, () => {
          const run = runInventoryModel(table, [events[kind]!], {
            ...parameters,
            orders,
            capitalDecimals: 1,
          });
          const reference = sharedRows(`reference/ario/boario_${set}_${order}_${kind}_production.csv`);
          expect(largestRelative(run.production, reference)).toBeLessThan(1e-9);
          if (set === 'default') {
            const unmet = sharedRows(`reference/ario/boario_${set}_${order}_${kind}_fdunmet.csv`);
            expect(largestRelative(run.unmet, unmet, 1e-6)).toBeLessThan(1e-6);
          }
        });
});

/** Largest difference relative to the reference, or to `floor` where that is smaller. */
function largestRelative(ours: Float64Array, reference: Record<string, string>[], floor = 1e-9): number {
  let largest = 0;
  let at = 0;
  for (const row of reference)
    for (const [name, cell] of Object.entries(row)) {
      if (name === 'step') continue;
      const theirs = Number(cell);
      largest = Math.max(largest, Math.abs(ours[at++]! - theirs) / Math.max(floor, Math.abs(theirs)));
    }
  return at === ours.length ? largest : Number.NaN;
}

function referenceTable(): IoTable {
  const numbers = (file: string) =>
    sharedRows(`reference/ario/${file}`).map((row) =>
      Object.entries(row)
        .filter(([name]) => name !== '')
        .map(([, cell]) => Number(cell)),
    );
  const industries = sharedRows('reference/ario/x.csv').map((row) => {
    const [region = '', name = ''] = row['']!.split('|');
    return { code: row['']!, name, nameEn: null, region };
  });
  const demand = numbers('Y.csv');
  return {
    title: 'reference',
    year: null,
    unit: '1',
    industries,
    intermediate: Float64Array.from(numbers('Z.csv').flat()),
    importedIntermediate: null,
    finalUses: ['r0', 'r1', 'r2'].map((region, u) => ({
      code: region,
      name: 'final demand',
      kind: 'consumption',
      region,
      values: Float64Array.from(demand, (row) => row[u]!),
      imported: null,
    })),
    imports: null,
    inflows: null,
    discrepancy: null,
    valueAdded: [],
    output: Float64Array.from(numbers('x.csv').flat()),
  };
}
