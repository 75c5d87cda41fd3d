// The thread that reads files: guesses, previews, and imports into the workspace that the server lends it.
import type { MessagePort } from 'node:worker_threads';
import { type Bilingual, UserError } from '../../model/index.js';
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
import { overLent } from '../lent/borrowed.js';

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
  }) => overLent(port, (workspace) => previewFile(workspace, file, asked, today)),
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
    return overLent(port, (workspace) => importFile(workspace, file, asked, today, teller));
  },
  layoutColumns: (path: string) => guessLayoutColumns(path),
  keepLayout: ({ file, table, port }: { file: NamedFile; table: KeptTableAsked; port: MessagePort }) =>
    overLent(port, (workspace) => keepLayoutTable(workspace, file.path, { ...table, called: file.name })),
  keepNeighbours: ({ file, synthetic, port }: { file: NamedFile; synthetic: boolean; port: MessagePort }) =>
    overLent(port, (workspace) => keepNeighbours(workspace, file.path, { called: file.name, synthetic })),
  mend: ({ rows, today, port }: { rows: readonly MendedRow[]; today: string; port: MessagePort }) =>
    overLent(port, (workspace) => mendRejects(workspace, rows, today)),
});
