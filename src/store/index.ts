/** The workspace on disk: what was read, where it came from, and what was refused. Knows the model only. */

export { type Assessment, dataVersion, type StoredAssessment } from './assessments.js';
export {
  type BackupMade,
  backupWorkspace,
  exchangeWorkspace,
  restoreBackup,
  restoreWorkspace,
} from './backup.js';
export {
  type ChainFile,
  type ChainImported,
  type ChainImportOptions,
  type ChainPart,
  type ChainRow,
  importChain,
  type StoredChain,
  type StoredChainRow,
} from './chains.js';
export {
  type ChallengeStep,
  type ChallengesImported,
  importChallengeSteps,
  importChallenges,
  type KeptChallenge,
  type StoredChallenge,
  type StoredChallengeEntry,
} from './challenges.js';
export { checkedYaml } from './checked-yaml.js';
export type { Cluster, StoredCluster } from './clusters.js';
export * from './codes.js';
export { DiskFault } from './database.js';
export * from './document-lists.js';
export { EditConflict } from './edit-conflict.js';
export { creditCodeFault, type Enterprise, plainCode, type StoredEnterprise } from './enterprises.js';
export * from './export.js';
export type { FigureChecks, FigureFound, TableFigure } from './figure-findings.js';
export { readFigures } from './figure-import.js';
export * from './figure-slices.js';
export { asUserError, replaceWhole, writeWhole } from './files.js';
export {
  FIRM_SORTS,
  type FirmChoices,
  type FirmColumns,
  type FirmEntry,
  type FirmFilter,
  type FirmSort,
  type ListedFirm,
} from './firm-columns.js';
export type { FirmCondition } from './firm-condition.js';
export {
  editFirmItems,
  type FirmItem,
  type FirmItemEdit,
  type FirmItemsImport,
  type FirmItemsImported,
  importFirmItems,
  type StoredFirmItem,
} from './firm-items.js';
export * from './firm-list.js';
export type { FirmTables } from './firm-tables.js';
export * from './industry-tags.js';
export * from './io-import.js';
export type {
  IoAxis,
  IoFindingEntry,
  IoLabel,
  IoTableEntry,
  IoVector,
  StoredIoTable,
} from './io-tables.js';
export {
  type Adjoining,
  importLayoutTable,
  importNeighbours,
  type LayoutCell,
  type LayoutColumns,
  type LayoutImport,
  type LayoutImported,
  type LayoutTableEntry,
  type PlacedLayoutCell,
  type StoredLayoutTable,
} from './layout-tables.js';
export type { Loan } from './lent-database.js';
export * from './lexicons.js';
export type {
  InputClass,
  Link,
  StoredInputClass,
  StoredLink,
  StoredLinkLine,
} from './links.js';
export {
  importMarket,
  MARKET_KINDS,
  type MarketImported,
  type MarketKind,
  type MarketRow,
  type StoredMarketRow,
} from './market.js';
export * from './network-rows.js';
export { hashFile } from './originals.js';
export * from './pages.js';
export { type QueryColumns, queryRows } from './query-rows.js';
export type { CheckItem, LoadedReports, ReportChecks, ReportFindingRow } from './reports.js';
export { type RulebookFile, readRulebookFiles, rulebookState } from './rulebooks.js';
export { SERIES } from './schema.js';
export { exportSdmx } from './sdmx.js';
export type { TableImported, TableImportOptions } from './table-context.js';
export * from './table-files.js';
export * from './table-import.js';
export { type TableLine, tableLines } from './table-lines.js';
export * from './tables/index.js';
export { editTitle, type StoredTitle, type TitleHeld, type TitleStanding } from './titles.js';
export {
  type Added,
  type Citation,
  type FigureFilter,
  type Import,
  type OpenOptions,
  type Reading,
  type ReadPage,
  type Reject,
  type RejectReason,
  type SourceKind,
  type StoredDirection,
  type StoredDocument,
  type StoredFigure,
  type StoredFinding,
  type StoredImport,
  type StoredMeasure,
  type StoredReject,
  type StoredSource,
  type StoredTarget,
  type TableKind,
  type TableSource,
  Workspace,
} from './workspace.js';
export { writtenDay, writtenSpan } from './written-day.js';
