/** Columns of the wide table that rulebooks are judged over: one row a subject. What is not known is NULL. */
import { titleKey } from './choose.js';
import { AWARD_LEVELS, isHeld, yearsBefore } from './condition.js';
import { identifier } from './sql-expression.js';
import type { Subject } from './subject.js';

export interface AwardTest {
  level: string;
  rankAtMost: number | null;
  withinYears: number;
}

/** Name and DuckDB type, and what it holds. */
export type Column =
  | { name: string; type: 'DOUBLE'; kind: 'number'; item: string; year: number | null }
  | { name: string; type: 'BOOLEAN' | 'VARCHAR' | 'DATE'; kind: 'item'; item: string }
  /** Held and valid on the day of judging; NULL where nothing is known of the subject's titles. */
  | { name: string; type: 'BOOLEAN'; kind: 'title'; title: string }
  /** There is such an award, seen from the day of judging; NULL where it is not known. */
  | ({ name: string; type: 'BOOLEAN'; kind: 'award' } & AwardTest)
  /** GB/T 4754-2017, its letter in upper case where it has one. */
  | { name: 'industry'; type: 'VARCHAR'; kind: 'industry' };

export const INDUSTRY: Column = { name: 'industry', type: 'VARCHAR', kind: 'industry' };

/** `revenue@2025`, or `ip.class1` of an item that has one value. */
export function numberColumn(item: string, year: number | null): Column {
  return { name: year === null ? item : `${item}@${year}`, type: 'DOUBLE', kind: 'number', item, year };
}

export function itemColumn(item: string, type: 'BOOLEAN' | 'VARCHAR' | 'DATE'): Column {
  return { name: item, type, kind: 'item', item };
}

/** The title by its `titleKey`. */
export function titleColumn(title: string): Column {
  return { name: `title:${title}`, type: 'BOOLEAN', kind: 'title', title };
}

export function awardColumn({ level, rankAtMost, withinYears }: AwardTest): Column {
  const name = `award:${level}:${rankAtMost ?? 'any'}:${withinYears}`;
  return { name, type: 'BOOLEAN', kind: 'award', level, rankAtMost, withinYears };
}

/** An empty wide table: `id` and the columns. */
export function wideTableSql(table: string, columns: readonly Column[]): string {
  const defined = columns.map(({ name, type }) => `${identifier(name)} ${type}`);
  return `CREATE TABLE ${table} (${['id BIGINT', ...defined].join(', ')})`;
}

/** Cells of a subject as of a day, in the order of the columns; dates as ISO days. */
export function wideRow(
  subject: Subject,
  columns: readonly Column[],
  on: string,
): (number | boolean | string | null)[] {
  return columns.map((column) => cellOf(subject, column, on));
}

function cellOf(subject: Subject, column: Column, on: string): number | boolean | string | null {
  switch (column.kind) {
    case 'number': {
      if (column.year !== null) return subject.yearly.get(column.item)?.get(column.year) ?? null;
      const value = subject.single.get(column.item);
      return typeof value === 'number' ? value : null;
    }
    case 'item': {
      const value = subject.single.get(column.item);
      return typeof value === (column.type === 'BOOLEAN' ? 'boolean' : 'string') ? value! : null;
    }
    case 'title':
      return (
        subject.titles?.some((held) => titleKey(held.title) === column.title && isHeld(held, on)) ?? null
      );
    case 'award':
      return hasAward(subject, column, on);
    case 'industry':
      return subject.industry;
  }
}

function hasAward(
  { awards }: Subject,
  { level, rankAtMost, withinYears }: AwardTest,
  on: string,
): boolean | null {
  if (awards === null) return null;
  const levels = levelsFrom(level);
  const from = yearsBefore(on, withinYears);
  const counting = awards.filter(
    (award) => levels.includes(award.level) && from <= award.date && award.date <= on,
  );
  if (counting.some(({ rank }) => rankAtMost === null || (rank !== null && rank <= rankAtMost))) return true;
  return counting.some(({ rank }) => rank === null) ? null : false;
}

/** The level and those above it. */
function levelsFrom(level: string): string[] {
  return AWARD_LEVELS.slice(0, AWARD_LEVELS.indexOf(level) + 1);
}

/** Tables that subjects stand in long: one row a value, a title held, an award. Names of tables, or queries in brackets. */
export interface LongTables {
  /** `id` BIGINT, `industry` VARCHAR, `titles_known` and `awards_known` BOOLEAN: one row a subject. */
  subjects: string;
  /** `id`, `item`, `year` (NULL where the item has one value), `number` DOUBLE, `text` VARCHAR (`true` and `false`, ISO days). */
  values: string;
  /** `id`, `title` as `titleKey` gives it, `from_day` and `to_day` as ISO days in text, NULL where open. */
  titles: string;
  /** `id`, `level`, `rank` INTEGER or NULL, `day` as ISO day in text. */
  awards: string;
}

/**
 * A query that gives the wide table, as of a day. Of several values of one item and year, the highest counts: tables are
 * to hold one.
 */
export function wideSql(columns: readonly Column[], on: string, tables: LongTables): string {
  const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
  const today = quoted(on);
  const grouped = (kinds: Column['kind'][], from: string, aggregate: (column: Column) => string) => {
    const own = columns.filter(({ kind }) => kinds.includes(kind));
    if (own.length === 0) return null;
    const list = own.map((column) => `${aggregate(column)} AS ${identifier(column.name)}`);
    return `(SELECT id, ${list.join(',\n  ')}\n  FROM ${from} GROUP BY id)`;
  };
  // Places of columns as integers: text would be compared once a column.
  const places = columns.flatMap((column, place) => {
    if (column.kind === 'number') return [`(${quoted(column.item)}, ${column.year ?? 'NULL'}, ${place})`];
    return column.kind === 'item' ? [`(${quoted(column.item)}, NULL, ${place})`] : [];
  });
  const placed = `(SELECT v.id, v.number, v.text, p.place FROM ${tables.values} AS v
    JOIN (VALUES ${places.join(', ')}) AS p(item, year, place)
      ON p.item = v.item AND coalesce(p.year, 0) = coalesce(v.year, 0)) AS placed`;
  const values = grouped(['number', 'item'], placed, (column) => {
    const at = `FILTER (place = ${columns.indexOf(column)})`;
    return column.kind === 'number' ? `max(number) ${at}` : `TRY_CAST(max(text) ${at} AS ${column.type})`;
  });
  const titles = grouped(['title'], `${tables.titles} AS t`, (column) => {
    const { title } = column as Extract<Column, { kind: 'title' }>;
    const open = (day: string, test: string) => `(${day} IS NULL OR ${test})`;
    return `bool_or(title = ${quoted(title)} AND ${open('from_day', `from_day <= ${today}`)} AND ${open('to_day', `to_day >= ${today}`)})`;
  });
  const awards = grouped(['award'], `${tables.awards} AS a`, (column) => {
    const { level, rankAtMost, withinYears } = column as Extract<Column, { kind: 'award' }>;
    const levels = levelsFrom(level).map(quoted).join(', ');
    const counts = `level IN (${levels}) AND day BETWEEN ${quoted(yearsBefore(on, withinYears))} AND ${today}`;
    if (rankAtMost === null) return `bool_or(${counts})`;
    // One that is placed decides; failing that, one whose place is not known leaves it open.
    return `CASE WHEN bool_or(${counts} AND coalesce("rank" <= ${rankAtMost}, FALSE)) THEN TRUE
    WHEN bool_or(${counts} AND "rank" IS NULL) THEN NULL ELSE FALSE END`;
  });
  const list = columns.map((column) => {
    const name = identifier(column.name);
    switch (column.kind) {
      case 'industry':
        return `s.industry AS ${name}`;
      case 'title':
        return `CASE WHEN s.titles_known THEN coalesce(t.${name}, FALSE) END AS ${name}`;
      case 'award':
        return `CASE WHEN s.awards_known THEN CASE WHEN a.id IS NULL THEN FALSE ELSE a.${name} END END AS ${name}`;
      default:
        return `v.${name} AS ${name}`;
    }
  });
  const join = (query: string | null, as: string) =>
    query === null ? '' : `\nLEFT JOIN ${query} AS ${as} ON ${as}.id = s.id`;
  return `SELECT s.id, ${list.join(',\n  ')}
FROM ${tables.subjects} AS s${join(values, 'v')}${join(titles, 't')}${join(awards, 'a')}`;
}
