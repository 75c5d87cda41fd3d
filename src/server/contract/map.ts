import { z } from 'zod';
import { Bilingual } from './shared.js';

const Shape = z.object({ code: z.string(), d: z.string() });
const Island = z.object({
  name: Bilingual,
  x: z.number(),
  y: z.number(),
  side: z.enum(['above', 'below', 'right']),
});

/** The outline of the country as paths of a picture: 34 units, boundary lines, the South China Sea as an inset. */
export const MapShapes = z.object({
  width: z.number(),
  height: z.number(),
  units: z.array(Shape.extend({ name: z.string(), short: z.string(), x: z.number(), y: z.number() })),
  lines: z.array(z.string()),
  islands: z.array(Island),
  inset: z
    .object({
      x: z.number(),
      y: z.number(),
      width: z.number(),
      height: z.number(),
      units: z.array(Shape),
      lines: z.array(z.string()),
      islands: z.array(Island),
      sea: z.object({ name: Bilingual, x: z.number(), y: z.number() }),
    })
    .nullable(),
  source: Bilingual,
});
export type MapShapes = z.infer<typeof MapShapes>;
