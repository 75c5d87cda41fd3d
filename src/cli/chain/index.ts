/** The forms of `ballast chain`: each registers itself. */
import { ioCommand } from './io.js';
import { riskCommand } from './risk.js';
import { shockCommand } from './shock.js';

export const forms = [ioCommand, riskCommand, shockCommand];

export { type ChainBriefOptions, writeChain } from './chain-brief.js';
