// Networks drawn from a gravity model, and the dense network that it expects.
import { UserError, uniformStream } from '../../model/index.js';
import { supplyNetworkOf } from '../network/build-network.js';
import type { SupplyNetwork } from '../network/supply-network.js';
import type { FirmStrengths } from './firm-strengths.js';
import { type GravityModel, linkProbability } from './gravity.js';

/** Firms whose sizes lie within this factor are drawn together. */
const BIN = 1.25;
const MOST_DENSE_PAIRS = 20_000_000;

/**
 * Network `number` of the ensemble of `seed`: each pair i ≠ j is linked with probability p_ij, and a link carries
 * e_ij / p_ij. The same seed and number give the same network. Pairs are not visited one by one: within a bin of sizes,
 * candidates are reached by geometric skips at the largest probability of the bin and kept with p_ij over it, which is
 * exact. Time O(links + bins²) for each stripe.
 */
export function drawNetwork(
  model: GravityModel,
  firms: Pick<FirmStrengths, 'ids' | 'sectors' | 'sectorOf'>,
  seed: number,
  number: number,
): SupplyNetwork {
  const random = uniformStream(seed, number);
  const links = new DrawnLinks(model.expectedLinks.reduce((sum, value) => sum + value, 0));
  for (let k = 0; k < model.density.length; k++)
    if (model.density[k]! > 0) drawStripe(model, k, random, links);
  return networkOf(firms, links);
}

/**
 * The network that all draws have as their mean: every pair linked with e_ij. Maximum entropy given the strengths (no
 * links are known), dense, and the oracle of the draws. Throws `UserError` above 20 million pairs.
 */
export function expectedNetwork(
  { stripes }: Pick<GravityModel, 'stripes'>,
  firms: Pick<FirmStrengths, 'ids' | 'sectors' | 'sectorOf'>,
): SupplyNetwork {
  const { supplierStart, supplier, supplierSize, buyerStart, buyer, buyerSize, trade } = stripes;
  let pairs = 0;
  for (let k = 0; k < trade.length; k++)
    pairs += (supplierStart[k + 1]! - supplierStart[k]!) * (buyerStart[k + 1]! - buyerStart[k]!);
  if (pairs > MOST_DENSE_PAIRS)
    throw new UserError({
      zh: `稠密网络有 ${pairs} 条关系，超过 ${MOST_DENSE_PAIRS}：请改用抽样`,
      en: `the dense network has ${pairs} links, more than ${MOST_DENSE_PAIRS}: draw networks instead`,
    });
  const links = new DrawnLinks(pairs);
  for (let k = 0; k < trade.length; k++)
    for (let s = supplierStart[k]!; s < supplierStart[k + 1]!; s++)
      for (let b = buyerStart[k]!; b < buyerStart[k + 1]!; b++)
        if (supplier[s] !== buyer[b]) links.add(supplier[s]!, buyer[b]!, supplierSize[s]! * buyerSize[b]!);
  return networkOf(firms, links);
}

/** n each: how many customers and suppliers the draws have on average. O(pairs), for checks on small networks. */
export function expectedDegrees({ stripes, density }: GravityModel): { out: Float64Array; in: Float64Array } {
  const { firms, supplierStart, supplier, supplierSize, buyerStart, buyer, buyerSize } = stripes;
  const degrees = { out: new Float64Array(firms), in: new Float64Array(firms) };
  for (let k = 0; k < density.length; k++)
    for (let s = supplierStart[k]!; s < supplierStart[k + 1]!; s++)
      for (let b = buyerStart[k]!; b < buyerStart[k + 1]!; b++) {
        if (supplier[s] === buyer[b]) continue;
        const p = linkProbability(density[k]!, supplierSize[s]!, buyerSize[b]!);
        degrees.out[supplier[s]!]! += p;
        degrees.in[buyer[b]!]! += p;
      }
  return degrees;
}

function networkOf(
  { ids, sectors, sectorOf }: Pick<FirmStrengths, 'ids' | 'sectors' | 'sectorOf'>,
  links: DrawnLinks,
) {
  const { supplier, buyer, weight } = links.columns();
  return supplyNetworkOf(ids, sectors, sectorOf, supplier, buyer, weight).network;
}

function drawStripe(
  { stripes, density }: GravityModel,
  k: number,
  random: () => number,
  links: DrawnLinks,
): void {
  const { supplierStart, supplier, supplierSize, buyerStart, buyer, buyerSize } = stripes;
  const y = density[k]!;
  const supplierBins = bins(supplierSize, supplierStart[k]!, supplierStart[k + 1]!);
  const buyerBins = bins(buyerSize, buyerStart[k]!, buyerStart[k + 1]!);
  for (let a = 0; a + 1 < supplierBins.length; a++) {
    const s0 = supplierBins[a]!;
    for (let c = 0; c + 1 < buyerBins.length; c++) {
      const b0 = buyerBins[c]!;
      const across = buyerBins[c + 1]! - b0;
      const pairs = (supplierBins[a + 1]! - s0) * across;
      const most = linkProbability(y, supplierSize[s0]!, buyerSize[b0]!);
      const none = Math.log1p(-most);
      for (let pair = skip(random, none); pair < pairs; pair += 1 + skip(random, none)) {
        const s = s0 + Math.floor(pair / across);
        const b = b0 + (pair % across);
        const e = supplierSize[s]! * buyerSize[b]!;
        if (random() * most >= linkProbability(y, supplierSize[s]!, buyerSize[b]!)) continue;
        if (supplier[s] !== buyer[b]) links.add(supplier[s]!, buyer[b]!, e + 1 / y);
      }
    }
  }
}

/** Pairs passed over before the next candidate: geometric, with log(1 − p). */
function skip(random: () => number, none: number): number {
  return Math.floor(Math.log(random()) / none);
}

/** Where each bin of descending sizes starts, and the end. */
function bins(size: Float64Array, from: number, to: number): number[] {
  const starts: number[] = [];
  for (let at = from; at < to; ) {
    starts.push(at);
    const least = size[at]! / BIN;
    do at++;
    while (at < to && size[at]! >= least);
  }
  starts.push(to);
  return starts;
}

class DrawnLinks {
  #count = 0;
  #supplier: Uint32Array;
  #buyer: Uint32Array;
  #weight: Float64Array;

  constructor(expected: number) {
    // Links vary by about the root of their number.
    const room = Math.ceil(expected + 6 * Math.sqrt(expected) + 16);
    this.#supplier = new Uint32Array(room);
    this.#buyer = new Uint32Array(room);
    this.#weight = new Float64Array(room);
  }

  add(supplier: number, buyer: number, weight: number): void {
    if (this.#count === this.#weight.length) this.#grow();
    this.#supplier[this.#count] = supplier;
    this.#buyer[this.#count] = buyer;
    this.#weight[this.#count++] = weight;
  }

  columns() {
    return {
      supplier: this.#supplier.subarray(0, this.#count),
      buyer: this.#buyer.subarray(0, this.#count),
      weight: this.#weight.subarray(0, this.#count),
    };
  }

  #grow(): void {
    const { supplier, buyer, weight } = this.columns();
    const room = this.#count * 2;
    this.#supplier = new Uint32Array(room);
    this.#supplier.set(supplier);
    this.#buyer = new Uint32Array(room);
    this.#buyer.set(buyer);
    this.#weight = new Float64Array(room);
    this.#weight.set(weight);
  }
}
