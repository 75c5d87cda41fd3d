// One input–output table for a command: of a file, or of the workspace by its name; grouped where a concordance is given.
import { stat } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import {
  checkIdentities,
  examineTable,
  IO_LAYOUTS,
  type IoFinding,
  type IoLayout,
  type IoTable,
} from '../chain/index.js';
import { UserError } from '../model/index.js';
import { Workspace } from '../store/index.js';
import { type AggregationFiles, aggregatedBy, ioTableOf, readIoFile } from '../verbs/index.js';

export interface IoSourceOptions extends AggregationFiles {
  sheet?: string | undefined;
  layout?: IoLayout | undefined;
  totals?: string | undefined;
  unit?: string | undefined;
  workspace?: string | undefined;
}

export interface IoSource {
  table: IoTable;
  /** Null where the table is of the workspace. */
  sheet: string | null;
  /** What there is to know of a table from a file; of one in the workspace its import has told. */
  findings: readonly IoFinding[];
}

/** Options of every command that takes a table. */
export function withIoSource(command: Command): Command {
  return command
    .option('--sheet <name>', '工作表 sheet')
    .addOption(new Option('--layout <layout>', '表的格式 layout of the table').choices([...IO_LAYOUTS]))
    .option(
      '--totals <file>',
      '长表之外的各部门使用、投入和总产出 uses, inputs and output beside a long table of flows',
    )
    .option('--unit <unit>', '表中没写的计量单位 unit of a table that states none')
    .option('--concordance <file>', '归并部门的对照表：from, to, name, weight concordance of industries')
    .option('--regions <file>', '归并地区的对照表 concordance of regions');
}

/** The table of a file or, where there is no such file, of that name in the workspace. */
export async function ioSource(source: string, options: IoSourceOptions): Promise<IoSource> {
  const aggregated = await aggregatedBy(options);
  const isFile = await stat(source).then(
    () => true,
    () => false,
  );
  if (!isFile) {
    const table = await fromWorkspace(source, options.workspace ?? 'workspace');
    return { table: aggregated(table).table, sheet: null, findings: [] };
  }
  const { readings } = await readIoFile(source, {
    sheet: options.sheet ?? null,
    layout: options.layout ?? null,
    unit: options.unit ?? null,
    totalsFile: options.totals ?? null,
  });
  const [reading] = readings;
  if (!reading || readings.length > 1) {
    const names = readings.map(({ sheet, table }) => sheet || table.title);
    throw new UserError({
      zh: `${source}：有 ${readings.length} 张投入产出表，请用 --sheet 指定一张：${names.join('、')}`,
      en: `${source}: holds ${readings.length} input–output tables; name one with --sheet: ${names.join(', ')}`,
    });
  }
  const { table, stated, sheet, findings } = reading;
  const residuals = examineTable(table, checkIdentities(table, stated)).filter(
    ({ finding }) => finding === 'residual',
  );
  return { table: aggregated(table).table, sheet, findings: [...findings, ...residuals] };
}

async function fromWorkspace(name: string, dir: string): Promise<IoTable> {
  const missing = new UserError({
    zh: `没有这个文件，工作区 ${dir} 里也没有这个名称的投入产出表：${name}`,
    en: `There is no such file, and no input–output table of that name in the workspace ${dir}: ${name}`,
  });
  const there = await stat(dir).catch(() => null);
  if (!there) throw missing;
  const workspace = await Workspace.open(dir, { readOnly: true });
  try {
    const names = (await workspace.ioTables()).map((one) => one.name);
    if (!names.includes(name)) throw missing;
    return ioTableOf(await workspace.ioTable(name));
  } finally {
    await workspace.close();
  }
}
