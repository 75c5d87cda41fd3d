// Single points of failure: firms and links whose loss parts the chain, and inputs that have one source only.
import type { ChainGraph } from './chain-graph.js';
import { INPUT_CLASS, type InputClasses, type SupplyNetwork } from './supply-network.js';

/** A firm without which its part of the chain falls apart. */
export interface ArticulationPoint {
  firm: number;
  /** Pieces that its part of the chain falls into, the firm itself not counted. */
  pieces: number;
  /** Firms outside the largest piece: those cut off from the rest. */
  cutOff: number;
}

/** A tie of two firms without which their part of the chain falls in two. */
export interface Bridge {
  /** The two firms, on either side. */
  firms: [number, number];
  /** Firms on the smaller side. */
  cutOff: number;
}

export interface SinglePoints {
  articulationPoints: ArticulationPoint[];
  bridges: Bridge[];
  /** Connected parts of the chain, and firms in the largest; firms without any link are parts of their own. */
  components: number;
  largestComponent: number;
}

/**
 * Articulation points and bridges of the chain graph with what each cuts off, most first. Depth-first search with low
 * points (Hopcroft & Tarjan 1973, Algorithm 447), without recursion. O(firms + links).
 */
export function singlePoints(graph: ChainGraph): SinglePoints {
  const { n, start, neighbour, pair } = graph;
  const order = new Int32Array(n).fill(-1);
  const low = new Int32Array(n);
  const size = new Uint32Array(n);
  const parent = new Int32Array(n).fill(-1);
  const parentPair = new Int32Array(n).fill(-1);
  const next = start.slice(0, n);
  const component = new Uint32Array(n);
  const componentSize: number[] = [];
  /** By firm: subtrees that part from the rest with it, their sizes added up, and the largest. */
  const pieces = new Uint32Array(n);
  const parted = new Uint32Array(n);
  const largest = new Uint32Array(n);
  const bridges: { firms: [number, number]; below: number }[] = [];
  const stack: number[] = [];
  let time = 0;
  for (let root = 0; root < n; root++) {
    if (order[root]! >= 0) continue;
    const number = componentSize.length;
    stack.push(root);
    enter(root, number);
    while (stack.length > 0) {
      const v = stack.at(-1)!;
      if (next[v]! < start[v + 1]!) {
        const e = next[v]!++;
        const u = neighbour[e]!;
        if (order[u]! < 0) {
          parent[u] = v;
          parentPair[u] = pair[e]!;
          stack.push(u);
          enter(u, number);
        } else if (pair[e] !== parentPair[v]) low[v] = Math.min(low[v]!, order[u]!);
        continue;
      }
      stack.pop();
      const up = parent[v]!;
      if (up < 0) continue;
      size[up]! += size[v]!;
      low[up] = Math.min(low[up]!, low[v]!);
      if (low[v]! >= order[up]!) {
        pieces[up]!++;
        parted[up]! += size[v]!;
        largest[up] = Math.max(largest[up]!, size[v]!);
      }
      if (low[v]! > order[up]!) bridges.push({ firms: [up, v], below: size[v]! });
    }
    componentSize.push(size[root]!);
  }
  const articulationPoints: ArticulationPoint[] = [];
  for (let i = 0; i < n; i++) {
    const whole = componentSize[component[i]!]!;
    const rest = whole - 1 - parted[i]!;
    const count = pieces[i]! + (rest > 0 ? 1 : 0);
    if (count < 2) continue;
    articulationPoints.push({
      firm: i,
      pieces: count,
      cutOff: whole - 1 - Math.max(rest, largest[i]!),
    });
  }
  return {
    articulationPoints: articulationPoints.sort((a, b) => b.cutOff - a.cutOff || a.firm - b.firm),
    bridges: bridges
      .map(({ firms: [a, b], below }) => ({
        firms: (a < b ? [a, b] : [b, a]) as [number, number],
        cutOff: Math.min(below, componentSize[component[a]!]! - below),
      }))
      .sort((a, b) => b.cutOff - a.cutOff || a.firms[0] - b.firms[0] || a.firms[1] - b.firms[1]),
    components: componentSize.length,
    largestComponent: componentSize.reduce((most, count) => Math.max(most, count), 0),
  };

  function enter(v: number, number: number): void {
    order[v] = low[v] = time++;
    size[v] = 1;
    component[v] = number;
  }
}

/** An input of a firm that a single supplier delivers. */
export interface SoleSource {
  buyer: number;
  supplier: number;
  /** Number of the sector of the input. */
  sector: number;
  value: number;
  /** Of all that the buyer buys in the network. */
  shareOfPurchases: number;
  /** 0, 1 or 2 of `INPUT_CLASS`; null without classes. */
  inputClass: number | null;
  /** Other firms of the sector that sell to anyone in the network: who could step in. */
  alternatives: number;
}

/**
 * Every input, by buyer and sector of the supplier, that comes from one supplier; a firm's sales to itself do not count
 * as a source. Ordered by class, then by share of purchases. O(links).
 */
export function soleSources(network: SupplyNetwork, classes: InputClasses | null = null): SoleSource[] {
  const { sectorOf, inStart, inSupplier, inWeight, inStrength, outStart, outStrength, sectors } = network;
  const n = sectorOf.length;
  const sellers = new Uint32Array(sectors.length);
  for (let i = 0; i < n; i++) if (outStrength[i]! > 0) sellers[sectorOf[i]!]!++;
  const classOf = classes === null ? () => null : classLookup(network, classes);
  const found: SoleSource[] = [];
  for (let buyer = 0; buyer < n; buyer++) {
    const end = inStart[buyer + 1]!;
    for (let from = inStart[buyer]!; from < end; ) {
      const sector = sectorOf[inSupplier[from]!]!;
      let suppliers = 0;
      let only = -1;
      let to = from;
      for (; to < end && sectorOf[inSupplier[to]!] === sector; to++) {
        if (inSupplier[to] === buyer) continue;
        suppliers++;
        only = to;
      }
      from = to;
      if (suppliers !== 1) continue;
      const supplier = inSupplier[only]!;
      const isSeller = sectorOf[buyer] === sector && outStart[buyer + 1]! > outStart[buyer]!;
      found.push({
        buyer,
        supplier,
        sector,
        value: inWeight[only]!,
        shareOfPurchases: inWeight[only]! / inStrength[buyer]!,
        inputClass: classOf(sector, sectorOf[buyer]!),
        alternatives: sellers[sector]! - 1 - (isSeller ? 1 : 0),
      });
    }
  }
  return found.sort(
    (a, b) =>
      (b.inputClass ?? 0) - (a.inputClass ?? 0) ||
      b.shareOfPurchases - a.shareOfPurchases ||
      a.buyer - b.buyer ||
      a.sector - b.sector,
  );
}

/** Class by numbers of sectors of the network; sectors without a row are negligible, as `inputClasses` fills them. */
export function classLookup(network: Pick<SupplyNetwork, 'sectors'>, { sectors, classes }: InputClasses) {
  const numberOf = new Map(sectors.map((code, at) => [code, at]));
  const place = network.sectors.map((code) => numberOf.get(code) ?? -1);
  return (supplierSector: number, buyerSector: number): number => {
    const [k, l] = [place[supplierSector]!, place[buyerSector]!];
    return k < 0 || l < 0 ? INPUT_CLASS.negligible : classes[k * sectors.length + l]!;
  };
}
