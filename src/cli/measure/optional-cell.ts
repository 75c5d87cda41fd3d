// Cells that may be empty: a series has gaps, and a gap is no fault.
import type { TableInput, TableRow } from '../../verbs/index.js';

/** The number in a cell, null where it is empty; words where a number should be are refused. */
export function optionalNumber(table: TableInput, row: TableRow, column: number): number | null {
  return (row.cells[column] ?? null) === null ? null : table.number(row, column);
}

/** The words in a cell, empty where there are none. */
export function optionalText(row: TableRow, column: number | null): string {
  return column === null ? '' : String(row.cells[column] ?? '').trim();
}
