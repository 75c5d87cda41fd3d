/** From the store to the engines and back: what the command line and the server do alike. Both tell of it in their own way. */
export { type Attention, type AttentionAsked, attention } from './attention.js';
export * from './briefs/index.js';
export {
  type ChainSource,
  type KeptChain,
  keptChain,
  mapOfReadings,
  readChainFiles,
  rowsToKeep,
} from './chain-files.js';
export { type ChainView, chainView, networkMap } from './chain-view.js';
export { type ClusterMember, clusterMembers } from './cluster-members.js';
export { cellNumber, cellText, columnsOf, type WantedColumn } from './columns-file.js';
export { type Choice, DayOfJudging, type DayQuestion } from './day-of-judging.js';
export { CHAIN_PARTS, type ChainPartList, exportChainRows, exportIoRows } from './export-named.js';
export { firmAreas } from './firm-areas.js';
export { FirmDesk, type ItemEdit, stateOfPlace, type TitleAsked } from './firm-desk.js';
export {
  expectedValue,
  type FirmReject,
  type FirmTableOptions,
  type FirmTables,
  type FirmTableWords,
  ItemHeadings,
  itemValue,
  keepFirmItems,
  openFirmWords,
  readFirmTables,
  templateColumns,
  templateCsv,
  templateXlsx,
} from './firm-items/index.js';
export { type FirmsByArea, firmsByArea } from './firms-by-area.js';
export {
  type FirmsSummary,
  type GroupSummary,
  type HoldingBack,
  type StateCounts,
  statesSeen,
  summaryOf,
  type TitleSummary,
} from './firms-summary.js';
export { guessKind } from './guess-kind.js';
export {
  ASSUMED_LEAK,
  type Closure,
  closeFirms,
  type HeldNetwork,
  mendNetwork,
  networkVersion,
  openNetwork,
  rankNetwork,
} from './held-network.js';
export { type HomeArea, homeArea } from './home-area.js';
export {
  type FileAsked,
  type FileImported,
  type FilePreview,
  IMPORT_KINDS,
  type ImportKind,
  importFile,
  type NamedFile,
  previewFile,
} from './import-file.js';
export {
  type ExaminedIoFile,
  type ExaminedIoTable,
  examineIoFile,
  type IoTableAsked,
  type IoTableSource,
  keepIoFile,
} from './import-io-table.js';
export { openTableImport, type TableAsked } from './import-table.js';
export {
  FREQUENCIES,
  type Frequency,
  IndicatorExplorer,
} from './indicator-explorer.js';
export {
  type AggregationFiles,
  aggregatedBy,
  type IoFile,
  type IoFileOptions,
  ioTableOf,
  labelsAndVectors,
  readIoFile,
} from './io-tables.js';
export { type FirmStates, type FirmsToJudge, firmsInMemory, JudgedFirms, judgeFirms } from './judge-firms.js';
export {
  AREA_LEVELS,
  type AreaList,
  type ChainExposure,
  type ConventionOptions,
  columnsAsked,
  type FigureTable,
  type FigureTableAsked,
  type FirmsAtHand,
  type ForeseeRun,
  figureTables,
  type GuessedColumns,
  guessLayoutColumns,
  type HeldLayoutOptions,
  INDUSTRY_LEVELS,
  type KeptTableAsked,
  keepLayoutTable,
  keepNeighbours,
  type LayoutBriefOptions,
  type LayoutRows,
  LayoutStudies,
  type ListAsked,
  layoutCellId,
  layoutCellOf,
  type Past,
  type ReadTable,
  type RegionOptions,
  type RegionRun,
  type RunOptions,
  readLayoutRows,
  runForesee,
  runRegion,
  type Study,
  type StudyAsked,
  writeHeldLayout,
  writeLayout,
} from './layout/index.js';
export { type OpenedLexicons, openCodes, openLexicons } from './lexicons.js';
export { chinaOutline, openOutline } from './maps.js';
export * from './match/index.js';
export { checkStillRefused, type MendedRow, type MendedRows, mendRejects } from './mend-rejects.js';
export { namedFirm } from './named-firm.js';
export {
  classRowsOf,
  FIRM,
  LINK,
  type NetworkFiles,
  type ReadNetwork,
  type ReadNetworkOptions,
  readNetwork,
  treatmentNotes,
} from './network-files.js';
export {
  readWorkspaceNetwork,
  WORKSPACE_TABLES,
  type WorkspaceNetwork,
  type WorkspaceNetworkOptions,
} from './network-workspace.js';
export { nothingTaken } from './nothing-taken.js';
export { type NumericTarget, numericTargets } from './numeric-targets.js';
export {
  differenceOrigin,
  type NumberOrigin,
  type NumberPlace,
  originOf,
  type PageCitation,
  pageOrigin,
  storedOrigin,
} from './origins.js';
export { LONGEST_PHRASE } from './phrase-index.js';
export { LONGEST_RAW, PolicyLibrary, type TargetProgress, type Theme, themesOf } from './policy-library.js';
export {
  type Batch,
  type Kept,
  keepBatch,
  type PageRead,
  type PageRefused,
  readAllPages,
  readPages,
} from './read-pages.js';
export { openItems, openRulebooks } from './rulebooks.js';
export { loadScenarios, type ScenarioFile } from './scenario-file.js';
export { STATE_WORDS } from './state-words.js';
export { type RefusedCell, refusedLine, TableInput, type TableRow, TOTAL_ROW } from './table-input.js';
export type { ProgressTeller, Teller } from './teller.js';
export {
  listTemplates,
  type TableTemplate,
  type TemplateFormat,
  writeTableTemplate,
} from './templates.js';
export {
  type FirmHead,
  type FirmSource,
  shortTitle,
  subjectsOf,
  type TitleNames,
  WorkspaceFirms,
  workspaceFirms,
} from './workspace-firms.js';
