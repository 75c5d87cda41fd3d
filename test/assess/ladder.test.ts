import { expect, test } from 'vitest';
import {
  blocking,
  FIRM_LADDER,
  type HeldTitle,
  heldBack,
  type JudgedCriterion,
  ladderCounts,
  ladderCountsBy,
  lapses,
  movement,
  type Rulebook,
  riseCases,
  rungOf,
  rungOfIndicator,
  type Subject,
  standingOf,
  type Verdict,
} from '../../src/assess/index.js';
import { caseStates } from './case-states.js';

const ON = '2026-06-30';
const held = (title: string, from: string | null, to: string | null): HeldTitle => ({ title, from, to });
const firm = (name: string, titles: HeldTitle[] | null): Subject => ({
  name,
  creditCode: null,
  area: null,
  industry: null,
  single: new Map(),
  yearly: new Map(),
  titles,
  awards: null,
  faults: [],
  origin: new Map(),
});

const NONE = firm('无', []);
const UNKNOWN = firm('不明', null);
const INNOVATIVE = firm('创新', [held('创新型', '2024-09-01', '2027-08-31')]);
const SPECIALISED = firm('专精', [
  held('创新型中小企业', '2023-09-01', '2026-08-31'),
  held('专精特新中小企业', '2024-11-20', '2027-11-19'),
]);
const LAPSED = firm('到期', [
  held('创新型', '2024-09-01', '2027-08-31'),
  held('专精特新', '2022-12-15', '2025-12-14'),
]);
const GIANT = firm('巨人', [
  held('专精特新', '2024-11-20', null),
  held('专精特新“小巨人”企业', '2025-10-20', '2028-10-19'),
]);
const FIRMS = [NONE, UNKNOWN, INNOVATIVE, SPECIALISED, LAPSED, GIANT];

test('titles of registers find their rung; a little giant is no specialised firm', () => {
  expect(rungOf('创新型中小企业')).toBe(0);
  expect(rungOf('科技型')).toBe(0);
  expect(rungOf('专精特新')).toBe(1);
  expect(rungOf('专精特新 “小巨人” 企业')).toBe(2);
  expect(rungOf('制造业单项冠军企业')).toBe(3);
  expect(rungOf('高新技术企业')).toBeNull();
});

test('indicators of pages find their rung', () => {
  expect(rungOfIndicator('专精特新中小企业数量')).toBe(1);
  expect(rungOfIndicator('专精特新“小巨人”企业')).toBe(2);
  expect(rungOfIndicator('国家专精特新小巨人企业')).toBe(2);
  expect(rungOfIndicator('创新型中小企业')).toBe(0);
  expect(rungOfIndicator('高新技术企业')).toBeNull();
});

test('the last day of validity counts, the day after does not', () => {
  expect(standingOf(LAPSED, '2025-12-14').highest).toBe(1);
  expect(standingOf(LAPSED, '2025-12-15').highest).toBe(0);
  expect(standingOf(UNKNOWN, ON).highest).toBeNull();
  expect(standingOf(NONE, ON).highest).toBe(-1);
});

test('counts: holders on every rung, each firm once by its highest', () => {
  const count = ladderCounts(FIRMS, ON);
  expect(count).toMatchObject({ firms: 6, unknown: 1, none: 1 });
  expect(count.rungs.map(({ holders }) => holders)).toEqual([3, 2, 1, 0]);
  expect(count.rungs.map(({ highest }) => highest)).toEqual([2, 1, 1, 0]);
  expect(count.rungs.map(({ undated }) => undated)).toEqual([0, 1, 0, 0]);
  const titled = count.rungs.reduce((sum, { highest }) => sum + highest, 0);
  expect(titled + count.none + count.unknown).toBe(count.firms);
});

test('groups add up to the whole; what has no group comes last', () => {
  const areas = new Map([
    [SPECIALISED, '甲市'],
    [GIANT, '甲市'],
    [INNOVATIVE, '乙市'],
  ]);
  const groups = ladderCountsBy(FIRMS, ON, (one) => areas.get(one) ?? null);
  expect(groups.map(({ key, count }) => [key, count.firms])).toEqual([
    ['甲市', 2],
    ['乙市', 1],
    [null, 3],
  ]);
});

test('who lapses: soonest first, nobody whose title a later entry carries on', () => {
  const renewed = firm('续', [
    held('创新型', '2023-09-01', '2026-08-31'),
    held('创新型', '2026-09-01', '2029-08-31'),
  ]);
  const found = lapses([...FIRMS, renewed], ON, { since: ON, until: '2027-08-31' });
  expect(found.map(({ firm: at, to, days }) => [FIRMS[at]?.name, to, days])).toEqual([
    ['专精', '2026-08-31', 62],
    ['创新', '2027-08-31', 427],
    ['到期', '2027-08-31', 427],
  ]);
});

test('movement between two days by the days of the titles', () => {
  const moved = movement(FIRMS, '2025-06-30', ON);
  expect(moved.firms).toBe(5);
  expect(moved.rose.map((at) => FIRMS[at]!.name)).toEqual(['巨人']);
  expect(moved.fell.map((at) => FIRMS[at]!.name)).toEqual(['到期']);
  expect(moved.rungs[1]).toMatchObject({ before: 3, after: 2, kept: 2, gained: [], lost: [4] });
  expect(moved.flows.flat().reduce((sum, n) => sum + n, 0)).toBe(5);
  // 专精特新 to 小巨人, and 专精特新 to 创新型.
  expect([moved.flows[2]![3], moved.flows[2]![1]]).toEqual([1, 1]);
});

const criterion = (id: string, state: JudgedCriterion['state']): JudgedCriterion => ({
  id,
  clause: '',
  text: { zh: id, en: id },
  state,
  wanted: { zh: '', en: '' },
  actual: null,
  period: null,
  sources: [],
  reason: { zh: '', en: '' },
  exception: null,
  confidence: 'V2',
  parts: [],
});

/** `short` by criterion: in the unit of a threshold of 100. */
function judged(
  name: string,
  states: Record<string, JudgedCriterion['state']>,
  short: Record<string, number | null>,
) {
  const unmet = Object.values(states).includes('unmet');
  const unknown = Object.values(states).includes('unknown');
  const verdict = {
    title: '',
    subject: name,
    state: unmet ? 'unmet' : unknown ? 'unknown' : 'met',
    criteria: Object.entries(states).map(([id, state]) => criterion(id, state)),
    gaps: Object.entries(short).map(([id, gap]) => ({
      criterion: id,
      state: 'unmet',
      short: gap,
      unit: '万元',
      text: { zh: '', en: '' },
      earliest: null,
      remedy: null,
    })),
  } as unknown as Verdict;
  const rulebook = {
    criteria: ['a', 'b', 'c'].map((id) => ({ id, condition: { item: id, atLeast: 100, unit: '万元' } })),
  } as unknown as Rulebook;
  return { verdict, rulebook };
}

test('a criterion that a shortcut makes good does not block', () => {
  const { verdict } = judged('x', { a: 'unmet', b: 'unmet', c: 'met' }, { b: 10 });
  expect(blocking(verdict).map(({ id }) => id)).toEqual(['b']);
  expect(blocking(judged('y', { a: 'unmet' }, {}).verdict).map(({ id }) => id)).toEqual(['a']);
  expect(blocking(judged('z', { a: 'met' }, {}).verdict)).toEqual([]);
});

test('near misses first: fewest unmet, then nearest to the threshold, then least unknown', () => {
  const verdicts = new Map([
    ['far', judged('far', { a: 'unmet', b: 'met' }, { a: 80 })],
    ['two', judged('two', { a: 'unmet', b: 'unmet' }, { a: 1, b: 1 })],
    ['near', judged('near', { a: 'unmet', b: 'met' }, { a: 5 })],
    ['nearUnknown', judged('nearUnknown', { a: 'unmet', b: 'unknown' }, { a: 5 })],
    ['ready', judged('ready', { a: 'met', b: 'met' }, {})],
  ]);
  const firms = [...verdicts.keys()].map((name) => firm(name, [held('创新型', null, null)]));
  const asked: string[] = [];
  const cases = riseCases([...firms, UNKNOWN, GIANT], ON, (at, title) => {
    asked.push(title);
    const found = verdicts.get(firms[at]?.name ?? '');
    return found === undefined ? null : caseStates(found);
  });
  expect(cases.map(({ firm: at }) => firms[at]!.name)).toEqual([
    'ready',
    'near',
    'nearUnknown',
    'far',
    'two',
  ]);
  expect(cases.every(({ rung, title }) => rung === 1 && title === '专精特新')).toBe(true);
  // Nobody whose titles are unknown is judged; a little giant is judged for the title above.
  expect(asked).toEqual([...firms.map(() => '专精特新'), '单项冠军']);
  expect(cases.map(({ distance }) => distance)).toEqual([0, 0.05, 0.05, 0.8, 0.02]);

  const back = heldBack(cases);
  expect(
    back.map(({ criterion: { id }, unmet, alone, unknown, of }) => [id, unmet, alone, unknown, of]),
  ).toEqual([
    ['a', 4, 3, 0, 5],
    ['b', 1, 0, 1, 5],
  ]);
});

test('of several titles on a rung the nearest counts', () => {
  const cases = riseCases([NONE], ON, (_, title) =>
    caseStates(
      title === '科技型'
        ? judged('x', { a: 'unmet' }, { a: 10 })
        : judged('x', { a: 'unmet', b: 'unmet' }, { a: 1, b: 1 }),
    ),
  );
  expect(cases.map(({ title, unmet }) => [title, unmet.length])).toEqual([['科技型', 1]]);
  expect(FIRM_LADDER[0]!.titles).toHaveLength(2);
});
