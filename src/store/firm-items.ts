/** Items of firms for assessment, in long form: firm × year × item. A changed value is a further vintage. */
import type { Cell, Transaction } from './database.js';
import { EditConflict } from './edit-conflict.js';
import { EVERY_FIRM, type FirmCondition } from './firm-condition.js';
import { type HandEdit, keepHandEdit } from './hand-edit.js';
import { markRevised } from './mark-revised.js';
import { hashFile } from './originals.js';
import { type TitleHeld, writeTitles } from './titles.js';
import type { Mended, Reject, TableSource, TableWritten, Workspace } from './workspace.js';

export interface FirmItem {
  creditCode: string | null;
  name: string;
  /** Id of the catalogue of items; `area` and `industry` are codes. */
  item: string;
  /** Null for what has one value. */
  year: number | null;
  /** In the unit of the catalogue; true and false are words. */
  value: number | string | boolean;
  unit: string | null;
  sheet: string | null;
  row: number;
  column: string;
}

export interface StoredFirmItem extends Omit<FirmItem, 'value'> {
  value: number | string;
  file: string | null;
  synthetic: boolean;
  importId: number;
  recordedAt: string;
}

export interface FirmItemsImport {
  /** The catalogue by which headings were understood: another one is another import. */
  mapping: string | null;
  released: string | null;
  publisher: string | null;
  synthetic: boolean;
  /** As the user calls the file, where that is not its path. */
  name?: string;
}

export interface FirmItemsImported {
  file: string;
  importId: number | null;
  knownAs: number | null;
  accepted: number;
  unchanged: number;
  revised: number;
  rejected: number;
}

/** Takes the items and titles of one file in, in one transaction. */
export async function importFirmItems(
  workspace: Workspace,
  file: string,
  content: {
    items: readonly FirmItem[];
    titles: readonly TitleHeld[];
    rejects: readonly Reject[];
    mended: readonly Mended[];
  },
  { name = file, ...options }: FirmItemsImport,
): Promise<FirmItemsImported> {
  const { hash, bytes } = await hashFile(file);
  const source: TableSource = { sha256: hash, file: name, title: null, bytes, ...options };
  const run = workspace.startImport({ kind: 'firm-items', source: name });
  const knownAs = await run.importOf('firm-items', source);
  if (knownAs !== null)
    return { file, importId: null, knownAs, accepted: 0, unchanged: 0, revised: 0, rejected: 0 };
  await workspace.originals.putFile(hash, file, bytes);
  const written = await run.addTable(
    'firm-items',
    source,
    async (transaction, at) => {
      const items = await writeFirmItems(transaction, at, source, content.items);
      const titles = await writeTitles(transaction, at, source, [content.titles], []);
      return {
        accepted: items.accepted + titles.accepted,
        unchanged: items.unchanged + titles.unchanged,
        revised: items.revised + titles.revised,
        rejects: [...content.rejects, ...items.rejects, ...titles.rejects],
      };
    },
    content.mended,
  );
  const { id: importId, accepted, unchanged, revised } = written;
  return { file, importId, knownAs, accepted, unchanged, revised, rejected: written.rejects.length };
}

const KEY_SQL = `coalesce(credit_code, name) || ' ' || item || ' ' || coalesce(year::VARCHAR, '')`;

async function writeFirmItems(
  transaction: Transaction,
  run: { id: number; now: string },
  source: TableSource,
  items: readonly FirmItem[],
): Promise<TableWritten> {
  const standing = await transaction.rows<{ key: string; value: number | null; words: string | null }>(
    `SELECT ${KEY_SQL} AS key, value, words FROM firm_items WHERE revised_by IS NULL`,
  );
  const known = new Map(standing.map(({ key, value, words }) => [key, value ?? words]));
  const seen = new Map<string, FirmItem>();
  const rejects: Reject[] = [];
  const result = { accepted: 0, unchanged: 0, revised: 0, rejects };
  const rows: Cell[][] = [];
  const revised: string[] = [];
  for (const one of items) {
    const { creditCode, name, item, year, unit, sheet, row, column } = one;
    const value = typeof one.value === 'boolean' ? String(one.value) : one.value;
    const key = `${creditCode ?? name} ${item} ${year ?? ''}`;
    const twin = seen.get(key);
    if (twin && String(twin.value) !== String(one.value)) {
      rejects.push({
        file: source.file,
        row,
        column,
        value: String(one.value),
        zh: `“${name}”的这一项在第 ${twin.row} 行已有另一个值 ${twin.value}。请留下正确的一个。`,
        en: `Row ${twin.row} has another value, ${twin.value}, of this item of “${name}”. Keep the right one.`,
      });
      continue;
    }
    seen.set(key, one);
    if (twin || known.get(key) === value) {
      result.unchanged++;
      continue;
    }
    if (known.has(key)) {
      revised.push(key);
      result.revised++;
    }
    result.accepted++;
    rows.push([
      creditCode,
      name,
      item,
      year,
      typeof value === 'number' ? value : null,
      typeof value === 'string' ? value : null,
      unit,
      source.sha256,
      sheet,
      row,
      column,
      run.id,
      run.now,
      null,
    ]);
  }
  await markRevised(transaction, 'firm_items', KEY_SQL, revised, run.id);
  await transaction.append('firm_items', rows);
  return result;
}

/** One value set by hand; null takes it away. */
export interface FirmItemEdit {
  item: string;
  year: number | null;
  value: number | string | boolean | null;
  unit: string | null;
  /** What stood when the hand was put to it; null for nothing. */
  was: number | string | boolean | null;
}

/**
 * Values of one firm set by hand, as a source of its own: what stood stays as an older vintage. All are set, or none.
 *
 * @throws EditConflict where a value is no longer what it was taken for
 */
export async function editFirmItems(
  workspace: Workspace,
  firm: { creditCode: string | null; name: string; synthetic: boolean },
  edits: readonly FirmItemEdit[],
  by: HandEdit,
): Promise<{ importId: number; changed: number }> {
  const source = await keepHandEdit(workspace, firm, { edits }, by);
  const run = workspace.startImport({ kind: 'firm-items', source: source.file });
  const key = firm.creditCode ?? firm.name;
  const written = await run.addTable('firm-items', source, async (transaction, at) => {
    let changed = 0;
    let revised = 0;
    for (const [row, { item, year, unit, ...edit }] of edits.entries()) {
      const value = typeof edit.value === 'boolean' ? String(edit.value) : edit.value;
      const was = typeof edit.was === 'boolean' ? String(edit.was) : edit.was;
      const standing = await transaction.rows<{ value: number | null; words: string | null }>(
        `SELECT value, words FROM firm_items
         WHERE revised_by IS NULL AND (credit_code = $1 OR (credit_code IS NULL AND name IN ($1, $2)))
           AND item = $3 AND year IS NOT DISTINCT FROM $4`,
        [key, firm.name, item, year],
      );
      const now = standing[0] === undefined ? null : (standing[0].value ?? standing[0].words);
      if (now !== was)
        throw new EditConflict({
          zh: `“${item}${year === null ? '' : ` ${year} 年`}”现在是 ${now ?? '空'}，不是你打开时的 ${was ?? '空'}：别处已经改过。没有保存，请核对后再改`,
          en: `${item}${year === null ? '' : ` of ${year}`} is ${now ?? 'blank'} by now, not ${was ?? 'blank'} as when you opened it: it was changed elsewhere. Nothing was saved; compare and set it again`,
        });
      if (now === value) continue;
      changed++;
      if (standing.length > 0) {
        revised++;
        await transaction.rows(
          `UPDATE firm_items SET revised_by = ${at.id}
           WHERE revised_by IS NULL AND (credit_code = $1 OR (credit_code IS NULL AND name IN ($1, $2)))
             AND item = $3 AND year IS NOT DISTINCT FROM $4`,
          [key, firm.name, item, year],
        );
      }
      if (value === null) continue;
      const [number, words] = typeof value === 'number' ? [value, null] : [null, value];
      await transaction.append('firm_items', [
        [
          firm.creditCode,
          firm.name,
          item,
          year,
          number,
          words,
          unit,
          source.sha256,
          null,
          row + 1,
          year === null ? item : `${item}@${year}`,
          at.id,
          at.now,
          null,
        ],
      ]);
    }
    return { accepted: changed, unchanged: edits.length - changed, revised, rejects: [] };
  });
  return { importId: written.id, changed: written.accepted };
}

type Rows = <Row>(sql: string, values: readonly Cell[]) => Promise<Row[]>;

/** Items that stand, firm by firm. */
export async function storedFirmItems(rows: Rows, of: FirmCondition = EVERY_FIRM): Promise<StoredFirmItem[]> {
  return rows<StoredFirmItem>(
    `SELECT credit_code AS "creditCode", name, item, year, value AS number, words, unit, sheet,
       row_number AS "row", column_name AS "column", s.file, coalesce(s.synthetic, false) AS synthetic,
       f.import_id AS "importId", f.recorded_at AS "recordedAt"
     FROM firm_items AS f LEFT JOIN sources AS s ON s.import_id = f.import_id
     WHERE revised_by IS NULL AND ${of.sql} ORDER BY name, credit_code, item, year`,
    of.values,
  ).then((found) =>
    found.map((row) => {
      const { number, words, ...rest } = row as StoredFirmItem & {
        number: number | null;
        words: string | null;
      };
      return { ...rest, value: number ?? words ?? '' };
    }),
  );
}
