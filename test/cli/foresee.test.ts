import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ballast, folder } from './ballast.js';

const dir = folder();
const columns = ['--area', '地区', '--activity', '行业', '--value', '产值'];

function file(name: string, text: string): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
}

/** Six areas, nested: each has what the one after it has, and more; linked throughout. Over three years the last ones catch up. */
function nested(years: readonly number[]): string {
  const rows = ['地区,行业,产值,年份'];
  for (const [step, year] of years.entries())
    for (let area = 0; area < 6; area++)
      for (let activity = 0; activity < 8; activity++) {
        const reach = 8 - area + step;
        const value = activity < reach ? 10 + 7 * activity * (6 - area) + ((area * 5 + activity * 3) % 4) : 0;
        rows.push(`区${area + 1},业${activity + 1},${value},${year}`);
      }
  return `${rows.join('\n')}\n`;
}

const BAD = `地区,行业,产值
甲,纺织,10
甲,纺织,5
甲,汽车,-3
乙,汽车,8
乙,电子,4
丙,电子,abc
,汽车,5
丁,汽车,0
合计,汽车,30
丙,电子,3
丙,汽车,1
丙,纺织,2
`;

describe('ballast foresee TABLE', () => {
  it('measures the latest year, tests the others, and stores the profile with every convention', async () => {
    const table = file('panel.csv', nested([2022, 2023, 2024]));
    const ran = await ballast(['foresee', table, ...columns, '--year', '年份', '--cells', '--json']);
    expect(ran.code).toBe(0);
    const answer = JSON.parse(ran.stdout);
    expect(answer.schema).toBe('ballast.foresee/1');
    expect(answer.table).toMatchObject({ measuredYear: 2024, years: [2022, 2023, 2024], areas: 6 });
    expect(answer.profile.name).toBe('atlas');
    expect(answer.profile.conventions).toMatchObject({ threshold: 1, proximityDiagonal: 1, parts: 'refuse' });
    expect(answer.areas).toHaveLength(6);
    expect(answer.activities).toHaveLength(8);
    expect(answer.cells).toHaveLength(48);
    const weighted = (activity: string) =>
      answer.cells
        .filter((cell: { activity: string }) => cell.activity === activity)
        .reduce(
          (sum: number, cell: { area: string; rca: number }) =>
            sum +
            (cell.rca * answer.areas.find((one: { area: string }) => one.area === cell.area).total) /
              answer.table.total,
          0,
        );
    // Σ_r (X_r. / X) RCA_rp = 1.
    for (const { activity } of answer.activities) expect(weighted(activity)).toBeCloseTo(1, 12);
    for (const { density, distance } of answer.cells) expect(density + distance).toBeCloseTo(1, 12);
    expect(answer.backTest.horizons[0]).toMatchObject({ horizon: 2 });
    expect(answer.backTest.horizons[0].scores.map((one: { score: string }) => one.score)).toContain(
      'density',
    );
  });

  it('takes a profile and conventions apart from it, and says which', async () => {
    const table = file('panel.csv', nested([2024]));
    const ran = await ballast([
      'foresee',
      table,
      ...columns,
      '--profile',
      'stata',
      '--threshold',
      '0.8',
      '--own-term',
      'yes',
      '--json',
    ]);
    const { profile } = JSON.parse(ran.stdout);
    expect(profile).toMatchObject({ name: 'stata', changed: ['threshold', 'opportunityGainOwnTerm'] });
    expect(profile.conventions).toMatchObject({ threshold: 0.8, atThreshold: 'absent' });
  });

  it('leaves bad rows out with file, row, column and value, adds up pairs and says so', async () => {
    const table = file('bad.csv', BAD);
    const ran = await ballast(['foresee', table, ...columns, '--json', '--lang', 'en']);
    expect(ran.code).toBe(0);
    const answer = JSON.parse(ran.stdout);
    expect(
      answer.refused.map(({ row, column, value }: Record<string, unknown>) => [row, column, value]),
    ).toEqual([
      [4, '产值', '-3'],
      [7, '产值', 'abc'],
      [8, '地区', ''],
      [10, '地区', '合计'],
    ]);
    expect(answer.duplicates).toEqual([{ area: '甲', activity: '纺织', year: null, rows: [2, 3] }]);
    expect(answer.areas.find((one: { area: string }) => one.area === '甲').total).toBe(15);
    expect(answer.table.emptyAreas).toEqual(['丁']);
    expect(ran.stderr).toContain('row 4, column "产值": "-3" is negative');
    expect(ran.stderr).toContain('rows 2, 3');
    const strict = await ballast(['foresee', table, ...columns, '--strict']);
    expect(strict.code).toBe(1);
  });

  it('refuses to rank what falls into parts, and says which', async () => {
    const table = file('parts.csv', '地区,行业,产值\n甲,x,1\n乙,y,2\n');
    const ran = await ballast(['foresee', table, ...columns, '--json']);
    const { diagnostics, areas } = JSON.parse(ran.stdout);
    expect(diagnostics.refusals[0].en).toContain('2 parts without links');
    expect(diagnostics.components).toHaveLength(2);
    expect(areas[0].eci).toBeNull();
    expect(ran.stderr).toContain('拒绝按复杂度排序');
  });

  it.each([
    ['one column', '地区\n甲\n乙\n', columns, '行业'],
    ['no such column', '地区,行业\n甲,x\n乙,y\n', columns, '产值'],
    ['one area', '地区,行业,产值\n甲,x,1\n甲,y,2\n', columns, '地区 1 个'],
    ['a column twice', BAD, ['--area', '地区', '--activity', '地区', '--value', '产值'], '不同的列'],
    ['no population', BAD, [...columns, '--advantage', 'rpop'], '人口'],
    ['a share out of range', BAD, [...columns, '--drop-small', '2'], '0 与 1 之间'],
    ['no such year', nested([2024]), [...columns, '--year', '年份', '--at', '2020'], '没有 2020 年；有 2024'],
  ])('refuses %s', async (name, text, options, message) => {
    const ran = await ballast(['foresee', file(`${name}.csv`, text), ...options]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(message);
    expect(ran.stdout).toBe('');
  });

  it('keeps codes with leading zeros as names', async () => {
    const table = file(
      'codes.csv',
      '地区,行业,产值\n甲,0011,5\n甲,0012,1\n乙,0011,1\n乙,0012,4\n丙,0012,2\n丙,0011,2\n',
    );
    const { stdout } = await ballast(['foresee', table, ...columns, '--json']);
    expect(
      JSON.parse(stdout)
        .activities.map((one: { activity: string }) => one.activity)
        .sort(),
    ).toEqual(['0011', '0012']);
  });

  it('writes a workbook, and a folder of CSV', async () => {
    const table = file('panel.csv', nested([2024]));
    const book = join(dir, 'answer.xlsx');
    expect((await ballast(['foresee', table, ...columns, '--out', book])).code).toBe(0);
    expect(existsSync(book)).toBe(true);
    const out = join(dir, 'answer');
    await ballast(['foresee', table, ...columns, '--out', out]);
    const cells = readFileSync(join(out, 'cells.csv'), 'utf8').trim().split('\n');
    expect(cells).toHaveLength(1 + 48);
  });

  it('takes complexity from elsewhere by a concordance and says what is not covered', async () => {
    const table = file('bad.csv', BAD);
    const pci = file('pci.csv', 'product,pci\n8703,1.5\n8542,2.5\n9999,1\n');
    const concordance = file('concordance.csv', 'product,activity\n8703,汽车\n8542,电子\n0000,电子\n');
    const ran = await ballast([
      'foresee',
      table,
      ...columns,
      '--pci',
      pci,
      '--concordance',
      concordance,
      '--json',
    ]);
    const answer = JSON.parse(ran.stdout);
    expect(answer.exogenous).toEqual({ unmatchedActivities: ['纺织'], unmatchedProducts: ['0000'] });
    const second = answer.areas.find((one: { area: string }) => one.area === '乙');
    expect(second.exogenous.byValue).toBeCloseTo((8 * 1.5 + 4 * 2.5) / 12, 12);
    const wrong = file('wrong.csv', 'product,pci\n8703,high\n');
    const refused = await ballast(['foresee', table, ...columns, '--pci', wrong]);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('第 2 行“pci”列：“high”');
  });
});

const SAMPLE = 'samples/layout/city-industries.synthetic.csv';
const sample = ['--activity', '行业', '--value', '从业人员', '--year', '年份', '--horizon', '3'];
const near = ['--neighbours', 'samples/layout/neighbours.synthetic.csv'];
const chain = ['--io-table', 'samples/chain/io-table.synthetic.csv'];
const nowhere = ['--workspace', join(dir, 'none')];

describe('ballast foresee region', () => {
  const region = (...more: string[]) =>
    ballast(['foresee', 'region', '江城', SAMPLE, '--area', '地区', ...sample, ...near, ...nowhere, ...more]);

  it('gives the list with terms, neighbours, chains and what became of such lists', async () => {
    const ran = await region(...chain, '--json');
    expect(ran.code).toBe(0);
    const answer = JSON.parse(ran.stdout);
    expect(answer).toMatchObject({ schema: 'ballast.foresee/1', form: 'region', region: '江城市' });
    expect(answer.recommendations).toHaveLength(10);
    expect(answer.neighboursGiven).toBe(true);
    for (const one of answer.recommendations) {
      expect(one.advantage).toBeLessThan(1);
      expect(one.ubiquity).toBeGreaterThanOrEqual(2);
      expect(one.standsOn.length).toBeGreaterThan(0);
      for (const name of [...one.heldBy, ...one.wantedBy]) expect(answer.neighbours).toContain(name);
    }
    expect(answer.recommendations.some((one: { risk: number | null }) => one.risk !== null)).toBe(true);
    expect(answer.overlap.with).toBeLessThan(answer.overlap.without);
    expect(answer.listTest.pairs).toHaveLength(3);
    expect(answer.listTest.rules[0].hitRate).toBeGreaterThan(answer.listTest.chance);
    expect(answer.profile.changed).toEqual(['opportunityGainOwnTerm']);
    // Of all that is near: the nearer, the more often it came.
    const rates = answer.listTest.byFit.map(({ rate }: { rate: number }) => rate);
    expect(rates.at(-1)).toBeGreaterThan(rates[0]);
  });

  it('takes weights and a preference for tagged industries', async () => {
    const ran = await region('--tags', 'emerging', '--weight', 'priority=5', 'fit=0.2', '--json');
    const answer = JSON.parse(ran.stdout);
    expect(answer.weights).toMatchObject({ priority: 5, fit: 0.2 });
    const tagged = answer.recommendations.map(({ tags }: { tags: { kind: string }[] }) =>
      tags.some(({ kind }) => kind === 'emerging'),
    );
    expect(tagged[0]).toBe(true);
    expect(tagged).toEqual([...tagged].sort((x, y) => Number(y) - Number(x)));
    expect(answer.taxonomies.map(({ from }: { from: string }) => from)).toContain('2025-11-19');
  });

  it.each([
    [
      'an area that is not there',
      ['foresee', 'region', '海角市', SAMPLE, '--area', '地区', ...sample],
      '海角市',
    ],
    [
      'an activity that is not there',
      ['foresee', 'region', '江城', SAMPLE, '--area', '地区', ...sample, '--priority', '养龙业'],
      '养龙业',
    ],
    [
      'an input–output table that is not there',
      ['foresee', 'region', '江城', SAMPLE, '--area', '地区', ...sample, '--io-table', 'none.csv'],
      'none.csv',
    ],
  ])('refuses %s', async (_, args, message) => {
    const ran = await ballast([...args, ...nowhere]);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain(message);
  });

  it('says which neighbours it does not know, and refuses a line with half a pair', async () => {
    const odd = file('near.csv', '地区,邻近地区\n江城市,北桥市\n江城市,海角市\n');
    const base = [
      'foresee',
      'region',
      '江城',
      SAMPLE,
      '--area',
      '地区',
      ...sample,
      ...nowhere,
      '--neighbours',
    ];
    const ran = await ballast([...base, odd, '--json']);
    expect(JSON.parse(ran.stdout).neighbours).toEqual(['北桥市']);
    expect(ran.stderr).toContain('海角市');
    const half = await ballast([...base, file('half.csv', '地区,邻近地区\n江城市,\n')]);
    expect(half.code).toBe(1);
    expect(half.stderr).toContain('第 2 行');
  });

  it('refuses a weight that is none', async () => {
    expect((await region('--weight', 'luck=1')).code).toBe(2);
  });
});

describe('ballast brief layout', () => {
  it('writes it in three formats with notes that lead to rows of the table', async () => {
    const base = [
      'brief',
      'layout',
      SAMPLE,
      '--area',
      '江城市',
      '--area-column',
      '地区',
      ...sample,
      ...near,
      ...chain,
    ];
    const out = join(dir, 'layout.md');
    const ran = await ballast([
      ...base,
      ...nowhere,
      '--out',
      out,
      '--format',
      'md',
      '--today',
      '2026-06-30',
      '--json',
    ]);
    expect(ran.code).toBe(0);
    const told = JSON.parse(ran.stdout);
    expect(told.synthetic).toBe(true);
    expect(told.charts.map((name: string) => name.split('/').at(-1))).toEqual([
      'product-space.svg',
      'fit-gain.svg',
    ]);
    const text = readFileSync(out, 'utf8');
    expect(text).toContain('江城市产业布局');
    expect(text).toContain('有多可信');
    // A note names the row as a spreadsheet counts it, and the value that stands there.
    const lines = readFileSync(SAMPLE, 'utf8').split('\n');
    const rows = [...text.matchAll(/第(\d+)行/g)].map(([, row]) => Number(row)).filter((row) => row > 1);
    expect(rows.length).toBeGreaterThan(10);
    for (const row of rows) expect(lines[row - 1]).toMatch(/^2024,江城市,/);
    for (const format of ['html', 'docx']) {
      const file = join(dir, `layout.${format}`);
      const other = await ballast([...base, ...nowhere, '--out', file, '--format', format, '--lang', 'en']);
      expect(other.code).toBe(0);
      expect(existsSync(file)).toBe(true);
    }
    // A number calls a note once, and each call has a way back of its own.
    const page = readFileSync(join(dir, 'layout.html'), 'utf8');
    const ways = [...page.matchAll(/ id="(r\d+-\d+)"/g)].map(([, id]) => id);
    expect(ways.length).toBeGreaterThan(10);
    expect(new Set(ways).size).toBe(ways.length);
    for (const [, calls] of page.matchAll(/<sup>(.*?)<\/sup>/g)) {
      const notes = [...calls!.matchAll(/href="#n(\d+)"/g)].map(([, note]) => note);
      expect(new Set(notes).size).toBe(notes.length);
    }
  });

  it('says what it does not know without a panel', async () => {
    const table = file('flat.csv', nested([2024]));
    const out = join(dir, 'flat.html');
    const ran = await ballast([
      'brief',
      'layout',
      table,
      '--area',
      '区4',
      '--area-column',
      '地区',
      '--activity',
      '行业',
      '--value',
      '产值',
      ...nowhere,
      '--out',
      out,
    ]);
    expect(ran.code).toBe(0);
    const page = readFileSync(out, 'utf8');
    expect(page).toContain('没有回测');
    expect(page).not.toContain('id="s-belief"');
  });
});

describe('a layout table in the workspace', () => {
  const workspace = ['--workspace', join(dir, 'kept')];

  it('is kept under its name with the columns guessed, refused rows beside it, and known again', async () => {
    const path = file('cities.csv', nested([2020, 2023]).replace('区1,业1,10,2020', '区1,业1,许多,2020'));
    const first = await ballast([
      'import',
      path,
      '--as',
      'layout-table',
      '--name',
      '六区',
      '--unit',
      '人',
      '--json',
      ...workspace,
    ]);
    expect(first.code, first.stderr).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({
      schema: 'ballast.import/1',
      kind: 'layout-table',
      name: '六区',
      columns: { area: '地区', activity: '行业', value: '产值', year: '年份' },
      accepted: 95,
      rejected: 1,
      knownAs: null,
    });
    const again = await ballast([
      'import',
      path,
      '--as',
      'layout-table',
      '--name',
      '六区',
      '--unit',
      '人',
      '--json',
      ...workspace,
    ]);
    expect(JSON.parse(again.stdout)).toMatchObject({ accepted: 0, knownAs: 1 });
  });

  it('is refused where a column cannot be told, and says which', async () => {
    const path = file('odd.csv', '甲,乙,丙\n1,2,3\n4,5,6\n');
    const { code, stderr } = await ballast(['import', path, '--as', 'layout-table', ...workspace]);
    expect(code).toBe(1);
    expect(stderr).toContain('看不出哪一列是地区、行业、数值');
  });

  it('is written up by its name alone; a name that is not there says what there is', async () => {
    const out = join(dir, 'kept.md');
    const brief = ['brief', 'layout', '--area', '区3', '--out', out, '--today', '2026-06-30', ...workspace];
    const ran = await ballast([...brief, '六区']);
    expect(ran.code, ran.stderr).toBe(0);
    expect(readFileSync(out, 'utf8')).toMatch(/cities\.csv · 第\d+行/);
    const { code, stderr } = await ballast([...brief, '八区']);
    expect(code).toBe(1);
    expect(stderr).toContain('有 六区');
  });

  it('kept neighbours are those of a region where no file is named', async () => {
    const path = file('cities.csv', nested([2020, 2023]));
    const near = file('near.csv', '地区,邻近地区\n区2,区3\n');
    const kept = await ballast(['import', near, '--as', 'neighbours', ...workspace]);
    expect(kept.code, kept.stderr).toBe(0);
    const { stdout, stderr } = await ballast([
      'foresee',
      'region',
      '区3',
      path,
      ...columns,
      '--year',
      '年份',
      '--json',
      ...workspace,
    ]);
    expect(JSON.parse(stdout), stderr).toMatchObject({ neighbours: ['区2'], neighboursGiven: true });
  });
});
