/**
 * Input–output tables: labels of industries, uses and outlays, and vectors of figures, each vector one row of the
 * database. A table that comes again under its name with other figures is a further vintage.
 */
import { sha256, UserError } from '../model/index.js';
import type { Cell, Transaction } from './database.js';
import type { Reject, TableSource, TableWritten } from './workspace.js';

export type IoAxis = 'industry' | 'finalUse' | 'valueAdded';

export interface IoLabel {
  axis: IoAxis;
  code: string;
  name: string;
  nameEn: string | null;
  region: string | null;
  /** Of final uses and outlays. */
  kind: string | null;
}

/** Figures in the order of the industries: a row of flows, a final use, a row of value added, output. */
export interface IoVector {
  part: string;
  /** Which row, use or outlay; 0 where there is only one. */
  seq: number;
  values: Float64Array;
}

export interface IoTableEntry {
  /** Under which it is found again. */
  name: string;
  title: string;
  year: number | null;
  unit: string;
  layout: string;
  sheet: string | null;
  /** Part of the table and the cells it was read from. */
  places: readonly { part: string; sheet: string; range: string }[];
  /** Identities and residuals, as they were found on import. */
  checks: unknown;
  labels: readonly IoLabel[];
  vectors: readonly IoVector[];
}

/** A finding of an import, as it is kept. */
export interface IoFindingEntry {
  finding: string;
  severity: 'error' | 'warning' | 'note';
  item: string | null;
  value: number | null;
  expected: number | null;
  unit: string | null;
  row: number | null;
  zh: string;
  en: string;
}

export interface StoredIoTable extends Omit<IoTableEntry, 'labels' | 'vectors'> {
  id: number;
  industries: number;
  regions: number;
  released: string | null;
  file: string;
  sha256: string;
  synthetic: boolean;
  importId: number;
  recordedAt: string;
  /** The import that brought a later vintage; null while it stands. */
  revisedBy: number | null;
}

type Rows = <Row>(sql: string, values?: readonly Cell[]) => Promise<Row[]>;

export async function writeIoTables(
  transaction: Transaction,
  run: { id: number; now: string },
  source: TableSource,
  entries: readonly { table: IoTableEntry; findings: readonly IoFindingEntry[] }[],
  refused: readonly Reject[],
): Promise<TableWritten> {
  const standing = new Map(
    (
      await transaction.rows<{ name: string; content: string }>(
        'SELECT name, content FROM io_tables WHERE revised_by IS NULL',
      )
    ).map(({ name, content }) => [name, content]),
  );
  const [last] = await transaction.rows<{ id: number | null }>('SELECT max(id) AS id FROM io_tables');
  let id = last?.id ?? 0;
  let seq = 0;
  const written: TableWritten = { accepted: 0, unchanged: 0, revised: 0, rejects: refused };
  for (const { table, findings } of entries) {
    const content = contentOf(table);
    const known = standing.get(table.name);
    if (known === content) {
      written.unchanged++;
      continue;
    }
    if (known !== undefined) {
      await transaction.rows('UPDATE io_tables SET revised_by = $2 WHERE name = $1 AND revised_by IS NULL', [
        table.name,
        run.id,
      ]);
      written.revised++;
    }
    standing.set(table.name, content);
    written.accepted++;
    id++;
    const industries = table.labels.filter(({ axis }) => axis === 'industry');
    const regions = new Set(industries.flatMap(({ region }) => (region === null ? [] : [region])));
    await transaction.append('io_tables', [
      [
        id,
        table.name,
        table.title,
        table.year,
        table.unit,
        table.layout,
        industries.length,
        regions.size,
        table.sheet,
        JSON.stringify(table.places),
        JSON.stringify(table.checks),
        content,
        source.sha256,
        run.id,
        run.now,
        null,
      ],
    ]);
    const at: Record<IoAxis, number> = { industry: 0, finalUse: 0, valueAdded: 0 };
    await transaction.append(
      'io_labels',
      table.labels.map(({ axis, code, name, nameEn, region, kind }) => [
        id,
        axis,
        at[axis]++,
        code,
        name,
        nameEn,
        region,
        kind,
      ]),
    );
    await transaction.append(
      'io_vectors',
      table.vectors.map(({ part, seq: row, values }) => [id, part, row, bytesOf(values)]),
    );
    await transaction.append(
      'findings',
      findings.map((one) => [
        run.id,
        seq++,
        one.finding,
        one.severity,
        null,
        one.item,
        null,
        one.value,
        one.expected,
        one.unit,
        source.file,
        one.row,
        one.zh,
        one.en,
        run.now,
      ]),
    );
  }
  return written;
}

function contentOf(table: IoTableEntry): string {
  const { title, year, unit, labels, vectors } = table;
  const figures = vectors.map(({ part, seq, values }) => [part, seq, sha256(bytesOf(values))]);
  return sha256(JSON.stringify({ title, year, unit, labels, figures }));
}

/** Doubles, least byte first, whatever the machine. */
function bytesOf(values: Float64Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 8);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat64(i * 8, values[i]!, true);
  return bytes;
}

function valuesOf(bytes: Uint8Array): Float64Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(i * 8, true));
}

const SELECT = `
  SELECT t.id, t.name, t.title, t.year, t.unit, t.layout, t.industries, t.regions, t.sheet, t.places, t.checks,
    t.import_id AS "importId", t.recorded_at AS "recordedAt", t.revised_by AS "revisedBy",
    s.released, s.file, s.sha256, s.synthetic
  FROM io_tables AS t LEFT JOIN sources AS s ON s.import_id = t.import_id`;

/** By name, each name's vintages in the order in which they came; those that stand, or all there ever were. */
export async function storedIoTables(rows: Rows, which: 'standing' | 'all'): Promise<StoredIoTable[]> {
  const found = await rows<StoredIoTable & { places: unknown; checks: unknown }>(
    `${SELECT} ${which === 'standing' ? 'WHERE t.revised_by IS NULL' : ''} ORDER BY t.name, t.id`,
  );
  return found.map(parsed);
}

/** The table of that name, with its figures: the one that stands, or that stood before an instant. */
export async function storedIoTable(
  rows: Rows,
  name: string,
  before: string | null,
): Promise<StoredIoTable & Pick<IoTableEntry, 'labels' | 'vectors'>> {
  const condition =
    before === null
      ? 't.revised_by IS NULL'
      : `t.recorded_at < $2 AND (t.revised_by IS NULL
         OR t.revised_by NOT IN (SELECT id FROM imports WHERE started_at < $2))`;
  const [found] = await rows<StoredIoTable & { places: unknown; checks: unknown }>(
    `${SELECT} WHERE t.name = $1 AND ${condition}`,
    before === null ? [name] : [name, before],
  );
  if (!found) {
    const names = (await rows<{ name: string }>('SELECT DISTINCT name FROM io_tables ORDER BY name')).map(
      (row) => row.name,
    );
    throw new UserError({
      zh: `工作区里没有投入产出表“${name}”。现有：${names.join('、') || '无'}。`,
      en: `There is no input–output table “${name}” in the workspace. It has ${names.join(', ') || 'none'}.`,
    });
  }
  const labels = await rows<IoLabel>(
    `SELECT axis, code, name, name_en AS "nameEn", region, kind FROM io_labels WHERE table_id = $1
     ORDER BY axis, seq`,
    [found.id],
  );
  const vectors = await rows<{ part: string; seq: number; cells: Uint8Array }>(
    'SELECT part, seq, cells FROM io_vectors WHERE table_id = $1 ORDER BY part, seq',
    [found.id],
  );
  return {
    ...parsed(found),
    labels,
    vectors: vectors.map(({ part, seq, cells }) => ({ part, seq, values: valuesOf(cells) })),
  };
}

function parsed(row: StoredIoTable & { places: unknown; checks: unknown }): StoredIoTable {
  return {
    ...row,
    places: JSON.parse(row.places as unknown as string) as StoredIoTable['places'],
    checks: JSON.parse(row.checks as string),
  };
}
