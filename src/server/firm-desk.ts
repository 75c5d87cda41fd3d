// The firms of the workspace that is served, as one list for all routes that ask of them.
import type { Workspace } from '../store/index.js';
import { FirmDesk } from '../verbs/index.js';

const desks = new WeakMap<Workspace, Promise<FirmDesk>>();

/** Its rulebooks have changed. */
export function forgetFirmDesk(workspace: Workspace): void {
  desks.delete(workspace);
}

export function firmDeskOf(workspace: Workspace): Promise<FirmDesk> {
  const known = desks.get(workspace);
  if (known !== undefined) return known;
  const opened = FirmDesk.open(workspace);
  desks.set(workspace, opened);
  // Rulebooks of the workspace can be mended, and are then read anew.
  opened.catch(() => desks.get(workspace) === opened && desks.delete(workspace));
  return opened;
}
