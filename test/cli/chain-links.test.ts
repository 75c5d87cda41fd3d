import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ballast } from './ballast.js';

let dir: string;
const at = (name: string) => join(dir, name);
const network = () => ['--firms', at('firms.csv'), '--links', at('links.csv')];
const withClasses = () => [...network(), '--classes', at('classes.csv'), '--threads', '1'];

// Two makers of steel from one mine; a maker of boards from one of chips; two makers of cars of both. Two more make
// boards for the second steel mill.
const SECTORS = ['ore', 'steel', 'steel', 'chip', 'board', 'car', 'car', 'board', 'board'];
const LINKS = ['0,1,10', '0,2,10', '1,5,20', '2,6,20', '3,4,5', '4,5,90', '4,6,90', '7,2,100', '8,2,100'];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'chain-links-'));
  const firms = SECTORS.map(
    (sector, i) => `${i},${sector},${i === 4 ? 0.95 : 0.5},${i < 4 ? '340100' : '320500'},100`,
  );
  await writeFile(at('firms.csv'), `id,sector,capacity,area,output\n${firms.join('\n')}\n`);
  await writeFile(at('links.csv'), `supplier,buyer,weight\n${LINKS.join('\n')}\n`);
  const sectors = [...new Set(SECTORS)];
  const pairs = sectors.flatMap((k) => sectors.map((l) => `${k},${l},2`));
  await writeFile(at('classes.csv'), `supplier_sector,buyer_sector,class\n${pairs.join('\n')}\n`);
  await writeFile(
    at('facts.csv'),
    'sector,import_share,import_hhi,imports_over_exports,world_export_hhi,complexity_percentile,largest_source_share\nlathe,0.8,,,,,\nchip,0.3,0.6,2,0.5,0.9,0.7\n',
  );
});
afterAll(() => rm(dir, { recursive: true }));

async function json(args: string[]) {
  const { code, stdout, stderr } = await ballast(args);
  expect(stderr).not.toMatch(/at .*\.js/);
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

interface Row {
  rule: string;
  state: string;
  sector?: string;
  firm?: { id: string };
  missing: string[];
}

test('structure and terms, from files', async () => {
  const document = await json([
    'chain',
    'links',
    ...withClasses(),
    '--leak',
    '0.3',
    '--sectors',
    at('facts.csv'),
    '--capacity',
    'capacity',
    '--threshold',
    'cutOff=1',
    '--routes',
    '5',
    '--json',
  ]);
  expect(document.schema).toBe('ballast.chain.links/1');
  const { singlePoints, redundancy, practice } = document;
  expect(singlePoints.articulationPoints.top[0]).toMatchObject({ id: '2', cutOff: 2 });
  expect(redundancy.firms[0]).toMatchObject({ id: '5', routes: 2, cut: [{ id: '1' }, { id: '4' }] });
  expect(redundancy.firms[0].paths).toEqual([
    ['0', '1', '5'],
    ['3', '4', '5'],
  ]);
  const of = (rule: string) => (practice.findings as Row[]).filter((row) => row.rule === rule);
  expect(of('noDomesticSeller').find(({ sector }) => sector === 'lathe')!.state).toBe('met');
  expect(of('foreignStranglehold').find(({ sector }) => sector === 'chip')!.state).toBe('met');
  expect(of('foreignStranglehold').find(({ sector }) => sector === 'ore')).toMatchObject({
    state: 'unknown',
    missing: expect.arrayContaining(['importHerfindahl']),
  });
  expect(of('partsTheChain').map(({ firm }) => firm!.id)).toContain('4');
  expect(practice.thresholds.cutOff).toBe(1);
});

test('without classes the risk is not computed, and what hangs on it is unknown', async () => {
  const { code, stdout, stderr } = await ballast(['chain', 'links', ...network(), '--lang', 'en']);
  expect(code).toBe(0);
  expect(stderr).toMatch(/systemic risk was not computed/);
  expect(stdout).toMatch(/choke point \| .*unknown/);
  const raw = await ballast(['chain', 'links', ...network(), '--raw', 'nothing', '--lang', 'en']);
  expect(raw).toMatchObject({ code: 1 });
  expect(raw.stderr).toMatch(/no firm is of this sector/);
  const threshold = await ballast(['chain', 'links', ...network(), '--threshold', 'cut=1']);
  expect(threshold.code).toBe(2);
});

test('mending: the second maker of boards, with what it does and who is near', async () => {
  const document = await json([
    'chain',
    'mend',
    ...withClasses(),
    '--leak',
    '0.3',
    '--areas',
    'area',
    '--weights',
    'output',
    '--json',
  ]);
  expect(document.schema).toBe('ballast.chain.mend/1');
  const toSeven = document.links.find((link: { to: { id: string } }) => link.to.id === '7');
  expect(toSeven).toMatchObject({ from: { id: '4' }, nearness: 'sameCity', order: 0.45 });
  expect(toSeven.change).toBeLessThan(0);
  expect(toSeven.error).toBeLessThan(1e-4);
  expect(document.together.change).toBeLessThan(0);
  const none = await ballast(['chain', 'mend', ...withClasses(), '--lang', 'en']);
  expect(none.code).toBe(1);
  expect(none.stderr).toMatch(/--leak/);
});

test('the workspace holds the same network as files do, by name and by code', async () => {
  const workspace = ['--workspace', at('w')];
  await writeFile(
    at('enterprises.csv'),
    '统一社会信用代码,企业名称,地区,行业代码,营业收入(万元)\n91440300192317458F,甲厂,安徽省合肥市,C31,300\n914403001922038216,乙厂,安徽省合肥市,C36,200\n,丙厂,江苏省苏州市,C31,100\n',
  );
  await writeFile(
    at('edges.csv'),
    '供应企业,采购企业,金额,单位,时期\n甲厂,乙厂,100,万元,2024\n丙厂,914403001922038216,20,万元,2024\n甲厂,丙厂,7,万元,2023\n',
  );
  await writeFile(at('pairs.csv'), '供应行业,采购行业,类别\nC31,C36,2\nC31,C31,1\n');
  for (const [file, kind] of [
    ['enterprises.csv', 'enterprises'],
    ['edges.csv', 'links'],
    ['pairs.csv', 'input-classes'],
  ] as const) {
    const taken = await ballast(['import', at(file), '--as', kind, ...workspace, '--lang', 'en']);
    expect(taken, taken.stderr).toMatchObject({ code: 0 });
  }
  const risk = await json([
    'chain',
    'risk',
    ...workspace,
    '--revenue',
    '营业收入',
    '--threads',
    '1',
    '--json',
  ]);
  expect(risk).toMatchObject({ firms: 3, links: 2, sectors: 2 });
  const first = risk.topFirms.find((firm: { name: string }) => firm.name === '甲厂');
  // Revenue 300, 200 and 100: with 甲厂 closed (σ = 1) 乙厂 loses 100/120 of its output.
  expect(first.esriDown).toBeCloseTo((300 + (200 * 100) / 120) / 600, 6);
  const links = await json(['chain', 'links', ...workspace, '--period', '2023', '--json']);
  expect(links).toMatchObject({ firms: 3, links: 1 });
  const none = await ballast(['chain', 'links', ...workspace, '--period', '2020', '--lang', 'en']);
  expect(none.stderr).toMatch(/no links of the period 2020; it has 2023, 2024/);
  const half = await ballast(['chain', 'mend', ...workspace, '--firms', at('firms.csv'), '--lang', 'en']);
  expect(half).toMatchObject({ code: 1 });
  expect(half.stderr).toMatch(/both firms and links/);
});
