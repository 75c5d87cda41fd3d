import { z } from 'zod';

/** A brief that was written into the workspace. */
export const SavedBrief = z.object({
  name: z.string(),
  format: z.enum(['html', 'docx', 'md']),
  bytes: z.number(),
  written: z.string(),
});
export const SavedBriefs = z.array(SavedBrief);
export type SavedBrief = z.infer<typeof SavedBrief>;
