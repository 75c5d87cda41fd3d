import { describe, expect, it } from 'vitest';
import type { Observation, Target } from '../../../src/model/index.js';
import { consolidate, statedTargets, targetProgress } from '../../../src/read/across/index.js';
import { goldAtHand, goldPages, lexicon, observed, page, promised } from './pages.js';

function stateOf(target: Partial<Target>, actual: Partial<Observation> | null, today: string) {
  const promise = promised(page('target', ['力争企业数量超过8万家']), '超过8万家', {
    indicator: '专精特新中小企业数量',
    value: 80000,
    unit: '家',
    deadline: '2023',
    bound: 'over',
    ...target,
  });
  promise.eventDates = [{ date: '2023-03-01', what: '发布会' }];
  const report = page('report', ['已有9万家', '已有7万家']);
  report.eventDates = [{ date: '2023-06-01', what: '发布会' }];
  if (actual !== null)
    observed(report, '9万家', {
      indicator: '专精特新中小企业总数',
      value: 90000,
      unit: '户',
      kind: 'count',
      period: 'asof:2023-05',
      ...actual,
    });
  const pages = [promise, report];
  const facts = consolidate(pages, { lexicon });
  const [found] = targetProgress(statedTargets(pages, { lexicon }), facts, today, lexicon);
  return { state: found!.state, gap: found!.gap, due: found!.due, why: found!.why.zh };
}

describe('targets', () => {
  it.each([
    ['met', {}, {}, '2023-07-01', { state: 'met', gap: -10000 }],
    ['open', {}, { value: 70000 }, '2023-07-01', { state: 'open', gap: 10000 }],
    [
      'past due, the latest figure older than the deadline',
      {},
      { value: 70000 },
      '2024-01-01',
      { state: 'pastDue' },
    ],
    [
      'past due, the figure for the deadline short',
      {},
      { value: 70000, period: '2023' },
      '2024-01-01',
      { state: 'pastDue' },
    ],
    ['unknown when past and nothing comparable', {}, null, '2024-01-01', { state: 'unknown', gap: null }],
    ['open when nothing comparable yet', {}, null, '2023-07-01', { state: 'open', gap: null }],
    ['unknown without a deadline', { deadline: null }, { value: 70000 }, '2023-07-01', { state: 'unknown' }],
    [
      'not held against another region',
      {},
      { scope: { region: '江苏省', industry: null, group: null } },
      '2023-07-01',
      { state: 'open', gap: null },
    ],
    ['not held against another unit', {}, { unit: '元' }, '2023-07-01', { state: 'open', gap: null }],
    [
      'not held against what was said later than the day asked for',
      {},
      {},
      '2023-05-01',
      { state: 'open', gap: null },
    ],
    [
      'a ceiling counts when its time has come',
      { bound: 'under' },
      { value: 70000 },
      '2023-07-01',
      { state: 'open' },
    ],
    [
      'a milestone past its date is unknown',
      { type: 'milestone', value: null },
      null,
      '2024-01-01',
      { state: 'unknown' },
    ],
    [
      'a half-year ends in June',
      { deadline: '2023-H1' },
      null,
      '2023-06-30',
      { state: 'open', due: '2023-06-30' },
    ],
  ] as const)('%s', (_, target, actual, today, expected) => {
    expect(stateOf(target as Partial<Target>, actual as Partial<Observation> | null, today)).toMatchObject(
      expected,
    );
  });

  it.each([
    ['近8万家', { value: 80000, bound: 'near' }, 'open', '2023-07-01'],
    [
      '近8万家 for the deadline',
      { value: 80000, bound: 'near', period: 'asof:2023-12' },
      'unknown',
      '2024-07-01',
    ],
    ['8万家左右', { value: 80000, bound: 'about', approx: true }, 'open', '2023-07-01'],
    ['7万多家', { value: 70000, bound: 'over', approx: true }, 'open', '2023-07-01'],
    ['近10万家', { value: 100000, bound: 'near' }, 'met', '2023-07-01'],
    ['超过8万家', { value: 80000, bound: 'over' }, 'met', '2023-07-01'],
    ['不到8万家', { value: 80000, bound: 'under' }, 'open', '2023-07-01'],
    ['8万家', { value: 80000 }, 'met', '2023-07-01'],
  ] as const)('holds a target of 8万家 against what %s leaves no doubt of', (quote, actual, state, today) => {
    const told = stateOf({}, { ...actual, textSpan: quote } as Partial<Observation>, today);
    expect(told.state).toBe(state);
    if (actual.value === 80000 && 'bound' in actual && actual.bound === 'near')
      expect(told.why).toContain('不能断定');
  });

  it('takes an exact rate at its value, not at its rounding', () => {
    const rate = { unit: '%', kind: 'growth', period: '2023', comparator: '同比' } as const;
    const target = { unit: '%', indicator: '产值增速', value: 5, bound: null };
    const actual = { ...rate, indicator: '产值同比增速', textSpan: '5%', value: 5 };
    expect(stateOf(target, actual, '2024-07-01').state).toBe('met');
    expect(stateOf(target, { ...actual, textSpan: '4.96%', value: 4.96 }, '2024-07-01').state).toBe(
      'pastDue',
    );
  });

  it('says when the figure that reaches a target is later than its deadline', () => {
    const late = stateOf({ deadline: '2022' }, {}, '2024-01-01');
    expect(late).toMatchObject({ state: 'met', why: expect.stringContaining('晚于期限') });
  });

  it('holds additions against additions, not against all there are', () => {
    expect(stateOf({ textSpan: '再培育超过8万家' }, {}, '2023-07-01')).toMatchObject({
      state: 'open',
      gap: null,
    });
  });

  it('holds a yearly rate against the year promised only', () => {
    const pages = [
      promised(page('a', ['今年增长5%左右']), '5%左右', {
        indicator: '规模以上工业增加值增速',
        value: 5,
        unit: '%',
        deadline: '2024',
        bound: 'about',
      }),
      observed(page('b', ['去年增长9.6%']), '9.6%', {
        indicator: '规上工业增加值同比增速',
        value: 9.6,
        unit: '%',
        kind: 'growth',
        period: '2021',
        comparator: '同比',
      }),
    ];
    const facts = consolidate(pages, { lexicon });
    expect(targetProgress(statedTargets(pages, { lexicon }), facts, '2024-05-01', lexicon)[0]).toMatchObject({
      state: 'open',
      observed: null,
    });
  });

  it.skipIf(!goldAtHand)('finds the actual figure on the labelled pages (skipped without ../shared)', () => {
    const pages = goldPages();
    const facts = consolidate(pages, { lexicon });
    const found = targetProgress(statedTargets(pages, { lexicon }), facts, '2023-06-01', lexicon);
    expect(found.map((t) => [t.state, t.observed?.statement.textSpan ?? null])).toEqual([
      ['unknown', null],
      ['open', '7万多家'],
    ]);
  });
});
