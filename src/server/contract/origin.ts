import { z } from 'zod';

/** Where one number comes from: what its popover in the workbench tells, and where it leads. */
export const Place = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('page'),
    /** SHA-256; the reading view of /policy takes it with the span. */
    document: z.string(),
    start: z.number(),
    end: z.number(),
    quote: z.string(),
  }),
  z.object({
    kind: z.literal('cell'),
    file: z.string(),
    sheet: z.string().nullable(),
    row: z.number(),
    column: z.string(),
    quote: z.string(),
  }),
  z.object({
    kind: z.literal('formula'),
    formula: z.string(),
    method: z.string(),
    /** Origins of what went in, each to be asked for in turn. */
    inputs: z.array(
      z.object({
        id: z.string(),
        label: z.string(),
        value: z.number().nullable(),
        unit: z.string().nullable(),
        /** Of a number that stands in a sentence and is no stored figure: the sentence. */
        page: z
          .object({ document: z.string(), start: z.number(), end: z.number(), quote: z.string() })
          .optional(),
      }),
    ),
  }),
  z.object({
    kind: z.literal('reports'),
    item: z.string(),
    firms: z.number(),
    values: z.number(),
    files: z.array(z.object({ file: z.string(), values: z.number() })),
    counted: z.boolean().optional(),
  }),
]);
export type Place = z.infer<typeof Place>;

export const Origin = z.object({
  id: z.string(),
  label: z.string(),
  value: z.number().nullable(),
  unit: z.string().nullable(),
  period: z.string().nullable(),
  area: z.string().nullable(),
  industry: z.string().nullable(),
  group: z.string().nullable(),
  priceBasis: z.enum(['current', 'comparable']).nullable(),
  /** The sentence that says what is covered. */
  scope: z.string().nullable(),
  /** ISO day on which it was made known. */
  released: z.string().nullable(),
  /** Title of the page or table, and who made it known. */
  title: z.string().nullable(),
  publisher: z.string().nullable(),
  synthetic: z.boolean(),
  place: Place,
  /** Other values of the same quantity, newest release first. */
  vintages: z.array(
    z.object({
      id: z.string(),
      value: z.number(),
      released: z.string().nullable(),
      title: z.string().nullable(),
    }),
  ),
});
export type Origin = z.infer<typeof Origin>;

/** A number that is shown; its origin is at /api/v1/origins/:id, or comes along. */
export const Shown = z.object({
  value: z.number().nullable(),
  unit: z.string().nullable(),
  period: z.string().nullable(),
  originId: z.string().nullable(),
});
export type Shown = z.infer<typeof Shown>;
