// A chain map laid out from upstream to downstream: a chain of the workspace, or its supply network by sector.
import {
  buildChainMap,
  type ChainLayers,
  type ChainMap,
  chainGaps,
  chainLayers,
  chainUpstreamness,
  type GapFinding,
} from '../chain/index.js';
import type { HeldNetwork } from './held-network.js';
import { anyHomeArea } from './home-area.js';

export interface ChainView {
  map: ChainMap;
  layers: ChainLayers;
  upstreamness: Float64Array;
  gaps: readonly GapFinding[];
  home: string | null;
}

/** Lays a map out and finds its gaps; `home` as written, an area of the map or one that lists know. */
export async function chainView(map: ChainMap, home: string | null, columns?: number): Promise<ChainView> {
  const { upstreamness } = chainUpstreamness(map);
  const layers = chainLayers(map, upstreamness, columns === undefined ? {} : { columns });
  const written = map.actors.map(({ area }) => area);
  const place = home === null ? null : await anyHomeArea(home, written);
  const gaps = chainGaps(map, { isHome: place?.isHome ?? null, homeName: place?.name ?? null });
  return { map, layers, upstreamness, gaps, home: place?.name ?? null };
}

/** Stages of a network that has no names of its own for them. */
export const STAGES = ['~upstream', '~midstream', '~downstream'] as const;

/**
 * Sectors as nodes, what they sell each other as edges, firms by their share of the sector's sales. Sales within a
 * sector are no edge.
 */
export function networkMap(
  { network, names, places, output, unit, period }: Omit<HeldNetwork, 'model'>,
  sectorName: (code: string) => string,
): ChainMap {
  const { sectors, sectorOf, outStart, outBuyer, outWeight, outStrength, ids } = network;
  const m = sectors.length;
  const flows = new Float64Array(m * m);
  const sales = new Float64Array(m);
  const made = new Float64Array(m);
  for (let i = 0; i < ids.length; i++) {
    const from = sectorOf[i]!;
    sales[from]! += outStrength[i]!;
    made[from]! += Math.max(output[i]!, outStrength[i]!);
    for (let e = outStart[i]!; e < outStart[i + 1]!; e++)
      flows[from * m + sectorOf[outBuyer[e]!]!]! += outWeight[e]!;
  }
  const record = { source: unit, date: period, owner: null, place: null };
  const parts = {
    nodes: sectors.map((code) => ({
      ...record,
      id: code,
      name: sectorName(code),
      kind: 'product' as const,
      stage: null,
      stageOrder: null,
    })),
    edges: [...flows].flatMap((weight, at) => {
      const [from, to] = [Math.floor(at / m), at % m];
      return weight > 0 && from !== to
        ? [
            {
              ...record,
              from: sectors[from]!,
              to: sectors[to]!,
              kind: 'goesInto' as const,
              weight,
              share: weight / made[from]!,
              grade: null,
            },
          ]
        : [];
    }),
    actors: ids.map((id, i) => ({
      ...record,
      node: sectors[sectorOf[i]!]!,
      name: names[i]!,
      id,
      kind: 'firm' as const,
      area: places[i]!,
      share: sales[sectorOf[i]!]! > 0 ? outStrength[i]! / sales[sectorOf[i]!]! : null,
      grade: null,
    })),
    projects: [],
  };
  const { upstreamness } = chainUpstreamness(buildChainMap(parts));
  // Thirds of the sectors in order of upstreamness; of a network, the numbers themselves lie close together.
  const order = [...sectors.keys()].sort((a, b) => upstreamness[b]! - upstreamness[a]! || a - b);
  const third = new Map(order.map((sector, place) => [sector, Math.floor((place * STAGES.length) / m)]));
  return buildChainMap({
    ...parts,
    nodes: parts.nodes.map((node, at) => ({
      ...node,
      stage: STAGES[third.get(at)!]!,
      stageOrder: third.get(at)!,
    })),
  });
}
