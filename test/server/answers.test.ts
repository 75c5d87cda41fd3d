import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepAnswers } from '../../src/server/answers.js';
import { OWNER } from '../../src/server/principal.js';
import { type Served, serve } from './served.js';

let served: Served;
let app: FastifyInstance;
let made: number;
let fail: boolean;

beforeEach(async () => {
  served = await serve();
  app = Fastify();
  app.decorateRequest('principal');
  app.addHook('onRequest', async (request) => {
    request.principal = { ...OWNER, areas: [String(request.headers['x-area'] ?? '100000')] };
  });
  keepAnswers(app, served.session);
  made = 0;
  fail = false;
  app.get('/titles', { config: { restsOn: ['titles'] } }, async () => {
    const number = ++made;
    await new Promise((resolve) => setTimeout(resolve, 20));
    if (fail) throw new Error('not this time');
    return { number, padding: '专'.repeat(2000) };
  });
});
afterEach(async () => {
  await app.close();
  await served.close();
});

const ask = (headers: Record<string, string> = {}, url = '/titles') =>
  app.inject({ method: 'GET', url, headers });

test('fifty who ask at once cause one answer, which holds until a table that it rests on changes', async () => {
  const answers = await Promise.all(Array.from({ length: 50 }, () => ask()));
  expect(answers.map((answer) => answer.json().number)).toEqual(new Array(50).fill(1));
  expect(made).toBe(1);
  served.workspace.noteChange('links');
  expect((await ask()).json().number).toBe(1);
  served.workspace.noteChange('titles');
  expect((await ask()).json().number).toBe(2);
});

test('an answer of one area is not given to another, nor that of one address at another', async () => {
  expect((await ask()).json().number).toBe(1);
  expect((await ask({ 'x-area': '320000' })).json().number).toBe(2);
  expect((await ask({}, '/titles?count=1')).json().number).toBe(3);
  expect((await ask()).json().number).toBe(1);
});

test('a failure is told to who asked, and the next one tries again', async () => {
  fail = true;
  const [first, second] = await Promise.all([ask(), ask()]);
  expect([first.statusCode, second.statusCode]).toEqual([500, 500]);
  expect(made).toBe(2);
  fail = false;
  expect((await ask()).json().number).toBe(3);
});

test('what an asker has already is not sent again; what is sent is packed as the asker takes it', async () => {
  const plain = await ask();
  const { etag } = plain.headers;
  const same = await ask({ 'if-none-match': String(etag) });
  expect([same.statusCode, same.body]).toEqual([304, '']);
  served.workspace.noteChange('titles');
  expect((await ask({ 'if-none-match': String(etag) })).statusCode).toBe(200);
  for (const [encoding, unpack] of [
    ['gzip', gunzipSync],
    ['br', brotliDecompressSync],
  ] as const) {
    const packed = await ask({ 'accept-encoding': encoding });
    expect(packed.headers['content-encoding']).toBe(encoding);
    expect(packed.rawPayload.length).toBeLessThan(1000);
    expect(JSON.parse(unpack(packed.rawPayload).toString()).number).toBe(2);
  }
  const refused = await ask({ 'accept-encoding': 'gzip;q=0' });
  expect(refused.headers['content-encoding']).toBeUndefined();
  expect(refused.json().number).toBe(2);
});

test('what an import writes is in the next answer', async () => {
  const before = await served.get('/api/v1/workspace');
  expect(before.json().counts.enterprises).toBe(0);
  const { id } = (
    await served.upload('firms.csv', '统一社会信用代码,企业名称,地区\n91110000000000000X,甲公司,北京市\n')
  ).json();
  const started = await served.send('POST', `/api/v1/uploads/${id}/import`, { as: 'enterprises' });
  await served.ended(started.json().job.id);
  const after = await served.get('/api/v1/workspace');
  const { counts } = after.json();
  expect(counts.enterprises + counts.openRejects).toBe(1);
  expect(after.headers.etag).not.toBe(before.headers.etag);
});
