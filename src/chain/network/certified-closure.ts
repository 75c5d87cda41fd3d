// The fixed point of the closure of one firm, from below and from above.
import { replaceability } from './cascade.js';
import { type CertifiedNetwork, type DownstreamLevel, downUpperBound } from './certified-network.js';

/** A number known to lie between two others. */
export interface Interval {
  low: number;
  high: number;
}

export interface CertifiedClosure {
  esri: Interval;
  down: Interval;
  up: Interval;
  /** How the downstream bounds came about: from the network alone, from losses followed, or followed to the end. */
  way: 'bound' | 'followed' | 'exhausted';
  /** Links along which losses were passed on. */
  work: number;
}

/** From one threshold to the next finer one. */
const FINER = 1 / 8;
/** Losses that differ by less are equal. */
const ROUNDING = 1e-15;
const MOST_TRIES = 4;
/** A larger gain per step of what is pending is not followed by bounds. */
const LARGEST_GAIN = 0.9;

export class CertifiedClosures {
  readonly #net: CertifiedNetwork;
  // Downstream: losses ℓ, what of σ ℓ has been passed on, and the sums of the groups that it was passed to.
  readonly #loss: Float64Array;
  readonly #passed: Float64Array;
  readonly #sum: Float64Array;
  readonly #reached: Uint32Array;
  #reachedCount = 0;
  /** So many of the first reached stand in order of place. */
  #reachedInOrder = 0;
  readonly #isReached: Uint8Array;
  /** What remains of each market; markets that lost something, and what their decline adds per unit. */
  readonly #left: Float64Array;
  readonly #isHit: Uint8Array;
  readonly #hit: Uint32Array;
  #hitCount = 0;
  readonly #drift: Float64Array;
  /** Losses from below, kept while they are raised to a bound from above. */
  readonly #low: Float64Array;
  readonly #further: Float64Array;
  // Upstream: losses settled, and losses still to be passed on.
  readonly #settled: Float64Array;
  readonly #residual: Float64Array;
  readonly #upReached: Uint32Array;
  #upReachedCount = 0;
  #upReachedInOrder = 0;
  readonly #isUpReached: Uint8Array;
  #returned = 0;
  #work = 0;
  /** What the arithmetic may add to a sum of as many terms as there are firms. */
  readonly #rounding: number;

  constructor(net: CertifiedNetwork) {
    const n = net.firms;
    this.#rounding = 16 * n * 2 ** -53;
    const m = net.marketStrength.length;
    this.#net = net;
    this.#loss = new Float64Array(n);
    this.#passed = new Float64Array(n);
    this.#sum = new Float64Array(net.groups);
    this.#reached = new Uint32Array(n);
    this.#isReached = new Uint8Array(n);
    this.#left = net.marketStrength.slice();
    this.#isHit = new Uint8Array(m);
    this.#hit = new Uint32Array(m);
    this.#drift = new Float64Array(m);
    this.#low = new Float64Array(n);
    this.#further = new Float64Array(n).fill(1);
    this.#settled = new Float64Array(n);
    this.#residual = new Float64Array(n);
    this.#upReached = new Uint32Array(n);
    this.#isUpReached = new Uint8Array(n);
  }

  /**
   * What is lost when `firm` closes, each of the three within `tolerance` of the middle of its interval unless the
   * losses are next to unstable; then the interval is as wide as it must be.
   */
  close(firm: number, tolerance: number): CertifiedClosure {
    const rounding = this.#rounding;
    const { esri, down, up, ...rest } = this.#close(
      this.#net.placeOf[firm]!,
      Math.max(tolerance / 2, tolerance - rounding),
    );
    const widened = ({ low, high }: Interval) => ({
      low: Math.max(0, low - rounding),
      high: Math.min(1 + rounding, high + rounding),
    });
    return { esri: widened(esri), down: widened(down), up: widened(up), ...rest };
  }

  #close(firm: number, tolerance: number): CertifiedClosure {
    const own = this.#net.weights[firm]!;
    this.#work = 0;
    let way: CertifiedClosure['way'] = 'bound';
    let down: Interval = { low: own, high: Math.min(1, downUpperBound(this.#net, firm)) };
    const up = this.#closeUp(firm, tolerance / 2);
    let esri: Interval;
    if (down.high - down.low <= tolerance) {
      esri = { low: Math.max(down.low, up.low), high: up.high + down.high - own };
    } else {
      way = 'followed';
      let followed = this.#followDown(firm, tolerance);
      if (followed === null) {
        way = 'exhausted';
        followed = this.#exhaustDown(firm, tolerance);
      }
      down = followed;
      if (up.high - own <= tolerance) {
        esri = { low: down.low, high: down.high + up.high - own };
      } else {
        const allowed = 2 * tolerance - (down.high - down.low) - (up.high - up.low);
        const { gap, doubt } = this.#beyondUp(firm, Math.max(allowed, tolerance / 2));
        esri = { low: up.low + gap - doubt, high: up.high + gap + (down.high - down.low) };
      }
    }
    this.#clear();
    return { esri, down, up, way, work: this.#work };
  }

  // ---- downstream

  #followDown(firm: number, tolerance: number): Interval | null {
    const { levels, passedOnGuess } = this.#net;
    const level = levels.at(-1);
    if (level === undefined) return null;
    this.#startDown(firm);
    let threshold = passedOnGuess[firm]!;
    for (;;) {
      threshold *= FINER;
      this.#spread(level.passedOn, threshold);
      const pending = this.#pending(level.passedOn);
      const bound = this.#amplified(level, pending, tolerance);
      if (bound === null) return null;
      if (bound <= tolerance) {
        const low = this.#weighted(this.#loss);
        return { low, high: Math.min(1, low + bound) };
      }
    }
  }

  #startDown(firm: number): void {
    this.#reach(firm);
    this.#raise(firm, 1);
  }

  #reach(i: number): void {
    if (this.#isReached[i] === 1) return;
    this.#isReached[i] = 1;
    this.#reached[this.#reachedCount++] = i;
  }

  #raise(i: number, loss: number): void {
    const { strength, market } = this.#net;
    const k = market[i]!;
    this.#left[k]! -= strength[i]! * (loss - this.#loss[i]!);
    this.#loss[i] = loss;
    if (this.#isHit[k] === 0 && strength[i]! > 0) {
      this.#isHit[k] = 1;
      this.#hit[this.#hitCount++] = k;
    }
  }

  /** Passes on whatever would come to more than `threshold` of `worth`, until nothing does. */
  #spread(worth: Float64Array, threshold: number): void {
    const { strength, market, substitution, feedStart, feedGroup, feedBuyer, feedImpact } = this.#net;
    const loss = this.#loss;
    const passed = this.#passed;
    const sum = this.#sum;
    const left = this.#left;
    this.#freshMarkets();
    for (let again = true; again; ) {
      again = false;
      this.#reachedInOrder = ordered(
        this.#reached,
        this.#reachedCount,
        this.#reachedInOrder,
        this.#isReached,
      );
      for (let at = 0; at < this.#reachedCount; at++) {
        const j = this.#reached[at]!;
        const share = substitution ? replaceability(strength[j]!, left[market[j]!]!) : 1;
        const more = share * loss[j]! - passed[j]!;
        if (!(more * worth[j]! > threshold)) continue;
        again = true;
        passed[j] = passed[j]! + more;
        const end = feedStart[j + 1]!;
        this.#work += end - feedStart[j]!;
        for (let e = feedStart[j]!; e < end; e++) {
          const g = feedGroup[e]!;
          const now = sum[g]! + feedImpact[e]! * more;
          sum[g] = now;
          const i = feedBuyer[e]!;
          if (now > loss[i]! && loss[i]! < 1) {
            this.#reach(i);
            this.#raise(i, now < 1 ? now : 1);
          }
        }
      }
    }
  }

  /** What remains of each hit market, added up anew so that rounding does not build up. */
  #freshMarkets(): void {
    const { marketStrength, strength, market } = this.#net;
    for (let at = 0; at < this.#hitCount; at++) this.#left[this.#hit[at]!] = marketStrength[this.#hit[at]!]!;
    for (let at = 0; at < this.#reachedCount; at++) {
      const j = this.#reached[at]!;
      this.#left[market[j]!]! -= strength[j]! * this.#loss[j]!;
    }
    for (let at = 0; at < this.#hitCount; at++)
      if (this.#left[this.#hit[at]!]! < 0) this.#left[this.#hit[at]!] = 0;
  }

  /** Σ worth of what is not yet passed on; sets what a decline of each hit market would add. */
  #pending(worth: Float64Array): number {
    const { strength, market, substitution } = this.#net;
    this.#freshMarkets();
    for (let at = 0; at < this.#hitCount; at++) this.#drift[this.#hit[at]!] = 0;
    let pending = 0;
    for (let at = 0; at < this.#reachedCount; at++) {
      const j = this.#reached[at]!;
      const k = market[j]!;
      const share = substitution ? replaceability(strength[j]!, this.#left[k]!) : 1;
      const felt = share * this.#loss[j]!;
      pending += Math.max(0, felt - this.#passed[j]!) * worth[j]!;
      if (substitution && strength[j]! < this.#left[k]!) this.#drift[k]! += felt * worth[j]!;
    }
    return pending;
  }

  /**
   * What pending losses can still come to: c · pending with c = 1 / (1 − max_k γ_k),
   * γ_k = Σs ((1 / S̲_k − 1 / S̄_k)⁺ Y_k + B_k / S̲_k); null where no c will do however little is pending.
   */
  #amplified(level: DownstreamLevel, pending: number, tolerance: number): number | null {
    if (!this.#net.substitution) return pending;
    for (const trial of [2 * pending, 10 * pending, tolerance]) {
      if (trial > level.level) continue;
      const gain = this.#largestGain(level, trial);
      if (gain < LARGEST_GAIN) {
        const bound = pending / (1 - gain);
        if (bound <= trial) return bound;
      }
    }
    return this.#largestGain(level, 0) < LARGEST_GAIN ? Number.POSITIVE_INFINITY : null;
  }

  /** max_k γ_k over hit markets while no more than `allowed` of the economy is lost beyond the losses so far. */
  #largestGain(level: DownstreamLevel, allowed: number): number {
    const { wholeStrength } = this.#net;
    let largest = 0;
    for (let at = 0; at < this.#hitCount; at++) {
      const k = this.#hit[at]!;
      const least = this.#left[k]! - allowed * wholeStrength;
      const assumed = level.left[k]!;
      if (least <= 0) {
        // Whoever is left may become irreplaceable.
        if (assumed > 0 || this.#drift[k]! > 0) return Number.POSITIVE_INFINITY;
        continue;
      }
      const extra = assumed > least ? (1 / least - 1 / assumed) * level.largestPassedOn[k]! : 0;
      largest = Math.max(largest, wholeStrength * (extra + this.#drift[k]! / least));
    }
    return largest;
  }

  #exhaustDown(firm: number, tolerance: number): Interval {
    const { passedOnGuess } = this.#net;
    let result: Interval = { low: 0, high: 1 };
    let fine = tolerance / 64;
    for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
      this.#clearDown();
      this.#startDown(firm);
      let threshold = passedOnGuess[firm]!;
      let pending = Number.POSITIVE_INFINITY;
      while (pending > fine && threshold > 1e-300) {
        threshold *= FINER;
        this.#spread(passedOnGuess, threshold);
        pending = this.#pending(passedOnGuess);
      }
      const low = this.#weighted(this.#loss);
      for (let at = 0; at < this.#reachedCount; at++) {
        const i = this.#reached[at]!;
        this.#low[i] = this.#loss[i]!;
      }
      const high = this.#raiseToBound(fine) ? Math.min(1, this.#weighted(this.#loss)) : 1;
      for (let at = 0; at < this.#reachedCount; at++) {
        const i = this.#reached[at]!;
        this.#loss[i] = this.#low[i]!;
        this.#low[i] = 0;
        this.#further[i] = 1;
      }
      result = { low, high };
      if (high - low <= tolerance) break;
      fine /= 64;
    }
    return result;
  }

  /**
   * Raises losses, each a little further than it must and less so each time (firms that feed each other without loss
   * would raise each other for ever), until F(ℓ) ≤ ℓ everywhere; false where it gives up.
   */
  #raiseToBound(over: number): boolean {
    const { strength, market, substitution, feedStart, feedGroup, feedBuyer, feedImpact } = this.#net;
    const loss = this.#loss;
    const passed = this.#passed;
    const sum = this.#sum;
    const left = this.#left;
    const further = this.#further;
    const most = this.#work + 400 * (feedImpact.length + 1000);
    for (;;) {
      let again = false;
      this.#freshMarkets();
      for (let at = 0; at < this.#reachedCount; at++) {
        const j = this.#reached[at]!;
        const remains = left[market[j]!]!;
        const felt = loss[j]! * (substitution ? replaceability(strength[j]!, remains) : 1);
        if (!(felt > passed[j]!)) continue;
        again = true;
        const beyond = loss[j]! * (substitution ? replaceability(strength[j]!, remains * (1 - over)) : 1);
        const more = Math.max(felt, beyond) - passed[j]!;
        passed[j] = passed[j]! + more;
        const end = feedStart[j + 1]!;
        this.#work += end - feedStart[j]!;
        for (let e = feedStart[j]!; e < end; e++) {
          const g = feedGroup[e]!;
          const now = sum[g]! + feedImpact[e]! * more;
          sum[g] = now;
          const i = feedBuyer[e]!;
          if (now > loss[i]! + ROUNDING && loss[i]! < 1) {
            this.#reach(i);
            this.#raise(i, Math.min(1, now + over * further[i]!));
            further[i] = further[i]! * 0.8;
          }
        }
      }
      if (!again) return true;
      if (this.#work > most) return false;
    }
  }

  #weighted(loss: Float64Array): number {
    const { weights } = this.#net;
    let sum = 0;
    for (let at = 0; at < this.#reachedCount; at++) {
      const i = this.#reached[at]!;
      sum += weights[i]! * loss[i]!;
    }
    return sum;
  }

  // ---- upstream

  /** U = v_f (1 − p), p the loss that comes back to the firm itself. */
  #closeUp(firm: number, tolerance: number): Interval {
    const { upReach, upReachError, walkLength, weights } = this.#net;
    const own = weights[firm]!;
    const reach = upReach[firm]!;
    const walk = walkLength[firm]! - 1;
    const top = reach + upReachError;
    this.#residual[firm] = 1;
    this.#reachUp(firm);
    if (top - Math.max(own, reach * (1 - walk)) <= tolerance) {
      return { low: Math.max(own, reach * (1 - walk)), high: top };
    }
    const threshold = Math.min(0.5, tolerance / (reach * walk));
    this.#spreadUp(firm, null, threshold);
    const returned = Math.min(1, this.#returned);
    return {
      low: Math.max(own, reach * (1 - returned - walk * threshold)),
      high: top * (1 - returned),
    };
  }

  #reachUp(i: number): void {
    if (this.#isUpReached[i] === 1) return;
    this.#isUpReached[i] = 1;
    this.#upReached[this.#upReachedCount++] = i;
  }

  /** Passes demand losses of j on that exceed `threshold` of `worth` (1 each where null), until nothing does. */
  #spreadUp(firm: number, worth: Float64Array | null, threshold: number): void {
    const { inStart, inSupplier, upImpact } = this.#net;
    const residual = this.#residual;
    const settled = this.#settled;
    const reached = this.#upReached;
    const isReached = this.#isUpReached;
    let count = this.#upReachedCount;
    let returned = this.#returned;
    let work = 0;
    for (let again = true; again; ) {
      again = false;
      this.#upReachedInOrder = ordered(reached, count, this.#upReachedInOrder, isReached);
      for (let at = 0; at < count; at++) {
        const j = reached[at]!;
        const amount = residual[j]!;
        if (!((worth === null ? amount : amount * worth[j]!) > threshold)) continue;
        again = true;
        residual[j] = 0;
        settled[j] = settled[j]! + amount;
        const end = inStart[j + 1]!;
        work += end - inStart[j]!;
        for (let e = inStart[j]!; e < end; e++) {
          const i = inSupplier[e]!;
          if (i === firm) {
            returned += upImpact[e]! * amount;
            continue;
          }
          residual[i] = residual[i]! + upImpact[e]! * amount;
          if (isReached[i] === 0) {
            isReached[i] = 1;
            reached[count++] = i;
          }
        }
      }
    }
    this.#upReachedCount = count;
    this.#returned = returned;
    this.#work += work;
  }

  /**
   * Σ w (ℓᵈ − ℓᵘ)⁺ with the losses known so far, which is too large by `doubt` at most: passes demand losses on until
   * that is no more than `allowed`.
   */
  #beyondUp(firm: number, allowed: number): { gap: number; doubt: number } {
    const { weights, upReach } = this.#net;
    let threshold = upReach[firm]!;
    for (;;) {
      let gap = 0;
      for (let at = 0; at < this.#reachedCount; at++) {
        const i = this.#reached[at]!;
        const beyond = this.#loss[i]! - this.#settled[i]! - this.#residual[i]!;
        if (i !== firm && beyond > 0) gap += weights[i]! * beyond;
      }
      let pending = 0;
      for (let at = 0; at < this.#upReachedCount; at++) {
        const j = this.#upReached[at]!;
        pending += this.#residual[j]! * upReach[j]!;
      }
      const doubt = Math.min(gap, pending);
      if (doubt <= allowed) return { gap, doubt };
      threshold *= FINER;
      this.#spreadUp(firm, upReach, threshold);
    }
  }

  // ---- back to nothing

  #clear(): void {
    this.#clearDown();
    for (let at = 0; at < this.#upReachedCount; at++) {
      const i = this.#upReached[at]!;
      this.#isUpReached[i] = 0;
      this.#settled[i] = 0;
      this.#residual[i] = 0;
    }
    this.#upReachedCount = 0;
    this.#upReachedInOrder = 0;
    this.#returned = 0;
  }

  #clearDown(): void {
    const { feedStart, feedGroup, marketStrength } = this.#net;
    for (let at = 0; at < this.#reachedCount; at++) {
      const j = this.#reached[at]!;
      if (this.#passed[j]! > 0)
        for (let e = feedStart[j]!; e < feedStart[j + 1]!; e++) this.#sum[feedGroup[e]!] = 0;
      this.#isReached[j] = 0;
      this.#loss[j] = 0;
      this.#passed[j] = 0;
    }
    this.#reachedCount = 0;
    this.#reachedInOrder = 0;
    for (let at = 0; at < this.#hitCount; at++) {
      const k = this.#hit[at]!;
      this.#isHit[k] = 0;
      this.#left[k] = marketStrength[k]!;
    }
    this.#hitCount = 0;
  }
}

/** From this share of all firms on, firms reached are visited in order of place, for what they read lies in that order. */
const MANY = 1 / 16;

/** Puts the first `count` firms reached in order of place where they are many and not yet so; how many are in order. */
function ordered(reached: Uint32Array, count: number, inOrder: number, isReached: Uint8Array): number {
  if (count === inOrder || count < MANY * reached.length) return inOrder;
  for (let i = 0, at = 0; at < count; i++) if (isReached[i] === 1) reached[at++] = i;
  return count;
}
