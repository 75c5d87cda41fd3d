import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readHtml } from '../../../src/read/clean/html.js';
import { CleaningLexiconSchema, vocabularyOf } from '../../../src/read/clean/lexicon.js';

const words = parse(readFileSync(new URL('../../../lexicons/cleaning.yaml', import.meta.url), 'utf8'));
const vocabulary = vocabularyOf(CleaningLexiconSchema.parse(words.cleaning));
const article = (page: string, start = 0) =>
  readHtml(page, vocabulary, start).lines.filter((line) => line.region === 'article' && line.markup === null);
const texts = (page: string) => article(page).map((line) => line.text.text);
const one = '某省前两个月装备制造业增加值同比增长7.8%，高于全部规模以上工业。';
const two = '下一步，将从产业链协同、技术改造、人才培养等方面推出八项举措。';

describe('lines', () => {
  it('decode entities and point into the source', () => {
    const page = `<body><p>&ldquo;${one}&rdquo;&nbsp;占比&#39;升&#x3002;</p><p>${two}</p></body>`;
    const [line] = article(page);
    expect(line!.text.text).toBe(`“${one}” 占比'升。`);
    expect(page.slice(line!.text.origin[0])).toMatch(/^&ldquo;/);
    expect(page.slice(line!.text.origin[line!.text.length - 1])).toMatch(/^&#x3002;/);
    expect(page[line!.text.origin[5]!]).toBe(line!.text.text[5]);
  });
  it('count places from the start of the page, front matter included', () => {
    const page = `---\nt: x\n---\n<p>${one}</p><p>${two}</p>`;
    const [line] = article(page, 13);
    expect(page.slice(line!.text.origin[0]).startsWith(one)).toBe(true);
  });
  it('end at br and at blocks, not at inline elements or wrapped source', () => {
    expect(
      texts(`<div>${one.slice(0, 9)}\n   <b>${one.slice(9)}</b><br>${two}<p>Made in\n China，${one}`),
    ).toEqual([one, two, `Made in China，${one}`]);
  });
  it('stay whole where an inline element ends across a block', () => {
    expect(texts(`<div><b><p>${one.slice(0, 9)}</b>${one.slice(9)}</p><p>${two}</p></div>`)).toEqual([
      one,
      two,
    ]);
  });
  it('know headings and leave out scripts, styles, hidden text and data tables', () => {
    const page = `<div><h2>小标题</h2><p>${one}</p><script>x("${one}")</script><p style="display: none">${two}</p><p hidden>${two}</p><table><tr><td>指标</td><td>1</td></tr><tr><td>产量</td><td>2</td></tr></table><p>${two}</p></div>`;
    expect(article(page).map((line) => [line.level, line.text.text])).toEqual([
      [2, '小标题'],
      [0, one],
      [0, two],
    ]);
  });
  it('show a page that hides its whole article until a script has run', () => {
    expect(texts(`<div style="display:none"><p>${one}</p><p>${two}</p></div>`)).toEqual([one, two]);
  });
});

describe('the head', () => {
  it('gives meta elements, title and linked data', () => {
    const page = `<head><title>某省&amp;某市</title><meta name="PubDate" content="2023-03-02"><meta property="og:title" content="题"><script type="application/ld+json">{"@graph":[{"headline":"题","datePublished":"2023-03-02T08:00:00+08:00","author":[{"name":"张三"}],"publisher":{"name":"某某网"}}]}</script><script type="application/ld+json">{broken</script></head><body><p>${one}</p></body>`;
    const { meta, documentTitle, linkedData } = readHtml(page, vocabulary);
    expect(documentTitle!.text).toBe('某省&某市');
    expect(meta.get('pubdate')!.text).toBe('2023-03-02');
    expect(page[meta.get('og:title')!.origin[0]!]).toBe('题');
    expect(linkedData).toEqual({
      headline: '题',
      datePublished: '2023-03-02T08:00:00+08:00',
      author: '张三',
      publisher: '某某网',
    });
  });
});

describe('the choice of the article', () => {
  const paragraphs = `<p>${one}</p><p>${two}</p>`;
  it('prefers one article to many comments and cards', () => {
    const comments = `<ul>${`<li><b>某网友</b><span>昨天</span><div>我看这个政策不错，关键是怎么落实，企业能不能真正拿到好处，还要再看一看。</div><i>回复</i></li>`.repeat(12)}</ul>`;
    expect(texts(`<body><div>${paragraphs}</div>${comments}</body>`)).toEqual([one, two]);
  });
  it('takes an article in several sections whole', () => {
    expect(
      texts(`<body><div><section>${paragraphs}</section><section>${paragraphs}</section></div></body>`),
    ).toHaveLength(4);
  });
  it('does not believe a class name that would leave no article', () => {
    expect(texts(`<body><div class="sidebar-wrap">${paragraphs}</div></body>`)).toEqual([one, two]);
  });
});
