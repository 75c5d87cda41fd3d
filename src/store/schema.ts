/**
 * Tables of the workspace. Each migration is written once and never changed; a change of mind is a further one.
 *
 * No primary keys and no indexes: the one writing process keeps rows apart itself, and DuckDB refuses to delete and
 * insert one key in one transaction. Instants are ISO 8601 in UTC and days ISO dates, both as text: they sort as they
 * stand and say exactly what the source says.
 */
import { LARGEST_REVISION } from '../model/index.js';

export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE documents (
    sha256 VARCHAR, source VARCHAR, file VARCHAR, format VARCHAR, title VARCHAR,
    published VARCHAR, published_trust VARCHAR, event_date VARCHAR, released VARCHAR,
    outlet VARCHAR, original_outlet VARCHAR, bytes BIGINT,
    reader_version VARCHAR, import_id INTEGER, recorded_at VARCHAR, read_at VARCHAR, reading VARCHAR
  );
  CREATE TABLE directions (
    document VARCHAR, seq INTEGER, group_name VARCHAR, ordinal INTEGER, title VARCHAR,
    status VARCHAR, speaker VARCHAR, themes VARCHAR, span_start INTEGER, span_end INTEGER
  );
  CREATE TABLE measures (
    document VARCHAR, direction_seq INTEGER, seq INTEGER, text VARCHAR, themes VARCHAR,
    span_start INTEGER, span_end INTEGER
  );
  CREATE TABLE targets (
    document VARCHAR, seq INTEGER, type VARCHAR, indicator VARCHAR, value DOUBLE, unit VARCHAR,
    deadline VARCHAR, bound VARCHAR, text VARCHAR, span_start INTEGER, span_end INTEGER
  );
  CREATE TABLE figures (
    id VARCHAR, fact_key VARCHAR, indicator VARCHAR, value DOUBLE, value_low DOUBLE, value_high DOUBLE,
    unit VARCHAR, kind VARCHAR, period VARCHAR, period_start INTEGER, period_end INTEGER,
    area_code VARCHAR, area VARCHAR, industry_code VARCHAR, industry VARCHAR, group_name VARCHAR,
    price_basis VARCHAR, scope VARCHAR, comparator VARCHAR, bound VARCHAR, approx BOOLEAN, released VARCHAR,
    document VARCHAR, quote VARCHAR, figure VARCHAR,
    reader_version VARCHAR, import_id INTEGER, recorded_at VARCHAR, retired_at VARCHAR
  );
  CREATE TABLE imports (
    id INTEGER, kind VARCHAR, source VARCHAR, started_at VARCHAR, finished_at VARCHAR,
    accepted INTEGER, unchanged INTEGER, rejected INTEGER
  );
  CREATE TABLE rejects (
    import_id INTEGER, seq INTEGER, file VARCHAR, row_number INTEGER, column_name VARCHAR, value VARCHAR,
    reason_zh VARCHAR, reason_en VARCHAR, recorded_at VARCHAR, resolved_by INTEGER
  );
  `,
];

/** Made anew after every migration: a change here asks for a migration, if only an empty one. */
export const VIEWS = `
  CREATE OR REPLACE VIEW figure_vintages AS ${vintages('SELECT * FROM figures WHERE retired_at IS NULL')};
`;

/**
 * Marks as superseded each of the known figures that a later release of the same quantity revises: `relate` of
 * src/model/figure.ts in SQL.
 */
export function vintages(known: string): string {
  return `
    WITH known AS (${known})
    SELECT old.*, EXISTS (
      SELECT 1 FROM known AS new
      WHERE new.fact_key = old.fact_key AND old.period IS NOT NULL AND new.released > old.released
        AND (new.value_low > old.value_high OR new.value_high < old.value_low)
        AND abs(new.value - old.value) <= ${LARGEST_REVISION} * greatest(abs(new.value), abs(old.value))
    ) AS superseded
    FROM known AS old`;
}
