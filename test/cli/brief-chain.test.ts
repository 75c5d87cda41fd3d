// ballast brief chain, as a process, on the sample chain and on a table of the workspace.
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { ballast, folder } from './ballast.js';

const sample = (name: string) => `samples/chain/${name}`;
const NETWORK = [
  '--firms',
  sample('firms.synthetic.csv'),
  '--links',
  sample('links.synthetic.csv'),
  '--classes',
  sample('input-classes.synthetic.csv'),
];
const MONEY = ['--revenue', '营业收入(万元)', '--costs', '营业成本(万元)'];
const dir = folder();
const none = ['--workspace', join(dir, 'none'), '--today', '2025-03-01'];

test('the sample chain from files: every part is written, and nothing is said without its origin', async () => {
  const out = join(dir, 'chain.html');
  const { code, stdout } = await ballast([
    'brief',
    'chain',
    '临江新能源汽车产业链',
    '--table',
    sample('io-table.synthetic.csv'),
    ...NETWORK,
    ...MONEY,
    '--scenarios',
    sample('scenarios.yaml'),
    '--synthetic',
    '--home',
    '临江省',
    ...none,
    '--out',
    out,
    '--json',
  ]);
  expect(code).toBe(0);
  const account = JSON.parse(stdout) as { synthetic: boolean; footnotes: number; sources: unknown[] };
  expect(account.synthetic).toBe(true);
  expect(account.footnotes).toBeGreaterThan(50);
  const html = readFileSync(out, 'utf8');
  for (const id of ['strength', 'dependence', 'outage', 'shock', 'method'])
    expect(html).toContain(`id="s-${id}"`);
  expect(html).toContain('合成数据');
  expect(existsSync(join(dir, 'none'))).toBe(false);
});

test('a table of the workspace under its own name: the input–output part, the rest is listed as missing', async () => {
  const workspace = join(dir, 'workspace');
  const kept = await ballast([
    'import',
    sample('io-table.synthetic.csv'),
    '--as',
    'io-table',
    '--name',
    '临江表',
    '--synthetic',
    '--workspace',
    workspace,
  ]);
  expect(kept.code).toBe(0);
  const out = join(dir, 'table.md');
  const { code } = await ballast([
    'brief',
    'chain',
    '临江表',
    '--workspace',
    workspace,
    '--format',
    'md',
    '--lang',
    'zh',
    '--today',
    '2025-03-01',
    '--out',
    out,
  ]); // prettier-ignore
  expect(code).toBe(0);
  const text = readFileSync(out, 'utf8');
  expect(text).toContain('一、强在哪里');
  expect(text).not.toContain('## 三、一家停产的代价');
  expect(text).toMatch(/三、一家停产的代价 \| 企业间的供应关系/);
});

test('a chain of the workspace under its name: the map and its gaps', async () => {
  const workspace = join(dir, 'chains');
  const parts = ['nodes', 'edges', 'actors'].map((part) => sample(`chain-${part}.synthetic.csv`));
  const maps = join(dir, 'map');
  mkdirSync(maps);
  for (const part of parts) cpSync(part, join(maps, basename(part)));
  const kept = await ballast([
    'import',
    maps,
    '--as',
    'chain',
    '--name',
    '新能源链',
    '--synthetic',
    '--workspace',
    workspace,
  ]); // prettier-ignore
  expect(kept.code).toBe(0);
  const out = join(dir, 'map.md');
  const { code } = await ballast([
    'brief',
    'chain',
    '新能源链',
    '--home',
    '临江省',
    '--workspace',
    workspace,
    '--format',
    'md',
    '--lang',
    'zh',
    '--out',
    out,
  ]); // prettier-ignore
  expect(code).toBe(0);
  const text = readFileSync(out, 'utf8');
  expect(text).toContain('合成数据');
  // 车规级芯片 has no actor at all; of 锂盐 both are elsewhere.
  expect(text).toMatch(/\*\*车规级芯片\*\* \| 无已知生产者/);
  expect(text).toMatch(/\*\*锂盐\*\* \| 本地无生产者/);
  expect(text).toMatch(/一、强在哪里 \| 投入产出表/);
});

test('a chain of a workspace that keeps a supply network: outages and links to mend are of that network', async () => {
  // The workspace of the test before has the map.
  const workspace = ['--workspace', join(dir, 'chains')];
  const [head, ...lines] = readFileSync(sample('firms.synthetic.csv'), 'utf8').trim().split('\n');
  const columns = head!.split(',');
  const at = ['统一社会信用代码', '企业名称', '行业代码'].map((name) => columns.indexOf(name));
  // The areas of the sample are made up: no list knows them.
  const register = join(dir, 'register.csv');
  writeFileSync(
    register,
    [head!, ...lines].map((line) => at.map((column) => line.split(',')[column]).join(',')).join('\n'),
  );
  const tables = [
    [register, 'enterprises'],
    [sample('links.synthetic.csv'), 'links'],
    [sample('input-classes.synthetic.csv'), 'input-classes'],
  ] as const;
  for (const [file, as] of tables) {
    const { code, stderr } = await ballast(['import', file, '--as', as, '--synthetic', ...workspace]);
    expect(code, stderr).toBe(0);
  }
  const out = join(dir, 'network.md');
  const { code, stderr } = await ballast(['brief', 'chain', '新能源链', '--out', out, ...workspace]);
  expect(code, stderr).toBe(0);
  const text = readFileSync(out, 'utf8');
  expect(text).toContain('## 三、一家停产的代价');
  expect(text).toContain('## 五、先补哪几条');
  // Without revenue a share of sales is assumed to be final demand, and said to be.
  expect(text).toContain('假定销售的 30% 去往最终需求');
  // Sectors by name, links by the row they stand in.
  expect(text).toMatch(/损失主要落在[\u4e00-\u9fff、]+（/);
  const rows = readFileSync(sample('links.synthetic.csv'), 'utf8').split('\n');
  const cited = [...text.matchAll(/links\.synthetic\.csv · 第(\d+)行 · 金额 “(\d+) 元”/g)];
  expect(cited.length).toBeGreaterThan(5);
  for (const [, row, yuan] of cited)
    expect(Number(rows[Number(row) - 1]!.split(',')[3]) * 10_000).toBe(Number(yuan));
});

test('the rule of the literature is named as such', async () => {
  const out = join(dir, 'eps.md');
  const { code } = await ballast([
    'brief',
    'chain',
    '链',
    ...NETWORK,
    '--stop',
    '0.01',
    ...none,
    '--format',
    'md',
    '--lang',
    'zh',
    '--out',
    out,
  ]); // prettier-ignore
  expect(code).toBe(0);
  const text = readFileSync(out, 'utf8');
  expect(text).toContain('它是模型参数，不是误差');
  expect(text).toMatch(/一、强在哪里 \| 投入产出表/);
});

test('without revenue, a leak or the rule, the end of the cascade is refused with what to give', async () => {
  const { code, stderr } = await ballast([
    'brief',
    'chain',
    '链',
    ...NETWORK,
    ...none,
    '--out',
    join(dir, 'x.html'),
    '--lang',
    'en',
  ]); // prettier-ignore
  expect(code).toBe(1);
  expect(stderr).toContain('--revenue');
});

test('nothing to write of: says what to import', async () => {
  const { code, stderr } = await ballast(['brief', 'chain', '无', ...none, '--out', join(dir, 'x.html')]);
  expect(code).toBe(1);
  expect(stderr).toContain('--as io-table');
  const half = await ballast([
    'brief',
    'chain',
    '无',
    '--firms',
    sample('firms.synthetic.csv'),
    ...none,
    '--out',
    join(dir, 'x.html'),
  ]); // prettier-ignore
  expect(half.code).toBe(1);
  expect(half.stderr).toContain('--links');
});
