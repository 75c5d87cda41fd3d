/** Tables of reports: row by row, or of large plain files by the database's own reader. */
import { createReadStream, createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Bilingual, monthKey } from '../model/index.js';
import { creditCodeFault, looksLikeCreditCode, plainCode } from './enterprises.js';
import type { BulkReports } from './import-sql.js';
import { type GivenReport, type ReportLoad, type ReportWords, reportMonth, reportRecord } from './reports.js';
import {
  type Context,
  lexiconOf,
  marksOf,
  nameOf,
  rejectOf,
  rowRecord,
  type TableImportOptions,
  tableOptions,
  tables,
} from './table-context.js';
import { firstSheet, headOf, parquetHead, wholeLines } from './table-head.js';
import { facetsOf } from './tables/facets.js';
import {
  type Column,
  type OpenTable,
  openTables,
  type TableBytes,
  type TablesLexicon,
  type TidyValue,
  writtenPeriod,
  writtenUnit,
} from './tables/index.js';
import { formatOf } from './tables/sheets.js';
import { encodingOf, type TableEncoding } from './tables/table-text.js';
import type { ValueRefusal } from './tables/tidy-table.js';
import { plainWord, shownWords } from './tables/words.js';
import { writtenNumber } from './tables/written-number.js';
import type { Mended, Reject } from './workspace.js';

const BULK_FROM = 4 * 1024 * 1024;

export async function importReports(context: Context): Promise<void> {
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
      findings: loaded.findings,
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
            file: context.source.file,
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

/** Why an import of reports would not take a value that can be read, with the cell at fault. */
export function reportFaults(
  { layout }: OpenTable,
  options: TableImportOptions,
): (value: TidyValue) => ValueRefusal | null {
  const words = reportWords(lexiconOf(options), options.today);
  const reporters = new Map<string, Bilingual | null>();
  const columnOf = (...roles: Column['role'][]) => {
    const column = layout.columns.find(({ role }) => roles.includes(role));
    return column === undefined ? {} : { column: column.letters, heading: nameOf(column) };
  };
  const firm = columnOf('creditCode', 'enterprise');
  return (value) => {
    const given = givenReport(value);
    if (given === null || 'zh' in given) return given;
    const { enterprise, period, item, unit } = given;
    let fault = reporters.get(enterprise);
    if (fault === undefined) {
      const found = words.reporter(enterprise);
      fault = 'zh' in found ? found : null;
      reporters.set(enterprise, fault);
    }
    if (fault !== null) return { ...fault, ...firm, value: enterprise };
    for (const found of [words.period(period, ''), words.item(item, unit)])
      if ('zh' in found) return { zh: found.zh, en: found.en };
    return null;
  };
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
  if (source.bytes < (options.bulkFrom ?? BULK_FROM) || options.sheet || options.encoding) return null;
  const head = await headOf(file);
  const format = formatOf(file, head, false);
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
