// Every page and its views on the sample workspace: both languages, both shades, as wide as a screen and as narrow as a phone.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { en } from '../../src/web/words/en.js';
import { zh } from '../../src/web/words/zh.js';
import { TODAY } from '../server/served.js';
import { CHROMIUM, type Opened, seriousViolations, type Walk, walk } from './browser.js';

const run = promisify(execFile);

/** Links to what lies below a page: one of each kind is opened. */
const BELOW: Readonly<Record<string, string>> = {
  '/policy': '.data-table a[href^="/policy/"]',
  '/clusters': 'a[href^="/clusters?name="]',
  '/firms': 'a[href^="/firms/"]',
};
/** Views are links in a row of their own. */
const VIEWS = 'nav.views a, nav.chain-tabs a, nav.match-tabs a, nav.layout-tabs a';

/** Least numbers of views, those reached by links included. */
const VIEWS_OF: Readonly<Record<string, number>> = {
  '/policy': 6,
  '/monitoring': 3,
  '/clusters': 3,
  '/chains': 5,
  '/firms': 2,
  '/match': 6,
  '/layout': 4,
  '/data': 5,
};

/** Addresses as they stand in the list of routes, so that a page that is added is walked too. */
const PAGES = [
  ...readFileSync(new URL('../../src/web/routes.ts', import.meta.url), 'utf8').matchAll(
    /\{ name: '\w+', path: '([^']+)'/g,
  ),
].map(([, path]) => path!);

/** What the interface says in Chinese, as far as it says it without a number or a name. */
function said(words: object): string[] {
  return Object.values(words).flatMap((value: unknown): string[] => {
    if (typeof value === 'string') return /\p{Script=Han}/u.test(value) ? [value] : [];
    return typeof value === 'object' && value !== null ? said(value) : [];
  });
}

const CHINESE = new Set(said(zh));
/** In the English interface: the name of the other language, a word that data use as well, the title of a brief written in Chinese. */
const ALLOWED = new Set(['中文', '无', '政策台账简报']);

const SCREEN = { width: 1280, height: 720 };
const PHONE = { width: 390, height: 844 };

interface Seen {
  width: number;
  broken: string[];
  texts: string[];
  controls: string[];
}

/** What stands on the page: how wide it is, and the words of it. */
const look = (page: Page) =>
  page.evaluate(`(() => {
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, data } = walker.currentNode;
      if (data.trim() !== '' && !parentElement.closest('script, style, iframe, option, datalist')) texts.push(data.trim());
    }
    const controls = [...document.querySelectorAll(
      'nav a, .filter-label, .tabs button, .page-actions button, .chart-tools button, .frame-tools button, label > span.filter-label',
    )].map((element) => element.textContent.trim());
    return {
      width: document.documentElement.scrollWidth,
      broken: texts.filter((text) => /\\bundefined\\b|\\[object |\\bNaN\\b/.test(text)),
      texts,
      controls,
    };
  })()`) as Promise<Seen>;

describe.skipIf(!existsSync(CHROMIUM))(`every page in ${CHROMIUM}`, { retry: 1 }, () => {
  let folder: string;
  let web: Walk;
  let opened: Opened;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ballast-every-'));
    const workspace = join(folder, 'workspace');
    await run(process.execPath, [
      'dist/cli/main.js',
      'start',
      '--no-serve',
      '--today',
      TODAY,
      '--workspace',
      workspace,
    ]);
    web = await walk({ workspace });
    opened = await web.open('/', SCREEN);
  });
  afterAll(async () => {
    await web?.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Each page with all its views: loaded in Chinese and light, then switched in place to English and dark. */
  test.each(PAGES)('%s and its views, in both languages, on a screen and a phone', async (first) => {
    const { page, complaints, strangers, settled } = opened;
    const faults: string[] = [];
    const left = [first];
    const gone = new Set<string>();
    const addresses = (selector: string) =>
      page
        .locator(selector)
        .evaluateAll((links) =>
          links.map((link) =>
            (link as unknown as { getAttribute(name: string): string }).getAttribute('href'),
          ),
        );
    const check = async (path: string, language: 'zh' | 'en') => {
      const seen = await look(page);
      if (seen.width > SCREEN.width) faults.push(`${path}: ${seen.width} wide`);
      faults.push(...seen.broken.map((text) => `${path}: ${text}`));
      if (language === 'en')
        faults.push(
          ...[
            ...seen.texts.filter((text) => CHINESE.has(text) && !ALLOWED.has(text)),
            ...seen.controls.filter((text) => /\p{Script=Han}/u.test(text) && !ALLOWED.has(text)),
          ].map((text) => `${path}: ${text}`),
        );
      faults.push(...(await seriousViolations(page)).map((violation) => `${path}: ${violation}`));
      await page.setViewportSize(PHONE);
      // Charts follow the width a moment later.
      const fits = () => page.evaluate('document.documentElement.scrollWidth <= innerWidth');
      for (let waited = 0; waited < 100 && !(await fits()); waited++) await page.waitForTimeout(50);
      if (!(await fits())) faults.push(`${path}: ${(await look(page)).width} wide on a phone, ${language}`);
      await page.setViewportSize(SCREEN);
    };
    for (let path = left.shift(); path !== undefined; path = left.shift()) {
      if (gone.has(path)) continue;
      gone.add(path);
      await page.goto(web.address + path);
      await page.locator('h1').first().waitFor();
      await settled();
      left.push(...(await addresses(VIEWS)));
      const below = BELOW[path];
      if (below !== undefined) {
        await page.locator(below).first().waitFor({ state: 'attached' });
        left.push(...(await addresses(below)).slice(0, 1));
      }
      await check(path, 'zh');
      await page.locator('.frame-settings').getByRole('button', { name: zh.language }).click();
      await page.locator('.frame-settings').getByRole('button', { name: en.dark }).click();
      await page.mouse.move(0, 0);
      await settled();
      await check(path, 'en');
    }
    expect(gone.size).toBeGreaterThanOrEqual(VIEWS_OF[first] ?? 1);
    expect([...new Set(faults)]).toEqual([]);
    expect([complaints, strangers]).toEqual([[], []]);
  });

  test('on paper: light, all of the first rows, and back', async () => {
    const { page, complaints } = await web.open('/firms', { dark: true });
    const rows = page.locator('.data-table-body [role=row]');
    await rows.first().waitFor();
    const onScreen = await rows.count();
    const shade = () => page.evaluate('document.documentElement.dataset.shade');
    expect(await shade()).toBe('dark');
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(await shade()).toBe('light');
    expect(await rows.count()).toBe(200);
    expect(onScreen).toBeLessThan(100);
    // One below another, none upon another.
    const tops = await rows.evaluateAll((found) =>
      found.map(
        (row) => (row as unknown as { getBoundingClientRect(): { top: number } }).getBoundingClientRect().top,
      ),
    );
    expect(tops.every((top, i) => i === 0 || top > tops[i - 1]!)).toBe(true);
    await page.evaluate(`dispatchEvent(new Event('afterprint'))`);
    await expect.poll(shade).toBe('dark');
    await expect.poll(() => rows.count()).toBe(onScreen);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  test('a page whose file cannot be had is loaded again once, then says so, and the others go on', async () => {
    const { page } = await web.open('/');
    await page.route('**/assets/monitoring-*.js', (route) => route.abort());
    const again = page.waitForEvent('load');
    await page.locator('.frame-menu').getByRole('link', { name: zh.pages.monitoring }).click();
    await again;
    await page.getByText(zh.broken.title).waitFor();
    await page.getByRole('button', { name: zh.broken.reload }).waitFor();
    await page.locator('.frame-menu').getByRole('link', { name: zh.pages.today }).click();
    await page.locator('.panel').first().waitFor();
    expect((await fetch(`${web.address}/assets/of-an-earlier-build.js`)).status).toBe(404);
    await page.context().close();
  });

  test('without a mouse: past the contents, to a number, its origin and back', async () => {
    const { page, complaints } = await web.open('/');
    await page.locator('.panel').first().waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    await page.locator('.panel .figure-link').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('.origin').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.origin').waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox').fill('小巨人');
    await page
      .getByRole('option', { name: /小巨人/ })
      .first()
      .waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/monitoring\?indicator=littleGiants/);
    await page.getByRole('combobox', { name: zh.palette.title }).waitFor({ state: 'hidden' });
    expect(complaints).toEqual([]);
  });
});
