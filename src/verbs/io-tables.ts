// Input–output tables from any table file, or from the workspace: sheets through the store's readers, layouts through
// the chain engine, and the table as the workspace keeps it.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import {
  aggregateTable,
  type Concordance,
  concordanceOf,
  type FinalUseKind,
  IoGrid,
  type IoReading,
  type IoTable,
  NotATable,
  type ReadIoOptions,
  readConcordance,
  readIoTables,
  type ValueAddedKind,
} from '../chain/index.js';
import { UserError } from '../model/index.js';
import {
  checkedYaml,
  type IoLabel,
  type IoTableEntry,
  type IoVector,
  readSheets,
  type Sheet,
} from '../store/index.js';

export interface IoFileOptions extends Omit<ReadIoOptions, 'totals'> {
  /** The one sheet to read; without it every sheet that is not hidden. */
  sheet?: string | null;
  encoding?: string | null;
  /** Beside flows in the long form: uses, inputs and output of every industry. */
  totalsFile?: string | null;
}

export interface IoFile {
  file: string;
  readings: (IoReading & { sheet: string })[];
  /** Sheets that are a table but for a fault. */
  refused: { sheet: string; fault: NotATable }[];
}

/** The tables of a file. Throws where it holds none, with the fault of the first sheet that nearly is one. */
export async function readIoFile(file: string, options: IoFileOptions = {}): Promise<IoFile> {
  const found: IoFile = { file, readings: [], refused: [] };
  const totals = options.totalsFile == null ? null : await firstGrid(options.totalsFile);
  const from = { sheet: options.sheet ?? null, encoding: options.encoding ?? null };
  for await (const sheet of readSheets(file, from)) {
    const grid = await gridOf(sheet);
    if (sheet.hidden && options.sheet == null) continue;
    try {
      for (const reading of readIoTables(grid, { ...options, totals }))
        found.readings.push({ ...reading, sheet: sheet.name });
    } catch (error) {
      if (!(error instanceof NotATable)) throw error;
      found.refused.push({ sheet: sheet.name, fault: error });
    }
  }
  if (found.readings.length > 0) return found;
  const [first] = found.refused;
  if (first) throw new UserError({ zh: `${file}：${first.fault.zh}`, en: `${file}: ${first.fault.en}` });
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

const CODE = z.union([z.string(), z.number()]);
const CONCORDANCE = z.union([
  z.array(
    z.object({
      from: CODE,
      to: CODE,
      name: z.string().optional(),
      weight: z.number().min(0).max(1).optional(),
    }),
  ),
  z.record(
    z.string(),
    z.union([z.array(CODE), z.object({ name: z.string().optional(), from: z.union([CODE, z.array(CODE)]) })]),
  ),
]);

/** A concordance from CSV, a workbook or YAML: from, to, and perhaps name and weight. */
async function readConcordanceFile(file: string): Promise<Concordance> {
  if (!/\.ya?ml$/i.test(file)) return { ...readConcordance(await firstGrid(file)), source: file };
  const content = await readFile(file, 'utf8').catch(() => {
    throw new UserError({ zh: `没有这个文件：${file}`, en: `There is no such file: ${file}` });
  });
  return concordanceOf(
    file,
    checkedYaml(content, file, CONCORDANCE, { zh: '归并对照表', en: 'concordance' }),
  );
}

export interface AggregationFiles {
  /** Concordance of industries, and of regions. */
  concordance?: string | undefined;
  regions?: string | undefined;
}

/** The table grouped as the files say; the table itself where they say nothing. */
export async function aggregatedBy(
  files: AggregationFiles,
): Promise<(table: IoTable) => { table: IoTable; unused: readonly string[] }> {
  const industries = files.concordance === undefined ? null : await readConcordanceFile(files.concordance);
  const regions = files.regions === undefined ? null : await readConcordanceFile(files.regions);
  if (!industries && !regions) return (table) => ({ table, unused: [] });
  return (table) => aggregateTable(table, industries, regions);
}

/** The table as the workspace keeps it: labels and vectors. */
export function labelsAndVectors(table: IoTable): Pick<IoTableEntry, 'labels' | 'vectors'> {
  const n = table.industries.length;
  const rows = (part: string, matrix: Float64Array | null): IoVector[] =>
    matrix
      ? table.industries.map((_, seq) => ({ part, seq, values: matrix.subarray(seq * n, (seq + 1) * n) }))
      : [];
  const single = (part: string, values: Float64Array | null): IoVector[] =>
    values ? [{ part, seq: 0, values }] : [];
  return {
    labels: [
      ...table.industries.map((one): IoLabel => ({ axis: 'industry', ...one, kind: null })),
      ...table.finalUses.map(
        ({ code, name, kind, region }): IoLabel => ({
          axis: 'finalUse',
          code,
          name,
          nameEn: null,
          region,
          kind,
        }),
      ),
      ...table.valueAdded.map(
        ({ code, name, kind }): IoLabel => ({
          axis: 'valueAdded',
          code,
          name,
          nameEn: null,
          region: null,
          kind,
        }),
      ),
    ],
    vectors: [
      ...rows('intermediate', table.intermediate),
      ...rows('importedIntermediate', table.importedIntermediate),
      ...table.finalUses.map(({ values }, seq) => ({ part: 'finalUse', seq, values })),
      ...table.finalUses.flatMap(({ imported }, seq) =>
        imported ? [{ part: 'importedFinalUse', seq, values: imported }] : [],
      ),
      ...single('imports', table.imports),
      ...single('inflows', table.inflows),
      ...single('discrepancy', table.discrepancy),
      ...table.valueAdded.map(({ values }, seq) => ({ part: 'valueAdded', seq, values })),
      ...single('output', table.output),
    ],
  };
}

/** The table that the workspace keeps, for the engine. */
export function ioTableOf(
  stored: Pick<IoTableEntry, 'title' | 'year' | 'unit' | 'labels' | 'vectors'>,
): IoTable {
  const of = (axis: IoLabel['axis']) => stored.labels.filter((label) => label.axis === axis);
  const industries = of('industry');
  const n = industries.length;
  const parts = new Map<string, Map<number, Float64Array>>();
  for (const { part, seq, values } of stored.vectors) {
    const list = parts.get(part);
    if (list) list.set(seq, values);
    else parts.set(part, new Map([[seq, values]]));
  }
  const square = (part: string) => {
    const rows = parts.get(part);
    if (!rows) return null;
    const matrix = new Float64Array(n * n);
    for (const [seq, values] of rows) matrix.set(values, seq * n);
    return matrix;
  };
  const vector = (part: string, seq = 0) => parts.get(part)?.get(seq) ?? null;
  return {
    title: stored.title,
    year: stored.year,
    unit: stored.unit,
    industries: industries.map(({ code, name, nameEn, region }) => ({ code, name, nameEn, region })),
    intermediate: square('intermediate') ?? new Float64Array(n * n),
    importedIntermediate: square('importedIntermediate'),
    finalUses: of('finalUse').map(({ code, name, region, kind }, seq) => ({
      code,
      name,
      kind: kind as FinalUseKind,
      region,
      values: vector('finalUse', seq)!,
      imported: vector('importedFinalUse', seq),
    })),
    imports: vector('imports'),
    inflows: vector('inflows'),
    discrepancy: vector('discrepancy'),
    valueAdded: of('valueAdded').map(({ code, name, kind }, seq) => ({
      code,
      name,
      kind: kind as ValueAddedKind,
      values: vector('valueAdded', seq)!,
    })),
    output: vector('output')!,
  };
}
