import { expect, it } from 'vitest';
import { foresight, regionActivityTable } from '../../src/foresee/index.js';
import { uniform } from '../../src/model/index.js';
import type * as Threads from '../../src/threads/index.js';

/** Threads run what was built. */
const { foresightInThreads, foresightsInThreads } = (await import(
  new URL('../../dist/threads/index.js', import.meta.url).href
)) as typeof Threads;

function tableOf(regions: number, activities: number, seed: number) {
  const random = uniform(seed);
  return regionActivityTable(
    Array.from({ length: regions * activities }, (_, at) => ({
      region: `R${Math.floor(at / activities)}`,
      activity: `P${at % activities}`,
      value: random() < 0.4 ? 1 + Math.floor(100 * random()) : 0,
    })),
  );
}

it('one large table on two threads is that of one', async () => {
  const table = tableOf(12, 2003, 3);
  const done: number[] = [];
  const threaded = await foresightInThreads(
    table,
    { keepProximity: 'single' },
    { threads: 2, onProgress: (parts, of) => done.push(parts / of) },
  );
  const alone = foresight(table, { keepProximity: 'single' });
  expect(threaded.density).toEqual(alone.density);
  expect(threaded.opportunityGain).toEqual(alone.opportunityGain);
  expect(threaded.opportunityValue).toEqual(alone.opportunityValue);
  expect(Array.from(threaded.proximity!.subarray(0, 5000))).toEqual(
    Array.from(alone.proximity!.subarray(0, 5000)),
  );
  expect(done.at(-1)).toBe(1);
});

it('years of a panel on two threads are those of one, in their order', async () => {
  const tables = [1, 2, 3].map((seed) => tableOf(10, 20, seed));
  const threaded = await foresightsInThreads(tables, {}, { threads: 2 });
  expect(threaded).toEqual(tables.map((table) => foresight(table)));
});
