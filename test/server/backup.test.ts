import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importTable, Workspace } from '../../src/store/index.js';
import { openTableImport } from '../../src/verbs/index.js';
import { multipart, type Served, serve, TODAY } from './served.js';

const SAMPLES = fileURLToPath(new URL('../../samples/economy/', import.meta.url));
const LONG = `简报/${'一份名称很长的简报'.repeat(6)}.html`;
let served: Served;

beforeAll(async () => {
  served = await serve();
  const settings = await openTableImport(served.dir, { as: 'figures', synthetic: true }, TODAY, {
    step: () => undefined,
    end: () => undefined,
  });
  await importTable(served.workspace, join(SAMPLES, 'national-2025-07-11.csv'), settings);
  await mkdir(join(served.dir, 'briefs', '简报'), { recursive: true });
  await writeFile(join(served.dir, 'briefs', LONG), '<p>本月</p>');
  await writeFile(join(served.dir, 'briefs', 'empty.md'), '');
});
afterAll(() => served.close());

const restore = (name: string, archive: Uint8Array) => {
  const { payload, type } = multipart('backup.tar', archive);
  return served.app.inject({
    method: 'POST',
    url: `/api/v1/restore?name=${encodeURIComponent(name)}`,
    headers: { host: 'localhost', 'content-type': type },
    payload,
  });
};
const backup = async () => {
  const answer = await served.get('/api/v1/backup');
  expect(answer.statusCode).toBe(200);
  return answer;
};

describe('backup', () => {
  it('is an archive that any tar reads, and makes a workspace that says the same', async () => {
    const answer = await backup();
    expect(answer.headers['content-type']).toBe('application/x-tar');
    expect(answer.headers['content-disposition']).toContain(`workspace-${TODAY}.tar`);
    const archive = answer.rawPayload;
    const file = join(served.folder, 'backup.tar');
    await writeFile(file, archive);
    const { stdout } = await promisify(execFile)('tar', ['-tf', file, '--quoting-style=literal'], {
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
    expect(stdout).toContain('ballast.duckdb');
    expect(stdout).toContain(`briefs/${LONG}`);
    expect(stdout).not.toMatch(/staging|\.wal/);

    const restored = await restore('副本 2026', archive);
    expect(restored.statusCode, restored.body).toBe(201);
    const here = await served.workspace.counts();
    expect(here.figures).toBeGreaterThan(1);
    expect(restored.json()).toEqual({ name: '副本 2026', counts: { ...here } });
    const dir = join(served.folder, '副本 2026');
    expect(await readFile(join(dir, 'briefs', LONG), 'utf8')).toBe('<p>本月</p>');
    expect(await readFile(join(dir, 'briefs', 'empty.md'), 'utf8')).toBe('');
    const other = await Workspace.open(dir, { readOnly: true });
    expect(await other.figures()).toEqual(await served.workspace.figures());
    expect(await other.originals.names()).toEqual(await served.workspace.originals.names());
    await other.close();
    // Nothing is left of the copy that was sent.
    expect(await readdir(join(served.dir, 'staging'))).toEqual([]);

    const again = await restore('副本 2026', archive);
    expect(again.statusCode).toBe(400);
    expect(again.json().error.zh).toMatch(/已有同名文件夹/);
  });

  it('what is cut off, changed, or leads elsewhere makes nothing', async () => {
    const archive = (await backup()).rawPayload;
    const cut = archive.subarray(0, archive.length - 4096);
    const changed = Buffer.from(archive);
    const original = changed.indexOf('originals/');
    changed[original + 600]! ^= 1;
    const elsewhere = Buffer.from(archive);
    const at = elsewhere.indexOf('briefs/empty.md');
    elsewhere.write('../../empty.txt', at, 'latin1');
    let sum = 0;
    for (let i = 0; i < 512; i++) sum += i >= 148 && i < 156 ? 0x20 : elsewhere[at + i]!;
    elsewhere.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148, 'latin1');
    for (const bytes of [cut, changed, elsewhere, Buffer.from('no archive at all'), Buffer.alloc(2048)]) {
      const answer = await restore('bad', bytes);
      expect(answer.statusCode).toBe(400);
      expect(answer.json().error.zh).toMatch(/不是工作区的备份|损坏/);
    }
    const names = await readdir(served.folder);
    expect(names.filter((name) => name.startsWith('bad') || name.startsWith('empty'))).toEqual([]);
    expect(served.defects).toEqual([]);
  });

  it('the name of the new workspace is a name, not a path', async () => {
    for (const name of ['../x', 'a/b', '.hidden', '', 'a\\b', 'C:'])
      expect((await restore(name, Buffer.alloc(0))).statusCode).toBe(400);
  });

  it('what was done is written down, newest first', async () => {
    const answer = await served.get('/api/v1/audit?count=2');
    const { items, total, next } = answer.json();
    expect(items).toHaveLength(2);
    expect(total).toBeGreaterThanOrEqual(3);
    expect(next).toBe(2);
    expect(items[0]).toMatchObject({ principal: 'owner', action: 'backup' });
  });
});
