/** Match: tasks and who could solve them, large firms and small ones, firms and money. */
import { z } from 'zod';
import { CriterionState } from './firms.js';
import { Origin } from './origin.js';
import { Bilingual } from './shared.js';

const Day = z.iso.date();

export const CHALLENGE_STATES = [
  'draft',
  'published',
  'applied',
  'recommended',
  'shortlisted',
  'inProgress',
  'midCheck',
  'tested',
  'won',
  'finished',
  'terminated',
] as const;
export const ChallengeState = z.enum(CHALLENGE_STATES);
export type ChallengeState = z.infer<typeof ChallengeState>;

export const CHALLENGE_KINDS = [
  'openChallenge',
  'industrialBase',
  'firstSet',
  'innovationCentre',
  'commonTechnology',
  'largeFirm',
] as const;

export const FIT_TERMS = ['text', 'industry', 'record', 'titles', 'area'] as const;
export const FINANCE_TERMS = ['cost', 'amount', 'term', 'aimed'] as const;

/** `text:50,industry:20`: what is not named is 0. */
const weightsOf = (terms: readonly string[]) =>
  z
    .string()
    .regex(new RegExp(`^(?:${terms.join('|')}):\\d{1,3}(?:,(?:${terms.join('|')}):\\d{1,3})*$`))
    .optional();

export const OnQuery = z.object({ on: Day.optional() });

export const Term = z.object({
  term: z.string(),
  weight: z.number(),
  value: z.number(),
  points: z.number(),
  reason: Bilingual,
});

export const FirmNamed = z.object({
  key: z.string(),
  name: z.string(),
  area: z.string().nullable(),
  industry: z.string().nullable(),
});
export type FirmNamed = z.infer<typeof FirmNamed>;

/** A firm with why it fits. */
export const CandidateFirm = FirmNamed.extend({
  rank: z.number(),
  score: z.number(),
  support: z.number(),
  terms: z.array(Term),
  words: z.array(z.object({ words: z.string(), points: z.number(), fields: z.array(Bilingual) })),
  titles: z.array(z.string()),
  qualifications: z.array(
    z.object({
      title: z.string(),
      state: CriterionState,
      rulebook: z.string().nullable(),
      reason: Bilingual,
    }),
  ),
  /** Whether it has taken the task up already. */
  applied: z.boolean(),
});
export type CandidateFirm = z.infer<typeof CandidateFirm>;

export const BoardTask = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.enum(CHALLENGE_KINDS),
  field: z.string(),
  direction: z.string(),
  publisher: z.string(),
  published: z.string().nullable(),
  applyUntil: z.string().nullable(),
  state: ChallengeState,
  /** The furthest that an application has come; the state of the task where there is none. */
  stage: ChallengeState,
  applications: z.number(),
  shortlisted: z.number(),
  /** Next day by which an application is to be tested. */
  testDue: z.string().nullable(),
  budget: z.number().nullable(),
  synthetic: z.boolean(),
  /** Null where it was not worked out. */
  cover: z
    .object({
      best: z.object({ key: z.string(), name: z.string(), cover: z.number(), score: z.number() }).nullable(),
      gap: Bilingual.nullable(),
      refused: Bilingual.nullable(),
    })
    .nullable(),
});
export type BoardTask = z.infer<typeof BoardTask>;

export const Board = z.object({
  on: Day,
  tasks: z.array(BoardTask),
  fields: z.array(z.string()),
  firms: z.number(),
  /** Whether covers are worked out; else a job does it. */
  covered: z.boolean(),
  synthetic: z.boolean(),
  files: z.array(z.string()),
  notes: z.array(Bilingual),
});
export type Board = z.infer<typeof Board>;

const Step = z.object({
  to: ChallengeState,
  by: z.string(),
  on: Day,
  evidence: z.string().nullable(),
  note: z.string().nullable(),
});

export const TaskQuery = OnQuery.extend({
  weights: weightsOf(FIT_TERMS),
  area: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  top: z.coerce.number().int().min(1).max(100).default(20),
});

export const TaskPage = z.object({
  on: Day,
  id: z.string(),
  title: z.string(),
  kind: z.enum(CHALLENGE_KINDS),
  field: z.string(),
  direction: z.string(),
  need: z.string(),
  publisher: z.string(),
  published: z.string().nullable(),
  applyUntil: z.string().nullable(),
  budget: Origin.nullable(),
  area: z.string().nullable(),
  industries: z.array(z.string()),
  titles: z.array(z.string()),
  qualifies: z.array(z.string()),
  places: z.number().nullable(),
  indicators: z.array(
    z.object({
      number: z.number(),
      name: z.string(),
      comparison: z.string(),
      target: z.number(),
      unit: z.string(),
      testMethod: z.string(),
    }),
  ),
  file: z.string().nullable(),
  row: z.number(),
  synthetic: z.boolean(),
  state: ChallengeState,
  /** Steps of the task itself. */
  steps: z.array(Step),
  applications: z.array(
    z.object({
      lead: z.string(),
      key: z.string().nullable(),
      partners: z.array(z.string()),
      recommendedBy: z.string().nullable(),
      state: ChallengeState,
      next: z.array(ChallengeState),
      testDue: z.string().nullable(),
      steps: z.array(Step),
      indicators: z.array(
        z.object({
          number: z.number(),
          measured: z.number().nullable(),
          state: z.enum(['met', 'unmet', 'unknown']),
        }),
      ),
    }),
  ),
  rules: z
    .object({
      document: z.string(),
      confidence: z.string(),
      mostPartners: z.number().nullable(),
      mostShortlisted: z.number().nullable(),
      mostMonths: z.number().nullable(),
      mostRecommended: z.number().nullable(),
    })
    .nullable(),
  /** Steps recorded of it so far: what a further one goes by. */
  seen: z.number(),
  firms: z.number(),
  weights: z.record(z.string(), z.number()),
  candidates: z.array(CandidateFirm),
  gap: z.object({ reason: Bilingual, absent: z.array(z.string()) }).nullable(),
  filtered: z.array(z.object({ reason: Bilingual, count: z.number() })),
  refused: Bilingual.nullable(),
});
export type TaskPage = z.infer<typeof TaskPage>;

export const StepAsked = z.object({
  lead: z.string().trim().max(200).nullable(),
  partners: z.array(z.string().trim().min(1).max(200)).max(50).default([]),
  recommendedBy: z.string().trim().max(200).nullable().default(null),
  to: ChallengeState,
  by: z.string().trim().min(1).max(200),
  on: Day,
  evidence: z.string().max(2000).nullable().default(null),
  note: z.string().max(2000).nullable().default(null),
  /** By number of the indicator. */
  measured: z.record(z.string().regex(/^\d+$/), z.number()).nullable().default(null),
  /** As the page had it; where somebody else has recorded a step meanwhile, this one is refused. */
  seen: z.number().int().min(0),
});
export type StepAsked = z.infer<typeof StepAsked>;

export const ShortlistAsked = z.object({
  places: z.number().int().min(1).max(50).default(5),
  weights: weightsOf(FIT_TERMS),
  on: Day.optional(),
});
export type ShortlistAsked = z.infer<typeof ShortlistAsked>;

/** Result of the job of a shortlist. */
export const ShortlistResult = z.object({
  on: Day,
  places: z.number(),
  firms: z.number(),
  score: z.number(),
  optimal: z.boolean(),
  bound: z.number(),
  synthetic: z.boolean(),
  tasks: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      places: z.number(),
      gap: Bilingual.nullable(),
      chosen: z.array(
        FirmNamed.extend({ score: z.number(), rank: z.number(), group: z.string().nullable() }),
      ),
      /** Better candidates who are taken elsewhere, or of a group of which another was chosen. */
      passedOver: z.array(
        FirmNamed.extend({
          score: z.number(),
          rank: z.number(),
          elsewhere: z.array(z.string()),
          group: z.string().nullable(),
        }),
      ),
    }),
  ),
  refused: z.array(z.object({ id: z.string(), reason: Bilingual })),
  notes: z.array(Bilingual),
});
export type ShortlistResult = z.infer<typeof ShortlistResult>;

export const SupplyQuery = OnQuery.extend({
  firm: z.string().min(1).max(200),
  /** What it needs; what tables say of it where it is not given. */
  need: z.string().max(2000).optional(),
});

/** One firm as a solver, a supplier and a buyer. */
export const FirmMatches = z.object({
  on: Day,
  firm: FirmNamed.extend({
    products: z.string(),
    capabilities: z.string(),
    patents: z.string(),
    titles: z.array(z.string()),
    record: z.object({ won: z.number(), finished: z.number(), terminated: z.number() }),
    places: z.number(),
    group: z.string().nullable(),
  }),
  need: z.string(),
  /** Null where covers are not worked out. */
  tasks: z
    .array(z.object({ id: z.string(), title: z.string(), gap: z.boolean(), candidate: CandidateFirm }))
    .nullable(),
  customers: z
    .array(z.object({ firm: FirmNamed, need: z.string(), gap: z.boolean(), candidate: CandidateFirm }))
    .nullable(),
  suppliers: z.object({
    candidates: z.array(CandidateFirm),
    gap: z.object({ reason: Bilingual, absent: z.array(z.string()) }).nullable(),
  }),
  synthetic: z.boolean(),
});
export type FirmMatches = z.infer<typeof FirmMatches>;

export const PartnersAnswer = z.object({
  proposing: z.enum(['large', 'small']),
  large: z.number(),
  small: z.number(),
  pairs: z.number(),
  blocking: z.number(),
  synthetic: z.boolean(),
  files: z.array(z.string()),
  matches: z.array(
    z.object({
      large: FirmNamed,
      small: FirmNamed,
      need: z.string(),
      offer: z.string(),
      worthToLarge: z.number(),
      worthToSmall: z.number(),
      rankForLarge: z.number(),
      rankForSmall: z.number(),
    }),
  ),
  worseOff: z.array(
    z.object({
      side: z.enum(['large', 'small']),
      firm: FirmNamed,
      partners: z.number(),
      places: z.number(),
      reason: Bilingual,
    }),
  ),
  notes: z.array(Bilingual),
});
export type PartnersAnswer = z.infer<typeof PartnersAnswer>;

export const WeakLinksAsked = z.object({
  moved: z.number().min(0.05).max(1).default(0.5),
  within: z.enum(['city', 'province']).nullable().default(null),
});
export type WeakLinksAsked = z.infer<typeof WeakLinksAsked>;

/** Result of the job of weak links. */
export const WeakLinksResult = z.object({
  moved: z.number(),
  unit: z.string().nullable(),
  period: z.string().nullable(),
  synthetic: z.boolean(),
  stable: z.boolean(),
  links: z.array(
    z.object({
      buyer: FirmNamed,
      from: FirmNamed,
      to: FirmNamed,
      chosen: z.boolean(),
      value: z.number(),
      relative: z.number(),
      reason: Bilingual,
    }),
  ),
  gaps: z.array(
    z.object({
      buyer: FirmNamed,
      supplier: FirmNamed,
      value: z.number(),
      candidates: z.array(FirmNamed.extend({ score: z.number() })),
    }),
  ),
});
export type WeakLinksResult = z.infer<typeof WeakLinksResult>;

export const FinanceQuery = OnQuery.extend({ weights: weightsOf(FINANCE_TERMS) });

const Product = z.object({
  id: z.string(),
  name: z.string(),
  institution: z.string(),
  kind: z.string(),
  rate: z.number().nullable(),
  leastAmount: z.number().nullable(),
  mostAmount: z.number().nullable(),
  mostMonths: z.number().nullable(),
  state: CriterionState,
  /** Null where it is refused. */
  score: z.number().nullable(),
  terms: z.array(Term),
  reasons: z.array(Bilingual),
});
export type FinanceProductRow = z.infer<typeof Product>;

export const FinanceAnswer = z.object({
  on: Day,
  weights: z.record(z.string(), z.number()),
  products: z.number(),
  synthetic: z.boolean(),
  files: z.array(z.string()),
  needs: z.array(
    z.object({
      firm: z.string(),
      key: z.string().nullable(),
      amount: Origin,
      /** Met or for a person to judge, then with data missing, then refused. */
      products: z.array(Product),
    }),
  ),
  rejects: z.array(Bilingual),
  notes: z.array(Bilingual),
  screening: Bilingual,
});
export type FinanceAnswer = z.infer<typeof FinanceAnswer>;
