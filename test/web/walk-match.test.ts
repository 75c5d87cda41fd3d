// A user looks for who could solve a task and why, weighs it otherwise, records a step, and looks for partners and money.
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { keepMatchSample } from '../server/match.sample.js';
import { CHROMIUM, seriousViolations, type Walk, walk } from './browser.js';

describe.skipIf(!existsSync(CHROMIUM))(`the page of matches in ${CHROMIUM}`, { retry: 1 }, () => {
  let web: Walk;
  beforeAll(async () => {
    web = await walk();
    await keepMatchSample(web.served.workspace);
  }, 120_000);
  afterAll(() => web?.close());

  test('from the board to the reasons of a candidate, weighed otherwise', async () => {
    const { page, complaints, strangers } = await web.open('/match');
    await page.getByRole('link', { name: /LJ-02/ }).click();
    const table = page.getByRole('table').filter({ hasText: '位次' });
    await table.getByText(/文字覆盖需求的/).waitFor();
    const first = await table.getByRole('link').first().textContent();
    // The slider of texts, all the way down: what is left is industry, record, titles and area.
    const slider = page.getByRole('slider', { name: '文字' });
    await slider.focus();
    await slider.press('Home');
    await page.waitForURL(/weights=text%3A0/);
    expect(new URL(page.url()).searchParams.get('weights')).toBe(
      'text:0,industry:20,record:10,titles:10,area:10',
    );
    await page.getByRole('button', { name: '恢复缺省' }).click();
    await page.waitForURL((url) => url.search === '');
    expect(await table.getByRole('link').first().textContent()).toBe(first);
    expect(await seriousViolations(page)).toEqual([]);
    expect([complaints, strangers]).toEqual([[], []]);
  }, 180_000);

  test('a step that the rules forbid is refused with the rule; one that they allow is there', async () => {
    const { page } = await web.open('/match/task/LJ-04');
    await page.getByRole('button', { name: '记一步进展' }).click();
    const form = page.getByRole('form', { name: '记一步进展' });
    await form.getByLabel('牵头单位').fill('西堰达青铜业有限公司');
    await form.getByLabel('经办').fill('西堰市工信局');
    await form.getByRole('button', { name: '记入' }).click();
    await page.getByText(/申报截止 2026-04-30，这里是 2026-11-22/).waitFor();
    await form.getByLabel('日期').fill('2026-04-20');
    await form.getByRole('button', { name: '记入' }).click();
    await page.getByRole('listitem').filter({ hasText: '2026-04-20 已申报' }).waitFor();
    await page.getByText('已申报', { exact: true }).first().waitFor();
  }, 180_000);

  test('shortlist, partners, one firm and finance in English, each at an address of its own', async () => {
    const { page, complaints, strangers } = await web.open('/match/shortlist', { language: 'en' });
    await page.getByText(/sum of scores [\d.]+, proved the largest/).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Large and small' }).click();
    await page.getByText(/none would break away/).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('table').first().getByRole('link').nth(1).click();
    await page.getByRole('heading', { name: 'Whom it could supply' }).waitFor();
    await page.getByLabel('What it needs').fill('谐波减速器');
    await page.getByRole('button', { name: 'Find' }).click();
    await page.getByRole('table').filter({ hasText: 'Score' }).waitFor();
    expect(new URL(page.url()).searchParams.get('need')).toBe('谐波减速器');
    expect(await seriousViolations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Finance', exact: true }).click();
    await page.getByText(/no credit decision/).waitFor();
    await page.getByRole('button', { name: /1,900/ }).first().click();
    await page.getByText('firm-needs.synthetic.csv').first().waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    expect([complaints, strangers]).toEqual([[], []]);
  }, 180_000);
});
