/** Lists of enterprises, of clusters, and of who holds which title. */
import { z } from 'zod';
import { type Bilingual, type Figure, UserError } from '../model/index.js';
import { type Cluster, clusterTwins } from './clusters.js';
import type { Transaction } from './database.js';
import { creditCodeFault, type Enterprise, enterpriseTwins, plainCode } from './enterprises.js';
import {
  areaOf,
  type Context,
  lexiconOf,
  marksOf,
  nameOf,
  noticesOf,
  rowRecord,
  type TableImportOptions,
  tables,
} from './table-context.js';
import type { Column, DryRun, OpenTable, TidyRecord } from './tables/index.js';
import { emptyRun, refuser } from './tables/tidy-table.js';
import { plainWord } from './tables/words.js';
import { type TitleHeld, titleTwins } from './titles.js';
import type { Twins } from './twins.js';
import type { Mended, Reject, TableSource, TableWritten } from './workspace.js';
import { writtenDay, writtenSpan } from './written-day.js';

const RegistersSchema = z.object({
  enterprises: z.record(z.string(), z.array(z.coerce.string())),
  clusters: z.record(z.string(), z.array(z.coerce.string())),
  titles: z.record(z.string(), z.array(z.coerce.string())),
  yes: z.array(z.coerce.string()),
  no: z.array(z.coerce.string()),
});
type Registers = z.infer<typeof RegistersSchema>;

/** All that is needed to judge a row. */
type RegisterContext = Pick<Context, 'options'> & { source: Pick<TableSource, 'file'> };

type EntryOf<Entry> = (
  record: TidyRecord,
  table: OpenTable,
  context: RegisterContext,
  registers: Registers,
) => Entry | RowRefusal;

const isRefusal = <Entry>(entry: Entry | RowRefusal): entry is RowRefusal =>
  typeof entry === 'object' && entry !== null && 'zh' in entry;

const isTotal = ({ aggregate }: TidyRecord) => aggregate === 'total' || aggregate === 'subtotal';

function registersOf({ lexicons }: TableImportOptions): Registers {
  const parsed = RegistersSchema.safeParse(lexicons.registers);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  throw new UserError({
    zh: `词表 registers.${issue.path.join('.')} 有误：${issue.message}`,
    en: `lexicon registers.${issue.path.join('.')}: ${issue.message}`,
  });
}

export async function importRegister<Entry>(
  context: Context,
  entryOf: EntryOf<Entry>,
  write: (
    transaction: Transaction,
    run: { id: number; now: string },
    source: TableSource,
    entries: readonly Entry[],
    refused: readonly Reject[],
  ) => Promise<TableWritten>,
): Promise<void> {
  const { run, source, options, result } = context;
  const registers = registersOf(options);
  const entries: Entry[] = [];
  const refused: Reject[] = [];
  const mended: Mended[] = [];
  for await (const table of tables(context)) {
    source.title ??= table.layout.titles[0]?.text ?? null;
    for await (const { records } of table.batches()) {
      for (const record of records) {
        if (isTotal(record)) continue;
        const entry = entryOf(record, table, context, registers);
        if (isRefusal(entry)) refused.push(entry);
        else {
          entries.push(entry);
          mended.push(...marksOf(record, context));
        }
      }
    }
  }
  const written = await run.addTable(
    options.as,
    source,
    (transaction, at) => write(transaction, at, source, entries, refused),
    mended,
  );
  Object.assign(result, {
    importId: written.id,
    accepted: written.accepted,
    unchanged: written.unchanged,
    revised: written.revised,
    rejected: written.rejects.length,
  });
}

/** What an import of one sheet of a list would do, by the very checks that it makes. */
async function tryRegister<
  Entry,
  Kept extends { row: number; name: string; area: string | null; creditCode?: string | null },
>(
  table: OpenTable,
  options: TableImportOptions,
  entryOf: EntryOf<Entry>,
  keptOf: (entry: Entry) => readonly Kept[],
  twins: Twins<Kept>,
): Promise<DryRun> {
  const run = { ...emptyRun(table), notices: noticesOf(table, options) };
  const registers = registersOf(options);
  const context: RegisterContext = { options, source: { file: table.file } };
  const refuse = refuser(run);
  const areas = new Set<string>();
  const firms = new Set<string>();
  for await (const { records, counts } of table.batches()) {
    run.rows += counts.rows;
    run.missing += counts.missing;
    for (const record of records) {
      if (isTotal(record)) continue;
      const entry = entryOf(record, table, context, registers);
      const refused: (Omit<Reject, 'file'> & { letters?: string | null })[] = [];
      if (isRefusal(entry)) refused.push(entry);
      else
        for (const one of keptOf(entry)) {
          const { clash } = twins.take(one);
          if (clash) refused.push(clash);
          else run.values++;
          if (one.area) areas.add(one.area);
          if (one.creditCode !== undefined) firms.add(one.creditCode ?? one.name);
        }
      for (const { column, letters = null, value, zh, en } of refused)
        refuse({
          ...{ sheet: table.sheet, row: record.row, column: letters, heading: column },
          ...{ value: value ?? '', values: 1, zh, en },
        });
    }
  }
  run.areas = areas.size;
  run.enterprises = firms.size;
  return run;
}

const REGISTERS = {
  enterprises: (table: OpenTable, options: TableImportOptions) =>
    tryRegister(table, options, enterpriseOf, (one) => [one], enterpriseTwins()),
  clusters: (table: OpenTable, options: TableImportOptions) =>
    tryRegister(table, options, clusterOf, (one) => [one], clusterTwins()),
  titles: (table: OpenTable, options: TableImportOptions) =>
    tryRegister(table, options, titlesOf, (held) => held, titleTwins()),
};

/** How an import of a list of that kind is tried; null for other kinds. */
export function registerTrial(
  kind: TableImportOptions['as'],
): ((table: OpenTable, options: TableImportOptions) => Promise<DryRun>) | null {
  return kind in REGISTERS ? REGISTERS[kind as keyof typeof REGISTERS] : null;
}

type Cells = TidyRecord['cells'];

/** Cells of our own columns, by what their headings say; the others are left over. */
function fieldsOf(record: TidyRecord, words: Registers['enterprises']) {
  const fields = new Map<string, Cells>();
  const rest: Cells = [];
  for (const cell of record.cells) {
    const heading = plainWord(cell.column.heading[cell.column.heading.length - 1] ?? '');
    const field = Object.keys(words).find((key) => words[key]!.some((word) => plainWord(word) === heading));
    if (field === undefined) rest.push(cell);
    else fields.set(field, [...(fields.get(field) ?? []), cell]);
  }
  const text = (field: string) =>
    fields
      .get(field)
      ?.map((cell) => cell.text.trim())
      .find((t) => t !== '') ?? null;
  return { fields, rest, text };
}

function cellOf(cells: Cells, ...roles: Column['role'][]): Cells[number] | undefined {
  for (const role of roles) {
    const found = cells.find((cell) => cell.column.role === role && cell.text.trim() !== '');
    if (found) return found;
  }
  return undefined;
}

function ofRole(cells: Cells, ...roles: Column['role'][]): string | null {
  return cellOf(cells, ...roles)?.text.trim() ?? null;
}

/** The cell that says something of a field. */
const written = (fields: ReadonlyMap<string, Cells>, field: string) =>
  fields.get(field)?.find((cell) => cell.text.trim() !== '');

/** Where a name would stand. */
const nameCell = (cells: Cells, fields: ReadonlyMap<string, Cells>) =>
  fields.get('name')?.[0] ?? cells.find((cell) => cell.column.role === 'enterprise');

const NAMELESS: Bilingual = {
  zh: '没有企业名称，也没有统一社会信用代码。',
  en: 'Neither a name nor a credit code.',
};

/** A row that is no entry, with the letters of the column at fault where there is such a column. */
interface RowRefusal extends Reject {
  letters: string | null;
}

/** Names the column at fault as the table does; by what it should hold where there is none. */
function refusing(record: TidyRecord, context: RegisterContext) {
  return (field: string, value: string | null, { zh, en }: Bilingual, cell?: Cells[number]): RowRefusal => ({
    file: context.source.file,
    row: record.row,
    column: cell === undefined ? field : nameOf(cell.column),
    letters: cell?.column.letters ?? null,
    value,
    ...{ zh, en },
    record: rowRecord(record, context),
  });
}

export function enterpriseOf(
  record: TidyRecord,
  table: OpenTable,
  context: RegisterContext,
  registers: Registers,
): Enterprise | RowRefusal {
  const { options } = context;
  const cells = record.cells;
  const { fields, rest, text } = fieldsOf(record, registers.enterprises);
  const refuse = refusing(record, context);
  const codeCell = cellOf(cells, 'creditCode');
  const given = codeCell?.text.trim() ?? null;
  const creditCode = given === null ? null : plainCode(given);
  const fault = creditCode === null ? null : creditCodeFault(creditCode);
  if (fault) return refuse('统一社会信用代码', given, fault, codeCell);
  const name = text('name') ?? ofRole(cells, 'enterprise');
  if (name === null && creditCode === null)
    return refuse('企业名称', null, NAMELESS, nameCell(cells, fields));
  const place = placeOf(cells, table, context);
  if ('zh' in place) return refuse('地区', place.written, place, place.cell);
  const activity = activityOf(cells, context);
  if ('zh' in activity)
    return refuse('行业', activity.written, activity, cellOf(cells, 'industryCode', 'industry'));
  const titles = (fields.get('titles') ?? []).flatMap((cell) => {
    const said = cell.text.trim();
    const word = plainWord(said);
    if (said === '' || registers.no.some((no) => plainWord(no) === word)) return [];
    if (registers.yes.some((yes) => plainWord(yes) === word)) return [cell.column.heading.join('')];
    return said
      .split(/[、，,;；/|]/)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  });
  const registered = foundedOn(text('registered'), context);
  if (registered !== null && typeof registered !== 'string')
    return refuse('成立日期', text('registered'), registered, written(fields, 'registered'));
  const persons: Record<string, string> = {};
  const other: Record<string, string | number> = {};
  for (const cell of rest) {
    const heading = cell.column.heading.join(' / ') || cell.column.letters;
    if (cell.text.trim() === '') continue;
    if (cell.column.role === 'person') {
      if (options.keepNames) persons[heading] = cell.text.trim();
    } else if (!IDENTIFYING.has(cell.column.role)) other[heading] = cell.value ?? cell.text.trim();
  }
  return {
    creditCode,
    name: name ?? creditCode!,
    ...place,
    ...activity,
    size: text('size'),
    registered,
    titles: [...new Set(titles)],
    persons,
    other,
    sheet: table.sheet,
    row: record.row,
  };
}

/** A year or a month, which is no day from which years could be counted. */
const YEAR_OR_MONTH = /^(?:18|19|20)\d{2}(?:年|[-/.年](?:0?[1-9]|1[0-2])月?)?$/;

/** The ISO day a firm was founded on, as far as it is written: a mark of what is missing says nothing. */
function foundedOn(said: string | null, { options }: RegisterContext): string | Bilingual | null {
  if (said === null || lexiconOf(options).missing.has(plainWord(said))) return null;
  const plain = said.normalize('NFKC');
  if (YEAR_OR_MONTH.test(plain)) return plain;
  return (
    writtenDay(said) ?? {
      zh: `日期无法识别：${said}，应写作 2012-05-01、2012年5月或 2012。`,
      en: `Not a date: ${said}. Write it as 2012-05-01, 2012年5月 or 2012.`,
    }
  );
}

/** Columns that an entry's own fields were read from. */
const IDENTIFYING: ReadonlySet<Column['role']> = new Set([
  'creditCode',
  'enterprise',
  'area',
  'areaCode',
  'industry',
  'industryCode',
  'ordinal',
  'ignore',
]);

export function clusterOf(
  record: TidyRecord,
  table: OpenTable,
  context: RegisterContext,
  registers: Registers,
): Cluster | RowRefusal {
  const cells = record.cells;
  const { fields, rest, text } = fieldsOf(record, registers.clusters);
  const refuse = refusing(record, context);
  const name = text('name') ?? ofRole(cells, 'enterprise');
  if (name === null) {
    const reason = { zh: '没有集群名称。', en: 'No cluster is named.' };
    return refuse('集群名称', null, reason, nameCell(cells, fields));
  }
  const place = placeOf(cells, table, context);
  if ('zh' in place) return refuse('地区', place.written, place, place.cell);
  const other: Record<string, string | number> = {};
  for (const cell of rest) {
    if (cell.text.trim() === '' || cell.column.role === 'person' || IDENTIFYING.has(cell.column.role))
      continue;
    other[cell.column.heading.join(' / ') || cell.column.letters] = cell.value ?? cell.text.trim();
  }
  return {
    name,
    ...place,
    industry: text('industry') ?? ofRole(cells, 'industry'),
    level: text('level'),
    listed: text('listed'),
    organisation: text('organisation'),
    other,
    sheet: table.sheet,
    row: record.row,
  };
}

/** What a row of a list says of the titles of one firm. */
export function titlesOf(
  record: TidyRecord,
  table: OpenTable,
  context: RegisterContext,
  registers: Registers,
): TitleHeld[] | RowRefusal {
  const { options } = context;
  const { cells } = record;
  const { fields, rest, text } = fieldsOf(record, registers.titles);
  const refuse = refusing(record, context);
  const codeCell = cellOf(cells, 'creditCode');
  const given = codeCell?.text.trim() ?? null;
  const creditCode = given === null ? null : plainCode(given);
  const fault = creditCode === null ? null : creditCodeFault(creditCode);
  if (fault) return refuse('统一社会信用代码', given, fault, codeCell);
  const name = text('name') ?? ofRole(cells, 'enterprise');
  if (name === null && creditCode === null)
    return refuse('企业名称', null, NAMELESS, nameCell(cells, fields));
  const said = text('title') ?? options.title ?? null;
  const titles = (said ?? '')
    .split(/[、，,;；/|]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (titles.length === 0)
    return refuse(
      '称号',
      said,
      {
        zh: '没有称号。名单若只列一种称号，请用 --title 写明。',
        en: 'No title. Where the list is of one title, name it with --title.',
      },
      fields.get('title')?.[0],
    );
  const place = placeOf(cells, table, context);
  if ('zh' in place) return refuse('地区', place.written, place, place.cell);
  const days: Record<'from' | 'to', string | null> = { from: null, to: null };
  const span = text('span');
  if (span !== null) {
    const read = writtenSpan(span);
    if (read === null)
      return refuse(
        '有效期',
        span,
        {
          zh: `有效期无法识别：${span}，应写作 2024-06-01至2027-05-31。`,
          en: `Not a span of days: ${span}. Write it as 2024-06-01至2027-05-31.`,
        },
        written(fields, 'span'),
      );
    Object.assign(days, read);
  }
  for (const edge of ['from', 'to'] as const) {
    const said = text(edge);
    if (said === null) continue;
    const day = writtenDay(said, edge === 'from' ? 'first' : 'last');
    if (day === null)
      return refuse(
        edge === 'from' ? '有效期起' : '有效期止',
        said,
        {
          zh: `日期无法识别：${said}，应写作 2024-06-01 或 2024年6月。`,
          en: `Not a date: ${said}. Write it as 2024-06-01 or 2024年6月.`,
        },
        written(fields, edge),
      );
    days[edge] = day;
  }
  if (days.from !== null && days.to !== null && days.to < days.from)
    return refuse(
      '有效期止',
      days.to,
      {
        zh: `有效期止（${days.to}）早于有效期起（${days.from}）。`,
        en: `The end of validity (${days.to}) lies before its beginning (${days.from}).`,
      },
      written(fields, 'to') ?? written(fields, 'span'),
    );
  const other: Record<string, string | number> = {};
  for (const cell of rest) {
    if (cell.text.trim() === '' || cell.column.role === 'person' || IDENTIFYING.has(cell.column.role))
      continue;
    other[cell.column.heading.join(' / ') || cell.column.letters] = cell.value ?? cell.text.trim();
  }
  return titles.map((title) => ({
    creditCode,
    name: name ?? creditCode!,
    title,
    ...days,
    batch: text('batch'),
    ...place,
    other,
    sheet: table.sheet,
    row: record.row,
  }));
}

type Place = { areaCode: string | null; area: string | null };

/** The narrowest area that the row's columns name: 省, 市 and 县 may each have one of their own. */
function placeOf(
  cells: Cells,
  table: OpenTable,
  { options }: RegisterContext,
): Place | (Bilingual & { written: string; cell: Cells[number] }) {
  const { areas } = options.codes;
  const said = cells.filter(
    (cell) => (cell.column.role === 'areaCode' || cell.column.role === 'area') && cell.text.trim() !== '',
  );
  if (said.length === 0) {
    const fallback = table.layout.area ?? options.area ?? null;
    return fallback === null ? { areaCode: null, area: null } : placed(areaOf(fallback, options.codes));
  }
  let place: Figure['area'] = { code: null, name: '' };
  for (const cell of said) {
    const words = cell.text.trim();
    const inner = place.code === null ? null : areas.resolve(words, { within: place.code });
    const found = inner?.status === 'resolved' ? inner : areas.resolve(words, {});
    if (found.status === 'resolved') {
      if (place.code === null || found.level !== 'province') place = { code: found.code, name: found.name };
    } else if (said.length === 1) {
      const near = found.suggestions.map((one) => one.name).join('、');
      return {
        cell,
        written: words,
        zh: `${found.why.zh}${near === '' ? '' : `（是否为：${near}）`}`,
        en: `${found.why.en}${near === '' ? '' : ` (perhaps ${near})`}`,
      };
    } else place = { code: place.code, name: words };
  }
  return placed(place);
}

function placed({ code, name }: Figure['area']): Place {
  return { areaCode: code, area: name };
}

function activityOf(
  cells: Cells,
  { options }: RegisterContext,
): { industryCode: string | null; industry: string | null } | (Bilingual & { written: string }) {
  const words = ofRole(cells, 'industryCode', 'industry');
  if (words === null) return { industryCode: null, industry: null };
  const found = options.codes.industries.resolve(words);
  if (found.status === 'resolved') {
    return { industryCode: `${found.system}-${found.version}:${found.code}`, industry: found.name };
  }
  // A list may name trades that no classification has; only a code that does not exist is a fault.
  if (ofRole(cells, 'industryCode') === null) return { industryCode: null, industry: words };
  const near = found.suggestions.map((one) => one.name).join('、');
  return {
    written: words,
    zh: `${found.why.zh}${near === '' ? '' : `（是否为：${near}）`}`,
    en: `${found.why.en}${near === '' ? '' : ` (perhaps ${near})`}`,
  };
}
