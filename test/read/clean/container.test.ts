import { describe, expect, it } from 'vitest';
import {
  binaryFormat,
  plainMarkdown,
  splitFrontMatter,
  textFormat,
} from '../../../src/read/clean/container.js';
import { splitLines } from '../../../src/read/clean/lines.js';

describe('front matter', () => {
  const page =
    "\n---\ntitle: '某省''新政'': 落地'\nlink: https://example.com/a:b\nsummary: >-\n  第一行\n  第二行\nname: \"说 \\\"好\\\"\"\ncategories: \n - 金融\n---\n正文。";
  const found = splitFrontMatter(page)!;
  it('gives scalar fields, quotes undone', () => {
    expect(Object.fromEntries([...found.fields].map(([key, value]) => [key, value.text]))).toEqual({
      title: "某省'新政': 落地",
      link: 'https://example.com/a:b',
      summary: '第一行 第二行',
      name: '说 "好"',
    });
  });
  it('keeps the place of a field and of the text', () => {
    const title = found.fields.get('title')!;
    expect(page[title.origin[0]!]).toBe('某');
    expect(page.slice(found.end)).toBe('正文。');
  });
  it.each([
    'no front matter',
    '---\n只是一条线\n---\n',
    '---\ntitle: 没有结尾',
    `正文\n---\ntitle: x\n---\n`,
  ])('is not seen in %j', (text) => {
    expect(splitFrontMatter(text)).toBeNull();
  });
});

describe('formats', () => {
  it('knows HTML by its tags and Markdown by its name', () => {
    expect(textFormat('a.txt', '<!DOCTYPE html><html></html>', 0)).toBe('html');
    expect(textFormat('a.txt', '<div>\n<p>一</p><p>二</p><p>三</p></div>', 0)).toBe('html');
    expect(textFormat('a.txt', '当 a <b 且 c> d 时，增长 5%。', 0)).toBe('text');
    expect(textFormat('a.md', '# 标题', 0)).toBe('markdown');
    expect(textFormat('a.txt', '---\nt: x\n---\n正文', 13)).toBe('markdown');
  });
  it('knows Word files and PDFs by their content', () => {
    expect(binaryFormat(Buffer.from('%PDF-1.7'))).toBe('pdf');
    expect(binaryFormat(Buffer.from('PK\u0003\u0004..word/document.xml'))).toBe('docx');
    expect(binaryFormat(Buffer.from('PK\u0003\u0004..xl/workbook.xml'))).toBeNull();
  });
});

describe('Markdown', () => {
  it('loses its marks and keeps its words', () => {
    const lines = plainMarkdown(
      splitLines(
        '# 标题\n\n> 引文 **重点** 与[链接](http://a.b/c)。\n\n![图](x.png)\n\n- 条目 `代码`\n\n| a | b |\n\n---\n\n```\nlet x\n```\n\n**小标题**',
      ),
    );
    expect(lines.map((line) => [line.level, line.markup, line.text.text])).toEqual([
      [1, null, '标题'],
      [0, null, '引文 重点 与链接。'],
      [0, null, '条目 代码'],
      [0, 'table', '| a | b |'],
      [6, null, '小标题'],
    ]);
  });
});
