/** Input–output tables from sheets of cells, in the layouts that offices and data bases publish. No I/O. */
import type { IoGrid } from './grid.js';
import { type IoReading, NotATable, type ReadIoOptions } from './reading.js';
import { readSquare } from './square.js';

export { columnLetters, type GridSource, type GridValue, IoGrid } from './grid.js';
export {
  IO_LAYOUTS,
  type IoFinding,
  type IoLayout,
  type IoPlace,
  type IoReading,
  NotATable,
  type ReadIoOptions,
  type StatedTotals,
} from './reading.js';

/**
 * Reads the tables of one sheet. A sheet without any gives none; one that is a table but for a fault throws `NotATable`
 * with the row or column at fault.
 */
export function readIoTables(grid: IoGrid, options: ReadIoOptions = {}): IoReading[] {
  const reading = readSquare(grid, options);
  if (reading) return [reading];
  if (options.layout) {
    throw new NotATable({
      zh: `工作表“${grid.name}”：不是 ${options.layout} 格式的投入产出表。`,
      en: `Sheet “${grid.name}”: no input–output table in the layout ${options.layout}.`,
    });
  }
  return [];
}
