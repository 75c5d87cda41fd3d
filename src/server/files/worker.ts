// The thread that reads files: guesses, previews, and imports into the workspace that the server lends it.
import { type MessagePort, workerData } from 'node:worker_threads';
import { type Bilingual, UserError } from '../../model/index.js';
import { Workspace } from '../../store/index.js';
import { type Answering, answerInThread } from '../../threads/index.js';
import {
  type FileAsked,
  guessKind,
  guessLayoutColumns,
  importFile,
  type KeptTableAsked,
  keepLayoutTable,
  keepNeighbours,
  type MendedRow,
  mendRejects,
  type NamedFile,
  type ProgressTeller,
  previewFile,
} from '../../verbs/index.js';

export interface FilesThreadData {
  /** Folder of the workspace. */
  workspace: string;
}

const { workspace: folder } = workerData as FilesThreadData;

answerInThread({
  guess: (path: string) => guessKind(path),
  preview: ({
    file,
    asked,
    today,
    port,
  }: {
    file: NamedFile;
    asked: FileAsked;
    today: string;
    port: MessagePort;
  }) => over(port, (workspace) => previewFile(workspace, file, asked, today)),
  import: (
    { file, asked, today, port }: { file: NamedFile; asked: FileAsked; today: string; port: MessagePort },
    { signal, progress }: Answering,
  ) => {
    const teller: ProgressTeller = {
      step: (now) => {
        if (signal.aborted) throw new UserError({ zh: '已取消', en: 'cancelled' });
        const said: Bilingual = typeof now === 'string' ? { zh: now, en: now } : now;
        progress(null, said);
      },
      end: () => undefined,
    };
    return over(port, (workspace) => importFile(workspace, file, asked, today, teller));
  },
  layoutColumns: (path: string) => guessLayoutColumns(path),
  keepLayout: ({ file, table, port }: { file: NamedFile; table: KeptTableAsked; port: MessagePort }) =>
    over(port, (workspace) => keepLayoutTable(workspace, file.path, { ...table, called: file.name })),
  keepNeighbours: ({ file, synthetic, port }: { file: NamedFile; synthetic: boolean; port: MessagePort }) =>
    over(port, (workspace) => keepNeighbours(workspace, file.path, { called: file.name, synthetic })),
  mend: ({ rows, today, port }: { rows: readonly MendedRow[]; today: string; port: MessagePort }) =>
    over(port, (workspace) => mendRejects(workspace, rows, today)),
});

async function over<Result>(
  port: MessagePort,
  work: (workspace: Workspace) => Promise<Result>,
): Promise<Result> {
  try {
    return await work(Workspace.borrowed(folder, port));
  } finally {
    port.close();
  }
}
