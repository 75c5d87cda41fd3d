// The workspace as a verb opens it: what there is to know of it is told.
import { existsSync } from 'node:fs';
import { type OpenOptions, Workspace } from '../store/index.js';
import type { Terminal } from './terminal.js';

export async function openWorkspace(
  dir: string,
  terminal: Terminal,
  options: OpenOptions = {},
): Promise<Workspace> {
  const workspace = await Workspace.open(dir, options);
  for (const notice of workspace.notices) terminal.note(notice);
  return workspace;
}

/** `use` is given null where there is no workspace. */
export async function withWorkspace<T>(
  dir: string,
  open: () => Promise<Workspace>,
  use: (workspace: Workspace | null) => Promise<T>,
): Promise<T> {
  if (!existsSync(dir)) return use(null);
  const workspace = await open();
  return use(workspace).finally(() => workspace.close());
}
