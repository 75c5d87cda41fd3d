// A workbench over a workspace of its own, and a headless Chromium that walks it and notes what goes wrong.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Browser, type BrowserContext, chromium, type Page, type Request } from 'playwright-core';
import type { AppOptions } from '../../src/server/index.js';
import { type Served, serve } from '../server/served.js';

export const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const AXE = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
/** Built by `npm run build`. */
export const WEB = fileURLToPath(new URL('../../dist/web/', import.meta.url));

export interface Walk {
  served: Served;
  address: string;
  /** A page, with what it complained of and what it asked of other hosts. */
  open(path: string, look?: Look): Promise<Opened>;
  /** A page of a browser that has been nowhere yet. */
  blank(): Promise<Page>;
  close(): Promise<void>;
}

export interface Opened {
  page: Page;
  complaints: string[];
  strangers: string[];
  /** When every question is answered and what was waited for is drawn. What a running job tells goes on meanwhile. */
  settled(): Promise<void>;
}

export interface Look {
  language?: 'zh' | 'en';
  dark?: boolean;
  width?: number;
  height?: number;
}

export async function walk({
  workspace,
  ...options
}: AppOptions & { workspace?: string } = {}): Promise<Walk> {
  const served = await serve({ web: WEB, ...options, ...(workspace !== undefined && { over: workspace }) });
  await served.app.listen({ host: '127.0.0.1', port: 0 });
  const address = `http://127.0.0.1:${(served.app.server.address() as AddressInfo).port}`;
  const browser: Browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
  });
  const contexts: BrowserContext[] = [];
  return {
    served,
    address,
    async open(path, { language = 'zh', dark = false, width = 1280, height = 720 } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, acceptDownloads: true });
      contexts.push(context);
      await context.addInitScript(
        `localStorage.setItem('ballast.language', '${language}'); localStorage.setItem('ballast.dark', '${dark}')`,
      );
      const page = await context.newPage();
      page.setDefaultTimeout(Number(process.env.WALK_TIMEOUT ?? 120_000));
      const complaints: string[] = [];
      const strangers: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      page.on('request', (request) => {
        const url = request.url();
        if (!url.startsWith(address) && !/^(?:data|blob|about):/.test(url)) strangers.push(url);
      });
      const settled = settledOf(page);
      await page.goto(address + path);
      await page.locator('h1').first().waitFor();
      return { page, complaints, strangers, settled };
    },
    async blank() {
      return (await browser.newContext({ viewport: { width: 1280, height: 720 } })).newPage();
    },
    async close() {
      for (const context of contexts) await context.close();
      await browser.close();
      await served.close();
    },
  };
}

/** What stands where an answer is still to come. */
const WAITING = '.ant-skeleton, .ant-spin-spinning';
const EVENTS = /\/events(?:\?|$)/;
const SETTLES_MS = 60_000;
const LOOK_MS = 20;

function settledOf(page: Page): () => Promise<void> {
  const pending = new Set<Request>();
  page.on('request', (request) => {
    if (!EVENTS.test(request.url())) pending.add(request);
  });
  const ended = (request: Request) => void pending.delete(request);
  page.on('requestfinished', ended);
  page.on('requestfailed', ended);
  // Two frames on, what came last is drawn and has asked what it asks.
  const drawn = () =>
    page.evaluate(
      `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
        setTimeout(() => done(document.querySelector('${WAITING}') === null)))))`,
    );
  return async () => {
    const until = Date.now() + SETTLES_MS;
    for (let quiet = 0; quiet < 2; ) {
      quiet = pending.size === 0 && (await drawn()) && pending.size === 0 ? quiet + 1 : 0;
      if (Date.now() > until)
        throw new Error(`${page.url()} has not settled: ${[...pending].map((request) => request.url())}`);
      await page.waitForTimeout(LOOK_MS);
    }
  };
}

/** What axe-core finds that is serious or critical, by rule and place. */
export async function seriousViolations(page: Page): Promise<string[]> {
  // Through the debugger: the page itself takes no script but its own.
  if (await page.evaluate(`typeof axe === 'undefined'`))
    await page.evaluate(`${await readFile(AXE, 'utf8')}; undefined`);
  // Half-faded ink has no contrast; what turns for ever, as a spinner does, is not waited for.
  await page.evaluate(
    `Promise.all(document.getAnimations()
      .filter((one) => one.effect?.getTiming().iterations !== Infinity)
      .map((one) => one.finished.catch(() => undefined))).then(() => undefined)`,
  );
  return (await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + ': ' + target.join(' ') + ' — ' + failureSummary)))`,
  )) as string[];
}
