/** The map of a chain: its stages and who stands in them, and where it has gaps. */
import {
  type ChainActor,
  type ChainLayers,
  GAP_DEFINITIONS,
  type GapFinding,
  type GapRule,
} from '../chain/index.js';
import type { Bilingual, Figure } from '../model/index.js';
import type { Block, ChainPicture, Cited, Inline, Row, Section } from './brief-document.js';
import { type ChainDesk, type ChainMapped, listed, paragraph, pictures, section } from './chain-parts.js';
import { chainMapPicture, stageWords } from './chain-pictures.js';
import { rowFigure } from './chain-sources.js';
import { both, said } from './desk.js';

const NAMED = 6;
const RULES: readonly GapRule[] = ['noKnownMaker', 'noHomeMaker', 'oneSource'];

export function gapsSection(at: ChainDesk, summary: Inline[][]): Section | null {
  const title = both('六、图谱与缺口', '6. The map and its gaps');
  const { desk, input } = at;
  const mapped = desk.write(title, () => {
    if (input.map === null)
      desk.missing(
        both('产业链图谱：节点、连接、主体（--map）', 'a chain map: nodes, edges and actors (--map)'),
      );
    return input.map;
  });
  if (mapped === null) return null;
  const { map, gaps } = mapped;
  const met = gaps.filter(({ state }) => state === 'met');
  const nodes = new Set(met.map(({ node }) => node));
  const count = (): Cited =>
    desk.cite(
      both(`${nodes.size} 个`, `${nodes.size}`),
      desk.compute(
        mapFigure(at, mapped),
        { kind: 'count', indicator: '有缺口的环节', unit: '个', value: nodes.size },
        RULES.map((rule) => GAP_DEFINITIONS[rule].formula).join(' ∨ '),
        both('按三条规则至少有一条符合的环节', 'nodes for which at least one of the three rules is met'),
        [mapFigure(at, mapped)],
      ),
      nodes.size > 0 ? 'bad' : 'good',
    );
  const sentence = (): Inline[] => [
    said(
      both(
        `图谱 ${map.nodes.length} 个环节中有缺口的 `,
        `Of ${map.nodes.length} nodes of the map, with a gap: `,
      ),
    ),
    count(),
    ...(nodes.size === 0
      ? []
      : [
          said(both('：', ': ')),
          ...listed([...nodes].slice(0, NAMED).map((i): Inline[] => [said(map.nodes[i]!.name, 'strong')])),
          said(nodes.size > NAMED ? both('等', ' and others') : both('', '')),
        ]),
    said(both('。', '. ')),
  ];
  summary.push(sentence());
  return section(
    'map',
    title,
    both(
      `${map.edges.length} 条连接，${map.actors.length} 个主体。缺口按规则认定，数据不足的记为不明。`,
      `${map.edges.length} edges, ${map.actors.length} actors. Gaps are found by rules; where data is missing they are unknown.`,
    ),
    [
      paragraph([sentence()]),
      pictures([mapPicture(at, mapped, count)]),
      stageTable(at, mapped),
      gapTable(at, mapped, met),
      unknownParagraph(mapped),
    ],
  );
}

function mapPicture(at: ChainDesk, mapped: ChainMapped, count: () => Cited): ChainPicture {
  return chainMapPicture(
    {
      id: 'chain-map',
      title: both(`${at.input.name}：图谱`, `${at.input.name}: map`),
      detail: both('从上游到下游；标出有缺口的环节', 'from upstream to downstream; gaps are marked'),
      source: at.desk.sourceLine([mapFigure(at, mapped)]),
    },
    mapped,
    count(),
  );
}

/** The file of nodes as a whole. */
function mapFigure(at: ChainDesk, { map, nodeFile }: ChainMapped): Figure {
  const first = map.nodes[0]?.place?.row ?? 1;
  const last = map.nodes.at(-1)?.place?.row ?? first;
  return at.desk.take(
    rowFigure(nodeFile, at.area, null, {
      indicator: '产业链环节',
      value: map.nodes.length,
      unit: '个',
      row: first,
      column: '名称',
      quote: `${first}—${last}`,
    }),
  );
}

/** A share as an actor's row states it. */
function shareFigure(
  at: ChainDesk,
  { files, nodeFile, map }: ChainMapped,
  actor: ChainActor & { atNode: number | null },
): Figure | null {
  if (actor.share === null || actor.place === null) return null;
  const file = files.get(actor.place.file) ?? nodeFile;
  return at.desk.take(
    rowFigure({ ...file, sheet: actor.place.sheet }, at.area, null, {
      indicator: '份额',
      value: 100 * actor.share,
      unit: '%',
      row: actor.place.row,
      column: '份额',
      quote: String(actor.share),
      group: `${actor.name}（${actor.atNode === null ? actor.node : map.nodes[actor.atNode]!.name}）`,
    }),
  );
}

function stageTable(at: ChainDesk, mapped: ChainMapped): Block {
  const { map, layers, gaps } = mapped;
  return {
    type: 'table',
    title: both('环节', 'Stages'),
    dense: true,
    columns: [
      { title: both('环节（上游到下游）', 'Stage, upstream first'), align: 'start', width: 18 },
      { title: both('节点', 'Nodes'), align: 'start', width: 50 },
      { title: both('企业', 'Firms'), align: 'end', width: 16 },
      { title: both('有缺口', 'With a gap'), align: 'end', width: 16 },
    ],
    rows: layers.stages.map(({ name, nodes }, at_): Row => {
      const here = new Set(nodes);
      const firms = new Set(
        map.actors.flatMap(({ atNode, kind, name: own, id }) =>
          kind === 'firm' && atNode !== null && here.has(atNode) ? [id ?? own] : [],
        ),
      );
      const gap = new Set(
        gaps.flatMap(({ node, state }) => (state === 'met' && here.has(node) ? [node] : [])),
      );
      const cite = (value: number, what: Bilingual): Inline[] =>
        value === 0
          ? [said('0', 'muted')]
          : [
              at.desk.cite(
                String(value),
                at.desk.compute(
                  mapFigure(at, mapped),
                  { kind: 'count', indicator: what.zh, unit: '个', value, group: name },
                  both(
                    `${what.zh}：${stageName(layers, at_).zh}`,
                    `${what.en}: ${stageName(layers, at_).en}`,
                  ),
                  both('由图谱计数', 'counted in the map'),
                  [mapFigure(at, mapped)],
                ),
              ),
            ];
      return {
        cells: [
          [said(stageName(layers, at_), 'strong')],
          [said(nodes.map((i) => map.nodes[i]!.name).join('、'))],
          cite(firms.size, both('企业数', 'firms')),
          cite(gap.size, both('缺口数', 'nodes with a gap')),
        ],
      };
    }),
  };
}

function stageName(layers: ChainLayers, at: number): Bilingual {
  const name = stageWords(layers, at);
  return typeof name === 'string' ? both(name, name) : name;
}

function gapTable(at: ChainDesk, mapped: ChainMapped, met: readonly GapFinding[]): Block | null {
  if (met.length === 0) return null;
  const { map } = mapped;
  return {
    type: 'table',
    title: both('缺口', 'Gaps'),
    dense: true,
    columns: [
      { title: both('节点', 'Node'), align: 'start', width: 18 },
      { title: both('缺口', 'Gap'), align: 'start', width: 18 },
      { title: both('依据', 'Why'), align: 'start', width: 44 },
      { title: both('最大来源', 'Largest source'), align: 'start', width: 20 },
    ],
    rows: met.map(({ node, rule, why }): Row => {
      const [largest] = map.actors
        .filter(({ atNode, share }) => atNode === node && share !== null)
        .sort((a, b) => b.share! - a.share!);
      const figure = largest === undefined ? null : shareFigure(at, mapped, largest);
      return {
        cells: [
          [said(map.nodes[node]!.name, 'strong')],
          [said(GAP_DEFINITIONS[rule].name, 'bad')],
          [said(why, 'muted')],
          figure === null
            ? [said('—', 'muted')]
            : [said(`${largest!.name} `), at.desk.cite(`${(100 * largest!.share!).toFixed(1)}%`, figure)],
        ],
      };
    }),
  };
}

function unknownParagraph({ map, gaps }: ChainMapped): Block | null {
  const unknown = new Map<GapRule, string[]>();
  for (const { rule, state, node } of gaps)
    if (state === 'unknown' || state === 'manualReview')
      unknown.set(rule, [...(unknown.get(rule) ?? []), map.nodes[node]!.name]);
  if (unknown.size === 0) return null;
  return paragraph(
    [...unknown].map(([rule, names]): Inline[] => [
      said(
        both(
          `“${GAP_DEFINITIONS[rule].name.zh}”不能判断的有 ${names.length} 个环节：${names.slice(0, NAMED).join('、')}${names.length > NAMED ? ' 等' : ''}。`,
          `Not to be judged for “${GAP_DEFINITIONS[rule].name.en}”: ${names.length} nodes, ${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ' and others' : ''}. `,
        ),
        'muted',
      ),
    ]),
  );
}
