// The verb assess: firms against rulebooks, with reasons.

export { type FirmSource, openItems, openRulebooks, workspaceFirms } from '../../verbs/index.js';
export { type AssessOptions, assessFirms, ladderTitles } from './assess-firms.js';
export { openFirmWords } from './assess-words.js';
export { fileRecords } from './file-records.js';
export { type FirmReject, type FirmTables, type FirmTableWords, readFirmTables } from './firm-table.js';
export { readFirmFile } from './firms.js';
export { keepFirmItems } from './keep-firm-items.js';
export { STATE_WORDS } from './state-words.js';
export { listRulebooks, writeTemplate } from './tables-about.js';
