// Firms of the workspace with the cell that each value stands in: what briefs of verdicts are written from.
import type { HeldTitle, Subject } from '../../assess/index.js';
import { type FactCell, type FirmRecord, factKey, heldKey, type RegisterFile } from '../../brief/index.js';
import type { Bilingual } from '../../model/index.js';
import type { Codes, StoredFirmItem, StoredSource, Workspace } from '../../store/index.js';
import { shortTitle, subjectsOf, type TitleNames } from '../workspace-firms.js';

export interface FirmRecords {
  records: FirmRecord[];
  /** The files that titles and items stand in, with how many entries of each. */
  registers: { titles: RegisterFile[]; items: RegisterFile[] };
}

export interface Naming {
  names: TitleNames;
  codes: Codes;
  /** Divisions in English, by their Chinese names. */
  english: Readonly<Record<string, string>>;
}

/** Every firm that the workspace knows of. */
export async function workspaceRecords(
  workspace: Workspace,
  { names, codes, english }: Naming,
): Promise<FirmRecords> {
  const [items, titles, register, sources] = await Promise.all([
    workspace.firmItems(),
    workspace.titles(),
    workspace.enterprises(),
    workspace.sources(),
  ]);
  const subjects = subjectsOf({ items, titles, register }, names);
  const byImport = new Map(sources.map((source) => [source.importId, source]));
  const codeOfName = new Map<string, string>();
  for (const { creditCode, name } of [...register, ...items, ...titles])
    if (creditCode !== null) codeOfName.set(name, creditCode);
  const keyOf = ({ creditCode, name }: { creditCode: string | null; name: string }) =>
    creditCode ?? codeOfName.get(name) ?? name;
  const itemsOf = new Map<string, StoredFirmItem[]>();
  const held = new Map<string, Map<string, FactCell>>();
  const [itemFiles, titleFiles] = [new Counter(), new Counter()];
  for (const one of items) {
    const source = byImport.get(one.importId);
    if (source === undefined) continue;
    itemFiles.add(source, String(one.row));
    const key = keyOf(one);
    const known = itemsOf.get(key);
    if (known === undefined) itemsOf.set(key, [one]);
    else known.push(one);
  }
  // Few of many firms are told of value by value.
  const cellsOf = (key: string) =>
    new Map(
      (itemsOf.get(key) ?? []).map((one): [string, FactCell] => [
        factKey(one.item, one.year),
        { ...placeOf(byImport.get(one.importId)!, one), column: one.column, quote: String(one.value) },
      ]),
    );
  for (const one of titles) {
    const source = byImport.get(one.importId);
    if (source === undefined) continue;
    titleFiles.add(source, `${one.row} ${one.title}`);
    const { from, to } = one;
    nested(held, keyOf(one)).set(heldKey({ title: shortTitle(one.title, names), from, to }), {
      ...placeOf(source, one),
      column: '称号',
      quote: one.title,
    });
  }
  const registered = new Map(register.map((one) => [keyOf(one), one]));
  const places = new Map(titles.flatMap((one) => (one.area === null ? [] : [[keyOf(one), one] as const])));
  return {
    records: subjects.map((subject): FirmRecord => {
      const key = keyOf(subject);
      const entry = registered.get(key);
      const place = entry?.area == null ? places.get(key) : entry;
      const area = place?.area ?? codes.areas.byCode(subject.area ?? '')?.name ?? subject.area;
      for (const title of entry?.titles ?? []) {
        const source = byImport.get(entry!.importId);
        if (source === undefined) continue;
        const undated: HeldTitle = { title: shortTitle(title, names), from: null, to: null };
        titleFiles.add(source, `${entry!.row} ${title}`);
        nested(held, key).set(heldKey(undated), { ...placeOf(source, entry!), column: '称号', quote: title });
      }
      let cells: FirmRecord['cells'] | null = null;
      return {
        subject,
        area: area === null ? null : { code: place?.areaCode ?? subject.area, name: area },
        industry: industryOf(entry?.industryCode ?? subject.industry, codes, english),
        get cells() {
          cells ??= cellsOf(key);
          return cells;
        },
        titles: held.get(key) ?? new Map(),
      };
    }),
    registers: { titles: titleFiles.files(), items: itemFiles.files() },
  };
}

/**
 * Lists of titles name who holds one, not who holds none. Where there is a list, a firm that none of them names counts as
 * holding none.
 */
export function byCompleteLists(record: FirmRecord): FirmRecord {
  const { subject } = record;
  if (subject.titles !== null) return record;
  const { area, industry, titles } = record;
  return {
    subject: { ...subject, titles: [] } satisfies Subject,
    ...{ area, industry, titles },
    get cells() {
      return record.cells;
    },
  };
}

/** Entries by file. */
class Counter {
  readonly #files = new Map<string, { file: string; entries: Set<string> }>();

  add({ sha256, file }: StoredSource, entry: string): void {
    const known = this.#files.get(sha256);
    if (known === undefined) this.#files.set(sha256, { file, entries: new Set([entry]) });
    else known.entries.add(entry);
  }

  files(): RegisterFile[] {
    return [...this.#files].map(([sha256, { file, entries }]) => ({ file, sha256, values: entries.size }));
  }
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
