/** When two observations speak of the same thing: indicator, unit, kind, period, place, industry, group, comparator. */
import type { FigureKind, Observation } from '../../model/index.js';
import type { AcrossLexicon } from './lexicon.js';
import { monthSpan } from './periods.js';

export interface FactKey {
  indicator: string;
  unit: string;
  kind: FigureKind;
  /** Canonical: equal for equal spans of time, '' where the page names none. */
  period: string;
  region: string;
  industry: string;
  group: string;
  comparator: string;
}

const ABOVE_SCALE = '规模以上';
const NATIONWIDE = '全国';

/** Turns observations into keys. Holds the lexicon in the form that lookups need; one a run. */
export class Normaliser {
  readonly #indicator: [string, string][];
  readonly #comparator: [string, string][];
  readonly #region: Map<string, string>;
  readonly #unit: Map<string, string>;
  readonly #lexicon: AcrossLexicon;
  readonly #industries: string[];

  /** `industries`: the industries that the observations at hand are scoped to. */
  constructor(lexicon: AcrossLexicon, industries: Iterable<string>) {
    this.#lexicon = lexicon;
    this.#indicator = variants(lexicon.indicatorWords);
    this.#comparator = variants(lexicon.comparators);
    this.#region = new Map(variants(lexicon.regions));
    this.#unit = new Map(variants(lexicon.units));
    this.#industries = [...new Set(industries)]
      .map((name) => this.#written(name))
      .filter((name) => name.length > 1)
      .sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  }

  key(observation: Observation): FactKey {
    const comparator = this.comparator(observation);
    const region = this.region(observation.scope.region);
    let indicator = this.indicator(observation.indicator, observation.kind);
    if (indicator.startsWith(region)) indicator = indicator.slice(region.length);
    let industry = this.#written(observation.scope.industry ?? '');
    if (industry === '')
      industry = this.#industries.find((name) => withoutScale(indicator).startsWith(name)) ?? '';
    let group = this.#group(observation.scope.group ?? '');
    const aboveScale = indicator.includes(ABOVE_SCALE) || group.includes(ABOVE_SCALE);
    indicator = withoutScale(indicator);
    group = withoutScale(group);
    if (industry !== '' && indicator.startsWith(industry) && indicator !== industry)
      indicator = indicator.slice(industry.length);
    if (industry !== '') group = group.replace(industry, '');
    if (indicator.includes(group) || group === '企业' || group === '单位') group = '';
    return {
      indicator,
      unit: this.unit(observation.unit),
      kind: observation.kind,
      period: canonicalPeriod(observation.period),
      region,
      industry,
      group: aboveScale ? `${ABOVE_SCALE}${group}` : group,
      comparator,
    };
  }

  /** The name of what is measured, without what kind, unit and comparator say already. */
  indicator(name: string, kind: FigureKind | 'any'): string {
    let text = this.#written(name).replace(/^(?:全国|我国|中国|全省|全市|全县|全区|本省|本市)/, '');
    const { growth = [], share = [], count = [] } = this.#lexicon.endings;
    if (kind === 'growth') text = withoutEndings(text, growth);
    else if (kind === 'share') text = withoutEndings(text.replace(/占.*$/, ''), share);
    else if (kind === 'count' || kind === 'level' || kind === 'target') text = withoutEndings(text, count);
    else if (kind === 'any')
      text = withoutEndings(text.replace(/占.*$/, ''), [...growth, ...share, ...count]);
    return text;
  }

  unit(unit: string): string {
    const written = unit.normalize('NFKC').trim();
    return this.#unit.get(written) ?? written;
  }

  region(region: string | null): string {
    if (region === null || region === '') return NATIONWIDE;
    return this.#region.get(region) ?? region;
  }

  comparator(observation: Observation): string {
    const said = this.#written(observation.comparator ?? '');
    if (observation.kind === 'growth')
      return said === ''
        ? '同比'
        : (this.#comparator.find(([variant]) => said.includes(variant))?.[1] ?? said);
    if (observation.kind === 'difference')
      return this.#comparator.find(([variant]) => said === variant)?.[1] ?? said;
    if (observation.kind === 'share') {
      const denominator =
        /占(.+)$/.exec(said)?.[1] ?? /占(.+)$/.exec(this.#written(observation.indicator))?.[1] ?? '';
      return withoutEndings(
        denominator.replace(/^(?:全国|我国)(?=.)/, ''),
        this.#lexicon.endings.share ?? [],
      );
    }
    return '';
  }

  #written(name: string): string {
    let text = bare(name);
    for (const [variant, canonical] of this.#indicator) text = text.replaceAll(variant, canonical);
    return text;
  }

  #group(name: string): string {
    let text = this.#written(name).replace(/^\d+[个家户项]/, '');
    for (const filler of this.#lexicon.groupFillers) text = text.replaceAll(filler, '');
    return text;
  }
}

function canonicalPeriod(period: string | null): string {
  const span = monthSpan(period);
  if (span === null) return period ?? '';
  return `${span.frequency === 'asof' ? '@' : ''}${span.from}-${span.to}`;
}

function bare(text: string): string {
  return text.normalize('NFKC').replace(/[\s"“”‘’'《》「」()（）、,，·]/g, '');
}

function withoutScale(text: string): string {
  return text.replace(ABOVE_SCALE, '');
}

function withoutEndings(text: string, endings: readonly string[]): string {
  for (let cut = true; cut; ) {
    cut = false;
    for (const ending of endings)
      if (text.length > ending.length && text.endsWith(ending)) {
        text = text.slice(0, -ending.length);
        cut = true;
      }
  }
  return text;
}

/** Longest first, so that 比上年同期 is not read as 比上年. */
function variants(words: Record<string, string[]>): [string, string][] {
  return Object.entries(words)
    .flatMap(([canonical, list]) => list.map((variant): [string, string] => [bare(variant), canonical]))
    .filter(([variant]) => variant !== '')
    .sort((a, b) => b[0].length - a[0].length || (a[0] < b[0] ? -1 : 1));
}
