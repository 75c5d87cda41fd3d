// Rulebooks of the workspace that are changed while the server runs: read anew, and what was answered by the old ones dropped.
import type { FastifyInstance } from 'fastify';
import { rulebookState, type Workspace } from '../store/index.js';
import { forgetFirmDesk } from './firm-desk.js';

/** How long the state of the files is taken as it was (milliseconds). */
const LOOKED_MS = 1000;

export async function followRulebooks(app: FastifyInstance, workspace: Workspace): Promise<void> {
  // What cannot be looked at is told by whoever reads it.
  const look = () => rulebookState(workspace.dir).catch(() => '');
  let state = await look();
  let looked = performance.now();
  let looking: Promise<void> | null = null;
  app.addHook('onRequest', async ({ url }) => {
    if (!url.startsWith('/api/v1/')) return;
    if (looking === null && performance.now() - looked > LOOKED_MS)
      looking = look().then((now) => {
        looked = performance.now();
        looking = null;
        if (now === state) return;
        state = now;
        forgetFirmDesk(workspace);
        workspace.noteChangeOfAll();
      });
    await looking;
  });
}
