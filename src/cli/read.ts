// ballast read: pages to documents, as JSON files, as one JSON document, or as a short account.
import { mkdir, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Command } from 'commander';
import type { ReadDocument } from '../model/index.js';
import { Workspace } from '../store/index.js';
import { openLexicons, type PageRead, type PagesRead, readPages } from './pages.js';
import { EXIT, type Terminal } from './terminal.js';

interface ReadOptions {
  out?: string;
  json?: boolean;
  save?: boolean;
  workspace: string;
}

export function readCommand(program: Command, terminal: () => Terminal): void {
  program
    .command('read')
    .summary('读政策页面 read policy pages')
    .description(
      '读政策页面：正文、工作部署、举措、数据、目标、人物与机构，每条都能追溯到原文。\n' +
        'Reads policy pages: article, lines of work, measures, figures, targets, people; every item traced to its characters.',
    )
    .argument(
      '<paths...>',
      '文件、文件夹、通配符，或 - 表示标准输入  files, folders, globs, or - for standard input',
    )
    .option('--out <dir>', '每页写一个 JSON 文件  write one JSON file a page')
    .option('--save', '记入工作区  keep in the workspace')
    .addHelpText('after', '\n例 Example:\n  ballast read samples/pages --out readings')
    .action(async (paths: string[], _: unknown, command: Command) => {
      process.exitCode = await read(paths, command.optsWithGlobals<ReadOptions>(), terminal());
    });
}

async function read(paths: readonly string[], options: ReadOptions, terminal: Terminal): Promise<number> {
  const { lexicons, reading } = await openLexicons(options.workspace);
  const pages = await readPages(paths, lexicons, terminal);
  if (options.out !== undefined) await writeReadings(pages.read, options.out, terminal);
  if (options.save) {
    const workspace = await Workspace.open(options.workspace);
    try {
      await keepPages(workspace, pages, reading, paths.join(' '));
    } finally {
      await workspace.close();
    }
  }
  if (options.json) terminal.json(jsonOf(pages));
  else for (const { document } of pages.read) terminal.print(accountOf(document, terminal));
  return pages.refused.length > 0 ? EXIT.badInput : EXIT.done;
}

/** One page is its own document; of several, each stands under `pages`, and what was refused under `rejects`. */
function jsonOf({ read, refused }: PagesRead): unknown {
  if (read.length === 1 && refused.length === 0) return read[0]!.document;
  return {
    schema: 'ballast.read/1',
    pages: read.map(({ document }) => document),
    rejects: refused.map(({ entry, error }) => ({ file: entry.path, zh: error.zh, en: error.en })),
  };
}

async function writeReadings(pages: readonly PageRead[], dir: string, terminal: Terminal): Promise<void> {
  await mkdir(dir, { recursive: true });
  const taken = new Set<string>();
  for (const { entry, document } of pages) {
    const short = `${entry.name.slice(0, entry.name.length - extname(entry.name).length)}.json`;
    // a.txt and a.html of one folder, or two pages of one name, must not overwrite each other
    let name = taken.has(short) ? `${entry.name}.json` : short;
    for (let n = 2; taken.has(name); n++) name = `${entry.name}.${n}.json`;
    taken.add(name);
    await writeFile(join(dir, name), `${JSON.stringify(document, null, 1)}\n`);
    if (name !== short) {
      terminal.note({
        zh: `${entry.path}：同名，写为 ${name}`,
        en: `${entry.path}: name taken, written as ${name}`,
      });
    }
  }
}

/** Enters pages and refusals as one import. */
export async function keepPages(
  workspace: Workspace,
  pages: PagesRead,
  reading: Parameters<Workspace['addDocuments']>[1],
  source: string,
): Promise<{ added: number; renewed: number; unchanged: number }> {
  const run = workspace.startImport({ kind: 'pages', source });
  const result = await run.addDocuments(
    pages.read.map(({ entry, document, bytes }) => ({ document, original: bytes, file: entry.path })),
    reading,
  );
  await run.reject(
    pages.refused.map(({ entry, error }) => ({
      file: entry.path,
      row: null,
      column: null,
      value: null,
      zh: error.zh,
      en: error.en,
    })),
  );
  await run.finish();
  return { added: result.added.length, renewed: result.renewed.length, unchanged: result.unchanged.length };
}

function accountOf(document: ReadDocument, terminal: Terminal): string {
  const { directions, observations, targets } = document;
  const measures = directions.reduce((n, direction) => n + direction.measures.length, 0);
  const doubtful = document.selfChecks.filter((check) => !check.ok);
  const date =
    document.publishedTrust === 'suspect' ? `${document.published} ?` : (document.published ?? '—');
  const lines = [
    terminal.say({
      zh: `${document.source}：${document.title}（${date}）`,
      en: `${document.source}: ${document.title} (${date})`,
    }),
    terminal.say({
      zh: `  工作部署 ${directions.length}，举措 ${measures}，数据 ${observations.length}，目标 ${targets.length}，修复 ${document.repairs.length}`,
      en: `  lines of work ${directions.length}, measures ${measures}, figures ${observations.length}, targets ${targets.length}, repairs ${document.repairs.length}`,
    }),
    ...doubtful.map((check) => `  ! ${terminal.say(check)}`),
  ];
  return lines.join('\n');
}
