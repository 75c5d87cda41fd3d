/** Tables of the workspace as files for other programs: CSV, XLSX, JSON, Parquet. */
import { type CellValue, writeCsv } from 'hucre/csv';
import { writeXlsx } from 'hucre/xlsx';
import { type Lang, periodTextLabel, UserError } from '../model/index.js';
import { appendRows, type Cell, inMemory } from './database.js';
import { replaceWhole, writeWhole } from './files.js';
import type { FigureFilter, Workspace } from './workspace.js';

export const EXPORT_TABLES = ['figures', 'measures', 'targets', 'documents', 'rejects'] as const;
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
  const table = await tableOf(workspace, what, options, lang);
  switch (format) {
    case 'csv':
      await writeWhole(file, csvOf(table, lang, options.bom ?? true));
      break;
    case 'xlsx':
      await writeWhole(file, await xlsxOf(table, what, lang, await stateOf(workspace)));
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
    case 'rejects':
      return filled(REJECTS, await workspace.rejects(), lang);
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

function csvOf(table: Table, lang: Lang, bom: boolean): string {
  const headings = table.columns.map((column) => column[lang]);
  return writeCsv([headings, ...table.rows.map((row) => row.map(inertCell))], { bom });
}

async function xlsxOf(table: Table, what: ExportTable, lang: Lang, modified: Date): Promise<Uint8Array> {
  const headings = table.columns.map((column) => column[lang]);
  const rows: CellValue[][] = table.rows.map((row) => row.map((cell) => xmlCell(inertCell(cell))));
  return writeXlsx({
    // The state of the workspace, not the clock: the same export gives the same bytes.
    properties: { created: modified, modified },
    sheets: [
      {
        name: SHEET_NAMES[what][lang],
        columns: table.columns.map(({ type }) => ({ width: type === 'text' ? 24 : 14 })),
        rows: [headings, ...rows],
        freezePane: { rows: 1 },
        autoFilter: {
          range: `A1:${columnLetters(table.columns.length)}${table.rows.length + 1}`,
        },
      },
    ],
  });
}

function jsonOf(table: Table, what: ExportTable, options: ExportOptions): string {
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

function inertCell(cell: Cell): Cell {
  return typeof cell === 'string' && FORMULA_START.test(cell) ? `'${cell}` : cell;
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

function columnLetters(count: number): string {
  let letters = '';
  for (let n = count; n > 0; n = Math.floor((n - 1) / 26)) {
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters;
  }
  return letters;
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
  rejects: { zh: '未接收', en: 'Rejects' },
};

type RowOf<Name extends 'figures' | 'measures' | 'targets' | 'documents' | 'rejects'> = Awaited<
  ReturnType<Workspace[Name]>
>[number];

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
    f.source.kind === 'formula' ? f.source.formula : f.source.quote,
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

const REJECTS: Column<RowOf<'rejects'>>[] = [
  column('file', '文件', 'File', 'text', (r) => r.file),
  column('row', '行', 'Row', 'integer', (r) => r.row),
  column('column', '列', 'Column', 'text', (r) => r.column),
  column('value', '值', 'Value', 'text', (r) => r.value),
  column('reason_zh', '原因', 'Reason (Chinese)', 'text', (r) => r.zh),
  column('reason_en', '原因（英文）', 'Reason', 'text', (r) => r.en),
  column('import_id', '导入编号', 'Import', 'integer', (r) => r.importId),
  column('recorded_at', '时间', 'Recorded at', 'text', (r) => r.recordedAt),
];
