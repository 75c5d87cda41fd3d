// Input–output tables from any table file: sheets through the store's readers, layouts through the chain engine.
import { IoGrid, type IoReading, NotATable, type ReadIoOptions, readIoTables } from '../chain/index.js';
import { UserError } from '../model/index.js';
import { readSheets, type Sheet } from '../store/index.js';

export interface IoFileOptions extends ReadIoOptions {
  /** The one sheet to read; without it every sheet that is not hidden. */
  sheet?: string | null;
  /** Beside flows in the long form: uses, inputs and output of every industry. */
  totalsFile?: string | null;
}

export interface IoFile {
  file: string;
  readings: (IoReading & { sheet: string })[];
  /** Sheets that are a table but for a fault. */
  refused: NotATable[];
}

/** The tables of a file. Throws where it holds none, with the fault of the first sheet that nearly is one. */
export async function readIoFile(file: string, options: IoFileOptions = {}): Promise<IoFile> {
  const found: IoFile = { file, readings: [], refused: [] };
  const totals = options.totalsFile == null ? null : await firstGrid(options.totalsFile);
  for await (const sheet of readSheets(file, { sheet: options.sheet ?? null })) {
    const grid = await gridOf(sheet);
    if (sheet.hidden && options.sheet == null) continue;
    try {
      for (const reading of readIoTables(grid, { ...options, totals }))
        found.readings.push({ ...reading, sheet: sheet.name });
    } catch (error) {
      if (!(error instanceof NotATable)) throw error;
      found.refused.push(error);
    }
  }
  if (found.readings.length > 0) return found;
  const [fault] = found.refused;
  if (fault) throw new UserError({ zh: `${file}：${fault.zh}`, en: `${file}: ${fault.en}` });
  throw new UserError({
    zh: `${file}：没有找到投入产出表。应有部门×部门的方阵（行列部门代码或名称相同），或每行一个流量的长表（from, to, value）。格式见 docs/chain-tables.md。`,
    en: `${file}: no input–output table was found. Expected a square of industries with the same codes or names on both edges, or one flow a row (from, to, value). The layouts are in docs/chain-tables.md.`,
  });
}

async function gridOf(sheet: Sheet): Promise<IoGrid> {
  const grid = IoGrid.of(sheet);
  if (sheet.rest) for await (const part of sheet.rest) grid.append(part);
  return grid;
}

async function firstGrid(file: string): Promise<IoGrid> {
  for await (const sheet of readSheets(file)) if (!sheet.hidden) return gridOf(sheet);
  throw new UserError({ zh: `${file}：没有工作表。`, en: `${file}: there is no sheet.` });
}
