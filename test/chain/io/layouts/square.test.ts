// Square tables: the shape is found wherever it stands, and what it says adds up.
import { describe, expect, it } from 'vitest';
import { type IoTable, readIoTables } from '../../../../src/chain/index.js';
import { readIoFile } from '../../../../src/verbs/io-tables.js';
import { describeWith, SHARED } from '../../../measure/reference.js';
import { gridOf } from './grid-of.js';

/** Largest absolute residual of rows and of columns. */
function residuals(table: IoTable): { row: number; column: number } {
  const n = table.industries.length;
  let row = 0;
  let column = 0;
  for (let i = 0; i < n; i++) {
    let uses = (table.discrepancy?.[i] ?? 0) - (table.imports?.[i] ?? 0) - (table.inflows?.[i] ?? 0);
    let inputs = 0;
    for (let j = 0; j < n; j++) {
      uses += table.intermediate[i * n + j]!;
      inputs += table.intermediate[j * n + i]! + (table.importedIntermediate?.[j * n + i] ?? 0);
    }
    for (const use of table.finalUses) uses += use.values[i]!;
    for (const added of table.valueAdded) inputs += added.values[i]!;
    row = Math.max(row, Math.abs(uses - table.output[i]!));
    column = Math.max(column, Math.abs(inputs - table.output[i]!));
  }
  return { row, column };
}

// Two industries by hand: 100 + 50 used, 60 consumed, 20 exported, 30 imported: output 200.
const SMALL = `
2021年某市投入产出表|||||||||||
单位：万元|||||||||||
||代码|农业|工业|中间使用合计|居民消费|出口|最终使用合计|进口|其他|总产出
|||01|02|TIU|FU101|EX|TFU|IM|ERR|GO
中间投入|农业|01|100|50|150|60|20|80|30|0|200
|工业|02|40|200|240|150|120|270|9|-1|500
|中间投入合计|TII|140|250|390|210|140|350|39|-1|700
增加值|劳动者报酬|VA001|50|150|200||||||
|营业盈余|VA004|10|100|110||||||
|增加值合计|TVA|60|250|310||||||
总投入||TI|200|500|700||||||`;

describe('a national table', () => {
  const [reading] = readIoTables(gridOf(SMALL));

  it('has its industries, uses and value added', () => {
    const { table } = reading!;
    expect(table.title).toBe('2021年某市投入产出表');
    expect(table.year).toBe(2021);
    expect(table.unit).toBe('万元');
    expect(table.industries).toEqual([
      { code: '01', name: '农业', nameEn: null, region: null },
      { code: '02', name: '工业', nameEn: null, region: null },
    ]);
    expect([...table.intermediate]).toEqual([100, 50, 40, 200]);
    expect(table.finalUses.map(({ code, kind, values }) => [code, kind, ...values])).toEqual([
      ['FU101', 'ruralHouseholds', 60, 150],
      ['EX', 'export', 20, 120],
    ]);
    expect([...table.imports!]).toEqual([30, 9]);
    expect([...table.discrepancy!]).toEqual([0, -1]);
    expect(table.inflows).toBeNull();
    expect(table.valueAdded.map(({ code, name, kind }) => [code, name, kind])).toEqual([
      ['VA001', '劳动者报酬', 'compensation'],
      ['VA004', '营业盈余', 'surplus'],
    ]);
    expect([...table.output]).toEqual([200, 500]);
    expect(residuals(table)).toEqual({ row: 0, column: 0 });
  });

  it('keeps the totals that it prints, and where all of it stands', () => {
    const { stated, places, layout } = reading!;
    expect(layout).toBe('national');
    expect([...stated.intermediateUse!]).toEqual([150, 240]);
    expect([...stated.finalUse!]).toEqual([80, 270]);
    expect([...stated.intermediateInput!]).toEqual([140, 250]);
    expect([...stated.valueAdded!]).toEqual([60, 250]);
    expect([...stated.finalUseColumns!]).toEqual([210, 140]);
    expect(places.map(({ part, range }) => `${part} ${range}`)).toEqual([
      'intermediate D5:E6',
      'uses F5:L6',
      'inputs D7:E11',
    ]);
  });

  it.each([
    ['03', 'a row', /Columns without a row: E1 “03”/],
    ['04', 'the last row', /Columns without a row: F1 “04”/],
    ['01', 'the first row', /Columns without a row: C1 “01”/],
  ])('without %s names the column that has no partner (%s)', (code, _, message) => {
    const lines = SQUARE.trim().split('\n');
    expect(() =>
      readIoTables(gridOf(lines.filter((line) => !line.startsWith(code)).join('\n'))),
    ).toThrowError(expect.objectContaining({ name: 'UserError', en: expect.stringMatching(message) }));
  });

  it('names the row that has no column', () => {
    const narrow = SQUARE.trim()
      .split('\n')
      .map((line) => line.split('|').toSpliced(4, 1).join('|'))
      .join('\n');
    expect(() => readIoTables(gridOf(narrow))).toThrowError(
      expect.objectContaining({ en: expect.stringMatching(/Rows without a column: A4 “03 c”/) }),
    );
  });
});

const SQUARE = `
Code|Name|01|02|03|04|TIU|TC|GO
01|a|1|2|3|4|10|5|15
02|b|1|2|3|4|10|5|15
03|c|1|2|3|4|10|5|15
04|d|1|2|3|4|10|5|15
TVA|Total value-added|11|7|3|-1|20||
TI|Total inputs|15|15|15|15|60||`;

describe('imported products in rows of their own', () => {
  const [reading] = readIoTables(
    gridOf(`
Code|Description|Origin|01|02|TIU|TC|EX|TFU|GO
01|Farming|Domestic|10|20|30|50|20|70|100
02|Making|Domestic|30|40|70|60|70|130|200
01|Farming|Imports|1|2|3|4|0|4|7
02|Making|Imports|5|6|11|8|1|9|20
TII|Total intermediate input|TOT|46|68|114||||
TVA|Total value-added|TOT|54|132|186||||
TI|Total inputs|TOT|100|200|300||||`),
  );

  it('become a matrix of their own', () => {
    const { table, stated } = reading!;
    expect([...table.intermediate]).toEqual([10, 20, 30, 40]);
    expect([...table.importedIntermediate!]).toEqual([1, 2, 5, 6]);
    expect(table.imports).toBeNull();
    expect(table.finalUses.map(({ kind, values, imported }) => [kind, ...values, ...imported!])).toEqual([
      ['consumption', 50, 60, 4, 8],
      ['export', 20, 70, 0, 1],
    ]);
    expect(table.valueAdded.map(({ kind, values }) => [kind, ...values])).toEqual([['total', 54, 132]]);
    expect([...stated.importedProducts!]).toEqual([7, 20]);
    expect(residuals(table)).toEqual({ row: 0, column: 0 });
  });
});

describe('blocks of domestic and of imported products, one above the other', () => {
  it('are told by their span and by codes that come back', () => {
    const [reading] = readIoTables(
      gridOf(`
2018年投入产出表（非竞争型）||||||||
单位：万元||||||||
|||农业|工业|中间使用合计|最终消费|出口|总产出
||代码|01|02|TIU|TC|EX|GO
国内产品中间投入|农业|01|10|20|30|50|20|100
|工业|02|30|40|70|60|70|200
|国内产品中间投入合计||40|60|100|||
进口产品中间投入|农业|01|1|2|3|4|0|7
|工业|02|5|6|11|8|1|20
|进口产品中间投入合计||6|8|14|||
|中间投入合计|TII|46|68|114|||
增加值|劳动者报酬|VA001|54|132|186|||
总投入||TI|100|200|300|||`),
    );
    const { table, findings, stated } = reading!;
    expect([...table.intermediate]).toEqual([10, 20, 30, 40]);
    expect([...table.importedIntermediate!]).toEqual([1, 2, 5, 6]);
    expect(table.industries.map(({ name }) => name)).toEqual(['农业', '工业']);
    expect(table.valueAdded.map(({ name }) => name)).toEqual(['劳动者报酬']);
    expect([...stated.intermediateInput!]).toEqual([46, 68]);
    expect(findings).toEqual([]);
    expect(residuals(table)).toEqual({ row: 0, column: 0 });
  });
});

describeWith('data/io-nbs', 'the national tables of the NBS', () => {
  it.each([
    ['china_2007_135', 135, false, 1e-6, 0.45],
    ['china_2012_139', 139, false, 1e-5, 1e-5],
    ['china_2017_149', 149, false, 1e-5, 1e-5],
    ['china_2020_153', 153, false, 1e-5, 1e-5],
    ['china_2017_42', 42, true, 1e-5, 1e-5],
    ['china_2020_42', 42, true, 1e-5, 1e-5],
  ])('%s balances', async (name, n, isNonCompetitive, row, column) => {
    const { readings } = await readIoFile(`${SHARED}data/io-nbs/${name}.csv`);
    expect(readings).toHaveLength(1);
    const { table } = readings[0]!;
    expect(table.industries).toHaveLength(n);
    expect(table.importedIntermediate !== null).toBe(isNonCompetitive);
    expect(table.imports !== null).toBe(!isNonCompetitive);
    const found = residuals(table);
    expect(found.row).toBeLessThan(row);
    expect(found.column).toBeLessThan(column);
  });
});

// Flows that repeat across and down what is not a label: a row of zeros, symmetric flows, sums that balance.
it.each([
  [
    'an industry without any flow',
    `
代码|部门|A|B|C|中间使用合计|最终消费|总产出
A|农业|10|20|0|30|70|100
B|工业|5|10|0|15|85|100
C|矿业|0|0|0|0|0|0
TII|中间投入合计|15|30|0|||
TVA|增加值|85|70|0|||
TI|总投入|100|100|0|||`,
    [10, 20, 0, 5, 10, 0, 0, 0, 0],
  ],
  [
    'flows that are symmetric',
    `
代码|部门|A|B|中间使用合计|最终消费|总产出
A|农业|30|20|50|50|100
B|工业|20|30|50|50|100
TII|中间投入合计|50|50|||
TVA|增加值|50|50|||
TI|总投入|100|100|||`,
    [30, 20, 20, 30],
  ],
])('is read by its labels: %s', (_, text, flows) => {
  const [reading] = readIoTables(gridOf(text));
  expect(reading!.table.industries.map(({ name }) => name)).toEqual(
    ['农业', '工业', '矿业'].slice(0, Math.sqrt(flows.length)),
  );
  expect([...reading!.table.intermediate]).toEqual(flows);
});
