/** Every edge of every score table of the shipped rulebooks, on both sides, as the official tables have them. */
import { describe, expect, it } from 'vitest';
import { judge, type Scoring, subjectOf } from '../../../src/assess/index.js';
import { allShipped, items, levelRulebook, shipped } from '../shipped.js';

/** Value of the indicator, points. */
type Row = [value: number | string, points: number];
interface Table {
  rulebook: string;
  entry: string;
  /** A firm of which the indicator has that value on 2026-05-01. */
  firm: (value: never) => Record<string, unknown>;
  rows: Row[];
}

const yearly = (value: number) => ({ '2025': value });
const share = (item: string, per: string) => (percent: number) => ({
  [item]: yearly(percent * 100),
  [per]: yearly(10000),
});
const growth = (item: string) => (percent: number) => ({
  [item]: { '2024': 10000, '2025': 10000 + percent * 100 },
});
const steadyGrowth = (item: string) => (percent: number) => {
  const factor = 1 + percent / 100;
  return { [item]: { '2023': 10000, '2024': 10000 * factor, '2025': 10000 * factor ** 2 } };
};
/** A value at its dotted id. */
const at = (id: string) => (value: unknown) =>
  id.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value) as Record<string, unknown>;
const property = (class1HighValue: number, class1SelfDeveloped: number, class1: number, class2: number) => ({
  ip: { class1HighValue, class1SelfDeveloped, class1, class2 },
});
/** The best class of property that a firm has, one item of it. */
const bestProperty = (best: string) =>
  ({
    Ⅰ类高价值: property(1, 1, 1, 0),
    自主研发Ⅰ类: property(0, 1, 1, 0),
    Ⅰ类: property(0, 0, 1, 0),
    Ⅱ类: property(0, 0, 0, 1),
    无: property(0, 0, 0, 0),
  })[best]!;

const INNOVATIVE = 'innovative-sme-2022';
const TECHNOLOGY = 'tech-sme-2017';
const SPECIALISED = 'specialised-sme-2022';
const DIGITAL = 'digital-level-2024';

// biome-ignore format: a table reads better in columns
const tables: Table[] = [
  { rulebook: INNOVATIVE, entry: 'ip', firm: bestProperty,
    rows: [['Ⅰ类高价值', 20], ['自主研发Ⅰ类', 15], ['Ⅰ类', 10], ['Ⅱ类', 5], ['无', 0]] },
  { rulebook: INNOVATIVE, entry: 'rd-share', firm: share('rdExpense', 'revenue'),
    rows: [[0, 0], [0.99, 0], [1, 5], [1.01, 5], [1.99, 5], [2, 10], [2.01, 10], [2.99, 10], [3, 15], [3.01, 15], [4.99, 15], [5, 20], [5.01, 20], [100, 20]] },
  { rulebook: INNOVATIVE, entry: 'main-growth', firm: growth('mainRevenue'),
    rows: [[-50, 0], [-0.01, 0], [0, 5], [0.01, 5], [4.99, 5], [5, 10], [5.01, 10], [9.99, 10], [10, 15], [10.01, 15], [14.99, 15], [15, 20], [15.01, 20], [300, 20]] },
  { rulebook: INNOVATIVE, entry: 'debt', firm: share('liabilities', 'assets'),
    rows: [[0, 10], [54.99, 10], [55, 10], [55.01, 5], [74.99, 5], [75, 5], [75.01, 0], [120, 0]] },
  { rulebook: INNOVATIVE, entry: 'field', firm: (value: string) => ({ strategicEmerging: value === '属' }),
    rows: [['属', 10], ['其他', 5]] },
  { rulebook: INNOVATIVE, entry: 'main-share', firm: share('mainRevenue', 'revenue'),
    rows: [[0, 0], [49.99, 0], [50, 5], [50.01, 5], [54.99, 5], [55, 10], [55.01, 10], [59.99, 10], [60, 15], [60.01, 15], [69.99, 15], [70, 20], [70.01, 20], [100, 20]] },

  { rulebook: TECHNOLOGY, entry: 'staff', firm: share('techStaff', 'staff'),
    rows: [[0, 0], [9.99, 0], [10, 4], [10.01, 4], [14.99, 4], [15, 8], [15.01, 8], [19.99, 8], [20, 12], [20.01, 12], [24.99, 12], [25, 16], [25.01, 16], [29.99, 16], [30, 20], [30.01, 20], [100, 20]] },
  { rulebook: TECHNOLOGY, entry: 'rd', firm: (percent: number) => ({ ...share('rdExpense', 'revenue')(percent), costExpense: yearly(1e9) }),
    rows: [[0, 0], [1.99, 0], [2, 10], [2.01, 10], [2.99, 10], [3, 20], [3.01, 20], [3.99, 20], [4, 30], [4.01, 30], [4.99, 30], [5, 40], [5.01, 40], [5.99, 40], [6, 50], [6.01, 50], [50, 50]] },
  { rulebook: TECHNOLOGY, entry: 'rd', firm: (percent: number) => ({ ...share('rdExpense', 'costExpense')(percent), revenue: yearly(1e9) }),
    rows: [[0, 0], [9.99, 0], [10, 10], [10.01, 10], [14.99, 10], [15, 20], [15.01, 20], [19.99, 20], [20, 30], [20.01, 30], [24.99, 30], [25, 40], [25.01, 40], [29.99, 40], [30, 50], [30.01, 50], [90, 50]] },
  { rulebook: TECHNOLOGY, entry: 'results', firm: (class2: number) => property(0, 0, 0, class2),
    rows: [[0, 0], [1, 6], [2, 12], [3, 18], [4, 24], [5, 24]] },
  { rulebook: TECHNOLOGY, entry: 'results', firm: (class1: number) => property(0, 0, class1, 0),
    rows: [[0, 0], [1, 30], [2, 30]] },

  { rulebook: SPECIALISED, entry: 'main-share', firm: share('mainRevenue', 'revenue'),
    rows: [[0, 0], [59.99, 0], [60, 1], [60.01, 1], [69.99, 1], [70, 3], [70.01, 3], [79.99, 3], [80, 5], [80.01, 5], [100, 5]] },
  { rulebook: SPECIALISED, entry: 'main-growth', firm: steadyGrowth('mainRevenue'),
    rows: [[-20, 0], [-0.01, 0], [0, 2], [0.01, 2], [3.99, 2], [4, 4], [4.01, 4], [5.99, 4], [6, 6], [6.01, 6], [7.99, 6], [8, 8], [8.01, 8], [9.99, 8], [10, 10], [10.01, 10], [80, 10]] },
  { rulebook: SPECIALISED, entry: 'years', firm: at('yearsInSegment'),
    rows: [[0, 0], [1.99, 0], [2, 1], [3.99, 1], [4, 2], [5.99, 2], [6, 3], [8, 4], [9.99, 4], [10, 5], [12, 5], [30, 5]] },
  { rulebook: SPECIALISED, entry: 'field', firm: at('chainRole'),
    rows: [['补短板锻长板填空白', 5], ['六基或中华老字号或配套重点龙头', 3], ['其他', 0]] },
  { rulebook: SPECIALISED, entry: 'digital', firm: at('digitalLevel'),
    rows: [[0, 0], [1, 0], [2, 3], [3, 5], [4, 5]] },
  { rulebook: SPECIALISED, entry: 'quality', firm: (marks: number) => ({
      qualityAward: marks >= 1, managementSystem: marks >= 2, flags: { ownBrand: marks >= 3 }, standardsTaken: marks >= 4 }),
    rows: [[0, 0], [1, 3], [2, 5], [3, 5], [4, 5]] },
  { rulebook: SPECIALISED, entry: 'profit', firm: share('netProfit', 'revenue'),
    rows: [[-30, 0], [0, 0], [1.99, 0], [2, 2], [2.01, 2], [3.99, 2], [4, 4], [4.01, 4], [5.99, 4], [6, 6], [6.01, 6], [7.99, 6], [8, 8], [8.01, 8], [9.99, 8], [10, 10], [10.01, 10], [40, 10]] },
  { rulebook: SPECIALISED, entry: 'debt', firm: share('liabilities', 'assets'),
    rows: [[0, 5], [49.99, 5], [50, 5], [50.01, 3], [59.99, 3], [60, 3], [60.01, 1], [69.99, 1], [70, 1], [70.01, 0], [150, 0]] },
  { rulebook: SPECIALISED, entry: 'ip', firm: bestProperty,
    rows: [['Ⅰ类高价值', 10], ['自主研发Ⅰ类', 8], ['Ⅰ类', 6], ['Ⅱ类', 2], ['无', 0]] },
  { rulebook: SPECIALISED, entry: 'rd', firm: (amount: number) => ({ rdExpense: yearly(amount), revenue: yearly(1e9) }),
    rows: [[0, 0], [99.99, 0], [100, 2], [100.01, 2], [199.99, 2], [200, 4], [200.01, 4], [299.99, 4], [300, 6], [300.01, 6], [399.99, 6], [400, 8], [400.01, 8], [499.99, 8], [500, 10], [500.01, 10], [9000, 10]] },
  { rulebook: SPECIALISED, entry: 'rd', firm: (percent: number) => ({ rdExpense: yearly(percent / 10), revenue: yearly(10) }),
    rows: [[0, 0], [2.99, 0], [3, 2], [3.01, 2], [3.99, 2], [4, 4], [4.01, 4], [5.99, 4], [6, 6], [6.01, 6], [7.99, 6], [8, 8], [8.01, 8], [9.99, 8], [10, 10], [10.01, 10], [60, 10]] },
  { rulebook: SPECIALISED, entry: 'rd-staff', firm: share('rdStaff', 'staff'),
    rows: [[0, 0], [4.99, 0], [5, 1], [5.01, 1], [9.99, 1], [10, 3], [10.01, 3], [19.99, 3], [20, 5], [20.01, 5], [100, 5]] },
  { rulebook: SPECIALISED, entry: 'institution', firm: at('rdInstitution'),
    rows: [['国家级', 10], ['省部级', 8], ['市级', 4], ['市级以下', 2], ['无', 0]] },

  { rulebook: DIGITAL, entry: 'network', firm: at('digital.network'), rows: [[0, 0], [1, 2], [2, 4], [3, 6], [4, 8]] },
  { rulebook: DIGITAL, entry: 'equipment', firm: at('digital.equipment'),
    rows: [[0, 0], [9.99, 0], [10, 0], [10.01, 1.5], [19.99, 1.5], [20, 1.5], [20.01, 3], [39.99, 3], [40, 3], [40.01, 4.5], [59.99, 4.5], [60, 4.5], [60.01, 6], [100, 6]] },
  { rulebook: DIGITAL, entry: 'connected', firm: at('digital.connected'),
    rows: [[0, 0], [9.99, 0], [10, 0], [10.01, 1.5], [19.99, 1.5], [20, 1.5], [20.01, 3], [39.99, 3], [40, 3], [40.01, 4.5], [59.99, 4.5], [60, 4.5], [60.01, 6], [100, 6]] },
  { rulebook: DIGITAL, entry: 'auto-collect', firm: at('digital.autoCollect'), rows: [[0, 0], [1, 0.7], [5, 3.5], [12, 8.4], [13, 9.1]] },
  { rulebook: DIGITAL, entry: 'auto-collect-hr', firm: (value: string) => at('digital.autoCollectHr')(value === '是'), rows: [['否', 0], ['是', 0.9]] },
  { rulebook: DIGITAL, entry: 'services', firm: at('digital.services'),
    rows: [['无', 0], ['单个环节', 2.5], ['两个以上环节', 5], ['超过80%的环节', 7.5], ['全覆盖', 10]] },
  { rulebook: DIGITAL, entry: 'network-security', firm: at('digital.networkSecurity'), rows: [[0, 0], [1, 1.25], [2, 2.5], [3, 3.75], [4, 5]] },
  { rulebook: DIGITAL, entry: 'data-security', firm: at('digital.dataSecurity'), rows: [[0, 0], [1, 1.25], [2, 2.5], [3, 3.75], [4, 5]] },
  { rulebook: DIGITAL, entry: 'awareness', firm: at('digital.awareness'), rows: [[0, 0], [1, 1.5], [2, 3], [3, 4.5], [4, 6], [5, 7.5]] },
  { rulebook: DIGITAL, entry: 'rules', firm: at('digital.rules'), rows: [[0, 0], [1, 1.875], [2, 3.75], [3, 5.625], [4, 7.5]] },
  { rulebook: DIGITAL, entry: 'talent', firm: at('digital.talent'), rows: [[0, 0], [1, 1.5], [2, 3], [3, 4.5], [4, 6], [5, 7.5]] },
  { rulebook: DIGITAL, entry: 'investment', firm: at('digital.investmentShare'),
    rows: [[0, 0], [9.99, 0], [10, 0], [10.01, 1.875], [19.99, 1.875], [20, 1.875], [20.01, 3.75], [39.99, 3.75], [40, 3.75], [40.01, 5.625], [59.99, 5.625], [60, 5.625], [60.01, 7.5], [100, 7.5]] },
  { rulebook: DIGITAL, entry: 'energy', firm: at('digital.energyPerRevenue'), rows: [['增加', 0], ['持平', 3.5], ['降低', 7]] },
  { rulebook: DIGITAL, entry: 'qualified', firm: at('digital.qualified'), rows: [['降低', 0], ['持平', 3.5], ['提高', 7]] },
  { rulebook: DIGITAL, entry: 'per-head', firm: at('digital.revenuePerHead'), rows: [['降低', 0], ['持平', 1.5], ['提高', 3]] },
  { rulebook: DIGITAL, entry: 'cost', firm: at('digital.costPerRevenue'), rows: [['增加', 0], ['持平', 1.5], ['降低', 3]] },
];

function pointsOf({ rulebook, entry, firm }: Table, value: number | string): [low: number, high: number] {
  const subject = subjectOf({ name: '示例', ...firm(value as never) }, { items });
  expect(subject.faults).toEqual([]);
  const verdict = judge(rulebookOf(rulebook), subject, {
    on: '2026-05-01',
    application: 'new',
    items,
    levelRulebook,
    drafts: true,
  });
  const found = verdict.scores.flatMap(({ entries }) => entries).find(({ id }) => id === entry)!;
  return [found.low, found.high];
}

const read = new Map<string, ReturnType<typeof shipped>>();
function rulebookOf(id: string) {
  const known = read.get(id) ?? shipped(id);
  read.set(id, known);
  return known;
}

describe.each(tables.map((table) => [table.rulebook, table.entry, table] as const))(
  '%s %s',
  (_, __, table) => {
    it.each(table.rows)('%s gives %s points', (value, points) => {
      const [low, high] = pointsOf(table, value);
      expect(low).toBeCloseTo(points, 9);
      expect(high).toBeCloseTo(points, 9);
    });
  },
);

describe('nothing of the tables is left out', () => {
  const banded = (scoring: Scoring): Extract<Scoring, { bands: unknown }>[] =>
    'bestOf' in scoring ? scoring.bestOf.flatMap(banded) : 'bands' in scoring ? [scoring] : [];
  const entries = allShipped().flatMap((rulebook) =>
    rulebook.scores
      .filter(({ id }) => !id.startsWith('scenes'))
      .flatMap((table) => table.entries.map((entry) => ({ rulebook: rulebook.id, entry })))
      .filter(({ entry }) => !('manual' in entry.scoring) && !('lead' in entry.scoring)),
  );

  it.each(entries.map(({ rulebook, entry }) => [rulebook, entry.id, entry] as const))(
    '%s %s',
    (rulebook, id, entry) => {
      const mine = tables.filter((table) => table.rulebook === rulebook && table.entry === id);
      expect(mine.length).toBeGreaterThan(0);
      for (const { bands, unit } of banded(entry.scoring)) {
        const edges = bands.flatMap(({ from, over }) => from ?? over ?? []);
        const upper = bands.flatMap(({ to, below }) => to ?? below ?? []);
        expect(new Set(upper)).toEqual(new Set(edges));
        const covered = mine.some(({ rows }) => {
          const values = new Set(rows.map(([value]) => value));
          const near = (edge: number) =>
            [edge - 0.01, edge, edge + 0.01].map((value) => Number(value.toFixed(2)));
          return edges.every((edge) => near(edge).every((value) => values.has(value)));
        });
        expect(covered, `${unit} ${edges.join(' ')}`).toBe(true);
      }
    },
  );
});
