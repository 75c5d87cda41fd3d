/** Documents with footnotes: as plain data, as one HTML file, as a Word file, as Markdown; and their pictures. */
export * from './brief-document.js';
export { chainBrief } from './chain.js';
export { type ChainMapPage, chainMapPage } from './chain-map-page.js';
export type {
  ChainFirm,
  ChainInput,
  ChainLink,
  ChainMapped,
  ChainNetwork,
  ChainShock,
} from './chain-parts.js';
export * from './chain-pictures.js';
export { type ChainFile, type ChainIoTable, rowFigure } from './chain-sources.js';
export { type ChallengeInput, type ChallengeLife, challengeBrief, type OfferedFirm } from './challenge.js';
export { type ClusterFacts, type ClusterInput, clusterBrief, clusterRanges } from './cluster.js';
export type { Ledger, ThemeName } from './desk.js';
export { renderDocx, type WordOptions } from './docx.js';
export {
  type BriefLexicon,
  briefLexicon,
  type Material,
  type MonthRange,
  type Reported,
  rangeLabel,
  reportItems,
} from './figure-desk.js';
export { type FirmInput, type FirmVerdict, firmBrief } from './firm.js';
export { type FactCell, type FirmRecord, factKey, heldKey } from './firm-facts.js';
export { type HtmlOptions, renderHtml } from './html.js';
export { IndicatorTerms } from './indicator-terms.js';
export { ladderBrief, ladderTold } from './ladder.js';
export type { LadderInput, RegisterFile } from './ladder-parts.js';
export { layoutBrief } from './layout.js';
export type { LayoutInput, LayoutTag } from './layout-parts.js';
export { type LedgerBriefOptions, ledgerBrief } from './ledger-brief.js';
export { type MapShapes, mapShapes } from './map-picture.js';
export { type MarkdownOptions, renderMarkdown } from './markdown.js';
export { type BriefOptions, type MonthlyInput, monthlyBrief, reportRanges } from './monthly.js';
export {
  type Island,
  type OfficialMap,
  type Outline,
  type OutlineUnit,
  officialOutline,
  shippedOutline,
} from './outline.js';
export { type PictureFile, pictureFile, picturesOf } from './picture.js';
export { type Remarks, withRemarks } from './remarks.js';
export { madeUpIn } from './synthetic.js';
