// Runs the built command line. `ballast` asks a process that stays, for tests of what a command says and writes;
// `ballastProcess` starts one, as a user does, for tests whose subject is the process: streams, signals, preloaded faults.
import { type ChildProcess, fork, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const MAIN = join(ROOT, 'dist/cli/main.js');
const WARM = join(ROOT, 'test/cli/warm.mjs');

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

let warm: ChildProcess | null = null;
let last: Promise<unknown> = Promise.resolve();

/** One call after another, each with a command line of its own. */
export function ballast(args: readonly string[], input: string | Uint8Array = '', cwd = ROOT): Promise<Ran> {
  const ran = last.then(() => ask({ args, cwd, input }));
  last = ran.catch(() => {});
  return ran;
}

function ask(call: { args: readonly string[]; cwd: string; input: string | Uint8Array }): Promise<Ran> {
  const child = warm ?? start();
  child.ref();
  child.channel?.ref();
  return new Promise<Ran>((resolve, reject) => {
    const settle = (after: () => void) => {
      child.off('message', answered).off('exit', gone);
      child.unref();
      child.channel?.unref();
      after();
    };
    const answered = (ran: unknown) => settle(() => resolve(ran as Ran));
    const gone = (code: number | null, signal: string | null) =>
      settle(() => reject(new Error(`ballast ${call.args.join(' ')}: the process ended, ${code ?? signal}`)));
    child.on('message', answered).on('exit', gone);
    child.send(call);
  });
}

function start(): ChildProcess {
  if (!existsSync(MAIN)) throw new Error('dist/cli/main.js is missing: run npm run build first');
  const child = fork(WARM, { cwd: ROOT, execArgv: [], serialization: 'advanced' });
  warm = child;
  child.once('exit', () => {
    if (warm === child) warm = null;
  });
  return child;
}

export function ballastProcess(
  args: readonly string[],
  input?: string | Uint8Array,
  nodeOptions: readonly string[] = [],
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...nodeOptions, MAIN, ...args], { cwd: ROOT, stdio: 'pipe' });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      stderr += chunk;
    });
    child.on('error', reject).on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.end(input ?? '');
  });
}

/** A folder of its own, gone when the tests of the file are done. */
export function folder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'ballast-cli-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}
