import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CleaningLexiconSchema, cleanPage } from '../../src/read/clean.js';
import { RepairLexiconSchema, repairLines } from '../../src/read/repair/index.js';
import { pageShapes } from './clean-shapes/index.js';

const load = (name: string) =>
  parse(readFileSync(new URL(`../../lexicons/${name}.yaml`, import.meta.url), 'utf8'));
const lexicon = CleaningLexiconSchema.parse(load('cleaning').cleaning);
const repairWords = RepairLexiconSchema.parse(load('repair').repair);

describe('pages in the dress of sites of every kind', () => {
  it.each(pageShapes.map((shape) => [shape.name, shape] as const))('%s', async (name, shape) => {
    const { clean } = await cleanPage(
      { name, bytes: new TextEncoder().encode(shape.page) },
      lexicon,
      (lines, context) => repairLines(lines, context, repairWords),
    );
    const { name: _name, like: _like, page: _page, body, ...wanted } = shape;
    const { title, published, outlet, originalOutlet, authors, editors, deck } = clean;
    expect(clean.paragraphs.map((paragraph) => paragraph.text.text)).toEqual(body);
    expect({ title, published, outlet, originalOutlet, authors, editors, deck }).toMatchObject(wanted);
  });
});
