/** A second file beside the flows: a row an industry (of an area), its uses, inputs and output in columns. */
import type { FinalUse, FinalUseKind, ValueAddedRow } from '../table.js';
import type { IoGrid } from './grid.js';
import { type ColumnRole, columnRole, plainLabel, type RowRole, rowRole } from './labels.js';
import { edgeNames, pairingLabel } from './names.js';
import { NotATable, noTotals, type StatedTotals } from './reading.js';

const AREA = new Set(['province', 'region', 'area', 'country', '地区', '省份', '省'].map(plainLabel));
const CODE = new Set(
  ['sector_code', 'code', 'industry_code', 'from', '代码', '部门代码', '行业代码'].map(plainLabel),
);
const NAME = new Set(
  ['sector', 'name', 'industry', 'sector_name', '部门', '行业', '部门名称', '名称'].map(plainLabel),
);

export interface JoinedTotals {
  finalUses: FinalUse[];
  imports: Float64Array | null;
  inflows: Float64Array | null;
  discrepancy: Float64Array | null;
  valueAdded: ValueAddedRow[];
  output: Float64Array | null;
  stated: StatedTotals;
}

/** The totals of one area. */
export class SectorTotals {
  /** By code as it pairs. */
  readonly industries = new Map<string, { name: string; row: number }>();
  readonly #grid: IoGrid;
  readonly #uses: readonly { column: number; heading: string; role: ColumnRole }[];
  readonly #outlays: readonly { column: number; heading: string; role: RowRole }[];

  constructor(
    grid: IoGrid,
    uses: readonly { column: number; heading: string; role: ColumnRole }[],
    outlays: readonly { column: number; heading: string; role: RowRole }[],
  ) {
    this.#grid = grid;
    this.#uses = uses;
    this.#outlays = outlays;
  }

  has(role: ColumnRole['role']): boolean {
    return this.#uses.some((one) => one.role.role === role);
  }

  inOrder(codes: readonly string[]): JoinedTotals {
    const rows = codes.map((code) => this.industries.get(code)!.row);
    const values = (column: number) =>
      Float64Array.from(rows, (row) => {
        const value = this.#grid.number(row, column);
        return Number.isNaN(value) ? 0 : value;
      });
    const joined: JoinedTotals = {
      finalUses: [],
      imports: null,
      inflows: null,
      discrepancy: null,
      valueAdded: [],
      output: null,
      stated: noTotals(),
    };
    const { stated } = joined;
    const named = new Set(this.#uses.flatMap(({ role }) => (role.role === 'finalUse' ? [role.kind] : [])));
    const subtotals: { code: string; name: string; of: readonly FinalUseKind[]; values: Float64Array }[] = [];
    for (const { column, heading, role } of this.#uses) {
      const names = edgeNames([heading], role);
      if (role.role === 'intermediateTotal') stated.intermediateUse = values(column);
      else if (role.role === 'finalTotal') stated.finalUse = values(column);
      else if (role.role === 'subtotal' && role.of.some((kind) => named.has(kind)))
        subtotals.push({ ...names, of: role.of, values: values(column) });
      else if (role.role === 'finalUse' || role.role === 'subtotal')
        joined.finalUses.push({
          ...names,
          kind: role.kind,
          region: null,
          values: values(column),
          imported: null,
        });
      else joined[role.role] = values(column);
    }
    stated.finalSubtotals = subtotals;
    let total: { code: string; name: string; values: Float64Array } | null = null;
    for (const { column, heading, role } of this.#outlays) {
      const names = edgeNames([heading], role);
      if (role.role === 'intermediateTotal') stated.intermediateInput = values(column);
      else if (role.role === 'valueAddedTotal') total = { ...names, values: values(column) };
      else if (role.role === 'output') stated.input = values(column);
      else if (role.role === 'valueAdded')
        joined.valueAdded.push({ ...names, kind: role.kind, values: values(column) });
    }
    if (total && joined.valueAdded.length > 0) stated.valueAdded = total.values;
    else if (total) joined.valueAdded.push({ ...total, kind: 'total' });
    return joined;
  }
}

/** Totals by area; `of('')` where the file names none. */
export function totalsOf(grid: IoGrid): { of(area: string): SectorTotals | null } {
  let area: number | null = null;
  let code: number | null = null;
  let name: number | null = null;
  const uses: { column: number; heading: string; role: ColumnRole }[] = [];
  const outlays: { column: number; heading: string; role: RowRole }[] = [];
  for (let column = 0; column < grid.width; column++) {
    const heading = grid.text(0, column);
    const word = plainLabel(heading);
    if (AREA.has(word)) area = column;
    else if (CODE.has(word)) code ??= column;
    else if (NAME.has(word)) name ??= column;
    else {
      const use = word === plainLabel('总投入') ? null : columnRole([heading]);
      const outlay = rowRole([heading]);
      if (use) uses.push({ column, heading, role: use });
      else if (outlay) outlays.push({ column, heading, role: outlay });
    }
  }
  const key = code ?? name;
  if (key === null || uses.length + outlays.length === 0) {
    throw new NotATable({
      zh: `“${grid.name}”：不是部门合计表。应有部门代码或名称一列，以及最终使用、总产出、增加值等各列。`,
      en: `“${grid.name}”: no totals by industry. Expected a column of codes or names, and columns of final use, output and value added.`,
    });
  }
  const byArea = new Map<string, SectorTotals>();
  for (let row = 1; row < grid.height; row++) {
    if (grid.text(row, key) === '') continue;
    const place = area === null ? '' : plainLabel(grid.text(row, area));
    let totals = byArea.get(place);
    if (!totals) {
      totals = new SectorTotals(grid, uses, outlays);
      byArea.set(place, totals);
    }
    totals.industries.set(pairingLabel(grid.text(row, key)), {
      name: grid.text(row, name ?? key),
      row,
    });
  }
  return { of: (place) => byArea.get(plainLabel(place)) ?? byArea.get('') ?? null };
}
