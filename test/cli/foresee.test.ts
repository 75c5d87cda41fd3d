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
