/** What the imports of tables have in common: options, the run under way, tables, rows, and rejects. */
import type { Bilingual, Figure } from '../model/index.js';
import type { Codes } from './codes.js';
import type { FigureChecks } from './figure-findings.js';
import type { LoadedReports, ReportChecks } from './reports.js';
import {
  type Column,
  type Mapping,
  type Notice,
  type OpenTable,
  openTables,
  type SheetProgress,
  type TableBytes,
  type TableReject,
  type TablesLexicon,
  type TidyRecord,
  tablesLexicon,
} from './tables/index.js';
import type { Mended, Reject, RejectReason, TableKind, TableSource, Workspace } from './workspace.js';

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
  /** Of tables that do not name what they count. */
  indicator?: string | null;
  /** Of tables that state no unit. */
  unit?: string | null;
  /** Of tables that state no period. */
  period?: string | null;
  /** Of text files, where it is not found out rightly. */
  encoding?: string | null;
  /** ISO date on which the figures were made known. */
  released?: string | null;
  /** What the table is called, where it does not say so itself or says it badly. */
  title?: string | null;
  /** Who made its figures known. */
  publisher?: string | null;
  /** Keep names of natural persons. */
  keepNames?: boolean;
  /** Take in reports that a check holds for an error. */
  confirmed?: boolean;
  synthetic?: boolean;
  /** What the file is called, where that is not its path: it came over the network and lies in a place of ours. */
  name?: string;
  checks?: ReportChecks | null;
  figureChecks?: FigureChecks | null;
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
  /** Why rows or cells were refused, the most frequent reason first. */
  reasons: RejectReason[];
  /** Cells that say that there is no value. */
  missing: number;
  reports: LoadedReports | null;
  /** How many findings of each kind. */
  findings: Record<string, number>;
  notices: Notice[];
  mapping: Mapping | null;
}

export interface Context {
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

export function lexiconOf(options: TableImportOptions): TablesLexicon {
  return tablesLexicon(options.lexicons);
}

export function tableOptions(options: TableImportOptions) {
  const { codes } = options;
  return {
    lexicon: lexiconOf(options),
    sheet: options.sheet ?? null,
    unit: options.unit ?? null,
    period: options.period ?? null,
    encoding: options.encoding ?? null,
    today: options.today,
    mapping: options.mapping ?? null,
    ...(options.mapFile === undefined ? {} : { mapFile: options.mapFile }),
    area: (text: string, question: { on?: string }) => codes.areas.resolve(text, question),
    industry: (text: string) => codes.industries.resolve(text),
  };
}

export function rejectOf(context: Context, reject: TableReject, record: Reject['record'] = null): Reject {
  const place = reject.heading ?? reject.column;
  return {
    file: context.source.file,
    row: reject.row,
    column: place,
    value: reject.value,
    zh: reject.zh,
    en: reject.en,
    record,
  };
}

/** What is to be said of a table; lists have no values that want a unit or a period. */
export function noticesOf({ notices }: OpenTable, { as }: Pick<TableImportOptions, 'as'>): Notice[] {
  return as === 'figures' || as === 'reports'
    ? notices
    : notices.filter(({ code }) => code !== 'noUnit' && code !== 'noPeriod');
}

export async function* tables(context: Context): AsyncGenerator<OpenTable> {
  const { options, result } = context;
  const onProgress = ({ rows }: SheetProgress) =>
    options.onStep?.({ zh: `已读 ${rows} 行`, en: `${rows} rows read` });
  for await (const table of openTables(context.input, { ...tableOptions(options), onProgress })) {
    options.onStep?.({ zh: `读取工作表“${table.sheet}”`, en: `Reading sheet “${table.sheet}”` });
    result.notices.push(...noticesOf(table, options));
    result.mapping ??= table.mapping;
    yield table;
  }
}

export function marksOf(record: TidyRecord, { marks }: Context): Mended[] {
  const mark = marks?.get(record.row);
  return mark ? [mark] : [];
}

/** A column as rejects name it. */
export function nameOf({ heading, letters, rivals }: Column): string {
  const words = heading.join(' / ') || letters;
  return rivals ? `${words}（${letters}）` : words;
}

export function rowRecord(
  record: TidyRecord | undefined,
  context: Pick<Context, 'options'>,
): Reject['record'] {
  if (!record) return null;
  const cells = record.cells.filter((cell) => context.options.keepNames || cell.column.role !== 'person');
  return Object.fromEntries(cells.map(({ column, text }) => [nameOf(column), text]));
}

export function areaOf(text: string, codes: Codes): Figure['area'] {
  const found = codes.areas.resolve(text, {});
  return found.status === 'resolved' ? { code: found.code, name: found.name } : { code: null, name: text };
}
