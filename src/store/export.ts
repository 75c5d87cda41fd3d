/** Tables of the workspace as files for other programs: CSV, XLSX, JSON, Parquet. */
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type CellValue, writeCsv } from 'hucre/csv';
import { writeXlsx } from 'hucre/xlsx';
import { columnLetters, type Lang, periodTextLabel, UserError } from '../model/index.js';
import { appendRows, type Cell, inMemory } from './database.js';
import { replaceWhole, writeWhole } from './files.js';
import type { StoredInputClass, StoredLink } from './links.js';
import { REJECT_HEADINGS } from './table-import.js';
import { endOfDayInChina, type FigureFilter, type StoredReject, type Workspace } from './workspace.js';

export const EXPORT_TABLES = [
  'figures',
  'measures',
  'targets',
  'documents',
  'enterprises',
  'clusters',
  'titles',
  'firm-items',
  'assessments',
  'challenges',
  'challenge-entries',
  'links',
  'input-classes',
  'reports',
  'findings',
  'rejects',
] as const;
export const EXPORT_FORMATS = ['csv', 'xlsx', 'json', 'parquet'] as const;
export type ExportTable = (typeof EXPORT_TABLES)[number];
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export interface ExportOptions {
  /** Of words in cells, and of the headings of CSV and XLSX; JSON and Parquet name their columns by key. */
  lang?: Lang;
  /** Begin a CSV with a byte order mark, without which Excel takes it for the system's old encoding. Default: true. */
  bom?: boolean;
  /** Which figures, and as known on which day. */
  figures?: FigureFilter;
  /** Rejects and findings of one import only. */
  importId?: number;
}

type ColumnType = 'text' | 'number' | 'integer' | 'boolean';

interface Column<Row> {
  key: string;
  zh: string;
  en: string;
  type: ColumnType;
  of: (row: Row, lang: Lang) => Cell;
}

interface Table {
  columns: Column<never>[];
  rows: Cell[][];
}

/** Writes a table to a file, which is whole or not there. Returns how many rows it has. */
export async function exportTable(
  workspace: Workspace,
  what: ExportTable,
  format: ExportFormat,
  file: string,
  options: ExportOptions = {},
): Promise<number> {
  // The English words are the codes of the vocabulary, so other programs find the same ones in every export.
  const lang = format === 'csv' || format === 'xlsx' ? (options.lang ?? 'zh') : 'en';
  if (what === 'reports' && (format === 'csv' || format === 'parquet')) {
    return copyReports(workspace, format, file, options, lang);
  }
  const table = await tableOf(workspace, what, options, lang);
  switch (format) {
    case 'csv':
      await writeWhole(file, csvOf(table, lang, options.bom ?? true));
      break;
    case 'xlsx':
      await writeWhole(file, await xlsxOf(table, SHEET_NAMES[what][lang], lang, await stateOf(workspace)));
      break;
    case 'json':
      await writeWhole(file, jsonOf(table, what, options));
      break;
    case 'parquet':
      await writeParquet(table, file);
      break;
    default:
      throw unknownName(format, EXPORT_FORMATS, '格式', 'format');
  }
  return table.rows.length;
}

/** A list that was worked out of tables of the workspace, with its headings. */
export interface ListTable {
  /** Named in JSON. */
  name: string;
  /** Name of the sheet in XLSX. */
  sheet: string;
  columns: readonly { key: string; zh: string; en: string; type: 'text' | 'number' | 'integer' }[];
  rows: readonly (readonly (string | number | null)[])[];
  lang: Lang;
  /** ISO date of the newest thing in it: the same list gives the same bytes. */
  modified: string | null;
}

/** Writes a list to a file, which is whole or not there; formulas are made inert as in every export. */
export async function writeListTable(file: string, format: ExportFormat, list: ListTable): Promise<number> {
  const table: Table = {
    columns: list.columns.map((one) => ({ ...one, of: () => null })),
    rows: list.rows.map((row) => row.map(cellOf)),
  };
  if (format === 'csv') await writeWhole(file, csvOf(table, list.lang, true));
  else if (format === 'json') await writeWhole(file, jsonOf(table, list.name, {}));
  else if (format === 'parquet') await writeParquet(table, file);
  else {
    const modified = new Date(
      /^\d{4}-\d{2}-\d{2}$/.test(list.modified ?? '') ? list.modified! : '1980-01-01',
    );
    await writeWhole(file, await xlsxOf(table, list.sheet, list.lang, modified));
  }
  return table.rows.length;
}

async function tableOf(
  workspace: Workspace,
  what: ExportTable,
  options: ExportOptions,
  lang: Lang,
): Promise<Table> {
  switch (what) {
    case 'figures':
      return filled(FIGURES, await workspace.figures(options.figures), lang);
    case 'measures':
      return filled(MEASURES, await workspace.measures(), lang);
    case 'targets':
      return filled(TARGETS, await workspace.targets(), lang);
    case 'documents':
      return filled(DOCUMENTS, await workspace.documents(), lang);
    case 'enterprises':
      return filled(ENTERPRISES, await workspace.enterprises(), lang);
    case 'clusters':
      return filled(CLUSTERS, await workspace.clusters(), lang);
    case 'titles':
      return filled(TITLES, await workspace.titles(), lang);
    case 'firm-items':
      return filled(FIRM_ITEMS, await workspace.firmItems(), lang);
    case 'assessments':
      return filled(ASSESSMENTS, await workspace.assessments(), lang);
    case 'challenges':
      return filled(CHALLENGES, await workspace.challenges(), lang);
    case 'challenge-entries':
      return filled(
        CHALLENGE_ENTRIES,
        (await workspace.challengeEntries()).flatMap(({ steps }) => steps),
        lang,
      );
    case 'links':
      return filled(LINKS, await workspace.links(), lang);
    case 'input-classes':
      return filled(INPUT_CLASSES, await workspace.inputClasses(), lang);
    case 'reports':
      return filled(REPORTS, await reportRows(workspace, options), lang);
    case 'findings':
      return filled(FINDINGS, await workspace.findings(options.importId), lang);
    case 'rejects':
      return rejectTable(await workspace.rejects(), options.importId, lang);
    default:
      throw unknownName(what, EXPORT_TABLES, '表', 'table');
  }
}

function filled<Row>(columns: Column<Row>[], rows: readonly Row[], lang: Lang): Table {
  return {
    columns: columns as Column<never>[],
    rows: rows.map((row) => columns.map((column) => cellOf(column.of(row, lang)))),
  };
}

/** JSON and spreadsheets have no infinity; a value that is none is left empty. */
function cellOf(cell: Cell): Cell {
  return typeof cell === 'number' && !Number.isFinite(cell) ? null : cell;
}

/**
 * Rejects with the rows they were read from: first the row's own columns, to be mended, then its number and all that
 * is said of it. An import of the file takes the columns before the number.
 */
function rejectTable(rejects: readonly StoredReject[], importId: number | undefined, lang: Lang): Table {
  const rows = rejects.filter((reject) => importId === undefined || reject.importId === importId);
  const headings = [...new Set(rows.flatMap((reject) => Object.keys(reject.record ?? {})))];
  const own = headings.map((heading): Column<StoredReject> => {
    const values = rows.map((reject) => reject.record?.[heading] ?? null);
    const isNumber = values.every((value) => value === null || typeof value === 'number');
    return column(heading, heading, heading, isNumber ? 'number' : 'text', (reject) => {
      const value = reject.record?.[heading] ?? null;
      return isNumber || value === null ? value : String(value);
    });
  });
  return filled([...own, ...REJECTS], rows, lang);
}

/** The most rows that a sheet holds, its heading aside. */
const SHEET_ROWS = 1_048_575;

async function reportRows(workspace: Workspace, options: ExportOptions): Promise<ReportRow[]> {
  const rows = await workspace.query<ReportRow>(`${reportsSql(options)} LIMIT ${SHEET_ROWS + 1}`);
  if (rows.length > SHEET_ROWS) {
    throw new UserError({
      zh: `报送数据超过 ${SHEET_ROWS} 行，一张工作表放不下。请导出为 csv 或 parquet。`,
      en: `There are more than ${SHEET_ROWS} reports, too many for a sheet. Export them as csv or parquet.`,
    });
  }
  return rows;
}

interface ReportRow {
  enterprise: string;
  name: string | null;
  period: string;
  item: string;
  value: number;
  unit: string | null;
  file: string | null;
  row: number | null;
  importId: number;
}

/** Standing values; as of a day, those that stood at its end in China. */
function reportsSql({ figures }: ExportOptions): string {
  const day = figures?.asOf?.day;
  const standing =
    day === undefined
      ? 'revised_by IS NULL'
      : `import_id IN (SELECT id FROM imports WHERE started_at < '${endOfDayInChina(day)}')
         AND (revised_by IS NULL OR revised_by NOT IN (SELECT id FROM imports WHERE started_at < '${endOfDayInChina(day)}'))`;
  return `SELECT enterprise, name, period, item, value, unit, file, row_number AS "row", import_id AS "importId"
    FROM reports WHERE ${standing} ORDER BY enterprise, item, month, cumulative`;
}

/** Reports may be more than memory holds: the database writes them itself. */
async function copyReports(
  workspace: Workspace,
  format: 'csv' | 'parquet',
  file: string,
  options: ExportOptions,
  lang: Lang,
): Promise<number> {
  let rows = 0;
  const inert = (key: string) =>
    `CASE WHEN regexp_matches(${key}, '^[=+\\-@\\t\\r\\n＝＋－＠]') THEN '''' || ${key} ELSE ${key} END`;
  const columns = REPORTS.map(({ key, zh, en, type }) => {
    const heading = format === 'parquet' ? key : lang === 'en' ? en : zh;
    const source = key === 'import_id' ? '"importId"' : `"${key}"`;
    return `${format === 'csv' && type === 'text' ? inert(source) : source} AS "${heading}"`;
  });
  await replaceWhole(file, async (partial) => {
    const sql = `SELECT ${columns.join(', ')} FROM (${reportsSql(options)})`;
    if (format === 'parquet') {
      rows = await workspace.copyOut(sql, partial, 'FORMAT parquet');
      return;
    }
    rows = await workspace.copyOut(sql, partial, 'FORMAT csv, HEADER');
    if (options.bom ?? true) await markBytes(partial);
  });
  return rows;
}

/** Puts a byte order mark before a file's content. */
async function markBytes(file: string): Promise<void> {
  const marked = `${file}.marked`;
  await writeFile(marked, '\ufeff');
  await pipeline(createReadStream(file), createWriteStream(marked, { flags: 'a' }));
  await rename(marked, file);
}

function csvOf(table: Table, lang: Lang, bom: boolean): string {
  const headings = table.columns.map((column) => column[lang]);
  return writeCsv([headings, ...table.rows.map((row) => row.map(inertCell))], { bom });
}

async function xlsxOf(table: Table, sheet: string, lang: Lang, modified: Date): Promise<Uint8Array> {
  const headings = table.columns.map((column) => column[lang]);
  const rows: CellValue[][] = table.rows.map((row) => row.map((cell) => xmlCell(inertCell(cell))));
  return writeXlsx({
    // The state of the workspace, not the clock: the same export gives the same bytes.
    properties: { created: modified, modified },
    sheets: [
      {
        name: sheet,
        columns: table.columns.map(({ type }) => ({ width: type === 'text' ? 24 : 14 })),
        rows: [headings, ...rows],
        freezePane: { rows: 1 },
        autoFilter: {
          range: `A1:${columnLetters(table.columns.length - 1)}${table.rows.length + 1}`,
        },
      },
    ],
  });
}

function jsonOf(table: Table, what: string, options: ExportOptions): string {
  const document = {
    schema: 'ballast.export/1',
    table: what,
    ...(options.figures?.asOf ? { asOf: options.figures.asOf } : {}),
    columns: table.columns.map(({ key, zh, en, type }) => ({ key, zh, en, type })),
    rows: table.rows.map((row) => Object.fromEntries(row.map((cell, i) => [table.columns[i]!.key, cell]))),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

const SQL_TYPES: Record<ColumnType, string> = {
  text: 'VARCHAR',
  number: 'DOUBLE',
  integer: 'BIGINT',
  boolean: 'BOOLEAN',
};

async function writeParquet(table: Table, file: string): Promise<void> {
  await inMemory(async (connection) => {
    const columns = table.columns.map(({ key, type }) => `"${key}" ${SQL_TYPES[type]}`);
    await connection.run(`CREATE TABLE exported (${columns.join(', ')})`);
    await appendRows(connection, 'exported', table.rows);
    await replaceWhole(file, async (partial) => {
      await connection.run(`COPY exported TO '${partial.replaceAll("'", "''")}' (FORMAT parquet)`);
    });
  });
}

/**
 * Text that a spreadsheet would take for a formula gets an apostrophe before it: a page may hold `=HYPERLINK(…)`.
 * The list is OWASP's (CSV injection), full-width forms included, which some input methods turn into formulas.
 */
const FORMULA_START = /^[=+\-@\t\r\n＝＋－＠]/;

const PLAIN_NUMBER = /^[+-]?\d+(?:\.\d+)?$/;

export function inertCell(cell: Cell): Cell {
  return typeof cell === 'string' && FORMULA_START.test(cell) && !PLAIN_NUMBER.test(cell) ? `'${cell}` : cell;
}

/** Characters that XML cannot carry, and the longest text that Excel takes in a cell. */
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;
const LONGEST_CELL = 32_767;

function xmlCell(cell: Cell): Cell {
  if (typeof cell !== 'string') return cell;
  const text = cell.replace(NOT_XML, '\ufffd');
  return text.length <= LONGEST_CELL ? text : `${text.slice(0, LONGEST_CELL - 1)}…`;
}

async function stateOf(workspace: Workspace): Promise<Date> {
  let latest = '1980-01-01T00:00:00.000Z';
  for (const { readAt } of await workspace.documents()) if (readAt > latest) latest = readAt;
  return new Date(latest);
}

function unknownName(given: string, known: readonly string[], zh: string, en: string): UserError {
  return new UserError({
    zh: `没有这样的${zh}：${given}。可选：${known.join('、')}。`,
    en: `No such ${en}: ${given}. Choose from ${known.join(', ')}.`,
  });
}

const SHEET_NAMES: Record<ExportTable, { zh: string; en: string }> = {
  figures: { zh: '数据', en: 'Figures' },
  measures: { zh: '举措', en: 'Measures' },
  targets: { zh: '目标', en: 'Targets' },
  documents: { zh: '文件', en: 'Documents' },
  enterprises: { zh: '企业', en: 'Enterprises' },
  clusters: { zh: '集群', en: 'Clusters' },
  titles: { zh: '称号', en: 'Titles' },
  'firm-items': { zh: '企业指标', en: 'Items of firms' },
  assessments: { zh: '预审记录', en: 'Assessments' },
  challenges: { zh: '任务', en: 'Tasks' },
  'challenge-entries': { zh: '任务进展', en: 'Steps of tasks' },
  links: { zh: '供应关系', en: 'Links' },
  'input-classes': { zh: '投入类别', en: 'Input classes' },
  reports: { zh: '报送', en: 'Reports' },
  findings: { zh: '检查发现', en: 'Findings' },
  rejects: { zh: '未接收', en: 'Rejects' },
};

type RowOf<
  Name extends
    | 'figures'
    | 'measures'
    | 'targets'
    | 'documents'
    | 'enterprises'
    | 'clusters'
    | 'challenges'
    | 'challengeEntries'
    | 'titles'
    | 'firmItems'
    | 'assessments'
    | 'findings',
> = Awaited<ReturnType<Workspace[Name]>>[number];

function column<Row>(
  key: string,
  zh: string,
  en: string,
  type: ColumnType,
  of: Column<Row>['of'],
): Column<Row> {
  return { key, zh, en, type, of };
}

/** The vocabulary's codes, as a Chinese table says them. */
const WORDS_ZH = {
  level: '总量',
  growth: '增速',
  share: '占比',
  difference: '差额',
  count: '数量',
  rank: '位次',
  index: '指数',
  target: '目标',
  over: '超过',
  under: '不超过',
  near: '接近',
  about: '左右',
  comparable: '可比价',
  current: '现价',
  planned: '将开展',
  ongoing: '正在开展',
  done: '已完成',
  numeric: '数量目标',
  milestone: '节点',
  ok: '可信',
  suspect: '存疑',
} as const;

function word(code: keyof typeof WORDS_ZH | null, lang: Lang): string | null {
  return code === null || lang === 'en' ? code : WORDS_ZH[code];
}

const FIGURES: Column<RowOf<'figures'>>[] = [
  column('id', '编号', 'Id', 'text', (f) => f.id),
  column('indicator', '指标', 'Indicator', 'text', (f) => f.indicator),
  column('value', '数值', 'Value', 'number', (f) => f.value),
  column('unit', '单位', 'Unit', 'text', (f) => f.unit),
  column('kind', '类型', 'Kind', 'text', (f, lang) => word(f.kind, lang)),
  column('period', '时期', 'Period', 'text', (f) => f.period),
  column('period_label', '时期说明', 'Period in words', 'text', (f, lang) =>
    f.period === null ? null : periodTextLabel(f.period, lang),
  ),
  column('area', '地区', 'Area', 'text', (f) => f.area.name),
  column('area_code', '地区代码', 'Area code', 'text', (f) => f.area.code),
  column('industry', '行业', 'Industry', 'text', (f) => f.industry?.name ?? null),
  column('group', '范围', 'Group', 'text', (f) => f.group),
  column('comparator', '对比', 'Comparator', 'text', (f) => f.comparator),
  column('bound', '界限', 'Bound', 'text', (f, lang) => word(f.bound, lang)),
  column('approx', '约数', 'Approximate', 'boolean', (f) => f.approx),
  column('price_basis', '价格', 'Price basis', 'text', (f, lang) => word(f.priceBasis, lang)),
  column('released', '发布日期', 'Released', 'text', (f) => f.released),
  column('superseded', '已被修订', 'Superseded', 'boolean', (f) => f.superseded),
  column('quote', '原文', 'Quote', 'text', (f) =>
    f.source.kind === 'formula' ? f.source.formula : 'quote' in f.source ? f.source.quote : null,
  ),
  column('scope', '原句', 'Sentence', 'text', (f) => f.scope),
  column('outlet', '来源', 'Outlet', 'text', (f) => f.outlet),
  column('document_title', '文件标题', 'Document title', 'text', (f) => f.documentTitle),
  column('document_source', '文件名', 'Document', 'text', (f) => f.documentSource),
  column('document_sha256', '文件哈希', 'Document SHA-256', 'text', (f) => f.document),
  column('span_start', '起', 'Span start', 'integer', (f) =>
    f.source.kind === 'page' ? f.source.start : null,
  ),
  column('span_end', '止', 'Span end', 'integer', (f) => (f.source.kind === 'page' ? f.source.end : null)),
  column('sheet', '工作表', 'Sheet', 'text', (f) => (f.source.kind === 'cell' ? f.source.sheet : null)),
  column('row', '行', 'Row', 'integer', (f) => (f.source.kind === 'cell' ? f.source.row : null)),
  column('column', '列', 'Column', 'text', (f) => (f.source.kind === 'cell' ? f.source.column : null)),
  column('reader_version', '读取版本', 'Reader version', 'text', (f) => f.readerVersion),
  column('recorded_at', '入库时间', 'Recorded at', 'text', (f) => f.recordedAt),
];

/** Columns that say in which document a row stands. */
function cited<
  Row extends {
    document: string;
    source: string;
    documentTitle: string;
    outlet: string | null;
    released: string | null;
    start: number;
    end: number;
  },
>(): Column<Row>[] {
  return [
    column('released', '发布日期', 'Released', 'text', (r) => r.released),
    column('outlet', '来源', 'Outlet', 'text', (r) => r.outlet),
    column('document_title', '文件标题', 'Document title', 'text', (r) => r.documentTitle),
    column('document_source', '文件名', 'Document', 'text', (r) => r.source),
    column('document_sha256', '文件哈希', 'Document SHA-256', 'text', (r) => r.document),
    column('span_start', '起', 'Span start', 'integer', (r) => r.start),
    column('span_end', '止', 'Span end', 'integer', (r) => r.end),
  ];
}

const MEASURES: Column<RowOf<'measures'>>[] = [
  column('text', '举措', 'Measure', 'text', (m) => m.text),
  column('themes', '主题', 'Themes', 'text', (m) => m.themes.join('、')),
  column('ordinal', '序号', 'Ordinal', 'integer', (m) => m.ordinal),
  column('direction', '工作方向', 'Line of work', 'text', (m) => m.direction),
  column('group', '所属清单', 'List', 'text', (m) => m.group),
  column('status', '进展', 'Status', 'text', (m, lang) => word(m.status, lang)),
  column('speaker', '发言人', 'Speaker', 'text', (m) => m.speaker),
  ...cited<RowOf<'measures'>>(),
];

const TARGETS: Column<RowOf<'targets'>>[] = [
  column('indicator', '指标', 'Indicator', 'text', (t) => t.indicator),
  column('value', '目标值', 'Value', 'number', (t) => t.value),
  column('unit', '单位', 'Unit', 'text', (t) => t.unit),
  column('bound', '界限', 'Bound', 'text', (t, lang) => word(t.bound, lang)),
  column('deadline', '期限', 'Deadline', 'text', (t) => t.deadline),
  column('type', '类型', 'Type', 'text', (t, lang) => word(t.type, lang)),
  column('text', '原文', 'Quote', 'text', (t) => t.text),
  ...cited<RowOf<'targets'>>(),
];

const DOCUMENTS: Column<RowOf<'documents'>>[] = [
  column('source', '文件名', 'Document', 'text', (d) => d.source),
  column('title', '标题', 'Title', 'text', (d) => d.title),
  column('published', '页面日期', 'Published', 'text', (d) => d.published),
  column('published_trust', '日期可信', 'Date trust', 'text', (d, lang) => word(d.publishedTrust, lang)),
  column('event_date', '事件日期', 'Event date', 'text', (d) => d.eventDate),
  column('outlet', '媒体', 'Outlet', 'text', (d) => d.outlet),
  column('original_outlet', '原始来源', 'Original outlet', 'text', (d) => d.originalOutlet),
  column('figures', '数据条数', 'Figures', 'integer', (d) => d.figures),
  column('measures', '举措条数', 'Measures', 'integer', (d) => d.measures),
  column('targets', '目标条数', 'Targets', 'integer', (d) => d.targets),
  column('format', '格式', 'Format', 'text', (d) => d.format),
  column('bytes', '字节数', 'Bytes', 'integer', (d) => d.bytes),
  column('file', '路径', 'File', 'text', (d) => d.file),
  column('sha256', '哈希', 'SHA-256', 'text', (d) => d.sha256),
  column('reader_version', '读取版本', 'Reader version', 'text', (d) => d.readerVersion),
  column('recorded_at', '入库时间', 'Recorded at', 'text', (d) => d.recordedAt),
  column('read_at', '读取时间', 'Read at', 'text', (d) => d.readAt),
];

const REJECTS: Column<StoredReject>[] = [
  column('reject', REJECT_HEADINGS[0], REJECT_HEADINGS[1], 'text', (r) => `${r.importId}:${r.seq}`),
  column('file', '文件', 'File', 'text', (r) => r.file),
  column('row', '行', 'Row', 'integer', (r) => r.row),
  column('column', '列', 'Column', 'text', (r) => r.column),
  column('value', '值', 'Value', 'text', (r) => r.value),
  column('reason_zh', '原因', 'Reason (Chinese)', 'text', (r) => r.zh),
  column('reason_en', '原因（英文）', 'Reason', 'text', (r) => r.en),
  column('import_id', '导入编号', 'Import', 'integer', (r) => r.importId),
  column('recorded_at', '时间', 'Recorded at', 'text', (r) => r.recordedAt),
];

const ENTERPRISES: Column<RowOf<'enterprises'>>[] = [
  column('credit_code', '统一社会信用代码', 'Credit code', 'text', (e) => e.creditCode),
  column('name', '企业名称', 'Company', 'text', (e) => e.name),
  column('area_code', '行政区划代码', 'Area code', 'text', (e) => e.areaCode),
  column('area', '地区', 'Area', 'text', (e) => e.area),
  column('industry_code', '行业代码', 'Industry code', 'text', (e) => e.industryCode),
  column('industry', '行业', 'Industry', 'text', (e) => e.industry),
  column('size', '企业规模', 'Size', 'text', (e) => e.size),
  column('registered', '成立日期', 'Registered', 'text', (e) => e.registered),
  column('titles', '称号', 'Titles', 'text', (e) => e.titles.join('、')),
  column('persons', '人员', 'Persons', 'text', (e) => fieldsText(e.persons)),
  column('other', '其他', 'Other', 'text', (e) => fieldsText(e.other)),
  column('file', '文件', 'File', 'text', (e) => e.file),
  column('sheet', '工作表', 'Sheet', 'text', (e) => e.sheet),
  column('row', '行', 'Row', 'integer', (e) => e.row),
  column('recorded_at', '入库时间', 'Recorded at', 'text', (e) => e.recordedAt),
];

const CLUSTERS: Column<RowOf<'clusters'>>[] = [
  column('name', '集群名称', 'Cluster', 'text', (c) => c.name),
  column('area_code', '行政区划代码', 'Area code', 'text', (c) => c.areaCode),
  column('area', '地区', 'Area', 'text', (c) => c.area),
  column('industry', '主导产业', 'Industry', 'text', (c) => c.industry),
  column('level', '级别', 'Level', 'text', (c) => c.level),
  column('listed', '认定年份', 'Listed', 'text', (c) => c.listed),
  column('organisation', '促进机构', 'Organisation', 'text', (c) => c.organisation),
  column('other', '其他', 'Other', 'text', (c) => fieldsText(c.other)),
  column('file', '文件', 'File', 'text', (c) => c.file),
  column('sheet', '工作表', 'Sheet', 'text', (c) => c.sheet),
  column('row', '行', 'Row', 'integer', (c) => c.row),
  column('recorded_at', '入库时间', 'Recorded at', 'text', (c) => c.recordedAt),
];

const TITLES: Column<RowOf<'titles'>>[] = [
  column('credit_code', '统一社会信用代码', 'Credit code', 'text', (t) => t.creditCode),
  column('name', '企业名称', 'Company', 'text', (t) => t.name),
  column('title', '称号', 'Title', 'text', (t) => t.title),
  column('from', '有效期起', 'From', 'text', (t) => t.from),
  column('to', '有效期止', 'To', 'text', (t) => t.to),
  column('batch', '批次', 'Batch', 'text', (t) => t.batch),
  column('area_code', '行政区划代码', 'Area code', 'text', (t) => t.areaCode),
  column('area', '地区', 'Area', 'text', (t) => t.area),
  column('other', '其他', 'Other', 'text', (t) => fieldsText(t.other)),
  column('file', '文件', 'File', 'text', (t) => t.file),
  column('sheet', '工作表', 'Sheet', 'text', (t) => t.sheet),
  column('row', '行', 'Row', 'integer', (t) => t.row),
  column('recorded_at', '入库时间', 'Recorded at', 'text', (t) => t.recordedAt),
];

const FIRM_ITEMS: Column<RowOf<'firmItems'>>[] = [
  column('credit_code', '统一社会信用代码', 'Credit code', 'text', (f) => f.creditCode),
  column('name', '企业名称', 'Company', 'text', (f) => f.name),
  column('item', '指标', 'Item', 'text', (f) => f.item),
  column('year', '年份', 'Year', 'integer', (f) => f.year),
  column('value', '数值', 'Value', 'text', (f) => String(f.value)),
  column('unit', '单位', 'Unit', 'text', (f) => f.unit),
  column('file', '文件', 'File', 'text', (f) => f.file),
  column('sheet', '工作表', 'Sheet', 'text', (f) => f.sheet),
  column('row', '行', 'Row', 'integer', (f) => f.row),
  column('column', '列', 'Column', 'text', (f) => f.column),
  column('recorded_at', '入库时间', 'Recorded at', 'text', (f) => f.recordedAt),
];

const ASSESSMENTS: Column<RowOf<'assessments'>>[] = [
  column('id', '编号', 'Id', 'integer', (a) => a.id),
  column('credit_code', '统一社会信用代码', 'Credit code', 'text', (a) => a.creditCode),
  column('name', '企业名称', 'Company', 'text', (a) => a.name),
  column('title', '称号', 'Title', 'text', (a) => a.title),
  column('application', '申请类型', 'Application', 'text', (a) => a.application),
  column('on', '判断日', 'On', 'text', (a) => a.on),
  column('area', '地区', 'Area', 'text', (a) => a.area),
  column('state', '预审结果', 'State', 'text', (a) => a.state),
  column('level_low', '等级（至少）', 'Level at least', 'text', (a) => a.level?.low ?? null),
  column('level_high', '等级（至多）', 'Level at most', 'text', (a) => a.level?.high ?? null),
  column('rulebook', '规则', 'Rulebook', 'text', (a) => a.rulebook),
  column('rulebook_version', '规则版本', 'Rulebook version', 'text', (a) => a.rulebookVersion),
  column('data_version', '数据版本', 'Data version', 'text', (a) => a.dataVersion),
  column('program_version', '程序版本', 'Program version', 'text', (a) => a.programVersion),
  column('origin', '数据来自', 'Data from', 'text', (a) => a.origin),
  column('verdict', '判断全文', 'Verdict', 'text', (a) => JSON.stringify(a.verdict)),
  column('recorded_at', '判断时间', 'Recorded at', 'text', (a) => a.recordedAt),
];

/** Headings as `ballast import --as challenges` and `--as challenge-entries` take them. */
const CHALLENGES: Column<RowOf<'challenges'>>[] = [
  column('id', '任务编号', 'id', 'text', (c) => c.id),
  column('title', '任务名称', 'title', 'text', (c) => c.title),
  column('kind', '类别', 'kind', 'text', (c) => c.kind),
  ...(
    [
      ['field', '领域', 'field'],
      ['direction', '方向', 'direction'],
      ['need', '需求', 'need'],
      ['indicators', '指标', 'indicators'],
      ['budget', '预算(万元)', 'budget'],
      ['publisher', '发榜单位', 'publisher'],
      ['published', '发榜日期', 'published'],
      ['applyUntil', '申报截止', 'applyUntil'],
      ['industries', '行业', 'industries'],
      ['area', '地区', 'area'],
      ['titles', '称号', 'titles'],
      ['qualifies', '够格称号', 'qualifies'],
      ['counted', '计数', 'counted'],
      ['places', '入围名额', 'places'],
    ] as const
  ).map(([key, zh, en]): Column<RowOf<'challenges'>> => {
    const isNumber = key === 'budget' || key === 'places';
    return column(key, zh, en, isNumber ? 'number' : 'text', ({ record }) => recordCell(record[key]));
  }),
  column('file', '文件', 'File', 'text', (c) => c.file),
  column('row', '行', 'Row', 'integer', (c) => c.row),
  column('import_id', '导入编号', 'Import', 'integer', (c) => c.importId),
  column('recorded_at', '收入时间', 'Recorded at', 'text', (c) => c.recordedAt),
];

/** Lists as one text; an indicator as `1. 寿命≥2000 h（台架试验）`. */
function recordCell(value: unknown): Cell {
  if (Array.isArray(value)) return value.map((one) => String(recordCell(one) ?? '')).join('；');
  if (typeof value === 'object' && value !== null) {
    const { number, name, comparison, target, unit, testMethod } = value as Record<string, unknown>;
    return `${number}. ${name}${comparison}${target} ${unit}${testMethod ? `（${testMethod}）` : ''}`;
  }
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}

const CHALLENGE_ENTRIES: Column<RowOf<'challengeEntries'>['steps'][number]>[] = [
  column('seq', '编号', 'Number', 'integer', (s) => s.seq),
  column('challenge', '任务编号', 'challenge', 'text', (s) => s.challenge),
  column('lead', '牵头单位', 'lead', 'text', (s) => s.lead),
  column('partners', '联合单位', 'partners', 'text', (s) => s.partners.join('；')),
  column('recommended_by', '推荐单位', 'recommendedBy', 'text', (s) => s.recommendedBy),
  column('to', '状态', 'to', 'text', (s) => s.to),
  column('on', '日期', 'on', 'text', (s) => s.on),
  column('by', '经办', 'by', 'text', (s) => s.by),
  column('evidence', '证据', 'evidence', 'text', (s) => s.evidence),
  column('note', '备注', 'note', 'text', (s) => s.note),
  column('measured', '实测', 'measured', 'text', (s) =>
    s.measured === null
      ? null
      : Object.entries(s.measured)
          .map(([number, value]) => `${number}=${value}`)
          .join('；'),
  ),
  column('recorded_at', '记录时间', 'Recorded at', 'text', (s) => s.recordedAt),
];

const LINKS: Column<StoredLink>[] = [
  column('supplier', '供应企业', 'Supplier', 'text', (l) => l.supplier),
  column('buyer', '采购企业', 'Buyer', 'text', (l) => l.buyer),
  column('product', '产品', 'Product', 'text', (l) => l.product),
  column('period', '时期', 'Period', 'text', (l) => l.period),
  column('value', '金额', 'Value', 'number', (l) => l.value),
  column('unit', '单位', 'Unit', 'text', (l) => l.unit),
  column('evidence', '证据等级', 'Evidence', 'text', (l) => l.evidence),
  column('origin', '来源', 'Source', 'text', (l) => l.origin),
  column('lines', '原始行数', 'Lines', 'integer', (l) => l.lines),
  column('file', '文件', 'File', 'text', (l) => l.file),
  column('sheet', '工作表', 'Sheet', 'text', (l) => l.sheet),
  column('row', '行', 'Row', 'integer', (l) => l.row),
  column('import_id', '导入编号', 'Import', 'integer', (l) => l.importId),
  column('recorded_at', '入库时间', 'Recorded at', 'text', (l) => l.recordedAt),
];

const INPUT_CLASSES: Column<StoredInputClass>[] = [
  column('supplier_sector', '供应行业', 'Supplier sector', 'text', (c) => c.supplierSector),
  column('buyer_sector', '采购行业', 'Buyer sector', 'text', (c) => c.buyerSector),
  column('class', '类别', 'Class', 'integer', (c) => c.class),
  column('file', '文件', 'File', 'text', (c) => c.file),
  column('sheet', '工作表', 'Sheet', 'text', (c) => c.sheet),
  column('row', '行', 'Row', 'integer', (c) => c.row),
  column('recorded_at', '入库时间', 'Recorded at', 'text', (c) => c.recordedAt),
];

const REPORTS: Column<ReportRow>[] = [
  column('enterprise', '统一社会信用代码', 'Credit code', 'text', (r) => r.enterprise),
  column('name', '企业名称', 'Company', 'text', (r) => r.name),
  column('period', '报告期', 'Period', 'text', (r) => r.period),
  column('item', '指标', 'Item', 'text', (r) => r.item),
  column('value', '数值', 'Value', 'number', (r) => r.value),
  column('unit', '单位', 'Unit', 'text', (r) => r.unit),
  column('file', '文件', 'File', 'text', (r) => r.file),
  column('row', '行', 'Row', 'integer', (r) => r.row),
  column('import_id', '导入编号', 'Import', 'integer', (r) => r.importId),
];

const SEVERITY_ZH = { error: '错误', warning: '存疑', note: '提示' } as const;

const FINDINGS: Column<RowOf<'findings'>>[] = [
  column('severity', '程度', 'Severity', 'text', (f, lang) =>
    lang === 'en' ? f.severity : SEVERITY_ZH[f.severity],
  ),
  column('finding', '检查', 'Check', 'text', (f) => f.finding),
  column('enterprise', '统一社会信用代码', 'Credit code', 'text', (f) => f.enterprise),
  column('item', '指标', 'Item', 'text', (f) => f.item),
  column('period', '时期', 'Period', 'text', (f) => f.period),
  column('value', '数值', 'Value', 'number', (f) => f.value),
  column('expected', '参照值', 'Expected', 'number', (f) => f.expected),
  column('unit', '单位', 'Unit', 'text', (f) => f.unit),
  column('reason_zh', '原因', 'Reason (Chinese)', 'text', (f) => f.zh),
  column('reason_en', '原因（英文）', 'Reason', 'text', (f) => f.en),
  column('file', '文件', 'File', 'text', (f) => f.file),
  column('row', '行', 'Row', 'integer', (f) => f.row),
  column('import_id', '导入编号', 'Import', 'integer', (f) => f.importId),
];

function fieldsText(fields: Readonly<Record<string, string | number>>): string | null {
  const said = Object.entries(fields).map(([heading, value]) => `${heading}：${value}`);
  return said.length > 0 ? said.join('；') : null;
}
