/** On whom a chain depends: other provinces and countries by product, and single suppliers by firm. */
import { PROFILE_DEFINITIONS } from '../chain/index.js';
import type { Figure } from '../model/index.js';
import type { BarPicture, Cited, Inline, Picture, Row, Section } from './brief-document.js';
import { type ChainDesk, listed, paragraph, percent, pictures, section } from './chain-parts.js';
import { soleSourceBlocks } from './chain-sole-sources.js';
import { measured } from './chain-strength.js';
import { both, said } from './desk.js';

const ROWS = 12;
const NAMED = 3;

export function dependenceSection(at: ChainDesk, summary: Inline[][]): Section | null {
  const outside = outsideSupply(at, summary);
  return section('dependence', both('二、依赖谁', '2. On whom it depends'), null, [
    ...(at.io === null ? [] : [paragraph(outside.sentences), outside.table, pictures([outside.picture])]),
    ...soleSourceBlocks(at, summary),
  ]);
}

interface Outside {
  sentences: (Inline[] | null)[];
  table: ReturnType<typeof tableOf> | null;
  picture: Picture | null;
}

const NOTHING: Outside = { sentences: [], table: null, picture: null };

/** Of a competitive table, imports and inflows by product; of one with imports apart, what they are of the inputs. */
function outsideSupply(at: ChainDesk, summary: Inline[][]): Outside {
  if (at.io === null) return NOTHING;
  const { table } = at.io.system;
  if (table.importedIntermediate !== null) return importedInputs(at, summary);
  if (table.imports === null && table.inflows === null) {
    at.desk.write(both('外来供给的依赖', 'Dependence on supply from outside'), () => {
      at.desk.missing(both('表中的进口或调入', 'imports or inflows in the table'));
      return null;
    });
    return NOTHING;
  }
  return productsFromOutside(at, summary);
}

function productsFromOutside(at: ChainDesk, summary: Inline[][]): Outside {
  const { desk } = at;
  const { cells, system } = at.io!;
  const { table, output } = system;
  const zero = new Float64Array(output.length);
  const [imports, inflows] = [table.imports ?? zero, table.inflows ?? zero];
  const supply = output.map((x, i) => x + imports[i]! + inflows[i]!);
  const share = supply.map((all, i) => (all > 0 ? (imports[i]! + inflows[i]!) / all : Number.NaN));
  const order = [...share.keys()].filter((i) => share[i]! > 0).sort((a, b) => share[b]! - share[a]! || a - b);
  if (order.length === 0) return NOTHING;
  const from = both(
    table.inflows === null ? '进口' : table.imports === null ? '调入' : '调入和进口',
    table.inflows === null ? 'imports' : table.imports === null ? 'inflows' : 'inflows and imports',
  );
  const figure = (i: number): Figure => {
    const inputs = [cells.output(i), cells.use(i, 'imports'), cells.use(i, 'inflows')].filter(
      (f) => f !== null,
    );
    return desk.compute(
      cells.output(i),
      { kind: 'share', indicator: '外来供给份额', unit: '%', value: 100 * share[i]! },
      both('(进口 + 调入) / (总产出 + 进口 + 调入)', '(imports + inflows) / (output + imports + inflows)'),
      both(`该产品总供给中${from.zh}的比重`, `${from.en} of all supply of the product`),
      inputs,
    );
  };
  const cite = (i: number): Cited => desk.cite(percent(share[i]!), figure(i));
  const sentence = (): Inline[] => [
    said(
      both(
        `供给中${from.zh}占比最高的产品是`,
        `The products with the largest share of ${from.en} in supply are `,
      ),
    ),
    ...listed(
      order
        .slice(0, NAMED)
        .map((i) => [said(cells.name(i), 'strong'), said(both('（', ' (')), cite(i), said(both('）', ')'))]),
    ),
    said(both('。', '. ')),
  ];
  summary.push(sentence());
  const shown = order.slice(0, ROWS);
  return {
    sentences: [
      sentence(),
      [
        said(
          both(
            '表中没有来源地，进口和调入各来自何处、是否集中，要看企业供应关系或产业链图谱。',
            'The table names no origins: where imports and inflows come from, and how concentrated they are, is for the links of firms or the chain map to say. ',
          ),
          'muted',
        ),
      ],
    ],
    table: tableOf(
      shown.map((i) => ({
        cells: [
          [said(cells.name(i))],
          ...(['inflows', 'imports'] as const).map((column): Inline[] => {
            const found = cells.use(i, column);
            return found === null
              ? [said('—', 'muted')]
              : [desk.cite(cells.money(table[column]![i]!), found)];
          }),
          [desk.cite(cells.money(output[i]!), cells.output(i))],
          [cite(i)],
        ],
      })),
    ),
    picture: bars(
      'outside',
      both('外来供给占比最高的产品', 'Products with the largest share of supply from outside'),
      both(`${from.zh}占总供给，%`, `${from.en} of all supply, %`),
      desk.sourceLine(shown.map(figure)),
      shown.map((i) => ({
        label: cells.name(i),
        value: Number((100 * share[i]!).toFixed(1)),
        figure: cite(i),
        marked: false,
      })),
    ),
  };
}

function importedInputs(at: ChainDesk, summary: Inline[][]): Outside {
  const { desk } = at;
  const { cells, profile, system } = at.io!;
  const { industries, verticalSpecialisation: vertical } = profile;
  const cite = (i: number, key: 'intermediateImportShare' | 'verticalSpecialisation'): Cited =>
    desk.cite(
      percent(industries[i]![key]),
      measured(at, i, PROFILE_DEFINITIONS[key], 100 * industries[i]![key], '%'),
    );
  const order = [...industries.keys()]
    .filter((i) => system.output[i]! > 0 && industries[i]!.verticalSpecialisation > 0)
    .sort((a, b) => industries[b]!.verticalSpecialisation - industries[a]!.verticalSpecialisation || a - b);
  if (order.length === 0) return NOTHING;
  const definition = PROFILE_DEFINITIONS.verticalSpecialisation;
  const whole = () =>
    vertical === null
      ? null
      : desk.cite(
          percent(vertical.total, 2),
          desk.compute(
            cells.flows(),
            { kind: 'index', indicator: definition.name.zh, unit: '%', value: 100 * vertical.total },
            definition.formula,
            both(
              `${definition.definition.zh}（${definition.source}）`,
              `${definition.definition.en} (${definition.source})`,
            ),
            [cells.flows()],
          ),
          'strong',
        );
  const sentence = (): Inline[] => [
    ...(vertical === null
      ? []
      : [
          said(
            both(
              '出口中的进口含量（垂直专业化）为',
              'The imported content of exports (vertical specialisation) is ',
            ),
          ),
          whole()!,
          said(both('；', '; ')),
        ]),
    said(both('单位最终产品中进口含量最高的是', 'per unit of final demand it is highest in ')),
    ...listed(
      order
        .slice(0, NAMED)
        .map((i) => [
          said(cells.name(i), 'strong'),
          said(both('（', ' (')),
          cite(i, 'verticalSpecialisation'),
          said(both('）', ')')),
        ]),
    ),
    said(both('。', '. ')),
  ];
  summary.push(sentence());
  const shown = order.slice(0, ROWS);
  return {
    sentences: [sentence()],
    table: {
      type: 'table',
      title: both('进口依赖最高的部门', 'Industries that depend most on imports'),
      dense: true,
      columns: [
        { title: both('部门', 'Industry'), align: 'start', width: 46 },
        { title: both('中间投入中的进口', 'Imports of inputs'), align: 'end', width: 27 },
        { title: both('直接与间接进口含量', 'Imports, all stages'), align: 'end', width: 27 },
      ],
      rows: shown.map((i) => ({
        cells: [
          [said(cells.name(i))],
          [cite(i, 'intermediateImportShare')],
          [cite(i, 'verticalSpecialisation')],
        ],
      })),
    },
    picture: bars(
      'import-content',
      both('进口含量最高的部门', 'Industries with the largest imported content'),
      both('单位最终产品中的进口品价值，%', 'imports embodied in a unit of final demand, %'),
      desk.sourceLine([cells.flows()]),
      shown.map((i) => ({
        label: cells.name(i),
        value: Number((100 * industries[i]!.verticalSpecialisation).toFixed(1)),
        figure: cite(i, 'verticalSpecialisation'),
        marked: false,
      })),
    ),
  };
}

function tableOf(rows: Row[]) {
  return {
    type: 'table' as const,
    title: both('外来供给', 'Supply from outside'),
    dense: true,
    columns: [
      { title: both('产品', 'Product'), align: 'start' as const, width: 34 },
      { title: both('调入', 'Inflows'), align: 'end' as const, width: 16 },
      { title: both('进口', 'Imports'), align: 'end' as const, width: 16 },
      { title: both('本地总产出', 'Made here'), align: 'end' as const, width: 18 },
      { title: both('外来占总供给', 'From outside'), align: 'end' as const, width: 16 },
    ],
    rows,
  };
}

function bars(
  id: string,
  title: BarPicture['title'],
  detail: BarPicture['detail'],
  source: BarPicture['source'],
  all: BarPicture['bars'],
): BarPicture | null {
  return all.length < 2
    ? null
    : { kind: 'bars', id, title, detail, source, unit: '%', bars: all, reference: null };
}
