// The sample economy of ballast start: a made-up province and the national figures beside it, into the workspace and into two briefs.
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RulebookSet } from '../assess/index.js';
import { renderHtml } from '../brief/index.js';
import { reportCheckRules, reportChecks } from '../measure/index.js';
import type { AreaName } from '../model/index.js';
import {
  type Codes,
  importChain,
  importTable,
  loadCodes,
  type MarketKind,
  type TableKind,
  type Workspace,
} from '../store/index.js';
import {
  assessMaterial,
  type ChainSettings,
  type HeldForBriefs,
  heldIn,
  keepChallenges,
  keepIoFile,
  keepLayoutTable,
  keepMarket,
  keepNeighbours,
  keepSteps,
  namingOf,
  openItems,
  openRulebooks,
  readChainFiles,
  readChallenges,
  readMarket,
  rowsToKeep,
  workspaceRecord,
  writeChain,
  writeCluster,
  writeFirm,
  writeHeldLayout,
  writeLadder,
  writeMonthly,
} from '../verbs/index.js';
import { keepFirmItems, openFirmWords, readFirmTables } from './assess/index.js';
import { todayInChina } from './day.js';
import { keepSampleBrief } from './keep-sample-brief.js';
import { writeChallenge } from './match/index.js';
import type { Terminal } from './terminal.js';

/** The same place from `src/cli` and from `dist/cli`. */
const FOLDER = new URL('../../samples/economy/', import.meta.url);

const LAYOUT_FOLDER = new URL('../../samples/layout/', import.meta.url);

const CHAIN_FOLDER = new URL('../../samples/chain/', import.meta.url);

const MATCH_FOLDER = new URL('../../samples/match/', import.meta.url);

/** What firms can do, need and offer. */
const MARKET_SAMPLES: readonly (readonly [MarketKind, string])[] = [
  ['capabilities', 'firms'],
  ['large-firms', 'large'],
  ['small-firms', 'small'],
  ['finance-products', 'products'],
  ['finance-needs', 'firm-needs'],
];

/** The task of which a brief is written: one with applications. */
const TASK = 'LJ-01';

const PROVINCE = '临江省';
const PROVINCE_CODE = '990000';
const PERIOD = '2024';
const CLUSTER = '江城电子信息集群';
const CHAIN = '临江新能源汽车产业链';
const CHAIN_MAP = ['chain-nodes', 'chain-edges', 'chain-actors'];
const IO_TABLE = '临江省2024年投入产出表';
/** The accounts of 2025 are the last of the sample firms; the provincial review of 2026 ends on this day. */
const LADDER_DAY = '2026-06-30';
/** A firm one criterion short of the title of a little giant. */
const FIRM = '东屏同卓电气科技有限公司';
const FIRM_ITEMS = 'firm-items.synthetic.csv';
const LAYOUT_CITY = '江城市';
const LAYOUT_TABLE = '三十城市分行业从业人员';
const OTHER_CLUSTERS = ['北桥汽车集群', '南浦铜基新材料集群'];

/** No code of GB/T 2260 begins with 99. Known while the samples are read, and to nothing else. */
const MADE_UP: { provinces: AreaName[]; prefectures: AreaName[] } = {
  provinces: [[PROVINCE_CODE, PROVINCE, '临江']],
  prefectures: [
    ['990100', '江城市', '江城'],
    ['990200', '北桥市', '北桥'],
    ['990300', '南浦市', '南浦'],
    ['990400', '东屏市', '东屏'],
    ['990500', '西堰市', '西堰'],
    ['990600', '石门州', '石门'],
  ],
};

interface SampleTable {
  file: string;
  folder: URL;
  as: TableKind;
  released: string | null;
  synthetic: boolean;
}

const synthetic = (
  name: string,
  as: TableKind,
  released: string | null = null,
  folder = FOLDER,
): SampleTable => ({
  file: `${name}.synthetic.csv`,
  folder,
  as,
  released,
  synthetic: true,
});
const national = (released: string): SampleTable => ({
  file: `national-${released}.csv`,
  folder: FOLDER,
  as: 'figures',
  released,
  synthetic: false,
});

const TABLES: readonly SampleTable[] = [
  synthetic('enterprises', 'enterprises'),
  synthetic('small-firms', 'enterprises'),
  synthetic('titles', 'titles'),
  synthetic('reports', 'reports'),
  synthetic('clusters', 'clusters'),
  synthetic('figures', 'figures', '2025-01-20'),
  synthetic('firm-figures', 'figures', '2025-01-20'),
  synthetic('cluster-figures', 'figures', '2025-01-20'),
  synthetic('links', 'links', null, CHAIN_FOLDER),
  synthetic('input-classes', 'input-classes', null, CHAIN_FOLDER),
  ...['2024-01-19', '2024-07-05', '2025-07-11'].map(national),
];

/** With the items of firms, the input–output table, the chain map, the layout table and the neighbours. */
const SOURCES = TABLES.length + 5;

export interface Monitoring {
  /** Values and entries that are new in the workspace. */
  added: number;
  /** Tables that had been imported before, of `tables`. */
  known: number;
  tables: number;
  rejected: number;
  enterprises: number;
  /** Doubts of the checks about the reports taken in now. */
  findings: number;
  monthly: string;
  cluster: string;
  chain: string;
  ladder: string;
  firm: string;
  layout: string;
  /** Tasks to be solved, and the brief of one of them. */
  challenges: number;
  challenge: string;
  /** Of a national input–output table, where the user has imported one: the brief of its industries. */
  national: string | null;
}

export async function showEconomy(
  workspace: Workspace,
  lexicons: Record<string, unknown>,
  today: string,
  terminal: Terminal,
): Promise<Monitoring> {
  const importing = terminal.progress({ zh: '导入合成经济', en: 'Importing the sample economy' }, SOURCES);
  const codes = await loadCodes(withMadeUp(lexicons));
  const sum = { added: 0, known: 0, rejected: 0, findings: 0 };
  for (const table of TABLES) {
    const result = await importTable(
      workspace,
      relative('', fileURLToPath(new URL(table.file, table.folder))),
      {
        as: table.as,
        lexicons,
        codes,
        // Of the clock: a brief may be written for a day in the past, but the samples do not lie in the future.
        today: todayInChina(),
        released: table.released,
        synthetic: table.synthetic,
        checks: table.as === 'reports' ? reportChecks(reportCheckRules(lexicons)) : null,
      },
    );
    sum.added += result.accepted;
    if (result.knownAs !== null) sum.known++;
    sum.rejected += result.rejected;
    for (const n of Object.values(result.reports?.findings ?? {})) sum.findings += n;
    importing.step(table.file);
  }
  const set = await openRulebooks(workspace.dir);
  const items = await keepItems(workspace, set, codes);
  sum.added += items.accepted;
  if (items.knownAs !== null) sum.known++;
  sum.rejected += items.rejected;
  importing.step(FIRM_ITEMS);
  const { kept } = await keepIoFile(
    workspace,
    chainFile('io-table'),
    { name: IO_TABLE },
    { synthetic: true },
  );
  sum.added += kept.accepted;
  if (kept.knownAs !== null) sum.known++;
  sum.rejected += kept.rejected;
  importing.step('io-table.synthetic.csv');
  const chain = await keepChain(workspace);
  sum.added += chain.accepted;
  if (chain.known) sum.known++;
  sum.rejected += chain.rejected;
  importing.step(CHAIN);
  for (const done of await keepLayout(workspace)) {
    sum.added += done.accepted;
    if (done.knownAs !== null) sum.known++;
    sum.rejected += done.rejected;
    importing.step(LAYOUT_TABLE);
  }
  importing.end();
  const writing = terminal.progress({ zh: '写监测简报', en: 'Writing the monitoring briefs' }, 6);
  const held = await heldIn(workspace, lexicons);
  const how = { lang: terminal.lang, today, teller: terminal };
  const monthly = await writeMonthly(held, { area: PROVINCE, period: PERIOD }, how);
  const monthlyFile = await keepSampleBrief(
    workspace,
    'monthly.synthetic',
    monthly,
    { kind: 'monthly', area: PROVINCE, period: PERIOD },
    how.lang,
  );
  writing.step(monthlyFile);
  const cluster = await writeCluster(CLUSTER, held, { period: PERIOD, against: OTHER_CLUSTERS }, how);
  const clusterFile = await keepSampleBrief(
    workspace,
    'cluster.synthetic',
    cluster,
    { kind: 'cluster', cluster: CLUSTER, period: PERIOD, against: OTHER_CLUSTERS },
    how.lang,
  );
  writing.step(clusterFile);
  const chains = await showChains(workspace, lexicons, today, terminal);
  writing.step(chains.chain);
  const ladder = await showLadder(workspace, held, { set, codes, today }, terminal);
  writing.step(ladder.ladder);
  const layout = await showLayout(workspace, lexicons, today, terminal);
  writing.step(layout);
  const match = await showMatch(workspace, lexicons, today, terminal);
  writing.end();
  const enterprises = (await workspace.enterprises()).length;
  return {
    ...sum,
    tables: SOURCES,
    enterprises,
    monthly: monthlyFile,
    cluster: clusterFile,
    ...chains,
    ...ladder,
    layout,
    ...match,
  };
}

/** Tasks and steps into the workspace, and who could solve one of them. */
async function showMatch(
  workspace: Workspace,
  lexicons: Record<string, unknown>,
  today: string,
  terminal: Terminal,
): Promise<Pick<Monitoring, 'challenges' | 'challenge'>> {
  const file = (name: string) => relative('', fileURLToPath(new URL(`${name}.synthetic.csv`, MATCH_FOLDER)));
  const codes = await loadCodes();
  const items = await openItems(workspace.dir);
  const read = await readChallenges(file('challenges'), codes);
  await keepChallenges(workspace, file('challenges'), read, { synthetic: true });
  await keepSteps(workspace, file('challenge-steps'));
  const known = { codes, items };
  for (const [kind, name] of MARKET_SAMPLES)
    await keepMarket(workspace, await readMarket(file(name), kind, known), { synthetic: true });
  const options = { firms: file('firms'), top: 12, synthetic: true, workspace: workspace.dir, today };
  const written = await writeChallenge(TASK, workspace, lexicons, options, terminal);
  return {
    challenges: read.challenges.length,
    challenge: await workspace.saveBrief('challenge.synthetic.html', renderHtml(written)),
  };
}

/** Employment of thirty made-up cities by industry and year, and which of them adjoin. */
async function keepLayout(workspace: Workspace) {
  const file = (name: string) => relative('', fileURLToPath(new URL(`${name}.synthetic.csv`, LAYOUT_FOLDER)));
  const columns = { area: '地区', activity: '行业', value: '从业人员', year: '年份' };
  return [
    await keepLayoutTable(workspace, file('city-industries'), {
      ...columns,
      name: LAYOUT_TABLE,
      unit: '人',
      synthetic: true,
    }),
    await keepNeighbours(workspace, file('neighbours'), { synthetic: true }),
  ];
}

/** Which industries fit the first city of the sample province. */
async function showLayout(
  workspace: Workspace,
  lexicons: Record<string, unknown>,
  today: string,
  terminal: Terminal,
): Promise<string> {
  const options = { profile: 'atlas', horizon: [3], ioTable: IO_TABLE, today };
  const written = await writeHeldLayout(
    LAYOUT_CITY,
    { table: LAYOUT_TABLE },
    workspace,
    lexicons,
    options,
    terminal.lang,
  );
  return workspace.saveBrief('layout.synthetic.html', renderHtml(written));
}

/** As the user would name it: where the samples lie, seen from here. */
function chainFile(name: string): string {
  return relative('', fileURLToPath(new URL(`${name}.synthetic.csv`, CHAIN_FOLDER)));
}

/** The chain map of the sample province. */
async function keepChain(workspace: Workspace) {
  const { readings } = await readChainFiles(CHAIN_MAP.map(chainFile));
  const files = await importChain(workspace, rowsToKeep(readings), {
    chain: CHAIN,
    mapping: null,
    released: null,
    publisher: null,
    synthetic: true,
  });
  return {
    accepted: files.reduce((sum, { accepted }) => sum + accepted, 0),
    rejected: files.reduce((sum, { rejected }) => sum + rejected, 0),
    known: files.every(({ knownAs }) => knownAs !== null),
  };
}

/** The chain of the sample province, and of the nation where its table is there. */
async function showChains(
  workspace: Workspace,
  lexicons: Record<string, unknown>,
  today: string,
  terminal: Terminal,
): Promise<Pick<Monitoring, 'chain' | 'national'>> {
  const how = { lang: terminal.lang, today, teller: terminal };
  const sample: ChainSettings = {
    table: IO_TABLE,
    firms: chainFile('firms'),
    links: chainFile('links'),
    classes: chainFile('input-classes'),
    revenue: '营业收入(万元)',
    costs: '营业成本(万元)',
    scenarios: relative('', fileURLToPath(new URL('scenarios.yaml', CHAIN_FOLDER))),
    map: CHAIN_MAP.map(chainFile),
    home: PROVINCE,
    synthetic: true,
    threads: 1,
  };
  const written = await writeChain(CHAIN, workspace, lexicons, sample, how);
  const chain = await workspace.saveBrief('chain.synthetic.html', renderHtml(written));
  const national = (await workspace.ioTables())
    .filter(
      ({ synthetic, regions, title }) =>
        !synthetic && regions === 0 && /全国|中国|china|national/i.test(title),
    )
    .sort((a, b) => (b.year ?? 0) - (a.year ?? 0) || b.industries - a.industries)[0];
  if (national === undefined) return { chain, national: null };
  const whole = await writeChain(national.name, workspace, lexicons, {}, how);
  const asked = { kind: 'chain', chain: national.name } as const;
  return { chain, national: await keepSampleBrief(workspace, 'chain-national', whole, asked, how.lang) };
}

/** What the rulebooks ask of each firm. */
async function keepItems(workspace: Workspace, { items }: RulebookSet, codes: Codes) {
  const words = { ...(await openFirmWords(workspace.dir, items)), codes };
  const file = relative('', fileURLToPath(new URL(FIRM_ITEMS, FOLDER)));
  const reading = { sheet: null, unit: null, encoding: null };
  const read = await readFirmTables(file, words, reading);
  return keepFirmItems(workspace, read, reading, { synthetic: true });
}

/** The ladder of the province, and one firm of it. */
async function showLadder(
  workspace: Workspace,
  held: HeldForBriefs,
  { set, codes, today }: { set: RulebookSet; codes: Codes; today: string },
  terminal: Terminal,
): Promise<Pick<Monitoring, 'ladder' | 'firm'>> {
  const material = await assessMaterial(held, workspace);
  const naming = namingOf(set, codes, material.lexicon);
  const place = { area: { code: PROVINCE_CODE, name: PROVINCE }, stems: [PROVINCE_CODE.slice(0, 2)] };
  // A brief may be written for a day in the past, but no day of judging lies after the day of writing.
  const on = LADDER_DAY;
  const how = { lang: terminal.lang, today: today < on ? on : today, teller: terminal };
  const ladder = await writeLadder(workspace, place, naming, material, set, { on }, how);
  const record = await workspaceRecord(workspace, FIRM, naming);
  const firm = writeFirm(record, material, set, { on }, how);
  return {
    ladder: await keepSampleBrief(
      workspace,
      'ladder.synthetic',
      ladder,
      { kind: 'ladder', area: PROVINCE, on },
      how.lang,
    ),
    firm: await keepSampleBrief(
      workspace,
      'firm.synthetic',
      firm,
      { kind: 'firm', firm: FIRM, on },
      how.lang,
    ),
  };
}

function withMadeUp(lexicons: Record<string, unknown>): Record<string, unknown> {
  const areas = lexicons.areas as { provinces: AreaName[]; prefectures: AreaName[] };
  return {
    ...lexicons,
    areas: {
      ...areas,
      provinces: [...areas.provinces, ...MADE_UP.provinces],
      prefectures: [...areas.prefectures, ...MADE_UP.prefectures],
    },
  };
}
