// Tables of several regions, in the forms of CEADs, OECD and WIOD: two regions of two industries, all by hand.
import { describe, expect, it } from 'vitest';
import { type IoReading, readIoTables } from '../../../../src/chain/index.js';
import { gridOf } from './grid-of.js';

// Rows of flows and uses; output 100, 200, 300, 400.
const FLOWS = [
  [10, 20, 5, 1],
  [30, 40, 2, 3],
  [4, 6, 50, 60],
  [7, 8, 70, 80],
];
const USES = [
  [40, 9, 15],
  [90, 15, 20],
  [11, 129, 40],
  [25, 110, 100],
];

function expectTable({ table }: IoReading, regions: readonly string[], codes: readonly string[]): void {
  expect(table.industries.map(({ region, code }) => [region, code])).toEqual(
    regions.flatMap((region) => codes.map((code) => [region, code])),
  );
  expect([...table.intermediate]).toEqual(FLOWS.flat());
  expect([...table.output]).toEqual([100, 200, 300, 400]);
}

describe('regions and sectors in heads of their own (CEADs)', () => {
  const text = `
2017年中国多区域投入产出表|||||||||||
|||北京||河北||中间使用|北京|河北|出口|总产出
|||01|02|01|02|TIU|TC|TC|EX|GO
|||农业|工业|农业|工业|合计|最终消费|最终消费|出口|总产出
北京|01|农业|10|20|5|1|36|40|9|15|100
|02|工业|30|40|2|3|75|90|15|20|200
河北|01|农业|4|6|50|60|120|11|129|40|300
|02|工业|7|8|70|80|165|25|110|100|400
|IM|进口|1|2|3|4||||
|TII|中间投入合计|52|76|130|148||||
|VA001|劳动者报酬|20|60|100|120||||
|VA004|营业盈余|28|64|70|132||||
|TVA|增加值合计|48|124|170|252||||
|TI|总投入|100|200|300|400||||`;
  const [reading] = readIoTables(gridOf(text));

  it('give region × sector', () => {
    expect(reading!.layout).toBe('multiregional');
    expectTable(reading!, ['北京', '河北'], ['01', '02']);
    const { table, stated } = reading!;
    expect(table.title).toBe('2017年中国多区域投入产出表');
    expect(table.industries[3]).toEqual({ code: '02', name: '工业', nameEn: null, region: '河北' });
    expect(table.finalUses.map(({ region, kind, values }) => [region, kind, ...values])).toEqual([
      ['北京', 'consumption', 40, 90, 11, 25],
      ['河北', 'consumption', 9, 15, 129, 110],
      [null, 'export', 15, 20, 40, 100],
    ]);
    expect(table.valueAdded.map(({ code, kind, values }) => [code, kind, ...values])).toEqual([
      ['IM', 'imports', 1, 2, 3, 4],
      ['VA001', 'compensation', 20, 60, 100, 120],
      ['VA004', 'surplus', 28, 64, 70, 132],
    ]);
    expect([...stated.intermediateUse!]).toEqual([36, 75, 120, 165]);
  });

  it('may be written in every cell, sector names before regions', () => {
    const [other] = readIoTables(
      gridOf(`
||农业|工业|农业|工业|最终需求|最终需求|出口|总产出
||北京|北京|河北|河北|北京|河北||
农业|北京|10|20|5|1|40|9|15|100
工业|北京|30|40|2|3|90|15|20|200
农业|河北|4|6|50|60|11|129|40|300
工业|河北|7|8|70|80|25|110|100|400
增加值||49|126|173|256||||
总投入||100|200|300|400||||`),
    );
    expect(other!.layout).toBe('multiregional');
    expectTable(other!, ['北京', '河北'], ['农业', '工业']);
    expect(other!.table.finalUses.map(({ region, kind }) => [region, kind])).toEqual([
      ['北京', 'other'],
      ['河北', 'other'],
      [null, 'export'],
    ]);
    expect(other!.findings.map(({ finding, item }) => [finding, item])).toEqual([['noUnit', null]]);
  });

  it('may be written in every cell, regions before sector names', () => {
    const [other] = readIoTables(
      gridOf(`
||北京|北京|河北|河北|北京|河北|总产出
||农业|工业|农业|工业|最终消费|最终消费|
北京|农业|10|20|5|1|40|24|100
北京|工业|30|40|2|3|90|35|200
河北|农业|4|6|50|60|11|169|300
河北|工业|7|8|70|80|25|210|400`),
    );
    expectTable(other!, ['北京', '河北'], ['农业', '工业']);
    expect(other!.table.finalUses.map(({ region, kind }) => [region, kind])).toEqual([
      ['北京', 'consumption'],
      ['河北', 'consumption'],
    ]);
  });

  it('name the region of a column that has no row', () => {
    const lines = text.split('\n').filter((line) => !line.startsWith('|02|工业|7'));
    expect(() => readIoTables(gridOf(lines.join('\n')))).toThrowError(
      expect.objectContaining({ en: expect.stringContaining('Columns without a row: G3 “河北 02 工业”') }),
    );
  });
});

describe.each([
  ['2021', 'VALU', 'TOTAL', 'OUTPUT', ['AAA_TAXSUB|1|1|1|1|||', 'BBB_TAXSUB|0|0|0|0|||']],
  ['2023', 'VA', 'OUT', 'OUT', ['TLS|1|1|1|1|||']],
])('OECD ICIO, edition %s', (_, valueAdded, totalColumn, totalRow, taxes) => {
  const rows = ['AAA_01T02', 'AAA_03', 'BBB_01T02', 'BBB_03'].map((code, i) =>
    [code, ...FLOWS[i]!, ...USES[i]!, [100, 200, 300, 400][i]].join('|'),
  );
  const [reading] = readIoTables(
    gridOf(
      [
        `V1|AAA_01T02|AAA_03|BBB_01T02|BBB_03|AAA_HFCE|BBB_GFCF|BBB_NONRES|${totalColumn}`,
        ...rows,
        ...taxes,
        `${valueAdded}|48|125|172|255|||`,
        `${totalRow}|100|200|300|400|||`,
      ].join('\n'),
    ),
  );

  it('gives country × industry', () => {
    expect(reading!.layout).toBe('oecd-icio');
    expectTable(reading!, ['AAA', 'BBB'], ['01T02', '03']);
    const { table } = reading!;
    expect(table.finalUses.map(({ region, code, kind }) => [region, code, kind])).toEqual([
      ['AAA', 'HFCE', 'households'],
      ['BBB', 'GFCF', 'fixedCapital'],
      ['BBB', 'NONRES', 'other'],
    ]);
    expect(table.valueAdded.map(({ kind }) => kind)).toEqual([...taxes.map(() => 'productTaxes'), 'total']);
    expect([...table.valueAdded.at(-1)!.values]).toEqual([48, 125, 172, 255]);
  });
});

describe('WIOD, wide', () => {
  const uses = ['h', 'np', 'g', 'c', 'i'];
  const row = (code: string, country: string, number: number, cells: readonly (number | string)[]) =>
    [code, code, country, number, 2014, ...cells].join('|');
  const final = (i: number) => [USES[i]![0], 0, 0, 0, 0, USES[i]![1], 0, 0, 0, USES[i]![2]];
  const industries = [
    ['A01', 'AUS', 1],
    ['A02', 'AUS', 2],
    ['A01', 'ROW', 1],
    ['A02', 'ROW', 2],
  ] as const;
  const lines = [
    [
      'IndustryCode|IndustryDescription|Country|RNr|Year',
      ...['AUS', 'ROW'].map((country) => `${country}1|${country}2`),
      ...['AUS', 'ROW'].map((country) => uses.map((_, at) => `${country}${at + 3}`).join('|')),
      'TOT',
    ].join('|'),
    ...industries.map(([code, country, number], i) =>
      row(code, country, number, [...FLOWS[i]!, ...final(i), [100, 200, 300, 400][i]!] as number[]),
    ),
    row('II_fob', 'TOT', 65, [51, 74, 127, 144]),
    row('TXSP', 'TOT', 66, [1, 1, 1, 1]),
    row('EXP_adj', 'TOT', 67, [0, 0, 0, 0]),
    row('VA', 'TOT', 70, [47, 124, 171, 254]),
    row('IntTTM', 'TOT', 71, [1, 1, 1, 1]),
    row('GO', 'TOT', 73, [100, 200, 300, 400]),
  ];

  it('gives country × industry with five final uses each', () => {
    const [reading] = readIoTables(gridOf(lines.join('\n')));
    expect(reading!.layout).toBe('wiod');
    expectTable(reading!, ['AUS', 'ROW'], ['A01', 'A02']);
    const { table, stated } = reading!;
    expect([table.title, table.year, table.unit]).toEqual(['WIOT 2014', 2014, 'million USD']);
    expect(table.finalUses.map(({ region, kind }) => `${region} ${kind}`)).toEqual(
      ['AUS', 'ROW'].flatMap((region) =>
        ['households', 'nonProfit', 'government', 'fixedCapital', 'inventories'].map(
          (kind) => `${region} ${kind}`,
        ),
      ),
    );
    expect(table.valueAdded.map(({ code, kind }) => [code, kind])).toEqual([
      ['TXSP', 'productTaxes'],
      ['EXP_adj', 'adjustment'],
      ['IntTTM', 'adjustment'],
      ['VA', 'total'],
    ]);
    expect([...stated.intermediateInput!]).toEqual([51, 74, 127, 144]);
    expect([...stated.input!]).toEqual([100, 200, 300, 400]);
  });

  it('says which column is missing', () => {
    const narrow = lines.map((line) => line.split('|').toSpliced(8, 1).join('|')).join('\n');
    expect(() => readIoTables(gridOf(narrow))).toThrowError(
      expect.objectContaining({ en: expect.stringContaining('there is no column ROW2') }),
    );
  });

  it('is read as a workbook too, with code, name, country and number as heads', () => {
    const heads = [
      ['', '', '', '', 'A01', 'A02', 'A01', 'A02', 'CONS_h', 'CONS_h', 'GFCF', 'GO'],
      [
        '',
        '',
        '',
        '',
        'Farms',
        'Works',
        'Farms',
        'Works',
        'Households',
        'Households',
        'Investment',
        'Output',
      ],
      ['', '', '', '', 'AUS', 'AUS', 'ROW', 'ROW', 'AUS', 'ROW', 'ROW', 'TOT'],
      ['', '', '', '', 'c1', 'c2', 'c1', 'c2', 'c3', 'c3', 'c6', 'c62'],
    ];
    const names = ['Farms', 'Works', 'Farms', 'Works'];
    const body = industries.map(([code, country, number], i) =>
      [code, names[i], country, `r${number}`, ...FLOWS[i]!, ...USES[i]!, [100, 200, 300, 400][i]].join('|'),
    );
    const [reading] = readIoTables(
      gridOf(
        [
          'Intercountry Input-Output Table|||||||||||',
          '(industry-by-industry)|||||||||||',
          '(millions of US$)|||||||||||',
          ...heads.map((head) => head.join('|')),
          ...body,
          'II_fob|Total intermediate consumption|TOT|r65|51|74|127|144||||',
          'TXSP|taxes less subsidies on products|TOT|r66|1|1|1|1||||',
          'VA|Value added at basic prices|TOT|r70|48|125|172|255||||',
          'GO|Output at basic prices|TOT|r73|100|200|300|400||||',
        ].join('\n'),
        'WIOT2014',
      ),
    );
    expect(reading!.layout).toBe('multiregional');
    expectTable(reading!, ['AUS', 'ROW'], ['A01', 'A02']);
    const { table } = reading!;
    expect([table.title, table.year, table.unit]).toEqual([
      'Intercountry Input-Output Table',
      2014,
      'millions of US$',
    ]);
    expect(table.industries[0]).toEqual({ code: 'A01', name: 'Farms', nameEn: null, region: 'AUS' });
    expect(table.finalUses.map(({ region, kind }) => [region, kind])).toEqual([
      ['AUS', 'households'],
      ['ROW', 'households'],
      ['ROW', 'fixedCapital'],
    ]);
    expect(table.valueAdded.map(({ code, kind }) => [code, kind])).toEqual([
      ['TXSP', 'productTaxes'],
      ['VA', 'total'],
    ]);
  });
});
