/**
 * The sample pages: each is what its clean text gives, and reading it gives the clean text back, whatever damage it
 * came with. Width and punctuation are left out of the comparison, because two pages come from a crawler that folds them.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { ReadDocument } from '../../src/model/index.js';
import { createReader } from '../../src/read/index.js';
import { loadLexicons } from '../../src/store/index.js';

const root = join(import.meta.dirname, '..', '..');
const pagesDir = join(root, 'samples', 'pages');
const textsDir = join(root, 'scripts', 'sample-texts');

interface CleanText {
  title: string;
  outlet: string;
  published: string;
  author?: string;
  editor?: string;
  paragraphs: string[];
}

function cleanText(name: string): CleanText {
  const [, head, body] = readFileSync(join(textsDir, `${name}.txt`), 'utf8').split(/^---$/m);
  const paragraphs = body!
    .trim()
    .split(/\n{2,}/)
    .filter((block) => !block.startsWith('| '))
    .map((block) => block.replace(/^## /, ''));
  return { ...(parse(head!, { schema: 'failsafe' }) as Omit<CleanText, 'paragraphs'>), paragraphs };
}

const folded = (text: string) => text.normalize('NFKC').replace(/[^\p{L}\p{N}%.]/gu, '');

const names = readdirSync(pagesDir).sort();
const documents = new Map<string, ReadDocument>();

beforeAll(async () => {
  const reader = createReader(await loadLexicons());
  for (const name of names)
    documents.set(name, await reader.read({ name, bytes: readFileSync(join(pagesDir, name)) }));
});

test('every page is what its clean text gives', () => {
  const report = execFileSync(process.execPath, [join(root, 'scripts', 'build-samples.mjs'), '--check'], {
    encoding: 'utf8',
  });
  expect(report).toBe('');
});

test('samples/README.md has a row for every page', () => {
  const readme = readFileSync(join(root, 'samples', 'README.md'), 'utf8');
  expect(names.filter((name) => !readme.includes(`| \`${name}\` |`))).toEqual([]);
});

describe.each(names)('%s', (name) => {
  const text = cleanText(basename(name, extname(name)));

  test('gives its article back', () => {
    expect(documents.get(name)!.cleanedParagraphs.map(folded)).toEqual(text.paragraphs.map(folded));
  });

  test('gives its title back', () => {
    expect(folded(documents.get(name)!.title)).toBe(folded(text.title));
  });

  test('is dated in China, or says that its date is doubtful', () => {
    const { published, publishedTrust } = documents.get(name)!;
    if (published === text.published) expect(publishedTrust).not.toBe('suspect');
    else expect(publishedTrust).toBe('suspect');
  });

  test('places every citation', () => {
    const page = documents.get(name)!;
    const whole = page.cleanedParagraphs.join('\n');
    for (const { start, end, textSpan } of [...page.observations, ...page.targets])
      expect(whole.slice(start, end)).toBe(textSpan);
    for (const measure of page.directions.flatMap((direction) => direction.measures))
      expect(whole.slice(measure.start, measure.end)).toBe(measure.text);
  });

  test('makes no figure of what stands outside the article', () => {
    expect(documents.get(name)!.observations.length).toBeGreaterThan(4);
    const article = folded(text.paragraphs.join(''));
    for (const figure of documents.get(name)!.observations)
      expect(article).toContain(folded(figure.textSpan));
  });
});

test('announced lists are found whole', () => {
  const found = Object.fromEntries(
    [...documents].map(([name, page]) => [
      name,
      page.directions.filter((direction) => direction.ordinal !== null).map((direction) => direction.ordinal),
    ]),
  );
  const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);
  expect(found).toMatchObject({
    '2021-09-press-conference.html': upTo(5),
    '2021-12-sme-plan.txt': upTo(7),
    '2022-07-decade.txt': upTo(6),
    '2022-12-clusters.txt': upTo(3),
    '2023-01-work-conference.txt': upTo(6),
    '2024-01-review.docx': upTo(7),
    '2024-04-equipment-renewal.pdf': upTo(4),
    '2024-07-questions.html': upTo(4),
    '2024-12-work-conference.md': upTo(6),
  });
});
