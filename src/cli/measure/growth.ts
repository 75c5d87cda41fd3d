// ballast measure growth: growth of one or many series, the publisher's rate first.
import type { Command } from 'commander';
import {
  type GROWTH_DEFINITIONS as Definitions,
  GROWTH_DEFINITIONS,
  type MeasuredSeries,
  type MeasureRules,
  measureRules,
  measureSeries,
  rounded,
  type SeriesRow,
} from '../../measure/index.js';
import { type Bilingual, type Period, periodTextLabel, printPeriod } from '../../model/index.js';
import { loadMeasureRules } from '../../store/index.js';
import { TableInput } from '../../verbs/index.js';
import type { Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { exitCode, MEASURE_SCHEMA, tellAside } from './answer.js';
import { optionalNumber } from './optional-cell.js';

interface GrowthOptions {
  period: string;
  value: string;
  by?: string;
  base?: string;
  published?: string;
  vintage?: string;
  cumulative?: boolean;
  seasonallyAdjusted?: boolean;
  sheet?: string;
  strict?: boolean;
  json?: boolean;
}

export function growthCommand(measure: Command, terminal: () => Terminal): void {
  measure
    .command('growth')
    .summary('增速 growth')
    .description(
      '由“时期—数值”表计算同比、累计同比、年均增速、当月数与变动用语。有公布的增速即以它为准；由水平推算的标明“按公布数计算，未作可比口径调整”。\n' +
        'Growth over the same period last year, mean yearly growth, single months and words for turns. A published rate wins; a rate worked out from levels is labelled.',
    )
    .argument('<table>', 'CSV, TSV, XLSX, XLS, Parquet')
    .requiredOption('--period <column>', '时期列 column of periods')
    .requiredOption('--value <column>', '数值列 column of values')
    .option('--by <column>', '序列名列（地区、行业） column that names the series')
    .option('--base <column>', '可比口径的上年同期数 re-stated base of a year earlier')
    .option('--published <column>', '公布的增速（%） growth as published, in per cent')
    .option('--vintage <column>', '数据版次 state of revision')
    .option('--cumulative', '月份为累计（1—N月） months stand for January to that month')
    .option(
      '--seasonally-adjusted',
      '数值已季节调整，可算环比 values are seasonally adjusted: adds month on month',
    )
    .option('--sheet <name>', '工作表 sheet')
    .option('--strict', '有未用的行即以 1 退出 exit with 1 when a row was left out')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast measure growth output.csv --period 时期 --value 增加值 --by 地区 --json',
    )
    .action(async (file: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<GrowthOptions>();
      process.exitCode = await run(file, options, terminal());
    });
}

async function run(file: string, options: GrowthOptions, terminal: Terminal): Promise<number> {
  const rules = measureRules(await loadMeasureRules());
  const table = await TableInput.open(file, options.sheet);
  const series = [...seriesOf(table, options)].map(([name, rows]) => ({
    name,
    ...measureSeries(rows, rules, { seasonallyAdjusted: options.seasonallyAdjusted === true }),
  }));
  if (series.length === 0) throw table.nothingLeft();
  const notes: Bilingual[] = series.flatMap(({ name, notes: own }) =>
    own.map((note) => ({ zh: `${name}：${note.zh}`, en: `${name}: ${note.en}` })),
  );
  if (options.json) {
    terminal.json({
      schema: MEASURE_SCHEMA,
      measure: 'growth',
      table: { file, sheet: table.table.sheet, rows: table.rows.length },
      series,
      refused: table.refused,
      notes,
      definitions: definitions(series, options),
    });
  } else terminal.print(summary(series, rules, terminal));
  tellAside(terminal, table.refused, notes);
  return exitCode(table.refused, options.strict);
}

function seriesOf(table: TableInput, options: GrowthOptions): Map<string, SeriesRow[]> {
  const column = (name: string | undefined) => (name === undefined ? null : table.column(name));
  const period = table.column(options.period);
  const value = table.column(options.value);
  const [by, base, published, vintage] = [options.by, options.base, options.published, options.vintage].map(
    column,
  ) as [number | null, number | null, number | null, number | null];
  const series = new Map<string, SeriesRow[]>();
  for (const row of table.rows) {
    const at = table.period(row, period);
    const name = by === null ? options.value : table.text(row, by);
    if (at === null || name === null) continue;
    const measured: SeriesRow = {
      period: printPeriod(options.cumulative === true ? yearToDate(at) : at),
      value: optionalNumber(table, row, value),
      base: base === null ? null : optionalNumber(table, row, base),
      published: published === null ? null : optionalNumber(table, row, published),
      vintage: vintage === null ? null : String(row.cells[vintage] ?? ''),
    };
    const list = series.get(name);
    if (list === undefined) series.set(name, [measured]);
    else list.push(measured);
  }
  return series;
}

/** 2022-04 of a cumulative column is 2022-01/2022-04. */
function yearToDate(period: Period): Period {
  return period.kind === 'month'
    ? {
        kind: 'months',
        from: { year: period.year, month: 1 },
        to: { year: period.year, month: period.month },
      }
    : period;
}

function definitions(series: readonly MeasuredSeries[], options: GrowthOptions): Partial<typeof Definitions> {
  const { samePeriod, mean, singleMonth, monthOnMonth } = GROWTH_DEFINITIONS;
  return {
    samePeriod,
    ...(series.some((one) => one.mean !== null) ? { mean } : {}),
    ...(series.some((one) => one.rows.some((row) => row.single !== null)) ? { singleMonth } : {}),
    ...(options.seasonallyAdjusted === true ? { monthOnMonth } : {}),
  };
}

function summary(
  series: readonly (MeasuredSeries & { name: string })[],
  rules: MeasureRules,
  terminal: Terminal,
): string {
  const { lang } = terminal;
  return series
    .map(({ name, rows, mean }) => {
      const lines = textTable(
        [
          terminal.say({ zh: '时期', en: 'period' }),
          terminal.say({ zh: '数值', en: 'value' }),
          terminal.say({ zh: '增速%', en: 'growth %' }),
          terminal.say({ zh: '变动', en: 'turn' }),
          terminal.say({ zh: '来源', en: 'origin' }),
        ],
        rows.map((row) => [
          periodTextLabel(row.period, lang),
          row.value ?? Number.NaN,
          row.growth === null
            ? '—'
            : rounded(row.growth, rules.turning.decimals).toFixed(rules.turning.decimals),
          row.turn === null ? '' : row.turn[lang],
          row.label === null ? '' : row.label[lang],
        ]),
      );
      const over =
        mean === null
          ? ''
          : `\n${terminal.say({
              zh: `${mean.from}—${mean.to} 年均 ${mean.growth.toFixed(2)}%（${mean.label.zh}）`,
              en: `${mean.from}–${mean.to}: ${mean.growth.toFixed(2)} % a year (${mean.label.en})`,
            })}`;
      return `${name}\n${lines}${over}`;
    })
    .join('\n\n');
}
