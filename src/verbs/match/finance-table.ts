// Finance products with their conditions as columns, and what firms need.
import { stringify } from 'yaml';
import { type ItemCatalogue, parseRulebook, type Rulebook } from '../../assess/index.js';
import type { FinanceKind, FinanceNeed, FinanceProduct } from '../../match/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import type { Codes } from '../../store/index.js';
import {
  type Field,
  type MatchReject,
  type MatchRow,
  type MatchTable,
  readMatchTable,
  withoutTwins,
} from './match-table.js';

const CONDITIONS = {
  minRevenue: {
    names: ['营业收入不低于(万元)', '最低营业收入', 'minRevenue'],
    text: (n: number) => ({
      zh: `上年营业收入不低于 ${n} 万元`,
      en: `Revenue of last year of ${n} 万元 or more`,
    }),
    rule: (n: number) => ({ item: 'revenue', basis: 'lastYear', atLeast: n, unit: '万元' }),
  },
  maxRevenue: {
    names: ['营业收入不高于(万元)', '最高营业收入', 'maxRevenue'],
    text: (n: number) => ({
      zh: `上年营业收入不高于 ${n} 万元`,
      en: `Revenue of last year of ${n} 万元 or less`,
    }),
    rule: (n: number) => ({ item: 'revenue', basis: 'lastYear', atMost: n, unit: '万元' }),
  },
  minProfit: {
    names: ['净利润不低于(万元)', '最低净利润', 'minProfit'],
    text: (n: number) => ({
      zh: `上年净利润不低于 ${n} 万元`,
      en: `Net profit of last year of ${n} 万元 or more`,
    }),
    rule: (n: number) => ({ item: 'netProfit', basis: 'lastYear', atLeast: n, unit: '万元' }),
  },
  maxDebt: {
    names: ['资产负债率不高于(%)', '最高资产负债率', 'maxDebtRatio'],
    text: (n: number) => ({ zh: `资产负债率不高于 ${n}%`, en: `Liabilities of ${n} % of assets or less` }),
    rule: (n: number) => ({ item: 'liabilities', per: 'assets', basis: 'lastYear', atMost: n, unit: '%' }),
  },
  minGrowth: {
    names: ['营收增速不低于(%)', '最低营收增速', 'minGrowth'],
    text: (n: number) => ({ zh: `上年营业收入增速不低于 ${n}%`, en: `Growth of revenue of ${n} % or more` }),
    rule: (n: number) => ({ item: 'revenue', basis: 'growthOverOneYear', atLeast: n, unit: '%' }),
  },
  minResearch: {
    names: ['研发费用占比不低于(%)', '最低研发占比', 'minRdShare'],
    text: (n: number) => ({ zh: `研发费用占营业收入不低于 ${n}%`, en: `R&D of ${n} % of revenue or more` }),
    rule: (n: number) => ({ item: 'rdExpense', per: 'revenue', basis: 'lastYear', atLeast: n, unit: '%' }),
  },
  minStaff: {
    names: ['从业人员不少于(人)', '最少从业人员', 'minStaff'],
    text: (n: number) => ({ zh: `从业人员不少于 ${n} 人`, en: `${n} employees or more` }),
    rule: (n: number) => ({ item: 'staff', basis: 'lastYear', atLeast: n, unit: '人' }),
  },
  minYears: {
    names: ['成立满(年)', '最短成立年限', 'minYears'],
    text: (n: number) => ({ zh: `成立满 ${n} 年`, en: `Registered for ${n} years or more` }),
    rule: (n: number) => ({ item: 'registered', basis: 'yearsSince', atLeast: n, unit: '年' }),
  },
} as const;

export const PRODUCT_FIELDS: readonly Field[] = [
  { key: 'id', names: ['产品编号', '编号', 'id'] },
  { key: 'name', names: ['产品名称', '名称', 'name'] },
  { key: 'institution', names: ['机构', '金融机构', 'institution'], optional: true },
  { key: 'kind', names: ['方式', '产品类别', 'kind'] },
  { key: 'leastAmount', names: ['起点金额(万元)', '最低金额', 'leastAmount'], optional: true },
  { key: 'mostAmount', names: ['最高金额(万元)', '额度', 'mostAmount'], optional: true },
  { key: 'rate', names: ['年化成本(%)', '年化利率', '利率', 'rate'], optional: true },
  { key: 'mostMonths', names: ['最长期限(月)', '期限', 'mostMonths'], optional: true },
  { key: 'area', names: ['地区', '适用地区', 'area'], optional: true },
  { key: 'industries', names: ['行业', '适用行业', 'industries'], optional: true },
  { key: 'titles', names: ['称号', '要求称号', 'titles'], optional: true },
  { key: 'size', names: ['企业规模', '规模', 'size'], optional: true },
  { key: 'trusted', names: ['无严重失信', 'noDishonesty'], optional: true },
  { key: 'judged', names: ['人工核实', '人工条件', 'manual'], optional: true },
  ...Object.entries(CONDITIONS).map(
    ([key, { names }]): Field => ({ key, names: names as unknown as Field['names'], optional: true }),
  ),
];

export const NEED_FIELDS: readonly Field[] = [
  { key: 'firm', names: ['企业', '企业名称', '统一社会信用代码', 'firm'] },
  { key: 'amount', names: ['需求金额(万元)', '金额', '需求金额', 'amount'] },
  { key: 'months', names: ['期限(月)', '期限', 'months'], optional: true },
  { key: 'kinds', names: ['方式', '融资方式', 'kinds'], optional: true },
];

export const FINANCE_KINDS: Readonly<Record<FinanceKind, readonly string[]>> = {
  loan: ['贷款', '信贷'],
  guarantee: ['担保'],
  insurance: ['保险'],
  lease: ['租赁', '融资租赁'],
  equity: ['股权', '股权投资', '基金'],
  bond: ['债券'],
  subsidy: ['贴息', '补助', '贴息补助'],
};

/** A product, and its conditions as a rulebook; null where it has none. */
export interface RuledProduct {
  product: FinanceProduct;
  rules: Rulebook | null;
  row: MatchRow;
}

export interface ProductsRead {
  products: RuledProduct[];
  rejects: MatchReject[];
  notices: Bilingual[];
}

const SIZES: Readonly<Record<string, string>> = {
  大型: 'large',
  中型: 'medium',
  小型: 'small',
  微型: 'micro',
};

export async function readProducts(
  file: string,
  codes: Codes,
  items: ItemCatalogue,
  { encoding }: { encoding?: string | null } = {},
): Promise<ProductsRead> {
  const table = await readMatchTable(file, PRODUCT_FIELDS, {
    what: { zh: '金融产品', en: 'finance product' },
    encoding: encoding ?? null,
  });
  return productsOf(table, codes, items);
}

export function productsOf(table: MatchTable, codes: Codes, items: ItemCatalogue): ProductsRead {
  const { file } = table;
  const read = table.rows.map((row) => {
    row.needed('kind');
    const product: FinanceProduct = {
      id: row.needed('id'),
      name: row.needed('name'),
      institution: row.text('institution') ?? '',
      kind: row.choice('kind', FINANCE_KINDS) ?? 'loan',
      leastAmount: row.number('leastAmount', { least: 0 }),
      mostAmount: row.number('mostAmount', { above: 0 }),
      rate: row.number('rate', { least: 0, most: 100 }),
      mostMonths: row.number('mostMonths', { above: 0 }),
      area: row.area('area', codes),
      industries: row.industries('industries', codes),
    };
    if (
      product.leastAmount !== null &&
      product.mostAmount !== null &&
      product.leastAmount > product.mostAmount
    )
      row.refuse(
        'leastAmount',
        product.leastAmount,
        {
          zh: `高于最高金额 ${product.mostAmount}`,
          en: `is above the largest amount, ${product.mostAmount}`,
        },
        { zh: '不高于最高金额', en: 'the largest amount or less' },
      );
    const rules = rulesOf(row, product, items, file);
    return { product, rules, row };
  });
  const products = withoutTwins(read, 'id', ({ product }) => product.id).filter(({ row }) => !row.refused);
  return { products, rejects: table.rejects, notices: table.notices };
}

/** The conditions of a row as a rulebook of criteria that must all be met. */
function rulesOf(
  row: MatchRow,
  { id, name, institution, industries }: FinanceProduct,
  items: ItemCatalogue,
  file: string,
) {
  const criteria: Record<string, unknown> = {};
  const add = (key: string, clause: string, text: Bilingual, condition: object) => {
    criteria[key.toLowerCase()] = { clause, text, ...condition, evidence: [] };
  };
  for (const [key, { names, text, rule }] of Object.entries(CONDITIONS)) {
    const limit = row.number(key);
    if (limit !== null) add(key, names[0], text(limit), rule(limit));
  }
  if (industries.length > 0)
    add(
      'industries',
      '行业',
      { zh: `属于 ${industries.join('、')}`, en: `In ${industries.join(', ')}` },
      { industry: industries },
    );
  const titles = row.list('titles');
  if (titles.length > 0)
    add(
      'titles',
      '称号',
      { zh: `持有 ${titles.join('、')} 之一`, en: `Holds one of ${titles.join(', ')}` },
      { holds: titles },
    );
  const sizes = row.list('size');
  const levels = sizes.map(
    (size) => SIZES[size] ?? SIZES[`${size}型`] ?? (Object.values(SIZES).includes(size) ? size : null),
  );
  if (levels.includes(null))
    row.refuse(
      'size',
      sizes.join('、'),
      { zh: '不是企业规模', en: 'is no size of firms' },
      { zh: Object.keys(SIZES).join('、'), en: Object.values(SIZES).join(', ') },
    );
  else if (levels.length > 0)
    add(
      'size',
      '企业规模',
      { zh: `规模为 ${sizes.join('、')}`, en: `Of size ${levels.join(', ')}` },
      { level: { title: '企业规模', oneOf: levels } },
    );
  const trusted = row.text('trusted');
  if (trusted !== null && /^(?:是|true|yes|1)$/iu.test(trusted))
    add(
      'trusted',
      '无严重失信',
      { zh: '未列入严重失信主体名单', en: 'Not on the list of seriously dishonest entities' },
      { flag: 'flags.dishonest', is: false },
    );
  const judged = row.text('judged');
  if (judged !== null) add('manual', '人工核实', { zh: judged, en: judged }, { manual: true });
  if (Object.keys(criteria).length === 0 || row.refused) return null;
  const tree = {
    id: `product-${row.row}`,
    title: name,
    name: { zh: name, en: name },
    subject: 'enterprise',
    document: { name, number: id, issuer: institution || name },
    inForce: { from: '2000-01-01' },
    status: 'current',
    confidence: 'V1',
    checked: '2000-01-01',
    owner: institution || name,
    criteria,
    pass: 'all',
  };
  try {
    return parseRulebook(stringify(tree), `${file}#${row.row}`, items);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    row.refuse(
      null,
      null,
      { zh: error.zh, en: error.en },
      { zh: '能判断的条件', en: 'conditions that can be judged' },
    );
    return null;
  }
}

export interface NeedsRead {
  needs: (FinanceNeed & { row: number })[];
  rejects: MatchReject[];
  notices: Bilingual[];
}

export async function readNeeds(
  file: string,
  { encoding }: { encoding?: string | null } = {},
): Promise<NeedsRead> {
  const table = await readMatchTable(file, NEED_FIELDS, {
    what: { zh: '融资需求', en: 'need' },
    encoding: encoding ?? null,
  });
  return needsOf(table);
}

/** Needs of one firm in one way are summed, and that is said. */
export function needsOf(table: MatchTable): NeedsRead {
  const needs = new Map<string, FinanceNeed & { row: number }>();
  for (const row of table.rows) {
    const firm = row.needed('firm');
    const amount = row.number('amount', { above: 0 });
    if (amount === null && row.raw('amount') === null)
      row.refuse(
        'amount',
        null,
        { zh: '为空', en: 'is empty' },
        { zh: '大于 0 的数', en: 'a number above 0' },
      );
    const months = row.number('months', { above: 0 });
    const kinds = row.list('kinds').flatMap((words): FinanceKind[] => {
      for (const [kind, names] of Object.entries(FINANCE_KINDS) as [FinanceKind, readonly string[]][])
        if (kind === words || names.includes(words)) return [kind];
      row.refuse(
        'kinds',
        words,
        { zh: '不是融资方式', en: 'is no kind of finance' },
        {
          zh: Object.values(FINANCE_KINDS)
            .map(([one]) => one)
            .join('、'),
          en: Object.keys(FINANCE_KINDS).join(', '),
        },
      );
      return [];
    });
    if (row.refused || amount === null) continue;
    const key = `${firm} ${[...kinds].sort().join(' ')}`;
    const before = needs.get(key);
    if (before === undefined) {
      needs.set(key, { firm, amount, months, kinds, row: row.row });
      continue;
    }
    before.amount += amount;
    before.months = before.months === null || months === null ? null : Math.max(before.months, months);
    row.notice({
      zh: `“${firm}”的同类需求与第 ${before.row} 行合并，合计 ${before.amount} 万元`,
      en: `the need of “${firm}” of the same kind was added to that of row ${before.row}: ${before.amount} 万元 in all`,
    });
  }
  return { needs: [...needs.values()], rejects: table.rejects, notices: table.notices };
}
