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
  /** n × n yearly flows, both sides by place. */
  flows: Float64Array;
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
  const flows = new Float64Array(n * n);
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
    flows,
    normal,
    finalTotal,
    use,
    perUnit,
    supply,
    needed: Uint8Array.from(perUnit, (coefficient) => (coefficient > parameters.technologyThreshold ? 1 : 0)),
    inventoryDays: Float64Array.from({ length: m }, (_, s) => (typeof days === 'number' ? days : days[s]!)),
  };
}

/** asked_i = w_i Σ_j Z_ij q_sj, s the product of supplier i: what all industries order of each. One pass over Z. */
export function ordersReceived(
  { flows, sectorStart, normal }: DailyEconomy,
  weight: Float64Array,
  quota: Float64Array,
  asked: Float64Array,
): void {
  const n = normal.length;
  for (let s = 0; s + 1 < sectorStart.length; s++) {
    const q = quota.subarray(s * n, (s + 1) * n);
    for (let i = sectorStart[s]!; i < sectorStart[s + 1]!; i++) {
      const row = flows.subarray(i * n, (i + 1) * n);
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      let j = 0;
      for (; j + 4 <= n; j += 4) {
        a += row[j]! * q[j]!;
        b += row[j + 1]! * q[j + 1]!;
        c += row[j + 2]! * q[j + 2]!;
        d += row[j + 3]! * q[j + 3]!;
      }
      for (; j < n; j++) a += row[j]! * q[j]!;
      asked[i] = weight[i]! * (a + b + (c + d));
    }
  }
}

/**
 * Per product s and user j, both in one pass over Z: delivered_sj = Σ_i Z_ij share_i (times the quota it is what j
 * received) and supply_sj = Σ_i Z_ij weight_i (what tomorrow's order is split over). m × n each.
 */
export function supplyToEach(
  { flows, sectorStart, normal }: DailyEconomy,
  share: Float64Array,
  weight: Float64Array,
  delivered: Float64Array,
  supply: Float64Array,
): void {
  const n = normal.length;
  delivered.fill(0);
  supply.fill(0);
  for (let s = 0; s + 1 < sectorStart.length; s++) {
    const to = delivered.subarray(s * n, (s + 1) * n);
    const over = supply.subarray(s * n, (s + 1) * n);
    const end = sectorStart[s + 1]!;
    let i = sectorStart[s]!;
    for (; i + 4 <= end; i += 4) addFour(flows, i, n, share, weight, to, over);
    for (; i < end; i++) {
      const row = flows.subarray(i * n, (i + 1) * n);
      for (let j = 0; j < n; j++) {
        to[j]! += row[j]! * share[i]!;
        over[j]! += row[j]! * weight[i]!;
      }
    }
  }
}

/** Rows i … i + 3 of Z at once, so that both sums are read and written once for four flows. */
function addFour(
  flows: Float64Array,
  i: number,
  n: number,
  share: Float64Array,
  weight: Float64Array,
  to: Float64Array,
  over: Float64Array,
): void {
  const a = flows.subarray(i * n, (i + 1) * n);
  const b = flows.subarray((i + 1) * n, (i + 2) * n);
  const c = flows.subarray((i + 2) * n, (i + 3) * n);
  const d = flows.subarray((i + 3) * n, (i + 4) * n);
  const [sa, sb, sc, sd] = [share[i]!, share[i + 1]!, share[i + 2]!, share[i + 3]!];
  const [wa, wb, wc, wd] = [weight[i]!, weight[i + 1]!, weight[i + 2]!, weight[i + 3]!];
  for (let j = 0; j < n; j++) {
    const fa = a[j]!;
    const fb = b[j]!;
    const fc = c[j]!;
    const fd = d[j]!;
    to[j]! += fa * sa + fb * sb + (fc * sc + fd * sd);
    over[j]! += fa * wa + fb * wb + (fc * wc + fd * wd);
  }
}
