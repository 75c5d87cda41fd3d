/** The measures on the command line: each registers itself under `ballast measure`. */
import { adjustCommand } from './adjust.js';
import { clustersCommand } from './clusters.js';
import { checkCommand } from './check.js';
import { concentrationCommand } from './concentration.js';
import { contributionCommand } from './contribution.js';
import { growthCommand } from './growth.js';
import { targetsCommand } from './targets.js';
import { shiftShareCommand } from './shift-share.js';
import { theilCommand } from './theil.js';

export const measures = [
  concentrationCommand,
  growthCommand,
  contributionCommand,
  targetsCommand,
  checkCommand,
  clustersCommand,
  shiftShareCommand,
  theilCommand,
  adjustCommand,
];
