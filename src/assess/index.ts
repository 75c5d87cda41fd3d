/** Rulebooks and what follows from them: which title a firm or cluster qualifies for, what is missing, and by when. No I/O. */
export { type ItemCatalogue, parseItems } from './items.js';
export { parseRulebook } from './parse-rulebook.js';
export * from './rulebook.js';
export * from './subject.js';
export * from './verdict.js';
