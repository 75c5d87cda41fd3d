// ballast chain shock: what scenarios come to on an input–output table, at once or day by day, and how they compare.
import { dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import {
  compareScenarios,
  type Interval,
  type IoTable,
  industryLabel,
  LeontiefSystem,
  runScenario,
  type ScenarioResult,
  STATIC_SHOCK_DEFINITIONS,
} from '../../chain/index.js';
import { type Bilingual, type Lang, UserError } from '../../model/index.js';
import { writeWhole } from '../../store/index.js';
import { loadScenarios } from '../../verbs/index.js';
import { csvCell } from '../csv-cell.js';
import { ioSource } from '../io-source.js';
import { numberOption, seedOption, wholeOption } from '../number-option.js';
import { EXIT, type Terminal } from '../terminal.js';
import { textTable } from '../text-table.js';

export const SHOCK_SCHEMA = 'ballast.chain.shock/1';

interface ShockOptions {
  table?: string;
  sheet?: string;
  unit?: string;
  draws?: number;
  seed?: number;
  level: number;
  compare?: string[];
  out?: string;
  lang: Lang;
  json?: boolean;
  workspace: string;
}

export function shockCommand(chain: Command, terminal: () => Terminal): void {
  chain
    .command('shock')
    .summary('冲击情景 shocks')
    .description(
      '情景文件（YAML）中的冲击在投入产出表上造成的损失：静态（需求、价格、进口停供、部分提取）与逐日动态（ARIO 库存模型），区间输入给出区间结果。\n' +
        'Losses that the scenarios of a YAML file bring on an input–output table: static (quantity, price, import stop, partial extraction) and day by day (ARIO with inventories); ranges in, intervals out.',
    )
    .argument('<scenarios>', '情景文件 scenario file, YAML')
    .option('--table <file>', '投入产出表；缺省为情景文件所写 input–output table')
    .option('--sheet <name>', '工作表 sheet')
    .option('--unit <unit>', '表中没有写单位时 the unit, where the table does not say')
    .option('--draws <n>', '区间输入的抽样次数 draws where values are ranges', wholeOption)
    .option('--seed <n>', '抽样种子 seed', seedOption)
    .option('--level <share>', '区间的置信水平 level of the intervals', numberOption, 0.9)
    .option('--compare <names...>', '比较两个情景 compare two scenarios by name')
    .option(
      '--out <file>',
      '各部门损失（或价格变动）写成 CSV  losses, or changes of price, by industry as CSV',
    )
    .addHelpText('after', '\n例 Example:\n  ballast chain shock samples/chain/scenarios.yaml')
    .action(async (file: string, _: unknown, command: Command) => {
      process.exitCode = await run(file, command.optsWithGlobals<ShockOptions>(), terminal());
    });
}

async function run(file: string, options: ShockOptions, terminal: Terminal): Promise<number> {
  const scenarios = await loadScenarios(file);
  const named = options.table ?? (scenarios.table && resolve(dirname(file), scenarios.table));
  if (!named)
    throw new UserError({
      zh: `${file} 没有写 table，请用 --table 给出投入产出表`,
      en: `${file} names no table; give one with --table`,
    });
  if (!(options.level > 0 && options.level < 1))
    throw new UserError({
      zh: `--level ${options.level}：应在 0 与 1 之间`,
      en: `--level ${options.level}: expected between 0 and 1`,
    });
  const { table } = await ioSource(named, options);
  const system = new LeontiefSystem(table);
  for (const { message } of system.treatments) terminal.note(message);
  const draws = options.draws ?? scenarios.draws;
  const seed = options.seed ?? scenarios.seed;
  const results = scenarios.scenarios.map((scenario) => {
    const progress = terminal.progress({ zh: scenario.name, en: scenario.name }, draws);
    try {
      return runScenario(system, scenario, {
        draws,
        seed,
        level: options.level,
        onDraw: (done, of) => progress.step(`${done}/${of}`),
      });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      throw new UserError({
        zh: `${file} 情景“${scenario.name}”：${error.zh}`,
        en: `${file}, scenario “${scenario.name}”: ${error.en}`,
      });
    } finally {
      progress.end();
    }
  });
  for (const note of treatmentNotes(results)) terminal.note(note);
  const comparison = options.compare ? compared(results, options.compare, options.level) : null;
  if (options.out !== undefined) await writeWhole(options.out, lossesCsv(table, results));
  if (options.json)
    terminal.json({
      schema: SHOCK_SCHEMA,
      table: {
        title: table.title,
        year: table.year,
        unit: table.unit,
        industries: table.industries.length,
        file: named,
      },
      level: options.level,
      seed,
      scenarios: results.map((result) => scenarioJson(table, result)),
      ...(comparison && { comparison: comparisonJson(table, comparison) }),
    });
  else
    terminal.print(
      [
        ...results.map((result) => scenarioText(table, result, options.lang)),
        ...(comparison ? [comparisonText(table, comparison, options.lang)] : []),
      ].join('\n\n'),
    );
  return EXIT.done;
}

const TREATMENTS: Record<ScenarioResult['treatments'][number]['kind'], Bilingual> = {
  noOutput: { zh: '没有产出', en: 'makes nothing' },
  negativeFinalDemand: {
    zh: '最终使用净额为负，动态模型中取 0，产出因此大于表中所列',
    en: 'final use net of imports is negative; taken as 0 in the dynamic model, so output is above that of the table',
  },
  negativeFlow: {
    zh: '中间流量有负值，动态模型中取 0',
    en: 'negative flows; taken as 0 in the dynamic model',
  },
  noInputs: { zh: '没有中间投入，不会缺料', en: 'uses no inputs, so is never short of any' },
  noValueAdded: {
    zh: '中间投入不少于产出，没有资本可损失',
    en: 'inputs reach output, so it has no capital to lose',
  },
};

/** What the dynamic model sets apart in the table, one note a kind, whichever scenario it was for. */
function treatmentNotes(results: readonly ScenarioResult[]): Bilingual[] {
  const industries = new Map<keyof typeof TREATMENTS, Set<string>>();
  for (const { kind, industry } of results.flatMap(({ treatments }) => treatments)) {
    const named = industries.get(kind) ?? new Set();
    industries.set(kind, named.add(industry));
  }
  return [...industries].map(([kind, names]) => {
    const { zh, en } = TREATMENTS[kind];
    const first = [...names].slice(0, 5);
    const more = names.size > first.length;
    return {
      zh: `${zh}（${names.size} 个部门）：${first.join('、')}${more ? '……' : ''}`,
      en: `${en} (${names.size} industries): ${first.join(', ')}${more ? ', …' : ''}`,
    };
  });
}

interface Comparison {
  a: ScenarioResult;
  b: ScenarioResult;
  difference: Interval;
  byIndustry: Float64Array;
}

function compared(results: readonly ScenarioResult[], names: readonly string[], level: number): Comparison {
  if (names.length !== 2)
    throw new UserError({ zh: '--compare 要两个情景名', en: '--compare takes the names of two scenarios' });
  const [a, b] = names.map((name) => {
    const found = results.find((result) => result.name === name);
    if (!found)
      throw new UserError({
        zh: `没有情景“${name}”；文件里有：${results.map(({ name }) => name).join('、')}`,
        en: `there is no scenario “${name}”; the file has: ${results.map(({ name }) => name).join(', ')}`,
      });
    return found;
  }) as [ScenarioResult, ScenarioResult];
  return { a, b, ...compareScenarios(a, b, level) };
}

function scenarioJson(table: IoTable, result: ScenarioResult) {
  const { stability, importStop, draw: _, production: __, byIndustry, path, ...rest } = result;
  const isPrice = result.kind === 'price';
  return {
    ...rest,
    unit: isPrice ? '1' : table.unit,
    definition: result.kind === 'dynamic' ? DYNAMIC_DEFINITION : STATIC_SHOCK_DEFINITIONS[result.kind],
    byIndustry: table.industries.map(({ code, name, region }, i) => ({
      code,
      name,
      ...(region !== null && { region }),
      [isPrice ? 'price' : 'loss']: byIndustry[i],
      ...(importStop && {
        bound: importStop.bound[i],
        boundBy: importStop.boundBy[i]! < 0 ? null : table.industries[importStop.boundBy[i]!]!.code,
        content: importStop.content[i],
        replacement: importStop.replacement.output[i],
      }),
    })),
    path,
    stability,
  };
}

const DYNAMIC_DEFINITION = {
  name: { zh: '适应性区域投入产出模型（库存）', en: 'adaptive regional input–output model with inventories' },
  definition: {
    zh: '产出损失为正常产出减逐日产出之和；增加值按产出比例折算；未满足的最终需求单列',
    en: 'loss is the sum over days of normal less actual output; value added in proportion to output; unmet final demand apart',
  },
  formula: 'Σ_t Σ_i (x_i(0) − x_i(t))',
  unit: 'table',
  source: 'Hallegatte (2008, 2014), Risk Analysis; Guan et al. (2020), Nature Human Behaviour 4',
};

function comparisonJson(table: IoTable, { a, b, difference, byIndustry }: Comparison) {
  return {
    of: [a.name, b.name],
    difference,
    byIndustry: table.industries.map(({ code, name }, i) => ({ code, name, difference: byIndustry[i] })),
  };
}

const VERDICTS: Record<NonNullable<ScenarioResult['stability']>['verdict'], Bilingual> = {
  recovers: { zh: '恢复', en: 'recovers' },
  recovering: { zh: '仍在恢复', en: 'is still recovering' },
  mending: {
    zh: '期末产能或最终需求尚未恢复，无法判断',
    en: 'capacity or final demand is not yet back at the end, so nothing can be said',
  },
  drifts: {
    zh: '产能与需求已恢复而产出不回升',
    en: 'capacity and demand are back, production is not and does not rise',
  },
  collapses: { zh: '产出持续下滑（崩溃）', en: 'production falls on (collapse)' },
};

function scenarioText(table: IoTable, result: ScenarioResult, lang: Lang): string {
  const say = (zh: string, en: string) => (lang === 'zh' ? zh : en);
  const lines = [`【${result.name}】`];
  const { loss } = result;
  const sure = result.draws === 1;
  const shown = (interval: Interval, scale = 1, unit = '') =>
    sure
      ? `${short(interval.median * scale)}${unit}`
      : `${short(interval.median * scale)}${unit} [${short(interval.low * scale)}, ${short(interval.high * scale)}]`;
  if (loss)
    lines.push(
      say(
        `产出损失 ${shown(loss.output)} ${table.unit}，占全年总产出 ${shown(loss.outputShare, 100, '%')}${loss.valueAdded ? `；增加值损失 ${shown(loss.valueAdded)} ${table.unit}` : ''}`,
        `output lost ${shown(loss.output)} ${table.unit}, ${shown(loss.outputShare, 100, '%')} of the year's${loss.valueAdded ? `; value added ${shown(loss.valueAdded)} ${table.unit}` : ''}`,
      ),
    );
  if (result.households)
    lines.push(
      say(
        `居民消费价格 ${shown(result.households, 100, '%')}`,
        `price of household consumption ${shown(result.households, 100, '%')}`,
      ),
    );
  if (result.unmet)
    lines.push(
      say(
        `未满足的最终需求 ${shown(result.unmet)} ${table.unit}`,
        `final demand not met ${shown(result.unmet)} ${table.unit}`,
      ),
    );
  if (result.importStop)
    lines.push(
      say('上列为无替代、无库存时首轮停产的上限', 'this bounds the first round, without substitute or stock'),
      say(
        `由国内补齐所需产出 ${short(result.importStop.replacement.totals.output)} ${table.unit}`,
        `output needed to make it at home ${short(result.importStop.replacement.totals.output)} ${table.unit}`,
      ),
    );
  if (result.stability) lines.push(stabilityText(table, result.stability, lang));
  if (!sure) lines.push(say(`${result.draws} 次抽样`, `${result.draws} draws`));
  const isPrice = result.kind === 'price';
  const order = [...result.byIndustry.keys()].sort(
    (i, j) => Math.abs(result.byIndustry[j]!) - Math.abs(result.byIndustry[i]!),
  );
  lines.push(
    textTable(
      [
        say('部门', 'industry'),
        isPrice ? say('价格变动 %', 'price, %') : say(`损失 ${table.unit}`, `loss, ${table.unit}`),
        ...(isPrice ? [] : [say('占本部门 %', 'of its own, %')]),
      ],
      order
        .slice(0, 10)
        .map((i) => [
          industryLabel(table.industries[i]!),
          result.byIndustry[i]! * (isPrice ? 100 : 1),
          ...(isPrice ? [] : [table.output[i]! > 0 ? (100 * result.byIndustry[i]!) / table.output[i]! : 0]),
        ]),
    ),
  );
  return lines.join('\n');
}

function stabilityText(
  table: IoTable,
  { verdict, trough, end, mendedOn, loop }: NonNullable<ScenarioResult['stability']>,
  lang: Lang,
): string {
  const sectors = [
    ...new Set(
      table.industries.map(({ code, name, region }) => (region === null ? `${code} ${name}` : name)),
    ),
  ];
  const chain = loop.map((sector) => sectors[sector]!).join(' ← ');
  return lang === 'zh'
    ? `${VERDICTS[verdict].zh}：谷底在第 ${trough.day} 日，为正常的 ${percent(trough.share)}；期末 ${percent(end)}${mendedOn === null ? '' : `；产能与需求于第 ${mendedOn} 日复原`}${chain ? `\n限产的投入：${chain}` : ''}`
    : `${VERDICTS[verdict].en}: trough on day ${trough.day} at ${percent(trough.share)} of normal; at the end ${percent(end)}${mendedOn === null ? '' : `; capacity and demand back on day ${mendedOn}`}${chain ? `\nheld down by: ${chain}` : ''}`;
}

function comparisonText(table: IoTable, { a, b, difference, byIndustry }: Comparison, lang: Lang): string {
  const order = [...byIndustry.keys()].sort((i, j) => Math.abs(byIndustry[j]!) - Math.abs(byIndustry[i]!));
  const interval = `${short(difference.median)} [${short(difference.low)}, ${short(difference.high)}]`;
  return `${lang === 'zh' ? `【${a.name} 减 ${b.name}】损失之差 ${interval} ${table.unit}` : `【${a.name} less ${b.name}】difference of losses ${interval} ${table.unit}`}\n${textTable(
    [lang === 'zh' ? '部门' : 'industry', lang === 'zh' ? `差 ${table.unit}` : `difference, ${table.unit}`],
    order.slice(0, 10).map((i) => [industryLabel(table.industries[i]!), byIndustry[i]!]),
  )}`;
}

function lossesCsv(table: IoTable, results: readonly ScenarioResult[]): string {
  const lines = results.flatMap((result) => {
    const isPrice = result.kind === 'price';
    return table.industries.map(({ code, name, region }, i) =>
      [
        ...[result.name, result.kind, region ?? '', code, name].map(csvCell),
        isPrice ? 'price' : 'loss',
        result.byIndustry[i],
        isPrice ? '1' : csvCell(table.unit),
      ].join(','),
    );
  });
  return `scenario,kind,region,code,name,measure,value,unit\n${lines.join('\n')}\n`;
}

const percent = (value: number) => `${(value * 100).toFixed(1)}%`;

function short(value: number): string {
  return Math.abs(value) >= 1000
    ? Math.round(value).toLocaleString('en-US').replaceAll(',', ' ')
    : String(Number(value.toPrecision(4)));
}
