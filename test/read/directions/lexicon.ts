// The shipped lexicon, and a page from paragraphs.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { ParagraphRole } from '../../../src/model/index.js';
import { type Article, assembleArticle } from '../../../src/read/article.js';
import { type DirectionsLexicon, DirectionsLexiconSchema } from '../../../src/read/directions/index.js';

const source = new URL('../../../lexicons/directions.yaml', import.meta.url);
export const lexicon: DirectionsLexicon = DirectionsLexiconSchema.parse(
  parse(readFileSync(source, 'utf8')).directions,
);

/** Paragraphs as a page has them; `# ` opens a heading, `记者：` a question, `答：` an answer. */
export function pageOf(title: string, ...paragraphs: string[]): Article {
  return assembleArticle(
    title,
    paragraphs.map((text): { text: string; role: ParagraphRole } => {
      if (text.startsWith('# ')) return { text: text.slice(2), role: 'heading' };
      if (text.startsWith('记者：')) return { text: text.slice(3), role: 'question' };
      if (text.startsWith('答：')) return { text: text.slice(2), role: 'answer' };
      return { text, role: 'body' };
    }),
  );
}
