/**
 * Tables of area, activity, value and year from which it is told which industries fit a region, kept row by row so that each
 * number leads back to its cell; and which areas adjoin. What comes again under its name with other rows is a further vintage.
 */
import { sha256, UserError } from '../model/index.js';
import type { Cell, Transaction } from './database.js';
import { hashFile } from './originals.js';
import type { Reject, TableSource, TableWritten, Workspace } from './workspace.js';

export interface LayoutColumns {
  area: string;
  activity: string;
  value: string;
  /** Null for a table of one time. */
  year: string | null;
}

export interface LayoutCell {
  area: string;
  activity: string;
  year: number | null;
  value: number;
  /** Row of the sheet, the heading being row 1. */
  row: number;
}

export interface LayoutTableEntry {
  /** Under which it is found again. */
  name: string;
  unit: string;
  sheet: string | null;
  columns: LayoutColumns;
  cells: readonly LayoutCell[];
}

export interface StoredLayoutTable extends Omit<LayoutTableEntry, 'cells'> {
  id: number;
  areas: number;
  activities: number;
  /** Rising; empty for a table of one time. */
  years: number[];
  rows: number;
  title: string | null;
  publisher: string | null;
  released: string | null;
  file: string;
  sha256: string;
  synthetic: boolean;
  importId: number;
  recordedAt: string;
}

/** Two areas that adjoin, and the row that says so. */
export interface Adjoining {
  area: string;
  neighbour: string;
  row: number;
}

export interface LayoutImport {
  /** How the file was read: the same file read otherwise is another import. */
  mapping: string | null;
  title: string | null;
  publisher: string | null;
  released: string | null;
  synthetic: boolean;
  /** What the user calls the file, where it is not its path. */
  file?: string;
}

export interface LayoutImported {
  /** Null where nothing was written. */
  importId: number | null;
  /** The import in which this very file was taken in before. */
  knownAs: number | null;
  accepted: number;
  unchanged: number;
  revised: number;
  rejected: number;
}

type Rows = <Row>(sql: string, values?: readonly Cell[]) => Promise<Row[]>;

/** Takes a table in: one import, one transaction. `read` is called once it is known that the file is a new one. */
export function importLayoutTable(
  workspace: Workspace,
  file: string,
  read: () => Promise<{ table: LayoutTableEntry; refused: readonly Reject[] }>,
  about: LayoutImport,
): Promise<LayoutImported> {
  return takeIn(workspace, file, 'layout-table', about, async () => {
    const { table, refused } = await read();
    return (transaction, run) => writeTable(transaction, run, table, refused);
  });
}

/** Takes in which areas adjoin. They take the place of what another file said before. */
export function importNeighbours(
  workspace: Workspace,
  file: string,
  read: () => Promise<{ pairs: readonly Adjoining[]; refused: readonly Reject[] }>,
  about: LayoutImport,
): Promise<LayoutImported> {
  return takeIn(workspace, file, 'neighbours', about, async () => {
    const { pairs, refused } = await read();
    return async (transaction, run) => {
      const [known] = await transaction.rows<{ n: number }>(
        'SELECT count(*) AS n FROM neighbours WHERE revised_by IS NULL',
      );
      await transaction.rows('UPDATE neighbours SET revised_by = $1 WHERE revised_by IS NULL', [run.id]);
      await transaction.append(
        'neighbours',
        pairs.map(({ area, neighbour, row }) => [area, neighbour, row, run.id, run.now, null]),
      );
      return { accepted: pairs.length, unchanged: 0, revised: Number(known?.n ?? 0), rejects: refused };
    };
  });
}

async function takeIn(
  workspace: Workspace,
  file: string,
  kind: 'layout-table' | 'neighbours',
  { file: called = file, mapping, title, publisher, released, synthetic }: LayoutImport,
  read: () => Promise<(transaction: Transaction, run: { id: number; now: string }) => Promise<TableWritten>>,
): Promise<LayoutImported> {
  const { hash, bytes } = await hashFile(file);
  const source: TableSource = {
    sha256: hash,
    file: called,
    title,
    publisher,
    bytes,
    mapping,
    released,
    synthetic,
  };
  const run = workspace.startImport({ kind, source: called });
  const knownAs = await run.importOf(kind, source);
  if (knownAs !== null)
    return { importId: null, knownAs, accepted: 0, unchanged: 0, revised: 0, rejected: 0 };
  const write = await read();
  await workspace.originals.putFile(hash, file, bytes);
  const { id, accepted, unchanged, revised, rejects } = await run.addTable(kind, source, write);
  return { importId: id, knownAs: null, accepted, unchanged, revised, rejected: rejects.length };
}

async function writeTable(
  transaction: Transaction,
  run: { id: number; now: string },
  table: LayoutTableEntry,
  refused: readonly Reject[],
): Promise<TableWritten> {
  const { name, unit, sheet, columns, cells } = table;
  const content = sha256(JSON.stringify([unit, columns.value, cells]));
  const [standing] = await transaction.rows<{ content: string }>(
    'SELECT content FROM layout_tables WHERE name = $1 AND revised_by IS NULL',
    [name],
  );
  if (standing?.content === content)
    return { accepted: 0, unchanged: cells.length, revised: 0, rejects: refused };
  if (standing !== undefined)
    await transaction.rows(
      'UPDATE layout_tables SET revised_by = $2 WHERE name = $1 AND revised_by IS NULL',
      [name, run.id],
    );
  const [last] = await transaction.rows<{ id: number | null }>('SELECT max(id) AS id FROM layout_tables');
  const id = (last?.id ?? 0) + 1;
  const years = [...new Set(cells.flatMap(({ year }) => year ?? []))].sort((a, b) => a - b);
  await transaction.append('layout_tables', [
    [
      id,
      name,
      unit,
      sheet,
      columns.area,
      columns.activity,
      columns.value,
      columns.year,
      new Set(cells.map(({ area }) => area)).size,
      new Set(cells.map(({ activity }) => activity)).size,
      JSON.stringify(years),
      cells.length,
      content,
      run.id,
      run.now,
      null,
    ],
  ]);
  await transaction.append(
    'layout_cells',
    cells.map(({ area, activity, year, value, row }) => [id, area, activity, year, value, row]),
  );
  return {
    accepted: cells.length,
    unchanged: 0,
    revised: standing === undefined ? 0 : cells.length,
    rejects: refused,
  };
}

const SELECT = `
  SELECT t.id, t.name, t.unit, t.sheet, t.area_column AS "areaColumn", t.activity_column AS "activityColumn",
    t.value_column AS "valueColumn", t.year_column AS "yearColumn", t.areas, t.activities, t.years, t.cells AS rows,
    t.import_id AS "importId", t.recorded_at AS "recordedAt",
    s.title, s.publisher, s.released, s.file, s.sha256, s.synthetic
  FROM layout_tables AS t LEFT JOIN sources AS s ON s.import_id = t.import_id
  WHERE t.revised_by IS NULL`;

type TableRow = Omit<StoredLayoutTable, 'columns' | 'years'> & {
  areaColumn: string;
  activityColumn: string;
  valueColumn: string;
  yearColumn: string | null;
  years: string;
};

/** Those that stand, the one that came last first. */
export async function storedLayoutTables(rows: Rows): Promise<StoredLayoutTable[]> {
  return (await rows<TableRow>(`${SELECT} ORDER BY t.id DESC`)).map(tableOf);
}

/** The table of that name with its cells, in the order of the file. */
export async function storedLayoutTable(
  rows: Rows,
  name: string,
): Promise<StoredLayoutTable & Pick<LayoutTableEntry, 'cells'>> {
  const [found] = await rows<TableRow>(`${SELECT} AND t.name = $1`, [name]);
  if (!found) {
    const names = (await storedLayoutTables(rows)).map((table) => table.name);
    throw new UserError({
      zh: `工作区里没有布局表“${name}”。现有：${names.join('、') || '无'}。`,
      en: `There is no layout table “${name}” in the workspace. It has ${names.join(', ') || 'none'}.`,
    });
  }
  const cells = await rows<LayoutCell>(
    `SELECT area, activity, year, value, row_number AS row FROM layout_cells WHERE table_id = $1
     ORDER BY row_number`,
    [found.id],
  );
  return { ...tableOf(found), cells };
}

export interface PlacedLayoutCell extends LayoutCell {
  /** Heading of the values. */
  column: string;
  unit: string;
  sheet: string | null;
  file: string;
  title: string | null;
  publisher: string | null;
  released: string | null;
  synthetic: boolean;
}

/** One cell with where it stands; null where there is none. */
export async function storedLayoutCell(
  rows: Rows,
  table: number,
  row: number,
): Promise<PlacedLayoutCell | null> {
  const [found] = await rows<PlacedLayoutCell>(
    `SELECT c.area, c.activity, c.year, c.value, c.row_number AS row, t.value_column AS "column", t.unit, t.sheet,
       s.file, s.title, s.publisher, s.released, s.synthetic
     FROM layout_cells AS c JOIN layout_tables AS t ON t.id = c.table_id
     LEFT JOIN sources AS s ON s.import_id = t.import_id
     WHERE c.table_id = $1 AND c.row_number = $2 LIMIT 1`,
    [table, row],
  );
  return found ?? null;
}

/** Pairs of areas that adjoin, each once, and the file that says so; null where nobody does. */
export async function storedNeighbours(
  rows: Rows,
): Promise<{ file: string; synthetic: boolean; pairs: [string, string][] } | null> {
  const found = await rows<{ area: string; neighbour: string; importId: number }>(
    `SELECT area, neighbour, import_id AS "importId" FROM neighbours WHERE revised_by IS NULL ORDER BY row_number`,
  );
  if (found.length === 0) return null;
  const [source] = await rows<{ file: string; synthetic: boolean }>(
    'SELECT file, synthetic FROM sources WHERE import_id = $1',
    [found[0]!.importId],
  );
  return { ...source!, pairs: found.map(({ area, neighbour }) => [area, neighbour]) };
}

function tableOf({
  areaColumn,
  activityColumn,
  valueColumn,
  yearColumn,
  years,
  ...rest
}: TableRow): StoredLayoutTable {
  return {
    ...rest,
    columns: { area: areaColumn, activity: activityColumn, value: valueColumn, year: yearColumn },
    years: JSON.parse(years) as number[],
  };
}
