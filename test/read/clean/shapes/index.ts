/** Fifty-odd pages in the dress of sites that the cleaning had not seen when they were written. */
import { governmentShapes } from './government.js';
import { otherShapes } from './others.js';
import { portalShapes } from './portals.js';
import { pressShapes } from './press.js';
import { secondShapes } from './second.js';

export type { PageShape } from './shape.js';
export const pageShapes = [
  ...governmentShapes,
  ...pressShapes,
  ...portalShapes,
  ...otherShapes,
  ...secondShapes,
];
