import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CandidateArea,
  clusterCandidates,
  neighboursByOutline,
  type Outline,
  type Thresholds,
} from '../../src/measure/cluster-candidates.js';
import { describeWith, SHARED } from './reference.js';

const asked: Thresholds = { lq: 1.5, size: 10, growth: 5, togetherSize: 50, areas: 2 };
const area = (name: string, value: number, lq: number, growth: number | null = 8): CandidateArea => ({
  area: name,
  industry: '纺织业',
  value,
  lq,
  growth,
});

describe('cluster candidates', () => {
  // A–B–C–D in a row, E apart.
  const row = [['A', 'B'] as const, ['C', 'B'] as const, ['C', 'D'] as const];

  it('joins what lies together and passes, and says of the others why not', () => {
    const { candidates, areas } = clusterCandidates(
      [area('A', 40, 2), area('B', 30, 1.6), area('C', 60, 1.2), area('D', 20, 3), area('E', 9, 4)],
      row,
      asked,
    );
    expect(candidates.map(({ areas: names, size, status }) => ({ names, size, status }))).toEqual([
      { names: ['A', 'B'], size: 70, status: 'met' },
      { names: ['D'], size: 20, status: 'unmet' },
    ]);
    // Expected of A and B by the country's mix: 40 / 2 and 30 / 1.6.
    expect(candidates[0]!.lq).toBeCloseTo(70 / (20 + 18.75), 12);
    expect(candidates[0]!.share).toBeCloseTo(70 / 159, 12);
    expect(candidates[1]!.reasons.map(({ text }) => text.zh)).toEqual([
      '合计规模 20 低于门槛 50',
      '地区数 1 低于门槛 2',
    ]);
    expect(areas.map(({ candidate }) => candidate)).toEqual([1, 1, null, 2, null]);
    expect(areas[2]!.reasons[0]).toMatchObject({
      condition: 'lq',
      status: 'unmet',
      value: 1.2,
      threshold: 1.5,
    });
    expect(areas[4]!.reasons[1]!.text.en).toBe('size 9 is below 10');
  });

  it('what is not known is neither met nor unmet, and joins nothing', () => {
    const { areas, candidates } = clusterCandidates(
      [area('A', 40, 2, null), area('B', 40, Number.NaN), area('C', 1, 2, null), area('D', 40, 2, 0)],
      row,
      asked,
    );
    expect(areas.map(({ status }) => status)).toEqual(['unknown', 'unknown', 'unmet', 'unmet']);
    expect(candidates).toEqual([]);
    const [a] = clusterCandidates([area('A', 40, 2, null)], row, { ...asked, growth: null }).areas;
    expect(a!.status).toBe('met');
  });

  it('does not depend on the order of areas or pairs, and no candidate touches another', () => {
    const names = ['A', 'B', 'C', 'D', 'E', 'F'];
    const name = fc.constantFrom(...names);
    fc.assert(
      fc.property(
        fc.tuple(...names.map(() => fc.integer({ min: 1, max: 40 }))),
        fc.array(fc.tuple(name, name), { maxLength: 10 }),
        (sizes, pairs) => {
          const all = names.map((own, i) => area(own, sizes[i]!, sizes[i]! > 15 ? 2 : 1));
          const one = clusterCandidates(all, pairs, asked);
          const other = clusterCandidates(
            [...all].reverse(),
            pairs.map(([a, b]) => [b, a] as const).reverse(),
            asked,
          );
          const sets = (found: typeof one) =>
            found.candidates.map(({ areas }) => [...areas].sort().join('')).sort();
          expect(sets(other)).toEqual(sets(one));
          const candidate = new Map(one.areas.map((own) => [own.area, own.candidate]));
          for (const [a, b] of pairs)
            if (candidate.get(a) && candidate.get(b)) expect(candidate.get(a)).toBe(candidate.get(b));
        },
      ),
    );
  });

  it('refuses thresholds that are none', () => {
    expect(() => clusterCandidates([], [], { ...asked, size: Number.NaN })).toThrow(/size/);
    expect(() => clusterCandidates([], [], { ...asked, lq: 0 })).toThrow(/大于 0/);
  });
});

describe('neighbours by outline', () => {
  const square = (name: string, x: number, y: number): Outline => ({
    area: name,
    rings: [
      [
        [x, y],
        [x + 1, y],
        [x + 1, y + 1],
        [x, y + 1],
        [x, y],
      ],
    ],
  });

  it('a common side makes neighbours, a common corner does not', () => {
    expect(neighboursByOutline([square('A', 0, 0), square('B', 1, 0), square('C', 1, 1)])).toEqual([
      ['A', 'B'],
      ['B', 'C'],
    ]);
  });

  it('sides need not share their points, and a gap under the tolerance is none', () => {
    const b = square('B', 1.01, 0);
    expect(neighboursByOutline([square('A', 0, 0), b])).toEqual([['A', 'B']]);
    expect(neighboursByOutline([square('A', 0, 0), square('B', 1.2, 0)])).toEqual([]);
  });

  it('refuses to walk borders in millimetres', () => {
    expect(() => neighboursByOutline([square('A', 0, 0)], { tolerance: 1e-8 })).toThrow(/容差/);
  });
});

describeWith('data/geo', 'neighbours of the provinces', () => {
  it('are those of the map', () => {
    const { features } = JSON.parse(
      readFileSync(`${SHARED}data/geo/tianditu_style_china_provinces_scu.json`, 'utf8'),
    ) as {
      features: {
        properties: { name: string; gb: string };
        geometry: { type: string; coordinates: [number, number][][][] };
      }[];
    };
    const pairs = neighboursByOutline(
      features
        .filter(
          ({ geometry, properties }) => geometry.type === 'MultiPolygon' && /^156\d{6}$/.test(properties.gb),
        )
        .map(({ properties, geometry }) => ({ area: properties.name, rings: geometry.coordinates.flat() })),
    );
    const of = (name: string) =>
      pairs
        .flatMap(([a, b]) => (a === name ? [b] : b === name ? [a] : []))
        .sort()
        .join(' ');
    const list = (names: string) => names.split(' ').sort().join(' ');
    expect(of('陕西省')).toBe(list('内蒙古自治区 山西省 河南省 湖北省 重庆市 四川省 甘肃省 宁夏回族自治区'));
    expect(of('北京市')).toBe(list('天津市 河北省'));
    expect(of('重庆市')).toBe(list('湖北省 湖南省 贵州省 四川省 陕西省'));
    expect(of('浙江省')).toBe(list('上海市 江苏省 安徽省 福建省 江西省'));
    expect(of('海南省')).toBe('');
  });
});
