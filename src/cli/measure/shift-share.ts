// ballast measure shift-share: what of each area's change is the country's, its industries', and its own.
import type { Command } from 'commander';
import {
  type Activity,
  type ActivityCell,
  activityOf,
  dynamicShiftShare,
  SHIFT_SHARE_DEFINITIONS,
  shiftShare,
} from '../../measure/index.js';
import { UserError } from '../../model/index.js';
import { TableInput } from '../../verbs/index.js';
import { EXIT, type Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { exitCode, MEASURE_SCHEMA, tellAside } from './answer.js';

interface ShiftShareOptions {
  area: string;
  industry: string;
  base?: string;
  final?: string;
  value?: string;
  period?: string;
  dynamic?: boolean;
  sheet?: string;
  strict?: boolean;
  json?: boolean;
}

export function shiftShareCommand(measure: Command, terminal: () => Terminal): void {
  measure
    .command('shift-share')
    .summary('偏离—份额 shift–share')
    .description(
      '把各地区各行业的增量分为全国份额、产业结构份额与区域份额，区域份额再分为净竞争与配置；--dynamic 逐期分解后相加。按所给数值计算，未作可比口径调整。\n' +
        "Each area's change by industry as national share, industry mix and regional shift, the shift as competitive effect and allocation; --dynamic adds up the parts of every period. From the values given, not comparable-adjusted.",
    )
    .argument('<table>', 'CSV, TSV, XLSX, XLS, Parquet')
    .requiredOption('--area <column>', '地区列 column of areas')
    .requiredOption('--industry <column>', '行业列 column of industries')
    .option('--base <column>', '基期列 column of the base period')
    .option('--final <column>', '末期列 column of the final period')
    .option('--value <column>', '数值列（与 --period 同用）column of values, with --period')
    .option('--period <column>', '时期列 column of periods')
    .option('--dynamic', '逐期分解 period by period')
    .option('--sheet <name>', '工作表 sheet')
    .option('--strict', '有未用的行即以 1 退出 exit with 1 when a row was left out')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast measure shift-share jobs.csv --area 地区 --industry 行业 --base 2018 --final 2023 --json',
    )
    .action(async (file: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<ShiftShareOptions>();
      const two = options.base !== undefined && options.final !== undefined;
      const long = options.value !== undefined && options.period !== undefined;
      if (two === long)
        command.error('error: give --base and --final, or --value and --period', { exitCode: EXIT.usage });
      process.exitCode = await run(file, options, terminal());
    });
}

async function run(file: string, options: ShiftShareOptions, terminal: Terminal): Promise<number> {
  const table = await TableInput.open(file, options.sheet);
  const { periods, tables } = options.base ? twoColumns(table, options) : byPeriod(table, options);
  const first = tables[0];
  const last = tables.at(-1);
  if (!first || !last) throw table.nothingLeft();
  const { cells, growth, industryGrowth } = shiftShare(first, last);
  const answer = {
    schema: MEASURE_SCHEMA,
    measure: 'shift-share',
    table: { file, sheet: table.table.sheet, rows: table.rows.length, periods },
    growth,
    industryGrowth,
    cells,
    ...(options.dynamic ? { dynamic: dynamicShiftShare(tables) } : {}),
    refused: table.refused,
    notes: [],
    definitions: SHIFT_SHARE_DEFINITIONS,
  };
  if (options.json) terminal.json(answer);
  else {
    const parts = options.dynamic ? answer.dynamic! : cells;
    terminal.print(
      textTable(
        [
          terminal.say({ zh: '地区', en: 'area' }),
          terminal.say({ zh: '行业', en: 'industry' }),
          terminal.say({ zh: '增量', en: 'change' }),
          terminal.say({ zh: '全国', en: 'national' }),
          terminal.say({ zh: '结构', en: 'mix' }),
          terminal.say({ zh: '区域', en: 'regional' }),
          terminal.say({ zh: '净竞争', en: 'competitive' }),
          terminal.say({ zh: '配置', en: 'allocation' }),
        ],
        parts.map((cell) => [
          cell.area,
          cell.industry,
          cell.change,
          cell.national,
          cell.industryMix,
          cell.regionalShift,
          cell.competitive,
          cell.allocation,
        ]),
      ),
    );
  }
  tellAside(terminal, table.refused, answer.notes);
  return exitCode(table.refused, options.strict);
}

interface Periods {
  periods: string[];
  tables: Activity[];
}

function twoColumns(table: TableInput, options: ShiftShareOptions): Periods {
  const area = table.column(options.area);
  const industry = table.column(options.industry);
  const base = table.column(options.base!);
  const final = table.column(options.final!);
  const before: ActivityCell[] = [];
  const after: ActivityCell[] = [];
  for (const row of table.rows) {
    const place = { area: table.name(row, area), industry: table.name(row, industry) };
    const start = table.amount(row, base);
    const end = table.amount(row, final);
    if (place.area === null || place.industry === null || start === null || end === null) continue;
    before.push({ area: place.area, industry: place.industry, value: start });
    after.push({ area: place.area, industry: place.industry, value: end });
  }
  const tables = before.length > 0 ? [activityOf(before), activityOf(after)] : [];
  return { periods: [options.base!, options.final!], tables };
}

function byPeriod(table: TableInput, options: ShiftShareOptions): Periods {
  const area = table.column(options.area);
  const industry = table.column(options.industry);
  const period = table.column(options.period!);
  const value = table.column(options.value!);
  const cells = new Map<string, ActivityCell[]>();
  for (const row of table.rows) {
    const cell = {
      area: table.name(row, area),
      industry: table.name(row, industry),
      value: table.amount(row, value),
    };
    const when = table.text(row, period);
    if (cell.area === null || cell.industry === null || cell.value === null || when === null) continue;
    const own = cells.get(when) ?? [];
    if (own.length === 0) cells.set(when, own);
    own.push({ area: cell.area, industry: cell.industry, value: cell.value });
  }
  const periods = [...cells.keys()].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  if (periods.length < 2)
    throw new UserError({
      zh: `“${options.period}”列只有 ${periods.length} 个时期，至少需要两期`,
      en: `column "${options.period}" has ${periods.length} periods; at least two are needed`,
    });
  return {
    periods,
    tables: inOneShape(
      periods.map((when) => cells.get(when)!),
      table,
    ),
  };
}

/** Tables of the same areas and industries: a cell that one period lacks would turn into a fall to nothing. */
function inOneShape(periods: readonly ActivityCell[][], table: TableInput): Activity[] {
  const keys = periods.map((cells) => new Set(cells.map(keyOf)));
  const everywhere = (cell: ActivityCell) => keys.every((own) => own.has(keyOf(cell)));
  const lacking = new Set(
    periods
      .flat()
      .filter((cell) => !everywhere(cell))
      .map(keyOf),
  );
  if (lacking.size > 0) {
    const [area, industry] = JSON.parse([...lacking][0]!) as [string, string];
    throw new UserError({
      zh: `${table.table.file}：${lacking.size} 个“地区—行业”不是每期都有，如 ${area} ${industry}；缺失不等于 0，请补齐或删去`,
      en: `${table.table.file}: ${lacking.size} pairs of area and industry are not in every period, such as ${area}, ${industry}; missing is not 0: fill them in or take them out`,
    });
  }
  const order = new Map([...keys[0]!].map((key, at) => [key, at]));
  return periods.map((cells) =>
    activityOf([...cells].sort((a, b) => order.get(keyOf(a))! - order.get(keyOf(b))!)),
  );
}

function keyOf({ area, industry }: ActivityCell): string {
  return JSON.stringify([area, industry]);
}
