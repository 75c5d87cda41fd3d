/** Worked cases of the official rules: what each comes to, by the shipped rulebooks. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Application, judge, RulebookSet, subjectOf, titleNames } from '../../../src/assess/index.js';

const folder = new URL('../../../rulebooks/', import.meta.url);
const shipped = new RulebookSet(
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => ({
      file: `rulebooks/${name}`,
      content: readFileSync(new URL(name, folder), 'utf8'),
      from: 'package' as const,
    })),
);

interface Asked {
  title: string;
  on?: string;
  application?: Application;
  drafts?: boolean;
  parameters?: Record<string, number>;
}

const choose = (
  title: string,
  on: string,
  application: Application,
  area: string | null = null,
  drafts = true,
) => shipped.choose({ title, on, application, area, drafts });

function judged(
  firm: Record<string, unknown>,
  { title, on = '2026-05-01', application = 'new', drafts = false, parameters = {} }: Asked,
) {
  const { items } = shipped;
  const subject = subjectOf({ name: '示例', ...firm }, { items, titleNames: titleNames(shipped.rulebooks) });
  expect(subject.faults).toEqual([]);
  const { rulebook, why } = choose(title, on, application, subject.area, drafts);
  return judge(rulebook, subject, {
    on,
    application,
    items,
    drafts,
    whyChosen: why,
    parameters: new Map(Object.entries(parameters)),
    levelRulebook: (other) => choose(other, on, application).rulebook,
  });
}

type Verdict = ReturnType<typeof judged>;
const state = ({ criteria }: Verdict, id: string) => criteria.find((criterion) => criterion.id === id)!.state;
/** Of criteria of which one applies. */
const stateOfOne = ({ criteria }: Verdict, ids: string[]) =>
  criteria.filter(({ id, state }) => ids.includes(id) && state !== 'notApplicable').map(({ state }) => state);
const score = ({ scores }: Verdict, part?: string) => {
  const table = scores[0]!;
  const { low, high } = part === undefined ? table : table.parts.find(({ id }) => id === part)!;
  return [low, high];
};

/** A small firm of manufacturing that declares nothing amiss. */
const sound = {
  industry: 'C3484',
  staff: { '2025': 150 },
  revenue: { '2025': 10000 },
  flags: {
    legalPerson: true,
    residentEnterprise: true,
    dishonest: false,
    abnormalOperation: false,
    restrictedProduct: false,
    majorAccident: false,
    researchDishonesty: false,
    dataFraud: false,
    controlledByLittleGiant: false,
    groupDuplicate: false,
  },
  titles: [],
  awards: [],
};

describe('创新型中小企业 (2022)', () => {
  // R&D 5 % of revenue, main revenue 70 % of it and 10 % above the year before, debt 55 %.
  const exact = {
    ...sound,
    ip: { class1HighValue: 0, class1SelfDeveloped: 0, class1: 0, class2: 1 },
    revenue: { '2025': 11000 },
    mainRevenue: { '2024': 7000, '2025': 7700 },
    rdExpense: { '2025': 550 },
    liabilities: { '2025': 55 },
    assets: { '2025': 100 },
    strategicEmerging: true,
  };

  it('1: class II property, R&D 5 %, growth 10 %, debt 55 %, emerging product, main 70 %: 80 points and through', () => {
    const verdict = judged(exact, { title: '创新型' });
    expect(score(verdict, 'innovation')).toEqual([25, 25]);
    expect(score(verdict, 'growth')).toEqual([25, 25]);
    expect(score(verdict, 'specialisation')).toEqual([30, 30]);
    expect(score(verdict)).toEqual([80, 80]);
    expect(verdict.state).toBe('met');
  });

  it('2: no property and R&D 3 %: 15 of innovation fail a total of 70', () => {
    const verdict = judged(
      {
        ...exact,
        ip: { class1HighValue: 0, class1SelfDeveloped: 0, class1: 0, class2: 0 },
        rdExpense: { '2025': 330 },
      },
      { title: '创新型' },
    );
    expect(score(verdict, 'innovation')).toEqual([15, 15]);
    expect(score(verdict)).toEqual([70, 70]);
    expect(state(verdict, 'score-total')).toBe('met');
    expect(state(verdict, 'score-innovation')).toBe('unmet');
    expect(verdict.state).toBe('unmet');
  });

  it.each([
    ['award of the province', { awards: [{ level: '省部级', rank: 9, date: '2023-05-01' }] }],
    ['high-tech title', { titles: [{ title: '国家高新技术企业', from: '2024-01-01', to: '2026-12-31' }] }],
    ['IP title', { titles: [{ title: '国家知识产权优势企业', from: '2024-01-01', to: null }] }],
    ['R&D institution of the province', { rdInstitution: '省部级' }],
    ['equity of 500 within three years', { equityRaised: { '2023': 0, '2024': 499.99, '2025': 0.01 } }],
  ])('a shortcut goes before the score: %s', (_, claim) => {
    const without = {
      ...exact,
      ip: { class1HighValue: 0, class1SelfDeveloped: 0, class1: 0, class2: 0 },
      rdExpense: { '2025': 0 },
    };
    expect(judged(without, { title: '创新型' }).state).toBe('unmet');
    expect(judged({ ...without, ...claim }, { title: '创新型' }).state).toBe('met');
  });

  it.each([
    ['award of the city', { awards: [{ level: '市级', rank: 1, date: '2025-05-01' }] }],
    ['award of more than three years ago', { awards: [{ level: '国家级', rank: 1, date: '2023-04-30' }] }],
    [
      'high-tech title that has lapsed',
      { titles: [{ title: '高新技术企业', from: '2023-04-30', to: '2026-04-30' }] },
    ],
    ['institution of the city', { rdInstitution: '市级' }],
    ['equity of 499.99', { equityRaised: { '2023': 0, '2024': 499.99, '2025': 0 } }],
    ['equity of four years ago', { equityRaised: { '2022': 900, '2023': 0, '2024': 0, '2025': 0 } }],
  ])('no shortcut: %s', (_, claim) => {
    const without = {
      ...exact,
      ip: { class1HighValue: 0, class1SelfDeveloped: 0, class1: 0, class2: 0 },
      rdExpense: { '2025': 0 },
    };
    expect(judged({ ...without, ...claim }, { title: '创新型' }).state).toBe('unmet');
  });

  it('a gate goes before any shortcut', () => {
    const held = { titles: [{ title: '高新技术企业', from: '2024-01-01', to: '2026-12-31' }] };
    const flags = { ...sound.flags, dishonest: true };
    expect(judged({ ...exact, ...held, flags }, { title: '创新型' }).state).toBe('unmet');
    const large = { staff: { '2025': 1000 }, revenue: { '2025': 40000 } };
    expect(judged({ ...exact, ...held, ...large }, { title: '创新型' }).state).toBe('unmet');
    const { legalPerson: _, ...undeclared } = sound.flags;
    expect(judged({ ...exact, ...held, flags: undeclared }, { title: '创新型' }).state).toBe('manualReview');
  });

  it('Guangdong: update by the end of April, and nowhere else', () => {
    const yearly = (area: string | null) =>
      choose('创新型', '2026-05-01', 'new', area).rulebook.duties.flatMap(({ due }) =>
        'yearly' in due ? due.yearly : [],
      );
    expect(yearly('440300')).toEqual(['04-30']);
    expect(yearly('330100')).toEqual([]);
  });
});

describe('科技型中小企业 (2017)', () => {
  const firm = {
    ...sound,
    staff: { '2025': 100 },
    assets: { '2025': 9000 },
    costExpense: { '2025': 9000 },
    rdExpense: { '2025': 600 },
    ip: { class1: 1, class2: 0 },
    standards: { led: 0 },
  };

  it('11: 9 % of staff give no points, and nothing else makes up for it', () => {
    const verdict = judged({ ...firm, techStaff: { '2025': 9 } }, { title: '科技型' });
    expect(score(verdict)).toEqual([80, 80]);
    expect(score(verdict, 'staff')).toEqual([0, 0]);
    expect(state(verdict, 'score-total')).toBe('met');
    expect(state(verdict, 'score-staff')).toBe('unmet');
    expect(verdict.state).toBe('unmet');
  });

  it('10 % of staff are enough', () => {
    const verdict = judged({ ...firm, techStaff: { '2025': 10 } }, { title: '科技型' });
    expect(score(verdict)).toEqual([84, 84]);
    expect(verdict.state).toBe('met');
  });

  it.each([
    ['staff', { staff: { '2025': 501 }, techStaff: { '2025': 200 } }],
    ['revenue', { revenue: { '2025': 20000.01 }, rdExpense: { '2025': 2000 } }],
    ['assets', { assets: { '2025': 20000.01 } }],
  ])('gate of %s: the number itself is inside, more is not', (gate, over) => {
    const limit = {
      ...firm,
      staff: { '2025': 500 },
      techStaff: { '2025': 200 },
      revenue: { '2025': 20000 },
      assets: { '2025': 20000 },
      rdExpense: { '2025': 1200 },
    };
    expect(judged(limit, { title: '科技型' }).state).toBe('met');
    const verdict = judged({ ...limit, ...over }, { title: '科技型' });
    expect(state(verdict, gate)).toBe('unmet');
    expect(verdict.state).toBe('unmet');
  });

  it.each([
    [
      'high-tech certificate',
      { titles: [{ title: '高新技术企业', from: '2024-01-01', to: '2026-12-31' }] },
      'met',
    ],
    ['national award, third', { awards: [{ level: '国家级', rank: 3, date: '2021-05-01' }] }, 'met'],
    ['national award, fourth', { awards: [{ level: '国家级', rank: 4, date: '2025-05-01' }] }, 'unmet'],
    ['award of the province', { awards: [{ level: '省部级', rank: 1, date: '2025-05-01' }] }, 'unmet'],
    ['institution of the province', { rdInstitution: '省部级' }, 'met'],
    ['a standard that it led', { standards: { led: 1 } }, 'met'],
  ])('article 8: %s is %s', (_, claim, wanted) => {
    const none = { ...firm, techStaff: { '2025': 0 }, ...claim };
    expect(judged(none, { title: '科技型' }).state).toBe(wanted);
  });
});

describe('专精特新中小企业 (2026)', () => {
  const asked = { title: '专精特新' };

  it.each([
    ['3: revenue 1400, equity 2000', { '2024': 2000, '2025': 0 }, 'met'],
    ['3: revenue 1400, equity 1900', { '2024': 1900, '2025': 0 }, 'unmet'],
    ['equity of three years ago', { '2023': 2000, '2024': 0, '2025': 0 }, 'unmet'],
  ])('%s: %s', (_, equityRaised, wanted) => {
    const verdict = judged({ revenue: { '2025': 1400 }, equityRaised }, asked);
    expect(state(verdict, 'revenue')).toBe(wanted);
  });

  it('4: 110 and 95 of R&D are not 100 in each year', () => {
    expect(state(judged({ rdExpense: { '2024': 110, '2025': 95 } }, asked), 'rd-amount')).toBe('unmet');
    expect(state(judged({ rdExpense: { '2024': 100, '2025': 100 } }, asked), 'rd-amount')).toBe('met');
  });

  it.each([
    [
      'third of an award of the province',
      { awards: [{ level: '省部级', rank: 3, date: '2024-01-01' }] },
      'met',
    ],
    ['fourth of it', { awards: [{ level: '省部级', rank: 4, date: '2024-01-01' }] }, 'unmet'],
    ['an R&D institution of the province', { rdInstitution: '省部级' }, 'met'],
    ['one of the city', { rdInstitution: '市级' }, 'unmet'],
  ])('without class I property, %s is %s', (_, claim, wanted) => {
    expect(state(judged({ ip: { class1: 0 }, awards: [], ...claim }, asked), 'ip')).toBe(wanted);
  });

  it('a title of the first tier, by any of its names and in validity', () => {
    const held = (title: string, to: string) =>
      state(judged({ titles: [{ title, from: '2023-06-01', to }] }, asked), 'tier');
    expect(held('创新型中小企业', '2026-05-31')).toBe('met');
    expect(held('科技型中小企业', '2026-12-31')).toBe('met');
    expect(held('科技和创新型中小企业', '2026-12-31')).toBe('met');
    expect(held('创新型中小企业', '2026-04-30')).toBe('unmet');
    expect(held('小巨人', '2026-12-31')).toBe('unmet');
  });

  it('new: the score of this year; review: either of the last two', () => {
    const scores = (platformScore: Record<string, number>, application: Application) => {
      const verdict = judged({ platformScore }, { title: '专精特新', application });
      return state(verdict, application === 'new' ? 'score-new' : 'score-review');
    };
    expect(scores({ '2026': 50 }, 'new')).toBe('met');
    expect(scores({ '2026': 49.99 }, 'new')).toBe('unmet');
    expect(scores({ '2025': 80 }, 'new')).toBe('unknown');
    expect(scores({ '2024': 50, '2025': 20 }, 'review')).toBe('met');
    expect(scores({ '2024': 49, '2025': 49 }, 'review')).toBe('unmet');
  });

  it('the standing in the market is never computed', () => {
    const share = { marketShare: { value: 60, rank: 1, scope: '全球' } };
    expect(state(judged(share, asked), 'market')).toBe('manualReview');
  });
});

describe('小巨人 (2026)', () => {
  const asked = { title: '小巨人' };

  it('5: 500 and 700 of R&D make 1200, but 2.9 % in one year is short', () => {
    const verdict = judged(
      { rdExpense: { '2024': 500, '2025': 700 }, revenue: { '2024': 500 / 0.03, '2025': 700 / 0.029 } },
      asked,
    );
    expect(state(verdict, 'rd-amount')).toBe('met');
    expect(state(verdict, 'rd-share')).toBe('unmet');
    const three = {
      rdExpense: { '2024': 500, '2025': 700 },
      revenue: { '2024': 500 / 0.03, '2025': 700 / 0.03 },
    };
    expect(state(judged(three, asked), 'rd-share')).toBe('met');
  });

  it.each([
    ['6: 9 % and third at home', { value: 9, rank: 3, scope: '国内' }, 'met'],
    ['9 % and fourth at home', { value: 9, rank: 4, scope: '国内' }, 'unmet'],
    ['10 % at home, fourth', { value: 10, rank: 4, scope: '国内' }, 'met'],
    ['10 % of the world, fourth', { value: 10, rank: 4, scope: '全球' }, 'met'],
    ['9 % and third of the world', { value: 9, rank: 3, scope: '全球' }, 'unmet'],
    ['40 % and first of the province', { value: 40, rank: 1, scope: '省内' }, 'unmet'],
    ['9.99 % alone', { value: 9.99, scope: '国内' }, 'unknown'],
  ])('%s: %s', (_, marketShare, wanted) => {
    expect(state(judged({ marketShare }, asked), 'market')).toBe(wanted);
  });

  it('7: growth does not count in a review', () => {
    const revenue = { '2024': 10000, '2025': 9900, '2026': 9604 };
    const review = judged({ revenue }, { title: '小巨人', on: '2027-05-01', application: 'review' });
    expect(review.rulebook.id).toBe('little-giant-2026');
    expect(state(review, 'growth')).toBe('notApplicable');
    expect(state(judged({ revenue }, { title: '小巨人', on: '2027-05-01' }), 'growth')).toBe('unmet');
  });

  it('compound growth over two years is not the mean of two', () => {
    // +50 % and then −26.5 %: 5 % a year compound, 11.75 % on average.
    const grown = (last: number) => ({ revenue: { '2023': 10000, '2024': 15000, '2025': last } });
    expect(state(judged(grown(11025), asked), 'growth')).toBe('met');
    expect(state(judged(grown(11024), asked), 'growth')).toBe('unmet');
  });

  it('property that was bought does not count', () => {
    const bought = { ip: { class1: 9, class1SelfDeveloped: 3, class1Transferred: 6 }, awards: [] };
    expect(state(judged(bought, asked), 'ip')).toBe('unmet');
    const award = { awards: [{ level: '国家级', rank: 3, date: '2024-01-01' }] };
    expect(state(judged({ ...bought, ...award }, asked), 'ip')).toBe('met');
    const lesser = { awards: [{ level: '省部级', rank: 1, date: '2024-01-01' }] };
    expect(state(judged({ ...bought, ...lesser }, asked), 'ip')).toBe('unmet');
  });

  it('a single champion does not file anew', () => {
    const titles = [{ title: '制造业单项冠军企业', from: '2024-01-01', to: '2026-12-31' }];
    expect(state(judged({ titles }, asked), 'champion')).toBe('unmet');
    expect(
      state(judged({ titles }, { title: '小巨人', on: '2027-05-01', application: 'review' }), 'champion'),
    ).toBe('notApplicable');
  });
});

describe('awards: the last day and the last place that count', () => {
  const nothingElse = { ip: { class1: 0, class1SelfDeveloped: 0 }, rdInstitution: '无' };
  it.each([
    ['创新型', 'direct-award', '2026-05-01', '省部级', 3, null],
    ['科技型', 'direct-award', '2026-05-01', '国家级', 5, 3],
    ['专精特新', 'ip', '2026-05-01', '省部级', 3, 3],
    ['小巨人', 'ip', '2026-05-01', '国家级', 3, 3],
    ['专精特新', 'direct-award', '2026-03-31', '省部级', 3, 3],
    ['专精特新', 'direct-award', '2026-03-31', '国家级', 3, 5],
    ['小巨人', 'direct-award', '2026-03-31', '国家级', 3, 3],
  ] as [string, string, string, string, number, number | null][])(
    '%s %s on %s: %s within %s years, place %s',
    (title, criterion, on, level, years, place) => {
      const won = (award: { level: string; rank: number; date: string }) =>
        state(judged({ ...nothingElse, awards: [award] }, { title, on, drafts: true }), criterion);
      const year = Number(on.slice(0, 4)) - years;
      const first = `${year}${on.slice(4)}`;
      const before = on.endsWith('05-01') ? `${year}-04-30` : `${year}-03-30`;
      const rank = place ?? 99;
      expect(won({ level, rank, date: first })).toBe('met');
      expect(won({ level, rank, date: before })).toBe('unmet');
      if (place !== null) expect(won({ level, rank: place + 1, date: first })).toBe('unmet');
      expect(won({ level: '市级', rank: 1, date: first })).toBe('unmet');
      if (level === '国家级' && place !== 5)
        expect(won({ level: '省部级', rank: 4, date: first })).toBe('unmet');
    },
  );
});

describe('8: which rulebook counts', () => {
  it.each([
    ['专精特新', 'new', '2026-03-31', 'specialised-sme-2022'],
    ['专精特新', 'new', '2026-04-01', 'specialised-sme-2026'],
    ['专精特新', 'review', '2026-04-01', 'specialised-sme-2026'],
    ['小巨人', 'new', '2026-03-31', 'little-giant-2022'],
    ['小巨人', 'new', '2026-04-01', 'little-giant-2026'],
    ['小巨人', 'review', '2026-04-01', 'little-giant-2022'],
    ['小巨人', 'review', '2026-12-31', 'little-giant-2022'],
    ['小巨人', 'review', '2027-01-01', 'little-giant-2026'],
    ['创新型', 'new', '2026-03-31', 'innovative-sme-2022'],
    ['创新型', 'new', '2026-11-21', 'innovative-sme-2022'],
    ['科技型', 'new', '2026-11-21', 'tech-sme-2017'],
  ] as [string, Application, string, string][])('%s, %s, on %s: %s', (title, application, on, id) => {
    expect(choose(title, on, application).rulebook.id).toBe(id);
  });

  it('a draft is not judged by unless asked for', () => {
    expect(() => choose('小巨人', '2026-03-31', 'new', null, false)).toThrow(/draft|草/);
    expect(() => choose('小巨人', '2026-06-01', 'review', null, false)).toThrow(/draft|草/);
  });

  it('rules that nobody has checked are drafts, all others are current', () => {
    const statuses = Object.fromEntries(shipped.rulebooks.map(({ id, status }) => [id, status]));
    const drafts = Object.keys(statuses).filter((id) => statuses[id] === 'draft');
    expect(drafts.sort()).toEqual(['little-giant-2022', 'smart-maturity-2020', 'specialised-sme-2022']);
    for (const { status, confidence } of shipped.rulebooks)
      expect(status === 'draft').toBe(confidence === 'MEM' || confidence === 'CONFLICT');
  });

  it('every rulebook says what it is and where it comes from', () => {
    for (const rulebook of shipped.rulebooks) {
      expect(rulebook.source.file).toBe(`rulebooks/${rulebook.id}.yaml`);
      expect(rulebook.checked).toBe('2026-11-21');
      expect(rulebook.notes.length, rulebook.id).toBeGreaterThan(0);
      expect(rulebook.pass !== null || rulebook.levels.length > 0, rulebook.id).toBe(true);
    }
  });
});

describe('专精特新中小企业 (2022, draft)', () => {
  const asked = { title: '专精特新', on: '2026-03-31', drafts: true };

  it('the score, or one of the ways round it', () => {
    const plain = {
      ...sound,
      yearsInSegment: 2,
      rdExpense: { '2024': 100, '2025': 300 },
      equityRaised: { '2024': 0, '2025': 0 },
    };
    const poor = { ...plain, makerChinaTop500: false };
    expect(state(judged(poor, asked), 'score-total')).toBe('unknown');
    for (const claim of [
      { awards: [{ level: '省部级', rank: 3, date: '2024-01-01' }] },
      { awards: [{ level: '国家级', rank: 5, date: '2024-01-01' }] },
      { rdExpense: { '2024': 700, '2025': 1300 } },
      { equityRaised: { '2024': 3000, '2025': 3000 } },
      { makerChinaTop500: true },
    ])
      expect(judged({ ...poor, ...claim }, asked).state).toBe('met');
  });

  it('70 points in Guangdong, 60 elsewhere', () => {
    const wanted = (area: string) => {
      const { rulebook } = choose('专精特新', '2026-03-31', 'new', area);
      return rulebook.criteria.find(({ id }) => id === 'score-total')!.condition;
    };
    expect(wanted('440300')).toMatchObject({ atLeast: 70 });
    expect(wanted('110000')).toMatchObject({ atLeast: 60 });
  });
});

describe('小巨人 (2022, draft): R&D by revenue', () => {
  it.each([
    ['10000 at 3 %', 10000, 300, 'met'],
    ['10000 at 2.99 %', 10000, 299, 'unmet'],
    ['9999 at 3 %', 9999, 300, 'unmet'],
    ['9999 at 6 %', 9999, 600, 'met'],
    ['5000 at 6 %', 5000, 300, 'met'],
    ['4999 at 20 %', 4999, 1000, 'unmet'],
  ])('revenue of %s: %s', (_, amount, rd, wanted) => {
    const firm = {
      revenue: { '2024': amount, '2025': amount },
      rdExpense: { '2024': rd, '2025': rd },
      equityRaised: { '2024': 0, '2025': 0 },
    };
    expect(
      stateOfOne(judged(firm, { title: '小巨人', on: '2026-03-31', drafts: true }), [
        'rd-large',
        'rd-medium',
        'rd-small',
      ]),
    ).toEqual([wanted]);
  });

  it('below 5000: equity of 8000, R&D of 3000 and 50 researchers together', () => {
    const firm = (equity: number, rd: number, staff: number) => ({
      revenue: { '2024': 1000, '2025': 1000 },
      rdExpense: { '2024': rd - 1500, '2025': 1500 },
      equityRaised: { '2024': equity, '2025': 0 },
      rdStaff: { '2025': staff },
    });
    const rd = (...values: Parameters<typeof firm>) =>
      state(judged(firm(...values), { title: '小巨人', on: '2026-03-31', drafts: true }), 'rd-small');
    expect(rd(8000, 3000, 50)).toBe('met');
    expect(rd(7999, 3000, 50)).toBe('unmet');
    expect(rd(8000, 2999, 50)).toBe('unmet');
    expect(rd(8000, 3000, 49)).toBe('unmet');
  });
});

describe('制造业单项冠军 (2023)', () => {
  it.each([
    ['4 亿元', 40000, [], 'met'],
    ['less', 39999.99, [], 'unmet'],
    ['2 亿元 of a specialised firm', 20000, [{ title: '专精特新', from: null, to: '2027-01-01' }], 'met'],
    [
      '2 亿元 of a little giant',
      20000,
      [{ title: '专精特新“小巨人”企业', from: null, to: '2027-01-01' }],
      'met',
    ],
    ['less of a specialised firm', 19999.99, [{ title: '专精特新', from: null, to: '2027-01-01' }], 'unmet'],
    ['2 亿元 of another', 20000, [{ title: '创新型', from: null, to: '2027-01-01' }], 'unmet'],
  ])('%s on average of three years', (_, mean, titles, wanted) => {
    const mainRevenue = { '2023': mean - 1000, '2024': mean, '2025': mean + 1000 };
    expect(state(judged({ mainRevenue, titles }, { title: '单项冠军' }), 'revenue')).toBe(wanted);
  });

  it.each([
    [10, undefined, 'met'],
    [9, false, 'unmet'],
    [9, true, 'met'],
    [5, true, 'met'],
    [4, true, 'unmet'],
    [9, undefined, 'unknown'],
  ])('%s years in the field, new product %s: %s', (yearsInSegment, newProduct, wanted) => {
    const firm = { yearsInSegment, ...(newProduct === undefined ? {} : { newProduct }) };
    expect(state(judged(firm, { title: '单项冠军' }), 'years')).toBe(wanted);
  });

  it('the first three of the world', () => {
    const market = (rank: number, scope: string) =>
      state(judged({ marketShare: { rank, scope } }, { title: '单项冠军' }), 'market');
    expect(market(3, '全球')).toBe('met');
    expect(market(4, '全球')).toBe('unmet');
    expect(market(1, '国内')).toBe('unmet');
  });
});

describe('高新技术企业 (2016): R&D by sales', () => {
  it.each([
    [5000, 5, 'met'],
    [5000, 4.99, 'unmet'],
    [5000.01, 4, 'met'],
    [5000.01, 3.99, 'unmet'],
    [20000, 4, 'met'],
    [20000, 3.99, 'unmet'],
    [20000.01, 3, 'met'],
    [20000.01, 2.99, 'unmet'],
  ])('sales of %s at %s %%: %s', (last, percent, wanted) => {
    const revenue = { '2023': 4000, '2024': 6000, '2025': last };
    const total = 10000 + last;
    const rdExpense = { '2023': 0, '2024': 0, '2025': (total * percent) / 100 };
    expect(
      stateOfOne(judged({ revenue, rdExpense }, { title: '高企' }), [
        'rd-share-small',
        'rd-share-medium',
        'rd-share-large',
      ]),
    ).toEqual([wanted]);
  });
});

describe('数字化水平 (2024)', () => {
  const binding = ['productDesign', 'marketing', 'productionControl', 'quality', 'equipment'];
  const more = ['safety', 'energy', 'purchasing', 'warehouse', 'finance'];
  const guiding = ['processDesign', 'afterSales', 'scheduling', 'hr', 'office', 'decision'];
  const all = [...binding, ...more, ...guiding];
  /** 65 points: 50 of the foundation, 9 of management, 6 of results. */
  const answers = {
    network: 4,
    equipment: 100,
    connected: 100,
    autoCollect: 13,
    autoCollectHr: true,
    services: '全覆盖',
    networkSecurity: 4,
    dataSecurity: 4,
    awareness: 5,
    rules: 0,
    talent: 1,
    investmentShare: 0,
    energyPerRevenue: '增加',
    qualified: '降低',
    revenuePerHead: '提高',
    costPerRevenue: '降低',
  };
  const scenes = (levels: Record<number, string[]>) => {
    const scene = Object.fromEntries(all.map((name) => [name, 0]));
    for (const [level, names] of Object.entries(levels))
      for (const name of names) scene[name] = Number(level);
    return scene;
  };
  const level = (digital: Record<string, unknown>) => {
    const verdict = judged({ digital }, { title: '数字化水平' });
    return {
      score: score(verdict),
      low: verdict.level?.low?.id ?? null,
      high: verdict.level?.high?.id ?? null,
    };
  };

  it.each(all)('%s counts once at its level and below, in its own part', (name) => {
    const verdict = judged({ digital: { scene: { ...scenes({}), [name]: 3 } } }, { title: '数字化水平' });
    const part = guiding.includes(name) ? 'guiding' : 'binding';
    for (const at of [1, 2, 3, 4]) {
      const { parts } = verdict.scores.find(({ id }) => id === `scenes${at}`)!;
      for (const { id, low, high } of parts)
        expect([low, high]).toEqual(id === part && at <= 3 ? [1, 1] : [0, 0]);
    }
  });

  it('9: a score of 65, eight scenes at level 3 with four binding ones: level 2, not 3', () => {
    const scene = scenes({ 3: [...binding.slice(0, 4), ...guiding.slice(0, 4)] });
    expect(level({ ...answers, scene })).toEqual({ score: [65, 65], low: 'level2', high: 'level2' });
  });

  it('9: with a fifth binding one: level 3', () => {
    const scene = scenes({ 3: [...binding, ...guiding.slice(0, 3)] });
    expect(level({ ...answers, scene })).toMatchObject({ low: 'level3', high: 'level3' });
  });

  it.each([
    ['seven scenes', 3, [...binding, ...guiding.slice(0, 2)], 'level2'],
    ['eight scenes', 3, [...binding, ...guiding.slice(0, 3)], 'level3'],
    ['five scenes at level 2', 2, [...binding.slice(0, 3), ...guiding.slice(0, 2)], null],
    ['six with two binding ones', 2, [...binding.slice(0, 2), ...guiding.slice(0, 4)], null],
    ['six with three binding ones', 2, [...binding.slice(0, 3), ...guiding.slice(0, 3)], 'level2'],
    ['six at level 1', 1, [...binding.slice(0, 3), ...guiding.slice(0, 3)], 'level1'],
  ] as [string, number, string[], string | null][])('%s', (_, at, names, wanted) => {
    expect(level({ ...answers, scene: scenes({ [at]: names }) })).toMatchObject({
      low: wanted,
      high: wanted,
    });
  });

  it.each([
    ['ten scenes with six binding ones', [...binding, ...more.slice(0, 1), ...guiding.slice(0, 4)], 'level4'],
    ['ten with five', [...binding, ...guiding.slice(0, 5)], 'level3'],
    ['nine with six', [...binding, ...more.slice(0, 1), ...guiding.slice(0, 3)], 'level3'],
  ] as [string, string[], string][])('level 4: %s', (_, names, wanted) => {
    const full = {
      ...answers,
      rules: 4,
      talent: 5,
      investmentShare: 100,
      energyPerRevenue: '降低',
      qualified: '提高',
      costPerRevenue: '降低',
    };
    expect(level({ ...full, scene: scenes({ 4: names }) })).toEqual({
      score: [100, 100],
      low: wanted,
      high: wanted,
    });
  });

  it.each([
    [80, 'level4', 'level3'],
    [60, 'level3', 'level2'],
    [40, 'level2', 'level1'],
    [20, 'level1', null],
  ] as [number, string, string | null][])('%s points, with every scene at level 4', (points, at, below) => {
    const nothing = {
      ...answers,
      network: 0,
      equipment: 0,
      connected: 0,
      autoCollect: 0,
      autoCollectHr: false,
      services: '无',
      networkSecurity: 0,
      dataSecurity: 0,
      awareness: 0,
      energyPerRevenue: '增加',
      revenuePerHead: '降低',
      costPerRevenue: '增加',
      talent: 0,
    };
    const built: Record<number, Record<string, unknown>> = {
      20: { network: 4, equipment: 100, connected: 100 },
      40: {
        network: 4,
        equipment: 100,
        connected: 100,
        services: '全覆盖',
        networkSecurity: 4,
        dataSecurity: 4,
      },
      60: {
        network: 4,
        equipment: 100,
        connected: 100,
        autoCollect: 13,
        autoCollectHr: true,
        services: '全覆盖',
        networkSecurity: 4,
        dataSecurity: 4,
        energyPerRevenue: '降低',
        costPerRevenue: '降低',
      },
      80: {
        network: 4,
        equipment: 100,
        connected: 100,
        autoCollect: 13,
        autoCollectHr: true,
        services: '全覆盖',
        networkSecurity: 4,
        dataSecurity: 4,
        awareness: 5,
        rules: 4,
        talent: 5,
        investmentShare: 100,
      },
    };
    const scene = scenes({ 4: all });
    expect(level({ ...nothing, ...built[points], scene })).toEqual({
      score: [points, points],
      low: at,
      high: at,
    });
    // 1.5 points less.
    const less = { ...nothing, ...built[points], scene, connected: 60 };
    expect(level(less)).toEqual({ score: [points - 1.5, points - 1.5], low: below, high: below });
  });
});

describe('绿色工厂 (GB/T 36132-2025)', () => {
  it.each([
    [3.05, 4],
    [2, 8],
    [2.2, 8],
    [3.9, 0],
    [4, 0],
  ])('10: less is better, base 3.9, leading 2.2, weight 8: %s gives %s', (energyIntensity, points) => {
    const verdict = judged(
      { green: { energyIntensity } },
      { title: '绿色工厂', parameters: { 'energy.base': 3.9, 'energy.lead': 2.2 } },
    );
    const entry = verdict.scores[0]!.entries.find(({ id }) => id === 'energy')!;
    expect(entry.low).toBeCloseTo(points, 9);
    expect(entry.high).toBeCloseTo(points, 9);
  });

  it('gives no points that nobody can know: values not loaded, green design', () => {
    const verdict = judged({ green: { energyIntensity: 3 } }, { title: '绿色工厂' });
    expect(verdict.scores[0]!.entries.find(({ id }) => id === 'energy')).toMatchObject({ low: 0, high: 8 });
    expect(verdict.scores[0]!.entries.find(({ id }) => id === 'design')).toMatchObject({ low: 0, high: 8 });
    expect(score(verdict)).toEqual([0, 100]);
    expect(verdict.state).not.toBe('met');
  });

  it('weights come to 100, energy and resources to 60', () => {
    const { parts, entries } = choose('绿色工厂', '2026-05-01', 'new').rulebook.scores[0]!;
    expect(entries.map(({ most }) => most)).toEqual([8, 8, 8, 6, 8, 8, 8, 6, 6, 4, 6, 8, 8, 8]);
    expect(parts.map(({ most }) => most)).toEqual([30, 30, 16, 16, 8]);
  });

  it('eight functions of the platform are the leading value', () => {
    const points = (platformFunctions: number) =>
      judged(
        { green: { platformFunctions } },
        { title: '绿色工厂', parameters: { 'platform.base': 0 } },
      ).scores[0]!.entries.find(({ id }) => id === 'platform')!.low;
    expect(points(4)).toBeCloseTo(3, 9);
    expect(points(8)).toBe(6);
    expect(points(12)).toBe(6);
  });
});

describe('智能制造能力成熟度 (draft)', () => {
  const elements = [
    ...['strategy', 'skills', 'data', 'integration', 'security', 'equipment'],
    ...['network', 'design', 'production', 'logistics', 'sales', 'service'],
  ];
  const weights = Object.fromEntries(elements.map((name, index) => [`weight.${name}`, index < 4 ? 10 : 7.5]));
  const level = (value: number, parameters: Record<string, number> = weights) => {
    const maturity = Object.fromEntries(elements.map((name) => [name, value]));
    const verdict = judged({ maturity }, { title: '智能制造能力成熟度', drafts: true, parameters });
    return [verdict.level?.low?.id ?? null, verdict.level?.high?.id ?? null];
  };

  it.each([
    [0.79, null],
    [0.8, 'level1'],
    [1.79, 'level1'],
    [1.8, 'level2'],
    [2.79, 'level2'],
    [2.8, 'level3'],
    [3.55, 'level3'],
    [3.71, 'level3'],
    [3.79, 'level3'],
    [3.8, 'level4'],
    [4.79, 'level4'],
    [4.8, 'level5'],
    [5, 'level5'],
  ] as [number, string | null][])('%s of 5: %s', (value, wanted) => {
    expect(level(value)).toEqual([wanted, wanted]);
  });

  it('says nothing before the weights are loaded', () => {
    expect(level(5, {})).toEqual([null, 'level5']);
  });
});

describe('示范基地 (2019): tracks', () => {
  const of = (base: Record<string, unknown>) => judged({ base }, { title: '示范基地' });

  it('a base of the advantage track', () => {
    const verdict = of({
      track: '优势产业',
      revenue: { '2025': 300 },
      leadingRevenue: { '2025': 150 },
      rdExpense: { '2025': 6 },
      nationalInstitutions: 1,
      renewableShare: 1,
    });
    for (const id of ['revenue', 'leading-share', 'rd', 'institutions', 'renewable'])
      expect(state(verdict, id), id).toBe('met');
    for (const id of ['segment', 'product', 'leading-share-special'])
      expect(state(verdict, id), id).toBe('notApplicable');
  });

  it('a base of the special track', () => {
    const verdict = of({ track: '特色产业', revenue: { '2025': 10 }, leadingRevenue: { '2025': 7 } });
    expect(state(verdict, 'leading-share-special')).toBe('met');
    for (const id of ['revenue', 'leading-share', 'rd', 'institutions', 'renewable'])
      expect(state(verdict, id), id).toBe('notApplicable');
  });

  it.each([
    [300, false, 'met'],
    [299.99, false, 'unmet'],
    [150, true, 'met'],
    [149.99, true, 'unmet'],
  ])('sales of %s, area of a special type %s: %s', (revenue, specialArea, wanted) => {
    expect(state(of({ track: '优势产业', specialArea, revenue: { '2025': revenue } }), 'revenue')).toBe(
      wanted,
    );
  });

  it.each([
    [1, 0, 'met'],
    [0, 3, 'met'],
    [0, 2, 'unmet'],
  ])(
    '%s national and %s provincial institutions: %s',
    (nationalInstitutions, provincialInstitutions, wanted) => {
      expect(
        state(of({ track: '优势产业', nationalInstitutions, provincialInstitutions }), 'institutions'),
      ).toBe(wanted);
    },
  );
});

describe('智能工厂 (2025)', () => {
  const factory = { aboveScale: true, sound: true, secure: true, organised: true, aiSceneShare: 60 };
  const level = (held: string[], maturityLevel: number, aiSceneShare = 60) => {
    const titles = held.map((title) => ({ title, from: '2025-01-01', to: null }));
    const verdict = judged(
      { factory: { ...factory, aiSceneShare }, flags: { majorAccident: false }, titles, maturityLevel },
      { title: '智能工厂' },
    );
    return [verdict.level?.low?.id ?? null, verdict.level?.high?.id ?? null];
  };

  it('no level is certain without the reviewers, and none is skipped', () => {
    expect(level([], 2)).toEqual([null, 'basic']);
    expect(level([], 1)).toEqual([null, null]);
    expect(level(['基础级智能工厂'], 2)).toEqual([null, 'advanced']);
    expect(level(['先进级智能工厂'], 2)).toEqual([null, 'excellent']);
    expect(level(['先进级智能工厂'], 2, 19.99)).toEqual([null, 'advanced']);
    expect(level(['卓越级智能工厂'], 2)).toEqual([null, 'leading']);
    expect(level(['卓越级智能工厂'], 2, 59.99)).toEqual([null, 'excellent']);
  });
});
