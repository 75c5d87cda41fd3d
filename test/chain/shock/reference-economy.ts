// The 12-industry economy of the BoARIO reference, and the two events that were run on it.
import {
  type InventoryTable,
  type IoTable,
  inventoryTable,
  type ShockEvent,
} from '../../../src/chain/index.js';
import { sharedRows } from '../../measure/reference.js';

export function referenceEconomy(): InventoryTable {
  return inventoryTable(referenceTable());
}

const capitalLost = new Map([
  [0, 0.3],
  [1, 0.15],
]);
const event = { start: 5, duration: 5, capitalLost };

export const referenceEvents: Record<'recovery' | 'rebuild', ShockEvent> = {
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

/** The two sets of parameters of the reference runs. */
export const referenceParameters = {
  default: { inventoryDays: 90, inventoryRestorationDays: 60 },
  collapse: { inventoryDays: 10, inventoryRestorationDays: 20 },
};

export function referenceTable(): IoTable {
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
