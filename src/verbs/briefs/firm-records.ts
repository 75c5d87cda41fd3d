// Firms of the workspace with the cell that each value stands in: what briefs of verdicts are written from.
import type { HeldTitle } from '../../assess/index.js';
import { type FactCell, type FirmRecord, factKey, heldKey, type RegisterFile } from '../../brief/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import {
  type Codes,
  type FirmCondition,
  type FirmRows,
  firmRows,
  type StoredSource,
  type Workspace,
} from '../../store/index.js';
import { namedFirm } from '../named-firm.js';
import { shortTitle, subjectsOf, type TitleNames } from '../workspace-firms.js';

export interface Naming {
  names: TitleNames;
  codes: Codes;
  /** Divisions in English, by their Chinese names. */
  english: Readonly<Record<string, string>>;
}

/** The sources of values, by the import that brought them. */
export type SourcesByImport = ReadonlyMap<number, StoredSource>;

export async function sourcesByImport(workspace: Workspace): Promise<SourcesByImport> {
  return new Map((await workspace.sources()).map((source) => [source.importId, source]));
}

/** Firms with all that rows say of them, in the order of their names. */
export function recordsOf(
  rows: FirmRows,
  byImport: SourcesByImport,
  { names, codes, english }: Naming,
): FirmRecord[] {
  const { items, titles, register } = rows;
  const codeOfName = new Map<string, string>();
  for (const { creditCode, name } of [...register, ...items, ...titles])
    if (creditCode !== null) codeOfName.set(name, creditCode);
  const keyOf = ({ creditCode, name }: { creditCode: string | null; name: string }) =>
    creditCode ?? codeOfName.get(name) ?? name;
  const cells = new Map<string, Map<string, FactCell>>();
  const held = new Map<string, Map<string, FactCell>>();
  for (const one of items) {
    const source = byImport.get(one.importId);
    if (source === undefined) continue;
    const cell = { ...placeOf(source, one), column: one.column, quote: String(one.value) };
    nested(cells, keyOf(one)).set(factKey(one.item, one.year), cell);
  }
  for (const one of titles) {
    const source = byImport.get(one.importId);
    if (source === undefined) continue;
    const { from, to } = one;
    nested(held, keyOf(one)).set(heldKey({ title: shortTitle(one.title, names), from, to }), {
      ...placeOf(source, one),
      column: '称号',
      quote: one.title,
    });
  }
  const registered = new Map(register.map((one) => [keyOf(one), one]));
  const places = new Map(titles.flatMap((one) => (one.area === null ? [] : [[keyOf(one), one] as const])));
  return subjectsOf(rows, names).map((subject): FirmRecord => {
    const key = keyOf(subject);
    const entry = registered.get(key);
    const place = entry?.area == null ? places.get(key) : entry;
    const area = place?.area ?? codes.areas.byCode(subject.area ?? '')?.name ?? subject.area;
    const source = entry === undefined ? undefined : byImport.get(entry.importId);
    if (source !== undefined)
      for (const title of entry!.titles) {
        const undated: HeldTitle = { title: shortTitle(title, names), from: null, to: null };
        nested(held, key).set(heldKey(undated), { ...placeOf(source, entry!), column: '称号', quote: title });
      }
    return {
      subject,
      area: area === null ? null : { code: place?.areaCode ?? subject.area, name: area },
      industry: industryOf(entry?.industryCode ?? subject.industry, codes, english),
      cells: cells.get(key) ?? new Map(),
      titles: held.get(key) ?? new Map(),
    };
  });
}

/**
 * One firm of the workspace.
 *
 * @throws UserError where no firm, or more than one, goes by that name or code
 */
export async function workspaceRecord(
  workspace: Workspace,
  asked: string,
  naming: Naming,
): Promise<FirmRecord> {
  const rows = await namedRows(workspace, asked);
  return namedFirm(recordsOf(rows, await sourcesByImport(workspace), naming), asked, null);
}

/** Every name and code under which firms stand. */
const SEEN = ['enterprises', 'titles', 'firm_items']
  .map((table) => `SELECT name, credit_code AS code FROM ${table} WHERE revised_by IS NULL`)
  .join(' UNION ');
/** Names that are put to a user who got one wrong. */
const NEAR = 20;

/** All that stands of the firms that go by a name, or by a code; throws where there are none. */
async function namedRows(workspace: Workspace, asked: string): Promise<FirmRows> {
  const plain = asked.normalize('NFKC').replace(/\s/g, '');
  const found = await workspace.query<{ name: string; code: string | null }>(
    `SELECT DISTINCT name, code FROM (${SEEN})
     WHERE code = $1 OR translate(regexp_replace(name, 's', '', 'g'), '（）', '()') = $1`,
    [plain],
  );
  if (found.length === 0) {
    const near = await workspace.query<{ name: string }>(
      `SELECT name FROM (SELECT DISTINCT name FROM (${SEEN}))
       ORDER BY contains(name, $1) DESC, levenshtein(name, $1), name LIMIT ${NEAR}`,
      [asked.trim()],
    );
    namedFirm(
      near.map(({ name }) => ({ subject: { name, creditCode: null } })),
      asked,
      null,
    );
  }
  const codes = found.flatMap(({ code }) => code ?? []);
  const under = `code IN (SELECT unnest(from_json($1, '["VARCHAR"]')))`;
  const others = await workspace.query<{ name: string }>(
    `SELECT DISTINCT name FROM (${SEEN}) WHERE ${under}`,
    [JSON.stringify(codes)],
  );
  const names = [...new Set([...found, ...others].map(({ name }) => name))];
  const of: FirmCondition = {
    sql: `(credit_code IN (SELECT unnest(from_json($1, '["VARCHAR"]')))
      OR (credit_code IS NULL AND name IN (SELECT unnest(from_json($2, '["VARCHAR"]')))))`,
    values: [JSON.stringify(codes), JSON.stringify(names)],
  };
  return firmRows((sql, values) => workspace.query(sql, values), of);
}

/** The files that titles and values of firms stand in, with how many entries of each. */
export async function registersOf(
  workspace: Workspace,
): Promise<{ titles: RegisterFile[]; items: RegisterFile[] }> {
  const files = (entries: string) =>
    workspace.query<RegisterFile>(
      `SELECT s.sha256, any_value(s.file) AS file, count(DISTINCT e.entry)::INTEGER AS "values"
       FROM (${entries}) AS e JOIN sources AS s ON s.import_id = e.import_id
       GROUP BY s.sha256 ORDER BY min(e.place), min(s.import_id)`,
    );
  return {
    titles: await files(
      `SELECT 0 AS place, import_id, concat(row_number, ' ', title) AS entry FROM titles WHERE revised_by IS NULL
       UNION ALL SELECT 1 AS place, import_id, concat(row_number, ' ', unnest(from_json(titles, '["VARCHAR"]'))) AS entry
       FROM enterprises WHERE revised_by IS NULL AND titles <> '[]'`,
    ),
    items: await files(
      'SELECT 0 AS place, import_id, row_number AS entry FROM firm_items WHERE revised_by IS NULL',
    ),
  };
}

/** `name`: name or credit code; null for the only firm of a file. */
export function theFirm(records: readonly FirmRecord[], name: string | null, file: string): FirmRecord {
  if (name === null && records.length === 1) return records[0]!;
  if (name === null)
    throw new UserError({
      zh: `${file} 里有 ${records.length} 家企业，请写明名称`,
      en: `${file} holds ${records.length} firms: name one`,
    });
  return namedFirm(records, name, file);
}

/**
 * Lists of titles name who holds one, not who holds none. Where there is a list, a firm that none of them names counts as
 * holding none.
 */
export function byCompleteLists(record: FirmRecord): FirmRecord {
  const { subject } = record;
  return subject.titles === null ? { ...record, subject: { ...subject, titles: [] } } : record;
}

function placeOf(
  { file, sha256, released }: StoredSource,
  { sheet, row }: { sheet: string | null; row: number },
): Pick<FactCell, 'file' | 'sha256' | 'sheet' | 'row' | 'released'> {
  return { file, sha256, sheet: sheet === '' ? null : sheet, row, released };
}

function nested<Key, Inner, Value>(map: Map<Key, Map<Inner, Value>>, key: Key): Map<Inner, Value> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = new Map<Inner, Value>();
  map.set(key, made);
  return made;
}

/** Name of the division that a code stands in, so that classes of one division are told together. */
export function industryOf(
  code: string | null,
  { industries }: Codes,
  english: Naming['english'],
): Bilingual | null {
  if (code === null) return null;
  const bare = code.replace(/^.*:/, '');
  const found = industries.resolve(/^[A-Z]?\d{2}/.exec(bare)?.[0] ?? bare);
  const name = found.status === 'resolved' ? found.name : bare;
  return { zh: name, en: english[name] ?? name };
}
