/** Traditional script to simplified, character for character. */
import { createRequire } from 'node:module';
import type { TextEdit } from '../traced.js';
import { profile } from './characters.js';

// The dictionaries take 30 ms and a few megabytes to load: only pages in traditional script pay for them.
const load = createRequire(import.meta.url);
let simplified: ((text: string) => string) | null = null;
let traditional: ((text: string) => string) | null = null;
const single = new Map<string, string>();

function converter(from: 'tw' | 'cn', to: 'tw' | 'cn'): (text: string) => string {
  const { Converter } = load('opencc-js') as typeof import('opencc-js');
  const convert = Converter({ from, to });
  return (text) => {
    const converted = convert(text);
    if (converted.length === text.length) return converted;
    // A phrase of another length would shift every later offset: fall back to characters.
    return Array.from(text, (char) => {
      const one = convert(char);
      return one.length === char.length ? one : char;
    }).join('');
  };
}

export function toSimplified(text: string): string {
  simplified ??= converter('tw', 'cn');
  return simplified(text);
}

export function toTraditional(text: string): string {
  traditional ??= converter('cn', 'tw');
  return traditional(text);
}

export function simplifiedCharacter(char: string): string {
  let found = single.get(char);
  if (found === undefined) {
    found = toSimplified(char);
    single.set(char, found);
  }
  return found;
}

const PAGE_SHARE = 0.05;

/**
 * Edits for every line of a page in traditional script, null for any other page. A page counts as traditional when
 * conversion would change more than 5 % of its Chinese characters, and more of them than are written in forms that
 * only the simplified script has: so a traditional quotation in a simplified page stays.
 */
export function scriptEdits(texts: readonly string[]): TextEdit[][] | null {
  const converted = texts.map(toSimplified);
  let han = 0;
  let changed = 0;
  for (const [i, text] of texts.entries()) {
    han += profile(text).han;
    changed += differences(text, converted[i]!);
  }
  if (changed <= han * PAGE_SHARE) return null;
  let onlySimplified = 0;
  for (const text of texts) onlySimplified += differences(text, toTraditional(text));
  if (onlySimplified >= changed) return null;
  return texts.map((text, i) => runs(text, converted[i]!));
}

function differences(a: string, b: string): number {
  let count = 0;
  for (let i = 0; i < a.length; i++) if (a.charCodeAt(i) !== b.charCodeAt(i)) count++;
  return count;
}

function runs(before: string, after: string): TextEdit[] {
  const edits: TextEdit[] = [];
  let start = -1;
  for (let i = 0; i <= before.length; i++) {
    const differs = i < before.length && before.charCodeAt(i) !== after.charCodeAt(i);
    if (differs && start < 0) start = i;
    if (!differs && start >= 0) {
      edits.push({ start, end: i, text: after.slice(start, i) });
      start = -1;
    }
  }
  return edits;
}
