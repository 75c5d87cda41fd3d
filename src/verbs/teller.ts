/** How work that takes time tells of itself: the command line and a job of the server each have their way. */
import type { Bilingual } from '../model/index.js';

export interface Teller {
  /** Something to know beside the result. */
  note(message: Bilingual): void;
  /** Begins to tell how far `what` is; `total` steps are to come, 1 where that cannot be known. */
  progress(what: Bilingual, total: number): ProgressTeller;
  /** Where in the program an error of ours arose. */
  trace(error: unknown): void;
}

export interface ProgressTeller {
  /** A step is taken; `current` is what is at work, a name or a sentence. */
  step(current: Bilingual | string): void;
  end(): void;
}
