// One workspace that the server holds open, and what requests on it share.
import type { Outline } from '../brief/index.js';
import type { Bilingual } from '../model/index.js';
import type { Workspace } from '../store/index.js';
import type { FilesDesk } from './files/desk.js';
import type { Jobs } from './jobs.js';
import type { LateLedger } from './late-ledger.js';
import type { Principal } from './principal.js';
import type { Staging } from './staging.js';

/** A workspace that takes the place of the one that is served: everything is closed, and opened anew. */
export interface Exchange {
  /** The last that was begun since the program started. */
  last: { state: 'running' | 'done' | 'failed'; kept: string; failure: Bilingual | null } | null;
  /** Begins; `folder` holds the new one, `kept` is the name under which the old one stays beside it. */
  begin(folder: string, kept: string): void;
}

export interface Session {
  workspace: Workspace;
  /** Folder of the workspace, by its name alone in answers. */
  name: string;
  version: string;
  lexicons: Record<string, unknown>;
  jobs: Jobs;
  /** Written to where a disk that is full must not make what was done look as if it was not. */
  ledger: LateLedger;
  /** Files that were uploaded and wait to be imported. */
  staging: Staging;
  /** Reads files, on threads of its own. */
  files: FilesDesk;
  principal: Principal;
  /** Puts another workspace in the place of this one, where the server can; null where it cannot. */
  exchange: Exchange | null;
  /** ISO day in China. */
  today(): string;
  /** What maps are drawn with; the outline that comes with the product where none is given. */
  outline?: Outline;
  /** Writes down who changed what. */
  audit(principal: Principal, action: string, subject: string): Promise<void>;
  report(error: unknown, reference: string): void;
}
