/**
 * A figure: one number with its origin. The figures of a page are made from its observations; figures with one fact
 * key state one quantity, and their values agree, follow one another as vintages, or conflict.
 */

import type { Bound, FigureKind, Observation, ReadDocument } from './document.js';
import { sha256 } from './hash.js';

export interface Figure {
  /** Named by its content: the same statement of the same page has the same id in every reading. */
  id: string;
  indicator: string;
  /** In base units (元, 家, %, 个百分点, 吨 …), signed. */
  value: number;
  unit: string;
  kind: FigureKind;
  /** For kind `target`: what it would be otherwise. */
  baseKind: FigureKind | null;
  /** In the notation of `period.ts`. */
  period: string | null;
  area: Area;
  industry: Industry | null;
  /** The part of the area's and industry's units that is meant: 国有控股企业, 专精特新中小企业. */
  group: string | null;
  priceBasis: PriceBasis | null;
  /** The sentence that says what is covered. */
  scope: string | null;
  comparator: string | null;
  bound: Bound | null;
  approx: boolean;
  /** ISO date on which this value was made known; null where the source gives none that can be trusted. */
  released: string | null;
  source: Locator;
}

export interface Area {
  /** GB/T 2260; null where the name has no code or has not been coded. */
  code: string | null;
  name: string;
}

export interface Industry {
  /** The words the source uses. */
  name: string;
  code: { system: string; version: string; code: string } | null;
}

/** `comparable`: at comparable or constant prices, 实际增长; `current`: at the prices of the day, 名义增长. */
export type PriceBasis = 'current' | 'comparable';

/** Where a figure stands. */
export type Locator = PageLocator | CellLocator | FormulaLocator;

/** In a page: TEXT.slice(start, end) === quote. */
export interface PageLocator {
  kind: 'page';
  document: string;
  start: number;
  end: number;
  quote: string;
}

/** In a table: rows count from 1 with the heading as row 1, as a spreadsheet shows them. */
export interface CellLocator {
  kind: 'cell';
  file: string;
  sha256: string;
  sheet: string | null;
  row: number;
  column: string;
  quote: string;
}

/** Computed from other figures. */
export interface FormulaLocator {
  kind: 'formula';
  formula: string;
  method: string;
  inputs: string[];
}

const NATION = '全国';

/** Names of places, as lexicons/areas.yaml has them: code, full name, short name. */
export type AreaName = readonly [code: string, full: string, short: string];

/**
 * Looks up GB/T 2260 codes. Where two places share a name the earlier entry has it, so provinces come before the
 * cities: 吉林 is the province.
 */
export function areaCoder(names: Iterable<AreaName>): (area: string) => string | null {
  const codes = new Map<string, string>();
  for (const [code, full, short] of names) {
    for (const name of [full, short]) if (!codes.has(name)) codes.set(name, code);
  }
  return (area) => codes.get(area.normalize('NFKC').replace(/\s/g, '')) ?? null;
}

/** The observations of a page as figures, one a mention, in the order of the page. */
export function figuresOf(
  document: ReadDocument,
  areaCode: (area: string) => string | null = () => null,
): Figure[] {
  const text = document.cleanedParagraphs.join('\n');
  const sentenceOf = sentenceFinder(text);
  const released = releaseDate(document);
  const seen = new Map<string, number>();
  return document.observations.map((observation) => {
    const sentence = sentenceOf(observation);
    const area = observation.scope.region ?? NATION;
    const stated: Omit<Figure, 'id'> = {
      indicator: observation.indicator,
      value: observation.value,
      unit: observation.unit,
      kind: observation.kind,
      baseKind: observation.baseKind ?? null,
      period: observation.period,
      area: { code: areaCode(area), name: area },
      industry: observation.scope.industry === null ? null : { name: observation.scope.industry, code: null },
      group: observation.scope.group,
      priceBasis: priceBasisOf(observation, sentence),
      scope: sentence,
      comparator: observation.comparator,
      bound: observation.bound,
      approx: observation.approx,
      released,
      source: {
        kind: 'page',
        document: document.sha256,
        start: observation.start,
        end: observation.end,
        quote: observation.textSpan,
      },
    };
    const content = contentOf(stated, document.sha256);
    const occurrence = seen.get(content) ?? 0;
    seen.set(content, occurrence + 1);
    return { id: sha256(`${content}\n${occurrence}`).slice(0, 20), ...stated };
  });
}

/** The day the page speaks on: its own date if that can be trusted, else the event's. */
export function releaseDate(
  document: Pick<ReadDocument, 'published' | 'publishedTrust' | 'eventDates'>,
): string | null {
  if (document.published !== null && document.publishedTrust !== 'suspect') return document.published;
  return document.eventDates[0]?.date ?? null;
}

/** All that a statement says, without where on the page it stands: a better cleaning may move it. */
function contentOf(figure: Omit<Figure, 'id'>, document: string): string {
  const quote = figure.source.kind === 'page' ? figure.source.quote : '';
  return JSON.stringify([
    document,
    figure.indicator,
    figure.value,
    figure.unit,
    figure.kind,
    figure.baseKind,
    figure.period,
    figure.area.name,
    figure.industry?.name ?? null,
    figure.group,
    figure.priceBasis,
    figure.comparator,
    figure.bound,
    figure.approx,
    figure.released,
    quote,
  ]);
}

const SENTENCE_END = /[。！？!?\n]/g;
const LONGEST_SCOPE = 400;

/** Finds the sentence around an observation; of a sentence without end, the clause. Linear over the whole page. */
function sentenceFinder(text: string): (observation: Observation) => string {
  const ends: number[] = [];
  for (const match of text.matchAll(SENTENCE_END)) ends.push(match.index + 1);
  ends.push(text.length);
  return (observation) => {
    const first = lowerBound(ends, observation.start + 1);
    const start = first === 0 ? 0 : ends[first - 1]!;
    const end = ends[lowerBound(ends, observation.end)] ?? text.length;
    return end - start <= LONGEST_SCOPE
      ? text.slice(start, end).trim()
      : observation.clause.slice(0, LONGEST_SCOPE);
  };
}

/** Index of the first element not below `value`, of numbers in rising order. */
function lowerBound(numbers: readonly number[], value: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Statistical terms of China's national accounts and price statistics. */
const COMPARABLE = /可比价|不变价|扣除价格因素|扣除物价因素|实际(?:同比)?(?:增长|增速|下降|回落)/;
const CURRENT = /(?<![实体])现价(?!值)|当年价|名义(?:同比)?(?:增长|增速|下降|回落)/;

function priceBasisOf(observation: Observation, sentence: string): PriceBasis | null {
  if (observation.kind !== 'growth' && observation.unit !== '元') return null;
  for (const words of [observation.clause.slice(0, LONGEST_SCOPE), sentence]) {
    const comparable = COMPARABLE.test(words);
    if (comparable !== CURRENT.test(words)) return comparable ? 'comparable' : 'current';
  }
  return null;
}

/**
 * What a figure is about, without its value: figures with one key state one quantity. Made of names, not of area codes,
 * so that figures that were coded and figures that were not still meet.
 */
export function factKey(figure: Figure): string {
  return [
    normalWords(figure.indicator),
    normalUnit(figure.unit),
    figure.kind,
    figure.period ?? '',
    areaWords(figure.area.name),
    figure.industry?.code
      ? `${figure.industry.code.system}-${figure.industry.code.version}:${figure.industry.code.code}`
      : normalWords(figure.industry?.name ?? ''),
    normalWords(figure.group ?? ''),
    normalComparator(figure.comparator ?? ''),
  ].join('|');
}

/** The value as it takes part in comparison: twelve significant digits, free of the noise of binary fractions. */
export function comparableValue(value: number): number {
  return Number(value.toPrecision(12));
}

function normalWords(words: string): string {
  return words
    .normalize('NFKC')
    .replace(/[\s|“”‘’"'《》〈〉「」『』]/g, '')
    .toLowerCase();
}

function normalUnit(unit: string): string {
  const words = normalWords(unit);
  return words === '百分点' ? '个百分点' : words === '人民币' || words === '元人民币' ? '元' : words;
}

/** 安徽 and 安徽省 are one area; 吉林 is the province, so the city of that name keeps its 市. */
function areaWords(name: string): string {
  const words = normalWords(name);
  if (words === '' || words === '中国' || words === '我国') return NATION;
  if (words.length <= 2 || words === '吉林市') return words;
  return words.replace(/(?:省|市|特别行政区|(?:壮族|回族|维吾尔)?自治区)$/, '');
}

/** 比上年同期, 与去年同期相比 and 同比 say the same. */
function normalComparator(comparator: string): string {
  return normalWords(comparator)
    .replace(/^(?:比|较|与|同)(?:上|去)年同期(?:相比|比较)?/, '同比')
    .replace(/^(?:比|较|与|同)上(?:个?月|季度?|期)(?:相比|比较)?/, '环比')
    .replace(/^(?:比|较|与)(?:上|去)年(?:相比|比较)?$/, '同比');
}

/**
 * The values a statement allows: as far as its rounding goes (33.2% allows 33.15 to 33.25), and as far as its words go
 * (超过40万亿元 allows all above, 近30% the tenth below, 约 five per cent to either side).
 */
export function valueInterval(
  figure: Pick<Figure, 'value' | 'bound' | 'approx' | 'source'>,
): [number, number] {
  const size = Math.abs(figure.value);
  const half = figure.source.kind === 'formula' ? 0 : roundingHalf(size, figure.source.quote);
  let low = size - half;
  let high = size + half;
  if (figure.bound === 'over') [low, high] = [size, Number.POSITIVE_INFINITY];
  else if (figure.bound === 'under') [low, high] = [0, size];
  else if (figure.bound === 'near') [low, high] = [size * 0.9, size];
  else if (figure.bound === 'about' || figure.approx) [low, high] = [size * 0.95 - half, size * 1.05 + half];
  return figure.value < 0 ? [-high, -low] : [low, high];
}

/** Half a unit of the last digit written; zero for words (三成, 两位数) and for quotes of several numbers. */
function roundingHalf(size: number, quote: string): number {
  const numbers = quote.normalize('NFKC').match(/\d[\d,]{0,40}(?:\.\d{1,20})?/g) ?? [];
  if (numbers.length !== 1 || size === 0) return 0;
  const digits = numbers[0]!.replaceAll(',', '');
  const written = Number(digits);
  if (written === 0) return 0;
  const scale = Math.log10(size / written);
  if (Math.abs(scale - Math.round(scale)) > 1e-9) return 0;
  const decimals = digits.includes('.') ? digits.length - digits.indexOf('.') - 1 : 0;
  return 0.5 * 10 ** (Math.round(scale) - decimals);
}

/** How far a revision usually goes; beyond it, two statements of one quantity are a conflict, whenever released. */
export const LARGEST_REVISION = 0.2;

/**
 * How a statement of a quantity stands to another of the same key. `same`: one value; `consistent`: within what the
 * rounding and the words of both allow; `vintage`: another value, released on another day, within a usual revision;
 * `conflict`: anything else. Without a period nothing is known to be the same quantity: `unrelated`.
 */
export type Relation = 'same' | 'consistent' | 'vintage' | 'conflict' | 'unrelated';

export function relate(a: Figure, b: Figure): Relation {
  if (factKey(a) !== factKey(b)) return 'unrelated';
  if (comparableValue(a.value) === comparableValue(b.value) && a.bound === b.bound) return 'same';
  if (a.period === null) return 'unrelated';
  const [aLow, aHigh] = valueInterval(a);
  const [bLow, bHigh] = valueInterval(b);
  if (aLow <= bHigh && bLow <= aHigh) return 'consistent';
  const apart = Math.abs(a.value - b.value);
  const revised =
    a.released !== null &&
    b.released !== null &&
    a.released !== b.released &&
    apart <= LARGEST_REVISION * Math.max(Math.abs(a.value), Math.abs(b.value));
  return revised ? 'vintage' : 'conflict';
}
