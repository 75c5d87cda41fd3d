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
/** A page with fewer lines speaks of one subject; that it leaves others out means nothing. */
const AGENDA = 3;
/** A line that was dropped must be a little more alike to come back. */
const ABSENCE = 0.06;

interface Line {
  direction: Direction;
  page: CitedPage;
  title: Map<string, number>;
  /** Title and measures together. */
  whole: Map<string, number>;
  themes: Set<string>;
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

/**
 * The speaker's organisation, else the one that the title names, else the first one. A department speaks for its
 * house: 工业和信息化部规划司 counts as 工业和信息化部 where both occur.
 */
function issuersOf(documents: readonly ReadDocument[]): Map<string, string> {
  const found = new Map<string, string>();
  for (const document of documents) {
    const speaker = document.people.find((p) => p.org !== null && !p.mentionedOnly)?.org;
    const titled = document.orgs.find((o) => [o.name, ...o.mentions].some((m) => document.title.includes(m)));
    const issuer = speaker ?? titled?.name ?? document.orgs[0]?.name;
    if (issuer !== undefined) found.set(document.sha256, issuer);
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
  const perPage = documents.map((document) => {
    const page = new CitedPage(document);
    return document.directions.map((direction) => lineOf(direction, page, fillers));
  });
  const weight = rarity(documents);
  const tracks: Track[] = [];
  for (const [at, lines] of perPage.entries()) {
    const document = documents[at]!;
    const moment = { document: document.sha256, date: spokenOn(document)! };
    const taken = assign(tracks, lines, weight);
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
      const match = likeness(track.last, line, weight);
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
function assign(
  tracks: readonly Track[],
  lines: readonly Line[],
  weight: (gram: string) => number,
): Map<number, Track> {
  const taken = new Map<number, Track>();
  if (tracks.length === 0 || lines.length === 0) return taken;
  const scores = lines.map((line) =>
    tracks.map(
      (track) =>
        likeness(track.last, line, weight).score - (track.moments.at(-1)!.state === 'dropped' ? ABSENCE : 0),
    ),
  );
  const costs = scores.map((row) => row.map((score) => (score >= MATCH ? 1 - score : 2)));
  for (const [line, track] of munkres(costs))
    if (scores[line]![track]! >= MATCH) taken.set(line, tracks[track]!);
  return taken;
}

/**
 * Over character bigrams, a bigram weighing the less the more sentences use it: Dice's coefficient of the titles
 * (0.5), the share of one title that the other line holds in title and measures (0.2), and the overlap of themes
 * (0.3), whose weight falls to the others where a line has none.
 */
function likeness(a: Line, b: Line, weight: (gram: string) => number): MatchScore {
  const title = dice(a.title, b.title, weight);
  const content = Math.max(held(a.title, b.whole, weight), held(b.title, a.whole, weight));
  const themes = a.themes.size > 0 && b.themes.size > 0 ? jaccard(a.themes, b.themes) : null;
  const said = 0.5 * title + 0.2 * content;
  const score = themes === null ? said / 0.7 : said + 0.3 * themes;
  const shared = sharedWords(a.direction.title, b.direction.title);
  return {
    score: rounded(score),
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

function lineOf(direction: Direction, page: CitedPage, fillers: RegExp | null): Line {
  const title = bigrams(direction.title, fillers);
  const whole = bigrams([direction.title, ...direction.measures.map((m) => m.text)].join('\n'), fillers);
  const themes = new Set([...direction.themes, ...direction.measures.flatMap((m) => m.themes)]);
  return { direction, page, title, whole, themes };
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

/** Inverse frequency of a bigram among the sentences of the pages. */
function rarity(documents: readonly ReadDocument[]): (gram: string) => number {
  const uses = new Map<string, number>();
  let sentences = 0;
  for (const document of documents)
    for (const paragraph of document.cleanedParagraphs)
      for (const sentence of paragraph.split(/[。！？；;!?]/)) {
        sentences++;
        for (const gram of bigrams(sentence, null).keys()) uses.set(gram, (uses.get(gram) ?? 0) + 1);
      }
  return (gram) => Math.log(1 + sentences / (uses.get(gram) ?? 1));
}

function dice(a: Map<string, number>, b: Map<string, number>, weight: (gram: string) => number): number {
  let shared = 0;
  let all = 0;
  for (const [gram, count] of a) {
    all += count * weight(gram);
    shared += 2 * Math.min(count, b.get(gram) ?? 0) * weight(gram);
  }
  for (const [gram, count] of b) all += count * weight(gram);
  return all === 0 ? 0 : shared / all;
}

/** The share of `part` that `whole` holds. */
function held(
  part: Map<string, number>,
  whole: Map<string, number>,
  weight: (gram: string) => number,
): number {
  let shared = 0;
  let all = 0;
  for (const gram of part.keys()) {
    all += weight(gram);
    if (whole.has(gram)) shared += weight(gram);
  }
  return all === 0 ? 0 : shared / all;
}

function jaccard(a: Set<string>, b: Set<string>): number {
  const shared = [...a].filter((x) => b.has(x)).length;
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
