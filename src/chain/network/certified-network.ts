// What is worked out once for a network so that the fixed point of every closure can be bounded: flat arrays that
// threads share, and how much one unit of loss at a firm can come to.
import { UserError } from '../../model/index.js';
import { replaceability } from './cascade.js';
import { byDegree } from './cascade-kernel.js';
import type { CascadeModel } from './cascade-model.js';
import { requireLeak } from './fixed-point.js';
import { INPUT_CLASS } from './supply-network.js';

/**
 * Upper bounds on what a unit of loss can come to downstream, while no more than `level` of the economy is lost:
 * then at least S_k − level · Σs is left of market k, so that σ_j ≤ σ̄_j = min(1, s_j / (S_k − level · Σs)), and
 * y ≥ Λᵈ (w̃ + σ̄ y) bounds the weighted loss that follows from a unit of unreplaced loss of a supplier.
 */
export interface DownstreamLevel {
  level: number;
  /** n: y. */
  passedOn: Float64Array;
  /** Per market: the largest y of its firms. */
  largestPassedOn: Float64Array;
  /** Per market: S_k − level · Σs, 0 where that is negative. */
  left: Float64Array;
}

/**
 * All arrays stand on SharedArrayBuffer, so that threads read one copy. Firms are numbered anew, those with most links
 * first: most links lead to few firms, and what is read most lies together. Arrays by firm are by place.
 */
export interface CertifiedNetwork {
  firms: number;
  /** n: place of each firm of the network, and firm at each place. */
  placeOf: Uint32Array;
  firmAt: Uint32Array;
  /** n: share in the index, w, of sum 1. */
  weights: Float64Array;
  /** n: out-strength, s; Σs. */
  strength: Float64Array;
  wholeStrength: number;
  /** n: market, and Σs of each market; all of no effect where `substitution` is off. */
  market: Int32Array;
  marketStrength: Float64Array;
  substitution: boolean;
  /**
   * Inputs that stand or fall together: one group for each essential type of a buyer and one for all its non-essential
   * inputs. The loss of a buyer is that of its worst group, and of a group Σ Λᵈ_ji σ_j ℓ_j.
   */
  groups: number;
  /** By supplier j: the groups it feeds stand at feedStart[j] … feedStart[j + 1] − 1, with their buyers and Λᵈ. */
  feedStart: Uint32Array;
  feedGroup: Uint32Array;
  feedBuyer: Uint32Array;
  feedImpact: Float64Array;
  /** By buyer j: its suppliers, with Λᵘ of each. */
  inStart: Uint32Array;
  inSupplier: Uint32Array;
  upImpact: Float64Array;
  /** n: v = w + Λᵘᵀ v from below, each within `upReachError`: what a loss of all of a firm's demand comes to upstream. */
  upReach: Float64Array;
  upReachError: number;
  /** n: at least Σ_j (I − Λᵘ)⁻¹_ij: how often a walk from supplier to buyer is anywhere before it leaks. */
  walkLength: Float64Array;
  /** Rising levels; none where even the smallest loss could grow without bound under the linear majorant. */
  levels: readonly DownstreamLevel[];
  /** n: the y of no level but a guess at it, by which work is ordered where there is no level. */
  passedOnGuess: Float64Array;
}

const LEVELS = [1e-5, 1e-4, 1e-3, 4e-3, 1e-2];
/** Bounds are made this much too large at most, so that few rounds are needed. */
const SLACK = 1e-3;
const MOST_ROUNDS = 20_000;
/** A level whose rounds shrink more slowly than this in ten is left out. */
const SLOWEST = 0.7;
/** Of the residual upstream, as a share of the index. */
const REACH_ERROR = 1e-14;

/**
 * Works out the bounds. Time O(links · rounds), rounds of the order of 1 / leak. Throws `UserError` where demand
 * losses do not leak (every fixed point upstream is then degenerate: a closed set of firms loses everything whoever
 * closes) or a firm sells more in the network than its revenue.
 * See docs/chain-certified.md.
 */
export function certifiedNetwork(model: CascadeModel): CertifiedNetwork {
  const { network, treatments } = model;
  requireLeak(model);
  const below = treatments.revenueBelowSales;
  if (below.length > 0)
    throw new UserError({
      zh: `有 ${below.length} 家企业的营业收入低于其在网络中的销售额（如 ${network.ids[below[0]!]}）：上游不动点的误差界要求收入不低于销售额。请更正收入，或用 --stop 指定文献的停止规则`,
      en: `${below.length} firm(s) sell more in the network than their revenue (such as ${network.ids[below[0]!]}): an error bound on the upstream fixed point needs revenues of at least the sales. Mend the revenues, or take the stop rule of the literature with --stop`,
    });
  const { downImpact, ...flat } = flattened(model);
  const walkLength = walkLengths(flat);
  const { upReach, upReachError } = upstreamReach(flat, walkLength);
  const { levels, passedOnGuess } = downstreamLevels(flat, downImpact);
  return { ...flat, walkLength, upReach, upReachError, levels, passedOnGuess };
}

type Flat = Omit<CertifiedNetwork, 'walkLength' | 'upReach' | 'upReachError' | 'levels' | 'passedOnGuess'>;

/** With Λᵈ of each in-link as well, 0 for inputs that do not matter. */
function flattened(model: CascadeModel): Flat & { downImpact: Float64Array } {
  const { network, inClass, markets } = model;
  const { sectorOf, outStrength, outBuyer } = network;
  const n = network.ids.length;
  const links = outBuyer.length;
  const { firmAt, placeOf } = byDegree(network.outStart, network.inStart);

  const inStart = sharedUint32(n + 1);
  for (let p = 0; p < n; p++)
    inStart[p + 1] = inStart[p]! + network.inStart[firmAt[p]! + 1]! - network.inStart[firmAt[p]!]!;
  const inSupplier = sharedUint32(links);
  const downImpact = new Float64Array(links);
  const groupOf = new Uint32Array(links);
  const feedStart = sharedUint32(n + 1);
  let groups = 0;
  for (let p = 0, at = 0; p < n; p++) {
    const buyer = firmAt[p]!;
    let nonEssential = 0;
    let lastSector = -1;
    for (let e = network.inStart[buyer]!; e < network.inStart[buyer + 1]!; e++, at++) {
      const supplier = network.inSupplier[e]!;
      inSupplier[at] = placeOf[supplier]!;
      if (inClass[e] === INPUT_CLASS.negligible || model.downImpact[e] === 0) continue;
      downImpact[at] = model.downImpact[e]!;
      if (inClass[e] === INPUT_CLASS.nonEssential) {
        if (nonEssential === 0) nonEssential = ++groups;
        groupOf[at] = nonEssential;
      } else {
        if (sectorOf[supplier] !== lastSector) {
          lastSector = sectorOf[supplier]!;
          groups++;
        }
        groupOf[at] = groups;
      }
      feedStart[placeOf[supplier]! + 1]!++;
    }
  }
  for (let j = 0; j < n; j++) feedStart[j + 1]! += feedStart[j]!;
  const feedGroup = sharedUint32(feedStart[n]!);
  const feedBuyer = sharedUint32(feedStart[n]!);
  const feedImpact = sharedFloat64(feedStart[n]!);
  const place = feedStart.slice(0, n);
  for (let i = 0; i < n; i++)
    for (let e = inStart[i]!; e < inStart[i + 1]!; e++) {
      if (groupOf[e] === 0) continue;
      const at = place[inSupplier[e]!]!++;
      feedGroup[at] = groupOf[e]! - 1;
      feedBuyer[at] = i;
      feedImpact[at] = downImpact[e]!;
    }

  // Λᵘ stands by supplier in the model, buyers in the order of the network; here by buyer.
  const next = network.outStart.slice(0, n);
  const upImpact = sharedFloat64(links);
  for (let buyer = 0; buyer < n; buyer++) {
    let at = inStart[placeOf[buyer]!]!;
    for (let e = network.inStart[buyer]!; e < network.inStart[buyer + 1]!; e++)
      upImpact[at++] = model.upImpact[next[network.inSupplier[e]!]!++]!;
  }

  const market = new Int32Array(new SharedArrayBuffer(4 * n));
  if (markets !== null) for (let p = 0; p < n; p++) market[p] = markets.of[firmAt[p]!]!;
  const strength = placed(outStrength, firmAt);
  const marketStrength = sharedFloat64(markets?.count ?? 1);
  let wholeStrength = 0;
  for (let p = 0; p < n; p++) {
    marketStrength[market[p]!]! += strength[p]!;
    wholeStrength += strength[p]!;
  }
  return {
    firms: n,
    placeOf: sharedUint32From(placeOf),
    firmAt: sharedUint32From(firmAt),
    weights: placed(model.weights, firmAt),
    strength,
    wholeStrength,
    market,
    marketStrength,
    substitution: markets !== null,
    groups,
    feedStart,
    feedGroup,
    feedBuyer,
    feedImpact,
    inStart,
    inSupplier,
    upImpact,
    downImpact,
  };
}

/**
 * u ≥ 1 + Λᵘ u, at most (1 + SLACK) times (I − Λᵘ)⁻¹ 1. From rounds u' = 1 + Λᵘ u that rise: where u' − u ≤ η / (1 + η)
 * everywhere, (1 + η) u fulfils the inequality.
 */
function walkLengths({ firms: n, inStart, inSupplier, upImpact }: Flat): Float64Array {
  let length = sharedFloat64(n).fill(1);
  let next = sharedFloat64(n);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    next.fill(1);
    for (let j = 0; j < n; j++) {
      const of = length[j]!;
      for (let e = inStart[j]!; e < inStart[j + 1]!; e++) next[inSupplier[e]!]! += upImpact[e]! * of;
    }
    let change = 0;
    for (let i = 0; i < n; i++) if (next[i]! - length[i]! > change) change = next[i]! - length[i]!;
    [length, next] = [next, length];
    if (change <= SLACK / (1 + SLACK)) return scaled(length, 1 + SLACK);
  }
  throw new UserError({
    zh: '漏出到最终需求的份额过小，上游不动点无法定界。请更正收入或份额，或用 --stop 指定文献的停止规则',
    en: 'so little leaks to final demand that the upstream fixed point cannot be bounded. Mend revenues or leaks, or take the stop rule of the literature with --stop',
  });
}

/** v by rounds in place from v = w, which rise; the residual r ≥ 0 leaves at most Σ r_i u_i of any component. */
function upstreamReach(
  { firms: n, weights, inStart, inSupplier, upImpact }: Flat,
  walkLength: Float64Array,
): { upReach: Float64Array; upReachError: number } {
  const reach = shared(weights);
  let error = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MOST_ROUNDS && error > REACH_ERROR; round++) {
    let left = 0;
    for (let j = 0; j < n; j++) {
      let sum = weights[j]!;
      for (let e = inStart[j]!; e < inStart[j + 1]!; e++) sum += reach[inSupplier[e]!]! * upImpact[e]!;
      const gain = sum - reach[j]!;
      if (gain > 0) {
        left += gain * walkLength[j]!;
        reach[j] = sum;
      }
    }
    // What a round in place gained bounds the residual after it: a gain of g leaves a residual of Λᵘᵀ g, and
    // Σ (Λᵘᵀ g)_i u_i = Σ g_j (Λᵘ u)_j ≤ Σ g_j (u_j − 1).
    if (left >= error && left < 100 * REACH_ERROR) break;
    error = left;
  }
  return { upReach: reach, upReachError: error };
}

function downstreamLevels(
  flat: Flat,
  downImpact: Float64Array,
): { levels: DownstreamLevel[]; passedOnGuess: Float64Array } {
  const { firms: n, weights, strength, wholeStrength, market, marketStrength, substitution } = flat;
  const importance = weights.map((weight, i) =>
    wholeStrength > 0 ? Math.max(weight, strength[i]! / wholeStrength) : weight,
  );
  const direct = passedOnce(flat, downImpact, importance);
  const levels: DownstreamLevel[] = [];
  let guess = direct;
  for (const level of substitution ? LEVELS : [1]) {
    const left = shared(marketStrength.map((all) => Math.max(0, all - level * wholeStrength)));
    const share = strength.map((s, j) => (substitution ? replaceability(s, left[market[j]!]!) : 1));
    let passedOn: Float64Array = guess.slice();
    let certified = false;
    let lastRatio = Number.POSITIVE_INFINITY;
    for (let round = 0; round < 400 && !certified; round++) {
      const next: Float64Array = passedOnce(
        flat,
        downImpact,
        importance.map((weight, j) => weight + share[j]! * passedOn[j]!),
      );
      let ratio = 0;
      for (let j = 0; j < n; j++) {
        if (next[j]! > passedOn[j]!) ratio = Math.max(ratio, (next[j]! - passedOn[j]!) / direct[j]!);
      }
      if (ratio <= SLACK / (1 + SLACK)) certified = true;
      else if (round % 10 === 9) {
        if (ratio > SLOWEST * lastRatio) break;
        lastRatio = ratio;
      }
      passedOn = next;
    }
    if (!certified) {
      if (levels.length === 0) guess = passedOn.map((y, j) => Math.min(y, 100 * direct[j]!));
      break;
    }
    guess = passedOn;
    const bound = scaled(shared(passedOn), 1 + SLACK);
    const largest = sharedFloat64(marketStrength.length);
    for (let j = 0; j < n; j++)
      if (strength[j]! > 0 && bound[j]! > largest[market[j]!]!) largest[market[j]!] = bound[j]!;
    levels.push({ level, passedOn: bound, largestPassedOn: largest, left });
  }
  return { levels, passedOnGuess: levels.length > 0 ? levels.at(-1)!.passedOn : shared(guess) };
}

/** Λᵈ z by supplier. */
function passedOnce(
  { firms: n, inStart, inSupplier }: Flat,
  downImpact: Float64Array,
  z: Float64Array,
): Float64Array {
  const sums: Float64Array = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const of = z[i]!;
    for (let e = inStart[i]!; e < inStart[i + 1]!; e++) sums[inSupplier[e]!]! += downImpact[e]! * of;
  }
  return sums;
}

/**
 * What closing the firm at a place can come to downstream: w_f + σ̄_f y_f at the lowest level that this does not exceed,
 * or 1.
 */
export function downUpperBound(net: CertifiedNetwork, firm: number): number {
  const { weights, strength, market, substitution, levels, wholeStrength } = net;
  for (const { level, left, passedOn } of levels) {
    const share = substitution ? replaceability(strength[firm]!, left[market[firm]!]!) : 1;
    const beyond = share * passedOn[firm]!;
    if (Math.max(weights[firm]!, strength[firm]! / wholeStrength) + beyond <= level)
      return weights[firm]! + beyond;
  }
  return 1;
}

function scaled(values: Float64Array, by: number): Float64Array {
  for (let i = 0; i < values.length; i++) values[i]! *= by;
  return values;
}

function sharedFloat64(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(8 * length));
}

function shared(values: Float64Array): Float64Array {
  const copy = sharedFloat64(values.length);
  copy.set(values);
  return copy;
}

/** By place. */
function placed(values: Float64Array, firmAt: Uint32Array): Float64Array {
  const byPlace = sharedFloat64(values.length);
  for (let p = 0; p < values.length; p++) byPlace[p] = values[firmAt[p]!]!;
  return byPlace;
}

function sharedUint32(length: number): Uint32Array {
  return new Uint32Array(new SharedArrayBuffer(4 * length));
}

function sharedUint32From(values: Uint32Array): Uint32Array {
  const copy = sharedUint32(values.length);
  copy.set(values);
  return copy;
}
