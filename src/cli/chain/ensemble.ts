// ballast chain ensemble: who the riskiest firms are where the links are not known, and how sure that is.
import { availableParallelism } from 'node:os';
import { type Command, Option } from 'commander';
import {
  type Balance,
  competitionRanks,
  type EnsembleRanks,
  ensembleClasses,
  ensembleRanks,
  expectedStrengths,
  type GravityModel,
  gravityModel,
  type LinkSpread,
  type LinkTarget,
  type RankStability,
  type RiskEnsemble,
  rankStability,
  requireEnsembleLeak,
  type SectorPurchases,
  type StopRule,
  type StripeTreatments,
  sectorFlows,
  sectorStripes,
  singleStripe,
  splitByTable,
} from '../../chain/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import { writeWhole } from '../../store/index.js';
import { type EnsembleRun, ensembleInThreads } from '../../threads/index.js';
import { classRowsOf } from '../../verbs/index.js';
import { csvCell } from '../csv-cell.js';
import { type IoSourceOptions, ioSource, withIoSource } from '../io-source.js';
import { numberOption, seedOption, wholeOption } from '../number-option.js';
import { EXIT, type Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { unlessStopped } from './cascade-options.js';
import {
  type FirmsRead,
  type RefusedCell,
  readFirms,
  readPurchases,
  readSectorLinks,
  readSectorMap,
} from './strength-files.js';

export const ENSEMBLE_SCHEMA = 'ballast.chain.ensemble/1';

type Method = 'scgm' | 'iogm' | 'dcgm';

interface EnsembleOptions extends IoSourceOptions {
  firms: string;
  table?: string;
  sectors?: string;
  purchases?: string;
  revenue?: string;
  costs?: string;
  method?: Method;
  linksCount?: number;
  meanDegree?: number;
  linksBySector?: string;
  spread: LinkSpread;
  balance: Balance;
  networks: number;
  seed: number;
  classes: string;
  missingClass?: '0' | '1' | '2';
  stop?: number;
  tolerance: number;
  substitution: boolean;
  leaks: boolean;
  level: number;
  top: number;
  threads: number;
  out?: string;
  json?: boolean;
}

/** Stopped by Ctrl-C, as shells count it. */
const INTERRUPTED = 130;

export function ensembleCommand(chain: Command, terminal: () => Terminal): void {
  const command = chain
    .command('ensemble')
    .summary('网络重构与排名区间 reconstructed networks, ranks with intervals')
    .description(
      '没有供应关系数据时：由企业收支与投入产出表（或按行业的采购）重构许多可能的供应网络，在每个网络上计算系统性风险指数，给出每家企业的均值、区间、名次区间和进入前列的概率。\n' +
        'Where links are not known: many possible supply networks are reconstructed from what firms sell and buy and an input–output table (or purchases by sector); the risk index on each gives every firm a mean, an interval, a range of ranks and the chance of being among the top.',
    )
    .requiredOption(
      '--firms <file>',
      '企业：id, sector, revenue, costs；可另有 sales, purchases（对企业的销售、采购）',
    )
    .requiredOption('--classes <file>', '投入类别：supplier_sector, buyer_sector, class 0/1/2')
    .option('--table <table>', '投入产出表：文件或工作区中的表名 input–output table: a file, or its name')
    .option('--sectors <file>', '企业行业与表中部门的对照：sector, industry')
    .option('--purchases <file>', '企业按供应行业的采购：buyer, supplier_sector, value')
    .addOption(
      new Option(
        '--method <method>',
        '重构方法；缺省：有 --purchases 用 scgm，否则 iogm  method of reconstruction',
      ).choices(['scgm', 'iogm', 'dcgm']),
    )
    .option('--links-count <n>', '供应关系总数 number of links', numberOption)
    .option('--mean-degree <d>', '平均每家企业的客户数 mean number of customers a firm', numberOption)
    .option('--links-by-sector <file>', '各供应行业的供应关系数：sector, links')
    .addOption(
      new Option(
        '--spread <how>',
        '总数如何分到各行业：suppliers 每家供应商平均客户数相同；one 全网一个 z  how a total is shared out',
      )
        .choices(['suppliers', 'one'])
        .default('suppliers'),
    )
    .addOption(
      new Option(
        '--balance <how>',
        '一个行业的销售与采购不等时：least 取小者，余额在网外；geometric 取几何平均  where sales and purchases differ',
      )
        .choices(['least', 'geometric'])
        .default('least'),
    )
    .option('--revenue <column>', '企业表中的收入列 column of revenue')
    .option('--costs <column>', '企业表中的成本列 column of costs')
    .option('--networks <n>', '重构多少个网络 how many networks', wholeOption, 100)
    .option('--seed <n>', '抽样种子 seed', seedOption, 1)
    .addOption(
      new Option('--missing-class <class>', '类别表未列行业对的类别 class of pairs not listed').choices([
        '0',
        '1',
        '2',
      ]),
    )
    .option('--stop <eps>', '文献的停止阈值，如 0.01（模型参数） stop rule of the literature', numberOption)
    .option('--tolerance <share>', '迭代到底时指数的误差界 bound on the error', numberOption, 1e-6)
    .option('--no-substitution', '失去的供应商不可替代 a lost supplier cannot be replaced')
    .option(
      '--no-leaks',
      '销售与成本都只计网内部分，如文献缺省 sales and costs in the network only, as the literature does by default',
    )
    .option('--level <share>', '区间的水平 level of the intervals', numberOption, 0.9)
    .option('--top <n>', '前几名 how many count as the top', wholeOption, 20)
    .option('--threads <n>', '线程数 threads', wholeOption, availableParallelism())
    .option('--out <file>', '各企业写成 CSV  every firm as CSV');
  withIoSource(command)
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast chain ensemble --firms samples/chain/firms.synthetic.csv --table samples/chain/io-table.synthetic.csv --classes samples/chain/input-classes.synthetic.csv --mean-degree 6 --stop 0.01 --out ranks.csv',
    )
    .action(async (_: unknown, command: Command) => {
      process.exitCode = await run(command.optsWithGlobals<EnsembleOptions>(), terminal());
    });
}

async function run(options: EnsembleOptions, terminal: Terminal): Promise<number> {
  checkOptions(options);
  const stop: StopRule =
    options.stop === undefined
      ? { rule: 'converged', tolerance: options.tolerance }
      : { rule: 'eps', eps: options.stop };
  const notes: Bilingual[] = [];
  const known = await knownOf(options, notes);
  const { method, firms, stripes, treatments } = known;
  const gravity = gravityModel(stripes, await linkTarget(options, known));
  const classes = ensembleClasses(
    firms,
    stripes,
    await classRowsOf(options.classes),
    options.missingClass === undefined ? null : (Number(options.missingClass) as 0 | 1 | 2),
  );
  const { leak, costLeak } = leaksOf(options, known, notes);
  const ensemble: RiskEnsemble = {
    gravity,
    firms: { ids: firms.ids, sectors: firms.sectors, sectorOf: firms.sectorOf },
    classes: classes.classes,
    substitution: options.substitution,
    weights: firms.money.revenue ?? known.sales,
    leak,
    costLeak,
    stop,
    seed: options.seed,
  };
  requireEnsembleLeak(ensemble);
  if (stop.rule === 'eps')
    notes.push({
      zh: `采用文献的停止规则 eps = ${stop.eps}：它是模型参数，截断上游传播`,
      en: `stop rule of the literature, eps = ${stop.eps}: a parameter of the model that cuts the cascade upstream short`,
    });
  for (const note of [...notes, ...treatmentNotes(options, known, classes.treatments)]) terminal.note(note);
  const result = await runAll(ensemble, options, terminal);
  if (result === null) return INTERRUPTED;
  const ranks = ensembleRanks(result.esri, { level: options.level, top: options.top });
  const stability = rankStability(result.esri, options.top);
  if (options.out !== undefined) await writeWhole(options.out, ranksCsv(firms, ranks, result));
  const order = [...firms.ids.keys()].sort((a, b) => ranks.mean[b]! - ranks.mean[a]! || a - b);
  const top = order.slice(0, options.top);
  const sizeRanks = competitionRanks(ensemble.weights!);
  if (options.json)
    terminal.json({
      schema: ENSEMBLE_SCHEMA,
      method: { id: method, ...METHODS[method] },
      interval: INTERVAL,
      networks: options.networks,
      seed: options.seed,
      level: options.level,
      top: options.top,
      stop,
      substitution: options.substitution,
      leaks: options.leaks,
      weights: firms.money.revenue ? 'revenue' : 'sales',
      firms: firms.ids.length,
      sectors: firms.sectors.length,
      links: linksSummary(gravity, result),
      unlinkedFirms: mean(result.unlinked),
      largestErrorBound: result.errorBound,
      topFirms: top.map((i) => firmOf(firms, ranks, result, sizeRanks, i)),
      stability,
      stripes: treatments.balance.map((stripe, k) => ({
        ...stripe,
        density: gravity.density[k],
        expectedLinks: gravity.expectedLinks[k],
      })),
      treatments: {
        firmRows: firms.rows,
        firmsRefused: firms.refused,
        purchasesRefused: known.purchasesRefused,
        ownSupply: treatments.ownSupply.map(({ firm, ...rest }) => ({ id: firms.ids[firm], ...rest })),
        residual: treatments.residual,
        classes: classes.treatments,
        industriesWithoutFirms: known.withoutFirms,
        negativeFlows: known.negativeFlows,
      },
      notes,
    });
  else terminal.print(text(firms, ranks, stability, top, sizeRanks, gravity, result, options, terminal));
  return EXIT.done;
}

const METHODS: Record<Method, { name: Bilingual; formula: string; source: string }> = {
  scgm: {
    name: { zh: '分行业修正的引力模型', en: 'stripe-corrected gravity model' },
    formula: 'p_ij = z_g s_i S_{g→j} / (1 + z_g s_i S_{g→j}), w_ij = s_i S_{g→j} / (W_g p_ij)',
    source: 'Ialongo et al. (2022), Scientific Reports 12:11847',
  },
  iogm: {
    name: { zh: '投入产出引力模型', en: 'input–output gravity model' },
    formula: 'S_{g→j} = S_j z_{g,h(j)} / Σ_k z_{k,h(j)}; p_ij, w_ij as scgm',
    source: 'arXiv:2603.09854, eq. 3–4; Ialongo et al. (2022), Scientific Reports 12:11847',
  },
  dcgm: {
    name: { zh: '密度修正的引力模型', en: 'density-corrected gravity model' },
    formula: 'p_ij = z s_i s_j / (1 + z s_i s_j), w_ij = s_i s_j / (W p_ij)',
    source: 'Cimini et al. (2015), Scientific Reports 5:15758',
  },
};

const INTERVAL: Bilingual = {
  zh: '区间只反映供应关系不知道这一点：在所用重构方法与收支数据成立的前提下，各网络之间的差别。方法本身的偏差不在其中，见 docs/chain-ensemble.md 的验证',
  en: 'intervals tell how much depends on which links there are, given the method of reconstruction and the data of firms. What the method itself gets wrong is not in them; docs/chain-ensemble.md holds it against a known network',
};

interface Known {
  method: Method;
  firms: FirmsRead;
  sales: Float64Array;
  purchases: Float64Array;
  stripes: GravityModel['stripes'];
  treatments: StripeTreatments;
  purchasesRefused: readonly RefusedCell[];
  withoutFirms: readonly string[];
  negativeFlows: number;
}

/** Strengths and stripes from the files. */
async function knownOf(options: EnsembleOptions, notes: Bilingual[]): Promise<Known> {
  const method: Method = options.method ?? (options.purchases === undefined ? 'iogm' : 'scgm');
  const firms = await readFirms(options.firms, {
    ...(options.revenue !== undefined && { revenue: options.revenue }),
    ...(options.costs !== undefined && { costs: options.costs }),
  });
  const table = options.table === undefined ? null : await ioSource(options.table, options);
  if (table) for (const finding of table.findings) if (finding.severity !== 'note') notes.push(finding);
  const industryOf = options.sectors === undefined ? new Map() : await readSectorMap(options.sectors);
  const flows = table && sectorFlows(table.table, firms.sectors, industryOf);
  const { revenue, costs } = firms.money;
  const sales =
    firms.money.sales ??
    revenue?.map((value, i) =>
      flows ? value * flows.intermediateShare[flows.industryNumber[firms.sectorOf[i]!]!]! : value,
    );
  if (!sales) throw missingColumn(options.firms, 'revenue', '营业收入');
  if (!firms.money.sales && !flows)
    notes.push({
      zh: '既没有对企业的销售（sales 列），也没有投入产出表：全部收入都当作对网内企业的销售',
      en: 'there are neither sales to firms (column sales) nor a table: all revenue was taken as sales to firms of the network',
    });
  const common = {
    method,
    firms,
    sales,
    purchasesRefused: [] as readonly RefusedCell[],
    withoutFirms: flows?.withoutFirms ?? [],
    negativeFlows: flows?.negativeFlows ?? 0,
  };
  const strengths = (purchases: Float64Array) => ({ ...firms, sales, purchases });
  const { balance } = options;
  if (method === 'scgm') {
    if (options.purchases === undefined)
      throw new UserError({
        zh: '--method scgm 需要企业按供应行业的采购：--purchases 文件（buyer, supplier_sector, value）。没有时可用 --method iogm 由投入产出表推算',
        en: '--method scgm needs what firms buy by supplying sector: --purchases FILE (buyer, supplier_sector, value). Without it, --method iogm splits costs by an input–output table',
      });
    const read = await readPurchases(options.purchases, firms);
    const stripes = sectorStripes(strengths(read.total), read.purchases, { balance });
    return { ...common, ...stripes, purchases: read.total, purchasesRefused: read.refused };
  }
  const purchases = firms.money.purchases ?? costs;
  if (!purchases) throw missingColumn(options.firms, 'costs', '营业成本');
  if (method === 'dcgm') return { ...common, ...singleStripe(strengths(purchases), { balance }), purchases };
  if (!flows)
    throw new UserError({
      zh: '--method iogm 需要投入产出表：--table 文件或工作区中的表名',
      en: '--method iogm needs an input–output table: --table FILE, or its name in the workspace',
    });
  // Purchases from other firms of the network are split over home inputs only where costs are not at hand.
  const inputs = firms.money.purchases ? columnSums(flows.flows) : flows.inputs;
  const split: SectorPurchases = splitByTable(
    purchases,
    firms.sectorOf.map((sector) => flows.industryNumber[sector]!),
    { flows: flows.flows, inputs },
  );
  const stripes = sectorStripes(strengths(purchases), split, {
    balance,
    industryNumber: flows.industryNumber,
    industries: flows.industries,
  });
  return { ...common, ...stripes, purchases };
}

function columnSums(flows: Float64Array): Float64Array {
  const m = Math.sqrt(flows.length);
  const sums = new Float64Array(m);
  for (let at = 0; at < flows.length; at++) sums[at % m]! += flows[at]!;
  return sums;
}

function missingColumn(file: string, column: string, zh: string): UserError {
  return new UserError({
    zh: `${file}：没有 ${column}（${zh}）列，也没有用 --${column} 指定`,
    en: `${file}: there is no column ${column}, and --${column} names none`,
  });
}

async function linkTarget(options: EnsembleOptions, { firms, stripes, method }: Known): Promise<LinkTarget> {
  const { linksCount, meanDegree, linksBySector, spread } = options;
  const given = [linksCount, meanDegree, linksBySector].filter((value) => value !== undefined).length;
  if (given !== 1)
    throw new UserError({
      zh: `供应关系有多少，应由 --links-count、--mean-degree、--links-by-sector 之一给出${given > 1 ? '，现在给了不止一个' : '。可参考：日本、匈牙利的全国网络平均每家企业约 5 个客户'}`,
      en: `how many links there are must be given by one of --links-count, --mean-degree, --links-by-sector${given > 1 ? '; more than one was' : '. For orientation: about 5 customers a firm in the national networks of Japan and Hungary'}`,
    });
  if (linksBySector === undefined) return { total: linksCount ?? meanDegree! * firms.ids.length, spread };
  if (method === 'dcgm')
    throw new UserError({
      zh: '--method dcgm 不分行业，请用 --links-count 或 --mean-degree',
      en: '--method dcgm knows no sectors; use --links-count or --mean-degree',
    });
  return { byStripe: await readSectorLinks(linksBySector, stripes.names) };
}

/** Shares below this are rounding. */
const NOTHING = 1e-9;

/** What of each firm's sales and costs lies outside the network: from what it reports and what the network expects. */
function leaksOf(
  { leaks }: EnsembleOptions,
  { firms, stripes, sales, purchases }: Known,
  notes: Bilingual[],
): { leak: Float64Array | null; costLeak: Float64Array | null } {
  if (!leaks) return { leak: null, costLeak: null };
  const expected = expectedStrengths(stripes);
  let above = 0;
  const outside = (all: Float64Array, within: Float64Array) =>
    all.map((value, i) => {
      if (!(within[i]! > 0)) return 0;
      if (within[i]! > value * (1 + NOTHING)) above++;
      const share = 1 - within[i]! / value;
      return share > NOTHING ? share : 0;
    });
  const leak = outside(firms.money.revenue ?? sales, expected.sales);
  const costLeak = outside(firms.money.costs ?? purchases, expected.purchases);
  if (above > 0)
    notes.push({
      zh: `${above} 处企业的网内销售或采购大于其收入或成本，按没有网外部分计`,
      en: `${above} time(s) a firm's sales or purchases in the network are above its revenue or costs; nothing was taken to lie outside`,
    });
  return {
    leak: leak.some((share) => share > 0) ? leak : null,
    costLeak: costLeak.some((share) => share > 0) ? costLeak : null,
  };
}

/** The index of all firms in all networks; null where the user stopped it. */
async function runAll(
  ensemble: RiskEnsemble,
  { networks, threads }: EnsembleOptions,
  terminal: Terminal,
): Promise<EnsembleRun | null> {
  return unlessStopped(threads, terminal, (options) => ensembleInThreads(ensemble, networks, options), {
    zh: '重构网络并逐家停产',
    en: 'reconstructing, closing each firm',
  });
}

/** Rows told one by one. */
const TOLD = 10;
/** Sales and purchases of a stripe that differ by more are told. */
const UNBALANCED = 0.2;

function treatmentNotes(
  options: EnsembleOptions,
  { firms, stripes, treatments, purchasesRefused, withoutFirms, negativeFlows }: Known,
  classes: ReturnType<typeof ensembleClasses>['treatments'],
): Bilingual[] {
  const notes: Bilingual[] = [];
  const refused = (file: string, rows: readonly RefusedCell[]) => {
    for (const { row, column, value, reason } of rows.slice(0, TOLD))
      notes.push({
        zh: `${file} 第 ${row} 行“${column}”列：“${value}”${reason.zh}，该行未用`,
        en: `${file}, row ${row}, column "${column}": "${value}" ${reason.en}; the row was left out`,
      });
    if (rows.length > TOLD)
      notes.push({
        zh: `${file}：另有 ${rows.length - TOLD} 行未用，--json 列出全部`,
        en: `${file}: ${rows.length - TOLD} more rows were left out; --json lists them all`,
      });
  };
  refused(options.firms, firms.refused);
  if (options.purchases !== undefined) refused(options.purchases, purchasesRefused);
  const named = (names: readonly string[]) => names.slice(0, 5).join('、') + (names.length > 5 ? ' …' : '');
  const without = treatments.balance.filter(({ trade }) => !(trade > 0)).map(({ stripe }) => stripe);
  if (without.length > 0)
    notes.push({
      zh: `${without.length} 个行业在网内没有交易（没有卖方或没有买方）：${named(without)}`,
      en: `${without.length} sector(s) trade nothing in the network, for want of sellers or buyers: ${named(without)}`,
    });
  const unbalanced = treatments.balance.filter(
    ({ sales, purchases, trade }) => trade > 0 && Math.abs(Math.log(sales / purchases)) > UNBALANCED,
  );
  if (unbalanced.length > 0)
    notes.push({
      zh: `${unbalanced.length} 个行业的销售与采购相差两成以上，${options.balance === 'least' ? '按小者计，余额在网外' : '按几何平均计'}：${named(unbalanced.map(({ stripe }) => stripe))}`,
      en: `sales and purchases of ${unbalanced.length} sector(s) differ by more than a fifth and were brought ${options.balance === 'least' ? 'to the lesser, the rest being outside the network' : 'to their geometric mean'}: ${named(unbalanced.map(({ stripe }) => stripe))}`,
    });
  for (const { firm, stripe, amount } of treatments.ownSupply.slice(0, TOLD))
    notes.push({
      zh: `企业 ${firms.ids[firm]} 在行业 ${stripe} 中只能与自己交易的 ${amount.toPrecision(4)} 未计入`,
      en: `firm ${firms.ids[firm]} could trade ${amount.toPrecision(4)} of sector ${stripe} with itself only; it was left out`,
    });
  if (withoutFirms.length > 0)
    notes.push({
      zh: `表中 ${withoutFirms.length} 个部门没有企业，从中的采购算作网外：${named(withoutFirms)}`,
      en: `${withoutFirms.length} industries of the table have no firms; what is bought there comes from outside the network: ${named(withoutFirms)}`,
    });
  if (negativeFlows > 0)
    notes.push({
      zh: `表中 ${negativeFlows} 个负的中间流量按 0 计`,
      en: `${negativeFlows} negative flows of the table were taken as 0`,
    });
  if (classes.missing.length > 0)
    notes.push({
      zh: `${options.classes}：缺 ${classes.missing.length} 对行业，按类别 ${classes.missingClass} 处理`,
      en: `${options.classes}: ${classes.missing.length} pair(s) of sectors are missing and were taken as class ${classes.missingClass}`,
    });
  for (const { row, value, reason } of classes.refused.slice(0, TOLD))
    notes.push({
      zh: `${options.classes} 第 ${row} 行：“${value}”${reason.zh}，该行未用`,
      en: `${options.classes}, row ${row}: "${value}" ${reason.en}; the row was left out`,
    });
  const trades = new Uint8Array(firms.ids.length);
  for (const i of stripes.supplier) trades[i] = 1;
  for (const j of stripes.buyer) trades[j] = 1;
  const trading = trades.reduce((sum, trade) => sum + trade, 0);
  if (trading < firms.ids.length)
    notes.push({
      zh: `${firms.ids.length - trading} 家企业在网内既不卖也不买`,
      en: `${firms.ids.length - trading} firm(s) neither sell nor buy in the network`,
    });
  return notes;
}

function linksSummary({ expectedLinks }: GravityModel, { links }: EnsembleRun) {
  return {
    expected: expectedLinks.reduce((sum, value) => sum + value, 0),
    mean: mean(links),
    least: links.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
    most: links.reduce((most, value) => Math.max(most, value), 0),
  };
}

function firmOf(
  { ids, names, sectors, sectorOf }: FirmsRead,
  ranks: EnsembleRanks,
  run: EnsembleRun,
  sizeRanks: Uint32Array,
  i: number,
) {
  return {
    id: ids[i],
    name: names[i],
    sector: sectors[sectorOf[i]!],
    esri: ranks.mean[i],
    esriLow: ranks.low[i],
    esriHigh: ranks.high[i],
    standardError: ranks.standardError[i],
    esriDown: run.meanDown[i],
    esriUp: run.meanUp[i],
    rank: ranks.rank[i],
    rankLow: ranks.rankLow[i],
    rankMedian: ranks.rankMedian[i],
    rankHigh: ranks.rankHigh[i],
    topProbability: ranks.topProbability[i],
    sizeRank: sizeRanks[i],
  };
}

function text(
  { names, sectors, sectorOf }: FirmsRead,
  ranks: EnsembleRanks,
  stability: readonly RankStability[],
  top: readonly number[],
  sizeRanks: Uint32Array,
  gravity: GravityModel,
  run: EnsembleRun,
  options: EnsembleOptions,
  terminal: Terminal,
): string {
  const links = linksSummary(gravity, run);
  const percent = `${(100 * options.level).toFixed(0)}%`;
  return [
    terminal.say({
      zh: `${options.networks} 个重构网络，平均 ${Math.round(links.mean)} 条供应关系（${links.least}—${links.most}），种子 ${options.seed}；平均 ${mean(run.unlinked).toFixed(1)} 家企业没有供应关系`,
      en: `${options.networks} reconstructed networks, ${Math.round(links.mean)} links on average (${links.least} to ${links.most}), seed ${options.seed}; ${mean(run.unlinked).toFixed(1)} firms without a link on average`,
    }),
    textTable(
      [
        '#',
        terminal.say({ zh: '企业', en: 'firm' }),
        terminal.say({ zh: '行业', en: 'sector' }),
        terminal.say({ zh: 'ESRI 均值', en: 'mean ESRI' }),
        terminal.say({ zh: `区间 ${percent}`, en: `interval ${percent}` }),
        terminal.say({ zh: '名次区间', en: 'ranks' }),
        terminal.say({ zh: `进入前 ${options.top} 的概率`, en: `chance of top ${options.top}` }),
        terminal.say({ zh: '规模名次', en: 'rank by size' }),
      ],
      top.map((i) => [
        ranks.rank[i]!,
        names[i]!,
        sectors[sectorOf[i]!]!,
        ranks.mean[i]!,
        `${ranks.low[i]!.toPrecision(3)}–${ranks.high[i]!.toPrecision(3)}`,
        `${ranks.rankLow[i]}–${ranks.rankHigh[i]}`,
        ranks.topProbability[i]!,
        sizeRanks[i]!,
      ]),
    ),
    textTable(
      [
        terminal.say({ zh: '网络数', en: 'networks' }),
        terminal.say({ zh: '两半的名次相关', en: 'rank correlation of halves' }),
        terminal.say({ zh: `两半前 ${options.top} 的重合`, en: `top ${options.top} shared by halves` }),
      ],
      stability.map((step) => [step.networks, step.rankCorrelation ?? '–', step.topShared]),
    ),
    terminal.say(INTERVAL),
  ].join('\n\n');
}

function ranksCsv({ ids, sectors, sectorOf }: FirmsRead, ranks: EnsembleRanks, run: EnsembleRun): string {
  const lines = ids.map((id, i) =>
    [
      csvCell(id),
      csvCell(sectors[sectorOf[i]!]!),
      ranks.mean[i],
      ranks.low[i],
      ranks.high[i],
      ranks.standardError[i],
      run.meanDown[i],
      run.meanUp[i],
      ranks.rank[i],
      ranks.rankLow[i],
      ranks.rankMedian[i],
      ranks.rankHigh[i],
      ranks.topProbability[i],
    ].join(','),
  );
  return `id,sector,esri,esri_low,esri_high,standard_error,esri_down,esri_up,rank,rank_low,rank_median,rank_high,top_probability\n${lines.join('\n')}\n`;
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return values.length === 0 ? 0 : sum / values.length;
}

function checkOptions({ stop, tolerance, level }: EnsembleOptions): void {
  for (const [name, value] of [
    ['--stop', stop ?? 0.5],
    ['--tolerance', tolerance],
    ['--level', level],
  ] as const)
    if (!(value > 0 && value < 1))
      throw new UserError({
        zh: `${name} ${value}：应在 (0, 1) 内`,
        en: `${name} ${value}: a number between 0 and 1 is expected`,
      });
}
