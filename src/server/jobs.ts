// Work that takes longer than an answer may: progress, cancelling, results that stay.
import { randomUUID } from 'node:crypto';
import { type Bilingual, UserError } from '../model/index.js';

export type JobState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled' | 'lost';

export interface Job {
  id: string;
  kind: string;
  title: Bilingual;
  principal: string;
  state: JobState;
  /** 0 to 1; null where it cannot be known. */
  progress: number | null;
  note: Bilingual | null;
  started: string;
  ended: string | null;
  failure: Bilingual | null;
  /** Whether `result` can be fetched. */
  hasResult: boolean;
}

export interface JobContext {
  signal: AbortSignal;
  progress(share: number | null, note?: Bilingual): void;
}

/** Where jobs are written down, so that a restart can say which were lost. */
export interface JobLog {
  started(job: Job): Promise<void>;
  ended(job: Job, result: unknown): Promise<void>;
}

const KEPT = 200;

export class Jobs {
  readonly #jobs = new Map<string, Job>();
  readonly #results = new Map<string, unknown>();
  readonly #cancel = new Map<string, AbortController>();
  readonly #listeners = new Map<string, Set<(job: Job) => void>>();
  readonly #running = new Set<Promise<void>>();
  /** The last of each kind that go one after another. */
  readonly #lanes = new Map<string, Promise<void>>();
  readonly #log: JobLog;
  readonly #now: () => string;
  readonly #shown: (said: Bilingual) => Bilingual;
  readonly #report: (error: unknown, reference: string) => void;

  constructor(
    log: JobLog,
    options: {
      now: () => string;
      report: (error: unknown, reference: string) => void;
      past?: readonly Job[];
      /** How a message of a failure is shown to who asked for the job. */
      shown?: (said: Bilingual) => Bilingual;
    },
  ) {
    this.#log = log;
    this.#now = options.now;
    this.#report = options.report;
    this.#shown = options.shown ?? (({ zh, en }) => ({ zh, en }));
    for (const job of options.past ?? []) this.#jobs.set(job.id, job);
  }

  list(): Job[] {
    return [...this.#jobs.values()].sort((a, b) => (a.started < b.started ? 1 : -1));
  }

  get(id: string): Job | undefined {
    return this.#jobs.get(id);
  }

  result(id: string): unknown {
    return this.#results.get(id);
  }

  /** Begins a job. Those of one `lane` go one after another, in the order in which they were asked for. */
  async start(
    { lane = null, ...about }: { kind: string; title: Bilingual; principal: string; lane?: string | null },
    work: (context: JobContext) => Promise<unknown>,
  ): Promise<Job> {
    const before = lane === null ? undefined : this.#lanes.get(lane);
    const job: Job = {
      id: randomUUID(),
      ...about,
      state: before ? 'waiting' : 'running',
      progress: null,
      note: null,
      started: this.#now(),
      ended: null,
      failure: null,
      hasResult: false,
    };
    this.#jobs.set(job.id, job);
    const cancel = new AbortController();
    this.#cancel.set(job.id, cancel);
    const logged = this.#log.started(job);
    const done = Promise.allSettled([before, logged]).then(async ([, written]) => {
      if (written.status === 'fulfilled' && job.ended === null) await this.#run(job, cancel, work);
    });
    if (lane !== null) {
      this.#lanes.set(lane, done);
      void done.then(() => this.#lanes.get(lane) === done && this.#lanes.delete(lane));
    }
    try {
      await logged;
    } catch (error) {
      // What is not written down has not begun.
      this.#jobs.delete(job.id);
      this.#cancel.delete(job.id);
      throw error;
    }
    return { ...job };
  }

  /** Ends what is under way, and waits until it has ended. */
  async close(): Promise<void> {
    for (const id of this.#cancel.keys()) this.cancel(id);
    while (this.#running.size + this.#lanes.size > 0)
      await Promise.allSettled([...this.#running, ...this.#lanes.values()]);
  }

  cancel(id: string): boolean {
    const cancel = this.#cancel.get(id);
    if (cancel === undefined) return false;
    const reason = new UserError({ zh: '已取消', en: 'cancelled' });
    cancel.abort(reason);
    const job = this.#jobs.get(id)!;
    // What has not begun has nothing to end: its turn in the lane passes it over.
    if (job.state === 'waiting') {
      job.state = 'cancelled';
      job.failure = this.#shown(reason);
      this.#under(this.#end(job, undefined));
    }
    return true;
  }

  /** Calls back at once and at every change; ends by calling what is given back. */
  watch(id: string, told: (job: Job) => void): () => void {
    const job = this.#jobs.get(id);
    if (job) told({ ...job });
    const listeners = this.#listeners.get(id) ?? new Set();
    listeners.add(told);
    this.#listeners.set(id, listeners);
    return () => {
      listeners.delete(told);
      if (listeners.size === 0) this.#listeners.delete(id);
    };
  }

  /** Waited for where everything is to end. */
  #under(work: Promise<void>): Promise<void> {
    const run = work.finally(() => this.#running.delete(run));
    this.#running.add(run);
    return run;
  }

  #run(job: Job, cancel: AbortController, work: (context: JobContext) => Promise<unknown>): Promise<void> {
    return this.#under(this.#runToEnd(job, cancel, work));
  }

  async #runToEnd(
    job: Job,
    cancel: AbortController,
    work: (context: JobContext) => Promise<unknown>,
  ): Promise<void> {
    let result: unknown;
    try {
      cancel.signal.throwIfAborted();
      if (job.state === 'waiting') {
        job.state = 'running';
        this.#tell(job);
      }
      result = await work({
        signal: cancel.signal,
        progress: (share, note) => {
          job.progress = share;
          if (note) job.note = note;
          this.#tell(job);
        },
      });
      job.state = 'done';
      job.progress = 1;
      job.hasResult = true;
      this.#results.set(job.id, result);
    } catch (error) {
      job.state = cancel.signal.aborted ? 'cancelled' : 'failed';
      if (error instanceof UserError) job.failure = this.#shown(error);
      else if (!cancel.signal.aborted) {
        this.#report(error, job.id);
        job.failure = {
          zh: `程序出错，这是我们的缺陷（编号 ${job.id}）`,
          en: `a defect of ours (${job.id})`,
        };
      }
    }
    await this.#end(job, result);
  }

  async #end(job: Job, result: unknown): Promise<void> {
    job.ended = this.#now();
    this.#cancel.delete(job.id);
    await this.#log.ended(job, result).catch((error) => this.#report(error, job.id));
    this.#tell(job);
    this.#forgetOldest();
  }

  #tell(job: Job): void {
    for (const told of this.#listeners.get(job.id) ?? []) told({ ...job });
  }

  #forgetOldest(): void {
    const ended = this.list().filter(({ ended }) => ended !== null);
    for (const { id } of ended.slice(KEPT)) {
      this.#jobs.delete(id);
      this.#results.delete(id);
    }
  }
}
