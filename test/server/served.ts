// A server over a workspace of its own, asked without a network.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { type AppOptions, buildApp, openSession, type Session } from '../../src/server/index.js';
import { Workspace } from '../../src/store/index.js';
import { openLexicons } from '../../src/verbs/index.js';

export const TODAY = '2026-11-22';

export interface Served {
  folder: string;
  /** Folder of the workspace. */
  dir: string;
  workspace: Workspace;
  session: Session;
  app: FastifyInstance;
  /** Errors of ours that were reported. */
  defects: unknown[];
  get(url: string): ReturnType<Served['send']>;
  send(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    url: string,
    body?: unknown,
  ): Promise<Awaited<ReturnType<FastifyInstance['inject']>>>;
  upload(name: string, bytes: Uint8Array | string): ReturnType<Served['send']>;
  /** The job when it has ended. */
  ended(id: string): Promise<{ state: string; failure: { zh: string } | null; hasResult: boolean }>;
  close(): Promise<void>;
}

/** Over a workspace that is made for it, or the one in the folder `over`. */
export async function serve({ over, ...options }: AppOptions & { over?: string } = {}): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'ballast-server-'));
  const dir = over ?? join(folder, 'workspace');
  const workspace = await Workspace.open(dir);
  const defects: unknown[] = [];
  const session = await openSession({
    workspace,
    name: 'workspace',
    version: '0',
    lexicons: (await openLexicons(dir)).lexicons,
    today: () => TODAY,
    report: (error) => defects.push(error),
  });
  const app = await buildApp(session, { web: null, ...options });
  const headers = { host: 'localhost:4173' };
  const send: Served['send'] = (method, url, body) =>
    app.inject({ method, url, headers, ...(body === undefined ? {} : { payload: body as object }) });
  return {
    folder,
    dir,
    workspace,
    session,
    app,
    defects,
    send,
    get: (url) => send('GET', url),
    upload(name, bytes) {
      const { payload, type } = multipart(name, bytes);
      return app.inject({
        method: 'POST',
        url: '/api/v1/uploads',
        headers: { ...headers, 'content-type': type },
        payload,
      });
    },
    async ended(id) {
      return new Promise((resolve) => {
        const stop = session.jobs.watch(id, (job) => {
          if (job.ended === null) return;
          setImmediate(() => stop());
          resolve(job);
        });
      });
    },
    async close() {
      await app.close();
      await session.jobs.close();
      await workspace.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const BOUNDARY = 'ballast-boundary';

/** One file as multipart/form-data. */
export function multipart(name: string, bytes: Uint8Array | string): { payload: Buffer; type: string } {
  return {
    type: `multipart/form-data; boundary=${BOUNDARY}`,
    payload: Buffer.concat([
      Buffer.from(
        `--${BOUNDARY}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
      ),
      Buffer.from(bytes),
      Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
    ]),
  };
}
