/** Saved pages in one file (.mht, .mhtml): finds the page in its MIME parts and undoes their transfer encoding. */
import { UserError } from '../../model/index.js';

export interface SavedPage {
  /** The page's HTML, as bytes in its own encoding. */
  bytes: Uint8Array;
  /** The charset that its part declares. */
  charset: string | null;
  /** For each byte of the page, where it was read from in the file. */
  origin: Uint32Array;
}

const HEAD_LIMIT = 64_000;
const MAX_PARTS = 20_000;

/** Whether a file begins with the header of a MIME message that can hold a page. */
export function isSavedPage(bytes: Uint8Array): boolean {
  const head = latin1(bytes, 0, Math.min(bytes.length, HEAD_LIMIT)).replace(
    /^\uFEFF|^\u00EF\u00BB\u00BF/,
    '',
  );
  if (!/^\s{0,20}[A-Za-z][A-Za-z-]{1,40}:/.test(head)) return false;
  const end = head.search(/\r?\n\r?\n/);
  const fields = end < 0 ? head : head.slice(0, end);
  return (
    /^(?:\u00EF\u00BB\u00BF)?MIME-Version:/im.test(fields) &&
    /^Content-Type:\s{0,20}(?:multipart\/|text\/html)/im.test(fields)
  );
}

/** The page that a saved file shows. Throws a UserError, which names the file, where there is none. */
export function readSavedPage(name: string, bytes: Uint8Array): SavedPage {
  const pages: Part[] = [];
  const root = partAt(bytes, 0, bytes.length);
  collectPages(bytes, root, pages, 0);
  const wanted = parameter(root.fields.get('content-type') ?? '', 'start');
  const first =
    pages.find((part) => wanted !== null && part.fields.get('content-id')?.trim() === wanted) ?? pages[0];
  if (first === undefined)
    throw new UserError({
      zh: `${name}：这个网页存档（MHTML）里没有网页正文部分（text/html）。请在浏览器中重新保存网页后再读。`,
      en: `${name}: this saved page (MHTML) holds no text/html part. Save the page again in a browser.`,
    });
  const page = decodePart(bytes, first);
  // A page of frames holds no text; what it frames does.
  if (pages.length === 1 || !/<frameset\b/i.test(latin1(page.bytes, 0, 20_000))) return page;
  const framed = pages.filter((part) => part !== first).map((part) => decodePart(bytes, part));
  return framed.reduce((a, b) => (b.bytes.length > a.bytes.length ? b : a));
}

interface Part {
  fields: Map<string, string>;
  start: number;
  end: number;
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', start, end);
}

/** Header fields, unfolded, and where the body lies. */
function partAt(bytes: Uint8Array, from: number, end: number): Part {
  const head = latin1(bytes, from, Math.min(end, from + HEAD_LIMIT));
  const lead = /^(?:\u00EF\u00BB\u00BF)?\s*/.exec(head)![0].length;
  const gap = /\r?\n[ \t]*\r?\n/.exec(head.slice(lead));
  const length = gap === null ? head.length : lead + gap.index;
  const fields = new Map<string, string>();
  for (const line of head
    .slice(lead, length)
    .replace(/\r?\n[ \t]+/g, ' ')
    .split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0 && !fields.has(line.slice(0, colon).toLowerCase()))
      fields.set(line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim());
  }
  const start = gap === null ? end : from + lead + gap.index + gap[0].length;
  return { fields, start, end };
}

function parameter(field: string, name: string): string | null {
  const m = new RegExp(`;\\s*${name}\\s*=\\s*(?:"([^"]*)"|([^\\s;]+))`, 'i').exec(field);
  return m === null ? null : (m[1] ?? m[2]!);
}

/** The text/html parts, those of nested multiparts included. */
function collectPages(bytes: Uint8Array, part: Part, pages: Part[], depth: number): void {
  const type = part.fields.get('content-type') ?? 'text/plain';
  if (/^text\/html\b/i.test(type) || /^application\/xhtml\+xml\b/i.test(type)) {
    pages.push(part);
    return;
  }
  const boundary = /^multipart\//i.test(type) ? parameter(type, 'boundary') : null;
  if (boundary === null || depth >= 5) return;
  // Searched within its own part only, so that many parts cost no more than their bytes.
  const from = Math.max(0, part.start - 2);
  const body = Buffer.from(bytes.buffer, bytes.byteOffset + from, part.end - from);
  const mark = `--${boundary}`;
  let at = body.indexOf(mark, 0, 'latin1');
  for (let count = 0; at >= 0 && count < MAX_PARTS; count++) {
    const after = at + mark.length;
    if (body[after] === 0x2d && body[after + 1] === 0x2d) return;
    const next = body.indexOf(`\n${mark}`, after, 'latin1');
    const end = next < 0 ? body.length : next;
    const lineEnd = body.subarray(after, end).indexOf(0x0a);
    if (lineEnd >= 0)
      collectPages(bytes, partAt(bytes, from + after + lineEnd + 1, from + end), pages, depth + 1);
    at = next < 0 ? -1 : next + 1;
  }
}

function decodePart(bytes: Uint8Array, part: Part): SavedPage {
  const encoding = (part.fields.get('content-transfer-encoding') ?? '').toLowerCase();
  const body = bytes.subarray(part.start, part.end);
  const { decoded, from } = encoding.startsWith('quoted-printable')
    ? fromQuotedPrintable(body)
    : encoding.startsWith('base64')
      ? fromBase64(body)
      : { decoded: body, from: Uint32Array.from(body, (_, i) => i) };
  for (let i = 0; i < from.length; i++) from[i]! += part.start;
  return {
    bytes: decoded,
    charset: parameter(part.fields.get('content-type') ?? '', 'charset'),
    origin: from,
  };
}

/** RFC 2045, section 6.7; a broken escape is kept as it stands. */
function fromQuotedPrintable(body: Uint8Array): { decoded: Uint8Array; from: Uint32Array } {
  const decoded = new Uint8Array(body.length);
  const from = new Uint32Array(body.length);
  let length = 0;
  for (let i = 0; i < body.length; i++) {
    if (body[i] === 0x3d) {
      let end = i + 1;
      while (body[end] === 0x20 || body[end] === 0x09) end++;
      if (body[end] === 0x0d) end++;
      if (body[end] === 0x0a) {
        i = end;
        continue;
      }
      const high = hexDigit(body[i + 1]);
      const low = hexDigit(body[i + 2]);
      if (high >= 0 && low >= 0) {
        from[length] = i;
        decoded[length++] = high * 16 + low;
        i += 2;
        continue;
      }
    }
    from[length] = i;
    decoded[length++] = body[i]!;
  }
  return { decoded: decoded.subarray(0, length), from: from.slice(0, length) };
}

function hexDigit(byte: number | undefined): number {
  if (byte === undefined) return -1;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : -1;
}

/** RFC 2045, section 6.8; anything outside its alphabet is passed over. */
function fromBase64(body: Uint8Array): { decoded: Uint8Array; from: Uint32Array } {
  const decoded = new Uint8Array(Math.ceil((body.length * 3) / 4));
  const from = new Uint32Array(decoded.length);
  let length = 0;
  let bits = 0;
  let held = 0;
  for (let i = 0; i < body.length; i++) {
    const value = sextet(body[i]!);
    if (value < 0) continue;
    bits = ((bits << 6) | value) & 0xffffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    from[length] = i;
    decoded[length++] = (bits >> held) & 0xff;
  }
  return { decoded: decoded.subarray(0, length), from: from.slice(0, length) };
}

function sextet(byte: number): number {
  if (byte >= 0x41 && byte <= 0x5a) return byte - 0x41;
  if (byte >= 0x61 && byte <= 0x7a) return byte - 0x61 + 26;
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30 + 52;
  if (byte === 0x2b || byte === 0x2d) return 62;
  return byte === 0x2f || byte === 0x5f ? 63 : -1;
}
