import { z } from 'zod';
import { Bilingual, Job, PageQuery, page } from './shared.js';

/** Data of the workspace: files that come in, what was refused of them, what stands, and what goes out. */
export const FILE_KINDS = [
  'figures',
  'enterprises',
  'reports',
  'clusters',
  'titles',
  'firm-items',
  'links',
  'input-classes',
  'io-table',
  'chain',
  'challenges',
  'challenge-entries',
  'capabilities',
  'large-firms',
  'small-firms',
  'finance-products',
  'finance-needs',
  'layout-table',
  'neighbours',
  'pages',
] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** Layouts of input–output tables; docs/chain-tables.md tells of them. */
export const IO_LAYOUTS = ['national', 'multiregional', 'oecd-icio', 'wiod', 'long'] as const;

const UploadRef = z.string().regex(/^[0-9a-f]{64}$/);

/** A file that was dropped; it is kept until it is imported, or the server ends. */
export const Upload = z.object({
  id: z.string(),
  file: z.string(),
  bytes: z.number(),
  /** What it seems to be, by the words of its first row. */
  guess: z.enum(FILE_KINDS),
});
export type Upload = z.infer<typeof Upload>;

export const MappedColumn = z.object({
  heading: z.string().optional(),
  column: z.string().optional(),
  role: z.string(),
  indicator: z.string().optional(),
  unit: z.string().optional(),
  kind: z.string().optional(),
  flow: z.string().optional(),
  period: z.string().optional(),
  area: z.string().optional(),
  industry: z.string().optional(),
  why: z.string().optional(),
  confidence: z.number().optional(),
});
export type MappedColumn = z.infer<typeof MappedColumn>;

/** What the user says of a file; what is left out the file says itself. */
export const TableSaid = z.object({
  as: z.enum(FILE_KINDS),
  /** Of an input–output table or a chain in the workspace. */
  name: z.string().max(200).optional(),
  layout: z.enum(IO_LAYOUTS).optional(),
  /** Other uploads: tables of the same chain; what stands beside an input–output table. */
  with: z.array(UploadRef).max(50).optional(),
  totals: UploadRef.optional(),
  concordance: UploadRef.optional(),
  regions: UploadRef.optional(),
  /** As a preview gave it, with what the user changed in it. */
  mapping: z.looseObject({ columns: z.array(MappedColumn) }).optional(),
  sheet: z.string().optional(),
  area: z.string().optional(),
  indicator: z.string().optional(),
  unit: z.string().optional(),
  period: z.string().optional(),
  released: z.iso.date().optional(),
  title: z.string().optional(),
  publisher: z.string().optional(),
  encoding: z.string().max(40).optional(),
  /** Take in what the checks hold for an error. */
  confirmed: z.boolean().optional(),
  /** Keep names of natural persons. */
  keepNames: z.boolean().optional(),
  synthetic: z.boolean().optional(),
});
export type TableSaid = z.infer<typeof TableSaid>;

export const Fault = Bilingual.extend({
  row: z.number().nullable(),
  /** Letters of the column; null where the fault is of the row. */
  column: z.string().nullable(),
  value: z.string().nullable(),
});
export type Fault = z.infer<typeof Fault>;

/** What an import would do to one table, or one page, of a file. */
export const TablePreview = z.object({
  sheet: z.string(),
  rows: z.number(),
  values: z.number(),
  missing: z.number(),
  rejected: z.number(),
  /** The first of each reason. */
  faults: z.array(Fault),
  notices: z.array(Bilingual),
  /** What it holds, in sentences. */
  holds: z.array(Bilingual),
  /** Null where columns are not chosen. */
  mapping: z.looseObject({ columns: z.array(MappedColumn) }).nullable(),
  /** The first rows as they stand, and those with faults; rows count from 1. */
  lines: z.array(z.object({ row: z.number(), cells: z.array(z.string()) })),
});
export type TablePreview = z.infer<typeof TablePreview>;
export const Preview = z.object({ tables: z.array(TablePreview) });
export type Preview = z.infer<typeof Preview>;

export const Started = z.object({ job: Job });

/** Result of the job of an import. */
export const Imported = z.object({
  kind: z.string(),
  file: z.string(),
  importId: z.number().nullable(),
  knownAs: z.number().nullable(),
  accepted: z.number(),
  unchanged: z.number(),
  revised: z.number(),
  rejected: z.number(),
  missing: z.number(),
  reasons: z.array(Fault.extend({ count: z.number() })),
  findings: z.record(z.string(), z.number()),
  notices: z.array(Bilingual),
  /** Where no row was taken in: what was expected, and what became of the rows. */
  nothing: Bilingual.nullable(),
  /** Pages that were read, by the address of their reading view. */
  documents: z.array(z.object({ sha256: z.string(), title: z.string() })),
});
export type Imported = z.infer<typeof Imported>;

export const RejectQuery = PageQuery.extend({
  import: z.coerce.number().int().optional(),
  state: z.enum(['open', 'all']).default('open'),
});
export const RejectedRow = Fault.extend({
  importId: z.number(),
  seq: z.number(),
  kind: z.string(),
  file: z.string(),
  /** The row under its headings; null where there is nothing to mend in place. */
  record: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).nullable(),
  recordedAt: z.string(),
  resolvedBy: z.number().nullable(),
});
export type RejectedRow = z.infer<typeof RejectedRow>;
export const RejectPage = page(RejectedRow);
export type RejectPage = z.infer<typeof RejectPage>;

export const Mending = z.object({
  rows: z
    .array(
      z.object({
        importId: z.number().int(),
        seq: z.number().int(),
        record: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
      }),
    )
    .min(1)
    .max(1000),
});
export type Mending = z.infer<typeof Mending>;
/** What became of rows that were mended; `open` still stand, with their new fault. */
export const Mended = z.object({
  accepted: z.number(),
  unchanged: z.number(),
  open: z.array(Fault.extend({ importId: z.number(), seq: z.number() })),
});
export type Mended = z.infer<typeof Mended>;

export const ImportEntry = z.object({
  id: z.number(),
  kind: z.string(),
  source: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  accepted: z.number(),
  unchanged: z.number(),
  rejected: z.number(),
});
export type ImportEntry = z.infer<typeof ImportEntry>;
export const ImportPage = page(ImportEntry);
export type ImportPage = z.infer<typeof ImportPage>;

export const SourceEntry = z.object({
  sha256: z.string(),
  file: z.string(),
  kind: z.string(),
  title: z.string().nullable(),
  publisher: z.string().nullable(),
  released: z.string().nullable(),
  bytes: z.number(),
  synthetic: z.boolean(),
  importId: z.number(),
  recordedAt: z.string(),
});
export type SourceEntry = z.infer<typeof SourceEntry>;
export const SourcePage = page(SourceEntry);
export type SourcePage = z.infer<typeof SourcePage>;

/** Facts that were released more than once with other values. */
export const RevisedFact = z.object({
  factKey: z.string(),
  indicator: z.string(),
  period: z.string().nullable(),
  area: z.string(),
  unit: z.string(),
  vintages: z.array(
    z.object({ id: z.string(), value: z.number(), released: z.string().nullable(), superseded: z.boolean() }),
  ),
});
export type RevisedFact = z.infer<typeof RevisedFact>;
export const RevisedPage = page(RevisedFact);
export type RevisedPage = z.infer<typeof RevisedPage>;

/** A table to fill in. */
export const TEMPLATE_FORMATS = ['xlsx', 'csv'] as const;
export const Template = z.object({
  id: z.string(),
  kind: z.enum(FILE_KINDS),
  name: Bilingual,
  formats: z.array(z.enum(TEMPLATE_FORMATS)),
});
export type Template = z.infer<typeof Template>;
export const Templates = z.object({ items: z.array(Template) });
