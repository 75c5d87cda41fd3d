// ballast import: tables into the workspace, each row checked, nothing lost; pasted releases through the reader.
import { extname } from 'node:path';
import { type Command, Option } from 'commander';
import { IO_LAYOUTS } from '../chain/index.js';
import { type Bilingual, type Lang, parseIsoDay } from '../model/index.js';
import {
  type DryRun,
  importTable,
  MARKET_KINDS,
  PAGE_EXTENSIONS,
  type SourceKind,
  saveMapping,
  type TableImported,
  type TableImportOptions,
  type TableKind,
  tryTable,
} from '../store/index.js';
import { keepBatch, nothingTaken, openLexicons, openTableImport, readAllPages } from '../verbs/index.js';
import { dayOf } from './day.js';
import { importChainFiles } from './import-chain.js';
import { importFirmTable } from './import-firm-items.js';
import { importIoTable } from './import-io-table.js';
import { importLayout } from './import-layout.js';
import { importChallengeTable, importMarketTable, importStepTable } from './match/index.js';
import { exitCodeOf } from './refused-pages.js';
import { EXIT, type Terminal } from './terminal.js';
import { openWorkspace } from './workspace.js';

/** Steps of tasks are no source: they are added to lives that the workspace keeps. */
type ImportKind = SourceKind | 'challenge-entries';

const KINDS: readonly ImportKind[] = [
  'figures',
  'enterprises',
  'reports',
  'clusters',
  'titles',
  'firm-items',
  'links',
  'input-classes',
  'io-table',
  'chain',
  'challenges',
  'challenge-entries',
  ...MARKET_KINDS,
  'layout-table',
  'neighbours',
];

interface ImportOptions {
  as: ImportKind;
  layout?: string;
  totals?: string;
  concordance?: string;
  regions?: string;
  name?: string;
  areaColumn?: string;
  activityColumn?: string;
  valueColumn?: string;
  yearColumn?: string;
  map?: string;
  saveMap?: string;
  sheet?: string;
  area?: string;
  indicator?: string;
  unit?: string;
  period?: string;
  encoding?: string;
  released?: string;
  title?: string;
  publisher?: string;
  keepNames?: boolean;
  confirmed?: boolean;
  synthetic?: boolean;
  dryRun?: boolean;
  today?: string;
  json?: boolean;
  workspace: string;
}

export function importCommand(program: Command, terminal: () => Terminal): void {
  program
    .command('import')
    .summary('导入表格 import tables')
    .description(
      '导入表格：CSV、TSV、XLSX、ODS、XLS、Parquet，或一段发布稿；逐行核对，退回的行连同原因留存，可改后再导入。\n' +
        'Imports tables (CSV, TSV, XLSX, ODS, XLS, Parquet) or pasted releases; every row is checked, refused rows are kept with the reason, to be mended and imported again.',
    )
    .argument(
      '<file>',
      '表格或发布稿，- 表示标准输入的发布稿  a table or a release, - for a release on standard input',
    )
    .addOption(new Option('--as <kind>', '导入为 import as').choices(KINDS).makeOptionMandatory())
    .option('--map <file>', '对照表 mapping (YAML)')
    .option('--save-map <file>', '把认出的各列写成对照表 write the mapping that was guessed')
    .option('--sheet <name>', '工作表 sheet')
    .option('--area <name>', '表中没写地区时的地区 the area of a table that names none')
    .option('--indicator <name>', '表中没写指标时的指标 the indicator of a table that names none')
    .option('--unit <unit>', '表中没写单位时的单位 the unit of a table that states none')
    .option('--period <period>', '表中没写时期时的时期 the period of a table that states none')
    .option('--encoding <name>', '文字文件的编码 encoding of a text file: utf-8, gb18030 …')
    .option('--released <date>', '发布日期 the day the figures were made known')
    .option(
      '--title <title>',
      '表的标题；称号名单若没有称号一列，即其称号 title of the table; of a list of titles, the title it is of',
    )
    .option('--publisher <name>', '发布单位 who published it')
    .option('--keep-names', '保留自然人姓名 keep names of natural persons')
    .option('--confirmed', '按检查认为有误的数也收下 take in what the checks hold for an error')
    .addOption(
      new Option('--layout <layout>', '投入产出表的格式 layout of an input–output table').choices([
        ...IO_LAYOUTS,
      ]),
    )
    .option(
      '--totals <file>',
      '长表之外的各部门使用、投入和总产出 uses, inputs and output beside a long table of flows',
    )
    .option('--concordance <file>', '归并部门的对照表：from, to, name, weight concordance of industries')
    .option('--regions <file>', '归并地区的对照表 concordance of regions')
    .option(
      '--name <name>',
      '投入产出表、产业链或布局表在工作区里的名称 name of an input–output table, a chain or a layout table in the workspace',
    )
    .option('--area-column <column>', '布局表的地区列 column of areas of a layout table')
    .option('--activity-column <column>', '布局表的行业列 column of activities of a layout table')
    .option('--value-column <column>', '布局表的数值列 column of values of a layout table')
    .option('--year-column <column>', '布局表的年份列 column of years of a layout table')
    .option('--synthetic', '标为合成数据 mark as synthetic')
    .option('--dry-run', '只说会怎样，不写入 say what would happen, write nothing')
    .option('--today <date>', '按此日期判断未来时期 the date after which periods lie in the future')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast import samples/economy/reports.synthetic.csv --as reports --synthetic --dry-run\n  ballast export rejects --out rejects.csv && ballast import rejects.csv --as reports\n  ballast import samples/chain/io-table.synthetic.csv --as io-table --name 临江省2024 --dry-run\n  ballast import samples/assess/firms.csv --as firm-items --dry-run',
    )
    .action(async (file: string, _: unknown, command: Command) => {
      process.exitCode = await run(file, command.optsWithGlobals<ImportOptions>(), terminal());
    });
}

async function run(file: string, options: ImportOptions, terminal: Terminal): Promise<number> {
  const today = dayOf(options);
  if (options.released !== undefined) parseIsoDay(options.released);
  const { as } = options;
  if (as === 'io-table') return importIoTable(file, options, terminal);
  if (as === 'layout-table' || as === 'neighbours') return importLayout(file, { ...options, as }, terminal);
  if (as === 'chain') return importChainFiles(file, options, terminal);
  if (as === 'firm-items') return importFirmTable(file, options, terminal);
  if (as === 'challenges') return importChallengeTable(file, options, terminal);
  if (as === 'challenge-entries') return importStepTable(file, options, terminal);
  const market = MARKET_KINDS.find((kind) => kind === as);
  if (market !== undefined) return importMarketTable(file, market, options, terminal);
  const isPage = file === '-' || (PAGE_EXTENSIONS as readonly string[]).includes(extname(file).toLowerCase());
  if (isPage && options.as === 'figures') return importPage(file, options, terminal);
  const progress = terminal.progress({ zh: '导入', en: 'Importing' }, 1);
  const settings = await openTableImport(
    options.workspace,
    { ...options, as: as as TableKind },
    today,
    progress,
  );
  if (options.dryRun) return dryRun(file, settings, options, terminal);
  const workspace = await openWorkspace(options.workspace, terminal);
  try {
    const result = await importTable(workspace, file, settings);
    progress.end();
    if (options.saveMap !== undefined && result.mapping) await saveMapping(options.saveMap, result.mapping);
    for (const notice of result.notices) terminal.note(notice);
    const nothing = nothingTaken(result.kind, result);
    if (nothing !== null) terminal.note(nothing);
    if (options.json) terminal.json({ schema: 'ballast.import/1', ...withoutMapping(result), nothing });
    else terminal.print(terminal.say(account(result)));
    return result.rejected > 0 || nothing !== null ? EXIT.badInput : EXIT.done;
  } finally {
    await workspace.close();
  }
}

async function dryRun(
  file: string,
  settings: TableImportOptions,
  options: ImportOptions,
  terminal: Terminal,
): Promise<number> {
  const runs = await tryTable(file, settings);
  if (options.saveMap !== undefined && runs[0]) await saveMapping(options.saveMap, runs[0].mapping);
  if (options.json) terminal.json({ schema: 'ballast.import/1', dryRun: true, tables: runs });
  else for (const one of runs) terminal.print(terminal.say(preview(one)));
  return runs.some((one) => one.rejected > 0) ? EXIT.badInput : EXIT.done;
}

/** A release: its figures are those of the reader, with the sentence each stands in. */
async function importPage(file: string, options: ImportOptions, terminal: Terminal): Promise<number> {
  const { lexicons, reading } = await openLexicons(options.workspace);
  const pages = await readAllPages([file], lexicons, terminal);
  const [page] = pages.read;
  const figures = page?.document.observations.length ?? 0;
  if (options.dryRun) {
    const tables = pages.read.map(({ document }) => ({
      file: document.source,
      title: document.title,
      values: document.observations.length,
      observations: document.observations,
    }));
    if (options.json) terminal.json({ schema: 'ballast.import/1', dryRun: true, tables });
    else
      terminal.print(
        terminal.say({
          zh: `${file}：可导入数据 ${figures} 个`,
          en: `${file}: ${figures} figures to import`,
        }),
      );
    return exitCodeOf(pages.refused);
  }
  const workspace = await openWorkspace(options.workspace, terminal);
  try {
    const run = workspace.startImport({ kind: 'pages', source: file });
    const kept = await keepBatch(run, pages, reading);
    await run.finish();
    const accepted = kept.added + kept.renewed > 0 ? figures : 0;
    const result = {
      kind: 'figures',
      file,
      accepted,
      unchanged: figures - accepted,
      revised: 0,
      rejected: pages.refused.length,
    };
    if (options.json) terminal.json({ schema: 'ballast.import/1', ...result });
    else
      terminal.print(
        terminal.say({
          zh: `${file}：数据 ${figures} 个${accepted === 0 ? '，此前已导入' : ''}`,
          en: `${file}: ${figures} figures${accepted === 0 ? ', imported before' : ''}`,
        }),
      );
    return exitCodeOf(pages.refused);
  } finally {
    await workspace.close();
  }
}

function withoutMapping({ mapping: _, ...result }: TableImported) {
  return result;
}

function account(result: TableImported): Bilingual {
  if (result.knownAs !== null) {
    return {
      zh: `${result.file}：这个文件已在第 ${result.knownAs} 次导入中收入，没有改动。`,
      en: `${result.file}: this file was taken in by import ${result.knownAs}; nothing was changed.`,
    };
  }
  const { reports, findings } = result;
  const found = Object.entries(findings);
  return {
    zh: [
      `${result.file}（第 ${result.importId} 次导入）：收入 ${result.accepted}，其中修订 ${result.revised}；已有 ${result.unchanged}；空缺 ${result.missing}；退回 ${result.rejected}`,
      ...(reports ? [`  企业 ${reports.reporters} 家，指标 ${reports.items} 个`] : []),
      ...(found.length > 0
        ? [`  检查发现：${found.map(([kind, n]) => `${kind} ${n}`).join('，')}（ballast export findings）`]
        : []),
      ...reasonLines(result, 'zh'),
      ...(result.rejected > 0 ? ['  退回的行：ballast export rejects --out rejects.csv，改好后再导入'] : []),
    ].join('\n'),
    en: [
      `${result.file} (import ${result.importId}): ${result.accepted} taken in, ${result.revised} of them revisions; ${result.unchanged} known; ${result.missing} missing; ${result.rejected} refused`,
      ...(reports ? [`  ${reports.reporters} firms, ${reports.items} items`] : []),
      ...(found.length > 0
        ? [`  findings: ${found.map(([kind, n]) => `${kind} ${n}`).join(', ')} (ballast export findings)`]
        : []),
      ...reasonLines(result, 'en'),
      ...(result.rejected > 0
        ? ['  refused rows: ballast export rejects --out rejects.csv, mend them, import the file again']
        : []),
    ].join('\n'),
  };
}

/** So many reasons are told; --json has all. */
const TOLD_REASONS = 5;

function reasonLines({ file, reasons }: TableImported, lang: Lang): string[] {
  const lines = reasons.slice(0, TOLD_REASONS).map(({ count, row, column, value, ...reason }) => {
    const first = {
      zh: `${count} 处${count > 1 ? '，首处' : ''}${row === null ? '' : `第 ${row} 行`}${column === null ? '' : `“${column}”列`}${value === null ? '' : ` “${value}”`}`,
      en: `${count}${count > 1 ? ', the first in' : ' in'}${row === null ? ` ${file}` : ` row ${row}`}${column === null ? '' : `, column "${column}"`}${value === null ? '' : ` "${value}"`}`,
    };
    return `  × ${first[lang]}${lang === 'zh' ? '：' : ': '}${reason[lang]}`;
  });
  const more = reasons.length - lines.length;
  if (more > 0) lines.push(lang === 'zh' ? `  × 另有 ${more} 种原因` : `  × ${more} more reasons`);
  return lines;
}

function preview(run: DryRun): Bilingual {
  const columns = run.mapping.columns.filter((column) => column.role !== 'ignore');
  const named = columns.map(
    (column) =>
      `    ${column.column ?? ''} ${column.heading ?? ''} → ${column.role}${column.indicator ? ` ${column.indicator}` : ''}${column.unit ? ` [${column.unit}]` : ''}`,
  );
  const span = run.periods.first === null ? '—' : `${run.periods.first} … ${run.periods.last}`;
  return {
    zh: [
      `${run.file} / ${run.sheet}：${run.rows} 行，数值 ${run.values}，空缺 ${run.missing}，将退回 ${run.rejected}`,
      ...named,
      `  时期 ${span}；地区 ${run.areas}；行业 ${run.industries}；企业 ${run.enterprises}`,
      ...run.notices.map((notice) => `  ! ${notice.zh}`),
      ...run.rejects.map(
        (reject) => `  × ${reject.column ?? ''}${reject.row} “${reject.value}”：${reject.zh}`,
      ),
    ].join('\n'),
    en: [
      `${run.file} / ${run.sheet}: ${run.rows} rows, ${run.values} values, ${run.missing} missing, ${run.rejected} would be refused`,
      ...named,
      `  periods ${span}; areas ${run.areas}; industries ${run.industries}; firms ${run.enterprises}`,
      ...run.notices.map((notice) => `  ! ${notice.en}`),
      ...run.rejects.map(
        (reject) => `  × ${reject.column ?? ''}${reject.row} “${reject.value}”: ${reject.en}`,
      ),
    ].join('\n'),
  };
}
