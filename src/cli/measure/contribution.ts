// ballast measure contribution: what each part adds to the growth of the whole.
import type { Command } from 'commander';
import {
  BREADTH_DEFINITIONS,
  breadth,
  CONTRIBUTION_DEFINITIONS,
  contributions,
  measureRules,
  type Part,
} from '../../measure/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import { loadMeasureRules } from '../../store/index.js';
import { TableInput } from '../../verbs/index.js';
import type { Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { exitCode, MEASURE_SCHEMA, tellAside } from './answer.js';

interface ContributionOptions {
  part: string;
  value: string;
  base: string;
  total?: string;
  sheet?: string;
  strict?: boolean;
  json?: boolean;
}

export function contributionCommand(measure: Command, terminal: () => Terminal): void {
  measure
    .command('contribution')
    .summary('拉动与贡献率 pull and contribution')
    .description(
      '由“分项—本期—上年同期”表计算各分项拉动总量增长的百分点、贡献率、基期比重与增长面。先列拉动；总量几乎不变时不列贡献率。\n' +
        'Pull in percentage points, contribution rate, base share and breadth from a table of parts with this period and the same period last year. Pull comes first; no rates where the whole hardly changes.',
    )
    .argument('<table>', 'CSV, TSV, XLSX, XLS, Parquet')
    .requiredOption('--part <column>', '分项列（行业、地区） column of parts')
    .requiredOption('--value <column>', '本期数 this period')
    .requiredOption('--base <column>', '上年同期数，同口径 the same period last year, on the same scope')
    .option('--total <name>', '总量所在行的名称 name of the row that holds the whole')
    .option('--sheet <name>', '工作表 sheet')
    .option('--strict', '有未用的行即以 1 退出 exit with 1 when a row was left out')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast measure contribution industries.csv --part 行业 --value 本期 --base 上年同期 --total 合计',
    )
    .action(async (file: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<ContributionOptions>();
      process.exitCode = await run(file, options, terminal());
    });
}

async function run(file: string, options: ContributionOptions, terminal: Terminal): Promise<number> {
  const rules = measureRules(await loadMeasureRules());
  const table = await TableInput.open(file, options.sheet);
  const [name, value, base] = [options.part, options.value, options.base].map((one) => table.column(one)) as [
    number,
    number,
    number,
  ];
  const parts: Part[] = [];
  const seen = new Set<string>();
  let total: { value: number; base: number } | undefined;
  for (const row of table.rows) {
    const part = {
      name: table.text(row, name),
      value: table.number(row, value),
      base: table.number(row, base),
    };
    if (part.name === null || part.value === null || part.base === null) continue;
    if (seen.has(part.name))
      table.refuse(row, name, { zh: '与前面的行同名', en: 'has the name of a row above' });
    else if (part.name === options.total) total = { value: part.value, base: part.base };
    else parts.push({ name: part.name, value: part.value, base: part.base });
    seen.add(part.name);
  }
  if (parts.length === 0) throw table.nothingLeft();
  if (options.total !== undefined && total === undefined) {
    throw new UserError({
      zh: `${file} 的“${options.part}”列没有可用的“${options.total}”行`,
      en: `column "${options.part}" of ${file} has no usable row "${options.total}"`,
    });
  }
  const found = contributions(parts, rules, total);
  if (!found.ok) throw new UserError(found.why);
  const spread = breadth(
    found.parts.map((part) => part.growth),
    { zh: '个分项', en: 'parts' },
  );
  const notes: Bilingual[] = [...found.cautions];
  if (table.refused.length > 0 && total === undefined) {
    notes.push({
      zh: '有分项未用而总量由分项相加：总量不全，请用 --total 指明总量行',
      en: 'parts were left out and the whole is their sum, which is then not complete: name its row by --total',
    });
  }
  if (found.rest !== null) {
    notes.push({
      zh: `分项之和与总量相差：本期${found.rest.value}，上年同期${found.rest.base}，拉动${found.rest.pull.toFixed(2)}个百分点`,
      en: `the parts leave ${found.rest.value} of this period and ${found.rest.base} of the last, a pull of ${found.rest.pull.toFixed(2)} points`,
    });
  }
  if (options.json) {
    terminal.json({
      schema: MEASURE_SCHEMA,
      measure: 'contribution',
      table: { file, sheet: table.table.sheet, rows: table.rows.length },
      parts: found.parts,
      total: found.total,
      rest: found.rest,
      breadth: spread,
      refused: table.refused,
      notes,
      definitions: { ...CONTRIBUTION_DEFINITIONS, breadth: BREADTH_DEFINITIONS.breadth },
    });
  } else {
    const rows = [...found.parts].sort((a, b) => b.pull - a.pull);
    const growth = {
      zh: `总量增长 ${found.total.growth.toFixed(2)}%`,
      en: `the whole grows by ${found.total.growth.toFixed(2)} %`,
    };
    terminal.print(
      `${textTable(
        [
          terminal.say({ zh: '分项', en: 'part' }),
          terminal.say({ zh: '增速%', en: 'growth %' }),
          terminal.say({ zh: '拉动(百分点)', en: 'pull (points)' }),
          terminal.say({ zh: '贡献率%', en: 'contribution %' }),
          terminal.say({ zh: '基期比重%', en: 'base share %' }),
        ],
        rows.map((part) => [
          part.name,
          part.growth ?? Number.NaN,
          part.pull,
          part.contribution ?? Number.NaN,
          part.baseShare,
        ]),
      )}\n${terminal.say(growth)}${spread.said === null ? '' : `\n${terminal.say(spread.said)}`}`,
    );
  }
  tellAside(terminal, table.refused, notes);
  return exitCode(table.refused, options.strict);
}
