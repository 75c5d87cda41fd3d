/** A table from its edges: which row and column is which industry, use or outlay. Shared by the layouts of sheets. */
import type { FinalUse, FinalUseKind, IoIndustry, ValueAddedRow } from '../table.js';
import type { IoGrid } from './grid.js';
import type { ColumnRole, RowRole } from './labels.js';
import {
  type IoFinding,
  type IoLayout,
  type IoPlace,
  type IoReading,
  noTotals,
  type ReadIoOptions,
} from './reading.js';

export interface TableParts {
  layout: IoLayout;
  title: string;
  year: number | null;
  /** Null where the table states none. */
  unit: string | null;
  industries: IoIndustry[];
  /** Columns and rows of the industries, in one order; `imported` are the rows of imported products, or none. */
  columns: readonly number[];
  domestic: readonly number[];
  imported: readonly number[];
  /** Columns right of the industries, up to output. */
  beyond: readonly UseColumn[];
  /** Rows below the industries, down to input. */
  below: readonly OutlayRow[];
}

export interface UseColumn {
  column: number;
  code: string;
  name: string;
  region: string | null;
  role: ColumnRole | null;
}

export interface OutlayRow {
  row: number;
  code: string;
  name: string;
  role: RowRole | null;
}

export function assemble(grid: IoGrid, parts: TableParts, options: ReadIoOptions): IoReading {
  return new Assembly(grid, parts, options).reading();
}

const PROPER = new Set(['compensation', 'taxes', 'depreciation', 'surplus', 'other']);

class Assembly {
  readonly #grid: IoGrid;
  readonly #parts: TableParts;
  readonly #options: ReadIoOptions;
  readonly #findings: IoFinding[] = [];

  constructor(grid: IoGrid, parts: TableParts, options: ReadIoOptions) {
    this.#grid = grid;
    this.#parts = parts;
    this.#options = options;
  }

  reading(): IoReading {
    const { industries, columns, domestic, imported, layout, title, year } = this.#parts;
    const n = industries.length;
    const stated = noTotals();
    const uses = this.#uses(stated);
    const valueAdded = this.#outlays(stated, uses.useColumns);
    const table = {
      title: this.#options.title ?? title,
      year: this.#options.year ?? year,
      unit: this.#options.unit ?? this.#parts.unit ?? this.#noUnit(),
      industries,
      intermediate: this.#block(domestic, columns),
      importedIntermediate: imported.length > 0 ? this.#block(imported, columns) : null,
      finalUses: uses.finalUses,
      imports: this.#positive(uses.imports, '进口', 'imports'),
      inflows: this.#positive(uses.inflows, '调入', 'inflows'),
      discrepancy: uses.discrepancy,
      valueAdded,
      output: uses.output ?? stated.input ?? new Float64Array(n),
    };
    if (!uses.output) {
      if (stated.input) stated.input = null;
      else table.output = this.#derivedOutput(table);
    }
    return { layout, table, stated, places: this.#places(), findings: this.#findings };
  }

  #uses(stated: ReturnType<typeof noTotals>) {
    const { domestic, imported, beyond } = this.#parts;
    const isNonCompetitive = imported.length > 0;
    const finalUses: FinalUse[] = [];
    const useColumns: number[] = [];
    let imports: Float64Array | null = null;
    let inflows: Float64Array | null = null;
    let discrepancy: Float64Array | null = null;
    let output: Float64Array | null = null;
    const named = new Set(beyond.flatMap(({ role }) => (role?.role === 'finalUse' ? [role.kind] : [])));
    const subtotals: { code: string; name: string; of: readonly FinalUseKind[]; values: Float64Array }[] = [];
    for (const { column, code, name, region, role: said } of beyond) {
      // Without its parts a subtotal is all there is.
      const role: ColumnRole | null =
        said?.role === 'subtotal' && !said.of.some((kind) => named.has(kind))
          ? { role: 'finalUse', kind: said.kind }
          : said;
      const values = this.#block(domestic, [column]);
      switch (role?.role) {
        case 'intermediateTotal':
          stated.intermediateUse = values;
          break;
        case 'finalTotal':
          stated.finalUse = values;
          break;
        case 'imports':
          imports = sum(imports, values);
          break;
        case 'inflows':
          inflows = sum(inflows, values);
          break;
        case 'discrepancy':
          discrepancy = sum(discrepancy, values);
          break;
        case 'output':
          output = values;
          if (isNonCompetitive) stated.importedProducts = this.#block(imported, [column]);
          break;
        case 'subtotal':
          subtotals.push({ code, name, of: role.of, values });
          break;
        default:
          if (!role) {
            this.#find('unknownColumn', 'warning', name, null, {
              zh: `“${name}”列含义不明，按其他最终使用计入。`,
              en: `Column “${name}” is not known; it is taken as another final use.`,
            });
          }
          useColumns.push(column);
          finalUses.push({
            code,
            name,
            kind: role ? role.kind : 'other',
            region,
            values,
            imported: isNonCompetitive ? this.#block(imported, [column]) : null,
          });
      }
    }
    // A table of many regions prints its subtotals region by region; they are checked as one.
    const bySubtotal = new Map<string, (typeof subtotals)[number]>();
    for (const one of subtotals) {
      const twin = bySubtotal.get(one.of.join());
      if (twin) twin.values = sum(twin.values, one.values);
      else bySubtotal.set(one.of.join(), { ...one });
    }
    stated.finalSubtotals = [...bySubtotal.values()];
    return { finalUses, useColumns, imports, inflows, discrepancy, output };
  }

  #outlays(stated: ReturnType<typeof noTotals>, useColumns: readonly number[]): ValueAddedRow[] {
    const { columns, below } = this.#parts;
    const valueAdded: ValueAddedRow[] = [];
    let total: OutlayRow | null = null;
    for (const one of below) {
      const { row, code, name, role } = one;
      switch (role?.role) {
        case 'intermediateTotal':
          stated.intermediateInput = this.#block([row], columns);
          stated.outlaysInInput = valueAdded.length;
          if (useColumns.some((column) => !Number.isNaN(this.#grid.number(row, column))))
            stated.finalUseColumns = this.#block([row], useColumns);
          break;
        case 'partTotal':
          break;
        case 'valueAddedTotal':
          total = one;
          break;
        case 'output':
          stated.input = this.#block([row], columns);
          break;
        default:
          if (!role) {
            this.#find('unknownRow', 'warning', name, row, {
              zh: `“${name}”行含义不明，按其他增加值计入。`,
              en: `Row “${name}” is not known; it is taken as other value added.`,
            });
          }
          valueAdded.push({
            code,
            name,
            kind: role ? role.kind : 'other',
            values: this.#block([row], columns),
          });
      }
    }
    if (total) {
      const values = this.#block([total.row], columns);
      if (valueAdded.some(({ kind }) => PROPER.has(kind))) stated.valueAdded = values;
      else valueAdded.push({ code: total.code, name: total.name, kind: 'total', values });
    }
    return valueAdded;
  }

  /** Cells of rows × columns, row-major. What is blank is zero; words where a number belongs are reported. */
  #block(rows: readonly number[], columns: readonly number[]): Float64Array {
    const grid = this.#grid;
    const block = new Float64Array(rows.length * columns.length);
    let at = 0;
    for (const row of rows) {
      for (const column of columns) {
        const value = grid.number(row, column);
        if (!Number.isNaN(value)) block[at] = value;
        else if (grid.isWords(row, column)) this.#notANumber(row, column);
        at++;
      }
    }
    return block;
  }

  #notANumber(row: number, column: number): void {
    const grid = this.#grid;
    const text = grid.text(row, column);
    const address = grid.address(row, column);
    const name = this.#rowName(row);
    this.#find('notANumber', 'error', address, row, {
      zh: `${address}（${name}）：“${text}”不是数，按 0 计。应为数或留空。`,
      en: `${address} (${name}): “${text}” is no number and counts as 0. Expected a number or nothing.`,
    });
  }

  #rowName(row: number): string {
    const { domestic, imported, industries, below } = this.#parts;
    const at = domestic.indexOf(row);
    const industry = industries[at === -1 ? imported.indexOf(row) : at];
    return industry?.name ?? below.find((one) => one.row === row)?.name ?? '';
  }

  /** Imports and inflows are held as positive figures, however they are written. */
  #positive(values: Float64Array | null, zh: string, en: string): Float64Array | null {
    if (!values) return null;
    let below = 0;
    let above = 0;
    for (const value of values) {
      if (value < 0) below++;
      else if (value > 0) above++;
    }
    if (below <= above) return values;
    this.#find('signTurned', 'note', en, null, {
      zh: `${zh}写作负数，已改为正数记载。`,
      en: `${en} are written as negative figures and were turned to positive.`,
    });
    return values.map((value) => (value === 0 ? 0 : -value));
  }

  /** Where neither 总产出 nor 总投入 is printed, output is what the row adds up to. */
  #derivedOutput(table: {
    intermediate: Float64Array;
    finalUses: readonly FinalUse[];
    imports: Float64Array | null;
    inflows: Float64Array | null;
    discrepancy: Float64Array | null;
    industries: readonly IoIndustry[];
  }): Float64Array {
    const n = table.industries.length;
    const output = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let uses = 0;
      for (let j = 0; j < n; j++) uses += table.intermediate[i * n + j]!;
      for (const { values } of table.finalUses) uses += values[i]!;
      output[i] =
        uses - (table.imports?.[i] ?? 0) - (table.inflows?.[i] ?? 0) + (table.discrepancy?.[i] ?? 0);
    }
    this.#find('outputDerived', 'note', null, null, {
      zh: '表中没有总产出和总投入，总产出按行相加得出。',
      en: 'The table prints neither output nor input; output is the sum of each row.',
    });
    return output;
  }

  #noUnit(): string {
    this.#find('noUnit', 'note', null, null, {
      zh: '表中没有写计量单位。可用 --unit 指明。',
      en: 'The table states no unit. State it with --unit.',
    });
    return '';
  }

  #places(): IoPlace[] {
    const { columns, domestic, imported, beyond, below } = this.#parts;
    const rows = [...domestic, ...imported];
    const top = rows.reduce((least, row) => Math.min(least, row), Number.POSITIVE_INFINITY);
    const bottom = rows.reduce((most, row) => Math.max(most, row), 0);
    const [left, right] = [columns[0]!, columns.at(-1)!];
    const place = (part: IoPlace['part'], a: number, b: number, c: number, d: number): IoPlace => ({
      part,
      sheet: this.#grid.name,
      range: this.#grid.range(a, b, c, d),
    });
    return [
      place('intermediate', top, left, bottom, right),
      ...(beyond.length > 0 ? [place('uses', top, beyond[0]!.column, bottom, beyond.at(-1)!.column)] : []),
      ...(below.length > 0 ? [place('inputs', below[0]!.row, left, below.at(-1)!.row, right)] : []),
    ];
  }

  #find(
    finding: IoFinding['finding'],
    severity: IoFinding['severity'],
    item: string | null,
    row: number | null,
    said: { zh: string; en: string },
  ): void {
    if (this.#findings.some((one) => one.finding === finding && one.item === item)) return;
    this.#findings.push({
      finding,
      severity,
      item,
      value: null,
      expected: null,
      row: row === null ? null : row + 1,
      ...said,
    });
  }
}

function sum(a: Float64Array | null, b: Float64Array): Float64Array {
  return a ? a.map((value, at) => value + b[at]!) : b;
}
