// Files are read on a thread of their own, so that a large one holds up nobody; what is written goes through the one writer.
import { MessageChannel } from 'node:worker_threads';
import { UserError } from '../../model/index.js';
import type { LayoutImported } from '../../store/index.js';
import { type Asking, ThreadRoom } from '../../threads/index.js';
import type {
  FileAsked,
  FileImported,
  FilePreview,
  GuessedColumns,
  ImportKind,
  KeptTableAsked,
  MendedRow,
  MendedRows,
  NamedFile,
} from '../../verbs/index.js';
import type { Session } from '../session.js';
import type { FilesThreadData } from './worker.js';

/** Heap of a thread: a table of some million cells. */
const MEGABYTES = 1024;
/** A thread that nobody asks any more gives its room back. */
const IDLE_MS = 60_000;

/** Somebody else stopped what he had asked of the same thread, and the thread with it. */
class StoppedByOther extends Error {}

/** Asks again where it was ended for the sake of somebody else. */
export async function answered<Result>(work: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof StoppedByOther)) throw error;
    }
  }
}

/** One thread that is made when it is asked, and made anew after it was stopped. */
export class Room {
  readonly #workspace: string;
  readonly #entry: URL;
  readonly #tooMuch: () => UserError;
  #room: ThreadRoom | null = null;
  /** Threads that were ended because somebody no longer wanted what he had asked for. */
  readonly #stopped = new WeakSet<ThreadRoom>();
  #asked = 0;
  #idle: NodeJS.Timeout | undefined;

  /**
   * @param entry module that calls `answerInThread`
   * @param tooMuch what is said where its memory does not suffice
   */
  constructor(workspace: string, entry = new URL('./worker.js', import.meta.url), tooMuch = tooMuchInFile) {
    this.#workspace = workspace;
    this.#entry = entry;
    this.#tooMuch = tooMuch;
  }

  /** The thread ends with what was asked of it where that is stopped: a reader cannot be told to. */
  async ask<Result>(
    name: string,
    asked: unknown,
    options: Asking & { transfer?: readonly Transfer[]; beforeStop?: () => Promise<boolean> },
  ): Promise<Result> {
    const { signal, onProgress, transfer, beforeStop } = options;
    signal?.throwIfAborted();
    clearTimeout(this.#idle);
    if (this.#room === null || this.#room.ended) {
      const data: FilesThreadData = { workspace: this.#workspace };
      this.#room = new ThreadRoom(this.#entry, data, MEGABYTES);
    }
    const room = this.#room;
    this.#asked++;
    let stopped: unknown = null;
    const stop = async () => {
      if (beforeStop !== undefined && !(await beforeStop())) return;
      stopped = signal!.reason;
      this.#stopped.add(room);
      await room.close();
    };
    signal?.addEventListener('abort', stop, { once: true });
    try {
      return await room.ask<Result>(name, asked, {
        ...(onProgress && { onProgress }),
        ...(transfer && { transfer }),
      });
    } catch (error) {
      if (stopped !== null) throw stopped;
      if (this.#stopped.has(room)) throw new StoppedByOther();
      if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') throw this.#tooMuch();
      throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
      if (--this.#asked === 0) {
        this.#idle = setTimeout(() => this.#room?.retire(), IDLE_MS);
        this.#idle.unref();
      }
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const room = this.#room;
    this.#room = null;
    await room?.close();
  }
}

function tooMuchInFile(): UserError {
  return new UserError({
    zh: '文件展开后太大，读入它所需的内存超过上限，没有写入。请拆分后再导入，或另存为 CSV。',
    en: 'Unpacked, the file takes more memory than there is for it; nothing was written. Split it, or save it as CSV.',
  });
}

type Transfer = NonNullable<Asking['transfer']>[number];

export class FilesDesk {
  readonly #session: Pick<Session, 'workspace' | 'today'>;
  /** A long import does not hold up a preview. */
  readonly #looking: Room;
  readonly #importing: Room;
  readonly #mending: Room;

  constructor(session: Pick<Session, 'workspace' | 'today'>) {
    this.#session = session;
    this.#looking = new Room(session.workspace.dir);
    this.#importing = new Room(session.workspace.dir);
    this.#mending = new Room(session.workspace.dir);
  }

  guess(path: string, signal: AbortSignal): Promise<ImportKind> {
    return answered(() => this.#looking.ask<ImportKind>('guess', path, { signal }));
  }

  preview(file: NamedFile, asked: FileAsked, signal: AbortSignal): Promise<FilePreview[]> {
    return this.#lent(this.#looking, 'preview', { file, asked }, { signal });
  }

  /** Stopped before it is committed, nothing was written. */
  import(file: NamedFile, asked: FileAsked, options: Asking): Promise<FileImported> {
    return this.#lent(this.#importing, 'import', { file, asked }, options);
  }

  layoutColumns(path: string, signal: AbortSignal): Promise<GuessedColumns> {
    return answered(() => this.#looking.ask<GuessedColumns>('layoutColumns', path, { signal }));
  }

  keepLayout(file: NamedFile, table: KeptTableAsked): Promise<LayoutImported & { name: string }> {
    return this.#lent(this.#importing, 'keepLayout', { file, table }, {});
  }

  keepNeighbours(file: NamedFile, synthetic: boolean): Promise<LayoutImported> {
    return this.#lent(this.#importing, 'keepNeighbours', { file, synthetic }, {});
  }

  mend(rows: readonly MendedRow[]): Promise<MendedRows> {
    return this.#lent(this.#mending, 'mend', { rows }, {});
  }

  async close(): Promise<void> {
    await Promise.all([this.#looking, this.#importing, this.#mending].map((room) => room.close()));
  }

  #lent<Result>(room: Room, name: string, asked: object, options: Asking): Promise<Result> {
    const { workspace, today } = this.#session;
    return answered(async () => {
      const { port1, port2 } = new MessageChannel();
      const loan = workspace.lend(port1);
      try {
        return await room.ask<Result>(
          name,
          { ...asked, today: today(), port: port2 },
          { ...options, transfer: [port2], beforeStop: () => loan.end() },
        );
      } finally {
        await loan.end();
      }
    });
  }
}
