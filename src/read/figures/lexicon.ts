// The words by which figures are read, validated and compiled once.
import { z } from 'zod';

export { alternation } from '../alternation.js';

const words = z.array(z.string().min(1));

export const FiguresLexiconSchema = z.object({
  units: z.object({ percent: words, money: words, physical: words, time: words, count: words }),
  structureNouns: words,
  logistics: words,
  entityNouns: words,
  bounds: z.object({
    before: z.object({ near: words, over: words, under: words, about: words }),
    inside: z.object({ over: words }),
    after: z.object({ over: words, under: words, about: words }),
  }),
  growth: z.object({ plus: words, minus: words, neutral: words, masked: words }),
  differenceAbove: words,
  differenceBelow: words,
  share: words,
  ratio: words,
  heads: words,
  genericHeads: words,
  targetCues: words,
  forecastCues: words,
  openers: words,
  leadingVerbs: words,
  predicates: words,
});

export type FiguresLexicon = z.infer<typeof FiguresLexiconSchema>;
