/** A small catalogue and a rulebook over it, to be bent by the tests. */
import { parseItems } from '../../src/assess/index.js';

export const ITEMS = `
revenue: {name: 营业收入, shape: yearly, unit: 万元}
rdExpense: {name: 研发费用, shape: yearly, unit: 万元}
profit: {name: 净利润, shape: yearly, unit: 万元, nonNegative: false}
staff: {name: 从业人员, shape: yearly, unit: 人}
registered: {name: 注册日期, shape: date}
yearsInSegment: {name: 从事细分市场年限, shape: single, unit: 年}
ip.class1: {name: Ⅰ类知识产权, shape: single, unit: 项}
energyLevel: {name: 单位产品能耗, shape: single, unit: 千克标准煤}
keyField: {name: 关键领域, shape: flag}
flags.dishonest: {name: 失信, shape: flag}
rdInstitution: {name: 研发机构, shape: choice, choices: [国家级, 省部级, 无]}
land: {name: 占地面积, shape: single, unit: 平方公里, subject: cluster}
platformScore: {name: 评价得分, shape: yearly, unit: 分, official: true}
`;

export const items = parseItems(ITEMS, 'rulebooks/items.yaml');

export const HEAD = `id: demo-2026
title: 示例
name: {zh: 示例企业认定标准, en: Sample firms}
subject: enterprise
document: {name: 示例办法, number: 示〔2026〕1号, issuer: 示例部}
inForce: {from: 2026-04-01}
status: current
confidence: V2
checked: 2026-11-21
owner: 示例处
`;

/** Lines 11 to 46 of the file. */
export const BODY = `parameters:
  lead: {name: 引领值, unit: 千克标准煤}
gates:
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
  points:
    clause: 第四条
    text: 得分
    score: main
    atLeast: 6
scores:
  main:
    name: 评分
    parts: {all: {name: 全部, most: 10}}
    entries:
      rd:
        part: all
        name: 研发强度
        clause: 附表
        most: 6
        item: rdExpense
        per: revenue
        basis: lastYear
        unit: '%'
        bands:
          - {from: 5, points: 6}
          - {from: 3, below: 5, points: 3}
          - {below: 3, points: 0}
      energy:
        part: all
        name: 能耗
        clause: 附表
        most: 4
        scoring: {quantity: {item: energyLevel}, unit: 千克标准煤, base: 3.9, lead: {parameter: lead}, weight: 4}
pass: all
duties:
  update: {text: 每年更新信息, clause: 第九条, due: {yearly: 05-31}}
`;

export const FILE = 'rulebooks/demo-2026.yaml';
export const DEMO = HEAD + BODY;

/** The demo with one piece of its text replaced; the piece must be there. */
export function bent(piece: string | RegExp, by: string, text: string = DEMO): string {
  const found = typeof piece === 'string' ? text.includes(piece) : piece.test(text);
  if (!found) throw new Error(`the text does not hold ${piece}`);
  return text.replace(piece, () => by);
}

/** Line, from 1, of the first occurrence of a piece of text. */
export function lineOf(piece: string, text: string): number {
  return text.slice(0, text.indexOf(piece)).split('\n').length;
}
