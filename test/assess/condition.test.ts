import { describe, expect, it } from 'vitest';
import { standsIn, yearsBefore } from '../../src/assess/condition.js';
import { type Condition, judgement, verdictOf } from '../../src/assess/index.js';
import { criterion, firm, options, rulebook, stateOf } from './small.js';

const met: Condition = { item: 'patents', atLeast: 1, unit: '项' };
const unmet: Condition = { item: 'patents', atLeast: 9, unit: '项' };
const unknown: Condition = { item: 'years', atLeast: 1, unit: '年' };
const manual: Condition = { manual: true };
/** Two patents, nothing else known. */
const known = { patents: 2 };
const state = (condition: Condition, form: Record<string, unknown> = known, on?: string) =>
  stateOf(condition, form, on);

describe('how conditions come together', () => {
  it.each<[Condition, string]>([
    [{ all: [met, unknown, manual, unmet] }, 'unmet'],
    [{ all: [met, unknown, manual] }, 'unknown'],
    [{ all: [met, manual] }, 'manualReview'],
    [{ all: [met, met] }, 'met'],
    [{ any: [unmet, unknown, manual, met] }, 'met'],
    [{ any: [unmet, manual, unknown] }, 'unknown'],
    [{ any: [unmet, manual] }, 'manualReview'],
    [{ any: [unmet, unmet] }, 'unmet'],
    [{ not: met }, 'unmet'],
    [{ not: unmet }, 'met'],
    [{ not: unknown }, 'unknown'],
    [{ not: manual }, 'manualReview'],
  ])('%j is %s', (condition, expected) => {
    expect(state(condition)).toBe(expected);
  });

  it('what is for another application is neutral', () => {
    const pass = (kind: 'all' | 'any', others: string[]): string =>
      judgement(
        rulebook({
          criteria: [
            criterion('review', unmet, { only: 'review' }),
            criterion('met', met),
            criterion('unmet', unmet),
          ],
          pass: { [kind]: ['review', ...others].map((id) => ({ criterion: id })) } as unknown as Condition,
        }),
        firm(known),
        options(),
      ).state;
    expect([pass('all', ['met']), pass('all', []), pass('any', ['unmet']), pass('any', [])]).toEqual([
      'met',
      'notApplicable',
      'unmet',
      'notApplicable',
    ]);
  });
});

describe('each year and any year', () => {
  const rule = (basis: 'eachOfTwoYears' | 'eitherOfTwoYears' | 'anyOfThreeYears'): Condition => ({
    item: 'rdExpense',
    basis,
    atLeast: 100,
    unit: '万元',
  });
  it.each([
    ['eachOfTwoYears', { '2024': 110, '2025': 95 }, 'unmet'],
    ['eachOfTwoYears', { '2024': 100, '2025': 100 }, 'met'],
    ['eachOfTwoYears', { '2025': 110 }, 'unknown'],
    ['eachOfTwoYears', { '2025': 95 }, 'unmet'],
    ['eitherOfTwoYears', { '2024': 110 }, 'met'],
    ['eitherOfTwoYears', { '2024': 95 }, 'unknown'],
    ['eitherOfTwoYears', { '2024': 95, '2025': 95 }, 'unmet'],
    ['anyOfThreeYears', { '2023': 100, '2024': 1, '2025': 1 }, 'met'],
    ['anyOfThreeYears', { '2022': 100, '2023': 1, '2024': 1, '2025': 1 }, 'unmet'],
  ] as const)('%s of %j is %s', (basis, rdExpense, expected) => {
    expect(state(rule(basis), { rdExpense })).toBe(expected);
  });
});

describe('declarations, flags and choices', () => {
  it('an absent flag is unknown, an absent declaration for a person to ask', () => {
    expect(state({ flag: 'key', is: true })).toBe('unknown');
    expect(state({ declared: 'key', is: true })).toBe('manualReview');
    expect(state({ flag: 'key', is: false }, { key: false })).toBe('met');
    expect(state({ declared: 'key', is: true }, { key: false })).toBe('unmet');
  });
  it('a value that is none is unknown, never taken as the other', () => {
    expect(state({ flag: 'key', is: false }, { key: 0 })).toBe('unknown');
    expect(state({ declared: 'key', is: false }, { key: 'no' })).toBe('manualReview');
    expect(state({ item: 'lab', oneOf: ['无'] }, { lab: '没有' })).toBe('unknown');
    expect(state({ item: 'lab', oneOf: ['国家级', '省部级'] }, { lab: '省部级' })).toBe('met');
  });
});

describe('titles', () => {
  const holds: Condition = { holds: ['专精特新', '高企'] };
  const held = (from: string | null, to: string | null, title = '专精特新') => ({
    titles: [{ title, from, to }],
  });
  it.each([
    [held('2024-06-01', '2026-05-01'), 'met'],
    [held('2024-06-01', '2026-04-30'), 'unmet'],
    [held('2026-05-01', null), 'met'],
    [held('2026-05-02', null), 'unmet'],
    [held(null, null), 'met'],
    [held(null, null, '“专精 特新”'), 'met'],
    [held(null, null, '小巨人'), 'unmet'],
    [{ titles: [] }, 'unmet'],
    [{}, 'unknown'],
    // An end that cannot be read might be any day.
    [{ titles: [{ title: '专精特新', to: '2026-02-30' }] }, 'unknown'],
  ])('%j is %s', (form, expected) => {
    expect(state(holds, form)).toBe(expected);
    const opposite = { met: 'unmet', unmet: 'met', unknown: 'unknown' }[expected];
    expect(state({ lacks: ['专精特新', '高企'] }, form)).toBe(opposite);
  });
});

describe('awards', () => {
  const top3: Condition = { award: { level: '省部级', rankAtMost: 3, withinYears: 3 } };
  const award = (level: string, rank: number | null, date: string) => ({ awards: [{ level, rank, date }] });
  it.each([
    [award('国家级', 3, '2024-01-01'), 'met'],
    [award('省部级', 3, '2023-05-01'), 'met'],
    [award('省部级', 3, '2023-04-30'), 'unmet'],
    [award('省部级', 4, '2024-01-01'), 'unmet'],
    [award('市级', 1, '2024-01-01'), 'unmet'],
    [award('省部级', null, '2024-01-01'), 'unknown'],
    [award('省部级', 1, '2026-05-02'), 'unmet'],
    [award('部级', 1, '2024-01-01'), 'unknown'],
    [{ awards: [] }, 'unmet'],
    [{}, 'unknown'],
  ])('%j is %s', (form, expected) => {
    expect(state(top3, form)).toBe(expected);
  });
  it('29 February goes to 28 February', () => {
    expect(yearsBefore('2024-02-29', 3)).toBe('2021-02-28');
    expect(yearsBefore('2024-02-29', 4)).toBe('2020-02-29');
  });
});

describe('industries', () => {
  it.each([
    ['C3484', ['C'], 'met'],
    ['3484', ['C'], 'met'],
    ['C3484', ['34'], 'met'],
    ['C3484', ['C348'], 'met'],
    ['C3484', ['C39', '65'], 'unmet'],
    ['6510', ['C', 'I'], 'met'],
    ['C', ['C39'], 'unknown'],
    ['38', ['3841'], 'unknown'],
    ['I', ['C39'], 'unmet'],
  ] as const)('%s in %j is %s', (code, prefixes, expected) => {
    expect(standsIn(code, prefixes)).toBe(expected);
  });
  it('leaves out what is excepted', () => {
    const rule: Condition = { industry: ['C'], except: ['C39'] };
    expect(state(rule, { industry: '3911' })).toBe('unmet');
    expect(state(rule, { industry: 'C3811' })).toBe('met');
    expect(state(rule, { industry: 'C' })).toBe('unknown');
    expect(state(rule, {})).toBe('unknown');
    expect(state(rule, { industry: 'machines' })).toBe('unknown');
  });
});

describe('years since a day', () => {
  const rule: Condition = { item: 'registered', basis: 'yearsSince', atLeast: 1, unit: '年' };
  it.each([
    ['2025-05-01', 'met'],
    ['2025-05-02', 'unmet'],
    ['2027-01-01', 'unmet'],
  ])('from %s is %s', (registered, expected) => {
    expect(state(rule, { registered })).toBe(expected);
  });
});

describe('criteria', () => {
  const judged = (criteria: Parameters<typeof criterion>[], form: Record<string, unknown>, rest = {}) =>
    judgement(
      rulebook({
        criteria: criteria.map((each) => criterion(...each)),
        pass: { all: criteria.map(([id]) => ({ criterion: id })) },
        ...rest,
      }),
      firm(form),
      options({ drafts: true }),
    );
  const waived = {
    unless: { text: { zh: '获奖', en: 'award' }, condition: { flag: 'key', is: true } as Condition },
  };

  it('an exception that holds waives; one nobody claims does not', () => {
    const states = (form: Record<string, unknown>) => {
      const [one] = judged([['a', unmet, waived]], form).criteria;
      return [one!.state, one!.why];
    };
    expect(states({ patents: 2, key: true })).toEqual(['met', 'exception']);
    expect(states({ patents: 2 })).toEqual(['unmet', 'condition']);
    expect(states({ patents: 2, key: false })).toEqual(['unmet', 'condition']);
    expect(states({ patents: 9 })).toEqual(['met', 'condition']);
    expect(states({})).toEqual(['unknown', 'condition']);
    expect(states({ key: true })).toEqual(['met', 'exception']);
  });

  it('a shortcut nobody claims shows as unknown and counts as unmet in its any', () => {
    const verdict = judgement(
      rulebook({
        criteria: [criterion('short', unknown, { claimed: true }), criterion('long', unmet)],
        pass: { any: [{ criterion: 'short' }, { criterion: 'long' }] },
      }),
      firm(known),
      options(),
    );
    expect(verdict.state).toBe('unmet');
    expect(verdict.criteria.map((each) => each.state)).toEqual(['unknown', 'unmet']);
  });

  it('from memory or in conflict: for a person, never computed, unless the whole is a draft', () => {
    const rule: Parameters<typeof criterion> = ['a', unmet, { confidence: 'MEM' }];
    expect(judged([rule], known).criteria[0]).toMatchObject({ state: 'manualReview', why: 'unverified' });
    expect(judged([rule], known, { status: 'draft' }).criteria[0]).toMatchObject({ state: 'unmet' });
    expect(judged([rule], known, { status: 'draft' }).draft).toBe(true);
  });

  it('of a draft nothing is computed unless it is asked for', () => {
    const draft = rulebook({ status: 'draft', criteria: [criterion('a', unmet)], pass: { criterion: 'a' } });
    const verdict = verdictOf(judgement(draft, firm(known), options()));
    expect(verdict).toMatchObject({ state: 'manualReview', rulebook: { draft: true }, gaps: [], scores: [] });
    expect(verdict.criteria).toMatchObject([{ id: 'a', state: 'manualReview', actual: null }]);
    expect(verdict.reason.zh).toContain('--drafts');
    expect(verdictOf(judgement(draft, firm(known), options({ drafts: true }))).state).toBe('unmet');
  });

  it('whom it is for: not for others; open where that is open, unless it is met anyway', () => {
    const applies: Condition = { flag: 'key', is: true };
    const states = (condition: Condition, form: Record<string, unknown>) =>
      judged([['a', condition, { applies }]], form).criteria[0]!.state;
    expect(states(unmet, { ...known, key: false })).toBe('notApplicable');
    expect(states(unmet, { ...known, key: true })).toBe('unmet');
    expect(states(unmet, known)).toBe('unknown');
    expect(states(met, known)).toBe('met');
  });

  it('that rest on each other in a circle are refused', () => {
    expect(() =>
      judged(
        [
          ['a', { criterion: 'b' }],
          ['b', { criterion: 'a' }],
        ],
        known,
      ),
    ).toThrow(/绕了一圈/);
  });
});

describe('levels', () => {
  const grading = rulebook({
    id: 'size',
    title: '规模',
    levels: [
      ['large', '大', 1000],
      ['medium', '中', 300],
      ['small', '小', 20],
    ].map(([id, name, staff]) => ({
      id: id as string,
      name: { zh: name as string, en: id as string },
      condition: { item: 'staff', basis: 'lastYear', atLeast: staff as number, unit: '人' } as Condition,
    })),
  });
  const level = (form: Record<string, unknown>, rest = {}) => {
    const found = judgement({ ...grading, ...rest }, firm(form), options());
    return [found.level!.low?.id ?? null, found.level!.high?.id ?? null, found.state];
  };
  const staff = (heads: number) => ({ staff: { '2025': heads } });
  it('the highest that is met', () => {
    expect(level(staff(1000))).toEqual(['large', 'large', 'met']);
    expect(level(staff(999))).toEqual(['medium', 'medium', 'met']);
    expect(level(staff(19))).toEqual([null, null, 'unmet']);
    expect(level({})).toEqual([null, 'large', 'unknown']);
  });
  it('lies between two where something is not known', () => {
    const condition = (heads: number): Condition => ({
      any: [
        { item: 'staff', basis: 'lastYear', atLeast: heads, unit: '人' },
        { flag: 'key', is: true },
      ],
    });
    const [large, ...rest] = grading.levels;
    const levels = [{ ...large!, condition: condition(1000) }, ...rest];
    expect(level(staff(400), { levels })).toEqual(['medium', 'large', 'unknown']);
  });
  it('no level is certain while a gate is not', () => {
    const gated = (condition: Condition) => ({ criteria: [criterion('gate', condition)], gates: ['gate'] });
    expect(level(staff(400), gated(unknown))).toEqual([null, 'medium', 'unknown']);
    expect(level({ ...staff(400), years: 0 }, gated(unknown))).toEqual([null, null, 'unmet']);
    expect(level(staff(400), gated(manual))).toEqual([null, 'medium', 'manualReview']);
  });
  it('are asked for by other rulebooks', () => {
    const asks = (heads: number | null, ...oneOf: string[]) =>
      judgement(
        rulebook({ pass: { level: { title: '规模', oneOf } } }),
        firm(heads === null ? {} : staff(heads)),
        options({ levelRulebook: (title) => (title === '规模' ? grading : null) }),
      ).state;
    expect(asks(400, '中', '小')).toBe('met');
    expect(asks(1400, '中', '小')).toBe('unmet');
    expect(asks(null, '中', '小')).toBe('unknown');
    expect(
      judgement(rulebook({ pass: { level: { title: '规模', oneOf: ['中'] } } }), firm(), options()).state,
    ).toBe('unknown');
  });
});
