import { describe, expect, it } from 'vitest';
import { judge } from '../../src/assess/index.js';
import { items, levelRulebook, sample, shipped } from './shipped.js';

const gapsOf = (id: string, changes: Record<string, unknown>, on = '2026-05-01') =>
  judge(shipped(id), sample(changes), { on, application: 'new', items, levelRulebook }).gaps;
const gap = (id: string, changes: Record<string, unknown>, criterion: string, on?: string) =>
  gapsOf(id, changes, on).find((each) => each.criterion === criterion);

describe('gaps of a little giant', () => {
  it('has none where nothing is unmet or unknown', () => {
    expect(gapsOf('little-giant-2026', {})).toEqual([]);
  });

  it('counts years in the segment from year to year', () => {
    expect(gap('little-giant-2026', { yearsInSegment: 1 }, 'years')).toMatchObject({
      state: 'unmet',
      short: 2,
      unit: '年',
      earliest: '2028-01-01',
    });
  });

  it('waits until a weak year has left the two years', () => {
    // 2024: 150 of 5600 is 2.68 %; the pair 2025 and 2026 can hold in 2027.
    const weak2024 = gap('little-giant-2026', { rdExpense: { '2024': 150, '2025': 1100 } }, 'rd-share');
    expect(weak2024).toMatchObject({ unit: '个百分点', earliest: '2027-01-01' });
    expect(weak2024!.text.zh).toContain('折合研发费用 18 万元');
    // 2025: it is still in the pair of 2027.
    const weak2025 = gap('little-giant-2026', { rdExpense: { '2024': 1100, '2025': 150 } }, 'rd-share');
    expect(weak2025).toMatchObject({ earliest: '2028-01-01' });
    expect(weak2025!.text.zh).toContain('2026—2027 年每年研发费用占营业收入的比重须 ≥ 3%');
  });

  it('says what next year must bring: sums, growth', () => {
    // 700 of 2025 stays; 1200 − 700 = 500.
    expect(gap('little-giant-2026', { rdExpense: { '2024': 300, '2025': 700 } }, 'rd-amount')).toMatchObject({
      short: 200,
      unit: '万元',
      earliest: '2027-01-01',
      text: { zh: expect.stringContaining('2026 年研发费用须 ≥ 500 万元') },
    });
    // From 6000 of 2024: 6000 × 1.05² = 6615.
    expect(
      gap('little-giant-2026', { revenue: { '2023': 6000, '2024': 6000, '2025': 6100 } }, 'growth'),
    ).toMatchObject({
      unit: '个百分点',
      earliest: '2027-01-01',
      text: { zh: expect.stringContaining('2026 年营业收入须 ≥ 6615 万元') },
    });
  });

  it('names what is missing, and does not guess a day for it', () => {
    expect(gap('little-giant-2026', { assets: { '2024': 9000 } }, 'debt')).toMatchObject({
      state: 'unknown',
      short: null,
      earliest: null,
      text: { zh: expect.stringContaining('须补齐资料：缺 2025 年资产总额') },
    });
  });

  it('waits for a title that bars the way to lapse, or for one that is to come', () => {
    const titles = [
      { title: '专精特新', from: '2026-09-01', to: '2029-08-31' },
      { title: '单项冠军', from: '2023-01-01', to: '2026-12-31' },
    ];
    expect(gap('little-giant-2026', { titles }, 'champion')).toMatchObject({ earliest: '2027-01-01' });
    expect(gap('little-giant-2026', { titles }, 'tier')).toMatchObject({ earliest: '2026-09-01' });
  });
});

describe('gaps of points', () => {
  it('names the entries that lose most, and leaves out shortcuts nobody claims', () => {
    const poor = {
      ip: {},
      equityRaised: {},
      rdExpense: { '2025': 61 },
      mainRevenue: { '2024': 5200, '2025': 3000 },
      liabilities: { '2025': 8000 },
    };
    const all = gapsOf('innovative-sme-2022', {
      ...poor,
      ip: { class1: 0, class2: 0, class1HighValue: 0, class1SelfDeveloped: 0 },
    });
    expect(all.map((each) => each.criterion)).not.toContain('direct-award');
    expect(all.find((each) => each.criterion === 'score-total')).toMatchObject({
      state: 'unmet',
      unit: '分',
    });
  });
});
