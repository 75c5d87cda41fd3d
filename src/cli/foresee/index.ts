/** The forms of `ballast foresee`, and what they have in common with `ballast brief layout`. */
export { regionForm, regionOptions } from './region.js';
export { tableForm, tableOptions } from './table.js';
