import { z } from 'zod';
import { Weights } from './layout.js';
import { Origin } from './origin.js';
import { Bilingual, Job } from './shared.js';

export const BriefKind = z.enum([
  'monthly',
  'cluster',
  'ledger',
  'chain',
  'ladder',
  'firm',
  'challenge',
  'layout',
]);
export type BriefKind = z.infer<typeof BriefKind>;

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const Name = z.string().trim().min(1).max(200);
const Line = z.string().trim().min(1).max(2000);

/** The writer's own words: signed and dated. */
export const Remarks = z.object({
  by: z.string().trim().min(1).max(80),
  date: Day,
  problems: z.array(Line).max(40),
  next: z.array(Line).max(40),
});
export type Remarks = z.infer<typeof Remarks>;

const common = { title: Name.optional(), remarks: Remarks.optional() };

/** The table that a layout is worked out from: one that is kept, or an indicator at one level of areas and industries. */
export const LayoutOf = z.union([
  z.strictObject({ table: Name }),
  z.strictObject({
    indicator: Name,
    unit: z.string().max(60),
    areas: z.enum(['province', 'prefecture', 'county']),
    industries: z.enum(['section', 'division', 'group', 'class', 'named']),
  }),
]);
export type LayoutOf = z.infer<typeof LayoutOf>;

/** What a brief is about; kept beside it, so that it can be written again. */
export const BriefSettings = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('ledger'), ...common }),
  z.strictObject({ kind: z.literal('monthly'), area: Name, period: Name, ...common }),
  z.strictObject({
    kind: z.literal('cluster'),
    cluster: Name,
    period: Name,
    against: z.array(Name).max(10).optional(),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('chain'),
    chain: Name,
    table: Name.optional(),
    home: Name.optional(),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('ladder'),
    area: Name,
    on: Day.optional(),
    since: Day.optional(),
    until: Day.optional(),
    drafts: z.boolean().optional(),
    ...common,
  }),
  z.strictObject({
    kind: z.literal('firm'),
    firm: Name,
    on: Day.optional(),
    drafts: z.boolean().optional(),
    ...common,
  }),
  z.strictObject({ kind: z.literal('challenge'), challenge: Name, on: Day.optional(), ...common }),
  z.strictObject({
    kind: z.literal('layout'),
    area: Name,
    of: LayoutOf,
    /** Year that is measured; the latest where it is not given. */
    at: z.number().int().min(1900).max(2100).optional(),
    /** Years ahead of the back-test. */
    horizon: z.number().int().min(1).max(50).optional(),
    profile: Name.optional(),
    threshold: z.number().positive().max(100).optional(),
    atThreshold: z.enum(['present', 'absent']).optional(),
    density: z.enum(['withOwn', 'leaveOneOut']).optional(),
    proximity: z.enum(['conditionalProbability', 'correlation']).optional(),
    parts: z.enum(['refuse', 'largest']).optional(),
    /** Share of the areas, the smallest, that is left out. */
    dropSmall: z.number().min(0).max(0.9).optional(),
    weights: Weights.partial().optional(),
    count: z.number().int().min(1).max(100).optional(),
    leastHolders: z.number().int().min(1).max(100).optional(),
    prefer: z.enum(['emerging', 'future']).optional(),
    ...common,
  }),
]);
export type BriefSettings = z.infer<typeof BriefSettings>;

/** A subject that the workspace offers for a kind of brief. */
export const BriefSubject = z.object({
  value: z.string(),
  label: z.string(),
  /** How much there is to write from. */
  figures: z.number().nullable(),
});
export const BriefSubjects = z.object({ items: z.array(BriefSubject) });
export type BriefSubjects = z.infer<typeof BriefSubjects>;

export const BriefPeriods = z.object({ items: z.array(z.string()) });
export type BriefPeriods = z.infer<typeof BriefPeriods>;

export const BriefVersion = z.object({
  version: z.number(),
  written: z.string(),
  by: z.string(),
  /** Sentences left out for want of data. */
  notWritten: z.number(),
  footnotes: z.number(),
});

/** A brief that the workspace keeps, by its last version. */
export const BriefEntry = BriefVersion.extend({
  name: z.string(),
  kind: BriefKind,
  title: z.string(),
  lang: z.enum(['zh', 'en']),
  /** Null for the whole workspace. */
  subject: z.string().nullable(),
  /** Period or day of judging. */
  time: z.string().nullable(),
  synthetic: z.boolean(),
  /** Imports that came after it and bring what it rests on: files, oldest first. */
  newer: z.array(z.object({ source: z.string(), finished: z.string() })),
});
export type BriefEntry = z.infer<typeof BriefEntry>;

/** A file in the folder of briefs that was not written here. */
export const BriefFile = z.object({
  name: z.string(),
  format: z.enum(['html', 'docx', 'md']),
  bytes: z.number(),
  written: z.string(),
});
export type BriefFile = z.infer<typeof BriefFile>;

export const BriefList = z.object({ briefs: z.array(BriefEntry), files: z.array(BriefFile) });
export type BriefList = z.infer<typeof BriefList>;

export const Brief = BriefEntry.extend({
  settings: BriefSettings,
  headings: z.array(z.object({ id: z.string(), title: Bilingual })),
  versions: z.array(BriefVersion),
});
export type Brief = z.infer<typeof Brief>;

export const NewBrief = z.object({ settings: BriefSettings, lang: z.enum(['zh', 'en']).default('zh') });

/** Writes a brief again with what the workspace holds now; `basedOn` is the version that the writer has seen. */
export const BriefAgain = z.object({
  basedOn: z.number().int(),
  title: Name.nullable().optional(),
  remarks: Remarks.nullable().optional(),
});

export const BriefStarted = z.object({ job: Job });
/** The result of such a job. */
export const BriefWritten = z.object({ name: z.string(), version: z.number(), notWritten: z.number() });
export type BriefWritten = z.infer<typeof BriefWritten>;

/** A footnote with where it leads: the origins of its figures, the sentence in its page, the notes that went in. */
export const BriefNote = z.object({
  number: z.number(),
  sentence: Bilingual,
  /** How it was worked out. */
  method: Bilingual.nullable(),
  inputs: z.array(z.number()),
  source: z
    .object({ title: z.string(), file: z.string(), outlet: z.string().nullable(), synthetic: z.boolean() })
    .nullable(),
  /** Where in the source, for what has no origin of its own. */
  sheet: z.string().nullable(),
  row: z.number().nullable(),
  cells: z.array(z.object({ column: z.string(), quote: z.string(), states: Bilingual })),
  released: z.string().nullable(),
  page: z.object({ document: z.string(), start: z.number(), end: z.number() }).nullable(),
  origins: z.array(Origin),
});
export type BriefNote = z.infer<typeof BriefNote>;
