/** Growth, contribution, targets and checks of statements, by the program as a user runs it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { ballast, folder } from './ballast.js';

const dir = folder();

function file(name: string, text: string): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
}

async function measure(...args: string[]) {
  const ran = await ballast(['measure', ...args]);
  return { ...ran, answer: args.includes('--json') && ran.stdout !== '' ? JSON.parse(ran.stdout) : null };
}

const OUTPUT = `时期,地区,增加值(亿元),上年同期,公布增速
2022,甲市,200,,
2023,甲市,220,210,
2024,甲市,242,,9.5
2023,乙市,50,,
`;

describe('ballast measure growth', () => {
  const columns = ['--period', '时期', '--value', '增加值(亿元)', '--by', '地区'];
  const bases = ['--base', '上年同期', '--published', '公布增速'];

  it('puts the published rate first, then the re-stated base, and labels what it works out', async () => {
    const { code, stdout, stderr, answer } = await measure(
      'growth',
      file('output.csv', OUTPUT),
      ...columns,
      ...bases,
      '--json',
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout.split('\n')[1]).toBe('  "schema": "ballast.measure/1",');
    const [first, second] = answer.series;
    expect(first.name).toBe('甲市');
    // 220 over 210 is 4.76 %; over the 200 of the year before it would be 10 %.
    expect(first.rows[1]).toMatchObject({
      period: '2023',
      growth: expect.closeTo(4.762, 3),
      origin: 'comparable',
      naive: expect.closeTo(10, 9),
    });
    expect(first.rows[2]).toMatchObject({ growth: 9.5, origin: 'published', turn: { zh: '加快' } });
    expect(first.rows[0].growth).toBeNull();
    // 200 to 242 in two years: 10 % a year.
    expect(first.mean).toMatchObject({ from: '2022', to: '2024', growth: expect.closeTo(10, 9) });
    expect(first.mean.label.zh).toBe('按公布数计算，未作可比口径调整');
    expect(second.rows).toHaveLength(1);
    expect(answer.definitions.samePeriod).toMatchObject({ unit: '%', formula: expect.any(String) });
  });

  it('names file, row, column and value of what it cannot use, and with --strict is no success', async () => {
    const bad = file('bad.csv', `${OUTPUT}2025年上下,甲市,1,,\n2024,乙市,三十,,\n`);
    const { code, stdout, stderr } = await measure('growth', bad, ...columns, '--strict');
    expect(code).toBe(1);
    expect(stderr).toContain('bad.csv [bad] 第 6 行“时期”列：“2025年上下”不是时期');
    expect(stderr).toContain('bad.csv [bad] 第 7 行“增加值(亿元)”列：“三十”不是数');
    expect(stdout).toMatch(/甲市\n时期 +数值 +增速%/);
    expect(stdout).toContain('按公布数计算，未作可比口径调整');
  });
});

describe('ballast measure contribution', () => {
  const columns = ['--part', '行业', '--value', '本期', '--base', '上年同期'];

  it('gives pull, contribution and breadth, in points and per cent', async () => {
    const parts = file(
      'parts.csv',
      '行业,本期,上年同期\n汽车,130,100\n钢铁,190,200\n其余,320,320\n合计,640,620\n',
    );
    const { code, answer } = await measure('contribution', parts, ...columns, '--total', '合计', '--json');
    expect(code).toBe(0);
    expect(Object.keys(answer)[0]).toBe('schema');
    // The whole grows by 20 on 620; cars add 30 of it, steel takes 10 away.
    expect(answer.parts[0]).toMatchObject({
      name: '汽车',
      growth: expect.closeTo(30, 9),
      pull: expect.closeTo((100 * 30) / 620, 9),
      contribution: expect.closeTo(150, 9),
    });
    expect(answer.parts[1]).toMatchObject({ contribution: expect.closeTo(-50, 9) });
    expect(answer.total).toMatchObject({ value: 640, base: 620, growth: expect.closeTo(3.2258, 4) });
    expect(answer.rest).toBeNull();
    expect(answer.breadth).toMatchObject({ growing: 1, falling: 1, flat: 1 });
    expect(answer.definitions.pull.unit).toBe('个百分点');
    expect(answer.definitions.contribution.unit).toBe('%');
  });

  it('says which column or total row is not there, and that nothing is left', async () => {
    const parts = file('few.csv', '行业,本期,上年同期\n汽车,若干,100\n');
    const [column, total, none] = await Promise.all([
      measure('contribution', parts, '--part', '行业', '--value', '今年', '--base', '上年同期'),
      measure(
        'contribution',
        file('one.csv', '行业,本期,上年同期\n汽车,1,2\n'),
        ...columns,
        '--total',
        '总计',
      ),
      measure('contribution', parts, ...columns),
    ]);
    expect([column.code, total.code, none.code]).toEqual([1, 1, 1]);
    expect(column.stderr).toMatch(/few\.csv.*没有“今年”这一列。现有：行业、本期、上年同期/);
    expect(total.stderr).toMatch(/one\.csv 的“行业”列没有可用的“总计”行/);
    expect(none.stderr).toMatch(/few\.csv：没有可用的行\n.*第 2 行“本期”列：“若干”不是数/);
  });
});

const PAGE = `# 工业和信息化部：推进先进制造业发展

2023-01-15 来源：工业和信息化部

2022年，全国工业增加值5500亿元，比上年增长10%。2022年，全国规模以上工业企业1200家。

到2025年，专精特新企业达到2000家。
`;

const SERIES = `指标,时期,地区,数值,单位
工业增加值,2021,全国,5000,亿元
规模以上工业企业数量,2022,全国,1300,家
专精特新企业数量,2022,全国,1000,家
专精特新企业数量,2023,全国,1200,家
`;

describe('ballast measure targets', () => {
  it('holds what pages promise against what was observed', async () => {
    const series = file('series.csv', `${SERIES}专精特新企业数量,2024,全国,1500,斗\n`);
    const { code, stderr, answer } = await measure(
      'targets',
      series,
      '--pages',
      file('page.md', PAGE),
      '--strict',
      '--json',
    );
    expect(code).toBe(1);
    expect(answer.schema).toBe('ballast.measure/1');
    const [track] = answer.targets;
    // From 1000 in 2022 to 2000 in 2025 is 26 % a year: 1260 are due by 2023, and 29.1 % a year are left.
    expect(track).toMatchObject({
      state: 'late',
      target: { value: 2000, unit: '家', deadline: '2025' },
      expected: expect.closeTo(1000 * 2 ** (1 / 3), 1),
      requiredYearlyRate: expect.closeTo(100 * (Math.sqrt(2000 / 1200) - 1), 9),
      observedYearlyRate: expect.closeTo(20, 9),
    });
    expect(track.observations).toHaveLength(2);
    expect(answer.refused).toMatchObject([{ row: 6, column: '单位', value: '斗' }]);
    expect(stderr).toContain('series.csv [series] 第 6 行“单位”列：“斗”不是认识的单位');
  });
});

describe('ballast measure check', () => {
  it('says of each statement whether a series confirms or contradicts it, or why neither', async () => {
    const { code, stderr, answer } = await measure(
      'check',
      file('page.md', PAGE),
      '--series',
      file('long.csv', SERIES),
      '--strict',
      '--json',
    );
    expect([code, stderr]).toEqual([1, '']);
    expect(answer).toMatchObject({
      schema: 'ballast.measure/1',
      counts: { confirmed: 1, contradicted: 1, uncheckable: 0 },
    });
    const [base, count] = answer.documents[0].checks;
    expect(base).toMatchObject({ check: 'impliedBase', verdict: 'confirmed' });
    expect(base.statements.map((one: { value: number }) => one.value)).toEqual([5500e8, 10]);
    expect(base.evidence).toMatchObject([{ value: 5000e8, unit: '元', source: { row: 2, column: '数值' } }]);
    expect(count).toMatchObject({ check: 'series', verdict: 'contradicted', why: { zh: '序列为1300家' } });
  });

  it('takes a series as an import reads it, and says what it took', async () => {
    const wide = file(
      'wide.csv',
      '年份,工业增加值（亿元）,规模以上工业企业数量（家）\n2021,5000,1150\n2022,5500,1200\n',
    );
    const page = file('page.md', PAGE);
    const [{ code, stdout, stderr }, named] = await Promise.all([
      measure('check', page, '--series', wide),
      measure('check', page, '--series', wide, '--value', '数'),
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain('证实 3，矛盾 0，无法核对 0');
    expect(stderr).toContain('按导入的方式认列，读出 4 个数，指标 2 个（工业增加值、规模以上工业企业数量）');
    expect(named.code).toBe(1);
    expect(named.stderr).toMatch(/wide\.csv.*没有“指标”这一列。现有：年份、/);
  });
});

test('a question that is not complete is a matter of usage', async () => {
  const table = file('long.csv', SERIES);
  const asked = await Promise.all([
    measure('growth', table, '--period', '时期'),
    measure('contribution', table),
    measure('targets', table),
    measure('check'),
  ]);
  expect(asked.map(({ code, stdout }) => [code, stdout])).toEqual(Array(4).fill([2, '']));
  expect(asked[0]!.stderr).toContain('--value');
  expect(asked[2]!.stderr).toContain('--pages');
});
