import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Database } from '../../src/store/database.js';

let folder: string;
let database: Database;
const file = () => join(folder, 'ballast.duckdb');
const audits = async (from = database) =>
  (await from.rows<{ n: number }>('SELECT count(*) AS n FROM audit'))[0]!.n;
const audit = (words: string) => ['owner', 'test', words, '2026-01-01T00:00:00Z'];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ballast-readers-'));
  database = await Database.open(file(), false);
});

afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

describe('readers beside the writer', () => {
  it('read what is committed while a transaction is under way, and more once it is over', async () => {
    let go = () => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    let written = () => {};
    const hasWritten = new Promise<void>((resolve) => {
      written = resolve;
    });
    const importing = database.transaction(async (transaction) => {
      await transaction.append('audit', [audit('a'), audit('b')]);
      written();
      await held;
    });
    await hasWritten;
    // Twenty at once, more than there are connections, and the writer not yet done.
    expect(await Promise.all(Array.from({ length: 20 }, () => audits()))).toEqual(Array(20).fill(0));
    go();
    await importing;
    expect(await audits()).toBe(2);
  });

  it('a line of the ledger is on disk before the import beside it is', async () => {
    await database.transaction(async (transaction) => {
      await transaction.rows('INSERT INTO rejects (import_id) VALUES (1)');
      await database.aside((ledger) => ledger.append('audit', [audit('beside')]));
      // As a kill at this moment would leave it.
      const left = join(folder, 'left.duckdb');
      await copyFile(file(), left);
      await copyFile(`${file()}.wal`, `${left}.wal`);
      const other = await Database.open(left, false);
      expect(await audits(other)).toBe(1);
      expect(await other.rows('SELECT * FROM rejects')).toEqual([]);
      await other.close();
    });
  });

  it('the log is folded while others read', async () => {
    await database.transaction((t) =>
      t.rows(`INSERT INTO report_values SELECT range, 1, 1, 1, 1, NULL FROM range(300000)`),
    );
    let isDone = false;
    const readers = Array.from({ length: 4 }, async () => {
      while (!isDone) await database.rows('SELECT sum(sin(series)) AS s FROM report_values');
    });
    await database.transaction((t) => t.rows('UPDATE report_values SET value = value + 1'));
    await database.checkpoint();
    const log = await stat(`${file()}.wal`).catch(() => null);
    isDone = true;
    await Promise.all(readers);
    expect(log?.size ?? 0).toBe(0);
  });

  it('a copy that is taken while it holds still has everything', async () => {
    await database.aside((ledger) => ledger.append('audit', [audit('before')]));
    const copy = join(folder, 'copy.duckdb');
    const meanwhile: Promise<void>[] = [];
    const wasFolded = await database.whileStill(async () => {
      meanwhile.push(database.aside((ledger) => ledger.append('audit', [audit('during')])));
      await copyFile(file(), copy);
    });
    expect(wasFolded).toBe(true);
    await Promise.all(meanwhile);
    const other = await Database.open(copy, true);
    expect(await audits(other)).toBe(1);
    await other.close();
    expect(await audits()).toBe(2);
  });

  it('nothing is acknowledged that goes to a file which is no longer there', async () => {
    await rm(file());
    const writes = [
      database.transaction((t) => t.append('audit', [audit('lost')])),
      database.aside((t) => t.append('audit', [audit('lost')])),
    ];
    for (const write of writes) await expect(write).rejects.toThrow(/已被删除、移走或替换/);
    // What was there can still be read.
    expect(await audits()).toBe(0);
  });

  it('a reader after the end is refused, not kept waiting', async () => {
    await database.close();
    await expect(database.rows('SELECT 1')).rejects.toThrow(/closed/);
  });
});
