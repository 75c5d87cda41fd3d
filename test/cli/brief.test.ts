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
  const docx = await brief(
    'monthly',
    '--area',
    '湖南',
    '--period',
    '2024-08',
    '--out',
    file('a.docx'),
    '--format',
    'docx',
  );
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
