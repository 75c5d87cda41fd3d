/** The method of reflections: the first definition of complexity, kept as a check of the eigenvectors. */
import type { Presence } from './presence.js';

export interface Reflections {
  /** k_r,N. NaN for regions that have nothing. */
  regions: Float64Array;
  /** k_p,N. NaN for activities that nobody has. */
  activities: Float64Array;
}

/**
 * k_r,N = (1 / k_r,0) Σ_p M_rp k_p,N−1 and k_p,N = (1 / k_p,0) Σ_r M_rp k_r,N−1 after `rounds`, from diversity and ubiquity.
 * Even N of regions generalises diversity, odd N of activities the diversity of those who have them. Both draw together to
 * a constant: the order survives (k_r,18 correlates with ECI), the spread does not. Hidalgo and Hausmann (2009), PNAS 106.
 */
export function reflections(presence: Presence, rounds: number): Reflections {
  const { start, activity, activityStart, region, diversity, ubiquity } = presence;
  let regions = Float64Array.from(diversity, (own) => (own > 0 ? own : Number.NaN));
  let activities = Float64Array.from(ubiquity, (own) => (own > 0 ? own : Number.NaN));
  for (let round = 0; round < rounds; round++) {
    const next = meansOver(start, activity, activities);
    activities = meansOver(activityStart, region, regions);
    regions = next;
  }
  return { regions, activities };
}

/** The mean of `of` over the members of each row; NaN for a row of none. */
export function meansOver(
  start: Int32Array,
  member: Int32Array,
  of: Float64Array,
): Float64Array<ArrayBuffer> {
  const out = new Float64Array(start.length - 1);
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (let k = start[i]!; k < start[i + 1]!; k++) sum += of[member[k]!]!;
    out[i] = sum / (start[i + 1]! - start[i]!);
  }
  return out;
}
