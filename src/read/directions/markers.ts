// Marks that open an item of a list: 一是, 第三方面, 首先, 一、, （二）, 3. …, and the lists they make.
import type { Article } from '../article.js';
import { countOf } from './lexicon.js';

export type MarkerKind =
  | 'part'
  | 'chapter'
  | 'article'
  | 'section'
  | 'arabic'
  | 'bracketed'
  | 'circled'
  | 'named'
  | 'aspect'
  | 'sequence'
  | 'isa'
  | 'yao'
  | 'ofWhich'
  | 'hand';

export interface Marker {
  kind: MarkerKind;
  ordinal: number;
  start: number;
  /** Where the item's own words begin. */
  body: number;
  paragraph: number;
  opensParagraph: boolean;
}

/** Outline marks rank by level; a mark of a higher level ends every item of a lower one. */
const RANK: Record<MarkerKind, number> = {
  part: 1,
  chapter: 2,
  article: 3,
  section: 4,
  named: 4,
  arabic: 5,
  bracketed: 6,
  circled: 7,
  aspect: 8,
  sequence: 8,
  isa: 9,
  yao: 9,
  ofWhich: 9,
  hand: 10,
};

export const rankOf = (kind: MarkerKind): number => RANK[kind];
export const isOutline = (kind: MarkerKind): boolean => RANK[kind] <= RANK.circled;

const DIGITS = '一二两三四五六七八九十';
const HAN = `[${DIGITS}]{1,3}`;
const NUMBER = `${HAN}|\\d{1,2}`;
const ANYWHERE = '(?<=^|[。；;：:，,、！？!?”」’"\\s）)—》])';
const SENTENCE = '(?<=^|[。；;：:]\\s{0,2})';
const CLAUSE = '(?<=^|[。；;：:，,]\\s{0,2})';
/** The first characters of a mark are looked at before what stands behind: most places end the search there. */
const mark = (kind: MarkerKind, first: string, after: string, words: string): [MarkerKind, RegExp] => [
  kind,
  new RegExp(`(?=[${first}])${after}${words}`, 'gu'),
];
const PATTERNS: readonly [MarkerKind, RegExp][] = [
  ['part', new RegExp(`^第(${NUMBER})(?:章|编|部分)[：:、\\s]*`, 'gu')],
  ['article', new RegExp(`^第(${NUMBER})条[：:、\\s]*`, 'gu')],
  mark('chapter', DIGITS, SENTENCE, `(${HAN})、`),
  mark('section', '（(', SENTENCE, `[（(](${HAN})[）)][、.．]?`),
  mark('arabic', '\\d', SENTENCE, '(\\d{1,2})[.．、](?!\\d)'),
  mark('bracketed', '（(\\d', CLAUSE, '(?:[（(](\\d{1,2})[）)]|(\\d{1,2})[）)])'),
  mark('circled', '①-⑮', CLAUSE, '([①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮])'),
  ['named', new RegExp(`^(?:重点)?(?:任务|举措|措施|行动|工程|工作|方向)(${NUMBER})[：:、\\s]`, 'gu')],
  mark(
    'aspect',
    '第',
    ANYWHERE,
    `第(${NUMBER})(?:个?方面|大方面|项|点|个重点|个着力点|大任务)(?:的?(?:工作|任务|举措|措施|重点))?(?:就是|是|，|,|：|:|、)?`,
  ),
  mark('aspect', '第', ANYWHERE, `第(${HAN})(?:[，,、：:]|个?就?是(?!否))`),
  mark('sequence', '首其再最', ANYWHERE, '(首先|其次|再次|再者|最后)(?:[，,、：:]|是|要)?'),
  mark('isa', `${DIGITS}\\d`, ANYWHERE, `(${NUMBER})(?:个)?(?:就)?是(?!否|非)[，,：:]?`),
  mark('yao', DIGITS, ANYWHERE, `(${HAN})要(?=[^素点求])`),
  mark('hand', '一另', ANYWHERE, '(一方面|另一方面)(?:[，,：:]|是|要)?'),
  mark('ofWhich', '其', ANYWHERE, `其(${HAN})(?:[，,、：:]|是)`),
];
const SEQUENCE: Record<string, number> = {
  首先: 1,
  其次: 2,
  再次: 3,
  再者: 3,
  最后: 0,
  一方面: 1,
  另一方面: 2,
};

export function markersOf(article: Article): Marker[] {
  const markers: Marker[] = [];
  for (const paragraph of article.paragraphs) {
    if (paragraph.role === 'question' || paragraph.role === 'speaker') continue;
    const words = article.text.slice(paragraph.start, paragraph.end);
    for (const [kind, pattern] of PATTERNS) {
      for (const match of words.matchAll(pattern)) {
        const numeral = match[1] ?? match[2] ?? '';
        const ordinal =
          kind === 'sequence' || kind === 'hand'
            ? SEQUENCE[numeral]!
            : kind === 'circled'
              ? numeral.charCodeAt(0) - 0x245f
              : countOf(numeral);
        if (ordinal === 0 && kind !== 'sequence') continue;
        const start = paragraph.start + match.index;
        markers.push({
          kind,
          ordinal,
          start,
          body: start + match[0].length,
          paragraph: paragraph.index,
          opensParagraph: match.index === 0,
        });
      }
    }
  }
  return markers.sort((a, b) => a.start - b.start || a.body - b.body);
}

/** 首先…其次…第三…最后: either way of counting goes on with the other. */
const SIBLING: Partial<Record<MarkerKind, MarkerKind>> = { aspect: 'sequence', sequence: 'aspect' };

/** Runs of marks that count 1, 2, 3 …; a run may miss one number, and has at least two items. */
export function runsOf(article: Article, markers: readonly Marker[]): Marker[][] {
  const open = new Map<MarkerKind, Marker[]>();
  const runs: Marker[][] = [];
  for (const marker of markers) {
    if (marker.ordinal === 1) {
      const fresh = [marker];
      open.set(marker.kind, fresh);
      runs.push(fresh);
      continue;
    }
    const own = open.get(marker.kind);
    const sibling = SIBLING[marker.kind] === undefined ? undefined : open.get(SIBLING[marker.kind]!);
    const candidates = [own, sibling].filter((run) => run !== undefined);
    candidates.sort((a, b) => b.at(-1)!.start - a.at(-1)!.start);
    const run = candidates.find((candidate) => continues(article, candidate.at(-1)!, marker));
    if (run === undefined) continue;
    run.push({ ...marker, ordinal: marker.ordinal === 0 ? run.at(-1)!.ordinal + 1 : marker.ordinal });
  }
  return runs.filter((run) => run.length >= 2);
}

function continues(article: Article, last: Marker, marker: Marker): boolean {
  const step = marker.ordinal === 0 ? 1 : marker.ordinal - last.ordinal;
  return (
    (step === 1 || step === 2) &&
    (isOutline(marker.kind) || sameTurn(article, last.paragraph, marker.paragraph))
  );
}

/** No other speaker and no question between two paragraphs. */
function sameTurn(article: Article, from: number, to: number): boolean {
  for (let i = from + 1; i <= to; i++) {
    const role = article.paragraphs[i]!.role;
    if (role === 'speaker' || role === 'question') return false;
  }
  return true;
}
