/** Localisation by distances between points (Duranton and Overman 2005): no borders, so no question of which areas. */
import { type Definition, UserError, uniform } from '../model/index.js';

/** Kilometres on a plane, or degrees on the sphere: x longitude, y latitude. */
export interface Point {
  x: number;
  y: number;
}

export type Metric = 'plane' | 'sphere';

export interface DensityOptions {
  metric?: Metric;
  /** Distances are shared out between grid points this many km apart; null takes every distance as it is. Default 1. */
  binWidth?: number | null;
  /** Of the Gaussian kernel, in km; by default Silverman's rule. */
  bandwidth?: number;
}

export interface KDensity {
  distances: Float64Array;
  /** Per km; integrates to 1 over [0, ∞). */
  density: Float64Array;
  bandwidth: number;
  pairs: number;
}

const EARTH_RADIUS_KM = 6371.0088;
/** Beyond this many bandwidths a kernel weighs less than 1e-14. */
const KERNEL_REACH = 8;
/** With every distance kept, 3 000 points hold 36 MB. */
const MOST_POINTS_EXACT = 3000;

/**
 * K(d): kernel density of the distances between all pairs of points, Gaussian, reflected at 0 (Silverman 1986, §2.10).
 * Duranton and Overman write 1/(n(n-1)h) Σ_{i<j}, which integrates to ½; here it is 2/(n(n-1)h) Σ_{i<j}, which
 * integrates to 1. The bandwidth is 0.9 min(s, IQR/1.34) N^(-1/5) over the N distances (Silverman 1986, eq. 3.31).
 *
 * Cost: n²/2 distances. Sharing them out between grid points widens the kernel by a variance of binWidth²/6 at most.
 * Throws `UserError` on fewer than 3 points, on points all in one place, and without bins on more than 3 000 points.
 */
export function kDensity(
  points: readonly Point[],
  distances: ArrayLike<number>,
  options: DensityOptions = {},
): KDensity {
  const { metric = 'plane', binWidth = 1 } = options;
  const sites = placed(points, metric);
  const at = Float64Array.from(distances);
  if (binWidth === null) {
    checkSize(points.length, MOST_POINTS_EXACT, 1);
    const measured = pairDistances(sites);
    const bandwidth = options.bandwidth ?? silverman(spreadOf(measured), measured.length);
    return {
      distances: at,
      density: exactDensity(measured, at, bandwidth),
      bandwidth,
      pairs: measured.length,
    };
  }
  const histogram = new Histogram(sites, binWidth);
  histogram.fill(everyone(points.length));
  const pairs = (points.length * (points.length - 1)) / 2;
  const bandwidth = options.bandwidth ?? silverman(histogram.spread(), pairs);
  return { distances: at, density: histogram.density(at, bandwidth), bandwidth, pairs };
}

export interface LocalisationOptions extends DensityOptions {
  binWidth?: number;
  /** Counterfactual draws; the paper takes 1 000. */
  draws?: number;
  /** The draws are the same for the same seed. */
  seed?: number;
  /** Share of draws outside the bands, half above and half below at each distance for the local ones. Default 0.1. */
  outside?: number;
  /** Largest industry accepted: see the cost. Default 5 000. */
  mostPoints?: number;
}

export interface Band {
  low: Float64Array;
  high: Float64Array;
}

export interface Localisation extends KDensity {
  /** At each distance by itself: its 5th and 95th percentile of the draws. */
  local: Band;
  /** Such that, as nearly as the number of draws lets, 95 % of the draws lie below `high` at every distance (above `low`). */
  global: Band;
  /** Share of the draws that in fact cross neither side of the global bands, upper and lower. */
  globalCoverage: { high: number; low: number };
  /** max(K - global high, 0) at each distance. */
  localised: Float64Array;
  /** max(global low - K, 0) at each distance; 0 throughout where the industry is localised at any distance. */
  dispersed: Float64Array;
  /** Sums of these over the distances asked for: they depend on how dense the distances are. */
  localisationIndex: number;
  dispersionIndex: number;
  draws: number;
  seed: number;
  /** Distances computed. */
  cost: number;
}

/**
 * Where an industry's pairs of plants lie closer (further apart) than those of as many sites drawn at random, without
 * repetition, from all sites. `industry` are places in `sites`. Every draw is smoothed with the industry's own bandwidth.
 *
 * Cost: n²/2 × (draws + 1) distances of some 10 ns each on a plane, twice that on the sphere: with 1 000 draws 500 plants
 * take one or two seconds, 5 000 two minutes. Throws `UserError` as `kDensity` does, and above `mostPoints`.
 */
export function localisation(
  sites: readonly Point[],
  industry: readonly number[],
  distances: ArrayLike<number>,
  options: LocalisationOptions = {},
): Localisation {
  const {
    metric = 'plane',
    binWidth = 1,
    draws = 1000,
    seed = 1,
    outside = 0.1,
    mostPoints = 5000,
  } = options;
  const n = industry.length;
  checkSize(n, mostPoints, draws);
  if (!Number.isInteger(draws) || draws < 20)
    throw new UserError({
      zh: `抽样次数至少 20，得到 ${draws}`,
      en: `at least 20 draws are needed, not ${draws}`,
    });
  const all = placed(sites, metric);
  const at = Float64Array.from(distances);
  const pairs = (n * (n - 1)) / 2;
  const histogram = new Histogram(all, binWidth);
  histogram.fill(Int32Array.from(industry));
  const bandwidth = options.bandwidth ?? silverman(histogram.spread(), pairs);
  const density = histogram.density(at, bandwidth);

  const random = uniform(seed);
  const urn = everyone(sites.length);
  const drawn: Float64Array[] = [];
  for (let draw = 0; draw < draws; draw++) {
    for (let i = 0; i < n; i++) {
      const j = i + Math.floor(random() * (urn.length - i));
      const taken = urn[j]!;
      urn[j] = urn[i]!;
      urn[i] = taken;
    }
    histogram.fill(urn.subarray(0, n));
    drawn.push(histogram.density(at, bandwidth));
  }

  const sorted = Array.from(at, (_, d) => Float64Array.from(drawn, (curve) => curve[d]!).sort());
  const local: Band = {
    low: Float64Array.from(sorted, (values) => quantile(values, outside / 2)),
    high: Float64Array.from(sorted, (values) => quantile(values, 1 - outside / 2)),
  };
  const high = globalBand(drawn, sorted, outside / 2, 'high');
  const low = globalBand(drawn, sorted, outside / 2, 'low');
  const localised = density.map((k, d) => Math.max(k - high.band[d]!, 0));
  const localisationIndex = localised.reduce((sum, value) => sum + value, 0);
  const dispersed = density.map((k, d) => (localisationIndex > 0 ? 0 : Math.max(low.band[d]! - k, 0)));
  return {
    distances: at,
    density,
    bandwidth,
    pairs,
    local,
    global: { low: low.band, high: high.band },
    globalCoverage: { high: high.coverage, low: low.coverage },
    localised,
    dispersed,
    localisationIndex,
    dispersionIndex: dispersed.reduce((sum, value) => sum + value, 0),
    draws,
    seed,
    cost: pairs * (draws + 1),
  };
}

/**
 * The band of equal rank at every distance that all but `outside` of the draws stay within everywhere. With few draws,
 * or many distances, that may take the outermost draw of each distance, and the coverage is then what it is.
 */
function globalBand(
  drawn: readonly Float64Array[],
  sorted: readonly Float64Array[],
  outside: number,
  side: 'high' | 'low',
): { band: Float64Array; coverage: number } {
  const last = drawn.length - 1;
  const outermost = drawn.map((curve) => {
    let rank = last;
    for (const [d, values] of sorted.entries()) {
      const place = side === 'high' ? last - lastPlace(values, curve[d]!) : firstPlace(values, curve[d]!);
      if (place < rank) rank = place;
    }
    return rank;
  });
  const ranks = [...outermost].sort((a, b) => a - b);
  const rank = ranks[Math.floor(outside * drawn.length)]!;
  return {
    band: Float64Array.from(sorted, (values) => values[side === 'high' ? last - rank : rank]!),
    coverage: outermost.filter((own) => own >= rank).length / drawn.length,
  };
}

function firstPlace(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function lastPlace(sorted: Float64Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function checkSize(n: number, most: number, draws: number): void {
  if (n < 3)
    throw new UserError({ zh: `只有 ${n} 个点，至少需要 3 个`, en: `${n} points; at least 3 are needed` });
  if (n > most)
    throw new UserError({
      zh: `${n} 个点超过上限 ${most}：需计算约 ${((n * n * draws) / 2).toExponential(1)} 个距离，耗时随点数的平方增长。请抽样、按更细的行业拆分，或提高上限`,
      en: `${n} points, more than the limit of ${most}: some ${((n * n * draws) / 2).toExponential(1)} distances, growing with the square of the points. Sample, split into finer industries, or raise the limit`,
    });
}

/** Points as vectors whose straight distance is the distance (plane) or the chord of the unit sphere. */
interface Placed {
  metric: Metric;
  x: Float64Array;
  y: Float64Array;
  z: Float64Array;
  /** No two points are further apart than this, in km. */
  furthest: number;
}

function placed(points: readonly Point[], metric: Metric): Placed {
  const n = points.length;
  const out: Placed = {
    metric,
    x: new Float64Array(n),
    y: new Float64Array(n),
    z: new Float64Array(n),
    furthest: Math.PI * EARTH_RADIUS_KM,
  };
  for (const [i, { x, y }] of points.entries()) {
    const good =
      Number.isFinite(x) &&
      Number.isFinite(y) &&
      (metric === 'plane' || (Math.abs(x) <= 180 && Math.abs(y) <= 90));
    if (!good)
      throw new UserError({
        zh: `第 ${i + 1} 个点的坐标 (${x}, ${y}) 无效`,
        en: `point ${i + 1}: the coordinates (${x}, ${y}) are none`,
      });
    if (metric === 'plane') {
      out.x[i] = x;
      out.y[i] = y;
    } else {
      const longitude = (x * Math.PI) / 180;
      const latitude = (y * Math.PI) / 180;
      out.x[i] = Math.cos(latitude) * Math.cos(longitude);
      out.y[i] = Math.cos(latitude) * Math.sin(longitude);
      out.z[i] = Math.sin(latitude);
    }
  }
  if (metric === 'plane') out.furthest = Math.hypot(extent(out.x), extent(out.y));
  if (out.furthest === 0) throw new UserError({ zh: '所有点都在同一处', en: 'all points are in one place' });
  return out;
}

function extent(values: Float64Array): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high - low;
}

function distanceOf(metric: Metric, dx: number, dy: number, dz: number): number {
  const straight = Math.sqrt(dx * dx + dy * dy + dz * dz);
  return metric === 'plane' ? straight : 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, straight / 2));
}

function pairDistances({ metric, x, y, z }: Placed): Float64Array {
  const n = x.length;
  const out = new Float64Array((n * (n - 1)) / 2);
  for (let i = 1, at = 0; i < n; i++)
    for (let j = 0; j < i; j++, at++)
      out[at] = distanceOf(metric, x[i]! - x[j]!, y[i]! - y[j]!, z[i]! - z[j]!);
  return out;
}

function exactDensity(measured: Float64Array, at: Float64Array, bandwidth: number): Float64Array {
  return at.map((d) => {
    let sum = 0;
    for (const own of measured) sum += reflectedKernel(d, own, bandwidth);
    return sum / measured.length;
  });
}

function reflectedKernel(d: number, own: number, bandwidth: number): number {
  const near = (d - own) / bandwidth;
  const mirrored = (d + own) / bandwidth;
  return (
    (Math.exp(-(near * near) / 2) + Math.exp(-(mirrored * mirrored) / 2)) /
    (bandwidth * Math.sqrt(2 * Math.PI))
  );
}

interface Spread {
  deviation: number;
  interquartile: number;
}

function silverman({ deviation, interquartile }: Spread, n: number): number {
  const robust = interquartile > 0 ? Math.min(deviation, interquartile / 1.34) : deviation;
  if (!(robust > 0))
    throw new UserError({
      zh: '各点两两距离相同，无法选定带宽',
      en: 'all distances are alike: no bandwidth can be chosen',
    });
  return 0.9 * robust * n ** -0.2;
}

function spreadOf(values: Float64Array): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const sorted = values.slice().sort();
  return {
    deviation: Math.sqrt(squares / (values.length - 1)),
    interquartile: quantile(sorted, 0.75) - quantile(sorted, 0.25),
  };
}

/** Linear between order statistics (type 7 of Hyndman and Fan 1996). */
function quantile(sorted: Float64Array, p: number): number {
  const place = p * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!);
}

/** Distances between chosen points, shared out between the two grid points they lie between. */
class Histogram {
  readonly #sites: Placed;
  readonly #width: number;
  readonly #counts: Float64Array;
  #pairs = 0;
  /** Kernel weight of every grid point, for the distances and the bandwidth asked for last. */
  #weights: { at: Float64Array; bandwidth: number; first: Int32Array; rows: Float64Array[] } | null = null;

  constructor(sites: Placed, width: number) {
    if (!(width > 0) || sites.furthest / width > 1e7)
      throw new UserError({
        zh: `距离分组宽度 ${width} 千米不可用`,
        en: `bins of ${width} km cannot be used`,
      });
    this.#sites = sites;
    this.#width = width;
    this.#counts = new Float64Array(Math.ceil(sites.furthest / width) + 2);
  }

  fill(members: Int32Array): void {
    const { metric, x, y, z } = this.#sites;
    const counts = this.#counts.fill(0);
    const n = members.length;
    this.#pairs = (n * (n - 1)) / 2;
    const mx = Float64Array.from(members, (i) => x[i]!);
    const my = Float64Array.from(members, (i) => y[i]!);
    const mz = Float64Array.from(members, (i) => z[i]!);
    const perKm = 1 / this.#width;
    for (let i = 1; i < n; i++) {
      const xi = mx[i]!;
      const yi = my[i]!;
      const zi = mz[i]!;
      for (let j = 0; j < i; j++) {
        const place = distanceOf(metric, xi - mx[j]!, yi - my[j]!, zi - mz[j]!) * perKm;
        const below = Math.floor(place);
        const part = place - below;
        counts[below]! += 1 - part;
        counts[below + 1]! += part;
      }
    }
  }

  spread(): Spread {
    let sum = 0;
    let squares = 0;
    for (const [k, count] of this.#counts.entries()) {
      const d = k * this.#width;
      sum += count * d;
      squares += count * d * d;
    }
    const mean = sum / this.#pairs;
    return {
      deviation: Math.sqrt(Math.max(0, squares - this.#pairs * mean ** 2) / (this.#pairs - 1)),
      interquartile: this.#quantile(0.75) - this.#quantile(0.25),
    };
  }

  #quantile(p: number): number {
    let below = 0;
    for (const [k, count] of this.#counts.entries()) {
      if (count > 0 && below + count >= p * this.#pairs)
        return (k - 0.5 + (p * this.#pairs - below) / count) * this.#width;
      below += count;
    }
    return this.#sites.furthest;
  }

  density(at: Float64Array, bandwidth: number): Float64Array {
    const { first, rows } = this.#kernelRows(at, bandwidth);
    return at.map((_, d) => {
      const row = rows[d]!;
      const start = first[d]!;
      let sum = 0;
      for (let k = 0; k < row.length; k++) sum += this.#counts[start + k]! * row[k]!;
      return sum / this.#pairs;
    });
  }

  #kernelRows(at: Float64Array, bandwidth: number) {
    if (this.#weights?.at === at && this.#weights.bandwidth === bandwidth) return this.#weights;
    const reach = KERNEL_REACH * bandwidth;
    const end = this.#counts.length - 1;
    const first = Int32Array.from(at, (d) =>
      Math.min(end, Math.max(0, Math.floor((d - reach) / this.#width))),
    );
    const rows = Array.from(at, (d, i) => {
      const last = Math.max(first[i]!, Math.min(end, Math.ceil((d + reach) / this.#width)));
      return Float64Array.from({ length: last - first[i]! + 1 }, (_, k) =>
        reflectedKernel(d, (first[i]! + k) * this.#width, bandwidth),
      );
    });
    this.#weights = { at, bandwidth, first, rows };
    return this.#weights;
  }
}

function everyone(n: number): Int32Array {
  return Int32Array.from({ length: n }, (_, i) => i);
}

export const DURANTON_OVERMAN_DEFINITIONS = {
  kDensity: {
    name: { zh: 'K 密度', en: 'K-density' },
    definition: {
      zh: '企业两两距离的核密度（高斯核，在 0 处反射，Silverman 带宽），积分为 1',
      en: 'kernel density of the distances between all pairs of plants (Gaussian, reflected at 0, Silverman bandwidth), integrating to 1',
    },
    formula: 'K(d) = 2/(n(n-1)h) Σ_{i<j} [φ((d - d_ij)/h) + φ((d + d_ij)/h)]',
    unit: '1/km',
    source: 'Duranton & Overman 2005; normalised to 1 (their 1/(n(n-1)h) integrates to ½)',
  },
  localisationIndex: {
    name: { zh: '集聚指数', en: 'localisation index' },
    definition: {
      zh: '各距离上 K 密度超出全局置信带上限的部分之和',
      en: 'what the K-density has above the upper global band, summed over the distances',
    },
    formula: 'Σ_d max(K(d) - K_high(d), 0)',
    unit: '1/km',
    source: 'Duranton & Overman 2005',
  },
  dispersionIndex: {
    name: { zh: '分散指数', en: 'dispersion index' },
    definition: {
      zh: '未见集聚时，各距离上 K 密度低于全局置信带下限的部分之和',
      en: 'where there is no localisation, what the K-density lacks below the lower global band, summed over the distances',
    },
    formula: 'Σ_d max(K_low(d) - K(d), 0)',
    unit: '1/km',
    source: 'Duranton & Overman 2005',
  },
} as const satisfies Record<string, Definition>;
