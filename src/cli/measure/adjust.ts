// ballast measure adjust: seasonal adjustment of a monthly series, by STL, by the classical way, or by the user's X-13.
import { spawn } from 'node:child_process';
import { access, constants, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Command, Option } from 'commander';
import {
  classicalDecomposition,
  type Decomposition,
  FESTIVAL_WEEK,
  mergeJanuaryFebruary,
  parseDiagnostics,
  parseMessages,
  parseSavedTable,
  SEASONAL_DEFINITIONS,
  type StlOptions,
  stl,
  stlWithFestival,
  X13_DEFAULTS,
  X13_DEFINITION,
  type X13Request,
  x13Spec,
  x13Tables,
} from '../../measure/index.js';
import {
  type Bilingual,
  type Definition,
  type Month,
  monthKey,
  monthOfKey,
  printPeriod,
  UserError,
} from '../../model/index.js';
import { TableInput } from '../../verbs/index.js';
import { numberOption } from '../number-option.js';
import type { Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { exitCode, MEASURE_SCHEMA, tellAside } from './answer.js';

interface AdjustOptions {
  period: string;
  value: string;
  method: 'stl' | 'classical' | 'x13';
  festival: 'regressor' | 'merge' | 'none';
  rates?: boolean;
  log?: boolean;
  robust?: boolean;
  sWindow: number | 'periodic';
  tWindow?: number;
  lWindow?: number;
  sDegree?: number;
  tDegree?: number;
  lDegree?: number;
  sJump?: number;
  tJump?: number;
  lJump?: number;
  inner?: number;
  outer?: number;
  x13?: string;
  seats?: boolean;
  sheet?: string;
  strict?: boolean;
  json?: boolean;
}

export function adjustCommand(measure: Command, terminal: () => Terminal): void {
  measure
    .command('adjust')
    .summary('季节调整 seasonal adjustment')
    .description(
      '月度序列的季节调整。默认用 STL，并以春节回归量剔除移动假日；1—2 月合并发布的序列用 --festival merge。--method x13 调用本机已有的 X-13ARIMA-SEATS（--x13 或环境变量 X13PATH）。\n' +
        'Seasonal adjustment of a monthly series: STL with a regressor for the Spring Festival by default; --festival merge where January and February come as one. --method x13 runs the X-13ARIMA-SEATS you have (--x13 or X13PATH).',
    )
    .argument('<table>', 'CSV, TSV, XLSX, XLS, Parquet')
    .requiredOption('--period <column>', '月份列 column of months')
    .requiredOption('--value <column>', '数值列 column of values')
    .addOption(
      new Option('--method <method>', '方法 method').choices(['stl', 'classical', 'x13']).default('stl'),
    )
    .addOption(
      new Option('--festival <how>', '春节 Spring Festival')
        .choices(['regressor', 'merge', 'none'])
        .default('regressor'),
    )
    .option('--rates', '数值是速度或存量：合并时取 2 月 values are rates or stocks: February stands for both')
    .option('--log', '乘法：先取对数 multiplicative: take logarithms')
    .option('--robust', '稳健：压低离群值的权重 weigh outliers down')
    .option(
      '--s-window <n|periodic>',
      '季节窗宽（周期数，奇数）seasonal window in cycles, odd',
      windowOption,
      'periodic',
    )
    .option('--t-window <n>', '趋势窗宽 trend window', numberOption)
    .option('--l-window <n>', '低通窗宽 low-pass window', numberOption)
    .option('--s-degree <0|1>', '季节局部拟合次数 degree of the seasonal fit', numberOption)
    .option('--t-degree <0|1>', '趋势局部拟合次数 degree of the trend fit', numberOption)
    .option('--l-degree <0|1>', '低通局部拟合次数 degree of the low-pass fit', numberOption)
    .option('--s-jump <n>', '季节步长 seasonal jump', numberOption)
    .option('--t-jump <n>', '趋势步长 trend jump', numberOption)
    .option('--l-jump <n>', '低通步长 low-pass jump', numberOption)
    .option('--inner <n>', '内循环次数 inner loops', numberOption)
    .option('--outer <n>', '外循环次数 outer loops', numberOption)
    .option('--x13 <program>', 'X-13ARIMA-SEATS 程序 the program')
    .option('--seats', 'X-13 用 SEATS 而非 X-11 SEATS instead of X-11')
    .option('--sheet <name>', '工作表 sheet')
    .option('--strict', '有未用的行即以 1 退出 exit with 1 when a row was left out')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast measure adjust electricity.csv --period 月份 --value 用电量 --log --s-window 7 --robust --json',
    )
    .action(async (file: string, _: unknown, command: Command) => {
      process.exitCode = await run(file, command.optsWithGlobals<AdjustOptions>(), terminal());
    });
}

function windowOption(text: string): number | 'periodic' {
  return text === 'periodic' ? text : numberOption(text);
}

interface Series {
  start: Month;
  /** January is NaN where it comes together with February. */
  values: Float64Array;
}

interface Adjusted extends Decomposition {
  periods: string[];
  values: Float64Array;
  adjusted: Float64Array;
  festival: Float64Array | null;
  combination: 'sum' | 'product';
  parameters: Record<string, unknown>;
  definition: Definition;
  messages: Bilingual[];
}

async function run(file: string, options: AdjustOptions, terminal: Terminal): Promise<number> {
  const table = await TableInput.open(file, options.sheet);
  const series = seriesOf(table, options);
  const own = options.method === 'x13' ? await byX13(series, options) : byOwnMethods(series, options);
  const rows = own.periods.map((period, at) => ({
    period,
    value: own.values[at]!,
    adjusted: own.adjusted[at]!,
    trend: own.trend[at]!,
    seasonal: own.seasonal[at]!,
    festival: own.festival === null ? null : own.festival[at]!,
    remainder: own.remainder[at]!,
  }));
  const answer = {
    schema: MEASURE_SCHEMA,
    measure: 'adjust',
    table: { file, sheet: table.table.sheet, rows: table.rows.length },
    method: options.method,
    combination: own.combination,
    parameters: own.parameters,
    series: rows,
    refused: table.refused,
    notes: own.messages,
    definitions: { [options.method]: own.definition },
  };
  if (options.json) terminal.json(answer);
  else
    terminal.print(
      textTable(
        [
          terminal.say({ zh: '月份', en: 'month' }),
          terminal.say({ zh: '原值', en: 'value' }),
          terminal.say({ zh: '调整后', en: 'adjusted' }),
          terminal.say({ zh: '趋势', en: 'trend' }),
          terminal.say({ zh: '季节', en: 'seasonal' }),
        ],
        rows.map(({ period, value, adjusted, trend, seasonal }) => [
          period,
          value,
          adjusted,
          trend,
          seasonal,
        ]),
      ),
    );
  tellAside(terminal, table.refused, own.messages);
  return exitCode(table.refused, options.strict);
}

function seriesOf(table: TableInput, options: AdjustOptions): Series {
  const periodColumn = table.column(options.period);
  const valueColumn = table.column(options.value);
  const merged = options.festival === 'merge';
  const known = new Map<number, number>();
  const pairs = new Set<number>();
  for (const row of table.rows) {
    const period = table.period(row, periodColumn);
    if (period === null) continue;
    const together = period.kind === 'months' && period.from.month === 1 && period.to.month === 2;
    if (period.kind !== 'month' && period.kind !== 'day' && !(together && merged)) {
      table.refuse(row, periodColumn, {
        zh: together ? '是 1—2 月合计，须用 --festival merge' : '不是月份',
        en: together ? 'is January and February in one: use --festival merge' : 'is no month',
      });
      continue;
    }
    const value = table.number(row, valueColumn);
    if (value === null) continue;
    const key = monthKey(period.kind === 'months' ? period.to : period);
    if (known.has(key))
      throw new UserError({
        zh: `${table.table.file} 第 ${row.number} 行：${monthText(key)} 已有一个值`,
        en: `${table.table.file}, row ${row.number}: ${monthText(key)} stands twice`,
      });
    known.set(key, value);
    if (together) pairs.add(key);
  }
  if (known.size === 0) throw table.nothingLeft();
  const earliest = Math.min(...known.keys());
  const first = pairs.has(earliest) ? earliest - 1 : earliest;
  const last = Math.max(...known.keys());
  const months = Array.from({ length: last - first + 1 }, (_, at) => first + at);
  const missing = months.filter((key) => !known.has(key) && !(merged && key % 12 === 0));
  if (missing.length > 0)
    throw new UserError({
      zh: `${table.table.file}：缺 ${missing.length} 个月（${missing.slice(0, 6).map(monthText).join('、')}），季节调整要求连续无缺`,
      en: `${table.table.file}: ${missing.length} months are missing (${missing.slice(0, 6).map(monthText).join(', ')}); seasonal adjustment needs a series without gaps`,
    });
  return {
    start: monthOfKey(first),
    values: Float64Array.from(months, (key) => known.get(key) ?? Number.NaN),
  };
}

function monthText(key: number): string {
  return printPeriod({ kind: 'month', ...monthOfKey(key) });
}

function byOwnMethods({ start, values }: Series, options: AdjustOptions): Adjusted {
  const merge = options.festival === 'merge';
  const series = merge
    ? mergeJanuaryFebruary(values, start, options.rates ? 'february' : 'sum')
    : { values, periods: Array.from(values, (_, at) => monthText(monthKey(start) + at)) };
  const period = merge ? 11 : 12;
  const product = options.log === true;
  if (product && series.values.some((value) => value <= 0))
    throw new UserError({
      zh: '有不大于 0 的值，不能取对数；请去掉 --log',
      en: 'some values are not above 0 and have no logarithm; leave out --log',
    });
  const outOf = { periods: series.periods, values: series.values, messages: [] as Bilingual[] };
  if (options.method === 'classical') {
    const parts = classicalDecomposition(series.values, period, product ? 'multiplicative' : 'additive');
    return {
      ...outOf,
      ...parts,
      adjusted: series.values.map((value, at) =>
        product ? value / parts.seasonal[at]! : value - parts.seasonal[at]!,
      ),
      festival: null,
      combination: product ? 'product' : 'sum',
      parameters: { period, festival: merge ? 'merge' : 'none' },
      definition: SEASONAL_DEFINITIONS.classical,
      messages:
        options.festival === 'regressor'
          ? [
              {
                zh: '古典分解没有春节回归量：1、2 月含春节移动的影响',
                en: 'the classical decomposition has no festival regressor: January and February hold what the festival moves',
              },
            ]
          : [],
    };
  }
  const input = product ? series.values.map(Math.log) : series.values;
  const asked = stlOptions(options);
  const parts =
    options.festival === 'regressor'
      ? stlWithFestival(input, start, asked)
      : { ...stl(input, { ...asked, period }), festival: null };
  const shown = (part: Float64Array) => (product ? part.map(Math.exp) : part);
  const without = input.map((value, at) => value - parts.seasonal[at]! - (parts.festival?.[at] ?? 0));
  return {
    ...outOf,
    seasonal: shown(parts.seasonal),
    trend: shown(parts.trend),
    remainder: shown(parts.remainder),
    adjusted: shown(without),
    festival: parts.festival === null ? null : shown(parts.festival),
    combination: product ? 'product' : 'sum',
    parameters: {
      ...parts.parameters,
      festival: options.festival,
      ...('coefficient' in parts ? { window: FESTIVAL_WEEK, coefficient: parts.coefficient } : {}),
    },
    definition: SEASONAL_DEFINITIONS.stl,
  };
}

function stlOptions(options: AdjustOptions): Omit<StlOptions, 'period'> {
  const degree = (name: string, value: number): 0 | 1 => {
    if (value === 0 || value === 1) return value;
    throw new UserError({ zh: `--${name} 须为 0 或 1`, en: `--${name} must be 0 or 1` });
  };
  const { sDegree, tDegree, lDegree, tWindow, lWindow, sJump, tJump, lJump, inner, outer } = options;
  return {
    seasonalWindow: options.sWindow,
    robust: options.robust === true,
    ...(tWindow === undefined ? {} : { trendWindow: tWindow }),
    ...(lWindow === undefined ? {} : { lowPassWindow: lWindow }),
    ...(sDegree === undefined ? {} : { seasonalDegree: degree('s-degree', sDegree) }),
    ...(tDegree === undefined ? {} : { trendDegree: degree('t-degree', tDegree) }),
    ...(lDegree === undefined ? {} : { lowPassDegree: degree('l-degree', lDegree) }),
    ...(sJump === undefined ? {} : { seasonalJump: sJump }),
    ...(tJump === undefined ? {} : { trendJump: tJump }),
    ...(lJump === undefined ? {} : { lowPassJump: lJump }),
    ...(inner === undefined ? {} : { inner }),
    ...(outer === undefined ? {} : { outer }),
  };
}

async function byX13(series: Series, options: AdjustOptions): Promise<Adjusted> {
  if (options.festival === 'merge')
    throw new UserError({
      zh: 'X-13 要求逐月数据，不能与 --festival merge 同用',
      en: 'X-13 takes every month by itself: it does not go with --festival merge',
    });
  const program = await x13Program(options.x13);
  const request: X13Request = {
    ...X13_DEFAULTS,
    title: options.value,
    values: series.values,
    start: series.start,
    method: options.seats ? 'seats' : 'x11',
    transform: options.log ? 'log' : X13_DEFAULTS.transform,
    festival: options.festival === 'none' ? null : FESTIVAL_WEEK,
  };
  const folder = await mkdtemp(join(tmpdir(), 'ballast-x13-'));
  try {
    await writeFile(join(folder, 'series.spc'), x13Spec(request));
    const said = await runProgram(program, ['series', '-s'], folder);
    const written = (name: string) => readFile(join(folder, name), 'utf8').catch(() => null);
    const messages = parseMessages(
      (await written('series.err')) ?? (await written('series_err.html')) ?? said,
    );
    const tables = x13Tables(request.method);
    const part = async (name: keyof typeof tables): Promise<Float64Array> => {
      const text = await written(`series.${tables[name]}`);
      if (text === null || messages.errors.length > 0)
        throw new UserError({
          zh: `X-13 没有给出结果：${messages.errors.join('；') || said.slice(-300) || '没有说明'}`,
          en: `X-13 gave no result: ${messages.errors.join('; ') || said.slice(-300) || 'it did not say why'}`,
        });
      const table = parseSavedTable(text, tables[name]);
      return table.values.subarray(0, series.values.length);
    };
    const diagnostics = parseDiagnostics((await written('series.udg')) ?? '');
    const transform = diagnostics.get('transform') ?? diagnostics.get('aictrans') ?? request.transform;
    return {
      periods: Array.from(series.values, (_, at) => monthText(monthKey(series.start) + at)),
      values: series.values,
      adjusted: await part('adjusted'),
      trend: await part('trend'),
      seasonal: await part('seasonal'),
      remainder: await part('irregular'),
      festival: null,
      combination: /log/i.test(transform) ? 'product' : 'sum',
      parameters: {
        method: request.method,
        transform,
        model: diagnostics.get('arimamdl') ?? request.model,
        tradingDays: request.tradingDays,
        outliers: request.outliers,
        festival: request.festival,
        version: diagnostics.get('version') ?? null,
        quality: diagnostics.get('f3.q') ?? null,
      },
      definition: X13_DEFINITION,
      messages: messages.warnings.map((warning) => ({ zh: `X-13：${warning}`, en: `X-13: ${warning}` })),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const PROGRAM_NAMES = ['x13as_ascii', 'x13as', 'x13as_html', 'x13as.exe', 'x13as_ascii.exe'];

/** `--x13`, else X13PATH (the program or its folder), else what the search path has. */
async function x13Program(asked: string | undefined): Promise<string> {
  const named = asked ?? process.env.X13PATH;
  const places = named === undefined ? (process.env.PATH ?? '').split(delimiter).filter(Boolean) : [named];
  for (const place of places) {
    const isFolder = await stat(place).then(
      (found) => found.isDirectory(),
      () => false,
    );
    for (const program of isFolder ? PROGRAM_NAMES.map((name) => join(place, name)) : [place])
      if (await runnable(program)) return program;
  }
  throw new UserError({
    zh: `${named === undefined ? '本机没有找到' : `${named} 不是可以运行的`} X-13ARIMA-SEATS 程序。可从美国普查局网站取得，再用 --x13 或环境变量 X13PATH 指明；没有它可用 --method stl`,
    en: `${named === undefined ? 'no X-13ARIMA-SEATS program was found' : `${named} is no X-13ARIMA-SEATS program that can be run`}. The US Census Bureau gives it away; say where it is by --x13 or X13PATH, or use --method stl`,
  });
}

async function runnable(program: string): Promise<boolean> {
  try {
    await access(program, constants.X_OK);
    return (await stat(program)).isFile();
  } catch {
    return false;
  }
}

const LONGEST_RUN_MS = 120_000;

function runProgram(program: string, args: readonly string[], folder: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LONGEST_RUN_MS,
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        said = (said + chunk).slice(-4000);
      });
    child.on('error', (error) =>
      reject(
        new UserError({
          zh: `${program} 无法运行：${error.message}`,
          en: `${program} cannot be run: ${error.message}`,
        }),
      ),
    );
    child.on('close', () => resolve(said));
  });
}
