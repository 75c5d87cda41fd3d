/** Footprints of a multi-regional table: what consumption, production and trade cause in energy, carbon, jobs. */
import { type Definition, UserError } from '../../model/index.js';
import { industryLabel } from './coefficients.js';
import { type Accuracy, LeontiefSystem } from './leontief.js';
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
 * The rows whose solution W·(I − A) = rows gives imports apart: S of one region alone, k·r × n, row (stressor, region).
 * With one region, S itself.
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
    for (let i = 0; i < n; i++) rows[(s * r + regionOf[i]!) * n + i] = intensities[s * n + i]!;
  return rows;
}

/**
 * The accounts from the two solutions: `outputs` X = L·Y, n × r, and `regional` W, k·r × n, with W_(s,c) = S_(s) of region
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
      const row = regional.subarray((s * r + c) * n, (s * r + c + 1) * n);
      for (let i = 0; i < n; i++) own[i]! += row[i]!;
    }
    for (let c = 0; c < r; c++) {
      const row = regional.subarray((s * r + c) * n, (s * r + c + 1) * n);
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
