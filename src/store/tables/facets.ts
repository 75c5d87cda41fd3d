/**
 * What the words of a heading, or of a row's label, say about a value: 2024年1—8月工业总产值累计（万元）is the
 * indicator 工业总产值, cumulative, in 万元, of January to August 2024.
 */
import type { FigureKind, Period } from '../../model/index.js';
import { FACET_KIND, type Facet, type TablesLexicon } from './lexicon.js';
import { halfWidth, plainWord, shownWords } from './words.js';
import { type PeriodContext, periodInside, writtenPeriod } from './written-period.js';
import { headingUnit, type Unit } from './written-unit.js';

/** How the value runs over time: the month alone, from January on, or counted at its end. */
export type Flow = 'single' | 'cumulative' | 'stock';

export interface Facets {
  /** What is left when all else is taken off; null where nothing is. In the lexicon's name where it has one. */
  indicator: string | null;
  /** The indicator is one the lexicon knows. */
  known: boolean;
  period: Period | null;
  /** 8月, 一季度: a period once the row says the year. */
  periodWords: string | null;
  units: Unit[] | null;
  unknownUnit: string | null;
  kind: FigureKind | null;
  flow: Flow | null;
  comparator: '同比' | '环比' | '年均' | null;
  /** 上年同期: the period is one year before the table's. */
  yearsBack: number;
  /** 拉动 and 贡献率 are indicators of their own, made from the name of another: 工业增加值增长贡献率. */
  derived: 'pull' | 'contribution' | null;
}

/** Takes words apart; `context` carries the year and the period that the table gives elsewhere. */
export function facetsOf(words: string, lexicon: TablesLexicon, context: PeriodContext = {}): Facets {
  const unit = headingUnit(shownWords(words), lexicon);
  const found: Facets = {
    indicator: null,
    known: false,
    period: null,
    periodWords: null,
    units: unit.units,
    unknownUnit: unit.unknown,
    kind: null,
    flow: null,
    comparator: null,
    yearsBack: 0,
    derived: null,
  };
  let rest = halfWidth(unit.words).trim();
  const whole = lexicon.indicators.get(plainWord(rest));
  if (whole !== undefined) return { ...found, indicator: whole, known: true };
  const period = writtenPeriod(rest, context);
  if (period) return { ...found, period, flow: flowOfPeriod(rest, period) };

  if (writtenPeriod(rest, { year: SOME_YEAR })) {
    return { ...found, periodWords: rest, flow: /累计/.test(rest) ? 'cumulative' : null };
  }
  const inside = periodInside(rest, context);
  if (inside) {
    found.period = inside.period;
    found.flow = flowOfPeriod(rest.slice(inside.start, inside.end), inside.period);
    rest = `${rest.slice(0, inside.start)}${rest.slice(inside.end)}`;
  }
  rest = takeFacets(rest, lexicon, found);
  if (found.period === null && rest !== '') {
    const period = writtenPeriod(rest, context);
    if (period) return { ...found, period, flow: found.flow ?? flowOfPeriod(rest, period) };
    if (writtenPeriod(rest, { year: SOME_YEAR })) return { ...found, periodWords: rest };
  }
  const name = trimmed(rest);
  if (name !== '') {
    const canonical = lexicon.indicators.get(plainWord(name));
    found.indicator = canonical ?? shownWords(name);
    found.known = canonical !== undefined;
  }
  return found;
}

/** Tells words that are a period but for their year from words that are none. */
const SOME_YEAR = 2024;

function flowOfPeriod(words: string, period: Period): Flow | null {
  if (period.kind === 'asof') return 'stock';
  return /累计/.test(words) || period.kind === 'months' ? 'cumulative' : null;
}

/** Words that are part of an indicator's name as well as of its kind: 居民消费价格指数, 第二产业比重. */
const KEPT: ReadonlySet<Facet> = new Set([
  'share',
  'contribution',
  'pull',
  'index',
  'rank',
  'stock',
  'average',
]);

function takeFacets(words: string, lexicon: TablesLexicon, found: Facets): string {
  let rest = plainJoints(words);
  const pull = startingPull(plainWord(rest), lexicon);
  if (pull !== null) {
    note('pull', pull, found, lexicon);
    return rest;
  }
  for (let round = 0; round < 4 && rest !== ''; round++) {
    const plain = plainWord(rest);
    const hit = lexicon.facets.find(
      ({ word, facet }) =>
        plain === word ||
        (facet !== 'plain' &&
          plain.length > word.length &&
          (plain.endsWith(word) || startsWith(plain, word))),
    );
    if (!hit) break;
    note(hit.facet, hit.word, found, lexicon);
    const left = plain === hit.word ? '' : without(rest, hit.word);
    if (KEPT.has(hit.facet) && trimmed(left) !== '') break;
    rest = plainJoints(left);
  }
  if (found.kind === null) {
    const plain = plainWord(rest);
    if (lexicon.gapWords.some((word) => plain.endsWith(word))) found.kind = 'difference';
  }
  if (found.kind === 'growth' && found.units?.some((unit) => unit.of !== 'percent')) {
    // 比上年增减（万元）: an absolute gap. A list such as 万元、% belongs to several columns.
    if (found.units.length === 1) found.kind = 'difference';
  }
  if (found.kind === 'growth' && found.units?.length === 1 && found.units[0]!.base === '个百分点')
    found.kind = 'difference';
  return rest;
}

/** 拉动GDP增长: the growth in it is not the value's own. */
function startingPull(plain: string, lexicon: TablesLexicon): string | null {
  const words = lexicon.facets.filter(({ facet, word }) => facet === 'pull' && plain.startsWith(word));
  const [longest] = words;
  return longest !== undefined && longest.word !== plain ? longest.word : null;
}

/**
 * The name of a figure that 拉动 or 贡献率 makes of an indicator: 拉动 below 工业增加值 is 工业增加值拉动增长, 对GDP增长的贡献率
 * is 工业增加值对GDP增长的贡献率. What already says of what it is stays as it is.
 */
export function derivedName(of: string | null, { indicator, derived }: Facets): string | null {
  if (derived === null) return indicator ?? of;
  if (indicator === null)
    return of === null ? null : `${of}${derived === 'pull' ? '拉动增长' : '增长贡献率'}`;
  return of !== null && /^(?:对|拉动)/u.test(indicator) ? `${of}${indicator}` : indicator;
}

/** Latin words only as whole words: `id` begins `idle`. */
function startsWith(plain: string, word: string): boolean {
  if (!plain.startsWith(word)) return false;
  return !/[a-z]$/.test(word) || !/^[a-z]/.test(plain.slice(word.length));
}

function without(rest: string, word: string): string {
  const compact = rest.replace(/\s/g, '');
  const plain = compact.toLowerCase();
  return plain.endsWith(word) ? compact.slice(0, compact.length - word.length) : compact.slice(word.length);
}

function note(facet: Facet, word: string, found: Facets, lexicon: TablesLexicon): void {
  const kind = FACET_KIND[facet];
  if (kind && (found.kind === null || found.kind === 'level')) found.kind = kind;
  if (facet === 'pull' || facet === 'contribution') found.derived ??= facet;
  if (facet === 'single' || facet === 'cumulative' || facet === 'stock') found.flow ??= facet;
  if (facet === 'yoy') found.comparator ??= '同比';
  if (facet === 'mom') found.comparator ??= '环比';
  if (facet === 'average') found.comparator ??= '年均';
  if (facet === 'previous' || facet === 'lastYear') found.yearsBack = 1;
  if (word.includes('累计')) found.flow ??= 'cumulative';
  if (facet === 'lastYear' && word.endsWith('末')) found.flow ??= 'stock';
  if (facet === 'yoy' && lexicon.gapWords.some((gap) => word.endsWith(gap))) found.kind = 'difference';
}

function plainJoints(words: string): string {
  return words.replace(/^[\s,，、:：;；·/_-]+|[\s,，、:：;；·/_-]+$/gu, '').replace(/^\((.{1,30})\)$/u, '$1');
}

function trimmed(words: string): string {
  return plainJoints(words)
    .replace(/[的占对]$/u, '')
    .replace(/\(\s*\)/g, '')
    .trim();
}

/** Lays the facets of a lower heading over those of the one above it. */
export function overlay(above: Facets, below: Facets): Facets {
  return {
    indicator: below.indicator ?? above.indicator,
    known: below.indicator === null ? above.known : below.known,
    period: below.period ?? above.period,
    periodWords: below.periodWords ?? above.periodWords,
    units: below.units ?? above.units,
    unknownUnit: below.unknownUnit ?? (below.units ? null : above.unknownUnit),
    kind: below.kind ?? above.kind,
    flow: below.flow ?? above.flow,
    comparator: below.comparator ?? above.comparator,
    yearsBack: below.yearsBack || above.yearsBack,
    derived: below.derived ?? above.derived,
  };
}

export const NO_FACETS: Facets = {
  indicator: null,
  known: false,
  period: null,
  periodWords: null,
  units: null,
  unknownUnit: null,
  kind: null,
  flow: null,
  comparator: null,
  yearsBack: 0,
  derived: null,
};

/** Growth, shares and gaps in points are never in the 万元 of the table; of a list the one that fits is taken. */
export function unitFor(kind: FigureKind | null, units: readonly Unit[] | null): Unit | null {
  if (!units || units.length === 0) return null;
  const percent = units.find((unit) => unit.of === 'percent');
  if (kind === 'growth' || kind === 'share') return percent ?? null;
  if (kind === 'rank' || kind === 'index') return units.find((unit) => unit.of === 'index') ?? null;
  return units.find((unit) => unit.of !== 'percent') ?? percent ?? null;
}
