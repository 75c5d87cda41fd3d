import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeXlsx } from 'hucre/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseItems } from '../../../src/assess/index.js';
import {
  type FirmTableWords,
  readFirmTables,
  writtenAwards,
  writtenTitles,
} from '../../../src/verbs/firm-items/firm-table.js';
import { openFirmWords } from '../../../src/verbs/firm-items/firm-words.js';
import { ItemHeadings } from '../../../src/verbs/firm-items/item-headings.js';

const ITEMS = parseItems(
  `items:
  registered: { name: { zh: 注册成立日期, en: Date of registration }, shape: date }
  staff: { name: { zh: 从业人员（职工总数）, en: Employees }, shape: yearly, unit: 人 }
  revenue: { name: { zh: 营业收入, en: Operating revenue }, shape: yearly, unit: 万元 }
  mainRevenue: { name: { zh: 主营业务收入, en: Revenue of the main business }, shape: yearly, unit: 万元 }
  highTechRevenue: { name: { zh: 高新技术产品（服务）收入, en: High-tech revenue }, shape: yearly, unit: 万元 }
  netProfit: { name: { zh: 净利润, en: Net profit }, shape: yearly, unit: 万元, nonNegative: false }
  yearsInSegment: { name: { zh: 从事特定细分市场年限, en: Years in the market segment }, shape: single, unit: 年 }
  marketShare.value: { name: { zh: 主导产品市场占有率, en: Market share }, shape: single, unit: "%" }
  marketShare.scope: { name: { zh: 市场占有率的范围, en: Scope }, shape: choice, choices: [国内, 全球, 省内] }
  ip.class1: { name: { zh: Ⅰ类知识产权, en: Class I IP }, shape: single, unit: 项 }
  keyField: { name: { zh: 主导产品属于重点领域, en: Main product in a key field }, shape: flag }
`,
  'items.yaml',
);

let dir: string;
let words: FirmTableWords;
beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'ballast-firms-'));
  words = await openFirmWords(join(dir, 'none'), ITEMS);
});
afterAll(() => rmSync(dir, { recursive: true }));

function csv(name: string, text: string): string {
  const file = join(dir, name);
  writeFileSync(file, text);
  return file;
}

describe('headings', () => {
  const meaning = (heading: string, unit: string | null = null) =>
    new ItemHeadings(words).meaning(heading, unit) as unknown as Record<string, unknown> & {
      item?: { id: string };
    };
  const short = (heading: string, unit?: string) => {
    const { kind, item, year, scale } = meaning(heading, unit);
    return [kind, item?.id, year, scale];
  };

  test.each([
    ['2025年营业收入（万元）', ['item', 'revenue', 2025, 1]],
    ['2025年度营业收入(元)', ['item', 'revenue', 2025, 1e-4]],
    ['营业收入（亿元）2024年', ['item', 'revenue', 2024, 1e4]],
    ['营业收入总额（2025年，万元）', ['item', 'revenue', 2025, 1]],
    ['２０２５年营业收入（万元）', ['item', 'revenue', 2025, 1]],
    ['2025年从业人员（职工总数）（人）', ['item', 'staff', 2025, 1]],
    ['2025年职工人数', ['item', 'staff', 2025, 1]],
    ['2025年高新技术产品（服务）收入（万元）', ['item', 'highTechRevenue', 2025, 1]],
    ['营业收入（万元）', ['item', 'revenue', null, 1]],
    ['上年度营业收入（万元）', ['item', 'revenue', null, 1]],
    ['Ⅰ类知识产权（项）', ['item', 'ip.class1', null, 1]],
    ['Ⅰ类知识产权（件）', ['item', 'ip.class1', null, 1]],
    ['ip.class1', ['item', 'ip.class1', null, 1]],
    ['主导产品市场占有率（%）', ['item', 'marketShare.value', null, 1]],
    ['从事特定细分市场年限（年）', ['item', 'yearsInSegment', null, 1]],
    ['从事特定细分市场时间', ['item', 'yearsInSegment', null, 1]],
    ['注册成立日期', ['item', 'registered', null, 1]],
    ['成立日期', ['item', 'registered', null, 1]],
    ['企业名称', ['name', undefined, undefined, undefined]],
    ['统一社会信用代码', ['creditCode', undefined, undefined, undefined]],
    ['所在地', ['area', undefined, undefined, undefined]],
    ['备注', ['other', undefined, undefined, undefined]],
  ])('%s', (heading, expected) => {
    expect(short(heading)).toEqual(expected);
  });

  test('a unit that measures something else, or none where money is meant, is told', () => {
    expect(meaning('2025年营业收入（%）')).toMatchObject({
      kind: 'unusable',
      reason: { zh: '单位是“%”，而这一项以“万元”计' },
      expected: { zh: '2025年营业收入（万元）' },
    });
    expect(meaning('2025年营业收入')).toMatchObject({ kind: 'unusable', reason: { zh: '标题没有写单位' } });
    expect(short('2025年营业收入', '亿元')).toEqual(['item', 'revenue', 2025, 1e4]);
    expect(meaning('主导产品市场占有率（个百分点）')).toMatchObject({ kind: 'unusable' });
  });

  test('titles with the ends of their validity', () => {
    expect(meaning('专精特新：有效期起')).toEqual({ kind: 'title', title: '专精特新', edge: 'from' });
    expect(meaning('高新技术企业：是否持有')).toEqual({ kind: 'title', title: '高新技术企业', edge: 'held' });
  });
});

test('one row a firm: units brought to those of the catalogue, places kept', async () => {
  const file = csv(
    'wide.csv',
    `企业名称,统一社会信用代码,所在地,行业代码,2024年营业收入（元）,2025年营业收入（亿元）,2025年净利润（万元）,主导产品市场占有率（%）,市场占有率的范围,主导产品属于重点领域,成立日期,专精特新：是否持有,专精特新：有效期起,专精特新：有效期止,备注
【示例】某厂,,440300,C3484,1,1,1,9,国内,是,2012-05-01,是,2024-06-01,2027-05-31,
示例精密,,深圳市,C3484,"56,000,000",0.61,-20,9%,国内,是,2012年5月1日,是,2024-06-01,2027年5月,甲
零值厂,,440300,C34,0,0,0,0,全球,否,2020/1/2,否,,,
`,
  );
  const read = await readFirmTables(file, words);
  expect(read.rejects).toEqual([]);
  expect(read.notices.map(({ zh }) => zh)).toEqual([
    'wide.csv：不是所需指标的列，略过：备注',
    'wide.csv：示例和说明 1 行，略过',
  ]);
  const [first, second] = read.firms.map(({ subject }) => subject);
  expect(first).toMatchObject({
    name: '示例精密',
    area: '440300',
    industry: 'C3484',
    titles: [{ title: '专精特新', from: '2024-06-01', to: '2027-05-31' }],
    faults: [],
  });
  expect(Object.fromEntries(first!.yearly.get('revenue')!)).toEqual({ 2024: 5600, 2025: 6100 });
  expect(first!.yearly.get('netProfit')!.get(2025)).toBe(-20);
  expect(Object.fromEntries(first!.single)).toEqual({
    'marketShare.value': 9,
    'marketShare.scope': '国内',
    keyField: true,
    registered: '2012-05-01',
  });
  expect(first!.origin.get('revenue@2025')).toBe('wide.csv 第 3 行“2025年营业收入（亿元）”列');
  // Zero and no are values.
  expect(second!.yearly.get('revenue')!.get(2025)).toBe(0);
  expect(second!.single.get('keyField')).toBe(false);
  expect(second!.titles).toEqual([]);
});

test('what cannot be used is unknown, with file, row, column, value and what was expected', async () => {
  const file = csv(
    'bad.csv',
    `企业名称,所在地,2025年营业收入（万元）,2024年营业收入（%）,营业收入（万元）,Ⅰ类知识产权（项）,市场占有率的范围,主导产品属于重点领域,注册成立日期
甲厂,不存在市,约五千万,3,100,-2,县内,也许,昨天
乙厂,440300,6100万元,,,—,国内,,2012
,440300,1,,,,,,
甲厂,440300,1,,,,,,
丙厂,440300,50%,,,1,,,
`,
  );
  const { firms, rejects } = await readFirmTables(file, words);
  expect(rejects.map(({ row, column, value, zh }) => [row, column, value, zh])).toEqual([
    [
      1,
      '2024年营业收入（%）',
      '2024年营业收入（%）',
      '单位是“%”，而这一项以“万元”计；应为：2024年营业收入（万元）',
    ],
    [1, '营业收入（万元）', '营业收入（万元）', '没有写明年份；应为：YYYY年营业收入（万元）'],
    [2, '所在地', '不存在市', expect.stringContaining('应为：行政区划名称或六位代码')],
    [2, '2025年营业收入（万元）', '约五千万', '不是数；应为：0 或以上的数（万元）'],
    [2, 'Ⅰ类知识产权（项）', '-2', '为负；应为：0 或以上的数（项）'],
    [2, '市场占有率的范围', '县内', '不在可选项之中；应为：国内、全球、省内'],
    [2, '主导产品属于重点领域', '也许', '不是“是”或“否”；应为：是 或 否'],
    [2, '注册成立日期', '昨天', '不是日期；应为：日期，如 2012-05-01'],
    [3, '注册成立日期', '2012', '不是日期；应为：日期，如 2012-05-01'],
    [4, null, null, '没有企业名称，也没有统一社会信用代码；应为：企业名称'],
    [5, '企业名称', '甲厂', '与第 2 行是同一企业；应为：一家企业一行'],
    [6, '2025年营业收入（万元）', '50%', '单位是“%”，而这一项以“万元”计；应为：0 或以上的数（万元）'],
  ]);
  const [first, second] = firms.map(({ subject }) => subject);
  expect(first!.yearly.size).toBe(0);
  expect(first!.single.size).toBe(0);
  expect(first!.faults.map(({ item, year }) => [item, year])).toEqual([
    ['revenue', 2025],
    ['revenue', 2024],
    ['revenue', null],
    ['ip.class1', null],
    ['marketShare.scope', null],
    ['keyField', null],
    ['registered', null],
  ]);
  expect(second!.yearly.get('revenue')!.get(2025)).toBe(6100);
  // A mark of absence is no fault, and no value.
  expect(second!.faults.map(({ item }) => item)).toEqual(['registered']);
  expect(rejects[3]!.record).toMatchObject({ 企业名称: '甲厂', '2025年营业收入（万元）': '约五千万' });
});

test('titles that are answered in part count for nothing', async () => {
  const file = csv(
    'titles.csv',
    `企业名称,2025年营业收入（万元）,甲称号：是否持有,乙称号：是否持有,乙称号：有效期止
全答,1,否,是,2027-05-31
半答,1,是,,
未答,1,,,
`,
  );
  const { firms, rejects } = await readFirmTables(file, words);
  expect(firms.map(({ subject }) => subject.titles)).toEqual([
    [{ title: '乙称号', from: null, to: '2027-05-31' }],
    null,
    null,
  ]);
  expect(rejects.map(({ row, zh }) => [row, zh])).toEqual([
    [3, '称号没有填全（乙称号 未答），已填的也不能作准；应为：每个称号答“是”或“否”'],
  ]);
});

test('a row a firm and a year, and a row a value', async () => {
  const years = csv(
    'years.csv',
    `企业名称,年份,营业收入（万元）,从业人员\n甲厂,2024,5600,210\n甲厂,2025,6100,230\n乙厂,去年,1,1\n`,
  );
  const byYear = await readFirmTables(years, words);
  expect(byYear.firms.map(({ subject }) => Object.fromEntries(subject.yearly.get('revenue') ?? []))).toEqual([
    { 2024: 5600, 2025: 6100 },
    {},
  ]);
  expect(byYear.rejects.map(({ row, column }) => [row, column])).toEqual([[4, '年份']]);
  const long = csv(
    'long.csv',
    `企业名称,指标,年份,数值,单位\n甲厂,营业收入,2025,0.61,亿元\n甲厂,staff,2025,230,人\n甲厂,营业收入,,1,万元\n甲厂,ip.class1,,5,项\n甲厂,没有的,2025,1,\n甲厂,营业收入,2024,1,人\n`,
  );
  const { firms, rejects } = await readFirmTables(long, words);
  const [{ subject }] = firms as [(typeof firms)[number]];
  expect(subject.yearly.get('revenue')!.get(2025)).toBe(6100);
  expect(subject.yearly.get('staff')!.get(2025)).toBe(230);
  expect(subject.single.get('ip.class1')).toBe(5);
  expect(rejects.map(({ row, column }) => [row, column])).toEqual([
    [4, '指标'],
    [6, '指标'],
    [7, '单位'],
  ]);
});

test('a workbook with a title, a line of units and headings of two rows', async () => {
  const file = join(dir, 'book.xlsx');
  writeFileSync(
    file,
    await writeXlsx({
      sheets: [
        { name: '封面', rows: [['填报说明']] },
        {
          name: '表',
          rows: [
            ['企业经营情况表'],
            ['单位：万元'],
            ['企业名称', '营业收入', null, '主导产品市场占有率（%）'],
            [null, '2024年', '2025年', null],
            ['甲厂', 5600, 6100, 0.09],
          ],
          cells: new Map([['4,3', { value: 0.09, style: { numFmt: '0%' } }]]),
          merges: [
            { startRow: 0, startCol: 0, endRow: 0, endCol: 3 },
            { startRow: 2, startCol: 0, endRow: 3, endCol: 0 },
            { startRow: 2, startCol: 1, endRow: 2, endCol: 2 },
            { startRow: 2, startCol: 3, endRow: 3, endCol: 3 },
          ],
        },
      ],
    }),
  );
  const { firms, rejects } = await readFirmTables(file, words);
  expect(rejects).toEqual([]);
  expect(firms).toHaveLength(1);
  expect(Object.fromEntries(firms[0]!.subject.yearly.get('revenue')!)).toEqual({ 2024: 5600, 2025: 6100 });
  expect(firms[0]!.subject.single.get('marketShare.value')).toBe(9);
  expect(firms[0]!.subject.origin.get('revenue@2025')).toBe('book.xlsx［表］ 第 5 行“营业收入 2025年”列');
});

test('a file that holds no firms says what it should have', async () => {
  const file = csv('page.csv', '指标,地区\n营业收入,深圳\n');
  await expect(readFirmTables(file, words)).rejects.toMatchObject({
    zh: expect.stringContaining('没有认出企业表'),
  });
});

test('titles and awards as words', () => {
  expect(writtenTitles('专精特新（2024-06-01至2027-05-31）；高新技术企业', ['无'])).toEqual({
    titles: [
      { title: '专精特新', from: '2024-06-01', to: '2027-05-31' },
      { title: '高新技术企业', from: null, to: null },
    ],
  });
  expect(writtenTitles('无', ['无'])).toEqual({ titles: [] });
  expect(writtenTitles('专精特新（以后）', ['无'])).toHaveProperty('fault');
  expect(writtenAwards('国家级 第2名 2024-05-01；省级 2023年6月', ['无'])).toEqual([
    { level: '国家级', rank: 2, date: '2024-05-01' },
    { level: '省部级', rank: null, date: '2023-06-01' },
  ]);
  expect(writtenAwards('得过奖', ['无'])).toBeNull();
});
