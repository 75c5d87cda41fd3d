// Indicators over HTTP: two releases of a small table, worked by hand.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  ContributionAnswer,
  IndicatorList,
  SeriesAnswer,
} from '../../src/server/contract/monitoring.js';
import type { Origin } from '../../src/server/contract/origin.js';
import { importTable } from '../../src/store/index.js';
import { openTableImport } from '../../src/verbs/index.js';
import { type Served, serve } from './served.js';

const HEAD = '指标,时期,地区,行业,数值,单位';
const FIRST = `${HEAD}
规模以上工业增加值,2022年,湖南省,,1000,亿元
规模以上工业增加值,2022年,湖南省,采矿业,200,亿元
规模以上工业增加值,2022年,湖南省,制造业,800,亿元
规模以上工业增加值,2023年,湖南省,,1100,亿元
规模以上工业增加值,2023年,湖南省,采矿业,190,亿元
规模以上工业增加值,2023年,湖南省,制造业,910,亿元
规模以上工业增加值,2022年,长沙市,,400,亿元
规模以上工业增加值,2023年,长沙市,,460,亿元
规模以上工业增加值,2023年,全国,,40000,亿元
规模以上工业增加值同比增长,2023年,湖南省,,5.1,%
`;
const SECOND = `${HEAD}
规模以上工业增加值,2023年,湖南省,,1090,亿元
`;

let served: Served;

beforeAll(async () => {
  served = await serve();
  for (const [name, text, released] of [
    ['first.csv', FIRST, '2024-01-20'],
    ['second.csv', SECOND, '2024-07-05'],
  ] as const) {
    const file = join(served.folder, name);
    await writeFile(file, text);
    const settings = await openTableImport(
      served.dir,
      { as: 'figures', released, publisher: '省统计局' },
      '2024-12-31',
      { step() {}, end() {} },
    );
    const done = await importTable(served.workspace, file, settings);
    expect(done).toMatchObject({ rejected: 0 });
  }
});
afterAll(() => served.close());

async function ask<Answer>(path: string): Promise<Answer> {
  const answer = await served.get(`/api/v1${path}`);
  expect(answer.statusCode, answer.body.slice(0, 300)).toBe(200);
  return answer.json() as Answer;
}
const LEVEL = '/monitoring/series?indicator=valueAdded&kind=level&unit=%E5%85%83';
const text = encodeURIComponent;
const YI = 1e8;

describe('series', () => {
  it('gathers the whole, its parts and its growth under one indicator', async () => {
    const { items } = await ask<IndicatorList>('/monitoring/indicators');
    expect(items).toEqual([
      expect.objectContaining({ id: 'valueAdded', kind: 'level', unit: '元', figures: 10, industries: 2 }),
      expect.objectContaining({ id: 'valueAdded', kind: 'growth', unit: '%', figures: 1 }),
    ]);
  });

  it('sets a city beside its province and the nation', async () => {
    const { series, periods } = await ask<SeriesAnswer>(`${LEVEL}&area=${text('长沙市')}`);
    expect(series.map(({ area, role, points }) => [area, role, points.map((p) => p.value / YI)])).toEqual([
      ['长沙市', 'self', [400, 460]],
      ['湖南省', 'province', [1000, 1090]],
      ['全国', 'nation', [40000]],
    ]);
    expect(periods.map(({ zh }) => zh)).toEqual(['2022年', '2023年']);
    const alone = await ask<SeriesAnswer>(`${LEVEL}&area=${text('长沙市')}&compare=0`);
    expect(alone.series.map(({ area }) => area)).toEqual(['长沙市']);
  });

  it('industries side by side; the whole has no name', async () => {
    const { series } = await ask<SeriesAnswer>(`${LEVEL}&area=${text('湖南省')}&industry=*&compare=0`);
    expect(series.map(({ industry }) => industry).sort()).toEqual(['', '制造业', '采矿业']);
  });

  it('tells what was known on a day, and that it was revised since', async () => {
    const at = async (day: string) => {
      const { series } = await ask<SeriesAnswer>(`${LEVEL}&area=${text('湖南省')}&compare=0&asOf=${day}`);
      return series[0]?.points.at(-1);
    };
    expect(await at('2024-03-01')).toMatchObject({ value: 1100 * YI, vintages: 1, revised: false });
    expect(await at('2024-07-05')).toMatchObject({ value: 1090 * YI, vintages: 2, revised: true });
    expect(await at('2023-01-01')).toBeUndefined();
    const { releases } = await ask<SeriesAnswer>(LEVEL);
    expect(releases).toEqual(['2024-07-05', '2024-01-20']);
  });

  it('a number leads to its cell, with the releases before it', async () => {
    const { series } = await ask<SeriesAnswer>(`${LEVEL}&area=${text('湖南省')}&compare=0`);
    const origin = await ask<Origin>(`/origins/${series[0]!.points.at(-1)!.originId}`);
    expect(origin.place).toMatchObject({ kind: 'cell', row: 2, column: 'E', quote: '1090' });
    expect(origin).toMatchObject({ publisher: '省统计局', released: '2024-07-05', area: '湖南省' });
    expect(origin.vintages.map(({ value }) => value / YI)).toEqual([1090, 1100]);
  });

  it('an account of one city sees neither the province nor its origins', async () => {
    const { series } = await ask<SeriesAnswer>(`${LEVEL}&area=${text('湖南省')}&compare=0`);
    const id = series[0]!.points[0]!.originId;
    served.session.principal = { id: 'city', name: '长沙', areas: ['430100'] };
    try {
      const own = await ask<SeriesAnswer>(`${LEVEL}&area=${text('湖南省')}`);
      expect(own.areas.map(({ key }) => key)).toEqual(['长沙市']);
      expect(own.series.map(({ area }) => area)).toEqual(['长沙市']);
      expect((await served.get(`/api/v1/origins/${id}`)).statusCode).toBe(404);
    } finally {
      served.session.principal = { id: 'owner', name: '本机', areas: ['100000'] };
    }
  });

  it('refuses a kind and a day that are none, and says what is not there', async () => {
    expect((await served.get(`/api/v1${LEVEL.replace('level', 'nonsense')}`)).statusCode).toBe(400);
    expect((await served.get(`/api/v1${LEVEL}&asOf=2024-02-30`)).statusCode).toBe(400);
    expect((await served.get(`/api/v1${LEVEL.replace('valueAdded', 'nothing')}`)).statusCode).toBe(404);
  });
});

describe('contribution', () => {
  it('pull and rate of each industry: (V − B) over the whole, by hand', async () => {
    const found = await ask<ContributionAnswer>(
      `/monitoring/contribution?indicator=valueAdded&unit=${text('元')}&area=${text('湖南省')}&asOf=2024-03-01`,
    );
    // The whole: 1000 → 1100. Manufacturing 800 → 910 pulls 11 points, mining 200 → 190 holds back one.
    expect(found.growth).toBeCloseTo(10, 9);
    expect(found.parts.map(({ key }) => key)).toEqual(['制造业', '采矿业']);
    expect(found.parts[0]!.pull).toBeCloseTo(11, 9);
    expect(found.parts[1]!.pull).toBeCloseTo(-1, 9);
    expect(found.parts[0]!.contribution).toBeCloseTo(110, 9);
    expect(found.parts[1]!.contribution).toBeCloseTo(-10, 9);
    expect(found.rest).toBeNull();
    expect(found.notes[0]!.en).toContain('not comparable-adjusted');
    const { place } = found.parts[0]!.origins.pull;
    if (place.kind !== 'formula') throw new Error(place.kind);
    expect(place.inputs.map(({ value }) => value! / YI)).toEqual([910, 800, 1100, 1000]);
    for (const { id } of place.inputs) expect((await ask<Origin>(`/origins/${id}`)).place.kind).toBe('cell');
  });

  it('areas below: what they leave of the whole is told', async () => {
    const found = await ask<ContributionAnswer>(
      `/monitoring/contribution?indicator=valueAdded&unit=${text('元')}&area=${text('湖南省')}&of=area`,
    );
    // As revised: 1000 → 1090, of which the city 60.
    expect(found.parts.map(({ key, pull }) => [key, Number(pull.toFixed(9))])).toEqual([['长沙市', 6]]);
    expect(found.rest!.pull).toBeCloseTo(3, 9);
  });
});
