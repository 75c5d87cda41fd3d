/** Which industries fit a region: specialisation, relatedness, complexity, what is ahead, and whether it foretells. No I/O. */
export * from './back-test.js';
export * from './bootstrap.js';
export * from './complexity.js';
export * from './conventions.js';
export * from './definitions.js';
export * from './diagnosis.js';
export {
  deLongError,
  type Outcomes,
  type Placements,
  placements,
} from './discrimination.js';
export * from './exogenous.js';
export * from './filters.js';
export * from './fitness.js';
export * from './foresight.js';
export { type Interval, percentiles } from './interval.js';
export * from './list-test.js';
export * from './outlook.js';
export * from './parts.js';
export { type Presence, partOfPresence, presenceCells, presenceOf, presenceOfRows } from './presence.js';
export { coOccurrences, correlationProximities, proximities } from './proximity.js';
export { correlation, rankCorrelation, ranks } from './ranking.js';
export {
  RECOMMENDATION_WEIGHTS,
  type Recommendation,
  type RecommendationOptions,
  type RecommendationScores,
  type RecommendationTerm,
  type RecommendationWeights,
  type RegionRecommendations,
  type RelatedActivity,
  recommendationScores,
  recommendations,
} from './recommendation.js';
export { type Reflections, reflections } from './reflections.js';
export * from './relatedness.js';
export * from './sophistication.js';
export * from './space-layout.js';
export {
  type PresenceRule,
  populationAdvantage,
  presenceOfAdvantage,
  revealedComparativeAdvantage,
  symmetricAdvantage,
} from './specialisation.js';
export * from './table.js';
