/**
 * UTF-8 that was read as something else: as Windows-1252 or Latin-1 (å·¥ä¿¡), or as GB 18030 (宸ヤ俊). What the wrong
 * reading lost (锟斤拷) cannot be brought back and stays.
 */
import type { TextEdit } from '../traced.js';
import { encodePair } from './gb18030.js';
import type { Plausibility } from './plausibility.js';
import { WINDOWS_1252 } from './windows-1252.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Byte of a character in Windows-1252, with Latin-1 where that leaves a gap. */
function windowsByte(code: number): number {
  if (code >= 0x80 && code <= 0xff) return code;
  const high = WINDOWS_1252.indexOf(String.fromCharCode(code));
  return high < 0 ? -1 : 0x80 + high;
}

export function latinMojibakeEdits(text: string): TextEdit[] {
  const edits: TextEdit[] = [];
  let i = 0;
  while (i < text.length) {
    const lead = text.charCodeAt(i);
    const length = lead >= 0xc2 && lead <= 0xf4 ? sequenceLength(lead) : 0;
    const bytes: number[] = [];
    for (let k = 0; k < length && i + k < text.length; k++) bytes.push(windowsByte(text.charCodeAt(i + k)));
    const decoded = length > 0 && bytes.length === length ? decode(bytes) : null;
    if (decoded === null) {
      i++;
      continue;
    }
    const last = edits.at(-1);
    if (last !== undefined && last.end === i) {
      last.end = i + length;
      last.text += decoded;
    } else edits.push({ start: i, end: i + length, text: decoded });
    i += length;
  }
  return edits;
}

function sequenceLength(lead: number): number {
  return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

function decode(bytes: readonly number[]): string | null {
  for (let k = 1; k < bytes.length; k++) if (bytes[k]! < 0x80 || bytes[k]! > 0xbf) return null;
  try {
    return utf8.decode(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}

/** A lone byte 0x80 is the euro sign to decoders of GB 18030. */
const EURO = 0x20ac;
/** A chance run of Chinese characters is never this long and valid UTF-8 all through. */
const SHORTEST = 4;
/** Where a page has so many restored characters, short runs are trusted too. */
const WHOLE_PAGE = 40;
const MARGIN = 1;

/**
 * Runs of characters whose GB 18030 bytes are UTF-8. Where a run has an odd number of bytes the last one was lost to
 * `?` or U+FFFD: its character is chosen by its neighbours, or left as it came.
 */
export function gbMojibakeEdits(texts: readonly string[], model: Plausibility): TextEdit[][] | null {
  const strict = texts.map((text) => gbRuns(text, SHORTEST, model));
  let restored = 0;
  for (const edits of strict) for (const edit of edits) restored += edit.text.length;
  if (restored === 0) return null;
  return restored < WHOLE_PAGE ? strict : texts.map((text) => gbRuns(text, 1, model));
}

function gbRuns(text: string, shortest: number, model: Plausibility): TextEdit[] {
  const edits: TextEdit[] = [];
  let i = 0;
  while (i < text.length) {
    const start = i;
    const bytes: number[] = [];
    /** Index in `text` of the character that begins at each byte, -1 inside a pair. */
    const places: number[] = [];
    for (; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === EURO) {
        bytes.push(0x80);
        places.push(i);
        continue;
      }
      const pair = encodePair(code);
      if (pair === 0) break;
      bytes.push(pair >> 8, pair & 0xff);
      places.push(i, -1);
    }
    if (bytes.length === 0) {
      i++;
      continue;
    }
    if (i - start < shortest) continue;
    const { text: decoded, used } = wholeSequences(bytes, places);
    if (bytes.length - used > 2 || (used > 0 && !CHINESE.test(decoded))) continue;
    const rest = bytes.slice(used);
    const lost = rest.length === 2 && (text[i] === '?' || text[i] === '\ufffd');
    const last = lost ? lastCharacter(rest, decoded.at(-1) ?? '', text[i + 1] ?? '', model) : null;
    if (last !== null) {
      edits.push({ start, end: i + 1, text: decoded + last });
      i++;
    } else if (used > 0) edits.push({ start, end: places[used] ?? i, text: decoded });
  }
  return edits;
}

const CHINESE = /[\u3000-\u9fff\uff00-\uffef]/;

/** The longest prefix of whole UTF-8 sequences that ends where a character of the page does. */
function wholeSequences(bytes: readonly number[], places: readonly number[]): { text: string; used: number } {
  let at = 0;
  let whole = 0;
  while (at < bytes.length) {
    const lead = bytes[at]!;
    const length = lead < 0x80 ? 1 : lead < 0xc2 || lead > 0xf4 ? 0 : sequenceLength(lead);
    if (length === 0 || at + length > bytes.length) break;
    if (length > 1 && decode(bytes.slice(at, at + length)) === null) break;
    at += length;
    if (places[at] !== -1) whole = at;
  }
  return { text: utf8.decode(Uint8Array.from(bytes.slice(0, whole))), used: whole };
}

function lastCharacter(
  rest: readonly number[],
  before: string,
  after: string,
  model: Plausibility,
): string | null {
  let best: string | null = null;
  let score = -Infinity;
  let second = -Infinity;
  for (let byte = 0x80; byte <= 0xbf; byte++) {
    const char = decode([...rest, byte]);
    if (char === null || char === '') continue;
    const now = model.follows(before, char) + model.follows(char, after);
    if (now > score) {
      second = score;
      score = now;
      best = char;
    } else if (now > second) second = now;
  }
  return score - second >= MARGIN ? best : null;
}
