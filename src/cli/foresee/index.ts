/** The forms of `ballast foresee`, and what they have in common with `ballast brief layout`. */
export { type LayoutBriefOptions, writeLayout } from './layout-brief.js';
export { regionForm, regionOptions } from './region.js';
export { withWorkspace } from './region-run.js';
export { tableForm, tableOptions } from './table.js';
