import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { UserError } from '../../../src/model/index.js';
import { CleaningLexiconSchema, cleanPage } from '../../../src/read/clean/index.js';
import { isSavedPage, readSavedPage } from '../../../src/read/clean/mhtml.js';

const words = parse(readFileSync(new URL('../../../lexicons/cleaning.yaml', import.meta.url), 'utf8'));
const lexicon = CleaningLexiconSchema.parse(words.cleaning);
const first = '前两个月，全县规模以上工业增加值同比增长8.1%，高于全市平均水平0.9个百分点。';
const second = '“下一步，我们将抓好三件事。”县工信局负责人说，一是稳企业，二是抓项目，三是促转型。';
const page = (charset: string) =>
  `<html><head><meta charset="${charset}"><title>全县工业开局良好_青浦岭县政府网</title></head><body><h1>全县工业开局良好</h1><p>2024-03-06 09:12 来源：县工信局</p><div class="con"><p>${first}</p><p>${second}</p></div></body></html>`;
/** 全县 … in GB 2312: enough characters to write a page in that encoding without a table of it. */
const gb = (text: string) => {
  const decoder = new TextDecoder('gb18030');
  const table = new Map<string, number[]>();
  for (let lead = 0xa1; lead <= 0xf7; lead++)
    for (let trail = 0xa1; trail <= 0xfe; trail++)
      table.set(decoder.decode(new Uint8Array([lead, trail])), [lead, trail]);
  return new Uint8Array(
    [...text].flatMap((c) => (c.charCodeAt(0) < 0x80 ? [c.charCodeAt(0)] : table.get(c)!)),
  );
};
const quoted = (bytes: Uint8Array) => {
  let out = '';
  let column = 0;
  for (const byte of bytes) {
    const token =
      byte === 0x3d || byte > 0x7e || byte < 0x20
        ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
        : String.fromCharCode(byte);
    if (column + token.length > 73) {
      out += '=\r\n';
      column = 0;
    }
    out += token;
    column += token.length;
  }
  return out;
};
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n');
const saved = (type: string, encoding: string, body: string) =>
  `From: <Saved by a browser>\r\nSubject: =?utf-8?Q?=E5=85=A8?=\r\nDate: Mon, 1 Apr 2024 08:00:00 -0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----Boundary--x"\r\n\r\n\r\n------Boundary--x\r\nContent-Type: ${type}\r\nContent-ID: <frame-1>\r\nContent-Transfer-Encoding: ${encoding}\r\nContent-Location: http://www.example.gov.cn/1.html\r\n\r\n${body}\r\n------Boundary--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------Boundary--x--\r\n`;
const asIs = (
  lines: readonly Parameters<Parameters<typeof cleanPage>[2]>[0][number][],
  context: { title: unknown },
) => ({
  lines: [...lines],
  title: context.title as never,
  repairs: [],
});
const clean = (bytes: Uint8Array) => cleanPage({ name: 'saved.mht', bytes }, lexicon, asIs);
const latin1 = (text: string) => new Uint8Array(Buffer.from(text, 'latin1'));
const utf8 = new TextEncoder();

describe('a page saved in one file', () => {
  it.each([
    ['quoted-printable, UTF-8', saved('text/html', 'quoted-printable', quoted(utf8.encode(page('utf-8'))))],
    [
      'quoted-printable, GBK',
      saved('text/html; charset="gb2312"', 'quoted-printable', quoted(gb(page('gb2312')))),
    ],
    ['base64, UTF-8', saved('text/html; charset=utf-8', 'base64', base64(utf8.encode(page('utf-8'))))],
    [
      'base64, GBK without a meta element',
      saved('text/html; charset=gbk', 'base64', base64(gb(page('gb2312').replace(/<meta[^>]+>/, '')))),
    ],
    ['8bit', Buffer.from(saved('text/html', '8bit', page('utf-8')), 'utf8').toString('latin1')],
    [
      'a page of its own, without parts',
      `MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n${quoted(utf8.encode(page('utf-8')))}`,
    ],
  ])('%s', async (_name, file) => {
    const bytes = latin1(file);
    expect(isSavedPage(bytes)).toBe(true);
    const { clean: article, decoded, format } = await clean(bytes);
    expect(format).toBe('html');
    expect(article).toMatchObject({
      title: '全县工业开局良好',
      published: '2024-03-06',
      outlet: '青浦岭县政府网',
      originalOutlet: '县工信局',
    });
    expect(article.paragraphs.map((paragraph) => paragraph.text.text)).toEqual([first, second]);
    const origin = article.paragraphs[0]!.text.origin[0]!;
    const at = decoded.byteOffset!(origin);
    const { bytes: inner, origin: places } = readSavedPage('saved.mht', bytes);
    expect(places.indexOf(at)).toBeGreaterThan(0);
    expect(places.length).toBe(inner.length);
  });

  it('finds each character where the file holds it', async () => {
    const bytes = latin1(saved('text/html', 'quoted-printable', quoted(utf8.encode(page('utf-8')))));
    const { clean: article, decoded } = await clean(bytes);
    const text = article.paragraphs[0]!.text;
    for (const [i, char] of [...text.text].entries()) {
      const at = decoded.byteOffset!(text.origin[i]!);
      const here = Buffer.from(bytes)
        .toString('latin1', at, at + 24)
        .replace(/=\r\n/g, '');
      expect(here.startsWith(quoted(utf8.encode(char)))).toBe(true);
    }
  });

  it('takes the framed page where the first holds frames only', async () => {
    const frames = '<html><frameset cols="200,*"><frame src="cid:1"></frameset></html>';
    const file = saved('text/html', '7bit', frames).replace(
      '------Boundary--x\r\nContent-Type: image/png',
      `------Boundary--x\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(utf8.encode(page('utf-8')))}\r\n------Boundary--x\r\nContent-Type: image/png`,
    );
    expect((await clean(latin1(file))).clean.paragraphs).toHaveLength(2);
  });

  it('finds a page inside nested parts', async () => {
    const inner = `--in\r\nContent-Type: text/plain\r\n\r\nx\r\n--in\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64(utf8.encode(page('utf-8')))}\r\n--in--\r\n`;
    const file = `MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=out\r\n\r\n--out\r\nContent-Type: multipart/alternative; boundary="in"\r\n\r\n${inner}\r\n--out--\r\n`;
    expect((await clean(latin1(file))).clean.paragraphs).toHaveLength(2);
  });

  it.each([
    ['no page in it', saved('image/gif', 'base64', 'R0lGODlh')],
    ['cut off in its head', 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x'],
    [
      'a boundary that never comes',
      'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\nnothing',
    ],
  ])('is refused with %s', async (_name, file) => {
    await expect(clean(latin1(file))).rejects.toThrow(UserError);
  });

  it('is no text that only speaks of MIME', () => {
    expect(isSavedPage(utf8.encode('标题：关于MIME-Version: 1.0的说明\nContent-Type: text/html'))).toBe(
      false,
    );
    expect(isSavedPage(utf8.encode(page('utf-8')))).toBe(false);
  });
});
