/** Section 8 of the monthly brief: areas ranked, table T3, the map. */
import type { Bilingual } from '../model/index.js';
import type { Block, Inline, Picture, Section } from './brief-document.js';
import { both, said } from './desk.js';
import { rangeLabel } from './figure-desk.js';
import { type MonthlyDesk, ranked } from './monthly.js';
import {
  areaLead,
  areaOrder,
  comparableScope,
  type Lead,
  leadName,
  scopeNote,
  shortName,
} from './monthly-basis.js';
import { cell, GROWTH, paragraph, pictures, section, sentence, signedWithUnit } from './monthly-parts.js';
import { mapOf } from './monthly-pictures.js';
import { capital, commonDecimals, drawnValue, signedSize } from './phrase.js';

/** T3, the ranking and the map. */
export function areasSection(at: MonthlyDesk): Section | null {
  const { desk, months, input } = at;
  const lead = areaLead(at);
  const order = areaOrder(at, lead);
  const name = shortName(desk, lead);
  const note = scopeNote(lead);
  const growths = order.map(({ figure }) => figure);
  const own = desk.find({ ...lead, kind: GROWTH, period: months.now });
  const ends = desk.write(both('区域：最快与最慢', 'Areas: fastest and slowest'), () => {
    if (order.length < 2) {
      desk.missing(both('下辖地区的增加值增速', 'growth of value added of the areas within'));
      return null;
    }
    const named = (list: typeof order, verb: Bilingual): Inline[] => [
      said(verb),
      ...list.flatMap(({ figure }, i): Inline[] => [
        ...(i === 0 ? [] : [said(both('、', ', '))]),
        said(both(`${figure.area.name}（`, `${figure.area.name} (`)),
        desk.cite(signedWithUnit(figure), figure),
        said(both('）', ')')),
      ]),
    ];
    const count = Math.min(3, Math.floor(order.length / 2));
    return sentence([
      named(
        order.slice(0, count),
        lead.of === 'reports'
          ? both(`${leadName(desk, lead).zh}增速居前的是`, `By ${leadName(desk, lead).en}, fastest: `)
          : both('增速居前的是', 'Fastest: '),
      ),
      [
        ...named(order.slice(-count), both('居后的是', 'slowest: ')),
        ...(lead.of === 'reports' ? comparableScope(desk, own) : []),
      ],
    ]);
  });
  const absent = input.parts.length - growths.length;
  const when = rangeLabel(months.now);
  const ranking: Picture | null =
    order.length < 2
      ? null
      : {
          kind: 'bars',
          id: 'areas',
          title:
            lead.of === 'reports'
              ? both(`各地${name.zh}累计增速${note.zh}`, `Growth of ${name.en} by area${note.en}`)
              : both('各地规模以上工业增加值累计增速', 'Growth of value added by area'),
          detail: both(
            `${when.zh}，%${absent > 0 ? `；${absent} 个地区无数据` : ''}`,
            `${when.en}, %${absent > 0 ? `; ${absent} areas without data` : ''}`,
          ),
          source: desk.sourceLine(growths),
          unit: '%',
          bars: order.map(({ figure }) => ({
            label: figure.area.name,
            value: drawnValue(figure),
            figure: desk.cite(signedSize(figure), figure),
            marked: false,
          })),
          reference:
            own === null
              ? null
              : { label: input.area.name, value: drawnValue(own), figure: desk.cite(signedSize(own), own) },
        };
  return section('areas', both('八、区域', '8. Areas'), [
    paragraph([ends]),
    areaTable(at, lead, order),
    pictures([ranking, mapOf(at, lead)]),
  ]);
}

function areaTable(
  { desk, months }: MonthlyDesk,
  lead: Lead,
  order: ReturnType<typeof ranked>,
): Block | null {
  if (order.length < 2) return null;
  const { of } = lead;
  const name = shortName(desk, lead);
  const note = scopeNote(lead);
  const group = of === 'reports' ? desk.reportName(lead.indicator).zh : null;
  const added = (['pull', 'contribution'] as const).flatMap((indicator) => {
    const kind = indicator === 'pull' ? ('difference' as const) : ('share' as const);
    const figures = order.map(({ figure }) =>
      desk.find({ indicator, kind, period: months.now, area: figure.area, group, of }),
    );
    return figures.every((figure) => figure === null) ? [] : [{ indicator, figures }];
  });
  const titles = {
    pull: both('拉动 个百分点', 'Pull, points'),
    contribution: both('贡献率 %', 'Contrib., %'),
  };
  const before = ranked(
    order.flatMap(
      ({ figure }) => desk.find({ ...lead, kind: GROWTH, period: months.before, area: figure.area }) ?? [],
    ),
  );
  const complete = before.length === order.length;
  return {
    type: 'table',
    title: both(`表3 各地区${name.zh}${note.zh}`, `T3 ${capital(name.en)} by area${note.en}`),
    dense: true,
    columns: [
      { title: both('位次', 'Rank'), align: 'end', width: 10 },
      { title: both('地区', 'Area'), align: 'start', width: 34 },
      { title: both('累计同比 %', 'So far, %'), align: 'end', width: 20 },
      { title: both('上期累计 %', 'Before, %'), align: 'end', width: 20 },
      ...(complete ? [{ title: both('位次变动', 'Moved'), align: 'end' as const, width: 16 }] : []),
      ...added.map(({ indicator }) => ({ title: titles[indicator], align: 'end' as const, width: 18 })),
    ],
    rows: order.map(({ figure, place }, i) => {
      const old = before.find((b) => desk.sameArea(b.figure.area, figure.area));
      const moved = old === undefined ? 0 : old.place - place;
      return {
        cells: [
          [said(String(place))],
          [said(figure.area.name)],
          cell(desk, figure),
          cell(desk, old?.figure ?? null),
          ...(complete
            ? [
                [
                  said(
                    moved === 0 ? '—' : moved > 0 ? `↑${moved}` : `↓${-moved}`,
                    moved < 0 ? 'warn' : 'muted',
                  ),
                ],
              ]
            : []),
          ...added.map(({ figures }) =>
            cell(desk, figures[i]!, commonDecimals(figures.flatMap((f) => f ?? []))),
          ),
        ],
      };
    }),
  };
}
