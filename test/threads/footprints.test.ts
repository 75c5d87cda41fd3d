import { expect, it } from 'vitest';
import { footprints } from '../../src/chain/io/footprint.js';
import type * as Threads from '../../src/threads/index.js';
import { randomMultiRegional, twoRegionsThatExport } from '../chain/io/plain.js';
import { largestDifference } from '../measure/reference.js';

/** Threads run what was built. */
const { footprintsInThreads, inThreads } = (await import(
  new URL('../../dist/threads/index.js', import.meta.url).href
)) as typeof Threads;

it('footprints on two threads are those of one', async () => {
  const { table, accounts } = randomMultiRegional(10, 60, 12);
  const before = table.intermediate.slice(0, 100);
  const done: number[] = [];
  const threaded = await footprintsInThreads(table, accounts, {
    threads: 2,
    refinedFrom: 1,
    tolerance: 1e-12,
    onProgress: (parts, of) => done.push(parts / of),
  });
  const exact = footprints(table, accounts);
  for (const account of ['consumption', 'production', 'imports', 'exports'] as const)
    expect(largestDifference(threaded[account], exact[account]) / Math.max(...exact[account])).toBeLessThan(
      1e-12,
    );
  expect(done.at(-1)).toBe(1);
  expect(largestDifference(table.intermediate.subarray(0, 100), before)).toBe(0);
});

it('demand of the rest of the world, on two threads and on one', async () => {
  const { table, accounts } = twoRegionsThatExport();
  for (const refinedFrom of [1, 3000]) {
    const { restOfWorld, consumption, production, exports, treatments } = await footprintsInThreads(
      table,
      accounts,
      { threads: 2, refinedFrom, tolerance: 1e-12 },
    );
    expect(restOfWorld![0]!).toBeCloseTo(19.7, 9);
    expect(consumption[0]! + consumption[1]! + restOfWorld![0]!).toBeCloseTo(70, 9);
    expect(production[0]!).toBeCloseTo(50, 9);
    expect(exports[0]!).toBeCloseTo(27.5, 9);
    expect(treatments).toHaveLength(1);
  }
});

it('can be cancelled', async () => {
  const { table, accounts } = randomMultiRegional(10, 60, 12);
  const stop = new AbortController();
  stop.abort(new Error('enough'));
  await expect(footprintsInThreads(table, accounts, { signal: stop.signal, refinedFrom: 1 })).rejects.toThrow(
    'enough',
  );
});

it('refuses to run on no thread at all, which would give nothing', async () => {
  const { table, accounts } = randomMultiRegional(2, 5, 1);
  await expect(inThreads('ensembles', {} as never, [{} as never], { threads: 0 })).rejects.toThrow(
    /0 threads/,
  );
  await expect(footprintsInThreads(table, accounts, { threads: 0, refinedFrom: 1 })).rejects.toThrow();
});
