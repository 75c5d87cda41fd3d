import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../src/model/index.js';
import { Database } from '../../src/store/database.js';
import { Workspace } from '../../src/store/index.js';
import { MIGRATIONS } from '../../src/store/schema.js';
import { readPage } from './pages-read.js';

const SCRIPT = fileURLToPath(new URL('kill.mjs', import.meta.url));
const BUILT = existsSync(new URL('../../dist/store/index.js', import.meta.url));
if (!BUILT)
  console.warn('dist/ is missing: run `npm run build` first; tests with other processes are skipped');

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ballast-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** Kills a child after its first commits and returns what it knew to be committed; its log is still beside the file. */
async function killAfter(commits: number): Promise<string[]> {
  const child = spawn(process.execPath, [SCRIPT, '--child', dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const committed: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('committed ')) committed.push(line.slice(10));
    if (committed.length >= commits) child.kill('SIGKILL');
  });
  await new Promise((resolve) => child.on('close', resolve));
  return committed;
}

async function documentsIn(workspace: Workspace): Promise<Set<string>> {
  return new Set((await workspace.documents()).map((document) => document.sha256));
}

describe.skipIf(!BUILT)('other processes', () => {
  it('killed in the middle of importing, lose nothing that was committed', () => {
    const run = spawnSync(process.execPath, [SCRIPT, '--rounds', '10', '--seed', '7'], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    const result = JSON.parse(run.stdout) as { faults: string[]; committed: number };
    expect(result.faults).toEqual([]);
    expect(result.committed).toBeGreaterThan(0);
  });

  it('killed in the middle of a table, leave the workspace as before it or after it', {
    timeout: 240_000,
  }, () => {
    const script = fileURLToPath(new URL('kill-import.mjs', import.meta.url));
    const run = spawnSync(process.execPath, [script, '--rounds', '6', '--seed', '3'], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    const result = JSON.parse(run.stdout) as { faults: string[]; before: number; after: number };
    expect(result.faults).toEqual([]);
    expect(result.before + result.after).toBe(6);
  });

  it('that hold the workspace are named by their number', async () => {
    const child = spawn(process.execPath, [SCRIPT, '--hold', dir], { stdio: ['ignore', 'pipe', 'inherit'] });
    const closed = new Promise((resolve) => child.on('close', resolve));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    for (const readOnly of [false, true]) {
      const error = await Workspace.open(dir, { readOnly }).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).zh).toContain(`PID ${child.pid}`);
    }
    child.kill('SIGKILL');
    await closed;
    await (await Workspace.open(dir)).close();
  });

  it('may all read, as long as none writes', async () => {
    const first = await Workspace.open(dir);
    await first.addDocuments([readPage('a.txt', [])], { readerVersion: '1' });
    await first.close();
    const reader = await Workspace.open(dir, { readOnly: true });
    const code = `const { Workspace } = await import(${JSON.stringify(new URL('../../dist/store/index.js', import.meta.url).href)});
      const w = await Workspace.open(process.argv[1], { readOnly: true });
      console.log((await w.documents()).length);
      await w.close();`;
    const other = spawnSync(process.execPath, ['--input-type=module', '-e', code, dir], { encoding: 'utf8' });
    expect([other.stdout.trim(), other.stderr]).toEqual(['1', '']);
    await reader.close();
  });

  describe('leave a log', () => {
    let committed: string[];
    let log: string;
    let bytes: Buffer;
    beforeEach(async () => {
      committed = await killAfter(3);
      log = join(dir, 'ballast.duckdb.wal');
      bytes = await readFile(log);
    });

    it('that a reader can read without taking it in', async () => {
      const workspace = await Workspace.open(dir, { readOnly: true });
      const documents = await documentsIn(workspace);
      await workspace.close();
      for (const sha256 of committed) expect(documents).toContain(sha256);
      expect(await readFile(log)).toEqual(bytes);
    });

    it('with rubbish at its end, as after a power cut: kept aside, all before it recovered', async () => {
      await writeFile(log, Buffer.concat([bytes, Buffer.alloc(700)]));
      await expect(Workspace.open(dir, { readOnly: true })).rejects.toThrow(/只读方式无法修复/);
      const workspace = await Workspace.open(dir);
      const documents = await documentsIn(workspace);
      for (const sha256 of committed) expect(documents).toContain(sha256);
      expect(workspace.notices.map((n) => n.en)).toEqual([expect.stringContaining('was recovered')]);
      await workspace.close();
      const aside = (await readdir(dir)).filter((name) => name.includes('.wal.damaged-'));
      expect(aside).toHaveLength(1);
      expect((await readFile(join(dir, aside[0]!))).length).toBe(bytes.length + 700);
      const again = await Workspace.open(dir);
      expect(again.notices).toEqual([]);
      expect(await documentsIn(again)).toEqual(documents);
      await again.close();
    });

    it('damaged anywhere: the workspace opens, says so, and takes the pages in again', async () => {
      const file = join(dir, 'ballast.duckdb');
      const snapshot = `${file}.snapshot`;
      await copyFile(file, snapshot);
      for (const share of [0.02, 0.3, 0.6, 0.95]) {
        await copyFile(snapshot, file);
        const damaged = Buffer.from(bytes);
        const at = Math.floor(bytes.length * share);
        damaged.fill(0x5a, at, at + 24);
        await writeFile(log, damaged);
        const workspace = await Workspace.open(dir);
        expect(workspace.notices).toHaveLength(1);
        for (const document of await workspace.documents()) expect(document.figures).toBe(30);
        await workspace.addDocuments([readPage('a.txt', [])], { readerVersion: '1' });
        await workspace.close();
      }
    });
  });
});

describe('a workspace of another version', () => {
  const TWO = [...MIGRATIONS, 'CREATE TABLE orchards (code VARCHAR)'];
  const file = () => join(dir, 'ballast.duckdb');

  it('is brought up to date, with a copy of the old one beside it', async () => {
    const first = await Workspace.open(dir);
    await first.addDocuments([readPage('a.txt', [])], { readerVersion: '1' });
    await first.close();
    await expect(Database.open(file(), true, TWO)).rejects.toThrow(/需要升级/);
    const upgraded = await Database.open(file(), false, TWO);
    expect(await upgraded.rows('SELECT (SELECT count(*) FROM documents) AS n FROM ballast_schema')).toEqual([
      { n: 1 },
    ]);
    expect(await upgraded.rows('SELECT count(*) AS n FROM orchards')).toEqual([{ n: 0 }]);
    await upgraded.close();
    expect(existsSync(`${file()}.version-${MIGRATIONS.length}`)).toBe(true);
    await expect(Workspace.open(dir)).rejects.toThrow(/请升级程序/);
  });

  it('is left as it was where the upgrade fails', async () => {
    await (await Workspace.open(dir)).close();
    await expect(
      Database.open(file(), false, [...MIGRATIONS, 'CREATE TABLE t (a INTEGER); CREATE nonsense']),
    ).rejects.toThrow();
    const workspace = await Workspace.open(dir);
    expect(await workspace.documents()).toEqual([]);
    await workspace.close();
  });

  it('of another program is named', async () => {
    const foreign = await Database.open(file(), false);
    await foreign.transaction((t) => t.rows('DROP TABLE ballast_schema'));
    await foreign.close();
    await expect(Workspace.open(dir)).rejects.toThrow(/不是压舱石工作区/);
  });
});

describe('a database', () => {
  it('fetches nothing', async () => {
    const database = await Database.open(join(dir, 'ballast.duckdb'), false);
    await expect(database.rows(`SELECT * FROM read_csv('https://example.invalid/t.csv')`)).rejects.toThrow(
      /httpfs/,
    );
    const settings = await database.rows<{ value: string }>(
      `SELECT value FROM duckdb_settings() WHERE name IN
       ('autoinstall_known_extensions', 'autoload_known_extensions', 'allow_community_extensions')`,
    );
    expect(settings.map((s) => s.value)).toEqual(['false', 'false', 'false']);
    await database.close();
  });

  it('keeps transactions of one process apart', async () => {
    const database = await Database.open(join(dir, 'ballast.duckdb'), false);
    const reject = (n: number) => [n, 0, 'f', null, null, null, 'zh', 'en', 'now', null, null];
    const failing = database.transaction(async (t) => {
      await t.append('rejects', [reject(1)]);
      throw new Error('halfway');
    });
    const good = database.transaction((t) => t.append('rejects', [reject(2)]));
    await expect(failing).rejects.toThrow('halfway');
    await good;
    expect(await database.rows('SELECT import_id AS n FROM rejects')).toEqual([{ n: 2 }]);
    await database.close();
    await database.close();
  });
});
