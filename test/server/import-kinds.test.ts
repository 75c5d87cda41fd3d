// Every kind of file that the command line imports comes in by the browser too: guessed, previewed, taken in, mended.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Served, serve } from './served.js';

let served: Served;

beforeAll(async () => {
  served = await serve();
});

afterAll(() => served.close());

const get = (url: string) => served.get(`/api/v1${url}`);
const post = (url: string, body: object) => served.send('POST', `/api/v1${url}`, body);
const sample = (name: string) => readFileSync(new URL(`../../samples/${name}`, import.meta.url));

async function upload(name: string, bytes: Uint8Array | string): Promise<{ id: string; guess: string }> {
  const answer = await served.upload(name, bytes);
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
}

async function taken(id: string, said: object) {
  const started = await post(`/uploads/${id}/import`, said);
  expect(started.statusCode, started.body).toBe(202);
  const { job } = started.json();
  expect(await served.ended(job.id)).toMatchObject({ state: 'done', failure: null });
  return (await get(`/jobs/${job.id}/result`)).json();
}

describe('kinds of files', () => {
  it('are guessed by what they hold', async () => {
    const guesses: Record<string, string> = {};
    for (const name of [
      'economy/figures.synthetic.csv',
      'economy/enterprises.synthetic.csv',
      'economy/reports.synthetic.csv',
      'economy/clusters.synthetic.csv',
      'economy/titles.synthetic.csv',
      'economy/firm-items.synthetic.csv',
      'assess/firms.csv',
      'chain/links.synthetic.csv',
      'chain/input-classes.synthetic.csv',
      'chain/io-table.synthetic.csv',
      'chain/chain-nodes.synthetic.csv',
      'chain/chain-edges.synthetic.csv',
      'chain/chain-actors.synthetic.csv',
      'match/challenges.synthetic.csv',
      'match/challenge-steps.synthetic.csv',
      'match/firms.synthetic.csv',
      'match/large.synthetic.csv',
      'match/small.synthetic.csv',
      'match/products.synthetic.csv',
      'match/needs.synthetic.csv',
      'layout/neighbours.synthetic.csv',
      'pages/2022-07-decade.txt',
      'pages/2024-01-review.docx',
      'pages/2024-04-equipment-renewal.pdf',
    ]) {
      const { id, guess } = await upload(name.split('/').at(-1)!, sample(name));
      guesses[name] = guess;
      await served.send('DELETE', `/api/v1/uploads/${id}`);
    }
    expect(guesses).toEqual({
      'economy/figures.synthetic.csv': 'figures',
      'economy/enterprises.synthetic.csv': 'enterprises',
      'economy/reports.synthetic.csv': 'reports',
      'economy/clusters.synthetic.csv': 'clusters',
      'economy/titles.synthetic.csv': 'titles',
      'economy/firm-items.synthetic.csv': 'firm-items',
      'assess/firms.csv': 'firm-items',
      'chain/links.synthetic.csv': 'links',
      'chain/input-classes.synthetic.csv': 'input-classes',
      'chain/io-table.synthetic.csv': 'io-table',
      'chain/chain-nodes.synthetic.csv': 'chain',
      'chain/chain-edges.synthetic.csv': 'chain',
      'chain/chain-actors.synthetic.csv': 'chain',
      'match/challenges.synthetic.csv': 'challenges',
      'match/challenge-steps.synthetic.csv': 'challenge-entries',
      'match/firms.synthetic.csv': 'capabilities',
      'match/large.synthetic.csv': 'large-firms',
      'match/small.synthetic.csv': 'small-firms',
      'match/products.synthetic.csv': 'finance-products',
      'match/needs.synthetic.csv': 'finance-needs',
      'layout/neighbours.synthetic.csv': 'neighbours',
      'pages/2022-07-decade.txt': 'pages',
      'pages/2024-01-review.docx': 'pages',
      'pages/2024-04-equipment-renewal.pdf': 'pages',
    });
  });

  it('an input–output table: its identities are shown, and it is kept under its name', async () => {
    const { id } = await upload('临江.csv', sample('chain/io-table.synthetic.csv'));
    const preview = await post(`/uploads/${id}/preview`, { as: 'io-table' });
    const [table] = preview.json().tables;
    expect(table).toMatchObject({ mapping: null, rejected: 0 });
    expect(table.holds.map(({ zh }: { zh: string }) => zh).join('\n')).toMatch(
      /个部门，2024[\s\S]*✓ .*最大残差/,
    );
    expect(table.lines.length).toBeGreaterThan(5);
    expect(await taken(id, { as: 'io-table', name: '临江省2024', synthetic: true })).toMatchObject({
      accepted: 1,
      file: '临江.csv',
    });
    expect((await served.workspace.ioTables()).map(({ name }) => name)).toEqual(['临江省2024']);
    expect(await taken(id, { as: 'io-table', name: '临江省2024', synthetic: true })).toMatchObject({
      accepted: 0,
      knownAs: expect.any(Number),
    });
    const refused = await post(`/uploads/${id}/preview`, { as: 'io-table', period: '上半年' });
    expect(refused.statusCode).toBe(400);
    expect(refused.json().error.zh).toContain('应是年份');
  });

  it('a chain: its tables are read together, a row that is wrong is mended', async () => {
    const nodes = await upload('环节.csv', sample('chain/chain-nodes.synthetic.csv'));
    const edges = await upload(
      '上下游.csv',
      sample('chain/chain-edges.synthetic.csv').toString('utf8').replace(',B,', ',甲,'),
    );
    const actors = await upload('企业.csv', sample('chain/chain-actors.synthetic.csv'));
    const said = { as: 'chain', name: '新能源汽车', with: [edges.id, actors.id] };
    const preview = (await post(`/uploads/${nodes.id}/preview`, said)).json().tables;
    expect(preview.map(({ sheet }: { sheet: string }) => sheet)).toEqual([
      '环节.csv',
      '上下游.csv',
      '企业.csv',
    ]);
    const [fault] = preview[1].faults;
    expect(fault).toMatchObject({ row: 2, column: 'F', value: '甲' });
    expect(preview[1].lines.find(({ row }: { row: number }) => row === 2).cells[5]).toBe('甲');
    const result = await taken(nodes.id, said);
    expect(result.accepted).toBeGreaterThan(50);
    expect(result.rejected).toBe(1);
    expect(JSON.stringify(result)).not.toContain(served.folder);
    const [reject] = (await get(`/rejects?import=${result.importId}`)).json().items;
    expect(reject).toMatchObject({ file: '上下游.csv', row: 2, column: '证据等级' });
    const mended = await post('/rejects/mend', {
      rows: [
        {
          importId: reject.importId,
          seq: reject.seq,
          record: { ...reject.record, 证据等级: 'B' },
        },
      ],
    });
    expect(mended.json()).toMatchObject({ accepted: 1, open: [] });
    const [chain] = await served.workspace.chains();
    const lines = sample('chain/chain-edges.synthetic.csv').toString('utf8').trim().split('\n').length - 1;
    expect(chain).toMatchObject({ name: '新能源汽车', edges: lines });
  });

  it('items of firms: cells that cannot be used are marked, and mended', async () => {
    const text = sample('assess/firms.csv').toString('utf8');
    const [head, first] = text.split(/\r?\n/) as [string, string];
    const cells = first.split(',');
    const at = head.split(',').indexOf('2025年营业收入（万元）');
    cells[at] = '约六千';
    const { id } = await upload('预审.csv', `${head}\n${cells.join(',')}\n`);
    const [table] = (await post(`/uploads/${id}/preview`, { as: 'firm-items' })).json().tables;
    expect(table.faults).toEqual([
      expect.objectContaining({ row: 2, column: String.fromCharCode(65 + at), value: '约六千' }),
    ]);
    expect(table.faults[0].zh).toContain('应为');
    const result = await taken(id, { as: 'firm-items' });
    expect(result).toMatchObject({ rejected: 1 });
    const [reject] = (await get(`/rejects?import=${result.importId}`)).json().items;
    const mended = await post('/rejects/mend', {
      rows: [
        {
          importId: reject.importId,
          seq: reject.seq,
          record: { ...reject.record, '2025年营业收入（万元）': '6100' },
        },
      ],
    });
    expect(mended.json()).toMatchObject({ accepted: 1, open: [] });
  });

  it('challenges and their steps: a step that the rules do not allow is told with its row', async () => {
    const text = sample('match/challenges.synthetic.csv').toString('utf8').split(/\r?\n/);
    const [head, first, second] = text as [string, string, string];
    const wrong = second.replace('揭榜挂帅', '随便');
    expect(wrong).not.toBe(second);
    const { id, guess } = await upload('任务.csv', [head, first, wrong].join('\n'));
    expect(guess).toBe('challenges');
    const [table] = (await post(`/uploads/${id}/preview`, { as: 'challenges' })).json().tables;
    expect(table.faults).toEqual([expect.objectContaining({ row: 3, column: 'C', value: '随便' })]);
    const result = await taken(id, { as: 'challenges', synthetic: true });
    expect(result).toMatchObject({ accepted: 1, rejected: 1, file: '任务.csv' });
    const [reject] = (await get(`/rejects?import=${result.importId}`)).json().items;
    const mended = await post('/rejects/mend', {
      rows: [{ importId: reject.importId, seq: reject.seq, record: { ...reject.record, 类别: '揭榜挂帅' } }],
    });
    expect(mended.json()).toMatchObject({ accepted: 1, open: [] });
    expect(await served.workspace.challenges()).toHaveLength(2);

    const steps = sample('match/challenge-steps.synthetic.csv').toString('utf8').split(/\r?\n/);
    const own = steps
      .filter((line, at) => at === 0 || line.startsWith(`${first.split(',')[0]},`))
      .slice(0, 2);
    const entries = await upload('进展.csv', [...own, own[1]!.replace('已申报', '不知道')].join('\n'));
    expect(entries.guess).toBe('challenge-entries');
    const [preview] = (await post(`/uploads/${entries.id}/preview`, { as: 'challenge-entries' })).json()
      .tables;
    expect(preview).toMatchObject({ values: 1, rejected: 1 });
    expect(preview.faults[0]).toMatchObject({ row: 3, value: '不知道' });
    expect(await taken(entries.id, { as: 'challenge-entries' })).toMatchObject({ accepted: 1, rejected: 1 });
    expect(await taken(entries.id, { as: 'challenge-entries' })).toMatchObject({ accepted: 0, unchanged: 1 });
  });

  it('what sides of a match offer, and tables of layout, are taken in', async () => {
    for (const [name, kind] of [
      ['match/firms.synthetic.csv', 'capabilities'],
      ['match/needs.synthetic.csv', 'finance-needs'],
      ['layout/city-industries.synthetic.csv', 'layout-table'],
      ['layout/neighbours.synthetic.csv', 'neighbours'],
    ] as const) {
      const { id } = await upload(name.split('/').at(-1)!, sample(name));
      const answer = await post(`/uploads/${id}/preview`, { as: kind });
      expect(answer.statusCode, answer.body).toBe(200);
      expect(answer.json().tables[0].values, kind).toBeGreaterThan(0);
      const result = await taken(id, { as: kind, synthetic: true });
      expect(result.accepted, kind).toBeGreaterThan(0);
      expect(JSON.stringify(result)).not.toContain(served.folder);
    }
  });

  it('a page: read, kept, and found by its address; what is no page is refused by its name', async () => {
    const { id } = await upload('十年.txt', sample('pages/2022-07-decade.txt'));
    const [page] = (await post(`/uploads/${id}/preview`, { as: 'pages' })).json().tables;
    expect(page.values).toBeGreaterThan(5);
    const result = await taken(id, { as: 'pages' });
    expect(result).toMatchObject({ accepted: 1, rejected: 0, kind: 'pages' });
    const [{ sha256 }] = result.documents;
    const read = await get(`/documents/${sha256}`);
    expect(read.statusCode, read.body.slice(0, 200)).toBe(200);
    expect(await taken(id, { as: 'pages' })).toMatchObject({ accepted: 0, unchanged: 1 });
    const picture = await served.upload('图.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'));
    expect(picture.statusCode).toBe(400);
    expect(picture.json().error.zh).toContain('图.png');
    expect(picture.body).not.toContain(served.folder);
  });

  it('templates come for each kind, and what is filled in is taken for that kind', async () => {
    const { items } = (await get('/templates')).json();
    const kinds = new Set(items.map(({ kind }: { kind: string }) => kind));
    for (const kind of [
      'figures',
      'enterprises',
      'reports',
      'titles',
      'links',
      'chain',
      'io-table',
      'firm-items',
    ])
      expect(kinds).toContain(kind);
    const firm = items.filter(({ kind }: { kind: string }) => kind === 'firm-items');
    expect(firm.length).toBeGreaterThan(3);
    for (const { id, kind } of [
      ...items.filter(({ kind }: { kind: string }) => kind !== 'firm-items'),
      ...firm.slice(0, 2),
    ]) {
      const answer = await get(`/templates/${encodeURIComponent(id)}?format=csv`);
      expect(answer.statusCode, id).toBe(200);
      const guessed = await upload(`${kind}.csv`, answer.rawPayload);
      expect(guessed.guess, id).toBe(kind);
      await served.send('DELETE', `/api/v1/uploads/${guessed.id}`);
    }
    const book = await get('/templates/figures?format=xlsx&lang=en');
    expect(book.rawPayload.subarray(0, 2).toString()).toBe('PK');
    expect((await get('/templates/passwords')).statusCode).toBe(404);
    expect(served.defects).toEqual([]);
  });
});
