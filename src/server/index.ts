/** The HTTP API over one workspace, and the workbench that stands on it. */
export { type AppOptions, buildApp, UPLOAD_LIMIT } from './app.js';
export { type Job, type JobLog, type JobState, Jobs } from './jobs.js';
export { OWNER, type Principal } from './principal.js';
export type { Session } from './session.js';
export { openSession, type Running, type StartOptions, startServer } from './start.js';
