// The pages Policy and Monitoring as a user walks them: from a number back to its sentence or its cell.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importTable } from '../../src/store/index.js';
import { keepBatch, openLexicons, openTableImport, readPages } from '../../src/verbs/index.js';
import { CHROMIUM, seriousViolations, type Walk, walk } from './browser.js';

const quiet = { note() {}, trace() {}, progress: () => ({ step() {}, end() {} }) };

describe.skipIf(!existsSync(CHROMIUM))('policy and monitoring', () => {
  let bench: Walk;

  beforeAll(async () => {
    bench = await walk();
    const { served } = bench;
    const { lexicons, reading } = await openLexicons(served.dir);
    const run = served.workspace.startImport({ kind: 'pages', source: 'test' });
    const pages = ['samples/pages/2023-01-work-conference.txt', 'samples/pages/2024-12-work-conference.md'];
    for await (const batch of readPages(pages, lexicons, quiet)) await keepBatch(run, batch, reading);
    await run.finish();
    const file = join(served.folder, 'figures.csv');
    await writeFile(
      file,
      '指标,时期,地区,行业,数值,单位\n' +
        [2022, 2023, 2024]
          .flatMap((year, i) => [
            `规模以上工业增加值,${year}年,湖南省,,${1000 + 100 * i},亿元`,
            `规模以上工业增加值,${year}年,湖南省,制造业,${800 + 110 * i},亿元`,
            `规模以上工业增加值,${year}年,湖南省,采矿业,${200 - 10 * i},亿元`,
          ])
          .join('\n'),
    );
    const settings = await openTableImport(
      served.dir,
      { as: 'figures', released: '2025-01-20', synthetic: true },
      '2025-01-31',
      { step() {}, end() {} },
    );
    await importTable(served.workspace, file, settings);
  });
  afterAll(() => bench?.close());

  async function through(
    path: string,
    language: 'zh' | 'en',
    steps: (page: Page) => Promise<void>,
  ): Promise<void> {
    const { page, complaints, strangers } = await bench.open(path, { language });
    await steps(page);
    expect([complaints, strangers]).toEqual([[], []]);
    await page.context().close();
  }

  it('finds 专精特新, goes to the sentence, and from the number there to its origin', async () => {
    await through('/policy/search', 'zh', async (page) => {
      await page.getByRole('searchbox').fill('专精特新');
      await page.locator('.search-snippet a').first().click();
      await page.waitForURL(/\/policy\/[0-9a-f]{64}\?start=/);
      await expect
        .poll(() => page.locator('.reading-text [data-cited]').first().innerText())
        .toContain('专精特新');
      await expect.poll(() => page.locator('.reading-raw [data-cited]').count()).toBeGreaterThan(0);
      await page.locator('.reading-figure').first().click();
      const value = page.locator('.ant-popover .figure-link').first();
      await value.click();
      await expect.poll(() => page.locator('.origin mark').first().innerText()).not.toBe('');
      expect(await page.locator('.origin').innerText()).toContain('原句');
    });
  });

  it('a latest figure of a target leads back to its sentence', async () => {
    await through('/policy/targets', 'zh', async (page) => {
      const row = page.locator('.targets-table tbody tr').filter({ hasText: '已达' }).first();
      await row.locator('td').nth(2).locator('.figure-link').click();
      await page.locator('.origin').getByText('到原文').click();
      await page.waitForURL(/\/policy\/[0-9a-f]{64}\?start=/);
      await expect.poll(() => page.locator('.reading-text [data-cited]').count()).toBeGreaterThan(0);
    });
  });

  it('a number of the table leads back to its cell; picture, table and contribution, in English', async () => {
    await through(
      `/monitoring?indicator=valueAdded~level~${encodeURIComponent('元')}`,
      'en',
      async (page) => {
        await page.locator('figure.chart svg').first().waitFor();
        const value = page.locator('.series-table .figure-link').first();
        expect(await value.innerText()).toBe('1,200');
        await value.click();
        await expect.poll(() => page.locator('.origin').innerText()).toContain('row 8, column “E”');
        await page.keyboard.press('Escape');
        await page.getByRole('link', { name: 'Contribution' }).click();
        await expect.poll(() => page.getByText('The whole grows by 9.09%').count()).toBe(1);
        const pull = page.locator('.series-table tbody tr').first().locator('.figure-link').nth(3);
        expect(await pull.innerText()).toBe('10.00');
        await pull.click();
        await expect.poll(() => page.locator('.origin code').first().innerText()).toContain('V_i');
      },
    );
  });

  it.each(['zh', 'en'] as const)('nothing keeps people out (%s)', async (language) => {
    const document = (await bench.served.workspace.documents())[0]!.sha256;
    await through('/policy', language, async (page) => {
      const views: [string, string][] = [
        ['/policy', '.data-table'],
        ['/policy/lines', '.movement'],
        ['/policy/targets', '.targets-table'],
        [`/policy/${document}`, '.reading-raw'],
        ['/monitoring?view=compare', '.series-table'],
      ];
      for (const [path, shown] of views) {
        await page.goto(bench.address + path);
        await page.locator(shown).first().waitFor();
        expect([path, await seriousViolations(page)]).toEqual([path, []]);
      }
    });
  });
});
