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
 * route is the product over its links. Of every firm only its strongest route is listed. O(links · log n).
 */
export function lossRoutes(
  model: CascadeModel,
  result: Pick<Cascade, 'down' | 'up'>,
  closed: number,
  most: number,
): LossRoute[] {
  const routes = [
    ...routesOf(model, 'down', result.down, closed, downLinks(model, result.down)),
    ...routesOf(model, 'up', result.up, closed, upLinks(model, result.up)),
  ];
  routes.sort((a, b) => b.contribution * b.share - a.contribution * a.share || a.last - b.last);
  return routes.slice(0, most).map(({ last, before, ...route }) => {
    const firms = [last];
    for (let i = last; i !== closed; ) {
      i = before[i]!;
      firms.unshift(i);
    }
    return { ...route, firms };
  });
}

/** Links along which losses came: from[e] to the firm whose row it is, with the share of that firm's loss. */
interface ShareRows {
  start: Uint32Array;
  from: Uint32Array;
  share: Float64Array;
}

function downLinks(model: CascadeModel, loss: Float64Array): ShareRows {
  const { inStart, inSupplier, sectorOf } = model.network;
  const replaceability = replaceabilityOf(model, loss);
  const share = new Float64Array(inSupplier.length);
  for (let i = 0; i + 1 < inStart.length; i++) {
    const [from, to] = [inStart[i]!, inStart[i + 1]!];
    const short = (e: number) => {
      const j = inSupplier[e]!;
      return replaceability[j]! * model.downImpact[e]! * loss[j]!;
    };
    let linear = 0;
    let worst = 0;
    let worstSector = -1;
    let sum = 0;
    for (let e = from; e < to; e++) {
      const sector = sectorOf[inSupplier[e]!]!;
      if (e === from || sector !== sectorOf[inSupplier[e - 1]!]) sum = 0;
      if (model.inClass[e] === INPUT_CLASS.nonEssential) linear += short(e);
      else if (model.inClass[e] === INPUT_CLASS.essential) {
        sum += short(e);
        if (sum > worst) {
          worst = sum;
          worstSector = sector;
        }
      }
    }
    const binding = Math.max(linear, worst);
    if (binding === 0) continue;
    const essentialBinds = worst >= linear;
    for (let e = from; e < to; e++) {
      const counts = essentialBinds
        ? model.inClass[e] === INPUT_CLASS.essential && sectorOf[inSupplier[e]!] === worstSector
        : model.inClass[e] === INPUT_CLASS.nonEssential;
      if (counts) share[e] = short(e) / binding;
    }
  }
  return { start: inStart, from: inSupplier, share };
}

function upLinks(model: CascadeModel, loss: Float64Array): ShareRows {
  const { outStart, outBuyer } = model.network;
  const share = new Float64Array(outBuyer.length);
  for (let i = 0; i + 1 < outStart.length; i++) {
    let lost = 0;
    for (let e = outStart[i]!; e < outStart[i + 1]!; e++) lost += model.upImpact[e]! * loss[outBuyer[e]!]!;
    if (lost === 0) continue;
    for (let e = outStart[i]!; e < outStart[i + 1]!; e++)
      share[e] = (model.upImpact[e]! * loss[outBuyer[e]!]!) / lost;
  }
  return { start: outStart, from: outBuyer, share };
}

type Strongest = Omit<LossRoute, 'firms'> & { last: number; before: Int32Array };

/** Dijkstra on products of shares from the closed firm to every firm that loses. */
function routesOf(
  model: CascadeModel,
  channel: 'down' | 'up',
  loss: Float64Array,
  closed: number,
  rows: ShareRows,
): Strongest[] {
  const n = loss.length;
  const before = new Int32Array(n).fill(-1);
  const best = new Float64Array(n);
  const { start, to, share } = reversed(n, rows);
  const heap = new ShareHeap();
  best[closed] = 1;
  heap.push(closed, 1);
  const found: Strongest[] = [];
  for (let top = heap.pop(); top !== null; top = heap.pop()) {
    const { firm, value } = top;
    if (value < best[firm]!) continue;
    if (firm !== closed) {
      const contribution = model.weights[firm]! * loss[firm]!;
      if (contribution > 0)
        found.push({ channel, last: firm, before, loss: loss[firm]!, contribution, share: value });
    }
    for (let e = start[firm]!; e < start[firm + 1]!; e++) {
      const next = to[e]!;
      const along = value * share[e]!;
      if (along <= best[next]!) continue;
      best[next] = along;
      before[next] = firm;
      heap.push(next, along);
    }
  }
  return found;
}

/** The rows turned round: by the firm from which losses came. */
function reversed(n: number, { start, from, share }: ShareRows) {
  const turned = new Uint32Array(n + 1);
  for (let e = 0; e < from.length; e++) if (share[e]! > 0) turned[from[e]! + 1]!++;
  for (let i = 0; i < n; i++) turned[i + 1]! += turned[i]!;
  const place = turned.slice(0, n);
  const to = new Uint32Array(turned[n]!);
  const shares = new Float64Array(turned[n]!);
  for (let i = 0; i < n; i++)
    for (let e = start[i]!; e < start[i + 1]!; e++) {
      if (!(share[e]! > 0)) continue;
      const at = place[from[e]!]!++;
      to[at] = i;
      shares[at] = share[e]!;
    }
  return { start: turned, to, share: shares };
}

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
