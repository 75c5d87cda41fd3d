// Which cluster stands where, and how far that hangs on the weights: as a cluster's office would ask, in both languages.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importChain, importTable } from '../../src/store/index.js';
import { openTableImport, readChainFiles, rowsToKeep } from '../../src/verbs/index.js';
import { en } from '../../src/web/words/en.js';
import { zh } from '../../src/web/words/zh.js';
import { CHROMIUM, seriousViolations, type Walk, walk } from './browser.js';

const SILENT = { step: () => undefined, end: () => undefined };
const NAMES = ['甲集群', '乙集群', '丙集群'];
const AREAS = ['苏州市', '杭州市', '合肥市'];
/** Each cluster leads in another ability, so that weights decide. */
const VALUES = {
  '研发投入强度,%': [3, 5, 4],
  '营业收入,亿元': [200, 100, 150],
  '本地配套率,%': [40, 45, 70],
};
const FIRM = '苏州一厂';
const TABLES = {
  clusters: ['集群名称,地区,主导产业,级别', ...NAMES.map((name, i) => `${name},${AREAS[i]},汽车,省级`)],
  enterprises: [
    '企业名称,地区,行业代码,所属集群',
    ...[FIRM, '苏州二厂', '苏州三厂'].map((name) => `${name},苏州市,C36,甲集群`),
    '杭州一厂,杭州市,C36,甲集群',
    '合肥一厂,合肥市,C39,丙集群',
  ],
  figures: [
    '集群名称,指标,时期,地区,数值,单位',
    ...Object.entries(VALUES).flatMap(([what, values]) => {
      const [indicator, unit] = what.split(',');
      return values.map((value, i) => `${NAMES[i]},${indicator},2024年,${AREAS[i]},${value},${unit}`);
    }),
  ],
} as const;
const CHAIN = {
  nodes: ['产业链,节点编号,名称,环节,环节次序', '汽车产业链,N1,钢材,材料,1', '汽车产业链,N2,整车,整车,2'],
  edges: ['产业链,上游,下游,关系', '汽车产业链,N1,N2,投入'],
  actors: ['产业链,节点,主体,编号,类型,地区', `汽车产业链,N2,${FIRM},${FIRM},企业,江苏省`],
};

describe.skipIf(!existsSync(CHROMIUM))(`clusters in ${CHROMIUM}`, () => {
  let web: Walk;
  beforeAll(async () => {
    web = await walk();
    const { workspace, folder } = web.served;
    const written = async (name: string, rows: readonly string[]) => {
      const file = join(folder, `${name}.csv`);
      await writeFile(file, rows.join('\n'));
      return file;
    };
    for (const as of ['clusters', 'enterprises', 'figures'] as const)
      await importTable(
        workspace,
        await written(as, TABLES[as]),
        await openTableImport(
          workspace.dir,
          { as, synthetic: true, released: '2025-01-20' },
          '2026-11-22',
          SILENT,
        ),
      );
    const files = await Promise.all(
      Object.entries(CHAIN).map(([part, rows]) => written(`chain-${part}`, rows)),
    );
    await importChain(workspace, rowsToKeep((await readChainFiles(files)).readings), {
      chain: '汽车产业链',
      mapping: null,
      released: null,
      publisher: null,
      synthetic: true,
    });
  });
  afterAll(() => web?.close());

  const rows = (page: Page) => page.locator('.ant-table-tbody tr.ant-table-row');
  const column = (page: Page, at: number) => rows(page).locator(`td:nth-child(${at})`).allInnerTexts();
  /** Of each cluster, so that it is told apart from a change of order. */
  const ofEach = async (page: Page, at: number) => {
    const [names, cells] = [await rows(page).locator('a').allInnerTexts(), await column(page, at)];
    return Object.fromEntries(names.map((name, i) => [name, cells[i]]));
  };

  test('a weight moved by keyboard turns the order and its certainty, and stands in the address', async () => {
    const { page, complaints, strangers } = await web.open('/clusters');
    await rows(page).first().waitFor();
    const [before, ranges] = [await rows(page).locator('a').allInnerTexts(), await ofEach(page, 5)];
    expect(new Set(before)).toEqual(new Set(NAMES));
    const flips = await page.getByText(/权重由 .+ 变为/).allInnerTexts();
    expect(flips.length).toBeGreaterThan(0);
    const firms = page.getByRole('slider', { name: '优质市场主体' });
    await firms.focus();
    await firms.press('End');
    await expect.poll(() => new URL(page.url()).searchParams.get('weights')).toContain('enterprises:100');
    // Who has the most revenue leads now, and is the surer of it.
    await expect.poll(() => rows(page).locator('a').first().innerText()).toBe('甲集群');
    await expect.poll(() => ofEach(page, 5)).not.toEqual(ranges);
    const share = (text: string | undefined) => Number(text?.replace('%', ''));
    expect(share((await ofEach(page, 5)).甲集群)).toBeGreaterThan(share(ranges.甲集群));
    expect(await page.getByText(/权重由 .+ 变为/).allInnerTexts()).not.toEqual(flips);
    // The page of a cluster ranks it as the list did.
    await rows(page).getByRole('link', { name: '乙集群' }).click();
    await page.getByRole('heading', { level: 1, name: /乙集群/ }).waitFor();
    await expect.poll(() => page.locator('.ant-descriptions').first().innerText()).toContain('3 / 3');
    await page.goBack();
    await page.getByRole('button', { name: '恢复等权' }).click();
    await page.waitForURL((url) => !url.searchParams.has('weights'));
    await expect.poll(() => ofEach(page, 5)).toEqual(ranges);
    expect([complaints, strangers]).toEqual([[], []]);
    await page.context().close();
  });

  test('one cluster in five abilities: a number leads to its cell, its firms and chains are a step away', async () => {
    const { page, complaints } = await web.open(`/clusters?name=${encodeURIComponent('甲集群')}`);
    for (const ability of ['协同创新网络', '先进制造能力', '优质市场主体', '产业生态', '治理能力'])
      await page.locator('.ant-card-head', { hasText: ability }).waitFor();
    // What nobody has said is missing, and no zero.
    expect(await page.locator('.ant-card', { hasText: '治理能力' }).locator('.figure-missing').count()).toBe(
      2,
    );
    await page
      .getByRole('button', { name: /^200 ?亿元，/ })
      .first()
      .click();
    const origin = page.locator('.origin');
    await expect.poll(() => origin.innerText()).toMatch(/figures\.csv · .*第 5 行“E”列/);
    await page.keyboard.press('Escape');
    await origin.waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: /^汽车产业链/ }).click();
    await page.waitForURL(/\/chains\?chain=/);
    await page.getByRole('button', { name: /^整车/ }).waitFor();
    await page.goBack();
    await page.getByRole('link', { name: FIRM }).click();
    await page.waitForURL(/\/firms\//);
    await page.getByRole('heading', { level: 1, name: FIRM }).waitFor();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('where an industry is: map and bars by province, a province by keyboard, quotients beside', async () => {
    const { page, complaints } = await web.open('/clusters/concentration?industry=C36&level=province');
    const map = page.locator('.map-picture');
    await map.waitFor();
    // Every unit of the map is there, also where no firm is.
    expect(await map.locator('.map-unit').count()).toBe(34);
    const table = page.locator('.plain-table');
    const jiangsu = table.getByRole('row', { name: /^江苏省/ });
    await expect.poll(() => jiangsu.innerText()).toMatch(/江苏省\s+3\s+75\.0%\s+1\.25/);
    await jiangsu.getByRole('link', { name: '甲集群' }).waitFor();
    await jiangsu.getByRole('button', { name: /^1\.25/ }).click();
    await expect.poll(() => page.locator('.origin code').first().innerText()).not.toBe('');
    await page.keyboard.press('Escape');
    await page.getByText('占全部地区', { exact: true }).first().click();
    await page.waitForURL(/measure=share/);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test.each([
    { language: 'zh', dark: false, width: 1280 },
    { language: 'en', dark: true, width: 1280 },
    { language: 'en', dark: false, width: 390 },
  ] as const)('nothing keeps people out: $language, dark $dark, $width wide', async (look) => {
    const words = { zh, en }[look.language].clusters;
    const { page, complaints, strangers } = await web.open('/clusters', look);
    const views: [string, string][] = [
      ['/clusters', '.ant-table-row'],
      [`/clusters?name=${encodeURIComponent('甲集群')}`, 'figure.chart svg'],
      ['/clusters/concentration?industry=C36&level=province', '.map-picture'],
    ];
    for (const [path, shown] of views) {
      await page.goto(web.address + path);
      await page.locator(shown).first().waitFor();
      expect([path, await seriousViolations(page)]).toEqual([path, []]);
      await expect
        .poll(() => page.evaluate('document.documentElement.scrollWidth'))
        .toBeLessThanOrEqual(look.width);
    }
    await page.goto(`${web.address}/clusters`);
    await page.getByText(words.flips).waitFor();
    expect([complaints, strangers]).toEqual([[], []]);
    await page.context().close();
  });
});
