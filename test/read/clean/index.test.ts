import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { UserError } from '../../../src/model/index.js';
import {
  type CleanedPage,
  CleaningLexiconSchema,
  cleanPage,
  type RepairLines,
} from '../../../src/read/clean/index.js';
import { RepairLexiconSchema, repairLines } from '../../../src/read/repair/index.js';
import { processorTime } from '../../processor-time.js';
import { shapes } from './fixtures/shapes.js';

const load = (name: string) =>
  parse(readFileSync(new URL(`../../../lexicons/${name}.yaml`, import.meta.url), 'utf8'));
const lexicon = CleaningLexiconSchema.parse(load('cleaning').cleaning);
const asItIs: RepairLines = (lines, context) => ({ lines: [...lines], title: context.title, repairs: [] });
const clean = (name: string, page: string | Uint8Array, repair = asItIs) =>
  cleanPage(
    { name, bytes: typeof page === 'string' ? new TextEncoder().encode(page) : page },
    lexicon,
    repair,
  );
const texts = (cleaned: CleanedPage) => cleaned.clean.paragraphs.map((paragraph) => paragraph.text.text);

describe('pages in the shape of many sites', () => {
  it.each(shapes.map((shape) => [shape.name, shape] as const))('%s', async (name, shape) => {
    const cleaned = await clean(name, shape.page);
    expect(texts(cleaned)).toEqual(shape.body);
    const { title, published, outlet, originalOutlet, authors, editors, deck } = cleaned.clean;
    const found = { title, published, outlet, originalOutlet, authors, editors, deck };
    const { name: _name, page: _page, body: _body, ...wanted } = shape;
    expect(found).toMatchObject(wanted);
  });

  it('keeps the place of every character', async () => {
    for (const shape of shapes) {
      const { clean: article, decoded } = await clean(shape.name, shape.page);
      for (const { text } of article.paragraphs)
        for (const [i, origin] of text.origin.entries()) {
          const char = decoded.text[origin];
          if (origin >= 0 && char !== '&')
            expect(char === '\u00a0' || /\s/.test(char!) ? ' ' : char).toBe(
              text.text[i] === '\u3000' ? ' ' : text.text[i],
            );
        }
    }
  });

  it('is the same again when the cleaned page is cleaned', async () => {
    for (const shape of shapes) {
      const once = texts(await clean(shape.name, shape.page));
      const again = texts(await clean('again.txt', `${shape.title}\n\n${once.join('\n\n')}`));
      expect(again).toEqual(once);
    }
  });
});

describe('every encoding', () => {
  const shape = shapes.find((s) => s.name === 'headless-related.txt')!;
  it('gives the same article', async () => {
    const little = new Uint8Array(
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(shape.page, 'utf16le')]),
    );
    expect(texts(await clean('le.txt', little))).toEqual(shape.body);
    const big = Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(shape.page, 'utf16le').swap16()]);
    expect(texts(await clean('be.txt', new Uint8Array(big)))).toEqual(shape.body);
    expect(texts(await clean('mark.txt', `\ufeff${shape.page}`))).toEqual(shape.body);
  });
});

describe('bad input', () => {
  const fault = async (name: string, bytes: Uint8Array, maxBytes?: number) => {
    try {
      await cleanPage({ name, bytes }, lexicon, asItIs, maxBytes === undefined ? {} : { maxBytes });
    } catch (error) {
      expect(error).toBeInstanceOf(UserError);
      const { zh, en } = error as UserError;
      expect(zh).toContain(name);
      expect(en).toContain(name);
      return en;
    }
    throw new Error(`${name} was read`);
  };
  it.each([
    ['empty.txt', Buffer.from('  \n\t'), /empty/],
    ['picture.txt', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]), /PNG/],
    ['old.doc', Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1]), /\.docx/],
    ['sheet.docx', Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0]), /ZIP/],
    ['broken.docx', Buffer.from('PK\u0003\u0004word/document.xml'), /could not be read/],
    ['noise.txt', Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919 + (i >> 3)) % 256)), /binary/],
    [
      'scrambled.txt',
      Buffer.from(Array.from({ length: 9000 }, (_, i) => 128 + ((i * i * 31 + i * 17) % 128))),
      /encoding/,
    ],
    [
      'list.html',
      Buffer.from(`<html><body>${'<li><a href="x">新闻标题一二三四五六</a></li>'.repeat(40)}</body></html>`),
      /no article/,
    ],
    [
      'script.html',
      Buffer.from('<html><body><div id="app"></div><script>render("正文，在这里。")</script></body></html>'),
      /no article/,
    ],
  ])('%s', async (name, bytes, message) => {
    expect(await fault(name, bytes)).toMatch(message);
  });
  it('refuses a page over the limit before it reads it', async () => {
    expect(await fault('long.txt', Buffer.alloc(2_000_001, 'a'), 2_000_000)).toMatch(/limit of 2 MB/);
  });
});

describe('cost', () => {
  const sentence = '工业和信息化部表示，将推动制造业高质量发展，提升产业链供应链韧性。';
  const timed = async (name: string, page: string) => {
    const start = processorTime();
    const paragraphs = texts(await clean(name, page));
    expect(processorTime() - start).toBeLessThan(8000);
    return paragraphs;
  };
  it.each([
    ['endless.txt', sentence.repeat(100_000), 1],
    ['deep.html', `<html><body>${'<div>'.repeat(50_000)}<p>${sentence}</p>${'</div>'.repeat(50_000)}`, 1],
    [
      'misnested.html',
      `<html><body>${'<span><b>'.repeat(50_000)}<p>${sentence}</p>${'</i></div>'.repeat(50_000)}`,
      1,
    ],
    ['tables.html', `<html><body>${'<table><tr><td>'.repeat(50_000)}<p>${sentence}</p>`, 1],
    [
      'spans.html',
      `<html><body><p>${sentence}</p><p>${'<span class="a">3</span><span class="b"></span>'.repeat(50_000)}</p></body></html>`,
      1,
    ],
    ['indents.txt', `${sentence}　　`.repeat(30_000), 30_000],
    [
      'parts.mht',
      `MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n${'--x\nContent-Type: multipart/mixed; boundary=y\n\n\n'.repeat(15_000)}--x\nContent-Type: text/html; charset=utf-8\n\n<p>${sentence}</p>\n--x--`,
      1,
    ],
    ['brackets.txt', `${sentence}\n${`${'（'.repeat(600)}\n`.repeat(500)}`, 1],
    ['related.txt', `${sentence}\n${'相关阅读\n标题\n'.repeat(20_000)}`, 1],
    ['dates.txt', `${sentence}\n${'2023-01-02 10:00 来源：新华社\n'.repeat(20_000)}`, 1],
  ])('%s is read in linear time', async (name, page, paragraphs) => {
    expect(await timed(name, page)).toHaveLength(paragraphs);
  });
});

describe('front matter', () => {
  it('keeps the mangled title beside the mended one', async () => {
    const page = `---\ntitle: '工信部：_专精特新_企业将有新支持'\ndate: 2023-03-02 08:00:00\n---\n\n${shapes[0]!.body.join('\n\n')}`;
    const { clean: article, format } = await clean('a.txt', page);
    expect(format).toBe('markdown');
    expect(article.title).toBe('工信部：“专精特新”企业将有新支持');
    expect(article.titleRaw).toBe('工信部：_专精特新_企业将有新支持');
  });
});

describe('roles', () => {
  it('tells who asks from who answers, in lines of their own and inside the line', async () => {
    const roles = async (name: string) => {
      const shape = shapes.find((s) => s.name === name)!;
      return (await clean(name, shape.page)).clean.paragraphs.map((paragraph) => paragraph.role);
    };
    expect(await roles('transcript.txt')).toEqual([
      'speaker',
      'body',
      'speaker',
      'answer',
      'answer',
      'speaker',
      'question',
      'speaker',
      'answer',
      'speaker',
      'body',
    ]);
    expect(await roles('interview.html')).toEqual(['question', 'answer', 'answer', 'question', 'answer']);
    expect(await roles('portal-finance.html')).toEqual(['body', 'body', 'heading', 'body', 'body']);
  });
});

const seeds = fileURLToPath(new URL('../../../../shared/seeds/', import.meta.url));
const gold = fileURLToPath(new URL('../../../../shared/read/gold/', import.meta.url));
const files = (() => {
  try {
    return readdirSync(seeds);
  } catch {
    return [];
  }
})();

describe.skipIf(files.length === 0)('the seeds (need ../shared)', () => {
  const repairWords = RepairLexiconSchema.parse(load('repair').repair);
  it.each(files)('%s', async (file) => {
    const wanted = JSON.parse(readFileSync(`${gold}${file.replace(/\.txt$/, '.json')}`, 'utf8'));
    const { clean: article } = await clean(file, readFileSync(`${seeds}${file}`), (lines, context) =>
      repairLines(lines, context, repairWords),
    );
    expect(article.paragraphs.map((paragraph) => paragraph.text.text)).toEqual(wanted.cleanedParagraphs);
    expect(article.paragraphs.map((paragraph) => paragraph.role)).toEqual(wanted.paragraphRoles);
    expect(article.paragraphs.map((paragraph) => paragraph.rawLine)).toEqual(wanted.paragraphRawLine);
    for (const key of [
      'title',
      'published',
      'outlet',
      'originalOutlet',
      'authors',
      'editors',
      'deck',
    ] as const)
      expect({ [key]: article[key] }).toEqual({ [key]: wanted[key] });
  });
});
