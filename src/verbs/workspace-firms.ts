// The firms of the workspace as what rulebooks judge.
import {
  type Change,
  type Column,
  type HeldTitle,
  rungOf,
  type Subject,
  titleKey,
  type titleNames,
  wideSql,
} from '../assess/index.js';
import {
  type FirmColumns,
  FirmList,
  type FirmRows,
  type StoredEnterprise,
  type StoredTitle,
  type Workspace,
} from '../store/index.js';
import type { FirmsToJudge } from './judge-firms.js';

/** What lists say of a firm that was judged. */
export type FirmHead = Pick<Subject, 'name' | 'creditCode' | 'area' | 'industry'>;

export interface FirmSource<Known extends FirmHead = Subject> {
  subject: Known;
  origin: string;
  sheet: string | null;
  row: number | null;
}

export type TitleNames = ReturnType<typeof titleNames>;

/** A title by the short name of its rulebook, where there is one. */
export function shortTitle(title: string, names: TitleNames): string {
  return names.get(titleKey(title)) ?? names.get(titleKey(title.replace(/企业$/u, ''))) ?? title;
}

/** The list of firms of a workspace, kept up as long as it is open. */
export function openFirmList(workspace: Workspace, names: TitleNames): FirmList {
  return new FirmList(workspace, (written) =>
    written.map((title) => {
      const short = shortTitle(title, names);
      return { written: title, short, key: titleKey(short), rung: rungOf(title) ?? rungOf(short) };
    }),
  );
}

/** Firms whose rows are read at once. */
const BATCH = 5000;

/** Every firm of a workspace to be judged where it stands: what is known of a firm is read when it is told of. */
export class WorkspaceFirms {
  readonly #list: FirmList;
  readonly #columns: FirmColumns;
  readonly #names: TitleNames;
  readonly heads: readonly FirmHead[];

  private constructor(list: FirmList, columns: FirmColumns, names: TitleNames) {
    this.#list = list;
    this.#columns = columns;
    this.#names = names;
    this.heads = Array.from({ length: columns.count }, (_, place): FirmHead => {
      const { name, creditCode, areaCode, industryCode } = columns.at(place + 1);
      return { name, creditCode, area: areaCode, industry: industryCode };
    });
  }

  static async open(workspace: Workspace, names: TitleNames): Promise<WorkspaceFirms> {
    const list = openFirmList(workspace, names);
    return new WorkspaceFirms(list, await list.columns(), names);
  }

  /** `changes` are values that count for every firm, whatever is known. */
  toJudge(changes: readonly Change[] = []): FirmsToJudge {
    return {
      count: this.heads.length,
      area: (firm) => this.heads[firm]!.area,
      ask: async (firms, columns, on, queries) => {
        const areas = [...new Set(firms.map((firm) => this.heads[firm]!.area))];
        const found = [];
        for (const query of queries)
          found.push(
            await this.#list.answer(areas, (tables) =>
              query(`(${changedSql(wideSql(columns, on, tables), columns, changes)})`),
            ),
          );
        return found;
      },
    };
  }

  async subject(place: number): Promise<Subject> {
    const { key } = this.#columns.at(place + 1);
    const [subject] = subjectsOf((await this.#list.firm(key, ['100000']))!, this.#names);
    return subject!;
  }

  /** Every firm in order. */
  async *subjects(): AsyncGenerator<Subject> {
    for (let first = 1; first <= this.heads.length; first += BATCH) {
      const last = Math.min(first + BATCH - 1, this.heads.length);
      const found = new Map(
        subjectsOf(await this.#list.rowsFrom(first, last), this.#names).map((subject) => [
          subject.creditCode ?? subject.name,
          subject,
        ]),
      );
      for (let id = first; id <= last; id++) yield found.get(this.#columns.at(id).key)!;
    }
  }
}

/** The wide table with other values for every firm. */
function changedSql(wide: string, columns: readonly Column[], changes: readonly Change[]): string {
  const replaced = columns.flatMap((column) => {
    const change = changes.findLast(
      ({ item, year }) =>
        (column.kind === 'number' && column.item === item && column.year === year) ||
        (column.kind === 'item' && column.item === item && year === null),
    );
    if (change === undefined) return [];
    const { value } = change;
    const fits =
      value !== null && typeof value === { DOUBLE: 'number', BOOLEAN: 'boolean' }[column.type as string];
    const isText = typeof value === 'string' && (column.type === 'VARCHAR' || column.type === 'DATE');
    const literal = fits ? String(value) : isText ? `'${value.replaceAll("'", "''")}'` : 'NULL';
    return [`${literal}::${column.type} AS "${column.name.replaceAll('"', '""')}"`];
  });
  return replaced.length === 0 ? wide : `SELECT * REPLACE (${replaced.join(', ')}) FROM (${wide})`;
}

/**
 * The firms of the workspace: whoever has items, stands in the register with an area, or holds a title. Titles of a firm
 * are known where a list names it; else they are unknown, for no list says that it is complete.
 */
export async function workspaceFirms(workspace: Workspace, names: TitleNames): Promise<FirmSource[]> {
  const [items, titles, register] = await Promise.all([
    workspace.firmItems(),
    workspace.titles(),
    workspace.enterprises(),
  ]);
  return subjectsOf({ items, titles, register }, names).map((subject) => ({
    subject,
    origin: workspace.dir,
    sheet: null,
    row: null,
  }));
}

/** What the store holds of firms, put together firm by firm. */
export function subjectsOf({ items, titles, register }: FirmRows, names: TitleNames): Subject[] {
  const firms = new Map<string, MutableSubject>();
  const codeOfName = new Map<string, string>();
  for (const { creditCode, name } of [...register, ...items, ...titles])
    if (creditCode !== null) codeOfName.set(name, creditCode);
  const firmOf = (creditCode: string | null, name: string): MutableSubject => {
    const key = creditCode ?? codeOfName.get(name) ?? name;
    let firm = firms.get(key);
    if (firm === undefined) {
      firm = {
        name,
        creditCode: creditCode ?? codeOfName.get(name) ?? null,
        area: null,
        industry: null,
        single: new Map(),
        yearly: new Map(),
        titles: null,
        awards: null,
        faults: [],
        origin: new Map(),
      };
      firms.set(key, firm);
    }
    return firm;
  };
  for (const entry of register) fromRegister(firmOf(entry.creditCode, entry.name), entry, names);
  for (const { creditCode, name, item, year, value, file, row, column } of items) {
    const firm = firmOf(creditCode, name);
    if (item === 'area' || item === 'industry') firm[item] = String(value);
    else if (item === 'titles') firm.titles ??= [];
    else if (year !== null && typeof value === 'number') {
      const values = firm.yearly.get(item) ?? new Map<number, number>();
      firm.yearly.set(item, values.set(year, value));
    } else if (item === 'awards') firm.awards = JSON.parse(String(value)) as Subject['awards'];
    else firm.single.set(item, value === 'true' ? true : value === 'false' ? false : value);
    firm.origin.set(year === null ? item : `${item}@${year}`, `${file ?? ''} 第 ${row} 行“${column}”列`);
  }
  for (const held of titles) addTitle(firmOf(held.creditCode, held.name), held, names);
  return [...firms.values()].sort(
    (a, b) => compare(a.name, b.name) || compare(a.creditCode ?? '', b.creditCode ?? ''),
  );
}

interface MutableSubject extends Subject {
  area: string | null;
  industry: string | null;
  single: Map<string, number | boolean | string>;
  yearly: Map<string, Map<number, number>>;
  titles: HeldTitle[] | null;
  awards: Subject['awards'];
  origin: Map<string, string>;
}

function fromRegister(firm: MutableSubject, entry: StoredEnterprise, names: TitleNames): void {
  firm.area = entry.areaCode;
  firm.industry = entry.industryCode?.replace(/^.*:/, '') ?? null;
  if (entry.registered !== null && /^\d{4}-\d{2}-\d{2}$/.test(entry.registered)) {
    firm.single.set('registered', entry.registered);
    firm.origin.set('registered', `${entry.file ?? ''} 第 ${entry.row} 行`);
  }
  for (const title of entry.titles) {
    firm.titles ??= [];
    firm.titles.push({ title: shortTitle(title, names), from: null, to: null });
  }
}

/** A list with days says more than a word in the register. */
function addTitle(firm: MutableSubject, { title, from, to }: StoredTitle, names: TitleNames): void {
  const short = shortTitle(title, names);
  firm.titles = (firm.titles ?? []).filter(
    (held) => held.title !== short || held.from !== null || held.to !== null,
  );
  firm.titles.push({ title: short, from, to });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
