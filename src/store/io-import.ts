/** A file of input–output tables into the workspace: one import, one transaction. What reads the file is not known here. */
import { type IoFindingEntry, type IoTableEntry, writeIoTables } from './io-tables.js';
import { hashFile } from './originals.js';
import type { Reject, TableSource, Workspace } from './workspace.js';

export interface IoImport {
  entries: readonly { table: IoTableEntry; findings: readonly IoFindingEntry[] }[];
  /** Sheets and cells that could not be used. */
  refused: readonly Reject[];
}

export interface IoImportOptions {
  /** How the file was read: the same file read otherwise is another import. Null for no option at all. */
  mapping: string | null;
  released: string | null;
  publisher: string | null;
  synthetic: boolean;
  /** As the user calls the file, where that is not its path. */
  name?: string;
}

export interface IoImported {
  /** Null where nothing was written. */
  importId: number | null;
  /** The import in which this very file was taken in before. */
  knownAs: number | null;
  accepted: number;
  unchanged: number;
  revised: number;
  rejected: number;
}

/** Takes the tables of a file in; `read` is called once it is known that the file is a new one. */
export async function importIoTables(
  workspace: Workspace,
  file: string,
  read: () => Promise<IoImport>,
  options: IoImportOptions,
): Promise<IoImported> {
  const { hash, bytes } = await hashFile(file);
  const { mapping, released, publisher, synthetic } = options;
  const source: TableSource = {
    sha256: hash,
    file: options.name ?? file,
    title: null,
    publisher,
    bytes,
    mapping,
    released,
    synthetic,
  };
  const run = workspace.startImport({ kind: 'io-table', source: source.file });
  const knownAs = await run.importOf('io-table', source);
  if (knownAs !== null)
    return { importId: null, knownAs, accepted: 0, unchanged: 0, revised: 0, rejected: 0 };
  const { entries, refused } = await read();
  source.title = entries[0]?.table.title ?? null;
  await workspace.originals.putFile(hash, file, bytes);
  const written = await run.addTable('io-table', source, (transaction, at) =>
    writeIoTables(transaction, at, source, entries, refused),
  );
  return {
    importId: written.id,
    knownAs: null,
    accepted: written.accepted,
    unchanged: written.unchanged,
    revised: written.revised,
    rejected: written.rejects.length,
  };
}
