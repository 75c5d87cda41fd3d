// Where nodes and edges of a layered map stand, and what leads to and from one of them.
import type { ChainMapAnswer, MapEdge } from '../../../server/contract/chains.js';

/** Width of a node and of the room between columns: from what can be read to what is wasted. */
const COLUMN = { least: 112, most: 240 };
const GAP = { least: 24, most: 200 };
/** Of the width of a column with its gap, what the node takes. */
const NODE_SHARE = 0.76;
export const NODE = 30;
const STEP = 38;
const HEAD = 44;
const LEFT = 12;
/** Nodes of a column that are drawn unless it is opened. */
const SHOWN = 14;
/** Edges that are drawn when nothing is chosen: the largest of more. */
export const EDGES = 180;

export interface Point {
  x: number;
  y: number;
}

export interface Drawn {
  at: ReadonlyMap<number, Point>;
  rest: { column: number; left: number; x: number; y: number }[];
  stages: { stage: number; x: number; width: number }[];
  /** Of a node. */
  column: number;
  width: number;
  height: number;
}

/** The lights of a node: a gap that is there, one that a person has to look at, or none. */
export type Light = 'gap' | 'doubt' | 'none';

export function lightOf({ gaps }: ChainMapAnswer['nodes'][number]): Light {
  if (gaps.some(({ state }) => state === 'met')) return 'gap';
  return gaps.length > 0 ? 'doubt' : 'none';
}

/** What is drawn of many edges: the largest. Those of which no amount is known count as equal. */
export function mainEdges(edges: readonly MapEdge[]): readonly MapEdge[] {
  const across = edges.filter(({ way }) => way !== 'level');
  if (across.length <= EDGES) return across;
  return [...across].sort((a, b) => (b.weight ?? 0) - (a.weight ?? 0)).slice(0, EDGES);
}

export interface Reach {
  up: ReadonlySet<number>;
  down: ReadonlySet<number>;
}

/** All that leads to a node and all that it leads to, along `edges`; what flows back upstream is not followed. */
export function reachOf(edges: readonly MapEdge[], start: number): Reach {
  const into = new Map<number, number[]>();
  const outOf = new Map<number, number[]>();
  for (const { from, to, way } of edges) {
    if (way === 'feedback') continue;
    into.set(to, [...(into.get(to) ?? []), from]);
    outOf.set(from, [...(outOf.get(from) ?? []), to]);
  }
  const walk = (next: ReadonlyMap<number, readonly number[]>) => {
    const seen = new Set<number>();
    const pending = [...(next.get(start) ?? [])];
    for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
      if (node === start || seen.has(node)) continue;
      seen.add(node);
      pending.push(...(next.get(node) ?? []));
    }
    return seen;
  };
  return { up: walk(into), down: walk(outOf) };
}

export interface Looked {
  chosen: number;
  /** Of the chosen node: drawn although others of the column have more edges. */
  near: ReadonlySet<number>;
  text: string;
  /** Columns of which all nodes are drawn. */
  open: ReadonlySet<number>;
  /** Stages that are drawn; empty for all. */
  stages: ReadonlySet<number>;
  onlyGaps: boolean;
  /** Room there is for all columns. */
  room: number;
}

/** Widths at which the columns fill the room; wider than the room where they could not be read otherwise. */
function widthsIn(room: number, columns: number): { column: number; gap: number } {
  const within = (value: number, { least, most }: { least: number; most: number }) =>
    Math.round(Math.min(most, Math.max(least, value)));
  const column = within((NODE_SHARE * (room - 2 * LEFT)) / columns, COLUMN);
  return { column, gap: within((room - 2 * LEFT - columns * column) / Math.max(1, columns - 1), GAP) };
}

/** Of each column the nodes with most edges, beside those chosen, next to it or looked for. */
export function layout(map: ChainMapAnswer, looked: Looked): Drawn {
  const { chosen, near, text, open, stages, onlyGaps, room } = looked;
  const shownColumns = map.stages.reduce(
    (sum, { column: first }, stage) =>
      stages.size > 0 && !stages.has(stage)
        ? sum
        : sum + (map.stages[stage + 1]?.column ?? map.columns) - first,
    0,
  );
  const { column: wide, gap } = widthsIn(room, shownColumns);
  const degree = new Uint32Array(map.nodes.length);
  for (const { from, to } of map.edges) {
    degree[from]!++;
    degree[to]!++;
  }
  const wanted = new Set<number>(chosen >= 0 ? [chosen, ...near] : near);
  const columns: number[][] = Array.from({ length: map.columns }, () => []);
  const words = text.toLowerCase();
  for (const [i, node] of map.nodes.entries()) {
    if (stages.size > 0 && !stages.has(node.stage)) continue;
    if (onlyGaps && lightOf(node) === 'none' && i !== chosen) continue;
    if (words !== '' && !near.has(i) && i !== chosen) {
      if (!node.name.toLowerCase().includes(words) && !node.id.toLowerCase().includes(words)) continue;
      wanted.add(i);
    }
    columns[node.column]!.push(i);
  }
  const at = new Map<number, Point>();
  const rest: Drawn['rest'] = [];
  const drawnStages: Drawn['stages'] = [];
  let height = HEAD;
  let place = 0;
  for (const [stage, { column: first }] of map.stages.entries()) {
    const end = map.stages[stage + 1]?.column ?? map.columns;
    if (stages.size > 0 && !stages.has(stage)) continue;
    const from = place;
    for (let column = first; column < end; column++) {
      const x = LEFT + place * (wide + gap);
      place++;
      const nodes = columns[column]!;
      let shown = nodes;
      if (nodes.length > SHOWN && !open.has(column)) {
        const most = new Set([...nodes].sort((a, b) => degree[b]! - degree[a]! || a - b).slice(0, SHOWN));
        shown = nodes.filter((i) => most.has(i) || wanted.has(i));
      }
      for (const [row, i] of shown.entries()) at.set(i, { x, y: HEAD + row * STEP });
      let rows = shown.length;
      if (nodes.length > SHOWN) {
        rest.push({ column, left: nodes.length - shown.length, x, y: HEAD + rows * STEP });
        rows++;
      }
      height = Math.max(height, HEAD + rows * STEP + 12);
    }
    drawnStages.push({
      stage,
      x: LEFT + from * (wide + gap),
      width: (place - from) * (wide + gap) - gap,
    });
  }
  return {
    at,
    rest,
    stages: drawnStages,
    column: wide,
    width: LEFT * 2 + place * (wide + gap) - gap,
    height,
  };
}

/** As much of a name as there is room for; Chinese characters are twice as wide as others. */
export function cut(name: string, room: number): string {
  let used = 0;
  for (const [at, sign] of [...name].entries()) {
    used += sign.codePointAt(0)! > 0x2e80 ? 12 : 6.6;
    if (used > room) return `${[...name].slice(0, Math.max(1, at - 1)).join('')}…`;
  }
  return name;
}

export function curve(from: Point, to: Point, column: number): string {
  const [y1, y2] = [from.y + NODE / 2, to.y + NODE / 2];
  if (to.x > from.x) {
    const [x1, x2] = [from.x + column, to.x];
    const bend = Math.min(90, (x2 - x1) / 2);
    return `M${x1} ${y1} C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  }
  if (to.x === from.x) {
    const x = from.x + column;
    return `M${x} ${y1} C${x + 40} ${y1} ${x + 40} ${y2} ${x} ${y2}`;
  }
  const [x1, x2] = [from.x, to.x + column];
  const bend = Math.min(90, (x1 - x2) / 2);
  return `M${x1} ${y1} C${x1 - bend} ${y1} ${x2 + bend} ${y2} ${x2} ${y2}`;
}
