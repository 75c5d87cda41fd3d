// More than the disk takes: wherever something is to be written that is said, nothing is lost or halved, and work goes on.
import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Said, send } from './sending.js';
import { noSmallDisk, SmallDisk } from './small-disk.js';

const why = noSmallDisk();
if (why !== null) console.warn(`full disk: not tried, ${why}`);

const SAID = /磁盘已满|磁盘故障/;
const TITLE = '专精特新中小企业';
const HEAD = '统一社会信用代码,企业名称,称号,有效期止';
const list = (name: string, rows: number) =>
  [HEAD, ...Array.from({ length: rows }, (_, i) => `,${name}${i}号公司,${TITLE},2027-06-30`)].join('\n');

type Told = { ok: boolean; said: string };

describe.skipIf(why !== null)('a full disk', () => {
  let disk: SmallDisk;

  beforeAll(async () => {
    disk = await SmallDisk.serve();
  });
  afterAll(() => disk.close());
  beforeEach(() => disk.empty());

  const told = ({ status, body }: Said): Told => ({ ok: status < 300, said: body?.error?.zh ?? '' });
  /** What became of a job, or that it was refused. */
  async function through(started: Said): Promise<Told> {
    if (started.status !== 202) return told(started);
    const { state, failure } = await disk.ended((started.body.job as { id: string }).id);
    return { ok: state === 'done', said: failure?.zh ?? '' };
  }
  async function uploaded(name: string, text: string): Promise<string> {
    const answer = await disk.upload(name, text);
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return answer.body.id as string;
  }
  const imported = async (id: string, as = 'titles') =>
    through(await disk.ask(`/uploads/${id}/import`, 'POST', { as, synthetic: true }));
  const titles = async () =>
    ((await disk.ask('/workspace')).body as unknown as { counts: { titles: number } }).counts.titles;

  it('however much room is left, an import is in the workspace whole when it is done, and not at all when it failed', async () => {
    for (const kilobytes of [0, 4, 8, 12, 16, 24, 40, 64, 128, 256]) {
      const name = `余${kilobytes}千字节`;
      const id = await uploaded(`${name}.csv`, list(name, 20));
      const before = await titles();
      await disk.fill(kilobytes * 1024);
      const { ok, said } = await imported(id);
      if (!ok) expect(said, name).toMatch(SAID);
      expect(await titles(), name).toBe(before + (ok ? 20 : 0));
      await disk.empty();
      expect(await imported(id), name).toEqual({ ok: true, said: '' });
      expect(await titles(), name).toBe(before + 20);
    }
    expect(disk.isUp).toBe(true);
    expect(disk.said).not.toMatch(/程序出错/);
  });

  it('is told by everything that writes, none of it is half written, and all of it works when there is room', async () => {
    // Their areas are made up: no list knows them.
    const firms = (await readFile('samples/chain/firms.synthetic.csv', 'utf8'))
      .split(/\r?\n/)
      .map((row) => row.split(',').filter((_, at) => at !== 2));
    const known = await uploaded('firms.csv', firms.map((cells) => cells.join(',')).join('\n'));
    expect(await imported(known, 'enterprises')).toMatchObject({ ok: true });
    for (const [file, as] of [
      ['chain/links.synthetic.csv', 'links'],
      ['chain/input-classes.synthetic.csv', 'input-classes'],
      ['pages/2022-12-clusters.txt', 'pages'],
    ] as const) {
      const id = await uploaded(file.replace(/^.*\//, ''), await readFile(`samples/${file}`, 'utf8'));
      expect(await imported(id, as)).toMatchObject({ ok: true });
    }
    const faulty = [HEAD, `,甲公司,${TITLE},2027-06-30`, `,乙公司,${TITLE},2024年6月99日`].join('\n');
    expect(await imported(await uploaded('faulty.csv', faulty))).toMatchObject({ ok: true });
    const rejects = (await disk.ask('/rejects')).body.items as {
      importId: number;
      seq: number;
      record: Record<string, string>;
    }[];
    expect(rejects).toHaveLength(1);
    const { importId, seq, record } = rejects[0]!;
    const next = await uploaded('next.csv', list('后来', 5));
    const firm = `/firms/${encodeURIComponent('甲公司')}`;
    const stands = { title: TITLE, from: null, to: '2027-06-30' };
    const backup = Buffer.from(
      await (await fetch(`http://127.0.0.1:${disk.port}/api/v1/backup`)).arrayBuffer(),
    );

    const writers: Record<string, () => Promise<Told>> = {
      upload: async () => told(await disk.upload('new.csv', list('新来', 50))),
      import: () => imported(next),
      mending: async () =>
        told(
          await disk.ask('/rejects/mend', 'POST', {
            rows: [{ importId, seq, record: { ...record, 有效期止: '2027-06-30' } }],
          }),
        ),
      'title of a firm': async () =>
        told(await disk.ask(`${firm}/titles`, 'PUT', { was: stands, now: { ...stands, to: '2028-06-30' } })),
      'value of a firm': async () =>
        told(
          await disk.ask(`${firm}/items`, 'PUT', {
            edits: [{ item: 'revenue', year: 2025, value: 7e7, was: null }],
          }),
        ),
      brief: async () => through(await disk.ask('/briefs', 'POST', { settings: { kind: 'ledger' } })),
      ranking: async () => through(await disk.ask('/chains/ranking', 'POST', { rule: 'eps', eps: 0.01 })),
      export: async () => told(await disk.ask('/exports/titles?format=xlsx')),
      backup: async () => told(await disk.ask('/backup')),
      restore: async () => told(await send(disk.port, [backup], 'backup.tar', '/api/v1/restore?name=beside')),
      'a workspace to put in the place of this one': async () =>
        told(await send(disk.port, [backup], 'backup.tar', '/api/v1/restore/replace')),
    };
    const addresses = [
      '/workspace',
      `${firm}?on=2026-11-22`,
      '/briefs',
      '/chains/ranking',
      '/rejects',
      '/imports',
    ];
    const state = async () => ({
      answers: await Promise.all(addresses.map(async (path) => [path, (await disk.ask(path)).body])),
      folders: await readdir(disk.place('')).then((names) => names.filter((name) => name !== 'filler')),
      briefs: await readdir(disk.place('workspace/briefs'), { recursive: true, withFileTypes: true }).then(
        (entries) => entries.filter((entry) => entry.isFile()).map(({ name }) => name),
        () => [],
      ),
      originals: await readdir(disk.place('workspace/originals')),
    });

    // A small one may fit in what the database gives up just then.
    const refused: string[] = [];
    for (const [writer, write] of Object.entries(writers)) {
      const before = await state();
      await disk.fill();
      const topped = disk.keepFull();
      const { ok, said } = await write();
      await topped.stop();
      if (ok) continue;
      refused.push(writer);
      expect(said, writer).toMatch(SAID);
      expect(said, writer).not.toMatch(/tmp|proc/);
      // Readers go on meanwhile.
      expect(await state(), writer).toEqual(before);
    }
    expect(refused.length).toBeGreaterThan(6);
    await disk.empty();
    for (const writer of refused) expect(await writers[writer]!(), writer).toMatchObject({ ok: true });
    expect(disk.isUp).toBe(true);
    expect(disk.said).not.toMatch(/程序出错/);
  });
});
