/** Every number that a criterion of a shipped rulebook asks for by itself: what the official text says, on both sides. */
import { describe, expect, it } from 'vitest';
import { type Application, judge, type Rulebook, subjectOf } from '../../../src/assess/index.js';
import { allShipped, items, levelRulebook } from '../shipped.js';

const rulebooks = new Map(allShipped().map((rulebook) => [rulebook.id, rulebook]));

type Firm = Record<string, unknown>;
interface Threshold {
  rulebook: string;
  criterion: string;
  application?: Application;
  firm: (value: number) => Firm;
  /** Values that are enough, then values that are not: one step from each other at the edge. */
  met: number[];
  unmet: number[];
}

/** A value at its dotted id. */
const at = (id: string, value: unknown): Firm =>
  id.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Firm;
const single = (id: string) => (value: number) => at(id, value);
const lastYear = (id: string) => (value: number) => at(id, { '2025': value });
const thisYear = (id: string) => (value: number) => at(id, { '2026': value });
/** Both together under one head where they share one: cluster.output and cluster.smeOutput. */
const joined = (one: Firm, other: Firm): Firm => {
  const all: Firm = { ...one };
  for (const [key, value] of Object.entries(other)) {
    const before = all[key];
    all[key] = before === undefined ? value : { ...(before as Firm), ...(value as Firm) };
  }
  return all;
};
const share = (item: string, per: string) => (percent: number) =>
  joined(at(item, { '2025': percent * 10 }), at(per, { '2025': 1000 }));
/** The year before last has plenty: it is the last one that may fall short. */
const eachOfTwo = (id: string) => (value: number) => at(id, { '2024': 10 * value + 1, '2025': value });
const eachShareOfTwo = (item: string, per: string) => (percent: number) => ({
  [item]: { '2024': percent * 10, '2025': 900 },
  [per]: { '2024': 1000, '2025': 1000 },
});
const ofRevenue = (revenue: number) => (percent: number) => ({
  revenue: { '2024': revenue, '2025': revenue },
  rdExpense: { '2024': (revenue * percent) / 100, '2025': revenue / 2 },
});
const threeYears = (last: number) => (percent: number) => ({
  revenue: { '2023': 4000, '2024': 6000, '2025': last },
  rdExpense: { '2023': 0, '2024': ((10000 + last) * percent) / 100, '2025': 0 },
});
const bare = (firm: (value: number) => Firm) => (value: number) => ({
  awards: [],
  rdInstitution: '无',
  ...firm(value),
});
const onTrack = (track: string, firm: (value: number) => Firm) => (value: number) =>
  joined({ base: { track } }, firm(value));

// biome-ignore format: a table reads better in columns
const thresholds: Threshold[] = [
  { rulebook: 'innovative-sme-2022', criterion: 'direct-equity', firm: (sum) => at('equityRaised', { '2023': 100, '2024': 0, '2025': sum - 100 }), met: [500], unmet: [499.99] },

  { rulebook: 'tech-sme-2017', criterion: 'staff', firm: lastYear('staff'), met: [500], unmet: [501] },
  { rulebook: 'tech-sme-2017', criterion: 'revenue', firm: lastYear('revenue'), met: [20000], unmet: [20000.01] },
  { rulebook: 'tech-sme-2017', criterion: 'assets', firm: lastYear('assets'), met: [20000], unmet: [20000.01] },
  { rulebook: 'tech-sme-2017', criterion: 'direct-standard', firm: single('standards.led'), met: [1], unmet: [0] },

  { rulebook: 'specialised-sme-2026', criterion: 'years', firm: single('yearsInSegment'), met: [3], unmet: [2.99, 2] },
  { rulebook: 'specialised-sme-2026', criterion: 'revenue', firm: lastYear('revenue'), met: [1500], unmet: [1499.99] },
  { rulebook: 'specialised-sme-2026', criterion: 'main-share', firm: share('mainRevenue', 'revenue'), met: [80], unmet: [79.99] },
  { rulebook: 'specialised-sme-2026', criterion: 'debt', firm: share('liabilities', 'assets'), met: [80], unmet: [80.01] },
  { rulebook: 'specialised-sme-2026', criterion: 'rd-amount', firm: eachOfTwo('rdExpense'), met: [100], unmet: [99.99] },
  { rulebook: 'specialised-sme-2026', criterion: 'rd-share', firm: eachShareOfTwo('rdExpense', 'revenue'), met: [3], unmet: [2.99] },
  { rulebook: 'specialised-sme-2026', criterion: 'ip', firm: bare(single('ip.class1')), met: [1], unmet: [0] },
  { rulebook: 'specialised-sme-2026', criterion: 'score-new', firm: thisYear('platformScore'), met: [50], unmet: [49.99] },
  { rulebook: 'specialised-sme-2026', criterion: 'score-review', application: 'review', firm: (score) => at('platformScore', { '2024': score, '2025': 0 }), met: [50], unmet: [49.99] },

  { rulebook: 'little-giant-2026', criterion: 'years', firm: single('yearsInSegment'), met: [3], unmet: [2.99, 2] },
  { rulebook: 'little-giant-2026', criterion: 'revenue', firm: lastYear('revenue'), met: [5000], unmet: [4999.99] },
  { rulebook: 'little-giant-2026', criterion: 'main-share', firm: share('mainRevenue', 'revenue'), met: [90], unmet: [89.99] },
  { rulebook: 'little-giant-2026', criterion: 'growth', firm: (percent) => at('revenue', { '2023': 10000, '2024': 9000, '2025': 10000 * (1 + percent / 100) ** 2 }), met: [5], unmet: [4.99] },
  { rulebook: 'little-giant-2026', criterion: 'debt', firm: share('liabilities', 'assets'), met: [75], unmet: [75.01] },
  { rulebook: 'little-giant-2026', criterion: 'rd-amount', firm: (sum) => at('rdExpense', { '2023': 9000, '2024': 500, '2025': sum - 500 }), met: [1200], unmet: [1199.99] },
  { rulebook: 'little-giant-2026', criterion: 'rd-share', firm: eachShareOfTwo('rdExpense', 'revenue'), met: [3], unmet: [2.99] },
  { rulebook: 'little-giant-2026', criterion: 'ip', firm: bare(single('ip.class1SelfDeveloped')), met: [4], unmet: [3] },
  { rulebook: 'little-giant-2026', criterion: 'score-new', firm: thisYear('platformScore'), met: [60], unmet: [59.99] },
  { rulebook: 'little-giant-2026', criterion: 'score-review', application: 'review', firm: (score) => at('platformScore', { '2024': 0, '2025': score }), met: [60], unmet: [59.99] },

  { rulebook: 'specialised-sme-2022', criterion: 'years', firm: single('yearsInSegment'), met: [2], unmet: [1.99] },
  { rulebook: 'specialised-sme-2022', criterion: 'rd-amount', firm: lastYear('rdExpense'), met: [100], unmet: [99.99] },
  { rulebook: 'specialised-sme-2022', criterion: 'rd-share', firm: share('rdExpense', 'revenue'), met: [3], unmet: [2.99] },
  { rulebook: 'specialised-sme-2022', criterion: 'revenue', firm: lastYear('revenue'), met: [1000], unmet: [999.99] },
  { rulebook: 'specialised-sme-2022', criterion: 'direct-rd', firm: (mean) => at('rdExpense', { '2024': mean - 300, '2025': mean + 300 }), met: [1000], unmet: [999.99] },
  { rulebook: 'specialised-sme-2022', criterion: 'direct-equity', firm: (sum) => at('equityRaised', { '2024': 1000, '2025': sum - 1000 }), met: [6000], unmet: [5999.99] },

  { rulebook: 'little-giant-2022', criterion: 'years', firm: (years) => ({ yearsInSegment: years, chainRole: '其他' }), met: [3], unmet: [2.99] },
  { rulebook: 'little-giant-2022', criterion: 'years', firm: (years) => ({ yearsInSegment: years, chainRole: '补短板锻长板填空白' }), met: [2], unmet: [1.99] },
  { rulebook: 'little-giant-2022', criterion: 'main-share', firm: share('mainRevenue', 'revenue'), met: [70], unmet: [69.99] },
  { rulebook: 'little-giant-2022', criterion: 'growth', firm: (percent) => at('mainRevenue', { '2023': 1000, '2024': 1200, '2025': 1200 * (1 + (2 * percent - 20) / 100) }), met: [5], unmet: [4.99] },
  { rulebook: 'little-giant-2022', criterion: 'debt', firm: share('liabilities', 'assets'), met: [70], unmet: [70.01] },
  { rulebook: 'little-giant-2022', criterion: 'rd-large', firm: ofRevenue(10000), met: [3], unmet: [2.99] },
  { rulebook: 'little-giant-2022', criterion: 'rd-medium', firm: ofRevenue(5000), met: [6], unmet: [5.99] },
  { rulebook: 'little-giant-2022', criterion: 'rd-medium', firm: ofRevenue(9999.99), met: [6], unmet: [5.99] },
  { rulebook: 'little-giant-2022', criterion: 'ip', firm: single('ip.class1'), met: [2], unmet: [1] },

  { rulebook: 'high-tech-2016', criterion: 'staff', firm: share('techStaff', 'staff'), met: [10], unmet: [9.99] },
  { rulebook: 'high-tech-2016', criterion: 'rd-share-small', firm: threeYears(5000), met: [5], unmet: [4.99] },
  { rulebook: 'high-tech-2016', criterion: 'rd-share-medium', firm: threeYears(20000), met: [4], unmet: [3.99] },
  { rulebook: 'high-tech-2016', criterion: 'rd-share-large', firm: threeYears(20000.01), met: [3], unmet: [2.99] },
  { rulebook: 'high-tech-2016', criterion: 'domestic', firm: (percent) => ({
      rdExpense: { '2023': 1000, '2024': 1000, '2025': 2000 }, domesticRdExpense: { '2023': 0, '2024': 1000, '2025': percent * 40 - 1000 } }), met: [60], unmet: [59.99] },
  { rulebook: 'high-tech-2016', criterion: 'product-share', firm: share('highTechRevenue', 'revenue'), met: [60], unmet: [59.99] },

  { rulebook: 'innovation-demonstration-2010', criterion: 'staff', firm: lastYear('staff'), met: [300], unmet: [299] },
  { rulebook: 'innovation-demonstration-2010', criterion: 'revenue', firm: lastYear('revenue'), met: [3000], unmet: [2999.99] },
  { rulebook: 'innovation-demonstration-2010', criterion: 'assets', firm: lastYear('assets'), met: [4000], unmet: [3999.99] },
  { rulebook: 'innovation-demonstration-2010', criterion: 'rd-share', firm: share('rdExpense', 'revenue'), met: [3], unmet: [2.99] },
  { rulebook: 'innovation-demonstration-2010', criterion: 'profit', firm: (profit) => at('netProfit', { '2023': profit, '2024': 9, '2025': 9 }), met: [0.01], unmet: [0, -1] },

  { rulebook: 'sme-cluster-2022', criterion: 'land', firm: single('cluster.landArea'), met: [100], unmet: [100.01] },
  { rulebook: 'sme-cluster-2022', criterion: 'output', firm: (output) => at('cluster.output', { '2023': output, '2024': 90, '2025': 90 }), met: [40], unmet: [39.99] },
  { rulebook: 'sme-cluster-2022', criterion: 'sme-share', firm: share('cluster.smeOutput', 'cluster.output'), met: [70], unmet: [69.99] },
  { rulebook: 'sme-cluster-2022', criterion: 'leading-share', firm: share('cluster.leadingOutput', 'cluster.output'), met: [70.01], unmet: [70] },
  { rulebook: 'sme-cluster-2022', criterion: 'growth', firm: (percent) => at('cluster.output', { '2022': 50, '2025': 50 * (1 + percent / 100) ** 3 }), met: [10.01], unmet: [10] },

  { rulebook: 'industrial-base-2019', criterion: 'leading-share', firm: onTrack('优势产业', share('base.leadingRevenue', 'base.revenue')), met: [50], unmet: [49.99] },
  { rulebook: 'industrial-base-2019', criterion: 'leading-share-special', firm: onTrack('特色产业', share('base.leadingRevenue', 'base.revenue')), met: [70], unmet: [69.99] },
  { rulebook: 'industrial-base-2019', criterion: 'rd', firm: onTrack('优势产业', share('base.rdExpense', 'base.revenue')), met: [2], unmet: [1.99] },
  { rulebook: 'industrial-base-2019', criterion: 'patents', firm: single('base.patentsPerRevenue'), met: [0.7], unmet: [0.69] },
  { rulebook: 'industrial-base-2019', criterion: 'value-added', firm: single('base.valueAddedRateChange'), met: [0.5], unmet: [0.49, -1] },
  { rulebook: 'industrial-base-2019', criterion: 'renewable', firm: onTrack('优势产业', single('base.renewableShare')), met: [1], unmet: [0.99] },

  { rulebook: 'smart-factory-2025', criterion: 'maturity', firm: single('maturityLevel'), met: [2, 5], unmet: [1] },
  { rulebook: 'smart-factory-2025', criterion: 'ai-excellent', firm: single('factory.aiSceneShare'), met: [20], unmet: [19.99] },
  { rulebook: 'smart-factory-2025', criterion: 'ai-leading', firm: single('factory.aiSceneShare'), met: [60], unmet: [59.99] },
];

function stateOf(rulebook: Rulebook, criterion: string, application: Application, firm: Firm) {
  const subject = subjectOf({ name: '示例', ...firm }, { items });
  expect(subject.faults).toEqual([]);
  const verdict = judge(rulebook, subject, {
    on: '2026-05-01',
    application,
    items,
    levelRulebook,
    drafts: true,
  });
  return verdict.criteria.find(({ id }) => id === criterion)!.state;
}

describe.each(thresholds.map((one) => [one.rulebook, one.criterion, one] as const))(
  '%s %s',
  (id, criterion, one) => {
    const { application = 'new', firm, met, unmet } = one;
    const rulebook = rulebooks.get(id)!;
    it.each(met)('%s is enough', (value) => {
      expect(stateOf(rulebook, criterion, application, firm(value))).toBe('met');
    });
    it.each(unmet)('%s is not', (value) => {
      expect(stateOf(rulebook, criterion, application, firm(value))).toBe('unmet');
    });
  },
);

const innovative = (innovation: number, growthPart: number, specialisation: number): Firm => {
  // Points of a part as sums of the bands: property and R&D, growth and debt, field and main share.
  const rdShare = { 5: 1, 10: 2, 15: 3, 20: 5 }[innovation - 5]!;
  const growth = { 5: 0, 10: 5, 15: 10, 20: 15 }[growthPart - 5]!;
  const mainShare = { 5: 50, 10: 55, 15: 60, 20: 70 }[specialisation - 5]!;
  return {
    ip: { class1HighValue: 0, class1SelfDeveloped: 0, class1: 0, class2: 1 },
    revenue: { '2025': 10000 },
    rdExpense: { '2025': rdShare * 100 },
    mainRevenue: { '2024': (mainShare * 100) / (1 + growth / 100), '2025': mainShare * 100 },
    liabilities: { '2025': 75 },
    assets: { '2025': 100 },
    strategicEmerging: false,
  };
};
const technology = (staff: number, rdShare: number, class2: number): Firm => ({
  techStaff: { '2025': staff },
  staff: { '2025': 100 },
  revenue: { '2025': 10000 },
  costExpense: { '2025': 1e9 },
  rdExpense: { '2025': rdShare * 100 },
  ip: { class1: 0, class2 },
});

describe('lines of scores', () => {
  // biome-ignore format: a table reads better in columns
  const lines: [rulebook: string, criterion: string, points: string, firm: Firm, state: string][] = [
    ['innovative-sme-2022', 'score-total', '20 + 20 + 20', innovative(20, 20, 20), 'met'],
    ['innovative-sme-2022', 'score-total', '20 + 15 + 20', innovative(20, 15, 20), 'unmet'],
    ['innovative-sme-2022', 'score-innovation', '20', innovative(20, 20, 20), 'met'],
    ['innovative-sme-2022', 'score-innovation', '15', innovative(15, 25, 25), 'unmet'],
    ['innovative-sme-2022', 'score-growth', '15', innovative(20, 15, 25), 'met'],
    ['innovative-sme-2022', 'score-growth', '10', innovative(25, 10, 25), 'unmet'],
    ['innovative-sme-2022', 'score-specialisation', '15', innovative(25, 20, 15), 'met'],
    ['innovative-sme-2022', 'score-specialisation', '10', innovative(25, 25, 10), 'unmet'],
    ['tech-sme-2017', 'score-total', '4 + 50 + 6', technology(10, 6, 1), 'met'],
    ['tech-sme-2017', 'score-total', '8 + 50 + 0', technology(15, 6, 0), 'unmet'],
    ['tech-sme-2017', 'score-staff', '4', technology(10, 6, 1), 'met'],
    ['tech-sme-2017', 'score-staff', '0', technology(9, 6, 4), 'unmet'],
  ];
  it.each(lines)('%s %s: %s', (id, criterion, _, firm, wanted) => {
    expect(stateOf(rulebooks.get(id)!, criterion, 'new', firm)).toBe(wanted);
  });

  it('each line is tried; those that a person or a province has a part in lie between', () => {
    const asked = [...rulebooks.values()].flatMap(({ id, criteria }) =>
      criteria.flatMap(({ id: criterion, condition }) =>
        'score' in condition ? [`${id} ${criterion}`] : [],
      ),
    );
    const tried = new Set(lines.map(([id, criterion]) => `${id} ${criterion}`));
    expect(asked.filter((one) => !tried.has(one))).toEqual([
      'high-tech-2016 innovation',
      'specialised-sme-2022 score-total',
    ]);
    expect(stateOf(rulebooks.get('high-tech-2016')!, 'innovation', 'new', {})).toBe('manualReview');
  });
});

describe('high-tech firms by age', () => {
  it.each([
    ['2025-05-01', 'met'],
    ['2025-05-02', 'unmet'],
  ])('registered on %s, asked on 2026-05-01: %s', (registered, wanted) => {
    expect(stateOf(rulebooks.get('high-tech-2016')!, 'registered', 'new', { registered })).toBe(wanted);
  });
});

it('no number of a criterion is left out', () => {
  const asked = [...rulebooks.values()].flatMap(({ id, criteria }) =>
    criteria.flatMap(({ id: criterion, condition }) => ('unit' in condition ? [`${id} ${criterion}`] : [])),
  );
  const tried = thresholds.map(({ rulebook, criterion }) => `${rulebook} ${criterion}`);
  expect(asked.filter((one) => !tried.includes(one))).toEqual(['high-tech-2016 registered']);
});
