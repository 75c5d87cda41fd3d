// A server over a workspace of its own, asked without a network.
import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { type AppOptions, buildApp, openSession, type Session } from '../../src/server/index.js';
import type { Cell } from '../../src/store/database.js';
import { Database } from '../../src/store/database.js';
import { Workspace } from '../../src/store/index.js';
import { MIGRATIONS, VIEWS } from '../../src/store/schema.js';
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

/** What one request said that its answer rests on, and the statements that it sent to the database. */
interface Asked {
  restsOn: readonly string[] | null;
  statements: string[];
}
const asked = new AsyncLocalStorage<Asked>();
const { rows } = Database.prototype;
Database.prototype.rows = function <Row>(this: Database, sql: string, values?: readonly Cell[]) {
  asked.getStore()?.statements.push(sql);
  return rows.call(this, sql, values) as Promise<Row[]>;
};

const NAMED = /\b(?:FROM|JOIN)\s+"?(\w+)/gi;
const tables = new Set(
  MIGRATIONS.flatMap((sql) =>
    [...sql.matchAll(/CREATE TABLE (?:IF NOT EXISTS )?(\w+)/gi)].map(([, name]) => name!),
  ),
);
const views = new Map(
  [...VIEWS.matchAll(/CREATE (?:OR REPLACE )?VIEW (\w+)([^;]*)/gi)].map(([, name, body]) => [name!, body!]),
);

/** Tables that a statement reads, through views too. */
function tablesOf(sql: string): string[] {
  const read = [...sql.matchAll(NAMED)].flatMap(([, name]) => {
    const view = views.get(name!);
    return view !== undefined ? tablesOf(view) : tables.has(name!) ? [name!] : [];
  });
  // What an import says of the rows that it has brought stays as it is.
  return read.some((name) => name !== 'imports') ? read.filter((name) => name !== 'imports') : read;
}

/** An answer that is kept, yet read a table whose changes do not drop it, would be stale: what it read of that kind. */
function staleFrom({ restsOn, statements }: Asked): string[] {
  if (restsOn === null) return [];
  return [...new Set(statements.flatMap(tablesOf))].filter((table) => !restsOn.includes(table));
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
  const version = workspace.version.bind(workspace);
  workspace.version = (names) => {
    const store = asked.getStore();
    if (store) store.restsOn ??= names;
    return version(names);
  };
  const send: Served['send'] = (method, url, body) => {
    const now: Asked = { restsOn: null, statements: [] };
    return asked.run(now, async () => {
      const answer = await app.inject({
        method,
        url,
        headers,
        ...(body === undefined ? {} : { payload: body as object }),
      });
      // Only answers that are kept have a tag.
      const stale = answer.headers.etag === undefined ? [] : staleFrom(now);
      if (stale.length > 0)
        throw new Error(`${method} ${url} is kept but rests on ${stale.join(', ')}, which it does not name`);
      return answer;
    });
  };
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
