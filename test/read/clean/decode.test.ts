import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../src/model/index.js';
import { decodeText } from '../../../src/read/clean/decode.js';

const simplified =
  '工业和信息化部：2022年，制造业增加值占比为27.7%，连续13年居世界首位。“专精特新”企业超过7万家。\n';
/** 工業生產穩定成長 in Big5, and its characters. */
const big5 = Buffer.from('a475b77ea5cdb2a3c3adA977a6a8aaf8'.toLowerCase(), 'hex');
const gbk = Buffer.from('b9a4d2b5bacdd0c5cfa2bbafb2bfa3ba', 'hex');

describe('encodings', () => {
  it.each([
    ['utf-8', Buffer.from(simplified), simplified],
    ['utf-8 with mark', Buffer.from(`\ufeff${simplified}`), simplified],
    ['utf-16le', Buffer.from(`\ufeff${simplified}`, 'utf16le'), simplified],
    ['utf-16be', Buffer.from(`\ufeff${simplified}`, 'utf16le').swap16(), simplified],
    ['utf-16le without mark', Buffer.from(simplified.repeat(4), 'utf16le'), simplified.repeat(4)],
    ['gb18030', gbk, '工业和信息化部：'],
    ['big5', big5, '工業生產穩定成長'],
  ])('%s', (_name, bytes, text) => {
    expect(decodeText('a.txt', bytes).text).toBe(text);
  });

  it('reads UTF-8 whatever the page declares', () => {
    const page = `<meta charset="gb2312">${simplified}`;
    expect(decodeText('a.html', Buffer.from(page))).toMatchObject({ encoding: 'utf-8', text: page });
  });

  it('reads UTF-8 with a damaged byte', () => {
    const bytes = Buffer.from(simplified.repeat(20));
    bytes[301] = 0xff;
    expect(decodeText('a.txt', bytes).encoding).toBe('utf-8');
    expect(decodeText('cut.txt', bytes.subarray(400, 1600)).encoding).toBe('utf-8');
  });
});

describe('byte offsets', () => {
  const agrees = (bytes: Uint8Array, encoding: string) => {
    const decoded = decodeText('a.txt', bytes);
    expect(decoded.encoding).toBe(encoding);
    for (let i = 0; i < decoded.text.length; i++) {
      const code = decoded.text.charCodeAt(i);
      if (code >= 0xdc00 && code <= 0xdfff) continue;
      const from = decoded.byteOffset!(i);
      const next = code >= 0xd800 && code <= 0xdbff ? i + 2 : i + 1;
      const piece = new TextDecoder(encoding, { ignoreBOM: true }).decode(
        bytes.subarray(from, decoded.byteOffset!(next)),
      );
      expect(piece).toBe(decoded.text.slice(i, next));
    }
  };
  it('point at each character in UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const page = `工业${text.replace(/[\u0000-\u001f\ufffd\ufeff]/g, '')}运行`;
        agrees(new TextEncoder().encode(page), 'utf-8');
      }),
      { numRuns: 60 },
    );
  });
  it('point at each character in GB18030, four-byte ones included', () => {
    agrees(
      Buffer.concat([
        gbk,
        Buffer.from('8230cf3a'.replace('3a', '39'), 'hex'),
        gbk,
        Buffer.from('ascii 1.5%'),
      ]),
      'gb18030',
    );
  });
  it('point at each character in Big5 and UTF-16', () => {
    agrees(Buffer.concat([big5, Buffer.from(' 5G '), big5]), 'big5');
    const decoded = decodeText('a.txt', Buffer.from('\ufeff工业运行', 'utf16le'));
    expect([0, 1, 4].map((i) => decoded.byteOffset!(i))).toEqual([2, 4, 10]);
  });
  it('stay in step over broken bytes', () => {
    const bytes = Buffer.concat([
      Buffer.from(simplified.repeat(9)),
      Buffer.from([0xe5, 0xb7, 0x41, 0xff, 0x42]),
      Buffer.from(simplified),
    ]);
    const decoded = decodeText('a.txt', bytes);
    const at = decoded.text.lastIndexOf('工业');
    expect(bytes.subarray(decoded.byteOffset!(at)).toString()).toBe(simplified);
  });
});

describe('what is no text', () => {
  it.each([
    ['nothing', Buffer.alloc(0)],
    ['blank', Buffer.from(' \r\n\t ')],
    ['a ZIP file', Buffer.from([0x50, 0x4b, 3, 4, 0, 0])],
    ['zeros', Buffer.alloc(4000)],
    ['control characters', Buffer.from(Array.from({ length: 3000 }, (_, i) => i % 32))],
  ])('%s is refused by name', (_name, bytes) => {
    expect(() => decodeText('page.txt', bytes)).toThrow(UserError);
    expect(() => decodeText('page.txt', bytes)).toThrow(/page\.txt/);
  });
});

describe('a byte order mark of UTF-16 before other bytes', () => {
  const marked = (bytes: Uint8Array) => Buffer.concat([Buffer.from([0xff, 0xfe]), bytes]);
  it.each([
    [
      'bytes from all over',
      Buffer.from(Array.from({ length: 6000 }, (_, i) => 32 + ((i * i * 31 + i * 7919) % 220))),
    ],
    ['UTF-8', Buffer.from(simplified.repeat(20))],
    ['GBK', Buffer.from(Array.from({ length: 400 }, () => [...gbk]).flat())],
    ['ASCII', Buffer.from('<html><body><p>quarterly report of output</p></body></html>'.repeat(9))],
  ])('is refused: %s', (_name, bytes) => {
    expect(() => decodeText('noise.txt', marked(bytes))).toThrow(UserError);
  });
});
