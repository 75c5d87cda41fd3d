/** The words of lexicons/tables.yaml, checked and arranged for looking up. */
import { z } from 'zod';
import { type FigureKind, UserError } from '../../model/index.js';
import { plainWord } from './words.js';

const words = z.array(z.coerce.string());

const ROLE_WORDS = [
  'area',
  'areaCode',
  'industry',
  'industryCode',
  'indicator',
  'period',
  'enterprise',
  'creditCode',
  'unit',
  'value',
  'note',
  'ordinal',
  'person',
] as const;

const FACETS = [
  'single',
  'cumulative',
  'stock',
  'previous',
  'lastYear',
  'yoy',
  'mom',
  'average',
  'share',
  'contribution',
  'pull',
  'rank',
  'index',
  'plain',
] as const;

export type HeadingRole = (typeof ROLE_WORDS)[number];
export type Facet = (typeof FACETS)[number];
export type MissingMark = 'none' | 'withheld' | 'negligible' | 'unavailable';

const schema = z.object({
  missing: z.record(z.string(), z.enum(['none', 'withheld', 'negligible', 'unavailable'])),
  negligibleZero: words,
  totals: words,
  subtotals: words,
  wholes: words,
  ofWhich: words,
  footnotes: words,
  sourceLabels: words,
  formLabels: words,
  unitLabels: words,
  ordinalRow: words,
  headings: z.object(
    Object.fromEntries(ROLE_WORDS.map((role) => [role, words])) as Record<HeadingRole, typeof words>,
  ),
  facets: z.object(Object.fromEntries(FACETS.map((facet) => [facet, words])) as Record<Facet, typeof words>),
  gapWords: words,
  scales: z.record(z.string(), z.number().positive()),
  bases: z.object({ money: words, percent: words, physical: words, counts: words, index: words }),
  unitAliases: z.record(z.string(), z.string()),
  qualifiers: words,
  indicators: z.record(z.string(), words),
});

export type UnitClass = 'money' | 'percent' | 'physical' | 'counts' | 'index';

export interface TablesLexicon {
  missing: ReadonlyMap<string, MissingMark>;
  negligibleZero: ReadonlySet<string>;
  totals: ReadonlySet<string>;
  subtotals: ReadonlySet<string>;
  wholes: ReadonlySet<string>;
  /** Longest first. */
  ofWhich: readonly string[];
  footnotes: readonly string[];
  sourceLabels: readonly string[];
  formLabels: readonly string[];
  unitLabels: readonly string[];
  ordinalRow: ReadonlySet<string>;
  headings: ReadonlyMap<string, HeadingRole>;
  /** Longest first. */
  facets: readonly { word: string; facet: Facet }[];
  gapWords: readonly string[];
  scales: readonly { word: string; scale: number }[];
  bases: ReadonlyMap<string, { name: string; of: UnitClass }>;
  unitAliases: ReadonlyMap<string, string>;
  qualifiers: ReadonlySet<string>;
  /** Written form -> the name used. */
  indicators: ReadonlyMap<string, string>;
  /** Written forms, longest first, for finding one inside a title. */
  indicatorForms: readonly string[];
}

const known = new WeakMap<object, TablesLexicon>();

/** Takes the tree of `loadLexicons()`. */
export function tablesLexicon(lexicons: Record<string, unknown>): TablesLexicon {
  const had = known.get(lexicons);
  if (had) return had;
  const parsed = schema.safeParse(lexicons.tables);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    const path = ['tables', ...issue.path].join('.');
    throw new UserError({
      zh: `词库 tables.yaml 有误：${path}：${issue.message}`,
      en: `Fault in the lexicon tables.yaml: ${path}: ${issue.message}`,
    });
  }
  const lexicon = arrange(parsed.data);
  known.set(lexicons, lexicon);
  return lexicon;
}

function arrange(data: z.infer<typeof schema>): TablesLexicon {
  const headings = new Map<string, HeadingRole>();
  for (const role of ROLE_WORDS) {
    for (const word of data.headings[role]) {
      if (!headings.has(plainWord(word))) headings.set(plainWord(word), role);
    }
  }
  const bases = new Map<string, { name: string; of: UnitClass }>();
  for (const [of, names] of Object.entries(data.bases)) {
    for (const name of names) bases.set(plainWord(name), { name, of: of as UnitClass });
  }
  const indicators = new Map<string, string>();
  for (const name of Object.keys(data.indicators)) indicators.set(plainWord(name), name);
  for (const [name, forms] of Object.entries(data.indicators)) {
    for (const form of forms) if (!indicators.has(plainWord(form))) indicators.set(plainWord(form), name);
  }
  const facets = Object.entries(data.facets).flatMap(([facet, forms]) =>
    forms.map((word) => ({ word: plainWord(word), facet: facet as Facet })),
  );
  return {
    missing: new Map(Object.entries(data.missing).map(([mark, why]) => [plainWord(mark), why])),
    negligibleZero: setOf(data.negligibleZero),
    totals: setOf(data.totals),
    subtotals: setOf(data.subtotals),
    wholes: setOf(data.wholes),
    ofWhich: longestFirst(data.ofWhich),
    footnotes: longestFirst(data.footnotes),
    sourceLabels: longestFirst(data.sourceLabels),
    formLabels: longestFirst(data.formLabels),
    unitLabels: longestFirst(data.unitLabels),
    ordinalRow: setOf(data.ordinalRow),
    headings,
    facets: facets.sort((a, b) => b.word.length - a.word.length),
    gapWords: longestFirst(data.gapWords),
    scales: Object.entries(data.scales)
      .map(([word, scale]) => ({ word, scale }))
      .sort((a, b) => b.word.length - a.word.length),
    bases,
    unitAliases: new Map(Object.entries(data.unitAliases).map(([from, to]) => [plainWord(from), to])),
    qualifiers: setOf(data.qualifiers),
    indicators,
    indicatorForms: [...indicators.keys()].sort((a, b) => b.length - a.length),
  };
}

function setOf(list: readonly string[]): ReadonlySet<string> {
  return new Set(list.map(plainWord));
}

function longestFirst(list: readonly string[]): readonly string[] {
  return list.map(plainWord).sort((a, b) => b.length - a.length);
}

/** What kind of figure a facet makes of a value. */
export const FACET_KIND: Partial<Record<Facet, FigureKind>> = {
  yoy: 'growth',
  mom: 'growth',
  average: 'growth',
  share: 'share',
  contribution: 'share',
  pull: 'difference',
  rank: 'rank',
  index: 'index',
};
