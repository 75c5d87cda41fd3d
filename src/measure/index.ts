/** Measures of industry: growth and what makes it, shares, breadth, ranks, turns, targets, clusters, and checks. No I/O. */
export * from './breadth.js';
export * from './cluster-frame.js';
export * from './comparability.js';
export * from './contribution.js';
export type { Definition } from './definition.js';
export * from './growth.js';
export * from './identity.js';
export * from './origin.js';
export * from './percent.js';
export * from './ranking.js';
export { type MeasureRules, measureRules } from './rules.js';
export * from './share.js';
export * from './statements.js';
export * from './targets.js';
export * from './turning.js';
