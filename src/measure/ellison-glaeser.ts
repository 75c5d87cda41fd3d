/** Concentration beyond what a few large plants would give by chance: Ellison–Glaeser, Maurel–Sédillot, coagglomeration. */
import { type Definition, UserError } from '../model/index.js';
import { type Activity, activityTotals, industryColumn, notAnAmount, sharesOf } from './activity.js';
import { herfindahl } from './concentration.js';

export interface Plant {
  industry: string;
  area: string;
  /** Employment or output, not negative. */
  size: number;
}

export interface EllisonGlaeser {
  industry: string;
  /** Plants of any size above 0. Below some dozens γ and LQ jump: look at `t` first. */
  plants: number;
  /** H = Σ z_j², of the plants' shares in the industry. */
  plantHerfindahl: number;
  /** G = Σ (s_r - x_r)². */
  rawConcentration: number;
  /** γ; NaN for an industry of one plant, and where all activity lies in one area. */
  gamma: number;
  /** Maurel and Sédillot's γ. */
  maurelSedillot: number;
  /** E[G] when plants choose areas at random with chances x_r. */
  nullMean: number;
  nullVariance: number;
  /** (G - E[G]) / √Var(G). */
  t: number;
}

/**
 * γ = [G - (1 - Σx²) H] / [(1 - Σx²)(1 - H)], Ellison and Glaeser (1997) with the mean and variance of G under
 * random choice of place (their appendix); Maurel and Sédillot (1999): [(Σs² - Σx²)/(1 - Σx²) - H] / (1 - H).
 *
 * `shares` s_r and `reference` x_r run over the same areas; `plantShares` z_j over the industry's plants.
 */
export function ellisonGlaeser(
  shares: ArrayLike<number>,
  reference: ArrayLike<number>,
  plantShares: ArrayLike<number>,
): Omit<EllisonGlaeser, 'industry' | 'plants'> {
  const h = herfindahl(plantShares);
  const x2 = powerSum(reference, 2);
  const x3 = powerSum(reference, 3);
  const z4 = powerSum(plantShares, 4);
  let g = 0;
  for (let r = 0; r < shares.length; r++) g += (shares[r]! - reference[r]!) ** 2;
  const nullMean = (1 - x2) * h;
  const nullVariance = 2 * (h ** 2 * (x2 - 2 * x3 + x2 ** 2) - z4 * (x2 - 4 * x3 + 3 * x2 ** 2));
  return {
    plantHerfindahl: h,
    rawConcentration: g,
    gamma: (g - nullMean) / ((1 - x2) * (1 - h)),
    maurelSedillot: ((herfindahl(shares) - x2) / (1 - x2) - h) / (1 - h),
    nullMean,
    nullVariance,
    t: (g - nullMean) / Math.sqrt(nullVariance),
  };
}

/**
 * The indices of every industry of a list of plants. `reference` gives each area's weight x_r in all activity; without
 * it, the plants of all industries together are all activity, the industry itself among them.
 * Throws `UserError` on a size that is negative or no number, and on an area the reference does not have.
 */
export function plantConcentrations(
  plants: readonly Plant[],
  reference?: ReadonlyMap<string, number>,
): EllisonGlaeser[] {
  const areas = new Map<string, number>();
  if (reference) for (const area of reference.keys()) areas.set(area, areas.size);
  const industries = new Map<string, { sizes: number[]; places: number[] }>();
  for (const { industry, area, size } of plants) {
    if (!Number.isFinite(size) || size < 0) throw notAnAmount(`${area}, ${industry}`, size);
    if (!areas.has(area)) {
      if (reference)
        throw new UserError({
          zh: `${area}：有企业，但全部活动的参照分布中没有该地区`,
          en: `${area}: there are plants here, but the reference distribution of all activity lacks the area`,
        });
      areas.set(area, areas.size);
    }
    const known = industries.get(industry) ?? { sizes: [], places: [] };
    if (known.sizes.length === 0) industries.set(industry, known);
    if (size > 0) {
      known.sizes.push(size);
      known.places.push(areas.get(area)!);
    }
  }
  const all = new Float64Array(areas.size);
  if (reference) for (const [area, weight] of reference) all[areas.get(area)!] = weight;
  else for (const { area, size } of plants) all[areas.get(area)!]! += size;
  const x = sharesOf(all);
  return [...industries].map(([industry, { sizes, places }]) => {
    const byArea = new Float64Array(areas.size);
    for (const [j, size] of sizes.entries()) byArea[places[j]!]! += size;
    return { industry, plants: sizes.length, ...ellisonGlaeser(sharesOf(byArea), x, sharesOf(sizes)) };
  });
}

/**
 * Coagglomeration of pairs of industries, γᶜ_ij = Σ_r (s_ri - x_r)(s_rj - x_r) / (1 - Σx²), where x_r is the plain mean
 * of s_r over industries: Ellison, Glaeser and Kerr (2010). Symmetric, `industries × industries`, row by row.
 */
export function coagglomeration(activity: Activity): Float64Array {
  const n = activity.industries.length;
  const shares = activity.industries.map((_, i) => sharesOf(industryColumn(activity, i)));
  const x = activity.areas.map((_, r) => shares.reduce((sum, s) => sum + s[r]!, 0) / n);
  const room = 1 - powerSum(x, 2);
  return pairs(n, (i, j) => {
    let sum = 0;
    for (let r = 0; r < x.length; r++) sum += (shares[i]![r]! - x[r]!) * (shares[j]![r]! - x[r]!);
    return sum / room;
  });
}

/**
 * Locational correlation: Pearson's correlation of two industries' activity over areas (LC-Employment of Delgado, Porter
 * and Stern 2016). NaN for an industry that is the same everywhere.
 */
export function locationalCorrelation(activity: Activity): Float64Array {
  const centred = activity.industries.map((_, i) => {
    const column = industryColumn(activity, i);
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    const off = column.map((value) => value - mean);
    const norm = Math.sqrt(powerSum(off, 2));
    return off.map((value) => value / norm);
  });
  return pairs(activity.industries.length, (i, j) =>
    centred[i]!.reduce((sum, value, r) => sum + value * centred[j]![r]!, 0),
  );
}

/** Weights x_r of the areas in all activity, as `plantConcentrations` takes them. */
export function areaWeights(activity: Activity): Map<string, number> {
  const { areas } = activityTotals(activity);
  return new Map(activity.areas.map((area, r) => [area, areas[r]!]));
}

function powerSum(values: ArrayLike<number>, power: number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! ** power;
  return sum;
}

function pairs(n: number, of: (i: number, j: number) => number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = i; j < n; j++) {
      const value = of(i, j);
      out[i * n + j] = value;
      out[j * n + i] = value;
    }
  return out;
}

export const ELLISON_GLAESER_DEFINITIONS = {
  gamma: {
    name: { zh: 'EG 指数 γ', en: 'Ellison–Glaeser γ' },
    definition: {
      zh: '扣除企业规模分布后的地理集中度；企业随机选址时期望为 0。经验上大于 0.05 为集中，小于 0.02 为不集中；厂家少时须看 t',
      en: 'geographic concentration beyond what plant sizes give; expected 0 when plants choose places at random. By rule of thumb above 0.05 concentrated, below 0.02 not; with few plants look at t',
    },
    formula: '[G - (1 - Σx²) H] / [(1 - Σx²)(1 - H)]',
    unit: '1',
    source: 'Ellison & Glaeser 1997',
  },
  maurelSedillot: {
    name: { zh: 'MS 指数', en: 'Maurel–Sédillot γ' },
    definition: {
      zh: 'EG 指数的另一估计量，以 Σs² − Σx² 计',
      en: 'the other estimator of the same quantity, from Σs² - Σx²',
    },
    formula: '[(Σs² - Σx²)/(1 - Σx²) - H] / (1 - H)',
    unit: '1',
    source: 'Maurel & Sédillot 1999',
  },
  t: {
    name: { zh: 'EG 检验 t 值', en: 't of G' },
    definition: {
      zh: '集中度 G 与随机选址下期望之差，除以其标准差',
      en: 'how many standard deviations G lies above what random choice of place gives',
    },
    formula: '(G - E[G]) / √Var(G)',
    unit: '1',
    source: 'Ellison & Glaeser 1997, appendix',
  },
  coagglomeration: {
    name: { zh: '共集聚指数', en: 'coagglomeration index' },
    definition: {
      zh: '两个行业在地区分布上共同偏离平均的程度',
      en: 'how far two industries depart together from the average spread over areas',
    },
    formula: 'Σ_r (s_ri - x_r)(s_rj - x_r) / (1 - Σx²), x_r = mean_i s_ri',
    unit: '1',
    source: 'Ellison, Glaeser & Kerr 2010',
  },
} as const satisfies Record<string, Definition>;
