import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ballast, folder, MAIN, ROOT } from './ballast.js';

const dir = folder();
const at = (name: string) => join(dir, name);
const files = () => [
  '--firms',
  at('firms.csv'),
  '--table',
  at('table.csv'),
  '--sectors',
  at('sectors.csv'),
  '--classes',
  at('classes.csv'),
];
const ensemble = (...args: string[]) => ballast(['chain', 'ensemble', ...args]);

beforeAll(async () => {
  const firms = Array.from(
    { length: 24 },
    (_, i) => `F${i},${['m', 'm', 'f', 'f2'][i % 4]},${2400 / (1 + i)},${2000 / (1 + ((i * 5) % 24))}`,
  );
  await writeFile(at('firms.csv'), `id,sector,revenue,costs\n${firms.join('\n')}\n`);
  await writeFile(
    at('table.csv'),
    [
      'from,to,value,part,kind',
      '01,01,10,intermediate,',
      '01,02,40,intermediate,',
      '02,01,30,intermediate,',
      '02,02,20,intermediate,',
      '01,,50,finalUse,households',
      '02,,50,finalUse,households',
      '01,,60,valueAdded,compensation',
      '02,,40,valueAdded,compensation',
    ]
      .join('\n')
      .concat('\n'),
  );
  await writeFile(at('sectors.csv'), 'sector,industry\nm,01\nf,02\nf2,02\n');
  const pairs = ['m', 'f', 'f2'].flatMap((k) => ['m', 'f', 'f2'].map((l) => `${k},${l},1`));
  await writeFile(at('classes.csv'), `supplier_sector,buyer_sector,class\n${pairs.join('\n')}\n`);
});

test('ranks with intervals, the same with one thread and two, to a file and as a document', async () => {
  const run = (threads: string, out: string) =>
    ensemble(
      ...files(),
      '--mean-degree',
      '3',
      '--networks',
      '12',
      '--top',
      '5',
      '--threads',
      threads,
      '--out',
      at(out),
      '--json',
    );
  const { code, stdout, stderr } = await run('1', 'one.csv');
  expect(stderr).not.toContain('Error');
  expect(code).toBe(0);
  const document = JSON.parse(stdout);
  expect(document).toMatchObject({
    schema: 'ballast.chain.ensemble/1',
    method: { id: 'iogm' },
    networks: 12,
    stop: { rule: 'converged', tolerance: 1e-6 },
    firms: 24,
    sectors: 3,
    weights: 'revenue',
  });
  expect(document.links.expected).toBeCloseTo(72, 6);
  expect(document.largestErrorBound).toBeLessThanOrEqual(1e-6);
  expect(document.topFirms).toHaveLength(5);
  for (const firm of document.topFirms) {
    expect(firm.esriLow).toBeLessThanOrEqual(firm.esri);
    expect(firm.esriHigh).toBeGreaterThanOrEqual(firm.esri);
    expect(firm.rankLow).toBeLessThanOrEqual(firm.rankHigh);
  }
  expect(document.stability.map(({ networks }: { networks: number }) => networks)).toEqual([2, 4, 8, 12]);
  // f and f2 make the product of one industry of the table: one stripe.
  expect(document.stripes).toHaveLength(2);
  const rows = (await readFile(at('one.csv'), 'utf8')).trim().split('\n');
  expect(rows[0]).toBe(
    'id,sector,esri,esri_low,esri_high,standard_error,esri_down,esri_up,rank,rank_low,rank_median,rank_high,top_probability',
  );
  expect(rows).toHaveLength(25);
  const chances = rows.slice(1).map((row) => Number(row.split(',')[12]));
  expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(5, 6);
  expect((await run('2', 'two.csv')).code).toBe(0);
  expect(await readFile(at('two.csv'), 'utf8')).toBe(rows.join('\n').concat('\n'));
  const other = await ensemble(
    ...files(),
    '--mean-degree',
    '3',
    '--networks',
    '12',
    '--threads',
    '1',
    '--seed',
    '2',
    '--out',
    at('other.csv'),
  );
  expect(other.code).toBe(0);
  expect(other.stdout).toContain('名次区间');
  expect(await readFile(at('other.csv'), 'utf8')).not.toBe(rows.join('\n').concat('\n'));
});

test('known purchases by sector, links of each sector, and the single stripe', async () => {
  const purchases = Array.from({ length: 24 }, (_, i) => `F${i},${i % 3 === 0 ? 'm' : 'f'},${100 + i}`);
  await writeFile(
    at('purchases.csv'),
    `buyer,supplier_sector,value\n${purchases.join('\n')}\nF99,m,5\nF1,zz,5\nF2,m,-5\n`,
  );
  await writeFile(at('links.csv'), 'sector,links\nm,20\nf,15\nf2,5\n');
  const some = ['--networks', '2', '--threads', '1', '--stop', '0.01', '--json'];
  const scgm = await ensemble(
    ...files(),
    '--purchases',
    at('purchases.csv'),
    '--links-by-sector',
    at('links.csv'),
    ...some,
  );
  expect(scgm.code).toBe(0);
  const document = JSON.parse(scgm.stdout);
  expect(document.method.id).toBe('scgm');
  expect(document.treatments.purchasesRefused.map(({ row }: { row: number }) => row)).toEqual([26, 27, 28]);
  const links = document.stripes.map((stripe: { expectedLinks: number }) => stripe.expectedLinks);
  expect(links[0]).toBeCloseTo(20, 6);
  expect(links[1]).toBeCloseTo(15, 6);
  // Nobody buys of f2.
  expect(links[2]).toBe(0);
  const dcgm = await ensemble(...files(), '--method', 'dcgm', '--links-count', '60', ...some);
  expect(JSON.parse(dcgm.stdout).stripes).toHaveLength(1);
});

test('Ctrl-C stops it: exit 130, nothing written', async () => {
  const args = [
    ...files(),
    '--mean-degree',
    '3',
    '--networks',
    '1000000',
    '--threads',
    '1',
    '--out',
    at('stopped.csv'),
  ];
  const child = spawn(process.execPath, [MAIN, 'chain', 'ensemble', ...args, '--lang', 'en'], { cwd: ROOT });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    // The first word of progress.
    if (!stderr.includes('closing each firm') && chunk.includes('closing each firm')) child.kill('SIGINT');
    stderr += chunk;
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(code).toBe(130);
  expect(stderr).toContain('nothing was written');
  expect(existsSync(at('stopped.csv'))).toBe(false);
});

describe('what the user can mend is said', () => {
  const few = ['--networks', '1', '--threads', '1', '--lang', 'en'];

  test('how many links, and how many are possible', async () => {
    const none = await ensemble(...files(), ...few);
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('--mean-degree');
    const both = await ensemble(...files(), ...few, '--mean-degree', '3', '--links-count', '9');
    expect(both.code).toBe(1);
    const many = await ensemble(...files(), ...few, '--links-count', '9999');
    expect(many.code).toBe(1);
    expect(many.stderr).toContain('9999 links');
  });

  test('no table, a sector without industry, a sector of two industries', async () => {
    const without = await ensemble(
      ...files().filter((_, i) => i !== 2 && i !== 3),
      ...few,
      '--mean-degree',
      '3',
    );
    expect(without.code).toBe(1);
    expect(without.stderr).toContain('--table');
    await writeFile(at('short.csv'), 'sector,industry\nm,01\nf,02\n');
    const short = await ensemble(...files(), '--sectors', at('short.csv'), ...few, '--mean-degree', '3');
    expect(short.code).toBe(1);
    expect(short.stderr).toContain('f2');
    await writeFile(at('twice.csv'), 'sector,industry\nm,01\nm,02\n');
    const twice = await ensemble(...files(), '--sectors', at('twice.csv'), ...few, '--mean-degree', '3');
    expect(twice.code).toBe(1);
    expect(twice.stderr).toContain('row 3');
  });

  test('no leak to final demand', async () => {
    const closed = await ensemble(...files(), ...few, '--mean-degree', '3', '--no-leaks');
    expect(closed.code).toBe(1);
    expect(closed.stderr).toContain('--stop 0.01');
  });

  test('scgm without purchases, firms without costs', async () => {
    const scgm = await ensemble(...files(), ...few, '--mean-degree', '3', '--method', 'scgm');
    expect(scgm.stderr).toContain('--purchases');
    await writeFile(at('no-costs.csv'), 'id,sector,revenue\nF1,m,5\n');
    const costs = await ensemble(...files(), '--firms', at('no-costs.csv'), ...few, '--mean-degree', '3');
    expect(costs.code).toBe(1);
    expect(costs.stderr).toContain('costs');
  });

  test('rows that cannot be used are named and the others counted', async () => {
    const good = (await readFile(at('firms.csv'), 'utf8')).trim();
    await writeFile(at('bad.csv'), `${good}\nF1,m,5,5\nG1,m,much,5\nG2,,5,5\nG3,m,-1,5\nG4,m,7,\n`);
    const { code, stdout, stderr } = await ensemble(
      ...files(),
      '--firms',
      at('bad.csv'),
      ...few,
      '--mean-degree',
      '3',
      '--json',
    );
    expect(code).toBe(0);
    const { firms, treatments } = JSON.parse(stdout);
    expect(firms).toBe(24);
    expect(
      treatments.firmsRefused.map(({ row, column }: { row: number; column: string }) => [row, column]),
    ).toEqual([
      [26, 'id'],
      [27, 'revenue'],
      [28, 'sector'],
      [29, 'revenue'],
      [30, 'costs'],
    ]);
    expect(stderr).toContain('row 27, column "revenue": "much"');
  });

  test('a pair of sectors without a class', async () => {
    await writeFile(at('few.csv'), 'supplier_sector,buyer_sector,class\nm,m,1\n');
    const { code, stderr } = await ensemble(
      ...files(),
      '--classes',
      at('few.csv'),
      ...few,
      '--mean-degree',
      '3',
    );
    expect(code).toBe(1);
    expect(stderr).toContain('m→f');
  });
});
