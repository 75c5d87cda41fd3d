/**
 * Tables of supply links, and of input classes, from any spreadsheet: one row a link, or one an invoice line. Rows of
 * the same supplier, buyer, product and period are added up; dates of invoices fall into months.
 */
import { z } from 'zod';
import {
  type Bilingual,
  columnLetters,
  type EvidenceGrade,
  evidenceGrade,
  parsePeriod,
  printPeriod,
  UserError,
} from '../model/index.js';
import { creditCodeFault, looksLikeCreditCode, plainCode } from './enterprises.js';
import { type InputClass, type Link, writeInputClasses, writeLinks } from './links.js';
import { type Context, lexiconOf, type TableImportOptions } from './table-context.js';
import {
  type DryRun,
  readSheets,
  type Sheet,
  type SheetValue,
  type TableBytes,
  type TablesLexicon,
  type Unit,
  writtenPeriod,
  writtenUnit,
} from './tables/index.js';
import { valueText } from './tables/sheet.js';
import { plainWord } from './tables/words.js';
import { scaled, writtenNumber } from './tables/written-number.js';
import { headingUnit } from './tables/written-unit.js';
import type { Mended, Reject } from './workspace.js';

const Words = z.record(z.string(), z.array(z.coerce.string()));
const Schema = z.object({ links: Words, inputClasses: Words });

/** Rows from the top among which the headings are looked for. */
const HEADING_ROWS = 15;

interface Field {
  column: number;
  heading: string;
  unit: Unit | null;
}

/** A table whose columns are known by what their headings say. */
interface Headed {
  sheet: Sheet;
  fields: Map<string, Field>;
  headings: string[];
  head: number;
  /** 单位：万元 above the headings. */
  unit: Unit | null;
}

interface FieldRow {
  row: number;
  text: (field: string) => string;
  value: (field: string) => SheetValue;
  record: () => Record<string, string>;
}

function wordsOf(options: TableImportOptions, which: 'links' | 'inputClasses'): Record<string, string[]> {
  const parsed = Schema.safeParse(options.lexicons.registers);
  if (parsed.success) return parsed.data[which];
  const issue = parsed.error.issues[0]!;
  throw new UserError({
    zh: `词表 registers.${issue.path.join('.')} 有误：${issue.message}`,
    en: `lexicon registers.${issue.path.join('.')}: ${issue.message}`,
  });
}

/** The first sheet with a row of headings that names all of `needed`; throws `UserError` that lists what it has. */
async function* headedRows(
  input: string | TableBytes,
  options: TableImportOptions,
  which: 'links' | 'inputClasses',
  needed: readonly string[],
): AsyncGenerator<{ table: Headed; rows: FieldRow[] }> {
  if (options.mapping != null)
    throw new UserError({
      zh: '供应关系与投入类别按表头认列，不用对照表；别的叫法可加进工作区的 lexicons/registers.yaml',
      en: 'links and input classes are known by their headings and take no mapping; add other words to lexicons/registers.yaml of the workspace',
    });
  const words = wordsOf(options, which);
  const lexicon = lexiconOf(options);
  const file = typeof input === 'string' ? input : input.name;
  let seen: string[] = [];
  for await (const sheet of readSheets(input, {
    sheet: options.sheet ?? null,
    encoding: options.encoding ?? null,
    onProgress: ({ rows }) => options.onStep?.({ zh: `已读 ${rows} 行`, en: `${rows} rows read` }),
  })) {
    if (sheet.hidden && options.sheet == null) continue;
    const table = headedOf(sheet, words, needed, lexicon);
    if (Array.isArray(table)) {
      if (table.length > seen.length) seen = table;
      continue;
    }
    yield { table, rows: fieldRows(table, sheet, table.head + 1) };
    if (sheet.rest) for await (const part of sheet.rest) yield { table, rows: fieldRows(table, part, 0) };
    return;
  }
  const lack = needed.map((field) => words[field]![0]!).join('、');
  throw new UserError({
    zh: `${file}：没有找到同时有“${lack}”各列的表头。现有：${seen.join('、') || '——'}。别的叫法可加进工作区的 lexicons/registers.yaml`,
    en: `${file}: no row of headings has all of ${needed.join(', ')} (${lack}). Found: ${seen.join(', ') || '—'}. Other words can be added to lexicons/registers.yaml of the workspace`,
  });
}

/** The headed table, or the headings of the row that has most of them. */
function headedOf(
  sheet: Sheet,
  words: Record<string, string[]>,
  needed: readonly string[],
  lexicon: TablesLexicon,
): Headed | string[] {
  const fieldOf = new Map(
    Object.entries(words).flatMap(([field, list]) => list.map((word) => [plainWord(word), field] as const)),
  );
  let unit: Unit | null = null;
  let most: string[] = [];
  for (let row = 0; row < Math.min(sheet.height, HEADING_ROWS); row++) {
    const headings = Array.from({ length: sheet.width }, (_, column) => sheet.cell(row, column).text.trim());
    const fields = new Map<string, Field>();
    for (const [column, heading] of headings.entries()) {
      if (heading === '') continue;
      const whole = fieldOf.get(plainWord(heading));
      const { words: bare, units } = headingUnit(heading, lexicon);
      const field = whole ?? fieldOf.get(plainWord(bare));
      if (field !== undefined && !fields.has(field))
        fields.set(field, { column, heading, unit: whole ? null : (units?.[0] ?? null) });
    }
    if (needed.every((field) => fields.has(field))) return { sheet, fields, headings, head: row, unit };
    const told = headings.filter((heading) => heading !== '');
    if (told.length > most.length) most = told;
    for (const heading of told) unit = headingUnit(heading, lexicon).units?.[0] ?? unit;
  }
  return most;
}

function fieldRows({ fields, headings }: Headed, part: Sheet, from: number): FieldRow[] {
  const rows: FieldRow[] = [];
  for (let row = from; row < part.height; row++) {
    let isBlank = true;
    for (const { column } of fields.values()) if (part.value(row, column) !== null) isBlank = false;
    if (isBlank) continue;
    const value = (field: string): SheetValue => {
      const at = fields.get(field);
      return at === undefined ? null : part.value(row, at.column);
    };
    rows.push({
      row: part.rowNumber(row),
      value,
      text: (field) => textOf(value(field)),
      record: () =>
        Object.fromEntries(
          headings.map((heading, column) => [
            heading || columnLetters(column),
            textOf(part.value(row, column)),
          ]),
        ),
    });
  }
  return rows;
}

function textOf(value: SheetValue): string {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  return valueText(value).trim();
}

interface Fault extends Bilingual {
  field: string;
  value: string;
}

const fault = (field: string, value: string, zh: string, en: string): Fault => ({ field, value, zh, en });

interface ReadLinks {
  links: Link[];
  rejects: Reject[];
  mended: Mended[];
  rows: number;
  sheet: string;
  /** Rows added to an earlier one. */
  merged: number;
  withoutUnit: boolean;
  lines: boolean;
}

async function readLinks(
  input: string | TableBytes,
  file: string,
  options: TableImportOptions,
  marks: Context['marks'],
): Promise<ReadLinks> {
  const lexicon = lexiconOf(options);
  const byKey = new Map<string, Link>();
  const read: ReadLinks = {
    links: [],
    rejects: [],
    mended: [],
    rows: 0,
    sheet: '',
    merged: 0,
    withoutUnit: false,
    lines: false,
  };
  for await (const { table, rows } of headedRows(input, options, 'links', ['supplier', 'buyer', 'value'])) {
    read.sheet = table.sheet.name;
    read.lines ||= table.fields.has('date');
    const stated = options.unit == null ? null : writtenUnit(options.unit, lexicon);
    const units = { heading: table.fields.get('value')!.unit, table: table.unit, stated };
    for (const row of rows) {
      read.rows++;
      const link = linkOf(row, table, units, options, lexicon);
      if ('zh' in link) {
        read.rejects.push({
          file,
          row: row.row,
          column: table.fields.get(link.field)?.heading ?? null,
          value: link.value,
          zh: link.zh,
          en: link.en,
          record: row.record(),
        });
        continue;
      }
      const mark = marks?.get(row.row);
      if (mark) read.mended.push(mark);
      read.withoutUnit ||= link.unit === null;
      const key = [link.supplier, link.buyer, link.product ?? '', link.period ?? '', link.unit ?? ''].join(
        '\u001f',
      );
      const had = byKey.get(key);
      if (had === undefined) byKey.set(key, link);
      else {
        read.merged++;
        had.value += link.value;
        had.lines.push(...link.lines);
        had.evidence = weaker(had.evidence, link.evidence);
        if (had.origin !== link.origin)
          had.origin = [had.origin, link.origin].filter(Boolean).join('；') || null;
      }
    }
  }
  read.links = [...byKey.values()];
  return read;
}

function weaker(a: EvidenceGrade | null, b: EvidenceGrade | null): EvidenceGrade | null {
  if (a === null || b === null) return null;
  return a > b ? a : b;
}

function linkOf(
  row: FieldRow,
  { sheet }: Headed,
  units: { heading: Unit | null; table: Unit | null; stated: Unit | null },
  options: TableImportOptions,
  lexicon: TablesLexicon,
): Link | Fault {
  const supplier = firmOf(row.text('supplier'), 'supplier');
  if (typeof supplier !== 'string') return supplier;
  const buyer = firmOf(row.text('buyer'), 'buyer');
  if (typeof buyer !== 'string') return buyer;
  const written = row.text('unit');
  const unit =
    written === '' ? (units.heading ?? units.table ?? units.stated) : writtenUnit(written, lexicon);
  if (written !== '' && unit === null)
    return fault('unit', written, '不认识这个单位', 'is no unit that is known');
  const value = amountOf(row.value('value'), lexicon);
  if (typeof value !== 'number') return value;
  const period = periodOf(row, options);
  if (period !== null && typeof period === 'object' && 'zh' in period) return period;
  const evidence = evidenceGrade(row.text('evidence'));
  if (row.text('evidence') !== '' && evidence === null)
    return fault(
      'evidence',
      row.text('evidence'),
      '不是证据等级：应为 A、B、C 或 D',
      'is no grade of evidence: A, B, C or D',
    );
  const amount = scaled(value, unit?.scale ?? 1);
  return {
    supplier,
    buyer,
    product: row.text('product') || null,
    period: period?.period ?? null,
    value: amount,
    unit: unit?.base ?? null,
    evidence,
    origin: row.text('origin') || null,
    sheet: sheet.name,
    lines: [{ row: row.row, day: period?.day ?? null, value: amount }],
  };
}

function firmOf(text: string, field: string): string | Fault {
  if (text === '') return fault(field, text, '为空', 'is empty');
  const code = plainCode(text);
  if (!looksLikeCreditCode(code)) return text;
  const wrong = creditCodeFault(code);
  return wrong === null ? code : fault(field, text, wrong.zh, wrong.en);
}

function amountOf(value: SheetValue, lexicon: TablesLexicon): number | Fault {
  let number = Number.NaN;
  if (typeof value === 'number') number = value;
  else if (typeof value === 'string') {
    const read = writtenNumber(value, lexicon);
    if (read.kind === 'number' && read.percent === null && read.unit === null) number = read.value;
  }
  const text = textOf(value);
  if (text === '') return fault('value', text, '金额为空', 'the value is empty');
  if (Number.isNaN(number)) return fault('value', text, '不是数', 'is no number');
  if (!Number.isFinite(number)) return fault('value', text, '为无穷大', 'is infinite');
  if (number < 0)
    return fault(
      'value',
      text,
      '为负：红字发票请与原票冲抵后再导入',
      'is negative: set credit notes off against their invoices first',
    );
  return number;
}

/** The period stated, or the month of the date; null where the table says neither. */
function periodOf(
  row: FieldRow,
  options: TableImportOptions,
): { period: string; day: string | null } | null | Fault {
  const given = row.text('period') || (row.text('date') === '' ? (options.period ?? '') : '');
  if (given !== '') {
    const period = parsePeriod(given) ?? writtenPeriod(given);
    return period === null
      ? fault(
          'period',
          given,
          '不是时期，应如 2024、2024-08、2024年8月',
          'is no period such as 2024, 2024-08',
        )
      : { period: printPeriod(period), day: dayOf(row.text('date')) };
  }
  const date = row.text('date');
  if (date === '') return null;
  const day = dayOf(date);
  if (day === null) return fault('date', date, '不是日期，应如 2024-08-31', 'is no date such as 2024-08-31');
  if (day > options.today) return fault('date', date, '在将来', 'lies in the future');
  return { period: day.slice(0, 7), day };
}

function dayOf(text: string): string | null {
  const parts =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}.*)?$/.exec(text) ??
    /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (!parts) return null;
  const [year, month, day] = parts.slice(1).map(Number) as [number, number, number];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day
    ? date.toISOString().slice(0, 10)
    : null;
}

export async function importLinks(context: Context): Promise<void> {
  const { run, source, options, result, input, marks } = context;
  const { file } = source;
  const read = await readLinks(input, file, options, marks);
  if (read.withoutUnit)
    result.notices.push({
      code: 'noUnit',
      zh: `${file}：没有写明金额单位，按原数存（可用 --unit 万元 指明）`,
      en: `${file}: no unit of money is stated; values are kept as they are (say --unit 万元)`,
    });
  if (read.merged > 0)
    result.notices.push({
      code: 'ignored',
      zh: `${file}：${read.merged} 行与先前的行是同一供应商、采购商、产品和时期，金额已相加`,
      en: `${file}: ${read.merged} rows of a supplier, buyer, product and period that stood before were added to them`,
    });
  const written = await run.addTable(
    'links',
    source,
    (transaction, at) => writeLinks(transaction, at, source, read.links, read.rejects),
    read.mended,
  );
  Object.assign(result, {
    importId: written.id,
    accepted: written.accepted,
    unchanged: written.unchanged,
    revised: written.revised,
    rejected: written.rejects.length,
  });
}

async function readClasses(
  input: string | TableBytes,
  file: string,
  options: TableImportOptions,
  marks: Context['marks'],
) {
  const read = { classes: [] as InputClass[], rejects: [] as Reject[], mended: [] as Mended[], sheet: '' };
  for await (const { table, rows } of headedRows(input, options, 'inputClasses', [
    'supplierSector',
    'buyerSector',
    'class',
  ])) {
    read.sheet = table.sheet.name;
    for (const row of rows) {
      const [supplierSector, buyerSector, given] = [
        row.text('supplierSector'),
        row.text('buyerSector'),
        row.text('class'),
      ];
      const lacking = supplierSector === '' ? 'supplierSector' : buyerSector === '' ? 'buyerSector' : null;
      const wrong =
        lacking !== null
          ? fault(lacking, '', '为空', 'is empty')
          : /^[012]$/.test(given)
            ? null
            : fault(
                'class',
                given,
                '不是类别：应为 0（可忽略）、1（非必需）或 2（必需）',
                'is no class: 0 (negligible), 1 (non-essential) or 2 (essential)',
              );
      if (wrong !== null) {
        const column = table.fields.get(wrong.field)!.heading;
        const { value, zh, en } = wrong;
        read.rejects.push({ file, row: row.row, column, value, zh, en, record: row.record() });
        continue;
      }
      const mark = marks?.get(row.row);
      if (mark) read.mended.push(mark);
      read.classes.push({
        supplierSector,
        buyerSector,
        class: Number(given) as 0 | 1 | 2,
        sheet: table.sheet.name,
        row: row.row,
      });
    }
  }
  return read;
}

export async function importInputClasses(context: Context): Promise<void> {
  const { run, source, options, result, input, marks } = context;
  const { file } = source;
  const read = await readClasses(input, file, options, marks);
  const written = await run.addTable(
    'input-classes',
    source,
    (transaction, at) => writeInputClasses(transaction, at, source, read.classes, read.rejects),
    read.mended,
  );
  Object.assign(result, {
    importId: written.id,
    accepted: written.accepted,
    unchanged: written.unchanged,
    revised: written.revised,
    rejected: written.rejects.length,
  });
}

/** What an import of links or classes would do; writes nothing. */
export async function tryLinks(file: string, options: TableImportOptions): Promise<DryRun[]> {
  const isLinks = options.as === 'links';
  const read = isLinks
    ? await readLinks(file, file, options, null)
    : await readClasses(file, file, options, null);
  const links = 'links' in read ? read.links : [];
  const periods = [...new Set(links.flatMap(({ period }) => period ?? []))].sort();
  const rows = 'links' in read ? read.rows : read.classes.length + read.rejects.length;
  return [
    {
      file,
      sheet: read.sheet,
      rows,
      values: 'links' in read ? links.length : read.classes.length,
      missing: 0,
      rejected: read.rejects.length,
      rejects: read.rejects.slice(0, SHOWN_REJECTS).map(({ row, column, value, zh, en }) => ({
        sheet: read.sheet,
        row: row!,
        column: null,
        heading: column,
        value: value ?? '',
        values: 1,
        zh,
        en,
      })),
      indicators: [],
      periods: { first: periods[0] ?? null, last: periods.at(-1) ?? null, count: periods.length },
      areas: 0,
      industries: new Set(links.flatMap(({ product }) => product ?? [])).size,
      enterprises: new Set(links.flatMap(({ supplier, buyer }) => [supplier, buyer])).size,
      notices: [],
      mapping: { schema: 'ballast.map/1', columns: [] },
    },
  ];
}

const SHOWN_REJECTS = 10;
