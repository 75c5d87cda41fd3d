/** HTML entities left over in plain text, escaped once or more often. */
import type { TextEdit } from '../traced.js';
import { WINDOWS_1252 } from './windows-1252.js';

const CHAIN = /&(?:amp;|#0*38;|#[xX]0*26;)*(?:#[0-9a-fA-FxX]{1,8}|[A-Za-z][A-Za-z0-9]{1,31});?/g;
const ESCAPED_AMPERSAND = /&(?:(?:amp|#0*38|#[xX]0*26);)+/g;
const ENTITY = /&(?:#(\d{1,8})|#[xX]([0-9a-fA-F]{1,7})|([A-Za-z][A-Za-z0-9]{1,31}));/g;
/** Old pages leave the semicolon away; only names that cannot be a parameter of an address are taken so. */
const BARE = /&(nbsp|ensp|emsp|ldquo|rdquo|lsquo|rsquo|quot|mdash|hellip|middot)(?![A-Za-z0-9=;])/g;

export function entityEdits(text: string, names: ReadonlyMap<string, string>): TextEdit[] {
  const edits: TextEdit[] = [];
  for (const match of text.matchAll(CHAIN)) {
    const decoded = decode(match[0], names);
    if (decoded !== match[0])
      edits.push({ start: match.index, end: match.index + match[0].length, text: decoded });
  }
  return edits;
}

function decode(text: string, names: ReadonlyMap<string, string>): string {
  return text
    .replace(ESCAPED_AMPERSAND, '&')
    .replace(ENTITY, (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return names.get(name) ?? whole;
      const code = decimal !== undefined ? Number.parseInt(decimal, 10) : Number.parseInt(hex!, 16);
      return character(code) ?? whole;
    })
    .replace(BARE, (whole, name: string) => names.get(name) ?? whole);
}

function character(code: number): string | null {
  // The HTML standard gives numeric references to 128–159 the Windows characters.
  if (code >= 0x80 && code <= 0x9f) return WINDOWS_1252[code - 0x80]!;
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return null;
  return String.fromCodePoint(code);
}
