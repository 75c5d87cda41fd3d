// ballast export: tables of the workspace as files.
import { type Command, Option } from 'commander';
import { parseIsoDay, UserError } from '../model/index.js';
import {
  EXPORT_FORMATS,
  EXPORT_TABLES,
  type ExportFormat,
  type ExportTable,
  exportSdmx,
  exportTable,
} from '../store/index.js';
import { exportChain } from './export-chain.js';
import { exportIoTable } from './export-io-table.js';
import { numberOption } from './number-option.js';
import { EXIT, type Terminal } from './terminal.js';
import { openWorkspace } from './workspace.js';

interface ExportOptions {
  format: ExportFormat | 'sdmx-csv';
  out: string;
  asOf?: string;
  import?: string;
  list?: string;
  home?: string;
  owner?: string;
  hhi?: number;
  json?: boolean;
  workspace: string;
}

/** Exports that take a name. */
const NAMED = ['io-table', 'chain'];

export function exportCommand(program: Command, terminal: () => Terminal): void {
  program
    .command('export')
    .summary('导出 export tables')
    .description(
      '导出工作区的表：数据、举措、目标、文档、企业、集群、称号、企业指标、预审记录、报送、检查发现、退回记录，每行带出处。\nExports tables of the workspace, each row with its source.',
    )
    .argument('<table>', [...EXPORT_TABLES, ...NAMED].join(' | '))
    .argument(
      '[name]',
      '投入产出表或产业链的名称（仅 io-table、chain） name of the table or chain (io-table, chain only)',
    )
    .addOption(
      new Option('--format <format>', '格式 format').choices([...EXPORT_FORMATS, 'sdmx-csv']).default('csv'),
    )
    .requiredOption('--out <file>', '写到 write to')
    .option(
      '--as-of <date>',
      '截至该日所知的数据（仅 figures、io-table） figures, or a table, as known on that day',
    )
    .option('--import <number>', '只要这次导入的退回或检查发现 rejects or findings of this import only')
    .option('--list <list>', '产业链的清单（仅 chain）：firms、products、projects、gaps list of a chain')
    .option('--home <area>', '缺口按此本地范围判断（仅 chain） home area for gaps (chain only)')
    .option(
      '--owner <name>',
      '清单行没写责任单位时填写（仅 chain） owner of rows that name none (chain only)',
    )
    .option(
      '--hhi <value>',
      '来源单一的 HHI 门槛（仅 chain） threshold of one source (chain only)',
      numberOption,
    )
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast import samples/chain --as chain --name 新能源汽车 && ballast export chain 新能源汽车 --list gaps --home 临江省 --format xlsx --out gaps.xlsx\n  ballast export figures --format xlsx --out figures.xlsx\n  ballast import samples/chain/io-table.synthetic.csv --as io-table --name 临江省2024 && ballast export io-table 临江省2024 --out table.csv',
    )
    .action(async (table: string, name: string | undefined, _: unknown, command: Command) => {
      if (table === 'io-table') {
        process.exitCode = await exportIoTable(name, command.optsWithGlobals<ExportOptions>(), terminal());
        return;
      }
      if (table === 'chain') {
        process.exitCode = await exportChain(name, command.optsWithGlobals<ExportOptions>(), terminal());
        return;
      }
      if (name !== undefined)
        command.error('error: a name goes with io-table and chain only', { exitCode: EXIT.usage });
      if (!(EXPORT_TABLES as readonly string[]).includes(table)) {
        command.error(`error: table must be one of ${[...EXPORT_TABLES, ...NAMED].join(', ')}`, {
          exitCode: EXIT.usage,
        });
      }
      const options = command.optsWithGlobals<ExportOptions>();
      if (options.format === 'sdmx-csv' && table !== 'figures') {
        command.error('error: sdmx-csv goes with the table figures only', { exitCode: EXIT.usage });
      }
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
    const rows =
      options.format === 'sdmx-csv'
        ? await exportSdmx(workspace, options.out, figures.figures)
        : await exportTable(workspace, table, options.format, options.out, {
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
