import {
  cutSentences,
  type EventDate,
  type ParagraphRole,
  type Repair,
  type Sentence,
} from '../model/index.js';
import type { TracedText } from './traced.js';

export type { Clause, Sentence } from '../model/index.js';

/** A page after cleaning: the article and what the page says of itself; nothing of its meaning has been read yet. */
export interface CleanPage {
  title: string;
  titleRaw?: string;
  published: string | null;
  publishedRaw?: string;
  outlet: string | null;
  originalOutlet: string | null;
  authors: string[];
  editors: string[];
  deck?: string;
  paragraphs: CleanParagraph[];
  /** Ranges are paragraph-relative until the article is assembled: see `ParagraphRepair`. */
  repairs: ParagraphRepair[];
}

export interface CleanParagraph {
  text: TracedText;
  role: ParagraphRole;
  rawLine: number | null;
}

/** A repair whose [start, end) counts from the start of its paragraph. */
export interface ParagraphRepair extends Repair {
  paragraph: number;
}

/** The text that the engines of meaning read: TEXT, its paragraphs, sentences and clauses, all as offsets into TEXT. */
export interface Article {
  text: string;
  title: string;
  paragraphs: ArticleParagraph[];
}

export interface ArticleParagraph {
  index: number;
  role: ParagraphRole;
  start: number;
  end: number;
  sentences: Sentence[];
}

/** What the article is anchored to in time: resolves 今年, 上半年, 目前. */
export interface TimeAnchor {
  eventDates: EventDate[];
  /** Null where neither the text nor a trusted page date gives a year. */
  anchor: { date: string } | null;
  publishedTrust: 'ok' | 'suspect' | undefined;
}

/** Cuts cleaned paragraphs into sentences and clauses. Cost is linear in the length of the text. */
export function assembleArticle(
  title: string,
  paragraphs: readonly { text: string; role: ParagraphRole }[],
): Article {
  const out: ArticleParagraph[] = [];
  let start = 0;
  for (const [index, paragraph] of paragraphs.entries()) {
    const end = start + paragraph.text.length;
    out.push({ index, role: paragraph.role, start, end, sentences: cutSentences(paragraph.text, start) });
    start = end + 1;
  }
  return { text: paragraphs.map((p) => p.text).join('\n'), title, paragraphs: out };
}
