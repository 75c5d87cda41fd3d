import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  dataVersion,
  type FirmItem,
  importFirmItems,
  importTable,
  loadCodes,
  loadLexicons,
  Workspace,
  writtenDay,
  writtenSpan,
} from '../../src/store/index.js';

let dir: string;
let workspace: Workspace;
const now = () => new Date('2026-05-01T02:00:00.000Z');

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'ballast-firm-items-'));
  workspace = await Workspace.open(join(dir, 'workspace'), { now });
});
afterEach(async () => {
  await workspace.close();
  rmSync(dir, { recursive: true });
});

const ABOUT = { mapping: null, released: null, publisher: null, synthetic: false };
const item = (name: string, id: string, year: number | null, value: FirmItem['value']): FirmItem => ({
  ...{ creditCode: null, name, item: id, year, value, unit: null, sheet: null, row: 2, column: id },
});

/** The store knows files by their bytes: each is one of its own. */
function keep(file: string, items: FirmItem[]) {
  writeFileSync(join(dir, file), file);
  return importFirmItems(workspace, join(dir, file), { items, titles: [], rejects: [], mended: [] }, ABOUT);
}

describe('items of firms', () => {
  test('a changed value is a further vintage, the same one again nothing, and false and 0 are values', async () => {
    expect(
      await keep('a', [item('甲', 'revenue', 2025, 0), item('甲', 'keyField', null, false)]),
    ).toMatchObject({
      accepted: 2,
      revised: 0,
    });
    expect(await keep('a', [])).toMatchObject({ knownAs: 1, accepted: 0 });
    expect(
      await keep('b', [
        item('甲', 'revenue', 2025, 6100),
        item('甲', 'revenue', 2024, 0),
        item('甲', 'keyField', null, false),
      ]),
    ).toMatchObject({ accepted: 2, revised: 1, unchanged: 1 });
    expect(
      (await workspace.firmItems()).map(({ item: id, year, value, importId }) => [id, year, value, importId]),
    ).toEqual([
      ['keyField', null, 'false', 1],
      ['revenue', 2024, 0, 2],
      ['revenue', 2025, 6100, 2],
    ]);
    const all = await workspace.query<{ value: number; revised: number | null }>(
      `SELECT value, revised_by AS revised FROM firm_items WHERE item = 'revenue' AND year = 2025 ORDER BY import_id`,
    );
    expect(all).toEqual([
      { value: 0, revised: 2 },
      { value: 6100, revised: null },
    ]);
  });

  test('two values of one item in one file: the second is refused', async () => {
    expect(await keep('a', [item('甲', 'staff', 2025, 10), item('甲', 'staff', 2025, 11)])).toMatchObject({
      accepted: 1,
      rejected: 1,
    });
    expect((await workspace.rejects())[0]).toMatchObject({ column: 'staff', value: '11', row: 2 });
  });
});

test('lists of holders: spans, ends that change, months, and what is refused', async () => {
  const lexicons = await loadLexicons();
  const options = { as: 'titles' as const, lexicons, codes: await loadCodes(lexicons), today: '2026-05-01' };
  const list = (name: string, text: string) => {
    writeFileSync(join(dir, name), text);
    return join(dir, name);
  };
  const first = await importTable(
    workspace,
    list(
      'a.csv',
      '企业名称,地区,称号,有效期起,有效期止,批次\n甲厂,安徽省合肥市,专精特新、创新型,2024年6月,2027-05-31,第一批\n乙厂,,小巨人,2025,,\n丙厂,,小巨人,2027-01-01,2026-01-01,\n,合肥市,小巨人,,,第一批\n丁厂,合肥市,,,,第一批\n',
    ),
    options,
  );
  expect(first).toMatchObject({ accepted: 2, rejected: 4 });
  expect(
    (await workspace.titles()).map(({ name, areaCode, title, from, to, batch }) => [
      name,
      areaCode,
      title,
      from,
      to,
      batch,
    ]),
  ).toEqual([
    ['甲厂', '340100', '专精特新', '2024-06-01', '2027-05-31', '第一批'],
    ['甲厂', '340100', '创新型', '2024-06-01', '2027-05-31', '第一批'],
  ]);
  expect((await workspace.rejects()).map(({ row, column }) => [row, column])).toEqual([
    [3, '有效期起'],
    [4, '有效期止'],
    [5, '企业名称'],
    [6, '称号'],
  ]);
  // A title that was withdrawn: the same beginning, another end. What stood before is kept.
  const second = await importTable(
    workspace,
    list('b.csv', '企业名称,有效期起,有效期止,批次\n甲厂,2024-06-01,2025-12-31,第一批\n'),
    { ...options, title: '专精特新', area: '340100' },
  );
  expect(second).toMatchObject({ accepted: 1, revised: 1, rejected: 0 });
  expect((await workspace.titles()).find(({ title }) => title === '专精特新')?.to).toBe('2025-12-31');
  expect(await workspace.query(`SELECT count(*) AS n FROM titles WHERE title = '专精特新'`)).toEqual([
    { n: 2 },
  ]);
});

test('verdicts that were kept are only ever added to', async () => {
  const one = {
    ...{
      creditCode: null,
      name: '甲厂',
      title: '小巨人',
      application: 'new' as const,
      on: '2026-05-01',
      area: null,
    },
    ...{ rulebook: 'little-giant-2026', rulebookVersion: 'abc', dataVersion: 'def', programVersion: '0.1.0' },
    ...{ origin: 'a.csv', state: 'unmet', level: null, verdict: { state: 'unmet' } },
  };
  expect(await workspace.addAssessments([one, one])).toEqual([1, 2]);
  expect(await workspace.addAssessments([{ ...one, state: 'met' }])).toEqual([3]);
  expect((await workspace.assessments()).map(({ id, state, recordedAt }) => [id, state, recordedAt])).toEqual(
    [
      [1, 'unmet', '2026-05-01T02:00:00.000Z'],
      [2, 'unmet', '2026-05-01T02:00:00.000Z'],
      [3, 'met', '2026-05-01T02:00:00.000Z'],
    ],
  );
});

test('a state of data is one version whatever the order it was put in', () => {
  const a = new Map([
    ['staff', 1],
    ['revenue', 2],
  ]);
  const b = new Map([
    ['revenue', 2],
    ['staff', 1],
  ]);
  expect(dataVersion({ single: a })).toBe(dataVersion({ single: b }));
  expect(dataVersion({ single: a })).not.toBe(
    dataVersion({
      single: new Map([
        ['staff', 1],
        ['revenue', 3],
      ]),
    }),
  );
});

test('days and spans as lists write them', () => {
  expect(
    ['2024-06-01', '2024年6月1日', '2024/6/1', '20240601', '2024.6.1', '２０２４年６月'].map((text) =>
      writtenDay(text),
    ),
  ).toEqual(Array(6).fill('2024-06-01'));
  expect(writtenDay('2024年2月', 'last')).toBe('2024-02-29');
  expect(['2024', '2024-13-01', '2023-02-29', '去年'].map((text) => writtenDay(text))).toEqual([
    null,
    null,
    null,
    null,
  ]);
  expect(writtenSpan('2024年6月至2027年5月')).toEqual({ from: '2024-06-01', to: '2027-05-31' });
  expect(writtenSpan('2024-06-01—2027-05-31')).toEqual({ from: '2024-06-01', to: '2027-05-31' });
  expect(writtenSpan('2027-06-01至2024-05-31')).toBeNull();
});
