/** Who holds which title, from when to when. A title that comes again with another end is a further vintage. */
import { sha256 } from '../model/index.js';
import type { Cell, Transaction } from './database.js';
import { EditConflict } from './edit-conflict.js';
import { EVERY_FIRM, type FirmCondition } from './firm-condition.js';
import { type HandEdit, keepHandEdit } from './hand-edit.js';
import { markRevised } from './mark-revised.js';
import { Twins } from './twins.js';
import type { Reject, TableSource, TableWritten, Workspace } from './workspace.js';

export interface TitleHeld {
  creditCode: string | null;
  name: string;
  title: string;
  /** ISO days; `to` is the last day of validity; null where the list does not say. */
  from: string | null;
  to: string | null;
  batch: string | null;
  areaCode: string | null;
  area: string | null;
  other: Record<string, string | number>;
  sheet: string | null;
  row: number;
}

export interface StoredTitle extends TitleHeld {
  file: string | null;
  importId: number;
  recordedAt: string;
}

/** One firm holds one title once from one day, or in one batch where no day is known. */
function keyOf({ creditCode, name, title, from, batch }: TitleHeld): string {
  return [creditCode ?? name, title, from ?? batch ?? ''].join(' ');
}

export const KEY_SQL = `coalesce(credit_code, name) || ' ' || title || ' ' || coalesce(held_from, batch, '')`;

export function titleTwins(): Twins<TitleHeld> {
  return new Twins(
    (one) => {
      // Columns that are no part of a title (file, remarks) make no vintage.
      const { sheet: _, row: __, other: ___, ...said } = one;
      return { key: keyOf(one), content: sha256(JSON.stringify(said)) };
    },
    (one, row) => ({
      row: one.row,
      column: null,
      value: one.name,
      zh: `与第 ${row} 行是同一企业的同一称号，内容不同。请留下正确的一行。`,
      en: `The same title of the same firm as row ${row}, with other content. Keep the right one.`,
      record: recordOf(one),
    }),
  );
}

export async function writeTitles(
  transaction: Transaction,
  run: { id: number; now: string },
  source: TableSource,
  entries: readonly (readonly TitleHeld[])[],
  refused: readonly Reject[],
): Promise<TableWritten> {
  const standing = await transaction.rows<{ key: string; content: string }>(
    `SELECT ${KEY_SQL} AS key, content FROM titles WHERE revised_by IS NULL`,
  );
  const known = new Map(standing.map((row) => [row.key, row.content]));
  const result = { accepted: 0, unchanged: 0, revised: 0, rejects: [...refused] };
  const rows: Cell[][] = [];
  const revised: string[] = [];
  const twins = titleTwins();
  for (const one of entries.flat()) {
    const { sheet, row } = one;
    const { key, content, isAgain, clash } = twins.take(one);
    if (clash) {
      result.rejects.push({ file: source.file, ...clash });
      continue;
    }
    if (isAgain || known.get(key) === content) {
      result.unchanged++;
      continue;
    }
    if (known.has(key)) {
      revised.push(key);
      result.revised++;
    }
    result.accepted++;
    rows.push([
      one.creditCode,
      one.name,
      one.title,
      one.from,
      one.to,
      one.batch,
      one.areaCode,
      one.area,
      JSON.stringify(one.other),
      content,
      source.sha256,
      sheet,
      row,
      run.id,
      run.now,
      null,
    ]);
  }
  await markRevised(transaction, 'titles', KEY_SQL, revised, run.id);
  await transaction.append('titles', rows);
  return result;
}

function recordOf(one: TitleHeld): Record<string, string | number | null> {
  return {
    统一社会信用代码: one.creditCode,
    企业名称: one.name,
    称号: one.title,
    有效期起: one.from,
    有效期止: one.to,
    批次: one.batch,
    地区: one.area,
    ...one.other,
  };
}

/** Titles that stand, by firm, title and day. */
export async function storedTitles(
  rows: <Row>(sql: string, values: readonly Cell[]) => Promise<Row[]>,
  of: FirmCondition = EVERY_FIRM,
): Promise<StoredTitle[]> {
  const found = await rows<StoredTitle & { other: unknown }>(
    `SELECT credit_code AS "creditCode", name, t.title, held_from AS "from", held_to AS "to", batch,
       area_code AS "areaCode", area, other, sheet, row_number AS "row", s.file, t.import_id AS "importId",
       t.recorded_at AS "recordedAt"
     FROM titles AS t LEFT JOIN sources AS s ON s.import_id = t.import_id
     WHERE revised_by IS NULL AND ${of.sql} ORDER BY name, credit_code, t.title, held_from, batch`,
    of.values,
  );
  return found.map((row) => ({
    ...row,
    other: JSON.parse(row.other as unknown as string) as Record<string, string | number>,
  }));
}

/** A title as it stands in a list, by what tells it from others of the firm. */
export interface TitleStanding {
  /** As the list writes it. */
  title: string;
  from: string | null;
  to: string | null;
}

/**
 * One title of a firm set by hand, as a source of its own: `was` null adds one, `now` null takes one away; what stood stays
 * as an older vintage.
 *
 * @throws EditConflict where the title is no longer what it was taken for, or stands already
 */
export async function editTitle(
  workspace: Workspace,
  firm: { creditCode: string | null; name: string; synthetic: boolean },
  { was, now }: { was: TitleStanding | null; now: TitleStanding | null },
  by: HandEdit,
): Promise<{ importId: number }> {
  const source = await keepHandEdit(workspace, firm, { was, now }, by);
  const run = workspace.startImport({ kind: 'titles', source: source.file });
  const own =
    'revised_by IS NULL AND (credit_code = $1 OR (credit_code IS NULL AND name IN ($1, $2))) AND title = $3';
  const place = (title: string) => [firm.creditCode ?? firm.name, firm.name, title];
  const written = await run.addTable('titles', source, async (transaction, at) => {
    let before: { batch: string | null; areaCode: string | null; area: string | null } | undefined;
    if (was !== null) {
      const same = `${own} AND held_from IS NOT DISTINCT FROM $4 AND held_to IS NOT DISTINCT FROM $5`;
      const values = [...place(was.title), was.from, was.to];
      [before] = await transaction.rows<NonNullable<typeof before>>(
        `SELECT batch, area_code AS "areaCode", area FROM titles WHERE ${same}`,
        values,
      );
      if (before === undefined)
        throw new EditConflict({
          zh: `“${was.title}”（${was.from ?? '不明'}—${was.to ?? '不明'}）已不在名单里：别处已经改过。没有保存，请核对后再改`,
          en: `${was.title} (${was.from ?? 'not known'} to ${was.to ?? 'not known'}) is no longer listed: it was changed elsewhere. Nothing was saved; compare and set it again`,
        });
      await transaction.rows(`UPDATE titles SET revised_by = ${at.id} WHERE ${same}`, values);
    }
    if (now !== null) {
      const [twin] = await transaction.rows<{ to: string | null }>(
        `SELECT held_to AS "to" FROM titles WHERE ${own} AND held_from IS NOT DISTINCT FROM $4`,
        [...place(now.title), now.from],
      );
      if (twin !== undefined)
        throw new EditConflict({
          zh: `“${now.title}”自 ${now.from ?? '不明'} 起已在名单里，至 ${twin.to ?? '不明'}。没有保存，请改那一条`,
          en: `${now.title} from ${now.from ?? 'a day not known'} is listed already, until ${twin.to ?? 'a day not known'}. Nothing was saved; change that one`,
        });
      const { batch = null, areaCode = null, area = null } = before ?? {};
      const said = { creditCode: firm.creditCode, name: firm.name, ...now, batch, areaCode, area };
      await transaction.append('titles', [
        [
          firm.creditCode,
          firm.name,
          now.title,
          now.from,
          now.to,
          batch,
          areaCode,
          area,
          '{}',
          sha256(JSON.stringify(said)),
          source.sha256,
          null,
          1,
          at.id,
          at.now,
          null,
        ],
      ]);
    }
    return { accepted: 1, unchanged: 0, revised: was === null ? 0 : 1, rejects: [] };
  });
  return { importId: written.id };
}
