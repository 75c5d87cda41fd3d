// ballast brief: what the workspace holds, written up.
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { basename, dirname, extname, join, relative } from 'node:path';
import { type Command, Option } from 'commander';
import { parse } from 'yaml';
import { z } from 'zod';
import { type RulebookSet, titleNames } from '../assess/index.js';
import {
  type BriefDocument,
  type BriefLexicon,
  briefLexicon,
  clusterBrief,
  clusterRanges,
  ledgerBrief,
  type Material,
  madeUpIn,
  monthlyBrief,
  type Picture,
  pictureFile,
  picturesOf,
  type Remarks,
  type Reported,
  renderDocx,
  renderHtml,
  renderMarkdown,
  reportRanges,
  type ThemeName,
} from '../brief/index.js';
import { measureRules } from '../measure/index.js';
import { type Area, type AreaCodes, parseIsoDay, type ReadDocument, UserError } from '../model/index.js';
import { acrossLexicon } from '../read/index.js';
import {
  type Codes,
  loadCodes,
  loadMeasureRules,
  type StoredCluster,
  type StoredFigure,
  type Workspace,
  writeWhole,
} from '../store/index.js';
import { type LayoutBriefOptions, openLexicons, openOutline, writeLayout } from '../verbs/index.js';
import {
  type FirmBriefOptions,
  fileRecords,
  type LadderBriefOptions,
  openFirmWords,
  openRulebooks,
  workspaceRecords,
  writeFirm,
  writeLadder,
} from './assess/index.js';
import { type ChainBriefOptions, writeChain } from './chain/index.js';
import { dayOf } from './day.js';
import { regionOptions, tableOptions } from './foresee/index.js';
import { type ChallengeBriefOptions, writeChallenge } from './match/index.js';
import { numberOption, wholeOption } from './number-option.js';
import { openRaster } from './raster.js';
import { clusterFirms, reportedOf, type SumsAsked, stemOf } from './report-sums.js';
import { EXIT, type Terminal } from './terminal.js';
import { openWorkspace, withWorkspace } from './workspace.js';

const FORMATS = ['html', 'docx', 'md'] as const;
export type BriefFormat = (typeof FORMATS)[number];

interface BriefOptions {
  format: BriefFormat;
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
        command.optsWithGlobals<BriefOptions & ChainBriefOptions>(),
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
          .argument('<table>', '地区—行业—数值表 table of areas, activities and values')
          .requiredOption('--area <name>', '写哪个地区 area to write of'),
        '--area-column <column>',
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
  file: string,
  options: BriefOptions & LayoutBriefOptions & { areaColumn: string },
  terminal: Terminal,
): Promise<number> {
  const today = dayOf(options);
  const { lexicons } = await openLexicons(options.workspace);
  const document = await withWorkspace(
    options.workspace,
    () => openWorkspace(options.workspace, terminal, { readOnly: true }),
    (workspace) =>
      writeLayout(
        options.area,
        file,
        workspace,
        lexicons,
        { ...options, area: options.areaColumn, today },
        terminal.lang,
      ),
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
  options: BriefOptions & Partial<Omit<LadderBriefOptions, 'today'>> & { area: string },
  terminal: Terminal,
): Promise<number> {
  const today = dayOf(options);
  const { lexicons } = await openLexicons(options.workspace);
  const workspace = await openWorkspace(options.workspace, terminal, { readOnly: true });
  const write = async () => {
    const held = await heldIn(workspace, lexicons);
    const [material, set, codes] = await Promise.all([
      assessMaterial(held, workspace),
      openRulebooks(options.workspace),
      loadCodes(lexicons),
    ]);
    const firms = await workspaceRecords(workspace, namingOf(set, codes, material.lexicon));
    const { area, stems } = placeOf(options.area, held);
    const asked = { ...options, on: options.on ?? today, today };
    return writeLadder(firms, { area, stems }, material, set, asked, terminal);
  };
  return finish(await write().finally(() => workspace.close()), options, terminal);
}

/** Material of a brief of verdicts: pages with targets as well as those with figures. */
export async function assessMaterial(held: Held, workspace: Workspace): Promise<Held['material']> {
  const documents = (await workspace.readings()).filter(
    (document) => document.targets.length > 0 || document.observations.length > 0,
  );
  const titles = new Map([
    ...documents.map(
      (d) => [d.sha256, { title: titleOf(d.title), outlet: d.outlet, file: d.source }] as const,
    ),
    ...(held.material.titles ?? []),
  ]);
  return { ...held.material, documents, titles };
}

export function namingOf(set: RulebookSet, codes: Codes, { industries }: BriefLexicon) {
  return { names: titleNames(set.rulebooks), codes, english: industries };
}

async function firm(
  name: string | null,
  options: BriefOptions & Partial<Omit<FirmBriefOptions, 'today'>> & { file?: string },
  terminal: Terminal,
): Promise<number> {
  const today = dayOf(options);
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
    const asked = { ...options, on: options.on ?? today, today };
    const naming = namingOf(set, words.codes, material.lexicon);
    const { file } = options;
    const records =
      file === undefined
        ? (await workspaceRecords(workspace!, naming)).records
        : await fileRecords(file, words, set, naming);
    return writeFirm(name, { records, file: file ?? null }, material, set, asked, terminal);
  };
  return finish(await write().finally(() => workspace?.close()), options, terminal);
}

async function chain(
  name: string,
  options: BriefOptions & ChainBriefOptions,
  terminal: Terminal,
): Promise<number> {
  const today = dayOf(options);
  const { lexicons } = await openLexicons(options.workspace);
  // All of it may come from files: then there need be no workspace.
  const workspace = existsSync(options.workspace)
    ? await openWorkspace(options.workspace, terminal, { readOnly: true })
    : null;
  const document = await writeChain(name, workspace, lexicons, { ...options, today }, terminal).finally(() =>
    workspace?.close(),
  );
  return finish(document, options, terminal);
}

function written(command: Command): Command {
  return command
    .addOption(new Option('--format <format>', '格式 format').choices([...FORMATS]).default('html'))
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
  const today = dayOf(options);
  const { lexicons } = await openLexicons(options.workspace);
  const workspace = await openWorkspace(options.workspace, terminal, { readOnly: true });
  const documents = await workspace.readings().finally(() => workspace.close());
  if (documents.length === 0) {
    throw new UserError({
      zh: `工作区 ${options.workspace} 里还没有页面。先读入：ballast read 路径 --save`,
      en: `workspace ${options.workspace} holds no pages yet. Read some in: ballast read PATH --save`,
    });
  }
  const document = writeLedger(documents, lexicons, today, terminal);
  await save(document, options, terminal);
  if (options.json) terminal.json({ schema: 'ballast.brief/1', file: options.out, pages: documents.length });
  else terminal.print(options.out);
  return EXIT.done;
}

export interface Held {
  material: Omit<Material, 'area'>;
  figures: StoredFigure[];
  lexicon: BriefLexicon;
  areas: AreaCodes;
  clusters: StoredCluster[];
  /** Sums of reports, out of the workspace that is still open; null where there are none. */
  reported: (asked: SumsAsked) => Promise<Reported | null>;
  clusterFirms: (cluster: StoredCluster) => ReturnType<typeof clusterFirms>;
}

/** Writes out of the workspace while it is open. */
async function holding<T>(
  options: FigureBriefOptions,
  terminal: Terminal,
  write: (held: Held) => Promise<T>,
): Promise<T> {
  const { lexicons } = await openLexicons(options.workspace);
  const workspace = await openWorkspace(options.workspace, terminal, { readOnly: true });
  return heldIn(workspace, lexicons, options.asOf)
    .then(write)
    .finally(() => workspace.close());
}

export async function heldIn(
  workspace: Workspace,
  lexicons: Record<string, unknown>,
  asOf?: string,
): Promise<Held> {
  const lexicon = briefLexicon(lexicons.brief);
  const [{ areas, industries }, rules] = await Promise.all([loadCodes(lexicons), loadMeasureRules()]);
  const figures = await workspace.figures(asOf === undefined ? {} : { asOf: { day: parseIsoDay(asOf) } });
  const pages = new Set(figures.flatMap((f) => (f.source.kind === 'page' ? [f.source.document] : [])));
  const documents = (await workspace.readings()).filter((d) => pages.has(d.sha256));
  const sources = await workspace.sources();
  const across = acrossLexicon(lexicons.across);
  const measure = measureRules(rules);
  return {
    figures,
    lexicon,
    areas,
    clusters: await workspace.clusters(),
    // Which reports stood on a day in the past is not kept by day of release: then there are no sums.
    reported: async (asked) =>
      asOf === undefined
        ? reportedOf(workspace, asked, { lexicon, across, rules: measure, industries })
        : null,
    clusterFirms: (cluster) => clusterFirms(workspace, cluster, { areas, industries }),
    material: {
      figures,
      lexicon,
      documents,
      rules: measure,
      across,
      titles: new Map([
        ...figures.map(
          (f) =>
            [
              f.document,
              { title: titleOf(f.documentTitle), outlet: f.outlet, file: f.documentSource },
            ] as const,
        ),
        ...sources.map(
          (s) =>
            [s.sha256, { title: titleOf(s.title ?? s.file), outlet: s.publisher, file: s.file }] as const,
        ),
      ]),
      synthetic: new Set(sources.flatMap((s) => (s.synthetic ? [s.sha256] : []))),
    },
  };
}

async function monthly(options: MonthlyOptions, terminal: Terminal): Promise<number> {
  const write = (held: Held) => writeMonthly(held, options, terminal);
  return finish(await holding(options, terminal, write), options, terminal);
}

/** What of the options a brief is written by; the rest says where it goes. */
type Asked<T extends FigureBriefOptions> = Omit<T, keyof Omit<BriefOptions, 'today'>>;

export async function writeMonthly(
  held: Held,
  options: Asked<MonthlyOptions>,
  terminal: Terminal,
): Promise<BriefDocument> {
  const place = placeOf(options.area, held);
  const outline = await openOutline(
    held.areas,
    options.map === undefined ? null : { file: options.map, approval: options.mapNumber ?? null },
  );
  const remarks = options.remarks === undefined ? undefined : await readRemarks(options.remarks);
  const { area, parts } = place;
  const reported =
    place.stems.length === 0
      ? null
      : await held.reported({ area, parts, stems: place.stems, ranges: reportRanges(options.period) });
  return monthlyBrief(
    {
      ...held.material,
      ...place,
      ...(reported === null ? {} : { reported }),
      period: options.period,
      outline,
      ...(remarks === undefined ? {} : { remarks }),
    },
    briefOptions(options, terminal),
  );
}

async function cluster(name: string, options: ClusterOptions, terminal: Terminal): Promise<number> {
  const write = (held: Held) => writeCluster(name, held, options, terminal);
  return finish(await holding(options, terminal, write), options, terminal);
}

export async function writeCluster(
  name: string,
  held: Held,
  options: Asked<ClusterOptions>,
  terminal: Terminal,
): Promise<BriefDocument> {
  const entry = held.clusters.find((c) => c.name === name);
  const spoken = held.figures.some((f) => f.group === name || f.area.name === name);
  if (entry === undefined && !spoken) {
    const known = held.clusters.map((c) => c.name).slice(0, 12);
    throw new UserError({
      zh: `工作区里没有集群“${name}”。${known.length === 0 ? '先导入名录：ballast import 文件 --as clusters' : `已有：${known.join('、')}`}`,
      en: `the workspace knows no cluster “${name}”. ${known.length === 0 ? 'Import a list first: ballast import FILE --as clusters' : `It has ${known.join(', ')}`}`,
    });
  }
  const remarks = options.remarks === undefined ? undefined : await readRemarks(options.remarks);
  const firms = entry === undefined ? null : await held.clusterFirms(entry);
  const reported =
    firms === null
      ? null
      : await held.reported({
          ...firms,
          area: { code: null, name },
          ranges: clusterRanges(options.period),
        });
  return clusterBrief(
    {
      ...held.material,
      ...(reported === null ? {} : { reported }),
      cluster: {
        name,
        industry: entry?.industry ?? null,
        area: entry?.area ?? null,
        level: entry?.level ?? null,
        listed: entry?.listed ?? null,
        organisation: entry?.organisation ?? null,
      },
      period: options.period,
      others: options.against,
      ...(remarks === undefined ? {} : { remarks }),
    },
    briefOptions(options, terminal),
  );
}

function briefOptions(options: Asked<FigureBriefOptions>, terminal: Terminal) {
  return {
    lang: terminal.lang,
    today: dayOf(options),
    ...(options.title === undefined ? {} : { title: options.title }),
  };
}

async function finish(
  document: BriefDocument,
  options: BriefOptions & { period?: string },
  terminal: Terminal,
): Promise<number> {
  if (document.footnotes.length === 0) {
    throw new UserError({
      zh: `工作区 ${options.workspace} 里没有这一地区${options.period === undefined ? '' : `、这一时期（${options.period}）`}可写的数。先导入：ballast import 文件 --as figures`,
      en: `workspace ${options.workspace} holds no figures to write of for this area${options.period === undefined ? '' : ` and period (${options.period})`}. Import some: ballast import FILE --as figures`,
    });
  }
  const charts = await save(document, options, terminal);
  const left = document.sections.find((s) => s.id === 'unwritten')?.blocks[0];
  const notWritten = left?.type === 'table' ? left.rows.length : 0;
  if (options.json)
    terminal.json({
      schema: 'ballast.brief/1',
      file: options.out,
      charts,
      footnotes: document.footnotes.length,
      sources: document.sources.map(({ file, document: sha256 }) => ({ file, sha256 })),
      notWritten,
      synthetic: document.synthetic !== null,
    });
  else {
    terminal.print(options.out);
    if (notWritten > 0)
      terminal.note({
        zh: `${notWritten} 句因缺少数据未写，列在“未写出的句子”`,
        en: `${notWritten} sentences not written for want of data; they are listed in the brief`,
      });
  }
  return EXIT.done;
}

/** Writes the brief, and its pictures where they are asked for or the format cannot hold them; names the pictures. */
async function save(document: BriefDocument, options: BriefOptions, terminal: Terminal): Promise<string[]> {
  const pictures = picturesOf(document);
  const beside = join(dirname(options.out), `${basename(options.out, extname(options.out))}-charts`);
  const folder = options.charts ?? (options.format === 'md' && pictures.length > 0 ? beside : null);
  if (folder !== null) await mkdir(folder, { recursive: true });
  const fileOf = ({ id }: Picture) => (folder === null ? null : join(folder, `${id}.svg`));
  const charts: string[] = [];
  for (const picture of pictures) {
    const file = fileOf(picture);
    if (file === null) continue;
    await writeWhole(file, pictureFile(picture, document.lang, madeUpIn(picture, document)).svg);
    charts.push(file);
  }
  await writeWhole(options.out, await rendered(document, options, fileOf, terminal));
  return charts;
}

async function rendered(
  document: BriefDocument,
  options: BriefOptions,
  fileOf: (picture: Picture) => string | null,
  terminal: Terminal,
): Promise<string | Uint8Array> {
  switch (options.format) {
    case 'html':
      return renderHtml(document);
    case 'md':
      return renderMarkdown(document, {
        pictures: (picture) => {
          const file = fileOf(picture);
          return file === null ? null : relative(dirname(options.out), file).replaceAll('\\', '/');
        },
      });
    case 'docx': {
      const raster = await openRaster(options.font);
      if (raster.face === null)
        terminal.note({
          zh: '没有找到中文字体：不能显示 SVG 的软件里，图上将没有文字。可用 --font 指定字体文件',
          en: 'No Chinese face was found: programs that show no SVG will show the pictures without words. Name one by --font',
        });
      return renderDocx(document, raster);
    }
  }
}

/** The area, what it lies in, what it consists of and what it is ranked among. */
function placeOf(text: string, { areas, figures }: Held) {
  const nation = areaOf(areas.byCode('000000')!);
  const found = areas.resolve(text);
  const known = new Map(figures.map((f) => [f.area.name, f.area]));
  if (found.status !== 'resolved') {
    // An area outside the code system, such as one that is made up: what the tables say of it is all there is.
    const own = known.get(text);
    if (own === undefined) {
      throw new UserError({
        zh: `不认得地区“${text}”：${found.why.zh}`,
        en: `area “${text}” is not known: ${found.why.en}`,
      });
    }
    const stem = own.code?.replace(/(?:00)+$/, '') ?? '';
    const parts = [...known.values()].filter(
      (a) => a.code !== own.code && stem !== '' && a.code?.startsWith(stem) === true,
    );
    return { area: own, nation, province: null, parts, peers: [], stems: stem === '' ? [] : [stem] };
  }
  const area = { code: found.code, name: found.name };
  const within = (list: readonly { code: string; name: string }[], stem: string) =>
    list.filter((a) => a.code.startsWith(stem)).map(areaOf);
  switch (found.level) {
    case 'nation':
      return {
        area,
        nation,
        province: null,
        parts: areas.list('province').map(areaOf),
        peers: [],
        stems: [''],
      };
    case 'province':
      return {
        area,
        nation,
        province: null,
        parts: within(areas.list('prefecture'), found.code.slice(0, 2)),
        stems: [found.code.slice(0, 2)],
        // National releases rank the provinces of the mainland.
        peers: areas
          .list('province')
          .filter((a) => a.code < '710000')
          .map(areaOf),
      };
    case 'prefecture': {
      const province = areas.parent(found.code);
      return {
        area,
        nation,
        province: province === null ? null : areaOf(province),
        parts: within(areas.list('county'), found.code.slice(0, 4)),
        stems: [found.code.slice(0, 4)],
        peers: within(areas.list('prefecture'), found.code.slice(0, 2)),
      };
    }
    case 'county': {
      const province = areas.byCode(found.code.slice(0, 2));
      return {
        area,
        nation,
        province: province === null ? null : areaOf(province),
        parts: [],
        stems: [found.code],
        peers: within(areas.list('county'), found.code.slice(0, 4)),
      };
    }
    case 'group': {
      const members = areas.members(found.code).map(areaOf);
      return {
        area,
        nation,
        province: null,
        parts: members,
        peers: [],
        stems: members.flatMap((member) => stemOf(member) ?? []),
      };
    }
  }
}

/** A file that has no title of its own goes by its name; where it lies is said beside it. */
function titleOf(title: string): string {
  return /[\\/]/.test(title) && extname(title) !== '' ? basename(title) : title;
}

function areaOf({ code, name }: { code: string; name: string }): Area {
  return { code, name };
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

export function writeLedger(
  documents: readonly ReadDocument[],
  lexicons: Record<string, unknown>,
  today: string,
  terminal: Terminal,
): BriefDocument {
  return ledgerBrief(
    { documents, themes: themeNames(lexicons), lexicon: acrossLexicon(lexicons.across) },
    { lang: terminal.lang, today, title: terminal.say({ zh: '政策台账简报', en: 'Policy ledger brief' }) },
  );
}

function themeNames(lexicons: Record<string, unknown>): ThemeName[] {
  const { lines } = lexicons.themes as { lines: Record<string, { zh: string; en: string }> };
  return Object.entries(lines).map(([id, { zh, en }]) => ({ id, zh, en }));
}
