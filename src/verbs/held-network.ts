// The supply network of a workspace, held in memory with its cascade model, so that one closure is worked out at once.
import {
  type AddedLinks,
  CascadeKernel,
  type CascadeModel,
  type CascadeOptions,
  cascadeLayout,
  cascadeModel,
  certifiedNetwork,
  contributionsBySector,
  type InputClasses,
  lossRoutes,
  requireLeak,
  riskOf,
  type StopRule,
  type SystemicRisk,
} from '../chain/index.js';
import { type Bilingual, UserError } from '../model/index.js';
import {
  loadLexicons,
  NETWORK_ITEM,
  networkSources,
  type Tables,
  tablesLexicon,
  writtenUnit,
} from '../store/index.js';
import { certifiedRiskInThreads, mendingInThread, riskInThreads } from '../threads/index.js';
import { treatmentNotes } from './network-files.js';
import { readWorkspaceNetwork, WORKSPACE_TABLES, type WorkspaceNetwork } from './network-workspace.js';

export interface HeldNetwork extends WorkspaceNetwork {
  classes: InputClasses;
  model: CascadeModel;
  /** Of the model, laid out when it is first asked for. */
  kernel(): CascadeKernel;
  cascade: CascadeOptions;
  /** n: what a firm makes in the period, in the unit of the links: revenue, or sales over one less the leak. */
  output: Float64Array;
  /** `items`: revenue of the firms' items of that year; `leak`: a share of sales that goes to final demand, assumed. */
  basis: { kind: 'items'; item: string; year: number } | { kind: 'leak'; share: number };
  indexOf: ReadonlyMap<string, number>;
  synthetic: boolean;
  files: string[];
  /** Changes with whatever of the workspace the network rests on. */
  version: string;
}

/** Where firms state no revenue, this share of sales is taken to leave for final demand. */
export const ASSUMED_LEAK = 0.3;

/** Names the state of the tables that a network rests on. */
export async function networkVersion(workspace: Tables): Promise<string> {
  const [row] = await workspace.query<Record<string, number | null>>(
    `SELECT (SELECT max(import_id) FROM links) AS links, (SELECT max(import_id) FROM input_classes) AS classes,
       (SELECT max(import_id) FROM enterprises) AS enterprises,
       (SELECT max(import_id) FROM firm_items WHERE item = '${NETWORK_ITEM}') AS items`,
  );
  return Object.values(row ?? {})
    .map((id) => id ?? 0)
    .join('.');
}

/**
 * `known` is what `networkVersion` said, where the tables are a part that cannot say it. Firms that trade in the latest period, with revenue from their items where most of them state it. Throws `UserError`
 * where the workspace lacks firms, links or classes of inputs, or the links are in several units.
 */
export async function openNetwork(workspace: Tables, known?: string): Promise<HeldNetwork> {
  const version = known ?? (await networkVersion(workspace));
  const read = await readWorkspaceNetwork(workspace, { linkedOnly: true, selfLoops: 'drop' });
  const { network, classes } = read;
  if (classes === null)
    throw new UserError({
      zh: '工作区没有投入类别表，无法判断哪些投入必需。请导入（供应行业、采购行业、类别 0/1/2）：ballast import FILE --as input-classes',
      en: 'the workspace has no input classes to say which inputs are essential. Import them (supplier sector, buyer sector, class 0, 1 or 2): ballast import FILE --as input-classes',
    });
  const year = Number(read.period?.slice(0, 4) ?? Number.NaN);
  const found = Number.isInteger(year) ? await revenueOf(workspace, read, year) : null;
  const revenue = found?.revenue ?? null;
  const options: CascadeOptions = revenue === null ? { leak: ASSUMED_LEAK } : { revenue };
  const model = cascadeModel(network, classes, options);
  requireLeak(model);
  const sources = await networkSources(workspace);
  let kernel: CascadeKernel | null = null;
  return {
    ...read,
    classes,
    model,
    kernel: () => {
      kernel ??= new CascadeKernel(cascadeLayout(model));
      return kernel;
    },
    cascade: options,
    output: revenue ?? network.outStrength.map((sales) => sales / (1 - ASSUMED_LEAK)),
    basis:
      revenue === null ? { kind: 'leak', share: ASSUMED_LEAK } : { kind: 'items', item: NETWORK_ITEM, year },
    indexOf: new Map(network.ids.map((id, at) => [id, at])),
    synthetic: sources.some(({ synthetic }) => synthetic),
    files: [...new Set(sources.map(({ file }) => file))],
    version,
    notes: [
      ...read.notes,
      ...treatmentNotes(WORKSPACE_TABLES, read.treatments),
      ...(found === null || found.without.length === 0
        ? []
        : [estimated(found.without.map((at) => read.names[at]!))]),
    ],
  };
}

function estimated(firms: readonly string[]): Bilingual {
  const some = firms.slice(0, 5).join('、');
  return {
    zh: `${firms.length} 家企业没有填报当年营业收入，按其网内销售额与其他企业的平均倍数估计：${some}`,
    en: `${firms.length} firm(s) state no revenue of the year; it was estimated from their sales and the mean ratio of the others: ${some}`,
  };
}

/** Firms of the network that state revenue, at least; below this share a leak is assumed for all. */
const STATED = 0.5;

/**
 * n: revenue of the year in the unit of the links. A firm that states none is given its sales in the network times what
 * the others make for each unit they sell in it. Null where too few state it.
 */
async function revenueOf(
  workspace: Tables,
  { network, names, unit }: WorkspaceNetwork,
  year: number,
): Promise<{ revenue: Float64Array; without: number[] } | null> {
  const rows = await workspace.query<{ firm: string; value: number; unit: string | null }>(
    `SELECT coalesce(credit_code, name) AS firm, value, unit FROM firm_items
     WHERE item = '${NETWORK_ITEM}' AND year = $1 AND revised_by IS NULL AND value IS NOT NULL`,
    [year],
  );
  if (rows.length === 0) return null;
  const lexicon = tablesLexicon(await loadLexicons());
  const base = (words: string | null) => (words === null ? null : writtenUnit(words, lexicon));
  const links = base(unit);
  const known = new Map<string, number>();
  for (const { firm, value, unit: own } of rows) {
    const found = base(own);
    if (found === null || links === null || found.base !== links.base) return null;
    known.set(firm, (value * found.scale) / links.scale);
  }
  const revenue = new Float64Array(network.ids.length);
  const without: number[] = [];
  let [stated, sold] = [0, 0];
  for (const [at, id] of network.ids.entries()) {
    const value = known.get(id) ?? known.get(names[at]!);
    if (value === undefined) without.push(at);
    else {
      revenue[at] = value;
      stated += value;
      sold += network.outStrength[at]!;
    }
  }
  if (without.length > (1 - STATED) * revenue.length || sold === 0) return null;
  for (const at of without) revenue[at] = network.outStrength[at]! * Math.max(1, stated / sold);
  return { revenue, without };
}

export interface Closure {
  firms: number[];
  esri: number;
  down: number;
  up: number;
  /** How much larger than stated each of the three can be at most; null under the rule `eps`. */
  bound: number | null;
  iterations: number;
  /** In the unit of the links: what is no longer made in the period, and the part of the closed firms themselves. */
  lost: number;
  lostOwn: number;
  affected: number;
  sectors: ReturnType<typeof contributionsBySector>;
  routes: ReturnType<typeof lossRoutes>;
  /** Firms that lose most, in output. */
  losers: { firm: number; down: number; up: number; lost: number }[];
}

const TOLERANCE = 1e-6;
const TOLD = 20;
/** Losses below this share of a firm's output are not counted as being hit. */
const NOTICED = 0.001;

/** What the network loses when these firms (numbers in it) close; routes are followed where it is one. */
export function closeFirms(
  held: HeldNetwork,
  firms: readonly number[],
  stop: StopRule = { rule: 'converged', tolerance: TOLERANCE },
): Closure {
  const { model, output } = held;
  const n = model.network.ids.length;
  const closed = new Set(firms);
  const result = held.kernel().losses(firms, stop);
  const { down, up } = result;
  const lossOf = (i: number) => Math.max(down[i]!, up[i]!);
  let [lost, affected] = [0, 0];
  const hit: number[] = [];
  for (let i = 0; i < n; i++) {
    const loss = lossOf(i);
    lost += loss * output[i]!;
    if (loss < NOTICED || closed.has(i)) continue;
    affected++;
    hit.push(i);
  }
  hit.sort((a, b) => lossOf(b) * output[b]! - lossOf(a) * output[a]! || a - b);
  return {
    firms: [...firms],
    ...riskOf(result, model.weights),
    bound: result.errorBound,
    iterations: result.iterations,
    lost,
    lostOwn: firms.reduce((sum, firm) => sum + output[firm]!, 0),
    affected,
    sectors: contributionsBySector(model, result).slice(0, TOLD),
    routes: firms.length === 1 ? lossRoutes(model, result, firms[0]!, TOLD) : [],
    losers: hit
      .slice(0, TOLD)
      .map((firm) => ({ firm, down: down[firm]!, up: up[firm]!, lost: lossOf(firm) * output[firm]! })),
  };
}

/** Every firm closed alone: certified to the tolerance where revenues allow it, else stepped. */
export async function rankNetwork(
  { model }: HeldNetwork,
  stop: StopRule,
  options: { signal: AbortSignal; onProgress: (done: number, of: number) => void },
): Promise<Omit<SystemicRisk, 'iterations'> & { way: 'certified' | 'stepped' }> {
  const firms = Uint32Array.from(model.network.ids.keys());
  if (stop.rule === 'converged' && model.treatments.revenueBelowSales.length === 0) {
    const risk = await certifiedRiskInThreads(certifiedNetwork(model), firms, stop.tolerance, options);
    return { ...risk, way: 'certified' };
  }
  return { ...(await riskInThreads(model, firms, stop, options)), way: 'stepped' };
}

/** Links to add first, by the risk of every firm stepped to its end. */
export async function mendNetwork(
  { model, classes, network, cascade, areas }: HeldNetwork,
  asked: { moved: number; largestOrder: number; within: 'city' | 'province' | null },
  { signal, onProgress }: { signal: AbortSignal; onProgress: (share: number, note: Bilingual) => void },
): Promise<AddedLinks> {
  const stop: StopRule = { rule: 'converged', tolerance: TOLERANCE };
  const firms = Uint32Array.from(network.ids.keys());
  const note: Bilingual = { zh: '逐家停产', en: 'closing each firm' };
  const risk = await riskInThreads(model, firms, stop, {
    signal,
    onProgress: (done, of) => onProgress((0.5 * done) / of, note),
  });
  onProgress(0.5, { zh: '重算候选的供应关系', en: 'working out links that could be added' });
  return mendingInThread(network, classes, risk, { ...asked, stop, cascade, areas }, { signal });
}
