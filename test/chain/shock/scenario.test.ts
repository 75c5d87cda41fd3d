import { expect, it } from 'vitest';
import {
  compareScenarios,
  industriesNamed,
  LeontiefSystem,
  runScenario,
  type Scenario,
} from '../../../src/chain/index.js';
import { UserError } from '../../../src/model/index.js';
import { describeWith } from '../../measure/reference.js';
import { referenceTable } from './reference-economy.js';

describeWith('reference/ario', 'scenarios', () => {
  const system = new LeontiefSystem(referenceTable());
  const power = (loss: number | [number, number], name = 'power'): Scenario => ({
    name,
    kind: 'dynamic',
    days: 120,
    parameters: { inventoryDays: 30 },
    capitalToValueAdded: 4,
    events: [
      { kind: 'capacity', start: 5, duration: 10, loss: { r0: loss }, recoveryDays: 20, shape: 'linear' },
    ],
  });

  it('finds industries by region, name, and both', () => {
    const table = referenceTable();
    expect(industriesNamed(table, 'r1')).toEqual([4, 5, 6, 7]);
    expect(industriesNamed(table, 's2')).toEqual([2, 6, 10]);
    expect(industriesNamed(table, 'r2/s3')).toEqual([11]);
    expect(() => industriesNamed(table, 's9')).toThrow(/s9/);
  });

  it('gives one number for a number, and an interval for a range, the same for the same seed', () => {
    const sure = runScenario(system, power(0.2));
    expect(sure.draws).toBe(1);
    expect(sure.loss!.output.low).toBe(sure.loss!.output.high);
    expect(sure.stability!.verdict).toBe('recovers');
    const range = runScenario(system, power([0.1, 0.3]), { draws: 20 });
    expect(range.draws).toBe(20);
    const { low, median, high } = range.loss!.output;
    expect(low).toBeLessThan(median);
    expect(median).toBeLessThan(high);
    expect(low).toBeLessThan(sure.loss!.output.median);
    expect(high).toBeGreaterThan(sure.loss!.output.median);
    expect(runScenario(system, power([0.1, 0.3]), { draws: 20 }).loss).toEqual(range.loss);
    expect(range.path!.length).toBe(120);
  });

  it('loses more when more is out, and compares two scenarios draw by draw', () => {
    const small = runScenario(system, power([0.1, 0.2]), { draws: 10 });
    const large = runScenario(system, power([0.2, 0.4], 'worse'), { draws: 10 });
    const { difference, byIndustry } = compareScenarios(large, small);
    expect(difference.low).toBeGreaterThan(0);
    const sum = byIndustry.reduce((total, value) => total + value, 0);
    expect(sum).toBeCloseTo(
      large.byIndustry.reduce((t, v) => t + v, 0) - small.byIndustry.reduce((t, v) => t + v, 0),
      9,
    );
  });

  it('refuses a shock over 100 % and a comparison of a price with a loss', () => {
    expect(() => runScenario(system, power(1.2))).toThrow(/120%/);
    const price = runScenario(system, { name: 'p', kind: 'price', cost: { s0: 0.1 } });
    expect(() => compareScenarios(price, runScenario(system, power(0.1)))).toThrow(UserError);
  });

  it('never gives a loss that is not a number, and none without a shock', () => {
    const nothing = runScenario(system, power(0));
    expect(Math.abs(nothing.loss!.outputShare.median)).toBeLessThan(1e-9);
    for (const kind of ['quantity', 'extraction'] as const) {
      const result = runScenario(
        system,
        kind === 'quantity'
          ? { name: kind, kind, finalDemand: { r0: -0.1 } }
          : { name: kind, kind, group: ['r0/s1'], share: [0.1, 0.2] },
        { draws: 5 },
      );
      expect(result.byIndustry.every(Number.isFinite)).toBe(true);
      expect(result.loss!.output.low).toBeGreaterThan(0);
    }
  });
});
