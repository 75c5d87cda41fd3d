import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ballast } from './ballast.js';

let dir: string;
const at = (name: string) => join(dir, name);
const files = () => ['--firms', at('firms.csv'), '--links', at('links.csv'), '--classes', at('classes.csv')];

// The eleven firms of Fig. 1 of Diem et al. (2022), all inputs linear, and what the R/C++ package makes of them.
const SECTORS = [1, 2, 1, 3, 4, 2, 4, 1, 2, 3, 5];
const LINKS = ['2,1', '2,3', '3,7', '6,7', '7,4', '7,11', '8,11', '9,5', '9,10', '10,7'];
const ESRI = [0.1, 0.366667, 0.266667, 0.35, 0.1, 0.166667, 0.7, 0.1, 0.366667, 0.266667, 0.45];

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'chain-risk-'));
  const firms = SECTORS.map((sector, i) => `${i + 1},${sector},${100 + i}`);
  await writeFile(at('firms.csv'), `id,sector,revenue\n${firms.join('\n')}\n`);
  await writeFile(at('links.csv'), `supplier,buyer,weight\n${LINKS.map((link) => `${link},1`).join('\n')}\n`);
  const pairs = [1, 2, 3, 4, 5].flatMap((k) => [1, 2, 3, 4, 5].map((l) => `${k},${l},1`));
  await writeFile(at('classes.csv'), `supplier_sector,buyer_sector,class\n${pairs.join('\n')}\n`);
});
afterAll(() => rm(dir, { recursive: true }));

async function risks(file: string) {
  const [head, ...rows] = (await readFile(file, 'utf8')).trim().split('\n');
  return { head, rows: rows.map((row) => row.split(',')) };
}

test('the worked example, to a file and as a document', async () => {
  const { code, stdout, stderr } = await ballast([
    'chain',
    'risk',
    ...files(),
    '--stop',
    '0.01',
    '--no-substitution',
    '--threads',
    '1',
    '--out',
    at('risk.csv'),
    '--json',
  ]);
  expect(code).toBe(0);
  const { head, rows } = await risks(at('risk.csv'));
  expect(head).toBe('id,esri,esri_down,esri_up,iterations,error_bound');
  for (const [i, row] of rows.entries()) expect(Number(row[1])).toBeCloseTo(ESRI[i]!, 5);
  expect(rows.map((row) => Number(row[4]))).toEqual([2, 4, 3, 4, 2, 3, 3, 2, 4, 3, 4]);
  expect(rows[0]![5]).toBe('');
  const document = JSON.parse(stdout);
  expect(document).toMatchObject({
    schema: 'ballast.chain.risk/1',
    stop: { rule: 'eps', eps: 0.01 },
    substitution: false,
    firms: 11,
    links: 10,
    states: { stoppedByRule: 11 },
  });
  expect(document.topFirms[0]).toMatchObject({ id: '7', sector: '4', errorBound: null });
  expect(stderr).toContain('eps = 0.01');
});

test('run to the end with revenue: an error bound for each firm, and why one ranks as it does', async () => {
  const { code, stdout } = await ballast([
    'chain',
    'risk',
    ...files(),
    '--revenue',
    'revenue',
    '--tolerance',
    '1e-7',
    '--why',
    '7',
    '--out',
    at('end.csv'),
    '--json',
  ]);
  expect(code).toBe(0);
  const { rows } = await risks(at('end.csv'));
  for (const row of rows) expect(Number(row[5])).toBeLessThanOrEqual(1e-7);
  const document = JSON.parse(stdout);
  expect(document.states).toEqual({ converged: 11, notConverged: 0 });
  expect(document.weights).toBe('revenue');
  const [why] = document.why;
  expect(why.id).toBe('7');
  expect(why.sectors.reduce((sum: number, { esri }: { esri: number }) => sum + esri, 0)).toBeCloseTo(
    why.esri,
    12,
  );
  expect(why.routes[0].path[0]).toBe('7');
});

test('scenarios that hit several firms: the same shock to a sector costs others differently', async () => {
  // Half of firm 2 lost, or half of firm 9: sector 2 loses as much, others do not.
  await writeFile(at('shocks.csv'), 'scenario,firm,supply,demand\ntwo,2,0.5,\nnine,9,0.5,0\n');
  const { code, stdout } = await ballast([
    ...['chain', 'risk', ...files(), '--stop', '0.01', '--no-substitution', '--shocks', at('shocks.csv')],
    ...['--out', at('shocked.csv'), '--json'],
  ]);
  expect(code).toBe(0);
  const { scenarios } = JSON.parse(stdout);
  expect(scenarios.map(({ scenario }: { scenario: string }) => scenario)).toEqual(['two', 'nine']);
  // A linear cascade without a cap: half of what closing the firm costs downstream.
  expect(scenarios[0].esriDown).toBeCloseTo(0.366667 / 2, 5);
  expect(scenarios[1].esriUp).toBe(0);
  const { rows } = await risks(at('shocked.csv'));
  expect(rows.map(([name]) => name)).toEqual(['two', 'nine']);
  await writeFile(at('shocks.csv'), 'scenario,firm,supply\ntwo,2,1.5\n');
  const over = await ballast(['chain', 'risk', ...files(), '--stop', '0.01', '--shocks', at('shocks.csv')]);
  expect(over.code).toBe(1);
  expect(over.stderr).toContain('第 2 行“supply”列：“1.5”');
});

describe('what the user can mend is said, and nothing is written', () => {
  test('neither revenue, leak nor stop rule', async () => {
    const { code, stderr } = await ballast(['chain', 'risk', ...files(), '--lang', 'en']);
    expect(code).toBe(1);
    expect(stderr).toContain('--leak 0.3');
    expect(stderr).toContain('--stop 0.01');
  });

  test('a pair of sectors without a class', async () => {
    await writeFile(at('few.csv'), 'supplier_sector,buyer_sector,class\n2,1,1\n');
    const some = [...files().slice(0, 5), at('few.csv')];
    const { code, stderr } = await ballast(['chain', 'risk', ...some, '--stop', '0.01']);
    expect(code).toBe(1);
    expect(stderr).toContain('1→4');
    const given = await ballast([
      'chain',
      'risk',
      ...some,
      '--stop',
      '0.01',
      '--missing-class',
      '1',
      '--threads',
      '1',
    ]);
    expect(given.code).toBe(0);
    expect(given.stderr).toContain('按类别 1 处理');
  });

  test('a column that is not there', async () => {
    const { code, stderr } = await ballast(['chain', 'risk', ...files(), '--revenue', 'turnover']);
    expect(code).toBe(1);
    expect(stderr).toContain('turnover');
    expect(stderr).toContain('id、sector、revenue');
  });

  test('rows that cannot be used are named, the others counted', async () => {
    await writeFile(
      at('bad.csv'),
      'supplier,buyer,weight\n2,1,1\n2,1,1\n2,99,1\n2,3,-5\n2,3,inf\n2,3,much\n7,7,4\n3,7,0\n"3",7,"1,000"\n',
    );
    const some = [...files().slice(0, 3), at('bad.csv'), ...files().slice(4)];
    const { code, stdout, stderr } = await ballast([
      'chain',
      'risk',
      ...some,
      '--stop',
      '0.01',
      '--threads',
      '1',
      '--json',
    ]);
    expect(code).toBe(0);
    const { network } = JSON.parse(stdout).treatments;
    expect(
      network.linksRefused.map(({ row, column }: { row: number; column: string }) => [row, column]),
    ).toEqual([
      [4, 'buyer'],
      [5, 'weight'],
      [6, 'weight'],
      [7, 'weight'],
    ]);
    expect(network).toMatchObject({
      linksMerged: 1,
      selfLoops: { count: 1, firstRows: [8] },
      zeroLinks: { count: 1 },
    });
    expect(JSON.parse(stdout).links).toBe(2);
    expect(stderr).toContain('第 4 行“buyer”列：“99”不在企业名单中');
  });

  test('a leak file that lacks a sector, and one outside its range', async () => {
    await writeFile(at('leak.csv'), 'sector,leak\n1,0.2\n');
    const { code, stderr } = await ballast(['chain', 'risk', ...files(), '--leak', at('leak.csv')]);
    expect(code).toBe(1);
    expect(stderr).toContain('行业 2');
    expect((await ballast(['chain', 'risk', ...files(), '--leak', '1.5'])).code).toBe(1);
  });
});

test('the riskiest alone, with proof, are those of the whole list', async () => {
  const common = ['chain', 'risk', ...files(), '--leak', '0.3', '--tolerance', '1e-7'];
  const whole = await ballast([...common, '--out', at('all.csv'), '--json']);
  const few = await ballast([...common, '--riskiest', '3', '--out', at('riskiest.csv'), '--json']);
  expect([whole.code, few.code]).toEqual([0, 0]);
  const every = (await risks(at('all.csv'))).rows.sort((a, b) => Number(b[1]) - Number(a[1]));
  const { rows } = await risks(at('riskiest.csv'));
  expect(rows).toHaveLength(3);
  for (const [place, row] of rows.entries()) {
    expect(Math.abs(Number(row[1]) - Number(every[place]![1]))).toBeLessThanOrEqual(2e-7);
    expect(Number(row[5])).toBeLessThanOrEqual(1e-7);
  }
  expect(JSON.parse(few.stdout).proof).toMatchObject({ set: true });
  expect(JSON.parse(whole.stdout)).toMatchObject({ proof: null, states: { converged: 11, notConverged: 0 } });
});

test('the riskiest under the rule of the literature are refused', async () => {
  const { code, stderr } = await ballast(['chain', 'risk', ...files(), '--stop', '0.01', '--riskiest', '3']);
  expect(code).toBe(1);
  expect(stderr).toContain('--riskiest');
});

test.each([
  ['risk', '--top', '0'],
  ['risk', '--top', '2.5'],
  ['links', '--top', '-1'],
  ['links', '--most-routes', '0'],
])('%s %s %s: how many is a whole number of 1 or more', async (verb, option, value) => {
  const { code, stderr } = await ballast(['chain', verb, ...files(), '--leak', '0.3', option, value]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/不小于 1 的整数/);
});

test('links that are all refused are no network: the message says why, and nothing is worked out', async () => {
  await writeFile(at('refused.csv'), 'supplier,buyer,weight\n1,2,-4\n99,3,1\n');
  const { code, stdout, stderr } = await ballast([
    '--lang',
    'en',
    'chain',
    'risk',
    '--firms',
    at('firms.csv'),
    '--links',
    at('refused.csv'),
    '--classes',
    at('classes.csv'),
    '--leak',
    '0.3',
  ]);
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toMatch(/refused\.csv: no link can be used; 2 row\(s\).*row 2, column "weight": "-4"/);
});

test('a leak in percent: the share to write is named', async () => {
  const { code, stderr } = await ballast(['chain', 'risk', ...files(), '--leak', '30%']);
  expect(code).toBe(1);
  expect(stderr).toMatch(/--leak 30%.*0\.3/);
});
