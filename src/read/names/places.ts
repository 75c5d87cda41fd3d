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
  /** GB/T 2260 code, or the full name where there is none: equal for 四川 and 四川省. */
  key: string;
}

/** A zone is a place of its own: 长兴|经济技术开发区. */
const ZONE =
  /^(?:国家级?|省级)?(?:经济技术|高新技术产业|高新技术|经济|高新|工业|产业|综合保税|保税港|保税|自由贸易|自贸)(?:试验)?(?:开发区|园区|示范区|区)/;
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
    key: value.key,
  }));
}

function levelOf(key: string): PlaceMention['level'] {
  if (!/^\d{6}$/.test(key)) return null;
  return key.endsWith('0000') ? 'province' : key.endsWith('00') ? 'prefecture' : 'county';
}

function placesOf(text: string, names: CompiledNames, masked: readonly Range[]): Match<Place>[] {
  const all: Match<Place>[] = [];
  let mask = 0;
  for (let i = 0; i < text.length; ) {
    while (mask < masked.length && masked[mask]!.end <= i) mask++;
    const over = masked[mask];
    const match = names.places.longestAt(text, i);
    const stem = names.countyStems.longestAt(text, i);
    const place = match?.value ?? undefined;
    const stemEnd = place !== undefined ? match!.end : match === undefined ? stem?.end : undefined;
    const zone = stemEnd === undefined ? null : ZONE.exec(text.slice(stemEnd, stemEnd + 16));
    const end = zone !== null && stemEnd !== undefined ? stemEnd + zone[0].length : match?.end;
    if (end === undefined) {
      i++;
      continue;
    }
    const isMasked = over !== undefined && over.start < end;
    if (zone !== null && !isMasked) all.push({ start: i, end, value: zoneNamed(text.slice(i, end)) });
    else if (place !== undefined && !isMasked && !DATELINE.test(text.slice(end, end + 10)))
      all.push({ start: i, end, value: place });
    i = end;
  }
  // in 地级市城区和县城 two doubtful counties do not vouch for each other; in 东部、中部 the parts of the country do
  const sure = (match?: Match<Place>) =>
    match?.value.needsContext && levelOf(match.value.key) !== null ? undefined : match;
  return all.filter(
    (match, i) => !match.value.needsContext || isBeside(text, match, sure(all[i - 1]), sure(all[i + 1])),
  );
}

function zoneNamed(name: string): Place {
  return { key: name, full: name, isFull: true, needsContext: false };
}

/** 山东省东营区; 东部、中部和西部. */
function isBeside(text: string, match: Match<Place>, previous?: Match<Place>, next?: Match<Place>): boolean {
  const gap = (a: number, b: number) => b - a <= 3 && /^(?:地区)?[、和及与]?$/.test(text.slice(a, b));
  return (
    (previous !== undefined && gap(previous.end, match.start)) ||
    (next !== undefined && gap(match.end, next.start))
  );
}
