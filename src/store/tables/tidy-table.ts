/**
 * The way from a file to tidy values: sheets read, tables laid out, columns mapped, rows read. Small tables come
 * whole; of large ones the rows come in batches, so that memory stays bounded.
 */
import { type Bilingual, type CellLocator, printPeriod, UserError } from '../../model/index.js';
import { type Column, findLayouts, type Layout, type LayoutHints } from './layout.js';
import type { TablesLexicon } from './lexicon.js';
import { applyMapping, headingKey, type Mapping, mappingOf, statedPeriod, statedUnit } from './mapping.js';
import type { Sheet } from './sheet.js';
import { type ReadSheetsOptions, readSheets, type TableBytes } from './sheets.js';
import { sideBySide } from './side-by-side.js';
import {
  type AreaResolver,
  type IndustryResolver,
  type RowCounts,
  RowReader,
  type TableReject,
  type TidyOptions,
  type TidyPlace,
  type TidyRecord,
  type TidyRows,
  type TidyValue,
} from './tidy.js';

export interface TidyTableOptions extends ReadSheetsOptions {
  lexicon: TablesLexicon;
  area?: AreaResolver;
  industry?: IndustryResolver;
  /** ISO date; periods that begin later are rejected. */
  today?: string | null;
  mapping?: Mapping | null;
  /** Of tables that state no unit: 万元. */
  unit?: string | null;
  /** Of tables that state no period: 2024年8月. */
  period?: string | null;
  /** Name of the mapping's file, for messages. */
  mapFile?: string;
  /** Also sheets that are hidden in the workbook. */
  hiddenSheets?: boolean;
}

/** One table of a sheet with its columns settled; `batches` gives its rows, once. */
export interface OpenTable {
  file: string;
  sheet: string;
  layout: Layout;
  /** The layout as a mapping, to be shown, saved and used again. */
  mapping: Mapping;
  notices: Notice[];
  batches: () => AsyncGenerator<TidyRows>;
}

/** What a person should know of a table before it is imported. */
export interface Notice extends Bilingual {
  code: 'noUnit' | 'duplicateHeading' | 'noHeading' | 'noPeriod' | 'hidden' | 'ignored';
}

export interface TidyTable extends Omit<OpenTable, 'batches'> {
  title: string | null;
  /** 资料来源. */
  source: string | null;
  /** Lines around the table, without those of persons. */
  notes: string[];
  unit: string | null;
  period: string | null;
  area: string | null;
  columns: Column[];
  rows: TidyValue[];
  records: TidyRecord[];
  rejects: TableReject[];
  counts: RowCounts;
}

/** The tables of a file: of every visible sheet, or of the one that `sheet` names. */
export async function* openTables(
  input: string | TableBytes,
  options: TidyTableOptions,
): AsyncGenerator<OpenTable> {
  const file = typeof input === 'string' ? input : input.name;
  const wanted = options.sheet ?? (await mappedSheet(input, options));
  let tables = 0;
  for await (const sheet of readSheets(input, { ...options, sheet: wanted })) {
    if (wanted === null && sheet.hidden && !options.hiddenSheets) continue;
    for (const table of tablesOf(file, sheet, options)) {
      tables++;
      yield table;
    }
  }
  if (tables === 0) throw noTable(file, wanted);
}

/** The sheet a mapping was made for, where the file has it: next month's may be called otherwise. */
async function mappedSheet(input: string | TableBytes, options: TidyTableOptions): Promise<string | null> {
  const name = options.mapping?.sheet;
  if (name === undefined) return null;
  for await (const sheet of readSheets(input, { ...options, sheet: null }))
    if (sheet.name === name) return name;
  return null;
}

function tablesOf(file: string, sheet: Sheet, options: TidyTableOptions): OpenTable[] {
  const { lexicon, mapping = null } = options;
  const header = mapping?.header;
  const hints: LayoutHints = {
    file: file.replace(/^.*[\\/]/, ''),
    header: header ? { from: header[0] - 1, to: header[1] - 1 } : null,
    transposed: mapping?.transposed ?? null,
    ...(options.area ? { area: lookup(options.area) } : {}),
    ...(options.industry ? { industry: lookup(options.industry) } : {}),
  };
  // A mapping names the columns of one table.
  const parts = mapping ? [sheet] : sideBySide(sheet, lexicon, hints);
  return parts.flatMap((part) => tablesOfPart(file, part, hints, options));
}

function tablesOfPart(
  file: string,
  sheet: Sheet,
  hints: LayoutHints,
  options: TidyTableOptions,
): OpenTable[] {
  const { lexicon, mapping = null } = options;
  const unit = options.unit ? [statedUnit(options.unit, lexicon)] : null;
  const period = options.period ? statedPeriod(options.period) : null;
  return findLayouts(sheet, lexicon, hints).map((found) => {
    const laid = mapping
      ? applyMapping(found, mapping, { file, mapFile: options.mapFile ?? 'MAP.yaml' }, lexicon)
      : withoutDuplicates(found);
    const layout = { ...laid, units: laid.units ?? unit, period: laid.period ?? period };
    return {
      file,
      sheet: sheet.name,
      layout,
      mapping: mapping ?? mappingOf(layout),
      notices: noticesOf(layout, sheet),
      batches: () => batchesOf(sheet, layout, options),
    };
  });
}

/** `gdp` is no industry G: in votes, Latin letters count only as part of a code. */
const NAME_OR_CODE = /\p{Script=Han}|^\s*(?:[A-Za-z]?\d{1,6}|[A-T])\s*$/u;

function lookup(
  resolve: (text: string, question: object) => { status: string; code?: string; name?: string },
): (text: string) => { code: string; name: string } | null {
  const known = new Map<string, { code: string; name: string } | null>();
  return (text) => {
    let found = known.get(text);
    if (found === undefined && (!NAME_OR_CODE.test(text) || /\d{4}年/.test(text))) found = null;
    if (found === undefined) {
      const { status, code, name } = resolve(text, {});
      found = status === 'resolved' ? { code: code!, name: name! } : null;
      known.set(text, found);
    }
    return found;
  };
}

async function* batchesOf(sheet: Sheet, layout: Layout, options: TidyTableOptions): AsyncGenerator<TidyRows> {
  const tidy: TidyOptions = {
    lexicon: options.lexicon,
    today: options.today ?? null,
    missing: options.mapping?.missing ?? [],
    ...(options.area ? { area: options.area } : {}),
    ...(options.industry ? { industry: options.industry } : {}),
  };
  const reader = new RowReader(layout, tidy);
  for (const part of reader.readBody(sheet)) {
    options.signal?.throwIfAborted();
    yield part;
  }
  if (!sheet.rest) return;
  for await (const part of sheet.rest) {
    options.signal?.throwIfAborted();
    yield reader.readPart(part);
  }
}

/** All tables of a file with all their rows. For files that may be large, take `openTables`. */
export async function readTidyTables(
  input: string | TableBytes,
  options: TidyTableOptions,
): Promise<TidyTable[]> {
  const tables: TidyTable[] = [];
  for await (const table of openTables(input, options)) tables.push(await gathered(table));
  return tables;
}

async function gathered({ batches, ...open }: OpenTable): Promise<TidyTable> {
  const { layout } = open;
  const table: TidyTable = {
    ...open,
    title: layout.titles[0]?.text ?? null,
    source: layout.source,
    notes: layout.notes.map((note) => note.text),
    unit: layout.units?.map((unit) => unit.written).join('、') ?? null,
    period: layout.period ? printPeriod(layout.period) : null,
    area: layout.area,
    columns: layout.columns,
    rows: [],
    records: [],
    rejects: [],
    counts: { rows: 0, blank: 0, headings: 0, notes: 0, sections: 0, totals: 0, missing: 0, hidden: 0 },
  };
  for await (const batch of batches()) {
    for (const row of batch.values) table.rows.push(row);
    for (const record of batch.records) table.records.push(record);
    for (const reject of batch.rejects) table.rejects.push(reject);
    for (const key of Object.keys(table.counts) as (keyof RowCounts)[])
      table.counts[key] += batch.counts[key];
  }
  return table;
}

/** Where a value stands, as figures say it. */
export function cellLocator(place: TidyPlace, file: string, hash: string, quote: string): CellLocator {
  return {
    kind: 'cell',
    file,
    sha256: hash,
    sheet: place.sheet,
    row: place.row,
    column: place.column,
    quote,
  };
}

/**
 * Two columns that say the same of their values cannot both be right: their cells are refused until a mapping says
 * which is which. The others are imported.
 */
function withoutDuplicates(layout: Layout): Layout {
  const seen = new Map<string, Column[]>();
  for (const column of layout.columns) {
    if (column.role !== 'value' || column.heading.length === 0) continue;
    const key = headingKey(column) + printedPeriod(column);
    seen.set(key, [...(seen.get(key) ?? []), column]);
  }
  const twice = new Set([...seen.values()].filter((columns) => columns.length > 1).flat());
  if (twice.size === 0) return layout;
  const columns = layout.columns.map((column): Column => {
    if (!twice.has(column)) return column;
    const rivals = seen.get(headingKey(column) + printedPeriod(column))!.map((rival) => rival.letters);
    const why = {
      zh: `表头与 ${rivals.join('、')} 列重复，需在对照表里指明`,
      en: `the heading stands over the columns ${rivals.join(', ')}; a mapping has to say which is which`,
    };
    return { ...column, role: 'ignore', confidence: 0, why, rivals };
  });
  return { ...layout, columns };
}

function printedPeriod({ facets }: Column): string {
  return `\n${facets.period ? printPeriod(facets.period) : ''}\n${facets.periodWords ?? ''}`;
}

function noticesOf(layout: Layout, sheet: Sheet): Notice[] {
  const notices: Notice[] = [];
  const values = layout.columns.filter((column) => column.role === 'value');
  const say = (code: Notice['code'], zh: string, en: string) => notices.push({ code, zh, en });
  const letters = (columns: readonly Column[]) => columns.map((column) => column.letters).slice(0, 12);
  const unitless = values.filter(
    (column) =>
      !column.unit &&
      !layout.units &&
      column.kind !== 'growth' &&
      column.kind !== 'share' &&
      column.kind !== 'rank',
  );
  const rowsHaveUnits = layout.columns.some(
    (column) => column.role === 'unit' || column.role === 'indicator',
  );
  if (unitless.length > 0 && !rowsHaveUnits) {
    const at = letters(unitless);
    say(
      'noUnit',
      `${at.join('、')} 列没有写明计量单位。请写明单位（工作台的“单位”一栏，或 --unit 万元），或写在对照表的 unit 或 defaults.unit。`,
      `The columns ${at.join(', ')} state no unit. State it (Unit in the workbench, or --unit 万元), or in the mapping, under unit or defaults.unit.`,
    );
  }
  const twice = layout.columns.filter((column) => column.rivals);
  if (twice.length > 0) {
    const at = letters(twice);
    say(
      'duplicateHeading',
      `${at.join('、')} 列表头重复，没有导入，各值退回。请在对照表里用 column 指明各列是什么（--save-map 可写出对照表）。`,
      `The columns ${at.join(', ')} have the same heading; their values are refused. Say in a mapping what each of them is (--save-map writes one).`,
    );
  }
  if (layout.header === null) say('noHeading', '没有找到表头。', 'No heading was found.');
  const rowsHavePeriods = layout.columns.some(
    (column) => column.role === 'period' || column.role === 'indicator',
  );
  const timeless = values.filter((column) => !column.facets.period && !column.facets.periodWords);
  if (timeless.length > 0 && !rowsHavePeriods && !layout.period)
    say(
      'noPeriod',
      '表中没有写明时期。请写明时期（工作台的“时期”一栏，或 --period 2024年8月），或写在对照表的 defaults.period。',
      'The table states no period. State it (Period in the workbench, or --period 2024-08), or in the mapping under defaults.period.',
    );
  const hidden = layout.columns.filter((column) => column.hidden);
  if (hidden.length > 0 || sheet.hiddenRows.size > 0)
    say(
      'hidden',
      `有隐藏的行 ${sheet.hiddenRows.size} 行、列 ${hidden.length} 列，照常导入并作标记。`,
      `${sheet.hiddenRows.size} hidden rows and ${hidden.length} hidden columns are imported and marked.`,
    );
  return notices;
}

/** What an import would do, for `--dry-run`. */
export interface DryRun {
  file: string;
  sheet: string;
  rows: number;
  values: number;
  missing: number;
  rejected: number;
  /** The first rejects of each reason. */
  rejects: TableReject[];
  indicators: string[];
  periods: { first: string | null; last: string | null; count: number };
  areas: number;
  industries: number;
  enterprises: number;
  notices: Notice[];
  mapping: Mapping;
}

const SHOWN_REJECTS = 3;

/** Why a value is not taken, with the place at fault where that is not the value's own. */
export type ValueRefusal = Bilingual & Partial<Pick<TableReject, 'column' | 'heading' | 'value'>>;

/** What is known of a table before its rows are read. */
export function emptyRun(table: OpenTable): DryRun {
  return {
    file: table.file,
    sheet: table.sheet,
    rows: 0,
    values: 0,
    missing: 0,
    rejected: 0,
    rejects: [],
    indicators: [],
    periods: { first: null, last: null, count: 0 },
    areas: 0,
    industries: 0,
    enterprises: 0,
    notices: table.notices,
    mapping: table.mapping,
  };
}

/** Counts what would be refused, and keeps the first of each reason. */
export function refuser(run: DryRun): (reject: TableReject) => void {
  const reasons = new Map<string, number>();
  return (reject) => {
    run.rejected += reject.values;
    const reason = reject.en.replaceAll(reject.value, '');
    const had = reasons.get(reason) ?? 0;
    reasons.set(reason, had + 1);
    if (had < SHOWN_REJECTS) run.rejects.push(reject);
  };
}

/** Reads a table to its end, keeping counts only. `refuses`: why the import would not take a value that can be read. */
export async function dryRun(
  table: OpenTable,
  refuses: (value: TidyValue) => ValueRefusal | null = () => null,
): Promise<DryRun> {
  const seen = {
    indicators: new Set<string>(),
    periods: new Set<string>(),
    areas: new Set<string>(),
    industries: new Set<string>(),
    enterprises: new Set<string>(),
  };
  const run = emptyRun(table);
  const refuse = refuser(run);
  for await (const batch of table.batches()) {
    run.rows += batch.counts.rows;
    run.missing += batch.counts.missing;
    for (const value of batch.values) {
      const refusal = value.value === null ? null : refuses(value);
      if (refusal) refuse({ ...placeOf(value, table), value: value.quote, ...refusal, values: 1 });
      else if (value.value !== null) run.values++;
      if (value.indicator !== null) seen.indicators.add(value.indicator);
      if (value.period !== null) seen.periods.add(value.period);
      if (value.area) seen.areas.add(value.area.code ?? value.area.name);
      if (value.industry) seen.industries.add(value.industry.code ?? value.industry.name);
      const firm = value.creditCode ?? value.enterprise;
      if (firm !== null) seen.enterprises.add(firm);
    }
    for (const reject of batch.rejects) {
      refuse(reject);
    }
  }
  const periods = [...seen.periods].sort();
  run.indicators = [...seen.indicators].slice(0, 50);
  run.periods = {
    first: periods[0] ?? null,
    last: periods[periods.length - 1] ?? null,
    count: periods.length,
  };
  run.areas = seen.areas.size;
  run.industries = seen.industries.size;
  run.enterprises = seen.enterprises.size;
  return run;
}

/** Where a value stands, as rejects say it. */
export function placeOf(
  { locator }: TidyValue,
  { layout }: OpenTable,
): Pick<TableReject, 'sheet' | 'row' | 'column' | 'heading'> {
  const column = layout.columns.find((one) => one.letters === locator.column);
  return { ...locator, heading: column?.heading.join(' / ') || null };
}

export function noTable(file: string, sheet: string | null): UserError {
  const where = sheet === null ? file : `${file} / ${sheet}`;
  return new UserError({
    zh: `${where}：没有找到表格。应有一行表头和其下的数据行。`,
    en: `${where}: no table was found. Expected a row of headings with rows of data below it.`,
  });
}
