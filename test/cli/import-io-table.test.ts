// ballast import --as io-table and ballast export io-table, as processes.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeXlsx } from 'hucre/xlsx';
import { beforeAll, describe, expect, it } from 'vitest';
import { describeWith, SHARED } from '../measure/reference.js';
import { ballast, folder } from './ballast.js';

type Cell = string | number | null;

// As the NBS publishes tables: title, unit, heads over several rows, codes, spans.
const PUBLISHED: Cell[][] = [
  ['2020年某省投入产出表（按当年生产者价格计算）'],
  [null, null, null, null, null, null, null, null, null, null, null, null, null, null, '单位：万元'],
  [
    '投入＼产出',
    null,
    null,
    '中间使用',
    null,
    '中间使用合计',
    '最终使用',
    null,
    null,
    null,
    null,
    null,
    '进口',
    '国内省外流入',
    '总产出',
  ],
  [
    null,
    null,
    null,
    '农林牧渔产品和服务',
    '工业产品',
    null,
    '居民消费',
    null,
    '政府消费',
    '固定资本形成总额',
    '出口',
    '国内省外流出',
    null,
    null,
    null,
  ],
  [null, null, null, null, null, null, '农村居民', '城镇居民', null, null, null, null, null, null, null],
  [
    null,
    '代码',
    null,
    '01001',
    '02002',
    'TIU',
    'FU101',
    'FU102',
    'FU103',
    'FU201',
    'EX',
    'OF',
    'IM',
    'IF',
    'GO',
  ],
  ['中间投入', '农林牧渔产品和服务', '01001', 10.5, 20.25, 30.75, 30, 20, 5, 0, 10, 9.25, 3, 2, 100],
  [null, '工业产品', '02002', 30, 40, 70, 20, 30, 10, 60, 40, 10, 30, 10, 200],
  [null, '中间投入合计', 'TII', 40.5, 60.25, 100.75],
  ['增加值', '劳动者报酬', 'VA001', 49.5, 100],
  [null, '营业盈余', 'VA004', 10, 39.75],
  [null, '增加值合计', 'TVA', 59.5, 139.75],
  ['总投入', null, 'TI', 100, 200],
];

async function workbook(dir: string, name: string, sheets: Record<string, Cell[][]>): Promise<string> {
  const file = join(dir, name);
  const bytes = await writeXlsx({
    sheets: Object.entries(sheets).map(([sheet, rows]) => ({ name: sheet, rows })),
  });
  await writeFile(file, bytes);
  return file;
}

function changed(row: number, column: number, value: Cell): Cell[][] {
  return PUBLISHED.map((cells, at) => (at === row ? cells.with(column, value) : cells));
}

describe('ballast import --as io-table', () => {
  const dir = folder();
  const at = ['--workspace', join(dir, 'w')];
  beforeAll(async () => {
    await workbook(dir, 'a.xlsx', { 表: PUBLISHED });
  });

  it('says what it would take in, and writes nothing', async () => {
    const file = join(dir, 'a.xlsx');
    const run = await ballast(['import', file, '--as', 'io-table', '--dry-run', '--json', ...at]);
    expect(run.code).toBe(0);
    const { tables, ...rest } = JSON.parse(run.stdout);
    expect(rest).toMatchObject({ schema: 'ballast.import/1', kind: 'io-table', dryRun: true, rejected: 0 });
    expect(tables).toHaveLength(1);
    expect(tables[0]).toMatchObject({
      name: '2020年某省投入产出表',
      year: 2020,
      unit: '万元',
      layout: 'national',
      industries: 2,
      regions: 0,
      competitive: true,
      decimals: 2,
      findings: [],
      places: [
        { part: 'intermediate', sheet: '表', range: 'D7:E8' },
        { part: 'uses', sheet: '表', range: 'F7:O8' },
        { part: 'inputs', sheet: '表', range: 'D9:E13' },
      ],
    });
    const identities = tables[0].identities.map(({ identity, beyondRounding }: never) => [
      identity,
      beyondRounding,
    ]);
    expect(identities).toEqual([
      ['intermediateUse', 0],
      ['rowBalance', 0],
      ['intermediateInput', 0],
      ['valueAdded', 0],
      ['totalInput', 0],
      ['columnBalance', 0],
      ['outputIsInput', 0],
      ['grossProduct', 0],
    ]);
    const words = await ballast(['import', file, '--as', 'io-table', '--dry-run', ...at]);
    expect(words.stdout).toContain('2020年某省投入产出表（national）：2 个部门，2020，单位 万元');
    expect((await ballast(['export', 'io-table', 'x', '--out', join(dir, 'x.csv'), ...at])).code).toBe(1);
  });

  it('keeps the table, knows it again, and takes a change for a further vintage', async () => {
    const first = await ballast([
      'import',
      join(dir, 'a.xlsx'),
      '--as',
      'io-table',
      '--name',
      '某省',
      '--json',
      ...at,
    ]);
    expect(first.code).toBe(0);
    expect(JSON.parse(first.stdout)).toMatchObject({
      importId: 1,
      accepted: 1,
      revised: 0,
      tables: [{ name: '某省' }],
    });
    const again = await ballast([
      'import',
      join(dir, 'a.xlsx'),
      '--as',
      'io-table',
      '--name',
      '某省',
      '--json',
      ...at,
    ]);
    expect(JSON.parse(again.stdout)).toMatchObject({ importId: null, knownAs: 1, accepted: 0 });
    const other = await workbook(dir, 'b.xlsx', { 表: changed(6, 14, 105) });
    const second = await ballast([
      'import',
      other,
      '--as',
      'io-table',
      '--name',
      '某省',
      '--lang',
      'en',
      ...at,
    ]);
    expect(second.code).toBe(0);
    expect(second.stdout).toContain(
      'rowBalance (output = intermediate use + final use − imports − inflows + discrepancy): 1 of 2',
    );
    expect(second.stdout).toContain('“农林牧渔产品和服务”: 105 against 100, off by -5 万元');
    expect(second.stdout).toContain('1 tables taken in, 1 of them revisions');
    const findings = join(dir, 'findings.csv');
    expect((await ballast(['export', 'findings', '--out', findings, ...at])).code).toBe(0);
    expect(await readFile(findings, 'utf8')).toContain('农林牧渔产品和服务');
  });

  it.each(['csv', 'json'])('gives it back in the long form as %s', async (format) => {
    const out = join(dir, `out.${format}`);
    const exported = await ballast(['export', 'io-table', '某省', '--format', format, '--out', out, ...at]);
    expect(exported.code).toBe(0);
    const text = await readFile(out, 'utf8');
    if (format === 'json') {
      const { rows, columns } = JSON.parse(text);
      expect(columns).toContain('from_region');
      expect(rows).toContainEqual(
        expect.objectContaining({ part: 'finalUse', kind: 'outflow', from: '01001', to: 'OF', value: 9.25 }),
      );
      return;
    }
    const again = await ballast(['import', out, '--as', 'io-table', '--name', '回读', '--json', ...at]);
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({
      accepted: 1,
      tables: [{ layout: 'long', title: '2020年某省投入产出表', year: 2020, unit: '万元', industries: 2 }],
    });
    const twice = join(dir, 'twice.csv');
    await ballast(['export', 'io-table', '回读', '--out', twice, ...at]);
    expect(await readFile(twice, 'utf8')).toBe(text);
  });

  it('groups industries by a concordance', async () => {
    const map = join(dir, 'map.yaml');
    await writeFile(map, '全部: {name: 全部产业, from: ["01001", "02002"]}\n');
    const run = await ballast([
      'import',
      join(dir, 'a.xlsx'),
      '--as',
      'io-table',
      '--name',
      '合并',
      '--concordance',
      map,
      ...at,
    ]);
    expect(run.code).toBe(0);
    const out = join(dir, 'whole.csv');
    await ballast(['export', 'io-table', '合并', '--out', out, ...at]);
    const lines = (await readFile(out, 'utf8')).split(/\r?\n/);
    expect(lines.find((line) => line.includes(',intermediate,'))).toContain(
      '全部,全部产业,,全部,全部产业,100.75',
    );
    await writeFile(map, '- {from: "01001", to: A}\n');
    const lacking = await ballast([
      'import',
      join(dir, 'a.xlsx'),
      '--as',
      'io-table',
      '--name',
      'x',
      '--concordance',
      map,
      '--lang',
      'en',
      ...at,
    ]);
    expect(lacking.code).toBe(1);
    expect(lacking.stderr).toContain('industries that are not mapped: 02002 工业产品');
  });

  it('is measured by its name in the workspace, grouped too', async () => {
    const run = await ballast(['chain', 'io', '某省', '--json', ...at]);
    expect(run.code).toBe(0);
    expect(JSON.parse(run.stdout)).toMatchObject({ table: { title: '2020年某省投入产出表', industries: 2 } });
    const map = join(dir, 'one.csv');
    await writeFile(map, 'from,to,name\n01001,1,全部产业\n2002,1,全部产业\n');
    const whole = await ballast(['chain', 'io', '某省', '--concordance', map, '--json', ...at]);
    expect(JSON.parse(whole.stdout).sectors.map(({ name }: { name: string }) => name)).toEqual(['全部产业']);
    const neither = await ballast(['chain', 'io', '某市', '--lang', 'en', ...at]);
    expect(neither.code).toBe(1);
    expect(neither.stderr).toContain(
      'There is no such file, and no input–output table of that name in the workspace',
    );
  });

  it('misses the provinces that a table of many provinces lacks', async () => {
    const provinces =
      '北京 天津 河北 Shanxi 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北'.split(' ');
    const industries = provinces.flatMap((province) => ['农业', '工业'].map((sector) => [province, sector]));
    const rows = [
      ['', '', ...industries.map(([province]) => province), '出口', '总产出'],
      ['', '', ...industries.map(([, sector]) => sector), '出口', '总产出'],
      ...industries.map((labels) => [...labels, ...industries.map(() => 1), 6, industries.length + 6]),
    ];
    const file = join(dir, 'mrio.csv');
    await writeFile(file, rows.map((row) => row.join(',')).join('\n'));
    const run = await ballast([
      'import',
      file,
      '--as',
      'io-table',
      '--dry-run',
      '--json',
      '--lang',
      'en',
      ...at,
    ]);
    expect(run.code).toBe(0);
    const { tables, notes } = JSON.parse(run.stdout);
    expect(tables[0]).toMatchObject({ layout: 'multiregional', industries: 34, regions: 17 });
    expect(notes[0]).toMatchObject({ finding: 'missingRegion', severity: 'warning' });
    expect(notes[0].en).toMatch(/^missing provinces \(14\): 湖南省, 广东省, .*, 新疆维吾尔自治区\.$/);
  });

  it('refuses what is no square, and names the industry without a partner', async () => {
    const inserted: Record<number, Cell> = { 3: '服务', 5: '03003' };
    const wide = PUBLISHED.map((cells, at) => cells.toSpliced(5, 0, inserted[at] ?? (at > 5 ? 1 : null)));
    const run = await ballast([
      'import',
      await workbook(dir, 'c.xlsx', { 表: wide }),
      '--as',
      'io-table',
      '--lang',
      'en',
      ...at,
    ]);
    expect(run.code).toBe(1);
    expect(run.stderr).toContain(
      'c.xlsx: Sheet “表”: the flows are no square, no table can be made. Columns without a row: F6 “服务 03003”.',
    );
  });

  it('takes a table in that holds a word for a number, counts it as 0, and keeps it among the rejects', async () => {
    const file = await workbook(dir, 'd.xlsx', { 好: PUBLISHED, 坏: changed(7, 4, '四十') });
    const run = await ballast(['import', file, '--as', 'io-table', '--lang', 'en', ...at]);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('2020年某省投入产出表 [好]');
    expect(run.stdout).toContain('E8 (工业产品): “四十” is no number and counts as 0');
    expect(run.stdout).toContain('2 tables taken in, 0 of them revisions; 0 known; 1 refused');
    const out = join(dir, 'rejects.csv');
    await ballast(['export', 'rejects', '--out', out, ...at]);
    expect(await readFile(out, 'utf8')).toContain('E8');
  });

  it('says which layouts and names there are', async () => {
    const empty = join(dir, 'text.csv');
    await writeFile(empty, '名称,电话\n甲,1\n乙,2\n');
    const none = await ballast(['import', empty, '--as', 'io-table', '--lang', 'en', ...at]);
    expect(none.code).toBe(1);
    expect(none.stderr).toContain('no input–output table was found. Expected a square of industries');
    const named = await ballast([
      'import',
      join(dir, 'a.xlsx'),
      '--as',
      'io-table',
      '--layout',
      'wiod',
      '--lang',
      'en',
      ...at,
    ]);
    expect(named.code).toBe(1);
    expect(named.stderr).toContain('no input–output table in the layout wiod');
    expect(
      (await ballast(['import', join(dir, 'a.xlsx'), '--as', 'io-table', '--layout', 'nbs', ...at])).code,
    ).toBe(2);
    const missing = await ballast([
      'export',
      'io-table',
      '无',
      '--out',
      join(dir, 'x.csv'),
      '--lang',
      'en',
      ...at,
    ]);
    expect(missing.code).toBe(1);
    expect(missing.stderr).toContain('There is no input–output table “无” in the workspace. It has');
  });
});

describeWith('data/io-province-2007', 'the provincial workbook of 2007', () => {
  it('is thirty tables, and two provinces are missed', async () => {
    const dir = folder();
    const file = `${SHARED}data/io-province-2007/ChinaIO_zhangda1021.xls`;
    const run = await ballast([
      'import',
      file,
      '--as',
      'io-table',
      '--json',
      '--lang',
      'en',
      '--workspace',
      join(dir, 'w'),
    ]);
    expect(run.code).toBe(0);
    const { accepted, tables, notes } = JSON.parse(run.stdout);
    expect(accepted).toBe(30);
    expect(new Set(tables.map(({ name }: { name: string }) => name)).size).toBe(30);
    expect(notes.map(({ finding, en }: never) => [finding, en])).toEqual([
      ['missingRegion', 'missing provinces (2): 海南省, 西藏自治区 (not recognised: HAI).'],
    ]);
  });
});
