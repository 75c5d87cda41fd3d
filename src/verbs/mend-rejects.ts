// Rows that were refused, mended in place: the export of rejects and its import again, without a file between them.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCsv } from 'hucre/csv';
import { UserError } from '../model/index.js';
import { REJECT_HEADINGS, type RejectReason, type Workspace } from '../store/index.js';
import { type FileAsked, type ImportKind, importFile } from './import-file.js';

export interface MendedRow {
  importId: number;
  seq: number;
  record: Readonly<Record<string, string | number | null>>;
}

export interface MendedRows {
  accepted: number;
  unchanged: number;
  /** Those that were refused again, under the import that refused them. */
  open: (Omit<RejectReason, 'count'> & { importId: number; seq: number })[];
}

interface OldImport {
  kind: ImportKind;
  file: string;
  title: string | null;
  publisher: string | null;
  released: string | null;
  synthetic: boolean;
  mapping: string | null;
}

/** What was said of the table when it first came is said of its mended rows too. */
const SAID = ['area', 'indicator', 'unit', 'period'] as const;

function saidOf({ kind, title, publisher, released, synthetic, mapping }: OldImport): Omit<FileAsked, 'as'> {
  const said = mapping === null ? {} : (JSON.parse(mapping) as Record<string, unknown>);
  const asked: Omit<FileAsked, 'as'> = { synthetic };
  for (const key of SAID) if (typeof said[key] === 'string') asked[key] = said[key];
  // A chain is kept under its name as the title of its files.
  if (title !== null) asked[kind === 'chain' ? 'name' : 'title'] = title;
  if (publisher !== null) asked.publisher = publisher;
  if (released !== null) asked.released = released;
  return asked;
}

/** Imports mended rows; each import they came from is one import again. */
export async function mendRejects(
  workspace: Workspace,
  rows: readonly MendedRow[],
  today: string,
): Promise<MendedRows> {
  const result: MendedRows = { accepted: 0, unchanged: 0, open: [] };
  const folder = await mkdtemp(join(tmpdir(), 'ballast-mend-'));
  try {
    for (const importId of new Set(rows.map((row) => row.importId))) {
      const [old] = await workspace.query<OldImport>(
        'SELECT kind, file, title, publisher, released, synthetic, mapping FROM sources WHERE import_id = $1',
        [importId],
      );
      if (!old)
        throw new UserError({
          zh: `第 ${importId} 次导入的文件不是表格，其退回只能改好原文件后重新导入`,
          en: `import ${importId} was of no table; mend the file itself and import it again`,
        });
      const own = rows.filter((row) => row.importId === importId);
      const headings = [...new Set(own.flatMap(({ record }) => Object.keys(record)))];
      const file = join(folder, `${importId}.csv`);
      await writeFile(
        file,
        writeCsv([
          [...headings, REJECT_HEADINGS[0]],
          ...own.map(({ record, seq }) => [
            ...headings.map((heading) => record[heading] ?? ''),
            `${importId}:${seq}`,
          ]),
        ]),
      );
      const asked: FileAsked = { as: old.kind, ...saidOf(old) };
      const done = await importFile(workspace, { path: file, name: old.file }, asked, today, {
        step: () => undefined,
        end: () => undefined,
      });
      result.accepted += done.accepted;
      result.unchanged += done.unchanged;
      if (done.importId !== null) {
        // What was refused again stands as a reject of this import, with its new fault.
        await workspace.resolveRejects(own, done.importId);
        result.open.push(
          ...(await workspace.query<MendedRows['open'][number]>(
            `SELECT import_id AS "importId", seq, row_number AS "row", column_name AS "column", value,
               reason_zh AS zh, reason_en AS en
             FROM rejects WHERE import_id = $1 AND resolved_by IS NULL ORDER BY seq`,
            [done.importId],
          )),
        );
      }
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return result;
}
