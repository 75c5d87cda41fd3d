// What one run of ballast assess comes to: firms, the verdict on each for each title, and what could not be used.
import type {
  Application,
  CalendarEvent,
  ConsistencyFinding,
  Rulebook,
  SmallestChange,
  Subject,
  Verdict,
} from '../../assess/index.js';
import type { Bilingual } from '../../model/index.js';
import type { Codes } from '../../store/index.js';
import type { DayOfJudging, FirmHead, FirmReject, FirmSource, JudgedFirms } from '../../verbs/index.js';

/** One firm against one title. */
export interface Assessed {
  title: string;
  /** Null where no rulebook could be chosen; `reason` says why. */
  verdict: Verdict | null;
  rulebook: Rulebook | null;
  reason: Bilingual | null;
  /** The rulebook is a draft that was not asked for: nothing was computed by it. */
  withheld: boolean;
  /** Where it was asked for. */
  changes: SmallestChange | null;
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
  doubts: readonly ConsistencyFinding[];
  /** What falls due for the titles it holds, and the earliest days of those it aims at. */
  calendar: readonly CalendarEvent[];
}

export interface AssessRun {
  on: string;
  application: Application;
  titles: string[];
  /** All that were judged. */
  firms: readonly FirmSource<FirmHead>[];
  /** What they come to, by place of the firm and of the title; null of a single firm. */
  judged: JudgedFirms | null;
  /** Those that are told of with every reason. */
  detailed: ReadonlyMap<FirmSource<FirmHead>, AssessedFirm>;
  day: DayOfJudging;
  /** Names of areas and industries; null of a single firm. */
  codes: Codes | null;
  rejects: readonly FirmReject[];
}
