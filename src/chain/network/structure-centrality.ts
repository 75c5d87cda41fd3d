// Where a firm stands in the network: strength, PageRank, influence, betweenness, core.
import { UserError } from '../../model/index.js';
import type { ChainGraph } from './chain-graph.js';
import type { SupplyNetwork } from './supply-network.js';

export interface Iterated {
  /** n. */
  values: Float64Array;
  steps: number;
  /** Bound on Σ_i |value_i − true value_i|. */
  error: number;
}

/**
 * The influence vector v = (α/n)[I − (1 − α)Â]⁻¹1, Â_ij = W_ij / s_j^in the share of supplier i in the purchases of j
 * and α the share of labour: by how much, to first order, output moves with the productivity of each firm (Acemoglu,
 * Carvalho, Ozdaglar & Tahbaz-Salehi 2012, Econometrica 80:1977, eq. 4). Where every firm buys, v adds up to 1; a firm
 * that buys nothing passes nothing on. Fixed-point steps, each shrinking the error by 1 − α; O(links) a step.
 * Throws `UserError` on α outside (0, 1].
 */
export function influenceVector(network: SupplyNetwork, alpha = 0.5, tolerance = 1e-12): Iterated {
  return iterated(network, share(alpha, 'α'), tolerance, false);
}

/**
 * PageRank on the way from buyer to supplier, each buyer's vote divided by its purchases (Brin & Page 1998): the
 * influence vector with damping 1 − α where firms that buy nothing vote for all alike. Adds up to 1.
 */
export function pageRank(network: SupplyNetwork, damping = 0.85, tolerance = 1e-12): Iterated {
  return iterated(network, 1 - share(damping, 'damping', true), tolerance, true);
}

function share(value: number, name: string, below = false): number {
  if (value > (below ? -1e-300 : 0) && (below ? value < 1 : value <= 1)) return value;
  throw new UserError({
    zh: `${name} 为 ${value}：应在 ${below ? '[0, 1)' : '(0, 1]'} 内`,
    en: `${name} is ${value}: a share in ${below ? '[0, 1)' : '(0, 1]'} is expected`,
  });
}

function iterated(
  { ids, outStart, outBuyer, outWeight, inStrength }: SupplyNetwork,
  alpha: number,
  tolerance: number,
  spreads: boolean,
): Iterated {
  const n = ids.length;
  const passed = 1 - alpha;
  let values = new Float64Array(n).fill(1 / n);
  let next = new Float64Array(n);
  const perUnit = new Float64Array(n);
  for (let steps = 1; ; steps++) {
    let idle = 0;
    for (let j = 0; j < n; j++) {
      if (inStrength[j]! > 0) perUnit[j] = (passed * values[j]!) / inStrength[j]!;
      else {
        perUnit[j] = 0;
        idle += values[j]!;
      }
    }
    const base = (alpha + (spreads ? passed * idle : 0)) / n;
    let change = 0;
    for (let i = 0; i < n; i++) {
      let sum = base;
      for (let e = outStart[i]!; e < outStart[i + 1]!; e++) sum += outWeight[e]! * perUnit[outBuyer[e]!]!;
      next[i] = sum;
      change += Math.abs(sum - values[i]!);
    }
    [values, next] = [next, values];
    const error = alpha === 0 ? change : (change * passed) / alpha;
    // Sums of n terms are no surer than this.
    if (error <= tolerance || change <= 1e-16 * n) return { values, steps, error };
  }
}

export interface Betweenness {
  /** n: Σ over pairs of the share of shortest supply routes that pass through the firm, over (n − 1)(n − 2). */
  values: Float64Array;
  /** Firms that searches started from; n of n where exact. */
  sources: number;
  exact: boolean;
}

/**
 * Betweenness on supply routes counted in links (Brandes 2001), from every firm while firms · links stays within
 * `mostWork`, else from as many as that allows, spread over the list of firms by golden-section steps, and scaled up
 * (Brandes & Pich 2007). O(sources · links).
 */
export function betweenness(network: SupplyNetwork, mostWork = 1e8): Betweenness {
  const { outStart, outBuyer } = network;
  const n = network.ids.length;
  const work = Math.max(1, n + outBuyer.length);
  const sources = Math.min(n, Math.max(1, Math.floor(mostWork / work)));
  const stride = goldenStride(n);
  const values = new Float64Array(n);
  const distance = new Int32Array(n).fill(-1);
  const routes = new Float64Array(n);
  const dependence = new Float64Array(n);
  const queue = new Uint32Array(n);
  for (let s = 0; s < sources; s++) {
    const source = (s * stride) % n;
    let length = 0;
    queue[length++] = source;
    distance[source] = 0;
    routes[source] = 1;
    for (let at = 0; at < length; at++) {
      const v = queue[at]!;
      for (let e = outStart[v]!; e < outStart[v + 1]!; e++) {
        const w = outBuyer[e]!;
        if (distance[w]! < 0) {
          distance[w] = distance[v]! + 1;
          queue[length++] = w;
        }
        if (distance[w] === distance[v]! + 1) routes[w]! += routes[v]!;
      }
    }
    for (let at = length - 1; at >= 0; at--) {
      const v = queue[at]!;
      let sum = 0;
      for (let e = outStart[v]!; e < outStart[v + 1]!; e++) {
        const w = outBuyer[e]!;
        if (distance[w] === distance[v]! + 1) sum += (routes[v]! / routes[w]!) * (1 + dependence[w]!);
      }
      dependence[v] = sum;
      if (v !== source) values[v]! += sum;
    }
    for (let at = 0; at < length; at++) {
      const v = queue[at]!;
      distance[v] = -1;
      routes[v] = dependence[v] = 0;
    }
  }
  const scale = n > 2 ? n / sources / ((n - 1) * (n - 2)) : 0;
  return { values: values.map((value) => value * scale), sources, exact: sources === n };
}

/** A step through 0 … n − 1 that meets each once, and any first few far apart. */
function goldenStride(n: number): number {
  const coprime = (a: number, b: number): boolean => (b === 0 ? a === 1 : coprime(b, a % b));
  let stride = Math.max(1, Math.round(n * 0.6180339887498949));
  while (!coprime(n, stride)) stride++;
  return stride;
}

/**
 * Core number of every firm: the largest k for which it belongs to a group in which each has k neighbours or more.
 * Batagelj & Zaveršnik (2003). O(firms + links).
 */
export function coreNumbers({ n, start, neighbour }: ChainGraph): Uint32Array {
  const degree = new Uint32Array(n);
  let most = 0;
  for (let i = 0; i < n; i++) {
    degree[i] = start[i + 1]! - start[i]!;
    most = Math.max(most, degree[i]!);
  }
  // Firms by degree; `bin` is where each degree begins.
  const bin = new Uint32Array(most + 2);
  for (const d of degree) bin[d + 1]!++;
  for (let d = 0; d <= most; d++) bin[d + 1]! += bin[d]!;
  const place = new Uint32Array(n);
  const ordered = new Uint32Array(n);
  const next = bin.slice();
  for (let i = 0; i < n; i++) {
    place[i] = next[degree[i]!]!++;
    ordered[place[i]!] = i;
  }
  for (let at = 0; at < n; at++) {
    const v = ordered[at]!;
    for (let e = start[v]!; e < start[v + 1]!; e++) {
      const u = neighbour[e]!;
      if (degree[u]! <= degree[v]!) continue;
      const d = degree[u]!;
      const first = bin[d]!;
      const w = ordered[first]!;
      if (w !== u) {
        ordered[place[u]!] = w;
        place[w] = place[u]!;
        ordered[first] = u;
        place[u] = first;
      }
      bin[d]!++;
      degree[u]!--;
    }
  }
  return degree;
}
