/**
 * Who sells to whom: the firms of an economy and the money value of what each sold to each in a period, as compressed
 * sparse rows in both directions. Firms are numbered 0 … n−1, sectors 0 … m−1.
 */
export interface SupplyNetwork {
  ids: readonly string[];
  /** Codes of the sectors (products), m of them. */
  sectors: readonly string[];
  /** n: number of the sector of each firm. */
  sectorOf: Int32Array;
  /** By supplier: buyers of firm i stand at outStart[i] … outStart[i + 1] − 1, ascending. n + 1. */
  outStart: Uint32Array;
  outBuyer: Uint32Array;
  outWeight: Float64Array;
  /** By buyer: suppliers of firm i stand at inStart[i] … inStart[i + 1] − 1, ordered by sector, then number. n + 1. */
  inStart: Uint32Array;
  inSupplier: Uint32Array;
  inWeight: Float64Array;
  /** n: Σ of what a firm sells in the network, and of what it buys. */
  outStrength: Float64Array;
  inStrength: Float64Array;
}

/** How much an input matters to whoever uses it. Pichler et al. (2022); the scale of Diem et al. (2022). */
export const INPUT_CLASS = { negligible: 0, nonEssential: 1, essential: 2 } as const;

/** m × m, row-major: class [k, l] of an input of sector k in the production of sector l. */
export interface InputClasses {
  sectors: readonly string[];
  classes: Uint8Array;
}
