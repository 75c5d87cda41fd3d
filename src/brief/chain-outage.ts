/** What one outage costs: the systemic risk of the firms that matter most, why, and a shock played day by day. */
import {
  cascade,
  contributionsBySector,
  convergedCascade,
  type Interval,
  lossRoutes,
  type Stability,
} from '../chain/index.js';
import type { Bilingual, Figure } from '../model/index.js';
import type { Block, Cited, Inline, PathPicture, RankPicture, Row, Section } from './brief-document.js';
import {
  boundWords,
  type ChainDesk,
  type ChainNetwork,
  type ChainShock,
  listed,
  paragraph,
  pictures,
  section,
  smallPercent,
} from './chain-parts.js';
import { riskRankPicture } from './chain-pictures.js';
import { rowFigure } from './chain-sources.js';
import { both, said } from './desk.js';

const ROWS = 12;
const NAMED = 3;
/** Links that stand for what a firm sells and buys in a note; the index takes in the whole network. */
const NOTED = 2;
const LARGE = 0.01;

export function outageSection(at: ChainDesk, summary: Inline[][]): Section | null {
  const title = both('三、一家停产的代价', '3. What the outage of one firm costs');
  const { desk, input } = at;
  const { network } = input;
  if (network === null) {
    desk.write(title, () => {
      desk.missing(
        both(
          '企业间的供应关系（--firms、--links、--classes）',
          'supply links between firms (--firms, --links, --classes)',
        ),
      );
      return null;
    });
    return null;
  }
  const { risk, firms } = network;
  const order = [...firms.keys()].sort((a, b) => risk.esri[b]! - risk.esri[a]! || a - b);
  const shown = order.slice(0, ROWS).filter((i) => risk.esri[i]! > 0);
  const [first] = shown;
  if (first === undefined) {
    desk.write(title, () => {
      desk.missing(both('金额大于 0 的供应关系', 'supply links of more than nothing'));
      return null;
    });
    return null;
  }
  const cite = (i: number, part: 'esri' | 'down' | 'up'): Cited =>
    desk.cite(smallPercent(risk[part][i]!), riskFigure(at, network, i, part));
  const large = order.filter((i) => risk.esri[i]! > LARGE).length;
  const sentence = (): Inline[] => [
    said(both('代价最大的是', 'The costliest outage is that of ')),
    said(firms[first]!.name, 'strong'),
    said(both('：它单独停产，全网产出损失 ', ': closed alone, the network loses ')),
    cite(first, 'esri'),
    said(both('（缺投入 ', ' of output (for want of inputs ')),
    cite(first, 'down'),
    said(both('，缺客户 ', ', of customers ')),
    cite(first, 'up'),
    said(both('）。', '). ')),
  ];
  summary.push(sentence());
  const count = desk.cite(
    both(`${large} 家`, `${large}`),
    desk.compute(
      firmRow(at, network, first),
      { kind: 'count', indicator: '停产损失超过1%的企业', unit: '家', value: large },
      both('ESRI > 1%', 'ESRI > 1%'),
      both(`全部 ${firms.length} 家逐一停产`, `each of ${firms.length} firms closed alone`),
      [linkTotal(at, network)],
    ),
  );
  return section(
    'outage',
    title,
    both(
      `${firms.length} 家企业、${network.model.network.outBuyer.length} 条供应关系；每家单独停产，按权重计全网产出的损失（ESRI，Diem 等 2022）。`,
      `${firms.length} firms, ${network.model.network.outBuyer.length} supply links; each firm closed alone, the share of weighted output lost (ESRI, Diem et al. 2022).`,
    ),
    [
      paragraph([
        sentence(),
        [
          said(both('单独停产损失超过 1% 的企业有 ', 'Firms whose outage alone costs more than 1%: ')),
          count,
          said(both('。', '. ')),
        ],
        ...whySentences(at, network, first),
      ]),
      pictures([riskPicture(at, network, shown, cite)]),
      riskTable(at, network, shown, cite),
    ],
  );
}

function firmRow(at: ChainDesk, network: ChainNetwork, i: number): Figure {
  const { name, row, revenue, file = network.firmFile } = network.firms[i]!;
  const value = revenue ?? network.model.network.outStrength[i]!;
  return at.desk.take(
    rowFigure(file, at.area, null, {
      indicator: revenue === null ? '网内销售额' : '营业收入',
      value,
      unit: network.unit ?? '',
      row,
      column: revenue === null ? '企业' : '营业收入',
      quote: revenue === null ? name : String(revenue),
      group: name,
    }),
  );
}

/** A link as it stands in its file. */
export function linkRow(at: ChainDesk, network: ChainNetwork, e: number): Figure {
  const { supplier, buyer, value, row, grade, file = network.linkFile, quote } = network.links[e]!;
  return at.desk.take(
    rowFigure(file, at.area, null, {
      indicator: '供应金额',
      value,
      unit: network.unit ?? '',
      row,
      column: '金额',
      quote: quote ?? String(value),
      group: `${network.firms[supplier]!.name} → ${network.firms[buyer]!.name}${grade === null ? '' : `（证据 ${grade}）`}`,
    }),
  );
}

/** All links together, as what the whole network is worked out from. */
export function linkTotal(at: ChainDesk, network: ChainNetwork): Figure {
  const { links } = network;
  const [first] = links;
  const value = links.reduce((sum, link) => sum + link.value, 0);
  return at.desk.take(
    rowFigure(network.linkFile, at.area, null, {
      indicator: '供应金额合计',
      value,
      unit: network.unit ?? '',
      // The heading: what is meant are all rows under it.
      row: 1,
      column: '金额',
      quote: `${first?.row ?? 1}—${links.at(-1)?.row ?? 1}`,
    }),
  );
}

function riskFigure(at: ChainDesk, network: ChainNetwork, i: number, part: 'esri' | 'down' | 'up'): Figure {
  const own = [...network.links.keys()]
    .filter((e) => network.links[e]!.supplier === i || network.links[e]!.buyer === i)
    .sort((a, b) => network.links[b]!.value - network.links[a]!.value || a - b)
    .slice(0, NOTED);
  const bound = network.risk.errorBound?.[i];
  const kind = {
    esri: both('停产损失', 'loss by its outage'),
    down: both('停产损失（缺投入）', 'loss for want of inputs'),
    up: both('停产损失（缺客户）', 'loss for want of customers'),
  }[part];
  return at.desk.compute(
    firmRow(at, network, i),
    { kind: 'share', indicator: kind.zh, unit: '%', value: 100 * network.risk[part][i]! },
    part === 'esri' ? 'Σ_i w_i max(ℓᵈ_i, ℓᵘ_i)' : part === 'down' ? 'Σ_i w_i ℓᵈ_i' : 'Σ_i w_i ℓᵘ_i',
    both(
      `${network.firms[i]!.name}单独停产后全网按权重计的产出损失${bound === undefined ? '，文献的停止规则' : `，误差不超过 ${boundWords(bound)}`}；输入为全部供应关系，此处列出本企业最大的几条`,
      `${network.firms[i]!.name} closed alone: share of weighted output lost${bound === undefined ? ', stop rule of the literature' : `, error at most ${boundWords(bound)}`}; it takes in all links, of which the firm's largest are named`,
    ),
    [firmRow(at, network, i), ...own.map((e) => linkRow(at, network, e)), linkTotal(at, network)],
  );
}

function riskPicture(
  at: ChainDesk,
  network: ChainNetwork,
  shown: readonly number[],
  cite: (i: number, part: 'esri') => Cited,
): RankPicture | null {
  if (shown.length < 2) return null;
  const own = new Set(shown);
  return riskRankPicture(
    {
      id: 'risk',
      title: both('停产代价的位次', 'Losses by outage, by rank'),
      detail: both(
        '单独停产时全网产出损失，%；位次为对数轴',
        'output of the network lost when a firm alone closes, %; ranks on a logarithmic axis',
      ),
      source: at.desk.sourceLine([linkTotal(at, network), riskFigure(at, network, shown[0]!, 'esri')]),
    },
    '%',
    network.firms.map(({ name }, i) => ({
      name,
      value: 100 * network.risk.esri[i]!,
      ...(own.has(i) && { figure: cite(i, 'esri') }),
    })),
  );
}

function riskTable(
  at: ChainDesk,
  network: ChainNetwork,
  shown: readonly number[],
  cite: (i: number, part: 'esri' | 'down' | 'up') => Cited,
): Block {
  return {
    type: 'table',
    title: both('停产代价', 'What an outage costs'),
    dense: true,
    columns: [
      { title: both('企业', 'Firm'), align: 'start', width: 32 },
      { title: both('行业', 'Industry'), align: 'start', width: 26 },
      { title: both('所在', 'Area'), align: 'start', width: 12 },
      { title: both('损失', 'Loss'), align: 'end', width: 10 },
      { title: both('缺投入', 'Inputs'), align: 'end', width: 10 },
      { title: both('缺客户', 'Customers'), align: 'end', width: 10 },
    ],
    rows: shown.map(
      (i): Row => ({
        cells: [
          [said(network.firms[i]!.name)],
          [said(sectorName(at, network, network.model.network.sectorOf[i]!), 'muted')],
          [said(network.firms[i]!.area ?? '—', 'muted')],
          [cite(i, 'esri')],
          [cite(i, 'down')],
          [cite(i, 'up')],
        ],
      }),
    ),
  };
}

/** A sector by its name in the table, where its code is there, or by that of the classification. */
export function sectorName(at: ChainDesk, network: ChainNetwork, sector: number): Bilingual {
  const code = network.model.network.sectors[sector]!;
  const found = at.io?.system.table.industries.findIndex((one) => one.code === code) ?? -1;
  if (found >= 0) return at.io!.cells.name(found);
  const name = network.sectorNames?.get(code) ?? code;
  return both(name, at.input.lexicon.industries[name] ?? name);
}

/** Where the loss falls, and along which links it gets there. */
function whySentences(at: ChainDesk, network: ChainNetwork, firm: number): (Inline[] | null)[] {
  const { desk } = at;
  const { model, stop, firms, links } = network;
  const supply = new Float64Array(firms.length);
  supply[firm] = 1;
  const result =
    stop.rule === 'eps'
      ? cascade(model, { supply }, stop)
      : convergedCascade(model, { supply }, stop.tolerance);
  const sectors = contributionsBySector(model, result);
  const figure = riskFigure(at, network, firm, 'esri');
  const where: Inline[] = [
    said(both('损失主要落在', 'The loss falls on ')),
    ...listed(
      sectors
        .slice(0, NAMED)
        .map((one) => [
          said(sectorName(at, network, one.sector)),
          said(both('（', ' (')),
          desk.cite(
            smallPercent(one.esri),
            desk.compute(
              figure,
              { kind: 'share', unit: '%', value: 100 * one.esri, indicator: '停产损失中的行业部分' },
              'Σ_{i∈s} w_i max(ℓᵈ_i, ℓᵘ_i)',
              both('停产损失落在该行业的部分', 'part of the loss that falls on the industry'),
              [figure],
            ),
          ),
          said(both('）', ')')),
        ]),
    ),
    said(both('。', '. ')),
  ];
  const [route] = lossRoutes(model, result, firm, 1);
  if (route === undefined || route.firms.length < 2) return [where];
  const steps = route.firms.slice(1).flatMap((to, k) => {
    const from = route.firms[k]!;
    const [supplier, buyer] = route.channel === 'down' ? [from, to] : [to, from];
    const e = links.findIndex((link) => link.supplier === supplier && link.buyer === buyer);
    return e < 0 ? [] : [linkRow(at, network, e)];
  });
  const carried = desk.compute(
    figure,
    { kind: 'share', unit: '%', value: 100 * route.contribution * route.share, indicator: '经该路径的损失' },
    both('权重 × 损失 × 各环节份额之积', 'weight × loss × product of the shares of its links'),
    both('损失最大的一条传导路径', 'the route that carries most of the loss'),
    [figure, ...steps],
  );
  return [
    where,
    [
      said(
        route.channel === 'down'
          ? both('最大的一条路径是断供：', 'The strongest route is a want of inputs: ')
          : both('最大的一条路径是失去客户：', 'The strongest route is a loss of customers: '),
      ),
      said(route.firms.map((i) => firms[i]!.name).join(' → '), 'strong'),
      said(both('，带来 ', ', which carries ')),
      desk.cite(smallPercent(route.contribution * route.share), carried),
      said(both('。', '. ')),
    ],
  ];
}

const VERDICTS: Record<Stability['verdict'], Bilingual> = {
  recovers: both('产出回到正常', 'output finds back to normal'),
  recovering: both('期末仍在恢复', 'output is still recovering at the end'),
  mending: both(
    '期末产能或最终需求尚未恢复，不能判断产出是否回到正常',
    'capacity or final demand is not yet back at the end, so nothing can be said',
  ),
  drifts: both(
    '产能与最终需求已恢复而产出不回升',
    'capacity and final demand are back, but output does not rise again',
  ),
  collapses: both('产出持续下滑', 'output falls on'),
};

export function shockSection(at: ChainDesk, summary: Inline[][]): Section | null {
  const title = both('四、一次冲击的过程', '4. One shock, day by day');
  const { desk, io, input } = at;
  const { shock } = input;
  const written = desk.write(title, () => {
    if (io === null) desk.missing(both('投入产出表', 'an input–output table'));
    if (shock === null)
      desk.missing(
        both(
          '情景文件（--scenarios）中的动态情景',
          'a dynamic scenario in a file of scenarios (--scenarios)',
        ),
      );
    return io === null || shock === null || shock.result.path === null ? null : shock;
  });
  if (written === null) return null;
  const { result } = written;
  const { cells } = io!;
  const loss = result.loss!;
  const { stability } = result;
  const cite = (
    name: Bilingual,
    interval: Interval,
    words: (value: number) => string | Bilingual,
    unit: string,
    scale = 1,
  ): Cited => {
    const text = (value: number): Bilingual => {
      const said = words(value);
      return typeof said === 'string' ? both(said, said) : said;
    };
    const range =
      result.draws === 1
        ? text(interval.median)
        : both(
            `${text(interval.median).zh}（${text(interval.low).zh}—${text(interval.high).zh}）`,
            `${text(interval.median).en} (${text(interval.low).en} to ${text(interval.high).en})`,
          );
    return desk.cite(range, shockFigure(at, written, name, interval.median * scale, unit));
  };
  const sentence = (): Inline[] => [
    said(both('情景“', 'The scenario “')),
    said(result.name, 'strong'),
    said(both('”使总产出损失 ', '” costs output of ')),
    cite(
      both('产出损失', 'output lost'),
      loss.output,
      (value) => cells.money(value),
      input.table!.table.unit,
    ),
    said(both('，占全年的 ', ', ')),
    cite(
      both('产出损失占全年', "of the year's output"),
      loss.outputShare,
      (value) => smallPercent(value),
      '%',
      100,
    ),
    said(both('。', " of the year's. ")),
  ];
  summary.push(sentence());
  const trough = () =>
    stability === null
      ? null
      : desk.cite(
          smallPercent(stability.trough.share),
          shockFigure(
            at,
            written,
            both('谷底产出占正常', 'output at the trough, of normal'),
            100 * stability.trough.share,
            '%',
            'middleRun',
          ),
        );
  const most = [...result.byIndustry.keys()].sort(
    (a, b) => result.byIndustry[b]! - result.byIndustry[a]! || a - b,
  );
  return section(
    'shock',
    title,
    both(
      '适应性区域投入产出模型（ARIO，Hallegatte 2008、2014）：产能、库存、订单逐日推演。',
      'Adaptive regional input–output model (ARIO, Hallegatte 2008, 2014): capacity, inventories and orders day by day.',
    ),
    [
      paragraph([
        sentence(),
        stability === null
          ? null
          : [
              said(
                both(
                  `谷底在第 ${stability.trough.day} 日，产出为正常的 `,
                  `The trough is on day ${stability.trough.day}, at `,
                ),
              ),
              trough()!,
              said(
                both(
                  `；${VERDICTS[stability.verdict].zh}。`,
                  ` of normal; ${VERDICTS[stability.verdict].en}. `,
                ),
              ),
            ],
        [
          said(both('损失最多的部门是', 'The industries that lose most are ')),
          ...listed(
            most
              .slice(0, NAMED)
              .map((i) => [
                said(cells.name(i)),
                said(both('（', ' (')),
                desk.cite(
                  cells.money(result.byIndustry[i]!),
                  shockFigure(
                    at,
                    written,
                    both(`产出损失：${cells.name(i).zh}`, `output lost: ${cells.name(i).en}`),
                    result.byIndustry[i]!,
                    input.table!.table.unit,
                  ),
                ),
                said(both('）', ')')),
              ]),
          ),
          said(both('。', '. ')),
        ],
      ]),
      stability === null ? null : pictures([pathPicture(at, written, trough()!)]),
    ],
  );
}

/** `of`: a median of the draws, or what a run with the middle of every range gives. */
function shockFigure(
  at: ChainDesk,
  { result, file, row }: ChainShock,
  name: Bilingual,
  value: number,
  unit: string,
  of: 'loss' | 'middleRun' = 'loss',
): Figure {
  const scenario = at.desk.take(
    rowFigure(file, at.area, null, {
      indicator: '情景',
      value: 0,
      unit: '',
      row,
      column: 'name',
      quote: result.name,
    }),
  );
  const range =
    result.draws === 1
      ? both('', '')
      : of === 'loss'
        ? both(`；${result.draws} 次抽样的中位数`, `; median of ${result.draws} draws`)
        : both('；各区间取中值', '; with the middle of every range');
  return at.desk.compute(
    at.io!.cells.flows(),
    { kind: 'level', indicator: name.zh, value, unit },
    of === 'loss' ? 'Σ_t Σ_i (x_i(0) − x_i(t))' : 'min_t Σ_i x_i(t) / Σ_i x_i(0)',
    both(`${name.zh}，ARIO 模型${range.zh}`, `${name.en}, ARIO model${range.en}`),
    [scenario, at.io!.cells.flows()],
  );
}

function pathPicture(at: ChainDesk, shock: ChainShock, trough: Cited): PathPicture {
  const { result } = shock;
  const { stability } = result;
  return {
    kind: 'path',
    id: 'shock',
    title: both(`${result.name}：产出的过程`, `${result.name}: the path of output`),
    detail: both(
      `总产出占正常的比重，%${result.draws === 1 ? '' : `；中位数与 ${result.draws} 次抽样的区间`}`,
      `output of all industries, % of normal${result.draws === 1 ? '' : `; median and interval of ${result.draws} draws`}`,
    ),
    source: at.desk.sourceLine([
      at.io!.cells.flows(),
      shockFigure(at, shock, both('产出', 'output'), 0, '%'),
    ]),
    days: result.path!.map(({ low, median, high }) => ({
      low: 100 * low,
      middle: 100 * median,
      high: 100 * high,
    })),
    marks: [
      {
        day: stability!.trough.day,
        value: 100 * stability!.trough.share,
        label: both('谷底', 'trough'),
        figure: trough,
      },
    ],
  };
}
