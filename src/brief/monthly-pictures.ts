/** The pictures of the monthly brief: growth against nation and province, several indicators together, the map. */
import { type Area, type Bilingual, type Figure, monthKey } from '../model/index.js';
import type { LinePicture, MapPicture, PicturePoint, SeriesRole, Words } from './brief-document.js';
import { both } from './desk.js';
import { type Basis, type FigureDesk, type MonthRange, rangeLabel } from './figure-desk.js';
import type { MonthlyDesk } from './monthly.js';
import { type Lead, overallLead, scopeNote } from './monthly-basis.js';
import { drawnValue, signedSize } from './phrase.js';

/** Cumulative periods of this year and the one before, so that a turn can be seen. */
const PERIODS = 13;

interface Wanted {
  name: Words;
  role: SeriesRole;
  indicator: string;
  area?: Area;
  industry: string | null;
  of?: Basis;
}

export function growthPicture(at: MonthlyDesk): LinePicture | null {
  const { desk, months, input } = at;
  const lead = overallLead(at);
  if (lead.of === 'reports') return reportedPicture(at, lead);
  const indicator = 'valueAdded';
  return lines(desk, months.now, {
    id: 'growth',
    title: both('规模以上工业增加值累计增速', 'Growth of value added so far this year'),
    series: [
      { name: input.area.name, role: 'self', indicator, industry: null },
      ...(input.province === null
        ? []
        : [
            {
              name: both('全省', 'province'),
              role: 'province',
              indicator,
              industry: null,
              area: input.province,
            } as const,
          ]),
      { name: both('全国', 'nation'), role: 'nation', indicator, industry: null, area: input.nation },
    ],
  });
}

/** Two items of the reports, as there is nobody to be held against. */
function reportedPicture({ desk, months }: MonthlyDesk, lead: Lead): LinePicture | null {
  const others = ['output', 'revenue', 'profit'].filter((one) => one !== lead.indicator);
  const note = scopeNote(lead);
  return lines(desk, months.now, {
    id: 'growth',
    title: both(`主要指标累计增速${note.zh}`, `Growth of the main indicators so far this year${note.en}`),
    series: [lead.indicator, ...others].slice(0, ROLES.length).map((indicator, i) => ({
      name: desk.indicatorName(indicator),
      role: ROLES[i]!,
      indicator,
      industry: null,
      of: lead.of,
    })),
  });
}

const ROLES: readonly SeriesRole[] = ['self', 'province', 'nation'];

/** Up to three series of the area itself: sections of industry, electricity against value added. */
export function seriesAgainst(
  { desk, months }: Pick<MonthlyDesk, 'desk' | 'months' | 'input'>,
  id: string,
  title: Bilingual,
  wanted: readonly { name: Words; industry: string | null; indicator?: string; of?: Basis }[],
): LinePicture | null {
  return lines(desk, months.now, {
    id,
    title,
    series: wanted
      .slice(0, ROLES.length)
      .map(({ name, industry, indicator = 'valueAdded', of = 'published' }, i) => ({
        name,
        industry,
        indicator,
        of,
        role: ROLES[i]!,
      })),
  });
}

/** Null where fewer than two series can be drawn, or the first has fewer than three points. */
function lines(
  desk: FigureDesk,
  now: MonthRange,
  picture: { id: string; title: Bilingual; series: readonly Wanted[] },
): LinePicture | null {
  const periods = cumulativePeriods(now);
  const [first, last] = [periods[0]!.end, periods.at(-1)!.end];
  const used: Figure[] = [];
  const series = picture.series.flatMap(({ name, role, indicator, area, industry, of = 'published' }) => {
    const points = periods.flatMap((period, at): PicturePoint[] => {
      const query = { indicator, kind: 'growth' as const, period, industry, of };
      const figure = desk.find(area === undefined ? query : { ...query, area });
      if (figure === null) return [];
      used.push(figure);
      return [
        {
          label: axisLabel(period),
          position: (period.end - first) / (last - first || 1),
          value: drawnValue(figure),
          figure: desk.cite(signedSize(figure), figure),
          begins: period.start !== periods[at - 1]?.start,
        },
      ];
    });
    return points.length < 2 ? [] : [{ name, role, points }];
  });
  const [head] = series;
  if (head === undefined || head.points.length < 3 || series.length < 2) return null;
  const shown = series.flatMap((s) => s.points.map((p) => p.position));
  const left = Math.min(...shown);
  const label = rangeSpan({ start: first + Math.round(left * (last - first)), end: last });
  return {
    kind: 'lines',
    id: picture.id,
    title: picture.title,
    detail: both(`${label.zh}各期累计，同比，%`, `cumulative, ${label.en}, year on year, %`),
    source: desk.sourceLine(used),
    unit: '%',
    series: stretched(series, left),
  };
}

/** The first period that is there stands at the left end. */
export function stretched(series: LinePicture['series'], left: number): LinePicture['series'] {
  return series.map((one) => ({
    ...one,
    points: one.points.map((p) => ({ ...p, position: (p.position - left) / (1 - left || 1) })),
  }));
}

/** January to each month, back over about a year; January and February are one. */
export function cumulativePeriods(now: MonthRange): MonthRange[] {
  const out: MonthRange[] = [];
  for (let end = now.end; out.length < PERIODS; end--) {
    const year = Math.floor(end / 12);
    const start = monthKey({ year, month: 1 });
    if (end === start) continue;
    out.unshift({ start, end });
  }
  return out;
}

function axisLabel({ end }: MonthRange): Bilingual {
  const month = (end % 12) + 1;
  const year = String(Math.floor(end / 12)).slice(2);
  return both(`${year}年${month}月`, `${month}/${year}`);
}

function rangeSpan({ start, end }: MonthRange): Bilingual {
  const name = (key: number) => rangeLabel({ start: key, end: key });
  return both(`${name(start).zh}至${name(end).zh}`, `${name(start).en} to ${name(end).en}`);
}

/** Growth by area on the outline given; null where no two of its units have a figure. */
export function mapOf({ desk, months, input }: MonthlyDesk, lead: Lead): MapPicture | null {
  const { outline } = input;
  if (outline === null) return null;
  const figures = outline.units.flatMap((unit) => {
    const figure = desk.find({
      ...lead,
      kind: 'growth',
      period: months.now,
      area: { code: unit.code, name: unit.name },
    });
    return figure === null ? [] : [{ unit, figure }];
  });
  if (figures.length < 2) return null;
  const when = rangeLabel(months.now);
  const missing = outline.units.length - figures.length;
  const source = desk.sourceLine(figures.map((f) => f.figure));
  return {
    kind: 'map',
    id: 'map',
    title:
      lead.of === 'reports'
        ? both(
            `${desk.indicatorName(lead.indicator).zh}累计增速分布${scopeNote(lead).zh}`,
            `Growth of ${desk.indicatorName(lead.indicator).en} across areas${scopeNote(lead).en}`,
          )
        : both('规模以上工业增加值累计增速分布', 'Growth of value added across areas'),
    detail: both(
      `${when.zh}，同比，%${missing > 0 ? `；${missing} 个地区无数据` : ''}`,
      `${when.en}, year on year, %${missing > 0 ? `; ${missing} areas without data` : ''}`,
    ),
    source: both(`${source.zh}。${outline.source.zh}`, `${source.en}. ${outline.source.en}`),
    unit: '%',
    outline,
    values: figures.map(({ unit, figure }) => ({
      code: unit.code,
      value: drawnValue(figure),
      figure: desk.cite(signedSize(figure), figure),
      marked: desk.sameArea({ code: unit.code, name: unit.name }, input.area),
    })),
  };
}
