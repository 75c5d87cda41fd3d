// Short labelled texts of many genres: data under texts/, and how a reading compares with their labels.
import { readdirSync, readFileSync } from 'node:fs';
import type { Direction } from '../../../src/model/index.js';
import type { Article } from '../../../src/read/article.js';
import { core, likeness } from '../../../src/read/directions/clauses.js';
import { pageOf } from './lexicon.js';

export interface LabelledDirection {
  ordinal: number | null;
  group: string | null;
  title: string;
  status: string | null;
  measures: string[];
}

export interface LabelledText {
  name: string;
  article: Article;
  directions: LabelledDirection[];
}

const folder = new URL('./texts/', import.meta.url);
const MARK = /⟦(\d+\*?|-)(?:!(\w+))?(?:@([^|]*))?\|([^⟧]*)⟧|‹([^›]*)›/gu;

/**
 * First line the title, then one paragraph a line. `⟦3@六个方面|题⟧` marks the title of direction 3 (`3*`: implicit
 * ordinal, `-`: none, `!done`: its status, group optional), `‹…›` a measure of the direction named last, or of
 * the first where none is named yet.
 */
export function labelledTexts(): LabelledText[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.txt'))
    .sort()
    .map((file) => {
      const [title, ...paragraphs] = readFileSync(new URL(file, folder), 'utf8').trimEnd().split('\n');
      const directions: LabelledDirection[] = [];
      const early: string[] = [];
      const plain = paragraphs.map((paragraph) =>
        paragraph.replace(MARK, (_, ordinal, status, group, head, measure) => {
          if (measure !== undefined) (directions.at(-1)?.measures ?? early).push(measure);
          else
            directions.push({
              ordinal: ordinal === '-' ? null : Number.parseInt(ordinal, 10),
              group: group ?? null,
              title: head,
              status: status ?? null,
              measures: early.splice(0),
            });
          return measure ?? head;
        }),
      );
      return { name: file.slice(0, -4), article: pageOf(title!, ...plain), directions };
    });
}

export interface Tally {
  hits: number;
  read: number;
  labelled: number;
}

export const f1 = ({ hits, read, labelled }: Tally): number =>
  read + labelled === 0 ? 1 : (2 * hits) / (read + labelled);

export interface Comparison {
  directions: Tally;
  measures: Tally;
  /** Of the directions found: right ordinal, right group and right status, where labelled. */
  ordinals: Tally;
  groups: Tally;
  statuses: Tally;
  misses: string[];
}

export function compare(labelled: readonly LabelledDirection[], read: readonly Direction[]): Comparison {
  const pairs = align(
    labelled,
    read,
    (a, b) => alike(a.title, b.title) + Number(a.ordinal === b.ordinal) / 10,
  );
  const wanted = labelled.flatMap((direction) => direction.measures.map((text) => ({ text, direction })));
  const found = read.flatMap((direction) => direction.measures.map(({ text }) => ({ text, direction })));
  const measures = align(wanted, found, (a, b) => alike(a.text, b.text));
  const of = (field: 'ordinal' | 'group' | 'status'): Tally => {
    const named = pairs.filter(([a]) => field === 'ordinal' || a[field] !== null);
    const hits = named.filter(([a, b]) => a[field] === b[field]).length;
    return { hits, read: named.length, labelled: named.length };
  };
  const titles = (list: readonly { ordinal: number | null; title: string }[]) =>
    list.map(({ ordinal, title }) => `${ordinal ?? '-'} ${title}`);
  return {
    directions: { hits: pairs.length, read: read.length, labelled: labelled.length },
    measures: { hits: measures.length, read: found.length, labelled: wanted.length },
    ordinals: of('ordinal'),
    groups: of('group'),
    statuses: of('status'),
    misses: [
      ...titles(labelled.filter((a) => !pairs.some(([b]) => a === b))).map((title) => `- direction ${title}`),
      ...titles(read.filter((a) => !pairs.some(([, b]) => a === b))).map((title) => `+ direction ${title}`),
      ...pairs
        .filter(([a, b]) => a.ordinal !== b.ordinal || (a.group !== null && a.group !== b.group))
        .map(([a, b]) => `! ${a.ordinal} ${a.group} ${a.title} read as ${b.ordinal} ${b.group}`),
      ...pairs
        .filter(([a, b]) => a.status !== null && a.status !== b.status)
        .map(([a, b]) => `! ${a.title} is ${a.status}, read as ${b.status}`),
      ...wanted.filter((a) => !measures.some(([b]) => a === b)).map(({ text }) => `- ${text}`),
      ...found.filter((a) => !measures.some(([, b]) => a === b)).map(({ text }) => `+ ${text}`),
    ],
  };
}

function alike(a: string, b: string): number {
  const [short, long] = [core(a), core(b)].sort((x, y) => x.length - y.length) as [string, string];
  const share = short.length >= 3 && long.includes(short) ? short.length / long.length : 0;
  return Math.max(likeness(a, b), share >= 0.4 ? 0.5 + share / 2 : 0);
}

/** Pairs the likest first, each once. */
function align<A, B>(left: readonly A[], right: readonly B[], score: (a: A, b: B) => number): [A, B][] {
  const candidates = left
    .flatMap((a) => right.map((b) => ({ a, b, score: score(a, b) })))
    .filter((candidate) => candidate.score >= 0.6)
    .sort((x, y) => y.score - x.score);
  const used = new Set<A | B>();
  const pairs: [A, B][] = [];
  for (const { a, b } of candidates) {
    if (used.has(a) || used.has(b)) continue;
    used.add(a).add(b);
    pairs.push([a, b]);
  }
  return pairs;
}
