// Minimum-cost flow between two sides, each pair once.
import type { Offer } from './assignment.js';

/**
 * Indices of the offers of the largest sum of scores, each side within its places. Successive shortest paths with
 * potentials (Dijkstra on a heap): O(places · offers · log offers). Ends when another pair would lower the sum.
 */
export function flowAssignment(
  offers: readonly Offer[],
  taskPlaces: readonly number[],
  solverPlaces: readonly number[],
): number[] {
  const tasks = taskPlaces.length;
  const solvers = solverPlaces.length;
  const source = tasks + solvers;
  const sink = source + 1;
  const nodes = sink + 1;
  const count = offers.length + tasks + solvers;
  // Arcs in pairs: e forward, e ^ 1 back.
  const to = new Int32Array(2 * count);
  const room = new Int32Array(2 * count);
  const cost = new Float64Array(2 * count);
  let arcs = 0;
  const add = (from: number, into: number, places: number, price: number) => {
    to[arcs] = into;
    room[arcs] = places;
    cost[arcs++] = price;
    to[arcs] = from;
    cost[arcs++] = -price;
  };
  for (const { task, solver, score } of offers) add(task, tasks + solver, 1, -score);
  for (let task = 0; task < tasks; task++) add(source, task, taskPlaces[task]!, 0);
  for (let solver = 0; solver < solvers; solver++) add(tasks + solver, sink, solverPlaces[solver]!, 0);
  const start = new Int32Array(nodes + 1);
  for (let e = 0; e < arcs; e++) start[to[e ^ 1]! + 1]!++;
  for (let v = 0; v < nodes; v++) start[v + 1]! += start[v]!;
  const place = start.slice();
  const leaving = new Int32Array(arcs);
  for (let e = 0; e < arcs; e++) leaving[place[to[e ^ 1]!]!++] = e;

  // Costs are negative from tasks to solvers only: the first potentials are one relaxation over the layers.
  const potential = new Float64Array(nodes);
  for (const { solver, score } of offers)
    potential[tasks + solver] = Math.min(potential[tasks + solver]!, -score);
  for (let solver = 0; solver < solvers; solver++)
    potential[sink] = Math.min(potential[sink]!, potential[tasks + solver]!);

  const distance = new Float64Array(nodes);
  const through = new Int32Array(nodes);
  for (;;) {
    const heap = new Heap();
    distance.fill(Number.POSITIVE_INFINITY);
    distance[source] = 0;
    heap.push(source, 0);
    for (let next = heap.pop(); next !== null; next = heap.pop()) {
      const [v, at] = next;
      if (at > distance[v]!) continue;
      // What lies farther than the sink takes its distance in the potentials below, and need not be reached.
      if (v === sink) break;
      for (let k = start[v]!; k < start[v + 1]!; k++) {
        const e = leaving[k]!;
        if (room[e] === 0) continue;
        const w = to[e]!;
        const reached = at + Math.max(0, cost[e]! + potential[v]! - potential[w]!);
        if (reached < distance[w]! - 1e-15) {
          distance[w] = reached;
          through[w] = e;
          heap.push(w, reached);
        }
      }
    }
    if (distance[sink] === Number.POSITIVE_INFINITY) break;
    for (let v = 0; v < nodes; v++) potential[v]! += Math.min(distance[v]!, distance[sink]!);
    if (potential[sink]! - potential[source]! >= 0) break;
    for (let v = sink; v !== source; v = to[through[v]! ^ 1]!) {
      room[through[v]!]!--;
      room[through[v]! ^ 1]!++;
    }
  }
  const chosen: number[] = [];
  for (let at = 0; at < offers.length; at++) if (room[2 * at] === 0) chosen.push(at);
  return chosen;
}

/** Binary heap of nodes by distance, then by number, so that ties always fall alike. */
class Heap {
  readonly #nodes: number[] = [];
  readonly #keys: number[] = [];

  push(node: number, key: number): void {
    const nodes = this.#nodes;
    const keys = this.#keys;
    let at = nodes.length;
    nodes.push(node);
    keys.push(key);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (!before(key, node, keys[up]!, nodes[up]!)) break;
      nodes[at] = nodes[up]!;
      keys[at] = keys[up]!;
      at = up;
    }
    nodes[at] = node;
    keys[at] = key;
  }

  pop(): [node: number, key: number] | null {
    const nodes = this.#nodes;
    const keys = this.#keys;
    if (nodes.length === 0) return null;
    const top: [number, number] = [nodes[0]!, keys[0]!];
    const node = nodes.pop()!;
    const key = keys.pop()!;
    const size = nodes.length;
    if (size === 0) return top;
    let at = 0;
    for (;;) {
      let down = 2 * at + 1;
      if (down >= size) break;
      if (down + 1 < size && before(keys[down + 1]!, nodes[down + 1]!, keys[down]!, nodes[down]!)) down++;
      if (!before(keys[down]!, nodes[down]!, key, node)) break;
      nodes[at] = nodes[down]!;
      keys[at] = keys[down]!;
      at = down;
    }
    nodes[at] = node;
    keys[at] = key;
    return top;
  }
}

function before(key: number, node: number, otherKey: number, otherNode: number): boolean {
  return key < otherKey || (key === otherKey && node < otherNode);
}
