import { z } from 'zod';
import { Origin } from './origin.js';
import { Bilingual, page } from './shared.js';

/** Half-open range of the cleaned text of a page, UTF-16 code units. */
const span = { start: z.number(), end: z.number() };
export const Theme = z.object({ id: z.string(), zh: z.string(), en: z.string() });

const listed = {
  sha256: z.string(),
  source: z.string(),
  format: z.string(),
  title: z.string(),
  published: z.string().nullable(),
  publishedTrust: z.enum(['ok', 'suspect']).nullable(),
  eventDate: z.string().nullable(),
  outlet: z.string().nullable(),
};

export const DocumentItem = z.object({
  ...listed,
  day: z.string().nullable(),
  directions: z.number(),
  measures: z.number(),
  figures: z.number(),
  targets: z.number(),
});
export type DocumentItem = z.infer<typeof DocumentItem>;
export const DocumentList = page(DocumentItem);

const Facet = z.object({ name: z.string(), count: z.number() });
export const DocumentFacets = z.object({
  outlets: z.array(Facet),
  formats: z.array(Facet),
  years: z.array(Facet),
  themes: z.array(Facet.extend(Bilingual.shape)),
});
export type DocumentFacets = z.infer<typeof DocumentFacets>;

export const ReadPage = z.object({
  ...listed,
  authors: z.array(z.string()),
  deck: z.string().nullable(),
  encoding: z.string(),
  paragraphs: z.array(
    z.object({
      ...span,
      role: z.enum(['body', 'heading', 'speaker', 'question', 'answer']),
      /** Line of the page as it came, from 1. */
      rawLine: z.number().nullable(),
    }),
  ),
  /** Paragraphs joined by line breaks; plain text, never markup. */
  text: z.string(),
  directions: z.array(
    z.object({
      ...span,
      group: z.string(),
      ordinal: z.number().nullable(),
      title: z.string(),
      status: z.enum(['planned', 'ongoing', 'done']).nullable(),
      speaker: z.string().nullable(),
      themes: z.array(z.string()),
      measures: z.array(z.object({ ...span, text: z.string(), themes: z.array(z.string()) })),
    }),
  ),
  figures: z.array(
    z.object({
      ...span,
      /** Its origin is at /api/v1/origins/:id. */
      originId: z.string(),
      indicator: z.string(),
      value: z.number(),
      unit: z.string(),
      kind: z.string(),
      period: z.string().nullable(),
      scope: z.string(),
      quote: z.string(),
    }),
  ),
  targets: z.array(
    z.object({
      ...span,
      type: z.enum(['numeric', 'milestone']),
      indicator: z.string(),
      value: z.number().nullable(),
      unit: z.string().nullable(),
      deadline: z.string().nullable(),
      quote: z.string(),
    }),
  ),
  people: z.array(
    z.object({
      name: z.string(),
      role: z.string(),
      org: z.string().nullable(),
      mentionedOnly: z.boolean(),
      spans: z.array(z.object(span)),
    }),
  ),
  organisations: z.array(z.string()),
  programmes: z.array(z.object({ name: z.string(), type: z.string() })),
  repairs: z.array(
    z.object({
      ...span,
      operation: z.enum([
        'entity',
        'slipped-bytes',
        'pinyin',
        'script',
        'interleaved-title',
        'file-name-quotes',
        'zero-width',
        'joined-lines',
      ]),
      before: z.string(),
      after: z.string(),
      rawStart: z.number(),
      rawEnd: z.number(),
    }),
  ),
  selfChecks: z.array(Bilingual.extend({ ok: z.boolean(), spans: z.array(z.object(span)) })),
  copies: z.array(z.object({ document: z.string(), title: z.string() })),
});
export type ReadPage = z.infer<typeof ReadPage>;

export const RawPage = z.object({
  /** Decoded, as it came; plain text, never markup. */
  text: z.string(),
  /** Characters of the whole page; `text` is cut where it has more than are shown. */
  total: z.number(),
  /** `length` characters of the cleaned text from `clean` on stand at `raw`, one for one. */
  runs: z.array(z.object({ clean: z.number(), raw: z.number(), length: z.number() })),
});
export type RawPage = z.infer<typeof RawPage>;

export const SearchFound = z.object({
  items: z.array(
    z.object({
      document: z.string(),
      title: z.string(),
      day: z.string().nullable(),
      outlet: z.string().nullable(),
      inTitle: z.boolean(),
      hits: z.number(),
      snippets: z.array(z.object({ ...span, before: z.string(), match: z.string(), after: z.string() })),
    }),
  ),
  total: z.number(),
  next: z.number().nullable(),
  /** Hits on all pages found. */
  hits: z.number(),
});
export type SearchFound = z.infer<typeof SearchFound>;

const Cited = z.object({ document: z.string(), title: z.string(), ...span, quote: z.string() });

export const Movements = z.object({
  themes: z.array(Theme),
  movements: z.array(
    z.object({
      issuer: z.string().nullable(),
      pages: z.array(z.object({ document: z.string(), title: z.string(), date: z.string() })),
      lines: z.array(
        z.object({
          title: z.string(),
          themes: z.array(z.string()),
          moments: z.array(
            z.object({
              document: z.string(),
              date: z.string(),
              state: z.enum(['new', 'kept', 'reworded', 'dropped', 'returned']),
              title: z.string().nullable(),
              measures: z.number(),
              cited: Cited.nullable(),
              score: z.number().nullable(),
              why: Bilingual.nullable(),
            }),
          ),
        }),
      ),
    }),
  ),
});
export type Movements = z.infer<typeof Movements>;

export const TargetItem = z.object({
  indicator: z.string(),
  text: z.string(),
  value: z.number().nullable(),
  unit: z.string().nullable(),
  period: z.string().nullable(),
  origin: Origin,
  due: z.string().nullable(),
  daysLeft: z.number().nullable(),
  state: z.enum(['met', 'open', 'pastDue', 'unknown']),
  gap: z.number().nullable(),
  gapOrigin: Origin.nullable(),
  why: Bilingual,
  citations: z.array(Cited),
  latest: z
    .object({
      text: z.string(),
      value: z.number(),
      unit: z.string(),
      period: z.string().nullable(),
      /** The period as it is read. */
      when: Bilingual,
      origin: Origin,
    })
    .nullable(),
});
export type TargetItem = z.infer<typeof TargetItem>;
/** `today`: the ISO day that states and days left are counted by. */
export const TargetList = z.object({ today: z.string(), items: z.array(TargetItem) });
export type TargetList = z.infer<typeof TargetList>;

export const MeasureItem = z.object({
  document: z.string(),
  title: z.string(),
  day: z.string().nullable(),
  outlet: z.string().nullable(),
  direction: z.string(),
  speaker: z.string().nullable(),
  status: z.string().nullable(),
  text: z.string(),
  themes: z.array(z.string()),
  ...span,
});
export type MeasureItem = z.infer<typeof MeasureItem>;
export const MeasureList = page(MeasureItem);
