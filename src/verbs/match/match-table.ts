// Tables of the verb match: rows under named columns from CSV, XLSX, YAML or JSON; every cell that cannot be used is said.
import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { parse } from 'yaml';
import { type Bilingual, parseIsoDay, UserError } from '../../model/index.js';
import { asUserError, type Codes, readSheets, type Sheet } from '../../store/index.js';

/** A column by any of its names, the first the one that is written; its English name is the last. */
export interface Field {
  key: string;
  names: readonly [string, ...string[]];
  optional?: boolean;
}

/** A cell or a row that cannot be used; the row is left out. */
export interface MatchReject extends Bilingual {
  file: string;
  sheet: string | null;
  /** As the file counts, from 1; of YAML and JSON the number of the entry. */
  row: number | null;
  column: string | null;
  value: string | null;
  expected: Bilingual;
  /** The row under its headings, to be mended. */
  record?: Readonly<Record<string, string | number | null>> | null | undefined;
}

export interface MatchTable {
  file: string;
  sheet: string | null;
  rows: MatchRow[];
  rejects: MatchReject[];
  notices: Bilingual[];
  /** Columns that no field names, in their order. */
  further: string[];
}

export interface MatchTableOptions {
  sheet?: string | null;
  encoding?: string | null;
  /** What a row is, for messages. */
  what: Bilingual;
}

/** A heading may stand this deep below titles and notes. */
const DEEPEST_HEADING = 15;

const plain = (name: string) =>
  name
    .normalize('NFKC')
    .replace(/[\s_*＊]/g, '')
    .replace(/[(（][^()（）]*[)）]$/, '')
    .toLowerCase();

/**
 * The table of a file whose columns are `fields`; of a workbook the first visible sheet that has them all.
 * @throws UserError where no table has the columns that are needed, or has no row.
 */
export async function readMatchTable(
  file: string,
  fields: readonly Field[],
  options: MatchTableOptions,
): Promise<MatchTable> {
  const type = extname(file).toLowerCase();
  const table =
    type === '.json' || type === '.yaml' || type === '.yml'
      ? await readTree(file, type, fields, options)
      : await readGrid(file, fields, options);
  if (table.rows.length === 0 && table.rejects.length === 0)
    throw new UserError({
      zh: `${file}：表里没有${options.what.zh}，至少要有一行`,
      en: `${file}: the table holds no ${options.what.en}; at least one row is needed`,
    });
  return table;
}

async function readGrid(
  file: string,
  fields: readonly Field[],
  { sheet: wanted, encoding, what }: MatchTableOptions,
): Promise<MatchTable> {
  const seen: { sheet: string; row: number; headings: string[] }[] = [];
  const settings = {
    ...(wanted == null ? {} : { sheet: wanted }),
    ...(encoding == null ? {} : { encoding }),
  };
  const isText = ['.csv', '.tsv', '.txt'].includes(extname(file).toLowerCase());
  for await (const sheet of readSheets(file, settings)) {
    if (sheet.hidden && wanted == null) continue;
    const head = headOf(sheet, fields);
    if (head === null) {
      const row = fullestRow(sheet);
      if (row !== null) seen.push(row);
      continue;
    }
    const name = isText ? null : sheet.name;
    const table = emptyTable(file, name, head.further);
    const take = (part: Sheet, from: number) => {
      for (let row = from; row < part.height; row++) {
        const cells = new Map<string, unknown>();
        for (const [key, column] of head.places) {
          const value = part.value(row, column);
          if (value !== null && !(typeof value === 'string' && value.trim() === '')) cells.set(key, value);
        }
        const further = new Map<string, unknown>();
        for (const [column, heading] of head.furtherAt) {
          const value = part.value(row, column);
          if (value !== null) further.set(heading, value);
        }
        const blank = cells.size === 0 && further.size === 0;
        if (!blank) table.rows.push(new MatchRow(table, part.rowNumber(row), cells, head.headings, further));
      }
    };
    take(sheet, head.row + 1);
    if (sheet.rest) for await (const part of sheet.rest) take(part, 0);
    return table;
  }
  const needed = fields.filter(({ optional }) => !optional).map(({ names }) => names[0]);
  const best = seen[0];
  const lacking = best
    ? fields
        .filter(({ optional }) => !optional)
        .filter(
          ({ names }) => !best.headings.some((heading) => names.some((n) => plain(n) === plain(heading))),
        )
    : [];
  const only = best?.headings.length === 1;
  throw new UserError({
    zh: `${file}${best ? ` 第 ${best.row} 行` : ''}：没有认出${what.zh}表，应有“${needed.join('”“')}”列${
      best
        ? `${only ? '；这里只有一列，请查分隔符' : `，缺“${lacking.map(({ names }) => names[0]).join('”“')}”`}。现有：${best.headings.join('、')}`
        : '；文件是空的'
    }。ballast match templates --out 文件夹 可写出模板。`,
    en: `${file}${best ? `, row ${best.row}` : ''}: no table of ${what.en}s was found; columns ${needed.join(', ')} are expected${
      best
        ? `${only ? '; there is one column only, look at the separator' : `, ${lacking.map(({ names }) => names.at(-1)).join(', ')} missing`}. It has ${best.headings.join(', ')}`
        : '; the file is empty'
    }. ballast match templates --out FOLDER writes templates.`,
  });
}

function emptyTable(file: string, sheet: string | null, further: string[]): MatchTable {
  return { file, sheet, rows: [], rejects: [], notices: [], further };
}

interface Head {
  row: number;
  places: Map<string, number>;
  headings: Map<string, string>;
  further: string[];
  furtherAt: [number, string][];
}

function headOf(sheet: Sheet, fields: readonly Field[]): Head | null {
  for (let row = 0; row < Math.min(sheet.height, DEEPEST_HEADING); row++) {
    const names = headingsOf(sheet, row);
    const places = new Map<string, number>();
    const headings = new Map<string, string>();
    const taken = new Set<number>();
    for (const field of fields)
      for (const name of field.names) {
        const column = names.findIndex(
          (one, at) => !taken.has(at) && one !== '' && plain(one) === plain(name),
        );
        if (column < 0) continue;
        places.set(field.key, column);
        headings.set(field.key, names[column]!);
        taken.add(column);
        break;
      }
    if (fields.some(({ key, optional }) => !optional && !places.has(key))) continue;
    const furtherAt = [...names.entries()].filter(([at, name]) => name !== '' && !taken.has(at));
    return { row, places, headings, further: furtherAt.map(([, name]) => name), furtherAt };
  }
  return null;
}

function headingsOf(sheet: Sheet, row: number): string[] {
  return Array.from({ length: sheet.width }, (_, column) => wordsOf(sheet.value(row, column)));
}

function fullestRow(sheet: Sheet): { sheet: string; row: number; headings: string[] } | null {
  for (let row = 0; row < Math.min(sheet.height, DEEPEST_HEADING); row++) {
    const headings = headingsOf(sheet, row).filter((name) => name !== '');
    if (headings.length > 0) return { sheet: sheet.name, row: sheet.rowNumber(row), headings };
  }
  return null;
}

async function readTree(
  file: string,
  type: string,
  fields: readonly Field[],
  { what }: MatchTableOptions,
): Promise<MatchTable> {
  const text = await readFile(file, 'utf8').catch((error: Error) => {
    throw asUserError(file, error);
  });
  let tree: unknown;
  try {
    tree = type === '.json' ? JSON.parse(text.replace(/^\ufeff/, '')) : parse(text);
  } catch (error) {
    throw new UserError({
      zh: `${file}：不是 ${type.slice(1).toUpperCase()}（${(error as Error).message}）`,
      en: `${file}: not ${type.slice(1).toUpperCase()} (${(error as Error).message})`,
    });
  }
  const listed = listIn(tree);
  if (listed === null)
    throw new UserError({
      zh: `${file}：应为${what.zh}的列表`,
      en: `${file}: a list of ${what.en}s is expected`,
    });
  const further = new Set<string>();
  const table = emptyTable(file, null, []);
  for (const [at, one] of listed.entries()) {
    if (typeof one !== 'object' || one === null || Array.isArray(one)) {
      table.rejects.push({
        ...{ file, sheet: null, row: at + 1, column: null, value: wordsOf(one) },
        ...{ zh: `不是一个${what.zh}`, en: `no ${what.en}` },
        expected: { zh: '字段与值', en: 'fields and values' },
      });
      continue;
    }
    const cells = new Map<string, unknown>();
    const headings = new Map<string, string>();
    const rest = new Map<string, unknown>();
    for (const [name, value] of Object.entries(one)) {
      const field = fields.find(({ key, names }) => [key, ...names].some((n) => plain(n) === plain(name)));
      if (value === null || value === '') continue;
      if (field === undefined) {
        further.add(name);
        rest.set(name, value);
      } else {
        cells.set(field.key, value);
        headings.set(field.key, name);
      }
    }
    table.rows.push(new MatchRow(table, at + 1, cells, headings, rest));
  }
  table.further.push(...further);
  return table;
}

/** A list, or the only list in a document: `challenges: […]`. */
function listIn(tree: unknown): unknown[] | null {
  if (Array.isArray(tree)) return tree;
  if (typeof tree !== 'object' || tree === null) return null;
  const lists = Object.values(tree).filter((value) => Array.isArray(value));
  return lists.length === 1 ? (lists[0] as unknown[]) : lists.length === 0 ? [tree] : null;
}

/** A cell as words. */
export function wordsOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return typeof value === 'object' ? JSON.stringify(value) : String(value).trim();
}

const SEPARATORS = /[、,，;；|\n]+/u;

/** One row; what a cell cannot be is said once, and marks the row as refused. */
export class MatchRow {
  readonly row: number;
  refused = false;
  readonly #table: MatchTable;
  readonly #cells: ReadonlyMap<string, unknown>;
  readonly #headings: ReadonlyMap<string, string>;
  readonly further: ReadonlyMap<string, unknown>;

  constructor(
    table: MatchTable,
    row: number,
    cells: ReadonlyMap<string, unknown>,
    headings: ReadonlyMap<string, string>,
    further: ReadonlyMap<string, unknown>,
  ) {
    this.row = row;
    this.#table = table;
    this.#cells = cells;
    this.#headings = headings;
    this.further = further;
  }

  has(key: string): boolean {
    return this.#cells.has(key);
  }

  /** Its cells by field, as a workspace keeps them. */
  cells(): Record<string, unknown> {
    return Object.fromEntries(
      [...this.#cells].map(([key, value]) => [
        key,
        value instanceof Date || typeof value === 'object' ? wordsOf(value) : value,
      ]),
    );
  }

  raw(key: string): unknown {
    return this.#cells.get(key) ?? null;
  }

  refuse(key: string | null, value: unknown, reason: Bilingual, expected: Bilingual): null {
    this.refused = true;
    this.#table.rejects.push({
      file: this.#table.file,
      sheet: this.#table.sheet,
      row: this.row,
      column: key === null ? null : (this.#headings.get(key) ?? key),
      value: value === null ? null : wordsOf(value),
      ...reason,
      expected,
      record: this.#record(),
    });
    return null;
  }

  #record(): Record<string, string> {
    const record: Record<string, string> = {};
    for (const [key, heading] of this.#headings) record[heading] = wordsOf(this.#cells.get(key));
    for (const [heading, value] of this.further) record[heading] = wordsOf(value);
    return record;
  }

  /** A thing to know about the row, which stays. */
  notice({ zh, en }: Bilingual): void {
    const { file } = this.#table;
    this.#table.notices.push({
      zh: `${file} 第 ${this.row} 行：${zh}`,
      en: `${file}, row ${this.row}: ${en}`,
    });
  }

  text(key: string): string | null {
    const words = wordsOf(this.raw(key));
    return words === '' ? null : words;
  }

  /** Text that must be there. */
  needed(key: string): string {
    const words = this.text(key);
    if (words !== null) return words;
    this.refuse(key, null, { zh: '为空', en: 'is empty' }, { zh: '文字', en: 'text' });
    return '';
  }

  number(
    key: string,
    limits: { least?: number; above?: number; most?: number; whole?: boolean } = {},
  ): number | null {
    const value = this.raw(key);
    if (value === null) return null;
    const number =
      typeof value === 'number' ? value : Number(wordsOf(value).replace(/[,，%％]/g, '') || Number.NaN);
    const { least, above, most, whole } = limits;
    const parts: Bilingual[] = [whole ? { zh: '整数', en: 'a whole number' } : { zh: '数', en: 'a number' }];
    if (least !== undefined) parts.push({ zh: `不小于 ${least}`, en: `of at least ${least}` });
    if (above !== undefined) parts.push({ zh: `大于 ${above}`, en: `above ${above}` });
    if (most !== undefined) parts.push({ zh: `不大于 ${most}`, en: `of at most ${most}` });
    const expected = { zh: parts.map(({ zh }) => zh).join('，'), en: parts.map(({ en }) => en).join(', ') };
    if (!Number.isFinite(number))
      return this.refuse(key, value, { zh: '不是数', en: 'is no number' }, expected);
    if (
      (least !== undefined && number < least) ||
      (above !== undefined && number <= above) ||
      (most !== undefined && number > most) ||
      (whole && !Number.isInteger(number))
    )
      return this.refuse(
        key,
        value,
        number < 0 ? { zh: '是负数', en: 'is negative' } : { zh: '不在允许的范围', en: 'is out of range' },
        expected,
      );
    return number;
  }

  list(key: string): string[] {
    const value = this.raw(key);
    const parts = Array.isArray(value) ? value.map(wordsOf) : wordsOf(value).split(SEPARATORS);
    return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== '' && part !== '无'))];
  }

  day(key: string): string | null {
    const words = this.text(key);
    if (words === null) return null;
    const dashed = words.replace(
      /^(\d{4})[年/.](\d{1,2})[月/.](\d{1,2})日?$/,
      (_, y: string, m: string, d: string) => [y, m.padStart(2, '0'), d.padStart(2, '0')].join('-'),
    );
    try {
      return parseIsoDay(dashed);
    } catch {
      return this.refuse(
        key,
        words,
        { zh: '不是日期', en: 'is no date' },
        { zh: '日期，如 2026-05-01', en: 'a date such as 2026-05-01' },
      );
    }
  }

  /** One of a few, by any of its names. */
  choice<Choice extends string>(
    key: string,
    choices: Readonly<Record<Choice, readonly string[]>>,
  ): Choice | null {
    const words = this.text(key);
    if (words === null) return null;
    for (const [choice, names] of Object.entries(choices) as [Choice, readonly string[]][])
      if ([choice, ...names].some((name) => plain(name) === plain(words))) return choice;
    const all = Object.values<readonly string[]>(choices).map((names) => names[0]!);
    return this.refuse(
      key,
      words,
      { zh: '不在可选之列', en: 'is none of the choices' },
      { zh: all.join('、'), en: Object.keys(choices).join(', ') },
    );
  }

  /** A code of GB/T 2260 of six digits; null for the nation and for an empty cell. Codes of 99 are made-up areas. */
  area(key: string, { areas }: Codes): string | null {
    const words = this.text(key);
    if (words === null) return null;
    if (/^99\d{4}$/.test(words)) return words;
    const found = areas.resolve(words, {});
    if (found.status === 'resolved') return found.level === 'nation' ? null : found.code;
    return this.refuse(key, words, found.why, near(found.suggestions));
  }

  /** Codes of GB/T 4754-2017. */
  industries(key: string, { industries }: Codes): string[] {
    return this.list(key).flatMap((words) => {
      const found = industries.resolve(words);
      if (found.status !== 'resolved') {
        this.refuse(key, words, found.why, near(found.suggestions));
        return [];
      }
      return found.members ?? [found.below ?? found.code];
    });
  }
}

function near(suggestions: readonly { code: string; name: string }[]): Bilingual {
  const named = suggestions.map(({ code, name }) => `${name}（${code}）`).join('、');
  return named === ''
    ? { zh: '名称或代码', en: 'a name or code' }
    : { zh: `是否为：${named}`, en: `perhaps ${named}` };
}

/** Rows that a workspace keeps, as the table that they came from. */
export function keptTable(
  rows: readonly { cells: Readonly<Record<string, unknown>>; row: number; file: string | null }[],
): MatchTable {
  const table = emptyTable([...new Set(rows.map(({ file }) => file ?? ''))].join('、'), null, []);
  for (const { cells, row } of rows)
    table.rows.push(new MatchRow(table, row, new Map(Object.entries(cells)), new Map(), new Map()));
  return table;
}

/** A rejected row or cell as one line. */
export function rejectLine({ file, sheet, row, column, value, zh, en, expected }: MatchReject): Bilingual {
  const at = {
    zh: `${basename(file)}${sheet === null ? '' : ` 工作表“${sheet}”`}${row === null ? '' : ` 第 ${row} 行`}${column === null ? '' : `“${column}”列`}`,
    en: `${basename(file)}${sheet === null ? '' : `, sheet “${sheet}”`}${row === null ? '' : `, row ${row}`}${column === null ? '' : `, column “${column}”`}`,
  };
  return {
    zh: `${at.zh}${value === null ? '' : ` “${value}”`}：${zh}；应为：${expected.zh}`,
    en: `${at.en}${value === null ? '' : ` “${value}”`}: ${en}; expected: ${expected.en}`,
  };
}

/** Rows of one key after the first, refused with the row of the first; those that stay. */
export function withoutTwins<One extends { row: MatchRow }>(
  entries: readonly One[],
  column: string,
  keyOf: (one: One) => string,
): One[] {
  const first = new Map<string, number>();
  return entries.filter((one) => {
    const key = keyOf(one);
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, one.row.row);
      return true;
    }
    one.row.refuse(
      column,
      key,
      { zh: `与第 ${before} 行重复`, en: `the same as row ${before}` },
      { zh: '每个编号一行', en: 'one row for each' },
    );
    return false;
  });
}
