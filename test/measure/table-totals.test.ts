import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  checkTotals,
  type FigureFinding,
  type MeasureRules,
  reportCheckRules,
  type TableFigure,
} from '../../src/measure/index.js';
import type { Figure } from '../../src/model/index.js';
import { loadCodes, loadLexicons } from '../../src/store/index.js';
import { figure, rulesOfMeasures } from './figures.js';

const lexicons = await loadLexicons();
const { areas, industries } = await loadCodes(lexicons);
const { mayBeNegative } = reportCheckRules(lexicons);
let rules: MeasureRules;
beforeAll(async () => {
  rules = await rulesOfMeasures();
});

const check = (table: readonly TableFigure[]): FigureFinding[] =>
  checkTotals(table, { areas, industries, rules, mayBeNegative });

let row = 1;
/** A row of a table in 亿元. */
function line(
  name: string,
  written: string,
  more: { aggregate?: TableFigure['aggregate']; indicator?: string; industry?: string; period?: string } = {},
): TableFigure {
  const area = areas.resolve(name);
  const industry = more.industry === undefined ? null : industries.resolve(more.industry);
  const made = figure({
    indicator: more.indicator ?? '工业总产值',
    value: Number((Number(written) * 1e8).toPrecision(15)),
    unit: '元',
    period: more.period ?? '2024',
    industry:
      industry?.status === 'resolved'
        ? {
            name: industry.name,
            code: { system: industry.system, version: industry.version, code: industry.code },
          }
        : null,
    source: { kind: 'cell', file: 't.csv', sha256: '', sheet: null, row: ++row, column: 'B', quote: written },
  });
  const placed: Figure = {
    ...made,
    area: area.status === 'resolved' ? { code: area.code, name: area.name } : { code: null, name },
  };
  return { figure: placed, aggregate: more.aggregate ?? null };
}

const QINGHAI = ['西宁', '海东', '海北州', '黄南州', '海南州', '果洛州', '玉树州', '海西州'];

function province(parts: readonly string[], total: string, more = {}): TableFigure[] {
  return [
    line('青海省', total, { aggregate: 'total', ...more }),
    ...parts.map((written, at) => line(QINGHAI[at]!, written, more)),
  ];
}
const PARTS = ['60.2', '50.1', '8.4', '5.3', '9.9', '2.2', '1.8', '62.0'];

describe('areas', () => {
  it('that add up as far as rounding goes are no finding', () => {
    expect(check(province(PARTS, '199.9'))).toEqual([]);
    // Eight parts and the total, each within 0.05: up to 0.45 apart.
    expect(check(province(PARTS, '200.3'))).toEqual([]);
    expect(check(province(PARTS, '200.4'))).toHaveLength(1);
  });

  it('that do not are named with rows, values, residual and what rounding allows', () => {
    const table = province(PARTS, '210.0');
    const [found, ...others] = check(table);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ kind: 'total-differs', severity: 'warning', expected: 19_990_000_000 });
    const place = table[0]!.figure.source;
    expect(found!.zh).toContain(`第 ${place.kind === 'cell' ? place.row : 0} 行`);
    for (const words of ['210亿元', '199.9亿元', '西宁市 60.2亿元', '差 -10.1亿元', '±4500万元', '8 项'])
      expect(found!.zh).toContain(words);
    expect(found!.en).toContain('rounding allows ±4500万元');
  });

  it('of which some are missing are a finding only where they are more than the whole', () => {
    expect(check(province(PARTS.slice(0, 7), '199.9'))).toEqual([]);
    expect(check(province(PARTS.slice(0, 7), '100.0'))).toMatchObject([{ kind: 'parts-exceed-total' }]);
    // A city that is left out may have lost what the others gained.
    expect(check(province(PARTS.slice(0, 7), '100.0', { indicator: '利润总额' }))).toEqual([]);
  });

  it('with 合计 for the whole, subtotals among them, and rates beside them', () => {
    const [total, ...cities] = province(PARTS, '210.0');
    const sum = { ...total!, figure: { ...total!.figure, area: { code: null, name: '合计' } } };
    const subtotal = line('小计', '110.3', { aggregate: 'subtotal' });
    expect(check([sum, ...cities.slice(0, 2), subtotal, ...cities.slice(2)])).toMatchObject([
      { kind: 'total-differs' },
    ]);
    const rates = [sum, ...cities].map(({ figure, aggregate }) => ({
      figure: { ...figure, kind: 'growth' as const, unit: '%' },
      aggregate,
    }));
    expect(check(rates)).toEqual([]);
  });

  it('of another period, unit or scope are not added', () => {
    const [total, ...cities] = province(PARTS, '210.0');
    expect(check([line('青海省', '210.0', { period: '2023' }), ...cities])).toEqual([]);
    expect(check([{ ...total!, figure: { ...total!.figure, unit: '家' } }, ...cities])).toEqual([]);
    expect(check([{ ...total!, figure: { ...total!.figure, priceBasis: 'current' } }, ...cities])).toEqual(
      [],
    );
  });

  it('that stand twice are not judged', () => {
    expect(check([...province(PARTS, '210.0'), line('西宁', '1.0')])).toEqual([]);
  });
});

describe('rounding', () => {
  it('alone is never a finding, and what it cannot explain always is', () => {
    const values = fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(values, fc.integer({ min: 0, max: 3 }), (thousandths, decimals) => {
        const written = (value: number) => (value / 1000).toFixed(decimals);
        const total = thousandths.reduce((all, value) => all + value, 0);
        const parts = thousandths.map(written);
        expect(check(province(parts, written(total)))).toEqual([]);
        const off = total + Math.ceil(9 * 10 ** (3 - decimals)) + 1;
        expect(check(province(parts, written(off)))).toMatchObject([{ kind: 'total-differs' }]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('industries', () => {
  const sections = ['采矿业', '制造业', '电力、热力、燃气及水生产和供应业'];
  const industry = (total: string, parts: readonly string[]) => [
    line('安徽省', total, { industry: '规模以上工业' }),
    ...parts.map((written, at) => line('安徽省', written, { industry: sections[at]! })),
  ];

  it('sections make up industry, and 41 divisions do', () => {
    expect(check(industry('100.0', ['10.0', '80.0', '10.1']))).toEqual([]);
    expect(check(industry('100.0', ['10.0', '80.0', '12.0']))).toMatchObject([{ kind: 'total-differs' }]);
    const codes = industries.divisions('industry');
    expect(codes).toHaveLength(41);
    const rows = codes.map((code) => line('安徽省', '2.0', { industry: code }));
    expect(check([line('安徽省', '82.0', { industry: '工业' }), ...rows])).toEqual([]);
    expect(check([line('安徽省', '90.0', { industry: '工业' }), ...rows])).toHaveLength(1);
    expect(check([line('安徽省', '90.0', { industry: '工业' }), ...rows.slice(1)])).toEqual([]);
    // 合计 over all divisions of industry.
    expect(check([line('安徽省', '90.0', { aggregate: 'total' }), ...rows])).toHaveLength(1);
  });

  it('three of all sections are not taken for the whole economy', () => {
    const rows = sections.map((name) => line('安徽省', '10.0', { industry: name }));
    const farming = line('安徽省', '30.0', { industry: '农、林、牧、渔业' });
    expect(check([line('安徽省', '99.0', { aggregate: 'total' }), farming, ...rows])).toEqual([]);
  });

  it('the three sectors make up GDP, as industries and as indicators; 工业 within them is no fourth', () => {
    const gdp = { indicator: '地区生产总值' };
    const table = (third: string) => [
      line('安徽省', '100.0', { ...gdp, aggregate: 'total' }),
      line('安徽省', '10.0', { ...gdp, industry: '第一产业' }),
      line('安徽省', '40.0', { ...gdp, industry: '第二产业' }),
      line('安徽省', '35.0', { ...gdp, industry: '工业', aggregate: 'ofWhich' }),
      line('安徽省', third, { ...gdp, industry: '第三产业' }),
    ];
    expect(check(table('50.1'))).toEqual([]);
    expect(check(table('51.0'))).toMatchObject([{ kind: 'total-differs', expected: 10_100_000_000 }]);
    const named = (third: string) => [
      line('安徽省', '100.0', gdp),
      line('安徽省', '10.0', { indicator: '第一产业增加值' }),
      line('安徽省', '40.0', { indicator: '第二产业增加值' }),
      line('安徽省', third, { indicator: '第三产业增加值' }),
    ];
    expect(check(named('50.1'))).toEqual([]);
    expect(check(named('51.0'))).toHaveLength(1);
  });
});
