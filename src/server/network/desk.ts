// The supply network on a thread of its own, opened when it is first asked for and again when what it rests on has changed.
import { join } from 'node:path';
import { NETWORK_TABLES, removeTableFiles, type TableFiles, writeTableFiles } from '../../store/index.js';
import { type Asking, RoomRefusal, ThreadRoom } from '../../threads/index.js';
import { networkVersion } from '../../verbs/index.js';
import { Refusal } from '../failure.js';
import type { Session } from '../session.js';
import type { NetworkThreadData } from './worker.js';

/** What the supply network rests on, and the name under which a new ranking is counted, as `restsOn` takes them. */
export const NETWORK_RESTS_ON = ['links', 'input_classes', 'enterprises', 'firm_items'] as const;
export const RANKING = 'chain-ranking';

/** Heap of the thread: a network of a million links takes about half of it while it is opened. */
const MEGABYTES = 1024;

interface Opened {
  /** State of the tables, and of what of them the network rests on. */
  state: string;
  version: string;
  room: ThreadRoom;
  /** When the network is there, or known not to be. */
  ready: Promise<unknown>;
}

const desks = new WeakMap<Session, NetworkDesk>();

/** The one network of a session, for all routes that ask of it; closed by those of chains. */
export function networkDeskOf(session: Session): NetworkDesk {
  const known = desks.get(session) ?? new NetworkDesk(session);
  desks.set(session, known);
  return known;
}

export class NetworkDesk {
  readonly #session: Session;
  #opened: Promise<Opened> | null = null;
  #state = '';

  constructor(session: Session) {
    this.#session = session;
  }

  /** What a handler of `worker.ts` answers. Waits for the network where it is not open yet. */
  async ask<Result>(name: string, asked: unknown, options: Asking = {}): Promise<Result> {
    const { room } = await this.#open();
    try {
      return await room.ask<Result>(name, asked, options);
    } catch (error) {
      if (!(error instanceof RoomRefusal)) throw error;
      const { status, code, zh, en } = error.own;
      throw new Refusal(Number(status), String(code), { zh: String(zh), en: String(en) });
    }
  }

  /** Resolves when the network is open, or known not to be there. */
  async ready(): Promise<void> {
    await (await this.#open()).ready;
  }

  async close(): Promise<void> {
    const opened = await this.#opened?.catch(() => null);
    this.#opened = null;
    await opened?.room.close();
  }

  #open(): Promise<Opened> {
    const state = this.#session.workspace.version(NETWORK_RESTS_ON);
    if (this.#opened !== null && this.#state === state) return this.#opened;
    const before = this.#opened;
    this.#state = state;
    const opening = this.#renewed(before);
    this.#opened = opening;
    const forget = () => {
      if (this.#opened === opening) this.#opened = null;
    };
    // What could not be opened is tried again at the next request.
    opening.then(({ room }) => room.onEnd(forget), forget);
    return opening;
  }

  /** The thread that there was where it still holds what stands; else a new one. */
  async #renewed(before: Promise<Opened> | null): Promise<Opened> {
    const { workspace } = this.#session;
    const known = await before?.catch(() => null);
    const version = await networkVersion(workspace);
    if (known != null && known.version === version && !known.room.ended) return known;
    // A ranking under way goes on to its end.
    known?.room.retire();
    const { files, state } = await this.#written();
    const data: NetworkThreadData = {
      workspace: workspace.dir,
      ranking: join(workspace.dir, 'results', `${RANKING}.json`),
      files,
      version,
    };
    const room = new ThreadRoom(new URL('./worker.js', import.meta.url), data, MEGABYTES);
    const ready = room.ask('summary', null);
    const done = () => removeTableFiles(files);
    ready.then(done, done);
    return { state, version, room, ready };
  }

  async #written(): Promise<{ files: TableFiles; state: string }> {
    const { workspace, staging } = this.#session;
    for (;;) {
      const state = workspace.version(NETWORK_RESTS_ON);
      const files = await writeTableFiles(workspace, NETWORK_TABLES, () => staging.place('.parquet'));
      if (workspace.version(NETWORK_RESTS_ON) === state) return { files, state };
      // An import came in between, and the tables may not fit each other.
      await removeTableFiles(files);
    }
  }
}
