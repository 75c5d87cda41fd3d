import type { EventDate, ParagraphRole, Repair } from '../model/index.js';
import type { TracedText } from './traced.js';

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

export interface Sentence {
  start: number;
  end: number;
  /** Parts between ，；：, without the mark that ends them. */
  clauses: Clause[];
}

export interface Clause {
  start: number;
  end: number;
  /** The mark that ends it, '' at the end of a paragraph. */
  mark: string;
}

/** What the article is anchored to in time: resolves 今年, 上半年, 目前. */
export interface TimeAnchor {
  eventDates: EventDate[];
  /** Null where neither the text nor a trusted page date gives a year. */
  anchor: { date: string } | null;
  publishedTrust: 'ok' | 'suspect' | undefined;
}

const SENTENCE_END = /[。！？!?\n]/;
const CLAUSE_END = /[，,；;：:]/;
const CLOSING = /[”’」』）)》"]/;

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

function cutSentences(text: string, offset: number): Sentence[] {
  const sentences: Sentence[] = [];
  let sentenceStart = 0;
  let clauseStart = 0;
  let clauses: Clause[] = [];
  const pushClause = (end: number, mark: string) => {
    if (end > clauseStart) clauses.push({ start: offset + clauseStart, end: offset + end, mark });
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i]!;
    if (SENTENCE_END.test(char)) {
      pushClause(i, char);
      let end = i + 1;
      while (end < text.length && CLOSING.test(text[end]!)) end++;
      if (clauses.length > 0) sentences.push({ start: offset + sentenceStart, end: offset + end, clauses });
      clauses = [];
      sentenceStart = clauseStart = end;
      i = end - 1;
    } else if (CLAUSE_END.test(char) && !isInsideNumber(text, i)) {
      pushClause(i, char);
      clauseStart = i + 1;
    }
  }
  pushClause(text.length, '');
  if (clauses.length > 0)
    sentences.push({ start: offset + sentenceStart, end: offset + text.length, clauses });
  return sentences;
}

/** 1,234 and 1.1:50.3:48.6 are one number each; so is the time 10:30. */
function isInsideNumber(text: string, i: number): boolean {
  const digit = (c: string | undefined) => c !== undefined && c >= '0' && c <= '9';
  return (text[i] === ',' || text[i] === ':') && digit(text[i - 1]) && digit(text[i + 1]);
}
