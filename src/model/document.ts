/**
 * What `read` makes of one policy page. Field names and meanings follow the reading convention of the
 * product (docs/formats.md): offsets are UTF-16 code units into TEXT = cleanedParagraphs.join('\n').
 */

export type FigureKind = 'level' | 'growth' | 'share' | 'difference' | 'count' | 'rank' | 'index' | 'target';
export type Bound = 'over' | 'under' | 'near' | 'about';
export type ParagraphRole = 'body' | 'heading' | 'speaker' | 'question' | 'answer';

/** Half-open range of TEXT, and what stands there: TEXT.slice(start, end) === the text field beside it. */
export interface Span {
  start: number;
  end: number;
}

export interface EventDate {
  /** ISO date in China (UTC+8). */
  date: string;
  end?: string;
  what: string;
  /** The text gives no year; it was inferred, and `evidence` says from what. */
  yearInferred?: boolean;
  evidence?: string;
}

export interface Scope {
  region: string | null;
  industry: string | null;
  group: string | null;
}

/** One number that states a fact or a target, once per mention. */
export interface Observation extends Span {
  id: string;
  textSpan: string;
  clause: string;
  indicator: string;
  /** In base units (元, 家, %, 个百分点, 吨 …), signed. */
  value: number;
  unit: string;
  kind: FigureKind;
  /** For kind `target`: what it would be otherwise. */
  baseKind?: FigureKind;
  /** `2022`, `2022-H1`, `2022-Q3`, `2022-06`, `2022-01/2022-06`, `2012/2021`, `asof:2022-09`. */
  period: string | null;
  /** The words the period was read from. */
  periodText?: string;
  periodInferred?: boolean;
  scope: Scope;
  comparator: string | null;
  approx: boolean;
  bound: Bound | null;
  /** In 由 A 上升为 B: which end this is. */
  role?: 'from' | 'to';
  /** Id of the first mention of the same fact on the page. */
  sameAs?: string;
}

export interface Measure extends Span {
  text: string;
  /** Lines of work, by the dated taxonomy. */
  themes: string[];
}

/** One item of a list of lines of work, explicit (一是, 第三方面) or parallel (要着眼于…). */
export interface Direction extends Span {
  group: string;
  ordinal: number | null;
  title: string;
  implicitOrdinal?: boolean;
  status?: 'planned' | 'ongoing' | 'done';
  /** Who says it, where the page says so. */
  speaker?: string;
  themes: string[];
  measures: Measure[];
}

export interface Target extends Span {
  textSpan: string;
  type: 'numeric' | 'milestone';
  indicator: string;
  value: number | null;
  unit: string | null;
  deadline: string | null;
  bound: Bound | null;
}

export interface Programme {
  name: string;
  /** project | action | plan | strategy | fund | designation | mechanism | policy | programme */
  type: string;
}

export interface Person {
  name: string;
  role: string;
  org: string | null;
  /** Cited, not speaking on this page. */
  mentionedOnly?: boolean;
}

export interface Organisation {
  /** Canonical full name. */
  name: string;
  mentions: string[];
}

export type RepairOperation =
  | 'entity'
  | 'slipped-bytes'
  | 'pinyin'
  | 'script'
  | 'interleaved-title'
  | 'file-name-quotes'
  | 'zero-width'
  | 'joined-lines';

/**
 * One edit that turned the page as it came into the cleaned text. Reversible: putting `before` back over
 * [start, end) of TEXT gives the page's own characters, which stand at [rawStart, rawEnd) of the decoded page.
 */
export interface Repair extends Span {
  operation: RepairOperation;
  /** Range in the decoded page text, UTF-16 code units. */
  rawStart: number;
  rawEnd: number;
  before: string;
  after: string;
}

/**
 * Where cleaned text comes from, as runs: `length` characters of TEXT from `clean` on stand at `raw` of the decoded
 * page, one for one. Characters of TEXT in no run (paragraph breaks, restored characters) have no origin.
 */
export interface OffsetRun {
  clean: number;
  raw: number;
  length: number;
}

export interface OffsetMap {
  /** Encoding the page was decoded from; for .docx and .pdf the text layer is the decoded page. */
  encoding: string;
  runs: OffsetRun[];
  /** Byte offset in the page's file of each run's first character; absent where the file is no text. */
  bytes?: number[];
}

/** A statement of the page that the page itself lets us check. */
export interface SelfCheck {
  check: 'announced-count' | 'parts-sum' | 'direction-of-change' | 'page-date';
  ok: boolean;
  zh: string;
  en: string;
  spans: Span[];
}

export interface ReadDocument {
  schema: 'ballast.read/1';
  /** File name of the page. */
  source: string;
  /** SHA-256 of the page's bytes, hexadecimal. */
  sha256: string;
  format: 'text' | 'markdown' | 'html' | 'docx' | 'pdf';
  title: string;
  titleRaw?: string;
  /** ISO date in China that the page states for itself. */
  published: string | null;
  publishedRaw?: string;
  /** `suspect`: contradicts the text; never used to resolve 今年. */
  publishedTrust?: 'ok' | 'suspect';
  eventDates: EventDate[];
  outlet: string | null;
  originalOutlet: string | null;
  authors: string[];
  editors: string[];
  deck?: string;
  cleanedParagraphs: string[];
  paragraphRoles: ParagraphRole[];
  /** 1-based line of the decoded page, null where there is none. */
  paragraphRawLine: (number | null)[];
  directions: Direction[];
  observations: Observation[];
  targets: Target[];
  programmes: Programme[];
  people: Person[];
  orgs: Organisation[];
  regions: string[];
  industries: string[];
  futureIndustries: string[];
  repairs: Repair[];
  offsetMap: OffsetMap;
  selfChecks: SelfCheck[];
}
