/**
 * A chain map: products and processes, what goes into what, what is a kind of what, and who makes it. Cycles are normal
 * (steel goes into machines, machines into steel); nothing here assumes that there are none.
 */
import { type Bilingual, compareText, type EvidenceGrade } from '../../model/index.js';

/** Where a row stands, and what it says of its own origin. Empty where unknown; never filled in. */
export interface ChainRecord {
  /** The words of the row: a publication, an address. */
  source: string | null;
  /** Year or ISO date that the row holds for. */
  date: string | null;
  /** Who answers for the row. */
  owner: string | null;
  place: { file: string; sheet: string | null; row: number } | null;
}

export type ChainNodeKind = 'product' | 'process';

export interface ChainNode extends ChainRecord {
  id: string;
  name: string;
  kind: ChainNodeKind;
  /** As the data name it; null where they do not. */
  stage: string | null;
  /** Place of the stage from upstream down, where the data give it. */
  stageOrder: number | null;
}

/** `goesInto`: `from` is an input of `to`. `isA`: `from` is a kind of `to`. */
export type ChainEdgeKind = 'goesInto' | 'isA';

export interface ChainEdge extends ChainRecord {
  from: string;
  to: string;
  kind: ChainEdgeKind;
  /** What flows, in any one unit; null where unknown. */
  weight: number | null;
  /** Share of what is made at `from` that goes into `to`, 0–1; null where unknown. */
  share: number | null;
  grade: EvidenceGrade | null;
}

export interface ChainActor extends ChainRecord {
  /** Node by id or name, or a stage by name. */
  node: string;
  name: string;
  /** A credit code or the source's own number. */
  id: string | null;
  kind: 'firm' | 'area';
  /** Where a firm is; of an area, the area itself. */
  area: string | null;
  /** Share of the product's supply, 0–1; null where unknown. */
  share: number | null;
  grade: EvidenceGrade | null;
}

export interface ChainProject extends ChainRecord {
  name: string;
  node: string | null;
  firm: string | null;
  area: string | null;
  /** As written: 在建, planned. */
  status: string | null;
  /** As written, with its unit. */
  investment: string | null;
}

/** Rows of one chain as they were read. */
export interface ChainParts {
  nodes: readonly ChainNode[];
  edges: readonly ChainEdge[];
  actors: readonly ChainActor[];
  projects: readonly ChainProject[];
}

/** Something in the rows that was set right, and how. */
export interface ChainTreatment {
  kind:
    | 'impliedNodes'
    | 'selfLoops'
    | 'duplicateEdges'
    | 'duplicateActors'
    | 'unknownPlaces'
    | 'badWeights'
    | 'sharesOverOne';
  items: string[];
  message: Bilingual;
}

/** Rows brought together: edges and actors by the index of their node. */
export interface ChainMap {
  nodes: readonly ChainNode[];
  edges: readonly (ChainEdge & { source: string | null; fromNode: number; toNode: number })[];
  actors: readonly (ChainActor & { atNode: number | null; atStage: string | null })[];
  projects: readonly (ChainProject & { atNode: number | null })[];
  treatments: readonly ChainTreatment[];
}

const GRADE_RANK: Record<string, number> = { A: 0, B: 1, C: 2, D: 3 };

/**
 * Brings the rows of a chain together. A node that only an edge names is added as a product; a node, edge or actor that
 * is given more than once stands once: the row with the later date, and of edges without one, the better evidence.
 */
export function buildChainMap(parts: ChainParts): ChainMap {
  const treatments = new Treatments();
  const nodes: ChainNode[] = [];
  const byId = new Map<string, number>();
  for (const node of parts.nodes) {
    const known = byId.get(node.id);
    if (known === undefined) {
      byId.set(node.id, nodes.length);
      nodes.push(node);
    } else if (later(node, nodes[known]!)) nodes[known] = node;
  }
  const byName = new Map<string, number>();
  for (const [i, { name }] of nodes.entries()) if (!byName.has(name)) byName.set(name, i);
  const stages = new Set(nodes.flatMap(({ stage }) => stage ?? []));
  const found = (words: string) => byId.get(words) ?? byName.get(words);
  const nodeOf = (words: string, row: ChainRecord): number => {
    const known = found(words);
    if (known !== undefined) return known;
    treatments.add('impliedNodes', words);
    byId.set(words, nodes.length);
    const { source, date, owner, place } = row;
    nodes.push({
      id: words,
      name: words,
      kind: 'product',
      stage: null,
      stageOrder: null,
      source,
      date,
      owner,
      place,
    });
    return nodes.length - 1;
  };

  const edges = new Map<string, ChainMap['edges'][number]>();
  for (const row of parts.edges) {
    const fromNode = nodeOf(row.from, row);
    const toNode = nodeOf(row.to, row);
    const label = `${row.from} → ${row.to}`;
    if (fromNode === toNode) {
      treatments.add('selfLoops', label);
      continue;
    }
    const weight = usable(row.weight);
    const share = usable(row.share);
    if (weight !== row.weight || share !== row.share) treatments.add('badWeights', label);
    const edge = { ...row, weight, share, fromNode, toNode };
    const key = `${fromNode} ${toNode} ${row.kind}`;
    const known = edges.get(key);
    if (known === undefined) edges.set(key, edge);
    else {
      treatments.add('duplicateEdges', label);
      const better = (GRADE_RANK[edge.grade ?? ''] ?? 4) < (GRADE_RANK[known.grade ?? ''] ?? 4);
      if (later(edge, known) || (better && !later(known, edge))) edges.set(key, edge);
    }
  }

  const actors = new Map<string, ChainMap['actors'][number]>();
  for (const row of parts.actors) {
    const atNode = found(row.node) ?? null;
    const atStage = atNode === null && stages.has(row.node) ? row.node : null;
    if (atNode === null && atStage === null) {
      treatments.add('unknownPlaces', `${row.name} @ ${row.node}`);
      continue;
    }
    const key = `${atNode ?? atStage} ${row.kind} ${row.id ?? row.name}`;
    const known = actors.get(key);
    const actor = { ...row, share: row.share === 0 ? 0 : usable(row.share), atNode, atStage };
    if (known === undefined) actors.set(key, actor);
    else {
      treatments.add('duplicateActors', `${row.name} @ ${row.node}`);
      if (later(row, known) || (known.share === null && row.share !== null && !later(known, row)))
        actors.set(key, actor);
    }
  }
  const projects = parts.projects.map((row) => ({
    ...row,
    atNode: row.node === null ? null : (found(row.node) ?? null),
  }));
  for (const { name, node, atNode } of projects)
    if (node !== null && atNode === null) treatments.add('unknownPlaces', `${name} @ ${node}`);
  return {
    nodes,
    edges: [...edges.values()],
    actors: [...actors.values()],
    projects,
    treatments: treatments.all(),
  };
}

/** Inputs and kinds of each node as compressed rows over `goesInto` or `isA` edges. */
export interface Adjacency {
  start: Int32Array;
  /** Index of the edge. */
  edge: Int32Array;
  /** Node at the other end. */
  node: Int32Array;
}

/** Edges of one kind by the node that they leave (`out`) or enter (`in`). */
export function adjacency(map: ChainMap, kind: ChainEdgeKind, direction: 'out' | 'in'): Adjacency {
  const n = map.nodes.length;
  const start = new Int32Array(n + 1);
  for (const edge of map.edges)
    if (edge.kind === kind) start[(direction === 'out' ? edge.fromNode : edge.toNode) + 1]!++;
  for (let i = 0; i < n; i++) start[i + 1]! += start[i]!;
  const edge = new Int32Array(start[n]!);
  const node = new Int32Array(start[n]!);
  const next = start.slice();
  for (const [index, row] of map.edges.entries()) {
    if (row.kind !== kind) continue;
    const [own, other] = direction === 'out' ? [row.fromNode, row.toNode] : [row.toNode, row.fromNode];
    const at = next[own]!++;
    edge[at] = index;
    node[at] = other;
  }
  return { start, edge, node };
}

function usable(value: number | null): number | null {
  return value !== null && Number.isFinite(value) && value > 0 ? value : null;
}

/** Whether the first row is of a later date; a row without a date is of no date at all. */
function later(a: ChainRecord, b: ChainRecord): boolean {
  if (a.date === null) return false;
  return b.date === null || compareText(a.date, b.date) > 0;
}

const SAID: Record<ChainTreatment['kind'], (n: number, list: string) => Bilingual> = {
  impliedNodes: (n, list) => ({
    zh: `${n} 个环节只在连接中出现，按产品补入：${list}`,
    en: `${n} nodes are named by edges only and were added as products: ${list}`,
  }),
  selfLoops: (n, list) => ({
    zh: `${n} 条连接指向自身，已略去：${list}`,
    en: `${n} edges lead to their own node and were left out: ${list}`,
  }),
  duplicateEdges: (n, list) => ({
    zh: `${n} 条连接重复，取日期较晚或证据等级较高的一条：${list}`,
    en: `${n} edges are given again; the later one, or the better borne out, stands: ${list}`,
  }),
  duplicateActors: (n, list) => ({
    zh: `${n} 个主体在同一环节重复，取日期较晚的一条：${list}`,
    en: `${n} actors are given again at a node; the later row stands: ${list}`,
  }),
  unknownPlaces: (n, list) => ({
    zh: `${n} 个主体或项目所在的环节不在图谱中，未列入：${list}`,
    en: `${n} actors or projects stand at a node that the map does not have, and were left out: ${list}`,
  }),
  badWeights: (n, list) => ({
    zh: `${n} 条连接的权重或份额不是正数，按未知处理：${list}`,
    en: `${n} edges have a weight or share that is no positive number; it counts as unknown: ${list}`,
  }),
  sharesOverOne: (n, list) => ({
    zh: `${n} 个环节的去向份额合计超过 1，按合计折算：${list}`,
    en: `${n} nodes have shares of use that add up to more than 1; they were scaled to 1: ${list}`,
  }),
};

/** So many are named; the rest is counted. */
const NAMED = 5;

export class Treatments {
  readonly #items = new Map<ChainTreatment['kind'], string[]>();

  add(kind: ChainTreatment['kind'], item: string): void {
    const items = this.#items.get(kind);
    if (items === undefined) this.#items.set(kind, [item]);
    else items.push(item);
  }

  all(): ChainTreatment[] {
    return [...this.#items].map(([kind, items]) => {
      const more = items.length > NAMED ? ' …' : '';
      const zh = SAID[kind](items.length, items.slice(0, NAMED).join('、') + more).zh;
      const en = SAID[kind](items.length, items.slice(0, NAMED).join(', ') + more).en;
      return { kind, items, message: { zh, en } };
    });
  }
}
