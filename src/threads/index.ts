/**
 * Heavy engine work on worker threads: cut in parts, with progress and cancel. An engine stays a pure function; here
 * is the one place where it meets a thread.
 */

export { certifiedRiskInThreads, riskiestInThreads } from './certified-risk.js';
export { type EnsembleRun, ensembleInThreads } from './ensemble.js';
export { footprintsInThreads } from './footprints.js';
export { foresightInThreads, foresightsInThreads } from './foresight.js';
export { mendingInThread } from './mending.js';
export { type Cut, cut, type InThreads, inThreads } from './pool.js';
export { type Answering, type Asking, answerInThread, RoomRefusal, ThreadRoom } from './room.js';
export { scenariosInThreads } from './scenarios.js';
export { riskInThreads } from './systemic-risk.js';
export type { TaskInput, TaskName, TaskOutput } from './tasks.js';
