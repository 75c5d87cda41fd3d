/** 补链: the few links to mend first, by how much each lowers the risk of the whole. */
import { type AddedLink, type AddedLinks, bestOfEach, type Nearness } from '../chain/index.js';
import type { Bilingual, Figure } from '../model/index.js';
import { amount } from './amount.js';
import type { Cited, Inline, Row, Section } from './brief-document.js';
import { linkRow, linkTotal, sectorName } from './chain-outage.js';
import {
  type ChainDesk,
  type ChainNetwork,
  paragraph,
  percent,
  section,
  smallPercent,
} from './chain-parts.js';
import { both, said } from './desk.js';

const GAPS = 5;

const NEARNESS: Record<Nearness, Bilingual> = {
  sameCity: both('同城', 'same city'),
  sameProvince: both('同省', 'same province'),
  elsewhere: both('省外', 'elsewhere'),
  unknown: both('远近不详', 'distance unknown'),
};

export function mendingSection(at: ChainDesk, summary: Inline[][]): Section | null {
  const title = both('五、先补哪几条', '5. Which links to mend first');
  const { desk, input } = at;
  const { network } = input;
  const written = desk.write(title, () => {
    if (network === null)
      desk.missing(
        both(
          '企业间的供应关系（--firms、--links、--classes）',
          'supply links between firms (--firms, --links, --classes)',
        ),
      );
    else if (network.mending === null) desk.missing(both('补链的计算', 'the evaluation of added links'));
    else if (network.mending.links.length === 0)
      desk.missing(
        both('能降低总风险的方案：逐一重算后没有', 'a change that lowers the total: none was found'),
      );
    return network === null || network.mending === null || network.mending.links.length === 0
      ? null
      : { network, mending: network.mending };
  });
  if (written === null) return null;
  const { mending } = written;
  const best = bestOfEach(mending.links);
  const cite = (link: AddedLink): Cited =>
    desk.cite(`−${smallPercent(-link.relative)}`, changeFigure(at, written.network, link), 'good');
  const { together } = mending;
  const sentence = (): Inline[] => [
    said(both(`先补 ${best.length} 条：`, `The first ${best.length} to mend: `)),
    said(
      together === null
        ? both('最好的一条使总风险变化 ', 'the best changes the total risk by ')
        : both('一起做，总风险变化 ', 'made together, they change the total risk by '),
    ),
    together === null
      ? cite(best[0]!)
      : desk.cite(
          `−${smallPercent(-together.change / together.before)}`,
          desk.compute(
            linkTotal(at, written.network),
            {
              kind: 'difference',
              indicator: '总风险变化',
              unit: '%',
              value: (100 * together.change) / together.before,
            },
            both('(Σ ESRI 之后 − 之前) / 之前', '(Σ ESRI after − before) / before'),
            both(
              `${together.links} 条同时补上后重算`,
              `${together.links} links added at once and computed again`,
            ),
            [linkTotal(at, written.network)],
          ),
          'good',
        ),
    said(both('。', '. ')),
  ];
  summary.push(sentence());
  const { counts, gaps } = mending;
  return section(
    'mending',
    title,
    both(
      `为一项投入再找一家同行业供应商，转移一半采购，重算风险。总风险：风险最高的 ${counts.atRisk} 家企业停产损失之和。筛选 ${counts.screened} 条，精确重算 ${counts.evaluated} 个方案，${counts.worsened} 个不降反升。`,
      `A further supplier of the same industry for one input, half of the purchases moved, risk computed again. Total risk: the sum of the losses by the outage of the ${counts.atRisk} riskiest firms. ${counts.screened} links screened, ${counts.evaluated} changes computed exactly, ${counts.worsened} of them for the worse.`,
    ),
    [
      paragraph([sentence()]),
      {
        type: 'table',
        title: both('先补的供应关系', 'Links to mend first'),
        dense: true,
        columns: [
          { title: both('采购企业', 'Buyer'), align: 'start', width: 22 },
          { title: both('现供应商', 'Supplier now'), align: 'start', width: 22 },
          { title: both('增加的供应商', 'Further supplier'), align: 'start', width: 22 },
          { title: both('投入', 'Input'), align: 'start', width: 13 },
          { title: both('转移', 'Moved'), align: 'end', width: 11 },
          { title: both('总风险', 'Total risk'), align: 'end', width: 10 },
        ],
        rows: best.map(
          (link): Row => ({
            cells: [
              [said(written.network.firms[link.buyer]!.name)],
              [said(written.network.firms[link.from]!.name)],
              [
                said(written.network.firms[link.to]!.name, 'strong'),
                said(
                  both(
                    `（${NEARNESS[link.nearness].zh}，订单为其现有销售的 ${percent(link.order, 0)}）`,
                    ` (${NEARNESS[link.nearness].en}; ${percent(link.order, 0)} of its sales today)`,
                  ),
                  'muted',
                ),
              ],
              [
                said(
                  sectorName(at, written.network, written.network.model.network.sectorOf[link.to]!),
                  'muted',
                ),
              ],
              [desk.cite(moneyOf(written.network, link.value), movedFigure(at, written.network, link))],
              [cite(link)],
            ],
          }),
        ),
      },
      gapParagraph(written.network, gaps),
    ],
  );
}

function moneyOf({ unit }: ChainNetwork, value: number): Bilingual {
  return unit === '万元' ? amount(value * 1e4, '元') : amount(value, unit ?? '');
}

function movedFigure(at: ChainDesk, network: ChainNetwork, link: AddedLink): Figure {
  const own = ownLink(at, network, link);
  return at.desk.compute(
    own,
    { kind: 'level', indicator: '转移的采购', value: link.value, unit: network.unit ?? '' },
    both('转移份额 × 现供应金额', 'share moved × supply today'),
    both('由现供应商转给增加的供应商', 'moved from the supplier of today to the further one'),
    [own],
  );
}

function ownLink(at: ChainDesk, network: ChainNetwork, { buyer, from }: AddedLink): Figure {
  const e = network.links.findIndex((one) => one.supplier === from && one.buyer === buyer);
  return e < 0 ? linkTotal(at, network) : linkRow(at, network, e);
}

function changeFigure(at: ChainDesk, network: ChainNetwork, link: AddedLink): Figure {
  const own = ownLink(at, network, link);
  return at.desk.compute(
    own,
    { kind: 'difference', indicator: '总风险变化', unit: '%', value: 100 * link.relative },
    both('(Σ ESRI 之后 − 之前) / 之前', '(Σ ESRI after − before) / before'),
    both(
      `改动后重算${link.error === null ? '（文献的停止规则）' : `，误差不超过 ${percent(link.error / link.before, 4)}`}`,
      `computed again after the change${link.error === null ? ' (stop rule of the literature)' : `, error at most ${percent(link.error / link.before, 4)}`}`,
    ),
    [own, linkTotal(at, network)],
  );
}

/** Links that would gain, and nobody in the list can take the order. */
function gapParagraph(network: ChainNetwork, gaps: AddedLinks['gaps']) {
  if (gaps.length === 0) return null;
  const some = gaps
    .slice(0, GAPS)
    .map(({ buyer, supplier }) => `${network.firms[supplier]!.name} → ${network.firms[buyer]!.name}`);
  return paragraph([
    [
      said(
        both(
          `名单内没有同行能接单、只能从外面补的：${some.join('、')}${gaps.length > GAPS ? ' 等' : ''}。`,
          `No other firm of the list can take the order, so that a supplier has to come from outside: ${some.join(', ')}${gaps.length > GAPS ? ' and others' : ''}.`,
        ),
      ),
    ],
  ]);
}
