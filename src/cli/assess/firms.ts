// Where the firms of ballast assess come from beside the workspace: JSON and tables.
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import {
  type Change,
  type HeldTitle,
  type Item,
  type ItemCatalogue,
  type Subject,
  subjectOf,
  type titleNames,
} from '../../assess/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import { asUserError } from '../../store/index.js';
import {
  expectedValue,
  type FirmReject,
  type FirmSource,
  type FirmTableOptions,
  type FirmTableWords,
  ItemHeadings,
  itemValue,
  readFirmTables,
  shortTitle,
} from '../../verbs/index.js';

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
