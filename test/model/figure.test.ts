import { describe, expect, it } from 'vitest';
import {
  areaCoder,
  type Figure,
  factKey,
  figuresOf,
  type Observation,
  type ReadDocument,
  relate,
  releasedOn,
  sha256,
  spokenOn,
  valueInterval,
} from '../../src/model/index.js';
import { processorTime } from '../processor-time.js';

const TEXT = [
  '前三季度，全省规模以上工业增加值同比实际增长7.2%。',
  '制造业增加值占地区生产总值比重为27.7%，实现价值链提升；企业数量超过8万家。',
].join('\n');

function observation(quote: string, rest: Partial<Observation> = {}): Observation {
  const start = TEXT.indexOf(quote);
  return {
    id: 'o1',
    textSpan: quote,
    clause: quote,
    start,
    end: start + quote.length,
    indicator: '规模以上工业增加值',
    value: 7.2,
    unit: '%',
    kind: 'growth',
    period: '2024-01/2024-09',
    scope: { region: '安徽省', industry: null, group: null },
    comparator: '同比',
    approx: false,
    bound: null,
    ...rest,
  };
}

function page(observations: Observation[], rest: Partial<ReadDocument> = {}): ReadDocument {
  return {
    schema: 'ballast.read/1',
    source: 'page.txt',
    sha256: sha256('page'),
    format: 'text',
    title: '运行情况',
    published: '2024-10-22',
    publishedTrust: 'ok',
    eventDates: [{ date: '2024-10-21', what: '发布会' }],
    outlet: null,
    originalOutlet: null,
    authors: [],
    editors: [],
    cleanedParagraphs: TEXT.split('\n'),
    paragraphRoles: ['body', 'body'],
    paragraphRawLine: [1, 2],
    directions: [],
    observations,
    targets: [],
    programmes: [],
    people: [],
    orgs: [],
    regions: [],
    industries: [],
    futureIndustries: [],
    repairs: [],
    offsetMap: { encoding: 'utf-8', runs: [] },
    selfChecks: [],
    ...rest,
  };
}

function figure(rest: Partial<Figure> & { quote?: string } = {}): Figure {
  const { quote, ...fields } = rest;
  const [made] = figuresOf(page([observation('7.2%')]));
  return {
    ...made!,
    ...(quote ? { source: { ...made!.source, quote } as Figure['source'] } : {}),
    ...fields,
  };
}

describe('figures of a page', () => {
  it('carry the origin of the observation', () => {
    const [made] = figuresOf(page([observation('7.2%')]));
    expect(made).toMatchObject({
      indicator: '规模以上工业增加值',
      value: 7.2,
      area: { code: null, name: '安徽省' },
      priceBasis: 'comparable',
      scope: '前三季度，全省规模以上工业增加值同比实际增长7.2%。',
      released: '2024-10-22',
    });
    const { source } = made!;
    expect(source.kind === 'page' && TEXT.slice(source.start, source.end)).toBe('7.2%');
  });

  it('take the event date where the page date is false, and none where there is none', () => {
    const suspect = page([observation('7.2%')], { publishedTrust: 'suspect' });
    expect(figuresOf(suspect)[0]!.released).toBe('2024-10-21');
    expect(figuresOf({ ...suspect, eventDates: [] })[0]!.released).toBeNull();
  });

  it('keep their ids when the text before them changes, and tell repeated mentions apart', () => {
    const first = figuresOf(page([observation('7.2%'), observation('7.2%')]));
    const moved = figuresOf(page([observation('7.2%', { start: 0, end: 4 }), observation('7.2%')]));
    expect(moved.map((f) => f.id)).toEqual(first.map((f) => f.id));
    expect(first[0]!.id).not.toBe(first[1]!.id);
    expect(figuresOf(page([observation('7.2%', { value: 7.3 })]))[0]!.id).not.toBe(first[0]!.id);
  });

  it('carry the code of their area where names are given', () => {
    const code = areaCoder([
      ['220000', '吉林省', '吉林'],
      ['340000', '安徽省', '安徽'],
      ['220200', '吉林市', '吉林'],
    ]);
    expect(figuresOf(page([observation('7.2%')]), code)[0]!.area).toEqual({ code: '340000', name: '安徽省' });
    expect([code('安徽'), code('吉林'), code('吉林市'), code('东部地区')]).toEqual([
      '340000',
      '220000',
      '220200',
      null,
    ]);
  });

  it('keep the closing quotation mark with the sentence it closes', () => {
    const text = '他说：“上半年增长5.1%。”下半年增长7.2%，好于预期。';
    const at = (quote: string) => ({ start: text.indexOf(quote), end: text.indexOf(quote) + quote.length });
    const made = figuresOf(
      page([observation('5.1%', at('5.1%')), observation('7.2%', at('7.2%'))], {
        cleanedParagraphs: [text],
      }),
    );
    expect(made.map((f) => f.scope)).toEqual(['他说：“上半年增长5.1%。”', '下半年增长7.2%，好于预期。']);
  });

  it('tell the day of release from the day of speech', () => {
    const printed = page([]);
    expect([releasedOn(printed), spokenOn(printed)]).toEqual(['2024-10-22', '2024-10-21']);
    const reposted = { ...printed, publishedTrust: 'suspect' as const };
    expect([releasedOn(reposted), spokenOn(reposted)]).toEqual(['2024-10-21', '2024-10-21']);
    expect(spokenOn({ ...printed, eventDates: [] })).toBe('2024-10-22');
    expect(spokenOn({ ...reposted, eventDates: [] })).toBeNull();
  });

  it('read no price basis out of 实现价值', () => {
    const made = figuresOf(page([observation('8万家', { unit: '元', kind: 'level' })]));
    expect(made[0]!.priceBasis).toBeNull();
  });

  it('cost linear time on a page that is one endless sentence', () => {
    const clause = '，产值增长7.2%';
    const text = clause.repeat(100_000);
    const many = Array.from({ length: 5_000 }, (_, i) =>
      observation('7.2%', { start: i * 160 + 5, end: i * 160 + 9, clause: '产值增长7.2%' }),
    );
    const begun = processorTime();
    const made = figuresOf(page(many, { cleanedParagraphs: [text] }));
    expect(processorTime() - begun).toBeLessThan(3_000);
    expect(made[0]!.scope).toBe('产值增长7.2%');
  });
});

describe('the fact key', () => {
  it('is blind to how names are written', () => {
    const key = factKey(figure());
    expect(factKey(figure({ indicator: ' 规模以上“工业”增加值' }))).toBe(key);
    expect(factKey(figure({ area: { code: null, name: '安徽' } }))).toBe(key);
    expect(factKey(figure({ comparator: '比上年同期' }))).toBe(key);
    expect(factKey(figure({ comparator: null }))).toBe(key);
    expect(factKey(figure({ unit: '％' }))).toBe(key);
    expect(factKey(figure({ period: '2024-H1' }))).toBe(factKey(figure({ period: '2024-01/2024-06' })));
  });

  it('holds apart what is not the same quantity', () => {
    const key = factKey(figure());
    for (const other of [
      { period: '2024-Q3' },
      { unit: '个百分点' },
      { kind: 'share' as const },
      { comparator: '环比' },
      { group: '国有控股企业' },
      { area: { code: null, name: '江西省' } },
      { industry: { name: '制造业', code: null } },
    ]) {
      expect(factKey(figure(other))).not.toBe(key);
    }
    expect(factKey(figure({ area: { code: null, name: '吉林市' } }))).not.toBe(
      factKey(figure({ area: { code: null, name: '吉林省' } })),
    );
    expect(factKey(figure({ area: { code: null, name: '我国' } }))).toBe(
      factKey(figure({ area: { code: null, name: '全国' } })),
    );
  });
});

describe('what a statement allows', () => {
  it.each([
    ['33.2%', 33.2, {}, 33.15, 33.25],
    ['下降1.3%', -1.3, {}, -1.35, -1.25],
    ['1,234.5亿元', 1234.5e8, { unit: '元', kind: 'level' }, 1234.45e8, 1234.55e8],
    ['2.8倍', 280, {}, 275, 285],
    ['0.3‰', 0.03, {}, 0.025, 0.035],
    ['25家', 25, { unit: '家', kind: 'count' }, 25, 25],
    ['7.4万家', 74_000, { unit: '家', kind: 'count' }, 73_500, 74_500],
    ['25家', 25, { unit: '家', kind: 'target', baseKind: 'count' }, 25, 25],
    ['超过40万亿元', 40e12, { bound: 'over' }, 40e12, 50e12],
    ['1300多家', 1300, { bound: 'over', unit: '家', kind: 'count' }, 1300, 1400],
    ['6万多家', 60_000, { bound: 'over', unit: '家', kind: 'count' }, 60_000, 70_000],
    ['超过27%', 27, { bound: 'over' }, 27, 28],
    ['超过25%', 25, { bound: 'over' }, 25, 30],
    ['突破1.5万亿元', 1.5e12, { bound: 'over' }, 1.5e12, 2e12],
    ['下降超10%', -10, { bound: 'over' }, -20, -10],
    ['超过两位数', 10, { bound: 'over' }, 10, 100],
    ['近10万亿元', 10e12, { bound: 'near' }, 8.5e12, 10e12],
    ['约20%', 20, { bound: 'about' }, 17.5, 22.5],
    ['不到30%', 30, { bound: 'under' }, 0, 30],
    ['三成', 30, {}, 25, 35],
    ['由17.84%升至19.2%', 19.2, {}, 19.15, 19.25],
    ['0.0%', 0, {}, -0.05, 0.05],
    ['持平', 0, {}, 0, 0],
  ] as const)('%s', (quote, value, said, low, high) => {
    const ends = valueInterval(figure({ bound: null, approx: false, quote, value, ...said }));
    expect(ends.map((end) => Number(end.toPrecision(6)))).toEqual([low, high]);
  });

  it('has no upper end where 超过 is taken by the letter, and 多 keeps its own', () => {
    const said = (quote: string, value: number) =>
      valueInterval(figure({ bound: 'over', approx: false, quote, value }), 'said');
    expect(said('超过25%', 25)).toEqual([25, Number.POSITIVE_INFINITY]);
    expect(said('下降超10%', -10)).toEqual([Number.NEGATIVE_INFINITY, -10]);
    expect(said('1300多家', 1300)).toEqual([1300, 1400]);
    expect(said('超过两位数', 10)).toEqual([10, 100]);
  });

  it('is exact for what a formula gives', () => {
    const source: Figure['source'] = { kind: 'formula', formula: 'a / b', method: 'share', inputs: [] };
    expect(valueInterval(figure({ value: 33.2, source }))).toEqual([33.2, 33.2]);
  });
});

describe('statements of one quantity', () => {
  const at = (value: number, released: string | null, rest: Parameters<typeof figure>[0] = {}) =>
    figure({ value, released, quote: `${value}%`, ...rest });

  it('agree, follow one another, or conflict', () => {
    expect(relate(at(7.2, '2024-10-22'), at(7.2, '2024-11-01'))).toBe('same');
    expect(relate(at(7.2, '2024-10-22'), at(7.24, '2024-10-22'))).toBe('consistent');
    expect(relate(at(7.2, '2024-10-22'), at(7.3, '2024-10-22'))).toBe('conflict');
    expect(relate(at(7, '2024-10-22'), at(7, '2024-10-22', { bound: 'near' }))).toBe('consistent');
    expect(relate(at(7.2, '2024-10-22'), at(7, '2024-10-22', { bound: 'over' }))).toBe('consistent');
    expect(relate(at(7.2, '2024-10-22'), at(7.5, '2025-01-17'))).toBe('vintage');
    expect(relate(at(7.2, '2024-10-22'), at(7.5, '2024-10-22'))).toBe('conflict');
    expect(relate(at(7.2, '2024-10-22'), at(72, '2025-01-17'))).toBe('conflict');
    expect(relate(at(7.2, null), at(7.5, '2025-01-17'))).toBe('conflict');
    expect(relate(at(7.2, null, { period: null }), at(7.5, null, { period: null }))).toBe('unrelated');
  });
});
