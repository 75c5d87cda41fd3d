// Sheets for tests: a line a row, | between cells.
import { IoGrid } from '../../../../src/chain/index.js';

export function gridOf(text: string, name = 'sheet', separator = '|'): IoGrid {
  const rows = text
    .replace(/^\n/, '')
    .split('\n')
    .map((line) => line.split(separator).map((cell) => (cell === '' ? null : cell)));
  return IoGrid.of({
    name,
    height: rows.length,
    width: Math.max(...rows.map((row) => row.length)),
    value: (row, column) => rows[row]?.[column] ?? null,
  });
}
