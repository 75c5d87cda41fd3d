/**
 * Chain maps: nodes, edges, actors and projects, a row of the source a row here. A row that comes again under its key
 * with other content is a further vintage.
 */
import { sha256, UserError } from '../model/index.js';
import type { Cell, Transaction } from './database.js';
import { hashFile } from './originals.js';
import type { Reject, TableSource, TableWritten, Workspace } from './workspace.js';

export type ChainPart = 'node' | 'edge' | 'actor' | 'project';

export interface ChainRow {
  part: ChainPart;
  /** What the row is known by within its chain and part. */
  key: string;
  grade: string | null;
  owner: string | null;
  /** Year or ISO date the row holds for. */
  date: string | null;
  /** The row's own words on where it comes from. */
  source: string | null;
  /** Its other cells by field. */
  record: Readonly<Record<string, string | number | null>>;
  sheet: string | null;
  row: number;
}

export interface StoredChainRow extends ChainRow {
  chain: string;
  file: string;
  /** Who made the file's figures known, and when, as the import was told. */
  publisher: string | null;
  released: string | null;
  synthetic: boolean;
  importId: number;
  recordedAt: string;
}

/** A chain of the workspace with its counts of standing rows. */
export interface StoredChain {
  name: string;
  nodes: number;
  edges: number;
  actors: number;
  projects: number;
  synthetic: boolean;
  recordedAt: string;
}

export interface ChainFile {
  file: string;
  rows: readonly ChainRow[];
  rejects: readonly Reject[];
}

export interface ChainImportOptions {
  chain: string;
  /** What else decided how the files were read. */
  mapping: string | null;
  released: string | null;
  publisher: string | null;
  synthetic: boolean;
  /** As the user calls the files, by their paths, where that is not the path. */
  names?: ReadonlyMap<string, string>;
}

export interface ChainImported {
  file: string;
  importId: number | null;
  knownAs: number | null;
  accepted: number;
  unchanged: number;
  revised: number;
  rejected: number;
}

/** Takes the files of a chain in, each in one transaction. */
export async function importChain(
  workspace: Workspace,
  files: readonly ChainFile[],
  options: ChainImportOptions,
): Promise<ChainImported[]> {
  const { chain, released, publisher, synthetic } = options;
  const hashes = new Map<string, { hash: string; bytes: number }>();
  for (const { file } of files) hashes.set(file, await hashFile(file));
  // Files of one chain are read together, so that each is another import where another one changes.
  const beside = sha256(JSON.stringify([...hashes.values()].map(({ hash }) => hash).sort()));
  const done: ChainImported[] = [];
  let isNew = false;
  // A file that only says something of the rows of others is kept where one of those is new.
  const silent = (one: ChainFile) => one.rows.length === 0 && one.rejects.length === 0;
  const ordered = [...files.filter((one) => !silent(one)), ...files.filter(silent)];
  for (const one of ordered) {
    const { file, rows, rejects } = one;
    if (silent(one) && !isNew) continue;
    const { hash, bytes } = hashes.get(file)!;
    const mapping = JSON.stringify({ chain, beside, as: options.mapping });
    const source: TableSource = {
      sha256: hash,
      file: options.names?.get(file) ?? file,
      title: chain,
      publisher,
      bytes,
      mapping,
      released,
      synthetic,
    };
    const run = workspace.startImport({ kind: 'chain', source: source.file });
    const knownAs = await run.importOf('chain', source);
    if (knownAs !== null) {
      done.push({ file, importId: null, knownAs, accepted: 0, unchanged: 0, revised: 0, rejected: 0 });
      continue;
    }
    isNew = true;
    await workspace.originals.putFile(hash, file, bytes);
    const written = await run.addTable('chain', source, (transaction, at) =>
      writeChainRows(transaction, at, source, chain, rows, rejects),
    );
    const { id, accepted, unchanged, revised } = written;
    done.push({
      file,
      importId: id,
      knownAs: null,
      accepted,
      unchanged,
      revised,
      rejected: written.rejects.length,
    });
  }
  return done;
}

async function writeChainRows(
  transaction: Transaction,
  run: { id: number; now: string },
  source: TableSource,
  chain: string,
  rows: readonly ChainRow[],
  rejects: readonly Reject[],
): Promise<TableWritten> {
  const standing = new Map(
    (
      await transaction.rows<{ part: string; key: string; content: string }>(
        'SELECT part, key, content FROM chains WHERE chain = $1 AND revised_by IS NULL',
        [chain],
      )
    ).map(({ part, key, content }) => [`${part} ${key}`, content]),
  );
  const written: TableWritten = { accepted: 0, unchanged: 0, revised: 0, rejects };
  const fresh: Cell[][] = [];
  for (const row of rows) {
    const { part, key, grade, owner, date, source: cited, record, sheet } = row;
    const content = sha256(JSON.stringify({ grade, owner, date, cited, record }));
    const known = standing.get(`${part} ${key}`);
    if (known === content) {
      written.unchanged++;
      continue;
    }
    if (known !== undefined) {
      await transaction.rows(
        'UPDATE chains SET revised_by = $4 WHERE chain = $1 AND part = $2 AND key = $3 AND revised_by IS NULL',
        [chain, part, key, run.id],
      );
      written.revised++;
    }
    standing.set(`${part} ${key}`, content);
    written.accepted++;
    fresh.push([
      chain,
      part,
      key,
      grade,
      owner,
      date,
      cited,
      JSON.stringify(record),
      content,
      source.sha256,
      sheet,
      row.row,
      run.id,
      run.now,
      null,
    ]);
  }
  await transaction.append('chains', fresh);
  return written;
}

type Rows = <Row>(sql: string, values?: readonly Cell[]) => Promise<Row[]>;

/** The chains there are, by name, with counts of the rows that stand. */
export function storedChains(rows: Rows): Promise<StoredChain[]> {
  return rows<StoredChain>(`
    SELECT c.chain AS name, count(*) FILTER (WHERE part = 'node') AS nodes,
      count(*) FILTER (WHERE part = 'edge') AS edges, count(*) FILTER (WHERE part = 'actor') AS actors,
      count(*) FILTER (WHERE part = 'project') AS projects, bool_or(s.synthetic) AS synthetic,
      max(c.recorded_at) AS "recordedAt"
    FROM chains AS c LEFT JOIN sources AS s ON s.import_id = c.import_id
    WHERE c.revised_by IS NULL GROUP BY c.chain ORDER BY c.chain`);
}

/**
 * The rows of a chain that stand, in the order in which they came.
 *
 * @throws UserError where there is no such chain, with the names there are
 */
export async function storedChain(rows: Rows, name: string): Promise<StoredChainRow[]> {
  const found = await rows<StoredChainRow & { record: unknown }>(
    `SELECT c.chain, c.part, c.key, c.grade, c.owner, c.noted AS date, c.cited AS source, c.record, c.sheet,
       c.row_number AS "row", s.file, s.publisher, s.released, coalesce(s.synthetic, false) AS synthetic,
       c.import_id AS "importId", c.recorded_at AS "recordedAt"
     FROM chains AS c LEFT JOIN sources AS s ON s.import_id = c.import_id
     WHERE c.chain = $1 AND c.revised_by IS NULL ORDER BY c.import_id, c.part, c.row_number, c.key`,
    [name],
  );
  if (found.length === 0) {
    const names = (await storedChains(rows)).map((chain) => chain.name);
    throw new UserError({
      zh: `工作区里没有产业链“${name}”。现有：${names.join('、') || '无'}。`,
      en: `There is no chain “${name}” in the workspace. It has ${names.join(', ') || 'none'}.`,
    });
  }
  return found.map((row) => ({ ...row, record: JSON.parse(row.record as unknown as string) }));
}
