import { expect, it } from 'vitest';
import { ensembleClasses, gravityModel, sectorStripes, splitByTable } from '../../src/chain/index.js';
import type * as Threads from '../../src/threads/index.js';

/** Threads run what was built. */
const { ensembleInThreads } = (await import(
  new URL('../../dist/threads/index.js', import.meta.url).href
)) as typeof Threads;

it('what the user can mend is still so when a thread finds it, in both languages', async () => {
  const firms = {
    ids: ['a', 'b', 'c', 'd'],
    sectors: ['k'],
    sectorOf: new Int32Array(4),
    sales: Float64Array.of(4, 3, 2, 1),
    purchases: Float64Array.of(1, 2, 3, 4),
  };
  const flows = { flows: Float64Array.of(1), inputs: Float64Array.of(1) };
  const { stripes } = sectorStripes(firms, splitByTable(firms.purchases, firms.sectorOf, flows));
  const { classes } = ensembleClasses(firms, stripes, [], 1);
  const ensemble = {
    gravity: gravityModel(stripes, { total: 6, spread: 'suppliers' }),
    firms,
    classes,
    substitution: true,
    weights: null,
    leak: Float64Array.of(0.2, 0.2, 1.5, 0.2),
    costLeak: null,
    stop: { rule: 'eps', eps: 1e-3 } as const,
    seed: 4,
  };
  await expect(ensembleInThreads(ensemble, 2, { threads: 2 })).rejects.toMatchObject({
    name: 'UserError',
    zh: expect.stringContaining('1.5'),
    en: expect.stringContaining('a share in [0, 1) is expected'),
  });
});
