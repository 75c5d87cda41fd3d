// Where the firms of ballast assess come from: JSON, tables, or the workspace.
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import {
  type Change,
  type HeldTitle,
  type Item,
  type ItemCatalogue,
  type Subject,
  subjectOf,
  titleKey,
  type titleNames,
} from '../../assess/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import { asUserError, type StoredEnterprise, type StoredTitle, type Workspace } from '../../store/index.js';
import { type FirmReject, type FirmTableOptions, type FirmTableWords, readFirmTables } from './firm-table.js';
import { expectedValue, itemValue } from './item-cell.js';
import { ItemHeadings } from './item-headings.js';

export interface FirmSource {
  subject: Subject;
  origin: string;
  sheet: string | null;
  row: number | null;
}

export interface FirmsRead {
  firms: FirmSource[];
  rejects: FirmReject[];
  notices: Bilingual[];
}

type TitleNames = ReturnType<typeof titleNames>;

/** A file of one firm or of many: JSON as docs/formats.md has it, else a table. */
export async function readFirmFile(
  file: string,
  words: () => Promise<FirmTableWords>,
  items: ItemCatalogue,
  names: TitleNames,
  options: FirmTableOptions,
): Promise<FirmsRead> {
  if (extname(file).toLowerCase() === '.json' || file === '-') return readFirmJson(file, items, names);
  const { firms, rejects, notices } = await readFirmTables(file, await words(), options);
  return {
    firms: firms.map(({ subject, sheet, row }) => ({
      subject: { ...subject, titles: namedTitles(subject.titles, names) },
      origin: file,
      sheet,
      row,
    })),
    rejects,
    notices,
  };
}

async function readFirmJson(file: string, items: ItemCatalogue, names: TitleNames): Promise<FirmsRead> {
  const text = await (file === '-' ? standardInput() : readFile(file, 'utf8')).catch((error: Error) => {
    throw asUserError(file, error);
  });
  let form: unknown;
  try {
    form = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new UserError({
      zh: `${file}：不是 JSON（${(error as Error).message}）`,
      en: `${file}: not JSON (${(error as Error).message})`,
    });
  }
  const listed = Array.isArray(form)
    ? form
    : typeof form === 'object' && form !== null && Array.isArray((form as { firms?: unknown }).firms)
      ? (form as { firms: unknown[] }).firms
      : [form];
  if (listed.length === 0) throw new UserError({ zh: `${file}：没有企业`, en: `${file}: it holds no firm` });
  const rejects: FirmReject[] = [];
  const firms: FirmSource[] = [];
  for (const [at, one] of listed.entries()) {
    const row = listed.length > 1 ? at + 1 : null;
    const where = row === null ? file : `${file} #${row}`;
    let subject: Subject;
    try {
      subject = subjectOf(one, { items, titleNames: names });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      if (listed.length === 1)
        throw new UserError({ zh: `${where}：${error.zh}`, en: `${where}: ${error.en}` });
      rejects.push({
        ...{ file, sheet: null, row, column: null, value: null, zh: error.zh, en: error.en },
        expected: { zh: '一家企业', en: 'a firm' },
      });
      continue;
    }
    if (isEmpty(subject))
      throw new UserError({
        zh: `${where}：不是企业资料：没有一项指标目录里的数据。格式见 docs/formats.md。`,
        en: `${where}: no firm: it has none of the items of the catalogue. docs/formats.md shows the form.`,
      });
    firms.push({ subject, origin: file, sheet: null, row });
    for (const { item, year, value, reason } of subject.faults)
      rejects.push({
        ...{ file, sheet: null, row, column: year === null ? item : `${item}@${year}`, value, ...reason },
        expected: expectedOf(items.get(item)),
      });
  }
  return { firms, rejects, notices: [] };
}

function isEmpty({ single, yearly, titles, awards }: Subject): boolean {
  return single.size === 0 && yearly.size === 0 && titles === null && awards === null;
}

function expectedOf(item: Item | undefined): Bilingual {
  return item === undefined ? { zh: '见 docs/formats.md', en: 'see docs/formats.md' } : expectedValue(item);
}

async function standardInput(): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of process.stdin) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function namedTitles(titles: readonly HeldTitle[] | null, names: TitleNames): HeldTitle[] | null {
  return titles?.map((held) => ({ ...held, title: shortTitle(held.title, names) })) ?? null;
}

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
  return [...firms.values()]
    .sort((a, b) => compare(a.name, b.name) || compare(a.creditCode ?? '', b.creditCode ?? ''))
    .map((subject) => ({ subject, origin: workspace.dir, sheet: null, row: null }));
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

/** `--set revenue@2025=6000`, `--set 列入严重失信主体名单=否`: items by id or name, values as in tables. */
export function changesOf(settings: readonly string[], words: FirmTableWords): Change[] {
  const headings = new ItemHeadings(words);
  return settings.map((setting) => {
    const match = /^([^=]+?)(?:@(\d{4}))?\s*=\s*(.*)$/u.exec(setting.trim());
    const item = match ? headings.item(match[1]!) : null;
    if (!match || item === null)
      throw new UserError({
        zh: `--set 应写作 指标@年份=数值，如 revenue@2025=6000 或 ip.class1=5；这里是“${setting}”${match ? `，没有“${match[1]}”这一指标` : ''}`,
        en: `--set is written item@year=value, revenue@2025=6000 or ip.class1=5; this is “${setting}”${match ? `, and there is no item “${match[1]}”` : ''}`,
      });
    const year = match[2] === undefined ? null : Number(match[2]);
    if ((item.shape === 'yearly') !== (year !== null))
      throw new UserError(
        item.shape === 'yearly'
          ? {
              zh: `--set ${setting}：“${item.name.zh}”按年填，请写明年份，如 ${item.id}@2025=…`,
              en: `--set ${setting}: ${item.name.en} is given by year; write ${item.id}@2025=…`,
            }
          : {
              zh: `--set ${setting}：“${item.name.zh}”只有一个值，不写年份`,
              en: `--set ${setting}: ${item.name.en} has one value and no year`,
            },
      );
    const text = match[3]!.trim();
    const number = Number(text);
    const value = text !== '' && Number.isFinite(number) ? number : text;
    const { lexicon, registers } = words;
    const read = itemValue(
      item,
      1,
      { value, text, percent: false },
      { lexicon, yes: registers.yes, no: registers.no },
    );
    if (read.kind === 'refused')
      throw new UserError({
        zh: `--set ${setting}：“${text}”${read.reason.zh}；应为：${read.expected.zh}`,
        en: `--set ${setting}: “${text}” ${read.reason.en}; expected: ${read.expected.en}`,
      });
    return { item: item.id, year, value: read.kind === 'missing' ? null : read.value };
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
