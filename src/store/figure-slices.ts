/** Figures by what they state, a part of them at a time: for views that must not read the whole table. */
import type { Figure, FigureKind } from '../model/index.js';
import type { Cell } from './database.js';
import { vintages } from './schema.js';
import { endOfDayInChina } from './workspace.js';

type Rows = <Row>(sql: string, values?: readonly Cell[]) => Promise<Row[]>;

/** A figure with what is known of its source beside it. */
export interface SourcedFigure {
  figure: Figure;
  factKey: string;
  /** SHA-256 of the page or table. */
  document: string;
  title: string;
  publisher: string | null;
  /** The source says of itself that it is made up. */
  synthetic: boolean;
  recordedAt: string;
  /** A later release gives another value of the same quantity. */
  superseded: boolean;
}

/** What a workspace says of an indicator, by its written names. */
export interface IndicatorCount {
  indicator: string;
  kind: FigureKind;
  unit: string;
  industry: string | null;
  figures: number;
  areas: number;
  lastMonth: number | null;
}

export interface AreaCount {
  code: string | null;
  area: string;
  figures: number;
}

export interface SliceFilter {
  /** As written. */
  indicators: readonly string[];
  kind: FigureKind;
  unit: string;
  areas?: readonly string[];
  /** Leading digits of area codes that may be seen; null for everything. */
  within: readonly string[] | null;
  /** As known at the end of that day in China: made known by then, or held by this workspace by then. */
  asOf?: { day: string; by: 'released' | 'recorded' } | null;
  limit: number;
}

const SOURCED = `v.figure, v.fact_key, v.document, v.recorded_at, coalesce(d.title, s.title, s.file) AS title,
  coalesce(d.original_outlet, d.outlet, s.publisher) AS publisher, coalesce(s.synthetic, false) AS synthetic`;
const SOURCES = `LEFT JOIN documents AS d ON d.sha256 = v.document
  LEFT JOIN (
    SELECT sha256, any_value(file) AS file, any_value(title) AS title, any_value(publisher) AS publisher,
      bool_or(synthetic) AS synthetic
    FROM sources GROUP BY sha256
  ) AS s ON s.sha256 = v.document`;

interface SourcedRow {
  figure: string;
  fact_key: string;
  document: string;
  recorded_at: string;
  title: string;
  publisher: string | null;
  synthetic: boolean;
  superseded?: boolean;
}

/** Gathers the values of a query as they are named in it. */
class Values {
  readonly cells: Cell[] = [];
  add(cell: Cell): string {
    this.cells.push(cell);
    return `$${this.cells.length}`;
  }
  list(cells: readonly Cell[]): string {
    return cells.length === 0 ? 'NULL' : cells.map((cell) => this.add(cell)).join(', ');
  }
}

function scopeSql(within: readonly string[] | null, values: Values): string {
  return within === null
    ? 'true'
    : `(${within.map((lead) => `starts_with(area_code, ${values.add(lead)})`).join(' OR ') || 'false'})`;
}

function knownSql(asOf: SliceFilter['asOf'], values: Values): string {
  if (!asOf) return 'retired_at IS NULL';
  const end = values.add(endOfDayInChina(asOf.day));
  if (asOf.by === 'recorded') return `recorded_at < ${end} AND (retired_at IS NULL OR retired_at >= ${end})`;
  return `retired_at IS NULL AND (released <= ${values.add(asOf.day)} OR (released IS NULL AND recorded_at < ${end}))`;
}

function sliceSql(filter: Omit<SliceFilter, 'limit'>, values: Values): string {
  return [
    `indicator IN (${values.list(filter.indicators)})`,
    `kind = ${values.add(filter.kind)}`,
    `unit = ${values.add(filter.unit)}`,
    ...(filter.areas ? [`area IN (${values.list(filter.areas)})`] : []),
    scopeSql(filter.within, values),
    knownSql(filter.asOf ?? null, values),
  ].join(' AND ');
}

export function indicatorCounts(rows: Rows, within: readonly string[] | null): Promise<IndicatorCount[]> {
  const values = new Values();
  return rows<IndicatorCount>(
    `SELECT indicator, kind, unit, industry, count(*)::INTEGER AS figures, count(DISTINCT area)::INTEGER AS areas,
       max(period_end) AS "lastMonth"
     FROM figures WHERE retired_at IS NULL AND ${scopeSql(within, values)}
     GROUP BY ALL ORDER BY ALL`,
    values.cells,
  );
}

/** Areas of which an indicator is stated, the most often named first. */
export function areaCounts(rows: Rows, filter: Omit<SliceFilter, 'limit'>): Promise<AreaCount[]> {
  const values = new Values();
  return rows<AreaCount>(
    `SELECT any_value(area_code) AS code, area, count(*)::INTEGER AS figures FROM figures
     WHERE ${sliceSql(filter, values)} GROUP BY area ORDER BY figures DESC, area`,
    values.cells,
  );
}

/** Days on which values of an indicator were made known, the latest first. */
export async function releaseDays(rows: Rows, filter: Omit<SliceFilter, 'limit'>): Promise<string[]> {
  const values = new Values();
  const days = await rows<{ released: string }>(
    `SELECT DISTINCT released FROM figures WHERE released IS NOT NULL AND ${sliceSql(filter, values)}
     ORDER BY released DESC LIMIT 60`,
    values.cells,
  );
  return days.map(({ released }) => released);
}

/** The latest `limit` figures by period. */
export async function figureSlice(rows: Rows, filter: SliceFilter): Promise<SourcedFigure[]> {
  const values = new Values();
  const found = await rows<SourcedRow>(
    `SELECT ${SOURCED}, v.superseded
     FROM (${vintages(`SELECT * FROM figures WHERE ${sliceSql(filter, values)}`)}) AS v ${SOURCES}
     ORDER BY v.period_end DESC NULLS LAST, v.period_start DESC, v.released DESC NULLS LAST, v.id
     LIMIT ${values.add(filter.limit)}`,
    values.cells,
  );
  return found.map(sourced);
}

/** A figure by its id, and every value that sources give of the same quantity, the latest release first. */
export async function figureWithVintages(
  rows: Rows,
  id: string,
): Promise<{ own: SourcedFigure; all: SourcedFigure[] } | null> {
  const found = await rows<SourcedRow>(
    `WITH v AS (
       SELECT * FROM figures
       WHERE (fact_key IN (SELECT fact_key FROM figures WHERE id = $1) AND retired_at IS NULL) OR id = $1
     )
     SELECT ${SOURCED} FROM v ${SOURCES}
     ORDER BY v.released DESC NULLS LAST, v.recorded_at DESC, v.id LIMIT 200`,
    [id],
  );
  const all = found.map(sourced);
  const own = all.find(({ figure }) => figure.id === id);
  return own === undefined ? null : { own, all };
}

function sourced(row: SourcedRow): SourcedFigure {
  return {
    figure: JSON.parse(row.figure) as Figure,
    factKey: row.fact_key,
    document: row.document,
    title: row.title,
    publisher: row.publisher,
    synthetic: row.synthetic,
    recordedAt: row.recorded_at,
    superseded: row.superseded ?? false,
  };
}
