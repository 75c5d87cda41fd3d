/** Checks the labels of the blind pages against the pages: offsets, origin of every paragraph, no number forgotten. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as OpenCC from 'opencc-js';
import { describe, expect, it } from 'vitest';

interface Labelled {
  textSpan: string;
  start: number;
  end: number;
}
interface LabelledObservation extends Labelled {
  id: string;
  clause: string;
  value: number;
  unit: string;
  kind: string;
  baseKind?: string;
  period: string | null;
  role?: 'from' | 'to';
  sameAs?: string;
}
interface Gold {
  source: string;
  title: string;
  encoding: string;
  /** How the test undoes the page's mess; `interleaved` pages only contain the text as a subsequence. */
  undo: 'plain' | 'pinyin' | 'untoned-pinyin' | 'interleaved';
  cleanedParagraphs: string[];
  paragraphRoles: string[];
  paragraphRawLine: number[];
  directions: {
    title: string;
    start: number;
    end: number;
    measures: { text: string; start: number; end: number }[];
  }[];
  observations: LabelledObservation[];
  targets: (Labelled & { type: string; value: number | null })[];
  neutralSpans: Labelled[];
  notObservations: (Labelled & { reason: string })[];
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const sets = ['.', 'heldout', 'final'].map((set) => ({
  set,
  golds: readdirSync(here(`${set}/gold`))
    .filter((file) => file.endsWith('.json'))
    .map((file) => JSON.parse(readFileSync(here(`${set}/gold/${file}`), 'utf8')) as Gold),
}));
const golds = sets.flatMap(({ set, golds }) => golds.map((gold) => ({ ...gold, set })));

const toSimplified = OpenCC.Converter({ from: 'tw', to: 'cn' });
/** Injected readings carry a tone mark; (chiplet) is a real parenthesis. */
const PINYIN = /\([a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]*\)/g;
/** Without tones, each reading up to three times: 業(ye)(ye). Longer words in parentheses are real. */
const UNTONED = /\([a-zü]{1,6}\)/g;
const DATE =
  /\d{4}\s?[年/.\-—]\s?\d{4}年|(?:\d{4}年)?\d{1,2}[—\-－~至到]\d{1,2}月份?|\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:\d{1,2}日)?|\d{1,2}日|前\d{1,2}个月|\d{1,2}[时点](?:\d{1,2}分)?/g;
const KINDS = new Set(['level', 'growth', 'share', 'difference', 'count', 'rank', 'target']);
const PERIOD = /^(asof:)?\d{4}(-(H[12]|Q[1-4]|\d{2}(-\d{2})?))?(\/\d{4}(-\d{2})?)?$/;

const letters = (text: string) => text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');
const plainText = (page: string) =>
  page
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&[a-z]+;/g, '');

function isSubsequence(wanted: string, within: string): boolean {
  let at = 0;
  for (const character of wanted) {
    at = within.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

describe.each(golds)('$set/$source', (gold) => {
  const text = gold.cleanedParagraphs.join('\n');
  const page = new TextDecoder(gold.encoding, { fatal: true }).decode(
    readFileSync(here(`${gold.set}/pages/${gold.source}`)),
  );

  it('has exact offsets', () => {
    const spans = [...gold.observations, ...gold.targets, ...gold.neutralSpans, ...gold.notObservations];
    for (const span of spans) expect(text.slice(span.start, span.end)).toBe(span.textSpan);
    for (const direction of gold.directions) {
      expect(text.slice(direction.start, direction.end)).toBe(direction.title);
      for (const measure of direction.measures)
        expect(text.slice(measure.start, measure.end)).toBe(measure.text);
    }
    for (const observation of gold.observations) {
      expect(text).toContain(observation.clause);
      expect(observation.clause).toContain(observation.textSpan);
    }
  });

  it('finds every paragraph at its line of the page', () => {
    expect(gold.paragraphRoles).toHaveLength(gold.cleanedParagraphs.length);
    expect(gold.paragraphRawLine).toHaveLength(gold.cleanedParagraphs.length);
    const lines = page.split('\n');
    gold.cleanedParagraphs.forEach((paragraph, index) => {
      let line = plainText(lines[gold.paragraphRawLine[index]! - 1] ?? '');
      if (gold.undo === 'pinyin') line = toSimplified(line.replace(PINYIN, ''));
      if (gold.undo === 'untoned-pinyin') line = toSimplified(line.replace(UNTONED, ''));
      if (gold.undo === 'interleaved') expect(isSubsequence(letters(paragraph), letters(line))).toBe(true);
      else expect(letters(line)).toContain(letters(paragraph));
    });
  });

  it('accounts for every number of the body', () => {
    const covered = new Uint8Array(text.length);
    for (const span of [...gold.observations, ...gold.neutralSpans, ...gold.notObservations])
      covered.fill(1, span.start, span.end);
    for (const date of text.matchAll(DATE)) covered.fill(1, date.index, date.index + date[0].length);
    const forgotten = [...text.matchAll(/\d+/g)]
      .filter((run) => !covered[run.index])
      .map((run) => text.slice(Math.max(0, run.index - 8), run.index + 10));
    expect(forgotten).toEqual([]);
    for (const span of gold.notObservations) expect(span.reason).not.toBe('');
  });

  it('labels each observation within the convention', () => {
    const ids = new Set(gold.observations.map((observation) => observation.id));
    for (const observation of gold.observations) {
      expect(KINDS).toContain(observation.kind);
      expect(Number.isFinite(observation.value)).toBe(true);
      if (observation.period !== null) expect(observation.period).toMatch(PERIOD);
      if (observation.kind === 'target') expect(observation.baseKind).toBeDefined();
      if (observation.sameAs !== undefined) expect(ids).toContain(observation.sameAs);
      if (/百分点/.test(observation.textSpan)) expect(observation.unit).toBe('个百分点');
    }
    const inTargets = gold.targets.filter((target) => target.type === 'numeric').length;
    expect(gold.observations.filter((observation) => observation.kind === 'target')).toHaveLength(inTargets);
  });
});
