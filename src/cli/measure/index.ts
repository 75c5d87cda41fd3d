/** The measures on the command line: each registers itself under `ballast measure`. */
import { concentrationCommand } from './concentration.js';

export const measures = [concentrationCommand];
