import { expect, it } from 'vitest';
import { verticalSpecialisation } from '../../../src/chain/io/import-dependence.js';
import { LeontiefSystem } from '../../../src/chain/io/leontief.js';
import {
  HouseholdClosure,
  multipliersOf,
  outputMultipliers,
  perOutput,
} from '../../../src/chain/io/multipliers.js';
import { readIoFile } from '../../../src/verbs/io-tables.js';
import { describeWith, SHARED } from '../../measure/reference.js';

const tableOf = async (name: string) =>
  (await readIoFile(`${SHARED}data/io-nbs/china_${name}.csv`)).readings[0]!.table;

/** National tables of the National Bureau of Statistics. */
describeWith('data/io-nbs', 'national input–output tables', () => {
  it('2020, 153 sectors: spectral radius and the largest multipliers', async () => {
    const system = new LeontiefSystem(await tableOf('2020_153'));
    const radius = system.spectralRadius();
    expect(radius.value).toBeCloseTo(0.629, 3);
    expect(radius.residual).toBeLessThan(1e-9);
    const largest = [...outputMultipliers(system)]
      .map((value, j) => [system.table.industries[j]!.name, Number(value.toFixed(2))] as const)
      .sort((one, other) => other[1] - one[1])
      .slice(0, 5);
    expect(largest.map(([, value]) => value)).toEqual([4.1, 4.01, 3.99, 3.96, 3.79]);
    expect(largest[0]![0]).toMatch(/计算机/);
    expect(largest[1]![0]).toMatch(/视听设备/);
    expect(largest[2]![0]).toMatch(/广播电视/);
    expect(largest[3]![0]).toMatch(/通信设备/);
    expect(largest[4]![0]).toMatch(/电子元器件/);
    expect(system.treatments.map(({ kind }) => kind)).not.toContain('zeroOutput');
  });

  it('2020, 153 sectors: households closed in', async () => {
    const system = new LeontiefSystem(await tableOf('2020_153'));
    const closure = HouseholdClosure.of(system);
    if (!(closure instanceof HouseholdClosure)) throw new Error(closure.message.en);
    const compensation = system.table.valueAdded.find(({ kind }) => kind === 'compensation')!;
    const earned = perOutput(compensation.values, system.output);
    const { simple, total, typeI, typeII } = multipliersOf(system, earned, closure);
    for (let j = 0; j < system.n; j++) {
      expect(total![j]!).toBeGreaterThan(simple[j]!);
      expect(typeII![j]! / typeI[j]!).toBeCloseTo(total![j]! / simple[j]!, 9);
    }
    // Type II over type I of income is the same for every industry. Miller & Blair (2009), § 6.2.5.
    const ratios = total!.map((value, j) => value / simple[j]!);
    expect(Math.max(...ratios) - Math.min(...ratios)).toBeLessThan(1e-9);
  });

  it.each([
    ['2017_42', 0.2104, 0.43],
    ['2020_42', 0.1954, 0.4295],
  ])('%s, imports apart: vertical specialisation', async (name, share, electronics) => {
    const system = new LeontiefSystem(await tableOf(name));
    const { total, bySector, valueAddedShare } = verticalSpecialisation(system)!;
    expect(total).toBeCloseTo(share, 4);
    const at = system.table.industries.findIndex(({ name: words }) => words.includes('通信设备'));
    expect(bySector[at]!).toBeCloseTo(electronics, 4);
    for (let j = 0; j < system.n; j++)
      expect(Math.abs(bySector[j]! + valueAddedShare[j]! - 1)).toBeLessThan(1e-6);
  });
});
