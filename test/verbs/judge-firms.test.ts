import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blocking, FIRM_LADDER, RulebookSet, riseCases, type Subject } from '../../src/assess/index.js';
import { readRulebookFiles } from '../../src/store/index.js';
import { DayOfJudging, judgeFirms } from '../../src/verbs/index.js';
import { distanceOf } from '../assess/case-states.js';
import { anySubject } from '../assess/subjects.js';

const ON = '2026-05-01';
const set = new RulebookSet(await readRulebookFiles('no-such-workspace'));
const titles = [...new Set(set.rulebooks.map(({ title }) => title))];
const AREAS = [null, '110000', '330100', '440300', '510100', '999999'];
const subjects = fc
  .sample(anySubject([...set.rulebooks], set.items), { numRuns: 150, seed: 11 })
  .map((subject, i): Subject => ({ ...subject, area: AREAS[i % AREAS.length]! }));

describe('many firms at once', () => {
  for (const drafts of [false, true])
    for (const application of ['new', 'review'] as const)
      it(`says of every firm what the judge says: ${application}${drafts ? ', drafts' : ''}`, async () => {
        const day = new DayOfJudging(set, { on: ON, drafts, area: '320000' });
        const judged = await judgeFirms(subjects, titles, day, application);
        const seen = new Map<string, number>();
        for (const [firm, subject] of subjects.entries())
          for (const [at, title] of titles.entries()) {
            const where = `${title} of firm ${firm}`;
            const states = judged.states(firm, at);
            const chosen = day.counting(title, application, day.areaOf(subject));
            if (chosen === null) {
              expect(states.choice.chosen === null || states.choice.withheld, where).toBe(true);
              continue;
            }
            const { verdict, rulebook } = day.judge(subject, title, application)!;
            const ids = (state: string) =>
              verdict.criteria.filter((one) => one.state === state).map(({ id }) => id);
            expect(states.state, where).toBe(verdict.state);
            expect(judged.state(firm, at), where).toBe(verdict.state);
            expect(states.unmet, where).toEqual(blocking(verdict).map(({ id }) => id));
            expect(states.unknown, where).toEqual(ids('unknown'));
            expect(states.manual, where).toEqual(ids('manualReview'));
            expect(judged.criteria(firm, at, 'fail'), where).toEqual(ids('unmet'));
            expect(judged.criteria(firm, at, 'notApplicable'), where).toEqual(ids('notApplicable'));
            // A rulebook that only grades has no gaps to compare with.
            if (rulebook.pass !== null || states.unmet.length === 0)
              expect(states.distance, where).toBeCloseTo(distanceOf(verdict, rulebook), 3);
            expect(states.level, where).toEqual(
              verdict.level && { low: verdict.level.low?.id ?? null, high: verdict.level.high?.id ?? null },
            );
            expect(states.scores.map(({ id }) => id)).toEqual(verdict.scores.map(({ id }) => id));
            for (const [i, { low, high }] of verdict.scores.entries()) {
              expect(states.scores[i]!.low, where).toBeCloseTo(low, 6);
              expect(states.scores[i]!.high, where).toBeCloseTo(high, 6);
            }
            seen.set(states.state, (seen.get(states.state) ?? 0) + 1);
            if (states.unmet.length > 0 && states.unmet.length < ids('unmet').length)
              seen.set('turning', (seen.get('turning') ?? 0) + 1);
          }
        // The firms are of every kind, and of some the verdict turns on less than all that is unmet.
        for (const kind of ['met', 'unmet', 'unknown', 'manualReview', 'turning'])
          expect(seen.get(kind) ?? 0, kind).toBeGreaterThan(0);
      });

  it('finds who could rise', async () => {
    const day = new DayOfJudging(set, { on: ON, drafts: false });
    const rungs = FIRM_LADDER.flatMap((rung) => rung.titles.map(({ title }) => title));
    const judged = await judgeFirms(subjects, rungs, day, 'new');
    const cases = riseCases(subjects, ON, (firm, title) => {
      const { choice, ...states } = judged.states(firm, rungs.indexOf(title));
      return choice.chosen === null || choice.withheld
        ? null
        : { ...states, rulebook: choice.chosen.rulebook };
    });
    expect(cases.length).toBeGreaterThan(20);
    for (const { firm, title, state, unmet } of cases) {
      const { verdict } = day.judge(subjects[firm]!, title, 'new')!;
      expect(state).toBe(verdict.state);
      expect(unmet).toEqual(blocking(verdict).map(({ id }) => id));
    }
  });

  it('of no firms, and of a title that nobody gives', async () => {
    const day = new DayOfJudging(set, { on: ON, drafts: false });
    expect((await judgeFirms([], titles, day, 'new')).firms).toBe(0);
    const judged = await judgeFirms(subjects.slice(0, 2), ['不存在的称号'], day, 'new');
    expect(judged.states(1, 0)).toMatchObject({ state: 'unknown', unmet: [], choice: { chosen: null } });
    expect(judged.choices(0)[0]!.reason?.zh).toContain('不存在的称号');
  });
});
