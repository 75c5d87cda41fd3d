// What is answered of a supply network and of maps: plain data out of what is held in memory.
import { z } from 'zod';
import {
  type AddedLinks,
  CHAIN_POSITION_DEFINITION,
  GAP_WORDS,
  type StopRule,
  stageFlows,
  topFlows,
} from '../../chain/index.js';
import type { Bilingual } from '../../model/index.js';
import { type ChainView, closeFirms, type HeldNetwork, mendNetwork } from '../../verbs/index.js';
import type {
  ChainMapAnswer,
  ClosureAnswer,
  FirmDossier,
  MendAsked,
  MendResult,
  NetworkFirm,
  NetworkFirms,
  NetworkSummary,
  NodeDossier,
  RankingSummary,
} from '../contract/chains.js';
import { notFound } from '../failure.js';

/** Flows between stages that are drawn. */
const FLOWS = 60;
const MAKERS = 200;
const PARTNERS = 12;

const CASCADE_METHOD = {
  name: { zh: '经济系统性风险指数', en: 'economic systemic risk index' },
  formula: 'ESRI = Σ_i w_i max(ℓᵈ_i, ℓᵘ_i)',
  source: 'Diem, Borsos, Reisch, Kertész & Thurner (2022), Scientific Reports 12:7719',
};
const STOP_WORDS: Record<StopRule['rule'], Bilingual> = {
  eps: {
    zh: '文献的停止规则：没有企业在一步内多损失超过 eps 时停止；eps 是模型参数，不是误差',
    en: 'rule of the literature: stops after the step in which no firm loses more than eps; eps is a parameter of the model, no error',
  },
  converged: {
    zh: '不动点处的指数，附误差界',
    en: 'at the fixed point of the cascade, with a bound on the error',
  },
};
const MEND_MEASURE: Bilingual = {
  zh: '总风险：计入的风险最高企业与变动涉及的三家企业的系统性风险指数之和，权数取变动之前的',
  en: 'total risk: the sum of the systemic risk index over the riskiest firms and the three firms of the change, weights as before it',
};

/** A ranking as it is kept beside the workspace's tables. */
export const Ranking = z.object({
  schema: z.literal('ballast.ranking/1'),
  version: z.string(),
  rule: z.enum(['certified', 'eps']),
  parameter: z.number(),
  way: z.enum(['certified', 'stepped']),
  computedAt: z.string(),
  ids: z.array(z.string()),
  esri: z.array(z.number()),
  down: z.array(z.number()),
  up: z.array(z.number()),
  errorBound: z.array(z.number()).nullable(),
});
export type Ranking = z.infer<typeof Ranking>;
export type Ranked = Ranking & { places: ReadonlyMap<string, number>; rows: ReadonlyMap<string, number> };

export interface HeldView {
  view: ChainView;
  synthetic: boolean;
  unit: string | null;
  period: string | null;
  files: string[];
}

export function placed(ranking: Ranking): Ranked {
  const order = [...ranking.ids.keys()].sort((a, b) => ranking.esri[b]! - ranking.esri[a]! || a - b);
  return {
    ...ranking,
    places: new Map(order.map((row, place) => [ranking.ids[row]!, place + 1])),
    rows: new Map(ranking.ids.map((id, row) => [id, row])),
  };
}

export function rankingSummary(
  { rule, parameter, way, computedAt, esri, errorBound }: Ranking,
  stale: boolean,
): RankingSummary {
  const most = (values: readonly number[]) => values.reduce((max, value) => Math.max(max, value), 0);
  return {
    rule,
    parameter,
    way,
    computedAt,
    firms: esri.length,
    mean: esri.length === 0 ? 0 : esri.reduce((sum, value) => sum + value, 0) / esri.length,
    largest: most(esri),
    above10Percent: esri.filter((value) => value > 0.1).length,
    largestErrorBound: errorBound === null ? null : most(errorBound),
    stale,
  };
}

export function summaryOf(held: HeldNetwork, name: SectorName): NetworkSummary {
  const { network, period, unit, synthetic, files, basis, notes } = held;
  const counts = new Uint32Array(network.sectors.length);
  for (const sector of network.sectorOf) counts[sector]!++;
  return {
    firms: network.ids.length,
    links: network.outBuyer.length,
    sectors: network.sectors.map((code, at) => ({ code, name: name(code), firms: counts[at]! })),
    period,
    unit,
    synthetic,
    files,
    basis,
    notes,
  };
}

function numberOf({ indexOf }: HeldNetwork, id: string): number {
  const at = indexOf.get(id);
  if (at === undefined) throw notFound(`供应网络里没有企业 ${id}`, `the supply network has no firm ${id}`);
  return at;
}

/** What GB/T 4754 calls a sector, by its code. */
export type SectorName = (code: string) => string;

const named = (i: number, { network, names }: HeldNetwork, sectorName: SectorName) => ({
  id: network.ids[i]!,
  name: names[i]!,
  sectorName: sectorName(network.sectors[network.sectorOf[i]!]!),
});

function firmRow(i: number, held: HeldNetwork, ranked: Ranked | null, name: SectorName): NetworkFirm {
  const { network, places, output } = held;
  const sector = network.sectors[network.sectorOf[i]!]!;
  const id = network.ids[i]!;
  const row = ranked?.rows.get(id);
  return {
    ...named(i, held, name),
    sector,
    area: places[i]!,
    output: output[i]!,
    sales: network.outStrength[i]!,
    purchases: network.inStrength[i]!,
    suppliers: network.inStart[i + 1]! - network.inStart[i]!,
    customers: network.outStart[i + 1]! - network.outStart[i]!,
    rank: ranked?.places.get(id) ?? null,
    esri: row === undefined ? null : ranked!.esri[row]!,
    down: row === undefined ? null : ranked!.down[row]!,
    up: row === undefined ? null : ranked!.up[row]!,
    errorBound: row === undefined ? null : (ranked!.errorBound?.[row] ?? null),
  };
}

function sortKey(
  { network, names, output }: HeldNetwork,
  ranked: Ranked | null,
  sort: 'esri' | 'down' | 'up' | 'output' | 'suppliers' | 'customers' | 'name',
): (i: number) => number | string {
  switch (sort) {
    case 'name':
      return (i) => names[i]!;
    case 'output':
      return (i) => output[i]!;
    case 'suppliers':
      return (i) => network.inStart[i + 1]! - network.inStart[i]!;
    case 'customers':
      return (i) => network.outStart[i + 1]! - network.outStart[i]!;
    default: {
      if (ranked === null) return (i) => output[i]!;
      const values = ranked[sort];
      return (i) => values[ranked.rows.get(network.ids[i]!) ?? -1] ?? -1;
    }
  }
}

/** `ranked` tells the risk of makers that are firms of the network; null where no ranking is kept. */
export function mapAnswer(
  chain: string,
  { view, synthetic, unit, period, files }: HeldView,
  ranked: Ranked | null,
): ChainMapAnswer {
  const { map, layers, upstreamness, gaps, home } = view;
  const order = layers.columns.flatMap(({ nodes }) => nodes);
  const placeOf = new Map(order.map((node, place) => [node, place]));
  const makers = new Uint32Array(map.nodes.length);
  const risks = new Map<number, number>();
  for (const { atNode, id } of map.actors) {
    if (atNode === null) continue;
    makers[atNode]!++;
    const row = id === null ? undefined : ranked?.rows.get(id);
    if (row !== undefined) risks.set(atNode, Math.max(risks.get(atNode) ?? 0, ranked!.esri[row]!));
  }
  const gapsOf = new Map<number, (typeof gaps)[number][]>();
  for (const gap of gaps) gapsOf.set(gap.node, [...(gapsOf.get(gap.node) ?? []), gap]);
  const ways = new Map<number, 'level' | 'feedback'>([
    ...layers.level.map((edge) => [edge, 'level'] as const),
    ...layers.feedback.map((edge) => [edge, 'feedback'] as const),
  ]);
  const areas = new Map<string, number>();
  for (const { area } of map.actors) if (area !== null) areas.set(area, (areas.get(area) ?? 0) + 1);
  const { flows, by } = stageFlows(map, layers);
  // Stages stand from upstream to downstream: what leads to a later one is forward.
  const position = Float64Array.from(layers.stages, (_, at) => layers.stages.length - at);
  const { forward, feedback } = topFlows(flows, position, FLOWS);
  return {
    chain,
    synthetic,
    home,
    areas: [...areas]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 30)
      .map(([area]) => area),
    unit,
    period,
    files,
    stages: layers.stages.map(({ name, nodes, upstreamness: at }, stage) => ({
      name,
      nodes: nodes.length,
      upstreamness: at,
      column: layers.columns.findIndex((column) => column.stage === stage),
    })),
    columns: layers.columns.length,
    nodes: order.map((i) => ({
      id: map.nodes[i]!.id,
      name: map.nodes[i]!.name,
      kind: map.nodes[i]!.kind,
      stage: layers.stageOf[i]!,
      column: layers.columnOf[i]!,
      upstreamness: upstreamness[i]!,
      makers: makers[i]!,
      gaps: (gapsOf.get(i) ?? [])
        .filter(({ state }) => state === 'met' || state === 'manualReview')
        .map(({ rule, state }) => ({ rule, state })),
      risk: risks.get(i) ?? null,
    })),
    edges: map.edges.map(({ fromNode, toNode, kind, weight, share, grade }, at) => ({
      from: placeOf.get(fromNode)!,
      to: placeOf.get(toNode)!,
      kind,
      weight,
      share,
      grade,
      way: ways.get(at) ?? 'forward',
    })),
    flows: { by, forward, feedback },
    treatments: map.treatments.map(({ message }) => message),
    definition: {
      name: CHAIN_POSITION_DEFINITION.name,
      definition: CHAIN_POSITION_DEFINITION.definition,
      source: CHAIN_POSITION_DEFINITION.source,
    },
  };
}

/** Dossier of a node of a map; `known` says which firms are in the supply network. */
export function dossierOf(
  id: string,
  { view, synthetic, unit }: HeldView,
  known: (firms: readonly string[]) => ReadonlySet<string>,
): NodeDossier {
  const at = view.map.nodes.findIndex((node) => node.id === id);
  if (at < 0) throw notFound('图谱里没有这个环节', 'the map has no such node');
  const { map, layers, upstreamness, gaps } = view;
  const node = map.nodes[at]!;
  const side = (own: 'fromNode' | 'toNode', other: 'fromNode' | 'toNode') =>
    map.edges
      .filter((edge) => edge[own] === at)
      .map((edge) => ({
        id: map.nodes[edge[other]]!.id,
        name: map.nodes[edge[other]]!.name,
        weight: edge.weight,
        share: edge.share,
        grade: edge.grade,
        kind: edge.kind,
        source: edge.source,
        date: edge.date,
        place: edge.place,
      }))
      .sort((a, b) => (b.weight ?? b.share ?? 0) - (a.weight ?? a.share ?? 0));
  const makers = map.actors
    .filter(({ atNode }) => atNode === at)
    .sort((a, b) => (b.share ?? -1) - (a.share ?? -1));
  const told = makers.slice(0, MAKERS);
  const inNetwork = known(told.flatMap((maker) => maker.id ?? []));
  return {
    id: node.id,
    name: node.name,
    kind: node.kind,
    stage: layers.stages[layers.stageOf[at]!]?.name ?? null,
    owner: node.owner,
    source: node.source,
    date: node.date,
    place: node.place,
    upstreamness: upstreamness[at]!,
    synthetic,
    unit,
    inputs: side('toNode', 'fromNode'),
    uses: side('fromNode', 'toNode'),
    makers: told.map(({ name, id, kind, area, share, grade, source, date, place }) => ({
      name,
      id,
      kind,
      area,
      share,
      grade,
      source,
      date,
      place,
      inNetwork: id !== null && inNetwork.has(id),
    })),
    makersInAll: makers.length,
    gaps: gaps
      .filter((gap) => gap.node === at)
      .map(({ rule, state, why, value, threshold }) => ({
        rule,
        state,
        name: GAP_WORDS[rule],
        why,
        value,
        threshold,
      })),
    projects: map.projects
      .filter(({ atNode }) => atNode === at)
      .map(({ name, firm, area, status, investment, source, date, place }) => ({
        name,
        firm,
        area,
        status,
        investment,
        source,
        date,
        place,
      })),
  };
}

/** What is asked of the list of firms. */
export interface FirmsAsked {
  from: number;
  count: number;
  text?: string | undefined;
  sector?: string | undefined;
  sort: 'esri' | 'down' | 'up' | 'output' | 'suppliers' | 'customers' | 'name';
  order: 'down' | 'up';
}

export function firmsOf(
  { from, count, text, sector, sort, order }: FirmsAsked,
  held: HeldNetwork,
  ranked: Ranked | null,
  name: SectorName,
): NetworkFirms {
  const { network, names } = held;
  const words = text?.trim() ?? '';
  const found = [...network.ids.keys()].filter(
    (i) =>
      (sector === undefined || network.sectors[network.sectorOf[i]!] === sector) &&
      (words === '' || names[i]!.includes(words) || network.ids[i]!.includes(words)),
  );
  const key = sortKey(held, ranked, sort);
  const sign = order === 'down' ? -1 : 1;
  const collator = new Intl.Collator('zh');
  found.sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    if (typeof x === 'string' && typeof y === 'string') return sign * collator.compare(x, y) || a - b;
    return sign * ((x as number) - (y as number)) || held.output[b]! - held.output[a]! || a - b;
  });
  return {
    items: found.slice(from, from + count).map((i) => firmRow(i, held, ranked, name)),
    total: found.length,
    next: from + count < found.length ? from + count : null,
  };
}

export function firmOf(id: string, held: HeldNetwork, ranked: Ranked | null, name: SectorName): FirmDossier {
  const at = numberOf(held, id);
  const { network, names, unit, period } = held;
  const { outStart, outBuyer, outWeight, inStart, inSupplier, inWeight, outStrength, sectorOf } = network;
  const largest = (firms: ArrayLike<number>, values: ArrayLike<number>, whole: number) =>
    Array.from({ length: firms.length }, (_, k) => [firms[k]!, values[k]!] as const)
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, PARTNERS)
      .map(([i, value]) => ({ ...named(i, held, name), value, share: whole > 0 ? value / whole : 0 }));
  const ins = [inStart[at]!, inStart[at + 1]!] as const;
  const outs = [outStart[at]!, outStart[at + 1]!] as const;
  const peers = [...network.ids.keys()].filter((i) => i !== at && sectorOf[i] === sectorOf[at]);
  const sector = peers.reduce((sum, i) => sum + outStrength[i]!, outStrength[at]!);
  return {
    ...firmRow(at, held, ranked, name),
    unit,
    period,
    suppliersLargest: largest(
      inSupplier.subarray(...ins),
      inWeight.subarray(...ins),
      network.inStrength[at]!,
    ),
    customersLargest: largest(outBuyer.subarray(...outs), outWeight.subarray(...outs), outStrength[at]!),
    peers: largest(
      peers,
      peers.map((i) => outStrength[i]!),
      sector,
    ).map((peer) => ({ ...peer, name: names[held.indexOf.get(peer.id)!]! })),
  };
}

export interface ClosureAsked {
  firms: readonly string[];
  rule: 'converged' | 'eps';
  eps: number;
}

export function closureOf(asked: ClosureAsked, held: HeldNetwork, name: SectorName): ClosureAnswer {
  const firms = asked.firms.map((id) => numberOf(held, id));
  const stop: StopRule =
    asked.rule === 'eps' ? { rule: 'eps', eps: asked.eps } : { rule: 'converged', tolerance: 1e-6 };
  const began = performance.now();
  const closure = closeFirms(held, firms, stop);
  const milliseconds = performance.now() - began;
  const { network, output, unit, period, synthetic } = held;
  return {
    ...closure,
    firms: firms.map((i) => named(i, held, name)),
    rule: stop.rule,
    eps: stop.rule === 'eps' ? stop.eps : null,
    whole: output.reduce((sum, value) => sum + value, 0),
    unit,
    period,
    synthetic,
    milliseconds,
    sectors: closure.sectors.map(({ sector, ...rest }) => ({
      code: network.sectors[sector]!,
      name: name(network.sectors[sector]!),
      ...rest,
    })),
    losers: closure.losers.map(({ firm, ...rest }) => ({ ...named(firm, held, name), ...rest })),
    routes: closure.routes.map(({ firms: along, ...rest }) => ({
      ...rest,
      firms: along.map((i) => named(i, held, name)),
    })),
    method: { ...CASCADE_METHOD, stop: STOP_WORDS[stop.rule] },
  };
}

/** Links to add, in numbers, with all that is said of the firms that they name. */
export interface WeakLinksFound {
  found: AddedLinks;
  firms: ReadonlyMap<number, { id: string; name: string; place: string | null; sector: string }>;
  unit: string | null;
  period: string | null;
  synthetic: boolean;
}

export async function weakLinksOf(
  { moved = 0.5, largestOrder = 0.5, within = null }: MendAsked,
  held: HeldNetwork,
  under: { signal: AbortSignal; onProgress: (share: number, note: Bilingual) => void },
): Promise<WeakLinksFound> {
  const found = await mendNetwork(held, { moved, largestOrder, within }, under);
  const { network, names, places, unit, period, synthetic } = held;
  const told = [
    ...found.links.flatMap(({ buyer, from, to }) => [buyer, from, to]),
    ...found.gaps.flatMap(({ buyer, supplier }) => [buyer, supplier]),
  ];
  const firms = new Map(
    told.map((i) => [
      i,
      {
        id: network.ids[i]!,
        name: names[i]!,
        place: places[i]!,
        sector: network.sectors[network.sectorOf[i]!]!,
      },
    ]),
  );
  return { found, firms, unit, period, synthetic };
}

export async function mendedOf(
  { moved = 0.5, largestOrder = 0.5, within = null }: MendAsked,
  held: HeldNetwork,
  name: SectorName,
  under: { signal: AbortSignal; onProgress: (share: number, note: Bilingual) => void },
): Promise<MendResult> {
  const found = await mendNetwork(held, { moved, largestOrder, within }, under);
  return {
    unit: held.unit,
    period: held.period,
    synthetic: held.synthetic,
    moved,
    within,
    counts: found.counts,
    together: found.together,
    links: found.links.map(({ buyer, from, to, ...link }) => ({
      value: link.value,
      order: link.order,
      nearness: link.nearness,
      before: link.before,
      after: link.after,
      change: link.change,
      relative: link.relative,
      error: link.error,
      buyer: named(buyer, held, name),
      from: named(from, held, name),
      to: named(to, held, name),
    })),
    gaps: found.gaps.map(({ buyer, supplier, value, firstOrder }) => ({
      buyer: named(buyer, held, name),
      supplier: named(supplier, held, name),
      value,
      firstOrder,
    })),
    measure: MEND_MEASURE,
  };
}
