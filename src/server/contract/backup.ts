import { z } from 'zod';
import { Bilingual, PageQuery, page } from './shared.js';

/** A workspace that was made of a backup; it is opened by `ballast serve --workspace NAME`. */
export const Restored = z.object({
  name: z.string(),
  counts: z.record(z.string(), z.union([z.number(), z.boolean()])),
});
export type Restored = z.infer<typeof Restored>;

const Counts = z.record(z.string(), z.union([z.number(), z.boolean()]));

/** A backup that was unpacked and looked at, and waits to take the place of the workspace that is served. */
export const Restoring = z.object({
  id: z.string(),
  file: z.string(),
  made: z.object({ version: z.string(), at: z.string() }),
  /** What the workspace holds, and what the backup does. */
  now: Counts,
  backup: Counts,
  /** Name of the folder, beside it, in which the workspace of now stays. */
  kept: z.string(),
});
export type Restoring = z.infer<typeof Restoring>;

export const RestoreState = z.object({
  state: z.enum(['none', 'running', 'done', 'failed']),
  kept: z.string().nullable(),
  failure: Bilingual.nullable(),
});
export type RestoreState = z.infer<typeof RestoreState>;

/** Who changed what. */
export const AuditEntry = z.object({
  principal: z.string(),
  action: z.string(),
  subject: z.string(),
  recordedAt: z.string(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;
export const AuditQuery = PageQuery;
export const AuditPage = page(AuditEntry);
export type AuditPage = z.infer<typeof AuditPage>;
