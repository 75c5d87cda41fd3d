import { describe, expect, it } from 'vitest';
import type { Figure } from '../../src/model/index.js';
import { reported } from '../brief/reported.js';

const { figures, inputs } = reported();
const NOW = '2024-01/2024-08';
const byId = new Map([...figures, ...inputs].map((figure) => [figure.id, figure]));
const of = (indicator: string, kind: Figure['kind'], where: (figure: Figure) => boolean = () => true) =>
  figures.filter((f) => f.indicator === indicator && f.kind === kind && f.period === NOW && where(f));
const whole = (f: Figure) => f.industry === null && f.area.code === '430000';

describe('figures of reports', () => {
  it('grow over the same firms, and say so; the level is that of all firms', () => {
    // 12 + 33 + 22 + 9 + 36 = 112 over 100, eight months of 10⁸ yuan; the sixth firm has no year before.
    const [growth] = of('工业总产值', 'growth', whole);
    expect(growth).toMatchObject({
      unit: '%',
      comparator: '同比',
      scope: '同口径5家企业',
      priceBasis: 'current',
    });
    expect(growth!.value).toBeCloseTo(12, 10);
    expect(growth!.source).toMatchObject({
      kind: 'formula',
      formula: '100 × (896 ÷ 800 − 1)',
      method: 'reports.growth',
    });
    const [level] = of('工业总产值', 'level', whole);
    expect(level!.value).toBe((112 + 50) * 8e8);
    expect(level!.source).toMatchObject({ kind: 'reports', firms: 6, values: 48 });
  });

  it('lead to the sums they were made of, and these to the files', () => {
    for (const figure of figures) {
      if (figure.source.kind !== 'formula') continue;
      expect(figure.source.inputs.length).toBeGreaterThan(0);
      for (const id of figure.source.inputs) {
        const input = byId.get(id)!;
        expect(input.source).toMatchObject({ kind: 'reports', files: [{ file: '企业月报.csv' }] });
      }
    }
    const [growth] = of('工业总产值', 'growth', whole);
    expect(growth!.released).toBe('2024-09-18');
  });

  it('have pulls that add up to the growth, by industry and by area', () => {
    const pulls = of('拉动', 'difference', (f) => f.group === '工业总产值');
    const sum = (list: Figure[]) => list.reduce((all, { value }) => all + value, 0);
    const byIndustry = pulls.filter((f) => f.industry !== null);
    expect(byIndustry.map((f) => [f.industry!.name, Number(f.value.toFixed(6))])).toEqual(
      expect.arrayContaining([
        ['汽车制造业', 4],
        ['纺织业', -1],
        ['计算机、通信和其他电子设备制造业', 9],
      ]),
    );
    expect(sum(byIndustry)).toBeCloseTo(12, 10);
    const byArea = pulls.filter((f) => f.industry === null);
    expect(byArea).toHaveLength(3);
    expect(sum(byArea)).toBeCloseTo(12, 10);
    expect(sum(of('贡献率', 'share', (f) => f.industry !== null && f.group === '工业总产值'))).toBeCloseTo(
      100,
      10,
    );
  });

  it('count the firms that grow and those that lose', () => {
    expect(of('企业增长面', 'share', (f) => f.group === '工业总产值')[0]!.value).toBe(80);
    // Profit is below zero for 12, 9 of the firms now (of six), and for 10, 10 of the five a year earlier.
    expect(of('亏损面', 'share')[0]!.value).toBeCloseTo(100 / 3, 10);
    expect(of('亏损面', 'difference')[0]!.value).toBe(0);
  });

  it('give no rate on a base that is not above zero', () => {
    const growth = of('利润总额', 'growth', (f) => f.industry?.name === '纺织业');
    expect(growth).toEqual([]);
  });
});
