/** Where each node of a chain map stands between raw material and final use, solved on the sparse graph. */
import type { Definition } from '../../model/index.js';
import { adjacency, type ChainMap, type ChainTreatment, Treatments } from './chain-map.js';

export interface ChainPosition {
  /** n, at least 1: 1 is made for final use only. */
  upstreamness: Float64Array;
  /** Share of every node's output that goes to final use outside the map. */
  leak: number;
  iterations: number;
  /** No value is further than this from the exact solution. */
  errorBound: number;
  treatments: readonly ChainTreatment[];
}

export interface PositionOptions {
  /** 0.001 ≤ leak < 1; default 0.05. */
  leak?: number;
  /** Bound on the error at which the solution stops; default 1e-9. */
  tolerance?: number;
}

/**
 * 上游度 on a chain graph: U = 1 + (1 − λ)·D·U, where d_ij is the share of what is made at i that goes into j (the stated
 * share, else the weight over all weights of i, else equal parts) and λ is what leaves for final use at every node. The
 * leak makes the norm of (1 − λ)·D at most 1 − λ, so that no cycle makes the system singular. A node without uses of
 * its own takes those of the classes it is a kind of, or else of its own kinds; without either U = 1.
 *
 * Gauss–Seidel from the sinks up: one sweep where there is no cycle. Error bound: largest change × (1 − λ)/λ.
 * Antràs, Chor, Fally & Hillberry (2012), eq. 2, with an explicit final use.
 *
 * @throws RangeError where the leak is below 0.001 or not below 1
 */
export function chainUpstreamness(map: ChainMap, options: PositionOptions = {}): ChainPosition {
  const { leak = 0.05, tolerance = 1e-9 } = options;
  if (!(leak >= 0.001 && leak < 1)) throw new RangeError(`leak ${leak} is not between 0.001 and 1`);
  const treatments = new Treatments();
  const rows = usesOf(map, treatments);
  const n = map.nodes.length;
  const order = sinksFirst(rows, n);
  const values = new Float64Array(n).fill(1);
  const kept = 1 - leak;
  let iterations = 0;
  let errorBound = Number.POSITIVE_INFINITY;
  // The error shrinks by 1 − λ a sweep at least, so it is below the tolerance after these whatever the graph.
  const sweeps = Math.ceil(Math.log((tolerance * leak * leak) / 2) / Math.log(kept)) + 1;
  while (errorBound > tolerance && iterations < sweeps) {
    let change = 0;
    for (const i of order) {
      let sum = 0;
      for (let at = rows.start[i]!; at < rows.start[i + 1]!; at++)
        sum += rows.share[at]! * values[rows.node[at]!]!;
      const next = 1 + kept * sum;
      change = Math.max(change, Math.abs(next - values[i]!));
      values[i] = next;
    }
    iterations++;
    errorBound = (change * kept) / leak + (Number.EPSILON * 4) / (leak * leak);
  }
  return { upstreamness: values, leak, iterations, errorBound, treatments: treatments.all() };
}

interface Uses {
  start: Int32Array;
  node: Int32Array;
  /** Sums to at most 1 in each row. */
  share: Float64Array;
}

function usesOf(map: ChainMap, treatments: Treatments): Uses {
  const n = map.nodes.length;
  const uses = adjacency(map, 'goesInto', 'out');
  const classes = adjacency(map, 'isA', 'out');
  const kinds = adjacency(map, 'isA', 'in');
  const own: { node: number; share: number }[][] = [];
  for (let i = 0; i < n; i++) {
    const edges = map.edges;
    const from = uses.start[i]!;
    const to = uses.start[i + 1]!;
    let stated = 0;
    let unstated = 0;
    let weights = 0;
    let unweighted = 0;
    for (let at = from; at < to; at++) {
      const { share, weight } = edges[uses.edge[at]!]!;
      if (share !== null) stated += share;
      else {
        unstated++;
        if (weight === null) unweighted++;
        else weights += weight;
      }
    }
    // Rounded shares may pass 1 by a little, which is no fault worth telling.
    if (stated > 1.02) treatments.add('sharesOverOne', map.nodes[i]!.name);
    const scale = stated > 1 ? 1 / stated : 1;
    const left = Math.max(0, 1 - stated);
    // A weight that is missing counts as the mean of those that are there.
    const missing = unstated > unweighted ? weights / (unstated - unweighted) : 1;
    const total = weights + unweighted * missing;
    const row = [];
    for (let at = from; at < to; at++) {
      const { share, weight } = edges[uses.edge[at]!]!;
      const part = share !== null ? share * scale : (left * (weight ?? missing)) / total;
      if (part > 0) row.push({ node: uses.node[at]!, share: part });
    }
    own.push(row);
  }
  const start = new Int32Array(n + 1);
  const node: number[] = [];
  const share: number[] = [];
  for (let i = 0; i < n; i++) {
    let holders = [i];
    if (own[i]!.length === 0) {
      holders = nearest(i, classes, (other) => own[other]!.length > 0);
      if (holders.length === 0) holders = nearest(i, kinds, (other) => own[other]!.length > 0);
    }
    for (const holder of holders)
      for (const use of own[holder]!) {
        node.push(use.node);
        share.push(use.share / holders.length);
      }
    start[i + 1] = node.length;
  }
  return { start, node: Int32Array.from(node), share: Float64Array.from(share) };
}

/** The nearest nodes that satisfy a condition, by steps along the rows; each node is met once, whatever cycles there are. */
export function nearest(
  from: number,
  { start, node }: { start: Int32Array; node: Int32Array },
  is: (node: number) => boolean,
): number[] {
  const seen = new Set([from]);
  let ring = [from];
  while (ring.length > 0) {
    const next: number[] = [];
    for (const i of ring)
      for (let at = start[i]!; at < start[i + 1]!; at++) {
        const other = node[at]!;
        if (seen.has(other)) continue;
        seen.add(other);
        next.push(other);
      }
    const found = next.filter(is);
    if (found.length > 0) return found;
    ring = next;
  }
  return [];
}

/** Depth-first postorder: every node after all that it goes into, except along a cycle. Without recursion. */
function sinksFirst({ start, node }: Uses, n: number): Int32Array {
  const order = new Int32Array(n);
  const state = new Uint8Array(n);
  const at = start.slice(0, n);
  const stack: number[] = [];
  let filled = 0;
  for (let root = 0; root < n; root++) {
    if (state[root] !== 0) continue;
    state[root] = 1;
    stack.push(root);
    while (stack.length > 0) {
      const i = stack.at(-1)!;
      if (at[i]! < start[i + 1]!) {
        const other = node[at[i]!++]!;
        if (state[other] === 0) {
          state[other] = 1;
          stack.push(other);
        }
        continue;
      }
      order[filled++] = i;
      stack.pop();
    }
  }
  return order;
}

export const CHAIN_POSITION_DEFINITION = {
  name: { zh: '上游度（图谱）', en: 'upstreamness on the chain map' },
  definition: {
    zh: '产品沿图谱到最终使用的平均步数；每个环节另有 λ 的产出直接进入最终使用，循环因此不使方程奇异',
    en: 'mean number of steps along the map to final use; a share λ of every output leaves for final use, so that cycles do not make the system singular',
  },
  formula: 'U = 1 + (1 − λ) D U',
  unit: 'steps',
  source: 'Antràs, Chor, Fally & Hillberry 2012, eq. 2',
} as const satisfies Definition;
