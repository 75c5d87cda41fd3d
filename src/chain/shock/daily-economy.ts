import { DailyPasses } from '../kernels/daily.js';
import type { InventoryParameters, InventoryTable } from './inventory-model.js';

/**
 * The table by the day, its industries sorted by sector so that the suppliers of a product lie together: `order[at]`
 * is the industry that stands at place `at`, `place[industry]` where it stands. m products, n places.
 */
export interface DailyEconomy {
  order: Int32Array;
  place: Int32Array;
  /** Suppliers of product s stand at sectorStart[s] … sectorStart[s + 1] − 1. */
  sectorStart: Int32Array;
  /** Passes over the n × n yearly flows, both sides by place. */
  passes: DailyPasses;
  /** n a day. */
  normal: Float64Array;
  finalTotal: Float64Array;
  /** m × n: use of a product by an industry a day, per unit of its output, and the year's total from all suppliers. */
  use: Float64Array;
  perUnit: Float64Array;
  supply: Float64Array;
  /** m × n: 1 where an industry stands still without the product. */
  needed: Uint8Array;
  /** m. */
  inventoryDays: Float64Array;
}

export function dailyEconomy(table: InventoryTable, parameters: InventoryParameters): DailyEconomy {
  const n = table.output.length;
  const m = table.sectors.length;
  const k = table.finalUsers.length;
  const { yearDays } = parameters;
  const order = Int32Array.from({ length: n }, (_, i) => i).sort(
    (a, b) => table.sectorOf[a]! - table.sectorOf[b]! || a - b,
  );
  const place = new Int32Array(n);
  const sectorStart = new Int32Array(m + 1);
  for (let at = 0; at < n; at++) {
    place[order[at]!] = at;
    sectorStart[table.sectorOf[order[at]!]! + 1] = at + 1;
  }
  for (let s = 0; s < m; s++) sectorStart[s + 1] = Math.max(sectorStart[s + 1]!, sectorStart[s]!);
  const passes = new DailyPasses(n, sectorStart);
  const { flows } = passes;
  const supply = new Float64Array(m * n);
  const normal = new Float64Array(n);
  const finalTotal = new Float64Array(n);
  for (let s = 0; s < m; s++)
    for (let at = sectorStart[s]!; at < sectorStart[s + 1]!; at++) {
      const i = order[at]!;
      normal[at] = table.output[i]! / yearDays;
      for (let u = 0; u < k; u++) finalTotal[at]! += table.finalDemand[i * k + u]! / yearDays;
      for (let to = 0; to < n; to++) {
        const flow = table.intermediate[i * n + order[to]!]!;
        flows[at * n + to] = flow;
        supply[s * n + to]! += flow;
      }
    }
  const use = supply.map((flow) => flow / yearDays);
  const perUnit = use.map((daily, at) => (normal[at % n]! > 0 ? daily / normal[at % n]! : 0));
  const days = parameters.inventoryDays;
  return {
    order,
    place,
    sectorStart,
    passes,
    normal,
    finalTotal,
    use,
    perUnit,
    supply,
    needed: Uint8Array.from(perUnit, (coefficient) => (coefficient > parameters.technologyThreshold ? 1 : 0)),
    inventoryDays: Float64Array.from({ length: m }, (_, s) => (typeof days === 'number' ? days : days[s]!)),
  };
}
