// ballast start: the main job. Pages in, ledger into the workspace, ledger brief out, and an account of what was found.
// Without paths, the samples: pages, and a made-up province to be monitored.
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Command } from 'commander';
import { renderHtml, renderMarkdown } from '../brief/index.js';
import type { ReadDocument } from '../model/index.js';
import { Workspace } from '../store/index.js';
import { todayInChina, writeLedger } from './brief.js';
import { openLexicons, type PagesRead, readPages } from './pages.js';
import { keepPages } from './read.js';
import { type Monitoring, showEconomy } from './sample-economy.js';
import { EXIT, type Terminal } from './terminal.js';

/** The same place from `src/cli` and from `dist/cli`. */
const SAMPLES = fileURLToPath(new URL('../../samples/pages/', import.meta.url));

interface StartOptions {
  today?: string;
  json?: boolean;
  workspace: string;
}

export function startCommand(program: Command, terminal: () => Terminal): void {
  program
    .command('start')
    .summary('从页面到简报 from pages to brief')
    .description(
      '从页面到简报：读页面（缺省读随附样例），记入工作区，写台账简报。\n' +
        'The main job: reads pages (the samples if none are named), keeps them in the workspace, writes the ledger brief.',
    )
    .argument('[paths...]', '文件、文件夹、通配符  files, folders, globs')
    .option('--today <date>', '按此日期计算新旧与期限 the date at which ages and deadlines are counted')
    .addHelpText('after', '\n例 Example:\n  ballast start samples/pages --workspace workspace')
    .action(async (paths: string[], _: unknown, command: Command) => {
      process.exitCode = await start(paths, command.optsWithGlobals<StartOptions>(), terminal());
    });
}

async function start(paths: readonly string[], options: StartOptions, terminal: Terminal): Promise<number> {
  const { lexicons, reading } = await openLexicons(options.workspace);
  const workspace = await Workspace.open(options.workspace);
  try {
    const pages = await readPages(paths.length > 0 ? paths : [SAMPLES], lexicons, terminal);
    const kept = await keepPages(workspace, pages, reading, paths.length > 0 ? paths.join(' ') : 'samples');
    const documents = pages.read.map(({ document }) => document);
    if (documents.length === 0) return EXIT.badInput;
    const writing = terminal.progress({ zh: '写台账简报', en: 'Writing the ledger brief' }, 1);
    const brief = writeLedger(documents, lexicons, options.today ?? todayInChina(), terminal);
    const html = await workspace.saveBrief('ledger.html', renderHtml(brief));
    const markdown = await workspace.saveBrief('ledger.md', renderMarkdown(brief));
    writing.end();
    const today = options.today ?? todayInChina();
    const monitoring = paths.length > 0 ? null : await showEconomy(workspace, lexicons, today, terminal);
    if (options.json) {
      terminal.json({
        schema: 'ballast.start/1',
        ...countsOf(documents),
        ...kept,
        rejected: pages.refused.length,
        html,
        markdown,
        ...(monitoring === null ? {} : { monitoring }),
      });
    } else {
      terminal.print(account(pages, kept, html, markdown, terminal));
      if (monitoring !== null) terminal.print(economyAccount(monitoring, terminal));
    }
    return pages.refused.length + (monitoring?.rejected ?? 0) > 0 ? EXIT.badInput : EXIT.done;
  } finally {
    await workspace.close();
  }
}

function countsOf(documents: readonly ReadDocument[]) {
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

function account(
  pages: PagesRead,
  kept: { added: number; renewed: number; unchanged: number },
  html: string,
  markdown: string,
  terminal: Terminal,
): string {
  const n = countsOf(pages.read.map(({ document }) => document));
  return terminal.say({
    zh: [
      `读到 ${n.pages} 页（新 ${kept.added}，重读 ${kept.renewed}，已有 ${kept.unchanged}；退回 ${pages.refused.length}）`,
      `  工作部署 ${n.directions} 条，举措 ${n.measures} 条，数据 ${n.figures} 个，目标 ${n.targets} 个`,
      `  文本修复 ${n.repairs} 处，存疑日期 ${n.suspectDates} 个，自检未过 ${n.failedChecks} 项`,
      `简报：${pathToFileURL(html).href}`,
      `　　　${markdown}`,
    ].join('\n'),
    en: [
      `${n.pages} pages read (${kept.added} new, ${kept.renewed} read anew, ${kept.unchanged} known; ${pages.refused.length} refused)`,
      `  ${n.directions} lines of work, ${n.measures} measures, ${n.figures} figures, ${n.targets} targets`,
      `  ${n.repairs} repairs, ${n.suspectDates} doubtful dates, ${n.failedChecks} failed self-checks`,
      `Brief: ${pathToFileURL(html).href}`,
      `       ${markdown}`,
    ].join('\n'),
  });
}

function economyAccount(found: Monitoring, terminal: Terminal): string {
  const { monthly, cluster } = found;
  return terminal.say({
    zh: [
      '监测（临江省为合成数据：由程序生成，不是真实统计；全国数是真实发布的）',
      `  企业 ${found.enterprises} 家；${found.known === found.tables ? '各表此前已导入，没有改动' : `收入 ${found.added} 项，退回 ${found.rejected}；检查存疑 ${found.findings} 处（ballast export findings）`}`,
      `运行简报：${pathToFileURL(monthly).href}`,
      `集群报告：${pathToFileURL(cluster).href}`,
    ].join('\n'),
    en: [
      'Monitoring (临江省 is synthetic data: made by a program, no real statistics; the national figures are real)',
      `  ${found.enterprises} firms; ${found.known === found.tables ? 'the tables had been imported before, nothing was changed' : `${found.added} values taken in, ${found.rejected} refused; ${found.findings} doubts of the checks (ballast export findings)`}`,
      `Monthly brief: ${pathToFileURL(monthly).href}`,
      `Cluster brief: ${pathToFileURL(cluster).href}`,
    ].join('\n'),
  });
}
