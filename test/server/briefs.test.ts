import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Brief, BriefList, BriefNote, BriefWritten } from '../../src/server/contract/briefs.js';
import { type Served, serve } from './served.js';

const TABLE = `地区,指标,时期,数值,单位
湖南省,规模以上工业增加值增速,2024年1-8月,6.6,%
湖南省,规模以上工业增加值增速,2024年1-7月,6.8,%
全国,规模以上工业增加值增速,2024年1-8月,5.8,%
长沙市,规模以上工业增加值增速,2024年1-8月,7.1,%
株洲市,规模以上工业增加值增速,2024年1-8月,5.2,%
`;

const REMARKS = {
  by: '运行处',
  date: '2024-09-21',
  problems: ['个别企业停产检修'],
  next: ['抓好技改项目开工'],
};

let served: Served;
const importTable = async (name: string, table: string, said: object) => {
  const { id } = (await served.upload(name, table)).json();
  const started = await served.send('POST', `/api/v1/uploads/${id}/import`, said);
  expect((await served.ended(started.json().job.id)).state).toBe('done');
};
const monthly = { kind: 'monthly', area: '湖南省', period: '2024-08' };
/** The result of the job that a request started. */
const written = async (answer: Awaited<ReturnType<Served['send']>>): Promise<BriefWritten> => {
  expect(answer.statusCode, answer.body).toBe(202);
  const { id } = answer.json().job;
  const job = await served.ended(id);
  expect(job.state, job.failure?.zh).toBe('done');
  return (await served.get(`/api/v1/jobs/${id}/result`)).json();
};
const at = (name: string) => `/api/v1/briefs/${encodeURIComponent(name)}`;

beforeAll(async () => {
  served = await serve();
  await importTable('figures.csv', TABLE, { as: 'figures', released: '2024-09-20' });
});
afterAll(() => served.close());

it('files beside the kept briefs are listed, shown and taken home; nothing else is', async () => {
  await served.workspace.saveBrief('运行.html', '<h1>运行</h1>');
  await served.workspace.saveBrief('运行.md', '# 运行');
  await mkdir(join(served.dir, 'briefs', 'charts.html'), { recursive: true });
  await writeFile(join(served.dir, 'briefs', 'secret.key'), 'x');
  const { files, briefs } = (await served.get('/api/v1/briefs')).json() as BriefList;
  expect(briefs).toEqual([]);
  expect(files.map(({ name }) => name).sort()).toEqual(['运行.html', '运行.md']);
  const shown = await served.get(`/api/v1/briefs/files/${encodeURIComponent('运行.html')}`);
  expect(shown.body).toBe('<h1>运行</h1>');
  expect(shown.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(shown.headers['content-security-policy']).toContain("script-src 'self'");
  const taken = await served.get(`/api/v1/briefs/files/${encodeURIComponent('运行.md')}?download=1`);
  expect(taken.headers['content-disposition']).toBe(
    `attachment; filename*=UTF-8''${encodeURIComponent('运行.md')}`,
  );
  for (const name of ['secret.key', '../ballast.duckdb', '..%2Fballast.duckdb', 'charts.html', 'kept'])
    expect((await served.get(`/api/v1/briefs/files/${encodeURIComponent(name)}`)).statusCode).toBe(404);
  for (const name of ['..', '../kept', '..%2F..', 'charts.html'])
    expect((await served.get(at(name))).statusCode).toBe(404);
});

it('areas with figures are offered, and the periods that a brief of one could be of', async () => {
  const offered = await served.get('/api/v1/briefs/subjects?kind=monthly&search=');
  expect(offered.json().items[0]).toEqual({ value: '湖南省', label: '湖南省', figures: 2 });
  const searched = await served.get(
    `/api/v1/briefs/subjects?kind=monthly&search=${encodeURIComponent('长')}`,
  );
  expect(searched.json().items.map(({ value }: { value: string }) => value)).toEqual(['长沙市']);
  const periods = await served.get(
    `/api/v1/briefs/periods?kind=monthly&subject=${encodeURIComponent('湖南省')}`,
  );
  expect(periods.json()).toEqual({ items: ['2024-08', '2024-07'] });
  expect((await served.get('/api/v1/briefs/subjects?kind=poem')).statusCode).toBe(400);
});

it('a brief is written, leads from a number to its cell, takes remarks, and tells when data are newer', async () => {
  const first = await written(await served.send('POST', '/api/v1/briefs', { settings: monthly }));
  expect(first.name).toBe('monthly-湖南省-2024-08');
  const brief = (await served.get(at(first.name))).json() as Brief;
  expect(brief).toMatchObject({ kind: 'monthly', subject: '湖南省', time: '2024-08', version: 1, newer: [] });
  expect(brief.headings.map(({ id }) => id)).toContain('s-overall');

  const preview = await served.get(`${at(first.name)}/preview`);
  expect(preview.headers['content-type']).toBe('text/html; charset=utf-8');
  const cited = /<a class="n[^"]*" href="#n(\d+)"[^>]*>(?:<[^>]+>)*[^<]*6\.6%/.exec(preview.body)!;
  const note = (await served.get(`${at(first.name)}/notes/${cited[1]}`)).json() as BriefNote;
  expect(note.origins[0]).toMatchObject({
    value: 6.6,
    area: '湖南省',
    released: '2024-09-20',
    place: { kind: 'cell', file: 'figures.csv', row: 2, column: 'D', quote: '6.6' },
  });
  expect(preview.body).toContain(`href="/monitoring?figure=${note.origins[0]!.id}"`);
  // The page that is saved and sent about knows no workbench.
  const saved = await readFile(join(served.dir, 'briefs', `${first.name}.html`), 'utf8');
  expect(saved).not.toContain('/monitoring?figure=');
  expect(saved).not.toContain('个别企业停产检修');

  const second = await written(await served.send('PUT', at(first.name), { basedOn: 1, remarks: REMARKS }));
  expect(second).toMatchObject({ name: first.name, version: 2 });
  expect((await served.get(`${at(first.name)}/preview`)).body).toContain('个别企业停产检修');
  expect((await served.get(`${at(first.name)}/preview?version=1`)).body).not.toContain('个别企业停产检修');
  const { settings, versions } = (await served.get(at(first.name))).json() as Brief;
  expect(settings.remarks).toEqual(REMARKS);
  expect(versions.map(({ version }) => version)).toEqual([1, 2]);

  const late = await served.send('PUT', at(first.name), { basedOn: 1, remarks: null });
  expect(late.statusCode).toBe(409);
  expect(late.json().error.code).toBe('changed');

  await importTable('later.csv', TABLE.replace(',6.6,', ',6.7,'), { as: 'figures', released: '2024-10-20' });
  const { newer } = (await served.get(at(first.name))).json() as Brief;
  expect(newer.map(({ source }) => source)).toEqual(['later.csv']);
  await written(await served.send('PUT', at(first.name), { basedOn: 2 }));
  const again = (await served.get(`${at(first.name)}/preview`)).body;
  expect(again).toContain('6.7%');
  expect(again).toContain('个别企业停产检修');
  expect(((await served.get(at(first.name))).json() as Brief).newer).toEqual([]);
  const { entries } = await served.workspace.audit(20);
  expect(entries.filter(({ action }) => action.startsWith('brief')).map(({ subject }) => subject)).toEqual([
    `${first.name} 3`,
    `${first.name} 2`,
    `${first.name} 1`,
  ]);
});

it('Word, HTML and Markdown are made when asked for', async () => {
  const name = 'monthly-湖南省-2024-08';
  const word = await served.get(`${at(name)}/file?format=docx`);
  expect(word.headers['content-disposition']).toBe(
    `attachment; filename*=UTF-8''${encodeURIComponent(`${name}.docx`)}`,
  );
  const parts = unzipSync(word.rawPayload);
  expect(strFromU8(parts['word/document.xml']!)).toContain('抓好技改项目开工');
  expect((await served.get(`${at(name)}/file?format=html`)).body).toContain('抓好技改项目开工');
  const markdown = unzipSync((await served.get(`${at(name)}/file?format=md`)).rawPayload);
  const text = strFromU8(markdown[`${name}.md`]!);
  expect(text).toContain('抓好技改项目开工');
  const pictures = [...text.matchAll(/\]\(([^)]+\.svg)\)/g)].map(([, file]) => decodeURIComponent(file!));
  expect(pictures.length).toBeGreaterThan(0);
  for (const picture of pictures) expect(Object.keys(markdown)).toContain(picture);
  expect((await served.get(`${at(name)}/file?format=exe`)).statusCode).toBe(400);
  expect((await served.get(`${at(name)}/file?format=html&version=9`)).statusCode).toBe(404);
});

it('what cannot be written says why, and leaves nothing behind', async () => {
  const before = (await served.get('/api/v1/briefs')).json() as BriefList;
  const none = await served.send('POST', '/api/v1/briefs', { settings: { ...monthly, area: '无此省' } });
  const failed = await served.ended(none.json().job.id);
  expect(failed.state).toBe('failed');
  expect(failed.failure?.zh).toContain('不认得地区“无此省”');
  for (const settings of [
    { kind: 'poem' },
    { kind: 'monthly', area: '湖南省' },
    { ...monthly, map: '/etc/passwd' },
    { ...monthly, remarks: { ...REMARKS, date: 'yesterday' } },
  ])
    expect((await served.send('POST', '/api/v1/briefs', { settings })).statusCode).toBe(400);
  expect((await served.get('/api/v1/briefs')).json()).toEqual(before);
});

it('a kind without a place for remarks gets a section of them; deleting takes all of it', async () => {
  const table = '企业名称,称号,有效期起,有效期止\n甲公司,创新型中小企业,2024-07-01,2027-06-30\n';
  await importTable('titles.csv', table, { as: 'titles' });
  const { name } = await written(
    await served.send('POST', '/api/v1/briefs', {
      settings: { kind: 'firm', firm: '甲公司', remarks: REMARKS },
      lang: 'en',
    }),
  );
  expect(name).toBe('firm-甲公司-en');
  const brief = (await served.get(at(name))).json() as Brief;
  expect(brief.headings.map(({ id }) => id)).toContain('s-remarks');
  expect((await served.get(`${at(name)}/preview`)).body).toContain('抓好技改项目开工');
  expect((await served.send('DELETE', at(name))).statusCode).toBe(204);
  expect((await served.get(at(name))).statusCode).toBe(404);
  const { briefs, files } = (await served.get('/api/v1/briefs')).json() as BriefList;
  expect(briefs.map((one) => one.name)).not.toContain(name);
  expect(files.map((one) => one.name)).not.toContain(`${name}.html`);
});

it('a brief of the ladder is written beside the list of firms that the server keeps', async () => {
  const firms = ['企业名称,统一社会信用代码,地区,行业代码'];
  for (const [i, name] of ['湘江', '岳麓', '橘洲', '浏阳'].entries())
    firms.push(`${name}机械有限公司,,${i < 3 ? '长沙市' : '株洲市'},C34`);
  await importTable('firms.csv', firms.join('\n'), { as: 'enterprises' });
  const titles = [
    '企业名称,称号,有效期起,有效期止',
    '湘江机械有限公司,专精特新中小企业,2024-01-01,2026-12-31',
    '岳麓机械有限公司,专精特新中小企业,2022-01-01,2024-08-31',
  ];
  await importTable('holders.csv', titles.join('\n'), { as: 'titles' });
  const listed = await served.get('/api/v1/firms?count=10');
  expect(listed.statusCode, listed.body).toBe(200);
  const settings = { kind: 'ladder', area: '湖南省', on: '2024-09-21' };
  const { name } = await written(await served.send('POST', '/api/v1/briefs', { settings }));
  const { body } = await served.get(`${at(name)}/preview`);
  const text = body.replace(/<[^>]+>/g, '');
  const says = (words: string) => text.includes(words);
  expect(says('湖南省 名录企业 截至2024年9月21日：4家')).toBe(true);
  expect(says('湖南省 专精特新中小企业 截至2024年9月21日：1家')).toBe(true);
  expect(says('岳麓机械有限公司 · 专精特新 2024-08-31 到期')).toBe(true);
  expect(says('holders.csv · holders · 第3行')).toBe(true);
  // The server's own list is as it was.
  expect((await served.get('/api/v1/firms?count=10')).json()).toEqual(listed.json());
  expect(await readdir(join(served.dir, 'uploads')).catch(() => [])).toEqual([]);
});

it('a brief that is cancelled leaves nothing behind', async () => {
  const before = (await served.get('/api/v1/briefs')).json() as BriefList;
  const started = await served.send('POST', '/api/v1/briefs', {
    settings: { kind: 'ladder', area: '湖南省', on: '2024-09-20' },
  });
  const { id } = started.json().job;
  expect((await served.send('DELETE', `/api/v1/jobs/${id}`)).statusCode).toBeLessThan(300);
  expect((await served.ended(id)).state).toBe('cancelled');
  expect((await served.get('/api/v1/briefs')).json()).toEqual(before);
  // The next one is written all the same.
  await written(await served.send('POST', '/api/v1/briefs', { settings: { ...monthly, period: '2024-07' } }));
});

describe('a layout brief', () => {
  const YEARS = [2020, 2021, 2022, 2023];
  /** Areas that have the more industries the later they stand, and one more each year. */
  const nested = () => {
    const lines = ['地区,行业,产值,年份'];
    for (const year of YEARS)
      for (let r = 1; r <= 8; r++)
        for (let p = 1; p <= 8; p++)
          lines.push(`区${r},业${p},${p <= r + year - 2020 ? 100 + 7 * r + 3 * p : 1},${year}`);
    return lines.join('\n');
  };
  const keep = async () => {
    const { id } = (await served.upload('layout.csv', nested())).json();
    const kept = await served.send('POST', `/api/v1/layout/uploads/${id}/keep`, {
      ...{ name: '产值表', area: '地区', activity: '行业', value: '产值', year: '年份', unit: '亿元' },
      synthetic: true,
    });
    expect(kept.statusCode, kept.body).toBe(201);
  };

  it('is written of a kept table by the conventions given, and leads to its cells', async () => {
    await keep();
    const areas = await served.get(
      `/api/v1/briefs/subjects?kind=layout&table=${encodeURIComponent('产值表')}&search=${encodeURIComponent('区3')}`,
    );
    expect(areas.json().items).toEqual([{ value: '区3', label: '区3', figures: 32 }]);
    expect((await served.get('/api/v1/briefs/subjects?kind=layout')).json()).toEqual({ items: [] });
    const settings = {
      ...{ kind: 'layout', area: '区3', of: { table: '产值表' }, at: 2022, horizon: 1, count: 4 },
      ...{ weights: { fit: 0.5 }, remarks: REMARKS },
    };
    const { name } = await written(await served.send('POST', '/api/v1/briefs', { settings }));
    const brief = (await served.get(at(name))).json() as Brief;
    expect(brief).toMatchObject({ kind: 'layout', subject: '区3', time: '2022', synthetic: true, settings });
    const { body } = await served.get(`${at(name)}/preview`);
    expect(body).toContain('契合 0.5');
    expect(body).toContain('2022 年数据');
    expect(body).toContain('抓好技改项目开工');
    const [first] = [...body.matchAll(/href="#n(\d+)"/g)].map(([, number]) => Number(number));
    const notes = await Promise.all(
      [first!, first! + 1].map(
        async (number) => (await served.get(`${at(name)}/notes/${number}`)).json() as BriefNote,
      ),
    );
    const cell = notes.flatMap(({ origins }) => origins)[0]!;
    expect(cell).toMatchObject({ label: '产值', unit: '亿元', area: '区3', synthetic: true });
    expect(cell.place).toMatchObject({ kind: 'cell', file: 'layout.csv' });
    const line = nested().split('\n')[(cell.place as { row: number }).row - 1]!.split(',');
    expect(line).toEqual(['区3', cell.industry, String(cell.value), '2022']);
    for (const format of ['docx', 'html', 'md'])
      expect((await served.get(`${at(name)}/file?format=${format}`)).statusCode).toBe(200);
    // A table of figures bears on layouts of figures only.
    await importTable('more.csv', TABLE.replace(',6.6,', ',6.1,'), { as: 'figures', released: '2024-11-20' });
    expect(((await served.get(at(name))).json() as Brief).newer).toEqual([]);
  });

  it('is written of figures, each with its own source', async () => {
    const lines = ['地区,行业,指标,时期,数值,单位'];
    for (const [r, area] of ['长沙市', '株洲市', '湘潭市', '衡阳市', '邵阳市'].entries())
      for (const [p, industry] of ['C13', 'C26', 'C33', 'C36', 'C39'].entries())
        lines.push(`${area},${industry},从业人员,2023年,${p <= r ? 500 + 31 * p : 20},人`);
    await importTable('staff.csv', lines.join('\n'), { as: 'figures', released: '2024-03-01' });
    const { figures } = (await served.get('/api/v1/layout/tables')).json();
    const { indicator, unit, areas, industries } = figures[0];
    const of = { indicator, unit, areas, industries };
    const offered = await served.get(`/api/v1/briefs/subjects?kind=layout&${new URLSearchParams(of)}`);
    expect(offered.json().items.map(({ value }: { value: string }) => value)).toContain('株洲市');
    const { name } = await written(
      await served.send('POST', '/api/v1/briefs', {
        settings: { kind: 'layout', area: '株洲市', of, leastHolders: 1 },
      }),
    );
    const { body } = await served.get(`${at(name)}/preview`);
    expect(body).toMatch(/href="\/monitoring\?figure=/);
    expect(body).toContain('staff.csv');
    expect((await served.get(at(name))).json().synthetic).toBe(false);
  });
});

it('an account limited to an area sees no brief of all', async () => {
  const { principal } = served.session;
  served.session.principal = { ...principal, areas: ['430000'] };
  try {
    expect((await served.get('/api/v1/briefs')).statusCode).toBe(403);
    expect((await served.get(at('monthly-湖南省-2024-08'))).statusCode).toBe(403);
  } finally {
    served.session.principal = principal;
  }
});
