/** Reports of six made-up firms in three cities and three industries, as the sums that a brief is written from. */
import type { Reported } from '../../src/brief/index.js';
import { type ReportedMonth, type Reporter, reportFigures, reportSums } from '../../src/measure/index.js';
import type { Area } from '../../src/model/index.js';
import { lexicon, rules } from './brief-data.js';

export const HUNAN: Area = { code: '430000', name: '湖南省' };
export const CITIES: Area[] = [
  { code: '430100', name: '长沙市' },
  { code: '430200', name: '株洲市' },
  { code: '430300', name: '湘潭市' },
];
export const SHA = 'e'.repeat(64);
const AUGUST = 2024 * 12 + 7;

/** Output of each month, this year and the last, in units of 10⁸ yuan; the last firm is new. */
const FIRMS: [city: number, division: string, now: number, before: number | null][] = [
  [0, 'C36', 12, 10],
  [0, 'C39', 33, 30],
  [1, 'C36', 22, 20],
  [1, 'C17', 9, 10],
  [2, 'C39', 36, 30],
  [2, 'C36', 50, null],
];

export function reported(file = '企业月报.csv'): Reported {
  const reporters = FIRMS.map(
    ([city, division], reporter): Reporter => ({
      reporter,
      code: `F${reporter}`,
      areaCode: CITIES[city]!.code,
      industryCode: `GB/T 4754-2017:${division}`,
    }),
  );
  const reports: ReportedMonth[] = [];
  for (const [reporter, [, , now, before]] of FIRMS.entries())
    for (let m = 0; m < 8; m++) {
      const add = (item: number, month: number, value: number) =>
        reports.push({ reporter, item, cumulative: false, month, value });
      add(0, AUGUST - 7 + m, now * 1e8);
      add(1, AUGUST - 7 + m, (now - 20) * 1e7);
      if (before !== null) add(0, AUGUST - 19 + m, before * 1e8);
      if (before !== null) add(1, AUGUST - 19 + m, (before - 15) * 1e7);
    }
  const ranges = [
    { start: AUGUST - 7, end: AUGUST },
    { start: AUGUST - 7, end: AUGUST - 1 },
    { start: AUGUST, end: AUGUST },
  ];
  const sums = reportSums(reports, reporters, {
    items: [
      { id: 0, stock: false },
      { id: 1, stock: false },
    ],
    ranges,
    areas: ['43'],
    areaDigits: 4,
    divisions: null,
    firms: null,
  });
  const files = [0, 1].flatMap((item) =>
    Array.from({ length: 20 }, (_, i) => ({
      item,
      month: AUGUST - 19 + i,
      file,
      sha256: SHA,
      released: '2024-09-18',
      synthetic: false,
      values: 6,
    })),
  );
  const made = reportFigures(
    sums,
    [
      { id: 0, indicator: '工业总产值', unit: '元', stock: false, loss: false },
      { id: 1, indicator: '利润总额', unit: '元', stock: false, loss: true },
    ],
    {
      area: HUNAN,
      parts: new Map(CITIES.map((city) => [city.code!.slice(0, 4), city])),
      divisions: new Map([
        ['17', '纺织业'],
        ['36', '汽车制造业'],
        ['39', '计算机、通信和其他电子设备制造业'],
      ]),
      sections: lexicon.sections.map(({ code, zh }) =>
        code === 'B'
          ? { code, name: zh, from: 6, to: 12 }
          : code === 'C'
            ? { code, name: zh, from: 13, to: 43 }
            : { code, name: zh, from: 44, to: 46 },
      ),
    },
    files,
    rules,
  );
  return { ...made, firms: 6, withoutArea: 1, withoutIndustry: 0 };
}
