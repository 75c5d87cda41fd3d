// The verb assess: firms against rulebooks, with reasons.

export { type AssessOptions, assessFirms, ladderTitles } from './assess-firms.js';
export { openFirmWords } from './assess-words.js';
export { type FirmReject, type FirmTables, type FirmTableWords, readFirmTables } from './firm-table.js';
export { type FirmSource, workspaceFirms } from './firms.js';
export { keepFirmItems } from './keep-firm-items.js';
export { openItems, openRulebooks } from './rulebooks.js';
export { listRulebooks, writeTemplate } from './tables-about.js';
