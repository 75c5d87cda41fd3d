/**
 * Which of two scopes a part of the monthly brief is written from: what was published, or, where nothing was, what the
 * reports of firms add up to. A sentence, table or picture is of one of the two.
 */
import type { Area, Bilingual, Figure } from '../model/index.js';
import type { Inline } from './brief-document.js';
import { both, said } from './desk.js';
import type { Basis, FigureDesk } from './figure-desk.js';
import type { MonthlyDesk } from './monthly.js';
import { ranked } from './monthly.js';
import { GROWTH } from './monthly-parts.js';
import { NOT_COMPARABLE } from './wording.js';

export interface Lead {
  /** A key of the lexicon's indicators. */
  indicator: string;
  of: Basis;
}

const PUBLISHED: Lead = { indicator: 'valueAdded', of: 'published' };
/** What firms report instead of value added, the closest first. */
const REPORTED: readonly Lead[] = ['valueAdded', 'output', 'revenue'].map((indicator) => ({
  indicator,
  of: 'reports',
}));

/** The first for which there is something to write; value added as published where there is nothing. */
function firstOf(has: (lead: Lead) => boolean): Lead {
  return [PUBLISHED, ...REPORTED].find(has) ?? PUBLISHED;
}

export function overallLead({ desk, months }: MonthlyDesk): Lead {
  return firstOf(({ indicator, of }) =>
    [months.now, months.month].some(
      (period) => period !== null && desk.find({ indicator, kind: GROWTH, period, of }) !== null,
    ),
  );
}

/** Of the parts of the area: at least two have to be there. */
export function areaLead(at: MonthlyDesk): Lead {
  return firstOf((lead) => areaGrowths(at, lead).length > 1);
}

export function areaGrowths({ desk, months, input }: MonthlyDesk, { indicator, of }: Lead): Figure[] {
  return input.parts.flatMap(
    (area: Area) => desk.find({ indicator, kind: GROWTH, period: months.now, area, of }) ?? [],
  );
}

export function areaOrder(at: MonthlyDesk, lead = areaLead(at)): ReturnType<typeof ranked> {
  return ranked(areaGrowths(at, lead));
}

export function sectorLead({ desk, months }: MonthlyDesk): Lead {
  return firstOf(({ indicator, of }) =>
    desk.lexicon.sections.some(
      ({ zh }) => desk.find({ indicator, kind: GROWTH, period: months.now, industry: zh, of }) !== null,
    ),
  );
}

export function industryLead(has: (lead: Lead) => boolean): Lead {
  return firstOf(has);
}

/** 规模以上工业增加值, 上报企业工业总产值. */
export function leadName(desk: FigureDesk, { indicator, of }: Lead): Bilingual {
  const name = of === 'reports' ? desk.reportName(indicator) : desk.indicatorName(indicator);
  if (of === 'reports') return both(`上报企业${name.zh}`, `${name.en} of the firms that report`);
  return indicator === 'valueAdded'
    ? both('规模以上工业增加值', 'value added of industry above the scale')
    : name;
}

/** 增加值, 产值: beside an industry or an area. */
export function shortName(desk: FigureDesk, lead: Lead): Bilingual {
  const name = desk.indicatorName(lead.indicator);
  return lead.indicator === 'valueAdded' ? both('增加值', 'value added') : name;
}

/** In the title of a table or picture. */
export function scopeNote(lead: Lead): Bilingual {
  return lead.of === 'reports' ? both('（上报企业加总）', ' (reports of firms, added up)') : both('', '');
}

/** （同口径180家企业；按公布数计算，未作可比口径调整）: after a rate that reports add up to; nothing after a published one. */
export function comparableScope(desk: FigureDesk, figure: Figure | null): Inline[] {
  const words = figure === null ? null : comparableWords(desk, figure);
  return words === null ? [] : [said(both(`（${words.zh}）`, ` (${words.en})`), 'muted')];
}

export function comparableWords(desk: FigureDesk, figure: Figure): Bilingual | null {
  const firms = desk.firmsBehind(figure);
  return firms === null
    ? null
    : both(`同口径${firms}家企业；${NOT_COMPARABLE.zh}`, `the same ${firms} firms; ${NOT_COMPARABLE.en}`);
}
