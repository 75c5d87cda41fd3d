// The shipped words of figures, compiled, for the tests of this room.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { assembleArticle } from '../../../src/read/article.js';
import { compileFigures, FiguresLexiconSchema, readFigures } from '../../../src/read/figures/index.js';

const shipped = parse(readFileSync(new URL('../../../lexicons/figures.yaml', import.meta.url), 'utf8')) as {
  figures: unknown;
};
export const lexicon = FiguresLexiconSchema.parse(shipped.figures);
export const grammar = compileFigures(lexicon);

/** Reads figures from paragraphs; `places` are all names to be known as places, each at every mention. */
export function figuresIn(
  paragraphs: readonly string[],
  { title = '', published = null as string | null, places = [] as string[] } = {},
) {
  const article = assembleArticle(
    title,
    paragraphs.map((text) => ({ text, role: 'body' as const })),
  );
  const mentions = places
    .flatMap((name) =>
      [...article.text.matchAll(new RegExp(name, 'g'))].map((m) => ({
        start: m.index,
        end: m.index + name.length,
        name,
        key: name,
        level: name.endsWith('省') ? ('province' as const) : null,
      })),
    )
    .sort((a, b) => a.start - b.start);
  const context = { published, titlePlaces: [], namedPlaces: mentions, places: mentions, industries: [] };
  return { text: article.text, ...readFigures(article, context, grammar) };
}

/** One line a figure, for comparison: words | indicator | value unit | kind | period. */
export function lines(paragraphs: readonly string[], options?: Parameters<typeof figuresIn>[1]): string[] {
  return figuresIn(paragraphs, options).observations.map(
    (o) => `${o.textSpan} | ${o.indicator} | ${o.value} ${o.unit} | ${o.kind} | ${o.period}`,
  );
}
