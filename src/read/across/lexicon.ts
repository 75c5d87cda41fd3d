/** The words by which statements of different pages are recognised as one: lexicons/across.yaml. */
import { z } from 'zod';
import { UserError } from '../../model/index.js';

const words = z.record(z.string(), z.array(z.string()));

const shape = z.object({
  /** Canonical word -> other ways to write it, inside an indicator. */
  indicatorWords: words.default({}),
  /** Ends of an indicator that its kind or unit already says. */
  endings: z
    .object({ growth: z.array(z.string()), share: z.array(z.string()), count: z.array(z.string()) })
    .partial()
    .default({}),
  /** Canonical comparator -> other ways to write it. */
  comparators: words.default({}),
  regions: words.default({}),
  units: words.default({}),
  /** Words in the name of a group that do not change which group it is. */
  groupFillers: z.array(z.string()).default([]),
  /** Words that make a number one of additions, not of all there are. */
  additions: z.array(z.string()).default([]),
  /** Verbs and adverbs of policy titles that do not tell one line of work from another. */
  lineFillers: z.array(z.string()).default([]),
});

export type AcrossLexicon = z.infer<typeof shape>;

/** Reads the `across` section of the loaded lexicons. */
export function acrossLexicon(section: unknown): AcrossLexicon {
  const read = shape.safeParse(section ?? {});
  if (read.success) return read.data;
  const at = read.error.issues[0]!;
  throw new UserError({
    zh: `词表 across 的「${at.path.join('.')}」写法不对：${at.message}`,
    en: `Lexicon section across, ${at.path.join('.')}: ${at.message}`,
  });
}
