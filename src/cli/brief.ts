// ballast brief: what the workspace holds, written up.
import { type Command, Option } from 'commander';
import {
  type BriefDocument,
  ledgerBrief,
  renderHtml,
  renderMarkdown,
  type ThemeName,
} from '../brief/index.js';
import { parseIsoDay, type ReadDocument, UserError } from '../model/index.js';
import { acrossLexicon } from '../read/index.js';
import { writeWhole } from '../store/index.js';
import { openLexicons } from './pages.js';
import { EXIT, type Terminal } from './terminal.js';
import { openWorkspace } from './workspace.js';

const RENDERERS = { html: renderHtml, md: renderMarkdown } as const;
export type BriefFormat = keyof typeof RENDERERS;

interface BriefOptions {
  format: BriefFormat;
  out: string;
  today?: string;
  json?: boolean;
  workspace: string;
}

export function briefCommand(program: Command, terminal: () => Terminal): void {
  const brief = program
    .command('brief')
    .summary('成文 write it up')
    .description(
      '成文：每个数字都带出处。\nWrites up what the workspace holds; every number with its source.',
    );
  brief
    .command('ledger')
    .summary('政策台账简报 the ledger of policy pages')
    .description('政策台账简报：工作区里的全部页面。\nThe ledger brief: all pages of the workspace.')
    .addOption(new Option('--format <format>', '格式 format').choices(['html', 'md']).default('html'))
    .requiredOption('--out <file>', '写到 write to')
    .option('--today <date>', '按此日期计算新旧与期限 the date at which ages and deadlines are counted')
    .addHelpText('after', '\n例 Example:\n  ballast brief ledger --format md --out ledger.md')
    .action(async (_: unknown, command: Command) => {
      process.exitCode = await ledger(command.optsWithGlobals<BriefOptions>(), terminal());
    });
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
  await writeWhole(options.out, RENDERERS[options.format](document));
  if (options.json) terminal.json({ schema: 'ballast.brief/1', file: options.out, pages: documents.length });
  else terminal.print(options.out);
  return EXIT.done;
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

/** The day that `--today` names, or the present one. */
export function dayOf({ today }: { today?: string }): string {
  return today === undefined ? todayInChina() : parseIsoDay(today);
}

/** ISO date of now in China, UTC+8. */
function todayInChina(now = new Date()): string {
  return new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}
