import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainName, Staging } from '../../src/server/staging.js';
import { type Served, serve } from './served.js';

const SAMPLES = fileURLToPath(new URL('../../samples/', import.meta.url));
const LIMIT = 3_000_000;
let served: Served;
const staged = () => readdir(join(served.dir, 'staging'));

beforeAll(async () => {
  served = await serve({ uploadLimit: LIMIT });
});
afterAll(() => served.close());

describe('uploads', () => {
  it('are kept under the hash of their content, and what they hold is guessed', async () => {
    const samples = {
      'economy/figures.synthetic.csv': 'figures',
      'economy/enterprises.synthetic.csv': 'enterprises',
      'economy/reports.synthetic.csv': 'reports',
      'economy/clusters.synthetic.csv': 'clusters',
      'economy/titles.synthetic.csv': 'titles',
      'economy/cluster-figures.synthetic.csv': 'figures',
      'chain/links.synthetic.csv': 'links',
      'chain/input-classes.synthetic.csv': 'input-classes',
    };
    for (const [sample, guess] of Object.entries(samples)) {
      const bytes = await readFile(join(SAMPLES, sample));
      const name = sample.split('/')[1]!;
      const answer = await served.upload(name, bytes);
      expect(answer.statusCode, answer.body).toBe(201);
      const id = createHash('sha256').update(bytes).digest('hex');
      expect(answer.json()).toEqual({ id, file: name, bytes: bytes.length, guess });
      expect(await readFile(join(served.dir, 'staging', id, name))).toEqual(bytes);
      const forgotten = await served.send('DELETE', `/api/v1/uploads/${id}`);
      expect(forgotten.statusCode).toBe(204);
    }
    expect(await staged()).toEqual([]);
  });

  it('a name leads nowhere but to itself', async () => {
    for (const [name, plain] of [
      ['../../evil.csv', 'evil.csv'],
      ['..\\..\\evil.csv', 'evil.csv'],
      ['/etc/passwd', 'passwd'],
      ['.ssh', 'ssh'],
      ['a\u0000b\u202Ecsv', 'a_b_csv'],
      ['..', 'table'],
      ['', 'table'],
      [`${'表'.repeat(200)}.xlsx`, `${'表'.repeat(58)}.xlsx`],
    ] as const)
      expect(plainName(name)).toBe(plain);
    const answer = await served.upload('../../../evil.csv', '指标,地区\n增加值,江城市\n');
    expect(answer.json()).toMatchObject({ file: 'evil.csv' });
    expect(await readdir(served.folder)).toEqual(['workspace']);
    await served.send('DELETE', `/api/v1/uploads/${answer.json().id}`);
  });

  it('what is too large, empty, no table or a bomb is refused with the reason, and leaves nothing', async () => {
    const bomb = zipSync({ 'xl/workbook.xml': new Uint8Array(60_000_000) });
    for (const [name, bytes, status, says] of [
      ['large.csv', new Uint8Array(LIMIT + 1).fill(65), 413, /超过上传上限：large\.csv/],
      ['empty.csv', '', 400, /文件是空的：empty\.csv/],
      ['picture.xlsx', Buffer.from('\x89PNG\r\n\x1a\n0000', 'latin1'), 400, /picture\.xlsx/],
      ['archive.xlsx', zipSync({ 'a.txt': new Uint8Array(10) }), 400, /archive\.xlsx/],
      ['bomb.xlsx', bomb, 400, /bomb\.xlsx/],
      ['cut.xlsx', Buffer.from('PK\x03\x04 and no more'), 400, /cut\.xlsx/],
    ] as const) {
      const answer = await served.upload(name, bytes);
      expect(answer.statusCode, `${name} ${answer.body}`).toBe(status);
      expect(answer.json().error.zh).toMatch(says);
      expect(answer.body).not.toContain(served.dir);
    }
    expect(await staged()).toEqual([]);
    expect(served.defects).toEqual([]);
  });

  it('a request that is no upload, or a connection that closes in the middle, leaves nothing', async () => {
    expect((await served.send('POST', '/api/v1/uploads', { file: 'x' })).statusCode).toBe(400);
    const address = await served.app.listen({ host: '127.0.0.1', port: 0 });
    const port = Number(new URL(address).port);
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write(
          'POST /api/v1/uploads HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: multipart/form-data; boundary=b\r\ncontent-length: 1000000\r\n\r\n' +
            `--b\r\ncontent-disposition: form-data; name="file"; filename="half.csv"\r\n\r\n${'a,b\n'.repeat(20_000)}`,
        );
        setTimeout(() => socket.destroy(), 100);
      });
      socket.on('close', () => resolve());
      socket.on('error', () => undefined);
    });
    await expect.poll(staged, { timeout: 5000 }).toEqual([]);
    expect((await served.get('/api/v1/workspace')).statusCode).toBe(200);
    expect(served.defects).toEqual([]);
  });

  it('what an earlier server left is swept at the start', async () => {
    const left = join(served.folder, 'other', 'staging', 'abc');
    await mkdir(left, { recursive: true });
    await writeFile(join(left, 'x.csv'), 'x');
    await Staging.open(join(served.folder, 'other'));
    expect(await readdir(join(served.folder, 'other', 'staging'))).toEqual([]);
  });
});

describe('requests that are not well formed', () => {
  it('a wrong method is told which are right, a wrong address that there is nothing', async () => {
    const answer = await served.send('PUT', '/api/v1/jobs/7b0c8f3e-8c0a-4a8e-9d0a-2f4ad2d0a111', {});
    expect(answer.statusCode).toBe(405);
    expect(answer.headers.allow).toMatch(/GET/);
    expect(answer.json().error).toMatchObject({ code: 'method' });
    expect((await served.get('/api/v1/nothing')).statusCode).toBe(404);
  });
});
