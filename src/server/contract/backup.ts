import { z } from 'zod';
import { PageQuery, page } from './shared.js';

/** A workspace that was made of a backup; it is opened by `ballast serve --workspace NAME`. */
export const Restored = z.object({
  name: z.string(),
  counts: z.record(z.string(), z.union([z.number(), z.boolean()])),
});
export type Restored = z.infer<typeof Restored>;

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
