import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ballast, folder } from './ballast.js';

const dir = folder();

/** Miller & Blair's two industries, one flow a row. */
const TABLE = `from,to,value
agriculture,agriculture,150
agriculture,manufacturing,500
manufacturing,agriculture,200
manufacturing,manufacturing,100
agriculture,居民消费,350
manufacturing,居民消费,1700
劳动者报酬,agriculture,650
劳动者报酬,manufacturing,1400
`;

function write(name: string, text: string): string {
  const file = join(dir, name);
  writeFileSync(file, text);
  return file;
}

it('runs every kind of scenario of a file, compares two, and writes losses by industry', async () => {
  write('table.csv', TABLE);
  const file = write(
    'scenarios.yaml',
    `table: table.csv
draws: 5
scenarios:
  - {name: demand, kind: quantity, finalDemand: {agriculture: -0.1}}
  - {name: gone, kind: extraction, group: [agriculture]}
  - {name: part, kind: extraction, group: [agriculture], share: [0.1, 0.2]}
  - {name: dear, kind: price, cost: {agriculture: 0.065}}
  - name: outage
    kind: dynamic
    days: 60
    events: [{kind: capacity, duration: 5, loss: {manufacturing: 0.3}, recoveryDays: 10}]
`,
  );
  const out = join(dir, 'losses.csv');
  const ran = await ballast(['chain', 'shock', file, '--json', '--compare', 'gone', 'part', '--out', out]);
  expect(ran.stderr).not.toMatch(/at .*\.js/);
  expect(ran.code).toBe(0);
  const answer = JSON.parse(ran.stdout);
  expect(Object.entries(answer)[0]).toEqual(['schema', 'ballast.chain.shock/1']);
  const [demand, gone, part, dear, outage] = answer.scenarios;
  // Δx = L·(−35, 0), L's first column (1.25412541, 0.2640264).
  expect(demand.loss.output.median).toBeCloseTo(35 * (1.25412541 + 0.2640264), 4);
  expect(gone.loss.output.median).toBeCloseTo(1210.526, 3);
  expect(part.loss.output.low).toBeLessThan(part.loss.output.high);
  expect(part.draws).toBe(5);
  expect(dear.byIndustry[0].price).toBeCloseTo(0.065 * 1.25412541, 8);
  expect(outage.stability.verdict).toBe('recovers');
  expect(outage.path).toHaveLength(60);
  expect(answer.comparison.difference.low).toBeGreaterThan(0);
  const rows = readFileSync(out, 'utf8').trim().split('\n');
  expect(rows[0]).toBe('scenario,kind,region,code,name,measure,value,unit');
  // A change of price is no loss, and is in no money.
  const price = rows.filter((row) => row.startsWith('dear,')).map((row) => row.split(','));
  expect(price.map((cells) => [cells[5], cells[7]])).toEqual([
    ['price', '1'],
    ['price', '1'],
  ]);
  expect(Number(price[0]![6])).toBeCloseTo(0.065 * 1.25412541, 8);
});

it('a table without value added: its loss is not known, which is not 0', async () => {
  write('flows.csv', TABLE.replace(/^劳动者报酬.*\n/gm, ''));
  const file = write(
    'flows.yaml',
    `table: flows.csv
scenarios:
  - {name: gone, kind: extraction, group: [agriculture]}
  - {name: outage, kind: dynamic, days: 20, events: [{kind: capacity, duration: 5, loss: {manufacturing: 0.3}, recoveryDays: 3}]}
`,
  );
  const { scenarios } = JSON.parse((await ballast(['chain', 'shock', file, '--json'])).stdout);
  for (const { loss } of scenarios) {
    expect(loss.valueAdded).toBeNull();
    expect(loss.output.median).toBeGreaterThan(0);
  }
  const { stdout } = await ballast(['chain', 'shock', file]);
  expect(stdout).toMatch(/产出损失/);
  expect(stdout).not.toMatch(/增加值/);
});

it('names the scenario, the line and what was expected where a file is wrong', async () => {
  write('table.csv', TABLE);
  const over = write(
    'over.yaml',
    'table: table.csv\nscenarios:\n  - {name: a, kind: extraction, group: [agriculture], share: 1.5}\n',
  );
  const tooMuch = await ballast(['chain', 'shock', over]);
  expect(tooMuch.code).toBe(1);
  expect(tooMuch.stderr).toMatch(/over\.yaml 情景“a”.*150%.*0 与 100%/);
  const unknown = write(
    'unknown.yaml',
    'table: table.csv\nscenarios:\n  - {name: a, kind: extraction, group: [agricultur]}\n',
  );
  const nobody = await ballast(['--lang', 'en', 'chain', 'shock', unknown]);
  expect(nobody.code).toBe(1);
  expect(nobody.stderr).toMatch(/no industry “agricultur”.*agriculture/);
  const misspelt = write('kind.yaml', 'table: table.csv\nscenarios:\n  - {name: a, kind: earthquake}\n');
  const nothing = await ballast(['--lang', 'en', 'chain', 'shock', misspelt]);
  expect(nothing.code).toBe(1);
  expect(nothing.stderr).toMatch(/kind\.yaml, line 3/);
});

it('inventories without end: nobody runs short of what is lost for a while', async () => {
  write('table.csv', TABLE);
  const scenario = (days: string) =>
    write(
      'endless.yaml',
      `table: table.csv
scenarios:
  - name: outage
    kind: dynamic
    days: 60
    parameters: {inventoryDays: ${days}, orders: fixed}
    events: [{kind: capacity, duration: 20, loss: {manufacturing: 0.9}, recoveryDays: 3}]
`,
    );
  const lossOf = async (days: string) => {
    const { code, stdout } = await ballast(['chain', 'shock', scenario(days), '--json']);
    expect(code).toBe(0);
    return JSON.parse(stdout).scenarios[0].loss.output.median;
  };
  const endless = await lossOf('.inf');
  expect(endless).toBeGreaterThan(0);
  expect(endless).toBeLessThan(0.9 * (await lossOf('2')));
  const refused = await ballast(['--lang', 'en', 'chain', 'shock', scenario('-.inf')]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/line 6.*-Infinity.*above 0/);
});

it('an industry without output has nothing to lose, and what is no number is said as written', async () => {
  write('idle.csv', `${TABLE}manufacturing,idle,0\nidle,manufacturing,0\nidle,居民消费,0\n`);
  const outage = write(
    'idle.yaml',
    `table: idle.csv
scenarios:
  - name: outage
    kind: dynamic
    days: 30
    events: [{kind: capacity, duration: 5, loss: {idle: 0.5}, recoveryDays: 3}]
`,
  );
  const ran = await ballast(['chain', 'shock', outage, '--json']);
  expect(ran.code).toBe(0);
  const [scenario] = JSON.parse(ran.stdout).scenarios;
  expect(scenario.loss.output.median).toBe(0);
  expect(scenario.byIndustry.map(({ loss }: { loss: number }) => loss)).toEqual([0, 0, 0]);
  const words = write(
    'words.yaml',
    'table: idle.csv\nscenarios:\n  - {name: a, kind: quantity, finalDemand: {manufacturing: a tenth}}\n',
  );
  const refused = await ballast(['chain', 'shock', words]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/words\.yaml 第 3 行.*a tenth.*应为一个数/);
});
