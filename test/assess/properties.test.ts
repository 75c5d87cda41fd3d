/** What must hold of every rulebook and every subject. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Bounds,
  type Condition,
  type Criterion,
  judgement,
  type Subject,
  verdictOf,
} from '../../src/assess/index.js';
import { criterion, firm, options, rulebook } from './small.js';

const YEARS = ['2022', '2023', '2024', '2025'];
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 3 });
const byYear = (value: fc.Arbitrary<number>) =>
  fc.record(Object.fromEntries(YEARS.map((year) => [year, value])), { requiredKeys: [] });

/** Values on a coarse grid, so that bounds are hit. */
const amount = fc.integer({ min: 0, max: 8 }).map((step) => step * 50);
const form = fc.record(
  {
    revenue: byYear(amount),
    rdExpense: byYear(amount),
    netProfit: byYear(fc.integer({ min: -4, max: 4 }).map((step) => step * 50)),
    years: fc.integer({ min: 0, max: 6 }),
    patents: fc.integer({ min: 0, max: 4 }),
    key: fc.boolean(),
    lab: fc.constantFrom('国家级', '省部级', '无'),
    registered: fc.constantFrom('2020-05-01', '2025-05-01', '2025-05-02'),
    industry: fc.constantFrom('C3484', 'I6510', '39'),
    titles: fc.array(
      fc.constantFrom({ title: '高企' }, { title: '专精特新', to: '2026-04-30' }, { title: '专精特新' }),
      {
        maxLength: 2,
      },
    ),
    awards: fc.array(
      fc.record({
        level: fc.constantFrom('国家级', '省部级', '市级'),
        rank: fc.constantFrom(1, 4),
        date: fc.constantFrom('2025-01-01', '2022-01-01'),
      }),
      { maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
);
type Form = Record<string, unknown>;

const side = fc.constantFrom<keyof Bounds>('atLeast', 'over', 'atMost', 'below');
const bounded = (bound: fc.Arbitrary<number>) =>
  fc.tuple(side, bound).map(([at, value]) => ({ [at]: value }) as Bounds);
/** Above 0, so that nothing is met by the mere absence of a sum. */
const money = bounded(fc.integer({ min: 1, max: 10 }).map((step) => step * 50));
const percent = bounded(fc.integer({ min: 1, max: 30 }).map((step) => step * 5));

const quantity: fc.Arbitrary<Condition> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('revenue', 'rdExpense', 'netProfit'),
      fc.constantFrom(
        'lastYear',
        'eachOfTwoYears',
        'eachOfThreeYears',
        'eitherOfTwoYears',
        'anyOfThreeYears',
        'sumOfTwoYears',
        'sumOfThreeYears',
        'averageOfTwoYears',
      ),
      money,
    )
    .map(([item, basis, bounds]) => ({ item, basis, ...bounds, unit: '万元' }) as Condition),
  fc
    .tuple(
      fc.constantFrom('lastYear', 'eachOfTwoYears', 'eitherOfTwoYears', 'sumOfTwoYears', 'averageOfTwoYears'),
      percent,
    )
    .map(
      ([basis, bounds]) => ({ item: 'rdExpense', per: 'revenue', basis, ...bounds, unit: '%' }) as Condition,
    ),
  fc
    .tuple(
      fc.constantFrom('revenue', 'netProfit'),
      fc.constantFrom(
        'growthOverOneYear',
        'compoundGrowthOverTwoYears',
        'averageGrowthOverTwoYears',
        'compoundGrowthOverThreeYears',
      ),
      percent,
    )
    .map(([item, basis, bounds]) => ({ item, basis, ...bounds, unit: '%' }) as Condition),
  bounded(fc.integer({ min: 1, max: 5 })).map(
    (bounds) => ({ item: 'patents', ...bounds, unit: '项' }) as Condition,
  ),
  bounded(fc.integer({ min: 1, max: 5 })).map(
    (bounds) => ({ item: 'registered', basis: 'yearsSince', ...bounds, unit: '年' }) as Condition,
  ),
);
const leaf: fc.Arbitrary<Condition> = fc.oneof(
  { arbitrary: quantity, weight: 6 },
  {
    arbitrary: fc.constantFrom<Condition>(
      { flag: 'key', is: true },
      { declared: 'key', is: false },
      { item: 'lab', oneOf: ['国家级', '省部级'] },
      { industry: ['C'], except: ['C39'] },
      { holds: ['高企', '专精特新'] },
      { lacks: ['专精特新'] },
      { award: { level: '省部级', rankAtMost: 3, withinYears: 3 } },
      { manual: true },
      { score: 's', atLeast: 12 },
      { score: 's', below: 12 },
    ),
    weight: 3,
  },
);
const condition: fc.Arbitrary<Condition> = fc.letrec<{ tree: Condition }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('tree'), { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
    tie('tree').map((not) => ({ not })),
  ),
})).tree;

const entries = [
  {
    quantity: { item: 'rdExpense', per: 'revenue', basis: 'lastYear' as const },
    unit: '%',
    bands: [
      { from: 50, points: 10 },
      { from: 20, below: 50, points: 5 },
      { below: 20, points: 0 },
    ],
  },
  {
    first: [
      { when: { item: 'patents', atLeast: 2, unit: '项' }, points: 8 },
      { when: { flag: 'key', is: true }, points: 4 },
      { points: 0 },
    ],
  },
  { quantity: { item: 'years' }, unit: '年', every: 2, points: 2, cap: 6 },
];

const judged = (pass: Condition, subject: Subject, criteria: Criterion[] = []) =>
  judgement(
    rulebook({
      criteria,
      pass,
      scores: [
        {
          id: 's',
          name: { zh: '分', en: 'score' },
          parts: [{ id: 'p', name: { zh: '部', en: 'part' }, most: 24 }],
          entries: entries.map((scoring, at) => ({
            id: `e${at}`,
            part: 'p',
            name: { zh: `项${at}`, en: `entry ${at}` },
            clause: '一',
            most: 10,
            scoring,
          })),
        },
      ],
    }),
    subject,
    options(),
  );

/** The form without some of its values; `keep` decides value by value. */
function lessOf(full: Form, keep: () => boolean): Form {
  return Object.fromEntries(
    Object.entries(full).flatMap(([key, value]) => {
      if (value !== null && typeof value === 'object' && !Array.isArray(value))
        return [[key, Object.fromEntries(Object.entries(value).filter(keep))]];
      return keep() ? [[key, value]] : [];
    }),
  );
}
const withLess = fc
  .tuple(form, fc.array(fc.boolean(), { minLength: 60, maxLength: 60 }))
  .map(([full, keeps]) => {
    let at = 0;
    return { full: full as Form, less: lessOf(full, () => keeps[at++ % keeps.length]!) };
  });

describe('knowing more', () => {
  it('never turns met into unmet, nor unmet into met', () => {
    fc.assert(
      fc.property(condition, withLess, (pass, { full, less }) => {
        const before = judged(pass, firm(less)).state;
        const after = judged(pass, firm(full)).state;
        if (before === 'met' || before === 'unmet') expect(after).toBe(before);
      }),
      { numRuns: 600, seed: 11 },
    );
  });

  it('turns unmet into met only through what is claimed', () => {
    const claims = fc.record({ base: quantity, exception: leaf, claimed: fc.boolean() });
    fc.assert(
      fc.property(claims, withLess, ({ base, exception, claimed }, { full, less }) => {
        const one = claimed
          ? criterion('a', exception, { claimed: true })
          : criterion('a', base, { unless: { text: { zh: '例外', en: 'exception' }, condition: exception } });
        const pass: Condition = { any: [{ criterion: 'a' }, base] };
        const before = judged(pass, firm(less), [one]);
        const after = judged(pass, firm(full), [one]);
        if (before.state === 'met') expect(after.state).toBe('met');
        if (before.state === 'unmet' && after.state !== 'unmet') {
          expect(after.state).toBe('met');
          const [found] = after.criteria;
          expect(claimed ? found!.state : found!.why).toBe(claimed ? 'met' : 'exception');
        }
      }),
      { numRuns: 500, seed: 12 },
    );
  });

  it('nothing is met by a firm of which nothing is known', () => {
    fc.assert(
      fc.property(quantity, (pass) => {
        expect(judged(pass, firm()).state).not.toBe('met');
      }),
      { numRuns: 300, seed: 13 },
    );
  });

  it('of one number, a missing value leaves it open or decided by what is known, never by what is not', () => {
    // Whatever the missing values are, a decided state stays: tried on random completions.
    fc.assert(
      fc.property(quantity, withLess, fc.infiniteStream(amount), (pass, { less }, amounts) => {
        const before = judged(pass, firm(less)).state;
        if (before !== 'met' && before !== 'unmet') return;
        const filled: Form = { ...less };
        for (const item of ['revenue', 'rdExpense', 'netProfit']) {
          const years = { ...((less[item] as Record<string, number>) ?? {}) };
          for (const year of YEARS) years[year] ??= amounts.next().value;
          filled[item] = years;
        }
        expect(['unknown', before]).toContain(judged(pass, firm(filled)).state);
      }),
      { numRuns: 500, seed: 14 },
    );
  });
});

describe('bounds', () => {
  const order = ['unmet', 'unknown', 'met'];
  it('a stricter bound is never met more easily', () => {
    fc.assert(
      fc.property(quantity, form, fc.integer({ min: 1, max: 40 }), (pass, subject, by) => {
        const strict = { ...pass } as Condition & Bounds;
        for (const key of ['atLeast', 'over'] as const) if (strict[key] !== undefined) strict[key] += by * 5;
        for (const key of ['atMost', 'below'] as const) if (strict[key] !== undefined) strict[key] -= by * 5;
        const loose = judged(pass, firm(subject)).state;
        expect(order.indexOf(judged(strict, firm(subject)).state)).toBeLessThanOrEqual(order.indexOf(loose));
      }),
      { numRuns: 400, seed: 15 },
    );
  });

  it('over is stricter than atLeast by the number alone, below than atMost', () => {
    fc.assert(
      fc.property(quantity, form, (pass, subject) => {
        const { atLeast, atMost, over, below, ...rest } = pass as Condition & Bounds;
        const state = (bounds: Bounds) => judged({ ...rest, ...bounds } as Condition, firm(subject)).state;
        const lower = atLeast ?? over;
        const upper = atMost ?? below;
        const [wide, narrow] =
          lower !== undefined
            ? [{ atLeast: lower }, { over: lower }]
            : [{ atMost: upper! }, { below: upper! }];
        expect(order.indexOf(state(narrow))).toBeLessThanOrEqual(order.indexOf(state(wide)));
      }),
      { numRuns: 500, seed: 16 },
    );
  });
});

describe('every verdict', () => {
  it('gives a reason in both languages, and is the same again', () => {
    fc.assert(
      fc.property(
        fc.array(condition, { minLength: 1, maxLength: 3 }),
        form,
        maybe(leaf),
        (conditions, subject, exception) => {
          const criteria = conditions.map((each, at) =>
            criterion(
              `c${at}`,
              each,
              exception && at === 0
                ? { unless: { text: { zh: '例外', en: 'exception' }, condition: exception } }
                : {},
            ),
          );
          const all: Condition = { all: criteria.map(({ id }) => ({ criterion: id })) };
          const make = () => verdictOf(judged(all, firm(subject), criteria));
          const verdict = make();
          expect(make()).toEqual(verdict);
          for (const each of [verdict, ...verdict.criteria]) {
            expect(each.reason.zh.length).toBeGreaterThan(0);
            expect(each.reason.en.length).toBeGreaterThan(0);
          }
          expect(JSON.stringify(verdict)).not.toMatch(/undefined|NaN|Infinity/);
          // Gaps are of what stands in the way, and of nothing where nothing does.
          if (verdict.state === 'met' || verdict.state === 'manualReview') expect(verdict.gaps).toEqual([]);
          if (verdict.state === 'unmet') expect(verdict.gaps.map(({ state }) => state)).toContain('unmet');
          for (const { earliest } of verdict.gaps)
            if (earliest !== null) expect(earliest > '2026-05-01').toBe(true);
        },
      ),
      { numRuns: 250, seed: 17 },
    );
  });
});
