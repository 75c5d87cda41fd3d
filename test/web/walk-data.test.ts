// A spreadsheet with five faults is dropped, looked at, imported and mended, as a user would.
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { faultyTitles, titlesCsv } from '../server/faulty-titles.js';
import { CHROMIUM, seriousViolations, type Walk, walk } from './browser.js';

describe.skipIf(!existsSync(CHROMIUM))(`the page of data in ${CHROMIUM}`, { retry: 2 }, () => {
  let web: Walk;
  beforeAll(async () => {
    web = await walk();
  });
  afterAll(() => web?.close());

  test('five faults in, five mended', async () => {
    const { page, complaints, strangers } = await web.open('/data');
    await page.locator('input[type=file]').setInputFiles({
      name: '称号名单.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(titlesCsv),
    });
    await page.getByRole('region', { name: /预览/ }).waitFor();
    expect(await page.getByText('称号名单', { exact: true }).count()).toBeGreaterThan(0);
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('button', { name: '导入', exact: true }).click();
    await page.getByText('收入 3').waitFor();
    await page.getByRole('link', { name: '去改正退回的行' }).click();
    await page
      .getByRole('region', { name: /称号名单\.csv/ })
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
    await page.getByRole('grid', { name: '来源' }).getByText('称号名单.csv').first().waitFor();
    expect(new URL(page.url()).pathname).toBe('/data/sources');
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
    expect(web.served.defects).toEqual([]);
  });

  test.each([
    { language: 'zh', dark: false, width: 1280 },
    { language: 'en', dark: true, width: 1280 },
    { language: 'en', dark: false, width: 390 },
  ] as const)('every view, $language, dark $dark, $width wide', async (look) => {
    const { page, complaints, strangers } = await web.open('/data', look);
    const views = page.getByRole('navigation', {
      name: look.language === 'zh' ? '数据' : 'Data',
      exact: true,
    });
    for (let i = 0; i < 5; i++) {
      await views.getByRole('link').nth(i).click();
      await page.waitForLoadState('networkidle');
      expect(await seriousViolations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width);
    }
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
    await page.context().close();
  });
});
