/**
 * The firms of the workspace as one list to page through and to judge. Put together once, in memory beside the workspace's
 * own tables; of what is written afterwards, only the firms that it is about are put together anew.
 */
import { areaStem, UserError } from '../model/index.js';
import { type Cell, OPENED } from './database.js';
import { type StoredEnterprise, storedEnterprises } from './enterprises.js';
import {
  type EntryTitle,
  type FirmChoices,
  FirmColumns,
  type FirmEntry,
  type FirmFilter,
  type FirmSort,
  type FirmVerdicts,
  type ListedFirm,
  NO_STATE,
} from './firm-columns.js';
import { type FirmCondition, ofFirm } from './firm-condition.js';
import { type StoredFirmItem, storedFirmItems } from './firm-items.js';
import {
  CODED,
  FIRMS,
  type FirmTables,
  firmsSql,
  itemedSql,
  itemsSql,
  type OfFirms,
  quoted,
  SEEN,
  tablesOf,
  titlesSql,
  writtenTitlesSql,
} from './firm-tables.js';
import type { QueryColumns } from './query-rows.js';
import { type StoredTitle, storedTitles } from './titles.js';

type Rows = <Row>(sql: string, values?: readonly Cell[]) => Promise<Row[]>;

/** What the tables hold of firms, as they stand. */
export interface FirmRows {
  register: StoredEnterprise[];
  items: StoredFirmItem[];
  titles: StoredTitle[];
}

/** All that stands of some firms, as it lies in the tables. */
export async function firmRows(query: Rows, of: FirmCondition): Promise<FirmRows> {
  const [register, items, titles] = await Promise.all([
    storedEnterprises(query, of),
    storedFirmItems(query, of),
    storedTitles(query, of),
  ]);
  return { register, items, titles };
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

/** Where the list is put together from. */
export interface FirmListSource {
  query: Rows;
  queryColumns(sql: string): Promise<QueryColumns>;
  /** Names the state of tables, as the workspace does. */
  version(tables: readonly string[]): string;
}

/** A query on `id` that gives `state`, `unmet` and `unknown` of the firms of these areas. */
export interface FirmsJudged {
  areas: readonly (string | null)[];
  query(tables: FirmTables): string;
}

/** Told how many of how many firms have their verdicts. */
export type JudgingTold = (done: number, of: number) => void;

interface Judging {
  verdicts: FirmVerdicts;
  parts: (areas: (string | null)[]) => readonly FirmsJudged[];
  done: Promise<void>;
  isReady: boolean;
  /** Firms that changed while the others were being judged. */
  changed: Set<number>;
}

/** Titles and days for which the verdicts of all firms stay. */
const KEPT = 6;
/** Firms whose rows stay for who asks of them again. */
const KEPT_FIRMS = 200;
/** More firms than this that something was written of are taken up with all the others. */
const FEW = 200;
/** Rows that are handed over at once: others are answered in between. */
const BATCH = 4000;

export class FirmList {
  readonly #source: FirmListSource;
  readonly #named: (written: readonly string[]) => NamedTitle[];
  #columns = new FirmColumns([], new Map());
  /** State of the tables that the list was put together from. */
  #state: State | null = null;
  /** The last import that the list knows of, and how many rows the tables had then. */
  #version: Version | null = null;
  #serial = 0;
  readonly #judged = new Map<string, Judging>();
  readonly #firms = new Map<string, Promise<FirmRows>>();
  #turn: Promise<unknown> = Promise.resolve();

  /** `named` gives the names that titles go by; every title that a list writes is asked for once. */
  constructor(source: FirmListSource, named: (written: readonly string[]) => NamedTitle[]) {
    this.#source = source;
    this.#named = named;
  }

  /**
   * Firms of a part of the list, as of a day. `judged` is a name that `judge` was called with; until its verdicts are there,
   * the list comes without them, and no firm has any of the states that are asked for.
   */
  async page(
    on: string,
    filter: FirmFilter,
    order: { sort: FirmSort; down: boolean; from: number; count: number },
    judged: string | null,
  ): Promise<{ items: ListedFirm[]; total: number; isJudged: boolean }> {
    const columns = await this.columns();
    const judging = judged === null ? undefined : this.#judged.get(judged);
    const isJudged = judging?.isReady === true;
    if (!isJudged && filter.states !== undefined && filter.states.length > 0)
      return { items: [], total: 0, isJudged };
    return { ...columns.page(checkedDay(on), filter, order, isJudged ? judging.verdicts : null), isJudged };
  }

  /** What can be filtered by, with how many firms there are of each. */
  async choices(on: string, areas: readonly string[]): Promise<FirmChoices> {
    return (await this.columns()).choices(checkedDay(on), areas);
  }

  /** The list as it stands. */
  async columns(): Promise<FirmColumns> {
    await this.#fresh();
    return this.#columns;
  }

  /** Whether the verdicts of this name stand for the data as they are. */
  async isJudged(name: string): Promise<boolean> {
    await this.#fresh();
    return this.#judged.get(name)?.isReady === true;
  }

  /**
   * Judges every firm under a name, until something is written of more than a few firms; of few, these alone are judged
   * again. `parts` is told the areas in which there are firms.
   */
  async judge(
    name: string,
    parts: (areas: (string | null)[]) => readonly FirmsJudged[],
    told: JudgingTold = () => undefined,
  ): Promise<void> {
    await this.#fresh();
    const known = this.#judged.get(name);
    if (known !== undefined) return known.done;
    const { count } = this.#columns;
    const judging: Judging = {
      verdicts: {
        name,
        state: new Uint8Array(count).fill(NO_STATE),
        unmet: new Uint16Array(count),
        unknown: new Uint16Array(count),
      },
      parts,
      done: Promise.resolve(),
      isReady: false,
      changed: new Set(),
    };
    this.#judged.set(name, judging);
    for (const [oldest, { isReady }] of this.#judged)
      if (this.#judged.size > KEPT && isReady) this.#judged.delete(oldest);
    judging.done = this.#judgeAll(name, judging, told);
    try {
      await judging.done;
    } catch (error) {
      if (this.#judged.get(name) === judging) this.#judged.delete(name);
      throw error;
    }
  }

  /** The answer to a query over the firms of some areas, by column. */
  async answer(
    areas: readonly (string | null)[],
    query: (tables: FirmTables) => string,
  ): Promise<QueryColumns> {
    await this.#fresh();
    return this.#source.queryColumns(query(tablesOf(areas, null)));
  }

  /** All that stands of the firms from one id to another. */
  rowsFrom(first: number, last: number): Promise<FirmRows> {
    return this.#rowsWhere(`f.id BETWEEN ${Math.trunc(first)} AND ${Math.trunc(last)}`);
  }

  /** All that stands of some firms. */
  rowsOf(ids: readonly number[]): Promise<FirmRows> {
    return this.#rowsWhere(ids.length === 0 ? 'false' : `f.id IN (${ids.map(Math.trunc).join(', ')})`);
  }

  async #rowsWhere(firms: string): Promise<FirmRows> {
    await this.#fresh();
    return this.#rowsUnder({
      sql: `(coalesce(credit_code, ''), name) IN (SELECT (coalesce(s.credit_code, ''), s.name)
        FROM ${FIRMS}.seen AS s JOIN ${FIRMS}.coded AS c ON c.name = s.name
          JOIN ${FIRMS}.firms AS f ON f.key = coalesce(s.credit_code, c.code, s.name)
        WHERE ${firms})`,
      values: [],
    });
  }

  /** All that stands of one firm, by its key; null where there is none in these areas. */
  async firm(
    key: string,
    areas: readonly string[],
  ): Promise<(FirmRows & Pick<FirmEntry, 'synthetic'>) | null> {
    const columns = await this.columns();
    const entry = columns.byKey(key);
    if (entry === null || !isIn(areas, entry.areaCode)) return null;
    let rows = this.#firms.get(key);
    if (rows === undefined) {
      rows = this.#rowsOf(entry);
      this.#firms.set(key, rows);
      rows.catch(() => this.#firms.delete(key));
      if (this.#firms.size > KEPT_FIRMS) this.#firms.delete(this.#firms.keys().next().value!);
    }
    return { ...(await rows), synthetic: entry.synthetic };
  }

  /** Every value that one item of a firm has had, the newest first. */
  async vintages(
    creditCode: string | null,
    name: string,
    item: string,
    year: number | null,
  ): Promise<ItemVintage[]> {
    const of = ofFirm(creditCode, [name]);
    return this.#source.query<ItemVintage>(
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

  async #rowsOf({ key, creditCode }: FirmEntry): Promise<FirmRows> {
    const names = await this.#query<{ name: string }>(
      `SELECT name FROM ${FIRMS}.coded WHERE coalesce(code, name) = $1`,
      [key],
    );
    return this.#rowsUnder(
      ofFirm(
        creditCode,
        names.map(({ name }) => name),
      ),
    );
  }

  #rowsUnder(of: FirmCondition): Promise<FirmRows> {
    return firmRows((sql, values) => this.#source.query(sql, values), of);
  }

  async #judgeAll(name: string, judging: Judging, told: JudgingTold): Promise<void> {
    const { verdicts, parts, changed } = judging;
    const columns = this.#columns;
    let done = 0;
    for (const { areas, query } of parts(columns.areaCodes())) {
      done += await this.#take(query(tablesOf(areas, null)), verdicts, (now) =>
        told(done + now, columns.count),
      );
      if (this.#judged.get(name) !== judging) return;
    }
    // What changes from here on is judged by whoever takes the change up.
    while (changed.size > 0) {
      const ids = [...changed];
      changed.clear();
      await this.#withItemsOf(
        ids.map((id) => this.#columns.at(id)),
        (of) => this.#judgeAgain(judging, ids, of),
      );
    }
    judging.isReady = true;
  }

  async #judgeAgain({ verdicts, parts }: Judging, ids: readonly number[], known: OfFirms): Promise<void> {
    const entries = ids.map((id) => this.#columns.at(id));
    const of = { ...known, ids };
    for (const id of ids) verdicts.state[id - 1] = NO_STATE;
    for (const { areas, query } of parts([...new Set(entries.map(({ areaCode }) => areaCode))]))
      await this.#take(query(tablesOf(areas, of)), verdicts);
    this.#columns.forget(verdicts.name);
  }

  /** A query of verdicts, handed over in batches. */
  async #take(
    sql: string,
    { state, unmet, unknown }: FirmVerdicts,
    told: (done: number) => void = () => undefined,
  ): Promise<number> {
    let taken = 0;
    for await (const rows of this.#batches<{ id: number; state: number; unmet: number; unknown: number }>(
      sql,
    )) {
      for (const row of rows) {
        state[row.id - 1] = row.state;
        unmet[row.id - 1] = row.unmet;
        unknown[row.id - 1] = row.unknown;
      }
      taken += rows.length;
      told(taken);
    }
    return taken;
  }

  /** Rows of a query, so many at a time, in no order. */
  async *#batches<Row>(sql: string): AsyncGenerator<Row[]> {
    const table = `${FIRMS}.answer_${++this.#serial}`;
    await this.#query(`CREATE TABLE ${table} AS SELECT row_number() OVER () AS place, * FROM (${sql})`);
    try {
      for (let from = 1; ; from += BATCH) {
        // One text is handed over ten times as fast as its cells.
        const [answer] = await this.#query<{ rows: string | null }>(
          `SELECT to_json(list(t))::VARCHAR AS rows FROM (
             SELECT * EXCLUDE (place) FROM ${table} WHERE place BETWEEN ${from} AND ${from + BATCH - 1}) AS t`,
        );
        const rows = JSON.parse(answer?.rows ?? '[]') as Row[];
        if (rows.length === 0) return;
        yield rows;
        if (rows.length < BATCH) return;
      }
    } finally {
      await this.#query(`DROP TABLE ${table}`);
    }
  }

  /** Takes up what was written since. */
  async #fresh(): Promise<void> {
    if (isSame(this.#state, this.#stateNow())) return;
    await this.#inTurn(async () => {
      const state = this.#stateNow();
      if (isSame(this.#state, state)) return;
      const version = await this.#versionNow();
      if (
        this.#version === null ||
        this.#state?.opened !== state.opened ||
        !(await this.#takeUp(this.#version, version))
      )
        await this.#make();
      this.#version = version;
      this.#state = state;
    });
  }

  #stateNow(): State {
    return {
      tables: this.#source.version([...TABLES, 'sources']),
      opened: this.#source.version([OPENED]),
    };
  }

  async #versionNow(): Promise<Version> {
    const of = (table: string) =>
      `SELECT count(*) AS rows, max(import_id) AS last, max(revised_by) AS revised FROM ${table}`;
    const [row] = await this.#query<{ rows: number; last: number | null }>(
      `SELECT sum(rows)::DOUBLE AS rows, max(greatest(coalesce(last, 0), coalesce(revised, 0))) AS last
       FROM (${TABLES.map(of).join(' UNION ALL ')})`,
    );
    return { rows: row!.rows, last: row!.last ?? 0 };
  }

  /** Whether what was written is about few firms that the list has, and now has as they are. */
  async #takeUp(before: Version, now: Version): Promise<boolean> {
    if (now.last === before.last) return now.rows === before.rows;
    const touched = await this.#query<{ name: string; code: string | null; isSeen: boolean; key: string }>(
      `WITH touched AS (${TABLES.flatMap((table) =>
        // Apart, each passes over all that is older.
        ['import_id', 'revised_by'].map(
          (by) => `SELECT name, credit_code FROM ${table} WHERE ${by} > ${before.last}`,
        ),
      ).join(' UNION ')})
       SELECT t.name, t.credit_code AS code, s.name IS NOT NULL AS "isSeen", coalesce(t.credit_code, c.code, t.name) AS key
       FROM touched AS t LEFT JOIN ${FIRMS}.seen AS s
         ON s.name = t.name AND s.credit_code IS NOT DISTINCT FROM t.credit_code
         LEFT JOIN ${FIRMS}.coded AS c ON c.name = t.name
       LIMIT ${FEW + 1}`,
    );
    if (touched.length > FEW || touched.some(({ isSeen }) => !isSeen)) return false;
    const entries = [...new Set(touched.map(({ key }) => key))].map((key) => this.#columns.byKey(key));
    if (entries.some((entry) => entry === null)) return false;
    const ids = entries.map((entry) => entry!.id);
    return this.#withItemsOf(entries as FirmEntry[], async (of) => {
      const written = await this.#query<{ title: string }>(
        `SELECT title FROM (${writtenTitlesSql(of)}) WHERE title NOT IN (SELECT written FROM ${FIRMS}.named)`,
      );
      if (written.length > 0) await this.#name(written.map(({ title }) => title));
      const table = `${FIRMS}.taken_${++this.#serial}`;
      await this.#query(`CREATE TABLE ${table} AS SELECT f.id, n.* FROM (${firmsSql(of)}) AS n
        JOIN ${FIRMS}.firms AS f ON f.key = n.key WHERE f.id IN (${ids.join(', ')})`);
      try {
        const [same] = await this.#query<{ same: number }>(
          `SELECT count(*) AS same FROM ${table} AS n JOIN ${FIRMS}.firms AS f ON f.id = n.id AND f.name = n.name`,
        );
        // One that is gone, or goes by another name, moves the places of others.
        if (same!.same !== ids.length) return false;
        await this.#query(`DELETE FROM ${FIRMS}.firms WHERE id IN (${ids.join(', ')})`);
        await this.#query(`INSERT INTO ${FIRMS}.firms BY NAME SELECT * FROM ${table}`);
        await this.#query(`DELETE FROM ${FIRMS}.titles WHERE id IN (${ids.join(', ')})`);
        await this.#query(
          `INSERT INTO ${FIRMS}.titles SELECT * FROM (${titlesSql(of)}) WHERE id IN (${ids.join(', ')})`,
        );
      } finally {
        await this.#query(`DROP TABLE ${table}`);
      }
      const among = `id IN (${ids.join(', ')})`;
      this.#columns.replace(
        await this.#query<FirmEntry>(`SELECT ${ENTRY} FROM ${FIRMS}.firms WHERE ${among}`),
        byFirm(await this.#query<TitleRow>(`SELECT ${TITLE} FROM ${FIRMS}.titles WHERE ${among}`)),
      );
      for (const entry of entries) this.#firms.delete(entry!.key);
      for (const judging of this.#judged.values()) {
        if (judging.isReady) await this.#judgeAgain(judging, ids, of);
        else for (const id of ids) judging.changed.add(id);
      }
      return true;
    });
  }

  /** Works on firms with their items in a table of their own. */
  async #withItemsOf<Result>(
    entries: readonly FirmEntry[],
    work: (of: OfFirms) => Promise<Result>,
  ): Promise<Result> {
    const known = await this.#known(entries);
    const items = `${FIRMS}.items_${++this.#serial}`;
    await this.#query(`CREATE TABLE ${items} AS ${itemsSql(known)}`);
    try {
      return await work({ ...known, items });
    } finally {
      await this.#query(`DROP TABLE ${items}`);
    }
  }

  /** Every name and code of firms. */
  async #known(entries: readonly FirmEntry[]): Promise<Omit<OfFirms, 'items'>> {
    const rows = await this.#query<{ name: string; code: string | null }>(
      `SELECT DISTINCT s.name, s.credit_code AS code
       FROM ${FIRMS}.seen AS s JOIN ${FIRMS}.coded AS c ON c.name = s.name
       WHERE coalesce(s.credit_code, c.code, s.name) IN (${entries.map(({ key }) => quoted(key)).join(', ')})`,
    );
    return {
      names: [...new Set(rows.map(({ name }) => name))],
      codes: [...new Set(rows.flatMap(({ code }) => (code === null ? [] : [code])))],
    };
  }

  async #make(): Promise<void> {
    await this.#query(`ATTACH IF NOT EXISTS ':memory:' AS ${FIRMS} (READ_WRITE)`);
    const make = (table: string, sql: string) =>
      this.#query(`CREATE OR REPLACE TABLE ${FIRMS}.${table} AS ${sql}`);
    await make('named', `SELECT '' AS written, '' AS short, '' AS key, NULL::INTEGER AS rung WHERE false`);
    const written = await this.#query<{ title: string }>(writtenTitlesSql(null));
    await this.#name(written.map(({ title }) => title));
    await make('itemed', itemedSql(null));
    await make('seen', SEEN);
    await make('coded', CODED);
    await make(
      'firms',
      `SELECT row_number() OVER (ORDER BY name, key)::BIGINT AS id, * FROM (${firmsSql(null)})`,
    );
    await make('titles', titlesSql(null));
    await this.#query(`DROP TABLE ${FIRMS}.itemed`);
    const entries: FirmEntry[] = [];
    const alike = new Map<string, string>();
    const once = (text: string | null) => {
      if (text === null) return null;
      const known = alike.get(text);
      if (known === undefined) alike.set(text, text);
      return known ?? text;
    };
    for await (const rows of this.#batches<FirmEntry>(`SELECT ${ENTRY} FROM ${FIRMS}.firms ORDER BY id`))
      for (const row of rows)
        entries[row.id - 1] = {
          ...row,
          areaCode: once(row.areaCode),
          area: once(row.area),
          industryCode: once(row.industryCode),
          industry: once(row.industry),
          size: once(row.size),
        };
    const titles: TitleRow[] = [];
    for await (const rows of this.#batches<TitleRow>(`SELECT ${TITLE} FROM ${FIRMS}.titles`))
      titles.push(...rows);
    this.#columns = new FirmColumns(entries, byFirm(titles));
    this.#judged.clear();
    this.#firms.clear();
  }

  async #name(written: readonly string[]): Promise<void> {
    await this.#query(
      `INSERT INTO ${FIRMS}.named SELECT unnest(from_json($1, '[{"written":"VARCHAR","short":"VARCHAR","key":"VARCHAR","rung":"INTEGER"}]'), recursive := true)`,
      [JSON.stringify(this.#named(written))],
    );
  }

  #query<Row>(sql: string, values: readonly Cell[] = []): Promise<Row[]> {
    return this.#source.query<Row>(sql, values);
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#turn.then(work);
    this.#turn = turn.catch(() => undefined);
    return turn;
  }
}

const TABLES = ['enterprises', 'titles', 'firm_items'];

interface State {
  tables: string;
  opened: string;
}

interface Version {
  rows: number;
  last: number;
}

interface TitleRow extends EntryTitle {
  id: number;
}

const ENTRY = `id, key, name, credit_code AS "creditCode", area_code AS "areaCode", area, industry_code AS "industryCode",
  industry, size, revenue, staff, year, titles_known AS "titlesKnown", synthetic`;
const TITLE = `id, short, rung, from_day AS "from", to_day AS "to"`;

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

function byFirm(rows: readonly TitleRow[]): Map<number, EntryTitle[]> {
  const found = new Map<number, EntryTitle[]>();
  for (const { id, ...title } of rows) {
    const own = found.get(id);
    if (own === undefined) found.set(id, [title]);
    else own.push(title);
  }
  return found;
}

function isIn(areas: readonly string[], code: string | null): boolean {
  return areas.some((area) => area === '100000' || code?.startsWith(areaStem(area)) === true);
}

function isSame(a: State | null, b: State): boolean {
  return a !== null && a.tables === b.tables && a.opened === b.opened;
}

function checkedDay(on: string): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(on)) throw new UserError({ zh: `日期有误：${on}`, en: `Not a day: ${on}` });
  return on;
}
