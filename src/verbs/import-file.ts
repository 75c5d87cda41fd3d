// Any file that the workspace takes in, by what it holds: tables, input–output tables, chains, items of firms, pages.
import { basename, extname } from 'node:path';
import { type Bilingual, columnLetters, type ReadDocument, UserError } from '../model/index.js';
import {
  type DryRun,
  importChain,
  importTable,
  loadCodes,
  MARKET_KINDS,
  type Mapping,
  type MarketKind,
  type Reject,
  type RejectReason,
  type TableImported,
  type TableKind,
  type TableLine,
  tableLines,
  tryTable,
  type Workspace,
} from '../store/index.js';
import { readChainFiles, rowsToKeep } from './chain-files.js';
import { type FirmTableOptions, keepFirmItems, openFirmWords, readFirmTables } from './firm-items/index.js';
import { examineIoFile, type IoTableAsked, keepIoFile } from './import-io-table.js';
import { openTableImport, type TableAsked } from './import-table.js';
import { columnsAsked, keepLayoutTable, keepNeighbours, readLayoutRows } from './layout/index.js';
import { readAdjoining } from './layout/neighbours.js';
import { openLexicons } from './lexicons.js';
import {
  keepChallenges,
  keepMarket,
  keepNewSteps,
  keptReject,
  type MarketRead,
  newSteps,
  readChallenges,
  readMarket,
} from './match/index.js';
import { nothingTaken } from './nothing-taken.js';
import { keepBatch, type PageRefused, readPages } from './read-pages.js';
import { openItems } from './rulebooks.js';
import type { ProgressTeller, Teller } from './teller.js';

export const IMPORT_KINDS = [
  'figures',
  'enterprises',
  'reports',
  'clusters',
  'titles',
  'links',
  'input-classes',
  'firm-items',
  'io-table',
  'chain',
  'challenges',
  'challenge-entries',
  ...MARKET_KINDS,
  'layout-table',
  'neighbours',
  'pages',
] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** A file where it lies, and as the user calls it. */
export interface NamedFile {
  path: string;
  name: string;
}

/** What a user says of a file; what is left out the file says itself. */
export interface FileAsked extends Omit<TableAsked, 'as' | 'map'> {
  as: ImportKind;
  map?: Mapping;
  /** Of an input–output table or a chain in the workspace. */
  name?: string;
  /** Of an input–output table. */
  layout?: string;
  /** Other files that belong to it: of a chain its other tables, of an input–output table what stands beside it. */
  with?: readonly NamedFile[];
  totals?: NamedFile;
  concordance?: NamedFile;
  regions?: NamedFile;
}

/** A cell or row that would be refused. */
export interface FileFault extends Bilingual {
  row: number | null;
  /** Letters of the column; null where the fault is of the row. */
  column: string | null;
  value: string | null;
}

/** What an import would do to one table, or one page, of a file. */
export interface FilePreview {
  sheet: string;
  rows: number;
  values: number;
  missing: number;
  rejected: number;
  faults: FileFault[];
  notices: Bilingual[];
  /** What it holds, in sentences; empty where the counts say it. */
  holds: Bilingual[];
  /** Null where columns are not chosen. */
  mapping: Mapping | null;
  lines: TableLine[];
}

export interface FileImported {
  kind: ImportKind;
  file: string;
  importId: number | null;
  /** The import in which this very file was taken in before. */
  knownAs: number | null;
  accepted: number;
  unchanged: number;
  revised: number;
  rejected: number;
  missing: number;
  reasons: RejectReason[];
  findings: TableImported['findings'];
  notices: Bilingual[];
  /** Where no row was taken in: what was expected, and what became of the rows. */
  nothing: Bilingual | null;
  /** Pages that were read. */
  documents: { sha256: string; title: string }[];
}

/** Rows shown from the beginning of a table, beside those with faults. */
const SHOWN = 12;
/** Faults shown of one table. */
const MOST_FAULTS = 50;

/**
 * Says what an import would do; writes nothing.
 *
 * @param today ISO day in China
 * @throws UserError where the file is not of the kind
 */
export async function previewFile(
  workspace: Workspace,
  file: NamedFile,
  asked: FileAsked,
  today: string,
): Promise<FilePreview[]> {
  return calling(asked, file, async () => {
    switch (asked.as) {
      case 'io-table':
        return previewIoTables(file, asked);
      case 'chain':
        return previewChain(file, asked);
      case 'firm-items':
        return previewFirmItems(workspace.dir, file, asked);
      case 'challenges':
        return previewChallenges(file, asked);
      case 'challenge-entries':
        return previewSteps(workspace, file, asked);
      case 'capabilities':
      case 'large-firms':
      case 'small-firms':
      case 'finance-products':
      case 'finance-needs':
        return previewMarket(workspace, file, { ...asked, as: asked.as });
      case 'layout-table':
        return previewLayout(file, asked);
      case 'neighbours':
        return previewNeighbours(file);
      case 'pages':
        return previewPages(workspace.dir, file);
      default:
        return previewTables(workspace.dir, file, { ...asked, as: asked.as }, today);
    }
  });
}

/**
 * Takes a file in.
 *
 * @param today ISO day in China
 * @throws UserError where the file is not of the kind; then nothing was written
 */
export async function importFile(
  workspace: Workspace,
  file: NamedFile,
  asked: FileAsked,
  today: string,
  progress: ProgressTeller,
): Promise<FileImported> {
  const result = await calling(asked, file, async (): Promise<Taken> => {
    switch (asked.as) {
      case 'io-table':
        return importIo(workspace, file, asked, progress);
      case 'chain':
        return importChainTables(workspace, file, asked, progress);
      case 'firm-items':
        return importItems(workspace, file, asked, progress);
      case 'challenges':
        return importTasks(workspace, file, asked, progress);
      case 'challenge-entries':
        return importSteps(workspace, file, asked, progress);
      case 'capabilities':
      case 'large-firms':
      case 'small-firms':
      case 'finance-products':
      case 'finance-needs':
        return importMarketRows(workspace, file, { ...asked, as: asked.as }, progress);
      case 'layout-table':
        return importLayoutRows(workspace, file, asked, progress);
      case 'neighbours':
        return {
          ...nothing(asked.as, file),
          ...(await keepNeighbours(workspace, file.path, { ...sourceOf(asked), called: file.name })),
        };
      case 'pages':
        return importPages(workspace, file, progress);
      default: {
        const { as } = asked;
        const settings = await openTableImport(workspace.dir, tableAsked(asked, as), today, progress);
        const done = await importTable(workspace, file.path, { ...settings, name: file.name });
        const { mapping: _, reports: __, ...rest } = done;
        return { ...rest, kind: as, documents: [] };
      }
    }
  });
  if (result.rejected > 0 && result.importId !== null && result.reasons.length === 0)
    result.reasons = await workspace.rejectReasons(result.importId);
  return { ...result, nothing: nothingTaken(asked.as, result) };
}

/** What readers say of a file names it as the user does, not by where it lies. */
async function calling<Result>(
  asked: FileAsked,
  file: NamedFile,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(named(error, [file, ...beside(asked)]));
  }
}

function beside({ with: others = [], totals, concordance, regions }: FileAsked): NamedFile[] {
  return [...others, ...[totals, concordance, regions].filter((file) => file !== undefined)];
}

function named({ zh, en }: Bilingual, files: readonly NamedFile[]): Bilingual {
  let said = { zh, en };
  for (const { path, name } of files)
    said = { zh: said.zh.replaceAll(path, name), en: said.en.replaceAll(path, name) };
  return said;
}

/** Rejects as the workspace keeps them, under the name of the file. */
function namedRejects<Kept extends Reject>(rejects: readonly Kept[], files: readonly NamedFile[]): Kept[] {
  const names = new Map(files.map(({ path, name }) => [path, name]));
  return rejects.map((reject) => ({
    ...reject,
    ...named(reject, files),
    file: names.get(reject.file) ?? reject.file,
  }));
}

function tableAsked(
  { with: _, totals, concordance, regions, name, layout, ...asked }: FileAsked,
  as: TableKind,
) {
  return { ...asked, as };
}

async function previewTables(
  folder: string,
  file: NamedFile,
  asked: FileAsked & { as: TableKind },
  today: string,
): Promise<FilePreview[]> {
  const settings = await openTableImport(folder, tableAsked(asked, asked.as), today, SILENT);
  const tables: FilePreview[] = [];
  for (const run of await tryTable(file.path, settings)) {
    const { sheet, rows, values, missing, rejected, rejects, mapping, notices } = run;
    tables.push({
      ...{ sheet, rows, values, missing, rejected, mapping },
      notices: notices.map((notice) => named(notice, [file])),
      holds: holdsOf(run),
      ...(await besideLines(
        file.path,
        sheet,
        rejects.map((reject) => ({
          ...reject,
          ...named(reject, [file]),
          letters: reject.column,
          column: reject.heading,
        })),
      )),
    });
  }
  return tables;
}

const faultOf = (
  { zh, en }: Bilingual,
  { row, column, value }: Pick<FileFault, 'row' | 'column' | 'value'>,
): FileFault => ({ row, column, value, zh, en });

function holdsOf({ indicators, periods, areas, industries, enterprises }: DryRun): Bilingual[] {
  const said: Bilingual[] = [];
  const list = indicators.slice(0, 6);
  const more = indicators.length > list.length;
  if (list.length > 0)
    said.push({
      zh: `指标 ${indicators.length} 个：${list.join('、')}${more ? ' 等' : ''}`,
      en: `${indicators.length} indicators: ${list.join(', ')}${more ? ' …' : ''}`,
    });
  if (periods.first !== null)
    said.push({
      zh: `时期 ${periods.count} 个：${periods.first} 至 ${periods.last}`,
      en: `${periods.count} periods: ${periods.first} to ${periods.last}`,
    });
  for (const [count, zh, en] of [
    [areas, '地区', 'areas'],
    [industries, '行业', 'industries'],
    [enterprises, '企业', 'firms'],
  ] as const)
    if (count > 0) said.push({ zh: `${zh} ${count} 个`, en: `${count} ${en}` });
  return said;
}

/** Faults of rows, by the letters of the column: known, or that in which the heading stands. */
async function besideLines(
  path: string,
  sheet: string | null,
  rejects: readonly (Pick<Reject, 'row' | 'column' | 'value' | 'zh' | 'en'> & { letters?: string | null })[],
): Promise<Pick<FilePreview, 'faults' | 'lines'>> {
  const shown = rejects.slice(0, MOST_FAULTS);
  const lines = await tableLines(
    path,
    sheet,
    SHOWN,
    shown.flatMap(({ row }) => row ?? []),
  );
  const plain = (words: string) => words.replace(/\s+/gu, ' ').trim();
  const letters = new Map<string, string>();
  for (const { cells } of lines.slice(0, SHOWN))
    for (const [at, cell] of cells.entries())
      if (cell.trim() !== '' && !letters.has(plain(cell))) letters.set(plain(cell), columnLetters(at));
  return {
    lines,
    faults: shown.map(({ row, column, letters: known, value, zh, en }) => {
      const place = known ?? (column === null ? undefined : letters.get(plain(column)));
      return { row, column: place ?? column, value, zh, en };
    }),
  };
}

function ioAsked(asked: FileAsked): IoTableAsked {
  const { layout, name, sheet, unit, period, encoding, title, totals, concordance, regions } = asked;
  return Object.fromEntries(
    Object.entries({
      ...{ layout, name, sheet, unit, period, encoding, title },
      totals: totals?.path,
      concordance: concordance?.path,
      regions: regions?.path,
    }).filter(([, value]) => value !== undefined),
  );
}

async function previewIoTables(file: NamedFile, asked: FileAsked): Promise<FilePreview[]> {
  const { examined, notes, refused } = await examineIoFile(file.path, ioAsked(asked));
  const files = [file, ...beside(asked)];
  const tables: FilePreview[] = [];
  for (const { name, layout, table, report, findings, entry } of examined) {
    const regions = new Set(table.industries.flatMap(({ region }) => region ?? [])).size;
    const own = refused.filter(({ row }) => row !== null);
    const shown = findings.filter(({ finding }) => finding !== 'notANumber');
    tables.push({
      sheet: entry.sheet ?? name,
      rows: table.industries.length,
      values: table.industries.length ** 2,
      missing: 0,
      rejected: examined.length === 1 ? own.length : 0,
      notices: [...shown, ...(tables.length === 0 ? notes : [])].map((one) => named(one, files)),
      holds: [
        {
          zh: `“${name}”（${layout}）：${regions > 1 ? `${regions} 个地区，` : ''}${table.industries.length} 个部门，${table.year ?? '年份不明'}，单位 ${table.unit || '不明'}${table.importedIntermediate === null ? '' : '，非竞争型'}`,
          en: `“${name}” (${layout}): ${regions > 1 ? `${regions} regions, ` : ''}${table.industries.length} industries, ${table.year ?? 'year unknown'}, unit ${table.unit || 'unknown'}${table.importedIntermediate === null ? '' : ', non-competitive'}`,
        },
        ...report.checks.map(({ says, identity, item, checked, beyondRounding, largest }) => {
          const most = largest === null ? 0 : Number(Math.abs(largest.residual).toPrecision(2));
          const of = item === null ? '' : `（${item}）`;
          return beyondRounding === 0
            ? {
                zh: `✓ ${says.zh}${of}：${checked} 处，最大残差 ${most}`,
                en: `✓ ${identity}${item === null ? '' : ` ${item}`}: ${checked} checked, largest residual ${most}`,
              }
            : {
                zh: `✗ ${says.zh}${of}：${checked} 处中 ${beyondRounding} 处不平，最大残差 ${most}`,
                en: `✗ ${identity}${item === null ? '' : ` ${item}`}: ${beyondRounding} of ${checked} do not hold, largest residual ${most}`,
              };
        }),
      ],
      mapping: null,
      ...(await besideLines(file.path, entry.sheet, examined.length === 1 ? own : [])),
    });
  }
  const sheets = refused.filter(({ row }) => row === null);
  const [first] = tables;
  if (first)
    for (const { value, ...said } of sheets) {
      first.rejected++;
      first.faults.push(faultOf(named(said, files), { row: null, column: null, value }));
    }
  return tables;
}

async function importIo(
  workspace: Workspace,
  file: NamedFile,
  asked: FileAsked,
  progress: ProgressTeller,
): Promise<Taken> {
  progress.step({ zh: '核对投入产出表', en: 'Checking input–output tables' });
  const { kept, examined } = await keepIoFile(workspace, file.path, ioAsked(asked), {
    ...sourceOf(asked),
    file: file.name,
  });
  const files = [file, ...beside(asked)];
  const findings: FileImported['findings'] = {};
  for (const one of examined?.examined ?? [])
    for (const { finding, severity } of one.findings)
      if (severity !== 'note') findings[finding] = (findings[finding] ?? 0) + 1;
  return {
    ...nothing(asked.as, file),
    ...kept,
    findings,
    notices: (examined?.notes ?? []).map((note) => named(note, files)),
  };
}

const sourceOf = ({ released, publisher, synthetic }: FileAsked) => ({
  ...(released === undefined ? {} : { released }),
  ...(publisher === undefined ? {} : { publisher }),
  ...(synthetic === undefined ? {} : { synthetic }),
});

type Taken = Omit<FileImported, 'nothing'>;

function nothing(kind: ImportKind, { name }: NamedFile): Taken {
  return {
    kind,
    file: name,
    importId: null,
    knownAs: null,
    accepted: 0,
    unchanged: 0,
    revised: 0,
    rejected: 0,
    missing: 0,
    reasons: [],
    findings: {},
    notices: [],
    documents: [],
  };
}

async function previewChain(file: NamedFile, asked: FileAsked): Promise<FilePreview[]> {
  const files = [file, ...(asked.with ?? [])];
  const { readings, notices } = await readChainFiles(
    files.map(({ path }) => path),
    asked.encoding,
  );
  const tables: FilePreview[] = [];
  for (const { table, form, nodes, edges, actors, projects, rejects } of readings) {
    const of = files.find(({ path }) => path === table.file) ?? file;
    const parts = [
      [nodes.length, '环节或产品', 'nodes'],
      [edges.length, '上下游连接', 'edges'],
      [actors.length, '企业', 'firms'],
      [projects.length, '项目', 'projects'],
    ] as const;
    const held = parts.filter(([count]) => count > 0);
    const own = namedRejects(rejects, files);
    tables.push({
      sheet: table.sheet === null ? of.name : files.length > 1 ? `${of.name} · ${table.sheet}` : table.sheet,
      rows: table.rows.length,
      values: parts.reduce((sum, [count]) => sum + count, 0),
      missing: 0,
      rejected: own.length,
      notices: tables.length === 0 ? notices.map((notice) => named(notice, files)) : [],
      holds:
        form === null
          ? [{ zh: '不是图谱的表，略过', en: 'no table of a chain map, passed over' }]
          : [
              {
                zh: held.map(([count, zh]) => `${zh} ${count} 个`).join('，'),
                en: held.map(([count, , en]) => `${count} ${en}`).join(', '),
              },
            ],
      mapping: null,
      ...(await besideLines(of.path, table.sheet, own)),
    });
  }
  return tables;
}

async function importChainTables(
  workspace: Workspace,
  file: NamedFile,
  asked: FileAsked,
  progress: ProgressTeller,
): Promise<Taken> {
  const files = [file, ...(asked.with ?? [])];
  progress.step({ zh: '读取图谱', en: 'Reading the chain' });
  const { readings, notices } = await readChainFiles(
    files.map(({ path }) => path),
    asked.encoding,
  );
  progress.step({ zh: '写入', en: 'Writing' });
  const { released = null, publisher = null, synthetic = false } = asked;
  const done = await importChain(
    workspace,
    rowsToKeep(readings).map((one) => ({ ...one, rejects: namedRejects(one.rejects, files) })),
    {
      chain: asked.name ?? basename(file.name, extname(file.name)),
      mapping: asked.encoding ?? null,
      ...{ released, publisher, synthetic },
      names: new Map(files.map(({ path, name }) => [path, name])),
    },
  );
  const result = nothing(asked.as, file);
  const fresh = done.filter(({ knownAs }) => knownAs === null);
  for (const { accepted, unchanged, revised, rejected } of fresh) {
    result.accepted += accepted;
    result.unchanged += unchanged;
    result.revised += revised;
    result.rejected += rejected;
  }
  result.notices = notices.map((notice) => named(notice, files));
  if (fresh.length === 0) result.knownAs = done[0]?.knownAs ?? null;
  for (const { importId, rejected } of fresh) {
    if (importId === null) continue;
    if (result.importId === null || rejected > 0) result.importId = importId;
    if (rejected > 0) result.reasons.push(...(await workspace.rejectReasons(importId)));
  }
  return result;
}

const firmReading = ({ sheet, unit, encoding }: FileAsked): FirmTableOptions => ({
  sheet: sheet ?? null,
  unit: unit ?? null,
  encoding: encoding ?? null,
});

const firmWords = async (folder: string) => openFirmWords(folder, await openItems(folder));

async function previewFirmItems(folder: string, file: NamedFile, asked: FileAsked): Promise<FilePreview[]> {
  const { firms, rejects, notices } = await readFirmTables(
    file.path,
    await firmWords(folder),
    firmReading(asked),
  );
  const sheets = new Set([...firms, ...rejects].map(({ sheet }) => sheet));
  const tables: FilePreview[] = [];
  for (const sheet of sheets) {
    const own = firms.filter((firm) => firm.sheet === sheet);
    const refused = namedRejects(
      rejects.filter((reject) => reject.sheet === sheet),
      [file],
    );
    const values = own.reduce((sum, { items }) => sum + items.length, 0);
    const titles = own.reduce((sum, { titles: held }) => sum + held.length, 0);
    tables.push({
      sheet: sheet ?? file.name,
      rows: own.length,
      values,
      missing: 0,
      rejected: refused.length,
      notices: tables.length === 0 ? notices.map((notice) => named(notice, [file])) : [],
      holds: [
        {
          zh: `企业 ${own.length} 家，指标值 ${values} 个，称号 ${titles} 个`,
          en: `${own.length} firms, ${values} values, ${titles} titles`,
        },
      ],
      mapping: null,
      ...(await besideLines(file.path, sheet, refused)),
    });
  }
  return tables;
}

async function importItems(
  workspace: Workspace,
  file: NamedFile,
  asked: FileAsked,
  progress: ProgressTeller,
): Promise<Taken> {
  progress.step({ zh: '读取企业指标', en: 'Reading items of firms' });
  const reading = firmReading(asked);
  const tables = await readFirmTables(file.path, await firmWords(workspace.dir), reading);
  progress.step({ zh: '写入', en: 'Writing' });
  const kept = await keepFirmItems(
    workspace,
    { ...tables, rejects: namedRejects(tables.rejects, [file]) },
    reading,
    { ...sourceOf(asked), name: file.name },
  );
  return {
    ...nothing(asked.as, file),
    ...kept,
    file: file.name,
    notices: tables.notices.map((notice) => named(notice, [file])),
  };
}

const matchReading = ({ sheet, encoding }: FileAsked) => ({
  sheet: sheet ?? null,
  encoding: encoding ?? null,
});

async function previewChallenges(file: NamedFile, asked: FileAsked): Promise<FilePreview[]> {
  const { challenges, rejects, notices } = await readChallenges(
    file.path,
    await loadCodes(),
    matchReading(asked),
  );
  return [
    {
      sheet: asked.sheet ?? file.name,
      rows: challenges.length,
      values: challenges.reduce((sum, { challenge }) => sum + challenge.indicators.length, 0),
      missing: 0,
      rejected: rejects.length,
      notices: notices.map((notice) => named(notice, [file])),
      holds: [
        {
          zh: `任务 ${challenges.length} 项：${challenges
            .slice(0, 5)
            .map(({ challenge }) => challenge.title)
            .join('、')}${challenges.length > 5 ? ' 等' : ''}`,
          en: `${challenges.length} tasks: ${challenges
            .slice(0, 5)
            .map(({ challenge }) => challenge.title)
            .join(', ')}${challenges.length > 5 ? ' …' : ''}`,
        },
      ],
      mapping: null,
      ...(await besideLines(file.path, asked.sheet ?? null, namedRejects(rejects.map(keptReject), [file]))),
    },
  ];
}

async function importTasks(
  workspace: Workspace,
  file: NamedFile,
  asked: FileAsked,
  progress: ProgressTeller,
): Promise<Taken> {
  progress.step({ zh: '读取任务', en: 'Reading tasks' });
  const read = await readChallenges(file.path, await loadCodes(), matchReading(asked));
  const kept = await keepChallenges(
    workspace,
    file.path,
    { ...read, rejects: namedRejects(read.rejects, [file]) },
    { ...sourceOf(asked), name: file.name },
  );
  return {
    ...nothing(asked.as, file),
    ...kept,
    file: file.name,
    notices: read.notices.map((notice) => named(notice, [file])),
  };
}

type MarketAsked = FileAsked & { as: MarketKind };

async function readMarketFile({ dir }: Workspace, file: NamedFile, asked: MarketAsked): Promise<MarketRead> {
  const known = { codes: await loadCodes(), items: await openItems(dir) };
  return readMarket(file.path, asked.as, known, matchReading(asked));
}

async function previewMarket(
  workspace: Workspace,
  file: NamedFile,
  asked: MarketAsked,
): Promise<FilePreview[]> {
  const { rows, rejects, notices } = await readMarketFile(workspace, file, asked);
  const first = rows
    .slice(0, 5)
    .map(({ title }) => title)
    .join('、');
  return [
    {
      sheet: asked.sheet ?? file.name,
      rows: rows.length,
      values: rows.reduce((sum, { cells }) => sum + Object.keys(cells).length, 0),
      missing: 0,
      rejected: rejects.length,
      notices: notices.map((notice) => named(notice, [file])),
      holds: [
        {
          zh: `可用 ${rows.length} 行：${first}${rows.length > 5 ? ' 等' : ''}`,
          en: `${rows.length} usable rows: ${first}${rows.length > 5 ? ' …' : ''}`,
        },
      ],
      mapping: null,
      ...(await besideLines(file.path, asked.sheet ?? null, namedRejects(rejects.map(keptReject), [file]))),
    },
  ];
}

async function importMarketRows(
  workspace: Workspace,
  file: NamedFile,
  asked: MarketAsked,
  progress: ProgressTeller,
): Promise<Taken> {
  progress.step({ zh: '读取', en: 'Reading' });
  const read = await readMarketFile(workspace, file, asked);
  const kept = await keepMarket(
    workspace,
    { ...read, rejects: namedRejects(read.rejects, [file]) },
    { ...sourceOf(asked), name: file.name },
  );
  return {
    ...nothing(asked.as, file),
    ...kept,
    file: file.name,
    notices: read.notices.map((notice) => named(notice, [file])),
  };
}

async function previewSteps(workspace: Workspace, file: NamedFile, asked: FileAsked): Promise<FilePreview[]> {
  const { steps, unchanged, rejects, notices } = await newSteps(workspace, file.path, asked.encoding ?? null);
  return [
    {
      sheet: file.name,
      rows: steps.length + unchanged + rejects.length,
      values: steps.length,
      missing: 0,
      rejected: rejects.length,
      notices: notices.map((notice) => named(notice, [file])),
      holds: [
        {
          zh: `新的进展 ${steps.length} 步，已有 ${unchanged} 步`,
          en: `${steps.length} new steps, ${unchanged} known`,
        },
      ],
      mapping: null,
      ...(await besideLines(file.path, null, namedRejects(rejects.map(keptReject), [file]))),
    },
  ];
}

async function importSteps(
  workspace: Workspace,
  file: NamedFile,
  asked: FileAsked,
  progress: ProgressTeller,
): Promise<Taken> {
  progress.step({ zh: '核对进展', en: 'Checking steps' });
  const { rejects, notices, ...read } = await newSteps(workspace, file.path, asked.encoding ?? null);
  const kept = await keepNewSteps(
    workspace,
    file.path,
    { ...read, rejects: namedRejects(rejects.map(keptReject), [file]) },
    { ...sourceOf(asked), name: file.name },
  );
  return {
    ...nothing(asked.as, file),
    ...kept,
    file: file.name,
    notices: notices.map((notice) => named(notice, [file])),
  };
}

const sheetOf = ({ sheet }: FileAsked) => (sheet === undefined ? {} : { sheet });

async function previewLayout(file: NamedFile, asked: FileAsked): Promise<FilePreview[]> {
  const columns = await columnsAsked(file.path, sheetOf(asked));
  const { sheet, rowCount, cells, refused } = await readLayoutRows(file.path, columns);
  const { area, activity, value, year } = columns;
  return [
    {
      sheet: sheet === '' ? file.name : sheet,
      rows: rowCount,
      values: cells.length,
      missing: 0,
      rejected: refused.length,
      notices: [],
      holds: [
        {
          zh: `地区“${area}”，行业“${activity}”，数值“${value}”${year == null ? '' : `，年份“${year}”`}`,
          en: `areas “${area}”, activities “${activity}”, values “${value}”${year == null ? '' : `, years “${year}”`}`,
        },
      ],
      mapping: null,
      ...(await besideLines(
        file.path,
        asked.sheet ?? null,
        refused.map(({ row, column, value: written, reason }) => ({
          ...{ row, column, value: written },
          ...named(reason, [file]),
        })),
      )),
    },
  ];
}

async function importLayoutRows(
  workspace: Workspace,
  file: NamedFile,
  asked: FileAsked,
  progress: ProgressTeller,
): Promise<Taken> {
  progress.step({ zh: '读取表格', en: 'Reading the table' });
  const columns = await columnsAsked(file.path, sheetOf(asked));
  const { name, unit, title } = asked;
  const { name: _, ...kept } = await keepLayoutTable(workspace, file.path, {
    ...columns,
    ...sourceOf(asked),
    ...(name === undefined ? {} : { name }),
    ...(unit === undefined ? {} : { unit }),
    ...(title === undefined ? {} : { title }),
    called: file.name,
  });
  return { ...nothing(asked.as, file), ...kept };
}

async function previewNeighbours(file: NamedFile): Promise<FilePreview[]> {
  const pairs = await readAdjoining(file.path);
  return [
    {
      sheet: file.name,
      rows: pairs.length,
      values: pairs.length,
      missing: 0,
      rejected: 0,
      notices: [],
      holds: [{ zh: `相邻 ${pairs.length} 对`, en: `${pairs.length} pairs that adjoin` }],
      mapping: null,
      ...(await besideLines(file.path, null, [])),
    },
  ];
}

const SILENT: ProgressTeller = { step: () => undefined, end: () => undefined };
const tellerOf = (progress: ProgressTeller): Teller => ({
  note: () => undefined,
  trace: () => undefined,
  progress: () => progress,
});

async function previewPages(folder: string, file: NamedFile): Promise<FilePreview[]> {
  const { lexicons } = await openLexicons(folder);
  const previews: FilePreview[] = [];
  for await (const { read, refused } of readPages([file.path], lexicons, tellerOf(SILENT))) {
    for (const page of refused) throw refusalOf(page);
    for (const { document } of read) previews.push(previewOf(document, file));
  }
  return previews;
}

function refusalOf({ reason, ...page }: PageRefused): unknown {
  return 'defect' in page ? page.defect : new UserError(reason);
}

function previewOf(document: ReadDocument, file: NamedFile): FilePreview {
  const { title, published, publishedTrust, directions, observations, targets, repairs, selfChecks } =
    document;
  const measures = directions.reduce((sum, direction) => sum + direction.measures.length, 0);
  const day = published === null ? '—' : `${published}${publishedTrust === 'suspect' ? ' ?' : ''}`;
  return {
    sheet: title === '' ? file.name : title,
    rows: 0,
    values: observations.length,
    missing: 0,
    rejected: 0,
    faults: [],
    notices: selfChecks.filter(({ ok }) => !ok).map((check) => named(check, [file])),
    holds: [
      {
        zh: `${day}；工作部署 ${directions.length}，举措 ${measures}，数据 ${observations.length}，目标 ${targets.length}，修复 ${repairs.length}`,
        en: `${day}; lines of work ${directions.length}, measures ${measures}, figures ${observations.length}, targets ${targets.length}, repairs ${repairs.length}`,
      },
      ...observations.slice(0, 5).map(({ textSpan }) => ({ zh: `“${textSpan}”`, en: `“${textSpan}”` })),
    ],
    mapping: null,
    lines: [],
  };
}

async function importPages(workspace: Workspace, file: NamedFile, progress: ProgressTeller): Promise<Taken> {
  const { lexicons, reading } = await openLexicons(workspace.dir);
  const result = nothing('pages', file);
  const run = workspace.startImport({ kind: 'pages', source: file.name });
  for await (const { read, refused } of readPages([file.path], lexicons, tellerOf(progress))) {
    const defect = refused.find((page) => 'defect' in page);
    if (defect) throw refusalOf(defect);
    const kept = await keepBatch(
      run,
      {
        read: read.map((page) => ({ ...page, entry: { ...page.entry, path: file.name } })),
        refused: refused.map(({ entry, reason }) => ({
          entry: { ...entry, path: file.name },
          reason: named(reason, [file]),
        })),
      },
      reading,
    );
    result.accepted += kept.added + kept.renewed;
    result.revised += kept.renewed;
    result.unchanged += kept.unchanged;
    result.rejected += refused.length;
    result.reasons.push(
      ...refused.map(({ reason }) => ({
        ...named(reason, [file]),
        count: 1,
        row: null,
        column: null,
        value: null,
      })),
    );
    for (const { document } of read)
      result.documents.push({ sha256: document.sha256, title: document.title });
  }
  await run.finish();
  return result;
}
