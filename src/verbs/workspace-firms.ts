// The firms of the workspace as what rulebooks judge.
import { type HeldTitle, type Subject, titleKey, type titleNames } from '../assess/index.js';
import type { FirmRows, StoredEnterprise, StoredTitle, Workspace } from '../store/index.js';

export interface FirmSource {
  subject: Subject;
  origin: string;
  sheet: string | null;
  row: number | null;
}

export type TitleNames = ReturnType<typeof titleNames>;

/** A title by the short name of its rulebook, where there is one. */
export function shortTitle(title: string, names: TitleNames): string {
  return names.get(titleKey(title)) ?? names.get(titleKey(title.replace(/企业$/u, ''))) ?? title;
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
