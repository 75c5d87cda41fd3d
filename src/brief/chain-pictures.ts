/** From results of the chain engines to pictures: layered map, top flows, coefficients, ranks, linkages. */
import {
  type ChainLayers,
  type ChainMap,
  type Flow,
  type GapFinding,
  type IoTable,
  isRemainder,
  makersOf,
  technicalCoefficients,
  topFlows,
} from '../chain/index.js';
import type { Bilingual } from '../model/index.js';
import type {
  ChainMark,
  ChainPicture,
  Cited,
  FlowPicture,
  HeatPicture,
  QuadrantPicture,
  RankPicture,
  Words,
} from './brief-document.js';

/** What stands at every picture: its name in the brief, its words, and the number that its notes hang on. */
export interface PictureHead {
  id: string;
  title: Bilingual;
  detail: Bilingual;
  source: Bilingual;
}

export interface ChainMapView {
  map: ChainMap;
  layers: ChainLayers;
  gaps: readonly GapFinding[];
}

/** More nodes than these are not drawn one by one: each stage shows its first ones and counts the rest. */
const DRAWN = 60;
/** Feedback links drawn; the rest is counted. */
const FEEDBACK = 8;
/** Kinds of one product side by side say less than what goes into what. */
const ROWS = 14;

/** The layered map. Of a map of more than 60 nodes, those of each stage with gaps and most links. */
export function chainMapPicture(head: PictureHead, view: ChainMapView, figure: Cited): ChainPicture {
  const { map, layers, gaps } = view;
  const marks = marksOf(map, gaps);
  const makers = makersOf(map);
  const chosen = chosenNodes(view, marks);
  const stages = layers.stages.map((stage, s) => {
    const columns = layers.columns
      .filter((column) => column.stage === s)
      .map(({ nodes }) => nodes.filter((i) => chosen.has(i)))
      .filter((nodes) => nodes.length > 0);
    const shown = columns.reduce((sum, nodes) => sum + nodes.length, 0);
    const withGap = stage.nodes.filter((i) => marks[i] === 'gap').length;
    return {
      name: stageWords(layers, s),
      detail: {
        zh: `${stage.nodes.length} 个，${withGap} 个有缺口`,
        en: `${stage.nodes.length}, ${withGap} with gaps`,
      },
      columns,
      hidden: stage.nodes.length - shown,
    };
  });
  const feedback = new Set(layers.feedback);
  const level = new Set(layers.level);
  let undrawn = 0;
  const links: ChainPicture['links'] = [];
  for (const [e, { fromNode, toNode, kind }] of map.edges.entries()) {
    if (!chosen.has(fromNode) || !chosen.has(toNode)) {
      if (feedback.has(e)) undrawn++;
      continue;
    }
    if (feedback.has(e) && links.filter(({ run }) => run === 'feedback').length >= FEEDBACK) {
      undrawn++;
      continue;
    }
    const run = kind === 'isA' ? 'kind' : feedback.has(e) ? 'feedback' : level.has(e) ? 'level' : 'forward';
    links.push({ from: fromNode, to: toNode, run });
  }
  return {
    kind: 'chain',
    ...head,
    stages: stages.filter(({ columns, hidden }) => columns.length > 0 || hidden > 0),
    nodes: map.nodes.map((node, i) => ({
      name: node.name,
      detail: makersWords(map, i, makers[i]!),
      mark: marks[i]!,
    })),
    links,
    undrawn,
    figure,
  };
}

export function stageWords(layers: ChainLayers, stage: number): Words {
  const { name } = layers.stages[stage]!;
  if (name !== null) return name;
  if (layers.stages.some((one) => one.name !== null)) return { zh: '未归入环节', en: 'No stage' };
  const last = layers.stages.length - 1;
  if (last === 0) return { zh: '全部', en: 'All' };
  if (stage === 0) return { zh: '第 1 层（最上游）', en: 'Tier 1 (upstream)' };
  if (stage === last) return { zh: `第 ${last + 1} 层（最下游）`, en: `Tier ${last + 1} (downstream)` };
  return { zh: `第 ${stage + 1} 层`, en: `Tier ${stage + 1}` };
}

/** What the gap rules say of each node, in one mark. */
export function marksOf(map: ChainMap, gaps: readonly GapFinding[]): ChainMark[] {
  const marks: ChainMark[] = map.nodes.map(() => 'none');
  const weight: Record<ChainMark, number> = { none: 0, unknown: 1, possible: 2, gap: 3 };
  for (const { node, state } of gaps) {
    const mark = ({ met: 'gap', manualReview: 'possible', unknown: 'unknown' } as const)[state as 'met'] as
      | ChainMark
      | undefined;
    if (mark !== undefined && weight[mark] > weight[marks[node]!]) marks[node] = mark;
  }
  return marks;
}

function makersWords(map: ChainMap, node: number, makers: readonly number[]): Words | null {
  if (makers.length === 0) return null;
  const actors = makers.map((at) => map.actors[at]!);
  const firms = actors.filter(({ kind }) => kind === 'firm').length;
  const [largest] = actors
    .filter(
      // Shares of a kind are of another whole.
      ({ share, kind, name, atNode }) =>
        atNode === node && share !== null && kind === 'area' && !isRemainder(name),
    )
    .sort((a, b) => b.share! - a.share!);
  const top = largest === undefined ? '' : `${largest.name} ${Number((100 * largest.share!).toFixed(0))}%`;
  const zh = [firms > 0 ? `${firms} 家` : '', top].filter((part) => part !== '').join(' · ');
  const en = [firms > 0 ? `${firms} firms` : '', top].filter((part) => part !== '').join(' · ');
  return zh === '' ? { zh: `${actors.length} 个主体`, en: `${actors.length} actors` } : { zh, en };
}

/** All where they are few; else of each stage, those with most links, kinds of another one last. */
function chosenNodes({ map, layers }: ChainMapView, marks: readonly ChainMark[]): Set<number> {
  const all = map.nodes.length;
  const mostInColumn = Math.max(0, ...layers.columns.map(({ nodes }) => nodes.length));
  if (all <= DRAWN && mostInColumn <= ROWS) return new Set(map.nodes.keys());
  const links = map.nodes.map(() => 0);
  const isKind = map.nodes.map(() => false);
  for (const { fromNode, toNode, kind } of map.edges) {
    links[fromNode]!++;
    links[toNode]!++;
    if (kind === 'isA') isKind[fromNode] = true;
  }
  const room = Math.max(4, Math.floor((DRAWN - 6) / layers.columns.length));
  return new Set(
    layers.columns.flatMap(({ nodes }) =>
      [...nodes]
        .sort(
          (a, b) =>
            Number(isKind[a]) - Number(isKind[b]) ||
            links[b]! - links[a]! ||
            Number(marks[b] === 'gap') - Number(marks[a] === 'gap') ||
            a - b,
        )
        .slice(0, Math.min(room, ROWS)),
    ),
  );
}

export interface FlowView {
  /** Places by their index, with the names to show. */
  places: readonly Words[];
  /** Decides the order of places, and what is feedback. */
  upstreamness: ArrayLike<number>;
  flows: readonly Flow[];
  unit: Words;
  /** How a value is written. */
  words: (value: number) => Words;
}

/** The largest flows between stages or sectors. */
export function topFlowPicture(head: PictureHead, view: FlowView, figure: Cited, count = 15): FlowPicture {
  const { places, upstreamness, flows, words } = view;
  const top = topFlows(flows, upstreamness, count);
  const order = [...places.keys()].sort((a, b) => upstreamness[b]! - upstreamness[a]! || a - b);
  const rank = new Map(order.map((place, at) => [place, at]));
  const drawn = (flow: Flow) => ({
    from: rank.get(flow.from)!,
    to: rank.get(flow.to)!,
    value: flow.value,
    words: words(flow.value),
  });
  const between = flows.reduce(
    (sum, { from, to, value }) => (from === to || !(value > 0) ? sum : sum + value),
    0,
  );
  const shown = [...top.forward, ...top.feedback].reduce((sum, { value }) => sum + value, 0);
  return {
    kind: 'flows',
    ...head,
    unit: view.unit,
    places: order.map((place) => places[place]!),
    forward: top.forward.map(drawn),
    feedback: top.feedback.map(drawn),
    covered: between > 0 ? shown / between : 1,
    figure,
  };
}

/** Flows between the industries of a table, each industry's use of its own product left out by the picture. */
export function tableFlows(table: IoTable): Flow[] {
  const n = table.industries.length;
  const flows: Flow[] = [];
  for (let from = 0; from < n; from++)
    for (let to = 0; to < n; to++) {
      const value = table.intermediate[from * n + to]! + (table.importedIntermediate?.[from * n + to] ?? 0);
      if (value > 0) flows.push({ from, to, value, edges: 1 });
    }
  return flows;
}

/** 直接消耗系数 of a table as a heat map, industries by upstreamness, largest first. */
export function coefficientPicture(
  head: PictureHead,
  table: IoTable,
  upstreamness: ArrayLike<number>,
  figure: Cited,
): HeatPicture {
  const n = table.industries.length;
  const values = technicalCoefficients(table);
  const order = [...table.industries.keys()].sort((a, b) => upstreamness[b]! - upstreamness[a]! || a - b);
  const first = upstreamness[order[0] ?? 0] ?? 1;
  const last = upstreamness[order.at(-1) ?? 0] ?? 1;
  // Thirds of the range of upstreamness: upper, middle and lower part of the chain.
  const breaks = [1, 2].map((third) =>
    order.findIndex((i) => upstreamness[i]! < first - ((first - last) * third) / 3),
  );
  return {
    kind: 'heat',
    ...head,
    unit:
      table.importedIntermediate === null
        ? { zh: '直接消耗系数', en: 'technical coefficients' }
        : { zh: '国内产品直接消耗系数', en: 'technical coefficients of domestic products' },
    places: order.map((i) => {
      const { code, name, nameEn } = table.industries[i]!;
      return { name: nameEn === null ? name : { zh: name, en: nameEn }, code, weight: table.output[i]! };
    }),
    values: order.flatMap((row) => order.map((column) => values[row * n + column]!)),
    breaks: breaks.filter((at) => at > 0),
    figure,
  };
}

/** An index by rank; the first ones are named. Values need not come sorted; those that are no number are left out. */
export function riskRankPicture(
  head: PictureHead,
  unit: Words,
  values: readonly {
    name: Words;
    value: number;
    low?: number | null;
    high?: number | null;
    figure?: Cited;
  }[],
  named = 8,
): RankPicture {
  const points = values
    .filter(({ value }) => Number.isFinite(value))
    .sort((a, b) => b.value - a.value)
    .map(({ name, value, low = null, high = null, figure }, i) => ({
      name,
      value,
      low,
      high,
      named: i < named,
      figure: i < named ? (figure ?? null) : null,
    }));
  return { kind: 'ranks', ...head, unit, points };
}

/** 影响力系数 against 感应度系数; key sectors pull and push more than the mean. */
export function linkagePicture(
  head: PictureHead,
  industries: readonly {
    name: Words;
    backward: number;
    forward: number;
    output: number;
    figure?: Cited;
  }[],
): QuadrantPicture {
  return {
    kind: 'quadrant',
    ...head,
    across: { zh: '影响力系数（后向）→', en: 'backward linkage →' },
    up: { zh: '↑ 感应度系数（前向）', en: '↑ forward linkage' },
    points: industries.map(({ name, backward, forward, output, figure }) => ({
      name,
      x: backward,
      y: forward,
      weight: output,
      key: backward > 1 && forward > 1,
      figure: figure ?? null,
    })),
  };
}
