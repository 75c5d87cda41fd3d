import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LayoutArea, LayoutPast, LayoutSpace } from '../../src/server/contract/layout.js';
import { importTable } from '../../src/store/index.js';
import { keepLayoutTable, keepNeighbours, openTableImport } from '../../src/verbs/index.js';
import { type Served, serve, TODAY } from './served.js';

const CITIES = 'samples/layout/city-industries.synthetic.csv';
const NEIGHBOURS = 'samples/layout/neighbours.synthetic.csv';
const COLUMNS = { area: '地区', activity: '行业', value: '从业人员', year: '年份' };
const TABLE = encodeURIComponent('城市行业');
const AREA = encodeURIComponent('江城市');

let served: Served;
beforeAll(async () => {
  served = await serve();
  await keepLayoutTable(served.workspace, CITIES, {
    ...COLUMNS,
    name: '城市行业',
    unit: '人',
    synthetic: true,
  });
});
afterAll(() => served.close());

/** The answer, waited for where it comes as a job. */
async function get<Answer>(path: string): Promise<Answer> {
  const answer = await served.get(`/api/v1${path}`);
  if (answer.statusCode === 202) {
    expect((await served.ended(answer.json().job.id)).state).toBe('done');
    return get(path);
  }
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

describe('layout', () => {
  it('lists the tables that are kept, with what they hold', async () => {
    const { tables, weights } = await get<{
      tables: { name: string; areas: number; years: number[]; synthetic: boolean }[];
      weights: Record<string, number>;
    }>('/layout/tables');
    expect(tables).toMatchObject([
      { name: '城市行业', areas: 30, years: [2019, 2020, 2021, 2022, 2023, 2024], synthetic: true },
    ]);
    expect(Object.keys(weights)).toContain('differentiation');
  });

  it('the space joins all activities by a tree, and names what was measured', async () => {
    const space = await get<LayoutSpace>(`/layout/space?table=${TABLE}`);
    expect(space.year).toBe(2024);
    expect(space.links.filter(({ tree }) => tree)).toHaveLength(space.nodes.length - 1);
    for (const { x, y } of space.nodes) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(1);
    }
    expect(space.profile).toEqual({ name: 'atlas', changed: ['opportunityGainOwnTerm'], threshold: 1 });
    const stricter = await get<LayoutSpace>(`/layout/space?table=${TABLE}&threshold=2`);
    expect(stricter.profile.changed).toContain('threshold');
    const has = ({ areas }: LayoutSpace) => areas.reduce((sum, { diversity }) => sum + diversity, 0);
    expect(has(stricter)).toBeLessThan(has(space));
  });

  it('an area is told what fits, by terms whose weights are the asker’s, each value with its cell', async () => {
    const plain = await get<LayoutArea>(`/layout/area?table=${TABLE}&area=${AREA}`);
    expect(plain.recommended.map(({ rank }) => rank)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    for (const one of plain.recommended) {
      const known = Object.values(one.terms).filter(({ score, weight }) => score !== null && weight > 0);
      const sum = known.reduce((total, { weight }) => total + weight, 0);
      expect(one.score).toBeCloseTo(
        known.reduce((total, { score, weight }) => total + score! * weight, 0) / sum,
        12,
      );
    }
    const fit = await get<LayoutArea>(
      `/layout/area?table=${TABLE}&area=${AREA}&weights=fit:1,base:0,gain:0,neighbours:0,differentiation:0,risk:0`,
    );
    const best = fit.activities.filter(({ candidate }) => candidate).map(({ density }) => density!);
    expect(fit.recommended[0]!.density).toBe(Math.max(...best));
    const origin = plain.activities.find(({ originId }) => originId !== null)!.originId!;
    expect(await get(`/origins/${origin}`)).toMatchObject({
      label: '从业人员',
      area: '江城市',
      unit: '人',
      synthetic: true,
      place: { kind: 'cell', file: expect.stringContaining('city-industries'), column: '从业人员' },
    });
  });

  it('tells what became of such lists, RCA alone and the lot among them, and the lists of the area itself', async () => {
    const { lists, back, horizon } = await get<LayoutPast>(
      `/layout/past?table=${TABLE}&area=${AREA}&horizon=3`,
    );
    expect(horizon).toBe(3);
    expect(lists!.rules.map(({ rule }) => rule)).toContain('advantage');
    expect(lists!.chance).toBeGreaterThan(0);
    expect(lists!.own.map(({ from, to }) => [from, to])).toEqual([
      [2019, 2022],
      [2020, 2023],
      [2021, 2024],
    ]);
    expect(back!.scores.map(({ score }) => score)).toContain('random');
    const { refusal } = await get<LayoutPast>(`/layout/past?table=${TABLE}&area=${AREA}&horizon=40`);
    expect(refusal!.en).toContain('40');
  });

  it('takes the neighbours that the workspace comes to know', async () => {
    const before = await get<LayoutArea>(`/layout/area?table=${TABLE}&area=${AREA}`);
    expect(before.neighboursGiven).toBe(false);
    await keepNeighbours(served.workspace, NEIGHBOURS, { synthetic: true });
    const after = await get<LayoutArea>(`/layout/area?table=${TABLE}&area=${AREA}`);
    expect(after.neighboursGiven).toBe(true);
    expect(after.neighbours).toContain('西堰市');
    expect(after.neighbours.length).toBeLessThan(before.neighbours.length);
    const all = await get<LayoutArea>(`/layout/area?table=${TABLE}&area=${AREA}&neighbours=0`);
    expect(all.neighbours).toHaveLength(29);
  });

  it('takes a table that is uploaded, guesses its columns, and keeps bad rows as rejects', async () => {
    const text = (await readFile(CITIES, 'utf8')).replace(',1892\n', ',许多\n');
    const { id } = (await served.upload('城市.csv', text)).json();
    expect(await get(`/layout/uploads/${id}`)).toMatchObject({
      area: '地区',
      activity: '行业',
      year: '年份',
      value: '从业人员',
    });
    const body = { name: '另一张表', unit: '人', ...COLUMNS };
    const kept = await served.send('POST', `/api/v1/layout/uploads/${id}/keep`, body);
    expect(kept.statusCode, kept.body).toBe(201);
    expect(kept.json()).toMatchObject({ name: '另一张表', accepted: 9408, rejected: 1 });
    const again = await served.send('POST', `/api/v1/layout/uploads/${id}/keep`, body);
    expect(again.json()).toMatchObject({ knownAs: kept.json().importId, accepted: 0 });
    const [reject] = await served.workspace.query<{ row: number; value: string }>(
      'SELECT row_number AS row, value FROM rejects WHERE resolved_by IS NULL',
    );
    expect(reject).toEqual({ row: 2, value: '许多' });
    expect((await get<{ tables: unknown[] }>('/layout/tables')).tables).toHaveLength(2);
  });

  it('makes a table of figures, each value led back to its own', async () => {
    const rows = ['地区,行业,指标,时期,数值,单位'];
    const areas = ['南京市', '苏州市', '无锡市', '常州市', '南通市'];
    const industries = ['纺织业', '汽车制造业', '医药制造业', '食品制造业', '通用设备制造业'];
    for (const year of [2020, 2023])
      areas.forEach((area, a) => {
        industries.forEach((industry, i) => {
          rows.push(
            `${area},${industry},从业人员平均人数,${year}年,${10 + ((a * 7 + i * 5 + year) % 11) * 9 * (i <= a ? 3 : 1)},万人`,
          );
        });
      });
    const file = join(served.folder, 'figures.csv');
    await writeFile(file, `${rows.join('\n')}\n`);
    await importTable(
      served.workspace,
      file,
      await openTableImport(served.dir, { as: 'figures', released: '2024-01-20' }, TODAY, {
        step: () => undefined,
        end: () => undefined,
      }),
    );
    const { figures } = await get<{ figures: Record<string, unknown>[] }>('/layout/tables');
    expect(figures).toMatchObject([
      {
        indicator: '从业人员平均人数',
        areas: 'prefecture',
        industries: 'division',
        areaCount: 5,
        industryCount: 5,
        years: [2020, 2023],
      },
    ]);
    const asked = `indicator=${encodeURIComponent('从业人员平均人数')}&unit=${encodeURIComponent(String(figures[0]!.unit))}&parts=largest`;
    const space = await get<LayoutSpace>(`/layout/space?${asked}`);
    expect(space.nodes).toHaveLength(5);
    const area = await get<LayoutArea>(`/layout/area?${asked}&area=${encodeURIComponent('苏州市')}`);
    const { originId } = area.activities[0]!;
    expect(await get(`/origins/${originId}`)).toMatchObject({ area: '苏州市', label: '从业人员平均人数' });
  });

  it('refuses what it cannot answer, and says why', async () => {
    const status = async (path: string): Promise<number> => {
      const answer = await served.get(`/api/v1/layout/${path}`);
      if (answer.statusCode !== 202) return answer.statusCode;
      await served.ended(answer.json().job.id);
      return status(path);
    };
    expect(await status('space')).toBe(400);
    expect(await status(`space?table=${encodeURIComponent('没有这张')}`)).toBe(400);
    expect(await status(`area?table=${TABLE}&area=x`)).toBe(404);
    expect(await status(`area?table=${TABLE}&area=${AREA}&weights=fit:-1`)).toBe(400);
    expect(await status(`area?table=${TABLE}&area=${AREA}&weights=luck:1`)).toBe(400);
    expect(await status(`space?table=${TABLE}&threshold=0`)).toBe(400);
    expect(await status(`space?table=${TABLE}&at=1950`)).toBe(400);
    expect(served.defects).toEqual([]);
  });
});

it('an account that is limited to a province sees its areas of a kept table alone', async () => {
  const cities = ['长沙市', '株洲市', '湘潭市', '衡阳市', '邵阳市', '南京市', '苏州市', '无此市'];
  const rows = cities.flatMap((city, r) =>
    ['甲业', '乙业', '丙业', '丁业', '戊业'].map(
      (trade, p) => `${city},${trade},${p <= r ? 90 + 11 * p : 7}`,
    ),
  );
  const file = join(served.dir, 'seen.csv');
  await writeFile(file, `地区,行业,产值\n${rows.join('\n')}\n`);
  const columns = { area: '地区', activity: '行业', value: '产值' };
  await keepLayoutTable(served.workspace, file, { ...columns, name: '两省', unit: '亿元' });
  const at = `/layout/space?table=${encodeURIComponent('两省')}`;
  const names = async () => (await get<LayoutSpace>(at)).areas.map(({ name }) => name).sort();
  expect(await names()).toEqual([...cities].sort());
  const originOf = async (city: string) => {
    const area = await get<LayoutArea>(
      `/layout/area?table=${encodeURIComponent('两省')}&area=${encodeURIComponent(city)}&leastHolders=1`,
    );
    return `/api/v1/origins/${area.activities.find(({ originId }) => originId !== null)!.originId}`;
  };
  const [own, other] = [await originOf('长沙市'), await originOf('南京市')];
  const { principal } = served.session;
  served.session.principal = { ...principal, areas: ['430000'] };
  try {
    expect(await names()).toEqual(cities.slice(0, 5).sort());
    expect((await served.get(own)).statusCode).toBe(200);
    expect((await served.get(other)).statusCode).toBe(404);
  } finally {
    served.session.principal = principal;
  }
});
