// ballast match finance: which products a firm may have by their conditions, and in which order; and the way to the market.
import type { Command } from 'commander';
import { judge, levelRulebookOf, type RulebookSet, type Subject, titleNames } from '../../assess/index.js';
import {
  type Eligibility,
  FINANCE_WEIGHTS,
  type FinanceWeights,
  type RankedProduct,
  rankProducts,
} from '../../match/index.js';
import {
  allOf,
  type Bilingual,
  type CriterionState,
  type Lang,
  nearestNames,
  parseIsoDay,
  UserError,
} from '../../model/index.js';
import { type Codes, loadCodes } from '../../store/index.js';
import { openFirmWords, openRulebooks, readFirmFile, STATE_WORDS, workspaceFirms } from '../assess/index.js';
import { dayOf } from '../day.js';
import { EXIT, type Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { openWorkspace } from '../workspace.js';
import { type ProductsRead, type RuledProduct, readNeeds, readProducts } from './finance-table.js';
import { checkOut, rejectSheet, rejectsJson, type SheetTable, writeAnswer } from './match-sheets.js';
import { type MatchReject, rejectLine } from './match-table.js';
import { optionNumbers } from './weights.js';

export const FINANCE_SCHEMA = 'ballast.match.finance/1';

interface FinanceOptions {
  products: string;
  firms?: string;
  needs: string;
  weights?: string;
  on?: string;
  today?: string;
  out?: string;
  encoding?: string;
  json?: boolean;
  workspace: string;
}

export function financeCommand(match: Command, terminal: () => Terminal): void {
  match
    .command('finance')
    .summary('产融对接 products that firms may have')
    .description(
      '产融对接：按产品的条件逐家判断（符合、不符合、缺数据、待人工核实、不适用，附理由），再按权重排序。只是预筛，不是授信。\n' +
        'Firms and money: each product is judged by its conditions in five states with reasons, then ranked by weights that are shown. A screening, not a credit decision.',
    )
    .requiredOption('--products <file>', '产品表，条件写成列 products with their conditions as columns')
    .requiredOption('--needs <file>', '融资需求：企业、金额、期限、方式 what firms need')
    .option(
      '--firms <file>',
      '企业资料（同 ballast assess）；不给则为工作区的企业 firms as for ballast assess; default those of the workspace',
    )
    .option(
      '--weights <list>',
      '各项权重 cost=.4,amount=.3,term=.15,aimed=.15 weights; what is not named is 0',
    )
    .option('--on <date>', '按此日判断，缺省今天 day of judging; default today')
    .option('--out <file>', '写成 .xlsx、.csv 或 .json write to a file')
    .option('--encoding <name>', '文字文件的编码 encoding of text files')
    .option('--today <date>', '按此日为今天 the day that is today')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast match finance --products samples/match/products.synthetic.csv --firms samples/assess/firms.csv --needs samples/match/needs.synthetic.csv --on 2026-05-01',
    )
    .action(async (_: unknown, command: Command) => {
      process.exitCode = await run(command.optsWithGlobals<FinanceOptions>(), terminal());
    });
}

interface FirmProducts {
  firm: string;
  row: number;
  amount: number;
  ranked: RankedProduct[];
  open: RankedProduct[];
  refused: { product: number; reasons: Bilingual[] }[];
}

async function run(options: FinanceOptions, terminal: Terminal): Promise<number> {
  checkOut(options.out);
  const on = options.on === undefined ? dayOf(options) : parseIsoDay(options.on);
  const weights: FinanceWeights =
    options.weights === undefined
      ? FINANCE_WEIGHTS
      : {
          cost: 0,
          amount: 0,
          term: 0,
          aimed: 0,
          ...optionNumbers('--weights', options.weights, Object.keys(FINANCE_WEIGHTS)),
        };
  const set = await openRulebooks(options.workspace);
  const codes = await loadCodes();
  const products = await readProducts(options.products, codes, set.items, options);
  const needs = await readNeeds(options.needs, options);
  const rejects: MatchReject[] = [...products.rejects, ...needs.rejects];
  const notes: Bilingual[] = [...products.notices, ...needs.notices];
  if (products.products.length === 0)
    throw new UserError({
      zh: `${options.products}：没有可用的产品${rejects[0] ? `：${rejectLine(rejects[0]).zh}` : ''}`,
      en: `${options.products}: no product to be used${rejects[0] ? `: ${rejectLine(rejects[0]).en}` : ''}`,
    });
  const subjects = await subjectsOf(options, set, terminal, rejects, notes);
  const ruling = new Ruling(set, products, codes, on);
  const found: FirmProducts[] = [];
  const progress = terminal.progress({ zh: '逐家判断', en: 'judging firms' }, needs.needs.length);
  for (const { row, ...need } of needs.needs) {
    const subject = subjects.find(({ name, creditCode }) => name === need.firm || creditCode === need.firm);
    if (subject === undefined) {
      const near = nearestNames(need.firm, subjects)
        .map(({ name }) => name)
        .join('、');
      rejects.push({
        ...{ file: options.needs, sheet: null, row, column: '企业', value: need.firm },
        ...{ zh: '不在企业资料里', en: 'is not among the firms' },
        expected:
          near === ''
            ? { zh: '企业名称或信用代码', en: 'a name or credit code' }
            : { zh: `是否为：${near}`, en: `perhaps ${near}` },
      });
      continue;
    }
    const ranking = rankProducts(
      need,
      products.products.map(({ product }) => product),
      products.products.map((one) => ruling.eligible(one, subject)),
      weights,
    );
    found.push({ ...ranking, firm: subject.name, row, amount: need.amount });
    progress.step(subject.name);
  }
  progress.end();
  for (const note of notes) terminal.note(note);
  const { lang } = terminal;
  const json = financeJson(found, products, { on, weights, notes, rejects }, lang);
  if (options.out !== undefined)
    await writeAnswer(
      options.out,
      [...financeSheets(found, products, lang), ...rejectSheet(rejects, lang)],
      json,
      lang,
      on,
    );
  if (options.json) terminal.json(json);
  else if (options.out === undefined) terminal.print(textOf(found, products, weights, terminal));
  else
    terminal.print(
      terminal.say({
        zh: `${options.out}：需求 ${found.length} 项`,
        en: `${options.out}: ${found.length} needs`,
      }),
    );
  for (const reject of rejects) {
    const line = rejectLine(reject);
    terminal.note({ zh: `× ${line.zh}`, en: `× ${line.en}` });
  }
  return rejects.length > 0 ? EXIT.badInput : EXIT.done;
}

async function subjectsOf(
  options: FinanceOptions,
  set: RulebookSet,
  terminal: Terminal,
  rejects: MatchReject[],
  notes: Bilingual[],
): Promise<Subject[]> {
  const names = titleNames(set.rulebooks);
  if (options.firms !== undefined) {
    const read = await readFirmFile(
      options.firms,
      () => openFirmWords(options.workspace, set.items),
      set.items,
      names,
      options.encoding === undefined ? {} : { encoding: options.encoding },
    );
    rejects.push(...read.rejects);
    notes.push(...read.notices);
    return read.firms.map(({ subject }) => subject);
  }
  const workspace = await openWorkspace(options.workspace, terminal, { readOnly: true });
  try {
    return (await workspaceFirms(workspace, names)).map(({ subject }) => subject);
  } finally {
    await workspace.close();
  }
}

/** The conditions of products on a day. */
export class Ruling {
  readonly #set: RulebookSet;
  readonly #codes: Codes;
  readonly #on: string;
  readonly #levels: ReturnType<typeof levelRulebookOf>;

  constructor(set: RulebookSet, _: ProductsRead, codes: Codes, on: string) {
    this.#set = set;
    this.#codes = codes;
    this.#on = on;
    this.#levels = levelRulebookOf(set, { on, application: 'new', area: null });
  }

  /** All conditions together, with the reasons of those that are not met; a product without any is met. */
  eligible({ product, rules }: RuledProduct, subject: Subject): Eligibility {
    const states: { state: CriterionState; reason: Bilingual | null }[] = [];
    if (product.area !== null) states.push(this.#inArea(product.area, subject.area));
    if (rules !== null) {
      const verdict = judge(rules, subject, {
        on: this.#on,
        application: 'new',
        items: this.#set.items,
        levelRulebook: this.#levels,
      });
      for (const { state, text, reason } of verdict.criteria)
        states.push({
          state,
          reason:
            state === 'met' || state === 'notApplicable'
              ? null
              : { zh: `${text.zh}：${reason.zh}`, en: `${text.en}: ${reason.en}` },
        });
    }
    if (states.length === 0) return { state: 'met', reasons: [] };
    return {
      state: allOf(states),
      reasons: states.flatMap(({ reason }) => (reason === null ? [] : [reason])),
    };
  }

  #inArea(wanted: string, has: string | null): { state: CriterionState; reason: Bilingual | null } {
    const name = this.#codes.areas.byCode(wanted)?.name ?? wanted;
    if (has === null)
      return {
        state: 'unknown',
        reason: { zh: `限 ${name}，企业地区不明`, en: `${name} only; the area of the firm is unknown` },
      };
    return has.startsWith(wanted.replace(/(?:00){1,2}$/, ''))
      ? { state: 'met', reason: null }
      : {
          state: 'unmet',
          reason: { zh: `限 ${name}，企业不在此地`, en: `${name} only; the firm is elsewhere` },
        };
  }
}

const SCREENING: Bilingual = {
  zh: '这是按产品公布条件的预筛，不是授信结论；以金融机构审查为准。',
  en: 'A screening by the conditions that products state, no credit decision; the institution decides.',
};

const TERMS: Readonly<Record<keyof FinanceWeights, Bilingual>> = {
  cost: { zh: '成本', en: 'cost' },
  amount: { zh: '额度', en: 'amount' },
  term: { zh: '期限', en: 'term' },
  aimed: { zh: '对口', en: 'aimed' },
};

function financeJson(
  found: readonly FirmProducts[],
  { products }: ProductsRead,
  {
    on,
    weights,
    notes,
    rejects,
  }: { on: string; weights: FinanceWeights; notes: Bilingual[]; rejects: MatchReject[] },
  lang: Lang,
) {
  const named = (at: number) => {
    const { id, name, institution, kind } = products[at]!.product;
    return { id, name, institution, kind };
  };
  const one = ({ product, state, score, terms, reasons }: RankedProduct, at: number) => ({
    rank: at + 1,
    ...named(product),
    state,
    score,
    terms: terms.map(({ reason, ...term }) => ({ ...term, reason: reason[lang] })),
    reasons: reasons.map((reason) => reason[lang]),
  });
  return {
    schema: FINANCE_SCHEMA,
    note: SCREENING[lang],
    on,
    weights,
    products: products.length,
    needs: found.map(({ firm, amount, ranked, open, refused }) => ({
      firm,
      amount,
      ranked: ranked.map(one),
      open: open.map(one),
      refused: refused.map(({ product, reasons }) => ({
        ...named(product),
        state: 'unmet',
        reasons: reasons.map((reason) => reason[lang]),
      })),
    })),
    notes: notes.map((note) => note[lang]),
    rejects: rejectsJson(rejects, lang),
  };
}

/** Ranked, then open, then refused; of every firm. */
function rowsOf(
  found: readonly FirmProducts[],
  { products }: ProductsRead,
  lang: Lang,
): (string | number | null)[][] {
  return found.flatMap(({ firm, amount, ranked, open, refused }) => [
    ...[...ranked, ...open].map(({ product, state, score, terms, reasons }, at) => [
      firm,
      amount,
      at + 1,
      products[product]!.product.name,
      products[product]!.product.institution,
      FINANCE_STATE(state, lang),
      Number(score.toFixed(4)),
      terms
        .map(({ term, points, reason }) => `${TERMS[term][lang]} ${points.toFixed(3)}（${reason[lang]}）`)
        .join('；'),
      reasons.map((reason) => reason[lang]).join('；'),
    ]),
    ...refused.map(({ product, reasons }) => [
      firm,
      amount,
      null,
      products[product]!.product.name,
      products[product]!.product.institution,
      FINANCE_STATE('unmet', lang),
      null,
      '',
      reasons.map((reason) => reason[lang]).join('；'),
    ]),
  ]);
}

const FINANCE_STATE = (state: CriterionState, lang: Lang): string => STATE_WORDS[state][lang];

const HEADINGS: readonly { title: Bilingual; width: number }[] = [
  { title: { zh: '企业', en: 'Firm' }, width: 26 },
  { title: { zh: '需求（万元）', en: 'Need, 万元' }, width: 12 },
  { title: { zh: '位次', en: 'Rank' }, width: 8 },
  { title: { zh: '产品', en: 'Product' }, width: 26 },
  { title: { zh: '机构', en: 'Institution' }, width: 22 },
  { title: { zh: '条件', en: 'Conditions' }, width: 14 },
  { title: { zh: '得分', en: 'Score' }, width: 10 },
  { title: { zh: '各项得分', en: 'Terms' }, width: 60 },
  { title: { zh: '理由', en: 'Reasons' }, width: 60 },
];

function financeSheets(found: readonly FirmProducts[], products: ProductsRead, lang: Lang): SheetTable[] {
  return [
    { name: { zh: '产融对接', en: 'Finance' }, columns: HEADINGS, rows: rowsOf(found, products, lang) },
  ];
}

function textOf(
  found: readonly FirmProducts[],
  products: ProductsRead,
  weights: FinanceWeights,
  terminal: Terminal,
): string {
  const { lang } = terminal;
  const say = (zh: string, en: string) => terminal.say({ zh, en });
  const lines = [
    terminal.say(SCREENING),
    say(
      `产品 ${products.products.length} 个；权重 ${Object.entries(weights)
        .map(([term, weight]) => `${TERMS[term as keyof FinanceWeights].zh} ${weight}`)
        .join('、')}`,
      `${products.products.length} products; weights ${Object.entries(weights)
        .map(([term, weight]) => `${term} ${weight}`)
        .join(', ')}`,
    ),
  ];
  for (const one of found) {
    lines.push('', say(`${one.firm}：需求 ${one.amount} 万元`, `${one.firm}: ${one.amount} 万元`));
    const rows = rowsOf([one], products, lang).map(
      ([, , rank, product, institution, state, score, terms, reasons]) => [
        rank === null ? '  –' : `  ${rank}`,
        product!,
        institution!,
        state!,
        score === null ? '' : Number(score).toFixed(3),
        [reasons, terms].filter((text) => text !== '').join(' | '),
      ],
    );
    lines.push(
      textTable(
        [
          '  #',
          say('产品', 'product'),
          say('机构', 'institution'),
          say('条件', 'conditions'),
          say('得分', 'score'),
          say('理由', 'reasons'),
        ],
        rows,
      ),
    );
  }
  return lines.join('\n');
}
