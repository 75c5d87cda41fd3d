/** Which industries fit a region: from tables and the workspace to the engine, and to the brief. */
export type { ChainExposure } from './chain-exposure.js';
export type { FirmsAtHand } from './firms-at-hand.js';
export { type LayoutBriefOptions, writeLayout } from './layout-document.js';
export type { ConventionOptions } from './profile.js';
export { type RegionOptions, type RegionRun, runRegion } from './region-run.js';
export type { ReadTable } from './region-table.js';
export { type ForeseeRun, type RunOptions, runForesee } from './table-run.js';
