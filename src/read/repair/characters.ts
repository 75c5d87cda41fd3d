/** What kind of character is it: one table look-up a character tells which repairs a page may need. */
import { decodePair } from './gb18030.js';
import { isInvisible } from './invisible.js';

export const Kind = {
  han: 1,
  /** A Chinese character that GB 2312 does not have: traditional, or rare. */
  outside: 2,
  /** Second level of GB 2312, private use, or a symbol that Chinese prose does not use. */
  uncommon: 4,
  invisible: 8,
  ampersand: 16,
  bracket: 32,
  /** `?` or U+FFFD: what decoders put where a byte was lost. */
  lostByte: 64,
  /** First byte of a UTF-8 sequence shown as a Latin letter. */
  latinLead: 128,
} as const;

export interface Profile {
  /** All kinds seen. */
  kinds: number;
  han: number;
  outside: number;
  uncommon: number;
  brackets: number;
}

let table: Uint8Array | null = null;

export function kindTable(): Uint8Array {
  if (table !== null) return table;
  table = new Uint8Array(0x10000);
  const set = (from: number, to: number, kind: number) => {
    for (let code = from; code <= to; code++) table![code]! |= kind;
  };
  set(0x3400, 0x4dbf, Kind.han | Kind.outside);
  set(0x4e00, 0x9fff, Kind.han | Kind.outside);
  set(0xf900, 0xfaff, Kind.han | Kind.outside);
  // Greek, Cyrillic, kana, bopomofo, box drawing: GB 2312 rows that slipped bytes fall into.
  set(0x0391, 0x03ff, Kind.uncommon);
  set(0x0400, 0x045f, Kind.uncommon);
  set(0x2500, 0x257f, Kind.uncommon);
  set(0x3040, 0x312f, Kind.uncommon);
  set(0xe000, 0xf8ff, Kind.uncommon);
  for (let lead = 0xb0; lead <= 0xf7; lead++) {
    for (let trail = 0xa1; trail <= 0xfe; trail++) {
      const code = decodePair(lead, trail).charCodeAt(0);
      if ((table[code]! & Kind.han) !== 0) table[code] = lead < 0xd8 ? Kind.han : Kind.han | Kind.uncommon;
    }
  }
  for (let code = 0; code < 0x10000; code++) if (isInvisible(code)) table[code]! |= Kind.invisible;
  for (const code of [0x2007, 0x202f, 0xa0]) table[code]! |= Kind.invisible;
  table[0x26]! |= Kind.ampersand;
  table[0x28]! |= Kind.bracket;
  table[0xff08]! |= Kind.bracket;
  table[0x3f]! |= Kind.lostByte;
  table[0xfffd]! |= Kind.lostByte;
  set(0xc2, 0xf4, Kind.latinLead);
  return table;
}

export function profile(text: string): Profile {
  const kind = kindTable();
  let kinds = 0;
  let han = 0;
  let outside = 0;
  let uncommon = 0;
  let brackets = 0;
  for (let i = 0; i < text.length; i++) {
    const k = kind[text.charCodeAt(i)]!;
    kinds |= k;
    han += k & 1;
    outside += (k >> 1) & 1;
    uncommon += (k >> 2) & 1;
    brackets += (k >> 5) & 1;
  }
  return { kinds, han, outside, uncommon, brackets };
}
