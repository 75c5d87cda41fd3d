/** The forms of `ballast match`: each registers itself. */
import { challengesCommand } from './challenges.js';
import { financeCommand } from './finance.js';
import { listingCommand } from './listing.js';
import { partnersCommand } from './partners.js';
import { taskCommand } from './task.js';
import { templatesCommand } from './templates.js';

export const forms = [
  challengesCommand,
  partnersCommand,
  financeCommand,
  listingCommand,
  taskCommand,
  templatesCommand,
];

export { type ChallengeBriefOptions, writeChallenge } from './challenge-brief.js';
export { importChallengeTable, importMarketTable, importStepTable } from './keep.js';
