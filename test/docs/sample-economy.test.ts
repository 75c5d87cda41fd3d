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
  for (const name of ['enterprises', 'figures', 'firm-figures', 'clusters', 'cluster-figures'])
    expect(table(`${name}.synthetic.csv`).every((row) => row.备注 === '合成数据')).toBe(true);
});
