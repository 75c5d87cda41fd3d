// ballast chain risk: what the economy loses when a firm closes, for every firm.
import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import {
  type CascadeModel,
  type CascadeOptions,
  type CascadeTreatments,
  cascade,
  cascadeModel,
  contributionsBySector,
  convergedCascade,
  lossRoutes,
  requireLeak,
  riskOf,
  type StopRule,
  type SupplyNetwork,
  type SystemicRisk,
} from '../../chain/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import { writeWhole } from '../../store/index.js';
import { riskInThreads } from '../../threads/index.js';
import { numberOption } from '../number-option.js';
import { EXIT, type Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { cellNumber, cellText, columnsOf } from './columns-file.js';
import { readFirmShocks, riskOfFirmShock } from './firm-shocks.js';
import { type ReadNetwork, readNetwork, treatmentNotes } from './network-files.js';

export const RISK_SCHEMA = 'ballast.chain.risk/1';

interface RiskCommandOptions {
  firms: string;
  links: string;
  classes: string;
  stop?: number;
  tolerance: number;
  substitution: boolean;
  markets?: string;
  revenue?: string;
  costs?: string;
  weights?: string;
  leak?: string;
  selfLoops: 'drop' | 'keep';
  missingClass?: 0 | 1 | 2;
  threads: number;
  top: number;
  why?: string[];
  shocks?: string;
  out?: string;
  json?: boolean;
}

/** Stopped by Ctrl-C, as shells count it. */
const INTERRUPTED = 130;

export function riskCommand(chain: Command, terminal: () => Terminal): void {
  chain
    .command('risk')
    .summary('系统性风险 systemic risk')
    .description(
      '经济系统性风险指数（ESRI）：每家企业单独停产时，全网按权重计的产出损失，分下游（缺投入）与上游（缺客户）。默认迭代到底并给出误差界；--stop 采用文献的停止规则。\n' +
        'Economic systemic risk index: the share of weighted output lost when a firm alone closes, downstream (want of inputs) and upstream (want of customers). By default to the end of the cascade, with a bound on the error; --stop takes the rule of the literature.',
    )
    .requiredOption('--firms <file>', '企业：id, sector')
    .requiredOption('--links <file>', '供应关系：supplier, buyer, weight')
    .requiredOption('--classes <file>', '投入类别：supplier_sector, buyer_sector, class 0/1/2')
    .option('--stop <eps>', '文献的停止阈值，如 0.01（模型参数） stop rule of the literature', numberOption)
    .option(
      '--tolerance <share>',
      '迭代到底时指数的误差界 bound on the error of the index',
      numberOption,
      1e-6,
    )
    .option('--revenue <column>', '企业表中的收入列 column of revenue')
    .option('--costs <column>', '企业表中的成本列 column of costs')
    .option(
      '--leak <share>',
      '最终需求占销售的份额，或按行业的文件（sector, leak） share of sales to final demand',
    )
    .option('--weights <column>', '企业权重列；缺省为收入，没有收入则为网内销售额 column of weights')
    .option('--markets <column>', '可互相替代的企业组；缺省为行业 column of markets; default sectors')
    .option('--no-substitution', '失去的供应商不可替代 a lost supplier cannot be replaced')
    .option('--self-loops <what>', '对自己的销售 sales to oneself: drop, keep', selfLoopsOption, 'drop')
    .option(
      '--missing-class <class>',
      '类别表未列行业对的类别 class of pairs that are not listed',
      classOption,
    )
    .option('--threads <n>', '线程数 threads', threadsOption, availableParallelism())
    .option('--top <n>', '列出前几家 how many to list', numberOption, 20)
    .option(
      '--why <ids...>',
      '说明这些企业为何如此：按行业、按路径 where and along which routes its loss arises',
    )
    .option(
      '--shocks <file>',
      '改算这些情景：scenario, firm, supply[, demand] 冲击份额 scenarios instead of each firm',
    )
    .option('--out <file>', '写成 CSV：id,esri,esri_down,esri_up,iterations,error_bound')
    .addHelpText(
      'after',
      '\n例 Examples:\n  ballast chain risk --firms firms.csv --links links.csv --classes classes.csv --stop 0.01 --out risk.csv\n  ballast chain risk --firms firms.csv --links links.csv --classes classes.csv --leak 0.3 --why F17',
    )
    .action(async (_: unknown, command: Command) => {
      process.exitCode = await run(command.optsWithGlobals<RiskCommandOptions>(), terminal());
    });
}

async function run(options: RiskCommandOptions, terminal: Terminal): Promise<number> {
  const stop: StopRule =
    options.stop === undefined
      ? { rule: 'converged', tolerance: within('--tolerance', options.tolerance) }
      : { rule: 'eps', eps: within('--stop', options.stop) };
  const numbers = [options.revenue, options.costs, options.weights].filter((name) => name !== undefined);
  const read = await readNetwork(options, {
    selfLoops: options.selfLoops,
    firmColumns: numbers,
    ...(options.markets !== undefined && { firmTexts: [options.markets] }),
    ...(options.missingClass !== undefined && { missingClass: options.missingClass }),
  });
  const { network, classes, names } = read;
  const model = cascadeModel(network, classes, await modelOptions(options, read));
  if (stop.rule === 'converged') requireLeak(model);
  const notes = [
    ...treatmentNotes(options, read.treatments),
    ...modelNotes(network, model.treatments),
    ...(stop.rule === 'eps' ? [stopNote(stop.eps, model.leaks)] : []),
  ];
  for (const note of notes) terminal.note(note);
  if (options.shocks !== undefined) return runShocks(options, options.shocks, model, stop, notes, terminal);
  const whys = (options.why ?? []).map((id) => whyOf(model, names, firmNumbered(network, id), stop));
  const risk = await allRisk(model, stop, options.threads, terminal);
  if (risk === null) return INTERRUPTED;
  if (options.out !== undefined) await writeWhole(options.out, riskCsv(network, risk));
  const ranked = [...network.ids.keys()].sort((a, b) => risk.esri[b]! - risk.esri[a]! || a - b);
  const top = ranked.slice(0, Math.max(0, Math.floor(options.top)));
  if (options.json)
    terminal.json({
      schema: RISK_SCHEMA,
      ...methodOf(options, network, stop),
      summary: summaryOf(risk),
      states: statesOf(risk, stop),
      topFirms: top.map((i) => ({
        id: network.ids[i],
        name: names[i],
        sector: network.sectors[network.sectorOf[i]!],
        esri: risk.esri[i],
        esriDown: risk.down[i],
        esriUp: risk.up[i],
        iterations: risk.iterations[i],
        errorBound: risk.errorBound?.[i] ?? null,
      })),
      why: whys,
      treatments: {
        ...read.treatments,
        model: Object.fromEntries(
          Object.entries(model.treatments).map(([name, firms]: [string, readonly number[]]) => [
            name,
            firms.map((i) => network.ids[i]),
          ]),
        ),
      },
      notes,
    });
  else
    terminal.print(
      [topText(network, names, risk, top, terminal), ...whys.map((why) => whyText(why, terminal))].join(
        '\n\n',
      ),
    );
  return EXIT.done;
}

/** Scenarios that hit several firms at once, in place of every firm alone. */
async function runShocks(
  options: RiskCommandOptions,
  file: string,
  model: CascadeModel,
  stop: StopRule,
  notes: readonly Bilingual[],
  terminal: Terminal,
): Promise<number> {
  const { network } = model;
  const shocks = await readFirmShocks(file, network);
  const progress = terminal.progress({ zh: '情景', en: 'scenarios' }, shocks.length);
  const scenarios = shocks.map((shock) => {
    const risk = riskOfFirmShock(model, shock, stop);
    progress.step(shock.scenario);
    return risk;
  });
  progress.end();
  const rows = scenarios.map(({ scenario, esri, esriDown, esriUp, iterations, errorBound }) =>
    csvRow(scenario, [esri, esriDown, esriUp, iterations, errorBound ?? '']),
  );
  if (options.out !== undefined) await writeWhole(options.out, `${CSV_HEAD}\n${rows.join('\n')}\n`);
  if (options.json)
    terminal.json({ schema: RISK_SCHEMA, ...methodOf(options, network, stop), scenarios, notes });
  else
    terminal.print(
      textTable(
        [
          terminal.say({ zh: '情景', en: 'scenario' }),
          'ESRI',
          terminal.say({ zh: '下游', en: 'down' }),
          terminal.say({ zh: '上游', en: 'up' }),
          terminal.say({ zh: '步数', en: 'steps' }),
        ],
        scenarios.map((of) => [of.scenario, of.esri, of.esriDown, of.esriUp, of.iterations]),
      ),
    );
  return EXIT.done;
}

function methodOf(options: RiskCommandOptions, network: SupplyNetwork, stop: StopRule) {
  return {
    method: METHOD,
    stop: { ...stop, meaning: STOP_MEANING[stop.rule] },
    substitution: options.substitution,
    markets: options.substitution ? (options.markets ?? 'sector') : null,
    leak: options.revenue !== undefined ? `revenue: ${options.revenue}` : (options.leak ?? null),
    costs: options.costs ?? null,
    weights: options.weights ?? options.revenue ?? 'outStrength',
    firms: network.ids.length,
    links: network.outBuyer.length,
    sectors: network.sectors.length,
  };
}

const METHOD = {
  name: { zh: '经济系统性风险指数', en: 'economic systemic risk index' },
  source:
    'Diem, Borsos, Reisch, Kertész & Thurner (2022), Quantifying firm-level economic systemic risk from nation-wide supply networks, Scientific Reports 12:7719',
  formula: 'ESRI = Σ_i w_i max(ℓᵈ_i, ℓᵘ_i)',
} as const;

const STOP_MEANING: Record<StopRule['rule'], Bilingual> = {
  eps: {
    zh: '文献的停止规则：没有企业在一步内多损失超过 eps 时停止。eps 是模型参数，不是误差：它截断上游传播',
    en: 'rule of the literature: stops after the step in which no firm loses more than eps. eps is a parameter of the model and no error: it cuts the cascade upstream short',
  },
  converged: {
    zh: '迭代到不动点，指数的误差不超过 error_bound（只会偏低）',
    en: 'run to the fixed point; the index falls short of it by at most error_bound, and never exceeds it',
  },
};

/** The index of all firms; null where the user stopped it. */
async function allRisk(
  model: CascadeModel,
  stop: StopRule,
  threads: number,
  terminal: Terminal,
): Promise<SystemicRisk | null> {
  const firms = Uint32Array.from(model.network.ids.keys());
  const stopped = new AbortController();
  const interrupt = () => stopped.abort();
  process.once('SIGINT', interrupt);
  const progress = terminal.progress({ zh: '逐家停产', en: 'closing each firm' }, 1);
  try {
    const risk = await riskInThreads(model, firms, stop, {
      threads,
      signal: stopped.signal,
      onProgress: (done, of) => progress.step(`${done}/${of}`),
    });
    progress.end();
    return risk;
  } catch (error) {
    if (!stopped.signal.aborted) throw error;
    terminal.note({ zh: '已停止，没有写出任何结果', en: 'stopped; nothing was written' });
    return null;
  } finally {
    process.off('SIGINT', interrupt);
  }
}

async function modelOptions(options: RiskCommandOptions, read: ReadNetwork): Promise<CascadeOptions> {
  const { network, firmValues, firmTexts } = read;
  const values = (name: string | undefined) => (name === undefined ? undefined : firmValues.get(name)!);
  const [revenue, costs, weights] = [values(options.revenue), values(options.costs), values(options.weights)];
  const markets = options.markets === undefined ? undefined : numbered(firmTexts.get(options.markets)!);
  return {
    substitution: options.substitution,
    ...(revenue && { revenue }),
    ...(costs && { costs }),
    ...(weights && { weights }),
    ...(markets && { markets }),
    ...(options.leak !== undefined && { leak: await leakOf(options.leak, network) }),
  };
}

/** One share for all firms, or the share of each firm's sector from a file. */
async function leakOf(text: string, network: SupplyNetwork): Promise<number | Float64Array> {
  const number = Number(text);
  if (text.trim() !== '' && !Number.isNaN(number)) return number;
  const bySector = new Map<string, number>();
  const columns = [{ names: ['sector', '行业', '行业代码'] }, { names: ['leak', 'share', '最终需求份额'] }];
  for await (const rows of columnsOf(text, columns))
    for (const { row, cells } of rows) {
      const share = cellNumber(cells[1]!);
      if (!(share >= 0 && share < 1))
        throw new UserError({
          zh: `${text} 第 ${row} 行：最终需求份额“${cellText(cells[1]!)}”应在 [0, 1) 内`,
          en: `${text}, row ${row}: the share of final demand "${cellText(cells[1]!)}" should be in [0, 1)`,
        });
      bySector.set(cellText(cells[0]!), share);
    }
  const missing = network.sectors.find((sector) => !bySector.has(sector));
  if (missing !== undefined)
    throw new UserError({
      zh: `${text}：没有行业 ${missing} 的最终需求份额`,
      en: `${text}: there is no share of final demand for sector ${missing}`,
    });
  return Float64Array.from(network.sectorOf, (sector) => bySector.get(network.sectors[sector]!)!);
}

function numbered(names: readonly string[]): Int32Array {
  const numberOf = new Map<string, number>();
  return Int32Array.from(names, (name) => {
    if (!numberOf.has(name)) numberOf.set(name, numberOf.size);
    return numberOf.get(name)!;
  });
}

function within(option: string, value: number): number {
  if (value > 0 && value < 1) return value;
  throw new UserError({
    zh: `${option} ${value}：应在 (0, 1) 内`,
    en: `${option} ${value}: a number between 0 and 1 is expected`,
  });
}

function firmNumbered(network: SupplyNetwork, id: string): number {
  const at = network.ids.indexOf(id);
  if (at >= 0) return at;
  throw new UserError({ zh: `--why ${id}：没有这家企业`, en: `--why ${id}: there is no such firm` });
}

function stopNote(eps: number, leaks: boolean): Bilingual {
  return {
    zh: `采用文献的停止规则 eps = ${eps}：它是模型参数，截断上游传播，不同规模的网络之间不可比${leaks ? '' : '；未给收入或最终需求份额'}`,
    en: `stop rule of the literature, eps = ${eps}: a parameter of the model that cuts the cascade upstream short; networks of different size do not compare${leaks ? '' : '; neither revenue nor a leak to final demand was given'}`,
  };
}

function modelNotes({ ids }: SupplyNetwork, treatments: CascadeTreatments): Bilingual[] {
  const some = (firms: readonly number[]) =>
    firms
      .slice(0, 5)
      .map((i) => ids[i])
      .join(', ') + (firms.length > 5 ? ' …' : '');
  const told: [readonly number[], Bilingual][] = [
    [
      treatments.withoutRevenue,
      {
        zh: '有销售而收入为 0，按网内销售额计',
        en: 'sell but have revenue 0; their sales in the network were taken',
      },
    ],
    [
      treatments.revenueBelowSales,
      {
        zh: '收入低于网内销售额，照原数计',
        en: 'have revenue below their sales in the network; kept as given',
      },
    ],
    [
      treatments.withoutCosts,
      {
        zh: '有采购而成本为 0，按网内采购额计',
        en: 'buy but have costs 0; their purchases in the network were taken',
      },
    ],
    [
      treatments.costsBelowPurchases,
      {
        zh: '成本低于网内采购额，照原数计',
        en: 'have costs below their purchases in the network; kept as given',
      },
    ],
  ];
  return told
    .filter(([firms]) => firms.length > 0)
    .map(([firms, { zh, en }]) => ({
      zh: `${firms.length} 家企业${zh}：${some(firms)}`,
      en: `${firms.length} firm(s) ${en}: ${some(firms)}`,
    }));
}

function summaryOf({ esri, iterations, errorBound }: SystemicRisk) {
  const mean = (values: ArrayLike<number>) => {
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[i]!;
    return values.length === 0 ? 0 : sum / values.length;
  };
  const largest = (values: Float64Array | Uint32Array) => {
    let most = 0;
    for (const value of values) most = Math.max(most, value);
    return most;
  };
  return {
    mean: mean(esri),
    largest: largest(esri),
    above10Percent: esri.filter((value) => value > 0.1).length,
    above1Percent: esri.filter((value) => value > 0.01).length,
    meanIterations: mean(iterations),
    largestIterations: largest(iterations),
    largestErrorBound: errorBound === null ? null : largest(errorBound),
  };
}

/** How many firms' figures are certain to the tolerance, and how many are not. */
function statesOf({ esri, errorBound }: SystemicRisk, stop: StopRule) {
  if (stop.rule === 'eps' || errorBound === null) return { stoppedByRule: esri.length };
  const certain = errorBound.filter((bound) => bound <= stop.tolerance).length;
  return { converged: certain, notConverged: esri.length - certain };
}

interface Why {
  id: string;
  name: string;
  sector: string;
  esri: number;
  esriDown: number;
  esriUp: number;
  sectors: {
    sector: string;
    esri: number;
    esriDown: number;
    esriUp: number;
    firms: number;
    largestLoss: number;
  }[];
  routes: {
    channel: 'down' | 'up';
    path: string[];
    names: string[];
    loss: number;
    contribution: number;
    share: number;
  }[];
}

const WHY_ROWS = 15;

function whyOf(model: CascadeModel, names: readonly string[], firm: number, stop: StopRule): Why {
  const { ids, sectors, sectorOf } = model.network;
  const supply = new Float64Array(ids.length);
  supply[firm] = 1;
  const result =
    stop.rule === 'eps'
      ? cascade(model, { supply }, stop)
      : convergedCascade(model, { supply }, stop.tolerance);
  const { esri, down, up } = riskOf(result, model.weights);
  return {
    id: ids[firm]!,
    name: names[firm]!,
    sector: sectors[sectorOf[firm]!]!,
    esri,
    esriDown: down,
    esriUp: up,
    sectors: contributionsBySector(model, result).map(({ sector, esri, down, up, firms, largestLoss }) => ({
      sector: sectors[sector]!,
      esri,
      esriDown: down,
      esriUp: up,
      firms,
      largestLoss,
    })),
    routes: lossRoutes(model, result, firm, WHY_ROWS).map(({ firms, ...route }) => ({
      ...route,
      path: firms.map((i) => ids[i]!),
      names: firms.map((i) => names[i]!),
    })),
  };
}

function topText(
  network: SupplyNetwork,
  names: readonly string[],
  risk: SystemicRisk,
  top: readonly number[],
  terminal: Terminal,
): string {
  return textTable(
    [
      '#',
      terminal.say({ zh: '企业', en: 'firm' }),
      terminal.say({ zh: '行业', en: 'sector' }),
      'ESRI',
      terminal.say({ zh: '下游', en: 'down' }),
      terminal.say({ zh: '上游', en: 'up' }),
      terminal.say({ zh: '步数', en: 'steps' }),
      ...(risk.errorBound === null ? [] : [terminal.say({ zh: '误差界', en: 'error bound' })]),
    ],
    top.map((i, at) => [
      at + 1,
      names[i]!,
      network.sectors[network.sectorOf[i]!]!,
      risk.esri[i]!,
      risk.down[i]!,
      risk.up[i]!,
      risk.iterations[i]!,
      ...(risk.errorBound === null ? [] : [risk.errorBound[i]!]),
    ]),
  );
}

function whyText({ name, sector, esri, esriDown, esriUp, sectors, routes }: Why, terminal: Terminal): string {
  const percent = (share: number) => `${(100 * share).toPrecision(3)}%`;
  return [
    terminal.say({
      zh: `${name}（${sector}）停产，全网损失 ${percent(esri)}，其中下游 ${percent(esriDown)}、上游 ${percent(esriUp)}`,
      en: `${name} (${sector}) closed: ${percent(esri)} of the network is lost, ${percent(esriDown)} downstream, ${percent(esriUp)} upstream`,
    }),
    textTable(
      [
        terminal.say({ zh: '损失在哪个行业', en: 'sector that loses' }),
        'ESRI',
        terminal.say({ zh: '下游', en: 'down' }),
        terminal.say({ zh: '上游', en: 'up' }),
        terminal.say({ zh: '企业数', en: 'firms' }),
        terminal.say({ zh: '最大损失', en: 'largest loss' }),
      ],
      sectors
        .slice(0, WHY_ROWS)
        .map((of) => [of.sector, of.esri, of.esriDown, of.esriUp, of.firms, of.largestLoss]),
    ),
    textTable(
      [
        terminal.say({ zh: '路径', en: 'route' }),
        terminal.say({ zh: '方向', en: 'channel' }),
        terminal.say({ zh: '末端损失', en: 'loss at its end' }),
        terminal.say({ zh: '贡献', en: 'contribution' }),
        terminal.say({ zh: '经此路径', en: 'by this route' }),
      ],
      routes.map(({ names, channel, loss, contribution, share }) => [
        names.join(' → '),
        terminal.say(channel === 'down' ? { zh: '下游', en: 'down' } : { zh: '上游', en: 'up' }),
        loss,
        contribution,
        share,
      ]),
    ),
  ].join('\n');
}

const CSV_HEAD = 'id,esri,esri_down,esri_up,iterations,error_bound';

function riskCsv(network: SupplyNetwork, { esri, down, up, iterations, errorBound }: SystemicRisk): string {
  const lines = network.ids.map((id, i) =>
    csvRow(id, [esri[i]!, down[i]!, up[i]!, iterations[i]!, errorBound?.[i] ?? '']),
  );
  return `${CSV_HEAD}\n${lines.join('\n')}\n`;
}

function csvRow(name: string, values: readonly (number | '')[]): string {
  return [csvCell(name), ...values].join(',');
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function classOption(text: string): 0 | 1 | 2 {
  if (text === '0' || text === '1' || text === '2') return Number(text) as 0 | 1 | 2;
  throw new InvalidArgumentError('0, 1, 2');
}

function threadsOption(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= 1024) return value;
  throw new InvalidArgumentError('须为不小于 1 的整数 a whole number of 1 or more');
}

function selfLoopsOption(text: string): 'drop' | 'keep' {
  if (text === 'drop' || text === 'keep') return text;
  throw new InvalidArgumentError('drop, keep');
}
