// ballast match finance: which products a firm may have by their conditions, and in which order; and the way to the market.
import type { Command } from 'commander';
import { type RulebookSet, type Subject, titleNames } from '../../assess/index.js';
import { FINANCE_WEIGHTS, type FinanceWeights, type RankedProduct } from '../../match/index.js';
import { type Bilingual, type CriterionState, type Lang, parseIsoDay, UserError } from '../../model/index.js';
import { loadCodes } from '../../store/index.js';
import {
  type FirmProducts,
  type MatchReject,
  openRulebooks,
  type ProductsRead,
  readNeeds,
  readProducts,
  rejectLine,
  SCREENING,
  STATE_WORDS,
  screenProducts,
  workspaceFirms,
} from '../../verbs/index.js';
import { openFirmWords, readFirmFile } from '../assess/index.js';
import { dayOf } from '../day.js';
import { EXIT, type Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { openWorkspace } from '../workspace.js';
import { checkOut, rejectSheet, rejectsJson, type SheetTable, writeAnswer } from './match-sheets.js';
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
  const found = screenProducts(needs.needs, products.products, subjects, {
    ...{ set, codes, on, weights, rejects },
    file: options.needs,
    teller: terminal,
  });
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
