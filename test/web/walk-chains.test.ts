// Close a firm and see what the network loses, as a user would: from the map, by the dossier, and from the list.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importChain, importTable } from '../../src/store/index.js';
import { openTableImport, readChainFiles, rowsToKeep } from '../../src/verbs/index.js';
import { CHROMIUM, seriousViolations, type Walk, walk } from './browser.js';

const sample = (name: string) => `samples/chain/${name}.synthetic.csv`;
const SILENT = { step: () => undefined, end: () => undefined };

describe.skipIf(!existsSync(CHROMIUM))(`the page of chains in ${CHROMIUM}`, () => {
  let web: Walk;
  let folder: string;
  beforeAll(async () => {
    web = await walk();
    folder = await mkdtemp(join(tmpdir(), 'ballast-walk-'));
    const { workspace } = web.served;
    // The areas of the samples are made up: no list knows them.
    const firms = join(folder, 'firms.csv');
    const rows = (await readFile(sample('firms'), 'utf8')).split(/\r?\n/).map((row) => row.split(','));
    await writeFile(firms, rows.map((cells) => cells.filter((_, at) => at !== 2).join(',')).join('\n'));
    for (const [file, as] of [
      [firms, 'enterprises'],
      [sample('links'), 'links'],
      [sample('input-classes'), 'input-classes'],
    ] as const)
      await importTable(
        workspace,
        file,
        await openTableImport(workspace.dir, { as, synthetic: true }, '2026-11-22', SILENT),
      );
    const { readings } = await readChainFiles(['chain-nodes', 'chain-edges', 'chain-actors'].map(sample));
    await importChain(workspace, rowsToKeep(readings), {
      chain: '新能源汽车',
      mapping: null,
      released: null,
      publisher: null,
      synthetic: true,
    });
  });
  afterAll(async () => {
    await web?.close();
    if (folder) await rm(folder, { recursive: true });
  });

  test('from the map to the loss of a closure', async () => {
    const { page, complaints, strangers } = await web.open('/chains');
    await page.getByRole('button', { name: /^动力煤/ }).click();
    await page.getByRole('cell', { name: '江城航图煤业有限公司 推演停产' }).waitFor();
    expect(new URL(page.url()).searchParams.get('node')).toBe('N01');
    await page.getByRole('link', { name: '推演停产' }).first().click();
    const loss = page.getByTestId('loss');
    await loss.waitFor();
    const first = await loss.textContent();
    expect(first).toMatch(/全网产出损失 \d+\.\d\d%/);
    // A second firm closed beside it costs more.
    await page
      .getByRole('button', { name: /^停产企业：/, pressed: false })
      .first()
      .click();
    await expect.poll(() => loss.textContent(), { timeout: 60_000 }).not.toBe(first);
    const share = (text: string | null) => Number(/(\d+\.\d\d)%/.exec(text ?? '')?.[1]);
    expect(share(await loss.textContent())).toBeGreaterThan(share(first));
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
  });

  test('a job is followed to its end where the stream of its progress breaks', async () => {
    const { page } = await web.open('/chains/mend');
    let broken = 0;
    await page.route(
      '**/api/v1/jobs/*/events',
      (route) => {
        broken++;
        return route.abort();
      },
      { times: 1 },
    );
    await page.getByRole('button', { name: '求补链建议' }).click();
    await page.getByRole('columnheader', { name: '新供应商' }).first().waitFor();
    expect(broken).toBe(1);
  });

  test.each([
    { path: '/chains', language: 'zh', width: 1280 },
    { path: '/chains?chain=~network', language: 'en', width: 390 },
    { path: '/chains/risk', language: 'en', width: 1280 },
  ] as const)(
    '$path in $language, $width wide: nothing serious for those who cannot see it',
    async (look) => {
      const { page, complaints, settled } = await web.open(look.path, look);
      await settled();
      expect(await seriousViolations(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );
});
