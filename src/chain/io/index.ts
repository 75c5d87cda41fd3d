/** Input–output economics of one table: coefficients, inverses, linkages, extraction, position, imports, change. */
export * from './aggregate.js';
export {
  allocationCoefficients,
  COEFFICIENT_DEFINITIONS,
  checkTable,
  importCoefficients,
  industryLabel,
  technicalCoefficients,
} from './coefficients.js';
export {
  EXTRACTION_DEFINITIONS,
  type ExtractionKind,
  type ExtractionLosses,
  extractGroup,
  extractionLosses,
  type GroupExtraction,
  partialLosses,
} from './extraction.js';
export * from './field-of-influence.js';
export * from './footprint.js';
export * from './identities.js';
export * from './import-dependence.js';
export * from './industry-profile.js';
export * from './layouts/index.js';
export {
  type Accuracy,
  ghoshInverse,
  LEONTIEF_DEFINITIONS,
  LeontiefSystem,
  leontiefInverse,
  type SpectralRadius,
} from './leontief.js';
export * from './linkages.js';
export * from './multipliers.js';
export * from './position.js';
export * from './ras.js';
export {
  type RefinedPart,
  type RefinedSolution,
  RefinedSolver,
  type RefinedSystem,
  refinedSystem,
} from './refined-solve.js';
export * from './structural-decomposition.js';
export * from './table.js';
export type { Treatment } from './treatment.js';
