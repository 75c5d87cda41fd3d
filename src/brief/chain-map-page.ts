/** A chain map as one page: the map, flows between stages, gaps with their evidence, makers, method, sources. */
import {
  CHAIN_POSITION_DEFINITION,
  type ChainPosition,
  GAP_DEFINITIONS,
  GAP_WORDS,
  STATE_WORDS,
  stageFlows,
} from '../chain/index.js';
import { type Bilingual, EVIDENCE_GRADES, EVIDENCE_MEANING, type Lang } from '../model/index.js';
import type { BriefDocument, Cited, Inline, Row, Section, Words } from './brief-document.js';
import { type ChainMapView, chainMapPicture, stageWords, topFlowPicture } from './chain-pictures.js';

export interface ChainMapPage extends ChainMapView {
  name: string;
  home: string | null;
  upstreamness: Float64Array;
  position: ChainPosition;
  files: readonly { file: string; publisher: string | null; released: string | null; synthetic: boolean }[];
  lang: Lang;
  today: string;
}

/** Rows of the table of gaps; the list has all. */
const GAPS = 60;

export function chainMapPage(page: ChainMapPage): BriefDocument {
  const { map, layers, gaps, files } = page;
  const synthetic = files.some((file) => file.synthetic);
  const figure: Cited = {
    type: 'cited',
    words: page.name,
    tone: 'plain',
    references: [],
    ...(synthetic ? { synthetic: true as const } : {}),
  };
  const source = sourceWords(page);
  const dates = [...map.nodes, ...map.edges, ...map.actors].flatMap(({ date }) => date ?? []).sort();
  const span =
    dates.length === 0
      ? { zh: '日期未注明', en: 'no dates stated' }
      : dates[0] === dates.at(-1)
        ? { zh: dates[0]!, en: dates[0]! }
        : { zh: `${dates[0]}—${dates.at(-1)}`, en: `${dates[0]}–${dates.at(-1)}` };
  const { flows, by } = stageFlows(map, layers);
  const picture = chainMapPicture(
    {
      id: 'chain-map',
      title: { zh: `${page.name}产业链图谱`, en: `Chain map: ${page.name}` },
      detail: { zh: `单位：个；数据日期 ${span.zh}`, en: `number of nodes; data of ${span.en}` },
      source,
    },
    page,
    figure,
  );
  const flowPicture = topFlowPicture(
    {
      id: 'chain-flows',
      title: { zh: '环节之间的投入', en: 'Inputs between stages' },
      detail: { zh: span.zh, en: span.en },
      source,
    },
    {
      places: layers.stages.map((_, s) => stageWords(layers, s)),
      upstreamness: layers.stages.map((_, s) => layers.stages.length - s),
      flows,
      unit:
        by === 'weight'
          ? { zh: '按连接权重合计', en: 'sum of weights' }
          : { zh: '投入关系，条', en: 'number of inputs' },
      words: (value) => String(Number(value.toPrecision(4))),
    },
    figure,
  );
  const met = gaps.filter(({ state }) => state === 'met' || state === 'manualReview');
  const count = (rule: keyof typeof GAP_WORDS) =>
    gaps.filter((gap) => gap.rule === rule && gap.state === 'met').length;
  const unknown = gaps.filter(({ state }) => state === 'unknown').length;
  const sections: Section[] = [
    {
      id: 'map',
      title: { zh: '图谱', en: 'Map' },
      lead: {
        zh: `由上游到下游排列；上游度按图谱求解，误差不超过 ${page.position.errorBound.toExponential(0)}`,
        en: `From upstream to downstream; upstreamness solved on the map, error at most ${page.position.errorBound.toExponential(0)}`,
      },
      blocks: [
        { type: 'pictures', pictures: [picture] },
        ...(flows.some(({ from, to }) => from !== to)
          ? [{ type: 'pictures' as const, pictures: [flowPicture] }]
          : []),
      ],
    },
    {
      id: 'gaps',
      title: { zh: '缺口', en: 'Gaps' },
      lead: {
        zh: `成立或须核实 ${met.length} 处；因数据不足而不明 ${unknown} 处，不作结论`,
        en: `${met.length} met or to be reviewed; ${unknown} unknown for want of data, on which nothing is concluded`,
      },
      blocks: [
        {
          type: 'table',
          dense: true,
          columns: [
            { title: { zh: '产品或工序', en: 'Product or process' }, align: 'start', width: 24 },
            { title: { zh: '环节', en: 'Stage' }, align: 'start', width: 16 },
            { title: { zh: '缺口', en: 'Gap' }, align: 'start', width: 16 },
            { title: { zh: '依据', en: 'Evidence' }, align: 'start', width: 44 },
          ],
          rows: [...met]
            .sort(
              (a, b) =>
                layers.stageOf[a.node]! - layers.stageOf[b.node]! ||
                page.upstreamness[b.node]! - page.upstreamness[a.node]! ||
                a.node - b.node,
            )
            .slice(0, GAPS)
            .map(
              ({ node, rule, state, why }): Row => ({
                cells: [
                  [plain(map.nodes[node]!.name)],
                  [plain(stageWords(layers, layers.stageOf[node]!))],
                  [
                    {
                      type: 'words',
                      words: state === 'met' ? GAP_WORDS[rule] : joined(GAP_WORDS[rule], STATE_WORDS[state]),
                      tone: state === 'met' ? 'bad' : 'warn',
                      badge: true,
                    },
                  ],
                  [plain(why)],
                ],
              }),
            ),
        },
        ...(met.length > GAPS
          ? [
              {
                type: 'paragraph' as const,
                tone: 'muted' as const,
                inlines: [
                  plain({
                    zh: `另有 ${met.length - GAPS} 处，见缺口清单（ballast export chain --list gaps）。`,
                    en: `${met.length - GAPS} more are in the list of gaps (ballast export chain --list gaps).`,
                  }),
                ],
              },
            ]
          : []),
      ],
    },
    {
      id: 'method',
      title: { zh: '方法与数据', en: 'Method and data' },
      lead: null,
      blocks: [
        { type: 'list', columns: 1, folded: [], items: methodItems(page) },
        {
          type: 'list',
          columns: 1,
          folded: [],
          items: files.map(({ file, publisher, released }) => [
            plain([file, publisher, released].filter((part) => part !== null).join(' · ')),
          ]),
        },
      ],
    },
  ];
  return {
    schema: 'ballast.brief/1',
    lang: page.lang,
    title: page.lang === 'zh' ? `${page.name}产业链图谱` : `Chain map: ${page.name}`,
    genre: { zh: '产业链图谱', en: 'chain map' },
    synthetic: synthetic ? { zh: '合成数据，仅供演示', en: 'synthetic data, for demonstration only' } : null,
    today: page.today,
    masthead: [
      plain({
        zh: `环节 ${map.nodes.length} · 连接 ${map.edges.length} · 主体 ${map.actors.length} · 项目 ${map.projects.length}`,
        en: `${map.nodes.length} nodes · ${map.edges.length} edges · ${map.actors.length} actors · ${map.projects.length} projects`,
      }),
    ],
    summary: (['noKnownMaker', 'noHomeMaker', 'oneSource'] as const)
      .filter((rule) => rule !== 'noHomeMaker' || page.home !== null)
      .map((rule) => [
        plain({
          zh: `${GAP_WORDS[rule].zh}${rule === 'noHomeMaker' ? `（${page.home}）` : ''}：${count(rule)} 处`,
          en: `${GAP_WORDS[rule].en}${rule === 'noHomeMaker' ? ` (${page.home})` : ''}: ${count(rule)}`,
        }),
      ]),
    sections,
    sources: [],
    footnotes: [],
    appendix: [],
  };
}

function methodItems({ map, gaps, position }: ChainMapPage): Inline[][] {
  const threshold = gaps.find(({ rule }) => rule === 'oneSource')?.threshold ?? null;
  const upstreamness = CHAIN_POSITION_DEFINITION;
  const graded = EVIDENCE_GRADES.map((grade) => ({
    grade,
    count: map.edges.filter((edge) => edge.grade === grade).length,
  })).filter(({ count }) => count > 0);
  const ungraded = map.edges.filter(({ grade }) => grade === null).length;
  return [
    [
      plain({
        zh: `${upstreamness.name.zh}：${upstreamness.definition.zh}；${upstreamness.formula}，λ = ${position.leak}（${upstreamness.source}）`,
        en: `${upstreamness.name.en}: ${upstreamness.definition.en}; ${upstreamness.formula}, λ = ${position.leak} (${upstreamness.source})`,
      }),
    ],
    ...Object.values(GAP_DEFINITIONS).map((definition) => [
      plain({
        zh: `${definition.name.zh}：${definition.definition.zh}${definition.formula.includes('τ') && threshold !== null ? `；门槛 τ = ${threshold}` : ''}`,
        en: `${definition.name.en}: ${definition.definition.en}${definition.formula.includes('τ') && threshold !== null ? `; threshold τ = ${threshold}` : ''}`,
      }),
    ]),
    ...graded.map(({ grade, count }) => [
      plain({
        zh: `证据 ${grade} 级 ${count} 条：${EVIDENCE_MEANING[grade].zh}`,
        en: `evidence ${grade}, ${count} edges: ${EVIDENCE_MEANING[grade].en}`,
      }),
    ]),
    ...(ungraded > 0
      ? [
          [
            plain({
              zh: `来源没有给出证据等级的连接 ${ungraded} 条`,
              en: `${ungraded} edges of which the source gives no grade of evidence`,
            }),
          ],
        ]
      : []),
    ...map.treatments.map(({ message }) => [plain(message)]),
  ];
}

function sourceWords({ map, files }: ChainMapPage): Bilingual {
  const said = [...new Set([...map.edges, ...map.actors].flatMap(({ source }) => source ?? []))];
  const names = said.length > 0 ? said : files.map(({ file }) => file.split(/[\\/]/).at(-1)!);
  const first = names.slice(0, 2).map((name) => (name.length > 90 ? `${name.slice(0, 89)}…` : name));
  const more = names.length > 2;
  return {
    zh: `来源：${first.join('；')}${more ? ` 等 ${names.length} 种` : ''}`,
    en: `Source: ${first.join('; ')}${more ? ` and ${names.length - 2} more` : ''}`,
  };
}

function joined(a: Bilingual, b: Bilingual): Bilingual {
  return { zh: `${a.zh}（${b.zh}）`, en: `${a.en} (${b.en})` };
}

function plain(words: Words): Inline {
  return { type: 'words', words, tone: 'plain' };
}
