// Tags wordings with the lines of work of a dated, editable taxonomy.
import { z } from 'zod';
import type { Direction } from '../model/index.js';

export const ThemeTaxonomySchema = z.object({
  threshold: z.number().positive(),
  lines: z.record(
    z.string(),
    z.object({ zh: z.string(), en: z.string(), terms: z.record(z.string().min(1), z.number().positive()) }),
  ),
});

export type ThemeTaxonomy = z.infer<typeof ThemeTaxonomySchema>;

interface Term {
  word: string;
  theme: string;
  weight: number;
}

const byFirst = new WeakMap<ThemeTaxonomy, Map<string, Term[]>>();

/** Terms by their first character, longer words first. */
function termsOf(taxonomy: ThemeTaxonomy): Map<string, Term[]> {
  let index = byFirst.get(taxonomy);
  if (index === undefined) {
    index = new Map();
    for (const [theme, { terms }] of Object.entries(taxonomy.lines)) {
      for (const [word, weight] of Object.entries(terms)) {
        const list = index.get(word[0]!) ?? [];
        list.push({ word, theme, weight });
        index.set(word[0]!, list);
      }
    }
    for (const list of index.values()) list.sort((a, b) => b.word.length - a.word.length);
    byFirst.set(taxonomy, index);
  }
  return index;
}

/** How strongly a wording speaks of each theme: the weights of its terms, each counted once, the longest at a place. */
export function themeWeights(text: string, taxonomy: ThemeTaxonomy): Map<string, number> {
  const index = termsOf(taxonomy);
  const weights = new Map<string, number>();
  const reach = new Map<string, number>();
  const counted = new Set<Term>();
  for (let i = 0; i < text.length; i++) {
    for (const term of index.get(text[i]!) ?? []) {
      const end = i + term.word.length;
      if (end <= (reach.get(term.theme) ?? 0) || !text.startsWith(term.word, i)) continue;
      reach.set(term.theme, end);
      if (counted.has(term)) continue;
      counted.add(term);
      weights.set(term.theme, (weights.get(term.theme) ?? 0) + term.weight);
    }
  }
  return weights;
}

/** Ids of the themes a wording belongs to, the strongest first; equal ones in the order of the taxonomy. */
export function tagThemes(text: string, taxonomy: ThemeTaxonomy): string[] {
  const order = Object.keys(taxonomy.lines);
  return [...themeWeights(text, taxonomy)]
    .filter(([, weight]) => weight >= taxonomy.threshold)
    .sort((a, b) => b[1] - a[1] || order.indexOf(a[0]) - order.indexOf(b[0]))
    .map(([theme]) => theme);
}

/** Themes for directions and their measures; a measure whose own words name none takes those of its direction. */
export function tagDirections(directions: readonly Direction[], taxonomy: ThemeTaxonomy): Direction[] {
  return directions.map((direction) => {
    const own = tagThemes(direction.title, taxonomy);
    const measures = direction.measures.map((measure) => {
      const named = tagThemes(measure.text, taxonomy);
      return { ...measure, themes: named.length > 0 ? named : own };
    });
    const themes =
      own.length > 0 ? own : mostCommon(measures.flatMap((measure) => measure.themes.slice(0, 1)));
    return {
      ...direction,
      themes,
      measures: measures.map((m) => (m.themes.length > 0 ? m : { ...m, themes })),
    };
  });
}

function mostCommon(themes: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const theme of themes) counts.set(theme, (counts.get(theme) ?? 0) + 1);
  const best = [...counts].sort((a, b) => b[1] - a[1])[0];
  return best === undefined ? [] : [best[0]];
}
