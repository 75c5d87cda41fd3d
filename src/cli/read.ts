// ballast read: pages to documents, as JSON files, as one JSON document, or as a short account.
import { mkdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { Command } from 'commander';
import type { ReadDocument } from '../model/index.js';
import { asUserError, writeWhole } from '../store/index.js';
import { keepBatch, openLexicons, type PageRead, type PageRefused, readPages } from '../verbs/index.js';
import { exitCodeOf, rejectsOf } from './refused-pages.js';
import type { Terminal } from './terminal.js';
import { openWorkspace } from './workspace.js';

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
    .addHelpText(
      'after',
      '\n--json：读一页，得该页的文档（ballast.read/1）；读多页或有页面被退回，得 ballast.read.pages/1，各页在 pages，退回的在 rejects。\n' +
        '--json: one page gives its document (ballast.read/1); several, or any refused, give ballast.read.pages/1,\n' +
        '        with the documents under pages and what was refused under rejects. See docs/formats.md.\n' +
        '\n例 Example:\n  ballast read samples/pages --out readings',
    )
    .action(async (paths: string[], _: unknown, command: Command) => {
      process.exitCode = await read(paths, command.optsWithGlobals<ReadOptions>(), terminal());
    });
}

async function read(paths: readonly string[], options: ReadOptions, terminal: Terminal): Promise<number> {
  const { lexicons, reading } = await openLexicons(options.workspace);
  const folder = options.out === undefined ? null : await OutputFolder.open(options.out, terminal);
  const workspace = options.save ? await openWorkspace(options.workspace, terminal) : null;
  const run = workspace?.startImport({ kind: 'pages', source: paths.join(' ') });
  const documents: ReadDocument[] = [];
  const accounts: string[] = [];
  const refused: PageRefused[] = [];
  try {
    for await (const batch of readPages(paths, lexicons, terminal)) {
      if (run) await keepBatch(run, batch, reading);
      if (folder) await folder.write(batch.read);
      for (const { document } of batch.read) {
        if (options.json) documents.push(document);
        else accounts.push(accountOf(document, terminal));
      }
      refused.push(...batch.refused);
    }
    await run?.finish();
  } finally {
    await workspace?.close();
  }
  if (options.json) terminal.json(jsonOf(documents, refused));
  else for (const account of accounts) terminal.print(account);
  return exitCodeOf(refused);
}

function jsonOf(documents: readonly ReadDocument[], refused: readonly PageRefused[]): unknown {
  if (documents.length === 1 && refused.length === 0) return documents[0];
  return { schema: 'ballast.read.pages/1', pages: documents, rejects: rejectsOf(refused) };
}

/** Where `--out` puts the documents: a.txt and a.html, or two pages of one name, must not overwrite each other. */
class OutputFolder {
  readonly #dir: string;
  readonly #terminal: Terminal;
  readonly #taken = new Set<string>();

  private constructor(dir: string, terminal: Terminal) {
    this.#dir = dir;
    this.#terminal = terminal;
  }

  static async open(dir: string, terminal: Terminal): Promise<OutputFolder> {
    try {
      await mkdir(dir, { recursive: true });
    } catch (error) {
      throw asUserError(dir, error);
    }
    return new OutputFolder(dir, terminal);
  }

  async write(pages: readonly PageRead[]): Promise<void> {
    for (const { entry, document } of pages) {
      const short = `${entry.name.slice(0, entry.name.length - extname(entry.name).length)}.json`;
      let name = this.#taken.has(short) ? `${entry.name}.json` : short;
      for (let n = 2; this.#taken.has(name); n++) name = `${entry.name}.${n}.json`;
      this.#taken.add(name);
      await writeWhole(join(this.#dir, name), `${JSON.stringify(document, null, 1)}\n`);
      if (name === short) continue;
      this.#terminal.note({
        zh: `${entry.path}：同名，写为 ${name}`,
        en: `${entry.path}: name taken, written as ${name}`,
      });
    }
  }
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
