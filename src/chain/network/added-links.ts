// 补链: which one further supplier, for which buyer, lowers the risk of the whole most.
import { UserError } from '../../model/index.js';
import { supplyNetworkOf } from './build-network.js';
import { replaceability, type StopRule } from './cascade.js';
import { CascadeKernel, cascadeLayout } from './cascade-kernel.js';
import { type CascadeModel, type CascadeOptions, cascadeModel } from './cascade-model.js';
import { irreplaceability } from './practice-terms.js';
import type { InputClasses, SupplyNetwork } from './supply-network.js';
import type { SystemicRisk } from './systemic-risk.js';

export interface AddedLinkOptions {
  stop: StopRule;
  /** As for the index before the change. */
  cascade?: CascadeOptions;
  /** Share of what the buyer takes from the old supplier that goes to the new one; default 0.5. */
  moved?: number;
  /** How many of the riskiest firms count; default 200, all where there are fewer. */
  atRisk?: number;
  /** Links looked at for candidates, by the first-order gain of moving away from the old supplier; default 500. */
  screened?: number;
  /** Changes computed exactly, the most promising first; default 30. */
  evaluated?: number;
  /** New suppliers tried for one link; default 2. */
  candidatesPerLink?: number;
  /** Largest new order as a share of what the new supplier sells today; default 0.5. */
  largestOrder?: number;
  /** n: GB/T 2260 codes, or names, which can only be the same; null where unknown. */
  areas?: readonly (string | null)[];
  /** Whether nearer suppliers come first; default they only decide between equals. */
  nearerFirst?: boolean;
  /** Candidates farther than this are not taken; unknown areas are. Default any. */
  within?: 'city' | 'province' | null;
  onProgress?: (done: number, of: number) => void;
}

/** Where the new supplier is, seen from the buyer. */
export type Nearness = 'sameCity' | 'sameProvince' | 'elsewhere' | 'unknown';

export interface AddedLink {
  buyer: number;
  /** From whom the purchases move, and to whom. */
  from: number;
  to: number;
  /** Money moved a period, and as a share of what the new supplier sells today. */
  value: number;
  order: number;
  nearness: Nearness;
  /** Σ of the index over the firms that count, before and after; a fall is negative. */
  before: number;
  after: number;
  change: number;
  /** Change over `before`. */
  relative: number;
  /** The change is certain to this much; null under the rule `eps`. */
  error: number | null;
  /** What the screen expected of it. */
  firstOrder: number;
  /** Index of the old and the new supplier before and after. */
  fromEsri: [before: number, after: number];
  toEsri: [before: number, after: number];
}

export interface AddedLinks {
  /** Largest fall first; only changes that lower the total. */
  links: AddedLink[];
  /** The best of each buyer and old supplier, at most five, made all at once. */
  together: { links: number; before: number; after: number; change: number } | null;
  /** Links that would gain, and no other firm of the product can take the order: gaps to fill from outside. */
  gaps: { buyer: number; supplier: number; value: number; firstOrder: number }[];
  counts: { atRisk: number; screened: number; evaluated: number; worsened: number };
}

const BEST = 5;
const GAPS = 20;
/** Steps by which losses spread in the screen. */
const SPREAD = 6;

/**
 * Ranks single changes “buyer b takes the share `moved` of its purchases from j from c instead”, c of the market of j,
 * not a supplier of b yet, and able to take the order. The total is Σ ESRI_f over the riskiest firms together with b, j
 * and c; firms outside it are not recomputed. The screen is of first order and downstream only: with A_i = Σ_b Λᵈ_ib D_b,
 * D_b the downstream index of b, and V_i how often firm i is lost when the firms that count close one by one, it takes
 * Σ V_i σ_i A_i over j and c before the change less the same after it. The best of the screen are computed exactly, with
 * weights as before and sales (and revenue) moved from j to c. O(screened · market + evaluated · (atRisk cascades +
 * links)).
 * `risk` is the index of all firms under the same options. Throws `UserError` on shares outside (0, 1].
 */
export function bestAddedLinks(
  network: SupplyNetwork,
  classes: InputClasses,
  risk: SystemicRisk,
  options: AddedLinkOptions,
): AddedLinks {
  const { stop, cascade = {}, moved = 0.5, evaluated = 30, onProgress } = options;
  for (const [name, value] of [
    ['moved', moved],
    ['largestOrder', options.largestOrder ?? 0.5],
  ] as const)
    if (!(value > 0 && (value <= 1 || name === 'largestOrder')))
      throw new UserError({
        zh: `补链参数 ${name} 为 ${value}：应在 (0, 1] 内`,
        en: `${name} of an added link is ${value}: a share in (0, 1] is expected`,
      });
  const model = cascadeModel(network, classes, cascade);
  const fixed: CascadeOptions = { ...cascade, weights: model.weights };
  const counted = riskiest(risk, options.atRisk ?? 200);
  const { changes, gaps, screened } = promising(network, model, risk, counted, options);
  const tried = changes.slice(0, evaluated);
  const found: AddedLink[] = [];
  let worsened = 0;
  for (const [at, change] of tried.entries()) {
    const { buyer, from, to } = change;
    const firms = union(counted, [buyer, from, to]);
    const after = riskAfter(network, classes, fixed, stop, [change], moved, firms);
    let [before, sum, unsureBefore, unsureAfter] = [0, 0, 0, 0];
    for (const [k, firm] of firms.entries()) {
      before += risk.esri[firm]!;
      sum += after.esri[k]!;
      unsureBefore += risk.errorBound?.[firm] ?? 0;
      unsureAfter += after.errorBound?.[k] ?? 0;
    }
    const of = (firm: number): [number, number] => [risk.esri[firm]!, after.esri[firms.indexOf(firm)]!];
    onProgress?.(at + 1, tried.length);
    if (sum >= before) {
      worsened++;
      continue;
    }
    found.push({
      ...change,
      order: change.value / network.outStrength[to]!,
      before,
      after: sum,
      change: sum - before,
      relative: (sum - before) / before,
      error: after.errorBound === null ? null : Math.max(unsureBefore, unsureAfter),
      fromEsri: of(from),
      toEsri: of(to),
    });
  }
  const nearer = (link: AddedLink) => NEARNESS.indexOf(link.nearness);
  found.sort((a, b) => a.change - b.change || nearer(a) - nearer(b) || a.buyer - b.buyer || a.to - b.to);
  return {
    links: found,
    together: allTogether(network, classes, risk, counted, found, fixed, stop, moved),
    gaps,
    counts: { atRisk: counted.length, screened, evaluated: tried.length, worsened },
  };
}

const NEARNESS: readonly Nearness[] = ['sameCity', 'sameProvince', 'elsewhere', 'unknown'];

function riskiest({ esri }: SystemicRisk, count: number): number[] {
  return [...esri.keys()].sort((a, b) => esri[b]! - esri[a]! || a - b).slice(0, Math.max(1, count));
}

function union(firms: readonly number[], more: readonly number[]): number[] {
  return [...new Set([...firms, ...more])];
}

interface Change {
  buyer: number;
  from: number;
  to: number;
  value: number;
  nearness: Nearness;
  firstOrder: number;
}

/** Changes by first-order gain, most first, and links that nobody could take over. */
function promising(
  network: SupplyNetwork,
  model: CascadeModel,
  risk: SystemicRisk,
  counted: readonly number[],
  { moved = 0.5, screened = 500, candidatesPerLink = 2, largestOrder = 0.5, ...options }: AddedLinkOptions,
) {
  const { sectorOf, inStart, inSupplier, inWeight, outStrength } = network;
  const n = sectorOf.length;
  const sigma = irreplaceability(network, model.markets?.of ?? null);
  const lost = timesLost(model, sigma, counted);
  const total = new Float64Array(model.markets?.count ?? 0);
  if (model.markets !== null) for (let i = 0; i < n; i++) total[model.markets.of[i]!]! += outStrength[i]!;
  /** Loss of the economy through the customers of each firm, were it lost and nobody took its place. */
  const behind = new Float64Array(n);
  for (let buyer = 0; buyer < n; buyer++)
    for (let e = inStart[buyer]!; e < inStart[buyer + 1]!; e++)
      if (inSupplier[e] !== buyer) behind[inSupplier[e]!]! += model.downImpact[e]! * risk.down[buyer]!;
  /** By how much the total falls as a firm sells `more` to a customer behind which `further` is lost. */
  const fall = (firm: number, more: number, further: number): number => {
    const sales = outStrength[firm]! + more;
    const others = model.markets === null ? 0 : total[model.markets.of[firm]!]! - sales;
    const then = replaceability(sales, others);
    return Math.max(1, lost[firm]!) * (sigma[firm]! * behind[firm]! - then * (behind[firm]! + further));
  };
  const links: { edge: number; buyer: number; value: number; shifted: number; gain: number }[] = [];
  for (let buyer = 0; buyer < n; buyer++)
    for (let e = inStart[buyer]!; e < inStart[buyer + 1]!; e++) {
      const supplier = inSupplier[e]!;
      const value = moved * inWeight[e]!;
      const shifted = moved * model.downImpact[e]! * risk.down[buyer]!;
      const gain = fall(supplier, -value, -shifted);
      if (supplier !== buyer && gain > 0) links.push({ edge: e, buyer, value, shifted, gain });
    }
  links.sort((a, b) => b.gain - a.gain || a.edge - b.edge);
  const kept = links.slice(0, screened);
  const market = model.markets?.of ?? sectorOf;
  const members = new Map<number, number[]>();
  for (let i = 0; i < n; i++) {
    if (!(outStrength[i]! > 0)) continue;
    const of = members.get(market[i]!);
    if (of) of.push(i);
    else members.set(market[i]!, [i]);
  }
  const changes: Change[] = [];
  const gaps: AddedLinks['gaps'] = [];
  for (const { edge, buyer, value, shifted, gain } of kept) {
    const from = inSupplier[edge]!;
    const suppliers = new Set(inSupplier.subarray(inStart[buyer]!, inStart[buyer + 1]!));
    const candidates = (members.get(market[from]!) ?? [])
      .filter(
        (to) =>
          to !== buyer &&
          sectorOf[to] === sectorOf[from] &&
          !suppliers.has(to) &&
          value <= largestOrder * outStrength[to]!,
      )
      .map((to) => ({ to, nearness: nearnessOf(options.areas, buyer, to) }))
      .filter(({ nearness }) => isWithin(nearness, options.within ?? null))
      .map((one) => ({ ...one, firstOrder: gain + fall(one.to, value, shifted) }));
    if (candidates.length === 0) {
      if (gaps.length < GAPS) gaps.push({ buyer, supplier: from, value: inWeight[edge]!, firstOrder: gain });
      continue;
    }
    const near = (one: { nearness: Nearness }) => NEARNESS.indexOf(one.nearness);
    candidates.sort((a, b) => {
      const byGain = b.firstOrder - a.firstOrder;
      const byNearness = near(a) - near(b);
      return (options.nearerFirst ? byNearness || byGain : byGain || byNearness) || a.to - b.to;
    });
    for (const candidate of candidates.slice(0, candidatesPerLink))
      changes.push({ buyer, from, value, ...candidate });
  }
  changes.sort((a, b) => b.firstOrder - a.firstOrder || a.buyer - b.buyer || a.to - b.to);
  return { changes, gaps, screened: kept.length };
}

/** n: how much of a firm is lost in all when the firms that count close one by one; a few linear steps, an estimate. */
function timesLost(model: CascadeModel, sigma: Float64Array, counted: readonly number[]): Float64Array {
  const { inStart, inSupplier } = model.network;
  const n = sigma.length;
  const own = new Float64Array(n);
  for (const firm of counted) own[firm] = 1;
  let lost = own;
  for (let step = 0; step < SPREAD; step++) {
    const next = own.slice();
    for (let i = 0; i < n; i++) {
      for (let e = inStart[i]!; e < inStart[i + 1]!; e++)
        next[i]! += sigma[inSupplier[e]!]! * model.downImpact[e]! * lost[inSupplier[e]!]!;
      next[i] = Math.min(next[i]!, counted.length);
    }
    lost = next;
  }
  return lost;
}

const CODE = /^\d{6}$/;

function nearnessOf(areas: AddedLinkOptions['areas'], buyer: number, to: number): Nearness {
  const [here, there] = [areas?.[buyer] ?? null, areas?.[to] ?? null];
  if (here === null || there === null) return 'unknown';
  if (!CODE.test(here) || !CODE.test(there)) return here === there ? 'sameCity' : 'unknown';
  if (here.slice(0, 2) !== there.slice(0, 2)) return 'elsewhere';
  // Codes of provinces end in 0000: where in them a firm is, is not known.
  const isCity = !here.startsWith('00', 2) && !there.startsWith('00', 2);
  return isCity && here.slice(0, 4) === there.slice(0, 4) ? 'sameCity' : 'sameProvince';
}

function isWithin(nearness: Nearness, within: 'city' | 'province' | null): boolean {
  if (within === null || nearness === 'unknown') return true;
  return nearness === 'sameCity' || (within === 'province' && nearness === 'sameProvince');
}

/** The index of `firms` with the changes made. */
function riskAfter(
  network: SupplyNetwork,
  classes: InputClasses,
  cascade: CascadeOptions,
  stop: StopRule,
  changes: readonly Change[],
  moved: number,
  firms: readonly number[],
): SystemicRisk {
  const changed = withMovedPurchases(network, changes, moved);
  const revenue = cascade.revenue?.slice();
  if (revenue)
    for (const { from, to, value } of changes) {
      revenue[from] = Math.max(0, revenue[from]! - value);
      revenue[to]! += value;
    }
  const model = cascadeModel(changed, classes, { ...cascade, ...(revenue && { revenue }) });
  return new CascadeKernel(cascadeLayout(model)).closeEach(firms, stop);
}

/**
 * The network in which each buyer takes the share `moved` of its purchases from one supplier from another. All of a
 * link moved takes it away. Throws `RangeError` where the buyer does not buy from the old supplier.
 */
export function withMovedPurchases(
  network: SupplyNetwork,
  changes: readonly Pick<Change, 'buyer' | 'from' | 'to'>[],
  moved: number,
): SupplyNetwork {
  const { ids, sectors, sectorOf, outStart, outBuyer, outWeight } = network;
  const links = outBuyer.length;
  const supplier = new Uint32Array(links + changes.length);
  const buyer = new Uint32Array(links + changes.length);
  const weight = new Float64Array(links + changes.length);
  buyer.set(outBuyer);
  weight.set(outWeight);
  for (let i = 0; i < ids.length; i++) supplier.fill(i, outStart[i]!, outStart[i + 1]!);
  for (const [at, change] of changes.entries()) {
    const edge = outBuyer.subarray(outStart[change.from]!, outStart[change.from + 1]!).indexOf(change.buyer);
    if (edge < 0) throw new RangeError(`${ids[change.buyer]} buys nothing from ${ids[change.from]}`);
    const old = outStart[change.from]! + edge;
    supplier[links + at] = change.to;
    buyer[links + at] = change.buyer;
    weight[links + at] = moved * outWeight[old]!;
    weight[old]! -= moved * outWeight[old]!;
  }
  const kept = [...weight.keys()].filter((e) => weight[e]! > 0);
  const some = kept.length < weight.length;
  return supplyNetworkOf(
    ids,
    sectors,
    sectorOf,
    some ? Uint32Array.from(kept, (e) => supplier[e]!) : supplier,
    some ? Uint32Array.from(kept, (e) => buyer[e]!) : buyer,
    some ? Float64Array.from(kept, (e) => weight[e]!) : weight,
  ).network;
}

function allTogether(
  network: SupplyNetwork,
  classes: InputClasses,
  risk: SystemicRisk,
  counted: readonly number[],
  found: readonly AddedLink[],
  cascade: CascadeOptions,
  stop: StopRule,
  moved: number,
): AddedLinks['together'] {
  const best = bestOfEach(found);
  if (best.length === 0) return null;
  const firms = union(
    counted,
    best.flatMap(({ buyer, from, to }) => [buyer, from, to]),
  );
  const { esri } = riskAfter(network, classes, cascade, stop, best, moved, firms);
  const before = firms.reduce((sum, firm) => sum + risk.esri[firm]!, 0);
  const after = esri.reduce((sum, value) => sum + value, 0);
  return { links: best.length, before, after, change: after - before };
}

/** The best change of each link, at most five, in their order. */
export function bestOfEach(links: readonly AddedLink[]): AddedLink[] {
  const seen = new Set<string>();
  return links
    .filter(({ buyer, from }) => {
      const key = `${buyer} ${from}`;
      return !seen.has(key) && seen.add(key);
    })
    .slice(0, BEST);
}
