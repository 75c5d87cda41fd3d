/**
 * A brief as plain data: sections, paragraphs, tables, pictures, footnotes. Renderers turn it into HTML, Word or
 * Markdown. Words of a source are strings and stay as the source has them; words of the product are in both languages.
 */
import type { Bilingual, CriterionState, Lang, RepairOperation } from '../model/index.js';
import type { Outline } from './outline.js';

export type Words = string | Bilingual;
export type Tone = 'plain' | 'strong' | 'muted' | 'good' | 'warn' | 'bad';

/** One place where a footnote is called: the `use`-th call of footnote `note`, both counted from 1. */
export interface Reference {
  note: number;
  use: number;
}

/** A number or wording with its footnotes. */
export interface Cited {
  type: 'cited';
  words: Words;
  tone: Tone;
  references: Reference[];
  /** Calculated here from the cited ones, not said by a page; says how. */
  computed?: Bilingual;
  /** Parts of `words` to stress, by offset: what a rewording added. */
  stressed?: { start: number; end: number }[];
  /** Made up, or worked out from what is. */
  synthetic?: true;
}

export type Inline =
  | { type: 'words'; words: Words; tone: Tone; badge?: boolean }
  | Cited
  /** Points to a section of this brief. */
  | { type: 'section'; words: Words; section: string }
  /** Points to the entry of a page in the list of sources. */
  | { type: 'source'; words: Words; source: number }
  | { type: 'break' };

export interface Card {
  figure: Cited;
  label: string;
  detail: Inline[];
}

export interface Column {
  title: Bilingual;
  align: 'start' | 'end';
  /** Share of the table's width, of all columns' shares. */
  width: number;
}

export interface Row {
  cells: Inline[][];
  /** How far something has come, 0–1, shown in the cell of that number. */
  progress?: { cell: number; share: number };
  /** The row is the entry of this source. */
  source?: number;
}

/** `listed`: on the first page, where nothing can be said of before. */
export type MomentMark = 'listed' | 'new' | 'kept' | 'reworded' | 'dropped' | 'returned';

export interface TimelineMoment {
  mark: MomentMark;
  /** ISO date. */
  date: string;
  wording: Cited | null;
  why: Bilingual | null;
  /** 0–1, how alike this wording and the one before are. */
  score: number | null;
}

export interface TimelineRow {
  /** One list of moments a column. */
  cells: TimelineMoment[][];
}

export interface ChartPoint {
  label: Bilingual;
  value: number;
  figure: Cited;
  /** Pages give other values as well. */
  contested: boolean;
}

export interface Chart {
  /** `line`: three points and more; `slope`: from one to another. */
  kind: 'line' | 'slope';
  title: string;
  detail: Inline[];
  unit: string;
  /** Where each point stands on the time axis, 0–1. */
  positions: number[];
  points: ChartPoint[];
}

export interface Bar {
  label: string;
  detail: Inline[];
  /** Percent of the whole, 0–100. */
  value: number;
  figure: Cited;
}

/** What every picture says of itself: a reader always knows what is shown, in which unit, for when, and from where. */
interface PictureFrame {
  /** Unique in the brief: names the picture's file. */
  id: string;
  title: Bilingual;
  /** Unit and period. */
  detail: Bilingual;
  source: Bilingual;
}

/** `self`: what the brief is about; the others are what it is held against. */
export type SeriesRole = 'self' | 'province' | 'nation';

export interface PicturePoint {
  label: Bilingual;
  /** Place on the time axis, 0–1. */
  position: number;
  value: number;
  figure: Cited;
  /** No line leads here: what is summed up begins anew with the year. */
  begins: boolean;
}

export interface LinePicture extends PictureFrame {
  kind: 'lines';
  unit: Words;
  series: { name: Words; role: SeriesRole; points: PicturePoint[] }[];
}

export interface PictureBar {
  label: Words;
  value: number;
  figure: Cited;
  /** The one the brief is about, among its peers. */
  marked: boolean;
}

export interface BarPicture extends PictureFrame {
  kind: 'bars';
  unit: Words;
  bars: PictureBar[];
  /** A line across all bars: the mean, the whole. */
  reference: { label: Words; value: number; figure: Cited } | null;
}

export interface MapPicture extends PictureFrame {
  kind: 'map';
  unit: Words;
  outline: Outline;
  /** Values by the unit's code in the outline; units without one are shown as without data. */
  values: { code: string; value: number; figure: Cited; marked: boolean }[];
}

/** A quantity day by day with its band, counted from day 0, and the days that are named on it. */
export interface PathPicture extends PictureFrame {
  kind: 'path';
  days: { low: number; middle: number; high: number }[];
  marks: { day: number; value: number; label: Bilingual; figure: Cited }[];
}

/** `gap`: a gap is there; `possible`: the data point to one; `unknown`: they do not say. */
export type ChainMark = 'none' | 'gap' | 'possible' | 'unknown';

export interface ChainPictureNode {
  name: Words;
  /** One short line below the name: makers, largest share. */
  detail: Words | null;
  mark: ChainMark;
}

/** A chain from upstream to downstream: stages, each of one column or more, with the nodes shown. */
export interface ChainPicture extends PictureFrame {
  kind: 'chain';
  stages: {
    name: Words;
    /** Counts: nodes, gaps. */
    detail: Words;
    /** Nodes by their index, from top to bottom; columns from upstream to downstream. */
    columns: number[][];
    /** Nodes that are not shown. */
    hidden: number;
  }[];
  nodes: ChainPictureNode[];
  /** `forward` runs downstream, `level` within a column, `feedback` back up; `kind` is what is a kind of what. */
  links: { from: number; to: number; run: 'forward' | 'level' | 'feedback' | 'kind' }[];
  /** Feedback links that are not drawn. */
  undrawn: number;
  figure: Cited;
}

export interface PictureFlow {
  /** Indices of places. */
  from: number;
  to: number;
  value: number;
  words: Words;
}

/** The largest flows, from what supplies to what uses; places come upstream first. */
export interface FlowPicture extends PictureFrame {
  kind: 'flows';
  unit: Words;
  places: Words[];
  forward: PictureFlow[];
  feedback: PictureFlow[];
  /** Share of all flows between places that is shown, 0–1. */
  covered: number;
  figure: Cited;
}

/** Coefficients of a table, industries in both directions upstream first. */
export interface HeatPicture extends PictureFrame {
  kind: 'heat';
  unit: Words;
  /** `weight` decides which stay where there is not room for all. */
  places: { name: Words; code: string; weight: number }[];
  /** Row-major, places × places: what the column uses of the row. */
  values: readonly number[];
  /** Marks every so many places, where one stage ends: index of the first place of the next. */
  breaks: number[];
  figure: Cited;
}

/** An index against rank on a logarithmic axis, with intervals. */
export interface RankPicture extends PictureFrame {
  kind: 'ranks';
  unit: Words;
  /** By rank; `named` are written out. */
  points: {
    name: Words;
    value: number;
    low: number | null;
    high: number | null;
    named: boolean;
    figure: Cited | null;
  }[];
}

/** Two measures against each other; the axes cross at `centre`, by default where both linkages have their mean, 1. */
export interface QuadrantPicture extends PictureFrame {
  kind: 'quadrant';
  across: Words;
  up: Words;
  centre?: { x: number; y: number };
  /** What stands in the upper right quarter; by default key sectors. */
  corner?: Words;
  points: { name: Words; x: number; y: number; weight: number; key: boolean; figure: Cited | null }[];
}

/** `has`: the region has it; `listed`: it is recommended; `other`: neither. */
export type SpaceMark = 'has' | 'listed' | 'other';

/** Activities placed by how near they are to each other. */
export interface SpacePicture extends PictureFrame {
  kind: 'space';
  /** Places from 0 to 1; `number` stands beside what is listed, and `named` are written out. */
  nodes: {
    name: Words;
    x: number;
    y: number;
    weight: number;
    mark: SpaceMark;
    number: number | null;
    named: boolean;
  }[];
  links: { from: number; to: number; tree: boolean }[];
  figure: Cited;
}

/** Tiers one upon the other, the broad base below: how many stand on each. */
export interface TierPicture extends PictureFrame {
  kind: 'tiers';
  unit: Words;
  /** From the base up. `detail`: one short line beside the count. */
  tiers: { name: Words; value: number; figure: Cited; detail: Words | null }[];
}

/** `held`: a title in force; else what the pre-check says of it; `none`: it was not checked. */
export type StepMark = 'held' | CriterionState | 'none';

/** The ladder of one firm, step by step from the base up, with the step it stands on. */
export interface StairPicture extends PictureFrame {
  kind: 'stairs';
  steps: {
    name: Words;
    mark: StepMark;
    /** Validity, or what the pre-check comes to: one short line, and a second one. */
    lines: Words[];
    /** The highest title held. */
    here: boolean;
    figure: Cited | null;
  }[];
}

/** Bars made of parts, one a row; parts keep their order and colour. */
export interface StackPicture extends PictureFrame {
  kind: 'stacks';
  unit: Words;
  /** `rungs`: parts rise from pale to dark; `obstacles`: what stands alone, what does not, what is not known; `terms` of a score. */
  scale: 'rungs' | 'obstacles' | 'terms';
  parts: Words[];
  rows: { name: Words; values: { value: number; figure: Cited }[] }[];
}

export type Picture =
  | LinePicture
  | BarPicture
  | MapPicture
  | PathPicture
  | ChainPicture
  | FlowPicture
  | HeatPicture
  | RankPicture
  | QuadrantPicture
  | SpacePicture
  | TierPicture
  | StairPicture
  | StackPicture;

export type Block =
  | { type: 'paragraph'; inlines: Inline[]; tone: Tone }
  | { type: 'list'; items: Inline[][]; columns: 1 | 2; folded: Inline[][] }
  | { type: 'heading'; words: Words; detail: Inline[] }
  | { type: 'cards'; cards: Card[] }
  | { type: 'table'; title?: Bilingual; columns: Column[]; rows: Row[]; dense: boolean }
  | { type: 'timeline'; columns: Words[]; groups: { title: Words | null; rows: TimelineRow[] }[] }
  | { type: 'charts'; charts: Chart[] }
  | { type: 'bars'; bars: Bar[] }
  | { type: 'pictures'; pictures: Picture[] };

export interface Section {
  id: string;
  title: Bilingual;
  /** One line: what the section shows and how to read it. */
  lead: Bilingual | null;
  blocks: Block[];
}

export interface Source {
  /** Counted from 1. */
  number: number;
  document: string;
  file: string;
  title: string;
  outlet: string | null;
  /** The day the page speaks of. */
  said: string | null;
  published: string | null;
  suspect: boolean;
  ageDays: number | null;
  /** What was taken from it is made up. */
  synthetic?: boolean;
}

/** A stretch of a page's text with how it is to be shown. */
export interface Piece {
  text: string;
  /** Number of the footnote whose sentence this belongs to. */
  note: number | null;
  /** The cited characters themselves. */
  cited: boolean;
  /** What repair did here: `text` was restored or converted, or `removed` stood here on the page. */
  repair: { operation: RepairOperation; before: string } | null;
}

export interface Excerpt {
  /** Part of the paragraph was left out before and after. */
  cutBefore: boolean;
  cutAfter: boolean;
  pieces: Piece[];
}

export interface Footnote {
  number: number;
  /** Null where the number was calculated here. */
  source: number | null;
  /** What stands there: the sentence as cleaned, the cells of the row, the formula. */
  sentence: Words;
  place: Place;
  /** Where the workspace itself shows what stands there. */
  trace?: Trace;
  /** How often the brief calls it. */
  uses: number;
}

/** Figures by their ids, in the order of the cells; of a sentence, its place in the page. */
export interface Trace {
  figures?: string[];
  page?: { document: string; start: number; end: number };
}

export type Place =
  /** A sentence of a page, shown in its paragraph in the appendix. */
  | { kind: 'sentence' }
  /** A sentence of a page whose text is not at hand. */
  | { kind: 'quote'; released: string | null }
  /** A row of a table. */
  | { kind: 'row'; sheet: string | null; row: number; released: string | null; cells: SourceCell[] }
  | { kind: 'formula'; method: Bilingual; inputs: number[] }
  /** Added up from reports of firms, or `counted` in registers: how many firms and values, out of which sources. */
  | {
      kind: 'reports';
      firms: number;
      values: number;
      sources: number[];
      released: string | null;
      counted?: true;
    };

export interface SourceCell {
  column: string;
  quote: string;
  /** What the number in it states. */
  states: Bilingual;
}

export interface BriefDocument {
  schema: 'ballast.brief/1';
  lang: Lang;
  title: string;
  /** What kind of brief this is, beside the product's name. */
  genre: Bilingual;
  /** Where the data are made up: said on every page, picture and file. */
  synthetic: Bilingual | null;
  /** ISO date that ages and deadlines are counted at. */
  today: string;
  masthead: Inline[];
  summary: Inline[][];
  sections: Section[];
  sources: Source[];
  footnotes: Footnote[];
  /** Of each source, the paragraphs in which cited sentences stand. */
  appendix: { source: number; excerpts: Excerpt[] }[];
}
