import type { Bilingual } from './failure.js';

/** What a number is; stands beside the number wherever it is shown. */
export interface Definition {
  name: Bilingual;
  definition: Bilingual;
  formula: string;
  /** `1` for a pure number. */
  unit: string;
  /** Who defined it: author, year, place in the work. */
  source: string;
}
