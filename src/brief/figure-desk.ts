/**
 * The desk of a brief that is written from figures: finds the figure of a sentence by what it states, keeps the notes,
 * and keeps account of every sentence that could not be written and of what was missing.
 */
import { z } from 'zod';
import { computedFigure, type MeasureRules, type ReportFigures, type SummedItem } from '../measure/index.js';
import {
  type Area,
  type Bilingual,
  comparableValue,
  type Figure,
  type FigureKind,
  MONTHS_EN,
  NATION,
  parsePeriod,
  periodMonths,
  type ReadDocument,
  relate,
} from '../model/index.js';
import { type AcrossLexicon, acrossLexicon, compareText } from '../read/across/index.js';
import type { Cited, Inline, Section, Source, Tone, Words } from './brief-document.js';
import { both, said } from './desk.js';
import { IndicatorTerms, withoutScale } from './indicator-terms.js';
import { type Citing, Notebook } from './notebook.js';
import { METHODS } from './wording.js';

const bilingual = z.object({ zh: z.string(), en: z.string() });
const named = bilingual.extend({ names: z.array(z.string()).default([]) });

const shape = z.object({
  indicators: z.record(z.string(), z.object({ en: z.string(), names: z.array(z.string()).min(1) })),
  sections: z.array(named.extend({ code: z.string(), short: bilingual })),
  whole: z.array(z.string()),
  /** Divisions in English, by their Chinese names. */
  industries: z.record(z.string(), z.string()).default({}),
  /** Indicators that reports of firms may be added up to: a flow over the months, a stock at the end. */
  reports: z.record(z.string(), z.enum(['flow', 'stock'])).default({}),
  drivers: z.array(named),
  products: z.array(z.string()),
  synthetic: bilingual,
  syntheticWords: z.array(z.string()),
});

/** The words of lexicons/brief.yaml. */
export type BriefLexicon = z.infer<typeof shape>;

export function briefLexicon(section: unknown): BriefLexicon {
  return shape.parse(section);
}

/** First and last month, as keys of `monthKey`. */
export interface MonthRange {
  start: number;
  end: number;
}

export interface Query {
  /** A key of the lexicon's indicators. */
  indicator: string;
  kind: FigureKind;
  period: MonthRange;
  /** Default: the area of the brief. */
  area?: Area;
  /** By the words of the source; null (the default) is the whole. */
  industry?: string | null;
  group?: string | null;
  of?: Basis;
}

/** What publishers state, and what the reports of firms add up to: two scopes that are never mixed. */
export type Basis = 'published' | 'reports';

export interface Material {
  figures: readonly Figure[];
  /** The area of the brief. */
  area: Area;
  lexicon: BriefLexicon;
  /** Thresholds of the words for a turn. */
  rules: MeasureRules;
  across?: AcrossLexicon;
  /** Pages that figures were read from, so that their sentences can be shown whole. */
  documents?: readonly ReadDocument[];
  /** By SHA-256: what is known of a source beside its file. */
  titles?: ReadonlyMap<string, { title: string; outlet: string | null; file?: string }>;
  /** SHA-256 of the files whose data are made up. */
  synthetic?: ReadonlySet<string>;
  /** What the reports of firms add up to, and how many firms could not be placed. */
  reported?: Reported;
}

export interface Reported extends ReportFigures {
  /** Firms that report, and those of them without an area or an industry in the register. */
  firms: number;
  withoutArea: number;
  withoutIndustry: number;
}

interface Entry {
  figure: Figure;
  basis: Basis;
  indicator: string;
  industry: string;
  group: string;
  range: MonthRange | null;
  stock: boolean;
}

export interface Unwritten {
  sentence: Bilingual;
  missing: Bilingual[];
}

const KIND_WORDS: Record<FigureKind, Bilingual> = {
  level: both('总量', 'level'),
  growth: both('同比增速', 'growth'),
  share: both('占比', 'share'),
  difference: both('百分点', 'points'),
  count: both('个数', 'count'),
  rank: both('位次', 'rank'),
  index: both('指数', 'index'),
  target: both('目标', 'target'),
};

export class FigureDesk {
  readonly area: Area;
  readonly lexicon: BriefLexicon;
  readonly rules: MeasureRules;
  readonly unwritten: Unwritten[] = [];
  readonly notebook: Notebook;
  readonly #entries = new Map<string, Entry[]>();
  readonly #terms: IndicatorTerms;
  readonly #known = new Map<string, Figure>();
  readonly #material: Material;
  readonly #explanations = new Map<string, Explanation>();
  readonly #madeUp = new Map<string, boolean>();
  #missing: Bilingual[] = [];

  constructor(material: Material) {
    this.#material = material;
    this.area = material.area;
    this.lexicon = material.lexicon;
    this.rules = material.rules;
    this.#terms = new IndicatorTerms(material.lexicon, material.across ?? acrossLexicon({}));
    for (const figure of material.figures) this.#enter(figure, 'published');
    for (const figure of material.reported?.figures ?? []) this.#enter(figure, 'reports');
    for (const figure of material.reported?.inputs ?? []) this.#known.set(figure.id, figure);
    this.notebook = new Notebook(material.documents ?? [], 'cited', this.#known, {
      explain: (figure) => this.#explained(figure),
      isSynthetic: (figure) => this.#isSynthetic(figure),
      names: (figure) => ({
        area: areaName(figure.area),
        industry: this.industryName(figure.industry?.name ?? ''),
        indicator: this.nameOf(figure),
      }),
    });
  }

  #enter(figure: Figure, basis: Basis): void {
    this.#known.set(figure.id, figure);
    const entry = this.#entry(figure, basis);
    const list = this.#entries.get(entry.indicator);
    if (list === undefined) this.#entries.set(entry.indicator, [entry]);
    else list.push(entry);
  }

  #entry(figure: Figure, basis: Basis): Entry {
    const { indicator, industry } = this.#terms.termsOf({
      ...figure,
      industry: figure.industry?.name ?? null,
    });
    const period = figure.period === null ? null : parsePeriod(figure.period);
    return {
      figure,
      basis,
      indicator,
      industry,
      group: this.#terms.groupKey(figure.group),
      range: period === null ? null : periodMonths(period),
      stock: period?.kind === 'asof',
    };
  }

  industryKey(name: string): string {
    return this.#terms.industryKey(name);
  }

  /** By code where both have one, else by name: 湖南 and 湖南省 are one. */
  sameArea(a: Area, b: Area): boolean {
    if (a.code !== null && b.code !== null) return a.code === b.code;
    return this.#terms.region(a.name) === this.#terms.region(b.name);
  }

  get reported(): Reported | null {
    return this.#material.reported ?? null;
  }

  industryName(name: string): Bilingual {
    return this.#terms.industryName(name);
  }

  /** An indicator as reports state it: of the firms that report, whatever their size. */
  reportName(id: string): Bilingual {
    const { zh, en } = this.indicatorName(id);
    return both(withoutScale(zh), en);
  }

  /** The name of what a figure states. */
  nameOf(figure: Figure): Bilingual {
    const entry = this.lexicon.indicators[this.#entry(figure, 'published').indicator];
    return both(figure.indicator, entry?.en ?? figure.indicator);
  }

  indicatorName(id: string): Bilingual {
    return this.#terms.indicatorName(id);
  }

  /** Every figure of an indicator and kind, whatever it is about; one a fact, the latest release. */
  all(query: Pick<Query, 'indicator' | 'kind' | 'of'> & { period?: MonthRange; area?: Area }): Figure[] {
    const entries = (this.#entries.get(query.indicator) ?? []).filter(
      (e) =>
        e.basis === (query.of ?? 'published') &&
        e.figure.kind === query.kind &&
        (query.period === undefined || sameRange(e.range, query.period)) &&
        (query.area === undefined || this.sameArea(e.figure.area, query.area)),
    );
    const facts = new Map<string, Entry[]>();
    for (const entry of entries) {
      const key = `${this.#terms.region(entry.figure.area.name)}|${entry.industry}|${entry.group}|${entry.range?.start}|${entry.range?.end}|${entry.figure.unit}`;
      const list = facts.get(key);
      if (list === undefined) facts.set(key, [entry]);
      else list.push(entry);
    }
    return [...facts.values()].flatMap((list) => latest(list) ?? []);
  }

  find(query: Query): Figure | null {
    return latest(this.#candidates(query));
  }

  #candidates(query: Query): Entry[] {
    const area = query.area ?? this.area;
    const industry = this.industryKey(query.industry ?? '');
    const group = withoutScale(query.group ?? '');
    return (this.#entries.get(query.indicator) ?? []).filter(
      (e) =>
        e.basis === (query.of ?? 'published') &&
        e.figure.kind === query.kind &&
        this.sameArea(e.figure.area, area) &&
        e.industry === industry &&
        e.group === group &&
        (e.stock ? e.range?.end === query.period.end : sameRange(e.range, query.period)),
    );
  }

  /** As `find`; what is not there, or stated in two ways, is put down as missing from the sentence being written. */
  want(query: Query): Figure | null {
    const candidates = this.#candidates(query);
    const found = latest(candidates);
    if (found === null) {
      const wanted = this.#wanted(query);
      this.missing(
        candidates.length === 0
          ? wanted
          : both(`${wanted.zh}（两处数值不一）`, `${wanted.en} (two values that differ)`),
      );
    }
    return found;
  }

  missing(what: Bilingual): void {
    this.#missing.push(what);
  }

  #wanted({ indicator, kind, period, area = this.area, industry = null }: Query): Bilingual {
    const name = this.indicatorName(indicator);
    const what = KIND_WORDS[kind];
    const when = rangeLabel(period);
    return both(
      `${area.name}${industry ?? ''}${name.zh}${kind === 'level' || kind === 'count' ? '' : what.zh}（${when.zh}）`,
      `${what.en} of ${name.en}${industry === null ? '' : ` of ${this.industryName(industry).en}`}, ${areaName(area).en}, ${when.en}`,
    );
  }

  /** Writes a sentence or a clause; where it cannot be written, says so in the account and gives nothing. */
  write<T>(sentence: Bilingual, compose: () => T | null): T | null {
    const outer = this.#missing;
    this.#missing = [];
    const written = compose();
    if (written === null) this.unwritten.push({ sentence, missing: this.#missing });
    this.#missing = outer;
    return written;
  }

  /** A figure that is not found by what it states but handed in by who knows it: a cell of a matrix, a link. */
  take(figure: Figure): Figure {
    const known = this.#known.get(figure.id);
    if (known !== undefined) return known;
    this.#known.set(figure.id, figure);
    return figure;
  }

  /** A number computed here from other figures, with its formula. */
  compute(
    like: Figure,
    made: Pick<Figure, 'kind' | 'value' | 'unit'> & Partial<Omit<Figure, 'id' | 'source'>>,
    formula: Words,
    method: Bilingual,
    inputs: readonly Figure[],
  ): Figure {
    const figure = computedFigure(
      like,
      { scope: null, ...made, value: comparableValue(made.value) },
      { formula: typeof formula === 'string' ? formula : formula.zh, method: method.zh, inputs },
    );
    this.#known.set(figure.id, figure);
    this.#explanations.set(figure.id, { formula, method });
    return figure;
  }

  /** Formula and method of a computed figure in both languages. */
  #explained({ id, source }: Figure): Explanation {
    const own = this.#explanations.get(id);
    if (own !== undefined) return own;
    if (source.kind !== 'formula') throw new Error(`not computed: ${id}`);
    return { formula: source.formula, method: METHODS[source.method] ?? both(source.method, source.method) };
  }

  /** Made up itself, or worked out from something that is. */
  #isSynthetic(figure: Figure): boolean {
    const known = this.#madeUp.get(figure.id);
    if (known !== undefined) return known;
    const { source } = figure;
    const marked = this.#material.synthetic;
    const says = (text: string | null) =>
      text !== null && this.lexicon.syntheticWords.some((w) => text.toLowerCase().includes(w.toLowerCase()));
    const madeUp = (() => {
      switch (source.kind) {
        case 'formula':
          return source.inputs.some((id) => {
            const input = this.#known.get(id);
            return input !== undefined && this.#isSynthetic(input);
          });
        case 'reports':
          return source.files.some((f) => marked?.has(f.sha256) === true || says(f.file));
        case 'cell':
          return marked?.has(source.sha256) === true || says(figure.scope) || says(source.file);
        case 'page':
          return marked?.has(source.document) === true || says(figure.scope);
      }
    })();
    this.#madeUp.set(figure.id, madeUp);
    return madeUp;
  }

  /** How many firms stand behind a sum of reports or what was worked out from it: the same ones in both years. */
  firmsBehind(figure: Figure): number | null {
    const { source } = figure;
    if (source.kind === 'reports') return source.firms;
    if (source.kind !== 'formula') return null;
    for (const id of source.inputs) {
      const input = this.#known.get(id);
      const firms = input === undefined ? null : this.firmsBehind(input);
      if (firms !== null) return firms;
    }
    return null;
  }

  cite(words: Words, figure: Figure, tone: Tone = 'plain'): Cited {
    const how: Citing = { tone };
    if (figure.source.kind === 'formula') {
      const { formula, method } = this.#explained(figure);
      const [zh, en] = typeof formula === 'string' ? [formula, formula] : [formula.zh, formula.en];
      how.computed = both(`${zh}（${method.zh}）`, `${en} (${method.en})`);
    }
    return this.notebook.citeFigures(words, [figure], how);
  }

  /** Where the numbers of a picture come from, in a line. */
  sourceLine(figures: readonly Figure[]): Bilingual {
    const names = new Set<string>();
    const days = new Set<string>();
    let computed = false;
    let summed = false;
    let counted = false;
    const visit = (figure: Figure, depth: number): void => {
      if (figure.source.kind === 'formula') {
        computed = true;
        if (depth < 4)
          for (const id of figure.source.inputs) {
            const input = this.#known.get(id);
            if (input !== undefined) visit(input, depth + 1);
          }
        return;
      }
      for (const name of this.#titlesOf(figure)) names.add(name);
      if (figure.source.kind === 'reports') {
        if (figure.source.counted === true) counted = true;
        else summed = true;
      }
      if (figure.released !== null) days.add(figure.released);
    };
    for (const figure of figures) visit(figure, 0);
    const listed = [...names].slice(0, 3);
    const last = [...days].sort(compareText).at(-1);
    return both(
      `来源：${listed.join('；')}${names.size > 3 ? ` 等${names.size}处` : ''}${last === undefined ? '' : `，${last} 发布`}${summed ? '；由企业报表加总' : counted ? '；按登记数得' : computed ? '；部分为本简报计算' : ''}`,
      `Source: ${listed.join('; ')}${names.size > 3 ? ` and ${names.size - 3} more` : ''}${last === undefined ? '' : `, released ${last}`}${summed ? '; added up from reports of firms' : counted ? '; counted in registers' : computed ? '; in part calculated here' : ''}`,
    );
  }

  #titlesOf({ source }: Figure): string[] {
    return filesOf(source).map(({ key, file }) => {
      const given = this.#material.titles?.get(key);
      if (given === undefined) return file ?? key.slice(0, 12);
      return given.outlet === null || given.title.includes(given.outlet)
        ? given.title
        : `${given.outlet} ${given.title}`;
    });
  }

  /** The sources that were cited, in the order of their numbers. */
  sources(today: string): Source[] {
    const byKey = new Map<string, { figures: Figure[]; file: string | null }>();
    for (const figure of this.#known.values())
      for (const { key, file } of filesOf(figure.source)) {
        const entry = byKey.get(key);
        if (entry === undefined) byKey.set(key, { figures: [figure], file });
        else entry.figures.push(figure);
      }
    return this.notebook.sources().map((key, i) => {
      const { figures, file: named } = byKey.get(key) ?? { figures: [], file: null };
      const given = this.#material.titles?.get(key);
      const released = figures
        .flatMap((f) => f.released ?? [])
        .sort(compareText)
        .at(-1);
      const file = named ?? given?.file ?? given?.title ?? key.slice(0, 12);
      return {
        number: i + 1,
        document: key,
        file,
        title: given?.title ?? file,
        outlet: given?.outlet ?? null,
        said: released ?? null,
        published: released ?? null,
        suspect: false,
        ageDays: released === undefined ? null : daysFrom(released, today),
        synthetic: this.notebook.used(key).some((figure) => this.#isSynthetic(figure)),
      };
    });
  }

  /** The section that says what was left out, and why. */
  unwrittenSection(): Section | null {
    if (this.unwritten.length === 0) return null;
    return {
      id: 'unwritten',
      title: both('未写出的句子', 'Sentences not written'),
      lead: both(
        '缺少输入的句子不写，列在这里；补齐数据后重新成文即可。',
        'A sentence whose inputs are missing is left out and listed here; add the data and write the brief again.',
      ),
      blocks: [
        {
          type: 'table',
          dense: true,
          columns: [
            { title: both('句子', 'Sentence'), align: 'start', width: 34 },
            { title: both('缺少', 'Missing'), align: 'start', width: 66 },
          ],
          rows: this.unwritten.map(({ sentence, missing }) => ({
            cells: [[said(sentence)], joined(missing)],
          })),
        },
      ],
    };
  }

  /** Where a figure that was used is made up; to be asked for once the notes are numbered. */
  get synthetic(): Bilingual | null {
    return this.notebook.used().some((figure) => this.#isSynthetic(figure)) ? this.lexicon.synthetic : null;
  }
}

interface Explanation {
  formula: Words;
  method: Bilingual;
}

/** The files or pages that a figure was read from, by SHA-256; none of a computed one. */
function filesOf(source: Figure['source']): { key: string; file: string | null }[] {
  switch (source.kind) {
    case 'formula':
      return [];
    case 'reports':
      return source.files.map((file) => ({ key: file.sha256, file: file.file }));
    case 'cell':
      return [{ key: source.sha256, file: source.file }];
    case 'page':
      return [{ key: source.document, file: null }];
  }
}

/**
 * Which of the items that a workspace holds can be added up, and as what: one item an indicator, that with the unit
 * where there are several of one name.
 */
export function reportItems(
  items: readonly { id: number; item: string; unit: string | null }[],
  { lexicon, across }: Pick<Material, 'lexicon' | 'across'>,
): SummedItem[] {
  const terms = new IndicatorTerms(lexicon, across ?? acrossLexicon({}));
  const plain = (name: string) => terms.plain(name);
  return Object.entries(lexicon.reports).flatMap(([indicator, kind]): SummedItem[] => {
    const names = (lexicon.indicators[indicator]?.names ?? []).map(plain);
    const [found] = items
      .filter(({ item, unit }) => unit !== null && names.includes(plain(item)))
      .sort((a, b) => names.indexOf(plain(a.item)) - names.indexOf(plain(b.item)) || a.id - b.id);
    return found === undefined
      ? []
      : [
          {
            id: found.id,
            indicator: withoutScale(lexicon.indicators[indicator]!.names[0]!),
            unit: found.unit!,
            stock: kind === 'stock',
            loss: indicator === 'profit',
          },
        ];
  });
}

/** Names of places stay as they are in English too, but for the country. */
function areaName({ name }: Area): Bilingual {
  return both(name, name === NATION ? 'nation' : name);
}

function joined(parts: readonly Bilingual[]): Inline[] {
  return [both(parts.map((p) => p.zh).join('；'), parts.map((p) => p.en).join('; '))].map((w) =>
    said(w, 'muted'),
  );
}

/**
 * The latest release among statements of one fact. Null where there is none, and where two of one day conflict: then
 * nothing may be written from either.
 */
function latest(entries: readonly Entry[]): Figure | null {
  const ordered = entries
    .map((e) => e.figure)
    .sort(
      (a, b) =>
        compareText(b.released ?? '', a.released ?? '') ||
        RANK[a.source.kind] - RANK[b.source.kind] ||
        compareText(a.id, b.id),
    );
  const [first, ...others] = ordered;
  if (first === undefined) return null;
  const rival = others.find((f) => f.released === first.released && relate(first, f) === 'conflict');
  return rival === undefined ? first : null;
}

/** What a publisher states goes before what was computed. */
const RANK = { cell: 0, page: 1, formula: 2, reports: 3 } as const;

function sameRange(range: MonthRange | null, wanted: MonthRange): boolean {
  return range !== null && range.start === wanted.start && range.end === wanted.end;
}

function daysFrom(day: string, today: string): number {
  return Math.round((Date.parse(today) - Date.parse(day)) / 86_400_000);
}

/** 1—8月 in the way releases write it. */
export function rangeLabel({ start, end }: MonthRange): Bilingual {
  const [from, to] = [start % 12, end % 12];
  const year = Math.floor(end / 12);
  if (from === 0 && to === 11) return both(`${year}年`, `${year}`);
  if (start === end) return both(`${year}年${to + 1}月`, `${MONTHS_EN[to]} ${year}`);
  return both(`${year}年${from + 1}—${to + 1}月`, `${MONTHS_EN[from]}–${MONTHS_EN[to]} ${year}`);
}
