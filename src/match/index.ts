/** Problems and those who can solve them, large firms and small ones, projects and money: who fits whom, and why. No I/O. */
export * from './assignment.js';
export * from './candidates.js';
export * from './challenge.js';
export * from './finance.js';
export * from './partners.js';
export * from './stable-matching.js';
export * from './text-index.js';
