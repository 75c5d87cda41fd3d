// Requests as the network brings them: not well formed, too large, slow, or broken off.
import { once } from 'node:events';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { send } from './sending.js';
import { type Served, serve } from './served.js';

const CSV = '统一社会信用代码,企业名称,称号\n91990100MA0000097C,甲公司,专精特新中小企业\n';
const JOB = '/api/v1/jobs/7b0c8f3e-8c0a-4a8e-9d0a-2f4ad2d0a111';

/** Rows of a table, `bytes` of them at the most. */
function* rows(bytes: number): Generator<Buffer> {
  const line = '增加值,江城市,2024,100,亿元\n';
  const part = Buffer.from(line.repeat(8192));
  let left = bytes;
  const head = Buffer.from('指标,地区,时期,数值,单位\n');
  yield head;
  left -= head.length;
  for (; left >= part.length; left -= part.length) yield part;
  yield Buffer.from(line.repeat(Math.floor(left / Buffer.byteLength(line))));
}

describe('a server on this machine', () => {
  let served: Served;
  let port: number;
  const staged = () => readdir(join(served.dir, 'staging'));
  beforeAll(async () => {
    served = await serve();
    port = Number(new URL(await served.app.listen({ host: '127.0.0.1', port: 0 })).port);
  });
  afterAll(() => served.close());

  it('takes 200 MB without holding them, and answers others meanwhile', async () => {
    const before = process.memoryUsage();
    let most = 0;
    let others = 0;
    const watch = setInterval(() => {
      const { rss, heapUsed, external } = process.memoryUsage();
      most = Math.max(most, heapUsed - before.heapUsed + external - before.external, (rss - before.rss) / 2);
      void served.get('/api/v1/workspace').then(({ statusCode }) => {
        if (statusCode === 200) others++;
      });
    }, 100);
    const answer = await send(port, rows(199 * 2 ** 20), 'large.csv');
    clearInterval(watch);
    expect(answer.status).toBe(201);
    expect(answer.body.bytes).toBeGreaterThan(198 * 2 ** 20);
    expect(most).toBeLessThan(160 * 2 ** 20);
    expect(others).toBeGreaterThan(0);
    expect((await served.send('DELETE', `/api/v1/uploads/${answer.body.id}`)).statusCode).toBe(204);
  });

  it('refuses more than that with the limit said, and keeps nothing of it', async () => {
    const answer = await send(port, rows(201 * 2 ** 20), 'huge.csv');
    expect([answer.status, answer.body.error.code]).toEqual([413, 'tooLarge']);
    expect(answer.body.error.zh).toMatch(/huge\.csv.*ballast import/);
    expect(await staged()).toEqual([]);
  });

  it('refuses an upload at its beginning, and the answer comes through while the rest is still being sent', async () => {
    const place = join(served.dir, 'staging');
    await rm(place, { recursive: true });
    await writeFile(place, 'no folder');
    try {
      for (let again = 0; again < 2; again++) {
        const { status, body } = await send(port, rows(30 * 2 ** 20), 'a.csv');
        expect(status).toBe(400);
        expect(body.error.zh).toMatch(/无法写入/);
      }
    } finally {
      await rm(place);
    }
    expect((await send(port, [Buffer.from(CSV)], 'a.csv')).status).toBe(201);
    expect(served.defects).toEqual([]);
  });

  it.each([
    [
      'a restore into a folder that is there',
      '/api/v1/restore?name=workspace',
      'backup.tar',
      400,
      /已有同名文件夹/,
    ],
    [
      'a restore where none can be taken in',
      '/api/v1/restore/replace',
      'backup.tar',
      409,
      /不能在运行中替换/,
    ],
    ['a restore of no backup', '/api/v1/restore?name=other', 'backup.tar', 400, /不是工作区的备份/],
    ['a table where none is taken', '/api/v1/imports', 'a.csv', 405, /可用 GET/],
    ['form data where JSON is asked', '/api/v1/rejects/mend', 'a.csv', 400, /请求有误/],
  ] as const)(
    '%s is refused while 30 MB are being sent, and that is read',
    async (_, path, name, status, said) => {
      for (let again = 0; again < 2; again++) {
        const answer = await send(port, rows(30 * 2 ** 20), name, path);
        expect([answer.status, answer.body.error.zh]).toEqual([status, expect.stringMatching(said)]);
      }
      expect(served.defects).toEqual([]);
    },
  );

  it.each([
    ['no JSON', '/api/v1/rejects/mend', 'application/json', '{"rows": [', 400],
    [
      'JSON that reaches for the insides of objects',
      '/api/v1/rejects/mend',
      'application/json',
      '{"__proto__": 1}',
      400,
    ],
    ['nothing where something is asked', '/api/v1/rejects/mend', 'application/json', '', 400],
    ['another type of value', '/api/v1/rejects/mend', 'application/json', '{"rows": "all"}', 400],
    ['a field nobody knows of', '/api/v1/chains/ranking', 'application/json', '{"rule": "fastest"}', 400],
    ['another type of content', '/api/v1/rejects/mend', 'text/xml', '<rows/>', 415],
    ['a body of 5 MB', '/api/v1/rejects/mend', 'application/json', `{"rows": "${'x'.repeat(5e6)}"}`, 413],
    ['form data without its boundary', '/api/v1/uploads', 'multipart/form-data', 'x', 400],
    ['form data with no file in it', '/api/v1/uploads', 'multipart/form-data; boundary=b', '--b--\r\n', 400],
    ['form data that breaks off', '/api/v1/uploads', 'multipart/form-data; boundary=b', '--b\r\nx', 400],
  ] as const)('%s is refused in both languages', async (_, url, type, payload, status) => {
    const answer = await served.app.inject({
      ...{ method: 'POST', url, payload },
      headers: { host: 'localhost', 'content-type': type },
    });
    expect(answer.statusCode, answer.body).toBe(status);
    const { zh, en } = answer.json().error;
    expect(zh).toMatch(/\p{Script=Han}/u);
    expect(en).toMatch(/[a-z]/);
    expect(answer.body).not.toMatch(/node_modules|\bat \w+ \(/);
    expect(served.defects).toEqual([]);
  });

  it.each([
    ['/api/v1/firms?count=many', 400],
    ['/api/v1/firms?count=-1', 400],
    ['/api/v1/firms?from=1e99', 400],
    ['/api/v1/jobs/%00', 400],
    ['/api/v1/uploads/..%2f..%2fetc%2fpasswd', 405],
    ['/api/v1/briefs/..%2f..%2fballast.duckdb', 404],
    ['/api/v1/%E0%A4%A', 400],
    [`/api/v1/firms?text=${'x'.repeat(200)}`, 400],
  ])('GET %s: %i', async (url, status) => {
    const answer = await served.get(url);
    expect(answer.statusCode, answer.body).toBe(status);
    expect(answer.body).not.toContain(served.dir);
    expect(served.defects).toEqual([]);
  });

  it.each(['PUT', 'PATCH', 'POST', 'DELETE'] as const)(
    '%s where nothing of the kind is taken: 405',
    async (method) => {
      const answer = await served.send(method, '/api/v1/workspace');
      expect(answer.statusCode).toBe(405);
      expect(answer.headers.allow).toContain('GET');
    },
  );

  it.each([
    ['no HTTP at all', 'HELLO\r\n\r\n'],
    [
      'a header without an end',
      `GET /api/v1/workspace HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(100_000)}`,
    ],
    [
      'two lengths',
      'POST /api/v1/uploads HTTP/1.1\r\nhost: localhost\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n',
    ],
    [
      'a chunk that is none',
      'POST /api/v1/uploads HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
    ],
  ])('%s: the connection is closed, and the next is answered', async (_, bytes) => {
    const socket = connect(port, '127.0.0.1');
    let said = '';
    socket.on('data', (part) => {
      said += part;
    });
    socket.on('error', () => undefined);
    socket.write(bytes);
    await once(socket, 'close');
    expect(said).not.toMatch(/^HTTP\/1\.1 [25]/);
    expect((await served.get('/api/v1/workspace')).statusCode).toBe(200);
    expect(served.defects).toEqual([]);
  });

  it('one that sends and reads slowly keeps nobody else waiting', async () => {
    const slow = connect(port, '127.0.0.1');
    slow.on('error', () => undefined);
    slow.write(
      'POST /api/v1/uploads HTTP/1.1\r\nhost: localhost\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 500000\r\n\r\n--b\r\n',
    );
    // Asks for the backup and takes none of it.
    const lazy = connect(port, '127.0.0.1');
    lazy.on('error', () => undefined);
    lazy.write('GET /api/v1/backup HTTP/1.1\r\nhost: localhost\r\n\r\n');
    lazy.pause();
    for (let i = 0; i < 20; i++) {
      slow.write('x');
      expect((await served.get('/api/v1/workspace')).statusCode).toBe(200);
    }
    expect((await send(port, [Buffer.from(CSV)], 'quick.csv')).status).toBe(201);
    slow.destroy();
    lazy.destroy();
    // The copy that the backup is made of goes with whoever asked for it.
    const copies = async () => (await staged()).filter((name) => name.endsWith('.duckdb'));
    await expect.poll(copies, { timeout: 20_000 }).toEqual([]);
    expect(served.defects).toEqual([]);
  });

  it('a job that is asked for and not there is told so', async () => {
    expect((await served.get(JOB)).statusCode).toBe(404);
    expect((await served.get(`${JOB}/events`)).statusCode).toBe(404);
  });
});
