// The verb assess: firms against rulebooks, with reasons.

export {
  type FirmReject,
  type FirmSource,
  type FirmTables,
  type FirmTableWords,
  keepFirmItems,
  openFirmWords,
  openItems,
  openRulebooks,
  readFirmTables,
  workspaceFirms,
} from '../../verbs/index.js';
export { type AssessOptions, assessFirms, ladderTitles } from './assess-firms.js';
export { fileRecords } from './file-records.js';
export { readFirmFile } from './firms.js';
export { STATE_WORDS } from './state-words.js';
export { listRulebooks, writeTemplate } from './tables-about.js';
