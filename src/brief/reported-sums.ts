/** What the reports of firms add up to, in a sentence and a table that are of nothing else. */
import type { Bilingual, Figure } from '../model/index.js';
import type { Block, Inline, Row } from './brief-document.js';
import { both, said } from './desk.js';
import type { FigureDesk, MonthRange } from './figure-desk.js';
import { comparableScope } from './monthly-basis.js';
import { cell, GROWTH, growth, heading, sentence, sizedCell } from './monthly-parts.js';
import { capital, size } from './phrase.js';
import { turnClause } from './turns.js';
import { NOT_COMPARABLE } from './wording.js';

/** 上报企业营业收入2300亿元（180家），同比增长6.3%（同口径178家企业…）: for where nothing was published. */
export function reportedSentence(
  desk: FigureDesk,
  indicator: string,
  period: MonthRange,
  before: { period: MonthRange; label: Bilingual } | null,
): Inline[] | null {
  const query = { indicator, of: 'reports' as const };
  const level = desk.find({ ...query, kind: 'level', period });
  if (level === null) return null;
  const name = desk.reportName(indicator);
  const firms = desk.firmsBehind(level)!;
  const now = desk.find({ ...query, kind: GROWTH, period });
  const earlier =
    now === null || before === null ? null : desk.find({ ...query, kind: GROWTH, period: before.period });
  return sentence([
    [
      said(both(`上报企业${name.zh}`, `${capital(name.en)} of the firms that report came to `)),
      desk.cite(size(level), level),
      said(both(`（${firms}家）`, ` (${firms} firms)`), 'muted'),
    ],
    now === null ? null : [said(both('', 'and ')), ...growth(desk, now), ...comparableScope(desk, now)],
    earlier === null ? null : turnClause(desk, now!, earlier, before!.label),
  ]);
}

/** Items of the reports for which nothing was published of the area and period. */
function reportedItems(desk: FigureDesk, period: MonthRange): { indicator: string; level: Figure }[] {
  const published = (indicator: string) =>
    (['level', GROWTH] as const).some((kind) => desk.find({ indicator, kind, period }) !== null);
  return Object.keys(desk.lexicon.reports).flatMap((indicator) => {
    const level = desk.find({ indicator, kind: 'level', period, of: 'reports' });
    return level === null || published(indicator) ? [] : [{ indicator, level }];
  });
}

/** What the table of reports is: whose values, how compared. */
export function reportedScope(desk: FigureDesk, period: MonthRange): Inline[] | null {
  const items = reportedItems(desk, period);
  if (items.length === 0) return null;
  const { withoutArea = 0, withoutIndustry = 0 } = desk.reported ?? {};
  const most = Math.max(...items.map(({ level }) => desk.firmsBehind(level) ?? 0));
  return [
    said(
      both(
        `企业报表加总另列一表，至多${most}家企业上报，与公布数口径不同；增速和增长面只取两年同期都上报的同口径企业，${NOT_COMPARABLE.zh}。`,
        `What the reports of up to ${most} firms add up to stands apart in a table: its scope is not that of published figures; growth and breadth are those of the same firms in both years, ${NOT_COMPARABLE.en}.`,
      ),
    ),
    ...(withoutArea === 0 || desk.area.code === null
      ? []
      : [
          said(
            both(
              `名录中没有地区的上报企业${withoutArea}家未计入。`,
              ` Firms without an area in the register are left out: ${withoutArea}.`,
            ),
            'warn',
          ),
        ]),
    ...(withoutIndustry === 0
      ? []
      : [
          said(
            both(
              `名录中没有行业的上报企业${withoutIndustry}家不在分行业之内。`,
              ` Firms without an industry in the register are in no industry: ${withoutIndustry}.`,
            ),
            'warn',
          ),
        ]),
  ];
}

/** T6: what the reports add up to, where nobody published it. */
export function reportedTable(desk: FigureDesk, period: MonthRange): Block | null {
  const rows = reportedItems(desk, period).map(({ indicator, level }): Row => {
    const of = 'reports' as const;
    const growth = desk.find({ indicator, kind: GROWTH, period, of });
    const group = desk.reportName(indicator).zh;
    const breadth = desk.find({ indicator: 'firmBreadth', kind: 'share', period, group, of });
    const firms = (figure: Figure | null): Inline[] => {
      const count = figure === null ? null : desk.firmsBehind(figure);
      return count === null ? [said('—', 'muted')] : [said(String(count), 'muted')];
    };
    return {
      cells: [
        [said(heading(desk.reportName(indicator)))],
        sizedCell(desk, level),
        firms(level),
        cell(desk, growth),
        cell(desk, breadth),
        firms(growth),
      ],
    };
  });
  if (rows.length === 0) return null;
  return {
    type: 'table',
    title: both('表6 企业报表加总', 'T6 Reports of firms, added up'),
    dense: true,
    columns: [
      { title: both('指标', 'Item'), align: 'start', width: 24 },
      { title: both('累计', 'So far'), align: 'end', width: 20 },
      { title: both('上报企业', 'Firms'), align: 'end', width: 12 },
      { title: both('同口径同比 %', 'Same firms, %'), align: 'end', width: 16 },
      { title: both('企业增长面 %', 'Firms that grow, %'), align: 'end', width: 16 },
      { title: both('同口径企业', 'Same firms'), align: 'end', width: 12 },
    ],
    rows,
  };
}
