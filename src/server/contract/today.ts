import { z } from 'zod';
import { Shown } from './origin.js';
import { Bilingual } from './shared.js';

const list = <Item extends z.ZodType>(item: Item) => z.object({ total: z.number(), items: z.array(item) });

export const TodayQuery = z.object({
  /** Instant of the last visit; what was taken in later is new. */
  since: z.iso.datetime().optional(),
});

/** What wants attention today: of each kind how many there are, and the first. */
export const Today = z.object({
  today: z.string(),
  since: z.string(),
  newFigures: list(
    Shown.extend({
      indicator: z.string(),
      area: z.string(),
      industry: z.string().nullable(),
      group: z.string().nullable(),
      released: z.string().nullable(),
      file: z.string(),
    }),
  ),
  /** The tables and pages that the new figures came with; `document` of a page that can be read. */
  arrivals: list(
    z.object({
      file: z.string(),
      document: z.string().nullable(),
      figures: z.number(),
      indicators: z.number(),
      latest: z.string().nullable(),
      synthetic: z.boolean(),
    }),
  ),
  /** Rates that turned at their latest period. */
  turns: list(
    Shown.extend({
      indicator: z.string(),
      area: z.string(),
      word: Bilingual,
      condition: Bilingual,
      before: Shown,
    }),
  ),
  /** Targets that are late by the figures, and those whose deadline has passed without a figure. */
  lateTargets: list(
    z.object({
      indicator: z.string(),
      quote: z.string(),
      deadline: z.string().nullable(),
      state: z.enum(['late', 'unknown']),
      why: Bilingual,
      latest: Shown.nullable(),
      document: z.string(),
      title: z.string(),
      start: z.number(),
      end: z.number(),
    }),
  ),
  /** Titles that lapse within half a year. */
  lapsing: list(
    z.object({
      name: z.string(),
      creditCode: z.string().nullable(),
      title: z.string(),
      to: z.string(),
      days: z.number(),
      area: z.string().nullable(),
    }),
  ),
  /** Products that few supply, by the links of firms. */
  weakLinks: list(
    z.object({
      product: z.string(),
      supplier: z.string(),
      suppliers: z.number(),
      buyers: z.number(),
      share: z.number(),
    }),
  ),
  /** Nodes of chain maps that nobody is known to make, or that hang on one source. */
  gaps: list(
    z.object({ chain: z.string(), node: z.string(), id: z.string(), uses: z.number(), why: Bilingual }),
  ),
  /** Sources older than a year, and entries of chain maps with their owners. */
  stale: list(
    z.object({
      file: z.string(),
      kind: z.string(),
      day: z.string(),
      owner: z.string().nullable(),
      entries: z.number(),
      synthetic: z.boolean(),
    }),
  ),
  rejects: list(z.object({ importId: z.number(), file: z.string(), kind: z.string(), count: z.number() })),
});
export type Today = z.infer<typeof Today>;
