/** What repair needs to know of characters: named entities and how Chinese characters follow each other. */
import { z } from 'zod';

export const RepairLexiconSchema = z.object({
  /** Entity name -> character. */
  entities: z.record(z.string(), z.string().min(1)),
  /** Words of the field; their characters count as following each other often. */
  words: z.array(z.string().min(2)),
  /** Characters by frequency, commonest line first; each line is half as frequent as the one before. */
  characters: z.array(z.string()),
  /** `first` + groups of a level 1-9 and the characters that follow `first` so often. */
  pairs: z.array(z.string().min(3)),
});

export type RepairLexicon = z.infer<typeof RepairLexiconSchema>;
