/** XLSX and ODS as sheets: whole with formats and merges where small; row by row where large. */

import { Parser } from 'htmlparser2';
import { type CellValue, readOds } from 'hucre/ods';
import { readXlsx, streamXlsxRows } from 'hucre/xlsx';
import { UserError } from '../../model/index.js';
import { cellKey, type Merge, MOST_COLUMNS, Sheet, type SheetValue, tooWide } from './sheet.js';
import { columnOfLetters } from './words.js';
import { PartMarks, type WorksheetMarks, WorksheetMarksReader } from './worksheet-marks.js';
import { damaged, partHead, partPieces, verifySizes, type ZipEntry, zipDirectory } from './zip-directory.js';

export interface WorkbookOptions {
  onRows: (rows: number) => void;
  signal: AbortSignal | null;
  /** Bytes of worksheets, unpacked, from which they are streamed. */
  streamFrom?: number;
}

/** Worksheets larger than this, unpacked, are streamed: a whole sheet takes some forty times its cells in memory. */
const LARGEST_WHOLE = 24 * 1024 * 1024;
const LARGEST_ODS = 200 * 1024 * 1024;
const HEAD_ROWS = 400;
const PART_ROWS = 1_000;
const HEAD_BYTES = 512 * 1024;

export async function* readWorkbook(
  file: string,
  bytes: Uint8Array,
  options: WorkbookOptions,
): AsyncGenerator<Sheet> {
  const entries = zipDirectory(file, bytes);
  const named = (test: (name: string) => boolean) => entries.filter((entry) => test(entry.name));
  if (entries.some((entry) => entry.encrypted)) throw passwordProtected(file);
  await verifySizes(file, bytes, entries);
  const content = named((name) => name === 'content.xml')[0];
  if (content) {
    const manifest = named((name) => name === 'META-INF/manifest.xml')[0];
    if (manifest && (await partText(file, bytes, manifest)).includes('encryption-data'))
      throw passwordProtected(file);
    if (content.declared > LARGEST_ODS) throw tooManyCells(file);
    yield* wholeSheets(file, () => readOds(bytes, { readStyles: true }), options);
    return;
  }
  const worksheets = named((name) => /^xl\/worksheets\/[^/]+\.xml$/i.test(name));
  const declared = worksheets.reduce((sum, entry) => sum + entry.declared, 0);
  if (declared <= (options.streamFrom ?? LARGEST_WHOLE)) {
    yield* wholeSheets(file, () => readXlsx(bytes, { readStyles: true }), options);
    return;
  }
  yield* largeSheets(file, bytes, entries, options);
}

interface WorkbookParts {
  sheets: {
    name: string;
    rows: CellValue[][];
    cells?: Map<string, { style?: { numFmt?: string; alignment?: { indent?: number } } }>;
    merges?: { startRow: number; startCol: number; endRow: number; endCol: number }[];
    columns?: { hidden?: boolean }[];
    rowDefs?: Map<number, { hidden?: boolean }>;
    hidden?: boolean;
    veryHidden?: boolean;
  }[];
}

async function* wholeSheets(
  file: string,
  read: () => Promise<unknown>,
  options: WorkbookOptions,
): AsyncGenerator<Sheet> {
  const workbook = (await asked(file, read)) as WorkbookParts;
  for (const source of workbook.sheets) {
    options.signal?.throwIfAborted();
    const rows = trimmedRows(file, source.name, source.rows);
    options.onRows(rows.length);
    const percentCells = new Set<number>();
    const indents = new Map<number, number>();
    for (const [key, cell] of source.cells ?? []) {
      const [row, column] = key.split(',').map(Number) as [number, number];
      if (cell.style?.numFmt !== undefined && isPercentFormat(cell.style.numFmt))
        percentCells.add(cellKey(row, column));
      if (cell.style?.alignment?.indent) indents.set(cellKey(row, column), cell.style.alignment.indent);
    }
    yield new Sheet({
      name: source.name,
      rows,
      hidden: source.hidden === true || source.veryHidden === true,
      merges: (source.merges ?? []).map(
        ({ startRow, startCol, endRow, endCol }): Merge => ({
          top: startRow,
          left: startCol,
          bottom: endRow,
          right: endCol,
        }),
      ),
      hiddenRows: new Set([...(source.rowDefs ?? [])].filter(([, row]) => row.hidden).map(([at]) => at)),
      hiddenColumns: new Set((source.columns ?? []).flatMap((column, at) => (column?.hidden ? [at] : []))),
      percentCells,
      indents,
    });
  }
}

export function isPercentFormat(format: string): boolean {
  return format.replace(/"[^"]*"|\\./g, '').includes('%');
}

/** Without blank ends; a sheet of 16,384 coloured columns is as wide as its words. */
export function trimmedRows(file: string, sheet: string, rows: readonly CellValue[][]): SheetValue[][] {
  const trimmed: SheetValue[][] = [];
  for (const [at, row] of rows.entries()) {
    let length = row?.length ?? 0;
    while (length > 0 && isBlank(row[length - 1])) length--;
    if (length > MOST_COLUMNS) throw tooWide(file, sheet, at + 1, length);
    trimmed.push(
      (row ?? []).slice(0, length).map((value) => (value === undefined ? null : (value as SheetValue))),
    );
  }
  while (trimmed.length > 0 && trimmed[trimmed.length - 1]!.length === 0) trimmed.pop();
  return trimmed;
}

function isBlank(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '');
}

// --- large ones -----------------------------------------------------------------------------------------------------

async function* largeSheets(
  file: string,
  bytes: Uint8Array,
  entries: readonly ZipEntry[],
  options: WorkbookOptions,
): AsyncGenerator<Sheet> {
  const part = (name: string) => entries.find((entry) => entry.name.toLowerCase() === name.toLowerCase());
  const book = part('xl/workbook.xml');
  if (!book) throw damaged(file, 'xl/workbook.xml');
  const percentStyles = await percentStylesOf(file, bytes, part('xl/styles.xml'));
  const targets = await sheetTargets(file, bytes, part('xl/_rels/workbook.xml.rels'));
  const listed = sheetsOf(await partText(file, bytes, book));
  for (const [index, { name, hidden, relation }] of listed.entries()) {
    const target = targets.get(relation);
    const worksheet = target === undefined ? undefined : part(target);
    if (!worksheet) continue;
    const head = new TextDecoder().decode(await partHead(file, bytes, worksheet, HEAD_BYTES));
    const percentColumns = percentColumnsOf(head, percentStyles);
    const marks = await marksOf(file, bytes, worksheet);
    yield await largeSheet(file, bytes, { index, name, hidden, percentColumns, marks }, options);
  }
}

async function marksOf(file: string, bytes: Uint8Array, worksheet: ZipEntry): Promise<WorksheetMarks> {
  const reader = new WorksheetMarksReader();
  // Tags and their attributes are ASCII in UTF-8.
  const decoder = new TextDecoder('latin1');
  await partPieces(file, bytes, worksheet, (piece) => reader.take(decoder.decode(piece)));
  return reader.done();
}

async function largeSheet(
  file: string,
  bytes: Uint8Array,
  sheet: {
    index: number;
    name: string;
    hidden: boolean;
    percentColumns: ReadonlySet<number>;
    marks: WorksheetMarks;
  },
  options: WorkbookOptions,
): Promise<Sheet> {
  const rows = streamXlsxRows(bytes, { sheet: sheet.index });
  const { name, hidden, percentColumns, marks } = sheet;
  const { hiddenRows, hiddenColumns } = marks;
  const partMarks = new PartMarks(marks);
  const head: SheetValue[][] = [];
  const later: { index: number; values: CellValue[] }[] = [];
  while (head.length < HEAD_ROWS) {
    const next = await asked(file, () => rows.next());
    if (next.done) break;
    if (next.value.index >= HEAD_ROWS) {
      later.push(next.value);
      break;
    }
    while (head.length < next.value.index) head.push([]);
    head.push(rowOf(file, name, next.value));
  }
  const rest = async function* (): AsyncGenerator<Sheet> {
    let part: SheetValue[][] = [];
    let firstRow = head.length;
    const cut = () => {
      const sheet = new Sheet({
        name,
        hidden,
        rows: part,
        percentColumns,
        hiddenColumns,
        firstRow,
        ...partMarks.of(firstRow, part),
      });
      part = [];
      return sheet;
    };
    let last = firstRow;
    const take = (row: { index: number; values: CellValue[] }): Sheet | null => {
      let done: Sheet | null = null;
      if (part.length > 0 && (part.length >= PART_ROWS || row.index !== firstRow + part.length)) done = cut();
      if (part.length === 0) firstRow = row.index;
      part.push(rowOf(file, name, row));
      last = row.index + 1;
      return done;
    };
    for (const row of later) take(row);
    for (;;) {
      const next = await asked(file, () => rows.next());
      if (next.done) break;
      const done = take(next.value);
      if (!done) continue;
      options.signal?.throwIfAborted();
      options.onRows(last);
      yield done;
    }
    if (part.length > 0) {
      options.onRows(last);
      yield cut();
    }
  };
  const { merges } = partMarks.of(0, head);
  // Of the whole sheet: what is said of it is said once.
  return new Sheet({
    name,
    hidden,
    rows: head,
    merges,
    hiddenRows,
    hiddenColumns,
    percentColumns,
    rest: rest(),
  });
}

function rowOf(file: string, sheet: string, row: { index: number; values: CellValue[] }): SheetValue[] {
  let { length } = row.values;
  while (length > 0 && isBlank(row.values[length - 1])) length--;
  if (length > MOST_COLUMNS) throw tooWide(file, sheet, row.index + 1, length);
  return row.values.slice(0, length).map((value) => (value ?? null) as SheetValue);
}

async function partText(file: string, bytes: Uint8Array, entry: ZipEntry): Promise<string> {
  return new TextDecoder().decode(await partHead(file, bytes, entry, 32 * 1024 * 1024));
}

function tags(xml: string, on: (name: string, attributes: Record<string, string>) => void): void {
  const parser = new Parser(
    { onopentag: (name, attributes) => on(name.replace(/^.*:/, ''), attributes) },
    { xmlMode: true, decodeEntities: true },
  );
  parser.write(xml);
  parser.end();
}

function sheetsOf(xml: string): { name: string; hidden: boolean; relation: string }[] {
  const sheets: { name: string; hidden: boolean; relation: string }[] = [];
  tags(xml, (tag, attributes) => {
    if (tag !== 'sheet') return;
    const relation = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
    const hidden = attributes.state === 'hidden' || attributes.state === 'veryHidden';
    sheets.push({ name: attributes.name ?? '', hidden, relation });
  });
  return sheets;
}

async function sheetTargets(
  file: string,
  bytes: Uint8Array,
  entry: ZipEntry | undefined,
): Promise<Map<string, string>> {
  const targets = new Map<string, string>();
  if (!entry) throw damaged(file, 'xl/_rels/workbook.xml.rels');
  tags(await partText(file, bytes, entry), (tag, { Id, Target }) => {
    if (tag !== 'Relationship' || Id === undefined || Target === undefined) return;
    targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target.replace(/^\.\//, '')}`);
  });
  return targets;
}

/** Indexes of the cell formats that show per cent. 9 and 10 are the built-in ones (ECMA-376, 18.8.30). */
async function percentStylesOf(
  file: string,
  bytes: Uint8Array,
  entry: ZipEntry | undefined,
): Promise<ReadonlySet<number>> {
  const formats = new Set([9, 10]);
  const styles = new Set<number>();
  if (!entry) return styles;
  let inCellFormats = false;
  let index = 0;
  tags(await partText(file, bytes, entry), (tag, attributes) => {
    if (tag === 'numFmt' && isPercentFormat(attributes.formatCode ?? ''))
      formats.add(Number(attributes.numFmtId));
    else if (tag === 'cellXfs') inCellFormats = true;
    else if (tag === 'cellStyles' || tag === 'dxfs') inCellFormats = false;
    else if (tag === 'xf' && inCellFormats) {
      if (formats.has(Number(attributes.numFmtId ?? '0'))) styles.add(index);
      index++;
    }
  });
  return styles;
}

/** Columns most of whose cells in the head of the sheet show per cent: streamed rows come without formats. */
function percentColumnsOf(head: string, percentStyles: ReadonlySet<number>): ReadonlySet<number> {
  const columns = new Set<number>();
  if (percentStyles.size === 0) return columns;
  const counts = new Map<number, { percent: number; all: number }>();
  tags(head, (tag, attributes) => {
    if (tag !== 'c' || attributes.t === 's' || attributes.t === 'inlineStr' || attributes.t === 'str') return;
    const column = columnOfLetters((attributes.r ?? '').replace(/\d+$/, ''));
    if (column < 0) return;
    const count = counts.get(column) ?? { percent: 0, all: 0 };
    count.all++;
    if (percentStyles.has(Number(attributes.s ?? '0'))) count.percent++;
    counts.set(column, count);
  });
  for (const [column, { percent, all }] of counts) if (percent * 2 > all) columns.add(column);
  return columns;
}

// --- failures -------------------------------------------------------------------------------------------------------

async function asked<Result>(file: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { name, message } = error as Error;
    if (name === 'EncryptedFileError' || name === 'DecryptionError') throw passwordProtected(file);
    if (/cells\), over the|spans \d+ (?:rows|cells)|outside the supported sheet bounds/.test(message))
      throw tooManyCells(file);
    if (/^(?:ZipError|XmlError|ParseError|UnsupportedFormatError|RangeError|TypeError)$/.test(name))
      throw damaged(file, message.slice(0, 120));
    throw error;
  }
}

export function passwordProtected(file: string): UserError {
  return new UserError({
    zh: `${file}：工作簿有密码保护，无法读取。请用 Excel 或 WPS 去掉打开密码，另存后再导入。`,
    en: `${file}: the workbook is protected by a password and cannot be read. Remove the password in Excel or WPS, save it, and import again.`,
  });
}

function tooManyCells(file: string): UserError {
  return new UserError({
    zh: `${file}：工作表的单元格太多，或有单元格远在表格之外。请删去多余的行列后另存，或把数据另存为 CSV。`,
    en: `${file}: a sheet has too many cells, or cells far outside the table. Delete the surplus rows and columns and save, or save the data as CSV.`,
  });
}
