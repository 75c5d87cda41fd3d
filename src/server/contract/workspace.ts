import { z } from 'zod';

/** What the workspace holds, for the first page and the frame of all pages. */
export const WorkspaceSummary = z.object({
  name: z.string(),
  version: z.string(),
  /** ISO day in China, by which ages are counted. */
  today: z.string(),
  /** Any source of the workspace is made up. */
  synthetic: z.boolean(),
  counts: z.object({
    documents: z.number(),
    figures: z.number(),
    enterprises: z.number(),
    reports: z.number(),
    clusters: z.number(),
    links: z.number(),
    chains: z.number(),
    ioTables: z.number(),
    titles: z.number(),
    openRejects: z.number(),
  }),
});
export type WorkspaceSummary = z.infer<typeof WorkspaceSummary>;
