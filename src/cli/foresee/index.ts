/** The forms of `ballast foresee`. */
export { regionForm } from './region.js';
export { tableForm } from './table.js';
