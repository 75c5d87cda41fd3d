// ballast chain io: linkages, position, extraction, dependence and footprints of an input–output table.
import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  averagePropagationLengths,
  type ExtractionKind,
  extractGroup,
  FOOTPRINT_DEFINITIONS,
  type Footprints,
  INFLUENCE_DEFINITIONS,
  type IndustryProfile,
  type IoTable,
  LeontiefSystem,
  type LinkageWeights,
  mostInfluential,
  POSITION_DEFINITIONS,
  PROFILE_DEFINITIONS,
  type SatelliteAccounts,
  type TableProfile,
  tableProfile,
  totalInfluence,
} from '../../chain/index.js';
import { type Bilingual, UserError } from '../../model/index.js';
import { footprintsInThreads } from '../../threads/index.js';
import { type IoSourceOptions, ioSource, withIoSource } from '../io-source.js';
import { numberOption } from '../number-option.js';
import { EXIT, type Progress, type Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';
import { readSatellite } from './satellite-file.js';

export const CHAIN_IO_SCHEMA = 'ballast.chain.io/1';

interface IoOptions extends IoSourceOptions {
  weights: LinkageWeights;
  extract?: string[];
  share: number;
  extractKind: ExtractionKind;
  influence?: number;
  apl?: boolean;
  satellite?: string;
  json?: boolean;
}

export function ioCommand(chain: Command, terminal: () => Terminal): void {
  withIoSource(chain.command('io'))
    .summary('投入产出分析 input–output measures')
    .description(
      '由一张投入产出表计算：乘数、影响力与感应度系数、上下游度、假设提取、进口依存与垂直专业化、足迹；附残差、条件数、定义与处理说明。\n' +
        'From one input–output table: multipliers, linkages, position, extraction, import dependence, footprints; with residual, condition, definitions and treatments.',
    )
    .argument(
      '<table>',
      '投入产出表：文件（CSV、XLSX、XLS），或工作区里的名称 an input–output table: a file, or its name in the workspace',
    )
    .addOption(
      new Option('--weights <what>', '影响力、感应度系数分母的权数 weights of the mean in linkages')
        .choices(['none', 'finalDemand', 'output'])
        .default('none'),
    )
    .option('--extract <codes>', '合并提取的部门代码，逗号分隔 industries to extract together', codesOption)
    .option('--share <share>', '提取份额 share extracted', numberOption, 1)
    .addOption(
      new Option('--extract-kind <kind>', '提取什么 what is extracted')
        .choices(['total', 'backward', 'forward'])
        .default('total'),
    )
    .option('--influence [count]', '影响域最大的系数 coefficients of largest influence', countOption)
    .option('--apl', '平均传递长度矩阵 average propagation lengths')
    .option('--satellite <file>', '卫星账户：code, 各项（单位） satellite accounts for footprints')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast chain io samples/chain/io-table.synthetic.csv --extract C36,C39 --share 0.5 --json',
    )
    .action(async (file: string, _: unknown, command: Command) => {
      process.exitCode = await run(file, command.optsWithGlobals<IoOptions>(), terminal());
    });
}

async function run(file: string, options: IoOptions, terminal: Terminal): Promise<number> {
  const { table, findings, sheet } = await ioSource(file, options);
  for (const finding of findings) if (finding.severity !== 'note') terminal.note(finding);
  const system = new LeontiefSystem(table);
  const profile = tableProfile(system, options.weights);
  const chosen = chosenMeasures(system, options);
  const satellite = options.satellite ? await readSatellite(options.satellite, table.industries) : null;
  const traced = satellite && (await traceFootprints(table, satellite.accounts, terminal));
  const treatments = [...profile.treatments, ...(traced?.treatments ?? [])];
  for (const { message, industries } of treatments) terminal.note(withIndustries(message, industries));
  if (satellite && satellite.missing.length > 0)
    terminal.note({
      zh: `卫星账户没有 ${satellite.missing.length} 个部门，按 0 计：${satellite.missing
        .slice(0, 5)
        .map(({ code }) => code)
        .join('、')}`,
      en: `the satellite accounts lack ${satellite.missing.length} industries, taken as 0: ${satellite.missing
        .slice(0, 5)
        .map(({ code }) => code)
        .join(', ')}`,
    });
  if (options.json)
    terminal.json({
      schema: CHAIN_IO_SCHEMA,
      table: {
        file,
        sheet,
        title: table.title,
        year: table.year,
        unit: table.unit,
        industries: system.n,
        competitive: profile.verticalSpecialisation === null,
      },
      spectralRadius: profile.spectralRadius.value,
      spectralRadiusResidual: profile.spectralRadius.residual,
      ...profile.accuracy,
      weights: options.weights,
      sectors: profile.industries.map(sectorRow),
      ...verticalOf(profile),
      ...chosen,
      ...(traced && satellite && { footprints: footprintRows(traced, satellite.accounts) }),
      treatments,
      findings,
      definitions: definitions(options),
    });
  else terminal.print(summary(profile, table, chosen, terminal));
  return EXIT.done;
}

async function traceFootprints(
  table: IoTable,
  accounts: SatelliteAccounts,
  terminal: Terminal,
): Promise<Footprints> {
  let progress: Progress | null = null;
  const traced = await footprintsInThreads(table, accounts, {
    onProgress: (_, of) => {
      progress ??= terminal.progress({ zh: '足迹', en: 'footprints' }, of);
      progress.step('');
    },
  });
  (progress as Progress | null)?.end();
  return traced;
}

function sectorRow({ industry, ...measures }: IndustryProfile) {
  const { code, name, nameEn, region } = industry;
  return { code, name, ...(nameEn !== null && { nameEn }), ...(region !== null && { region }), ...measures };
}

function verticalOf({ verticalSpecialisation: vertical, industries }: TableProfile) {
  if (!vertical) return {};
  return {
    verticalSpecialisation: {
      total: vertical.total,
      bySector: industries.map(({ industry }, j) => ({
        code: industry.code,
        name: industry.name,
        share: vertical.bySector[j]!,
        valueAddedShare: vertical.valueAddedShare[j]!,
        exports: vertical.exports[j]!,
      })),
    },
  };
}

/** What was asked for beyond the measures that every table gets. */
function chosenMeasures(system: LeontiefSystem, options: IoOptions) {
  const { industries } = system.table;
  return {
    ...(options.extract && { extraction: extractionOf(system, options.extract, options) }),
    ...(options.influence !== undefined && {
      influence: mostInfluential(totalInfluence(system), system.n, options.influence).map(
        ({ supplier, buyer, influence }) => ({
          supplier: industries[supplier]!.code,
          buyer: industries[buyer]!.code,
          supplierName: industries[supplier]!.name,
          buyerName: industries[buyer]!.name,
          influence,
        }),
      ),
    }),
    ...(options.apl && {
      averagePropagationLength: {
        codes: industries.map(({ code }) => code),
        rows: rowsOf(averagePropagationLengths(system), system.n),
      },
    }),
  };
}

function extractionOf(system: LeontiefSystem, codes: readonly string[], options: IoOptions) {
  const { industries } = system.table;
  const group = codes.flatMap((code) => {
    const found = [...industries.keys()].filter((i) => industries[i]!.code === code);
    if (found.length === 0)
      throw new UserError({
        zh: `--extract：表中没有代码为“${code}”的部门，有：${industries
          .slice(0, 8)
          .map((own) => own.code)
          .join('、')}…`,
        en: `--extract: no industry of the table has the code "${code}"; it has ${industries
          .slice(0, 8)
          .map((own) => own.code)
          .join(', ')}…`,
      });
    return found;
  });
  const { loss, byIndustry } = extractGroup(system, group, options.share, options.extractKind);
  const total = system.output.reduce((sum, value) => sum + value, 0);
  return {
    codes,
    kind: options.extractKind,
    share: options.share,
    loss,
    shareOfOutput: loss / total,
    byIndustry: industries.map(({ code, name }, i) => ({ code, name, loss: byIndustry[i]! })),
  };
}

function footprintRows(traced: Footprints, { stressors }: SatelliteAccounts) {
  const { regions, products, accuracy, restOfWorld } = traced;
  const n = traced.multipliers.length / stressors.length;
  const width = regions.length * products.length;
  return {
    accuracy,
    accounts: stressors.map((stressor, s) => ({
      ...stressor,
      rows: regions.flatMap((region, c) =>
        products.map((code, p) => {
          const at = s * width + c * products.length + p;
          return {
            ...(region !== '' && { region }),
            code,
            consumption: traced.consumption[at]!,
            production: traced.production[at]!,
            imports: traced.imports[at]!,
            exports: traced.exports[at]!,
          };
        }),
      ),
      ...(restOfWorld && {
        restOfWorld: products.map((code, p) => ({
          code,
          consumption: restOfWorld[s * products.length + p]!,
        })),
      }),
      multipliers: [...traced.multipliers.subarray(s * n, (s + 1) * n)],
    })),
  };
}

function rowsOf(matrix: Float64Array, n: number): number[][] {
  return Array.from({ length: n }, (_, i) => [...matrix.subarray(i * n, (i + 1) * n)]);
}

function definitions({ influence, apl, satellite }: IoOptions) {
  const { averagePropagationLength } = POSITION_DEFINITIONS;
  return {
    ...PROFILE_DEFINITIONS,
    ...(influence !== undefined && INFLUENCE_DEFINITIONS),
    ...(apl && { averagePropagationLength }),
    ...(satellite && { footprints: FOOTPRINT_DEFINITIONS }),
  };
}

function withIndustries(message: Bilingual, industries: readonly string[]): Bilingual {
  if (industries.length === 0) return message;
  const list = industries.slice(0, 8).join(', ') + (industries.length > 8 ? ' …' : '');
  return { zh: `${message.zh}（${list}）`, en: `${message.en} (${list})` };
}

function summary(
  { industries, spectralRadius, verticalSpecialisation: vertical, accuracy }: TableProfile,
  table: IoTable,
  { extraction, influence }: ReturnType<typeof chosenMeasures>,
  terminal: Terminal,
): string {
  const say = (zh: string, en: string) => terminal.say({ zh, en });
  const total = table.output.reduce((sum, value) => sum + value, 0);
  const name = ({ industry }: IndustryProfile) =>
    terminal.lang === 'en' && industry.nameEn ? industry.nameEn : industry.name;
  const regional = industries.some(({ industry }) => industry.region !== null);
  const head = [
    ...(regional ? [say('地区', 'region')] : []),
    say('代码', 'code'),
    say('部门', 'industry'),
    say('产出乘数', 'multiplier'),
    say('影响力', 'backward'),
    say('感应度L', 'forward L'),
    say('感应度G', 'forward G'),
    say('上游度', 'upstream'),
    say('下游度', 'downstream'),
    say('提取损失%', 'extraction %'),
    ...(vertical ? [say('进口含量', 'imports')] : []),
  ];
  const rows = industries.map((own) => [
    ...(regional ? [own.industry.region ?? ''] : []),
    own.industry.code,
    name(own),
    own.outputMultiplier,
    own.backwardLinkage,
    own.forwardLinkageLeontief,
    own.forwardLinkageGhosh,
    own.upstreamness,
    own.downstreamness,
    (100 * own.extractionTotal) / total,
    ...(vertical ? [own.verticalSpecialisation] : []),
  ]);
  const lines = [
    `${table.title} ${table.year ?? ''} ${table.unit}`,
    say(
      `谱半径 ${spectralRadius.value.toFixed(4)}，残差 ${accuracy.residual.toExponential(1)}，条件数约 ${accuracy.condition.toPrecision(3)}`,
      `spectral radius ${spectralRadius.value.toFixed(4)}, residual ${accuracy.residual.toExponential(1)}, condition about ${accuracy.condition.toPrecision(3)}`,
    ),
    ...(vertical
      ? [
          say(
            `出口的进口含量 ${(100 * vertical.total).toFixed(2)} %`,
            `imported content of exports ${(100 * vertical.total).toFixed(2)} %`,
          ),
        ]
      : []),
    ...(extraction
      ? [
          say(
            `提取 ${extraction.codes.join('、')}（份额 ${extraction.share}）：损失 ${Math.round(extraction.loss)} ${table.unit}，占总产出 ${(100 * extraction.shareOfOutput).toFixed(2)} %`,
            `extracting ${extraction.codes.join(', ')} (share ${extraction.share}): ${Math.round(extraction.loss)} ${table.unit} lost, ${(100 * extraction.shareOfOutput).toFixed(2)} % of output`,
          ),
        ]
      : []),
    '',
    textTable(head, rows),
  ];
  if (influence)
    lines.push(
      '',
      textTable(
        [say('供给', 'supplier'), say('使用', 'buyer'), say('影响域', 'influence')],
        influence.map((cell) => [cell.supplierName, cell.buyerName, cell.influence]),
      ),
    );
  return lines.join('\n');
}

function codesOption(text: string): string[] {
  const codes = text.split(/[,，、]/).map((code) => code.trim());
  if (codes.some((code) => code === ''))
    throw new InvalidArgumentError('代码，逗号分隔 codes, comma-separated');
  return codes;
}

function countOption(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new InvalidArgumentError('正整数 a whole number above 0');
  return count;
}
