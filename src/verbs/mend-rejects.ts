// Rows that were refused, mended in place: the export of rejects and its import again, without a file between them.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCsv, writeCsv } from 'hucre/csv';
import { type Bilingual, UserError } from '../model/index.js';
import {
  asUserError,
  EditConflict,
  REJECT_HEADINGS,
  type RejectReason,
  type Workspace,
} from '../store/index.js';
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

interface Standing {
  importId: number;
  seq: number;
  file: string;
  row: number | null;
  record: string | null;
  resolvedBy: number | null;
  /** Of the import that resolved it. */
  sha256: string | null;
  finishedAt: string | null;
}

/**
 * Rows that are to be mended, as they stand now.
 *
 * @throws EditConflict where somebody has mended one of them meanwhile: with what he made of it
 * @throws UserError where one was never refused
 */
export async function checkStillRefused(
  workspace: Workspace,
  rows: readonly Pick<MendedRow, 'importId' | 'seq'>[],
): Promise<void> {
  const known = new Map<string, Standing>();
  for (const importId of new Set(rows.map((row) => row.importId)))
    for (const one of await workspace.query<Standing>(
      `SELECT r.import_id AS "importId", r.seq, r.file, r.row_number AS "row", r.record, r.resolved_by AS "resolvedBy",
         any_value(s.sha256) AS sha256, any_value(i.finished_at) AS "finishedAt"
       FROM rejects AS r LEFT JOIN sources AS s ON s.import_id = r.resolved_by LEFT JOIN imports AS i ON i.id = r.resolved_by
       WHERE r.import_id = $1 GROUP BY ALL`,
      [importId],
    ))
      known.set(`${importId}:${one.seq}`, one);
  const mended: Standing[] = [];
  for (const { importId, seq } of rows) {
    const one = known.get(`${importId}:${seq}`);
    if (one === undefined)
      throw new UserError({
        zh: `没有退回的行 ${importId}:${seq}`,
        en: `there is no refused row ${importId}:${seq}`,
      });
    if (one.resolvedBy !== null) mended.push(one);
  }
  if (mended.length === 0) return;
  const [first] = mended;
  const made = await madeOf(workspace, first!);
  const at = `${first!.file}${first!.row === null ? '' : ` 第 ${first!.row} 行`}`;
  const atEn = `${first!.file}${first!.row === null ? '' : ` row ${first!.row}`}`;
  const more = mended.length - 1;
  throw new EditConflict({
    zh: `${at}已由另一个窗口改过并导入（第 ${first!.resolvedBy} 次导入${first!.finishedAt === null ? '' : `，${first!.finishedAt.slice(0, 16).replace('T', ' ')} UTC`}）${made.zh}${more > 0 ? `；另有 ${more} 行也是` : ''}。没有写入；列表已刷新，其余的行可以再导入`,
    en: `${atEn} was mended and imported by another window (import ${first!.resolvedBy}${first!.finishedAt === null ? '' : `, ${first!.finishedAt.slice(0, 16).replace('T', ' ')} UTC`})${made.en}${more > 0 ? `; so were ${more} more rows` : ''}. Nothing was written; the list is fresh, and the other rows can be imported again`,
  });
}

/** Cells that differ in the row that took the place of a refused one; nothing where that cannot be told. */
async function madeOf(workspace: Workspace, { importId, seq, record, sha256 }: Standing): Promise<Bilingual> {
  const nothing = { zh: '', en: '' };
  if (record === null || sha256 === null) return nothing;
  const bytes = await workspace.originals.get(sha256).catch(() => null);
  if (bytes === null) return nothing;
  const [headings = [], ...lines] = parseCsv(new TextDecoder().decode(bytes));
  const mark = headings.indexOf(REJECT_HEADINGS[0]);
  const line = mark < 0 ? undefined : lines.find((cells) => cells[mark] === `${importId}:${seq}`);
  if (line === undefined) return nothing;
  const was = JSON.parse(record) as MendedRow['record'];
  const changed = headings.slice(0, mark).flatMap((heading, at) => {
    const now = String(line[at] ?? '');
    return now === String(was[String(heading)] ?? '') ? [] : [{ heading, now }];
  });
  return {
    zh: `：${changed.map(({ heading, now }) => `${heading}改为“${now}”`).join('，')}`,
    en: `: ${changed.map(({ heading, now }) => `${heading} is now “${now}”`).join(', ')}`,
  };
}

/** Imports mended rows; each import they came from is one import again. */
export async function mendRejects(
  workspace: Workspace,
  rows: readonly MendedRow[],
  today: string,
): Promise<MendedRows> {
  const result: MendedRows = { accepted: 0, unchanged: 0, open: [] };
  const folder = await mkdtemp(join(tmpdir(), 'ballast-mend-')).catch((error: unknown) => {
    throw asUserError(tmpdir(), error);
  });
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
      ).catch((error: unknown) => {
        throw asUserError(file, error);
      });
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
