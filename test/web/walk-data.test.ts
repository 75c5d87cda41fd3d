// Files are dropped, looked at, imported and mended, and the workspace is backed up and restored, as a user would.
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer } from '../../src/server/index.js';
import { Workspace } from '../../src/store/index.js';
import { openLexicons } from '../../src/verbs/index.js';
import { faultyTitles, titlesCsv } from '../server/faulty-titles.js';
import { TODAY } from '../server/served.js';
import { CHROMIUM, seriousViolations, type Walk, WEB, walk } from './browser.js';

describe.skipIf(!existsSync(CHROMIUM))(`the page of data in ${CHROMIUM}`, { retry: 1 }, () => {
  let web: Walk;
  beforeAll(async () => {
    web = await walk({ uploadLimit: 400_000 });
  });
  afterAll(() => web?.close());

  test('a workbook with five faults in, five mended', async () => {
    const { page, complaints, strangers } = await web.open('/data');
    const book = await writeXlsx({
      sheets: [{ name: '名单', rows: titlesCsv.split('\r\n').map((line) => line.split(',')) }],
    });
    await page.locator('input[type=file]').setInputFiles({
      name: '称号名单.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: Buffer.from(book),
    });
    const preview = page.getByRole('region', { name: /预览/ });
    await preview.waitFor();
    // The kind was found out.
    expect(await page.getByText('称号名单', { exact: true }).count()).toBeGreaterThan(0);
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: '导入', exact: true }).click();
    await page.getByText('收入 3').waitFor();
    await page.getByRole('link', { name: '去改正退回的行' }).click();
    await page
      .getByRole('region', { name: /称号名单\.xlsx/ })
      .first()
      .waitFor();
    expect(await page.locator('td.reject-reason').count()).toBe(5);
    expect(await seriousViolations(page)).toEqual([]);
    for (const { row, mended } of faultyTitles)
      for (const [heading, value] of Object.entries(mended))
        await page.getByRole('textbox', { name: `第 ${row} 行“${heading}”` }).fill(value);
    await page.getByRole('button', { name: '导入改好的 5 行' }).click();
    await page.getByText('没有待改正的行').waitFor();
    expect((await web.served.workspace.titles()).length).toBe(8);
    await page.getByRole('link', { name: '来源', exact: true }).click();
    await page.getByRole('grid', { name: '来源' }).getByText('称号名单.xlsx').first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/data/sources');
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
    expect(web.served.defects).toEqual([]);
    await page.context().close();
  });

  test('pages and a chain dropped together; a figure of a page is found in its sentence', async () => {
    const { page, complaints, strangers } = await web.open('/data', { language: 'en' });
    await page
      .locator('input[type=file]')
      .setInputFiles([
        sample('pages/2022-07-decade.txt'),
        sample('pages/2021-09-press-conference.html'),
        sample('chain/chain-nodes.synthetic.csv'),
        sample('chain/chain-edges.synthetic.csv'),
      ]);
    await page.getByText('These 2 files belong to one chain').waitFor();
    await page.getByRole('button', { name: 'Import all' }).click();
    const items = page.locator('section.import-item');
    expect(await items.count()).toBe(3);
    for (let i = 0; i < 3; i++) await items.nth(i).getByText('imported', { exact: true }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    expect((await web.served.workspace.chains()).map(({ nodes, edges }) => nodes > 0 && edges > 0)).toEqual([
      true,
    ]);
    const decade = page.getByRole('region', { name: '2022-07-decade.txt' });
    await decade.getByRole('link', { name: /^Read/ }).click();
    await page.waitForURL(/\/policy\//);
    // The page may be drawn anew under the first click, as its raw text arrives.
    const link = page.locator('.ant-popover .figure-link').first();
    await expect
      .poll(async () => {
        await page.locator('.reading-figure').first().click();
        return link.waitFor({ timeout: 3000 }).then(
          () => true,
          () => false,
        );
      })
      .toBe(true);
    await link.click();
    await expect.poll(() => page.locator('.origin mark').first().innerText()).not.toBe('');
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
    await page.context().close();
  });

  test('the wrong kind of file, one that is too large, and a connection that is gone, are told', async () => {
    const { page } = await web.open('/data');
    const drop = (name: string, content: Buffer | string) =>
      page.locator('input[type=file]').setInputFiles({
        name,
        mimeType: 'application/octet-stream',
        buffer: Buffer.from(content),
      });
    await drop('照片.png', Buffer.from('89504e470d0a1a0a0000000d494844520000', 'hex'));
    await page.getByRole('alert').filter({ hasText: '照片.png' }).waitFor();
    await drop('太大.csv', `地区,指标\n${'临江省,产值\n'.repeat(40_000)}`);
    await page
      .getByRole('alert')
      .filter({ hasText: '太大.csv' })
      .filter({ hasText: '超过上传上限' })
      .waitFor();
    // A list of firms is no input–output table: said when it is taken for one, and the kind can be put right.
    await drop('名单.csv', titlesCsv);
    await page.getByRole('region', { name: /预览/ }).waitFor();
    await page.getByRole('combobox', { name: '内容' }).click();
    await page.getByTitle('投入产出表').click();
    await page.getByRole('alert').filter({ hasText: '没有找到投入产出表' }).waitFor();
    expect(await page.getByRole('button', { name: '导入', exact: true }).isDisabled()).toBe(true);
    expect(await seriousViolations(page)).toEqual([]);
    await page.context().setOffline(true);
    await drop('断开.csv', titlesCsv);
    await page.getByRole('alert').filter({ hasText: '连不上服务' }).waitFor();
    await page.context().close();
  });

  test.each([
    { language: 'zh', dark: false, width: 1280 },
    { language: 'en', dark: true, width: 1280 },
    { language: 'en', dark: false, width: 390 },
  ] as const)('every view, $language, dark $dark, $width wide', async (look) => {
    const { page, complaints, strangers, settled } = await web.open('/data', look);
    const views = page.getByRole('navigation', {
      name: look.language === 'zh' ? '数据' : 'Data',
      exact: true,
    });
    for (let i = 0; i < 6; i++) {
      await views.getByRole('link').nth(i).click();
      await settled();
      expect(await seriousViolations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width);
    }
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
    await page.context().close();
  });
});

const sample = (name: string) => fileURLToPath(new URL(`../../samples/${name}`, import.meta.url));

describe.skipIf(!existsSync(CHROMIUM))('backup and restore in the page', { retry: 1 }, () => {
  let web: Walk;
  beforeAll(async () => {
    web = await walk();
  });
  afterAll(() => web?.close());

  test('a backup takes the place of the workspace, which stays beside it', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ballast-restore-'));
    const dir = join(folder, 'workspace');
    const open = () => Workspace.open(dir);
    const workspace = await open();
    const page1 = Buffer.from(
      '<html><body><h1>一</h1><p>2021年规模以上工业增加值增长9.6%。</p></body></html>',
    );
    const defects: unknown[] = [];
    const server = await startServer({
      workspace,
      name: 'workspace',
      version: '0',
      lexicons: (await openLexicons(dir)).lexicons,
      host: '127.0.0.1',
      port: 0,
      hosts: [],
      today: () => TODAY,
      report: (error) => defects.push(error),
      reopen: open,
      web: WEB,
    });
    try {
      const { page } = await web.open('/data');
      await page.goto(`${server.address}data`);
      const drop = (name: string, buffer: Buffer) =>
        page.locator('input[type=file]').setInputFiles({ name, mimeType: 'text/html', buffer });
      const taken = async (name: string, buffer: Buffer) => {
        await drop(name, buffer);
        await page.getByRole('button', { name: '导入', exact: true }).click();
        await page.getByText('已导入', { exact: true }).last().waitFor();
      };
      await taken('甲.html', page1);
      await page.getByRole('link', { name: '备份与恢复' }).click();
      const download = page.waitForEvent('download');
      await page.getByRole('link', { name: /备份整个工作区/ }).click();
      const archive = join(folder, 'backup.tar');
      await (await download).saveAs(archive);
      await page.getByRole('link', { name: '导入', exact: true }).click();
      await taken('乙.html', Buffer.from(page1.toString().replace('9.6', '3.6').replace('2021', '2022')));
      const counts = async () =>
        (await page.evaluate("fetch('/api/v1/workspace').then((r) => r.json())")) as {
          counts: { documents: number };
        };
      expect((await counts()).counts.documents).toBe(2);
      await page.getByRole('link', { name: '备份与恢复' }).click();
      await page.locator('input[type=file]').setInputFiles(archive);
      await page.getByRole('button', { name: '核对备份，看将替换什么' }).click();
      await page.getByRole('row', { name: '文稿 2 1' }).waitFor();
      const go = page.getByRole('button', { name: '替换现在的工作区' });
      expect(await go.isDisabled()).toBe(true);
      expect((await counts()).counts.documents).toBe(2);
      expect(await seriousViolations(page)).toEqual([]);
      await page.getByRole('checkbox', { name: /我知道/ }).check();
      await go.click();
      await page.getByText(/^已恢复。/).waitFor();
      expect((await counts()).counts.documents).toBe(1);
      const kept = (await readdir(folder)).find((name) => name.startsWith('workspace.before-restore-'));
      const before = await Workspace.open(join(folder, kept!));
      expect((await before.counts()).documents).toBe(2);
      await before.close();
      // What is no backup changes nothing.
      await page.locator('input[type=file]').setInputFiles({
        name: '别的.tar',
        mimeType: 'application/x-tar',
        buffer: Buffer.alloc(2048, 1),
      });
      await page.getByRole('button', { name: '核对备份，看将替换什么' }).click();
      await page.getByText('这不是工作区的备份').waitFor();
      expect((await counts()).counts.documents).toBe(1);
      expect(defects).toEqual([]);
      await page.context().close();
    } finally {
      await server.close();
      await workspace.close();
      await rm(folder, { recursive: true, force: true });
    }
  });
});
