// One file a resource.
import type { FastifyInstance } from 'fastify';
import type { Session } from '../session.js';
import { backupRoutes } from './backup.js';
import { briefRoutes } from './briefs.js';
import { chainRoutes } from './chains.js';
import { clusterRoutes } from './clusters.js';
import { exportRoutes } from './exports.js';
import { firmRoutes } from './firms.js';
import { importRoutes } from './imports.js';
import { jobRoutes } from './jobs.js';
import { layoutRoutes } from './layout.js';
import { mapRoutes } from './maps.js';
import { matchRoutes } from './match.js';
import { monitoringRoutes } from './monitoring.js';
import { originRoutes } from './origins.js';
import { policyRoutes } from './policy.js';
import { rejectRoutes } from './rejects.js';
import { sourceRoutes } from './sources.js';
import { templateRoutes } from './templates.js';
import { todayRoutes } from './today.js';
import { uploadRoutes } from './uploads.js';
import { workspaceRoutes } from './workspace.js';

export type Routes = (api: FastifyInstance, session: Session) => Promise<void>;

export const routes: readonly Routes[] = [
  workspaceRoutes,
  briefRoutes,
  todayRoutes,
  backupRoutes,
  jobRoutes,
  exportRoutes,
  firmRoutes,
  importRoutes,
  mapRoutes,
  matchRoutes,
  monitoringRoutes,
  originRoutes,
  rejectRoutes,
  sourceRoutes,
  templateRoutes,
  uploadRoutes,
  policyRoutes,
  chainRoutes,
  clusterRoutes,
  layoutRoutes,
];

/** Keeps within the areas of whoever asks, or says nothing of any; all others are for those who may see everything. */
export const withinAreas: ReadonlySet<Routes> = new Set([
  firmRoutes,
  jobRoutes,
  layoutRoutes,
  mapRoutes,
  monitoringRoutes,
  originRoutes,
  policyRoutes,
  templateRoutes,
  workspaceRoutes,
]);
