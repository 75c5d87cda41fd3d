/** Dependence on imports: directly, along the chain (vertical specialisation), and by concentration of sources. */
import { type Definition, UserError } from '../../model/index.js';
import { type LeontiefSystem, multiplyRow } from './leontief.js';
import { perOutput, valueAddedOf } from './multipliers.js';
import type { IoTable } from './table.js';

export interface ImportDependence {
  /** Imported inputs a unit of output, Σ_i z^m_ij / x_j, n. */
  direct: Float64Array;
  /** Imported share of intermediate inputs, Σ_i z^m_ij / Σ_i (z^d_ij + z^m_ij), n; NaN without inputs. */
  intermediateShare: Float64Array;
}

/**
 * Imported inputs of each industry, n, in money: column sums of the imported flows, and rows of imports that no product is
 * known of; null where the flows do not tell imports apart (a competitive table).
 */
function importedInputs({ importedIntermediate, valueAdded, output }: IoTable): Float64Array | null {
  const rows = valueAdded.filter(({ kind }) => kind === 'imports');
  if (!importedIntermediate && rows.length === 0) return null;
  const sums = importedIntermediate
    ? multiplyRow(new Float64Array(output.length).fill(1), importedIntermediate)
    : new Float64Array(output.length);
  for (const { values } of rows) for (let j = 0; j < sums.length; j++) sums[j]! += values[j]!;
  return sums;
}

/** Direct import dependence of a non-competitive table; null for a competitive one. */
export function importDependence(table: IoTable): ImportDependence | null {
  const { intermediate, output } = table;
  const imported = importedInputs(table);
  if (!imported) return null;
  const domestic = multiplyRow(new Float64Array(output.length).fill(1), intermediate);
  return {
    direct: perOutput(imported, output),
    intermediateShare: imported.map((value, j) => {
      const all = value + domestic[j]!;
      return all !== 0 ? value / all : Number.NaN;
    }),
  };
}

/**
 * 进口渗透率 of a competitive table: imports over domestic use, m_i / (x_i + m_i − e_i), n, foreign trade only. NaN where
 * nothing is used at home.
 */
export function importPenetration({ imports, output, finalUses }: IoTable): Float64Array | null {
  if (!imports) return null;
  const used = output.map((x, i) => x + imports[i]!);
  for (const { kind, values } of finalUses)
    if (kind === 'export')
      values.forEach((value, i) => {
        used[i]! -= value;
      });
  return used.map((value, i) => (value > 0 ? imports[i]! / value : Number.NaN));
}

export interface VerticalSpecialisation {
  /** Imports embodied in a unit of final demand, 1ᵀA^m(I − A^d)⁻¹, n. */
  bySector: Float64Array;
  /** Domestic value added embodied in a unit of final demand, vᵀ(I − A^d)⁻¹, n; with `bySector` it makes 1. */
  valueAddedShare: Float64Array;
  /** Share of exports that is imported content, Σ_j bySector_j·e_j / Σ_j e_j; NaN without exports. */
  total: number;
  /** Exports of each industry, n, in money. */
  exports: Float64Array;
}

/**
 * 垂直专业化: the imported content of exports, directly and through all domestic stages; null for a competitive table.
 * Hummels, Ishii & Yi (2001), eq. 3. Domestic value-added and import shares add up to 1
 * where columns balance and hold no taxes on products beside them.
 */
export function verticalSpecialisation(system: LeontiefSystem): VerticalSpecialisation | null {
  const { table, n, output } = system;
  const imported = importedInputs(table);
  if (!imported) return null;
  const sides = new Float64Array(2 * n);
  sides.set(perOutput(imported, output));
  sides.set(perOutput(valueAddedOf(table), output), n);
  const shares = system.solveRows(sides, 2);
  const exports = new Float64Array(n);
  for (const { kind, values } of table.finalUses)
    if (kind === 'export')
      values.forEach((value, i) => {
        exports[i]! += value;
      });
  const bySector = shares.slice(0, n);
  const all = exports.reduce((sum, value) => sum + value, 0);
  const content = exports.reduce((sum, value, j) => sum + value * bySector[j]!, 0);
  return {
    bySector,
    valueAddedShare: shares.slice(n),
    total: all !== 0 ? content / all : Number.NaN,
    exports,
  };
}

/**
 * Herfindahl–Hirschman index of the sources of each product, H_p = Σ_c s_cp², products × sources row-major; NaN where
 * nothing is imported. Above 0.4 with a foreign share above one half the EU calls a product dependent.
 * Hirschman (1964); European Commission SWD(2021) 352. Throws UserError on a negative amount.
 *
 * 22.1, 11.9 and 21.7 from three sources: 0.3548.
 */
export function concentrationOfSources(
  imports: Float64Array,
  products: number,
  sources: number,
): Float64Array {
  return Float64Array.from({ length: products }, (_, p) => {
    const own = imports.subarray(p * sources, (p + 1) * sources);
    const negative = own.findIndex((value) => !(value >= 0));
    if (negative >= 0)
      throw new UserError({
        zh: `第 ${p + 1} 种产品第 ${negative + 1} 个来源的进口为 ${own[negative]}，应为非负数`,
        en: `imports of product ${p + 1} from source ${negative + 1} are ${own[negative]}; expected 0 or more`,
      });
    const total = own.reduce((sum, value) => sum + value, 0);
    return total > 0 ? own.reduce((sum, value) => sum + (value / total) ** 2, 0) : Number.NaN;
  });
}

export const IMPORT_DEFINITIONS = {
  directImports: {
    name: { zh: '直接进口依存度', en: 'direct import dependence' },
    definition: {
      zh: '单位总产出直接使用的进口中间品',
      en: 'imported inputs that a unit of output takes in directly',
    },
    formula: 'Σ_i z^m_ij / x_j',
    unit: '1',
    source: 'Miller & Blair 2009, § 2.3.4',
  },
  intermediateImportShare: {
    name: { zh: '中间投入进口份额', en: 'import share of intermediate inputs' },
    definition: { zh: '中间投入中进口品的比重', en: 'the imported part of intermediate inputs' },
    formula: 'Σ_i z^m_ij / Σ_i (z^d_ij + z^m_ij)',
    unit: '1',
    source: 'Feenstra & Hanson 1999',
  },
  importPenetration: {
    name: { zh: '进口渗透率', en: 'import penetration' },
    definition: {
      zh: '进口占国内使用（产出+进口−出口）的比重',
      en: 'imports over domestic use (output + imports − exports)',
    },
    formula: 'm_i / (x_i + m_i − e_i)',
    unit: '1',
    source: 'OECD 2010, Measuring Globalisation, § 3.3',
  },
  verticalSpecialisation: {
    name: { zh: '垂直专业化（出口的进口含量）', en: 'vertical specialisation' },
    definition: {
      zh: '单位最终产品（出口）中直接与间接包含的进口品价值；总值为出口加权平均',
      en: 'imports embodied, directly and through domestic stages, in a unit of exports; in total weighted by exports',
    },
    formula: 'VS_j = [1ᵀ A^m (I − A^d)⁻¹]_j; VS = Σ_j VS_j e_j / Σ_j e_j',
    unit: '1',
    source: 'Hummels, Ishii & Yi 2001, eq. 3',
  },
  valueAddedShare: {
    name: { zh: '国内增加值含量', en: 'domestic value-added content' },
    definition: {
      zh: '单位最终产品中直接与间接包含的国内增加值；与进口含量之和为 1',
      en: 'domestic value added embodied in a unit of final demand; with the imported content it makes 1',
    },
    formula: 'v^T (I − A^d)⁻¹',
    unit: '1',
    source: 'Koopman, Wang & Wei 2014',
  },
} as const satisfies Record<string, Definition>;
