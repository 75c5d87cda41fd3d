// The first page and the page of briefs, as they are opened.
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, seriousViolations, type Walk, walk } from './browser.js';

describe.skipIf(!existsSync(CHROMIUM))(`today and briefs in ${CHROMIUM}`, () => {
  let web: Walk;
  beforeAll(async () => {
    web = await walk();
    const { served } = web;
    const table =
      '指标,时期,地区,数值,单位\n规模以上工业增加值增速,2026年1-8月,江苏省,5.6,%\n规模以上工业增加值增速,2026年1-9月,江苏省,-0.2,%\n';
    const { id } = (await served.upload('增速.csv', table)).json();
    const started = await served.send('POST', `/api/v1/uploads/${id}/import`, {
      as: 'figures',
      synthetic: true,
    });
    expect((await served.ended(started.json().job.id)).state).toBe('done');
    await served.workspace.saveBrief(
      '运行.html',
      '<!doctype html><html lang="zh"><title>运行</title><h1>工业运行</h1></html>',
    );
  });
  afterAll(() => web?.close());

  test('a number of today leads to the cell it stands in', async () => {
    const { page, complaints, strangers } = await web.open('/');
    const turns = page.locator('.panel', { hasText: '走势变化' });
    await turns.getByText('由正转负').waitFor();
    await turns.getByRole('button', { name: /-0\.2%.*查看出处/ }).click();
    await page.getByText('增速.csv · ').waitFor();
    expect(await page.locator('.origin').innerText()).toContain('第 3 行');
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
  });

  test.each([
    ['/', { language: 'zh', dark: false, width: 1280 }],
    ['/', { language: 'en', dark: true, width: 390 }],
    ['/briefs/files/运行.html', { language: 'en', dark: false, width: 1280 }],
  ] as const)('%s is readable to all, %o', async (path, look) => {
    const { page, complaints, strangers, settled } = await web.open(encodeURI(path), look);
    await settled();
    expect(await seriousViolations(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(look.width);
    if (path.startsWith('/briefs'))
      expect(await page.frameLocator('iframe').getByRole('heading').innerText()).toBe('工业运行');
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
  });
});
