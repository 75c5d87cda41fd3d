// ballast brief: what the workspace holds, written up.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { parse } from 'yaml';
import { z } from 'zod';
import { type BriefDocument, briefLexicon, type Remarks } from '../brief/index.js';
import { measureRules } from '../measure/index.js';
import { UserError } from '../model/index.js';
import { loadCodes, loadMeasureRules } from '../store/index.js';
import {
  assessMaterial,
  BRIEF_FORMATS,
  type BriefFormat,
  type ChainSettings,
  type FirmSettings,
  formatOfName,
  type HeldForBriefs,
  heldIn,
  type LadderSettings,
  type LayoutBriefOptions,
  namingOf,
  notWritten,
  openLexicons,
  openRulebooks,
  placeOf,
  requireNotes,
  theFirm,
  titleOf,
  type Writing,
  workspaceRecord,
  writeBriefFile,
  writeChain,
  writeCluster,
  writeFirm,
  writeHeldLayout,
  writeLadder,
  writeLayout,
  writeLedger,
  writeMonthly,
} from '../verbs/index.js';
import { fileRecords, openFirmWords } from './assess/index.js';
import { dayOf } from './day.js';
import { regionOptions, tableOptions } from './foresee/index.js';
import { type ChallengeBriefOptions, writeChallenge } from './match/index.js';
import { numberOption, wholeOption } from './number-option.js';
import { EXIT, type Terminal } from './terminal.js';
import { openWorkspace, withWorkspace } from './workspace.js';

interface BriefOptions {
  /** By the ending of `out` where it is not given. */
  format?: BriefFormat;
  out: string;
  charts?: string;
  font?: string;
  today?: string;
  json?: boolean;
  workspace: string;
}

interface FigureBriefOptions extends BriefOptions {
  period: string;
  title?: string;
  remarks?: string;
  asOf?: string;
}

interface MonthlyOptions extends FigureBriefOptions {
  area: string;
  map?: string;
  mapNumber?: string;
}

interface ClusterOptions extends FigureBriefOptions {
  against: string[];
}

export function briefCommand(program: Command, terminal: () => Terminal): void {
  const brief = program
    .command('brief')
    .summary('成文 write it up')
    .description(
      '成文：每个数字都带出处。\nWrites up what the workspace holds; every number with its source.',
    );
  written(
    brief
      .command('ledger')
      .summary('政策台账简报 the ledger of policy pages')
      .description('政策台账简报：工作区里的全部页面。\nThe ledger brief: all pages of the workspace.'),
  )
    .addHelpText('after', '\n例 Example:\n  ballast brief ledger --format md --out ledger.md')
    .action(async (_: unknown, command: Command) => {
      process.exitCode = await ledger(command.optsWithGlobals<BriefOptions>(), terminal());
    });
  fromFigures(
    brief
      .command('monthly')
      .summary('工业经济运行简报 the industrial economy of an area')
      .description(
        '工业经济运行简报：句子按条件成文，缺数据的句子不写，列在文末。\n' +
          'The industrial economy of an area in a month. A sentence is written where its figures allow; the others are listed at the end.',
      )
      .requiredOption('--area <name>', '地区名或代码 area, by name or code'),
  )
    .option('--map <file>', '标准地图（GeoJSON） a standard map of yours')
    .option('--map-number <number>', '它的审图号 its approval number')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast brief monthly --area 临江省 --period 2024-08 --format docx --out brief.docx',
    )
    .action(async (_: unknown, command: Command) => {
      process.exitCode = await monthly(command.optsWithGlobals<MonthlyOptions>(), terminal());
    });
  fromFigures(
    brief
      .command('cluster')
      .summary('集群运行监测报告 the monitoring report of a cluster')
      .description('集群运行监测报告。\nThe monitoring report of a cluster.')
      .argument('<name>', '集群名称 name of the cluster'),
  )
    .option('--against <names...>', '对标集群 clusters to compare with', [])
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast brief cluster 江城电子信息集群 --period 2024-H1 --out cluster.html',
    )
    .action(async (name: string, _: unknown, command: Command) => {
      process.exitCode = await cluster(name, command.optsWithGlobals<ClusterOptions>(), terminal());
    });
  written(
    brief
      .command('chain')
      .summary('产业链简报 strengths, risks and links to mend of a chain')
      .description(
        '产业链简报：强在哪里、依赖谁、一家停产和一次冲击的代价、先补哪几条。名称可以是工作区中投入产出表的名称，此时只写投入产出部分。\n' +
          'Where a chain is strong, on whom it depends, what an outage and a shock cost, which links to mend first. The name may be that of an input–output table in the workspace; then the brief is of that alone.',
      )
      .argument('<name>', '产业链或投入产出表的名称 name of the chain, or of a table'),
  )
    .option(
      '--table <name>',
      '投入产出表：工作区中的名称，或文件 input–output table: its name in the workspace, or a file',
    )
    .option('--sheet <name>', '文件中的工作表 sheet of that file')
    .option('--firms <file>', '企业：id, sector；可有名称、地区 firms')
    .option('--links <file>', '供应关系：supplier, buyer, weight；可有证据等级 links')
    .option('--classes <file>', '投入类别 classes of inputs')
    .option('--revenue <column>', '企业表中的收入列 column of revenue')
    .option('--costs <column>', '企业表中的成本列 column of costs')
    .option('--leak <share>', '最终需求占销售的份额 share of sales to final demand', numberOption)
    .option(
      '--stop <eps>',
      '文献的停止阈值；缺省迭代到底 stop rule of the literature; default to the end',
      numberOption,
    )
    .option(
      '--scenarios <file>',
      '情景文件，取第一个动态情景 file of scenarios; its first dynamic one is played',
    )
    .option('--scenario <name>', '取此情景 or the one of this name')
    .option('--map <files...>', '产业链图谱：节点、连接、主体 chain map: nodes, edges, actors')
    .option('--home <area>', '本地 home area')
    .option('--synthetic', '所给文件是合成数据 the files given are made up')
    .option('--title <title>', '标题 title')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast brief chain 临江新能源汽车产业链 --table samples/chain/io-table.synthetic.csv --firms samples/chain/firms.synthetic.csv --links samples/chain/links.synthetic.csv --classes samples/chain/input-classes.synthetic.csv --revenue "营业收入(万元)" --costs "营业成本(万元)" --scenarios samples/chain/scenarios.yaml --map samples/chain/chain-nodes.synthetic.csv samples/chain/chain-edges.synthetic.csv samples/chain/chain-actors.synthetic.csv --home 临江省 --synthetic --out chain.html',
    )
    .action(async (name: string, _: unknown, command: Command) => {
      process.exitCode = await chain(
        name,
        command.optsWithGlobals<BriefOptions & ChainSettings>(),
        terminal(),
      );
    });
  written(
    brief
      .command('challenge')
      .summary('揭榜任务对接简报 who could solve a task')
      .description(
        '一项揭榜任务：指标、候选企业与逐项理由、建议入围名单、缺口、进展与期限。任务和企业取自工作区或所给文件。\n' +
          'One task to be solved: indicators, candidates with reasons term by term, a shortlist, the gap, how far it has come and what falls due.',
      )
      .argument('<id>', '任务编号 id of the task'),
  )
    .option(
      '--challenges <file>',
      '任务表；不给则为工作区的任务 table of tasks; default those of the workspace',
    )
    .option('--firms <file>', '企业表；不给则为工作区的企业 table of firms; default those of the workspace')
    .option('--top <n>', '列出几家 firms that are listed', wholeOption, 12)
    .option('--places <n>', '入围名额，缺省 5 places on the shortlist', wholeOption)
    .option('--weights <list>', '各项权重，同 ballast match challenges weights of the terms')
    .option('--io <table>', '投入产出表，用来判断行业远近 input–output table for nearness along the chain')
    .option('--on <date>', '称号与规则按此日判断 day of titles and rules')
    .option('--synthetic', '所给文件是合成数据 the files given are made up')
    .option('--title <title>', '标题 title')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast brief challenge LJ-01 --challenges samples/match/challenges.synthetic.csv --firms samples/match/firms.synthetic.csv --synthetic --out out/challenge.html',
    )
    .action(async (id: string, _: unknown, command: Command) => {
      process.exitCode = await challenge(
        id,
        command.optsWithGlobals<BriefOptions & ChallengeBriefOptions>(),
        terminal(),
      );
    });
  written(
    brief
      .command('ladder')
      .summary('优质企业梯度简报 the ladder of firms of an area')
      .description(
        '优质企业梯度：各层家数、分地区分行业、谁可能晋级、卡在哪里、谁将到期、一年来的变化、目标与家数。全是预审，不是认定。\n' +
          'Firms by rung, area and industry; who could rise, what holds back, who lapses, who moved, counts and targets. A pre-check throughout.',
      )
      .requiredOption('--area <name>', '地区名或代码 area, by name or code'),
  )
    .option('--on <date>', '判断日，缺省为今天 day of judging; default today')
    .option('--since <date>', '与此日相比，缺省为一年前 compared with that day; default a year before')
    .option(
      '--until <date>',
      '列出此日前到期的称号，缺省为半年后 titles that lapse by then; default half a year on',
    )
    .option('--drafts', '也按未核实的草稿规则判断，结果注明 judge by unverified drafts too, and say so')
    .option('--title <title>', '标题 title')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast brief ladder --area 临江省 --on 2026-06-30 --out ladder.html',
    )
    .action(async (_: unknown, command: Command) => {
      process.exitCode = await ladder(command.optsWithGlobals(), terminal());
    });
  written(
    regionOptions(
      tableOptions(
        brief
          .command('layout')
          .summary('产业布局简报 which industries fit an area')
          .description(
            '产业布局简报：产业空间、契合与增益、逐项理由、与邻区的差异、往年同法清单是否成真、口径与权重。\n' +
              'Which industries fit an area: product space, fit and gain, reasons, differences from neighbours, what became of such lists in the past, conventions and weights.',
          )
          .argument(
            '<table>',
            '地区—行业—数值表：文件，或工作区中布局表的名称 table of areas, activities and values: a file, or the name of one in the workspace',
          )
          .requiredOption('--area <name>', '写哪个地区 area to write of'),
        '--area-column <column>',
        false,
      ),
    ),
  )
    .option('--unit <unit>', '数值的单位 unit of the values')
    .option('--synthetic', '所给文件是合成数据 the file is made up')
    .option('--title <title>', '标题 title')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast brief layout samples/layout/city-industries.synthetic.csv --area 江城市 --area-column 地区 --activity 行业 --value 从业人员 --unit 人 --year 年份 --horizon 3 --neighbours samples/layout/neighbours.synthetic.csv --io-table samples/chain/io-table.synthetic.csv --out layout.html',
    )
    .action(async (file: string, _: unknown, command: Command) => {
      process.exitCode = await layout(file, command.optsWithGlobals(), terminal());
    });
  written(
    brief
      .command('firm')
      .summary('企业称号预审 the pre-check of a firm')
      .description(
        '一家企业的称号预审：在梯度中的位置、各称号逐条对照、差距与计划、日程、材料清单。不是认定。\n' +
          'One firm before its titles: where it stands, criterion by criterion, gaps and plan, calendar, papers. No promise of a title.',
      )
      .argument('[name]', '企业名称或统一社会信用代码 name or credit code'),
  )
    .option('--file <file>', '企业从此文件读（JSON、XLSX、CSV），不用工作区 read the firm from here')
    .option('--on <date>', '判断日，缺省为今天 day of judging; default today')
    .option('--titles <titles...>', '梯度以外还要预审的称号 titles beside the ladder')
    .option('--drafts', '也按未核实的草稿规则判断，结果注明 judge by unverified drafts too, and say so')
    .option('--title <title>', '标题 title')
    .addHelpText(
      'after',
      '\n例 Example:\n  ballast brief firm --file samples/assess/firm.json --on 2026-05-01 --out firm.html',
    )
    .action(async (name: string | undefined, _: unknown, command: Command) => {
      process.exitCode = await firm(name ?? null, command.optsWithGlobals(), terminal());
    });
}

async function layout(
  table: string,
  {
    areaColumn,
    ...options
  }: BriefOptions &
    Omit<LayoutBriefOptions, 'activity' | 'value'> & {
      areaColumn?: string;
      activity?: string;
      value?: string;
    },
  terminal: Terminal,
): Promise<number> {
  const today = dayOf(options);
  const { lexicons } = await openLexicons(options.workspace);
  const { area: region, activity, value, ...rest } = options;
  const document = await withWorkspace(
    options.workspace,
    () => openWorkspace(options.workspace, terminal, { readOnly: true }),
    async (workspace) => {
      const kept = (await workspace?.layoutTables()) ?? [];
      if (workspace !== null && !existsSync(table) && kept.some(({ name }) => name === table))
        return writeHeldLayout(region, { table }, workspace, lexicons, { ...rest, today }, terminal.lang);
      if (areaColumn === undefined || activity === undefined || value === undefined)
        throw new UserError({
          zh: `表 ${table} 的列要用 --area-column、--activity、--value 指明；工作区里已有的布局表只写名称${kept.length === 0 ? '' : `（有 ${kept.map(({ name }) => name).join('、')}）`}`,
          en: `name the columns of ${table} by --area-column, --activity and --value; a layout table of the workspace goes by its name alone${kept.length === 0 ? '' : ` (it has ${kept.map(({ name }) => name).join(', ')})`}`,
        });
      const asked = { ...rest, area: areaColumn, activity, value, today };
      return writeLayout(region, table, workspace, lexicons, asked, terminal.lang);
    },
  );
  return finish(document, options, terminal);
}

async function challenge(
  id: string,
  options: BriefOptions & ChallengeBriefOptions,
  terminal: Terminal,
): Promise<number> {
  const today = dayOf(options);
  const { lexicons } = await openLexicons(options.workspace);
  // All of it may come from files: then there need be no workspace.
  const fromFiles = options.challenges !== undefined && options.firms !== undefined;
  const workspace =
    !fromFiles || existsSync(options.workspace)
      ? await openWorkspace(options.workspace, terminal, { readOnly: true })
      : null;
  const document = await writeChallenge(id, workspace, lexicons, { ...options, today }, terminal).finally(
    () => workspace?.close(),
  );
  return finish(document, options, terminal);
}

async function ladder(
  options: BriefOptions & Partial<LadderSettings> & { area: string },
  terminal: Terminal,
): Promise<number> {
  const how = writing(options, terminal);
  const { lexicons } = await openLexicons(options.workspace);
  const workspace = await openWorkspace(options.workspace, terminal, { readOnly: true });
  const write = async () => {
    const held = await heldIn(workspace, lexicons);
    const [material, set, codes] = await Promise.all([
      assessMaterial(held, workspace),
      openRulebooks(options.workspace),
      loadCodes(lexicons),
    ]);
    const naming = namingOf(set, codes, material.lexicon);
    const asked = { ...options, on: options.on ?? how.today };
    return writeLadder(workspace, placeOf(options.area, held), naming, material, set, asked, how);
  };
  return finish(await write().finally(() => workspace.close()), options, terminal);
}

async function firm(
  name: string | null,
  options: BriefOptions & Partial<FirmSettings> & { file?: string },
  terminal: Terminal,
): Promise<number> {
  const how = writing(options, terminal);
  if (name === null && options.file === undefined)
    throw new UserError({
      zh: '请写明企业名称，或用 --file 给出企业文件',
      en: 'name a firm, or give the file of one by --file',
    });
  const { lexicons } = await openLexicons(options.workspace);
  const set = await openRulebooks(options.workspace);
  const words = await openFirmWords(options.workspace, set.items);
  const workspace = existsSync(options.workspace)
    ? await openWorkspace(options.workspace, terminal, { readOnly: true })
    : null;
  const write = async () => {
    if (workspace === null && options.file === undefined)
      throw new UserError({
        zh: `没有工作区 ${options.workspace}；可用 --file 给出企业文件`,
        en: `there is no workspace ${options.workspace}; --file names the file of a firm`,
      });
    const sources = workspace === null ? [] : await workspace.sources();
    const material = {
      figures: [],
      lexicon: briefLexicon(lexicons.brief),
      rules: measureRules(await loadMeasureRules()),
      titles: new Map(
        sources.map(
          (s) =>
            [s.sha256, { title: titleOf(s.title ?? s.file), outlet: s.publisher, file: s.file }] as const,
        ),
      ),
      synthetic: new Set(sources.flatMap((s) => (s.synthetic ? [s.sha256] : []))),
    };
    const asked = { ...options, on: options.on ?? how.today };
    const naming = namingOf(set, words.codes, material.lexicon);
    const { file } = options;
    const record =
      file === undefined
        ? await workspaceRecord(workspace!, name!, naming)
        : theFirm(await fileRecords(file, words, set, naming), name, file);
    return writeFirm(record, material, set, asked, how);
  };
  return finish(await write().finally(() => workspace?.close()), options, terminal);
}

async function chain(
  name: string,
  options: BriefOptions & ChainSettings,
  terminal: Terminal,
): Promise<number> {
  const how = writing(options, terminal);
  const { lexicons } = await openLexicons(options.workspace);
  // All of it may come from files: then there need be no workspace.
  const workspace = existsSync(options.workspace)
    ? await openWorkspace(options.workspace, terminal, { readOnly: true })
    : null;
  const document = await writeChain(name, workspace, lexicons, options, how).finally(() =>
    workspace?.close(),
  );
  return finish(document, options, terminal);
}

function written(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--format <format>',
        '格式，缺省看文件名后缀，再缺省为 html format; default by the ending of the file, else html',
      ).choices([...BRIEF_FORMATS]),
    )
    .requiredOption('--out <file>', '写到 write to')
    .option('--charts <dir>', '图另存为 SVG 到此文件夹 also write the pictures here, as SVG')
    .option('--font <file>', 'Word 中位图所用的中文字体 the Chinese face of the bitmaps in a Word file')
    .option('--today <date>', '按此日期计算新旧与期限 the date at which ages and deadlines are counted');
}

function fromFigures(command: Command): Command {
  return written(command)
    .requiredOption('--period <period>', '时期 period: 2024-08, 2024-Q1, 2024-H1, 2024')
    .option('--title <title>', '标题 title')
    .option('--remarks <file>', '撰写人的意见 remarks of the writer (YAML: by, date, problems, next)')
    .option('--as-of <date>', '只用此日及以前发布的数 only what had been released by that day');
}

async function ledger(options: BriefOptions, terminal: Terminal): Promise<number> {
  const how = writing(options, terminal);
  const { lexicons } = await openLexicons(options.workspace);
  const workspace = await openWorkspace(options.workspace, terminal, { readOnly: true });
  const documents = await workspace.readings().finally(() => workspace.close());
  if (documents.length === 0) {
    throw new UserError({
      zh: `工作区 ${options.workspace} 里还没有页面。先读入：ballast read 路径 --save`,
      en: `workspace ${options.workspace} holds no pages yet. Read some in: ballast read PATH --save`,
    });
  }
  const document = writeLedger(documents, lexicons, how);
  await save(document, options, terminal);
  if (options.json) terminal.json({ schema: 'ballast.brief/1', file: options.out, pages: documents.length });
  else terminal.print(options.out);
  return EXIT.done;
}

/** Writes out of the workspace while it is open. */
async function holding<T>(
  options: FigureBriefOptions,
  terminal: Terminal,
  write: (held: HeldForBriefs) => Promise<T>,
): Promise<T> {
  const { lexicons } = await openLexicons(options.workspace);
  const workspace = await openWorkspace(options.workspace, terminal, { readOnly: true });
  return heldIn(workspace, lexicons, options.asOf)
    .then(write)
    .finally(() => workspace.close());
}

async function monthly(options: MonthlyOptions, terminal: Terminal): Promise<number> {
  const how = writing(options, terminal);
  const settings = await withRemarks(options);
  const document = await holding(options, terminal, (held) => writeMonthly(held, settings, how));
  return finish(document, options, terminal);
}

async function cluster(name: string, options: ClusterOptions, terminal: Terminal): Promise<number> {
  const how = writing(options, terminal);
  const settings = await withRemarks(options);
  const document = await holding(options, terminal, (held) => writeCluster(name, held, settings, how));
  return finish(document, options, terminal);
}

async function finish(
  document: BriefDocument,
  options: BriefOptions & { period?: string },
  terminal: Terminal,
): Promise<number> {
  requireNotes(document, options.workspace, options.period);
  const charts = await save(document, options, terminal);
  const left = notWritten(document);
  if (options.json)
    terminal.json({
      schema: 'ballast.brief/1',
      file: options.out,
      charts,
      footnotes: document.footnotes.length,
      sources: document.sources.map(({ file, document: sha256 }) => ({ file, sha256 })),
      notWritten: left,
      synthetic: document.synthetic !== null,
    });
  else {
    terminal.print(options.out);
    if (left > 0)
      terminal.note({
        zh: `${left} 句因缺少数据未写，列在“未写出的句子”`,
        en: `${left} sentences not written for want of data; they are listed in the brief`,
      });
  }
  return EXIT.done;
}

function save(document: BriefDocument, options: BriefOptions, terminal: Terminal): Promise<string[]> {
  const format = options.format ?? formatOfName(options.out) ?? 'html';
  return writeBriefFile(document, { ...options, format }, terminal);
}

function writing(options: BriefOptions, terminal: Terminal): Writing {
  return { lang: terminal.lang, today: dayOf(options), teller: terminal };
}

/** The options with what stands in the file of remarks. */
async function withRemarks<T extends FigureBriefOptions>({ remarks: file, ...settings }: T) {
  return { ...settings, ...(file === undefined ? {} : { remarks: await readRemarks(file) }) };
}

const remarksShape = z.object({
  by: z.string().min(1),
  date: z.string().regex(/^\d{4}-\d{2}-\d{2}$/),
  problems: z.array(z.string()).default([]),
  next: z.array(z.string()).default([]),
});

async function readRemarks(file: string): Promise<Remarks> {
  let tree: unknown;
  try {
    tree = parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UserError({
      zh: `意见文件无法读取：${file}（${(error as Error).message}）`,
      en: `the file of remarks cannot be read: ${file} (${(error as Error).message})`,
    });
  }
  const result = remarksShape.safeParse(tree);
  if (result.success) return result.data;
  const fault = result.error.issues[0];
  throw new UserError({
    zh: `意见文件 ${file} 的 ${fault?.path.join('.') ?? ''} 有误：${fault?.message ?? ''}。应有 by（谁）、date（日期，加引号）、problems、next`,
    en: `fault in the file of remarks ${file} at ${fault?.path.join('.') ?? ''}: ${fault?.message ?? ''}. It has by, date (quoted), problems, next`,
  });
}
