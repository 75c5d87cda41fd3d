import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { parseCsv, writeCsv } from 'hucre/csv';
import { writeXlsx } from 'hucre/xlsx';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { figureChecks, measureRules, reportCheckRules, reportChecks } from '../../src/measure/index.js';
import {
  creditCodeFault,
  exportTable,
  importTable,
  loadCodes,
  loadLexicons,
  loadMeasureRules,
  type TableImportOptions,
  tryTable,
  Workspace,
} from '../../src/store/index.js';

const lexicons = await loadLexicons();
const codes = await loadCodes(lexicons);
const checks = reportChecks(reportCheckRules(lexicons));
const ofFigures = figureChecks(measureRules(await loadMeasureRules()), reportCheckRules(lexicons), codes);

let dir: string;
let workspace: Workspace;
let day = 1;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "ballast-t'import-"));
  day = 1;
  workspace = await Workspace.open(join(dir, 'w'), {
    now: () => new Date(`2025-03-${String(day).padStart(2, '0')}T02:00:00.000Z`),
  });
});
afterEach(async () => {
  await workspace.close();
  await rm(dir, { recursive: true, force: true });
});

async function file(name: string, rows: readonly (readonly unknown[])[] | string): Promise<string> {
  const path = join(dir, name);
  await writeFile(path, typeof rows === 'string' ? rows : writeCsv(rows as never));
  return path;
}

function take(path: string, as: TableImportOptions['as'], more: Partial<TableImportOptions> = {}) {
  return importTable(workspace, path, { as, lexicons, codes, checks, today: '2025-03-15', ...more });
}

const A = '91340100000000000D';
const SIGNS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
function codeOf(number: number): string {
  const base = `91340100${String(number).padStart(9, '0')}`;
  return base + [...SIGNS].find((sign) => creditCodeFault(base + sign) === null)!;
}

const HEAD = ['统一社会信用代码', '报告期', '指标', '数值', '单位'];

describe('credit codes', () => {
  it('are checked as GB 32100 has it, and say what is wrong', () => {
    // Published by their holders: 华为技术有限公司 and 比亚迪股份有限公司.
    expect(creditCodeFault('914403001922038216')).toBeNull();
    expect(creditCodeFault('91440300192317458F')).toBeNull();
    expect(creditCodeFault('914403001922038217')?.en).toMatch(/6 expected/);
    expect(creditCodeFault('9144030019220382I6')?.en).toMatch(/Character 17/);
    expect(creditCodeFault('9.14403001922038E17')?.en).toMatch(/Make the column text/);
  });
});

describe('reports', () => {
  it('are taken in, in base units, with file and row', async () => {
    const path = await file('r.csv', [
      HEAD,
      [A, '2024-01', '营业收入', '1,234.5', '万元'],
      [A, '2024-02', '营业收入', 1300, '万元'],
      [A, '2024-01/2024-02', '营业收入', 2534.5, '万元'],
      [A, '2024-01', '用电量', '—', '万千瓦时'],
    ]);
    const result = await take(path, 'reports');
    expect(result).toMatchObject({ accepted: 3, rejected: 0, missing: 1, importId: 1 });
    expect(
      await workspace.query(
        'SELECT enterprise, period, item, value, unit, row_number FROM reports ORDER BY row_number',
      ),
    ).toEqual([
      { enterprise: A, period: '2024-01', item: '营业收入', value: 12345000, unit: '元', row_number: 2 },
      { enterprise: A, period: '2024-02', item: '营业收入', value: 13000000, unit: '元', row_number: 3 },
      {
        enterprise: A,
        period: '2024-01/2024-02',
        item: '营业收入',
        value: 25345000,
        unit: '元',
        row_number: 4,
      },
    ]);
  });

  it('add nothing when the same file comes again, and little when a longer one does', async () => {
    const rows = [
      [A, '2024-01', '营业收入', 1234.5, '万元'],
      [A, '2024-02', '营业收入', 1300, '万元'],
    ];
    const path = await file('r.csv', [HEAD, ...rows]);
    await take(path, 'reports');
    expect(await take(path, 'reports')).toMatchObject({ knownAs: 1, accepted: 0 });
    day = 5;
    const longer = await file('r2.csv', [
      HEAD,
      rows[0]!,
      [A, '2024-02', '营业收入', 1310, '万元'],
      [A, '2024-03', '营业收入', 1290, '万元'],
    ]);
    expect(await take(longer, 'reports')).toMatchObject({ accepted: 2, unchanged: 1, revised: 1 });
    const standing = await workspace.query<{ value: number }>(
      'SELECT value FROM reports WHERE revised_by IS NULL ORDER BY month',
    );
    expect(standing.map((r) => r.value)).toEqual([12345000, 13100000, 12900000]);
    const early = join(dir, 'early.csv');
    await exportTable(workspace, 'reports', 'csv', early, { figures: { asOf: { day: '2025-03-02' } } });
    expect(
      parseCsv(await readFile(early, 'utf8'))
        .slice(1)
        .map((row) => row[4]),
    ).toEqual(['12345000.0', '13000000.0']);
  });

  it('refuse what cannot be, keep it with its row, and take it in once it is mended', async () => {
    const path = await file('r.csv', [
      HEAD,
      [A, '2024-01', '营业收入', 1234.5, '万元'],
      ['91340100000000000X', '2024-01', '营业收入', 1000, '万元'],
      [A, '2031-01', '营业收入', 1000, '万元'],
      [A, '2024-02', '营业收入', 1000, '箩筐'],
      [A, '2024-03', '营业收入', 1000, '万元'],
      [A, '2024-03', '营业收入', 1001, '万元'],
      [A, '2024-04', '营业收入', -1000, '万元'],
    ]);
    const result = await take(path, 'reports');
    expect(result).toMatchObject({ accepted: 1, rejected: 6 });
    const rejects = await workspace.rejects();
    expect(rejects.map((r) => r.row).sort()).toEqual([3, 4, 5, 6, 7, 8]);
    const reasons = rejects.map((r) => r.zh).join('\n');
    for (const word of ['校验位', '2031-01', '箩筐', '不同的数', '不应为负']) expect(reasons).toContain(word);

    const out = join(dir, 'rejects.csv');
    await exportTable(workspace, 'rejects', 'csv', out);
    const [head, ...lines] = parseCsv((await readFile(out, 'utf8')).replace(/^\ufeff/, '')) as string[][];
    expect(head!.slice(0, 6)).toEqual([...HEAD, '退回编号']);
    const mended = lines
      .filter((line) => line[head!.indexOf('行')] !== '7')
      .map((line) => [
        A,
        line[1] === '2031-01' ? '2024-05' : line[1]!,
        line[2]!,
        String(Math.abs(Number(line[3]))),
        line[4] === '箩筐' ? '万元' : line[4]!,
        ...line.slice(5),
      ]);
    // The one whose code was wrong is of another firm.
    mended.find((line) => line[1] === '2024-01')![0] = codeOf(7);
    const again = await file('mended.csv', [head!, ...mended]);
    expect(await take(again, 'reports')).toMatchObject({ accepted: 5, rejected: 0 });
    expect((await workspace.rejects()).map((r) => r.row)).toEqual([7]);
    const values = await workspace.query<{ value: number }>('SELECT value FROM reports ORDER BY value');
    expect(values.map((r) => r.value)).toEqual([1e7, 1e7, 1e7, 1e7, 1e7, 12345000]);
  });

  it('hold back a unit that was mixed up, unless the user confirms it', async () => {
    const months = Array.from({ length: 12 }, (_, m) => `2024-${String(m + 1).padStart(2, '0')}`);
    const rows = months.map((month, i) => [
      A,
      month,
      '营业收入',
      (1000 + 13 * ((i * 7) % 5)) * (i === 8 ? 10000 : 1),
      '万元',
    ]);
    const path = await file('r.csv', [HEAD, ...rows]);
    const result = await take(path, 'reports');
    expect(result).toMatchObject({ accepted: 11, rejected: 1 });
    const [finding] = await workspace.findings();
    expect(finding).toMatchObject({
      finding: 'unit-slip',
      severity: 'error',
      period: '2024-09',
      row: 10,
      enterprise: A,
    });
    expect(finding!.zh).toMatch(/元、万元、亿元混填/);
    expect(await take(path, 'reports', { confirmed: true })).toMatchObject({
      accepted: 1,
      unchanged: 11,
      rejected: 0,
    });
  });

  it('come the same from a large file, its odd rows included', async () => {
    const rows: (string | number)[][] = [HEAD];
    for (let firm = 0; firm < 40; firm++)
      for (let m = 0; m < 24; m++)
        rows.push([
          codeOf(firm),
          `${2023 + Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, '0')}`,
          '营业收入',
          1000 + firm * 7 + ((m * 31) % 17),
          '万元',
        ]);
    rows[5]![3] = '1,0x6';
    rows[6]![3] = '1,019';
    rows[9]![3] = '—';
    rows.splice(100, 0, ['只有', '两列']);
    rows[200]![0] = '91340100000000000X';
    const text = writeCsv(rows as never)
      .replaceAll('\r\n', '\n')
      .replace(/^(只有,两列).*$/m, '$1');
    const path = await file('big.csv', text);
    const slow = await Workspace.open(join(dir, 'slow'));
    try {
      const bulk = await take(path, 'reports', { bulkFrom: 0 });
      const loose = await importTable(slow, path, {
        as: 'reports',
        lexicons,
        codes,
        checks,
        today: '2025-03-15',
        bulkFrom: Number.POSITIVE_INFINITY,
      });
      expect(bulk).toMatchObject({ accepted: 957, missing: 1 });
      const query =
        'SELECT enterprise, period, item, unit, value, row_number FROM reports ORDER BY row_number';
      expect(await workspace.query(query)).toEqual(await slow.query(query));
      expect(loose.accepted).toBe(bulk.accepted);
      expect((await workspace.rejects()).map((r) => r.row)).toEqual([6, 101, 201]);
    } finally {
      await slow.close();
    }
  });

  it('come from Parquet, and from a file in GB18030', async () => {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const parquet = join(dir, 'r.parquet');
    await connection.run(
      `COPY (SELECT '${A}' AS "统一社会信用代码", printf('2024-%02d', m + 1) AS "报告期", '营业收入' AS "指标", 1000.5 + m AS "数值", '万元' AS "单位"
       FROM range(6) AS t(m)) TO '${parquet.replaceAll("'", "''")}' (FORMAT parquet)`,
    );
    connection.closeSync();
    expect(await take(parquet, 'reports', { bulkFrom: 0 })).toMatchObject({ accepted: 6, rejected: 0 });
    const gb = join(dir, 'gb.csv');
    // 统一社会信用代码,报告期,营业收入(万元) in GB18030, which Node does not write.
    const head = Buffer.from(
      'cdb3d2bbc9e7bbe1d0c5d3c3b4fac2eb2cb1a8b8e6c6da2cd3aad2b5cac5c8eb28cdf2d4aa290a'.replace(
        'cac5',
        'cad5',
      ),
      'hex',
    );
    await writeFile(
      gb,
      Buffer.concat([head, Buffer.from(`${codeOf(3)},2024-01,88.5\n${codeOf(3)},2024-02,90\n`)]),
    );
    expect(await take(gb, 'reports', { bulkFrom: 0 })).toMatchObject({ accepted: 2, rejected: 0 });
    expect(
      await workspace.query(
        `SELECT item, value FROM reports WHERE enterprise = '${codeOf(3)}' ORDER BY month`,
      ),
    ).toEqual([
      { item: '营业收入', value: 885000 },
      { item: '营业收入', value: 900000 },
    ]);
  });
});

describe('findings about figures', () => {
  const cities = [
    ['西宁市', 60.2],
    ['海东市', 50.1],
    ['海北州', 8.4],
    ['黄南州', 5.3],
    ['海南州', 9.9],
    ['果洛州', 2.2],
    ['玉树州', 1.8],
    ['海西州', 62],
  ] as const;
  const table = (title: string, total: number, add = 0) => [
    [title],
    ['地区', '工业总产值（亿元）'],
    ['全省', total],
    ...cities.map(([city, value]) => [city, Number((value + add).toFixed(1))]),
  ];
  const figures = (path: string, more: Partial<TableImportOptions> = {}) =>
    take(path, 'figures', { figureChecks: ofFigures, ...more });

  it('keep a total that its parts do not make, with its row and what was expected', async () => {
    const good = await file('good.csv', table('2024年青海省各市州工业总产值', 199.9));
    expect(await figures(good)).toMatchObject({ accepted: 9, findings: {} });
    const bad = await file('bad.csv', table('2023年青海省各市州工业总产值', 210));
    expect(await figures(bad)).toMatchObject({ accepted: 9, findings: { 'total-differs': 1 } });
    expect(await workspace.findings()).toMatchObject([
      {
        importId: 2,
        finding: 'total-differs',
        severity: 'warning',
        item: '工业总产值',
        period: '2023',
        value: 21_000_000_000,
        expected: 19_990_000_000,
        unit: '元',
        row: 3,
      },
    ]);
  });

  it('tell one quantity under two scopes, and neither takes the place of the other', async () => {
    const above = await file('above.csv', table('2024年青海省各市州规模以上工业总产值', 199.9));
    await figures(above, { released: '2025-01-20' });
    day = 2;
    const all = await file('all.csv', table('2024年青海省各市州全部工业总产值', 207.9, 1));
    const result = await figures(all, { released: '2025-02-20' });
    expect(result).toMatchObject({ accepted: 9, revised: 0, findings: { 'scope-differs': 1 } });
    const [found] = await workspace.findings(result.importId!);
    expect(found!.zh).toMatch(/全部工业.*above\.csv.*规模以上.*共 9 处/);
    const standing = await workspace.figures({ vintages: 'current', area: '630000' });
    expect(standing.map(({ value }) => value).sort()).toEqual([19_990_000_000, 20_790_000_000]);
    day = 3;
    const revised = await file('revised.csv', table('2024年青海省各市州规模以上工业总产值', 215.9, 2));
    expect(await figures(revised, { released: '2025-03-10' })).toMatchObject({ revised: 9 });
    const now = await workspace.figures({ vintages: 'current', area: '630000' });
    expect(now.map(({ value }) => value).sort()).toEqual([20_790_000_000, 21_590_000_000]);
  });

  it('say which rows of a sheet are hidden; they are imported', async () => {
    const path = join(dir, 'hidden.xlsx');
    const rows = table('2024年青海省各市州工业总产值', 199.9) as (string | number)[][];
    await writeFile(
      path,
      await writeXlsx({
        sheets: [{ name: '产值', rows, rowDefs: new Map([4, 6].map((row) => [row, { hidden: true }])) }],
      }),
    );
    expect(await figures(path)).toMatchObject({ accepted: 9, findings: { hidden: 1 } });
    const [found] = await workspace.findings();
    expect(found).toMatchObject({ severity: 'note', row: 5 });
    expect(found!.zh).toContain('工作表“产值”有隐藏的2 行（第 5、7 行）');
  });

  it('give 合计 of a table without a name the area of the command', async () => {
    const path = await file('plain.csv', [
      ['2024年工业总产值'],
      ['地区', '工业总产值（亿元）'],
      ['合计', 10],
      ['西宁市', 6],
      ['海东市', 4],
    ]);
    await figures(path, { area: '青海省' });
    expect(await workspace.figures({ area: '630000' })).toHaveLength(1);
  });
});

describe('figures of a table', () => {
  const table = async (name: string, value: number) => {
    const path = join(dir, name);
    await writeFile(
      path,
      await writeXlsx({
        sheets: [
          {
            name: '表1',
            rows: [
              ['2024年1—8月规模以上工业主要指标'],
              ['单位：亿元'],
              ['地区', '营业收入', '利润总额'],
              ['安徽省', value, 12.5],
              ['江苏', 200, '…'],
            ],
          },
        ],
      }),
    );
    return path;
  };

  it('know their cell, their table and their day, and are superseded by a later release', async () => {
    expect(await take(await table('a.xlsx', 100.25), 'figures', { released: '2024-09-20' })).toMatchObject({
      accepted: 3,
      rejected: 0,
    });
    const [figure] = await workspace.figures({ indicator: '营业收入', area: '340000' });
    expect(figure).toMatchObject({
      value: 10025000000,
      unit: '元',
      period: '2024-01/2024-08',
      area: { code: '340000' },
      released: '2024-09-20',
      documentTitle: '2024年1—8月规模以上工业主要指标',
      source: { kind: 'cell', sheet: '表1', row: 4, column: 'B', quote: '100.25' },
    });
    await take(await table('b.xlsx', 101), 'figures', { released: '2024-12-20' });
    const both = await workspace.figures({ indicator: '营业收入', area: '340000' });
    expect(both.map((f) => [f.value, f.superseded])).toEqual([
      [10025000000, true],
      [10100000000, false],
    ]);
    const known = await workspace.figures({
      indicator: '营业收入',
      area: '340000',
      asOf: { day: '2024-10-01' },
    });
    expect(known.map((f) => [f.value, f.superseded])).toEqual([[10025000000, false]]);
    const out = join(dir, 'f.csv');
    await exportTable(workspace, 'figures', 'csv', out, { figures: { asOf: { day: '2024-10-01' } } });
    const [head, ...rows] = parseCsv((await readFile(out, 'utf8')).replace(/^\ufeff/, '')) as string[][];
    expect(
      rows.map((row) => [row[head!.indexOf('工作表')], row[head!.indexOf('行')], row[head!.indexOf('列')]]),
    ).toContainEqual(['表1', '4', 'B']);
  });

  it('need an area, which the user can state', async () => {
    const path = await file('n.csv', '单位：亿元\n指标,2023年,2024年\n工业增加值,399103,405442\n');
    expect(await take(path, 'figures')).toMatchObject({ accepted: 0, rejected: 2 });
    expect(await take(path, 'figures', { area: '全国' })).toMatchObject({ accepted: 2, rejected: 0 });
  });

  it('say at once all that their table lacks, as the dry run foresees, and what to type', async () => {
    const path = await file('jobs.csv', '行业,2021,2022\n采矿业,500,490\n制造业,约,10500\n');
    const [tried] = await tryTable(path, { as: 'figures', lexicons, codes, today: '2025-03-15' });
    expect(tried).toMatchObject({ values: 0, rejected: 4 });
    const result = await take(path, 'figures');
    expect(result).toMatchObject({ accepted: 0, rejected: 4 });
    expect(result.reasons).toMatchObject([
      { count: 3, row: 2, column: 'B', value: '500' },
      { count: 1, row: 3, column: '2021', value: '约' },
    ]);
    expect(result.reasons[0]!.zh).toBe(
      '表中没有写明指标、地区。请在命令后加 --indicator 就业人员数 --area 全国（换成实际的），或写在对照表的 defaults.indicator、defaults.area。',
    );
    const stated = { area: '全国', indicator: '就业人员数', unit: '万人' };
    expect(await take(path, 'figures', stated)).toMatchObject({ accepted: 3, rejected: 1, notices: [] });
    const [mining] = await workspace.figures();
    expect(mining).toMatchObject({ indicator: '就业人员数', unit: '人', value: 500e4 });
    await expect(take(path, 'figures', { ...stated, unit: '万贯' })).rejects.toThrow(/--unit.*万贯/);
  });

  it('of a sheet longer than what is read at a time all come, and are known when they come again', async () => {
    const months = Array.from({ length: 9_000 }, (_, i) => [`县${i}`, i]);
    const path = await file('long.csv', [['企业名称', '2023年产值（万元）'], ...months]);
    const steps: string[] = [];
    const options = { area: '安徽省', onStep: ({ en }: { en: string }) => steps.push(en) };
    expect(await take(path, 'figures', options)).toMatchObject({ accepted: 9_000, rejected: 0 });
    expect(steps.filter((step) => step.endsWith('figures checked')).at(-1)).toMatch(/ 9000 /);
    expect(await take(path, 'figures', { ...options, area: '安徽' })).toMatchObject({
      accepted: 0,
      unchanged: 9_000,
    });
  });
});

describe('lists', () => {
  const HEADINGS = [
    '序号',
    '企业名称',
    '统一社会信用代码',
    '法定代表人',
    '所在地',
    '行业代码',
    '企业规模',
    '成立日期',
    '专精特新小巨人',
    '资质',
  ];

  it('of enterprises drop names of persons unless told to keep them', async () => {
    const path = await file('e.csv', [
      HEADINGS,
      [
        1,
        '某某机器有限公司',
        A,
        '张三',
        '合肥市',
        'C34',
        '中型',
        '2010-05-06',
        '是',
        '高新技术企业、单项冠军',
      ],
    ]);
    expect(await take(path, 'enterprises')).toMatchObject({ accepted: 1, rejected: 0 });
    const [one] = await workspace.enterprises();
    expect(one).toMatchObject({
      creditCode: A,
      name: '某某机器有限公司',
      areaCode: '340100',
      size: '中型',
      persons: {},
    });
    expect(one!.titles).toEqual(expect.arrayContaining(['高新技术企业', '单项冠军']));
    expect(one!.industryCode).toMatch(/4754-2017:34$/);
    expect(JSON.stringify(await workspace.query('SELECT * FROM enterprises'))).not.toContain('张三');
    await take(path, 'enterprises', { keepNames: true });
    expect((await workspace.enterprises())[0]!.persons).toEqual({ 法定代表人: '张三' });
  });

  it('keep the old entry when a firm moves, and refuse a damaged code', async () => {
    await take(
      await file('e1.csv', [HEADINGS, [1, '甲', A, '', '合肥市', '', '中型', '', '', '']]),
      'enterprises',
    );
    await take(
      await file('e2.csv', [
        HEADINGS,
        [1, '甲', A, '', '芜湖市', '', '中型', '', '', ''],
        [2, '乙', `${A.slice(0, 17)}1`, '李四', '芜湖市', '', '', '', '', ''],
      ]),
      'enterprises',
    );
    expect((await workspace.enterprises()).map((e) => e.area)).toEqual(['芜湖市']);
    expect(await workspace.query('SELECT area FROM enterprises ORDER BY import_id')).toHaveLength(2);
    const [reject] = await workspace.rejects();
    expect(reject).toMatchObject({ row: 3, column: '统一社会信用代码' });
    expect(JSON.stringify(reject)).not.toContain('李四');
  });

  it('of enterprises keep a day of founding however it is written, and refuse what is no date', async () => {
    const written = ['2010年5月6日', '20100506', '2010/5/6', '2010年5月', '2010', '—', '2015-13', '一百二十'];
    const path = await file('founded.csv', [
      ['企业名称', '成立日期'],
      ...written.map((day, i) => [`企业${i}`, day]),
    ]);
    expect(await take(path, 'enterprises')).toMatchObject({ accepted: 6, rejected: 2 });
    const founded = new Map((await workspace.enterprises()).map((one) => [one.name, one.registered]));
    expect(written.map((_, i) => founded.get(`企业${i}`))).toEqual([
      ...['2010-05-06', '2010-05-06', '2010-05-06', '2010年5月', '2010', null],
      ...[undefined, undefined],
    ]);
    expect(await workspace.rejects()).toMatchObject([
      { row: 8, column: '成立日期', value: '2015-13' },
      { row: 9, column: '成立日期', value: '一百二十' },
    ]);
  });

  it('want neither a unit nor a period of their numbers', async () => {
    const path = await file('e3.csv', [
      ['统一社会信用代码', '企业名称', '地区', '从业人数'],
      [A, '甲', '合肥市', 50],
    ]);
    const [tried] = await tryTable(path, { as: 'enterprises', lexicons, codes, today: '2025-03-15' });
    expect(tried).toMatchObject({ rejected: 0, notices: [] });
    expect(await take(path, 'enterprises')).toMatchObject({ accepted: 1, notices: [] });
  });

  it('of clusters name place, industry and year', async () => {
    const path = await file('c.csv', [
      ['省', '市', '县', '集群名称', '主导产业', '认定年份'],
      ['安徽省', '芜湖市', '无为市', '无为市特种电缆产业集群', '特种电缆', 2023],
    ]);
    expect(await take(path, 'clusters')).toMatchObject({ accepted: 1, rejected: 0 });
    expect(await workspace.clusters()).toMatchObject([
      { name: '无为市特种电缆产业集群', industry: '特种电缆', listed: '2023', area: '无为市' },
    ]);
  });
});
