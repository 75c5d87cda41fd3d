/** Items of firms for assessment: tables of them, the template that asks for them, and their place in the workspace. */
export {
  type FirmReject,
  type FirmTableOptions,
  type FirmTables,
  type FirmTableWords,
  readFirmTables,
} from './firm-table.js';
export { openFirmWords } from './firm-words.js';
export { expectedValue, itemValue } from './item-cell.js';
export { ItemHeadings } from './item-headings.js';
export { type FirmItemsSource, keepFirmItems } from './keep-firm-items.js';
export { templateColumns, templateCsv, templateXlsx } from './template.js';
