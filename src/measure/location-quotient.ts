/** Location quotients: how much more of an industry an area has than the country, plain, symmetric and standardised. */

import type { Definition } from '../model/index.js';
import { type Activity, activityTotals } from './activity.js';

/**
 * LQ[area, industry] = (e_ri / e_r) / (e_i / e), laid out as the table. NaN where the area or the industry has nothing:
 * the quotient is not defined there and is never taken for 0. Balassa (1965) calls it revealed comparative advantage.
 *
 * Of two areas, A with 30 of textiles out of 100 and B with 10 out of 100: LQ of A in textiles is 0.30 / 0.20 = 1.5.
 */
export function locationQuotients(activity: Activity): Float64Array {
  const { areas, industries, total } = activityTotals(activity);
  return activity.values.map((value, at) => {
    const area = areas[Math.floor(at / industries.length)]!;
    const industry = industries[at % industries.length]!;
    return value / area / (industry / total);
  });
}

/** (LQ - 1) / (LQ + 1), in [-1, 1): equally far from 0 for twice and for half. Dalum, Laursen and Villumsen (1998). */
export function symmetricLocationQuotients(quotients: Float64Array): Float64Array {
  return quotients.map((lq) => (lq - 1) / (lq + 1));
}

/**
 * Within each industry, how many standard deviations (n - 1) an area's LQ lies above the mean of the areas that have one.
 * Values over 1.96 mark areas of unusual weight when the quotients are near normal. O'Donoghue and Gleave (2004).
 * NaN where the LQ is, and throughout an industry whose quotients do not differ.
 */
export function standardisedLocationQuotients(quotients: Float64Array, industries: number): Float64Array {
  const out = new Float64Array(quotients.length).fill(Number.NaN);
  for (let i = 0; i < industries; i++) {
    const places: number[] = [];
    for (let at = i; at < quotients.length; at += industries)
      if (!Number.isNaN(quotients[at]!)) places.push(at);
    const mean = places.reduce((sum, at) => sum + quotients[at]!, 0) / places.length;
    const squares = places.reduce((sum, at) => sum + (quotients[at]! - mean) ** 2, 0);
    const deviation = Math.sqrt(squares / (places.length - 1));
    if (deviation > 0) for (const at of places) out[at] = (quotients[at]! - mean) / deviation;
  }
  return out;
}

export const LOCATION_QUOTIENT_DEFINITIONS = {
  share: {
    name: { zh: '占该行业比重', en: 'share of the industry' },
    definition: {
      zh: '该地区在全部地区该行业中所占的比重',
      en: 'what the area has of the industry, of what all areas in the table have of it',
    },
    formula: 's_ri = e_ri / Σ_r e_ri',
    unit: '1',
    source: 'Ellison & Glaeser 1997',
  },
  lq: {
    name: { zh: '区位商', en: 'location quotient' },
    definition: {
      zh: '该行业在该地区的比重与该行业在全部地区的比重之比；大于 1 表示相对集中',
      en: "the industry's weight in the area over its weight in all areas of the table; above 1, the area has more than its part",
    },
    formula: 'LQ_ri = (e_ri / e_r) / (e_i / e)',
    unit: '1',
    source: 'Balassa 1965; Isard 1960',
  },
  slq: {
    name: { zh: '对称区位商', en: 'symmetric location quotient' },
    definition: {
      zh: '把区位商变换到 -1 与 1 之间，0 为平均',
      en: 'the location quotient brought between -1 and 1; 0 is average',
    },
    formula: '(LQ - 1) / (LQ + 1)',
    unit: '1',
    source: 'Dalum, Laursen & Villumsen 1998',
  },
  zlq: {
    name: { zh: '标准化区位商', en: 'standardised location quotient' },
    definition: {
      zh: '该行业各地区区位商的标准分（除以 n−1 的标准差）',
      en: "the area's LQ in standard deviations (n - 1) from the mean of the areas in that industry",
    },
    formula: '(LQ_ri - mean_r LQ_ri) / sd_r LQ_ri',
    unit: '1',
    source: "O'Donoghue & Gleave 2004",
  },
} as const satisfies Record<string, Definition>;
