/** What many pages say together: copies, facts with all their witnesses, contradictions, how policy moved, series, targets. */
export { compareText, spokenOn as pageDate } from '../../model/index.js';
export {
  type ConsolidateOptions,
  consolidate,
  type Fact,
  isConflict,
  isRevised,
  type Mention,
  type Standing,
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
export { type Citation, CitedPage, inTimeOrder } from './pages.js';
export { type Frequency, type MonthSpan, monthSpan } from './periods.js';
export { type FigureSeries, type SeriesPoint, series, thing } from './series.js';
export {
  daysBetween,
  type Reach,
  type StatedTarget,
  statedTargets,
  type TargetOptions,
  type TargetProgress,
  type TargetState,
  targetProgress,
} from './targets.js';
