/** The HTTP API over one workspace, and the workbench that stands on it. */
export { type AppOptions, buildApp, UPLOAD_LIMIT } from './app.js';
export { type Job, type JobLog, Jobs, type JobState } from './jobs.js';
export { OWNER, type Principal } from './principal.js';
export type { Session } from './session.js';
