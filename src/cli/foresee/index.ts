/** The forms of `ballast foresee`. */
export { tableForm } from './table.js';
