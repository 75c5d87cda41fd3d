/** Places named in the text, once each, in the fullest form written; not those inside the names of organisations. */
import type { CompiledNames, Place } from './lexicon.js';
import type { Match } from './trie.js';

export interface Range {
  start: number;
  end: number;
}

/** A place as the text names it. */
export interface PlaceMention extends Range {
  name: string;
  /** By its GB/T 2260 code; null for groups, zones and countries. */
  level: 'province' | 'prefecture' | 'county' | null;
}

const DATELINE = /^(?:\d{1,2}月)?\d{1,2}日(?:电|讯|专电)/;

export function readRegions(text: string, names: CompiledNames, masked: readonly Range[]): string[] {
  const written = new Map<string, string>();
  for (const { start, end, value } of placesOf(text, names, masked)) {
    const word = text.slice(start, end);
    const before = written.get(value.key);
    if (before === undefined || word.length > before.length) written.set(value.key, word);
  }
  return [...written.values()];
}

/** Every mention of a place, in order; `masked` ranges (names of organisations) are passed over. */
export function findPlaces(text: string, names: CompiledNames, masked: readonly Range[]): PlaceMention[] {
  return placesOf(text, names, masked).map(({ start, end, value }) => ({
    start,
    end,
    name: text.slice(start, end),
    level: levelOf(value.key),
  }));
}

function levelOf(key: string): PlaceMention['level'] {
  if (!/^\d{6}$/.test(key)) return null;
  return key.endsWith('0000') ? 'province' : key.endsWith('00') ? 'prefecture' : 'county';
}

function placesOf(text: string, names: CompiledNames, masked: readonly Range[]): Match<Place>[] {
  const all: Match<Place>[] = [];
  let mask = 0;
  for (const match of names.places.scan(text)) {
    if (match.value === null) continue;
    while (mask < masked.length && masked[mask]!.end <= match.start) mask++;
    const over = masked[mask];
    if (over !== undefined && over.start < match.end) continue;
    if (DATELINE.test(text.slice(match.end, match.end + 10))) continue;
    all.push({ start: match.start, end: match.end, value: match.value });
  }
  return all.filter((match, i) => !match.value.needsContext || isBeside(text, match, all[i - 1], all[i + 1]));
}

/** 山东省东营区; 东部、中部和西部. */
function isBeside(text: string, match: Match<Place>, previous?: Match<Place>, next?: Match<Place>): boolean {
  const gap = (a: number, b: number) => b - a <= 3 && /^(?:地区)?[、和及与]?$/.test(text.slice(a, b));
  return (
    (previous !== undefined && gap(previous.end, match.start)) ||
    (next !== undefined && gap(match.end, next.start))
  );
}
