// Systemic risk at the fixed point with certified errors: of every firm, and of the riskiest.
import type { CertifiedClosures, Interval } from './certified-closure.js';
import { type CertifiedNetwork, downUpperBound } from './certified-network.js';

/** The index of firms closed one at a time, at the fixed point of the cascade. */
export interface CertifiedRisk {
  esri: Float64Array;
  down: Float64Array;
  up: Float64Array;
  /** None of the three is further than this from the fixed point. */
  errorBound: Float64Array;
}

/** Each of `firms` closed alone. */
export function certifiedRisk(
  closures: CertifiedClosures,
  firms: ArrayLike<number>,
  tolerance: number,
): CertifiedRisk {
  const risk = emptyCertifiedRisk(firms.length);
  for (let at = 0; at < firms.length; at++) {
    const { esri, down, up } = closures.close(firms[at]!, tolerance);
    risk.esri[at] = middle(esri);
    risk.down[at] = middle(down);
    risk.up[at] = middle(up);
    risk.errorBound[at] = Math.max(halfWidth(esri), halfWidth(down), halfWidth(up));
  }
  return risk;
}

export function emptyCertifiedRisk(count: number): CertifiedRisk {
  return {
    esri: new Float64Array(count),
    down: new Float64Array(count),
    up: new Float64Array(count),
    errorBound: new Float64Array(count),
  };
}

/** Results of parts, one after the other. */
export function joinedCertifiedRisk(parts: readonly CertifiedRisk[]): CertifiedRisk {
  const joined = emptyCertifiedRisk(parts.reduce((sum, { esri }) => sum + esri.length, 0));
  let at = 0;
  for (const part of parts) {
    for (const key of ['esri', 'down', 'up', 'errorBound'] as const) joined[key].set(part[key], at);
    at += part.esri.length;
  }
  return joined;
}

/**
 * n: the index of no firm is larger than this. From the network alone, O(firms): demand losses by upstream reach,
 * losses of inputs by the lowest level whose bound holds, 1 where none does.
 */
export function riskUpperBounds(net: CertifiedNetwork): Float64Array {
  const { firms, firmAt, weights, upReach, upReachError } = net;
  const bounds = new Float64Array(firms);
  for (let p = 0; p < firms; p++)
    bounds[firmAt[p]!] = Math.min(
      1,
      upReach[p]! + upReachError + (downUpperBound(net, p) - weights[p]!) + 1e-12,
    );
  return bounds;
}

/** The riskiest firms, most first. */
export interface RiskiestFirms {
  firms: Uint32Array;
  risk: CertifiedRisk;
  /** No firm that is left out has a larger index than one that is named. */
  setProven: boolean;
  /** By place: the firm there is known to be riskier than the next one named. */
  orderProven: Uint8Array;
  /** Firms whose closure was worked out; the bounds of the network sufficed to leave out all others. */
  closed: number;
}

/** Works out the index of firms to a tolerance, in the order given. */
export type Closing = (firms: Uint32Array, tolerance: number) => Promise<CertifiedRisk>;

/** Finest tolerance to which doubtful places are worked out, as a share of the one asked for. */
const FINEST = 1e-3;

interface Known {
  esri: number;
  down: number;
  up: number;
  errorBound: number;
  /** The index lies between these, by all that was worked out. */
  low: number;
  high: number;
}

/**
 * The `count` firms of the largest index: firms are closed in order of their upper bounds until no bound that is left
 * reaches the count-th largest index known; then doubtful places are worked out ever finer until the set is proven, or
 * the finest tolerance is reached.
 */
export async function riskiestFirms(
  net: CertifiedNetwork,
  count: number,
  tolerance: number,
  close: Closing,
): Promise<RiskiestFirms> {
  const wanted = Math.min(count, net.firms);
  const bounds = riskUpperBounds(net);
  const order = Uint32Array.from(bounds.keys()).sort((a, b) => bounds[b]! - bounds[a]! || a - b);
  const known = new Map<number, Known>();
  const learn = async (firms: Uint32Array, fine: number) => {
    const risk = await close(firms, fine);
    for (const [at, firm] of firms.entries()) {
      const [esri, errorBound] = [risk.esri[at]!, risk.errorBound[at]!];
      const before = known.get(firm);
      known.set(firm, {
        esri,
        down: risk.down[at]!,
        up: risk.up[at]!,
        errorBound,
        low: Math.max(before?.low ?? 0, esri - errorBound),
        high: Math.min(before?.high ?? Number.POSITIVE_INFINITY, esri + errorBound),
      });
    }
  };
  /** The wanted-th largest lower bound of those known. */
  const bar = () => {
    const lows = Float64Array.from(known.values(), ({ low }) => low).sort();
    return lows.length < wanted ? 0 : lows[lows.length - wanted]!;
  };
  let next = 0;
  while (next < order.length && (known.size < wanted || bounds[order[next]!]! >= bar())) {
    // Ever more at once, of those only that reach the bar.
    let to = Math.min(order.length, known.size < wanted ? wanted : next + Math.max(16, known.size >> 2));
    if (known.size >= wanted) {
      const least = bar();
      while (to > next + 1 && bounds[order[to - 1]!]! < least) to--;
    }
    await learn(order.slice(next, to), tolerance);
    next = to;
  }
  const restHigh = next < order.length ? bounds[order[next]!]! : 0;

  const ranked = () => [...known.keys()].sort((a, b) => known.get(b)!.esri - known.get(a)!.esri || a - b);
  const low = (firm: number) => known.get(firm)!.low;
  const high = (firm: number) => known.get(firm)!.high;
  let firms = ranked();
  for (let fine = tolerance / 10; fine >= tolerance * FINEST; fine /= 10) {
    const doubtful = new Set<number>();
    for (let at = 0; at + 1 < firms.length && at < wanted; at++)
      if (low(firms[at]!) < high(firms[at + 1]!)) doubtful.add(firms[at]!).add(firms[at + 1]!);
    if (doubtful.size === 0) break;
    await learn(Uint32Array.from(doubtful), fine);
    firms = ranked();
  }
  const named = firms.slice(0, wanted);
  const leastNamed = Math.min(...named.map(low));
  const mostLeft = firms.slice(wanted).reduce((most, firm) => Math.max(most, high(firm)), restHigh);
  const column = (key: keyof CertifiedRisk) => Float64Array.from(named, (firm) => known.get(firm)![key]);
  return {
    firms: Uint32Array.from(named),
    risk: {
      esri: column('esri'),
      down: column('down'),
      up: column('up'),
      errorBound: column('errorBound'),
    },
    setProven: wanted === net.firms || leastNamed >= mostLeft,
    orderProven: Uint8Array.from(named, (firm, at) =>
      at + 1 === named.length || low(firm) >= high(named[at + 1]!) ? 1 : 0,
    ),
    closed: known.size,
  };
}

function middle({ low, high }: Interval): number {
  return (low + high) / 2;
}

function halfWidth({ low, high }: Interval): number {
  return (high - low) / 2;
}
