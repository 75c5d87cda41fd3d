/** When two observations speak of the same thing: indicator, unit, kind, period, place, industry, group, comparator. */
import {
  areaWords,
  type FigureKind,
  factTerms,
  normalWords,
  type Observation,
  unitWords,
} from '../../model/index.js';
import type { AcrossLexicon } from './lexicon.js';

export interface FactKey {
  indicator: string;
  unit: string;
  kind: FigureKind;
  /** As `canonicalPeriod` has it, '' where the page names none. */
  period: string;
  region: string;
  industry: string;
  group: string;
  comparator: string;
}

const ABOVE_SCALE = '规模以上';

/**
 * Turns observations into keys: the terms of the model, which know differences in writing, with the synonyms of the
 * lexicon on top. Holds the lexicon in the form that lookups need; one a run.
 */
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
    const terms = factTerms({
      indicator: observation.indicator,
      unit: observation.unit,
      kind: observation.kind,
      period: observation.period,
      area: observation.scope.region ?? '',
      industry: observation.scope.industry ?? '',
      group: observation.scope.group ?? '',
      comparator: observation.comparator ?? '',
    });
    const region = this.region(observation.scope.region);
    let indicator = this.indicator(observation.indicator, observation.kind);
    const named = [region, terms.area].find((name) => indicator.startsWith(name) && indicator !== name);
    if (named !== undefined) indicator = indicator.slice(named.length).replace(/^[省市](?=..)/, '');
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
      kind: terms.kind,
      period: terms.period,
      region,
      industry,
      group: aboveScale ? `${ABOVE_SCALE}${group}` : group,
      comparator: this.#comparedTo(observation, terms.comparator),
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
    const written = unitWords(unit);
    return this.#unit.get(written) ?? written;
  }

  region(region: string | null): string {
    const area = areaWords(region ?? '');
    return this.#region.get(area) ?? area;
  }

  #comparedTo(observation: Observation, comparator: string): string {
    const said = this.#written(comparator);
    if (observation.kind === 'share') {
      const denominator =
        /占(.+)$/.exec(said)?.[1] ?? /占(.+)$/.exec(this.#written(observation.indicator))?.[1] ?? '';
      return withoutEndings(
        denominator.replace(/^(?:全国|我国)(?=.)/, ''),
        this.#lexicon.endings.share ?? [],
      );
    }
    const known = this.#comparator.find(([variant]) =>
      observation.kind === 'growth' ? said.includes(variant) : said === variant,
    );
    return known?.[1] ?? said;
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

function bare(text: string): string {
  return normalWords(text).replace(/[()、,·]/g, '');
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
    .flatMap(([canonical, list]) => list.map((variant): [string, string] => [bare(variant), bare(canonical)]))
    .filter(([variant]) => variant !== '')
    .sort((a, b) => b[0].length - a[0].length || (a[0] < b[0] ? -1 : 1));
}
