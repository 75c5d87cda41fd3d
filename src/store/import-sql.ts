/** SQL of large imports of reports: from a file, by DuckDB's own readers, to sorted integer rows. Pure functions. */
import { SERIES } from './schema.js';

/** A file with one heading row, whose columns are the same all the way down. */
export interface BulkFile {
  path: string;
  format: 'csv' | 'parquet';
  /** Of delimited text. */
  delimiter: string;
  /** Every column of the file, in order, as its heading has it. */
  columns: readonly string[];
}

/** Which column says what. Without `item`, each value column is an item of its own, named by its heading. */
export interface BulkRoles {
  enterprise: string;
  period: string;
  item: string | null;
  unit: string | null;
  basis: string | null;
  values: readonly string[];
}

export interface BulkReports {
  file: BulkFile;
  roles: BulkRoles;
}

/** What is read from a file, row by row in its order (`place`, from 0): a view. */
export const STAGED = 'staged_reports';
const READ = 'read_reports';
/** Rows that were read one by one: of small tables, and what a typed read could not take. */
export const LOOSE = 'loose_reports';
export const ODD_ROWS = 'odd_report_rows';
const ODD_SCAN = 'odd_report_scan';
/** New values and what is known of their series, in order. */
export const PANEL = 'report_panel';
/** What one check finds. */
export const FOUND = 'report_findings';
export const TEMPORARY = [READ, LOOSE, ODD_ROWS, ODD_SCAN, PANEL, FOUND] as const;

export const LOOSE_TABLE = `CREATE TEMP TABLE ${LOOSE}
  ("row" INTEGER, enterprise VARCHAR, period VARCHAR, item VARCHAR, unit VARCHAR, basis VARCHAR, value DOUBLE)`;

/**
 * Makes the rows of the file readable as text and numbers. Delimited text is read into memory once, and the rows that
 * do not fit are set aside; Parquet is read where it stands, column by column as it is asked for.
 */
export function stageSql({ file, roles }: BulkReports): string[] {
  const text = (column: string | null) => (column === null ? `''` : `coalesce(${name(column)}::VARCHAR, '')`);
  const values = roles.values.map((column, i) =>
    file.format === 'csv' ? `${name(column)} AS v${i}` : `TRY_CAST(${name(column)} AS DOUBLE) AS v${i}`,
  );
  const columns = [
    `${text(roles.enterprise)} AS enterprise`,
    `${text(roles.period)} AS period`,
    ...(roles.item === null ? [] : [`${text(roles.item)} AS item`]),
    ...(roles.unit === null ? [] : [`${text(roles.unit)} AS unit`]),
    ...(roles.basis === null ? [] : [`${text(roles.basis)} AS basis`]),
    ...values,
  ].join(', ');
  const path = quoted(file.path);
  if (file.format === 'parquet') {
    return [
      `CREATE TEMP VIEW ${STAGED} AS
       SELECT file_row_number AS place, ${columns} FROM read_parquet(${path}, file_row_number = true)`,
    ];
  }
  const types = file.columns.map(
    (column) => `${quoted(column)}: ${roles.values.includes(column) ? `'DOUBLE'` : `'VARCHAR'`}`,
  );
  return [
    `CREATE TEMP TABLE ${READ} AS
     SELECT ${columns} FROM read_csv(${path}, columns = {${types.join(', ')}}, header = true, auto_detect = false,
       delim = ${quoted(file.delimiter)}, quote = '"', escape = '"', null_padding = false,
       store_rejects = true, rejects_table = '${ODD_ROWS}', rejects_scan = '${ODD_SCAN}', rejects_limit = 0)`,
    `CREATE TEMP VIEW ${STAGED} AS SELECT rowid AS place, * FROM ${READ}`,
  ];
}

/** Values of a Parquet file that are text and no number: their row, column and text. */
export function oddParquetSql({ file, roles }: BulkReports): string {
  return roles.values
    .map(
      (column) => `SELECT file_row_number + 2 AS "row", ${quoted(column)} AS "column",
        ${name(column)}::VARCHAR AS text, ${['enterprise', 'period', 'item', 'unit', 'basis']
          .map((role) => {
            const of = roles[role as keyof BulkRoles] as string | null;
            return `${of === null ? `''` : `coalesce(${name(of)}::VARCHAR, '')`} AS ${role}`;
          })
          .join(', ')}
      FROM read_parquet(${quoted(file.path)}, file_row_number = true)
      WHERE ${name(column)} IS NOT NULL AND TRY_CAST(${name(column)} AS DOUBLE) IS NULL`,
    )
    .join(' UNION ALL ');
}

/**
 * All values that were given, one a row. A row of the staged table is a row of the file less those set aside before
 * it: `odd` are their rows, in order.
 */
export function givenSql(roles: BulkRoles | null, odd: readonly number[], loose: boolean): string {
  const parts: string[] = [];
  if (roles !== null) {
    // The i-th row set aside stood, among those that were kept, before number odd[i] - 2 - i.
    const shifts = new Map(odd.map((row, i) => [row - 2 - i, i + 1]));
    const rows =
      shifts.size === 0
        ? `SELECT place + 2 AS "row", * FROM ${STAGED}`
        : `SELECT s.place + 2 + coalesce(shift.places, 0) AS "row", s.* FROM ${STAGED} AS s
           ASOF LEFT JOIN (VALUES ${[...shifts].map(([at, places]) => `(${at}, ${places})`).join(', ')})
             AS shift("at", places) ON s.place >= shift."at"`;
    for (const [i, heading] of roles.values.entries()) {
      parts.push(`SELECT "row"::INTEGER AS "row", enterprise, period, ${roles.item === null ? quoted(heading) : 'item'} AS item,
        ${roles.unit === null ? `''` : 'unit'} AS unit, ${roles.basis === null ? `''` : 'basis'} AS basis,
        v${i} AS value FROM (${rows}) WHERE v${i} IS NOT NULL`);
    }
  }
  if (loose) parts.push(`SELECT "row", enterprise, period, item, unit, basis, value FROM ${LOOSE}`);
  return parts.join(' UNION ALL ');
}

/** How often a cell was empty: what is missing is not stored, and never zero. */
export function emptySql(roles: BulkRoles): string {
  return `SELECT ${roles.values.map((_, i) => `count(*) FILTER (v${i} IS NULL)`).join(' + ')} AS empty,
    count(*) AS "rows" FROM ${STAGED}`;
}

export function distinctSql(
  roles: BulkRoles | null,
  loose: boolean,
  what: 'enterprise' | 'period' | 'item',
): string {
  const parts: string[] = [];
  const beside = what === 'period' ? 'basis' : 'unit';
  if (roles !== null) {
    if (what === 'enterprise') parts.push(`SELECT DISTINCT enterprise AS given, '' AS beside FROM ${STAGED}`);
    else {
      const second = roles[beside] === null ? `''` : beside;
      if (what === 'item' && roles.item === null) {
        const headings = roles.values.map((heading) => `(${quoted(heading)})`).join(', ');
        parts.push(
          roles.unit === null
            ? `SELECT heading AS given, '' AS beside FROM (VALUES ${headings}) AS h(heading)`
            : `SELECT DISTINCT heading AS given, unit AS beside FROM ${STAGED} CROSS JOIN (VALUES ${headings}) AS h(heading)`,
        );
      } else parts.push(`SELECT DISTINCT ${what} AS given, ${second} AS beside FROM ${STAGED}`);
    }
  }
  if (loose) {
    parts.push(
      `SELECT DISTINCT ${what} AS given, ${what === 'enterprise' ? `''` : beside} AS beside FROM ${LOOSE}`,
    );
  }
  return `SELECT DISTINCT given, beside FROM (${parts.join(' UNION ALL ')})`;
}

/** What the words of a file stand for. `id` or `month` is null where they stand for nothing, with the reason. */
export const WORD_TABLES = {
  given_reporters: '(given VARCHAR, id INTEGER, zh VARCHAR, en VARCHAR)',
  given_periods: '(given VARCHAR, beside VARCHAR, month INTEGER, cumulative BOOLEAN, zh VARCHAR, en VARCHAR)',
  given_items: '(given VARCHAR, beside VARCHAR, id INTEGER, scale DOUBLE, zh VARCHAR, en VARCHAR)',
} as const;

export function insertSql(given: string, importId: number): string {
  return `INSERT INTO report_values
    SELECT series, month, value, "row", ${importId}, NULL FROM (
      SELECT ${SERIES.of('r.id', 'i.id', 'p.cumulative')} AS series, p.month,
        CASE WHEN i.scale = 1 THEN g.value ELSE round(g.value * i.scale, 4) END AS value, g."row"
      FROM (${given}) AS g
      JOIN given_reporters AS r ON r.given = g.enterprise
      JOIN given_periods AS p ON p.given = g.period AND p.beside = g.basis
      JOIN given_items AS i ON i.given = g.item AND i.beside = g.unit
      WHERE r.id IS NOT NULL AND p.month IS NOT NULL AND i.id IS NOT NULL AND isfinite(g.value))
    ORDER BY series, month, "row"`;
}

/** Rows with a word that stands for nothing; the first such word gives the reason. */
export function unknownSql(given: string): string {
  return `SELECT g."row", CASE WHEN r.id IS NULL THEN '企业' WHEN p.month IS NULL THEN '报告期'
      WHEN i.id IS NULL THEN '指标' ELSE '数值' END AS "column",
      CASE WHEN r.id IS NULL THEN g.enterprise WHEN p.month IS NULL THEN g.period
        WHEN i.id IS NULL THEN g.item || CASE WHEN g.unit = '' THEN '' ELSE '（' || g.unit || '）' END
        ELSE g.value::VARCHAR END AS value,
      coalesce(CASE WHEN r.id IS NULL THEN r.zh WHEN p.month IS NULL THEN p.zh ELSE i.zh END, '不是有限的数') AS zh,
      coalesce(CASE WHEN r.id IS NULL THEN r.en WHEN p.month IS NULL THEN p.en ELSE i.en END, 'not a finite number') AS en,
      ${recordSql('g.enterprise', `g.period || CASE WHEN g.basis = '' THEN '' ELSE g.basis END`, 'g.item', 'g.value', 'g.unit')} AS record
    FROM (${given}) AS g
    LEFT JOIN given_reporters AS r ON r.given = g.enterprise
    LEFT JOIN given_periods AS p ON p.given = g.period AND p.beside = g.basis
    LEFT JOIN given_items AS i ON i.given = g.item AND i.beside = g.unit
    WHERE r.id IS NULL OR p.month IS NULL OR i.id IS NULL OR NOT isfinite(g.value)`;
}

/** Headings under which a refused report is exported: those by which a table of reports is known again. */
export const REPORT_HEADINGS = {
  enterprise: '统一社会信用代码',
  period: '报告期',
  item: '指标',
  value: '数值',
  unit: '单位',
} as const;

export function recordSql(
  enterprise: string,
  period: string,
  item: string,
  value: string,
  unit: string,
): string {
  const { enterprise: e, period: p, item: i, value: v, unit: u } = REPORT_HEADINGS;
  return `json_object('${e}', ${enterprise}, '${p}', ${period}, '${i}', ${item}, '${v}', ${value}, '${u}', ${unit})::VARCHAR`;
}

export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function name(column: string): string {
  return `"${column.replaceAll('"', '""')}"`;
}
