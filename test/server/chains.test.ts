import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { buildApp as BuildApp, openSession as OpenSession } from '../../src/server/index.js';
import type {
  Workspace as Held,
  importChain as ImportChain,
  importTable as ImportTable,
} from '../../src/store/index.js';
import type * as Verbs from '../../src/verbs/index.js';

// Jobs work on threads, which the built program has.
const built = (room: string) => import(new URL(`../../dist/${room}/index.js`, import.meta.url).href);
const { buildApp, openSession } = (await built('server')) as {
  buildApp: typeof BuildApp;
  openSession: typeof OpenSession;
};
const { Workspace, importTable, importChain } = (await built('store')) as {
  Workspace: typeof Held;
  importTable: typeof ImportTable;
  importChain: typeof ImportChain;
};
const { openLexicons, openTableImport, readChainFiles, rowsToKeep } = (await built('verbs')) as typeof Verbs;

const SILENT = { step: () => undefined, end: () => undefined };
const sample = (name: string) => `samples/chain/${name}.synthetic.csv`;

let folder: string;
let workspace: Held;
let app: FastifyInstance;

async function open() {
  const session = await openSession({
    workspace,
    name: 'workspace',
    version: '0',
    lexicons: (await openLexicons(join(folder, 'workspace'))).lexicons,
    today: () => '2026-11-22',
    report: (error) => {
      throw error;
    },
  });
  return buildApp(session, { web: null });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ballast-chains-'));
  const dir = join(folder, 'workspace');
  workspace = await Workspace.open(dir);
  // The areas of the samples are made up: no list knows them.
  const firms = join(folder, 'firms.csv');
  const rows = (await readFile(sample('firms'), 'utf8')).split(/\r?\n/).map((row) => row.split(','));
  await writeFile(firms, rows.map((cells) => cells.filter((_, at) => at !== 2).join(',')).join('\n'));
  for (const [file, as] of [
    [firms, 'enterprises'],
    [sample('links'), 'links'],
    [sample('input-classes'), 'input-classes'],
  ] as const)
    await importTable(
      workspace,
      file,
      await openTableImport(dir, { as, synthetic: true }, '2026-11-22', SILENT),
    );
  const { readings } = await readChainFiles(['chain-nodes', 'chain-edges', 'chain-actors'].map(sample));
  await importChain(workspace, rowsToKeep(readings), {
    chain: '新能源汽车',
    mapping: null,
    released: null,
    publisher: null,
    synthetic: true,
  });
  app = await open();
});

afterAll(async () => {
  await app.close();
  await workspace.close();
  await rm(folder, { recursive: true });
});

const headers = { host: 'localhost' };
async function get(path: string) {
  const answer = await app.inject({ url: `/api/v1${path}`, headers });
  return { status: answer.statusCode, body: answer.json() };
}
/** The summary once the network is open; until then a job says that it is being opened. */
async function whenOpen() {
  for (;;) {
    const answer = await get('/chains');
    if (answer.body.opening === null) return answer;
    expect(answer.body).toMatchObject({ network: null, noNetwork: null, opening: { kind: 'chain-open' } });
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
async function finished(path: string, payload: object) {
  const started = await app.inject({ method: 'POST', url: `/api/v1${path}`, headers, payload });
  expect(started.json()).toHaveProperty('job');
  const { id } = started.json().job as { id: string };
  for (;;) {
    const { body } = await get(`/jobs/${id}`);
    if (body.ended !== null) {
      expect(body).toMatchObject({ state: 'done', failure: null });
      return (await get(`/jobs/${id}/result`)).body;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('chains', () => {
  it('tells the chains and the network, and what the network rests on', async () => {
    const { body } = await whenOpen();
    expect(body.chains).toMatchObject([
      { name: '新能源汽车', nodes: 26, edges: 45, actors: 78, synthetic: true },
    ]);
    expect(body.noNetwork).toBeNull();
    expect(body.network).toMatchObject({
      firms: 180,
      links: 1142,
      period: '2024',
      unit: '元',
      synthetic: true,
    });
    // No firm states revenue among its items here, so a leak is assumed and said.
    expect(body.network.basis).toEqual({ kind: 'leak', share: 0.3 });
  });

  it('lays a map out from upstream to downstream; what flows between stages has no cycle', async () => {
    const { body } = await get(
      `/chains/map?chain=${encodeURIComponent('新能源汽车')}&home=${encodeURIComponent('临江省')}`,
    );
    expect(body.stages.map(({ name }: { name: string }) => name)).toEqual([
      '能源',
      '原材料',
      '材料',
      '零部件',
      '总成',
      '装备',
      '整车',
      '回收',
    ]);
    for (const { from, to } of body.flows.forward) expect(from).toBeLessThan(to);
    for (const { from, to } of body.flows.feedback) expect(from).toBeGreaterThan(to);
    const columnOf = (at: number) => body.nodes[at].column as number;
    for (const { from, to, way } of body.edges)
      if (way === 'forward') expect(columnOf(from)).toBeLessThan(columnOf(to));
    expect(body.nodes.find(({ id }: { id: string }) => id === 'N04').gaps).toContainEqual({
      rule: 'noHomeMaker',
      state: 'met',
    });
  });

  it('a node tells its makers, their shares and the row they stand in', async () => {
    const { body } = await get(`/chains/node?chain=${encodeURIComponent('新能源汽车')}&node=N01`);
    expect(body.makers[0]).toMatchObject({
      name: '江城航图煤业有限公司',
      share: 0.289,
      inNetwork: true,
      place: { file: sample('chain-actors'), row: 2 },
    });
    const { status } = await get(`/chains/node?chain=${encodeURIComponent('新能源汽车')}&node=N99`);
    expect(status).toBe(404);
  });

  it('a firm that closes takes its customers along: at once, with its routes and a bound', async () => {
    const { body: firms } = await get('/chains/firms?count=1&sort=output');
    const [{ id, output }] = firms.items;
    const { body } = await get(`/chains/close?firms=${id}`);
    expect(body.lostOwn).toBeCloseTo(output, 0);
    expect(body.lost).toBeGreaterThan(body.lostOwn);
    // The weights of the index are the outputs here only up to the leak that all share.
    expect(body.lost / body.whole).toBeCloseTo(body.esri, 9);
    expect(body.bound).toBeLessThan(1e-6);
    expect(body.milliseconds).toBeLessThan(1000);
    expect(body.routes[0].firms[0].id).toBe(id);
    expect((await get('/chains/close?firms=nobody')).status).toBe(404);
  });

  it('the ranking of all agrees with each closure alone, and outlives the server', async () => {
    const ranking = await finished('/chains/ranking', { rule: 'certified' });
    expect(ranking).toMatchObject({ rule: 'certified', way: 'certified', firms: 180, stale: false });
    const { body: first } = await get('/chains/firms?count=3');
    expect(first.items.map(({ rank }: { rank: number }) => rank)).toEqual([1, 2, 3]);
    for (const { id, esri } of first.items)
      expect((await get(`/chains/close?firms=${id}`)).body.esri).toBeCloseTo(esri, 5);
    await app.close();
    app = await open();
    expect((await get('/chains/ranking')).body.ranking).toMatchObject({ largest: first.items[0].esri });
    expect((await get('/chains/firms?count=1')).body.items[0]).toEqual(first.items[0]);
  });

  it('the rule of the literature is another index, and says so', async () => {
    const ranking = await finished('/chains/ranking', { rule: 'eps', eps: 0.01 });
    expect(ranking).toMatchObject({ rule: 'eps', parameter: 0.01, way: 'stepped', largestErrorBound: null });
  });

  it('links to add lower the total', async () => {
    const found = await finished('/chains/mend', { moved: 0.5 });
    expect(found.links.length).toBeGreaterThan(0);
    for (const { change, before, after } of found.links) {
      expect(change).toBeLessThan(0);
      expect(after - before).toBeCloseTo(change, 12);
    }
  });

  it('suppliers for weak links are those links, on the thread of the network; nobody of it is taken from outside', async () => {
    const [mended, weak] = [
      await finished('/chains/mend', { moved: 0.5 }),
      await finished('/match/weak-links', { moved: 0.5 }),
    ];
    const named = ({ buyer, from, to }: Record<'buyer' | 'from' | 'to', { name: string }>) =>
      [buyer, from, to].map(({ name }) => name).join(' ');
    expect(weak.links.map(named).sort()).toEqual(mended.links.map(named).sort());
    expect(weak.links.some(({ chosen }: { chosen: boolean }) => chosen)).toBe(true);
    expect(weak.gaps).toHaveLength(mended.gaps.length);
    const inside = (await get('/chains/firms?count=200')).body.items.map(({ id }: { id: string }) => id);
    for (const { candidates } of weak.gaps)
      for (const { key } of candidates) expect(inside).not.toContain(key);
  });

  it('a table that is not there is told', async () => {
    const payload = {
      table: 'x',
      scenarios: [{ name: 'a', events: [{ kind: 'capacity', industry: 'C32', loss: 0.3 }] }],
    };
    const answer = await app.inject({ method: 'POST', url: '/api/v1/chains/shock', headers, payload });
    expect(answer.statusCode).toBe(404);
  });
});
