/** Where sentences and their clauses begin and end: the one cut that readings, figures and citations share. */

export interface Sentence {
  start: number;
  /** Closing quotation marks and brackets after the full stop belong to the sentence. */
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

const SENTENCE_END = /[。！？!?\n]/;
const CLAUSE_END = /[，,；;：:]/;
const CLOSING = /[”’」』）)》"]/;

/**
 * Cuts a paragraph; offsets count from `offset`. Only marks and blanks between two sentences lie in none of them.
 * Cost is linear in the length of the text.
 */
export function cutSentences(text: string, offset = 0): Sentence[] {
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

/** Of spans in the order of their starts, the last that starts at or before `offset`. Costs log(spans). */
export function lastStartingAtOrBefore<T extends { start: number }>(
  spans: readonly T[],
  offset: number,
): T | undefined {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  return spans[low - 1];
}
