/** Clusters: a ranking with weights that the user sets, and one cluster in its five abilities. */
import { z } from 'zod';
import { Origin } from './origin.js';
import { Bilingual } from './shared.js';

const Indicator = z.object({ id: z.string(), name: Bilingual, unit: z.string(), weight: z.number() });

export const ClusterEntry = z.object({
  name: z.string(),
  area: z.string().nullable(),
  industry: z.string().nullable(),
  level: z.string().nullable(),
  listed: z.string().nullable(),
  organisation: z.string().nullable(),
  synthetic: z.boolean(),
  recordedAt: z.string(),
});
export type ClusterEntry = z.infer<typeof ClusterEntry>;

/** A value of a cluster with its origin at /api/v1/origins/:id. */
const Value = z.object({
  indicator: z.string(),
  value: z.number(),
  unit: z.string().nullable(),
  period: z.string().nullable(),
  originId: z.string(),
});

export const ClusterRanking = z.object({
  periods: z.array(z.string()),
  period: z.string().nullable(),
  abilities: z.array(
    z.object({ id: z.string(), name: Bilingual, weight: z.number(), indicators: z.array(Indicator) }),
  ),
  clusters: z.array(
    ClusterEntry.extend({
      score: z.number().nullable(),
      rank: z.number().nullable(),
      coverage: z.number(),
      abilities: z.array(z.object({ id: z.string(), score: z.number().nullable(), coverage: z.number() })),
      missing: z.array(z.string()),
      why: Bilingual.nullable(),
      values: z.array(Value),
      range: z
        .object({ best: z.number(), worst: z.number(), low: z.number(), high: z.number(), first: z.number() })
        .nullable(),
    }),
  ),
  flips: z.array(
    z.object({
      above: z.string(),
      below: z.string(),
      flip: z.object({ ability: z.string(), from: z.number(), to: z.number() }).nullable(),
    }),
  ),
  draws: z.number(),
  cautions: z.array(Bilingual),
  definitions: z.array(
    z.object({ name: Bilingual, definition: Bilingual, formula: z.string(), source: z.string() }),
  ),
});
export type ClusterRanking = z.infer<typeof ClusterRanking>;

export const ClusterPage = z.object({
  entry: ClusterEntry,
  /** Everything that is said of it, newest period first. */
  values: z.array(Value.extend({ kind: z.string() })),
  /** Firms whose entry names it. */
  firms: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      area: z.string().nullable(),
      industry: z.string().nullable(),
    }),
  ),
  firmsInAll: z.number(),
  /** Where its firms are. */
  areas: z.array(
    z.object({ area: z.string(), code: z.string().nullable(), firms: z.number(), share: z.number() }),
  ),
  industries: z.array(z.object({ industry: z.string(), firms: z.number(), share: z.number() })),
  concentration: z.object({ hhi: z.number(), cr3: z.number() }).nullable(),
  /** Chain maps in which its firms make something. */
  chains: z.array(z.object({ chain: z.string(), firms: z.number(), nodes: z.array(z.string()) })),
});
export type ClusterPage = z.infer<typeof ClusterPage>;

/** How the firms of the list, or those of an industry, are spread over areas. */
export const ConcentrationQuery = z.object({
  industry: z.string().max(100).optional(),
  level: z.enum(['province', 'place']).optional(),
});
export const Concentration = z.object({
  level: z.enum(['province', 'place']),
  industry: z.string().nullable(),
  industries: z.array(Bilingual.extend({ key: z.string(), firms: z.number() })),
  all: z.number(),
  firms: z.number(),
  areas: z.array(
    z.object({
      area: z.string(),
      code: z.string().nullable(),
      all: z.number(),
      firms: z.number(),
      share: z.number(),
      quotient: z.number().nullable(),
      clusters: z.array(z.string()),
      origins: z.object({ firms: Origin, share: Origin, quotient: Origin.nullable() }),
    }),
  ),
  concentration: z
    .object({ hhi: z.number(), cr3: z.number(), origins: z.object({ hhi: Origin, cr3: Origin }) })
    .nullable(),
  nowhere: z.number(),
  synthetic: z.boolean(),
  recordedAt: z.string().nullable(),
});
export type Concentration = z.infer<typeof Concentration>;
