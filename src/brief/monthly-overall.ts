/** Section 1 of the monthly brief: growth of the whole, turns, gaps, rank, and table T1. */
import type { Area, Bilingual, Figure, FigureKind } from '../model/index.js';
import type { Block, Column, Inline, Row, Section } from './brief-document.js';
import { both, said } from './desk.js';
import type { FigureDesk, MonthRange } from './figure-desk.js';
import { type MonthlyDesk, ranked } from './monthly.js';
import { comparableScope, leadName, overallLead } from './monthly-basis.js';
import {
  cell,
  GROWTH,
  growth,
  heading,
  paragraph,
  pictures,
  section,
  sentence,
  sizedCell,
} from './monthly-parts.js';
import { growthPicture } from './monthly-pictures.js';
import { capital, size } from './phrase.js';
import { gapClause, monthlyWords, turnClause } from './turns.js';

export function overallSection(at: MonthlyDesk): Section | null {
  const { desk, months, input } = at;
  const { area, nation, province } = input;
  const lead = overallLead(at);
  const published = lead.of === 'published';
  const name = leadName(desk, lead);
  const query = { ...lead, kind: GROWTH };
  const compose = (): Inline[] | null =>
    desk.write(both('总体：累计增速', 'Overall: growth so far this year'), () => {
      const now = desk.want({ ...query, period: months.now });
      if (now === null) return null;
      const rank = published ? rankOf(at, months.now) : null;
      return sentence([
        [
          said(
            both(
              `${months.nowLabel.zh}，${area.name}${name.zh}`,
              `${capital(months.nowLabel.en)}: ${name.en} in ${area.name} `,
            ),
          ),
          ...growth(desk, now, true),
          ...comparableScope(desk, now),
        ],
        desk.write(both('总体：较上期加快或回落', 'Overall: faster or slower than before'), () => {
          const before = desk.want({ ...query, period: months.before });
          return before === null ? null : turnClause(desk, now, before, months.beforeLabel);
        }),
        !published || desk.sameArea(area, nation)
          ? null
          : desk.write(both('总体：与全国之差', 'Overall: gap to the nation'), () => {
              const theirs = desk.want({ ...query, period: months.now, area: nation });
              return theirs === null ? null : gapClause(desk, now, theirs, NATION);
            }),
        province === null || !published
          ? null
          : desk.write(both('总体：与全省之差', 'Overall: gap to the province'), () => {
              const theirs = desk.want({ ...query, period: months.now, area: province });
              return theirs === null
                ? null
                : gapClause(desk, now, theirs, both('全省', 'the provincial rate'));
            }),
        rank,
      ]);
    });
  const single = (): Inline[] | null => {
    const { month, monthBefore } = months;
    if (month === null) return null;
    return desk.write(both('总体：当月增速', 'Overall: growth of the month'), () => {
      const now = desk.want({ ...query, period: month });
      if (now === null) return null;
      const before = monthBefore === null ? null : desk.find({ ...query, period: monthBefore });
      return sentence([
        [said(months.monthLabel), said(both('', ' it ')), ...growth(desk, now)],
        before === null ? null : turnClause(desk, now, before, both('上月', 'the month before')),
        monthlyWords(
          desk,
          Array.from({ length: 12 }, (_, i) => month.end - 11 + i).map((key) => ({
            month: key,
            figure: desk.find({ ...query, period: { start: key, end: key } }),
          })),
        ),
      ]);
    });
  };
  return section('overall', both('一、总体', '1. Overall'), [
    paragraph([compose(), single(), valueLevel(at), productionMarks(at)]),
    mainTable(at),
    pictures([growthPicture(at)]),
  ]);
}

export const NATION = both('全国', 'the national rate');

/** Quarterly only: the level of value added is published with GDP. */
function valueLevel({ desk, months, input }: MonthlyDesk): Inline[] | null {
  const level = desk.find({ indicator: 'valueAdded', kind: 'level', period: months.now });
  if (level === null) return null;
  return sentence([
    [
      said(both(`${input.area.name}工业增加值`, `Value added of industry in ${input.area.name}: `)),
      desk.cite(size(level), level),
    ],
  ]);
}

function productionMarks(at: MonthlyDesk): Inline[] | null {
  const { desk, months } = at;
  const capacity = desk.find({ indicator: 'capacity', kind: 'level', period: months.now });
  if (capacity === null) return null;
  return sentence([
    [said(both('工业产能利用率为', 'Capacity utilisation was ')), desk.cite(size(capacity), capacity)],
  ]);
}

/** 居全省第k位: as stated, else counted where every peer's growth is there. */
function rankOf({ desk, input }: MonthlyDesk, period: MonthRange): Inline[] | null {
  const where = input.province === null ? both('全国', 'the nation') : both('全省', 'the province');
  return desk.write(both('总体：位次', 'Overall: rank'), () => {
    const stated = desk.find({ indicator: 'valueAdded', kind: 'rank', period });
    if (stated !== null) return rankWords(desk, stated, where, null);
    const peers = input.peers.map((peer) => ({
      peer,
      figure: desk.find({ indicator: 'valueAdded', kind: GROWTH, period, area: peer }),
    }));
    const own = peers.find(({ peer }) => desk.sameArea(peer, input.area))?.figure ?? null;
    const absent = peers.filter(({ figure }) => figure === null);
    if (own === null || peers.length < 2 || absent.length > 0) {
      const names = absent.slice(0, 5).map(({ peer }) => peer.name);
      desk.missing(
        peers.length < 2
          ? both('同级地区名单', 'the list of peer areas')
          : both(
              `${absent.length}个同级地区的增速：${names.join('、')}${absent.length > 5 ? '等' : ''}`,
              `growth of ${absent.length} peer areas: ${names.join(', ')}${absent.length > 5 ? ' …' : ''}`,
            ),
      );
      return null;
    }
    const figures = peers.flatMap(({ figure }) => figure ?? []);
    const place = ranked(figures).find(({ figure }) => figure === own)!.place;
    const counted = desk.compute(
      own,
      { indicator: `${own.indicator}位次`, kind: 'rank', value: place, unit: '位' },
      both(
        `${figures.length} 个地区中高于本地的有 ${place - 1} 个`,
        `of ${figures.length} areas, ${place - 1} are above it`,
      ),
      both('按累计增速由高到低，相同的并列', 'by growth so far, highest first; equal values share a place'),
      figures,
    );
    return rankWords(desk, counted, where, figures.length);
  });
}

function rankWords(desk: FigureDesk, figure: Figure, where: Bilingual, among: number | null): Inline[] {
  const of = among === null ? both('', '') : both(`（${among}个地区）`, ` of ${among}`);
  return [
    said(both(`居${where.zh}第`, 'ranking ')),
    desk.cite(both(`${figure.value}`, `${figure.value}`), figure),
    said(both(`位${of.zh}`, `${of.en} in ${where.en}`)),
  ];
}

interface MainRow {
  indicator: string;
  industry?: string;
}

const MAIN: readonly MainRow[] = [
  { indicator: 'valueAdded' },
  { indicator: 'revenue' },
  { indicator: 'profit' },
  { indicator: 'exports' },
  { indicator: 'salesRatio' },
  { indicator: 'electricity' },
  { indicator: 'valueAddedTax' },
  { indicator: 'producerPrices' },
  { indicator: 'freight' },
  { indicator: 'investment' },
  { indicator: 'upgrading' },
];

/** T1: the month, the months so far, what they were before, province and nation. */
function mainTable({ desk, months, input }: MonthlyDesk): Block | null {
  const { province, nation } = input;
  const rows: Row[] = [];
  for (const { indicator } of MAIN) {
    const find = (kind: FigureKind, period: MonthRange | null, area?: Area) =>
      period === null
        ? null
        : desk.find(area === undefined ? { indicator, kind, period } : { indicator, kind, period, area });
    const figures = [
      find('level', months.now),
      find(GROWTH, months.month),
      find(GROWTH, months.now),
      find(GROWTH, months.before),
      ...(province === null ? [] : [find(GROWTH, months.now, province)]),
      find(GROWTH, months.now, nation),
    ];
    if (figures.slice(0, 3).every((f) => f === null)) continue;
    rows.push({
      cells: [
        [said(heading(desk.indicatorName(indicator)))],
        ...figures.map((f, i) => (i === 0 ? sizedCell(desk, f) : cell(desk, f))),
      ],
    });
  }
  if (rows.length === 0) return null;
  const columns: Column[] = [
    { title: both('指标', 'Indicator'), align: 'start', width: 26 },
    { title: both('累计', 'So far'), align: 'end', width: 16 },
    { title: both('当月同比 %', 'Month, %'), align: 'end', width: 12 },
    { title: both('累计同比 %', 'So far, %'), align: 'end', width: 12 },
    { title: both('上期累计 %', 'Before, %'), align: 'end', width: 12 },
    ...(province === null
      ? []
      : [{ title: both('全省 %', 'Province, %'), align: 'end' as const, width: 11 }]),
    { title: both('全国 %', 'Nation, %'), align: 'end', width: 11 },
  ];
  return { type: 'table', title: both('表1 主要指标', 'T1 Main indicators'), dense: true, columns, rows };
}
