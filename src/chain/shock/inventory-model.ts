import { UserError } from '../../model/index.js';
import type { IoTable } from '../io/table.js';

/**
 * What the adaptive regional input–output model runs on: yearly flows between n industries (sector × region), what
 * each final user takes from each industry, and the capital that stands behind an industry's output.
 */
export interface InventoryTable {
  /** Sectors (products), m of them, and the regions; industry i makes product sectorOf[i]. */
  sectors: readonly string[];
  regions: readonly string[];
  sectorOf: Int32Array;
  regionOf: Int32Array;
  /** n × n, row-major, a year: what industry j uses of industry i. */
  intermediate: Float64Array;
  /** n × k, row-major, a year. */
  finalDemand: Float64Array;
  finalUsers: readonly string[];
  /** n, a year. */
  output: Float64Array;
  /** n: productive capital, in the unit of the table. */
  capital: Float64Array;
  /** Rows and columns that were set apart on the way, each with the reason. */
  treatments: readonly InventoryTreatment[];
}

export interface InventoryTreatment {
  industry: string;
  /**
   * `noOutput`: makes nothing; `negativeFinalDemand`, `negativeFlow`: taken as nothing; `noInputs`: uses no input, never
   * short; `noValueAdded`: inputs reach output, so it has no capital to lose.
   */
  kind: 'noOutput' | 'negativeFinalDemand' | 'negativeFlow' | 'noInputs' | 'noValueAdded';
  value: number;
}

/**
 * The dynamic model's table from an input–output table. Output is what the rows add up to (flows and final demand),
 * so that a day without a shock stays as it is: imports, inflows and discrepancies are taken off final demand, and
 * what is negative then is set to nothing and reported. Capital is `capitalToValueAdded` years of value added
 * (4 in Hallegatte 2008 and after), value added being output less inputs.
 */
export function inventoryTable(table: IoTable, { capitalToValueAdded = 4 } = {}): InventoryTable {
  const n = table.industries.length;
  const regions = [...new Set(table.industries.map(({ region }) => region ?? ''))];
  const sectorKeys = table.industries.map(({ code, name, region }) => (region === null ? code : name));
  const sectors = [...new Set(sectorKeys)];
  const treatments: InventoryTreatment[] = [];
  const name = (i: number) => {
    const { region, name } = table.industries[i]!;
    return region ? `${region} ${name}` : name;
  };
  let intermediate = table.intermediate;
  if (intermediate.some((flow) => flow < 0)) {
    intermediate = intermediate.map((flow) => Math.max(0, flow));
    table.intermediate.forEach((value, at) => {
      if (value < 0) treatments.push({ industry: name(Math.floor(at / n)), kind: 'negativeFlow', value });
    });
  }
  const users = table.finalUses.map((use) => (use.region ? `${use.region} ${use.name}` : use.name));
  const k = users.length;
  const finalDemand = new Float64Array(n * k);
  const output = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let gross = 0;
    for (let u = 0; u < k; u++) gross += Math.max(0, table.finalUses[u]!.values[i]!);
    const taken =
      (table.imports?.[i] ?? 0) +
      (table.inflows?.[i] ?? 0) -
      (table.discrepancy?.[i] ?? 0) +
      table.finalUses.reduce((sum, { values }) => sum + Math.max(0, -values[i]!), 0);
    const left = gross - taken;
    if (left < 0) treatments.push({ industry: name(i), kind: 'negativeFinalDemand', value: left });
    const share = gross > 0 ? Math.max(0, left) / gross : 0;
    for (let u = 0; u < k; u++) finalDemand[i * k + u] = Math.max(0, table.finalUses[u]!.values[i]!) * share;
    let sum = Math.max(0, left);
    for (let j = 0; j < n; j++) sum += intermediate[i * n + j]!;
    output[i] = sum;
    if (sum === 0) treatments.push({ industry: name(i), kind: 'noOutput', value: 0 });
  }
  const capital = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    let inputs = 0;
    for (let i = 0; i < n; i++) inputs += intermediate[i * n + j]!;
    if (inputs === 0 && output[j]! > 0) treatments.push({ industry: name(j), kind: 'noInputs', value: 0 });
    const valueAdded = output[j]! - inputs;
    if (valueAdded <= 0 && output[j]! > 0)
      treatments.push({ industry: name(j), kind: 'noValueAdded', value: valueAdded });
    capital[j] = capitalToValueAdded * Math.max(0, valueAdded);
  }
  return {
    sectors,
    regions,
    sectorOf: Int32Array.from(sectorKeys, (key) => sectors.indexOf(key)),
    regionOf: Int32Array.from(table.industries, ({ region }) => regions.indexOf(region ?? '')),
    intermediate,
    finalDemand,
    finalUsers: users,
    output,
    capital,
    treatments,
  };
}

/** How the economy behaves day by day. Names after Hallegatte (2008, 2014) and Guan et al. (2020). */
export interface InventoryParameters {
  /** Days in the year that the table is of. */
  yearDays: number;
  /** Days of use that an industry holds of each product: one number, or one a sector; Infinity never runs out. */
  inventoryDays: number | readonly number[];
  /** Days over which a gap in an inventory is refilled. */
  inventoryRestorationDays: number;
  /** ψ in [0, 1]: production falls once an inventory is under ψ of what is aimed at. */
  inventoryHeterogeneity: number;
  /** α of normal times, its largest value, and the days it takes to come near it. */
  overproductionBase: number;
  overproductionMax: number;
  overproductionDays: number;
  /** How orders are split among the suppliers of a product: by capacity left (Guan et al. 2020), or as in the table. */
  orders: 'capacity' | 'fixed';
  /** Inputs under this part of an industry's output are not waited for. */
  technologyThreshold: number;
  /**
   * Decimals to which lost capital is rounded, in the table's unit; null rounds nothing. BoARIO 0.6.3 rounds to 1,
   * and its paths are repeated only with 1.
   */
  capitalDecimals: number | null;
}

export const INVENTORY_DEFAULTS: InventoryParameters = {
  yearDays: 365,
  inventoryDays: 90,
  inventoryRestorationDays: 60,
  inventoryHeterogeneity: 0.8,
  overproductionBase: 1,
  overproductionMax: 1.25,
  overproductionDays: 365,
  orders: 'capacity',
  technologyThreshold: 0,
  capitalDecimals: null,
};

/** Throws UserError unless there are days of inventory, above 0, for every sector. */
export function checkInventories(
  { sectors }: Pick<InventoryTable, 'sectors'>,
  { inventoryDays }: Pick<InventoryParameters, 'inventoryDays'>,
): void {
  const days = typeof inventoryDays === 'number' ? [inventoryDays] : inventoryDays;
  if (typeof inventoryDays !== 'number' && days.length !== sectors.length)
    throw new UserError({
      zh: `inventoryDays 有 ${days.length} 个数，表中有 ${sectors.length} 个部门：应为一个数，或每个部门一个`,
      en: `inventoryDays has ${days.length} values for ${sectors.length} sectors: one number, or one for each sector, is expected`,
    });
  const odd = days.findIndex((value) => !(value > 0));
  if (odd >= 0)
    throw new UserError({
      zh: `inventoryDays 第 ${odd + 1} 个数为 ${days[odd]}：应大于 0`,
      en: `value ${odd + 1} of inventoryDays is ${days[odd]}: a number above 0 is expected`,
    });
}
