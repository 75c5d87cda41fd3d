/** By which methods the numbers of a chain brief were found, and how far they can be off. */
import { INVENTORY_DEFAULTS, LEONTIEF_DEFINITIONS } from '../chain/index.js';
import type { Bilingual, Definition } from '../model/index.js';
import type { Inline, Row, Section } from './brief-document.js';
import { linkTotal } from './chain-outage.js';
import { boundWords, type ChainDesk, percent, section } from './chain-parts.js';
import { both, said } from './desk.js';

export function methodSection(at: ChainDesk): Section | null {
  const rows = [...tableRows(at), ...networkRows(at), ...shockRows(at)];
  return section('method', both('方法与误差', 'Methods and errors'), null, [
    rows.length === 0
      ? null
      : {
          type: 'table',
          dense: true,
          columns: [
            { title: both('内容', 'What'), align: 'start', width: 22 },
            { title: both('方法与假设', 'Method and assumptions'), align: 'start', width: 50 },
            { title: both('误差', 'Error'), align: 'start', width: 28 },
          ],
          rows,
        },
  ]);
}

function row(what: Bilingual, method: Bilingual, error: Inline[]): Row {
  return { cells: [[said(what, 'strong')], [said(method)], error] };
}

function tableRows({ desk, io, input }: ChainDesk): Row[] {
  if (io === null) return [];
  const { cells, profile } = io;
  const { accuracy, spectralRadius } = profile;
  const number = (definition: Definition, value: number, words: string): Inline =>
    desk.cite(
      words,
      desk.compute(
        cells.flows(),
        { kind: 'index', indicator: definition.name.zh, unit: '', value },
        definition.formula,
        both(definition.definition.zh, definition.definition.en),
        [cells.flows()],
      ),
    );
  const competitive = io.system.table.importedIntermediate === null;
  const treatments = profile.treatments.map(({ message }) => message);
  return [
    row(
      both('投入产出', 'Input–output'),
      both(
        `列昂惕夫逆与高斯逆（Miller 和 Blair 2009）；${competitive ? '竞争型表：流量含进口和调入，乘数不都落在本地' : '非竞争型表：只用国内流量'}；影响力、感应度以简单平均为 1。${treatments.map(({ zh }) => `${zh}。`).join('')}`,
        `Leontief and Ghosh inverses (Miller & Blair 2009); ${competitive ? 'a competitive table: flows contain imports and inflows, so that not all of a multiplier is made here' : 'a non-competitive table: domestic flows only'}; linkages have a plain mean of 1. ${treatments.map(({ en }) => `${en}. `).join('')}`,
      ),
      [
        said(both('残差 ', 'residual ')),
        number(LEONTIEF_DEFINITIONS.residual, accuracy.residual, accuracy.residual.toExponential(1)),
        said(both('，条件数约 ', ', condition about ')),
        number(LEONTIEF_DEFINITIONS.condition, accuracy.condition, accuracy.condition.toPrecision(3)),
        said(both('，谱半径 ', ', spectral radius ')),
        number(LEONTIEF_DEFINITIONS.spectralRadius, spectralRadius.value, spectralRadius.value.toFixed(4)),
        said(
          both(
            `。表本身的误差不在其内${input.table!.table.year === null ? '' : `；表是 ${input.table!.table.year} 年的`}。`,
            `. Errors of the table itself are not in these${input.table!.table.year === null ? '' : `; it is of ${input.table!.table.year}`}.`,
          ),
        ),
      ],
    ),
  ];
}

function networkRows(at: ChainDesk): Row[] {
  const { network } = at.input;
  if (network === null) return [];
  const { risk, stop, leak, model, links, notes } = network;
  const bound =
    risk.errorBound === null ? null : risk.errorBound.reduce((most, value) => Math.max(most, value), 0);
  const inferred = links.filter(({ grade }) => grade === 'C' || grade === 'D');
  const graded = links.some(({ grade }) => grade !== null);
  const value = (list: typeof links) => list.reduce((sum, link) => sum + link.value, 0);
  const error: Inline[] =
    bound === null || stop.rule === 'eps'
      ? [
          said(
            both(
              `采用文献的停止规则 eps = ${stop.rule === 'eps' ? stop.eps : ''}：它是模型参数，不是误差，截断上游传播，不同规模的网络不可比。`,
              `Stop rule of the literature, eps = ${stop.rule === 'eps' ? stop.eps : ''}: a parameter of the model and no error; it cuts the cascade upstream short, and networks of different size do not compare.`,
            ),
            'warn',
          ),
        ]
      : [
          said(
            both(
              '迭代到不动点；指数偏低不超过 ',
              'Run to the fixed point; no index falls short of it by more than ',
            ),
          ),
          at.desk.cite(
            boundWords(bound),
            at.desk.compute(
              linkTotal(at, network),
              { kind: 'index', indicator: '停产损失的误差界', unit: '', value: bound },
              'max_f (u_f − ESRI_f), F(u) ≤ u',
              both('各企业误差界中最大的一个', 'the largest of the bounds of all firms'),
              [linkTotal(at, network)],
            ),
          ),
          said(both('（由 F(u) ≤ u 得出的上界，不计浮点舍入）。', ' (a bound by F(u) ≤ u, rounding apart).')),
        ];
  return [
    row(
      both('停产代价', 'Outage of a firm'),
      both(
        `经济系统性风险指数（Diem 等 2022）：必需投入取最短缺者，非必需投入按份额相加；${model.markets === null ? '失去的供应商不可替代' : '同一行业的其他企业按余下产能替代'}。${leak.zh}。${notes.map(({ zh }) => `${zh}。`).join('')}`,
        `Economic systemic risk index (Diem et al. 2022): of essential inputs the scarcest binds, others count by their share; ${model.markets === null ? 'a lost supplier cannot be replaced' : 'others of the industry replace it with what they have left'}. ${leak.en}. ${notes.map(({ en }) => `${en}. `).join('')}`,
      ),
      [
        ...error,
        said(
          graded
            ? both(
                `证据为 C、D 级（单方填报或推断）的供应关系占金额 ${percent(value(inferred) / value(links))}，其误差不在界内。`,
                ` Links of grade C and D, by one side's word or inferred, are ${percent(value(inferred) / value(links))} of the money; their errors are not in the bound.`,
              )
            : both('供应关系没有证据等级。', ' The links carry no grade of evidence.'),
          graded ? 'plain' : 'warn',
        ),
      ],
    ),
  ];
}

function shockRows({ input, io }: ChainDesk): Row[] {
  if (input.shock === null || io === null) return [];
  const { result } = input.shock;
  return [
    row(
      both('冲击过程', 'Shock'),
      both(
        `ARIO 库存模型，参数以情景文件为准，未写的取缺省（库存 ${String(INVENTORY_DEFAULTS.inventoryDays)} 天）；价格不变。`,
        `ARIO with inventories; parameters as in the file of scenarios, else the defaults (inventories of ${String(INVENTORY_DEFAULTS.inventoryDays)} days); prices stay.`,
      ),
      [
        said(
          result.draws === 1
            ? both(
                '单一取值，没有区间。模型参数的误差未计。',
                'Single values, no interval. Errors of the parameters are not in it.',
              )
            : both(
                `区间来自 ${result.draws} 次拉丁超立方抽样，只含情景文件中写成区间的数；模型参数的误差未计。`,
                `Intervals from ${result.draws} draws of a Latin hypercube over the ranges in the file; errors of the parameters are not in them.`,
              ),
        ),
      ],
    ),
  ];
}
