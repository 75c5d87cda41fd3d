import { DuckDBDateValue, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Column, type Subject, verdictsSql, wideRow, wideSql } from '../../src/assess/index.js';
import { allShipped, items, levelRulebook } from './shipped.js';
import { anySubject } from './subjects.js';

const ON = '2026-05-01';
const shipped = allShipped();
const { columns } = verdictsSql(shipped, { on: ON, application: 'new', items, levelRulebook, drafts: true });

/** One list of rows a table, in the columns that `LongTables` names. */
function longOf(subjects: readonly Subject[]) {
  const text = (value: string | null) => (value === null ? 'NULL' : `'${value}'`);
  const values: string[] = [];
  const titles: string[] = [];
  const awards: string[] = [];
  for (const [id, subject] of subjects.entries()) {
    for (const [item, value] of subject.single) {
      const number = typeof value === 'number' ? `'${value}'::DOUBLE` : 'NULL';
      values.push(
        `${id}, '${item}', NULL, ${number}, ${typeof value === 'number' ? 'NULL' : text(String(value))}`,
      );
    }
    for (const [item, years] of subject.yearly)
      for (const [year, value] of years) values.push(`${id}, '${item}', ${year}, '${value}'::DOUBLE, NULL`);
    for (const { title, from, to } of subject.titles ?? [])
      titles.push(`${id}, '${title}', ${text(from)}, ${text(to)}`);
    for (const { level, rank, date } of subject.awards ?? [])
      awards.push(`${id}, '${level}', ${rank ?? 'NULL'}, '${date}'`);
  }
  const table = (rows: string[]) => rows.map((row) => `(${row})`).join(', ');
  return {
    subjects: table(
      subjects.map(
        ({ industry, titles, awards }, id) =>
          `${id}, ${text(industry)}, ${titles !== null}, ${awards !== null}`,
      ),
    ),
    values: table(values),
    titles: table(titles),
    awards: table(awards),
  };
}

/** Zero has no sign. */
function plain<Cell>(cell: Cell): Cell {
  return cell === 0 ? (0 as Cell) : cell;
}

it('makes the same wide table out of long ones as out of subjects', async () => {
  const subjects = fc.sample(anySubject(shipped, items), { numRuns: 80, seed: 2 });
  const long = longOf(subjects);
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  try {
    await connection.run(`
      CREATE TABLE subjects (id BIGINT, industry VARCHAR, titles_known BOOLEAN, awards_known BOOLEAN);
      CREATE TABLE item_values (id BIGINT, item VARCHAR, year INTEGER, number DOUBLE, text VARCHAR);
      CREATE TABLE titles (id BIGINT, title VARCHAR, from_day VARCHAR, to_day VARCHAR);
      CREATE TABLE awards (id BIGINT, level VARCHAR, "rank" INTEGER, day VARCHAR);
      INSERT INTO subjects VALUES ${long.subjects}; INSERT INTO item_values VALUES ${long.values};
      INSERT INTO titles VALUES ${long.titles}; INSERT INTO awards VALUES ${long.awards};`);
    const query = wideSql(columns, ON, {
      subjects: 'subjects',
      values: 'item_values',
      titles: 'titles',
      awards: 'awards',
    });
    const rows = (await connection.runAndReadAll(`${query} ORDER BY s.id`)).getRowObjects();
    expect(new Set(columns.map(({ kind }: Column) => kind)).size).toBe(5);
    for (const [at, subject] of subjects.entries()) {
      const cells = columns.map(({ name }) => {
        const cell = rows[at]![name];
        return cell instanceof DuckDBDateValue ? cell.toString() : plain(cell);
      });
      expect(cells).toEqual(wideRow(subject, columns, ON).map(plain));
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
});
