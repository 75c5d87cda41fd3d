/** From the store to the engines and back: what the command line and the server do alike. Both tell of it in their own way. */
export { openTableImport, type TableAsked } from './import-table.js';
export { openLexicons } from './lexicons.js';
export { chinaOutline, openOutline } from './maps.js';
export {
  type Batch,
  type Kept,
  keepBatch,
  type PageRead,
  type PageRefused,
  readAllPages,
  readPages,
} from './read-pages.js';
export type { ProgressTeller, Teller } from './teller.js';
