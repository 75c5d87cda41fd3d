/** A made-up province with everything that a monthly brief can tell, as figures from one workbook and one release. */
import type { Area, Figure, FigureKind } from '../../src/model/index.js';

export const LINJIANG: Area = { code: '990000', name: '临江省' };
export const NATION: Area = { code: '000000', name: '全国' };
export const CITIES: Area[] = ['江城市', '北桥市', '南浦市', '东屏市', '西堰市', '石门州'].map((name, i) => ({
  code: `99${String(i + 1).padStart(2, '0')}00`,
  name,
}));

export const PERIOD = '2024-01/2024-08';

interface Cell {
  indicator: string;
  kind: FigureKind;
  value: number;
  unit?: string;
  period?: string;
  area?: Area;
  industry?: string;
  code?: string;
  group?: string;
  released?: string;
  /** The text of the cell, where it says more than the number. */
  quote?: string;
}

/** Numbers the cells as rows of one sheet: the same input gives the same figures. */
export function figures(
  cells: readonly Cell[],
  file = '临江省月报（合成数据）.xlsx',
  sheet = '指标',
): Figure[] {
  return cells.map((cell, i) => ({
    id: `${file}:${i}`,
    indicator: cell.indicator,
    value: cell.value,
    unit: cell.unit ?? '%',
    kind: cell.kind,
    baseKind: null,
    period: cell.period ?? PERIOD,
    area: cell.area ?? LINJIANG,
    industry:
      cell.industry === undefined
        ? null
        : {
            name: cell.industry,
            code: cell.code === undefined ? null : { system: 'GB/T 4754', version: '2017', code: cell.code },
          },
    group: cell.group ?? null,
    priceBasis: null,
    scope: null,
    comparator: cell.kind === 'growth' ? '同比' : null,
    bound: null,
    approx: false,
    released: cell.released ?? '2024-09-20',
    source: {
      kind: 'cell',
      file,
      sha256: 'd'.repeat(64),
      sheet,
      row: i + 2,
      column: 'D',
      quote: cell.quote ?? String(cell.value),
    },
  }));
}

const growth = (indicator: string, value: number, more: Partial<Cell> = {}): Cell => ({
  indicator,
  kind: 'growth',
  value: Number(value.toFixed(1)),
  quote: value.toFixed(1),
  ...more,
});

const SERIES: [period: string, own: number, nation: number, electricity: number][] = [
  ['2023-01/2023-08', 4.1, 3.9, 3.3],
  ['2023-01/2023-09', 4.4, 4.0, 3.6],
  ['2023-01/2023-10', 4.6, 4.1, 4.2],
  ['2023-01/2023-11', 4.9, 4.3, 4.9],
  ['2023', 5.2, 4.6, 5.0],
  ['2024-01/2024-02', 7.4, 7.0, 8.1],
  ['2024-01/2024-03', 6.8, 6.1, 7.3],
  ['2024-01/2024-04', 6.9, 6.3, 7.0],
  ['2024-01/2024-05', 6.7, 6.2, 6.8],
  ['2024-01/2024-06', 6.6, 6.0, 6.4],
  ['2024-01/2024-07', 6.5, 5.9, 6.1],
  ['2024-01/2024-08', 6.3, 5.8, 5.7],
];

const INDUSTRIES: [
  code: string,
  name: string,
  growth: number,
  pull: number,
  contribution: number,
  share: number,
][] = [
  ['C39', '计算机、通信和其他电子设备制造业', 14.2, 1.92, 30.5, 14.1],
  ['C36', '汽车制造业', 11.5, 1.31, 20.8, 12.2],
  ['C38', '电气机械和器材制造业', 10.3, 0.98, 15.6, 10.0],
  ['C32', '有色金属冶炼和压延加工业', 8.7, 0.6, 9.5, 7.3],
  ['C26', '化学原料和化学制品制造业', 7.9, 0.71, 11.3, 9.2],
  ['D44', '电力、热力生产和供应业', 5.1, 0.34, 5.4, 6.8],
  ['C35', '专用设备制造业', 4.4, 0.22, 3.5, 5.1],
  ['C34', '通用设备制造业', 3.9, 0.19, 3.0, 5.0],
  ['C13', '农副食品加工业', 2.2, 0.13, 2.1, 6.2],
  ['C17', '纺织业', 0.4, 0.01, 0.2, 3.4],
  ['C31', '黑色金属冶炼和压延加工业', -1.5, -0.12, -1.9, 8.0],
  ['C14', '食品制造业', -2.3, -0.07, -1.1, 3.1],
  ['C30', '非金属矿物制品业', -6.8, -0.42, -6.7, 6.0],
];

export function province(): Figure[] {
  const cells: Cell[] = [
    ...SERIES.flatMap(([period, own, nation, electricity]) => [
      growth('规模以上工业增加值', own, { period }),
      growth('规模以上工业增加值', nation, { period, area: NATION, released: '2024-09-14' }),
      growth('工业用电量', electricity, { period }),
      growth('采矿业增加值', own - 4.1, { period, industry: '采矿业', indicator: '增加值', code: 'B' }),
      growth('增加值', own + 0.8, { period, industry: '制造业', code: 'C' }),
      growth('增加值', own - 1.3, { period, industry: '电力、热力、燃气及水生产和供应业', code: 'D' }),
    ]),
    ...(
      [
        ['2024-03', 5.8],
        ['2024-04', 6.9],
        ['2024-05', 6.2],
        ['2024-06', 6.1],
        ['2024-07', 5.6],
        ['2024-08', 5.4],
      ] as const
    ).map(([period, value]) => growth('规模以上工业增加值', value, { period })),
    ...INDUSTRIES.flatMap(([code, industry, rate, pull, contribution, share]): Cell[] => [
      growth('增加值', rate, { industry, code }),
      { indicator: '拉动', kind: 'difference', value: pull, unit: '个百分点', industry, code },
      { indicator: '贡献率', kind: 'share', value: contribution, industry, code },
      { indicator: '增加值占规模以上工业比重', kind: 'share', value: share, industry, code },
    ]),
    growth('高技术制造业增加值', 12.6),
    growth('高技术制造业增加值', 12.9, { period: '2024-01/2024-07' }),
    { indicator: '高技术制造业增加值占比', kind: 'share', value: 15.7 },
    growth('装备制造业增加值', 9.1),
    growth('新能源汽车产量', 112.4),
    growth('工业机器人产量', 20.5),
    { indicator: '营业收入', kind: 'level', value: 2.3145e12, unit: '元', quote: '23145.0亿元' },
    growth('营业收入', 4.6),
    growth('营业收入', 4.9, { period: '2024-01/2024-07' }),
    { indicator: '利润总额', kind: 'level', value: 1.2034e11, unit: '元', quote: '1203.4亿元' },
    growth('利润总额', -1.2),
    growth('利润总额', -3.4, { period: '2024-01/2024-07' }),
    { indicator: '营业收入利润率', kind: 'level', value: 5.2 },
    { indicator: '营业收入利润率', kind: 'level', value: 5.5, period: '2023-01/2023-08' },
    growth('应收账款', 8.3),
    { indicator: '产品销售率', kind: 'level', value: 96.4 },
    growth('出口交货值', 3.8),
    growth('工业生产者出厂价格', -1.6),
    growth('工业投资', 9.9),
    growth('工业投资', 9.9, { period: '2024-01/2024-07' }),
    growth('工业技改投资', 7.2),
    { indicator: '新增规模以上工业企业', kind: 'count', value: 312, unit: '家' },
    ...CITIES.flatMap((area, i) => [
      growth('规模以上工业增加值', [8.8, 7.1, 6.4, 6.4, 3.2, -0.7][i]!, { area }),
      growth('规模以上工业增加值', [8.6, 7.4, 6.0, 6.5, 3.0, 0.4][i]!, { area, period: '2024-01/2024-07' }),
    ]),
    ...['江城电子集团', '北桥汽车有限公司', '南浦铜业有限公司'].flatMap((group, i): Cell[] => [
      { indicator: '工业总产值', kind: 'level', value: (5 - i) * 1.234e10, unit: '元', group },
      growth('工业总产值', 12.5 - 6 * i, { group }),
    ]),
  ];
  return figures(cells);
}

export const CLUSTER = {
  name: '江城电子信息集群',
  industry: '新一代信息技术',
  area: '江城市',
  level: '省级',
  listed: '2022',
  organisation: '江城电子信息产业促进中心',
};
export const OTHER_CLUSTER = '北桥汽车集群';

/** Two clusters in two years; the other one only in part. */
export function clusterFigures(): Figure[] {
  const of = (group: string, period: string, more: Partial<Cell>[]): Cell[] =>
    more.map((one) => ({ indicator: '', kind: 'count', value: 0, unit: '家', ...one, group, period }));
  return figures(
    [
      ...of(CLUSTER.name, '2023', [
        { indicator: '企业数', value: 1240 },
        { indicator: '产值', kind: 'level', value: 2.31e11, unit: '元' },
        { indicator: '产值', kind: 'growth', value: 11.2, unit: '%' },
        { indicator: '营业收入', kind: 'level', value: 2.12e11, unit: '元' },
        { indicator: '营业收入', kind: 'growth', value: 9.8, unit: '%' },
        { indicator: '应收账款', kind: 'growth', value: 13.1, unit: '%' },
        { indicator: '规模以上企业', value: 318 },
        { indicator: '创新型中小企业', value: 190 },
        { indicator: '专精特新中小企业', value: 122 },
        { indicator: '专精特新小巨人企业', value: 21 },
        { indicator: '制造业单项冠军', value: 4 },
        { indicator: '研发投入强度', kind: 'share', value: 4.1, unit: '%' },
        { indicator: '有效发明专利', value: 5210, unit: '件' },
        { indicator: '本地配套率', kind: 'share', value: 46.5, unit: '%' },
        { indicator: '绿色工厂', value: 12 },
      ]),
      ...of(CLUSTER.name, '2022', [
        { indicator: '企业数', value: 1187 },
        { indicator: '产值', kind: 'growth', value: 8.9, unit: '%' },
        { indicator: '规模以上企业', value: 301 },
        { indicator: '专精特新中小企业', value: 98 },
        { indicator: '专精特新小巨人企业', value: 17 },
        { indicator: '制造业单项冠军', value: 4 },
        { indicator: '研发投入强度', kind: 'share', value: 4.3, unit: '%' },
        { indicator: '本地配套率', kind: 'share', value: 44.0, unit: '%' },
      ]),
      ...of(CLUSTER.name, '2021', [{ indicator: '产值', kind: 'growth', value: 14.6, unit: '%' }]),
      ...of(OTHER_CLUSTER, '2023', [
        { indicator: '产值', kind: 'level', value: 1.87e11, unit: '元' },
        { indicator: '产值', kind: 'growth', value: 6.1, unit: '%' },
        { indicator: '研发投入强度', kind: 'share', value: 3.2, unit: '%' },
      ]),
      ...of(OTHER_CLUSTER, '2022', [{ indicator: '产值', kind: 'growth', value: 7.4, unit: '%' }]),
      ...of(OTHER_CLUSTER, '2021', [{ indicator: '产值', kind: 'growth', value: 9.9, unit: '%' }]),
    ],
    '集群年报（合成数据）.xlsx',
    '集群',
  );
}
