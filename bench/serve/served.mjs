// A server in a process of its own, and what a user asks of it.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { creditCodeFault } from '../../dist/store/index.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** A server that answers, with what it says on standard error. */
export async function serve(workspace, args = []) {
  const child = spawn(process.execPath, [MAIN, 'serve', '--workspace', workspace, '--port', '0', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = { text: '' };
  const gone = new Promise((resolve) => child.once('exit', (code, signal) => resolve({ code, signal })));
  const address = await new Promise((resolve, reject) => {
    child.stderr.on('data', (part) => {
      said.text += part;
      const found = /http:\/\/[\d.]+:\d+\//.exec(said.text);
      if (found) resolve(found[0]);
    });
    void gone.then(({ code }) => reject(new Error(`the server ended with ${code}: ${said.text}`)));
  });
  return {
    address,
    pid: child.pid,
    said,
    gone,
    kill: (signal = 'SIGKILL') => child.kill(signal),
    async ask(path, init) {
      const answer = await fetch(new URL(`api/v1${path}`, address), init);
      const body = answer.status === 204 ? null : await answer.json();
      if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(body)}`);
      return body;
    },
    async upload(name, text) {
      const form = new FormData();
      form.append('file', new Blob([text]), name);
      return this.ask('/uploads', { method: 'POST', body: form });
    },
    /** Starts the import of an uploaded file; gives its job. */
    async import(id, said) {
      const started = await this.ask(`/uploads/${id}/import`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(said),
      });
      return started.job;
    },
    /** The job when it has ended, and its result. */
    async ended(id) {
      for (;;) {
        const job = await this.ask(`/jobs/${id}`);
        if (job.ended !== null)
          return { job, result: job.hasResult ? await this.ask(`/jobs/${id}/result`) : null };
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
  };
}

/** Resident memory of a process in bytes, now and at its highest; null where the system does not say. */
export async function memoryOf(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => null);
  const bytes = (key) =>
    Number(new RegExp(`${key}:\\s+(\\d+) kB`).exec(status ?? '')?.[1] ?? Number.NaN) * 1024;
  return status === null ? null : { now: bytes('VmRSS'), highest: bytes('VmHWM') };
}

/** Milliseconds of processor time that a process has taken so far; null where the system does not say. */
export async function processorOf(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // Ticks of a hundredth of a second.
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** A made-up unified social credit code with its check character. */
export function creditCode(number) {
  const base = `91990100${String(number).padStart(9, '0')}`;
  for (const sign of '0123456789ABCDEFGHJKLMNPQRTUWXY')
    if (creditCodeFault(base + sign) === null) return base + sign;
  throw new Error('no check character fits');
}

/** Numbers from 0 to 1 that are the same for one seed (mulberry32). */
export function randomFrom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
