// ballast measure clusters: candidates by thresholds of location quotient, size and growth, and by neighbourhood.
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import {
  activityOf,
  type CandidateArea,
  CLUSTER_CANDIDATE_DEFINITION,
  clusterCandidates,
  LOCATION_QUOTIENT_DEFINITIONS,
  locationQuotients,
  neighboursByOutline,
  type Outline,
} from '../../measure/index.js';
import { UserError } from '../../model/index.js';
import { TableInput } from '../../verbs/index.js';
import { numberOption } from '../number-option.js';
import { EXIT, type Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { exitCode, MEASURE_SCHEMA, tellAside } from './answer.js';

interface ClustersOptions {
  area: string;
  industry: string;
  value: string;
  growth?: string;
  neighbours?: string;
  outlines?: string;
  nameKey: string;
  lq: number;
  size: number;
  leastGrowth?: number;
  togetherSize: number;
  areas: number;
  sheet?: string;
  strict?: boolean;
  json?: boolean;
}

export function clustersCommand(measure: Command, terminal: () => Terminal): void {
  measure
    .command('clusters')
    .summary('集群候选 cluster candidates')
    .description(
      '找出相邻且各自达到区位商、规模、增速门槛的地区，并逐个说明达到与否的原因。门槛由使用者设定；候选不是认定。\n' +
        'Areas that lie together and reach the thresholds of LQ, size and growth, and of every area why it does or does not. The thresholds are yours; a candidate is no title.',
    )
    .argument('<table>', 'CSV, TSV, XLSX, XLS, Parquet')
    .requiredOption('--area <column>', '地区列 column of areas')
    .requiredOption('--industry <column>', '行业列 column of industries')
    .requiredOption('--value <column>', '数值列 column of values')
    .requiredOption('--lq <number>', '区位商至少 LQ at least', numberOption)
    .requiredOption('--size <number>', '每个地区规模至少 size of an area at least', numberOption)
    .option('--growth <column>', '增速列（%）column of growth, in %')
    .option('--least-growth <number>', '增速至少（%）growth at least, in %', numberOption)
    .option('--together-size <number>', '合计规模至少 size together at least', numberOption, 0)
    .option('--areas <number>', '地区数至少 areas at least', numberOption, 1)
    .option(
      '--neighbours <table>',
      '相邻地区表，前两列为一对 table of neighbours, a pair in its first two columns',
    )
    .option(
      '--outlines <geojson>',
      '地区边界，据此判断相邻 outlines of the areas, from which neighbours are told',
    )
    .option(
      '--name-key <property>',
      '边界文件中地区名的属性 property of the outlines that holds the name',
      'name',
    )
    .option('--sheet <name>', '工作表 sheet')
    .option('--strict', '有未用的行即以 1 退出 exit with 1 when a row was left out')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast measure clusters output.csv --area 地区 --industry 行业 --value 产值 --lq 1.2 --size 100 --neighbours borders.csv --json',
    )
    .action(async (file: string, _: unknown, command: Command) => {
      const options = command.optsWithGlobals<ClustersOptions>();
      if ((options.neighbours === undefined) === (options.outlines === undefined))
        command.error('error: give --neighbours or --outlines', { exitCode: EXIT.usage });
      if ((options.growth === undefined) !== (options.leastGrowth === undefined))
        command.error('error: --growth and --least-growth go together', { exitCode: EXIT.usage });
      process.exitCode = await run(file, options, terminal());
    });
}

async function run(file: string, options: ClustersOptions, terminal: Terminal): Promise<number> {
  const table = await TableInput.open(file, options.sheet);
  const areas = candidateAreas(table, options);
  if (areas.length === 0) throw table.nothingLeft();
  const neighbours = options.neighbours ? await pairsOf(options.neighbours) : await outlinePairs(options);
  const thresholds = {
    lq: options.lq,
    size: options.size,
    growth: options.leastGrowth ?? null,
    togetherSize: options.togetherSize,
    areas: options.areas,
  };
  const found = clusterCandidates(areas, neighbours, thresholds);
  const placed = new Set(neighbours.flat());
  const alone = [...new Set(areas.map(({ area }) => area))].filter((area) => !placed.has(area));
  const notes =
    alone.length === 0
      ? []
      : [
          {
            zh: `${alone.length} 个地区没有相邻地区，如 ${alone.slice(0, 3).join('、')}；若非孤立，请核对名称是否一致`,
            en: `${alone.length} areas have no neighbour, such as ${alone.slice(0, 3).join(', ')}; unless they lie alone, see whether the names agree`,
          },
        ];
  const answer = {
    schema: MEASURE_SCHEMA,
    measure: 'clusters',
    table: { file, sheet: table.table.sheet, rows: table.rows.length },
    thresholds,
    ...found,
    refused: table.refused,
    notes,
    definitions: { candidate: CLUSTER_CANDIDATE_DEFINITION, lq: LOCATION_QUOTIENT_DEFINITIONS.lq },
  };
  if (options.json) terminal.json(answer);
  else
    terminal.print(
      textTable(
        [
          terminal.say({ zh: '行业', en: 'industry' }),
          terminal.say({ zh: '地区', en: 'areas' }),
          terminal.say({ zh: '规模', en: 'size' }),
          terminal.say({ zh: '占比', en: 'share' }),
          'LQ',
          terminal.say({ zh: '达到门槛', en: 'thresholds' }),
        ],
        found.candidates.map(({ industry, areas: names, size, share, lq, status, reasons }) => [
          industry,
          names.join(' '),
          size,
          share,
          lq,
          status === 'met'
            ? terminal.say({ zh: '达到', en: 'met' })
            : reasons
                .filter((reason) => reason.status !== 'met')
                .map(({ text }) => terminal.say(text))
                .join(terminal.say({ zh: '；', en: '; ' })),
        ]),
      ),
    );
  tellAside(terminal, table.refused, notes);
  return exitCode(table.refused, options.strict);
}

function candidateAreas(table: TableInput, options: ClustersOptions): CandidateArea[] {
  const area = table.column(options.area);
  const industry = table.column(options.industry);
  const value = table.column(options.value);
  const growth = options.growth === undefined ? null : table.column(options.growth);
  const growths = new Map<string, number | null>();
  const cells = table.rows.flatMap((row) => {
    const cell = {
      area: table.name(row, area),
      industry: table.name(row, industry),
      value: table.amount(row, value),
    };
    if (cell.area === null || cell.industry === null || cell.value === null) return [];
    const own = growth === null ? null : row.cells[growth];
    const key = JSON.stringify([cell.area, cell.industry]);
    if (growths.has(key))
      throw new UserError({
        zh: `${table.table.file} 第 ${row.number} 行：${cell.area} ${cell.industry} 已有一行，增速无法相加`,
        en: `${table.table.file}, row ${row.number}: ${cell.area}, ${cell.industry} stands twice, and growth cannot be added up`,
      });
    growths.set(key, typeof own === 'number' ? own : null);
    return [{ area: cell.area, industry: cell.industry, value: cell.value }];
  });
  const activity = activityOf(cells);
  const quotients = locationQuotients(activity);
  const width = activity.industries.length;
  const places = new Map(activity.areas.map((name, at) => [name, at]));
  const kinds = new Map(activity.industries.map((name, at) => [name, at]));
  return cells.map((cell) => ({
    ...cell,
    lq: quotients[places.get(cell.area)! * width + kinds.get(cell.industry)!]!,
    growth: growths.get(JSON.stringify([cell.area, cell.industry])) ?? null,
  }));
}

async function pairsOf(file: string): Promise<[string, string][]> {
  const table = await TableInput.open(file, undefined);
  return table.rows.flatMap((row): [string, string][] => {
    const [a, b] = [table.text(row, 0), table.text(row, 1)];
    return a === null || b === null ? [] : [[a, b]];
  });
}

const position = z.tuple([z.number(), z.number()]).rest(z.number());
const ring = z.array(position);
const GeoJson = z.object({
  features: z.array(
    z.object({
      properties: z.record(z.string(), z.unknown()).nullable(),
      geometry: z
        .discriminatedUnion('type', [
          z.object({ type: z.literal('Polygon'), coordinates: z.array(ring) }),
          z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(z.array(ring)) }),
          z.object({ type: z.enum(['Point', 'MultiPoint', 'LineString', 'MultiLineString']) }),
        ])
        .nullable(),
    }),
  ),
});

async function outlinePairs({ outlines, nameKey }: ClustersOptions): Promise<[string, string][]> {
  const file = outlines!;
  const parsed = GeoJson.safeParse(json(await readText(file)));
  if (!parsed.success)
    throw new UserError({
      zh: `${file}：不是以经纬度写成的 GeoJSON 面要素（${parsed.error.issues[0]?.path.join('.') ?? ''}）`,
      en: `${file}: no GeoJSON of areas in plain coordinates (${parsed.error.issues[0]?.path.join('.') ?? ''})`,
    });
  return neighboursByOutline(
    parsed.data.features.flatMap(({ properties, geometry }): Outline[] => {
      const name = properties?.[nameKey];
      if (typeof name !== 'string' || name === '' || !geometry) return [];
      if (geometry.type === 'Polygon') return [{ area: name, rings: geometry.coordinates.map(plane) }];
      if (geometry.type === 'MultiPolygon')
        return [{ area: name, rings: geometry.coordinates.flat().map(plane) }];
      return [];
    }),
  );
}

function plane(points: z.infer<typeof ring>): [number, number][] {
  return points.map(([x, y]) => [x, y]);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError({ zh: `${file}：打不开（${code}）`, en: `${file}: cannot be opened (${code})` });
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
