/** Text of delimited tables: its encoding, also where single lines have another one, and its delimiter. */
import { UserError } from '../../model/index.js';

export const TABLE_ENCODINGS = ['utf-8', 'gb18030', 'big5', 'utf-16le', 'utf-16be'] as const;
export type TableEncoding = (typeof TABLE_ENCODINGS)[number];

export interface TableText {
  text: string;
  encoding: TableEncoding;
  /** Lines, from 1, that were in the other of UTF-8 and GB18030: files joined from several sources. */
  otherLines: number[];
}

export function tableEncoding(name: string): TableEncoding {
  const plain = name.trim().toLowerCase().replace(/_/g, '-');
  const alias: Record<string, TableEncoding> = {
    utf8: 'utf-8',
    gbk: 'gb18030',
    gb2312: 'gb18030',
    'utf-16': 'utf-16le',
    utf16: 'utf-16le',
    ansi: 'gb18030',
    cp936: 'gb18030',
  };
  const found = alias[plain] ?? (TABLE_ENCODINGS as readonly string[]).find((known) => known === plain);
  if (found !== undefined) return found as TableEncoding;
  throw new UserError({
    zh: `没有“${name}”这种编码。可用：${TABLE_ENCODINGS.join('、')}。`,
    en: `There is no encoding “${name}”. Use one of ${TABLE_ENCODINGS.join(', ')}.`,
  });
}

/** The encoding of a file by its first bytes; `certain` where they leave no other. */
export function encodingOf(head: Uint8Array, whole: boolean): TableEncoding {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const zeros = [0, 0];
  const sample = Math.min(head.length, 4096);
  for (let at = 0; at < sample; at++) if (head[at] === 0) zeros[at % 2]!++;
  if (zeros[1]! > sample / 8 && zeros[1]! > zeros[0]! * 4) return 'utf-16le';
  if (zeros[0]! > sample / 8 && zeros[0]! > zeros[1]! * 4) return 'utf-16be';
  return isStrict(whole ? head : upToLastLine(head), 'utf-8') ? 'utf-8' : 'gb18030';
}

/** Decodes a whole file. Without an encoding it is found out, line by line where lines differ. */
export function decodeTable(name: string, bytes: Uint8Array, encoding: TableEncoding | null): TableText {
  if (encoding !== null) {
    return { text: withoutMark(new TextDecoder(encoding).decode(bytes)), encoding, otherLines: [] };
  }
  const found = encodingOf(bytes, true);
  if (found.startsWith('utf-16')) {
    return { text: withoutMark(new TextDecoder(found).decode(bytes)), encoding: found, otherLines: [] };
  }
  if (bytes.subarray(0, 4096).includes(0)) throw notText(name);
  if (found === 'utf-8' && isStrict(bytes, 'utf-8'))
    return { text: withoutMark(new TextDecoder().decode(bytes)), encoding: 'utf-8', otherLines: [] };
  return decodeLines(name, bytes);
}

/** A line counts as UTF-8 only with three characters of it or more: two Han characters of GBK can pass for one. */
const LEAST_UTF8 = 9;

function decodeLines(name: string, bytes: Uint8Array): TableText {
  const lines: { bytes: Uint8Array; utf8: boolean; plain: boolean }[] = [];
  let start = 0;
  while (start < bytes.length) {
    let end = bytes.indexOf(0x0a, start);
    end = end < 0 ? bytes.length : end + 1;
    const line = bytes.subarray(start, end);
    let high = 0;
    for (const byte of line) if (byte >= 0x80) high++;
    lines.push({ bytes: line, plain: high === 0, utf8: high >= LEAST_UTF8 && isStrict(line, 'utf-8') });
    start = end;
  }
  const spoken = lines.filter((line) => !line.plain);
  const utf8 = spoken.filter((line) => line.utf8).length;
  const encoding: TableEncoding = utf8 * 2 > spoken.length ? 'utf-8' : 'gb18030';
  if (utf8 === 0 && isStrict(bytes, 'gb18030'))
    return { text: new TextDecoder('gb18030').decode(bytes), encoding, otherLines: [] };
  const otherLines: number[] = [];
  const decoded = lines.map((line, at) => {
    if (line.plain) return new TextDecoder().decode(line.bytes);
    const as = line.utf8 || isStrict(line.bytes, 'utf-8') ? (line.utf8 ? 'utf-8' : encoding) : 'gb18030';
    if (!isStrict(line.bytes, as)) {
      throw new UserError({
        zh: `${name} 第 ${at + 1} 行：既不是 UTF-8 也不是 GB18030 的文字。导入时请用 --encoding 指明编码（如 gb18030），或把文件另存为 UTF-8。`,
        en: `${name}, line ${at + 1}: text in neither UTF-8 nor GB18030. State the encoding (gb18030, say) with --encoding when you import it, or save the file as UTF-8.`,
      });
    }
    if (as !== encoding) otherLines.push(at + 1);
    return new TextDecoder(as).decode(line.bytes);
  });
  return { text: withoutMark(decoded.join('')), encoding, otherLines };
}

function isStrict(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function upToLastLine(bytes: Uint8Array): Uint8Array {
  const end = bytes.lastIndexOf(0x0a);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

export function notText(name: string): UserError {
  return new UserError({
    zh: `${name}：是二进制文件，不是表格。可读：CSV、TSV、XLSX、XLS、ODS、Parquet。`,
    en: `${name}: binary data that is no table. Expected CSV, TSV, XLSX, XLS, ODS or Parquet.`,
  });
}

const DELIMITERS = ['\t', ',', ';', '|', '，', '^', '~'];

/** The delimiter that stands equally often in most lines. */
export function delimiterOf(text: string): string {
  const lines = firstLines(text, 30);
  let best = ',';
  let bestScore = 0;
  for (const delimiter of DELIMITERS) {
    const counts = lines.map((line) => line.split(delimiter).length - 1);
    const usual = mostFrequent(counts.filter((count) => count > 0));
    if (usual === 0) continue;
    const score = (counts.filter((count) => count === usual).length / lines.length) * Math.min(usual, 5);
    if (score > bestScore) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}

/** Without what stands in quotes. */
function firstLines(text: string, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  let quoted = false;
  for (let at = 0; at < Math.min(text.length, 200_000) && lines.length < most; at++) {
    const char = text[at]!;
    if (char === '"') quoted = !quoted;
    else if (!quoted && (char === '\n' || char === '\r')) {
      if (line !== '') lines.push(line);
      line = '';
    } else if (!quoted) line += char;
  }
  if (line !== '') lines.push(line);
  return lines;
}

function mostFrequent(counts: readonly number[]): number {
  const seen = new Map<number, number>();
  for (const count of counts) seen.set(count, (seen.get(count) ?? 0) + 1);
  let best = 0;
  let times = 0;
  for (const [count, found] of seen)
    if (found > times || (found === times && count > best)) [best, times] = [count, found];
  return best;
}
