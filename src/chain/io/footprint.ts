/** Footprints of a multi-regional table: what consumption, production and trade cause in energy, carbon, jobs. */
import { type Definition, UserError } from '../../model/index.js';
import { checkTable, industryLabel } from './coefficients.js';
import { type Accuracy, LeontiefSystem } from './leontief.js';
import {
  type RefinedPart,
  type RefinedSolution,
  RefinedSolver,
  refinedSystem,
  SIDES_AT_ONCE,
} from './refined-solve.js';
import type { FinalUse, IoTable, SatelliteAccounts } from './table.js';
import type { Treatment } from './treatment.js';

/** The right-hand sides of a table's footprints. n industries, k stressors, r regions, p products. */
export interface FootprintSides {
  regions: readonly string[];
  /** Codes of the products, the same whatever region makes them. */
  products: readonly string[];
  /** Region and product of each industry, n. */
  regionOf: Int32Array;
  productOf: Int32Array;
  /** S = F·x̂⁻¹, k × n; 0 where there is no output. */
  intensities: Float64Array;
  stressors: number;
  /**
   * Final demand for the product of each industry, n × d, of each region; of the rest of the world after them (d = r + 1)
   * where the table has final uses of no region of its own, else d = r.
   */
  demand: Float64Array;
  demanders: number;
  treatments: readonly Treatment[];
}

/** Accounts by consuming or producing region and product, k × (r·p), region after region. */
export interface Footprints {
  regions: readonly string[];
  products: readonly string[];
  /** M = S·L, k × n: what a unit of final demand causes. */
  multipliers: Float64Array;
  /** D_cba: by the region that consumes and the product that it consumes. */
  consumption: Float64Array;
  /** D_pba: by the region and industry where it arises. */
  production: Float64Array;
  /** D_imp: the part of `consumption` that arises in other regions. */
  imports: Float64Array;
  /** D_exp: the part of `production` that the consumption of other regions and of the rest of the world causes. */
  exports: Float64Array;
  /**
   * What final uses of no region of the table cause in its regions, by product, k × p: with it, the consumption accounts add
   * up to the production accounts, and the import accounts to the export accounts. Null where there are none.
   */
  restOfWorld: Float64Array | null;
  /** What final users emit themselves, k × r; null where unknown. */
  direct: Float64Array | null;
  treatments: readonly Treatment[];
  accuracy: Accuracy;
}

/**
 * Of a table of many regions, final uses of none of them (an export column) are demand of the rest of the world. Throws
 * UserError where accounts and table do not fit, or where no final use is of a region of the table.
 */
export function footprintSides(table: IoTable, accounts: SatelliteAccounts): FootprintSides {
  const { industries, output, finalUses } = table;
  const n = industries.length;
  const k = accounts.stressors.length;
  if (accounts.values.length !== k * n)
    throw new UserError({
      zh: `卫星账户有 ${accounts.values.length} 个数，应为 ${k} 项 × ${n} 个部门`,
      en: `the satellite accounts have ${accounts.values.length} values, expected ${k} stressors × ${n} industries`,
    });
  const odd = accounts.values.findIndex((value) => !Number.isFinite(value));
  if (odd >= 0)
    throw new UserError({
      zh: `卫星账户“${accounts.stressors[Math.floor(odd / n)]!.name}”，部门“${industryLabel(industries[odd % n]!)}”：${accounts.values[odd]} 不是有限的数`,
      en: `satellite account "${accounts.stressors[Math.floor(odd / n)]!.name}", industry "${industryLabel(industries[odd % n]!)}": ${accounts.values[odd]} is no finite number`,
    });
  const regions = [...new Set(industries.map(({ region }) => region ?? ''))];
  const products = [...new Set(industries.map(({ code }) => code))];
  const places = new Map(regions.map((region, c) => [region, c]));
  const productPlaces = new Map(products.map((code, p) => [code, p]));
  const r = regions.length;
  const abroad = r === 1 ? [] : finalUses.filter(({ region }) => !places.has(region ?? ''));
  if (abroad.length > 0 && abroad.length === finalUses.length) {
    const [{ name, region }] = abroad as [FinalUse];
    throw new UserError({
      zh: `没有一项最终使用属于表的地区（${regions.slice(0, 5).join('、')}…）：最终使用“${name}”的地区是“${region ?? ''}”`,
      en: `no final use is of a region of the table (${regions.slice(0, 5).join(', ')}…): final use "${name}" is of region "${region ?? ''}"`,
    });
  }
  const demanders = abroad.length > 0 ? r + 1 : r;
  const demand = new Float64Array(n * demanders);
  for (const use of finalUses) {
    const c = r === 1 ? 0 : (places.get(use.region ?? '') ?? r);
    for (let i = 0; i < n; i++) demand[i * demanders + c]! += use.values[i]!;
  }
  // One region: imports and inflows are not made here.
  if (r === 1)
    for (const less of [table.imports, table.inflows])
      less?.forEach((value, i) => {
        demand[i]! -= value;
      });
  return {
    regions,
    products,
    regionOf: Int32Array.from(industries, ({ region }) => places.get(region ?? '')!),
    productOf: Int32Array.from(industries, ({ code }) => productPlaces.get(code)!),
    intensities: accounts.values.map((value, at) => (output[at % n]! > 0 ? value / output[at % n]! : 0)),
    stressors: k,
    demand,
    demanders,
    treatments: abroad.length > 0 ? [restOfWorldTreatment(abroad)] : [],
  };
}

function restOfWorldTreatment(abroad: readonly FinalUse[]): Treatment {
  const named = (mark: [string, string]) =>
    abroad
      .slice(0, 5)
      .map(({ name, region }) => `${mark[0]}${[region, name].filter(Boolean).join('/')}${mark[1]}`);
  const more = abroad.length > 5;
  return {
    kind: 'demandOfRestOfWorld',
    industries: [],
    message: {
      zh: `最终使用${named(['“', '”']).join('、')}${more ? '等' : ''}不属于表的任何地区，按表外世界的需求计：其引起的部分计入各地区的出口隐含；从表外进口的产品在境外引起的部分不含在各账户内`,
      en: `final uses ${named(['"', '"']).join(', ')}${more ? ' and more' : ''} are of no region of the table and are taken as demand of the rest of the world: what they cause is part of the regions' exports; what imports from outside the table cause abroad is in no account`,
    },
  };
}

/**
 * The rows whose solution W·(I − A) = rows gives imports apart: S of one region alone, k·r × n, region after region,
 * so that rows that lie together are 0 in the same places. With one region, S itself.
 */
export function regionalIntensities({
  regions,
  regionOf,
  intensities,
  stressors,
}: FootprintSides): Float64Array {
  const r = regions.length;
  const n = regionOf.length;
  const rows = new Float64Array(stressors * r * n);
  for (let s = 0; s < stressors; s++)
    for (let i = 0; i < n; i++) rows[(regionOf[i]! * stressors + s) * n + i] = intensities[s * n + i]!;
  return rows;
}

/**
 * The accounts from the two solutions: `outputs` X = L·Y, n × d, and `regional` W, r·k × n, with W_(c,s) = S_(s) of region
 * c alone times L. Then M = Σ_c W_(·,c), D_cba = M·Y, D_imp = D_cba less what the consuming region itself makes, and
 * D_exp = S times output for the demand of other regions and of the rest of the world.
 */
export function footprintAccounts(
  sides: FootprintSides,
  outputs: Float64Array,
  regional: Float64Array,
): Pick<Footprints, 'multipliers' | 'consumption' | 'production' | 'imports' | 'exports' | 'restOfWorld'> {
  const { regions, products, regionOf, productOf, intensities, stressors, demand, demanders } = sides;
  const r = regions.length;
  const n = regionOf.length;
  const p = products.length;
  const width = r * p;
  const multipliers = new Float64Array(stressors * n);
  const consumption = new Float64Array(stressors * width);
  const imports = new Float64Array(stressors * width);
  const production = new Float64Array(stressors * width);
  const exports = new Float64Array(stressors * width);
  const restOfWorld = demanders > r ? new Float64Array(stressors * p) : null;
  for (let s = 0; s < stressors; s++) {
    const own = multipliers.subarray(s * n, (s + 1) * n);
    for (let c = 0; c < r; c++) {
      const row = regional.subarray((c * stressors + s) * n, (c * stressors + s + 1) * n);
      for (let i = 0; i < n; i++) own[i]! += row[i]!;
    }
    for (let c = 0; c < r; c++) {
      const row = regional.subarray((c * stressors + s) * n, (c * stressors + s + 1) * n);
      for (let i = 0; i < n; i++) {
        const bought = demand[i * demanders + c]!;
        const at = s * width + c * p + productOf[i]!;
        consumption[at]! += own[i]! * bought;
        if (r > 1) imports[at]! += (own[i]! - row[i]!) * bought;
      }
    }
    if (restOfWorld)
      for (let i = 0; i < n; i++) restOfWorld[s * p + productOf[i]!]! += own[i]! * demand[i * demanders + r]!;
    for (let i = 0; i < n; i++) {
      let all = 0;
      let abroad = 0;
      for (let c = 0; c < demanders; c++) {
        all += outputs[i * demanders + c]!;
        if (c !== regionOf[i]) abroad += outputs[i * demanders + c]!;
      }
      const at = s * width + regionOf[i]! * p + productOf[i]!;
      production[at]! += intensities[s * n + i]! * all;
      exports[at]! += intensities[s * n + i]! * abroad;
    }
  }
  return { multipliers, consumption, production, imports, exports, restOfWorld };
}

/**
 * Footprints by consumption, production, import and export, in f64 by factors of the whole table; k·r + d right-hand sides
 * and no inverse. Peters (2008); Miller & Blair (2009), ch. 10; the accounts as Stadler (2021) defines them for pymrio.
 */
export function footprints(table: IoTable, accounts: SatelliteAccounts): Footprints {
  const sides = footprintSides(table, accounts);
  const { regions, stressors, demand, demanders, products, treatments } = sides;
  const system = new LeontiefSystem(table);
  const outputs = system.solve(demand, demanders);
  const regional = system.solveRows(regionalIntensities(sides), stressors * regions.length);
  return {
    regions,
    products,
    ...footprintAccounts(sides, outputs, regional),
    direct: accounts.direct,
    treatments,
    accuracy: system.accuracy(),
  };
}

/** Residual that the refined solves go down to unless said otherwise. */
export const FOOTPRINT_TOLERANCE = 1e-10;

/** From so many industries on, refined solves on two threads are quicker than factors on one. */
export const REFINED_FROM = 3000;

/**
 * The right-hand sides of a table's footprints in parts that threads solve apart. The first row is 1: its solution is the
 * output multipliers, which certify that the economy is productive and give the condition number.
 */
export function footprintParts(sides: FootprintSides, tolerance = FOOTPRINT_TOLERANCE): RefinedPart[] {
  const { regions, regionOf, demand, demanders, stressors } = sides;
  const n = regionOf.length;
  const r = regions.length;
  const rows = new Float64Array((1 + stressors * r) * n);
  rows.fill(1, 0, n);
  rows.set(regionalIntensities(sides), n);
  const columns = new Float64Array(demanders * n);
  for (let i = 0; i < n; i++)
    for (let c = 0; c < demanders; c++) columns[c * n + i] = demand[i * demanders + c]!;
  const partsOf = (system: RefinedPart['system'], all: Float64Array): RefinedPart[] => {
    const total = all.length / n;
    // Two parts at least, so that two threads come to their end together.
    const parts = Math.min(total, Math.max(2, Math.ceil(total / SIDES_AT_ONCE)));
    return Array.from({ length: parts }, (_, part) => {
      const [from, to] = [part, part + 1].map((p) => Math.round((p * total) / parts)) as [number, number];
      return { system, sides: all.slice(from * n, to * n), count: to - from, tolerance };
    });
  };
  return [...partsOf('rows', rows), ...partsOf('columns', columns)];
}

/**
 * Footprints from the solutions of `footprintParts`, in their order; null where a solution stands above its tolerance or
 * does not show that the economy is productive, so that only factors can tell.
 */
export function footprintsOf(
  table: IoTable,
  accounts: SatelliteAccounts,
  sides: FootprintSides,
  parts: readonly Pick<RefinedPart, 'system' | 'tolerance'>[],
  solutions: readonly RefinedSolution[],
): Footprints | null {
  const { regions, products, regionOf, demanders, treatments } = sides;
  const n = regionOf.length;
  if (solutions.some(({ residual }, p) => !(residual <= parts[p]!.tolerance))) return null;
  const joined = (system: RefinedPart['system']) => {
    const own = solutions.filter((_, p) => parts[p]!.system === system).map((solution) => solution.solutions);
    const all = new Float64Array(own.reduce((sum, { length }) => sum + length, 0));
    own.reduce((at, values) => {
      all.set(values, at);
      return at + values.length;
    }, 0);
    return all;
  };
  const rows = joined('rows');
  const multipliers = rows.subarray(0, n);
  const { norm, negative } = differenceNorm(table);
  if (negative || !multipliers.every((value) => value > 0)) return null;
  const byRegion = joined('columns');
  const outputs = new Float64Array(n * demanders);
  for (let c = 0; c < demanders; c++)
    for (let i = 0; i < n; i++) outputs[i * demanders + c] = byRegion[c * n + i]!;
  return {
    regions,
    products,
    ...footprintAccounts(sides, outputs, rows.subarray(n)),
    direct: accounts.direct,
    treatments,
    accuracy: {
      residual: solutions.reduce((most, { residual }) => Math.max(most, residual), 0),
      // L ≥ 0, so its largest column sum is the largest output multiplier: κ₁ is exact here.
      condition: norm * multipliers.reduce((most, value) => Math.max(most, value), 0),
    },
  };
}

/** The same accounts by refined solves on this thread: for tables too large for factors to be quick. */
export function refinedFootprints(
  table: IoTable,
  accounts: SatelliteAccounts,
  tolerance = FOOTPRINT_TOLERANCE,
): Footprints {
  checkTable(table);
  const sides = footprintSides(table, accounts);
  const parts = footprintParts(sides, tolerance);
  const solver = new RefinedSolver(refinedSystem(table, 1));
  const solutions = parts.map((part) => solver.solve(part));
  return footprintsOf(table, accounts, sides, parts, solutions) ?? footprints(table, accounts);
}

/** ‖I − A‖₁ from the flows, and whether a flow is negative. */
function differenceNorm({ intermediate, output }: IoTable): { norm: number; negative: boolean } {
  const n = output.length;
  const sums = new Float64Array(n);
  let negative = false;
  for (let i = 0, at = 0; i < n; i++)
    for (let j = 0; j < n; j++, at++) {
      const flow = intermediate[at]!;
      if (flow < 0) negative = true;
      if (output[j]! > 0) sums[j]! += Math.abs((i === j ? 1 : 0) - flow / output[j]!);
    }
  return { norm: sums.reduce((most, sum) => Math.max(most, sum), 1), negative };
}

export const FOOTPRINT_DEFINITIONS = {
  multipliers: {
    name: { zh: '完全强度', en: 'multipliers' },
    definition: {
      zh: '单位最终使用直接与间接引起的排放或消耗',
      en: 'what a unit of final demand causes, directly and through all stages',
    },
    formula: 'M = S (I − A)⁻¹, S = F x̂⁻¹',
    unit: 'stressor per unit of money',
    source: 'Miller & Blair 2009, ch. 10',
  },
  consumption: {
    name: { zh: '消费侧足迹', en: 'consumption-based account' },
    definition: {
      zh: '某地区最终使用在表内所有地区引起的排放或消耗，按消费的产品；不含从表外进口的产品在境外引起的部分',
      en: 'what the final demand of a region causes in all regions of the table, by product consumed; not what imports from outside the table cause abroad',
    },
    formula: 'D_cba = S L Y',
    unit: 'stressor',
    source: 'Peters 2008; Stadler 2021',
  },
  production: {
    name: { zh: '生产侧账户', en: 'production-based account' },
    definition: {
      zh: '某地区各部门自身生产引起的排放或消耗',
      en: 'what arises in the industries of a region',
    },
    formula: 'D_pba = S x̂',
    unit: 'stressor',
    source: 'Peters 2008; Stadler 2021',
  },
  imports: {
    name: { zh: '进口隐含', en: 'embodied in imports' },
    definition: {
      zh: '某地区最终使用在表内其他地区引起的部分；不含表外',
      en: 'the part of the consumption-based account that arises in other regions of the table, not outside it',
    },
    formula: 'D_imp = Σ_{q≠c} S_q L Y_c',
    unit: 'stressor',
    source: 'Peters 2008; Stadler 2021',
  },
  exports: {
    name: { zh: '出口隐含', en: 'embodied in exports' },
    definition: {
      zh: '某地区生产中由其他地区及表外世界的最终使用引起的部分',
      en: 'the part of the production-based account that the final demand of other regions and of the rest of the world causes',
    },
    formula: 'D_exp = S_c Σ_{q≠c} L Y_q',
    unit: 'stressor',
    source: 'Peters 2008; Stadler 2021',
  },
  restOfWorld: {
    name: { zh: '表外世界消费的足迹', en: 'account of the rest of the world' },
    definition: {
      zh: '不属于表内任何地区的最终使用（如出口列）在表内各地区引起的排放或消耗，按产品；各地区消费侧足迹与它之和等于生产侧账户之和',
      en: 'what final uses of no region of the table (an export column) cause in its regions, by product; with the consumption-based accounts it adds up to the production-based accounts',
    },
    formula: 'D_row = S L Y_row',
    unit: 'stressor',
    source: 'Peters 2008',
  },
} as const satisfies Record<string, Definition>;
