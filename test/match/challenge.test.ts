import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  advanced,
  CHALLENGE_STATES,
  type Challenge,
  type ChallengeRules,
  type ChallengeState,
  type Entry,
  type EntryStep,
  indicatorsOf,
  NEXT_STATES,
  rulesFor,
  stateOf,
  testDue,
} from '../../src/match/index.js';

const challenge: Challenge = {
  id: 'RX-03',
  kind: 'openChallenge',
  field: '未来制造',
  direction: '人形机器人',
  title: '高扭矩关节',
  need: '研制高扭矩密度一体化关节',
  indicators: [
    { number: 1, name: '峰值扭矩', comparison: '≥', target: 300, unit: 'N·m', testMethod: '第三方检测' },
    { number: 2, name: '重量', comparison: '≤', target: 2.5, unit: 'kg', testMethod: '称量' },
  ],
  budget: 2000,
  publisher: '工业和信息化部',
  applyUntil: '2023-11-10',
  published: '2023-09-01',
  industries: ['C34'],
  area: null,
  titles: [],
  counted: null,
};
const rules: ChallengeRules = {
  id: 'r',
  from: '2023-08-01',
  to: null,
  kinds: ['openChallenge'],
  document: '工信厅科函〔2023〕235号',
  confidence: 'V2',
  mostPartners: 4,
  mostShortlisted: 5,
  mostMonths: 24,
  mostRecommended: 2,
};
const entry = (extra: Partial<Entry> = {}): Entry => ({
  challenge: 'RX-03',
  lead: '示例机器人',
  partners: ['甲', '乙'],
  recommendedBy: '某省工信厅',
  steps: [],
  ...extra,
});
const step = (to: ChallengeState, on: string, extra: Partial<EntryStep> = {}): EntryStep => ({
  to,
  by: '张处',
  on,
  evidence: null,
  note: null,
  ...extra,
});
const walk = (one: Entry, ...steps: EntryStep[]) =>
  steps.reduce((now, next) => advanced(now, next, challenge, rules, []), one);

describe('the life of a task', () => {
  it('goes from application to a win with the evidence of a test', () => {
    const tested = walk(
      entry(),
      step('applied', '2023-11-01'),
      step('recommended', '2023-11-20'),
      step('shortlisted', '2024-01-31'),
      step('inProgress', '2024-02-01'),
      step('midCheck', '2025-01-10'),
      step('inProgress', '2025-01-11'),
      step('tested', '2025-12-01', { evidence: '检测报告', measured: { 1: 310, 2: 2.5 } }),
    );
    expect(testDue(tested, rules)).toBe('2026-01-31');
    expect(indicatorsOf(challenge, tested).map(({ state }) => state)).toEqual(['met', 'met']);
    expect(stateOf(walk(tested, step('won', '2026-03-01')))).toBe('won');
  });

  it('no win without every indicator reached', () => {
    const way = [
      step('applied', '2023-11-01'),
      step('recommended', '2023-11-20'),
      step('shortlisted', '2024-01-31'),
      step('inProgress', '2024-02-01'),
    ];
    const short = walk(entry(), ...way, step('tested', '2025-12-01', { measured: { 1: 299.9 } }));
    expect(indicatorsOf(challenge, short).map(({ state }) => state)).toEqual(['unmet', 'unknown']);
    expect(() => walk(short, step('won', '2026-03-01'))).toThrow('指标 1、2');
    expect(stateOf(walk(short, step('finished', '2026-03-01')))).toBe('finished');
  });

  it('keeps the rules: partners, last day, shortlisted, recommended, order and time', () => {
    const many = entry({ partners: ['甲', '乙', '丙', '丁', '戊'] });
    expect(() => walk(many, step('applied', '2023-11-01'))).toThrow('不得超过 4 家');
    expect(() => walk(entry(), step('applied', '2023-11-11'))).toThrow('2023-11-10');
    expect(stateOf(walk(entry(), step('applied', '2023-11-10')))).toBe('applied');
    expect(() => walk(entry(), step('won', '2023-11-01'))).toThrow('已申报');
    expect(() => walk(entry(), step('applied', '2023-11-02'), step('recommended', '2023-11-01'))).toThrow(
      '早于',
    );
    const before = walk(entry(), step('applied', '2023-11-01'));
    const recommended = walk(before, step('recommended', '2023-11-20'));
    const others = (count: number, one: Entry) =>
      Array.from({ length: count }, (_, at) => ({ ...one, lead: `另${at}` }));
    const next = step('recommended', '2023-11-21');
    expect(() => advanced(before, next, challenge, rules, others(2, recommended))).toThrow('2 家');
    expect(stateOf(advanced(before, next, challenge, rules, others(1, recommended)))).toBe('recommended');
    const listed = walk(recommended, step('shortlisted', '2024-01-01'));
    const list = step('shortlisted', '2024-01-02');
    expect(() => advanced(recommended, list, challenge, rules, others(5, listed))).toThrow('入围');
    expect(stateOf(advanced(recommended, list, challenge, rules, others(4, listed)))).toBe('shortlisted');
  });

  it('ends: from every state an end can be reached, and from an end nothing', () => {
    const reaches = (from: ChallengeState, seen = new Set<ChallengeState>()): boolean =>
      from === 'terminated' ||
      (!seen.has(from) && NEXT_STATES[from].some((to) => reaches(to, new Set([...seen, from]))));
    for (const state of CHALLENGE_STATES)
      if (!['won', 'finished', 'terminated'].includes(state)) expect(reaches(state)).toBe(true);
      else expect(NEXT_STATES[state]).toEqual([]);
  });

  it('a random walk of steps is never in a state that its last step does not name', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...CHALLENGE_STATES), { maxLength: 12 }), (tos) => {
        let now = entry();
        for (const [at, to] of tos.entries()) {
          const day = `2023-10-${String(at + 1).padStart(2, '0')}`;
          try {
            now = advanced(now, step(to, day, { measured: { 1: 300, 2: 2 } }), challenge, rules, []);
          } catch (error) {
            expect(error).toHaveProperty('zh');
            continue;
          }
          expect(stateOf(now)).toBe(to);
        }
      }),
    );
  });

  it('the rules are those of the day of publication', () => {
    const later = { ...rules, id: 'later', from: '2025-01-01' };
    const earlier = { ...rules, to: '2025-01-01' };
    expect(rulesFor(challenge, [later, earlier], '2026-01-01').id).toBe('r');
    expect(rulesFor({ ...challenge, published: '2025-01-01' }, [later, earlier], '2026-01-01').id).toBe(
      'later',
    );
    expect(() => rulesFor({ ...challenge, published: '2020-01-01' }, [later], '2026-01-01')).toThrow(
      '2020-01-01',
    );
  });
});
