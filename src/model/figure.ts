/**
 * A figure: one number with its origin. The figures of a page are made from its observations; figures with one fact
 * key state one quantity, and their values agree, follow one another as vintages, or conflict.
 */

import type { Bound, FigureKind, Observation, ReadDocument } from './document.js';
import { sha256 } from './hash.js';
import { canonicalPeriod } from './period.js';
import { cutSentences, lastStartingAtOrBefore, type Sentence } from './sentence.js';

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
export type Locator = PageLocator | CellLocator | FormulaLocator | ReportsLocator;

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

/** Added up from reports of firms, or counted in registers of them, which are no figures of their own. */
export interface ReportsLocator {
  kind: 'reports';
  /** As the reports name it. */
  item: string;
  firms: number;
  /** Values that were added up. */
  values: number;
  /** The imported files that they stand in, with what each holds of the item in these months. */
  files: { file: string; sha256: string; values: number }[];
  /** A number of firms or entries, not a sum of what they report. */
  counted?: true;
}

/** The area of a figure that names none. */
export const NATION = '全国';

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
  const sentenceOf = sentenceFinder(document.cleanedParagraphs);
  const released = releasedOn(document);
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

type Dated = Pick<ReadDocument, 'published' | 'publishedTrust' | 'eventDates'>;

/**
 * The day on which what the page says was made known: its own date if that can be trusted, else the event's. Vintages
 * go by it.
 */
export function releasedOn(document: Dated): string | null {
  return trustedDate(document) ?? document.eventDates[0]?.date ?? null;
}

/**
 * The day on which what the page reports was said: the event's, else its own date if that can be trusted. A speech of
 * January that is printed in March is January's; the order in which policy was spoken goes by it.
 */
export function spokenOn(document: Dated): string | null {
  return document.eventDates[0]?.date ?? trustedDate(document);
}

export { releasedOn as releaseDate };

function trustedDate(document: Dated): string | null {
  return document.publishedTrust === 'suspect' ? null : document.published;
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

const LONGEST_SCOPE = 400;

/** Finds the sentence around an observation; of a sentence without end, the clause. Linear over the whole page. */
function sentenceFinder(paragraphs: readonly string[]): (observation: Observation) => string {
  const text = paragraphs.join('\n');
  const sentences: Sentence[] = [];
  let offset = 0;
  for (const paragraph of paragraphs) {
    for (const sentence of cutSentences(paragraph, offset)) sentences.push(sentence);
    offset += paragraph.length + 1;
  }
  return (observation) => {
    const start = lastStartingAtOrBefore(sentences, observation.start)?.start ?? observation.start;
    const last = lastStartingAtOrBefore(sentences, Math.max(observation.start, observation.end - 1));
    const end = Math.max(last?.end ?? 0, observation.end);
    return end - start <= LONGEST_SCOPE
      ? text.slice(start, end).trim()
      : observation.clause.slice(0, LONGEST_SCOPE);
  };
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

/** What a statement is about, without its value, in words that are equal where the same is meant. */
export interface FactTerms {
  indicator: string;
  unit: string;
  kind: FigureKind;
  /** `canonicalPeriod`; '' where none is stated. */
  period: string;
  area: string;
  industry: string;
  group: string;
  comparator: string;
}

/** The terms as far as they need no lexicon: differences in writing only. */
export function factTerms(figure: Omit<FactTerms, 'period'> & { period: string | null }): FactTerms {
  return {
    indicator: normalWords(figure.indicator),
    unit: unitWords(figure.unit),
    kind: figure.kind,
    period: figure.period === null ? '' : canonicalPeriod(figure.period),
    area: areaWords(figure.area),
    industry: normalWords(figure.industry),
    group: normalWords(figure.group),
    comparator: normalComparator(figure.comparator, figure.kind),
  };
}

/**
 * What a figure is about, as one text: figures with one key state one quantity. Made of names, not of area codes, so
 * that figures that were coded and figures that were not still meet.
 */
export function factKey(figure: Figure): string {
  const { code } = figure.industry ?? { code: null };
  const terms = factTerms({
    indicator: figure.indicator,
    unit: figure.unit,
    kind: figure.kind,
    period: figure.period,
    area: figure.area.name,
    industry: figure.industry?.name ?? '',
    group: figure.group ?? '',
    comparator: figure.comparator ?? '',
  });
  return factText(
    code === null ? terms : { ...terms, industry: `${code.system}-${code.version}:${code.code}` },
  );
}

/** Terms as one text; the words of a term hold no bar. */
export function factText(terms: FactTerms): string {
  const { indicator, unit, kind, period, area, industry, group, comparator } = terms;
  return [indicator, unit, kind, period, area, industry, group, comparator].join('|');
}

/** The value as it takes part in comparison: twelve significant digits, free of the noise of binary fractions. */
export function comparableValue(value: number): number {
  return Number(value.toPrecision(12));
}

export function normalWords(words: string): string {
  return words
    .normalize('NFKC')
    .replace(/[\s|“”‘’"'《》〈〉「」『』]/g, '')
    .toLowerCase();
}

export function unitWords(unit: string): string {
  const words = normalWords(unit);
  return words === '百分点' ? '个百分点' : words === '人民币' || words === '元人民币' ? '元' : words;
}

/** 安徽 and 安徽省 are one area; 吉林 is the province, so the city of that name keeps its 市. */
export function areaWords(name: string): string {
  const words = normalWords(name);
  if (words === '' || words === '中国' || words === '我国') return NATION;
  if (words.length <= 2 || words === '吉林市') return words;
  return words.replace(/(?:省|市|特别行政区|(?:壮族|回族|维吾尔)?自治区)$/, '');
}

/**
 * 比上年同期, 与去年同期相比 and 同比 say the same. A rate that says nothing is year on year; a total or a count is held
 * against nothing.
 */
function normalComparator(comparator: string, kind: FigureKind): string {
  if (kind === 'level' || kind === 'count') return '';
  const words = normalWords(comparator)
    .replace(/^(?:比|较|与|同)(?:上|去)年同期(?:相比|比较)?/, '同比')
    .replace(/^(?:比|较|与|同)上(?:个?月|季度?|期)(?:相比|比较)?/, '环比')
    .replace(/^(?:比|较|与)(?:上|去)年(?:相比|比较)?$/, '同比');
  return words === '' && kind === 'growth' ? '同比' : words;
}

/** 近 and 约 are words, not measures; this share of the value is what they are taken to leave open. */
const NEAR = 0.15;
const ABOUT = 0.1;
/** 1300多家, 6万余家, 十几家: the digits that are written hold; those left out are not known. */
const ODD_MORE = /[\d十百千万亿]\s*(?:多|余|几)/u;
/** A rounding leaves out its own ends: 5.8% and 5.9% are two values. */
const WITHIN = 1 - 1e-6;

type Written = Pick<Figure, 'value' | 'bound' | 'approx' | 'source'> &
  Partial<Pick<Figure, 'kind' | 'baseKind' | 'unit'>>;

/**
 * The values a statement allows, both ends included: as far as its rounding goes (33.2% allows 33.15 to 33.25, a
 * count of 25 nothing but 25), and as far as its words go (近30% allows the seventh below, 约 a tenth to either side,
 * 1300多家 less than 1400).
 *
 * 超过X has no upper end by the letter (`said`), and that is what it may be refuted by. As it is meant, it ends at the
 * next number of the same roundness, which the writer would otherwise have named: 超过27% at 28, 超过25% at 30, 超过40万亿元
 * at 50. That "more than n" is understood so far is the finding of Cummins, Sauerland and Solt (2012), "Granularity and
 * scalar implicature in numerical expressions", Linguistics and Philosophy 35.
 */
export function valueInterval(figure: Written, reading: 'meant' | 'said' = 'meant'): [number, number] {
  const size = Math.abs(figure.value);
  const { half, step, roundness } = precision(figure, size);
  let low = size - half * WITHIN;
  let high = size + half * WITHIN;
  if (figure.bound === 'over') {
    const quote = quoteOf(figure);
    low = size;
    if (/[两三]位数/.test(quote)) high = size * 10;
    else if (ODD_MORE.test(quote)) high = size + step;
    else high = reading === 'said' ? Number.POSITIVE_INFINITY : size + roundness;
  } else if (figure.bound === 'near') {
    low = size * (1 - NEAR);
    high = size;
  } else if (figure.bound === 'under') {
    low = 0;
    high = size;
  } else if (figure.bound === 'about' || figure.approx) {
    low = size * (1 - ABOUT) - half;
    high = size * (1 + ABOUT) + half;
  }
  return figure.value < 0 ? [-high, -low] : [low, high];
}

function quoteOf(figure: Written): string {
  return 'quote' in figure.source ? figure.source.quote.normalize('NFKC') : '';
}

/**
 * `half`: half a unit of the last digit written. `step`: one unit of the last digit that is not zero, which is what
 * 多 and 余 leave open. `roundness`: the same, but that numbers ending in five go by fives.
 */
function precision(figure: Written, size: number): { half: number; step: number; roundness: number } {
  if (!('quote' in figure.source)) return { half: 0, step: 0, roundness: 0 };
  const quote = quoteOf(figure);
  const kind = figure.kind === 'target' ? figure.baseKind : figure.kind;
  const exact = kind === 'count' || kind === 'rank';
  const written = writtenNumber(quote, size);
  if (written === null) {
    if (size === 0) return { half: 0, step: 0, roundness: 0 };
    const unit = figure.unit === '%' && quote.includes('成') ? 10 : lastPlace(String(size));
    return { half: exact ? 0 : unit / 2, step: unit, roundness: unit };
  }
  const { digits, scale } = written;
  const decimals = digits.includes('.') ? digits.length - digits.indexOf('.') - 1 : 0;
  return {
    half: exact && scale === 1 && decimals === 0 ? 0 : (scale * 10 ** -decimals) / 2,
    step: lastPlace(digits) * scale,
    roundness: lastPlace(digits) * scale * (/5[.0]*$/.test(digits) ? 5 : 1),
  };
}

/** The number of a quote that is `size` but for a power of ten (万, 亿, 倍 as %, ‰). */
function writtenNumber(quote: string, size: number): { digits: string; scale: number } | null {
  for (const [number] of quote.matchAll(/\d[\d,]{0,40}(?:\.\d{1,20})?/g)) {
    const digits = number.replaceAll(',', '');
    const value = Number(digits);
    if (value === 0 || size === 0) {
      if (value === size) return { digits, scale: 1 };
      continue;
    }
    const power = Math.log10(size / value);
    if (Math.abs(power - Math.round(power)) < 1e-9) return { digits, scale: 10 ** Math.round(power) };
  }
  return null;
}

/** The worth of the last digit that is not zero: 1300 -> 100, 6.70 -> 0.1. */
function lastPlace(digits: string): number {
  const [whole = '', fraction = ''] = digits.split('.');
  const tail = fraction.replace(/0+$/, '');
  if (tail !== '') return 10 ** -tail.length;
  const leading = whole.replace(/0+$/, '');
  return leading === '' ? 1 : 10 ** (whole.length - leading.length);
}

/** How far a revision usually goes; beyond it, two statements of one quantity are a conflict, whenever released. */
export const LARGEST_REVISION = 0.2;

/**
 * How a statement of a quantity stands to another of the same key. `same`: one value; `consistent`: within what the
 * rounding and the words of both allow; `vintage`: another value, released on another day, within a usual revision;
 * `conflict`: anything else. Without a period nothing is known to be the same quantity, and at other prices it is another:
 * `unrelated`.
 */
export type Relation = 'same' | 'consistent' | 'vintage' | 'conflict' | 'unrelated';

export function relate(a: Figure, b: Figure): Relation {
  if (factKey(a) !== factKey(b)) return 'unrelated';
  if (a.priceBasis !== null && b.priceBasis !== null && a.priceBasis !== b.priceBasis) return 'unrelated';
  const relation = relateValues(valuedOf(a), valuedOf(b));
  return a.period === null && relation !== 'same' ? 'unrelated' : relation;
}

/** A value as its statement has it, and the day it was made known. */
export interface Valued {
  value: number;
  bound: Bound | null;
  /** What the statement allows: `valueInterval`. */
  low: number;
  high: number;
  released: string | null;
}

function valuedOf(figure: Figure): Valued {
  const [low, high] = valueInterval(figure);
  return { value: figure.value, bound: figure.bound, low, high, released: figure.released };
}

/** How two statements of one quantity stand to each other, whoever has found that it is one. */
export function relateValues(a: Valued, b: Valued): Exclude<Relation, 'unrelated'> {
  if (comparableValue(a.value) === comparableValue(b.value) && a.bound === b.bound) return 'same';
  if (a.low <= b.high && b.low <= a.high) return 'consistent';
  const apart = Math.abs(a.value - b.value);
  const revised =
    a.released !== null &&
    b.released !== null &&
    a.released !== b.released &&
    apart <= LARGEST_REVISION * Math.max(Math.abs(a.value), Math.abs(b.value));
  return revised ? 'vintage' : 'conflict';
}
