/** Rulebooks and firms small enough to follow by hand, for tests. */
import {
  type Condition,
  type Criterion,
  type JudgeOptions,
  judgement,
  parseItems,
  type Rulebook,
  type Subject,
  subjectOf,
} from '../../src/assess/index.js';

export const items = parseItems(
  `items:
  revenue: { name: { zh: 营业收入, en: revenue }, shape: yearly, unit: 万元, nonNegative: true }
  rdExpense: { name: { zh: 研发费用, en: R&D expense }, shape: yearly, unit: 万元, nonNegative: true }
  netProfit: { name: { zh: 净利润, en: net profit }, shape: yearly, unit: 万元, nonNegative: false }
  staff: { name: { zh: 从业人员, en: staff }, shape: yearly, unit: 人, nonNegative: true }
  years: { name: { zh: 年限, en: years }, shape: single, unit: 年, nonNegative: true }
  patents: { name: { zh: 发明专利, en: patents }, shape: single, unit: 项, nonNegative: true }
  held: { name: { zh: 有效专利, en: patents held }, shape: single, unit: 项, nonNegative: true }
  registered: { name: { zh: 注册日期, en: registration }, shape: date }
  key: { name: { zh: 重点领域, en: key field }, shape: flag }
  lab: { name: { zh: 研发机构, en: laboratory }, shape: choice, choices: [国家级, 省部级, 无] }
  product: { name: { zh: 产品, en: product }, shape: text }
  ip.class1: { name: { zh: Ⅰ类知识产权, en: class I IP }, shape: single, unit: 项, nonNegative: true }
`,
  'items.yaml',
);

const both = (text: string) => ({ zh: text, en: text });

export function criterion(id: string, condition: Condition, rest: Partial<Criterion> = {}): Criterion {
  return { id, clause: `第${id}条`, text: both(id), condition, evidence: [], confidence: 'V2', ...rest };
}

export function rulebook(rest: Partial<Rulebook>): Rulebook {
  return {
    id: 'test',
    title: '试验',
    aliases: [],
    name: both('试验'),
    subject: 'enterprise',
    document: { name: '试验', part: null, number: '〔2026〕1号', issuer: '试验', issued: null },
    official: null,
    inForce: { from: '2020-01-01', to: null },
    supersedes: [],
    covers: [],
    area: '100000',
    status: 'current',
    confidence: 'V2',
    checked: '2026-01-01',
    owner: '试验',
    notes: [],
    needsOverlay: false,
    parameters: [],
    gates: [],
    criteria: [],
    scores: [],
    pass: null,
    levels: [],
    validityMonths: null,
    duties: [],
    source: { file: 'test.yaml', sha256: '0'.repeat(64), overlays: [] },
    ...rest,
  };
}

export const firm = (form: Record<string, unknown> = {}): Subject =>
  subjectOf({ name: '甲', ...form }, { items });

export const options = (rest: Partial<JudgeOptions> = {}): JudgeOptions => ({
  on: '2026-05-01',
  application: 'new',
  items,
  ...rest,
});

/** State of a single condition on a firm, last year being 2025. */
export function stateOf(condition: Condition, form: Record<string, unknown>, on = '2026-05-01'): string {
  return judgement(rulebook({ pass: condition }), firm(form), options({ on })).state;
}
