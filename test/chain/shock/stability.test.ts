import { expect, it } from 'vitest';
import {
  INVENTORY_DEFAULTS,
  inventoryThatHolds,
  productionPath,
  runInventoryModel,
  stabilityOf,
} from '../../../src/chain/index.js';
import { describeWith } from '../../measure/reference.js';
import { referenceEconomy, referenceEvents, referenceParameters } from './reference-economy.js';

describeWith('reference/ario', 'stability of the inventory model', () => {
  const table = referenceEconomy();
  const events = [referenceEvents.recovery];

  it('finds that 90 days of inventories recover, with the trough of −4.5 % on day 9', () => {
    const stability = stabilityOf(
      table,
      runInventoryModel(table, events, referenceParameters.default),
      events,
    );
    expect(stability.verdict).toBe('recovers');
    expect(stability.mendedOn).toBe(71);
    expect(stability.trough.share).toBeCloseTo(0.955, 3);
    expect(stability.loop).toEqual([]);
  });

  it('finds the collapse of short inventories, the product that starts it and the loop that feeds it', () => {
    const run = runInventoryModel(table, events, referenceParameters.collapse);
    const stability = stabilityOf(table, run, events);
    expect(stability.verdict).toBe('collapses');
    expect(productionPath(run)[364]).toBeLessThan(0.01);
    const first = stability.shortages.reduce((a, b) => (b.firstDay < a.firstDay ? b : a));
    expect(first.firstDay).toBeLessThan(30);
    expect(stability.loop.length).toBeGreaterThan(0);
    expect(stability.loop[0]).toBe(stability.shortages[0]!.sector);
  });

  it('says by how much inventories would have to be larger, and with that the run recovers', () => {
    const parameters = { ...INVENTORY_DEFAULTS, ...referenceParameters.collapse };
    const factor = inventoryThatHolds(table, events, parameters)!;
    expect(factor).toBeGreaterThan(1);
    expect(inventoryThatHolds(table, events, { ...parameters, ...referenceParameters.default })).toBe(1);
    const held = runInventoryModel(table, events, { ...parameters, inventoryDays: 10 * factor });
    expect(stabilityOf(table, held, events).verdict).toBe('recovers');
  });
});
