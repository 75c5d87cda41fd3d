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
  `
  ALTER TABLE rejects ADD COLUMN record VARCHAR;
  CREATE TABLE sources (
    sha256 VARCHAR, file VARCHAR, kind VARCHAR, title VARCHAR, bytes BIGINT, mapping VARCHAR, released VARCHAR,
    synthetic BOOLEAN, import_id INTEGER, recorded_at VARCHAR
  );
  CREATE TABLE enterprises (
    credit_code VARCHAR, name VARCHAR, area_code VARCHAR, area VARCHAR, industry_code VARCHAR, industry VARCHAR,
    size VARCHAR, registered VARCHAR, titles VARCHAR, persons VARCHAR, other VARCHAR, content VARCHAR,
    source VARCHAR, sheet VARCHAR, row_number INTEGER, import_id INTEGER, recorded_at VARCHAR, revised_by INTEGER
  );
  CREATE TABLE clusters (
    name VARCHAR, area_code VARCHAR, area VARCHAR, industry VARCHAR, level VARCHAR, listed VARCHAR,
    organisation VARCHAR, other VARCHAR, content VARCHAR,
    source VARCHAR, sheet VARCHAR, row_number INTEGER, import_id INTEGER, recorded_at VARCHAR, revised_by INTEGER
  );
  CREATE TABLE reporters (id INTEGER, code VARCHAR, name VARCHAR, import_id INTEGER);
  CREATE TABLE report_items (id INTEGER, item VARCHAR, unit VARCHAR, import_id INTEGER);
  CREATE TABLE report_values (
    series BIGINT, month INTEGER, value DOUBLE, row_number INTEGER, import_id INTEGER, revised_by INTEGER
  );
  CREATE TABLE findings (
    import_id INTEGER, seq INTEGER, finding VARCHAR, severity VARCHAR, enterprise VARCHAR, item VARCHAR,
    period VARCHAR, value DOUBLE, expected DOUBLE, unit VARCHAR, file VARCHAR, row_number INTEGER,
    reason_zh VARCHAR, reason_en VARCHAR, recorded_at VARCHAR
  );
  `,
  `
  ALTER TABLE sources ADD COLUMN publisher VARCHAR;
  `,
  `
  ALTER TABLE figures ADD COLUMN scope_words VARCHAR;
  `,
  `
  CREATE TABLE io_tables (
    id INTEGER, name VARCHAR, title VARCHAR, year INTEGER, unit VARCHAR, layout VARCHAR, industries INTEGER,
    regions INTEGER, sheet VARCHAR, places VARCHAR, checks VARCHAR, content VARCHAR,
    source VARCHAR, import_id INTEGER, recorded_at VARCHAR, revised_by INTEGER
  );
  CREATE TABLE io_labels (
    table_id INTEGER, axis VARCHAR, seq INTEGER, code VARCHAR, name VARCHAR, name_en VARCHAR, region VARCHAR,
    kind VARCHAR
  );
  CREATE TABLE io_vectors (table_id INTEGER, part VARCHAR, seq INTEGER, cells BLOB);
  `,
  `
  CREATE TABLE links (
    id INTEGER, supplier VARCHAR, buyer VARCHAR, product VARCHAR, period VARCHAR, value DOUBLE, unit VARCHAR,
    evidence VARCHAR, origin VARCHAR, lines INTEGER, content VARCHAR,
    source VARCHAR, sheet VARCHAR, row_number INTEGER, import_id INTEGER, recorded_at VARCHAR, revised_by INTEGER
  );
  CREATE TABLE link_lines (link INTEGER, row_number INTEGER, day VARCHAR, value DOUBLE);
  CREATE TABLE input_classes (
    supplier_sector VARCHAR, buyer_sector VARCHAR, class INTEGER,
    source VARCHAR, sheet VARCHAR, row_number INTEGER, import_id INTEGER, recorded_at VARCHAR, revised_by INTEGER
  );
  `,
  `
  CREATE TABLE chains (
    chain VARCHAR, part VARCHAR, key VARCHAR, grade VARCHAR, owner VARCHAR, noted VARCHAR, cited VARCHAR,
    record VARCHAR, content VARCHAR,
    source VARCHAR, sheet VARCHAR, row_number INTEGER, import_id INTEGER, recorded_at VARCHAR, revised_by INTEGER
  );
  `,
  `
  CREATE TABLE titles (
    credit_code VARCHAR, name VARCHAR, title VARCHAR, held_from VARCHAR, held_to VARCHAR, batch VARCHAR,
    area_code VARCHAR, area VARCHAR, other VARCHAR, content VARCHAR,
    source VARCHAR, sheet VARCHAR, row_number INTEGER, import_id INTEGER, recorded_at VARCHAR, revised_by INTEGER
  );
  CREATE TABLE firm_items (
    credit_code VARCHAR, name VARCHAR, item VARCHAR, year INTEGER, value DOUBLE, words VARCHAR, unit VARCHAR,
    source VARCHAR, sheet VARCHAR, row_number INTEGER, column_name VARCHAR,
    import_id INTEGER, recorded_at VARCHAR, revised_by INTEGER
  );
  CREATE TABLE assessments (
    id INTEGER, credit_code VARCHAR, name VARCHAR, title VARCHAR, application VARCHAR, day VARCHAR, area VARCHAR,
    rulebook VARCHAR, rulebook_version VARCHAR, data_version VARCHAR, program_version VARCHAR, origin VARCHAR,
    state VARCHAR, level_low VARCHAR, level_high VARCHAR, verdict VARCHAR, recorded_at VARCHAR
  );
  `,
  `
  CREATE TABLE jobs (
    id VARCHAR, kind VARCHAR, title_zh VARCHAR, title_en VARCHAR, principal VARCHAR, state VARCHAR,
    failure_zh VARCHAR, failure_en VARCHAR, recorded_at VARCHAR
  );
  CREATE TABLE audit (principal VARCHAR, action VARCHAR, subject VARCHAR, recorded_at VARCHAR);
  `,
  `
  CREATE TABLE challenges (
    id VARCHAR, title VARCHAR, kind VARCHAR, direction VARCHAR, publisher VARCHAR, published VARCHAR,
    apply_until VARCHAR, record VARCHAR, content VARCHAR,
    source VARCHAR, sheet VARCHAR, row_number INTEGER, import_id INTEGER, recorded_at VARCHAR, revised_by INTEGER
  );
  CREATE TABLE challenge_entries (
    seq INTEGER, challenge VARCHAR, lead VARCHAR, partners VARCHAR, recommended_by VARCHAR, state VARCHAR,
    by_whom VARCHAR, day VARCHAR, evidence VARCHAR, note VARCHAR, measured VARCHAR, recorded_at VARCHAR
  );
  `,
  `
  CREATE TABLE market (
    kind VARCHAR, id VARCHAR, title VARCHAR, cells VARCHAR, content VARCHAR,
    source VARCHAR, sheet VARCHAR, row_number INTEGER, import_id INTEGER, recorded_at VARCHAR, revised_by INTEGER
  );
  `,
  `
  CREATE TABLE layout_tables (
    id INTEGER, name VARCHAR, unit VARCHAR, sheet VARCHAR, area_column VARCHAR, activity_column VARCHAR,
    value_column VARCHAR, year_column VARCHAR, areas INTEGER, activities INTEGER, years VARCHAR, cells INTEGER,
    content VARCHAR, import_id INTEGER, recorded_at VARCHAR, revised_by INTEGER
  );
  CREATE TABLE layout_cells (
    table_id INTEGER, area VARCHAR, activity VARCHAR, year INTEGER, value DOUBLE, row_number INTEGER
  );
  CREATE TABLE neighbours (
    area VARCHAR, neighbour VARCHAR, row_number INTEGER, import_id INTEGER, recorded_at VARCHAR, revised_by INTEGER
  );
  `,
];

/**
 * A series of reports is one item of one firm, of single months or cumulative: firm × 65536 + item × 2 + (1 if
 * cumulative). One integer sorts and joins several times faster than names.
 */
export const SERIES = {
  of: (reporter: string, item: string, cumulative: string) =>
    `(${reporter}::BIGINT * 65536 + ${item}::BIGINT * 2 + ${cumulative}::INTEGER)`,
  /** The lowest series of a reporter. */
  first: (reporter: number) => reporter * 65536,
  reporter: (series: string) => `(${series} >> 16)::INTEGER`,
  item: (series: string) => `((${series} & 65535) >> 1)::INTEGER`,
  cumulative: (series: string) => `(${series} & 1)::BOOLEAN`,
} as const;

/** A month key, with its basis, in the notation of src/model/period.ts. */
export function periodSql(month: string, cumulative: string): string {
  const year = `printf('%04d', ${month} // 12)`;
  const point = `${year} || '-' || printf('%02d', ${month} % 12 + 1)`;
  return `(CASE WHEN ${cumulative} THEN ${year} || '-01/' ELSE '' END || ${point})`;
}

/** Made anew after every migration: a change here asks for a migration, if only an empty one. */
export const VIEWS = `
  CREATE OR REPLACE VIEW figure_vintages AS ${vintages('SELECT * FROM figures WHERE retired_at IS NULL')};
  CREATE OR REPLACE VIEW reports AS
    SELECT r.code AS enterprise, r.name, i.item, i.unit, v.value, v.month,
      ${SERIES.cumulative('v.series')} AS cumulative,
      ${periodSql('v.month', SERIES.cumulative('v.series'))} AS period,
      s.file, v.row_number, v.import_id, v.revised_by
    FROM report_values AS v
    JOIN reporters AS r ON r.id = ${SERIES.reporter('v.series')}
    JOIN report_items AS i ON i.id = ${SERIES.item('v.series')}
    LEFT JOIN sources AS s ON s.import_id = v.import_id;
`;

/**
 * Marks as superseded each of the known figures that a later release of the same quantity revises: `relate` of
 * src/model/figure.ts in SQL. Figures that say different prices or scopes are different quantities.
 */
export function vintages(known: string): string {
  return `
    WITH known AS (${known})
    SELECT old.*, EXISTS (
      SELECT 1 FROM known AS new
      WHERE new.fact_key = old.fact_key AND old.period IS NOT NULL AND new.released > old.released
        AND (new.price_basis = old.price_basis OR new.price_basis IS NULL OR old.price_basis IS NULL)
        AND (new.scope_words = old.scope_words OR new.scope_words IS NULL OR old.scope_words IS NULL)
        AND (new.value_low > old.value_high OR new.value_high < old.value_low)
        AND abs(new.value - old.value) <= ${LARGEST_REVISION} * greatest(abs(new.value), abs(old.value))
    ) AS superseded
    FROM known AS old`;
}
