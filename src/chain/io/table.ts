/**
 * An input–output table as the engines take it: one region or many, competitive (imports mixed into the flows and
 * taken off as one column) or non-competitive (domestic and imported flows apart).
 *
 * Shapes: n industries (sector × region). Matrices are row-major, flow [i, j] is what industry j uses of product i.
 * All money is in `unit`. Rows: Σ_j z_ij + Σ final_i − imports_i − inflows_i + discrepancy_i = output_i (competitive),
 * Σ_j z_ij + Σ final_i + discrepancy_i = output_i (non-competitive, domestic part). Columns: Σ_i z_ij (+ imported) +
 * Σ value added_j = output_j. Miller & Blair (2009), ch. 2–4; UN (2018), Handbook on Supply and Use Tables.
 */
export interface IoTable {
  /** What the source calls it. */
  title: string;
  year: number | null;
  /** As written: 万元, 亿元, million USD. */
  unit: string;
  industries: readonly IoIndustry[];
  /** n × n. Domestic flows where `importedIntermediate` is given, else domestic and imported together. */
  intermediate: Float64Array;
  /** n × n flows of imported products, for a non-competitive table. */
  importedIntermediate: Float64Array | null;
  finalUses: readonly FinalUse[];
  /** Imports by product, positive, of a competitive table; null where flows are domestic only. */
  imports: Float64Array | null;
  /** 调入: inflows from other provinces by product, positive. */
  inflows: Float64Array | null;
  /** Statistical discrepancy by product, as added on the row (ERR, 其他). */
  discrepancy: Float64Array | null;
  valueAdded: readonly ValueAddedRow[];
  output: Float64Array;
}

export interface IoIndustry {
  code: string;
  name: string;
  /** English name where the source has one. */
  nameEn: string | null;
  /** Region of a multi-regional table; null in a table of one region. */
  region: string | null;
}

export type FinalUseKind =
  | 'ruralHouseholds'
  | 'urbanHouseholds'
  | 'households'
  | 'nonProfit'
  | 'government'
  | 'consumption'
  | 'fixedCapital'
  | 'inventories'
  | 'export'
  | 'outflow'
  | 'other';

/** One column of final use. `outflow` (调出) goes to other provinces, `export` abroad. */
export interface FinalUse {
  code: string;
  name: string;
  kind: FinalUseKind;
  /** Whose demand it is, in a multi-regional table. */
  region: string | null;
  /** n, domestic products where the table is non-competitive. */
  values: Float64Array;
  /** n imported products, for a non-competitive table. */
  imported: Float64Array | null;
}

/** What a row below the flows is. `total` stands alone, where a source gives no parts: never beside them. */
export type ValueAddedKind =
  | 'compensation'
  | 'taxes'
  | 'depreciation'
  | 'surplus'
  | 'total'
  | 'other'
  | OutlayKind;

/**
 * Outlays of an industry that are neither flows nor value added, but belong to its column sum: taxes on the products it
 * buys, imports and inflows that no product is known of, adjustments and transport margins.
 */
export type OutlayKind = 'productTaxes' | 'imports' | 'inflows' | 'adjustment';

const OUTLAYS: ReadonlySet<string> = new Set<OutlayKind>([
  'productTaxes',
  'imports',
  'inflows',
  'adjustment',
]);

/** Rows of value added proper, without the outlays that only balance a column. */
export function isValueAdded(row: Pick<ValueAddedRow, 'kind'>): boolean {
  return !OUTLAYS.has(row.kind);
}

export interface ValueAddedRow {
  code: string;
  name: string;
  kind: ValueAddedKind;
  values: Float64Array;
}

/** Quantities per industry that ride on the table: energy, carbon, jobs. s × n, row-major. */
export interface SatelliteAccounts {
  stressors: readonly { code: string; name: string; unit: string }[];
  /** s × n: use or emission by industry. */
  values: Float64Array;
  /** s × f: what final users emit themselves; null where unknown. */
  direct: Float64Array | null;
}
