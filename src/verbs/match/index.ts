/** Challenges and solvers, large firms and small ones, firms and money: out of tables and the workspace to the engine. */
export { type ChallengeBriefAsked, writeChallengeBrief } from './challenge-brief.js';
export {
  type AskedChallenge,
  CHALLENGE_FIELDS,
  type ChallengesRead,
  indicatorText,
  KINDS,
  readChallenges,
} from './challenge-table.js';
export {
  FINANCE_KINDS,
  NEED_FIELDS,
  PRODUCT_FIELDS,
  type ProductsRead,
  readNeeds,
  readProducts,
} from './finance-table.js';
export {
  findPartners,
  LARGE_FIELDS,
  PAIR_FIELDS,
  type PartnersFound,
  type Side,
  SMALL_FIELDS,
} from './find-partners.js';
export {
  challengesOf,
  findSolvers,
  type Matched,
  type MatchedChallenge,
  type SolversAsked,
} from './find-solvers.js';
export {
  type KeepAsked,
  keepChallenges,
  keepNewSteps,
  keepSteps,
  keptReject,
  newSteps,
} from './keep-challenges.js';
export { keepMarket, type MarketRead, marketTable, readMarket } from './market.js';
export {
  type CandidatesAsked,
  type Cover,
  KEPT_CANDIDATES,
  MATCH_TABLES,
  MatchDesk,
  type NamedFirm,
  type SolvedTask,
  type Standing,
} from './match-desk.js';
export { type Field, type MatchReject, readMatchTable, rejectLine } from './match-table.js';
export { type Nearness, nearnessOf } from './nearness.js';
export {
  firmsForMatching,
  PROVIDER_FIELDS,
  type ProvidersRead,
  readProviders,
  workspaceProviders,
} from './provider-table.js';
export { type Qualification, Qualifying } from './qualification.js';
export { type FirmProducts, SCREENING, screenProducts } from './screen-products.js';
export { readSteps, STATE_CHOICES, STEP_FIELDS, TaskLives, writtenMeasured } from './step-table.js';
export { dueOf, openLives, rulesOrNull } from './task-lives.js';
export { type WeakLinks, weakLinkReason, weakLinkSuppliers } from './weak-link-suppliers.js';
