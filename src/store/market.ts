/**
 * What firms can do and what both sides of a match offer or need: rows of tables as they were written, by kind. A changed
 * row is a further vintage.
 */
import { sha256 } from '../model/index.js';
import type { Cell, Transaction } from './database.js';
import { markRevised } from './mark-revised.js';
import { hashFile } from './originals.js';
import type { Mended, Reject, TableSource, TableWritten, Workspace } from './workspace.js';

type Rows = <Row>(sql: string, values: readonly Cell[]) => Promise<Row[]>;

/**
 * `capabilities`: products, skills and patents of firms; `large-firms` and `small-firms`: what large firms need and small
 * ones offer; `finance-products` and `finance-needs`: products of institutions with their conditions, and what firms need.
 */
export const MARKET_KINDS = [
  'capabilities',
  'large-firms',
  'small-firms',
  'finance-products',
  'finance-needs',
] as const;
export type MarketKind = (typeof MARKET_KINDS)[number];

export interface MarketRow {
  /** Of the row within its kind. */
  id: string;
  title: string;
  /** Cells by field. */
  cells: Readonly<Record<string, unknown>>;
  sheet: string | null;
  row: number;
}

export interface StoredMarketRow extends MarketRow {
  kind: MarketKind;
  file: string | null;
  sha256: string | null;
  released: string | null;
  synthetic: boolean;
  importId: number;
  recordedAt: string;
}

export interface MarketImported {
  file: string;
  importId: number | null;
  /** The import in which this very file was taken in before. */
  knownAs: number | null;
  accepted: number;
  unchanged: number;
  revised: number;
  rejected: number;
}

export interface MarketImport {
  /** By which the file goes in messages and in the list of sources, where that is not its path. */
  name?: string;
  released: string | null;
  publisher: string | null;
  synthetic: boolean;
}

/** Takes the rows of one file in, in one transaction. */
export async function importMarket(
  workspace: Workspace,
  path: string,
  kind: MarketKind,
  content: { rows: readonly MarketRow[]; rejects: readonly Reject[]; mended?: readonly Mended[] },
  { name, ...options }: MarketImport,
): Promise<MarketImported> {
  const { hash, bytes } = await hashFile(path);
  const file = name ?? path;
  const source: TableSource = { sha256: hash, file, title: null, bytes, mapping: null, ...options };
  const run = workspace.startImport({ kind, source: file });
  const knownAs = await run.importOf(kind, source);
  if (knownAs !== null)
    return { file, importId: null, knownAs, accepted: 0, unchanged: 0, revised: 0, rejected: 0 };
  await workspace.originals.putFile(hash, path, bytes);
  const { id, accepted, unchanged, revised, rejects } = await run.addTable(
    kind,
    source,
    (transaction, at) => writeMarket(transaction, at, source, kind, content.rows, content.rejects),
    content.mended ?? [],
  );
  return { file, importId: id, knownAs, accepted, unchanged, revised, rejected: rejects.length };
}

async function writeMarket(
  transaction: Transaction,
  run: { id: number; now: string },
  source: TableSource,
  kind: MarketKind,
  rows: readonly MarketRow[],
  refused: readonly Reject[],
): Promise<TableWritten> {
  const standing = await transaction.rows<{ id: string; content: string }>(
    'SELECT id, content FROM market WHERE kind = $1 AND revised_by IS NULL',
    [kind],
  );
  const known = new Map(standing.map(({ id, content }) => [id, content]));
  const result = { accepted: 0, unchanged: 0, revised: 0, rejects: refused };
  const added: Cell[][] = [];
  const changed: string[] = [];
  for (const { sheet, row, ...said } of rows) {
    const content = sha256(JSON.stringify(said));
    const before = known.get(said.id);
    if (before === content) {
      result.unchanged++;
      continue;
    }
    if (before !== undefined) changed.push(said.id);
    added.push([
      kind,
      said.id,
      said.title,
      JSON.stringify(said.cells),
      content,
      source.sha256,
      sheet,
      row,
      run.id,
      run.now,
      null,
    ]);
  }
  await markRevised(
    transaction,
    'market',
    `kind || ' ' || id`,
    changed.map((id) => `${kind} ${id}`),
    run.id,
  );
  result.accepted = added.length;
  result.revised = changed.length;
  await transaction.append('market', added);
  return result;
}

/** Rows of a kind that stand, in the order of their ids; the first of those whose id or title has the words, where some are given. */
export async function storedMarket(
  rows: Rows,
  kind: MarketKind,
  named: { words: string; most: number } | null = null,
): Promise<StoredMarketRow[]> {
  const found = await rows<StoredMarketRow & { cells: unknown }>(
    `SELECT m.kind, m.id, m.title, cells, sheet, row_number AS "row", s.file, s.sha256, s.released,
       coalesce(s.synthetic, false) AS synthetic, m.import_id AS "importId", m.recorded_at AS "recordedAt"
     FROM market AS m LEFT JOIN sources AS s ON s.import_id = m.import_id
     WHERE m.kind = $1 AND revised_by IS NULL
       ${named === null ? '' : 'AND (contains(m.title, $2) OR contains(m.id, $2))'}
     ORDER BY m.id ${named === null ? '' : `LIMIT ${named.most}`}`,
    named === null ? [kind] : [kind, named.words],
  );
  return found.map((row) => ({
    ...row,
    cells: JSON.parse(row.cells as unknown as string) as StoredMarketRow['cells'],
  }));
}
