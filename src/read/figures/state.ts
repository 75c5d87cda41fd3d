// What a page gives to the reading of its figures, and what carries over from clause to clause.
import type { Article } from '../article.js';
import type { Carried } from './indicator.js';
import type { KindGrammar } from './kind.js';
import type { QuantityGrammar } from './quantity.js';
import type { SubjectGrammar } from './subject.js';
import type { Anchor, TimeExpression } from './time.js';

export interface FiguresGrammar {
  quantities: QuantityGrammar;
  kinds: KindGrammar;
  subjects: SubjectGrammar;
  target: RegExp;
  forecast: RegExp;
  logistics: RegExp;
}

export interface LevelledPlace {
  name: string;
  /** Equal for every name of one place. */
  key: string;
  level: string | null;
}

/** A name in running text. */
export interface PlaceMention {
  start: number;
  end: number;
  name: string;
}

/** What names the text around figures: places and industries, found by the names room. */
export interface FigureContext {
  published: string | null;
  /** Places of the title, the fullest name first. */
  titlePlaces: readonly LevelledPlace[];
  /** Every place named, also inside the names of organisations. */
  namedPlaces: readonly LevelledPlace[];
  places: readonly (PlaceMention & LevelledPlace)[];
  industries: readonly PlaceMention[];
}

export interface Page {
  article: Article;
  context: FigureContext;
  grammar: FiguresGrammar;
  anchor: Anchor | null;
  /** The period that a release is about, from its title or opening. */
  period: string | null;
  region: string | null;
  /** What 全省 and 全市 mean here. */
  wholes: (word: string) => string;
  /** The last year of a plan that the page publishes, and all its years: 每年 is in each of them. */
  plan: { deadline: string | null; years: string | null } | null;
}

/** What carries over from clause to clause and sentence to sentence. */
export interface Carry extends Carried {
  period: TimeExpression | null;
  region: string | null;
  /** Places last listed side by side: 广东、江苏、山东. */
  places: readonly string[];
  /** The place that the paragraph is about. */
  topic: string | null;
  /** The sentence tells what somebody expects. */
  forecast: boolean;
  /** The period that an aside interrupts. */
  main: TimeExpression | null;
  /** The sentence itself names the period. */
  periodIsSaid: boolean;
  target: { deadline: string | null; start: number } | null;
}

/** Before anything is read. */
export const EMPTY_CARRY: Carry = {
  period: null,
  main: null,
  periodIsSaid: false,
  region: null,
  topic: null,
  places: [],
  subject: '',
  subjects: [],
  recent: [],
  unit: null,
  head: '',
  reading: null,
  forecast: false,
  target: null,
};
