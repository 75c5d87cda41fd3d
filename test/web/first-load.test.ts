// What a browser that has nothing yet must fetch until a page is shown.
import { existsSync } from 'node:fs';
import type { Request } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM, type Walk, walk } from './browser.js';

const MOST = 600_000;

describe.skipIf(!existsSync(CHROMIUM))(`first load in ${CHROMIUM}`, () => {
  let web: Walk;
  beforeAll(async () => {
    web = await walk();
  });
  afterAll(() => web?.close());

  test.each([
    '/',
    '/policy',
    '/monitoring',
    '/clusters',
    '/chains',
    '/firms',
    '/match',
    '/layout',
    '/briefs',
    '/data',
  ])('%s comes in at most 600 kB as sent', async (path) => {
    const fresh = await web.blank();
    try {
      const sizes: Promise<{ url: string; bytes: number; packed: boolean }>[] = [];
      const note = (request: Request) => {
        sizes.push(
          (async () => ({
            url: request.url(),
            bytes: (await request.sizes()).responseBodySize,
            packed: (await request.response())?.headers()['content-encoding'] !== undefined,
          }))(),
        );
      };
      fresh.on('requestfinished', note);
      await fresh.goto(web.address + path);
      await fresh.locator('h1').first().waitFor();
      await fresh.waitForLoadState('networkidle');
      // What ends from here on is no part of the first load, and may still be under way when the page is closed.
      fresh.off('requestfinished', note);
      const fetched = await Promise.all(sizes);
      const bytes = fetched.reduce((sum, one) => sum + one.bytes, 0);
      expect(fetched.length).toBeGreaterThan(4);
      expect(bytes).toBeLessThanOrEqual(MOST);
      expect(fetched.filter((one) => !one.packed && one.bytes > 20_000)).toEqual([]);
    } finally {
      await fresh.context().close();
    }
  });
});
