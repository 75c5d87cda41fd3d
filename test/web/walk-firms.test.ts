// A user asks whether a firm can become 小巨人 and what is missing, in a real headless Chromium, where there is one.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { subjectOf, titleNames } from '../../src/assess/index.js';
import { buildApp, openSession } from '../../src/server/index.js';
import { importTable, loadCodes, Workspace } from '../../src/store/index.js';
import { openLexicons, openRulebooks } from '../../src/verbs/index.js';
import { CHROMIUM, seriousViolations, WEB } from './browser.js';

const ON = '2026-05-01';
const FIRM = '示例精密';

describe.skipIf(!existsSync(CHROMIUM) || !existsSync(WEB))(`firms in ${CHROMIUM}`, { retry: 1 }, () => {
  let folder: string;
  let workspace: Workspace;
  let app: FastifyInstance;
  let browser: Browser;
  let address: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ballast-walk-firms-'));
    workspace = await Workspace.open(join(folder, 'workspace'));
    const { lexicons } = await openLexicons(workspace.dir);
    const file = join(folder, 'firms.csv');
    await writeFile(
      file,
      `企业名称,地区,行业代码,企业规模,称号\n${FIRM},深圳市,C3484,小型,专精特新中小企业\n乙机械厂,深圳市,C34,小型,\n`,
    );
    const codes = await loadCodes(lexicons);
    await importTable(workspace, file, { as: 'enterprises', lexicons, codes, today: ON });
    const session = await openSession({
      workspace,
      name: 'workspace',
      version: '0',
      lexicons,
      today: () => ON,
      report: (error) => {
        throw error;
      },
    });
    app = await buildApp(session, { web: WEB });
    await app.listen({ host: '127.0.0.1', port: 0 });
    address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    const { items, rulebooks } = await openRulebooks(workspace.dir);
    const form = JSON.parse(await readFile('samples/assess/firm.json', 'utf8')) as unknown;
    const subject = subjectOf(form, { items, titleNames: titleNames(rulebooks) });
    const edits = [
      ...[...subject.single]
        .filter(([item]) => items.has(item))
        .map(([item, value]) => ({ item, year: null, value, was: null })),
      ...[...subject.yearly].flatMap(([item, years]) =>
        [...years].map(([year, value]) => ({ item, year, value, was: null })),
      ),
      { item: 'rdExpense', year: 2025, value: 300, was: 700 },
    ];
    const put = (body: unknown) =>
      app.inject({
        method: 'PUT',
        url: `/api/v1/firms/${encodeURIComponent(FIRM)}/items`,
        headers: { host: 'localhost' },
        payload: { edits: body },
      });
    expect((await put(edits.slice(0, -1))).statusCode).toBe(200);
    expect((await put(edits.slice(-1))).statusCode).toBe(200);
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
    });
  });

  afterAll(async () => {
    await browser?.close();
    await app?.close();
    await workspace?.close();
    await rm(folder, { recursive: true });
  });

  async function open(path: string, language: 'zh' | 'en') {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    page.setDefaultTimeout(120_000);
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(address) && !/^(?:data|blob):/.test(request.url()))
        complaints.push(`another host: ${request.url()}`);
    });
    await page.addInitScript(`localStorage.setItem('ballast.language', '${language}')`);
    await page.goto(address + path);
    return { page, complaints };
  }

  test('can this firm become 小巨人, and what is missing', async () => {
    const { page, complaints } = await open('/firms', 'zh');
    await page.getByRole('searchbox').fill('精密');
    await page.waitForURL(/text=/);
    await page.getByRole('link', { name: FIRM }).click();
    await page.getByRole('button', { name: /^小巨人/ }).click();
    expect(await page.locator('.ant-alert').first().innerText()).toContain('不符合');
    await page.getByRole('tab', { name: '差距与补齐' }).click();
    const shown = page.getByRole('tabpanel');
    await shown.getByRole('button', { name: '计算最少改动' }).waitFor();
    expect(await shown.innerText()).toContain('近两年研发费用合计');
    await page.getByRole('button', { name: '计算最少改动' }).click();
    await page.getByRole('button', { name: '放进假设' }).click();
    await page.locator('.firm-moved').waitFor();
    expect(await page.locator('.firm-moved').innerText()).toContain('研发费用');
    expect(page.url()).toContain('set=');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('what if: a slider moved by the keyboard is judged at once, and stands in the address', async () => {
    const { page, complaints } = await open(
      `/firms/${encodeURIComponent(FIRM)}?tab=whatif&title=${encodeURIComponent('小巨人')}`,
      'zh',
    );
    const slider = page.getByRole('slider', { name: /^营业收入.*2025/ }).first();
    await slider.focus();
    await page.keyboard.press('Home');
    await page.waitForURL(/set=/);
    await page.locator('.firm-moved').waitFor();
    expect(await page.locator('.firm-moved li').count()).toBeGreaterThan(0);
    await page.getByRole('button', { name: '恢复原值' }).click();
    await page.getByText('没有条件因此变化').waitFor();
    expect(page.url()).not.toContain('set=');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('the day of judging stands in the address, and goes from the list to the firm', async () => {
    const { page, complaints } = await open('/firms', 'zh');
    await page.getByText(FIRM).first().waitFor();
    await page.getByLabel('判断日').fill('2025-03-01');
    await page.waitForURL(/on=2025-03-01/);
    await page.getByRole('link', { name: FIRM }).click();
    await page.waitForURL(/\/firms\/.*on=2025-03-01/);
    expect(await page.getByLabel('判断日').inputValue()).toBe('2025-03-01');
    await page.getByRole('button', { name: '今天' }).click();
    await page.waitForURL((url) => !url.search.includes('on='));
    await expect.poll(() => page.getByLabel('判断日').inputValue()).toBe(ON);
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('a title is added and ended by hand; a second tab that saw the old one is told', async () => {
    const path = `/firms/${encodeURIComponent('乙机械厂')}?tab=items`;
    const { page, complaints } = await open(path, 'zh');
    await page.getByRole('button', { name: '添加称号' }).click();
    await page.getByRole('combobox', { name: '称号' }).fill('创新型');
    await page.keyboard.press('Enter');
    await page.getByLabel('起', { exact: true }).fill('2025-01-01');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByRole('button', { name: /^终止：创新型/ }).waitFor();
    const second = await open(path, 'zh');
    await second.page.getByRole('button', { name: /^修改：创新型/ }).waitFor();
    await page.getByRole('button', { name: /^终止：创新型/ }).click();
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByText(ON, { exact: true }).first().waitFor();
    await second.page.getByRole('button', { name: /^修改：创新型/ }).click();
    await second.page.getByLabel('止', { exact: true }).fill('2028-12-31');
    await second.page.getByRole('button', { name: '保存', exact: true }).click();
    await second.page.getByText(/别处已经改过/).waitFor();
    expect((await workspace.audit(5)).entries.map(({ action }) => action)).toContain('edit title');
    // The second tab now sees what the first has set.
    await second.page.getByText(ON, { exact: true }).first().waitFor();
    // Ink of what the pointer rests on is lighter.
    await page.mouse.move(0, 0);
    expect(await seriousViolations(page)).toEqual([]);
    expect(complaints).toEqual([]);
    await page.close();
    await second.page.close();
  });

  test('no serious fault of access, in both languages', async () => {
    for (const language of ['zh', 'en'] as const) {
      for (const path of [
        '/firms',
        `/firms?judged=${encodeURIComponent('小巨人')}`,
        `/firms/${encodeURIComponent(FIRM)}?tab=whatif`,
      ]) {
        const { page, complaints } = await open(path, language);
        await page.getByText(FIRM).first().waitFor();
        expect(await seriousViolations(page)).toEqual([]);
        expect(complaints).toEqual([]);
        await page.close();
      }
    }
  });
});
