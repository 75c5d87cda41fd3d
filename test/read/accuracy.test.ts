// How much of what is labelled on invented pages the reader finds: floors below what it reached, so that a rule that
// mends one page and breaks five is seen at once.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ReadDocument } from '../../src/model/index.js';
import { createReader } from '../../src/read/index.js';
import { loadLexicons } from '../../src/store/index.js';

interface Gold {
  source: string;
  cleanedParagraphs: string[];
  directions: { title: string }[];
  observations: { value: number; textSpan: string; kind: string; optional?: boolean }[];
  neutralSpans: { textSpan: string }[];
}

const here = (path: string) => fileURLToPath(new URL(`corpus/${path}`, import.meta.url));
const letters = (text: string) => text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');

/** How many of `wanted` are in `found`, each of `found` counted once. */
function shared(wanted: readonly string[], found: readonly string[]): number {
  const left = new Map<string, number>();
  for (const key of found) left.set(key, (left.get(key) ?? 0) + 1);
  let hits = 0;
  for (const key of wanted) {
    const n = left.get(key) ?? 0;
    if (n > 0) hits++;
    left.set(key, n - 1);
  }
  return hits;
}

const sets = [
  { set: '.', figures: 0.98, kinds: 0.97 },
  { set: 'heldout', figures: 0.97, kinds: 0.95 },
  { set: 'final', figures: 0.98, kinds: 0.97 },
];

describe.each(sets)('pages of $set', ({ set, figures, kinds }) => {
  const pairs: { gold: Gold; read: ReadDocument }[] = [];
  beforeAll(async () => {
    const reader = createReader(await loadLexicons());
    const pages = readdirSync(here(`${set}/pages`));
    for (const file of readdirSync(here(`${set}/gold`))) {
      const gold = JSON.parse(readFileSync(here(`${set}/gold/${file}`), 'utf8')) as Gold;
      const page = pages.find((name) => name.replace(/\.\w+$/, '') === file.replace(/\.json$/, ''))!;
      const read = await reader.read({ name: page, bytes: readFileSync(here(`${set}/pages/${page}`)) });
      pairs.push({ gold, read });
    }
  });

  const figureKeys = (of: (pair: (typeof pairs)[number]) => { value: number | null; textSpan: string }[]) =>
    pairs.flatMap((pair) => of(pair).map((o) => `${pair.gold.source} ${o.value} ${letters(o.textSpan)}`));

  it('keeps the article and leaves the page around it', () => {
    for (const { gold, read } of pairs) {
      const ratio =
        letters(read.cleanedParagraphs.join('')).length / letters(gold.cleanedParagraphs.join('')).length;
      // captions and credits are labelled apart from the body
      expect(Math.abs(ratio - 1)).toBeLessThan(0.08);
    }
  });

  it('finds the figures', () => {
    const wanted = figureKeys(({ gold }) => gold.observations.filter((o) => !o.optional));
    expect(wanted.length).toBeGreaterThan(250);
    expect(
      shared(
        wanted,
        figureKeys(({ read }) => read.observations),
      ) / wanted.length,
    ).toBeGreaterThan(figures);
  });

  it('finds none that nobody labelled', () => {
    const found = figureKeys(({ read }) => read.observations);
    const labelled = figureKeys(({ gold }) => [
      ...gold.observations,
      ...gold.neutralSpans.map((span) => ({ value: null, ...span })),
    ]).map((key) => key.split(' '));
    const spans = labelled.map(([source, , span]) => `${source} ${span}`);
    const kept = found.map((key) => key.split(' ')).map(([source, , span]) => `${source} ${span}`);
    expect(shared(kept, spans) / kept.length).toBeGreaterThan(figures - 0.02);
  });

  it('says what kind of figure each is', () => {
    const withKind = (of: { value: number | null; textSpan: string; kind: string }[]) =>
      of.map((o) => `${o.value} ${letters(o.textSpan)} ${o.kind}`);
    const wanted = pairs.flatMap(({ gold }) => withKind(gold.observations.filter((o) => !o.optional)));
    const found = pairs.flatMap(({ read }) => withKind(read.observations));
    expect(shared(wanted, found) / wanted.length).toBeGreaterThan(kinds - 0.02);
  });

  it('finds the lines of work', () => {
    const titles = (of: { title: string }[]) => of.map(({ title }) => letters(title));
    const wanted = pairs.flatMap(({ gold }) => titles(gold.directions));
    const found = pairs.flatMap(({ read }) => titles(read.directions));
    expect(shared(wanted, found) / wanted.length).toBeGreaterThan(0.9);
  });
});
