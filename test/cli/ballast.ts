// Runs the command line as a process, as a user does.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

export const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const MAIN = join(ROOT, 'dist/cli/main.js');

export interface Ran {
  code: number | null;
  stdout: string;
  stderr: string;
}

export function ballast(
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
