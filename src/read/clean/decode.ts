/** From bytes to text: finds the encoding of a page, decodes it, and knows the byte that each character stood at. */
import { UserError } from '../../model/index.js';

export type TextEncoding = 'utf-8' | 'gb18030' | 'big5' | 'utf-16le' | 'utf-16be';

export interface DecodedText {
  text: string;
  /** `text-layer` where the page is a Word file or a PDF: then `text` is what the file shows, and bytes mean nothing. */
  encoding: TextEncoding | 'text-layer';
  /** Byte of the page's file at which the character `at` of `text` begins; null where the file is no text. */
  byteOffset: ((at: number) => number) | null;
}

/**
 * Decodes a text page of any supported encoding; throws a UserError for bytes that are no text. `declared` is the
 * charset that the page was sent with, where that is known.
 */
export function decodeText(name: string, bytes: Uint8Array, declared: string | null = null): DecodedText {
  if (bytes.length === 0 || isBlank(bytes)) {
    throw new UserError({
      zh: `${name}：文件是空的。请提供含有正文的文本、HTML、Markdown、Word（.docx）或 PDF 文件。`,
      en: `${name}: the file is empty. Expected a page of text, HTML, Markdown, Word (.docx) or PDF.`,
    });
  }
  const mark = byteOrderMark(bytes);
  if (mark !== null) return decodeAs(name, bytes, mark.encoding, mark.length);
  const binary = binaryKind(bytes);
  if (binary !== null) throw notText(name, binary);
  if (isUtf8(bytes)) return decodeAs(name, bytes, 'utf-8', 0);
  return decodeAs(name, bytes, likeliest(name, bytes, declared), 0);
}

function isBlank(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte > 0x20) return false;
  return true;
}

function byteOrderMark(bytes: Uint8Array): { encoding: TextEncoding; length: number } | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', length: 2 };
  if (a === 0x84 && b === 0x31 && c === 0x95 && d === 0x33) return { encoding: 'gb18030', length: 4 };
  return null;
}

const SIGNATURES: [kind: string, bytes: number[]][] = [
  ['PNG', [0x89, 0x50, 0x4e, 0x47]],
  ['JPEG', [0xff, 0xd8, 0xff]],
  ['GIF', [0x47, 0x49, 0x46, 0x38]],
  ['ZIP', [0x50, 0x4b, 0x03, 0x04]],
  ['gzip', [0x1f, 0x8b]],
  ['RAR', [0x52, 0x61, 0x72, 0x21]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf]],
  ['ELF', [0x7f, 0x45, 0x4c, 0x46]],
  ['Word 97–2003 (.doc)', [0xd0, 0xcf, 0x11, 0xe0]],
];

function binaryKind(bytes: Uint8Array): string | null {
  for (const [kind, signature] of SIGNATURES) if (signature.every((b, i) => bytes[i] === b)) return kind;
  return null;
}

function notText(name: string, kind: string | null): UserError {
  const old = kind?.startsWith('Word');
  return new UserError({
    zh: `${name}：这是二进制文件${kind ? `（${kind}）` : ''}，不是网页文本。${old ? '请另存为 .docx 后再读。' : '可读：文本、HTML、Markdown、Word（.docx）、PDF。'}`,
    en: `${name}: this is binary data${kind ? ` (${kind})` : ''}, not a page of text. ${old ? 'Save it as .docx and read that.' : 'Expected text, HTML, Markdown, Word (.docx) or PDF.'}`,
  });
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** What share of the characters a reading of the bytes has that are usual in that encoding. */
interface Reading {
  encoding: TextEncoding;
  score: number;
}

const SAMPLE = 200_000;

function likeliest(name: string, bytes: Uint8Array, label: string | null): TextEncoding {
  const sample = bytes.subarray(0, SAMPLE);
  const readings: Reading[] = [
    { encoding: 'utf-8', score: utf8Share(sample) },
    { encoding: 'gb18030', score: doubleByteShare(sample, isUsualGb) },
    { encoding: 'big5', score: doubleByteShare(sample, isUsualBig5) },
    { encoding: 'utf-16le', score: utf16Share(sample, 1) },
    { encoding: 'utf-16be', score: utf16Share(sample, 0) },
  ];
  const declared = (label === null ? null : encodingOf(label)) ?? declaredEncoding(sample);
  for (const reading of readings) if (reading.encoding === declared) reading.score += 0.1;
  // UTF-8 that was cut or has single damaged bytes keeps nearly all its sequences whole; by chance nothing does.
  if (readings[0]!.score > 0.9) return 'utf-8';
  const best = readings.reduce((a, b) => (b.score > a.score ? b : a));
  if (best.score < 0.6)
    throw best.encoding.startsWith('utf-16') || hasNul(sample) ? notText(name, null) : unknownEncoding(name);
  return best.encoding;
}

function unknownEncoding(name: string): UserError {
  return new UserError({
    zh: `${name}：认不出文字编码。请把文件另存为 UTF-8（也支持 GB18030/GBK、Big5、UTF-16）。`,
    en: `${name}: the text encoding could not be told. Save the file as UTF-8 (GB18030/GBK, Big5 and UTF-16 are read too).`,
  });
}

function hasNul(bytes: Uint8Array): boolean {
  return bytes.includes(0);
}

function declaredEncoding(bytes: Uint8Array): TextEncoding | null {
  const head = String.fromCharCode(...bytes.subarray(0, 4096));
  const label = /(?:charset|encoding)\s*=\s*["']?\s*([\w-]{3,20})/i.exec(head)?.[1];
  return label === undefined ? null : encodingOf(label);
}

function encodingOf(name: string): TextEncoding | null {
  const label = name.toLowerCase();
  if (/^utf-?8$/.test(label)) return 'utf-8';
  if (/^(gb2312|gbk|gb18030|gb_2312-80|x-gbk|cp936)$/.test(label)) return 'gb18030';
  if (/^(big5|big5-hkscs|cp950)$/.test(label)) return 'big5';
  return null;
}

function utf8Share(bytes: Uint8Array): number {
  let good = 0;
  let bad = 0;
  walkUtf8(bytes, 0, (_units, _length, valid, ascii) => {
    if (!ascii) valid ? good++ : bad++;
  });
  return good === 0 ? 0 : good / (good + bad);
}

/**
 * In both sets the usual characters lie together: level 1 of GB 2312 at B0–D7 (trail A1–FE) with signs at A1–A9,
 * level 1 of Big5 at A4–C6 with signs at A1–A3. Text of one set read as the other falls half outside.
 */
function isUsualGb(lead: number, trail: number): boolean {
  return trail >= 0xa1 && ((lead >= 0xb0 && lead <= 0xd7) || (lead >= 0xa1 && lead <= 0xa9));
}
function isUsualBig5(lead: number, trail: number): boolean {
  return lead >= 0xa1 && lead <= 0xc6 && ((trail >= 0x40 && trail <= 0x7e) || trail >= 0xa1);
}

function doubleByteShare(bytes: Uint8Array, isUsual: (lead: number, trail: number) => boolean): number {
  let usual = 0;
  let other = 0;
  for (let i = 0; i < bytes.length; i++) {
    const lead = bytes[i]!;
    if (lead === 0) other += 2;
    if (lead < 0x80) continue;
    const trail = bytes[i + 1];
    if (trail === undefined) break;
    isUsual(lead, trail) ? usual++ : other++;
    if (trail >= 0x40) i++;
  }
  return usual === 0 ? 0 : usual / (usual + other);
}

function utf16Share(bytes: Uint8Array, highAt: 0 | 1): number {
  let usual = 0;
  let total = 0;
  for (let i = 0; i + 1 < bytes.length; i += 2) {
    const high = bytes[i + highAt]!;
    const low = bytes[i + 1 - highAt]!;
    total++;
    if (
      high === 0
        ? (low >= 0x20 && low < 0x7f) || low === 0x0a || low === 0x0d || low === 0x09
        : isUsualHigh(high)
    )
      usual++;
  }
  const share = total === 0 ? 0 : usual / total;
  return share > 0.95 ? share : share * 0.5;
}
function isUsualHigh(high: number): boolean {
  return (high >= 0x4e && high <= 0x9f) || high === 0x30 || high === 0xff || high === 0x20;
}

function decodeAs(name: string, bytes: Uint8Array, encoding: TextEncoding, markLength: number): DecodedText {
  const text = new TextDecoder(encoding).decode(bytes);
  refuseNoise(name, text);
  if (encoding.startsWith('utf-16') && !readsAsUtf16(text)) throw unknownEncoding(name);
  let table: Uint32Array | null = null;
  return {
    text,
    encoding,
    byteOffset: (at) => {
      table ??= byteOffsets(bytes, text, encoding, markLength);
      return table[Math.min(at, text.length)]!;
    },
  };
}

/** Decoded without complaint does not mean text: control characters and lost characters tell. */
function refuseNoise(name: string, text: string): void {
  let control = 0;
  let lost = 0;
  const length = Math.min(text.length, SAMPLE);
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09 && code !== 0x0c) control++;
    else if (code === 0xfffd) lost++;
  }
  if (control > 8 && control > length * 0.01) throw notText(name, null);
  if (lost > 8 && lost > length * 0.05) throw unknownEncoding(name);
}

/**
 * Any pair of bytes is some character of UTF-16, so a byte order mark before other bytes gives rubbish without an error:
 * characters from all over, or Han characters without a single blank, line end or usual sign between them.
 */
function readsAsUtf16(text: string): boolean {
  let usual = 0;
  let marks = 0;
  const length = Math.min(text.length, SAMPLE);
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    const mark =
      (code >= 0x09 && code <= 0x7e) ||
      (code >= 0x2010 && code <= 0x2026) ||
      (code >= 0x3000 && code <= 0x3017) ||
      (code >= 0xff01 && code <= 0xff5e);
    if (mark) marks++;
    if (
      mark ||
      code === 0xfeff ||
      (code >= 0xa0 && code <= 0x52f) ||
      (code >= 0x3040 && code <= 0x30ff) ||
      (code >= 0x4e00 && code <= 0x9fff) ||
      (code >= 0xac00 && code <= 0xd7a3)
    )
      usual++;
  }
  // Random pairs of bytes reach 0.65.
  return usual >= length * 0.8 && (length < 40 || marks >= length * 0.02);
}

/** For each UTF-16 unit of `text` the byte it was decoded from, and one more entry for the end. */
function byteOffsets(
  bytes: Uint8Array,
  text: string,
  encoding: TextEncoding,
  markLength: number,
): Uint32Array {
  const table = new Uint32Array(text.length + 1).fill(bytes.length);
  let unit = 0;
  let at = markLength;
  const step = (units: number, length: number) => {
    for (let i = 0; i < units && unit < text.length; i++) table[unit++] = at;
    at += length;
  };
  if (encoding === 'utf-8') walkUtf8(bytes, markLength, step);
  else if (encoding === 'gb18030') walkGb18030(bytes, markLength, text, () => unit, step);
  else if (encoding === 'big5') walkBig5(bytes, markLength, text, () => unit, step);
  else while (at < bytes.length) step(1, 2);
  return table;
}

type Step = (units: number, length: number, valid: boolean, ascii: boolean) => void;

/** One step a character; of a broken sequence, one step for its longest whole beginning, as the Encoding Standard replaces it. */
function walkUtf8(bytes: Uint8Array, start: number, step: Step): void {
  let i = start;
  while (i < bytes.length) {
    const lead = bytes[i]!;
    if (lead < 0x80) {
      step(1, 1, true, true);
      i++;
      continue;
    }
    const need =
      lead >= 0xc2 && lead <= 0xdf
        ? 1
        : lead >= 0xe0 && lead <= 0xef
          ? 2
          : lead >= 0xf0 && lead <= 0xf4
            ? 3
            : 0;
    let low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    let high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    let got = 0;
    while (got < need) {
      const next = bytes[i + 1 + got];
      if (next === undefined || next < low || next > high) break;
      low = 0x80;
      high = 0xbf;
      got++;
    }
    const whole = need > 0 && got === need;
    step(whole && need === 3 ? 2 : 1, got + 1, whole, false);
    i += got + 1;
  }
}

function walkGb18030(bytes: Uint8Array, start: number, text: string, unit: () => number, step: Step): void {
  let i = start;
  while (i < bytes.length) {
    const lead = bytes[i]!;
    const second = bytes[i + 1];
    let length = 1;
    if (lead > 0x80 && lead < 0xff && second !== undefined) {
      if (second >= 0x30 && second <= 0x39) length = isGbPair(bytes[i + 2], bytes[i + 3]) ? 4 : 1;
      else if (text.charCodeAt(unit()) !== 0xfffd || second >= 0x80) length = 2;
    }
    step(isHighSurrogate(text, unit()) ? 2 : 1, length, true, false);
    i += length;
  }
}
function isGbPair(third: number | undefined, fourth: number | undefined): boolean {
  return (
    third !== undefined &&
    third > 0x80 &&
    third < 0xff &&
    fourth !== undefined &&
    fourth >= 0x30 &&
    fourth <= 0x39
  );
}

function walkBig5(bytes: Uint8Array, start: number, text: string, unit: () => number, step: Step): void {
  let i = start;
  while (i < bytes.length) {
    const lead = bytes[i]!;
    const second = bytes[i + 1];
    let length = 1;
    if (
      lead > 0x80 &&
      lead < 0xff &&
      second !== undefined &&
      (text.charCodeAt(unit()) !== 0xfffd || second >= 0x80)
    )
      length = 2;
    // 88 62, 88 64, 88 A3 and 88 A5 stand for a letter with a combining mark: two characters.
    const combining =
      lead === 0x88 && (second === 0x62 || second === 0x64 || second === 0xa3 || second === 0xa5);
    step(isHighSurrogate(text, unit()) || combining ? 2 : 1, length, true, false);
    i += length;
  }
}
function isHighSurrogate(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code >= 0xd800 && code <= 0xdbff;
}
