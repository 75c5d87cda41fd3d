// A firm on the way to a title: listed, judged, tried with other values, set by hand.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assess, subjectOf, titleNames } from '../../src/assess/index.js';
import { buildApp, openSession } from '../../src/server/index.js';
import { importTable, loadCodes, Workspace } from '../../src/store/index.js';
import { openLexicons, openRulebooks } from '../../src/verbs/index.js';

const ON = '2026-05-01';
const FIRM = '示例精密';
const key = encodeURIComponent(FIRM);
const giant = encodeURIComponent('小巨人');

let folder: string;
let workspace: Workspace;
let app: FastifyInstance;

const CSV = `企业名称,地区,行业代码,企业规模,称号
${FIRM},深圳市,C3484,小型,
乙机械厂,深圳市,C34,小型,创新型中小企业
丙纺织厂,苏州市,C17,中型,专精特新中小企业
`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ballast-firms-'));
  workspace = await Workspace.open(join(folder, 'workspace'));
  const file = join(folder, 'firms.csv');
  await writeFile(file, CSV);
  const { lexicons } = await openLexicons(workspace.dir);
  await importTable(workspace, file, {
    as: 'enterprises',
    lexicons,
    codes: await loadCodes(lexicons),
    today: ON,
  });
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
  app = await buildApp(session, { web: null });
});

afterAll(async () => {
  await app.close();
  await workspace.close();
  await rm(folder, { recursive: true });
});

async function ask(url: string, method: 'GET' | 'PUT' | 'POST' = 'GET', payload?: object) {
  const answer = await app.inject({
    method,
    url: `/api/v1${url}`,
    headers: { host: 'localhost' },
    ...(payload && { payload }),
  });
  return { status: answer.statusCode, headers: answer.headers, text: answer.body, body: json(answer.body) };
}

// biome-ignore lint/suspicious/noExplicitAny: answers are looked into field by field
function json(text: string): any {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The row of a firm when every firm has been judged for 小巨人. */
async function judgedRow(name: string) {
  for (;;) {
    const { body } = await ask(`/firms?on=${ON}&judged=${giant}&text=${encodeURIComponent(name)}`);
    if (body.judging === null) return body.items[0];
    expect(body.items[0].state).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The values of the sample firm, as edits of a firm of which nothing is known. */
async function sampleEdits() {
  const { items, rulebooks } = await openRulebooks(workspace.dir);
  const form = JSON.parse(await readFile('samples/assess/firm.json', 'utf8')) as unknown;
  const subject = subjectOf(form, { items, titleNames: titleNames(rulebooks) });
  return [
    ...[...subject.single]
      .filter(([item]) => items.has(item))
      .map(([item, value]) => ({ item, year: null as number | null, value, was: null as unknown })),
    ...[...subject.yearly].flatMap(([item, years]) =>
      [...years].map(([year, value]) => ({ item, year, value, was: null as unknown })),
    ),
  ];
}

describe('list', () => {
  it('pages, filters by area, industry, title and words, and says how many there are', async () => {
    const all = (await ask('/firms?count=2')).body;
    expect([all.total, all.items.length, all.next]).toEqual([3, 2, 2]);
    const of = async (query: string) =>
      (await ask(`/firms?${query}`)).body.items.map(({ name }: { name: string }) => name);
    expect(await of('area=440000')).toHaveLength(2);
    expect(await of('industry=C17')).toEqual(['丙纺织厂']);
    expect(await of('industry=34&sort=name')).toHaveLength(2);
    expect(await of(`title=${encodeURIComponent('专精特新')}`)).toEqual(['丙纺织厂']);
    expect(await of(`text=${encodeURIComponent('机械')}`)).toEqual(['乙机械厂']);
    expect(await of(`text=${encodeURIComponent("' OR 1=1 --")}`)).toEqual([]);
    expect(await of('sort=rung&down=true')).toEqual(['丙纺织厂', '乙机械厂', FIRM]);
  });

  it('a state without a title to judge for, and a sort that is none, are refused', async () => {
    expect((await ask('/firms?state=met')).status).toBe(400);
    expect((await ask('/firms?sort=name%3BDROP')).status).toBe(400);
    expect((await ask('/firms/nobody')).status).toBe(404);
  });
});

describe('one firm', () => {
  it('values set by hand are judged as the engine judges them, with who changed what', async () => {
    const edits = await sampleEdits();
    const before = (await ask(`/firms/${key}/verdicts/${giant}?on=${ON}`)).body.verdict;
    expect(before.state).not.toBe('manualReview');
    const put = await ask(`/firms/${key}/items`, 'PUT', { edits });
    expect(put.body).toEqual({ changed: edits.length });
    const { verdict, levers } = (await ask(`/firms/${key}/verdicts/${giant}?on=${ON}`)).body;
    const set = await openRulebooks(workspace.dir);
    const names = titleNames(set.rulebooks);
    const subject = subjectOf(
      { ...JSON.parse(await readFile('samples/assess/firm.json', 'utf8')), titles: undefined },
      { items: set.items, titleNames: names },
    );
    const own = assess(
      set,
      { ...subject, area: '440300', titles: null, awards: null },
      {
        title: '小巨人',
        on: ON,
        application: 'new',
      },
    );
    const states = (criteria: { id: string; state: string }[]) =>
      criteria.map(({ id, state }) => [id, state]);
    expect(states(verdict.criteria)).toEqual(states(own.criteria));
    expect(
      levers.find((one: { item: string; year: number }) => one.item === 'revenue' && one.year === 2025).value,
    ).toBe(subject.yearly.get('revenue')!.get(2025));
    // The list says the same of the firm as its page does.
    expect((await judgedRow(FIRM)).state).toBe(verdict.state);
    expect((await workspace.audit(5)).entries[0]).toMatchObject({ principal: 'owner', action: 'edit firm' });
  });

  it('what if: less revenue moves the criteria that rest on it, and is kept nowhere', async () => {
    const { before, after, moved } = (
      await ask(`/firms/${key}/what-if`, 'POST', {
        title: '小巨人',
        on: ON,
        changes: [{ item: 'revenue', year: 2025, value: 100 }],
      })
    ).body;
    expect(moved.length).toBeGreaterThan(0);
    expect(after.state).toBe('unmet');
    const again = (await ask(`/firms/${key}/verdicts/${giant}?on=${ON}`)).body.verdict;
    expect(again.state).toBe(before.state);
    const { outcome, changes } = (await ask(`/firms/${key}/smallest-change/${giant}?on=${ON}`)).body;
    expect(['none', 'found', 'impossible', 'beyond']).toContain(outcome);
    expect(Array.isArray(changes)).toBe(true);
    const wrong = await ask(`/firms/${key}/what-if`, 'POST', {
      title: '小巨人',
      changes: [{ item: 'nothing', year: null, value: 1 }],
    });
    expect([wrong.status, wrong.body.error.zh]).toEqual([400, expect.stringContaining('nothing')]);
  });

  it('a changed value is a further vintage; a second tab that saw the old one is told', async () => {
    const edit = (value: number | null, was: number) =>
      ask(`/firms/${key}/items`, 'PUT', { edits: [{ item: 'revenue', year: 2025, value, was }] });
    const item = (await ask(`/firms/${key}`)).body.items.find(
      (one: { item: string }) => one.item === 'revenue',
    );
    const [{ value: was }] = item.values;
    expect((await edit(7777, was)).body).toEqual({ changed: 1 });
    const late = await edit(8888, was);
    expect([late.status, late.body.error.code]).toEqual([409, 'conflict']);
    expect(late.body.error.zh).toContain('7777');
    const { items } = (await ask(`/firms/${key}/items/revenue?year=2025`)).body;
    expect(items.map(({ value }: { value: number }) => value)).toEqual([7777, was]);
    expect(items[0].until).toBeNull();
    expect(items[1].until).not.toBeNull();
    expect((await edit(null, 7777)).body).toEqual({ changed: 1 });
    const { verdict } = (await ask(`/firms/${key}/verdicts/${giant}?on=${ON}`)).body;
    const row = await judgedRow(FIRM);
    expect([row.state, row.unmet, row.unknown]).toEqual([
      verdict.state,
      ...['unmet', 'unknown'].map(
        (state) => verdict.criteria.filter((one: { state: string }) => one.state === state).length,
      ),
    ]);
    expect(row.year).not.toBe(2025);
    const gone = (await ask(`/firms/${key}`)).body.items.find(
      (one: { item: string }) => one.item === 'revenue',
    );
    expect(gone.values.some(({ year }: { year: number }) => year === 2025)).toBe(false);
  });

  it('a title is added, changed and taken away; who saw another state of it is told', async () => {
    const path = `/firms/${encodeURIComponent('乙机械厂')}`;
    const put = (was: object | null, now: object | null) => ask(`${path}/titles`, 'PUT', { was, now });
    const held = async () =>
      (await ask(`${path}?on=${ON}`)).body.titles.map(
        ({ title, from, to, written }: Record<string, string | null>) => [title, from, to, written],
      );
    expect(await held()).toEqual([['创新型', null, null, null]]);
    const first = { title: '专精特新', from: '2025-07-01', to: '2028-06-30' };
    expect((await put(null, first)).body).toEqual({ changed: 1 });
    expect(await held()).toContainEqual(['专精特新', '2025-07-01', '2028-06-30', '专精特新']);
    const [row] = (await ask(`/firms?on=${ON}&text=${encodeURIComponent('乙')}`)).body.items;
    expect([row.titles, row.lapses]).toEqual([['专精特新', '创新型'].sort(), '2028-06-30']);
    expect((await put(null, first)).status).toBe(409);
    const ended = { ...first, to: '2026-04-01' };
    expect((await put(first, ended)).status).toBe(200);
    const late = await put(first, { ...first, to: '2030-01-01' });
    expect([late.status, late.body.error.zh]).toEqual([409, expect.stringContaining('别处已经改过')]);
    expect((await ask(`/firms?on=${ON}&title=${encodeURIComponent('专精特新')}`)).body.total).toBe(1);
    expect((await put(ended, { ...ended, to: '2020-01-01' })).status).toBe(400);
    expect((await put(null, null)).status).toBe(400);
    expect((await put(ended, null)).status).toBe(200);
    expect(await held()).toEqual([['创新型', null, null, null]]);
    const { entries } = await workspace.audit(5);
    expect(entries[0]).toMatchObject({ principal: 'owner', action: 'edit title' });
  });

  it('its calendar is a file to download', async () => {
    const { status, headers, text } = await ask(
      `/firms/${encodeURIComponent('丙纺织厂')}/calendar.ics?lang=en`,
    );
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/calendar');
    expect(headers['content-disposition']).toContain('attachment');
    expect(text).toMatch(/^BEGIN:VCALENDAR\r\n/);
  });
});
