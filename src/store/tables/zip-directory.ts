/** What a ZIP container says it holds, and whether that is true: workbooks come from strangers. */
import { createInflateRaw } from 'node:zlib';
import { UserError } from '../../model/index.js';

export interface ZipEntry {
  name: string;
  method: number;
  compressed: number;
  declared: number;
  encrypted: boolean;
  offset: number;
}

export interface ZipLimits {
  /** Bytes of all parts together. */
  total: number;
  /** Bytes a part may have for each byte it takes in the file, beyond a first 10 MB. */
  ratio: number;
  entries: number;
}

export const ZIP_LIMITS: ZipLimits = { total: 4 * 1024 ** 3, ratio: 1_000, entries: 20_000 };

const FREE = 10 * 1024 * 1024;
const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const CENTRAL = 0x02014b50;

/** Throws a UserError for a file that is cut off or damaged. */
export function zipDirectory(file: string, bytes: Uint8Array, limits: ZipLimits = ZIP_LIMITS): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOfDirectory(view);
  if (end < 0) throw truncated(file);
  let count = view.getUint16(end + 10, true);
  let offset = view.getUint32(end + 16, true);
  if (count === 0xffff || offset === 0xffffffff) {
    const locator = end - 20;
    if (locator < 0 || view.getUint32(locator, true) !== LOCATOR_64) throw truncated(file);
    const at = Number(view.getBigUint64(locator + 8, true));
    if (at + 56 > bytes.length || view.getUint32(at, true) !== END_64) throw truncated(file);
    count = Number(view.getBigUint64(at + 32, true));
    offset = Number(view.getBigUint64(at + 48, true));
  }
  if (count > limits.entries) throw tooLarge(file, `${count} > ${limits.entries}`);
  const entries: ZipEntry[] = [];
  let at = offset;
  for (let entry = 0; entry < count; entry++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) throw truncated(file);
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    let declared = view.getUint32(at + 24, true);
    let compressed = view.getUint32(at + 20, true);
    let local = view.getUint32(at + 42, true);
    if (declared === 0xffffffff || compressed === 0xffffffff || local === 0xffffffff) {
      const extra = at + 46 + nameLength;
      for (let field = extra; field + 4 <= extra + extraLength; ) {
        const size = view.getUint16(field + 2, true);
        if (view.getUint16(field, true) === 1 && field + 4 + size <= bytes.length) {
          let place = field + 4;
          const next = () => {
            const value = Number(view.getBigUint64(place, true));
            place += 8;
            return value;
          };
          if (declared === 0xffffffff && place + 8 <= field + 4 + size) declared = next();
          if (compressed === 0xffffffff && place + 8 <= field + 4 + size) compressed = next();
          if (local === 0xffffffff && place + 8 <= field + 4 + size) local = next();
        }
        field += 4 + size;
      }
    }
    entries.push({
      name,
      method: view.getUint16(at + 10, true),
      compressed,
      declared,
      encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      offset: local,
    });
    at += 46 + nameLength + extraLength + view.getUint16(at + 32, true);
  }
  let total = 0;
  for (const entry of entries) {
    total += entry.declared;
    if (entry.declared > FREE && entry.declared > entry.compressed * limits.ratio)
      throw tooLarge(file, `${entry.name}: ${size(entry.declared)} / ${size(entry.compressed)}`);
  }
  if (total > limits.total) throw tooLarge(file, `${size(total)} > ${size(limits.total)}`);
  return entries;
}

function endOfDirectory(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65_557); at--) {
    if (view.getUint32(at, true) === END) return at;
  }
  return -1;
}

/** Unpacks every part once, counting, and stops where one is larger than it says. */
export async function verifySizes(
  file: string,
  bytes: Uint8Array,
  entries: readonly ZipEntry[],
): Promise<void> {
  for (const entry of entries) {
    const real = await unpack(file, bytes, entry, entry.declared, null);
    if (real > entry.declared) throw tooLarge(file, `${entry.name}: > ${size(entry.declared)}`);
  }
}

/** The first `most` bytes of a part. */
export async function partHead(
  file: string,
  bytes: Uint8Array,
  entry: ZipEntry,
  most: number,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  await unpack(file, bytes, entry, most, (chunk) => chunks.push(chunk));
  return Buffer.concat(chunks).subarray(0, most);
}

/** All of a part, in pieces. */
export async function partPieces(
  file: string,
  bytes: Uint8Array,
  entry: ZipEntry,
  take: (piece: Uint8Array) => void,
): Promise<void> {
  await unpack(file, bytes, entry, entry.declared, take);
}

/** Bytes that the part holds, counted up to a little more than `most`. */
async function unpack(
  file: string,
  bytes: Uint8Array,
  entry: ZipEntry,
  most: number,
  take: ((chunk: Uint8Array) => void) | null,
): Promise<number> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (entry.offset + 30 > bytes.length) throw truncated(file);
  const start =
    entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  if (start + entry.compressed > bytes.length) throw truncated(file);
  const packed = bytes.subarray(start, start + entry.compressed);
  if (entry.method === 0) {
    take?.(packed.subarray(0, most));
    return packed.length;
  }
  if (entry.method !== 8) throw damaged(file, entry.name);
  return new Promise((resolve, reject) => {
    const inflate = createInflateRaw();
    let real = 0;
    const stop = () => {
      inflate.destroy();
      resolve(real);
    };
    inflate.on('data', (chunk: Uint8Array) => {
      real += chunk.length;
      take?.(chunk);
      if (real > most) stop();
    });
    inflate.on('end', () => resolve(real));
    inflate.on('error', () => reject(damaged(file, entry.name)));
    inflate.end(packed);
  });
}

function size(bytes: number): string {
  return bytes > 1024 ** 2 ? `${Math.round(bytes / 1024 ** 2)} MB` : `${Math.ceil(bytes / 1024)} KB`;
}

export function truncated(file: string): UserError {
  return new UserError({
    zh: `${file}：工作簿不完整，文件末尾缺失（可能没有传完）。请重新取得文件后再导入。`,
    en: `${file}: the workbook is cut off; its end is missing (perhaps the transfer did not finish). Fetch the file again and import it.`,
  });
}

export function damaged(file: string, part: string): UserError {
  return new UserError({
    zh: `${file}：工作簿已损坏（${part}）。请用 Excel 或 WPS 打开修复、另存后再导入。`,
    en: `${file}: the workbook is damaged (${part}). Open it in Excel or WPS, let it be repaired, save it and import again.`,
  });
}

function tooLarge(file: string, what: string): UserError {
  return new UserError({
    zh: `${file}：解压后过大，像是压缩炸弹（${what}）。如确是真实数据，请拆成几个文件，或另存为 CSV。`,
    en: `${file}: far larger unpacked than any workbook should be, like a zip bomb (${what}). If the data is real, split it or save it as CSV.`,
  });
}
