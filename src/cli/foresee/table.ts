// ballast foresee TABLE: measures, diagnostics and back-test of a table.
import { type Command, Option } from 'commander';
import { type RunOptions, runForesee } from '../../verbs/index.js';
import { exitCode, tellAside } from '../measure/index.js';
import { numberOption, seedOption, wholeOption } from '../number-option.js';
import type { Terminal } from '../terminal.js';
import { conventionOptions } from './convention-options.js';
import { foreseeJson } from './foresee-json.js';
import { foreseeSheets, writeAnswer } from './foresee-sheets.js';
import { foreseeText } from './foresee-text.js';

interface ForeseeOptions extends RunOptions {
  cells?: boolean;
  out?: string;
  strict?: boolean;
  json?: boolean;
}

export function tableForm(program: Command, terminal: () => Terminal): Command {
  const foresee = program
    .command('foresee')
    .summary('前瞻布局 which industries fit a region')
    .description(
      '由“地区—行业—数值”表测算专业化、复杂度、关联密度与机会增益；有年份列时回测其预见力。同一对多行相加；缺失与负值所在的行不用，并逐一说明。\n' +
        'Specialisation, complexity, density and opportunity gain from a table of area, activity and value; with a column of years, whether they foretell. Rows of one pair are added up; rows with a missing or negative value are left out, each with its place.',
    )
    .argument('<table>', 'CSV, TSV, XLSX, XLS, Parquet');
  tableOptions(foresee)
    .option('--cells', 'JSON 中加上全部地区×行业 every area with every activity in the JSON')
    .option('--out <place>', '写到 .xlsx，或文件夹（CSV 与 JSON） to an .xlsx, or a folder of CSV and JSON')
    .option('--strict', '有未用的行即以 1 退出 exit with 1 when a row was left out')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast foresee exports.csv --area country --activity product --value value --drop-small 0.4 --json',
    )
    .action(async (file: string, _: unknown, command: Command) => {
      process.exitCode = await run(file, command.optsWithGlobals<ForeseeOptions>(), terminal());
    });
  return foresee;
}

/** The columns that no file is read without. */
const COLUMNS = [
  ['--activity <column>', '行业列 column of activities'],
  ['--value <column>', '数值列 column of values'],
] as const;

/**
 * `areaOption`: a brief has another use for --area. `isFile`: false where the table may be one that the workspace keeps,
 * whose columns are known.
 */
export function tableOptions(command: Command, areaOption = '--area <column>', isFile = true): Command {
  for (const [flags, about] of [[areaOption, '地区列 column of areas'] as const, ...COLUMNS])
    command.addOption(new Option(flags, about).makeOptionMandatory(isFile));
  conventionOptions(
    command
      .option('--year <column>', '年份列：有则回测 column of years; with it there is a back-test')
      .option('--at <year>', '测算哪一年；缺省最近一年 the year to measure; default the latest', wholeOption)
      .option('--sheet <name>', '工作表 sheet'),
  )
    .option('--population <file>', '人口：area, population people by area, for RPOP')
    .option(
      '--pci <file>',
      '外生产品复杂度：product, pci；产品即行业，或经 --concordance 对照 complexity of products from elsewhere',
    )
    .option('--concordance <file>', '产品与行业对照：product, activity, weight concordance')
    .option(
      '--drop-small <share>',
      '剔除规模最小的这一部分地区，如 0.4 leave out the smallest areas',
      numberOption,
    )
    .option('--least-area-total <value>', '地区合计至少 least total of an area', numberOption)
    .option('--least-activity-total <value>', '行业合计至少 least total of an activity', numberOption)
    .option(
      '--least-support <n>',
      '行业至少有几个地区有 least number of areas that have any of it',
      wholeOption,
    )
    .option('--bootstrap <rounds>', '自助法：位次区间 intervals of ranks', wholeOption)
    .addOption(
      new Option(
        '--bootstrap-method <method>',
        '缺省：全为整数用 poisson，否则 activities default: poisson for whole numbers',
      ).choices(['poisson', 'activities']),
    )
    .option('--horizon <years...>', '回测几年后 years ahead of the back-test', collectYears)
    .option('--absent-below <rca>', '候选须低于此比较优势 candidates lie below this RCA', numberOption)
    .addOption(
      new Option('--interval <method>', '回测区间 intervals of the back-test').choices(['regions', 'deLong']),
    )
    .option('--rounds <n>', '回测抽样轮数 draws of the back-test', wholeOption)
    .option('--level <share>', '置信水平 level', numberOption)
    .option('--seed <n>', '随机种子 seed', seedOption);
  return command;
}

function collectYears(text: string, before: number[] | undefined): number[] {
  return [...(before ?? []), wholeOption(text)];
}

async function run(file: string, options: ForeseeOptions, terminal: Terminal): Promise<number> {
  const found = await runForesee(file, options);
  const json = foreseeJson(file, found, options);
  const written = options.out === undefined ? [] : await writeAnswer(options.out, foreseeSheets(found), json);
  if (options.json) terminal.json({ ...json, ...(written.length > 0 ? { written } : {}) });
  else {
    terminal.print(foreseeText(found, terminal));
    for (const name of written) terminal.print(name);
  }
  tellAside(terminal, found.read.input.refused, found.notes);
  for (const refusal of found.diagnosis.refusals)
    terminal.note({ zh: `拒绝按复杂度排序：${refusal.zh}`, en: `no ranking by complexity: ${refusal.en}` });
  for (const doubt of found.diagnosis.doubts)
    terminal.note({ zh: `存疑：${doubt.zh}`, en: `doubt: ${doubt.en}` });
  return exitCode(found.read.input.refused, options.strict);
}
