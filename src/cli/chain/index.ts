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

export { findAddedLinks } from './added-links.js';
export {
  type CascadeCommandOptions,
  INTERRUPTED,
  methodOf,
  withCascadeOptions,
} from './cascade-options.js';
