/** One sheet a pathology: what real bureaus do to tables, and what has to come out. */
import { utils, write } from '@e965/xlsx';
import { writeOds } from 'hucre/ods';
import { describe, expect, it } from 'vitest';
import { lines, tidy, tidySheet, workbook } from './sheets-made.js';

describe('headings', () => {
  it('of several rows with merges, the unit in a corner, a title above, notes below', async () => {
    const table = await tidySheet({
      rows: [
        ['2024年8月全省规模以上工业主要指标', null, null, null, null],
        [null, null, null, null, '单位：万元'],
        ['指标', '工业总产值', null, '利润总额', null],
        [null, '本月', '累计', '累计', '同比增长(%)'],
        ['合肥市', 100, 812.5, 30, 5.2],
        ['芜湖市', 50, 400, 12, -1.3],
        ['注：同比按可比口径计算。'],
        ['资料来源：省统计局'],
      ],
      merges: ['A1:E1', 'A3:A4', 'B3:C3', 'D3:E3'],
    });
    expect(table.title).toBe('2024年8月全省规模以上工业主要指标');
    expect(table.source).toBe('省统计局');
    expect(table.notes).toHaveLength(2);
    expect(lines(table).slice(0, 4)).toEqual([
      '合肥市||工业总产值|2024-08|level|1000000元',
      '合肥市||工业总产值|2024-01/2024-08|level|8125000元',
      '合肥市||利润总额|2024-01/2024-08|level|300000元',
      '合肥市||利润总额|2024-01/2024-08|growth|5.2%',
    ]);
    expect(table.rows[1]!.locator).toEqual({ sheet: 'Sheet1', row: 5, column: 'C' });
    expect(table.rejects).toEqual([]);
  });

  it('of several rows in a CSV, where a heading stands once over its columns', async () => {
    const [table] = await tidy(
      '地区,2023年,,2024年,\n,产值(亿元),增速,产值(亿元),增速\n安徽,1,2,3,4\n江苏,5,6,7,8\n',
      'a.csv',
    );
    expect(lines(table!).slice(0, 4)).toEqual([
      '安徽省||产值|2023|level|100000000元',
      '安徽省||产值|2023|growth|2%',
      '安徽省||产值|2024|level|300000000元',
      '安徽省||产值|2024|growth|4%',
    ]);
  });

  it('with a row that numbers the columns, 甲 乙 1 2', async () => {
    const table = await tidySheet([
      ['2024年工业企业财务状况'],
      ['行业', '代码', '营业收入（亿元）', '利润总额（亿元）'],
      ['甲', '乙', 1, 2],
      ['煤炭开采和洗选业', '06', 1200, 90],
      ['汽车制造业', '36', 800, 60],
    ]);
    expect(table.counts.rows).toBe(2);
    expect(lines(table)[0]).toBe('|煤炭开采和洗选业|营业收入|2024|level|120000000000元');
  });

  it('repeated in mid-table, as printed pages have it', async () => {
    const table = await tidySheet([
      ['地区', '2024年用电量（亿千瓦时）', '增速（%）'],
      ['合肥市', 10, 1],
      ['芜湖市', 20, 2],
      ['地区', '2024年用电量（亿千瓦时）', '增速（%）'],
      ['安庆市', 30, 3],
    ]);
    expect(table.counts).toMatchObject({ rows: 3, headings: 1 });
    expect(lines(table)[4]).toBe('安庆市||用电量|2024|level|3000000000千瓦时');
  });

  it('twice the same: both columns are refused until a mapping says which', async () => {
    const table = await tidySheet([
      ['地区', '2024年产值（亿元）', '2024年产值（亿元）', '2024年利润（亿元）'],
      ['合肥市', 10, 11, 1],
      ['芜湖市', 20, 21, 2],
    ]);
    expect(table.notices.map((notice) => notice.code)).toContain('duplicateHeading');
    expect(table.rejects.map(({ row, column, value, zh }) => [row, column, value, zh.slice(0, 12)])).toEqual([
      [2, 'B', '10', '表头与 B、C 列重复，'],
      [2, 'C', '11', '表头与 B、C 列重复，'],
      [3, 'B', '20', '表头与 B、C 列重复，'],
      [3, 'C', '21', '表头与 B、C 列重复，'],
    ]);
    expect(lines(table)).toEqual([
      '合肥市||利润总额|2024|level|100000000元',
      '芜湖市||利润总额|2024|level|200000000元',
    ]);
  });

  it('none at all', async () => {
    const [table] = await tidy('安徽,12.5\n江苏,30.1\n浙江,28\n', '2024年.csv');
    expect(table!.layout.header).toBeNull();
    expect(lines(table!)[0]).toBe('安徽省|||2024|level|12.5');
    expect(table!.notices.map((notice) => notice.code)).toEqual(
      expect.arrayContaining(['noHeading', 'noUnit']),
    );
  });
});

describe('what stands across', () => {
  it('months, with the year in the title', async () => {
    const table = await tidySheet([
      ['2024年各市工业用电量（万千瓦时）'],
      ['地区', '1月', '2月', '3月'],
      ['合肥市', 1, 2, 3],
    ]);
    expect(lines(table)).toEqual([
      '合肥市||工业用电量|2024-01|level|10000千瓦时',
      '合肥市||工业用电量|2024-02|level|20000千瓦时',
      '合肥市||工业用电量|2024-03|level|30000千瓦时',
    ]);
  });

  it('months, with the year in each row', async () => {
    const table = await tidySheet([
      ['年份', '1—2月', '3月', '一季度'],
      [2023, 1, 2, 3],
      [2024, 4, 5, 6],
    ]);
    expect(table.rows.map((row) => row.period)).toEqual([
      '2023-01/2023-02',
      '2023-03',
      '2023-Q1',
      '2024-01/2024-02',
      '2024-03',
      '2024-Q1',
    ]);
  });

  it('years as numbers, indicators down with their own units', async () => {
    const table = await tidySheet([
      ['指标', 2022, 2023],
      ['工业增加值（亿元）', 100, 110.5],
      ['  同比增长（%）', 3.6, 4.6],
      ['规上企业数（家）', 2100, 2200],
    ]);
    expect(lines(table)).toEqual([
      '||工业增加值|2022|level|10000000000元',
      '||工业增加值|2023|level|11050000000元',
      '||工业增加值|2022|growth|3.6%',
      '||工业增加值|2023|growth|4.6%',
      '||企业数|2022|count|2100家',
      '||企业数|2023|count|2200家',
    ]);
    expect(table.rows[2]!.parents).toEqual(['工业增加值（亿元）']);
  });

  it('areas, and industries down', async () => {
    const table = await tidySheet([
      ['2024年分市分行业产值', null, null, '单位:亿元'],
      ['行业', '合肥', '芜湖', '全省'],
      ['汽车制造业', 1, 2, 30],
      ['纺织业', 3, 4, 50],
    ]);
    expect(lines(table).slice(0, 3)).toEqual([
      '合肥市|汽车制造业||2024|level|100000000元',
      '芜湖市|汽车制造业||2024|level|200000000元',
      expect.stringMatching(/汽车制造业\|\|2024\|level\|3000000000元$/),
    ]);
    expect(table.rows.map((row) => row.aggregate)).toEqual([null, null, 'total', null, null, 'total']);
  });

  it('industries, and areas down', async () => {
    const table = await tidySheet([
      ['地区', '纺织业', '汽车制造业'],
      ['合肥市', 1, 2],
      ['芜湖市', 3, 4],
    ]);
    expect(lines(table)[1]).toBe('合肥市|汽车制造业|||level|2');
  });

  it('firms, with their fields down: a transposed table', async () => {
    const table = await tidySheet([
      ['企业名称', '甲机械有限公司', '乙纺织有限公司'],
      ['统一社会信用代码', '91340100MA2MXX0A0B', '91340200MA2MXX0A0C'],
      ['所在地区', '合肥市', '芜湖市'],
      ['2024年营业收入(万元)', 1200, 340],
    ]);
    expect(table.layout.transposed).toBe(true);
    expect(lines(table)).toEqual([
      '甲机械有限公司||营业收入|2024|level|12000000元',
      '乙纺织有限公司||营业收入|2024|level|3400000元',
    ]);
    expect(table.rows[1]!.area?.code).toBe('340200');
    expect(table.rows[1]!.locator).toEqual({ sheet: 'Sheet1', row: 4, column: 'C' });
  });
});

describe('rows', () => {
  it('totals, subtotals, 其中, indents and sections are marked, not dropped', async () => {
    const table = await tidySheet([
      ['行业', '2024年产值（亿元）'],
      ['合　计', 100],
      ['一、重点行业', null],
      ['制造业', 80],
      ['　　其中：汽车制造业', 30],
      ['　　　　纺织业', 20],
      ['小计', 80],
    ]);
    expect(table.rows.map((row) => row.aggregate)).toEqual(['total', null, 'ofWhich', null, 'subtotal']);
    expect(table.rows.map((row) => row.industry?.name)).toEqual([
      '合计',
      '制造业',
      '汽车制造业',
      '纺织业',
      '小计',
    ]);
    expect(table.rows[2]!.parents).toEqual(['重点行业', '制造业']);
    expect(table.rows[3]!.parents).toEqual(['重点行业', '制造业', '汽车制造业']);
  });

  it('blank rows and columns, hidden rows', async () => {
    const table = await tidySheet({
      rows: [
        [],
        [null, '地区', null, '2024年税收(万元)'],
        [],
        [null, '合肥市', null, 5],
        [],
        [null, '芜湖市', null, 6],
      ],
      hiddenRows: [5],
    });
    expect(table.rows.map((row) => [row.value, row.hidden, row.locator.row, row.locator.column])).toEqual([
      [50000, false, 4, 'D'],
      [60000, true, 6, 'D'],
    ]);
  });

  it('a label written once for several rows', async () => {
    const merged = await tidySheet({
      rows: [
        ['地区', '行业', '2024年产值(万元)'],
        ['合肥市', '纺织业', 1],
        [null, '汽车制造业', 2],
        ['芜湖市', '纺织业', 3],
      ],
      merges: ['A2:A3'],
    });
    const [plain] = await tidy(
      '地区,行业,2024年产值(万元)\n合肥市,纺织业,1\n,汽车制造业,2\n芜湖市,纺织业,3\n',
      'a.csv',
    );
    for (const table of [merged, plain!]) {
      expect(table.rows.map((row) => row.area?.name)).toEqual(['合肥市', '合肥市', '芜湖市']);
    }
  });

  it('without a label are rejected with their place', async () => {
    const table = await tidySheet([
      ['指标', '2024年（亿元）'],
      ['工业增加值', 1],
      ['利润总额', 3],
      [],
      [null, 4],
    ]);
    expect(table.rows).toHaveLength(2);
    expect(table.rejects[0]).toMatchObject({ row: 5, values: 1 });
  });

  it('in a column of names that is blank, or mostly so, are rejected, each with its numbers', async () => {
    for (const names of [
      ['合肥市', null, null, null, null],
      [null, null, null, null, null],
      [null, null, '合肥市', null, null],
    ]) {
      const table = await tidySheet([
        ['2024年安徽省各市工业'],
        ['地区', '产值（亿元）', '利润（亿元）'],
        ...names.map((name, at) => [name, 100.5 + at, 10.5 + at]),
      ]);
      const named = names.filter((name) => name !== null).length;
      expect(table.rows.map((row) => row.area?.name)).toEqual(Array(2 * named).fill('合肥市'));
      expect(table.rejects.map((reject) => reject.values)).toEqual(Array(5 - named).fill(2));
      expect(table.rejects[0]!.zh).toContain('没有标签');
    }
  });

  it('with a name written once over its years keep it; without one they are rejected', async () => {
    const [years] = await tidy(
      '地区,年份,产值(亿元)\n合肥市,2022,1\n,2023,2\n,2024,3\n芜湖市,2022,4\n,2023,5\n',
      'a.csv',
    );
    expect(lines(years!).map((line) => line.split('|')[0])).toEqual([
      '合肥市',
      '合肥市',
      '合肥市',
      '芜湖市',
      '芜湖市',
    ]);
    const [same] = await tidy('地区,年份,产值(亿元)\n合肥市,2024,1\n,2024,2\n,2024,3\n', 'a.csv');
    expect(same!.rows).toHaveLength(1);
    expect(same!.rejects.map((reject) => reject.row)).toEqual([3, 4]);
  });

  it('a word alone among numbers is a value that cannot be read, not the heading of a section', async () => {
    const table = await tidySheet([
      ['地区', '2024年产值（亿元）'],
      ['合肥市', 1],
      [null, '待报送'],
      ['一、沿江城市', null],
      ['芜湖市', 2],
    ]);
    expect(table.counts.sections).toBe(1);
    expect(table.rejects).toMatchObject([{ row: 3, values: 1 }]);
  });

  it('called 拉动 and 贡献率 are indicators of their own, and rates below them are not theirs', async () => {
    const table = await tidySheet([
      ['2024年8月全省主要指标（亿元）'],
      ['指标', '2024年1-8月'],
      ['工业增加值', 1000],
      ['  拉动（百分点）', 1.3],
      ['  贡献率（%）', 30.5],
      ['  同比增长（%）', 5.2],
      ['第二产业增加值', 500],
      ['  其中：拉动GDP增长（百分点）', 2.1],
      ['  对GDP增长的贡献率（%）', 41],
    ]);
    expect(lines(table).map((line) => line.slice(2))).toEqual([
      '工业增加值|2024-01/2024-08|level|100000000000元',
      '工业增加值拉动增长|2024-01/2024-08|difference|1.3个百分点',
      '工业增加值增长贡献率|2024-01/2024-08|share|30.5%',
      '工业增加值|2024-01/2024-08|growth|5.2%',
      '第二产业增加值|2024-01/2024-08|level|50000000000元',
      '第二产业增加值拉动GDP增长|2024-01/2024-08|difference|2.1个百分点',
      '第二产业增加值对GDP增长的贡献率|2024-01/2024-08|share|41%',
    ]);
    const across = await tidySheet([
      ['2024年各行业工业增加值'],
      ['行业', '增加值（亿元）', '拉动（%）', '贡献率（%）'],
      ['采矿业', 100, 0.5, 10],
      ['制造业', 800, 4, 80],
    ]);
    expect(lines(across).slice(0, 3)).toEqual([
      '|采矿业|增加值|2024|level|10000000000元',
      '|采矿业|增加值拉动增长|2024|difference|0.5个百分点',
      '|采矿业|增加值增长贡献率|2024|share|10%',
    ]);
  });

  it('地区生产总值 beside the three sectors is the indicator, not an industry', async () => {
    const table = await tidySheet([
      ['2024年安徽省各市生产总值（亿元）'],
      ['地区', '地区生产总值', '第一产业', '第二产业', '第三产业'],
      ['合肥市', 100, 10, 40, 50],
      ['芜湖市', 50, 5, 20, 25],
    ]);
    expect(table.rejects).toEqual([]);
    expect(lines(table).slice(0, 2)).toEqual([
      '合肥市||地区生产总值|2024|level|10000000000元',
      '合肥市|第一产业|地区生产总值|2024|level|1000000000元',
    ]);
    expect(table.rows[0]!.aggregate).toBe('total');
  });

  it('two tables side by side', async () => {
    const halves = await tidy(
      await workbook({
        rows: [
          ['2024年各市工业'],
          ['地区', '产值（亿元）', null, '地区', '利润（亿元）'],
          ['合肥市', 100, null, '淮南市', 10],
          ['芜湖市', 50, null, '铜陵市', 5],
          ['蚌埠市', 40],
        ],
      }),
    );
    expect(halves.map(lines)).toEqual([
      [
        '合肥市||产值|2024|level|10000000000元',
        '芜湖市||产值|2024|level|5000000000元',
        '蚌埠市||产值|2024|level|4000000000元',
      ],
      ['淮南市||利润总额|2024|level|1000000000元', '铜陵市||利润总额|2024|level|500000000元'],
    ]);
    expect(halves[1]!.rows[0]!.locator).toMatchObject({ row: 3, column: 'E' });
    const own = await tidy(
      await workbook({
        rows: [
          ['2024年产值（亿元）', null, null, '2023年利润（万元）'],
          ['地区', '产值', null, '行业', '利润'],
          ['合肥市', 100, null, '纺织业', 10],
          ['芜湖市', 50, null, '汽车制造业', 5],
        ],
      }),
    );
    expect(own.map((table) => [table.title, table.period])).toEqual([
      ['2024年产值（亿元）', '2024'],
      ['2023年利润（万元）', '2023'],
    ]);
    // Further columns of one list, behind a column that spaces them.
    const one = await tidySheet([
      ['企业名称', '2024年产值（亿元）', null, '所在地区', '2024年从业人员（人）'],
      ['甲有限公司', 100, null, '合肥市', 10],
      ['乙有限公司', 50, null, '芜湖市', 5],
    ]);
    expect(one.rows).toHaveLength(4);
  });

  it('two tables in one sheet', async () => {
    const tables = await tidy(
      await workbook({
        rows: [
          ['2024年各市产值'],
          ['地区', '产值（亿元）'],
          ['合肥市', 10],
          ['芜湖市', 20],
          [],
          ['2024年各行业增速'],
          ['行业', '增速（%）'],
          ['纺织业', 3.1],
          ['汽车制造业', 4.1],
        ],
      }),
    );
    expect(tables.map(lines)).toEqual([
      ['合肥市||产值|2024|level|1000000000元', '芜湖市||产值|2024|level|2000000000元'],
      ['|纺织业||2024|growth|3.1%', '|汽车制造业||2024|growth|4.1%'],
    ]);
  });
});

describe('cells', () => {
  it('marks of absence are missing, zero is zero', async () => {
    const table = await tidySheet([
      ['地区', '2024年产值（亿元）'],
      ['合肥市', '—'],
      ['芜湖市', '…'],
      ['蚌埠市', '#'],
      ['淮南市', 'x'],
      ['马鞍山市', 'N/A'],
      ['淮北市', 0],
      ['铜陵市', '0.0'],
      ['安庆市', 3],
    ]);
    expect(table.rows.map((row) => [row.value, row.mark])).toEqual([
      [null, 'none'],
      [null, 'negligible'],
      [null, 'withheld'],
      [null, 'withheld'],
      [null, 'unavailable'],
      [0, null],
      [0, 'negligible'],
      [300000000, null],
    ]);
    const strict = await tidySheet(
      [
        ['地区', '2024年产值（亿元）'],
        ['合肥市', '0.0'],
        ['芜湖市', 1],
      ],
      {
        mapping: {
          schema: 'ballast.map/1',
          missing: ['0.0'],
          columns: [
            { heading: '地区', role: 'area' },
            { column: 'B', role: 'value' },
          ],
        },
      },
    );
    expect(strict.rows.map((row) => row.value)).toEqual([null, 100000000]);
  });

  it('full-width digits, thousands, notes, percent signs, brackets for losses', async () => {
    const table = await tidySheet([
      ['企业名称', '2024年利润（万元）', '备注'],
      ['甲有限公司', '１，２３４．５', null],
      ['乙有限公司', '123.4①', null],
      ['丙有限公司', '1,234(修订)', '补报'],
      ['丁有限公司', '(56.7)', null],
      ['戊有限公司', '−8', null],
    ]);
    expect(table.rows.map((row) => row.value)).toEqual([12345000, 1234000, 12340000, -567000, -80000]);
    expect(table.rows.map((row) => row.note)).toEqual([null, '①', '修订', null, null]);
  });

  it('percent formats are percent, not fractions', async () => {
    const table = await tidySheet({
      rows: [
        ['地区', '2024年增速'],
        ['合肥市', 0.125],
        ['芜湖市', '12.5%'],
        ['蚌埠市', 12.5],
      ],
      formats: { B2: '0.0%' },
    });
    expect(table.rows.map((row) => `${row.value}${row.unit}`)).toEqual(['12.5%', '12.5%', '12.5%']);
  });

  it('formula errors and words among numbers are rejected with the reason', async () => {
    const table = await tidySheet([
      ['地区', '2024年产值（亿元）'],
      ['合肥市', '#REF!'],
      ['芜湖市', '待核'],
      ['蚌埠市', 7],
      ['淮南市', 8],
    ]);
    expect(table.rows).toHaveLength(2);
    expect(table.rejects.map((reject) => [reject.row, reject.column, reject.value])).toEqual([
      [2, 'B', '#REF!'],
      [3, 'B', '待核'],
    ]);
    expect(table.rejects[1]!.zh).toContain('待核');
  });

  it('dates of every form in a column of periods', async () => {
    const forms = [
      ['2024年8月', '2024-08'],
      ['2024-08', '2024-08'],
      ['202408', '2024-08'],
      [202408, '2024-08'],
      [new Date(Date.UTC(2024, 7, 1)), '2024-08'],
      ['1-8月', '2024-01/2024-08'],
      ['2024年8月累计', '2024-01/2024-08'],
      ['2024Q3', '2024-Q3'],
      ['2024年前三季度', '2024-01/2024-09'],
      ['二〇二四年八月', '2024-08'],
      ['Aug-24', '2024-08'],
    ] as const;
    const table = await tidySheet([
      ['2024年监测', null, null],
      ['时间', '地区', '产值（万元）'],
      ...forms.map(([written], at) => [written as string, '合肥市', at + 1]),
    ]);
    expect(table.rows.map((row) => row.period)).toEqual(forms.map(([, period]) => period));
  });

  it('same period of the year before, month and cumulative, rates beside levels', async () => {
    const table = await tidySheet({
      rows: [
        ['2024年8月', null, null, null, null, null],
        ['指标', '计量单位', '本月', '上年同期', '同比增长', '1-8月累计'],
        ['工业总产值', '万元', 10, 9, 11.1, 80],
        ['用电量', '万千瓦时', 5, 4, 25, 40],
      ],
    });
    expect(lines(table).slice(0, 4)).toEqual([
      '||工业总产值|2024-08|level|100000元',
      '||工业总产值|2023-08|level|90000元',
      '||工业总产值|2024-08|growth|11.1%',
      '||工业总产值|2024-01/2024-08|level|800000元',
    ]);
  });

  it('indicator, unit and value in columns: a long table', async () => {
    const table = await tidySheet([
      ['地区', '指标', '年份', '数值', '单位'],
      ['合肥市', '工业总产值', 2023, 12, '亿元'],
      ['合肥市', '企业数', 2023, 900, '家'],
    ]);
    expect(lines(table)).toEqual([
      '合肥市||工业总产值|2023|level|1200000000元',
      '合肥市||企业数|2023|count|900家',
    ]);
  });
});

describe('what is refused', () => {
  it('a unit nobody knows', async () => {
    const table = await tidySheet([
      ['地区', '2024年产量（蒲式耳）', '2024年产值（亿元）'],
      ['合肥市', 1, 2],
      ['芜湖市', 3, 4],
    ]);
    expect(table.rows).toHaveLength(2);
    expect(table.rejects).toHaveLength(2);
    expect(table.rejects[0]!.en).toContain('蒲式耳');
    const named = await tidySheet([['单位：两银子'], ['地区', '2024年产值'], ['合肥市', 1], ['芜湖市', 2]]);
    expect(named.rejects.map((reject) => reject.values)).toEqual([1, 1]);
  });

  it('a period that has not begun', async () => {
    const table = await tidySheet([
      ['地区', '2024年产值（亿元）', '2031年产值（亿元）'],
      ['合肥市', 1, 2],
    ]);
    expect(table.rows).toHaveLength(1);
    expect(table.rejects[0]).toMatchObject({ column: 'C', row: 2 });
  });

  it('an area that was abolished, and one that is none', async () => {
    const table = await tidySheet([
      ['地区', '年份', '产值（亿元）'],
      ['巢湖市', 2008, 1],
      ['莱芜市', 2022, 2],
      ['合肥是', 2022, 3],
      ['海南省', 1985, 4],
      ['芜湖市', 2022, 5],
      ['马鞍山市', 2022, 5],
      ['铜陵市', 2022, 5],
    ]);
    expect(table.rejects.map((reject) => reject.value)).toEqual(['莱芜市', '合肥是']);
    expect(table.rejects[0]!.zh).toContain('济南');
    expect(table.rows.find((row) => row.period === '1985')?.area?.foundedLater).toMatch(/^1988/);
  });

  it('lines of a form with names of persons are not kept', async () => {
    const table = await tidySheet([
      ['填报单位：某局', null, '单位：万元'],
      ['地区', '2024年产值', '2024年利润'],
      ['合肥市', 1, 2],
      ['单位负责人：张某', '填表人：李某', '联系电话：0551-1234567'],
    ]);
    expect(table.rows).toHaveLength(2);
    expect(JSON.stringify(table)).not.toMatch(/张某|李某|1234567/);
  });
});

describe('lists of firms', () => {
  it('keep codes as text and name every column', async () => {
    const table = await tidySheet([
      ['序号', '企业名称', '统一社会信用代码', '所属行业', '所在地区', '法定代表人', '2024年营业收入(万元)'],
      [1, '甲科技有限公司', '91340100MA2MXX0A0B', '汽车制造业', '合肥市', '王某', 1000],
      [2, '乙科技有限公司', '91340200MA2MXX0A0C', '纺织业', '芜湖市', '赵某', 2000],
    ]);
    expect(table.columns.map((column) => column.role)).toEqual([
      'ordinal',
      'enterprise',
      'creditCode',
      'industry',
      'area',
      'person',
      'value',
    ]);
    expect(table.records[0]!.cells.map((cell) => cell.text)).toContain('91340100MA2MXX0A0B');
  });

  it('without any number', async () => {
    const table = await tidySheet([
      ['第一批名单'],
      ['企业名称', '所在地区', '称号'],
      ['甲科技有限公司', '合肥市', '专精特新'],
      ['乙科技有限公司', '芜湖市', '小巨人'],
    ]);
    expect(table.records).toHaveLength(2);
    expect(table.columns.map((column) => column.role)).toEqual(['enterprise', 'area', 'attribute']);
  });

  it('in which a credit code reads like a quantity with its unit: no row above it is taken for a heading', async () => {
    // The last two end as if in bytes and ampere hours.
    const codes = ['91990100000001044Y', '91990100000001046P', '91990100000001047B', '91990100000001049H'];
    const rows = codes.map((code, i) => `${code},企业${i},专精特新中小企业,2024-01-01,2026-12-31`);
    const [table] = await tidy(
      `统一社会信用代码,企业名称,称号,有效期起,有效期止\n${rows.join('\n')}\n`,
      'a.csv',
    );
    expect(table!.records).toHaveLength(codes.length);
    expect(table!.columns[0]!.role).toBe('creditCode');
  });
});

describe('other containers say the same', () => {
  const rows = [
    ['地区', '2024年产值（亿元）'],
    ['合肥市', 10.5],
    ['芜湖市', 20],
  ];
  const expected = ['合肥市||产值|2024|level|1050000000元', '芜湖市||产值|2024|level|2000000000元'];

  it('ODS', async () => {
    const bytes = await writeOds({ sheets: [{ name: '表', rows }] });
    expect(lines((await tidy(bytes, 'a.ods'))[0]!)).toEqual(expected);
  });

  for (const type of ['biff8', 'xlsb', 'html', 'xlml'] as const) {
    it(`${type} under the name .xls`, async () => {
      const book = utils.book_new();
      utils.book_append_sheet(book, utils.aoa_to_sheet(rows), '表');
      const bytes: Uint8Array = write(book, { type: 'buffer', bookType: type });
      expect(lines((await tidy(bytes, 'a.xls'))[0]!)).toEqual(expected);
    });
  }
});
