/** From the spreadsheets that bureaus keep to tidy rows: readers, layout, mapping. */
export type { Facets, Flow } from './facets.js';
export { type Column, findLayout, findLayouts, type Layout, type LayoutHints, type Role } from './layout.js';
export { type MissingMark, type TablesLexicon, tablesLexicon } from './lexicon.js';
export {
  applyMapping,
  loadMapping,
  type MappedColumn,
  type Mapping,
  mappingOf,
  parseMapping,
  printMapping,
  saveMapping,
} from './mapping.js';
export { columnNamed, type PlainTable, type ReadTableOptions, readTable } from './plain-table.js';
export { Sheet, type SheetCell, type SheetValue } from './sheet.js';
export { type ReadSheetsOptions, readSheets, type SheetProgress, type TableBytes } from './sheets.js';
export type {
  Aggregate,
  AreaResolver,
  IndustryResolver,
  Named,
  RowCounts,
  TableReject,
  TidyPlace,
  TidyRecord,
  TidyRows,
  TidyValue,
} from './tidy.js';
export {
  cellLocator,
  type DryRun,
  dryRun,
  type Notice,
  type OpenTable,
  openTables,
  placeOf,
  readTidyTables,
  type TidyTable,
  type TidyTableOptions,
} from './tidy-table.js';
export { scaled, type WrittenNumber, writtenNumber } from './written-number.js';
export { writtenPeriod } from './written-period.js';
export { type Unit, writtenUnit } from './written-unit.js';
