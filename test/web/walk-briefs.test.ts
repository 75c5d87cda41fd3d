// The page of briefs, as one who writes the month's brief uses it: from the choice to the Word file, and from a number back to its cell.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AreaName } from '../../src/model/index.js';
import { importTable, loadCodes } from '../../src/store/index.js';
import { keepBatch, openLexicons, readPages } from '../../src/verbs/index.js';
import { TODAY } from '../server/served.js';
import { CHROMIUM, seriousViolations, type Walk, walk } from './browser.js';

const run = promisify(execFile);
const SAMPLES = fileURLToPath(new URL('../../samples/', import.meta.url));
const FIGURES = join(SAMPLES, 'economy/figures.synthetic.csv');
const PAGES = join(SAMPLES, 'pages');
const OFFICE = '/usr/bin/soffice';
const PDF_TEXT = '/usr/bin/pdftotext';
const canConvert = existsSync(OFFICE) && existsSync(PDF_TEXT);
if (!canConvert) console.warn(`skipped: Word files are not opened, for want of ${OFFICE} or ${PDF_TEXT}`);

const SILENT = {
  note: () => undefined,
  trace: () => undefined,
  progress: () => ({ step: () => undefined, end: () => undefined }),
};

describe.skipIf(!existsSync(CHROMIUM))(`briefs in ${CHROMIUM}`, () => {
  let web: Walk;
  beforeAll(async () => {
    web = await walk();
    const { served } = web;
    const { lexicons, reading } = await openLexicons(served.dir);
    const areas = lexicons.areas as { provinces: AreaName[]; prefectures: AreaName[] };
    // No code of GB/T 2260 begins with 99: the province of the sample is made up.
    const provinces: AreaName[] = [...areas.provinces, ['990000', '临江省', '临江']];
    const { accepted } = await importTable(served.workspace, FIGURES, {
      as: 'figures',
      lexicons,
      codes: await loadCodes({ ...lexicons, areas: { ...areas, provinces } }),
      today: TODAY,
      released: '2025-01-20',
      synthetic: true,
      checks: null,
      name: 'figures.synthetic.csv',
    });
    expect(accepted).toBeGreaterThan(1000);
    const imported = served.workspace.startImport({ kind: 'pages', source: 'samples' });
    for await (const batch of readPages([PAGES], lexicons, SILENT)) await keepBatch(imported, batch, reading);
    await imported.finish();
  }, 120_000);
  afterAll(() => web?.close());

  const preview = (page: Page) => page.frameLocator('iframe.brief-page');

  test('a monthly brief is written, a remark edited, the Word file opened, a number traced to its cell', async () => {
    const { page, complaints, strangers } = await web.open('/briefs');
    await page.getByRole('link', { name: '写一份简报' }).click();
    const area = page.getByRole('combobox', { name: '地区' });
    await area.click();
    await area.fill('临江');
    await page.getByTitle(/^临江省/).click();
    await page.getByLabel('署名').fill('运行处');
    await page.getByLabel('日期').fill('2025-01-21');
    await page.getByLabel('问题（每行一条）').fill('个别企业停产检修');
    await page.getByRole('button', { name: '成文' }).click();
    await page.getByRole('heading', { level: 1, name: '临江省2024年工业经济运行简报' }).waitFor();
    expect(decodeURIComponent(page.url())).toContain('/briefs/monthly-临江省-2024.synthetic');

    const first = preview(page).locator('.summary li').first();
    const sentence = (await first.innerText()).replace(/\s/g, '');
    const number = /同比增长(-?\d+(?:\.\d+)?%)/.exec(sentence)![1]!;
    await first.locator('a.n').first().click();
    const note = page.locator('.brief-note');
    await note.getByText('figures.synthetic.csv').first().waitFor();
    const place = /第 (\d+) 行“([A-Z])”列/.exec(await note.innerText())!;
    const line = (await readFile(FIGURES, 'utf8')).split('\n')[Number(place[1]) - 1]!;
    const cell = line.split(',')[place[2]!.charCodeAt(0) - 65]!;
    expect(`${Number(cell)}%`).toBe(number);
    await page.keyboard.press('Escape');

    await page.getByLabel('下一步（每行一条）').fill('抓好技改项目开工');
    await page.getByRole('button', { name: '保存意见并重写' }).click();
    await preview(page).getByText('抓好技改项目开工').waitFor();
    await preview(page).getByText('个别企业停产检修').waitFor();

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Word' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('monthly-临江省-2024.synthetic.docx');
    const file = join(web.served.folder, 'brief.docx');
    await download.saveAs(file);
    if (canConvert) {
      const profile = `-env:UserInstallation=file://${join(web.served.folder, 'office')}`;
      await run(OFFICE, [profile, '--headless', '--convert-to', 'pdf', '--outdir', web.served.folder, file]);
      const { stdout } = await run(PDF_TEXT, ['-layout', join(web.served.folder, 'brief.pdf'), '-']);
      const text = stdout.replace(/\s/g, '');
      expect(text).toContain(`规模以上工业增加值同比增长${number}`);
      expect(text).toContain('个别企业停产检修（运行处，2025-01-21）');
      expect(text).toContain('抓好技改项目开工（运行处，2025-01-21）');
    }
    expect(complaints).toEqual([]);
    expect(strangers).toEqual([]);
  }, 180_000);

  test('a number of a page leads to its sentence in the reading view', async () => {
    const { page, complaints } = await web.open('/briefs/new?kind=ledger&lang=en', { language: 'en' });
    await page.getByRole('button', { name: 'Write', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Policy ledger brief' }).waitFor();
    await preview(page).locator('.card a.n').first().click();
    const note = page.locator('.brief-note');
    const said = await note.locator('p').first().innerText();
    await note.getByRole('link', { name: 'to the page' }).click();
    await page.waitForURL(/\/policy\/[0-9a-f]{64}\?start=\d+&end=\d+/);
    const cited = (await page.locator('[data-cited]').allInnerTexts()).join('');
    expect(said.replace(/\s/g, '')).toContain(cited.replace(/\s/g, '').slice(0, 20));
    expect(complaints).toEqual([]);
  }, 120_000);

  test.each([
    ['/briefs', { language: 'en', width: 390 }],
    ['/briefs/new?kind=cluster', { language: 'zh', width: 1280 }],
    ['/briefs/new?kind=firm', { language: 'en', dark: true, width: 390 }],
    ['/briefs/new?kind=layout&table=表&at=2024&weights=fit:0.4', { language: 'en', width: 390 }],
    ['/briefs/monthly-临江省-2024.synthetic?note=1', { language: 'zh', width: 1280 }],
    ['/briefs/monthly-临江省-2024.synthetic', { language: 'en', dark: true, width: 390 }],
  ] as const)(
    '%s is readable to all, %o',
    async (path, look) => {
      const { page, complaints, strangers, settled } = await web.open(encodeURI(path), look);
      await settled();
      expect(await seriousViolations(page)).toEqual([]);
      expect(await page.evaluate('document.querySelector("main").scrollWidth')).toBeLessThanOrEqual(
        look.width,
      );
      expect(complaints).toEqual([]);
      expect(strangers).toEqual([]);
    },
    60_000,
  );
});
