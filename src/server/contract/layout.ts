/** Which industries fit an area: tables to choose from, the product space, one area's list with its reasons, and the past. */
import { z } from 'zod';
import { Bilingual, Job } from './shared.js';

const number = z.number().nullable();

export const Weights = z.object({
  fit: z.number(),
  base: z.number(),
  gain: z.number(),
  neighbours: z.number(),
  differentiation: z.number(),
  risk: z.number(),
  priority: z.number(),
});
export type Weights = z.infer<typeof Weights>;

export const LayoutTables = z.object({
  /** Kept in the workspace, the one that came last first. */
  tables: z.array(
    z.object({
      name: z.string(),
      value: z.string(),
      unit: z.string(),
      areas: z.number(),
      activities: z.number(),
      years: z.array(z.number()),
      rows: z.number(),
      file: z.string(),
      released: z.string().nullable(),
      synthetic: z.boolean(),
      recordedAt: z.string(),
    }),
  ),
  /** Indicators of the workspace whose figures make such a table, at one level of areas and of industries. */
  figures: z.array(
    z.object({
      indicator: z.string(),
      unit: z.string(),
      areas: z.enum(['province', 'prefecture', 'county']),
      industries: z.enum(['section', 'division', 'group', 'class', 'named']),
      years: z.array(z.number()),
      areaCount: z.number(),
      industryCount: z.number(),
      values: z.number(),
      synthetic: z.boolean(),
    }),
  ),
  neighbours: z.object({ file: z.string(), pairs: z.number(), synthetic: z.boolean() }).nullable(),
  profiles: z.array(z.string()),
  weights: Weights,
});
export type LayoutTables = z.infer<typeof LayoutTables>;

const Definition = z.object({
  name: Bilingual,
  definition: Bilingual,
  formula: z.string(),
  unit: z.string(),
  source: z.string(),
});

/** What the answers of one table and one set of conventions have in common. */
export const LayoutSpace = z.object({
  source: z.object({
    name: z.string(),
    value: z.string(),
    unit: z.string(),
    file: z.string().nullable(),
    released: z.string().nullable(),
    synthetic: z.boolean(),
  }),
  year: z.number().nullable(),
  years: z.array(z.number()),
  profile: z.object({ name: z.string(), changed: z.array(z.string()), threshold: z.number() }),
  /** In the order of the table, with what each has; ranks by ECI, null where it is refused. */
  areas: z.array(
    z.object({ name: z.string(), total: z.number(), diversity: z.number(), eci: number, rank: number }),
  ),
  /** Places from 0 to 1; null where there are too many to be drawn. */
  nodes: z.array(
    z.object({
      activity: z.string(),
      x: number,
      y: number,
      complexity: number,
      total: z.number(),
      ubiquity: z.number(),
    }),
  ),
  links: z.array(z.object({ from: z.number(), to: z.number(), proximity: z.number(), tree: z.boolean() })),
  refusals: z.array(Bilingual),
  doubts: z.array(Bilingual),
  notes: z.array(Bilingual),
  /** Areas and activities that the filter leaves out. */
  dropped: z.object({ areas: z.array(z.string()), activities: z.array(z.string()) }).nullable(),
  neighbours: z.object({ file: z.string(), unknown: z.array(z.string()) }).nullable(),
  definitions: z.record(z.string(), Definition),
});
export type LayoutSpace = z.infer<typeof LayoutSpace>;

const Related = z.object({ activity: z.string(), proximity: z.number(), advantage: z.number() });
const Term = z.object({ score: number, weight: z.number() });

export const Recommended = z.object({
  activity: z.string(),
  score: z.number(),
  rank: z.number(),
  rankWithoutDifferentiation: z.number(),
  terms: z.object({
    fit: Term,
    base: Term,
    gain: Term,
    neighbours: Term,
    differentiation: Term,
    risk: Term,
    priority: Term,
  }),
  density: z.number(),
  gain: number,
  complexity: number,
  advantage: z.number(),
  value: z.number(),
  ubiquity: z.number(),
  neighbourAdvantage: number,
  strongestNeighbours: z.array(z.object({ region: z.string(), advantage: z.number() })),
  heldBy: z.array(z.string()),
  wantedBy: z.array(z.string()),
  risk: number,
  /** Industry of the input–output table by which the risk is read. */
  chain: z.string().nullable(),
  priority: z.boolean(),
  standsOn: z.array(Related),
  toBuild: z.array(Related),
  tags: z.array(z.object({ kind: z.enum(['emerging', 'future']), name: z.string(), en: z.string() })),
  firms: z
    .object({
      by: z.enum(['industry', 'division']),
      count: z.number(),
      firms: z.array(
        z.object({ name: z.string(), creditCode: z.string().nullable(), titles: z.array(z.string()) }),
      ),
    })
    .nullable(),
});
export type Recommended = z.infer<typeof Recommended>;

/** One activity in one area. */
export const LayoutActivity = z.object({
  value: z.number(),
  /** Of the value, at /api/v1/origins/:id; null where the table has no row. */
  originId: z.string().nullable(),
  advantage: z.number(),
  has: z.boolean(),
  /** Whether it could have been listed: the area lacks it and enough others have it. */
  candidate: z.boolean(),
  /** Among the candidates, from 1; null for what is none. */
  rank: number,
  density: number,
  gain: number,
});
export type LayoutActivity = z.infer<typeof LayoutActivity>;

export const LayoutArea = z.object({
  area: z.string(),
  weights: Weights,
  candidates: z.number(),
  diversity: z.number(),
  eci: number,
  eciRank: number,
  areas: z.number(),
  opportunityValue: number,
  neighbours: z.array(z.string()),
  neighboursGiven: z.boolean(),
  overlap: z.object({ without: number, with: number }),
  recommended: z.array(Recommended),
  /** One for each node of the space, in its order. */
  activities: z.array(LayoutActivity),
  /** How many of the activities that the area lacks are no candidates, for too few areas have them. */
  tooFew: z.number(),
  exposure: z.object({ table: z.string(), measure: Bilingual }).nullable(),
  taxonomies: z.array(
    z.object({
      name: z.string(),
      nameEn: z.string(),
      publisher: z.string(),
      document: z.string().nullable(),
    }),
  ),
  doubts: z.array(Bilingual),
});
export type LayoutArea = z.infer<typeof LayoutArea>;

const Interval = z.object({ low: number, high: number });

export const LayoutPast = z.object({
  horizons: z.array(z.number()),
  horizon: z.number().nullable(),
  refusal: Bilingual.nullable(),
  lists: z
    .object({
      horizon: z.number(),
      count: z.number(),
      pairs: z.array(z.object({ from: z.number(), to: z.number() })),
      rules: z.array(
        z.object({
          rule: z.enum(['recommendation', 'withoutDifferentiation', 'density', 'ubiquity', 'advantage']),
          name: Bilingual,
          hitRate: z.number(),
          interval: Interval,
          aheadOfChance: Interval,
        }),
      ),
      chance: z.number(),
      candidates: z.number(),
      byFit: z.array(
        z.object({
          low: z.number(),
          high: z.number(),
          candidates: z.number(),
          entries: z.number(),
          rate: z.number(),
          interval: Interval,
        }),
      ),
      level: z.number(),
      verdict: Bilingual,
      /** What the method would have listed for this area, and what came. */
      own: z.array(
        z.object({
          from: z.number(),
          to: z.number(),
          activities: z.array(z.object({ activity: z.string(), entered: z.boolean() })),
        }),
      ),
    })
    .nullable(),
  back: z
    .object({
      horizon: z.number(),
      candidates: z.number(),
      entries: z.number(),
      entryRate: z.number(),
      level: z.number(),
      rounds: z.number(),
      seed: z.number(),
      scores: z.array(
        z.object({
          score: z.enum(['density', 'ubiquity', 'diversity', 'advantage', 'random']),
          auc: z.number(),
          interval: Interval,
          withinRegions: number,
          hitRateOfTen: number,
        }),
      ),
      verdict: Bilingual,
    })
    .nullable(),
});
export type LayoutPast = z.infer<typeof LayoutPast>;

/** Work that takes longer than an answer may: what was asked for is there when the job has ended. */
export const UnderWay = z.object({ job: Job });
export type UnderWay = z.infer<typeof UnderWay>;

export const GuessedTable = z.object({
  columns: z.array(z.string()),
  area: z.string().nullable(),
  activity: z.string().nullable(),
  year: z.string().nullable(),
  value: z.string().nullable(),
  values: z.array(z.string()),
});
export type GuessedTable = z.infer<typeof GuessedTable>;

export const TableToKeep = z.object({
  name: z.string().trim().min(1).max(120),
  unit: z.string().max(40).default(''),
  area: z.string(),
  activity: z.string(),
  value: z.string(),
  year: z.string().optional(),
  publisher: z.string().max(200).optional(),
  released: z.iso.date().optional(),
  synthetic: z.boolean().default(false),
});
export type TableToKeep = z.infer<typeof TableToKeep>;

export const TableKept = z.object({
  name: z.string(),
  importId: z.number().nullable(),
  knownAs: z.number().nullable(),
  accepted: z.number(),
  unchanged: z.number(),
  revised: z.number(),
  rejected: z.number(),
});
export type TableKept = z.infer<typeof TableKept>;
