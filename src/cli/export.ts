// ballast export: tables of the workspace as files.
import { type Command, Option } from 'commander';
import { parseIsoDay, UserError } from '../model/index.js';
import {
  EXPORT_FORMATS,
  EXPORT_TABLES,
  type ExportFormat,
  type ExportTable,
  exportTable,
} from '../store/index.js';
import { exportIoTable } from './export-io-table.js';
import { EXIT, type Terminal } from './terminal.js';
import { openWorkspace } from './workspace.js';

interface ExportOptions {
  format: ExportFormat;
  out: string;
  asOf?: string;
  import?: string;
  json?: boolean;
  workspace: string;
}

export function exportCommand(program: Command, terminal: () => Terminal): void {
  program
    .command('export')
    .summary('导出 export tables')
    .description(
      '导出工作区的表：数据、举措、目标、文档、企业、集群、报送、检查发现、退回记录，每行带出处。\nExports tables of the workspace, each row with its source.',
    )
    .argument('<table>', [...EXPORT_TABLES, 'io-table'].join(' | '))
    .argument('[name]', '投入产出表的名称（仅 io-table） name of the table (io-table only)')
    .addOption(new Option('--format <format>', '格式 format').choices([...EXPORT_FORMATS]).default('csv'))
    .requiredOption('--out <file>', '写到 write to')
    .option(
      '--as-of <date>',
      '截至该日所知的数据（仅 figures、io-table） figures, or a table, as known on that day',
    )
    .option('--import <number>', '只要这次导入的退回或检查发现 rejects or findings of this import only')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast export figures --format xlsx --out figures.xlsx\n  ballast export io-table 江苏省2017年投入产出表 --out table.csv',
    )
    .action(async (table: string, name: string | undefined, _: unknown, command: Command) => {
      if (table === 'io-table') {
        process.exitCode = await exportIoTable(name, command.optsWithGlobals<ExportOptions>(), terminal());
        return;
      }
      if (name !== undefined)
        command.error('error: a name goes with io-table only', { exitCode: EXIT.usage });
      if (!(EXPORT_TABLES as readonly string[]).includes(table)) {
        command.error(`error: table must be one of ${[...EXPORT_TABLES, 'io-table'].join(', ')}`, {
          exitCode: EXIT.usage,
        });
      }
      const options = command.optsWithGlobals<ExportOptions>();
      if (options.asOf !== undefined && table !== 'figures') {
        command.error('error: --as-of goes with the table figures only', { exitCode: EXIT.usage });
      }
      process.exitCode = await run(table as ExportTable, options, terminal());
    });
}

async function run(table: ExportTable, options: ExportOptions, terminal: Terminal): Promise<number> {
  const figures = options.asOf === undefined ? {} : { figures: { asOf: { day: parseIsoDay(options.asOf) } } };
  const workspace = await openWorkspace(options.workspace, terminal, { readOnly: true });
  try {
    const rows = await exportTable(workspace, table, options.format, options.out, {
      lang: terminal.lang,
      ...figures,
      ...(options.import === undefined ? {} : { importId: importNumber(options.import) }),
    });
    if (options.json) terminal.json({ schema: 'ballast.export/1', table, rows, file: options.out });
    else
      terminal.print(terminal.say({ zh: `${options.out}：${rows} 行`, en: `${options.out}: ${rows} rows` }));
  } finally {
    await workspace.close();
  }
  return EXIT.done;
}

function importNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UserError({
    zh: `导入编号应是整数：${text}。编号见 import 的输出。`,
    en: `The number of an import is an integer: ${text}. \`import\` prints it.`,
  });
}
