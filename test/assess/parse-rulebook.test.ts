import { describe, expect, test } from 'vitest';
import { parseItems, parseRulebook } from '../../src/assess/index.js';
import { UserError } from '../../src/model/index.js';

const items = parseItems(
  `
revenue: {name: 营业收入, shape: yearly, unit: 万元}
rdExpense: {name: 研发费用, shape: yearly, unit: 万元}
assets: {name: 资产总额, shape: yearly, unit: 万元}
profit: {name: 净利润, shape: yearly, unit: 万元, nonNegative: false}
staff: {name: 从业人员, shape: yearly, unit: 人}
registered: {name: 注册日期, shape: date}
yearsInSegment: {name: 从事细分市场年限, shape: single, unit: 年}
ip.class1: {name: Ⅰ类知识产权, shape: single, unit: 项}
keyField: {name: 关键领域, shape: flag}
flags.dishonest: {name: 失信, shape: flag}
rdInstitution: {name: 研发机构, shape: choice, choices: [国家级, 省部级, 无]}
land: {name: 占地面积, shape: single, unit: 平方公里, subject: cluster}
platformScore: {name: 评价得分, shape: yearly, unit: 分, official: true}
`,
  'items.yaml',
);

const head = `id: demo-2026
title: 示例
name: {zh: 示例办法, en: Sample}
subject: enterprise
document: {name: 示例办法, number: 示〔2026〕1号, issuer: 示例部}
inForce: {from: 2026-04-01}
status: current
confidence: V2
checked: 2026-11-21
owner: 示例处
`;
const body = `gates:
  honest: {clause: 第一条, text: 未失信, flag: flags.dishonest, is: false}
criteria:
  revenue:
    clause: 第二条
    text: {zh: 营业收入0.5亿元以上, en: revenue}
    item: revenue
    basis: lastYear
    atLeast: 0.5
    unit: 亿元
  rd:
    clause: 第三条
    text: 研发强度
    condition: {item: rdExpense, per: revenue, basis: eachOfTwoYears, atLeast: 3, unit: '%'}
pass: all
`;

const parse = (text: string) => parseRulebook(text, 'rulebooks/demo.yaml', items);
const refusal = (text: string): string => {
  try {
    parse(text);
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).en).not.toMatch(/\p{Script=Han}{8}|undefined|NaN/u);
    return (error as UserError).zh;
  }
  return '';
};

describe('a rulebook as it is written', () => {
  test('conditions in place and under their name, gates first, thresholds in the unit of the item', () => {
    const rulebook = parse(head + body);
    expect(rulebook.criteria.map(({ id }) => id)).toEqual(['honest', 'revenue', 'rd']);
    expect(rulebook.gates).toEqual(['honest']);
    expect(rulebook.criteria[1]!.condition).toEqual({
      item: 'revenue',
      basis: 'lastYear',
      atLeast: 5000,
      unit: '万元',
    });
    expect(rulebook.pass).toEqual({ all: [{ criterion: 'revenue' }, { criterion: 'rd' }] });
    expect(rulebook.criteria[2]!.confidence).toBe('V2');
    expect(rulebook.covers.map(({ application, from, to }) => [application, from, to])).toEqual([
      ['new', '2026-04-01', null],
      ['review', '2026-04-01', null],
    ]);
    expect(rulebook.source.sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  test('all faults are told with file, line and key', () => {
    const message = refusal(
      head + body.replace('unit: 亿元', 'unit: 人').replace('item: rdExpense', 'item: rd'),
    );
    expect(message).toContain('rulebooks/demo.yaml 第 20 行 criteria.revenue.unit');
    expect(message).toContain('rulebooks/demo.yaml 第 24 行 criteria.rd.condition.item：指标目录里没有“rd”');
  });
});
