/** What repair needs to know of characters: named entities and how Chinese characters follow each other. */
import { z } from 'zod';

export const RepairLexiconSchema = z.object({
  /** Entity name -> character. */
  entities: z.record(z.string(), z.string().min(1)),
  /** Words of the field; their characters count as following each other often. */
  words: z.array(z.string().min(2)),
  /**
   * Characters by frequency, one line a level; each line is half as frequent as the one before. Two digits follow
   * each character: in how many tenths of its uses it begins a word, and ends one.
   */
  characters: z.string(),
  /** One line a first character: then levels n, each with the characters that follow inside words in 1 of 2^n. */
  pairs: z.string(),
});

export type RepairLexicon = z.infer<typeof RepairLexiconSchema>;
