import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildApp, openSession } from '../../src/server/index.js';
import { importTable, Workspace } from '../../src/store/index.js';
import { openLexicons, openTableImport } from '../../src/verbs/index.js';

const SILENT = { step: () => undefined, end: () => undefined };

let folder: string;
let workspace: Workspace;
let app: FastifyInstance;

const FILES = {
  clusters: '集群名称,地区,主导产业,级别\n甲集群,苏州市,汽车,省级\n乙集群,南京市,新材料,省级\n',
  enterprises:
    '企业名称,地区,行业代码,所属集群\n苏州一厂,苏州市,C36,乙集群、 甲集群\n南京二厂,南京市,C36,甲集群\n',
  figures: [
    '集群名称,指标,时期,地区,数值,单位',
    '甲集群,研发投入强度,2024年,苏州市,3,%',
    '乙集群,研发投入强度,2024年,南京市,5,%',
    '甲集群,营业收入,2024年,苏州市,200,亿元',
    '乙集群,营业收入,2024年,南京市,100,亿元',
  ].join('\n'),
} as const;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ballast-clusters-'));
  const dir = join(folder, 'workspace');
  workspace = await Workspace.open(dir);
  for (const as of ['clusters', 'enterprises', 'figures'] as const) {
    const file = join(folder, `${as}.csv`);
    await writeFile(file, FILES[as]);
    const options = await openTableImport(
      dir,
      { as, synthetic: true, released: '2025-01-20' },
      '2026-11-22',
      SILENT,
    );
    await importTable(workspace, file, options);
  }
  const session = await openSession({
    workspace,
    name: 'workspace',
    version: '0',
    lexicons: (await openLexicons(dir)).lexicons,
    today: () => '2026-11-22',
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

async function get(path: string) {
  const answer = await app.inject({ url: `/api/v1${path}`, headers: { host: 'localhost' } });
  return { status: answer.statusCode, body: answer.json() };
}

const order = (body: { clusters: { name: string; rank: number }[] }) =>
  body.clusters.map(({ name, rank }) => `${rank} ${name}`);

it('the order follows the weights, and the weight that turns it around is told', async () => {
  const research = (await get('/clusters?weights=innovation:60,enterprises:20')).body;
  expect(research.period).toBe('2024');
  expect(order(research)).toEqual(['1 乙集群', '2 甲集群']);
  const firms = (await get('/clusters?weights=innovation:10,enterprises:90')).body;
  expect(order(firms)).toEqual(['1 甲集群', '2 乙集群']);
  const scores = Object.fromEntries(
    research.clusters.map(({ name, abilities }: { name: string; abilities: unknown }) => [name, abilities]),
  );
  // One indicator an ability: whoever has more of it has 100, the other 0.
  expect(scores['甲集群']).toMatchObject([
    { id: 'innovation', score: 0 },
    { id: 'enterprises', score: 100 },
  ]);
  expect(research.clusters.every(({ values }: { values: unknown[] }) => values.length === 2)).toBe(true);
});

it('a number of the ranking leads to its origin', async () => {
  const { body } = await get('/clusters');
  const [{ values }] = body.clusters;
  const { status, body: origin } = await get(`/origins/${values[0].originId}`);
  expect(status).toBe(200);
  expect(origin.place).toMatchObject({ kind: 'cell', file: expect.stringContaining('figures.csv') });
});

it('a cluster tells its firms, where they are, and how concentrated', async () => {
  const { body } = await get(`/clusters/page?name=${encodeURIComponent('甲集群')}`);
  expect(body.firmsInAll).toBe(2);
  expect(body.concentration).toEqual({ hhi: 0.5, cr3: 1 });
  expect(body.areas.map(({ area }: { area: string }) => area).sort()).toEqual(['南京市', '苏州市']);
});

it('what is no weight is refused, and what is no cluster is not there', async () => {
  expect((await get('/clusters?weights=innovation:-3')).status).toBe(400);
  expect((await get('/clusters?weights=nothing:3')).status).toBe(400);
  expect((await get('/clusters?weights=innovation:')).status).toBe(400);
  const { abilities } = (await get('/clusters')).body;
  const none = abilities.map(({ id }: { id: string }) => `${id}:0`).join();
  const refused = await get(`/clusters?weights=${none}`);
  expect([refused.status, refused.body.error.zh]).toEqual([400, '各项能力的权重不能都为 0']);
  expect((await get('/clusters/page?name=x')).status).toBe(404);
  expect(order((await get('/clusters')).body)).toHaveLength(2);
});

it('the firms of an industry are counted by area, with quotients a reader can work out', async () => {
  const { body: all } = await get('/clusters/concentration');
  expect(all).toMatchObject({
    level: 'place',
    industry: null,
    all: 2,
    firms: 2,
    nowhere: 0,
    synthetic: true,
  });
  expect(all.areas).toMatchObject([
    { area: '南京市', firms: 1, share: 50, quotient: null, clusters: ['乙集群'] },
    { area: '苏州市', firms: 1, share: 50, quotient: null, clusters: ['甲集群'] },
  ]);
  const { body } = await get('/clusters/concentration?industry=C36&level=province');
  // All firms are of the one industry and in the one province: no more there than anywhere.
  expect(body.areas).toMatchObject([
    {
      area: '江苏省',
      code: '320000',
      firms: 2,
      share: 100,
      quotient: 1,
      clusters: expect.arrayContaining(['甲集群', '乙集群']),
    },
  ]);
  expect(body.concentration).toMatchObject({ hhi: 1, cr3: 100 });
  expect(body.areas[0].origins.quotient.place).toMatchObject({
    kind: 'formula',
    inputs: [{ value: 2 }, { value: 2 }, { value: 2 }, { value: 2 }],
  });
  expect(body.areas[0].origins.firms.place).toMatchObject({
    files: [{ file: 'enterprises.csv', values: 2 }],
  });
});
