import type { Bilingual } from '../../model/index.js';

/** Something in a table that a definition does not cover, and what was done about it. */
export interface Treatment {
  kind:
    | 'zeroOutput'
    | 'inputsWithoutOutput'
    | 'negativeCoefficient'
    | 'negativeFinalDemand'
    | 'inputsAboveOutput'
    | 'closureNotProductive'
    | 'noClosure'
    | 'openDenominator'
    | 'noExports'
    | 'noRatio'
    | 'demandOfRestOfWorld';
  /** Codes of the industries concerned. */
  industries: readonly string[];
  message: Bilingual;
}
