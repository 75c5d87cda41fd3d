// What a chain is made of, out of files or of the workspace, into one brief.
import { basename } from 'node:path';
import {
  type BriefDocument,
  briefLexicon,
  type ChainFile,
  type ChainInput,
  type ChainIoTable,
  type ChainMapped,
  type ChainNetwork,
  type ChainShock,
  chainBrief,
} from '../../brief/index.js';
import {
  bestAddedLinks,
  type ChainMap,
  cascadeModel,
  chainGaps,
  chainLayers,
  chainUpstreamness,
  LeontiefSystem,
  requireLeak,
  runScenario,
  type Scenario,
  type StopRule,
} from '../../chain/index.js';
import { measureRules } from '../../measure/index.js';
import { type Area, type Bilingual, UserError } from '../../model/index.js';
import { hashFile, loadMeasureRules, type StoredSource, type Workspace } from '../../store/index.js';
import { riskInThreads } from '../../threads/index.js';
import { keptChain, mapOfReadings, readChainFiles } from '../chain-files.js';
import { cellNumber, cellText, columnsOf } from '../columns-file.js';
import { firmAreas } from '../firm-areas.js';
import { anyHomeArea } from '../home-area.js';
import { ioTableOf, readIoFile } from '../io-tables.js';
import { FIRM, LINK, readNetwork, treatmentNotes } from '../network-files.js';
import { loadScenarios } from '../scenario-file.js';
import type { Teller } from '../teller.js';
import { AT_RISK, workspaceChainNetwork } from './chain-network.js';
import { engineOptions, type Writing } from './writing.js';

export interface ChainSettings {
  table?: string;
  sheet?: string;
  firms?: string;
  links?: string;
  classes?: string;
  revenue?: string;
  costs?: string;
  leak?: number;
  stop?: number;
  tolerance?: number;
  threads?: number;
  scenarios?: string;
  scenario?: string;
  home?: string;
  map?: string[];
  synthetic?: boolean;
  title?: string;
}

const TOLERANCE = 1e-6;

/** Null where the workspace need not be opened: everything comes from files. */
export async function writeChain(
  name: string,
  workspace: Workspace | null,
  lexicons: Record<string, unknown>,
  options: ChainSettings,
  writing: Writing,
): Promise<BriefDocument> {
  const lexicon = briefLexicon(lexicons.brief);
  const sources = workspace === null ? [] : await workspace.sources();
  const table = await tableFor(name, workspace, options);
  const map = await mapOf(name, workspace, sources, options);
  const given = await networkOf(options, writing.teller);
  // The firms of the workspace supply each other in its chains, and in no table of a nation.
  const network =
    given === null && map !== null && workspace !== null && options.map === undefined
      ? await workspaceChainNetwork(workspace, sources, writing.teller)
      : given;
  if (table === null && network === null && map === null)
    throw new UserError({
      zh: `没有可写的内容：工作区里没有名为“${name}”的产业链或投入产出表，也没有给出 --table 或 --firms、--links、--classes。先导入：ballast import 文件 --as io-table`,
      en: `nothing to write of: the workspace has no chain or input–output table “${name}”, and neither --table nor --firms, --links and --classes were given. Import one: ballast import FILE --as io-table`,
    });
  const shock = table === null ? null : await shockOf(table, options, writing.teller);
  const files = [
    table?.source,
    network?.firmFile,
    network?.linkFile,
    shock?.file,
    ...(map?.files.values() ?? []),
  ].flatMap((f) => f ?? []);
  const marked = new Set(sources.flatMap((s) => (s.synthetic ? [s.sha256] : [])));
  if (options.synthetic) for (const { sha256 } of files) marked.add(sha256);
  const home: Area | null = options.home === undefined ? null : { code: null, name: options.home };
  const input: ChainInput = {
    name,
    home,
    table,
    network,
    shock,
    map,
    lexicon,
    rules: measureRules(await loadMeasureRules()),
    synthetic: marked,
    titles: new Map([
      ...files.map(({ file, sha256 }) => [sha256, { title: basename(file), outlet: null, file }] as const),
      ...sources.map(
        (s) => [s.sha256, { title: s.title ?? basename(s.file), outlet: s.publisher, file: s.file }] as const,
      ),
    ]),
  };
  return chainBrief(input, engineOptions(writing, options.title));
}

async function fileOf(file: string, sheet: string | null = null): Promise<ChainFile> {
  const { hash } = await hashFile(file);
  return { file, sha256: hash, sheet: sheet === '' ? null : sheet, released: null };
}

/** `--table` names a file or a table of the workspace; without it the table of the brief's own name, where there is one. */
async function tableFor(
  name: string,
  workspace: Workspace | null,
  { table: asked, sheet }: ChainSettings,
): Promise<ChainIoTable | null> {
  const stored = workspace === null ? [] : await workspace.ioTables();
  const wanted = asked ?? name;
  if (stored.some((one) => one.name === wanted)) {
    const found = await workspace!.ioTable(wanted);
    return {
      name: found.name,
      table: ioTableOf(found),
      source: {
        file: found.file,
        sha256: found.sha256,
        sheet: found.sheet === '' ? null : found.sheet,
        released: found.released,
      },
      places: found.places,
    };
  }
  if (asked === undefined) return null;
  const { readings } = await readIoFile(asked, { sheet: sheet ?? null });
  if (readings.length > 1)
    throw new UserError({
      zh: `${asked} 里有 ${readings.length} 张投入产出表，请用 --sheet 选一张：${readings.map((one) => one.sheet).join('、')}`,
      en: `${asked} holds ${readings.length} input–output tables; choose one with --sheet: ${readings.map((one) => one.sheet).join(', ')}`,
    });
  const [reading] = readings as [(typeof readings)[0]];
  return {
    name: reading.table.title,
    table: reading.table,
    source: await fileOf(asked, reading.sheet),
    places: reading.places,
  };
}

async function networkOf(options: ChainSettings, teller: Teller): Promise<ChainNetwork | null> {
  const { firms, links, classes, revenue, costs, leak } = options;
  if (firms === undefined && links === undefined && classes === undefined) return null;
  if (firms === undefined || links === undefined || classes === undefined)
    throw new UserError({
      zh: '停产代价要三份表：--firms、--links、--classes',
      en: 'what an outage costs takes three tables: --firms, --links and --classes',
    });
  const numbers = [revenue, costs].filter((column) => column !== undefined);
  const files = { firms, links, classes };
  const read = await readNetwork(files, { firmColumns: numbers });
  const { network } = read;
  const values = (column: string | undefined) =>
    column === undefined ? undefined : read.firmValues.get(column)!;
  const [earned, spent] = [values(revenue), values(costs)];
  const cascade = {
    ...(earned && { revenue: earned }),
    ...(spent && { costs: spent }),
    ...(leak !== undefined && { leak }),
  };
  const model = cascadeModel(network, read.classes, cascade);
  const stop: StopRule =
    options.stop === undefined
      ? { rule: 'converged', tolerance: options.tolerance ?? TOLERANCE }
      : { rule: 'eps', eps: options.stop };
  if (stop.rule === 'converged') requireLeak(model);
  const progress = teller.progress({ zh: '逐家停产', en: 'closing each firm' }, 1);
  const risk = await riskInThreads(model, Uint32Array.from(network.ids.keys()), stop, {
    ...(options.threads !== undefined && { threads: options.threads }),
    onProgress: (done, of) => progress.step(`${done}/${of}`),
  });
  progress.end();
  const mending = bestAddedLinks(network, read.classes, risk, {
    stop,
    cascade,
    atRisk: AT_RISK,
    areas: await firmAreas(network.ids, null),
  });
  return {
    model,
    classes: read.classes,
    mending,
    risk,
    stop,
    leak: leakWords(options),
    ...(await originsOf(files, network.ids, earned)),
    firmFile: await fileOf(firms),
    linkFile: await fileOf(links),
    notes: treatmentNotes(files, read.treatments),
  };
}

function leakWords(options: ChainSettings): Bilingual {
  const { costs } = options;
  const up = upstreamLeak(options);
  return costs === undefined
    ? {
        zh: `${up.zh}；没有成本，网内采购算作企业的全部投入`,
        en: `${up.en}; there are no costs, so that purchases in the network stand for all that a firm needs`,
      }
    : {
        zh: `${up.zh}；网内采购占成本（${costs}列）的部分才会断供`,
        en: `${up.en}; of its costs (column ${costs}) only what a firm buys in the network can fail`,
      };
}

function upstreamLeak({ revenue, leak, stop }: ChainSettings): Bilingual {
  if (revenue !== undefined)
    return {
      zh: `客户停产的损失按营业收入（${revenue}列）计，网外销售不受影响`,
      en: `losses of customers count against revenue (column ${revenue}); sales outside the network are not touched`,
    };
  if (leak !== undefined)
    return {
      zh: `假定销售的 ${100 * leak}% 去往最终需求，不受影响`,
      en: `${100 * leak}% of sales are assumed to go to final demand and not to be touched`,
    };
  return {
    zh: `没有营业收入，也没有最终需求份额：上游传播只由停止规则 eps = ${stop} 截断`,
    en: `neither revenue nor a share of final demand: only the stop rule eps = ${stop} ends the cascade upstream`,
  };
}

/** Names, areas and rows of firms and links, beside what the network itself holds. */
async function originsOf(
  files: { firms: string; links: string },
  ids: readonly string[],
  revenue: Float64Array | undefined,
): Promise<Pick<ChainNetwork, 'firms' | 'links' | 'unit'>> {
  const numberOf = new Map(ids.map((id, i) => [id, i]));
  const found: ChainNetwork['firms'][number][] = ids.map((name, i) => ({
    name,
    area: null,
    row: 1,
    revenue: revenue?.[i] ?? null,
  }));
  const seen = new Set<number>();
  const columns = [FIRM.id, FIRM.name, { names: ['area', '地区', '所在地'], optional: true }];
  for await (const rows of columnsOf(files.firms, columns))
    for (const { row, cells } of rows) {
      const i = numberOf.get(cellText(cells[0]!));
      if (i === undefined || seen.has(i)) continue;
      seen.add(i);
      found[i] = {
        ...found[i]!,
        name: cellText(cells[1]!) || ids[i]!,
        area: cellText(cells[2]!) || null,
        row,
      };
    }
  const links: ChainNetwork['links'][number][] = [];
  let unit: string | null = null;
  const wanted = [
    LINK.supplier,
    LINK.buyer,
    LINK.weight,
    { names: ['grade', 'evidence', '证据等级'], optional: true },
    { names: ['unit', '单位'], optional: true },
  ];
  for await (const rows of columnsOf(files.links, wanted))
    for (const { row, cells } of rows) {
      const supplier = numberOf.get(cellText(cells[0]!));
      const buyer = numberOf.get(cellText(cells[1]!));
      const value = cellNumber(cells[2]!);
      if (supplier === undefined || buyer === undefined || !(value > 0)) continue;
      links.push({ supplier, buyer, value, row, grade: cellText(cells[3]!) || null });
      unit ??= cellText(cells[4]!) || null;
    }
  return { firms: found, links, unit };
}

/** The scenario asked for, or the first dynamic one, on the table of the brief. */
async function shockOf(
  { table }: ChainIoTable,
  { scenarios: file, scenario: asked }: ChainSettings,
  teller: Teller,
): Promise<ChainShock | null> {
  if (file === undefined) return null;
  const { scenarios, draws, seed } = await loadScenarios(file);
  const dynamic = scenarios.filter((one) => one.kind === 'dynamic');
  const scenario: Scenario | undefined =
    asked === undefined ? dynamic[0] : dynamic.find((one) => one.name === asked);
  if (scenario === undefined) {
    if (asked === undefined) return null;
    throw new UserError({
      zh: `${file}：没有名为“${asked}”的动态情景；有：${dynamic.map((one) => one.name).join('、') || '无'}`,
      en: `${file}: there is no dynamic scenario “${asked}”; it has ${dynamic.map((one) => one.name).join(', ') || 'none'}`,
    });
  }
  const progress = teller.progress({ zh: `情景：${scenario.name}`, en: `scenario: ${scenario.name}` }, draws);
  const result = runScenario(new LeontiefSystem(table), scenario, {
    draws,
    seed,
    onDraw: (done, of) => progress.step(`${done}/${of}`),
  });
  progress.end();
  return { result, file: await fileOf(file), row: scenarios.indexOf(scenario) + 1 };
}

/** The map of the files given, or the chain of the brief's name in the workspace; null where there is neither. */
async function mapOf(
  name: string,
  workspace: Workspace | null,
  sources: readonly StoredSource[],
  { map: given, home: words }: ChainSettings,
): Promise<ChainMapped | null> {
  const files = new Map<string, ChainFile>();
  const map = await (async (): Promise<ChainMap | null> => {
    if (given !== undefined) {
      const { readings } = await readChainFiles(given);
      for (const { table } of readings)
        if (!files.has(table.file)) files.set(table.file, await fileOf(table.file));
      return mapOfReadings(readings);
    }
    if (workspace === null || !(await workspace.chains()).some((one) => one.name === name)) return null;
    const kept = await keptChain(workspace, name);
    for (const { file, released } of kept.files) {
      const known = sources.findLast((one) => one.file === file);
      if (known !== undefined) files.set(file, { file, sha256: known.sha256, sheet: null, released });
    }
    return kept.map;
  })();
  if (map === null) return null;
  const nodeFile = files.get(map.nodes[0]?.place?.file ?? '') ?? [...files.values()][0];
  if (map.nodes.length === 0 || nodeFile === undefined)
    throw new UserError({
      zh: `${(given ?? [name]).join('、')}：没有产业链的节点或连接`,
      en: `${(given ?? [name]).join(', ')}: no nodes or edges of a chain`,
    });
  const { upstreamness } = chainUpstreamness(map);
  const home = words === undefined ? null : await anyHomeArea(words);
  return {
    map,
    layers: chainLayers(map, upstreamness),
    gaps: chainGaps(map, { isHome: home?.isHome ?? null, homeName: home?.name ?? null }),
    nodeFile,
    files,
  };
}
