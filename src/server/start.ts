// From an open workspace to a server that listens.
import type { AddressInfo } from 'node:net';
import type { Outline } from '../brief/index.js';
import type { Workspace } from '../store/index.js';
import { buildApp } from './app.js';
import { withoutFolder } from './failure.js';
import { FilesDesk } from './files/desk.js';
import { type Job, Jobs } from './jobs.js';
import { OWNER } from './principal.js';
import { LOOPBACK } from './security.js';
import type { Session } from './session.js';
import { Staging } from './staging.js';

export interface StartOptions {
  workspace: Workspace;
  name: string;
  version: string;
  lexicons: Record<string, unknown>;
  host: string;
  /** 0 for any that is free. */
  port: number;
  /** Host names it answers to beside those of loopback and the address itself. */
  hosts: readonly string[];
  today(): string;
  outline?: Outline;
  report(error: unknown, reference: string): void;
}

export interface Running {
  address: string;
  close(): Promise<void>;
}

const PAST_JOBS = 200;

/** A session over the workspace; jobs that were under way when the last server ended are lost, and said to be. */
export async function openSession(options: Omit<StartOptions, 'host' | 'port' | 'hosts'>): Promise<Session> {
  const { workspace, report } = options;
  const past: Job[] = [];
  for (const entry of await workspace.jobs(PAST_JOBS)) {
    const lost = entry.state === 'running';
    const { startedAt, recordedAt, ...job } = entry;
    if (lost) await workspace.addJob({ ...job, state: 'lost' });
    past.push({
      ...job,
      state: lost ? 'lost' : (entry.state as Job['state']),
      progress: null,
      note: null,
      started: startedAt,
      ended: recordedAt,
      hasResult: false,
    });
  }
  const jobs = new Jobs(
    {
      started: ({ id, kind, title, principal }) =>
        workspace.addJob({ id, kind, title, principal, state: 'running', failure: null }),
      ended: ({ id, kind, title, principal, state, failure }) =>
        workspace.addJob({ id, kind, title, principal, state, failure }),
    },
    { now: () => new Date().toISOString(), report, past, shown: withoutFolder(workspace.dir, options.name) },
  );
  return {
    ...options,
    jobs,
    staging: await Staging.open(workspace.dir),
    files: new FilesDesk(options),
    principal: OWNER,
    audit: ({ id }, action, subject) => workspace.addAudit({ principal: id, action, subject }),
  };
}

export async function startServer(options: StartOptions): Promise<Running> {
  const session = await openSession(options);
  const app = await buildApp(session, { hosts: [...LOOPBACK, options.host, ...options.hosts] });
  await app.listen({ host: options.host, port: options.port });
  const { port } = app.server.address() as AddressInfo;
  return {
    address: `http://${options.host}:${port}/`,
    close: async () => {
      await app.close();
      await session.jobs.close();
    },
  };
}
