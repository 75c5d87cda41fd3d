import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  judgement,
  parseChange,
  smallestChange,
  subjectOf,
  whatIf,
  withChanges,
} from '../../src/assess/index.js';
import { items, levelRulebook, sample, sampleForm, shipped } from './shipped.js';

const littleGiant = shipped('little-giant-2026');
const innovative = shipped('innovative-sme-2022');
const options = { on: '2026-05-01', application: 'new' as const, items, levelRulebook };
const found = (changes: Record<string, unknown>, rulebook = littleGiant) => {
  const { outcome, changes: numbers, state } = smallestChange(rulebook, sample(changes), options);
  return {
    outcome,
    state,
    numbers: numbers.map(({ item, year, to }) => `${item}${year ? `@${year}` : ''}=${to}`),
  };
};

describe('a change as it is written', () => {
  it('is read by the catalogue', () => {
    expect(parseChange('revenue@2025=6000', items)).toEqual({ item: 'revenue', year: 2025, value: 6000 });
    expect(parseChange('keyField=true', items)).toEqual({ item: 'keyField', year: null, value: true });
    expect(parseChange('revenue@2025=', items)).toEqual({ item: 'revenue', year: 2025, value: null });
  });
  it.each([
    'revenue=6000',
    'ip.class1@2025=3',
    'turnover=5',
    'revenue@2025=much',
    'revenue@2025=-5',
    'keyField=yes',
    'x',
  ])('%s is refused', (text) => {
    expect(() => parseChange(text, items)).toThrow(text);
  });
});

describe('what if', () => {
  it('tells which criteria move', () => {
    const { before, after, moved } = whatIf(
      littleGiant,
      sample(),
      [parseChange('revenue@2025=4900', items)],
      options,
    );
    expect(before.state).toBe('manualReview');
    expect(after.state).toBe('unmet');
    expect(moved).toContainEqual({ criterion: 'revenue', before: 'met', after: 'unmet' });
    // 5700 of 4900 is more than all: still met, and a matter for the check of consistency.
    expect(moved.map(({ criterion }) => criterion)).not.toContain('main-share');
  });
  it('leaves the subject as it was', () => {
    const firm = sample();
    withChanges(firm, [{ item: 'revenue', year: 2025, value: 1 }]);
    expect(firm.yearly.get('revenue')!.get(2025)).toBe(6100);
  });
});

describe('the smallest set of changes', () => {
  it('is none where nothing is unmet or unknown', () => {
    expect(found({})).toEqual({ outcome: 'none', state: 'manualReview', numbers: [] });
  });
  it('is the number that falls short, just far enough', () => {
    // 3 % of 6100 is 183; the sum of two years asks for 1200 − 1100 = 100 only.
    expect(found({ rdExpense: { '2024': 1100, '2025': 150 } })).toMatchObject({
      outcome: 'found',
      numbers: ['rdExpense@2025=183'],
    });
    expect(found({ ip: { class1SelfDeveloped: 2 } }).numbers).toEqual(['ip.class1SelfDeveloped=4']);
    expect(found({ liabilities: { '2025': 8000 } }).numbers).toEqual(['liabilities@2025=6750']);
  });
  it('is one number where one mends two criteria', () => {
    // Sum 1100 and 2025 at 2.46 %: 250 mends both.
    expect(found({ rdExpense: { '2024': 950, '2025': 150 } }).numbers).toEqual(['rdExpense@2025=250']);
  });
  it('goes on to two, and three', () => {
    expect(found({ ip: { class1SelfDeveloped: 2 }, yearsInSegment: 1 }).numbers.sort()).toEqual([
      'ip.class1SelfDeveloped=4',
      'yearsInSegment=3',
    ]);
    expect(
      found({ ip: { class1SelfDeveloped: 2 }, yearsInSegment: 1, platformScore: { '2026': 50 } }).numbers,
    ).toHaveLength(3);
  });
  it('supplies what is missing', () => {
    expect(found({ liabilities: {} }).numbers).toEqual(['liabilities@2025=6750']);
    expect(found({ marketShare: { value: 9, scope: '国内' } }).numbers).toEqual(['marketShare.value=10']);
  });
  it('reaches points by the fewest entries, each no further than needed', () => {
    const poor = {
      equityRaised: { '2023': 0, '2024': 0, '2025': 0 },
      ip: { class1: 0, class1HighValue: 0, class1SelfDeveloped: 0, class2: 1 },
    };
    // 5 + 20 + 10 + 5 + 5 + 20 = 65 and every part has its least: nothing to do.
    expect(found({ ...poor, strategicEmerging: false }, innovative).outcome).toBe('none');
    // Research at 2 %: 5 + 10 of 40 are short of 20, 55 short of 60. One step of research (3 %: 183) gives 20 and 60.
    expect(
      found({ ...poor, strategicEmerging: false, rdExpense: { '2025': 122 } }, innovative),
    ).toMatchObject({ outcome: 'found' });
  });
  it('says when no number can do it, and why', () => {
    const { outcome, blockers, text } = smallestChange(littleGiant, sample({ titles: [] }), options);
    expect(outcome).toBe('impossible');
    expect(blockers.map(({ criterion }) => criterion)).toEqual(['tier']);
    expect(text.zh).toContain('非数值');
  });
  it('has nothing to say of rules that only grade', () => {
    const { outcome, text } = smallestChange(shipped('size-class-2017'), sample({ staff: {} }), options);
    expect(outcome).toBe('impossible');
    expect(text.zh).toContain('定等级');
  });
  it('says when it would take more', () => {
    const { outcome } = smallestChange(littleGiant, sample({ ip: {}, yearsInSegment: 1 }), {
      ...options,
      most: 1,
    });
    expect(outcome).toBe('beyond');
  });
  it('holds what it says: the changes made, nothing is unmet or unknown; and with one fewer something is', () => {
    const number = fc.integer({ min: 0, max: 9000 });
    const firms = fc.record({
      revenue: fc.record({ '2023': number, '2024': number, '2025': number }),
      mainRevenue: fc.record({ '2025': number }),
      rdExpense: fc.record({
        '2024': fc.integer({ min: 0, max: 900 }),
        '2025': fc.integer({ min: 0, max: 900 }),
      }),
      yearsInSegment: fc.integer({ min: 0, max: 5 }),
    });
    fc.assert(
      fc.property(firms, (changes) => {
        const firm = subjectOf({ ...sampleForm, ...changes }, { items });
        const least = smallestChange(littleGiant, firm, { ...options, most: 3 });
        if (least.outcome !== 'found') return;
        const make = (some: typeof least.changes) =>
          judgement(
            littleGiant,
            withChanges(
              firm,
              some.map(({ item, year, to }) => ({ item, year, value: to })),
            ),
            options,
          ).state;
        expect(['met', 'manualReview']).toContain(make(least.changes));
        for (const left of least.changes)
          expect(['unmet', 'unknown']).toContain(make(least.changes.filter((each) => each !== left)));
      }),
      { numRuns: 60, seed: 5 },
    );
  });
});
