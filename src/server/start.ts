// From an open workspace to a server that listens.
import type { AddressInfo } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import type { Outline } from '../brief/index.js';
import { UserError } from '../model/index.js';
import { exchangeWorkspace, type Workspace } from '../store/index.js';
import { buildApp } from './app.js';
import { withoutFolder } from './failure.js';
import { FilesDesk } from './files/desk.js';
import { firmDeskOf } from './firm-desk.js';
import { keepHeapsSmall } from './heap.js';
import { type Job, Jobs } from './jobs.js';
import { LateLedger } from './late-ledger.js';
import { OWNER } from './principal.js';
import { LOOPBACK } from './security.js';
import type { Exchange, Session } from './session.js';
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
  /** Opens the workspace at its folder again, as it was opened; without it none can be put in its place. */
  reopen?(): Promise<Workspace>;
  /** Folder of the built workbench, where it is not the one beside the program. */
  web?: string;
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
  const ledger = new LateLedger();
  const jobs = new Jobs(
    {
      started: ({ id, kind, title, principal }) =>
        workspace.addJob({ id, kind, title, principal, state: 'running', failure: null }),
      ended: ({ id, kind, title, principal, state, failure }) =>
        ledger.write(() => workspace.addJob({ id, kind, title, principal, state, failure })),
    },
    { now: () => new Date().toISOString(), report, past, shown: withoutFolder(workspace.dir, options.name) },
  );
  return {
    ...options,
    jobs,
    staging: await Staging.open(workspace.dir),
    files: new FilesDesk(options),
    principal: OWNER,
    exchange: null,
    ledger,
    audit: ({ id }, action, subject) => {
      const at = new Date();
      return ledger.write(() => workspace.addAudit({ principal: id, action, subject }, at));
    },
  };
}

export async function startServer(options: StartOptions): Promise<Running> {
  keepHeapsSmall();
  const { reopen, host } = options;
  const exchange: Exchange | null =
    reopen === undefined
      ? null
      : {
          last: null,
          begin: (folder, kept) => {
            turning = turn(folder, kept, reopen);
          },
        };
  let serving = await begin(options, exchange);
  let turning: Promise<void> = Promise.resolve();
  const { port } = serving.app.server.address() as AddressInfo;

  async function turn(folder: string, kept: string, open: () => Promise<Workspace>): Promise<void> {
    exchange!.last = { state: 'running', kept, failure: null };
    const { dir } = serving.session.workspace;
    try {
      await serving.app.close();
      await serving.session.jobs.close();
      await serving.session.ledger.close();
      await serving.session.workspace.close();
      let failure: unknown = null;
      try {
        await exchangeWorkspace(dir, folder, join(dirname(resolve(dir)), kept));
      } catch (error) {
        failure = error;
      }
      // What stands at the folder now is served again, whichever it is.
      serving = await begin({ ...options, workspace: await open(), port }, exchange);
      if (failure !== null) throw failure;
      exchange!.last = { state: 'done', kept, failure: null };
    } catch (error) {
      const said =
        error instanceof UserError
          ? withoutFolder(dir, options.name)(error)
          : { zh: '恢复时程序出错，这是我们的缺陷', en: 'a defect of ours ended the restoring' };
      exchange!.last = { state: 'failed', kept, failure: { zh: said.zh, en: said.en } };
      if (!(error instanceof UserError)) options.report(error, 'restore');
    }
  }

  return {
    address: `http://${host}:${port}/`,
    close: async () => {
      await turning;
      await serving.app.close();
      await serving.session.jobs.close();
      await serving.session.ledger.close();
      // One that was opened here is closed here.
      if (serving.session.workspace !== options.workspace) await serving.session.workspace.close();
    },
  };
}

async function begin(options: StartOptions, exchange: Exchange | null) {
  const session = { ...(await openSession(options)), exchange };
  // The list of many firms is put together before somebody asks for it, while the server gets ready.
  firmDeskOf(session.workspace)
    .then((firms) => firms.choices(session.today(), session.principal.areas))
    .catch(() => undefined);
  const app = await buildApp(session, {
    hosts: [...LOOPBACK, options.host, ...options.hosts],
    ...(options.web === undefined ? {} : { web: options.web }),
  });
  await app.listen({ host: options.host, port: options.port });
  return { session, app };
}
