// ballast measure concentration: location quotients, concentration of industries, specialisation of areas.
import { type Command, Option } from 'commander';
import {
  type Activity,
  type ActivityCell,
  activityOf,
  activityTotals,
  areaSpecialisations,
  CONCENTRATION_DEFINITIONS,
  coagglomeration,
  ELLISON_GLAESER_DEFINITIONS,
  industryConcentrations,
  LOCATION_QUOTIENT_DEFINITIONS,
  locationQuotients,
  type Plant,
  plantConcentrations,
  standardisedLocationQuotients,
  symmetricLocationQuotients,
} from '../../measure/index.js';
import type { Bilingual } from '../../model/index.js';
import { TableInput } from '../../verbs/index.js';
import type { Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { exitCode, MEASURE_SCHEMA, tellAside } from './answer.js';

interface ConcentrationOptions {
  area: string;
  industry?: string;
  value?: string;
  wide?: boolean;
  sheet?: string;
  negative: 'refuse' | 'keep';
  plants?: boolean;
  detail?: boolean;
  strict?: boolean;
  json?: boolean;
}

export function concentrationCommand(measure: Command, terminal: () => Terminal): void {
  measure
    .command('concentration')
    .summary('区位商与集中度 location quotients and concentration')
    .description(
      '由“地区—行业—数值”表计算区位商、行业的地理集中度和地区的专业化。同一地区同一行业有多行时相加；缺失与负值所在的行不用，并逐一说明。\n' +
        'Location quotients, concentration of industries and specialisation of areas from a table of area, industry and value. Rows of one area and industry are added up; rows with a missing or negative value are left out, each with its place.',
    )
    .argument('<table>', 'CSV, TSV, XLSX, XLS, Parquet')
    .requiredOption('--area <column>', '地区列 column of areas')
    .option('--industry <column>', '行业列 column of industries')
    .option('--value <column>', '数值列 column of values')
    .option('--wide', '宽表：每行一个地区，其余各列为行业 areas down, industries across')
    .option('--sheet <name>', '工作表 sheet')
    .addOption(
      new Option(
        '--negative <how>',
        '负值：不用，或计入合计与区位商 negative values: left out, or kept in totals and quotients',
      )
        .choices(['refuse', 'keep'])
        .default('refuse'),
    )
    .option('--plants', '每行一家企业：加算 EG 指数 each row is a plant: adds Ellison–Glaeser')
    .option('--detail', '全部指标 every index')
    .option('--strict', '有未用的行即以 1 退出 exit with 1 when a row was left out')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast measure concentration output.csv --area 地区 --industry 行业 --value 增加值 --json',
    )
    .action(async (file: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<ConcentrationOptions>();
      const wanting = options.wide
        ? null
        : !options.industry
          ? '--industry'
          : !options.value
            ? '--value'
            : null;
      if (wanting) command.error(`error: ${wanting} <column> is needed, or --wide`, { exitCode: 2 });
      if (options.wide && options.plants)
        command.error('error: --plants needs a long table', { exitCode: 2 });
      process.exitCode = await run(file, options, terminal());
    });
}

interface ReadCell extends ActivityCell {
  row: number;
}

async function run(file: string, options: ConcentrationOptions, terminal: Terminal): Promise<number> {
  const table = await TableInput.open(file, options.sheet);
  const cells = options.wide ? wideCells(table, options) : longCells(table, options);
  if (cells.length === 0) throw table.nothingLeft();
  const activity = activityOf(cells, options.negative === 'keep' ? 'kept' : 'refused');
  const duplicates = duplicatesOf(cells);
  const notes = notesOf(activity, cells, duplicates, options);
  const answer = {
    schema: MEASURE_SCHEMA,
    measure: 'concentration',
    table: {
      file,
      sheet: table.table.sheet,
      rows: table.rows.length,
      area: options.area,
      industry: options.industry ?? null,
      value: options.value ?? null,
      total: activityTotals(activity).total,
    },
    ...measured(activity, cells, options),
    refused: table.refused,
    duplicates,
    notes,
    definitions: definitions(options),
  };
  if (options.json) terminal.json(answer);
  else terminal.print(summary(answer, terminal));
  tellAside(terminal, table.refused, notes);
  return exitCode(table.refused, options.strict);
}

function longCells(table: TableInput, options: ConcentrationOptions): ReadCell[] {
  const area = table.column(options.area);
  const industry = table.column(options.industry!);
  const value = table.column(options.value!);
  return table.rows.flatMap((row) => {
    const cell = {
      area: table.name(row, area),
      industry: table.name(row, industry),
      value: options.negative === 'keep' ? table.number(row, value) : table.amount(row, value),
    };
    return cell.area === null || cell.industry === null || cell.value === null
      ? []
      : [{ area: cell.area, industry: cell.industry, value: cell.value, row: row.number }];
  });
}

function wideCells(table: TableInput, options: ConcentrationOptions): ReadCell[] {
  const areaColumn = table.column(options.area);
  return table.rows.flatMap((row) => {
    const area = table.name(row, areaColumn);
    if (area === null) return [];
    return table.table.columns.flatMap((industry, column) => {
      if (column === areaColumn) return [];
      const value = options.negative === 'keep' ? table.number(row, column) : table.amount(row, column);
      return value === null ? [] : [{ area, industry, value, row: row.number }];
    });
  });
}

interface Duplicate {
  area: string;
  industry: string;
  rows: number[];
}

function duplicatesOf(cells: readonly ReadCell[]): Duplicate[] {
  const places = new Map<string, Duplicate>();
  for (const { area, industry, row } of cells) {
    const key = JSON.stringify([area, industry]);
    const known = places.get(key);
    if (known) known.rows.push(row);
    else places.set(key, { area, industry, rows: [row] });
  }
  return [...places.values()].filter(({ rows }) => rows.length > 1);
}

function measured(activity: Activity, cells: readonly ReadCell[], options: ConcentrationOptions) {
  const { industries } = activityTotals(activity);
  const width = activity.industries.length;
  const quotients = locationQuotients(activity);
  const symmetric = symmetricLocationQuotients(quotients);
  const standardised = standardisedLocationQuotients(quotients, width);
  const given = new Set(cells.map(({ area, industry }) => JSON.stringify([area, industry])));
  const { detail } = options;
  return {
    cells: [...activity.values].flatMap((value, at) => {
      const area = activity.areas[Math.floor(at / width)]!;
      const industry = activity.industries[at % width]!;
      if (!given.has(JSON.stringify([area, industry]))) return [];
      const cell = { area, industry, value, share: value / industries[at % width]!, lq: quotients[at]! };
      return [detail ? { ...cell, slq: symmetric[at]!, zlq: standardised[at]! } : cell];
    }),
    industries: industryConcentrations(activity).map((own) => {
      const { industry, hhi, gini, cr4, theil } = own;
      return detail ? own : { industry, hhi, gini, cr4, theil };
    }),
    areas: areaSpecialisations(activity).map((own) => {
      const { area, hhi, krugman } = own;
      return detail ? own : { area, hhi, krugman };
    }),
    ...(options.plants
      ? {
          plants: plantConcentrations(
            cells.map(({ area, industry, value }): Plant => ({ area, industry, size: value })),
          ),
          coagglomeration: matrix(activity.industries, coagglomeration(activity)),
        }
      : {}),
  };
}

function matrix(names: readonly string[], values: Float64Array) {
  return {
    industries: names,
    rows: names.map((_, i) => [...values.slice(i * names.length, (i + 1) * names.length)]),
  };
}

function notesOf(
  activity: Activity,
  cells: readonly ReadCell[],
  duplicates: readonly Duplicate[],
  options: ConcentrationOptions,
): Bilingual[] {
  const notes: Bilingual[] = [];
  if (duplicates.length > 0 && !options.plants) {
    const [first] = duplicates;
    notes.push({
      zh: `${duplicates.length} 个“地区—行业”有多行，已相加，如 ${first!.area} ${first!.industry}（第 ${first!.rows.join('、')} 行）`,
      en: `${duplicates.length} pairs of area and industry have several rows, which were added up: ${first!.area} ${first!.industry} (rows ${first!.rows.join(', ')})`,
    });
  }
  const absent =
    activity.values.length - new Set(cells.map((cell) => JSON.stringify([cell.area, cell.industry]))).size;
  if (absent > 0)
    notes.push({
      zh: `${absent} 个“地区—行业”没有可用的值，按没有该项活动（0）计入合计`,
      en: `${absent} pairs of area and industry have no usable value; they count as nothing (0) in the totals`,
    });
  const negative = cells.filter(({ value }) => value < 0).length;
  if (negative > 0)
    notes.push({
      zh: `${negative} 个负值计入合计与区位商；所在行业与地区的集中度指标没有意义，为空`,
      en: `${negative} negative values count in totals and quotients; the indices of their industries and areas mean nothing and are null`,
    });
  return notes;
}

function definitions({ detail, plants }: ConcentrationOptions) {
  const { share, lq, slq, zlq } = LOCATION_QUOTIENT_DEFINITIONS;
  const { hhi, gini, cr4, theil, krugman, ...others } = CONCENTRATION_DEFINITIONS;
  return {
    share,
    lq,
    ...(detail ? { slq, zlq } : {}),
    hhi,
    gini,
    cr4,
    theil,
    krugman,
    ...(detail ? others : {}),
    ...(plants ? ELLISON_GLAESER_DEFINITIONS : {}),
  };
}

function summary(answer: ReturnType<typeof measured>, terminal: Terminal): string {
  const leaders = new Map<string, { area: string; lq: number }>();
  for (const { area, industry, lq } of answer.cells)
    if (lq > (leaders.get(industry)?.lq ?? 0)) leaders.set(industry, { area, lq });
  const industries = textTable(
    [
      terminal.say({ zh: '行业', en: 'industry' }),
      terminal.say({ zh: '区位商最高', en: 'highest LQ' }),
      'LQ',
      'HHI',
      'Gini',
      'CR4',
      'Theil',
    ],
    answer.industries.map(({ industry, hhi, gini, cr4, theil }) => {
      const leader = leaders.get(industry);
      return [industry, leader?.area ?? '—', leader?.lq ?? Number.NaN, hhi, gini, cr4, theil];
    }),
  );
  const areas = textTable(
    [terminal.say({ zh: '地区', en: 'area' }), 'HHI', 'Krugman'],
    answer.areas.map(({ area, hhi, krugman }) => [area, hhi, krugman]),
  );
  const plants = answer.plants
    ? `\n\n${textTable(
        [
          terminal.say({ zh: '行业', en: 'industry' }),
          terminal.say({ zh: '企业数', en: 'plants' }),
          'H',
          'G',
          'γ',
          'γ MS',
          't',
        ],
        answer.plants.map((own) => [
          own.industry,
          own.plants,
          own.plantHerfindahl,
          own.rawConcentration,
          own.gamma,
          own.maurelSedillot,
          own.t,
        ]),
      )}`
    : '';
  return `${industries}\n\n${areas}${plants}`;
}
