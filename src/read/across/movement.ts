/**
 * How policy moved: the lines of work of one issuer's pages, set side by side over time. Each page's lines are
 * assigned one to one to the lines known so far (Munkres 1957) by likeness of title, of measures and of themes.
 */
import { munkres } from 'munkres';
import type { Bilingual, Direction, ReadDocument } from '../../model/index.js';
import { groupBy } from './grouping.js';
import { type DuplicateGroup, nearDuplicates, representatives } from './near-duplicates.js';
import { type Citation, CitedPage, compareText, inTimeOrder, pageDate } from './pages.js';

export type LineState = 'new' | 'kept' | 'reworded' | 'dropped' | 'returned';

/** Why two wordings were taken as one line of work. All parts lie in 0–1; a part that could not be told is null. */
export interface MatchScore {
  score: number;
  title: number;
  measures: number | null;
  themes: number | null;
  /** Words that both titles hold, longest first. */
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
  duplicates?: readonly DuplicateGroup[];
}

/** Titles this alike are the same wording: a particle or an adverb apart. */
const SAME_WORDING = 0.85;
/** Below this two lines are not one. */
const MATCH = 0.34;
/** A line that skipped a page must be a little more alike to come back. */
const ABSENCE = 0.06;

interface Line {
  direction: Direction;
  page: CitedPage;
  title: Map<string, number>;
  measures: Map<string, number>;
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
    (d) => pageDate(d) !== null && d.directions.length > 0 && (copies.get(d.sha256) ?? d.sha256) === d.sha256,
  );
  const issuers = issuersOf(speaking);
  return [...groupBy(speaking, (d) => issuers.get(d.sha256) ?? null)]
    .map(([issuer, pages]) => movementOf(issuer, pages))
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

function movementOf(issuer: string | null, documents: readonly ReadDocument[]): Movement {
  const perPage = documents.map((document) => {
    const page = new CitedPage(document);
    return document.directions.map((direction) => lineOf(direction, page));
  });
  const weight = rarity(perPage.flat());
  const tracks: Track[] = [];
  for (const [at, lines] of perPage.entries()) {
    const document = documents[at]!;
    const moment = { document: document.sha256, date: pageDate(document)! };
    const taken = assign(tracks, lines, at, weight);
    const met = new Set(taken.values());
    for (const track of tracks)
      if (!met.has(track) && track.seenAt === at - 1 && at > 0)
        track.moments.push({ ...moment, state: 'dropped', ...ABSENT });
    for (const [i, line] of lines.entries()) {
      const track = taken.get(i);
      const said = { ...moment, ...wordingOf(line) };
      if (track === undefined) {
        tracks.push({ last: line, seenAt: at, moments: [{ ...said, state: 'new', match: null }] });
        continue;
      }
      const match = likeness(track.last, line, weight);
      const state = track.seenAt < at - 1 ? 'returned' : match.title >= SAME_WORDING ? 'kept' : 'reworded';
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
      date: pageDate(d)!,
    })),
    lines: [...tracks]
      .sort((a, b) => b.seenAt - a.seenAt || place(a) - place(b))
      .map((t) => ({
        title: t.last.direction.title,
        themes: [...t.last.themes].sort(),
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
  at: number,
  weight: (gram: string) => number,
): Map<number, Track> {
  const taken = new Map<number, Track>();
  if (tracks.length === 0 || lines.length === 0) return taken;
  const scores = lines.map((line) =>
    tracks.map((track) => likeness(track.last, line, weight).score - (track.seenAt < at - 1 ? ABSENCE : 0)),
  );
  const costs = scores.map((row) => row.map((score) => (score >= MATCH ? 1 - score : 2)));
  for (const [line, track] of munkres(costs))
    if (scores[line]![track]! >= MATCH) taken.set(line, tracks[track]!);
  return taken;
}

/**
 * Dice's coefficient over character bigrams, a bigram weighing the less the more lines use it (推进, 加快 …). Title
 * 0.6, measures 0.15, themes 0.25; parts that cannot be told give their weight to the others.
 */
function likeness(a: Line, b: Line, weight: (gram: string) => number): MatchScore {
  const title = dice(a.title, b.title, weight);
  const measures = a.measures.size > 0 && b.measures.size > 0 ? dice(a.measures, b.measures, weight) : null;
  const themes = a.themes.size > 0 && b.themes.size > 0 ? jaccard(a.themes, b.themes) : null;
  const parts = [
    { value: title, share: 0.6 },
    ...(measures === null ? [] : [{ value: measures, share: 0.15 }]),
    ...(themes === null ? [] : [{ value: themes, share: 0.25 }]),
  ];
  const score =
    parts.reduce((sum, p) => sum + p.value * p.share, 0) / parts.reduce((sum, p) => sum + p.share, 0);
  const shared = sharedWords(a.direction.title, b.direction.title);
  return {
    score: rounded(score),
    title: rounded(title),
    measures: measures && rounded(measures),
    themes: themes && rounded(themes),
    shared,
    why: explain(title, measures, themes, score, shared),
  };
}

function explain(
  title: number,
  measures: number | null,
  themes: number | null,
  score: number,
  shared: readonly string[],
): Bilingual {
  const percent = (x: number) => `${Math.round(x * 100)}%`;
  const zh = [`标题相似 ${percent(title)}`];
  const en = [`titles alike ${percent(title)}`];
  if (measures !== null) {
    zh.push(`举措相似 ${percent(measures)}`);
    en.push(`measures ${percent(measures)}`);
  }
  if (themes !== null) {
    zh.push(`主题重合 ${percent(themes)}`);
    en.push(`themes ${percent(themes)}`);
  }
  const words = shared.join('、');
  return {
    zh: `匹配度 ${percent(score)}（${zh.join('，')}）${words === '' ? '' : `；共有「${words}」`}`,
    en: `match ${percent(score)} (${en.join(', ')})${words === '' ? '' : `; both say ${words}`}`,
  };
}

function lineOf(direction: Direction, page: CitedPage): Line {
  return {
    direction,
    page,
    title: bigrams(direction.title),
    measures: bigrams(direction.measures.map((m) => m.text).join('\n')),
    themes: new Set([...direction.themes, ...direction.measures.flatMap((m) => m.themes)]),
  };
}

function bigrams(text: string): Map<string, number> {
  const grams = new Map<string, number>();
  for (const run of text.match(/[\p{L}\p{N}]+/gu) ?? [])
    for (let i = 0; i + 1 < run.length; i++) {
      const gram = run.slice(i, i + 2);
      grams.set(gram, (grams.get(gram) ?? 0) + 1);
    }
  return grams;
}

/** Inverse frequency of a bigram among all lines, so that 推动 and 建设 say little. */
function rarity(lines: readonly Line[]): (gram: string) => number {
  const uses = new Map<string, number>();
  for (const line of lines)
    for (const gram of new Set([...line.title.keys(), ...line.measures.keys()]))
      uses.set(gram, (uses.get(gram) ?? 0) + 1);
  return (gram) => Math.log(1 + lines.length / (uses.get(gram) ?? 1));
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
