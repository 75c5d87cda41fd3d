// Groups of firms that trade more with each other than with others.
import type { ChainGraph } from './chain-graph.js';

export interface Communities {
  /** n: number of the community, by size, largest first. */
  of: Uint32Array;
  count: number;
  /** Q in [−½, 1]. */
  modularity: number;
}

interface Weighted {
  n: number;
  start: Uint32Array;
  neighbour: Uint32Array;
  weight: Float64Array;
  /** n: weight of a group's ties within itself, counted from both ends. */
  own: Float64Array;
}

/** Gains smaller than this share of all weight are noise. */
const LEAST_GAIN = 1e-12;
const MOST_LEVELS = 50;
const MOST_PASSES = 100;

/**
 * Louvain (Blondel, Guillaume, Lambiotte & Lefebvre 2008): firms, then groups of firms, move to the neighbouring
 * community where modularity gains most, until nothing gains. Firms are visited in their order, ties go to the community
 * met first, so that the same network gives the same communities. About O(links) a pass.
 * `resolution` γ above 1 gives smaller communities (Reichardt & Bornholdt 2006).
 */
export function communities(graph: ChainGraph, resolution = 1): Communities {
  let level: Weighted = { ...graph, own: new Float64Array(graph.n) };
  let of = Uint32Array.from({ length: graph.n }, (_, i) => i);
  for (let at = 0; at < MOST_LEVELS; at++) {
    const { group, count, moved } = moveFirms(level, resolution);
    of = of.map((node) => group[node]!);
    if (!moved || count === level.n) break;
    level = aggregated(level, group, count);
  }
  const { numbered, count } = bySize(of);
  return { of: numbered, count, modularity: modularity(graph, numbered, resolution) };
}

/** Q = Σ_c [inside_c / 2m − γ (total_c / 2m)²]; 0 for a graph without ties. */
export function modularity(graph: ChainGraph, of: Uint32Array, resolution = 1): number {
  const { n, start, neighbour, weight } = graph;
  const groups = of.reduce((most, group) => Math.max(most, group + 1), 0);
  const total = new Float64Array(groups);
  let [all, inside] = [0, 0];
  for (let i = 0; i < n; i++)
    for (let e = start[i]!; e < start[i + 1]!; e++) {
      all += weight[e]!;
      total[of[i]!]! += weight[e]!;
      if (of[neighbour[e]!] === of[i]) inside += weight[e]!;
    }
  if (all === 0) return 0;
  let q = inside / all;
  for (const of of total) q -= resolution * (of / all) ** 2;
  return q;
}

function moveFirms({ n, start, neighbour, weight, own }: Weighted, resolution: number) {
  const group = Uint32Array.from({ length: n }, (_, i) => i);
  const strength = own.slice();
  let all = 0;
  for (let i = 0; i < n; i++) {
    for (let e = start[i]!; e < start[i + 1]!; e++) strength[i]! += weight[e]!;
    all += strength[i]!;
  }
  const total = strength.slice();
  const towards = new Float64Array(n);
  let moved = false;
  for (let pass = 0, going = all > 0; going && pass < MOST_PASSES; pass++) {
    going = false;
    for (let i = 0; i < n; i++) {
      const home = group[i]!;
      const met: number[] = [home];
      for (let e = start[i]!; e < start[i + 1]!; e++) {
        const c = group[neighbour[e]!]!;
        if (towards[c] === 0 && c !== home) met.push(c);
        towards[c]! += weight[e]!;
      }
      total[home]! -= strength[i]!;
      let best = home;
      let most = towards[home]! - (resolution * total[home]! * strength[i]!) / all;
      for (const c of met) {
        const gain = towards[c]! - (resolution * total[c]! * strength[i]!) / all;
        if (gain > most + LEAST_GAIN * all) [best, most] = [c, gain];
      }
      for (const c of met) towards[c] = 0;
      total[best]! += strength[i]!;
      if (best === home) continue;
      group[i] = best;
      going = moved = true;
    }
  }
  const numberOf = new Int32Array(n).fill(-1);
  let count = 0;
  for (let i = 0; i < n; i++) {
    if (numberOf[group[i]!]! < 0) numberOf[group[i]!] = count++;
    group[i] = numberOf[group[i]!]!;
  }
  return { group, count, moved };
}

function aggregated(
  { n, start, neighbour, weight, own }: Weighted,
  group: Uint32Array,
  count: number,
): Weighted {
  const members: number[][] = Array.from({ length: count }, () => []);
  for (let i = 0; i < n; i++) members[group[i]!]!.push(i);
  const groupOwn = new Float64Array(count);
  const groupStart = new Uint32Array(count + 1);
  const neighbours: number[] = [];
  const weights: number[] = [];
  const towards = new Float64Array(count);
  for (let c = 0; c < count; c++) {
    const met: number[] = [];
    for (const i of members[c]!) {
      groupOwn[c]! += own[i]!;
      for (let e = start[i]!; e < start[i + 1]!; e++) {
        const d = group[neighbour[e]!]!;
        if (d === c) {
          groupOwn[c]! += weight[e]!;
          continue;
        }
        if (towards[d] === 0) met.push(d);
        towards[d]! += weight[e]!;
      }
    }
    met.sort((a, b) => a - b);
    for (const d of met) {
      neighbours.push(d);
      weights.push(towards[d]!);
      towards[d] = 0;
    }
    groupStart[c + 1] = neighbours.length;
  }
  return {
    n: count,
    start: groupStart,
    neighbour: Uint32Array.from(neighbours),
    weight: Float64Array.from(weights),
    own: groupOwn,
  };
}

function bySize(of: Uint32Array): { numbered: Uint32Array; count: number } {
  const size = new Map<number, number>();
  for (const group of of) size.set(group, (size.get(group) ?? 0) + 1);
  const order = [...size.keys()].sort((a, b) => size.get(b)! - size.get(a)!);
  const number = new Map(order.map((group, at) => [group, at]));
  return { numbered: of.map((group) => number.get(group)!), count: order.length };
}
