/** Firms: the list, one firm before its titles, what if, and its values. */
import { z } from 'zod';
import { Bilingual, PageQuery, page } from './shared.js';

export const CriterionState = z.enum(['met', 'unmet', 'unknown', 'manualReview', 'notApplicable']);
export type CriterionState = z.infer<typeof CriterionState>;
const Application = z.enum(['new', 'review']);
const Day = z.iso.date();
const Confidence = z.enum(['V2', 'V1', 'MEM', 'CONFLICT', 'DER']);

/** The day of judging; today where it is not given. */
export const OnDay = z.object({ on: Day.optional() });

export const FirmsQuery = PageQuery.extend({
  on: Day.optional(),
  area: z
    .string()
    .regex(/^\d{6}$/)
    .optional(),
  industry: z
    .string()
    .regex(/^[A-Za-z]?\d{2,4}$/)
    .optional(),
  /** A title that is held on the day; `none` for no title of the ladder. */
  title: z.string().max(60).optional(),
  text: z.string().max(100).optional(),
  /** A title that every firm is pre-checked for. */
  judged: z.string().max(60).optional(),
  state: CriterionState.optional(),
  sort: z
    .enum(['name', 'area', 'industry', 'size', 'rung', 'lapses', 'revenue', 'staff', 'nearest'])
    .default('name'),
  down: z.enum(['true', 'false']).default('false'),
});

export const FirmRow = z.object({
  key: z.string(),
  name: z.string(),
  creditCode: z.string().nullable(),
  area: z.string().nullable(),
  industry: Bilingual.nullable(),
  size: z.string().nullable(),
  /** 万元 and 人, of `year`. */
  revenue: z.number().nullable(),
  staff: z.number().nullable(),
  year: z.number().nullable(),
  /** Of the highest rung held on the day; null for none. */
  rung: z.object({ id: z.string(), name: Bilingual }).nullable(),
  titlesKnown: z.boolean(),
  titles: z.array(z.string()),
  lapses: z.string().nullable(),
  synthetic: z.boolean(),
  state: CriterionState.nullable(),
  /** Criteria that are unmet, and those whose data are missing. */
  unmet: z.number().nullable(),
  unknown: z.number().nullable(),
});
export type FirmRow = z.infer<typeof FirmRow>;

export const FirmPage = page(FirmRow).extend({
  on: Day,
  /** Verdicts are still being made, by this job where it takes longer; the list is without them. Null where they are there. */
  judging: z.object({ job: z.string().nullable() }).nullable(),
});
export type FirmPage = z.infer<typeof FirmPage>;

export const FirmChoices = z.object({
  on: Day,
  areas: z.array(z.object({ code: z.string(), name: z.string(), firms: z.number() })),
  industries: z.array(z.object({ code: z.string(), name: Bilingual, firms: z.number() })),
  /** Titles that are held. */
  titles: z.array(z.object({ title: z.string(), firms: z.number() })),
  /** Titles that a firm can be pre-checked for, those of the ladder first. */
  rulebooks: z.array(z.object({ title: z.string(), name: Bilingual, rung: z.string().nullable() })),
});
export type FirmChoices = z.infer<typeof FirmChoices>;

/** Where a value stands. */
export const ItemSource = z.object({
  file: z.string().nullable(),
  sheet: z.string().nullable(),
  row: z.number(),
  column: z.string(),
  recordedAt: z.string(),
});

export const ItemValue = z.union([z.number(), z.string(), z.boolean()]);

export const FirmItem = z.object({
  item: z.string(),
  name: Bilingual,
  note: Bilingual,
  shape: z.enum(['yearly', 'single', 'flag', 'choice', 'date', 'text']),
  unit: z.string().nullable(),
  choices: z.array(z.string()),
  official: z.boolean(),
  nonNegative: z.boolean(),
  values: z.array(z.object({ year: z.number().nullable(), value: ItemValue, source: ItemSource.nullable() })),
});
export type FirmItem = z.infer<typeof FirmItem>;

export const TitleVerdict = z.object({
  title: z.string(),
  name: Bilingual,
  /** On the ladder; null beside it. */
  rung: z.string().nullable(),
  held: z.boolean(),
  application: Application,
  /** Null where no rulebook could be chosen; `reason` says why. */
  state: CriterionState.nullable(),
  reason: Bilingual,
  unmet: z.number(),
  unknown: z.number(),
  manual: z.number(),
  met: z.number(),
  level: Bilingual.nullable(),
  draft: z.boolean(),
  /** Earliest day of judging on which it can hold, by what is known. */
  earliest: z.string().nullable(),
});
export type TitleVerdict = z.infer<typeof TitleVerdict>;

export const CalendarEvent = z.object({
  uid: z.string(),
  date: z.string(),
  kind: z.enum(['duty', 'expiry', 'earliest']),
  title: z.string(),
  text: Bilingual,
  clause: z.string().nullable(),
  note: Bilingual.nullable(),
  rulebook: z.string().nullable(),
});
export type CalendarEvent = z.infer<typeof CalendarEvent>;

export const Firm = z.object({
  on: Day,
  key: z.string(),
  name: z.string(),
  creditCode: z.string().nullable(),
  area: z.string().nullable(),
  areaCode: z.string().nullable(),
  industry: Bilingual.nullable(),
  industryCode: z.string().nullable(),
  size: z.string().nullable(),
  registered: z.string().nullable(),
  synthetic: z.boolean(),
  ladder: z.array(
    z.object({
      id: z.string(),
      name: Bilingual,
      held: z
        .object({ title: z.string(), from: z.string().nullable(), to: z.string().nullable() })
        .nullable(),
    }),
  ),
  /** Null where nothing is known of titles. */
  titles: z
    .array(
      z.object({
        title: z.string(),
        from: z.string().nullable(),
        to: z.string().nullable(),
        valid: z.boolean(),
        source: z.string().nullable(),
        /** As a list with days writes it; null where only the register has the word. */
        written: z.string().nullable(),
      }),
    )
    .nullable(),
  items: z.array(FirmItem),
  verdicts: z.array(TitleVerdict),
  calendar: z.array(CalendarEvent),
  doubts: z.array(z.object({ severity: z.enum(['contradiction', 'doubt']), reason: Bilingual })),
});
export type Firm = z.infer<typeof Firm>;

export const VerdictQuery = OnDay.extend({
  application: Application.optional(),
  drafts: z.enum(['true', 'false']).default('false'),
});

export const JudgedCriterion = z.object({
  id: z.string(),
  clause: z.string(),
  text: Bilingual,
  state: CriterionState,
  wanted: Bilingual,
  actual: Bilingual.nullable(),
  period: z.string().nullable(),
  sources: z.array(z.string()),
  reason: Bilingual,
  exception: Bilingual.nullable(),
  confidence: Confidence,
  parts: z.array(
    z.object({
      wanted: Bilingual,
      actual: Bilingual.nullable(),
      period: z.string().nullable(),
      state: CriterionState,
    }),
  ),
});
export type JudgedCriterion = z.infer<typeof JudgedCriterion>;

const Level = z.object({ id: z.string(), name: Bilingual }).nullable();

export const Verdict = z.object({
  title: z.string(),
  subject: z.string(),
  on: Day,
  application: Application,
  rulebook: z.object({
    id: z.string(),
    version: z.string(),
    whyChosen: Bilingual,
    confidence: Confidence,
    checked: z.string(),
    draft: z.boolean(),
  }),
  state: CriterionState,
  level: z.object({ low: Level, high: Level }).nullable(),
  reason: Bilingual,
  criteria: z.array(JudgedCriterion),
  scores: z.array(
    z.object({
      id: z.string(),
      name: Bilingual,
      low: z.number(),
      high: z.number(),
      parts: z.array(
        z.object({ id: z.string(), name: Bilingual, low: z.number(), high: z.number(), most: z.number() }),
      ),
      entries: z.array(
        z.object({
          id: z.string(),
          part: z.string(),
          name: Bilingual,
          clause: z.string(),
          low: z.number(),
          high: z.number(),
          most: z.number(),
          actual: Bilingual.nullable(),
          reason: Bilingual,
        }),
      ),
    }),
  ),
  gaps: z.array(
    z.object({
      criterion: z.string(),
      state: z.enum(['unmet', 'unknown']),
      short: z.number().nullable(),
      unit: z.string().nullable(),
      text: Bilingual,
      earliest: z.string().nullable(),
      remedy: Bilingual.nullable(),
    }),
  ),
  duties: z.array(
    z.object({
      id: z.string(),
      text: Bilingual,
      clause: z.string(),
      due: z.string().nullable(),
      held: z.boolean(),
      otherwise: Bilingual.nullable(),
    }),
  ),
});
export type Verdict = z.infer<typeof Verdict>;

/** An item that the rules of a title ask for, with what is known of it: what can be moved in a what-if. */
export const Lever = FirmItem.omit({ values: true }).extend({
  year: z.number().nullable(),
  value: ItemValue.nullable(),
});
export type Lever = z.infer<typeof Lever>;

export const FirmVerdict = z.object({
  verdict: Verdict,
  rulebook: z.object({
    name: Bilingual,
    document: z.string(),
    number: z.string(),
    owner: z.string(),
    checked: z.string(),
    official: z.string().nullable(),
  }),
  levers: z.array(Lever),
});
export type FirmVerdict = z.infer<typeof FirmVerdict>;

export const Change = z.object({
  item: z.string().max(80),
  year: z.number().int().min(1900).max(2200).nullable(),
  value: ItemValue.nullable(),
});
export type Change = z.infer<typeof Change>;

export const WhatIfAsked = z.object({
  title: z.string().max(60),
  on: Day.optional(),
  application: Application.optional(),
  drafts: z.boolean().default(false),
  changes: z.array(Change).max(200),
});

export const WhatIf = z.object({
  before: Verdict,
  after: Verdict,
  moved: z.array(z.object({ criterion: z.string(), before: CriterionState, after: CriterionState })),
});
export type WhatIf = z.infer<typeof WhatIf>;

export const SmallestChange = z.object({
  outcome: z.enum(['none', 'found', 'impossible', 'beyond']),
  changes: z.array(
    z.object({
      item: z.string(),
      name: Bilingual,
      year: z.number().nullable(),
      unit: z.string(),
      from: z.number().nullable(),
      to: z.number(),
      official: z.boolean(),
      text: Bilingual,
    }),
  ),
  state: z.enum(['met', 'manualReview']).nullable(),
  blockers: z.array(z.object({ criterion: z.string(), reason: Bilingual })),
  text: Bilingual,
});
export type SmallestChange = z.infer<typeof SmallestChange>;

export const ItemsEdited = z.object({
  edits: z
    .array(Change.extend({ was: ItemValue.nullable() }))
    .min(1)
    .max(200),
});

const Standing = z.object({
  title: z.string().max(60),
  from: Day.nullable(),
  to: Day.nullable(),
});

/** A title added (`was` null), changed, or taken away (`now` null). */
export const TitleEdited = z.object({
  /** As it was when the hand was put to it, in the words of its list. */
  was: Standing.extend({ from: z.string().nullable(), to: z.string().nullable() }).nullable(),
  now: Standing.nullable(),
});
export type TitleEdited = z.infer<typeof TitleEdited>;

export const ItemVintages = z.object({
  items: z.array(
    z.object({
      value: ItemValue.nullable(),
      unit: z.string().nullable(),
      source: ItemSource,
      /** When another value took its place; null while it stands. */
      until: z.string().nullable(),
    }),
  ),
});
export type ItemVintages = z.infer<typeof ItemVintages>;
