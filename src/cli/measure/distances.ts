// ballast measure distances: whether the plants of an industry lie closer together than chance, by Duranton and Overman.
import type { Command } from 'commander';
import { DURANTON_OVERMAN_DEFINITIONS, localisation, type Point } from '../../measure/index.js';
import { UserError } from '../../model/index.js';
import { TableInput } from '../../verbs/index.js';
import { numberOption } from '../number-option.js';
import { EXIT, type Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { exitCode, MEASURE_SCHEMA, tellAside } from './answer.js';

interface DistancesOptions {
  x: string;
  y: string;
  industry: string;
  only?: string;
  plane?: boolean;
  to: number;
  step: number;
  bin: number;
  draws: number;
  seed: number;
  mostPoints: number;
  sheet?: string;
  strict?: boolean;
  json?: boolean;
}

/** Fewer plants say nothing about an industry. */
const FEWEST_PLANTS = 10;

export function distancesCommand(measure: Command, terminal: () => Terminal): void {
  measure
    .command('distances')
    .summary('企业间距离与集聚 distances between plants')
    .description(
      '由企业坐标计算各行业企业两两距离的 K 密度，与从全部企业所在地随机抽取的同数企业比较，判断在哪些距离上集聚或分散（Duranton 与 Overman）。耗时随企业数的平方增长。\n' +
        "K-density of the distances between an industry's plants against as many sites drawn at random from all of the table: at which distances it is localised or dispersed (Duranton and Overman). Time grows with the square of the plants.",
    )
    .argument('<table>', 'CSV, TSV, XLSX, XLS, Parquet')
    .requiredOption('--x <column>', '经度（或平面横坐标，千米）列 longitude, or x in km')
    .requiredOption('--y <column>', '纬度（或平面纵坐标，千米）列 latitude, or y in km')
    .requiredOption('--industry <column>', '行业列 column of industries')
    .option('--only <industry>', '只算一个行业 only this industry')
    .option('--plane', '坐标是平面千米数 coordinates are km on a plane')
    .option('--to <km>', '最远距离 largest distance', numberOption, 200)
    .option('--step <km>', '距离间隔 step', numberOption, 5)
    .option('--bin <km>', '距离分组宽度 width of bins', numberOption, 1)
    .option('--draws <n>', '随机抽样次数 draws', numberOption, 1000)
    .option('--seed <n>', '随机种子 seed', numberOption, 1)
    .option('--most-points <n>', '每个行业企业数上限 most plants of an industry', numberOption, 5000)
    .option('--sheet <name>', '工作表 sheet')
    .option('--strict', '有未用的行即以 1 退出 exit with 1 when a row was left out')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast measure distances plants.csv --x 经度 --y 纬度 --industry 行业 --only 纺织业 --json',
    )
    .action(async (file: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<DistancesOptions>();
      if (!(options.step > 0) || !(options.to >= options.step) || options.to / options.step > 10_000)
        command.error('error: --step must be above 0 and go into --to at most 10000 times', {
          exitCode: EXIT.usage,
        });
      process.exitCode = await run(file, options, terminal());
    });
}

async function run(file: string, options: DistancesOptions, terminal: Terminal): Promise<number> {
  const table = await TableInput.open(file, options.sheet);
  const { sites, industries } = sitesOf(table, options);
  if (sites.length === 0) throw table.nothingLeft();
  const distances = Array.from(
    { length: Math.floor(options.to / options.step) + 1 },
    (_, i) => i * options.step,
  );
  const small: string[] = [];
  const progress = terminal.progress({ zh: '抽样', en: 'drawing' }, industries.size);
  const results = [...industries].flatMap(([industry, members]) => {
    progress.step(industry);
    if (members.length < FEWEST_PLANTS && options.only === undefined) {
      small.push(industry);
      return [];
    }
    const own = localisation(sites, members, distances, {
      metric: options.plane ? 'plane' : 'sphere',
      binWidth: options.bin,
      draws: options.draws,
      seed: options.seed,
      mostPoints: options.mostPoints,
    });
    return [
      {
        industry,
        plants: members.length,
        localisationIndex: own.localisationIndex,
        dispersionIndex: own.dispersionIndex,
        bandwidth: own.bandwidth,
        globalCoverage: own.globalCoverage,
        curve: distances.map((distance, d) => ({
          distance,
          k: own.density[d]!,
          localLow: own.local.low[d]!,
          localHigh: own.local.high[d]!,
          globalLow: own.global.low[d]!,
          globalHigh: own.global.high[d]!,
        })),
      },
    ];
  });
  progress.end();
  const notes =
    small.length === 0
      ? []
      : [
          {
            zh: `${small.length} 个行业不足 ${FEWEST_PLANTS} 家企业，未算：${small.slice(0, 5).join('、')}`,
            en: `${small.length} industries have fewer than ${FEWEST_PLANTS} plants and were left out: ${small.slice(0, 5).join(', ')}`,
          },
        ];
  const { draws, seed, bin } = options;
  const answer = {
    schema: MEASURE_SCHEMA,
    measure: 'distances',
    table: { file, sheet: table.table.sheet, rows: table.rows.length, sites: sites.length },
    parameters: { metric: options.plane ? 'plane' : 'sphere', draws, seed, bin },
    industries: results,
    refused: table.refused,
    notes,
    definitions: DURANTON_OVERMAN_DEFINITIONS,
  };
  if (options.json) terminal.json(answer);
  else
    terminal.print(
      textTable(
        [
          terminal.say({ zh: '行业', en: 'industry' }),
          terminal.say({ zh: '企业数', en: 'plants' }),
          terminal.say({ zh: '集聚指数', en: 'localisation' }),
          terminal.say({ zh: '分散指数', en: 'dispersion' }),
          terminal.say({ zh: '集聚距离（千米）', en: 'localised at (km)' }),
        ],
        results.map(({ industry, plants, localisationIndex, dispersionIndex, curve }) => {
          const at = curve.filter(({ k, globalHigh }) => k > globalHigh).map(({ distance }) => distance);
          return [
            industry,
            plants,
            localisationIndex,
            dispersionIndex,
            at.length === 0 ? '—' : `${Math.min(...at)}–${Math.max(...at)}`,
          ];
        }),
      ),
    );
  tellAside(terminal, table.refused, notes);
  return exitCode(table.refused, options.strict);
}

function sitesOf(table: TableInput, options: DistancesOptions) {
  const x = table.column(options.x);
  const y = table.column(options.y);
  const industryColumn = table.column(options.industry);
  const sites: Point[] = [];
  const industries = new Map<string, number[]>();
  for (const row of table.rows) {
    const site = { x: table.number(row, x), y: table.number(row, y) };
    const industry = table.text(row, industryColumn);
    if (site.x === null || site.y === null || industry === null) continue;
    if (!options.plane && (Math.abs(site.x) > 180 || Math.abs(site.y) > 90)) {
      table.refuse(row, Math.abs(site.x) > 180 ? x : y, {
        zh: '不是经纬度',
        en: 'is no longitude or latitude',
      });
      continue;
    }
    const members = industries.get(industry);
    if (members) members.push(sites.length);
    else industries.set(industry, [sites.length]);
    sites.push({ x: site.x, y: site.y });
  }
  if (options.only === undefined) return { sites, industries };
  const only = industries.get(options.only);
  if (!only)
    throw new UserError({
      zh: `“${options.industry}”列中没有“${options.only}”`,
      en: `column "${options.industry}" has no "${options.only}"`,
    });
  return { sites, industries: new Map([[options.only, only]]) };
}
