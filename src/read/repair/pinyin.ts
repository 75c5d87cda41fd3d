/** Pinyin that copy sites put in brackets behind a character: 產(chan)業(yè). Real brackets stay. */
import { createRequire } from 'node:module';
import type { TextEdit } from '../traced.js';
import { simplifiedCharacter } from './script.js';

// The reading dictionary takes 50 ms to load: only pages that may need it pay for it.
const load = createRequire(import.meta.url);
const known = new Map<string, readonly string[]>();

const LETTER = 'a-zāáǎàēéěèêīíǐìōóǒòūúǔùüǖǘǚǜńňǹɑɡ\u0300\u0301\u0304\u0308\u030c';
const INJECTED = new RegExp(`(?:[(（][ \\u3000]?[${LETTER}:]{1,24}[1-5]?[ \\u3000]?[)）])+`, 'g');
const ONE = new RegExp(`[(（][ \\u3000]?([${LETTER}:]{1,24})[1-5]?[ \\u3000]?[)）]`, 'g');
const HAN = /[\u3400-\u9fff]/;
/** Fewer readings in brackets than this on a page are someone's own remarks on how to say a word. */
const PAGE_GATE = 5;
const LONGEST_WORD = 4;

/** Edits for every line of a page that has injected pinyin, as its own hits or `knownToHave` say; null for others. */
export function pinyinEdits(texts: readonly string[], knownToHave: boolean): TextEdit[][] | null {
  let hits = 0;
  const edits = texts.map((text) => {
    const found: TextEdit[] = [];
    for (const match of text.matchAll(INJECTED)) {
      for (const one of match[0].matchAll(ONE)) {
        if (!isReading(text, match.index, plain(one[1]!))) continue;
        const start = match.index + one.index;
        found.push({ start, end: start + one[0].length, text: '' });
        hits++;
      }
    }
    return found;
  });
  return knownToHave || hits >= PAGE_GATE ? edits : null;
}

/** Is `letters` how the last character, or the last few together, before `end` are read? */
function isReading(text: string, end: number, letters: string): boolean {
  let tails: string[] = [''];
  for (let back = 1; back <= LONGEST_WORD; back++) {
    const char = text[end - back];
    if (char === undefined || !HAN.test(char)) return false;
    const longer: string[] = [];
    for (const reading of readings(char))
      for (const tail of tails) {
        const whole = reading + tail;
        if (whole === letters) return true;
        if (letters.endsWith(whole)) longer.push(whole);
      }
    if (longer.length === 0) return false;
    tails = longer;
  }
  return false;
}

export function readings(char: string): readonly string[] {
  let found = known.get(char);
  if (found === undefined) {
    const { pinyin } = load('pinyin-pro') as typeof import('pinyin-pro');
    const read = (c: string): string[] =>
      pinyin(c, { multiple: true, type: 'array', toneType: 'none' }).map(plain);
    found = [...new Set([...read(char), ...read(simplifiedCharacter(char))])].filter((r) =>
      /^[a-z]+$/.test(r),
    );
    known.set(char, found);
  }
  return found;
}

/** Letters without tones, ü as u: lǜ, lv, lu: and lu are all written for 绿. */
export function plain(letters: string): string {
  return letters
    .normalize('NFD')
    .replace(/[\u0300-\u036f:]/g, '')
    .replace(/ɑ/g, 'a')
    .replace(/ɡ/g, 'g')
    .replace(/v/g, 'u');
}
