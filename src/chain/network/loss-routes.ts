// Why a firm ranks as it does: where in the economy its closure is felt, and along which links it gets there.
import { type Cascade, replaceabilityOf } from './cascade.js';
import type { CascadeModel } from './cascade-model.js';
import { INPUT_CLASS } from './supply-network.js';

/** What the firms of a sector add to the index; each Σ over sectors is the index, or its part. */
export interface SectorContribution {
  /** Number of the sector in the network. */
  sector: number;
  esri: number;
  down: number;
  up: number;
  /** Firms of it that lose anything, and the largest loss among them. */
  firms: number;
  largestLoss: number;
}

/** Sectors by what they add to the index, most first; those without loss are left out. O(n). */
export function contributionsBySector(model: CascadeModel, { down, up }: Pick<Cascade, 'down' | 'up'>) {
  const { sectorOf, sectors } = model.network;
  const of = sectors.map(
    (_, sector): SectorContribution => ({ sector, esri: 0, down: 0, up: 0, firms: 0, largestLoss: 0 }),
  );
  for (let i = 0; i < sectorOf.length; i++) {
    const loss = Math.max(down[i]!, up[i]!);
    if (loss === 0) continue;
    const weight = model.weights[i]!;
    const sector = of[sectorOf[i]!]!;
    sector.esri += weight * loss;
    sector.down += weight * down[i]!;
    sector.up += weight * up[i]!;
    sector.firms++;
    sector.largestLoss = Math.max(sector.largestLoss, loss);
  }
  return of.filter(({ firms }) => firms > 0).sort((a, b) => b.esri - a.esri || a.sector - b.sector);
}

export interface LossRoute {
  channel: 'down' | 'up';
  /** Numbers of the firms from the one that failed to the one that loses. */
  firms: number[];
  /** Share of its production that the last firm loses in this channel, and what that adds to the index. */
  loss: number;
  contribution: number;
  /** Share of that loss that comes along this route, in (0, 1]; the rest comes by others. */
  share: number;
}

/**
 * The routes that carry most of the index from one closed firm, after its cascade: weight × loss of the last firm × the
 * part of it that comes along the route. A firm's loss is split among the suppliers of the input that binds it in
 * proportion to what each of them fails to deliver, σ_j Λᵈ_ji ℓ_j, or among its customers, Λᵘ_ij ℓ_j; the share of a
 * route is the product over its links. Of every firm only its strongest route is listed. O(links · log n) at most: firms
 * are visited by falling share of their strongest route, until none that is left could add as much as those that are listed.
 */
export function lossRoutes(
  model: CascadeModel,
  result: Pick<Cascade, 'down' | 'up'>,
  closed: number,
  most: number,
): LossRoute[] {
  const links = linkPlaces(model);
  const routes = [
    ...routesOf(model, 'down', result.down, closed, most, downShares(model, result.down, links)),
    ...routesOf(model, 'up', result.up, closed, most, upShares(model, result.up, links)),
  ];
  routes.sort(byWorth);
  return routes.slice(0, most).map(({ last, before, ...route }) => {
    const firms = [last];
    for (let i = last; i !== closed; ) {
      i = before[i]!;
      firms.unshift(i);
    }
    return { ...route, firms };
  });
}

/** Calls `along` with each firm that loses by what `firm` lost, and the share of its loss that comes from there. */
type Shares = (firm: number, along: (next: number, share: number) => void) => void;

interface LinkPlaces {
  /** By out-link its in-link, and by in-link its out-link. */
  inOf: Uint32Array;
  outOf: Uint32Array;
}

function linkPlaces({ network }: CascadeModel): LinkPlaces {
  const { outStart, inStart, inSupplier } = network;
  const inOf = new Uint32Array(inSupplier.length);
  const outOf = new Uint32Array(inSupplier.length);
  // Buyers of a supplier stand in ascending order, and are come by in that order.
  const place = outStart.slice();
  for (let i = 0; i + 1 < inStart.length; i++)
    for (let e = inStart[i]!; e < inStart[i + 1]!; e++) {
      const out = place[inSupplier[e]!]!++;
      inOf[out] = e;
      outOf[e] = out;
    }
  return { inOf, outOf };
}

/** Linear inputs bind a firm together. */
const LINEAR = -1;

function downShares(model: CascadeModel, loss: Float64Array, { inOf }: LinkPlaces): Shares {
  const { outStart, outBuyer, inStart, inSupplier, sectorOf } = model.network;
  const { inClass, downImpact } = model;
  const replaceability = replaceabilityOf(model, loss);
  const short = (e: number) => {
    const j = inSupplier[e]!;
    return replaceability[j]! * downImpact[e]! * loss[j]!;
  };
  /** What binds each firm, once it is known, and the sector of the inputs that do. */
  const binding = new Float64Array(loss.length).fill(-1);
  const sector = new Int32Array(loss.length);
  const bind = (i: number) => {
    const [from, to] = [inStart[i]!, inStart[i + 1]!];
    let linear = 0;
    let worst = 0;
    let worstSector = LINEAR;
    let sum = 0;
    for (let e = from; e < to; e++) {
      const of = sectorOf[inSupplier[e]!]!;
      if (e === from || of !== sectorOf[inSupplier[e - 1]!]) sum = 0;
      if (inClass[e] === INPUT_CLASS.nonEssential) linear += short(e);
      else if (inClass[e] === INPUT_CLASS.essential) {
        sum += short(e);
        if (sum > worst) {
          worst = sum;
          worstSector = of;
        }
      }
    }
    binding[i] = Math.max(linear, worst);
    sector[i] = worst >= linear ? worstSector : LINEAR;
  };
  return (firm, along) => {
    for (let out = outStart[firm]!; out < outStart[firm + 1]!; out++) {
      const i = outBuyer[out]!;
      if (binding[i] === -1) bind(i);
      if (binding[i] === 0) continue;
      const e = inOf[out]!;
      const counts =
        sector[i] === LINEAR
          ? inClass[e] === INPUT_CLASS.nonEssential
          : inClass[e] === INPUT_CLASS.essential && sectorOf[firm] === sector[i];
      if (counts) along(i, short(e) / binding[i]!);
    }
  };
}

function upShares(model: CascadeModel, loss: Float64Array, { outOf }: LinkPlaces): Shares {
  const { outStart, outBuyer, inStart, inSupplier } = model.network;
  const { upImpact } = model;
  const lost = new Float64Array(loss.length).fill(-1);
  const add = (i: number) => {
    let sum = 0;
    for (let e = outStart[i]!; e < outStart[i + 1]!; e++) sum += upImpact[e]! * loss[outBuyer[e]!]!;
    lost[i] = sum;
  };
  return (firm, along) => {
    for (let at = inStart[firm]!; at < inStart[firm + 1]!; at++) {
      const i = inSupplier[at]!;
      if (lost[i] === -1) add(i);
      if (lost[i]! > 0) along(i, (upImpact[outOf[at]!]! * loss[firm]!) / lost[i]!);
    }
  };
}

type Strongest = Omit<LossRoute, 'firms'> & { last: number; before: Int32Array };

const byWorth = (a: Strongest, b: Strongest) =>
  b.contribution * b.share - a.contribution * a.share || a.last - b.last;

/** Dijkstra on products of shares from the closed firm: the `most` routes of the channel that carry most. */
function routesOf(
  model: CascadeModel,
  channel: 'down' | 'up',
  loss: Float64Array,
  closed: number,
  most: number,
  shares: Shares,
): Strongest[] {
  const n = loss.length;
  const ahead = new Ahead(model.weights, loss);
  const before = new Int32Array(n).fill(-1);
  const best = new Float64Array(n);
  const heap = new ShareHeap();
  best[closed] = 1;
  heap.push(closed, 1);
  const found: Strongest[] = [];
  /** What the last of the routes that are listed carries, as far as is known. */
  let least = 0;
  let counted = 0;
  for (let top = heap.pop(); top !== null; top = heap.pop()) {
    const { firm, value } = top;
    if (value < best[firm]!) continue;
    if (value * ahead.most() < least) break;
    ahead.pass(firm);
    if (firm !== closed) {
      const contribution = model.weights[firm]! * loss[firm]!;
      if (contribution * value > 0 && contribution * value >= least)
        found.push({ channel, last: firm, before, loss: loss[firm]!, contribution, share: value });
    }
    if (found.length >= Math.max(most, 2 * counted)) {
      found.sort(byWorth);
      found.length = Math.min(found.length, most);
      counted = found.length;
      const last = found[most - 1];
      if (last !== undefined) least = last.contribution * last.share;
    }
    shares(firm, (next, share) => {
      const along = value * share;
      if (along <= best[next]!) return;
      best[next] = along;
      before[next] = firm;
      heap.push(next, along);
    });
  }
  return found;
}

/** What a firm that was not come by yet adds to the index at most, up to a factor of two. */
class Ahead {
  readonly #place: Uint16Array;
  readonly #counts = new Uint32Array(PLACES);
  #top = PLACES - 1;

  constructor(weights: Float64Array, loss: Float64Array) {
    this.#place = new Uint16Array(loss.length);
    for (let i = 0; i < loss.length; i++) {
      const adds = weights[i]! * loss[i]!;
      const place = adds > 0 ? Math.max(0, PLACES - 1 + Math.ceil(Math.log2(adds))) : 0;
      this.#place[i] = place;
      this.#counts[place]!++;
    }
  }

  pass(firm: number): void {
    this.#counts[this.#place[firm]!]!--;
  }

  most(): number {
    while (this.#top > 0 && this.#counts[this.#top] === 0) this.#top--;
    return 2 ** (this.#top - PLACES + 1);
  }
}

/** By powers of two, from 1 down; what is less than the last counts as it. */
const PLACES = 256;

/** A binary heap, largest share first. */
class ShareHeap {
  readonly #firms: number[] = [];
  readonly #values: number[] = [];

  push(firm: number, value: number): void {
    let at = this.#firms.push(firm) - 1;
    this.#values.push(value);
    while (at > 0) {
      const up = (at - 1) >> 1;
      if (this.#values[up]! >= this.#values[at]!) break;
      this.#swap(at, up);
      at = up;
    }
  }

  pop(): { firm: number; value: number } | null {
    if (this.#firms.length === 0) return null;
    this.#swap(0, this.#firms.length - 1);
    const top = { firm: this.#firms.pop()!, value: this.#values.pop()! };
    let at = 0;
    for (;;) {
      let large = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < this.#values.length && this.#values[child]! > this.#values[large]!) large = child;
      if (large === at) return top;
      this.#swap(at, large);
      at = large;
    }
  }

  #swap(a: number, b: number): void {
    [this.#firms[a], this.#firms[b]] = [this.#firms[b]!, this.#firms[a]!];
    [this.#values[a], this.#values[b]] = [this.#values[b]!, this.#values[a]!];
  }
}
