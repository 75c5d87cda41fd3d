// How likely each pair of firms is to trade: the density-corrected gravity model, solved for a number of links.
import { UserError } from '../../model/index.js';
import type { Stripes } from './stripes.js';

/**
 * Links wanted: of each stripe; or of all together, either with one z for all (`one`) or shared out so that suppliers
 * have the same mean number of customers in every stripe (`suppliers`).
 */
export type LinkTarget = { byStripe: ArrayLike<number> } | { total: number; spread: LinkSpread };

export type LinkSpread = 'one' | 'suppliers';

/**
 * p_ij = z_g x_ij / (1 + z_g x_ij) with x_ij = W_g e_ij, and a link that is there carries e_ij / p_ij = e_ij + 1/y_g, so
 * that e_ij is expected; y_g = z_g W_g.
 */
export interface GravityModel {
  stripes: Stripes;
  /** By stripe, per unit of money; 0 where a stripe has no trade. */
  density: Float64Array;
  /** By stripe: links expected, self-links excluded. */
  expectedLinks: Float64Array;
}

/** Firms of a bin differ by less than this factor in size: an error of the links expected below 4e-5 of them. */
const BIN = 1.03;
/** A stripe of at most so many pairs of firms is summed without bins. */
const FEW_PAIRS = 200_000;
const CLOSE = 1e-12;
const MOST_STEPS = 200;

/**
 * Solves Σ_{i≠j} p_ij = links for z: monotone in log z, by Newton's method kept within a bracket. Sizes are grouped in
 * bins where a stripe is large: with mean sizes kept, p(1 + O(δ²/24)) for bins of width δ in the logarithm. Time
 * O(bins² · steps + firms), whatever the number of pairs.
 * Cimini et al. (2015); Ialongo et al. (2022), Scientific Reports 12:11847.
 *
 * Throws `UserError` where more links are wanted than there are pairs that can trade, or none.
 */
export function gravityModel(stripes: Stripes, links: LinkTarget): GravityModel {
  const count = stripes.trade.length;
  const density = new Float64Array(count);
  const pairs = Array.from(stripes.trade, (_, k) => pairsOf(stripes, k));
  if ('total' in links && links.spread === 'one') {
    const all = [...pairs.keys()].filter((k) => stripes.trade[k]! > 0);
    const z = solved(
      all.map((k) => ({ pairs: pairs[k]!, scale: stripes.trade[k]! })),
      links.total,
      null,
    );
    for (const k of all) density[k] = z * stripes.trade[k]!;
  } else {
    const byStripe = 'byStripe' in links ? links.byStripe : sharedLinks(stripes, pairs, links.total);
    if (byStripe.length !== count)
      throw new RangeError(`${byStripe.length} numbers of links for ${count} stripes`);
    for (let k = 0; k < count; k++) {
      const wanted = byStripe[k]!;
      if (!(stripes.trade[k]! > 0)) continue;
      density[k] = wanted === 0 ? 0 : solved([{ pairs: pairs[k]!, scale: 1 }], wanted, stripes.names[k]!);
    }
  }
  return {
    stripes,
    density,
    expectedLinks: density.map((y, k) => (y > 0 ? linksAt(pairs[k]!, y).links : 0)),
  };
}

/** A stripe of few buyers cannot give its suppliers as many customers as others: it gets this part of its pairs at most. */
const MOST_OF_PAIRS = 0.9;

/** Links in proportion to suppliers; what a full stripe cannot take goes to the others. */
function sharedLinks(
  { trade, supplierStart }: Stripes,
  pairs: readonly Pairs[],
  total: number,
): Float64Array {
  const wanted = new Float64Array(trade.length);
  const suppliers = Array.from(trade, (_, k) => supplierStart[k + 1]! - supplierStart[k]!);
  const most = pairs.map(({ count }) => MOST_OF_PAIRS * count);
  const room = most.reduce((sum, value, k) => sum + (trade[k]! > 0 ? value : 0), 0);
  if (!(total > 0) || !(total <= room)) throw wrongLinks(total, Math.floor(room), null);
  let open = [...trade.keys()].filter((k) => trade[k]! > 0);
  let left = total;
  for (;;) {
    const each = left / open.reduce((sum, k) => sum + suppliers[k]!, 0);
    const full = open.filter((k) => each * suppliers[k]! > most[k]!);
    for (const k of full.length > 0 ? full : open) wanted[k] = Math.min(most[k]!, each * suppliers[k]!);
    if (full.length === 0) return wanted;
    for (const k of full) left -= most[k]!;
    open = open.filter((k) => !full.includes(k));
    if (open.length === 0) return wanted;
  }
}

/** p_ij of a pair of sizes. */
export function linkProbability(density: number, supplierSize: number, buyerSize: number): number {
  const q = density * supplierSize * buyerSize;
  return q / (1 + q);
}

/** What a stripe's sums over pairs need: sizes with how often they come, and pairs of a firm with itself. */
interface Pairs {
  supplier: Binned;
  buyer: Binned;
  own: Float64Array;
  count: number;
}

interface Binned {
  size: Float64Array;
  firms: Float64Array;
}

function pairsOf(stripes: Stripes, k: number): Pairs {
  const { supplierStart, supplier, supplierSize, buyerStart, buyer, buyerSize } = stripes;
  const [s0, s1, b0, b1] = [supplierStart[k]!, supplierStart[k + 1]!, buyerStart[k]!, buyerStart[k + 1]!];
  const sizeOf = new Map<number, number>();
  for (let at = s0; at < s1; at++) sizeOf.set(supplier[at]!, supplierSize[at]!);
  const own: number[] = [];
  for (let at = b0; at < b1; at++) {
    const size = sizeOf.get(buyer[at]!);
    if (size !== undefined) own.push(size * buyerSize[at]!);
  }
  const width = (s1 - s0) * (b1 - b0) <= FEW_PAIRS ? 1 : BIN;
  return {
    supplier: binned(supplierSize.subarray(s0, s1), width),
    buyer: binned(buyerSize.subarray(b0, b1), width),
    own: Float64Array.from(own),
    count: (s1 - s0) * (b1 - b0) - own.length,
  };
}

/** Descending sizes as bins of mean size; only equal ones together where `width` is 1. */
function binned(sizes: Float64Array, width: number): Binned {
  const size: number[] = [];
  const firms: number[] = [];
  let first = Number.POSITIVE_INFINITY;
  for (const value of sizes) {
    if (size.length > 0 && value * width >= first) {
      const at = size.length - 1;
      firms[at]!++;
      size[at]! += (value - size[at]!) / firms[at]!;
    } else {
      size.push(value);
      firms.push(1);
      first = value;
    }
  }
  return { size: Float64Array.from(size), firms: Float64Array.from(firms) };
}

/** Σ p and its slope Σ p (1 − p) in log y. */
function linksAt({ supplier, buyer, own }: Pairs, y: number): { links: number; slope: number } {
  let links = 0;
  let slope = 0;
  for (let a = 0; a < supplier.size.length; a++) {
    const ya = y * supplier.size[a]!;
    let rowLinks = 0;
    let rowSlope = 0;
    for (let b = 0; b < buyer.size.length; b++) {
      const q = ya * buyer.size[b]!;
      const missing = 1 / (1 + q);
      const p = q * missing;
      rowLinks += buyer.firms[b]! * p;
      rowSlope += buyer.firms[b]! * p * missing;
    }
    links += supplier.firms[a]! * rowLinks;
    slope += supplier.firms[a]! * rowSlope;
  }
  for (const e of own) {
    const q = y * e;
    links -= q / (1 + q);
    slope -= q / (1 + q) ** 2;
  }
  return { links, slope };
}

/** z with Σ over parts of links at z · scale equal to `wanted`. */
function solved(
  parts: readonly { pairs: Pairs; scale: number }[],
  wanted: number,
  stripe: string | null,
): number {
  let most = 0;
  let trade = 0;
  for (const { pairs, scale } of parts) {
    most += pairs.count;
    trade += scale * expectedTrade(pairs);
  }
  if (!(wanted > 0) || !(wanted < most)) throw wrongLinks(wanted, most, stripe);
  const at = (log: number) => {
    let links = 0;
    let slope = 0;
    for (const { pairs, scale } of parts) {
      const part = linksAt(pairs, Math.exp(log) * scale);
      links += part.links;
      slope += part.slope;
    }
    return { miss: links - wanted, slope };
  };
  // p < q, so that z is at least wanted / Σ q.
  let low = Math.log(wanted / trade);
  let high = Number.POSITIVE_INFINITY;
  let log = low;
  for (let step = 0; step < MOST_STEPS; step++) {
    const { miss, slope } = at(log);
    if (Math.abs(miss) <= CLOSE * wanted) break;
    if (miss < 0) low = log;
    else high = log;
    let next = log - miss / slope;
    if (!(next > low && next < high)) next = high === Number.POSITIVE_INFINITY ? low + 2 : (low + high) / 2;
    if (high === Number.POSITIVE_INFINITY) next = Math.min(next, log + 5);
    if (next === log || high - low < 1e-15 * Math.abs(log)) break;
    log = next;
  }
  return Math.exp(log);
}

function expectedTrade({ supplier, buyer, own }: Pairs): number {
  const sumOf = ({ size, firms }: Binned) => size.reduce((total, value, at) => total + value * firms[at]!, 0);
  return sumOf(supplier) * sumOf(buyer) - own.reduce((total, value) => total + value, 0);
}

function wrongLinks(wanted: number, most: number, stripe: string | null): UserError {
  const of = {
    zh: stripe === null ? '' : `行业 ${stripe} 的`,
    en: stripe === null ? '' : ` of sector ${stripe}`,
  };
  return new UserError({
    zh: `${of.zh}供应关系数为 ${wanted}：应大于 0，且小于可能有交易的企业对数 ${most}`,
    en: `${wanted} links${of.en} are wanted: a number above 0 and below the ${most} pairs of firms that may trade is expected`,
  });
}
