/**
 * Table files into the workspace: figures, enterprises, reports and clusters, from any spreadsheet that
 * src/store/tables reads. One file is one import and one transaction.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { writeCsv } from 'hucre/csv';
import { z } from 'zod';
import {
  type Bilingual,
  type Figure,
  factKey,
  monthKey,
  type PriceBasis,
  sha256,
  UserError,
} from '../model/index.js';
import { type Cluster, writeClusters } from './clusters.js';
import type { Codes } from './codes.js';
import type { Cell, Transaction } from './database.js';
import {
  creditCodeFault,
  type Enterprise,
  looksLikeCreditCode,
  plainCode,
  writeEnterprises,
} from './enterprises.js';
import type { BulkReports } from './import-sql.js';
import {
  type GivenReport,
  type LoadedReports,
  type ReportChecks,
  type ReportLoad,
  type ReportWords,
  reportMonth,
  reportRecord,
} from './reports.js';
import { facetsOf } from './tables/facets.js';
import {
  type Column,
  cellLocator,
  type DryRun,
  dryRun,
  type Mapping,
  type Notice,
  type OpenTable,
  openTables,
  readSheets,
  type Sheet,
  type TableBytes,
  type TableReject,
  type TablesLexicon,
  type TidyRecord,
  type TidyValue,
  tablesLexicon,
  writtenPeriod,
  writtenUnit,
} from './tables/index.js';
import { formatOf } from './tables/sheets.js';
import { encodingOf, type TableEncoding } from './tables/table-text.js';
import { plainWord, shownWords } from './tables/words.js';
import { writtenNumber } from './tables/written-number.js';
import {
  figureRow,
  type Mended,
  type Reject,
  type TableKind,
  type TableSource,
  type TableWritten,
  type Workspace,
} from './workspace.js';

export interface TableImportOptions {
  as: TableKind;
  lexicons: Record<string, unknown>;
  codes: Codes;
  /** ISO date in China: nothing is reported from the future. */
  today: string;
  mapping?: Mapping | null;
  mapFile?: string;
  sheet?: string | null;
  /** Of tables that do not say of which area they are. */
  area?: string | null;
  /** ISO date on which the figures were made known. */
  released?: string | null;
  /** Keep names of natural persons. */
  keepNames?: boolean;
  /** Take in reports that a check holds for an error. */
  confirmed?: boolean;
  synthetic?: boolean;
  checks?: ReportChecks | null;
  onStep?: (step: Bilingual) => void;
  /** Size in bytes from which plain tables of reports are loaded by the database's own reader. */
  bulkFrom?: number;
}

export interface TableImported {
  kind: TableKind;
  file: string;
  /** Null where nothing was written. */
  importId: number | null;
  /** The import in which this very file was taken in before. */
  knownAs: number | null;
  accepted: number;
  unchanged: number;
  revised: number;
  rejected: number;
  /** Cells that say that there is no value. */
  missing: number;
  reports: LoadedReports | null;
  notices: Notice[];
  mapping: Mapping | null;
}

const BULK_FROM = 4 * 1024 * 1024;
/** Column of an export of rejects in which their numbers stand; it and all to its right are ours. */
export const REJECT_HEADINGS = ['退回编号', 'Reject'] as const;

/** Says what an import would do, table by table; writes nothing. */
export async function tryTable(file: string, options: TableImportOptions): Promise<DryRun[]> {
  const runs: DryRun[] = [];
  for await (const table of openTables(file, tableOptions(options))) runs.push(await dryRun(table));
  return runs;
}

/** Takes a file in. The same file in the same mapping again adds nothing. */
export async function importTable(
  workspace: Workspace,
  file: string,
  options: TableImportOptions,
): Promise<TableImported> {
  const { onStep } = options;
  onStep?.({ zh: '核对文件', en: 'Looking at the file' });
  const { hash, bytes } = await hashFile(file);
  const returned = await returnedRejects(file, options);
  const mapping = options.mapping ?? null;
  const source: TableSource = {
    sha256: hash,
    file,
    title: null,
    bytes,
    mapping: mappingKey(mapping, options),
    released: options.released ?? null,
    synthetic: options.synthetic ?? false,
  };
  const run = workspace.startImport({ kind: options.as, source: file });
  const knownAs = await run.importOf(options.as, source);
  const result: TableImported = {
    kind: options.as,
    file,
    importId: null,
    knownAs,
    accepted: 0,
    unchanged: 0,
    revised: 0,
    rejected: 0,
    missing: 0,
    reports: null,
    notices: [],
    mapping,
  };
  if (knownAs !== null) return result;
  await workspace.originals.putFile(hash, file, bytes);
  const context: Context = {
    workspace,
    run,
    file,
    input: returned?.table ?? file,
    marks: returned?.marks ?? null,
    source,
    options,
    lexicon: lexiconOf(options),
    result,
  };
  switch (options.as) {
    case 'reports':
      await importReports(context);
      break;
    case 'figures':
      await importFigures(context);
      break;
    case 'enterprises':
      await importRegister(context, enterpriseOf, writeEnterprises);
      break;
    case 'clusters':
      await importRegister(context, clusterOf, writeClusters);
      break;
  }
  return result;
}

interface Context {
  workspace: Workspace;
  run: ReturnType<Workspace['startImport']>;
  file: string;
  source: TableSource;
  options: TableImportOptions;
  lexicon: TablesLexicon;
  result: TableImported;
  /** What is read: the file, or of an export of rejects the rows that were refused. */
  input: string | TableBytes;
  /** Of such an export, the reject that each row mends. */
  marks: ReadonlyMap<number, Mended> | null;
}

function lexiconOf(options: TableImportOptions): TablesLexicon {
  return tablesLexicon(options.lexicons);
}

function tableOptions(options: TableImportOptions) {
  const { codes } = options;
  return {
    lexicon: lexiconOf(options),
    sheet: options.sheet ?? null,
    today: options.today,
    mapping: options.mapping ?? null,
    ...(options.mapFile === undefined ? {} : { mapFile: options.mapFile }),
    area: (text: string, question: { on?: string }) => codes.areas.resolve(text, question),
    industry: (text: string) => codes.industries.resolve(text),
  };
}

/** What makes an import of one file another import. */
function mappingKey(
  mapping: Mapping | null,
  { sheet, area, keepNames, confirmed }: TableImportOptions,
): string | null {
  const said = { mapping, sheet, area, keepNames: keepNames || undefined, confirmed: confirmed || undefined };
  const text = JSON.stringify(said, (_, value: unknown) => value ?? undefined);
  return text === '{}' ? null : text;
}

async function hashFile(file: string): Promise<{ hash: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const part of createReadStream(file, { highWaterMark: 1 << 20 })) {
      hash.update(part as Buffer);
      bytes += (part as Buffer).length;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError({
      zh: `文件读不到：${file}（${code ?? (error as Error).message}）`,
      en: `The file cannot be read: ${file} (${code ?? (error as Error).message})`,
    });
  }
  if (bytes === 0) throw new UserError({ zh: `文件是空的：${file}`, en: `The file is empty: ${file}` });
  return { hash: hash.digest('hex'), bytes };
}

function rejectOf(context: Context, reject: TableReject, record: Reject['record'] = null): Reject {
  const place = reject.heading ?? reject.column;
  return {
    file: context.file,
    row: reject.row,
    column: place,
    value: reject.value,
    zh: reject.zh,
    en: reject.en,
    record,
  };
}

// ---- reports

async function importReports(context: Context): Promise<void> {
  const { run, source, options, lexicon, result } = context;
  const words = reportWords(lexicon, options.today);
  const common = {
    words,
    checks: options.checks ?? null,
    confirmed: options.confirmed ?? false,
    ...(options.onStep ? { onStep: options.onStep } : {}),
  };
  const bulk = context.marks === null ? await bulkOf(context) : null;
  const mended: Mended[] = [];
  let load: ReportLoad;
  const refused: Reject[] = [];
  if (bulk) load = { bulk: bulk.reports, loose: null, ...common };
  else load = { bulk: null, loose: looseReports(context, refused, mended), ...common };
  try {
    const loaded = await run.addReports(source, load, mended, refused);
    Object.assign(result, {
      importId: loaded.id,
      accepted: loaded.accepted,
      unchanged: loaded.unchanged,
      revised: loaded.revised,
      rejected: loaded.rejected,
      missing: result.missing + loaded.empty,
      reports: loaded,
    });
  } finally {
    await bulk?.clear();
  }
}

/** Rows of any table, read one by one. */
async function* looseReports(
  context: Context,
  refused: Reject[],
  mended: Mended[],
): AsyncGenerator<GivenReport[]> {
  for await (const table of tables(context)) {
    for await (const { values, records, rejects, counts } of table.batches()) {
      context.result.missing += counts.missing;
      const at = new Map(records.map((record) => [record.row, record]));
      const bad = new Set<number>();
      for (const reject of rejects) {
        bad.add(reject.row);
        refused.push(rejectOf(context, reject, rowRecord(at.get(reject.row), context)));
      }
      const rows: GivenReport[] = [];
      for (const value of values) {
        const taken = givenReport(value);
        if (taken === null) continue;
        if ('zh' in taken) {
          bad.add(value.locator.row);
          refused.push({
            file: context.file,
            row: value.locator.row,
            column: value.locator.column,
            value: value.quote,
            ...taken,
            record: recordOfValue(value),
          });
        } else rows.push(taken);
      }
      for (const record of records) if (!bad.has(record.row)) mended.push(...marksOf(record, context));
      yield rows;
    }
  }
}

/** A value as a report; null where it is none: a total, an empty cell. */
function givenReport(value: TidyValue): GivenReport | Bilingual | null {
  if (value.value === null || value.aggregate === 'total' || value.aggregate === 'subtotal') return null;
  const enterprise = value.creditCode ?? value.enterprise;
  if (enterprise === null) return { zh: '没有写明企业。', en: 'No firm is named.' };
  if (value.period === null) return { zh: '没有写明时期。', en: 'No period is stated.' };
  if (value.indicator === null) return { zh: '没有写明指标。', en: 'No item is named.' };
  return {
    row: value.locator.row,
    enterprise,
    period: value.period,
    item: itemName(value.indicator, value.kind, value.comparator),
    unit: value.unit ?? '',
    basis: '',
    value: value.value,
  };
}

/** A rate beside its level is an item of its own. */
function itemName(indicator: string, kind: TidyValue['kind'], comparator: string | null): string {
  if (kind === 'growth' && !/增速|增长/.test(indicator)) return `${indicator}${comparator ?? ''}增速`;
  if (kind === 'share' && !/比重|占比|率/.test(indicator)) return `${indicator}比重`;
  return indicator;
}

function recordOfValue(value: TidyValue): Record<string, string | number> {
  return reportRecord({
    enterprise: value.creditCode ?? value.enterprise ?? '',
    period: value.period ?? '',
    item: value.indicator ?? '',
    unit: value.writtenUnit ?? value.unit ?? '',
    value: value.quote,
  });
}

/** The words of tables of reports, understood as the lexicon has them. */
function reportWords(lexicon: TablesLexicon, today: string): ReportWords {
  const [year, month] = today.split('-').map(Number) as [number, number];
  const latest = monthKey({ year, month });
  return {
    reporter(given) {
      const plain = plainCode(given);
      if (plain === '') return { zh: '没有写明企业。', en: 'No firm is named.' };
      if (!looksLikeCreditCode(plain)) {
        const fault = /^\d+(\.\d+)?E\+?\d+$/.test(plain) ? creditCodeFault(plain) : null;
        return fault ?? { code: given.trim(), name: given.trim() };
      }
      return creditCodeFault(plain) ?? { code: plain, name: null };
    },
    period(given, basis) {
      const period = writtenPeriod(given);
      const found = period && reportMonth(period);
      if (!found) {
        return {
          zh: `“${given}”不是可用的报告期。请写作 2024-03（当月）或 2024-01/2024-03（1—3月累计）。`,
          en: `“${given}” is no period of a report. Write 2024-03 for a month or 2024-01/2024-03 for January to March.`,
        };
      }
      if (found.month > latest) {
        return { zh: `报告期在未来：${given}`, en: `The period lies in the future: ${given}` };
      }
      return /累计|cumulative|ytd/i.test(basis) ? { ...found, cumulative: true } : found;
    },
    item(given, unit) {
      if (given.trim() === '') return { zh: '没有写明指标。', en: 'No item is named.' };
      const facets = facetsOf(given, lexicon);
      const named = itemName(
        facets.indicator ?? shownWords(given),
        facets.kind ?? 'level',
        facets.comparator,
      );
      const written = unit.trim() === '' ? null : writtenUnit(unit, lexicon);
      if (unit.trim() !== '' && written === null) {
        return { zh: `不认识的计量单位：${unit}（${given}）`, en: `Unknown unit: ${unit} (${given})` };
      }
      if (facets.unknownUnit !== null && written === null) {
        return {
          zh: `不认识的计量单位：${facets.unknownUnit}（${given}）`,
          en: `Unknown unit: ${facets.unknownUnit} (${given})`,
        };
      }
      const found = written ?? facets.units?.[0] ?? null;
      return { item: named, unit: found?.base ?? null, scale: found?.scale ?? 1 };
    },
    number(text) {
      const written = writtenNumber(text, lexicon);
      if (written.kind === 'missing' || written.kind === 'blank') return null;
      if (written.kind === 'number' && written.unit === null && written.percent === null)
        return written.value;
      return { zh: `不是数：${text}`, en: `Not a number: ${text}` };
    },
  };
}

/** A large file of one heading row and tidy columns, for the database's own reader; null for any other. */
async function bulkOf(
  context: Context,
): Promise<{ reports: BulkReports; clear: () => Promise<void> } | null> {
  const { workspace, file, source, options } = context;
  if (source.bytes < (options.bulkFrom ?? BULK_FROM) || options.sheet) return null;
  const head = await headOf(file);
  const format = formatOf(basename(file), head, false);
  if (format !== 'parquet' && format !== 'text') return null;
  const sample = {
    name: basename(file),
    bytes: format === 'parquet' ? await parquetHead(workspace, file) : wholeLines(head),
  };
  const [table] = await opened(sample, options);
  if (!table) return null;
  const { layout } = table;
  const plain =
    !layout.transposed &&
    layout.titles.length === 0 &&
    layout.header?.from === 0 &&
    layout.header.to === 0 &&
    layout.body.from === 1;
  const named = layout.columns.every((column) => column.heading.length === 1);
  const headings = layout.columns.map((column) => column.heading[0]!);
  if (!plain || !named || new Set(headings).size !== headings.length) return null;
  const sheet = await firstSheet(sample, null);
  if (sheet.width !== headings.length) return null;
  const columns = headings.map((_, i) => String(sheet.value(0, i) ?? ''));
  const role = (wanted: Column['role']) => layout.columns.find((column) => column.role === wanted);
  const raw = (column: Column | undefined) => (column ? columns[column.index]! : null);
  const enterprise = role('creditCode') ?? role('enterprise');
  const period = role('period');
  const item = role('indicator');
  const values = layout.columns.filter((column) => column.role === 'value');
  if (!enterprise || !period || values.length === 0) return null;
  if (item ? values.length !== 1 : !values.every((column) => column.facets.indicator)) return null;
  const wide =
    !item && values.some((column) => column.facets.period || (column.unit === null && layout.units !== null));
  if (wide) return null;
  const basis = layout.columns.find((column) =>
    /^(?:口径|basis|当月\/?累计|时期类型)$/.test(plainWord(column.heading[0]!)),
  );
  context.result.notices.push(...table.notices);
  context.result.mapping = table.mapping;
  const reports: BulkReports = {
    file: { path: file, format: format === 'parquet' ? 'parquet' : 'csv', delimiter: ',', columns },
    roles: {
      enterprise: raw(enterprise)!,
      period: raw(period)!,
      item: raw(item),
      unit: raw(role('unit')),
      basis: raw(basis),
      values: values.map((column) => raw(column)!),
    },
  };
  if (format === 'parquet') return { reports, clear: async () => undefined };
  const delimiter = delimiterOfHead(head, columns.length);
  if (delimiter === null) return null;
  const encoding = encodingOf(head, false);
  const text = await asUtf8(context, file, encoding);
  return {
    reports: { ...reports, file: { ...reports.file, path: text, delimiter } },
    clear: async () => {
      if (text !== file) await rm(text, { force: true });
    },
  };
}

async function opened(sample: TableBytes, options: TableImportOptions): Promise<OpenTable[]> {
  for await (const table of openTables(sample, tableOptions(options))) return [table];
  return [];
}

async function firstSheet(input: string | TableBytes, sheet: string | null): Promise<Sheet> {
  for await (const found of readSheets(input, { sheet })) return found;
  throw new Error('readSheets gives a sheet or throws');
}

/** The first rows of a Parquet file, as delimited text. */
async function parquetHead(workspace: Workspace, file: string): Promise<Uint8Array> {
  const rows = await workspace.query<Record<string, unknown>>(
    `SELECT COLUMNS(*)::VARCHAR FROM read_parquet('${file.replaceAll("'", "''")}') LIMIT 300`,
  );
  const cell = (value: unknown) => `"${String(value ?? '').replaceAll('"', '""')}"`;
  const columns = Object.keys(rows[0] ?? {});
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return Buffer.from(lines.map((line) => line.map(cell).join(',')).join('\n'));
}

function wholeLines(head: Uint8Array): Uint8Array {
  const end = head.lastIndexOf(0x0a);
  return end < 0 ? head : head.subarray(0, end + 1);
}

async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.alloc(Math.min(1 << 16, (await stat(file)).size));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

/** The sign that cuts the heading into as many columns as the table has. */
function delimiterOfHead(head: Uint8Array, columns: number): string | null {
  const [line] = new TextDecoder('utf-8').decode(head).split(/\r\n|\r|\n/, 1);
  return [',', '\t', ';', '|'].find((sign) => line!.split(sign).length === columns) ?? null;
}

/** The database reads UTF-8 only: other encodings are written anew, into the workspace. */
async function asUtf8(
  { workspace, source }: Context,
  file: string,
  encoding: TableEncoding,
): Promise<string> {
  if (encoding === 'utf-8') return file;
  const copy = join(workspace.originals.folder, `.partial-${source.sha256.slice(0, 16)}-utf8`);
  const decoder = new TextDecoder(encoding, { fatal: false });
  await pipeline(
    createReadStream(file, { highWaterMark: 1 << 20 }),
    async function* (parts) {
      for await (const part of parts) yield decoder.decode(part as Buffer, { stream: true });
      yield decoder.decode();
    },
    createWriteStream(copy),
  );
  return copy;
}

// ---- figures

async function importFigures(context: Context): Promise<void> {
  const { run, source, result } = context;
  const refused: Reject[] = [];
  const figures: Figure[] = [];
  const mended: Mended[] = [];
  for await (const table of tables(context)) {
    source.title ??= table.layout.titles[0]?.text ?? null;
    for await (const { values, records, rejects, counts } of table.batches()) {
      result.missing += counts.missing;
      const at = new Map(records.map((record) => [record.row, record]));
      const bad = new Set<number>();
      for (const reject of rejects) {
        bad.add(reject.row);
        refused.push(rejectOf(context, reject, rowRecord(at.get(reject.row), context)));
      }
      for (const value of values) {
        if (value.value === null) continue;
        const figure = figureOf(value, table, context);
        if ('zh' in figure) {
          bad.add(value.locator.row);
          const { row, column } = value.locator;
          refused.push({
            file: context.file,
            row,
            column,
            value: value.quote,
            ...figure,
            record: rowRecord(at.get(row), context),
          });
        } else figures.push(figure);
      }
      for (const record of records) if (!bad.has(record.row)) mended.push(...marksOf(record, context));
    }
  }
  const written = await run.addTable(
    'figures',
    source,
    (transaction, { id, now }) => writeFigures(transaction, { id, now }, source, figures, refused),
    mended,
  );
  Object.assign(result, {
    importId: written.id,
    accepted: written.accepted,
    unchanged: written.unchanged,
    revised: written.revised,
    rejected: written.rejects.length,
  });
}

const COMPARABLE = /可比价|不变价|实际增长/;
const CURRENT = /现价|当年价|名义/;

/** A cell as a figure, with where it stands and what the table says around it. */
function figureOf(value: TidyValue, table: OpenTable, { source, options }: Context): Figure | Bilingual {
  if (value.indicator === null) return { zh: '没有写明指标。', en: 'No indicator is named.' };
  if (value.period === null) return { zh: '没有写明时期。', en: 'No period is stated.' };
  const area = value.area
    ? { code: value.area.code, name: value.area.name }
    : options.area
      ? areaOf(options.area, options.codes)
      : null;
  if (area === null) {
    return {
      zh: '表中没有写明地区。请用 --area 指明，或写在对照表的 defaults.area。',
      en: 'The table does not say of which area it is. State it with --area, or in the mapping under defaults.area.',
    };
  }
  const title = table.layout.titles.map((line) => line.text).join(' ');
  const column = table.layout.columns.find((one) => one.letters === value.locator.column);
  const heading = column?.heading.join(' / ') ?? '';
  const said = [title, ...value.parents, value.indicator, heading].filter((words) => words !== '').join('；');
  const { industry } = value;
  const stated: Omit<Figure, 'id'> = {
    indicator: value.indicator,
    value: value.value!,
    unit: value.unit ?? '',
    kind: value.kind,
    baseKind: null,
    period: value.period,
    area,
    industry:
      industry === null
        ? null
        : {
            name: industry.name,
            code:
              industry.code === null || industry.system === undefined
                ? null
                : { system: industry.system, version: industry.version ?? '', code: industry.code },
          },
    group: value.enterprise,
    priceBasis: priceBasisOf(said),
    scope: said === '' ? null : said.slice(0, 400),
    comparator: value.comparator,
    bound: null,
    approx: false,
    released: source.released,
    source: cellLocator(value.locator, source.file, source.sha256, value.quote),
  };
  const { file: _, ...place } = stated.source as { file: string };
  const id = sha256(JSON.stringify({ ...stated, source: place })).slice(0, 20);
  return { id, ...stated };
}

function areaOf(text: string, codes: Codes): Figure['area'] {
  const found = codes.areas.resolve(text, {});
  return found.status === 'resolved' ? { code: found.code, name: found.name } : { code: null, name: text };
}

function priceBasisOf(words: string): PriceBasis | null {
  const comparable = COMPARABLE.test(words);
  return comparable === CURRENT.test(words) ? null : comparable ? 'comparable' : 'current';
}

/** Under another mapping, what the file no longer says is retired; nothing is deleted. */
async function writeFigures(
  transaction: Transaction,
  run: { id: number; now: string },
  source: TableSource,
  figures: readonly Figure[],
  refused: readonly Reject[],
): Promise<TableWritten> {
  const standing = await transaction.rows<{ id: string }>(
    'SELECT id FROM figures WHERE document = $1 AND retired_at IS NULL',
    [source.sha256],
  );
  const known = new Set(standing.map((row) => row.id));
  const stated = new Set(figures.map((figure) => figure.id));
  const gone = [...known].filter((id) => !stated.has(id));
  if (gone.length > 0) {
    await transaction.rows('CREATE TEMP TABLE gone_figures (id VARCHAR)');
    await transaction.append(
      'gone_figures',
      gone.map((id) => [id]),
    );
    await transaction.rows(
      `UPDATE figures SET retired_at = $2 WHERE document = $1 AND retired_at IS NULL
       AND id IN (SELECT id FROM gone_figures)`,
      [source.sha256, run.now],
    );
    await transaction.rows('DROP TABLE gone_figures');
  }
  const facts = await transaction.rows<{ key: string }>('SELECT DISTINCT fact_key AS key FROM figures');
  const before = new Set(facts.map((row) => row.key));
  const rows: Cell[][] = [];
  const result = { accepted: 0, unchanged: 0, revised: 0, rejects: refused };
  for (const figure of figures) {
    if (known.has(figure.id)) {
      result.unchanged++;
      continue;
    }
    known.add(figure.id);
    result.accepted++;
    if (before.has(factKey(figure))) result.revised++;
    rows.push(figureRow(figure, source.sha256, 'table/1', run.id, run.now));
  }
  await transaction.append('figures', rows);
  return result;
}

// ---- lists

const RegistersSchema = z.object({
  enterprises: z.record(z.string(), z.array(z.coerce.string())),
  clusters: z.record(z.string(), z.array(z.coerce.string())),
  yes: z.array(z.coerce.string()),
  no: z.array(z.coerce.string()),
});
type Registers = z.infer<typeof RegistersSchema>;

async function importRegister<Entry>(
  context: Context,
  entryOf: (record: TidyRecord, table: OpenTable, context: Context, registers: Registers) => Entry | Reject,
  write: (
    transaction: Transaction,
    run: { id: number; now: string },
    source: TableSource,
    entries: readonly Entry[],
    refused: readonly Reject[],
  ) => Promise<TableWritten>,
): Promise<void> {
  const { run, source, options, result } = context;
  const parsed = RegistersSchema.safeParse(options.lexicons.registers);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new UserError({
      zh: `词表 registers.${issue.path.join('.')} 有误：${issue.message}`,
      en: `lexicon registers.${issue.path.join('.')}: ${issue.message}`,
    });
  }
  const entries: Entry[] = [];
  const refused: Reject[] = [];
  const mended: Mended[] = [];
  for await (const table of tables(context)) {
    source.title ??= table.layout.titles[0]?.text ?? null;
    for await (const { records } of table.batches()) {
      for (const record of records) {
        if (record.aggregate === 'total' || record.aggregate === 'subtotal') continue;
        const entry = entryOf(record, table, context, parsed.data);
        if (typeof entry === 'object' && entry !== null && 'zh' in entry) refused.push(entry as Reject);
        else {
          entries.push(entry as Entry);
          mended.push(...marksOf(record, context));
        }
      }
    }
  }
  const written = await run.addTable(
    options.as,
    source,
    (transaction, at) => write(transaction, at, source, entries, refused),
    mended,
  );
  Object.assign(result, {
    importId: written.id,
    accepted: written.accepted,
    unchanged: written.unchanged,
    revised: written.revised,
    rejected: written.rejects.length,
  });
}

type Cells = TidyRecord['cells'];

/** Cells of our own columns, by what their headings say; the others are left over. */
function fieldsOf(record: TidyRecord, words: Registers['enterprises']) {
  const fields = new Map<string, Cells>();
  const rest: Cells = [];
  for (const cell of record.cells) {
    const heading = plainWord(cell.column.heading[cell.column.heading.length - 1] ?? '');
    const field = Object.keys(words).find((key) => words[key]!.some((word) => plainWord(word) === heading));
    if (field === undefined) rest.push(cell);
    else fields.set(field, [...(fields.get(field) ?? []), cell]);
  }
  const text = (field: string) =>
    fields
      .get(field)
      ?.map((cell) => cell.text.trim())
      .find((t) => t !== '') ?? null;
  return { fields, rest, text };
}

function ofRole(cells: Cells, ...roles: Column['role'][]): string | null {
  for (const role of roles) {
    const found = cells.find((cell) => cell.column.role === role && cell.text.trim() !== '');
    if (found) return found.text.trim();
  }
  return null;
}

function enterpriseOf(
  record: TidyRecord,
  table: OpenTable,
  context: Context,
  registers: Registers,
): Enterprise | Reject {
  const { options, file } = context;
  const cells = record.cells;
  const { fields, rest, text } = fieldsOf(record, registers.enterprises);
  const refuse = (column: string, value: string | null, reason: Bilingual): Reject => ({
    file,
    row: record.row,
    column,
    value,
    zh: reason.zh,
    en: reason.en,
    record: rowRecord(record, context),
  });
  const given = ofRole(cells, 'creditCode');
  const creditCode = given === null ? null : plainCode(given);
  const fault = creditCode === null ? null : creditCodeFault(creditCode);
  if (fault) return refuse('统一社会信用代码', given, fault);
  const name = text('name') ?? ofRole(cells, 'enterprise');
  if (name === null && creditCode === null) {
    return refuse('企业名称', null, {
      zh: '没有企业名称，也没有统一社会信用代码。',
      en: 'Neither a name nor a credit code.',
    });
  }
  const place = placeOf(cells, table, context);
  if ('zh' in place) return refuse('地区', place.written, place);
  const activity = activityOf(cells, context);
  if ('zh' in activity) return refuse('行业', activity.written, activity);
  const titles = (fields.get('titles') ?? []).flatMap((cell) => {
    const said = cell.text.trim();
    const word = plainWord(said);
    if (said === '' || registers.no.some((no) => plainWord(no) === word)) return [];
    if (registers.yes.some((yes) => plainWord(yes) === word)) return [cell.column.heading.join('')];
    return said
      .split(/[、，,;；/|]/)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  });
  const persons: Record<string, string> = {};
  const other: Record<string, string | number> = {};
  for (const cell of rest) {
    const heading = cell.column.heading.join(' / ') || cell.column.letters;
    if (cell.text.trim() === '') continue;
    if (cell.column.role === 'person') {
      if (options.keepNames) persons[heading] = cell.text.trim();
    } else if (!IDENTIFYING.has(cell.column.role)) other[heading] = cell.value ?? cell.text.trim();
  }
  return {
    creditCode,
    name: name ?? creditCode!,
    ...place,
    ...activity,
    size: text('size'),
    registered: text('registered'),
    titles: [...new Set(titles)],
    persons,
    other,
    sheet: table.sheet,
    row: record.row,
  };
}

/** Columns that an entry's own fields were read from. */
const IDENTIFYING: ReadonlySet<Column['role']> = new Set([
  'creditCode',
  'enterprise',
  'area',
  'areaCode',
  'industry',
  'industryCode',
  'ordinal',
  'ignore',
]);

function clusterOf(
  record: TidyRecord,
  table: OpenTable,
  context: Context,
  registers: Registers,
): Cluster | Reject {
  const cells = record.cells;
  const { rest, text } = fieldsOf(record, registers.clusters);
  const refuse = (column: string, value: string | null, reason: Bilingual): Reject => ({
    file: context.file,
    row: record.row,
    column,
    value,
    zh: reason.zh,
    en: reason.en,
    record: rowRecord(record, context),
  });
  const name = text('name') ?? ofRole(cells, 'enterprise');
  if (name === null) return refuse('集群名称', null, { zh: '没有集群名称。', en: 'No cluster is named.' });
  const place = placeOf(cells, table, context);
  if ('zh' in place) return refuse('地区', place.written, place);
  const other: Record<string, string | number> = {};
  for (const cell of rest) {
    if (cell.text.trim() === '' || cell.column.role === 'person' || IDENTIFYING.has(cell.column.role))
      continue;
    other[cell.column.heading.join(' / ') || cell.column.letters] = cell.value ?? cell.text.trim();
  }
  return {
    name,
    ...place,
    industry: text('industry') ?? ofRole(cells, 'industry'),
    level: text('level'),
    listed: text('listed'),
    organisation: text('organisation'),
    other,
    sheet: table.sheet,
    row: record.row,
  };
}

type Place = { areaCode: string | null; area: string | null };

/** The narrowest area that the row's columns name: 省, 市 and 县 may each have one of their own. */
function placeOf(
  cells: Cells,
  table: OpenTable,
  { options }: Context,
): Place | (Bilingual & { written: string }) {
  const { areas } = options.codes;
  const written = cells
    .filter((cell) => cell.column.role === 'areaCode' || cell.column.role === 'area')
    .map((cell) => cell.text.trim())
    .filter((words) => words !== '');
  if (written.length === 0) {
    const fallback = table.layout.area ?? options.area ?? null;
    return fallback === null ? { areaCode: null, area: null } : placed(areaOf(fallback, options.codes));
  }
  let place: Figure['area'] = { code: null, name: '' };
  for (const words of written) {
    const inner = place.code === null ? null : areas.resolve(words, { within: place.code });
    const found = inner?.status === 'resolved' ? inner : areas.resolve(words, {});
    if (found.status === 'resolved') {
      if (place.code === null || found.level !== 'province') place = { code: found.code, name: found.name };
    } else if (written.length === 1) {
      const near = found.suggestions.map((one) => one.name).join('、');
      return {
        written: words,
        zh: `${found.why.zh}${near === '' ? '' : `（是否为：${near}）`}`,
        en: `${found.why.en}${near === '' ? '' : ` (perhaps ${near})`}`,
      };
    } else place = { code: place.code, name: words };
  }
  return placed(place);
}

function placed({ code, name }: Figure['area']): Place {
  return { areaCode: code, area: name };
}

function activityOf(
  cells: Cells,
  { options }: Context,
): { industryCode: string | null; industry: string | null } | (Bilingual & { written: string }) {
  const words = ofRole(cells, 'industryCode', 'industry');
  if (words === null) return { industryCode: null, industry: null };
  const found = options.codes.industries.resolve(words);
  if (found.status === 'resolved') {
    return { industryCode: `${found.system}-${found.version}:${found.code}`, industry: found.name };
  }
  // A list may name trades that no classification has; only a code that does not exist is a fault.
  if (ofRole(cells, 'industryCode') === null) return { industryCode: null, industry: words };
  const near = found.suggestions.map((one) => one.name).join('、');
  return {
    written: words,
    zh: `${found.why.zh}${near === '' ? '' : `（是否为：${near}）`}`,
    en: `${found.why.en}${near === '' ? '' : ` (perhaps ${near})`}`,
  };
}

// ---- tables, and rejects that come back

async function* tables(context: Context): AsyncGenerator<OpenTable> {
  const { options, result } = context;
  for await (const table of openTables(context.input, tableOptions(options))) {
    options.onStep?.({ zh: `读取工作表“${table.sheet}”`, en: `Reading sheet “${table.sheet}”` });
    result.notices.push(...table.notices);
    result.mapping ??= table.mapping;
    yield table;
  }
}

/** The rows of an export of rejects as a table of their own, and which reject each of them mends; else null. */
async function returnedRejects(
  file: string,
  options: TableImportOptions,
): Promise<{ table: TableBytes; marks: Map<number, Mended> } | null> {
  const head = await headOf(file);
  const format = formatOf(basename(file), head, false);
  if (format === 'parquet') return null;
  const sample = format === 'text' ? { name: basename(file), bytes: wholeLines(head) } : file;
  const first = await firstSheet(sample, options.sheet ?? null);
  const marked = Array.from({ length: first.width }, (_, column) => first.value(0, column)).findIndex(
    (words) => (REJECT_HEADINGS as readonly unknown[]).includes(words),
  );
  if (marked < 0) return null;
  const sheet = await firstSheet(file, options.sheet ?? null);
  const marks = new Map<number, Mended>();
  const rows: string[][] = [];
  const take = (part: Sheet) => {
    for (let row = 0; row < part.height; row++) {
      // The apostrophe is the export's own: it keeps text from being run as a formula.
      const cell = (column: number) => part.cell(row, column).text.replace(/^'(?=[=+\-@\t\r\n＝＋－＠])/, '');
      rows.push(Array.from({ length: marked }, (_, column) => cell(column)));
      const parts = /^(\d+):(\d+)$/.exec(part.cell(row, marked).text.trim());
      if (parts) marks.set(rows.length, { importId: Number(parts[1]), seq: Number(parts[2]) });
    }
  };
  take(sheet);
  if (sheet.rest) for await (const part of sheet.rest) take(part);
  return { table: { name: `${basename(file)}.csv`, bytes: Buffer.from(writeCsv(rows)) }, marks };
}

function marksOf(record: TidyRecord, { marks }: Context): Mended[] {
  const mark = marks?.get(record.row);
  return mark ? [mark] : [];
}

function rowRecord(record: TidyRecord | undefined, context: Context): Reject['record'] {
  if (!record) return null;
  const cells = record.cells.filter((cell) => context.options.keepNames || cell.column.role !== 'person');
  return Object.fromEntries(
    cells.map((cell) => [cell.column.heading.join(' / ') || cell.column.letters, cell.text]),
  );
}
