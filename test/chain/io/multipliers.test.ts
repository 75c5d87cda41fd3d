import { expect, it } from 'vitest';
import { LeontiefSystem } from '../../../src/chain/io/leontief.js';
import { HouseholdClosure, outputMultipliers } from '../../../src/chain/io/multipliers.js';
import { millerBlair } from './plain.js';

/** Miller & Blair's two industries with households that buy (200, 600), and compensation in the rows given. */
function system(...compensation: number[][]): LeontiefSystem {
  const table = millerBlair();
  const use = table.finalUses[0]!;
  const households = { ...use, kind: 'households' as const, values: Float64Array.of(200, 600) };
  return new LeontiefSystem({
    ...table,
    finalUses: [households, { ...use, values: Float64Array.of(150, 1100) }],
    valueAdded: compensation.map((values, at) => ({
      code: `W${at}`,
      name: '劳动者报酬',
      kind: 'compensation',
      values: Float64Array.from(values),
    })),
  });
}

it('households earn all rows of compensation: one row, or the same in two', () => {
  const one = HouseholdClosure.of(system([300, 700]));
  const two = HouseholdClosure.of(system([100, 500], [200, 200]));
  if (!(one instanceof HouseholdClosure && two instanceof HouseholdClosure)) throw new Error('not closed');
  const each = new Float64Array(2).fill(1);
  const [whole, parts] = [one.solveRows(each), two.solveRows(each)];
  const open = outputMultipliers(system([300, 700]));
  for (const j of [0, 1]) {
    expect(whole[j]!).toBeGreaterThan(open[j]!);
    expect(parts[j]!).toBeCloseTo(whole[j]!, 12);
  }
});

it('without compensation, or with none in its rows, says that', () => {
  const none = HouseholdClosure.of(system());
  expect(none).toMatchObject({ kind: 'noClosure' });
  const zero = HouseholdClosure.of(system([0, 0]));
  expect(zero).toMatchObject({ kind: 'noClosure', message: { zh: expect.stringMatching(/合计为 0/) } });
});
