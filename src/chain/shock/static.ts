/** Shocks without time: what an input–output table says at once, before anyone has adjusted. */
import { type Definition, UserError } from '../../model/index.js';
import { importCoefficients } from '../io/coefficients.js';
import { extractGroup } from '../io/extraction.js';
import type { LeontiefSystem } from '../io/leontief.js';
import { HOUSEHOLD_KINDS, hasValueAdded, perOutput, valueAddedOf } from '../io/multipliers.js';

/** What a static shock does to each industry; n values each, money in the unit of the table. */
export interface StaticLoss {
  /** Change of output. */
  output: Float64Array;
  /** Change of value added, in proportion to output; null where the table has no rows of value added. */
  valueAdded: Float64Array | null;
  /** Σ of both, and of output as a share of the economy's. */
  totals: { output: number; valueAdded: number | null; outputShare: number };
  /** ‖(I − A)·Δx − Δf‖∞ / ‖Δf‖∞, or of the closed form behind it. */
  residual: number;
}

/**
 * Quantity: Δx = L·Δf. Prices and technology stay. Leontief (1936); Miller & Blair (2009), eq. 2.12.
 * `change` n: change of final demand in money.
 */
export function quantityShock(system: LeontiefSystem, change: Float64Array): StaticLoss {
  const output = system.solve(change);
  return lossOf(system, output, system.residual(output, change));
}

/**
 * Share θ of a group of industries gone, rows, columns and final demand: see `extractGroup`. The change is negative.
 * Dietzenbacher & Lahr (2013).
 */
export function extractionShock(system: LeontiefSystem, group: readonly number[], share: number): StaticLoss {
  const { byIndustry } = extractGroup(system, group, share);
  return lossOf(
    system,
    byIndustry.map((loss) => -loss),
    system.accuracy().residual,
  );
}

export interface PriceEffect {
  /** n: relative change of each industry's price. */
  price: Float64Array;
  /** Change of the price of what households buy, weighted by what they buy; null where the table names no households. */
  households: number | null;
  residual: number;
}

/**
 * Cost push: Δp = Δv·L, v cost of primary and imported inputs per unit of output. Quantities stay, all cost is passed
 * on. Leontief (1946); Miller & Blair (2009), § 2.6.3. `cost` n: change of cost per unit of output.
 */
export function priceShock(system: LeontiefSystem, cost: Float64Array): PriceEffect {
  const price = system.solveRows(cost);
  const { n, coefficients } = system;
  let most = 0;
  let size = 0;
  for (let j = 0; j < n; j++) {
    let sum = price[j]! - cost[j]!;
    for (let i = 0; i < n; i++) sum -= price[i]! * coefficients[i * n + j]!;
    most = Math.max(most, Math.abs(sum));
    size = Math.max(size, Math.abs(cost[j]!));
  }
  const bought = new Float64Array(n);
  for (const use of system.table.finalUses)
    if (HOUSEHOLD_KINDS.has(use.kind)) for (let i = 0; i < n; i++) bought[i]! += Math.max(0, use.values[i]!);
  const total = bought.reduce((sum, value) => sum + value, 0);
  return {
    price,
    households: total > 0 ? bought.reduce((sum, value, i) => sum + value * price[i]!, 0) / total : null,
    residual: size > 0 ? most / size : 0,
  };
}

export interface ImportStop {
  /**
   * n: share of output that cannot be made in the first round, where an input has no substitute and no stock: the
   * largest θ_i·m_ij / (z_ij + m_ij) over the stopped products i that are a cost share of at least `negligible`.
   */
  bound: Float64Array;
  /** The product that sets the bound, −1 where none does. */
  boundBy: Int32Array;
  /** n: share of the price that becomes dearer, Σ_i θ_i m_i·L: content of the stopped imports in a unit of final demand. */
  content: Float64Array;
  /** Output that home industries would have to add to make what no longer comes, Δx = L·Δf with Δf what is missing. */
  replacement: StaticLoss;
}

/**
 * Imports of some products stop: three readings that bracket what a static table can say. Needs a non-competitive table.
 * `stopped` n: share θ_i of the imports of product i that stop, in [0, 1].
 */
export function importStop(system: LeontiefSystem, stopped: Float64Array, negligible = 0.001): ImportStop {
  const { table, n } = system;
  const imported = importCoefficients(table);
  if (!imported)
    throw new UserError({
      zh: `${table.title}：进口停供要用非竞争型投入产出表（国内与进口中间流量分列），此表只有竞争型流量`,
      en: `${table.title}: an import stop needs a non-competitive table (domestic and imported flows apart); this one is competitive`,
    });
  const bound = new Float64Array(n);
  const boundBy = new Int32Array(n).fill(-1);
  const cost = new Float64Array(n);
  const missing = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const theta = stopped[i]!;
    if (theta === 0) continue;
    for (let j = 0; j < n; j++) {
      const m = imported[i * n + j]!;
      cost[j]! += theta * m;
      missing[i]! += theta * m * system.output[j]!;
      const all = m + system.coefficients[i * n + j]!;
      if (all < negligible || m <= 0) continue;
      const share = (theta * m) / all;
      if (share > bound[j]!) {
        bound[j] = share;
        boundBy[j] = i;
      }
    }
    for (const use of table.finalUses) missing[i]! += theta * Math.max(0, use.imported?.[i] ?? 0);
  }
  return { bound, boundBy, content: system.solveRows(cost), replacement: quantityShock(system, missing) };
}

function lossOf(system: LeontiefSystem, output: Float64Array, residual: number): StaticLoss {
  const { table } = system;
  const ratio = hasValueAdded(table) ? perOutput(valueAddedOf(table), system.output) : null;
  const valueAdded = ratio && output.map((change, i) => change * ratio[i]!);
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  const all = sum(system.output);
  return {
    output,
    valueAdded,
    totals: {
      output: sum(output),
      valueAdded: valueAdded && sum(valueAdded),
      outputShare: all > 0 ? sum(output) / all : 0,
    },
    residual,
  };
}

export const STATIC_SHOCK_DEFINITIONS = {
  quantity: {
    name: { zh: '需求冲击', en: 'quantity shock' },
    definition: {
      zh: '最终需求变动引起的各部门总产出变动；价格与技术不变',
      en: 'change of output that a change of final demand brings; prices and technology stay',
    },
    formula: 'Δx = (I − A)⁻¹·Δf',
    unit: 'table',
    source: 'Leontief (1936); Miller & Blair (2009), eq. 2.12',
  },
  price: {
    name: { zh: '成本推动的价格变动', en: 'cost-push price change' },
    definition: {
      zh: '单位产出成本变动全部转嫁时各部门价格的相对变动；数量不变',
      en: 'relative change of prices when all change of cost is passed on; quantities stay',
    },
    formula: 'Δp = Δv·(I − A)⁻¹',
    unit: '1',
    source: 'Leontief (1946); Miller & Blair (2009), § 2.6.3',
  },
  importStop: {
    name: { zh: '进口停供', en: 'import stop' },
    definition: {
      zh: '无替代、无库存时首轮停产的上限；单位最终需求中所含的停供进口；由国内补齐所需的产出',
      en: 'bound on first-round loss without substitute or stock; content of the stopped imports in a unit of final demand; output needed to make them at home',
    },
    formula: 'max_i θ_i·m_ij/(z_ij + m_ij); Σ_i θ_i·m_i·(I − A)⁻¹; (I − A)⁻¹·θM',
    unit: '1',
    source: 'Hummels, Ishii & Yi (2001) for the content; Miller & Blair (2009), ch. 2 and 12',
  },
  extraction: {
    name: { zh: '部分提取', en: 'partial extraction' },
    definition: {
      zh: '一组部门按比例退出（行、列与最终需求同缩）时全部部门的产出损失',
      en: 'output lost by all when a share of a group is gone: rows, columns and final demand shrink',
    },
    formula: '1ᵀ·(x − x(θ)); θ = 1: 1ᵀ·L_{·S}·(L_SS)⁻¹·x_S',
    unit: 'table',
    source: 'Dietzenbacher & Lahr (2013), Economic Systems Research 25(3)',
  },
} satisfies Record<string, Definition>;
