/** Rulebooks and what follows from them: which title a firm or cluster qualifies for, what is missing, and by when. No I/O. */
export {
  type CalendarEvent,
  type CalendarFileOptions,
  type CalendarOptions,
  calendarFile,
  calendarOf,
} from './calendar.js';
export {
  areasAround,
  chooseRulebook,
  isDraft,
  type RulebookChoice,
  type RulebookQuestion,
  titleKey,
  titlesOf,
} from './choose.js';
export { isHeld } from './condition.js';
export { type ConsistencyFinding, type ConsistencyOptions, consistencyOf } from './consistency.js';
export { earliestOf } from './gaps.js';
export { type ItemCatalogue, parseItems } from './items.js';
export {
  type AssessOptions,
  assess,
  type CompiledRulebook,
  compileRulebook,
  type Judgement,
  type JudgeOptions,
  judge,
  judgement,
  levelRulebookOf,
  shownRulebook,
  verdictOf,
  versionOf,
} from './judge.js';
export * from './ladder.js';
export { type Needs, needsOf } from './needs.js';
export { type Overlay, parseOverlay } from './overlay.js';
export { parseRulebook } from './parse-rulebook.js';
export * from './rulebook.js';
export {
  type ChosenRulebook,
  type OverlayEntry,
  type RulebookEntry,
  RulebookSet,
  type RulebookText,
  STALE_AFTER_DAYS,
} from './rulebook-set.js';

export {
  type Column,
  type LongTables,
  wideRow,
  wideSql,
  wideTableSql,
} from './sql-column.js';

export { STATES } from './sql-truth.js';
export {
  columnsOf,
  MASK_BITS,
  stateAt,
  type VerdictSql,
  type VerdictsSql,
  verdictSql,
  verdictsSql,
} from './sql-verdict.js';
export * from './subject.js';
export { type SubjectFormOptions, subjectOf, titleNames } from './subject-form.js';
export * from './verdict.js';
export {
  type Change,
  type NumberChange,
  parseChange,
  type SmallestChange,
  type SmallestChangeOptions,
  smallestChange,
  type WhatIf,
  whatIf,
  withChanges,
} from './what-if.js';
