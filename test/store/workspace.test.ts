import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { relate, UserError } from '../../src/model/index.js';
import { Database } from '../../src/store/database.js';
import { Workspace } from '../../src/store/index.js';
import { readPage } from './pages-read.js';

let dir: string;
let day = 1;
const now = () => new Date(`2025-03-${String(day).padStart(2, '0')}T02:00:00.000Z`);

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ballast-'));
  day = 1;
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function withWorkspace<T>(work: (workspace: Workspace) => Promise<T>, readOnly = false): Promise<T> {
  const workspace = await Workspace.open(dir, { now, readOnly });
  try {
    return await work(workspace);
  } finally {
    await workspace.close();
  }
}

const OUTPUT = { indicator: '工业增加值', value: 5.8, quote: '5.8%' };

describe('a workspace', () => {
  it('gives back what was put in, after it was closed', async () => {
    const page = readPage('a.txt', [OUTPUT]);
    await withWorkspace((w) =>
      w.addDocuments([{ ...page, file: 'pages/a.txt' }], { readerVersion: '1.0.0' }),
    );
    await withWorkspace(async (w) => {
      expect(w.notices).toEqual([]);
      expect(await w.readings()).toEqual([page.document]);
      expect(await w.reading(page.document.sha256)).toEqual(page.document);
      expect(await w.reading('0'.repeat(64))).toBeNull();
      expect(Buffer.from(await w.originals.get(page.document.sha256))).toEqual(page.original);
      expect(await w.documents()).toEqual([
        expect.objectContaining({
          source: 'a.txt',
          file: 'pages/a.txt',
          released: '2025-01-17',
          figures: 1,
          measures: 2,
          targets: 1,
          importId: 1,
          recordedAt: '2025-03-01T02:00:00.000Z',
        }),
      ]);
      expect(await w.figures()).toEqual([
        expect.objectContaining({ value: 5.8, outlet: '某省统计局', superseded: false, retiredAt: null }),
      ]);
      expect((await w.measures()).map((m) => [m.direction, m.ordinal, m.themes.length])).toEqual([
        ['稳增长', 1, 2],
        ['稳增长', 1, 0],
      ]);
      expect((await w.directions())[0]).toMatchObject({ title: '稳增长', themes: ['steady-growth'] });
      expect((await w.targets())[0]).toMatchObject({ value: 80_000, bound: 'over', deadline: '2025' });
      expect(await w.imports()).toEqual([
        expect.objectContaining({ id: 1, accepted: 1, unchanged: 0, finishedAt: expect.any(String) }),
      ]);
    }, true);
  });

  it('keeps values to the last bit', async () => {
    const values = [0.1 + 0.2, 1e300, -1.3, 40_163_600_000_000, Number.MIN_VALUE];
    const said = values.map((value, i) => ({ indicator: `指标${i}`, value, quote: `${i}.5%` }));
    await withWorkspace(async (w) => {
      await w.addDocuments([readPage('a.txt', said)], { readerVersion: '1' });
      expect((await w.figures()).map((f) => f.value)).toEqual(values);
    });
  });

  it('adds nothing when the same page is read twice', async () => {
    const page = readPage('a.txt', [OUTPUT]);
    await withWorkspace(async (w) => {
      await w.addDocuments([page, page], { readerVersion: '1.0.0+abc' });
      const before = [await w.documents(), await w.figures(), await w.measures(), await w.imports()];
      day = 2;
      const again = await w.addDocuments([page], { readerVersion: '1.0.0+abc' });
      expect(again).toEqual({ added: [], renewed: [], unchanged: [page.document.sha256] });
      expect([await w.documents(), await w.figures(), await w.measures(), await w.imports()]).toEqual(before);
    });
  });

  it('takes a newer reading in the place of the old one, and keeps what was known', async () => {
    const first = readPage('a.txt', [OUTPUT, { indicator: '出口', value: 4, quote: '4.0%' }]);
    const better = readPage('a.txt', [OUTPUT, { indicator: '出口', value: -4, quote: '4.0%' }]);
    await withWorkspace(async (w) => {
      await w.addDocuments([first], { readerVersion: '1.0.0' });
      day = 5;
      const result = await w.addDocuments([better], { readerVersion: '1.1.0' });
      expect(result.renewed).toEqual([first.document.sha256]);
      expect((await w.readings())[0]!.observations[1]!.value).toBe(-4);
      expect(await w.measures()).toHaveLength(2);
      expect((await w.figures()).map((f) => [f.value, f.recordedAt.slice(8, 10)])).toEqual([
        [-4, '05'],
        [5.8, '01'],
      ]);
      const then = await w.figures({ asOf: { day: '2025-03-04', by: 'recorded' } });
      expect(then.map((f) => f.value)).toEqual([4, 5.8]);
      expect(await w.figures({ asOf: { day: '2025-02-28', by: 'recorded' } })).toEqual([]);
      const [document] = await w.documents();
      expect(document).toMatchObject({ readerVersion: '1.1.0', figures: 2 });
      expect([document!.recordedAt.slice(8, 10), document!.readAt.slice(8, 10)]).toEqual(['01', '05']);

      expect((await w.addDocuments([first], { readerVersion: '1.0.9' })).unchanged).toHaveLength(1);
      expect((await w.addDocuments([first], { readerVersion: '1.1.0+own-words' })).renewed).toHaveLength(1);
    });
  });

  it('knows a revision from a conflict, and what was known on a day', async () => {
    const pages = [
      readPage('january.txt', [OUTPUT], { published: '2025-01-17' }),
      readPage('december.txt', [{ ...OUTPUT, value: 5.9, quote: '5.9%' }], { published: '2025-12-26' }),
      readPage('typing-error.txt', [{ ...OUTPUT, value: 58, quote: '58%' }], { published: '2025-02-01' }),
    ];
    await withWorkspace(async (w) => {
      await w.addDocuments(pages, { readerVersion: '1' });
      expect((await w.figures()).map((f) => [f.value, f.superseded])).toEqual([
        [5.8, true],
        [58, false],
        [5.9, false],
      ]);
      expect((await w.figures({ vintages: 'current' })).map((f) => f.value)).toEqual([58, 5.9]);
      const known = await w.figures({ asOf: { day: '2025-11-30' }, vintages: 'current' });
      expect(known.map((f) => [f.value, f.superseded])).toEqual([
        [5.8, false],
        [58, false],
      ]);
      expect(await w.figures({ asOf: { day: '2024-12-31' } })).toEqual([]);
      await expect(w.figures({ asOf: { day: '2024-02' } })).rejects.toThrow(UserError);
    });
  });

  it('says of every pair of statements what the model says', async () => {
    const days = ['2025-01-17', '2025-02-01', '2025-12-26'];
    const said = [5.8, 5.9, 58, 7, 5.84, -5.8].flatMap((value) => [
      { ...OUTPUT, value, quote: `${Math.abs(value)}%` },
      { ...OUTPUT, value, quote: `${Math.abs(value)}%`, bound: 'over' as const },
    ]);
    const pages = days.flatMap((published) =>
      said.map((one, i) => readPage(`${published}-${i}.txt`, [one], { published })),
    );
    await withWorkspace(async (w) => {
      await w.addDocuments(pages, { readerVersion: '1' });
      const figures = await w.figures();
      expect(figures).toHaveLength(pages.length);
      for (const old of figures) {
        const revised = figures.some((f) => f.released! > old.released! && relate(f, old) === 'vintage');
        expect(old.superseded, `${old.value} ${old.bound} ${old.released}`).toBe(revised);
      }
      expect(figures.some((f) => f.superseded) && figures.some((f) => !f.superseded)).toBe(true);
    });
  });

  it('answers the query of docs/workspace.md', async () => {
    const docs = await readFile(new URL('../../docs/workspace.md', import.meta.url), 'utf8');
    const sql = /```sql\n([^`]+)```/.exec(docs)![1]!;
    const said = [5.8, 5.9].map((value) => ({
      ...OUTPUT,
      indicator: '规模以上工业增加值',
      value,
      quote: `${value}%`,
    }));
    await withWorkspace(async (w) => {
      await w.addDocuments(
        [readPage('a.txt', [said[0]!]), readPage('b.txt', [said[1]!], { published: '2025-12-26' })],
        { readerVersion: '1' },
      );
    });
    const database = await Database.open(join(dir, 'ballast.duckdb'), true);
    expect(await database.rows(sql.replace(';', ''))).toEqual([
      { period: '2024', value: 5.9, unit: '%', quote: '5.9%', title: 'b.txt的标题' },
    ]);
    await database.close();
  });

  it('filters figures', async () => {
    await withWorkspace(async (w) => {
      const page = readPage('a.txt', [
        { ...OUTPUT, region: '安徽' },
        { indicator: '出口', value: 4, quote: '4.0%', period: '2024-Q1' },
        { indicator: '企业数量', value: 4, quote: '4家', unit: '家', kind: 'count', period: null },
      ]);
      await w.addDocuments([page], { readerVersion: '1' });
      const found = async (filter: Parameters<typeof w.figures>[0]) =>
        (await w.figures(filter)).map((f) => f.indicator);
      expect(await found({ indicator: '增加值' })).toEqual(['工业增加值']);
      expect(await found({ kind: 'count' })).toEqual(['企业数量']);
      expect(await found({ period: '2024-Q1' })).toEqual(['出口']);
      expect(await found({ area: '安徽', kind: 'growth' })).toEqual(['工业增加值']);
      expect(await found({ document: page.document.sha256 })).toHaveLength(3);
      expect(await found({ indicator: "'; DROP TABLE figures; --" })).toEqual([]);
    });
  });

  it('keeps rejects until the file is mended', async () => {
    const page = readPage('b.txt', [OUTPUT]);
    const reject = {
      file: 'b.txt',
      row: null,
      column: null,
      value: null,
      zh: '编码无法识别',
      en: 'unknown encoding',
    };
    const cell = { file: 't.csv', row: 7, column: '产值', value: '十二', zh: '不是数字', en: 'not a number' };
    await withWorkspace(async (w) => {
      const run = w.startImport({ kind: 'pages', source: 'folder' });
      await run.reject([reject, cell]);
      await run.reject([cell]);
      expect(await run.finish()).toMatchObject({ accepted: 0, rejected: 3 });
      await w.startImport({ kind: 'pages', source: 'folder' }).reject([reject]);
      expect(await w.rejects()).toEqual([
        expect.objectContaining({ ...reject, importId: 1, resolvedBy: null }),
        expect.objectContaining({ ...cell, importId: 1 }),
      ]);
      await w.addDocuments([page], { readerVersion: '1' });
      expect((await w.rejects()).map((r) => r.file)).toEqual(['t.csv']);
      expect((await w.rejects('all'))[0]).toMatchObject({ file: 'b.txt', resolvedBy: 3 });
    });
  });

  it('writes a batch whole or not at all', async () => {
    const pages = Array.from({ length: 25 }, (_, i) => readPage(`p${i}.txt`, [OUTPUT]));
    const broken = { ...pages[22]!, document: { ...pages[22]!.document, targets: [{} as never] } };
    await withWorkspace(async (w) => {
      const run = w.startImport({ kind: 'pages', source: 'folder' });
      await expect(run.addDocuments(pages.with(22, broken), { readerVersion: '1' })).rejects.toThrow();
      expect(await w.documents()).toHaveLength(20);
      expect((await w.imports())[0]!.accepted).toBe(20);
      expect((await w.strayOriginals()).length).toBe(5);
      await run.addDocuments(pages, { readerVersion: '1' });
      expect(await run.finish()).toMatchObject({ accepted: 25, unchanged: 20 });
      expect(await w.strayOriginals()).toEqual([]);
    });
  });

  it('refuses bytes that are not the document they are said to be', async () => {
    const page = readPage('a.txt', [OUTPUT]);
    await withWorkspace(async (w) => {
      const other = { ...page, original: Buffer.from('other') };
      await expect(w.addDocuments([other], { readerVersion: '1' })).rejects.toThrow(RangeError);
      expect(await w.documents()).toEqual([]);
    });
  });

  it('notices an original that was altered or lost', async () => {
    const page = readPage('a.txt', [OUTPUT]);
    await withWorkspace(async (w) => {
      await w.addDocuments([page], { readerVersion: '1' });
      const file = join(w.originals.folder, page.document.sha256);
      await writeFile(file, 'altered');
      await expect(w.originals.get(page.document.sha256)).rejects.toThrow(/哈希/);
      await rm(file);
      await expect(w.originals.get(page.document.sha256)).rejects.toThrow(UserError);
    });
  });

  it('saves briefs whole, under plain names only', async () => {
    await withWorkspace(async (w) => {
      const file = await w.saveBrief('ledger.html', '<p>');
      expect(await readFile(file, 'utf8')).toBe('<p>');
      expect(await readdir(join(dir, 'briefs'))).toEqual(['ledger.html']);
      await expect(w.saveBrief('../ledger.html', '')).rejects.toThrow(RangeError);
    });
  });

  it('orders what it gives by release and name, whatever the order of reading', async () => {
    const pages = ['c', 'a', 'b'].map((name, i) =>
      readPage(`${name}.txt`, [OUTPUT], { published: i === 0 ? '2024-01-01' : '2025-01-01' }),
    );
    await withWorkspace(async (w) => {
      await w.addDocuments(pages, { readerVersion: '1' });
      expect((await w.documents()).map((d) => d.source)).toEqual(['c.txt', 'a.txt', 'b.txt']);
    });
  });
});

describe('opening', () => {
  const opening = async (readOnly = false) => {
    const error = await Workspace.open(dir, { readOnly }).then(
      (w) => w.close(),
      (e: unknown) => e,
    );
    expect(error).toBeInstanceOf(UserError);
    return error as UserError;
  };

  it('a second time in one process is refused, and so is a reader beside a writer', async () => {
    await withWorkspace(async () => {
      expect((await opening()).en).toMatch(/in use by this process/);
      expect((await opening(true)).zh).toMatch(/正被本进程使用/);
    });
    await withWorkspace(async () => undefined);
  });

  it('at the same moment, lets one through', async () => {
    const attempts = await Promise.allSettled([1, 2, 3].map(() => Workspace.open(dir)));
    const opened = attempts.filter((a) => a.status === 'fulfilled');
    expect(opened).toHaveLength(1);
    await opened[0]!.value.close();
    await withWorkspace(async () => undefined);
    expect((await readdir(dir)).sort()).toEqual(['ballast.duckdb', 'originals']);
  });

  it('read-only where there is nothing says what to do, and makes nothing', async () => {
    expect((await opening(true)).en).toMatch(/no workspace yet/);
    expect(await readdir(dir)).toEqual([]);
  });

  it.each([
    ['text', Buffer.from('not a database '.repeat(400))],
    ['an empty file', Buffer.alloc(0)],
    ['zeros', Buffer.alloc(12_288)],
  ])('a foreign file (%s) is named, and left alone', async (_, bytes) => {
    const file = join(dir, 'ballast.duckdb');
    await writeFile(file, bytes);
    expect((await opening()).zh).toContain(file);
    expect(await readFile(file)).toEqual(bytes);
  });

  it('a database cut short is named', async () => {
    await withWorkspace((w) => w.addDocuments([readPage('a.txt', [OUTPUT])], { readerVersion: '1' }));
    const file = join(dir, 'ballast.duckdb');
    await writeFile(file, (await readFile(file)).subarray(0, 9_000));
    expect((await opening()).en).toContain(file);
  });

  it('a file in the place of the folder is named', async () => {
    const file = join(dir, 'taken');
    await writeFile(file, '');
    await expect(Workspace.open(file)).rejects.toThrow(/应是一个文件夹/);
    await expect(Workspace.open(join(file, 'below'))).rejects.toThrow(UserError);
    await writeFile(join(dir, 'originals'), '');
    expect((await opening()).zh).toContain('originals');
  });

  it('clears what killed processes left half written', async () => {
    await withWorkspace(async () => undefined);
    await writeFile(join(dir, 'originals', '.partial-1-abc'), 'half');
    await writeFile(join(dir, 'ballast.duckdb.new-1-abc'), 'half');
    await withWorkspace(async () => undefined);
    expect(existsSync(join(dir, 'originals', '.partial-1-abc'))).toBe(false);
    expect((await readdir(dir)).sort()).toEqual(['ballast.duckdb', 'originals']);
  });
});
