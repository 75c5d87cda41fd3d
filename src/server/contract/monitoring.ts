import { z } from 'zod';
import { Origin } from './origin.js';
import { Bilingual } from './shared.js';

export const FigureKind = z.enum([
  'level',
  'growth',
  'share',
  'difference',
  'count',
  'rank',
  'index',
  'target',
]);
export const Frequency = z.enum(['year', 'cumulative', 'half', 'quarter', 'month', 'stock', 'other']);
export type Frequency = z.infer<typeof Frequency>;

/** One thing that can be looked at: an indicator, as a level or a rate, in one unit. */
export const IndicatorEntry = z.object({
  id: z.string(),
  name: Bilingual,
  kind: FigureKind,
  unit: z.string(),
  figures: z.number(),
  areas: z.number(),
  industries: z.number(),
});
export const IndicatorList = z.object({ items: z.array(IndicatorEntry) });
export type IndicatorList = z.infer<typeof IndicatorList>;

const Choice = Bilingual.extend({ key: z.string(), code: z.string().nullable(), figures: z.number() });
const Period = Bilingual.extend({ key: z.string() });

export const SeriesAnswer = z.object({
  name: Bilingual,
  kind: FigureKind,
  unit: z.string(),
  frequency: Frequency,
  frequencies: z.array(z.object({ frequency: Frequency, figures: z.number() })),
  areas: z.array(Choice),
  industries: z.array(Choice),
  chosen: z.object({ areas: z.array(z.string()), industries: z.array(z.string()) }),
  /** In order of time. */
  periods: z.array(Period),
  series: z.array(
    z.object({
      key: z.string(),
      area: z.string(),
      areaCode: z.string().nullable(),
      industry: z.string(),
      industryName: Bilingual,
      group: z.string(),
      role: z.enum(['self', 'province', 'nation']),
      synthetic: z.boolean(),
      source: z.string(),
      released: z.string().nullable(),
      points: z.array(
        z.object({
          period: z.string(),
          value: z.number(),
          originId: z.string(),
          released: z.string().nullable(),
          vintages: z.number(),
          revised: z.boolean(),
          disputed: z.boolean(),
        }),
      ),
    }),
  ),
  releases: z.array(z.string()),
  isCut: z.boolean(),
});
export type SeriesAnswer = z.infer<typeof SeriesAnswer>;

export const ContributionAnswer = z.object({
  name: Bilingual,
  unit: z.string(),
  by: z.enum(['industry', 'area']),
  area: z.string(),
  period: z.string().nullable(),
  when: Bilingual.nullable(),
  areas: z.array(z.string()),
  periods: z.array(Period),
  divisions: z.array(z.object({ key: z.string(), parts: z.number() })),
  division: z.string().nullable(),
  growth: z.number().nullable(),
  growthOrigin: Origin.nullable(),
  /** What the parts leave of the whole; null where they are all of it. */
  rest: z.object({ value: z.number(), pull: z.number() }).nullable(),
  parts: z.array(
    Bilingual.extend({
      key: z.string(),
      value: z.number(),
      base: z.number(),
      growth: z.number().nullable(),
      baseShare: z.number(),
      pull: z.number(),
      contribution: z.number().nullable(),
      origins: z.object({
        value: Origin,
        growth: Origin.nullable(),
        baseShare: Origin,
        pull: Origin,
        contribution: Origin.nullable(),
      }),
    }),
  ),
  synthetic: z.boolean(),
  notes: z.array(Bilingual),
});
export type ContributionAnswer = z.infer<typeof ContributionAnswer>;

/** Under which question of the explorer one figure is found again. */
export const FigureView = z.object({
  id: z.string(),
  kind: FigureKind,
  unit: z.string(),
  area: z.string(),
  industry: z.string(),
  frequency: Frequency,
  period: z.string(),
});
export type FigureView = z.infer<typeof FigureView>;
