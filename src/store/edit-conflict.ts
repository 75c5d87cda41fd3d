import { UserError } from '../model/index.js';

/** What was to be changed by hand is another by now: somebody else has changed it. */
export class EditConflict extends UserError {}
