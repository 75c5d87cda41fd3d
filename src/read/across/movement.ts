/**
 * How policy moved: the lines of work of one issuer's pages, set side by side over time. Each page's lines are
 * assigned one to one to the lines known so far (Munkres 1957) by likeness of title, of measures and of themes.
 */
import { munkres } from 'munkres';
import {
  type Bilingual,
  compareText,
  type Direction,
  type ReadDocument,
  spokenOn,
} from '../../model/index.js';
import { groupBy } from './grouping.js';
import { type AcrossLexicon, acrossLexicon } from './lexicon.js';
import { type DuplicateGroup, nearDuplicates, representatives } from './near-duplicates.js';
import { type Citation, CitedPage, inTimeOrder } from './pages.js';

export type LineState = 'new' | 'kept' | 'reworded' | 'dropped' | 'returned';

/** Why two wordings were taken as one line of work. All parts lie in 0–1; a part that could not be told is null. */
export interface MatchScore {
  score: number;
  title: number;
  /** How much of either title the other line says in its title and measures. */
  content: number;
  themes: number | null;
  /** Runs of characters that both titles hold, longest first. */
  shared: string[];
  why: Bilingual;
}

/** One line of work on one page. */
export interface LineMoment {
  document: string;
  date: string;
  state: LineState;
  /** Null where the line was dropped. */
  title: string | null;
  ordinal: number | null;
  group: string | null;
  measures: number;
  citation: Citation | null;
  match: MatchScore | null;
}

export interface LineOfWork {
  /** The latest wording. */
  title: string;
  themes: string[];
  moments: LineMoment[];
}

export interface MovementPage {
  document: string;
  source: string;
  title: string;
  date: string;
}

export interface Movement {
  /** Who speaks on these pages; null where the pages do not say. */
  issuer: string | null;
  /** Oldest first. */
  pages: MovementPage[];
  /** In the order of the latest page, lines dropped before it last. */
  lines: LineOfWork[];
}

export interface MovementOptions {
  lexicon?: AcrossLexicon;
  duplicates?: readonly DuplicateGroup[];
}

/** Titles this alike are the same wording: a particle or an adverb apart. */
const SAME_WORDING = 0.85;
/** Below this two lines are not one. */
const MATCH = 0.34;
/** The cost of no match: more than that of any two. */
const UNLIKE = 2;
/** A page with fewer lines speaks of one subject; that it leaves others out means nothing. */
const AGENDA = 3;
/** A line that was dropped must be a little more alike to come back. */
const ABSENCE = 0.06;

/** Bigrams by number, so that the lines of all pages are compared without comparing text. */
interface Line {
  direction: Direction;
  page: CitedPage;
  title: Gram[];
  /** How often each bigram stands in the title. */
  counts: Map<number, number>;
  /** Of title and measures together. */
  whole: Set<number>;
  /** Of the title: the weights of its bigrams, each counted once, and as often as it stands there. */
  distinct: number;
  total: number;
  themes: Set<string>;
}

/** A bigram of a title, with its weight and how often it stands there. */
interface Gram {
  gram: number;
  count: number;
  weight: number;
}

interface Track {
  last: Line;
  moments: LineMoment[];
  seenAt: number;
}

/** One movement an issuer that speaks on a page with lines of work. Undated pages and copies are left out. */
export function policyMovement(
  documents: readonly ReadDocument[],
  options: MovementOptions = {},
): Movement[] {
  const copies = representatives(options.duplicates ?? nearDuplicates(documents));
  const speaking = inTimeOrder(documents).filter(
    (d) => spokenOn(d) !== null && d.directions.length > 0 && (copies.get(d.sha256) ?? d.sha256) === d.sha256,
  );
  const issuers = issuersOf(speaking);
  const fillers = fillersOf(options.lexicon ?? acrossLexicon({}));
  return [...groupBy(speaking, (d) => issuers.get(d.sha256) ?? null)]
    .map(([issuer, pages]) => movementOf(issuer, pages, fillers))
    .sort((a, b) => b.pages.length - a.pages.length || compareText(a.issuer ?? '~', b.issuer ?? '~'));
}

/** Who decides on lines of work; a researcher's institute that comments on them does not. */
const PUBLIC_BODY = /(?:部|委员会|委|局|厅|政府|国务院|(?<!公)司)$/;
/** Where things are said, and who counts. */
const NO_ISSUER = /新闻办公室$|统计局$/;

/**
 * The public body whose officer speaks, else the one that the title names, else the first on the page; failing all,
 * nobody. A department speaks for its house: 工业和信息化部规划司 counts as 工业和信息化部 where both occur.
 */
function issuersOf(documents: readonly ReadDocument[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const { sha256, title, people, orgs } of documents) {
    const bodies = orgs.filter(({ name }) => PUBLIC_BODY.test(name) && !NO_ISSUER.test(name));
    const speaker = people.find((p) => p.org !== null && PUBLIC_BODY.test(p.org) && !p.mentionedOnly)?.org;
    const titled = bodies.find(({ name, mentions }) => [name, ...mentions].some((m) => title.includes(m)));
    const issuer = speaker ?? titled?.name ?? bodies[0]?.name;
    if (issuer !== undefined) found.set(sha256, issuer);
  }
  const names = [...new Set(found.values())].sort((a, b) => a.length - b.length || compareText(a, b));
  for (const [document, issuer] of found)
    found.set(document, names.find((name) => name.length > 2 && issuer.startsWith(name)) ?? issuer);
  return found;
}

function movementOf(
  issuer: string | null,
  documents: readonly ReadDocument[],
  fillers: RegExp | null,
): Movement {
  const grams = new Grams(documents);
  const perPage = documents.map((document) => {
    const page = new CitedPage(document);
    return document.directions.map((direction) => lineOf(direction, page, fillers, grams));
  });
  const tracks: Track[] = [];
  for (const [at, lines] of perPage.entries()) {
    const document = documents[at]!;
    const moment = { document: document.sha256, date: spokenOn(document)! };
    const taken = assign(tracks, lines);
    const met = new Set(taken.values());
    const agenda = lines.length >= AGENDA;
    for (const track of tracks)
      if (agenda && !met.has(track) && track.moments.at(-1)!.state !== 'dropped')
        track.moments.push({ ...moment, state: 'dropped', ...ABSENT });
    for (const [i, line] of lines.entries()) {
      const track = taken.get(i);
      const said = { ...moment, ...wordingOf(line) };
      if (track === undefined) {
        tracks.push({ last: line, seenAt: at, moments: [{ ...said, state: 'new', match: null }] });
        continue;
      }
      const match = explained(track.last, line);
      const state =
        track.moments.at(-1)!.state === 'dropped'
          ? 'returned'
          : match.title >= SAME_WORDING
            ? 'kept'
            : 'reworded';
      track.moments.push({ ...said, state, match });
      track.last = line;
      track.seenAt = at;
    }
  }
  const place = (t: Track) => perPage[t.seenAt]!.indexOf(t.last);
  return {
    issuer,
    pages: documents.map((d) => ({
      document: d.sha256,
      source: d.source,
      title: d.title,
      date: spokenOn(d)!,
    })),
    lines: [...tracks]
      .sort((a, b) => b.seenAt - a.seenAt || place(a) - place(b))
      .map((t) => ({
        title: t.last.direction.title,
        themes: [...t.last.themes],
        moments: t.moments,
      })),
  };
}

const ABSENT = { title: null, ordinal: null, group: null, measures: 0, citation: null, match: null };

function wordingOf(line: Line): Omit<LineMoment, 'document' | 'date' | 'state' | 'match'> {
  const { direction, page } = line;
  const at = page.text.indexOf(direction.title, direction.start);
  const inside = at >= direction.start && at < direction.end;
  const span = inside ? { start: at, end: at + direction.title.length } : direction;
  return {
    title: direction.title,
    ordinal: direction.ordinal,
    group: direction.group,
    measures: direction.measures.length,
    citation: page.cite(span),
  };
}

/** For each line of a page, the track that it carries on. */
function assign(tracks: readonly Track[], lines: readonly Line[]): Map<number, Track> {
  const taken = new Map<number, Track>();
  if (tracks.length === 0 || lines.length === 0) return taken;
  const absent = tracks.map((track) => (track.moments.at(-1)!.state === 'dropped' ? ABSENCE : 0));
  const costs = lines.map((line) =>
    tracks.map((track, i) => {
      const score = likeness(track.last, line, MATCH + absent[i]!).score - absent[i]!;
      return score >= MATCH ? 1 - score : UNLIKE;
    }),
  );
  for (const [line, track] of munkres(costs))
    if (costs[line]![track]! < UNLIKE) taken.set(line, tracks[track]!);
  return taken;
}

interface Likeness {
  score: number;
  title: number;
  content: number;
  themes: number | null;
}

/**
 * Over character bigrams, a bigram weighing the less the more sentences use it: Dice's coefficient of the titles
 * (0.5), the share of one title that the other line holds in title and measures (0.2), and the overlap of themes
 * (0.3), whose weight falls to the others where a line has none. A score that cannot reach `least` is given as 0.
 */
function likeness(a: Line, b: Line, least = 0): Likeness {
  const title = dice(a, b);
  const themes = a.themes.size > 0 && b.themes.size > 0 ? jaccard(a.themes, b.themes) : null;
  const scored = (content: number) => {
    const said = 0.5 * title + 0.2 * content;
    return rounded(themes === null ? said / 0.7 : said + 0.3 * themes);
  };
  if (scored(1) < least) return { score: 0, title, content: 0, themes };
  const content = Math.max(held(a, b.whole), held(b, a.whole));
  return { score: scored(content), title, content, themes };
}

function explained(a: Line, b: Line): MatchScore {
  const { score, title, content, themes } = likeness(a, b);
  const shared = sharedWords(a.direction.title, b.direction.title);
  return {
    score,
    title: rounded(title),
    content: rounded(content),
    themes: themes === null ? null : rounded(themes),
    shared,
    why: explain({ title, content, themes, score, shared }),
  };
}

function explain(match: Omit<MatchScore, 'why'>): Bilingual {
  const percent = (x: number) => `${Math.round(x * 100)}%`;
  const zh = [`标题相似 ${percent(match.title)}`, `内容相含 ${percent(match.content)}`];
  const en = [`titles alike ${percent(match.title)}`, `content held ${percent(match.content)}`];
  if (match.themes !== null) {
    zh.push(`主题重合 ${percent(match.themes)}`);
    en.push(`themes shared ${percent(match.themes)}`);
  }
  const words = match.shared
    .map((run) => run.replace(/^[的和与及化性]+|[的和与及]+$/g, ''))
    .filter((word) => word.length > 1)
    .join('、');
  return {
    zh: `匹配度 ${percent(match.score)}（${zh.join('，')}）${words === '' ? '' : `；都说「${words}」`}`,
    en: `match ${percent(match.score)} (${en.join(', ')})${words === '' ? '' : `; both say ${words}`}`,
  };
}

function lineOf(direction: Direction, page: CitedPage, fillers: RegExp | null, grams: Grams): Line {
  const title = [...bigrams(direction.title, fillers)].map(
    ([gram, count]): Gram => ({ gram: grams.number(gram), count, weight: grams.weight(gram) }),
  );
  const words = [direction.title, ...direction.measures.map((m) => m.text)].join('\n');
  return {
    direction,
    page,
    title,
    counts: new Map(title.map(({ gram, count }) => [gram, count])),
    whole: new Set([...bigrams(words, fillers).keys()].map((gram) => grams.number(gram))),
    distinct: title.reduce((sum, gram) => sum + gram.weight, 0),
    total: title.reduce((sum, gram) => sum + gram.count * gram.weight, 0),
    themes: new Set([...direction.themes, ...direction.measures.flatMap((m) => m.themes)]),
  };
}

/** Bigrams within runs of letters and digits; fillers (推动, 加快 …) end a run, for what lies across them is no word. */
function bigrams(text: string, fillers: RegExp | null): Map<string, number> {
  const grams = new Map<string, number>();
  const told = fillers === null ? text : text.replace(fillers, ' ');
  for (const run of told.match(/[\p{L}\p{N}]+/gu) ?? text.match(/[\p{L}\p{N}]+/gu) ?? [])
    for (let i = 0; i + 1 < run.length; i++) {
      const gram = run.slice(i, i + 2);
      grams.set(gram, (grams.get(gram) ?? 0) + 1);
    }
  return grams;
}

/** The bigrams of the pages: a number for each, and its inverse frequency among their sentences. */
class Grams {
  readonly #numbers = new Map<string, number>();
  readonly #uses = new Map<string, number>();
  #sentences = 0;

  constructor(documents: readonly ReadDocument[]) {
    for (const document of documents)
      for (const paragraph of document.cleanedParagraphs)
        for (const sentence of paragraph.split(/[。！？；;!?]/)) {
          this.#sentences++;
          for (const gram of bigrams(sentence, null).keys())
            this.#uses.set(gram, (this.#uses.get(gram) ?? 0) + 1);
        }
  }

  number(gram: string): number {
    const known = this.#numbers.get(gram);
    if (known !== undefined) return known;
    this.#numbers.set(gram, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  weight(gram: string): number {
    return Math.log(1 + this.#sentences / (this.#uses.get(gram) ?? 1));
  }
}

function dice(a: Line, b: Line): number {
  const all = a.total + b.total;
  let shared = 0;
  for (const { gram, count, weight } of a.title) {
    const other = b.counts.get(gram);
    if (other !== undefined) shared += 2 * Math.min(count, other) * weight;
  }
  return all === 0 ? 0 : shared / all;
}

/** The share of a line's title that `whole` holds. */
function held(line: Line, whole: ReadonlySet<number>): number {
  let shared = 0;
  for (const { gram, weight } of line.title) if (whole.has(gram)) shared += weight;
  return line.distinct === 0 ? 0 : shared / line.distinct;
}

function jaccard(a: Set<string>, b: Set<string>): number {
  let shared = 0;
  for (const x of a) if (b.has(x)) shared++;
  return shared / (a.size + b.size - shared);
}

/** Longest common runs of two characters and more, taken greedily. Titles are short. */
function sharedWords(a: string, b: string): string[] {
  const found: string[] = [];
  let left = a.slice(0, 80);
  let right = b.slice(0, 80);
  for (;;) {
    const run = longestCommon(left, right);
    if (run.length < 2) return found;
    found.push(run);
    left = left.replace(run, '\u0000');
    right = right.replace(run, '\u0001');
  }
}

function longestCommon(a: string, b: string): string {
  let best = '';
  let row = new Uint16Array(b.length + 1);
  for (let i = 1; i <= a.length; i++) {
    const next = new Uint16Array(b.length + 1);
    for (let j = 1; j <= b.length; j++)
      if (a[i - 1] === b[j - 1] && /[\p{L}\p{N}]/u.test(a[i - 1]!)) {
        next[j] = row[j - 1]! + 1;
        if (next[j]! > best.length) best = a.slice(i - next[j]!, i);
      }
    row = next;
  }
  return best;
}

function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}

/** Longest first, so that 着眼于 is cut before 着眼. */
function fillersOf(lexicon: AcrossLexicon): RegExp | null {
  const words = lexicon.lineFillers
    .filter((word) => word !== '')
    .sort((a, b) => b.length - a.length)
    .map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return words.length === 0 ? null : new RegExp(words.join('|'), 'gu');
}
