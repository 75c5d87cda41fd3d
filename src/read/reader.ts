// The reader: lexicons compiled once, then any number of pages, each from its bytes to a document.
import { z } from 'zod';
import type { OffsetMap, OffsetRun, ReadDocument, Repair } from '../model/index.js';
import { sha256, UserError } from '../model/index.js';
import { type Article, assembleArticle, type CleanPage } from './article.js';
import { selfChecks } from './checks.js';
import type { DecodedText } from './clean/decode.js';
import { CleaningLexiconSchema, type CleaningOptions, cleanPage, decodedPage } from './clean/index.js';
import { DirectionsLexiconSchema, readDirections } from './directions/index.js';
import { compileFigures, FiguresLexiconSchema, readFigures } from './figures/index.js';
import { readMilestones } from './milestones.js';
import { namesLexicon, readNames } from './names/index.js';
import { RepairLexiconSchema, repairLines } from './repair/index.js';
import { ThemeTaxonomySchema, tagDirections } from './themes.js';

/** Changes when a page would be read differently: a stored reading knows by which reader it was made. */
export const READER_VERSION = '2';

export interface Page {
  /** File name; its extension tells the format where the bytes do not. */
  name: string;
  bytes: Uint8Array;
}

export interface Reader {
  /** Reads one page. Throws a UserError, which names the file, for a page that cannot be read. */
  read(page: Page): Promise<ReadDocument>;
  /** The page as it came, decoded: what the raw offsets of its reading count in. */
  decode(page: Page): Promise<string>;
}

const LexiconsSchema = z.object({
  cleaning: CleaningLexiconSchema,
  repair: RepairLexiconSchema,
  figures: FiguresLexiconSchema,
  directions: DirectionsLexiconSchema,
  themes: ThemeTaxonomySchema,
});

/**
 * Compiles lexicons (the merged tree that `loadLexicons` of the store gives) into a reader. Throws a UserError that
 * names the entry where a lexicon does not have the shape it needs.
 */
export function createReader(lexicons: Record<string, unknown>, options: CleaningOptions = {}): Reader {
  const parsed = LexiconsSchema.safeParse(lexicons);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new UserError({
      zh: `词表 ${issue.path.join('.')} 有误：${issue.message}`,
      en: `lexicon ${issue.path.join('.')}: ${issue.message}`,
    });
  }
  const { cleaning, repair, directions: directionWords, themes, figures } = parsed.data;
  const names = namesLexicon(lexicons);
  const grammar = compileFigures(figures);
  return {
    decode: (page) => decodedPage(page, cleaning, options),
    async read(page) {
      const cleaned = await cleanPage(
        page,
        cleaning,
        (lines, context) => repairLines(lines, context, repair),
        options,
      );
      const { clean } = cleaned;
      const article = assembleArticle(
        clean.title,
        clean.paragraphs.map(({ text, role }) => ({ text: text.text, role })),
      );
      const named = readNames(article, names);
      const read = readFigures(
        article,
        {
          published: clean.published,
          titlePlaces: named.titlePlaces,
          namedPlaces: named.namedPlaces,
          places: named.places,
          industries: mentionsOf(article, named.industries),
        },
        grammar,
      );
      const { directions, announced } = readDirections(article, directionWords);
      const anchor = read.time.eventDates[0] ?? null;
      return {
        schema: 'ballast.read/1',
        source: page.name,
        sha256: sha256(page.bytes),
        format: cleaned.format,
        title: clean.title,
        ...(clean.titleRaw === undefined ? {} : { titleRaw: clean.titleRaw }),
        published: clean.published,
        ...(clean.publishedRaw === undefined ? {} : { publishedRaw: clean.publishedRaw }),
        ...(read.time.publishedTrust === undefined ? {} : { publishedTrust: read.time.publishedTrust }),
        eventDates: read.time.eventDates,
        outlet: clean.outlet,
        originalOutlet: clean.originalOutlet,
        authors: clean.authors,
        editors: clean.editors,
        ...(clean.deck === undefined ? {} : { deck: clean.deck }),
        cleanedParagraphs: clean.paragraphs.map(({ text }) => text.text),
        paragraphRoles: clean.paragraphs.map(({ role }) => role),
        paragraphRawLine: clean.paragraphs.map(({ rawLine }) => rawLine),
        directions: tagDirections(directions, themes),
        observations: read.observations,
        targets: [...read.targets, ...readMilestones(article, anchor, directionWords)].sort(
          (a, b) => a.start - b.start,
        ),
        programmes: named.programmes,
        people: named.people,
        orgs: named.orgs,
        regions: named.regions,
        industries: named.industries,
        futureIndustries: named.futureIndustries,
        repairs: repairsOf(clean, article),
        offsetMap: offsetMapOf(clean, article, cleaned.decoded),
        selfChecks: selfChecks(article, announced, read.observations, read.time, clean.published),
      };
    },
  };
}

/** Where the named things stand in the text, in order. */
function mentionsOf(
  article: Article,
  names: readonly string[],
): { start: number; end: number; name: string }[] {
  const mentions = [];
  for (const name of names) {
    for (let at = article.text.indexOf(name); at >= 0; at = article.text.indexOf(name, at + name.length)) {
      mentions.push({ start: at, end: at + name.length, name });
    }
  }
  return mentions.sort((a, b) => a.start - b.start || b.end - a.end);
}

function repairsOf(clean: CleanPage, article: Article): Repair[] {
  return clean.repairs.map(({ paragraph, ...repair }) => {
    const offset = article.paragraphs[paragraph]!.start;
    return { ...repair, start: repair.start + offset, end: repair.end + offset };
  });
}

function offsetMapOf(clean: CleanPage, article: Article, decoded: DecodedText): OffsetMap {
  const runs: OffsetRun[] = [];
  for (const [i, { text }] of clean.paragraphs.entries()) {
    const { start } = article.paragraphs[i]!;
    let run: OffsetRun | null = null;
    for (let k = 0; k < text.length; k++) {
      const raw = text.origin[k]!;
      if (raw < 0) run = null;
      else if (run !== null && raw === run.raw + run.length) run.length++;
      else {
        run = { clean: start + k, raw, length: 1 };
        runs.push(run);
      }
    }
  }
  const { byteOffset } = decoded;
  return {
    encoding: decoded.encoding,
    runs,
    ...(byteOffset === null ? {} : { bytes: runs.map((run) => byteOffset(run.raw)) }),
  };
}
