/** What flows between the stages of a chain map, or the sectors of a table: the largest first, feedback apart. */
import type { ChainMap } from './chain-map.js';
import type { ChainLayers } from './layers.js';

export interface Flow {
  from: number;
  to: number;
  value: number;
  /** Number of edges where flows are edges put together. */
  edges: number;
}

/** Flows between the stages; by weight where every edge has one, else by number of edges. */
export function stageFlows(map: ChainMap, layers: ChainLayers): { flows: Flow[]; by: 'weight' | 'edges' } {
  const uses = map.edges.filter(({ kind }) => kind === 'goesInto');
  const by = uses.length > 0 && uses.every(({ weight }) => weight !== null) ? 'weight' : 'edges';
  const found = new Map<string, Flow>();
  for (const { fromNode, toNode, weight } of uses) {
    const from = layers.stageOf[fromNode]!;
    const to = layers.stageOf[toNode]!;
    const key = `${from} ${to}`;
    const flow = found.get(key) ?? { from, to, value: 0, edges: 0 };
    flow.value += by === 'weight' ? weight! : 1;
    flow.edges++;
    found.set(key, flow);
  }
  return {
    flows: [...found.values()].sort((a, b) => b.value - a.value || a.from - b.from || a.to - b.to),
    by,
  };
}

export interface TopFlows {
  /** From a place further upstream to one further downstream. */
  forward: Flow[];
  /** From downstream back up. */
  feedback: Flow[];
  /** Within one place. */
  within: Flow[];
  /** Value of the flows that are not among the top, and of all. */
  rest: number;
  total: number;
}

/**
 * The largest flows, parted by direction: `upstreamness` decides what is feedback, so that cycles need not be broken.
 * Among places of equal upstreamness the one with the lower index counts as upstream.
 */
export function topFlows(flows: readonly Flow[], upstreamness: ArrayLike<number>, count: number): TopFlows {
  const usable = flows.filter(({ value }) => Number.isFinite(value) && value > 0);
  const sorted = [...usable].sort((a, b) => b.value - a.value || a.from - b.from || a.to - b.to);
  const total = sorted.reduce((sum, { value }) => sum + value, 0);
  const between = sorted.filter(({ from, to }) => from !== to).slice(0, count);
  const within = sorted.filter(({ from, to }) => from === to);
  const isForward = ({ from, to }: Flow) =>
    upstreamness[from]! > upstreamness[to]! || (upstreamness[from] === upstreamness[to] && from < to);
  const told = [...between, ...within].reduce((sum, { value }) => sum + value, 0);
  return {
    forward: between.filter(isForward),
    feedback: between.filter((flow) => !isForward(flow)),
    within,
    rest: Math.max(0, total - told),
    total,
  };
}
