/** What many pages say together: copies, facts with all their witnesses, contradictions, how policy moved, series, targets. */
export {
  type ConsolidateOptions,
  consolidate,
  type Fact,
  isConflict,
  type Mention,
  type Statement,
} from './consolidate.js';
export { type FactKey, Normaliser } from './indicator.js';
export { type AcrossLexicon, acrossLexicon } from './lexicon.js';
export {
  type LineMoment,
  type LineOfWork,
  type LineState,
  type MatchScore,
  type Movement,
  type MovementOptions,
  type MovementPage,
  policyMovement,
} from './movement.js';
export {
  type DuplicateGroup,
  type DuplicateMember,
  nearDuplicates,
  representatives,
} from './near-duplicates.js';
export { type Citation, CitedPage, compareText, inTimeOrder, pageDate } from './pages.js';
export { type Frequency, type MonthSpan, monthSpan } from './periods.js';
export { type Interval, interval, overlap } from './rounding.js';
export { type FigureSeries, type SeriesPoint, series, thing } from './series.js';
export {
  daysBetween,
  type StatedTarget,
  statedTargets,
  type TargetOptions,
  type TargetProgress,
  type TargetState,
  targetProgress,
} from './targets.js';
