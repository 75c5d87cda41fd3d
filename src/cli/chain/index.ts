/** The forms of `ballast chain`: each registers itself. */
import { riskCommand } from './risk.js';

export const forms = [riskCommand];
