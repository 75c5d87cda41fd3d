/** Input–output tables from sheets of cells, in the layouts that offices and data bases publish. No I/O. */
import type { IoGrid } from './grid.js';
import { readLong } from './long.js';
import { type IoReading, NotATable, type ReadIoOptions } from './reading.js';
import { readSquare } from './square.js';
import { readWiod } from './wiod.js';

export { type GridSource, type GridValue, IoGrid } from './grid.js';
export { LONG_COLUMNS, type LongRow, longRows } from './long.js';
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
  const readings = read(grid, options);
  if (readings.length > 0) return readings;
  if (options.layout) {
    throw new NotATable({
      zh: `工作表“${grid.name}”：不是 ${options.layout} 格式的投入产出表。`,
      en: `Sheet “${grid.name}”: no input–output table in the layout ${options.layout}.`,
    });
  }
  return [];
}

function read(grid: IoGrid, options: ReadIoOptions): IoReading[] {
  const { layout } = options;
  const square = () => {
    const reading = readSquare(grid, options);
    return reading ? [reading] : [];
  };
  switch (layout) {
    case 'wiod':
      return readWiod(grid, options);
    case 'long':
      return readLong(grid, options);
    case undefined:
    case null: {
      const world = readWiod(grid, options);
      if (world.length > 0) return world;
      const long = readLong(grid, options);
      return long.length > 0 ? long : square();
    }
    default:
      return square().filter((reading) => reading.layout === layout);
  }
}
