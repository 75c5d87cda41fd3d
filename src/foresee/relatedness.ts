/** Relatedness of activities: counts of co-occurrence held against what chance would give, and density on top of it. */

import type { Presence } from './presence.js';
import { coOccurrences } from './proximity.js';

export type RelatednessMeasure = 'association' | 'cosine' | 'jaccard' | 'probability' | 'zScore';

/**
 * Relatedness of P × P activities from c_pq, in how many regions both occur (diagonal 0), s_p = Σ_q c_pq and T = Σ_p s_p:
 *
 * - `association`: (c/T) / ((s_p/T)(s_q/T)), van Eck and Waltman (2009);
 * - `cosine`: c / √(s_p s_q);
 * - `jaccard`: c / (s_p + s_q − c), on sums of co-occurrences, not the Jaccard index of two sets of regions;
 * - `probability`: c / ([s_p/T · s_q/(T − s_p) + s_q/T · s_p/(T − s_q)] · T/2), Steijn (2021);
 * - `zScore`: (c − μ)/σ, μ = n_p n_q / R, σ² = μ (1 − n_p/R)(R − n_q)/(R − 1), n the ubiquity; Teece et al. (1994). Its diagonal
 *   takes c = 0 as the R package EconGeo does.
 *
 * An activity that occurs with no other is 0; `zScore` is NaN for one that all regions have or none. As EconGeo 1.3 defines them.
 */
export function relatedness(presence: Presence, measure: RelatednessMeasure): Float64Array {
  const m = presence.activities.length;
  const c = coOccurrences(presence);
  for (let p = 0; p < m; p++) c[p * m + p] = 0;
  if (measure === 'zScore') {
    const all = presence.regions.length;
    const n = presence.ubiquity;
    return replaced(c, m, (count, p, q) => {
      const mean = (n[p]! * n[q]!) / all;
      const variance = mean * (1 - n[p]! / all) * ((all - n[q]!) / (all - 1));
      return variance > 0 ? (count - mean) / Math.sqrt(variance) : Number.NaN;
    });
  }
  const s = new Float64Array(m);
  for (let p = 0, at = 0; p < m; p++) for (let q = 0; q < m; q++, at++) s[p]! += c[at]!;
  const total = s.reduce((sum, own) => sum + own, 0);
  const of: Record<Exclude<RelatednessMeasure, 'zScore'>, (count: number, p: number, q: number) => number> = {
    association: (count, p, q) => count / total / ((p / total) * (q / total)),
    cosine: (count, p, q) => count / Math.sqrt(p * q),
    jaccard: (count, p, q) => count / (p + q - count),
    probability: (count, p, q) =>
      count / (((p / total) * (q / (total - p)) + (q / total) * (p / (total - q))) * (total / 2)),
  };
  const value = of[measure];
  return replaced(c, m, (count, p, q) => (count === 0 ? 0 : value(count, s[p]!, s[q]!)));
}

/** In place: P × P values are large, and those of the counts are no longer needed. */
function replaced(
  c: Float64Array,
  m: number,
  value: (count: number, p: number, q: number) => number,
): Float64Array {
  for (let p = 0, at = 0; p < m; p++) for (let q = 0; q < m; q++, at++) c[at] = value(c[at]!, p, q);
  return c;
}

/** R_pq = 1 from the threshold on, else 0. */
export function binaryRelatedness(relatedness: Float64Array, threshold = 1): Float64Array {
  return relatedness.map((own) => (own >= threshold ? 1 : 0));
}

/**
 * 100 · Σ_q M_rq R_qp / Σ_q R_qp in percent, regions down: how much of what is related to an activity a region has. NaN where
 * nothing is related to it. Boschma, Balland and Kogler (2015).
 */
export function relatednessDensities(presence: Presence, relatedness: Float64Array): Float64Array {
  const { regions, activities, start, activity } = presence;
  const m = activities.length;
  const totals = new Float64Array(m);
  for (let q = 0, at = 0; q < m; q++) for (let p = 0; p < m; p++, at++) totals[p]! += relatedness[at]!;
  const out = new Float64Array(regions.length * m);
  for (let r = 0; r < regions.length; r++) {
    const row = out.subarray(r * m, (r + 1) * m);
    for (let k = start[r]!; k < start[r + 1]!; k++) {
      const from = activity[k]! * m;
      for (let p = 0; p < m; p++) row[p]! += relatedness[from + p]!;
    }
    for (let p = 0; p < m; p++) row[p] = (100 * row[p]!) / totals[p]!;
  }
  return out;
}
