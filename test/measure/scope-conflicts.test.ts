import { beforeAll, describe, expect, it } from 'vitest';
import { checkScopes, comparability, type MeasureRules, scopeText } from '../../src/measure/index.js';
import type { Figure } from '../../src/model/index.js';
import { figure, rulesOfMeasures } from './figures.js';

let rules: MeasureRules;
beforeAll(async () => {
  rules = await rulesOfMeasures();
});

function of(file: string, value: number, said: Partial<Omit<Figure, 'area'>> = {}, row = 3): Figure {
  return figure({
    indicator: '工业总产值',
    value,
    unit: '元',
    period: '2024',
    ...said,
    source: { kind: 'cell', file, sha256: file, sheet: null, row, column: 'B', quote: String(value) },
  });
}
const above = { scope: '2024年规模以上工业主要指标；工业总产值' };
const all = { scope: '2024年主要指标；工业总产值；全部工业总产值' };

describe('one quantity', () => {
  it('of two populations is a finding that names both places, values and words', () => {
    const [found, ...others] = checkScopes([of('b.csv', 12, all)], [of('a.csv', 10, above)], rules);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'scope-differs', severity: 'warning', expected: 10 });
    for (const words of ['工业总产值', '全部工业', '规模以上', 'a.csv', '第 3 行', '12元', '10元'])
      expect(found!.zh).toContain(words);
  });

  it('is told once for all areas and periods of two files', () => {
    const years = ['2021', '2022', '2023'];
    const [one, ...others] = checkScopes(
      years.map((period, at) => of('b.csv', 12 + at, { ...all, period }, at + 3)),
      years.map((period, at) => of('a.csv', 10 + at, { ...above, period }, at + 3)),
      rules,
    );
    expect(others).toEqual([]);
    expect(one!.zh).toContain('共 3 处');
  });

  it('of one scope is none, nor is another quantity', () => {
    expect(checkScopes([of('b.csv', 12, above)], [of('a.csv', 10, above)], rules)).toEqual([]);
    expect(
      checkScopes([of('b.csv', 12, all)], [of('a.csv', 10, { ...above, period: '2023' })], rules),
    ).toEqual([]);
    expect(
      checkScopes([of('b.csv', 12, all)], [of('a.csv', 10, { ...above, kind: 'count', unit: '家' })], rules),
    ).toEqual([]);
  });

  it('of which one does not say its scope is a note, and only where the values differ', () => {
    const silent = of('a.csv', 10, { scope: '工业总产值' });
    expect(checkScopes([of('b.csv', 12, above)], [silent], rules)).toMatchObject([{ severity: 'note' }]);
    expect(checkScopes([of('b.csv', 10, above)], [silent], rules)).toEqual([]);
  });

  it('with and without farm households, also in brackets behind the name', () => {
    const without = of('b.csv', 12, { indicator: '固定资产投资(不含农户)' });
    const withThem = of('a.csv', 15, { indicator: '固定资产投资', scope: '固定资产投资；含农户' });
    expect(checkScopes([without], [withThem], rules)).toMatchObject([
      { kind: 'scope-differs', severity: 'warning' },
    ]);
    expect(scopeText(without, rules)).toBe('farmHouseholds:without');
    expect(scopeText(of('c.csv', 1, { scope: '营业收入；不含房地产业' }), rules)).toBe('leftOut:房地产业');
  });

  it('at current and at comparable prices', () => {
    const rate = { kind: 'growth' as const, unit: '%' };
    expect(
      checkScopes(
        [of('b.csv', 5, { ...rate, priceBasis: 'current' })],
        [of('a.csv', 6, { ...rate, priceBasis: 'comparable' })],
        rules,
      ),
    ).toMatchObject([{ kind: 'price-basis-differs', severity: 'warning' }]);
  });
});

it('the heading of a column says the scope before the title does', () => {
  const heading = of('a.csv', 1, { scope: '规模以上工业主要指标；工业总产值；全部工业总产值' });
  expect(scopeText(heading, rules)).toBe('population:all');
  const { obstacles } = comparability(heading, of('a.csv', 2, above), rules);
  expect(obstacles.map(({ aspect }) => aspect)).toEqual(['scope']);
});
