// The thread that writes briefs, shows them, and makes files of them, out of the workspace that the server lends it.
import type { MessagePort } from 'node:worker_threads';
import { renderHtml } from '../../brief/index.js';
import { UserError } from '../../model/index.js';
import { type TableFiles, Workspace, withTableFiles } from '../../store/index.js';
import { type Answering, answerInThread } from '../../threads/index.js';
import {
  type BriefFormat,
  keepBrief,
  lastImport,
  lastOf,
  notWritten,
  type Teller,
  writeBrief,
} from '../../verbs/index.js';
import type { BriefWritten } from '../contract/briefs.js';
import { lentFolder, overLent } from '../lent/borrowed.js';
import type { BriefShown, BriefToWrite } from './desk.js';
import { changed, documentOf, found } from './kept.js';
import { fileOf } from './taken-home.js';
import { addressOf, figuresHeld } from './where-from.js';

/** Beside a server that is to stay within its own bounds. */
const MEMORY = '700MB';

answerInThread({
  write: (
    asked: BriefToWrite & { today: string; where: string; copies: TableFiles | null; port: MessagePort },
    answering: Answering,
  ) => {
    const { port, copies } = asked;
    if (copies === null) return overLent(port, (workspace) => write(workspace, asked, answering));
    return withTableFiles(
      copies,
      async (tables) => {
        try {
          const workspace = await Workspace.beside(lentFolder(), port, tables, Object.keys(copies));
          return await write(workspace, asked, answering);
        } finally {
          port.close();
        }
      },
      MEMORY,
    );
  },
  preview: ({
    name,
    version,
    lang,
    port,
  }: BriefShown & { lang: 'zh' | 'en' | undefined; port: MessagePort }) =>
    overLent(port, async (workspace) => {
      const document = await documentOf(workspace, name, version);
      const held = await figuresHeld(workspace, document);
      const shown = lang === undefined ? document : { ...document, lang };
      return renderHtml(shown, { leadsTo: (note) => addressOf(note, held) });
    }),
  file: ({ name, version, format, port }: BriefShown & { format: BriefFormat; port: MessagePort }) =>
    overLent(port, async (workspace) => fileOf(await documentOf(workspace, name, version), name, format)),
});

async function write(
  workspace: Workspace,
  { settings, lang, by, before, today, where }: BriefToWrite & { today: string; where: string },
  { signal, progress }: Answering,
): Promise<BriefWritten> {
  const known = await lastImport(workspace);
  const teller = tellerOf(signal, progress);
  const document = await writeBrief(workspace, settings, { lang, today, teller }, where);
  signal.throwIfAborted();
  progress(0.9, { zh: '存入工作区', en: 'keeping it' });
  const earlier = before === null ? null : await found(workspace, before.name);
  // Another tab may have written it since this was asked for.
  if (earlier !== null && lastOf(earlier).version !== before!.version) throw changed();
  const left = notWritten(document);
  const kept = await keepBrief(workspace, earlier, document, {
    ...{ settings, lang, by },
    written: new Date().toISOString(),
    lastImport: known,
    notWritten: left,
  });
  return { name: kept.name, version: lastOf(kept).version, notWritten: left };
}

/** A job's way of telling how far the writing is. */
function tellerOf(signal: AbortSignal, progress: Answering['progress']): Teller {
  return {
    note: () => undefined,
    trace: () => undefined,
    progress: (what, total) => {
      let done = 0;
      progress(null, what);
      return {
        step: (now) => {
          if (signal.aborted) throw new UserError({ zh: '已取消', en: 'cancelled' });
          done++;
          const note = typeof now === 'string' ? { zh: `${what.zh} ${now}`, en: `${what.en} ${now}` } : now;
          progress(total > 1 ? Math.min(0.9, (0.9 * done) / total) : null, note);
        },
        end: () => undefined,
      };
    },
  };
}
