/** Units as tables write them -> a base unit and a scale: 万元 is 元 × 10000, 亿千瓦时 is 千瓦时 × 10^8. */
import type { TablesLexicon, UnitClass } from './lexicon.js';
import { halfWidth, plainWord } from './words.js';

export interface Unit {
  /** As the table writes it. */
  written: string;
  /** Base unit: 元, 吨, %, 个百分点 … */
  base: string;
  scale: number;
  of: UnitClass;
}

/** Null where the word is no known unit. */
export function writtenUnit(text: string, lexicon: TablesLexicon): Unit | null {
  const written = halfWidth(text).trim();
  const word = plainWord(written).replace(/[。.;；:：]$/, '');
  if (word === '' || word.length > 30) return null;
  const alias = lexicon.unitAliases.get(word);
  if (alias !== undefined && plainWord(alias) !== word) {
    const unit = writtenUnit(alias, lexicon);
    return unit && { ...unit, written };
  }
  const whole = lexicon.bases.get(word);
  if (whole) return { written, base: whole.name, scale: 1, of: whole.of };
  for (const { word: scale, scale: factor } of lexicon.scales) {
    if (!word.startsWith(scale)) continue;
    const rest = word.slice(scale.length);
    const aliased = lexicon.unitAliases.get(rest);
    const base = lexicon.bases.get(aliased === undefined ? rest : plainWord(aliased));
    if (base && base.of !== 'percent' && base.of !== 'index')
      return { written, base: base.name, scale: factor, of: base.of };
  }
  return null;
}

/** A list of units, 亿元、% or 万元/%, where every part is one; else null. */
export function writtenUnits(text: string, lexicon: TablesLexicon): Unit[] | null {
  const single = writtenUnit(text, lexicon);
  if (single) return [single];
  const parts = halfWidth(text)
    .split(/[、,，/;；和及|\s]+/u)
    .filter(Boolean);
  if (parts.length < 2 || parts.length > 8) return null;
  const units = parts.map((part) => writtenUnit(part, lexicon));
  return units.every((unit) => unit !== null) ? (units as Unit[]) : null;
}

export interface HeadingUnit {
  /** The heading without its unit. */
  words: string;
  units: Unit[] | null;
  /** Words in brackets that stand where a unit stands, and are none that is known. */
  unknown: string | null;
}

const LONGEST_UNIT = 16;

/** Takes the unit off a heading: 产值（万元）, 产值/万元, 增速,%, gdp_100m_yuan, 单位：万元. */
export function headingUnit(heading: string, lexicon: TablesLexicon): HeadingUnit {
  let words = halfWidth(heading).trim();
  let units: Unit[] | null = null;
  let unknown: string | null = null;
  const label = labelForm(lexicon).exec(words.replace(/\s/g, ''));
  if (label) {
    units = writtenUnits(label[1]!, lexicon);
    if (units === null) unknown = label[1]!;
    const squeezed = words.replace(/\s/g, '');
    return { words: squeezed.slice(0, label.index), units, unknown };
  }
  const open = Math.max(words.lastIndexOf('('), words.lastIndexOf('['));
  if (open >= 0 && /[)\]]\s*$/.test(words)) {
    const inside = words.slice(open + 1).replace(/[)\]]\s*$/, '');
    const found = inside.length <= LONGEST_UNIT ? writtenUnits(inside, lexicon) : null;
    if (found) {
      units = found;
      words = words.slice(0, open).trim();
    } else if (looksLikeUnit(inside, lexicon)) unknown = inside.trim();
  }
  if (units === null) {
    // A unit before a further bracket: 产值(万元)(现价).
    for (const match of words.matchAll(/[([]([^()[\]]{1,16})[)\]]/g)) {
      const found = writtenUnits(match[1]!, lexicon);
      if (!found) continue;
      units = found;
      unknown = null;
      words = words.slice(0, match.index) + words.slice(match.index + match[0].length);
      break;
    }
  }
  if (units === null) {
    const tail = /^(.+?)\s*[/,，:：]\s*([^/,，:：]{1,12})$/u.exec(words);
    const found = tail ? writtenUnit(tail[2]!, lexicon) : null;
    if (tail && found) return { words: tail[1]!.trim(), units: [found], unknown: null };
    if (/^[%‰]|[%‰]$/.test(words) && words.length > 1) {
      const sign = words.includes('‰') ? '‰' : '%';
      return {
        words: words.replace(/^[%‰]|[%‰]$/, '').trim(),
        units: [writtenUnit(sign, lexicon)!],
        unknown: null,
      };
    }
    const parts = words.split('_');
    for (let take = Math.min(3, parts.length - 1); take > 0; take--) {
      const found = writtenUnit(parts.slice(-take).join('_'), lexicon);
      if (found) return { words: parts.slice(0, -take).join('_'), units: [found], unknown: null };
    }
  }
  return { words: words.trim(), units, unknown: units ? null : unknown };
}

const labelForms = new WeakMap<TablesLexicon, RegExp>();

/** 单位：万元 at the end of a heading. */
function labelForm(lexicon: TablesLexicon): RegExp {
  let form = labelForms.get(lexicon);
  if (!form) {
    const labels = lexicon.unitLabels.map(escaped).join('|');
    form = new RegExp(`[([]?(?:${labels}):([^()[\\]]{1,24})[)\\]]?$`, 'iu');
    labelForms.set(lexicon, form);
  }
  return form;
}

/** Short, and no phrase: brackets also hold 现价, 含税, 不含农户. */
function looksLikeUnit(inside: string, lexicon: TablesLexicon): boolean {
  const word = plainWord(inside);
  if (word === '' || word.length > 4 || /\d/.test(word)) return false;
  if (lexicon.qualifiers.has(word) || lexicon.headings.has(word) || lexicon.indicators.has(word))
    return false;
  if (lexicon.facets.some((facet) => word.includes(facet.word))) return false;
  return !/[价口含不以业型级类年月季期值率数额]|其中|企|[a-z]{4}/u.test(word);
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
