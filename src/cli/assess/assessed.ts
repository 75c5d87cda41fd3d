// What one run of ballast assess comes to: firms, the verdict on each for each title, and what could not be used.
import type { Rulebook, Subject, Verdict } from '../../assess/index.js';
import type { Bilingual } from '../../model/index.js';
import type { FirmReject } from './firm-table.js';

/** One firm against one title. */
export interface Assessed {
  title: string;
  /** Null where no rulebook could be chosen; `reason` says why. */
  verdict: Verdict | null;
  rulebook: Rulebook | null;
  reason: Bilingual | null;
  /** The smallest set of changes that would qualify, where it was asked for. */
  changes: readonly { text: Bilingual }[] | null;
}

export interface AssessedFirm {
  subject: Subject;
  /** File, or the workspace. */
  origin: string;
  sheet: string | null;
  row: number | null;
  /** One for each title asked for. */
  titles: Assessed[];
  /** What does not fit together in what the firm hands in. */
  doubts: readonly Bilingual[];
}

export interface AssessRun {
  on: string;
  titles: string[];
  firms: AssessedFirm[];
  rejects: readonly FirmReject[];
}
