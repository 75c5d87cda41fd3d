/** Any spreadsheet file as sheets. The format is told by the content: an .xls may hold HTML, an .xlsx a web page. */
import { mkdtemp, open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../model/index.js';
import { LARGEST_WHOLE, largeDelimited, wholeDelimited } from './delimited.js';
import { readOldWorkbook } from './old-workbook.js';
import { readParquet } from './parquet.js';
import type { Sheet } from './sheet.js';
import { decodeTable, notText, tableEncoding } from './table-text.js';
import { passwordProtected, readWorkbook } from './workbook.js';
import { zipDirectory } from './zip-directory.js';

export interface TableBytes {
  name: string;
  bytes: Uint8Array;
}

export interface SheetProgress {
  file: string;
  sheet: string | null;
  rows: number;
}

export interface ReadSheetsOptions {
  /** Name of the one sheet to read. */
  sheet?: string | null;
  /** Of delimited text; found out where not stated. */
  encoding?: string | null;
  delimiter?: string | null;
  onProgress?: (progress: SheetProgress) => void;
  signal?: AbortSignal | null;
  /** Bytes of worksheets, unpacked, from which an XLSX file is streamed. */
  streamFrom?: number;
}

export type TableFormat = 'xlsx' | 'ods' | 'xls' | 'xlsb' | 'html' | 'xml' | 'parquet' | 'text';

const LARGEST_WORKBOOK = 1024 ** 3;

/** Sheets in the order of the file. A sheet too large to hold has its later rows in `rest`, to be taken before the next. */
export async function* readSheets(
  input: string | TableBytes,
  options: ReadSheetsOptions = {},
): AsyncGenerator<Sheet> {
  const names: string[] = [];
  let found = false;
  for await (const sheet of allSheets(input, options)) {
    names.push(sheet.name);
    if (options.sheet != null && sheet.name !== options.sheet && sheet.name.trim() !== options.sheet.trim())
      continue;
    found = true;
    yield sheet;
    if (options.sheet != null) return;
  }
  const file = typeof input === 'string' ? input : input.name;
  if (options.sheet != null && !found) throw wrongSheet(file, options.sheet, names);
  if (names.length === 0) throw emptyFile(file);
}

async function* allSheets(input: string | TableBytes, options: ReadSheetsOptions): AsyncGenerator<Sheet> {
  const file = typeof input === 'string' ? input : input.name;
  const signal = options.signal ?? null;
  const encoding = options.encoding == null ? null : tableEncoding(options.encoding);
  const onRows = (rows: number) => options.onProgress?.({ file, sheet: options.sheet ?? null, rows });
  const delimited = { encoding, delimiter: options.delimiter ?? null, onRows, signal };
  if (typeof input === 'string') {
    const size = await sizeOf(input);
    if (size === 0) throw emptyFile(file);
    if (size > LARGEST_WHOLE) {
      const head = await headOf(input);
      const format = formatOf(file, head, false);
      if (format === 'parquet') {
        yield await readParquet(file, input, onRows, signal);
        return;
      }
      if (format === 'text') {
        yield await largeDelimited(file, input, delimited);
        return;
      }
      if (size > LARGEST_WORKBOOK) throw tooLargeFile(file, size);
    }
  }
  const bytes = typeof input === 'string' ? await readFile(input) : input.bytes;
  if (bytes.length === 0) throw emptyFile(file);
  const format = formatOf(file, bytes, true);
  switch (format) {
    case 'xlsx':
    case 'ods':
      yield* readWorkbook(file, bytes, {
        onRows,
        signal,
        ...(options.streamFrom === undefined ? {} : { streamFrom: options.streamFrom }),
      });
      return;
    case 'xls':
    case 'xlsb':
      yield* readOldWorkbook(file, bytes);
      return;
    case 'html':
    case 'xml':
      yield* readOldWorkbook(file, decodeTable(file, bytes, encoding ?? declaredEncoding(bytes)).text);
      return;
    case 'parquet':
      if (typeof input === 'string') yield await readParquet(file, input, onRows, signal);
      else yield* parquetOfBytes(file, bytes, onRows, signal);
      return;
    case 'text':
      yield wholeDelimited(file, bytes, delimited);
  }
}

/** DuckDB reads files only. */
async function* parquetOfBytes(
  name: string,
  bytes: Uint8Array,
  onRows: (rows: number) => void,
  signal: AbortSignal | null,
): AsyncGenerator<Sheet> {
  const folder = await mkdtemp(join(tmpdir(), 'ballast-'));
  try {
    const file = join(folder, 'table.parquet');
    await writeFile(file, bytes);
    yield await readParquet(name, file, onRows, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const MARKUP = /^\s*(?:<!--[^>]*-->\s*)?<(!doctype html|html|head|meta|body|table|style|div|\?xml|workbook)/i;

export function formatOf(file: string, bytes: Uint8Array, whole: boolean): TableFormat {
  const starts = (...signature: number[]) => signature.every((byte, at) => bytes[at] === byte);
  if (starts(0x50, 0x41, 0x52, 0x31)) return 'parquet';
  if (starts(0xd0, 0xcf, 0x11, 0xe0)) {
    if (includesUtf16(bytes, 'EncryptedPackage')) throw passwordProtected(file);
    if (includesUtf16(bytes, 'WordDocument')) throw notText(file);
    return 'xls';
  }
  // BIFF2 to BIFF4 streams stand alone.
  if (bytes[0] === 0x09 && [0x00, 0x02, 0x04].includes(bytes[1]!) && bytes[2]! <= 0x10 && bytes[3] === 0)
    return 'xls';
  if (starts(0x50, 0x4b, 0x03, 0x04)) {
    if (!whole) return 'xlsx';
    const names = new Set(zipDirectory(file, bytes).map((entry) => entry.name));
    if (names.has('xl/workbook.bin')) return 'xlsb';
    if (names.has('content.xml')) return 'ods';
    if ([...names].some((name) => /^xl\//i.test(name))) return 'xlsx';
    throw notText(file);
  }
  if (starts(0x50, 0x4b)) throw notText(file);
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 1024)).replace(/^\u00ef\u00bb\u00bf/, '');
  const markup = MARKUP.exec(head);
  if (markup) {
    if (/^\?xml|^workbook/i.test(markup[1]!)) return /<(?:html|table)/i.test(head) ? 'html' : 'xml';
    return 'html';
  }
  if (
    starts(0x25, 0x50, 0x44, 0x46) ||
    starts(0x89, 0x50, 0x4e, 0x47) ||
    starts(0x1f, 0x8b) ||
    starts(0x52, 0x61, 0x72)
  )
    throw notText(file);
  return 'text';
}

function includesUtf16(bytes: Uint8Array, word: string): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(Buffer.from(word, 'utf16le'));
}

function declaredEncoding(bytes: Uint8Array) {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
  const label = /(?:charset|encoding)\s*=\s*["']?\s*([\w-]{3,20})/i.exec(head)?.[1];
  if (label === undefined || /utf-?8/i.test(label)) return null;
  try {
    return tableEncoding(label);
  } catch {
    return null;
  }
}

async function sizeOf(file: string): Promise<number> {
  try {
    const found = await stat(file);
    if (found.isDirectory()) {
      throw new UserError({
        zh: `${file} 是文件夹，应为一个表格文件。`,
        en: `${file} is a folder; expected one table file.`,
      });
    }
    return found.size;
  } catch (error) {
    if (error instanceof UserError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new UserError({ zh: `没有这个文件：${file}`, en: `There is no such file: ${file}` });
    if (code === 'EACCES' || code === 'EPERM')
      throw new UserError({ zh: `没有权限读取：${file}`, en: `No permission to read ${file}` });
    throw error;
  }
}

async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function emptyFile(file: string): UserError {
  return new UserError({ zh: `${file}：文件是空的。`, en: `${file}: the file is empty.` });
}

function tooLargeFile(file: string, size: number): UserError {
  return new UserError({
    zh: `${file}：${Math.round(size / 1024 ** 2)} MB，工作簿应不超过 ${LARGEST_WORKBOOK / 1024 ** 2} MB。请另存为 CSV 或 Parquet。`,
    en: `${file}: ${Math.round(size / 1024 ** 2)} MB; a workbook may have ${LARGEST_WORKBOOK / 1024 ** 2} MB. Save it as CSV or Parquet.`,
  });
}

function wrongSheet(file: string, sheet: string, names: readonly string[]): UserError {
  return new UserError({
    zh: `${file}：没有工作表“${sheet}”。现有：${names.join('、')}。`,
    en: `${file}: there is no sheet “${sheet}”. It has ${names.join(', ')}.`,
  });
}
