/**
 * Reports of firms, item by item and month by month: loaded in one transaction, checked on the way in, nothing
 * overwritten. What this does to rows is SQL, so that ten million of them are no other matter than ten.
 */
import { type Bilingual, monthKey, type Period } from '../model/index.js';
import type { Cell, DatabaseUse, Transaction } from './database.js';
import {
  type BulkReports,
  distinctSql,
  emptySql,
  FOUND,
  givenSql,
  insertSql,
  LOOSE,
  LOOSE_TABLE,
  ODD_ROWS,
  oddParquetSql,
  PANEL,
  quoted,
  recordSql,
  STAGED,
  stageSql,
  TEMPORARY,
  unknownSql,
  WORD_TABLES,
} from './import-sql.js';
import { periodSql, SERIES } from './schema.js';

/** A value that was read one by one, in the words of its table. */
export interface GivenReport {
  row: number;
  enterprise: string;
  period: string;
  item: string;
  unit: string;
  basis: string;
  value: number;
}

/** What the words of a file stand for, or why they stand for nothing. */
export interface ReportWords {
  reporter(given: string): { code: string; name: string | null } | Bilingual;
  period(given: string, basis: string): { month: number; cumulative: boolean } | Bilingual;
  item(given: string, unit: string): { item: string; unit: string | null; scale: number } | Bilingual;
  /** A number that DuckDB does not know as one: 1,234.5; null where the cell says that there is none. */
  number(text: string): number | null | Bilingual;
}

export interface CheckItem {
  id: number;
  item: string;
  unit: string | null;
}

export interface ReportFindingRow {
  kind: string;
  series: number;
  from: number | null;
  to: number | null;
  row: number | null;
  value: number | null;
  expected: number | null;
  other: number | null;
  count: number;
}

/** Checks as statements over a panel, and the words for what they find. Made by the engine, run here. */
export interface ReportChecks {
  /** Rows of `relation` come in the order of series and month, each once; it may be cut at the series in `cuts`. */
  plan(panel: { relation: string; items: readonly CheckItem[]; cuts: readonly number[] }): {
    prepare: string[];
    findings: { sql: string; when: string | null }[];
    drop: string[];
  };
  severity(kind: string): 'error' | 'warning' | 'note';
  reason(
    finding: ReportFindingRow,
    names: { enterprise: string | null; item: string | null; unit: string | null; other: string | null },
  ): Bilingual;
}

export interface ReportLoad {
  bulk: BulkReports | null;
  loose: Iterable<readonly GivenReport[]> | AsyncIterable<readonly GivenReport[]> | null;
  words: ReportWords;
  checks: ReportChecks | null;
  /** Take in what the checks hold for an error. */
  confirmed: boolean;
  onStep?: (step: Bilingual) => void;
}

export interface LoadedReports {
  rows: number;
  accepted: number;
  unchanged: number;
  revised: number;
  empty: number;
  rejected: number;
  /** Of the rejected, those that a check held back. */
  held: number;
  reporters: number;
  items: number;
  findings: Record<string, number>;
}

/** Findings of one kind that are written out; how many there are in all is told. */
export const MOST_FINDINGS = 20_000;
const APPEND = 20_000;
/**
 * The planner takes tables that this very transaction has filled for empty, and would hash ten million values to look up
 * a few. Until `clearReports`, joins are made as they are written: what is on the right is hashed.
 */
const JOINS_AS_WRITTEN = `SET disabled_optimizers = 'join_order,build_side_probe_side'`;
/** Rows of a panel that are worth a part of their own, to be checked beside the others. */
const ROWS_IN_PART = 500_000;
const MOST_PARTS = 8;

/** What was read from the file, before anything is written. */
export interface StagedReports {
  load: ReportLoad;
  odd: number[];
  refused: Refused[];
  rows: number;
  empty: number;
  hasLoose: boolean;
}

interface Refused extends Bilingual {
  row: number;
  column: string | null;
  value: string | null;
  record: string | null;
}

/** Reads the file into temporary tables. To be followed by `settleReports` and, in any case, `clearReports`. */
export async function stageReports(database: DatabaseUse, load: ReportLoad): Promise<StagedReports> {
  await clearReports(database);
  await database.rowsOfWriter(LOOSE_TABLE);
  const staged: StagedReports = { load, odd: [], refused: [], rows: 0, empty: 0, hasLoose: false };
  if (load.bulk) {
    load.onStep?.({ zh: '读取文件', en: 'Reading the file' });
    for (const sql of stageSql(load.bulk)) await database.rowsOfWriter(sql);
    const [counts] = await database.rowsOfWriter<{ empty: number; rows: number }>(emptySql(load.bulk.roles));
    staged.rows += counts!.rows;
    staged.empty += counts!.empty;
    const mended =
      load.bulk.file.format === 'csv'
        ? await oddRows(database, load, staged)
        : await oddCells(database, load, staged);
    await appendLoose(database, mended, staged);
  }
  for await (const part of load.loose ?? []) {
    staged.rows += part.length;
    await appendLoose(database, part, staged);
  }
  return staged;
}

export async function clearReports(database: DatabaseUse): Promise<void> {
  await database.rowsOfWriter('RESET disabled_optimizers');
  await database.rowsOfWriter(`DROP VIEW IF EXISTS temp.${STAGED}`);
  for (const table of [...TEMPORARY, ...Object.keys(WORD_TABLES)]) {
    await database.rowsOfWriter(`DROP TABLE IF EXISTS temp.${table}`);
  }
}

async function appendLoose(
  database: DatabaseUse,
  rows: readonly GivenReport[],
  staged: StagedReports,
): Promise<void> {
  for (let first = 0; first < rows.length; first += APPEND) {
    const part = rows.slice(first, first + APPEND);
    await database.transaction((transaction) =>
      transaction.append(
        LOOSE,
        part.map((r) => [r.row, r.enterprise, r.period, r.item, r.unit, r.basis, r.value]),
      ),
    );
    staged.hasLoose = true;
  }
}

interface OddRow {
  line: number;
  text: string;
  error: string;
}

/** Rows that a typed read does not take: a thousands separator is no fault, a missing column is. */
async function oddRows(
  database: DatabaseUse,
  load: ReportLoad,
  staged: StagedReports,
): Promise<GivenReport[]> {
  const { file, roles } = load.bulk!;
  const rows = await database.rowsOfWriter<OddRow>(
    `SELECT line::INTEGER AS line, any_value(csv_line) AS "text", any_value(error_type::VARCHAR) AS error
     FROM ${ODD_ROWS} GROUP BY line ORDER BY line`,
  );
  const place = new Map(file.columns.map((column, i) => [column, i]));
  const mended: GivenReport[] = [];
  for (const { line, text } of rows) {
    staged.odd.push(line);
    staged.rows++;
    const cells = splitRow(text, file.delimiter);
    if (cells.length !== file.columns.length) {
      staged.refused.push({
        row: line,
        column: null,
        value: text.slice(0, 500),
        record: null,
        zh: `这一行有 ${cells.length} 列，表头有 ${file.columns.length} 列。请核对分隔符和引号。`,
        en: `This row has ${cells.length} columns, the heading has ${file.columns.length}. Check separators and quotes.`,
      });
      continue;
    }
    const at = (column: string | null) => (column === null ? '' : (cells[place.get(column)!] ?? ''));
    for (const heading of roles.values) {
      takeCell(at(heading), heading, {
        row: line,
        enterprise: at(roles.enterprise),
        period: at(roles.period),
        item: roles.item === null ? heading : at(roles.item),
        unit: at(roles.unit),
        basis: at(roles.basis),
      });
    }
  }
  return mended;

  function takeCell(text: string, heading: string, given: Omit<GivenReport, 'value'>): void {
    const value = load.words.number(text);
    if (value === null) staged.empty++;
    else if (typeof value === 'number') mended.push({ ...given, value });
    else staged.refused.push(refusedCell(given, heading, text, value));
  }
}

async function oddCells(
  database: DatabaseUse,
  load: ReportLoad,
  staged: StagedReports,
): Promise<GivenReport[]> {
  const rows = await database.rowsOfWriter<Omit<GivenReport, 'value'> & { column: string; text: string }>(
    oddParquetSql(load.bulk!),
  );
  const mended: GivenReport[] = [];
  for (const { column, text, ...given } of rows) {
    const named = { ...given, item: load.bulk!.roles.item === null ? column : given.item };
    const value = load.words.number(text);
    if (value === null) continue;
    staged.empty--;
    if (typeof value === 'number') mended.push({ ...named, value });
    else staged.refused.push(refusedCell(named, column, text, value));
  }
  return mended;
}

function refusedCell(
  given: Omit<GivenReport, 'value'>,
  column: string,
  text: string,
  reason: Bilingual,
): Refused {
  const { enterprise, period, item, unit } = given;
  return {
    row: given.row,
    column,
    value: text,
    record: JSON.stringify(reportRecord({ enterprise, period, item, unit, value: text })),
    ...reason,
  };
}

/** A report under the headings by which it is known again. */
export function reportRecord(report: {
  enterprise: string;
  period: string;
  item: string;
  unit: string;
  value: string | number;
}): Record<string, string | number> {
  return {
    统一社会信用代码: report.enterprise,
    报告期: report.period,
    指标: report.item,
    数值: report.value,
    单位: report.unit,
  };
}

/** Cells of one row of delimited text; quotes as RFC 4180 has them. */
function splitRow(text: string, delimiter: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let inQuotes = false;
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (inQuotes) {
      if (char !== '"') cell += char;
      else if (text[i + 1] === '"') {
        cell += '"';
        i++;
      } else inQuotes = false;
    } else if (char === '"' && cell === '') inQuotes = true;
    else if (char === delimiter) {
      cells.push(cell);
      cell = '';
    } else cell += char;
  }
  cells.push(cell);
  return cells;
}

/** Writes what was staged: reports, revisions, rejects and findings, all within the caller's transaction. */
export async function settleReports(
  transaction: Transaction,
  staged: StagedReports,
  run: { id: number; now: string; file: string },
): Promise<LoadedReports> {
  const { load } = staged;
  const { onStep } = load;
  const roles = load.bulk?.roles ?? null;
  onStep?.({ zh: '认出企业、时期和指标', en: 'Resolving firms, periods and items' });
  const [standing] = await transaction.rows<{ n: number }>(
    'SELECT count(*) AS n FROM (SELECT 1 FROM report_values LIMIT 1)',
  );
  const unknown = await resolveWords(transaction, staged, run.id);
  const given = givenSql(roles, staged.odd, staged.hasLoose);
  let rejected = 0;
  const rejects = new RejectWriter(transaction, run);
  await rejects.append(staged.refused);
  rejected += staged.refused.length;
  let inserted = 0;
  if (given !== '') {
    onStep?.({ zh: '写入', en: 'Writing' });
    const [done] = await transaction.rows<{ Count: number }>(insertSql(given, run.id));
    inserted = done?.Count ?? 0;
    if (unknown || inserted < staged.rows) rejected += await rejects.insert(unknownSql(given));
  }
  onStep?.({ zh: '核对重复与修订', en: 'Comparing with what is known' });
  await transaction.rows(JOINS_AS_WRITTEN);
  const twice = (await standsTwice(transaction, run.id))
    ? await dropTwice(transaction, rejects, run.id)
    : { same: 0, contradicting: 0 };
  const unchanged = twice.same + (standing!.n > 0 ? await dropUnchanged(transaction, run.id) : 0);
  rejected += twice.contradicting;
  const result: LoadedReports = {
    rows: staged.rows,
    accepted: 0,
    unchanged,
    revised: 0,
    empty: staged.empty,
    rejected,
    held: 0,
    reporters: 0,
    items: 0,
    findings: {},
  };
  if (load.checks) {
    onStep?.({ zh: '检查', en: 'Checking' });
    const panel = await panelOf(transaction, run.id, standing!.n > 0, inserted);
    const found = await check(transaction, load.checks, load.checks.plan(panel), run);
    result.findings = found.counts;
    if (!load.confirmed) result.held = await hold(transaction, rejects, run.id, found.errors);
    result.rejected += result.held;
  }
  if (standing!.n > 0) result.revised = await markRevised(transaction, run.id);
  const [counts] = await transaction.rows<{ accepted: number; reporters: number; items: number }>(
    `SELECT count(*) AS accepted, count(*) FILTER (before IS NULL OR before >> 16 <> series >> 16) AS reporters,
       count(DISTINCT ${SERIES.item('series')}) FILTER (before IS NULL OR before <> series) AS items
     FROM (SELECT series, lag(series) OVER () AS before FROM report_values WHERE import_id = ${run.id})`,
  );
  return { ...result, ...counts! };
}

class RejectWriter {
  readonly #transaction: Transaction;
  readonly #run: { id: number; now: string; file: string };
  #next = 0;

  constructor(transaction: Transaction, run: { id: number; now: string; file: string }) {
    this.#transaction = transaction;
    this.#run = run;
  }

  async append(refused: readonly Refused[]): Promise<void> {
    const { id, now, file } = this.#run;
    await this.#transaction.append(
      'rejects',
      refused.map((r) => [id, this.#next++, file, r.row, r.column, r.value, r.zh, r.en, now, null, r.record]),
    );
  }

  /** Rows of a query with the columns row, column, value, zh, en, record. */
  async insert(query: string): Promise<number> {
    const { id, now, file } = this.#run;
    const [done] = await this.#transaction.rows<{ Count: number }>(
      `INSERT INTO rejects SELECT ${id}, ${this.#next} + row_number() OVER (ORDER BY "row") - 1, $1, "row", "column",
         value, zh, en, $2, NULL, record FROM (${query})`,
      [file, now],
    );
    const count = done?.Count ?? 0;
    this.#next += count;
    return count;
  }
}

/** Enters what the words of the file stand for; true where one stands for nothing. */
async function resolveWords(
  transaction: Transaction,
  staged: StagedReports,
  importId: number,
): Promise<boolean> {
  const { load, hasLoose } = staged;
  const roles = load.bulk?.roles ?? null;
  for (const [table, columns] of Object.entries(WORD_TABLES)) {
    await transaction.rows(`CREATE TEMP TABLE ${table} ${columns}`);
  }
  if (roles === null && !hasLoose) return false;
  const words = (what: 'enterprise' | 'period' | 'item') =>
    transaction.rows<{ given: string; beside: string }>(`${distinctSql(roles, hasLoose, what)} ORDER BY ALL`);
  let unknown = false;

  const reporters = await known(transaction, 'reporters', 'code');
  const names = await namesOf(transaction);
  const newReporters: Cell[][] = [];
  const givenReporters: Cell[][] = [];
  for (const { given } of await words('enterprise')) {
    const found = load.words.reporter(names.get(given.trim()) ?? given);
    if ('zh' in found) {
      unknown = true;
      givenReporters.push([given, null, found.zh, found.en]);
      continue;
    }
    let id = reporters.get(found.code);
    if (id === undefined) {
      id = reporters.size;
      reporters.set(found.code, id);
      newReporters.push([id, found.code, found.name, importId]);
    }
    givenReporters.push([given, id, null, null]);
  }

  const periods: Cell[][] = [];
  for (const { given, beside } of await words('period')) {
    const found = load.words.period(given, beside);
    if ('zh' in found) unknown = true;
    periods.push(
      'zh' in found
        ? [given, beside, null, null, found.zh, found.en]
        : [given, beside, found.month, found.cumulative, null, null],
    );
  }

  const items = await known(transaction, 'report_items', `item || '|' || coalesce(unit, '')`);
  const newItems: Cell[][] = [];
  const givenItems: Cell[][] = [];
  for (const { given, beside } of await words('item')) {
    const found = load.words.item(given, beside);
    if ('zh' in found) {
      unknown = true;
      givenItems.push([given, beside, null, null, found.zh, found.en]);
      continue;
    }
    const key = `${found.item}|${found.unit ?? ''}`;
    let id = items.get(key);
    if (id === undefined) {
      id = items.size;
      items.set(key, id);
      newItems.push([id, found.item, found.unit, importId]);
    }
    givenItems.push([given, beside, id, found.scale, null, null]);
  }
  await transaction.append('reporters', newReporters);
  await transaction.append('report_items', newItems);
  await transaction.append('given_reporters', givenReporters);
  await transaction.append('given_periods', periods);
  await transaction.append('given_items', givenItems);
  return unknown;
}

async function known(transaction: Transaction, table: string, key: string): Promise<Map<string, number>> {
  const rows = await transaction.rows<{ id: number; key: string }>(`SELECT id, ${key} AS key FROM ${table}`);
  return new Map(rows.map((row) => [row.key, row.id]));
}

/** Codes by the names of enterprises that the workspace knows, where a name is of one enterprise only. */
async function namesOf(transaction: Transaction): Promise<Map<string, string>> {
  const rows = await transaction.rows<{ name: string; code: string }>(
    `SELECT name, any_value(credit_code) AS code FROM enterprises
     WHERE revised_by IS NULL AND name IS NOT NULL AND credit_code IS NOT NULL
     GROUP BY name HAVING count(DISTINCT credit_code) = 1`,
  );
  return new Map(rows.map((row) => [row.name, row.code]));
}

/** Of a value given twice, one is kept; of two that contradict each other, none. */
async function dropTwice(
  transaction: Transaction,
  rejects: RejectWriter,
  id: number,
): Promise<{ same: number; contradicting: number }> {
  await transaction.rows(`
    CREATE TEMP TABLE given_twice AS
    SELECT series, month, min(place) AS kept, count(*) AS n, min(value) = max(value) AS same,
      list(row_number ORDER BY row_number)[:5] AS rows
    FROM (
      SELECT *, rowid AS place, lag(month) OVER w AS before, lead(month) OVER w AS after FROM report_values WHERE import_id = ${id}
      WINDOW w AS (PARTITION BY series ORDER BY month, row_number))
    WHERE before = month OR after = month GROUP BY series, month`);
  const [counts] = await transaction.rows<{ same: number; contradicting: number }>(
    `SELECT coalesce(sum(n - 1) FILTER (same), 0)::BIGINT AS same,
       coalesce(sum(n) FILTER (NOT same), 0)::BIGINT AS contradicting FROM given_twice`,
  );
  if (counts!.contradicting > 0) {
    await rejects.insert(
      heldSql(
        id,
        `given_twice AS t ON t.series = v.series AND t.month = v.month AND NOT t.same`,
        `'同一企业、同一时期、同一指标报了不同的数（第 ' || array_to_string(t.rows, '、') || ' 行），请留下正确的一个。'`,
        `'One firm, period and item with different values (rows ' || array_to_string(t.rows, ', ') || '); keep the right one.'`,
      ),
    );
  }
  if (counts!.same > 0 || counts!.contradicting > 0) {
    await transaction.rows(
      `DELETE FROM report_values AS v USING given_twice AS t WHERE v.import_id = ${id} AND v.series = t.series
       AND v.month = t.month AND (NOT t.same OR v.rowid <> t.kept)`,
    );
  }
  await transaction.rows('DROP TABLE given_twice');
  return counts!;
}

/** Rows of this import that are not taken in, as rejects. */
function heldSql(id: number, join: string, zh: string, en: string): string {
  return `SELECT v.row_number AS "row", i.item AS "column", v.value::VARCHAR AS value, ${zh} AS zh, ${en} AS en,
      ${recordSql('r.code', periodSql('v.month', SERIES.cumulative('v.series')), 'i.item', 'v.value', 'i.unit')} AS record
    FROM report_values AS v JOIN ${join}
    JOIN reporters AS r ON r.id = ${SERIES.reporter('v.series')}
    JOIN report_items AS i ON i.id = ${SERIES.item('v.series')}
    WHERE v.import_id = ${id}`;
}

async function dropUnchanged(transaction: Transaction, id: number): Promise<number> {
  const [done] = await transaction.rows<{ Count: number }>(
    `DELETE FROM report_values WHERE import_id = ${id} AND rowid IN (
       SELECT v.place FROM report_values AS old
       JOIN (SELECT rowid AS place, series, month, value FROM report_values WHERE import_id = ${id}) AS v
         ON old.series = v.series AND old.month = v.month AND old.value = v.value
       WHERE old.import_id <> ${id} AND old.revised_by IS NULL)`,
  );
  return done?.Count ?? 0;
}

async function markRevised(transaction: Transaction, id: number): Promise<number> {
  const [done] = await transaction.rows<{ Count: number }>(
    `UPDATE report_values AS old SET revised_by = ${id} FROM report_values AS v
     WHERE v.import_id = ${id} AND old.import_id <> ${id} AND old.revised_by IS NULL
       AND old.series = v.series AND old.month = v.month`,
  );
  return done?.Count ?? 0;
}

interface ErrorFound extends Bilingual {
  series: number;
  from: number;
  to: number;
}

/**
 * What the checks look at, in the order of series and month: the new values, as they were written, and where reports
 * stand already, what is known of the same series.
 */
async function panelOf(
  transaction: Transaction,
  id: number,
  hasHistory: boolean,
  rows: number,
): Promise<{ relation: string; items: CheckItem[]; cuts: number[] }> {
  const own = `SELECT series, month, value, row_number AS "row", true AS fresh FROM report_values WHERE import_id = ${id}`;
  if (hasHistory) {
    await transaction.rows(`
      CREATE TEMP TABLE ${PANEL} AS ${own} UNION ALL
        SELECT old.series, old.month, old.value, old.row_number, false FROM report_values AS old
        ANTI JOIN (SELECT series, month FROM report_values WHERE import_id = ${id}) AS new USING (series, month)
        WHERE old.revised_by IS NULL AND old.import_id <> ${id}
          AND old.series IN (SELECT series FROM report_values WHERE import_id = ${id})
      ORDER BY series, month`);
  }
  const items = await transaction.rows<CheckItem>('SELECT id, item, unit FROM report_items ORDER BY id');
  const [reporters] = await transaction.rows<{ n: number }>('SELECT count(*) AS n FROM reporters');
  const parts = Math.min(MOST_PARTS, Math.floor(rows / ROWS_IN_PART));
  const cuts = Array.from({ length: Math.max(0, parts - 1) }, (_, i) =>
    SERIES.first(Math.floor((reporters!.n * (i + 1)) / parts)),
  );
  return { relation: hasHistory ? PANEL : `(${own})`, items, cuts };
}

/** Whether a series has a month twice: the values of an import stand in order. */
async function standsTwice(transaction: Transaction, id: number): Promise<boolean> {
  const [found] = await transaction.rows<{ n: number }>(`
    SELECT count(*) AS n FROM (
      SELECT series, month, lag(series) OVER () AS ps, lag(month) OVER () AS pm FROM report_values WHERE import_id = ${id})
    WHERE ps = series AND pm = month`);
  return found!.n > 0;
}

async function check(
  transaction: Transaction,
  checks: ReportChecks,
  plan: ReturnType<ReportChecks['plan']>,
  run: { id: number; now: string; file: string },
): Promise<{ counts: Record<string, number>; errors: ErrorFound[] }> {
  const counts: Record<string, number> = {};
  const errors: ErrorFound[] = [];
  const rows: Cell[][] = [];
  /** The reasons are put into words while the database looks for what comes next. */
  let next: Promise<FoundRow[]> | null = null;
  try {
    for (const sql of plan.prepare) await transaction.rows(sql);
    const queries = [];
    for (const { sql, when } of plan.findings) {
      if (when === null || (await transaction.rows<{ n: number }>(when))[0]!.n > 0) queries.push(sql);
    }
    for (let i = 0; i <= queries.length; i++) {
      const found = (await next) ?? [];
      next = i < queries.length ? findingsOf(transaction, queries[i]!, checks, counts) : null;
      for (const finding of found) rows.push(findingCells(finding, rows.length));
    }
    await transaction.append('findings', rows);
  } finally {
    await next?.catch(() => undefined);
    for (const sql of plan.drop) await transaction.rows(sql).catch(() => undefined);
  }
  return { counts, errors };

  function findingCells(finding: FoundRow, seq: number): Cell[] {
    const severity = checks.severity(finding.kind);
    const reason = checks.reason(finding, {
      enterprise: finding.name ?? finding.code,
      item: finding.item,
      unit: finding.unit,
      other: finding.other_name ?? finding.other_code,
    });
    if (severity === 'error' && finding.from !== null && finding.to !== null) {
      errors.push({ series: finding.series, from: finding.from, to: finding.to, ...reason });
    }
    return [
      run.id,
      seq,
      finding.kind,
      severity,
      finding.code,
      finding.item,
      spanText(finding),
      finding.value,
      finding.expected,
      finding.unit,
      run.file,
      finding.row,
      reason.zh,
      reason.en,
      run.now,
    ];
  }
}

/** What one query finds, with names, no more of a kind than are written out; how many there are is added to `counts`. */
async function findingsOf(
  transaction: Transaction,
  sql: string,
  checks: ReportChecks,
  counts: Record<string, number>,
): Promise<FoundRow[]> {
  // Kept before names are joined on: the planner cannot guess how few findings there are.
  await transaction.rows(`CREATE TEMP TABLE ${FOUND} AS ${sql}`);
  const kinds = await transaction.rows<{ kind: string; n: number }>(
    `SELECT kind, count(*) AS n FROM ${FOUND} GROUP BY kind`,
  );
  for (const { kind, n } of kinds) counts[kind] = (counts[kind] ?? 0) + n;
  const whole = kinds.filter(({ kind, n }) => n <= MOST_FINDINGS || checks.severity(kind) === 'error');
  const found = await transaction.rows<FoundRow>(`
    SELECT f.*, r.code, r.name, o.code AS other_code, o.name AS other_name, i.item, i.unit
    FROM (SELECT * FROM ${FOUND} QUALIFY kind IN ('', ${whole.map(({ kind }) => quoted(kind)).join(', ')})
      OR row_number() OVER (PARTITION BY kind ORDER BY series, "from") <= ${MOST_FINDINGS}) AS f
    LEFT JOIN reporters AS r ON r.id = ${SERIES.reporter('f.series')}
    LEFT JOIN reporters AS o ON o.id = f.other
    LEFT JOIN report_items AS i ON i.id = ${SERIES.item('f.series')} AND f.kind NOT IN ('missing', 'copied-form')
    ORDER BY f.kind, f.series, f."from"`);
  await transaction.rows(`DROP TABLE ${FOUND}`);
  return found;
}

type FoundRow = ReportFindingRow & {
  code: string | null;
  name: string | null;
  other_code: string | null;
  other_name: string | null;
  item: string | null;
  unit: string | null;
};

function spanText({ from, to }: ReportFindingRow): string | null {
  if (from === null || to === null) return null;
  const month = (key: number) => `${Math.floor(key / 12)}-${String((key % 12) + 1).padStart(2, '0')}`;
  return from === to ? month(from) : `${month(from)}/${month(to)}`;
}

/** Moves what is almost certainly wrong to the rejects: there it can be mended, or confirmed. */
async function hold(
  transaction: Transaction,
  rejects: RejectWriter,
  id: number,
  errors: readonly ErrorFound[],
): Promise<number> {
  if (errors.length === 0) return 0;
  await transaction.rows(
    'CREATE TEMP TABLE held_errors (series BIGINT, "from" INTEGER, "to" INTEGER, zh VARCHAR, en VARCHAR)',
  );
  await transaction.append(
    'held_errors',
    errors.map((error) => [error.series, error.from, error.to, error.zh, error.en]),
  );
  const within = 'v.series = h.series AND v.month BETWEEN h."from" AND h."to"';
  const held = `(SELECT v.series AS s, v.month AS m, any_value(h.zh) AS zh, any_value(h.en) AS en
    FROM report_values AS v JOIN held_errors AS h ON ${within} WHERE v.import_id = ${id} GROUP BY ALL)`;
  const count = await rejects.insert(
    heldSql(id, `${held} AS h ON v.series = h.s AND v.month = h.m`, 'h.zh', 'h.en'),
  );
  await transaction.rows(
    `DELETE FROM report_values AS v USING held_errors AS h WHERE v.import_id = ${id} AND ${within}`,
  );
  await transaction.rows('DROP TABLE held_errors');
  return count;
}

/** A period as a month, or as the months from January to it; null where it is neither. */
export function reportMonth(period: Period): { month: number; cumulative: boolean } | null {
  const january = (year: number, month: number) => ({ month: monthKey({ year, month }), cumulative: true });
  switch (period.kind) {
    case 'month':
      return { month: monthKey(period), cumulative: false };
    case 'day':
      return { month: monthKey(period), cumulative: false };
    case 'asof':
      return { month: monthKey({ year: period.year, month: period.month ?? 12 }), cumulative: false };
    case 'year':
      return january(period.year, 12);
    case 'half':
      return period.half === 1 ? january(period.year, 6) : null;
    case 'quarter':
      return period.quarter === 1 ? january(period.year, 3) : null;
    case 'months':
      return period.from.month === 1 && period.from.year === period.to.year
        ? january(period.to.year, period.to.month)
        : null;
    case 'years':
      return null;
  }
}
