/**
 * The monthly brief of industry in an area: sections 1 to 11 and tables T1 to T5 in the shape that bureaus write them.
 * Every sentence has conditions; one whose inputs are missing is left out and listed.
 */
import {
  type Area,
  type Bilingual,
  type Figure,
  type Lang,
  MONTHS_EN,
  monthKey,
  parsePeriod,
  periodMonths,
  UserError,
} from '../model/index.js';
import type { BriefDocument, Inline, Section } from './brief-document.js';
import { both, said } from './desk.js';
import { FigureDesk, type Material, type MonthRange, rangeLabel } from './figure-desk.js';
import { areasSection } from './monthly-areas.js';
import { firmsSection } from './monthly-firms.js';
import { highlights } from './monthly-highlights.js';
import { efficiencySection, investmentSection, leadingSection } from './monthly-indicators.js';
import { driversSection, industriesSection, sectorsSection } from './monthly-industries.js';
import { overallSection } from './monthly-overall.js';
import { cumulativePeriods } from './monthly-pictures.js';
import { problemsSection, remarksSection } from './monthly-problems.js';
import type { Outline } from './outline.js';
import type { Remarks } from './remarks.js';
import { tableSources } from './table-sources.js';
import { GENRES } from './wording.js';

export interface MonthlyInput extends Material {
  /** In the notation of the model: a month, months from January on, a quarter, a half, a year. */
  period: string;
  nation: Area;
  /** The province that the area lies in; null for a province. */
  province: Area | null;
  /** The areas that the area consists of, and those it is ranked among. */
  parts: readonly Area[];
  peers: readonly Area[];
  /** For the map of growth; null where there is no outline of these areas. */
  outline: Outline | null;
  remarks?: Remarks;
}

export interface BriefOptions {
  lang: Lang;
  /** ISO date. */
  today: string;
  title?: string;
}

/** The periods that the sentences speak of. */
export interface Months {
  /** January to the month of the brief. */
  now: MonthRange;
  /** January to the month before; of January and February, which are one, the year before. */
  before: MonthRange;
  /** The month alone; null where January and February are merged. */
  month: MonthRange | null;
  monthBefore: MonthRange | null;
  nowLabel: Bilingual;
  beforeLabel: Bilingual;
  monthLabel: Bilingual;
}

/** What every section is written from. */
export interface MonthlyDesk {
  desk: FigureDesk;
  months: Months;
  input: MonthlyInput;
}

export function monthlyBrief(input: MonthlyInput, options: BriefOptions): BriefDocument {
  const months = monthsOf(input.period);
  const desk = new FigureDesk(input);
  const at: MonthlyDesk = { desk, months, input };
  const written = [
    overallSection(at),
    sectorsSection(at),
    industriesSection(at),
    driversSection(at),
    efficiencySection(at),
    leadingSection(at),
    investmentSection(at),
    areasSection(at),
    firmsSection(at),
    problemsSection(at),
    remarksSection(at),
    desk.unwrittenSection(),
  ].filter((s): s is Section => s !== null);
  const summary = highlights(at);
  const { footnotes, appendix } = desk.notebook.number(summary, written);
  const sources = desk.sources(options.today);
  const sections = sources.length === 0 ? written : [...written, tableSources(sources, options.today)];
  return {
    schema: 'ballast.brief/1',
    lang: options.lang,
    title: options.title ?? titleOf(input.area, months, options.lang),
    genre: GENRES.monthly,
    synthetic: desk.synthetic,
    today: options.today,
    masthead: masthead(months, options.today, sources.length),
    summary,
    sections,
    sources,
    footnotes,
    appendix,
  };
}

function titleOf(area: Area, months: Months, lang: Lang): string {
  const when = rangeLabel(months.now);
  return lang === 'zh'
    ? `${area.name}${when.zh}工业经济运行简报`
    : `Industrial economy of ${area.name}, ${when.en}`;
}

function masthead(months: Months, today: string, sources: number): Inline[] {
  return [
    said(rangeLabel(months.now)),
    said(both(` · 成文 ${today}`, ` · written ${today}`)),
    said(both(` · 来源 ${sources} 份`, ` · sources: ${sources}`)),
  ];
}

/** Throws a UserError for what is no period, or one that does not begin in January. */
export function monthsOf(notation: string): Months {
  const period = parsePeriod(notation);
  const range = period === null ? null : periodMonths(period);
  const year = range === null ? 0 : Math.floor(range.end / 12);
  const january = monthKey({ year, month: 1 });
  const single = period?.kind === 'month';
  if (range === null || period?.kind === 'years' || (!single && range.start !== january)) {
    throw new UserError({
      zh: `时期 ${notation} 不可用：请写作 2024-08、2024-01/2024-08、2024-Q1、2024-H1 或 2024`,
      en: `period ${notation} cannot be used: write 2024-08, 2024-01/2024-08, 2024-Q1, 2024-H1 or 2024`,
    });
  }
  const { end } = range;
  const merged = end - january < 2;
  const now = { start: january, end: Math.max(end, january + 1) };
  const before = merged ? { start: january - 12, end: january - 1 } : { start: january, end: end - 1 };
  const month = merged ? null : { start: end, end };
  const monthBefore = end - january < 3 ? null : { start: end - 1, end: end - 1 };
  return {
    now,
    before,
    month,
    monthBefore,
    nowLabel: shortLabel(now),
    beforeLabel: merged ? both('上年全年', 'the whole of last year') : shortLabel(before),
    monthLabel:
      month === null ? both('', '') : both(`${(end % 12) + 1}月当月`, `In ${MONTHS_EN[end % 12]} alone`),
  };
}

/** The periods over which reports are to be added up: those of the sentences, and those of the picture of growth. */
export function reportRanges(notation: string): MonthRange[] {
  const { now, before, month, monthBefore } = monthsOf(notation);
  const all = [now, before, month, monthBefore, ...cumulativePeriods(now)];
  const known = new Map(
    all.flatMap((range) => (range === null ? [] : [[`${range.start} ${range.end}`, range] as const])),
  );
  return [...known.values()];
}

/** Without the year, which the title says: 1—8月. */
function shortLabel({ start, end }: MonthRange): Bilingual {
  if (end - start === 11) return both('全年', 'the whole year');
  return start === end
    ? both(`${(end % 12) + 1}月`, MONTHS_EN[end % 12]!)
    : both(`${(start % 12) + 1}—${(end % 12) + 1}月`, `${MONTHS_EN[start % 12]}–${MONTHS_EN[end % 12]}`);
}

/** Areas by growth, highest first; equal values share a place and keep their order. */
export function ranked(figures: readonly Figure[]): { figure: Figure; place: number }[] {
  const ordered = [...figures].sort((a, b) => b.value - a.value);
  return ordered.map((figure) => ({
    figure,
    place: 1 + ordered.filter((other) => other.value > figure.value).length,
  }));
}
