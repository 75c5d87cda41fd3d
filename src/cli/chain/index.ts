/** The forms of `ballast chain`: each registers itself. */
import { riskCommand } from './risk.js';
import { shockCommand } from './shock.js';

export const forms = [riskCommand, shockCommand];
