import { describe, expect, it } from 'vitest';
import { factKey, figuresOf, relate } from '../../../src/model/index.js';
import { consolidate, isConflict, isRevised, series } from '../../../src/read/across/index.js';
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

  describe('a later release', () => {
    const gdp = (released: string | null, quote: string, value: number, more = {}) =>
      observed(
        page(`${released}${quote}`, [`2023年国内生产总值${quote}`], {
          published: released,
          outlet: '统计局',
        }),
        quote,
        { unit: '元', kind: 'level', period: '2023', indicator: '国内生产总值', value, ...more },
      );
    const first = gdp('2024-02-29', '1260582亿元', 1_260_582e8);
    const final = gdp('2024-12-26', '1294272亿元', 1_294_272e8, { period: '2023-01/2023-12' });

    const told = (pages: Parameters<typeof consolidate>[0]) => {
      const facts = consolidate(pages, { lexicon });
      expect(facts).toHaveLength(1);
      return {
        said: facts[0]!.statements.map((s) => [s.textSpan, s.standing, s.released]),
        conflict: isConflict(facts[0]!),
        revised: isRevised(facts[0]!),
      };
    };

    it('within a usual revision is a vintage, and the latest stands, whoever repeats the first', () => {
      const late = gdp('2025-03-01', '126.06万亿元', 126.06e12);
      expect(told([final, late, first])).toEqual({
        said: [
          ['1294272亿元', 'current', '2024-12-26'],
          ['1260582亿元', 'superseded', '2024-02-29'],
        ],
        conflict: false,
        revised: true,
      });
    });

    it('beyond it, of the same day or of no day is a contradiction', () => {
      expect(told([first, gdp('2024-12-26', '2294272亿元', 2_294_272e8)])).toMatchObject({ conflict: true });
      expect(told([first, gdp('2024-02-29', '1294272亿元', 1_294_272e8)])).toMatchObject({ conflict: true });
      expect(told([first, gdp(null, '1294272亿元', 1_294_272e8)])).toMatchObject({
        conflict: true,
        revised: false,
      });
    });

    it('may be contradicted itself', () => {
      expect(told([first, final, gdp('2024-12-26', '1284272亿元', 1_284_272e8)])).toMatchObject({
        said: [
          [expect.anything(), 'disputed', '2024-12-26'],
          [expect.anything(), 'disputed', '2024-12-26'],
          ['1260582亿元', 'superseded', '2024-02-29'],
        ],
        conflict: true,
        revised: true,
      });
    });

    it('is dated by the day of release, not by the day it speaks of', () => {
      const speech = gdp('2024-12-26', '1294272亿元', 1_294_272e8);
      speech.eventDates = [{ date: '2024-02-29', what: '会议' }];
      expect(told([first, speech])).toMatchObject({ conflict: false, revised: true });
    });

    it('is what the model says of the figures of the same pages', () => {
      const [early, late] = [first, final].flatMap((d) => figuresOf(d));
      expect(factKey(early!)).toBe(factKey(late!));
      expect(relate(early!, late!)).toBe('vintage');
    });
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
