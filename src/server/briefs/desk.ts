// Briefs are written, shown and made into files on threads of their own, so that nobody waits for them.
import { UserError } from '../../model/index.js';
import {
  NETWORK_ITEM,
  removeTableFiles,
  type TableFiles,
  type TablesWanted,
  writeTableFiles,
} from '../../store/index.js';
import { type Asking, RoomRefusal } from '../../threads/index.js';
import type { BriefFormat } from '../../verbs/index.js';
import type { BriefSettings, BriefWritten } from '../contract/briefs.js';
import { Refusal } from '../failure.js';
import { LentRoom } from '../lent/room.js';
import type { Session } from '../session.js';

/** What is asked of a brief that is there. */
export interface BriefShown {
  name: string;
  /** The last one where it is not given. */
  version: number | undefined;
}

/** A brief that is to be written, or written again. */
export interface BriefToWrite {
  settings: BriefSettings;
  lang: 'zh' | 'en';
  by: string;
  /** Name and last version of the one that is written again; null for a new one. */
  before: { name: string; version: number } | null;
}

const STANDING = (table: string, where = 'true') =>
  `SELECT * FROM ${table} WHERE revised_by IS NULL AND ${where}`;
const FIRM_TABLES = {
  enterprises: STANDING('enterprises'),
  titles: STANDING('titles'),
  firm_items: STANDING('firm_items'),
  sources: 'SELECT * FROM sources',
};
/**
 * Tables that every firm or link is gone through in, by kind of brief: the thread has copies of them, so that the process
 * hands over none of their millions of rows.
 */
const COPIED: Readonly<Partial<Record<BriefSettings['kind'], TablesWanted>>> = {
  ladder: FIRM_TABLES,
  challenge: FIRM_TABLES,
  chain: {
    enterprises: STANDING('enterprises'),
    links: STANDING('links'),
    input_classes: STANDING('input_classes'),
    firm_items: STANDING('firm_items', `item = '${NETWORK_ITEM}'`),
    sources: 'SELECT * FROM sources',
  },
};

export class BriefDesk {
  readonly #session: Pick<Session, 'workspace' | 'today' | 'staging' | 'name'>;
  /** A long brief does not hold up one that is read. */
  readonly #writing: LentRoom;
  readonly #showing: LentRoom;

  constructor(session: Pick<Session, 'workspace' | 'today' | 'staging' | 'name'>) {
    this.#session = session;
    const entry = new URL('./worker.js', import.meta.url);
    this.#writing = new LentRoom(session.workspace, entry, tooMuch);
    this.#showing = new LentRoom(session.workspace, entry, tooMuch);
  }

  /** Stopped, nothing is kept of it. */
  async write(asked: BriefToWrite, options: Asking): Promise<BriefWritten> {
    const { today, name } = this.#session;
    const wanted = COPIED[asked.settings.kind];
    const copies = wanted === undefined ? null : await this.#copied(wanted);
    try {
      return await this.#lent(
        this.#writing,
        'write',
        { ...asked, today: today(), where: name, copies },
        options,
      );
    } finally {
      if (copies !== null) await removeTableFiles(copies);
    }
  }

  /** The page, with notes that lead on into the workbench; in `lang` where it is given. */
  preview(asked: BriefShown & { lang: 'zh' | 'en' | undefined }): Promise<string> {
    return this.#lent(this.#showing, 'preview', asked, {});
  }

  file(
    asked: BriefShown & { format: BriefFormat },
  ): Promise<{ type: string; file: string; content: string | Uint8Array }> {
    return this.#lent(this.#showing, 'file', asked, {});
  }

  async close(): Promise<void> {
    await Promise.all([this.#writing.close(), this.#showing.close()]);
  }

  async #copied(wanted: TablesWanted): Promise<TableFiles> {
    const { workspace, staging } = this.#session;
    const tables = Object.keys(wanted);
    for (;;) {
      const state = workspace.version(tables);
      const files = await writeTableFiles(workspace, wanted, () => staging.place('.parquet'));
      if (workspace.version(tables) === state) return files;
      // An import came in between, and the tables may not fit each other.
      await removeTableFiles(files);
    }
  }

  async #lent<Result>(room: LentRoom, name: string, asked: object, options: Asking): Promise<Result> {
    try {
      return await room.askLent<Result>(name, asked, options);
    } catch (error) {
      if (!(error instanceof RoomRefusal)) throw error;
      const { status, code, zh, en } = error.own;
      throw new Refusal(Number(status), String(code), { zh: String(zh), en: String(en) });
    }
  }
}

function tooMuch(): UserError {
  return new UserError({
    zh: '写这份简报所需的内存超过上限，没有成文。请选小一些的地区或对象。',
    en: 'Writing this brief takes more memory than there is for it; nothing was written. Choose a smaller area or subject.',
  });
}
