import { describe, expect, it } from 'vitest';
import { subjectOf, titleNames } from '../../src/assess/index.js';
import { items, sample } from './shipped.js';
import { items as smallItems } from './small.js';

const read = (form: Record<string, unknown>) => subjectOf({ name: '甲', ...form }, { items: smallItems });
const faults = (form: Record<string, unknown>) =>
  read(form).faults.map(({ item, year, reason }) => `${item}${year === null ? '' : `@${year}`} ${reason.zh}`);

describe('a firm as JSON', () => {
  it('is read as the specification has it', () => {
    const firm = sample();
    expect(firm.faults).toEqual([]);
    expect(firm).toMatchObject({ name: '示例精密', area: '440300', industry: 'C3484', awards: null });
    expect(firm.yearly.get('revenue')).toEqual(
      new Map([
        [2023, 5200],
        [2024, 5600],
        [2025, 6100],
      ]),
    );
    expect(firm.single.get('ip.class1HighValue')).toBe(1);
    expect(firm.single.get('flags.majorAccident')).toBe(false);
    expect(firm.titles).toEqual([{ title: '专精特新', from: '2024-06-01', to: '2027-05-31' }]);
  });

  it('takes 0 and false as values, and null as nothing', () => {
    const firm = read({ patents: 0, key: false, revenue: { '2025': 0, '2024': null }, years: null });
    expect(firm.faults).toEqual([]);
    expect(firm.single).toEqual(
      new Map<string, unknown>([
        ['patents', 0],
        ['key', false],
      ]),
    );
    expect(firm.yearly.get('revenue')).toEqual(new Map([[2025, 0]]));
    expect(read({}).titles).toBeNull();
    expect(read({ titles: [] }).titles).toEqual([]);
  });

  it('takes dotted ids as they are and as objects', () => {
    expect(read({ 'ip.class1': 3 }).single.get('ip.class1')).toBe(3);
    expect(read({ ip: { class1: 3 } }).single.get('ip.class1')).toBe(3);
  });

  it.each([
    [{ revenue: { '2025': '6100' } }, /^revenue@2025 须为数（万元）/],
    [{ revenue: { '2025': '6100万元' } }, /^revenue@2025 带有单位“万元”/],
    [{ revenue: { '2025': '6,100 元' } }, /^revenue@2025 带有单位“元”/],
    [{ revenue: { '2025': -1 } }, /^revenue@2025 .*不能小于 0/],
    [{ revenue: { '2025': Number.NaN } }, /^revenue@2025 须为数/],
    [{ revenue: { '25': 6100 } }, /^revenue “25”不是年份/],
    [{ revenue: { '2025H1': 6100 } }, /^revenue “2025H1”不是年份/],
    [{ revenue: 6100 }, /^revenue .*须按年份给出/],
    [{ patents: { '2025': 3 } }, /^patents .*不按年份给出/],
    [{ patents: true }, /^patents 须为数/],
    [{ key: 'yes' }, /^key 应为 true 或 false/],
    [{ key: 1 }, /^key 应为 true 或 false/],
    [{ lab: '国家' }, /^lab 应为 国家级、省部级、无 之一/],
    [{ registered: '2012年5月1日' }, /^registered 日期应写作/],
    [{ registered: '2012-02-30' }, /^registered 日期应写作/],
    [{ turnover: { '2025': 3 } }, /^turnover\.2025 指标目录里没有/],
    [{ area: '深圳' }, /^area 地区须为六位/],
    [{ industry: '通用设备' }, /^industry 行业须为/],
    [{ titles: [{ title: '专精特新', from: '2027-01-01', to: '2024-01-01' }] }, /^titles\.to /],
    [{ titles: [{ name: '专精特新' }] }, /^titles/],
    [{ titles: '专精特新' }, /^titles /],
    [{ awards: [{ level: '部级', date: '2024-01-01' }] }, /^awards\.level /],
    [{ awards: [{ level: '国家级', rank: 0, date: '2024-01-01' }] }, /^awards\.rank /],
  ])('refuses %j', (form, message) => {
    const found = faults(form);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(message);
    const firm = read(form);
    expect([
      ...firm.single.keys(),
      ...firm.yearly.keys(),
      ...(firm.titles ?? []),
      ...(firm.awards ?? []),
    ]).toEqual([]);
  });

  it('takes a loss where the item may be negative', () => {
    expect(
      read({ netProfit: { '2025': -30 } })
        .yearly.get('netProfit')!
        .get(2025),
    ).toBe(-30);
  });

  it('knows nothing of titles where one of them cannot be read', () => {
    const good = { title: '专精特新', from: '2024-06-01', to: '2027-05-31' };
    expect(read({ titles: [good, { title: '单项冠军', to: 'soon' }] }).titles).toBeNull();
  });

  it('calls titles by their short names', () => {
    const names = titleNames([
      {
        title: '小巨人',
        aliases: ['专精特新“小巨人”企业'],
        name: { zh: '小巨人认定标准', en: 'Little Giant' },
      },
      { title: '甲', aliases: ['两可'], name: { zh: '甲法', en: 'A' } },
      { title: '乙', aliases: ['两可'], name: { zh: '乙法', en: 'B' } },
    ]);
    const titled = (title: string) =>
      subjectOf({ name: '甲', titles: [{ title }] }, { items, titleNames: names }).titles![0]!.title;
    expect(titled('专精特新"小巨人"企业')).toBe('小巨人');
    expect(titled('小 巨人')).toBe('小巨人');
    expect(titled('两可')).toBe('两可');
    expect(titled('市长质量奖')).toBe('市长质量奖');
  });

  it.each([[null], [[]], ['甲'], [{}], [{ name: ' ' }], [{ name: 3 }]])('is no firm: %j', (form) => {
    expect(() => subjectOf(form, { items })).toThrow(/企业资料无法读取/);
  });

  it('carries where values came from', () => {
    expect(read({ sources: { 'revenue@2025': '审计报告第 12 页' } }).origin.get('revenue@2025')).toBe(
      '审计报告第 12 页',
    );
  });
});
