/**
 * Firms out of the tables of the workspace: whoever stands in the register, holds a title or has items. A firm is its
 * credit code; without one, the code that its name has elsewhere; failing that, its name. The register says where it stands
 * and what it does; items that say otherwise go before it.
 */

/** Beside the workspace's own tables, in memory. */
export const FIRMS = 'ballast_firms';

/** Long tables of firms, in the names of src/assess/sql-column.ts. */
export interface FirmTables {
  subjects: string;
  values: string;
  titles: string;
  awards: string;
}

/** Rows of these firms alone, by every name and code that they go by. */
export interface OfFirms {
  names: readonly string[];
  codes: readonly string[];
  /** A table of their items that stand, so that those of all firms are gone through once. */
  items: string;
}

export const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
const listOf = (texts: readonly string[]) => texts.map(quoted).join(', ');

/** Rows of a table that stand. */
function standing(table: string, of: OfFirms | null): string {
  if (of !== null && table === 'firm_items') return of.items;
  return `(SELECT * FROM ${table} WHERE revised_by IS NULL${of === null ? '' : ` AND ${among(of)}`})`;
}

function among({ names, codes }: Omit<OfFirms, 'items'>): string {
  const tests = [
    ...(codes.length === 0 ? [] : [`credit_code IN (${listOf(codes)})`]),
    ...(names.length === 0 ? [] : [`name IN (${listOf(names)})`]),
  ];
  return tests.length === 0 ? 'false' : `(${tests.join(' OR ')})`;
}

/** The items that stand of firms. Two passes: each leaves out at a glance what the other looks for. */
export function itemsSql({ names, codes }: Omit<OfFirms, 'items'>): string {
  const items = 'SELECT * FROM firm_items WHERE revised_by IS NULL AND';
  const [code] = codes;
  const coded =
    code === undefined
      ? 'false'
      : codes.length === 1
        ? `credit_code = ${quoted(code)}`
        : `credit_code IN (${listOf(codes)})`;
  return `${items} ${coded} UNION ALL ${items} credit_code IS NULL AND name IN (${listOf(names)})`;
}

/** What items say of a firm's place in the list, under each name and code that they stand under. */
export function itemedSql(of: OfFirms | null): string {
  return `SELECT f.credit_code, f.name, max(words) FILTER (item = 'area') AS area_code,
      max(words) FILTER (item = 'industry') AS industry_code,
      arg_max(value, year) FILTER (item = 'revenue') AS revenue, max(year) FILTER (item = 'revenue') AS revenue_year,
      arg_max(value, year) FILTER (item = 'staff') AS staff, max(year) FILTER (item = 'staff') AS staff_year,
      coalesce(bool_or(item = 'titles'), false) AS titled, coalesce(bool_or(item = 'awards'), false) AS awarded,
      bool_or(import_id IN (SELECT import_id FROM sources WHERE synthetic)) AS synthetic
    FROM ${standing('firm_items', of)} AS f GROUP BY f.credit_code, f.name`;
}

export const SEEN = `SELECT DISTINCT name, credit_code FROM enterprises WHERE revised_by IS NULL
  UNION SELECT DISTINCT name, credit_code FROM titles WHERE revised_by IS NULL
  UNION SELECT name, credit_code FROM ${FIRMS}.itemed`;

export const CODED = `SELECT name, max(credit_code) AS code FROM ${FIRMS}.seen GROUP BY name`;

/** A row a firm, without its id. */
export function firmsSql(of: OfFirms | null): string {
  const itemed = of === null ? `${FIRMS}.itemed` : `(${itemedSql(of)})`;
  const seen = of === null ? `${FIRMS}.seen` : `(SELECT * FROM ${FIRMS}.seen WHERE ${among(of)})`;
  return `WITH register AS (
      SELECT coalesce(e.credit_code, c.code, e.name) AS key, any_value(e.name) AS name, any_value(area_code) AS area_code,
        any_value(area) AS area, any_value(regexp_replace(industry_code, '^.*:', '')) AS industry_code,
        any_value(industry) AS industry, any_value(size) AS size,
        any_value(registered) FILTER (regexp_full_match(registered, '\\d{4}-\\d{2}-\\d{2}')) AS registered,
        bool_or(e.titles <> '[]') AS titled, bool_or(coalesce(s.synthetic, false)) AS synthetic
      FROM ${standing('enterprises', of)} AS e JOIN ${FIRMS}.coded AS c ON c.name = e.name
        LEFT JOIN sources AS s ON s.import_id = e.import_id
      GROUP BY 1
    ), latest AS (
      SELECT coalesce(f.credit_code, c.code, f.name) AS key, max(area_code) AS area_code,
        max(regexp_replace(industry_code, '^.*:', '')) AS industry_code,
        arg_max(revenue, revenue_year) AS revenue, arg_max(staff, staff_year) AS staff, max(revenue_year) AS year,
        bool_or(titled) AS titled, bool_or(awarded) AS awarded, bool_or(synthetic) AS synthetic
      FROM ${itemed} AS f JOIN ${FIRMS}.coded AS c ON c.name = f.name GROUP BY 1
    ), listed AS (
      SELECT coalesce(t.credit_code, c.code, t.name) AS key, any_value(area_code) AS area_code, any_value(area) AS area,
        bool_or(coalesce(s.synthetic, false)) AS synthetic
      FROM ${standing('titles', of)} AS t JOIN ${FIRMS}.coded AS c ON c.name = t.name
        LEFT JOIN sources AS s ON s.import_id = t.import_id
      GROUP BY 1
    ), keys AS (
      SELECT coalesce(s.credit_code, c.code, s.name) AS key, min(s.name) AS name,
        max(coalesce(s.credit_code, c.code)) AS credit_code
      FROM ${seen} AS s JOIN ${FIRMS}.coded AS c ON c.name = s.name GROUP BY 1
    )
    SELECT k.key, k.credit_code, coalesce(r.name, k.name) AS name, coalesce(l.area_code, r.area_code) AS area_code,
      CASE WHEN l.area_code IS NULL OR l.area_code = r.area_code THEN coalesce(r.area, t.area) ELSE t.area END AS area,
      upper(coalesce(l.industry_code, r.industry_code)) AS industry_code, r.industry, r.size, r.registered,
      l.revenue, l.staff, l.year,
      coalesce(r.titled, false) OR coalesce(l.titled, false) OR t.key IS NOT NULL AS titles_known,
      coalesce(l.awarded, false) AS awards_known,
      coalesce(r.synthetic, false) OR coalesce(l.synthetic, false) OR coalesce(t.synthetic, false) AS synthetic
    FROM keys AS k LEFT JOIN register AS r ON r.key = k.key LEFT JOIN latest AS l ON l.key = k.key
      LEFT JOIN listed AS t ON t.key = k.key`;
}

/** Titles as lists and the register write them. */
export function writtenTitlesSql(of: OfFirms | null): string {
  return `SELECT DISTINCT title FROM ${standing('titles', of)}
    UNION SELECT DISTINCT unnest(from_json(titles, '["VARCHAR"]')) FROM ${standing('enterprises', of)} WHERE titles <> '[]'`;
}

/** Titles by the id of the firm. A list with days says more than a word in the register. */
export function titlesSql(of: OfFirms | null): string {
  return `WITH dated AS (
      SELECT coalesce(t.credit_code, c.code, t.name) AS key, title AS written, held_from AS from_day, held_to AS to_day
      FROM ${standing('titles', of)} AS t JOIN ${FIRMS}.coded AS c ON c.name = t.name
    ), words AS (
      SELECT coalesce(e.credit_code, c.code, e.name) AS key, unnest(from_json(titles, '["VARCHAR"]')) AS written
      FROM ${standing('enterprises', of)} AS e JOIN ${FIRMS}.coded AS c ON c.name = e.name WHERE titles <> '[]'
    ), entries AS (
      SELECT d.key, n.short, n.key AS title, n.rung, from_day, to_day
      FROM dated AS d JOIN ${FIRMS}.named AS n ON n.written = d.written
      UNION ALL
      SELECT w.key, n.short, n.key AS title, n.rung, NULL, NULL
      FROM words AS w JOIN ${FIRMS}.named AS n ON n.written = w.written
      WHERE NOT EXISTS (
        SELECT 1 FROM dated AS d JOIN ${FIRMS}.named AS m ON m.written = d.written
        WHERE d.key = w.key AND m.short = n.short
      )
    )
    SELECT f.id, e.short, e.title, e.rung, e.from_day, e.to_day
    FROM entries AS e JOIN ${FIRMS}.firms AS f ON f.key = e.key`;
}

/** What firms are judged over: those of some areas, which share a rulebook, or of these only the ones of `of`. */
export function tablesOf(
  areas: readonly (string | null)[],
  of: (OfFirms & { ids: readonly number[] }) | null,
): FirmTables {
  const known = areas.filter((area) => area !== null);
  const isHere = [
    known.length > 0 ? `area_code IN (${listOf(known)})` : 'false',
    areas.includes(null) ? 'area_code IS NULL' : 'false',
  ].join(' OR ');
  const only = of === null ? '' : ` AND id IN (${of.ids.map(Math.trunc).join(', ')})`;
  const here = `(SELECT id, key, industry_code, registered, titles_known, awards_known FROM ${FIRMS}.firms WHERE (${isHere})${only})`;
  const rows = of === null ? 'firm_items' : of.items;
  const items = `(SELECT h.id, i.item, i.year, i.value AS number, i.words AS text
    FROM ${rows} AS i JOIN ${FIRMS}.coded AS n ON n.name = i.name
    JOIN ${here} AS h ON h.key = coalesce(i.credit_code, n.code, i.name) WHERE i.revised_by IS NULL`;
  return {
    subjects: `(SELECT id, industry_code AS industry, titles_known, awards_known FROM ${here})`,
    values: `${items}
      UNION ALL SELECT id, 'registered', NULL, NULL, registered FROM ${here} AS h
      WHERE registered IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM ${rows} AS i JOIN ${FIRMS}.coded AS n ON n.name = i.name
        WHERE coalesce(i.credit_code, n.code, i.name) = h.key AND i.item = 'registered' AND i.revised_by IS NULL))`,
    titles: `(SELECT t.id, t.title, t.from_day, t.to_day FROM ${FIRMS}.titles AS t)`,
    awards: `(SELECT id, a.level, a."rank", a.date AS day FROM (
      SELECT id, unnest(from_json(text, '[{"level":"VARCHAR","rank":"INTEGER","date":"VARCHAR"}]')) AS a
      FROM ${items} AND i.item = 'awards')))`,
  };
}
