/** Chains: maps from upstream to downstream, the supply network, closures, rankings, shocks, links to add. */
import { z } from 'zod';
import { Bilingual, Job, page } from './shared.js';

/** In place of a chain's name: the supply network of the workspace by sector. */
export const NETWORK = '~network';

const Way = z.enum(['forward', 'level', 'feedback']);
const Gap = z.object({
  rule: z.enum(['noKnownMaker', 'noHomeMaker', 'oneSource']),
  state: z.enum(['met', 'unmet', 'unknown', 'manualReview', 'notApplicable']),
});

export const NetworkSummary = z.object({
  firms: z.number(),
  links: z.number(),
  sectors: z.array(z.object({ code: z.string(), name: z.string(), firms: z.number() })),
  period: z.string().nullable(),
  unit: z.string().nullable(),
  synthetic: z.boolean(),
  files: z.array(z.string()),
  basis: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('items'), item: z.string(), year: z.number() }),
    z.object({ kind: z.literal('leak'), share: z.number() }),
  ]),
  notes: z.array(Bilingual),
});
export type NetworkSummary = z.infer<typeof NetworkSummary>;

export const ChainsSummary = z.object({
  chains: z.array(
    z.object({
      name: z.string(),
      nodes: z.number(),
      edges: z.number(),
      actors: z.number(),
      projects: z.number(),
      synthetic: z.boolean(),
      recordedAt: z.string(),
    }),
  ),
  network: NetworkSummary.nullable(),
  /** Why there is none. */
  noNetwork: Bilingual.nullable(),
  /** The job that opens it, while it is not there yet. */
  opening: Job.nullable(),
  ioTables: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      year: z.number().nullable(),
      unit: z.string().nullable(),
      industries: z.number(),
      regions: z.number(),
      synthetic: z.boolean(),
    }),
  ),
});
export type ChainsSummary = z.infer<typeof ChainsSummary>;

export const MapNode = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['product', 'process']),
  stage: z.number(),
  column: z.number(),
  upstreamness: z.number(),
  makers: z.number(),
  gaps: z.array(Gap),
  /** Systemic risk of the riskiest of its makers, where a ranking of the network is kept. */
  risk: z.number().nullable(),
});
export type MapNode = z.infer<typeof MapNode>;

export const MapEdge = z.object({
  from: z.number(),
  to: z.number(),
  kind: z.enum(['goesInto', 'isA']),
  weight: z.number().nullable(),
  share: z.number().nullable(),
  grade: z.string().nullable(),
  way: Way,
});
export type MapEdge = z.infer<typeof MapEdge>;

export const ChainMapAnswer = z.object({
  chain: z.string(),
  synthetic: z.boolean(),
  home: z.string().nullable(),
  /** Areas that the map names, most frequent first. */
  areas: z.array(z.string()),
  unit: z.string().nullable(),
  period: z.string().nullable(),
  files: z.array(z.string()),
  stages: z.array(
    z.object({
      name: z.string().nullable(),
      nodes: z.number(),
      upstreamness: z.number(),
      column: z.number(),
    }),
  ),
  columns: z.number(),
  /** Column by column, in each from top to bottom. */
  nodes: z.array(MapNode),
  edges: z.array(MapEdge),
  /** Between the stages: feedback apart, so that what is drawn has no cycle. */
  flows: z.object({
    by: z.enum(['weight', 'edges']),
    forward: z.array(z.object({ from: z.number(), to: z.number(), value: z.number(), edges: z.number() })),
    feedback: z.array(z.object({ from: z.number(), to: z.number(), value: z.number(), edges: z.number() })),
  }),
  treatments: z.array(Bilingual),
  definition: z.object({ name: Bilingual, definition: Bilingual, source: z.string() }),
});
export type ChainMapAnswer = z.infer<typeof ChainMapAnswer>;

const Place = z.object({ file: z.string(), sheet: z.string().nullable(), row: z.number() }).nullable();
const Origin = z.object({ source: z.string().nullable(), date: z.string().nullable(), place: Place });
const Neighbour = Origin.extend({
  id: z.string(),
  name: z.string(),
  weight: z.number().nullable(),
  share: z.number().nullable(),
  grade: z.string().nullable(),
  kind: z.enum(['goesInto', 'isA']),
});

export const NodeDossier = Origin.extend({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['product', 'process']),
  stage: z.string().nullable(),
  owner: z.string().nullable(),
  upstreamness: z.number(),
  synthetic: z.boolean(),
  unit: z.string().nullable(),
  inputs: z.array(Neighbour),
  uses: z.array(Neighbour),
  makers: z.array(
    Origin.extend({
      name: z.string(),
      id: z.string().nullable(),
      kind: z.enum(['firm', 'area']),
      area: z.string().nullable(),
      share: z.number().nullable(),
      grade: z.string().nullable(),
      /** The firm is in the supply network, so that its closure can be worked out. */
      inNetwork: z.boolean(),
    }),
  ),
  makersInAll: z.number(),
  gaps: z.array(
    Gap.extend({
      name: Bilingual,
      why: Bilingual,
      value: z.number().nullable(),
      threshold: z.number().nullable(),
    }),
  ),
  projects: z.array(
    Origin.extend({
      name: z.string(),
      firm: z.string().nullable(),
      area: z.string().nullable(),
      status: z.string().nullable(),
      investment: z.string().nullable(),
    }),
  ),
});
export type NodeDossier = z.infer<typeof NodeDossier>;

export const NetworkFirm = z.object({
  id: z.string(),
  name: z.string(),
  sector: z.string(),
  sectorName: z.string(),
  area: z.string().nullable(),
  output: z.number(),
  sales: z.number(),
  purchases: z.number(),
  suppliers: z.number(),
  customers: z.number(),
  /** Of the ranking that was kept last, where it is of this network. */
  rank: z.number().nullable(),
  esri: z.number().nullable(),
  down: z.number().nullable(),
  up: z.number().nullable(),
  errorBound: z.number().nullable(),
});
export type NetworkFirm = z.infer<typeof NetworkFirm>;
export const NetworkFirms = page(NetworkFirm);
export type NetworkFirms = z.infer<typeof NetworkFirms>;

const Partner = z.object({
  id: z.string(),
  name: z.string(),
  sectorName: z.string(),
  value: z.number(),
  share: z.number(),
});
export const FirmDossier = NetworkFirm.extend({
  unit: z.string().nullable(),
  period: z.string().nullable(),
  suppliersLargest: z.array(Partner),
  customersLargest: z.array(Partner),
  /** Others of its sector, by sales: who could stand in. */
  peers: z.array(Partner),
});
export type FirmDossier = z.infer<typeof FirmDossier>;

const Named = z.object({ id: z.string(), name: z.string(), sectorName: z.string() });
export const ClosureAnswer = z.object({
  firms: z.array(Named),
  rule: z.enum(['converged', 'eps']),
  eps: z.number().nullable(),
  esri: z.number(),
  down: z.number(),
  up: z.number(),
  bound: z.number().nullable(),
  iterations: z.number(),
  lost: z.number(),
  lostOwn: z.number(),
  whole: z.number(),
  unit: z.string().nullable(),
  period: z.string().nullable(),
  synthetic: z.boolean(),
  affected: z.number(),
  /** Of the computing alone. */
  milliseconds: z.number(),
  sectors: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      esri: z.number(),
      down: z.number(),
      up: z.number(),
      firms: z.number(),
      largestLoss: z.number(),
    }),
  ),
  losers: z.array(Named.extend({ down: z.number(), up: z.number(), lost: z.number() })),
  routes: z.array(
    z.object({
      channel: z.enum(['down', 'up']),
      firms: z.array(Named),
      loss: z.number(),
      contribution: z.number(),
      share: z.number(),
    }),
  ),
  method: z.object({ name: Bilingual, formula: z.string(), source: z.string(), stop: Bilingual }),
});
export type ClosureAnswer = z.infer<typeof ClosureAnswer>;

export const RankingAsked = z.discriminatedUnion('rule', [
  z.object({ rule: z.literal('certified'), tolerance: z.number().min(1e-9).max(0.01).default(1e-6) }),
  z.object({ rule: z.literal('eps'), eps: z.number().min(1e-6).max(0.5).default(0.01) }),
]);
export type RankingAsked = z.infer<typeof RankingAsked>;

export const RankingSummary = z.object({
  rule: z.enum(['certified', 'eps']),
  /** The tolerance, or eps. */
  parameter: z.number(),
  way: z.enum(['certified', 'stepped']),
  computedAt: z.string(),
  firms: z.number(),
  mean: z.number(),
  largest: z.number(),
  above10Percent: z.number(),
  largestErrorBound: z.number().nullable(),
  /** The workspace has other links, firms or revenues by now. */
  stale: z.boolean(),
});
export type RankingSummary = z.infer<typeof RankingSummary>;

const Range = z.union([z.number(), z.tuple([z.number(), z.number()])]);
export const ShockScenario = z.object({
  name: z.string().min(1).max(60),
  days: z.number().int().min(30).max(1095).default(365),
  inventoryDays: z.number().positive().max(365).default(30),
  restorationDays: z.number().positive().max(365).default(15),
  events: z
    .array(
      z.object({
        kind: z.enum(['capacity', 'demand']),
        industry: z.string().min(1),
        /** Share lost, or a range of it. */
        loss: Range,
        start: z.number().int().min(1).default(5),
        duration: z.number().int().min(1).max(1095).default(30),
        recoveryDays: z.number().min(0).max(1095).default(15),
      }),
    )
    .min(1)
    .max(12),
});
export type ShockScenario = z.infer<typeof ShockScenario>;

export const ShockAsked = z.object({
  table: z.string(),
  scenarios: z.array(ShockScenario).min(1).max(2),
  draws: z.number().int().min(1).max(200).default(20),
  seed: z.number().int().default(1),
});
export type ShockAsked = z.input<typeof ShockAsked>;

export const Interval = z.object({ low: z.number(), median: z.number(), high: z.number() });
export const ShockResult = z.object({
  table: z.string(),
  title: z.string(),
  year: z.number().nullable(),
  unit: z.string().nullable(),
  synthetic: z.boolean(),
  level: z.number(),
  draws: z.number(),
  seed: z.number(),
  industries: z.array(z.object({ code: z.string(), name: z.string(), output: z.number() })),
  scenarios: z.array(
    z.object({
      name: z.string(),
      days: z.number(),
      loss: z.object({ output: Interval, valueAdded: Interval.nullable(), outputShare: Interval }),
      unmet: Interval.nullable(),
      verdict: z.string().nullable(),
      /** Production of the whole as a share of normal, day by day. */
      path: z.array(Interval),
      byIndustry: z.array(z.number()),
      /** Day by day, industry by industry: production as a share of normal, in ten-thousandths. */
      production: z.array(z.array(z.number())),
    }),
  ),
  difference: Interval.nullable(),
  method: z.object({ name: Bilingual, definition: Bilingual, formula: z.string(), source: z.string() }),
});
export type ShockResult = z.infer<typeof ShockResult>;

export const MendAsked = z.object({
  moved: z.number().min(0.05).max(1).default(0.5),
  largestOrder: z.number().min(0.05).max(2).default(0.5),
  within: z.enum(['city', 'province']).nullable().default(null),
});
export type MendAsked = z.input<typeof MendAsked>;

export const MendResult = z.object({
  unit: z.string().nullable(),
  period: z.string().nullable(),
  synthetic: z.boolean(),
  moved: z.number(),
  within: z.enum(['city', 'province']).nullable(),
  counts: z.object({ atRisk: z.number(), screened: z.number(), evaluated: z.number(), worsened: z.number() }),
  together: z
    .object({ links: z.number(), before: z.number(), after: z.number(), change: z.number() })
    .nullable(),
  links: z.array(
    z.object({
      buyer: Named,
      from: Named,
      to: Named,
      value: z.number(),
      order: z.number(),
      nearness: z.enum(['sameCity', 'sameProvince', 'elsewhere', 'unknown']),
      before: z.number(),
      after: z.number(),
      change: z.number(),
      relative: z.number(),
      error: z.number().nullable(),
    }),
  ),
  gaps: z.array(z.object({ buyer: Named, supplier: Named, value: z.number(), firstOrder: z.number() })),
  measure: Bilingual,
});
export type MendResult = z.infer<typeof MendResult>;
