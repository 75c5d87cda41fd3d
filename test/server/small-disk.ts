// A server of its own process over a workspace on a small disk of its own, which can be filled and emptied again.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Said, send } from './sending.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const MEGABYTES = 32;

/** Null where a process can have such a disk, else why not. */
export function noSmallDisk(): string | null {
  const tried = spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'true'], { timeout: 10_000 });
  if (tried.status === 0) return null;
  return `no namespaces of users and mounts here: ${String(tried.error?.message ?? tried.stderr).trim()}`;
}

export class SmallDisk {
  readonly #folder: string;
  readonly #server: ChildProcess;
  /** What the server has written to its terminal. */
  said = '';
  port = 0;

  private constructor(folder: string, server: ChildProcess) {
    this.#folder = folder;
    this.#server = server;
  }

  static async serve(): Promise<SmallDisk> {
    const folder = await mkdtemp(join(tmpdir(), 'ballast-small-disk-'));
    const script = `mount -t tmpfs -o size=${MEGABYTES}m tmpfs "$1" && exec "$2" "$3" serve --workspace "$1/workspace" --port 0`;
    const server = spawn(
      'unshare',
      ['--user', '--map-root-user', '--mount', 'sh', '-c', script, 'sh', folder, process.execPath, MAIN],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const disk = new SmallDisk(folder, server);
    disk.port = await new Promise((resolve, reject) => {
      server.stderr!.on('data', (part) => {
        disk.said += part;
        const found = /http:\/\/[\d.]+:(\d+)\//.exec(disk.said);
        if (found) resolve(Number(found[1]));
      });
      server.once('exit', () => reject(new Error(disk.said)));
    });
    return disk;
  }

  /** As another process sees a file on that disk. */
  place(name: string): string {
    return `/proc/${this.#server.pid}/root${this.#folder}/${name}`;
  }

  /** Leaves no more room than `left` bytes. */
  async fill(left = 0): Promise<void> {
    const file = await open(this.place('filler'), 'w');
    try {
      const part = Buffer.alloc(2 ** 16, 1);
      for (let size = part.length; size >= 4096; ) {
        const { bytesWritten } = await file.write(part, 0, size).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOSPC') throw error;
          return { bytesWritten: 0 };
        });
        if (bytesWritten < size) size /= 2;
      }
      const { size } = await file.stat();
      await file.truncate(Math.max(0, size - left));
    } finally {
      await file.close();
    }
  }

  /** Takes what others give up, until it is told to stop. */
  keepFull(): { stop(): Promise<void> } {
    let isOn = true;
    const work = (async () => {
      const file = await open(this.place('filler'), 'a');
      const page = Buffer.alloc(4096, 1);
      while (isOn) {
        await file.write(page).catch(() => new Promise((resolve) => setTimeout(resolve, 20)));
      }
      await file.close();
    })();
    return {
      stop: () => {
        isOn = false;
        return work;
      },
    };
  }

  empty(): Promise<void> {
    return rm(this.place('filler'), { force: true });
  }

  get isUp(): boolean {
    return this.#server.exitCode === null && this.#server.signalCode === null;
  }

  async ask(path: string, method = 'GET', body?: unknown): Promise<Said> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/api/v1${path}`, {
      method,
      ...(body !== undefined && {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    });
    const text = await answer.text();
    const isJson = answer.headers.get('content-type')?.includes('json') ?? false;
    return { status: answer.status, body: isJson ? JSON.parse(text) : text } as Said;
  }

  upload(name: string, text: string): Promise<Said> {
    return send(this.port, [Buffer.from(text)], name);
  }

  /** The job when it has ended. */
  async ended(id: string): Promise<{ state: string; failure: { zh: string; en: string } | null }> {
    for (;;) {
      const { body } = await this.ask(`/jobs/${id}`);
      const job = body as unknown as {
        state: string;
        failure: { zh: string; en: string } | null;
        ended: string | null;
      };
      if (job.ended !== null) return job;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async close(): Promise<void> {
    if (this.isUp) {
      this.#server.kill('SIGKILL');
      await once(this.#server, 'exit');
    }
    await rm(this.#folder, { recursive: true, force: true });
  }
}
