// How concentrated the sources of a firm are, and the sellers of a sector.
import type { SupplyNetwork } from './supply-network.js';

/** The suppliers of one input of one buyer. */
export interface SourceConcentration {
  buyer: number;
  /** Number of the sector of the input. */
  sector: number;
  suppliers: number;
  /** Σ of squared shares, in (0, 1]; 1 is a single supplier. */
  herfindahl: number;
  largestSupplier: number;
  largestShare: number;
  value: number;
  shareOfPurchases: number;
}

/**
 * The Herfindahl–Hirschman index of sources by buyer and sector of the input, in the order of buyers. A firm's sales to
 * itself are no source. O(links).
 */
export function sourceConcentration(network: SupplyNetwork): SourceConcentration[] {
  const { sectorOf, inStart, inSupplier, inWeight, inStrength } = network;
  const found: SourceConcentration[] = [];
  for (let buyer = 0; buyer < sectorOf.length; buyer++) {
    const end = inStart[buyer + 1]!;
    for (let from = inStart[buyer]!; from < end; ) {
      const sector = sectorOf[inSupplier[from]!]!;
      let [value, squares, suppliers, largest] = [0, 0, 0, -1];
      let to = from;
      for (; to < end && sectorOf[inSupplier[to]!] === sector; to++) {
        if (inSupplier[to] === buyer) continue;
        const weight = inWeight[to]!;
        value += weight;
        squares += weight * weight;
        suppliers++;
        if (largest < 0 || weight > inWeight[largest]!) largest = to;
      }
      from = to;
      if (suppliers === 0) continue;
      found.push({
        buyer,
        sector,
        suppliers,
        herfindahl: suppliers === 1 ? 1 : squares / (value * value),
        largestSupplier: inSupplier[largest]!,
        largestShare: suppliers === 1 ? 1 : inWeight[largest]! / value,
        value,
        shareOfPurchases: value / inStrength[buyer]!,
      });
    }
  }
  return found;
}

/** Who sells the product of a sector in the network. */
export interface SellerConcentration {
  sector: number;
  /** Firms of the sector, and those of them that sell. */
  firms: number;
  sellers: number;
  /** NaN where nobody sells. */
  herfindahl: number;
  largestSeller: number;
  largestShare: number;
  sales: number;
}

/** The Herfindahl–Hirschman index of the sellers of every sector, by sales in the network. O(firms). */
export function sellerConcentration({
  sectors,
  sectorOf,
  outStrength,
}: Pick<SupplyNetwork, 'sectors' | 'sectorOf' | 'outStrength'>): SellerConcentration[] {
  const m = sectors.length;
  const [sales, squares] = [new Float64Array(m), new Float64Array(m)];
  const [firms, sellers] = [new Uint32Array(m), new Uint32Array(m)];
  const largest = new Int32Array(m).fill(-1);
  for (let i = 0; i < sectorOf.length; i++) {
    const k = sectorOf[i]!;
    const sold = outStrength[i]!;
    firms[k]!++;
    if (!(sold > 0)) continue;
    sellers[k]!++;
    sales[k]! += sold;
    squares[k]! += sold * sold;
    if (largest[k]! < 0 || sold > outStrength[largest[k]!]!) largest[k] = i;
  }
  return sectors.map((_, k) => ({
    sector: k,
    firms: firms[k]!,
    sellers: sellers[k]!,
    herfindahl: sellers[k] === 0 ? Number.NaN : squares[k]! / sales[k]! ** 2,
    largestSeller: largest[k]!,
    largestShare: largest[k]! < 0 ? Number.NaN : outStrength[largest[k]!]! / sales[k]!,
    sales: sales[k]!,
  }));
}
