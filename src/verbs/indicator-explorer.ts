/**
 * Indicators by areas, industries and periods: what the published figures of a workspace state, in series; and what each
 * part adds to the growth of the whole.
 */
import { type BriefLexicon, briefLexicon, IndicatorTerms, rangeLabel } from '../brief/index.js';
import { computedFigure, contributions, type MeasureRules } from '../measure/index.js';
import {
  type Bilingual,
  canonicalPeriod,
  compareText,
  type Figure,
  type FigureKind,
  NATION,
  parsePeriod,
  periodMonths,
  periodTextLabel,
  relate,
} from '../model/index.js';
import { acrossLexicon } from '../read/index.js';
import {
  areaCounts,
  figureSlice,
  figureWithVintages,
  indicatorCounts,
  releaseDays,
  type SliceFilter,
  type SourcedFigure,
  type Workspace,
} from '../store/index.js';
import { type NumberOrigin, originOf } from './origins.js';

export const FREQUENCIES = ['year', 'cumulative', 'half', 'quarter', 'month', 'stock', 'other'] as const;
export type Frequency = (typeof FREQUENCIES)[number];

export interface IndicatorEntry {
  id: string;
  name: Bilingual;
  kind: FigureKind;
  unit: string;
  figures: number;
  areas: number;
  industries: number;
}

export interface IndicatorQuestion {
  id: string;
  kind: FigureKind;
  unit: string;
  /** Leading digits of area codes that may be seen; null for everything. */
  within: readonly string[] | null;
  asOf: SliceFilter['asOf'];
}

export interface SeriesQuestion extends IndicatorQuestion {
  frequency: Frequency | null;
  /** Names; empty for the area that is stated most. `*` for all. */
  areas: readonly string[];
  /** Keys, '' for the whole; empty for the whole where it is stated. `*` for all. */
  industries: readonly string[];
  /** Adds the province of each area, and the nation. */
  compare: boolean;
}

export interface Choice extends Bilingual {
  key: string;
  code: string | null;
  figures: number;
}

/** Where the indicator explorer shows one figure. */
export interface FigureView {
  id: string;
  kind: FigureKind;
  unit: string;
  area: string;
  areaCode: string | null;
  industry: string;
  frequency: Frequency;
  period: string;
}

export interface SeriesPoint {
  period: string;
  value: number;
  originId: string;
  released: string | null;
  /** Values that sources give of it; more than one where it was revised or stated again. */
  vintages: number;
  /** The latest release changes what an earlier one said. */
  revised: boolean;
  /** Two sources of one day contradict each other. */
  disputed: boolean;
}

export interface IndicatorSeries {
  key: string;
  area: string;
  areaCode: string | null;
  industry: string;
  industryName: Bilingual;
  group: string;
  role: 'self' | 'province' | 'nation';
  synthetic: boolean;
  source: string;
  released: string | null;
  points: SeriesPoint[];
}

export interface SeriesAnswer {
  name: Bilingual;
  kind: FigureKind;
  unit: string;
  frequency: Frequency;
  frequencies: { frequency: Frequency; figures: number }[];
  areas: Choice[];
  industries: Choice[];
  /** Chosen, whether asked for or not. */
  chosen: { areas: string[]; industries: string[] };
  periods: (Bilingual & { key: string })[];
  series: IndicatorSeries[];
  /** Days on which values were made known. */
  releases: string[];
  /** More figures than are looked at: the oldest periods are left out. */
  isCut: boolean;
}

export interface ContributionPart extends Bilingual {
  key: string;
  value: number;
  base: number;
  growth: number | null;
  baseShare: number;
  pull: number;
  contribution: number | null;
  origins: {
    value: NumberOrigin;
    growth: NumberOrigin | null;
    baseShare: NumberOrigin;
    pull: NumberOrigin;
    contribution: NumberOrigin | null;
  };
}

export interface ContributionAnswer {
  name: Bilingual;
  unit: string;
  by: 'industry' | 'area';
  area: string;
  period: string | null;
  when: Bilingual | null;
  /** What can be asked for. */
  areas: string[];
  periods: (Bilingual & { key: string })[];
  divisions: { key: string; parts: number }[];
  division: string | null;
  growth: number | null;
  growthOrigin: NumberOrigin | null;
  rest: { value: number; pull: number } | null;
  parts: ContributionPart[];
  synthetic: boolean;
  notes: Bilingual[];
}

/** Figures that one view looks at. */
const MOST_FIGURES = 20_000;
const MOST_SERIES = 120;

interface Placed {
  sourced: SourcedFigure;
  area: string;
  industry: string;
  group: string;
  start: number;
  end: number;
  stock: boolean;
}

interface Catalogue {
  entries: IndicatorEntry[];
  /** Written names by id, kind and unit. */
  names: Map<string, Set<string>>;
}

export class IndicatorExplorer {
  readonly #workspace: Workspace;
  readonly #terms: IndicatorTerms;
  readonly #lexicon: BriefLexicon;
  #catalogue: { version: string; value: Promise<Catalogue> } | null = null;

  constructor(workspace: Workspace, lexicons: Record<string, unknown>) {
    this.#workspace = workspace;
    this.#lexicon = briefLexicon(lexicons.brief);
    this.#terms = new IndicatorTerms(this.#lexicon, acrossLexicon(lexicons.across));
  }

  readonly #rows = <Row>(sql: string, values?: Parameters<Workspace['query']>[1]) =>
    this.#workspace.query<Row>(sql, values);

  /** Everything there are figures of, the most often stated first. */
  async indicators(within: readonly string[] | null): Promise<IndicatorEntry[]> {
    return (await this.#listed(within)).entries;
  }

  async #listed(within: readonly string[] | null): Promise<Catalogue> {
    const version = `${this.#workspace.version(['figures'])}|${within?.join() ?? '*'}`;
    if (this.#catalogue?.version === version) return this.#catalogue.value;
    const value = this.#makeCatalogue(within);
    const made = { version, value };
    this.#catalogue = made;
    value.catch(() => {
      if (this.#catalogue === made) this.#catalogue = null;
    });
    return value;
  }

  async #makeCatalogue(within: readonly string[] | null): Promise<Catalogue> {
    const entries = new Map<string, IndicatorEntry & { keys: Set<string> }>();
    const names = new Map<string, Set<string>>();
    const stated = new Map<string, { name: string; figures: number }>();
    for (const row of await indicatorCounts(this.#rows, within)) {
      const { indicator: id, industry } = this.#terms.termsOf(row);
      const key = keyOf({ id, kind: row.kind, unit: row.unit });
      const entry = entries.get(key) ?? {
        id,
        name: this.#terms.indicatorName(id),
        kind: row.kind,
        unit: row.unit,
        figures: 0,
        areas: 0,
        industries: 0,
        keys: new Set<string>(),
      };
      entry.figures += row.figures;
      entry.areas = Math.max(entry.areas, row.areas);
      entries.set(key, entry);
      if (industry !== '') entry.keys.add(industry);
      const written = names.get(key) ?? new Set<string>();
      names.set(key, written.add(row.indicator));
      // A name that no lexicon knows is told as it is stated most, not in the bare form that likens it to others.
      if (
        row.figures > (stated.get(id)?.figures ?? 0) &&
        this.#terms.termsOf({ ...row, industry: null }).industry === ''
      )
        stated.set(id, { name: row.indicator, figures: row.figures });
    }
    for (const entry of entries.values())
      if (entry.name.zh === entry.id && stated.has(entry.id)) {
        const { name } = stated.get(entry.id)!;
        entry.name = { zh: name, en: name };
      }
    return {
      entries: [...entries.values()]
        .map(({ keys, ...entry }) => ({ ...entry, industries: keys.size }))
        .sort((a, b) => b.figures - a.figures || compareText(keyOf(a), keyOf(b))),
      names,
    };
  }

  async #nameOf(asked: IndicatorQuestion): Promise<Bilingual> {
    const { entries } = await this.#listed(asked.within);
    return (
      entries.find((entry) => keyOf(entry) === keyOf(asked))?.name ?? this.#terms.indicatorName(asked.id)
    );
  }

  async #filterOf(asked: IndicatorQuestion): Promise<Omit<SliceFilter, 'limit'> | null> {
    const { names } = await this.#listed(asked.within);
    const indicators = names.get(keyOf(asked));
    if (indicators === undefined) return null;
    const { kind, unit, within, asOf = null } = asked;
    return { indicators: [...indicators], kind, unit, within, asOf };
  }

  async #placed(filter: SliceFilter, id: string): Promise<Placed[]> {
    const found = await figureSlice(this.#rows, filter);
    return found.flatMap((sourced): Placed[] => {
      const { figure } = sourced;
      const { indicator, industry } = this.#terms.termsOf({
        ...figure,
        industry: figure.industry?.name ?? null,
      });
      const period = figure.period === null ? null : parsePeriod(figure.period);
      if (indicator !== id || period === null) return [];
      const months = periodMonths(period);
      return [
        {
          sourced,
          area: figure.area.name,
          industry,
          group: this.#terms.groupKey(figure.group),
          ...months,
          stock: period.kind === 'asof',
        },
      ];
    });
  }

  /** Under which question a figure is found again; null where there is none of that id. */
  async viewOf(id: string): Promise<FigureView | null> {
    const found = await figureWithVintages(this.#rows, id);
    const period = found?.own.figure.period ? parsePeriod(found.own.figure.period) : null;
    if (found === null || period === null) return null;
    const { figure } = found.own;
    const { indicator, industry } = this.#terms.termsOf({
      ...figure,
      industry: figure.industry?.name ?? null,
    });
    const months = { ...periodMonths(period), stock: period.kind === 'asof' };
    return {
      id: indicator,
      kind: figure.kind,
      unit: figure.unit ?? '',
      area: figure.area.name,
      areaCode: figure.area.code,
      industry,
      frequency: FREQUENCIES.find((frequency) => isOf(months, frequency)) ?? 'other',
      period: periodKey(months),
    };
  }

  /** Series of an indicator; null where there is none of that name, kind and unit. */
  async series(asked: SeriesQuestion): Promise<SeriesAnswer | null> {
    const filter = await this.#filterOf(asked);
    if (filter === null) return null;
    const counts = await areaCounts(this.#rows, filter);
    const all = asked.areas.includes('*');
    const named = asked.areas.filter((area) => counts.some((count) => count.area === area));
    const own = all
      ? counts.map(({ area }) => area)
      : named.length > 0
        ? named
        : counts.slice(0, 1).map(({ area }) => area);
    const codes = new Map(counts.map(({ area, code }) => [area, code]));
    const beside = asked.compare && !all ? besides(own, counts) : new Map<string, 'province' | 'nation'>();
    const placed = await this.#placed(
      { ...filter, areas: [...new Set([...own, ...beside.keys()])], limit: MOST_FIGURES },
      asked.id,
    );
    const frequencies = FREQUENCIES.map((frequency) => ({
      frequency,
      figures: placed.filter((one) => own.includes(one.area) && isOf(one, frequency)).length,
    })).filter(({ figures }) => figures > 0);
    const most = [...frequencies].sort((a, b) => b.figures - a.figures)[0];
    const frequency = frequencies.some((one) => one.frequency === asked.frequency)
      ? asked.frequency!
      : (most?.frequency ?? 'year');
    const shown = placed.filter((one) => isOf(one, frequency));
    const industries = this.#industriesOf(shown);
    const keys = industries.map(({ key }) => key);
    const wanted = asked.industries.filter((key) => keys.includes(key));
    const chosen = asked.industries.includes('*')
      ? keys
      : wanted.length > 0
        ? wanted
        : keys.includes('')
          ? ['']
          : keys.slice(0, 1);
    const series = this.#seriesOf(
      shown.filter(({ industry }) => chosen.includes(industry)),
      codes,
      beside,
    );
    const periods = new Map<string, { key: string; zh: string; en: string; end: number; start: number }>();
    for (const one of shown) {
      const key = periodKey(one);
      if (chosen.includes(one.industry) && !periods.has(key))
        periods.set(key, { key, ...labelOf(one), end: one.end, start: one.start });
    }
    return {
      name: await this.#nameOf(asked),
      kind: asked.kind,
      unit: asked.unit,
      frequency,
      frequencies,
      areas: counts.map(({ area, code, figures }) => ({
        key: area,
        zh: area,
        en: area === NATION ? 'Nation' : area,
        code,
        figures,
      })),
      industries,
      chosen: { areas: own.slice(0, MOST_SERIES), industries: chosen },
      periods: [...periods.values()]
        .sort((a, b) => a.end - b.end || b.start - a.start)
        .map(({ key, zh, en }) => ({ key, zh, en })),
      series: series.slice(0, MOST_SERIES),
      releases: await releaseDays(this.#rows, { ...filter, asOf: null }),
      isCut: placed.length >= MOST_FIGURES || series.length > MOST_SERIES,
    };
  }

  #industriesOf(placed: readonly Placed[]): Choice[] {
    const found = new Map<string, Choice>();
    for (const { industry, sourced } of placed) {
      const choice = found.get(industry) ?? {
        key: industry,
        ...this.#terms.industryName(industry),
        code: sourced.figure.industry?.code?.code ?? null,
        figures: 0,
      };
      choice.figures++;
      found.set(industry, choice);
    }
    return [...found.values()].sort(
      (a, b) =>
        Number(b.key === '') - Number(a.key === '') || b.figures - a.figures || compareText(a.key, b.key),
    );
  }

  #seriesOf(
    placed: readonly Placed[],
    codes: ReadonlyMap<string, string | null>,
    beside: ReadonlyMap<string, 'province' | 'nation'>,
  ): IndicatorSeries[] {
    const series = new Map<string, Placed[]>();
    for (const one of placed) {
      const key = [one.area, one.industry, one.group].join('|');
      series.set(key, [...(series.get(key) ?? []), one]);
    }
    return [...series]
      .map(([key, list]): IndicatorSeries => {
        const { area, industry, group } = list[0]!;
        const latest = list.reduce((a, b) =>
          compareText(a.sourced.figure.released ?? '', b.sourced.figure.released ?? '') >= 0 ? a : b,
        );
        return {
          key,
          area,
          areaCode: codes.get(area) ?? null,
          industry,
          industryName: this.#terms.industryName(industry),
          group,
          role: beside.get(area) ?? 'self',
          synthetic: list.some(({ sourced }) => this.#isSynthetic(sourced)),
          source: [...new Set(list.map(({ sourced }) => sourced.publisher ?? sourced.title))]
            .slice(0, 3)
            .join('、'),
          released: latest.sourced.figure.released,
          points: pointsOf(list),
        };
      })
      .sort(
        (a, b) =>
          ROLES[a.role] - ROLES[b.role] ||
          Number(a.group !== '') - Number(b.group !== '') ||
          b.points.length - a.points.length ||
          compareText(a.key, b.key),
      );
  }

  #isSynthetic({ synthetic, figure }: SourcedFigure): boolean {
    const says = (text: string | null) =>
      text !== null &&
      this.#lexicon.syntheticWords.some((word) => text.toLowerCase().includes(word.toLowerCase()));
    return synthetic || says(figure.scope) || (figure.source.kind === 'cell' && says(figure.source.file));
  }

  /**
   * What each industry, or each area below, adds to the growth of the whole of an area over a year earlier; computed from
   * published levels. Null where the indicator has no levels of that unit.
   */
  async contribution(
    asked: Omit<IndicatorQuestion, 'kind'> & {
      area: string | null;
      period: string | null;
      by: 'industry' | 'area';
      division: string | null;
    },
    rules: MeasureRules,
  ): Promise<ContributionAnswer | null> {
    const filter = await this.#filterOf({ ...asked, kind: 'level' });
    if (filter === null) return null;
    const placed = (await this.#placed({ ...filter, limit: MOST_FIGURES }, asked.id)).filter(
      ({ group, stock }) => group === '' && !stock,
    );
    const latest = new Map<string, Placed>();
    for (const [, list] of groupedBy(placed, (one) => [one.area, one.industry, periodKey(one)].join('|'))) {
      const best = newest(list)[0]!;
      latest.set([best.area, best.industry, periodKey(best)].join('|'), best);
    }
    const at = (area: string, industry: string, key: string) =>
      latest.get([area, industry, key].join('|')) ?? null;
    const known = [...latest.values()];
    const codeOf = (area: string) => known.find((one) => one.area === area)?.sourced.figure.area.code ?? null;
    const candidates = (area: string) =>
      known.filter((one) =>
        asked.by === 'industry'
          ? one.area === area && one.industry !== ''
          : one.industry === '' && isBelow(one.sourced.figure.area.code, codeOf(area), area),
      );
    const whole = (one: Placed, area: string) => {
      const earlier = { ...one, start: one.start - 12, end: one.end - 12 };
      const [value, base] = [at(area, '', periodKey(one)), at(area, '', periodKey(earlier))];
      return value !== null && base !== null ? { value, base } : null;
    };
    const areas = [...new Set(known.map(({ area }) => area))].filter((area) =>
      candidates(area).some((one) => whole(one, area) !== null),
    );
    const area = asked.area !== null && areas.includes(asked.area) ? asked.area : (areas[0] ?? null);
    const answer: ContributionAnswer = {
      name: await this.#nameOf({ ...asked, kind: 'level' }),
      unit: asked.unit,
      by: asked.by,
      area: area ?? '',
      period: null,
      when: null,
      areas,
      periods: [],
      divisions: [],
      division: null,
      growth: null,
      growthOrigin: null,
      rest: null,
      parts: [],
      synthetic: false,
      notes: [],
    };
    if (area === null) return answer;
    const open = candidates(area).filter((one) => whole(one, area) !== null);
    const periods = [...new Map(open.map((one) => [periodKey(one), one])).values()].sort(
      (a, b) => b.end - a.end,
    );
    answer.periods = periods.map((one) => ({ key: periodKey(one), ...labelOf(one) }));
    const chosen = periods.find((one) => periodKey(one) === asked.period) ?? periods[0]!;
    const { value, base } = whole(chosen, area)!;
    const key = periodKey(chosen);
    const before = periodKey({ ...chosen, start: chosen.start - 12, end: chosen.end - 12 });
    const pairs = open
      .filter((one) => periodKey(one) === key)
      .flatMap((one) => {
        const earlier = at(one.area, one.industry, before);
        return earlier === null ? [] : [{ now: one, earlier }];
      });
    const sections = new Set(this.#lexicon.sections.map(({ zh }) => zh));
    const divided = groupedBy(pairs, ({ now }) =>
      asked.by === 'area' ? 'areas' : sections.has(now.industry) ? 'sections' : 'divisions',
    );
    answer.divisions = [...divided].map(([name, list]) => ({ key: name, parts: list.length }));
    const division =
      answer.divisions.find((one) => one.key === asked.division)?.key ??
      [...answer.divisions].sort((a, b) => b.parts - a.parts)[0]?.key ??
      null;
    if (division === null) return answer;
    const parts = divided.get(division)!;
    const nameOf = (one: Placed) => (asked.by === 'area' ? one.area : one.industry);
    const found = contributions(
      parts.map(({ now, earlier }) => ({
        name: nameOf(now),
        value: now.sourced.figure.value,
        base: earlier.sourced.figure.value,
      })),
      rules,
      { value: value.sourced.figure.value, base: base.sourced.figure.value },
    );
    Object.assign(answer, { period: key, when: labelOf(chosen), division });
    if (!found.ok) return { ...answer, notes: [found.why] };
    const wholes = [value.sourced.figure, base.sourced.figure];
    answer.growth = found.total.growth;
    answer.growthOrigin =
      found.total.growth === null
        ? null
        : computedOrigin(value.sourced.figure, 'growth', found.total.growth, '%', WHOLE_GROWTH, wholes);
    answer.rest = found.rest === null ? null : { value: found.rest.value, pull: found.rest.pull };
    answer.notes = [
      { zh: '按公布数计算，未作可比口径调整', en: 'computed from published levels, not comparable-adjusted' },
      ...found.cautions,
    ];
    answer.synthetic = parts.some(({ now }) => this.#isSynthetic(now.sourced));
    answer.parts = found.parts
      .map((part, i): ContributionPart => {
        const { now, earlier } = parts[i]!;
        const inputs = [now.sourced.figure, earlier.sourced.figure, ...wholes];
        const name =
          asked.by === 'area' ? { zh: now.area, en: now.area } : this.#terms.industryName(now.industry);
        return {
          key: nameOf(now),
          zh: name.zh,
          en: name.en,
          value: now.sourced.figure.value,
          base: earlier.sourced.figure.value,
          growth: part.growth,
          baseShare: part.baseShare,
          pull: part.pull,
          contribution: part.contribution,
          origins: {
            value: originOf(now.sourced.figure, { source: now.sourced }),
            growth:
              part.growth === null
                ? null
                : computedOrigin(now.sourced.figure, 'growth', part.growth, '%', GROWTH, [
                    now.sourced.figure,
                    earlier.sourced.figure,
                  ]),
            baseShare: computedOrigin(earlier.sourced.figure, 'share', part.baseShare, '%', BASE_SHARE, [
              earlier.sourced.figure,
              base.sourced.figure,
            ]),
            pull: computedOrigin(now.sourced.figure, 'difference', part.pull, '个百分点', PULL, inputs),
            contribution:
              part.contribution === null
                ? null
                : computedOrigin(now.sourced.figure, 'share', part.contribution, '%', RATE, inputs),
          },
        };
      })
      .sort((a, b) => b.pull - a.pull || compareText(a.key, b.key));
    return answer;
  }
}

const WHOLE_GROWTH = {
  formula: '100 × (V − B) / B',
  method: '总量增长 growth of the whole',
  indicator: '增速',
};
const GROWTH = { formula: '100 × (V_i − B_i) / B_i', method: '增速 growth', indicator: '增速' };
const BASE_SHARE = {
  formula: '100 × B_i / B',
  method: '基期比重 share of the whole in the base period',
  indicator: '基期比重',
};
const PULL = { formula: '100 × (V_i − B_i) / B', method: '拉动 pull', indicator: '拉动点数' };
const RATE = {
  formula: '100 × (V_i − B_i) / (V − B)',
  method: '贡献率 contribution rate',
  indicator: '贡献率',
};

function computedOrigin(
  like: Figure,
  kind: FigureKind,
  value: number,
  unit: string,
  { formula, method, indicator }: typeof PULL,
  inputs: readonly Figure[],
): NumberOrigin {
  const figure = computedFigure(
    like,
    { kind, value, unit, indicator, scope: null },
    { formula, method, inputs },
  );
  return originOf(figure, { inputs });
}

const ROLES = { self: 0, province: 1, nation: 2 } as const;

const keyOf = ({ id, kind, unit }: { id: string; kind: string; unit: string }) => [id, kind, unit].join('|');

function isOf({ start, end, stock }: Pick<Placed, 'start' | 'end' | 'stock'>, frequency: Frequency): boolean {
  const months = end - start + 1;
  const first = start % 12;
  if (stock) return frequency === 'stock';
  switch (frequency) {
    case 'year':
      return months === 12 && first === 0;
    case 'cumulative':
      return first === 0 && months > 1 && months <= 12;
    case 'half':
      return months === 6 && first % 6 === 0;
    case 'quarter':
      return months === 3 && first % 3 === 0;
    case 'month':
      return months === 1;
    case 'other':
      return months > 12 || (first !== 0 && months > 1 && !(months === 3 && first % 3 === 0) && months !== 6);
    case 'stock':
      return false;
  }
}

const periodKey = ({ start, end, stock }: Pick<Placed, 'start' | 'end' | 'stock'>) =>
  `${stock ? 'asof:' : ''}${start}-${end}`;

function labelOf({ sourced, start, end, stock }: Placed): Bilingual {
  const period = canonicalPeriod(sourced.figure.period!);
  if (stock || end - start + 1 > 12)
    return { zh: periodTextLabel(period, 'zh'), en: periodTextLabel(period, 'en') };
  return rangeLabel({ start, end }) as Bilingual;
}

/** Latest release first; of one day, what stands in a table or page first as it was recorded. */
function newest(list: readonly Placed[]): Placed[] {
  return [...list].sort(
    (a, b) =>
      Number(a.sourced.superseded) - Number(b.sourced.superseded) ||
      compareText(b.sourced.figure.released ?? '', a.sourced.figure.released ?? '') ||
      compareText(b.sourced.recordedAt, a.sourced.recordedAt) ||
      compareText(a.sourced.figure.id, b.sourced.figure.id),
  );
}

function pointsOf(list: readonly Placed[]): SeriesPoint[] {
  return [...groupedBy(list, periodKey)]
    .map(([period, same]) => {
      const ordered = newest(same);
      const [first, ...others] = ordered.map(({ sourced }) => sourced.figure) as [Figure, ...Figure[]];
      return {
        end: same[0]!.end,
        period,
        value: first.value,
        originId: first.id,
        released: first.released,
        vintages: ordered.length,
        revised: ordered.some(({ sourced }) => sourced.superseded),
        disputed: others.some(
          (other) => other.released === first.released && relate(first, other) === 'conflict',
        ),
      };
    })
    .sort((a, b) => a.end - b.end)
    .map(({ end: _, ...point }) => point);
}

function groupedBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [item]);
    else group.push(item);
  }
  return groups;
}

/** The province of each of the areas, and the nation, as far as they are stated. */
function besides(
  own: readonly string[],
  counts: readonly { area: string; code: string | null }[],
): Map<string, 'province' | 'nation'> {
  const found = new Map<string, 'province' | 'nation'>();
  for (const area of own) {
    const code = counts.find((count) => count.area === area)?.code ?? null;
    if (code === null || /^(?:00|10)0000$/.test(code) || code.endsWith('0000')) continue;
    const province = counts.find((count) => count.code === `${code.slice(0, 2)}0000`);
    if (province !== undefined && !own.includes(province.area)) found.set(province.area, 'province');
  }
  if (!own.includes(NATION) && counts.some(({ area }) => area === NATION)) found.set(NATION, 'nation');
  return found;
}

/** An area of the next level below. */
function isBelow(code: string | null, above: string | null, aboveName: string): boolean {
  if (code === null || code === above) return false;
  if (aboveName === NATION) return code.endsWith('0000') && !/^[01]0/.test(code);
  if (above === null) return false;
  if (above.endsWith('0000'))
    return code.startsWith(above.slice(0, 2)) && code.endsWith('00') && !code.endsWith('0000');
  return above.endsWith('00') && code.startsWith(above.slice(0, 4));
}
