/** Pages as sources: when each one speaks, and where in it a cited sentence stands. */
import {
  compareText,
  lastStartingAtOrBefore,
  type ReadDocument,
  type Span,
  spokenOn,
} from '../../model/index.js';
import { type ArticleParagraph, assembleArticle } from '../article.js';

/** Where a statement stands: the characters themselves, and the sentence and paragraph around them. */
export interface Citation extends Span {
  /** SHA-256 of the page. */
  document: string;
  /** File name of the page. */
  source: string;
  sentence: Span;
  /** Index into cleanedParagraphs; -1 where the span lies outside the text. */
  paragraph: number;
  quote: string;
}

const STRETCH = 500;

/** Oldest first, undated last; then by content, so that the order of input never shows in a result. */
export function inTimeOrder(documents: readonly ReadDocument[]): ReadDocument[] {
  return [...documents].sort(
    (a, b) =>
      compareText(spokenOn(a) ?? '9999', spokenOn(b) ?? '9999') ||
      compareText(a.source, b.source) ||
      compareText(a.sha256, b.sha256),
  );
}

/** Finds the sentence around a span of one page. Each lookup costs log(sentences). */
export class CitedPage {
  readonly document: ReadDocument;
  readonly text: string;
  readonly paragraphs: readonly ArticleParagraph[];

  constructor(document: ReadDocument) {
    this.document = document;
    const article = assembleArticle(
      document.title,
      document.cleanedParagraphs.map((text, i) => ({ text, role: document.paragraphRoles[i] ?? 'body' })),
    );
    this.text = article.text;
    this.paragraphs = article.paragraphs;
  }

  cite(span: Span): Citation {
    const paragraph = lastStartingAtOrBefore(this.paragraphs, span.start);
    const sentence =
      paragraph === undefined ? undefined : lastStartingAtOrBefore(paragraph.sentences, span.start);
    const around = sentence ?? paragraph ?? span;
    // A text without marks is one endless sentence: it is cited by the stretch.
    const stretch = around.start + Math.floor((span.start - around.start) / STRETCH) * STRETCH;
    return {
      document: this.document.sha256,
      source: this.document.source,
      start: span.start,
      end: span.end,
      sentence: trimmed(this.text, { start: stretch, end: Math.min(around.end, stretch + STRETCH) }),
      paragraph: paragraph?.index ?? -1,
      quote: this.text.slice(span.start, span.end),
    };
  }
}

function trimmed(text: string, span: Span): Span {
  let { start, end } = span;
  while (start < end && /\s/.test(text[start]!)) start++;
  while (end > start && /\s/.test(text[end - 1]!)) end--;
  return { start, end };
}
