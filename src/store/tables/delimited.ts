/** CSV, TSV and their kin as sheets: whole where small, in parts where large. Every cell is text. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { parseCsv } from 'hucre/csv';
import { UserError } from '../../model/index.js';
import { MOST_COLUMNS, Sheet, type SheetValue, tooWide } from './sheet.js';
import { decodeTable, delimiterOf, encodingOf, type TableEncoding } from './table-text.js';

export interface DelimitedOptions {
  encoding: TableEncoding | null;
  delimiter: string | null;
  onRows: (rows: number) => void;
  signal: AbortSignal | null;
}

/** Larger files are read in parts. */
export const LARGEST_WHOLE = 48 * 1024 * 1024;
const CHUNK = 8 * 1024 * 1024;
const HEAD_ROWS = 400;
const PART_ROWS = 1_000;
const LONGEST_CELL = 100_000;

export function wholeDelimited(name: string, bytes: Uint8Array, options: DelimitedOptions): Sheet {
  const { text } = decodeTable(name, bytes, options.encoding);
  const rows = parsed(name, text, options.delimiter ?? delimiterOf(text), 0);
  options.onRows(rows.length);
  return new Sheet({ name: sheetName(name), rows });
}

export async function largeDelimited(name: string, file: string, options: DelimitedOptions): Promise<Sheet> {
  const head = await headOf(file);
  const encoding = options.encoding ?? encodingOf(head, false);
  const delimiter = options.delimiter ?? delimiterOf(new TextDecoder(encoding).decode(head));
  const parts = rowParts(name, file, encoding, delimiter, options);
  const first = await parts.next();
  const rows = first.done ? [] : first.value;
  const sheet = sheetName(name);
  return new Sheet({
    name: sheet,
    rows: rows.slice(0, HEAD_ROWS),
    rest: (async function* () {
      let firstRow = HEAD_ROWS;
      const cut = function* (more: SheetValue[][]) {
        for (let from = 0; from < more.length; from += PART_ROWS) {
          const part = more.slice(from, from + PART_ROWS);
          yield new Sheet({ name: sheet, rows: part, firstRow });
          firstRow += part.length;
        }
      };
      yield* cut(rows.slice(HEAD_ROWS));
      for await (const more of parts) yield* cut(more);
    })(),
  });
}

async function* rowParts(
  name: string,
  file: string,
  encoding: TableEncoding,
  delimiter: string,
  options: DelimitedOptions,
): AsyncGenerator<SheetValue[][]> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let carried = '';
  let rows = 0;
  const part = (text: string) => {
    const found = parsed(name, text, delimiter, rows);
    rows += found.length;
    options.onRows(rows);
    return found;
  };
  for await (const chunk of createReadStream(file, { highWaterMark: CHUNK })) {
    options.signal?.throwIfAborted();
    carried += decoded(decoder, chunk as Uint8Array, name, rows);
    const end = lastLineEnd(carried);
    if (end < 0) {
      if (carried.length > CHUNK * 8) throw unclosedQuote(name, rows + 1);
      continue;
    }
    yield part(carried.slice(0, end));
    carried = carried.slice(end);
  }
  carried += decoder.decode();
  if (carried !== '') yield part(carried);
}

function decoded(
  decoder: InstanceType<typeof TextDecoder>,
  chunk: Uint8Array,
  name: string,
  rows: number,
): string {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch {
    throw new UserError({
      zh: `${name} 第 ${rows + 1} 行之后：有不属于 ${decoder.encoding} 的字节。导入时请用 --encoding 指明编码（如 gb18030），或把文件另存为 UTF-8。`,
      en: `${name}, after row ${rows + 1}: bytes that are not ${decoder.encoding}. State the encoding (gb18030, say) with --encoding when you import it, or save the file as UTF-8.`,
    });
  }
}

/** End of the last line that stands outside quotes. */
function lastLineEnd(text: string): number {
  let quoted = false;
  let end = -1;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) quoted = !quoted;
    else if (code === 10 && !quoted) end = at + 1;
  }
  return end;
}

async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1024 * 1024), 0, 1024 * 1024, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

function parsed(name: string, text: string, delimiter: string, rowsBefore: number): SheetValue[][] {
  const rows = parseCsv(text, { delimiter }) as SheetValue[][];
  for (const [at, row] of rows.entries()) {
    for (let column = 0; column < row.length; column++) {
      const cell = row[column];
      if (cell === '') row[column] = null;
      else if (typeof cell === 'string' && cell.length > LONGEST_CELL)
        throw unclosedQuote(name, rowsBefore + at + 1);
    }
    while (row.length > 0 && row[row.length - 1] === null) row.pop();
    if (row.length > MOST_COLUMNS) throw tooWide(name, sheetName(name), rowsBefore + at + 1, row.length);
  }
  return rows;
}

function unclosedQuote(name: string, row: number): UserError {
  return new UserError({
    zh: `${name} 第 ${row} 行：一个单元格超过 ${LONGEST_CELL} 个字符，多半是引号没有闭合。请检查该行的双引号。`,
    en: `${name}, row ${row}: a cell of more than ${LONGEST_CELL} characters, most likely a quote that is never closed. Check the double quotes of that row.`,
  });
}

function sheetName(file: string): string {
  return file.replace(/^.*[\\/]/, '').replace(/\.[^.]*$/, '');
}
