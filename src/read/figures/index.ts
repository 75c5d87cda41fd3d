/** Figures: every number of an article that states a fact or a promise, with its kind, period, scope and indicator. */
export { type PageTime, readPageTime } from './anchor.js';
export { type FiguresLexicon, FiguresLexiconSchema } from './lexicon.js';
export { compileFigures, type Figures, readFigures } from './observe.js';
export type { FigureContext, FiguresGrammar } from './state.js';
export { type Anchor, findTimes, type TimeExpression } from './time.js';
