// samples/chain: the same bytes from the generator, a table that balances, links and actors that are the sample's firms.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { checkIdentities } from '../../src/chain/index.js';
import { readIoFile } from '../../src/verbs/io-tables.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(root, 'samples/chain');
const rows = (path: string) => {
  const [head, ...lines] = readFileSync(join(root, 'samples', path), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
  return lines.map((cells) => Object.fromEntries(head!.map((name, i) => [name, cells[i] ?? ''])));
};
const firms = new Map(rows('economy/enterprises.synthetic.csv').map((row) => [row.统一社会信用代码!, row]));

test('the generator writes the very files that are here, and they are small', () => {
  const script = join(root, 'scripts', 'build-sample-chain.mjs');
  expect(execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toContain('up to date');
  const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  expect(bytes).toBeLessThan(600_000);
});

test('every identity of the table holds to the unit, and industry makes what firms report', async () => {
  const { readings } = await readIoFile(join(folder, 'io-table.synthetic.csv'));
  const [{ table, stated }] = readings as [(typeof readings)[0]];
  expect(table.industries).toHaveLength(19);
  expect(table.inflows).not.toBeNull();
  for (const { largest } of checkIdentities(table, stated).checks)
    expect(Math.abs(largest?.residual ?? 0)).toBe(0);
  for (const values of [table.output, table.intermediate, table.imports!, table.inflows!])
    expect(values.every((value) => value >= 0)).toBe(true);
  const reported = rows('economy/reports.synthetic.csv')
    .filter((row) => row.报告期!.startsWith('2024') && firms.get(row.统一社会信用代码!)!.行业代码 === 'C39')
    .reduce((sum, row) => sum + Number(row['工业总产值(千元)']) / 10, 0);
  const electronics = table.industries.findIndex(({ code }) => code === 'C39');
  expect(table.output[electronics]! * 0.82).toBeCloseTo(reported, -1);
});

test('links are between firms of the sample, within what they sell and what they spend', () => {
  const links = rows('chain/links.synthetic.csv');
  expect(links.length).toBeGreaterThan(700);
  const [sold, bought] = [new Map<string, number>(), new Map<string, number>()];
  for (const { 供应企业, 采购企业, 产品, 金额, 证据等级 } of links as Record<string, string>[]) {
    expect(firms.get(供应企业!)!.行业代码).toBe(产品);
    expect(firms.has(采购企业!)).toBe(true);
    expect('ABCD').toContain(证据等级!);
    sold.set(供应企业!, (sold.get(供应企业!) ?? 0) + Number(金额));
    bought.set(采购企业!, (bought.get(采购企业!) ?? 0) + Number(金额));
  }
  for (const firm of rows('chain/firms.synthetic.csv')) {
    expect(firms.get(firm.统一社会信用代码!)!.行业代码).toBe(firm.行业代码);
    expect(sold.get(firm.统一社会信用代码!) ?? 0).toBeLessThanOrEqual(Number(firm['营业收入(万元)']));
    expect(bought.get(firm.统一社会信用代码!) ?? 0).toBeLessThanOrEqual(Number(firm['营业成本(万元)']));
  }
});

test('actors of the chain are firms of the sample, and shares of a node are no more than the whole', () => {
  const shares = new Map<string, number>();
  for (const row of rows('chain/chain-actors.synthetic.csv')) {
    if (row.编号 !== '') expect(firms.get(row.编号!)!.企业名称).toBe(row.主体);
    shares.set(row.节点!, (shares.get(row.节点!) ?? 0) + Number(row.份额));
  }
  for (const share of shares.values()) expect(share).toBeLessThan(1.01);
});

test('every file says that it is synthetic', () => {
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), 'utf8');
    expect(text).toContain('合成数据');
    if (file.endsWith('.csv') && !file.startsWith('io-table'))
      for (const line of text.trimEnd().split('\n').slice(1)) expect(line.endsWith(',合成数据')).toBe(true);
  }
});
