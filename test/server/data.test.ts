// The data routes as the page uses them: a file with five faults in, its preview, its import, and its mending.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { faultyTitles, titlesCsv } from './faulty-titles.js';
import { type Served, serve } from './served.js';

let served: Served;

beforeAll(async () => {
  served = await serve({ uploadLimit: 1_000_000 });
});

afterAll(() => served.close());

const get = (url: string) => served.get(`/api/v1${url}`);
const post = (url: string, body: object) => served.send('POST', `/api/v1${url}`, body);

describe('data', () => {
  it('a table with five faults: previewed, taken in, mended', async () => {
    const kept = await served.upload('../../称号.csv', titlesCsv);
    expect(kept.statusCode).toBe(201);
    const { id, file, guess } = kept.json();
    expect(file).toBe('称号.csv');
    expect(guess).toBe('titles');

    const preview = await post(`/uploads/${id}/preview`, { as: guess });
    expect(preview.statusCode).toBe(200);
    const [table] = preview.json().tables;
    expect(table.lines[0].cells).toContain('称号');
    expect(table.mapping.columns.map(({ role }: { role: string }) => role)).toContain('creditCode');
    expect((await get('/rejects')).json().total).toBe(0);

    const started = await post(`/uploads/${id}/import`, { as: guess, synthetic: true });
    expect(started.statusCode).toBe(202);
    const job = await served.ended(started.json().job.id);
    expect(job).toMatchObject({ state: 'done' });
    const result = (await get(`/jobs/${started.json().job.id}/result`)).json();
    expect(result).toMatchObject({ accepted: 3, rejected: 5, file: '称号.csv' });

    const rejects = (await get('/rejects?count=3')).json();
    expect(rejects).toMatchObject({ total: 5, next: 3 });
    const all = (await get('/rejects')).json().items as {
      importId: number;
      seq: number;
      row: number;
      file: string;
      record: Record<string, string>;
    }[];
    expect(all.map(({ row }) => row)).toEqual(faultyTitles.map(({ row }) => row));
    expect(JSON.stringify(all)).not.toContain(served.folder);

    // One of the mended rows is still wrong: it alone stays open, with its new fault.
    const rows = all.map(({ importId, seq, row, record }) => ({
      importId,
      seq,
      record: {
        ...record,
        ...faultyTitles.find((fault) => fault.row === row)!.mended,
        ...(row === faultyTitles[0]!.row ? { 有效期起: '2024-13-45' } : {}),
      },
    }));
    const first = await post('/rejects/mend', { rows });
    expect(first.statusCode).toBe(200);
    expect(first.json()).toMatchObject({ accepted: 4 });
    expect(first.json().open).toHaveLength(1);
    const left = (await get('/rejects')).json().items;
    expect(left).toHaveLength(1);
    expect(left[0].zh).toContain('2024-13-45');

    const again = await post('/rejects/mend', {
      rows: [
        {
          importId: left[0].importId,
          seq: left[0].seq,
          record: { ...left[0].record, ...faultyTitles[0]!.mended },
        },
      ],
    });
    expect(again.json()).toMatchObject({ accepted: 1, open: [] });
    expect((await get('/rejects')).json().total).toBe(0);
    expect((await served.workspace.titles()).length).toBe(8);
  });

  it('sources, imports and exports tell what came in', async () => {
    const sources = (await get('/sources')).json();
    expect(sources.items.at(-1)).toMatchObject({ file: '称号.csv', kind: 'titles', synthetic: true });
    expect((await get('/imports')).json().items.at(-1)).toMatchObject({ source: '称号.csv', rejected: 5 });
    const csv = await get('/exports/titles?format=csv');
    expect(csv.headers['content-disposition']).toBe('attachment; filename="titles.csv"');
    expect(csv.body.trim().split('\n')).toHaveLength(9);
    expect((await get('/exports/passwords')).statusCode).toBe(400);
    expect((await get('/revisions')).json()).toEqual({ items: [], total: 0, next: null });
  });

  it('what is no table, or is gone, is told by its own name', async () => {
    const gone = await post(`/uploads/${'0'.repeat(64)}/preview`, { as: 'figures' });
    expect(gone.statusCode).toBe(404);
    const { id } = (await served.upload('空.csv', '甲,乙\n丙,丁\n')).json();
    const refused = await post(`/uploads/${id}/preview`, { as: 'links' });
    expect(refused.statusCode).toBe(400);
    expect(refused.json().error.zh).toContain('空.csv');
    expect(refused.body).not.toContain(served.folder);
    expect(served.defects).toEqual([]);
  });

  it('of two windows that mend one row the second is told what the first made of it', async () => {
    const csv =
      '企业名称,称号,有效期止\n子公司,专精特新中小企业,2027-12-31\n丑公司,专精特新中小企业,某日\n寅公司,专精特新中小企业,某月';
    const { id } = (await served.upload('两窗.csv', csv)).json();
    const { job } = (await post(`/uploads/${id}/import`, { as: 'titles', synthetic: true })).json();
    await served.ended(job.id);
    const { items } = (await get('/rejects')).json();
    expect(items).toHaveLength(2);
    const mended = (at: number, day: string) => {
      const { importId, seq, record } = items[at];
      return { importId, seq, record: { ...record, 有效期止: day } };
    };
    const both = await Promise.all([
      post('/rejects/mend', { rows: [mended(0, '2026-06-30')] }),
      post('/rejects/mend', { rows: [mended(1, '2026-07-31'), mended(0, '2027-06-30')] }),
    ]);
    expect(both.map(({ statusCode }) => statusCode)).toEqual([200, 409]);
    const { code, zh, en } = both[1]!.json().error;
    expect(code).toBe('conflict');
    expect(zh).toMatch(/两窗\.csv 第 3 行已由另一个窗口改过.*有效期止改为“2026-06-30”.*没有写入/);
    expect(en).toMatch(/row 3 was mended.*有效期止 is now “2026-06-30”/);
    // Nothing of the second: its other row still stands.
    const left = (await get('/rejects')).json().items;
    expect(left.map(({ row }: { row: number }) => row)).toEqual([4]);
    expect((await post('/rejects/mend', { rows: [mended(1, '2026-07-31')] })).json()).toMatchObject({
      accepted: 1,
    });
    const unknown = await post('/rejects/mend', { rows: [{ ...mended(0, ''), seq: 99 }] });
    expect([unknown.statusCode, unknown.json().error.zh]).toEqual([
      400,
      expect.stringContaining('没有退回的行'),
    ]);
    const ends = (await served.workspace.titles())
      .filter(({ name }) => /^[子丑寅]公司$/.test(name))
      .map(({ to }) => to);
    expect(ends.sort()).toEqual(['2026-06-30', '2026-07-31', '2027-12-31']);
  });

  it('an import that takes nothing in says what was expected and where its rows are', async () => {
    const csv = '企业名称,称号,有效期止\n卯公司,专精特新中小企业,某日';
    const { id } = (await served.upload('空收.csv', csv)).json();
    const { job } = (await post(`/uploads/${id}/import`, { as: 'titles', synthetic: true })).json();
    await served.ended(job.id);
    const result = (await get(`/jobs/${job.id}/result`)).json();
    expect(result).toMatchObject({ accepted: 0, rejected: 1 });
    expect(result.nothing.zh).toMatch(/没有收入任何一行.*退回的 1 处都留着.*应有这些列：.*称号/);
    expect(result.nothing.en).toMatch(/No row was taken in.*List of titles/);
    expect((await get(`/rejects?import=${result.importId}`)).json().total).toBe(1);
  });
});
