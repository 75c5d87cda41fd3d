// The command line: one file a verb.
import { createRequire } from 'node:module';
import { Command, CommanderError, Option } from 'commander';
import type { Lang } from '../model/index.js';
import { assessCommand } from './assess.js';
import { briefCommand } from './brief.js';
import { chainCommand } from './chain.js';
import { exportCommand } from './export.js';
import { foreseeCommand } from './foresee.js';
import { importCommand } from './import.js';
import { matchCommand } from './match.js';
import { measureCommand } from './measure.js';
import { readCommand } from './read.js';
import { serveCommand } from './serve.js';
import { startCommand } from './start.js';
import { EXIT, Terminal } from './terminal.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

const COMMANDS = [
  startCommand,
  readCommand,
  importCommand,
  measureCommand,
  chainCommand,
  assessCommand,
  foreseeCommand,
  matchCommand,
  briefCommand,
  exportCommand,
  serveCommand,
];

/** The command line once: what an earlier one was asked leaves no trace in it. */
export class CommandLine {
  readonly #program = new Command('ballast')
    .description('压舱石：开放的产业政策工作台  Ballast: the open workbench for industrial policy')
    .version(version)
    .addOption(new Option('--lang <lang>', '界面语言 language').choices(['zh', 'en']).default('zh'))
    .option('--workspace <dir>', '工作区 workspace', 'workspace')
    .option('--json', '结果写成一个 JSON 文档  one JSON document on standard output')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(--help)');

  constructor() {
    for (const command of COMMANDS) command(this.#program, () => this.terminal);
    acceptGlobalOptionsAnywhere(this.#program);
  }

  /** In the language asked for, as far as the arguments are read. */
  get terminal(): Terminal {
    return new Terminal(this.#program.opts<{ lang: Lang }>().lang);
  }

  /** Does what `argv` asks (as `process.argv`), and leaves how it went in `process.exitCode`. Throws nothing. */
  async run(argv: readonly string[]): Promise<void> {
    try {
      await this.#program.parseAsync(argv);
    } catch (error) {
      if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
      else process.exitCode = this.terminal.fail(error);
    }
  }
}

/** `ballast read x --json` and `ballast --json read x` are the same. */
function acceptGlobalOptionsAnywhere(root: Command): void {
  root.exitOverride();
  const walk = (command: Command): void => {
    command.exitOverride();
    for (const child of command.commands) {
      for (const option of root.options) if (option.long !== '--version') child.addOption(inherited(option));
      walk(child);
    }
  };
  walk(root);
  root.hook('preAction', (_, action) => {
    for (const option of root.options) {
      const key = option.attributeName();
      if (action.getOptionValueSource(key) === 'cli') root.setOptionValue(key, action.getOptionValue(key));
    }
  });
}

/** The global option as a subcommand takes it: without a default, so that only what was said is passed up. */
function inherited(option: Option): Option {
  const copy = new Option(option.flags, option.description).hideHelp();
  if (option.argChoices) copy.choices(option.argChoices);
  return copy;
}
