/** Shapes that many answers share; the workbench takes its types from here. Imports zod alone. */
import { z } from 'zod';

export const Bilingual = z.object({ zh: z.string(), en: z.string() });

export const Failure = z.object({ error: z.object({ code: z.string(), zh: z.string(), en: z.string() }) });
export type Failure = z.infer<typeof Failure>;

/** A part of a longer list: `next` is what to ask for to have the rest, null at the end. */
export const page = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), total: z.number(), next: z.number().nullable() });

export const PageQuery = z.object({
  from: z.coerce.number().int().min(0).default(0),
  count: z.coerce.number().int().min(1).max(1000).default(100),
});

export const Job = z.object({
  id: z.string(),
  kind: z.string(),
  title: Bilingual,
  principal: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled', 'lost']),
  progress: z.number().nullable(),
  note: Bilingual.nullable(),
  started: z.string(),
  ended: z.string().nullable(),
  failure: Bilingual.nullable(),
  hasResult: z.boolean(),
});
export type Job = z.infer<typeof Job>;
