import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeWith, SHARED } from '../measure/reference.js';
import { ballast, folder } from './ballast.js';

const dir = folder();

function file(name: string, text: string): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
}

/** Miller & Blair (2009), table 2.3, laid out as the national tables are. */
const MILLER_BLAIR = `Code,Description,01,02,TIU,FU101,EX,TFU,IM,GO
01,Agriculture,150,500,650,300,50,350,0,1000
02,Manufacturing,200,100,300,1500,200,1700,0,2000
TII,Total intermediate input,350,600,,,,,,
VA001,Compensation of employees,400,900,,,,,,
VA004,Operating surplus,250,500,,,,,,
TVA,Total value-added,650,1400,,,,,,
TI,Total inputs,1000,2000,,,,,,
`;

describe('ballast chain io', () => {
  it('prints what scripts rely on', async () => {
    const table = file('mb.csv', MILLER_BLAIR);
    const { code, stdout } = await ballast([
      'chain',
      'io',
      table,
      '--json',
      '--extract',
      '01',
      '--influence',
      '2',
      '--apl',
    ]);
    expect(code).toBe(0);
    const answer = JSON.parse(stdout);
    expect(Object.keys(answer)[0]).toBe('schema');
    expect(answer.schema).toBe('ballast.chain.io/1');
    expect(answer.residual).toBeLessThan(1e-14);
    expect(answer.condition).toBeGreaterThan(1);
    expect(answer.sectors[0]).toMatchObject({
      code: '01',
      outputMultiplier: expect.closeTo(1.518151815, 9),
      backwardLinkage: expect.closeTo(1.022222222, 9),
      forwardLinkageLeontief: expect.closeTo(1.066666667, 9),
      forwardLinkageGhosh: expect.closeTo(1.208333333, 9),
      upstreamness: expect.closeTo(1.914191419, 9),
      downstreamness: expect.closeTo(1.518151815, 9),
      extractionTotal: expect.closeTo(1210.526316, 6),
    });
    expect(answer.verticalSpecialisation).toBeUndefined();
    expect(answer.extraction.loss).toBeCloseTo(1210.526316, 6);
    expect(answer.influence).toHaveLength(2);
    expect(answer.averagePropagationLength.rows[0][0]).toBeCloseTo(1.5970168, 7);
    for (const definition of [
      'outputMultiplier',
      'backwardLinkage',
      'upstreamness',
      'extractionTotal',
      'residual',
    ])
      expect(answer.definitions[definition]).toMatchObject({
        formula: expect.any(String),
        source: expect.any(String),
      });
  });

  it('a readable table in the language asked for', async () => {
    const table = file('mb.csv', MILLER_BLAIR);
    const english = await ballast(['--lang', 'en', 'chain', 'io', table]);
    expect(english.stdout).toMatch(/spectral radius 0\.\d{4}/);
    expect(english.stdout).toMatch(/multiplier/);
    const chinese = await ballast(['chain', 'io', table]);
    expect(chinese.stdout).toMatch(/谱半径.*残差.*条件数/);
    expect(chinese.stdout).toMatch(/影响力/);
  });

  it('footprints from satellite accounts', async () => {
    const table = file('mb.csv', MILLER_BLAIR);
    const accounts = file('jobs.csv', 'code,就业（人）\n01,300\n02,500\n');
    const { stdout } = await ballast(['chain', 'io', table, '--json', '--satellite', accounts]);
    const {
      accounts: [jobs],
    } = JSON.parse(stdout).footprints;
    expect(jobs).toMatchObject({ name: '就业', unit: '人' });
    expect(jobs.rows[0].consumption + jobs.rows[1].consumption).toBeCloseTo(800, 9);
  });

  it('footprints of regions that export: what goes abroad in an account of its own, and a note', async () => {
    const table = file(
      'regions.csv',
      `from,from_region,to,to_region,value,unit
p,甲,p,甲,20,万元
p,甲,p,乙,20,万元
p,乙,p,甲,40,万元
p,乙,p,乙,40,万元
p,甲,居民消费,甲,30,万元
p,乙,居民消费,甲,30,万元
p,甲,居民消费,乙,12,万元
p,乙,居民消费,乙,60,万元
p,甲,出口,,18,万元
p,乙,出口,,30,万元
增加值,,p,甲,40,万元
增加值,,p,乙,140,万元
`,
    );
    const accounts = file('carbon.csv', 'region,code,碳（吨）\n甲,p,50\n乙,p,20\n');
    const { stdout, stderr } = await ballast(['chain', 'io', table, '--json', '--satellite', accounts]);
    const { footprints, treatments } = JSON.parse(stdout);
    const [{ rows, restOfWorld }] = footprints.accounts;
    expect(restOfWorld).toHaveLength(1);
    expect(restOfWorld[0].consumption).toBeCloseTo(19.7, 9);
    expect(rows[0]).toMatchObject({ region: '甲', code: 'p' });
    expect(rows[0].consumption).toBeCloseTo(28.5, 9);
    expect(rows[0].exports).toBeCloseTo(27.5, 9);
    expect(treatments.map(({ kind }: { kind: string }) => kind)).toContain('demandOfRestOfWorld');
    expect(stderr).toMatch(/“出口”不属于表的任何地区/);
  });

  it('bad input: exit 1, with what and where', async () => {
    const table = file('mb.csv', MILLER_BLAIR);
    const greedy = file('greedy.csv', MILLER_BLAIR.replaceAll('1000', '100').replaceAll('2000', '300'));
    const eats = await ballast(['--lang', 'en', 'chain', 'io', greedy]);
    expect(eats.code).toBe(1);
    expect(eats.stderr).toMatch(/Hawkins–Simon.*01/);
    const unknown = await ballast(['--lang', 'en', 'chain', 'io', table, '--extract', '77']);
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toMatch(/"77"/);
    const accounts = file('bad.csv', 'code,energy\n01,many\n');
    const bad = await ballast(['--lang', 'en', 'chain', 'io', table, '--satellite', accounts]);
    expect(bad.code).toBe(1);
    expect(bad.stderr).toMatch(/bad\.csv, row 2, column "energy": "many"/);
    const share = await ballast(['chain', 'io', table, '--extract', '01', '--share', '1.5']);
    expect(share.code).toBe(1);
    expect((await ballast(['chain', 'io', join(dir, 'none.csv')])).code).toBe(1);
    expect((await ballast(['chain', 'io', table, '--influence', '0'])).code).toBe(2);
  });
});

describeWith('data/io-nbs', 'ballast chain io of the national table', () => {
  it('imports apart: vertical specialisation in total and by sector', async () => {
    const { stdout } = await ballast(['chain', 'io', `${SHARED}data/io-nbs/china_2020_42.csv`, '--json']);
    const { verticalSpecialisation: vertical, table, treatments } = JSON.parse(stdout);
    expect(table).toMatchObject({ industries: 42, competitive: false });
    expect(vertical.total).toBeCloseTo(0.1954, 4);
    expect(vertical.bySector).toHaveLength(42);
    for (const { share, valueAddedShare } of vertical.bySector)
      expect(share + valueAddedShare).toBeCloseTo(1, 6);
    expect(treatments.map(({ kind }: { kind: string }) => kind)).toContain('noClosure');
  });
});
