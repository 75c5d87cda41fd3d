/** Lists of enterprises, of clusters, and of who holds which title. */
import { z } from 'zod';
import { type Bilingual, type Figure, UserError } from '../model/index.js';
import type { Cluster } from './clusters.js';
import type { Transaction } from './database.js';
import { creditCodeFault, type Enterprise, plainCode } from './enterprises.js';
import { areaOf, type Context, marksOf, rowRecord, tables } from './table-context.js';
import type { Column, OpenTable, TidyRecord } from './tables/index.js';
import { plainWord } from './tables/words.js';
import type { TitleHeld } from './titles.js';
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

export async function importRegister<Entry>(
  context: Context,
  entryOf: (record: TidyRecord, table: OpenTable, context: Context, registers: Registers) => Entry | Reject,
  write: (
    transaction: Transaction,
    run: { id: number; now: string },
    source: TableSource,
    entries: readonly Entry[],
    refused: readonly Reject[],
  ) => Promise<TableWritten>,
): Promise<void> {
  const { run, source, options, result } = context;
  const parsed = RegistersSchema.safeParse(options.lexicons.registers);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new UserError({
      zh: `词表 registers.${issue.path.join('.')} 有误：${issue.message}`,
      en: `lexicon registers.${issue.path.join('.')}: ${issue.message}`,
    });
  }
  const entries: Entry[] = [];
  const refused: Reject[] = [];
  const mended: Mended[] = [];
  for await (const table of tables(context)) {
    source.title ??= table.layout.titles[0]?.text ?? null;
    for await (const { records } of table.batches()) {
      for (const record of records) {
        if (record.aggregate === 'total' || record.aggregate === 'subtotal') continue;
        const entry = entryOf(record, table, context, parsed.data);
        if (typeof entry === 'object' && entry !== null && 'zh' in entry) refused.push(entry as Reject);
        else {
          entries.push(entry as Entry);
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

function ofRole(cells: Cells, ...roles: Column['role'][]): string | null {
  for (const role of roles) {
    const found = cells.find((cell) => cell.column.role === role && cell.text.trim() !== '');
    if (found) return found.text.trim();
  }
  return null;
}

export function enterpriseOf(
  record: TidyRecord,
  table: OpenTable,
  context: Context,
  registers: Registers,
): Enterprise | Reject {
  const { options } = context;
  const { file } = context.source;
  const cells = record.cells;
  const { fields, rest, text } = fieldsOf(record, registers.enterprises);
  const refuse = (column: string, value: string | null, reason: Bilingual): Reject => ({
    file,
    row: record.row,
    column,
    value,
    zh: reason.zh,
    en: reason.en,
    record: rowRecord(record, context),
  });
  const given = ofRole(cells, 'creditCode');
  const creditCode = given === null ? null : plainCode(given);
  const fault = creditCode === null ? null : creditCodeFault(creditCode);
  if (fault) return refuse('统一社会信用代码', given, fault);
  const name = text('name') ?? ofRole(cells, 'enterprise');
  if (name === null && creditCode === null) {
    return refuse('企业名称', null, {
      zh: '没有企业名称，也没有统一社会信用代码。',
      en: 'Neither a name nor a credit code.',
    });
  }
  const place = placeOf(cells, table, context);
  if ('zh' in place) return refuse('地区', place.written, place);
  const activity = activityOf(cells, context);
  if ('zh' in activity) return refuse('行业', activity.written, activity);
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
    registered: text('registered'),
    titles: [...new Set(titles)],
    persons,
    other,
    sheet: table.sheet,
    row: record.row,
  };
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
  context: Context,
  registers: Registers,
): Cluster | Reject {
  const cells = record.cells;
  const { rest, text } = fieldsOf(record, registers.clusters);
  const refuse = (column: string, value: string | null, reason: Bilingual): Reject => ({
    file: context.source.file,
    row: record.row,
    column,
    value,
    zh: reason.zh,
    en: reason.en,
    record: rowRecord(record, context),
  });
  const name = text('name') ?? ofRole(cells, 'enterprise');
  if (name === null) return refuse('集群名称', null, { zh: '没有集群名称。', en: 'No cluster is named.' });
  const place = placeOf(cells, table, context);
  if ('zh' in place) return refuse('地区', place.written, place);
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
  context: Context,
  registers: Registers,
): TitleHeld[] | Reject {
  const { options } = context;
  const { file } = context.source;
  const { cells } = record;
  const { rest, text } = fieldsOf(record, registers.titles);
  const refuse = (column: string, value: string | null, reason: Bilingual): Reject => ({
    file,
    row: record.row,
    column,
    value,
    zh: reason.zh,
    en: reason.en,
    record: rowRecord(record, context),
  });
  const given = ofRole(cells, 'creditCode');
  const creditCode = given === null ? null : plainCode(given);
  const fault = creditCode === null ? null : creditCodeFault(creditCode);
  if (fault) return refuse('统一社会信用代码', given, fault);
  const name = text('name') ?? ofRole(cells, 'enterprise');
  if (name === null && creditCode === null)
    return refuse('企业名称', null, {
      zh: '没有企业名称，也没有统一社会信用代码。',
      en: 'Neither a name nor a credit code.',
    });
  const said = text('title') ?? options.title ?? null;
  const titles = (said ?? '')
    .split(/[、，,;；/|]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  if (titles.length === 0)
    return refuse('称号', said, {
      zh: '没有称号。名单若只列一种称号，请用 --title 写明。',
      en: 'No title. Where the list is of one title, name it with --title.',
    });
  const place = placeOf(cells, table, context);
  if ('zh' in place) return refuse('地区', place.written, place);
  const days: Record<'from' | 'to', string | null> = { from: null, to: null };
  const span = text('span');
  if (span !== null) {
    const read = writtenSpan(span);
    if (read === null)
      return refuse('有效期', span, {
        zh: `有效期无法识别：${span}，应写作 2024-06-01至2027-05-31。`,
        en: `Not a span of days: ${span}. Write it as 2024-06-01至2027-05-31.`,
      });
    Object.assign(days, read);
  }
  for (const edge of ['from', 'to'] as const) {
    const written = text(edge);
    if (written === null) continue;
    const day = writtenDay(written, edge === 'from' ? 'first' : 'last');
    if (day === null)
      return refuse(edge === 'from' ? '有效期起' : '有效期止', written, {
        zh: `日期无法识别：${written}，应写作 2024-06-01 或 2024年6月。`,
        en: `Not a date: ${written}. Write it as 2024-06-01 or 2024年6月.`,
      });
    days[edge] = day;
  }
  if (days.from !== null && days.to !== null && days.to < days.from)
    return refuse('有效期止', days.to, {
      zh: `有效期止（${days.to}）早于有效期起（${days.from}）。`,
      en: `The end of validity (${days.to}) lies before its beginning (${days.from}).`,
    });
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
  { options }: Context,
): Place | (Bilingual & { written: string }) {
  const { areas } = options.codes;
  const written = cells
    .filter((cell) => cell.column.role === 'areaCode' || cell.column.role === 'area')
    .map((cell) => cell.text.trim())
    .filter((words) => words !== '');
  if (written.length === 0) {
    const fallback = table.layout.area ?? options.area ?? null;
    return fallback === null ? { areaCode: null, area: null } : placed(areaOf(fallback, options.codes));
  }
  let place: Figure['area'] = { code: null, name: '' };
  for (const words of written) {
    const inner = place.code === null ? null : areas.resolve(words, { within: place.code });
    const found = inner?.status === 'resolved' ? inner : areas.resolve(words, {});
    if (found.status === 'resolved') {
      if (place.code === null || found.level !== 'province') place = { code: found.code, name: found.name };
    } else if (written.length === 1) {
      const near = found.suggestions.map((one) => one.name).join('、');
      return {
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
  { options }: Context,
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
