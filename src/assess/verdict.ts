/** What judging comes to: a pre-check with reasons, never a promise. */
import type { Bilingual, CriterionState } from '../model/index.js';
import type { Application, Confidence } from './rulebook.js';

export interface JudgedCriterion {
  id: string;
  clause: string;
  text: Bilingual;
  state: CriterionState;
  /** ≥ 5000 万元 */
  wanted: Bilingual;
  /** 6100 万元; null where nothing is known. */
  actual: Bilingual | null;
  /** 2025, 2024 and 2025, as of 2026-05-01 … null where it has none. */
  period: string | null;
  /** Where the values came from, where the subject says so. */
  sources: string[];
  reason: Bilingual;
  /** The exception that was used. */
  exception: Bilingual | null;
  confidence: Confidence;
  /** Leaves of the condition with their own states, where it is more than one. */
  parts: { wanted: Bilingual; actual: Bilingual | null; period: string | null; state: CriterionState }[];
}

/** A score between two bounds: they differ where entries are unknown or for a person to give. */
export interface JudgedScore {
  id: string;
  name: Bilingual;
  low: number;
  high: number;
  parts: { id: string; name: Bilingual; low: number; high: number; most: number }[];
  entries: {
    id: string;
    part: string;
    name: Bilingual;
    clause: string;
    low: number;
    high: number;
    most: number;
    actual: Bilingual | null;
    reason: Bilingual;
  }[];
}

export interface LevelName {
  id: string;
  name: Bilingual;
}

export interface Gap {
  /** Of a criterion that is not met, or `score:TABLE`, `score:TABLE.PART` where the pass rule asks for points itself. */
  criterion: string;
  /** Missing data is a gap of its own kind. */
  state: 'unmet' | 'unknown';
  /** In the unit of the criterion; null where it cannot be counted. */
  short: number | null;
  unit: string | null;
  text: Bilingual;
  /** ISO day before which it cannot be closed, exceptions aside; null where nothing says so. */
  earliest: string | null;
  remedy: Bilingual | null;
}

export interface DatedDuty {
  id: string;
  text: Bilingual;
  clause: string;
  /** ISO day, of a yearly one the next; null where it hangs on an event. */
  due: string | null;
  /** The title is held on the day of judging; otherwise the duty comes with it. */
  held: boolean;
  otherwise: Bilingual | null;
}

export interface Verdict {
  title: string;
  subject: string;
  on: string;
  application: Application;
  rulebook: {
    id: string;
    version: string;
    whyChosen: Bilingual;
    confidence: Confidence;
    checked: string;
    draft: boolean;
  };
  state: CriterionState;
  /** Of a rulebook that grades: the level, or the two it lies between. */
  level: { low: LevelName | null; high: LevelName | null } | null;
  reason: Bilingual;
  criteria: JudgedCriterion[];
  scores: JudgedScore[];
  gaps: Gap[];
  duties: DatedDuty[];
}
