// The user's side of a command: language, messages and progress on stderr, results on stdout.
import ora, { type Ora } from 'ora';
import { type Bilingual, type Lang, UserError } from '../model/index.js';
import type { ProgressTeller, Teller } from '../verbs/index.js';

export const EXIT = { done: 0, badInput: 1, usage: 2, defect: 70 } as const;

/** Progress is told at most this often where it cannot be redrawn in place. */
const TELL_EVERY_MS = 2000;

/**
 * Standard input may be a page, so the spinner leaves it alone; and it installs no handler of signals to bring a hidden
 * cursor back, which would keep Ctrl-C from a process that is busy with a long page.
 */
const UNOBTRUSIVE = { discardStdin: false, hideCursor: false };

export class Terminal implements Teller {
  readonly lang: Lang;

  constructor(lang: Lang) {
    this.lang = lang;
  }

  say(message: Bilingual): string {
    return message[this.lang];
  }

  /** A message beside the result. */
  note(message: Bilingual): void {
    process.stderr.write(`${this.say(message)}\n`);
  }

  print(text: string): void {
    process.stdout.write(`${text}\n`);
  }

  json(document: unknown): void {
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  }

  /** Where in the program an error arose. */
  trace(error: unknown): void {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }

  progress(what: Bilingual, total: number): Progress {
    return new Progress(this.say(what), total, this.lang);
  }

  /** Reports an error in the user's language and gives the exit code it stands for. */
  fail(error: unknown): number {
    if (error instanceof UserError) {
      this.note(error);
      return EXIT.badInput;
    }
    this.note({
      zh: '程序出错，这是我们的缺陷，请连同下面的内容报告给我们：',
      en: 'A defect of ours; please report it with what follows:',
    });
    this.trace(error);
    return EXIT.defect;
  }
}

/** How far a job is: redrawn in place on a terminal, told now and then elsewhere. */
export class Progress implements ProgressTeller {
  readonly #what: string;
  readonly #total: number;
  readonly #lang: Lang;
  readonly #spinner: Ora | null;
  #done = 0;
  #told = Date.now();

  constructor(what: string, total: number, lang: Lang) {
    this.#what = what;
    this.#total = total;
    this.#lang = lang;
    this.#spinner = process.stderr.isTTY
      ? ora({ text: this.#text(''), stream: process.stderr, ...UNOBTRUSIVE }).start()
      : null;
  }

  #text(current: string): string {
    const count = this.#total > 1 ? ` ${this.#done}/${this.#total}` : '';
    return `${this.#what}${count}${current ? ` ${current}` : ''}`;
  }

  step(said: Bilingual | string): void {
    const current = typeof said === 'string' ? said : said[this.#lang];
    this.#done++;
    if (this.#spinner) this.#spinner.text = this.#text(current);
    else if (Date.now() - this.#told >= TELL_EVERY_MS) {
      this.#told = Date.now();
      process.stderr.write(`${this.#text(current)}\n`);
    }
  }

  end(): void {
    this.#spinner?.succeed(this.#text(''));
  }
}
