// Firms judged where they stand, in the tables of a workspace: as the same firms are when they are read one by one.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RulebookSet, type Subject, titleNames } from '../../src/assess/index.js';
import {
  editFirmItems,
  type FirmItem,
  FirmList,
  importFirmItems,
  readRulebookFiles,
  type TitleHeld,
  Workspace,
} from '../../src/store/index.js';
import { DayOfJudging, FirmDesk, judgeFirms, WorkspaceFirms, workspaceFirms } from '../../src/verbs/index.js';
import { anySubject } from '../assess/subjects.js';

const ON = '2026-05-01';
const COUNT = 80;
const set = new RulebookSet(await readRulebookFiles('no-such-workspace'));
const names = titleNames(set.rulebooks);
const titles = ['企业规模', '科技型', '创新型', '专精特新', '小巨人'];
const AREAS = ['110000', '330100', '440300', '510100', null];
const TITLES = ['专精特新中小企业', '创新型中小企业', '专精特新“小巨人”企业'];

let folder: string;
let workspace: Workspace;

/** As an import would have them; a third of the firms has a code. */
function stored(subjects: readonly Subject[]): { items: FirmItem[]; titles: TitleHeld[] } {
  const items: FirmItem[] = [];
  const held: TitleHeld[] = [];
  for (const [i, subject] of subjects.entries()) {
    const firm = {
      creditCode: i % 3 === 0 ? `91${String(i).padStart(16, '0')}` : null,
      name: `企业${String(i).padStart(4, '0')}`,
      sheet: null,
      row: i + 2,
    };
    const add = (item: string, year: number | null, value: FirmItem['value']) =>
      items.push({ ...firm, item, year, value, unit: null, column: item });
    const area = AREAS[i % AREAS.length]!;
    if (area !== null) add('area', null, area);
    if (subject.industry !== null) add('industry', null, subject.industry);
    for (const [item, value] of subject.single) add(item, null, value);
    for (const [item, years] of subject.yearly) for (const [year, value] of years) add(item, year, value);
    if (subject.awards !== null) add('awards', null, JSON.stringify(subject.awards));
    if (subject.titles !== null) add('titles', null, 'known');
    if (i % 4 === 0)
      held.push({
        ...firm,
        title: TITLES[(i / 4) % TITLES.length]!,
        from: `202${i % 5}-07-01`,
        to: `202${(i % 5) + 3}-06-30`,
        batch: null,
        areaCode: null,
        area: null,
        other: {},
      });
  }
  return { items, titles: held };
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ballast-workspace-firms-'));
  workspace = await Workspace.open(join(folder, 'workspace'));
  const subjects = fc.sample(anySubject([...set.rulebooks], set.items), { numRuns: COUNT, seed: 5 });
  await importFirmItems(
    workspace,
    'package.json',
    { ...stored(subjects), rejects: [], mended: [] },
    { mapping: null, released: null, publisher: null, synthetic: true },
  );
}, 60_000);

afterAll(async () => {
  await workspace.close();
  await rm(folder, { recursive: true });
});

describe('firms of a workspace', () => {
  it('are the same, told one by one or all at once', async () => {
    const each = (await workspaceFirms(workspace, names)).map(({ subject }) => subject);
    const all = await WorkspaceFirms.open(workspace, names);
    expect(all.heads.map(({ name, creditCode, area }) => ({ name, creditCode, area }))).toEqual(
      each.map(({ name, creditCode, area }) => ({ name, creditCode, area })),
    );
    const told: Subject[] = [];
    for await (const subject of all.subjects()) told.push(subject);
    expect(told).toEqual(each);
    expect(await all.subject(7)).toEqual(each[7]);
  });

  it.each(['new', 'review'] as const)('are judged alike for every title: %s', async (application) => {
    const each = (await workspaceFirms(workspace, names)).map(({ subject }) => subject);
    const all = await WorkspaceFirms.open(workspace, names);
    const day = new DayOfJudging(set, { on: ON, drafts: true, area: '320000' });
    const one = await judgeFirms(each, titles, day, application);
    const other = await judgeFirms(all.toJudge(), titles, day, application);
    const seen = new Set<string>();
    for (let firm = 0; firm < COUNT; firm++)
      for (const [at, title] of titles.entries()) {
        expect(other.states(firm, at), `${title} of firm ${firm}`).toEqual(one.states(firm, at));
        seen.add(one.state(firm, at));
      }
    expect(seen.size).toBeGreaterThan(3);
  });

  it('are judged with a value that counts for all', async () => {
    const all = await WorkspaceFirms.open(workspace, names);
    const day = new DayOfJudging(set, { on: ON, drafts: false });
    const judged = await judgeFirms(
      all.toJudge([
        { item: 'flags.dishonest', year: null, value: true },
        { item: 'revenue', year: 2025, value: 1 },
      ]),
      ['小巨人'],
      day,
      'new',
    );
    for (let firm = 0; firm < COUNT; firm++) expect(judged.state(firm, 0)).toBe('unmet');
  });
});

describe('the list', () => {
  const asked = { on: ON, areas: ['100000'], down: true, from: 0, count: COUNT } as const;

  it('takes up what is written of a few firms as if it were put together anew', async () => {
    const kept = await FirmDesk.open(workspace);
    await kept.judge('小巨人', ON);
    const all = await WorkspaceFirms.open(workspace, names);
    const by = { principal: 'owner', now: '2026-05-02T00:00:00.000Z' };
    for (const place of [0, 1, 5, 60]) {
      const { name, creditCode } = all.heads[place]!;
      const { subject } = (await kept.firm(creditCode ?? name, ['100000'], ON))!;
      const was = (item: string) => subject.yearly.get(item)?.get(2025) ?? null;
      await editFirmItems(
        workspace,
        { creditCode, name, synthetic: true },
        [
          { item: 'revenue', year: 2025, value: 123456 + place, unit: '万元', was: was('revenue') },
          { item: 'rdExpense', year: 2025, value: null, unit: '万元', was: was('rdExpense') },
        ],
        by,
      );
    }
    const anew = await FirmDesk.open(workspace);
    await anew.judge('小巨人', ON);
    expect(await kept.isJudged('小巨人', ON)).toBe(true);
    for (const sort of ['nearest', 'revenue', 'rung', 'area', 'staff'] as const)
      expect(await kept.page({ ...asked, sort, judged: '小巨人' }), sort).toEqual(
        await anew.page({ ...asked, sort, judged: '小巨人' }),
      );
    expect(await kept.choices(ON, ['100000'])).toEqual(await anew.choices(ON, ['100000']));
    const { items } = await kept.page({ ...asked, sort: 'revenue' });
    expect(items[0]!.entry.revenue).toBeGreaterThanOrEqual(123456);
  });

  it('filters and orders as a plain walk over it does', async () => {
    const desk = await FirmDesk.open(workspace);
    await desk.judge('创新型', ON);
    const { items: every } = await desk.page({ ...asked, down: false, sort: 'name', judged: '创新型' });
    expect(every.map(({ entry }) => entry.name)).toEqual([...every.map(({ entry }) => entry.name)].sort());
    const found = async (filter: object) =>
      (await desk.page({ ...asked, down: false, sort: 'name', judged: '创新型', ...filter })).items;
    expect(await found({ area: '440000' })).toEqual(
      every.filter(({ entry }) => entry.areaCode?.startsWith('44')),
    );
    expect(await found({ text: '企业003' })).toEqual(
      every.filter(({ entry }) => entry.name.includes('企业003')),
    );
    expect(await found({ text: '9100000000000000' })).toEqual(
      every.filter(({ entry }) => entry.creditCode?.includes('9100000000000000')),
    );
    expect(await found({ title: 'none' })).toEqual(
      every.filter(({ entry, rung }) => entry.titlesKnown && rung === null),
    );
    expect(await found({ title: '专精特新' })).toEqual(
      every.filter(({ titles: held }) => held.includes('专精特新')),
    );
    const unknown = await found({ state: 'unknown', text: '企业' });
    expect(unknown).toEqual(every.filter(({ state }) => state === 2));
    expect(await found({ areas: [] })).toEqual([]);
    const down = (await desk.page({ ...asked, sort: 'staff' })).items.map(({ entry }) => entry.staff);
    const numbers = down.filter((staff) => staff !== null);
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
    expect(down.slice(numbers.length).every((staff) => staff === null)).toBe(true);
    const { items, total } = await desk.page({ ...asked, down: false, sort: 'name', from: 10, count: 5 });
    expect([items.map(({ entry }) => entry.id), total]).toEqual([[11, 12, 13, 14, 15], COUNT]);
  });

  it('is put together anew when a firm is added', async () => {
    const list = new FirmList(workspace, () => []);
    const before = (await list.columns()).count;
    await importFirmItems(
      workspace,
      'tsconfig.json',
      {
        items: [
          {
            creditCode: null,
            name: '另一家企业',
            item: 'revenue',
            year: 2025,
            value: 5,
            unit: null,
            sheet: null,
            row: 2,
            column: 'revenue',
          },
        ],
        titles: [],
        rejects: [],
        mended: [],
      },
      { mapping: null, released: null, publisher: null, synthetic: true },
    );
    expect((await list.columns()).count).toBe(before + 1);
  });
});
