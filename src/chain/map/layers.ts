/** Columns of a chain map from upstream to downstream, and the order in each that lets the fewest edges cross. */
import { compareText } from '../../model/index.js';
import { adjacency, type ChainMap } from './chain-map.js';
import { nearest } from './upstreamness.js';

export interface ChainStage {
  /** Null for a tier that only upstreamness makes, and for nodes that belong to no named stage. */
  name: string | null;
  /** Nodes whose stage the data name, then those that belong to it by what they go into; upstream first. */
  nodes: number[];
  named: number;
  /** Mean of its nodes. */
  upstreamness: number;
}

export interface ChainLayers {
  /** From upstream to downstream. */
  stages: ChainStage[];
  /** Of each node, the index of its stage. */
  stageOf: Int32Array;
  /** Nodes from top to bottom. A stage has one column or several. */
  columns: { stage: number; nodes: number[] }[];
  columnOf: Int32Array;
  /** Edges by how they run across the columns; of `isA` edges none is feedback. */
  forward: number[];
  level: number[];
  feedback: number[];
  /** Pairs of forward edges between neighbouring columns that cross. */
  crossings: number;
}

export interface LayerOptions {
  /** Columns at most; default 7. */
  columns?: number;
  /** Sweeps of the barycentre; default 12. */
  sweeps?: number;
}

/**
 * Stages as the data name them, a node without one taking that of the nearest node it goes into (then of the nearest
 * that goes into it); where no node has a stage, tiers by upstreamness. Stages stand in the order that the data give,
 * else by their mean upstreamness, a stage parted into columns by the upstreamness of its nodes. Within the columns,
 * barycentre order: Sugiyama, Tagawa & Toda (1981), the best of the sweeps by crossings.
 */
export function chainLayers(
  map: ChainMap,
  upstreamness: Float64Array,
  { columns: most = 7, sweeps = 12 }: LayerOptions = {},
): ChainLayers {
  const n = map.nodes.length;
  const names = stageNames(map);
  const hasStages = names.some((name) => name !== null);
  const stages = hasStages ? namedStages(map, names, upstreamness) : [];
  if (!hasStages && n > 0) stages.push(stageOf(null, [...names.keys()], 0, upstreamness));
  const spare = Math.max(1, Math.floor(most / Math.max(1, stages.length)));
  const columns = stages.flatMap(({ nodes }, stage) =>
    tiers(nodes, upstreamness, spare).map((own) => ({ stage, nodes: own })),
  );
  // Tiers that only upstreamness makes are stages of their own.
  const whole = hasStages
    ? stages
    : columns.map(({ nodes }, at) => {
        columns[at]!.stage = at;
        return stageOf(null, nodes, 0, upstreamness);
      });
  const columnOf = new Int32Array(n);
  const stageIndex = new Int32Array(n);
  for (const [c, { nodes, stage }] of columns.entries())
    for (const i of nodes) {
      columnOf[i] = c;
      stageIndex[i] = stage;
    }
  const forward: number[] = [];
  const level: number[] = [];
  const feedback: number[] = [];
  for (const [e, { fromNode, toNode, kind }] of map.edges.entries()) {
    const step = columnOf[toNode]! - columnOf[fromNode]!;
    if (step > 0) forward.push(e);
    else if (step === 0) level.push(e);
    else if (kind === 'isA') forward.push(e);
    else feedback.push(e);
  }
  const crossings = order(map, columns, columnOf, sweeps);
  return { stages: whole, stageOf: stageIndex, columns, columnOf, forward, level, feedback, crossings };
}

/** The stage of each node, its own or that of the nearest node with one. */
function stageNames(map: ChainMap): (string | null)[] {
  const own = map.nodes.map(({ stage }) => stage);
  if (own.every((name) => name === null)) return own;
  const has = (i: number) => own[i] !== null;
  const down = merged(adjacency(map, 'goesInto', 'out'), adjacency(map, 'isA', 'out'), map.nodes.length);
  const up = merged(adjacency(map, 'goesInto', 'in'), adjacency(map, 'isA', 'in'), map.nodes.length);
  return own.map((name, i) => {
    if (name !== null) return name;
    let found = nearest(i, down, has);
    if (found.length === 0) found = nearest(i, up, has);
    return mostFrequent(found.map((j) => own[j]!));
  });
}

function merged(
  a: { start: Int32Array; node: Int32Array },
  b: { start: Int32Array; node: Int32Array },
  n: number,
): { start: Int32Array; node: Int32Array } {
  const start = new Int32Array(n + 1);
  const node = new Int32Array(a.node.length + b.node.length);
  let filled = 0;
  for (let i = 0; i < n; i++) {
    for (const { start: from, node: of } of [a, b])
      for (let at = from[i]!; at < from[i + 1]!; at++) node[filled++] = of[at]!;
    start[i + 1] = filled;
  }
  return { start, node };
}

function mostFrequent(names: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const [first] = [...counts].sort(([a, n], [b, m]) => m - n || compareText(a, b));
  return first?.[0] ?? null;
}

function namedStages(
  map: ChainMap,
  names: readonly (string | null)[],
  upstreamness: Float64Array,
): ChainStage[] {
  const groups = new Map<string | null, number[]>();
  for (const [i, name] of names.entries()) {
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [i]);
    else group.push(i);
  }
  const placed = [...groups].map(([name, nodes]) => {
    const own = nodes.filter((i) => map.nodes[i]!.stage === name && name !== null);
    const orders = own.flatMap((i) => map.nodes[i]!.stageOrder ?? []);
    // The nodes that the data put there say where a stage stands; what feeds them is further up by nature.
    const at = mean((own.length > 0 ? own : nodes).map((i) => upstreamness[i]!));
    return { stage: stageOf(name, nodes, own.length, upstreamness), at, order: Math.min(...orders) };
  });
  const given = placed.every(({ order, stage }) => Number.isFinite(order) || stage.name === null);
  placed.sort(
    (a, b) =>
      Number(a.stage.name === null) - Number(b.stage.name === null) ||
      (given ? a.order - b.order : b.at - a.at) ||
      compareText(a.stage.name ?? '', b.stage.name ?? ''),
  );
  return placed.map(({ stage }) => stage);
}

function stageOf(
  name: string | null,
  nodes: number[],
  named: number,
  upstreamness: Float64Array,
): ChainStage {
  const sorted = [...nodes].sort((a, b) => upstreamness[b]! - upstreamness[a]! || a - b);
  return { name, nodes: sorted, named, upstreamness: mean(sorted.map((i) => upstreamness[i]!)) };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Whole steps of upstreamness, no tier empty, at most so many. Nodes come upstream first. */
function tiers(nodes: readonly number[], upstreamness: Float64Array, most: number): number[][] {
  const [first] = nodes;
  const last = nodes.at(-1);
  if (first === undefined || last === undefined) return [];
  const range = upstreamness[first]! - upstreamness[last]!;
  const steps = Math.round(range);
  const scale = steps + 1 > most ? most / (range + 1e-9) : 0;
  const found = new Map<number, number[]>();
  for (const i of nodes) {
    const down = upstreamness[first]! - upstreamness[i]!;
    const tier = scale === 0 ? Math.round(down) : Math.min(most - 1, Math.floor(down * scale));
    const group = found.get(tier);
    if (group === undefined) found.set(tier, [i]);
    else group.push(i);
  }
  return [...found].sort(([a], [b]) => a - b).map(([, group]) => group);
}

/** Orders the columns in place; gives the crossings that are left. */
function order(map: ChainMap, columns: { nodes: number[] }[], columnOf: Int32Array, sweeps: number): number {
  const place = new Float64Array(map.nodes.length);
  const settle = () => {
    for (const { nodes } of columns)
      for (const [at, i] of nodes.entries()) place[i] = (at + 0.5) / nodes.length;
  };
  settle();
  const neighbours = [adjacencyOfAll(map, 'in'), adjacencyOfAll(map, 'out')] as const;
  let best = columns.map(({ nodes }) => [...nodes]);
  let fewest = crossingsOf(map, columns, columnOf);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep++) {
    const down = sweep % 2 === 0;
    const { start, node } = neighbours[down ? 0 : 1];
    const at = down ? [...columns.keys()] : [...columns.keys()].reverse();
    for (const c of at) {
      const column = columns[c]!;
      const centre = new Map<number, number>();
      for (const i of column.nodes) {
        let sum = 0;
        let count = 0;
        for (let k = start[i]!; k < start[i + 1]!; k++) {
          const other = node[k]!;
          if (down ? columnOf[other]! < c : columnOf[other]! > c) {
            sum += place[other]!;
            count++;
          }
        }
        centre.set(i, count > 0 ? sum / count : place[i]!);
      }
      column.nodes.sort((a, b) => centre.get(a)! - centre.get(b)! || place[a]! - place[b]! || a - b);
      for (const [k, i] of column.nodes.entries()) place[i] = (k + 0.5) / column.nodes.length;
    }
    const crossings = crossingsOf(map, columns, columnOf);
    if (crossings < fewest) {
      fewest = crossings;
      best = columns.map(({ nodes }) => [...nodes]);
    }
  }
  for (const [c, nodes] of best.entries()) columns[c]!.nodes = nodes;
  return fewest;
}

function adjacencyOfAll(map: ChainMap, direction: 'in' | 'out') {
  return merged(adjacency(map, 'goesInto', direction), adjacency(map, 'isA', direction), map.nodes.length);
}

/** Crossings between neighbouring columns, by counting inversions: O(E log E). */
function crossingsOf(map: ChainMap, columns: readonly { nodes: number[] }[], columnOf: Int32Array): number {
  const at = new Int32Array(map.nodes.length);
  for (const { nodes } of columns) for (const [k, i] of nodes.entries()) at[i] = k;
  const pairs: [number, number][][] = columns.map(() => []);
  for (const { fromNode, toNode } of map.edges) {
    const from = columnOf[fromNode]!;
    const to = columnOf[toNode]!;
    if (to === from + 1) pairs[from]!.push([at[fromNode]!, at[toNode]!]);
    else if (from === to + 1) pairs[to]!.push([at[toNode]!, at[fromNode]!]);
  }
  let crossings = 0;
  for (const [c, own] of pairs.entries()) {
    if (own.length < 2) continue;
    own.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const size = columns[c + 1]!.nodes.length;
    const tree = new Int32Array(size + 1);
    for (const [seen, [, to]] of own.entries()) {
      let before = 0;
      for (let k = to + 1; k > 0; k -= k & -k) before += tree[k]!;
      crossings += seen - before;
      for (let k = to + 1; k <= size; k += k & -k) tree[k]!++;
    }
  }
  return crossings;
}
