/** The product space: how close two activities are, from who has both. */
import { PANEL, ProductSpaceKernel } from './kernels/product-space.js';
import type { Presence } from './presence.js';
import type { RegionActivityTable } from './table.js';

/** How many regions have both p and q, P × P, the diagonal the ubiquity. */
export function coOccurrences(presence: Presence): Float64Array {
  const kernel = new ProductSpaceKernel(presence);
  return panels(presence.activities.length, kernel, (first) => kernel.together(first));
}

/**
 * φ_pq = Σ_r M_rp M_rq / max(k_p,0, k_q,0), the smaller of the probabilities of having one given the other; P × P, symmetric,
 * the diagonal `diagonal`, 0 for an activity that nobody has. Hidalgo, Klinger, Barabási and Hausmann (2007), Science 317.
 */
export function proximities(presence: Presence, diagonal: 0 | 1 = 1): Float64Array {
  const kernel = new ProductSpaceKernel(presence);
  return panels(presence.activities.length, kernel, (first) => kernel.proximities(first, diagonal));
}

function panels(m: number, kernel: ProductSpaceKernel, fill: (first: number) => void): Float64Array {
  const out = new Float64Array(m * m);
  for (let first = 0; first < m; first += PANEL) {
    fill(first);
    copyPanel(kernel.panel, m, first, out);
  }
  return out;
}

/** A panel into the rows `first` … of a symmetric P × P matrix. */
export function copyPanel(
  panel: Float64Array,
  m: number,
  first: number,
  to: Float64Array | Float32Array,
): void {
  const width = Math.min(PANEL, m - first);
  for (let j = 0; j < width; j++) {
    const row = (first + j) * m;
    for (let q = 0; q < m; q++) to[row + q] = panel[q * PANEL + j]!;
  }
}

/**
 * φ_pq = (1 + corr_r(RCA_rp, RCA_rq)) / 2, P × P: the continuous variant that needs no threshold. `advantage` is one value for
 * each cell of the table, 0 elsewhere. An activity whose advantage does not vary is near to none: 0. Cost: Σ_r (activities of r)².
 */
export function correlationProximities(
  table: RegionActivityTable,
  advantage: Float64Array,
  diagonal: 0 | 1 = 1,
): Float64Array {
  const { start, activity, regions, activities } = table;
  const [n, m] = [regions.length, activities.length];
  const mean = new Float64Array(m);
  for (let k = 0; k < advantage.length; k++) mean[activity[k]!]! += advantage[k]! / n;
  const products = new Float64Array(m * m);
  for (let r = 0; r < n; r++)
    for (let k = start[r]!; k < start[r + 1]!; k++) {
      const row = activity[k]! * m;
      const own = advantage[k]!;
      for (let j = start[r]!; j <= k; j++) products[row + activity[j]!]! += own * advantage[j]!;
    }
  const deviation = mean.map((own, p) => Math.sqrt(Math.max(0, products[p * m + p]! - n * own * own)));
  for (let p = 0; p < m; p++)
    for (let q = 0; q <= p; q++) {
      const covariance = products[p * m + q]! - n * mean[p]! * mean[q]!;
      const both = deviation[p]! * deviation[q]!;
      const value = p === q ? diagonal : both > 0 ? (1 + covariance / both) / 2 : 0;
      products[p * m + q] = value;
      products[q * m + p] = value;
    }
  return products;
}
