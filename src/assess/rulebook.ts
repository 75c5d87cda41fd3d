/**
 * A rulebook as data: one version of the official conditions of one title. The shape is that of the YAML files under
 * `rulebooks/` (docs/rulebooks.md); `parseRulebook` checks a file and gives this.
 */
import type { Bilingual } from '../model/index.js';

export type SubjectKind = 'enterprise' | 'cluster' | 'base' | 'factory';
export type Application = 'new' | 'review';

/**
 * How well a rule is known: two sources agree, one source, from memory alone, sources disagree, or derived by us.
 * MEM and CONFLICT are never computed: the rule stands as a draft until a person has checked it.
 */
export type Confidence = 'V2' | 'V1' | 'MEM' | 'CONFLICT' | 'DER';

/** What an item of a subject is, and how it is asked for; the catalogue is `rulebooks/items.yaml`. */
export interface Item {
  id: string;
  name: Bilingual;
  /** `yearly`: a value a year; `single`: one value; `flag`: yes or no; `choice`: one of `choices`; `date`; `text`. */
  shape: 'yearly' | 'single' | 'flag' | 'choice' | 'date' | 'text';
  subject: SubjectKind[];
  /** Of yearly and single ones: 万元, 人, 项, %, 分, 年, 位, 平方公里 … */
  unit: string | null;
  /** A value below 0 is a fault of the input. */
  nonNegative: boolean;
  choices: string[];
  /** What is meant, for the template and the page: definition, scope, where the firm finds it. */
  note: Bilingual;
  /** Computed by an official platform: taken with its date, never computed here. */
  official: boolean;
}

/**
 * Which years of an item count, seen from the day of judging; the last year is the one before that day's.
 * `asOf`: the one value of a single item. Growth is in %, never in points.
 */
export type Basis =
  | 'asOf'
  | 'lastYear'
  | 'thisYear'
  | 'eachOfTwoYears'
  | 'eachOfThreeYears'
  | 'eitherOfTwoYears'
  | 'anyOfThreeYears'
  | 'sumOfTwoYears'
  | 'sumOfThreeYears'
  | 'sumOfFiveYears'
  | 'averageOfTwoYears'
  | 'averageOfThreeYears'
  /** R₀ / R₋₁ − 1. */
  | 'growthOverOneYear'
  /** (R₀ / R₋₂)^½ − 1: 复合增长率. */
  | 'compoundGrowthOverTwoYears'
  /** ((R₀ / R₋₁ − 1) + (R₋₁ / R₋₂ − 1)) / 2: 平均增长率. */
  | 'averageGrowthOverTwoYears'
  | 'compoundGrowthOverThreeYears'
  /** Full years from a date item to the day of judging. */
  | 'yearsSince';

/**
 * A number of the subject. With `per`, in % of another item over the same years: of sums where the basis is a sum, a
 * mean of the yearly ratios where it is an average, each year for itself where it is `each…`, `either…` or `any…`.
 */
export interface Quantity {
  item: string;
  per?: string;
  /** `asOf` where it is not stated and the item is single. */
  basis?: Basis;
}

/** Edges as the rules write them: 以上 and 以下 include the number, 超过 and 不足 do not. One of the four, or both sides. */
export interface Bounds {
  atLeast?: number;
  over?: number;
  atMost?: number;
  below?: number;
}

/** Of each kind exactly one is written. */
export type Condition =
  | (Quantity & Bounds & { unit: string })
  /** A choice or text item that is one of these. */
  | { item: string; oneOf: string[] }
  /** GB/T 4754-2017 code of the subject begins with one of these (C, C39, 65), and with none of `except`. */
  | { industry: string[]; except?: string[] }
  /** Absent is `unknown`. */
  | { flag: string; is: boolean }
  /** What the firm itself must declare: absent is `manualReview`. */
  | { declared: string; is: boolean }
  /** One of these titles is held and valid on the day of judging. */
  | { holds: string[] }
  /** None of these titles is held on that day. */
  | { lacks: string[] }
  /** An award of this level or a higher one (国家级 above 省部级 above 市级), in this place or a better one. */
  | { award: { level: string; rankAtMost?: number; withinYears: number } }
  /** The level that the rulebook of another title gives, 企业规模 for one. */
  | { level: { title: string; oneOf: string[] } }
  /** A score table of this rulebook, or one part of it. */
  | ({ score: string; part?: string } & Bounds)
  /** Only a person can say. */
  | { manual: true }
  | { criterion: string }
  | { not: Condition }
  | { all: Condition[] }
  | { any: Condition[] };

export interface Criterion {
  id: string;
  /** Where the rule stands: 附件2（三）. */
  clause: string;
  text: Bilingual;
  condition: Condition;
  /** Kinds of application that it is for; for the others it is `notApplicable`. Both where it is not stated. */
  only?: Application;
  /**
   * Whom it is for, where that is not everyone (a track, a trade): `notApplicable` where this is unmet; where it is
   * unknown or for a person to say, so is the criterion, unless its condition is met.
   */
  applies?: Condition;
  /**
   * Waives the criterion. An exception is for the firm to claim: where the evidence for it is absent it counts for
   * nothing, and the reason names it as still open.
   */
  unless?: { text: Bilingual; condition: Condition };
  /**
   * A shortcut (直通) in an `any`: likewise for the firm to claim, so that what is not known of it counts for nothing.
   */
  claimed?: boolean;
  /** Papers that prove it. */
  evidence: Bilingual[];
  /** What would close a gap here, for the plan; the threshold says how far it is. */
  remedy?: Bilingual;
  confidence: Confidence;
}

/** From the first edge to the second: `from`/`to` belong to the band, `over`/`below` do not; an open side has none. */
export interface Band {
  from?: number;
  over?: number;
  to?: number;
  below?: number;
  points: number;
}

/** How points come about. */
export type Scoring =
  /** Bands cover every value once. */
  | { quantity: Quantity; unit: string; bands: Band[] }
  /** The points of the first condition that holds; the last entry has none and takes the rest. */
  | { first: { when?: Condition; points: number }[] }
  /** Points of all that hold, no more than `cap`. */
  | { sum: { when: Condition; points: number }[]; cap: number }
  /** `points` for every full `every` of the quantity, no more than `cap`. */
  | { quantity: Quantity; unit: string; every: number; points: number; cap: number }
  /**
   * Linear from 0 at `base` to `weight` at `lead`, held within; base > lead where less is better. While one of the
   * three is a parameter that is not loaded, the points lie between 0 and the `most` of the entry.
   */
  | {
      quantity: Quantity;
      unit: string;
      base: number | Parameter;
      lead: number | Parameter;
      weight: number | Parameter;
    }
  /** The best of several ways. */
  | { bestOf: Scoring[] }
  /** Only a person or a province can give the points. */
  | { manual: true };

/** A number that the rulebook leaves to an official table, loaded by the user; unknown until then. */
export interface Parameter {
  parameter: string;
}

export interface ScoreEntry {
  id: string;
  part: string;
  name: Bilingual;
  clause: string;
  /** Where the weight is a parameter, the ceiling of what may be loaded: it does not add up to that of the part. */
  most: number;
  scoring: Scoring;
}

export interface ScoreTable {
  id: string;
  name: Bilingual;
  parts: { id: string; name: Bilingual; most: number }[];
  entries: ScoreEntry[];
}

/** A level of a rulebook that grades instead of passing: the first that is met, from the highest down. */
export interface Level {
  id: string;
  name: Bilingual;
  condition: Condition;
}

export interface Duty {
  id: string;
  text: Bilingual;
  clause: string;
  /** Every year by a day (`05-31`), so many months after a change, or when the title lapses. */
  due: { yearly: string } | { monthsAfterChange: number } | { atExpiry: true } | { once: string };
  /** What follows where it is not done. */
  otherwise?: Bilingual;
  confidence: Confidence;
}

export interface Rulebook {
  id: string;
  /** Short title by which it is asked for: 小巨人. */
  title: string;
  /** Other words for the same title, as registers and users write them. */
  aliases: string[];
  name: Bilingual;
  subject: SubjectKind;
  document: { name: string; part: string | null; number: string; issuer: string; issued: string | null };
  official: string | null;
  /** ISO days; `to` is the first day it is no longer in force. */
  inForce: { from: string; to: string | null };
  supersedes: string[];
  /** Which applications are judged by it, by day of judging; `to` is the first day no longer. */
  covers: {
    application: Application;
    from: string;
    to: string | null;
    confidence: Confidence;
    note: Bilingual | null;
  }[];
  /** GB/T 2260 code of six digits where it holds; 100000 for the whole country. */
  area: string;
  /** A draft is shown, never judged by, unless asked for. */
  status: 'current' | 'draft' | 'superseded';
  confidence: Confidence;
  /** ISO day on which the facts were last held against their sources, and by whom. */
  checked: string;
  owner: string;
  notes: Bilingual[];
  /** Overlays of a province are needed to judge by it: says where none is found. */
  needsOverlay: boolean;
  parameters: { id: string; name: Bilingual; unit: string; value: number | null }[];
  /** Ids of criteria that must all hold before `pass` or any level counts; they stand first in `criteria`. */
  gates: string[];
  criteria: Criterion[];
  scores: ScoreTable[];
  /** What all must come to; absent where the rulebook grades. */
  pass: Condition | null;
  levels: Level[];
  validityMonths: number | null;
  duties: Duty[];
  /** File and content hash, so that a verdict names what it was judged by. */
  source: { file: string; sha256: string; overlays: { id: string; file: string; sha256: string }[] };
}
