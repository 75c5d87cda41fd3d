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
import type { IoTable, SatelliteAccounts } from './table.js';

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
  /** Final demand of each region for the product of each industry, n × r. */
  demand: Float64Array;
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
  /** D_exp: the part of `production` that other regions' consumption causes. */
  exports: Float64Array;
  /** What final users emit themselves, k × r; null where unknown. */
  direct: Float64Array | null;
  accuracy: Accuracy;
}

/** Throws UserError where accounts and table do not fit. */
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
  const demand = new Float64Array(n * r);
  for (const use of finalUses) {
    const c = r === 1 ? 0 : places.get(use.region ?? '');
    if (c === undefined)
      throw new UserError({
        zh: `最终使用“${use.name}”的地区“${use.region ?? ''}”不在表的地区中：${regions.slice(0, 5).join('、')}…`,
        en: `final use "${use.name}" is of region "${use.region ?? ''}", which is none of the table's: ${regions.slice(0, 5).join(', ')}…`,
      });
    for (let i = 0; i < n; i++) demand[i * r + c]! += use.values[i]!;
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
 * The accounts from the two solutions: `outputs` X = L·Y, n × r, and `regional` W, r·k × n, with W_(c,s) = S_(s) of region
 * c alone times L. Then M = Σ_c W_(·,c), D_cba = M·Y, D_imp = D_cba less what the consuming region itself makes, and
 * D_exp = S times output for other regions' demand.
 */
export function footprintAccounts(
  sides: FootprintSides,
  outputs: Float64Array,
  regional: Float64Array,
): Pick<Footprints, 'multipliers' | 'consumption' | 'production' | 'imports' | 'exports'> {
  const { regions, products, regionOf, productOf, intensities, stressors, demand } = sides;
  const r = regions.length;
  const n = regionOf.length;
  const p = products.length;
  const width = r * p;
  const multipliers = new Float64Array(stressors * n);
  const consumption = new Float64Array(stressors * width);
  const imports = new Float64Array(stressors * width);
  const production = new Float64Array(stressors * width);
  const exports = new Float64Array(stressors * width);
  for (let s = 0; s < stressors; s++) {
    const own = multipliers.subarray(s * n, (s + 1) * n);
    for (let c = 0; c < r; c++) {
      const row = regional.subarray((c * stressors + s) * n, (c * stressors + s + 1) * n);
      for (let i = 0; i < n; i++) own[i]! += row[i]!;
    }
    for (let c = 0; c < r; c++) {
      const row = regional.subarray((c * stressors + s) * n, (c * stressors + s + 1) * n);
      for (let i = 0; i < n; i++) {
        const bought = demand[i * r + c]!;
        const at = s * width + c * p + productOf[i]!;
        consumption[at]! += own[i]! * bought;
        if (r > 1) imports[at]! += (own[i]! - row[i]!) * bought;
      }
    }
    for (let i = 0; i < n; i++) {
      let all = 0;
      let abroad = 0;
      for (let c = 0; c < r; c++) {
        all += outputs[i * r + c]!;
        if (c !== regionOf[i]) abroad += outputs[i * r + c]!;
      }
      const at = s * width + regionOf[i]! * p + productOf[i]!;
      production[at]! += intensities[s * n + i]! * all;
      exports[at]! += intensities[s * n + i]! * abroad;
    }
  }
  return { multipliers, consumption, production, imports, exports };
}

/**
 * Footprints by consumption, production, import and export, in f64 by factors of the whole table; k·r + r right-hand sides
 * and no inverse. Peters (2008); Miller & Blair (2009), ch. 10; the accounts as Stadler (2021) defines them for pymrio.
 */
export function footprints(table: IoTable, accounts: SatelliteAccounts): Footprints {
  const sides = footprintSides(table, accounts);
  const { regions, stressors, demand, products } = sides;
  const r = regions.length;
  const system = new LeontiefSystem(table);
  const outputs = system.solve(demand, r);
  const regional = system.solveRows(regionalIntensities(sides), stressors * r);
  return {
    regions,
    products,
    ...footprintAccounts(sides, outputs, regional),
    direct: accounts.direct,
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
  const { regions, regionOf, demand, stressors } = sides;
  const n = regionOf.length;
  const r = regions.length;
  const rows = new Float64Array((1 + stressors * r) * n);
  rows.fill(1, 0, n);
  rows.set(regionalIntensities(sides), n);
  const columns = new Float64Array(r * n);
  for (let i = 0; i < n; i++) for (let c = 0; c < r; c++) columns[c * n + i] = demand[i * r + c]!;
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
  const { regions, products, regionOf } = sides;
  const n = regionOf.length;
  const r = regions.length;
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
  const outputs = new Float64Array(n * r);
  for (let c = 0; c < r; c++) for (let i = 0; i < n; i++) outputs[i * r + c] = byRegion[c * n + i]!;
  return {
    regions,
    products,
    ...footprintAccounts(sides, outputs, rows.subarray(n)),
    direct: accounts.direct,
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
      zh: '某地区最终使用在所有地区引起的排放或消耗，按消费的产品',
      en: 'what the final demand of a region causes in all regions, by product consumed',
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
      zh: '某地区最终使用在其他地区引起的部分',
      en: 'the part of the consumption-based account that arises in other regions',
    },
    formula: 'D_imp = Σ_{q≠c} S_q L Y_c',
    unit: 'stressor',
    source: 'Peters 2008; Stadler 2021',
  },
  exports: {
    name: { zh: '出口隐含', en: 'embodied in exports' },
    definition: {
      zh: '某地区生产中由其他地区最终使用引起的部分',
      en: "the part of the production-based account that other regions' final demand causes",
    },
    formula: 'D_exp = S_c Σ_{q≠c} L Y_q',
    unit: 'stressor',
    source: 'Peters 2008; Stadler 2021',
  },
} as const satisfies Record<string, Definition>;
