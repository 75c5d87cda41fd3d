/** Documents with footnotes, from a ledger: as plain data, as one HTML file, as Markdown. */
export * from './brief-document.js';
export type { Ledger, ThemeName } from './desk.js';
export { renderHtml } from './html.js';
export { type LedgerBriefOptions, ledgerBrief } from './ledger-brief.js';
export { renderMarkdown } from './markdown.js';
