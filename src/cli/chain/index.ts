/** The forms of `ballast chain`: each registers itself. */
import { ensembleCommand } from './ensemble.js';
import { ioCommand } from './io.js';
import { linksCommand } from './links.js';
import { mapCommand } from './map.js';
import { mendCommand } from './mend.js';
import { riskCommand } from './risk.js';
import { shockCommand } from './shock.js';

export const forms = [
  ensembleCommand,
  ioCommand,
  linksCommand,
  mapCommand,
  mendCommand,
  riskCommand,
  shockCommand,
];

export { firmAreas } from '../../verbs/index.js';
export {
  allRisk,
  type CascadeCommandOptions,
  INTERRUPTED,
  methodOf,
  readCascade,
  withCascadeOptions,
} from './cascade-options.js';
