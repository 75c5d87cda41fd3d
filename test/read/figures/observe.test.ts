import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { figuresIn, lines } from './grammar.js';
import { cleanParagraphs } from './sentences.js';

const release = { title: '2024年8月份规模以上工业增加值增长4.5%', published: '2024-09-14' };

describe('a statistics release', () => {
  test('levels, growth and inherited subjects', () => {
    expect(
      lines(
        [
          '1—8月份，规模以上工业企业中，国有控股企业实现利润总额15490.0亿元，同比下降1.3%；私营企业实现利润总额12627.0亿元，增长2.6%。',
        ],
        release,
      ),
    ).toEqual([
      '15490.0亿元 | 国有控股企业利润总额 | 1549000000000 元 | level | 2024-01/2024-08',
      '1.3% | 国有控股企业利润总额同比增速 | -1.3 % | growth | 2024-01/2024-08',
      '12627.0亿元 | 私营企业利润总额 | 1262700000000 元 | level | 2024-01/2024-08',
      '2.6% | 私营企业利润总额增速 | 2.6 % | growth | 2024-01/2024-08',
    ]);
  });
  test('an industry without a measure takes the one spoken of; the denominator is no figure', () => {
    expect(
      lines(
        [
          '8月份，41个大类行业中有32个行业增加值保持同比增长。其中，煤炭开采和洗选业增长4.0%，非金属矿物制品业下降5.6%。',
        ],
        release,
      ),
    ).toEqual([
      '32个 | 增加值保持同比增长的行业数量 | 32 个 | count | 2024-08',
      '4.0% | 煤炭开采和洗选业增加值增速 | 4 % | growth | 2024-08',
      '5.6% | 非金属矿物制品业增加值增速 | -5.6 % | growth | 2024-08',
    ]);
  });
  test('subjects, numbers and comparisons told side by side', () => {
    expect(
      lines(
        ['8月，汽车产销分别完成249.2万辆和245.3万辆，环比分别增长9%和8.5%，同比分别下降3.2%和5%。'],
        release,
      ),
    ).toEqual([
      '249.2万辆 | 汽车产量 | 2492000 辆 | level | 2024-08',
      '245.3万辆 | 汽车销量 | 2453000 辆 | level | 2024-08',
      '9% | 汽车产量环比增速 | 9 % | growth | 2024-08',
      '8.5% | 汽车销量环比增速 | 8.5 % | growth | 2024-08',
      '3.2% | 汽车产量同比增速 | -3.2 % | growth | 2024-08',
      '5% | 汽车销量同比增速 | -5 % | growth | 2024-08',
    ]);
  });
  test('ratios, points and per-unit costs are levels and differences', () => {
    expect(
      lines(
        [
          '1—8月份，营业收入利润率为5.34%，同比下降0.10个百分点；每百元营业收入中的成本为85.31元，同比增加0.17元。',
        ],
        release,
      ),
    ).toEqual([
      '5.34% | 营业收入利润率 | 5.34 % | level | 2024-01/2024-08',
      '0.10个百分点 | 营业收入利润率同比变动 | -0.1 个百分点 | difference | 2024-01/2024-08',
      '85.31元 | 每百元营业收入中的成本 | 85.31 元 | level | 2024-01/2024-08',
      '0.17元 | 每百元营业收入中的成本同比变动 | 0.17 元 | difference | 2024-01/2024-08',
    ]);
  });
  test('the bracketed figure of last year', () => {
    expect(
      lines(['1—8月份，规模以上工业企业利润总额同比增长12.4%（去年同期为下降14.2%）。'], release).at(-1),
    ).toBe('14.2% | 规模以上工业企业利润总额同比增速 | -14.2 % | growth | 2023-01/2023-08');
  });
});

describe('a speech', () => {
  const speech = { published: '2022-09-23' };
  test('from and to, over the ends of the period', () => {
    const { observations } = figuresIn(
      [
        '2012年至2021年，西部地区规模以上工业增加值年均增速达到6.7%，占全国规模以上工业增加值比重由17.84%上升为19.21%。',
      ],
      { ...speech, places: ['西部地区'] },
    );
    expect(observations.map((o) => [o.value, o.kind, o.period, o.role, o.scope.region])).toEqual([
      [6.7, 'growth', '2012/2021', undefined, '西部地区'],
      [17.84, 'share', '2012', 'from', '西部地区'],
      [19.21, 'share', '2021', 'to', '西部地区'],
    ]);
  });
  test('a gap, and a share whose place stands behind it', () => {
    const { observations } = figuresIn(
      [
        '2021年，东部地区制造业增加值占地区生产总值比重为30.5%，比全国平均水平高3.1个百分点，58%的智能制造示范工厂揭榜单位位于东部地区。',
      ],
      { ...speech, places: ['东部地区'] },
    );
    expect(observations.map((o) => [o.value, o.kind, o.comparator, o.scope.region])).toEqual([
      [30.5, 'share', '占地区生产总值', '东部地区'],
      [3.1, 'difference', '比全国平均水平', '东部地区'],
      [58, 'share', null, '东部地区'],
    ]);
  });
  test('a promise is a target, the figure beside it is not', () => {
    const { observations, targets } = figuresIn(
      ['力争今年全国专精特新中小企业数量超过8万家。目前，全国已经培育了7万多家专精特新中小企业。'],
      { published: '2023-03-02' },
    );
    expect(observations.map((o) => [o.textSpan, o.kind, o.period])).toEqual([
      ['超过8万家', 'target', '2023'],
      ['7万多家', 'count', 'asof:2023-03-02'],
    ]);
    expect(targets).toMatchObject([{ value: 80000, deadline: '2023', bound: 'over', type: 'numeric' }]);
  });
  test('a deadline holds for the promises after it; a forecast promises nothing', () => {
    const { observations } = figuresIn(
      [
        '到2025年，培育15个以上国家级集群，单项冠军企业突破200家。',
        '机构预计，到2030年，市场规模将达到5000亿元。',
      ],
      speech,
    );
    expect(observations.map((o) => [o.textSpan, o.kind, o.period])).toEqual([
      ['15个以上', 'target', '2025'],
      ['突破200家', 'target', '2025'],
      ['5000亿元', 'level', '2030'],
    ]);
  });
  test('全省 is the place that the page is about', () => {
    const { observations } = figuresIn(
      ['江西省经济平稳。前三季度，全省规模以上工业增加值增长7.0%，全省投资增长5.6%。'],
      {
        published: '2023-10-26',
        places: ['江西省'],
      },
    );
    expect(new Set(observations.map((o) => o.scope.region))).toEqual(new Set(['江西省']));
  });
});

test('a repeated fact points to its first mention', () => {
  const { observations } = figuresIn(['集群产值近10万亿元。', '集群产值近10万亿元，集聚企业2.5万家。'], {
    published: '2022-09-23',
  });
  expect(observations[1]!.sameAs).toBe(observations[0]!.id);
});

test('every citation stands where it says, in any order of sentences', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(cleanParagraphs, { minLength: 1 }), (paragraphs) => {
      const { text, observations, targets } = figuresIn(paragraphs, { published: '2024-09-14' });
      for (const o of observations) expect(text.slice(o.start, o.end)).toBe(o.textSpan);
      for (const t of targets) expect(text.slice(t.start, t.end)).toBe(t.textSpan);
    }),
    { seed: 11, numRuns: 60 },
  );
});
