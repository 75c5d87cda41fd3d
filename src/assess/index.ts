/** Rulebooks and what follows from them: which title a firm or cluster qualifies for, what is missing, and by when. No I/O. */
export { type ItemCatalogue, parseItems } from './items.js';
export {
  type CompiledRulebook,
  compileRulebook,
  type Judgement,
  type JudgeOptions,
  judge,
  judgement,
  verdictOf,
} from './judge.js';
export { parseRulebook } from './parse-rulebook.js';
export * from './rulebook.js';
export * from './subject.js';
export { type SubjectFormOptions, subjectOf, titleNames } from './subject-form.js';
export * from './verdict.js';
