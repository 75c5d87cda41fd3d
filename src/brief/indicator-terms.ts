/**
 * What a figure is of, in terms that are equal where the same is meant: 规上工业增加值增速 of the whole and 增加值 of
 * 汽车制造业 are one indicator, of two industries.
 */
import type { Bilingual, Figure, FigureKind } from '../model/index.js';
import { type AcrossLexicon, Normaliser } from '../read/across/index.js';
import type { BriefLexicon } from './figure-desk.js';

export interface StatedIndicator {
  indicator: string;
  kind: FigureKind;
  /** As the source writes it; null for the whole. */
  industry: string | null;
}

export class IndicatorTerms {
  readonly #lexicon: BriefLexicon;
  readonly #normaliser: Normaliser;
  readonly #names = new Map<string, string>();

  constructor(lexicon: BriefLexicon, across: AcrossLexicon) {
    this.#lexicon = lexicon;
    this.#normaliser = new Normaliser(across, []);
    for (const [id, { names }] of Object.entries(lexicon.indicators))
      for (const name of names) this.#names.set(this.plain(name), id);
  }

  /** A key of the lexicon's indicators, or the bare name; and the industry, '' for the whole. */
  termsOf({ indicator, kind, industry: written }: StatedIndicator): { indicator: string; industry: string } {
    const industry = this.industryKey(written ?? '');
    let name = withoutScale(this.#normaliser.indicator(indicator, kind));
    if (industry !== '' && name.startsWith(industry) && name !== industry) name = name.slice(industry.length);
    const driver = industry === '' && !this.#names.has(name) ? this.#leading(name) : null;
    const bare = driver === null ? name : name.slice(driver.length);
    return { indicator: this.#names.get(bare) ?? bare, industry: driver ?? industry };
  }

  groupKey(group: Figure['group']): string {
    return withoutScale(group ?? '').replace(/^企业$/, '');
  }

  /** 高技术制造业增加值: the group of industries that the name of an indicator begins with. */
  #leading(name: string): string | null {
    const groups = [...this.#lexicon.drivers, ...this.#lexicon.sections].map((d) => d.zh);
    return (
      [...groups, ...this.#lexicon.products].find((g) => name.startsWith(g) && name.length > g.length) ?? null
    );
  }

  /** One name for an industry: the whole is '', sections and drivers go by their printed name. */
  industryKey(name: string): string {
    const written = name.normalize('NFKC').replace(/\s/g, '');
    if (this.#lexicon.whole.includes(written)) return '';
    const known = [...this.#lexicon.sections, ...this.#lexicon.drivers].find(
      (s) => s.zh === written || s.names.includes(written),
    );
    return known?.zh ?? written;
  }

  industryName(name: string): Bilingual {
    const written = name.normalize('NFKC').replace(/\s/g, '');
    const { industries, sections, drivers } = this.#lexicon;
    const known = [...sections, ...drivers].find((s) => s.zh === written || s.names.includes(written));
    return { zh: name, en: industries[written] ?? known?.en ?? name };
  }

  indicatorName(id: string): Bilingual {
    const entry = this.#lexicon.indicators[id];
    return entry === undefined ? { zh: id, en: id } : { zh: entry.names[0]!, en: entry.en };
  }

  region(name: string): string {
    return this.#normaliser.region(name);
  }

  /** An indicator's name without what kind and scale say. */
  plain(name: string): string {
    return withoutScale(this.#normaliser.indicator(name, 'any'));
  }
}

export function withoutScale(name: string): string {
  return name.replace(/规模以上|规上/g, '');
}
