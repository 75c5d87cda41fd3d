// The ledger brief as a reader sees it: a real headless Chromium, where there is one.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ballast, folder } from '../cli/ballast.js';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const dir = folder();

describe.skipIf(!existsSync(CHROMIUM))(`the ledger brief in ${CHROMIUM}`, () => {
  let browser: Browser;
  let file: string;

  beforeAll(async () => {
    const workspace = join(dir, 'workspace');
    const { stdout } = await ballast([
      'start',
      'samples/pages',
      '--workspace',
      workspace,
      '--today',
      '2024-12-31',
      '--json',
    ]);
    file = (JSON.parse(stdout) as { html: string }).html;
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
    });
  });
  afterAll(() => browser?.close());

  async function open(width: number) {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return { page, complaints, requests };
  }

  test('asks for nothing but itself and complains of nothing', async () => {
    const { page, complaints, requests } = await open(1100);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([pathToFileURL(file).href]);
    await page.close();
  });

  test('speaks Chinese first, English a switch away', async () => {
    const { page } = await open(1100);
    expect(await page.getByRole('heading', { name: '要点数字' }).isVisible()).toBe(true);
    await page.getByText('English', { exact: true }).click();
    expect(await page.getByRole('heading', { name: '要点数字' }).isVisible()).toBe(false);
    expect(await page.locator('h2:visible').first().innerText()).toMatch(/^[\x20-\x7e’]+$/);
    await page.close();
  });

  test('a number leads to its sentence, and the sentence back', async () => {
    const { page } = await open(1100);
    const link = page.locator('a[href^="#"]:visible sup, sup a[href^="#"]:visible').first();
    await link.click();
    const target = decodeURIComponent(new URL(page.url()).hash.slice(1));
    const note = page.locator(`[id="${target}"]`);
    expect(await note.isVisible()).toBe(true);
    expect(await note.innerText()).toMatch(/\p{Script=Han}/u);
    const back = note.locator('+ .back a').first();
    await back.click();
    expect(new URL(page.url()).hash).toMatch(/^#r\d+-\d+$/);
    await page.close();
  });

  test('fits a phone', async () => {
    const { page } = await open(390);
    const wide = await page.evaluate('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(390);
    await page.close();
  });
});
