import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ballast } from './ballast.js';

const TABLE = `地区,指标,时期,数值,单位
湖南省,规模以上工业增加值增速,2024年1-8月,6.6,%
湖南省,规模以上工业增加值增速,2024年1-7月,6.8,%
全国,规模以上工业增加值增速,2024年1-8月,5.8,%
长沙市,规模以上工业增加值增速,2024年1-8月,7.1,%
株洲市,规模以上工业增加值增速,2024年1-8月,5.2,%
`;

let dir: string;
const brief = (...args: string[]) =>
  ballast(['brief', ...args, '--workspace', join(dir, 'workspace'), '--today', '2024-09-21']);

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'ballast-brief-'));
  await writeFile(join(dir, 'figures.csv'), TABLE);
  const imported = await ballast([
    'import',
    join(dir, 'figures.csv'),
    '--as',
    'figures',
    '--released',
    '2024-09-20',
    '--workspace',
    join(dir, 'workspace'),
  ]);
  expect(imported.code, imported.stderr).toBe(0);
}, 60_000);

afterAll(() => rm(dir, { recursive: true, force: true }));

it('writes the monthly brief of an area from the workspace, in each format', async () => {
  const file = (name: string) => join(dir, name);
  const html = await brief(
    'monthly',
    '--area',
    '湖南',
    '--period',
    '2024-08',
    '--out',
    file('a.html'),
    '--json',
  );
  expect(html.code, html.stderr).toBe(0);
  expect(JSON.parse(html.stdout)).toMatchObject({ schema: 'ballast.brief/1', synthetic: false });
  const page = await readFile(file('a.html'), 'utf8');
  expect(page).toContain('增速较1—7月回落');
  expect(page).toContain('figures.csv');
  const md = await brief(
    'monthly',
    '--area',
    '430000',
    '--period',
    '2024-08',
    '--out',
    file('a.md'),
    '--format',
    'md',
  );
  expect(md.code, md.stderr).toBe(0);
  expect(await readFile(file('a.md'), 'utf8')).toContain('](a-charts/areas.svg)');
  expect(await readFile(file('a-charts/areas.svg'), 'utf8')).toContain('长沙市');
  // Without --format the ending names it.
  const docx = await brief('monthly', '--area', '湖南', '--period', '2024-08', '--out', file('a.docx'));
  expect(docx.code, docx.stderr).toBe(0);
  expect((await readFile(file('a.docx'))).subarray(0, 2).toString()).toBe('PK');
}, 120_000);

it('says what is wrong: no such area, no figures of the period, no such cluster, a broken map', async () => {
  const out = ['--out', join(dir, 'x.html')];
  const area = await brief('monthly', '--area', '湖难', '--period', '2024-08', ...out);
  expect([area.code, area.stderr]).toEqual([1, expect.stringContaining('湖难')]);
  const period = await brief('monthly', '--area', '湖南', '--period', '2021-09', ...out);
  expect([period.code, period.stderr]).toEqual([1, expect.stringContaining('2021-09')]);
  const cluster = await brief('cluster', '某集群', '--period', '2024', ...out);
  expect([cluster.code, cluster.stderr]).toEqual([1, expect.stringContaining('某集群')]);
  const map = await brief(
    'monthly',
    '--area',
    '湖南',
    '--period',
    '2024-08',
    '--map',
    join(dir, 'figures.csv'),
    ...out,
  );
  expect([map.code, map.stderr]).toEqual([1, expect.stringContaining('figures.csv')]);
}, 120_000);

it('adds up reports of firms where nothing was published, from the register and the reports', async () => {
  const workspace = join(dir, 'reports');
  const register = join(dir, 'firms.csv');
  const reports = join(dir, 'reports.csv');
  const names = ['甲汽车公司', '乙纺织公司'];
  await writeFile(
    register,
    `企业名称,地区,行业代码,所属集群\n${names[0]},长沙市,C36,某汽车集群\n${names[1]},株洲市,C17,\n`,
  );
  const rows = names.flatMap((name, i) =>
    [2023, 2024].flatMap((year) =>
      Array.from(
        { length: 8 },
        (_, m) =>
          `${name},${year}-${String(m + 1).padStart(2, '0')},${100 + 10 * m + (year - 2023) * (i === 0 ? 20 : 0)}`,
      ),
    ),
  );
  await writeFile(reports, `企业名称,报告期,工业总产值(亿元)\n${rows.join('\n')}\n`);
  const into = (...args: string[]) => ballast(['import', ...args, '--workspace', workspace]);
  expect((await into(register, '--as', 'enterprises')).code).toBe(0);
  const imported = await into(
    ...[reports, '--as', 'reports', '--confirmed', '--title', '企业月报', '--publisher', '省统计局'],
  );
  expect(imported.code, imported.stderr).toBe(0);
  const file = join(dir, 'r.md');
  const asked = ['--area', '湖南', '--period', '2024-08', '--format', 'md', '--out', file];
  const written = await ballast([
    'brief',
    'monthly',
    ...asked,
    '--workspace',
    workspace,
    '--today',
    '2024-09-21',
  ]);
  expect(written.code, written.stderr).toBe(0);
  const text = (await readFile(file, 'utf8')).replace(/\[\^\d+\](?!:)/g, '').replaceAll('**', '');
  // 2 × 1080 a year earlier, and 160 more for the first firm.
  expect(text).toContain('上报企业工业总产值同比增长7.4%（同口径2家企业；按公布数计算，未作可比口径调整）');
  expect(text).toContain('汽车制造业工业总产值同比增长14.8%，拉动7.41个百分点，贡献率100.0%');
  expect(text).toContain('省统计局 企业月报');
  expect(text).not.toContain('‡');
  const clusters = join(dir, 'clusters.csv');
  await writeFile(clusters, '集群名称,地区,主导产业\n某汽车集群,长沙市,汽车\n');
  expect((await into(clusters, '--as', 'clusters')).code).toBe(0);
  const out = ['--period', '2024-08', '--format', 'md', '--out', file];
  const cluster = await ballast(['brief', 'cluster', '某汽车集群', ...out, '--workspace', workspace]);
  expect(cluster.code, cluster.stderr).toBe(0);
  expect((await readFile(file, 'utf8')).replace(/\[\^\d+\](?!:)/g, '')).toContain(
    '上报企业工业总产值1240亿元（1家），同比增长14.8%（同口径1家企业',
  );
}, 120_000);
