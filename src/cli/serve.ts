// ballast serve: the workbench over one workspace, on this machine.
import { createRequire } from 'node:module';
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import { UserError } from '../model/index.js';
import { openCodes, openLexicons, openOutline } from '../verbs/index.js';
import { dayOf, todayInChina } from './day.js';
import { portOption } from './number-option.js';
import { EXIT, type Terminal } from './terminal.js';
import { openWorkspace } from './workspace.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

export const PORT = 4173;
export const LOOPBACK = '127.0.0.1';

/** Of the 2 GB that the server is to stay under; larger sorts and joins go by way of the disk. */
const DATABASE_MEMORY = '600MB';

interface ServeOptions {
  /** 0 for any that is free. */
  port: number;
  host: string;
  name?: string[];
  today?: string;
  map?: string;
  mapNumber?: string;
  workspace: string;
}

export function serveCommand(program: Command, terminal: () => Terminal): void {
  program
    .command('serve')
    .summary('工作台 workbench')
    .description(
      '打开工作台：在本机浏览器里使用工作区，附带接口（/api/docs）。缺省只听本机。\n' +
        'Opens the workbench: the workspace in a browser on this machine, with the API (/api/docs). Listens on loopback alone unless told otherwise.',
    )
    .option('--port <n>', `端口 port; 0 for any that is free (${PORT})`, portOption, PORT)
    .option('--host <address>', '监听地址 address to listen on', LOOPBACK)
    .option('--name <names...>', '还可用这些主机名访问 further host names it answers to')
    .option('--today <date>', '按此日期计算新旧与期限 the date at which ages and deadlines are counted')
    .option('--map <file>', '标准地图（GeoJSON） a standard map of yours')
    .option('--map-number <number>', '它的审图号 its approval number')
    .addHelpText('after', '\n例 Example:\n  ballast serve --port 4173')
    .action(async (_: unknown, command: Command) => {
      process.exitCode = await serve(command.optsWithGlobals<ServeOptions>(), terminal());
    });
}

/** Serves the workspace until the process is asked to stop. */
export async function serve(options: ServeOptions, terminal: Terminal): Promise<number> {
  const fixedDay = options.today === undefined ? null : dayOf(options);
  const workspace = await openWorkspace(options.workspace, terminal, { memory: DATABASE_MEMORY });
  try {
    // Loaded here alone: the server and its libraries would double the start of every other command.
    const { startServer } = await import('../server/index.js');
    const { lexicons } = await openLexicons(options.workspace);
    const outline =
      options.map === undefined
        ? null
        : await openOutline((await openCodes(lexicons)).areas, {
            file: options.map,
            approval: options.mapNumber ?? null,
          });
    const server = await startServer({
      workspace,
      name: basename(resolve(options.workspace)),
      version,
      lexicons,
      ...(outline !== null && { outline }),
      host: options.host,
      port: options.port,
      hosts: options.name ?? [],
      today: () => fixedDay ?? todayInChina(),
      reopen: () => openWorkspace(options.workspace, terminal, { memory: DATABASE_MEMORY }),
      report: (error, reference) => {
        terminal.note({ zh: `程序出错（${reference}）`, en: `a defect of ours (${reference})` });
        terminal.trace(error);
      },
    });
    terminal.note({
      zh: `工作台已打开：${server.address}（按 Ctrl-C 停止）`,
      en: `the workbench is open: ${server.address} (Ctrl-C ends it)`,
    });
    await stopAsked();
    await server.close();
    return EXIT.done;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE')
      throw new UserError({
        zh: `端口 ${options.port} 已被占用。请用 --port 指定另一个，或 --port 0 任选`,
        en: `port ${options.port} is in use. Take another with --port, or any with --port 0`,
      });
    throw error;
  } finally {
    await workspace.close();
  }
}

function stopAsked(): Promise<void> {
  return new Promise((resolved) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolved());
  });
}
