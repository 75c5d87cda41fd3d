/** Where a chain is strong: which industries pull and push the others, and what would be lost without them. */
import { type IndustryProfile, type IoTable, type KeySector, PROFILE_DEFINITIONS } from '../chain/index.js';
import type { Bilingual, Definition, Figure } from '../model/index.js';
import type { Cited, Inline, Picture, Row, Section } from './brief-document.js';
import { type ChainDesk, listed, paragraph, percent, pictures, section } from './chain-parts.js';
import { coefficientPicture, linkagePicture, tableFlows, topFlowPicture } from './chain-pictures.js';
import { both, said } from './desk.js';

/** Industries of a table of the brief. */
const ROWS = 12;
const NAMED = 3;
const FLOWS = 12;

const KEY: Record<KeySector, ReturnType<typeof both>> = {
  key: both('关键', 'key'),
  backward: both('拉动', 'pulls'),
  forward: both('推动', 'pushes'),
  weak: both('—', '—'),
};

/** A measure of one industry of the table, with its definition and what it was worked out from. */
export function measured(
  { desk, io }: ChainDesk,
  i: number,
  definition: Definition,
  value: number,
  unit = '',
): Figure {
  const { cells } = io!;
  const output = cells.output(i);
  return desk.compute(
    output,
    { kind: 'index', indicator: definition.name.zh, unit, value },
    definition.formula,
    both(
      `${definition.name.zh}：${definition.definition.zh}（${definition.source}）`,
      `${definition.name.en}: ${definition.definition.en} (${definition.source})`,
    ),
    [cells.flows(), output],
  );
}

export function strengthSection(at: ChainDesk, summary: Inline[][]): Section | null {
  const title = both('一、强在哪里', '1. Where the chain is strong');
  const { desk, io } = at;
  if (io === null) {
    desk.write(title, () => {
      desk.missing(
        both(
          '投入产出表（ballast import 文件 --as io-table，或 --table）',
          'an input–output table (ballast import FILE --as io-table, or --table)',
        ),
      );
      return null;
    });
    return null;
  }
  const { cells, profile, system } = io;
  const { industries } = profile;
  const total = system.output.reduce((sum, value) => sum + value, 0);
  const by = (measure: (one: IndustryProfile) => number) =>
    [...industries.keys()]
      .filter((i) => system.output[i]! > 0 && Number.isFinite(measure(industries[i]!)))
      .sort((a, b) => measure(industries[b]!) - measure(industries[a]!) || a - b);
  const cite = (
    i: number,
    key: 'outputMultiplier' | 'backwardLinkage' | 'forwardLinkageGhosh' | 'upstreamness',
  ): Cited =>
    desk.cite(industries[i]![key].toFixed(2), measured(at, i, PROFILE_DEFINITIONS[key], industries[i]![key]));
  const extracted = (i: number): Cited =>
    desk.cite(
      percent(industries[i]!.extractionTotal / total),
      measured(
        at,
        i,
        PROFILE_DEFINITIONS.extractionTotal,
        (100 * industries[i]!.extractionTotal) / total,
        '%',
      ),
    );
  const key = by((one) => one.backwardLinkage + one.forwardLinkageGhosh).filter(
    (i) => industries[i]!.keySector === 'key',
  );
  const multiplied = by((one) => one.outputMultiplier);
  const lost = by((one) => one.extractionTotal);
  const shown = by((one) => one.output).slice(0, ROWS);
  const unit =
    at.input.table!.table.unit === ''
      ? both(
          '，表中没有写货币单位，金额按原数',
          '; the table names no unit of money, amounts are as they stand',
        )
      : both('', '');
  const keySentence = (): Inline[] =>
    key.length === 0
      ? [
          said(
            both(
              '没有部门的影响力和感应度同时高于平均。',
              'No industry both pulls and pushes more than average. ',
            ),
          ),
        ]
      : [
          said(
            both(
              `影响力系数和感应度系数都高于平均的关键部门有 ${key.length} 个，依次为`,
              `Key sectors, with backward and forward linkages above the mean: ${key.length}. They are `,
            ),
          ),
          ...listed(
            key
              .slice(0, NAMED)
              .map((i) => [
                said(cells.name(i), 'strong'),
                said(both('（', ' (')),
                cite(i, 'backwardLinkage'),
                said(both('、', ', ')),
                cite(i, 'forwardLinkageGhosh'),
                said(both('）', ')')),
              ]),
          ),
          said(key.length > NAMED ? both('等。', ' and others. ') : both('。', '. ')),
        ];
  const multiplierSentence: Inline[] = [
    said(both('产出乘数最高的是', 'The highest output multipliers are those of ')),
    ...listed(
      multiplied
        .slice(0, NAMED)
        .map((i) => [
          said(cells.name(i)),
          said(both('（', ' (')),
          cite(i, 'outputMultiplier'),
          said(both('）', ')')),
        ]),
    ),
    said(both('。', '. ')),
  ];
  const lossSentence: Inline[] = [
    said(both('若整个部门退出，总产出减少最多的是', 'Without a whole industry, output would fall most for ')),
    ...listed(
      lost
        .slice(0, NAMED)
        .map((i) => [said(cells.name(i)), said(both('（−', ' (−')), extracted(i), said(both('）', ')'))]),
    ),
    said(both('。', '. ')),
  ];
  summary.push(keySentence());
  return section(
    'strength',
    title,
    both(
      `${at.input.table!.name}，${industries.length} 个部门${unit.zh}。影响力：拉动别的部门；感应度：推动别的部门；大于 1 即高于平均，都大于 1 为关键部门。`,
      `${at.input.table!.name}, ${industries.length} industries${unit.en}. Backward linkages pull other industries, forward linkages push them; above 1 is above the mean, both above 1 is a key sector.`,
    ),
    [
      paragraph([keySentence(), multiplierSentence, lossSentence]),
      pictures(tablePictures(at, cite)),
      {
        type: 'table',
        title: both('主要部门', 'Largest industries'),
        dense: true,
        columns: [
          { title: both('部门', 'Industry'), align: 'start', width: 24 },
          { title: both('总产出', 'Output'), align: 'end', width: 17 },
          { title: both('产出乘数', 'Multiplier'), align: 'end', width: 11 },
          { title: both('影响力', 'Backward'), align: 'end', width: 10 },
          { title: both('感应度', 'Forward'), align: 'end', width: 10 },
          { title: both('上游度', 'Upstreamness'), align: 'end', width: 11 },
          { title: both('退出损失', 'Lost without it'), align: 'end', width: 10 },
          { title: both('类型', 'Kind'), align: 'start', width: 10 },
        ],
        rows: shown.map(
          (i): Row => ({
            cells: [
              [said(cells.name(i))],
              [desk.cite(cells.money(system.output[i]!), cells.output(i))],
              [cite(i, 'outputMultiplier')],
              [cite(i, 'backwardLinkage')],
              [cite(i, 'forwardLinkageGhosh')],
              [cite(i, 'upstreamness')],
              [extracted(i)],
              [said(KEY[industries[i]!.keySector], industries[i]!.keySector === 'key' ? 'good' : 'muted')],
            ],
          }),
        ),
      },
    ],
  );
}

/** Linkages against each other, the largest flows, and what each industry takes of each. */
function tablePictures(
  at: ChainDesk,
  cite: (i: number, key: 'backwardLinkage') => Cited,
): (Picture | null)[] {
  const { desk } = at;
  const { cells, profile, system } = at.io!;
  const { industries } = profile;
  const { table, output, n } = system;
  if (n < 3) return [];
  const names = industries.map((_, i) => cells.name(i));
  const upstreamness = Float64Array.from(industries, (one) => one.upstreamness);
  const head = (id: string, title: Bilingual, detail: Bilingual) => ({
    id,
    title,
    detail,
    source: desk.sourceLine([
      cells.flows(),
      measured(at, 0, PROFILE_DEFINITIONS.backwardLinkage, industries[0]!.backwardLinkage),
    ]),
  });
  const whole = () =>
    desk.cite(cells.money(table.intermediate.reduce((sum, value) => sum + value, 0)), cells.flows());
  const year = table.year === null ? both('', '') : both(`${table.year} 年，`, `${table.year}, `);
  return [
    linkagePicture(
      head(
        'linkages',
        both('影响力与感应度', 'Backward and forward linkages'),
        both(
          `${year.zh}各部门平均为 1，点的大小为总产出`,
          `${year.en}the mean of all industries is 1; size: output`,
        ),
      ),
      industries
        .map((one, i) => ({
          name: names[i]!,
          backward: one.backwardLinkage,
          forward: one.forwardLinkageGhosh,
          output: output[i]!,
          ...(one.keySector === 'key' && { figure: cite(i, 'backwardLinkage') }),
        }))
        .filter((point) => point.output > 0),
    ),
    topFlowPicture(
      head(
        'flows',
        both('最大的部门间流量', 'Largest flows between industries'),
        both(`${year.zh}中间使用，按上游度自上而下`, `${year.en}intermediate use, upstream first`),
      ),
      {
        places: names,
        upstreamness,
        flows: tableFlows(table),
        unit: both('中间使用', 'intermediate use'),
        words: (value) => cells.money(value),
      },
      whole(),
      FLOWS,
    ),
    coefficientPicture(
      head(
        'coefficients',
        both('直接消耗系数', 'Technical coefficients'),
        both(
          `${year.zh}每列单位产出所用的各行产品，按上游度排列`,
          `${year.en}what a unit of each column takes of each row, by upstreamness`,
        ),
      ),
      named(table, names),
      upstreamness,
      whole(),
    ),
  ];
}

/** The table with the names that the brief has in English, where the source has none. */
function named(table: IoTable, names: readonly Bilingual[]): IoTable {
  return {
    ...table,
    industries: table.industries.map((one, i) => ({ ...one, nameEn: one.nameEn ?? names[i]!.en })),
  };
}
