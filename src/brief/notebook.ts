/**
 * Footnotes of a brief in the making: every number is handed in with its citations; once the brief stands, notes are
 * numbered in reading order, one a cited sentence, and the sentences are laid out in their paragraphs.
 */
import type { Bilingual, ReadDocument, Repair, Span } from '../model/index.js';
import { type Citation, CitedPage } from '../read/across/index.js';
import type {
  Block,
  Cited,
  Excerpt,
  Footnote,
  Inline,
  Piece,
  Section,
  Tone,
  Words,
} from './brief-document.js';

/** More witnesses than this are counted, not listed. */
const LISTED = 4;
/** Text kept around cited sentences of a long paragraph, and the gap worth leaving out. */
const CONTEXT = 240;

interface Note {
  number: number;
  citation: Citation;
  cited: Span[];
  uses: number;
}

export interface Citing {
  tone?: Tone;
  computed?: Bilingual;
  stressed?: Span[];
}

export class Notebook {
  readonly #citations = new Map<Cited, readonly Citation[]>();
  readonly #pages: Map<string, CitedPage>;
  readonly #numbers: Map<string, number>;

  /** `documents` in the order of their source numbers. */
  constructor(documents: readonly ReadDocument[]) {
    this.#pages = new Map(documents.map((d) => [d.sha256, new CitedPage(d)]));
    this.#numbers = new Map(documents.map((d, i) => [d.sha256, i + 1]));
  }

  cite(words: Words, citations: readonly Citation[], how: Citing = {}): Cited {
    const seen = new Set<string>();
    const listed = citations.filter((c) => !seen.has(place(c)) && seen.add(place(c))).slice(0, LISTED);
    const cited: Cited = { type: 'cited', words, tone: how.tone ?? 'plain', references: [] };
    if (how.computed !== undefined) cited.computed = how.computed;
    if (how.stressed !== undefined) cited.stressed = how.stressed;
    this.#citations.set(cited, listed);
    return cited;
  }

  page(document: string): CitedPage {
    return this.#pages.get(document)!;
  }

  sourceNumber(document: string): number {
    return this.#numbers.get(document)!;
  }

  /** Numbers the notes in the order in which `sections` call them, and fills in the references. */
  number(
    summary: readonly Inline[][],
    sections: readonly Section[],
  ): { footnotes: Footnote[]; appendix: { source: number; excerpts: Excerpt[] }[] } {
    const notes = new Map<string, Note>();
    for (const cited of citedIn(summary, sections))
      for (const citation of this.#citations.get(cited) ?? []) {
        const known = notes.get(place(citation));
        const note = known ?? { number: notes.size + 1, citation, cited: [], uses: 0 };
        notes.set(place(citation), note);
        note.uses++;
        note.cited.push({ start: citation.start, end: citation.end });
        cited.references.push({ note: note.number, use: note.uses });
      }
    const byPage = new Map<string, Note[]>();
    for (const note of notes.values()) {
      const list = byPage.get(note.citation.document);
      if (list === undefined) byPage.set(note.citation.document, [note]);
      else list.push(note);
    }
    return {
      footnotes: [...notes.values()].map(({ number, citation, uses }) => ({
        number,
        source: this.sourceNumber(citation.document),
        sentence: this.page(citation.document).text.slice(citation.sentence.start, citation.sentence.end),
        uses,
      })),
      appendix: [...byPage]
        .map(([document, list]) => ({
          source: this.sourceNumber(document),
          excerpts: excerpts(this.page(document), list),
        }))
        .sort((a, b) => a.source - b.source),
    };
  }
}

function place(citation: Citation): string {
  return `${citation.document}:${citation.sentence.start}`;
}

/** Every cited element in reading order. */
export function* citedIn(summary: readonly Inline[][], sections: readonly Section[]): Generator<Cited> {
  for (const line of summary) yield* citedOf(line);
  for (const section of sections) for (const block of section.blocks) yield* citedInBlock(block);
}

function* citedInBlock(block: Block): Generator<Cited> {
  switch (block.type) {
    case 'paragraph':
      yield* citedOf(block.inlines);
      break;
    case 'heading':
      yield* citedOf(block.detail);
      break;
    case 'list':
      for (const item of [...block.items, ...block.folded]) yield* citedOf(item);
      break;
    case 'cards':
      for (const card of block.cards) yield* citedOf([card.figure, ...card.detail]);
      break;
    case 'table':
      for (const row of block.rows) for (const cell of row.cells) yield* citedOf(cell);
      break;
    case 'timeline':
      for (const group of block.groups)
        for (const row of group.rows)
          for (const moments of row.cells)
            for (const moment of moments) if (moment.wording !== null) yield moment.wording;
      break;
    case 'charts':
      for (const chart of block.charts)
        yield* citedOf([...chart.detail, ...chart.points.map((p) => p.figure)]);
      break;
    case 'bars':
      for (const bar of block.bars) yield* citedOf([bar.figure, ...bar.detail]);
      break;
  }
}

function* citedOf(inlines: readonly Inline[]): Generator<Cited> {
  for (const inline of inlines) if (inline.type === 'cited') yield inline;
}

/** Paragraphs with cited sentences; long ones are cut to what stands around the sentences. */
function excerpts(page: CitedPage, notes: readonly Note[]): Excerpt[] {
  const ordered = [...notes].sort((a, b) => a.citation.sentence.start - b.citation.sentence.start);
  const found: { start: number; end: number; paragraph: Span; notes: Note[] }[] = [];
  for (const note of ordered) {
    const { sentence } = note.citation;
    const paragraph = page.paragraphs[note.citation.paragraph] ?? sentence;
    const start = Math.max(paragraph.start, sentence.start - CONTEXT);
    const end = Math.min(paragraph.end, sentence.end + CONTEXT);
    const last = found.at(-1);
    if (last !== undefined && last.paragraph.start === paragraph.start && start <= last.end + CONTEXT) {
      last.end = Math.max(last.end, end);
      last.notes.push(note);
    } else found.push({ start, end, paragraph, notes: [note] });
  }
  const repairs = [...page.document.repairs].sort((a, b) => a.start - b.start || a.end - b.end);
  return found.map(({ start, end, paragraph, notes: here }) => ({
    cutBefore: start > paragraph.start,
    cutAfter: end < paragraph.end,
    pieces: pieces(page.text, { start, end }, here, repairs),
  }));
}

/** Cuts a stretch wherever a sentence, a cited span or a repair begins or ends. */
function pieces(text: string, stretch: Span, notes: readonly Note[], repairs: readonly Repair[]): Piece[] {
  const here = repairs.filter((r) => r.start >= stretch.start && r.end <= stretch.end);
  const cited = notes.flatMap((n) => n.cited);
  const cuts = new Set([stretch.start, stretch.end]);
  for (const span of [...notes.map((n) => n.citation.sentence), ...cited, ...here])
    for (const cut of [span.start, span.end]) if (cut > stretch.start && cut < stretch.end) cuts.add(cut);
  const edges = [...cuts].sort((a, b) => a - b);
  const noteAt = (offset: number) =>
    notes.find(({ citation: { sentence } }) => sentence.start <= offset && offset < sentence.end)?.number ??
    null;
  const out: Piece[] = [];
  const shown = new Set<Repair>();
  const removedAt = (offset: number) => {
    for (const repair of here)
      if (repair.start === repair.end && repair.start === offset)
        out.push({
          text: '',
          note: noteAt(offset),
          cited: false,
          repair: { operation: repair.operation, before: repair.before },
        });
  };
  for (const [i, start] of edges.entries()) {
    removedAt(start);
    const end = edges[i + 1];
    if (end === undefined) break;
    const repair = here.find((r) => r.start < r.end && r.start <= start && end <= r.end);
    const first = repair !== undefined && !shown.has(repair);
    if (repair !== undefined) shown.add(repair);
    out.push({
      text: text.slice(start, end),
      note: noteAt(start),
      cited: cited.some((s) => s.start <= start && end <= s.end),
      repair:
        repair === undefined ? null : { operation: repair.operation, before: first ? repair.before : '' },
    });
  }
  return out;
}
