/** The workspace on disk: what was read, where it came from, and what was refused. Knows the model only. */

export * from './codes.js';
export * from './export.js';
export * from './lexicons.js';
export * from './pages.js';
export * from './tables/index.js';
export {
  type Added,
  type Citation,
  type FigureFilter,
  type Import,
  type OpenOptions,
  type Reading,
  type ReadPage,
  type Reject,
  type StoredDirection,
  type StoredDocument,
  type StoredFigure,
  type StoredImport,
  type StoredMeasure,
  type StoredReject,
  type StoredTarget,
  Workspace,
} from './workspace.js';
