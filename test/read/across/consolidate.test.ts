import { describe, expect, it } from 'vitest';
import { consolidate, isConflict, series } from '../../../src/read/across/index.js';
import { goldAtHand, goldPages, lexicon, observed, page } from './pages.js';

const level = { unit: '元', kind: 'level', period: '2022' } as const;
const growth = { unit: '%', kind: 'growth', period: '2022' } as const;

describe('one fact, many citations', () => {
  it('takes names for one another that the trade uses for one another', () => {
    const pages = [
      observed(page('a', ['规上工业增加值同比增长3.6%']), '3.6%', {
        ...growth,
        indicator: '规上工业增加值同比增速',
        value: 3.6,
        comparator: '同比',
      }),
      observed(page('b', ['全国规模以上工业增加值比上年增长3.6%']), '3.6%', {
        ...growth,
        indicator: '规模以上工业增加值增速',
        value: 3.6,
        comparator: '比上年',
        scope: { region: '中国', industry: '工业', group: null },
      }),
      observed(page('c', ['工业增加值增长3.6%（规模以上）']), '3.6%', {
        ...growth,
        indicator: '工业增加值增速',
        value: 3.6,
        scope: { region: null, industry: null, group: '规模以上工业企业' },
      }),
    ];
    const facts = consolidate(pages, { lexicon });
    expect(facts).toHaveLength(1);
    expect(facts[0]!.statements[0]).toMatchObject({ value: 3.6, independent: 3 });
    expect(facts[0]!.statements[0]!.mentions.map((m) => m.quote)).toEqual(['3.6%', '3.6%', '3.6%']);
  });

  it.each([
    ['month on month', { comparator: '环比' }],
    ['another region', { scope: { region: '江苏省', industry: null, group: null } }],
    ['another period', { period: '2021' }],
    ['another industry', { scope: { region: '全国', industry: '汽车制造业', group: null } }],
    ['another kind', { kind: 'share' as const, comparator: '占GDP' }],
    ['above scale only', { indicator: '规模以上工业增加值增速' }],
  ])('keeps %s apart', (_, other) => {
    const base = { ...growth, indicator: '工业增加值增速', value: 5, comparator: '同比' };
    const pages = [
      observed(page('a', ['工业增加值增长5%']), '5%', base),
      observed(page('b', ['工业增加值增长6%']), '6%', { ...base, value: 6, ...other }),
    ];
    const facts = consolidate(pages, { lexicon });
    expect(facts).toHaveLength(2);
    expect(facts.some(isConflict)).toBe(false);
  });

  it('reads equal spans of time as one period', () => {
    const base = { indicator: '产值', unit: '元', kind: 'level', value: 5e8 } as const;
    const pages = ['2022-H1', '2022-01/2022-06'].map((period) =>
      observed(page(period, [`${period}产值5亿元`]), '5亿元', { ...base, period }),
    );
    expect(consolidate(pages, { lexicon })).toHaveLength(1);
  });

  it('sets values side by side that rounding cannot reconcile', () => {
    const pages = [
      ['a', '近10万亿元', 1e13, 'near'],
      ['b', '9.8万亿元', 9.8e12, null],
      ['c', '8.9万亿元', 8.9e12, null],
    ].map(([name, quote, value, bound]) =>
      observed(page(name as string, [`集群产值${quote}`]), quote as string, {
        ...level,
        indicator: '集群产值',
        value: value as number,
        bound: bound as 'near' | null,
      }),
    );
    const [fact] = consolidate(pages, { lexicon });
    expect(isConflict(fact!)).toBe(true);
    expect(fact!.statements.map((s) => [s.textSpan, s.independent])).toEqual([
      ['9.8万亿元', 2],
      ['8.9万亿元', 1],
    ]);
  });

  it('counts a copy as no witness of its own', () => {
    const text = [
      '全省工业投资完成3210亿元，增长较快，项目建设有序推进，重点企业生产经营总体平稳，市场预期改善。',
    ];
    const pages = ['a', 'b'].map((name) =>
      observed(page(name, text), '3210亿元', { ...level, indicator: '工业投资', value: 3.21e11 }),
    );
    const [fact] = consolidate(pages, { lexicon });
    expect(fact!.statements[0]!.independent).toBe(1);
    expect(fact!.statements[0]!.mentions.map((m) => m.copyOf === null)).toEqual([true, false]);
  });

  it('does not call two numbers of one page a contradiction', () => {
    const one = page('a', ['甲地产值5亿元，乙地产值7亿元']);
    observed(one, '5亿元', { ...level, indicator: '产值', value: 5e8 });
    observed(one, '7亿元', { ...level, indicator: '产值', value: 7e8 });
    const facts = consolidate([one], { lexicon });
    expect(facts.map((f) => [f.ambiguous, isConflict(f)])).toEqual([
      [true, false],
      [true, false],
    ]);
  });

  it('never joins figures of different pages that name no period', () => {
    const pages = ['5亿元', '7亿元'].map((quote, i) =>
      observed(page(quote, [`产值${quote}`]), quote, {
        ...level,
        period: null,
        indicator: '产值',
        value: i === 0 ? 5e8 : 7e8,
      }),
    );
    expect(consolidate(pages, { lexicon }).some(isConflict)).toBe(false);
  });

  it('cites a number in a text without marks by the stretch it stands in', () => {
    const text = `${'字'.repeat(70_000)}产值5亿元`;
    const one = observed(page('a', [text]), '5亿元', { ...level, indicator: '产值', value: 5e8 });
    const { sentence, start, end } = consolidate([one], { lexicon })[0]!.statements[0]!.mentions[0]!;
    expect(sentence.end - sentence.start).toBeLessThanOrEqual(500);
    expect(sentence.start <= start && end <= sentence.end).toBe(true);
  });
});

describe('series', () => {
  const monthly = (period: string, value: number, more = {}) =>
    observed(page(period + JSON.stringify(more), [`增长${value}%`]), `${value}%`, {
      indicator: '工业增加值增速',
      unit: '%',
      kind: 'growth',
      value,
      period,
      comparator: '同比',
      ...more,
    });

  it('joins rates to date of one year, and keeps single months, regions and comparators out', () => {
    const facts = consolidate(
      [
        monthly('2023-01/2023-02', 2.4),
        monthly('2023-01/2023-03', 3),
        monthly('2023-H1', 3.8),
        monthly('2023-03', 3.9),
        monthly('2023-04', 5.6),
        monthly('2023-05', 3.5, { comparator: '环比' }),
        monthly('2023-01/2023-05', 3.6, { scope: { region: '江苏省', industry: null, group: null } }),
      ],
      { lexicon },
    );
    expect(series(facts).map((s) => s.points.map((p) => p.statement.value))).toEqual([
      [2.4, 3, 3.8],
      [3.9, 5.6],
    ]);
  });

  it('never joins amounts of unequal parts of the year', () => {
    const amounts = ['2023-Q1', '2023-H1', '2023', '2023-01/2023-11'].map((period, i) =>
      observed(page(period, [`产值${i + 1}亿元`]), `${i + 1}亿元`, {
        indicator: '产值',
        unit: '元',
        kind: 'level',
        value: (i + 1) * 1e8,
        period,
      }),
    );
    expect(series(consolidate(amounts, { lexicon }))).toEqual([]);
  });

  it.skipIf(!goldAtHand)('draws the from–to pairs of the labelled pages (skipped without ../shared)', () => {
    const facts = consolidate(goldPages(), { lexicon });
    const found = series(facts).map((s) => s.points.map((p) => p.statement.value));
    expect(found).toContainEqual([17.84, 19.21]);
    expect(found).toContainEqual([16.98e12, 26.6e12]);
    expect(facts.some(isConflict)).toBe(false);
  });
});
