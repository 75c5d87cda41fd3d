/** The measures on the command line: each registers itself under `ballast measure`. */
import { adjustCommand } from './adjust.js';
import { checkCommand } from './check.js';
import { clustersCommand } from './clusters.js';
import { concentrationCommand } from './concentration.js';
import { contributionCommand } from './contribution.js';
import { distancesCommand } from './distances.js';
import { growthCommand } from './growth.js';
import { shiftShareCommand } from './shift-share.js';
import { targetsCommand } from './targets.js';
import { theilCommand } from './theil.js';

export const measures = [
  concentrationCommand,
  distancesCommand,
  growthCommand,
  contributionCommand,
  targetsCommand,
  checkCommand,
  clustersCommand,
  shiftShareCommand,
  theilCommand,
  adjustCommand,
];

export { exitCode, tellAside } from './answer.js';
