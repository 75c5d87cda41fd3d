import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { CleaningLexiconSchema, cleanPage } from '../../../src/read/clean/index.js';
import { RepairLexiconSchema, repairLines } from '../../../src/read/repair/index.js';
import { pageShapes } from './shapes/index.js';

const load = (name: string) =>
  parse(readFileSync(new URL(`../../../lexicons/${name}.yaml`, import.meta.url), 'utf8'));
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

const read = async (name: string, page: string) => {
  const { clean } = await cleanPage(
    { name, bytes: new TextEncoder().encode(page) },
    lexicon,
    (lines, context) => repairLines(lines, context, repairWords),
  );
  return clean;
};
const inMarkup = pageShapes.filter(({ name }) => /\.(?:s?html?|asp)$/.test(name));

describe('the same pages', () => {
  /** Sites whose class names are made by a machine say nothing by them. */
  const withoutNames = (page: string) =>
    page.replace(/\s(?:class|id|style)=(?:"[^"]*"|'[^']*'|[^\s>]+)/g, '');
  it.each(inMarkup.map((shape) => [shape.name, shape] as const))(
    'without the names of their elements: %s',
    async (name, shape) => {
      const clean = await read(name, withoutNames(shape.page));
      expect(clean.title).toBe(shape.title);
      expect(clean.published).toBe(shape.published);
      // A summary that nothing but a name tells from the text may stand before it.
      const texts = clean.paragraphs.map((paragraph) => paragraph.text.text);
      expect(texts.filter((text) => text !== shape.deck)).toEqual(shape.body);
    },
  );

  /** What a simple crawler leaves: every block on a line, scripts and the head gone. */
  const asText = (page: string) =>
    page
      .replace(/<(script|style|head)\b[\s\S]*?<\/\1>/gi, '')
      .replace(/<!--[\s\S]*?-->/g, '')
      .replace(
        /<(?:br|hr|\/?(?:p|div|li|tr|td|th|h\d|section|article|table|ul|ol|dl|dt|dd|center|header|footer|aside))\b[^>]*>/gi,
        '\n',
      )
      .replace(/<[^>]+>/g, '')
      .replace(/&nbsp;|&emsp;/g, '\u3000')
      .replaceAll('&gt;', '>');
  it.each(inMarkup.map((shape) => [shape.name, shape] as const))(
    'as a crawler leaves their text: %s',
    async (name, shape) => {
      const clean = await read(`${name}.txt`, asText(shape.page));
      const texts = clean.paragraphs.map((paragraph) => paragraph.text.text);
      expect(texts.filter((text) => shape.body.includes(text))).toEqual(shape.body);
      const extra = texts.filter((text) => !shape.body.includes(text)).join('').length;
      expect(extra).toBeLessThanOrEqual(shape.body.join('').length * 0.1);
      // A date that only the head of the page states is lost with it.
      if (/20\d\d/.test(asText(shape.page))) expect(clean.published).toBe(shape.published);
    },
  );

  it('keep the place of every character', async () => {
    for (const shape of pageShapes) {
      const { paragraphs } = await read(shape.name, shape.page);
      for (const { text } of paragraphs)
        for (const [i, origin] of text.origin.entries()) {
          const char = shape.page[origin];
          if (origin < 0 || char === '&' || /\s/.test(char!)) continue;
          // Han characters of the other script stand for each other, one for one.
          if (char !== text.text[i]) expect(char! + text.text[i]).toMatch(/^\p{Script=Han}{2}$/u);
        }
    }
  });

  it('give the same article when the article itself is read', async () => {
    for (const shape of pageShapes) {
      const { paragraphs } = await read('again.txt', `${shape.title}\n\n${shape.body.join('\n\n')}`);
      expect(paragraphs.map((paragraph) => paragraph.text.text)).toEqual(shape.body);
    }
  });
});
