/**
 * The pages of a workspace as they are read and searched: what depends on all of them together (the index, lines of work,
 * targets) is made once and again when a page is added or read anew.
 */
import { type Bilingual, figuresOf, type ReadDocument, type Span } from '../model/index.js';
import {
  acrossLexicon,
  consolidate,
  createReader,
  type DuplicateGroup,
  type Fact,
  type Movement,
  nearDuplicates,
  policyMovement,
  type Reader,
  type StatedTarget,
  statedTargets,
  type TargetProgress,
  targetProgress,
} from '../read/index.js';
import { documentsVersion, documentTexts, type Workspace } from '../store/index.js';
import { PhraseIndex } from './phrase-index.js';

export interface Theme extends Bilingual {
  id: string;
}

/** The taxonomy of lines of work, in its order. */
export function themesOf(lexicons: Record<string, unknown>): Theme[] {
  const { lines } = lexicons.themes as { lines: Record<string, Bilingual> };
  return Object.entries(lines).map(([id, { zh, en }]) => ({ id, zh, en }));
}

export interface PageFound {
  document: string;
  title: string;
  day: string | null;
  outlet: string | null;
  inTitle: boolean;
  hits: number;
  snippets: Snippet[];
}

/** Characters around a hit; plain text. */
export interface Snippet extends Span {
  before: string;
  match: string;
  after: string;
}

/** A page with what its marks need. */
export interface PageReading {
  document: ReadDocument;
  /** Of its observations, in their order: ids of figures. */
  figureIds: string[];
  /** Where the people it names stand. */
  people: (Span & { person: number })[];
  /** Titles of pages that say the same, this one being a copy of the first or the first itself. */
  copies: { document: string; title: string }[];
}

interface Searchable {
  index: PhraseIndex;
  pages: { sha256: string; title: string; day: string | null; outlet: string | null; text: string }[];
}

interface Together {
  documents: ReadDocument[];
  duplicates: DuplicateGroup[];
  facts: Fact[];
  movements: Movement[];
  stated: StatedTarget[];
}

const SNIPPETS = 3;
const AROUND = 48;
/** Characters of a decoded page that are shown; a longer one is told to go on. */
export const LONGEST_RAW = 400_000;

export class PolicyLibrary {
  readonly #workspace: Workspace;
  readonly #lexicons: Record<string, unknown>;
  readonly #made = new Map<string, { version: string; value: Promise<unknown> }>();
  #reader: Reader | null = null;

  constructor(workspace: Workspace, lexicons: Record<string, unknown>) {
    this.#workspace = workspace;
    this.#lexicons = lexicons;
  }

  get themes(): Theme[] {
    return themesOf(this.#lexicons);
  }

  /** Pages that hold every phrase of what is asked for; those with it in the title first, then the newest. */
  async search(asked: string): Promise<PageFound[]> {
    const { index, pages } = await this.#once('index', () => this.#searchable());
    return index
      .search(asked)
      .map(({ entry, hits }): PageFound => {
        const { sha256, title, day, outlet, text } = pages[entry]!;
        // The title stands before the text, and a line break between them.
        const offset = title.length + 1;
        const inText = hits
          .filter((hit) => hit.start >= offset)
          .map((hit) => ({ start: hit.start - offset, end: hit.end - offset }));
        return {
          document: sha256,
          title,
          day,
          outlet,
          inTitle: hits.some((hit) => hit.end <= offset),
          hits: hits.length,
          snippets: apart(inText).map((hit) => snippet(text, hit)),
        };
      })
      .sort((a, b) => Number(b.inTitle) - Number(a.inTitle));
  }

  /** Null where there is no page of that hash. */
  async reading(sha256: string): Promise<PageReading | null> {
    const document = await this.#workspace.reading(sha256);
    if (document === null) return null;
    const { duplicates, documents } = await this.#together();
    const group = duplicates.find(
      ({ members, representative }) =>
        representative === sha256 || members.some((member) => member.document === sha256),
    );
    const titles = new Map(documents.map((one) => [one.sha256, one.title]));
    const others = group === undefined ? [] : [group.representative, ...group.members.map((m) => m.document)];
    return {
      document,
      figureIds: figuresOf(document).map(({ id }) => id),
      people: peopleIn(document),
      copies: [...new Set(others)]
        .filter((other) => other !== sha256)
        .map((other) => ({ document: other, title: titles.get(other) ?? other })),
    };
  }

  /** The page as it came, decoded; what the raw offsets of its reading count in. */
  async raw(sha256: string, source: string): Promise<{ text: string; total: number }> {
    this.#reader ??= createReader(this.#lexicons);
    const bytes = await this.#workspace.originals.get(sha256);
    const text = await this.#reader.decode({ name: source, bytes });
    return { text: text.slice(0, LONGEST_RAW), total: text.length };
  }

  async movements(): Promise<Movement[]> {
    return (await this.#together()).movements;
  }

  /** Every promise with the latest figure of the same thing. `today`: ISO day. */
  async targets(today: string): Promise<TargetProgress[]> {
    const { stated, facts } = await this.#together();
    return targetProgress(stated, facts, today, acrossLexicon(this.#lexicons.across));
  }

  async titles(): Promise<Map<string, string>> {
    return new Map((await this.#together()).documents.map(({ sha256, title }) => [sha256, title]));
  }

  #together(): Promise<Together> {
    return this.#once('together', async () => {
      const documents = await this.#workspace.readings();
      const lexicon = acrossLexicon(this.#lexicons.across);
      const duplicates = nearDuplicates(documents);
      const shared = { lexicon, duplicates };
      return {
        documents,
        duplicates,
        facts: consolidate(documents, shared),
        movements: policyMovement(documents, shared),
        stated: statedTargets(documents, shared),
      };
    });
  }

  async #searchable(): Promise<Searchable> {
    const pages = await documentTexts((sql, values) => this.#workspace.query(sql, values));
    const index = new PhraseIndex();
    for (const { title, text } of pages) index.add(`${title}\n${text}`);
    return { index, pages };
  }

  /** What was made of the present pages, or is being made. */
  async #once<Made>(name: string, make: () => Promise<Made>): Promise<Made> {
    const version = await documentsVersion((sql, values) => this.#workspace.query(sql, values));
    const known = this.#made.get(name);
    if (known?.version === version) return known.value as Promise<Made>;
    const value = make();
    const entry = { version, value };
    this.#made.set(name, entry);
    value.catch(() => this.#made.get(name) === entry && this.#made.delete(name));
    return value;
  }
}

/** The first hits that do not stand in the snippet of one before. */
function apart(hits: readonly Span[]): Span[] {
  const chosen: Span[] = [];
  for (const hit of hits) {
    if (chosen.length === SNIPPETS) break;
    const last = chosen.at(-1);
    if (last === undefined || hit.start > last.end + AROUND) chosen.push(hit);
  }
  return chosen;
}

function snippet(text: string, { start, end }: Span): Snippet {
  const line = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  return {
    start,
    end,
    before: text.slice(Math.max(line, start - AROUND), start),
    match: text.slice(start, end),
    after: text.slice(end, Math.min(next < 0 ? text.length : next, end + AROUND)),
  };
}

function peopleIn({ people, cleanedParagraphs }: ReadDocument): PageReading['people'] {
  const text = cleanedParagraphs.join('\n');
  return people.flatMap(({ name }, person) => {
    const found: PageReading['people'] = [];
    if (name === '') return found;
    for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + name.length))
      found.push({ start: at, end: at + name.length, person });
    return found;
  });
}

export type { TargetProgress };
