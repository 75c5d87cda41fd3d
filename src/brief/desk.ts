/** What the sections of a ledger brief are written from: the pages, and all that they say together. */
import { type Bilingual, NATION, periodTextLabel, type ReadDocument } from '../model/index.js';
import {
  type AcrossLexicon,
  acrossLexicon,
  consolidate,
  type DuplicateGroup,
  type Fact,
  type FigureSeries,
  inTimeOrder,
  type Movement,
  nearDuplicates,
  policyMovement,
  representatives,
  type Statement,
  series,
  statedTargets,
  type TargetProgress,
  targetProgress,
} from '../read/across/index.js';
import type { Inline, Tone, Words } from './brief-document.js';
import { Notebook } from './notebook.js';

export interface ThemeName extends Bilingual {
  id: string;
}

/** What a brief is written about. */
export interface Ledger {
  documents: readonly ReadDocument[];
  /** The taxonomy of lines of work, in its order. */
  themes?: readonly ThemeName[];
  lexicon?: AcrossLexicon;
}

export interface Desk {
  today: string;
  /** Latest first; a page's place is its source number. */
  documents: ReadDocument[];
  byId: Map<string, ReadDocument>;
  /** Pages that are no copies of another one. */
  originals: ReadDocument[];
  duplicates: DuplicateGroup[];
  facts: Fact[];
  movements: Movement[];
  series: FigureSeries[];
  targets: TargetProgress[];
  themes: Map<string, ThemeName>;
  notebook: Notebook;
}

export function layOut(ledger: Ledger, today: string): Desk {
  const lexicon = ledger.lexicon ?? acrossLexicon({});
  const documents = inTimeOrder(uniquePages(ledger.documents)).reverse();
  const duplicates = nearDuplicates(documents);
  const shared = { lexicon, duplicates };
  const facts = consolidate(documents, shared);
  const copies = representatives(duplicates);
  return {
    today,
    documents,
    byId: new Map(documents.map((d) => [d.sha256, d])),
    originals: documents.filter((d) => (copies.get(d.sha256) ?? d.sha256) === d.sha256),
    duplicates,
    facts,
    movements: policyMovement(documents, shared),
    series: series(facts),
    targets: targetProgress(statedTargets(documents, shared), facts, today, lexicon),
    themes: new Map((ledger.themes ?? []).map((t) => [t.id, t])),
    notebook: new Notebook(documents),
  };
}

/** The same bytes under two names are one page. */
function uniquePages(documents: readonly ReadDocument[]): ReadDocument[] {
  return [...new Map(documents.map((d) => [d.sha256, d])).values()];
}

export function said(words: Words, tone: Tone = 'plain'): Inline {
  return { type: 'words', words, tone };
}

export function badge(words: Words, tone: Tone): Inline {
  return { type: 'words', words, tone, badge: true };
}

export function both(zh: string, en: string): Bilingual {
  return { zh, en };
}

export function period(notation: string | null): Bilingual {
  if (notation === null) return { zh: '时期未写明', en: 'period not stated' };
  return { zh: periodTextLabel(notation, 'zh'), en: periodTextLabel(notation, 'en') };
}

/** Where, of which industry and group, against what: what the name of the indicator does not say already. */
export function scopeOf(fact: Pick<Fact, 'indicator' | 'scope' | 'comparator'>): string {
  const { region, industry, group } = fact.scope;
  return [
    region ?? NATION,
    ...[industry, group, fact.comparator].filter(
      (part): part is string => part !== null && part !== '' && !fact.indicator.includes(part),
    ),
  ].join(' · ');
}

/** Pages that state it independently, in words; empty for one. */
export function support(statement: Statement): Inline[] {
  if (statement.independent < 2) return [];
  const n = statement.independent;
  return [said(both(` ${n} 个独立来源`, ` ${n} independent sources`), 'muted')];
}

export function latestSaid(statement: Statement): string {
  return statement.mentions.reduce((day, m) => (m.said !== null && m.said > day ? m.said : day), '');
}
