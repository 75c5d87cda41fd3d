/**
 * The firms of the workspace as one list to page through: whoever stands in the register, holds a title or has items. Put
 * together once a state of the data, in memory beside the workspace's own tables, so that a filter is one short query.
 */
import { UserError } from '../model/index.js';
import type { Cell } from './database.js';
import { type StoredEnterprise, storedEnterprises } from './enterprises.js';
import { ofFirm } from './firm-condition.js';
import { type StoredFirmItem, storedFirmItems } from './firm-items.js';
import { type StoredTitle, storedTitles } from './titles.js';

type Rows = <Row>(sql: string, values?: readonly Cell[]) => Promise<Row[]>;

/** What the tables hold of firms, as they stand. */
export interface FirmRows {
  register: StoredEnterprise[];
  items: StoredFirmItem[];
  titles: StoredTitle[];
}

/** A title as lists write it, by the name that it goes by here. */
export interface NamedTitle {
  written: string;
  short: string;
  /** By which rules compare it. */
  key: string;
  /** Place on a ladder, from 0; null beside it. */
  rung: number | null;
}

export interface FirmFilter {
  /** GB/T 2260 codes to which the asker is limited; 100000 is everything. */
  areas: readonly string[];
  area?: string | undefined;
  /** Two to four digits of GB/T 4754, with or without the letter of the section. */
  industry?: string | undefined;
  /** Held on the day, by its short name; `none` for no title of the ladder. */
  title?: string | undefined;
  /** Part of the name or of the credit code. */
  text?: string | undefined;
  /** Places of states, of the verdicts that `judged` names. */
  states?: readonly number[] | undefined;
}

export const FIRM_SORTS = [
  'name',
  'area',
  'industry',
  'size',
  'rung',
  'lapses',
  'revenue',
  'staff',
  'nearest',
] as const;
export type FirmSort = (typeof FIRM_SORTS)[number];

export interface ListedFirm {
  id: number;
  key: string;
  name: string;
  creditCode: string | null;
  areaCode: string | null;
  area: string | null;
  industryCode: string | null;
  industry: string | null;
  size: string | null;
  /** 万元, 人; of `year`. */
  revenue: number | null;
  staff: number | null;
  year: number | null;
  /** Highest rung held on the day; null for none. */
  rung: number | null;
  titles: string[];
  /** Whether any list says anything of its titles. */
  titlesKnown: boolean;
  /** First last day of a title that is held; null where none ends. */
  lapses: string | null;
  synthetic: boolean;
  /** Place of the state; null where nothing was judged. */
  state: number | null;
  unmet: number | null;
  unknown: number | null;
}

export interface FirmChoices {
  areas: { code: string; name: string; firms: number }[];
  industries: { code: string; firms: number }[];
  titles: { title: string; firms: number }[];
}

/** A query on `id` that gives `state`, `unmet` and `unknown` of the firms of these areas. */
export interface FirmsJudged {
  areas: readonly (string | null)[];
  query(tables: FirmTables): string;
}

/** Long tables of firms, in the names of src/assess/sql-column.ts. */
export interface FirmTables {
  subjects: string;
  values: string;
  titles: string;
  awards: string;
}

/** Of each kind of table that a question makes, so many stay. */
const KEPT = 6;

export class FirmList {
  readonly #rows: Rows;
  readonly #named: (written: readonly string[]) => NamedTitle[];
  #version: string | null = null;
  #serial = 0;
  /** Names of tables, by what they answer; the oldest first. */
  readonly #standing = new Map<string, string>();
  readonly #judged = new Map<string, string>();
  #turn: Promise<unknown> = Promise.resolve();

  /** `named` gives the names that titles go by; every title that a list writes is asked for once. */
  constructor(rows: Rows, named: (written: readonly string[]) => NamedTitle[]) {
    this.#rows = rows;
    this.#named = named;
  }

  /** Firms of a part of the list, as of a day. `judged` is a name that `judge` was called with. */
  async page(
    on: string,
    filter: FirmFilter,
    {
      sort,
      down,
      from,
      count,
      judged,
    }: { sort: FirmSort; down: boolean; from: number; count: number; judged: string | null },
  ): Promise<{ items: ListedFirm[]; total: number }> {
    const standing = await this.#standingOn(on);
    const states = judged === null ? null : this.#judged.get(judged);
    if (states === undefined) throw new Error('these verdicts were not computed');
    const { where, values } = conditionOf(filter, states !== null);
    const relation = `ballast_firms.firms AS f JOIN ${standing} AS s ON s.id = f.id
      ${states === null ? '' : `LEFT JOIN ${states} AS v ON v.id = f.id`}`;
    const [counted] = await this.#rows<{ total: number }>(
      `SELECT count(*) AS total FROM ${relation} WHERE ${where}`,
      values,
    );
    const order = orderOf(sort, down, states !== null);
    const items = await this.#rows<ListedFirm & { titles: unknown }>(
      `SELECT f.id, f.key, f.name, f.credit_code AS "creditCode", f.area_code AS "areaCode", f.area,
         f.industry_code AS "industryCode", f.industry, f.size, f.revenue, f.staff, f.year, s.rung,
         to_json(s.titles)::VARCHAR AS titles, s.lapses, f.synthetic, f.titles_known AS "titlesKnown",
         ${states === null ? 'NULL AS state, NULL AS unmet, NULL AS "unknown"' : 'v.state, v.unmet, v."unknown"'}
       FROM ${relation} WHERE ${where} ORDER BY ${order}, f.id LIMIT ${Math.trunc(count)} OFFSET ${Math.trunc(from)}`,
      values,
    );
    return {
      items: items.map((row) => ({
        ...row,
        titles: JSON.parse(row.titles as unknown as string) as string[],
      })),
      total: counted!.total,
    };
  }

  /** What can be filtered by, with how many firms there are of each. */
  async choices(on: string, areas: readonly string[]): Promise<FirmChoices> {
    const standing = await this.#standingOn(on);
    const { where, values } = conditionOf({ areas }, false);
    const [places, industries, titles] = await Promise.all([
      this.#rows<FirmChoices['areas'][number]>(
        `SELECT area_code AS code, any_value(area) AS name, count(*) AS firms FROM ballast_firms.firms AS f
         WHERE area_code IS NOT NULL AND ${where} GROUP BY area_code ORDER BY area_code`,
        values,
      ),
      this.#rows<FirmChoices['industries'][number]>(
        `SELECT regexp_extract(industry_code, '^[A-Z]?(\\d{2})', 1) AS code, count(*) AS firms
         FROM ballast_firms.firms AS f WHERE regexp_matches(industry_code, '^[A-Z]?\\d{2}') AND ${where} GROUP BY 1 ORDER BY 1`,
        values,
      ),
      this.#rows<FirmChoices['titles'][number]>(
        `SELECT title, count(*) AS firms FROM (
           SELECT unnest(s.titles) AS title
           FROM ballast_firms.firms AS f JOIN ${standing} AS s ON s.id = f.id WHERE ${where}
         ) AS held GROUP BY 1 ORDER BY 2 DESC, 1`,
        values,
      ),
    ]);
    return { areas: places, industries, titles };
  }

  /** Judges every firm, once a state of the data, under a name. `parts` is told the areas in which there are firms. */
  async judge(name: string, parts: (areas: (string | null)[]) => readonly FirmsJudged[]): Promise<void> {
    await this.#fresh();
    await this.#inTurn(async () => {
      if (this.#judged.has(name)) return;
      const table = this.#name('judged');
      const areas = await this.#rows<{ code: string | null }>(
        'SELECT DISTINCT area_code AS code FROM ballast_firms.firms ORDER BY 1 NULLS LAST',
      );
      const queries = parts(areas.map(({ code }) => code)).map((part) => part.query(tablesOf(part.areas)));
      const none =
        'SELECT NULL::BIGINT AS id, NULL::UTINYINT AS state, 0 AS unmet, 0 AS "unknown" WHERE false';
      await this.#rows(
        `CREATE TABLE ${table} AS ${[none, ...queries].map((sql) => `(${sql})`).join(' UNION ALL ')}`,
      );
      await this.#keep(this.#judged, name, table);
    });
  }

  /** All that stands of one firm, by its key; null where there is none in these areas. */
  async firm(key: string, areas: readonly string[]): Promise<(FirmRows & { synthetic: boolean }) | null> {
    await this.#fresh();
    const { where, values } = conditionOf({ areas }, false);
    const [found] = await this.#rows<{ creditCode: string | null; synthetic: boolean }>(
      `SELECT credit_code AS "creditCode", synthetic FROM ballast_firms.firms AS f
       WHERE key = $${values.length + 1} AND ${where}`,
      [...values, key],
    );
    if (found === undefined) return null;
    const names = await this.#rows<{ name: string }>(
      'SELECT name FROM ballast_firms.coded WHERE coalesce(code, name) = $1',
      [key],
    );
    const of = ofFirm(
      found.creditCode,
      names.map(({ name }) => name),
    );
    const [register, items, titles] = await Promise.all([
      storedEnterprises(this.#rows, of),
      storedFirmItems(this.#rows, of),
      storedTitles(this.#rows, of),
    ]);
    return { register, items, titles, synthetic: found.synthetic };
  }

  /** Every value that one item of a firm has had, the newest first. */
  async vintages(
    creditCode: string | null,
    name: string,
    item: string,
    year: number | null,
  ): Promise<ItemVintage[]> {
    const of = ofFirm(creditCode, [name]);
    return this.#rows<ItemVintage>(
      `SELECT f.value AS number, f.words, f.unit, s.file, f.sheet, f.row_number AS "row", f.column_name AS "column",
         f.recorded_at AS "recordedAt", f.import_id AS "importId", f.revised_by AS "revisedBy",
         i.started_at AS "revisedAt"
       FROM firm_items AS f LEFT JOIN sources AS s ON s.import_id = f.import_id
         LEFT JOIN imports AS i ON i.id = f.revised_by
       WHERE ${of.sql} AND f.item = $3 AND f.year IS NOT DISTINCT FROM $4
       ORDER BY f.import_id DESC`,
      [...of.values, item, year],
    );
  }

  async #standingOn(on: string): Promise<string> {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(on))
      throw new UserError({ zh: `日期有误：${on}`, en: `Not a day: ${on}` });
    await this.#fresh();
    return this.#inTurn(async () => {
      const known = this.#standing.get(on);
      if (known !== undefined) return known;
      const table = this.#name('standing');
      const held = `(t.from_day IS NULL OR t.from_day <= '${on}') AND (t.to_day IS NULL OR t.to_day >= '${on}')`;
      await this.#rows(
        `CREATE TABLE ${table} AS
         SELECT f.id, max(t.rung) AS rung, min(t.to_day) AS lapses,
           coalesce(list_sort(list_distinct(list(t.short) FILTER (t.short IS NOT NULL))), []) AS titles
         FROM ballast_firms.firms AS f LEFT JOIN ballast_firms.titles AS t ON t.id = f.id AND ${held}
         GROUP BY f.id`,
      );
      await this.#keep(this.#standing, on, table);
      return table;
    });
  }

  /** Makes the list anew where anything was imported or changed since. */
  async #fresh(): Promise<void> {
    await this.#inTurn(async () => {
      const [now] = await this.#rows<{ version: string }>(
        `SELECT coalesce(max(id), 0)::VARCHAR || ' ' || coalesce(max(finished_at), '') AS version FROM imports`,
      );
      if (now!.version === this.#version) return;
      await this.#rows(`ATTACH IF NOT EXISTS ':memory:' AS ballast_firms`);
      for (const tables of [this.#standing, this.#judged]) {
        for (const table of tables.values()) await this.#rows(`DROP TABLE IF EXISTS ${table}`);
        tables.clear();
      }
      const written = await this.#rows<{ title: string }>(
        `SELECT DISTINCT title FROM titles WHERE revised_by IS NULL
         UNION SELECT DISTINCT unnest(from_json(titles, '["VARCHAR"]')) FROM enterprises
           WHERE revised_by IS NULL AND titles <> '[]'`,
      );
      const named = this.#named(written.map(({ title }) => title));
      for (const sql of listSql()) {
        await this.#rows(sql, sql.includes('$1') ? [JSON.stringify(named)] : []);
      }
      this.#version = now!.version;
    });
  }

  #name(kind: string): string {
    this.#serial++;
    return `ballast_firms.${kind}_${this.#serial}`;
  }

  async #keep(tables: Map<string, string>, name: string, table: string): Promise<void> {
    tables.set(name, table);
    for (const [oldest, old] of tables) {
      if (tables.size <= KEPT) break;
      tables.delete(oldest);
      await this.#rows(`DROP TABLE IF EXISTS ${old}`);
    }
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

export interface ItemVintage {
  number: number | null;
  words: string | null;
  unit: string | null;
  file: string | null;
  sheet: string | null;
  row: number;
  column: string;
  recordedAt: string;
  importId: number;
  revisedBy: number | null;
  revisedAt: string | null;
}

/**
 * A firm is its credit code; without one, the code that its name has elsewhere; failing that, its name. The register says
 * where it stands and what it does; items that say otherwise go before it.
 */
function listSql(): string[] {
  const standing = (table: string) => `(SELECT * FROM ${table} WHERE revised_by IS NULL)`;
  return [
    `CREATE OR REPLACE TABLE ballast_firms.named AS
     SELECT unnest(from_json($1, '[{"written":"VARCHAR","short":"VARCHAR","key":"VARCHAR","rung":"INTEGER"}]'), recursive := true)`,
    `CREATE OR REPLACE TABLE ballast_firms.seen AS
     SELECT DISTINCT name, credit_code FROM enterprises WHERE revised_by IS NULL
     UNION SELECT DISTINCT name, credit_code FROM titles WHERE revised_by IS NULL
     UNION SELECT DISTINCT name, credit_code FROM firm_items WHERE revised_by IS NULL`,
    `CREATE OR REPLACE TABLE ballast_firms.coded AS
     SELECT name, max(credit_code) AS code FROM ballast_firms.seen GROUP BY name`,
    `CREATE OR REPLACE TABLE ballast_firms.firms AS
     WITH register AS (
       SELECT coalesce(e.credit_code, c.code, e.name) AS key, any_value(e.name) AS name, any_value(area_code) AS area_code,
         any_value(area) AS area, any_value(regexp_replace(industry_code, '^.*:', '')) AS industry_code,
         any_value(industry) AS industry, any_value(size) AS size,
         any_value(registered) FILTER (regexp_full_match(registered, '\\d{4}-\\d{2}-\\d{2}')) AS registered,
         bool_or(e.titles <> '[]') AS titled, bool_or(coalesce(s.synthetic, false)) AS synthetic
       FROM ${standing('enterprises')} AS e JOIN ballast_firms.coded AS c ON c.name = e.name
         LEFT JOIN sources AS s ON s.import_id = e.import_id
       GROUP BY 1
     ), latest AS (
       SELECT coalesce(f.credit_code, c.code, f.name) AS key, max(words) FILTER (item = 'area') AS area_code,
         max(regexp_replace(words, '^.*:', '')) FILTER (item = 'industry') AS industry_code,
         arg_max(value, year) FILTER (item = 'revenue') AS revenue, arg_max(value, year) FILTER (item = 'staff') AS staff,
         max(year) FILTER (item = 'revenue') AS year, bool_or(item = 'titles') AS titled, bool_or(item = 'awards') AS awarded,
         bool_or(coalesce(s.synthetic, false)) AS synthetic
       FROM ${standing('firm_items')} AS f JOIN ballast_firms.coded AS c ON c.name = f.name
         LEFT JOIN sources AS s ON s.import_id = f.import_id
       WHERE item IN ('area', 'industry', 'revenue', 'staff', 'titles', 'awards') GROUP BY 1
     ), listed AS (
       SELECT coalesce(t.credit_code, c.code, t.name) AS key, any_value(area_code) AS area_code, any_value(area) AS area,
         bool_or(coalesce(s.synthetic, false)) AS synthetic
       FROM ${standing('titles')} AS t JOIN ballast_firms.coded AS c ON c.name = t.name
         LEFT JOIN sources AS s ON s.import_id = t.import_id
       GROUP BY 1
     ), keys AS (
       SELECT coalesce(s.credit_code, c.code, s.name) AS key, min(s.name) AS name,
         max(coalesce(s.credit_code, c.code)) AS credit_code
       FROM ballast_firms.seen AS s JOIN ballast_firms.coded AS c ON c.name = s.name GROUP BY 1
     )
     SELECT row_number() OVER (ORDER BY coalesce(r.name, k.name), k.key)::BIGINT AS id, k.key, k.credit_code,
       coalesce(r.name, k.name) AS name, coalesce(l.area_code, r.area_code) AS area_code,
       CASE WHEN l.area_code IS NULL OR l.area_code = r.area_code THEN coalesce(r.area, t.area) ELSE t.area END AS area,
       upper(coalesce(l.industry_code, r.industry_code)) AS industry_code, r.industry, r.size, r.registered,
       l.revenue, l.staff, l.year,
       coalesce(r.titled, false) OR coalesce(l.titled, false) OR t.key IS NOT NULL AS titles_known,
       coalesce(l.awarded, false) AS awards_known,
       coalesce(r.synthetic, false) OR coalesce(l.synthetic, false) OR coalesce(t.synthetic, false) AS synthetic
     FROM keys AS k LEFT JOIN register AS r ON r.key = k.key LEFT JOIN latest AS l ON l.key = k.key
       LEFT JOIN listed AS t ON t.key = k.key`,
    // A list with days says more than a word in the register.
    `CREATE OR REPLACE TABLE ballast_firms.titles AS
     WITH dated AS (
       SELECT coalesce(t.credit_code, c.code, t.name) AS key, title AS written, held_from AS from_day, held_to AS to_day
       FROM ${standing('titles')} AS t JOIN ballast_firms.coded AS c ON c.name = t.name
     ), words AS (
       SELECT coalesce(e.credit_code, c.code, e.name) AS key, unnest(from_json(titles, '["VARCHAR"]')) AS written
       FROM ${standing('enterprises')} AS e JOIN ballast_firms.coded AS c ON c.name = e.name WHERE titles <> '[]'
     ), entries AS (
       SELECT d.key, n.short, n.key AS title, n.rung, from_day, to_day
       FROM dated AS d JOIN ballast_firms.named AS n ON n.written = d.written
       UNION ALL
       SELECT w.key, n.short, n.key AS title, n.rung, NULL, NULL
       FROM words AS w JOIN ballast_firms.named AS n ON n.written = w.written
       WHERE NOT EXISTS (
         SELECT 1 FROM dated AS d JOIN ballast_firms.named AS m ON m.written = d.written
         WHERE d.key = w.key AND m.short = n.short
       )
     )
     SELECT f.id, e.short, e.title, e.rung, e.from_day, e.to_day
     FROM entries AS e JOIN ballast_firms.firms AS f ON f.key = e.key`,
  ];
}

/** Only firms of some areas; all of them share a rulebook. */
function tablesOf(areas: readonly (string | null)[]): FirmTables {
  const known = areas.flatMap((area) => (area === null ? [] : [`'${area.replaceAll("'", "''")}'`]));
  const isHere = [
    known.length > 0 ? `area_code IN (${known.join(', ')})` : 'false',
    areas.includes(null) ? 'area_code IS NULL' : 'false',
  ].join(' OR ');
  const here = `(SELECT id, key, industry_code, registered, titles_known, awards_known FROM ballast_firms.firms WHERE ${isHere})`;
  const items = `(SELECT h.id, i.item, i.year, i.value AS number, i.words AS text
    FROM firm_items AS i JOIN ballast_firms.coded AS n ON n.name = i.name
    JOIN ${here} AS h ON h.key = coalesce(i.credit_code, n.code, i.name) WHERE i.revised_by IS NULL`;
  return {
    subjects: `(SELECT id, industry_code AS industry, titles_known, awards_known FROM ${here})`,
    values: `${items}
      UNION ALL SELECT id, 'registered', NULL, NULL, registered FROM ${here} AS h
      WHERE registered IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM firm_items AS i JOIN ballast_firms.coded AS n ON n.name = i.name
        WHERE coalesce(i.credit_code, n.code, i.name) = h.key AND i.item = 'registered' AND i.revised_by IS NULL))`,
    titles: `(SELECT t.id, t.title, t.from_day, t.to_day FROM ballast_firms.titles AS t)`,
    awards: `(SELECT id, a.level, a."rank", a.date AS day FROM (
      SELECT id, unnest(from_json(text, '[{"level":"VARCHAR","rank":"INTEGER","date":"VARCHAR"}]')) AS a
      FROM ${items} AND i.item = 'awards')))`,
  };
}

function conditionOf(filter: FirmFilter, judged: boolean): { where: string; values: Cell[] } {
  const values: Cell[] = [];
  const given = (value: Cell) => `$${values.push(value)}`;
  const inArea = (code: string) => `starts_with(f.area_code, ${given(code.replace(/(?:00){1,2}$/, ''))})`;
  const conditions: string[] = [];
  if (!filter.areas.includes('100000'))
    conditions.push(filter.areas.length === 0 ? 'false' : `(${filter.areas.map(inArea).join(' OR ')})`);
  if (filter.area && filter.area !== '100000') conditions.push(inArea(filter.area));
  if (filter.industry) {
    // Codes stand with the letter of their section and without.
    const code = filter.industry.replace(/^[A-Za-z]/, '');
    conditions.push(`starts_with(regexp_replace(f.industry_code, '^[A-Z]', ''), ${given(code)})`);
  }
  if (filter.title === 'none') conditions.push('s.rung IS NULL AND f.titles_known');
  else if (filter.title) conditions.push(`list_contains(s.titles, ${given(filter.title)})`);
  if (filter.text) {
    const text = given(filter.text.normalize('NFKC').trim());
    conditions.push(`(contains(f.name, ${text}) OR contains(f.credit_code, upper(${text})))`);
  }
  if (judged && filter.states && filter.states.length > 0)
    conditions.push(`v.state IN (${filter.states.map((state) => Math.trunc(state)).join(', ')})`);
  return { where: conditions.length === 0 ? 'true' : conditions.join(' AND '), values };
}

/** Nearest to a title first: met, for a person to see, data missing, unmet; then by how much is missing. */
const NEAREST = 'list_position([0, 3, 2, 1, 4], v.state)';

function orderOf(sort: FirmSort, down: boolean, judged: boolean): string {
  const way = down ? 'DESC NULLS LAST' : 'ASC NULLS LAST';
  switch (sort) {
    case 'name':
      return `f.id ${way}`;
    case 'area':
      return `f.area_code ${way}`;
    case 'industry':
      return `f.industry_code ${way}`;
    case 'nearest':
      return judged ? `${NEAREST} ${way}, v.unmet ${way}, v."unknown" ${way}` : `f.id ${way}`;
    case 'rung':
    case 'lapses':
      return `s.${sort} ${way}`;
    default:
      return `f.${sort} ${way}`;
  }
}
