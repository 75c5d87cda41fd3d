import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeWith, SHARED } from '../measure/reference.js';
import { ballast, folder } from './ballast.js';

const dir = folder();

function table(name: string, text: string): string {
  const file = join(dir, name);
  writeFileSync(file, text);
  return file;
}

async function measure(...args: string[]) {
  const ran = await ballast(['--lang', 'en', 'measure', ...args]);
  return { ...ran, answer: ran.code === 0 && args.includes('--json') ? JSON.parse(ran.stdout) : null };
}

const LONG = `area,industry,value
A,textiles,30
A,other,70
B,textiles,10
B,other,90
`;

describe('ballast measure concentration', () => {
  const columns = ['--area', 'area', '--industry', 'industry', '--value', 'value'];

  it('prints exactly what scripts rely on', async () => {
    const { answer, stderr } = await measure('concentration', table('long.csv', LONG), ...columns, '--json');
    expect(answer.schema).toBe('ballast.measure/1');
    expect(Object.keys(answer)[0]).toBe('schema');
    expect(answer.cells[0]).toEqual({
      area: 'A',
      industry: 'textiles',
      value: 30,
      share: 0.75,
      lq: expect.closeTo(1.5, 12),
    });
    expect(Object.keys(answer.industries[0])).toEqual(['industry', 'hhi', 'gini', 'cr4', 'theil']);
    expect(Object.keys(answer.areas[0])).toEqual(['area', 'hhi', 'krugman']);
    expect(answer.industries[0].gini).toBeCloseTo(0.25, 12);
    expect(answer.areas[0].krugman).toBeCloseTo(0.2, 12);
    for (const key of ['share', 'lq', 'hhi', 'gini', 'cr4', 'theil', 'krugman'])
      expect(Object.keys(answer.definitions[key])).toEqual(
        expect.arrayContaining(['definition', 'formula', 'unit', 'source']),
      );
    expect(stderr).toBe('');
  });

  it('takes the same as a wide table', async () => {
    const wide = table('wide.csv', 'area,textiles,other\nA,30,70\nB,10,90\n');
    const long = await measure('concentration', table('long.csv', LONG), ...columns, '--json');
    const { answer } = await measure('concentration', wide, '--area', 'area', '--wide', '--json');
    expect(answer.cells).toEqual(long.answer.cells);
  });

  it('adds up what stands twice, and leaves out what cannot be, each with its place', async () => {
    const file = table(
      'rough.csv',
      `${LONG}A,textiles,10\nB,textiles,-5\nC,other,\nC,textiles,many\n合计,other,160\n`,
    );
    const { answer, stderr } = await measure('concentration', file, ...columns, '--json');
    expect(answer.cells[0].value).toBe(40);
    expect(answer.duplicates).toEqual([{ area: 'A', industry: 'textiles', rows: [2, 6] }]);
    expect(
      answer.refused.map(
        ({
          row,
          column,
          value,
          reason,
        }: {
          row: number;
          column: string;
          value: string;
          reason: { en: string };
        }) => [row, column, value, reason.en],
      ),
    ).toEqual([
      [7, 'value', '-5', 'is negative'],
      [8, 'value', '', expect.stringContaining('missing')],
      [9, 'value', 'many', 'is no number'],
      [10, 'area', '合计', 'is a total over other rows'],
    ]);
    expect(stderr).toContain('rough.csv');
    expect(stderr).toContain('row 7, column "value": "-5" is negative');
    expect(stderr).toContain('added up: A textiles (rows 2, 6)');
    expect((await measure('concentration', file, ...columns, '--strict')).code).toBe(1);
  });

  it('says which column is not there, and that nothing is left', async () => {
    const file = table('long.csv', LONG);
    const wrong = await measure(
      'concentration',
      file,
      '--area',
      'region',
      '--industry',
      'industry',
      '--value',
      'value',
    );
    expect(wrong.code).toBe(1);
    expect(wrong.stderr).toMatch(/region.*area, industry, value/s);
    const none = await measure(
      'concentration',
      table('none.csv', 'area,industry,value\nA,I,-1\nB,I,-2\n'),
      ...columns,
    );
    expect(none.code).toBe(1);
    expect(none.stderr).toMatch(/no row can be used[\s\S]*row 2/);
    expect((await measure('concentration', file, '--area', 'area')).code).toBe(2);
  });

  it('prints tables for people, and with --plants and --detail the rest', async () => {
    const { stdout } = await measure('concentration', table('long.csv', LONG), ...columns);
    expect(stdout).toMatch(/industry\s+highest LQ\s+LQ/);
    const plants = table('plants.csv', 'area,industry,value\nA,I,5\nA,I,5\nB,J,5\nB,J,4\nA,J,1\n');
    const { answer } = await measure('concentration', plants, ...columns, '--plants', '--detail', '--json');
    expect(answer.plants[0]).toMatchObject({ industry: 'I', plants: 2 });
    expect(answer.coagglomeration.rows).toHaveLength(2);
    expect(answer.areas[0]).toHaveProperty('krugmanLeaveOneOut');
    expect(answer.industries[0]).toHaveProperty('giniKrugman');
    expect(answer.definitions).toHaveProperty('krugmanLeaveOneOut');
    expect(answer.definitions).toHaveProperty('gamma');
  });
});

describeWith('data/io-province-2007', 'thirty provinces, 2007', () => {
  it('location quotients by value added', async () => {
    const { answer, stderr } = await measure(
      'concentration',
      `${SHARED}data/io-province-2007/province_sector_2007_totals.csv`,
      '--area',
      'province',
      '--industry',
      'sector',
      '--value',
      '增加值合计',
      '--negative',
      'keep',
      '--json',
    );
    const lq = (area: string, industry: string) =>
      answer.cells.find(
        (cell: { area: string; industry: string }) =>
          cell.area === area && cell.industry.startsWith(industry),
      ).lq;
    for (const [industry, area, expected] of [
      ['煤炭', '山西', 7.74],
      ['煤炭', '宁夏', 5.71],
      ['煤炭', '内蒙古', 4.71],
      ['纺织业', '浙江', 3.07],
      ['纺织业', '江苏', 2.17],
      ['交通运输设备', '吉林', 5.02],
      ['交通运输设备', '重庆', 4.2],
      ['通信设备', '广东', 2.9],
      ['通信设备', '天津', 2.79],
      ['通信设备', '江苏', 2.49],
    ] as const)
      expect([industry, area, lq(area, industry)]).toEqual([industry, area, expect.closeTo(expected, 2)]);
    const manufacturing = answer.industries
      .slice(5, 22)
      .map(({ industry }: { industry: string }) => industry);
    expect(manufacturing[0]).toMatch(/^食品/);
    expect(manufacturing.at(-1)).toBe('废品废料');
    const sum = answer.cells
      .filter(({ industry }: { industry: string }) => manufacturing.includes(industry))
      .reduce((total: number, { value }: { value: number }) => total + value, 0);
    expect(Math.round(sum / 1e4)).toBe(101859);
    expect(new Set(answer.areas.map(({ area }: { area: string }) => area)).size).toBe(30);
    expect(stderr).toMatch(/2 negative values/);
  });
});

describe('ballast measure shift-share', () => {
  const jobs = 'area,industry,y2018,y2023\nA,I,100,130\nB,I,100,110\nB,J,200,200\n';
  const columns = ['--area', 'area', '--industry', 'industry'];

  it('by two columns', async () => {
    const file = table('jobs.csv', jobs);
    const { answer } = await measure(
      'shift-share',
      file,
      ...columns,
      '--base',
      'y2018',
      '--final',
      'y2023',
      '--json',
    );
    expect(answer.cells[0].regionalShift).toBeCloseTo(10, 9);
    expect(answer.growth).toBeCloseTo(0.1, 12);
    expect(answer.definitions.regionalShift.definition.en).toContain('not comparable-adjusted');
  });

  it('by periods, added up; a cell that a period lacks is no 0', async () => {
    const rows = [
      '2018,A,I,100',
      '2018,B,I,100',
      '2019,A,I,110',
      '2019,B,I,100',
      '2020,A,I,130',
      '2020,B,I,90',
    ];
    const file = table('panel.csv', `year,area,industry,jobs\n${rows.join('\n')}\n`);
    const long = [...columns, '--value', 'jobs', '--period', 'year'];
    const { answer } = await measure('shift-share', file, ...long, '--dynamic', '--json');
    expect(answer.dynamic[0]).toMatchObject({ area: 'A', base: 100, final: 130, change: 30 });
    expect(answer.table.periods).toEqual(['2018', '2019', '2020']);
    const gap = table('gap.csv', `year,area,industry,jobs\n${rows.slice(0, 5).join('\n')}\n`);
    const refused = await measure('shift-share', gap, ...long);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/B, I.*missing is not 0/s);
  });
});

describe('ballast measure distances', () => {
  const rows = Array.from({ length: 225 }, (_, i) => {
    const [x, y] = [(i % 15) * 10, Math.floor(i / 15) * 10];
    return `${x},${y},${x < 40 && y < 40 ? 'clustered' : 'other'}`;
  });
  const file = table('sites.csv', `x,y,industry\n${rows.join('\n')}\n`);
  const asked = [
    '--x',
    'x',
    '--y',
    'y',
    '--industry',
    'industry',
    '--plane',
    '--to',
    '100',
    '--draws',
    '100',
  ];

  it('finds what lies together, the same every time', async () => {
    const once = await measure('distances', file, ...asked, '--only', 'clustered', '--json');
    expect(once.answer.industries[0]).toMatchObject({
      industry: 'clustered',
      plants: 16,
      dispersionIndex: 0,
    });
    expect(once.answer.industries[0].localisationIndex).toBeGreaterThan(0);
    const again = await measure('distances', file, ...asked, '--only', 'clustered', '--json');
    expect(again.answer.industries).toEqual(once.answer.industries);
    const none = await measure('distances', file, ...asked, '--only', 'nothing');
    expect([none.code, none.stderr]).toEqual([1, expect.stringContaining('has no "nothing"')]);
  });
});

describeWith('data/series', 'provincial GDP on the command line', () => {
  it('Theil by the four regions, with the history of 重庆 and 海南 said', async () => {
    const { answer, stderr } = await measure(
      'theil',
      `${SHARED}data/series/province_gdp_1952_2022.csv`,
      '--area',
      'region',
      '--value',
      'gdp_100m_yuan',
      '--period',
      'year',
      '--json',
    );
    expect(answer.periods).toHaveLength(71);
    expect(answer.groups.map(({ name }: { name: string }) => name)).toEqual([
      '东部地区',
      '中部地区',
      '西部地区',
      '东北地区',
    ]);
    const of = (year: string) => answer.periods.find(({ period }: { period: string }) => period === year);
    expect(of('2022').areas).toBe(31);
    expect(of('2022').theilT.between + of('2022').theilT.within).toBeCloseTo(of('2022').theilT.total, 12);
    expect(
      answer.history.map(({ area, separateFrom }: { area: string; separateFrom: number }) => [
        area,
        separateFrom,
      ]),
    ).toEqual(
      expect.arrayContaining([
        ['重庆市', 1996],
        ['海南省', 1988],
      ]),
    );
    expect(stderr).toMatch(
      /重庆市 was founded out of 四川省 on 1997-03-14.*before that year 四川省 includes it/,
    );
    expect(stderr).toMatch(/every area counts the same/);
    expect(answer.refused[0].reason.en).toBe('is a total over other rows');
  });
});

describe('ballast measure clusters', () => {
  const output = table(
    'output.csv',
    'area,industry,value,growth\nA,I,40,8\nA,J,10,1\nB,I,30,9\nB,J,20,1\nC,I,5,9\nC,J,95,2\nD,I,30,\nD,J,5,2\n',
  );
  const columns = ['--area', 'area', '--industry', 'industry', '--value', 'value'];
  const asked = ['--lq', '1.1', '--size', '20', '--growth', 'growth', '--least-growth', '5'];

  it('candidates with the reason of every area', async () => {
    const borders = table('borders.csv', 'one,other\nA,B\nB,C\nA,D\n');
    const { answer } = await measure(
      'clusters',
      output,
      ...columns,
      ...asked,
      '--neighbours',
      borders,
      '--json',
    );
    expect(answer.candidates).toMatchObject([{ industry: 'I', areas: ['A', 'B'], size: 70, status: 'met' }]);
    const of = (area: string) =>
      answer.areas.find(
        (own: { area: string; industry: string }) => own.area === area && own.industry === 'I',
      );
    expect(of('D').status).toBe('unknown');
    expect(of('C').reasons[0].text.en).toMatch(/^LQ .* is below 1.1$/);
  });

  it('neighbours from outlines', async () => {
    const square = (name: string, x: number) => ({
      type: 'Feature',
      properties: { name },
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [x, 0],
            [x + 1, 0],
            [x + 1, 1],
            [x, 1],
            [x, 0],
          ],
        ],
      },
    });
    const map = table(
      'map.geojson',
      JSON.stringify({
        type: 'FeatureCollection',
        features: [square('A', 0), square('B', 1), square('C', 2), square('D', 5)],
      }),
    );
    const { answer, stderr } = await measure(
      'clusters',
      output,
      ...columns,
      ...asked,
      '--outlines',
      map,
      '--json',
    );
    expect(answer.candidates[0].areas).toEqual(['A', 'B']);
    expect(stderr).toMatch(/1 areas have no neighbour, such as D/);
    const bad = await measure('clusters', output, ...columns, ...asked, '--outlines', output);
    expect(bad.code).toBe(1);
    expect(bad.stderr).toMatch(/no GeoJSON/);
  });
});

describe('ballast measure adjust', () => {
  const month = (at: number) => `${2012 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`;
  const value = (at: number) => Math.exp(4 + 0.005 * at + 0.1 * Math.sin((Math.PI * at) / 6));
  const series = table(
    'series.csv',
    `month,kwh\n${Array.from({ length: 96 }, (_, at) => `${month(at)},${value(at).toFixed(6)}`).join('\n')}\n`,
  );
  const columns = ['--period', 'month', '--value', 'kwh'];

  it('STL with every parameter said; parts make up the series', async () => {
    const { answer } = await measure(
      'adjust',
      series,
      ...columns,
      '--log',
      '--s-window',
      '7',
      '--robust',
      '--json',
    );
    expect(answer.parameters).toMatchObject({
      seasonalWindow: 7,
      trendWindow: 23,
      outer: 15,
      festival: 'regressor',
    });
    for (const row of answer.series) {
      expect(row.seasonal * row.trend * row.remainder * row.festival).toBeCloseTo(row.value, 6);
      expect(row.adjusted).toBeCloseTo(row.trend * row.remainder, 6);
    }
    expect(answer.combination).toBe('product');
  });

  it('January and February as one', async () => {
    const merged = table(
      'merged.csv',
      `month,kwh\n${Array.from({ length: 96 }, (_, at) =>
        at % 12 === 0
          ? null
          : at % 12 === 1
            ? `${month(at - 1)}/${month(at)},${value(at) + value(at - 1)}`
            : `${month(at)},${value(at)}`,
      )
        .filter(Boolean)
        .join('\n')}\n`,
    );
    const { answer } = await measure('adjust', merged, ...columns, '--festival', 'merge', '--json');
    expect(answer.series).toHaveLength(88);
    expect(answer.series[0].period).toBe('2012-01/2012-02');
    expect(answer.parameters.period).toBe(11);
    const plain = await measure('adjust', merged, ...columns);
    expect(plain.code).toBe(1);
    expect(plain.stderr).toMatch(/months are missing/);
  });

  it('a gap is said, not filled', async () => {
    const gap = table('gap-series.csv', readFileSync(series, 'utf8').replace(/^2015-03.*\n/m, ''));
    const ran = await measure('adjust', gap, ...columns);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/1 months are missing \(2015-03\)/);
  });

  it('classical decomposition', async () => {
    const { answer } = await measure(
      'adjust',
      series,
      ...columns,
      '--method',
      'classical',
      '--log',
      '--json',
    );
    expect(answer.series[0].trend).toBeNull();
    expect(answer.series[6].adjusted).toBeCloseTo(answer.series[6].trend, 0);
  });

  it('runs the X-13 program it is given, and says so when there is none', async () => {
    const none = await measure(
      'adjust',
      series,
      ...columns,
      '--method',
      'x13',
      '--x13',
      join(dir, 'nowhere'),
    );
    expect(none.code).toBe(1);
    expect(none.stderr).toMatch(/is no X-13ARIMA-SEATS program/);

    const program = join(dir, 'x13as_ascii');
    // Stands in for the program: reads the spec it is given, divides every value by 2, and warns.
    writeFileSync(
      program,
      `#!${process.execPath}
const { readFileSync, writeFileSync } = require('node:fs');
const spec = readFileSync(process.argv[2] + '.spc', 'utf8');
const data = /data=\\(([^)]*)\\)/.exec(spec)[1].trim().split(/\\s+/).map(Number);
const save = /save=\\(([^)]*)\\)/.exec(spec)[1].split(' ');
for (const table of save)
  writeFileSync(process.argv[2] + '.' + table, 'date\\tx\\n------\\t-----\\n' +
    data.map((v, i) => (2012 + Math.floor(i / 12)) + String(i % 12 + 1).padStart(2, '0') + '\\t' + v / 2).join('\\n') + '\\n');
writeFileSync(process.argv[2] + '.err', ' WARNING: only a stand-in.\\n');
writeFileSync(process.argv[2] + '.udg', 'transform: Log(y)\\nversion: 1.1\\n');
`,
    );
    chmodSync(program, 0o755);
    const { answer, stderr } = await measure(
      'adjust',
      series,
      ...columns,
      '--method',
      'x13',
      '--x13',
      dir,
      '--json',
    );
    expect(answer.series[5].adjusted).toBeCloseTo(value(5) / 2, 5);
    expect(answer.parameters).toMatchObject({ version: '1.1', transform: 'Log(y)' });
    expect(answer.combination).toBe('product');
    expect(stderr).toContain('X-13: only a stand-in.');

    writeFileSync(
      program,
      `#!${process.execPath}\nrequire('node:fs').writeFileSync(process.argv[2] + '.err', ' ERROR: no such model.\\n');\n`,
    );
    const failed = await measure('adjust', series, ...columns, '--method', 'x13', '--x13', program);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toMatch(/no such model/);
    expect(existsSync(join(dir, 'series.spc'))).toBe(false);
  });
});
