// How many ways lead from raw stages to a firm that have no firm in common.
import type { SupplyNetwork } from './supply-network.js';

export interface SupplyRoutes {
  /** Supply routes into the firm with no firm in common, counted up to the limit. */
  count: number;
  /** Whether the counting stopped at the limit. */
  limited: boolean;
  /** Each from a raw firm to the firm. */
  routes: number[][];
  /**
   * Firms whose loss together cuts all routes, as many as there are routes (Menger 1927); those nearest the firm. Null
   * where the counting stopped at the limit.
   */
  cut: number[] | null;
}

/** Firms that sell and buy nothing in the network: where chains begin if nobody says otherwise. */
export function rawFirms({ ids, outStart, inStart, inSupplier }: SupplyNetwork): Uint32Array {
  const raw: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    if (outStart[i + 1] === outStart[i]) continue;
    let buys = false;
    for (let e = inStart[i]!; e < inStart[i + 1]!; e++) if (inSupplier[e] !== i) buys = true;
    if (!buys) raw.push(i);
  }
  return Uint32Array.from(raw);
}

/**
 * Vertex-disjoint supply routes from a set of raw firms to a firm: a maximum flow with room for one route through each
 * firm, by shortest augmenting paths (Ford & Fulkerson 1956; Edmonds & Karp 1972). Each firm v is split in its
 * purchases 2v and its sales 2v + 1, and the search runs upstream from the firm asked for. One finder serves many firms
 * of a network.
 */
export class SupplyRouteFinder {
  readonly #network: SupplyNetwork;
  readonly #isRaw: Uint8Array;
  /** By firm on a route: the next firm downstream, and upstream (−1 at the raw end). */
  readonly #down: Int32Array;
  readonly #up: Int32Array;
  readonly #onRoute: Uint8Array;
  /** 2n: the search in which a side was met, and from which side. */
  readonly #met: Uint32Array;
  readonly #from: Int32Array;
  readonly #queue: Int32Array;
  #round = 0;

  constructor(network: SupplyNetwork, raw: ArrayLike<number>) {
    const n = network.ids.length;
    this.#network = network;
    this.#isRaw = new Uint8Array(n);
    for (let at = 0; at < raw.length; at++) this.#isRaw[raw[at]!] = 1;
    this.#down = new Int32Array(n).fill(-1);
    this.#up = new Int32Array(n).fill(-1);
    this.#onRoute = new Uint8Array(n);
    this.#met = new Uint32Array(2 * n);
    this.#from = new Int32Array(2 * n);
    this.#queue = new Int32Array(2 * n);
  }

  /**
   * Routes into `target`, at most `limit` of them; a raw firm has none, and needs none. O((routes + 1) · links) at
   * worst; a search that succeeds stops at the nearest raw firm.
   */
  routesTo(target: number, limit = 10): SupplyRoutes {
    if (this.#isRaw[target] === 1) return { count: 0, limited: false, routes: [], cut: [] };
    const touched: number[] = [];
    let count = 0;
    let end = 0;
    while (count < limit) {
      end = this.#search(target);
      if (end < 0) break;
      this.#lay(target, end, touched);
      count++;
    }
    const routes: number[][] = [];
    const { inStart, inSupplier } = this.#network;
    for (let e = inStart[target]!; e < inStart[target + 1]!; e++) {
      const head = inSupplier[e]!;
      if (this.#onRoute[head] === 0 || this.#down[head] !== target) continue;
      const route = [target];
      for (let v = head; v >= 0; v = this.#up[v]!) route.unshift(v);
      routes.push(route);
    }
    const cut = end < 0 ? routes.map((route) => this.#cutOf(route)) : null;
    for (const v of touched) {
      this.#onRoute[v] = 0;
      this.#down[v] = this.#up[v] = -1;
    }
    return { count, limited: end >= 0, routes, cut };
  }

  /** The nearest raw firm that the routes laid so far leave a way to; −1 where there is none. */
  #search(target: number): number {
    const { inStart, inSupplier } = this.#network;
    const round = ++this.#round;
    const queue = this.#queue;
    let length = 0;
    const meet = (side: number, from: number) => {
      if (this.#met[side] === round) return;
      this.#met[side] = round;
      this.#from[side] = from;
      queue[length++] = side;
    };
    meet(2 * target, -1);
    for (let at = 0; at < length; at++) {
      const side = queue[at]!;
      const firm = side >> 1;
      if ((side & 1) === 1) {
        if (this.#onRoute[firm] === 1) meet(2 * this.#down[firm]!, side);
        else if (this.#isRaw[firm] === 1) return firm;
        else meet(2 * firm, side);
        continue;
      }
      for (let e = inStart[firm]!; e < inStart[firm + 1]!; e++)
        if (inSupplier[e] !== target) meet(2 * inSupplier[e]! + 1, side);
      if (this.#onRoute[firm] === 1) meet(2 * firm + 1, side);
    }
    return -1;
  }

  /** Adds the way found to the routes; where it runs against a route the two exchange their ends. */
  #lay(target: number, raw: number, touched: number[]): void {
    const [down, up, onRoute] = [this.#down, this.#up, this.#onRoute];
    const links: [supplier: number, buyer: number][] = [];
    const joined: number[] = [raw];
    for (let side = 2 * raw + 1; ; ) {
      const from = this.#from[side]!;
      if (from < 0) break;
      const [firm, before] = [side >> 1, from >> 1];
      if ((side & 1) === 1) {
        if (firm === before) onRoute[firm] = 0;
        else links.push([firm, before]);
      } else if (firm === before) joined.push(firm);
      else {
        // Against the route from `before` to `firm`.
        down[before] = -1;
        up[firm] = -1;
      }
      side = from;
    }
    for (const [supplier, buyer] of links) {
      down[supplier] = buyer;
      if (buyer !== target) up[buyer] = supplier;
    }
    for (const firm of joined) {
      if (onRoute[firm] === 0) touched.push(firm);
      onRoute[firm] = 1;
    }
    up[raw] = -1;
  }

  /** After a search that found nothing: the firm of the route whose sales it met and whose purchases it did not. */
  #cutOf(route: readonly number[]): number {
    const round = this.#round;
    return route.find((firm) => this.#met[2 * firm + 1] === round && this.#met[2 * firm] !== round)!;
  }
}
