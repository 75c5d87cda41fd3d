// Runs a line that a page shows, as a shell would. What only calls ballast goes to the process that stays; the rest to sh.
import { spawn } from 'node:child_process';
import { ballast, MAIN, type Ran } from '../cli/ballast.js';

/** What stands for the command line in a page. */
const BALLAST = /(^|&& *)(?:npm run -s ballast --|ballast)(?= )/g;

export async function shell(line: string, cwd: string): Promise<Ran> {
  const commands = plainCommands(line.replace(BALLAST, '$1ballast'));
  if (commands === null || commands.some(([program]) => program !== 'ballast')) return sh(line, cwd);
  const all: Ran = { code: 0, stdout: '', stderr: '' };
  for (const [, ...args] of commands) {
    const { code, stdout, stderr } = await ballast(args, '', cwd);
    all.code = code;
    all.stdout += stdout;
    all.stderr += stderr;
    if (code !== 0) break;
  }
  return all;
}

function sh(line: string, cwd: string): Promise<Ran> {
  const command = line.replace(BALLAST, `$1"${process.execPath}" "${MAIN}"`);
  return new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', command], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    const ran: Ran = { code: null, stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (part) => {
      ran.stdout += part;
    });
    child.stderr.setEncoding('utf8').on('data', (part) => {
      ran.stderr += part;
    });
    child.on('error', reject).on('close', (code) => resolve({ ...ran, code }));
  });
}

/** The words of each command of a line that joins them by && alone; null where there is more for a shell to do. */
export function plainCommands(line: string): string[][] | null {
  const commands: string[][] = [[]];
  const token = /\s+|&&|#.*$|((?:"[^"$`\\]*"|'[^']*'|[^\s"'$`\\|&;<>()*?[\]{}~#!])+)/y;
  let at = 0;
  while (at < line.length) {
    token.lastIndex = at;
    const found = token.exec(line);
    if (found === null) return null;
    at = token.lastIndex;
    if (found[0] === '&&') commands.push([]);
    else if (found[1] !== undefined)
      commands
        .at(-1)!
        .push(found[1].replace(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single));
  }
  return commands.every((words) => words.length > 0) ? commands : null;
}
