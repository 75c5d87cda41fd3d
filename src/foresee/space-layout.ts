/** Where the activities of a product space stand: the maximum spanning tree and the strongest links, drawn by springs. */

export interface SpaceLink {
  from: number;
  to: number;
  /** Of the tree that holds all together. */
  tree: boolean;
}

export interface SpaceLayout {
  /** Places from 0 to 1. */
  x: Float64Array;
  y: Float64Array;
  links: SpaceLink[];
}

/** Links beside the tree, for each activity; more make a ball of wool. */
const EXTRA = 0.6;
/** Pairs looked at over all rounds: bounds the time of large spaces. */
const PAIRS = 6e7;

/**
 * From φ, n × n: Kruskal's maximum spanning tree with the strongest other links (Hidalgo et al. 2007), placed by springs and
 * repulsion (Fruchterman and Reingold 1991) from a start on a circle in the order of the tree. The same φ gives the same places.
 */
export function spaceLayout(proximity: ArrayLike<number>, n: number): SpaceLayout {
  const links = spaceLinks(proximity, n);
  const order = treeOrder(links, n);
  const x = new Float64Array(n);
  const y = new Float64Array(n);
  order.forEach((node, i) => {
    const angle = (2 * Math.PI * i) / n;
    const reach = 0.35 + (0.15 * ((i * 7) % 10)) / 10;
    x[node] = 0.5 + reach * Math.cos(angle);
    y[node] = 0.5 + reach * Math.sin(angle);
  });
  const rounds = Math.max(40, Math.min(400, Math.floor(PAIRS / Math.max(1, n * n))));
  const wanted = 0.75 / Math.sqrt(n);
  const dx = new Float64Array(n);
  const dy = new Float64Array(n);
  for (let round = 0; round < rounds; round++) {
    dx.fill(0);
    dy.fill(0);
    for (let a = 0; a < n; a++)
      for (let b = 0; b < a; b++) {
        const across = x[a]! - x[b]!;
        const up = y[a]! - y[b]!;
        const push = (wanted * wanted) / (across * across + up * up + 1e-9);
        dx[a]! += across * push;
        dy[a]! += up * push;
        dx[b]! -= across * push;
        dy[b]! -= up * push;
      }
    for (const { from, to, tree } of links) {
      const across = x[from]! - x[to]!;
      const up = y[from]! - y[to]!;
      const pull = ((tree ? 1 : 0.35) * Math.hypot(across, up)) / wanted;
      dx[from]! -= across * pull;
      dy[from]! -= up * pull;
      dx[to]! += across * pull;
      dy[to]! += up * pull;
    }
    const step = 0.08 * (1 - round / rounds) + 0.001;
    for (let a = 0; a < n; a++) {
      // A little towards the middle, so that what hangs by one link does not drift off.
      const across = dx[a]! - 0.6 * (x[a]! - 0.5);
      const up = dy[a]! - 0.6 * (y[a]! - 0.5);
      const length = Math.hypot(across, up) || 1;
      const by = Math.min(length, step) / length;
      x[a]! += across * by;
      y[a]! += up * by;
    }
  }
  spreadOut(x);
  spreadOut(y);
  return { x, y, links };
}

/** Kruskal's maximum spanning tree of φ, n × n, and the strongest other links. */
export function spaceLinks(proximity: ArrayLike<number>, n: number): SpaceLink[] {
  const pairs: { from: number; to: number; value: number }[] = [];
  for (let from = 0; from < n; from++)
    for (let to = 0; to < from; to++) {
      const value = proximity[from * n + to]!;
      if (value > 0) pairs.push({ from, to, value });
    }
  pairs.sort((a, b) => b.value - a.value || a.from - b.from || a.to - b.to);
  const head = Int32Array.from({ length: n }, (_, i) => i);
  const find = (i: number): number => {
    let top = i;
    while (head[top] !== top) top = head[top]!;
    for (let at = i; at !== top; ) {
      const next = head[at]!;
      head[at] = top;
      at = next;
    }
    return top;
  };
  const links: SpaceLink[] = [];
  const rest: SpaceLink[] = [];
  for (const { from, to } of pairs) {
    const [a, b] = [find(from), find(to)];
    if (a !== b) {
      head[a] = b;
      links.push({ from, to, tree: true });
    } else if (rest.length < EXTRA * n) rest.push({ from, to, tree: false });
  }
  return [...links, ...rest];
}

/** Depth first, so that branches stand together on the circle. */
function treeOrder(links: readonly SpaceLink[], n: number): number[] {
  const near = Array.from({ length: n }, (): number[] => []);
  for (const { from, to, tree } of links)
    if (tree) {
      near[from]!.push(to);
      near[to]!.push(from);
    }
  const seen = new Uint8Array(n);
  const order: number[] = [];
  const starts = [...near.keys()].sort((a, b) => near[b]!.length - near[a]!.length || a - b);
  for (const start of starts) {
    const stack = [start];
    while (stack.length > 0) {
      const node = stack.pop()!;
      if (seen[node]) continue;
      seen[node] = 1;
      order.push(node);
      for (const other of near[node]!) if (!seen[other]) stack.push(other);
    }
  }
  return order;
}

function spreadOut(values: Float64Array): void {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  for (let i = 0; i < values.length; i++) values[i] = high > low ? (values[i]! - low) / (high - low) : 0.5;
}
