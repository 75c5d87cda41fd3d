import { describe, expect, it } from 'vitest';
import { type AssessOptions, assess, judge, RulebookSet, subjectOf } from '../../src/assess/index.js';
import { allShipped, items, levelRulebook, sample, shipped, text } from './shipped.js';

const littleGiant = shipped('little-giant-2026');
const judged = (changes: Record<string, unknown> = {}) =>
  judge(littleGiant, sample(changes), { on: '2026-05-01', application: 'new', items, levelRulebook });
const state = (verdict: ReturnType<typeof judged>, id: string) =>
  verdict.criteria.find((criterion) => criterion.id === id)!;

describe('the firm of the specification, as a little giant on 2026-05-01', () => {
  it('meets every numeric criterion; what it did not declare is for a person to review', () => {
    const verdict = judged();
    expect(verdict.state).toBe('manualReview');
    const states = Object.fromEntries(verdict.criteria.map((criterion) => [criterion.id, criterion.state]));
    for (const id of [
      'sme',
      'tier',
      'years',
      'revenue',
      'main-share',
      'growth',
      'debt',
      'rd-amount',
      'rd-share',
      'ip',
      'market',
      'score-new',
    ])
      expect(states[id], id).toBe('met');
    expect(Object.values(states)).not.toContain('unmet');
    expect(states['score-review']).toBe('notApplicable');
  });

  it('shows what was wanted, found and when', () => {
    expect(state(judged(), 'growth')).toMatchObject({
      wanted: { zh: '近两年复合增长率 ≥ 5%' },
      actual: { zh: '8.31%（2023 年 5200 → 2025 年 6100 万元）' },
      period: '2023/2025',
    });
  });

  it('tells which year falls short', () => {
    const criterion = state(judged({ rdExpense: { '2024': 1100, '2025': 175 } }), 'rd-share');
    expect(criterion.state).toBe('unmet');
    expect(criterion.reason.zh).toBe('2025 年研发费用占营业收入的比重 2.87%，低于 3%；须近两年每年均达到');
  });

  it('never uses a value of another year', () => {
    const criterion = state(judged({ revenue: { '2023': 5200, '2024': 5600 } }), 'revenue');
    expect(criterion.state).toBe('unknown');
    expect(criterion.reason.zh).toBe('缺 2025 年营业收入（有 2023、2024 年的，不是所需年份，不采用）');
  });
});

describe('every rulebook that is shipped', () => {
  it.each(allShipped().map((rulebook) => [rulebook.id, rulebook] as const))(
    '%s judges a firm of which much, little and nothing is known, in both languages',
    (_, rulebook) => {
      for (const subject of [
        sample(),
        sample({ revenue: {}, ip: {}, titles: [] }),
        subjectOf({ name: '空' }, { items }),
      ])
        for (const application of ['new', 'review'] as const) {
          const verdict = judge(rulebook, subject, {
            on: '2026-05-01',
            application,
            items,
            levelRulebook,
            drafts: true,
          });
          expect(verdict.criteria).toHaveLength(rulebook.criteria.length);
          const texts = JSON.stringify(verdict);
          expect(texts).not.toMatch(/undefined|NaN|Infinity|∞/);
          for (const { reason, state } of verdict.criteria) {
            expect(reason.zh).not.toBe('');
            expect(reason.en).not.toBe('');
            if (subject.name === '空') expect(state).not.toBe('met');
          }
        }
    },
  );
});

describe('a set of rulebooks', () => {
  const set = new RulebookSet(
    [
      'items',
      'size-class-2017',
      'specialised-sme-2022',
      'specialised-sme-2026',
      'little-giant-2022',
      'little-giant-2026',
    ].map((id) => ({ file: `rulebooks/${id}.yaml`, content: text(id), from: 'package' as const })),
  );
  const at = (title: string, on: string, rest: Partial<AssessOptions> = {}) =>
    assess(set, sample(), { title, on, application: 'new', ...rest });

  it('chooses by the day, and says why', () => {
    const verdict = at('专精特新“小巨人”企业', '2026-05-01');
    expect(verdict.rulebook).toMatchObject({ id: 'little-giant-2026', draft: false });
    expect(verdict.rulebook.whyChosen.zh).toContain('2026-04-01 起');
    expect(verdict.state).toBe('manualReview');
    expect(at('小巨人', '2026-03-31').rulebook.id).toBe('little-giant-2022');
  });

  it('computes nothing by a draft, and everything where drafts are asked for', () => {
    const withheld = at('小巨人', '2026-03-31');
    expect(withheld).toMatchObject({ state: 'manualReview', rulebook: { draft: true } });
    expect(new Set(withheld.criteria.map(({ state }) => state))).toEqual(new Set(['manualReview']));
    const computed = at('小巨人', '2026-03-31', { drafts: true });
    expect(computed.criteria.map(({ state }) => state)).toContain('met');
    expect(computed.reason.zh).toContain('草案');
  });

  it('says what there is where none counts', () => {
    expect(() => at('小巨人', '2019-01-01')).toThrow(/没有适用的规则/);
    expect(() => at('大巨人', '2026-05-01')).toThrow(/小巨人/);
  });
});

describe('one explanation', () => {
  it('takes less than 5 ms of processor time', () => {
    const explain = (times: number) => {
      for (let time = 0; time < times; time++) judged({ yearsInSegment: 1 });
    };
    explain(30);
    const before = process.cpuUsage();
    explain(60);
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000 / 60).toBeLessThan(5);
  });
});
