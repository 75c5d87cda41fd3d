// The workspace as a verb opens it: what there is to know of it is told.
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
