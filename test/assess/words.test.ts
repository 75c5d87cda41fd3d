import { describe, expect, it } from 'vitest';
import { type Condition, judgement, verdictOf } from '../../src/assess/index.js';
import { amount, numberText } from '../../src/assess/words.js';
import { criterion, firm, options, rulebook } from './small.js';

const told = (condition: Condition, form: Record<string, unknown>, rest = {}) =>
  verdictOf(
    judgement(
      rulebook({ criteria: [criterion('a', condition, rest)], pass: { criterion: 'a' } }),
      firm(form),
      options(),
    ),
  ).criteria[0]!;

describe('numbers as they are read', () => {
  it('have two decimals at most, and more only to be told from the bound they miss', () => {
    expect([numberText(3), numberText(2.5), numberText(1 / 3), numberText(-0.001)]).toEqual([
      '3',
      '2.5',
      '0.33',
      '0',
    ]);
    expect(numberText(2.9999, 3)).toBe('2.9999');
    expect(numberText(3, 3)).toBe('3');
  });
  it('are 万元 in Chinese and million yuan in English', () => {
    expect(amount(6100, '万元')).toEqual({ zh: '6100 万元', en: '61 million yuan' });
    expect(amount(95, '万元', 100)).toEqual({ zh: '95 万元', en: '0.95 million yuan' });
    expect(amount(3, '%')).toEqual({ zh: '3%', en: '3%' });
  });
});

describe('reasons', () => {
  const each: Condition = { item: 'rdExpense', basis: 'eachOfTwoYears', atLeast: 100, unit: '万元' };
  it('name the year that falls short, and that each must reach it', () => {
    expect(told(each, { rdExpense: { '2024': 110, '2025': 95 } })).toMatchObject({
      wanted: { zh: '近两年每年 ≥ 100 万元' },
      actual: { zh: '2024 年 110 万元；2025 年 95 万元' },
      period: '2024/2025',
      reason: {
        zh: '2025 年研发费用 95 万元，低于 100 万元；须近两年每年均达到',
        en: 'R&D expense of 2025 is 0.95 million yuan, below 1 million yuan; each of the last two years must reach it',
      },
    });
  });
  it('say what is missing, and do not mention years that count as such that do not', () => {
    expect(told(each, { rdExpense: { '2023': 120, '2025': 120 } }).reason.zh).toContain(
      '缺 2024 年研发费用（有 2023、2025 年的',
    );
    const sum: Condition = { item: 'rdExpense', basis: 'sumOfTwoYears', atLeast: 900, unit: '万元' };
    expect(told(sum, { rdExpense: { '2025': 120 } }).reason.zh).toBe(
      '已知 120 万元（2025 年 120 万元）；缺 2024 年研发费用',
    );
  });
  it('say that a value was refused, and why', () => {
    expect(told({ item: 'patents', atLeast: 1, unit: '项' }, { patents: '三' }).reason.zh).toBe(
      '发明专利所填的值不能采用：须为数（项）',
    );
  });
  it('say why there is no ratio, and no growth', () => {
    const share: Condition = { item: 'rdExpense', per: 'revenue', basis: 'lastYear', atLeast: 3, unit: '%' };
    expect(told(share, { rdExpense: { '2025': 5 }, revenue: { '2025': 0 } }).reason.zh).toBe(
      '2025 年营业收入为 0，不能作分母',
    );
    const growth: Condition = { item: 'netProfit', basis: 'growthOverOneYear', atLeast: 3, unit: '%' };
    expect(told(growth, { netProfit: { '2024': -5, '2025': 5 } }).reason.zh).toBe(
      '2024 年净利润为 -5，不能据以计算增长率',
    );
  });
  it('name the exception that was used, and the one that is open', () => {
    const rest = {
      unless: {
        text: { zh: '近三年获奖', en: 'an award' },
        condition: { award: { level: '国家级', withinYears: 3 } },
      },
    };
    const patents: Condition = { item: 'patents', atLeast: 4, unit: '项' };
    const used = told(patents, { patents: 2, awards: [{ level: '国家级', date: '2025-01-01' }] }, rest);
    expect(used).toMatchObject({ state: 'met', exception: { zh: '近三年获奖' } });
    expect(used.reason.zh).toContain('因例外免除：近三年获奖');
    expect(told(patents, { patents: 2 }, rest)).toMatchObject({
      state: 'unmet',
      exception: null,
      reason: { zh: '发明专利 2 项，低于 4 项；另有例外尚未主张：近三年获奖（缺获奖资料）' },
    });
  });
  it('name where values came from', () => {
    const form = {
      rdExpense: { '2024': 110, '2025': 95 },
      sources: { 'rdExpense@2025': '审计报告', rdExpense: '年报' },
    };
    expect(told(each, form).sources).toEqual(['年报', '审计报告']);
  });
  it('say that an end is not stated', () => {
    expect(told({ holds: ['高企'] }, { titles: [{ title: '高企' }] }).reason.zh).toBe(
      '2026-05-01 持有高企（有效期未注明）',
    );
  });
});
