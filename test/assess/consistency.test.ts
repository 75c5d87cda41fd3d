import { describe, expect, it } from 'vitest';
import { consistencyOf } from '../../src/assess/index.js';
import { sample } from './shipped.js';

const industryNames = new Map([
  ['348', '通用零部件制造'],
  ['345', '轴承、齿轮和传动部件制造'],
  ['384', '电池制造'],
  ['651', '软件开发'],
]);
const findings = (changes: Record<string, unknown>) =>
  consistencyOf(sample(changes), { on: '2026-05-01', industryNames });
const checks = (changes: Record<string, unknown>) =>
  findings(changes).map(
    ({ check, severity, year }) => `${severity} ${check}${year === null ? '' : ` ${year}`}`,
  );

describe('what a firm hands in, held against itself', () => {
  it('finds nothing in the firm of the specification', () => {
    expect(findings({})).toEqual([]);
  });

  it.each([
    [{ mainRevenue: { '2025': 6200 } }, 'contradiction mainRevenue > revenue 2025'],
    [{ rdExpense: { '2025': 6200, '2024': 5000 } }, 'doubt rdExpense > revenue 2025'],
    [{ rdStaff: { '2025': 240 } }, 'contradiction rdStaff > staff 2025'],
    [{ ip: { class1: 2, class1HighValue: 3 } }, 'contradiction ip.class1HighValue > ip.class1'],
    [{ ip: { class1: 2, class1Transferred: 3 } }, 'contradiction ip.class1Transferred > ip.class1'],
    [
      { ip: { class1: 5, class1SelfDeveloped: 4, class1Transferred: 2 } },
      'contradiction ip.class1SelfDeveloped + ip.class1Transferred > ip.class1',
    ],
    [{ netProfit: { '2025': 6200 } }, 'doubt netProfit > revenue 2025'],
    [{ netProfit: { '2025': 700 }, totalProfit: { '2025': 650 } }, 'doubt netProfit > totalProfit 2025'],
    [{ liabilities: { '2025': 9100 } }, 'doubt liabilities > assets 2025'],
    [{ registered: '2024-03-01' }, 'doubt figures before registration 2023'],
    [{ registered: '2026-06-01' }, 'contradiction registered after the day'],
    [{ registered: '2021-06-01', yearsInSegment: 6 }, 'doubt yearsInSegment > age'],
    [{ registered: '2025-01-01' }, 'contradiction title before registration'],
    [
      { marketShare: { value: 45, rank: 3, scope: '国内' } },
      'contradiction marketShare.value against marketShare.rank',
    ],
    [{ marketShare: { value: 145 } }, 'contradiction marketShare.value > 100'],
    [{ industry: 'I3484' }, 'contradiction industry letter'],
    [{ industry: 'C9984' }, 'contradiction industry unknown'],
    [{ industry: 'L7210' }, 'doubt keyField against industry'],
    [{ mainProduct: '锂离子动力电池' }, 'doubt mainProduct against industry'],
  ])('%j', (changes, expected) => {
    expect(checks(changes)).toContain(expected);
  });

  it('sees 元 written as 万元, and digits that slipped', () => {
    const slip = findings({ revenue: { '2023': 5200, '2024': 5600, '2025': 61_000_000 }, mainRevenue: {} });
    expect(slip.map(({ check }) => check)).toEqual(
      expect.arrayContaining(['revenue jumps', 'revenue a head']),
    );
    expect(slip.find(({ check }) => check === 'revenue jumps')!.reason.zh).toContain('元与万元写混');
    expect(checks({ revenue: { '2023': 5200, '2024': 560, '2025': 5600 }, mainRevenue: {} })).toContain(
      'doubt revenue jumps 2025',
    );
    expect(checks({ revenue: { '2023': 5200, '2024': 5600, '2025': 55_000 } })).not.toContain(
      'doubt revenue jumps 2025',
    );
  });

  it('takes the edge as consistent, and a product of the same division', () => {
    expect(
      checks({ mainRevenue: { '2025': 6100 }, marketShare: { value: 50, rank: 2, scope: '国内' } }),
    ).toEqual([]);
    expect(checks({ mainProduct: '高精度轴承' })).toEqual([]);
    expect(checks({ mainProduct: '某种没有名目的东西' })).toEqual([]);
  });

  it('sees titles that overlap', () => {
    const titles = [
      { title: '专精特新', from: '2021-01-01', to: '2024-06-30' },
      { title: '专精特新', from: '2024-06-01', to: '2027-05-31' },
    ];
    expect(checks({ titles })).toEqual(['doubt title held twice']);
  });

  it('says it in both languages, with the figures', () => {
    const [finding] = findings({ mainRevenue: { '2025': 6200 } });
    expect(finding!.reason.zh).toBe('2025 年主营业务收入 6200 万元，大于营业收入 6100 万元');
    expect(finding!.reason.en).toBe(
      'main revenue of 2025 (62 million yuan) is above operating revenue (61 million yuan)',
    );
  });
});
