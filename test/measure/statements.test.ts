import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkStatements, type MeasureRules, type Statement } from '../../src/measure/index.js';
import { figuresOf } from '../../src/model/index.js';
import { createReader } from '../../src/read/index.js';
import { loadCodes, loadLexicons } from '../../src/store/index.js';
import { figure, rulesOfMeasures } from './figures.js';
import { describeWith, sharedRows } from './reference.js';

let rules: MeasureRules;
beforeAll(async () => {
  rules = await rulesOfMeasures();
});

function said(start: number, stated: Parameters<typeof figure>[0] & { role?: 'from' | 'to' }): Statement {
  const quote = stated.quote ?? `${stated.value}${stated.unit}`;
  return {
    ...figure(stated),
    ...(stated.role === undefined ? {} : { role: stated.role }),
    id: `s${start}`,
    source: { kind: 'page', document: 'page', start, end: start + quote.length, quote },
  };
}

const manufacturing = {
  indicator: '制造业增加值占地区生产总值比重',
  unit: '%',
  kind: 'share' as const,
  period: '2021',
};
const gap = (points: number) => [
  said(10, { ...manufacturing, value: 30.5, area: '东部地区' }),
  said(30, {
    indicator: '与全国之差',
    value: points,
    unit: '个百分点',
    kind: 'difference',
    period: '2021',
    area: '东部地区',
    comparator: '比全国平均水平',
  }),
];
const national = figure({
  indicator: '制造业增加值占GDP比重',
  value: 27.4,
  unit: '%',
  kind: 'share',
  period: '2021',
});

describe('statements against each other and against series', () => {
  test('30.5 %, 3.1 points over the nation: 27.4 %, as published', () => {
    const check = checkStatements(gap(3.1), [national], rules)[0]!;
    expect(check).toMatchObject({ check: 'levelAndGap', verdict: 'confirmed', evidence: [national.id] });
    expect(check.derived).toMatchObject({ value: 27.4, area: { name: '全国' }, source: { kind: 'formula' } });
    expect(checkStatements(gap(4.1), [national], rules)[0]!.verdict).toBe('contradicted');
    const alone = checkStatements(gap(3.1), [], rules)[0]!;
    expect(alone.verdict).toBe('uncheckable');
    expect(alone.why.zh).toContain('不是公布数');
  });

  test('6.2万亿元, up 6.1 %: the base is derived; a published base that differs does not refute it', () => {
    const statements = [
      said(10, { indicator: '集群产值', value: 6.2e12, unit: '元', quote: '6.2万亿元', period: '2022-H1' }),
      said(30, {
        indicator: '集群产值同比增速',
        value: 6.1,
        unit: '%',
        kind: 'growth',
        period: '2022-H1',
        comparator: '同比',
      }),
    ];
    const alone = checkStatements(statements, [], rules)[0]!;
    expect(alone).toMatchObject({
      check: 'impliedBase',
      verdict: 'uncheckable',
      derived: { period: '2021-H1' },
    });
    expect(alone.derived!.value / 1e12).toBeCloseTo(5.84, 2);
    const base = figure({
      indicator: '集群产值',
      value: 5.84e12,
      unit: '元',
      quote: '5.84万亿元',
      period: '2021-H1',
    });
    expect(checkStatements(statements, [base], rules)[0]!.verdict).toBe('confirmed');
    const other = checkStatements(statements, [{ ...base, value: 6.5e12 }], rules)[0]!;
    expect(other.verdict).toBe('uncheckable');
    expect(other.why.zh).toContain('可比口径');
  });

  test('a share that rises while its growth is known gives the nation a range, at one set of prices', () => {
    const share = {
      indicator: '规模以上工业增加值占比',
      unit: '%',
      kind: 'share' as const,
      area: '西部地区',
    };
    const statements = [
      said(10, {
        indicator: '规模以上工业增加值年均增速',
        value: 6.7,
        unit: '%',
        kind: 'growth',
        period: '2012/2021',
        area: '西部地区',
        comparator: '年均',
      }),
      said(40, { ...share, value: 17.84, period: '2012', role: 'from' }),
      said(60, { ...share, value: 19.21, period: '2021', role: 'to' }),
    ];
    const check = checkStatements(statements, [], rules)[0]!;
    expect(check).toMatchObject({
      check: 'growthAndShare',
      verdict: 'uncheckable',
      statements: ['s10', 's40', 's60'],
    });
    // 1.067 × (17.84 / 19.21)^(1/9) = 1.0583
    expect(check.derived!.value).toBeCloseTo(5.83, 2);
    const all = figure({
      indicator: '全部工业增加值年均增速',
      value: 6.3,
      unit: '%',
      kind: 'growth',
      period: '2012/2021',
      comparator: '年均',
    });
    expect(checkStatements(statements, [all], rules)[0]!.why.zh).toContain('口径不同');
    const same = { ...all, indicator: '规模以上工业增加值年均增速', value: 5.8 };
    expect(checkStatements(statements, [same], rules)[0]!.verdict).toBe('confirmed');
  });

  test('a series confirms, contradicts, or is of another scope', () => {
    const share = said(10, { ...manufacturing, value: 27.4, released: '2022-09-23' });
    const verdict = (evidence: Partial<typeof national>) =>
      checkStatements([share], [{ ...national, ...evidence }], rules)[0]!;
    expect(verdict({}).verdict).toBe('confirmed');
    expect(verdict({ value: 21 }).verdict).toBe('contradicted');
    expect(verdict({ value: 27.6, released: '2024-01-01' }).why.zh).toContain('修订');
  });

  test('T6: pull, growth and contribution rate of one sentence', () => {
    const statements = [
      said(10, { indicator: '增加值增速', value: 7.9, unit: '%', kind: 'growth', period: '2022' }),
      said(30, {
        indicator: '七个行业拉动',
        value: 5.5,
        unit: '个百分点',
        kind: 'difference',
        period: '2022',
      }),
      said(50, { indicator: '七个行业贡献率', value: 68.8, unit: '%', kind: 'share', period: '2022' }),
    ];
    const checks = checkStatements(statements, [], rules);
    expect(checks.find((check) => check.check === 'pullAndContribution')?.verdict).toBe('confirmed');
  });

  test('what nothing speaks to is uncheckable; targets are left alone', () => {
    const checks = checkStatements(
      [
        said(10, { value: 8, unit: '家', kind: 'count', period: '2022' }),
        said(30, { value: 8, unit: '家', kind: 'target' }),
      ],
      [],
      rules,
    );
    expect(checks.map((check) => [check.check, check.verdict])).toEqual([['alone', 'uncheckable']]);
  });
});

describeWith('seeds', 'seed 001 and the series', () => {
  test('which of its statements can be confirmed, which not, and why', async () => {
    const lexicons = await loadLexicons();
    const { areas } = await loadCodes(lexicons);
    const folder = fileURLToPath(new URL('../../../shared/seeds/', import.meta.url));
    const name = readdirSync(folder).find((file) => file.startsWith('001'))!;
    const document = await createReader(lexicons).read({ name, bytes: readFileSync(`${folder}${name}`) });
    const statements: Statement[] = figuresOf(document).map((one, i) => {
      const { role } = document.observations[i]!;
      return role === undefined ? one : { ...one, role };
    });
    const provinces = sharedRows('data/series/province_industrial_value_added_2013_2022.csv').map((row) => {
      const area = areas.resolve(row.province!);
      if (area.status !== 'resolved') throw new Error(row.province);
      return {
        ...figure({
          indicator: '工业增加值',
          value: Number(row.industrial_va_100m_yuan) * 1e8,
          unit: '元',
          quote: `${row.industrial_va_100m_yuan}亿元`,
          period: row.year!,
        }),
        id: `${row.year}${area.code}`,
        area: { code: area.code, name: area.name },
      };
    });
    const checks = checkStatements(statements, [national, ...provinces], rules, {
      members: (group) => {
        const found = areas.resolve(group, { level: 'group' });
        return found.status === 'resolved' ? found.members!.map((area) => area.code) : null;
      },
    });
    const of = (kind: string) => checks.filter((check) => check.check === kind);
    expect(of('levelAndGap').map((check) => [check.verdict, check.derived?.value])).toEqual([
      ['confirmed', 27.4],
    ]);
    expect(of('growthAndShare').map((check) => check.verdict)).toEqual(['uncheckable']);
    expect(of('growthAndShare')[0]!.derived!.value).toBeCloseTo(5.83, 2);
    expect(of('impliedBase').map((check) => [check.verdict, check.derived?.period])).toEqual([
      ['uncheckable', '2021-H1'],
    ]);
    const [share] = of('shareOfMembers');
    expect(share).toMatchObject({ verdict: 'uncheckable', derived: { area: { name: '西部地区' } } });
    expect(share!.why.zh).toContain('口径不同');
    const used = new Set(checks.flatMap((check) => check.statements));
    expect(statements.filter((one) => one.kind !== 'target').every((one) => used.has(one.id))).toBe(true);
  });
});
