/** What a layout makes of a grid: the table, the totals its source prints beside it, where all of it stands. */
import type { Bilingual } from '../../../model/index.js';
import { UserError } from '../../../model/index.js';
import type { FinalUseKind, IoTable } from '../table.js';
import type { IoGrid } from './grid.js';

export const IO_LAYOUTS = ['national', 'multiregional', 'oecd-icio', 'wiod', 'long'] as const;

/**
 * `national`: one region, competitive or not, with or without 调入 and 调出 · `multiregional`: region and sector in heads
 * of their own (CEADs) · `oecd-icio`: `CHN_01T02` · `wiod`: IndustryCode, Country, RNr, columns AUS1 … · `long`: a flow a
 * row.
 */
export type IoLayout = (typeof IO_LAYOUTS)[number];

export interface ReadIoOptions {
  /** Found out where not named. */
  layout?: IoLayout | null;
  /** Where the table does not say: year, unit, title. */
  year?: number | null;
  unit?: string | null;
  title?: string | null;
  /** Beside flows in the long form: a row an industry, its uses, inputs and output in columns. */
  totals?: IoGrid | null;
}

export interface IoReading {
  layout: IoLayout;
  table: IoTable;
  stated: StatedTotals;
  places: readonly IoPlace[];
  findings: IoFinding[];
}

/**
 * Totals as the source prints them, for the identities; null where it prints none. `byIndustry` run over rows (uses) or
 * columns (inputs); `whole` are the figures of the total row at the foot of a column.
 */
export interface StatedTotals {
  intermediateUse: Float64Array | null;
  finalUse: Float64Array | null;
  finalSubtotals: readonly {
    code: string;
    name: string;
    of: readonly FinalUseKind[];
    values: Float64Array;
  }[];
  intermediateInput: Float64Array | null;
  /** Outlays, the first so many of the table, that stand above the total of inputs and are counted in it: taxes on products. */
  outlaysInInput: number;
  valueAdded: Float64Array | null;
  /** 总投入, beside 总产出 which is the table's output. */
  input: Float64Array | null;
  /** Imports by product of a non-competitive table: the row sums of its imported part. */
  importedProducts: Float64Array | null;
  /** Final uses at the foot of the table: the sum of each column of final use. */
  finalUseColumns: Float64Array | null;
}

export function noTotals(): StatedTotals {
  return {
    intermediateUse: null,
    finalUse: null,
    finalSubtotals: [],
    intermediateInput: null,
    outlaysInInput: 0,
    valueAdded: null,
    input: null,
    importedProducts: null,
    finalUseColumns: null,
  };
}

/** Part of the table and the cells it was read from, `D9:AS50` of the sheet. */
export interface IoPlace {
  part: 'intermediate' | 'uses' | 'inputs';
  sheet: string;
  range: string;
}

/** Something about the table that a reader has to know: it is taken in all the same. */
export interface IoFinding extends Bilingual {
  finding:
    | 'notANumber'
    | 'unknownColumn'
    | 'unknownRow'
    | 'negativeFlow'
    | 'negativeFinalUse'
    | 'negativeOutput'
    | 'zeroOutput'
    | 'signTurned'
    | 'noUnit'
    | 'missingRegion'
    | 'duplicate'
    | 'noTotals'
    | 'unusedCodes'
    | 'residual'
    | 'inputsExceedOutput'
    | 'outputDerived';
  severity: 'error' | 'warning' | 'note';
  /** Industry, or the place in the sheet, that it is about. */
  item: string | null;
  value: number | null;
  expected: number | null;
  /** Row of the sheet from 1; null where it is about no one row. */
  row: number | null;
}

/** No table can be made of what the file holds. */
export class NotATable extends UserError {}
