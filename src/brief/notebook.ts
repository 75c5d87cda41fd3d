/**
 * Footnotes of a brief in the making: every number is handed in with where it stands; once the brief is complete, notes
 * are numbered in reading order, one a cited sentence, one a row of a table, one a formula, and the sentences are laid
 * out in their paragraphs.
 */
import {
  type Bilingual,
  type CellLocator,
  type Figure,
  type FormulaLocator,
  type PageLocator,
  periodTextLabel,
  type ReadDocument,
  type Repair,
  type ReportsLocator,
  type Span,
} from '../model/index.js';
import { type Citation, CitedPage } from '../read/across/index.js';
import { amount } from './amount.js';
import type {
  Block,
  Cited,
  Excerpt,
  Footnote,
  Inline,
  Picture,
  Piece,
  Place,
  Section,
  SourceCell,
  Tone,
  Words,
} from './brief-document.js';

/** More witnesses than this are counted, not listed. */
const LISTED = 4;
/** Text kept around cited sentences of a long paragraph, and the gap worth leaving out. */
const CONTEXT = 240;

/** Where a number stands: a sentence of a page at hand, or what a figure says of its origin. */
type Origin =
  | { kind: 'sentence'; citation: Citation }
  | { kind: 'quote'; figure: Figure; locator: PageLocator }
  | { kind: 'row'; figure: Figure; locator: CellLocator }
  | { kind: 'formula'; figure: Figure; locator: FormulaLocator }
  | { kind: 'reports'; figure: Figure; locator: ReportsLocator };

/** What a notebook asks of the desk about figures. */
export interface FigureWords {
  explain: (computed: Figure) => { formula: Words; method: Bilingual };
  isSynthetic: (figure: Figure) => boolean;
  /** Names of place, industry and indicator, in both languages where there are two. */
  names: (figure: Figure) => Record<'area' | 'industry' | 'indicator', Bilingual>;
}

const AS_WRITTEN: FigureWords = {
  explain: ({ source }) =>
    source.kind === 'formula'
      ? { formula: source.formula, method: { zh: source.method, en: source.method } }
      : { formula: '', method: { zh: '', en: '' } },
  isSynthetic: () => false,
  names: ({ area, industry, indicator }) => ({
    area: both(area.name, area.name),
    industry: both(industry?.name ?? '', industry?.name ?? ''),
    indicator: both(indicator, indicator),
  }),
};

interface SentenceNote {
  number: number;
  uses: number;
  citation: Citation;
  cited: Span[];
}

interface FigureNote {
  number: number;
  uses: number;
  origin: Exclude<Origin, { kind: 'sentence' }>;
  /** The figures that this note is called for. */
  figures: Map<string, Figure>;
  inputs: number[];
}

export interface Citing {
  tone?: Tone;
  computed?: Bilingual;
  stressed?: Span[];
}

export interface Numbered {
  footnotes: Footnote[];
  appendix: { source: number; excerpts: Excerpt[] }[];
}

export class Notebook {
  readonly #origins = new Map<Cited, readonly Origin[]>();
  readonly #figuresOf = new Map<Cited, readonly Figure[]>();
  readonly #pages: Map<string, CitedPage>;
  readonly #numbers: Map<string, number>;
  readonly #figures: ReadonlyMap<string, Figure>;
  readonly #words: FigureWords;
  readonly #used = new Map<string, Figure>();

  /**
   * `sources`: `all` numbers the documents in their order, cited or not; `cited` numbers what is cited, in the order in
   * which it is. `figures` are those that formulas take in.
   */
  constructor(
    documents: readonly ReadDocument[],
    sources: 'all' | 'cited' = 'all',
    figures: ReadonlyMap<string, Figure> = new Map(),
    words: FigureWords = AS_WRITTEN,
  ) {
    this.#words = words;
    this.#pages = new Map(documents.map((d) => [d.sha256, new CitedPage(d)]));
    this.#numbers = new Map(sources === 'all' ? documents.map((d, i) => [d.sha256, i + 1]) : []);
    this.#figures = figures;
  }

  cite(words: Words, citations: readonly Citation[], how: Citing = {}): Cited {
    return this.#cited(
      words,
      citations.map((citation) => ({ kind: 'sentence', citation })),
      how,
    );
  }

  /** A number with the figures that it states; of a computed one, the figure carries the formula. */
  citeFigures(words: Words, figures: readonly Figure[], how: Citing = {}): Cited {
    const cited = this.#cited(
      words,
      figures.map((figure) => this.#origin(figure)),
      how,
    );
    if (figures.some((figure) => this.#words.isSynthetic(figure))) cited.synthetic = true;
    this.#figuresOf.set(cited, figures);
    return cited;
  }

  /** Figures that the brief states or computes with, once its notes are numbered; of one source, or all. */
  used(source?: string): Figure[] {
    const figures = [...this.#used.values()];
    return source === undefined ? figures : figures.filter((figure) => isFrom(figure, source));
  }

  #cited(words: Words, origins: readonly Origin[], how: Citing): Cited {
    const seen = new Set<string>();
    const listed = origins.filter((o) => !seen.has(place(o)) && seen.add(place(o))).slice(0, LISTED);
    const cited: Cited = { type: 'cited', words, tone: how.tone ?? 'plain', references: [] };
    if (how.computed !== undefined) cited.computed = how.computed;
    if (how.stressed !== undefined) cited.stressed = how.stressed;
    this.#origins.set(cited, listed);
    return cited;
  }

  #origin(figure: Figure): Origin {
    const { source } = figure;
    if (source.kind === 'cell') return { kind: 'row', figure, locator: source };
    if (source.kind === 'formula') return { kind: 'formula', figure, locator: source };
    if (source.kind === 'reports') return { kind: 'reports', figure, locator: source };
    const page = this.#pages.get(source.document);
    if (page === undefined) return { kind: 'quote', figure, locator: source };
    return { kind: 'sentence', citation: page.cite(source) };
  }

  page(document: string): CitedPage {
    return this.#pages.get(document)!;
  }

  /** Counted from 1; a source not known yet gets the next number. */
  sourceNumber(document: string): number {
    const known = this.#numbers.get(document);
    if (known !== undefined) return known;
    this.#numbers.set(document, this.#numbers.size + 1);
    return this.#numbers.size;
  }

  /** SHA-256 of every source, in the order of their numbers. */
  sources(): string[] {
    return [...this.#numbers.keys()];
  }

  /** Numbers the notes in the order in which `sections` call them, and fills in the references. */
  number(summary: readonly Inline[][], sections: readonly Section[]): Numbered {
    const notes = new Map<string, SentenceNote | FigureNote>();
    for (const cited of citedIn(summary, sections)) {
      for (const figure of this.#figuresOf.get(cited) ?? []) this.#use(figure);
      for (const origin of this.#origins.get(cited) ?? []) {
        const note = this.#note(notes, origin);
        note.uses++;
        cited.references.push({ note: note.number, use: note.uses });
      }
    }
    const byPage = new Map<string, SentenceNote[]>();
    for (const note of notes.values()) {
      if (!('citation' in note)) continue;
      const list = byPage.get(note.citation.document);
      if (list === undefined) byPage.set(note.citation.document, [note]);
      else list.push(note);
    }
    return {
      footnotes: [...notes.values()].map((note) => this.#footnote(note)),
      appendix: [...byPage]
        .map(([document, list]) => ({
          source: this.sourceNumber(document),
          excerpts: excerpts(this.page(document), list),
        }))
        .sort((a, b) => a.source - b.source),
    };
  }

  #use(figure: Figure): void {
    if (this.#used.has(figure.id)) return;
    this.#used.set(figure.id, figure);
    if (figure.source.kind !== 'formula') return;
    for (const id of figure.source.inputs) {
      const input = this.#figures.get(id);
      if (input !== undefined) this.#use(input);
    }
  }

  /** The note of an origin, made where there is none yet; a formula's inputs get theirs right after it. */
  #note(notes: Map<string, SentenceNote | FigureNote>, origin: Origin): SentenceNote | FigureNote {
    const key = place(origin);
    const known = notes.get(key);
    const counted = { number: known?.number ?? notes.size + 1, uses: known?.uses ?? 0 };
    if (origin.kind === 'sentence') {
      const { citation } = origin;
      const note =
        known !== undefined && 'citation' in known ? known : { ...counted, citation, cited: [] as Span[] };
      note.cited.push({ start: citation.start, end: citation.end });
      notes.set(key, note);
      return note;
    }
    const note =
      known !== undefined && 'origin' in known
        ? known
        : { ...counted, origin, figures: new Map<string, Figure>(), inputs: [] as number[] };
    note.figures.set(origin.figure.id, origin.figure);
    notes.set(key, note);
    if (origin.kind === 'formula' && known === undefined) {
      const inputs = origin.locator.inputs.flatMap((id) => this.#figures.get(id) ?? []);
      note.inputs = [...new Set(inputs.map((input) => this.#note(notes, this.#origin(input)).number))];
    }
    return note;
  }

  #footnote(note: SentenceNote | FigureNote): Footnote {
    const { number, uses } = note;
    if ('citation' in note) {
      const { document, sentence } = note.citation;
      const text = this.page(document).text.slice(sentence.start, sentence.end);
      return {
        number,
        uses,
        source: this.sourceNumber(document),
        sentence: text,
        place: { kind: 'sentence' },
        trace: { page: { document, start: sentence.start, end: sentence.end } },
      };
    }
    const { origin } = note;
    const { released } = origin.figure;
    switch (origin.kind) {
      case 'quote': {
        const { document, start, end } = origin.locator;
        return {
          number,
          uses,
          source: this.sourceNumber(document),
          sentence: origin.figure.scope ?? origin.locator.quote,
          place: { kind: 'quote', released },
          trace: { figures: [...note.figures.keys()], page: { document, start, end } },
        };
      }
      case 'row': {
        const cells = [...note.figures.values()].map((figure) => this.#sourceCell(figure));
        const { sheet, row, sha256 } = origin.locator;
        const place: Place = { kind: 'row', sheet, row, released, cells };
        const sentence = cells.map((cell) => cell.quote).join(' ');
        const trace = { figures: [...note.figures.keys()] };
        return { number, uses, source: this.sourceNumber(sha256), sentence, place, trace };
      }
      case 'formula': {
        const { formula, method } = this.#words.explain(origin.figure);
        return {
          number,
          uses,
          source: null,
          sentence: formula,
          place: { kind: 'formula', method, inputs: note.inputs },
        };
      }
      case 'reports': {
        const { firms, values, files, counted } = origin.locator;
        const sources = files.map((file) => this.sourceNumber(file.sha256));
        return {
          number,
          uses,
          source: sources[0] ?? null,
          sentence: both(
            `${this.#stated(origin.figure).zh}：${amountOf(origin.figure).zh}`,
            `${this.#stated(origin.figure).en}: ${amountOf(origin.figure).en}`,
          ),
          place: {
            kind: 'reports',
            firms,
            values,
            sources,
            released,
            ...(counted === true && { counted }),
          },
        };
      }
    }
  }

  #sourceCell(figure: Figure): SourceCell {
    const { column, quote } = figure.source as CellLocator;
    return { column, quote, states: this.#stated(figure) };
  }

  /** What a figure states, in a line: where, what, when. */
  #stated(figure: Figure): Bilingual {
    const names = this.#words.names(figure);
    const compared = figure.comparator ?? '';
    const said = compared === '' || figure.indicator.includes(compared);
    const parts = (lang: 'zh' | 'en', comparator: string, period: string) =>
      [
        names.area[lang],
        names.industry[lang],
        figure.group ?? '',
        names.indicator[lang],
        said ? '' : comparator,
        period,
      ]
        .filter((part) => part !== '')
        .join(lang === 'zh' ? ' ' : ', ');
    const at = (lang: 'zh' | 'en') => (figure.period === null ? '' : periodTextLabel(figure.period, lang));
    return {
      zh: parts('zh', compared, at('zh')),
      en: parts('en', COMPARATORS_EN[compared] ?? compared, at('en')),
    };
  }
}

const COMPARATORS_EN: Record<string, string> = {
  同比: 'year on year',
  环比: 'on the period before',
  年均: 'a year on average',
};

function place(origin: Origin): string {
  switch (origin.kind) {
    case 'sentence':
      return `${origin.citation.document}:${origin.citation.sentence.start}`;
    case 'quote':
      return `${origin.locator.document}:${origin.figure.scope ?? origin.locator.start}`;
    case 'row':
      return `${origin.locator.sha256}:${origin.locator.sheet ?? ''}:${origin.locator.row}`;
    case 'formula':
    case 'reports':
      return `${origin.kind}:${origin.figure.id}`;
  }
}

function both(zh: string, en: string): Bilingual {
  return { zh, en };
}

function amountOf({ value, unit }: Figure): Bilingual {
  return amount(value, unit);
}

function isFrom({ source }: Figure, key: string): boolean {
  switch (source.kind) {
    case 'cell':
      return source.sha256 === key;
    case 'page':
      return source.document === key;
    case 'reports':
      return source.files.some((file) => file.sha256 === key);
    case 'formula':
      return false;
  }
}

/** Every cited element in reading order. */
export function* citedIn(summary: readonly Inline[][], sections: readonly Section[]): Generator<Cited> {
  for (const line of summary) yield* citedOf(line);
  for (const section of sections) for (const block of section.blocks) yield* citedInBlock(block);
}

export function* citedInBlock(block: Block): Generator<Cited> {
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
    case 'pictures':
      for (const picture of block.pictures) yield* citedInPicture(picture);
      break;
  }
}

export function* citedInPicture(picture: Picture): Generator<Cited> {
  switch (picture.kind) {
    case 'lines':
      for (const { points } of picture.series) for (const point of points) yield point.figure;
      break;
    case 'bars':
      for (const bar of picture.bars) yield bar.figure;
      if (picture.reference !== null) yield picture.reference.figure;
      break;
    case 'map':
      for (const { figure } of picture.values) yield figure;
      break;
    case 'path':
      for (const { figure } of picture.marks) yield figure;
      break;
    case 'chain':
    case 'flows':
    case 'heat':
    case 'space':
      yield picture.figure;
      break;
    case 'ranks':
    case 'quadrant':
      for (const { figure } of picture.points) if (figure !== null) yield figure;
      break;
    case 'tiers':
      for (const { figure } of picture.tiers) yield figure;
      break;
    case 'stairs':
      for (const { figure } of picture.steps) if (figure !== null) yield figure;
      break;
    case 'stacks':
      for (const { values } of picture.rows) for (const { figure } of values) yield figure;
      break;
  }
}

function* citedOf(inlines: readonly Inline[]): Generator<Cited> {
  for (const inline of inlines) if (inline.type === 'cited') yield inline;
}

/** Paragraphs with cited sentences; long ones are cut to what stands around the sentences. */
function excerpts(page: CitedPage, notes: readonly SentenceNote[]): Excerpt[] {
  const ordered = [...notes].sort((a, b) => a.citation.sentence.start - b.citation.sentence.start);
  const found: { start: number; end: number; paragraph: Span; notes: SentenceNote[] }[] = [];
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
function pieces(
  text: string,
  stretch: Span,
  notes: readonly SentenceNote[],
  repairs: readonly Repair[],
): Piece[] {
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
