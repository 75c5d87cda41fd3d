// Files are read on a thread of their own, so that a large one holds up nobody; what is written goes through the one writer.
import { UserError } from '../../model/index.js';
import type { LayoutImported } from '../../store/index.js';
import type { Asking } from '../../threads/index.js';
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
import { LentRoom } from '../lent/room.js';
import type { Session } from '../session.js';

function tooMuch(): UserError {
  return new UserError({
    zh: '文件展开后太大，读入它所需的内存超过上限，没有写入。请拆分后再导入，或另存为 CSV。',
    en: 'Unpacked, the file takes more memory than there is for it; nothing was written. Split it, or save it as CSV.',
  });
}

export class FilesDesk {
  readonly #session: Pick<Session, 'today'>;
  /** A long import does not hold up a preview. */
  readonly #looking: LentRoom;
  readonly #importing: LentRoom;
  readonly #mending: LentRoom;

  constructor(session: Pick<Session, 'workspace' | 'today'>) {
    this.#session = session;
    const room = () => new LentRoom(session.workspace, new URL('./worker.js', import.meta.url), tooMuch);
    this.#looking = room();
    this.#importing = room();
    this.#mending = room();
  }

  guess(path: string, signal: AbortSignal): Promise<ImportKind> {
    return this.#looking.ask<ImportKind>('guess', path, { signal });
  }

  preview(file: NamedFile, asked: FileAsked, signal: AbortSignal): Promise<FilePreview[]> {
    return this.#lent(this.#looking, 'preview', { file, asked }, { signal });
  }

  /** Stopped before it is committed, nothing was written. */
  import(file: NamedFile, asked: FileAsked, options: Asking): Promise<FileImported> {
    return this.#lent(this.#importing, 'import', { file, asked }, options);
  }

  layoutColumns(path: string, signal: AbortSignal): Promise<GuessedColumns> {
    return this.#looking.ask<GuessedColumns>('layoutColumns', path, { signal });
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

  #lent<Result>(room: LentRoom, name: string, asked: object, options: Asking): Promise<Result> {
    return room.askLent(name, { ...asked, today: this.#session.today() }, options);
  }
}
