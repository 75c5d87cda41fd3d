// What every form that runs cascades is told: the network, the model, when to stop, on how many threads.
import { availableParallelism } from 'node:os';
import { type Command, InvalidArgumentError } from 'commander';
import {
  type CascadeModel,
  type CascadeOptions,
  type CascadeTreatments,
  cascadeModel,
  certifiedNetwork,
  type InputClasses,
  requireLeak,
  type StopRule,
  type SupplyNetwork,
  type SystemicRisk,
} from '../../chain/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import {
  certifiedRiskInThreads,
  type InThreads,
  riskInThreads,
  riskiestInThreads,
} from '../../threads/index.js';
import {
  cellNumber,
  cellText,
  columnsOf,
  type NetworkFiles,
  type ReadNetwork,
  type ReadNetworkOptions,
  readNetwork,
  readWorkspaceNetwork,
  treatmentNotes,
  WORKSPACE_TABLES,
} from '../../verbs/index.js';
import { numberOption, wholeOption } from '../number-option.js';
import type { Terminal } from '../terminal.js';
import { openWorkspace } from '../workspace.js';

export interface CascadeCommandOptions {
  firms?: string;
  links?: string;
  classes?: string;
  period?: string;
  workspace: string;
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
}

/** Stopped by Ctrl-C, as shells count it. */
export const INTERRUPTED = 130;

export function withCascadeOptions(command: Command): Command {
  return command
    .option('--firms <file>', '企业：id, sector；缺省取工作区 firms; default those of the workspace')
    .option(
      '--links <file>',
      '供应关系：supplier, buyer, weight；缺省取工作区 links; default those of the workspace',
    )
    .option('--classes <file>', '投入类别：supplier_sector, buyer_sector, class 0/1/2')
    .option(
      '--period <period>',
      '工作区供应关系的时期；缺省为最近 period of the links of the workspace; default the latest',
    )
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
    .option('--threads <n>', '线程数 threads', wholeOption, availableParallelism());
}

export interface ReadCascade {
  read: GivenNetwork & { classes: InputClasses };
  model: CascadeModel;
  /** As the model was made. */
  cascade: CascadeOptions;
  stop: StopRule;
  notes: Bilingual[];
}

export type GivenNetwork = ReadNetwork & {
  notes: Bilingual[];
  /** n: where the workspace says firms are; null for files. */
  areas: (string | null)[] | null;
};

/** The network of the files given, or of the workspace where none is. */
export async function readGiven(
  options: Pick<CascadeCommandOptions, 'firms' | 'links' | 'classes' | 'period' | 'workspace'>,
  terminal: Terminal,
  how: ReadNetworkOptions,
): Promise<{ read: GivenNetwork; files: NetworkFiles }> {
  const { firms, links, classes, period, workspace } = options;
  if (firms === undefined && links === undefined) {
    const held = await openWorkspace(workspace, terminal, { readOnly: true });
    const read = await readWorkspaceNetwork(held, { ...how, period, classes }).finally(() => held.close());
    return { read, files: { ...WORKSPACE_TABLES, ...(classes !== undefined && { classes }) } };
  }
  if (firms === undefined || links === undefined)
    throw new UserError({
      zh: '企业与供应关系要么都给文件（--firms、--links），要么都取自工作区',
      en: 'give files of both firms and links (--firms, --links), or of neither: then both come from the workspace',
    });
  const files = { firms, links, ...(classes !== undefined && { classes }) };
  return { read: { ...(await readNetwork(files, how)), notes: [], areas: null }, files };
}

/** The network and its model; what was left out or assumed is told. */
export async function readCascade(
  options: CascadeCommandOptions,
  terminal: Terminal,
  further: { firmTexts?: readonly string[]; firmColumns?: readonly string[] } = {},
): Promise<ReadCascade> {
  const stop: StopRule =
    options.stop === undefined
      ? { rule: 'converged', tolerance: within('--tolerance', options.tolerance) }
      : { rule: 'eps', eps: within('--stop', options.stop) };
  const numbers = [options.revenue, options.costs, options.weights].filter((name) => name !== undefined);
  const texts = options.markets === undefined ? [] : [options.markets];
  const { read, files } = await readGiven(options, terminal, {
    selfLoops: options.selfLoops,
    firmColumns: [...numbers, ...(further.firmColumns ?? [])],
    firmTexts: [...texts, ...(further.firmTexts ?? [])],
    ...(options.missingClass !== undefined && { missingClass: options.missingClass }),
  });
  const { network, classes } = read;
  if (classes === null) throw withoutClasses();
  const cascade = await modelOptions(options, read);
  const model = cascadeModel(network, classes, cascade);
  if (stop.rule === 'converged') requireLeak(model);
  const notes = [
    ...read.notes,
    ...treatmentNotes(files, read.treatments),
    ...modelNotes(network, model.treatments),
    ...(stop.rule === 'eps' ? [stopNote(stop.eps, model.leaks)] : []),
  ];
  for (const note of notes) terminal.note(note);
  return { read: { ...read, classes }, model, cascade, stop, notes };
}

export function methodOf(options: CascadeCommandOptions, network: SupplyNetwork, stop: StopRule) {
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
    zh: '不动点处的指数，误差不超过 error_bound',
    en: 'at the fixed point of the cascade; the index is within error_bound of it',
  },
};

/** The index of firms closed one at a time, a row each. */
export interface FirmRisk extends Omit<SystemicRisk, 'iterations'> {
  /** Numbers of the firms in the network. */
  firms: Uint32Array;
  /** Steps, where the cascade was stepped. */
  iterations: Uint32Array | null;
  /** What is known of a list of the riskiest. */
  proof: RiskiestProof | null;
}

export interface RiskiestProof {
  /** No firm left out is riskier than one named. */
  set: boolean;
  /** Places whose firm is known to be riskier than the next. */
  places: number;
  closed: number;
}

/** The index of all firms, or of the `riskiest` alone; null where the user stopped it. */
export function riskOfFirms(
  model: CascadeModel,
  stop: StopRule,
  { threads, riskiest }: { threads: number; riskiest?: number },
  terminal: Terminal,
): Promise<FirmRisk | null> {
  const firms = Uint32Array.from(model.network.ids.keys());
  // Bounds on the fixed point need revenues of at least the sales; without, it is stepped to.
  const certified = stop.rule === 'converged' && model.treatments.revenueBelowSales.length === 0;
  if (riskiest !== undefined && !certified)
    throw new UserError({
      zh: '--riskiest 只能与不动点（不带 --stop）同用，且各企业收入须不低于其在网络中的销售额',
      en: '--riskiest goes with the fixed point (without --stop), and with revenues of at least the sales in the network',
    });
  return unlessStopped(threads, terminal, async (options) => {
    if (!certified) return { firms, ...(await riskInThreads(model, firms, stop, options)), proof: null };
    const network = certifiedNetwork(model);
    if (riskiest === undefined) {
      const risk = await certifiedRiskInThreads(network, firms, stop.tolerance, options);
      return { firms, ...risk, iterations: null, proof: null };
    }
    const found = await riskiestInThreads(network, riskiest, stop.tolerance, options);
    const places = found.orderProven.reduce((sum, proven) => sum + proven, 0);
    return {
      firms: found.firms,
      ...found.risk,
      iterations: null,
      proof: { set: found.setProven, places, closed: found.closed },
    };
  });
}

/** The index of all firms, each cascade stepped; never too large. Null where the user stopped it. */
export function allRisk(
  model: CascadeModel,
  stop: StopRule,
  threads: number,
  terminal: Terminal,
): Promise<SystemicRisk | null> {
  const firms = Uint32Array.from(model.network.ids.keys());
  return unlessStopped(threads, terminal, (options) => riskInThreads(model, firms, stop, options));
}

/** Runs with progress; null where the user stopped it. */
export async function unlessStopped<Result>(
  threads: number,
  terminal: Terminal,
  run: (options: InThreads) => Promise<Result>,
  work: Bilingual = { zh: '逐家停产', en: 'closing each firm' },
): Promise<Result | null> {
  const stopped = new AbortController();
  const interrupt = () => stopped.abort();
  process.once('SIGINT', interrupt);
  const progress = terminal.progress(work, 1);
  try {
    const result = await run({
      threads,
      signal: stopped.signal,
      onProgress: (done, of) => progress.step(`${done}/${of}`),
    });
    progress.end();
    return result;
  } catch (error) {
    if (!stopped.signal.aborted) throw error;
    terminal.note({ zh: '已停止，没有写出任何结果', en: 'stopped; nothing was written' });
    return null;
  } finally {
    process.off('SIGINT', interrupt);
  }
}

function withoutClasses(): UserError {
  return new UserError({
    zh: '没有投入类别表，无法判断哪些投入必需。请用 --classes 给出（供应行业、采购行业、类别 0/1/2），或先 ballast import FILE --as input-classes',
    en: 'there are no input classes to say which inputs are essential. Give them with --classes (supplier sector, buyer sector, class 0, 1 or 2), or ballast import FILE --as input-classes',
  });
}

async function modelOptions(options: CascadeCommandOptions, read: ReadNetwork): Promise<CascadeOptions> {
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
  const percent = /^\s*([\d.]+)\s*[%％]\s*$/.exec(text);
  if (percent !== null) {
    const share = Number((Number(percent[1]) / 100).toPrecision(12));
    throw new UserError({
      zh: `--leak ${text}：应写成份额，如 ${share}`,
      en: `--leak ${text}: a share is expected, such as ${share}`,
    });
  }
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

function classOption(text: string): 0 | 1 | 2 {
  if (text === '0' || text === '1' || text === '2') return Number(text) as 0 | 1 | 2;
  throw new InvalidArgumentError('0, 1, 2');
}

function selfLoopsOption(text: string): 'drop' | 'keep' {
  if (text === 'drop' || text === 'keep') return text;
  throw new InvalidArgumentError('drop, keep');
}
