/** Which industries fit a region: from tables and the workspace to the engine, and to the brief. */
export { codesOfAreas } from './area-codes.js';
export type { ChainExposure } from './chain-exposure.js';
export {
  AREA_LEVELS,
  type FigureTable,
  type FigureTableAsked,
  figureTableAreas,
  figureTables,
  INDUSTRY_LEVELS,
} from './figure-tables.js';
export type { FirmsAtHand } from './firms-at-hand.js';
export { columnsAsked, type GuessedColumns, guessLayoutColumns } from './guess-columns.js';
export { type KeptTableAsked, keepLayoutTable, keepNeighbours } from './keep-table.js';
export {
  type HeldLayoutOptions,
  type LayoutBriefOptions,
  writeHeldLayout,
  writeLayout,
} from './layout-document.js';
export { type LayoutRows, readLayoutRows } from './layout-rows.js';
export type { ConventionOptions } from './profile.js';
export { type RegionOptions, type RegionRun, runRegion } from './region-run.js';
export type { ReadTable } from './region-table.js';
export {
  type AreaList,
  LayoutStudies,
  type ListAsked,
  layoutCellId,
  layoutCellOf,
  type Past,
  type Study,
  type StudyAsked,
} from './studies.js';
export { type ForeseeRun, type RunOptions, runForesee } from './table-run.js';
