// ballast start: the main job. Pages in, ledger into the workspace, ledger brief out, and an account of what was found.
// Without paths, the samples: pages, and a made-up province to be monitored.
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { renderMarkdown } from '../brief/index.js';
import type { ReadDocument } from '../model/index.js';
import {
  type Kept,
  keepBatch,
  openLexicons,
  type PageRefused,
  readPages,
  writeLedger,
} from '../verbs/index.js';
import { dayOf } from './day.js';
import { keepSampleBrief } from './keep-sample-brief.js';
import { portOption } from './number-option.js';
import { exitCodeOf, rejectsOf } from './refused-pages.js';
import { type Monitoring, showEconomy } from './sample-economy.js';
import { LOOPBACK, PORT, serve } from './serve.js';
import { EXIT, type Terminal } from './terminal.js';
import { openWorkspace } from './workspace.js';

/** The same place from `src/cli` and from `dist/cli`. */
const SAMPLES = fileURLToPath(new URL('../../samples/pages/', import.meta.url));

interface StartOptions {
  today?: string;
  /** Undefined where nothing is said: the workbench is opened for somebody who sits at a terminal. */
  serve?: boolean;
  port: number;
  json?: boolean;
  workspace: string;
}

export function startCommand(program: Command, terminal: () => Terminal): void {
  program
    .command('start')
    .summary('从页面到简报 from pages to brief')
    .description(
      '从页面到简报：读页面（缺省读随附样例），记入工作区，写台账简报；简报写工作区里的全部页面。在终端中运行时，随后打开工作台。\n' +
        'The main job: reads pages (the samples if none are named), keeps them in the workspace, writes the ledger brief of\n' +
        'all the pages that the workspace holds, and, at a terminal, opens the workbench.',
    )
    .argument('[paths...]', '文件、文件夹、通配符  files, folders, globs')
    .option('--today <date>', '按此日期计算新旧与期限 the date at which ages and deadlines are counted')
    .option('--serve', '随后打开工作台（在终端中为缺省） open the workbench then (the default at a terminal)')
    .option('--no-serve', '不打开工作台 do not open the workbench')
    .option(
      '--port <n>',
      `工作台端口 port of the workbench; 0 for any that is free (${PORT})`,
      portOption,
      PORT,
    )
    .addHelpText('after', '\n例 Example:\n  ballast start samples/pages --workspace workspace')
    .action(async (paths: string[], _: unknown, command: Command) => {
      const options = command.optsWithGlobals<StartOptions>();
      process.exitCode = await start(paths, options, terminal());
      const { serve: asked = process.stdout.isTTY === true && !options.json } = options;
      if (asked) await serve({ ...options, host: LOOPBACK }, terminal());
      else {
        const where = options.workspace === 'workspace' ? '' : ` --workspace '${options.workspace}'`;
        terminal().note({
          zh: `打开工作台：ballast serve${where}`,
          en: `To open the workbench: ballast serve${where}`,
        });
      }
    });
}

/** What one run found in the pages it read. */
interface Counts {
  pages: number;
  directions: number;
  measures: number;
  figures: number;
  targets: number;
  repairs: number;
  suspectDates: number;
  failedChecks: number;
}

/** Null where the workspace holds no page to write of. */
interface Brief {
  pages: number;
  html: string;
  markdown: string;
}

async function start(paths: readonly string[], options: StartOptions, terminal: Terminal): Promise<number> {
  const today = dayOf(options);
  const { lexicons, reading } = await openLexicons(options.workspace);
  const workspace = await openWorkspace(options.workspace, terminal);
  try {
    const run = workspace.startImport({
      kind: 'pages',
      source: paths.length > 0 ? paths.join(' ') : 'samples',
    });
    const counts = countsOf([]);
    const kept: Kept = { added: 0, renewed: 0, unchanged: 0 };
    const refused: PageRefused[] = [];
    for await (const batch of readPages(paths.length > 0 ? paths : [SAMPLES], lexicons, terminal)) {
      increase(kept, await keepBatch(run, batch, reading));
      increase(counts, countsOf(batch.read.map(({ document }) => document)));
      refused.push(...batch.refused);
    }
    await run.finish();
    const documents = await workspace.readings();
    const brief = documents.length === 0 ? null : await writeBrief(documents);
    const monitoring = paths.length > 0 ? null : await showEconomy(workspace, lexicons, today, terminal);
    if (options.json) {
      terminal.json({
        schema: 'ballast.start/1',
        ...counts,
        ...kept,
        rejected: refused.length,
        rejects: rejectsOf(refused),
        briefPages: documents.length,
        html: brief?.html ?? null,
        markdown: brief?.markdown ?? null,
        ...(monitoring === null ? {} : { monitoring }),
      });
    } else {
      terminal.print(account(counts, kept, refused.length, brief, terminal));
      if (monitoring !== null) terminal.print(economyAccount(monitoring, terminal));
    }
    return monitoring !== null && monitoring.rejected > 0 && refused.length === 0
      ? EXIT.badInput
      : exitCodeOf(refused);
  } finally {
    await workspace.close();
  }

  async function writeBrief(documents: readonly ReadDocument[]): Promise<Brief> {
    const writing = terminal.progress({ zh: '写台账简报', en: 'Writing the ledger brief' }, 1);
    const ledger = writeLedger(documents, lexicons, { lang: terminal.lang, today, teller: terminal });
    const html = await keepSampleBrief(workspace, 'ledger', ledger, { kind: 'ledger' }, terminal.lang);
    const markdown = await workspace.saveBrief('ledger.md', renderMarkdown(ledger));
    writing.end();
    return { pages: documents.length, html, markdown };
  }
}

function increase<Numbers extends { [Key in keyof Numbers]: number }>(sum: Numbers, by: Numbers): void {
  for (const key in sum) sum[key] = (sum[key] + by[key]) as Numbers[typeof key];
}

function countsOf(documents: readonly ReadDocument[]): Counts {
  const sum = (count: (document: ReadDocument) => number) =>
    documents.reduce((n, document) => n + count(document), 0);
  return {
    pages: documents.length,
    directions: sum((d) => d.directions.length),
    measures: sum((d) => d.directions.reduce((n, direction) => n + direction.measures.length, 0)),
    figures: sum((d) => d.observations.length),
    targets: sum((d) => d.targets.length),
    repairs: sum((d) => d.repairs.length),
    suspectDates: sum((d) => (d.publishedTrust === 'suspect' ? 1 : 0)),
    failedChecks: sum((d) => d.selfChecks.filter((check) => !check.ok).length),
  };
}

function account(n: Counts, kept: Kept, refused: number, brief: Brief | null, terminal: Terminal): string {
  const lines = [
    terminal.say({
      zh: `读到 ${n.pages} 页（新 ${kept.added}，重读 ${kept.renewed}，已有 ${kept.unchanged}；退回 ${refused}）`,
      en: `${n.pages} pages read (${kept.added} new, ${kept.renewed} read anew, ${kept.unchanged} known; ${refused} refused)`,
    }),
    terminal.say({
      zh: `  工作部署 ${n.directions} 条，举措 ${n.measures} 条，数据 ${n.figures} 个，目标 ${n.targets} 个`,
      en: `  ${n.directions} lines of work, ${n.measures} measures, ${n.figures} figures, ${n.targets} targets`,
    }),
    terminal.say({
      zh: `  文本修复 ${n.repairs} 处，存疑日期 ${n.suspectDates} 个，自检未过 ${n.failedChecks} 项`,
      en: `  ${n.repairs} repairs, ${n.suspectDates} doubtful dates, ${n.failedChecks} failed self-checks`,
    }),
  ];
  if (brief !== null) {
    lines.push(
      terminal.say({
        zh: `简报（工作区全部 ${brief.pages} 页）：${pathToFileURL(brief.html).href}`,
        en: `Brief of the workspace (${brief.pages} pages): ${pathToFileURL(brief.html).href}`,
      }),
      `  ${brief.markdown}`,
    );
  }
  return lines.join('\n');
}

function economyAccount(found: Monitoring, terminal: Terminal): string {
  const { monthly, cluster, chain, ladder, firm, layout, challenges, challenge, national } = found;
  return terminal.say({
    zh: [
      '监测（临江省为合成数据：由程序生成，不是真实统计；全国数是真实发布的）',
      `  企业 ${found.enterprises} 家；${found.known === found.tables ? '各表此前已导入，没有改动' : `收入 ${found.added} 项，退回 ${found.rejected}；检查存疑 ${found.findings} 处（ballast export findings）`}`,
      `运行简报：${pathToFileURL(monthly).href}`,
      `集群报告：${pathToFileURL(cluster).href}`,
      `产业链简报：${pathToFileURL(chain).href}`,
      `揭榜任务 ${challenges} 项，谁能揭榜（ballast match challenges、ballast match task list），其中一项成文：${pathToFileURL(challenge).href}`,
      `企业梯度：${pathToFileURL(ladder).href}`,
      `一家企业的称号预审：${pathToFileURL(firm).href}`,
      `江城市产业布局：${pathToFileURL(layout).href}`,
      ...(national === null ? [] : [`全国投入产出简报（所导入的表）：${pathToFileURL(national).href}`]),
    ].join('\n'),
    en: [
      'Monitoring (临江省 is synthetic data: made by a program, no real statistics; the national figures are real)',
      `  ${found.enterprises} firms; ${found.known === found.tables ? 'the tables had been imported before, nothing was changed' : `${found.added} values taken in, ${found.rejected} refused; ${found.findings} doubts of the checks (ballast export findings)`}`,
      `Monthly brief: ${pathToFileURL(monthly).href}`,
      `Cluster brief: ${pathToFileURL(cluster).href}`,
      `Chain brief: ${pathToFileURL(chain).href}`,
      `${challenges} tasks to be solved (ballast match challenges, ballast match task list), one of them in a brief: ${pathToFileURL(challenge).href}`,
      `Ladder of firms: ${pathToFileURL(ladder).href}`,
      `Pre-check of one firm: ${pathToFileURL(firm).href}`,
      `Layout of industries of 江城市: ${pathToFileURL(layout).href}`,
      ...(national === null
        ? []
        : [`National input–output brief (of the table imported): ${pathToFileURL(national).href}`]),
    ].join('\n'),
  });
}
