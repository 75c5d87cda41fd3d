import { expect, it } from 'vitest';
import { runInventoryModel } from '../../../src/chain/index.js';
import { describeWith, sharedRows } from '../../measure/reference.js';
import { referenceEconomy, referenceEvents, referenceParameters } from './reference-economy.js';

describeWith('reference/ario', 'the inventory model against BoARIO 0.6.3', () => {
  for (const [set, parameters] of Object.entries(referenceParameters))
    for (const [order, orders] of [
      ['alt', 'capacity'],
      ['noalt', 'fixed'],
    ] as const)
      for (const kind of ['recovery', 'rebuild'] as const)
        it(`repeats ${set}, orders ${orders}, ${kind}: 365 days × 12 industries`, () => {
          const run = runInventoryModel(referenceEconomy(), [referenceEvents[kind]], {
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
