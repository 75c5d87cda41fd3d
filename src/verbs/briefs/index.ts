/** Briefs out of the workspace: what each kind is written from, and how one is saved. */
export { type ChainSettings, writeChain } from './chain.js';
export { type ClusterSettings, writeCluster } from './cluster.js';
export {
  BRIEF_FORMATS,
  type BriefFile,
  type BriefFormat,
  formatOfName,
  pictureSvg,
  renderBrief,
  writeBriefFile,
} from './files.js';
export { type FirmSettings, writeFirm } from './firm.js';
export { industryOf, type Naming, theFirm, workspaceRecord } from './firm-records.js';
export {
  type BriefVersion,
  dropBrief,
  type KeptBrief,
  keepBrief,
  keptBrief,
  keptBriefs,
  keptDocument,
  lastOf,
  pageFile,
} from './kept.js';
export { type LadderPlace, type LadderSettings, writeLadder } from './ladder.js';
export { writeLedger } from './ledger.js';
export { assessMaterial, type HeldForBriefs, heldIn, namingOf } from './material.js';
export { type MonthlySettings, writeMonthly } from './monthly.js';
export { placeOf } from './place.js';
export { openRaster, type Raster } from './raster.js';
export {
  type BriefSubject,
  briefPeriods,
  briefSubjects,
  importsSince,
  lastImport,
  layoutAreas,
} from './subjects.js';
export { type BriefKind, type BriefSettings, subjectOf, timeOf, writeBrief } from './write-brief.js';
export { notWritten, requireNotes, titleOf, type Writing } from './writing.js';
