/** What a region could do next: density, distance, opportunity value and opportunity gain. */
import type { Conventions } from './conventions.js';
import { PANEL, ProductSpaceKernel } from './kernels/product-space.js';
import type { Presence } from './presence.js';
import { copyPanel } from './proximity.js';
import { spreadOf } from './ranking.js';

/** A block of activities begins at a multiple of it. */
export const OUTLOOK_PANEL = PANEL;

export type OutlookConventions = Pick<
  Conventions,
  'proximityDiagonal' | 'density' | 'opportunityGain' | 'opportunityGainOwnTerm'
>;

/** PCI as opportunity value and gain take it, and the deviation of the unscaled ECI. */
export interface OutlookPci {
  pci: Float64Array;
  eciDeviation: number;
}

/** Activities `from` … `to` − 1, regions down: `values[r * (to − from) + p − from]`. */
export interface OutlookBlock {
  from: number;
  to: number;
  /** ω_rp. NaN where nothing is close to the activity. */
  density: Float64Array;
  /** Opportunity gain, 0 where the region has the activity; null where no PCI was given. */
  gain: Float64Array | null;
}

export interface OutlookRequest {
  presence: Presence;
  /** A dense φ of P × P to take in place of Hidalgo's, which is made from M. */
  proximity: Float64Array | null;
  conventions: OutlookConventions;
  /** null: no opportunity gain. */
  pci: OutlookPci | null;
  /** S_q = Σ_s φ_sq, from `proximityTotals`. */
  totals: Float64Array;
}

/** S_p = Σ_q φ_qp, P. */
export function proximityTotals(
  presence: Presence,
  proximity: Float64Array | null,
  { proximityDiagonal }: Pick<Conventions, 'proximityDiagonal'>,
): Float64Array {
  const m = presence.activities.length;
  const totals = new Float64Array(m);
  if (proximity) {
    for (let q = 0, at = 0; q < m; q++) for (let p = 0; p < m; p++, at++) totals[p]! += proximity[at]!;
    return totals;
  }
  const kernel = new ProductSpaceKernel(presence);
  const last = presence.regions.length * PANEL;
  for (let first = 0; first < m; first += PANEL) {
    kernel.proximities(first, proximityDiagonal);
    kernel.totals();
    for (let j = 0; j < PANEL && first + j < m; j++) totals[first + j] = kernel.plain[last + j]!;
  }
  return totals;
}

/**
 * Density ω_rp = Σ_q M_rq φ_qp / Σ_q φ_qp (leave-one-out: without q = p), and opportunity gain
 * (1 − M_rp) · { Σ_q φ_pq / S_q · (1 − M_rq) PCI_q [ − ω_rp PCI_p ] }, the bracket by convention. An activity without PCI counts
 * for nothing in the gain of others and has a gain of NaN. Both are sums of columns of φ over what a region has, for
 * Σ_q (1 − M_rq) c_q φ_qp = Σ_q c_q φ_qp − Σ_q M_rq c_q φ_qp; so eight columns of φ are made, summed and dropped, and φ as a
 * whole is never held. Hidalgo et al. (2007); Hausmann, Hidalgo et al. (2014), technical notes.
 */
export class Outlook {
  readonly #request: OutlookRequest;
  readonly #kernel: ProductSpaceKernel;

  constructor(request: OutlookRequest) {
    this.#request = request;
    this.#kernel = new ProductSpaceKernel(request.presence);
    const { pci, totals } = request;
    if (pci)
      for (let q = 0; q < totals.length; q++) {
        const weight = pci.pci[q]! / totals[q]!;
        this.#kernel.weight[q] = Number.isFinite(weight) ? weight : 0;
      }
  }

  /** `from` is a multiple of 8. `keep`: φ is copied there, P × P. */
  block(from: number, to: number, keep: Float64Array | Float32Array | null = null): OutlookBlock {
    const { presence, conventions, pci, proximity, totals } = this.#request;
    const kernel = this.#kernel;
    const { regions, activities, start, activity } = presence;
    const [n, m, width] = [regions.length, activities.length, to - from];
    const density = new Float64Array(n * width);
    const gain = pci ? new Float64Array(n * width) : null;
    const { plain, weighted } = kernel;
    const last = n * PANEL;
    const scale = pci && conventions.opportunityGain === 'perEci' ? 1 / pci.eciDeviation : 1;
    const next = Int32Array.from({ length: n }, (_, r) => placeOf(activity, start[r]!, start[r + 1]!, from));
    for (let first = from; first < to; first += PANEL) {
      if (proximity) this.#load(proximity, first);
      else kernel.proximities(first, conventions.proximityDiagonal);
      if (keep) copyPanel(kernel.panel, m, first, keep);
      if (gain) kernel.weightedSums();
      else kernel.sums();
      const columns = Math.min(PANEL, to - first);
      for (let r = 0; r < n; r++) {
        let k = next[r]!;
        const end = start[r + 1]!;
        let at = r * width + first - from;
        for (let j = 0; j < columns; j++, at++) {
          const p = first + j;
          const has = k < end && activity[k] === p;
          if (has) k++;
          let sum = plain[r * PANEL + j]!;
          let total = totals[p]!;
          if (conventions.density === 'leaveOneOut') {
            const own = kernel.panel[p * PANEL + j]!;
            if (has) sum -= own;
            total -= own;
          }
          const near = sum / total;
          density[at] = near;
          if (!gain || has) continue;
          const ahead = weighted[last + j]! - weighted[r * PANEL + j]!;
          const pciOwn = pci!.pci[p]!;
          gain[at] = Number.isNaN(pciOwn)
            ? Number.NaN
            : scale * (conventions.opportunityGainOwnTerm ? ahead - near * pciOwn : ahead);
        }
        next[r] = k;
      }
    }
    return { from, to, density, gain };
  }

  #load(proximity: Float64Array, first: number): void {
    const { panel } = this.#kernel;
    const m = this.#request.presence.activities.length;
    for (let j = 0; j < PANEL; j++)
      for (let q = 0; q < m; q++) panel[q * PANEL + j] = first + j < m ? proximity[(first + j) * m + q]! : 0;
  }
}

/** d_rp = 1 − ω_rp: what of the neighbourhood the region lacks. */
export function distances(density: Float64Array): Float64Array {
  return density.map((own) => 1 - own);
}

/**
 * Opportunity value (complexity outlook index) COI_r = Σ_p ω_rp (1 − M_rp) PCI_p, R: how near a region is to complex
 * activities that it lacks. Activities without PCI or density are left out. `standard`: in standard deviations from the mean.
 */
export function opportunityValues(
  presence: Presence,
  density: Float64Array,
  pci: Float64Array,
  scale: Conventions['opportunityValue'],
): Float64Array {
  const { start, activity } = presence;
  const m = pci.length;
  const values = new Float64Array(presence.regions.length);
  for (let r = 0; r < values.length; r++) {
    let k = start[r]!;
    let sum = 0;
    for (let p = 0; p < m; p++) {
      if (k < start[r + 1]! && activity[k] === p) {
        k++;
        continue;
      }
      const term = density[r * m + p]! * pci[p]!;
      if (!Number.isNaN(term)) sum += term;
    }
    values[r] = sum;
  }
  if (scale === 'raw') return values;
  const { mean, squares, count } = spreadOf(values);
  const deviation = Math.sqrt(squares / count);
  return values.map((value) => (value - mean) / deviation);
}

function placeOf(activity: Int32Array, start: number, end: number, p: number): number {
  let low = start;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (activity[middle]! < p) low = middle + 1;
    else high = middle;
  }
  return low;
}
