// samples/economy: the same bytes from the generator, and parts that add up to what the reports say.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const table = (name: string) => {
  const [head, ...rows] = readFileSync(join(root, 'samples/economy', name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) =>
      line.match(/("[^"]*"|[^,]*)(?:,|$)/g)!.map((cell) => cell.replace(/,$/, '').replaceAll('"', '')),
    );
  return rows.map((row) => Object.fromEntries(head!.map((name, i) => [name, row[i] ?? ''])));
};

const firms = new Map(table('enterprises.synthetic.csv').map((row) => [row.统一社会信用代码, row]));
const reports = table('reports.synthetic.csv');
const figures = table('figures.synthetic.csv');

const reported = (
  column: string,
  until: string,
  of: (firm: Record<string, string>) => boolean = () => true,
) =>
  reports
    .filter((r) => r.报告期!.startsWith(until.slice(0, 4)) && r.报告期! <= until)
    .filter((r) => of(firms.get(r.统一社会信用代码!)!))
    .reduce((sum, r) => sum + Number(r[column]), 0);

const figure = (指标: string, 时期: string, more: Record<string, string> = {}) =>
  Number(
    figures.find((row) =>
      Object.entries({ 指标, 时期, 地区: '临江省', 行业: '', ...more }).every(
        ([key, value]) => row[key] === value,
      ),
    )!.数值,
  );

test('the generator writes the very files that are here', () => {
  const script = join(root, 'scripts', 'build-sample-economy.mjs');
  expect(execFileSync(process.execPath, [script, '--check'], { encoding: 'utf8' })).toContain('up to date');
});

test('value added of industries, and of areas, adds up to that of the province, and to the reports', () => {
  for (const year of ['2022', '2023', '2024']) {
    const levels = figures.filter((f) => f.时期 === `${year}年` && f.单位 === '千元');
    const sum = (rows: typeof levels) => rows.reduce((all, row) => all + Number(row.数值), 0);
    const whole = figure('规模以上工业增加值', `${year}年`);
    const sections = /^(采矿业|制造业|电力、热力、燃气及水生产和供应业)$/;
    const industries = levels.filter((f) => f.指标 === '增加值');
    expect(sum(industries.filter((f) => sections.test(f.行业!)))).toBe(whole);
    expect(sum(industries.filter((f) => !sections.test(f.行业!)))).toBe(whole);
    expect(sum(levels.filter((f) => f.指标 === '规模以上工业增加值' && f.地区 !== '临江省'))).toBe(whole);
    expect(reported('工业增加值(千元)', `${year}-12`)).toBe(whole);
  }
});

test('growth and pulls are those of the reports', () => {
  const now = reported('工业增加值(千元)', '2024-08');
  const then = reported('工业增加值(千元)', '2023-08');
  const growth = 100 * (now / then - 1);
  expect(figure('规模以上工业增加值同比增长', '2024年1-8月')).toBeCloseTo(growth, 0.9);
  const pulls = figures.filter((f) => f.指标 === '拉动点数' && f.时期 === '2024年1-8月');
  expect(pulls).toHaveLength(15);
  const total = pulls.reduce((sum, f) => sum + Number(f.数值), 0);
  // Each of the fifteen is rounded to 0.01.
  expect(Math.abs(total - growth)).toBeLessThan(15 * 0.005 + 1e-9);
  const cars = (firm: Record<string, string>) => firm.行业代码 === 'C36';
  const rate =
    100 * (reported('工业增加值(千元)', '2024-08', cars) / reported('工业增加值(千元)', '2023-08', cars) - 1);
  const published = figure('增加值同比增长', '2024年1-8月', { 行业: '汽车制造业' });
  expect(Math.abs(published - rate)).toBeLessThanOrEqual(0.05 + 1e-9);
});

test('every row of the province says that it is synthetic', () => {
  for (const name of [
    'enterprises',
    'figures',
    'firm-figures',
    'clusters',
    'cluster-figures',
    'small-firms',
    'titles',
    'firm-items',
  ])
    expect(table(`${name}.synthetic.csv`).every((row) => row.备注 === '合成数据')).toBe(true);
});

test('the ladder has one row of items a firm, revenue as reported, and titles of known firms with their days', () => {
  const small = new Map(table('small-firms.synthetic.csv').map((row) => [row.统一社会信用代码, row]));
  const items = table('firm-items.synthetic.csv');
  expect(new Set(items.map((row) => row.统一社会信用代码)).size).toBe(firms.size + small.size);
  const known = (row: Record<string, string>) =>
    firms.has(row.统一社会信用代码!) || small.has(row.统一社会信用代码!);
  expect(items.every(known)).toBe(true);
  for (const row of items.filter(
    (one) => firms.has(one.统一社会信用代码!) && one['2024年营业收入（万元）'] !== '',
  )) {
    const thousands = reports
      .filter((r) => r.统一社会信用代码 === row.统一社会信用代码 && r.报告期!.startsWith('2024'))
      .reduce((sum, r) => sum + Number(r['营业收入(千元)']), 0);
    expect(Number(row['2024年营业收入（万元）'])).toBe(Math.round(thousands / 10));
  }
  const titles = table('titles.synthetic.csv');
  expect(titles.every(known)).toBe(true);
  expect(titles.every((row) => row.有效期起! < row.有效期止!)).toBe(true);
  // What is missing is left out on purpose, and is little.
  const cells = items.flatMap((row) => Object.values(row));
  const blank = cells.filter((cell) => cell === '').length / cells.length;
  expect(blank).toBeGreaterThan(0.02);
  expect(blank).toBeLessThan(0.15);
});
