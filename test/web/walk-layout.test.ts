// Which industries fit a city, as a user would find out: the list and its weights, the reasons, the space, the past, another table.
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepLayoutTable, keepNeighbours } from '../../src/verbs/index.js';
import { CHROMIUM, seriousViolations, type Walk, walk } from './browser.js';

const CITIES = 'samples/layout/city-industries.synthetic.csv';
const COLUMNS = { area: '地区', activity: '行业', value: '从业人员', year: '年份' };

describe.skipIf(!existsSync(CHROMIUM))(`the page of layout in ${CHROMIUM}`, { retry: 1 }, () => {
  let web: Walk;
  beforeAll(async () => {
    web = await walk();
    const { workspace } = web.served;
    await keepLayoutTable(workspace, CITIES, { ...COLUMNS, name: '城市行业', unit: '人', synthetic: true });
    await keepNeighbours(workspace, 'samples/layout/neighbours.synthetic.csv', { synthetic: true });
  });
  afterAll(() => web?.close());

  test('from the list by its weights to the reasons of one activity, and back to the cell', async () => {
    const { page, complaints, strangers, settled } = await web.open('/layout?horizon=3');
    const list = page.getByRole('region', { name: '建议布局' }).first();
    const rows = list.locator('tbody tr.ant-table-row');
    await rows.first().waitFor();
    expect(await rows.count()).toBe(10);
    const names = () => rows.locator('.layout-pick').allTextContents();
    const before = await names();
    expect(before).toHaveLength(10);
    // How often such lists came true stands beside, with what RCA alone would have done.
    await expect
      .poll(() => page.getByTestId('honest').textContent(), { timeout: 60_000 })
      .toMatch(/只看现有比较优势命中 \d+\.\d%/);
    // A weight goes up by the keyboard, and stands in the address.
    const gain = page.getByRole('slider', { name: '增益' });
    await gain.focus();
    await gain.press('End');
    await expect.poll(() => new URL(page.url()).searchParams.get('weights')).toBe('gain:1');
    await expect.poll(names, { timeout: 60_000 }).not.toEqual(before);
    await settled();
    expect(await rows.count()).toBe(10);
    const first = (await names())[0]!;
    await rows.first().locator('.layout-pick').click();
    const reasons = page.getByRole('region', { name: '理由' });
    await reasons.getByRole('heading', { name: first }).waitFor();
    expect(new URL(page.url()).searchParams.get('activity')).toBe(first);
    // A measure opens its formula, and the value in it the cell of the file.
    await reasons
      .getByRole('button', { name: /查看出处/ })
      .first()
      .click();
    const origin = page.locator('.origin').last();
    await origin.waitFor();
    await expect.poll(() => origin.textContent()).toMatch(/city-industries.*第 \d+ 行“从业人员”列/s);
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
  });

  test('the product space: what is recommended by keyboard, any other by name, all as a table', async () => {
    const { page, complaints } = await web.open('/layout?view=space');
    const dot = page.getByRole('button', { name: /^1\. / });
    await dot.focus();
    await dot.press('Enter');
    await page.getByRole('region', { name: '理由' }).waitFor();
    expect(new URL(page.url()).searchParams.get('activity')).not.toBeNull();
    expect(await page.locator('.layout-space circle').count()).toBe(94);
    expect(await page.locator('.layout-space line').count()).toBeGreaterThanOrEqual(93);
    await page.getByText('表', { exact: true }).first().click();
    await expect.poll(() => page.locator('.plain-table tbody tr').count()).toBe(94);
    expect(complaints).toEqual([]);
  });

  test('a table of one’s own is uploaded, its columns guessed, and used', async () => {
    const { page, complaints } = await web.open('/layout?view=data');
    await page.getByLabel('上传一张表').setInputFiles(CITIES);
    await page.getByLabel('收入为').fill('我的表');
    await page.getByRole('button', { name: '收入', exact: true }).click();
    await page.getByText('收入 9409 行').waitFor();
    await page.getByRole('button', { name: '用这张表' }).click();
    await page.getByRole('region', { name: '建议布局' }).first().waitFor();
    expect(new URL(page.url()).searchParams.get('table')).toBe('我的表');
    expect(complaints).toEqual([]);
  });

  test.each([
    { path: '/layout', language: 'en', width: 1280 },
    { path: '/layout?view=space', language: 'zh', width: 390 },
    { path: '/layout?view=fit', language: 'en', width: 1280, dark: true },
    { path: '/layout?view=data', language: 'en', width: 390 },
  ] as const)(
    '$path in $language, $width wide: nothing serious for those who cannot see it',
    async (look) => {
      const { page, complaints, settled } = await web.open(look.path, look);
      await page
        .locator(look.path.endsWith('data') ? '.layout-file' : '.layout-standing')
        .first()
        .waitFor();
      await settled();
      expect(await seriousViolations(page)).toEqual([]);
      expect(complaints).toEqual([]);
    },
  );
});
